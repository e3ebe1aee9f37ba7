"""From results to what the planner's page shows: sentences, tables and charts' data. No widgets here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from sendsim.caseload.measures import MEASURES
from sendsim.caseload.plan import Plan
from sendsim.planning.pictures import titles
from sendsim.planning.replicate import Results, summarise

THIRTY_DAYS = 30 / 7  # weeks
WEEKS = ("weeks", "school weeks")
SHOWN = (
    "open_at_end",
    "open_over_a_year",
    "weeks_to_end",
    "weeks_to_support",
    "share_to_support",
    "school_weeks",
    "school_weeks_in_all",
    "mediations",
    "weeks_to_mediation",
    "median_weeks_to_mediation",
    "deemed_certificates",
    "in_time",
    "appeals",
    "weeks_to_hearing",
    "median_weeks_to_hearing",
    "waiting_for_hearing",
    "hearings",
    "utilisation",
    "places_used",
)


def years(plan: Plan) -> float:
    """Return the length of the plan in years of 365.25 days."""
    return plan.days / 365.25


def one(results: Results, measure: str, group: str = "") -> tuple[float, float, float]:
    """Return mean, low and high of one measure; NaN if it never occurred."""
    nothing = float("nan"), float("nan"), float("nan"), 0
    return results.intervals.get((measure, group), nothing)[:3]


def where(plan: Plan) -> str:
    """Return what a plan is about, for a sentence: its authority, or its name where it names none."""
    return plan.authority or plan.name


def _at_end(plan: Plan) -> str:
    """Return when a plan's run is over, in words."""
    last = plan.end - timedelta(days=1)
    return f"at the end of {last.year}" if (last.month, last.day) == (12, 31) else f"on {last.day} {last:%B %Y}"


def headline(results: Results) -> list[str]:
    """Say what today's plan leads to, in two sentences."""
    plan = results.plan
    arrived = one(results, "arrived")[0] / years(plan)
    bands = results.weekly[results.weekly["week"] == results.weekly["week"].max()]["open"]
    low, high = bands.quantile(0.05), bands.quantile(0.95)
    weeks = one(results, "weeks_to_hearing")[0]
    mediation = one(results, "weeks_to_mediation")[0]
    first = (
        f"In {where(plan)}, about {arrived:,.0f} disagreements a year begin. If nothing changes, "
        f"{one(results, 'open_at_end')[0]:,.0f} will be open {_at_end(plan)} "
        f"(between {low:,.0f} and {high:,.0f} in 9 of 10 runs)."
    )
    waits = []
    if mediation == mediation:
        waits.append(f"{mediation:.1f} weeks from asking for mediation to the meeting")
    if weeks == weeks:
        waits.append(f"{weeks:.0f} weeks from lodging an appeal to the hearing")
    return [first, f"On average a family waits {' and '.join(waits)}."] if waits else [first]


def _records(table: pd.DataFrame, measures: Collection[str]) -> list[dict[str, Any]]:
    """Return the rows of a table whose measure is one of ``measures``."""
    names = [str(name) for name in table.columns]
    rows = zip(*(column.tolist() for _, column in table.items()), strict=True)
    return [r for r in (dict(zip(names, row, strict=True)) for row in rows) if r["measure"] in measures]


