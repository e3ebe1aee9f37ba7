"""The event list of the fast engine: a calendar of days, and today's events in order.

An event of a later day is only put away with its day, in chunks that are linked to one another: that takes the
same time however long the list is. When its day comes, the day's events are put in order, all at once and near each
other in memory; what is scheduled for the day after that stands in a small heap beside them. Keys have a total order,
so the order of events is that of any other list.

Calendars: R. Brown, Calendar queues, Communications of the ACM 31 (1988), 1220-1227. Putting off the ordering until the
time is near: W. T. Tang, R. S. M. Goh and I. L.-J. Thng, Ladder queue, ACM Transactions on Modeling and Computer
Simulation 15 (2005), 175-204.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from sendsim.caseload.fast_tools import COMPILE, pop, push
from sendsim.caseload.working_time import DAY

CASE_BITS, INDEX_BITS = 24, 12
MINUTE_BITS = 24
CASE_SHIFT, KIND_SHIFT, MINUTE_SHIFT = INDEX_BITS, INDEX_BITS + CASE_BITS, INDEX_BITS + CASE_BITS + 3
"""A key is (minute, kind, case, index), packed from the left."""
LAST_KEY = 2**63 - 1
CHUNK = 32
"""Keys of a chunk, of which the first is where the day's chunk before it ends: a few lines of the processor's cache."""
FEW = 24
"""So many keys are quickest put in order one by one."""
CLOSE = 32
"""So many keys of one part of a day, too; more are put in order by a heap."""

# Entries of ``marks``.
AT, N_TODAY, N_LATE, UNTIL, N_POOL, FREE = range(6)
N_MARKS = 6


class EventList(NamedTuple):
    """The events that are to come."""

    days: Any  # of each day: where in ``pool`` its last event stands, or 0
    pool: Any  # the chunks of all days
    today: Any  # the events of the day that was begun last, in order, and LAST_KEY
    unsorted: Any  # the same before they are in order
    late: Any  # a heap of events that were scheduled for that day, or one before it, after it was begun
    parts: Any  # scratch: how many events each part of a day has
    marks: Any


def new_list(end: int, room: int, scratch: Any) -> EventList:
    """Return an empty list for a run of ``end`` minutes, with room for that many events; ``scratch`` makes arrays."""
    days = -(-end // DAY) + 1
    marks = np.zeros(N_MARKS, np.int64)
    marks[N_POOL] = CHUNK  # 0 is no place
    today = scratch("today", (room + 1,), np.int64)
    today[0] = LAST_KEY
    return EventList(
        days=scratch("days", (days,), np.int32, 0),
        pool=scratch("pool", (2 * room + CHUNK * days + CHUNK,), np.int64),
        today=today,
        unsorted=scratch("unsorted", (room,), np.int64),
        late=scratch("late", (room,), np.int64),
        parts=np.zeros(DAY + 1, np.int32),
        marks=marks,
    )


@njit(**COMPILE)
def put(e: EventList, minute: int, key: int) -> bool:
    """Put an event on the list; say whether there was room."""
    if minute < e.marks[UNTIL]:
        size = e.marks[N_LATE]
        if size >= len(e.late):
            return False
        push(e.late, 0, size, key)
        e.marks[N_LATE] = size + 1
        return True
    day = minute // DAY
    end = np.int64(e.days[day])
    if ((end + 1) & (CHUNK - 1)) <= 1:  # the chunk is full, or there is none
        chunk = e.marks[FREE]
        if chunk > 0:
            e.marks[FREE] = e.pool[chunk]
        else:
            chunk = e.marks[N_POOL]
            if chunk + CHUNK > len(e.pool):
                return False
            e.marks[N_POOL] = chunk + CHUNK
        e.pool[chunk] = end
        end = chunk
    e.pool[end + 1] = key
    e.days[day] = end + 1
    return True


@njit(**COMPILE)
def is_over(e: EventList, minute: int) -> bool:
    """Say whether nothing is left of the day that was begun last, and the next begins by ``minute``."""
    return e.marks[N_LATE] == 0 and e.marks[AT] == e.marks[N_TODAY] and e.marks[UNTIL] <= minute


@njit(**COMPILE)
def first(e: EventList) -> int:
    """Return the key of the next event of the day that was begun last, or LAST_KEY."""
    key = e.today[e.marks[AT]]
    return min(key, e.late[0]) if e.marks[N_LATE] > 0 else key


@njit(**COMPILE)
def take(e: EventList, key: int) -> None:
    """Take the next event, which has that key, off the list."""
    if e.today[e.marks[AT]] == key:
        e.marks[AT] += 1
    else:
        pop(e.late, 0, e.marks[N_LATE])
        e.marks[N_LATE] -= 1


@njit(**COMPILE)
def next_day(e: EventList) -> int:
    """Begin the next day: bring its events together, and return how many they are, or -1 if there is no room.

    They are in order once :func:`put_in_order` has been called.
    """
    day = e.marks[UNTIL] // DAY
    e.marks[UNTIL] += DAY
    e.marks[AT], e.marks[N_TODAY] = 0, 0
    e.today[0] = LAST_KEY
    n, end = 0, np.int64(e.days[day])
    while end > 0:
        chunk = end & ~(CHUNK - 1)
        if n + CHUNK > len(e.unsorted):
            return -1
        for i in range(chunk + 1, end + 1):
            e.unsorted[n] = e.pool[i]
            n += 1
        end = e.pool[chunk]
        e.pool[chunk] = e.marks[FREE]
        e.marks[FREE] = chunk
    e.days[day] = 0
    return n


@njit(**COMPILE)
def put_in_order(e: EventList, n: int) -> None:
    """Put the first ``n`` keys of ``unsorted`` in order, in ``today``.

    Many are first laid out by the part of the day, of which there are about as many as keys.
    """
    keys, today = e.unsorted, e.today
    e.marks[N_TODAY] = n
    if n <= FEW:
        insert_all(keys, today, 0, n)
        today[n] = LAST_KEY
        return
    begins, shift = e.marks[UNTIL] - DAY, 6
    while shift > 0 and (DAY >> shift) < n:
        shift -= 1
    parts = ((DAY - 1) >> shift) + 1
    for i in range(parts + 1):
        e.parts[i] = 0
    for i in range(n):
        e.parts[(((keys[i] >> MINUTE_SHIFT) - begins) >> shift) + 1] += 1
    most = 0
    for i in range(parts):
        most = max(most, e.parts[i + 1])
        e.parts[i + 1] += e.parts[i]
    for i in range(n):
        part = ((keys[i] >> MINUTE_SHIFT) - begins) >> shift
        today[e.parts[part]] = keys[i]
        e.parts[part] += 1
    today[n] = LAST_KEY
    if most > CLOSE:
        before = np.int64(0)
        for i in range(parts):
            if e.parts[i] - before > CLOSE:
                sort_by_heap(today, before, e.parts[i] - before)
            before = np.int64(e.parts[i])
    insert_all(today, today, 0, n)


@njit(**COMPILE)
def insert_all(keys: Any, into: Any, begin: int, end: int) -> None:
    """Put keys in order one by one: quick where they are few, or nearly in order already."""
    for i in range(begin, end):
        key, at = keys[i], i
        while at > begin and into[at - 1] > key:
            into[at] = into[at - 1]
            at -= 1
        into[at] = key


@njit(**COMPILE)
def sort_by_heap(keys: Any, begin: int, count: int) -> None:
    """Put ``count`` keys in order by a heap, the largest first (which is the least of their negatives)."""
    for size in range(count):
        push(keys, begin, size, -keys[begin + size])
    for size in range(count, 0, -1):
        keys[begin + size - 1] = -pop(keys, begin, size)
