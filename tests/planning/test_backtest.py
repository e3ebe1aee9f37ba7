"""The back-test: nothing from after the origin enters a fit, several sets are kept, and misses are shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

import sendsim
from sendsim.evidence.national import published
from sendsim.planning import backtest as past
from sendsim.planning.backtest_text import as_text
from sendsim.planning.national import KNOBS, national_plan, simulate

DOCS = Path(__file__).resolve().parents[2] / "docs" / "backtest.md"


@pytest.mark.parametrize("origin", past.ORIGINS)
def test_the_fit_knows_only_what_had_ended_by_the_origin(origin):
    known, held = past.split(origin)
    assert all(p.last <= date(origin, 12, 31) for p in known) and known
    assert all(p.last > date(origin, 12, 31) for p in held) and held
    a = {p.first.year: p.value for p in published() if p.measure == "appeals"}
    assert past.growths_before(origin)[-1] == pytest.approx(np.log(a[origin] / a[origin - 1]))


def test_objective_by_hand():
    """Twice one value and half another: the root mean square of two log 2s is log 2."""
    known = past.split(2022)[0][:2]
    twice, half = known[0].value * 2, known[1].value / 2
    assert past.objective([twice, half], known) == pytest.approx(np.log(2))
    assert past.objective([k.value for k in known], known) == 0


def test_knobs_stay_in_their_ranges_and_are_the_same_for_a_seed():
    sets = past.draw_knobs(40, 3)
    assert sets == past.draw_knobs(40, 3) != past.draw_knobs(40, 4)
    for knob in KNOBS:
        x = [s[knob.name] for s in sets]
        assert knob.low <= min(x) and max(x) <= knob.high
        assert max(x) - min(x) > 0.8 * (knob.high - knob.low)  # the whole range is used


def test_the_national_model_turns_its_knobs():
    """Every parameter it sets is in the plan; more growth gives more appeals, more places more decisions."""
    middle = {k.name: 1.0 if k.low <= 1 <= k.high else (k.low + k.high) / 2 for k in KNOBS}
    plan = national_plan(2022, 12796, middle, 0.2)
    assert plan.start == date(2022, 1, 1) and plan.authority == "England" and plan.opening
    wanted = tuple(p for p in past.split(2023)[0] + past.split(2023)[1] if p.measure in ("appeals", "decided"))
    base = dict(zip([(p.measure, p.label) for p in wanted], simulate(plan, wanted, 1, 0), strict=True))
    more = national_plan(2022, 12796, middle | {"growth": 0.6}, 0.5)
    grown = dict(zip(base, simulate(more, wanted, 1, 0), strict=True))
    assert grown["appeals", "2024"] > base["appeals", "2024"] * 1.2
    places = national_plan(2022, 12796, middle | {"places": 1.3, "places_growth": 0.5}, 0.2)
    heard = dict(zip(base, simulate(places, wanted, 1, 0), strict=True))
    assert heard["decided", "2023/24"] > base["decided", "2023/24"]


def test_the_names_the_national_model_relies_on_are_in_the_baseline():
    parameters = sendsim.baseline("Kirklees").parameters
    for name in ("mediates_refusal", "mediates_plan", "conceded_per_week", "agreed_per_week", "withdrawn_per_week"):
        assert name in parameters


def test_a_small_backtest_runs_and_does_not_depend_on_the_workers():
    one = past.run_backtest((2021,), draws=22, keep=3, seed=5)
    two = past.run_backtest((2021,), draws=22, keep=3, seed=5, workers=2)
    assert one == two
    (origin,) = one["origins"]
    scores = [a["objective"] for a in origin["accepted"]]
    assert len(scores) == 3 and scores == sorted(scores)
    table = past.past_values(one)
    assert (table["p05"] <= table["p50"]).all() and (table["p50"] <= table["p95"]).all()


# -- what comes with the package


def test_stored_result_keeps_several_sets_and_covers_every_origin():
    result = past.stored_backtest()
    assert [o["origin"] for o in result["origins"]] == list(past.ORIGINS)
    for o in result["origins"]:
        assert len(o["accepted"]) == past.KEEP
        known, held = past.split(o["origin"])
        assert [v["published"] for v in o["values"]] == [p.value for p in known + held]


def test_coverage_counts_held_out_values_only():
    table = past.past_values(past.stored_backtest())
    cover = past.coverage(table).iloc[-1]
    held = table[table["held_out"]]
    assert (cover["of"], cover["held"]) == (len(held), held["inside"].sum())


def test_the_docs_are_the_stored_result_misses_included():
    """docs/backtest.md is what sendsim backtest --docs writes; renew it when the result is renewed."""
    text = as_text(past.stored_backtest())
    assert DOCS.read_text(encoding="utf-8") == text
    table = past.past_values(past.stored_backtest())
    missed = table[table["held_out"] & ~table["inside"]]
    assert text.count("The model was ") == len(missed)


def test_a_miss_is_written_as_a_miss():
    result = past.stored_backtest()
    value = next(v for v in result["origins"][0]["values"] if v["held_out"])
    value["p05"], value["p50"], value["p95"] = (value["published"] * f for f in (0.1, 0.2, 0.3))
    text = as_text(result)
    assert "**no**" in text and "The model was under." in text
