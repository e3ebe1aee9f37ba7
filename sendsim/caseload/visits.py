"""How many new cases come to each stage over the run, kind by kind: the flows of a plan, before any run.

Visits follow the probabilities of the ways out, and departures while a Wait lasts (for which the time is known
beforehand). Departures from a queue count where the wait there is given. They solve the traffic equations

    visits of a stage = cases that begin there + sum over stages of visits x share that goes on from there to it

All kinds are solved at once by passing cases on, stage after stage along the pathway, until none is left on the way; a
loop that is hardly ever left, or never, is solved for its kinds as a sparse system instead.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import splu

from sendsim.caseload.areas import demand_of_areas
from sendsim.caseload.arrivals import expected_arrivals
from sendsim.caseload.compiled import Compiled, Step
from sendsim.caseload.durations import QuantileTable
from sendsim.caseload.plan import Demand, Plan
from sendsim.caseload.working_time import DAY

FloatArray = npt.NDArray[np.float64]
Place = tuple[str, int]
"""A team or a diary: "team" or "diary", and its index."""
Waited = Callable[[Step], float]
"""The minutes that a case waits in the queue of a stage."""
Edges = list[tuple[int, FloatArray]]
"""Where cases go on to from a stage: the stage, and the share of each kind."""

SWEEPS = 60
"""Times that cases are passed on along the whole pathway before a loop is solved as a system."""
NOBODY = 1e-11
"""The share of a kind's cases below which none is left on the way."""


@dataclass(frozen=True)
class Flows:
    """How many new cases come to each stage over the run: for each area, kinds of case by stages."""

    compiled: Compiled
    of_area: tuple[FloatArray, ...]

    @cached_property
    def taken(self) -> dict[Place, list[tuple[int, Step, float]]]:
        """What a case takes of each team (minutes of work, or people at a session) and diary (a place): area, stage."""
        out: dict[Place, list[tuple[int, Step, float]]] = defaultdict(list)
        tables = {id(s.table): s.table for steps in self.compiled.steps_of for s in steps if s.kind == "activity"}
        means = {key: mean_of(table) for key, table in tables.items() if table is not None}
        for area, steps in enumerate(self.compiled.steps_of):
            for step in steps:
                if step.kind == "activity":
                    out["team", step.place].append((area, step, means[id(step.table)]))
                elif step.kind == "session":
                    out["diary", step.place].append((area, step, 1.0))
                    for team, people in step.uses:
                        out["team", team].append((area, step, float(people)))
        return out

    def wanted(self, place: Place) -> float:
        """Return what all new cases take of a team or a diary over the run."""
        return sum(float(self.of_area[a][:, step.index].sum()) * each for a, step, each in self.taken.get(place, ()))


def flows_of(compiled: Compiled, waited: Waited = lambda step: 0.0) -> Flows:
    """Return the flows of a plan, where cases wait in queues as ``waited`` says."""
    passing = _Passing(compiled, waited)
    return Flows(compiled, tuple(_visits(compiled, a, passing) for a in range(len(compiled.steps_of))))


def mean_of(table: QuantileTable, value: Callable[[FloatArray], FloatArray] = lambda minutes: minutes) -> float:
    """Return the mean of ``value`` of a duration, by the trapezium rule over its table."""
    minutes = np.array(table.minutes)
    if len(minutes) == 1:
        return float(value(minutes)[0])
    values = value(minutes)
    return float(np.sum((values[1:] + values[:-1]) / 2 * np.diff(table.probabilities)))


def hazards_of(step: Step, levels: int) -> FloatArray:
    """Return the hazard per minute of leaving a stage at each level of merit."""
    return np.array([sum(d.per_minute * d.ratio(level) for d in step.departures) for level in range(levels)], float)


