"""Routes without an appeal: disagreement resolution, claims, complaints, health and social care, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from statutory import follow, plan_for

from sendsim.caseload.send import DECISIONS, PATHWAY
from sendsim.evidence.baseline_demand import STREAMS
from sendsim.law.calendar import add_working_days
from sendsim.planning.explain import Stories

LONG = 300


# -- disagreement resolution: consent of each party, no clock, binds in honour only, beside an appeal

ALL = {f"{party}_consents": 1 for party in ("family", "authority", "setting", "health_body")}
OTHER_PARTY = {
    "sen_support": "setting",
    "setting": "setting",
    "discrimination": "setting",
    "health": "health",
    "social_care": "authority",
    "provision": "authority",
    **dict.fromkeys(DECISIONS, "authority"),
}


def test_each_trigger_has_its_other_party():
    assert set(OTHER_PARTY) == set(STREAMS)
    asked = {t: way.p for way in PATHWAY.stage("drs_other_party").then if way.p for t in way.when["trigger"]}
    assert asked == {t: f"{'health_body' if who == 'health' else who}_consents" for t, who in OTHER_PARTY.items()}


WITHOUT_DECISION = tuple(t for t in OTHER_PARTY if t not in DECISIONS)


@pytest.mark.parametrize("trigger", ["refuse_to_assess", "placement_only", *WITHOUT_DECISION])
def test_disagreement_resolution_goes_ahead_only_if_each_party_consents(trigger):
    """With a plan or without one; who declined is in the journey, and the other parties' consents change nothing."""
    first, other = date(2026, 3, 2), OTHER_PARTY[trigger]
    agreed = {"drs_offer": 1, "drs_agreement": 1, "drs_kept": 1}
    party = "health_body" if other == "health" else other
    only_these = dict.fromkeys(ALL, 0) | {"family_consents": 1, f"{party}_consents": 1}
    assert follow(trigger, first, run_days=250, **agreed, **only_these).outcome == "agreed_drs"
    for who, consents in (("family", ALL | {"family_consents": 0}), (other, ALL | {f"{party}_consents": 0})):
        stages = follow(trigger, first, run_days=30, **agreed, **consents).stages()
        declined = [s for s in stages if s.startswith("drs_declined")]
        assert declined == [f"drs_declined_{who}"] and "drs_meeting" not in stages, who


def test_who_declined_is_told_in_the_story():
    plan = plan_for("contents", date(2026, 3, 2), None, {}, {"drs_offer": 1, **ALL, "authority_consents": 0}, 700)
    stories = Stories(plan)
    told = stories.story(stories.families["case"].iloc[0]).steps
    row = told[told["what happened"].str.contains("declines disagreement resolution")].iloc[0]
    assert row["what happened"].startswith("The authority") and "CFA s57" in row["rule"]


def test_it_stops_no_clock_until_something_is_agreed():
    """Arranging it for three months lets the two months pass."""
    journey = follow("contents", date(2026, 3, 2), days={"drs_arranging": 90}, drs_offer=1, asks_for_more_time=0, **ALL)
    assert journey.last_day("contact_limit") == date(2026, 5, 2)
    assert journey.outcome == "out_of_time"


def test_an_agreement_that_is_not_kept_leads_to_a_complaint_or_a_late_appeal():
    broken = {"drs_offer": 1, **ALL, "drs_agreement": 1, "drs_kept": 0, "asks_for_more_time": 1, "more_time_given": 1}
    assert "complaint_setting_1" in follow("sen_support", date(2026, 3, 2), **broken).stages()
    assert "registration" in follow("contents", date(2026, 3, 2), **broken).stages()


BESIDE = {
    "start": "registration",
    "days": {"registration": 7, "la_response": 0.1},
    "judicial_adr_share": 0,
    "mediation_beside_offer": 0,
}


@pytest.mark.parametrize("trigger", ["contents", "refuse_to_issue"])
def test_beside_an_appeal_it_moves_none_of_the_appeals_dates_if_it_fails(trigger):
    """Registered on Monday 2 March 2026: with the meeting and without it, the same dates to the day.

    Only the hearing, which is a place in a list and not a date of law, may come a working day later.
    """
    plain = follow(trigger, date(2026, 3, 2), **BESIDE)
    beside = follow(trigger, date(2026, 3, 2), drs_beside_offer=1, drs_agreement=0, **ALL, **BESIDE)
    assert "drs_meeting_beside" in beside.stages() and "evidence" not in beside.stages()
    for clock in ("registration_10_days", "la_response_30_days", "bundle_directed"):
        assert beside.started(clock) == plain.started(clock)
        assert beside.met(clock) and plain.met(clock)
    for stage in ("response_sent", "case_management"):
        assert beside.on("join", stage) == plain.on("join", stage)
    assert beside.on("join", "drs_meeting_beside") == plain.on("join", "evidence_in")
    heard = [s for s in plain.stages() if s.startswith("hearing")][-1]
    day = plain.on("start", heard)
    assert day <= beside.on("start", heard) <= add_working_days(day, 1)
    assert beside.outcome == plain.outcome


