"""Diaries that need people, and the rules of queues, worked by hand; and what a plan refuses of them."""

from __future__ import annotations

from typing import Any

import pytest
from small import DAY, choice, clock, end, listed, make, minutes, people, run, session, story, to, wait, work

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.load import diary_load, offered_load
from sendsim.caseload.measures import measure
from sendsim.caseload.spells import Seen
from sendsim.caseload.tables import monthly, quantities
from sendsim.errors import PlanError

TEN = 600  # sessions are held at 10:00


def panels(diary: dict[str, Any], judges: float = 2, members: float = 2, **more: Any):
    """Hearings by a judge and two members, and paper hearings by a judge alone, in one diary."""
    return make(
        [
            {
                "kind": "choice",
                "name": "s",
                "then": [{"to": "paper", "when": {"a": ["p"]}}, {"to": "panel", "when": {"a": ["o"]}}],
            },
            session("panel", minutes(60), uses={"judges": 1, "members": 2}),
            session("paper", minutes(60), uses={"judges": 1}),
            end(),
        ],
        [
            listed(0, 1, 2, name="oral", attributes={"a": "o"}),
            listed(3, 4, name="papers", attributes={"a": "p"}),
        ],
        [people(judges, "judges"), people(members, "members")],
        diaries=[{"name": "list", "staffed_by": ["judges", "members"], **diary}],
        start="2026-01-05",
        days=10,
        **more,
    )


