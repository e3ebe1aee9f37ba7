// Document: writing made of blocks, all of it text.

function block(item) {
  if (item.kind === "heading") {
    return h("h" + item.level, { class: "sendsim-heading" }, item.text, item.mark ? h("span", { class: "sendsim-mark" }, " " + item.mark) : null);
  }
  if (item.kind === "paragraph") return h("p", { class: item.style === "lead" ? "govuk-body-l" : "govuk-body sendsim-p-" + (item.style || "plain") }, item.text);
  if (item.kind === "points") return h("ul", { class: "sendsim-points" }, item.items.map((text) => h("li", {}, text)));
  if (item.kind === "terms") {
    return h("dl", { class: "sendsim-terms" }, item.items.map(([term, text]) => h("div", {}, h("dt", {}, term), h("dd", {}, text))));
  }
  if (item.kind === "links") {
    return h("ul", { class: "sendsim-points" }, item.items.map(([text, address]) =>
      h("li", {}, address.startsWith("https://") ? h("a", { class: "govuk-link", href: address, rel: "noopener noreferrer external" }, text) : text)));
  }
  if (item.kind === "details") {
    return h("details", { class: "govuk-details" }, h("summary", { class: "govuk-details__summary" },
      h("span", { class: "govuk-details__summary-text" }, item.summary)), h("div", { class: "govuk-details__text" }, item.blocks.map(block)));
  }
  return null;
}

function render({ model, el }) {
  let shown = model.get("shown");
  let opened = [];
  const inner = h("div", { class: "sendsim-document" });
  el.append(inner);

  function draw() {
    inner.replaceChildren(...model.get("blocks").map(block).filter(Boolean));
    el.classList.toggle("sendsim-empty", !model.get("blocks").length);
    if (model.get("shown") !== shown) {
      shown = model.get("shown");
      const first = inner.querySelector("h2, h3, h4");
      if (first) {
        first.tabIndex = -1;
        first.focus({ preventScroll: true });
        first.scrollIntoView({ block: "start" });
      }
    }
  }
  // On paper everything is open; afterwards it is as it was.
  const before = () => {
    opened = [...inner.querySelectorAll("details:not([open])")];
    opened.forEach((node) => { node.open = true; });
  };
  const after = () => {
    opened.forEach((node) => { node.open = false; });
    opened = [];
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  el.addEventListener("keydown", (event) => event.stopPropagation());
  const stop = live(model, el, ["blocks", "shown"], draw);
  return () => {
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
    stop();
  };
}

export default { render };
