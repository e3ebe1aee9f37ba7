"""The finder's rules for R00 to R05: talking, disagreement resolution, the certificate, mediation."""

from __future__ import annotations

from sendsim.law import finder_dates as dates
from sendsim.law.clock_answer import words
from sendsim.law.facts import SETTINGS, Asking, Decision, Facts, Stage, Topic, Tried
from sendsim.law.finder_parts import (
    DECISION_TOPICS,
    EHC_PROCESS,
    PUBLIC_BODIES,
    about_only,
    decision_is_likely,
    finding,
    is_past,
    no_standing,
    not_decided_reason,
    open_for_family,
    other_than_health,
)
from sendsim.law.finding import Finding, Status
from sendsim.law.refs import cites

_NOT_DRS = frozenset({Topic.ADMISSION, Topic.TRANSPORT, Topic.WHOLE_SCHOOL, Topic.OTHER})


def talking(facts: Facts) -> Finding:
    """R00: always open."""
    return finding(
        "R00",
        Status.OPEN,
        "Anybody may talk to anybody, with or without help, at any time.",
        "It is never a condition of mediation or of an appeal.",
    )


def disagreement_resolution(facts: Facts) -> Finding:
    """R01: any stage, plan or not, everybody agreeing; health and care inside an EHC process only."""
    if facts.asking is Asking.OTHER:
        return finding("R01", Status.NOT_FOR_THIS, "It is between parents or young people and the responsible bodies.")
    health_and_care = about_only(facts, Topic.HEALTH, Topic.SOCIAL_CARE)
    if facts.asking in PUBLIC_BODIES:
        if facts.stage in EHC_PROCESS or facts.stage is None:
            return finding(
                "R01",
                Status.OPEN,
                "An authority and a health commissioner may use it for a difference in an EHC assessment,"
                " drafting or review; with a family it may be offered, never required.",
            )
        return finding(
            "R01",
            Status.OPEN,
            "It may be offered to the family; nobody can be made to take part.",
            "Between authority and health commissioner it is for EHC assessments, drafting and reviews.",
        )
    if about_only(facts, *_NOT_DRS):
        return finding(
            "R01",
            Status.NOT_FOR_THIS,
            "The subject is not one of its four: SEN duties, special educational provision, health or care"
            " in an EHC process, or a difference between authority and health.",
        )
    if health_and_care and not facts.against & SETTINGS and facts.stage not in EHC_PROCESS:
        return finding(
            "R01",
            Status.OPEN_LATER,
            "Health and social care come within it only while an EHC assessment, reassessment, drafting or"
            " review is going on.",
        )
    reasons = [
        "It is for every child and young person with SEN, with a plan or without, at any stage.",
        "All sides have to agree to it; nobody can be made to take part, and saying no has no consequence.",
        "It stops no time limit and gives no certificate.",
    ]
    if facts.asking is Asking.SETTING:
        reasons.append("A setting may suggest it; the family chooses freely.")
    if Tried.DRS in facts.tried:
        reasons.append("It has been tried; it can be tried again if all sides agree.")
    return finding("R01", Status.OPEN, *reasons)


def certificate_needed(facts: Facts) -> bool:
    """Say whether the appeal in view needs a certificate: all but placement alone on a plan made or
    changed."""
    return not (facts.decision is Decision.PLAN_FINALISED and facts.section_i_only)


def adviser_contact(facts: Facts) -> Finding:
    """R02: before most appeals, within two months of the notice being sent."""
    refusal = no_standing(facts)
    if refusal:
        return finding("R02", Status.NOT_FOR_THIS, refusal)
    if not facts.has_appealable_decision:
        if decision_is_likely(facts):
            return finding(
                "R02",
                Status.OPEN_LATER,
                not_decided_reason(facts),
                "It opens when the authority sends a decision that can be appealed.",
            )
        return finding("R02", Status.NOT_FOR_THIS, "It goes with an appeal, and no appeal is in view here.")
    if not certificate_needed(facts):
        return finding(
            "R02",
            Status.NOT_FOR_THIS,
            "An appeal about Section I alone needs no certificate; mediation can be asked for all the same.",
            citations=cites("~CFA2014 s.55(2)"),
        )
    if facts.appeal_lodged is not None:
        return finding("R02", Status.CLOSED, "An appeal has been lodged, so this step is behind you.")
    if facts.certificate is not None:
        return finding(
            "R02",
            Status.CLOSED,
            f"The certificate was issued on {words(facts.certificate)}: this step is done.",
        )
    found = dates.certificate_contact(facts)
    reasons = ["Contact is what the law asks for; mediating is a free choice, and “no” earns the certificate."]
    if not facts.sections and facts.decision is Decision.PLAN_FINALISED:
        reasons.append("It is not needed if Section I is the only part that is appealed.")
    if found and is_past(found[0], facts):
        reasons.append(
            f"The two months ended on {words(found[0].day)}; the adviser can still be contacted, and the"
            " Tribunal asked for more time."
        )
    return open_for_family("R02", facts, *reasons, dates=found)


