"""How much work a plan offers to each team and diary, against what they can do: the load, before any run.

The load is an expectation over the whole run:

    new cases x visits of a stage by a case x mean work of the stage / time of those on duty

Visits are those of :mod:`sendsim.caseload.visits`: departures from a queue count only where the wait there is given
(:mod:`sendsim.caseload.balance`, which finds it, and says what a load of 1 or more means). A full room, clocks that
move a case and the opening caseload are left out: they depend on the run.
"""

from __future__ import annotations

import numpy as np

from sendsim.caseload.compiled import Compiled, compile_plan
from sendsim.caseload.plan import Plan
from sendsim.caseload.visits import Flows, flows_of
from sendsim.caseload.working_time import DAY


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
