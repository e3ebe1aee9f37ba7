"""The SEND dispute pathway, told in the vocabulary: the one file a lawyer and a planner read together.

A disagreement begins with a decision of the authority (nine kinds), or with what a setting, the authority, the health
service or social care does or fails to do. From there it may end early by talking; by disagreement resolution
(voluntary for every party, without a clock, binding in honour only); by mediation (which the authority or the health
commissioner must join once asked); by concession or agreement while an appeal waits; by the Tribunal's decision; by a
complaint; or because the family withdraws, gives up, moves or runs out of time. Numbers are names here: the plan holds
each with its evidence, and each way out cites its rule or names such a number.

Rules: CFA = Children and Families Act 2014; SENDR = Special Educational Needs and Disability Regulations 2014
(SI 2014/1530); HESC = Tribunal Procedure (First-tier Tribunal) (Health, Education and Social Care Chamber) Rules 2008
(SI 2008/2699); RECS = SEN and Disability (First-tier Tribunal Recommendations Power) Regulations 2017 (SI 2017/1306);
EqA = Equality Act 2010; CA = Children Act 1989; CAR = Children Act 1989 Representations Procedure (England)
Regulations 2006 (SI 2006/1738); NHSR = SI 2009/309; LGA = Local Government Act 1974; EA = Education Act 1996; Code =
SEND Code of Practice (January 2015). "gk" marks a number of a rule given from general knowledge, primary text not
read. "practice" marks what is usual but no rule.

Three kinds of bindingness are kept apart: an order (SENDR reg 44), a statutory agreement (reg 42), and what binds in
honour only (disagreement resolution, recommendations, the ombudsmen).

A case is in one place at a time. So disagreement resolution beside an appeal takes up the weeks in which evidence is
gathered, whose length the directions fix; mediation beside an appeal is held once the evidence is in; and what is
settled by talking, by whatever means, while the appeal stands in the list is the reason "agreed" to leave it. Each
limit of the appeal runs on, and where nothing is agreed its dates are those it would have had; an appeal decided on the
papers alone has neither beside it. A complaint that runs beside an appeal is a stream of its own.

A family that comes back after a review disputes the same kind of thing as before. One whose first plan was refused and
later made counts, if it then disputes that plan, among the streams about plans, which are worked back from all appeals.

What is not in it: a return about something of another kind as the same case; one mediation about health and education
together; recommendations on health and care beside an order that does not amend a plan, though the Regulations allow
them; appeals by authorities to the Upper Tribunal.
"""

from __future__ import annotations

from sendsim.caseload.durations import Beta, Fixed, Gamma, Quantity, Triangular, Uniform
from sendsim.caseload.pathway import (
    Activity,
    Allocation,
    Choice,
    Clock,
    Departure,
    End,
    Pathway,
    Session,
    Stage,
    To,
    Wait,
)
from sendsim.law import limits as law

# --- what a disagreement is about (the attribute ``trigger``) --------------------------------------------

REFUSALS = ("refuse_to_assess", "refuse_to_issue")  # CFA s51(2)(a), (b)
PLACEMENT = ("placement_only",)  # CFA s51(2)(c)(iii), (iv): no certificate is needed (s55(2) gk)
CONTENTS = ("contents", "contents_and_placement", "not_amend")  # CFA s51(2)(c), (e): the plan is to be amended
OTHER_DECISIONS = ("refuse_to_reassess", "cease")  # CFA s51(2)(d), (f)
PLAN_MATTERS = (*CONTENTS, *OTHER_DECISIONS)
CERTIFICATE = (*REFUSALS, *PLAN_MATTERS)
DECISIONS = (*CERTIFICATE, *PLACEMENT)
SETTINGS = ("sen_support", "setting")  # no decision to appeal: what a school, nursery or college does
DISCRIMINATION = ("discrimination",)  # EqA Part 6 chapter 1, schools
HEALTH, SOCIAL_CARE, PROVISION = ("health",), ("social_care",), ("provision",)
# Whose consent to disagreement resolution is needed beside the family's: CFA s57 by kind of disagreement.
WITH_SETTING = (*SETTINGS, *DISCRIMINATION)
WITH_AUTHORITY = (*DECISIONS, *SOCIAL_CARE, *PROVISION)
ASSESS = ("refuse_to_assess", "refuse_to_reassess")


def way(
    to: str | None, p: Quantity | None = None, only: tuple[str, ...] = (), *cites: str, merit: Quantity | None = None
) -> To:
    """Return a way out: where to, with what probability, for which triggers only, by which rule."""
    return To(to=to, p=p, when={"trigger": only} if only else {}, cites=cites, merit=merit)


# --- reasons to leave while waiting: each has a name, a hazard and a switch ------------------------------

GAVE_UP = Departure(name="gave_up", to="went_no_further", per_week="gave_up_per_week", cites=("assumption",))
MOVED = Departure(name="moved_away", to="moved_away", per_week="moved_away_per_week", cites=("SENDR reg 15 gk",))
LEAVING = (GAVE_UP, MOVED)
CONCEDED = Departure(
    name="conceded",
    to="concession_carried_out",
    per_week="conceded_per_week",
    merit="merit_slope",
    cites=("SENDR reg 45", "HESC rule 29 gk"),
)
AGREED = Departure(
    name="agreed", to="consent_order", per_week="agreed_per_week", merit="merit_slope", cites=("HESC rule 29 gk",)
)
WITHDRAWN = Departure(
    name="withdrawn",
    to="withdrawn",
    per_week="withdrawn_per_week",
    merit="withdrawn_merit_slope",
    cites=("HESC rule 17 gk",),
)
# Settled, conceded or withdrawn appeals are a third of outcomes (MoJ).
WHILE_WAITING = (CONCEDED, AGREED, WITHDRAWN, MOVED)
ENDED_EARLY = (
    *("concession_carried_out", "consent_order", "withdrawn"),
    *("withdrawn_as_agreed", "withdrawn_as_mediated"),
)
"""Where an appeal goes that is not decided."""
LISTED = (
    *WHILE_WAITING,
    Departure(name="postponed", to="postponed", per_week="postponed_per_week", cites=("HESC rule 5(3)(h) gk",)),
)

# --- the beginning ---------------------------------------------------------------------------------------

TALK_OR_NOT = (
    way("case_officer", "early_talk_share", (), "Code 11.1"),
    way("next_step", None, (), "CFA s32"),
)

BEGINNING: tuple[Stage, ...] = (
    Choice(
        name="notice_sent",
        title="Decision notice sent",
        notice=True,
        cites=("CFA s51", "SENDR reg 32"),
        then=TALK_OR_NOT,
    ),
    Choice(
        name="notice_sent_placement",
        title="Decision notice sent: the placement alone is disputed",
        notice=True,
        cites=("CFA s51(2)(c)", "CFA s55(2) gk"),
        then=TALK_OR_NOT,
    ),
    Choice(
        name="concern_raised",
        title="Dissatisfaction voiced: there is no decision to appeal",
        cites=("CFA s57", "Code 11.1"),
        then=TALK_OR_NOT,
    ),
    Choice(
        name="concern_raised_health",
        title="Dissatisfaction voiced about health support",
        cites=("CFA s57", "NHSR reg 12 gk"),
        then=TALK_OR_NOT,
    ),
    Choice(
        name="concern_raised_social_care",
        title="Dissatisfaction voiced about social care",
        cites=("CFA s57", "CAR reg 9 gk"),
        then=TALK_OR_NOT,
    ),
    Choice(
        name="failure_noticed",
        title="Support in the plan comes late or not at all",
        cites=("CFA s42", "LGA s26B"),
        then=TALK_OR_NOT,
    ),
    Choice(
        name="treated_unfairly",
        title="Something done by a school that the family calls disability discrimination",
        cites=("EqA s85", "EqA Sch 17 para 4"),
        then=TALK_OR_NOT,
    ),
    Allocation(
        name="case_officer",
        title="A SEN officer takes the family on",
        team="sen_officers",
        until=("next_step", "settled_early", "late_contact"),
        departures=LEAVING,
        cites=("Code 11.1", "practice"),
        then=(way("early_talk", None, (), "Code 11.1"),),
    ),
    Activity(
        name="early_talk",
        title="Talk with the SEN officer about the way forward",
        team="sen_officers",
        takes=Triangular(low=1, mode=2, high=4, unit="hours"),
        departures=LEAVING,
        cites=("Code 11.1",),
        then=(way("settled_early", "early_talk_settles", merit="merit_slope"), way("next_step", None, (), "CFA s32")),
    ),
    Choice(
        name="next_step",
        title="Choosing what to do next",
        cites=("CFA s32", "Code 11.6"),
        then=(way("drs_consent", "drs_offer", (), "CFA s57"), way("going_on", None, (), "CFA s32")),
    ),
    Choice(
        name="going_on",
        title="Going on, or not, without disagreement resolution",
        cites=("CFA s51", "CFA s52"),
        then=(
            way("deciding", "goes_on_refusal", REFUSALS, "CFA s51"),
            way("deciding", "goes_on_plan", PLAN_MATTERS, "CFA s51"),
            way("deciding_placement", "goes_on_plan", PLACEMENT, "CFA s51"),
            way("complaint_setting_1", "complains_elsewhere", SETTINGS, "Education Act 2002 s29", "SI 2014/3283"),
            way("health_route", "goes_on_health", HEALTH, "CFA s53"),
            way("care_route", "goes_on_social_care", SOCIAL_CARE, "CFA s54", "CA s26"),
            way("complaint_la_1", "complains_provision", PROVISION, "LGA s26"),
            way("claiming", "claims_discrimination", DISCRIMINATION, "EqA Sch 17"),
            way("went_no_further"),
        ),
    ),
    Choice(
        name="health_route",
        title="Health support disputed: mediation with the health commissioner, or a complaint",
        cites=("CFA s53", "NHSR"),
        then=(
            way("icb_told", "mediates_health", (), "SENDR reg 35 gk"),
            way("complaint_nhs", None, (), "NHSR"),
        ),
    ),
    Choice(
        name="care_route",
        title="Social care disputed: mediation with the authority, or representations",
        cites=("CFA s54", "CA s26"),
        then=(
            way("mediation_arranging_social_care", "mediates_social_care", (), "CFA s54"),
            way("section_26_stage_1", None, (), "CA s26"),
        ),
    ),
)

