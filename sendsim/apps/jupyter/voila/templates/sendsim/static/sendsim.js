// The page's own script: when it is ready, when it takes too long, and when the server or the kernel has gone.
// It is loaded before Jupyter's scripts and needs nothing from them.

(() => {
  "use strict";

  const SLOW_MS = 15000; // say that it is slow
  const STUCK_MS = 60000; // say what to do
  const LOOK_MS = 15000; // how often the server is asked whether the kernel is there
  const AGAIN_MS = 5000; // how soon it is asked again when it was not
  const QUIET_MS = 60000; // a kernel at rest that answers no beat for so long is lost

  // Voila's scripts call these; nothing is hidden here, so there is little to do.
  window.voila_process = () => {};
  window.voila_heartbeat = () => {};
  window.voila_finish = () => {};
  window.update_loading_text = () => {};
  window.display_cells = () => {};

  const byId = (id) => document.getElementById(id);

  function say(id, text) {
    const node = byId(id);
    if (node && node.textContent !== text) node.textContent = text;
  }

  // -- loading ------------------------------------------------------------------------------------

  let count = 0;

  const crashed = () => Boolean(document.querySelector("[data-crashed]"));

  /** Everything that the notebook shows has arrived: its outputs are drawn and each control says it is ready. */
  function drawn() {
    const cells = byId("cells");
    if (!cells || document.readyState === "loading") return false;
    if (crashed()) return true;
    if (cells.querySelector('script[type="application/vnd.voila.cell-output+json"]')) return false;
    if (!cells.childElementCount) return Boolean(document.querySelector("script[data-last]"));
    if (!cells.querySelector(".sendsim-cell")) return true;
    // Each control marks itself; a plain ipywidget is drawn when it is there. The count must have come to rest.
    if (cells.querySelector(".widget-box > .lm-Widget:not(.jupyter-widgets):not([data-ready])")) return false;
    const now = cells.querySelectorAll("[data-ready]").length;
    const rest = now > 0 && now === count;
    count = now;
    return rest;
  }

  function finish() {
    const note = byId("loading");
    if (note) note.remove();
    document.body.dataset.state = "ready";
  }

  function watchLoading() {
    const began = Date.now();
    const timer = setInterval(() => {
      if (drawn()) {
        clearInterval(timer);
        finish();
        return;
      }
      const waited = Date.now() - began;
      if (waited > STUCK_MS) {
        say("loading", "This page is taking too long. Load it again. If that does not help, close sendsim and start it again.");
        document.body.dataset.state = "stuck";
      } else if (waited > SLOW_MS) {
        say("loading", "Still loading. The first time can take half a minute.");
      }
    }, 100);
  }

  // -- the connection -----------------------------------------------------------------------------

  // What becomes of what was done here; a page that keeps it elsewhere says so itself.
  const kept = () => document.body.dataset.kept || "Your settings are kept on this page; reload to start again.";
  const LOST = "Connection lost. ";
  const ENDED = "This page has ended because it was left for a long time. ";

  function notice(text) {
    const box = byId("connection");
    if (!box || box.textContent === text) return;
    box.replaceChildren();
    if (text) {
      const words = document.createElement("p");
      words.textContent = text;
      box.append(words);
    }
    document.body.dataset.connection = text ? "lost" : "good";
  }

  function watchConnection() {
    const config = JSON.parse(byId("jupyter-config-data").textContent);
    const address = `${config.baseUrl}api/kernels/${config.kernelId}`;
    let misses = 0;
    let beats = "";
    let beatAt = Date.now();
    let timer = 0;

    async function look() {
      let state = "";
      clearTimeout(timer);
      try {
        const reply = await fetch(address, { cache: "no-store", credentials: "same-origin" });
        if (reply.status === 404) state = "ended";
        else if (reply.ok) state = (await reply.json()).execution_state;
        else state = "lost";
      } catch {
        state = "lost";
      }
      const widget = document.querySelector("[data-beats]");
      if (widget && widget.dataset.beats !== beats) {
        beats = widget.dataset.beats;
        beatAt = Date.now();
      }
      // A busy kernel answers no beat and is not lost; one at rest that answers none is.
      if (state === "idle" && widget && document.visibilityState === "visible" && Date.now() - beatAt > QUIET_MS) state = "lost";
      if (state === "busy") beatAt = Date.now();
      if (state === "dead") state = "ended";

      if (state === "ended") {
        notice(ENDED + kept());
        return; // that kernel will not come back
      }
      misses = state === "lost" ? misses + 1 : 0;
      if (misses >= 2) notice(LOST + kept());
      else if (!misses) notice("");
      timer = setTimeout(look, misses ? AGAIN_MS : LOOK_MS);
    }

    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") return;
      beatAt = Date.now(); // browsers slow timers in hidden tabs
      clearTimeout(timer);
      timer = setTimeout(look, 1000);
    });
    window.addEventListener("online", look);
    window.addEventListener("offline", () => notice(LOST + kept()));
    timer = setTimeout(look, LOOK_MS);
  }

  /** Tell the server that this page is being left, so that its kernel ends. Voila does so too once all its scripts run. */
  function watchLeaving() {
    const config = JSON.parse(byId("jupyter-config-data").textContent);
    const leave = () => {
      const token = document.cookie.match(/\b_xsrf=([^;]*)/);
      const words = new FormData();
      words.append("_xsrf", token ? token[1] : "");
      navigator.sendBeacon(`${config.baseUrl}voila/api/shutdown/${config.kernelId}`, words);
    };
    window.addEventListener("pagehide", leave);
    if (crashed()) leave(); // nothing more will be asked of it
    // A page that the browser kept and brings back has no kernel any more.
    window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
  }

  // The skip link moves focus as well as the view.
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.matches(".sendsim-skip")) byId("content").focus();
  });

  watchLoading();
  document.addEventListener("DOMContentLoaded", () => {
    if (!byId("jupyter-config-data")) return;
    if (!crashed()) watchConnection();
    watchLeaving();
  });
})();
