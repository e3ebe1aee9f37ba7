"""Cases as they arrive on the readable engine: a block of them at a time, with the first choices they come through.

A case often comes through choices only at first, which take no time and depend on nothing but its luck, and many end
there: most families' requests lead to a plan. So the first choices are made for a block of cases at once, and what they
write down stands ready when the case is due. It is what :meth:`sendsim.caseload.engine_simpy.SimpyRun._enter` does, at
stages that only send a case on, each for the first time; a case that ends there never becomes an object.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sendsim.caseload.cases import CaseList
from sendsim.caseload.reach import returned_to
from sendsim.caseload.simpy_log import CASE_AT, STAGE_AT, STAGE_BITS
from sendsim.caseload.simpy_luck import BLOCK, Block, Draws
from sendsim.caseload.simpy_stages import Stage

Ints = npt.NDArray[np.int64]
MOST = 8
"""So many choices are made ahead; those after them are come to as any other stage is."""
ENDED, NOTHING = -1, np.iinfo(np.int64).min
"""Where a case stays that has come to an end at once; what is not to be written."""


class Coming(NamedTuple):
    """Cases that arrive one after another, a value a case: when, where and how far they come at once.

    ``rows`` are what they write down as they come, the minute before each; those of a case end at ``ends``. A case
    stays at ``stays``, or has come to an end. ``block`` holds those that stay. ``may_return``: a case may return to one
    of the choices that it came through.
    """

    numbers: range
    minutes: list[int]
    ends: list[int]
    stays: list[int]
    kinds: list[int]
    areas: list[int]
    rows: array[int]
    block: Block
    may_return: bool

    @property
    def of_case(self) -> tuple[Sequence[int], ...]:
        """The columns with a value a case."""
        return self[:6]


class Arrivals:
    """The cases of one replication that arrive, in their order."""

    def __init__(self, people: CaseList, stages: Sequence[Sequence[Stage]], draws: Draws) -> None:
        self._people, self._draws = people, draws
        first_area = stages[0]  # what a stage writes down and does is the same in every area
        self._arrives = np.array([stage.arrives for stage in first_area])
        self._joins = np.array([stage.joins for stage in first_area])
        self._exits = np.array([stage.exits for stage in first_area])
        self._is_end = np.array([stage.kind == "end" and stage.sends_on for stage in first_area])
        self._choices = [
            Choice([own[stage.index] for own in stages])
            for stage in first_area
            if stage.kind == "choice" and stage.sends_on
        ]
        again = returned_to(people.compiled.plan.pathway)
        self._may_return = any(first_area[choice.index].step.name in again for choice in self._choices)

    def __iter__(self) -> Iterator[Coming]:
        """Give the cases block by block, in the order of their numbers."""
        p = self._people
        for first in range(p.opening, len(p), BLOCK):
            cases = slice(first, min(first + BLOCK, len(p)))
            rows, ends, stays = self._first_choices(cases)
            minutes, kinds, areas = (column[cases].tolist() for column in (p.joined, p.kind, p.area))
            block = self._draws.block(first + np.flatnonzero(stays != ENDED))
            numbers = range(first, cases.stop)
            yield Coming(numbers, minutes, ends.tolist(), stays.tolist(), kinds, areas, rows, block, self._may_return)

    def _first_choices(self, cases: slice) -> tuple[array[int], Ints, Ints]:
        """Return the first rows of all cases, where those of each case end, and the stage where each stays."""
        p = self._people
        at, kind, area = p.stage[cases].astype(np.int64), p.kind[cases], p.area[cases]
        case = np.arange(cases.start, cases.start + len(at)) << CASE_AT
        most = min(MOST, len(self._choices))
        # A case's minute; it arrives, joins choices, joins an end and exits.
        rows = np.full((len(at), 2 + most + 2), NOTHING)
        rows[:, 0], rows[:, 1], written = -1 - p.joined[cases], case + self._arrives[at], np.full(len(at), 2)
        for choice in self._choices:  # in the order of the pathway: who is sent back waits for the run itself
            who = np.flatnonzero((at == choice.index) & (written < 2 + most))
            if len(who):
                rows[who, written[who]] = case[who] + self._joins[at[who]]
                written[who] += 1
                luck = p.luck.uniforms(p.numbers[cases][who], p.streams[cases][who], choice.purpose)
                at[who] = choice.ways_out(area[who], kind[who], luck)
        who = np.flatnonzero(self._is_end[at])
        rows[who, written[who]] = case[who] + self._joins[at[who]]
        rows[who, written[who] + 1] = case[who] + self._exits[at[who]]
        written[who] += 2
        at[who] = ENDED
        return array("q", rows[rows != NOTHING].tobytes()), np.cumsum(written), at


class Choice:
    """A choice that only sends cases on: where they go, for many at once."""

    def __init__(self, of_area: list[Stage]) -> None:
        self.index, self.purpose = of_area[0].index, f"{of_area[0].step.name}.route"
        self._of_area = of_area

    def ways_out(self, area: Any, kind: Any, luck: npt.NDArray[np.float64]) -> Ints:
        """Return the stage to which each case goes: the first whose cumulative probability is above its luck."""
        which, to, below = self._tables
        ways = which[area, kind]
        return to[ways, (luck[:, np.newaxis] >= below[ways]).sum(axis=1)]

    @cached_property
    def _tables(self) -> tuple[Ints, Ints, npt.NDArray[np.float64]]:
        """Which ways out are those of each area and kind of case; where each leads, and up to what probability."""
        by_kind = {id(stage.ways): stage.ways for stage in self._of_area}  # areas with the same numbers share them
        ways = {id(way): way for table in by_kind.values() for way in table}
        number = {of: i for i, of in enumerate(ways)}
        which = {of: [number[id(way)] for way in table] for of, table in by_kind.items()}
        most = max(map(len, ways.values()))
        to = [[target for target, _ in way] + [0] * (most - len(way)) for way in ways.values()]
        below = [[p for _, p in way] + [1.0] * (most - len(way)) for way in ways.values()]
        return np.array([which[id(stage.ways)] for stage in self._of_area]), np.array(to), np.array(below)


def passed(rows: array[int]) -> dict[int, int]:
    """Return the stages that a case has come through by its first rows, with their visits: each is the first."""
    return {row >> STAGE_AT & (2**STAGE_BITS - 1): 0 for row in rows[2:]}
