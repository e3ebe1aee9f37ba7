"""The compiled measures and lists of cases beside NumPy's, on plans of full size and at the edges.

Random and hand-worked plans are held equal wherever both engines run (``tests/two_engines.py``).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from small import DAY, end, listed, make, minutes, people, run, wait, work

import sendsim
from sendsim.caseload import arrivals, engines
from sendsim.caseload.cases import list_cases
from sendsim.caseload.compiled import Compiled, compile_plan
from sendsim.caseload.engine_simpy import run_simpy
from sendsim.caseload.luck import Luck
from sendsim.caseload.measures import all_tables, brief_tables
from sendsim.caseload.milestones import WAITS
from sendsim.caseload.parameter_sets import ParameterSet
from sendsim.caseload.spells import LEFT, REACHED, Seen
from tests.two_engines import HAS_NUMBA, assert_same

pytestmark = pytest.mark.skipif(not HAS_NUMBA, reason="Numba is not installed")

LISTED = ("stream", "opened", "joined", "stage", "kind", "numbers", "streams", "area")


@pytest.fixture(scope="module")
def kirklees() -> Compiled:
    return compile_plan(sendsim.baseline("Kirklees"))


def test_the_page_gets_the_tables_of_every_other_way(kirklees: Compiled) -> None:
    """Two threads, run after run, give what SimPy and :func:`all_tables` give, and no run writes over another's."""
    run = engines.engine_for(kirklees, "fast")[1]
    brief = engines.brief_run(kirklees, run)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda r: brief(7, r), range(6)))
    for r, tables in enumerate(found):
        assert_same(brief_tables(kirklees, run(7, r)), tables)
    assert_same(brief_tables(kirklees, run_simpy(kirklees, 7, 0)), found[0])
    whole = all_tables(kirklees, run(7, 5))
    for name, columns in found[5].items():
        pd.testing.assert_frame_equal(whole[name], pd.DataFrame(columns), check_exact=True)


def test_a_plan_of_parameter_sets_takes_them_in_turn(kirklees: Compiled) -> None:
    sets = tuple(ParameterSet(name=str(f), factors={"demand.sen_support.per_year": f}) for f in (0.5, 2.0))
    compiled = compile_plan(kirklees.plan.model_copy(update={"sets": sets}))
    _, run, _ = engines.engine_for(compiled, "fast")
    brief = engines.brief_run(compiled, run)
    for r in range(3):
        assert_same(brief_tables(compiled, run(1, r)), brief(1, r))


@pytest.mark.parametrize("per_year", [0, 0.5])
def test_nobody_comes(per_year: float) -> None:
    """Without a case there is no mean, no median and no share, and nothing is divided by nothing."""
    mediation = [wait("mediation_arranging", minutes(5), "mediation"), work("mediation", minutes(5)), end()]
    for stages in (mediation, [end()]):
        run(make(stages, [{"name": "d", "per_year": per_year}], days=8))
        run(make(stages, [listed()], days=8))


@pytest.mark.parametrize(
    "more",
    [
        {"per_year": 300_000},  # more than are drawn at once
        {"per_year": 400, "pattern": "regular"},
        {"pattern": "listed", "listed_days": [0.5, 3.0, 0.5], "calendar": "always"},
        {"per_year": 0},
        {"rates": [[2, 0.0], [9, 40.0], [11, 0.0], [40, 9.0]], "calendar": "always"},
    ],
)
def test_cases_are_those_of_the_other_engine(more: dict[str, object]) -> None:
    """Streams of every kind, beside one that comes at random, with what is known of each case."""
    from sendsim.caseload.engine_fast import FastRun

    mix = {"age": {"young": {"value": 0.3}, "older": {"value": 0.7}}, "sex": {"f": {"value": 0.5}, "m": {"value": 0.5}}}
    ways = [{"to": "out", "when": {"age": ["young"]}, "p": 0.5}, {"to": "work"}]
    stages = [{"kind": "choice", "name": "c", "then": ways}, work("work", minutes(5)), end()]
    demand = [{"name": "a", "per_year": 900, "mix": mix}, {"name": "b", **more}, {"name": "c", "per_year": 70}]
    opening = [{"stage": "work", "demand": "a", "ages_days": [3, 30], "attributes": {"age": "young"}}]
    compiled = compile_plan(make(stages, demand, days=90, opening=opening))
    fast = FastRun(compiled)
    for r in range(3):
        expected, found = list_cases(compiled, Luck(5, r)), fast.run(5, r)[0]
        for name in LISTED:
            assert np.array_equal(getattr(expected, name), getattr(found, name)), name
        assert {k: v.tolist() for k, v in expected.known.items()} == {k: v.tolist() for k, v in found.known.items()}
        assert expected.names == found.names


def test_streams_that_are_drawn_in_many_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams of fewer and of more cases than a block holds, by day and in office hours, are those of NumPy."""
    from sendsim.caseload import fast_cases
    from sendsim.caseload.engine_fast import FastRun

    for module in (arrivals, fast_cases):
        monkeypatch.setattr(module, "BLOCK", 64)
    demand = [
        {"name": "a", "per_year": 3000, "calendar": "office"},
        {"name": "b", "per_year": 100},
        {"name": "c", "rates": [[2, 0.0], [9, 40.0], [11, 0.0], [40, 9.0]], "calendar": "always"},
    ]
    for streams in (demand, demand[:1], demand[2:]):
        compiled = compile_plan(make([wait("s", minutes(5)), end()], streams, days=60))
        fast = FastRun(compiled)
        for r in range(5):
            expected, found = list_cases(compiled, Luck(3, r)), fast.run(3, r)[0]
            assert len(expected) > 64
            for name in LISTED:
                assert np.array_equal(getattr(expected, name), getattr(found, name)), name


def test_a_list_of_cases_with_too_little_room_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where chance gives a plan more cases than there surely was room for, none is lost."""
    from sendsim.caseload import fast_cases
    from sendsim.caseload.engine_fast import FastRun

    compiled = compile_plan(make([wait("s", minutes(5)), end()], [{"name": "d", "per_year": 20_000}], days=60))
    drawn, rooms = fast_cases.arrivals, list[int]()

    def with_less(streams, columns, seed, replication):
        rooms.append(len(columns.minute))
        if len(rooms) == 1:
            columns = columns._replace(minute=columns.minute[: rooms[0] * 3 // 4])
        return drawn(streams, columns, seed, replication)

    monkeypatch.setattr(fast_cases, "arrivals", with_less)
    expected, found = list_cases(compiled, Luck(1, 0)), FastRun(compiled).run(1, 0)[0]
    assert rooms[0] * 3 // 4 < len(expected) < rooms[0] < rooms[1]
    assert np.array_equal(expected.opened, found.opened)


def test_a_stage_that_a_case_passes_on_its_way_to_a_wait_does_not_end_it() -> None:
    """The case comes through other stages in the very minute in which its wait begins: it waits, and is met."""
    stages = [
        {"kind": "choice", "name": "which", "then": [{"to": "elsewhere", "p": 0.0}, {"to": "mediation_arranging"}]},
        wait("mediation_arranging", minutes(3 * DAY), "mediation"),
        work("mediation", minutes(60)),
        wait("elsewhere", minutes(5)),
        end(),
    ]
    plan = make(stages, [listed(0, 60)], [people(2)])
    journeys = run(plan)
    spells = Seen(compile_plan(plan), journeys).wait(WAITS["mediation"])
    assert spells is not None
    assert spells.how.tolist() == [REACHED, REACHED] and LEFT not in spells.how
    assert spells.minutes.tolist() == [3 * DAY, 3 * DAY]
