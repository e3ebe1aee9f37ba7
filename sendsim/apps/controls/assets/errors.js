// ErrorSummary: what must be put right, with links that put focus in the field.

function render({ model, el }) {
  let shown = model.get("shown");

  function go(event, name) {
    event.preventDefault();
    const field = document.querySelector(`[data-control="${CSS.escape(name)}"]`);
    const target = field && (field.querySelector("[aria-invalid='true']")
      || field.querySelector("input, select, textarea, button, a[href]"));
    if (!target) return;
    field.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }

  function draw() {
    const errors = model.get("errors");
    el.classList.toggle("sendsim-empty", !errors.length);
    if (!errors.length) {
      el.replaceChildren();
      return;
    }
    const id = uid();
    const summary = h("div", { class: "govuk-error-summary", tabindex: "-1", role: "group", "aria-labelledby": id },
      h("div", { role: "alert" },
        h("h" + model.get("level"), { class: "govuk-error-summary__title", id }, model.get("title")),
        h("ul", { class: "govuk-error-summary__list" }, errors.map(({ text, field }) =>
          h("li", {}, field ? h("a", { href: "#" + field, click: (event) => go(event, field) }, text) : text)))));
    el.replaceChildren(summary);
    if (model.get("shown") !== shown) {
      shown = model.get("shown");
      summary.focus();
    }
  }
  el.addEventListener("keydown", (event) => event.stopPropagation());
  return live(model, el, ["errors", "title", "level", "shown"], draw);
}

export default { render };
