// AnswerList: questions and answers, each with a button to change it.

function render({ model, el }) {
  const heading = { node: null };
  const list = h("dl", { class: "sendsim-answers" });
  el.append(list);

  function draw() {
    const rows = model.get("rows");
    el.classList.toggle("sendsim-empty", !rows.length);
    const next = h("h" + model.get("level"), { class: "sendsim-heading" }, model.get("heading"));
    if (heading.node) heading.node.replaceWith(next);
    else el.prepend(next);
    heading.node = next;
    list.replaceChildren(...rows.map(({ name, question, answer }) => h("div", { class: "sendsim-answer" },
      h("dt", {}, question), h("dd", {}, answer),
      h("dd", {}, h("button", { type: "button", class: "sendsim-link-button", click: () => model.send({ event: "change", name }) },
        model.get("change"), hiddenText(" " + question))))));
  }
  el.addEventListener("keydown", (event) => event.stopPropagation());
  return live(model, el, ["rows", "heading", "level", "change"], draw);
}

export default { render };
