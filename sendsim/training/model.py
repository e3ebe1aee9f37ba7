"""A scenario as data: what one file of ``scenarios/`` holds, as frozen models.

The JSON Schema in ``scenarios/schema.json`` is made from these models. What YAML cannot say (that names exist,
that dates are possible, that the law agrees) is the business of ``check.py``.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from sendsim.training.parts import (
    Claims,
    Condition,
    DateEntry,
    DateRef,
    Day,
    Deadline,
    Effect,
    Grade,
    Line,
    Name,
    Objective,
    Paper,
    Part,
    Person,
    Place,
    Prose,
    Review,
    Role,
    Voice,
)

FORMAT = 1
"""The version of the file format."""

Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]


class Next(Part):
    """Where the story goes on, if ``when`` holds; the last of several needs no ``when``."""

    to: Name
    when: Condition | None = None


class Answer(Part):
    """What every graded answer has, in a scenario or in a bank of questions: its grade, and feedback with the law."""

    id: Name
    text: Prose
    grade: Grade
    feedback: Prose
    why: tuple[Line, ...] = ()
    honours: tuple[Line, ...] = ()
    breaks: tuple[Line, ...] = ()
    mistakes: tuple[Line, ...] = ()
    says: Claims | None = None


class Choice(Answer):
    """One answer: its grade, what it does, and feedback that explains it with the law."""

    when: Condition | None = None
    does: Effect = Effect()
    next: Name | tuple[Next, ...]


class Ask(Part):
    """The question of a beat and its choices."""

    prompt: Prose
    hint: Prose | None = None
    acting: Role | None = None
    choices: tuple[Choice, ...] = Field(min_length=2, max_length=6)


class Also(Part):
    """A passage that is added to a beat if ``when`` holds."""

    when: Condition
    say: Prose | None = None
    voices: tuple[Voice, ...] = ()


class End(Part):
    """An ending: what became of it, and questions to talk about."""

    outcome: Name
    summary: Prose
    questions: tuple[Line, ...] = ()


class Beat(Part):
    """One scene: what is told, who speaks, which papers may be opened; then a question, a next beat or an end."""

    title: Line
    say: Prose | None = None
    voices: tuple[Voice, ...] = ()
    also: tuple[Also, ...] = ()
    papers: tuple[Name, ...] = ()
    ask: Ask | None = None
    next: Name | tuple[Next, ...] | None = None
    end: End | None = None

    @model_validator(mode="after")
    def _one_way_on(self) -> Beat:
        """A beat asks, goes on or ends."""
        if sum(part is not None for part in (self.ask, self.next, self.end)) != 1:
            raise ValueError("a beat needs one of ask, next or end, and only one")
        return self


class Event(Part):
    """A later consequence, fired by the calendar: it says which choice it follows from."""

    id: Name
    because: tuple[Line, ...] = ()
    after: Line | None = None
    on: DateRef | None = None
    when: Condition = Condition()
    say: Prose
    does: Effect = Effect()


class Start(Part):
    """Where the story begins: the first beat, the day and the meters."""

    beat: Name
    day: Day
    trust: int = Field(5, ge=0, le=10)
    support: int = Field(5, ge=0, le=10)


class Debrief(Part):
    """Questions for afterwards."""

    questions: tuple[Line, ...] = Field(min_length=2)


class Scenario(Part):
    """One scenario: people and place, dates and deadlines, beats, events and debrief."""

    sendsim: Literal[1]
    id: Name
    version: Version
    title: Line
    summary: Prose
    language: Literal["en-GB"] = "en-GB"
    law_as_at: Day
    review_by: Day
    reviewed_by: tuple[Review, ...] = ()
    minutes: int = Field(ge=5, le=120)
    feedback: Literal["immediate", "debrief"] = "immediate"
    routes: tuple[Line, ...] = Field(min_length=1)
    objectives: tuple[Objective, ...] = Field(min_length=1)
    roles: dict[Role, Prose] = Field(min_length=1)
    place: Place
    people: dict[Name, Person] = Field(min_length=1)
    flags: dict[Name, Line] = Field(default_factory=dict)
    dates: dict[Name, DateEntry] = Field(default_factory=dict)
    deadlines: dict[Name, Deadline] = Field(default_factory=dict)
    cases: dict[Name, dict[str, str | bool | int | tuple[str, ...]]] = Field(default_factory=dict)
    papers: dict[Name, Paper] = Field(default_factory=dict)
    start: Start
    beats: dict[Name, Beat] = Field(min_length=2)
    events: tuple[Event, ...] = ()
    debrief: Debrief

    @cached_property
    def hash(self) -> str:
        """The content's fingerprint: it changes with any word, never with spacing or remarks in the file."""
        plain = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(plain.encode("utf-8")).hexdigest()

    @property
    def first_day(self) -> date:
        """The day on which the story begins."""
        return date.fromisoformat(self.start.day)

    def choice(self, beat: str, choice: str) -> Choice:
        """Return one choice by name; ``KeyError`` where there is none."""
        ask = self.beats[beat].ask
        for item in ask.choices if ask else ():
            if item.id == choice:
                return item
        raise KeyError(f"{beat}.{choice}")

    @property
    def decisions(self) -> tuple[str, ...]:
        """The beats that ask, in the order of the file."""
        return tuple(name for name, beat in self.beats.items() if beat.ask is not None)

    @property
    def endings(self) -> tuple[str, ...]:
        """The beats that end the story, in the order of the file."""
        return tuple(name for name, beat in self.beats.items() if beat.end is not None)


def ways(next_: str | tuple[Next, ...] | None) -> tuple[Next, ...]:
    """Return the ways on as a list, whichever way they were written."""
    if next_ is None:
        return ()
    return (Next(to=next_),) if isinstance(next_, str) else next_


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file."""
    found = Scenario.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def schema_text() -> str:
    """Return the JSON Schema as the text of ``scenarios/schema.json``."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
