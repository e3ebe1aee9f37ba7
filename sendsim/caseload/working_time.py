"""Working time in whole minutes from the start of a run.

A run counts integer minutes from 00:00 on its start date. Teams do not work at night, at weekends or on
bank holidays, so a task of six hours begun on a Friday afternoon ends on Monday. A calendar turns clock
minutes into minutes worked and back, by two monotone tables; it covers the years before the start too,
because an opening caseload began there.

Calendars (a closed list):

``always``
    Every minute counts: theory checks, and limits in calendar days.
``office``
    Working days of England, 09:00 to 16:24: the standard local-government week of 37 hours over five days.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from sendsim.law.calendar import is_working_day

CalendarName = Literal["always", "office"]
CALENDARS: tuple[CalendarName, ...] = get_args(CalendarName)

DAY = 24 * 60
OFFICE_OPENS = 9 * 60
OFFICE_MINUTES = 444  # 7 hours 24 minutes: 37 hours over five days
LOOK_BACK_DAYS = 5 * 366
NEVER = 2**40
"""A minute after every run: what does not happen within the calendar's tables."""


@dataclass(frozen=True)
class WorkingTime:
    """One calendar laid over a run: minutes in, minutes out.

    Minute 0 is 00:00 on ``start``. The tables run from ``LOOK_BACK_DAYS`` before the start to a year past the
    end; times beyond them are :data:`NEVER`.
    """

    name: CalendarName
    minutes_per_day: int
    days_per_week: int
    opens: int
    _first_day: int
    _worked_before: tuple[int, ...]  # minutes worked before each day, from the first day of the table
    _is_open: tuple[bool, ...]

    def is_open(self, minute: int) -> bool:
        """Say whether the calendar is working at ``minute``."""
        if self.name == "always":
            return True
        day, within = divmod(minute, DAY)
        index = day - self._first_day
        opens = self.opens <= within < self.opens + self.minutes_per_day
        return opens and 0 <= index < len(self._is_open) and self._is_open[index]

    def next_open(self, minute: int) -> int:
        """Return ``minute`` if the calendar is working then, else the next minute at which it opens."""
        if self.is_open(minute):
            return minute
        day, within = divmod(minute, DAY)
        index = day - self._first_day + (0 if within < self.opens else 1)
        while index < len(self._is_open):
            if self._is_open[index]:
                return (index + self._first_day) * DAY + self.opens
            index += 1
        return NEVER

    def next_openings(self, minutes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Do :meth:`next_open` for many minutes at once."""
        if self.name == "always":
            return minutes
        day, within = np.divmod(minutes, DAY)
        index = day - self._first_day
        ahead = self._next_day
        open_today = (index >= 0) & (index < len(self._is_open))
        today = np.where(open_today, ahead[np.clip(index, 0, len(self._is_open))] == index, False)
        inside = today & (within >= self.opens) & (within < self.opens + self.minutes_per_day)
        following = np.clip(index + (within >= self.opens), 0, len(self._is_open))
        found = ahead[following]
        opens = np.where(found < len(self._is_open), (found + self._first_day) * DAY + self.opens, NEVER)
        return np.where(inside, minutes, opens)

    @cached_property
    def tables(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """Minutes worked before each day of the table (and at its end), and whether each day is worked."""
        return np.array(self._worked_before, np.int64), np.array(self._is_open, bool)

    @cached_property
    def _next_day(self) -> npt.NDArray[np.int64]:
        """For each day of the table, the first working day from it on; the table's length if there is none."""
        length = len(self._is_open)
        days = np.append(np.where(self._is_open, np.arange(length), length), length)
        return np.minimum.accumulate(days[::-1])[::-1]

    def worked(self, minute: int) -> int:
        """Return the minutes worked from the beginning of the table to ``minute``."""
        if self.name == "always":
            return minute
        day, within = divmod(minute, DAY)
        index = day - self._first_day
        if index < 0:
            return 0
        if index >= len(self._is_open):
            return self._worked_before[-1]
        today = min(max(within - self.opens, 0), self.minutes_per_day) if self._is_open[index] else 0
        return self._worked_before[index] + today

    def add(self, minute: int, work: int) -> int:
        """Return the minute at which ``work`` minutes of working time after ``minute`` are done."""
        if self.name == "always":
            return minute + work
        target = self.worked(minute) + work
        index = bisect_left(self._worked_before, target) - 1
        if target > self._worked_before[-1]:
            return NEVER
        return (index + self._first_day) * DAY + self.opens + target - self._worked_before[index]


@lru_cache(maxsize=32)
def working_time(name: CalendarName, start: date, days: int) -> WorkingTime:
    """Lay the calendar ``name`` over a run of ``days`` days that begins on ``start``."""
    if name == "always":
        return WorkingTime("always", DAY, 7, 0, 0, (), ())
    first = -LOOK_BACK_DAYS
    count = LOOK_BACK_DAYS + days + 366
    is_open = [is_working_day(start + timedelta(days=first + i)) for i in range(count)]
    worked = np.concatenate([[0], np.cumsum(np.array(is_open) * OFFICE_MINUTES)])
    return WorkingTime("office", OFFICE_MINUTES, 5, OFFICE_OPENS, first, tuple(worked.tolist()), tuple(is_open))


def even_spread(per_day: float | Sequence[float], days: int) -> list[int]:
    """Share fractional numbers (one for all days, or one each) out as whole numbers over ``days``, evenly.

    3.6 posts become 3, 4, 3, 4, 4: the running total is never more than one away from that of ``per_day``.
    """
    if isinstance(per_day, Sequence):
        edges = np.floor(np.concatenate([[0.0], np.cumsum(np.array(per_day, float))]) + 1e-9).astype(int)
    else:
        edges = np.floor(np.arange(days + 1) * per_day + 1e-9).astype(int)
    return np.diff(edges).tolist()
