"""A steady state is asked for, agrees with theory, and is refused where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.measures import open_by_week
from sendsim.errors import SendsimError
from sendsim.planning.logs import assumptions_log
from sendsim.planning.steady import LEAST_WEEKS, steady_state, warm_up_plan
from tests.caseload.small import by, choice, end, make, people, wait, work
from tests.two_engines import runner

WEEKS = {"law": "exponential", "mean": 10, "unit": "weeks"}
MEAN = 104 / 365.25 * 70
"""Open cases of a queue with ample room (M/M/infinity): arrivals a day times mean days."""


def ample(**more):
    stages = [wait("first", {**WEEKS, "mean": 4}, "second"), wait("second", {**WEEKS, "mean": 6}), end()]
    return make(stages, [{"name": "d", "per_year": 104, "calendar": "always"}], [], days=3 * 364, **more)


def test_the_opening_is_the_level_of_theory_at_each_stage():
    """Poisson numbers stand at each stage; the average of 40 runs is within 4 standard errors."""
    found = steady_state(ample(), warm_up=LEAST_WEEKS, replications=40, seed=3)
    standing = {s: sum(len(o.ages) for o in found.plan.opening if o.stage == s) for s in ("first", "second")}
    for stage, mean in (("first", 0.4 * MEAN), ("second", 0.6 * MEAN)):
        assert abs(standing[stage] - mean) < 4 * np.sqrt(mean / 40) + 0.5  # whole cases
    ages = [a for o in found.plan.opening if o.stage == "second" for a in o.ages]
    assert abs(np.mean(ages) - 42) < 4 * 42 / np.sqrt(len(ages))  # exponential: its age is as its length
    assert abs(found.growth) < 4 * (found.high - found.low) / 3.9


def test_a_run_from_it_stays_level_where_a_run_from_empty_rises():
    def first_and_last(plan):
        compiled = compile_plan(plan)
        run = runner(compiled)
        weekly = np.stack([open_by_week(compiled, run(9, r))["open"].to_numpy(float) for r in range(30)])
        return weekly[:, :26].mean(), weekly[:, -52:].mean()

    steady = steady_state(ample(), warm_up=LEAST_WEEKS, replications=10, seed=1).plan
    first, last = first_and_last(steady)
    assert abs(first - last) < 0.2 * MEAN
    first, last = first_and_last(ample())
    assert last - first > 0.2 * MEAN


def test_it_is_never_silent():
    """The plan says what its opening is, and each count is an assumption with the warm-up in its source."""
    plan = steady_state(ample(), warm_up=LEAST_WEEKS, replications=3).plan
    assert any("steady state after 156 weeks" in note for note in plan.notes)
    log = assumptions_log(plan)
    assert log[log["assumption"].str.startswith("opening.")]["why"].str.contains("156 weeks of warm-up").all()
    assert not make([end()], [{"name": "d"}]).opening


def test_where_the_caseload_only_grows_it_is_refused():
    plan = make(
        [work("s", {"law": "fixed", "value": 10, "unit": "hours"}), end()],
        [{"name": "d", "per_year": 1000}],
        [people(0.9)],
    )
    with pytest.raises(SendsimError, match=r"still grow by .* a year .*: there is no steady state"):
        steady_state(plan, warm_up=LEAST_WEEKS, replications=3)


def test_demand_and_capacity_are_held_as_they_are_at_the_start():
    plan = make(
        [work("s", {"law": "fixed", "value": 1, "unit": "hours"}), end()],
        [{"name": "d", "per_year": 50, "growth_per_year": 0.3}],
        [
            {
                "name": "team",
                "staff": [{"number": 2}, {"from": "2026-01-02", "number": 3}, {"from": "2026-02-01", "number": 9}],
            }
        ],
        days=60,
    )
    before = warm_up_plan(plan, 200)
    assert before.end == plan.start and before.demand[0].growth_per_year.value == 0
    assert [s.number.value for s in before.teams[0].staff] == [3]


@pytest.mark.parametrize(("weeks", "runs", "says"), [(10, 5, "156 to 780"), (156, 2, "3 or more")])
def test_lengths_that_cannot_be(weeks, runs, says):
    with pytest.raises(SendsimError, match=says):
        steady_state(ample(), warm_up=weeks, replications=runs)


def test_a_stream_without_a_level_is_refused():
    plan = make([end()], [{"name": "d", "pattern": "listed", "listed_days": [1]}])
    with pytest.raises(SendsimError, match="no steady level"):
        steady_state(plan)


# -- several areas


def shared_clerk(**north):
    """Two areas: a wait in each and clerks for both; routes ask for the age, and only the young come to a clerk."""
    mix = {
        "age": {"young": {"value": 0.5}, "older": {"value": 0.5}},
        "need": {"a": {"value": 0.4}, "b": {"value": 0.6}},
    }
    return make(
        [
            wait("first", {**WEEKS, "mean": 4}, "fork"),
            choice("fork", by("age", young="clerk", older="out")),
            work("clerk", {"law": "exponential", "mean": 4, "unit": "hours"}, team="clerks"),
            end(),
        ],
        [{"name": "d", "per_year": 104, "calendar": "always", "mix": mix}],
        [people(1.2, "clerks", calendar="office")],
        days=3 * 364,
        areas=[{"name": "North", "demand": {"d": {"value": 260}}, **north}, {"name": "South"}],
        shared=["clerks"],
    )


def test_each_area_gets_the_cases_that_stand_in_it_with_what_routes_ask_for():
    """The level of each area is that of theory at the wait; all who stand at the clerk's are young, as in the runs."""
    plan = shared_clerk(opening=[{"stage": "first", "demand": "d", "ages_days": [9] * 50}])
    found = steady_state(plan, warm_up=LEAST_WEEKS, replications=30, seed=5).plan
    assert not found.opening and [a.name for a in found.areas] == ["North", "South"]
    for area, per_year in zip(found.areas, (260, 104), strict=True):
        mean = per_year / 365.25 * 28
        waiting = [o for o in area.opening if o.stage == "first"]
        assert abs(sum(len(o.ages) for o in waiting) - mean) < 4 * np.sqrt(mean / 30) + 0.5
        assert {tuple(o.attributes) for o in waiting} == {("age",)}  # what no route asks for is drawn anew
    at_clerk = [o for a in found.areas for o in a.opening if o.stage == "clerk"]
    assert at_clerk and all(o.attributes == {"age": "young"} for o in at_clerk)
    assert found.areas[0].demand == plan.areas[0].demand and found.start == plan.start
    cases = runner(compile_plan(found))(1, 0).cases  # both engines
    at_start = cases[cases["case"].str.startswith("opening")]
    for area in found.areas:
        assert (at_start["area"] == area.name).sum() == sum(len(o.ages) for o in area.opening)


def test_one_area_that_only_grows_is_named():
    plan = make(
        [work("s", {"law": "fixed", "value": 10, "unit": "hours"}), end()],
        [{"name": "d", "per_year": 150}],
        [people(1, calendar="office")],
        areas=[{"name": "North"}, {"name": "South", "teams": {"team": {"value": 0.4}}}],
    )
    with pytest.raises(SendsimError, match=r"the open cases in South still grow by"):
        steady_state(plan, warm_up=LEAST_WEEKS, replications=3)
    calm = plan.model_copy(update={"areas": (plan.areas[0], plan.areas[0].model_copy(update={"name": "West"}))})
    assert steady_state(calm, warm_up=LEAST_WEEKS, replications=3).plan.areas
