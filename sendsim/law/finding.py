"""What the finder says about one route, and about all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sendsim.law.citation import Citation
from sendsim.law.clock_answer import ClockAnswer
from sendsim.law.facts import Facts
from sendsim.law.route_vocabulary import Route
from sendsim.law.standing import Holder


class Status(StrEnum):
    """Where a route stands on the facts given. It is no advice and no ranking."""

    OPEN = "open"
    NEEDED_FIRST = "needed_first"
    OPEN_LATER = "open_later"
    CLOSED = "closed"
    NOT_FOR_THIS = "not_for_this"


STATUS_WORDS: dict[Status, str] = {
    Status.OPEN: "Open now",
    Status.NEEDED_FIRST: "Something comes first",
    Status.OPEN_LATER: "May open later",
    Status.CLOSED: "Closed, as far as these facts go",
    Status.NOT_FOR_THIS: "Not for this disagreement",
}
"""Each status as a heading."""


@dataclass(frozen=True, slots=True)
class NamedDate:
    """One date of a finding: the name of the clock, what happens by then, and the clock's answer."""

    clock: str
    label: str
    answer: ClockAnswer

    @property
    def day(self) -> date:
        """The last day."""
        return self.answer.date

    @property
    def last_arguable_day(self) -> date:
        """The latest day on any reading of the law; the last day itself where there is one reading only."""
        return max((self.day, *(limit.date for limit in self.answer.dates if limit.arguable)))

    @property
    def safe_day(self) -> date:
        """The day to work to where the law leaves doubt; otherwise the last day."""
        return self.answer.safe_date


@dataclass(frozen=True, slots=True)
class Finding:
    """One route on the facts given: its status, why, which dates, and the law behind it."""

    route: Route
    status: Status
    reasons: tuple[str, ...]
    first: tuple[str, ...] = ()
    dates: tuple[NamedDate, ...] = ()
    warnings: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def route_id(self) -> str:
        """The route's id, such as ``R06``."""
        return self.route.id


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who can help, with what."""

    id: str
    name: str
    how: str
    basis: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Every route on the facts given, who can help, and what to do where none fits."""

    facts: Facts
    holder: Holder
    holder_reason: str
    findings: tuple[Finding, ...]
    helpers: tuple[Helper, ...]
    none_fit: bool
    none_fit_text: str
    warnings: tuple[str, ...]
    disclaimer: str

    def by_id(self, route_id: str) -> Finding:
        """Return the finding on one route."""
        return next(finding for finding in self.findings if finding.route.id == route_id)

    def with_status(self, status: Status) -> tuple[Finding, ...]:
        """Return the findings with one status, in order of number."""
        return tuple(finding for finding in self.findings if finding.status is status)

    @property
    def dates(self) -> tuple[NamedDate, ...]:
        """Every date of the routes that are open or need something first, each once, earliest first."""
        seen: dict[tuple[str, date], NamedDate] = {}
        for finding in self.findings:
            if finding.status in {Status.OPEN, Status.NEEDED_FIRST}:
                for named in finding.dates:
                    seen.setdefault((named.label, named.day), named)
        return tuple(sorted(seen.values(), key=lambda named: (named.day, named.label)))
