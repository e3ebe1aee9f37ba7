"""How a statutory limit of the pathway is counted: names in the pathway, rules in the law.

A clock of the pathway names a way of counting; this table ties the name to the counting rule in
:mod:`sendsim.law.calendar`. Each rule takes the day the decision notice was sent, the day the clock
started and an amount, and returns the last day on which the act is in time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal, get_args

from sendsim.law import calendar as law

Counting = Literal["days", "weeks", "months", "working_days", "tribunal_working_days", "appeal"]
COUNTING_NAMES: tuple[str, ...] = get_args(Counting)


def last_day_to_appeal(notice_sent: date, certificate_issued: date | None) -> date:
    """Return the last day to appeal: the later of two limbs, then relief.

    Two months from the notice, or one month from the certificate, whichever is later (SI 2008/2699, rule
    20(1)(c)); then rule 12. Without a certificate only the first limb runs.
    """
    limbs = [law.add_months(notice_sent, 2)]
    if certificate_issued is not None:
        limbs.append(law.add_months(certificate_issued, 1))
    return law.tribunal_relief(max(limbs))


RULES: dict[str, Callable[[date, date, int], date]] = {
    "days": lambda notice, start, n: law.add_days(start, n),
    "weeks": lambda notice, start, n: law.add_weeks(start, n),
    "months": lambda notice, start, n: law.add_months(start, n),
    "working_days": lambda notice, start, n: law.add_working_days(start, n),
    "tribunal_working_days": lambda notice, start, n: law.add_tribunal_working_days(start, n),
    "appeal": lambda notice, start, n: last_day_to_appeal(notice, start),
}