# --- disagreement resolution: every party must consent; no clock; it binds in honour only ----------------

AFTER_DRS = (
    way("deciding", None, CERTIFICATE, "CFA s57"),
    way("deciding_placement", None, PLACEMENT, "CFA s57"),
    way("complaint_setting_1", None, SETTINGS, "Education Act 2002 s29", "SI 2014/3283"),
    way("complaint_nhs", None, HEALTH, "NHSR"),
    way("section_26_stage_1", None, SOCIAL_CARE, "CA s26"),
    way("complaint_la_1", None, PROVISION, "LGA s26"),
    way("preparing_claim", None, DISCRIMINATION, "EqA Sch 17"),
)


def declined(name: str, title: str, then: tuple[To, ...]) -> Choice:
    """Return the stage at which a party says no to disagreement resolution: it cannot go ahead, and all else can."""
    return Choice(name=name, title=title, cites=("CFA s57",), then=then)


DRS_HOURS = Triangular(low=4, mode=6, high=9, unit="hours")

DISAGREEMENT_RESOLUTION: tuple[Stage, ...] = (
    # Each party is asked, and each may say no. Who declined can be read in the log.
    Choice(
        name="drs_consent",
        title="Disagreement resolution is suggested: does the family agree to it?",
        cites=("CFA s57", "Code 11.6"),
        then=(
            way("drs_other_party", "family_consents", (), "CFA s57"),
            way("drs_declined_family", None, (), "CFA s57"),
        ),
    ),
    Choice(
        name="drs_other_party",
        title="The family agrees to disagreement resolution: does the other party?",
        cites=("CFA s57", "Code 11.6"),
        then=(
            way("drs_arranging", "authority_consents", WITH_AUTHORITY, "CFA s57"),
            way("drs_arranging", "setting_consents", WITH_SETTING, "CFA s57"),
            way("drs_arranging", "health_body_consents", HEALTH, "CFA s57"),
            way("drs_declined_authority", None, WITH_AUTHORITY, "CFA s57"),
            way("drs_declined_setting", None, WITH_SETTING, "CFA s57"),
            way("drs_declined_health", None, HEALTH, "CFA s57"),
        ),
    ),
    declined("drs_declined_family", "The family declines disagreement resolution", AFTER_DRS),
    declined(
        "drs_declined_authority", "The authority declines disagreement resolution", AFTER_DRS[:2] + AFTER_DRS[4:6]
    ),
    declined("drs_declined_setting", "The setting declines disagreement resolution", (AFTER_DRS[2], AFTER_DRS[6])),
    declined("drs_declined_health", "The health body declines disagreement resolution", (AFTER_DRS[3],)),
    Wait(
        name="drs_arranging",
        title="Arranging the disagreement resolution meeting",
        takes=Gamma(mean="drs_arranging_weeks", sd=2, unit="weeks"),
        departures=LEAVING,
        cites=("CFA s57",),
        then=(way("drs_meeting", None, (), "CFA s57"),),
    ),
    Activity(
        name="drs_meeting",
        title="Disagreement resolution meeting with an independent facilitator",
        team="drs_facilitators",
        takes=DRS_HOURS,
        departures=LEAVING,
        cites=("CFA s57",),
        then=(
            way("drs_carried_out", "drs_agreement", merit="merit_slope"),
            way("after_drs", None, (), "CFA s57"),
        ),
    ),
    Wait(
        name="drs_carried_out",
        title="Carrying out what was agreed, in good faith",
        takes=Gamma(mean="drs_carrying_out_weeks", sd=2.5, unit="weeks"),
        cites=("CFA s57",),
        then=(way("agreed_drs", "drs_kept"), way("drs_broken", None, (), "CFA s57")),
    ),
    Choice(
        name="drs_broken",
        title="The agreement was not kept: it binds in honour only",
        cites=("CFA s57",),
        then=(way("late_contact", None, DECISIONS, "HESC rule 5(3)(a) gk"), *AFTER_DRS[2:]),
    ),
    Choice(
        name="after_drs",
        title="After disagreement resolution without agreement",
        cites=("CFA s57",),
        then=AFTER_DRS,
    ),
)

# --- mediation: information and certificate first, then, if the family wishes, a meeting ------------------

CERTIFICATE_DAYS = Uniform(low=0.5, high="certificate_days", unit="days")
APPEALS_UNMEDIATED = (
    way("preparing_appeal", "appeals_unmediated_refusal", REFUSALS, "CFA s55"),
    way("preparing_appeal", "appeals_unmediated_plan", PLAN_MATTERS, "CFA s55"),
    way("went_no_further"),
)


def mediation_meeting(name: str, title: str, uses: dict[str, int], *then: To, cites: tuple[str, ...]) -> Session:
    """Return a mediation meeting: a day of a mediator's diary, with the people who must be there."""
    takes = Triangular(low=2, mode=2.5, high=3, unit="hours")
    return Session(
        name=name,
        title=title,
        diary="mediation_sessions",
        uses={"mediators": 1, **uses},
        takes=takes,
        cites=cites,
        then=then,
    )


def arranging(name: str, title: str, to: str, cites: tuple[str, ...]) -> Wait:
    """Return the wait until a date for mediation is found; the 30 days run beside it."""
    takes = Gamma(mean="mediation_arranging_weeks", sd=1.2, unit="weeks")
    return Wait(name=name, title=title, takes=takes, departures=LEAVING, cites=cites, then=(way(to, None, (), *cites),))


def certificate(name: str, title: str, *then: To, cites: tuple[str, ...]) -> Wait:
    """Return the wait for a certificate, within three working days as the adviser's office works."""
    return Wait(name=name, title=title, takes=CERTIFICATE_DAYS, calendar="office", cites=cites, then=then)


def appeals_mediated(otherwise: str) -> tuple[To, ...]:
    """Return the ways on from a mediation that settled less than all of it."""
    return (
        way("preparing_appeal", "appeals_mediated_refusal", REFUSALS, "SENDR reg 39"),
        way("preparing_appeal", "appeals_mediated_plan", PLAN_MATTERS, "SENDR reg 39"),
        way("preparing_section_i", "appeals_mediated_plan", PLACEMENT, "CFA s55(2) gk"),
        way(otherwise),
    )


