// OpenFile: a file from the person's computer, read here as text and sent on.

function render({ model, el }) {
  const ids = { box: uid(), hint: uid(), error: uid() };
  const label = h("label", { class: "govuk-label", for: ids.box });
  const hint = h("div", { class: "govuk-hint", id: ids.hint });
  const error = h("p", { class: "govuk-error-message", id: ids.error, role: "alert" });
  const box = h("input", { type: "file", id: ids.box, class: "sendsim-file" });
  const group = h("div", { class: "govuk-form-group" }, label, hint, error, box);
  let problem = "";
  el.append(group);

  box.addEventListener("change", async () => {
    const [file] = box.files;
    if (!file) return;
    problem = "";
    if (file.size > model.get("limit")) {
      const most = Math.round(model.get("limit") / 1000).toLocaleString("en-GB");
      problem = `${file.name} is larger than ${most} kB: choose a smaller file.`;
    } else {
      const text = await file.text();
      model.send({ event: "file", name: file.name, text });
    }
    box.value = "";
    draw();
  });

  function draw() {
    const text = problem || model.get("error");
    setText(label, model.get("label"));
    setText(hint, model.get("hint"));
    hint.hidden = !model.get("hint");
    setText(error, text);
    error.hidden = !text;
    group.classList.toggle("govuk-form-group--error", Boolean(text));
    set(box, { accept: model.get("accept") || null, "aria-invalid": text ? "true" : null,
      "aria-describedby": [model.get("hint") ? ids.hint : "", text ? ids.error : ""].filter(Boolean).join(" ") || null });
  }
  el.addEventListener("keydown", (event) => event.stopPropagation());
  return live(model, el, ["label", "hint", "accept", "error"], draw);
}

export default { render };
