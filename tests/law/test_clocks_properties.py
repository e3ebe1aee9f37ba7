"""Properties that hold for every date: order is kept, relief lands on working days, months and weeks
behave."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendsim.law import limits
from sendsim.law.calendar import (
    add_months,
    add_tribunal_days,
    add_working_days,
    is_disregarded_by_tribunal,
    is_working_day,
    subtract_working_days,
)
from sendsim.law.clocks import CLOCKS, ask

DAYS = st.dates(date(2014, 9, 1), date(2035, 12, 31))
GAPS = st.integers(0, 400).map(lambda days: timedelta(days=days))

BARE: list[Callable[[date], date]] = [
    limits.assessment_decision_by,
    limits.refusal_to_issue_by,
    limits.final_plan_by,
    limits.comments_until,
    limits.reassessment_answer_by,
    limits.reassessed_plan_by,
    limits.review_papers_by,
    limits.review_decision_by,
    limits.amended_plan_by,
    limits.post_16_move_by,
    limits.adviser_contact_by,
    limits.certificate_by,
    limits.icb_told_by,
    limits.mediation_by,
    limits.mediation_notice_by,
    limits.two_month_limb,
    limits.certificate_limb,
    limits.appeal_by,
    limits.registered_by,
    limits.response_by,
    limits.bundle_by,
    limits.decision_by,
    limits.after_decision_by,
    limits.upper_tribunal_by,
    limits.recommendation_reply_by,
    limits.discrimination_by,
]
WITH_RELIEF = [limits.appeal_by, limits.response_by, limits.after_decision_by, limits.upper_tribunal_by]
ONE_DATE = [
    name
    for name in CLOCKS
    if name not in {"receipt", "phase-transfer", "order", "agreement", "concession", "recommendation"}
]


@pytest.mark.parametrize("rule", BARE, ids=lambda rule: rule.__name__)
@given(day=DAYS, gap=GAPS)
@settings(max_examples=60, deadline=None)
def test_a_later_start_never_gives_an_earlier_limit(rule: Callable[[date], date], day: date, gap: timedelta) -> None:
    assert rule(day + gap) >= rule(day)


@pytest.mark.parametrize("rule", WITH_RELIEF, ids=lambda rule: rule.__name__)
@given(day=DAYS)
@settings(max_examples=150, deadline=None)
def test_relief_lands_on_a_working_day(rule: Callable[[date], date], day: date) -> None:
    assert is_working_day(rule(day))


@given(sent=DAYS, wait=GAPS, more=GAPS)
@settings(max_examples=200, deadline=None)
def test_a_later_certificate_never_gives_an_earlier_appeal(sent: date, wait: timedelta, more: timedelta) -> None:
    first, second = sent + wait, sent + wait + more
    assert limits.appeal_by(sent, second) >= limits.appeal_by(sent, first) >= limits.appeal_by(sent)
    assert limits.appeal_by(sent, first, section_i_only=True) == limits.appeal_by(sent)


@given(sent=DAYS, wait=GAPS)
@settings(max_examples=200, deadline=None)
def test_an_appeal_is_never_before_either_limb_and_never_in_relief(sent: date, wait: timedelta) -> None:
    issued = sent + wait
    last = limits.appeal_by(sent, issued)
    raw = max(limits.two_month_limb(sent), limits.certificate_limb(issued))
    assert timedelta(0) <= last - raw <= timedelta(days=36)
    assert is_working_day(last)
    if is_disregarded_by_tribunal(raw):
        assert not is_disregarded_by_tribunal(last)


@given(day=DAYS, months=st.integers(-24, 24))
@settings(max_examples=300, deadline=None)
def test_months_keep_the_day_or_take_the_last(day: date, months: int) -> None:
    end = add_months(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    last = calendar.monthrange(end.year, end.month)[1]
    assert end.day == min(day.day, last)


@given(day=DAYS, count=st.integers(0, 80))
@settings(max_examples=200, deadline=None)
def test_working_days_count_back_and_forth(day: date, count: int) -> None:
    end = add_working_days(day, count)
    assert sum(is_working_day(day + timedelta(days=n)) for n in range(1, (end - day).days + 1)) == count
    start = subtract_working_days(day, count)
    assert sum(is_working_day(start + timedelta(days=n)) for n in range((day - start).days)) == count


@given(day=DAYS, count=st.integers(0, 80))
@settings(max_examples=200, deadline=None)
def test_tribunal_days_leave_august_and_christmas_out(day: date, count: int) -> None:
    end = add_tribunal_days(day, count)
    counted = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(not is_disregarded_by_tribunal(each) for each in counted) == count


@given(day=DAYS)
@settings(max_examples=200, deadline=None)
def test_send_regulations_count_plain_weeks(day: date) -> None:
    assert limits.final_plan_by(day) - day == timedelta(weeks=20)
    assert limits.comments_until(day) - day == timedelta(days=14)
    assert limits.mediation_by(day) - day == timedelta(days=30)


@given(day=DAYS)
@settings(max_examples=200, deadline=None)
def test_six_months_starting_with_the_act(day: date) -> None:
    assert limits.discrimination_by(day) + timedelta(days=1) == add_months(day, 6)


@pytest.mark.parametrize("name", ONE_DATE)
@given(day=DAYS)
@settings(max_examples=25, deadline=None)
def test_safe_dates_are_working_days_and_never_late(name: str, day: date) -> None:
    answer = ask(name, day.year if name == "phase-transfer" else day, law_on=max(day, date(2018, 4, 3)))
    assert answer.safe_date <= answer.date
    for limit in answer.dates:
        assert limit.safe_date <= limit.date
        assert is_working_day(limit.safe_date)


@given(day=st.dates(date(2018, 4, 3), date(2035, 12, 31)))
@settings(max_examples=40, deadline=None)
def test_agreements_follow_orders(day: date) -> None:
    for kind in ("assess", "make-plan", "contents", "placement", "keep"):
        assert ask("agreement", kind, day).raw == ask("order", kind, day).raw == ask("concession", kind, day).raw


@given(day=DAYS, gap=GAPS)
@settings(max_examples=60, deadline=None)
def test_the_clock_and_the_bare_date_agree(day: date, gap: timedelta) -> None:
    issued = min(day + gap, date(2035, 12, 31))
    assert ask("appeal", day, issued).date == limits.appeal_by(day, issued)
    assert ask("after-decision", day).date == limits.after_decision_by(day)
    assert ask("la-response", day).date == limits.response_by(day)


def test_leap_days() -> None:
    leap = date(2028, 2, 29)
    assert limits.two_month_limb(leap) == date(2028, 4, 29)
    assert limits.months_after(leap, 12) == date(2029, 2, 28)
    assert limits.certificate_limb(date(2028, 1, 31)) == leap
    assert limits.discrimination_by(leap) == date(2028, 8, 28)