MEDIATION: tuple[Stage, ...] = (
    Wait(
        name="deciding",
        title="Deciding whether to go on",
        takes=Beta(mean="weeks_to_contact", sd=2.2, low=0, high=8.7, unit="weeks"),
        departures=LEAVING,
        cites=("SENDR reg 33",),
        then=(way("adviser_contacted", None, (), "CFA s55"),),
    ),
    Wait(
        name="deciding_placement",
        title="Deciding whether to appeal about the placement, with two months in all",
        takes=Beta(mean="weeks_to_decide_placement", sd=1, low=0, high=4.3, unit="weeks"),
        departures=LEAVING,
        cites=("HESC rule 20(1)(c)", "CFA s55(2) gk"),
        then=(
            way("mediation_arranging", "mediates_placement", (), "CFA s52"),
            way("preparing_section_i", None, (), "CFA s55(2) gk"),
        ),
    ),
    Choice(
        name="adviser_contacted",
        title="The family contacts the mediation adviser",
        cites=("CFA s55", "SENDR reg 33"),
        then=(way("mediation_adviser", None, (), "CFA s55"),),
    ),
    Activity(
        name="mediation_adviser",
        title="Mediation information from the adviser",
        team="mediation_advisers",
        takes=Triangular(low=0.5, mode=0.75, high=1.5, unit="hours"),
        cites=("CFA s55", "CFA s56", "SENDR reg 33"),
        then=(
            way("mediation_arranging", "mediates_refusal", REFUSALS, "CFA s52"),
            way("mediation_arranging", "mediates_plan", PLAN_MATTERS, "CFA s52"),
            way("not_minded_to_mediate", None, (), "SENDR reg 34"),
        ),
    ),
    Choice(
        name="not_minded_to_mediate",
        title="The family is not minded to mediate",
        cites=("CFA s55",),
        then=(
            way("persuaded_to_mediate", "persuaded_share"),
            way("certificate_declined", None, (), "SENDR reg 34"),
        ),
    ),
    Choice(
        name="persuaded_to_mediate",
        title="A family that would not have mediated does so",
        cites=("CFA s52",),
        then=(
            way("mediation_arranging", "mediation_effect"),
            way("mediation_arranging_persuaded", None, (), "CFA s52"),
        ),
    ),
    certificate(
        "certificate_declined",
        "Certificate awaited: the family does not wish to mediate",
        *APPEALS_UNMEDIATED,
        cites=("SENDR reg 34",),
    ),
    arranging(
        "mediation_arranging", "Finding a date for mediation", "mediation_booked", ("CFA s54", "SENDR reg 36 gk")
    ),
    arranging(
        "mediation_arranging_persuaded",
        "Finding a date for mediation that will not change the family's mind",
        "mediation_meeting_persuaded",
        ("CFA s54", "SENDR reg 36 gk"),
    ),
    Choice(
        name="mediation_booked",
        title="A date for mediation is booked",
        cites=("CFA s54", "SENDR reg 37 gk"),
        then=(
            way("mediation_cancelled", "mediation_cancelled_share"),
            way("decision_maker", None, (), "SENDR reg 37 gk"),
        ),
    ),
    Wait(
        name="mediation_cancelled",
        title="The date is cancelled; another is sought while the 30 days run on",
        takes=Gamma(mean="mediation_rebooking_weeks", sd=0.8, unit="weeks"),
        departures=LEAVING,
        cites=("SENDR reg 36 gk",),
        then=(way("decision_maker", None, (), "SENDR reg 37 gk"),),
    ),
    Choice(
        name="decision_maker",
        title="Will somebody who can decide take part for the authority?",
        cites=("SENDR reg 37 gk",),
        then=(
            way("mediation", "decision_maker_attends"),
            way("mediation_meeting_undecided", None, (), "SENDR reg 37 gk"),
        ),
    ),
    mediation_meeting(
        "mediation",
        "Mediation, with somebody who can decide for the authority",
        {"decision_makers": 1},
        way("mediation_carried_out", "mediation_full_agreement", merit="merit_slope"),
        way("not_agreed_in_full", None, (), "SENDR reg 39"),
        cites=("CFA s54", "SENDR regs 36-38 gk"),
    ),
    mediation_meeting(
        "mediation_meeting_undecided",
        "Mediation, with nobody who can decide for the authority",
        {},
        way("mediation_carried_out", "mediation_full_agreement_undecided", merit="merit_slope"),
        way("not_agreed_in_full", None, (), "SENDR reg 39"),
        cites=("CFA s54", "SENDR reg 37 gk"),
    ),
    Choice(
        name="not_agreed_in_full",
        title="Mediation ends without agreement in full",
        cites=("SENDR reg 39",),
        then=(
            way("certificate_after_part", "mediation_part_agreement"),
            way("certificate_after_mediation", None, (), "SENDR reg 39"),
        ),
    ),
    mediation_meeting(
        "mediation_meeting_persuaded",
        "Mediation that does not change the family's mind",
        {"decision_makers": 1},
        way("certificate_after_persuaded", None, (), "SENDR reg 39"),
        cites=("CFA s54", "SENDR regs 36-38 gk"),
    ),
    certificate(
        "certificate_after_mediation",
        "Certificate awaited: mediation ended without agreement",
        *appeals_mediated("mediated_no_appeal"),
        cites=("SENDR reg 39",),
    ),
    certificate(
        "certificate_after_part",
        "Certificate awaited: mediation agreed in part, and the certificate is for the rest",
        *appeals_mediated("agreed_part"),
        cites=("SENDR reg 39", "SENDR reg 42"),
    ),
    certificate(
        "certificate_after_persuaded",
        "Certificate awaited: mediation did not change the family's mind",
        *APPEALS_UNMEDIATED,
        cites=("SENDR reg 39",),
    ),
    certificate(
        "certificate_deemed",
        "Certificate awaited: mediation could not be arranged in 30 days",
        way("unheld_as_declined", "mediation_effect"),
        way("unheld_as_held", None, (), "SENDR reg 39"),
        cites=("SENDR reg 39",),
    ),
    Choice(
        name="unheld_as_declined",
        title="Without the mediation that was asked for, the family decides as those who declined it",
        cites=("SENDR reg 39",),
        then=APPEALS_UNMEDIATED,
    ),
    Choice(
        name="unheld_as_held",
        title="Without the mediation that was asked for, the family decides as those who had it",
        cites=("SENDR reg 39",),
        then=(
            way("preparing_appeal", "appeals_all_mediated_refusal", REFUSALS, "CFA s55"),
            way("preparing_appeal", "appeals_all_mediated_plan", PLAN_MATTERS, "CFA s55"),
            way("went_no_further"),
        ),
    ),
    # Health alone: the commissioner arranges and takes part. Social care: the authority does. A matter that cannot be
    # appealed is to be carried out in two weeks (reg 42(3)); where it was health, the authority is told in one (42(4)).
    Wait(
        name="icb_told",
        title="The authority tells the health commissioner what is disputed",
        takes=Uniform(low=0.5, high="icb_told_days", unit="days"),
        calendar="office",
        cites=("SENDR reg 35 gk",),
        then=(way("mediation_arranging_health", None, (), "CFA s53"),),
    ),
    arranging(
        "mediation_arranging_health",
        "The health commissioner finds a date for mediation",
        "mediation_meeting_health",
        ("CFA s53", "SENDR reg 35 gk"),
    ),
    mediation_meeting(
        "mediation_meeting_health",
        "Mediation with the health commissioner",
        {"icb_representatives": 1},
        way("agreement_told_authority", "mediation_agreement_health", merit="merit_slope"),
        way("not_agreed_without_appeal", None, (), "SENDR reg 42"),
        cites=("CFA s53", "SENDR regs 36-38 gk"),
    ),
    Wait(
        name="agreement_told_authority",
        title="The commissioner tells the authority what was agreed",
        takes=Gamma(mean="icb_tells_weeks", sd=0.4, unit="weeks"),
        cites=("SENDR reg 42(4)",),
        then=(way("agreement_carried_out", None, (), "SENDR reg 42(3)"),),
    ),
    arranging(
        "mediation_arranging_social_care",
        "The authority finds a date for mediation about social care",
        "mediation_meeting_social_care",
        ("CFA s54", "SENDR reg 36 gk"),
    ),
    mediation_meeting(
        "mediation_meeting_social_care",
        "Mediation about social care",
        {"social_care_representatives": 1},
        way("agreement_carried_out", "mediation_agreement_social_care", merit="merit_slope"),
        way("not_agreed_without_appeal", None, (), "SENDR reg 42"),
        cites=("CFA s54", "SENDR regs 36-38 gk"),
    ),
    Choice(
        name="not_agreed_without_appeal",
        title="Nothing was agreed about health or social care: complaining, or not",
        cites=("NHSR", "CA s26"),
        then=(
            way("complaint_nhs", "complains_after_mediation", HEALTH, "NHSR"),
            way("section_26_stage_1", "complains_after_mediation", SOCIAL_CARE, "CA s26"),
            way("mediated_no_appeal"),
        ),
    ),
    Wait(
        name="agreement_carried_out",
        title="Carrying out what was agreed about health or social care",
        takes=Gamma(mean="carrying_out_other_weeks", sd=1, unit="weeks"),
        cites=("SENDR reg 42(3)",),
        then=(way("agreed_mediation", None, (), "SENDR reg 42"),),
    ),
)

# --- lateness: a family out of time may ask the Tribunal for more -----------------------------------------

LATE: tuple[Stage, ...] = (
    Choice(
        name="late_contact",
        title="The time to go on has run out",
        cites=("SENDR reg 33", "HESC rule 20(1)(c)"),
        then=(way("late_application", "asks_for_more_time", (), "HESC rule 5(3)(a) gk"), way("out_of_time")),
    ),
    Wait(
        name="late_application",
        title="A judge considers an appeal out of time",
        takes=Gamma(mean="late_application_weeks", sd=1, unit="weeks"),
        cites=("HESC rule 5(3)(a) gk", "SENDR reg 34"),
        then=(way("registration", "more_time_given"), way("out_of_time", None, (), "HESC rule 5(3)(a) gk")),
    ),
)

# --- the Tribunal -----------------------------------------------------------------------------------------


def preparing(name: str, title: str, cites: tuple[str, ...]) -> Wait:
    """Return the wait in which a family prepares its appeal."""
    takes = Beta(mean="weeks_to_appeal", sd=0.9, low=0.2, high=4.3, unit="weeks")
    return Wait(
        name=name,
        title=title,
        takes=takes,
        departures=LEAVING,
        cites=cites,
        then=(way("registration", None, (), *cites),),
    )


def hearing(name: str, title: str, members: int, *then: To, diary: str = "hearings") -> Session:
    """Return a hearing day before a judge and so many specialist members."""
    return Session(
        name=name,
        title=title,
        diary=diary,
        uses={"judges": 1, "specialist_members": members},
        takes=Fixed(value=6, unit="hours"),
        departures=LISTED if diary == "hearings" else WHILE_WAITING,
        cites=("CFA s51", "HESC rule 24 gk"),
        then=(*then, way("tribunal_decision", None, (), "HESC rule 30 gk")),
    )


EVIDENCE_TIME = Fixed(value="evidence_weeks", unit="weeks")
TO_EVIDENCE = (way("evidence", None, (), "HESC rule 15 gk"),)
TO_BUNDLE = (
    way("working_document", None, CONTENTS, "practice"),
    way("bundle", None, (*REFUSALS, *OTHER_DECISIONS, *PLACEMENT), "Practice Direction 1 of 2025"),
)

