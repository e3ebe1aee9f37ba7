// Heartbeat: tells the kernel that somebody is still there. The page's own script (our Voila template) tells the
// person when the server has gone; this beat is for the kernel's sake.

function render({ model, el }) {
  let n = 0;
  let timer = 0;
  const beat = () => {
    n += 1;
    try {
      model.send({ event: "beat", n });
    } catch {
      clearInterval(timer); // the connection is closed already: the page is being left, or its kernel has ended
    }
  };
  const heard = (message) => {
    if (message && message.event === "beat") el.dataset.beats = String(message.n);
  };
  model.on("msg:custom", heard);
  const stop = live(model, el, [], () => {});
  el.classList.add("sendsim-heartbeat");
  beat();
  timer = setInterval(beat, model.get("every") * 1000);
  return () => {
    clearInterval(timer);
    model.off("msg:custom", heard);
    stop();
  };
}

export default { render };
