"""Measures by area, for a plan that covers several: what each area's families meet while they share what is shared.

Counted over all areas at once, so 153 of them take little longer than one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.groups import clock_counts
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.milestones import APPEALS, MILESTONES, WAITS
from sendsim.caseload.spells import REACHED, Seen
from sendsim.caseload.terms import school_weeks
from sendsim.caseload.working_time import NEVER

COLUMNS = ["area", "measure", "group", "value", "cases"]


def by_area(compiled: Compiled, journeys: Journeys, seen: Seen) -> pd.DataFrame:
    """Return measures by area: area, measure, group, value, cases (how many cases stand behind the value).

    Measures: arrived, open_at_start, open_at_end, ended (by route), appeals, weeks_to and share_to of each wait and
    milestone, school_weeks and in_time (by clock). Means and shares are as in :mod:`sendsim.caseload.measures`.
    """
    names = compiled.layout.names
    n = len(names)
    of_case = journeys.area_of_case
    area = of_case[seen.of_case]
    parts: list[tuple[str, str, np.ndarray, np.ndarray]] = []

    def count(measure: str, group: str, here: np.ndarray) -> None:
        number = np.bincount(here, minlength=n).astype(float)
        parts.append((measure, group, number, number))

    def mean(measure: str, group: str, here: np.ndarray, values: np.ndarray) -> None:
        number = np.bincount(here, minlength=n).astype(float)
        total = np.bincount(here, values, minlength=n)
        value = np.divide(total, number, out=np.full(n, np.nan), where=number > 0)
        parts.append((measure, group, value, number))

    new = np.ones(len(of_case), bool)
    new[seen.of_case[seen.opening]] = False
    count("arrived", "", of_case[new])
    count("open_at_start", "", of_case[~new])
    count("open_at_end", "", area[seen.closed >= NEVER])
    cases = journeys.case_arrays
    routes: dict[str, list[int]] = {}
    for step in compiled.steps:
        if step.kind == "end":
            routes.setdefault(step.route, []).append(step.index)
    for route, ends in routes.items():
        count("ended", route, of_case[np.isin(cases.outcome, ends)])
    pathway = compiled.plan.pathway
    if APPEALS.stages(pathway):
        count("appeals", "", area[seen.case[seen.rows(APPEALS.event, APPEALS.stages(pathway))]])
    spells = {w.name: s for w in WAITS.values() if (s := seen.wait(w)) is not None}
    spells |= {m.name: seen.milestone(m) for m in MILESTONES if any(x.stages(pathway) for x in m.moments)}
    for name, of in spells.items():
        reached = of.how == REACHED
        here = area[of.case]
        mean(f"weeks_to_{name}", "", here[reached], of.weeks[reached])
        mean(f"share_to_{name}", "", here, reached.astype(float))
    support = next(m for m in MILESTONES if m.name == "support")
    helped = seen.first(seen.moments(support.moments)) < NEVER
    until = np.minimum(seen.closed, journeys.end_minute)
    weeks = school_weeks(compiled.plan.start, compiled.plan.days, seen.opened, until)
    mean("school_weeks", "", area[helped], weeks[helped])
    for clock, (met, missed) in clock_counts(seen).items():
        met_by, missed_by = (np.bincount(area, k, minlength=n) for k in (met, missed))
        due = met_by + missed_by
        share = np.divide(met_by, due, out=np.full(n, np.nan), where=due > 0)
        parts.append(("in_time", clock, share, due))
    tables = [
        pd.DataFrame({"area": list(names), "measure": measure, "group": group, "value": value, "cases": number})
        for measure, group, value, number in parts
    ]
    return pd.concat(tables, ignore_index=True).dropna(subset=["value"])[COLUMNS].reset_index(drop=True)
