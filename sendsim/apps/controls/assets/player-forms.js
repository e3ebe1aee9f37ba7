// ScenePlayer, part four: what a person fills in. Each field is named and said what is wrong with it.

/** A field with its label, hint and error; `make(told)` returns the field, `told` being the ids that describe it. */
function field(ctx, view, name, label, hint, make) {
  const ids = { box: uid(), hint: uid(), error: uid() };
  const error = view.error && view.error.field === name ? view.error : null;
  const box = make(ids.box);
  set(box, { "data-field": name, "aria-describedby": error ? `${ids.hint} ${ids.error}` : ids.hint, "aria-invalid": error ? "true" : null });
  return h("div", { class: "govuk-form-group" + (error ? " govuk-form-group--error" : "") },
    h("label", { class: "govuk-label", for: ids.box }, label), h("div", { class: "govuk-hint", id: ids.hint }, hint),
    error ? h("p", { class: "govuk-error-message", id: ids.error, lang: error.own ? null : ctx.contentLang }, error.text) : null, box);
}

function nameForm(ctx, view) {
  let box = null;
  const group = field(ctx, view, "name", ctx.t("welcome.name"), ctx.t("welcome.hint"), (id) => {
    box = h("input", { type: "text", id, name: "name", class: "govuk-input sendsim-name-box", value: view.typed || view.suggested,
      autocomplete: "off", spellcheck: "false", maxlength: "60" });
    return box;
  });
  return h("form", { class: "sendsim-form", novalidate: true, submit: (event) => {
    event.preventDefault();
    ctx.act("begin", { name: box.value });
  } }, group, buttons(button(ctx.t("welcome.begin"), null, { submit: true })));
}

/** A file from the person's computer, read here as text and sent on; `name` names its words and its place for errors. */
function openPart(ctx, view, name, act, accept, most) {
  return field(ctx, view, name, ctx.t(name + ".open"), ctx.t(name + ".hint"), (id) => {
    const box = h("input", { type: "file", id, class: "sendsim-file", accept, change: async () => {
      const [file] = box.files;
      const large = Boolean(file) && file.size > most;
      if (file) ctx.act(act, { name: file.name, text: large ? "" : await file.text(), large });
    } });
    return box;
  });
}

function radio(ctx, name, index, value, html, checked, press) {
  const id = `${name}-${index}`;
  return h("div", { class: "sendsim-choice" },
    h("input", { type: "radio", id, name, value, class: "sendsim-tick", checked, change: press, "data-field": index ? null : "choice" }),
    h("label", { for: id, class: "sendsim-choice-label", lang: ctx.contentLang }, richLine(ctx, html)));
}

/** The part to take, where there are several, and the button that starts. */
function startForm(ctx, view) {
  let role = view.roles[0].value;
  const name = uid();
  const parts = view.roles.length === 1
    ? h("div", {}, heading(3, ctx.t("intro.role")), story(ctx, rich(ctx, view.roles[0].html)))
    : h("fieldset", { class: "govuk-form-group sendsim-fieldset" }, h("legend", {}, heading(3, ctx.t("intro.roles"))),
      h("div", { class: "sendsim-choices" }, view.roles.map((item, index) =>
        radio(ctx, name, index, item.value, item.html, item.value === role, () => { role = item.value; }))));
  return h("form", { class: "sendsim-form", submit: (event) => {
    event.preventDefault();
    ctx.act("start", { scenario: view.scenario, role });
  } }, parts, buttons(button(ctx.t("intro.start"), null, { submit: true }),
    view.alone ? null : actButton(ctx, "nav.all", "catalogue", {}, { kind: "secondary" })));
}

/** The question: a fieldset whose legend is the question, its choices, a hint to open, and the buttons. */
function askForm(ctx, view) {
  const ids = { name: uid(), error: uid() };
  const key = `${view.attempt} ${view.beat}`;
  const kept = ctx.kept(key);
  const message = h("p", { class: "govuk-error-message", id: ids.error });
  const group = h("fieldset", { class: "govuk-form-group sendsim-fieldset" },
    h("legend", {}, heading(3, richLine(ctx, view.prompt), { class: "sendsim-heading sendsim-question", lang: ctx.contentLang })), message,
    h("p", { class: "govuk-hint" }, view.acting ? ctx.t("scene.acting", { role: view.acting }) : ctx.t("test.choose_one")),
    h("div", { class: "sendsim-choices" }, view.choices.map((item, index) =>
      radio(ctx, ids.name, index, item.id, item.html, item.id === kept, () => ctx.keep(key, item.id)))));
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
    else ctx.act(view.test ? "test_choose" : view.practise ? "practise" : "choose", { attempt: view.attempt, beat: view.beat, choice: chosen.value });
  } }, group, view.hint ? details(ctx.t("scene.hint"), story(ctx, rich(ctx, view.hint))) : null,
  buttons(button(ctx.t("scene.answer"), null, { submit: true }),
    view.can_go_back ? actButton(ctx, "scene.back", "back", {}, { kind: "secondary" }) : null,
    view.practise ? actButton(ctx, "nav.progress", "progress", {}, { kind: "secondary" }) : null));
}
