"""Putting a clock's answer together: one shape for every clock, and the sentences that many of them share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sendsim.law.calendar import is_disregarded_by_tribunal, is_working_day, working_day_on_or_after
from sendsim.law.citation import Citation
from sendsim.law.clock_answer import FIVE_PM, ClockAnswer, Limit, unique, words
from sendsim.law.dated import Rule, pandemic_citations, send_regs_warnings
from sendsim.law.given import DateLike, day

MONTH_RULE = Citation(
    "CASE:Dodds", "", "general_knowledge", "months run to the same day of the month, or to its last day"
)
WORKING_DAY = Citation("HESC2008", "r.1", "general_knowledge", "what a working day is")
BANK_HOLIDAYS = Citation("BFDA1971", "", "general_knowledge", "bank holidays")
RULE_12_1 = Citation("HESC2008", "r.12(1)", "general_knowledge", "by 5 pm")
RULE_12_2 = Citation("HESC2008", "r.12(2)", "read", "a limit that ends on a non-working day")
RULE_12_3A = Citation("HESC2008", "r.12(3)(a)", "read", "an application whose time ends in August or at Christmas")
RULE_12_3B = Citation("HESC2008", "r.12(3)(b)", "read", "August and Christmas days left out for other acts")
EXTENSION = Citation("HESC2008", "r.5(3)(a)", "general_knowledge", "the Tribunal may allow more time")

NO_RELIEF = "This rule counts calendar days: weekends, bank holidays, August and Christmas all count."

WORKING_DAYS_STEP = "Saturdays, Sundays and the bank holidays of England are left out of the count."


def on_day(law_on: DateLike | None, default: date) -> date:
    """Return the day whose law applies: the one given, else the day on which the clock starts."""
    return default if law_on is None else day("law_on", law_on)


def compose(
    clock: str,
    title: str,
    limits: Sequence[Limit],
    *,
    principal: str,
    rule: Rule,
    law_on: date,
    steps: Iterable[str],
    citations: Iterable[Citation],
    warnings: Iterable[str] = (),
    raw: Mapping[str, date] | None = None,
) -> ClockAnswer:
    """Build an answer: sort the dates, add a step for each that falls on a day when offices are shut.

    ``principal`` names the limit whose date is the answer. ``raw`` defaults to the dates of all limits.
    """
    version = rule.on(law_on)
    main = next(limit for limit in limits if limit.name == principal)
    shut = (
        f"{words(limit.date)} is not a working day; the date stands, so act by {words(limit.safe_date)}."
        for limit in limits
        if not limit.arguable
        and limit.time is None
        and limit.safe_date != limit.date
        and not is_working_day(limit.date)
    )
    return ClockAnswer(
        clock=clock,
        title=title,
        date=main.date,
        time=main.time,
        safe_date=min(main.date, main.safe_date),
        raw=dict(raw) if raw is not None else {limit.name: limit.date for limit in limits},
        dates=tuple(sorted(limits, key=lambda limit: limit.date)),
        steps=unique((*steps, *shut)),
        citations=tuple(dict.fromkeys((*citations, *version.citations))),
        warnings=unique((version.note, *warnings)),
        law_on=law_on,
        effective_from=version.effective_from,
        effective_to=version.effective_to,
    )


def compose_send(
    clock: str,
    title: str,
    limits: Sequence[Limit],
    *,
    principal: str,
    rule: Rule,
    law_on: date,
    steps: Iterable[str],
    citations: Iterable[Citation],
    warnings: Iterable[str] = (),
    raw: Mapping[str, date] | None = None,
    start: date,
    working_days: bool = False,
) -> ClockAnswer:
    """Build an answer under the SEND Regulations: no relief of any kind, and their history in the warnings.

    ``start`` is when the time began to run; ``working_days`` says that it counts working days.
    """
    end = max(limit.date for limit in limits)
    return compose(
        clock,
        title,
        limits,
        principal=principal,
        rule=rule,
        law_on=law_on,
        steps=(*steps, WORKING_DAYS_STEP if working_days else NO_RELIEF),
        citations=(*citations, *pandemic_citations(start, end)),
        warnings=(*warnings, *send_regs_warnings(start, end, law_on)),
        raw=raw,
    )


def relief_steps(raw: date, last: date, *, sen_case: bool = True) -> tuple[str, ...]:
    """Say how the relief of rule 12 moved ``raw`` to ``last``, or that it did not."""
    if raw == last:
        return (f"{words(raw)} is a working day on which no relief is needed, so it stands.",)
    if sen_case and is_disregarded_by_tribunal(raw):
        span, edge = ("in August", "31 August") if raw.month == 8 else ("from 25 December to 1 January", "1 January")
        return (
            f"{words(raw)} falls {span}: the appeal is in time on the first working day after {edge}, {words(last)}.",
        )
    return (f"{words(raw)} is not a working day: the next working day, {words(last)}, is in time.",)


def relief_citations(raw: date, *, sen_case: bool = True) -> tuple[Citation, ...]:
    """Return the paragraphs of rule 12 that were used on ``raw``."""
    if sen_case and is_disregarded_by_tribunal(raw):
        return (RULE_12_3A, WORKING_DAY, BANK_HOLIDAYS)
    if working_day_on_or_after(raw) != raw:
        return (RULE_12_2, WORKING_DAY, BANK_HOLIDAYS)
    return (RULE_12_2,)


def tribunal_limit(name: str, what: str, last: date, *, arguable: bool = False) -> Limit:
    """Build a limit before the Tribunal: by 5 pm, already on a working day."""
    return Limit(name, what, last, last, FIVE_PM, arguable)


FIVE_PM_STEP = "It has to arrive by 5 pm on the day."
