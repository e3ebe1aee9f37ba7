"""The fast engine's event list gives events in the order of their keys, whatever is scheduled when and for how long."""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np
import pytest

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.engine_simpy import run_simpy
from sendsim.caseload.working_time import DAY
from tests.caseload.small import choice, clock, end, make, minutes, session, wait, work
from tests.two_engines import assert_equal

pytest.importorskip("numba")

END = 30 * DAY


@pytest.fixture(autouse=True)
def _the_folder_of_compiled_code() -> None:
    """Code that was compiled from other sources is never picked up: ask before the engine's modules are loaded."""
    from sendsim.caseload.fast_cache import use_folder

    use_folder()


def _empty(room: int) -> Any:
    from sendsim.caseload.fast_event_list import new_list

    def scratch(name: str, shape: tuple[int, ...], dtype: Any, fill: int = 0) -> Any:
        return np.full(shape, fill, dtype)

    return new_list(END, room, scratch)


@pytest.mark.parametrize(("a_day", "in_one_minute"), [(3, 0.0), (60, 0.5), (400, 0.2)])
def test_the_order_is_that_of_a_heap(a_day: int, in_one_minute: float) -> None:
    from sendsim.caseload import fast_event_list as fast

    draw = np.random.default_rng(a_day)
    e, heap, now, taken, made = _empty(60 * a_day), list[int](), 0, 0, 0

    def schedule() -> None:
        nonlocal made
        minute = now + int(draw.integers(0, draw.choice([2, DAY, 5 * DAY])))
        if draw.random() < in_one_minute:
            minute = -(-minute // DAY) * DAY  # much falls on midnight
        if minute < END:
            key = (minute << fast.MINUTE_SHIFT) | (int(draw.integers(0, 2**24)) << fast.CASE_SHIFT) | made % 4096
            made += 1
            heapq.heappush(heap, key)
            assert fast.put(e, minute, key)

    for _ in range(5 * a_day):
        schedule()
    while heap:
        while fast.is_over(e, END - 1):
            fast.put_in_order(e, fast.next_day(e))
        key = fast.first(e)
        assert key == heapq.heappop(heap)
        fast.take(e, key)
        now, taken = key >> fast.MINUTE_SHIFT, taken + 1
        if made < 20 * a_day:
            schedule()
    assert taken == made > 12 * a_day
    while fast.is_over(e, END - 1) and e.marks[fast.UNTIL] < END:
        fast.put_in_order(e, fast.next_day(e))
    assert fast.first(e) == fast.LAST_KEY


def test_a_full_list_says_so() -> None:
    from sendsim.caseload import fast_event_list as fast

    e = _empty(64)
    put = sum(fast.put(e, 5 * DAY, (5 * DAY << fast.MINUTE_SHIFT) | i) for i in range(2000))
    assert 64 <= put < 2000
    for _ in range(5):
        assert fast.next_day(e) == 0
    assert fast.next_day(e) == -1  # the day has more than can be put in order: the engine makes the list larger


def test_a_run_with_too_little_room_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of cases a day, some through choices forwards and backwards, on a list that must be made larger."""
    from sendsim.caseload import engine_fast, fast_event_list

    rooms = list[int]()

    def small(end: int, room: int, scratch: Any) -> fast_event_list.EventList:
        rooms.append(room // 128)
        return fast_event_list.new_list(end, room // 128, scratch)

    monkeypatch.setattr(engine_fast, "new_list", small)
    stages = [
        choice("first", [{"to": "third", "p": 0.5}, {"to": "rest"}]),
        choice("second", [{"to": "rest", "p": 0.5}, {"to": "out"}]),
        choice("third", [{"to": "second", "p": 0.5}, {"to": "out"}]),
        wait("rest", {"law": "fixed", "value": 1, "unit": "days"}),
        end(),
    ]
    demand = [{"name": "d", "per_year": 300 * 365.25, "calendar": "always"}]
    compiled = compile_plan(make(stages, demand, days=5))
    assert_equal(run_simpy(compiled, 1, 0), engine_fast.FastRun(compiled).journeys(1, 0))
    assert rooms[0] < rooms[-1]


def test_cases_that_are_fetched_ahead_have_the_same_log() -> None:
    """Waits, a clock, a diary whose sessions end on the same day, and a team, with room for many open cases."""
    from sendsim.caseload import engine_fast, fast_state

    law = {"law": "exponential", "mean": 6, "unit": "days"}
    stages = [
        wait("s", law, "h"),
        session("h", minutes(200), "stop", departures=[{"name": "gives up", "to": "out", "per_week": 0.3}]),
        work("stop", minutes(7)),
        end(),
    ]
    ages = [i % 11 / 2 for i in range(600)]
    compiled = compile_plan(
        make(
            stages,
            [{"name": "d", "per_year": 3000, "calendar": "always"}],
            days=9,
            diaries=[{"name": "list", "places": [{"number": 300}]}],
            clocks=[clock([{"to": "out"}])],
            opening=[{"stage": "s", "demand": "d", "ages_days": ages}],
        )
    )
    run = engine_fast.FastRun(compiled)
    run.room.slots = fast_state.MANY  # as after a replication with so many
    assert_equal(run_simpy(compiled, 1, 0), run.journeys(1, 0))
