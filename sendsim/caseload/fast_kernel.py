"""The fast engine's one compiled loop: the same events, in the same order, as the SimPy engine.

Read it beside :mod:`sendsim.caseload.engine_simpy`; each part is the twin of the method with its name there.
An event is one whole number, (minute, kind, case, index) packed from the left, so the heap's order is the
total order of events. Nothing is taken out of the heap: an event whose case has meanwhile moved on is known
by the case's own note of when it is due.

A part that would send a case on returns the stage, and the loop sends it; so each part stands in the compiled
loop once. Where an array is full the loop stops and says which (:data:`FULL_LOG` and so on); the caller makes
it larger and runs again, and the outcome is the same.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from sendsim.caseload import fast_program as at
from sendsim.caseload.fast_program import Ints, Program
from sendsim.caseload.fast_tools import COMPILE, add_work, is_open, next_open, pop, push, quantile, uniform, worked
from sendsim.caseload.journeys import EVENT_CODES
from sendsim.caseload.working_time import DAY, NEVER

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
    OPENED,
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
) = range(16)
# Columns of ``places`` (teams first, then diaries).
ON_DUTY, BUSY, QUEUED, LAST, OPENING, HAND, POSITION, PLANNED, HEAP_FIRST, HEAP_SIZE, HEAP_ROOM, NOTED, NOTED_AT = (
    range(13)
)
# Entries of ``sizes``.
N_HEAP, N_LOG, N_CAPACITY, N_SESSIONS, FULL, NOW = range(6)
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
    waiting: Ints  # of each stage
    heap: Ints
    queues: Ints  # the heaps of all queues, one after another
    log: Any  # rows of minute, case, event, stage, detail
    capacity: Any  # rows of minute, team, on duty, busy, queue
    sessions: Any  # rows of minute, diary, places, taken, waiting
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
    if n < len(s.log):
        s.log[n, 0], s.log[n, 1], s.log[n, 2] = s.sizes[NOW], case, event
        s.log[n, 3], s.log[n, 4] = stage, detail
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


@njit(**COMPILE)
def takes(p: Program, s: State, case: int, stage: int) -> int:
    """Return how long the stage takes this case."""
    row = p.stages[stage]
    u = luck(s, case, row[at.S_TAKES], s.visits[case, stage])
    return quantile(p.grid, p.minutes, row[at.S_TABLE], row[at.S_LENGTH], u)


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
    if p.ways[stage, stream, 1] - p.ways[stage, stream, 0] > 1:
        u = luck(s, case, p.stages[stage, at.S_ROUTE], s.visits[case, stage])
    return way(p, stage, stream, u)


# -- waiting


@njit(**COMPILE)
def schedule_departure(p: Program, s: State, case: int, stage: int, before: int) -> bool:
    """Find the first departure, if one comes before ``before``, and schedule it."""
    first = NEVER
    which = -1
    row = p.stages[stage]
    for i in range(row[at.S_DEPARTURES], row[at.S_DEPARTURES_END]):
        leaving = p.departures[i]
        u = luck(s, case, leaving[at.D_PURPOSE], s.visits[case, stage])
        minute = s.sizes[NOW] + quantile(p.grid, p.minutes, leaving[at.D_TABLE], leaving[at.D_LENGTH], u)
        if minute < before and minute < first:
            first, which = minute, i - row[at.S_DEPARTURES]
    if which < 0:
        return False
    s.cases[case, LEAVES] = schedule(p, s, first, DEPARTURE, case, which)
    s.cases[case, LEAVES_BY] = row[at.S_DEPARTURES] + which
    return True


@njit(**COMPILE)
def stop_waiting(p: Program, s: State, case: int, stage: int) -> None:
    """Take a case that leaves out of the counts of those who wait."""
    if s.cases[case, STATE] == QUEUEING:
        place = p.stages[stage, at.S_PLACE]
        s.waiting[stage] -= 1
        s.places[place, QUEUED] -= 1
        if p.stages[stage, at.S_KIND] == at.ACTIVITY:
            note_team(s, place)


@njit(**COMPILE)
def queue_for(p: Program, s: State, case: int, stage: int) -> None:
    """Put a case in the queue of a stage's team or diary."""
    place = p.stages[stage, at.S_PLACE]
    row, t = s.cases[case], s.places[place]
    row[STATE] = QUEUEING
    t[QUEUED] += 1
    s.waiting[stage] += 1
    rule = p.teams[place, at.T_QUEUE]
    rank = p.priority[row[STREAM]] if rule == at.PRIORITY else 0
    since = row[OPENED] if rule == at.OLDEST_FIRST else row[JOINED]
    key = (((rank << 26) | (since + BACK)) << CASE_BITS) | case
    row[QUEUE_KEY] = key
    size = t[HEAP_SIZE]
    if size >= t[HEAP_ROOM]:
        s.sizes[FULL] = FULL_QUEUE
        return
    push(s.queues, t[HEAP_FIRST], size, key)
    t[HEAP_SIZE] = size + 1


