"""The tables that charts are drawn from, made from a plan and its results, in words for people."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

from sendsim.caseload.limits import amount_of, unit_of
from sendsim.caseload.milestones import WAITS, clock_of, limit_weeks
from sendsim.caseload.plan import Plan
from sendsim.caseload.tables import months_of
from sendsim.caseload.terms import school_weeks
from sendsim.caseload.working_time import DAY
from sendsim.planning.costs import cost_by_payer
from sendsim.planning.replicate import Results
from sendsim.planning.unit_costs import PUBLIC_PAYERS


def titles(plan: Plan) -> dict[str, str]:
    """Return plain titles for stages, clocks, teams and diaries by name."""
    out = {stage.name: stage.title or stage.name for stage in plan.pathway.stages}
    out |= {clock.name: clock.title or clock.name for clock in plan.pathway.clocks}
    out |= {team.name: team.title or team.name for team in plan.teams}
    return out | {diary.name: diary.title or diary.name for diary in plan.diaries}


def survival_table(results: Results, of: str) -> pd.DataFrame:
    """Return the survival curve of a wait or a milestone: week, waiting, reached, if_stayed."""
    table = results.tables["survival"]
    if table.empty:
        return table.reindex(columns=["week", "waiting", "reached", "if_stayed"])
    return table[table["of"] == of][["week", "waiting", "reached", "if_stayed"]].reset_index(drop=True)


def statutory_line(plan: Plan, wait: str) -> tuple[float | None, str]:
    """Return the statutory limit of a wait in weeks and its words, or None and '' if no clock runs beside it."""
    clock = clock_of(plan.pathway, WAITS[wait])
    weeks = limit_weeks(clock)
    return (weeks, clock.title or clock.name) if clock is not None and weeks is not None else (None, "")


def use_by_month(results: Results) -> pd.DataFrame:
    """Return the mean use of each team and diary by month of the year: name, month (1 to 12), use."""
    table, names = results.tables["monthly"], titles(results.plan)
    month = pd.to_datetime(table["month"]).dt.month
    out = table.assign(month=month).groupby(["name", "month"], sort=False)["use"].mean().reset_index()
    return out.assign(name=[names.get(n, n) for n in out["name"]])


def school_by_month(plan: Plan) -> pd.DataFrame:
    """Return school weeks by month of the year, on average over the whole months of the run: month, weeks."""
    dates = months_of(plan.start, plan.end)
    whole = [(a, b) for a, b in pairwise(dates) if a.day == 1 and b.day == 1]
    edges = np.array([[(d - plan.start).days * DAY for d in pair] for pair in whole], np.int64).reshape(-1, 2)
    weeks = school_weeks(plan.start, plan.days, edges[:, 0], edges[:, 1])
    table = pd.DataFrame({"month": [a.month for a, _ in whole], "weeks": weeks})
    return table.groupby("month")["weeks"].mean().reindex(range(1, 13)).reset_index()


def ageing_table(results: Results) -> pd.DataFrame:
    """Return open cases at the end by stage (in words) and age band: stage, age_from, age_to, cases."""
    table, names = results.tables["ageing"], titles(results.plan)
    return table.assign(stage=[names.get(s, s) for s in table["stage"]])[["stage", "age_from", "age_to", "cases"]]


def route_table(results: Results) -> pd.DataFrame:
    """Return the routes of new disagreements, cases a year: source, target, cases."""
    table = results.tables["links"][["source", "target", "cases"]].copy()
    table["cases"] = table["cases"] / (results.plan.days / 365.25)
    return table


def waterfall_table(results: Results) -> pd.DataFrame:
    """Return the bill a year by payer for the waterfall: payer, part, unit, a_year, ranges, price years, grade."""
    table = cost_by_payer(results)
    part = [
        "public" if p in PUBLIC_PAYERS else "total" if p == "public money in all" else "family" for p in table["payer"]
    ]
    return table.assign(part=part, grade=table["worst_grade"])


def map_stages(plan: Plan) -> pd.DataFrame:
    """Return the stages of the process map: name, kind, title, who, clocks."""
    names, rows = titles(plan), []
    for stage in plan.pathway.stages:
        who = getattr(stage, "team", None) or getattr(stage, "diary", None)
        begun = [
            f"{amount_of(c.counting, c.amount)} {unit_of(c.counting)}"
            if amount_of(c.counting, c.amount)
            else c.title or c.name
            for c in plan.pathway.clocks
            if stage.name in c.starts_on
        ]
        rows.append((stage.name, stage.kind, names[stage.name], names.get(who or "", ""), "; ".join(begun)))
    return pd.DataFrame(rows, columns=["name", "kind", "title", "who", "clocks"])


def map_ways(plan: Plan) -> pd.DataFrame:
    """Return the ways of the process map: source, target, how (way, leaves, clock, full), label."""
    rows: list[tuple[str, str, str, str]] = []
    for stage in plan.pathway.stages:
        for way in getattr(stage, "then", ()):
            said = [f"{k.replace('_', ' ')}: {', '.join(v)}" for k, v in way.when.items()]
            if way.p is not None:
                said.append(f"{plan.value(way.p):.0%}")
            rows.append((stage.name, str(way.to), "way", "; ".join(said).replace("_", " ")))
        for leaving in getattr(stage, "departures", ()):
            off = " (switched off)" if leaving.name in plan.switched_off else ""
            rows.append((stage.name, leaving.to, "leaves", f"{leaving.name.replace('_', ' ')} while waiting{off}"))
        if getattr(stage, "if_full", None):
            rows.append((stage.name, str(stage.if_full), "way", "no room"))  # type: ignore[union-attr]
    for clock in plan.pathway.clocks:
        for way in clock.then:
            for source in clock.starts_on if way.to is not None else ():
                rows.append((source, str(way.to), "clock", f"{clock.title or clock.name}: passed"))
    return pd.DataFrame(rows, columns=["source", "target", "how", "label"])


def clearance_dates(results: Results) -> pd.DataFrame:
    """Return when the cases open at the start are over, over replications: share, early, middle, late, within.

    ``early``, ``middle`` and ``late`` are the dates by which it is so in 1, 5 and 9 of 10 runs (None: not within the
    run); ``within`` is the share of runs in which it is so within the run.
    """
    rows = []
    for share, part in results.tables["clearance"].groupby("share"):
        weeks = part["week"].to_numpy(float)
        filled = np.where(np.isnan(weeks), np.inf, weeks)
        dates = [_date(results.plan.start, float(np.quantile(filled, q, method="higher"))) for q in (0.1, 0.5, 0.9)]
        rows.append((share, *dates, float(np.isfinite(filled).mean())))
    return pd.DataFrame(rows, columns=["share", "early", "middle", "late", "within"])


def _date(start: date, weeks: float) -> date | None:
    return date.fromordinal(start.toordinal() + int(np.ceil(weeks * 7))) if np.isfinite(weeks) else None
