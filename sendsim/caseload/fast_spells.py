"""Compiled distributions of times: the twin of :mod:`sendsim.caseload.spells` on what a run's cases had and had not.

Times are whole minutes, which are sorted and added up as such and divided once, as there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from sendsim.caseload.fast_asked import (
    AT_CLEARED,
    AT_END,
    AT_MILESTONES,
    AT_WAITS,
    BUCKETS,
    HAD,
    HAD_NOT,
    MINUTES,
    N_MILESTONES,
    N_OPENING,
    N_REACHED,
    N_WAITS,
    WIDEST,
    Asked,
    Found,
)
from sendsim.caseload.fast_tools import APART, COMPILE
from sendsim.caseload.spells import WEEK
from sendsim.caseload.working_time import NEVER

FEW = 32
"""Numbers that are sorted by putting each in its place; more go by their digits."""
BITS = BUCKETS.bit_length() - 1


@njit(**APART)
def sort(values: Any, other: Any, buckets: Any) -> None:
    """Sort whole numbers from 0 on; ``other`` is scratch for as many."""
    n, most = len(values), 0
    if n <= FEW:
        for i in range(1, n):
            value, j = values[i], i
            while j > 0 and values[j - 1] > value:
                values[j] = values[j - 1]
                j -= 1
            values[j] = value
        return
    for i in range(n):
        most = max(most, values[i])
    shift = 0
    while most >> shift > 0:
        for b in range(BUCKETS):
            buckets[b] = 0
        for i in range(n):
            buckets[values[i] >> shift & (BUCKETS - 1)] += 1
        below = 0
        for b in range(BUCKETS):
            number = buckets[b]
            buckets[b] = below
            below += number
        for i in range(n):
            b = values[i] >> shift & (BUCKETS - 1)
            other[buckets[b]] = values[i]
            buckets[b] += 1
        for i in range(n):
            values[i] = other[i]
        shift += BITS


@njit(**APART)
def median(had: Any, had_not: Any, other: Any, buckets: Any) -> float:
    """Return the Kaplan-Meier median in weeks, NaN if under half had it: the twin of :func:`spells.median_weeks`.

    The minutes of those that had it and of those that had not (yet) are sorted.
    """
    sort(had, other, buckets)
    sort(had_not, other, buckets)
    n, others, at, gone, share = len(had), len(had_not), 0, 0, 1.0
    while at < n:
        minute, before = had[at], at
        while at < n and had[at] == minute:
            at += 1
        if others == 0:
            share = 1 - at / n
        else:
            while gone < others and had_not[gone] < minute:
                gone += 1
            at_risk = n - before + others - gone
            share *= (at_risk - (at - before)) / at_risk
        if share <= 0.5:
            return minute / WEEK
    return np.nan


@njit(**COMPILE)
def means(f: Found, subject: int, at: int) -> None:
    """Write the mean of those that had it and the median of all."""
    if f.tally[subject, HAD] > 0:
        f.values[at] = f.tally[subject, MINUTES] / (f.tally[subject, HAD] * WEEK)
    times, n, others = f.spells[subject], f.tally[subject, HAD], f.tally[subject, HAD_NOT]
    f.values[at + 1] = median(times[:n], times[len(times) - others :], f.sorting, f.buckets)


@njit(**APART)
def distributions(a: Asked, f: Found) -> None:
    """Write means, medians and shares of all subjects, and how many waits fell in each bin."""
    means(f, np.int64(0), a.at[AT_END])  # not as a literal, for which it would be compiled once more
    for k in range(N_WAITS):
        at = a.at[AT_WAITS] + 3 * k
        means(f, 1 + k, at)
        f.values[at + 2] = f.counts[N_REACHED + k]
        b = 0
        for i in range(f.tally[1 + k, HAD]):  # in order: :func:`median` has sorted them
            while b + 1 < WIDEST and f.spells[1 + k, i] / WEEK >= a.edges[k, b + 1]:
                b += 1
            f.bins[k, b] += 1
    for k in range(N_MILESTONES):
        subject, at = 1 + N_WAITS + k, a.at[AT_MILESTONES] + 3 * k
        n = f.tally[subject, HAD] + f.tally[subject, HAD_NOT]
        if n > 0:
            means(f, subject, at)
            f.values[at + 2] = f.tally[subject, HAD] / n


@njit(**COMPILE)
def cleared(a: Asked, f: Found) -> None:
    """Write by which week each share of the episodes open at the start was over, if all within the run."""
    n, within = f.counts[N_OPENING], 0
    for i in range(n):  # those that are not over come last
        if f.cleared[i] < NEVER:
            f.sorting[within] = f.cleared[i]
            within += 1
    sort(f.sorting[:within], f.first, f.buckets)
    for i in range(len(a.shares)):
        last = int(np.ceil(a.shares[i] * n)) - 1
        if 0 <= last < within:
            f.values[a.at[AT_CLEARED] + i] = f.sorting[last] / WEEK
