// ScenePlayer: draws one view at a time, sends what a person does, and keeps focus where the new words are.

const REPLY_MS = 10000; // how long an answer of the kernel is waited for before saying that there is none
const NAME = "sendsim-learner";
const PENDING = "sendsim-pending";
const KEYS = ["sendsim-room", "sendsim-trainer"]; // what a page of a live room may have its browser keep

/** What a browser keeps may be forbidden or full; nothing depends on it. */
const store = {
  get(where, key) { try { return where.getItem(key) || ""; } catch { return ""; } },
  set(where, key, value) { try { if (value) where.setItem(key, value); else where.removeItem(key); } catch { /* not kept */ } },
};

function render({ model, el }) {
  const t = interfaceWords(model.get("texts"), model.get("language"));
  const status = h("div", { role: "status", class: "sendsim-said" });
  const lost = h("div", { role: "alert", class: "sendsim-lost" });
  const top = h("div", { class: "sendsim-player-top" });
  const errors = h("div", {});
  const body = h("div", { class: "sendsim-player-body" });
  const ours = document.body.classList.contains("sendsim-body");
  const pageTitle = document.title;
  let drawn = -1;
  let waiting = 0;
  let opened = [];
  lost.hidden = true;
  el.classList.add("sendsim-player");
  el.lang = model.get("language");
  el.append(status, lost, top, errors, body);

  const ctx = {
    t, el, terms: model.get("terms"), contentLang: model.get("content_language"), lawLang: "en-GB", pattern: termPattern(model.get("terms")),
    chosen: {}, typed: {}, buttons: new Set(), found: new Set(), watching: [],
    live: (name) => (model.get("live") || {})[name],
    /** A part that is drawn anew when its part of `live` changes, without moving focus. */
    watch(name, attrs, make) {
      const node = h("div", attrs);
      const part = { last: null, draw() {
        const value = ctx.live(name);
        const text = JSON.stringify(value === undefined ? null : value);
        if (text === part.last) return;
        part.last = text;
        const key = node.contains(document.activeElement) ? document.activeElement.dataset.key : "";
        node.replaceChildren(...[make(value, node)].flat(Infinity).filter(Boolean));
        if (key) node.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
      } };
      ctx.watching.push(part);
      part.draw();
      return node;
    },
    say: (text) => setText(status, text),
    act(act, values = {}) {
      if (waiting) return;
      body.setAttribute("aria-busy", "true");
      waiting = setTimeout(() => {
        waiting = 0;
        body.removeAttribute("aria-busy");
        setText(lost, t("lost"));
        lost.hidden = false;
      }, REPLY_MS);
      model.send({ event: "act", act, turn: model.get("turn"), ...values });
    },
    kept: (key) => (store.get(sessionStorage, PENDING).startsWith(key + " ") ? store.get(sessionStorage, PENDING).slice(key.length + 1) : ""),
    keep: (key, value) => store.set(sessionStorage, PENDING, `${key} ${value}`),
    refuse(text, field) {
      errors.replaceChildren(errorParts(ctx, text, field));
      errors.firstChild.focus();
      if (ours) document.title = t("error.title", { title: document.title.replace(t("error.title", { title: "" }), "") });
    },
  };

  function settings() {
    const now = model.get("settings");
    el.classList.toggle("sendsim-large", Boolean(now.large));
    el.classList.toggle("sendsim-easy", Boolean(now.easy));
    el.classList.toggle("sendsim-still", Boolean(now.still));
  }

  function tick(name) {
    const id = uid();
    const box = h("input", { type: "checkbox", id, class: "sendsim-tick", checked: Boolean(model.get("settings")[name]), change: () => {
      model.send({ event: "settings", name, on: box.checked });
    } });
    return h("div", { class: "sendsim-choice" }, box, h("label", { for: id, class: "sendsim-choice-label" }, t("settings." + name)));
  }

  /** Who is here, the ways about, and how the page is set. It stays while views change. */
  function drawTop(view) {
    const known = Boolean(view.name);
    const links = view.nav || (known ? [["nav.all", "catalogue"], ["nav.progress", "progress"], ["nav.tests", "tests"], ["nav.words", "words"], ["nav.leave", "leave"]] : []);
    const looks = details(t("settings.heading"), h("fieldset", { class: "sendsim-fieldset govuk-form-group" },
      h("legend", { class: "govuk-visually-hidden" }, t("settings.heading")), ["large", "easy", "still"].map(tick)));
    const link = ([key, act]) => h("li", {}, h("button", { type: "button", class: "sendsim-link-button", click: () => ctx.act(act) }, t(key)));
    const who = known ? h("p", { class: "sendsim-who" }, t("nav.you", { name: view.name })) : "";
    const ways = links.length ? h("nav", { "aria-label": t(view.nav_label || "nav.label") }, h("ul", {}, links.map(link))) : "";
    top.replaceChildren(who, ways, looks);
  }

  function draw() {
    settings();
    if (model.get("turn") === drawn) return;
    const first = drawn < 0 || body.dataset.kind === "loading";
    const view = model.get("view");
    drawn = model.get("turn");
    clearTimeout(waiting);
    waiting = 0;
    body.removeAttribute("aria-busy");
    lost.hidden = true;
    if (view.name) store.set(localStorage, NAME, view.name);
    if (view.forget) store.set(localStorage, NAME, "");
    Object.entries(view.keep || {}).forEach(([key, value]) => KEYS.includes(key) && store.set(localStorage, key, value));
    ctx.found.clear();
    ctx.buttons.clear();
    const keepTop = top.contains(document.activeElement) && view.keep_focus;
    const stay = view.stay && body.contains(document.activeElement) ? document.activeElement.dataset.key : "";
    const opens = [...body.querySelectorAll("details[data-key][open]")].map((node) => node.dataset.key);
    ctx.watching = [];
    if (!keepTop) drawTop(view);
    body.dataset.kind = view.kind;
    body.replaceChildren(...[(VIEWS[view.kind] || VIEWS.loading)(ctx, view)].flat(Infinity).filter(Boolean));
    if (body.dataset.now) body.querySelectorAll("details[data-key]").forEach((node) => { node.open = node.open || opens.includes(node.dataset.key); });
    body.dataset.now = view.kind;
    const head = body.querySelector("[data-focus]");
    const field = view.error && body.querySelector(`[data-field="${view.error.field}"]`);
    errors.replaceChildren(...(view.error ? [errorParts(ctx, view.error.text, field ? field.id : "", view.error.own)] : []));
    if (ours && head) {
      const words = [head.textContent, view.scenario_title, pageTitle].filter(Boolean).join(" - ");
      document.title = view.error ? t("error.title", { title: words }) : words;
    }
    setText(status, view.status || "");
    if (view.kind !== "loading") el.dataset.ready = "true";
    if (first && !view.error) return;
    const back = stay && !view.error && body.querySelector(`[data-key="${CSS.escape(stay)}"]`);
    if (back) {
      back.focus({ preventScroll: true });
      return;
    }
    const goal = view.error ? errors.firstChild : head;
    if (goal && !keepTop) {
      goal.focus({ preventScroll: true });
      goal.scrollIntoView({ block: "start" });
    }
  }

  function receive(message, buffers) {
    if (!message || !["file", "said"].includes(message.event)) return;
    clearTimeout(waiting);
    waiting = 0;
    body.removeAttribute("aria-busy");
    if (message.event === "said") {
      errors.replaceChildren();
      setText(status, message.text);
      return;
    }
    saveFile(message.name, message.type, [buffers[0]]);
    setText(status, t("file.saved", { name: message.name }));
  }

  // On paper everything is open; afterwards it is as it was.
  const before = () => {
    opened = [...body.querySelectorAll("details:not([open])")];
    opened.forEach((node) => { node.open = true; });
  };
  const after = () => {
    opened.forEach((node) => { node.open = false; });
    opened = [];
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  el.addEventListener("keydown", (event) => event.stopPropagation());
  model.on("msg:custom", receive);
  const stop = live(model, el, ["view", "turn", "settings"], draw);
  if (model.get("view").kind === "loading") delete el.dataset.ready;
  const redraw = () => ctx.watching.forEach((part) => part.draw());
  model.on("change:live", redraw);
  const kept = Object.fromEntries(KEYS.map((key) => [key, store.get(localStorage, key)]));
  model.send({ event: "hello", name: store.get(localStorage, NAME), search: location.search, hash: location.hash, kept });
  return () => {
    clearTimeout(waiting);
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
    model.off("msg:custom", receive);
    model.off("change:live", redraw);
    stop();
  };
}

export default { render };
