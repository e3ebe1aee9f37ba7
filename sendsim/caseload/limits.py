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

from sendsim.law import calendar as law
from sendsim.law.limits import after_decision_by, appeal_by, bundle_directed_by, discrimination_by, months_starting_with

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


RULES: dict[str, Callable[[date, date, int], date]] = {
    "days": lambda notice, start, n: law.add_days(start, n),
    "weeks": lambda notice, start, n: law.add_weeks(start, n),
    "months": lambda notice, start, n: law.add_months(start, n),
    "working_days": lambda notice, start, n: law.add_working_days(start, n),
    "tribunal_working_days": lambda notice, start, n: law.add_tribunal_working_days(start, n),
    "months_starting_with": lambda notice, start, n: months_starting_with(start, n),
    "appeal": lambda notice, start, n: appeal_by(notice, start),
    "appeal_section_i": lambda notice, start, n: appeal_by(notice, section_i_only=True),
    "after_decision": lambda notice, start, n: after_decision_by(start),
    "bundle": lambda notice, start, n: bundle_directed_by(start),
    # The months run from the conduct, which is the day such a case was opened, not from the referral.
    "claim_after_conciliation": lambda notice, start, n: discrimination_by(notice, conciliation=True),
}
