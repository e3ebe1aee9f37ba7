"""Diaries on the fast engine: the twin of :mod:`sendsim.caseload.simpy_sessions`."""

from __future__ import annotations

import numpy as np
from numba import njit

from sendsim.caseload import fast_program as at
from sendsim.caseload.fast_program import Program
from sendsim.caseload.fast_queues import first_queueing, stop_clocks, take_first
from sendsim.caseload.fast_state import (
    BOOKED,
    BOOKED_ON,
    DUE,
    E_START,
    ENDS,
    HELD,
    ID,
    LEAVES,
    N_SESSIONS,
    N_STAFFING,
    NOW,
    ON_DUTY,
    POSITION,
    QUEUE_KEY,
    QUEUED,
    STAGE,
    STATE,
    WORKING,
    State,
    note,
    schedule,
    takes,
)
from sendsim.caseload.fast_tools import COMPILE
from sendsim.caseload.working_time import DAY


@njit(**COMPILE)
def people_free(s: State, team: int) -> int:
    """Return how many people of a team are on duty today and not yet taken by one of today's sessions."""
    t = s.places[team]
    today = s.sizes[NOW] // DAY
    if t[BOOKED_ON] != today:
        t[BOOKED_ON], t[BOOKED] = today, 0
    return max(0, t[ON_DUTY] - t[BOOKED])


@njit(**COMPILE)
def next_listed(p: Program, s: State, place: int) -> int:
    """Return the first case of a diary whose people are all there, or -1.

    A staffed diary has one queue for each of its stages. All cases of a stage take the same people, so where the first
    of them does not fit, none does; of those that fit, the least key is the first in the order of the whole list.
    """
    found, best = -1, np.int64(0)
    for i in range(p.teams[place, at.T_ENTRIES], p.teams[place, at.T_ENTRIES_END]):
        fits = True
        for j in range(p.entries[i, at.N_USES], p.entries[i, at.N_USES_END]):
            if people_free(s, p.uses[j, at.U_TEAM]) < p.uses[j, at.U_PEOPLE]:
                fits = False
        if fits:
            case = first_queueing(p, s, p.entries[i, at.N_QUEUE])
            if case >= 0 and (found < 0 or s.cases[case, QUEUE_KEY] < best):
                found, best = case, s.cases[case, QUEUE_KEY]
    return found


@njit(**COMPILE)
def session(p: Program, s: State, place: int) -> None:
    """A session is held: it takes those listed while it has places and their people; what it does not take is lost."""
    t = s.places[place]
    position = t[POSITION]
    places, taken = p.changes[position, 1], 0
    t[POSITION] = position + 1
    if position + 1 < p.teams[place, at.T_LAST]:
        schedule(p, s, p.changes[position + 1, 0], HELD, place, 0)
    first, end = p.teams[place, at.T_STAFF], p.teams[place, at.T_STAFF_END]
    rows = s.sizes[N_STAFFING]
    for i in range(first, end):
        free = people_free(s, p.staff[i])
        r = rows + i - first
        s.staffing[r, 0], s.staffing[r, 1], s.staffing[r, 2] = s.sizes[NOW], place, p.staff[i]
        s.staffing[r, 3], s.staffing[r, 4] = free, free
    while taken < places or places < 0:
        case = next_listed(p, s, place)
        if case < 0:
            break
        row = s.cases[case]
        stage = row[STAGE]
        take_first(s, p.stages[stage, at.S_QUEUE])
        t[QUEUED] -= 1
        taken += 1
        for j in range(p.stages[stage, at.S_USES], p.stages[stage, at.S_USES_END]):
            s.places[p.uses[j, at.U_TEAM], BOOKED] += p.uses[j, at.U_PEOPLE]
        s.waiting[stage] -= 1
        row[STATE], row[LEAVES] = WORKING, -1
        note(s, case, E_START, stage, p.teams[place, at.T_DETAIL])
        stop_clocks(p, s, case, stage)
        row[DUE] = schedule(p, s, s.sizes[NOW] + takes(p, s, case, stage), ENDS, row[ID], 0)
    for i in range(first, end):
        s.staffing[rows + i - first, 4] -= people_free(s, p.staff[i])
    s.sizes[N_STAFFING] = rows + end - first
    n = s.sizes[N_SESSIONS]
    s.sessions[n, 0], s.sessions[n, 1], s.sessions[n, 2] = s.sizes[NOW], place, places
    s.sessions[n, 3], s.sessions[n, 4] = taken, t[QUEUED]
    s.sizes[N_SESSIONS] = n + 1
