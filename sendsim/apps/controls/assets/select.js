// Select: a native select with a label and a hint.

function render({ model, el }) {
  const ids = { select: uid(), hint: uid(), error: uid() };
  const label = h("label", { class: "govuk-label", for: ids.select });
  const hint = h("div", { class: "govuk-hint", id: ids.hint });
  const error = h("p", { class: "govuk-error-message", id: ids.error, role: "alert" });
  const select = h("select", { class: "govuk-select", id: ids.select });
  const group = h("div", { class: "govuk-form-group" }, label, hint, error, select);
  el.append(group);

  function fill() {
    const parts = [];
    let current = null;
    for (const choice of model.get("choices")) {
      const option = h("option", { value: choice.value }, choice.label);
      if (!choice.group) {
        parts.push(option);
        current = null;
      } else {
        if (!current || current.label !== choice.group) {
          current = h("optgroup", { label: choice.group });
          parts.push(current);
        }
        current.append(option);
      }
    }
    select.replaceChildren(...parts);
    select.value = model.get("value");
  }

  function draw() {
    const text = model.get("error");
    setText(label, model.get("label"));
    setText(hint, model.get("hint"));
    hint.hidden = !model.get("hint");
    setText(error, text);
    error.hidden = !text;
    group.classList.toggle("govuk-form-group--error", Boolean(text));
    const told = [model.get("hint") ? ids.hint : "", text ? ids.error : ""].filter(Boolean).join(" ");
    set(select, { disabled: model.get("disabled"), "aria-describedby": told || null,
      "aria-invalid": text ? "true" : null });
    if (select.value !== model.get("value")) select.value = model.get("value");
  }

  select.addEventListener("change", () => {
    model.set("value", select.value);
    model.save_changes();
  });
  el.addEventListener("keydown", (event) => event.stopPropagation());

  fill();
  model.on("change:choices", fill);
  const stop = live(model, el, ["label", "hint", "value", "disabled", "error", "choices"], draw);
  return () => {
    model.off("change:choices", fill);
    stop();
  };
}

export default { render };
