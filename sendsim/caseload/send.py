"""The SEND dispute pathway, told in the vocabulary: the one file a lawyer and a planner read together.

A disagreement begins with a decision (refusal to assess, refusal to issue, the contents or placement of a
plan, ceasing) or with dissatisfaction about support without a plan. It may end early by talking, by
disagreement resolution (voluntary for every party), by mediation, by concession or agreement while an
appeal waits, by withdrawal, by the Tribunal's decision, by running out of time, or because the family
goes no further. Numbers are names here: the plan holds each with its evidence.

Rules: CFA = Children and Families Act 2014; SENDR = Special Educational Needs and Disability Regulations
2014 (SI 2014/1530); HESC = Tribunal Procedure (First-tier Tribunal) (Health, Education and Social Care
Chamber) Rules 2008 (SI 2008/2699); Code = SEND Code of Practice (January 2015). "gk" marks a number of a
rule given from general knowledge, primary text not read.

A thin but whole story: hearing attendance by officers, joint panels, the complaint ladders, discrimination
claims and re-entry after a later review are not in it yet.
"""

from __future__ import annotations

from sendsim.caseload.durations import Beta, Fixed, Gamma, Triangular, Uniform
from sendsim.caseload.pathway import Activity, Choice, Clock, Departure, End, Pathway, Session, Stage, To, Wait

DECISIONS = ("refuse_to_assess", "refuse_to_issue", "contents", "placement_only", "cease_or_not_amend")
NEEDS_CERTIFICATE = ("refuse_to_assess", "refuse_to_issue", "contents", "cease_or_not_amend")
REFUSALS = ("refuse_to_assess", "refuse_to_issue")
PLAN_MATTERS = ("contents", "placement_only", "cease_or_not_amend")

# Reasons to leave while an appeal waits: settled, conceded or withdrawn appeals are a third of outcomes (MoJ).
WHILE_WAITING = (
    Departure(name="conceded", to="concession_carried_out", per_week="conceded_per_week", cites=("SENDR reg 45",)),
    Departure(name="agreed", to="consent_order", per_week="agreed_per_week", cites=("HESC rule 29 gk",)),
    Departure(name="withdrawn", to="withdrawn", per_week="withdrawn_per_week", cites=("HESC rule 17 gk",)),
)

BEGINNING: tuple[Stage, ...] = (
    Choice(
        name="notice_sent",
        title="Decision notice sent, or dissatisfaction voiced",
        cites=("CFA s51", "SENDR reg 32"),
        then=(
            To(to="early_talk", p="early_talk_share", cites=("Code 11.1",)),
            To(to="next_step", cites=("CFA s32",)),
        ),
    ),
    Activity(
        name="early_talk",
        title="Talk with the SEN officer",
        team="sen_officers",
        takes=Triangular(low=1, mode=2, high=4, unit="hours"),
        cites=("Code 11.1",),
        then=(To(to="settled_early", p="early_talk_settles"), To(to="next_step")),
    ),
    Choice(
        name="next_step",
        title="Choosing what to do next",
        cites=("CFA s32", "Code 11.6"),
        then=(To(to="drs_consent", p="drs_offer", cites=("CFA s57",)), To(to="going_on")),
    ),
    Choice(
        name="going_on",
        title="Going on, or not, without disagreement resolution",
        cites=("CFA s51", "CFA s52"),
        then=(
            To(to="deciding", p="goes_on_refusal", when={"trigger": REFUSALS}),
            To(to="deciding", p="goes_on_plan", when={"trigger": PLAN_MATTERS}),
            To(to="other_complaint", p="complains_elsewhere", when={"trigger": ("sen_support",)}),
            To(to="went_no_further"),
        ),
    ),
)

DISAGREEMENT_RESOLUTION: tuple[Stage, ...] = (
    Choice(
        name="drs_consent",
        title="Disagreement resolution: every party is asked",
        cites=("CFA s57", "Code 11.6"),
        then=(To(to="drs_arranging", p="all_parties_consent"), To(to="after_drs")),
    ),
    Wait(
        name="drs_arranging",
        title="Arranging the disagreement resolution meeting",
        takes=Gamma(mean="drs_arranging_weeks", sd=2, unit="weeks"),
        then=(To(to="drs_meeting"),),
    ),
    Activity(
        name="drs_meeting",
        title="Disagreement resolution meeting with an independent facilitator",
        team="drs_facilitators",
        takes=Triangular(low=4, mode=6, high=9, unit="hours"),
        cites=("CFA s57",),
        then=(To(to="agreed_drs", p="drs_agreement"), To(to="after_drs")),
    ),
    Choice(
        name="after_drs",
        title="After disagreement resolution without agreement",
        cites=("CFA s57",),
        then=(
            To(to="other_complaint", when={"trigger": ("sen_support",)}),
            To(to="deciding", when={"trigger": DECISIONS}),
        ),
    ),
)

