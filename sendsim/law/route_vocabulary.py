"""The words in which a route of redress is described: who, against whom, whose choice, with what force.

Three levels of force are kept apart on purpose: an order binds; a mediation agreement binds the public body
by regulation and takes the timetable of an order; an agreement, finding or recommendation that rests on
good faith does neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sendsim.law.citation import Citation, Mark


class Force(StrEnum):
    """What stands behind the outcome of a route."""

    ORDER = "order"
    STATUTORY_AGREEMENT = "statutory_agreement"
    MORAL = "moral"
    NONE = "none"


FORCE_WORDS: dict[Force, str] = {
    Force.ORDER: "It binds: a body that does not comply can be taken to court.",
    Force.STATUTORY_AGREEMENT: "The public body is bound by regulation, on a timetable; a school is not.",
    Force.MORAL: "It rests on good faith: nobody can be made to keep it, though the duties beneath it remain.",
    Force.NONE: "It decides nothing by itself: it informs, or opens another door.",
}
"""Each force in plain words."""


class Who(StrEnum):
    """Who may use a route."""

    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    CHILD = "child"
    REPRESENTATIVE = "representative"
    ANYONE = "anyone"
    PUBLIC_BODY = "public_body"


class Body(StrEnum):
    """Whom a route is against."""

    LA = "local authority"
    MAINTAINED_SCHOOL = "maintained school or nursery school"
    ACADEMY = "academy or free school"
    INDEPENDENT_SCHOOL = "independent or non-maintained special school"
    COLLEGE = "college or post-16 provider"
    EARLY_YEARS = "private or voluntary early years provider"
    ICB = "integrated care board or NHS England"
    NHS_PROVIDER = "NHS provider"
    SOCIAL_CARE = "council social care"
    NOBODY = "nobody: it is not a claim against anyone"


class Part(StrEnum):
    """Whether a party may choose to take part."""

    CHOICE = "free to choose"
    MUST_TAKE_PART = "must take part once asked"
    MUST_ANSWER = "must answer once it is brought"
    NOT_A_PARTY = "not a party"


class Group(StrEnum):
    """The families of routes, for headings."""

    EARLY = "talking and disagreement resolution"
    MEDIATION = "mediation"
    APPEAL = "appeal to the Tribunal"
    DISCRIMINATION = "disability discrimination"
    COMPLAINT = "complaint"
    OMBUDSMAN = "ombudsman, government and inspectors"
    COURT = "courts"


class How(StrEnum):
    """How two routes stand to each other."""

    TOGETHER = "may run at the same time"
    FIRST = "comes first"
    PART_OF = "is part of the same case"
    SEPARATE_MATTERS = "only for matters that can be kept separate"
    AFTER = "comes afterwards"


@dataclass(frozen=True, slots=True)
class Consent:
    """Whose choice it is to take part."""

    family: Part
    la: Part
    setting: Part
    icb: Part
    note: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """How the other route stands to this one, read "the other route ...": R02 FIRST on R06 means R02
    first."""

    other: str
    how: How
    note: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One way to get a disagreement resolved, or a decision looked at again.

    ``can`` and ``cannot`` are plain sentences on what the route may bring. ``clocks`` names the clocks that
    apply (see ``sendsim deadlines``); ``time_note`` says in words what limits there are, or that there are
    none.
    """

    id: str
    name: str
    group: Group
    summary: str
    who: tuple[Who, ...]
    who_note: str
    about: tuple[str, ...]
    against: tuple[Body, ...]
    consent: Consent
    commissioned_by: str
    paid_by: str
    independence: str
    basis: tuple[Citation, ...]
    force: Force
    outcome: str
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    clocks: tuple[str, ...]
    time_note: str
    beside: tuple[Beside, ...]
    needs_first: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    effective_from: date = date(2014, 9, 1)
    effective_until: date | None = None
    mark: Mark = "read"

    def in_force_on(self, day: date) -> bool:
        """Say whether the route existed on ``day``."""
        return self.effective_from <= day and (self.effective_until is None or day < self.effective_until)