TRIBUNAL: tuple[Stage, ...] = (
    preparing("preparing_appeal", "Preparing the appeal", ("HESC rule 20",)),
    preparing(
        "preparing_section_i", "Preparing an appeal about the placement alone", ("HESC rule 20", "CFA s55(2) gk")
    ),
    Wait(
        name="registration",
        title="Appeal lodged, to be registered",
        takes=Gamma(mean="registration_weeks", sd=1, unit="weeks"),
        departures=(WITHDRAWN, MOVED),
        cites=("HESC rule 20", "practice: 10 working days"),
        then=(way("registrar_directions", None, (), "HESC rule 4 gk"),),
    ),
    Activity(
        name="registrar_directions",
        title="The registrar's directions: dates for response, evidence and papers",
        team="tribunal_registrars",
        takes=Triangular(low=0.25, mode=0.5, high=1, unit="hours"),
        cites=("HESC rule 4 gk", "HESC rule 5 gk"),
        then=(way("appeal_officer", None, (), "practice"),),
    ),
    Allocation(
        name="appeal_officer",
        title="A tribunal officer takes the appeal on",
        team="tribunal_officers",
        until=("order_made", "appeal_dismissed", *ENDED_EARLY),
        departures=WHILE_WAITING,
        cites=("practice",),
        then=(way("early_review", None, (), "SENDR reg 45"),),
    ),
    Choice(
        name="early_review",
        title="The authority looks at the appeal again before it responds",
        cites=("SENDR reg 45",),
        then=(
            way("concession_carried_out", "early_concession", merit="merit_slope"),
            way("la_response", None, (), "HESC rule 21 gk"),
        ),
    ),
    Activity(
        name="la_response",
        title="The authority's response",
        team="tribunal_officers",
        takes=Triangular(low=8, mode=18, high=40, unit="hours"),
        departures=WHILE_WAITING,
        cites=("HESC rule 21 gk",),
        then=(way("response_sent", None, (), "HESC rule 21 gk"),),
    ),
    Choice(
        name="response_sent",
        title="The authority's response is sent",
        cites=("HESC rule 21 gk",),
        then=(
            way("papers", "paper_share", ("refuse_to_assess",), "HESC rule 23 gk"),
            way("case_management", None, (), "HESC rule 5 gk"),
        ),
    ),
    Session(
        name="papers",
        title="Decided on the papers, without a hearing",
        diary="papers",
        uses={"judges": 1, "specialist_members": 1},
        takes=Fixed(value=3, unit="hours"),
        departures=WHILE_WAITING,
        cites=("HESC rule 23 gk", "practice: refusal to assess"),
        then=(way("tribunal_decision", None, (), "HESC rule 30 gk"),),
    ),
    Activity(
        name="case_management",
        title="Case management: issues, witnesses, experts, extended or not",
        team="tribunal_registrars",
        takes=Triangular(low=0.5, mode=1, high=2, unit="hours"),
        departures=WHILE_WAITING,
        cites=("HESC rule 5 gk", "HESC rule 15 gk"),
        then=(
            way("drs_beside_consent", "drs_beside_offer", (), "CFA s57"),
            *TO_EVIDENCE,
        ),
    ),
    # Disagreement resolution beside an appeal takes up the weeks of gathering evidence, which the directions fix: the
    # evidence is due on the same day with it and without it, and the limit for the bundle runs from that day.
    Choice(
        name="drs_beside_consent",
        title="Disagreement resolution beside the appeal: does the family agree to it?",
        cites=("CFA s57", "Code 11.6"),
        then=(
            way("drs_beside_authority", "family_consents", (), "CFA s57"),
            way("drs_beside_declined_family", None, (), "CFA s57"),
        ),
    ),
    Choice(
        name="drs_beside_authority",
        title="The family agrees to it beside the appeal: does the authority?",
        cites=("CFA s57", "Code 11.6"),
        then=(
            way("drs_arranging_beside", "authority_consents", (), "CFA s57"),
            way("drs_beside_declined_authority", None, (), "CFA s57"),
        ),
    ),
    declined("drs_beside_declined_family", "The family declines it beside the appeal", TO_EVIDENCE),
    declined("drs_beside_declined_authority", "The authority declines it beside the appeal", TO_EVIDENCE),
    Wait(
        name="drs_arranging_beside",
        title="Arranging disagreement resolution while evidence is gathered and the appeal goes on",
        takes=EVIDENCE_TIME,
        departures=WHILE_WAITING,
        cites=("CFA s57", "HESC rule 15 gk"),
        then=(way("drs_meeting_beside", None, (), "CFA s57"),),
    ),
    Activity(
        name="drs_meeting_beside",
        title="Disagreement resolution meeting while the appeal goes on",
        team="drs_facilitators",
        takes=DRS_HOURS,
        departures=WHILE_WAITING,
        cites=("CFA s57",),
        then=(
            way("agreed_beside", "drs_agreement", (), "CFA s57", merit="merit_slope"),
            way("evidence_in", None, (), "CFA s57"),
        ),
    ),
    Choice(
        name="agreed_beside",
        title="Agreed beside the appeal: an order by consent is asked for, or the appeal is withdrawn on the agreement",
        cites=("HESC rule 29 gk", "HESC rule 17 gk"),
        then=(
            way("consent_order", "drs_agreement_made_order", (), "HESC rule 29 gk"),
            way("withdrawn_as_agreed", None, (), "HESC rule 17 gk"),
        ),
    ),
    Choice(
        name="withdrawn_as_agreed",
        title="The appeal is withdrawn on an agreement that binds in honour only",
        cites=("HESC rule 17 gk", "CFA s57"),
        then=(way("drs_carried_out", None, (), "CFA s57"),),
    ),
    Wait(
        name="evidence",
        title="Evidence is gathered by both sides until the date in the directions",
        takes=EVIDENCE_TIME,
        departures=WHILE_WAITING,
        cites=("HESC rule 15 gk",),
        then=(way("evidence_in", None, (), "HESC rule 15 gk"),),
    ),
    Choice(
        name="evidence_in",
        title="The evidence is in",
        cites=("HESC rule 15 gk",),
        then=(way("mediation_meeting_beside", "mediation_beside_offer", (), "CFA s52"), *TO_BUNDLE),
    ),
    mediation_meeting(
        "mediation_meeting_beside",
        "Mediation while the appeal goes on",
        {"decision_makers": 1},
        way("withdrawn_as_mediated", "mediation_full_agreement", (), "HESC rule 17 gk", merit="merit_slope"),
        *TO_BUNDLE,
        cites=("CFA s52", "CFA s54"),
    ),
    Choice(
        name="withdrawn_as_mediated",
        title="The appeal is withdrawn on what mediation agreed, which binds by regulation 42",
        cites=("HESC rule 17 gk", "SENDR reg 42"),
        then=(way("mediation_carried_out", None, (), "SENDR reg 42"),),
    ),
    Activity(
        name="working_document",
        title="Working document: both sides mark up the plan",
        team="tribunal_officers",
        takes=Triangular(low=3, mode=6, high=14, unit="hours"),
        departures=WHILE_WAITING,
        cites=("practice",),
        then=(way("bundle", None, (), "Practice Direction 1 of 2025"),),
    ),
    Activity(
        name="bundle",
        title="The authority prepares the bundle of papers",
        team="tribunal_officers",
        takes=Triangular(low=3, mode=5, high=10, unit="hours"),
        departures=WHILE_WAITING,
        cites=("Practice Direction 1 of 2025",),
        then=(way("bundle_sent", None, (), "Practice Direction 1 of 2025"),),
    ),
    Wait(
        name="bundle_sent",
        title="The bundle is with everyone, at least ten working days before a hearing",
        takes=Fixed(value=law.BUNDLE_WORKING_DAYS, unit="days"),
        calendar="office",
        departures=WHILE_WAITING,
        cites=("Practice Direction 1 of 2025", "practice"),
        then=(
            way("judicial_adr", "judicial_adr_share"),
            way("hearing_preparation", None, (), "HESC rule 24 gk"),
        ),
    ),
    Session(
        name="judicial_adr",
        title="A judge helps the parties to settle (judicial alternative dispute resolution)",
        diary="judicial_adr",
        uses={"judges": 1},
        takes=Triangular(low=1, mode=1.25, high=1.5, unit="hours"),
        departures=WHILE_WAITING,
        cites=("HESC rule 3", "practice"),
        then=(
            way("consent_order", "judicial_adr_agreement", (), "HESC rule 29 gk", merit="merit_slope"),
            way("hearing_preparation", None, (), "HESC rule 24 gk"),
        ),
    ),
    Activity(
        name="hearing_preparation",
        title="The authority prepares for the hearing: witnesses, statements and the officer's time to attend",
        team="tribunal_officers",
        takes=Triangular(low=15, mode=35, high=50, unit="hours"),
        departures=WHILE_WAITING,
        cites=("HESC rule 15 gk", "practice"),
        then=(way("panel", None, (), "HESC rule 24 gk"),),
    ),
    Choice(
        name="panel",
        title="Which panel hears it; phase transfer comes first in the list",
        cites=("practice: two members, three on request",),
        then=(
            way("hearing", "three_member_share", (*CONTENTS, *PLACEMENT)),
            way("hearing_two_members", None, (), "practice"),
        ),
    ),
    hearing("hearing", "Hearing before a judge and two specialist members", 2, way("adjourned", "adjourned_share")),
    hearing(
        "hearing_two_members",
        "Hearing before a judge and one specialist member",
        1,
        way("adjourned", "adjourned_share"),
    ),
    hearing("hearing_relisted", "Hearing on its new date", 1, diary="relisted"),
    Wait(
        name="postponed",
        title="The hearing is postponed; another date is sought",
        takes=Gamma(mean="postponed_weeks", sd=2, unit="weeks"),
        departures=WHILE_WAITING,
        cites=("HESC rule 5(3)(h) gk",),
        then=(way("hearing_relisted", None, (), "HESC rule 5 gk"),),
    ),
    Wait(
        name="adjourned",
        title="The hearing is adjourned part heard, with directions",
        takes=Gamma(mean="adjourned_weeks", sd=3, unit="weeks"),
        departures=WHILE_WAITING,
        cites=("HESC rule 5(3)(h) gk",),
        then=(way("hearing_relisted", None, (), "HESC rule 5 gk"),),
    ),
    Wait(
        name="tribunal_decision",
        title="Awaiting the decision",
        takes=Gamma(mean="decision_weeks", sd=0.6, unit="weeks"),
        cites=("HESC rule 30 gk",),
        then=(way("order_made", "appeal_allowed", merit="merit_slope"), way("appeal_dismissed", None, (), "CFA s51")),
    ),
    Choice(
        name="order_made",
        title="The appeal is allowed and an order made",
        cites=("SENDR reg 43", "SENDR reg 44"),
        then=(
            way("recommendation_reply", "extended_share", CONTENTS, "RECS"),
            way("order_reconsidered", "remitted_share", ("refuse_to_issue",), "SENDR reg 43(2)"),
            way("order_keep_amend", "keep_and_amend_share", ("cease",), "SENDR reg 43(2)"),
            way("order_carried_out", None, (), "SENDR reg 44"),
        ),
    ),
    # Sent back: the authority sends a draft or a new notice of refusal in two weeks (law: from general knowledge).
    Wait(
        name="order_reconsidered",
        title="The Tribunal has sent the matter back: the authority reconsiders whether to make a plan",
        takes=Gamma(mean="reconsider_weeks", sd=0.5, unit="weeks"),
        cites=("SENDR reg 43(2)", "SENDR reg 44(2) gk"),
        then=(
            way("notice_sent_again", "refused_after_reconsidering", (), "SENDR reg 44(2) gk"),
            way("order_reconsidered_plan", None, (), "SENDR reg 44(2) gk"),
        ),
    ),
    Wait(
        name="order_reconsidered_plan",
        title="Reconsidered: from the draft to the final plan",
        takes=Gamma(mean="carrying_out_plan_weeks", sd=1.5, unit="weeks"),
        cites=("SENDR reg 44(2) gk",),
        then=(way("decided_order_reconsidered", None, (), "SENDR reg 44(2) gk"),),
    ),
    Wait(
        name="order_keep_amend",
        title="The plan is to be kept and amended: keeping it",
        takes=Gamma(mean="carrying_out_keep_weeks", sd=0.2, unit="weeks"),
        cites=("SENDR reg 43(2)", "SENDR reg 44(2)"),
        then=(way("order_keep_amend_rest", None, (), "SENDR reg 44(2)"),),
    ),
    Wait(
        name="order_keep_amend_rest",
        title="The plan is kept; amending it as ordered",
        takes=Gamma(mean="carrying_out_weeks", sd=2.5, unit="weeks"),
        cites=("SENDR reg 44(2)",),
        then=(way("decided_order_kept_amended", None, (), "SENDR reg 44(2)"),),
    ),
    # An extended appeal: the order on education runs beside the reply on health or social care.
    Wait(
        name="recommendation_reply",
        title="Health or social care considers the Tribunal's recommendation",
        takes=Gamma(mean="recommendation_weeks", sd=1, unit="weeks"),
        cites=("RECS reg 7 gk",),
        then=(way("recommended_order_rest", None, (), "SENDR reg 44"),),
    ),
    Wait(
        name="recommended_order_rest",
        title="The reply is in; the rest of the order is carried out",
        takes=Gamma(mean="order_rest_weeks", sd=0.7, unit="weeks"),
        cites=("SENDR reg 44",),
        then=(
            way("recommendation_refused", "recommendation_refused_share"),
            way("order_carried_out_done", None, (), "SENDR reg 44"),
        ),
    ),
    Choice(
        name="recommendation_refused",
        title="The recommendation is refused with reasons: it does not bind",
        cites=("RECS reg 7 gk",),
        then=(
            way("ombudsman_health", "complains_of_recommendation"),
            way("order_carried_out_done", None, (), "SENDR reg 44"),
        ),
    ),
    Choice(
        name="appeal_dismissed",
        title="The appeal is dismissed",
        cites=("CFA s51",),
        then=(way("asking_again", "asks_again_share"), way("decision_upheld", None, (), "CFA s51")),
    ),
    Wait(
        name="asking_again",
        title="Asking to set aside the decision, or for permission to appeal on a point of law",
        takes=Beta(mean="asking_again_weeks", sd=0.7, low=0.1, high=3.9, unit="weeks"),
        cites=("HESC rules 45-47 gk",),
        then=(way("asked_again", None, (), "HESC rules 45-47 gk"),),
    ),
    Choice(
        name="asked_again",
        title="The application is made",
        cites=("HESC rules 45-47 gk",),
        then=(
            way("panel", "set_aside_share", (), "HESC rule 45 gk"),
            way("permission_considered", None, (), "HESC rule 46 gk"),
        ),
    ),
    Choice(
        name="permission_considered",
        title="Is there permission to appeal to the Upper Tribunal?",
        cites=("Tribunals, Courts and Enforcement Act 2007 s11",),
        then=(
            way("upper_tribunal", "permission_share", (), "Tribunals, Courts and Enforcement Act 2007 s11"),
            way("decision_upheld", None, (), "HESC rule 46 gk"),
        ),
    ),
    Wait(
        name="upper_tribunal",
        title="The Upper Tribunal considers the point of law",
        takes=Gamma(mean="upper_tribunal_weeks", sd=10, unit="weeks"),
        cites=("Tribunals, Courts and Enforcement Act 2007 s11",),
        then=(
            way("panel", "upper_tribunal_allows"),
            way("decision_upheld", None, (), "Tribunals, Courts and Enforcement Act 2007 s12"),
        ),
    ),
)

