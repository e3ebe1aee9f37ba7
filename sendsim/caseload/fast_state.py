"""What changes during a run of the fast engine, and the parts that every other part uses.

An event is one whole number, (minute, kind, case, index) packed from the left, so the order of these numbers is the
total order of events (:mod:`sendsim.caseload.fast_event_list`). No event is called off: one whose case has meanwhile
moved on is known by the case's own note of when it is due. Stages are named by their rows (a stage of an area), and by
their place in the pathway where a case is sent on.

What is known of a case stands in a *slot* while the case is open, and the slot then serves another case: so the memory
of a run grows with its open cases, and what the loop touches stays near. In this package's compiled parts ``case`` is
the case's slot; its number, which orders events of one minute, stands in the slot (``ID``).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from sendsim.caseload import fast_program as at
from sendsim.caseload.fast_arrivals import BLOCK, Ahead, Coming, look_ahead, way
from sendsim.caseload.fast_event_list import (
    AT,
    CASE_BITS,
    CASE_SHIFT,
    FEW,
    INDEX_BITS,
    KIND_SHIFT,
    MINUTE_SHIFT,
    N_LATE,
    N_TODAY,
    EventList,
    is_over,
    next_day,
    put,
    put_in_order,
)
from sendsim.caseload.fast_program import Ints, Program
from sendsim.caseload.fast_tools import COMPILE, fetch, quantile, uniform
from sendsim.caseload.journeys import EVENT_CODES

# Kinds of event, in the order in which those of one minute happen.
CLOCK, CAPACITY, ENDS, ARRIVAL, HELD, DEPARTURE = range(6)
OF_CASES = 1 << CLOCK | 1 << ENDS | 1 << DEPARTURE  # of the kinds on the event list, those of a case
SHARE = 2**20
MANY = 2**14
"""From so many slots on, what is known of cases is fetched ahead: it no longer fits the cache that is a core's own."""
NEAR = 8
"""So many events ahead."""
LINE = 64
"""Bytes of a line of memory."""
BACK = 2**24  # added to minutes before the start, so that a queue's key is never negative

# States of a case.
NEW, QUEUEING, WORKING, WAITING = range(4)
# Columns of ``cases``.
(
    ID,  # the number of the case
    STREAM,
    STAGE,
    STATE,
    BASE,  # the first row of the area's stages
    DUE,
    NUMBER,
    LABEL,
    LEAVES,
    LEAVES_BY,
    QUEUE_KEY,
    JOINED,
    NOTICE,
    REMAINING,
    HOLDS,  # a bit for each team of whose caseload the case holds a place
    AREA,
    NEXT,
    BEFORE,
    LEFT,
    BEGUN,
) = range(20)
N_CASE = 20
# Columns of ``places`` (teams first, then diaries).
(
    ON_DUTY,
    BUSY,
    QUEUED,
    LAST,
    OPENING,
    HAND,
    POSITION,
    PLANNED,
    NOTED,
    NOTED_AT,
    BOOKED,
    BOOKED_ON,
    HELD_CASES,
    CEILING,
    CEILING_AT,
    UNALLOCATED,
) = range(16)
N_PLACE = 16
GIVE_OUT, NEXT_CEILING = 2, 3  # index of events of the kind CAPACITY
# Columns of ``lists``: where the heap of each queue stands in ``queues``.
FIRST, SIZE, ROOM = range(3)
# Entries of ``sizes``.
N_LOG, N_CAPACITY, N_SESSIONS, N_STAFFING, FULL, FULL_AT, NOW, N_FREE = range(8)
N_SIZES = 8
FULL_LOG, FULL_EVENTS, FULL_QUEUE, FULL_CAPACITY, FULL_SLOTS = 1, 2, 3, 4, 5

E_OPEN, E_ARRIVE, E_JOIN = EVENT_CODES["open_at_start"], EVENT_CODES["arrive"], EVENT_CODES["join"]
E_START, E_RESUME, E_INTERRUPT = EVENT_CODES["start"], EVENT_CODES["resume"], EVENT_CODES["interrupt"]
E_END, E_FULL, E_LEAVE = EVENT_CODES["end"], EVENT_CODES["full"], EVENT_CODES["leave"]
E_CLOCK_STARTED, E_CLOCK_STOPPED = EVENT_CODES["clock_started"], EVENT_CODES["clock_stopped"]
E_CLOCK_EXPIRED, E_EXIT = EVENT_CODES["clock_expired"], EVENT_CODES["exit"]


