"""The dates of a finding: each asks one clock with the facts at hand and gives back a named date, or nothing.

A date is given only where the facts hold its starting point. The reasoning, the safe date and the law come
with the clock's answer. Where the law of the chosen day is not held, no date is given.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sendsim.law import clocks
from sendsim.law.clock_answer import ClockAnswer
from sendsim.law.facts import Against, Facts
from sendsim.law.finding import NamedDate
from sendsim.law.given import LawNotAvailableError

Dates = tuple[NamedDate, ...]


def _named(start: date | None, label: str, clock: Callable[[date], ClockAnswer]) -> Dates:
    """Ask ``clock`` from ``start``; no date where there is no start or no law for the day."""
    if start is None:
        return ()
    try:
        answer = clock(start)
    except LawNotAvailableError:
        return ()
    return (NamedDate(answer.clock, label, answer),)


def certificate_contact(facts: Facts) -> Dates:
    """Two months from the notice to contact the mediation adviser."""
    return _named(
        facts.notice_sent,
        "Contact the mediation adviser by",
        lambda start: clocks.certificate_contact(start, law_on=facts.law_on),
    )


def mediation(facts: Facts, health: str = "none") -> Dates:
    """Thirty days to arrange mediation, from the day it was asked for; ``health`` is none, mixed or only."""
    return _named(
        facts.mediation_asked,
        "Mediation to be arranged by",
        lambda start: clocks.mediation(start, notice_sent=facts.notice_sent, health=health, law_on=facts.law_on),
    )


def appeal(facts: Facts, *, section_i_only: bool) -> Dates:
    """The last day to appeal: later of the two limbs, then the relief of rule 12."""
    label = "Lodge the appeal by 5 pm on"
    if not section_i_only and facts.certificate is None:
        label = "Lodge the appeal by 5 pm on (a certificate may make it later)"
    return _named(
        facts.notice_sent,
        label,
        lambda start: clocks.appeal(start, facts.certificate, section_i_only=section_i_only, law_on=facts.law_on),
    )


def after_decision(facts: Facts) -> Dates:
    """Twenty-eight days after the Tribunal's decision was sent."""
    return _named(
        facts.tribunal_decision_sent,
        "Apply about the Tribunal's decision by",
        lambda start: clocks.after_decision(start, law_on=facts.law_on),
    )


def discrimination(facts: Facts) -> Dates:
    """Six months starting with the day of the act."""
    return _named(
        facts.discrimination_act,
        "Bring the discrimination claim by",
        lambda start: clocks.discrimination(start, law_on=facts.law_on),
    )


def county_court(facts: Facts) -> Dates:
    """Six months less a day from the act."""
    return _named(
        facts.discrimination_act,
        "Bring the County Court claim by",
        lambda start: clocks.county_court(start, law_on=facts.law_on),
    )


def school_complaint(facts: Facts) -> Dates:
    """The three months that schools usually allow."""
    kind = "maintained" if Against.MAINTAINED_SCHOOL in facts.against or not facts.schools else "academy"
    if facts.schools == {Against.INDEPENDENT_SCHOOL}:
        kind = "independent"
    return _named(
        facts.known_since,
        "Complain to the school by (the school's policy decides)",
        lambda start: clocks.school_complaint(start, school=kind, law_on=facts.law_on),
    )


def post_16_complaint(facts: Facts) -> Dates:
    """Twelve months to go to the Department about a college."""
    return _named(
        facts.known_since,
        "Ask the Department to look at the college's handling by",
        lambda start: clocks.post_16_complaint(start, law_on=facts.law_on),
    )


def la_complaint(facts: Facts) -> Dates:
    """The day that keeps the Ombudsman within reach."""
    return _named(
        facts.known_since,
        "Complain to the council by (to leave time for the Ombudsman)",
        lambda start: clocks.la_complaint(start, law_on=facts.law_on),
    )


def lgsco(facts: Facts) -> Dates:
    """Twelve months from becoming aware."""
    return _named(
        facts.known_since,
        "Ask the Ombudsman (councils) by",
        lambda start: clocks.lgsco(start, law_on=facts.law_on),
    )


def lgsco_answer(facts: Facts) -> Dates:
    """About twelve weeks after a complaint to the council."""
    return _named(
        facts.la_complaint_made,
        "The Ombudsman may step in from about",
        lambda start: clocks.lgsco_answer(start, law_on=facts.law_on),
    )


def section_26_bring(facts: Facts) -> Dates:
    """One year to bring representations."""
    return _named(
        facts.known_since,
        "Make social care representations by",
        lambda start: clocks.section_26_bring(start, law_on=facts.law_on),
    )


def section_26_panel(facts: Facts) -> Dates:
    """Twenty working days from the stage 2 answer to ask for a panel."""
    return _named(
        facts.social_care_stage_2_reply,
        "Ask for a social care review panel by",
        lambda start: clocks.section_26_panel(start, law_on=facts.law_on),
    )


def nhs_complaint(facts: Facts) -> Dates:
    """Twelve months for a complaint about the NHS or adult social care."""
    return _named(
        facts.known_since,
        "Complain about health or adult social care by",
        lambda start: clocks.nhs_complaint(start, law_on=facts.law_on),
    )


def phso(facts: Facts) -> Dates:
    """Twelve months for the health ombudsman."""
    return _named(
        facts.known_since,
        "Ask the Ombudsman (health) by",
        lambda start: clocks.phso(start, law_on=facts.law_on),
    )


def judicial_review(facts: Facts) -> Dates:
    """Promptly, and three months at the latest."""
    return _named(
        facts.known_since,
        "Bring judicial review promptly, at the latest by",
        lambda start: clocks.judicial_review(start, law_on=facts.law_on),
    )


def exclusion_panel(facts: Facts) -> Dates:
    """Fifteen school days to ask for an independent review panel, without knowing the school's terms."""
    return _named(
        facts.governors_decided,
        "Ask for the independent review panel by (school holidays may make it later)",
        lambda start: clocks.exclusion_panel(start, law_on=facts.law_on),
    )
