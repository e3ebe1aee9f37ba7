"""Clocks inside the Tribunal: registration, response, forms, evidence, bundle, decision, and what may follow.

Sources: Tribunal Procedure (First-tier Tribunal) (Health, Education and Social Care Chamber) Rules 2008,
rules 12, 21, 30 and 45 to 47; Tribunal Procedure (Upper Tribunal) Rules 2008. Several steps are practice,
or set by directions in the case: a date that the Tribunal has fixed always governs.
"""

from __future__ import annotations

from datetime import date

from sendsim.law import limits as bare
from sendsim.law.calendar import add_days, add_months, working_day_on_or_before
from sendsim.law.citation import Citation
from sendsim.law.clock_answer import FIVE_PM, ClockAnswer, Limit, fixed_limit, words
from sendsim.law.clock_build import (
    BANK_HOLIDAYS,
    EXTENSION,
    FIVE_PM_STEP,
    MONTH_RULE,
    RULE_12_1,
    RULE_12_2,
    RULE_12_3B,
    WORKING_DAY,
    compose,
    on_day,
    tribunal_limit,
)
from sendsim.law.dated import RULE_12_FOR_CLAIMS, TRIBUNAL_PRACTICE
from sendsim.law.given import DateLike, day, not_before, optional_day

DIRECTIONS_GOVERN = "Read the Tribunal's letter: a date that it has fixed governs, and no days are left out of it."
FIXED_DATE = Citation("HESC2008", "r.12(4)", "read", "no days are left out where the Tribunal has fixed a date")
LEFT_OUT = "Days in August and from 25 December to 1 January are left out of the count in a SEN case."
NOT_LEFT_OUT = "In a discrimination claim those days count like any other since 21 July 2020."


