"""Routes R00 to R05: talking, disagreement resolution, the mediation contact, and mediation.

Sources: Children and Families Act 2014 ss.19, 32 and 52 to 57 with their explanatory notes; SEND
Regulations 2014 regs 32 to 42; SEND Code chapters 2 and 11; R (Kumar) v Hillingdon [2020] EWHC 3326
(Admin).
"""

from __future__ import annotations

from sendsim.law.refs import cites
from sendsim.law.route_vocabulary import Beside, Body, Consent, Force, Group, How, Part, Route, Who

APPEAL_IDS = ("R06", "R07", "R08", "R09", "R10", "R11", "R12")
CERTIFICATE_APPEAL_IDS = tuple(key for key in APPEAL_IDS if key != "R09")
MEDIATION_IDS = ("R03", "R04", "R05")


def beside_all(others: tuple[str, ...], how: How, note: str = "") -> tuple[Beside, ...]:
    """Say the same thing about several other routes."""
    return tuple(Beside(other, how, note) for other in others)


_AFTER_DECISION = (
    "Parent or young person, after a decision that can be appealed, or when a plan is made, changed or replaced."
)
_ATTENDANCE = (
    "The family may bring one advocate or supporter. The child comes if parent and mediator agree, a young"
    " person's parent if the young person and the mediator agree, anybody else if all parties or, failing"
    " that, the mediator agree."
)
_MEDIATION_CLOCKS = ("certificate-contact", "mediation", "certificate", "agreement")
_MEDIATION_CAN = (
    "reach a written agreement with dates on any point in issue",
    "settle part and leave the rest for an appeal",
    "go on after the certificate has been issued, and after an appeal has been lodged",
)
_MEDIATION_CANNOT = (
    "bind a school, college or other body that is not a party",
    "decide anything against the will of either side",
    "stop or lengthen the time to appeal",
)
_MEDIATION_BESIDE = (
    *beside_all(APPEAL_IDS, How.TOGETHER, "The time to appeal keeps running while mediation goes on."),
    Beside("R01", How.TOGETHER, "Disagreement resolution may be used while waiting for mediation."),
    Beside("R02", How.FIRST, "The contact with the adviser is how mediation is asked for."),
    Beside("R14", How.TOGETHER, "A discrimination claim has its own six months, which mediation does not stop."),
)

