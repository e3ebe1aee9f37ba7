"""The small parts of a scenario: grades, roles, conditions, effects, dates, claims about the law. All frozen data."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
"""A name of our own making: lower-case letters, digits and hyphens."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""A short text on one line."""
Prose = Annotated[str, StringConstraints(min_length=1, max_length=6000)]
"""Markdown without HTML. Placeholders in braces are filled in: ``{date.x}``, ``{deadline.x}``, ``{person.x}``."""
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
"""A date as YYYY-MM-DD."""
MarkRef = Annotated[str, StringConstraints(pattern=r"^(today|then|(date|deadline)\.[a-z][a-z0-9_.-]*)$")]
"""A date to mark: one by name, or ``then`` for the day after the time of the same choice has passed."""
DateRef = Annotated[str, StringConstraints(pattern=r"^(today|(date|deadline)\.[a-z][a-z0-9-]*(\.[a-z][a-z0-9_-]*)?)$")]
"""A date by name: ``today``, ``date.NAME``, ``deadline.NAME`` or ``deadline.NAME.PART``."""
Span = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3} (working )?(day|week)s?$")]
"""A length of time: ``3 days``, ``5 working days``, ``2 weeks``."""
ChoiceRef = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$")]
"""A decision by name: ``beat.choice``."""


class Part(BaseModel):
    """Base of every part: frozen, strict, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Grade(StrEnum):
    """How good a choice is, in one word. There is no percentage."""

    BEST = "best"
    ACCEPTABLE = "acceptable"
    WEAK = "weak"
    BREACH = "breach"

    @property
    def good(self) -> bool:
        """Whether the choice is one that a careful person could make."""
        return self in {Grade.BEST, Grade.ACCEPTABLE}

    @property
    def points(self) -> int:
        """Order of the grades, best highest, for comparison only; never shown."""
        return {"best": 3, "acceptable": 2, "weak": 1, "breach": 0}[self.value]


GRADE_WORDS: dict[Grade, str] = {
    Grade.BEST: "Best choice",
    Grade.ACCEPTABLE: "Acceptable",
    Grade.WEAK: "Weak",
    Grade.BREACH: "Breach of the law or of a principle",
}
"""What each grade says to a learner."""


class Role(StrEnum):
    """A part that a learner may take."""

    SEN_OFFICER = "sen_officer"
    SENCO = "senco"
    MEDIATOR = "mediator"
    FACILITATOR = "facilitator"
    ADVISER = "mediation_adviser"
    IASS = "iass"
    DECISION_MAKER = "decision_maker"


ROLE_WORDS: dict[Role, str] = {
    Role.SEN_OFFICER: "SEN officer",
    Role.SENCO: "SENCO",
    Role.MEDIATOR: "mediator",
    Role.FACILITATOR: "disagreement resolution facilitator",
    Role.ADVISER: "mediation adviser",
    Role.IASS: "adviser at the information, advice and support service",
    Role.DECISION_MAKER: "decision-maker",
}
"""Each role in words."""

Meter = Literal["trust", "support", "hours", "cost"]
"""What choices move, besides the calendar."""

METERS: dict[str, tuple[str, int, int]] = {
    "trust": ("Family's trust", 0, 10),
    "support": ("Child's support", 0, 10),
    "hours": ("Officer hours", 0, 10_000),
    "cost": ("Cost in pounds", 0, 10_000_000),
}
"""Each meter: its label and bounds. ``trust`` and ``support`` start where the scenario says; the others at 0."""


class Condition(Part):
    """When something holds. Everything given must hold; nothing given always holds."""

    at_least: dict[Meter, int] = {}
    at_most: dict[Meter, int] = {}
    flags: dict[Name, bool] = {}
    chose: tuple[ChoiceRef, ...] = ()
    visited: tuple[Name, ...] = ()
    role: tuple[Role, ...] = ()
    passed: tuple[DateRef, ...] = ()
    not_passed: tuple[DateRef, ...] = ()
    any: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()


class Effect(Part):
    """What a choice or an event changes."""

    takes: Span | None = None
    until: DateRef | None = None
    add: dict[Meter, int] = {}
    set: dict[Name, bool] = {}
    mark: dict[Name, MarkRef] = {}


class DateEntry(Part):
    """A date that the story gives, or (without ``day``) one that a choice will mark."""

    what: Line
    day: Day | None = None


class Deadline(Part):
    """A time limit by the name of its clock in ``sendsim.law``; its facts are dates by name, words, or true/false."""

    what: Line
    clock: Line
    facts: dict[str, str | bool | int] = {}
    part: Line | None = None
    done: Condition | None = None
    watch: bool = True


class DateClaim(Part):
    """What a choice says about a deadline: its last day, or a day on which the thing is done in time."""

    deadline: Name
    last_day: DateRef | None = None
    in_time: DateRef | None = None


class RouteClaim(Part):
    """What a choice says about a route, on the facts of one of the scenario's cases."""

    case: Name
    route: Line
    status: Literal["open", "needed_first", "open_later", "closed", "not_for_this"] | None = None
    usable: bool | None = None


class Claims(Part):
    """What a choice says about the law, so that its grade can be held against the law module."""

    dates: tuple[DateClaim, ...] = ()
    routes: tuple[RouteClaim, ...] = ()


class Objective(Part):
    """Something the learner should be able to do afterwards, and the principles it serves."""

    id: Name
    text: Line
    principles: tuple[str, ...] = Field(min_length=1)


class Person(Part):
    """Somebody in the story. Everybody is fictional."""

    name: Line
    who: Line


class Place(Part):
    """Where the story is set. It does not exist."""

    name: Line
    about: Line


class Paper(Part):
    """A document that the learner can open."""

    title: Line
    kind: Literal["letter", "email", "note", "plan", "report", "form", "agreement", "record"]
    sender: Line | None = None
    to: Line | None = None
    day: DateRef | None = None
    text: Prose


class Voice(Part):
    """A line that somebody says."""

    who: Name
    says: Prose


class Review(Part):
    """Who has read the scenario, in what role, on what day. Nobody is named until somebody has."""

    name: Line
    role: Line
    on_date: Day
