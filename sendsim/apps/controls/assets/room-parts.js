// The live room, part one: what participants' and trainers' pages share.

/** Reveals a key in the page's address to nobody who looks over a shoulder: the address is kept without it. */
function tidyAddress() {
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
}

const letterOf = (item) => h("strong", { class: "sendsim-letter" }, item.letter + ".");

/** The story up to the question. */
function sceneParts(ctx, scene) {
  return [
    followedParts(ctx, scene.followed),
    scene.passages.map((item, index) => passageParts(ctx, item, index)),
  ];
}

/** The question with its answers as text, where nobody can vote now. */
function askedParts(ctx, scene) {
  return [
    heading(3, richLine(ctx, scene.prompt), { class: "sendsim-heading sendsim-question", lang: ctx.contentLang }),
    h("ul", { class: "sendsim-options", lang: ctx.contentLang }, scene.choices.map((item) => h("li", {}, letterOf(item), " ", richLine(ctx, item.html)))),
  ];
}

/** A table that scrolls by itself where it is too wide, by keyboard too. */
function scrolling(table) {
  const caption = table.querySelector("caption");
  caption.id = uid();
  const { box, look } = scroller(caption.id);
  box.append(table);
  requestAnimationFrame(look);
  return box;
}

/** How a room split: a table with the number, the share and a bar for each answer, then by role, then the shift. */
function splitParts(ctx, split) {
  const { t } = ctx;
  const answered = t(split.desks ? "split.answered_desks" : "split.answered", { n: split.answered, of: split.there });
  if (!split.shown) return [para(answered), para(t("split.few"), "note")];
  const bar = (row) => h("span", { class: "sendsim-votes-bar", "aria-hidden": "true" }, (() => {
    const fill = h("span", {});
    fill.style.width = `${row.share}%`;
    return fill;
  })());
  const line = (row) => h("tr", {}, h("th", { scope: "row", lang: ctx.contentLang }, letterOf(row), " ", richLine(ctx, row.html),
    row.id === split.mine ? h("span", { lang: ctx.el.lang }, ` (${t("split.mine")})`) : null),
  split.before ? h("td", {}, String(row.before)) : null, h("td", {}, String(row.n)), h("td", {}, `${row.share}%`, bar(row)));
  const head = (text) => h("th", { scope: "col" }, text);
  const votes = h("table", { class: "sendsim-counts sendsim-votes" },
    h("caption", {}, t(split.before ? "split.caption_second" : "split.caption", { n: split.number })),
    h("thead", {}, h("tr", {}, head(t("split.answer")), split.before ? head(t("split.before")) : null, head(t("split.votes")), head(t("split.share")))),
    h("tbody", {}, split.rows.map(line)));
  return [para(answered), scrolling(votes),
    split.shift ? para(t("split.shift", split.shift)) : null, roleParts(ctx, split)];
}

function roleParts(ctx, split) {
  const { t } = ctx;
  if (split.desks) return null;
  if (!split.roles.length) return para(t("split.no_roles"), "note");
  const head = h("tr", {}, h("th", { scope: "col" }, t("split.answer")), split.roles.map((role) => h("th", { scope: "col" }, role.name)));
  const line = (row) => h("tr", {}, h("th", { scope: "row" }, row.letter), split.roles.map((role) => h("td", {}, String(role.counts[row.id]))));
  return details(t("split.roles", { n: split.number }), scrolling(
    h("table", { class: "sendsim-counts" }, h("caption", {}, t("split.roles", { n: split.number })), h("thead", {}, head), h("tbody", {}, split.rows.map(line)))));
}

/** The time that is left, counted here; only its end and the last minute are read out. */
function timerPart(ctx) {
  let tick = 0;
  const clock = h("p", { class: "sendsim-timer", role: "timer" });
  const part = ctx.watch("timer", {}, (value, node) => {
    clearInterval(tick);
    if (!value) return [];
    const end = Date.now() + value.left * 1000;
    const show = () => {
      if (!node.isConnected && clock.textContent) return clearInterval(tick);
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      setText(clock, left ? ctx.t("room.timer", { time }) : ctx.t("room.timer_up"));
      if (left === 60) ctx.say(ctx.t("room.timer_soon"));
      if (!left) {
        clearInterval(tick);
        if (value.left > 1) ctx.say(ctx.t("room.timer_up"));
      }
      return undefined;
    };
    show();
    tick = setInterval(show, 1000);
    return [clock];
  });
  return part;
}

