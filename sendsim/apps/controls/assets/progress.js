// Progress: a native progress bar, its words, a Stop button, and a live region that does not chatter.

const QUIET_MS = 5000;
const LATE_MS = 300; // what is done by then needs no bar, and nobody need hear that it has begun

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
  let wasShown = false;
  let isLate = false;
  let lateTimer = 0;

  function speak() {
    clearTimeout(timer);
    timer = 0;
    spokenAt = Date.now();
    setText(region, model.get("running") ? `${model.get("label")}: ${model.get("text") || "started"}` : model.get("text"));
  }

  function draw() {
    const running = model.get("running");
    if (running && !wasRunning) lateTimer = setTimeout(() => { isLate = true; draw(); }, LATE_MS);
    if (!running) {
      clearTimeout(lateTimer);
      isLate = false;
    }
    const shown = running && isLate;
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
    box.hidden = !shown;
    if (hadFocus && !running && !ended.hidden) {
      // The Stop button has gone: do not drop the person at the top of the page.
      ended.tabIndex = -1;
      ended.removeAttribute("aria-hidden");
      ended.focus();
    }
    wasRunning = running;
    if (shown !== wasShown) {
      wasShown = shown;
      speak();
    } else if (shown && !timer) {
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
    clearTimeout(lateTimer);
    stop();
  };
}

export default { render };
