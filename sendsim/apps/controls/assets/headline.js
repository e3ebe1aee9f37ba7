// Headline: a heading and paragraphs of plain text.

function render({ model, el }) {
  function draw() {
    const kind = model.get("kind");
    const heading = model.get("heading");
    const paragraphs = model.get("text").map((text, index) =>
      h("p", { class: model.get("lead") && index === 0 ? "govuk-body-l" : "govuk-body" }, text));
    const parts = [heading ? h("h" + model.get("level"), { class: "sendsim-heading" }, heading) : null, ...paragraphs];
    el.replaceChildren(h("div", { class: kind === "plain" ? "sendsim-headline" : `sendsim-headline sendsim-headline--${kind}` }, parts));
  }
  return live(model, el, ["heading", "level", "text", "lead", "kind"], draw);
}

export default { render };
