// In place of Python, in a scenario that plays by itself: walks the table of everything that can happen.
// It works nothing out but sums: texts, dates, grades and reasons were all written down beforehand.

const data = JSON.parse(document.getElementById("data").textContent);
const KEY = `sendsim ${data.id} ${data.hash}`;
const SHORT = data.hash.slice(0, 8); // names the text to a platform, where room is short
const platform = typeof lms === "undefined" ? null : lms;
const keeper = {
  read: () => (platform ? platform.read(SHORT) : store.get(localStorage, KEY)),
  write: (text) => (platform ? platform.write(SHORT, text) : store.set(localStorage, KEY, text)),
};
const say = interfaceWords(data.texts, data.language);
const at = (place) => data.pool[place];

/** The log of one attempt: answers that stand, and the first answer to each question. Kept in this browser only. */
const fresh = () => ({ view: "intro", path: [], firsts: [], tried: {} });

function read() {
  try {
    const log = JSON.parse(keeper.read() || "null");
    if (!log || !Array.isArray(log.path) || !Array.isArray(log.firsts)) return fresh();
    let here = 0;
    for (const [node, choice] of log.path) {
      if (node !== here) return fresh();
      here = data.nodes[node].edges[choice].to;
    }
    for (const [node, choice] of log.firsts) if (!data.nodes[node].edges[choice]) return fresh();
    return log;
  } catch {
    return fresh();
  }
}

let log = read();
const edge = ([node, choice]) => data.nodes[node].edges[choice];
const here = () => (log.path.length ? edge(log.path[log.path.length - 1]).to : 0);
const firstAt = (beat) => log.firsts.find(([node]) => data.nodes[node].beat === beat);

function pathView(beat) {
  const rows = log.firsts.map((first) => {
    const name = data.nodes[first[0]].beat;
    const now = log.path.find(([node]) => data.nodes[node].beat === name);
    const told = (item, isFirst) => ({ first: isFirst, html: at(edge(item).answer).text, grade_words: at(edge(item).answer).grade_words });
    const answers = [told(first, true)];
    if (now && now[1] !== first[1]) answers.push(told(now, false));
    return { title: data.beats[name], left: !now && name !== beat, here: name === beat, answers };
  });
  if (!rows.some((row) => row.here)) rows.push({ title: data.beats[beat], left: false, here: true, answers: [] });
  return rows;
}

function shown(index, beat) {
  const node = data.nodes[index];
  const view = Object.fromEntries(Object.entries(node.view).map(([key, place]) => [key, at(place)]));
  const about = { scenario: data.id, scenario_title: data.title, attempt: 1, beat: node.beat, alone: true, practise: false };
  return { ...view, ...about, path: pathView(beat || node.beat) };
}

function counts(kind, names) {
  return names.map(([id, name]) => {
    const told = log.firsts.map((first) => edge(first)[kind][id]).filter(Boolean);
    const count = (word) => told.filter((item) => item === word).length;
    return { name, taken: count("taken"), missed: count("missed"), broken: count("broken"), of: told.length };
  }).filter((row) => row.of);
}

const VIEW = {
  intro: () => data.intro,
  scene: () => {
    const node = data.nodes[here()];
    const first = firstAt(node.beat);
    return { kind: "scene", ...shown(here()), first: first ? at(edge(first).answer).text : "", can_go_back: log.path.length > 0 };
  },
  feedback: () => {
    const last = log.path[log.path.length - 1];
    const { beat } = data.nodes[last[0]];
    const first = at(edge(firstAt(beat)).answer);
    return { kind: "feedback", ...shown(last[0], beat), answered: at(edge(last).answer),
      note: log.tried[beat] > 1 ? say("feedback.later", { grade: first.grade_words }) : say("feedback.first") };
  },
  end: () => {
    const node = data.nodes[here()];
    const counted = (grade) => log.firsts.filter((first) => edge(first).grade === grade).length;
    const grades = Object.fromEntries(data.grades.map((grade) => [grade, counted(grade)]));
    const mistakes = new Map(log.path.flatMap((item) => edge(item).mistakes).map((item) => [item[0], item]));
    const view = shown(here());
    return { kind: "end", ...view, title: view.passages[0].title, grades: say("grades.line", grades),
      score: { principles: counts("principles", data.principles), law: counts("law", Object.entries(data.law)) },
      turns: log.path.map((item) => (
        { title: data.beats[data.nodes[item[0]].beat], made: at(edge(item).answer), better: edge(item).better.map(at) })),
      mistakes: [...mistakes.values()], missed: [...log.path.flatMap(([index]) => data.nodes[index].missed), ...node.missed],
      endings: data.endings.map(([name, title]) => ({ title, reached: name === node.beat })),
      questions: [...node.questions, ...data.questions],
      next_words: "", notice: say("notice") };
  },
};

let first = false; // whether the answer just given is the first to its question

const ACTS = {
  start: () => { log = { ...fresh(), view: "scene" }; },
  intro: () => { log = fresh(); },
  choose: ({ beat, choice }) => {
    const node = data.nodes[here()];
    if (node.beat !== beat || !node.edges[choice]) return;
    const made = [here(), choice];
    first = !firstAt(beat);
    if (first) log.firsts.push(made);
    log.tried[beat] = (log.tried[beat] || 0) + 1;
    log.path.push(made);
    log.view = data.immediate ? "feedback" : "scene";
  },
  next: () => { log.view = "scene"; },
  back: () => {
    log.path.pop();
    log.view = "scene";
  },
};

const listeners = {};
const values = {
  texts: data.texts, language: data.language, content_language: data.contentLanguage, terms: data.terms, dom_id: "player", hidden: false,
  settings: JSON.parse(store.get(localStorage, "sendsim settings") || "{}"), turn: 0, view: { kind: "loading" },
};

function change(name, value) {
  values[name] = value;
  for (const call of listeners["change:" + name] || []) call();
}

/** Tell the platform where the learner is, the first answer just given, and at the end how many were good ones. */
function tell() {
  const isGood = (item) => edge(item).good;
  const last = log.firsts[log.firsts.length - 1];
  const ended = data.nodes[here()].ended;
  platform.note({
    beat: data.nodes[here()].beat,
    made: first ? { beat: data.nodes[last[0]].beat, letter: edge(last).letter, good: isGood(last) } : null,
    result: ended ? { good: log.firsts.filter(isGood).length, of: log.firsts.length } : null,
  });
  first = false;
}

function show() {
  if (log.view === "scene" && data.nodes[here()].ended) log.view = "end";
  keeper.write(JSON.stringify(log));
  if (platform) tell();
  values.view = VIEW[log.view]();
  change("turn", values.turn + 1);
}

const model = {
  get: (name) => values[name],
  on: (name, call) => { (listeners[name] = listeners[name] || []).push(call); },
  off: (name, call) => { listeners[name] = (listeners[name] || []).filter((item) => item !== call); },
  send: (message) => {
    if (message.event === "settings") {
      change("settings", { ...values.settings, [message.name]: message.on });
      store.set(localStorage, "sendsim settings", JSON.stringify(values.settings));
    } else if (message.event === "hello") {
      show();
    } else if (ACTS[message.act]) {
      ACTS[message.act](message);
      show();
    }
  },
};

const lead = document.querySelector("[data-lead]");
if (lead && platform) lead.textContent = say("alone.lead_platform");
render({ model, el: document.getElementById("player") });
document.body.dataset.state = "ready";
