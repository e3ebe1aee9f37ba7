"""A changed plan compiled from another is the plan compiled by itself, whatever was changed."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

import sendsim
from sendsim.caseload import fast_program
from sendsim.caseload.compiled import Compiled, compile_plan
from sendsim.caseload.compiled_anew import compile_changed

CHANGES: tuple[dict[str, float | str], ...] = (
    {"teams.mediators": 3.0},
    {"teams.sen_officers.queue": "phase_transfer_first"},
    {"diaries.hearings": 0.9},
    {"early_concession": 0.31},
    {"mediation_effect": 0.0},
    {"carrying_out_weeks": 9.0, "teams.judges": 2.0},
    {"departures.gave_up": 0},
    {"demand.refuse_to_assess.growth_per_year": 0.2},
    {"demand.refuse_to_assess.mix.representation.supported": 0.9},
    {"rate_uncertainty": 0.3},
    {"clock.mediation_30_days": 10},
)


@pytest.fixture(scope="module")
def today() -> Compiled:
    return compile_plan(sendsim.baseline("Rutland"))


def assert_same(found: Compiled, alone: Compiled) -> None:
    for f in fields(Compiled):
        if f.name != "laid":
            assert getattr(found, f.name) == getattr(alone, f.name), f.name
    one, other = (fast_program.program_of(c, -400)._asdict() for c in (found, alone))
    assert [name for name in one if not np.array_equal(one[name], other[name])] == []


@pytest.mark.parametrize("changes", CHANGES, ids=lambda changes: next(iter(changes)))
def test_it_is_the_plan_compiled_by_itself(today: Compiled, changes: dict[str, float | str]) -> None:
    plan = today.plan.change(changes)
    fast_program.program_of(today, -400)  # so that there is something to take over
    found, alone = compile_changed(plan, today), compile_plan(plan)
    assert_same(found, alone)
    assert_same(compile_changed(today.plan, found), today)  # and back again


def test_areas(today: Compiled) -> None:
    areas = [{"name": "North", "parameters": {"early_concession": 0.4}}, {"name": "South", "teams": {"mediators": 2}}]
    plan = today.plan.model_validate({**today.plan.model_dump(by_alias=True), "areas": areas, "opening": []})
    whole = compile_plan(plan)
    for changes in ({"early_concession": 0.2}, {"areas.North.parameters.early_concession": 0.1}, {"teams.judges": 3.0}):
        changed = plan.change(changes)
        assert_same(compile_changed(changed, whole), compile_plan(changed))


def test_what_a_change_leaves_alone_is_taken_over(today: Compiled) -> None:
    """Else nothing would be gained, and no other test would tell."""
    more = compile_changed(today.plan.change({"teams.mediators": 3.0}), today)
    assert more.steps_of is today.steps_of and more.laid is today.laid
    found = compile_changed(today.plan.change({"early_concession": 0.31}), today)
    others = [step is old for step, old in zip(found.steps, today.steps, strict=True)]
    assert 0 < others.count(False) < 5