EARLY_ROUTES: tuple[Route, ...] = (
    Route(
        id="R00",
        name="Talking it through, with information, advice and support",
        group=Group.EARLY,
        summary="Talk with the setting, the authority, health or care, with help from the impartial local"
        " service (IASS) or a key worker if wanted.",
        who=(Who.ANYONE,),
        who_note="Anyone: parent, child, young person, school or professional.",
        about=("anything at all",),
        against=(
            Body.LA,
            Body.MAINTAINED_SCHOOL,
            Body.ACADEMY,
            Body.INDEPENDENT_SCHOOL,
            Body.COLLEGE,
            Body.EARLY_YEARS,
            Body.ICB,
            Body.NHS_PROVIDER,
            Body.SOCIAL_CARE,
        ),
        consent=Consent(Part.CHOICE, Part.CHOICE, Part.CHOICE, Part.CHOICE, "Fully voluntary."),
        commissioned_by="the local authority pays for the IASS, which works at arm's length from it",
        paid_by="free to the family",
        independence="The service must be impartial, and its advice is based on the law.",
        basis=cites("CFA2014 s.32", "CFA2014 s.19", "CODE2015 ch.2", "CODE2015 2.8"),
        force=Force.NONE,
        outcome="Whatever those in the room agree; put it in writing.",
        can=("settle a misunderstanding quickly", "get reasons and a dated plan of next steps"),
        cannot=("be made a condition of mediation or of an appeal", "stop or lengthen any time limit"),
        clocks=(),
        time_note="No limit in law. It stops no other clock.",
        beside=beside_all(("R01", *MEDIATION_IDS, *APPEAL_IDS), How.TOGETHER),
    ),
    Route(
        id="R01",
        name="Disagreement resolution service (DRS)",
        group=Group.EARLY,
        summary="An independent facilitator helps all sides settle a disagreement early, with or without a plan.",
        who=(Who.PARENT, Who.YOUNG_PERSON, Who.PUBLIC_BODY),
        who_note="Parent of a child with SEN, or a young person with SEN; no plan is needed. The authority"
        " and a health commissioner may use it between themselves.",
        about=(
            "how an authority, school, nursery, college or other education body carries out its SEN duties",
            "the special educational provision that any early years, school or post-16 setting makes",
            "health or social care provision, while an EHC assessment, reassessment, drafting or review is going on",
            "a difference between the authority and a health commissioner in those same processes",
        ),
        against=(
            Body.LA,
            Body.MAINTAINED_SCHOOL,
            Body.ACADEMY,
            Body.INDEPENDENT_SCHOOL,
            Body.COLLEGE,
            Body.EARLY_YEARS,
            Body.ICB,
        ),
        consent=Consent(
            Part.CHOICE,
            Part.CHOICE,
            Part.CHOICE,
            Part.CHOICE,
            "Everybody has to agree to it, nobody can be made to, and nothing follows from saying no.",
        ),
        commissioned_by="the local authority, which must have the arrangements in place",
        paid_by="free to the family; some authorities recharge a school or college that is the other side",
        independence="The facilitator may not be employed by any local authority in England, an integrated"
        " care board or NHS England. Being paid under a contract is no bar: employment is.",
        basis=cites("CFA2014 s.57", "CODE2015 11.6-11.10", "~CFA2014 s.57(8)"),
        force=Force.MORAL,
        outcome="A written agreement that is not legally binding. The duties beneath it stay enforceable.",
        can=(
            "settle matters that no appeal covers, such as what a school does day to day",
            "be used at any stage, also while waiting for mediation or a hearing",
        ),
        cannot=(
            "give a mediation certificate",
            "pause or lengthen the time to appeal or to bring a claim",
            "make anybody take part or keep to what was agreed",
            "deal with health or social care outside an EHC assessment, drafting or review",
        ),
        clocks=(),
        time_note="No limit in law. It stops no other clock.",
        beside=(
            *beside_all(APPEAL_IDS, How.TOGETHER, "It does not touch the right to appeal or the time for it."),
            *beside_all(MEDIATION_IDS, How.TOGETHER),
            Beside("R14", How.TOGETHER, "The six months of a discrimination claim keep running."),
            *beside_all(("R16", "R17", "R18", "R19", "R29"), How.TOGETHER),
        ),
    ),
    Route(
        id="R02",
        name="Contact with the mediation adviser, and the certificate",
        group=Group.MEDIATION,
        summary="Before most appeals the family hears about mediation from an adviser and says yes or no to it.",
        who=(Who.PARENT, Who.YOUNG_PERSON, Who.REPRESENTATIVE),
        who_note="Parent or young person who wants to appeal, other than about the placement (Section I) alone.",
        about=("hearing what mediation is, and telling the adviser whether the family wants it",),
        against=(Body.NOBODY,),
        consent=Consent(
            Part.MUST_TAKE_PART,
            Part.NOT_A_PARTY,
            Part.NOT_A_PARTY,
            Part.NOT_A_PARTY,
            "The contact comes before most appeals; mediating does not. Saying no still earns the certificate.",
        ),
        commissioned_by="the local authority",
        paid_by="free to the family",
        independence="The adviser may not be employed by a local authority in England, an integrated care"
        " board or NHS England.",
        basis=cites("CFA2014 s.52", "CFA2014 s.55", "CFA2014 s.56", "SENDR2014 regs 32-34", "SENDR2014 regs 39-40"),
        force=Force.NONE,
        outcome="A certificate, which opens the door to the Tribunal.",
        can=("give the certificate within three working days of hearing that the family will not mediate",),
        cannot=(
            "be refused because the family does not want to mediate",
            "be asked for where only Section I is appealed, or for a discrimination claim",
        ),
        clocks=("certificate-contact", "certificate"),
        time_note="Contact within two months of the notice being sent; the certificate within three working days.",
        beside=(
            Beside("R01", How.TOGETHER),
            *beside_all(CERTIFICATE_APPEAL_IDS, How.AFTER, "These appeals need the certificate first."),
            Beside("R09", How.TOGETHER, "Not needed for an appeal about Section I alone."),
        ),
        warnings=(
            "After the two months the adviser is thought to issue a certificate without opening mediation,"
            " and the family asks the Tribunal for more time; the law on this is not settled.",
        ),
    ),
    Route(
        id="R03",
        name="Mediation on education or social care",
        group=Group.MEDIATION,
        summary="A meeting with an independent mediator about the decision or the plan, other than health.",
        who=(Who.PARENT, Who.YOUNG_PERSON, Who.REPRESENTATIVE),
        who_note=_AFTER_DECISION,
        about=("any part of the decision or of the plan except its health part alone",),
        against=(Body.LA,),
        consent=Consent(
            Part.CHOICE,
            Part.MUST_TAKE_PART,
            Part.CHOICE,
            Part.NOT_A_PARTY,
            f"The authority must arrange it and send somebody who can settle the issues. {_ATTENDANCE}",
        ),
        commissioned_by="the local authority",
        paid_by="the local authority; the family's reasonable expenses can be claimed",
        independence="The mediator may not be employed by a local authority in England.",
        basis=cites("CFA2014 s.52", "CFA2014 s.54", "CFA2014 s.56(1)(g)", "SENDR2014 regs 32-42", "CASE:Kumar"),
        force=Force.STATUTORY_AGREEMENT,
        outcome="A written agreement that binds the authority, on the timetable of an order where the matter"
        " could have been appealed and within two weeks where it could not.",
        can=_MEDIATION_CAN,
        cannot=_MEDIATION_CANNOT,
        clocks=_MEDIATION_CLOCKS,
        time_note="To be arranged within 30 days (calendar) of the authority being told that the family wants it.",
        beside=_MEDIATION_BESIDE,
        warnings=("Whether the 30 days are for holding the meeting or for fixing it is read in both ways.",),
    ),
    Route(
        id="R04",
        name="Mediation on health alone",
        group=Group.MEDIATION,
        summary="A meeting with the health commissioner about the health provision in the plan, or its absence.",
        who=(Who.PARENT, Who.YOUNG_PERSON, Who.REPRESENTATIVE),
        who_note=_AFTER_DECISION + " The family says what health provision it seeks.",
        about=("the health provision in the plan, or that there is none",),
        against=(Body.ICB,),
        consent=Consent(
            Part.CHOICE,
            Part.NOT_A_PARTY,
            Part.NOT_A_PARTY,
            Part.MUST_TAKE_PART,
            "The commissioner must arrange it; the authority need not be there, but it must pass the request on.",
        ),
        commissioned_by="the integrated care board (or other responsible commissioner)",
        paid_by="the integrated care board",
        independence="The mediator may not be employed by a local authority, an integrated care board or NHS England.",
        basis=cites("CFA2014 s.53", "CFA2014 s.53(3)", "SENDR2014 regs 35-42"),
        force=Force.STATUTORY_AGREEMENT,
        outcome="A written agreement that binds the commissioner; it tells the authority within one week.",
        can=_MEDIATION_CAN,
        cannot=(*_MEDIATION_CANNOT, "open an appeal about health alone"),
        clocks=("certificate-contact", "mediation", "certificate", "agreement"),
        time_note="To be arranged within 30 days of the commissioner being told.",
        beside=(*_MEDIATION_BESIDE, Beside("R23", How.TOGETHER)),
        mark="general_knowledge",
    ),
    Route(
        id="R05",
        name="Mediation on health together with education or social care",
        group=Group.MEDIATION,
        summary="One meeting with the authority and the health commissioners about both.",
        who=(Who.PARENT, Who.YOUNG_PERSON, Who.REPRESENTATIVE),
        who_note=_AFTER_DECISION,
        about=("health provision together with any other part of the decision or plan",),
        against=(Body.LA, Body.ICB),
        consent=Consent(
            Part.CHOICE,
            Part.MUST_TAKE_PART,
            Part.CHOICE,
            Part.MUST_TAKE_PART,
            f"The authority arranges; it and each commissioner concerned must take part. {_ATTENDANCE}",
        ),
        commissioned_by="the local authority arranges",
        paid_by="the public bodies; the family's reasonable expenses can be claimed",
        independence="The mediator may not be employed by a local authority, an integrated care board or NHS England.",
        basis=cites("CFA2014 s.53", "~CFA2014 s.53(4)", "SENDR2014 regs 32-42"),
        force=Force.STATUTORY_AGREEMENT,
        outcome="A written agreement that binds each public body that is a party, on a timetable.",
        can=_MEDIATION_CAN,
        cannot=_MEDIATION_CANNOT,
        clocks=_MEDIATION_CLOCKS,
        time_note="To be arranged within 30 days of the authority being told.",
        beside=(*_MEDIATION_BESIDE, Beside("R23", How.TOGETHER)),
    ),
)
"""R00 to R05."""
