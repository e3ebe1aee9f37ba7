"""What a run returns: tidy tables of what happened, one replication at a time.

events    one row an event: minute, seq, case, stage, event, detail
cases     one row a case: demand, opened, closed (missing while open), outcome (``open`` while open), route
capacity  one row a change: minute, team, on_duty, busy, queue
sessions  one row a session: minute, diary, places, taken, waiting

Minutes count from 00:00 on the start date; a case that was open at the start was opened at a negative
minute. Every case is in the tables: arrived plus opening = closed + open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from sendsim.caseload.cases import CaseList
    from sendsim.caseload.compiled import Compiled

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
EVENT_CODES = {name: i for i, name in enumerate(EVENTS)}


@dataclass
class RawLog:
    """What an engine writes down while it runs."""

    minutes: list[int] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)
    events: list[int] = field(default_factory=list)
    stages: list[int] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    capacity: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    sessions: list[tuple[int, int, int, int, int]] = field(default_factory=list)

    def add(self, minute: int, case: int, event: int, stage: int, detail: str) -> None:
        """Write one event down."""
        self.minutes.append(minute)
        self.cases.append(case)
        self.events.append(event)
        self.stages.append(stage)
        self.details.append(detail)


@dataclass(frozen=True)
class Journeys:
    """One replication's tables; see the module's docstring for their columns."""

    start: date
    end_minute: int
    seed: int
    replication: int
    events: pd.DataFrame
    cases: pd.DataFrame
    capacity: pd.DataFrame
    sessions: pd.DataFrame

    def when(self, minute: int) -> datetime:
        """Return the date and time of a minute of the run."""
        return datetime.combine(self.start, time()) + timedelta(minutes=int(minute))


def journeys_from(compiled: Compiled, people: CaseList, log: RawLog, stages: list[int]) -> Journeys:
    """Turn an engine's notes into tables; ``stages`` says where each case is at the end of the run."""
    key, n = people.key, len(people)
    names = [step.name for step in compiled.steps]
    names_of_case = np.array(people.labels, dtype=object)
    stage_codes = np.array(log.stages, dtype=np.int32)
    event_codes = np.array(log.events, dtype=np.int8)
    case_codes = np.array(log.cases, dtype=np.int64)
    minutes = np.array(log.minutes, dtype=np.int64)
    events = pd.DataFrame(
        {
            "replication": np.int32(key[1]),
            "minute": minutes,
            "seq": np.arange(len(minutes)),
            "case": pd.Categorical.from_codes(case_codes, names_of_case) if n else [],  # type: ignore[call-overload]
            "event": pd.Categorical.from_codes(event_codes, list(EVENTS)),  # type: ignore[call-overload]
            "stage": pd.Categorical.from_codes(stage_codes, names),  # type: ignore[call-overload]
            "detail": pd.Categorical(log.details),
        }
    )
    closed = np.full(n, -1, dtype=np.int64)
    outcome = np.full(n, -1, dtype=np.int32)
    exits = event_codes == EVENT_CODES["exit"]
    closed[case_codes[exits]] = minutes[exits]
    outcome[case_codes[exits]] = stage_codes[exits]
    is_open = outcome < 0
    table = pd.DataFrame(
        {
            "replication": np.int32(key[1]),
            "case": names_of_case,
            "demand": [compiled.plan.demand[i].name for i in people.stream.tolist()],
            "opened": people.opened,
            "closed": pd.array(np.where(is_open, 0, closed), dtype="Int64"),
            "outcome": ["open" if o < 0 else names[o] for o in outcome],
            "route": ["open" if o < 0 else compiled.steps[o].route for o in outcome],
            "stage": [names[i] for i in stages],
        }
    )
    table.loc[is_open, "closed"] = pd.NA
    for name, values in people.known.items():
        table[name] = values
    capacity = pd.DataFrame(log.capacity, columns=["minute", "team", "on_duty", "busy", "queue"]).astype("int64")
    capacity = capacity.drop_duplicates(["minute", "team"], keep="last")
    capacity = capacity.sort_values(["minute", "team"], ignore_index=True)
    capacity.insert(0, "replication", np.int32(key[1]))
    capacity["team"] = pd.Categorical.from_codes(capacity["team"], [t.name for t in compiled.teams])  # type: ignore[call-overload]
    sessions = pd.DataFrame(log.sessions, columns=["minute", "diary", "places", "taken", "waiting"]).astype("int64")
    sessions.insert(0, "replication", np.int32(key[1]))
    sessions["diary"] = pd.Categorical.from_codes(sessions["diary"], [d.name for d in compiled.diaries])  # type: ignore[call-overload]
    return Journeys(compiled.plan.start, compiled.end, key[0], key[1], events, table, capacity, sessions)
