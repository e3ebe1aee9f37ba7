"""The cases of one replication, and their luck: drawn up before the run, the same for every engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sendsim.caseload.areas import stream_name
from sendsim.caseload.arrivals import arrival_minutes
from sendsim.caseload.compiled import Compiled
from sendsim.caseload.luck import Luck, name_key
from sendsim.caseload.mix import MERIT_LEVELS, MERIT_SCORES
from sendsim.caseload.working_time import DAY
from sendsim.errors import PlanError

Ints = npt.NDArray[np.int64]
MAX_CASES = 2**24


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case as it begins.

    ``number`` is its place in the list and its rank among simultaneous events; ``label`` names it for good
    (stream and number within the stream), whatever else the plan holds. ``opened`` is the minute its
    disagreement began and ``joined`` the minute it joined ``stage``: both negative for cases open at the start.
    """

    number: int
    label: str
    stream: int
    opened: int
    joined: int
    stage: int
    kind: int
    area: int


@dataclass
class CaseList:
    """All cases of a replication: first ``opening`` cases open at the start, then new ones by arrival.

    Columns, a value a case: ``stream`` (index of its demand), ``opened``, ``joined``, ``stage``, and what its luck is
    counted by: its number within its label and the label's counter word.
    """

    key: tuple[int, int]
    opening: int
    luck: Luck
    stream: Ints
    opened: Ints
    joined: Ints
    stage: Ints
    numbers: Ints
    streams: Ints
    names: dict[int, str]
    """The label of each counter word."""
    kind: Ints
    """The kind of each case: what its ways out depend on."""
    area: Ints
    """The area of each case; 0 where the plan has none."""
    known: dict[str, npt.NDArray[Any]]
    """Columns of what is known of each case beside its stream: mixed attributes, and merit where a route uses it."""
    _columns: dict[tuple[str, int], list[float]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of cases."""
        return len(self.stream)

    @cached_property
    def labels(self) -> list[str]:
        """The name of each case for good: its label and its number within it."""
        names = self.names
        return [f"{names[word]}.{k}" for word, k in zip(self.streams.tolist(), self.numbers.tolist(), strict=True)]

    @cached_property
    def rows(self) -> list[CaseRow]:
        """The cases one by one, for the readable engine."""
        columns = (self.stream, self.opened, self.joined, self.stage, self.kind, self.area)
        return [
            CaseRow(i, label, *values)
            for i, (label, *values) in enumerate(zip(self.labels, *(c.tolist() for c in columns), strict=True))
        ]

    def uniform(self, number: int, purpose: str, visit: int) -> float:
        """Return the uniform number of a case for a purpose and visit.

        All cases' numbers for the purpose are drawn at the first call: it is much quicker, and it changes
        nothing, since each is a pure function of the case.
        """
        column = self._columns.get((purpose, visit))
        if column is None:
            column = self.luck.uniforms(self.numbers, self.streams, purpose, visit).tolist()
            self._columns[(purpose, visit)] = column
        return column[number]


def list_cases(compiled: Compiled, luck: Luck) -> CaseList:
    """Draw up the cases of one replication.

    Raises
    ------
    PlanError
        If there would be more than :data:`MAX_CASES`.
    """
    plan = compiled.plan
    names: dict[int, str] = {}
    parts = [_opening(compiled, names)]
    opening = len(parts[0])
    new: list[Ints] = []
    total = opening
    layout = compiled.layout
    of_areas = [(a, i, demand) for a, streams in enumerate(layout.demand) for i, demand in enumerate(streams)]
    for a, i, demand in of_areas:
        label = stream_name(layout.names[a], demand.name)
        word = name_key(label)
        minutes = arrival_minutes(plan, demand, luck, label)
        if demand.calendar == "office":
            minutes = compiled.office.next_openings(minutes)
        number = np.flatnonzero(minutes < compiled.end)
        total += len(number)
        if total > MAX_CASES:
            raise PlanError(f"the plan brings more than {MAX_CASES:,} cases in one replication: lower its demand.")
        names[word] = label
        came = minutes[number]
        part = np.empty((len(number), 7), np.int64)
        part[:, 0], part[:, 3], part[:, 5], part[:, 6] = i, compiled.start_at[i], word, a
        part[:, 1], part[:, 2], part[:, 4] = came, came, number
        new.append(part)
    arrivals = np.concatenate([np.empty((0, 7), np.int64), *new])
    parts.append(arrivals[np.lexsort((arrivals[:, 4], arrivals[:, 6], arrivals[:, 0], arrivals[:, 1]))])
    stream, opened, joined, stage, numbers, words, area = np.ascontiguousarray(np.concatenate(parts).T)
    kind, known = _know(compiled, luck, stream, numbers, words)
    if plan.areas:
        known = {"area": np.array(layout.names, dtype=object)[area]} | known
    return CaseList(luck.key, opening, luck, stream, opened, joined, stage, numbers, words, names, kind, area, known)


def _know(
    compiled: Compiled, luck: Luck, stream: Ints, numbers: Ints, words: Ints
) -> tuple[Ints, dict[str, npt.NDArray[Any]]]:
    """Draw each case's mixed attributes and merit; return the kinds of the cases and the columns of what is known."""
    plan, asked = compiled.plan, compiled.plan.asked
    of_stream = [k.stream for k in compiled.kinds]
    first = np.array([of_stream.index(i) for i in range(len(plan.demand))], np.int64)
    within = np.zeros(len(stream), np.int64)  # place among the kinds of the stream
    known: dict[str, npt.NDArray[Any]] = {}
    for i, demand in enumerate(plan.demand):
        here = np.flatnonzero(stream == i)
        for name, levels in demand.mix.items():
            column = known.setdefault(name, np.full(len(stream), "not recorded", dtype=object))
            upto = np.cumsum([share.value for share in levels.values()])
            u = luck.uniforms(numbers[here], words[here], f"mix.{name}")
            code = np.minimum(np.searchsorted(upto, u, side="right"), len(levels) - 1)
            column[here] = np.array(list(levels), dtype=object)[code]
            if name in asked:
                within[here] = within[here] * len(levels) + code
    if any(k.merit for k in compiled.kinds):
        level = (luck.uniforms(numbers, words, "merit") * MERIT_LEVELS).astype(np.int64)
        within = within * MERIT_LEVELS + level
        known["merit"] = np.array(MERIT_SCORES)[level]
    return first[stream] + within, known


def _opening(compiled: Compiled, names: dict[int, str]) -> Ints:
    """Return the columns of the cases open at the start, and note their labels."""
    stream_of = {d.name: i for i, d in enumerate(compiled.plan.demand)}
    used: dict[str, int] = {}
    rows = []
    of_areas = [(a, group) for a, opening in enumerate(compiled.layout.opening) for group in opening]
    for a, group in of_areas:
        label = stream_name(compiled.layout.names[a], f"opening.{group.stage}.{group.demand}")
        names[name_key(label)] = label
        for age in group.ages:
            k = used.get(label, 0)
            used[label] = k + 1
            joined = -round(age * DAY)
            opened = joined - round(group.before_days * DAY)
            stage = compiled.stage_index[group.stage]
            rows.append((stream_of[group.demand], opened, joined, stage, k, name_key(label), a))
    return np.array(rows, np.int64).reshape(len(rows), 7)