def _mediation(route_id: str, facts: Facts, fits: bool, misfit: str, health: str = "none") -> Finding:
    """Judge one of the three mediations; ``fits`` says whether it is the one for these issues."""
    refusal = no_standing(facts)
    if refusal:
        return finding(
            route_id,
            Status.NOT_FOR_THIS,
            "The family asks for mediation; the public body must then take part.",
        )
    if not facts.has_appealable_decision:
        only_setting = bool(facts.about) and not facts.about & DECISION_TOPICS and facts.stage not in EHC_PROCESS
        if only_setting or facts.stage is Stage.SEN_SUPPORT:
            return finding(
                route_id,
                Status.NOT_FOR_THIS,
                "Mediation in law goes with a decision that can be appealed or with a plan; there is neither"
                " here. Disagreement resolution is the voluntary service for other disagreements.",
            )
        return finding(
            route_id,
            Status.OPEN_LATER,
            not_decided_reason(facts),
            "It opens with a decision that can be appealed, or when a plan is made, changed or replaced.",
        )
    if not fits:
        return finding(route_id, Status.NOT_FOR_THIS, misfit)
    contact, arrange = dates.certificate_contact(facts), dates.mediation(facts, health)
    asked = facts.mediation_asked is not None or Tried.MEDIATION in facts.tried
    if contact and not asked and facts.certificate is None and is_past(contact[0], facts):
        return finding(
            route_id,
            Status.CLOSED,
            f"The two months for asking ended on {words(contact[0].day)}; the adviser can say what is still"
            " possible, and both sides may agree to meet.",
            warnings=("The law on asking late is not settled.",),
            dates=contact,
        )
    shown = () if asked or facts.certificate is not None else contact
    reasons = ["The family may choose it or not; the public body must arrange it and take part once asked."]
    if Tried.MEDIATION in facts.tried:
        reasons.append("It has been held once; it may go on by agreement, also after a certificate or an appeal.")
    elif facts.certificate is not None:
        reasons.append("It may still be held although there is a certificate; the time to appeal keeps running.")
    elif facts.wants_mediation is False:
        reasons.append("The family has said no so far, which it is free to do.")
    if not certificate_needed(facts):
        reasons.append("It is there for placement alone as well, although no certificate is needed.")
    return open_for_family(route_id, facts, *reasons, dates=(*shown, *arrange))


def mediation_education_care(facts: Facts) -> Finding:
    """R03: anything but health alone, where health is not in issue beside it."""
    if facts.health_in_issue and not other_than_health(facts):
        return _mediation("R03", facts, False, "Only health is in issue: the health commissioner mediates that.")
    misfit = "Health is in issue as well: one mediation with authority and health commissioner covers both."
    return _mediation("R03", facts, not facts.health_in_issue, misfit)


def mediation_health(facts: Facts) -> Finding:
    """R04: health provision in the plan, or its absence, and nothing else."""
    if facts.health_in_issue:
        misfit = "More than health is in issue: one mediation with authority and health commissioner covers both."
    else:
        misfit = "Health provision is not part of this disagreement."
    return _mediation("R04", facts, facts.health_in_issue and not other_than_health(facts), misfit, "only")


def mediation_mixed(facts: Facts) -> Finding:
    """R05: health together with anything else."""
    if facts.health_in_issue:
        misfit = "Only health is in issue."
    else:
        misfit = "Health provision is not part of this disagreement."
    return _mediation("R05", facts, facts.health_in_issue and other_than_health(facts), misfit, "mixed")
