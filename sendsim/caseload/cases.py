"""The cases of one replication, and their luck: drawn up before the run, the same for every engine."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sendsim.caseload.arrivals import arrival_minutes
from sendsim.caseload.compiled import Compiled
from sendsim.caseload.luck import Luck, name_key
from sendsim.caseload.working_time import DAY
from sendsim.errors import PlanError

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


@dataclass
class CaseList:
    """All cases of a replication: first ``opening`` cases open at the start, then new ones by arrival."""

    key: tuple[int, int]
    rows: list[CaseRow]
    opening: int
    luck: Luck
    numbers: npt.NDArray[np.int64]
    streams: npt.NDArray[np.int64]
    _columns: dict[tuple[str, int], list[float]] = field(default_factory=dict)

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
    stream_of = {d.name: i for i, d in enumerate(plan.demand)}
    rows: list[CaseRow] = []
    numbers: list[int] = []
    streams: list[int] = []

    def add(label: str, k: int, stream: int, opened: int, joined: int, stage: int) -> None:
        rows.append(CaseRow(len(rows), f"{label}.{k}", stream, opened, joined, stage))
        numbers.append(k)
        streams.append(name_key(label))

    used: dict[str, int] = {}
    for group in plan.opening:
        label = f"opening.{group.stage}.{group.demand}"
        for age in group.ages:
            k = used.get(label, 0)
            used[label] = k + 1
            joined = -round(age * DAY)
            opened = joined - round(group.before_days * DAY)
            add(label, k, stream_of[group.demand], opened, joined, compiled.stage_index[group.stage])
    opening = len(rows)

    new: list[tuple[int, int, int]] = []
    for stream, demand in enumerate(plan.demand):
        minutes = arrival_minutes(plan, demand, luck).tolist()
        if demand.calendar == "office":
            minutes = [compiled.office.next_open(minute) for minute in minutes]
        new += [(minute, stream, k) for k, minute in enumerate(minutes) if minute < compiled.end]
        if len(new) + opening > MAX_CASES:
            raise PlanError(f"the plan brings more than {MAX_CASES:,} cases in one replication: lower its demand.")
    for minute, stream, k in sorted(new):
        add(plan.demand[stream].name, k, stream, minute, minute, compiled.start_at[stream])
    return CaseList(luck.key, rows, opening, luck, np.array(numbers, np.int64), np.array(streams, np.int64))
