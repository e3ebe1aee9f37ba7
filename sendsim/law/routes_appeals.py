"""Routes R06 to R13 and R28: appeals to the First-tier Tribunal, the extended appeal, and what may follow.

Sources: Children and Families Act 2014 ss.45, 51 and 55; SEND Regulations 2014 regs 43 to 45; HESC Rules
2008; SI 2017/1306. That there is no fee, and the costs rule, are from general knowledge.
"""

from __future__ import annotations

from datetime import date

from sendsim.law.citation import Citation
from sendsim.law.refs import cites
from sendsim.law.route_vocabulary import Beside, Body, Consent, Force, Group, How, Part, Route, Who
from sendsim.law.routes_early import APPEAL_IDS, MEDIATION_IDS, beside_all

_CONSENT = Consent(
    Part.CHOICE,
    Part.MUST_ANSWER,
    Part.NOT_A_PARTY,
    Part.NOT_A_PARTY,
    "A right of the parent or young person. A school has no right of appeal.",
)
_WHO_NOTE = (
    "The parent until the child's compulsory school age ends (last Friday in June of the school year of the"
    " sixteenth birthday); after that the young person, up to 25, or an alternative person if the young"
    " person lacks capacity."
)
_COMMON_BASIS = ("TCEA2007 s.22", "HESC2008 r.20", "SENDR2014 regs 43-45")
_CANNOT = (
    "change Sections A, E or J, or award money",
    "decide about transport, or about a refusal of a personal budget",
    "deal with delay where no decision has been made",
)
_CANNOT_SECTIONS = "order anything in Sections C, D, G or H (only recommend, in an extended appeal)"


def _appeal(
    key: str,
    name: str,
    summary: str,
    about: tuple[str, ...],
    basis: tuple[str, ...],
    can: tuple[str, ...],
    cannot: tuple[str, ...] = (),
    *,
    certificate: bool = True,
    extended: bool = True,
    time_note: str = "",
    warnings: tuple[str, ...] = (),
) -> Route:
    """Build one of the appeals to the First-tier Tribunal."""
    later = "The later of two months from the notice being sent and one month from the certificate; then the relief of"
    return Route(
        id=key,
        name=name,
        group=Group.APPEAL,
        summary=summary,
        who=(Who.PARENT, Who.YOUNG_PERSON, Who.REPRESENTATIVE),
        who_note=_WHO_NOTE,
        about=about,
        against=(Body.LA,),
        consent=_CONSENT,
        commissioned_by="the state: His Majesty's Courts and Tribunals Service",
        paid_by="no fee; each side bears its own costs unless somebody acts unreasonably",
        independence="Decided by a judge and specialist members.",
        basis=_basis(*basis, *(("CFA2014 s.55",) if certificate else ("~CFA2014 s.55(2)",))),
        force=Force.ORDER,
        outcome="An order that binds the authority, with a timetable.",
        can=can,
        cannot=(
            *_CANNOT,
            _CANNOT_SECTIONS if extended else "be extended to health or social care: a refusal to assess is left out",
            *cannot,
        ),
        clocks=(
            "appeal",
            *(("certificate",) if certificate else ()),
            "la-response",
            "order",
            "after-decision",
        ),
        time_note=time_note or f"{later} rule 12; received by 5 pm on the day.",
        beside=(
            *((Beside("R02", How.FIRST, "The certificate is sent with the appeal."),) if certificate else ()),
            *beside_all(MEDIATION_IDS, How.TOGETHER, "Mediation may go on; the time to appeal keeps running."),
            Beside("R01", How.TOGETHER),
            *((Beside("R13", How.PART_OF, "Health and social care can be added."),) if extended else ()),
            Beside("R14", How.TOGETHER, "A discrimination claim can be heard with it on request."),
            Beside("R19", How.TOGETHER, "On matters outside the appeal."),
            Beside("R20", How.SEPARATE_MATTERS, "Such as delay before the decision."),
            Beside("R21", How.TOGETHER),
            Beside("R23", How.TOGETHER),
            Beside("R27", How.SEPARATE_MATTERS, "A court will seldom take a point that the appeal can decide."),
            Beside("R28", How.AFTER),
        ),
        needs_first=("R02",) if certificate else (),
        warnings=warnings,
    )


def _basis(*texts: str) -> tuple[Citation, ...]:
    """Return the citations of an appeal: its own first, then those that all share."""
    return cites(*texts, *_COMMON_BASIS, "~HESC2008 r.10")


