"""What a run returns: tidy tables of what happened, one replication at a time.

events    one row an event: minute, seq, case, stage, event, detail
cases     one row a case: demand, opened, closed (missing while open), outcome (``open`` while open, ``settled`` while
          in a wait that is settled), route
capacity  one row a change: minute, team, on_duty, busy, queue (those who wait for work), held (open cases held) and
          unallocated (those who wait to be given out)
sessions  one row a session: minute, diary, places (-1: no limit but people), taken, waiting
staffing  one row a session and team that staffs it: minute, diary, team, available (people on duty not yet taken that
          day), used

Minutes count from 00:00 on the start date; a case that was open at the start was opened at a negative
minute. Every case is in the tables: arrived plus opening = closed + open + settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from sendsim.caseload.cases import CaseList
    from sendsim.caseload.compiled import Compiled
    from sendsim.caseload.plan_parts import Diary, Team

EVENTS = (
    "open_at_start",
    "arrive",
    "join",
    "start",
    "resume",
    "interrupt",
    "end",
    "full",
    "leave",
    "clock_started",
    "clock_stopped",
    "clock_expired",
    "exit",
)
Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[Any]
"""Whole numbers of 32 bits: a log is long. Who multiplies them widens them first."""
TABLES = ("events", "cases", "capacity", "sessions", "staffing")
CAPACITY = ["minute", "team", "on_duty", "busy", "queue", "held", "unallocated"]
EVENT_CODES = {name: i for i, name in enumerate(EVENTS)}


@dataclass(frozen=True)
class EventArrays:
    """A run's events as arrays of 32-bit numbers, a value an event: what measures count from.

    ``case`` is the row of the cases table; ``event`` counts in :data:`EVENTS`; ``stage`` in the pathway's stages;
    ``detail`` in ``words``.
    """

    minute: Numbers
    case: Numbers
    event: Numbers
    stage: Numbers
    detail: Numbers
    words: tuple[str, ...]


@dataclass(frozen=True)
class WholeLog:
    """Everything an engine wrote down, as arrays.

    ``capacity`` has rows of :data:`CAPACITY` (within a minute the last counts), ``sessions`` of minute, diary, places,
    taken, waiting, and ``staffing`` of minute, diary, team, available, used.
    """

    events: EventArrays
    capacity: Ints
    sessions: Ints
    staffing: Ints


@dataclass(frozen=True)
class CaseArrays:
    """A run's cases as arrays, a value a case. ``closed`` and ``outcome`` are -1 while a case is open or settled."""

    opened: Ints
    closed: Ints
    outcome: Ints
    """The stage at which it ended."""
    stage: Ints
    """The stage where it is at the end of the run."""


