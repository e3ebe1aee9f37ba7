// ScenePlayer, part three: one function a view. Each returns the nodes of the view; the first h2 takes focus.

const title = (text, attrs) => heading(2, text, { tabindex: "-1", "data-focus": true, ...attrs });
const told = (ctx, ...children) => h("span", { lang: ctx.contentLang }, children);
const eyebrow = (ctx, ...parts) => h("p", { class: "sendsim-eyebrow", lang: ctx.contentLang }, parts.join(" \u00b7 "));

const VIEWS = {
  loading: (ctx) => [para(ctx.t("loading"))],

  welcome: (ctx, view) => [
    title(ctx.t("welcome.heading")), para(ctx.t("welcome.what")), para(ctx.t("welcome.back")), nameForm(ctx, view),
    heading(3, ctx.t("privacy.heading")), para(ctx.t("privacy.kept")), para(ctx.t("privacy.where", { file: view.file })),
  ],

  catalogue: (ctx, view) => [
    title(ctx.t("catalogue.heading")),
    view.resume ? resumePart(ctx, view.resume) : null,
    view.due ? duePart(ctx, view.due) : null,
    catalogueList(ctx, view),
    details(ctx.t("difficulty.how"), para(ctx.t("difficulty.explained"))),
  ],

  intro: (ctx, view) => [
    view.alone ? title(ctx.t("alone.about")) : title(view.title, { lang: ctx.contentLang }),
    story(ctx, rich(ctx, view.summary)),
    pairs([
      [ctx.t("intro.time"), ctx.t.count("minutes", view.minutes)],
      [ctx.t("intro.place"), told(ctx, view.place)],
      [ctx.t("intro.version"), ctx.t("intro.version_text", { version: view.version, day: view.law_as_at })],
      [ctx.t("intro.review"), view.review],
    ]),
    heading(3, ctx.t("intro.aims")), h("div", { lang: ctx.contentLang }, list(view.aims)),
    heading(3, ctx.t("intro.people")), h("div", { lang: ctx.contentLang }, pairs(view.people)),
    para(ctx.t("intro.fiction")),
    startForm(ctx, view),
  ],

  scene: (ctx, view) => split(ctx, view, [
    eyebrow(ctx, view.scenario_title, view.today_words),
    title(view.passages[0].title, { lang: ctx.contentLang }),
    followedParts(ctx, view.followed),
    view.passages.map((item, index) => passageParts(ctx, item, index)),
    view.first ? h("div", { class: "sendsim-p-note" }, para(ctx.t("scene.again")), story(ctx, rich(ctx, view.first))) : null,
    askForm(ctx, view),
  ]),

  feedback: (ctx, view) => split(ctx, view, [
    eyebrow(ctx, view.scenario_title, view.answered.day),
    title(ctx.t("feedback.heading")),
    pairs([
      [ctx.t("feedback.asked"), told(ctx, richLine(ctx, view.prompt))],
      [ctx.t("feedback.chose"), told(ctx, richLine(ctx, view.answered.text))],
    ]),
    answerParts(ctx, view.answered),
    view.note ? para(view.note, "note") : null,
    view.practise
      ? buttons(
        view.more ? actButton(ctx, "practise.next", "practise_next") : null,
        actButton(ctx, "nav.progress", "progress", {}, { kind: view.more ? "secondary" : "" }),
      )
      : buttons(actButton(ctx, "feedback.next", "next"), actButton(ctx, "feedback.again", "back", {}, { kind: "secondary" })),
  ]),

  end: (ctx, view) => split(ctx, { ...view, path_open: true }, [
    eyebrow(ctx, view.scenario_title, view.today_words),
    title(ctx.t("end.heading", { title: view.title })),
    followedParts(ctx, view.followed),
    view.passages.map((item, index) => passageParts(ctx, item, index)),
    story(ctx, rich(ctx, view.ending)),
    heading(3, ctx.t("score.heading")), para(ctx.t("score.first")), scoreParts(ctx, view.score), para(view.grades),
    heading(3, ctx.t("end.turns")), view.turns.map((turn) => turnParts(ctx, turn)),
    view.mistakes.length ? [heading(3, ctx.t("end.mistakes")), mistakeList(ctx, view.mistakes)] : null,
    view.missed.length ? [heading(3, ctx.t("end.missed")), h("div", { lang: ctx.contentLang }, list(view.missed))] : null,
    heading(3, ctx.t("end.endings")),
    list(view.endings.map((item) => (item.reached ? ctx.t("end.reached", { title: item.title }) : told(ctx, item.title)))),
    heading(3, ctx.t("end.questions")), h("div", { lang: ctx.contentLang }, list(view.questions)),
    view.next_words ? para(view.next_words) : null,
    buttons(
      view.alone ? null : actButton(ctx, "nav.all", "catalogue"),
      view.alone ? null : actButton(ctx, "nav.progress", "progress", {}, { kind: "secondary" }),
      actButton(ctx, "end.back", "back", {}, { kind: "secondary" }),
      view.room ? null : actButton(ctx, "end.again", "intro", { scenario: view.scenario }, { kind: "secondary" }),
    ),
    para(view.notice, "note"),
  ]),

  tests: (ctx, view) => [
    title(ctx.t("tests.heading")), para(ctx.t("tests.what")), para(ctx.t("tests.how")),
    view.lines.length ? h("div", { class: "sendsim-p-inset" }, heading(3, ctx.t("tests.all")), view.lines.map((text) => para(text))) : null,
    h("ul", { class: "sendsim-cards" }, view.banks.map((item) => bankRow(ctx, item))),
  ],

  test: (ctx, view) => [
    eyebrow(ctx, view.scenario_title), title(ctx.t("test.question", { n: view.n, of: view.of })),
    story(ctx, rich(ctx, view.html)), askForm(ctx, view),
  ],

  test_done: (ctx, view) => [
    eyebrow(ctx, view.scenario_title), title(ctx.t("test.done")), para(ctx.t("test.kept")), para(ctx.t("test.next")),
    buttons(actButton(ctx, "nav.all", "catalogue"), actButton(ctx, "nav.tests", "tests", {}, { kind: "secondary" })),
  ],

  gain: (ctx, view) => [
    eyebrow(ctx, view.scenario_title), title(ctx.t("gain.heading")), view.lines.map((text) => para(text)), gainTable(ctx, view.rows),
    heading(3, ctx.t("gain.first")), view.before.map((item) => testedParts(ctx, item)),
    heading(3, ctx.t("gain.second")), view.after.map((item) => testedParts(ctx, item)),
    buttons(actButton(ctx, "nav.tests", "tests"), actButton(ctx, "nav.all", "catalogue", {}, { kind: "secondary" })),
    para(view.notice, "note"),
  ],

  progress: (ctx, view) => [
    title(ctx.t("progress.heading", { name: view.name })),
    heading(3, ctx.t("progress.next")), view.advice.map((text) => para(text)),
    view.suggest
      ? buttons(button(ctx.t("progress.open"), () => ctx.act("intro", { scenario: view.suggest.id }), { about: view.suggest.title }))
      : null,
    heading(3, ctx.t("practise.heading")), para(ctx.t("practise.how")),
    view.due.length ? list(view.due.map((item) => told(ctx, item.title))) : para(ctx.t("practise.none")),
    view.due.length ? buttons(actButton(ctx, "practise.start", "practise_next")) : null,
    view.later.length ? details(ctx.t.count("practise.later", view.later.length), list(view.later)) : null,
    heading(3, ctx.t("score.heading")),
    view.score.scenarios
      ? [para(ctx.t.count("score.over", view.score.scenarios)), scoreParts(ctx, view.score)]
      : para(ctx.t("score.nothing")),
    view.gain.length ? [heading(3, ctx.t("tests.all")), view.gain.map((text) => para(text))] : null,
    heading(3, ctx.t("progress.done")),
    view.attempts.length ? h("ul", { class: "sendsim-cards" }, view.attempts.map((item) => attemptRow(ctx, item))) : para(ctx.t("progress.nothing")),
    heading(3, ctx.t("file.heading")), para(ctx.t("file.what")),
    buttons(actButton(ctx, "file.save", "save", {}, { kind: "secondary" })),
    openPart(ctx, view, "file", "load", ".json", 2000000),
    heading(3, ctx.t("record.heading")), para(ctx.t("record.what")),
    view.record
      ? buttons(
        actButton(ctx, "record.pdf", "record", { as: "pdf" }, { kind: "secondary" }),
        actButton(ctx, "record.html", "record", { as: "html" }, { kind: "secondary" }),
      )
      : para(ctx.t("record.none")),
    openPart(ctx, view, "check", "check", ".html,.pdf", 20000000),
    view.checked
      ? h("div", { class: "sendsim-p-inset" }, list(view.checked.lines), h("p", { class: "govuk-body" }, h("strong", {}, view.checked.verdict)))
      : null,
    heading(3, ctx.t("delete.heading")), para(ctx.t("privacy.where", { file: view.file })),
    buttons(actButton(ctx, "delete.ask", "delete_ask", {}, { kind: "warning" })),
  ],

  delete_ask: (ctx, view) => [
    title(ctx.t("delete.sure")), para(ctx.t("delete.what", { name: view.name })), para(ctx.t("delete.advice")),
    buttons(actButton(ctx, "delete.yes", "delete", {}, { kind: "warning" }), actButton(ctx, "delete.no", "progress", {}, { kind: "secondary" })),
  ],

  words: (ctx) => [
    title(ctx.t("words.heading")), para(ctx.t("words.what")),
    h("div", { lang: ctx.lawLang }, pairs(Object.entries(ctx.terms).sort(([a], [b]) => a.localeCompare(b)))),
  ],
};

