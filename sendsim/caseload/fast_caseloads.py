"""Caseloads on the fast engine: the twin of :mod:`sendsim.caseload.simpy_caseloads`."""

from __future__ import annotations

import numpy as np
from numba import njit

from sendsim.caseload import fast_program as at
from sendsim.caseload.fast_program import Program
from sendsim.caseload.fast_queues import first_queueing, join_queue, stop_clocks, take_first
from sendsim.caseload.fast_state import (
    CAPACITY,
    CEILING,
    CEILING_AT,
    E_END,
    E_START,
    GIVE_OUT,
    HELD_CASES,
    HOLDS,
    LEAVES,
    NEXT_CEILING,
    NOW,
    QUEUEING,
    STAGE,
    STATE,
    UNALLOCATED,
    WAITING,
    State,
    note,
    note_team,
    schedule,
)
from sendsim.caseload.fast_tools import COMPILE


@njit(**COMPILE)
def holds(p: Program, s: State, case: int, place: int) -> bool:
    """Say whether a case holds a place of a team's caseload."""
    return (s.cases[case, HOLDS] >> p.teams[place, at.T_HELD_BIT]) & 1 == 1


@njit(**COMPILE)
def hold(p: Program, s: State, case: int, place: int) -> None:
    """Let a case hold a place of a team's caseload."""
    s.cases[case, HOLDS] |= np.int64(1) << p.teams[place, at.T_HELD_BIT]
    s.places[place, HELD_CASES] += 1


@njit(**COMPILE)
def hold_at_start(p: Program, s: State, case: int, stage: int) -> None:
    """Let a case that is open at the start hold the places that go with where it stands."""
    for i in range(p.stages[stage, at.S_HOLDS], p.stages[stage, at.S_HOLDS_END]):
        hold(p, s, case, p.held[i])


@njit(**COMPILE)
def give_back(p: Program, s: State, case: int, stage: int) -> None:
    """Give back the places that a case has no more need of at a stage."""
    for i in range(p.stages[stage, at.S_FREES], p.stages[stage, at.S_FREES_END]):
        place = p.held[i]
        if holds(p, s, case, place):
            s.cases[case, HOLDS] ^= np.int64(1) << p.teams[place, at.T_HELD_BIT]
            s.places[place, HELD_CASES] -= 1
            note_team(s, place)
            schedule(p, s, s.sizes[NOW], CAPACITY, place, GIVE_OUT)


@njit(**COMPILE)
def given_out(p: Program, s: State, case: int, stage: int) -> None:
    """Write down that a case has been given to a team."""
    detail = p.teams[p.stages[stage, at.S_PLACE], at.T_DETAIL]
    note(s, case, E_START, stage, detail)
    stop_clocks(p, s, case, stage)
    note(s, case, E_END, stage, detail)


@njit(**COMPILE)
def join_allocation(p: Program, s: State, case: int, stage: int) -> None:
    """Put a case in line for a place of a team's caseload."""
    place = p.stages[stage, at.S_PLACE]
    s.cases[case, STATE] = QUEUEING
    s.places[place, UNALLOCATED] += 1
    s.waiting[stage] += 1
    join_queue(p, s, case, p.stages[stage, at.S_QUEUE], p.teams[place, at.T_QUEUE])
    note_team(s, place)
    schedule(p, s, s.sizes[NOW], CAPACITY, place, GIVE_OUT)


@njit(**COMPILE)
def give_out(p: Program, s: State, place: int) -> int:
    """Give the first in line to the team, if it may hold one more; return the case, or -1."""
    t = s.places[place]
    if t[HELD_CASES] >= t[CEILING]:
        return -1
    queue = p.teams[place, at.T_HELD_QUEUE]
    case = first_queueing(p, s, queue)
    if case < 0:
        return -1
    take_first(s, queue)
    t[UNALLOCATED] -= 1
    row = s.cases[case]
    s.waiting[row[STAGE]] -= 1
    hold(p, s, case, place)
    row[STATE], row[LEAVES] = WAITING, -1
    note_team(s, place)
    schedule(p, s, s.sizes[NOW], CAPACITY, place, GIVE_OUT)
    return case


@njit(**COMPILE)
def next_ceiling(p: Program, s: State, place: int) -> None:
    """Bring the number of cases that a team may hold up to now, and see that the next change comes."""
    t = s.places[place]
    while t[CEILING_AT] < p.teams[place, at.T_CEILINGS_END]:
        minute = p.ceilings[t[CEILING_AT], 0]
        if minute > s.sizes[NOW]:
            schedule(p, s, minute, CAPACITY, place, NEXT_CEILING)
            return
        t[CEILING] = p.ceilings[t[CEILING_AT], 1]
        t[CEILING_AT] += 1
        schedule(p, s, s.sizes[NOW], CAPACITY, place, GIVE_OUT)
