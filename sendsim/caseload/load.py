"""How much work a plan offers to each team and diary, against what they can do: the load, before any run.

A load of 1 or more has no steady state: the queue grows for as long as the run lasts, and its mean says more
about the length of the run than about the service. The load is an expectation over the whole run:

    new cases x visits of a stage by a case x mean work of the stage / time of those on duty

Visits follow the probabilities of the ways out, and departures while a Wait lasts (for which the time is known
beforehand). Departures from a queue, a full room, clocks that move a case and the opening caseload are left out:
they depend on the run.
"""

from __future__ import annotations

from collections.abc import Callable

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
WARN_FROM = 0.995  # what shows as 1.00


def offered_load(plan: Plan) -> dict[str, float]:
    """Return the load of each team: work offered over the run, as a share of the time of those on duty.

    For a team that staffs diaries: people wanted by its sessions, as a share of its people on session days.

    Raises
    ------
    PlanError
        If the plan cannot be compiled.
    """
    compiled = compile_plan(plan)
    visits = [_visits(compiled, a) for a in range(len(compiled.steps_of))]
    work = _demanded(compiled, visits, "activity", len(compiled.teams), lambda step: _mean(_table(step)))
    people = _people_wanted(compiled, visits)
    return {
        team.name: _share(people[i], _people_on_session_days(compiled, i))
        if i in compiled.staff
        else _share(work[i], _minutes_on_duty(compiled, i))
        for i, team in enumerate(compiled.teams)
    }


def diary_load(plan: Plan) -> dict[str, float]:
    """Return the load of each diary: places wanted over the run, as a share of the places offered.

    For a diary with no limit but people: the load of the team it is shortest of.

    Raises
    ------
    PlanError
        If the plan cannot be compiled.
    """
    compiled = compile_plan(plan)
    visits = [_visits(compiled, a) for a in range(len(compiled.steps_of))]
    wanted = _demanded(compiled, visits, "session", len(compiled.diaries), lambda step: 1.0)
    teams = list(offered_load(plan).values()) if compiled.staff else []
    return {
        diary.name: max(teams[t] for t in compiled.staffed_by[i])
        if any(places < 0 for _, places in compiled.sessions[i])
        else _share(wanted[i], float(sum(places for _, places in compiled.sessions[i])))
        for i, diary in enumerate(compiled.diaries)
    }


def load_warnings(plan: Plan) -> list[str]:
    """Return one plain sentence for each team or diary whose load is 1 or more; an empty list if there is none."""
    found = [("Team", "working time", "queue", offered_load(plan)), ("Diary", "places", "list", diary_load(plan))]
    return [
        f"{kind} {name!r} is asked for {_times(load)} the {what} it has over the run (load {load:.2f}): its {line} has "
        "no steady level and grows with the length of the run, so read its waits as a trend."
        for kind, what, line, loads in found
        for name, load in loads.items()
        if load >= WARN_FROM
    ]


def _times(load: float) -> str:
    return "endless times" if np.isinf(load) else f"{load:.2f} times"


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


def _hazard(step: Step, level: int) -> float:
    """Return the hazard per minute of leaving at a level of merit."""
    return sum(leaving.per_minute * leaving.ratio(level) for leaving in step.departures)


def _stays(step: Step, level: int) -> float:
    """Return the probability that a case sits a Wait out, given its departures and its level of merit."""
    hazard = _hazard(step, level)
    if step.kind != "wait" or hazard == 0:
        return 1.0
    always = 7 * DAY / (step.calendar.minutes_per_day * step.calendar.days_per_week)  # clock minutes a minute worked
    return _mean(_table(step), lambda minutes: np.exp(-hazard * always * minutes))


def _visits(compiled: Compiled, area: int = 0) -> FloatArray:
    """Return the expected visits of each stage by an area's new cases over the run: streams by stages.

    The ways of one case are few next to stages by stages, so each kind's equations are solved as a sparse system.
    """
    plan, steps, n = compiled.plan, compiled.steps_of[area], len(compiled.steps)
    out = np.zeros((len(plan.demand), n))
    levels = {k.merit for k in compiled.kinds}
    stays = {level: [_stays(s, level) for s in steps] for level in levels}
    leave = {level: [_leaves(s, stay, level) for s, stay in zip(steps, stays[level], strict=True)] for level in levels}
    cases = [_cases(plan, demand) for demand in compiled.layout.demand[area]]
    own = list(range(n))
    for kind, of_kind in enumerate(compiled.kinds):
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
        begin[compiled.start_at[of_kind.stream]] = cases[of_kind.stream]
        try:
            solved = splu(csc_matrix((shares, (rows, columns)), shape=(n, n))).solve(begin)
            out[of_kind.stream] += of_kind.share * solved
        except RuntimeError:  # singular: a loop that this stream can never leave
            out[of_kind.stream] += np.where((begin > 0) & (of_kind.share > 0), np.inf, 0.0)
    return out


def _leaves(step: Step, stay: float, level: int) -> list[tuple[int, float]]:
    """Return where departures from a Wait lead, with the share of cases of a level of merit that leave so."""
    if stay >= 1:
        return []
    hazard = _hazard(step, level)
    return [(d.to, (1 - stay) * d.per_minute * d.ratio(level) / hazard) for d in step.departures]


def _cases(plan: Plan, demand: Demand) -> float:
    if demand.pattern == "listed":
        return float(sum(day < plan.days for day in demand.listed_days))
    return expected_arrivals(demand, plan.start, plan.days)


def _demanded(
    compiled: Compiled, visits: list[FloatArray], kind: str, places: int, each: Callable[[Step], float]
) -> FloatArray:
    out = np.zeros(places)
    for steps, of_area in zip(compiled.steps_of, visits, strict=True):
        for step in steps:
            if step.kind == kind:
                out[step.place] += of_area[:, step.index].sum() * each(step)
    return out


def _people_wanted(compiled: Compiled, visits: list[FloatArray]) -> FloatArray:
    """Return how many people of each team the sessions would take over the run."""
    out = np.zeros(len(compiled.teams))
    for steps, of_area in zip(compiled.steps_of, visits, strict=True):
        for step in steps:
            for team, people in step.uses:
                out[team] += people * of_area[:, step.index].sum()
    return out


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