@pytest.mark.parametrize("who", ["family", "authority"])
def test_beside_an_appeal_it_needs_each_partys_consent_too(who):
    consents = ALL | {f"{who}_consents": 0}
    stages = follow("contents", date(2026, 3, 2), drs_beside_offer=1, **consents, **BESIDE).stages()
    assert f"drs_beside_declined_{who}" in stages and "evidence" in stages and "drs_meeting_beside" not in stages


@pytest.mark.parametrize(
    ("order", "kept", "outcome"),
    [(1, 1, "agreed_while_waiting"), (0, 1, "agreed_drs"), (0, 0, "out_of_time")],
)
def test_an_agreement_beside_an_appeal_ends_it_by_an_order_or_by_withdrawal(order, kept, outcome):
    """An order by consent binds; what an appeal was withdrawn on binds in honour only, and may be broken."""
    ends = {"drs_agreement": 1, "drs_agreement_made_order": order, "drs_kept": kept, "asks_for_more_time": 0}
    journey = follow("contents", date(2026, 3, 2), drs_beside_offer=1, **ends, **ALL, **BESIDE)
    assert journey.outcome == outcome
    assert ("withdrawn_as_agreed" in journey.stages()) == (not order) and "hearing" not in journey.stages()


def test_mediation_may_be_held_while_an_appeal_waits():
    """Without agreement the appeal goes on and its bundle is due as before; what is agreed binds by regulation 42."""
    go = {"mediation_beside_offer": 1}
    plain = follow("contents", date(2026, 3, 2), **BESIDE)
    failed = follow("contents", date(2026, 3, 2), mediation_full_agreement=0, **(BESIDE | go))
    assert "mediation_meeting_beside" in failed.stages() and failed.outcome == plain.outcome
    assert failed.started("bundle_directed") == plain.started("bundle_directed") and failed.met("bundle_directed")
    agreed = follow("contents", date(2026, 3, 2), mediation_full_agreement=1, **(BESIDE | go))
    assert agreed.outcome == "agreed_mediation" and agreed.met("order_5_weeks")


# -- claims


def test_a_claim_is_heard_and_never_goes_to_the_adviser():
    journey = follow(
        "discrimination", date(2026, 3, 2), claims_discrimination=1, claim_settles=0, claim_upheld_share=1, run_days=900
    )
    assert journey.outcome == "decided_order_claim"
    assert not {"mediation_adviser", "registration"} & set(journey.stages())


def test_a_late_claim_is_taken_only_if_the_tribunal_admits_it():
    """Out of time on 12 August 2026; a claim that is admitted goes on as any other."""
    go = {"claims_discrimination": 1, "conciliation_share": 0, "asks_late_claim": 1}
    days = {"preparing_claim": LONG, "claim_late_considered": 7}
    taken = follow("discrimination", date(2026, 2, 12), days=days, late_claim_admitted=1, **go)
    assert taken.on("join", "claim_late") == date(2026, 8, 12)
    assert taken.on("join", "claim_made") == date(2026, 8, 19)
    refused = follow("discrimination", date(2026, 2, 12), days=days, late_claim_admitted=0, **go)
    assert refused.outcome == "out_of_time" and "claim_made" not in refused.stages()


def test_conciliation_settles_or_leaves_time_to_claim():
    """Eight months after 12 February 2026 a claim is in time only if the dispute was referred."""
    go = {"claims_discrimination": 1, "asks_late_claim": 0, "conciliation_settles": 0}
    days = {"conciliation": 60, "preparing_claim": 180}
    referred = follow("discrimination", date(2026, 2, 12), days=days, conciliation_share=1, **go)
    assert referred.on("join", "claim_made") == date(2026, 2, 12) + timedelta(days=240)
    assert referred.met("claim_9_months")
    settled = follow(
        "discrimination", date(2026, 2, 12), days=days, conciliation_share=1, **(go | {"conciliation_settles": 1})
    )
    assert settled.outcome == "claim_settled"


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
    journey = follow("health", date(2026, 3, 2), days={"complaint_nhs_considered": 200}, **go)
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


def test_settings_have_their_own_ladder():
    go = {"complains_elsewhere": 1, "setting_settles": 0, "setting_goes_on": 1, "setting_goes_on_to_government": 1}
    journey = follow("sen_support", date(2026, 3, 2), **go)
    ladder = ["complaint_setting_1", "complaint_setting_2", "complaint_to_government"]
    assert [s for s in journey.stages() if s in ladder] == ladder
