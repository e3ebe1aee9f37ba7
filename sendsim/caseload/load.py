"""How much work a plan offers to each team and diary, against what they can do: the load, before any run.

The load is an expectation over the whole run:

    new cases x visits of a stage by a case x mean work of the stage / time of those on duty

Visits follow the probabilities of the ways out, and departures while a Wait lasts (for which the time is known
beforehand). Departures from a queue count where the wait there is given (:mod:`sendsim.caseload.balance`, which finds
it, and says what a load of 1 or more means). A full room, clocks that move a case and the opening caseload are left
out: they depend on the run.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import splu

from sendsim.caseload.arrivals import expected_arrivals
from sendsim.caseload.compiled import Compiled, Step, compile_plan
from sendsim.caseload.durations import QuantileTable
from sendsim.caseload.plan import Demand, Plan
from sendsim.caseload.working_time import DAY

FloatArray = npt.NDArray[np.float64]
Place = tuple[str, int]
"""A team or a diary: "team" or "diary", and its index."""
Waited = Callable[[Step], float]
"""The minutes that a case waits in the queue of a stage."""


@dataclass(frozen=True)
class Flows:
    """How many new cases come to each stage over the run: for each area, kinds of case by stages."""

    compiled: Compiled
    of_area: tuple[FloatArray, ...]

    @cached_property
    def taken(self) -> dict[Place, list[tuple[int, Step, float]]]:
        """What a case takes of each team (minutes of work, or people at a session) and diary (a place): area, stage."""
        out: dict[Place, list[tuple[int, Step, float]]] = defaultdict(list)
        for area, steps in enumerate(self.compiled.steps_of):
            for step in steps:
                if step.kind == "activity":
                    out["team", step.place].append((area, step, _mean(_table(step))))
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
    return Flows(compiled, tuple(_by_kind(compiled, a, waited) for a in range(len(compiled.steps_of))))


def offered_load(plan: Plan) -> dict[str, float]:
    """Return the load of each team: work offered over the run, as a share of the time of those on duty.

    For a team that staffs diaries: people wanted by its sessions, as a share of its people on session days.

    Raises
    ------
    PlanError
        If the plan cannot be compiled.
    """
    flows = flows_of(compile_plan(plan))
    return dict(zip((team.name for team in flows.compiled.teams), team_loads(flows), strict=True))


def diary_load(plan: Plan) -> dict[str, float]:
    """Return the load of each diary: places wanted over the run, as a share of the places offered.

    For a diary with no limit but people: the load of the team it is shortest of.

    Raises
    ------
    PlanError
        If the plan cannot be compiled.
    """
    flows = flows_of(compile_plan(plan))
    return dict(zip((diary.name for diary in flows.compiled.diaries), diary_loads(flows), strict=True))


def team_loads(flows: Flows) -> list[float]:
    """Return the load of each team, as :func:`offered_load` does."""
    compiled = flows.compiled
    return [_share(flows.wanted(("team", i)), capacity_of_team(compiled, i)) for i in range(len(compiled.teams))]


def diary_loads(flows: Flows) -> list[float]:
    """Return the load of each diary, as :func:`diary_load` does."""
    compiled, out = flows.compiled, []
    teams = team_loads(flows) if compiled.staff else []
    for i in range(len(compiled.diaries)):
        places = capacity_of_diary(compiled, i)
        short = [teams[t] for t in compiled.staffed_by[i]] if places is None else []
        out.append(max(short) if places is None else _share(flows.wanted(("diary", i)), places))
    return out


def capacity_of_team(compiled: Compiled, team: int) -> float:
    """Return a team's minutes on duty over the run, or its people on the days of the sessions it staffs."""
    return _people_on_session_days(compiled, team) if team in compiled.staff else _minutes_on_duty(compiled, team)


def capacity_of_diary(compiled: Compiled, diary: int) -> float | None:
    """Return a diary's places over the run; None where only people limit them."""
    places = [number for _, number in compiled.sessions[diary]]
    return None if any(number < 0 for number in places) else float(sum(places))


def _share(wanted: float, offered: float) -> float:
    if wanted == 0:
        return 0.0
    return wanted / offered if offered > 0 else float("inf")


def _table(step: Step) -> QuantileTable:
    assert step.table is not None
    return step.table


def _mean(table: QuantileTable, value: Callable[[FloatArray], FloatArray] = lambda minutes: minutes) -> float:
    """Return the mean of ``value`` of a duration, by the trapezium rule over its table."""
    minutes = np.array(table.minutes)
    if len(minutes) == 1:
        return float(value(minutes)[0])
    values = value(minutes)
    return float(np.sum((values[1:] + values[:-1]) / 2 * np.diff(table.probabilities)))


