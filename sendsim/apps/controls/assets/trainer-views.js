// The live room, part three: the trainer's page and the projector's.

const move = (ctx, kind, values = {}) => ctx.act("move", { kind, ...values });
const moveButton = (ctx, key, kind, values, more) => keyed(button(ctx.t(key), () => move(ctx, kind, values), more), "move-" + kind);

function joinParts(ctx, view, big) {
  const image = h("img", { class: "sendsim-qr" + (big ? " sendsim-qr-big" : ""), src: view.qr, alt: ctx.t("trainer.qr", { link: view.link }) });
  return [
    pairs([[ctx.t("trainer.code"), h("span", { class: "sendsim-code" }, view.code)],
      [ctx.t("trainer.address"), h("span", { class: "sendsim-address" }, view.address)]]),
    view.qr ? image : null,
  ];
}

/** Choose a scenario, the part and the pace. */
function chooseForm(ctx, view) {
  const roles = (id) => (view.scenarios.find((item) => item.id === id) || view.scenarios[0]).roles;
  const first = view.subject ? view.subject.scenario : view.scenarios[0].id;
  const scenario = selectBox(ctx, "scenario", { label: ctx.t("trainer.scenario"), value: first,
    options: view.scenarios.map((item) => [item.id, ctx.t("trainer.scenario_minutes", { title: item.title, n: item.minutes })]) });
  const role = selectBox(ctx, "role", { label: ctx.t("trainer.role"), options: roles(first), value: view.subject ? view.subject.role : "" });
  scenario.box.addEventListener("change", () => role.box.replaceChildren(...roles(scenario.value()).map(([id, text]) => h("option", { value: id }, text))));
  const pace = radioGroup(ctx, { legend: ctx.t("trainer.pace"), level: 0, name: "pace", checked: view.own ? "own" : "room", error: "",
    items: [{ id: "room", text: ctx.t("trainer.pace_room") }, { id: "own", text: ctx.t("trainer.pace_own") }] });
  return actForm(ctx, "choose", () => ({ scenario: scenario.value(), role: role.value(), own: pace.value() === "own" }),
    heading(3, ctx.t("trainer.choose")), para(view.chosen || ctx.t("trainer.not_chosen")), scenario.node, role.node, pace.node,
    buttons(keyed(button(ctx.t("trainer.choose_set"), null, { submit: true, kind: view.subject ? "secondary" : "" }), "choose")));
}

/** What can be done next, the likeliest first. */
function nextParts(ctx, view) {
  const may = (kind) => view.may.includes(kind);
  const all = [];
  const add = (key, kind) => may(kind) && all.push(moveButton(ctx, key, kind, {}, { kind: all.length ? "secondary" : "" }));
  if (view.phase === "lobby") add("trainer.start", "start");
  if (view.phase === "read") add("trainer.vote", "vote");
  add("trainer.hold", "hold");
  add("trainer.reveal", "reveal");
  add("trainer.discuss", "discuss");
  if (view.phase === "reveal" || view.phase === "discuss") add("trainer.vote_again", "vote");
  add("trainer.feedback", "feedback");
  if (view.phase === "hold") add("trainer.reopen", "vote");
  if (may("nudge")) all.push(keyed(button(ctx.t("trainer.nudge"), () => move(ctx, "nudge"), { kind: "secondary" }), "move-nudge"));
  return all.length ? [buttons(all), view.phase === "vote" ? para(ctx.t("trainer.hold_what"), "note") : null] : null;
}

function goOnForm(ctx, view) {
  if (!view.may.includes("go_on")) return null;
  const items = view.scene.choices;
  const group = radioGroup(ctx, { legend: ctx.t("trainer.go_on_which"), hint: ctx.t("trainer.go_on_hint"), items, name: "go_on",
    checked: view.favourite, error: ctx.t("scene.choose") });
  const form = actForm(ctx, "move", () => ({ kind: "go_on", choice: group.value() }), group.node,
    buttons(keyed(button(ctx.t("trainer.go_on"), null, { submit: true, kind: view.phase === "feedback" ? "" : "secondary" }), "go-on")));
  return view.phase === "feedback" ? form : folded("go-on-part", ctx.t("trainer.go_on"), form);
}

