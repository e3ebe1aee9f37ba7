"""Clocks of complaints about children's social care: bringing them, the three stages, the review panel.

Sources: Children Act 1989 s.26; the Representations Procedure Regulations (SI 2006/1738), regs 9, 14 and
17 to 20. The stages count working days. Several figures are from general knowledge and are marked so.
"""

from __future__ import annotations

from datetime import date

from sendsim.law import limits as bare
from sendsim.law.citation import Citation
from sendsim.law.clock_answer import ClockAnswer, Limit, fixed_limit, words
from sendsim.law.clock_build import BANK_HOLIDAYS, MONTH_RULE, WORKING_DAYS_STEP, compose, on_day
from sendsim.law.dated import SECTION_26
from sendsim.law.given import DateLike, day, not_before, optional_day

REP_WORKING_DAY = Citation("CA1989REP2006", "reg 2", "read", "working day; Boxing Day is named")
S26 = Citation("CA1989", "s.26", "read", "representations about children's services")


def section_26_bring(happened: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Bringing representations about children's social care: one year. SI 2006/1738 reg 9.

    ``happened`` is the day of the matter. Principal date: one year on.
    """
    start = day("happened", happened)
    last = bare.months_after(start, bare.SECTION_26_BRING_MONTHS)
    return compose(
        "section-26-bring",
        "Complaint about children's social care",
        (fixed_limit("complain", "bring the complaint", last),),
        principal="complain",
        rule=SECTION_26,
        law_on=on_day(law_on, start),
        steps=(f"The matter was on {words(start)}; one year on is {words(last)}.",),
        citations=(S26, Citation("CA1989REP2006", "reg 9", "general_knowledge", "one year"), MONTH_RULE),
        warnings=("A later complaint may still be taken up where it can be looked at fairly.",),
    )


def section_26_stage_1(received: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Stage 1, local resolution: ten working days, ten more where complex. SI 2006/1738.

    ``received`` is the day on which the complaint was received. Principal date: ten working days.
    """
    return _stage(
        "section-26-stage-1",
        "Stage 1 of a social care complaint",
        day("received", received),
        (bare.STAGE_1_WORKING_DAYS, bare.STAGE_1_LONGEST_WORKING_DAYS),
        "reg 14",
        law_on,
    )


def section_26_stage_2(started: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Stage 2, independent investigation: 25 working days, 65 at the longest. SI 2006/1738.

    ``started`` is the day on which stage 2 began. Principal date: 25 working days.
    """
    return _stage(
        "section-26-stage-2",
        "Stage 2 of a social care complaint",
        day("started", started),
        (bare.STAGE_2_WORKING_DAYS, bare.STAGE_2_LONGEST_WORKING_DAYS),
        "reg 17",
        law_on,
    )


def _stage(
    clock: str, title: str, start: date, days: tuple[int, int], where: str, law_on: DateLike | None
) -> ClockAnswer:
    """Answer stage 1 or stage 2: a usual and a longest time in working days."""
    usual, longest = (bare.working_days_after(start, count) for count in days)
    return compose(
        clock,
        title,
        (
            Limit("answer", "answer the complaint", usual, usual),
            Limit("longest", "answer it, where more time is needed", longest, longest),
        ),
        principal="answer",
        rule=SECTION_26,
        law_on=on_day(law_on, start),
        steps=(
            f"The stage began on {words(start)}; that day is not counted.",
            f"{days[0]} working days on is {words(usual)}.",
            f"Extended, {days[1]} working days in all: {words(longest)}.",
            WORKING_DAYS_STEP,
        ),
        citations=(
            S26,
            Citation("CA1989REP2006", where, "general_knowledge", "length of the stage"),
            REP_WORKING_DAY,
            BANK_HOLIDAYS,
        ),
        warnings=("The times of the stages are from general knowledge.",),
    )


def section_26_panel(
    reply: DateLike,
    *,
    requested: DateLike | None = None,
    met: DateLike | None = None,
    reported: DateLike | None = None,
    law_on: DateLike | None = None,
) -> ClockAnswer:
    """Stage 3, the review panel: ask in 20 working days, panel in 30, report in 5, the authority's answer
    in 15.

    Parameters
    ----------
    reply:
        The day on which the stage 2 answer was received.
    requested, met, reported:
        When the panel was asked for, met and reported; where one is not given its last day is used.
    law_on:
        The date whose law applies; the day of the answer where not given.

    Returns
    -------
    ClockAnswer
        Principal date: asking for the panel. SI 2006/1738 regs 18 to 20.
    """
    start = day("reply", reply)
    asked, sat, told = (
        optional_day("requested", requested),
        optional_day("met", met),
        optional_day("reported", reported),
    )
    request_by = bare.working_days_after(start, bare.PANEL_REQUEST_WORKING_DAYS)
    from_request = asked or request_by
    meets_by = bare.working_days_after(from_request, bare.PANEL_MEETS_WORKING_DAYS)
    from_meeting = sat or meets_by
    report_by = bare.working_days_after(from_meeting, bare.PANEL_REPORT_WORKING_DAYS)
    from_report = told or report_by
    answer_by = bare.working_days_after(from_report, bare.PANEL_REPLY_WORKING_DAYS)
    for later, name, earlier, before in (
        (asked, "requested", start, "reply"),
        (sat, "met", from_request, "requested"),
        (told, "reported", from_meeting, "met"),
    ):
        if later is not None:
            not_before(name, later, before, earlier)
    steps = [
        f"The stage 2 answer came on {words(start)}; that day is not counted.",
        f"Twenty working days to ask for a panel: {words(request_by)}.",
        f"Thirty working days from {words(from_request)} for the panel to meet: {words(meets_by)}.",
        f"Five working days from {words(from_meeting)} for its report: {words(report_by)}.",
        f"Fifteen working days from {words(from_report)} for the authority's answer: {words(answer_by)}.",
        WORKING_DAYS_STEP,
    ]
    if None in (asked, sat, told):
        steps.append("Where a step has no date yet, its last day is taken and the next is counted from there.")
    return compose(
        "section-26-panel",
        "Review panel of a social care complaint",
        (
            Limit("request", "ask for the panel", request_by, request_by),
            Limit("panel_meets", "hold the panel", meets_by, meets_by),
            Limit("panel_reports", "send the panel's report", report_by, report_by),
            Limit("authority_answers", "send the authority's answer", answer_by, answer_by),
        ),
        principal="request",
        rule=SECTION_26,
        law_on=on_day(law_on, start),
        steps=steps,
        citations=(
            S26,
            Citation("CA1989REP2006", "reg 18", "general_knowledge", "twenty working days to ask"),
            Citation("CA1989REP2006", "reg 19", "read", "panel within thirty working days"),
            Citation("CA1989REP2006", "reg 20", "read", "report in five, answer in fifteen working days"),
            REP_WORKING_DAY,
            BANK_HOLIDAYS,
        ),
        warnings=("The twenty working days to ask for a panel are from general knowledge.",),
    )
