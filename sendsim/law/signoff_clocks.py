"""The clocks as rows for sign-off: what each says and the law it cites, shown on a worked example.

A clock's citations depend on the facts, so each is asked with example facts, and the row gathers the law of
all of its examples. The example dates are ordinary days of 2026.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sendsim.law.citation import Citation
from sendsim.law.clock_answer import ClockAnswer, words
from sendsim.law.clocks import CLOCKS, Clock

_DAY = date(2026, 2, 2)
_SUMMER = date(2026, 6, 12)
_KINDS = ("assess", "make-plan", "contents", "placement", "keep", "other", "health-only")

ClockRow = tuple[str, tuple[str, ...], tuple[Citation, ...], str]

_SPECIAL: dict[str, tuple[tuple[tuple[Any, ...], dict[str, Any]], ...]] = {
    "receipt": tuple(((how, _DAY), {}) for how in ("by-hand", "signed-for", "first-class", "email")),
    "appeal": (
        ((_SUMMER, date(2026, 6, 19)), {}),
        ((_DAY, date(2026, 3, 27)), {}),
        ((date(2026, 2, 13),), {"section_i_only": True}),
    ),
    "phase-transfer": (((2026,), {}), ((2026,), {"post_16": True})),
    "order": tuple(((kind, _DAY), {}) for kind in _KINDS),
    "agreement": tuple(((kind, _DAY), {}) for kind in _KINDS),
    "concession": tuple(((kind, _DAY), {}) for kind in _KINDS),
    "mediation": tuple(((_DAY,), {"health": health}) for health in ("none", "mixed", "only")),
    "school-complaint": tuple(((_DAY,), {"school": school}) for school in ("maintained", "academy")),
}
"""The example facts of the clocks that take more than one day."""


def examples(entry: Clock) -> tuple[ClockAnswer, ...]:
    """Ask a clock with its example facts; a kind it does not know is left out."""
    from_facts: list[ClockAnswer] = []
    for facts, more in _SPECIAL.get(entry.name, (((_DAY,), {}),)):
        answer = _asked(entry.function, facts, more)
        if answer is not None:
            from_facts.append(answer)
    return tuple(from_facts)


def _asked(function: Callable[..., ClockAnswer], facts: tuple[Any, ...], more: dict[str, Any]) -> ClockAnswer | None:
    """Ask once; ``None`` where the clock refuses the example."""
    try:
        return function(*facts, **more)
    except ValueError:
        return None


def clock_rows() -> tuple[ClockRow, ...]:
    """Return one row for each clock: name, what it says, its law, its period."""
    rows = []
    for entry in CLOCKS.values():
        answers = examples(entry)
        says = [entry.summary]
        for answer in answers:
            told = " ".join(answer.steps)
            says.append(f"Example: {told} Answer: {words(answer.date)}{f', {answer.time}' if answer.time else ''}.")
        warnings = dict.fromkeys(warning for answer in answers for warning in answer.warnings)
        says += [f"Note: {warning}" for warning in warnings]
        law = tuple(dict.fromkeys(citation for answer in answers for citation in answer.citations))
        until = f" until {entry.effective_to}" if entry.effective_to else ""
        rows.append((f"{entry.name} ({entry.subject})", tuple(says), law, f"from {entry.effective_from}{until}"))
    return tuple(rows)
