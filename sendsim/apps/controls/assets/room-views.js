// The live room, part two: the participant's views, one function each.

const eyebrowOf = (ctx, view) => eyebrow(ctx, view.title, view.scene.today_words);

/** The parts that stand under every view inside a room. */
function roomFoot(ctx, view) {
  if (!view.foot) return null;
  const box = textBox(ctx, view, "park", { label: ctx.t("room.park_label"), hint: ctx.t("room.park_hint"), lines: 3, most: 280 });
  const park = folded("park", ctx.t("room.park"), actForm(ctx, "park", () => {
    const text = box.value();
    ctx.typed.park = "";
    return { text };
  }, box.node, buttons(button(ctx.t("room.park_send"), null, { submit: true, kind: "secondary" }))));
  return h("div", { class: "sendsim-room-foot" }, view.desks ? deskForm(ctx, view) : null, park,
    h("p", {}, keyed(h("button", { type: "button", class: "sendsim-link-button", click: () => ctx.act("leave_ask") }, ctx.t("room.leave")), "leave")));
}

function deskForm(ctx, view) {
  const options = Array.from({ length: view.desks }, (_, index) => [String(index + 1), ctx.t("room.desk_n", { n: index + 1 })]);
  const box = selectBox(ctx, "desk", { label: ctx.t("room.desk"), hint: ctx.t("room.desk_hint"), options, value: String(view.desk) });
  return folded("desk-part", `${ctx.t("room.desk")}: ${ctx.t("room.desk_n", { n: view.desk })}`,
    actForm(ctx, "desk", () => ({ desk: Number(box.value()) }), box.node, buttons(button(ctx.t("room.desk_set"), null, { submit: true, kind: "secondary" }))));
}

/** The vote: radios, the button, and what is kept. */
function voteForm(ctx, view) {
  const group = radioGroup(ctx, { legend: richLine(ctx, view.scene.prompt), items: view.scene.choices, name: "vote", error: ctx.t("scene.choose"),
    hint: view.desk_vote ? ctx.t("room.vote_desk", { n: view.desk }) : (view.scene.acting ? ctx.t("scene.acting", { role: view.scene.acting }) : "") });
  group.node.querySelector("legend").lang = ctx.contentLang;
  let nudges = (ctx.live("nudge") || 0);
  const kept = ctx.watch("mine", { class: "sendsim-kept" }, (mine) => {
    if (mine) group.choose(mine.id);
    return para(mine ? ctx.t("room.kept", { letter: mine.letter }) : ctx.t("room.not_yet"));
  });
  const nudge = ctx.watch("nudge", {}, (now) => {
    if (now > nudges && !ctx.live("mine")) ctx.say(ctx.t("room.nudge"));
    nudges = now || 0;
    return [];
  });
  return actForm(ctx, "vote", () => {
    if (!group.value()) {
      group.refuse();
      return null;
    }
    return { ballot: view.ballot, choice: group.value() };
  }, group.node, view.scene.hint ? details(ctx.t("scene.hint"), story(ctx, rich(ctx, view.scene.hint))) : null,
  buttons(keyed(button(ctx.t(view.desk_vote ? "room.send_desk" : "room.send"), null, { submit: true }), "send")), kept, nudge,
  para(ctx.t("room.vote_how"), "note"));
}

const mineLine = (ctx, view) => para(view.mine ? ctx.t("room.closed_mine", { letter: view.mine }) : ctx.t("room.closed_none"));

function feedbackForm(ctx, view) {
  const scale = [1, 2, 3, 4, 5].map((n) => ({ id: String(n), text: ctx.t(`room.scale_${n}`) }));
  const error = ctx.t("room.form_choose");
  const useful = radioGroup(ctx, { legend: ctx.t("room.form_useful"), level: 4, items: scale, name: "useful", error });
  const sure = radioGroup(ctx, { legend: ctx.t("room.form_sure"), level: 4, items: scale, name: "sure", error });
  const keep = textBox(ctx, view, "form_keep", { label: ctx.t("room.form_keep"), hint: ctx.t("room.form_hint"), lines: 3, most: 500 });
  const better = textBox(ctx, view, "form_better", { label: ctx.t("room.form_better"), hint: ctx.t("room.form_hint"), lines: 3, most: 500 });
  return [heading(3, ctx.t("room.form")), actForm(ctx, "form", () => {
    const missing = [useful, sure].find((group) => !group.value());
    if (missing) {
      missing.refuse();
      return null;
    }
    return { useful: Number(useful.value()), sure: Number(sure.value()), keep: keep.value(), better: better.value() };
  }, useful.node, sure.node, keep.node, better.node, buttons(keyed(button(ctx.t("room.form_send"), null, { submit: true, kind: "secondary" }), "form-send")))];
}

const mineRow = (ctx, item) => h("li", {}, item.words, item.feedback ? details(ctx.t("room.feedback", { n: item.n }), answerParts(ctx, item.feedback)) : null);