def test_first_who_fits() -> None:
    """Two judges and two members on Monday: one panel; the other oral cases are passed over for a paper case."""
    plan = panels({})
    journeys = run(plan)
    starts = [row for row in story(journeys) if row[2] == "start"]
    assert starts == [
        (TEN, "oral.0", "start", "panel"),
        (TEN, "papers.0", "start", "paper"),
        (DAY + TEN, "oral.1", "start", "panel"),
        (DAY + TEN, "papers.1", "start", "paper"),
        (2 * DAY + TEN, "oral.2", "start", "panel"),
    ]
    rows = journeys.sessions[["minute", "places", "taken", "waiting"]].to_numpy().tolist()
    assert rows[:3] == [[TEN, -1, 2, 3], [DAY + TEN, -1, 2, 1], [2 * DAY + TEN, -1, 1, 0]]
    assert [r[0] // DAY for r in rows] == [0, 1, 2, 3, 4, 7, 8, 9]  # every working day
    staffing = journeys.staffing
    judges = staffing[staffing["team"] == "judges"]
    assert judges[["available", "used"]].to_numpy().tolist() == [[2, 2], [2, 2], [2, 1], *[[2, 0]] * 5]
    members = staffing[staffing["team"] == "members"]
    assert members["used"].tolist() == [2, 2, 2, 0, 0, 0, 0, 0]
    compiled = compile_plan(plan)
    found = measure(compiled, journeys).set_index(["measure", "group"])["value"]
    assert found["utilisation", "judges"] == 5 / 16 and found["utilisation", "members"] == 6 / 16
    assert "places_used" not in found.index.get_level_values(0)
    hours = quantities(compiled, journeys, Seen(compiled, journeys)).set_index(["kind", "name"])["value"]
    assert hours["hours", "judges"] == 5 * 24  # the team's days are of 24 hours here
    use = monthly(compiled, journeys).set_index("name")["use"]
    assert use["judges"] == 5 / 16
    assert offered_load(plan) == {"judges": 5 / 16, "members": 6 / 16}
    assert diary_load(plan) == {"list": 6 / 16}


def test_places_are_a_ceiling_and_say_when() -> None:
    """One place, with people for two: the second case waits for the next session, on day 3."""
    journeys = run(panels({"sessions": [[1, 1], [3, 5]]}, judges=5, members=9))
    assert journeys.sessions[["minute", "places", "taken", "waiting"]].to_numpy().tolist() == [
        [DAY, 1, 1, 4],
        [3 * DAY, 5, 4, 0],
    ]
    assert journeys.staffing["used"].tolist() == [1, 2, 4, 4]


def test_people_are_shared_by_the_sessions_of_a_day() -> None:
    """Three mediators: two diaries on one day draw on them, the first diary first; the next day they are all back."""
    plan = make(
        [
            {
                "kind": "choice",
                "name": "s",
                "then": [{"to": "x", "when": {"a": ["x"]}}, {"to": "y", "when": {"a": ["y"]}}],
            },
            session("x", minutes(60), diary="first", uses={"mediators": 2}),
            session("y", minutes(60), diary="second", uses={"mediators": 1}),
            end(),
        ],
        [listed(0, 0, name="xs", attributes={"a": "x"}), listed(0, 0, name="ys", attributes={"a": "y"})],
        [people(3, "mediators")],
        diaries=[
            {"name": "first", "sessions": [[1, 9], [2, 9]], "staffed_by": ["mediators"]},
            {"name": "second", "sessions": [[1, 9], [2, 9]], "staffed_by": ["mediators"]},
        ],
    )
    journeys = run(plan)
    assert [(m, c) for m, c, e, _ in story(journeys) if e == "start"] == [
        (DAY, "xs.0"),
        (DAY, "ys.0"),
        (2 * DAY, "xs.1"),
        (2 * DAY, "ys.1"),
    ]
    assert journeys.staffing[["diary", "available", "used"]].to_numpy().tolist() == [
        ["first", 3, 2],
        ["second", 1, 1],
        ["first", 3, 2],
        ["second", 1, 1],
    ]


def test_people_who_come_that_morning_are_there() -> None:
    """Nobody on day 1, two judges from day 2: the number on duty on the day counts."""
    plan = make(
        [session("s", minutes(60), uses={"judges": 1}), end()],
        [listed(0, 1, 2)],
        [{"name": "judges", "staff": [{"number": 0}, {"from": "2026-01-07", "number": 2}], "calendar": "office"}],
        diaries=[{"name": "list", "sessions": [[1, 9], [2, 9], [3, 9]], "staffed_by": ["judges"]}],
    )
    journeys = run(plan)
    assert journeys.sessions["taken"].tolist() == [0, 2, 1]
    assert journeys.staffing["available"].tolist() == [0, 2, 2]


# -- the rules of queues


def queue_of_three(rule: str, stage: str) -> list[str]:
    """Who is dealt with in turn, after a first case: three that join together with limits of 9, none and 5 days."""
    first, second, third = ({"limit": x, "phase_transfer": y} for x, y in (("9", "no"), ("none", "yes"), ("5", "no")))
    place = work("queue", minutes(3 * DAY)) if stage == "team" else session("queue", minutes(60))
    plan = make(
        [
            {
                "kind": "choice",
                "name": "s",
                "then": [
                    {"to": "nine", "when": {"limit": ["9"]}},
                    {"to": "five", "when": {"limit": ["5"]}},
                    {"to": "queue", "when": {"limit": ["none"]}},
                ],
            },
            wait("nine", minutes(60), "queue"),
            wait("five", minutes(60), "queue"),
            place,
            end(),
        ],
        [
            listed(0, name="zero", attributes=second),
            listed(10, name="a", attributes=first),
            listed(70, name="b", attributes=second),
            listed(10, name="c", attributes=third),
        ],
        [people(1, queue=rule)],
        clocks=[
            clock(name="long", starts_on=["nine"], stops_on=["out"], amount=9),
            clock(name="short", starts_on=["five"], stops_on=["out"], amount=5),
        ],
        diaries=[{"name": "list", "sessions": [[0.04, 1], [1, 1], [2, 1], [3, 1]], "queue": rule}],
        days=30,
    )
    return [c.split(".")[0] for _, c, e, s in story(run(plan)) if (e, s) == ("start", "queue")]


@pytest.mark.parametrize("stage", ["team", "diary"])
@pytest.mark.parametrize(
    ("rule", "order"),
    [
        ("first_come", ["zero", "a", "c", "b"]),
        ("statutory_date_first", ["zero", "c", "a", "b"]),
        ("phase_transfer_first", ["zero", "b", "a", "c"]),
    ],
)
def test_who_is_next(rule: str, order: list[str], stage: str) -> None:
    """The nearest statutory date first, none last; phase transfers first, then by joining and number."""
    assert queue_of_three(rule, stage) == order


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"diaries": [{"name": "list", "staffed_by": ["nobody"]}]}, "'nobody', a team the plan does not have"),
        ({"stages": [session("s", minutes(1), uses={"team": 1}), end()]}, "does not staff diary 'list'"),
        ({"diaries": [{"name": "list", "staffed_by": ["team"]}]}, "uses nobody"),
        (
            {
                "stages": [session("s", minutes(1), "t", uses={"team": 1}), work("t", minutes(1)), end()],
                "diaries": [{"name": "list", "staffed_by": ["team"]}],
            },
            "does one of the two",
        ),
        (
            {
                "teams": [people(1, work="shared")],
                "stages": [session("s", minutes(1), uses={"team": 1}), end()],
                "diaries": [{"name": "list", "staffed_by": ["team"]}],
            },
            "work of team 'team' is 'shared'",
        ),
        ({"teams": [people(1, queue="phase_transfer_first")]}, "phase_transfer"),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, Any], problem: str) -> None:
    parts = {
        "stages": [session("s", minutes(1)), end()],
        "demand": [listed(0)],
        "teams": [people(1)],
        "diaries": [{"name": "list", "sessions": [[1, 1]]}],
    } | change
    with pytest.raises(PlanError, match=problem):
        make(parts["stages"], parts["demand"], parts["teams"], diaries=parts["diaries"])


def test_two_clocks_the_nearer_counts_and_a_stopped_one_does_not() -> None:
    """Both cases have a clock of five days; the first case's was stopped before it joined, so it has only nine."""
    plan = make(
        [
            {
                "kind": "choice",
                "name": "s",
                "then": [{"to": "stop", "when": {"a": ["1"]}}, {"to": "queue", "when": {"a": ["2"]}}],
            },
            choice("stop", to("queue")),
            work("queue", minutes(DAY)),
            end(),
        ],
        [
            listed(0, name="zero", attributes={"a": "1"}),
            listed(1, name="one", attributes={"a": "1"}),
            listed(2, name="two", attributes={"a": "2"}),
        ],
        [people(1, queue="statutory_date_first")],
        clocks=[clock(name="long", stops_on=["out"], amount=9), clock(name="short", stops_on=["stop"], amount=5)],
    )
    assert [c for _, c, e, _ in story(run(plan)) if e == "start"] == ["zero.0", "two.0", "one.0"]
