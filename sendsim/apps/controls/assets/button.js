// Button: each press carries the ticket the button showed, and Python honours each ticket once.

function render({ model, el }) {
  const words = h("span");
  const about = hiddenText("");
  const button = h("button", { type: "button", class: "govuk-button" }, words, about);
  el.append(button);

  function draw() {
    setText(words, model.get("label"));
    setText(about, model.get("about") ? " " + model.get("about") : "");
    button.classList.toggle("govuk-button--secondary", model.get("kind") === "secondary");
    button.classList.toggle("govuk-button--warning", model.get("kind") === "warning");
    set(button, { "aria-disabled": model.get("disabled") ? "true" : null });
  }

  button.addEventListener("click", () => {
    if (model.get("disabled")) return;
    model.send({ event: "click", ticket: model.get("ticket") });
  });
  el.addEventListener("keydown", (event) => event.stopPropagation());
  return live(model, el, ["label", "about", "kind", "disabled"], draw);
}

export default { render };
