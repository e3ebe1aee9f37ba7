"""The equality view: waits, endings and dates met by group of families, with small numbers withheld.

Rule: a figure that rests on fewer than five cases, on average over the replications, is withheld. Where that leaves a
single withheld group in a table of counts, the smallest of the others is withheld too, so that it cannot be worked out
from the total. Both are shown as "under 5, withheld", never as 0. The cases are simulated; the rule is kept because
groups are sized by real counts.

Groups are what the plan or the pathway knows of cases. Characteristics that it does not know are named and stay
visibly empty, for an equality analysis must not pass over them in silence.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sendsim.caseload.measures import MEASURES
from sendsim.planning.fold import interval
from sendsim.planning.replicate import Results

LEAST = 5
"""Figures resting on fewer cases are withheld."""
WITHHELD = f"under {LEAST}, withheld"
WANTED = ("age_band", "need", "sex", "ethnicity", "request_source")
"""Characteristics that an equality analysis asks for (SEN2 holds them), whether the plan knows them or not."""
COUNTS = ("arrived", "open_at_start", "open_at_end", "ended", "appeals")


def equality_view(results: Results) -> pd.DataFrame:
    """Return measures by group: by, level, measure, group, value, low, high, cases, withheld.

    ``cases`` is the mean number behind the figure in a replication. Where ``withheld`` is true, value, low, high and
    cases are missing.
    """
    table = results.tables["groups"].copy()
    if table.empty:
        return pd.DataFrame(columns=["by", "level", "measure", "group", "value", "low", "high", "cases", "withheld"])
    table["low"], table["high"] = interval(table, "value")
    table = withhold(table, ["by", "measure", "group"])
    keep = ["by", "level", "measure", "group", "value", "low", "high", "cases", "withheld"]
    return table[keep].reset_index(drop=True)


def withhold(table: pd.DataFrame, total: list[str]) -> pd.DataFrame:
    """Return a table of measures with small numbers taken out and said to be so in a column ``withheld``.

    Parameters
    ----------
    table : DataFrame
        measure, value, low, high and cases (the mean number behind the figure), and the columns of ``total``.
    total : list of str
        The columns by which rows that are alike make up a total.
    """
    table = table.reset_index(drop=True)
    small = table["cases"].to_numpy(float) < LEAST
    # A count of exactly nothing in every replication tells of nobody.
    counts = table["measure"].isin(COUNTS).to_numpy()
    small &= ~(counts & (table["cases"].to_numpy(float) == 0))
    table["withheld"] = small
    for _, part in table[counts].groupby(total, sort=False):
        if part["withheld"].sum() == 1:
            others = part[~part["withheld"] & (part["cases"] > 0)]
            if len(others):
                table.loc[others["cases"].idxmin(), "withheld"] = True
    hidden = table["withheld"].to_numpy()
    for column in ("value", "low", "high", "cases"):
        table[column] = np.where(hidden, np.nan, table[column].to_numpy(float))
    return table


def unknown_characteristics(results: Results) -> list[str]:
    """Return the characteristics an equality analysis asks for that this plan knows nothing of."""
    known = set(results.tables["groups"]["by"]) if not results.tables["groups"].empty else set()
    return [name for name in WANTED if name not in known]


def equality_rows(results: Results, measures: tuple[str, ...]) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows for people: one row a group, one column a measure, withheld figures in words."""
    view = equality_view(results)
    view = view[(view["group"] == "") & view["measure"].isin(measures)]
    names = [m for m in measures if m in set(view["measure"])]
    heads = ["Group", *(MEASURES[m].title for m in names)]
    words = _streams(results)
    rows: list[list[str]] = []
    for (by, level), part in view.groupby(["by", "level"], sort=False):
        found = part.set_index("measure")
        cells = [words.get((str(by), str(level))) or f"{str(by).replace('_', ' ')}: {str(level).replace('_', ' ')}"]
        for m in names:
            if m not in found.index:
                cells.append("none")
            elif bool(found.loc[m, "withheld"]):
                cells.append(WITHHELD)
            else:
                value = float(found.loc[m, "value"])  # type: ignore[arg-type]
                cells.append(_text(value, MEASURES[m].unit))
        rows.append(cells)
    return heads, rows


def _streams(results: Results) -> dict[tuple[str, str], str]:
    """Return the title of a stream of demand for each attribute that it alone has."""
    found: dict[tuple[str, str], list[str]] = {}
    for demand in results.plan.demand:
        for pair in (*demand.attributes.items(), ("demand", demand.name)):
            found.setdefault(pair, []).append(demand.title or demand.name)
    return {pair: titles[0] for pair, titles in found.items() if len(titles) == 1}


def _text(value: float, unit: str) -> str:
    if unit == "share":
        return f"{value:.0%}"
    return f"{value:,.1f}" if "weeks" in unit else f"{value:,.0f}"
