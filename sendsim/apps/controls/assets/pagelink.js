// PageLink: the address of the page as it is now. What stands after the # never leaves the browser with a request.

function render({ model, el }) {
  const ours = document.body.classList.contains("sendsim-body");
  if (!ours) {
    el.classList.add("sendsim-empty");
    return live(model, el, [], () => {});
  }
  const ids = { box: uid(), hint: uid() };
  const label = h("label", { class: "govuk-label", for: ids.box });
  const hint = h("div", { class: "govuk-hint", id: ids.hint });
  const box = h("input", { type: "text", readonly: true, id: ids.box, class: "govuk-input sendsim-wide", "aria-describedby": ids.hint });
  const told = h("span", { role: "status", class: "sendsim-note" });
  const button = h("button", { type: "button", class: "govuk-button govuk-button--secondary" }, "Copy link");
  el.append(h("div", { class: "govuk-form-group" }, label, hint, box, h("div", { class: "sendsim-saves" }, button, told)));

  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(box.value);
      setText(told, "The link is copied.");
    } catch {
      box.select();
      setText(told, "The link is selected: copy it with Ctrl+C.");
    }
  });
  box.addEventListener("focus", () => box.select());

  const here = () => window.location.hash.replace(/^#/, "");
  const tell = () => {
    if (here() === "content") return; // the skip link
    model.send({ event: "code", code: here() });
  };

  function draw() {
    const code = model.get("code");
    setText(label, model.get("label"));
    setText(hint, model.get("hint"));
    const address = window.location.href.replace(/#.*$/, "");
    const next = code ? `${address}#${code}` : address;
    if (box.value !== next) {
      box.value = next;
      setText(told, "");
    }
    if (here() !== code && (code || started)) window.history.replaceState(null, "", next);
  }

  let started = Boolean(model.get("code"));
  el.addEventListener("keydown", (event) => event.stopPropagation());
  window.addEventListener("hashchange", tell);
  const begun = here();
  const stop = live(model, el, ["code", "label", "hint"], () => {
    started = started || Boolean(model.get("code"));
    draw();
  });
  if (begun && begun !== "content" && !model.get("code")) tell();
  return () => {
    window.removeEventListener("hashchange", tell);
    stop();
  };
}

export default { render };
