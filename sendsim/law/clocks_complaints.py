"""Clocks of complaints: section 26, health and adult care, the Ombudsmen, councils, schools and colleges.

Sources: Children Act 1989 s.26 with SI 2006/1738; SI 2009/309; Local Government Act 1974 s.26B; Health
Service
Commissioners Act 1993 s.9; the independent school standards (2010, then 2014); guidance of the Department
for Education.
Many figures are from general knowledge and are marked so.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sendsim.law import limits as bare
from sendsim.law.calendar import ONE_DAY, add_weeks, working_day_on_or_before
from sendsim.law.citation import Citation
from sendsim.law.clock_answer import ClockAnswer, Limit, fixed_limit, words
from sendsim.law.clock_build import BANK_HOLIDAYS, MONTH_RULE, WORKING_DAYS_STEP, compose, on_day
from sendsim.law.dated import (
    HEALTH_AND_ADULT_CARE,
    INDEPENDENT_SCHOOLS,
    OMBUDSMEN,
    SCHOOLS_AND_COLLEGES,
    SECTION_26,
    Rule,
)
from sendsim.law.given import DateLike, day, kind, not_before, optional_day

REP_WORKING_DAY = Citation("CA1989REP2006", "reg 2", "read", "working day; Boxing Day is named")
S26 = Citation("CA1989", "s.26", "read", "representations about children's services")
BAR = (
    "The Ombudsman cannot look into what was, or could have been, before the Tribunal; delay before a"
    " decision, and"
    " provision not made, can be separate."
)


class SchoolKind(StrEnum):
    """Which rules govern a school's complaints procedure."""

    MAINTAINED = "maintained"
    ACADEMY = "academy"
    INDEPENDENT = "independent"


