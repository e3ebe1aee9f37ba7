"""Routes R16 to R19 and R21 to R23: complaints to the body itself.

Sources: Education Act 2002 s.29; Education (Independent School Standards) Regulations 2014, Schedule Part
7; Children Act 1989 s.26 with SI 2006/1738 and its statutory guidance; SI 2009/309; Local Government Act
1974. Marks on the citations say which parts come from general knowledge.
"""

from __future__ import annotations

from sendsim.law.refs import cites
from sendsim.law.route_vocabulary import Beside, Body, Consent, Force, Group, How, Part, Route, Who
from sendsim.law.routes_early import APPEAL_IDS, MEDIATION_IDS, beside_all

_SCHOOL_CANNOT = (
    "deal with what has a route of its own in law: decisions about plans, exclusion, admission",
    "order anything of the local authority",
)
_SCHOOL_BESIDE = (
    Beside("R01", How.TOGETHER),
    Beside("R14", How.TOGETHER, "The six months of a discrimination claim keep running."),
    *beside_all(APPEAL_IDS, How.TOGETHER, "On what the school did, not on the authority's decision."),
)
_SETTING_CONSENT = Consent(Part.CHOICE, Part.NOT_A_PARTY, Part.MUST_ANSWER, Part.NOT_A_PARTY)
_LA_CONSENT = Consent(Part.CHOICE, Part.MUST_ANSWER, Part.NOT_A_PARTY, Part.NOT_A_PARTY)
_HEALTH_CONSENT = Consent(Part.CHOICE, Part.NOT_A_PARTY, Part.NOT_A_PARTY, Part.MUST_ANSWER)
_OMBUDSMAN_NEXT = Beside("R20", How.AFTER, "The Ombudsman usually waits for the council's own answer.")

