"""What a clock answers: the date, a safe date, every limit behind it, the reasoning and the law.

Where readings of the law differ, ``date`` is the reading that cannot make anybody late, the later reading
stands in ``dates`` marked as arguable, and a warning says so. ``safe_date`` is the day to work to: never
a day on which offices are shut.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sendsim.law.calendar import working_day_on_or_before
from sendsim.law.citation import Citation

LAW_READ_TO = "June 2026"
"""The newest text behind the rules is from about this month."""

NOT_ADVICE = "This is information about the rules, for training and planning. It is not advice on a case."
"""Shown wherever an answer is shown."""

FIVE_PM = "5 pm"
"""The time of day by which an act before the Tribunal must be done (rule 12(1))."""


def words(day: datetime.date) -> str:
    """Write a date in words, such as ``Monday 9 March 2026``."""
    return f"{day:%A} {day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class Limit:
    """One date of a clock.

    ``name`` is a short key, ``what`` says in plain words what is to be done by ``date``; ``safe_date`` is the
    day to work to. ``arguable`` marks a later date that rests on one reading of unclear law.
    """

    name: str
    what: str
    date: datetime.date
    safe_date: datetime.date
    time: str | None = None
    arguable: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the limit as plain values, for JSON."""
        return {
            "name": self.name,
            "what": self.what,
            "date": self.date.isoformat(),
            "safe_date": self.safe_date.isoformat(),
            "time": self.time,
            "arguable": self.arguable,
        }


def fixed_limit(name: str, what: str, day: datetime.date, *, arguable: bool = False) -> Limit:
    """Build a limit that no rule moves: the safe date is the last working day on or before it."""
    return Limit(name, what, day, working_day_on_or_before(day), arguable=arguable)


@dataclass(frozen=True, slots=True)
class ClockAnswer:
    """The answer of one clock to one set of facts.

    Parameters
    ----------
    clock, title:
        The clock's name in the registry and what it measures, in plain words.
    date:
        The principal date: the last day on the reading that cannot make anybody late.
    time:
        The time of day that applies, such as ``5 pm``, or ``None``.
    safe_date:
        The day to work to; never later than ``date``.
    raw:
        The limits behind the answer, by name, before anything moves them.
    dates:
        Every date of the clock, the principal one among them, earliest first.
    steps, warnings:
        The reasoning, and what is unclear, in plain sentences.
    citations:
        The law behind it, each with its mark.
    law_on, effective_from, effective_to:
        The date whose law was applied and the period of that version (``effective_to`` is its last day, or
        ``None`` while it lasts).
    """

    clock: str
    title: str
    date: datetime.date
    time: str | None
    safe_date: datetime.date
    raw: Mapping[str, datetime.date] = field(hash=False)
    dates: tuple[Limit, ...]
    steps: tuple[str, ...]
    citations: tuple[Citation, ...]
    warnings: tuple[str, ...]
    law_on: datetime.date
    effective_from: datetime.date
    effective_to: datetime.date | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values, for JSON."""
        return {
            "clock": self.clock,
            "title": self.title,
            "date": self.date.isoformat(),
            "time": self.time,
            "safe_date": self.safe_date.isoformat(),
            "raw": {name: day.isoformat() for name, day in self.raw.items()},
            "dates": [limit.to_dict() for limit in self.dates],
            "steps": list(self.steps),
            "citations": [citation.to_dict() for citation in self.citations],
            "warnings": list(self.warnings),
            "law_on": self.law_on.isoformat(),
            "effective_from": self.effective_from.isoformat(),
            "effective_to": None if self.effective_to is None else self.effective_to.isoformat(),
            "law_read_to": LAW_READ_TO,
            "notice": NOT_ADVICE,
        }

    def limit(self, name: str) -> Limit:
        """Return one of the dates by its name; ``KeyError`` where there is none."""
        for found in self.dates:
            if found.name == name:
                return found
        raise KeyError(name)


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Return the sentences that are not empty, each once, in order."""
    return tuple(dict.fromkeys(item for item in items if item))
