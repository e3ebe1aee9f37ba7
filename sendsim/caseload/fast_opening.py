"""What is left of the waits in which cases open at the start stand, in compiled code: only luck differs between runs.

The twin of :meth:`sendsim.caseload.durations.QuantileTable.remaining`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from sendsim.caseload import fast_program as at
from sendsim.caseload.compiled import Compiled
from sendsim.caseload.fast_program import Floats, Ints, Program
from sendsim.caseload.fast_tools import APART, quantile, uniform


class Waits(NamedTuple):
    """A value for each case open at the start."""

    settled: Ints  # the minutes that are left, where no luck decides; -1 at no wait, -2 where luck decides
    stage: Ints  # the row of the stage where it waits
    elapsed: Ints  # the minutes that it has waited
    done: Floats  # the share of waits that last no longer than that


@njit(**APART)
def left_of(p: Program, w: Waits, numbers: Any, streams: Any, seed: int, replication: int, out: Any) -> None:
    """Write the minutes that are left into ``out``; -1 for a case that does not wait."""
    last = p.grid[len(p.grid) - 1]
    for i in range(len(w.settled)):
        out[i] = w.settled[i]
        if w.settled[i] == -2:
            row = p.stages[w.stage[i]]
            u = uniform(numbers[i], streams[i], row[at.S_TAKES], 0, seed, replication)
            within = min(w.done[i] + u * (1.0 - w.done[i]), last)
            minutes = quantile(p.grid, p.lines, row[at.S_TABLE], row[at.S_LENGTH], within, 1.0)
            out[i] = max(1, minutes - w.elapsed[i])


class Opening:
    """What is left of the waits of the cases open at the start, replication by replication.

    ``rows`` are as :func:`sendsim.caseload.cases.opening_cases` gives them.
    """

    def __init__(self, compiled: Compiled, program: Program, rows: Ints) -> None:
        n, self._program = len(rows), program
        settled, stages, elapsed = np.full(n, -1, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
        done = np.zeros(n)
        for i, (_, _, joined, stage, _, _, area) in enumerate(rows.tolist()):
            step = compiled.steps_of[area][stage]
            if step.kind != "wait" or joined >= 0:
                continue
            assert step.table is not None
            stages[i], elapsed[i] = step.row, step.calendar.worked(0) - step.calendar.worked(joined)
            done[i] = step.table.probability_of(elapsed[i])
            by_luck = done[i] < 1.0 and len(step.table.minutes) > 1
            settled[i] = -2 if by_luck else step.table.remaining(0.5, int(elapsed[i]))  # whatever the luck
        self._waits = Waits(settled, stages, elapsed, done)
        self._numbers, self._words = rows[:, 4].copy(), rows[:, 5].copy()

    def remaining(self, seed: int, replication: int) -> Ints:
        """Return the minutes that are left of each wait in a replication, or -1."""
        out = np.empty(len(self._numbers), np.int64)
        left_of(self._program, self._waits, self._numbers, self._words, seed, replication, out)
        return out