MEDIATION: tuple[Stage, ...] = (
    Wait(
        name="deciding",
        title="Deciding whether to go on",
        takes=Beta(mean="weeks_to_contact", sd=2.2, low=0, high=8.7, unit="weeks"),
        cites=("SENDR reg 33",),
        then=(
            To(to="preparing_appeal", when={"trigger": ("placement_only",)}, cites=("CFA s55(2) gk",)),
            To(to="adviser_contacted", when={"trigger": NEEDS_CERTIFICATE}, cites=("CFA s55",)),
        ),
    ),
    Choice(
        name="adviser_contacted",
        title="The family contacts the mediation adviser",
        cites=("CFA s55", "SENDR reg 33"),
        then=(To(to="mediation_adviser"),),
    ),
    Activity(
        name="mediation_adviser",
        title="Mediation information from the adviser",
        team="mediation_advisers",
        takes=Triangular(low=0.5, mode=0.75, high=1.5, unit="hours"),
        cites=("CFA s55", "CFA s56", "SENDR reg 33"),
        then=(
            To(to="mediation_arranging", p="mediates_refusal", when={"trigger": REFUSALS}),
            To(to="mediation_arranging", p="mediates_plan", when={"trigger": PLAN_MATTERS}),
            To(to="certificate_declined"),
        ),
    ),
    Wait(
        name="certificate_declined",
        title="Certificate awaited: the family does not wish to mediate",
        takes=Uniform(low=0.5, high="certificate_days", unit="days"),
        calendar="office",
        cites=("SENDR reg 34",),
        then=(
            To(to="preparing_appeal", p="appeals_unmediated_refusal", when={"trigger": REFUSALS}),
            To(to="preparing_appeal", p="appeals_unmediated_plan", when={"trigger": PLAN_MATTERS}),
            To(to="went_no_further"),
        ),
    ),
    Wait(
        name="mediation_arranging",
        title="Finding a date for mediation",
        takes=Gamma(mean="mediation_arranging_weeks", sd=1.2, unit="weeks"),
        cites=("CFA s53", "CFA s54"),
        then=(To(to="mediation"),),
    ),
    Activity(
        name="mediation",
        title="Mediation",
        team="mediators",
        takes=Triangular(low=4, mode=5, high=9, unit="hours"),
        cites=("CFA s54", "SENDR regs 36-38 gk"),
        then=(
            To(to="mediation_carried_out", p="mediation_full_agreement"),
            To(to="certificate_after_mediation"),
        ),
    ),
    Wait(
        name="mediation_carried_out",
        title="Carrying out what mediation agreed",
        takes=Gamma(mean="carrying_out_weeks", sd=2.5, unit="weeks"),
        cites=("SENDR reg 42",),
        then=(To(to="agreed_mediation"),),
    ),
    Wait(
        name="certificate_after_mediation",
        title="Certificate awaited: mediation has ended without full agreement",
        takes=Uniform(low=0.5, high="certificate_days", unit="days"),
        calendar="office",
        cites=("SENDR reg 39",),
        then=(
            To(to="preparing_appeal", p="appeals_mediated_refusal", when={"trigger": REFUSALS}),
            To(to="preparing_appeal", p="appeals_mediated_plan", when={"trigger": PLAN_MATTERS}),
            To(to="agreed_part"),
        ),
    ),
    Wait(
        name="certificate_deemed",
        title="Certificate awaited: mediation could not be arranged in 30 days",
        takes=Uniform(low=0.5, high="certificate_days", unit="days"),
        calendar="office",
        cites=("SENDR reg 39",),
        then=(
            To(to="preparing_appeal", p="appeals_unmediated_refusal", when={"trigger": REFUSALS}),
            To(to="preparing_appeal", p="appeals_unmediated_plan", when={"trigger": PLAN_MATTERS}),
            To(to="went_no_further"),
        ),
    ),
)

