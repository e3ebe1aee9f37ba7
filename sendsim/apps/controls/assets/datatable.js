// DataTable: a table by itself.

function render({ model, el }) {
  const id = uid();
  const frame = scroller(id);
  const about = hiddenText("");
  const save = h("button", { type: "button", class: "govuk-button govuk-button--secondary sendsim-small",
    click: () => saveCsv(model) }, "Download table (CSV)", about);
  el.append(frame.box, save);

  function draw() {
    if (model.get("columns").length) showTable(frame.box, model, model.get("caption"), id);
    else frame.box.replaceChildren();
    save.hidden = !model.get("download") || !model.get("rows").length;
    setText(about, " for " + model.get("caption"));
  }
  el.addEventListener("keydown", (event) => event.stopPropagation());
  const stop = live(model, el, ["columns", "rows", "row_header", "missing", "caption", "download"], draw);
  return () => {
    frame.stop();
    stop();
  };
}

export default { render };
