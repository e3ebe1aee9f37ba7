"""Paper for a room: a facilitator's guide with timings and the answer key, and a sheet for participants.

Both follow the path of best choices, since a sheet can hold one order only; dates are those of that path. Scenes that
lie beside it are in the guide, with the choices that lead there. Everything about the scenario comes from its file and
from ``sendsim.law``; the words round it come from the catalogue of interface words.
"""

from __future__ import annotations

import math
from collections import deque
from datetime import date

from sendsim.law.misconceptions import misconception
from sendsim.law.principles import PRINCIPLES
from sendsim.law.routes import route
from sendsim.training.debrief import best_run
from sendsim.training.document import Block, Bullets, Document, Heading, Para, Table
from sendsim.training.interface import Texts
from sendsim.training.model import Choice, Scenario
from sendsim.training.parts import Role
from sendsim.training.play import Moment, choices_now, new_run, replay, start, step
from sendsim.training.scene import Passage, answered, paper, passage, text_at
from sendsim.training.score import principle_ids
from sendsim.training.state import State
from sendsim.training.why import sums
from sendsim.training.words import citation_text, plain

PREBRIEF, DEBRIEF, DECIDE, DISCUSS = 5, 15, 2, 4
"""Minutes: before the first scene, after the last, and for deciding and discussing each question."""
SESSIONS = (30, 60, 90)
"""Lengths of a session, in minutes, for which the guide says how to fit it in."""
MOST_STATES = 3_000
LETTERS = "ABCDEF"


def paragraphs(text: str) -> list[Block]:
    """Turn Markdown into paragraphs of plain text."""
    return [Para(part) for part in plain(text).split("\n\n") if part]


def best_moments(scenario: Scenario, role: Role) -> tuple[Moment, ...]:
    """Return the moments of the best path in a role."""
    return replay(scenario, best_run(scenario, new_run(scenario, role)))


def beside(scenario: Scenario, role: Role) -> dict[str, Moment]:
    """Return for each beat that the best path leaves out the first moment at which it can be reached."""
    on_path = {beat for moment in best_moments(scenario, role) for beat in moment.told}
    found: dict[str, Moment] = {}
    queue = deque([start(scenario, role)])
    seen: set[object] = set()
    while queue and len(seen) < MOST_STATES:
        moment = queue.popleft()
        state = moment.state
        key = (state.beat, state.flags, tuple(item.ref for item in state.chosen))
        if key in seen:
            continue
        seen.add(key)
        for beat in moment.told:
            if beat not in on_path:
                found.setdefault(beat, moment)
        queue.extend(step(scenario, state, choice.id) for choice in choices_now(scenario, state))
    return found


def minutes_each(scenario: Scenario, questions: int) -> tuple[int, int]:
    """Return minutes of reading for each question, and of the whole session."""
    read = max(1, math.ceil(scenario.minutes / max(1, questions)))
    return read, PREBRIEF + questions * (read + DECIDE + DISCUSS) + DEBRIEF


def _facts(t: Texts, scenario: Scenario, role: Role, whole: int) -> list[Block]:
    """Return the first page: what it is for, for whom, how long, from which text."""
    law = t.day(date.fromisoformat(scenario.law_as_at))
    reviewed = "; ".join(f"{item.name} ({item.role})" for item in scenario.reviewed_by)
    rows = (
        (t("handout.role"), t(f"role.{role}")),
        (t("handout.length"), t.count("minutes", whole)),
        (t("handout.group"), t("handout.group_text")),
        (t("intro.version"), t("intro.version_text", version=scenario.version, day=law)),
        (t("handout.review_by"), t.day(date.fromisoformat(scenario.review_by))),
        (t("intro.review"), t("intro.reviewed", who=reviewed) if reviewed else t("intro.unreviewed")),
        (t("handout.routes"), "; ".join(f"{route(key).name} ({key})" for key in scenario.routes)),
    )
    names = {item.id: item.name for item in PRINCIPLES}
    aims = tuple(f"{aim.text} ({'; '.join(names[key] for key in aim.principles)})" for aim in scenario.objectives)
    return [
        *paragraphs(scenario.summary),
        Table(t("handout.at_a_glance"), (t("handout.what"), t("handout.answer")), rows, (1, 2)),
        Heading(t("intro.aims")),
        Bullets(aims),
        Heading(t("handout.not_taught")),
        Para(t("handout.not_taught_text")),
    ]


