// Together: the new states of several controls in one message, so that the page is laid out once.

function initialize({ model }) {
  async function receive(message) {
    if (!message || message.event !== "states") return;
    const models = await Promise.all(message.states.map(([id]) => model.widget_manager.get_model(id)));
    models.forEach((other, index) => other.set_state(message.states[index][1]));
  }
  model.on("msg:custom", receive);
  model.send({ event: "ready" });
  return () => model.off("msg:custom", receive);
}

export default { initialize, render: ({ model, el }) => live(model, el, [], () => {}) };
