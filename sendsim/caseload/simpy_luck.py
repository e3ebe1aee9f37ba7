"""The cases' luck for the readable engine, drawn where it pays for a block of cases at a time.

Each number is a pure function of the case (:mod:`sendsim.caseload.luck`), so it makes no difference when it is worked
out, or how often. NumPy draws a number for each of a few thousand cases in the time in which Python works out some
fifty, so a purpose that more than one case in forty asks for is drawn for the whole block; others case by case. A
block's numbers are let go when few of its cases are still open: memory grows with the open cases.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sendsim.caseload.cases import CaseList
from sendsim.caseload.luck import name_key, rounds_of, uniform_of

if TYPE_CHECKING:
    from sendsim.caseload.simpy_base import Case

BLOCK = 4096
"""Cases whose luck is drawn together: cases that follow one another in the order of arrival."""
ONE_IN, AT_FIRST = 40, 500
"""A column is drawn when more than one in ``ONE_IN`` of the cases begun so far, and ``AT_FIRST`` more, have asked."""
FEW = 32
"""A block lets go of its numbers when less than one in ``FEW`` of its cases is still open."""


class Block:
    """Cases that followed one another, and the numbers drawn for them: a column a purpose, or None."""

    __slots__ = ("cases", "columns", "few", "open")

    def __init__(self, cases: npt.NDArray[np.int64], purposes: int) -> None:
        self.cases, self.open, self.few = cases, len(cases), len(cases) // FEW
        self.columns: list[array[float] | None] = [None] * purposes

    def let_go(self) -> None:
        """Let go of the numbers: few of its cases are still open."""
        self.columns = [None] * len(self.columns)


class Draws:
    """The luck of one replication's cases. Purposes are numbered, so that a stage asks by number."""

    def __init__(self, people: CaseList) -> None:
        self._people, self._rounds = people, rounds_of(people.luck.key)
        self._numbers, self._streams = people.numbers.data, people.streams.data  # read as plain ints
        self._names: list[str] = []
        self._asked: list[int] = []
        self._drawn: list[bool] = []  # for some block before: then for the next at once
        self.begun = people.opening

    def purpose(self, name: str) -> int:
        """Return a number for a purpose; all must be numbered before the first block."""
        self._names.append(name)
        self._asked.append(0)
        self._drawn.append(False)
        return len(self._names) - 1

    def block(self, cases: npt.NDArray[np.int64]) -> Block:
        """Return a block of cases, by their numbers."""
        return Block(cases, len(self._names))

    def uniform(self, case: Case, purpose: int, visit: int) -> float:
        """Return the uniform number of a case for a purpose and visit."""
        block = case.block
        if visit == 0 and block.open > block.few:
            column = block.columns[purpose]
            if column is not None:
                return column[case.place]
            self._asked[purpose] += 1
            if self._drawn[purpose] or self._asked[purpose] * ONE_IN > self.begun + AT_FIRST:
                return self._draw(block, purpose)[case.place]
        return self.one(case.number, self._names[purpose], visit)

    def one(self, number: int, purpose: str, visit: int) -> float:
        """Return the uniform number of one case for a purpose by name, and a visit."""
        return uniform_of(self._numbers[number], self._streams[number], name_key(purpose), visit, self._rounds)

    def _draw(self, block: Block, purpose: int) -> array[float]:
        people, cases = self._people, block.cases
        drawn = people.luck.uniforms(people.numbers[cases], people.streams[cases], self._names[purpose])
        column = array("d", drawn.tobytes())
        block.columns[purpose], self._drawn[purpose] = column, True
        return column
