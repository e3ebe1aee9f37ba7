"""Routes without an appeal: disagreement resolution, claims, complaints, health and social care, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from statutory import follow

LONG = 300


# -- disagreement resolution: consent of all, no clock, binds in honour only, beside an appeal


@pytest.mark.parametrize("trigger", ["sen_support", "setting", "contents", "health", "social_care", "provision"])
def test_disagreement_resolution_is_for_cases_with_and_without_a_plan(trigger):
    journey = follow(trigger, date(2026, 3, 2), drs_offer=1, all_parties_consent=1, drs_agreement=1, drs_kept=1)
    assert journey.outcome == "agreed_drs"
    refused = follow(trigger, date(2026, 3, 2), drs_offer=1, all_parties_consent=0)
    assert "drs_meeting" not in refused.stages()


def test_it_stops_no_clock_until_something_is_agreed():
    """Arranging it for three months lets the two months pass."""
    journey = follow(
        "contents",
        date(2026, 3, 2),
        days={"drs_arranging": 90},
        drs_offer=1,
        all_parties_consent=1,
        asks_for_more_time=0,
    )
    assert journey.last_day("contact_limit") == date(2026, 5, 2)
    assert journey.outcome == "out_of_time"


def test_an_agreement_that_is_not_kept_leads_to_a_complaint_or_a_late_appeal():
    broken = {"drs_offer": 1, "all_parties_consent": 1, "drs_agreement": 1, "drs_kept": 0, "asks_for_more_time": 1,
              "more_time_given": 1}  # fmt: skip
    assert "complaint_setting_1" in follow("sen_support", date(2026, 3, 2), **broken).stages()
    assert "registration" in follow("contents", date(2026, 3, 2), **broken).stages()


def test_beside_an_appeal_it_takes_the_place_of_the_wait_for_evidence():
    quick = {"la_response": 0.1, "evidence": 35, "drs_arranging_beside": 30}
    both = {"start": "registration", "days": quick, "drs_agreement": 0, "judicial_adr_share": 0}
    plain = follow("contents", date(2026, 3, 2), drs_beside_offer=0, **both)
    beside = follow("contents", date(2026, 3, 2), drs_beside_offer=1, all_parties_consent=1, **both)
    assert "drs_meeting_beside" in beside.stages() and "evidence" not in beside.stages()
    assert beside.on("join", "working_document") <= plain.on("join", "working_document")
    agreed = follow(
        "contents", date(2026, 3, 2), drs_beside_offer=1, all_parties_consent=1, **(both | {"drs_agreement": 1})
    )
    assert agreed.outcome == "agreed_while_waiting"


# -- claims


def test_a_claim_has_six_months_that_count_the_day_itself_and_no_august():
    """Done on Thursday 12 February 2026: Tuesday 11 August."""
    journey = follow("discrimination", date(2026, 2, 12), days={"preparing_claim": LONG}, claims_discrimination=1)
    assert journey.last_day("claim_6_months") == date(2026, 8, 11)
    assert journey.outcome == "out_of_time"


def test_the_responsible_body_has_thirty_working_days_without_august():
    journey = follow("discrimination", date(2026, 6, 29), start="claim_made", days={"claim_made": LONG})
    assert journey.last_day("claim_response_30_days") == date(2026, 8, 10)


def test_a_claim_is_heard_and_never_goes_to_the_adviser():
    journey = follow(
        "discrimination", date(2026, 3, 2), claims_discrimination=1, claim_settles=0, claim_upheld_share=1, run_days=900
    )
    assert journey.outcome == "decided_order_claim"
    assert not {"mediation_adviser", "registration"} & set(journey.stages())


# -- health and social care


def test_health_alone_is_mediated_by_the_commissioner():
    """Told Thursday 2 April 2026: three working days to Thursday 9 April."""
    go = {"goes_on_health": 1, "mediates_health": 1, "mediation_agreement_health": 1}
    slow = follow("health", date(2026, 4, 2), days={"icb_told": 8}, **go)
    assert slow.last_day("icb_told_3_days") == date(2026, 4, 9)
    days = {
        "icb_told": 1,
        "mediation_arranging_health": 45,
        "agreement_told_authority": 20,
        "agreement_carried_out": 60,
    }
    journey = follow("health", date(2026, 3, 2), days=days, **go)
    assert journey.last_day("mediation_30_days_other") == journey.started("mediation_30_days_other") + timedelta(
        days=30
    )
    agreed = journey.started("agreement_told_1_week")
    assert journey.last_day("agreement_told_1_week") == agreed + timedelta(weeks=1)
    assert journey.last_day("agreement_2_weeks") == agreed + timedelta(weeks=2)
    assert journey.outcome == "agreed_mediation"


def test_a_complaint_about_health_has_six_months_then_the_health_ombudsman():
    go = {"goes_on_health": 1, "mediates_health": 0, "nhs_settles": 0, "goes_to_health_ombudsman": 1}
    journey = follow("health", date(2026, 3, 2), days={"complaint_nhs": 200}, **go)
    assert journey.last_day("nhs_answer_6_months") == date(2026, 9, 2)
    assert "ombudsman_health" in journey.stages()


def test_social_care_stages_and_the_panel():
    """A stage 2 reply on Friday 27 March 2026: ask by Tuesday 28 April; asked that day, meet by Thursday 11 June."""
    asking = follow(
        "social_care", date(2026, 3, 27), start="section_26_asking_panel", days={"section_26_asking_panel": 90}
    )
    assert asking.last_day("section_26_panel_asked_20_days") == date(2026, 4, 28)
    assert asking.outcome == "complaint_closed"
    panel = follow("social_care", date(2026, 4, 28), start="section_26_panel", teams__complaints_officers=0)
    assert panel.last_day("section_26_panel_30_days") == date(2026, 6, 11)


@pytest.mark.parametrize(
    ("stage", "last"),
    [
        ("section_26_stage_1", {"section_26_stage_1_10_days": date(2026, 4, 17)}),
        (
            "section_26_stage_2",
            {"section_26_stage_2_25_days": date(2026, 5, 11), "section_26_stage_2_65_days": date(2026, 7, 7)},
        ),
        ("section_26_reply", {"section_26_reply_15_days": date(2026, 4, 24)}),
        ("complaint_la_1", {"la_stage_1_10_days": date(2026, 4, 17), "la_answer_12_weeks": date(2026, 6, 24)}),
        ("complaint_la_2", {"la_stage_2_20_days": date(2026, 5, 1)}),
    ],
)
def test_stages_of_complaints_from_1_april_2026(stage, last):
    """Good Friday is 3 April, Easter Monday 6 April, and 4 and 25 May are bank holidays."""
    journey = follow("social_care", date(2026, 4, 1), start=stage, teams__complaints_officers=0, goes_to_ombudsman=0)
    assert {clock: journey.last_day(clock) for clock in last} == last


def test_the_panel_reports_in_five_working_days():
    journey = follow(
        "social_care", date(2026, 4, 1), start="section_26_panel_report", days={"section_26_panel_report": 9}
    )
    assert journey.last_day("section_26_report_5_days") == date(2026, 4, 10)


# -- the authority and the Ombudsman


def test_late_support_goes_up_the_ladder_to_the_ombudsman():
    go = {"complains_provision": 1, "la_complaint_settles": 0, "la_complaint_goes_on": 1, "goes_to_ombudsman": 1,
          "lgsco_complaint_upheld": 1}  # fmt: skip
    journey = follow("provision", date(2026, 3, 2), run_days=900, **go)
    ladder = ["complaint_la_1", "complaint_la_2", "ombudsman", "ombudsman_upheld", "remedied_ombudsman"]
    assert [s for s in journey.stages() if s in ladder] == ladder
    assert journey.met("ombudsman_12_months")


def test_the_ombudsman_may_take_what_is_not_answered_in_twelve_weeks():
    journey = follow(
        "provision", date(2026, 3, 2), complains_provision=1, goes_to_ombudsman=1, teams__complaints_officers=0
    )
    assert journey.on("join", "ombudsman") == date(2026, 3, 2) + timedelta(weeks=12, days=1)


def test_a_year_to_complain_to_the_ombudsman_who_may_allow_longer():
    journey = follow("provision", date(2026, 3, 2), run_days=900, complains_provision=1, goes_to_ombudsman=0,
                     teams__complaints_officers=0)  # fmt: skip
    assert journey.last_day("ombudsman_12_months") == date(2027, 3, 2)
    assert journey.outcome == "open"


def test_settings_have_their_own_ladder():
    go = {"complains_elsewhere": 1, "setting_settles": 0, "setting_goes_on": 1, "setting_goes_on_to_government": 1}
    journey = follow("sen_support", date(2026, 3, 2), **go)
    ladder = ["complaint_setting_1", "complaint_setting_2", "complaint_to_government"]
    assert [s for s in journey.stages() if s in ladder] == ladder
