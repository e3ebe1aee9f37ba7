"""Every statement of the starting material has a place in the product.

The table names each statement by a short id of our own and the place that holds it; one test a statement
asserts against the product's data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sendsim.law.comparison import COMPARISON
from sendsim.law.finder import facts_from_mapping, find
from sendsim.law.helpers import IASS, helpers_for
from sendsim.law.legislation import FURTHER_READING, SEED_LIST, resolve, source
from sendsim.law.misconceptions import misconception
from sendsim.law.principles import principle
from sendsim.law.routes import Force, Part, Who, route

POINTS = {point.id: point for point in COMPARISON}


def status(route_id: str, **given: Any) -> str:
    return find(facts_from_mapping({"asking": "parent"} | given)).by_id(route_id).status.value


def la_commissions_it() -> None:
    assert route("R01").commissioned_by.startswith("the local authority")


def statutory() -> None:
    assert any(str(citation) == "CFA2014 s.57" for citation in route("R01").basis)


def settles_without_contest() -> None:
    assert route("R01").force is Force.MORAL
    assert "helps all sides settle" in route("R01").summary


def early_and_quick() -> None:
    assert "early" in route("R01").summary
    assert "early" in POINTS["trigger"].drs
    assert route("R01").clocks == ()


def bodies_responsible_for_education() -> None:
    assert {"college or post-16 provider", "academy or free school"} <= {body.value for body in route("R01").against}


def plan_or_no_plan() -> None:
    for plan, stage in (("yes", "plan"), ("no", "sen_support")):
        assert status("R01", has_plan=plan, stage=stage, about=["setting_provision"]) == "open"


def health_and_care_in_the_process() -> None:
    for stage in ("assessment", "draft_plan", "review", "reassessment"):
        assert status("R01", about=["health"], stage=stage) == "open"
        assert status("R01", about=["social_care"], stage=stage) == "open"
    assert status("R01", about=["health"], stage="plan") != "open"


def not_mediation() -> None:
    assert "two processes" in misconception("M1").correct
    assert POINTS["statute"].drs != POINTS["statute"].mediation
    assert route("R01").force is not route("R03").force


def authority_must_have_it() -> None:
    assert "must have the arrangements" in route("R01").commissioned_by


def voluntary_for_all() -> None:
    consent = route("R01").consent
    assert {consent.family, consent.la, consent.setting, consent.icb} == {Part.CHOICE}
    assert "agree" in consent.note


def agreement_of_all_is_not_the_rule_of_mediation() -> None:
    assert route("R03").consent.la is Part.MUST_TAKE_PART
    assert POINTS["refusal"].drs.startswith("Yes")


def independent_of_authorities() -> None:
    assert "employed by any local authority" in route("R01").independence


def all_with_sen() -> None:
    assert POINTS["covered"].drs.startswith("Every child and young person with SEN")


def range_of_issues() -> None:
    assert len(route("R01").about) == 4


def any_sen_provision() -> None:
    assert any("special educational provision" in line for line in route("R01").about)


def parents_and_young_people() -> None:
    assert {Who.PARENT, Who.YOUNG_PERSON} <= set(route("R01").who)
    assert status("R01", asking="young_person", age=18) == "open"


def principle_one() -> None:
    text = principle("P1").text
    assert "jointly" in text
    assert "heard before the decision" in text


def principle_two() -> None:
    text = principle("P2").text
    assert "stage" in text
    assert "reasons" in text
    assert "knowledge" in text


def principle_three() -> None:
    text = principle("P3").text
    assert "support" in text
    assert "public or voluntary" in text


def principle_four() -> None:
    text = principle("P4").text
    for word in (
        "Disagreement resolution",
        "mediation",
        "complaints",
        "appeal",
        "information, advice and support",
    ):
        assert word in text


def service_makes_routes_known() -> None:
    assert helpers_for(facts_from_mapping({"asking": "parent"}))[0] is IASS
    assert "every route" in IASS.how


def complaints_in_all_three_services() -> None:
    groups = [route(key).name for key in ("R16", "R17", "R18", "R19", "R21", "R22", "R23")]
    assert len(groups) == 7


def further_reading() -> None:
    assert len(FURTHER_READING) == 3
    assert {item.mark for item in FURTHER_READING} == {"uncertain"}


def acts_listed() -> None:
    acts = [item for item in SEED_LIST if item.list_name == "legislation"]
    assert len(acts) == 6
    assert acts[0].provisions[0] == "s.51"
    assert acts[0].provisions[-1] == "s.60"


def regulations_listed() -> None:
    listed = [item for item in SEED_LIST if item.list_name == "regulations"]
    assert len(listed) == 5
    assert "and Disability" in resolve("SENDR2014").title
    assert source("ISSR2010").successor == "ISSR2014"


STATEMENTS: dict[str, Callable[[], None]] = {
    "commissioned by authorities": la_commissions_it,
    "a service that statute requires": statutory,
    "meant to settle without contest": settles_without_contest,
    "aim: early, with least delay": early_and_quick,
    "with those responsible for education": bodies_responsible_for_education,
    "with or without a plan": plan_or_no_plan,
    "health and care around assessments and plans": health_and_care_in_the_process,
    "differs from mediation": not_mediation,
    "authorities have to provide it": authority_must_have_it,
    "voluntary, all agreeing": voluntary_for_all,
    "not so for the authority in mediation": agreement_of_all_is_not_the_rule_of_mediation,
    "independent, no employees of authorities": independent_of_authorities,
    "covers all with SEN": all_with_sen,
    "covers many issues": range_of_issues,
    "covers any SEN provision": any_sen_provision,
    "for parents and young people": parents_and_young_people,
    "first principle": principle_one,
    "second principle": principle_two,
    "third principle": principle_three,
    "fourth principle": principle_four,
    "made known through the support service": service_makes_routes_known,
    "complaints in education, health and care": complaints_in_all_three_services,
    "further reading": further_reading,
    "list of Acts": acts_listed,
    "list of Regulations": regulations_listed,
}


@pytest.mark.parametrize("statement", list(STATEMENTS))
def test_statement_has_its_place(statement: str) -> None:
    STATEMENTS[statement]()
