"""The SEND pathway as a text of law: every step has a plain title, every way a rule or a number with evidence."""

from __future__ import annotations

import re

import pytest

import sendsim
from sendsim.caseload.milestones import MILESTONES, WAITS, clock_of
from sendsim.caseload.pathway import End
from sendsim.caseload.send import CLOCKS, DECISIONS, PATHWAY
from sendsim.evidence.baseline_demand import STREAMS
from sendsim.law import limits as law


@pytest.fixture(scope="module")
def plan():
    return sendsim.baseline("Kirklees")


def test_every_stage_has_a_plain_title_and_all_but_ends_a_citation():
    for stage in PATHWAY.stages:
        assert stage.title and "_" not in stage.title and stage.title[0].isupper(), stage.name
        assert isinstance(stage, End) or stage.cites, stage.name
    for clock in PATHWAY.clocks:
        assert clock.title and clock.cites, clock.name
    titles = [s.title for s in PATHWAY.stages if not s.name.endswith("_not_settled")]
    assert len(set(titles)) == len(titles)


def test_every_way_cites_a_rule_or_names_a_number_that_knows_its_evidence(plan):
    """A family that goes no further needs no rule: it does nothing."""
    nothing = {"went_no_further", "complaint_closed", "out_of_time", "agreed_part", "mediated_no_appeal"}
    for stage in (*PATHWAY.stages, *PATHWAY.clocks):
        for way in getattr(stage, "then", ()):
            named = isinstance(way.p, str) and plan.parameters[way.p].source
            assert way.cites or named or way.to in nothing, (stage.name, way.to)
        for departure in getattr(stage, "departures", ()):
            assert departure.cites and plan.parameters[departure.per_week].source


def test_every_parameter_is_used_and_has_a_range_within_its_kind(plan):
    text = PATHWAY.model_dump_json()
    for name, figure in plan.parameters.items():
        assert f'"{name}"' in text, name
        assert figure.low is not None and figure.high is not None, name
        assert figure.low <= figure.value <= figure.high, name
        if figure.unit == "share":
            assert figure.low >= 0 and figure.high <= 1, name


def test_figures_of_disagreement_resolution_say_that_they_are_assumptions(plan):
    found = [f for name, f in plan.parameters.items() if re.match("drs|.*_consents$", name)]
    assert len(found) >= 10
    for figure in found:
        assert figure.basis == "assumed" and "has been published" in figure.source


def test_every_decision_of_the_act_is_a_stream_and_each_family_is_described(plan):
    assert set(DECISIONS) <= set(STREAMS) and {"discrimination", "provision", "health", "social_care"} <= set(STREAMS)
    for demand in plan.demand:
        assert {"trigger", "plan_status", "body"} <= set(demand.attributes)
        assert {"age_band", "representation"} <= set(demand.mix)
        assert ("request_source" in demand.mix) == demand.name.startswith("refuse")


def test_limits_of_the_pathway_are_the_laws_own():
    """The amounts are the law's constants, so pathway, learner's mark and date change together."""
    of = {c.name: c.amount for c in CLOCKS}
    assert of["contact_limit"] == law.CONTACT_MONTHS == 2
    assert of["mediation_30_days"] == law.ARRANGE_MEDIATION_DAYS == 30
    assert of["order_5_weeks"] == law.CONTENTS_WEEKS == 5
    assert of["claim_6_months"] == law.DISCRIMINATION_MONTHS == 6
    assert of["section_26_1_year"] == law.SECTION_26_BRING_MONTHS == 12
    assert of["nhs_acknowledged_3_days"] == law.ACKNOWLEDGE_WORKING_DAYS == 3


def test_every_milestone_and_wait_meets_the_pathway():
    for milestone in MILESTONES:
        assert any(m.stages(PATHWAY) for m in milestone.moments), milestone.name
    mediation = clock_of(PATHWAY, WAITS["mediation"])
    assert mediation is not None and mediation.name == "mediation_30_days"
    hearings = set(WAITS["hearing"].end.stages(PATHWAY))
    assert {"hearing", "hearing_two_members", "hearing_relisted"} <= hearings
    assert "hearing_preparation" not in hearings