TRIBUNAL: tuple[Stage, ...] = (
    Wait(
        name="preparing_appeal",
        title="Preparing the appeal",
        takes=Beta(mean="weeks_to_appeal", sd=0.9, low=0.2, high=4.3, unit="weeks"),
        cites=("HESC rule 20",),
        then=(To(to="registration"),),
    ),
    Wait(
        name="registration",
        title="Appeal lodged, to be registered",
        takes=Gamma(mean="registration_weeks", sd=1, unit="weeks"),
        departures=(WHILE_WAITING[2],),
        then=(To(to="early_review"),),
    ),
    Choice(
        name="early_review",
        title="The authority looks at the appeal again before it responds",
        cites=("SENDR reg 45",),
        then=(To(to="concession_carried_out", p="early_concession"), To(to="la_response")),
    ),
    Activity(
        name="la_response",
        title="The authority's response",
        team="tribunal_officers",
        takes=Triangular(low=8, mode=18, high=40, unit="hours"),
        departures=WHILE_WAITING,
        cites=("HESC rule 21 gk",),
        then=(To(to="response_sent"),),
    ),
    Choice(
        name="response_sent",
        title="The authority's response is sent",
        cites=("HESC rule 21 gk",),
        then=(To(to="hearing"),),
    ),
    Session(
        name="hearing",
        title="Hearing",
        diary="hearings",
        takes=Fixed(value=6, unit="hours"),
        departures=WHILE_WAITING,
        cites=("CFA s51",),
        then=(To(to="tribunal_decision"),),
    ),
    Wait(
        name="tribunal_decision",
        title="Awaiting the decision",
        takes=Gamma(mean="decision_weeks", sd=0.6, unit="weeks"),
        cites=("HESC rule 30 gk",),
        then=(To(to="order_carried_out", p="appeal_allowed"), To(to="decision_upheld")),
    ),
    Wait(
        name="order_carried_out",
        title="Carrying out the Tribunal's order",
        takes=Gamma(mean="carrying_out_weeks", sd=2.5, unit="weeks"),
        cites=("SENDR reg 44",),
        then=(To(to="decided_order"),),
    ),
    Wait(
        name="concession_carried_out",
        title="Carrying out a concession",
        takes=Gamma(mean="carrying_out_weeks", sd=2.5, unit="weeks"),
        cites=("SENDR reg 45",),
        then=(To(to="conceded"),),
    ),
    Wait(
        name="consent_order",
        title="Carrying out a consent order",
        takes=Gamma(mean="carrying_out_weeks", sd=2.5, unit="weeks"),
        cites=("SENDR reg 44",),
        then=(To(to="agreed_while_waiting"),),
    ),
)

ENDS: tuple[Stage, ...] = (
    End(name="settled_early", title="Settled by early talk", route="talk"),
    End(name="agreed_drs", title="Agreed in disagreement resolution", route="disagreement resolution"),
    End(name="agreed_mediation", title="Agreed in mediation and carried out", route="mediation"),
    End(name="agreed_part", title="Mediated: part agreement or none, no appeal", route="mediation"),
    End(name="conceded", title="Conceded by the authority and carried out", route="tribunal"),
    End(name="agreed_while_waiting", title="Agreed while the appeal waited", route="tribunal"),
    End(name="withdrawn", title="Appeal withdrawn", route="tribunal"),
    End(name="decided_order", title="Appeal allowed and the order carried out", route="tribunal"),
    End(name="decision_upheld", title="Appeal dismissed", route="tribunal"),
    End(name="out_of_time", title="Time to go on ran out", route="out of time"),
    End(name="other_complaint", title="Taken up as a complaint", route="complaint"),
    End(name="went_no_further", title="The family went no further", route="no further step"),
)

CLOCKS = (
    Clock(
        name="contact_limit",
        title="Two months to contact the mediation adviser",
        starts_on=("notice_sent",),
        stops_on=("adviser_contacted", "preparing_appeal", *(end.name for end in ENDS)),
        counting="months",
        amount=2,
        then=(To(to="out_of_time", when={"trigger": DECISIONS}), To(to=None, when={"trigger": ("sen_support",)})),
        cites=("SENDR reg 33",),
    ),
    Clock(
        name="certificate_3_days",
        title="Three working days for the certificate",
        starts_on=("certificate_declined", "certificate_after_mediation", "certificate_deemed"),
        stops_on=("preparing_appeal", *(end.name for end in ENDS)),
        counting="working_days",
        amount=3,
        cites=("SENDR regs 34, 39",),
    ),
    Clock(
        name="mediation_30_days",
        title="30 days to arrange mediation",
        starts_on=("mediation_arranging",),
        stops_on=("mediation",),
        counting="days",
        amount=30,
        then=(To(to="certificate_deemed", p="leaves_at_30_days"), To(to=None)),
        cites=("SENDR regs 36, 39", "CFA s54"),
    ),
    Clock(
        name="appeal_limit",
        title="Two months from notice or one month from certificate, whichever is later",
        starts_on=("preparing_appeal",),
        stops_on=("registration",),
        counting="appeal",
        then=(To(to="out_of_time"),),
        cites=("HESC rule 20(1)(c)", "HESC rule 12"),
    ),
    Clock(
        name="la_response_30_days",
        title="30 working days for the authority's response",
        starts_on=("la_response",),
        stops_on=("response_sent", "concession_carried_out", "consent_order", "withdrawn"),
        counting="tribunal_working_days",
        amount=30,
        cites=("HESC rule 21 gk", "HESC rule 12(3)(b)"),
    ),
    Clock(
        name="order_5_weeks",
        title="Five weeks to amend a plan as ordered",
        starts_on=("order_carried_out",),
        stops_on=("decided_order",),
        counting="weeks",
        amount=5,
        cites=("SENDR reg 44",),
    ),
)

PATHWAY = Pathway(
    name="SEND disputes in England",
    start="notice_sent",
    stages=(*BEGINNING, *DISAGREEMENT_RESOLUTION, *MEDIATION, *TRIBUNAL, *ENDS),
    clocks=CLOCKS,
)
"""The pathway as it stands in law in 2026. Proposed reform is not in it."""
