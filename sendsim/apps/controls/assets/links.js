// LinkList: a navigation landmark with a list of our own pages.

function render({ model, el }) {
  function draw() {
    const items = model.get("links").map(({ title, text, about, href }) => h("li", { class: "sendsim-card" },
      h("h" + model.get("level"), { class: "sendsim-card-title" }, h("a", { class: "govuk-link", href }, title)),
      about ? h("p", { class: "sendsim-card-about" }, about) : null,
      h("p", { class: "govuk-body" }, text)));
    el.replaceChildren(h("nav", { "aria-label": model.get("label") }, h("ul", { class: "sendsim-cards" }, items)));
  }
  el.addEventListener("keydown", (event) => event.stopPropagation());
  return live(model, el, ["links", "label", "level"], draw);
}

export default { render };