function answerNotes(ctx, view) {
  return folded("notes", ctx.t("trainer.notes"), view.notes.map((item) => [
    h("p", { class: "govuk-body", lang: ctx.contentLang }, letterOf(item), " ", richLine(ctx, item.text)), answerParts(ctx, item)]));
}

function questionParts(ctx, view) {
  if (!view.scene) return null;
  const shown = ["reveal", "discuss", "feedback", "hold"].includes(view.phase);
  return [
    h("p", { class: "sendsim-eyebrow", lang: ctx.contentLang }, view.scene.today_words),
    shown && view.split ? splitParts(ctx, view.split) : null,
    goOnForm(ctx, view),
    folded("story", view.scene.heading, sceneParts(ctx, view.scene)),
    shown ? h("div", { lang: ctx.contentLang }, para(richLine(ctx, view.scene.prompt))) : askedParts(ctx, view.scene),
    answerNotes(ctx, view),
  ];
}

function debriefParts(ctx, view) {
  return [
    view.path.length ? [heading(3, ctx.t("room.path")), h("ol", { class: "sendsim-points", lang: ctx.contentLang },
      view.path.map((item) => h("li", {}, h("strong", {}, item.title), ": ", richLine(ctx, item.html))))] : null,
    heading(3, ctx.t("trainer.missed")),
    view.missed.length ? view.missed.map((item) => [heading(4, item.words, { lang: ctx.contentLang }), item.good.map((good) => [
      h("p", { class: "govuk-body", lang: ctx.contentLang }, h("strong", {}, richLine(ctx, good.text))), answerParts(ctx, good)])]) : para(ctx.t("trainer.missed_none")),
    heading(3, ctx.t("learned.heading")), view.learned.length ? view.learned.map((gain) => learnedParts(ctx, gain)) : para(ctx.t("learned.none")),
    view.questions.length ? [heading(3, ctx.t("room.questions")), h("div", { lang: ctx.contentLang }, list(view.questions))] : null,
    ctx.watch("forms", {}, (forms) => [heading(3, ctx.t("trainer.forms")), formParts(ctx, forms)]),
    view.follows ? followParts(ctx, view) : null,
    view.may.includes("choose") ? folded("choose-part", ctx.t("trainer.choose"), chooseForm(ctx, view)) : null,
  ];
}

/** A number as people read it: shares in per cent, the rest to three figures. */
function figure(value, unit) {
  if (value === null || value === undefined) return "–";
  if (unit === "share") return `${(value * 100).toFixed(1)} %`;
  const most = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en-GB", { maximumFractionDigits: most }).replace(/^-/, "\u2212");
}

/** What follows in an authority: the form, and the answer when it comes. */
function followParts(ctx, view) {
  const box = textBox(ctx, view, "authority", { label: ctx.t("follow.authority"), hint: ctx.t("follow.authority_hint"), most: 60 });
  return folded("follow-part", ctx.t("follow.heading"), para(ctx.t("follow.what")), para(ctx.t("follow.limits"), "note"),
    actForm(ctx, "follow", () => ({ authority: box.value() }), box.node, buttons(keyed(button(ctx.t("follow.run"), null, { submit: true, kind: "secondary" }), "follow"))),
    ctx.watch("follow", { role: "status" }, (found) => (found ? followAnswer(ctx, found) : [])));
}

