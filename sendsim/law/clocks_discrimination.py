"""The time to bring a claim of disability discrimination: schools to the Tribunal, other bodies to the
County Court.

Sources: Equality Act 2010 Sch. 17 (schools) and s.118 (County Court); Tribunal Procedure (First-tier
Tribunal) (Health, Education and Social Care Chamber) Rules 2008, rule 12, as amended on 21 July 2020.
"""

from __future__ import annotations

from datetime import date

from sendsim.law import limits as bare
from sendsim.law.calendar import ONE_DAY, tribunal_relief, working_day_on_or_before
from sendsim.law.citation import Citation
from sendsim.law.clock_answer import FIVE_PM, ClockAnswer, Limit, fixed_limit, words
from sendsim.law.clock_build import (
    MONTH_RULE,
    RULE_12_1,
    RULE_12_2,
    RULE_12_3A,
    compose,
    on_day,
    tribunal_limit,
)
from sendsim.law.dated import COURTS, RULE_12_AMENDED, RULE_12_FOR_CLAIMS
from sendsim.law.given import DateLike, day, not_before, optional_day

SIX_MONTHS = Citation("EQA2010", "Sch.17 para.4", "read", "six months starting with the conduct")
LATE_CLAIM = "The Tribunal may consider a late claim; it decides."
ROLL_DOUBT = (
    "The six months are set by the Equality Act and not by the Tribunal's rules, so it is unclear whether"
    " the next working day is in time. The earlier date is safe; the later one can only be argued."
)


def discrimination(
    act: DateLike,
    *,
    until: DateLike | None = None,
    conciliation: DateLike | None = None,
    law_on: DateLike | None = None,
) -> ClockAnswer:
    """The last day to bring a discrimination claim against a school: six months starting with the act.

    Parameters
    ----------
    act:
        The day of the conduct; where it went on, of its beginning.
    until:
        The last day of conduct that went on; the six months start with that day.
    conciliation:
        The day on which the dispute was referred to conciliation that the Equality and Human Rights
        Commission arranges; within the six months it adds three.
    law_on:
        The date whose law applies; the end of the six months where not given, since the relief of rule 12
        is about limits that end. Relief for August and Christmas was taken away on 21 July 2020.

    Returns
    -------
    ClockAnswer
        Principal date: the last day of the months; a date moved off a non-working day is marked as arguable.
    """
    began = day("act", act)
    ended = optional_day("until", until)
    referred = optional_day("conciliation", conciliation)
    if ended is not None:
        not_before("until", ended, "act", began)
    start = ended or began
    if referred is not None:
        not_before("conciliation", referred, "act", began)
    six = bare.discrimination_by(start)
    extended = referred is not None and referred <= six
    raw_last = bare.discrimination_by(start, conciliation=extended)
    law = on_day(law_on, raw_last)
    relief = bool(RULE_12_FOR_CLAIMS.figure("relief", law))
    raw = {"six_months": six}
    if extended:
        raw["with_conciliation"] = raw_last
    moved = tribunal_relief(raw_last, sen_case=relief)
    in_relief = relief and moved != tribunal_relief(raw_last, sen_case=False)
    dates, warnings = _claim_dates(raw_last, moved, start, extended, in_relief)
    steps = [
        f"The conduct ended on {words(start)}; the six months start with that day."
        if ended
        else f"The conduct was on {words(start)}; the six months start with that day.",
        f"The last day of the six months is {words(six)}.",
    ]
    if extended:
        steps.append(f"The referral to conciliation adds three months: {words(raw_last)}.")
    if in_relief:
        steps.append(f"Under the rule before 21 July 2020 a claim whose time ended then was in time on {words(moved)}.")
    elif relief:
        steps.append("Under the rule before 21 July 2020 August and Christmas gave relief; it is not needed here.")
    else:
        steps.append("August and Christmas give no relief to discrimination claims.")
    if referred is not None and not extended:
        warnings.append("The referral to conciliation came after the six months, so it adds no time.")
    if start < RULE_12_AMENDED <= raw_last:
        warnings.append(
            "The relief for August and Christmas was taken away on 21 July 2020 while this time was"
            " running; no saving rule was seen."
        )
    warnings.append(LATE_CLAIM)
    return compose(
        "discrimination",
        "Discrimination claim against a school",
        dates,
        principal="claim",
        rule=RULE_12_FOR_CLAIMS,
        law_on=law,
        raw=raw,
        steps=(*steps, "It has to arrive by 5 pm on the day."),
        citations=(
            SIX_MONTHS,
            *(
                (Citation("EQA2010", "Sch.17 para.4", "read", "three more months after conciliation"),)
                if extended
                else ()
            ),
            RULE_12_3A,
            RULE_12_2,
            RULE_12_1,
            MONTH_RULE,
        ),
        warnings=warnings,
    )


def _claim_dates(
    raw_last: date, moved: date, start: date, extended: bool, in_relief: bool
) -> tuple[list[Limit], list[str]]:
    """Return the dates of a claim and what is unclear about them."""
    if in_relief:
        return [tribunal_limit("claim", "bring the claim", moved)], []
    warnings: list[str] = []
    safe = working_day_on_or_before(raw_last)
    months = bare.DISCRIMINATION_MONTHS + (bare.CONCILIATION_MONTHS if extended else 0)
    counted_back = bare.months_after(start - ONE_DAY, months)
    if counted_back < raw_last:
        # Both ways of counting a period that starts with its first day are in use; they part at month ends.
        safe = working_day_on_or_before(counted_back)
        warnings.append("Month ends can be counted in two ways here; the safe date suits both.")
    dates = [Limit("claim", "bring the claim", raw_last, safe, FIVE_PM)]
    if moved > raw_last:
        dates.append(
            tribunal_limit(
                "claim_next_working_day",
                "bring the claim, if the next working day counts",
                moved,
                arguable=True,
            )
        )
        warnings.append(ROLL_DOUBT)
    return dates, warnings


def county_court(act: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """A discrimination claim against a college, nursery or council as a service: six months less a day.

    ``act`` is the day of the conduct. Equality Act 2010 s.118, from general knowledge. Principal date: the
    claim.
    """
    start = day("act", act)
    last = bare.months_starting_with(start, bare.COUNTY_COURT_MONTHS)
    return compose(
        "county-court",
        "Equality claim in the County Court",
        (fixed_limit("claim", "issue the claim", last),),
        principal="claim",
        rule=COURTS,
        law_on=on_day(law_on, start),
        raw={"six_months_less_a_day": last},
        steps=(f"The conduct was on {words(start)}.", f"Six months less a day is {words(last)}."),
        citations=(Citation("EQA2010", "s.118", "general_knowledge", "six months less a day"), MONTH_RULE),
        warnings=(
            "Claims against schools go to the Tribunal instead.",
            "Early legal advice matters: costs can follow.",
        ),
    )