APPEAL_ROUTES: tuple[Route, ...] = (
    _appeal(
        "R06",
        "Appeal: refusal to assess",
        "Ask the Tribunal to order an EHC needs assessment that the authority has refused.",
        ("the authority's refusal of a request for an EHC needs assessment",),
        ("CFA2014 s.51(2)(a)", "CFA2014 s.36", "?RECS2017 reg 4"),
        ("order an assessment", "uphold the refusal"),
        extended=False,
    ),
    _appeal(
        "R07",
        "Appeal: refusal to issue a plan",
        "Ask the Tribunal to order a plan, after an assessment that ended without one.",
        ("the authority's decision, after an assessment, that no plan is needed",),
        ("CFA2014 s.51(2)(b)", "CFA2014 s.37"),
        ("order a plan", "send the matter back for a fresh decision", "uphold the decision"),
    ),
    _appeal(
        "R08",
        "Appeal: what the plan says (Sections B and F, with or without I)",
        "Ask the Tribunal to change needs (B) or special educational provision (F), and the placement (I) if wanted.",
        ("Section B, Section F or both, with or without Section I, when a plan is first final, changed or replaced",),
        ("CFA2014 s.51(2)(c)",),
        ("order changes to Sections B, F and I", "leave the plan as it is"),
    ),
    _appeal(
        "R09",
        "Appeal: placement alone (Section I)",
        "Ask the Tribunal about the school or other setting, or its type, or that none is named.",
        ("the setting named in Section I, the type named, or that neither is named",),
        ("CFA2014 s.51(2)(c)(iii)-(iv)",),
        ("order a setting, or a type of setting, to be named", "leave Section I as it is"),
        ("look at Sections B and F: adding them means a certificate is needed",),
        certificate=False,
        time_note="Two months from the notice being sent, then the relief of rule 12; received by 5 pm on the day.",
        warnings=(
            "It is not settled whether a certificate that was not needed lengthens the time; the two-month"
            " date is the safe one.",
            "The right to mediate is there all the same.",
        ),
    ),
    _appeal(
        "R10",
        "Appeal: refusal to reassess",
        "Ask the Tribunal to order a reassessment that was asked for and refused.",
        ("the authority's refusal of a request for a reassessment",),
        ("CFA2014 s.51(2)(d)", "CFA2014 s.44"),
        ("order a reassessment", "uphold the refusal"),
    ),
    _appeal(
        "R11",
        "Appeal: plan left unchanged after a review or reassessment",
        "Ask the Tribunal to change a plan that the authority has decided not to change or replace.",
        ("the decision not to amend or replace the plan after a review or reassessment",),
        ("CFA2014 s.51(2)(e)",),
        ("order changes to Sections B, F and I", "leave the plan as it is"),
    ),
    _appeal(
        "R12",
        "Appeal: ending a plan",
        "Ask the Tribunal to keep a plan that the authority has decided to end.",
        ("the decision to cease to maintain the plan",),
        ("CFA2014 s.51(2)(f)", "CFA2014 s.45", "SENDR2014 reg 31"),
        ("order the plan to be kept, with or without changes", "uphold the ending"),
        warnings=("The plan stays in force until the time to appeal is over or the appeal is decided.",),
    ),
    Route(
        id="R13",
        name="Extended appeal: health and social care recommendations",
        group=Group.APPEAL,
        summary="Ask, within an appeal, for recommendations on health or social care needs and provision.",
        who=(Who.PARENT, Who.YOUNG_PERSON, Who.REPRESENTATIVE),
        who_note="Whoever brings the appeal it is added to.",
        about=("Sections C, D, G, H1 and H2, in any appeal but one against a refusal to assess",),
        against=(Body.LA, Body.ICB, Body.SOCIAL_CARE),
        consent=Consent(
            Part.CHOICE,
            Part.MUST_ANSWER,
            Part.NOT_A_PARTY,
            Part.MUST_ANSWER,
            "An optional addition. Health and social care are asked for evidence; the authority is the party.",
        ),
        commissioned_by="the state: His Majesty's Courts and Tribunals Service",
        paid_by="no fee",
        independence="Decided by a judge and specialist members.",
        basis=cites("?RECS2017 regs 4-7", "~RECS2017 reg 7"),
        force=Force.MORAL,
        outcome="A recommendation. The body answers in writing within five weeks, with steps or with reasons.",
        can=("recommend health or social care needs and provision to be written into the plan",),
        cannot=(
            "order health or social care provision",
            "stand alone, or go on after the education ground has gone",
            "be added to an appeal against a refusal to assess",
        ),
        clocks=("recommendation",),
        time_note="As the appeal itself; the bodies answer a recommendation within five weeks.",
        beside=(
            *beside_all(tuple(key for key in APPEAL_IDS if key != "R06"), How.PART_OF),
            Beside(
                "R20",
                How.AFTER,
                "If social care refuses: straight to the Ombudsman, without a local complaint.",
            ),
            Beside("R24", How.AFTER, "If health refuses: straight to the Ombudsman, without a local complaint."),
            Beside("R27", How.AFTER),
        ),
        effective_from=date(2018, 4, 3),
    ),
    Route(
        id="R28",
        name="After a Tribunal decision: correct, set aside, review, permission to appeal",
        group=Group.APPEAL,
        summary="Ask the Tribunal to put a slip right, set its decision aside, review it, or let an appeal go up.",
        who=(Who.PARENT, Who.YOUNG_PERSON, Who.REPRESENTATIVE, Who.PUBLIC_BODY),
        who_note="Either party to the case.",
        about=(
            "something unfair in how the case was handled (setting aside)",
            "circumstances that have changed (review)",
            "a mistake of law (appeal to the Upper Tribunal)",
        ),
        against=(Body.LA, Body.MAINTAINED_SCHOOL, Body.ACADEMY, Body.INDEPENDENT_SCHOOL),
        consent=Consent(
            Part.CHOICE,
            Part.CHOICE,
            Part.CHOICE,
            Part.NOT_A_PARTY,
            "Permission is needed to go to the Upper Tribunal.",
        ),
        commissioned_by="the state: His Majesty's Courts and Tribunals Service",
        paid_by="no fee",
        independence="Decided by judges.",
        basis=cites("TCEA2007 s.9", "TCEA2007 s.11", "~HESC2008 rr.44-49", "~UTR2008 r.21"),
        force=Force.ORDER,
        outcome="A changed or fresh decision; the Upper Tribunal usually sends the case back.",
        can=("correct, set aside or review the decision", "let a point of law go to the Upper Tribunal"),
        cannot=("be used only because the facts were seen differently",),
        clocks=("after-decision",),
        time_note="28 days from the decision being sent; then one month to ask the Upper Tribunal itself.",
        beside=beside_all(APPEAL_IDS, How.FIRST, "There is a decision to look at only after one of these."),
        mark="general_knowledge",
    ),
)
"""R06 to R13, and R28."""
