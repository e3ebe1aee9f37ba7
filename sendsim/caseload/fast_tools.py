"""The small compiled tools of the fast engine: luck, quantiles, working time, a heap and fetching ahead.

Each is the twin of a function that the SimPy engine uses (named in its docstring) and gives the same whole
numbers, which tests hold.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from sendsim.caseload.durations import GRID
from sendsim.caseload.working_time import NEVER

DAY = 1440
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _32 = np.uint64(0xFFFFFFFF), np.uint64(32)

PARTS = 4096
_GUIDE = np.searchsorted(GRID, np.arange(PARTS + 1) / PARTS, side="right").astype(np.int16)
"""How many points of the grid lie up to the beginning of each of that many parts of (0, 1); small, to stay near."""

COMPILE: dict[str, Any] = {"cache": True, "nogil": True, "forceinline": True, "_nrt": False, "error_model": "numpy"}
"""How the tools and the kernel's parts are compiled: kept on disk, free of the interpreter's lock, put in line.

``_nrt`` off means that no reference to an array is counted while they run, which they never need: nothing is made
or let go in there. Counting took five sixths of the time. Numbers are divided as NumPy does, without asking whether the
divisor is nought: where it could be, the code asks itself. That saves a tenth.
"""
APART: dict[str, Any] = COMPILE | {"forceinline": False}
"""The same, for what is called seldom or is a loop of its own."""
Scratch = Callable[[str, tuple[int, ...], Any], Any]
"""Returns an array by name, shape and type that a thread keeps from replication to replication."""


@njit(**COMPILE)
def uniform(number: int, stream: int, purpose: int, visit: int, seed: int, replication: int) -> float:
    """Return a case's uniform number in (0, 1): the twin of :meth:`sendsim.caseload.luck.Luck.uniforms`."""
    c0, c1, c2, c3 = np.uint64(number), np.uint64(stream), np.uint64(purpose), np.uint64(visit)
    k0, k1 = np.uint64(seed), np.uint64(replication)
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0, c1, c2, c3 = (p1 >> _32) ^ c1 ^ k0, p1 & _LOW, (p0 >> _32) ^ c3 ^ k1, p0 & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return (np.float64(c0) + 0.5) * 2.0**-32


@njit(**COMPILE)
def quantile(grid: Any, lines: Any, first: int, count: int, u: float, speed: float) -> int:
    """Return the whole minutes that ``u`` gives, ``speed`` times as fast: the twin of :meth:`QuantileTable.at`.

    ``grid`` holds the probabilities that all laws share, ``lines`` the tables one after another.
    """
    if count == 1:
        return max(1, round(lines[first, 0] / speed))
    part = int(u * PARTS)
    low, high = int(_GUIDE[part]), int(_GUIDE[part + 1])
    while low < high:  # bisect_right, within the part of the grid where u lies
        middle = (low + high) // 2
        if u < grid[middle]:
            high = middle
        else:
            low = middle + 1
    i = min(max(low, 1), count - 1) - 1
    line = lines[first + i]
    value = line[0] + (u - grid[i]) * line[1]
    return max(1, round(value if speed == 1.0 else value / speed))


@njit(**COMPILE)
def is_open(office: bool, minute: int, days: Any, first_day: int, opens: int, length: int) -> bool:
    """Say whether a calendar is working: the twin of :meth:`WorkingTime.is_open`.

    ``days`` holds for each day of the table the minutes worked before it and whether it is worked.
    """
    if not office:
        return True
    index = minute // DAY - first_day
    within = minute % DAY
    return opens <= within < opens + length and 0 <= index < len(days) - 1 and days[index, 1] == 1


@njit(**COMPILE)
def next_open(office: bool, minute: int, days: Any, first_day: int, opens: int, length: int) -> int:
    """Return the next minute at which a calendar works: the twin of :meth:`WorkingTime.next_open`."""
    if is_open(office, minute, days, first_day, opens, length):
        return minute
    index = minute // DAY - first_day + (0 if minute % DAY < opens else 1)
    while index < len(days) - 1:
        if days[index, 1] == 1:
            return (index + first_day) * DAY + opens
        index += 1
    return NEVER


@njit(**COMPILE)
def worked(office: bool, minute: int, days: Any, first_day: int, opens: int, length: int) -> int:
    """Return the minutes worked up to ``minute``: the twin of :meth:`WorkingTime.worked`."""
    if not office:
        return minute
    index = minute // DAY - first_day
    if index < 0:
        return 0
    if index >= len(days) - 1:
        return days[len(days) - 1, 0]
    today = min(max(minute % DAY - opens, 0), length) if days[index, 1] == 1 else 0
    return days[index, 0] + today


@njit(**COMPILE)
def add_work(office: bool, minute: int, work: int, days: Any, first_day: int, opens: int, length: int) -> int:
    """Return when ``work`` minutes of working time are done: the twin of :meth:`WorkingTime.add`."""
    if not office:
        return minute + work
    target = worked(office, minute, days, first_day, opens, length) + work
    if target > days[len(days) - 1, 0]:
        return NEVER
    low, high = minute // DAY - first_day, len(days)
    low = max(low, 0)
    while low < high:  # bisect_left
        middle = (low + high) // 2
        if days[middle, 0] < target:
            low = middle + 1
        else:
            high = middle
    index = low - 1
    return (index + first_day) * DAY + opens + target - days[index, 0]


@njit(**COMPILE)
def push(heap: Any, first: int, size: int, key: int) -> None:
    """Put ``key`` into the binary heap of ``size`` keys that begins at ``heap[first]``."""
    at = size
    while at > 0:
        parent = (at - 1) >> 1
        if heap[first + parent] <= key:
            break
        heap[first + at] = heap[first + parent]
        at = parent
    heap[first + at] = key


@njit(**COMPILE)
def pop(heap: Any, first: int, size: int) -> int:
    """Take the least key out of the binary heap of ``size`` keys that begins at ``heap[first]``.

    The hole goes down to a leaf along the lesser children, and the last key up from there: few steps, and the way down
    asks nothing that a processor would have to guess (Wegener, Bottom-up heapsort, Theoretical Computer Science 118
    (1993), 81-98).
    """
    least = heap[first]
    last = heap[first + size - 1]
    size -= 1
    at, child = 0, 1
    while child + 1 < size:
        child += heap[first + child + 1] < heap[first + child]
        heap[first + at] = heap[first + child]
        at = child
        child = 2 * at + 1
    if child < size:
        heap[first + at] = heap[first + child]
        at = child
    push(heap, first, at, last)
    return least


def _fetch(_typing: Any, array: Any, row: Any, offset: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        kind, (array, row, offset) = signature.args[0], values
        of = context.make_array(kind)(context, builder, array)
        stride = cgutils.unpack_tuple(builder, of.strides, kind.ndim)[0]
        byte, number = cgutils.voidptr_t, cgutils.int32_t
        line = builder.gep(builder.bitcast(of.data, byte), [builder.add(builder.mul(row, stride), offset)])
        shape = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], shape)
        builder.call(prefetch, [line, number(1), number(3), number(1)])  # to write, to keep, data
        return context.get_dummy_value()

    return types.void(array, types.int64, types.int64), emit


fetch: Any = intrinsic(_fetch)
"""``fetch(array, row, offset)`` has the line of memory brought near that lies so many bytes behind where a row begins.

The processor does so beside its work: nothing waits, and nothing changes but how soon the line is at hand.
"""
