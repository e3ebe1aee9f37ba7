// Tables: drawing one from columns and rows, and writing one as CSV.

/** Write a cell as people read it. */
function cellText(value, column, missing) {
  if (value === null || value === undefined) return missing;
  if (column.kind === "date" && typeof value === "string") {
    const date = new Date(value + "T00:00:00Z");
    return Number.isNaN(date.getTime()) ? value
      : date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }
  if (typeof value !== "number") return value;
  const places = { minimumFractionDigits: column.decimals, maximumFractionDigits: column.decimals };
  const text = column.kind === "percent"
    ? (value * 100).toLocaleString("en-GB", places) + "%"
    : value.toLocaleString("en-GB", places);
  return text.replace(/^-/, "\u2212");
}

const numeric = (column) => column.kind === "number" || column.kind === "percent";

/** Build a table element; `row_header` makes the first cell of each row its header. */
function buildTable(model, caption, captionId) {
  const columns = model.get("columns");
  const missing = model.get("missing");
  const head = h("tr", {}, columns.map((column) =>
    h("th", { scope: "col", class: "govuk-table__header" + (numeric(column) ? " govuk-table__header--numeric" : "") }, column.label)));
  const body = model.get("rows").map((cells) => h("tr", { class: "govuk-table__row" }, cells.map((value, index) => {
    const column = columns[index];
    const text = cellText(value, column, missing);
    if (index === 0 && model.get("row_header")) return h("th", { scope: "row", class: "govuk-table__header" }, text);
    return h("td", { class: "govuk-table__cell" + (numeric(column) ? " govuk-table__cell--numeric" : "") }, text);
  })));
  return h("table", { class: "govuk-table" },
    h("caption", { class: "govuk-table__caption", id: captionId }, caption),
    h("thead", { class: "govuk-table__head" }, head),
    h("tbody", { class: "govuk-table__body" }, body));
}

/**
 * Show a model's table in a box. Where only cells differ from what is shown, only they change: who reads the table keeps
 * their place in it, and the browser has less to do.
 */
function showTable(box, model, caption, captionId) {
  const columns = model.get("columns");
  const missing = model.get("missing");
  const rows = model.get("rows");
  const shape = JSON.stringify([caption, captionId, model.get("row_header"), columns, rows.length]);
  const table = box.firstElementChild;
  if (!table || table.shape !== shape) {
    const next = buildTable(model, caption, captionId);
    next.shape = shape;
    box.replaceChildren(next);
    return;
  }
  const shown = table.tBodies[0].rows;
  rows.forEach((cells, i) => cells.forEach((value, j) => setText(shown[i].cells[j], cellText(value, columns[j], missing))));
}

/** Wrap a table so that it scrolls sideways by itself, and by keyboard when it needs to. */
function scroller(captionId) {
  const box = h("div", { class: "sendsim-scroller" });
  const look = () => {
    if (box.closest("details:not([open])")) return; // looking would have it laid out though nobody sees it
    const over = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    set(box, over ? { tabindex: "0", role: "region", "aria-labelledby": captionId }
      : { tabindex: null, role: null, "aria-labelledby": null });
  };
  // An observer looks after the page has been laid out; looking at once would have it laid out for each table.
  const watcher = new ResizeObserver(look);
  watcher.observe(box);
  // The table may outgrow its box without the box changing: a font that comes late, more rows.
  new MutationObserver(() => [...box.children].forEach((child) => watcher.observe(child))).observe(box, { childList: true });
  return { box, look, stop: () => watcher.disconnect() };
}

/** One CSV field. Text that a spreadsheet would run as a formula is made plain with a leading quote mark. */
function csvField(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? "'" + value : value;
  return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

/** The whole table as CSV, with every digit, and a byte order mark so that Excel reads accents. */
function csvText(model) {
  const lines = [model.get("columns").map((column) => column.label), ...model.get("rows")];
  return "\uFEFF" + lines.map((line) => line.map(csvField).join(",")).join("\r\n") + "\r\n";
}

function saveCsv(model) {
  saveFile(model.get("file_name") + ".csv", "text/csv;charset=utf-8", [csvText(model)]);
}
