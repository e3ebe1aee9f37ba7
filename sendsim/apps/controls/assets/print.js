// PrintButton: prints the page, without asking Python.

function render({ model, el }) {
  const button = h("button", { type: "button", class: "govuk-button govuk-button--secondary", click: () => window.print() });
  el.append(button);
  el.addEventListener("keydown", (event) => event.stopPropagation());
  return live(model, el, ["label"], () => setText(button, model.get("label")));
}

export default { render };