def _running(t: Texts, scenario: Scenario, asked: list[Moment]) -> list[Block]:
    """Return the script before the start, the running sheet and how to fit other lengths."""
    number = len(asked)
    read, whole = minutes_each(scenario, number)
    each = read + DECIDE + DISCUSS
    rows = [(t("handout.prebrief"), str(PREBRIEF))]
    for n, moment in enumerate(asked, 1):
        rows.append((t("handout.question", n=n, title=scenario.beats[moment.state.beat].title), str(each)))
    rows += [(t("handout.debrief"), str(DEBRIEF)), (t("handout.whole"), str(whole))]
    other = []
    for length in SESSIONS:
        fits = max(1, min(number, (length - PREBRIEF - 10) // each))
        key = "handout.fit_all" if fits == number else "handout.fit_some"
        other.append(t(key, length=length, n=fits, all=number))
    return [
        Heading(t("handout.prebrief"), new_page=True),
        Bullets(tuple(t(f"handout.say_{n}") for n in range(1, 6))),
        Heading(t("handout.running")),
        Para(t("handout.path_note")),
        Para(t("handout.question_do", read=read, decide=DECIDE, discuss=DISCUSS)),
        Table(t("handout.running"), (t("handout.phase"), t("handout.minutes")), tuple(rows), (4, 1)),
        Bullets(tuple(other)),
        Heading(t("handout.room")),
        Bullets(
            (
                t("handout.split"),
                t("handout.all_right"),
                t("handout.all_wrong"),
                t("handout.no_tech"),
                t("handout.quiet"),
            )
        ),
        Heading(t("handout.care")),
        Bullets((t("handout.care_pause"), t("handout.care_help"), t("handout.care_challenge"))),
    ]


def _told(t: Texts, scenario: Scenario, item: Passage, level: int = 3) -> list[Block]:
    """Return a passage as it is told: text, voices and the papers it names."""
    blocks = [*paragraphs(item.text)]
    blocks += [Para(f"{line.name} ({line.who}): \u201c{plain(line.text)}\u201d") for line in item.spoken]
    if item.papers:
        blocks.append(Para(t("handout.papers", papers="; ".join(one.title for one in item.papers)), "note"))
    return blocks


def _option(t: Texts, scenario: Scenario, before: State, letter: str, choice: Choice) -> list[Block]:
    """Return one option of the answer key: grade, reason, law, principles, mistakes and what follows."""
    told = answered(scenario, before, before.beat, choice)
    names = {item.id: item.name for item in PRINCIPLES}
    after = step(scenario, before, choice.id)
    lines = [plain(told.feedback), t("why.law", law="; ".join(map(citation_text, told.why)))]
    for key, marks in (("marks.honours", choice.honours), ("marks.breaks", choice.breaks)):
        if marks:
            lines.append(f"{t(key)}: {'; '.join(sorted(names[mark] for mark in principle_ids(marks)))}.")
    for key in choice.mistakes:
        item = misconception(key)
        lines.append(f"{key}. {t('end.mistake', wrong=item.mistake, right=item.correct)}")
    goes = scenario.beats[after.told[0]].title if after.told else ""
    lines.append(t("handout.goes_to", title=goes, day=t.day(after.state.today)))
    return [Para(f"{letter}. {plain(told.text)} \u2013 {t(f'grade.{choice.grade}')}", "strong"), Bullets(tuple(lines))]


def _key(t: Texts, scenario: Scenario, moment: Moment, title: str) -> list[Block]:
    """Return the answer key of one question."""
    state = moment.state
    ask = scenario.beats[state.beat].ask
    if ask is None:
        return []
    acting = ask.acting or state.role
    blocks: list[Block] = [Heading(title), Para(t("handout.on_the_day", day=t.day(state.today)))]
    for beat in moment.told:
        blocks += _told(t, scenario, passage(scenario, state, beat))
    blocks += [
        Heading(text_at(scenario, state, plain(ask.prompt)), 3),
        Para(t("scene.acting", role=t(f"role.{acting}"))),
    ]
    if ask.hint:
        blocks.append(Para(f"{t('scene.hint')}: {plain(text_at(scenario, state, ask.hint))}", "note"))
    options = choices_now(scenario, state)
    for letter, choice in zip(LETTERS, options, strict=False):
        blocks += _option(t, scenario, state, letter, choice)
    dates = {item.name: item for choice in options for item in sums(scenario, state, choice)}
    for item in dates.values():
        when = f"{t.day(item.day)}{', ' + item.time if item.time else ''}"
        blocks += [Heading(t("handout.sum", what=item.what, day=when), 3), Bullets(item.steps, "number")]
    return blocks


def _way(scenario: Scenario, moment: Moment) -> str:
    """Say by which answers a moment is reached: scene and letter."""
    said, state = [], start(scenario, moment.state.role).state
    for item in moment.state.chosen:
        letter = LETTERS[[choice.id for choice in choices_now(scenario, state)].index(item.choice)]
        said.append(f"{scenario.beats[item.beat].title}: {letter}")
        state = step(scenario, state, item.choice).state
    return " > ".join(said)


def guide(t: Texts, scenario: Scenario, role: Role) -> Document:
    """Return the facilitator's guide: timings, script, running sheet, answer key, other scenes, debrief."""
    moments = best_moments(scenario, role)
    asked = [moment for moment in moments if scenario.beats[moment.state.beat].ask is not None]
    _, whole = minutes_each(scenario, len(asked))
    blocks: list[Block] = [*_facts(t, scenario, role, whole), *_running(t, scenario, asked)]
    for number, moment in enumerate(asked, 1):
        title = scenario.beats[moment.state.beat].title
        blocks += _key(t, scenario, moment, t("handout.question", n=number, title=title))
    end = moments[-1]
    blocks += [Heading(t("end.heading", title=scenario.beats[end.state.beat].title), new_page=True)]
    blocks += _ending(t, scenario, end)
    others = beside(scenario, role)
    if others:
        blocks += [Heading(t("handout.beside"), new_page=True), Para(t("handout.beside_text"))]
        for beat, moment in others.items():
            blocks += [Heading(scenario.beats[beat].title, 3), Para(_way(scenario, moment), "note")]
            if scenario.beats[beat].end is not None:
                blocks += _ending(t, scenario, moment)
            else:
                blocks += _told(t, scenario, passage(scenario, moment.state, beat))
                blocks += _short_key(t, scenario, moment) if moment.state.beat == beat else []
    return Document(
        t("handout.guide", title=scenario.title), (*blocks, *_debrief(t, scenario, end)), about=_about(t, scenario)
    )


def _short_key(t: Texts, scenario: Scenario, moment: Moment) -> list[Block]:
    """Return the question of a scene beside the path with its options in brief."""
    state = moment.state
    ask = scenario.beats[state.beat].ask
    if ask is None:
        return []
    blocks: list[Block] = [Para(plain(text_at(scenario, state, ask.prompt)), "strong")]
    for letter, choice in zip(LETTERS, choices_now(scenario, state), strict=False):
        blocks += _option(t, scenario, state, letter, choice)
    return blocks


def _ending(t: Texts, scenario: Scenario, moment: Moment) -> list[Block]:
    """Return an ending as told."""
    beat = scenario.beats[moment.state.beat]
    told = [block for name in moment.told for block in _told(t, scenario, passage(scenario, moment.state, name))]
    return [*told, *paragraphs(text_at(scenario, moment.state, beat.end.summary) if beat.end else "")]


def _debrief(t: Texts, scenario: Scenario, end: Moment) -> list[Block]:
    """Return the debrief in four steps: reactions, what happened, why, what to take away."""
    beat = scenario.beats[end.state.beat]
    asked = (*(beat.end.questions if beat.end else ()), *scenario.debrief.questions)
    chances = {
        key
        for item in scenario.beats.values()
        if item.ask
        for c in item.ask.choices
        for key in principle_ids(c.honours + c.breaks)
    }
    analysis = [t("handout.analysis", name=item.name) for item in PRINCIPLES if item.id in chances]
    return [
        Heading(t("handout.debrief"), new_page=True),
        Heading(t("handout.reactions"), 3),
        Bullets((t("handout.reactions_ask"),)),
        Heading(t("handout.description"), 3),
        Bullets((t("handout.description_ask"),)),
        Heading(t("handout.analysis_title"), 3),
        Bullets((*analysis, *asked)),
        Heading(t("handout.summary"), 3),
        Bullets((t("handout.summary_ask"),)),
        Heading(t("handout.record"), 3),
        Para(t("handout.record_text")),
        Para(t("notice"), "note"),
    ]


def sheet(t: Texts, scenario: Scenario, role: Role) -> Document:
    """Return the participants' sheet: each scene on a page of its own, its papers, its question, no grades."""
    moments = best_moments(scenario, role)
    first = moments[0].state
    blocks: list[Block] = [
        *paragraphs(scenario.summary),
        Heading(t("intro.people")),
        Bullets(tuple(f"{person.name}: {person.who}" for person in scenario.people.values())),
        Para(t("intro.fiction")),
        Heading(t("intro.role")),
        *paragraphs(text_at(scenario, first, scenario.roles[role])),
        Para(t("handout.sheet_how"), "note"),
    ]
    number = 0
    for moment in moments:
        state = moment.state
        ask = scenario.beats[state.beat].ask
        if ask is None:
            continue
        number += 1
        blocks.append(Heading(t("handout.question", n=number, title=scenario.beats[state.beat].title), new_page=True))
        blocks.append(Para(t("handout.on_the_day", day=t.day(state.today))))
        for beat in moment.told:
            told = passage(scenario, state, beat)
            blocks += _told(t, scenario, told)
            for item in told.papers:
                shown = paper(scenario, state, item.id)
                blocks += [Heading(shown.title, 3), *paragraphs(shown.text)]
        blocks.append(Heading(plain(text_at(scenario, state, ask.prompt)), 3))
        blocks.append(Para(t("scene.acting", role=t(f"role.{ask.acting or state.role}"))))
        options = choices_now(scenario, state)
        told_options = [plain(text_at(scenario, state, choice.text)) for choice in options]
        blocks.append(Bullets(tuple(told_options), "letter"))
        blocks.append(Para(t("handout.sheet_write")))
    blocks.append(Para(t("notice"), "note"))
    return Document(t("handout.sheet", title=scenario.title), tuple(blocks), about=_about(t, scenario))


def _about(t: Texts, scenario: Scenario) -> str:
    """Return the line at the foot of each page."""
    law = t.day(date.fromisoformat(scenario.law_as_at))
    return f"{scenario.id}, {t('intro.version_text', version=scenario.version, day=law)}"