/** Radios under a legend, with what is wrong shown at the group and at the top. */
function radioGroup(ctx, { legend, level = 3, hint, items, name, checked, error }) {
  const group = uid();
  const ids = { hint: uid(), error: uid() };
  const message = h("p", { class: "govuk-error-message", id: ids.error });
  message.hidden = true;
  const row = (item, index) => {
    const id = `${group}-${index}`;
    return h("div", { class: "sendsim-choice" },
      h("input", { type: "radio", id, name: group, value: item.id, class: "sendsim-tick", checked: item.id === checked, "data-key": `${name}-${item.id}`,
        "data-field": index ? null : name, change: () => { ctx.chosen[name] = item.id; } }),
      h("label", { for: id, class: "sendsim-choice-label", lang: item.html ? ctx.contentLang : null },
        item.letter ? [letterOf(item), " "] : null, item.html ? richLine(ctx, item.html) : item.text));
  };
  const node = h("fieldset", { class: "govuk-form-group sendsim-fieldset", "aria-describedby": hint ? ids.hint : null },
    h("legend", {}, level ? heading(level, legend, { class: "sendsim-heading sendsim-question" }) : h("span", { class: "sendsim-legend" }, legend)), message,
    hint ? h("p", { class: "govuk-hint", id: ids.hint }, hint) : null,
    h("div", { class: "sendsim-choices" }, items.map(row)));
  return {
    node,
    value: () => node.querySelector("input:checked")?.value || "",
    choose: (value) => node.querySelectorAll("input").forEach((box) => { box.checked = box.value === value; }),
    refuse() {
      setText(message, error);
      message.hidden = false;
      node.classList.add("govuk-form-group--error");
      const boxes = [...node.querySelectorAll("input")];
      boxes.forEach((box) => set(box, { "aria-invalid": "true", "aria-describedby": ids.error }));
      ctx.refuse(error, boxes[0].id);
    },
  };
}

/** A form that sends `act` with what `values()` gives; nothing is sent where it gives null. */
function actForm(ctx, act, values, ...children) {
  return h("form", { class: "sendsim-form", novalidate: true, submit: (event) => {
    event.preventDefault();
    const found = values();
    if (found) ctx.act(act, found);
  } }, children);
}

/** A box for text that keeps what was typed while views change. */
function textBox(ctx, view, name, { label, hint, lines = 1, most, value = "" }) {
  let box = null;
  const node = field(ctx, view, name, label, hint, (id) => {
    const attrs = { id, name, maxlength: String(most), autocomplete: "off", "data-key": name, input: () => { ctx.typed[name] = box.value; } };
    box = lines > 1 ? h("textarea", { ...attrs, class: "govuk-input sendsim-lines", rows: String(lines) })
      : h("input", { ...attrs, type: "text", class: "govuk-input sendsim-name-box", spellcheck: "false" });
    box.value = ctx.typed[name] ?? value;
    return box;
  });
  return { node, value: () => box.value };
}

function selectBox(ctx, name, { label, hint, options, value }) {
  const ids = { box: uid(), hint: uid() };
  const box = h("select", { id: ids.box, class: "govuk-select sendsim-wide", "data-key": name, "data-field": name, "aria-describedby": hint ? ids.hint : null },
    options.map(([id, text]) => h("option", { value: id, selected: id === value }, text)));
  const node = h("div", { class: "govuk-form-group" }, h("label", { class: "govuk-label", for: ids.box }, label),
    hint ? h("div", { class: "govuk-hint", id: ids.hint }, hint) : null, box);
  return { node, value: () => box.value, box };
}

/** A part that opens; it stays open while views change. */
function folded(key, summary, ...children) {
  const node = details(summary, children);
  node.dataset.key = key;
  node.querySelector("summary").dataset.key = key + "-summary";
  return node;
}

const keyed = (node, key) => { node.dataset.key = key; return node; };

/** The good answers with the rules they rest on, once the trainer shows them to the room. */
const lawParts = (ctx, law) => !law || !law.length ? null : [heading(3, ctx.t("trainer.law_heading")), law.map((item) => [
  h("p", { class: "govuk-body", lang: ctx.contentLang }, letterOf(item), " ", h("strong", {}, item.grade_words)), story(ctx, rich(ctx, item.html)),
  h("ul", { class: "sendsim-points", lang: ctx.contentLang }, item.why.rules.map((rule) => h("li", {}, rule.cite, ": ", (rule.says.length ? rule.says : [rule.about]).join(" "))))])];
