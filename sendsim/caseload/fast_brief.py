"""The tables that answer a what-if at once, on the fast engine: run and measured in compiled code.

They are those of :func:`sendsim.caseload.measures.brief_tables`, equal to the last bit, and no log is copied for them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sendsim.caseload import fast_program as at
from sendsim.caseload import fast_state as k
from sendsim.caseload.compiled import Compiled
from sendsim.caseload.fast_asked import asked_of_plan, found_in, lines_of
from sendsim.caseload.fast_measures import measure
from sendsim.caseload.fast_program import Program
from sendsim.caseload.fast_tools import Scratch
from sendsim.caseload.measures import Columns
from sendsim.caseload.milestones import WAITS
from sendsim.caseload.questions import questions_of


class Brief:
    """What is measured of each replication of a plan; what they share is laid out once."""

    def __init__(self, compiled: Compiled, program: Program) -> None:
        asked = questions_of(compiled.plan.pathway)
        self._compiled, self._program = compiled, program
        self._lines = lines_of(compiled, asked)
        clock_word = int(program.clocks[0, at.C_DETAIL]) if len(program.clocks) else 0
        self._asked = asked_of_plan(compiled, clock_word, self._lines)
        there = [(i, wait) for i, wait in enumerate(WAITS.values()) if wait.name in asked.outside]
        edges = self._asked.edges
        self._bins = [(i, wait.bins) for i, wait in there]
        self._waits = {
            "wait": np.array([wait.name for _, wait in there for _ in range(wait.bins)], dtype=object),
            "weeks_from": _joined([edges[i, :n] for i, n in self._bins]),
            "weeks_to": _joined([edges[i, 1 : n + 1] for i, n in self._bins]),
        }
        self._more = 64
        """Of how many episodes there is room beyond the cases."""

    def tables(self, state: k.State, scratch: Scratch) -> dict[str, Columns]:
        """Measure what a run wrote down; the tables hold nothing that the next run writes over."""
        n, rows = len(state.slot), len(state.events)
        while True:
            room = n + self._more  # another thread may change it
            found = found_in(self._asked, self._compiled, scratch, n, rows, room)
            episodes = measure(self._program, state, self._asked, found)
            if episodes <= room:
                break
            self._more = episodes - n + 64
        values = found.values
        here = np.flatnonzero(self._lines.asked & (values == values))
        replication = state.replication
        counts = [found.bins[i, :n] for i, n in self._bins]
        return {
            "runs": {
                "replication": np.full(len(here), replication),
                "measure": self._lines.measures[here],
                "group": self._lines.groups[here],
                "value": values[here],
            },
            "weekly": {
                "replication": np.full(len(found.open), replication),
                "week": np.arange(len(found.open)),
                "open": found.open,
            },
            "waits": {
                "replication": np.full(len(self._waits["wait"]), replication),
                **self._waits,
                "cases": np.concatenate(counts),
            }
            if counts
            else {name: np.empty(0) for name in ("replication", "wait", "weeks_from", "weeks_to", "cases")},
        }


def _joined(parts: list[npt.NDArray[np.float64]]) -> npt.NDArray[np.float64]:
    return np.concatenate([np.empty(0), *parts])
