// SaveFile: a button that asks Python for a file and saves it.

function render({ model, el }) {
  const button = h("button", { type: "button", class: "govuk-button govuk-button--secondary", click: () => {
    setText(told, "");
    model.send({ event: "request" });
  } });
  const told = h("p", { class: "govuk-error-message", role: "alert" });
  el.append(button, told);

  function receive(message, buffers) {
    if (!message || message.event !== "file") return;
    setText(told, message.problem || "");
    told.hidden = !message.problem;
    if (!message.problem && buffers && buffers.length) saveFile(message.name, message.type, [buffers[0]]);
  }
  function draw() {
    setText(button, model.get("label"));
    told.hidden = !told.textContent;
  }
  el.addEventListener("keydown", (event) => event.stopPropagation());
  model.on("msg:custom", receive);
  const stop = live(model, el, ["label"], draw);
  return () => {
    model.off("msg:custom", receive);
    stop();
  };
}

export default { render };
