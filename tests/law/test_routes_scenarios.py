"""The route facts of fifteen fictional disagreements, told as data and judged by the finder."""

from __future__ import annotations

from typing import Any

import pytest

from sendsim.law.finder import Findings, Holder, facts_from_mapping, find
from sendsim.law.routes import Force, Part, route

CASES: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "S1 SEN support, no plan, academy": (
        {
            "age": 8,
            "about": ["setting_provision"],
            "against": ["academy"],
            "has_plan": "no",
            "stage": "sen_support",
        },
        {"R01": "open", "R03": "not_for_this", "R02": "not_for_this", "R17": "open", "R16": "not_for_this"},
    ),
    "S2 refusal to assess": (
        {
            "age": 6,
            "about": ["decision_or_plan"],
            "has_plan": "no",
            "decision": "refusal_to_assess",
            "notice_sent": "2026-04-20",
            "certificate": "2026-06-16",
            "today": "2026-07-16",
        },
        {"R06": "open", "R13": "not_for_this", "R07": "not_for_this"},
    ),
    "S3 contents": (
        {
            "age": 10,
            "decision": "plan_finalised",
            "sections": ["B", "F"],
            "notice_sent": "2026-02-02",
            "certificate": "2026-03-27",
            "today": "2026-04-27",
        },
        {"R08": "open", "R09": "not_for_this", "R03": "open"},
    ),
    "S4 placement alone": (
        {
            "age": 4,
            "decision": "plan_finalised",
            "sections": ["I"],
            "notice_sent": "2026-02-13",
            "today": "2026-04-13",
        },
        {"R09": "open", "R02": "not_for_this", "R03": "open", "R08": "not_for_this"},
    ),
    "S5 ending a plan at 19": (
        {"asking": "young_person", "age": 19, "has_plan": "yes", "stage": "ceasing", "decision": "cease"},
        {"R12": "needed_first", "R02": "open", "R03": "open"},
    ),
    "S6 health, with F weak": (
        {
            "age": 7,
            "decision": "plan_finalised",
            "sections": ["F", "G"],
            "about": ["health", "decision_or_plan"],
            "notice_sent": "2026-02-02",
            "certificate": "2026-02-20",
            "today": "2026-03-01",
        },
        {"R08": "open", "R13": "open", "R05": "open", "R04": "not_for_this", "R23": "open"},
    ),
    "S6 health, G alone": (
        {
            "age": 7,
            "decision": "plan_finalised",
            "sections": ["G"],
            "about": ["health"],
            "notice_sent": "2026-02-02",
            "today": "2026-03-01",
        },
        {"R08": "not_for_this", "R13": "not_for_this", "R04": "open", "R23": "open"},
    ),
    "S7 social care": (
        {
            "age": 12,
            "decision": "plan_finalised",
            "sections": ["F", "H2"],
            "about": ["social_care"],
            "against": ["local_authority", "children_social_care"],
            "notice_sent": "2026-02-02",
            "certificate": "2026-02-20",
            "social_care_stage_2_reply": "2026-03-27",
            "today": "2026-03-30",
        },
        {"R03": "open", "R13": "open", "R21": "open", "R22": "not_for_this", "R20": "needed_first"},
    ),
    "S8 disagreement resolution with a school": (
        {
            "age": 13,
            "has_plan": "yes",
            "stage": "plan",
            "about": ["setting_provision", "discrimination"],
            "against": ["maintained_school"],
            "disability": "yes",
            "discrimination_act": "2026-02-12",
            "today": "2026-03-01",
        },
        {"R01": "open", "R14": "open", "R16": "open"},
    ),
    "S9 suspended for disability": (
        {
            "age": 9,
            "about": ["discrimination", "suspension"],
            "against": ["academy"],
            "disability": "yes",
            "discrimination_act": "2026-02-12",
            "today": "2026-08-11",
        },
        {"R14": "open", "R02": "not_for_this", "R15": "not_for_this", "R29": "not_for_this"},
    ),
    "S10 no plan at twenty weeks": (
        {
            "age": 6,
            "about": ["delay"],
            "against": ["local_authority"],
            "has_plan": "no",
            "stage": "assessment",
            "decision": "none",
            "today": "2026-07-28",
        },
        {"R07": "open_later", "R19": "open", "R20": "needed_first", "R27": "open", "R01": "open"},
    ),
    "S11 mediation without authority": (
        {
            "age": 11,
            "decision": "plan_finalised",
            "sections": ["F"],
            "notice_sent": "2026-02-02",
            "mediation_asked": "2026-02-10",
            "wants_mediation": "yes",
            "today": "2026-03-01",
        },
        {"R03": "open", "R02": "open", "R08": "needed_first"},
    ),
    "S13 told to use disagreement resolution first": (
        {
            "age": 9,
            "decision": "plan_finalised",
            "sections": ["F"],
            "notice_sent": "2026-05-31",
            "certificate": "2026-06-05",
            "today": "2026-07-31",
        },
        {"R08": "open", "R01": "open"},
    ),
    "S14 young person of sixteen": (
        {
            "asking": "parent",
            "age": 16,
            "over_school_age": "yes",
            "decision": "plan_finalised",
            "sections": ["I"],
            "notice_sent": "2026-07-01",
            "today": "2026-07-10",
        },
        {"R09": "open"},
    ),
    "S15 phase transfer, late": (
        {
            "age": 10,
            "has_plan": "yes",
            "stage": "review",
            "about": ["delay"],
            "against": ["local_authority"],
            "decision": "none",
            "today": "2026-02-16",
        },
        {"R19": "open", "R27": "open", "R09": "open_later"},
    ),
}


