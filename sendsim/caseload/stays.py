"""How long teams stood as they stood: spans of equal number on duty, in hand, waiting and held."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.working_time import DAY, WorkingTime

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _ByTeam:
    """Columns of rows that stand team by team, in the order of time: ``team`` is the index of each row's."""

    teams: int
    """How many teams there are."""
    team: Ints

    def of(self, team: int) -> Self:
        """Return the rows of one team."""
        here = slice(*np.searchsorted(self.team, [team, team + 1]).tolist())
        columns: dict[str, Any] = {f.name: getattr(self, f.name)[here] for f in fields(self) if f.name != "teams"}
        return replace(self, **columns)

    def total(self, values: Ints | Floats) -> Floats:
        """Return the sum of a column for each team."""
        out = np.zeros(self.teams)
        if len(self.team):
            first = np.flatnonzero(np.append(True, self.team[1:] != self.team[:-1]))
            out[self.team[first]] = np.add.reduceat(values, first)
        return out


@dataclass(frozen=True)
class Stays(_ByTeam):
    """Spans of teams: ``begin`` and ``end`` (minutes), ``worked`` (of those, minutes of the team's calendar).

    The other columns are levels that stay the same for the span. ``working`` are those in hand, or where a team shares
    its people among all in hand, the people at work.
    """

    begin: Ints
    end: Ints
    worked: Ints
    duty: Ints
    busy: Ints
    working: Ints
    queue: Ints
    held: Ints
    unallocated: Ints


def team_stays(compiled: Compiled, journeys: Journeys) -> Stays:
    """Return the spans of all teams. Within a minute the last word counts."""
    rows, teams = journeys.capacity_rows, len(compiled.teams)
    order = _by_team(rows[:, 1], teams)
    minute, team = (rows[:, column].take(order) for column in (0, 1))
    keep = np.append((team[1:] != team[:-1]) | (minute[1:] != minute[:-1]), True)[: len(rows)]
    begin, team, duty, busy, queue, held, unallocated = np.ascontiguousarray(rows.take(order[keep], axis=0).T)
    last = np.flatnonzero(np.append(team[1:] != team[:-1], True)[: len(team)])
    worked, by_the_end = begin.copy(), np.full(teams, journeys.end_minute)
    for calendar in {c.name: c for c in compiled.calendars}.values():
        of_it = np.array([c.name == calendar.name for c in compiled.calendars], bool)
        here = np.flatnonzero(of_it[team])
        worked[here] = worked_until(calendar, begin[here])
        by_the_end[of_it] = worked_until(calendar, by_the_end[of_it])
    return Stays(
        teams=teams,
        team=team,
        begin=begin,
        end=_until(begin, last, np.full(len(last), journeys.end_minute)),
        worked=_until(worked, last, by_the_end[team[last]]) - worked,
        duty=duty,
        busy=busy,
        working=np.where(
            np.array([t.work == "shared" for t in compiled.teams], bool)[team], np.minimum(busy, duty), busy
        ),
        queue=queue,
        held=held,
        unallocated=unallocated,
    )


def _by_team(team: Ints, teams: int) -> Ints:
    """Return the order of rows by team, and within a team as they stand."""
    return np.argsort(team.astype(np.int16) if teams < 2**15 else team, kind="stable")  # NumPy sorts int16 faster


def _until(begin: Ints, last: Ints, end: Ints) -> Ints:
    """Return where each span ends: where the next begins, and at ``end`` for the last of a team."""
    out = np.append(begin[1:], 0)[: len(begin)]
    out[last] = end
    return out


@dataclass(frozen=True)
class StaffedDays(_ByTeam):
    """The session days of teams that staff diaries: day of the run, people on duty, people taken by sessions."""

    day: Ints
    available: Ints
    used: Ints


def staffed_days(compiled: Compiled, journeys: Journeys) -> StaffedDays:
    """Return the session days of all teams. The first session of a day finds all its people there."""
    rows, teams = journeys.staffing_rows, len(compiled.teams)
    rows = rows[_by_team(rows[:, 2], teams)]
    team, day = rows[:, 2], rows[:, 0] // DAY
    first = np.flatnonzero(np.append(True, (team[1:] != team[:-1]) | (day[1:] != day[:-1]))[: len(rows)])
    used = np.add.reduceat(rows[:, 4], first) if len(first) else np.empty(0, np.int64)
    return StaffedDays(teams, team[first], day[first], rows[first, 3], used)


def worked_until(calendar: WorkingTime, minutes: Ints) -> Ints:
    """Do :meth:`WorkingTime.worked` for many minutes at once."""
    if calendar.name == "always":
        return minutes
    before, is_open = calendar.tables
    day = minutes // DAY
    within = minutes - day * DAY
    index = day - calendar._first_day
    inside = np.minimum(np.maximum(index, 0), len(is_open) - 1)
    today = np.minimum(np.maximum(within - calendar.opens, 0), calendar.minutes_per_day)
    worked = before[inside] + today * is_open[inside]
    return np.where(index < 0, 0, np.where(index >= len(is_open), before[-1], worked))
