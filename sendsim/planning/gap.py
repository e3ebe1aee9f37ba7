"""The recurring gap and the one-off backlog of each team and diary: closed form first, simulation beside it.

    load             work offered / time on duty, over the run (sendsim.caseload.load)
    recurring gap    time (or places) short each week: offered less available; 0 or less means there is none
    target queue     demand a week x target mean wait, the mean wait being the target over 4
    one-off backlog  the queue now less the target queue, where that is above 0
    relief           (demand + backlog / weeks to recover) - available: the extra needed a week to be clear by then
    simulated gap    by how much the queue grew a week in the last year of the run, in the same unit

The formulas are those of NHSRwaitinglist (Fong and others, "Waiting lists: beyond the 18 weeks", NHS-R, MIT licence)
in our words; the factor 4 makes about 98 % of waits fall within the target when waits are exponential. Units are
hours of work for a team and places for a diary. The closed form leaves out families who leave a queue while they
wait, so it can show a gap where the simulation shows none; that is said wherever it happens.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sendsim.caseload.compiled import Compiled, Step, compile_plan
from sendsim.caseload.load import diary_load, offered_load
from sendsim.caseload.plan import Plan
from sendsim.planning.replicate import Results

TARGET_WEEKS = 6.0
RECOVER_WEEKS = 26.0
FACTOR = 4.0
DISAGREE = 0.1
"""The two forms disagree where their gaps differ by more than this share of what is available."""


def recurring_gap(
    plan: Plan,
    results: Results | None = None,
    *,
    target_weeks: float = TARGET_WEEKS,
    recover_weeks: float = RECOVER_WEEKS,
) -> pd.DataFrame:
    """Return gap and backlog of each team and diary.

    Columns: kind, name, title, unit, load, available (a week), offered (a week), gap (a week, 0 if none), queue
    (cases open at the start there), target_queue (cases), backlog (cases above it), backlog_work (in the unit), relief
    (extra a week to clear it in ``recover_weeks``), simulated_gap (missing without a run of 18 months or more), agrees.

    Parameters
    ----------
    plan : Plan
    results : Results, optional
        A run of the plan, for the simulated gap.
    target_weeks, recover_weeks : float
        The wait within which nearly all should be served (assumed: six weeks), and the weeks to be clear by.
    """
    compiled = compile_plan(plan)
    weeks = plan.days / 7
    teams, diaries = offered_load(plan), diary_load(plan)
    places = [("team", i, t.name, t.title or t.name, teams[t.name]) for i, t in enumerate(compiled.teams)]
    with_places = [(i, d) for i, d in enumerate(compiled.diaries) if d.places or d.sessions]
    places += [("diary", i, d.name, d.title or d.name, diaries[d.name]) for i, d in with_places]
    steps = [s for of_area in compiled.steps_of for s in of_area]
    opening = [
        (of_area[compiled.stage_index[o.stage]].row, o)
        for of_area, groups in zip(compiled.steps_of, compiled.layout.opening, strict=True)
        for o in groups
    ]
    rows = []
    for kind, i, name, title, load in places:
        mine = [s for s in steps if s.kind == ("activity" if kind == "team" else "session") and s.place == i]
        available = _available(compiled, kind, i) / weeks
        each = _each(kind, mine)
        offered = load * available if np.isfinite(load) else 0.0
        rows_here = {s.row for s in mine}
        queue = sum(len(o.ages) for row, o in opening if row in rows_here)
        target = offered / each * target_weeks / FACTOR if each else 0.0
        backlog = max(queue - target, 0.0)
        gap = max(offered - available, 0.0)
        grown = _growth(results, kind, name) * each
        rows.append(
            {
                "kind": kind,
                "name": name,
                "title": title,
                "unit": "hours" if kind == "team" else "places",
                "load": load,
                "available": available,
                "offered": offered,
                "gap": gap,
                "queue": queue,
                "target_queue": target,
                "backlog": backlog,
                "backlog_work": backlog * each,
                "relief": max(offered + backlog * each / recover_weeks - available, 0.0),
                "simulated_gap": grown,
                "agrees": bool(np.isnan(grown) or abs(gap - max(grown, 0.0)) <= DISAGREE * available),
            }
        )
    return pd.DataFrame(rows)


def _available(compiled: Compiled, kind: str, i: int) -> float:
    """Return the hours on duty, or the places, over the run."""
    if kind == "diary":
        return float(sum(p for _, p in compiled.sessions[i]))
    changes = [*compiled.capacity[i], (compiled.end, 0)]
    worked = [compiled.calendars[i].worked(minute) for minute, _ in changes]
    return sum(n * (b - a) for (_, n), a, b in zip(changes, worked, worked[1:], strict=False)) / 60


def _each(kind: str, steps: list[Step]) -> float:
    """Return the mean hours of a piece of work (of the team's stages, each alike), or one place."""
    if kind == "diary":
        return 1.0
    means = []
    for step in steps:
        if step.table is not None:
            m, p = np.array(step.table.minutes), np.array(step.table.probabilities)
            means.append(float(m[0]) if len(m) == 1 else float(np.sum((m[1:] + m[:-1]) / 2 * np.diff(p))))
    return float(np.mean(means)) / 60 if means else 0.0


def _growth(results: Results | None, kind: str, name: str) -> float:
    """Return by how many cases a week the queue grew over the last twelve months of the run."""
    if results is None:
        return float("nan")
    month = results.tables["monthly"]
    waiting = month[(month["kind"] == kind) & (month["name"] == name)]["waiting"].to_numpy(float)
    if len(waiting) < 18:
        return float("nan")
    last = waiting[-12:]
    return float(np.polyfit(np.arange(12) * 365.25 / 12 / 7, np.nan_to_num(last), 1)[0])


def gap_sentences(table: pd.DataFrame) -> list[str]:
    """Say for each team and diary with a gap or a backlog what it is; and where the two forms disagree."""
    out = []
    for row in table.to_dict("records"):
        name, unit, gap = row["title"], row["unit"], row["gap"]
        if not row["agrees"]:
            grown = row["simulated_gap"]
            change = "hardly changes" if abs(grown) < 0.05 else f"changes by {grown:+,.1f} {unit} a week"
            out.append(
                f"{name}: by the closed form {gap:,.1f} {unit} a week short, but in the simulation the queue {change}, "
                "for there families leave while they wait."
            )
        elif gap > 0.05:
            out.append(f"{name}: {gap:,.1f} {unit} a week short, for as long as demand and capacity stay as they are.")
        if row["backlog"] >= 1:
            out.append(
                f"{name}: a one-off backlog of {row['backlog']:,.0f} cases above the queue that fits the target "
                f"({row['backlog_work']:,.0f} {unit})."
            )
    return out or ["No team or diary is short, and none has a backlog above its target queue."]
