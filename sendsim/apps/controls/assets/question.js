// QuestionForm: one question, its answers and a Continue button. The heading is the legend or the label.

function render({ model, el }) {
  let drawn = -1;
  let refused = model.get("refused");
  let parts = null;

  function read() {
    const kind = model.get("kind");
    if (kind === "radios" || kind === "checkboxes") return [...el.querySelectorAll("input:checked")].map((box) => box.value);
    if (kind === "number") return [el.querySelector("input").value.trim()];
    const [day, month, year] = [...el.querySelectorAll("input")].map((box) => box.value.trim());
    if (!day && !month && !year) return [""];
    if (/^\d{1,2}$/.test(day) && /^\d{1,2}$/.test(month) && /^\d{4}$/.test(year)) {
      return [`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`];
    }
    return [[day || "(no day)", month || "(no month)", year || "(no year)"].join(" ")];
  }

  function send(event) {
    event.preventDefault();
    model.send({ event: "answer", asked: model.get("asked"), value: read() });
  }

  function skip() {
    model.send({ event: "answer", asked: model.get("asked"), value: [], skip: true });
  }

  function boxes(kind, ids, chosen) {
    const type = kind === "radios" ? "radio" : "checkbox";
    const choices = model.get("choices").map(([value, label]) => ({ value, label }));
    const rows = choices.map(({ value, label }, index) => {
      const id = `${ids.field}-${index}`;
      return h("div", { class: "sendsim-choice" },
        h("input", { type, id, name: ids.field, value, class: "sendsim-tick", checked: chosen.includes(value) }),
        h("label", { for: id, class: "sendsim-choice-label" }, label));
    });
    return h("div", { class: "sendsim-choices" }, rows);
  }

  function dateBoxes(ids, chosen) {
    const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(chosen[0] || "");
    const values = match ? [String(Number(match[3])), String(Number(match[2])), match[1]] : ["", "", ""];
    const names = ["Day", "Month", "Year"];
    return h("div", { class: "sendsim-date" }, names.map((name, index) => {
      const id = `${ids.field}-${index}`;
      return h("div", {}, h("label", { class: "sendsim-date-label", for: id }, name),
        h("input", { type: "text", inputmode: "numeric", id, class: "govuk-input", autocomplete: "off", maxlength: index === 2 ? 4 : 2,
          size: index === 2 ? 4 : 2, value: values[index], "aria-describedby": ids.error }));
    }));
  }

  function build() {
    const ids = { field: uid(), hint: uid(), error: uid(), title: uid() };
    const kind = model.get("kind");
    const chosen = model.get("value");
    const hint = model.get("hint");
    const heading = (inner) => h("h" + model.get("level"), { class: "sendsim-heading sendsim-question", tabindex: "-1", id: ids.title }, inner);
    const error = h("p", { class: "govuk-error-message", id: ids.error, role: "alert" });
    const hintNode = hint ? h("div", { class: "govuk-hint", id: ids.hint }, hint) : null;
    const told = [hint ? ids.hint : "", ids.error].filter(Boolean).join(" ");
    let group;
    if (kind === "number") {
      const box = h("input", { type: "text", inputmode: "numeric", id: ids.field, class: "govuk-input", size: 3, autocomplete: "off",
        value: chosen[0] || "", "aria-describedby": told });
      group = h("div", { class: "govuk-form-group" }, heading(h("label", { for: ids.field }, model.get("text"))), hintNode, error, box);
    } else {
      group = h("fieldset", { class: "govuk-form-group sendsim-fieldset", "aria-describedby": told },
        h("legend", {}, heading(model.get("text"))), hintNode, error,
        kind === "date" ? dateBoxes(ids, chosen) : boxes(kind, ids, chosen));
    }
    const why = model.get("why");
    const unknown = model.get("unknown");
    const form = h("form", { class: "sendsim-form", novalidate: true, submit: send }, group,
      why ? h("details", { class: "govuk-details" }, h("summary", { class: "govuk-details__summary" },
        h("span", { class: "govuk-details__summary-text" }, "Why this is asked")), h("div", { class: "govuk-details__text" }, why)) : null,
      h("div", { class: "sendsim-saves" }, h("button", { type: "submit", class: "govuk-button" }, model.get("submit")),
        unknown ? h("button", { type: "button", class: "govuk-button govuk-button--secondary", click: skip }, unknown) : null));
    return { form, group, error, title: form.querySelector("#" + ids.title) };
  }

  function draw() {
    if (model.get("asked") !== drawn) {
      const first = drawn < 0;
      drawn = model.get("asked");
      parts = build();
      el.replaceChildren(parts.form);
      if (model.get("focus") && !first) {
        parts.title.focus({ preventScroll: true });
        parts.title.scrollIntoView({ block: "nearest" });
      }
    }
    const text = model.get("error");
    setText(parts.error, text);
    parts.error.hidden = !text;
    parts.group.classList.toggle("govuk-form-group--error", Boolean(text));
    for (const box of parts.group.querySelectorAll("input")) set(box, { "aria-invalid": text ? "true" : null });
    if (text && model.get("refused") !== refused) {
      refused = model.get("refused");
      const field = parts.group.querySelector("input:checked") || parts.group.querySelector("input");
      if (field) field.focus();
    }
  }

  el.addEventListener("keydown", (event) => event.stopPropagation());
  return live(model, el, ["asked", "error", "refused"], draw);
}

export default { render };
