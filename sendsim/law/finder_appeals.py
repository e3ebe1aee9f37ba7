"""The finder's rules for R06 to R13 and R28: appeals, the extended appeal, and after a decision.

The exclusions that matter most are here: no decision means no appeal; a refusal to assess cannot be
extended; health and care never stand alone; placement alone needs no certificate, and adding Section B or F
changes that.
"""

from __future__ import annotations

from datetime import date

from sendsim.law import finder_dates as dates
from sendsim.law.clock_answer import words
from sendsim.law.facts import EDUCATION_SECTIONS, Asking, Decision, Facts, Section, Stage
from sendsim.law.finder_parts import (
    decision_is_likely,
    finding,
    is_past,
    no_standing,
    not_decided_reason,
    open_for_family,
)
from sendsim.law.finding import Finding, Status
from sendsim.law.routes import route
from sendsim.law.standing import standing_reason

APPEAL_OF: dict[Decision, tuple[str, ...]] = {
    Decision.REFUSAL_TO_ASSESS: ("R06",),
    Decision.REFUSAL_TO_ISSUE: ("R07",),
    Decision.PLAN_FINALISED: ("R08", "R09"),
    Decision.REFUSAL_TO_REASSESS: ("R10",),
    Decision.NO_AMENDMENT: ("R11",),
    Decision.CEASE: ("R12",),
}
"""Which appeals answer which decision."""

_DECISION_OF = {route_id: decision for decision, ids in APPEAL_OF.items() for route_id in ids}
_BEFORE_PLAN = frozenset({"R06", "R07"})
_ONLY_WITH_PLAN = frozenset({"R10", "R11", "R12"})
_RECOMMENDATIONS_FROM = date(2018, 4, 3)
_DECISION_WORDS: dict[Decision, str] = {
    Decision.REFUSAL_TO_ASSESS: "a refusal to assess",
    Decision.REFUSAL_TO_ISSUE: "a refusal to issue a plan",
    Decision.PLAN_FINALISED: "what a plan says when made, changed or replaced",
    Decision.REFUSAL_TO_REASSESS: "a refusal to reassess",
    Decision.NO_AMENDMENT: "leaving a plan unchanged after a review or reassessment",
    Decision.CEASE: "the ending of a plan",
}


def appeal(route_id: str, facts: Facts) -> Finding:
    """Judge one of R06 to R12."""
    refusal = no_standing(facts)
    if refusal:
        return finding(route_id, Status.NOT_FOR_THIS, refusal)
    wanted = _DECISION_OF[route_id]
    if facts.decision is None or facts.decision is Decision.NONE:
        return _before_a_decision(route_id, wanted, facts)
    if facts.decision is not wanted:
        return finding(
            route_id,
            Status.NOT_FOR_THIS,
            f"This appeal is against {_DECISION_WORDS[wanted]}; the decision here is"
            f" {_DECISION_WORDS[facts.decision]}.",
        )
    misfit = _sections_misfit(route_id, facts)
    if misfit:
        return finding(route_id, Status.NOT_FOR_THIS, misfit)
    return _timing(route_id, facts)


def _before_a_decision(route_id: str, wanted: Decision, facts: Facts) -> Finding:
    """Judge an appeal where no decision has been given."""
    if route_id in _BEFORE_PLAN and facts.has_plan is True:
        return finding(route_id, Status.NOT_FOR_THIS, "It is for somebody without a plan, and there is one.")
    if route_id in _ONLY_WITH_PLAN and facts.has_plan is False:
        return finding(route_id, Status.NOT_FOR_THIS, "It is about a plan that exists, and there is none.")
    if not decision_is_likely(facts):
        return finding(route_id, Status.NOT_FOR_THIS, not_decided_reason(facts))
    reasons = [
        not_decided_reason(facts),
        f"It opens with a decision of that kind: {_DECISION_WORDS[wanted]}.",
    ]
    if route_id == "R06" and facts.stage in {None, Stage.SEN_SUPPORT}:
        reasons.append("An assessment may be asked for at any time.")
    return finding(route_id, Status.OPEN_LATER, *reasons)


def _sections_misfit(route_id: str, facts: Facts) -> str:
    """Return why the sections in dispute do not fit R08 or R09, or an empty string."""
    if route_id not in {"R08", "R09"} or not facts.sections:
        return ""
    education = bool(facts.sections & EDUCATION_SECTIONS)
    placement = Section.I in facts.sections
    if not education and not placement:
        return (
            "The Tribunal decides on Sections B, F and I; the sections here are for mediation, complaint or,"
            " beside an education ground, an extended appeal."
        )
    if route_id == "R08" and not education:
        return "Only Section I is in dispute here; that is an appeal about placement alone."
    if route_id == "R09" and education:
        return "Section B or F is in dispute as well; that is an appeal on what the plan says, with a certificate."
    return ""


