"""Teams on the fast engine: the twin of :mod:`sendsim.caseload.simpy_teams`.

The work in hand of a team is a list linked through the cases.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from sendsim.caseload import fast_program as at
from sendsim.caseload.fast_event_list import CASE_BITS
from sendsim.caseload.fast_program import Program
from sendsim.caseload.fast_queues import first_queueing, queue_for, stop_clocks, take_first
from sendsim.caseload.fast_state import (
    BACK,
    BEFORE,
    BEGUN,
    BUSY,
    CAPACITY,
    DUE,
    E_INTERRUPT,
    E_RESUME,
    E_START,
    ENDS,
    HAND,
    ID,
    JOINED,
    LAST,
    LEAVES,
    LEFT,
    NEXT,
    NOW,
    ON_DUTY,
    OPENING,
    PLANNED,
    POSITION,
    QUEUED,
    REMAINING,
    SHARE,
    STAGE,
    STATE,
    STREAM,
    WORKING,
    State,
    note,
    note_team,
    schedule,
    takes,
)
from sendsim.caseload.fast_tools import COMPILE, add_work, is_open, next_open, worked


@njit(**COMPILE)
def take_in_hand(s: State, team: int, case: int, left: int) -> None:
    """Add a case to the work in hand."""
    head = s.places[team, HAND]
    s.cases[case, NEXT], s.cases[case, BEFORE], s.cases[case, LEFT] = head, -1, left
    if head >= 0:
        s.cases[head, BEFORE] = case
    s.places[team, HAND] = case
    s.places[team, BUSY] += 1


@njit(**COMPILE)
def put_down(s: State, team: int, case: int) -> None:
    """Take a case out of the work in hand."""
    following, before = s.cases[case, NEXT], s.cases[case, BEFORE]
    if before >= 0:
        s.cases[before, NEXT] = following
    else:
        s.places[team, HAND] = following
    if following >= 0:
        s.cases[following, BEFORE] = before
    s.places[team, BUSY] -= 1


@njit(**COMPILE)
def serve(p: Program, s: State, team: int) -> None:
    """Start work on those who wait, while somebody is free and the office is open."""
    t = s.places[team]
    now = s.sizes[NOW]
    queue = team  # the queue of a team has its number
    office = p.teams[team, at.T_OFFICE] == 1
    first_day, opens, length = p.office_shape[0], p.office_shape[1], p.office_shape[2]
    while t[BUSY] < t[ON_DUTY]:
        case = first_queueing(p, s, queue)
        if case < 0:
            return
        if not is_open(office, now, p.office, first_day, opens, length):
            minute = next_open(office, now, p.office, first_day, opens, length)
            if t[OPENING] < minute:
                t[OPENING] = minute
                schedule(p, s, minute, CAPACITY, team, 1)
            return
        take_first(s, queue)
        t[QUEUED] -= 1
        row = s.cases[case]
        stage = row[STAGE]
        s.waiting[stage] -= 1
        row[STATE], row[LEAVES] = WORKING, -1
        resumed = row[REMAINING] >= 0
        work = row[REMAINING] if resumed else takes(p, s, case, stage)
        row[REMAINING] = -1
        done = worked(office, now, p.office, first_day, opens, length) + work
        take_in_hand(s, team, case, done)
        row[BEGUN] = now
        note(s, case, E_RESUME if resumed else E_START, stage, p.teams[team, at.T_DETAIL])
        note_team(s, team)
        if not resumed:
            stop_clocks(p, s, case, stage)
        minute = add_work(office, now, work, p.office, first_day, opens, length)
        row[DUE] = schedule(p, s, minute, ENDS, row[ID], 0)


@njit(**COMPILE)
def interrupt_for(p: Program, s: State, case: int, stage: int) -> None:
    """Put aside work in hand of worse priority, if nobody is free and the newcomer can then be served."""
    team = p.stages[stage, at.S_PLACE]
    t = s.places[team]
    needed = t[BUSY] - t[ON_DUTY] + 1
    if needed < 1 or needed > t[BUSY]:
        return
    bound = np.int64(2**62)
    for i in range(needed):  # the worst, the next worst, and so on
        best, found = np.int64(-1), -1
        other = t[HAND]
        while other >= 0:
            it = s.cases[other]
            key = (p.priority[it[STREAM]] << 51) | ((it[JOINED] + BACK) << CASE_BITS) | it[ID]
            if best < key < bound:
                best, found = key, other
            other = s.cases[other, NEXT]
        s.worst[i], bound = found, best
    rank = p.priority[s.cases[case, STREAM]]
    if p.priority[s.cases[s.worst[needed - 1], STREAM]] <= rank:
        return
    first_day, opens, length = p.office_shape[0], p.office_shape[1], p.office_shape[2]
    so_far = worked(p.teams[team, at.T_OFFICE] == 1, s.sizes[NOW], p.office, first_day, opens, length)
    for i in range(needed):
        other = s.worst[i]
        put_down(s, team, other)
        s.cases[other, DUE] = -1
        s.cases[other, REMAINING] = max(1, s.cases[other, LEFT] - so_far)
        note(s, other, E_INTERRUPT, s.cases[other, STAGE], p.teams[team, at.T_DETAIL])
        queue_for(p, s, other, s.cases[other, STAGE])
        note_team(s, team)


# -- shared caseloads


@njit(**COMPILE)
def advance_shared(p: Program, s: State, team: int) -> None:
    """Take off each case in hand its share of the time worked since the last change."""
    t = s.places[team]
    first_day, opens, length = p.office_shape[0], p.office_shape[1], p.office_shape[2]
    done = worked(p.teams[team, at.T_OFFICE] == 1, s.sizes[NOW], p.office, first_day, opens, length)
    passed = done - t[LAST]
    t[LAST] = done
    if p.teams[team, at.T_WORK] != at.SHARED or t[HAND] < 0 or passed <= 0:
        return
    part = passed * SHARE if t[BUSY] <= t[ON_DUTY] else passed * t[ON_DUTY] * SHARE // t[BUSY]
    case = t[HAND]
    while case >= 0:
        s.cases[case, LEFT] = max(0, s.cases[case, LEFT] - part)
        case = s.cases[case, NEXT]


@njit(**COMPILE)
def plan_shared(p: Program, s: State, team: int) -> None:
    """Schedule the next case in hand to be finished at the present rate."""
    t = s.places[team]
    if t[PLANNED] >= 0:
        s.cases[t[PLANNED], DUE] = -1
    t[PLANNED] = -1
    if t[HAND] < 0 or t[ON_DUTY] == 0:
        return
    case, best = t[HAND], t[HAND]
    while case >= 0:
        if (s.cases[case, LEFT], s.cases[case, ID]) < (s.cases[best, LEFT], s.cases[best, ID]):
            best = case
        case = s.cases[case, NEXT]
    left, n, capacity = s.cases[best, LEFT], t[BUSY], t[ON_DUTY]
    minutes = -(-left // SHARE) if n <= capacity else -(-left * n // (capacity * SHARE))
    first_day, opens, length = p.office_shape[0], p.office_shape[1], p.office_shape[2]
    office = p.teams[team, at.T_OFFICE] == 1
    minute = add_work(office, s.sizes[NOW], max(minutes, 0), p.office, first_day, opens, length)
    t[PLANNED] = best
    s.cases[best, DUE] = schedule(p, s, minute, ENDS, s.cases[best, ID], 0)


@njit(**COMPILE)
def join_shared(p: Program, s: State, case: int, stage: int) -> None:
    """The case joins a caseload: it is in hand at once."""
    team = p.stages[stage, at.S_PLACE]
    advance_shared(p, s, team)
    s.cases[case, STATE] = WORKING
    take_in_hand(s, team, case, takes(p, s, case, stage) * SHARE)
    note(s, case, E_START, stage, p.teams[team, at.T_DETAIL])
    note_team(s, team)
    stop_clocks(p, s, case, stage)


@njit(**COMPILE)
def drop(p: Program, s: State, team: int) -> None:
    """Put the work that was begun last back in the queue, where fewer are on duty than are at work."""
    rule = p.teams[team, at.T_ON_DROP]
    if rule == at.FINISH:
        return
    t = s.places[team]
    first_day, opens, length = p.office_shape[0], p.office_shape[1], p.office_shape[2]
    while t[BUSY] > t[ON_DUTY]:
        last, best = t[HAND], np.int64(-1)
        case = t[HAND]
        while case >= 0:
            key = ((s.cases[case, BEGUN] + BACK) << CASE_BITS) | s.cases[case, ID]
            if key > best:
                best, last = key, case
            case = s.cases[case, NEXT]
        put_down(s, team, last)
        row = s.cases[last]
        row[DUE] = -1
        if rule == at.PUT_ASIDE:
            so_far = worked(p.teams[team, at.T_OFFICE] == 1, s.sizes[NOW], p.office, first_day, opens, length)
            row[REMAINING] = max(1, row[LEFT] - so_far)
        else:
            row[REMAINING] = takes(p, s, last, row[STAGE])
        note(s, last, E_INTERRUPT, row[STAGE], p.teams[team, at.T_DETAIL])
        queue_for(p, s, last, row[STAGE])
        note_team(s, team)


@njit(**COMPILE)
def next_capacity(p: Program, s: State, team: int) -> int:
    """Bring the number on duty up to now; return 1 if it changed, and see that the next change comes."""
    t = s.places[team]
    changed = 0
    while t[POSITION] < p.teams[team, at.T_LAST]:
        minute = p.changes[t[POSITION], 0]
        if minute > s.sizes[NOW]:
            schedule(p, s, minute, CAPACITY, team, 0)
            break
        advance_shared(p, s, team)
        t[ON_DUTY] = p.changes[t[POSITION], 1]
        t[POSITION] += 1
        note_team(s, team)
        drop(p, s, team)
        changed = 1
    return changed
