// ChartPanel: heading, picture, caption, table twin and downloads.

const NAMES = { csv: "Download table (CSV)", png: "Download picture (PNG)", svg: "Download picture (SVG)" };

function render({ model, el }) {
  const ids = { caption: uid(), title: uid() };
  let heading = null;
  const image = h("img", { class: "sendsim-picture" });
  const narrow = h("source", { media: "(max-width: 40em)" });
  const picture = h("picture", {}, image);
  const caption = h("figcaption", { class: "sendsim-finding" });
  const note = h("p", { class: "sendsim-note" });
  const figure = h("figure", { class: "sendsim-figure" }, picture, caption);
  const frame = scroller(ids.caption);
  const summary = h("summary", { class: "govuk-details__summary" },
    h("span", { class: "govuk-details__summary-text" }, "Show these figures as a table"));
  const about = hiddenText("");
  summary.append(about);
  const details = h("details", { class: "govuk-details" }, summary, h("div", { class: "govuk-details__text" }, frame.box));
  const saves = h("div", { class: "sendsim-saves" });
  const told = h("p", { class: "sendsim-note", role: "status" });
  const section = h("section", { class: "sendsim-chart", "aria-labelledby": ids.title }, figure, note, details, saves, told);
  el.append(section);

  const whenIdle = window.requestIdleCallback || ((task) => setTimeout(task, 200));
  let urls = [];
  const blob = (data, type) => {
    const url = URL.createObjectURL(new Blob([data], { type }));
    urls.push(url);
    return url;
  };

  // A picture that is out of sight is drawn when the browser has nothing else to do, so that it keeps none waiting.
  let isSeen = true;
  let isOwed = false;
  function pictureChanged() {
    isOwed = true;
    if (isSeen) drawPicture();
    else whenIdle(drawOwed);
  }
  function drawOwed() {
    if (isOwed) drawPicture();
  }
  const watcher = new IntersectionObserver((seen) => {
    isSeen = seen[seen.length - 1].isIntersecting;
    if (isSeen) drawOwed();
  });
  watcher.observe(section);

  function drawPicture() {
    isOwed = false;
    const old = urls;
    urls = [];
    const svg = model.get("svg");
    const thin = model.get("svg_narrow");
    const png = model.get("png");
    if (thin && SVG_SAFE.test(thin)) {
      narrow.srcset = blob(thin, "image/svg+xml");
      picture.prepend(narrow);
    } else {
      narrow.remove();
    }
    if (svg && SVG_SAFE.test(svg)) image.src = blob(svg, "image/svg+xml");
    else if (png && png.byteLength) image.src = blob(png, "image/png");
    else image.removeAttribute("src");
    picture.hidden = !image.hasAttribute("src");
    old.forEach((url) => URL.revokeObjectURL(url));
  }

  function ask(kind) {
    setText(told, "");
    if (kind === "csv") return saveCsv(model);
    const name = `${model.get("file_name")}.${kind}`;
    if (kind === "svg" && model.get("svg") && !model.get("quick")) return saveFile(name, "image/svg+xml", [model.get("svg")]);
    if (kind === "png" && model.get("png") && model.get("png").byteLength) return saveFile(name, "image/png", [model.get("png")]);
    setText(told, "Making the picture ...");
    return model.send({ event: "request", kind });
  }

  function receive(message, buffers) {
    if (!message || message.event !== "file") return;
    setText(told, message.problem || "");
    if (!message.problem && buffers && buffers.length) saveFile(message.name, message.type, [buffers[0]]);
  }

  function draw() {
    const title = model.get("title");
    const level = "H" + model.get("level");
    if (title && (!heading || heading.tagName !== level)) {
      const next = h(level, { class: "sendsim-heading", id: ids.title });
      if (heading) heading.replaceWith(next);
      else section.prepend(next);
      heading = next;
    }
    if (heading) {
      setText(heading, title);
      heading.hidden = !title;
    }
    set(section, { "aria-labelledby": title ? ids.title : null, "aria-busy": model.get("busy") ? "true" : null });
    set(image, { alt: model.get("alt") });
    setText(caption, model.get("caption"));
    caption.hidden = !model.get("caption");
    setText(note, model.get("note"));
    note.hidden = !model.get("note");
    const rows = model.get("rows").length;
    details.hidden = !rows;
    setText(about, title ? " for " + title : "");
    const kinds = model.get("files").filter((kind) => kind !== "csv" || rows);
    const now = [...saves.children].map((button) => button.dataset.kind);
    if (kinds.join() !== now.join()) {
      // Rebuilt only when the choice changes, so that a redraw never takes focus from a button.
      saves.replaceChildren(...kinds.map((kind) => h("button", { type: "button", "data-kind": kind,
        class: "govuk-button govuk-button--secondary sendsim-small", click: () => ask(kind) }, NAMES[kind], hiddenText(""))));
    }
    for (const button of saves.children) setText(button.lastChild, title ? " for " + title : "");
  }

  // The table is drawn at once where it is seen; else when the browser has nothing else to do.
  let isOld = false;
  function drawTable() {
    if (!isOld || !model.get("rows").length) return;
    isOld = false;
    const title = model.get("title");
    const words = model.get("table_caption") || (title ? `${title}: the figures` : "Figures");
    showTable(frame.box, model, words, ids.caption);
  }
  function tableChanged() {
    isOld = true;
    if (details.open) drawTable();
    else whenIdle(drawTable);
  }

  details.addEventListener("toggle", () => {
    drawTable();
    frame.look();
  });
  el.addEventListener("keydown", (event) => event.stopPropagation());
  model.on("msg:custom", receive);
  const pictures = ["svg", "svg_narrow", "png"].map((name) => "change:" + name);
  pictures.forEach((event) => model.on(event, pictureChanged));
  drawPicture();
  const stops = [
    live(model, el, ["title", "level", "alt", "caption", "note", "rows", "files", "busy"], draw),
    live(model, el, ["title", "columns", "rows", "row_header", "missing", "table_caption"], tableChanged),
  ];
  return () => {
    model.off("msg:custom", receive);
    pictures.forEach((event) => model.off(event, pictureChanged));
    watcher.disconnect();
    urls.forEach((url) => URL.revokeObjectURL(url));
    frame.stop();
    stops.forEach((stop) => stop());
  };
}

export default { render };
