"""Clocks of complaints: health and adult care, the Ombudsmen, councils, schools and colleges.

Sources: SI 2009/309; Local Government Act 1974 s.26B; Health Service Commissioners Act 1993 s.9; the
independent school standards (2010, then 2014); guidance of the Department for Education. Many figures are
from general knowledge and are marked so.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sendsim.law import limits as bare
from sendsim.law.calendar import ONE_DAY, add_weeks, working_day_on_or_before
from sendsim.law.citation import Citation
from sendsim.law.clock_answer import ClockAnswer, Limit, fixed_limit, words
from sendsim.law.clock_build import MONTH_RULE, compose, on_day
from sendsim.law.dated import (
    HEALTH_AND_ADULT_CARE,
    INDEPENDENT_SCHOOLS,
    OMBUDSMEN,
    SCHOOLS_AND_COLLEGES,
    Rule,
)
from sendsim.law.given import DateLike, day, kind, not_before, optional_day

BAR = (
    "The Ombudsman cannot look into what was, or could have been, before the Tribunal; delay before a"
    " decision, and provision not made, can be separate."
)


class SchoolKind(StrEnum):
    """Which rules govern a school's complaints procedure."""

    MAINTAINED = "maintained"
    ACADEMY = "academy"
    INDEPENDENT = "independent"


def nhs_complaint(happened: DateLike, *, known: DateLike | None = None, law_on: DateLike | None = None) -> ClockAnswer:
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
    the safe date allows for a count that begins with the day itself.
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
            "If the twelve months begin with the day itself they end one day earlier; the safe date allows for that.",
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
    chance to answer, before the Ombudsman's twelve months end.
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
            " straight to the Ombudsman.",
        ),
    )


def school_complaint(happened: DateLike, *, school: str = "maintained", law_on: DateLike | None = None) -> ClockAnswer:
    """Complaining to a school: its own policy; guidance speaks of about three months.

    Parameters
    ----------
    happened:
        The day of the matter.
    school:
        ``maintained``, ``academy`` or ``independent``.
    law_on:
        The date whose law applies (the independent school standards were replaced on 5 January 2015); the
        day of the matter where not given.
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