@njit(**COMPILE)
def first_queueing(p: Program, s: State, place: int) -> int:
    """Return the case at the head of a queue, or -1; those who have left are passed over."""
    t = s.places[place]
    while t[HEAP_SIZE] > 0:
        key = s.queues[t[HEAP_FIRST]]
        case = key & ((1 << CASE_BITS) - 1)
        row = s.cases[case]
        if row[STATE] == QUEUEING and row[QUEUE_KEY] == key and p.stages[row[STAGE], at.S_PLACE] == place:
            return case
        pop(s.queues, t[HEAP_FIRST], t[HEAP_SIZE])
        t[HEAP_SIZE] -= 1
    return -1


@njit(**COMPILE)
def take_first(s: State, place: int) -> None:
    """Take the head of a queue out of it."""
    t = s.places[place]
    pop(s.queues, t[HEAP_FIRST], t[HEAP_SIZE])
    t[HEAP_SIZE] -= 1
    t[QUEUED] -= 1


# -- the work in hand of a team: a list linked through the cases


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
        expires = max(p.by_notice[k, row[OPENED] // DAY - p.first_day], p.by_start[k, started // DAY - p.first_day])
        s.running[case, k] = max(expires, s.sizes[NOW])
        note(s, case, E_CLOCK_STARTED, stage, p.clocks[k, at.C_DETAIL])
        schedule(p, s, expires, CLOCK, case, k)


@njit(**COMPILE)
def serve(p: Program, s: State, team: int) -> None:
    """Start work on those who wait, while somebody is free and the office is open."""
    t = s.places[team]
    now = s.sizes[NOW]
    office = p.teams[team, at.T_OFFICE] == 1
    first_day, opens, length = p.office_shape[0], p.office_shape[1], p.office_shape[2]
    while t[BUSY] < t[ON_DUTY]:
        case = first_queueing(p, s, team)
        if case < 0:
            return
        if not is_open(office, now, p.office, first_day, opens, length):
            minute = next_open(office, now, p.office, first_day, opens, length)
            if t[OPENING] < minute:
                t[OPENING] = minute
                schedule(p, s, minute, CAPACITY, team, 1)
            return
        take_first(s, team)
        row = s.cases[case]
        stage = row[STAGE]
        s.waiting[stage] -= 1
        row[STATE], row[LEAVES] = WORKING, -1
        resumed = row[REMAINING] >= 0
        work = row[REMAINING] if resumed else takes(p, s, case, stage)
        row[REMAINING] = -1
        done = worked(office, now, p.office, first_day, opens, length) + work
        take_in_hand(s, team, case, done)
        note(s, case, E_RESUME if resumed else E_START, stage, p.teams[team, at.T_DETAIL])
        note_team(s, team)
        if not resumed:
            stop_clocks(p, s, case, stage)
        minute = add_work(office, now, work, p.office, first_day, opens, length)
        row[DUE] = schedule(p, s, minute, ENDS, case, 0)


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
            key = (p.priority[s.cases[other, STREAM]] << 51) | ((s.cases[other, JOINED] + BACK) << CASE_BITS) | other
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
        if (s.cases[case, LEFT], case) < (s.cases[best, LEFT], best):
            best = case
        case = s.cases[case, NEXT]
    left, n, capacity = s.cases[best, LEFT], t[BUSY], t[ON_DUTY]
    minutes = -(-left // SHARE) if n <= capacity else -(-left * n // (capacity * SHARE))
    first_day, opens, length = p.office_shape[0], p.office_shape[1], p.office_shape[2]
    office = p.teams[team, at.T_OFFICE] == 1
    minute = add_work(office, s.sizes[NOW], max(minutes, 0), p.office, first_day, opens, length)
    t[PLANNED] = best
    s.cases[best, DUE] = schedule(p, s, minute, ENDS, best, 0)


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


# -- what happens


@njit(**COMPILE)
def wait(p: Program, s: State, case: int, stage: int, since: int) -> None:
    """Time passes, unless a named reason to leave comes first."""
    row, st = s.cases[case], p.stages[stage]
    row[STATE] = WAITING
    office = st[at.S_OFFICE] == 1
    first_day, opens, length = p.office_shape[0], p.office_shape[1], p.office_shape[2]
    minutes = row[REMAINING] if since < 0 else takes(p, s, case, stage)
    row[REMAINING] = -1
    ends = add_work(office, s.sizes[NOW], minutes, p.office, first_day, opens, length)
    if not schedule_departure(p, s, case, stage, ends):
        row[DUE] = schedule(p, s, ends, ENDS, case, 0)


@njit(**COMPILE)
def enter(p: Program, s: State, case: int, stage: int, since: int) -> int:
    """The case joins a stage; return the stage it goes on to at once, or -1 (see the loop for -2 and -3).

    ``since`` is the minute it joined, before now only for cases open at the start.
    """
    row, st = s.cases[case], p.stages[stage]
    row[DUE], row[LEAVES] = -1, -1
    row[STAGE], row[JOINED] = stage, since
    s.visits[case, stage] += 1
    note(s, case, E_JOIN, stage, 0)
    start_clocks(p, s, case, stage)
    kind = st[at.S_KIND]
    if kind == at.WAIT or kind == at.CHOICE or kind == at.END:
        stop_clocks(p, s, case, stage)
    if kind == at.CHOICE:
        return leave_by(p, s, case, stage)
    if kind == at.END:
        row[STATE] = CLOSED
        s.running[case, :] = -1
        note(s, case, E_EXIT, stage, st[at.S_DETAIL])
        return -1
    if kind == at.WAIT:
        wait(p, s, case, stage, since)
        return -1
    if kind == at.SESSION:
        queue_for(p, s, case, stage)
        schedule_departure(p, s, case, stage, NEVER)
        return -1
    team = st[at.S_PLACE]
    row[REMAINING] = -1
    if p.teams[team, at.T_WORK] == at.SHARED:
        join_shared(p, s, case, stage)
        return -3
    t = s.places[team]
    first_day, opens, length = p.office_shape[0], p.office_shape[1], p.office_shape[2]
    office = p.teams[team, at.T_OFFICE] == 1
    free = t[BUSY] < t[ON_DUTY] and t[QUEUED] == 0
    free = free and is_open(office, s.sizes[NOW], p.office, first_day, opens, length)
    there_already = case < s.opening and since < 0
    if st[at.S_ROOM] >= 0 and not free and s.waiting[stage] >= st[at.S_ROOM] and not there_already:
        note(s, case, E_FULL, stage, 0)
        return st[at.S_IF_FULL]
    queue_for(p, s, case, stage)
    note_team(s, team)
    if p.teams[team, at.T_WORK] == at.INTERRUPTIBLE:
        interrupt_for(p, s, case, stage)
    return -2


@njit(**COMPILE)
def session(p: Program, s: State, place: int) -> None:
    """A session is held: it takes as many of those listed as it has places; the rest of its places are lost."""
    t = s.places[place]
    position = t[POSITION]
    places, taken = p.changes[position, 1], 0
    t[POSITION] = position + 1
    if position + 1 < p.teams[place, at.T_LAST]:
        schedule(p, s, p.changes[position + 1, 0], HELD, place, 0)
    while taken < places:
        case = first_queueing(p, s, place)
        if case < 0:
            break
        take_first(s, place)
        taken += 1
        row = s.cases[case]
        stage = row[STAGE]
        s.waiting[stage] -= 1
        row[STATE], row[LEAVES] = WORKING, -1
        note(s, case, E_START, stage, p.teams[place, at.T_DETAIL])
        stop_clocks(p, s, case, stage)
        row[DUE] = schedule(p, s, s.sizes[NOW] + takes(p, s, case, stage), ENDS, case, 0)
    n = s.sizes[N_SESSIONS]
    s.sessions[n, 0], s.sessions[n, 1], s.sessions[n, 2] = s.sizes[NOW], place, places
    s.sessions[n, 3], s.sessions[n, 4] = taken, t[QUEUED]
    s.sizes[N_SESSIONS] = n + 1


@njit(**COMPILE)
def expire(p: Program, s: State, case: int, k: int) -> int:
    """A limit passes: it is noted, and a case that is waiting goes where the clock says; return the stage."""
    s.running[case, k] = -1
    row = s.cases[case]
    note(s, case, E_CLOCK_EXPIRED, row[STAGE], p.clocks[k, at.C_DETAIL])
    ways, stream = len(p.stages) + k, row[STREAM]
    options = p.ways[ways, stream, 1] - p.ways[ways, stream, 0]
    if options == 0 or row[STATE] == WORKING:
        return -1
    s.passed[case, k] += 1
    u = luck(s, case, p.clocks[k, at.C_PURPOSE], s.passed[case, k]) if options > 1 else 0.0
    target = way(p, ways, stream, u)
    if target >= 0:
        stop_waiting(p, s, case, row[STAGE])
    return target


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
        changed = 1
    return changed


@njit(**(COMPILE | {"forceinline": False}))
def run(p: Program, s: State, n_teams: int) -> None:
    """Run to the end of the plan, or until an array is full."""
    n, n_places = len(s.cases), len(s.places)
    low = (1 << CASE_BITS) - 1
    for place in range(n_teams, n_places):
        s.places[place, POSITION] = p.teams[place, at.T_FIRST]
        if p.teams[place, at.T_FIRST] < p.teams[place, at.T_LAST]:
            schedule(p, s, p.changes[p.teams[place, at.T_FIRST], 0], HELD, place, 0)
    if s.opening < n:
        schedule(p, s, s.cases[s.opening, FIRST_JOINED], ARRIVAL, s.opening, 0)
    arriving = 0  # the opening cases first, then the teams, then time begins
    starting = -n_teams
    while s.sizes[FULL] == 0:
        case, stage, since = -1, -1, s.sizes[NOW]
        team, shared = -1, -1  # whom to serve, or whose caseload to plan, when the case has moved on
        if arriving < s.opening:
            case = arriving
            stage, since = s.cases[case, STAGE], s.cases[case, FIRST_JOINED]
            note(s, case, E_OPEN, stage, 0)
            arriving += 1
        elif starting < 0:
            place = starting + n_teams
            starting += 1
            s.places[place, POSITION] = p.teams[place, at.T_FIRST]
            if next_capacity(p, s, place):
                if p.teams[place, at.T_WORK] == at.SHARED:
                    shared = place
                else:
                    team = place
        else:
            if s.sizes[N_HEAP] == 0:
                break
            key = pop(s.heap, 0, s.sizes[N_HEAP])
            s.sizes[N_HEAP] -= 1
            now = key >> MINUTE_SHIFT
            s.sizes[NOW], since = now, now
            kind, who, index = (key >> KIND_SHIFT) & 7, (key >> CASE_SHIFT) & low, key & ((1 << INDEX_BITS) - 1)
            if kind == ENDS:
                if s.cases[who, DUE] != key:
                    continue
                case, here = who, s.cases[who, STAGE]
                s.cases[who, DUE] = -1
                place = p.stages[here, at.S_PLACE]
                if p.stages[here, at.S_KIND] == at.ACTIVITY:
                    if p.teams[place, at.T_WORK] == at.SHARED:
                        advance_shared(p, s, place)
                        shared = place
                        s.places[place, PLANNED] = -1
                    else:
                        team = place
                    put_down(s, place, case)
                    note(s, case, E_END, here, p.teams[place, at.T_DETAIL])
                    note_team(s, place)
                else:
                    note(s, case, E_END, here, 0)
                stage = leave_by(p, s, case, here)
            elif kind == ARRIVAL:
                case = who
                if who + 1 < n:
                    schedule(p, s, s.cases[who + 1, FIRST_JOINED], ARRIVAL, who + 1, 0)
                stage = s.cases[who, STAGE]
                note(s, case, E_ARRIVE, stage, 0)
            elif kind == HELD:
                session(p, s, who)
            elif kind == CLOCK:
                if s.running[who, index] != now:
                    continue
                case = who
                stage = expire(p, s, who, index)
            elif kind == DEPARTURE:
                if s.cases[who, LEAVES] != key or s.cases[who, STATE] == WORKING:
                    continue
                case, here = who, s.cases[who, STAGE]
                stop_waiting(p, s, case, here)
                leaving = p.departures[s.cases[case, LEAVES_BY]]
                note(s, case, E_LEAVE, here, leaving[at.D_DETAIL])
                stage = leaving[at.D_TO]
            elif index == 1:
                team = who
            elif next_capacity(p, s, who):
                if p.teams[who, at.T_WORK] == at.SHARED:
                    shared = who
                else:
                    team = who
        last = -1
        while stage >= 0:
            last = stage
            stage = enter(p, s, case, stage, since)
            since = s.sizes[NOW]
        # -2: the case waits for a team, which is served before the one whose member has just become free.
        joined = p.stages[last, at.S_PLACE] if stage < -1 else -1
        for turn in range(2):
            place = joined if turn == 0 and stage == -2 else (team if turn == 1 else -1)
            if place >= 0:
                serve(p, s, place)
            if turn == 0 and stage == -2 and s.cases[case, STATE] == QUEUEING:
                schedule_departure(p, s, case, last, NEVER)
            place = joined if turn == 0 and stage == -3 else (shared if turn == 1 else -1)
            if place >= 0:
                plan_shared(p, s, place)
