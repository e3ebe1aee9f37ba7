// Disclosure: the heading of a panel. What it opens follows it in the page; base.css hides it while closed,
// so a panel opens at once even when the kernel is busy.

function render({ model, el }) {
  const words = h("span", { class: "sendsim-disclosure-words" });
  const sign = h("span", { class: "sendsim-disclosure-sign", "aria-hidden": "true" });
  const button = h("button", { type: "button", class: "sendsim-disclosure" }, sign, words);
  let heading = null;

  function draw() {
    const level = "H" + model.get("level");
    if (!heading || heading.tagName !== level) {
      heading = h(level, { class: "sendsim-disclosure-heading" }, button);
      el.replaceChildren(heading);
    }
    const open = model.get("expanded");
    setText(words, model.get("title"));
    set(button, { "aria-expanded": open ? "true" : "false" });
    el.classList.toggle("sendsim-closed", !open);
  }

  button.addEventListener("click", () => {
    model.set("expanded", !model.get("expanded"));
    model.save_changes();
  });
  el.addEventListener("keydown", (event) => event.stopPropagation());
  return live(model, el, ["title", "level", "expanded"], draw);
}

export default { render };
