"""Compiled use and caseload of teams and diaries: the twin of :mod:`sendsim.caseload.stays` and its totals."""

from __future__ import annotations

import numpy as np
from numba import njit

from sendsim.caseload import fast_program as at
from sendsim.caseload.fast_asked import (
    AT_CASELOAD,
    AT_DIARIES,
    AT_HELD,
    AT_USE,
    FILLED,
    HELD,
    LOAD,
    OFFERED,
    ON_DAY,
    PLACES,
    T_BUSY,
    T_DUTY,
    T_HELD,
    T_QUEUE,
    T_SINCE,
    T_WAIT,
    T_WORKED,
    UNALLOCATED,
    USED,
    Asked,
    Found,
)
from sendsim.caseload.fast_program import Program
from sendsim.caseload.fast_state import N_CAPACITY, N_SESSIONS, N_STAFFING, State
from sendsim.caseload.fast_tools import APART, COMPILE, DAY, worked


@njit(**COMPILE)
def stay(p: Program, f: Found, team: int, minute: int) -> None:
    """Count how a team stood up to ``minute``."""
    t = f.teams[team]
    first_day, opens, length = p.office_shape[0], p.office_shape[1], p.office_shape[2]
    by_now = worked(p.teams[team, at.T_OFFICE] == 1, minute, p.office, first_day, opens, length)
    if t[T_SINCE] >= 0:
        span, time = minute - t[T_SINCE], by_now - t[T_WORKED]
        working = t[T_BUSY]
        if p.teams[team, at.T_WORK] == at.SHARED:
            working = min(working, t[T_DUTY])
        t[USED] += working * time
        t[OFFERED] += max(t[T_DUTY], working) * time
        t[LOAD] += (t[T_BUSY] + t[T_QUEUE]) * span
        t[HELD] += t[T_HELD] * span
        t[UNALLOCATED] += t[T_WAIT] * span
    t[T_SINCE], t[T_WORKED] = minute, by_now


@njit(**APART)
def places(p: Program, s: State, a: Asked, f: Found) -> None:
    """Write the use and the mean caseload of teams, and the share of places used of diaries."""
    teams, v = len(f.teams), f.values
    for team in range(teams):
        f.teams[team, T_SINCE] = -1
    for i in range(s.sizes[N_CAPACITY]):
        place, minute = np.int64(s.capacity[i, 1]), np.int64(s.capacity[i, 0])
        t = f.teams[place]
        if t[T_SINCE] < minute:  # within a minute the last word counts
            stay(p, f, place, minute)
        t[T_DUTY], t[T_BUSY], t[T_QUEUE] = s.capacity[i, 2], s.capacity[i, 3], s.capacity[i, 4]
        t[T_HELD], t[T_WAIT] = s.capacity[i, 5], s.capacity[i, 6]
    for team in range(teams):
        t = f.teams[team]
        if t[T_SINCE] >= 0:
            stay(p, f, team, p.end)
        v[a.at[AT_CASELOAD] + team] = t[LOAD] / p.end
        v[a.at[AT_HELD] + 2 * team], v[a.at[AT_HELD] + 2 * team + 1] = t[HELD] / p.end, t[UNALLOCATED] / p.end
        if a.staffs[team]:  # the use of its people on session days
            t[USED], t[OFFERED], t[ON_DAY] = 0, 0, -1
    for i in range(s.sizes[N_STAFFING]):
        t, day = f.teams[s.staffing[i, 2]], s.staffing[i, 0] // DAY
        if t[ON_DAY] != day:  # the first session of a day finds all its people there
            t[ON_DAY] = day
            t[OFFERED] += s.staffing[i, 3]
        t[USED] += s.staffing[i, 4]
    for team in range(teams):
        if f.teams[team, OFFERED] > 0:
            v[a.at[AT_USE] + team] = f.teams[team, USED] / f.teams[team, OFFERED]
    for i in range(s.sizes[N_SESSIONS]):
        d = f.diaries[s.sessions[i, 1] - teams]
        d[PLACES] += s.sessions[i, 2]
        d[FILLED] += s.sessions[i, 3]
    for diary in range(len(f.diaries)):
        if f.diaries[diary, PLACES] > 0:  # -1: no limit but people
            v[a.at[AT_DIARIES] + diary] = f.diaries[diary, FILLED] / f.diaries[diary, PLACES]
