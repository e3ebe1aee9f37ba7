"""Questions put to the model on a page: soon an answer, then the whole one; the newest question wins."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

import sendsim
from sendsim.apps import runner as module
from sendsim.apps.runner import Later, Runner
from sendsim.planning.compare import paired
from sendsim.planning.replicate import Results, first_of, replicate


@pytest.fixture(scope="module")
def plan():
    return sendsim.baseline("Rutland")


def test_a_first_picture_then_better_ones_then_every_table(plan, monkeypatch):
    """As at national size: a few replications first, then twice as many, and the last answer is replicate's own."""
    monkeypatch.setattr(module, "SOON", 0.0)
    monkeypatch.setattr(module, "AGAIN", 0.0)
    soon: list[Results] = []
    done: list[Results] = []
    told: list[int] = []
    Runner().start(plan, 1, 9, lambda n, of: told.append(n), done.append, pytest.fail, soon=soon.append)
    assert told == sorted(told) and told[-1] == 9
    shown = [r.replications for r in soon]
    assert shown[0] >= module.FEWEST and shown[-1] == 9
    assert all(b >= 2 * a or b == 9 for a, b in pairwise(shown)), shown
    whole = replicate(plan, 9, 1)
    assert done[0].runs.equals(whole.runs) and done[0].tables["monthly"].equals(whole.tables["monthly"])
    assert soon[-1].runs.equals(whole.runs) and soon[-1].waits.equals(whole.waits)
    # What is shown beside the first picture is today's same four replications, so equal plans differ by exactly 0.
    table = paired(first_of(whole, shown[0]), soon[0])
    assert (table[["difference", "low", "high"]].fillna(0) == 0).all().all() and table["replications"].max() == shown[0]


def test_the_newest_question_wins(plan):
    answers: list[tuple[str, int]] = []

    async def page() -> None:
        runner = Runner()

        def ask(name: str, replications: int) -> None:
            def heard(results: Results) -> None:
                answers.append((name, results.replications))

            runner.start(plan, 1, replications, lambda n, of: None, heard, pytest.fail)

        ask("old", 400)
        for _ in range(5):
            await asyncio.sleep(0.01)
        ask("new", 3)
        while not answers:
            await asyncio.sleep(0.01)
        runner.stop()

    asyncio.run(page())
    assert answers == [("new", 3)]


def test_what_goes_wrong_is_told(plan, monkeypatch):
    def broken(*_: object) -> None:
        raise ValueError("no")

    monkeypatch.setattr(module, "compile_changed", broken)
    told: list[Exception] = []
    Runner().start(plan, 1, 2, lambda n, of: None, pytest.fail, told.append)
    assert isinstance(told[0], ValueError)


def test_the_engine_gets_ready_while_the_page_is_read(plan, monkeypatch):
    """What a first question would wait for is done before; what goes wrong there is not told twice."""
    seen = []
    brief = module._brief
    monkeypatch.setattr(module, "_brief", lambda *given: seen.append(brief(*given)[0]))

    async def page(plan) -> None:
        Runner().get_ready(plan)
        for _ in range(500):
            if seen:
                return
            await asyncio.sleep(0.01)

    asyncio.run(page(plan))
    assert seen == [0]
    Runner().rehearse("no plan at all")
    Runner().get_ready(plan)  # no page, so nothing is done
    assert seen == [0]


def test_a_call_that_is_to_come_gives_way_to_a_newer_one():
    heard: list[int] = []
    later = Later(heard.append)
    later.start(5.0, 1)
    assert heard == [1], "without a page it comes at once"

    async def page() -> None:
        later.start(0.02, 2)
        later.start(0.01, 3)
        await asyncio.sleep(0.05)
        later.start(0.01, 4)
        later.cancel()
        later.start(0.0, 5)
        await asyncio.sleep(0.05)

    asyncio.run(page())
    assert heard == [1, 3, 5]