/** A story on the left, dates and path beside it on a wide screen and after it on a narrow one. */
function split(ctx, view, main) {
  const before = h("div", { class: "sendsim-main" }, main);
  const side = h("div", { class: "sendsim-side" }, dateParts(ctx, view.dates), pathParts(ctx, view.path, view.path_open),
    meterParts(ctx, view.meters), wordParts(ctx));
  return [h("div", { class: "sendsim-split" }, before, side)];
}

function turnParts(ctx, turn, [before, asked] = []) {
  const better = turn.better.map((item) => [
    h("p", { class: "govuk-body", lang: ctx.contentLang }, h("strong", {}, richLine(ctx, item.text))), answerParts(ctx, item),
  ]);
  return [
    heading(4, turn.title, { lang: ctx.contentLang }), before,
    pairs([asked, [ctx.t("feedback.chose"), told(ctx, richLine(ctx, turn.made.text))]].filter(Boolean)),
    answerParts(ctx, turn.made),
    better.length ? details(ctx.t.count("end.better", better.length), better) : null,
  ];
}

/** One subject: what can be done in it now. */
function bankRow(ctx, item) {
  const ways = { new: ["tests.before", "test_start"], between: ["tests.after", "test_start"], go_on: ["card.go_on", "test_go_on"], gain: ["tests.gain", "gain"] };
  const [key, act] = ways[item.act];
  return h("li", {}, heading(3, item.title, { lang: ctx.contentLang }), h("div", { lang: ctx.contentLang }, rich(ctx, item.html, false)),
    para(item.state), buttons(button(ctx.t(key), () => ctx.act(act, { bank: item.id, attempt: item.attempt }), { about: item.title })));
}

