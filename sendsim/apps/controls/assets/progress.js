// Progress: a native progress bar, its words, a Stop button, and a live region that does not chatter.

const QUIET_MS = 5000;

function render({ model, el }) {
  const id = uid();
  const label = h("label", { class: "govuk-label", for: id });
  const bar = h("progress", { id, class: "sendsim-bar" });
  const words = h("p", { class: "govuk-body sendsim-progress-words", "aria-hidden": "true" });
  const stopButton = h("button", { type: "button", class: "govuk-button govuk-button--secondary" }, "Stop");
  const about = hiddenText("");
  stopButton.append(about);
  const box = h("div", { class: "sendsim-progress" }, label, bar, words, stopButton);
  const ended = h("p", { class: "govuk-body sendsim-progress-words", "aria-hidden": "true" });
  const region = h("div", { role: "status", "aria-live": "polite", class: "govuk-visually-hidden" });
  el.append(box, ended, region);

  let spokenAt = 0;
  let timer = 0;
  let wasRunning = false;

  function speak() {
    clearTimeout(timer);
    timer = 0;
    spokenAt = Date.now();
    setText(region, model.get("running") ? `${model.get("label")}: ${model.get("text") || "started"}` : model.get("text"));
  }

  function draw() {
    const running = model.get("running");
    const max = model.get("maximum");
    const hadFocus = box.contains(document.activeElement);
    setText(label, model.get("label"));
    setText(about, " " + model.get("label").toLowerCase());
    setText(words, model.get("text"));
    setText(ended, running ? "" : model.get("text"));
    ended.hidden = running || !model.get("text");
    stopButton.hidden = !model.get("stoppable");
    if (max > 0) set(bar, { max, value: model.get("value") });
    else set(bar, { max: null, value: null });
    box.hidden = !running;
    if (hadFocus && !running && !ended.hidden) {
      // The Stop button has gone: do not drop the person at the top of the page.
      ended.tabIndex = -1;
      ended.removeAttribute("aria-hidden");
      ended.focus();
    }
    if (running !== wasRunning) {
      wasRunning = running;
      speak();
    } else if (running && !timer) {
      timer = setTimeout(speak, Math.max(0, QUIET_MS - (Date.now() - spokenAt)));
    } else if (!running) {
      speak();
    }
  }

  stopButton.addEventListener("click", () => model.send({ event: "stop", run: model.get("run") }));
  el.addEventListener("keydown", (event) => event.stopPropagation());
  const stop = live(model, el, ["label", "value", "maximum", "text", "running", "stoppable"], draw);
  return () => {
    clearTimeout(timer);
    stop();
  };
}

export default { render };
