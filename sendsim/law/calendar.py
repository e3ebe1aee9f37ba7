"""Working days, bank holidays and the counting rules of English SEND law.

Dates in, dates out; nothing here knows which clock is being counted. The rules differ and are kept
apart on purpose: the SEND Regulations count calendar days and give no
relief; the Tribunal's rule 12 rolls a limit off a non-working day and, in SEN cases only, treats August
and 25 December to 1 January specially.

Sources
-------
- Bank holidays of England: the ``holidays`` library, special one-off holidays included
  (Banking and Financial Dealings Act 1971 and proclamations).
- Working day: Tribunal Procedure (First-tier Tribunal) (Health, Education and Social Care Chamber)
  Rules 2008, SI 2008/2699, rule 1 (from general knowledge, primary text not read).
- Rule 12(2) and 12(3): the same Rules, as amended on 21 July 2020.
- Months: the corresponding-date rule, Dodds v Walker [1981] 1 WLR 1027 (from general knowledge).
"""

from __future__ import annotations

import calendar as _calendar
from datetime import date, timedelta
from functools import lru_cache

import holidays as _holidays

ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=128)
def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England in ``year``, with Good Friday and Christmas Day.

    One-off holidays (for example 19 September 2022 and 8 May 2023) are included.
    """
    return frozenset(_holidays.country_holidays("GB", subdiv="ENG", years=year))


@lru_cache(maxsize=65536)
def is_working_day(day: date) -> bool:
    """Say whether ``day`` is neither a Saturday, a Sunday nor a bank holiday of England."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def working_day_on_or_after(day: date) -> date:
    """Return ``day`` if it is a working day, else the next working day."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def working_day_on_or_before(day: date) -> date:
    """Return ``day`` if it is a working day, else the last working day before it (the safe date)."""
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def add_days(day: date, days: int) -> date:
    """Count ``days`` calendar days after ``day``; the start day is not counted."""
    return day + timedelta(days=days)


def add_weeks(day: date, weeks: int) -> date:
    """Count ``weeks`` weeks after ``day``; the answer falls on the same weekday."""
    return day + timedelta(weeks=weeks)


def add_months(day: date, months: int) -> date:
    """Count calendar months by the corresponding-date rule.

    Two months from the 14th end on the 14th; where the target month has no such day, on its last day
    (30 January plus one month is 28 or 29 February). Dodds v Walker [1981].
    """
    index = day.year * 12 + (day.month - 1) + months
    year, month = divmod(index, 12)
    last = _calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def add_working_days(day: date, days: int) -> date:
    """Count ``days`` working days after ``day``; the start day is not counted and may be any day."""
    while days > 0:
        day += ONE_DAY
        if is_working_day(day):
            days -= 1
    return day


def subtract_working_days(day: date, days: int) -> date:
    """Count ``days`` working days back from ``day``; the start day is not counted and may be any day."""
    while days > 0:
        day -= ONE_DAY
        if is_working_day(day):
            days -= 1
    return day


def is_disregarded_by_tribunal(day: date) -> bool:
    """Say whether rule 12(3)(b) leaves ``day`` out of the count: August, and 25 December to 1 January.

    It applies to SEN cases in the First-tier Tribunal only, not to discrimination claims
    (since 21 July 2020), and not where the Tribunal itself has fixed a date (rule 12(4)).
    """
    return day.month == 8 or (day.month == 12 and day.day >= 25) or (day.month == 1 and day.day == 1)


def add_tribunal_working_days(day: date, days: int) -> date:
    """Count working days in a SEN case before the Tribunal, leaving out the days of rule 12(3)(b)."""
    while days > 0:
        day += ONE_DAY
        if is_working_day(day) and not is_disregarded_by_tribunal(day):
            days -= 1
    return day


def add_tribunal_days(day: date, days: int) -> date:
    """Count calendar days in a SEN case before the Tribunal, leaving out the days of rule 12(3)(b).

    The answer may be a day on which no work is done; ``working_day_on_or_after`` then gives rule 12(2).
    """
    while days > 0:
        day += ONE_DAY
        if not is_disregarded_by_tribunal(day):
            days -= 1
    return day


def tribunal_relief(day: date, *, sen_case: bool = True) -> date:
    """Move the last day of a Tribunal time limit as rule 12(2) and 12(3)(a) allow.

    An application notice in a SEN case whose time ends in August or on 25 December to 1 January is in
    time on the first working day after 31 August or 1 January. Any limit that ends on a non-working day
    is met on the next working day. Discrimination claims (``sen_case=False``) get only the second relief.
    """
    if sen_case and is_disregarded_by_tribunal(day):
        if day.month == 8:
            day = date(day.year, 9, 1)
        elif day.month == 12:
            day = date(day.year + 1, 1, 2)
        else:
            day = date(day.year, 1, 2)
    return working_day_on_or_after(day)
