"""Routes R14, R15, R20, R24 to R27 and R29: discrimination, ombudsmen, government, courts, exclusion.

Sources: Equality Act 2010 Part 6 chapter 1, s.116 and Sch. 17; Local Government Act 1974 with R (Milburn) v
LGSCO [2023] EWCA Civ 207 and R (ER) v CLAE [2014] EWCA Civ 1407; Education Act 1996 ss.496 and 497;
Education Act 2005 ss.11A to 11C; Senior Courts Act 1981 s.31; SI 2012/1033. Marks on the citations tell
what was not read.
"""

from __future__ import annotations

from datetime import date

from sendsim.law.refs import cites
from sendsim.law.route_vocabulary import Beside, Body, Consent, Force, Group, How, Part, Route, Who
from sendsim.law.routes_early import APPEAL_IDS, beside_all

_TRIBUNAL = "the state: His Majesty's Courts and Tribunals Service"
_ALL_ANSWER = Consent(
    Part.CHOICE,
    Part.MUST_ANSWER,
    Part.NOT_A_PARTY,
    Part.NOT_A_PARTY,
    "The Ombudsman chooses whether to investigate.",
)

OUTSIDE_ROUTES: tuple[Route, ...] = (
    Route(
        id="R14",
        name="Disability discrimination claim against a school",
        group=Group.DISCRIMINATION,
        summary="A claim to the First-tier Tribunal that a school treated a disabled pupil unlawfully.",
        who=(Who.PARENT, Who.YOUNG_PERSON, Who.REPRESENTATIVE),
        who_note="The parent; or the pupil, once over compulsory school age.",
        about=(
            "exclusion, provision, reasonable adjustments or victimisation by a school, independent schools"
            " and maintained nursery schools included",
        ),
        against=(Body.MAINTAINED_SCHOOL, Body.ACADEMY, Body.INDEPENDENT_SCHOOL),
        consent=Consent(
            Part.CHOICE,
            Part.NOT_A_PARTY,
            Part.MUST_ANSWER,
            Part.NOT_A_PARTY,
            "A right. The school's responsible body answers: governors, trust, proprietor or, for some, the"
            " council.",
        ),
        commissioned_by=_TRIBUNAL,
        paid_by="no fee",
        independence="Decided by a judge and specialist members.",
        basis=cites("EQA2010 ss.84-89", "EQA2010 s.116", "EQA2010 Sch.17 Pt.2", "CFA2014 s.60"),
        force=Force.ORDER,
        outcome="Any order the Tribunal thinks fit, such as reinstatement, an apology, training or a new"
        " policy.",
        can=("declare what was unlawful", "order an apology, training, a change of policy or reinstatement"),
        cannot=(
            "award money",
            "be brought here against a college, a private nursery or the council as a provider of services",
            "decide about admission to maintained schools and academies",
        ),
        clocks=("discrimination",),
        time_note="Six months starting with the day of the act; three more with conciliation. No August"
        " relief.",
        beside=(
            *beside_all(APPEAL_IDS, How.TOGETHER, "May be heard with an appeal on request."),
            Beside("R29", How.TOGETHER, "After a permanent exclusion both are open."),
            Beside("R01", How.TOGETHER, "Disagreement resolution does not stop the six months."),
            *beside_all(("R16", "R17"), How.TOGETHER),
        ),
        warnings=(
            "Whether a last day that is not a working day moves to the next is not settled for these claims.",
        ),
        effective_from=date(2010, 10, 1),
    ),
    Route(
        id="R15",
        name="Equality claim in the County Court",
        group=Group.DISCRIMINATION,
        summary="A claim that a college, a private nursery or the council as a service provider"
        " discriminated.",
        who=(Who.YOUNG_PERSON, Who.PARENT, Who.CHILD, Who.REPRESENTATIVE),
        who_note="The disabled person; a child through a litigation friend.",
        about=(
            "discrimination by a further education college, a private nursery, or the council's services",
        ),
        against=(Body.COLLEGE, Body.EARLY_YEARS, Body.LA, Body.SOCIAL_CARE),
        consent=Consent(Part.CHOICE, Part.MUST_ANSWER, Part.MUST_ANSWER, Part.NOT_A_PARTY, "A right."),
        commissioned_by="the state: the courts",
        paid_by="court fees apply; the loser may have to pay costs",
        independence="Decided by a judge.",
        basis=cites("~EQA2010 s.114", "~EQA2010 s.118"),
        force=Force.ORDER,
        outcome="A judgment: compensation, a declaration, an order to act.",
        can=("award compensation", "declare what was unlawful"),
        cannot=("hear claims against schools, which go to the First-tier Tribunal",),
        clocks=("county-court",),
        time_note="Six months less a day from the act.",
        beside=(*beside_all(APPEAL_IDS, How.TOGETHER), Beside("R18", How.TOGETHER)),
        effective_from=date(2010, 10, 1),
        mark="general_knowledge",
    ),
    Route(
        id="R20",
        name="Local Government and Social Care Ombudsman",
        group=Group.OMBUDSMAN,
        summary="Free and independent: was the council at fault, and what harm did it do?",
        who=(Who.ANYONE,),
        who_note="A person affected, once the council has had a fair chance to answer.",
        about=("fault by the council that caused injustice, such as delay or provision not delivered",),
        against=(Body.LA, Body.SOCIAL_CARE),
        consent=_ALL_ANSWER,
        commissioned_by="Parliament",
        paid_by="free to the family",
        independence="Independent of councils and of government.",
        basis=cites(
            "LGA1974 ss.24A-26D",
            "LGA1974 s.26(6)(a)",
            "LGA1974 s.26B",
            "LGA1974 s.34",
            "CASE:Milburn",
            "CASE:ER",
        ),
        force=Force.MORAL,
        outcome="Recommendations, nearly always followed, and a public decision. No court enforces them.",
        can=("recommend an apology, a payment, provision made good, or a change in how the council works",),
        cannot=(
            "look at what was or could have been before the Tribunal, or cannot be parted from it",
            "look at how the council conducted an appeal",
            "look into the inside running of a school",
        ),
        clocks=("lgsco", "lgsco-answer"),
        time_note="Within twelve months of becoming aware, with discretion to go further back.",
        beside=(
            Beside(
                "R19", How.FIRST, "The council's own complaint comes first, or about twelve weeks of silence."
            ),
            *beside_all(
                APPEAL_IDS, How.SEPARATE_MATTERS, "Delay before the decision, Section F not delivered."
            ),
        ),
        needs_first=("R19",),
        warnings=("The bar begins when a decision that can be appealed is given.",),
        effective_from=date(2008, 4, 1),
    ),
    Route(
        id="R24",
        name="Parliamentary and Health Service Ombudsman",
        group=Group.OMBUDSMAN,
        summary="Free and independent: was the NHS at fault? A joint team looks where care and health are"
        " tangled.",
        who=(Who.PARENT, Who.YOUNG_PERSON, Who.REPRESENTATIVE, Who.CHILD),
        who_note="The patient, a parent or a representative, after the NHS's own answer.",
        about=("fault or failure of service in the NHS",),
        against=(Body.NHS_PROVIDER, Body.ICB),
        consent=Consent(
            Part.CHOICE,
            Part.NOT_A_PARTY,
            Part.NOT_A_PARTY,
            Part.MUST_ANSWER,
            "The Ombudsman chooses whether to investigate.",
        ),
        commissioned_by="Parliament",
        paid_by="free to the family",
        independence="Independent of the NHS and of government.",
        basis=cites("~HSCA1993 s.3", "~HSCA1993 s.9"),
        force=Force.MORAL,
        outcome="Recommendations.",
        can=("recommend an apology, a payment or action",),
        cannot=("take the place of a court claim for clinical negligence",),
        clocks=("phso",),
        time_note="Within twelve months of knowing.",
        beside=(
            Beside("R23", How.FIRST, "Unless a recommendation of the Tribunal was refused."),
            *beside_all(APPEAL_IDS, How.SEPARATE_MATTERS),
        ),
        needs_first=("R23",),
        effective_from=date(1996, 4, 1),
        mark="general_knowledge",
    ),
    Route(
        id="R25",
        name="Complaint to the Secretary of State",
        group=Group.OMBUDSMAN,
        summary="That a council or a maintained school acts unreasonably or fails in a duty.",
        who=(Who.ANYONE,),
        who_note="Anyone.",
        about=("a body acting unreasonably (section 496) or failing in a duty (section 497)",),
        against=(Body.LA, Body.MAINTAINED_SCHOOL),
        consent=Consent(
            Part.CHOICE,
            Part.MUST_ANSWER,
            Part.MUST_ANSWER,
            Part.NOT_A_PARTY,
            "The Secretary of State chooses whether to act.",
        ),
        commissioned_by="government",
        paid_by="free to the family",
        independence="A government department.",
        basis=cites("EA1996 s.496", "EA1996 s.497", "~EA1996 s.497A", "~CFA2014 s.83(7)"),
        force=Force.ORDER,
        outcome="A direction or, under section 497, an order that a court can enforce.",
        can=("direct a council or a maintained school to act",),
        cannot=(
            "be used about academies, which are looked at through their funding agreements",
            "normally take up what could be appealed",
        ),
        clocks=(),
        time_note="No fixed limit; local routes come first and it is slow.",
        beside=(
            *beside_all(("R16", "R19"), How.FIRST, "Local routes first."),
            *beside_all(APPEAL_IDS, How.SEPARATE_MATTERS),
        ),
        needs_first=("R16", "R19"),
        effective_from=date(1996, 11, 1),
    ),
    Route(
        id="R26",
        name="Telling Ofsted",
        group=Group.OMBUDSMAN,
        summary="About a school or early years provider as a whole: quality, leadership, safeguarding.",
        who=(Who.PARENT, Who.ANYONE),
        who_note="A registered parent, or anyone for early years.",
        about=("matters that touch the whole school: quality, leadership, how safeguarding works",),
        against=(Body.MAINTAINED_SCHOOL, Body.ACADEMY, Body.EARLY_YEARS),
        consent=Consent(
            Part.CHOICE,
            Part.NOT_A_PARTY,
            Part.MUST_ANSWER,
            Part.NOT_A_PARTY,
            "Ofsted chooses whether to look into it.",
        ),
        commissioned_by="the state",
        paid_by="free to the family",
        independence="An independent inspectorate.",
        basis=cites("EA2005 ss.11A-11C", "~EIPC2007"),
        force=Force.NONE,
        outcome="It may inform an inspection or bring one forward.",
        can=("inform or bring forward an inspection",),
        cannot=("put right one child's case",),
        clocks=(),
        time_note="No limit in law.",
        beside=(*beside_all(APPEAL_IDS, How.TOGETHER), *beside_all(("R16", "R17"), How.TOGETHER)),
        effective_from=date(2007, 4, 1),
    ),
    Route(
        id="R27",
        name="Judicial review",
        group=Group.COURT,
        summary="Asks the High Court whether a public body acted lawfully, such as a plan not delivered.",
        who=(Who.CHILD, Who.YOUNG_PERSON, Who.PARENT, Who.REPRESENTATIVE),
        who_note="Somebody with enough interest, often the child through a litigation friend.",
        about=(
            "an unlawful decision, policy or failure to act: section 42 provision not made, a refusal to"
            " mediate, limits missed",
        ),
        against=(Body.LA, Body.MAINTAINED_SCHOOL, Body.ACADEMY, Body.ICB, Body.SOCIAL_CARE),
        consent=Consent(
            Part.CHOICE,
            Part.MUST_ANSWER,
            Part.MUST_ANSWER,
            Part.MUST_ANSWER,
            "The court's permission is needed.",
        ),
        commissioned_by="the state: the High Court",
        paid_by="court fees apply; legal aid is possible; the loser may have to pay costs",
        independence="Decided by a judge.",
        basis=cites(
            "SCA1981 s.31",
            "~CPR54 r.54.5",
            "~PAPJR",
            "~LASPO2012 Sch.1 Pt.1 para.19",
            "CASE:Kumar",
            "CASE:Devon",
        ),
        force=Force.ORDER,
        outcome="An order that quashes, requires or declares; urgent interim orders are possible.",
        can=("quash a decision", "order a body to do its duty", "act urgently for the time being"),
        cannot=("normally be used where an appeal would do", "decide what provision is best"),
        clocks=("judicial-review",),
        time_note="Promptly, and three months at the latest; a letter before claim, usually with 14 days to"
        " answer.",
        beside=(*beside_all(APPEAL_IDS, How.SEPARATE_MATTERS), *beside_all(("R19", "R20"), How.TOGETHER)),
        warnings=("Early legal advice matters here: time is short and costs can follow.",),
        effective_from=date(2000, 10, 2),
    ),
    Route(
        id="R29",
        name="Permanent exclusion: governors, then an independent review panel",
        group=Group.COURT,
        summary="Governors look again; then a panel, with an SEN expert if the parent asks.",
        who=(Who.PARENT, Who.YOUNG_PERSON, Who.REPRESENTATIVE),
        who_note="The parent, or the pupil from 18.",
        about=("a permanent exclusion from a maintained school or an academy",),
        against=(Body.MAINTAINED_SCHOOL, Body.ACADEMY),
        consent=Consent(
            Part.CHOICE,
            Part.NOT_A_PARTY,
            Part.MUST_ANSWER,
            Part.NOT_A_PARTY,
            "A right. The school, trust or authority must arrange the panel.",
        ),
        commissioned_by="the school, the trust or, for a maintained school, the authority",
        paid_by="free to the family",
        independence="Rules keep the panel apart from the school.",
        basis=cites("~EA2002 s.51A", "~EXCL2012"),
        force=Force.ORDER,
        outcome="The exclusion is upheld, or reconsideration is recommended, or it is quashed and must be"
        " reconsidered.",
        can=("make the governors think again", "hear an independent SEN expert"),
        cannot=("order the pupil back into the school", "deal with suspensions"),
        clocks=("exclusion-panel",),
        time_note="Ask for the panel within 15 school days.",
        beside=(
            Beside("R14", How.TOGETHER, "A discrimination claim can be brought as well."),
            Beside("R01", How.TOGETHER),
        ),
        effective_from=date(2012, 9, 1),
    ),
)
"""R14, R15, R20, R24 to R27 and R29."""
