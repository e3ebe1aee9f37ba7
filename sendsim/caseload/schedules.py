"""Who is on duty, and when sessions are held, by date: a plan's numbers spread over whole days.

Posts may be fractional: 3.6 posts are 3 or 4 people on duty by day, spread evenly over working days. Leave, holidays
and turnover make the posts that are productive on a day fractional in the same way; the engines see whole people only.
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_parts import Diary, Staff, Team
from sendsim.caseload.terms import in_holidays
from sendsim.caseload.working_time import DAY, even_spread
from sendsim.law.calendar import is_working_day

SESSION_TIME = 10 * 60  # hearings and diaries begin at 10:00


def _segments(plan: Plan, staff: tuple[Staff, ...]) -> list[tuple[int, int, float]]:
    """Return (first day, last day + 1, number) for each stretch of a schedule, within the run."""
    steps = sorted((s.from_date or plan.start, k) for k, s in enumerate(staff))
    out: dict[int, float] = {}
    for day, k in steps:
        out[max((day - plan.start).days, 0)] = staff[k].number.value
    edges = [*sorted(out), plan.days]
    return [(a, min(b, plan.days), out[a]) for a, b in pairwise(edges) if a < plan.days]


@lru_cache(maxsize=256)
def working_days(start: date, first: int, last: int) -> tuple[int, ...]:
    """Return the working days from day ``first`` to the day before ``last`` of a run that begins on ``start``."""
    return tuple(d for d in range(first, last) if is_working_day(start + timedelta(days=d)))


def filled(team: Team) -> float:
    """Return the expected productive share of a post, given turnover.

    A post is filled until its holder leaves (at a constant rate ``t`` a year), then stands empty for ``w`` years; the
    newcomer does the share ``s`` of a full post in the first ``n`` years. By the renewal-reward theorem (Ross,
    Introduction to Probability Models, section 7.4), over the cycle of mean length ``1/t + w``::

        share = (1 - (1 - s) (1 - exp(-t n))) / (1 + t w)
    """
    leavers = team.turnover_per_year.value
    empty, training = team.weeks_to_replace.value * 7 / 365.25, team.training_weeks.value * 7 / 365.25
    learning = (1 - team.training_share.value) * (1 - math.exp(-leavers * training))
    return (1 - learning) / (1 + leavers * empty)


def present(team: Team, day: date) -> float:
    """Return the expected share of a team's posts that is productive on a day."""
    return _share(team, _season(day))


Season = tuple[bool, bool]
"""Whether a day is in August, and whether it is in the school holidays."""


def _season(day: date) -> Season:
    return day.month == 8, in_holidays(day)


@lru_cache(maxsize=64)
def _seasons(start: date, days: int) -> tuple[Season, ...]:
    """Return the season of each day of a run."""
    return tuple(_season(start + timedelta(days=day)) for day in range(days))


def _share(team: Team, season: Season) -> float:
    in_august, in_school_holidays = season
    share = filled(team) * (1 - team.leave.value)
    if in_august and team.august is not None:
        return share * team.august.value
    if team.term_time is not None and in_school_holidays:
        return share * team.term_time.value
    return share


def _present_by_day(plan: Plan, team: Team) -> list[float]:
    """Return :func:`present` for each day of a run."""
    seasons = _seasons(plan.start, plan.days)
    shares = {season: _share(team, season) for season in set(seasons)}
    return [shares[season] for season in seasons]


def ceilings_of(plan: Plan, team: Team) -> tuple[tuple[int, int], ...]:
    """Return (minute, open cases a team may hold): caseload x posts on that date, rounded down."""
    if team.caseload is None:
        return ()
    out = [(0, 0)]
    by_day = _present_by_day(plan, team) if team.availability else []
    for first, last, number in _segments(plan, team.staff):
        for day in range(first, last) if by_day else (first,):
            may_hold = math.floor(team.caseload.value * number * (by_day[day] if by_day else 1.0) + 1e-9)
            if may_hold != out[-1][1]:
                out.append((day * DAY, may_hold))
    return tuple(dict(out).items())


def capacity_of(plan: Plan, team: Team) -> tuple[tuple[int, int], ...]:
    """Return (minute, number on duty) of a team, in order, beginning at minute 0; each differs from the one before."""
    changes: list[tuple[int, int]] = []
    by_day = _present_by_day(plan, team) if team.availability else []
    for first, last, number in _segments(plan, team.staff):
        if float(number).is_integer() and not by_day:
            changes.append((first * DAY, int(number)))
            continue
        days = range(first, last) if team.calendar == "always" else working_days(plan.start, first, last)
        posts: float | list[float] = number
        if by_day:
            posts = [number * by_day[d] for d in days]
        for day, on_duty in zip(days, even_spread(posts, len(days)), strict=True):
            changes.append((day * DAY, on_duty))
    if not changes or changes[0][0] > 0:
        changes.insert(0, (0, 0 if not changes or _segments(plan, team.staff)[0][0] > 0 else changes[0][1]))
    kept = [changes[0]]
    for change in changes[1:]:
        if change[1] != kept[-1][1]:
            kept.append(change)
    return tuple(kept)


def sessions_of(plan: Plan, diary: Diary) -> tuple[tuple[int, int], ...]:
    """Return (minute, places) of a diary's sessions, in order; places are -1 where only people limit them."""
    if diary.sessions:
        out, turn = [], 0
        while True:
            shift = turn * (diary.cycle_days or 0)
            block = [(round((day + shift) * DAY), places) for day, places in diary.sessions]
            out += [s for s in block if 0 <= s[0] < plan.days * DAY and s[1] > 0]
            turn += 1
            if not diary.cycle_days or turn * diary.cycle_days >= plan.days:
                return tuple(sorted(out))
    if not diary.places:
        days = working_days(plan.start, 0, plan.days)
        return tuple((day * DAY + SESSION_TIME, -1) for day in days)
    out = []
    for first, last, per_week in _segments(plan, diary.places):
        days = working_days(plan.start, first, last)
        for day, places in zip(days, even_spread(per_week / 5, len(days)), strict=True):
            if places:
                out.append((day * DAY + SESSION_TIME, places))
    return tuple(out)
