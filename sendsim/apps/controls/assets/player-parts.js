// ScenePlayer, part two: the pieces that views are made of.

const heading = (level, text, attrs) => h("h" + level, { class: "sendsim-heading", ...attrs }, text);
const para = (text, kind) => h("p", { class: "govuk-body" + (kind ? " sendsim-p-" + kind : "") }, text);
const story = (ctx, ...children) => h("div", { class: "sendsim-story", lang: ctx.contentLang }, children);

function details(summary, ...children) {
  return h("details", { class: "govuk-details" },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, summary)),
    h("div", { class: "govuk-details__text" }, children));
}

/** A button; `about` is read out after its words, where several buttons say the same. */
function button(label, press, { kind = "", about = "", submit = false } = {}) {
  const style = "govuk-button" + (kind ? " govuk-button--" + kind : "");
  return h("button", { type: submit ? "submit" : "button", class: style, click: submit ? null : press },
    label, about ? hiddenText(" " + about) : null);
}

const buttons = (...all) => h("div", { class: "sendsim-acts" }, all);
const actButton = (ctx, key, act, values, more) => button(ctx.t(key), () => ctx.act(act, values), more);

/** Terms with explanations, as pairs of text and node. */
function pairs(rows) {
  return h("dl", { class: "sendsim-terms" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

const list = (items, attrs) => h("ul", { class: "sendsim-points", ...attrs }, items.map((item) => h("li", {}, item)));

function paperPart(ctx, paper) {
  const name = paper.day ? ctx.t("paper.open", { title: paper.title, day: paper.day }) : ctx.t("paper.undated", { title: paper.title });
  const from = paper.sender ? ctx.t("paper.from", { who: paper.sender }) : "";
  const to = paper.to ? ctx.t("paper.to", { who: paper.to }) : "";
  const between = [from, to].filter(Boolean).join(" ");
  return details(name, between ? para(between) : null, h("div", { class: "sendsim-paper", lang: ctx.contentLang }, rich(ctx, paper.html)));
}

function passageParts(ctx, passage, index) {
  const spoken = passage.spoken.map((line) => h("figure", { class: "sendsim-spoken" },
    h("figcaption", {}, h("strong", {}, line.name), ` (${line.who})`), h("blockquote", {}, rich(ctx, line.html))));
  return [
    index ? heading(3, passage.title, { lang: ctx.contentLang }) : null,
    story(ctx, rich(ctx, passage.html), spoken),
    passage.papers.map((paper) => paperPart(ctx, paper)),
  ];
}

function followedParts(ctx, followed) {
  if (!followed.length) return null;
  return h("div", { class: "sendsim-p-inset" }, heading(3, ctx.t("followed.heading")),
    followed.map((item) => [h("p", { class: "govuk-body sendsim-day" }, item.day), story(ctx, rich(ctx, item.html), rich(ctx, item.because))]));
}

function sumParts(ctx, sum) {
  return [
    h("p", { class: "govuk-body" }, h("strong", {}, sum.what), `: ${sum.day}${sum.time ? ", " + sum.time : ""}.`),
    h("ol", { class: "sendsim-points" }, sum.steps.map((text) => h("li", {}, text))),
    sum.warnings.map((text) => para(ctx.t("why.note", { text }), "note")),
    sum.law.length ? para(ctx.t("why.law", { law: sum.law.join("; ") }), "note") : null,
  ];
}

function ruleParts(rule) {
  const attrs = { class: "govuk-link", href: rule.url, rel: "noopener noreferrer external" };
  const cite = /^https:\/\//.test(rule.url) ? h("a", attrs, rule.cite) : rule.cite;
  return h("li", {}, cite, rule.mark ? ` (${rule.mark})` : "", list(rule.says.length ? rule.says : [rule.about]));
}

/** The rule behind an answer with what it says, and every date worked out. */
function whyParts(ctx, why) {
  return details(ctx.t("why.open"), h("div", { lang: ctx.lawLang },
    h("ul", { class: "sendsim-points sendsim-rules" }, why.rules.map(ruleParts)),
    why.sums.length ? h("p", { class: "govuk-body" }, h("strong", {}, ctx.t("why.dates"))) : null, why.sums.map((sum) => sumParts(ctx, sum))),
  para(ctx.t("why.source"), "note"));
}

function markParts(ctx, marks) {
  const rows = [["honours", marks.honours], ["breaks", marks.breaks]].filter(([, items]) => items.length);
  const told = (items) => h("span", { lang: ctx.lawLang }, items.join("; ") + ".");
  return rows.length ? pairs(rows.map(([kind, items]) => [ctx.t("marks." + kind), told(items)])) : null;
}

/** What was answered, what is right about it, and why. */
function answerParts(ctx, item) {
  return [
    h("p", { class: "govuk-body sendsim-grade" }, h("strong", { class: "sendsim-tag sendsim-tag-" + item.grade }, item.grade_words)),
    story(ctx, rich(ctx, item.html)), markParts(ctx, item.marks), whyParts(ctx, item.why),
  ];
}

function dateParts(ctx, dates) {
  if (!dates.length) return null;
  const sum = (item) => details(ctx.t("dates.why"),
    h("ol", { class: "sendsim-points", lang: ctx.lawLang }, item.why.map((text) => h("li", {}, text))),
    item.warnings.map((text) => para(ctx.t("why.note", { text }), "note")),
    h("p", { class: "govuk-body sendsim-p-note", lang: ctx.lawLang }, item.law.join("; ")));
  const row = (item) => h("li", {},
    h("span", { class: "sendsim-day", lang: ctx.lawLang }, item.day_words + (item.time ? ", " + item.time : "")), h("br"),
    h("span", { lang: ctx.contentLang }, item.what), h("span", { class: "sendsim-standing" }, ` (${ctx.t("dates." + item.standing)})`),
    item.why.length ? sum(item) : null);
  return h("section", {}, heading(3, ctx.t("dates.heading")), h("ul", { class: "sendsim-dates" }, dates.map(row)));
}

function meterParts(ctx, meters) {
  if (!meters.length) return null;
  return h("section", {}, heading(3, ctx.t("meters.heading")), pairs(meters.map((item) => [ctx.t("meter." + item.name),
    item.of ? ctx.t("meters.of", { n: item.value, of: item.of }) : String(item.value)])), para(ctx.t("meters.note"), "note"));
}

/** The path taken, as a list: question by question, what was chosen first and what stands now. */
function pathParts(ctx, path, open) {
  if (!path.length) return null;
  const answer = (item) => h("li", {}, `${ctx.t(item.first ? "path.first" : "path.then")} `,
    h("span", { lang: ctx.contentLang }, richLine(ctx, item.html)), ` \u2013 ${item.grade_words}`);
  const step = (item) => h("li", { "aria-current": item.here ? "step" : null }, h("strong", { lang: ctx.contentLang }, item.title),
    item.here ? ` (${ctx.t("path.here")})` : null, item.left ? ` (${ctx.t("path.left")})` : null,
    item.answers.length ? h("ul", {}, item.answers.map(answer)) : null);
  const part = details(ctx.t("path.heading"), h("ol", { class: "sendsim-path" }, path.map(step)));
  part.open = Boolean(open);
  return part;
}

/** Every term that stands on the page, with its meaning. */
function wordParts(ctx) {
  const keys = [...ctx.found].sort((a, b) => a.localeCompare(b));
  if (!keys.length) return null;
  return details(ctx.t("words.here"), h("div", { lang: ctx.lawLang }, pairs(keys.map((key) => [key, ctx.terms[key]]))));
}

/** A table of counts with row headers: principles or sources of law. */
function countTable(ctx, caption, first, rows) {
  if (!rows.length) return null;
  const rest = (row) => [
    row.broken ? ctx.t.count("score.broken", row.broken) : "",
    row.missed ? ctx.t.count("score.missed", row.missed) : "",
  ].filter(Boolean).join(", ");
  const line = (row) => h("tr", {}, h("th", { scope: "row", lang: ctx.lawLang }, row.name),
    h("td", {}, ctx.t("score.of", { n: row.taken, of: row.of }), rest(row) ? ` (${rest(row)})` : null));
  return h("table", { class: "sendsim-counts" }, h("caption", {}, caption),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, first), h("th", { scope: "col" }, ctx.t("score.taken")))),
    h("tbody", {}, rows.map(line)));
}

const scoreParts = (ctx, score) => [
  countTable(ctx, ctx.t("score.principles"), ctx.t("score.principle"), score.principles),
  countTable(ctx, ctx.t("score.law"), ctx.t("score.source"), score.law),
];

/** What is wrong, at the top, with a link to the field. */
function errorParts(ctx, text, field, own = true) {
  const id = uid();
  return h("div", { class: "govuk-error-summary", tabindex: "-1", role: "group", "aria-labelledby": id, "data-errors": true },
    h("div", { role: "alert" }, heading(2, ctx.t("error.heading"), { class: "govuk-error-summary__title", id }),
      h("ul", { class: "govuk-error-summary__list", lang: own ? null : ctx.contentLang }, h("li", {}, field ? h("a", { href: "#" + field, click: (event) => {
        event.preventDefault();
        ctx.el.querySelector("#" + CSS.escape(field))?.focus();
      } }, text) : text))));
}
