// Shared by every sendsim control: joined in front of each control's own script (see controls/base.py).
// Text always reaches the page as text nodes, never as HTML.

const SVG_SAFE = /^\s*(<\?xml[^>]*>\s*)?(<!DOCTYPE[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<svg[\s/>]/;

/** Make an element. `attrs` holds attributes; functions become listeners; true/false set or leave out. */
function h(tag, attrs, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs || {})) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false && child !== "") node.append(child);
  }
  return node;
}

/** Change attributes in place: null, undefined and false remove one. */
function set(node, attrs) {
  for (const [name, value] of Object.entries(attrs)) {
    if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

/** Put text in a node only when it differs, so that live regions speak only of changes. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** A name for use in id attributes, different in every view of a control. */
function uid() {
  return "ss" + Math.random().toString(36).slice(2, 10);
}

/** Words for screen readers only. */
function hiddenText(text) {
  return h("span", { class: "govuk-visually-hidden" }, text);
}

/**
 * Prepare a view: mark it as ours, follow the `hidden` trait and run `draw` now and whenever one of `names`
 * changes. Returns the clean-up function for anywidget.
 */
function live(model, el, names, draw) {
  const show = () => {
    el.hidden = Boolean(model.get("hidden"));
  };
  el.classList.add("sendsim");
  el.dataset.control = model.get("dom_id");
  // Traits that change together arrive one event at a time: draw once, when all are in.
  let waiting = false;
  let stopped = false;
  const drawSoon = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      if (!stopped) draw();
    });
  };
  const events = names.map((name) => "change:" + name);
  events.forEach((event) => model.on(event, drawSoon));
  model.on("change:hidden", show);
  show();
  draw();
  el.dataset.ready = "true";
  return () => {
    stopped = true;
    events.forEach((event) => model.off(event, drawSoon));
    model.off("change:hidden", show);
  };
}

/** Offer some bytes or text to the person as a file. */
function saveFile(name, type, parts) {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = h("a", { href: url, download: name });
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
