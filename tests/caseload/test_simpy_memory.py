"""What the SimPy engine keeps: the cases that are open, and of closed ones a few numbers each."""

from __future__ import annotations

import tracemalloc

import numpy as np
from small import choice, clock, end, make, minutes, people, run, wait, work

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.engine_simpy import SimpyRun
from sendsim.caseload.luck import Luck, name_key
from sendsim.caseload.plan import Plan
from sendsim.caseload.reach import returned_to
from sendsim.caseload.simpy_base import LET_GO, Case
from sendsim.caseload.simpy_luck import BLOCK, Draws


def often(days: int) -> Plan:
    """A family every two hours; half are done at once, the others wait a day with a month's limit beside it."""
    stages = [
        choice("first", [{"to": "s", "p": 0.5}, {"to": "out"}]),
        wait("s", {"law": "exponential", "mean": 1, "unit": "days"}, departures=[leaving("out", 0.05)]),
        end(),
    ]
    stream = {"name": "d", "pattern": "regular", "per_year": {"value": 12 * 365.25}, "calendar": "always"}
    return make(stages, [stream], days=days, clocks=[clock(amount=30, stops_on=["first"])])


def leaving(target: str, per_week: float) -> dict[str, object]:
    return {"name": "left", "to": target, "per_week": per_week}


def peak(plan: Plan) -> tuple[int, int]:
    """Return the number of cases of a run and the most bytes that it held."""
    compiled = compile_plan(plan)
    tracemalloc.start()
    cases = len(SimpyRun(compiled, 1, 0).journeys().case_arrays.opened)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return cases, most


def test_memory_grows_by_a_few_numbers_a_closed_case() -> None:
    """Five times as long with as many open at a time: a case more costs its seven rows of the log and its line.

    A row is 8 bytes while the run lasts, and 40 in the columns of the tables. A limit has weeks to run when a case is
    done; its event is called off, and nothing else holds the case.
    """
    peak(often(50))  # what is made once
    (few, at_few), (many, at_many) = peak(often(100)), peak(often(500))
    assert many - few == 12 * 400
    assert (at_many - at_few) / (many - few) < 500


def test_those_who_left_a_queue_do_not_stay_in_it() -> None:
    """Nobody ever works, and everybody leaves after about a day: the list stays short, though thousands joined it."""
    stages = [work("s", minutes(60), departures=[leaving("out", 7.0)]), end()]
    stream = {"name": "d", "pattern": "regular", "per_year": {"value": 24 * 365.25}, "calendar": "always"}
    simpy = SimpyRun(compile_plan(make(stages, [stream], [people(0)], days=200)), 1, 0)
    journeys = simpy.journeys()
    assert (journeys.cases["outcome"] == "out").sum() > 4000
    waiting = simpy.teams[0].waiting
    assert 0 < waiting < 100 and len(simpy.teams[0].queue) <= 2 * waiting + LET_GO


def test_luck_is_the_same_however_it_is_drawn() -> None:
    """One by one, for a block of cases, and after its numbers were let go: the published generator's numbers."""
    plan = often(800)
    simpy = SimpyRun(compile_plan(plan), 5, 3)
    people_, draws = simpy.people, Draws(simpy.people)
    expected = Luck(5, 3).uniforms(people_.numbers, people_.streams, "s.takes")
    purpose = draws.purpose("s.takes")
    got = []
    for first in range(0, len(people_), BLOCK):
        cases = np.arange(first, min(first + BLOCK, len(people_)))
        block, stages = draws.block(cases), simpy.stages[0]
        asking = [Case(i, 0, 0, stages[0], 0, 0, stages, block, i - first) for i in cases.tolist()]
        got += [draws.uniform(case, purpose, 0) for case in asking[: BLOCK // 2]]
        block.let_go()
        block.open = 0
        got += [draws.uniform(case, purpose, 0) for case in asking[BLOCK // 2 :]]
    assert got == expected.tolist() and len(got) > 2 * BLOCK
    again = Luck(5, 3).uniforms(np.array([7]), name_key("d"), "s.takes", 2)
    assert draws.one(7, "s.takes", 2) == again[0]


def test_blocks_of_cases_change_nothing() -> None:
    """Several blocks of cases, on both engines (the run is held equal to the fast one's, row for row)."""
    assert len(run(often(400)).cases) > BLOCK


def test_more_cases_open_at_the_start_than_a_block_holds() -> None:
    """As England has: each stands open with its own luck and age, on both engines, and all are accounted for."""
    n = BLOCK + 7
    plan = often(20).model_dump()
    plan["opening"] = [{"stage": "s", "demand": "d", "ages_days": [0.5 + i / n for i in range(n)]}]
    journeys = run(Plan(**plan))
    assert len(journeys.cases) == n + 20 * 12
    assert (journeys.events["event"] == "open_at_start").sum() == n
    assert 0 < (journeys.cases["outcome"] == "open").sum() < n / 100


def test_a_first_choice_that_is_met_again_has_its_own_luck_each_time() -> None:
    """Half go on at each visit, whatever they did before; on both engines, and visits count from the arrival on."""
    stages = [
        choice("first", [{"to": "s", "p": 0.5}, {"to": "next"}]),
        choice("next", [{"to": "t", "p": 0.5}, {"to": "out"}]),
        wait("s", minutes(60), "first"),
        wait("t", minutes(60), "out"),
        end(),
    ]
    stream = {"name": "d", "pattern": "regular", "per_year": {"value": 12 * 365.25}, "calendar": "always"}
    plan = make(stages, [stream], days=100)
    assert returned_to(plan.pathway) == {"first", "s"}
    events = run(plan).events
    joined = events[(events["event"] == "join") & events["stage"].isin(["first", "s"])]
    visits = joined.groupby(["case", "stage"], observed=True).size().unstack(fill_value=0)
    for so_many in (1, 2, 3):  # of those who came so often, half come again
        came = (visits["first"] >= so_many).sum()
        again = (visits["s"] >= so_many).sum()
        assert abs(again - came / 2) < 4 * (came / 4) ** 0.5