def _timing(route_id: str, facts: Facts) -> Finding:
    """Judge an appeal that fits the decision: certificate, time, already lodged, already decided."""
    if facts.tribunal_decision_sent is not None:
        return finding(route_id, Status.CLOSED, "The Tribunal has decided; see what may follow a decision.")
    placement_only = route_id == "R09"
    deadline = dates.appeal(facts, section_i_only=placement_only)
    if facts.appeal_lodged is not None:
        reasons = [f"The appeal was lodged on {words(facts.appeal_lodged)} and is running."]
        if deadline and facts.appeal_lodged > deadline[0].day:
            reasons.append("That was after the last day; the Tribunal decides whether to allow more time.")
        return open_for_family(route_id, facts, *reasons, dates=deadline)
    reasons = []
    if route_id == "R12":
        reasons.append("The plan stays in force until the time to appeal is over or the appeal is decided.")
    if placement_only:
        reasons.append("No certificate is needed for Section I alone.")
    elif facts.certificate is None:
        return _certificate_first(route_id, facts)
    else:
        reasons.append("The decision is one that can be appealed, and the certificate is in hand.")
    if deadline and is_past(deadline[0], facts):
        return finding(
            route_id,
            Status.CLOSED,
            f"The time to appeal ended on {words(deadline[0].day)}; the Tribunal can be asked for more time,"
            " with reasons, and a judge decides.",
            dates=deadline,
        )
    return open_for_family(route_id, facts, *reasons, dates=deadline)


def _certificate_first(route_id: str, facts: Facts) -> Finding:
    """Judge an appeal for which the certificate is missing."""
    contact = dates.certificate_contact(facts)
    reasons = ["The decision can be appealed; a mediation certificate comes first.", standing_reason(facts)]
    warnings: tuple[str, ...] = ()
    if route_id == "R08" and not facts.sections:
        reasons.append("If Section I alone is appealed, no certificate is needed.")
    if contact and is_past(contact[0], facts):
        warnings = (
            "Two months have passed since the notice was sent; contact the adviser, and if the limit has"
            " gone the Tribunal can be asked for more time.",
        )
    shown = (*contact, *dates.appeal(facts, section_i_only=False))
    return finding(route_id, Status.NEEDED_FIRST, *reasons, first=("R02",), dates=shown, warnings=warnings)


def extended_appeal(facts: Facts) -> Finding:
    """R13: an addition to R07 to R12; never to R06, never alone."""
    refusal = no_standing(facts)
    if refusal:
        return finding("R13", Status.NOT_FOR_THIS, refusal)
    if facts.decision is Decision.REFUSAL_TO_ASSESS:
        return finding("R13", Status.NOT_FOR_THIS, "An appeal against a refusal to assess cannot be extended.")
    if not (facts.health_in_issue or facts.care_in_issue):
        return finding("R13", Status.NOT_FOR_THIS, "Neither health nor social care is in issue here.")
    if facts.decision is None or facts.decision is Decision.NONE:
        status = Status.OPEN_LATER if decision_is_likely(facts) else Status.NOT_FOR_THIS
        return finding("R13", status, not_decided_reason(facts), "It is added to an appeal on education.")
    if facts.notice_sent is not None and facts.notice_sent < _RECOMMENDATIONS_FROM:
        return finding("R13", Status.NOT_FOR_THIS, "It is for decisions sent from 3 April 2018.")
    if facts.decision is Decision.PLAN_FINALISED and facts.sections and not _tribunal_sections(facts):
        return finding(
            "R13",
            Status.NOT_FOR_THIS,
            "Health and social care cannot be appealed by themselves: an education ground has to be live"
            " throughout. Mediation and complaints are there for health or care alone.",
        )
    options = [appeal(route_id, facts) for route_id in APPEAL_OF[facts.decision]]
    best = min(options, key=lambda option: _ORDER[option.status])
    reasons = [f"It is added to the appeal, and stands as the appeal does ({route(best.route_id).name})."]
    return finding("R13", best.status, *reasons, first=best.first, dates=best.dates)


_ORDER = {status: place for place, status in enumerate(Status)}


def _tribunal_sections(facts: Facts) -> bool:
    """Say whether a section that the Tribunal can decide is in dispute."""
    return bool(facts.sections & (EDUCATION_SECTIONS | {Section.I}))


def after_decision(facts: Facts) -> Finding:
    """R28: after the Tribunal has decided, for either party."""
    if facts.asking is Asking.OTHER:
        return finding("R28", Status.NOT_FOR_THIS, "It is for the parties to the case.")
    if facts.tribunal_decision_sent is None:
        if facts.appeal_lodged is not None:
            return finding("R28", Status.OPEN_LATER, "It opens when the Tribunal has sent its decision.")
        return finding("R28", Status.NOT_FOR_THIS, "There is no Tribunal decision here.")
    found = dates.after_decision(facts)
    if found and is_past(found[0], facts):
        return finding(
            "R28",
            Status.CLOSED,
            f"The 28 days ended on {words(found[0].day)}; the Tribunal can be asked for more time, with reasons.",
            dates=found,
        )
    return finding("R28", Status.OPEN, "The Tribunal's decision has been sent and the time is running.", dates=found)