def section_26_bring(happened: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Bringing representations about children's social care: one year. SI 2006/1738 reg 9.

    ``happened`` is the day of the matter. Principal date: one year on.
    """
    start = day("happened", happened)
    last = bare.months_after(start, bare.SECTION_26_BRING_MONTHS)
    return _months(
        "section-26-bring",
        "Complaint about children's social care",
        "bring the complaint",
        start,
        last,
        SECTION_26,
        law_on,
        f"The matter was on {words(start)}; one year on is {words(last)}.",
        (S26, Citation("CA1989REP2006", "reg 9", "general_knowledge", "one year"), MONTH_RULE),
        ("A later complaint may still be taken up where it can be looked at fairly.",),
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
        steps.append(
            "Where a step has no date yet, its last day is taken and the next is counted from there."
        )
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


def nhs_complaint(
    happened: DateLike, *, known: DateLike | None = None, law_on: DateLike | None = None
) -> ClockAnswer:
    """Complaining about health care or adult social care: twelve months. SI 2009/309 reg 12.

    ``happened`` is the day of the matter, ``known`` the later day on which it came to notice. Principal date:
    twelve months from the later.
    """
    event = day("happened", happened)
    noticed = optional_day("known", known)
    if noticed is not None:
        not_before("known", noticed, "happened", event)
    start = noticed or event
    last = bare.months_after(start, bare.COMPLAINT_MONTHS)
    return _months(
        "nhs-complaint",
        "Complaint about health or adult social care",
        "complain",
        start,
        last,
        HEALTH_AND_ADULT_CARE,
        law_on,
        f"Twelve months from {words(start)} end on {words(last)}.",
        (Citation("LASSNHS2009", "reg 12", "general_knowledge", "twelve months"), MONTH_RULE),
        ("A later complaint may be taken up where there was good reason and it can be looked at fairly.",),
    )


def nhs_answer(received: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Answering a complaint about health or adult care: three working days, then six months. SI 2009/309
    regs 13, 14.

    ``received`` is the day on which the complaint was received. Principal date: the acknowledgement.
    """
    start = day("received", received)
    soon = bare.working_days_after(start, bare.ACKNOWLEDGE_WORKING_DAYS)
    return compose(
        "nhs-answer",
        "Answer to a complaint about health or adult social care",
        (
            Limit("acknowledge", "acknowledge the complaint", soon, soon),
            fixed_limit("answer", "aim to answer it", bare.months_after(start, bare.NHS_ANSWER_MONTHS)),
        ),
        principal="acknowledge",
        rule=HEALTH_AND_ADULT_CARE,
        law_on=on_day(law_on, start),
        steps=(
            f"The complaint was received on {words(start)}.",
            f"Three working days on is {words(soon)}.",
            f"Six months on is {words(bare.months_after(start, bare.NHS_ANSWER_MONTHS))}.",
        ),
        citations=(
            Citation("LASSNHS2009", "reg 13", "general_knowledge", "three working days"),
            Citation("LASSNHS2009", "reg 14", "general_knowledge", "six months"),
            MONTH_RULE,
        ),
        warnings=("The six months are an aim; the body has to explain where it needs longer.",),
    )


def lgsco(aware: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Complaining to the Local Government and Social Care Ombudsman: twelve months. Local Government Act
    1974 s.26B.

    ``aware`` is the day on which the person first knew of the matter. Principal date: twelve months on;
    the safe date
    allows for a count that begins with the day itself.
    """
    start = day("aware", aware)
    last = bare.months_after(start, bare.COMPLAINT_MONTHS)
    return compose(
        "lgsco",
        "Complaint to the Local Government and Social Care Ombudsman",
        (Limit("complain", "complain to the Ombudsman", last, working_day_on_or_before(last - ONE_DAY)),),
        principal="complain",
        rule=OMBUDSMEN,
        law_on=on_day(law_on, start),
        steps=(f"The person knew on {words(start)}.", f"Twelve months on is {words(last)}."),
        citations=(
            Citation("LGA1974", "s.26B", "read", "twelve months from becoming aware"),
            Citation("LGA1974", "s.26(6)(a)", "read", "what the Tribunal can decide is left out"),
            MONTH_RULE,
        ),
        warnings=(
            "The council first gets a fair chance to answer, about twelve weeks.",
            "The Ombudsman may take a later complaint where there is good reason.",
            "If the twelve months begin with the day itself they end one day earlier; the safe date allows"
            " for that.",
            BAR,
        ),
    )


def lgsco_answer(complained: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """When the Ombudsman normally takes up a complaint that the council has not answered: about twelve weeks.

    ``complained`` is the day of the complaint to the council. Practice. Principal date: twelve weeks on.
    """
    start = day("complained", complained)
    last = add_weeks(start, bare.LGSCO_ANSWER_WEEKS)
    return compose(
        "lgsco-answer",
        "Council has not answered a complaint",
        (fixed_limit("take_up", "from about here the Ombudsman normally takes it up", last),),
        principal="take_up",
        rule=OMBUDSMEN,
        law_on=on_day(law_on, start),
        steps=(f"The complaint was made on {words(start)}.", f"About twelve weeks on is {words(last)}."),
        citations=(Citation("LGSCOCODE", "", "general_knowledge", "a fair chance to answer first"),),
        warnings=("This is practice and not exact; an urgent matter may be taken up sooner.",),
    )


def la_complaint(aware: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Complaining to a council: its own policy sets the time; this keeps the Ombudsman within reach.

    ``aware`` is the day on which the person first knew. Principal date: twelve weeks, the council's usual
    chance to
    answer, before the Ombudsman's twelve months end.
    """
    start = day("aware", aware)
    ombudsman = bare.months_after(start, bare.COMPLAINT_MONTHS)
    last = add_weeks(ombudsman, -bare.LGSCO_ANSWER_WEEKS)
    return compose(
        "la-complaint",
        "Complaint to a council",
        (
            fixed_limit("complain", "complain to the council, so that it can answer in time", last),
            fixed_limit("ombudsman", "complain to the Ombudsman", ombudsman),
        ),
        principal="complain",
        rule=OMBUDSMEN,
        law_on=on_day(law_on, start),
        steps=(
            f"The person knew on {words(start)}.",
            f"The Ombudsman's twelve months end on {words(ombudsman)}.",
            f"Twelve weeks for the council's answer before that: {words(last)}.",
        ),
        citations=(
            Citation("LGA1974", "s.26B", "read", "twelve months from becoming aware"),
            Citation("LGSCOCODE", "", "general_knowledge", "a fair chance to answer first"),
            MONTH_RULE,
        ),
        warnings=("No law sets a limit: the council's own policy does, and it may be shorter. Read it.", BAR),
    )


def phso(aware: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Complaining to the Parliamentary and Health Service Ombudsman: twelve months. HSCA 1993 s.9.

    ``aware`` is the day on which the person first knew. Principal date: twelve months on.
    """
    start = day("aware", aware)
    last = bare.months_after(start, bare.COMPLAINT_MONTHS)
    return _months(
        "phso",
        "Complaint to the Parliamentary and Health Service Ombudsman",
        "complain to the Ombudsman",
        start,
        last,
        OMBUDSMEN,
        law_on,
        f"The person knew on {words(start)}; twelve months on is {words(last)}.",
        (Citation("HSCA1993", "s.9", "general_knowledge", "twelve months"), MONTH_RULE),
        (
            "The health body normally answers first; a refused recommendation of the Tribunal can go"
            " straight to the"
            " Ombudsman.",
        ),
    )


def school_complaint(
    happened: DateLike, *, school: str = "maintained", law_on: DateLike | None = None
) -> ClockAnswer:
    """Complaining to a school: its own policy; guidance speaks of about three months.

    Parameters
    ----------
    happened:
        The day of the matter.
    school:
        ``maintained``, ``academy`` or ``independent``.
    law_on:
        The date whose law applies (the independent school standards were replaced on 5 January 2015); the
        day of
        the matter where not given.
    """
    start = day("happened", happened)
    which = kind("school", school, SchoolKind)
    last = bare.months_after(start, bare.SCHOOL_COMPLAINT_MONTHS)
    maintained = which is SchoolKind.MAINTAINED
    citations: tuple[Citation, ...] = (
        (
            Citation("EA2002", "s.29", "general_knowledge", "a maintained school's complaints procedure"),
            Citation("DFESCHOOLCOMP", "", "general_knowledge", "usually within three months"),
        )
        if maintained
        else (Citation("DFEACADEMYCOMP", "", "uncertain", "the same three months, as a prudent date"),)
    )
    return _months(
        "school-complaint",
        "Complaint to a school",
        "complain to the school",
        start,
        last,
        SCHOOLS_AND_COLLEGES if maintained else INDEPENDENT_SCHOOLS,
        law_on,
        f"The matter was on {words(start)}; three months on is {words(last)}.",
        (*citations, MONTH_RULE),
        (
            "No law sets a limit: the school's own procedure does. Read it.",
            "" if maintained else "For this kind of school the three months are only a prudent date.",
        ),
    )


def post_16_complaint(happened: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Complaining to the Department about a college, after the college itself: twelve months. Guidance.

    ``happened`` is the day of the matter. Principal date: twelve months on.
    """
    start = day("happened", happened)
    last = bare.months_after(start, bare.COMPLAINT_MONTHS)
    return _months(
        "post-16-complaint",
        "Complaint about a college",
        "complain to the Department",
        start,
        last,
        SCHOOLS_AND_COLLEGES,
        law_on,
        f"The matter was on {words(start)}; twelve months on is {words(last)}.",
        (Citation("DFEPOST16", "", "read", "twelve months"), MONTH_RULE),
        ("The college's own procedure comes first, and sets its own time.",),
    )


def _months(
    clock: str,
    title: str,
    what: str,
    start: date,
    last: date,
    rule: Rule,
    law_on: DateLike | None,
    step: str,
    citations: tuple[Citation, ...],
    warnings: tuple[str, ...],
) -> ClockAnswer:
    """Answer a clock that is one count of months."""
    return compose(
        clock,
        title,
        (fixed_limit("complain", what, last),),
        principal="complain",
        rule=rule,
        law_on=on_day(law_on, start),
        steps=(step,),
        citations=citations,
        warnings=warnings,
    )
