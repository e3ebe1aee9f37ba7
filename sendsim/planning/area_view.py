"""What each area of a plan meets, to be looked at: a table by area and one measure ranked, small numbers withheld.

The rule is that of the equality view (:mod:`sendsim.planning.equality`): a figure that rests on fewer than five cases,
on average over the replications, is withheld, and where that leaves one area alone in a count, the next smallest too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sendsim.caseload.measures import MEASURES
from sendsim.planning.equality import WITHHELD, withhold
from sendsim.planning.fold import interval
from sendsim.planning.replicate import Results

COLUMNS = ["area", "measure", "group", "value", "low", "high", "cases", "withheld"]


@dataclass(frozen=True)
class Shown:
    """One column of the table by area: a measure, its heading, and its title where it is drawn."""

    measure: str
    head: str
    title: str


SHOWN: tuple[Shown, ...] = (
    Shown("arrived", "New", "New disagreements in the whole period"),
    Shown("open_at_start", "Open at the start", "Open at the start"),
    Shown("open_at_end", "Open at the end", "Open at the end"),
    Shown("appeals", "Appeals", "Appeals in the whole period"),
    Shown("weeks_to_first_meeting", "Weeks to a first meeting", "Weeks to a first meeting, of those who came to it"),
    Shown("weeks_to_hearing", "Weeks to a hearing", "Weeks from appeal to hearing, of those heard"),
    Shown("weeks_to_support", "Weeks to support", "Weeks to support in place, of those who came to it"),
    Shown("share_to_support", "Came to support", "Share who came to support in place"),
    Shown("school_weeks", "School weeks until support", "School weeks until support in place"),
)
"""What is shown of each area, in this order."""
FIRST = "weeks_to_support"
"""The measure drawn first: what the time of a family comes to."""


def area_view(results: Results) -> pd.DataFrame:
    """Return measures by area: area, measure, group, value, low, high, cases, withheld; empty if there are no areas.

    ``cases`` is the mean number behind the figure in a replication. Where ``withheld`` is true, value, low, high and
    cases are missing.
    """
    table = results.tables.get("areas", pd.DataFrame()).copy()
    if table.empty or not results.plan.areas:
        return pd.DataFrame(columns=COLUMNS)
    table["low"], table["high"] = interval(table, "value")
    return withhold(table, ["measure", "group"])[COLUMNS].reset_index(drop=True)


def shown_of(view: pd.DataFrame) -> tuple[Shown, ...]:
    """Return what of :data:`SHOWN` the areas have."""
    there = set(view["measure"])
    return tuple(s for s in SHOWN if s.measure in there)


def area_rows(results: Results) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows for people: one row an area, in the plan's order; withheld figures in words."""
    view = area_view(results)
    view = view[view["group"] == ""]
    shown = shown_of(view)
    at = {(a, m): i for i, (a, m) in enumerate(zip(view["area"], view["measure"], strict=True))}
    hidden, values = view["withheld"].to_numpy(bool), view["value"].to_numpy(float)
    rows = []
    for area in (area.name for area in results.plan.areas):
        cells = [area]
        for s in shown:
            i = at.get((area, s.measure))
            cells.append("none" if i is None else WITHHELD if hidden[i] else _text(values[i], s.measure))
        rows.append(cells)
    return ["Area", *(s.head for s in shown)], rows


def unit_of(measure: str) -> str:
    """Return the unit of a measure by area."""
    if measure.startswith(("weeks_to_", "school_weeks")):
        return "weeks"
    return MEASURES[measure].unit if measure in MEASURES else "cases"


def ranked(results: Results, measure: str) -> pd.DataFrame:
    """Return one measure of every area: area, value, low, high (missing where no case of it has one), withheld."""
    view = area_view(results)
    part = view[(view["measure"] == measure) & (view["group"] == "")].set_index("area")
    part = part.reindex([area.name for area in results.plan.areas])
    part["withheld"] = part["withheld"].eq(True)
    return part[["value", "low", "high", "withheld"]].reset_index()


def _text(value: float, measure: str) -> str:
    if np.isnan(value):
        return "none"
    unit = unit_of(measure)
    return f"{value:.0%}" if unit == "share" else f"{value:,.1f}" if unit == "weeks" else f"{value:,.0f}"
