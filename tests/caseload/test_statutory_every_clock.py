"""Every limit of the pathway, and every kind of disagreement, on one hand-made family: the last day in time, by hand.

From Wednesday 1 April 2026 unless said otherwise: Good Friday is 3 April, Easter Monday 6 April, 4 and 25 May are bank
holidays. Each family is so slow at one stage that the limit passes; both engines run it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest
from statutory import follow

from sendsim.caseload.send import CLOCKS
from sendsim.evidence.baseline_demand import STREAMS

APRIL = date(2026, 4, 1)
DRS = {"drs_offer": 1, "family_consents": 1, "authority_consents": 1, "setting_consents": 1, "health_body_consents": 1}
NO_OFFICERS = {"teams__complaints_officers": 0, "goes_to_ombudsman": 0}


@dataclass(frozen=True)
class Slow:
    """A family of one trigger that is slow at some stages, and the last day of each limit that passes."""

    trigger: str
    last: dict[str, date]
    first: date = APRIL
    start: str | None = None
    days: dict[str, float] = field(default_factory=dict)
    more: dict[str, float] = field(default_factory=dict)


def at(trigger: str, stage: str, /, *, first: date = APRIL, slow: float | None = 300, **last: date) -> Slow:
    """Return a family that begins at a stage and stays there."""
    return Slow(trigger, last, first, stage, {stage: slow} if slow else {})


SLOW = (
    # the adviser and mediation
    Slow("refuse_to_assess", {"contact_limit": date(2026, 6, 1)}, days={"deciding": 300}, more={"goes_on_refusal": 1}),
    at("refuse_to_issue", "certificate_declined", slow=9, certificate_3_days=date(2026, 4, 8)),
    Slow(
        "not_amend",
        {"mediation_30_days": date(2026, 5, 1)},
        start="mediation_arranging",
        days={"mediation_arranging": 90},
        more={"leaves_at_30_days": 0},
    ),
    at("health", "icb_told", slow=9, icb_told_3_days=date(2026, 4, 8)),
    at("health", "mediation_arranging_health", slow=45, mediation_30_days_other=date(2026, 5, 1)),
    at(
        "health",
        "agreement_told_authority",
        agreement_told_1_week=date(2026, 4, 8),
        agreement_2_weeks=date(2026, 4, 15),
    ),
    # the Tribunal
    at("contents", "preparing_appeal", appeal_limit=date(2026, 6, 1)),
    Slow(
        "placement_only",
        {"appeal_limit_placement": date(2026, 6, 1)},
        days={"deciding_placement": 10, "preparing_section_i": 300},
        more={"goes_on_plan": 1, "mediates_placement": 0},
    ),
    at("contents_and_placement", "registration", registration_10_days=date(2026, 4, 17)),
    Slow(
        "contents_and_placement",
        {"la_response_30_days": date(2026, 9, 8)},  # August is not counted
        first=date(2026, 6, 29),
        start="la_response",
        more={"teams__tribunal_officers": 0},
    ),
    Slow(
        "contents",
        {"bundle_directed": date(2026, 4, 15)},  # ten working days before 29 April, four weeks from the evidence
        start="evidence_in",
        more={"teams__tribunal_officers": 0, "mediation_beside_offer": 0},
    ),
    at("refuse_to_reassess", "tribunal_decision", decision_10_days=date(2026, 4, 17)),
    at("refuse_to_reassess", "asking_again", ask_again_28_days=date(2026, 4, 29)),
    # orders
    at(
        "refuse_to_assess",
        "order_carried_out_tell",
        tell_2_weeks=date(2026, 4, 15),
        no_plan_10_weeks=date(2026, 6, 10),
        assessed_plan_14_weeks=date(2026, 7, 8),
    ),
    at(
        "refuse_to_issue",
        "order_carried_out_draft",
        draft_5_weeks=date(2026, 5, 6),
        plan_11_weeks=date(2026, 6, 17),
    ),
    at("refuse_to_issue", "order_reconsidered", reconsider_2_weeks=date(2026, 4, 15)),
    at(
        "not_amend",
        "recommendation_reply",
        recommendation_5_weeks=date(2026, 5, 6),
        order_5_weeks=date(2026, 5, 6),
    ),
    at("placement_only", "order_carried_out_placement", placement_2_weeks=date(2026, 4, 15)),
    at("cease", "order_keep_amend", keep_at_once=date(2026, 4, 1), order_5_weeks=date(2026, 5, 6)),
    Slow(
        "contents",
        {"judicial_review_3_months": date(2026, 7, 1)},
        start="breach_raised",
        days={"pre_action_letter": 300},
        more={"judicial_review_share": 1},
    ),
    # claims of discrimination: the day itself counts, and August gives no relief
    Slow(
        "discrimination",
        {"claim_6_months": date(2026, 8, 11)},
        first=date(2026, 2, 12),
        days={"preparing_claim": 300},
        more={"claims_discrimination": 1, "conciliation_share": 0, "asks_late_claim": 0},
    ),
    Slow(
        "discrimination",
        {"claim_9_months": date(2026, 11, 11)},
        first=date(2026, 2, 12),
        days={"conciliation": 60, "preparing_claim": 300},
        more={
            "claims_discrimination": 1,
            "conciliation_share": 1,
            "conciliation_settles": 0,
            "asks_late_claim": 0,
        },
    ),
    at("discrimination", "claim_made", first=date(2026, 6, 29), claim_response_30_days=date(2026, 8, 10)),
    # complaints to settings, the authority and the Ombudsman
    Slow("sen_support", {"setting_complaint_3_months": date(2026, 7, 1)}, days={"drs_arranging": 300}, more=dict(DRS)),
    Slow("setting", {"setting_complaint_3_months": date(2026, 7, 1)}, days={"drs_arranging": 300}, more=dict(DRS)),
    Slow(
        "provision",
        {
            "la_stage_1_10_days": date(2026, 4, 17),
            "la_answer_12_weeks": date(2026, 6, 24),
            "ombudsman_12_months": date(2027, 4, 1),
        },
        more={"complains_provision": 1, **NO_OFFICERS},
    ),
    Slow("provision", {"la_stage_2_20_days": date(2026, 5, 1)}, start="complaint_la_2", more=dict(NO_OFFICERS)),
    # health and social care
    Slow("health", {"nhs_12_months": date(2027, 4, 1)}, days={"drs_arranging": 500}, more=dict(DRS)),
    Slow(
        "health",
        {"nhs_acknowledged_3_days": date(2026, 4, 8), "nhs_answer_6_months": date(2026, 10, 1)},
        start="complaint_nhs",
        days={"complaint_nhs": 9, "complaint_nhs_considered": 300},
    ),
    Slow("social_care", {"section_26_1_year": date(2027, 4, 1)}, days={"drs_arranging": 500}, more=dict(DRS)),
    Slow(
        "social_care",
        {"section_26_stage_1_10_days": date(2026, 4, 17)},
        start="section_26_stage_1",
        more=dict(NO_OFFICERS),
    ),
    Slow(
        "social_care",
        {"section_26_stage_2_25_days": date(2026, 5, 11), "section_26_stage_2_65_days": date(2026, 7, 7)},
        start="section_26_stage_2",
        more=dict(NO_OFFICERS),
    ),
    at("social_care", "section_26_asking_panel", section_26_panel_asked_20_days=date(2026, 5, 1)),
    Slow(
        "social_care",
        {"section_26_panel_30_days": date(2026, 5, 18)},
        start="section_26_panel",
        more=dict(NO_OFFICERS),
    ),
    at("social_care", "section_26_panel_report", slow=9, section_26_report_5_days=date(2026, 4, 10)),
    Slow(
        "social_care",
        {"section_26_reply_15_days": date(2026, 4, 24)},
        start="section_26_reply",
        more=dict(NO_OFFICERS),
    ),
)


@pytest.mark.parametrize("slow", SLOW, ids=lambda s: f"{s.trigger}-{next(iter(s.last))}")
def test_the_last_day_in_time(slow):
    quiet = {"acts_on_breach": 0, "asks_for_more_time": 0}
    long_enough = (max(slow.last.values()) - slow.first).days + 10
    journey = follow(
        slow.trigger, slow.first, start=slow.start, days=slow.days, run_days=long_enough, **(quiet | slow.more)
    )
    assert {clock: journey.last_day(clock) for clock in slow.last} == slow.last


def test_every_limit_and_every_kind_of_disagreement_is_among_them():
    assert {clock for slow in SLOW for clock in slow.last} == {clock.name for clock in CLOCKS}
    assert {slow.trigger for slow in SLOW} == set(STREAMS)