# --- carrying out: an order, a concession before the response, a consent order, a mediation agreement -----


BACK_AFTER_REVIEW = (*CONTENTS, *PLACEMENT)
"""Who may come back after the next review of the plan with a dispute of the same kind."""


def carrying_out(source: str, what: str, rule: str, end: str, end_if_kept: str = "") -> tuple[Stage, ...]:
    """Return the stages of carrying out, by what is to be done; each has its own time in SENDR reg 44.

    Parameters
    ----------
    source : str
        The name of the first stage; the others begin with it.
    what : str
        What is carried out, for the titles.
    rule : str
        The regulation that sets the times.
    end : str
        The end of the disagreement.
    end_if_kept : str
        Its end where the plan is kept as it is, if that has one of its own.
    """

    def stage(part: str, title: str, mean: str, sd: float, to: str, *first: To) -> Wait:
        takes = Gamma(mean=mean, sd=sd, unit="weeks")
        then = (*first, way(to, None, (), rule))
        return Wait(name=f"{source}_{part}", title=f"{what}: {title}", takes=takes, cites=(rule,), then=then)

    done = f"{source}_done"
    others = tuple(trigger for trigger in DECISIONS if trigger != "cease")
    ends: tuple[To, ...] = (way(end, None, others if end_if_kept else (), rule),)
    ends += (way(end_if_kept, None, ("cease",), rule),) if end_if_kept else ()
    refused = way("notice_sent_again", "refused_after_assessment")
    return (
        Choice(
            name=source,
            title=f"{what} is to be carried out",
            cites=(rule,),
            then=(
                way(f"{source}_tell", None, ASSESS, f"{rule}: assess"),
                way(f"{source}_draft", None, ("refuse_to_issue",), f"{rule}: make a plan"),
                way(f"{source}_contents", None, CONTENTS, f"{rule}: amend the plan"),
                way(f"{source}_placement", None, PLACEMENT, f"{rule}: amend section I"),
                way(f"{source}_keep", None, ("cease",), f"{rule}: keep the plan"),
            ),
        ),
        stage("tell", "telling the family that it will assess", "carrying_out_tell_weeks", 0.6, f"{source}_assess"),
        stage("assess", "the assessment", "carrying_out_assessment_weeks", 2, f"{source}_plan", refused),
        stage("draft", "the draft plan", "carrying_out_draft_weeks", 1.2, f"{source}_plan"),
        stage("plan", "the final plan", "carrying_out_plan_weeks", 1.5, done),
        stage("contents", "amending the plan", "carrying_out_weeks", 2.5, done),
        stage("placement", "naming the placement", "carrying_out_placement_weeks", 1, done),
        stage("keep", "keeping the plan", "carrying_out_keep_weeks", 0.2, done),
        Choice(
            name=done,
            title=f"{what} has been carried out",
            cites=(rule,),
            then=(
                way("settled_until_review", "returns_after_review", BACK_AFTER_REVIEW, "SENDR reg 20", "CFA s44"),
                *ends,
            ),
        ),
    )


SOURCES = ("mediation_carried_out", "order_carried_out", "concession_carried_out", "consent_order")
CARRYING_OUT: tuple[Stage, ...] = (
    *carrying_out("mediation_carried_out", "What mediation agreed", "SENDR reg 42(2)", "agreed_mediation"),
    *carrying_out("order_carried_out", "The Tribunal's order", "SENDR reg 44", "decided_order", "decided_order_kept"),
    *carrying_out("concession_carried_out", "The authority's concession", "SENDR reg 45", "conceded"),
    *carrying_out("consent_order", "The order by consent", "SENDR reg 44", "agreed_while_waiting"),
    Wait(
        name="settled_until_review",
        title="Settled, until a later review reopens it",
        settled=True,
        takes=Gamma(mean="weeks_to_next_review", sd=10, unit="weeks"),
        cites=("CFA s44", "SENDR reg 20"),
        then=(
            way("notice_sent_again_placement", None, PLACEMENT, "SENDR reg 22"),
            way("notice_sent_again", None, CONTENTS, "SENDR reg 22"),
        ),
    ),
    Choice(
        name="notice_sent_again",
        title="Another decision notice is sent, and the family disagrees again",
        notice=True,
        cites=("CFA s51", "SENDR reg 10", "SENDR reg 22"),
        then=TALK_OR_NOT,
    ),
    Choice(
        name="notice_sent_again_placement",
        title="Another decision notice is sent, and the placement alone is disputed again",
        notice=True,
        cites=("CFA s51(2)(c)", "CFA s55(2) gk"),
        then=TALK_OR_NOT,
    ),
    Choice(
        name="breach_raised",
        title="The time to carry it out has passed and the family takes it up",
        cites=("CFA s42", "SENDR reg 44", "LGA s26"),
        then=(way("pre_action_letter", "judicial_review_share"), way("complaint_la_1", None, (), "LGA s26")),
    ),
    Wait(
        name="pre_action_letter",
        title="A letter before judicial review, usually with 14 days to answer",
        takes=Fixed(value=law.PRE_ACTION_DAYS, unit="days"),
        cites=("pre-action protocol gk",),
        then=(
            way("settled_pre_action", "pre_action_settles"),
            way("judicial_review", None, (), "Senior Courts Act 1981 s31"),
        ),
    ),
    Wait(
        name="judicial_review",
        title="Judicial review in the High Court",
        takes=Gamma(mean="judicial_review_weeks", sd=8, unit="weeks"),
        cites=("Senior Courts Act 1981 s31", "CPR Part 54"),
        then=(way("judicial_review_ended", None, (), "CPR Part 54"),),
    ),
)

# --- claims of disability discrimination against schools ---------------------------------------------------

