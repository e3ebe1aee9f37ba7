"""The first choices of the cases that come next, on the fast engine.

A case that comes often only passes through choices at first, which take no time and depend on nothing but its luck. So
the cases are looked at ahead of time, a block of them at once: their luck of each step is then drawn together, which a
processor does for several cases at a time, and none of it waits for another (Philox is counter-based: Salmon and
others, Parallel random numbers: as easy as 1, 2, 3, SC11 (2011)).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from sendsim.caseload import fast_program as at
from sendsim.caseload.fast_program import Ints, Program
from sendsim.caseload.fast_tools import APART, COMPILE, uniform

BLOCK = 256
MOST = 8
"""So many stages are looked at; those after them are come to as any other stage is."""


class Coming(NamedTuple):
    """The cases of a run as they begin, a value a case: first those open at the start, then by arrival."""

    origin: Any
    number: Any  # within its origin
    joined: Any
    kind: Any
    opened: Ints  # of those open at the start
    remaining: Ints  # of those open at the start: the minutes of a wait that are left, or -1
    area: Any  # of each origin, see :class:`sendsim.caseload.cases.Origins`
    stage: Any
    label: Ints


class Ahead(NamedTuple):
    """What is known of the block of cases that come next."""

    begins: Ints  # one number: the first case of the block
    stage: Ints  # of each case: the stage where it stays, or -1 if it ends
    passes: Ints  # how many stages it comes through
    through: Ints  # and which
    who: Ints  # scratch, as all that follow: the cases whose luck is to be drawn, and what of
    ways: Ints
    number: Ints
    label: Ints
    purpose: Ints
    luck: Any


def nothing_ahead() -> Ahead:
    """Return an empty block."""
    scratch = [np.zeros(BLOCK, np.int64) for _ in range(7)]
    stage, passes, who, ways, number, label, purpose = scratch
    through = np.zeros((BLOCK, MOST + 1), np.int64)
    luck = np.zeros(BLOCK)
    return Ahead(np.full(1, -BLOCK), stage, passes, through, who, ways, number, label, purpose, luck)


@njit(**COMPILE)
def way(p: Program, at_way: int, u: float) -> int:
    """Return where a uniform number leads, of the ways out that begin at ``at_way``; the last has probability 1."""
    while u >= p.ways_p[at_way]:
        at_way += 1
    return p.ways_to[at_way]


@njit(**APART)
def look_ahead(p: Program, c: Coming, a: Ahead, first: int, steps: int, seed: int, replication: int) -> None:
    """Find where the block of cases that begins with ``first`` comes to by choices alone.

    What happens is what :func:`sendsim.caseload.fast_kernel.enter` would do, for stages that only send a case on, each
    for the first time; a case that ends there never needs a slot. It is only looked at as long as it goes forward, so
    that it comes to no stage twice. Whether a case goes on is reckoned rather than asked: nobody could guess it.
    """
    a.begins[0] = first
    left = min(BLOCK, len(c.origin) - first)
    for i in range(left):
        a.stage[i], a.passes[i], a.who[i] = c.stage[c.origin[first + i]], 0, i
    while left > 0:
        wanting = 0
        for j in range(left):
            i = a.who[j]
            case, stage, n = first + i, a.stage[i], a.passes[i]
            origin = c.origin[case]
            row = p.stages[stage + c.area[origin] * steps]
            before = a.through[i, n - 1] if n > 0 else -1
            goes = (row[at.S_PLAIN] == 1) & (n < MOST) & (stage > before)
            ends = goes & (row[at.S_KIND] == at.END)
            a.through[i, n], a.passes[i] = stage, n + goes
            a.stage[i] = -1 if ends else stage
            a.who[wanting], a.ways[wanting] = i, p.ways[row[at.S_WAYS], c.kind[case]]
            a.number[wanting], a.label[wanting], a.purpose[wanting] = c.number[case], c.label[origin], row[at.S_ROUTE]
            wanting += goes & (not ends)
        draw(a.number, a.label, a.purpose, wanting, seed, replication, a.luck)
        for j in range(wanting):
            a.stage[a.who[j]] = way(p, a.ways[j], a.luck[j])
        left = wanting


@njit(**APART)
def draw(number: Any, label: Any, purpose: Any, n: int, seed: int, replication: int, out: Any) -> None:
    """Draw ``n`` uniform numbers, of a first visit each: simple enough for the compiler to draw several at a time."""
    for i in range(n):
        out[i] = uniform(number[i], label[i], purpose[i], 0, seed, replication)