class Journeys:
    """One replication's tables; see the module's docstring for their columns.

    A table is made when it is first asked for: measures count from ``arrays`` and ``case_arrays``, and turning every
    event into a row of a table takes longer than the run.
    """

    def __init__(
        self,
        compiled: Compiled,
        people: CaseList,
        log: WholeLog,
        stages: Sequence[int] | Ints,
        closed: Numbers | None = None,
    ) -> None:
        self.start: date = compiled.plan.start
        self.end_minute: int = compiled.end
        self.seed, self.replication = people.key
        self._compiled, self._people = compiled, people
        self.arrays, self.capacity_rows, self.session_rows = log.events, log.capacity, log.sessions
        self.staffing_rows = log.staffing
        if closed is None:  # the engine has not kept it: it stands in the log
            closed, exits = np.full(len(people), -1, np.int64), self.arrays.event == EVENT_CODES["exit"]
            closed[self.arrays.case[exits]] = self.arrays.minute[exits]
        stage, ended = np.array(stages, np.int64), np.array(closed, np.int64)
        self.case_arrays = CaseArrays(people.opened, ended, np.where(ended < 0, -1, stage), stage)

    def when(self, minute: int) -> datetime:
        """Return the date and time of a minute of the run."""
        return datetime.combine(self.start, time()) + timedelta(minutes=int(minute))

    def __getstate__(self) -> dict[str, Any]:
        """Send the tables themselves to another process, and leave what they were made from behind."""
        kept = {k: v for k, v in self.__dict__.items() if not k.startswith("_")}
        return kept | {name: getattr(self, name) for name in TABLES}

    @property
    def area_of_case(self) -> npt.NDArray[np.int32]:
        """The area of each case, by its place among the plan's areas; 0 where the plan has none."""
        return self._people.area

    @cached_property
    def events(self) -> pd.DataFrame:
        """One row an event: minute, seq, case, event, stage, detail."""
        a, n = self.arrays, len(self._people)
        labels = np.array(self._people.labels, dtype=object)
        words = np.array([*a.words, ""], dtype=object)
        used, codes = np.unique(words[a.detail].astype(str), return_inverse=True) if len(a.detail) else ([], a.detail)
        return pd.DataFrame(
            {
                "replication": np.int32(self.replication),
                "minute": a.minute.astype(np.int64),
                "seq": np.arange(len(a.minute)),
                "case": pd.Categorical.from_codes(a.case, labels) if n else [],  # type: ignore[call-overload]
                "event": pd.Categorical.from_codes(a.event, list(EVENTS)),  # type: ignore[call-overload]
                "stage": pd.Categorical.from_codes(a.stage, self._names),  # type: ignore[call-overload]
                "detail": pd.Categorical.from_codes(codes, list(used)),  # type: ignore[call-overload]
            }
        )

    @property
    def _names(self) -> list[str]:
        return [step.name for step in self._compiled.steps]

    @cached_property
    def cases(self) -> pd.DataFrame:
        """One row a case: demand, opened, closed (missing while open), outcome, route, stage and what is known."""
        people, compiled, c, names = self._people, self._compiled, self.case_arrays, self._names
        is_open = c.outcome < 0
        outcome = c.outcome.tolist()
        still = ["settled" if compiled.steps[i].settled else "open" for i in c.stage.tolist()]
        table = pd.DataFrame(
            {
                "replication": np.int32(self.replication),
                "case": np.array(people.labels, dtype=object),
                "demand": [compiled.plan.demand[i].name for i in people.stream.tolist()],
                "opened": c.opened,
                "closed": pd.array(np.where(is_open, 0, c.closed), dtype="Int64"),
                "outcome": [now if o < 0 else names[o] for o, now in zip(outcome, still, strict=True)],
                "route": [now if o < 0 else compiled.steps[o].route for o, now in zip(outcome, still, strict=True)],
                "stage": [names[i] for i in c.stage.tolist()],
            }
        )
        table.loc[is_open, "closed"] = pd.NA
        for name, values in people.known.items():
            table[name] = values
        return table

    @cached_property
    def capacity(self) -> pd.DataFrame:
        """One row a change of a team, of the columns :data:`CAPACITY`; the last of each minute."""
        capacity = pd.DataFrame(self.capacity_rows, columns=CAPACITY)
        capacity = capacity.drop_duplicates(["minute", "team"], keep="last")
        capacity = capacity.sort_values(["minute", "team"], ignore_index=True)
        return self._named(capacity, team=self._compiled.teams)

    @cached_property
    def sessions(self) -> pd.DataFrame:
        """One row a session: minute, diary, places, taken, waiting."""
        sessions = pd.DataFrame(self.session_rows, columns=["minute", "diary", "places", "taken", "waiting"])
        return self._named(sessions, diary=self._compiled.diaries)

    @cached_property
    def staffing(self) -> pd.DataFrame:
        """One row a session and team that staffs it: minute, diary, team, available, used."""
        staffing = pd.DataFrame(self.staffing_rows, columns=["minute", "diary", "team", "available", "used"])
        return self._named(staffing, diary=self._compiled.diaries, team=self._compiled.teams)

    def _named(self, table: pd.DataFrame, **places: Sequence[Team | Diary]) -> pd.DataFrame:
        """Return the table with its replication, and with names in the place of indexes of teams and diaries."""
        table.insert(0, "replication", np.int32(self.replication))
        for column, of in places.items():
            names = [item.name for item in of]
            table[column] = pd.Categorical.from_codes(table[column], names)  # type: ignore[call-overload]
        return table
