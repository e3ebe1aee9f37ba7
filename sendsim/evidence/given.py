"""Short ways to write a figure down with its unit, range and evidence."""

from __future__ import annotations

from sendsim.caseload.figure import Basis, Figure
from sendsim.evidence.figures import national_default

NOTHING = "nothing is published"


def share(value: float, low: float, high: float, why: str = NOTHING, basis: Basis = "assumed") -> Figure:
    """Return a share from 0 to 1."""
    return Figure(value=round(value, 4), low=low, high=high, unit="share", basis=basis, source=why)


def weeks(value: float, low: float, high: float, why: str = NOTHING, basis: Basis = "assumed") -> Figure:
    """Return a mean time in weeks."""
    return Figure(value=value, low=low, high=high, unit="weeks", basis=basis, source=why)


def a_week(value: float, low: float, high: float, why: str = NOTHING, basis: Basis = "assumed") -> Figure:
    """Return a hazard a week: the chance of leaving in a short time, over that time."""
    return Figure(value=round(value, 5), low=low, high=high, unit="per week", basis=basis, source=why)


def working_days(value: float, low: float, high: float, why: str) -> Figure:
    """Return a longest time in working days."""
    return Figure(value=value, low=low, high=high, unit="working days", basis="assumed", source=why)


def around(value: float, spread: float, why: str, basis: Basis = "inferred") -> Figure:
    """Return a share with a range of ``spread`` either way as a part of itself, kept within 0 and 1."""
    return share(value, round(value * (1 - spread), 4), min(round(value * (1 + spread), 4), 1.0), why, basis)


def national(parameter: str, low: float | None = None, high: float | None = None) -> Figure:
    """Return a national default; ``low`` and ``high`` give it a range where the table has none."""
    figure = national_default(parameter)
    update = {
        "low": figure.low if figure.low is not None else low,
        "high": figure.high if figure.high is not None else high,
    }
    return figure.model_copy(update=update)