CLAIMS: tuple[Stage, ...] = (
    Choice(
        name="claiming",
        title="Claiming, or first trying conciliation that the equality commission arranges",
        cites=("EqA s116", "EqA Sch 17 para 4"),
        then=(
            way("conciliation", "conciliation_share", (), "EqA Sch 17 para 4"),
            way("preparing_claim", None, (), "EqA Sch 17"),
        ),
    ),
    Wait(
        name="conciliation",
        title="Conciliation with the school; a dispute referred in time has three more months",
        takes=Gamma(mean="conciliation_weeks", sd=3, unit="weeks"),
        departures=LEAVING,
        cites=("EqA Sch 17 para 4",),
        then=(
            way("claim_settled", "conciliation_settles", (), "EqA Sch 17 para 4", merit="merit_slope"),
            way("preparing_claim", None, (), "EqA Sch 17"),
        ),
    ),
    Wait(
        name="preparing_claim",
        title="Preparing a claim; no certificate is needed and August gives no relief",
        takes=Gamma(mean="weeks_to_claim", sd=4, unit="weeks"),
        departures=LEAVING,
        cites=("EqA s116", "EqA Sch 17 para 4"),
        then=(way("claim_made", None, (), "EqA Sch 17"),),
    ),
    Choice(
        name="claim_late",
        title="The time to claim has run out",
        cites=("EqA Sch 17 para 4",),
        then=(way("claim_late_considered", "asks_late_claim", (), "EqA Sch 17 para 4(3)"), way("out_of_time")),
    ),
    Wait(
        name="claim_late_considered",
        title="The Tribunal considers whether to take a late claim",
        takes=Gamma(mean="late_application_weeks", sd=1, unit="weeks"),
        cites=("EqA Sch 17 para 4(3)",),
        then=(
            way("claim_made", "late_claim_admitted", (), "EqA Sch 17 para 4(3)"),
            way("out_of_time", None, (), "EqA Sch 17 para 4"),
        ),
    ),
    Wait(
        name="claim_made",
        title="Claim made; the school's responsible body is to respond",
        takes=Gamma(mean="claim_response_weeks", sd=1, unit="weeks"),
        departures=(WITHDRAWN, MOVED),
        cites=("HESC rule 21 gk",),
        then=(way("claim_response", None, (), "HESC rule 21 gk"),),
    ),
    Choice(
        name="claim_response",
        title="The responsible body responds",
        cites=("HESC rule 21 gk",),
        then=(way("claim_settled", "claim_settles", merit="merit_slope"), way("claim_hearing", None, (), "EqA s116")),
    ),
    Session(
        name="claim_hearing",
        title="Hearing of a claim before a judge and two specialist members",
        diary="hearings",
        uses={"judges": 1, "specialist_members": 2},
        takes=Fixed(value=6, unit="hours"),
        departures=(WITHDRAWN, MOVED),
        cites=("EqA s116", "EqA Sch 17"),
        then=(way("claim_decision", None, (), "HESC rule 30 gk"),),
    ),
    Wait(
        name="claim_decision",
        title="Awaiting the decision on the claim",
        takes=Gamma(mean="decision_weeks", sd=0.6, unit="weeks"),
        cites=("HESC rule 30 gk",),
        then=(
            way("claim_remedy", "claim_upheld_share", merit="merit_slope"),
            way("claim_dismissed", None, (), "EqA Sch 17"),
        ),
    ),
    Wait(
        name="claim_remedy",
        title="Carrying out the order: reinstatement, apology, training, change of policy, never money",
        takes=Gamma(mean="claim_remedy_weeks", sd=3, unit="weeks"),
        cites=("EqA Sch 17 para 5",),
        then=(way("decided_order_claim", None, (), "EqA Sch 17 para 5"),),
    ),
)

# --- complaints: settings, the authority and the ombudsman, social care, health -----------------------------


def handled(name: str, title: str, hours: tuple[float, float, float], to: str, cites: tuple[str, ...]) -> Activity:
    """Return a stage of a complaint handled by the authority's complaints officers."""
    low, mode, high = hours
    return Activity(
        name=name,
        title=title,
        team="complaints_officers",
        takes=Triangular(low=low, mode=mode, high=high, unit="hours"),
        departures=LEAVING,
        cites=cites,
        then=(way(to, None, (), *cites),),
    )


def answered(
    name: str, title: str, settles: str, goes_on: str, to: str, cites: tuple[str, ...]
) -> tuple[Choice, Choice]:
    """Return what follows an answer: it settles the matter, or else the family goes on or goes no further."""
    return (
        Choice(
            name=name,
            title=title,
            cites=cites,
            then=(
                way("complaint_settled", settles, (), *cites, merit="merit_slope"),
                way(f"{name}_not_settled", None, (), *cites),
            ),
        ),
        Choice(
            name=f"{name}_not_settled",
            title="The answer does not settle it: going on, or not",
            cites=cites,
            then=(way(to, goes_on, (), *cites), way("complaint_closed")),
        ),
    )


LGSCO = ("LGA ss24A-26D", "LGA s34")
COMPLAINTS: tuple[Stage, ...] = (
    Wait(
        name="complaint_setting_1",
        title="Complaint to the school, nursery or college: its first stages",
        takes=Gamma(mean="setting_stage_weeks", sd=2, unit="weeks"),
        departures=LEAVING,
        cites=("Education Act 2002 s29", "SI 2014/3283 para 33"),
        then=(way("complaint_setting_1_answered", None, (), "Education Act 2002 s29", "SI 2014/3283"),),
    ),
    *answered(
        "complaint_setting_1_answered",
        "The setting answers",
        "setting_settles",
        "setting_goes_on",
        "complaint_setting_2",
        ("Education Act 2002 s29", "SI 2014/3283 para 33"),
    ),
    Wait(
        name="complaint_setting_2",
        title="A panel of the governors or the trust, with a member from outside where the standards say so",
        takes=Gamma(mean="setting_panel_weeks", sd=2, unit="weeks"),
        departures=LEAVING,
        cites=("SI 2014/3283 para 33",),
        then=(way("complaint_setting_2_answered", None, (), "SI 2014/3283 para 33"),),
    ),
    *answered(
        "complaint_setting_2_answered",
        "The panel's findings",
        "setting_settles",
        "setting_goes_on_to_government",
        "complaint_to_government",
        ("EA ss496-497", "SI 2014/3283 para 33"),
    ),
    Wait(
        name="complaint_to_government",
        title="Complaint to the Secretary of State",
        takes=Gamma(mean="government_weeks", sd=5, unit="weeks"),
        cites=("EA ss496-497",),
        then=(way("complaint_settled", "government_acts"), way("complaint_closed", None, (), "EA ss496-497")),
    ),
    handled(
        "complaint_la_1",
        "Complaint to the authority: first stage",
        (2, 4, 8),
        "complaint_la_1_answered",
        ("LGA s26", "LGSCO code gk"),
    ),
    *answered(
        "complaint_la_1_answered",
        "The authority's first answer",
        "la_complaint_settles",
        "la_complaint_goes_on",
        "complaint_la_2",
        ("LGSCO code gk",),
    ),
    handled(
        "complaint_la_2",
        "Complaint to the authority: second stage",
        (4, 8, 16),
        "complaint_la_2_answered",
        ("LGA s26", "LGSCO code gk"),
    ),
    *answered(
        "complaint_la_2_answered",
        "The authority's second answer",
        "la_complaint_settles",
        "goes_to_ombudsman",
        "ombudsman",
        ("LGA s26",),
    ),
    Activity(
        name="ombudsman",
        title="The Local Government and Social Care Ombudsman investigates",
        team="lgsco_investigators",
        takes=Triangular(low=8, mode=16, high=40, unit="hours"),
        departures=LEAVING,
        cites=LGSCO,
        then=(way("ombudsman_decision", None, (), *LGSCO),),
    ),
    Wait(
        name="ombudsman_decision",
        title="The Ombudsman's draft goes to both sides, then the decision",
        takes=Gamma(mean="ombudsman_weeks", sd=6, unit="weeks"),
        cites=LGSCO,
        then=(
            way("ombudsman_upheld", "lgsco_complaint_upheld", merit="merit_slope"),
            way("complaint_closed", None, (), *LGSCO),
        ),
    ),
    Wait(
        name="ombudsman_upheld",
        title="The authority carries out what the Ombudsman recommends: it does not bind, and is nearly always done",
        takes=Gamma(mean="remedy_weeks", sd=3, unit="weeks"),
        cites=("LGA s31",),
        then=(way("remedied_ombudsman", None, (), "LGA s31"),),
    ),
    # Children's social care: three stages, then the Ombudsman.
    handled(
        "section_26_stage_1",
        "Representations about social care: local resolution",
        (3, 6, 12),
        "section_26_stage_1_answered",
        ("CA s26", "CAR reg 14 gk"),
    ),
    *answered(
        "section_26_stage_1_answered",
        "The authority's answer at stage 1",
        "section_26_settles",
        "section_26_goes_on",
        "section_26_stage_2",
        ("CAR reg 14 gk",),
    ),
    handled(
        "section_26_stage_2",
        "Investigation with an independent person",
        (20, 40, 80),
        "section_26_stage_2_answered",
        ("CA s26", "CAR reg 17 gk"),
    ),
    *answered(
        "section_26_stage_2_answered",
        "The authority's answer at stage 2",
        "section_26_settles",
        "section_26_goes_on",
        "section_26_asking_panel",
        ("CAR reg 17 gk",),
    ),
    Wait(
        name="section_26_asking_panel",
        title="The family considers asking for a review panel",
        takes=Gamma(mean="section_26_asking_weeks", sd=0.8, unit="weeks"),
        departures=LEAVING,
        cites=("CAR reg 18 gk",),
        then=(way("section_26_panel", None, (), "CAR reg 18 gk", "CAR reg 19"),),
    ),
    handled(
        "section_26_panel",
        "Three independent people review it",
        (8, 14, 24),
        "section_26_panel_report",
        ("CAR reg 19",),
    ),
    Wait(
        name="section_26_panel_report",
        title="The panel's report",
        takes=Uniform(low=1, high="panel_report_days", unit="days"),
        calendar="office",
        cites=("CAR reg 20 gk",),
        then=(way("section_26_reply", None, (), "CAR reg 20 gk"),),
    ),
    handled(
        "section_26_reply",
        "The authority replies to the panel",
        (3, 6, 12),
        "section_26_replied",
        ("CAR reg 20 gk",),
    ),
    *answered(
        "section_26_replied",
        "The authority's reply to the panel",
        "section_26_settles",
        "goes_to_ombudsman",
        "ombudsman",
        ("CAR reg 20 gk", "LGA s26"),
    ),
    Wait(
        name="complaint_nhs",
        title="Complaint to the health body or the commissioner: it is acknowledged first",
        takes=Uniform(low=0.5, high="nhs_acknowledge_days", unit="days"),
        calendar="office",
        departures=LEAVING,
        cites=("NHSR reg 13 gk",),
        then=(way("complaint_nhs_considered", None, (), "NHSR reg 14 gk"),),
    ),
    Wait(
        name="complaint_nhs_considered",
        title="The health body considers the complaint",
        takes=Gamma(mean="nhs_weeks", sd=4, unit="weeks"),
        departures=LEAVING,
        cites=("NHSR reg 14 gk",),
        then=(way("complaint_nhs_answered", None, (), "NHSR reg 14 gk"),),
    ),
    *answered(
        "complaint_nhs_answered",
        "The health body's answer",
        "nhs_settles",
        "goes_to_health_ombudsman",
        "ombudsman_health",
        ("NHSR reg 14 gk", "Health Service Commissioners Act 1993 gk"),
    ),
    Wait(
        name="ombudsman_health",
        title="The Parliamentary and Health Service Ombudsman investigates",
        takes=Gamma(mean="health_ombudsman_weeks", sd=10, unit="weeks"),
        cites=("Health Service Commissioners Act 1993 gk",),
        then=(
            way("complaint_settled", "health_ombudsman_upholds"),
            way("complaint_closed", None, (), "Health Service Commissioners Act 1993 gk"),
        ),
    ),
)