class State(NamedTuple):
    """What changes during a run, and what is written down."""

    coming: Coming
    slot: Any  # of each case that has come: where it stands while it is open, else -1
    last: Any  # the row of the stage where each case ended
    closed: Any  # the minute when each case ended, or -1
    cases: Ints  # (slot, what is known of the case)
    visits: Any  # (slot, stage): how often the case has been there, less one
    running: Any  # (slot, clock): the minute the limit passes, or -1
    passed: Any  # (slot, clock): how often it has passed and was judged, less one
    free: Any  # the slots that serve no case
    ahead: Ahead
    places: Ints
    waiting: Ints  # of each row of a stage
    coming_events: EventList
    lists: Ints  # of each queue: where its heap begins, how many it holds, how many it can hold
    queues: Ints  # the heaps of all queues, one after another
    log: Any  # minutes, cases, stages, details: a column an event
    events: Any  # which event
    capacity: Any  # rows of minute, team, on duty, busy, queue, held, unallocated
    sessions: Any  # rows of minute, diary, places, taken, waiting
    staffing: Any  # rows of minute, diary, team, available, used
    worst: Ints  # scratch for work that is put aside
    sizes: Ints
    seed: int
    replication: int
    opening: int


@njit(**COMPILE)
def opened(s: State, number: int) -> int:
    """Return the minute at which a case was opened."""
    minute: Any = s.coming.opened[number] if number < s.opening else np.int64(s.coming.joined[number])
    return minute


@njit(**COMPILE)
def open_case(s: State, number: int, steps: int) -> int:
    """Give a case that comes a slot; return it, or -1 if there is none."""
    n = s.sizes[N_FREE] - 1
    if n < 0:
        s.sizes[FULL] = FULL_SLOTS
        return -1
    s.sizes[N_FREE] = n
    case = s.free[n]
    s.slot[number], s.closed[number] = case, -1
    for i in range(steps):
        s.visits[case, i] = -1
    for i in range(s.passed.shape[1]):
        s.passed[case, i] = -1
    c, row, origin = s.coming, s.cases[case], s.coming.origin[number]
    row[ID], row[STREAM], row[STATE] = number, c.kind[number], NEW
    row[AREA], row[BASE] = c.area[origin], c.area[origin] * steps
    row[NUMBER], row[LABEL], row[NOTICE] = c.number[number], c.label[origin], opened(s, number)
    row[DUE], row[LEAVES], row[HOLDS] = -1, -1, 0
    row[REMAINING] = c.remaining[number] if number < s.opening else -1
    return case


@njit(**COMPILE)
def close_case(s: State, case: int, stage: int) -> None:
    """Take a case that has ended out of its slot."""
    for k in range(s.running.shape[1]):
        s.running[case, k] = -1
    number = s.cases[case, ID]
    s.slot[number], s.last[number], s.closed[number] = -1, stage, s.sizes[NOW]
    s.free[s.sizes[N_FREE]] = case
    s.sizes[N_FREE] += 1


@njit(**COMPILE)
def luck(s: State, case: int, purpose: int, visit: int) -> float:
    """Return the case's uniform number for a purpose."""
    return uniform(s.cases[case, NUMBER], s.cases[case, LABEL], purpose, visit, s.seed, s.replication)


@njit(**COMPILE)
def schedule(p: Program, s: State, minute: int, kind: int, number: int, index: int) -> int:
    """Put an event of a case or a place on the list, unless the run is over by then; return its key, or -1."""
    if minute >= p.end:
        return -1
    minute = max(minute, s.sizes[NOW])
    key = (minute << MINUTE_SHIFT) | (kind << KIND_SHIFT) | (number << CASE_SHIFT) | index
    if not put(s.coming_events, minute, key):
        s.sizes[FULL] = FULL_EVENTS
        return -1
    return key


@njit(**COMPILE)
def begin_days(s: State, minute: int) -> None:
    """Begin one day of the event list after another, up to that of ``minute``, until there is an event."""
    e = s.coming_events
    while is_over(e, minute):
        n = next_day(e)
        if n < 0:
            s.sizes[FULL] = FULL_EVENTS
            return
        put_in_order(e, those_due(s, n) if n > FEW else n)


@njit(**COMPILE)
def those_due(s: State, n: int) -> int:
    """Leave out those of a day's ``n`` events whose cases have moved on meanwhile; return how many are left.

    What is known of the day's cases is thereby brought into the processor's caches, all at once rather than case by
    case.
    """
    keys, left = s.coming_events.unsorted, 0
    low, lowest = (1 << CASE_BITS) - 1, (1 << INDEX_BITS) - 1
    for i in range(n):
        key = keys[i]
        kind, due = (key >> KIND_SHIFT) & 7, True
        if (OF_CASES >> kind) & 1:
            case = s.slot[(key >> CASE_SHIFT) & low]
            if case < 0:
                due = False
            elif kind == CLOCK:
                due = s.running[case, key & lowest] == key >> MINUTE_SHIFT
            else:
                due = s.cases[case, DUE if kind == ENDS else LEAVES] == key
        keys[left] = key
        left += due
    return left


@njit(**COMPILE)
def fetch_case(s: State, number: int) -> None:
    """Have what is known of an open case brought near: most of it is on these lines."""
    case = np.int64(s.slot[number])
    if case >= 0:
        fetch(s.cases, case, 0)
        fetch(s.cases, case, LINE)
        fetch(s.cases, case, 2 * LINE)
        fetch(s.visits, case, 0)
        fetch(s.running, case, 0)


