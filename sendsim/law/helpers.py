"""Who can help: free, impartial or in the family's corner, by the facts of the disagreement.

The information, advice and support service is always among them (Children and Families Act 2014 s.32).
Nothing here recommends one route over another.
"""

from __future__ import annotations

from sendsim.law.facts import HEALTH_BODIES, SOCIAL_CARE_BODIES, Asking, Facts, Topic
from sendsim.law.finding import Helper
from sendsim.law.refs import cites

IASS = Helper(
    "iass",
    "Local information, advice and support service (IASS, SENDIASS)",
    "Impartial, free and confidential; explains every route, and may come along to mediation or the Tribunal.",
    cites("CFA2014 s.32", "CODE2015 ch.2"),
)
KEY_WORKER = Helper(
    "key-worker",
    "Key worker",
    "Where there is one: a single contact who ties things together.",
    cites("~CODE2015 2.21"),
)
SUPPORTER = Helper(
    "supporter",
    "A supporter of your own choosing",
    "One person of the family's choice may come to mediation, a lawyer included.",
    cites("SENDR2014 reg 38(1)(b)", "CASE:Kumar"),
)
ADVISER = Helper(
    "mediation-adviser",
    "Mediation adviser",
    "Tells the family about mediation and issues the certificate; named in the decision letter.",
    cites("CFA2014 s.56", "SENDR2014 reg 32"),
)
ADVOCATE = Helper(
    "advocate",
    "Advocate",
    "For a child or young person who makes representations about social care; the council arranges it.",
    cites("CA1989 s.26A"),
)
NHS_ADVOCACY = Helper(
    "nhs-advocacy",
    "Independent NHS complaints advocacy",
    "Free help with a complaint about the NHS.",
    cites("~LASSNHS2009"),
)
LEGAL_AID = Helper(
    "legal-aid",
    "Legal advice and legal aid",
    "For appeals legal aid covers preparation and experts; for judicial review and discrimination it may"
    " cover more. Means and merits are tested.",
    cites("LASPO2012 s.10", "~LASPO2012 Sch.1 Pt.1"),
)
EQUALITY_ADVICE = Helper(
    "equality-advice",
    "Equality advice",
    "A national helpline advises on discrimination; conciliation arranged by the equality commission gives more time.",
    cites("~EQA2006 s.27"),
)
REPRESENTATION = Helper(
    "capacity",
    "Help with decisions, and an alternative person",
    "Support to decide comes first; an alternative person acts where capacity is lacking for the decision.",
    cites("CFA2014 s.80", "~MCA2005 s.1"),
)


def helpers_for(facts: Facts) -> tuple[Helper, ...]:
    """Return who can help with this disagreement."""
    found = [IASS, KEY_WORKER]
    if facts.has_appealable_decision:
        found += [ADVISER, SUPPORTER]
    young = facts.asking in {Asking.CHILD, Asking.YOUNG_PERSON}
    if facts.care_in_issue or facts.against & SOCIAL_CARE_BODIES or young:
        found.append(ADVOCATE)
    if facts.health_in_issue or facts.against & HEALTH_BODIES:
        found.append(NHS_ADVOCACY)
    if facts.has_appealable_decision or facts.about & {
        Topic.UNLAWFUL_ACT,
        Topic.NOT_DELIVERED,
        Topic.DISCRIMINATION,
    }:
        found.append(LEGAL_AID)
    if Topic.DISCRIMINATION in facts.about or facts.disability:
        found.append(EQUALITY_ADVICE)
    if facts.lacks_capacity or facts.asking is Asking.REPRESENTATIVE:
        found.append(REPRESENTATION)
    return tuple(found)


NONE_FIT_TEXT = (
    "If none of these fits, you have not run out of people to ask. The local information, advice and support"
    " service is free, impartial and confidential, and hears about situations that no list foresees."
)
"""What to say where no route fits, and at the foot of every answer."""
