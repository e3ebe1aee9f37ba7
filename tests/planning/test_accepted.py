"""Several calibrated sets carried into a plan's runs: in turn, paired, in every table, multiplying what is there."""

from __future__ import annotations

import numpy as np
import pytest

import sendsim
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.engines import engine_for
from sendsim.caseload.parameter_sets import ParameterSet, plan_of
from sendsim.caseload.plan_files import dump_plan, plan_from
from sendsim.errors import SendsimError
from sendsim.planning.accepted import accepted_parameter_sets, with_accepted_sets
from sendsim.planning.backtest import accepted_sets, published_appeals, stored_backtest
from sendsim.planning.compare import compare
from sendsim.planning.parameters import parameters
from sendsim.planning.replicate import replicate
from sendsim.planning.stress import stress_des


@pytest.fixture(scope="module")
def plan():
    return sendsim.baseline("Rutland")


@pytest.fixture(scope="module")
def carrying(plan):
    return with_accepted_sets(plan)


def test_every_set_kept_is_carried_and_none_is_averaged_away(plan, carrying):
    kept = accepted_sets(stored_backtest())
    assert len(carrying.sets) == len(kept) >= 10
    factors = [s.factors["parameters.conceded_per_week"] for s in carrying.sets]
    assert factors == pytest.approx(kept["leaving"].tolist(), abs=1e-4) and len(set(factors)) > 5
    assert all("national calibration" in s.source for s in carrying.sets)


def test_the_level_of_demand_is_carried_where_it_was_worked_back_from_appeals(plan, carrying):
    """Level and growth of 2023 to 2024, next to the published appeals of both years; refusals are published."""
    kept, appeals = accepted_sets(stored_backtest()), published_appeals()
    level = kept["level"] * (1 + kept["growth"]) * appeals[2023] / appeals[2024]
    found = [s.factors["demand.contents.per_year"] for s in carrying.sets]
    assert found == pytest.approx(level.tolist(), abs=1e-4) and 0.5 < min(found) < 1 < max(found) < 2
    of = {d.name: d.per_year for d in plan.demand}
    assert of["refuse_to_assess"].basis == "published" and of["sen_support"].basis == "assumed"
    named = {place.split(".")[1] for place in carrying.sets[0].factors if place.startswith("demand.")}
    assert "placement_only" in named and not {"refuse_to_assess", "refuse_to_issue", "sen_support"} & named
    first = next(d for d in plan_of(carrying, 0).demand if d.name == "contents").per_year.value
    assert first == pytest.approx(of["contents"].value * found[0])
    own = plan.change({"demand.contents": 99})
    assert "demand.contents.per_year" not in with_accepted_sets(own).sets[0].factors


def test_replications_take_the_sets_in_turn(plan):
    """Replication r of the plan with sets is replication r of the plan with set r modulo their number."""
    sets = tuple(ParameterSet(name=str(i), factors={"parameters.conceded_per_week": f}) for i, f in enumerate((0, 5)))
    both = plan.model_copy(update={"sets": sets})
    run = engine_for(compile_plan(both))[1]
    for r in (0, 1, 3):
        alone = engine_for(compile_plan(plan_of(both, r)))[1](1, r)
        assert run(1, r).events[["minute", "case", "event"]].equals(alone.events[["minute", "case", "event"]])
    conceded = replicate(both, 4, 1).runs.query("measure == 'ended' and group == 'conceded'")["value"].to_numpy()
    assert conceded[[1, 3]].mean() > conceded[[0, 2]].mean()


def hearings(plan):
    return next(d for d in plan.diaries if d.name == "hearings").places[0].number.value


def test_a_set_multiplies_what_the_planner_has_set(carrying):
    doubled = plan_of(carrying.change({"diaries.hearings": 2 * hearings(carrying)}), 0)
    assert hearings(doubled) == pytest.approx(2 * hearings(plan_of(carrying, 0))) and doubled.sets == ()


def test_shares_stay_shares(plan):
    high = plan.model_copy(update={"sets": (ParameterSet(name="x", factors={"parameters.mediates_refusal": 50.0}),)})
    assert plan_of(high, 0).parameters["mediates_refusal"].value == 0.98


def test_comparisons_with_sets_stay_paired(carrying):
    same = compare(carrying, carrying.model_copy(update={"name": "x"}), replications=3)
    assert np.nanmax(same.table["difference"].abs()) == 0


def test_sets_travel_with_the_plan_and_its_tables(plan, carrying):
    from ruamel.yaml import YAML

    again = plan_from(YAML(typ="safe").load(dump_plan(carrying)))
    assert again == carrying and again.fingerprint != plan.fingerprint
    assert "sets:" not in dump_plan(plan)
    table = parameters(carrying)
    assert (table["part"] == "sets").sum() == sum(len(s.factors) for s in carrying.sets)
    said = {i.number: " ".join(i.answer) for i in stress_des(carrying, 20, 1)}
    assert f"{len(carrying.sets)} parameter sets in turn" in said["4.3"]


def test_a_set_that_names_what_is_not_there(plan):
    wrong = plan.model_copy(update={"sets": (ParameterSet(name="x", factors={"parameters.concede_per_week": 2.0}),)})
    with pytest.raises(SendsimError, match="Did you mean 'conceded_per_week'"):
        replicate(wrong, 1)
    with pytest.raises(SendsimError, match="factor of 'a' in set 'x' is -1"):
        plan_from(
            {**{f: getattr(plan, f) for f in type(plan).model_fields}, "sets": [{"name": "x", "factors": {"a": -1}}]}
        )


def test_places_the_plan_does_not_have_are_left_out(plan):
    bare = plan.model_copy(update={"parameters": {}, "diaries": (), "demand": ()})
    assert all(s.factors == {} for s in accepted_parameter_sets(bare))
