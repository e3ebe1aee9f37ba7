"""What a learner sees at one point of a run: text filled in, choices, papers, dates, and what followed from
earlier choices.

A scene is plain data. Texts are Markdown; ``to_dict`` gives them as safe HTML as well, for a page to show.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sendsim.law.clock_answer import words
from sendsim.training.model import Choice, Scenario
from sendsim.training.parts import GRADE_WORDS, METERS, ROLE_WORDS, Deadline, Voice
from sendsim.training.play import Happening, Moment, Run, choices_now, replay
from sendsim.training.state import State, answer, apply, holds, part_of, value_of
from sendsim.training.words import citation_html, citation_text, fill, to_html


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line that somebody says, with who they are."""

    name: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperShown:
    """A paper as it can be read now."""

    id: str
    title: str
    kind: str
    sender: str
    to: str
    day: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One beat as told: its title, its text, what people say, its papers."""

    beat: str
    title: str
    text: str
    spoken: tuple[Spoken, ...]
    papers: tuple[PaperShown, ...]


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    """A choice before it is made: nothing here gives its grade away."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The last decision with its grade, feedback and law."""

    beat: str
    choice: str
    text: str
    grade: str
    grade_words: str
    feedback: str
    why: tuple[str, ...]
    day: str


@dataclass(frozen=True, slots=True)
class Followed:
    """Something that happened after the last decision, and the decision it follows from, in words."""

    kind: str
    day: str
    text: str
    because: str