def judge(given: dict[str, Any]) -> Findings:
    return find(facts_from_mapping({"asking": "parent"} | given))


@pytest.mark.parametrize("name", list(CASES))
def test_routes_of_the_scenario(name: str) -> None:
    given, expected = CASES[name]
    answer = judge(given)
    assert {key: answer.by_id(key).status.value for key in expected} == expected


def day(name: str, route_id: str, clock: str) -> str:
    found = judge(CASES[name][0]).by_id(route_id)
    return next(named.day.isoformat() for named in found.dates if named.clock == clock)


def test_dates_of_the_scenarios() -> None:
    assert day("S2 refusal to assess", "R06", "appeal") == "2026-07-16"
    assert day("S3 contents", "R08", "appeal") == "2026-04-27"
    assert day("S4 placement alone", "R09", "appeal") == "2026-04-13"
    assert day("S7 social care", "R21", "section-26-panel") == "2026-04-28"
    assert day("S9 suspended for disability", "R14", "discrimination") == "2026-08-11"
    assert day("S13 told to use disagreement resolution first", "R08", "appeal") == "2026-07-31"
    assert day("S11 mediation without authority", "R03", "mediation") == "2026-03-12"


def test_s5_the_young_person_appeals_and_the_plan_stays() -> None:
    answer = judge(CASES["S5 ending a plan at 19"][0])
    assert answer.holder is Holder.YOUNG_PERSON


def test_s9_a_college_goes_to_the_county_court() -> None:
    given = CASES["S9 suspended for disability"][0] | {
        "against": ["college"],
        "age": 17,
        "asking": "young_person",
    }
    answer = judge(given)
    assert answer.by_id("R14").status.value == "not_for_this"
    assert answer.by_id("R15").route.force is Force.ORDER


def test_s10_the_plan_comes_and_is_poor() -> None:
    given = {
        "age": 6,
        "decision": "plan_finalised",
        "sections": ["F"],
        "about": ["delay", "decision_or_plan"],
        "against": ["local_authority"],
        "tried": ["la_complaint"],
        "notice_sent": "2026-09-01",
        "today": "2026-09-10",
    }
    answer = judge(given)
    assert answer.by_id("R08").status.value == "needed_first"
    assert answer.by_id("R20").status.value == "open"
    assert any("kept apart" in reason for reason in answer.by_id("R20").reasons)


def test_s12_independence_bars_employment_by_any_authority() -> None:
    text = route("R01").independence
    assert "any local authority in England" in text
    assert "contract is no bar" in text


def test_s1_the_school_may_decline() -> None:
    assert route("R01").consent.setting is Part.CHOICE
    assert any("make anybody take part" in line for line in route("R01").cannot)


def test_s14_the_right_has_passed() -> None:
    answer = judge(CASES["S14 young person of sixteen"][0])
    assert answer.holder is Holder.YOUNG_PERSON
    assert "young person's own" in answer.holder_reason