COMPLAINT_ROUTES: tuple[Route, ...] = (
    Route(
        id="R16",
        name="Complaint to a maintained school or nursery school",
        group=Group.COMPLAINT,
        summary="Use the governing body's own complaints procedure.",
        who=(Who.ANYONE,),
        who_note="Anyone, not parents alone.",
        about=("facilities or services the school provides, unless another process in law covers it",),
        against=(Body.MAINTAINED_SCHOOL,),
        consent=_SETTING_CONSENT,
        commissioned_by="the school",
        paid_by="free to the family",
        independence="As good practice, panel members who have not been involved before.",
        basis=cites("EA2002 s.29", "~DFESCHOOLCOMP"),
        force=Force.MORAL,
        outcome="Recommendations and undertakings.",
        can=("get an answer, an apology or a change in how the school works",),
        cannot=_SCHOOL_CANNOT,
        clocks=("school-complaint",),
        time_note="The school's own policy; usually within three months of the event.",
        beside=_SCHOOL_BESIDE,
    ),
    Route(
        id="R17",
        name="Complaint to an academy, free school, independent or non-maintained special school",
        group=Group.COMPLAINT,
        summary="Informal, then written, then a panel of three with one member from outside the school.",
        who=(Who.PARENT,),
        who_note="Parents of pupils at the school.",
        about=("anything the school's procedure covers",),
        against=(Body.ACADEMY, Body.INDEPENDENT_SCHOOL),
        consent=Consent(
            Part.CHOICE,
            Part.NOT_A_PARTY,
            Part.MUST_ANSWER,
            Part.NOT_A_PARTY,
            "The panel stage must be held if the parent asks.",
        ),
        commissioned_by="the school, its trust or its proprietor",
        paid_by="free to the family",
        independence="Three panel members not directly involved, one of them independent of the running of"
        " the school.",
        basis=cites("ISSR2014 Sch. Part 7 para.33", "~AA2010 s.1", "DFEACADEMYCOMP"),
        force=Force.MORAL,
        outcome="Recorded findings and recommendations, open to the proprietor and the head.",
        can=("get findings and recommendations, from a panel with an outside member",),
        cannot=_SCHOOL_CANNOT,
        clocks=("school-complaint",),
        time_note="The school's own policy, which must set clear time scales.",
        beside=_SCHOOL_BESIDE,
        warnings=("The Regulations of 2014 apply; those of 2010 were replaced on 5 January 2015.",),
    ),
    Route(
        id="R18",
        name="Complaint to a college or specialist post-16 provider",
        group=Group.COMPLAINT,
        summary="The college's own procedure, then the Department for Education.",
        who=(Who.YOUNG_PERSON, Who.PARENT, Who.REPRESENTATIVE),
        who_note="The student, or a parent with the student's consent.",
        about=("the college's service",),
        against=(Body.COLLEGE,),
        consent=_SETTING_CONSENT,
        commissioned_by="the college, then the Department for Education",
        paid_by="free to the student",
        independence="The Department looks from outside, at the process.",
        basis=cites("DFEPOST16"),
        force=Force.MORAL,
        outcome="An answer from the college; the Department looks at process and at the terms of funding.",
        can=("get an answer or a remedy from the college", "have the Department look at how it was handled"),
        cannot=("cover higher education courses", "order anything of the local authority"),
        clocks=("post-16-complaint",),
        time_note="The college first; the Department within twelve months of the matter.",
        beside=(
            Beside("R01", How.TOGETHER),
            Beside("R15", How.TOGETHER),
            *beside_all(APPEAL_IDS, How.TOGETHER),
        ),
    ),
    Route(
        id="R19",
        name="Complaint to the local authority",
        group=Group.COMPLAINT,
        summary="The council's own complaints procedure, about delay, provision not delivered or poor"
        " handling.",
        who=(Who.ANYONE,),
        who_note="Anyone affected.",
        about=(
            "delay at any stage of the EHC process",
            "provision in Section F that is not delivered",
            "poor communication, or faults in an annual review",
        ),
        against=(Body.LA,),
        consent=_LA_CONSENT,
        commissioned_by="the local authority",
        paid_by="free to the family",
        independence="None: it is the council's own procedure.",
        basis=cites("LGA1974 s.26", "~LGSCOCODE"),
        force=Force.MORAL,
        outcome="The council decides: a remedy, an apology, sometimes a payment.",
        can=("get an answer, an apology, action or a payment", "open the way to the Ombudsman"),
        cannot=("decide the merits of a decision that can be appealed",),
        clocks=("la-complaint",),
        time_note="The council's policy; the Ombudsman usually steps in after about twelve weeks without an"
        " answer.",
        beside=(
            Beside("R01", How.TOGETHER),
            *beside_all(MEDIATION_IDS, How.TOGETHER),
            *beside_all(APPEAL_IDS, How.TOGETHER, "On matters outside the appeal."),
            _OMBUDSMAN_NEXT,
        ),
    ),
    Route(
        id="R21",
        name="Representations about children's social care (section 26)",
        group=Group.COMPLAINT,
        summary="Three stages, with an independent person at the second and an independent panel at the"
        " third.",
        who=(Who.CHILD, Who.PARENT, Who.YOUNG_PERSON, Who.REPRESENTATIVE),
        who_note="The child, a parent, somebody with parental responsibility, or others with enough"
        " interest.",
        about=(
            "support under Part 3 of the Children Act 1989: section 17, short breaks, disabled children's"
            " services",
        ),
        against=(Body.SOCIAL_CARE, Body.LA),
        consent=_LA_CONSENT,
        commissioned_by="the local authority, which also pays for an advocate for the child",
        paid_by="free to the family",
        independence="An Independent Person beside the investigator at stage 2; three independent people at"
        " stage 3, none of them that Independent Person.",
        basis=cites(
            "CA1989 s.26(3)-(8)", "CA1989 s.26A", "CA1989REP2006 reg 8", "CA1989REP2006 reg 19", "GTBC2006"
        ),
        force=Force.MORAL,
        outcome="Findings and recommendations; the council decides, with reasons; then the Ombudsman.",
        can=("get findings on social care support, with an independent eye", "give the child an advocate"),
        cannot=("order the council to provide support", "decide about education in the plan"),
        clocks=("section-26-bring", "section-26-stage-1", "section-26-stage-2", "section-26-panel"),
        time_note="Within one year of the matter; panel to be asked for within 20 working days of the stage"
        " 2 answer.",
        beside=(
            *beside_all(
                APPEAL_IDS,
                How.TOGETHER,
                "On Section D or H and section 17; an extended appeal may be quicker.",
            ),
            *beside_all(MEDIATION_IDS, How.TOGETHER),
            _OMBUDSMAN_NEXT,
        ),
        warnings=(
            "It may be held back while it would prejudice court, tribunal or disciplinary proceedings.",
        ),
    ),
    Route(
        id="R22",
        name="Complaint about adult social care",
        group=Group.COMPLAINT,
        summary="The 2009 Regulations' procedure, for social care at 18 and over.",
        who=(Who.YOUNG_PERSON, Who.REPRESENTATIVE, Who.PARENT),
        who_note="The adult who uses the service, or a representative.",
        about=("adult social services functions",),
        against=(Body.SOCIAL_CARE, Body.LA),
        consent=_LA_CONSENT,
        commissioned_by="the responsible body",
        paid_by="free to the person",
        independence="None at this stage; the Ombudsman follows.",
        basis=cites("LASSNHS2009 reg 6", "LASSNHS2009 reg 8", "~LASSNHS2009 regs 12-14"),
        force=Force.MORAL,
        outcome="An explanation, an apology or action.",
        can=("get an explanation, an apology or action",),
        cannot=(
            "look at what has been investigated already or is with an ombudsman",
            "cover children's social care that falls under section 26",
        ),
        clocks=("nhs-complaint",),
        time_note="Twelve months from the event or from knowing of it.",
        beside=(*beside_all(APPEAL_IDS, How.TOGETHER), _OMBUDSMAN_NEXT),
    ),
    Route(
        id="R23",
        name="Complaint about the NHS",
        group=Group.COMPLAINT,
        summary="To the provider or to the commissioner: care not given, or Section G not delivered.",
        who=(Who.PARENT, Who.YOUNG_PERSON, Who.REPRESENTATIVE, Who.CHILD),
        who_note="The patient, a parent or a representative.",
        about=("NHS care or its commissioning, such as Section G not delivered",),
        against=(Body.NHS_PROVIDER, Body.ICB),
        consent=_HEALTH_CONSENT,
        commissioned_by="the responsible body",
        paid_by="free to the family",
        independence="None at this stage; the Ombudsman follows.",
        basis=cites("LASSNHS2009 reg 6", "LASSNHS2009 reg 8", "~LASSNHS2009 regs 12-14"),
        force=Force.MORAL,
        outcome="An explanation, an apology or action.",
        can=("get an explanation, an apology or action",),
        cannot=(
            "be taken in turn to both provider and commissioner about the same matter",
            "look at what was put right by word of mouth by the next working day, or is with an ombudsman",
        ),
        clocks=("nhs-complaint",),
        time_note="Twelve months from the event or from knowing of it; acknowledged in three working days.",
        beside=(
            *beside_all(APPEAL_IDS, How.TOGETHER),
            *beside_all(("R04", "R05"), How.TOGETHER),
            Beside("R24", How.AFTER, "Once the local answer is in."),
        ),
    ),
)
"""R16 to R19 and R21 to R23."""
