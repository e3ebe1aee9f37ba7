"""What changes during a run of the fast engine, and the parts that every other part uses.

An event is one whole number, (minute, kind, case, index) packed from the left, so the heap's order is the
total order of events. Nothing is taken out of the heap: an event whose case has meanwhile moved on is known
by the case's own note of when it is due. Stages are named by their rows (a stage of an area), and by their place in the
pathway where a case is sent on.

What is known of a case stands in a *slot* while the case is open, and the slot then serves another case: so the memory
of a run grows with its open cases, and what the loop touches stays near. In this package's compiled parts ``case`` is
the case's slot; its number, which orders events of one minute, stands in the slot (``ID``).
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
N_HEAP, N_LOG, N_CAPACITY, N_SESSIONS, N_STAFFING, FULL, FULL_AT, NOW, N_FREE = range(9)
N_SIZES = 9
FULL_LOG, FULL_HEAP, FULL_QUEUE, FULL_CAPACITY, FULL_SLOTS = 1, 2, 3, 4, 5

E_OPEN, E_ARRIVE, E_JOIN = EVENT_CODES["open_at_start"], EVENT_CODES["arrive"], EVENT_CODES["join"]
E_START, E_RESUME, E_INTERRUPT = EVENT_CODES["start"], EVENT_CODES["resume"], EVENT_CODES["interrupt"]
E_END, E_FULL, E_LEAVE = EVENT_CODES["end"], EVENT_CODES["full"], EVENT_CODES["leave"]
E_CLOCK_STARTED, E_CLOCK_STOPPED = EVENT_CODES["clock_started"], EVENT_CODES["clock_stopped"]
E_CLOCK_EXPIRED, E_EXIT = EVENT_CODES["clock_expired"], EVENT_CODES["exit"]


class Coming(NamedTuple):
    """The cases of a run as they begin, a value a case: first those open at the start, then by arrival."""

    opened: Ints
    joined: Ints
    stage: Any
    kind: Any
    area: Any
    number: Ints
    label: Ints
    remaining: Ints  # of those open at the start: the minutes of a wait that are left, or -1


class State(NamedTuple):
    """What changes during a run, and what is written down."""

    coming: Coming
    slot: Any  # of each case while it is open, else -1
    last: Any  # the row of the stage where each case ended
    cases: Ints  # (slot, what is known of the case)
    visits: Any  # (slot, stage): how often the case has been there, less one
    running: Any  # (slot, clock): the minute the limit passes, or -1
    passed: Any  # (slot, clock): how often it has passed and was judged, less one
    free: Any  # the slots that serve no case
    through: Ints  # scratch for the choices that a new case comes through at once
    places: Ints
    waiting: Ints  # of each row of a stage
    heap: Ints
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
def open_case(s: State, number: int, steps: int) -> int:
    """Give a case that comes a slot; return it, or -1 if there is none."""
    n = s.sizes[N_FREE] - 1
    if n < 0:
        s.sizes[FULL] = FULL_SLOTS
        return -1
    s.sizes[N_FREE] = n
    case = s.free[n]
    s.slot[number] = case
    for i in range(steps):
        s.visits[case, i] = -1
    for i in range(s.passed.shape[1]):
        s.passed[case, i] = -1
    c, row = s.coming, s.cases[case]
    row[ID], row[STREAM], row[STATE] = number, c.kind[number], NEW
    row[AREA], row[BASE] = c.area[number], c.area[number] * steps
    row[NUMBER], row[LABEL], row[NOTICE] = c.number[number], c.label[number], c.opened[number]
    row[DUE], row[LEAVES], row[HOLDS] = -1, -1, 0
    row[REMAINING] = c.remaining[number] if number < s.opening else -1
    return case


@njit(**COMPILE)
def close_case(s: State, case: int, stage: int) -> None:
    """Take a case that has ended out of its slot."""
    for k in range(s.running.shape[1]):
        s.running[case, k] = -1
    number = s.cases[case, ID]
    s.slot[number], s.last[number] = -1, stage
    s.free[s.sizes[N_FREE]] = case
    s.sizes[N_FREE] += 1


@njit(**COMPILE)
def luck(s: State, case: int, purpose: int, visit: int) -> float:
    """Return the case's uniform number for a purpose."""
    return uniform(s.cases[case, NUMBER], s.cases[case, LABEL], purpose, visit, s.seed, s.replication)


@njit(**COMPILE)
def schedule(p: Program, s: State, minute: int, kind: int, number: int, index: int) -> int:
    """Put an event of a case or a place in the heap, unless the run is over by then; return its key, or -1."""
    if minute >= p.end:
        return -1
    size = s.sizes[N_HEAP]
    if size >= len(s.heap):
        s.sizes[FULL] = FULL_HEAP
        return -1
    key = (max(minute, s.sizes[NOW]) << MINUTE_SHIFT) | (kind << KIND_SHIFT) | (number << CASE_SHIFT) | index
    push(s.heap, 0, size, key)
    s.sizes[N_HEAP] = size + 1
    return key


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
def way(p: Program, at_way: int, u: float) -> int:
    """Return where a uniform number leads, of the ways out that begin at ``at_way``; the last has probability 1."""
    while u >= p.ways_p[at_way]:
        at_way += 1
    return p.ways_to[at_way]


@njit(**COMPILE)
def leave_by(p: Program, s: State, case: int, stage: int) -> int:
    """Return the next stage of a case that leaves ``stage``."""
    at_way = p.ways[p.stages[stage, at.S_WAYS], s.cases[case, STREAM]]
    if p.ways_p[at_way] >= 1.0:  # the only way asks for no luck
        return p.ways_to[at_way]
    return way(p, at_way, luck(s, case, p.stages[stage, at.S_ROUTE], s.visits[case, stage - s.cases[case, BASE]]))


@njit(**COMPILE)
def come_through(p: Program, s: State, number: int, stage: int, steps: int) -> int:
    """Let a new case come through its first choices, which take no time; return where it stays, or -1 if it ends.

    What happens is what :func:`sendsim.caseload.fast_kernel.enter` would do, for stages that only send a case on, each
    for the first time; a case that ends there never needs a slot. ``through`` then begins with how many it came through
    and holds which.
    """
    c, n = s.coming, 0
    base, stream = c.area[number] * steps, c.kind[number]
    while n < len(s.through) - 1:
        row = p.stages[stage + base]
        if row[at.S_PLAIN] == 0:
            break
        for i in range(n):
            if s.through[i + 1] == stage:
                s.through[0] = n
                return stage
        write(s, number, E_JOIN, stage + base, 0)
        if row[at.S_KIND] == at.END:
            write(s, number, E_EXIT, stage + base, row[at.S_DETAIL])
            s.last[number] = stage + base
            return -1
        n += 1
        s.through[n] = stage
        at_way = p.ways[row[at.S_WAYS], stream]
        if p.ways_p[at_way] >= 1.0:
            stage = p.ways_to[at_way]
        else:
            u = uniform(c.number[number], c.label[number], row[at.S_ROUTE], 0, s.seed, s.replication)
            stage = way(p, at_way, u)
    s.through[0] = n
    return stage
