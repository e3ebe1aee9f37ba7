"""Clocks of mediation: contact with the adviser, certificates, arranging, notice of the meeting.

Sources: Special Educational Needs and Disability Regulations 2014, regs 33 to 39; Children and Families
Act 2014 ss.53 to 55. Two months and thirty days are calendar counts without relief; certificates count
working days.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sendsim.law import limits as bare
from sendsim.law.citation import Citation
from sendsim.law.clock_answer import ClockAnswer, Limit, fixed_limit, words
from sendsim.law.clock_build import BANK_HOLIDAYS, MONTH_RULE, compose_send, on_day
from sendsim.law.dated import MEDIATION
from sendsim.law.given import DateLike, day, kind, not_before, optional_day

WORKING_DAY_DOUBT = Citation("SENDR2014", "reg 2", "uncertain", "whether the Regulations define a working day")
WHO_SIGNS = (
    "Section 55(5) has the adviser issue the certificate after mediation; some services say that the mediator does."
)
LATE_CONTACT = (
    "The two months to contact the adviser had passed. The Regulations are unclear on what follows: the"
    " adviser may issue a certificate without opening mediation, and the family then asks the Tribunal for"
    " more time."
)
ARRANGE_MEANING = (
    "It is unclear whether mediation has to be held, or only fixed, within thirty days; services commonly"
    " treat it as held."
)
ARRANGE_START = (
    "It is unclear whether the thirty days start when the family tells the authority or when the adviser"
    " does; the earlier start is the safe one."
)


class Health(StrEnum):
    """Whether health provision is among the issues for mediation."""

    NONE = "none"
    MIXED = "mixed"
    ONLY = "only"


def certificate_contact(notice_sent: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Two months from the notice being sent to contact the mediation adviser. Reg 33.

    ``notice_sent`` is the day the written notice was sent. Principal date: the last day to contact.
    """
    sent = day("notice_sent", notice_sent)
    last = bare.adviser_contact_by(sent)
    return compose_send(
        "certificate-contact",
        "Contacting the mediation adviser",
        (fixed_limit("contact", "contact the mediation adviser", last),),
        principal="contact",
        rule=MEDIATION,
        law_on=on_day(law_on, sent),
        start=sent,
        raw={"two_months": last},
        steps=(
            f"Written notice of the decision was sent on {words(sent)}.",
            f"Two calendar months on is {words(last)}.",
            "The family tells the adviser that it wishes to appeal and whether it wants mediation; either"
            " answer is enough.",
        ),
        citations=(
            Citation("SENDR2014", "reg 33", "read", "two months from the notice being sent"),
            Citation("CFA2014", "s.55", "read", "the certificate"),
            MONTH_RULE,
        ),
        warnings=(
            "The time runs from the day the notice was sent; if the date printed on it is earlier, work to that one.",
            "Contact is not needed where only Section I is to be appealed.",
            "Later contact does not always close the door: the Tribunal can be asked for more time.",
        ),
    )


def certificate(told: DateLike, *, notice_sent: DateLike | None = None, law_on: DateLike | None = None) -> ClockAnswer:
    """The certificate where the family does not want mediation: three working days. Reg 34(1).

    ``told`` is the day on which the adviser was told; ``notice_sent`` lets a late contact be noticed.
    Principal date: the certificate.
    """
    start = day("told", told)
    sent = optional_day("notice_sent", notice_sent)
    late = False
    if sent is not None:
        not_before("told", start, "notice_sent", sent)
        late = start > bare.adviser_contact_by(sent)
    return _three_days(
        "certificate",
        "Certificate where mediation is not wanted",
        start,
        law_on,
        f"The adviser was told on {words(start)} that mediation is not wanted; that day is not counted.",
        (Citation("SENDR2014", "reg 34(1)", "read", "three working days"),)
        + ((Citation("SENDR2014", "reg 34", "uncertain", "late contact"),) if late else ()),
        (LATE_CONTACT if late else "",),
    )


