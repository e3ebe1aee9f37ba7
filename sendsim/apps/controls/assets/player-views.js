// ScenePlayer, part three: one function a view. Each returns the nodes of the view; the first h2 takes focus.

const title = (text, attrs) => heading(2, text, { tabindex: "-1", "data-focus": true, ...attrs });

const VIEWS = {
  loading: (ctx) => [h("p", { class: "govuk-body" }, ctx.t("loading"))],

  welcome: (ctx, view) => {
    const ids = { box: uid(), hint: uid(), error: uid() };
    const bad = view.error && view.error.field === "name";
    const box = h("input", { type: "text", id: ids.box, name: "name", class: "govuk-input sendsim-name-box", value: view.typed || view.suggested, autocomplete: "off", spellcheck: "false",
      maxlength: "60", "aria-describedby": bad ? `${ids.hint} ${ids.error}` : ids.hint, "aria-invalid": bad ? "true" : null, "data-field": "name" });
    return [title(ctx.t("welcome.heading")), para(ctx.t("welcome.what")), para(ctx.t("welcome.back")),
      h("form", { class: "sendsim-form", novalidate: true, submit: (event) => {
        event.preventDefault();
        ctx.act("begin", { name: box.value });
      } }, h("div", { class: "govuk-form-group" + (bad ? " govuk-form-group--error" : "") }, h("label", { class: "govuk-label", for: ids.box }, ctx.t("welcome.name")),
        h("div", { class: "govuk-hint", id: ids.hint }, ctx.t("welcome.hint")), bad ? h("p", { class: "govuk-error-message", id: ids.error, lang: view.error.own ? null : ctx.contentLang }, view.error.text) : null, box),
      buttons(button(ctx.t("welcome.begin"), null, { submit: true }))),
      heading(3, ctx.t("privacy.heading")), para(ctx.t("privacy.kept")), para(ctx.t("privacy.where", { file: view.file }))];
  },

  catalogue: (ctx, view) => {
    const status = h("p", { class: "govuk-body", role: "status" });
    const rows = view.scenarios.map((item) => ({ item, node: scenarioRow(ctx, item) }));
    const filter = () => {
      let shown = 0;
      for (const { item, node } of rows) {
        const fits = ctx.filters.every(({ name }) => !ctx.chosen[name] || item[name].includes(ctx.chosen[name]));
        node.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      setText(status, shown ? ctx.t.count("catalogue.shown", shown) : ctx.t("catalogue.none"));
    };
    ctx.filters = view.filters;
    const boxes = view.filters.map(({ name, options }) => {
      const id = uid();
      const select = h("select", { id, class: "govuk-select", change: () => {
        ctx.chosen[name] = select.value;
        filter();
      } }, h("option", { value: "" }, ctx.t(`filter.${name}.all`)), options.map(([value, label]) => h("option", { value, selected: ctx.chosen[name] === value }, label)));
      return h("div", { class: "govuk-form-group" }, h("label", { class: "govuk-label", for: id }, ctx.t("filter." + name)), select);
    });
    filter();
    return [title(ctx.t("catalogue.heading")), view.resume ? resumePart(ctx, view.resume) : null, view.due ? duePart(ctx, view.due) : null,
      h("div", { class: "sendsim-filters", role: "group", "aria-label": ctx.t("filter.group") }, boxes), status,
      h("ul", { class: "sendsim-cards" }, rows.map(({ node }) => node)), details(ctx.t("difficulty.how"), para(ctx.t("difficulty.explained")))];
  },

  intro: (ctx, view) => {
    let role = view.roles[0].value;
    const name = uid();
    const one = view.roles.length === 1;
    return [title(view.alone ? ctx.t("alone.about") : view.title, { lang: view.alone ? null : ctx.contentLang }), story(ctx, rich(ctx, view.summary)),
      pairs([[ctx.t("intro.time"), ctx.t.count("minutes", view.minutes)], [ctx.t("intro.place"), h("span", { lang: ctx.contentLang }, view.place)],
        [ctx.t("intro.version"), ctx.t("intro.version_text", { version: view.version, day: view.law_as_at })], [ctx.t("intro.review"), view.review]]),
      heading(3, ctx.t("intro.aims")), h("div", { lang: ctx.contentLang }, list(view.aims)),
      heading(3, ctx.t("intro.people")), h("div", { lang: ctx.contentLang }, pairs(view.people)), para(ctx.t("intro.fiction")),
      h("form", { class: "sendsim-form", submit: (event) => {
        event.preventDefault();
        ctx.act("start", { scenario: view.scenario, role });
      } }, one ? h("div", {}, heading(3, ctx.t("intro.role")), story(ctx, rich(ctx, view.roles[0].html)))
        : h("fieldset", { class: "govuk-form-group sendsim-fieldset" }, h("legend", {}, heading(3, ctx.t("intro.roles"))),
          h("div", { class: "sendsim-choices" }, view.roles.map((item, index) => radio(ctx, name, index, item.value, item.html, item.value === role, () => { role = item.value; })))),
      buttons(button(ctx.t("intro.start"), null, { submit: true }), view.alone ? null : actButton(ctx, "nav.all", "catalogue", {}, { kind: "secondary" })))];
  },

  scene: (ctx, view) => {
    const main = [h("p", { class: "sendsim-eyebrow", lang: ctx.contentLang }, `${view.scenario_title} \u00b7 ${view.today_words}`),
      title(view.passages[0].title, { lang: ctx.contentLang }), followedParts(ctx, view.followed), view.passages.map((item, index) => passageParts(ctx, item, index)),
      view.first ? h("div", { class: "sendsim-p-note" }, para(ctx.t("scene.again")), story(ctx, rich(ctx, view.first))) : null, askForm(ctx, view)];
    return split(ctx, main, view);
  },

  feedback: (ctx, view) => split(ctx, [h("p", { class: "sendsim-eyebrow", lang: ctx.contentLang }, `${view.scenario_title} \u00b7 ${view.answered.day}`),
    title(ctx.t("feedback.heading")), pairs([[ctx.t("feedback.asked"), h("span", { lang: ctx.contentLang }, richLine(ctx, view.prompt))],
      [ctx.t("feedback.chose"), h("span", { lang: ctx.contentLang }, richLine(ctx, view.answered.text))]]),
    answerParts(ctx, view.answered), view.note ? para(view.note, "note") : null,
    view.practise ? buttons(view.more ? actButton(ctx, "practise.next", "practise_next") : null, actButton(ctx, "nav.progress", "progress", {}, { kind: view.more ? "secondary" : "" }))
      : buttons(actButton(ctx, "feedback.next", "next"), actButton(ctx, "feedback.again", "back", {}, { kind: "secondary" }))], view),

  end: (ctx, view) => split(ctx, [h("p", { class: "sendsim-eyebrow", lang: ctx.contentLang }, `${view.scenario_title} \u00b7 ${view.today_words}`),
    title(ctx.t("end.heading", { title: view.title })), followedParts(ctx, view.followed), view.passages.map((item, index) => passageParts(ctx, item, index)), story(ctx, rich(ctx, view.ending)),
    heading(3, ctx.t("score.heading")), para(ctx.t("score.first")), scoreParts(ctx, view.score), para(view.grades),
    heading(3, ctx.t("end.turns")), view.turns.map((turn) => [heading(4, turn.title, { lang: ctx.contentLang }),
      pairs([[ctx.t("feedback.chose"), h("span", { lang: ctx.contentLang }, richLine(ctx, turn.made.text))]]), answerParts(ctx, turn.made),
      turn.better.length ? details(ctx.t.count("end.better", turn.better.length), turn.better.map((item) => [
        h("p", { class: "govuk-body", lang: ctx.contentLang }, h("strong", {}, richLine(ctx, item.text))), answerParts(ctx, item)])) : null]),
    view.mistakes.length ? [heading(3, ctx.t("end.mistakes")), h("div", { lang: ctx.contentLang }, list(view.mistakes.map(([wrong, right]) => ctx.t("end.mistake", { wrong, right }))))] : null,
    view.missed.length ? [heading(3, ctx.t("end.missed")), h("div", { lang: ctx.contentLang }, list(view.missed))] : null,
    heading(3, ctx.t("end.endings")), h("div", { lang: ctx.contentLang }, list(view.endings.map((item) => (item.reached ? ctx.t("end.reached", { title: item.title }) : item.title)))),
    heading(3, ctx.t("end.questions")), h("div", { lang: ctx.contentLang }, list(view.questions)), view.next_words ? para(view.next_words) : null,
    buttons(view.alone ? null : actButton(ctx, "nav.all", "catalogue"), view.alone ? null : actButton(ctx, "nav.progress", "progress", {}, { kind: "secondary" }),
      actButton(ctx, "end.back", "back", {}, { kind: "secondary" }), actButton(ctx, "end.again", "intro", { scenario: view.scenario }, { kind: "secondary" })),
    para(view.notice, "note")], { ...view, path_open: true }),

  progress: (ctx, view) => [title(ctx.t("progress.heading", { name: view.name })),
    heading(3, ctx.t("progress.next")), view.advice.map((text) => para(text)), view.suggest ? buttons(button(ctx.t("progress.open"), () => ctx.act("intro", { scenario: view.suggest.id }), { about: view.suggest.title })) : null,
    heading(3, ctx.t("practise.heading")), para(ctx.t("practise.how")), view.due.length ? h("ul", { class: "sendsim-points" }, view.due.map((item) => h("li", {}, h("span", { lang: ctx.contentLang }, item.title)))) : para(ctx.t("practise.none")),
    view.due.length ? buttons(actButton(ctx, "practise.start", "practise_next")) : null,
    view.later.length ? details(ctx.t.count("practise.later", view.later.length), list(view.later)) : null,
    heading(3, ctx.t("score.heading")), view.score.scenarios ? [para(ctx.t.count("score.over", view.score.scenarios)), scoreParts(ctx, view.score)] : para(ctx.t("score.nothing")),
    heading(3, ctx.t("progress.done")), view.attempts.length ? h("ul", { class: "sendsim-cards" }, view.attempts.map((item) => h("li", {}, heading(4, item.title, { lang: ctx.contentLang }), item.lines.map((text) => para(text)),
      item.open ? buttons(button(ctx.t("card.go_on"), () => ctx.act("go_on", { attempt: item.id }), { about: item.title })) : null))) : para(ctx.t("progress.nothing")),
    heading(3, ctx.t("file.heading")), para(ctx.t("file.what")), buttons(actButton(ctx, "file.save", "save", {}, { kind: "secondary" })), openPart(ctx, view, "file", "load", ".json", 2000000),
    heading(3, ctx.t("record.heading")), para(ctx.t("record.what")), view.record ? buttons(actButton(ctx, "record.pdf", "record", { as: "pdf" }, { kind: "secondary" }),
      actButton(ctx, "record.html", "record", { as: "html" }, { kind: "secondary" })) : para(ctx.t("record.none")), openPart(ctx, view, "check", "check", ".html,.pdf", 20000000),
    view.checked ? h("div", { class: "sendsim-p-inset" }, list(view.checked.lines), h("p", { class: "govuk-body" }, h("strong", {}, view.checked.verdict))) : null,
    heading(3, ctx.t("delete.heading")), para(ctx.t("privacy.where", { file: view.file })), buttons(actButton(ctx, "delete.ask", "delete_ask", {}, { kind: "warning" }))],

  delete_ask: (ctx, view) => [title(ctx.t("delete.sure")), para(ctx.t("delete.what", { name: view.name })), para(ctx.t("delete.advice")),
    buttons(actButton(ctx, "delete.yes", "delete", {}, { kind: "warning" }), actButton(ctx, "delete.no", "progress", {}, { kind: "secondary" }))],

  words: (ctx) => [title(ctx.t("words.heading")), para(ctx.t("words.what")),
    h("div", { lang: ctx.contentLang }, pairs(Object.entries(ctx.terms).sort(([a], [b]) => a.localeCompare(b))))],
};

/** A story on the left, dates and path beside it on a wide screen and after it on a narrow one. */
function split(ctx, main, view) {
  const before = h("div", { class: "sendsim-main" }, main);
  const side = h("div", { class: "sendsim-side" }, dateParts(ctx, view.dates), pathParts(ctx, view.path, view.path_open), meterParts(ctx, view.meters), wordParts(ctx));
  return [h("div", { class: "sendsim-split" }, before, side)];
}

function radio(ctx, name, index, value, html, checked, press) {
  const id = `${name}-${index}`;
  return h("div", { class: "sendsim-choice" }, h("input", { type: "radio", id, name, value, class: "sendsim-tick", checked, change: press, "data-field": index ? null : "choice" }),
    h("label", { for: id, class: "sendsim-choice-label", lang: ctx.contentLang }, richLine(ctx, html)));
}

/** The question: a fieldset whose legend is the question, its choices, a hint to open, and the buttons. */
function askForm(ctx, view) {
  const ids = { name: uid(), error: uid() };
  const key = `${view.attempt} ${view.beat}`;
  const kept = ctx.kept(key);
  const message = h("p", { class: "govuk-error-message", id: ids.error });
  const group = h("fieldset", { class: "govuk-form-group sendsim-fieldset" },
    h("legend", {}, heading(3, richLine(ctx, view.prompt), { class: "sendsim-heading sendsim-question", lang: ctx.contentLang })), message,
    h("p", { class: "govuk-hint" }, ctx.t("scene.acting", { role: view.acting })),
    h("div", { class: "sendsim-choices" }, view.choices.map((item, index) => radio(ctx, ids.name, index, item.id, item.html, item.id === kept, () => ctx.keep(key, item.id)))));
  const refuse = (text) => {
    setText(message, text);
    message.hidden = false;
    group.classList.add("govuk-form-group--error");
    const boxes = [...group.querySelectorAll("input")];
    boxes.forEach((box) => set(box, { "aria-invalid": "true", "aria-describedby": ids.error }));
    ctx.refuse(text, boxes[0].id);
  };
  message.hidden = true;
  return h("form", { class: "sendsim-form", novalidate: true, submit: (event) => {
    event.preventDefault();
    const chosen = group.querySelector("input:checked");
    if (!chosen) refuse(ctx.t("scene.choose"));
    else ctx.act(view.practise ? "practise" : "choose", { attempt: view.attempt, beat: view.beat, choice: chosen.value });
  } }, group, view.hint ? details(ctx.t("scene.hint"), story(ctx, rich(ctx, view.hint))) : null,
  buttons(button(ctx.t("scene.answer"), null, { submit: true }), view.can_go_back ? actButton(ctx, "scene.back", "back", {}, { kind: "secondary" }) : null,
    view.practise ? actButton(ctx, "nav.progress", "progress", {}, { kind: "secondary" }) : null));
}

function scenarioRow(ctx, item) {
  return h("li", {}, heading(3, item.title, { lang: ctx.contentLang }), h("div", { lang: ctx.contentLang }, rich(ctx, item.html, false)), pairs(item.facts), para(item.state),
    buttons(item.attempt ? button(ctx.t("card.go_on"), () => ctx.act("go_on", { attempt: item.attempt }), { about: item.title }) : null,
      button(ctx.t(item.begun ? "card.again" : "card.open"), () => ctx.act("intro", { scenario: item.id }), { about: item.title, kind: item.attempt ? "secondary" : "" })));
}

const resumePart = (ctx, resume) => h("div", { class: "sendsim-p-inset" }, heading(3, ctx.t("resume.heading")), para(resume.words),
  buttons(button(ctx.t("card.go_on"), () => ctx.act("go_on", { attempt: resume.attempt }), { about: resume.title })));

const duePart = (ctx, due) => h("div", { class: "sendsim-p-inset" }, heading(3, ctx.t.count("practise.due", due)), buttons(actButton(ctx, "practise.start", "practise_next", {}, { kind: "secondary" })));

/** A file from the person's computer, read here as text and sent on; `field` names its words and its place for errors. */
function openPart(ctx, view, field, act, accept, most) {
  const ids = { box: uid(), hint: uid(), error: uid() };
  const bad = view.error && view.error.field === field ? view.error.text : "";
  const box = h("input", { type: "file", id: ids.box, class: "sendsim-file", accept, "aria-describedby": bad ? `${ids.hint} ${ids.error}` : ids.hint, "aria-invalid": bad ? "true" : null, "data-field": field,
    change: async () => {
      const [file] = box.files;
      const large = Boolean(file) && file.size > most;
      if (file) ctx.act(act, { name: file.name, text: large ? "" : await file.text(), large });
    } });
  return h("div", { class: "govuk-form-group" + (bad ? " govuk-form-group--error" : "") }, h("label", { class: "govuk-label", for: ids.box }, ctx.t(field + ".open")),
    h("div", { class: "govuk-hint", id: ids.hint }, ctx.t(field + ".hint")), bad ? h("p", { class: "govuk-error-message", id: ids.error, lang: view.error.own ? null : ctx.contentLang }, bad) : null, box);
}
