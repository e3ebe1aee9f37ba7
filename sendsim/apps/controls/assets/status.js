// Status: one polite live region. The region is in the page before anything is said in it.

function render({ model, el }) {
  const region = h("div", { role: "status", "aria-live": "polite", "aria-atomic": "true", class: "sendsim-status" });
  el.append(region);
  let heard = model.get("said");

  function draw() {
    region.classList.toggle("govuk-visually-hidden", !model.get("visible"));
    const text = model.get("text");
    const again = model.get("said") !== heard && region.textContent === text;
    heard = model.get("said");
    // The same words again are read only if something changes: a space at their end, which nobody sees or hears.
    setText(region, again && text ? text + "\u00a0" : text);
  }
  return live(model, el, ["text", "visible", "said"], draw);
}

export default { render };
