"""How a statutory limit of the pathway is counted: names in the pathway, rules in the law.

A clock of the pathway names a way of counting; this table ties the name to the counting rule in
:mod:`sendsim.law.calendar` and :mod:`sendsim.law.limits`. Each rule takes the day
the decision notice was sent, the day the clock started and an amount, and returns the last day on which the
act is in time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal, get_args

from sendsim.law import calendar
from sendsim.law import limits as law

Counting = Literal[
    "days",
    "weeks",
    "months",
    "months_starting_with",
    "working_days",
    "tribunal_working_days",
    "appeal",
    "appeal_section_i",
    "after_decision",
    "bundle",
    "claim_after_conciliation",
]
LATEST_DAY = 8190
"""Queues by statutory date rank limits by the day of the run on which they pass; from this day (22 years) on, alike."""
COUNTING_NAMES: tuple[str, ...] = get_args(Counting)
OWN_AMOUNT: dict[str, tuple[int, str]] = {
    "appeal": (law.APPEAL_MONTHS, "months from notice, or one month from certificate if that is later"),
    "appeal_section_i": (law.APPEAL_MONTHS, "months from notice"),
    "after_decision": (law.AFTER_DECISION_DAYS, "days of the Tribunal"),
    "bundle": (law.BUNDLE_WORKING_DAYS, "working days before the day four weeks after the evidence"),
    "claim_after_conciliation": (
        law.DISCRIMINATION_MONTHS + law.CONCILIATION_MONTHS,
        "months starting with the conduct",
    ),
}
"""Rules of the law that hold their own number, and what it counts: a clock without an amount has the law's."""


def amount_of(counting: str, amount: int) -> int:
    """Return a clock's number: its amount, or the law's own where it names none and the rule holds one."""
    return amount or OWN_AMOUNT.get(counting, (0, ""))[0]


def unit_of(counting: str) -> str:
    """Return what a clock's number counts, in words."""
    return OWN_AMOUNT[counting][1] if counting in OWN_AMOUNT else counting.replace("_", " ")


RULES: dict[str, Callable[[date, date, int], date]] = {
    "days": lambda notice, start, n: calendar.add_days(start, n),
    "weeks": lambda notice, start, n: calendar.add_weeks(start, n),
    "months": lambda notice, start, n: calendar.add_months(start, n),
    "working_days": lambda notice, start, n: calendar.add_working_days(start, n),
    "tribunal_working_days": lambda notice, start, n: calendar.add_tribunal_working_days(start, n),
    "months_starting_with": lambda notice, start, n: law.months_starting_with(start, n),
    "appeal": lambda notice, start, n: law.appeal_by(notice, start, months=amount_of("appeal", n)),
    "appeal_section_i": lambda notice, start, n: law.appeal_by(
        notice, section_i_only=True, months=amount_of("appeal_section_i", n)
    ),
    "after_decision": lambda notice, start, n: law.after_decision_by(start, days=amount_of("after_decision", n)),
    "bundle": lambda notice, start, n: law.bundle_directed_by(start, amount_of("bundle", n)),
    # The months run from the conduct, which is the day such a case was opened, not from the referral.
    "claim_after_conciliation": lambda notice, start, n: law.months_starting_with(
        notice, amount_of("claim_after_conciliation", n)
    ),
}
BY_NOTICE = frozenset({"appeal", "appeal_section_i", "claim_after_conciliation"})
"""Rules whose day depends on the day of the notice; that of the others depends on the day of the start alone."""