class _Passing:
    """The share of each kind that goes from a stage to others; equal parts of areas are worked out once."""

    def __init__(self, compiled: Compiled, waited: Waited) -> None:
        self._waited = waited
        self._level = np.array([kind.merit for kind in compiled.kinds])
        self._known: dict[Any, Edges] = {}

    def edges(self, step: Step) -> Edges:
        """Return where cases go on to from a stage."""
        queue = 0.0 if step.kind == "wait" else self._waited(step)
        key = (id(step.ways), id(step.departures), id(step.table), queue)
        if key not in self._known:
            self._known[key] = self._edges(step, queue)
        return self._known[key]

    def _edges(self, step: Step, queue: float) -> Edges:
        hazards = hazards_of(step, int(self._level.max()) + 1)
        stay = self._stays(step, hazards, queue)
        share: dict[int, FloatArray] = defaultdict(lambda: np.zeros(len(self._level)))
        of: dict[int, list[int]] = defaultdict(list)  # kinds whose ways out are one table
        for kind, ways in enumerate(step.ways):
            of[id(ways)].append(kind)
        for kinds in of.values():
            before = 0.0
            for target, cumulative in step.ways[kinds[0]]:
                share[target][kinds] += (cumulative - before) * stay[self._level[kinds]]
                before = cumulative
        leave = np.divide(1 - stay, hazards, out=np.zeros_like(stay), where=hazards > 0)
        if leave.any():
            for d in step.departures:
                by_level = leave * np.array([d.per_minute * d.ratio(level) for level in range(len(stay))])
                share[d.to] += by_level[self._level]
        return list(share.items())

    @staticmethod
    def _stays(step: Step, hazards: FloatArray, queue: float) -> FloatArray:
        """Return the probability of sitting a Wait out, or of coming to one's turn, at each level of merit."""
        if step.kind != "wait" or step.table is None:
            return np.array([math.exp(-h * queue) if h > 0 else 1.0 for h in hazards.tolist()])
        always = 7 * DAY / (step.calendar.minutes_per_day * step.calendar.days_per_week)  # minutes a minute worked
        found = {h: mean_of(step.table, lambda m, h=h: np.exp(-h * always * m)) for h in set(hazards.tolist()) if h > 0}  # type: ignore[misc]
        return np.array([found.get(h, 1.0) for h in hazards.tolist()])


def _visits(compiled: Compiled, area: int, passing: _Passing) -> FloatArray:
    """Return the expected visits of each stage by an area's new cases over the run: kinds by stages."""
    kinds, n = compiled.kinds, len(compiled.steps)
    edges = [passing.edges(step) for step in compiled.steps_of[area]]
    cases = [_cases(compiled.plan, demand) for demand in compiled.layout.demand[area]]
    begin = np.array([cases[kind.stream] * kind.share for kind in kinds])
    on_the_way, visits = np.zeros((n, len(kinds))), np.zeros((n, len(kinds)))
    on_the_way[[compiled.start_at[kind.stream] for kind in kinds], np.arange(len(kinds))] = begin
    order = _along(edges, dict.fromkeys(compiled.start_at))
    left = begin
    for _ in range(SWEEPS):
        for i in order:
            here = on_the_way[i].copy()
            if here.any():
                visits[i] += here
                on_the_way[i] = 0.0
                for target, share in edges[i]:
                    on_the_way[target] += here * share
        left = on_the_way.sum(axis=0)
        if (left <= NOBODY * begin).all():
            break
    for kind in np.flatnonzero(left > NOBODY * begin):
        visits[:, kind] = _solved(edges, int(kind), compiled.start_at[kinds[kind].stream], float(begin[kind]))
    return visits.T


def _along(edges: list[Edges], starts: Iterable[int]) -> list[int]:
    """Return the stages that cases come to, each before those it leads to, loops apart (reverse postorder)."""
    seen: set[int] = set()
    out: list[int] = []
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        path = [(start, iter(edges[start]))]
        while path:
            stage, onward = path[-1]
            target = next((t for t, _ in onward if t not in seen), None)
            if target is None:
                out.append(stage)
                path.pop()
            else:
                seen.add(target)
                path.append((target, iter(edges[target])))
    return out[::-1]


def _solved(edges: list[Edges], kind: int, start: int, number: float) -> FloatArray:
    """Return the visits of one kind by its equations; infinite at the start if it can never leave a loop."""
    n = len(edges)
    rows, columns, shares = list(range(n)), list(range(n)), [1.0] * n  # the identity, less what each stage passes on
    for stage, onward in enumerate(edges):
        for target, share in onward:
            rows.append(target)
            columns.append(stage)
            shares.append(-float(share[kind]))
    begin = np.zeros(n)
    begin[start] = number
    try:
        found: FloatArray = splu(csc_matrix((shares, (rows, columns)), shape=(n, n))).solve(begin)
    except RuntimeError:  # singular: a loop that this kind can never leave
        found = np.where(begin > 0, np.inf, 0.0)
    return found


def expected_cases(plan: Plan) -> float:
    """Return how many cases a run of a plan has on average: those open at its start and those that come."""
    opened = sum(len(group.ages) for group in plan.openings)
    return opened + sum(_cases(plan, demand) for of_area in demand_of_areas(plan) for demand in of_area)


def _cases(plan: Plan, demand: Demand) -> float:
    if demand.pattern == "listed":
        return float(sum(day < plan.days for day in demand.listed_days))
    return expected_arrivals(demand, plan.start, plan.days)
