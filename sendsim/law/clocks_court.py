"""Clocks of judicial review and of the review of a permanent exclusion.

Sources: Civil Procedure Rules 54.5; the pre-action protocol for judicial review; Education Act 2002 s.51A
with SI 2012/1033.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sendsim.law import limits as bare
from sendsim.law.calendar import ONE_DAY, working_day_on_or_before
from sendsim.law.citation import Citation
from sendsim.law.clock_answer import ClockAnswer, Limit, fixed_limit, words
from sendsim.law.clock_build import BANK_HOLIDAYS, MONTH_RULE, compose, on_day
from sendsim.law.dated import COURTS, EXCLUSION
from sendsim.law.given import DateLike, ImpossibleFactError, day, not_before

Term = tuple[DateLike, DateLike]
"""First and last day of a term or half term."""


def judicial_review(arose: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Asking the High Court for judicial review: promptly, and three months at the latest. CPR 54.5.

    ``arose`` is the day on which the ground first arose. Principal date: three months on; promptly may be
    sooner.
    """
    start = day("arose", arose)
    last = bare.months_after(start, bare.JUDICIAL_REVIEW_MONTHS)
    return compose(
        "judicial-review",
        "Judicial review",
        (Limit("claim", "file the claim", last, working_day_on_or_before(last - ONE_DAY)),),
        principal="claim",
        rule=COURTS,
        law_on=on_day(law_on, start),
        steps=(
            f"The ground first arose on {words(start)}.",
            f"Three months on is {words(last)}; the claim also has to be made promptly.",
        ),
        citations=(
            Citation("CPR54", "r.54.5", "read", "promptly and within three months"),
            Citation("PAPJR", "", "general_knowledge", "a letter before claim, usually fourteen days"),
            MONTH_RULE,
        ),
        warnings=(
            "Promptly can mean well before three months, and the court can refuse a claim inside them.",
            "A breach that goes on keeps giving grounds, but waiting counts against a claim.",
            "A letter before claim comes first, with time to answer; leave room for it.",
        ),
    )


def pre_action(letter_sent: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """The answer to a letter before claim: usually fourteen days. Pre-action protocol for judicial review.

    ``letter_sent`` is the day of the letter. Principal date: the answer.
    """
    start = day("letter_sent", letter_sent)
    last = start + bare.PRE_ACTION_DAYS * ONE_DAY
    return compose(
        "pre-action",
        "Answer to a letter before claim",
        (fixed_limit("answer", "answer the letter", last),),
        principal="answer",
        rule=COURTS,
        law_on=on_day(law_on, start),
        steps=(f"The letter was sent on {words(start)}.", f"Fourteen days on is {words(last)}."),
        citations=(Citation("PAPJR", "", "general_knowledge", "usually fourteen days"),),
        warnings=("The three months for judicial review go on running meanwhile.",),
    )


def exclusion_panel(
    notified: DateLike,
    terms: Iterable[Term] = (),
    closed: Iterable[DateLike] = (),
    *,
    law_on: DateLike | None = None,
) -> ClockAnswer:
    """Asking for an independent review panel after a permanent exclusion: fifteen school days. SI 2012/1033.

    Parameters
    ----------
    notified:
        The day on which the parent was told of the governors' decision.
    terms:
        First and last day of each term or half term of the school. Without them school days cannot be
        counted; the answer is then fifteen working days, which is never too late.
    closed:
        Further days in term on which the school does not meet, such as training days.
    law_on:
        The date whose law applies; the day of the notice where not given.
    """
    start = day("notified", notified)
    periods = _periods(terms)
    shut = frozenset(day("closed", value) for value in closed)
    floor = bare.working_days_after(start, bare.EXCLUSION_SCHOOL_DAYS)
    counted = bare.exclusion_panel_by(start, periods, shut)
    if periods and counted is None:
        last_day = max(end for _, end in periods)
        raise ImpossibleFactError(
            f"terms end on {last_day}, before fifteen school days after notified {start} have passed;"
            " add the next term's dates."
        )
    last = counted or floor
    raw = {"fifteen_working_days": floor}
    if counted is not None:
        raw["fifteen_school_days"] = counted
    return compose(
        "exclusion-panel",
        "Review of a permanent exclusion",
        (Limit("request", "ask for the panel", last, last),),
        principal="request",
        rule=EXCLUSION,
        law_on=on_day(law_on, start),
        raw=raw,
        steps=(
            f"The decision was notified on {words(start)}; that day is not counted.",
            f"Fifteen school days on, by the term dates given, is {words(last)}."
            if counted is not None
            else f"Without term dates, fifteen working days are counted: {words(last)}."
            " The true date is the same or later.",
        ),
        citations=(
            Citation("EA2002", "s.51A", "general_knowledge", "exclusion and its review"),
            Citation("EXCL2012", "", "general_knowledge", "fifteen school days"),
            BANK_HOLIDAYS,
        ),
        warnings=(
            "School days differ from school to school: give its term dates for the exact day." if not periods else "",
            "A claim of disability discrimination can be brought as well, on its own clock.",
        ),
    )


def _periods(terms: Iterable[Term]) -> tuple[tuple[date, date], ...]:
    """Check the term dates: each begins before it ends."""
    found = []
    for first, last in terms:
        begins, ends = day("terms", first), day("terms", last)
        not_before("terms (last day)", ends, "terms (first day)", begins)
        found.append((begins, ends))
    return tuple(found)