def certificate_after_mediation(concluded: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """The certificate after mediation has ended: three working days. Reg 39.

    ``concluded`` is the day on which mediation ended. Principal date: the certificate.
    """
    start = day("concluded", concluded)
    return _three_days(
        "certificate-after-mediation",
        "Certificate after mediation",
        start,
        law_on,
        f"Mediation ended on {words(start)}; that day is not counted.",
        (
            Citation("SENDR2014", "reg 39", "read", "three working days"),
            Citation("CFA2014", "s.55(5)", "general_knowledge", "who issues it"),
        ),
        (WHO_SIGNS,),
    )


def certificate_deemed(
    adviser_told: DateLike, *, la_told: DateLike | None = None, law_on: DateLike | None = None
) -> ClockAnswer:
    """The certificate where mediation cannot be arranged in time: three working days. Reg 39.

    ``adviser_told`` is the day on which the authority told the adviser that it cannot arrange mediation
    in thirty days; ``la_told`` the day the authority learnt that the family wants it. Principal date: the
    certificate.
    """
    start = day("adviser_told", adviser_told)
    asked = optional_day("la_told", la_told)
    if asked is not None:
        not_before("adviser_told", start, "la_told", asked)
    return _three_days(
        "certificate-deemed",
        "Certificate where mediation cannot be arranged in time",
        start,
        law_on,
        f"The authority told the adviser on {words(start)} that it cannot arrange mediation within thirty"
        " days; that day is not counted.",
        (Citation("SENDR2014", "reg 39", "read", "certificate where it cannot be arranged in thirty days"),),
        (
            "The authority has to tell the adviser as soon as it knows.",
            "Mediation may still take place; the time to appeal goes on running.",
        ),
    )


def _three_days(
    clock: str,
    title: str,
    start: date,
    law_on: DateLike | None,
    step: str,
    citations: tuple[Citation, ...],
    warnings: tuple[str, ...],
) -> ClockAnswer:
    """Answer one of the three clocks of three working days."""
    last = bare.certificate_by(start)
    return compose_send(
        clock,
        title,
        (Limit("certificate", "issue the certificate", last, last),),
        principal="certificate",
        rule=MEDIATION,
        law_on=on_day(law_on, start),
        start=start,
        raw={"three_working_days": last},
        steps=(step, f"Three working days on is {words(last)}."),
        citations=(*citations, WORKING_DAY_DOUBT, BANK_HOLIDAYS),
        warnings=warnings,
        working_days=True,
    )


def mediation(
    la_told: DateLike,
    *,
    notice_sent: DateLike | None = None,
    adviser_told: DateLike | None = None,
    health: str = "none",
    icb_told: DateLike | None = None,
    law_on: DateLike | None = None,
) -> ClockAnswer:
    """Arranging mediation: thirty calendar days; the health commissioner told in three working days. Regs
    35, 36.

    Parameters
    ----------
    la_told:
        The day on which the family told the authority that it wants mediation.
    notice_sent:
        The day the decision was sent, to check the order of the facts.
    adviser_told:
        The day on which the family told the adviser, where that was another day.
    health:
        ``none``, ``mixed`` (the authority arranges for all) or ``only`` (the commissioner arranges,
        thirty days from being told by the authority).
    icb_told:
        The day on which the commissioner was told; the last day allowed where not given.
    law_on:
        The date whose law applies; ``la_told`` where not given.

    Returns
    -------
    ClockAnswer
        Principal date: mediation arranged.
    """
    start = day("la_told", la_told)
    sent = optional_day("notice_sent", notice_sent)
    adviser = optional_day("adviser_told", adviser_told)
    icb = optional_day("icb_told", icb_told)
    issue = kind("health", health, Health)
    if sent is not None:
        not_before("la_told", start, "notice_sent", sent)
        if adviser is not None:
            not_before("adviser_told", adviser, "notice_sent", sent)
    if icb is not None:
        not_before("icb_told", icb, "la_told", start)
    health_by = bare.icb_told_by(start)
    first = min(start, adviser) if adviser else start
    begin = start if issue is not Health.ONLY else (icb or health_by)
    last = bare.mediation_by(begin)
    safe_last = bare.mediation_by(first) if issue is not Health.ONLY else last
    dates = [
        Limit("arrange", "arrange mediation", last, fixed_limit("", "", safe_last).safe_date),
    ]
    steps = [f"The authority was told on {words(start)} that the family wants mediation."]
    citations = [
        Citation(
            "CFA2014",
            "s.53" if issue is not Health.NONE else "s.54",
            "read",
            "the duty to arrange and take part",
        ),
        Citation("SENDR2014", "reg 36", "general_knowledge", "thirty days; number of the regulation not seen"),
    ]
    if issue is not Health.NONE:
        dates.append(Limit("tell_icb", "tell the health commissioner the issues", health_by, health_by))
        steps.append(f"The authority tells the health commissioner within three working days: {words(health_by)}.")
        citations.append(Citation("SENDR2014", "reg 35", "general_knowledge", "three working days to tell it"))
    if issue is Health.ONLY:
        steps.append(
            f"The commissioner's thirty days run from being told, taken as {words(begin)}."
            if icb is None
            else f"The commissioner was told on {words(begin)}; its thirty days run from there."
        )
        citations[1] = Citation("SENDR2014", "reg 35", "uncertain", "thirty days for the health commissioner")
    steps.append(f"Thirty calendar days from {words(begin)} end on {words(last)}.")
    raw = {limit.name: limit.date for limit in dates}
    if adviser is not None and issue is not Health.ONLY:
        raw["arrange_counted_from_adviser"] = bare.mediation_by(adviser)
        steps.append(f"The adviser was told on {words(adviser)}; the earlier of the two starts gives the safe date.")
    return compose_send(
        "mediation",
        "Arranging mediation",
        tuple(dates),
        principal="arrange",
        rule=MEDIATION,
        law_on=on_day(law_on, start),
        start=first,
        raw=raw,
        steps=steps,
        citations=(
            *citations,
            Citation("SENDR2014", "reg 39", "read", "what follows if it cannot be arranged"),
        ),
        warnings=(
            ARRANGE_MEANING,
            ARRANGE_START if issue is not Health.ONLY else "",
            "One published page says thirty working days for health; that is thought to be wrong."
            if issue is Health.ONLY
            else "",
            "The time to appeal goes on running while mediation is arranged.",
        ),
    )


def mediation_notice(meeting: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Telling the family the date and place: five working days before the meeting, unless it agrees to
    less. Reg 37.

    ``meeting`` is the day of the mediation. Principal date: the last day to tell.
    """
    held = day("meeting", meeting)
    last = bare.mediation_notice_by(held)
    return compose_send(
        "mediation-notice",
        "Notice of the mediation meeting",
        (Limit("notice", "tell the family the date and place", last, last),),
        principal="notice",
        rule=MEDIATION,
        law_on=on_day(law_on, held),
        start=last,
        steps=(
            f"The meeting is on {words(held)}; that day is not counted.",
            f"Five working days before is {words(last)}.",
        ),
        citations=(
            Citation("SENDR2014", "reg 37", "uncertain", "five working days; text not seen"),
            WORKING_DAY_DOUBT,
            BANK_HOLIDAYS,
        ),
        warnings=("The five working days were not seen in the text of the Regulations; check before relying on it.",),
        working_days=True,
    )
