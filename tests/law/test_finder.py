"""The finder: every route can be reached, the exclusions hold, and no words steer anybody."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from sendsim.law.finder import Facts, Findings, Holder, Status, facts_from_mapping, find
from sendsim.law.finding_text import findings_as_dict, findings_as_text
from sendsim.law.legislation import resolve
from sendsim.law.routes import ROUTES

OPEN, FIRST, LATER, CLOSED, NOT = (
    Status.OPEN,
    Status.NEEDED_FIRST,
    Status.OPEN_LATER,
    Status.CLOSED,
    Status.NOT_FOR_THIS,
)


def ask(**given: Any) -> Findings:
    given.setdefault("asking", "parent")
    return find(facts_from_mapping(given))


def status(route_id: str, **given: Any) -> Status:
    return ask(**given).by_id(route_id).status


def decided(decision: str, **given: Any) -> dict[str, Any]:
    return {
        "decision": decision,
        "notice_sent": "2026-02-02",
        "certificate": "2026-03-27",
        "today": "2026-04-01",
    } | given


REACH: dict[str, dict[str, Any]] = {
    "R00": {},
    "R01": {"about": ["setting_provision"], "against": ["academy"], "has_plan": "no"},
    "R02": {"decision": "refusal_to_assess", "notice_sent": "2026-02-02", "today": "2026-02-10"},
    "R03": decided("refusal_to_issue"),
    "R04": decided("plan_finalised", sections=["G"], about=["health"]),
    "R05": decided("plan_finalised", sections=["F", "G"]),
    "R06": decided("refusal_to_assess"),
    "R07": decided("refusal_to_issue"),
    "R08": decided("plan_finalised", sections=["B", "F", "I"]),
    "R09": {
        "decision": "plan_finalised",
        "sections": ["I"],
        "notice_sent": "2026-02-13",
        "today": "2026-03-01",
    },
    "R10": decided("refusal_to_reassess"),
    "R11": decided("no_amendment"),
    "R12": decided("cease"),
    "R13": decided("plan_finalised", sections=["F", "G"]),
    "R14": {"about": ["discrimination"], "against": ["academy"], "disability": "yes"},
    "R15": {"about": ["discrimination"], "against": ["college"], "disability": "yes"},
    "R16": {"about": ["setting_provision"], "against": ["maintained_school"]},
    "R17": {"about": ["setting_provision"], "against": ["independent_school"]},
    "R18": {"about": ["setting_provision"], "against": ["college"], "asking": "young_person"},
    "R19": {"about": ["delay"], "against": ["local_authority"]},
    "R20": {"about": ["delay"], "tried": ["la_complaint"]},
    "R21": {"about": ["social_care"], "age": 12},
    "R22": {"about": ["social_care"], "age": 19, "asking": "young_person"},
    "R23": {"about": ["health"]},
    "R24": {"about": ["health"], "tried": ["nhs_complaint"]},
    "R25": {"about": ["unlawful_act_or_policy"], "against": ["local_authority"], "tried": ["la_complaint"]},
    "R26": {"about": ["whole_school"], "against": ["academy"]},
    "R27": {"about": ["not_delivered"], "against": ["local_authority"]},
    "R28": decided("cease", appeal_lodged="2026-03-30", tribunal_decision_sent="2026-03-31"),
    "R29": {"about": ["permanent_exclusion"], "against": ["academy"]},
}


@pytest.mark.parametrize("route_id", list(ROUTES))
def test_every_route_can_be_open(route_id: str) -> None:
    found = ask(**REACH[route_id]).by_id(route_id)
    assert found.status is OPEN, found.reasons
    assert found.reasons
    assert found.route.can
    assert found.route.cannot


def test_every_answer_has_every_route_in_order_and_a_way_out() -> None:
    for given in REACH.values():
        answer = ask(**given)
        assert [item.route_id for item in answer.findings] == list(ROUTES)
        assert all(item.reasons for item in answer.findings)
        assert answer.helpers[0].id == "iass"
        assert answer.none_fit_text
        for item in answer.findings:
            for citation in item.citations:
                assert resolve(citation)


STEERING = re.compile(
    r"\b(avoid|do not use|don't use|should not|best route|better route|instead of appealing|recommended route"
    r"|waste|pointless|win|winning|lose|losing|adversar\w+|must try|prefer)\b",
    re.IGNORECASE,
)


def test_no_words_steer() -> None:
    for given in REACH.values():
        text = findings_as_text(ask(**given))
        text = text.replace("the loser may have to pay costs", "")
        assert not STEERING.search(text), STEERING.search(text)


# Exclusions, one test each.


def test_refusal_to_assess_cannot_be_extended() -> None:
    found = ask(**decided("refusal_to_assess", about=["health"])).by_id("R13")
    assert found.status is NOT
    assert "cannot be extended" in found.reasons[0]


def test_health_alone_is_not_an_appeal_but_can_be_mediated() -> None:
    answer = ask(**decided("plan_finalised", sections=["G"], about=["health"]))
    assert answer.by_id("R08").status is NOT
    assert answer.by_id("R13").status is NOT
    assert answer.by_id("R04").status is OPEN
    assert answer.by_id("R03").status is NOT
    assert answer.by_id("R05").status is NOT


def test_no_decision_no_appeal() -> None:
    answer = ask(about=["delay"], stage="assessment", decision="none")
    for route_id in ("R06", "R07", "R08", "R09"):
        assert answer.by_id(route_id).status is LATER
    assert "Lateness by itself" in answer.by_id("R07").reasons[0]
    assert answer.by_id("R19").status is OPEN
    assert answer.by_id("R20").status is FIRST
    assert answer.by_id("R27").status is OPEN


def test_placement_alone_needs_no_certificate_and_can_be_mediated() -> None:
    answer = ask(decision="plan_finalised", sections=["I"], notice_sent="2026-02-13", today="2026-02-20")
    assert answer.by_id("R02").status is NOT
    assert answer.by_id("R08").status is NOT
    assert answer.by_id("R09").status is OPEN
    assert answer.by_id("R03").status is OPEN


def test_adding_f_needs_the_certificate() -> None:
    answer = ask(decision="plan_finalised", sections=["F", "I"], notice_sent="2026-02-13", today="2026-02-20")
    assert answer.by_id("R09").status is NOT
    assert answer.by_id("R08").status is FIRST
    assert answer.by_id("R08").first == ("R02",)
    assert answer.by_id("R02").status is OPEN


def test_ombudsman_is_barred_from_the_decision_but_not_from_delay() -> None:
    assert status("R20", **decided("plan_finalised", sections=["F"], about=["decision_or_plan"])) is NOT
    mixed = ask(
        **decided("plan_finalised", sections=["F"], about=["decision_or_plan", "delay"], tried=["la_complaint"])
    )
    assert mixed.by_id("R20").status is OPEN
    assert any("kept apart" in reason for reason in mixed.by_id("R20").reasons)


def test_ombudsman_does_not_look_into_schools() -> None:
    found = ask(about=["setting_provision", "handling"], against=["academy"]).by_id("R20")
    assert found.status is NOT
    assert "school" in found.reasons[0]


def test_ombudsman_after_twelve_weeks_of_silence() -> None:
    given = {"about": ["delay"], "la_complaint_made": "2026-01-05"}
    assert status("R20", **given, today="2026-03-29") is FIRST
    assert status("R20", **given, today="2026-03-30") is OPEN


def test_refused_recommendations_go_straight_to_the_ombudsmen() -> None:
    given = decided("cease", recommendation_refused="yes", about=["health", "social_care"])
    answer = ask(**given)
    assert answer.by_id("R20").status is OPEN
    assert answer.by_id("R24").status is OPEN
    assert answer.by_id("R27").status is OPEN


def test_disagreement_resolution_on_health_and_care_only_inside_the_process() -> None:
    assert status("R01", about=["health"], stage="plan") is LATER
    assert status("R01", about=["social_care"], stage="review") is OPEN
    assert status("R01", about=["health"], stage="assessment") is OPEN


def test_disagreement_resolution_between_authority_and_health() -> None:
    assert status("R01", asking="local_authority", about=["health"], stage="draft_plan") is OPEN
    assert status("R01", asking="health_body", stage="review") is OPEN


def test_colleges_and_private_nurseries_go_to_the_county_court() -> None:
    for body in ("college", "early_years"):
        answer = ask(about=["discrimination"], against=[body], disability="yes")
        assert answer.by_id("R14").status is NOT
        assert answer.by_id("R15").status is OPEN
    answer = ask(about=["discrimination"], against=["maintained_school"], disability="yes")
    assert answer.by_id("R15").status is NOT


def test_discrimination_needs_no_certificate_and_has_six_months() -> None:
    given = {"about": ["discrimination"], "against": ["academy"], "discrimination_act": "2026-02-12"}
    before = ask(**given, today="2026-08-11").by_id("R14")
    assert before.status is OPEN
    assert before.dates[0].day.isoformat() == "2026-08-11"
    assert "no certificate" in before.reasons[0]
    after = ask(**given, today="2026-08-12").by_id("R14")
    assert after.status is CLOSED
    assert "late" in after.reasons[0]


def test_admission_to_state_schools_is_not_a_tribunal_claim() -> None:
    assert status("R14", about=["discrimination", "admission"], against=["academy"]) is NOT
    assert status("R14", about=["discrimination", "admission"], against=["independent_school"]) is OPEN


def test_exclusion_panel_and_claim_both_open() -> None:
    answer = ask(about=["permanent_exclusion"], against=["academy"], disability="yes")
    assert answer.by_id("R29").status is OPEN
    assert answer.by_id("R14").status is OPEN
    assert status("R29", about=["suspension"], against=["academy"]) is NOT


def test_academies_are_outside_the_secretary_of_states_powers() -> None:
    assert status("R25", about=["sen_duties"], against=["academy"], tried=["school_complaint"]) is NOT
    assert status("R25", about=["sen_duties"], against=["maintained_school"]) is FIRST


def test_only_families_appeal() -> None:
    for asking in ("setting", "local_authority", "health_body", "other"):
        answer = ask(**decided("cease", asking=asking))
        for route_id in ("R02", "R03", "R12", "R13"):
            assert answer.by_id(route_id).status is NOT, (asking, route_id)
    assert "school" in ask(**decided("cease", asking="setting")).by_id("R12").reasons[0].lower()


def test_late_appeal_says_that_more_time_can_be_asked_for() -> None:
    found = ask(**decided("refusal_to_assess", today="2026-06-01")).by_id("R06")
    assert found.status is CLOSED
    assert "more time" in found.reasons[0]
    assert status("R06", **decided("refusal_to_assess", today="2026-04-27")) is OPEN


def test_late_contact_is_still_worth_making() -> None:
    answer = ask(decision="refusal_to_assess", notice_sent="2026-02-02", today="2026-05-01")
    assert answer.by_id("R02").status is OPEN
    assert answer.by_id("R06").status is FIRST
    assert answer.by_id("R06").warnings
    assert answer.by_id("R03").status is CLOSED


def test_recommendations_only_for_decisions_from_april_2018() -> None:
    old = {"sections": ["F", "G"], "certificate": "2018-03-15", "today": "2018-04-20"}
    assert status("R13", **decided("plan_finalised", notice_sent="2018-03-01", **old)) is NOT
    assert status("R13", law_on="2018-04-02", **REACH["R13"] | {"today": "2026-04-01"}) is NOT


def test_plan_stays_while_ending_is_appealed() -> None:
    reasons = ask(**decided("cease")).by_id("R12").reasons
    assert any("stays in force" in reason for reason in reasons)


def test_outside_england_none_fits() -> None:
    answer = ask(in_england="no")
    assert answer.none_fit
    assert {item.status for item in answer.findings} == {NOT}


def test_none_fits_for_something_else() -> None:
    answer = ask(about=["something_else"], has_plan="no", decision="none")
    live = [item.route_id for item in answer.findings if item.status in {OPEN, FIRST, LATER}]
    assert live == ["R00"]
    assert answer.none_fit


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"age": 8}, Holder.PARENT),
        ({"age": 17}, Holder.YOUNG_PERSON),
        ({"age": 16, "over_school_age": "no"}, Holder.PARENT),
        ({"age": 16, "over_school_age": "yes"}, Holder.YOUNG_PERSON),
        ({"age": 16, "today": "2026-05-01"}, Holder.PARENT_OR_YOUNG_PERSON),
        ({"age": 16, "today": "2026-06-26"}, Holder.YOUNG_PERSON),
        ({"age": 15, "today": "2026-05-01"}, Holder.PARENT),
        ({"age": 15, "today": "2026-07-01"}, Holder.PARENT_OR_YOUNG_PERSON),
        ({"age": 19, "lacks_capacity": "yes"}, Holder.REPRESENTATIVE),
        ({"age": 19, "asking": "representative"}, Holder.REPRESENTATIVE),
        ({"asking": "young_person"}, Holder.YOUNG_PERSON),
        ({}, Holder.PARENT_OR_YOUNG_PERSON),
    ],
)
def test_whose_right_it_is(given: dict[str, Any], expected: Holder) -> None:
    assert ask(**given).holder is expected


def test_text_says_what_may_run_beside() -> None:
    text = findings_as_text(ask(**REACH["R08"]))
    assert "Beside it: R02 first." in text
    assert "R13 in the same case" in text


def test_json_form_is_plain() -> None:
    data = findings_as_dict(ask(**REACH["R08"]))
    assert json.loads(json.dumps(data)) == data
    assert {item["status"] for item in data["routes"]} <= {member.value for member in Status}


def test_facts_with_only_who_is_asking() -> None:
    for asking in ("parent", "young_person", "child", "representative", "setting", "other"):
        assert isinstance(ask(asking=asking).facts, Facts)


def test_between_two_readings_of_the_law_nothing_is_called_closed() -> None:
    given = {
        "decision": "plan_finalised",
        "sections": ["I"],
        "notice_sent": "2026-02-13",
        "certificate": "2026-04-10",
    }
    in_time = ask(**given, today="2026-04-13").by_id("R09")
    assert in_time.dates[0].day.isoformat() == "2026-04-13"
    between = ask(**given, today="2026-04-14").by_id("R09")
    assert between.status is OPEN
    assert any("another reading" in warning for warning in between.warnings)
    assert between.dates[0].last_arguable_day.isoformat() == "2026-05-11"
    assert ask(**given, today="2026-05-12").by_id("R09").status is CLOSED


def test_school_holidays_may_lengthen_the_time_for_a_panel() -> None:
    given = {"about": ["permanent_exclusion"], "against": ["academy"], "governors_decided": "2026-07-10"}
    assert status("R29", **given, today="2026-09-10") is OPEN
    assert status("R29", **given, today="2026-12-01") is CLOSED


def test_health_mediation_gives_the_commissioners_clock() -> None:
    given = {"decision": "plan_finalised", "sections": ["G"], "notice_sent": "2026-11-04"}
    answer = ask(**given, mediation_asked="2026-11-13", today="2026-11-20")
    clock = next(named for named in answer.by_id("R04").dates if named.clock == "mediation")
    assert clock.day.isoformat() == "2026-12-18"
    assert any("three working days" in step for step in clock.answer.steps)
