"""Cases given out to people who may hold only so many, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from small import DAY, by, choice, clock, end, listed, make, minutes, people, run, story, to, wait, work

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.measures import measure
from sendsim.caseload.tables import monthly
from sendsim.errors import PlanError


def give(name: str, target: str, *until: str, **more: Any) -> dict[str, Any]:
    return {"kind": "allocation", "name": name, "team": "team", "until": list(until), "then": to(target), **more}


def held(journeys) -> list[list[int]]:
    return journeys.capacity[["minute", "held", "unallocated"]].to_numpy().tolist()


def test_a_case_waits_for_somebody_who_may_hold_it() -> None:
    """One post may hold two. The third waits until the first is further on, and the fourth until the second is."""
    plan = make(
        [give("a", "t", "rest"), wait("t", minutes(1000), "rest"), wait("rest", minutes(5000)), end()],
        [listed(0, 10, 20, 30)],
        [people(1, caseload=2)],
    )
    journeys = run(plan)
    assert story(journeys, joins=True)[:16] == [
        (0, "d.0", "arrive", "a"),
        (0, "d.0", "join", "a"),
        (0, "d.0", "start", "a"),
        (0, "d.0", "end", "a"),
        (0, "d.0", "join", "t"),
        (10, "d.1", "arrive", "a"),
        (10, "d.1", "join", "a"),
        (10, "d.1", "start", "a"),
        (10, "d.1", "end", "a"),
        (10, "d.1", "join", "t"),
        (20, "d.2", "arrive", "a"),
        (20, "d.2", "join", "a"),
        (30, "d.3", "arrive", "a"),
        (30, "d.3", "join", "a"),
        (1000, "d.0", "end", "t"),
        (1000, "d.0", "join", "rest"),
    ]
    assert [row for row in story(journeys) if row[2] == "start"][2:] == [
        (1000, "d.2", "start", "a"),
        (1010, "d.3", "start", "a"),
    ]
    assert held(journeys) == [
        [0, 1, 0],
        [10, 2, 0],
        [20, 2, 1],
        [30, 2, 2],
        [1000, 2, 1],
        [1010, 2, 0],
        [2000, 1, 0],
        [2010, 0, 0],
    ]
    found = measure(compile_plan(plan), journeys).set_index(["measure", "group"])["value"]
    assert found["held", "team"] == pytest.approx(4 * 1000 / (30 * DAY))  # each case holds its place for 1000 minutes
    by_month = monthly(compile_plan(plan), journeys)
    of_held = by_month[by_month["kind"] == "held"]
    whole = (of_held["caseload"].iloc[0], of_held["waiting"].iloc[0])
    assert whole[1] == pytest.approx((980 + 980) / (27 * DAY))  # January from the 5th
    assert whole[0] - whole[1] == pytest.approx(4000 / (27 * DAY))


def test_the_ceiling_is_rounded_down_and_nothing_held_is_taken_away() -> None:
    """1.5 posts of 3 cases are 4 cases; when half a post goes, the four stay, and the next waits until two are left."""
    team = {
        "name": "team",
        "staff": [{"number": 1.5}, {"from": "2026-01-06", "number": 1}],
        "caseload": 3,
        "calendar": "always",
    }
    plan = make([give("a", "t", "out"), wait("t", minutes(2 * DAY)), end()], [listed(0, 1, 2, 3, 4, 5)], [team])
    started = [(m, c) for m, c, e, _ in story(run(plan)) if e == "start"]
    assert started == [(0, "d.0"), (1, "d.1"), (2, "d.2"), (3, "d.3"), (2 * DAY + 1, "d.4"), (2 * DAY + 2, "d.5")]


def test_the_ceiling_rises_with_posts() -> None:
    """Nobody until day 2, then one post of two cases: both are given out at the first minute of that day."""
    team = {"name": "team", "staff": [{"from": "2026-01-07", "number": 1}], "caseload": 2}
    plan = make([give("a", "t"), wait("t", minutes(9 * DAY)), end()], [listed(0, 1, 2)], [team])
    started = [(m, c) for m, c, e, _ in story(run(plan)) if e == "start"]
    assert started == [(2 * DAY, "d.0"), (2 * DAY, "d.1"), (11 * DAY, "d.2")]


def test_holding_twice_has_no_effect_and_the_end_gives_back() -> None:
    """The case comes round to the same team once more: it holds its one place still, and gives it back at the end."""
    plan = make(
        [give("a", "t"), wait("t", minutes(100), "b"), give("b", "u"), wait("u", minutes(100)), end()],
        [listed(0, 5)],
        [people(1, caseload=1)],
    )
    journeys = run(plan)
    assert [(m, c, s) for m, c, e, s in story(journeys) if e == "start"] == [
        (0, "d.0", "a"),
        (100, "d.0", "b"),
        (200, "d.1", "a"),
        (300, "d.1", "b"),
    ]
    assert held(journeys) == [[0, 1, 0], [5, 1, 1], [200, 1, 0], [400, 0, 0]]


def test_queue_rule_departures_and_clocks_while_waiting() -> None:
    """Those waiting are served by the team's rule; a clock moves one away, and stops for one that is given out."""
    plan = make(
        [
            choice("s", by("a", x="g", y="g")),
            give("g", "t", "out"),
            wait("t", minutes(DAY)),
            end(),
            end("late"),
        ],
        [
            listed(0, 1, 2, name="xs", attributes={"a": "x"}, priority=1),
            listed(3, 4, name="ys", attributes={"a": "y"}),
        ],
        [people(1, caseload=1, queue="priority")],
        clocks=[clock(to("late"), stops_on=["t"])],
    )
    journeys = run(plan)
    rows = [row for row in story(journeys) if row[2] in ("start", "clock_stopped", "exit")]
    assert rows == [
        (0, "xs.0", "start", "g"),
        (0, "xs.0", "clock_stopped", "t"),
        (DAY, "xs.0", "exit", "out"),
        (DAY, "ys.0", "start", "g"),
        (DAY, "ys.0", "clock_stopped", "t"),
        (2 * DAY, "ys.0", "exit", "out"),
        (2 * DAY, "ys.1", "start", "g"),
        (2 * DAY, "ys.1", "clock_stopped", "t"),
        (3 * DAY, "xs.1", "exit", "late"),
        (3 * DAY, "xs.2", "exit", "late"),
        (3 * DAY, "ys.1", "exit", "out"),
    ]


