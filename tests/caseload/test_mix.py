"""What differs from family to family: drawn attributes and one latent merit, on both engines."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import end, make, minutes, run, wait

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.groups import groupings
from sendsim.caseload.mix import MERIT_LEVELS, MERIT_SCORES, hazard_ratios, tilted
from sendsim.caseload.plan import Plan
from sendsim.caseload.visits import flows_of
from sendsim.errors import PlanError

MANY = 4000
AGES = {"under_5": {"value": 0.2}, "5_to_10": {"value": 0.5}, "11_to_15": {"value": 0.3}}


def many(**more: Any) -> dict[str, Any]:
    """Return a stream of 4,000 cases, one a minute."""
    days = [i / 1440 for i in range(MANY)]
    return {"name": "d", "pattern": "listed", "listed_days": days, "calendar": "always", **more}


def fork(name: str, *ways: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "choice", "name": name, "then": list(ways)}


def two_forks(merit: float) -> Plan:
    """Return a plan in which merit leans on a first and on a second chance alike."""
    return make(
        [
            fork("review", {"to": "conceded", "p": 0.3, "merit": merit}, {"to": "decision"}),
            wait("decision", minutes(60), "ruling"),
            fork("ruling", {"to": "allowed", "p": 0.6, "merit": merit}, {"to": "dismissed"}),
            end("conceded"),
            end("allowed"),
            end("dismissed"),
        ],
        [many()],
        days=10,
    )


def within(found: float, expected: float, n: int, errors: float = 4) -> bool:
    """Say whether a share of ``n`` cases is within ``errors`` standard errors of what is expected."""
    return abs(found - expected) <= errors * math.sqrt(expected * (1 - expected) / n)


def test_shares_of_a_drawn_attribute_are_the_plans_shares() -> None:
    plan = make([wait("s", minutes(60)), end()], [many(mix={"age": AGES})], days=10)
    cases = run(plan).cases
    found = cases["age"].value_counts(normalize=True)
    assert set(found.index) == set(AGES)
    for level, share in AGES.items():
        assert within(found[level], share["value"], MANY)


def test_measures_by_group_follow_a_drawn_attribute_and_not_merit() -> None:
    plan = two_forks(1.0)
    mixed = plan.model_copy(update={"demand": (make([end()], [many(mix={"age": AGES})]).demand[0],)})
    compiled = compile_plan(mixed)
    groups = groupings(compiled, run(mixed).cases)
    assert set(groups["age"]) == set(AGES)
    assert "merit" not in groups


def test_a_route_may_ask_for_a_drawn_attribute() -> None:
    stages = [
        fork(
            "s",
            {"to": "early", "when": {"age": ["under_5"]}},
            {"to": "later", "when": {"age": ["5_to_10", "11_to_15"]}},
        ),
        end("early"),
        end("later"),
    ]
    cases = run(make(stages, [many(mix={"age": AGES})], days=10)).cases
    assert set(cases.loc[cases["age"] == "under_5", "outcome"]) == {"early"}
    assert set(cases.loc[cases["age"] != "under_5", "outcome"]) == {"later"}


def test_what_no_stream_draws_is_not_recorded() -> None:
    other = {**many(), "name": "e", "listed_days": [0.5]}
    cases = run(make([wait("s", minutes(60)), end()], [many(mix={"age": AGES}), other], days=10)).cases
    assert set(cases.loc[cases["demand"] == "e", "age"]) == {"not recorded"}


def test_changing_one_attribute_leaves_the_rest_of_each_familys_luck_alone() -> None:
    stages = [fork("s", {"to": "a", "p": 0.4}, {"to": "b"}), end("a"), end("b")]
    plain = run(make(stages, [many()], days=10)).cases
    mixed = run(make(stages, [many(mix={"age": AGES})], days=10)).cases
    assert (plain["outcome"] == mixed["outcome"]).all()


@given(st.floats(0.001, 0.999), st.floats(-4, 4))
def test_merit_moves_families_and_not_the_share_over_all(p: float, slope: float) -> None:
    levels = tilted(p, slope)
    assert len(levels) == MERIT_LEVELS
    assert sum(levels) / MERIT_LEVELS == pytest.approx(p, abs=1e-9)
    assert list(levels) == sorted(levels, reverse=slope < 0)


def test_a_slope_is_in_log_odds_for_one_standard_deviation() -> None:
    levels = tilted(0.5, 0.8)
    odds = [math.log(p / (1 - p)) for p in levels]
    assert np.polyfit(MERIT_SCORES, odds, 1) == pytest.approx([0.8, 0.0], abs=1e-9)


def test_the_same_merit_stands_behind_concession_and_decision() -> None:
    cases = run(two_forks(1.2)).cases
    assert within((cases["outcome"] == "conceded").mean(), 0.3, MANY)
    score = cases.groupby("outcome")["merit"].mean()
    assert score["conceded"] > 0.3  # strong cases are conceded; in logit slope 1.2 the mean is near 0.7
    # Those that go on are weaker than all, so fewer of them are allowed than the 0.6 of all families.
    going_on = cases[cases["outcome"] != "conceded"]
    allowed = (going_on["outcome"] == "allowed").mean()
    weights = 1 - np.array(tilted(0.3, 1.2))
    expected = float((weights * np.array(tilted(0.6, 1.2))).sum() / weights.sum())
    assert expected < 0.56
    assert within(allowed, expected, len(going_on))


def test_without_a_slope_merit_makes_no_difference() -> None:
    assert "merit" not in run(two_forks(0.0)).cases
    going_on = run(two_forks(0.0)).cases.query("outcome != 'conceded'")
    assert within((going_on["outcome"] == "allowed").mean(), 0.6, len(going_on))


def test_other_ways_out_keep_their_proportions() -> None:
    stages = [
        fork("s", {"to": "a", "p": 0.5, "merit": 1.0}, {"to": "b", "p": 0.3}, {"to": "c"}),
        end("a"),
        end("b"),
        end("c"),
    ]
    cases = run(make(stages, [many()], days=10)).cases
    rest = cases[cases["outcome"] != "a"]
    for half in (rest["merit"] < 0, rest["merit"] >= 0):
        assert within((rest[half]["outcome"] == "b").mean(), 0.6, int(half.sum()))


def refused(stages: list[dict[str, Any]], **more: Any) -> str:
    with pytest.raises(PlanError) as error:
        make([*stages, end("a"), end("b")], [many(**more)], days=10)
    return str(error.value)


def test_what_cannot_be_drawn_is_refused_in_one_sentence() -> None:
    plain = [fork("s", {"to": "a", "p": 0.5}, {"to": "b"})]
    assert "add up to 0.9" in refused(plain, mix={"age": {"x": {"value": 0.9}}})
    assert "every case already has" in refused(plain, mix={"stage": {"x": {"value": 1}}})
    twice = [fork("s", {"to": "a", "p": 0.5, "merit": 1}, {"to": "b", "p": 0.5, "merit": 1})]
    assert "let one of them take the rest" in refused(twice)
    assert "so give p" in refused([fork("s", {"to": "a", "p": 0.5}, {"to": "b", "merit": 1})])
    unnamed = [fork("s", {"to": "a", "p": 0.5, "merit": "slope"}, {"to": "b"})]
    assert "slope" in refused(unnamed)


def test_merit_moves_a_hazard_and_not_its_mean_at_the_beginning() -> None:
    """Of 4,000 families that wait four weeks, those leave whom proportional hazards predict; merit decides which."""
    leaves = {"name": "conceded", "to": "gone", "per_week": 0.25, "merit": 1.2}
    stay = {"law": "fixed", "value": 4, "unit": "weeks"}
    plan = make([wait("s", stay, departures=[leaves]), end(), end("gone")], [many()], days=40)
    cases = run(plan).cases
    ratios = hazard_ratios(1.2)
    assert math.isclose(sum(ratios) / MERIT_LEVELS, 1)
    assert math.isclose(ratios[-1] / ratios[0], math.exp(1.2 * (MERIT_SCORES[-1] - MERIT_SCORES[0])))
    expected = [1 - math.exp(-0.25 * 4 * r) for r in ratios]
    gone = cases["outcome"] == "gone"
    assert within(gone.mean(), sum(expected) / MERIT_LEVELS, MANY)
    strong = cases["merit"] > 0
    assert within(gone[strong].mean(), sum(expected[MERIT_LEVELS // 2 :]) / (MERIT_LEVELS / 2), int(strong.sum()))
    assert math.isclose(
        flows_of(compile_plan(plan)).of_area[0][:, 2].sum() / MANY, sum(expected) / MERIT_LEVELS, rel_tol=1e-3
    )


def test_a_hazard_ratio_beyond_reason_is_refused_and_one_of_nothing_changes_nothing() -> None:
    leaves = {"name": "conceded", "to": "gone", "per_week": 0.25}
    stages = [wait("s", minutes(60), departures=[leaves]), end(), end("gone")]
    plan = make(stages, [many()], days=10)
    flat = make([wait("s", minutes(60), departures=[{**leaves, "merit": 0}]), end(), end("gone")], [many()], days=10)
    assert run(flat).events.equals(run(plan).events)
    assert "between -10 and 10" in refused([wait("s", minutes(60), departures=[{**leaves, "merit": 40}]), *stages[1:]])
