"""The cases of one replication, and their luck: drawn up before the run, the same for every engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sendsim.caseload.areas import stream_name
from sendsim.caseload.arrivals import arrival_minutes
from sendsim.caseload.compiled import Compiled
from sendsim.caseload.luck import Luck, name_key
from sendsim.caseload.mix import MERIT_LEVELS, MERIT_SCORES, MixTable, asked_of
from sendsim.caseload.working_time import DAY
from sendsim.errors import PlanError

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
MAX_CASES = 2**24
Stated = list[tuple[slice, int, dict[str, str]]]
"""Cases open at the start of which something is stated: their rows, their stream and what is stated."""


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


class Origins(NamedTuple):
    """Where cases come from, a value each: the streams of all areas, then those open at the start by their labels."""

    stream: Small
    """The place of its demand among the plan's."""
    area: Small
    """0 where the plan has none."""
    stage: Small
    """Where its cases begin."""
    word: Ints
    """The counter word of its label."""


@dataclass
class CaseList:
    """All cases of a replication: first ``opening`` cases open at the start, then new ones by arrival.

    Columns, a value a case: ``origin`` (which of ``origins``), ``numbers`` (its number within its origin), ``joined``.
    What follows from them is worked out when it is asked for: a run of millions of cases would otherwise hold it all.
    """

    compiled: Compiled
    luck: Luck
    origins: Origins
    origin: Small
    numbers: Small
    joined: Small
    opened_before: Ints
    """Of the cases open at the start: the minute at which they were opened."""
    names: dict[int, str]
    """The label of each counter word."""
    stated: Stated = field(default_factory=list)
    _columns: dict[tuple[str, int], list[float]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of cases."""
        return len(self.origin)

    @property
    def opening(self) -> int:
        """The number of cases open at the start."""
        return len(self.opened_before)

    @cached_property
    def stream(self) -> Small:
        """The place of each case's demand among the plan's."""
        return self.origins.stream[self.origin]

    @cached_property
    def area(self) -> Small:
        """The area of each case; 0 where the plan has none."""
        return self.origins.area[self.origin]

    @cached_property
    def stage(self) -> Small:
        """The stage that each case joins first, or where it stands at the start."""
        return self.origins.stage[self.origin]

    @cached_property
    def streams(self) -> Ints:
        """The counter word of each case's label."""
        return self.origins.word[self.origin]

    @cached_property
    def opened(self) -> Ints:
        """The minute at which each case was opened."""
        opened = self.joined.astype(np.int64)
        opened[: self.opening] = self.opened_before
        return opened

    @property
    def key(self) -> tuple[int, int]:
        """The seed and the replication."""
        return self.luck.key

    @cached_property
    def kind(self) -> Small:
        """The kind of each case: what its ways out depend on."""
        tables = self.compiled.mixes
        kind = tables.first[self.stream]
        for name, mix in tables.asked.items():
            kind += mix.weight[self.stream] * mix.levels(self._draw(f"mix.{name}"), self.stream)
        for rows, stream, attributes in self.stated:
            if not self.compiled.plan.asked.isdisjoint(attributes):
                kind[rows] = self._stated_kind(rows, stream, attributes)
        if tables.merit:
            kind += self._merit
        return kind

    def _stated_kind(self, rows: slice, stream: int, attributes: dict[str, str]) -> list[int]:
        """Return the kinds, of least merit, of cases of which a stream's attributes are stated; the rest is drawn."""
        plan, at = self.compiled.plan, self.compiled.kind_at
        base = plan.demand[stream].attributes | attributes
        drawn = {
            n: mix for n, mix in self.compiled.mixes.asked.items() if n in plan.demand[stream].mix.keys() - attributes
        }
        levels = [self._levels(name, mix, rows) for name, mix in drawn.items()]
        return [
            at[stream, asked_of(base | dict(zip(drawn, of_case, strict=True)), plan.asked)]
            for of_case in (zip(*levels, strict=True) if levels else [()] * (rows.stop - rows.start))
        ]

    def _levels(self, name: str, mix: MixTable, rows: slice) -> npt.NDArray[np.object_]:
        """Return the drawn levels of a mixed attribute."""
        stream = self.stream[rows]
        u = self.luck.uniforms(self.numbers[rows], self.streams[rows], f"mix.{name}")
        return mix.names[stream, mix.levels(u, stream)]

    @cached_property
    def known(self) -> dict[str, npt.NDArray[Any]]:
        """Columns of what is known of each case beside its stream: area, attributes that differ, merit where it counts.

        Levels that no way out asks for are drawn here, when somebody asks. What is stated of a case open at the start
        takes the place of its draw; its other draws stay what they were.
        """
        plan, tables = self.compiled.plan, self.compiled.mixes
        known: dict[str, npt.NDArray[Any]] = {}
        if plan.areas:
            known["area"] = np.array(self.compiled.layout.names, dtype=object)[self.area]
        for name, mix in tables.mixes.items():
            known[name] = self._levels(name, mix, slice(None))
        for rows, _, attributes in self.stated:
            for name, level in attributes.items():
                if name not in known:
                    given = [d.attributes.get(name, "not recorded") for d in plan.demand]
                    known[name] = np.array(given, dtype=object)[self.stream]
                known[name][rows] = level
        if tables.merit:
            known["merit"] = np.array(MERIT_SCORES)[self._merit]
        return known

    @cached_property
    def _merit(self) -> Small:
        return (self._draw("merit") * MERIT_LEVELS).astype(np.int32)

    def _draw(self, purpose: str) -> npt.NDArray[np.float64]:
        return self.luck.uniforms(self.numbers, self.streams, purpose)

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
    plan, layout = compiled.plan, compiled.layout
    names: dict[int, str] = {}
    opening, stated = opening_cases(compiled, names)
    total = len(opening)
    came: list[Small] = []
    for demand in zip(*layout.demand, strict=True):
        for a, stream in enumerate(demand):
            label = stream_name(layout.names[a], stream.name)
            minutes = arrival_minutes(plan, stream, luck, label)
            if stream.calendar == "office":
                minutes = compiled.office.next_openings(minutes)
                minutes = minutes[minutes < compiled.end]  # in order, so those that are left keep their numbers
            total += len(minutes)
            if total > MAX_CASES:
                raise PlanError(f"the plan brings more than {MAX_CASES:,} cases in one replication: lower its demand.")
            names[name_key(label)] = label
            came.append(minutes.astype(np.int32))
    arrived = np.concatenate([np.empty(0, np.int32), *came])
    counts = [len(minutes) for minutes in came]
    # Those of one minute stand in the order of their stream, then of its area.
    order = np.argsort(arrived, kind="stable") if len(came) > 1 else slice(None)
    origins, origin = origins_of(compiled, opening)
    new = np.repeat(np.arange(len(came), dtype=np.int32), counts)
    numbers = np.concatenate([np.empty(0, np.int32), *(np.arange(n, dtype=np.int32) for n in counts)])
    return CaseList(
        compiled,
        luck,
        origins,
        origin=np.concatenate([origin, new[order]]),
        numbers=np.concatenate([opening[:, 4].astype(np.int32), numbers[order]]),
        joined=np.concatenate([opening[:, 2].astype(np.int32), arrived[order]]),
        opened_before=opening[:, 1].copy(),
        names=names,
        stated=stated,
    )


def origins_of(compiled: Compiled, opening: Ints) -> tuple[Origins, Small]:
    """Return where the cases of a plan come from, and from which of these its cases open at the start come.

    ``opening`` holds their rows, see :func:`opening_cases`.
    """
    layout = compiled.layout
    rows = [
        (i, a, compiled.start_at[i], name_key(stream_name(layout.names[a], of_area[i].name)))
        for i in range(len(compiled.plan.demand))
        for a, of_area in enumerate(layout.demand)
    ]
    which: dict[int, int] = {}
    for stream, _, _, stage, _, word, area in opening.tolist():
        if word not in which:
            which[word] = len(rows)
            rows.append((stream, area, stage, word))
    stream, area, stage, word = np.array(rows, np.int64).reshape(-1, 4).T
    origin = np.array([which[word] for word in opening[:, 5].tolist()], np.int32)
    return Origins(stream.astype(np.int32), area.astype(np.int32), stage.astype(np.int32), word.copy()), origin


def opening_cases(compiled: Compiled, names: dict[int, str]) -> tuple[Ints, Stated]:
    """Return the cases open at the start and what is stated of them, and note their labels.

    A row a case: stream, minute opened, minute joined, stage, number within its label, the label's counter word, area.
    """
    stream_of = {d.name: i for i, d in enumerate(compiled.plan.demand)}
    used: dict[str, int] = {}
    rows: list[tuple[int, ...]] = []
    stated: Stated = []
    of_areas = [(a, group) for a, opening in enumerate(compiled.layout.opening) for group in opening]
    for a, group in of_areas:
        label = stream_name(compiled.layout.names[a], f"opening.{group.stage}.{group.demand}")
        names[name_key(label)] = label
        before, stream = len(rows), stream_of[group.demand]
        for age in group.ages:
            k = used.get(label, 0)
            used[label] = k + 1
            joined = -round(age * DAY)
            opened = joined - round(group.before_days * DAY)
            stage = compiled.stage_index[group.stage]
            rows.append((stream, opened, joined, stage, k, name_key(label), a))
        if group.attributes and len(rows) > before:
            stated.append((slice(before, len(rows)), stream, group.attributes))
    return np.array(rows, np.int64).reshape(len(rows), 7), stated
