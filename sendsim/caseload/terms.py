"""School weeks: how much of a school year passes while a disagreement is open.

Term dates are not national: each authority or school sets its own. This calendar is an assumption, the usual
pattern in England: autumn term from 2 September with a week off from the last Monday of October, two weeks at
Christmas, a week off from the third Monday of February, two weeks about Easter, a week at the spring bank holiday
and an end on 21 July. It gives 193 to 195 days a year: the 190 on which maintained schools must be open to pupils (380
sessions: Education (School Day and School Year) (England) Regulations 1999, SI 1999/3181, from general knowledge) and
up to five for training.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sendsim.caseload.working_time import DAY, LOOK_BACK_DAYS
from sendsim.law.calendar import bank_holidays, is_working_day

SCHOOL_WEEK = 5.0
"""School days in a school week."""


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


@lru_cache(maxsize=128)
def holidays(year: int) -> tuple[tuple[date, date], ...]:
    """Return the school holidays that begin in ``year``: first day and last day of each."""
    fridays = [d for d in bank_holidays(year) if d.weekday() == 4 and d.month in (3, 4)]
    good_friday = next(d for d in fridays if d + timedelta(days=3) in bank_holidays(year))
    spring = date(year, 5, 31) - timedelta(days=date(year, 5, 31).weekday())  # the spring bank holiday
    christmas = date(year, 12, 25)
    last_monday = date(year, 10, 31) - timedelta(days=date(year, 10, 31).weekday())
    february = _monday_on_or_after(date(year, 2, 15))
    before_christmas = christmas - timedelta(days=christmas.weekday() if christmas.weekday() < 5 else 0)
    return (
        (february, february + timedelta(days=6)),
        (good_friday, good_friday + timedelta(days=16)),
        (spring, spring + timedelta(days=6)),
        (date(year, 7, 22), date(year, 9, 1)),
        (last_monday, last_monday + timedelta(days=6)),
        (before_christmas, before_christmas + timedelta(days=13)),
    )


def in_holidays(day: date) -> bool:
    """Say whether ``day`` is in the school holidays of the assumed calendar."""
    return any(a <= day <= b for year in (day.year - 1, day.year) for a, b in holidays(year))


@lru_cache(maxsize=65536)
def is_school_day(day: date) -> bool:
    """Say whether ``day`` is a school day in the assumed calendar."""
    if not is_working_day(day):
        return False
    return not in_holidays(day)


@lru_cache(maxsize=16)
def school_days_before(start: date, days: int) -> npt.NDArray[np.float64]:
    """Return the school days before each day, from ``LOOK_BACK_DAYS`` before ``start``."""
    first = start - timedelta(days=LOOK_BACK_DAYS)
    school = [is_school_day(first + timedelta(days=i)) for i in range(LOOK_BACK_DAYS + days + 1)]
    return np.concatenate([[0.0], np.cumsum(np.array(school, dtype=float))])


def school_weeks(
    start: date, days: int, begin: npt.NDArray[np.int64], end: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Return the school weeks (of five school days) between minutes of a run.

    Parameters
    ----------
    start : date
        The first day of the run, which is minute 0.
    days : int
        The length of the run.
    begin, end : arrays of int
        Minutes; negative before the start. Minutes more than five years before it count as five years.
    """
    before, after = (school_days_until(start, days, np.asarray(m, np.int64)) for m in (begin, end))
    return (after - before) / SCHOOL_WEEK


def school_days_until(start: date, days: int, minutes: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the school days from five years before the start to the day of each minute of a run."""
    before = school_days_before(start, days)
    return before[np.minimum(np.maximum(minutes // DAY + LOOK_BACK_DAYS, 0), len(before) - 1)]