@njit(**COMPILE)
def fetch_event(s: State, key: int) -> None:
    """Have what is known of an event's case brought near."""
    if (OF_CASES >> ((key >> KIND_SHIFT) & 7)) & 1:
        fetch_case(s, (key >> CASE_SHIFT) & ((1 << CASE_BITS) - 1))


@njit(**COMPILE)
def fetch_coming(s: State) -> None:
    """Have the cases of the events that come soon brought near: of today's, and of those scheduled late."""
    e = s.coming_events
    if e.marks[AT] + NEAR < e.marks[N_TODAY]:
        fetch_event(s, e.today[e.marks[AT] + NEAR])
    for i in range(1, min(e.marks[N_LATE], 3)):  # one of the two comes when the first has gone
        fetch_event(s, e.late[i])


@njit(**COMPILE)
def write(s: State, number: int, event: int, stage: int, detail: int) -> None:
    """Write one event of a case down, by the case's number."""
    n = s.sizes[N_LOG]
    if n < len(s.events):
        s.log[0, n], s.log[1, n], s.log[2, n], s.log[3, n] = s.sizes[NOW], number, stage, detail
        s.events[n] = event
    else:
        s.sizes[FULL] = FULL_LOG
    s.sizes[N_LOG] = n + 1


@njit(**COMPILE)
def arrive(p: Program, s: State, number: int, steps: int) -> int:
    """Write down that a case comes, and which choices it comes through; return the stage where it stays, or -1."""
    a, c = s.ahead, s.coming
    i = number - a.begins[0]
    if i >= BLOCK:
        look_ahead(p, c, a, number, steps, s.seed, s.replication)
        i = 0
    base, n, count = c.area[c.origin[number]] * steps, s.sizes[N_LOG], a.passes[i]
    if n + count + 2 > len(s.events):
        s.sizes[FULL] = FULL_LOG
        return -1
    now, stage = s.sizes[NOW], c.stage[c.origin[number]] + base
    s.log[0, n], s.log[1, n], s.log[2, n], s.log[3, n], s.events[n] = now, number, stage, 0, E_ARRIVE
    n += 1
    for k in range(count):
        stage = a.through[i, k] + base
        s.log[0, n], s.log[1, n], s.log[2, n], s.log[3, n], s.events[n] = now, number, stage, 0, E_JOIN
        n += 1
    if a.stage[i] < 0:
        detail = p.stages[stage, at.S_DETAIL]
        s.log[0, n], s.log[1, n], s.log[2, n], s.log[3, n], s.events[n] = now, number, stage, detail, E_EXIT
        n += 1
        s.slot[number], s.last[number], s.closed[number] = -1, stage, now
    s.sizes[N_LOG] = n
    return a.stage[i]


@njit(**COMPILE)
def note(s: State, case: int, event: int, stage: int, detail: int) -> None:
    """Write one event of an open case down."""
    write(s, s.cases[case, ID], event, stage, detail)


@njit(**COMPILE)
def note_team(s: State, team: int) -> None:
    """Write down how busy a team is; within a minute the last word counts."""
    t = s.places[team]
    now = s.sizes[NOW]
    n = t[NOTED]
    if t[NOTED_AT] != now:
        n = s.sizes[N_CAPACITY]
        if n >= len(s.capacity):
            s.sizes[FULL] = FULL_CAPACITY
            return
        s.sizes[N_CAPACITY] = n + 1
        t[NOTED], t[NOTED_AT] = n, now
    s.capacity[n, 0], s.capacity[n, 1], s.capacity[n, 2] = now, team, t[ON_DUTY]
    s.capacity[n, 3], s.capacity[n, 4] = t[BUSY], t[QUEUED]
    s.capacity[n, 5], s.capacity[n, 6] = t[HELD_CASES], t[UNALLOCATED]


@njit(**COMPILE)
def takes(p: Program, s: State, case: int, stage: int) -> int:
    """Return how long the stage takes this case."""
    row, u = p.stages[stage], 0.0
    if row[at.S_LENGTH] > 1:  # a fixed time asks for no luck
        u = luck(s, case, row[at.S_TAKES], s.visits[case, stage - s.cases[case, BASE]])
    return quantile(p.grid, p.lines, row[at.S_TABLE], row[at.S_LENGTH], u, 1.0)


@njit(**COMPILE)
def leave_by(p: Program, s: State, case: int, stage: int) -> int:
    """Return the next stage of a case that leaves ``stage``."""
    row = p.stages[stage]
    if row[at.S_NEXT] >= 0:  # the only way asks for no luck
        return row[at.S_NEXT]
    at_way = row[at.S_WAY]
    if at_way < 0:
        at_way = np.int64(p.ways[row[at.S_WAYS], s.cases[case, STREAM]])
        if p.ways_p[at_way] >= 1.0:
            return p.ways_to[at_way]
    return way(p, at_way, luck(s, case, row[at.S_ROUTE], s.visits[case, stage - s.cases[case, BASE]]))
