"""What changes during a run of the fast engine, and the parts that every other part uses.

An event is one whole number, (minute, kind, case, index) packed from the left, so the heap's order is the
total order of events. Nothing is taken out of the heap: an event whose case has meanwhile moved on is known
by the case's own note of when it is due. Stages are named by their rows (a stage of an area), and by their place in the
pathway where a case is sent on.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from numba import njit

from sendsim.caseload import fast_program as at
from sendsim.caseload.fast_program import Ints, Program
from sendsim.caseload.fast_tools import COMPILE, push, quantile, uniform
from sendsim.caseload.journeys import EVENT_CODES

# Kinds of event, in the order in which those of one minute happen.
CLOCK, CAPACITY, ENDS, ARRIVAL, HELD, DEPARTURE = range(6)
CASE_BITS, INDEX_BITS = 24, 12
MINUTE_BITS = 24
CASE_SHIFT, KIND_SHIFT, MINUTE_SHIFT = INDEX_BITS, INDEX_BITS + CASE_BITS, INDEX_BITS + CASE_BITS + 3
SHARE = 2**20
BACK = 2**24  # added to minutes before the start, so that a queue's key is never negative

# States of a case.
NEW, QUEUEING, WORKING, WAITING, CLOSED = range(5)
# Columns of ``cases``.
(
    STREAM,
    NUMBER,
    LABEL,
    NOTICE,
    JOINED,
    STAGE,
    STATE,
    REMAINING,
    DUE,
    LEAVES,
    LEAVES_BY,
    QUEUE_KEY,
    NEXT,
    BEFORE,
    LEFT,
    FIRST_JOINED,
    BEGUN,
    HOLDS,  # a bit for each team of whose caseload the case holds a place
    AREA,
    BASE,  # the first row of the area's stages
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
N_HEAP, N_LOG, N_CAPACITY, N_SESSIONS, N_STAFFING, FULL, FULL_AT, NOW = range(8)
FULL_LOG, FULL_HEAP, FULL_QUEUE, FULL_CAPACITY = 1, 2, 3, 4

E_OPEN, E_ARRIVE, E_JOIN = EVENT_CODES["open_at_start"], EVENT_CODES["arrive"], EVENT_CODES["join"]
E_START, E_RESUME, E_INTERRUPT = EVENT_CODES["start"], EVENT_CODES["resume"], EVENT_CODES["interrupt"]
E_END, E_FULL, E_LEAVE = EVENT_CODES["end"], EVENT_CODES["full"], EVENT_CODES["leave"]
E_CLOCK_STARTED, E_CLOCK_STOPPED = EVENT_CODES["clock_started"], EVENT_CODES["clock_stopped"]
E_CLOCK_EXPIRED, E_EXIT = EVENT_CODES["clock_expired"], EVENT_CODES["exit"]


class State(NamedTuple):
    """What changes during a run, and what is written down."""

    cases: Ints
    visits: Any  # (case, stage): how often the case has been there, less one
    running: Any  # (case, clock): the minute the limit passes, or -1
    passed: Any  # (case, clock): how often it has passed and was judged, less one
    places: Ints
    waiting: Ints  # of each row of a stage
    heap: Ints
    lists: Ints  # of each queue: where its heap begins, how many it holds, how many it can hold
    queues: Ints  # the heaps of all queues, one after another
    log: Any  # minutes, cases, events, stages, details: a column an event
    capacity: Any  # rows of minute, team, on duty, busy, queue, held, unallocated
    sessions: Any  # rows of minute, diary, places, taken, waiting
    staffing: Any  # rows of minute, diary, team, available, used
    worst: Ints  # scratch for work that is put aside
    sizes: Ints
    seed: int
    replication: int
    opening: int


@njit(**COMPILE)
def luck(s: State, case: int, purpose: int, visit: int) -> float:
    """Return the case's uniform number for a purpose."""
    return uniform(s.cases[case, NUMBER], s.cases[case, LABEL], purpose, visit, s.seed, s.replication)


@njit(**COMPILE)
def schedule(p: Program, s: State, minute: int, kind: int, case: int, index: int) -> int:
    """Put an event in the heap, unless the run is over by then; return its key, or -1."""
    if minute >= p.end:
        return -1
    size = s.sizes[N_HEAP]
    if size >= len(s.heap):
        s.sizes[FULL] = FULL_HEAP
        return -1
    key = (max(minute, s.sizes[NOW]) << MINUTE_SHIFT) | (kind << KIND_SHIFT) | (case << CASE_SHIFT) | index
    push(s.heap, 0, size, key)
    s.sizes[N_HEAP] = size + 1
    return key


@njit(**COMPILE)
def note(s: State, case: int, event: int, stage: int, detail: int) -> None:
    """Write one event down."""
    n = s.sizes[N_LOG]
    if n < s.log.shape[1]:
        s.log[0, n], s.log[1, n], s.log[2, n] = s.sizes[NOW], case, event
        s.log[3, n], s.log[4, n] = stage, detail
    else:
        s.sizes[FULL] = FULL_LOG
    s.sizes[N_LOG] = n + 1


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
    row = p.stages[stage]
    u = luck(s, case, row[at.S_TAKES], s.visits[case, stage - s.cases[case, BASE]])
    return quantile(p.grid, p.minutes, row[at.S_TABLE], row[at.S_LENGTH], u, 1.0)


@njit(**COMPILE)
def way(p: Program, row: int, stream: int, u: float) -> int:
    """Return where a uniform number leads, of the ways out of a stage or clock."""
    first, end = p.ways[row, stream, 0], p.ways[row, stream, 1]
    for i in range(first, end):
        if u < p.ways_p[i]:
            return p.ways_to[i]
    return p.ways_to[end - 1]


@njit(**COMPILE)
def leave_by(p: Program, s: State, case: int, stage: int) -> int:
    """Return the next stage of a case that leaves ``stage``."""
    stream = s.cases[case, STREAM]
    u = 0.0
    ways = p.stages[stage, at.S_WAYS]
    if p.ways[ways, stream, 1] - p.ways[ways, stream, 0] > 1:
        u = luck(s, case, p.stages[stage, at.S_ROUTE], s.visits[case, stage - s.cases[case, BASE]])
    return way(p, ways, stream, u)
