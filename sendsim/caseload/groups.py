"""Measures by group of families: by what is known of every case of a stream, and by what is known of each case.

Groups come from the plan and the journeys, not from a list kept here: every attribute of the demand streams (for
example what the disagreement is about), and every further column of the cases table (for example age band or need,
where a plan gives them). Where a plan knows nothing of a characteristic there is no table for it, and reports say so.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.milestones import MILESTONES, WAITS
from sendsim.caseload.spells import REACHED, Seen, Spells, median_weeks
from sendsim.caseload.terms import school_weeks
from sendsim.caseload.working_time import NEVER

OWN_COLUMNS = frozenset({"replication", "case", "demand", "opened", "closed", "outcome", "route", "stage"})
MOST_LEVELS = 40
"""A column with more different values than this is not a group (it is a number or a name)."""

COLUMNS = ["by", "level", "measure", "group", "value", "cases"]


def groupings(compiled: Compiled, cases: pd.DataFrame) -> dict[str, npt.NDArray[np.object_]]:
    """Return each grouping: its name and the level of every case ('not recorded' where there is none)."""
    out: dict[str, npt.NDArray[np.object_]] = {}
    demand = cases["demand"].astype(str)
    names = dict.fromkeys(key for d in compiled.plan.demand for key in d.attributes)
    for name in names:
        if (
            name in cases.columns
        ):  # it differs from case to case in some stream, or is stated of cases open at the start
            out[name] = cases[name].astype(str).to_numpy(object)
            continue
        level = {d.name: d.attributes.get(name, "not recorded") for d in compiled.plan.demand}
        out[name] = demand.map(level).to_numpy(object)
    if not out:
        out["demand"] = demand.to_numpy(object)
    for column in cases.columns:
        if column not in OWN_COLUMNS and column not in out:
            values = cases[column]
            if 0 < values.nunique() <= MOST_LEVELS and not pd.api.types.is_float_dtype(values):
                out[str(column)] = (
                    values.astype(object).where(values.notna(), "not recorded").astype(str).to_numpy(object)
                )
    return out


def by_group(compiled: Compiled, journeys: Journeys, seen: Seen) -> pd.DataFrame:
    """Return measures by group: by, level, measure, group, value, cases (how many cases stand behind the value)."""
    cases, pathway = journeys.cases, compiled.plan.pathway
    spells: dict[str, Spells] = {}
    for wait in WAITS.values():
        found = seen.wait(wait)
        if found is not None:
            spells[wait.name] = found
    for milestone in MILESTONES:
        if any(m.stages(pathway) for m in milestone.moments):
            spells[milestone.name] = seen.milestone(milestone)
    now = np.full(seen.n, journeys.end_minute)
    school = school_weeks(compiled.plan.start, compiled.plan.days, seen.opened, np.minimum(seen.closed, now))
    support = next(m for m in MILESTONES if m.name == "support")
    supported = seen.first(seen.moments(support.moments)) < NEVER
    outcome = cases["outcome"].astype(str).to_numpy(object)
    ends = [s.name for s in compiled.steps if s.kind == "end"]
    new = np.ones(len(cases), bool)
    new[seen.of_case[seen.opening]] = False
    of_clock = clock_counts(seen)
    rows: list[tuple[str, str, str, str, float, int]] = []
    for by, of_cases in groupings(compiled, cases).items():
        levels = of_cases[seen.of_case]
        for level in dict.fromkeys(levels.tolist()):
            here, in_cases = levels == level, of_cases == level
            n = int((in_cases & new).sum())

            def add(measure: str, group: str, value: float, k: int, by: str = by, level: str = level) -> None:
                if value == value:
                    rows.append((by, str(level), measure, group, float(value), int(k)))

            add("arrived", "", n, n)
            still = int((in_cases & (outcome == "open")).sum())
            add("open_at_end", "", still, still)
            for end in ends:
                k = int((in_cases & (outcome == end)).sum())
                add("ended", end, k, k)
            for name, whole in spells.items():
                part = whole.of(here)
                if len(part.case):
                    reached = part.how == REACHED
                    k = int(reached.sum())
                    add(f"weeks_to_{name}", "", part.mean_reached(), k)
                    add(f"median_weeks_to_{name}", "", median_weeks(part), len(part.case))
                    add(f"share_to_{name}", "", float(reached.mean()), len(part.case))
            helped = here & supported
            if helped.any():
                add("school_weeks", "", float(school[helped].mean()), int(helped.sum()))
            for clock, (met, missed) in of_clock.items():
                a, b = int(met[here].sum()), int(missed[here].sum())
                if a + b:
                    add("in_time", clock, a / (a + b), a + b)
    return pd.DataFrame(rows, columns=COLUMNS)


def clock_counts(seen: Seen) -> dict[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Return for each clock how often each case met it and missed it."""
    names, n = seen.asked.clocks, seen.n
    counts = []
    for event in ("clock_stopped", "clock_expired"):
        at, clock = seen.of_clocks(event)
        counts.append(np.bincount(clock * n + seen.case[at], minlength=len(names) * n).reshape(len(names), n))
    return dict(zip(names, zip(*counts, strict=True), strict=True))