# --- how a disagreement ends --------------------------------------------------------------------------------

ENDS: tuple[Stage, ...] = (
    End(name="settled_early", title="Settled by early talk", route="talk"),
    End(name="agreed_drs", title="Agreed in disagreement resolution and kept", route="disagreement resolution"),
    End(name="agreed_mediation", title="Agreed in mediation and carried out", route="mediation"),
    End(name="agreed_part", title="Agreed in mediation in part, no appeal", route="mediation"),
    End(name="mediated_no_appeal", title="Mediated without agreement, no appeal", route="mediation"),
    End(name="conceded", title="Conceded by the authority and carried out", route="tribunal"),
    End(name="agreed_while_waiting", title="Agreed while the appeal waited", route="tribunal"),
    End(name="withdrawn", title="Appeal or claim withdrawn", route="tribunal"),
    End(name="decided_order", title="Appeal allowed and the order carried out", route="tribunal"),
    End(name="decided_order_kept", title="Appeal allowed and the plan kept as it is", route="tribunal"),
    End(name="decided_order_kept_amended", title="Appeal allowed, the plan kept and amended", route="tribunal"),
    End(name="decided_order_reconsidered", title="Sent back, and a plan made on reconsidering", route="tribunal"),
    End(name="decision_upheld", title="Appeal dismissed", route="tribunal"),
    End(name="claim_settled", title="Claim settled with the school", route="discrimination claim"),
    End(name="decided_order_claim", title="Claim upheld and the order carried out", route="discrimination claim"),
    End(name="claim_dismissed", title="Claim dismissed", route="discrimination claim"),
    End(name="complaint_settled", title="Complaint settled", route="complaint"),
    End(name="complaint_closed", title="Complaint closed without a remedy", route="complaint"),
    End(name="remedied_ombudsman", title="Complaint upheld by the Ombudsman and put right", route="complaint"),
    End(name="settled_pre_action", title="Put right after a letter before judicial review", route="judicial review"),
    End(name="judicial_review_ended", title="Judicial review ended", route="judicial review"),
    End(name="out_of_time", title="Time to go on ran out", route="out of time"),
    End(name="moved_away", title="The family moved to another authority", route="moved"),
    End(name="went_no_further", title="The family went no further", route="no further step"),
)

# --- the clocks: every limit is counted by sendsim.law ------------------------------------------------------

LEFT_DECIDING = ("drs_carried_out", "mediation_carried_out", "late_contact")
MEDIATION_MEETINGS = ("mediation", "mediation_meeting_undecided", "mediation_meeting_persuaded")
BREACH = (way("breach_raised", "acts_on_breach"), way(None, None, (), "SENDR reg 44(3)"))


def each(part: str) -> tuple[str, ...]:
    """Return the stage ``part`` of carrying out, for each source."""
    return tuple(f"{source}_{part}" for source in SOURCES)


DONE = each("done")