def registration(lodged: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """When an appeal should be registered: ten working days, a target. Practice.

    ``lodged`` is the day on which the Tribunal received the appeal. Principal date: registration.
    """
    start = day("lodged", lodged)
    last = bare.registered_by(start)
    return compose(
        "registration",
        "Registration of an appeal",
        (Limit("registered", "register the appeal", last, last),),
        principal="registered",
        rule=TRIBUNAL_PRACTICE,
        law_on=on_day(law_on, start),
        steps=(f"The appeal arrived on {words(start)}.", f"Ten working days on is {words(last)}."),
        citations=(WORKING_DAY, BANK_HOLIDAYS),
        warnings=("This is a target, not a rule; in 2025 and 2026 users reported about twenty days.",),
    )


def la_response(
    received: DateLike,
    *,
    discrimination: bool = False,
    fixed: DateLike | None = None,
    law_on: DateLike | None = None,
) -> ClockAnswer:
    """The response to an appeal or claim: thirty working days, or the date that the Tribunal fixed. Rules
    21, 12.

    Parameters
    ----------
    received:
        The day on which the authority (or responsible body) received the appeal.
    discrimination:
        True for a discrimination claim, which has no relief for August and Christmas since 21 July 2020.
    fixed:
        The date in the Tribunal's directions, where there is one; it governs.
    law_on:
        The date whose law applies; the day of receipt where not given.
    """
    start = day("received", received)
    set_by = optional_day("fixed", fixed)
    if set_by is not None:
        not_before("fixed", set_by, "received", start)
    law = on_day(law_on, start)
    relief = not discrimination or bool(RULE_12_FOR_CLAIMS.figure("relief", law))
    counted = bare.response_by(start, relief=relief)
    raw = {"thirty_working_days": counted, "without_relief": bare.response_by(start, relief=False)}
    if set_by is not None:
        raw["fixed_by_the_tribunal"] = set_by
    last = set_by or counted
    limit = Limit("response", "send the response", last, working_day_on_or_before(last), FIVE_PM)
    return compose(
        "la-response",
        "Response to an appeal or claim",
        (limit,),
        principal="response",
        rule=TRIBUNAL_PRACTICE,
        law_on=law,
        raw=raw,
        steps=(
            f"The appeal was received on {words(start)}; that day is not counted.",
            f"Thirty working days on is {words(counted)}." if set_by is None else f"The Tribunal fixed {words(last)}.",
            (LEFT_OUT if relief else NOT_LEFT_OUT) if set_by is None else "",
            FIVE_PM_STEP,
        ),
        citations=(
            Citation("HESC2008", "r.21", "general_knowledge", "thirty working days to respond"),
            *((RULE_12_3B,) if relief and set_by is None else ()),
            FIXED_DATE,
            RULE_12_1,
            WORKING_DAY,
            BANK_HOLIDAYS,
        ),
        warnings=(DIRECTIONS_GOVERN,),
    )


def attendance_form(response: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """The form on who will attend: three weeks after the response, an older pattern of directions.

    ``response`` is the day the response was due. Principal date: the form.
    """
    start = day("response", response)
    limit = fixed_limit("attendance_form", "send the attendance form", bare.attendance_form_by(start))
    return compose(
        "attendance-form",
        "Attendance form",
        (limit,),
        principal="attendance_form",
        rule=TRIBUNAL_PRACTICE,
        law_on=on_day(law_on, start),
        steps=(f"The response was due on {words(start)}.", f"Three weeks on is {words(limit.date)}."),
        citations=(FIXED_DATE,),
        warnings=("An older pattern of directions, given for planning only.", DIRECTIONS_GOVERN),
    )


def bundle(hearing: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Evidence and bundle before a hearing: commonly four weeks and ten working days. Directions.

    ``hearing`` is the day of the hearing. Principal date: the bundle.
    """
    held = day("hearing", hearing)
    last = bare.bundle_by(held)
    new_direction = held > date(2025, 7, 15)
    return compose(
        "bundle",
        "Evidence and bundle for a hearing",
        (
            fixed_limit("evidence", "send the last evidence (older pattern)", bare.evidence_by(held)),
            Limit("bundle", "send the bundle", last, last),
        ),
        principal="bundle",
        rule=TRIBUNAL_PRACTICE,
        law_on=on_day(law_on, held),
        steps=(
            f"The hearing is on {words(held)}; that day is not counted.",
            f"Ten working days before is {words(last)}.",
            f"Four weeks before is {words(bare.evidence_by(held))}.",
        ),
        citations=(
            *((Citation("PDBUNDLES2025", "", "read", "form of bundles"),) if new_direction else ()),
            WORKING_DAY,
            BANK_HOLIDAYS,
        ),
        warnings=("These are common directions, not rules.", DIRECTIONS_GOVERN),
    )


def decision(hearing: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """The Tribunal's written decision: usually within ten working days of the hearing. Practice; rule 30.

    ``hearing`` is the last day of the hearing. Principal date: the plain count; a later one is marked as
    arguable where August or Christmas lies between.
    """
    held = day("hearing", hearing)
    plain, later = bare.decision_by(held), bare.decision_by(held, relief=True)
    dates = [Limit("decision", "expect the decision", plain, plain)]
    doubt = ""
    if later != plain:
        dates.append(
            Limit(
                "decision_with_relief",
                "expect the decision, if those days are left out",
                later,
                later,
                arguable=True,
            )
        )
        doubt = "It is unclear whether days in August and at Christmas are left out of this target."
    return compose(
        "decision",
        "The Tribunal's decision",
        dates,
        principal="decision",
        rule=TRIBUNAL_PRACTICE,
        law_on=on_day(law_on, held),
        steps=(f"The hearing ended on {words(held)}.", f"Ten working days on is {words(plain)}."),
        citations=(
            Citation("HESC2008", "r.30", "general_knowledge", "the decision and its reasons"),
            WORKING_DAY,
            BANK_HOLIDAYS,
        ),
        warnings=("This is usual practice, not a limit.", doubt),
    )


def after_decision(sent: DateLike, *, discrimination: bool = False, law_on: DateLike | None = None) -> ClockAnswer:
    """Asking the Tribunal to set aside, review or permit an appeal: 28 days. Rules 45 to 47, 12(2), 12(3)(b).

    Parameters
    ----------
    sent:
        The day on which the decision was sent.
    discrimination:
        True for a discrimination claim, in which no days are left out since 21 July 2020.
    law_on:
        The date whose law applies; the day of sending where not given.
    """
    start = day("sent", sent)
    law = on_day(law_on, start)
    relief = not discrimination or bool(RULE_12_FOR_CLAIMS.figure("relief", law))
    plain = add_days(start, bare.AFTER_DECISION_DAYS)
    last = bare.after_decision_by(start, relief=relief)
    return compose(
        "after-decision",
        "After the Tribunal's decision",
        (tribunal_limit("application", "ask for set aside, review or permission to appeal", last),),
        principal="application",
        rule=TRIBUNAL_PRACTICE,
        law_on=law,
        raw={"twenty_eight_days": plain},
        steps=(
            f"The decision was sent on {words(start)}; that day is not counted.",
            f"Twenty-eight days on is {words(plain)}.",
            LEFT_OUT if relief else NOT_LEFT_OUT,
            f"With that, and moved off any non-working day, the last day is {words(last)}."
            if last != plain
            else "Nothing moves it.",
            FIVE_PM_STEP,
        ),
        citations=(
            Citation("HESC2008", "r.45", "general_knowledge", "set aside"),
            Citation("HESC2008", "r.46", "general_knowledge", "permission to appeal"),
            Citation("HESC2008", "r.47", "general_knowledge", "review"),
            *((RULE_12_3B,) if relief else ()),
            RULE_12_2,
            RULE_12_1,
            EXTENSION,
        ),
        warnings=(
            "Disagreeing with the facts found is not enough: each application has its own ground.",
            f"Acting by {words(working_day_on_or_before(plain))} needs no relief." if last > plain else "",
        ),
    )


def upper_tribunal(refused: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Asking the Upper Tribunal for permission after the First-tier Tribunal refused it: one month.

    ``refused`` is the day on which notice of the refusal was sent. Principal date: the month, moved only
    off a non-working day; the Upper Tribunal's own rule on August and Christmas is shown as arguable.
    """
    start = day("refused", refused)
    last, latest = bare.upper_tribunal_by(start), bare.upper_tribunal_latest(start)
    dates = [tribunal_limit("permission", "ask the Upper Tribunal for permission", last)]
    doubt = ""
    if latest > last:
        dates.append(
            tribunal_limit(
                "permission_with_relief",
                "ask, if days in August or at Christmas are left out",
                latest,
                arguable=True,
            )
        )
        doubt = (
            "The Upper Tribunal's own rule leaves out August and 25 December to 1 January; the text read"
            " may not be the newest, and how it works on a month is unclear. Work to the earlier date."
        )
    return compose(
        "upper-tribunal",
        "Permission from the Upper Tribunal",
        dates,
        principal="permission",
        rule=TRIBUNAL_PRACTICE,
        law_on=on_day(law_on, start),
        raw={"one_month": add_months(start, bare.UPPER_TRIBUNAL_MONTHS)},
        steps=(
            f"The refusal was sent on {words(start)}.",
            f"One calendar month, moved off a non-working day: {words(last)}.",
            FIVE_PM_STEP,
        ),
        citations=(
            Citation("TCEA2007", "s.11", "read", "appeal on a point of law"),
            Citation("UTR2008", "r.21", "general_knowledge", "one month"),
            Citation("UTR2008", "r.12", "read", "counting; an older text"),
            MONTH_RULE,
        ),
        warnings=("Permission is needed, and only an error of law counts.", doubt),
    )
