"""A steady state as an explicit opening: a warm-up from empty, its Welch plot, and a refusal where there is none.

Runs start from the cases that are open, or empty; nothing is warmed up in silence. Where nobody has counts, one may
ask for the caseload that today's demand and capacity would lead to: the plan is run from empty for ``warm_up`` weeks up
to its start, demand and capacity held at their level at the start, and the cases then open, at their stages and with
their ages, become the plan's opening, marked as assumed. They keep the attributes that routes ask for, since who stands
at a stage is not everybody; what no route asks for is drawn. Work in hand at that moment begins anew. A plan of several
areas is run as one, with what they share, and each area gets the cases that stand in it.

How long is long enough is shown, not assumed: the mean of the open cases by week over replications, smoothed by a
moving average (P. D. Welch, "The statistical analysis of simulation results", in Lavenberg, ed., The Computer
Performance Modeling Handbook, 1983), and the mean of the last 52 weeks less that of the 52 before, with its interval.
If that says the caseload is still growing, in all or in one of several areas, there is no steady state to take, and the
answer is a refusal. With several areas each interval is wider (Bonferroni), so that chance alone rarely refuses one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sendsim.caseload.compiled import Compiled, compile_plan
from sendsim.caseload.engines import engine_for
from sendsim.caseload.figure import Figure
from sendsim.caseload.journeys import EVENT_CODES
from sendsim.caseload.plan import Opening, Plan
from sendsim.caseload.plan_files import plan_from
from sendsim.caseload.spells import Seen
from sendsim.caseload.working_time import DAY
from sendsim.errors import SendsimError
from sendsim.planning.replicate import mean_interval

Numbers = npt.NDArray[np.float64]
WEEK = 7 * DAY
YEAR = 52
LEAST_WEEKS = 3 * YEAR
MOST_WEEKS = 15 * YEAR
WINDOW = 13
"""Weeks on each side in the moving average."""
TOLERANCE = 0.02
"""Growth in the last year above this share of the level, and clear of chance, means that there is no steady state."""


@dataclass(frozen=True)
class Steady:
    """A steady state.

    Attributes
    ----------
    plan : Plan
        The plan with the opening in place.
    welch : DataFrame
        week, open (mean over replications), low, high (95 % interval of the mean), smoothed (missing near both ends).
    warm_up : int
        Weeks run from empty.
    growth, low, high : float
        Mean open cases of the last 52 weeks less the 52 before, with the 95 % interval over replications.
    """

    plan: Plan
    welch: pd.DataFrame
    warm_up: int
    growth: float
    low: float
    high: float

    def sentence(self) -> str:
        """Say what the warm-up showed."""
        settled = {s.name for s in self.plan.pathway.stages if getattr(s, "settled", False)}
        n = sum(len(o.ages) for o in self.plan.openings if o.stage not in settled)
        return (
            f"After {self.warm_up} weeks from empty {n} cases are open. The last year's average differs from the year "
            f"before by {self.growth:+,.1f} cases ({self.low:+,.1f} to {self.high:+,.1f})."
        )


def warm_up_plan(plan: Plan, weeks: int) -> Plan:
    """Return the plan that runs from empty up to the start of ``plan``, demand and capacity held as they are then.

    Raises
    ------
    SendsimError
        If the length is out of range, or a stream arrives on listed days, so that it has no steady level.
    """
    if not LEAST_WEEKS <= weeks <= MOST_WEEKS:
        raise SendsimError(f"--warm-up is {weeks} weeks: give {LEAST_WEEKS} to {MOST_WEEKS}.")
    for d in plan.demand:
        if d.pattern == "listed" or (d.rates and d.cycle_days is None):
            raise SendsimError(
                f"demand {d.name!r} has days or rates of its own and so no steady level: give it per_year first."
            )

    def held(item: object, steps: str) -> dict[str, object]:
        inside = [s for s in getattr(item, steps) if s.from_date is None or s.from_date <= plan.start]
        if not inside:
            return {}
        return {steps: ({"number": max(inside, key=lambda s: s.from_date or date.min).number.model_dump()},)}

    data = plan.model_dump(by_alias=True)
    data |= {"start": plan.start - timedelta(weeks=weeks), "end": plan.start, "opening": (), "notes": ()}
    for area in data.get("areas", ()):
        area["opening"] = ()
    for demand in data["demand"]:
        demand["growth_per_year"] = {"value": 0.0, "unit": "share per year"}
    for room, steps, items in (("teams", "staff", plan.teams), ("diaries", "places", plan.diaries)):
        for entry, item in zip(data[room], items, strict=True):
            entry |= held(item, steps)
    return plan_from(data)


def steady_state(
    plan: Plan,
    warm_up: int = 10 * YEAR,
    replications: int = 10,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Steady:
    """Return ``plan`` with the caseload that ``warm_up`` weeks from empty lead to as its opening.

    Parameters
    ----------
    plan : Plan
    warm_up : int
        Weeks, from three years to fifteen.
    replications, seed : int
        The opening is the average over these runs.
    progress : callable, optional
        Called with (runs done, runs asked for).

    Raises
    ------
    SendsimError
        If the caseload, in all or in one of several areas, is still growing at the end of the warm-up: then there is no
        steady state.
    """
    if replications < 3:
        raise SendsimError(f"--replications is {replications}: give 3 or more, for the interval needs them.")
    compiled = compile_plan(warm_up_plan(plan, warm_up))
    run = engine_for(compiled)[1]
    weekly, standing = [], []
    for r in range(replications):
        journeys = run(seed, r)
        seen = Seen(compiled, journeys)
        weekly.append(_open_by_area(seen, journeys.area_of_case, len(compiled.layout.names), warm_up))
        standing.append(_standing(compiled, seen, journeys.cases))
        if progress is not None:
            progress(r + 1, replications)
    by_area = np.stack(weekly)
    by_run = by_area.sum(axis=1)
    for i, area in enumerate(plan.areas):
        _growth(by_area[:, i], warm_up, 1 - 0.05 / len(plan.areas), f" in {area.name}")
    growth, low, high = _growth(by_run, warm_up)
    why = f"steady state: {warm_up} weeks of warm-up from empty, average of {replications} runs, seed {seed}"
    note = f"Opening caseload: a steady state after {warm_up} weeks of warm-up from empty, not a count of real cases."
    data = {f: getattr(plan, f) for f in type(plan).model_fields} | {"notes": (*plan.notes, note)}
    pooled = pd.concat(standing, ignore_index=True)
    opening = {str(area): _average(part, replications, why) for area, part in pooled.groupby("area")}
    if plan.areas:
        data["areas"] = tuple(a.model_copy(update={"opening": opening.get(a.name, ())}) for a in plan.areas)
    else:
        data["opening"] = opening.get("", ())
    return Steady(plan_from(data), _welch(by_run), warm_up, growth, low, high)


def _open_by_area(seen: Seen, area_of_case: Any, areas: int, weeks: int) -> Numbers:
    """Return the open cases of each area at the start of each week, without those settled: areas by weeks."""
    count = np.zeros((areas, weeks + 2))
    area = area_of_case[seen.of_case]
    for minutes, sign in ((seen.opened, 1), (seen.closed, -1)):
        first = np.clip(-(-minutes // WEEK), 0, weeks + 1)  # the first week that begins at or after it
        np.add.at(count, (area, first), sign)
    return np.cumsum(count, axis=1)[:, : weeks + 1]


def _growth(by_run: Numbers, weeks: int, level: float = 0.95, where: str = "") -> tuple[float, float, float]:
    """Return the mean of the last 52 weeks less the 52 before, with its interval: open cases are runs by weeks.

    Raises
    ------
    SendsimError
        If the caseload is still growing.
    """
    change = by_run[:, -YEAR:].mean(axis=1) - by_run[:, -2 * YEAR : -YEAR].mean(axis=1)
    growth, low, high = mean_interval(change, level)
    if low > 0 and growth > TOLERANCE * max(float(by_run[:, -YEAR:].mean()), 1.0):
        raise SendsimError(
            f"after {weeks} weeks the open cases{where} still grow by {growth:,.0f} a year ({low:,.0f} to "
            f"{high:,.0f}): there is no steady state yet; give a longer --warm-up, more capacity, or the cases that "
            "are really open."
        )
    return growth, low, high


def _standing(compiled: Compiled, seen: Seen, cases: pd.DataFrame) -> pd.DataFrame:
    """Return where each case that is not over stands: area, stage, demand, age there, days before, what is known.

    ``known`` holds the attributes that routes ask for and that the stream draws, as pairs of name and level.
    """
    joined, opened = np.zeros(len(cases), np.int64), np.zeros(len(cases), np.int64)
    joins = np.flatnonzero(seen.event == EVENT_CODES["join"])
    joined[seen.row[joins]] = seen.minute[joins]  # the last one counts
    opened[seen.of_case] = seen.opened
    here = cases["outcome"].isin(["open", "settled"]).to_numpy()
    still = cases[here]
    drawn = {d.name: [name for name in d.mix if name in compiled.plan.asked] for d in compiled.plan.demand}
    columns = {name: still[name].tolist() for name in dict.fromkeys(n for names in drawn.values() for n in names)}
    return pd.DataFrame(
        {
            "area": still["area"].to_numpy(object) if compiled.plan.areas else "",
            "stage": still["stage"].to_numpy(object),
            "demand": still["demand"].to_numpy(object),
            "age": np.round((seen.end - joined[here]) / DAY),
            "before": np.round((joined[here] - opened[here]) / DAY),
            "known": [
                tuple((name, columns[name][i]) for name in drawn[demand]) for i, demand in enumerate(still["demand"])
            ],
        }
    )


def _average(pooled: pd.DataFrame, replications: int, why: str) -> tuple[Opening, ...]:
    """Return the average caseload: whole cases by largest remainder, each a case that some run really had.

    At each stage and stream the runs' cases are put in the order of their ages, and as many as are wanted are taken
    at even distances.
    """
    pooled = pooled.sort_values(["stage", "demand", "age", "before"], kind="stable")
    groups = [(k, part.reset_index(drop=True)) for k, part in pooled.groupby(["stage", "demand"], sort=True)]
    means = np.array([len(part) / replications for _, part in groups])
    wanted = np.floor(means).astype(int)
    short = round(float(means.sum())) - int(wanted.sum())
    wanted[np.argsort(-(means - wanted), kind="stable")[:short]] += 1
    out = []
    for ((stage, demand), part), n in zip(groups, wanted, strict=True):
        at = ((np.arange(n) + 0.5) / max(n, 1) * len(part)).astype(int)
        alike: dict[tuple[float, Any], list[float]] = defaultdict(list)
        for age, before, known in part.loc[at, ["age", "before", "known"]].itertuples(index=False):
            alike[float(before), known].append(float(age))
        out += [
            Opening(
                stage=str(stage),
                demand=str(demand),
                ages_days=tuple(sorted(ages, reverse=True)),
                count=Figure(value=len(ages), unit="cases", basis="assumed", source=why),
                before_days=before,
                attributes=dict(known),
            )
            for (before, known), ages in sorted(alike.items())
        ]
    return tuple(out)


def _welch(by_run: np.ndarray) -> pd.DataFrame:
    """Return the mean by week with its interval and the moving average."""
    rows = [mean_interval(by_run[:, w]) for w in range(by_run.shape[1])]
    table = pd.DataFrame(rows, columns=["open", "low", "high"])
    table.insert(0, "week", np.arange(len(table)))
    table["smoothed"] = table["open"].rolling(2 * WINDOW + 1, center=True).mean()
    return table