function gainTable(ctx, rows) {
  const head = [ctx.t("gain.aim"), ctx.t("gain.table_head")].map((text) => h("th", { scope: "col" }, text));
  const line = (row) => h("tr", {}, h("th", { scope: "row", lang: ctx.contentLang }, row.aim), h("td", {}, row.words));
  return h("table", { class: "sendsim-counts" }, h("caption", {}, ctx.t("gain.table")), h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows.map(line)));
}

/** A question of a finished test, with what was asked, what was answered and why. */
const testedParts = (ctx, item) => [turnParts(ctx, item, [story(ctx, rich(ctx, item.html)), [ctx.t("feedback.asked"), told(ctx, richLine(ctx, item.prompt))]])];

const mistakeList = (ctx, mistakes) =>
  h("div", { lang: ctx.lawLang }, list(mistakes.map(([wrong, right]) => ctx.t("end.mistake", { wrong, right }))));

function scenarioRow(ctx, item) {
  const goOn = item.attempt ? button(ctx.t("card.go_on"), () => ctx.act("go_on", { attempt: item.attempt }), { about: item.title }) : null;
  const open = button(ctx.t(item.begun ? "card.again" : "card.open"), () => ctx.act("intro", { scenario: item.id }),
    { about: item.title, kind: item.attempt ? "secondary" : "" });
  return h("li", {}, heading(3, item.title, { lang: ctx.contentLang }), h("div", { lang: ctx.contentLang }, rich(ctx, item.html, false)),
    pairs(item.facts), para(item.state), buttons(goOn, open));
}

function attemptRow(ctx, item) {
  const goOn = item.open ? buttons(button(ctx.t("card.go_on"), () => ctx.act("go_on", { attempt: item.id }), { about: item.title })) : null;
  return h("li", {}, heading(4, item.title, { lang: ctx.contentLang }), item.lines.map((text) => para(text)), goOn);
}

const resumePart = (ctx, resume) => h("div", { class: "sendsim-p-inset" }, heading(3, ctx.t("resume.heading")), para(resume.words),
  buttons(button(ctx.t("card.go_on"), () => ctx.act("go_on", { attempt: resume.attempt }), { about: resume.title })));

const duePart = (ctx, due) => h("div", { class: "sendsim-p-inset" }, heading(3, ctx.t.count("practise.due", due)),
  buttons(actButton(ctx, "practise.start", "practise_next", {}, { kind: "secondary" })));

/** The boxes that narrow the list, the count that is read out, and the scenarios. */
function catalogueList(ctx, view) {
  const status = h("p", { class: "govuk-body", role: "status" });
  const rows = view.scenarios.map((item) => ({ item, node: scenarioRow(ctx, item) }));
  const filter = () => {
    let shown = 0;
    for (const { item, node } of rows) {
      const fits = view.filters.every(({ name }) => !ctx.chosen[name] || item[name].includes(ctx.chosen[name]));
      node.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    setText(status, shown ? ctx.t.count("catalogue.shown", shown) : ctx.t("catalogue.none"));
  };
  const boxes = view.filters.map(({ name, options }) => {
    const id = uid();
    const select = h("select", { id, class: "govuk-select", change: () => {
      ctx.chosen[name] = select.value;
      filter();
    } }, h("option", { value: "" }, ctx.t(`filter.${name}.all`)),
    options.map(([value, label]) => h("option", { value, selected: ctx.chosen[name] === value }, label)));
    return h("div", { class: "govuk-form-group" }, h("label", { class: "govuk-label", for: id }, ctx.t("filter." + name)), select);
  });
  filter();
  return [h("div", { class: "sendsim-filters", role: "group", "aria-label": ctx.t("filter.group") }, boxes), status,
    h("ul", { class: "sendsim-cards" }, rows.map(({ node }) => node))];
}