def hazard_of(step: Step, level: int) -> float:
    """Return the hazard per minute of leaving a stage at a level of merit."""
    return sum(leaving.per_minute * leaving.ratio(level) for leaving in step.departures)


def _stays(step: Step, level: int, waited: Waited) -> float:
    """Return the probability that a case sits a Wait out, or comes to its turn, given its departures and its merit."""
    hazard = hazard_of(step, level)
    if hazard == 0:
        return 1.0
    if step.kind != "wait":
        return math.exp(-hazard * waited(step))
    always = 7 * DAY / (step.calendar.minutes_per_day * step.calendar.days_per_week)  # clock minutes a minute worked
    return _mean(_table(step), lambda minutes: np.exp(-hazard * always * minutes))


def _visits(compiled: Compiled, area: int = 0) -> FloatArray:
    """Return the expected visits of each stage by an area's new cases over the run: streams by stages."""
    out = np.zeros((len(compiled.plan.demand), len(compiled.steps)))
    np.add.at(out, [kind.stream for kind in compiled.kinds], _by_kind(compiled, area, lambda step: 0.0))
    return out


def _by_kind(compiled: Compiled, area: int, waited: Waited) -> FloatArray:
    """Return the expected visits of each stage by an area's new cases over the run: kinds by stages.

    The ways of one case are few next to stages by stages, so each kind's equations are solved as a sparse system.
    """
    plan, steps, n = compiled.plan, compiled.steps_of[area], len(compiled.steps)
    out = np.zeros((len(compiled.kinds), n))
    levels = {k.merit for k in compiled.kinds}
    stays = {level: [_stays(s, level, waited) for s in steps] for level in levels}
    leave = {level: [_leaves(s, stay, level) for s, stay in zip(steps, stays[level], strict=True)] for level in levels}
    cases = [_cases(plan, demand) for demand in compiled.layout.demand[area]]
    own = list(range(n))
    for kind, of_kind in enumerate(compiled.kinds):
        number = cases[of_kind.stream] * of_kind.share
        if number == 0:
            continue
        rows, columns, shares = [*own], [*own], [1.0] * n  # the identity, less what each stage passes on
        for step, stay, left in zip(steps, stays[of_kind.merit], leave[of_kind.merit], strict=True):
            before = 0.0
            for target, cumulative in step.ways[kind]:
                rows.append(target)
                columns.append(step.index)
                shares.append(-stay * (cumulative - before))
                before = cumulative
            for target, share in left:
                rows.append(target)
                columns.append(step.index)
                shares.append(-share)
        begin = np.zeros(n)
        begin[compiled.start_at[of_kind.stream]] = number
        try:
            out[kind] = splu(csc_matrix((shares, (rows, columns)), shape=(n, n))).solve(begin)
        except RuntimeError:  # singular: a loop that this stream can never leave
            out[kind] = np.where(begin > 0, np.inf, 0.0)
    return out


def _leaves(step: Step, stay: float, level: int) -> list[tuple[int, float]]:
    """Return where departures from a stage lead, with the share of cases of a level of merit that leave so."""
    if stay >= 1:
        return []
    hazard = hazard_of(step, level)
    return [(d.to, (1 - stay) * d.per_minute * d.ratio(level) / hazard) for d in step.departures]


def _cases(plan: Plan, demand: Demand) -> float:
    if demand.pattern == "listed":
        return float(sum(day < plan.days for day in demand.listed_days))
    return expected_arrivals(demand, plan.start, plan.days)


def _people_on_session_days(compiled: Compiled, team: int) -> float:
    """Return the people of a team on duty on the days of the sessions it staffs."""
    days = sorted(
        {
            minute // DAY
            for sessions, staff in zip(compiled.sessions, compiled.staffed_by, strict=True)
            if team in staff
            for minute, _ in sessions
        }
    )
    changes = np.array(compiled.capacity[team])
    at = np.searchsorted(changes[:, 0], np.array(days) * DAY, "right") - 1
    return float(changes[at, 1].sum())


def _minutes_on_duty(compiled: Compiled, place: int) -> float:
    calendar, changes = compiled.calendars[place], compiled.capacity[place]
    edges = [*(minute for minute, _ in changes), compiled.end]
    return float(
        sum(
            number * (calendar.worked(b) - calendar.worked(a))
            for (_, number), a, b in zip(changes, edges, edges[1:], strict=False)
        )
    )