function followAnswer(ctx, found) {
  if (found.state === "working") return para(ctx.t("follow.working"));
  if (found.state === "failed") return para(found.text, "strong");
  const { t } = ctx;
  const answer = found.answer;
  const names = { authority: answer.authority, years: answer.years };
  const th = (text) => h("th", { scope: "col" }, text);
  const table = (caption, head, rows) => scrolling(h("table", { class: "sendsim-counts" }, h("caption", {}, caption),
    h("thead", {}, h("tr", {}, head.map(th))), h("tbody", {}, rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row" }, first), rest.map((text) => h("td", {}, text)))))));
  const best = Object.fromEntries(answer.best_policies.map((item) => [item.place, item]));
  const policies = answer.policies.map((item) => [`${item.title} (${item.basis})`, item.share.toFixed(2), figure(item.today, item.unit),
    figure(item.changed, item.unit), best[item.place] ? figure(best[item.place].changed, item.unit) : "–"]);
  const lines = (rows) => rows.map((row) => [`${row.title} (${row.unit})`, figure(row.today, row.unit), figure(row.changed, row.unit),
    figure(row.difference, row.unit), `${figure(row.low, row.unit)} to ${figure(row.high, row.unit)}`]);
  const against = (first) => [t("follow.measure"), first, t("follow.room"), t("follow.difference"), t("follow.interval")];
  return [table(t("follow.policies", names), [t("follow.policy"), t("follow.share"), t("follow.today"), t("follow.room"), t("follow.best")], policies),
    table(t("follow.table", names), against(t("follow.today")), lines(answer.room)),
    table(t("follow.table_best", names), against(t("follow.best")), lines(answer.against_best)),
    para(t("follow.run_note", { n: answer.replications }), "note")];
}

function learnedParts(ctx, gain) {
  const head = ["aim", "people", "before", "after", "difference", "interval"].map((name) => h("th", { scope: "col" }, ctx.t("learned." + name)));
  const line = ([aim, ...rest]) => h("tr", {}, h("th", { scope: "row", lang: ctx.contentLang }, aim), rest.map((value) => h("td", {}, String(value))));
  return [para(gain.line), gain.rows.length ? scrolling(h("table", { class: "sendsim-counts" }, h("caption", {}, gain.title),
    h("thead", {}, h("tr", {}, head)), h("tbody", {}, gain.rows.map(line)))) : null, para(ctx.t("learned.note"), "note")];
}

function formParts(ctx, forms) {
  if (!forms || !forms.n) return para(ctx.t("trainer.forms_none"));
  if (!forms.rows) return [para(ctx.t.count("trainer.forms_count", forms.n)), para(ctx.t("trainer.forms_few"), "note")];
  const line = (row) => h("tr", {}, h("th", { scope: "row" }, row.question), row.counts.map((n) => h("td", {}, String(n))));
  const head = h("tr", {}, h("th", { scope: "col" }, ctx.t("feedback.asked")), [1, 2, 3, 4, 5].map((n) => h("th", { scope: "col" }, ctx.t(`room.scale_${n}`))));
  return [para(ctx.t.count("trainer.forms_count", forms.n)), scrolling(h("table", { class: "sendsim-counts" },
    h("caption", {}, ctx.t("trainer.forms")), h("thead", {}, head), h("tbody", {}, forms.rows.map(line)))),
  forms.words.length ? [heading(4, ctx.t("trainer.forms_words")), list(forms.words)] : null];
}

/** Who is here, how the vote goes and the questions for later; all of it changes while one looks. */
function sideParts(ctx, view) {
  const person = (item) => h("li", {}, item.name, item.note ? h("span", { class: "sendsim-standing" }, ` (${item.note})`) : null);
  return [
    ctx.watch("answered", { role: "status" }, (value) => (value ? h("p", { class: "govuk-body" }, h("strong", {}, value)) : [])),
    ctx.watch("people", {}, (people) => [heading(3, ctx.t("trainer.who")), para(people ? ctx.t.count("trainer.joined", people.n) : ctx.t("trainer.who_none")),
      people && people.hidden ? para(ctx.t("trainer.who_hidden"), "note") : null,
      people && people.list.length ? h("ul", { class: "sendsim-names" }, people.list.map(person)) : null]),
    heading(3, ctx.t("trainer.parked")),
    ctx.watch("parked", {}, (items) => parkedParts(ctx, items || [])), parkForm(ctx, view),
    view.phase === "lobby" ? null : folded("join-part", ctx.t("trainer.join"), para(ctx.t("trainer.join_how")), joinParts(ctx, view)),
    view.phase === "ended" ? null : settingsParts(ctx, view),
    keepParts(ctx, view),
  ];
}

function parkedParts(ctx, items) {
  if (!items.length) return para(ctx.t("trainer.parked_none"));
  const press = (key, act, item) => keyed(h("button", { type: "button", class: "sendsim-link-button", click: () => ctx.act(act, { id: item.id, settled: !item.settled }) },
    ctx.t(key), hiddenText(" " + item.text)), `${act}-${item.id}`);
  return h("ul", { class: "sendsim-parked" }, items.map((item) => h("li", {}, h("span", { class: item.settled ? "sendsim-settled" : "" }, item.text),
    item.settled ? ` (${ctx.t("trainer.parked_settle").toLowerCase()})` : null, h("br"),
    press(item.settled ? "trainer.parked_open" : "trainer.parked_settle", "settle", item), press("trainer.parked_delete", "unpark", item))));
}

function parkForm(ctx, view) {
  const box = textBox(ctx, view, "park", { label: ctx.t("trainer.parked_label"), hint: ctx.t("trainer.parked_hint"), most: 280 });
  return actForm(ctx, "park", () => {
    const text = box.value();
    ctx.typed.park = "";
    return { text };
  }, box.node, buttons(keyed(button(ctx.t("trainer.parked_add"), null, { submit: true, kind: "secondary" }), "park-add")));
}

function settingsParts(ctx, view) {
  const number = (name, label, hint, value) => textBox(ctx, view, name, { label, hint, most: 3, value: String(value) });
  const desks = number("desks", ctx.t("trainer.desks"), ctx.t("trainer.desks_hint"), view.desks);
  const minutes = number("minutes", ctx.t("trainer.timer"), ctx.t("trainer.timer_hint"), 3);
  const whole = (box) => (/^\d+$/.test(box.value().trim()) ? Number(box.value()) : box.value());
  const targets = view.targets.length ? selectBox(ctx, "jump", { label: ctx.t("trainer.jump_to"), hint: ctx.t("trainer.jump_hint"), options: view.targets, value: view.at }) : null;
  return [
    folded("settings", ctx.t("trainer.settings"),
      keyed(button(ctx.t(view.names_hidden ? "trainer.names_show" : "trainer.names_hide"), () => move(ctx, "names", { hidden: !view.names_hidden }), { kind: "secondary" }), "names"),
      view.may.includes("law") && view.scene ? [" ", keyed(button(ctx.t(view.law_shown ? "trainer.law_hide" : "trainer.law"), () => move(ctx, "law", { shown: !view.law_shown }), { kind: "secondary" }), "law")] : null,
      view.may.includes("timer") ? actForm(ctx, "move", () => ({ kind: "timer", minutes: whole(minutes) }), minutes.node,
        buttons(keyed(button(ctx.t("trainer.timer_set"), null, { submit: true, kind: "secondary" }), "timer"),
          view.timed ? keyed(button(ctx.t("trainer.timer_off"), () => move(ctx, "timer", { minutes: 0 }), { kind: "secondary" }), "timer-off") : null)) : null,
      view.may.includes("desks") ? actForm(ctx, "move", () => ({ kind: "desks", count: whole(desks) }), desks.node,
        buttons(keyed(button(ctx.t("trainer.desks_set"), null, { submit: true, kind: "secondary" }), "desks-set"))) : null),
    targets && view.may.includes("jump") ? folded("jump-part", ctx.t("trainer.jump"), actForm(ctx, "jump", () => ({ to: targets.value() }), targets.node,
      buttons(keyed(button(ctx.t("trainer.jump_go"), null, { submit: true, kind: "secondary" }), "jump-go")))) : null,
    buttons(view.may.includes("debrief") ? moveButton(ctx, "trainer.debrief", "debrief", {}, { kind: "secondary" }) : null,
      keyed(button(ctx.t("trainer.end"), () => ctx.act("ask", { what: "end" }), { kind: "secondary" }), "end")),
  ];
}

function keepParts(ctx, view) {
  const days = textBox(ctx, view, "days", { label: ctx.t("trainer.keep_days"), hint: ctx.t("trainer.keep_hint"), most: 3, value: String(view.days) });
  const save = (kind) => keyed(actButton(ctx, "trainer.save_" + kind, "save", { as: kind }, { kind: "secondary" }), "save-" + kind);
  return [
    view.saves.length ? folded("saves", ctx.t("trainer.saved"), para(ctx.t("trainer.saved_what")), buttons(view.saves.map(save))) : null,
    folded("keep-part", ctx.t("trainer.keep"), para(ctx.t("trainer.keep_until", { day: view.until })),
      actForm(ctx, "retain", () => ({ days: Number(days.value()) || 0 }), days.node, buttons(keyed(button(ctx.t("trainer.keep_set"), null, { submit: true, kind: "secondary" }), "retain"))),
      keyed(button(ctx.t("trainer.delete"), () => ctx.act("ask", { what: "delete" }), { kind: "warning" }), "delete")),
  ];
}

const sure = (ctx, name, act) => [title(ctx.t(`trainer.${name}_sure`)), para(ctx.t(`trainer.${name}_what`)),
  buttons(button(ctx.t(`trainer.${name}_yes`), act, { kind: "warning" }), actButton(ctx, "trainer.no", "stay", {}, { kind: "secondary" }))];

Object.assign(VIEWS, {
  trainer_key: (ctx, view) => {
    tidyAddress();
    const box = textBox(ctx, view, "key", { label: ctx.t("trainer.key"), hint: ctx.t("trainer.key_hint"), most: 64 });
    return [title(ctx.t("trainer.key_heading")), para(ctx.t("trainer.key_what")), actForm(ctx, "key", () => ({ key: box.value() }), box.node,
      buttons(button(ctx.t("trainer.key_open"), null, { submit: true })))];
  },

  trainer: (ctx, view) => {
    tidyAddress();
    ctx.el.classList.remove("sendsim-projector");
    const main = h("div", {}, title(view.heading), timerPart(ctx), view.phase === "lobby" ? [para(ctx.t("trainer.join_how")), joinParts(ctx, view)] : null,
      nextParts(ctx, view), view.phase === "lobby" ? chooseForm(ctx, view) : questionParts(ctx, view),
      view.phase === "debrief" || view.phase === "ended" ? debriefParts(ctx, view) : null);
    const window = h("p", {}, h("a", { class: "govuk-link", href: "?projector=1", target: "_blank", rel: "noopener" }, ctx.t("trainer.projector")));
    return [h("div", { class: "sendsim-console" }, main, h("div", {}, sideParts(ctx, view), window))];
  },

  trainer_end: (ctx) => sure(ctx, "end", () => move(ctx, "end")),
  trainer_delete: (ctx) => sure(ctx, "delete", () => ctx.act("delete")),
  trainer_gone: (ctx) => [title(ctx.t("trainer.deleted"))],

  projector: (ctx, view) => {
    tidyAddress();
    ctx.el.classList.add("sendsim-projector");
    const shown = ["reveal", "discuss"].includes(view.phase) || (view.phase === "feedback" && view.split);
    return [h("div", { class: "sendsim-projected" }, title(view.heading), timerPart(ctx),
      view.phase === "lobby" ? joinParts(ctx, view, true) : null,
      ctx.watch("answered", {}, (value) => (value ? para(value) : [])),
      view.scene && view.phase === "read" ? sceneParts(ctx, view.scene) : null,
      view.scene && !shown ? askedParts(ctx, view.scene) : null,
      shown ? [h("div", { lang: ctx.contentLang }, para(richLine(ctx, view.scene.prompt))), splitParts(ctx, view.split)] : null,
      lawParts(ctx, view.law),
      view.questions && view.phase === "debrief" ? [heading(3, ctx.t("room.questions")), h("div", { lang: ctx.contentLang }, list(view.questions))] : null)];
  },
});