@dataclass(frozen=True, slots=True)
class DateLine:
    """One line of the list of dates: what, when, how it stands, and why it is that day."""

    name: str
    what: str
    day: date
    day_words: str
    standing: str
    time: str
    why: tuple[str, ...]
    warnings: tuple[str, ...]
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a learner sees at one point of a run."""

    scenario: str
    title: str
    beat: str
    today: date
    passages: tuple[Passage, ...]
    followed: tuple[Followed, ...]
    answered: Answered | None
    prompt: str
    hint: str
    acting: str
    choices: tuple[ChoiceShown, ...]
    ended: bool
    ending: str
    dates: tuple[DateLine, ...]
    meters: dict[str, int]
    decisions_made: int

    def to_dict(self) -> dict[str, Any]:
        """Return the scene as plain values, texts as safe HTML."""
        return {
            "scenario": self.scenario,
            "title": self.title,
            "beat": self.beat,
            "today": self.today.isoformat(),
            "today_words": words(self.today),
            "passages": [
                {
                    "beat": item.beat,
                    "title": item.title,
                    "html": to_html(item.text),
                    "spoken": [{"name": s.name, "who": s.who, "html": to_html(s.text)} for s in item.spoken],
                    "papers": [
                        {"id": p.id, "title": p.title, "kind": p.kind, "sender": p.sender, "to": p.to, "day": p.day}
                        | {"html": to_html(p.text)}
                        for p in item.papers
                    ],
                }
                for item in self.passages
            ],
            "followed": [
                {"kind": item.kind, "day": item.day, "html": to_html(item.text), "because": item.because}
                for item in self.followed
            ],
            "answered": None if self.answered is None else _answered_dict(self.answered),
            "prompt": to_html(self.prompt),
            "hint": to_html(self.hint),
            "acting": self.acting,
            "choices": [{"id": item.id, "html": to_html(item.text)} for item in self.choices],
            "ended": self.ended,
            "ending": to_html(self.ending),
            "dates": [
                {"name": d.name, "what": d.what, "day": d.day.isoformat(), "day_words": d.day_words, "time": d.time}
                | {"standing": d.standing, "why": list(d.why), "warnings": list(d.warnings), "law": list(d.law)}
                for d in self.dates
            ],
            "meters": [{"name": name, "label": METERS[name][0], "value": v} for name, v in self.meters.items()],
            "decisions_made": self.decisions_made,
        }


def _answered_dict(item: Answered) -> dict[str, Any]:
    """Return the last answer as plain values."""
    return {
        "beat": item.beat,
        "choice": item.choice,
        "text": to_html(item.text),
        "grade": item.grade,
        "grade_words": item.grade_words,
        "html": to_html(item.feedback),
        "why": [citation_html(text) for text in item.why],
        "day": item.day,
    }


def text_at(scenario: Scenario, state: State, text: str | None) -> str:
    """Return a text of the scenario with its placeholders filled in for a state."""
    return fill(text or "", lambda name: value_of(scenario, state, name)).strip()


def scene(scenario: Scenario, run: Run) -> Scene:
    """Return what the learner sees where a run stands."""
    return scene_of(scenario, replay(scenario, run)[-1], len(run.decisions))


def scene_of(scenario: Scenario, moment: Moment, decisions_made: int = 0) -> Scene:
    """Return what the learner sees at one moment of a replay."""
    state = moment.state
    beat = scenario.beats[state.beat]
    ask = beat.ask
    return Scene(
        scenario=scenario.id,
        title=beat.title,
        beat=state.beat,
        today=state.today,
        passages=tuple(passage(scenario, state, name) for name in moment.told),
        followed=tuple(_followed(scenario, state, item) for item in moment.happened),
        answered=_answered(scenario, moment),
        prompt=text_at(scenario, state, ask.prompt) if ask else "",
        hint=text_at(scenario, state, ask.hint) if ask else "",
        acting=ROLE_WORDS[ask.acting or state.role] if ask else "",
        choices=tuple(ChoiceShown(c.id, text_at(scenario, state, c.text)) for c in choices_now(scenario, state)),
        ended=beat.end is not None,
        ending=text_at(scenario, state, beat.end.summary) if beat.end else "",
        dates=date_lines(scenario, state),
        meters=dict(state.meters),
        decisions_made=decisions_made,
    )


def passage(scenario: Scenario, state: State, name: str) -> Passage:
    """Return one beat as told in a state."""
    beat = scenario.beats[name]
    extra = [item for item in beat.also if holds(scenario, state, item.when)]
    texts = [text_at(scenario, state, beat.say), *(text_at(scenario, state, item.say) for item in extra)]
    voices = [*beat.voices, *(voice for item in extra for voice in item.voices)]
    return Passage(
        name,
        beat.title,
        "\n\n".join(text for text in texts if text),
        tuple(_spoken(scenario, state, voice) for voice in voices),
        tuple(paper(scenario, state, item) for item in beat.papers),
    )


def _spoken(scenario: Scenario, state: State, voice: Voice) -> Spoken:
    person = scenario.people[voice.who]
    return Spoken(person.name, person.who, text_at(scenario, state, voice.says))


def paper(scenario: Scenario, state: State, name: str) -> PaperShown:
    """Return one paper as it can be read in a state."""
    item = scenario.papers[name]
    return PaperShown(
        name,
        item.title,
        item.kind,
        item.sender or "",
        item.to or "",
        value_of(scenario, state, item.day) if item.day else "",
        text_at(scenario, state, item.text),
    )


def _answered(scenario: Scenario, moment: Moment) -> Answered | None:
    """Return the last decision with its feedback."""
    if moment.decision is None or moment.before is None:
        return None
    choice = scenario.choice(moment.decision.beat, moment.decision.choice)
    return answered(scenario, moment.before, moment.decision.beat, choice)


def answered(scenario: Scenario, before: State, beat: str, choice: Choice) -> Answered:
    """Return a decision with its feedback, as seen on the day it was made; dates that it marks are known."""
    after = replace(apply(scenario, before, choice.does), today=before.today)
    return Answered(
        beat,
        choice.id,
        text_at(scenario, before, choice.text),
        choice.grade.value,
        GRADE_WORDS[choice.grade],
        text_at(scenario, after, choice.feedback),
        choice.why,
        words(before.today),
    )


def _followed(scenario: Scenario, state: State, item: Happening) -> Followed:
    """Put a happening in words."""
    if item.kind == "deadline":
        what = scenario.deadlines[item.name].what
        return Followed("deadline", words(item.day), f"A time limit has passed: {what}.", "")
    event = next(event for event in scenario.events if event.id == item.name)
    because = ""
    if item.because is not None:
        chosen = scenario.choice(item.because.beat, item.because.choice)
        because = f"On {words(item.because.day)} you chose: {text_at(scenario, state, chosen.text)}"
    return Followed("event", words(item.day), text_at(scenario, state, event.say), because)


def _lies_ahead(scenario: Scenario, state: State, deadline: Deadline) -> bool:
    """Say whether a limit rests on a day of the story that has not come, so that showing it would tell the story."""
    for given in deadline.facts.values():
        kind, _, rest = str(given).partition(".")
        name = rest.partition(".")[0]
        if kind == "deadline" and _lies_ahead(scenario, state, scenario.deadlines[name]):
            return True
        planned = kind == "date" and scenario.dates[name].day is not None
        if planned and state.dates[name] > state.today:
            return True
    return False


def date_lines(scenario: Scenario, state: State) -> tuple[DateLine, ...]:
    """Return the list of dates: what has happened and every deadline that is running by now, earliest first."""
    lines = []
    for name, entry in scenario.dates.items():
        day = state.dates.get(name)
        if day is not None and day <= state.today:
            lines.append(DateLine(name, entry.what, day, words(day), "happened", "", (), (), ()))
    for name, deadline in scenario.deadlines.items():
        if not deadline.watch:
            continue
        found = answer(scenario, state, name)
        if found is None or _lies_ahead(scenario, state, deadline):
            continue
        day = part_of(found, None, deadline)
        done = deadline.done is not None and holds(scenario, state, deadline.done)
        standing = "done" if done else "passed" if day < state.today else "to come"
        law = tuple(dict.fromkeys(citation_text(item) for item in found.citations))
        lines.append(
            DateLine(name, deadline.what, day, words(day), standing, found.time or "", found.steps, found.warnings, law)
        )
    return tuple(sorted(lines, key=lambda line: (line.day, line.name)))
