"""Choices that a Python function makes: on the readable engine only, among the ways the pathway tells."""

from __future__ import annotations

from datetime import date

import pytest
from small import choice, end, listed, make, minutes, wait

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.engines import engine_for
from sendsim.caseload.hooks import CaseSeen
from sendsim.errors import PlanError, UnknownNameError
from sendsim.planning.replicate import replicate


def plan():
    ways = [{"to": "talk", "p": 0.5}, {"to": "out"}]
    stages = [wait("talk", minutes(1440), "again"), choice("again", ways), end("out")]
    return make(stages, [listed(720)], days=30)


def test_a_function_makes_the_choice_and_sees_the_case() -> None:
    """Arrived at 12:00 on day 0, talks take a day each: it goes on after the third, on day 3."""
    seen: list[CaseSeen] = []

    def third_time(case: CaseSeen) -> str:
        seen.append(case)
        return "out" if case.visit == 2 else "talk"

    name, run, notice = engine_for(compile_plan(plan()), "auto", {"again": third_time})
    assert name == "simpy" and notice is not None and "again" in notice
    cases = run(1, 0).cases
    assert cases["closed"].tolist() == [720 + 3 * 1440]
    assert [c.visit for c in seen] == [0, 1, 2] and [c.open_days for c in seen] == [1.0, 2.0, 3.0]
    start = plan().start
    assert seen[-1].today == date.fromordinal(start.toordinal() + 3) and seen[0].demand in seen[0].label
    assert 0 < seen[0].luck("mine") < 1 and seen[0].luck("mine") != seen[1].luck("mine")


def test_without_hooks_nothing_changes_and_with_them_results_repeat() -> None:
    def by_luck(case: CaseSeen) -> str:
        return "talk" if case.luck("mine") < 0.5 else "out"

    one, two = (replicate(plan(), 3, hooks={"again": by_luck}) for _ in range(2))
    assert one.engine == "simpy" and one.runs.equals(two.runs)


@pytest.mark.parametrize(
    ("hooks", "error", "says"),
    [
        ({"agian": str}, UnknownNameError, "again"),
        ({"talk": str}, PlanError, "is a wait, not a choice"),
        ({"again": 3}, PlanError, "give a function"),
        ({"again": lambda case: "nowhere"}, PlanError, "answered 'nowhere': give one of 'talk', 'out'"),
    ],
)
def test_what_cannot_be_is_one_sentence(hooks, error, says) -> None:
    with pytest.raises(error, match=says):
        replicate(plan(), 1, hooks=hooks)


def test_the_fast_engine_and_other_processes_refuse_hooks() -> None:
    with pytest.raises(PlanError, match="only the SimPy engine can ask"):
        engine_for(compile_plan(plan()), "fast", {"again": str})
    with pytest.raises(PlanError, match="workers at 1"):
        replicate(plan(), 2, workers=2, hooks={"again": str})