CLOCKS = (
    Clock(
        name="contact_limit",
        title="Two months to contact the mediation adviser",
        starts_on=("notice_sent", "notice_sent_again"),
        stops_on=("adviser_contacted", *LEFT_DECIDING),
        counting="months",
        amount=law.CONTACT_MONTHS,
        then=(way("late_contact", None, (), "SENDR reg 34"),),
        cites=("SENDR reg 33",),
    ),
    Clock(
        name="certificate_3_days",
        title="Three working days for the certificate",
        starts_on=(
            "certificate_declined",
            "certificate_after_mediation",
            "certificate_after_part",
            "certificate_after_persuaded",
            "certificate_deemed",
        ),
        stops_on=("preparing_appeal", "preparing_section_i", "went_no_further", "agreed_part", "mediated_no_appeal"),
        counting="working_days",
        amount=law.CERTIFICATE_WORKING_DAYS,
        cites=("SENDR regs 34, 39",),
    ),
    Clock(
        name="icb_told_3_days",
        title="Three working days for the authority to tell the health commissioner",
        starts_on=("icb_told",),
        stops_on=("mediation_arranging_health",),
        counting="working_days",
        amount=law.TELL_ICB_WORKING_DAYS,
        cites=("SENDR reg 35 gk",),
    ),
    Clock(
        name="mediation_30_days",
        title="30 days to arrange mediation",
        starts_on=("mediation_arranging", "mediation_arranging_persuaded"),
        stops_on=MEDIATION_MEETINGS,
        counting="days",
        amount=law.ARRANGE_MEDIATION_DAYS,
        then=(
            way("certificate_deemed", "leaves_at_30_days", CERTIFICATE, "SENDR reg 39"),
            way("preparing_section_i", "leaves_at_30_days", PLACEMENT, "CFA s55(2) gk"),
            way(None, None, (), "SENDR reg 36 gk"),
        ),
        cites=("SENDR regs 36, 39", "CFA s54"),
    ),
    Clock(
        name="mediation_30_days_other",
        title="30 days to arrange mediation about health or social care",
        starts_on=("mediation_arranging_health", "mediation_arranging_social_care"),
        stops_on=("mediation_meeting_health", "mediation_meeting_social_care"),
        counting="days",
        amount=law.ARRANGE_MEDIATION_DAYS,
        cites=("CFA ss53-54", "SENDR regs 35-36 gk"),
    ),
    Clock(
        name="agreement_told_1_week",
        title="One week for the commissioner to tell the authority what was agreed",
        starts_on=("agreement_told_authority",),
        stops_on=("agreement_carried_out",),
        counting="weeks",
        amount=law.ICB_TELLS_LA_WEEKS,
        cites=("SENDR reg 42(4)",),
    ),
    Clock(
        name="agreement_2_weeks",
        title="Two weeks for what was agreed and could not have been appealed",
        starts_on=("agreement_told_authority", "agreement_carried_out"),
        stops_on=("agreed_mediation",),
        counting="weeks",
        amount=law.OTHER_AGREED_WEEKS,
        cites=("SENDR reg 42(3)",),
    ),
    Clock(
        name="appeal_limit",
        title="Two months from notice or one month from certificate, whichever is later",
        starts_on=("preparing_appeal",),
        stops_on=("registration",),
        counting="appeal",
        then=(way("late_contact", None, (), "HESC rule 5(3)(a) gk"),),
        cites=("HESC rule 20(1)(c)", "HESC rule 12"),
    ),
    Clock(
        name="appeal_limit_placement",
        title="Two months from notice to appeal about the placement alone",
        starts_on=("notice_sent_placement", "notice_sent_again_placement"),
        stops_on=("registration", *LEFT_DECIDING),
        counting="appeal_section_i",
        then=(way("late_contact", None, (), "HESC rule 5(3)(a) gk"),),
        cites=("HESC rule 20(1)(c)", "HESC rule 12", "CFA s55(2) gk"),
    ),
    Clock(
        name="registration_10_days",
        title="Ten working days to register an appeal (the Tribunal's aim)",
        starts_on=("registration",),
        stops_on=("early_review",),
        counting="working_days",
        amount=law.REGISTRATION_WORKING_DAYS,
        cites=("practice",),
    ),
    Clock(
        name="la_response_30_days",
        title="30 working days for the authority's response",
        starts_on=("appeal_officer", "la_response"),
        stops_on=("response_sent", *ENDED_EARLY),
        counting="tribunal_working_days",
        amount=law.RESPONSE_WORKING_DAYS,
        cites=("HESC rule 21 gk", "HESC rule 12(3)(b)"),
    ),
    Clock(
        name="bundle_directed",
        title="The bundle by the date in the directions: two weeks after the evidence, in the older pattern",
        starts_on=("evidence_in", "drs_meeting_beside"),
        stops_on=("bundle_sent", *ENDED_EARLY),
        counting="bundle",
        cites=("practice: directions", "Practice Direction 1 of 2025"),
    ),
    Clock(
        name="decision_10_days",
        title="Ten working days for the decision after a hearing (usual)",
        starts_on=("tribunal_decision", "claim_decision"),
        stops_on=("order_made", "appeal_dismissed", "claim_remedy", "claim_dismissed"),
        counting="working_days",
        amount=law.DECISION_WORKING_DAYS,
        cites=("practice", "HESC rule 30 gk"),
    ),
    Clock(
        name="ask_again_28_days",
        title="28 days to ask for set aside, review or permission to appeal",
        starts_on=("asking_again",),
        stops_on=("asked_again",),
        counting="after_decision",
        then=(way("decision_upheld", None, (), "HESC rules 45-47 gk"),),
        cites=("HESC rules 45-47 gk", "HESC rule 12"),
    ),
    Clock(
        name="tell_2_weeks",
        title="Two weeks to tell the family that it will assess",
        starts_on=each("tell"),
        stops_on=each("assess"),
        counting="weeks",
        amount=law.TELL_WEEKS,
        then=BREACH,
        cites=("SENDR reg 44(2)", "SENDR reg 45", "SENDR reg 42(2)"),
    ),
    Clock(
        name="no_plan_10_weeks",
        title="Ten weeks from the order to say, after an assessment, whether there will be no plan",
        starts_on=each("tell"),
        stops_on=(*each("plan"), "notice_sent_again"),
        counting="weeks",
        amount=law.NO_PLAN_WEEKS,
        cites=("SENDR reg 44(2)", "SENDR reg 45", "SENDR reg 42(2)"),
    ),
    Clock(
        name="assessed_plan_14_weeks",
        title="14 weeks from the order to the final plan after an assessment",
        starts_on=each("tell"),
        stops_on=(*DONE, "notice_sent_again"),
        counting="weeks",
        amount=law.PLAN_AFTER_ASSESSMENT_WEEKS,
        then=BREACH,
        cites=("SENDR reg 44(2)", "SENDR reg 45", "SENDR reg 42(2)"),
    ),
    Clock(
        name="draft_5_weeks",
        title="Five weeks to send a draft plan as ordered",
        starts_on=each("draft"),
        stops_on=each("plan"),
        counting="weeks",
        amount=law.ORDERED_DRAFT_WEEKS,
        then=BREACH,
        cites=("SENDR reg 44(2)", "SENDR reg 45", "SENDR reg 42(2)"),
    ),
    Clock(
        name="plan_11_weeks",
        title="11 weeks to send the final plan as ordered",
        starts_on=each("draft"),
        stops_on=DONE,
        counting="weeks",
        amount=law.ORDERED_FINAL_WEEKS,
        then=BREACH,
        cites=("SENDR reg 44(2)", "SENDR reg 45", "SENDR reg 42(2)"),
    ),
    Clock(
        name="reconsider_2_weeks",
        title="Two weeks to send a draft plan or a new refusal where the Tribunal sent the matter back",
        starts_on=("order_reconsidered",),
        stops_on=("order_reconsidered_plan", "notice_sent_again"),
        counting="weeks",
        amount=law.RECONSIDER_WEEKS,
        then=BREACH,
        cites=("SENDR reg 44(2) gk",),
    ),
    Clock(
        name="order_5_weeks",
        title="Five weeks to amend a plan as ordered",
        starts_on=(*each("contents"), "recommendation_reply", "order_keep_amend"),
        stops_on=(*DONE, "recommendation_refused", "decided_order_kept_amended"),
        counting="weeks",
        amount=law.CONTENTS_WEEKS,
        then=BREACH,
        cites=("SENDR reg 44(2)", "SENDR reg 45", "SENDR reg 42(2)"),
    ),
    Clock(
        name="placement_2_weeks",
        title="Two weeks to name a placement as ordered",
        starts_on=each("placement"),
        stops_on=DONE,
        counting="weeks",
        amount=law.PLACEMENT_WEEKS,
        then=BREACH,
        cites=("SENDR reg 44(2)", "SENDR reg 45", "SENDR reg 42(2)"),
    ),
    Clock(
        name="keep_at_once",
        title="A plan that is to be kept is kept at once",
        starts_on=(*each("keep"), "order_keep_amend"),
        stops_on=(*DONE, "order_keep_amend_rest"),
        counting="days",
        amount=0,
        cites=("SENDR reg 44(2)", "SENDR reg 45", "SENDR reg 42(2)"),
    ),
    Clock(
        name="judicial_review_3_months",
        title="Promptly, and three months at the latest, to ask for judicial review",
        starts_on=("breach_raised",),
        stops_on=("judicial_review", "complaint_la_1"),
        counting="months",
        amount=law.JUDICIAL_REVIEW_MONTHS,
        cites=("CPR Part 54",),
    ),
    Clock(
        name="recommendation_5_weeks",
        title="Five weeks for health or social care to answer a recommendation",
        starts_on=("recommendation_reply",),
        stops_on=("recommended_order_rest",),
        counting="weeks",
        amount=law.RECOMMENDATION_WEEKS,
        cites=("RECS reg 7 gk",),
    ),
    Clock(
        name="claim_6_months",
        title="Six months, counting the day itself, to bring a claim of discrimination",
        starts_on=("treated_unfairly",),
        stops_on=("claim_made", "conciliation"),
        counting="months_starting_with",
        amount=law.DISCRIMINATION_MONTHS,
        then=(way("claim_late", None, DISCRIMINATION, "EqA Sch 17 para 4"),),
        cites=("EqA Sch 17 para 4",),
    ),
    Clock(
        name="claim_9_months",
        title="Three months more, nine in all, to claim where the dispute was referred to conciliation in time",
        starts_on=("conciliation",),
        stops_on=("claim_made",),
        counting="claim_after_conciliation",
        then=(way("claim_late", None, DISCRIMINATION, "EqA Sch 17 para 4"),),
        cites=("EqA Sch 17 para 4",),
    ),
    Clock(
        name="claim_response_30_days",
        title="30 working days for the responsible body's response; August gives no relief",
        starts_on=("claim_made",),
        stops_on=("claim_response",),
        counting="working_days",
        amount=law.RESPONSE_WORKING_DAYS,
        cites=("HESC rule 21 gk", "HESC rule 12(3)"),
    ),
    Clock(
        name="setting_complaint_3_months",
        title="About three months to complain to a school, in the Department's guidance; a school may allow longer",
        starts_on=("concern_raised",),
        stops_on=("complaint_setting_1", "drs_carried_out"),
        counting="months",
        amount=law.SCHOOL_COMPLAINT_MONTHS,
        cites=("practice: guidance gk", "Education Act 2002 s29"),
    ),
    Clock(
        name="la_stage_1_10_days",
        title="Ten working days for the authority's first answer to a complaint",
        starts_on=("complaint_la_1",),
        stops_on=("complaint_la_1_answered",),
        counting="working_days",
        amount=law.LA_STAGE_1_WORKING_DAYS,
        cites=("LGSCO code gk",),
    ),
    Clock(
        name="la_stage_2_20_days",
        title="20 working days for the authority's second answer to a complaint",
        starts_on=("complaint_la_2",),
        stops_on=("complaint_la_2_answered",),
        counting="working_days",
        amount=law.LA_STAGE_2_WORKING_DAYS,
        cites=("LGSCO code gk",),
    ),
    Clock(
        name="la_answer_12_weeks",
        title="About 12 weeks, after which the Ombudsman may take a complaint that is not answered",
        starts_on=("complaint_la_1",),
        stops_on=("complaint_la_2_answered", "complaint_settled", "complaint_closed"),
        counting="weeks",
        amount=law.LGSCO_ANSWER_WEEKS,
        then=(way("ombudsman", "goes_to_ombudsman"), way(None, None, (), "LGA s26(5)")),
        cites=("LGA s26(5)", "practice"),
    ),
    Clock(
        name="ombudsman_12_months",
        title="12 months from becoming aware to complain to the Ombudsman, who may allow longer",
        starts_on=("failure_noticed",),
        stops_on=("ombudsman",),
        counting="months",
        amount=law.COMPLAINT_MONTHS,
        cites=("LGA s26B",),
    ),
    Clock(
        name="section_26_1_year",
        title="One year to bring representations about social care; the authority may take later ones",
        starts_on=("concern_raised_social_care",),
        stops_on=("section_26_stage_1",),
        counting="months",
        amount=law.SECTION_26_BRING_MONTHS,
        cites=("CAR reg 9 gk",),
    ),
    Clock(
        name="section_26_stage_1_10_days",
        title="Ten working days for stage 1 of representations about social care",
        starts_on=("section_26_stage_1",),
        stops_on=("section_26_stage_1_answered",),
        counting="working_days",
        amount=law.STAGE_1_WORKING_DAYS,
        cites=("CAR reg 14 gk",),
    ),
    Clock(
        name="section_26_stage_2_25_days",
        title="25 working days for stage 2",
        starts_on=("section_26_stage_2",),
        stops_on=("section_26_stage_2_answered",),
        counting="working_days",
        amount=law.STAGE_2_WORKING_DAYS,
        cites=("CAR reg 17 gk",),
    ),
    Clock(
        name="section_26_stage_2_65_days",
        title="65 working days at the longest for stage 2",
        starts_on=("section_26_stage_2",),
        stops_on=("section_26_stage_2_answered",),
        counting="working_days",
        amount=law.STAGE_2_LONGEST_WORKING_DAYS,
        cites=("CAR reg 17 gk",),
    ),
    Clock(
        name="section_26_panel_asked_20_days",
        title="20 working days to ask for a panel",
        starts_on=("section_26_asking_panel",),
        stops_on=("section_26_panel",),
        counting="working_days",
        amount=law.PANEL_REQUEST_WORKING_DAYS,
        then=(way("complaint_closed", None, (), "CAR reg 18 gk"),),
        cites=("CAR reg 18 gk",),
    ),
    Clock(
        name="section_26_panel_30_days",
        title="30 working days for the panel to meet",
        starts_on=("section_26_panel",),
        stops_on=("section_26_panel_report",),
        counting="working_days",
        amount=law.PANEL_MEETS_WORKING_DAYS,
        cites=("CAR reg 19",),
    ),
    Clock(
        name="section_26_report_5_days",
        title="Five working days for the panel's report",
        starts_on=("section_26_panel_report",),
        stops_on=("section_26_reply",),
        counting="working_days",
        amount=law.PANEL_REPORT_WORKING_DAYS,
        cites=("CAR reg 20 gk",),
    ),
    Clock(
        name="section_26_reply_15_days",
        title="15 working days for the authority's reply to the panel",
        starts_on=("section_26_reply",),
        stops_on=("section_26_replied",),
        counting="working_days",
        amount=law.PANEL_REPLY_WORKING_DAYS,
        cites=("CAR reg 20 gk",),
    ),
    Clock(
        name="nhs_12_months",
        title="12 months to complain about health; the body may take later complaints",
        starts_on=("concern_raised_health",),
        stops_on=("complaint_nhs",),
        counting="months",
        amount=law.COMPLAINT_MONTHS,
        cites=("NHSR reg 12 gk",),
    ),
    Clock(
        name="nhs_acknowledged_3_days",
        title="Three working days to acknowledge a complaint about health",
        starts_on=("complaint_nhs",),
        stops_on=("complaint_nhs_considered",),
        counting="working_days",
        amount=law.ACKNOWLEDGE_WORKING_DAYS,
        cites=("NHSR reg 13 gk",),
    ),
    Clock(
        name="nhs_answer_6_months",
        title="Six months for the answer to a complaint about health",
        starts_on=("complaint_nhs",),
        stops_on=("complaint_nhs_answered",),
        counting="months",
        amount=law.NHS_ANSWER_MONTHS,
        cites=("NHSR reg 14 gk",),
    ),
)

STAGES: tuple[Stage, ...] = (
    *BEGINNING,
    *DISAGREEMENT_RESOLUTION,
    *MEDIATION,
    *LATE,
    *TRIBUNAL,
    *CARRYING_OUT,
    *CLAIMS,
    *COMPLAINTS,
    *ENDS,
)

PATHWAY = Pathway(name="SEND disputes in England", start="notice_sent", stages=STAGES, clocks=CLOCKS)
"""The pathway as it stands in law in 2026. Proposed reform is not in it."""
