"""How long teams stood as they stood: spans of equal number on duty, in hand, waiting and held."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.working_time import DAY, WorkingTime

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Stays:
    """Spans of one team: ``cuts`` (minutes; one more than spans, the last is the end) and a value a span."""

    cuts: Ints
    duty: Floats
    busy: Floats
    queue: Floats
    held: Floats
    unallocated: Floats


def team_stays(compiled: Compiled, journeys: Journeys) -> list[Stays]:
    """Return the spans of each team, in the plan's order. Within a minute the last word counts."""
    rows = journeys.capacity_rows
    order = np.argsort(rows[:, 1], kind="stable")  # by team, within it in the order of time
    edges = np.searchsorted(rows[order, 1], np.arange(len(compiled.teams) + 1))
    out = []
    for first, end in pairwise(edges.tolist()):
        own = rows[order[first:end]]
        own = own[np.append(own[1:, 0] != own[:-1, 0], True)[: len(own)]]
        cuts = np.append(own[:, 0], journeys.end_minute)
        duty, busy, queue, held, unallocated = own[:, 2:7].T.astype(float)
        out.append(Stays(cuts, duty, busy, queue, held, unallocated))
    return out


@dataclass(frozen=True)
class StaffedDays:
    """The session days of a team that staffs diaries: day of the run, people on duty, people taken by sessions."""

    day: Ints
    available: Ints
    used: Ints


def staffed_days(journeys: Journeys, team: int) -> StaffedDays:
    """Return the session days of a team, in order. The first session of a day finds all its people there."""
    rows = journeys.staffing_rows
    rows = rows[rows[:, 2] == team]
    day, first = np.unique(rows[:, 0] // DAY, return_index=True)
    used = np.add.reduceat(rows[:, 4], first) if len(first) else np.empty(0, np.int64)
    return StaffedDays(day, rows[first, 3], used)


def worked_until(calendar: WorkingTime, minutes: Ints) -> Ints:
    """Do :meth:`WorkingTime.worked` for many minutes at once."""
    if calendar.name == "always":
        return minutes
    before, is_open = calendar.tables
    day, within = np.divmod(minutes, DAY)
    index = day - calendar._first_day
    inside = np.clip(index, 0, len(is_open) - 1)
    today = np.clip(within - calendar.opens, 0, calendar.minutes_per_day) * is_open[inside]
    worked = before[inside] + today
    return np.where(index < 0, 0, np.where(index >= len(is_open), before[-1], worked))
