// NumberSlider: a native range and a text box for the same number.

const SETTLE_MS = 150; // arrow keys held down: wait for a pause before telling Python
const PREVIEW_MS = 100;

function render({ model, el }) {
  const ids = { label: uid(), hint: uid(), error: uid(), box: uid(), range: uid() };
  const label = h("label", { class: "govuk-label", for: ids.range, id: ids.label });
  const hint = h("div", { class: "govuk-hint", id: ids.hint });
  const error = h("p", { class: "govuk-error-message", id: ids.error, role: "alert" });
  const range = h("input", { type: "range", id: ids.range, class: "sendsim-range" });
  const box = h("input", { type: "text", id: ids.box, class: "govuk-input sendsim-number",
    autocomplete: "off", spellcheck: "false" });
  const unit = h("span", { class: "sendsim-unit", "aria-hidden": "true" });
  const low = h("span");
  const high = h("span");
  const scale = h("div", { class: "sendsim-scale", "aria-hidden": "true" }, low, high);
  const group = h("div", { class: "govuk-form-group", role: "group", "aria-labelledby": ids.label },
    label, hint, error,
    h("div", { class: "sendsim-slider" },
      h("div", { class: "sendsim-track" }, range, scale),
      h("div", { class: "sendsim-box" }, box, unit)));
  el.append(group);

  let problem = ""; // what is wrong with what was typed, found here without asking Python
  let timer = 0;
  let previewTimer = 0;
  let dragging = false;
  let byKey = false;

  const places = () => {
    const text = String(model.get("step"));
    if (text.includes("e-")) return Number(text.split("e-")[1]);
    return (text.split(".")[1] || "").length;
  };
  const write = (value) => Number(value).toFixed(places());
  const limit = (value) => String(Number(write(value))); // 20, not 20.0

  function judge(text) {
    const name = model.get("label");
    const min = model.get("min");
    const max = model.get("max");
    const step = model.get("step");
    const clean = text.trim().replace(/,/g, "");
    if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(clean)) return { problem: `${name} must be a number, like ${write(model.get("value"))}.` };
    const value = Number(clean);
    if (value < min || value > max) return { problem: `${name} must be between ${limit(min)} and ${limit(max)}.` };
    const steps = (value - min) / step;
    if (Math.abs(steps - Math.round(steps)) > 1e-6) {
      const rule = step === 1 && Number.isInteger(min) ? "a whole number" : `in steps of ${write(step)} from ${limit(min)}`;
      return { problem: `${name} must be ${rule}.` };
    }
    return { value: Number((min + Math.round(steps) * step).toFixed(10)) };
  }

  function commit(value) {
    clearTimeout(timer);
    if (value === model.get("value")) return;
    model.set("value", value);
    model.save_changes();
  }

  function showProblem() {
    const text = problem || model.get("error");
    setText(error, text);
    error.hidden = !text;
    group.classList.toggle("govuk-form-group--error", Boolean(text));
    box.classList.toggle("govuk-input--error", Boolean(text));
    set(box, { "aria-invalid": text ? "true" : null });
    const told = [model.get("hint") ? ids.hint : "", text ? ids.error : ""].filter(Boolean).join(" ");
    set(range, { "aria-describedby": told || null });
    set(box, { "aria-describedby": told || null });
  }

  function paint(value) {
    const unitText = model.get("unit");
    range.value = value;
    set(range, { "aria-valuetext": unitText ? `${write(value)} ${unitText}` : write(value) });
    const span = model.get("max") - model.get("min") || 1;
    range.style.setProperty("--fill", `${((value - model.get("min")) / span) * 100}%`);
  }

  function draw() {
    const disabled = model.get("disabled");
    const unitText = model.get("unit");
    setText(label, model.get("label"));
    setText(hint, model.get("hint"));
    hint.hidden = !model.get("hint");
    set(range, { min: model.get("min"), max: model.get("max"), step: model.get("step"), disabled });
    set(box, { disabled, inputmode: places() ? "decimal" : "numeric",
      "aria-label": `${model.get("label")}: exact number${unitText ? ", " + unitText : ""}` });
    box.style.setProperty("--digits", Math.max(write(model.get("max")).length, write(model.get("min")).length));
    setText(unit, unitText);
    setText(low, limit(model.get("min")));
    setText(high, limit(model.get("max")));
    if (!dragging) {
      paint(model.get("value"));
      if (!problem) box.value = write(model.get("value"));
    }
    showProblem();
  }

  range.addEventListener("input", () => {
    dragging = true;
    problem = "";
    const value = Number(range.value);
    paint(value);
    box.value = write(value);
    showProblem();
    if (model.get("live") && !previewTimer) {
      previewTimer = setTimeout(() => {
        previewTimer = 0;
        if (!dragging) return;
        model.set("preview", Number(range.value));
        model.save_changes();
      }, PREVIEW_MS);
    }
  });
  range.addEventListener("change", () => {
    dragging = false;
    clearTimeout(timer);
    const moved = () => commit(Number(range.value));
    if (byKey) timer = setTimeout(moved, SETTLE_MS);
    else moved(); // a pointer tells once, when it lets go
  });
  range.addEventListener("keydown", () => { byKey = true; });
  range.addEventListener("pointerdown", () => { byKey = false; });
  range.addEventListener("blur", () => {
    dragging = false;
    commit(Number(range.value));
  });

  function takeTyped() {
    const verdict = judge(box.value);
    problem = verdict.problem || "";
    if (!problem) {
      paint(verdict.value);
      box.value = write(verdict.value);
      commit(verdict.value);
    }
    showProblem();
  }
  box.addEventListener("change", takeTyped);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      takeTyped();
    } else if (event.key === "Escape" && problem) {
      problem = "";
      draw();
    }
  });
  // JupyterLab listens for keys on the whole notebook: what is typed here is ours.
  el.addEventListener("keydown", (event) => event.stopPropagation());

  const stop = live(model, el,
    ["label", "hint", "unit", "min", "max", "step", "value", "disabled", "error"], draw);
  return () => {
    clearTimeout(timer);
    clearTimeout(previewTimer);
    stop();
  };
}

export default { render };