def difference_sentences(differences: pd.DataFrame) -> list[str]:
    """Say what a change does to families' waits; more and fewer, never better.

    ``differences`` are those that :func:`sendsim.planning.compare.paired` returns.
    """
    out = []
    rows = {r["measure"]: r for r in _records(differences, ("weeks_to_mediation", "weeks_to_hearing", "open_at_end"))}
    for measure, what, unit, digits in (
        ("weeks_to_mediation", "The wait for mediation", "weeks", 1),
        ("weeks_to_hearing", "The wait for a hearing", "weeks", 1),
        ("open_at_end", "The number open at the end", "cases", 0),
    ):
        if measure not in rows or pd.isna(rows[measure]["difference"]):
            continue
        d, low, high = (float(rows[measure][c]) for c in ("difference", "low", "high"))
        if round(abs(d), digits) == 0 and low <= 0 <= high:
            out.append(f"{what} stays about the same.")
            continue
        way = "falls" if d < 0 else "rises"
        ends = sorted((abs(low), abs(high))) if low * high > 0 else None
        size = f"{abs(d):,.{digits}f} {unit}"
        size = "1 case" if size == "1 cases" else size
        sure = (
            f"(95% interval {ends[0]:,.{digits}f} to {ends[1]:,.{digits}f})"
            if ends
            else f"(95% interval {low:+,.{digits}f} to {high:+,.{digits}f}: it may be no change)"
        )
        out.append(f"{what} {way} by {size} {sure}.")
    return out


def comparison_rows(
    today: Results, differences: pd.DataFrame | None
) -> tuple[list[dict[str, str]], list[list[object]]]:
    """Return columns and rows of the table of measures, with paired differences if there is a changed plan."""
    names = titles(today.plan)

    def text(value: float, unit: str) -> str:
        if pd.isna(value):
            return "none"
        if unit == "share":
            return f"{value:.0%}"
        return f"{value:,.1f}" if unit in WEEKS else f"{value:,.0f}"

    def gap(value: float, unit: str) -> str:
        if pd.isna(value):
            return "not known"
        if unit == "share":
            return f"{value * 100:+.1f} points" if value else "0"
        rounded = f"{value:+,.2f}" if unit in WEEKS else f"{value:+,.1f}"
        return rounded if value else "0"

    rows: list[list[object]] = []
    if differences is None:
        for r in _records(summarise(today), SHOWN):
            m = MEASURES[r["measure"]]
            title = f"{m.title}: {names.get(r['group'], r['group'])}" if r["group"] else m.title
            interval = f"{text(r['low'], m.unit)} to {text(r['high'], m.unit)}"
            rows.append([title, m.unit, text(r["mean"], m.unit), interval])
        return [{"label": x} for x in ("Measure", "Unit", "Today", "95% interval of the average")], rows
    for r in _records(differences, SHOWN):
        m = MEASURES[r["measure"]]
        title = f"{m.title}: {names.get(r['group'], r['group'])}" if r["group"] else m.title
        same = r["difference"] == 0 and r["low"] == 0 and r["high"] == 0
        interval = "0 to 0" if same else f"{gap(r['low'], m.unit)} to {gap(r['high'], m.unit)}"
        rows.append(
            [
                title,
                m.unit,
                text(r["today"], m.unit),
                text(r["changed"], m.unit),
                gap(r["difference"], m.unit),
                interval,
            ]
        )
    labels = ("Measure", "Unit", "Today", "Changed", "Difference", "95% interval of the difference")
    return [{"label": x} for x in labels], rows


def endings(today: Results, changed: Results | None) -> pd.DataFrame:
    """Return how disagreements ended, a year, with 95 % intervals: the table of the endings chart."""
    plan, names = today.plan, titles(today.plan)
    ends = [stage.name for stage in plan.pathway.stages if stage.kind == "end"]
    table: dict[str, object] = {"ending": [names[end] for end in ends]}
    for which, results in (("today", today), ("changed", changed)):
        if results is not None:
            mean, low, high = (np.array([one(results, "ended", end) for end in ends]).reshape(-1, 3) / years(plan)).T
            table |= {f"{which}_low": low, which: mean, f"{which}_high": high}
    return pd.DataFrame(table)


def evidence_rows(plan: Plan) -> tuple[list[dict[str, str]], list[list[object]]]:
    """Return every number of the plan with its evidence, as a table."""
    columns = [{"label": x} for x in ("Figure", "Value", "Unit", "Evidence", "Source or reason")]
    rows: list[list[object]] = []
    for f in plan.figures():
        name = f["figure"].replace("_", " ").replace(".", ": ")
        rows.append([name, f"{f['value']:g}", f["unit"], f["basis"], f["source"]])
    return columns, rows
