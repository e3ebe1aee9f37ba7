"""Waiting on the fast engine: departures, queues by their rules, and the clocks that run meanwhile."""

from __future__ import annotations

from numba import njit

from sendsim.caseload import fast_program as at
from sendsim.caseload.fast_event_list import CASE_BITS
from sendsim.caseload.fast_program import Program
from sendsim.caseload.fast_state import (
    BACK,
    BASE,
    CLOCK,
    DEPARTURE,
    E_CLOCK_STARTED,
    E_CLOCK_STOPPED,
    FIRST,
    FULL,
    FULL_AT,
    FULL_QUEUE,
    ID,
    JOINED,
    LEAVES,
    LEAVES_BY,
    MANY,
    NOTICE,
    NOW,
    QUEUE_KEY,
    QUEUED,
    QUEUEING,
    ROOM,
    SIZE,
    STAGE,
    STATE,
    STREAM,
    UNALLOCATED,
    State,
    fetch_case,
    luck,
    note,
    note_team,
    schedule,
)
from sendsim.caseload.fast_tools import COMPILE, pop, push, quantile
from sendsim.caseload.limits import LATEST_DAY
from sendsim.caseload.working_time import DAY, NEVER


@njit(**COMPILE)
def schedule_departure(p: Program, s: State, case: int, stage: int, before: int) -> bool:
    """Find the first departure, if one comes before ``before``, and schedule it."""
    first = NEVER
    which = -1
    row = p.stages[stage]
    for i in range(row[at.S_DEPARTURES], row[at.S_DEPARTURES_END]):
        leaving = p.departures[i]
        u = luck(s, case, leaving[at.D_PURPOSE], s.visits[case, stage - s.cases[case, BASE]])
        speed = 1.0
        if leaving[at.D_RATIOS] >= 0:
            speed = p.ratios[leaving[at.D_RATIOS] + p.merit[s.cases[case, STREAM]]]
        minute = s.sizes[NOW] + quantile(p.grid, p.lines, leaving[at.D_TABLE], leaving[at.D_LENGTH], u, speed)
        if minute < before and minute < first:
            first, which = minute, i - row[at.S_DEPARTURES]
    if which < 0:
        return False
    s.cases[case, LEAVES] = schedule(p, s, first, DEPARTURE, s.cases[case, ID], which)
    s.cases[case, LEAVES_BY] = row[at.S_DEPARTURES] + which
    return True


@njit(**COMPILE)
def stop_waiting(p: Program, s: State, case: int, stage: int) -> None:
    """Take a case that leaves out of the counts of those who wait."""
    if s.cases[case, STATE] == QUEUEING:
        place = p.stages[stage, at.S_PLACE]
        s.waiting[stage] -= 1
        if p.stages[stage, at.S_KIND] == at.ALLOCATION:
            s.places[place, UNALLOCATED] -= 1
        else:
            s.places[place, QUEUED] -= 1
        if p.stages[stage, at.S_KIND] != at.SESSION:
            note_team(s, place)


@njit(**COMPILE)
def queue_for(p: Program, s: State, case: int, stage: int) -> None:
    """Put a case in the queue of a stage's team or diary."""
    place = p.stages[stage, at.S_PLACE]
    row, t = s.cases[case], s.places[place]
    row[STATE] = QUEUEING
    t[QUEUED] += 1
    s.waiting[stage] += 1
    join_queue(p, s, case, p.stages[stage, at.S_QUEUE], p.teams[place, at.T_QUEUE])


@njit(**COMPILE)
def join_queue(p: Program, s: State, case: int, queue: int, rule: int) -> None:
    """Put a case in a queue by its rule: the twin of ``_queue_key``."""
    row = s.cases[case]
    rank = 0
    if rule == at.PRIORITY:
        rank = p.priority[row[STREAM]]
    elif rule == at.PHASE_TRANSFER_FIRST:
        rank = p.phase[row[STREAM]]
    elif rule == at.STATUTORY_DATE_FIRST:
        rank = LATEST_DAY + 1
        for k in range(len(p.clocks)):
            if s.running[case, k] >= 0:
                rank = min(rank, s.running[case, k] // DAY, LATEST_DAY)
    since = row[NOTICE] if rule == at.OLDEST_FIRST else row[JOINED]
    key = (((rank << 26) | (since + BACK)) << CASE_BITS) | row[ID]
    row[QUEUE_KEY] = key
    t = s.lists[queue]
    if t[SIZE] >= t[ROOM]:
        s.sizes[FULL], s.sizes[FULL_AT] = FULL_QUEUE, queue
        return
    push(s.queues, t[FIRST], t[SIZE], key)
    t[SIZE] += 1


@njit(**COMPILE)
def first_queueing(p: Program, s: State, queue: int) -> int:
    """Return the case at the head of a queue, or -1; those who have left are passed over."""
    t = s.lists[queue]
    while t[SIZE] > 0:
        key = s.queues[t[FIRST]]
        case = s.slot[key & ((1 << CASE_BITS) - 1)]
        row = s.cases[case]
        if case >= 0 and row[STATE] == QUEUEING and row[QUEUE_KEY] == key and p.stages[row[STAGE], at.S_QUEUE] == queue:
            return case
        pop(s.queues, t[FIRST], t[SIZE])
        t[SIZE] -= 1
    return -1


@njit(**COMPILE)
def take_first(s: State, queue: int) -> None:
    """Take the head of a queue out of it."""
    t = s.lists[queue]
    pop(s.queues, t[FIRST], t[SIZE])
    t[SIZE] -= 1
    if len(s.cases) >= MANY:  # the case that is now the first, and one of the two that follow it
        for i in range(min(t[SIZE], 3)):
            fetch_case(s, s.queues[t[FIRST] + i] & ((1 << CASE_BITS) - 1))


@njit(**COMPILE)
def stop_clocks(p: Program, s: State, case: int, stage: int) -> None:
    """Stop the clocks that the stage stops."""
    for i in range(p.stages[stage, at.S_STOPS], p.stages[stage, at.S_STOPS_END]):
        k = p.links[i]
        if s.running[case, k] >= 0:
            s.running[case, k] = -1
            note(s, case, E_CLOCK_STOPPED, stage, p.clocks[k, at.C_DETAIL])


@njit(**COMPILE)
def start_clocks(p: Program, s: State, case: int, stage: int) -> None:
    """Start the clocks that the stage starts and that do not run yet."""
    row = s.cases[case]
    for i in range(p.stages[stage, at.S_STARTS], p.stages[stage, at.S_STARTS_END]):
        k = p.links[i]
        if s.running[case, k] >= 0:
            continue
        started = min(row[JOINED], s.sizes[NOW])
        expires = max(p.by_notice[k, row[NOTICE] // DAY - p.first_day], p.by_start[k, started // DAY - p.first_day])
        s.running[case, k] = max(expires, s.sizes[NOW])
        note(s, case, E_CLOCK_STARTED, stage, p.clocks[k, at.C_DETAIL])
        schedule(p, s, expires, CLOCK, row[ID], k)