def test_cases_open_at_the_start_hold_places_where_only_an_allocation_leads() -> None:
    """Of three at the start, the one past the allocation holds the one place; the other two wait for it in turn."""
    plan = make(
        [give("a", "t", "rest"), wait("t", minutes(10 * DAY), "rest"), wait("rest", minutes(DAY)), end()],
        [listed()],
        [people(1, caseload=1)],
        opening=[
            {"stage": "t", "demand": "d", "ages_days": [4]},
            {"stage": "a", "demand": "d", "ages_days": [2, 1]},
        ],
    )
    journeys = run(plan)
    assert [(m, c) for m, c, e, _ in story(journeys) if e == "start"] == [
        (6 * DAY, "opening.a.d.0"),
        (16 * DAY, "opening.a.d.1"),
    ]
    assert held(journeys)[0] == [0, 1, 2]


@pytest.mark.parametrize(
    ("team", "problem"),
    [
        ({}, "has no caseload"),
        ({"caseload": 0}, "caseload of team 'team' is 0"),
        ({"caseload": 1, "on_drop": "put_aside", "work": "shared"}, "nothing is put aside"),
    ],
)
def test_what_cannot_be_is_refused(team: dict[str, Any], problem: str) -> None:
    with pytest.raises(PlanError, match=problem):
        make([give("a", "out"), end()], [listed(0)], [people(1, **team)])


# -- work in hand when fewer are on duty


def dropping(on_drop: str, **more: Any):
    """Three of three at work (from minutes 0, 100 and 100) drop to one on day 1; back to three on day 2."""
    team = {
        "name": "team",
        "staff": [{"number": 3}, {"from": "2026-01-06", "number": 1}, {"from": "2026-01-07", "number": 3}],
        "calendar": "always",
        "on_drop": on_drop,
        **more,
    }
    return make([work("s", minutes(2000)), end()], [listed(0, 100, 100)], [team])


@pytest.mark.parametrize(
    ("on_drop", "ends", "taken_up"),
    [
        ("finish", [2000, 2100, 2100], None),
        ("put_aside", [2000, 2660, 3320], 2660),
        ("start_again", [2000, 4000, 4880], 2880),
    ],
)
def test_work_in_hand_when_capacity_drops(on_drop: str, ends: list[int], taken_up: int | None) -> None:
    """Put aside at 1440, d.1 (with 660 minutes left) is taken up at 2000, when d.0 is done; d.2 when one is free."""
    journeys = run(dropping(on_drop))
    assert [m for m, _, e, _ in story(journeys) if e == "end"] == ends
    if taken_up is not None:
        assert [row for row in story(journeys) if row[2] in ("start", "interrupt", "resume")] == [
            (0, "d.0", "start", "s"),
            (100, "d.1", "start", "s"),
            (100, "d.2", "start", "s"),
            (1440, "d.2", "interrupt", "s"),
            (1440, "d.1", "interrupt", "s"),
            (2000, "d.1", "resume", "s"),
            (taken_up, "d.2", "resume", "s"),
        ]
        rows = journeys.capacity[["minute", "on_duty", "busy", "queue"]].to_numpy().tolist()
        assert [1440, 1, 1, 2] in rows


def test_a_resumed_piece_is_the_latest_started() -> None:
    """What was taken up again last is put aside first, though it was begun first of all."""
    dates = {"2026-01-06": 0, "2026-01-07": 1, "2026-01-08": 2, "2026-01-09": 1}
    staff = [{"number": 1}, *({"from": day, "number": n} for day, n in dates.items())]
    plan = make(
        [work("s", minutes(5000)), end()],
        [listed(0, name="old", priority=1), listed(1500, name="new", priority=0)],
        [{"name": "team", "staff": staff, "calendar": "always", "on_drop": "put_aside", "queue": "priority"}],
    )
    rows = [row[:3] for row in story(run(plan)) if row[2] in ("start", "interrupt", "resume")]
    assert rows[:5] == [
        (0, "old.0", "start"),
        (1440, "old.0", "interrupt"),
        (2880, "new.0", "start"),
        (4320, "old.0", "resume"),
        (5760, "old.0", "interrupt"),
    ]