Object.assign(VIEWS, {
  room_code: (ctx, view) => {
    const box = textBox(ctx, view, "code", { label: ctx.t("room.code"), hint: ctx.t("room.code_hint"), most: 40, value: view.typed });
    return [title(ctx.t("room.heading")), actForm(ctx, "find", () => ({ code: box.value() }), box.node,
      buttons(button(ctx.t("room.find"), null, { submit: true })))];
  },

  room_join: (ctx, view) => {
    const name = textBox(ctx, view, "name", { label: ctx.t("room.name"), hint: ctx.t("room.name_hint"), most: 60, value: view.suggested });
    const work = selectBox(ctx, "work", { label: ctx.t("room.work"), hint: ctx.t("room.work_hint"), options: view.work, value: "other" });
    return [title(ctx.t("room.privacy")), para(ctx.t("room.privacy_who")), para(ctx.t("room.privacy_kept")), para(ctx.t("room.privacy_seen")),
      para(ctx.t.count("room.privacy_until", view.days)), para(ctx.t("room.privacy_cases")),
      actForm(ctx, "join", () => ({ name: name.value(), work: work.value() }), name.node, work.node,
        buttons(button(ctx.t("room.join"), null, { submit: true }), actButton(ctx, "room.other_code", "other_code", {}, { kind: "secondary" })))];
  },

  room_wait: (ctx, view) => [title(ctx.t("room.wait")), para(ctx.t("room.wait_what")), roomFoot(ctx, view)],

  room_read: (ctx, view) => split(ctx, view.scene, [eyebrowOf(ctx, view), title(ctx.t("room.question", { n: view.number })), timerPart(ctx),
    para(ctx.t("room.wait_vote")), sceneParts(ctx, view.scene), askedParts(ctx, view.scene), roomFoot(ctx, view)]),

  room_vote: (ctx, view) => split(ctx, view.scene, [eyebrowOf(ctx, view),
    title(ctx.t(view.round > 1 ? "room.vote_again" : "room.vote", { n: view.number })), timerPart(ctx), sceneParts(ctx, view.scene), voteForm(ctx, view), roomFoot(ctx, view)]),

  room_hold: (ctx, view) => split(ctx, view.scene, [eyebrowOf(ctx, view), title(ctx.t("room.closed", { n: view.number })), mineLine(ctx, view),
    askedParts(ctx, view.scene), roomFoot(ctx, view)]),

  room_reveal: (ctx, view) => split(ctx, view.scene, [eyebrowOf(ctx, view), title(ctx.t("room.split", { n: view.number })), mineLine(ctx, view),
    h("div", { lang: ctx.contentLang }, para(richLine(ctx, view.scene.prompt))), splitParts(ctx, view.split), lawParts(ctx, view.law), roomFoot(ctx, view)]),

  room_discuss: (ctx, view) => split(ctx, view.scene, [eyebrowOf(ctx, view), title(ctx.t("room.discuss", { n: view.number })), timerPart(ctx),
    para(ctx.t("room.discuss_what")), mineLine(ctx, view), h("div", { lang: ctx.contentLang }, para(richLine(ctx, view.scene.prompt))),
    splitParts(ctx, view.split), lawParts(ctx, view.law), roomFoot(ctx, view)]),

  room_feedback: (ctx, view) => split(ctx, view.scene, [eyebrowOf(ctx, view), title(ctx.t("room.feedback", { n: view.number })),
    para(ctx.t("room.feedback_private"), "note"),
    view.answered ? [pairs([[ctx.t("feedback.chose"), told(ctx, richLine(ctx, view.answered.text))]]), answerParts(ctx, view.answered)]
      : para(ctx.t("room.feedback_none")),
    view.good.length ? details(ctx.t.count("room.good", view.good.length), view.good.map((item) => [
      h("p", { class: "govuk-body", lang: ctx.contentLang }, h("strong", {}, richLine(ctx, item.text))), answerParts(ctx, item)])) : null,
    roomFoot(ctx, view)]),

  room_debrief: (ctx, view) => [
    title(ctx.t(view.ended ? "room.ended" : "room.debrief")), view.ended ? para(ctx.t("room.ended_what")) : null,
    view.path.length ? [heading(3, ctx.t("room.path")), h("ol", { class: "sendsim-points", lang: ctx.contentLang }, view.path.map((item) =>
      h("li", {}, h("strong", {}, item.title), ": ", richLine(ctx, item.html))))] : null,
    view.ending ? story(ctx, rich(ctx, view.ending)) : null,
    view.mine.length ? [heading(3, ctx.t("room.mine")), h("ul", { class: "sendsim-points" }, view.mine.map((item) => mineRow(ctx, item)))] : null,
    view.questions.length ? [heading(3, ctx.t("room.questions")), h("div", { lang: ctx.contentLang }, list(view.questions))] : null,
    view.mine.length ? [heading(3, ctx.t("room.record")), para(ctx.t("room.record_what")), buttons(keyed(actButton(ctx, "room.record_save", "record", {}, { kind: "secondary" }), "record"))] : null,
    feedbackForm(ctx, view), roomFoot(ctx, view),
  ],

  room_leave: (ctx) => [title(ctx.t("room.leave_sure")), para(ctx.t("room.leave_what")),
    buttons(actButton(ctx, "room.leave_yes", "leave", {}, { kind: "warning" }), actButton(ctx, "room.leave_no", "stay", {}, { kind: "secondary" }))],

  room_gone: (ctx, view) => [title(ctx.t(view.seat ? "room.gone_seat" : "room.gone")),
    buttons(actButton(ctx, "room.other_code", "other_code", {}, { kind: "secondary" }))],
});
