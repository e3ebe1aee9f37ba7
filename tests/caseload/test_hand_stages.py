"""Stages worked by hand: waits, work, sessions, choices and rooms, every event as it must be."""

from __future__ import annotations

import numpy as np
from small import DAY, end, listed, make, minutes, run, session, story, wait, work

from sendsim.caseload.luck import Luck, name_key


def test_wait() -> None:
    """A wait of two days from noon ends two days later at noon."""
    journeys = run(make([wait("s", minutes(2 * DAY)), end()], [listed(720)]))
    assert story(journeys, joins=True) == [
        (720, "d.0", "arrive", "s"),
        (720, "d.0", "join", "s"),
        (3600, "d.0", "end", "s"),
        (3600, "d.0", "join", "out"),
        (3600, "d.0", "exit", "out"),
    ]
    (case,) = journeys.cases.to_dict("records")
    assert (case["opened"], case["closed"], case["outcome"], case["stage"]) == (720, 3600, "out", "out")


def test_one_at_a_time_in_order_of_joining() -> None:
    """One person, 300 minutes each: the second waits for the first; the table of capacity follows."""
    journeys = run(make([work("s", minutes(300)), end()], [listed(0, 100)]))
    assert story(journeys) == [
        (0, "d.0", "arrive", "s"),
        (0, "d.0", "start", "s"),
        (100, "d.1", "arrive", "s"),
        (300, "d.0", "end", "s"),
        (300, "d.0", "exit", "out"),
        (300, "d.1", "start", "s"),
        (600, "d.1", "end", "s"),
        (600, "d.1", "exit", "out"),
    ]
    rows = journeys.capacity[["minute", "on_duty", "busy", "queue"]].to_numpy().tolist()
    assert rows == [[0, 1, 1, 0], [100, 1, 1, 1], [300, 1, 1, 0], [600, 1, 0, 0]]


def test_open_cases_are_kept_to_the_end() -> None:
    """A case that is not over when the run ends is in the table, open, where it stands."""
    journeys = run(make([work("s", minutes(60 * DAY)), end()], [listed(0, 10)]))
    assert journeys.cases["outcome"].tolist() == ["open", "open"]
    assert journeys.cases["closed"].isna().all()
    assert journeys.cases["stage"].tolist() == ["s", "s"]


def test_sessions_and_places_lost() -> None:
    """Two places on day 1 with one case listed: one place is lost. Three wait on day 2: two are heard."""
    plan = make(
        [session("s", minutes(180)), end()],
        [listed(100, 1500, 1600, 1700)],
        diaries=[{"name": "list", "sessions": [[1, 2], [2, 2], [3, 2]]}],
    )
    journeys = run(plan)
    assert story(journeys) == [
        (100, "d.0", "arrive", "s"),
        (1440, "d.0", "start", "s"),
        (1500, "d.1", "arrive", "s"),
        (1600, "d.2", "arrive", "s"),
        (1620, "d.0", "end", "s"),
        (1620, "d.0", "exit", "out"),
        (1700, "d.3", "arrive", "s"),
        (2880, "d.1", "start", "s"),
        (2880, "d.2", "start", "s"),
        (3060, "d.1", "end", "s"),
        (3060, "d.1", "exit", "out"),
        (3060, "d.2", "end", "s"),
        (3060, "d.2", "exit", "out"),
        (4320, "d.3", "start", "s"),
        (4500, "d.3", "end", "s"),
        (4500, "d.3", "exit", "out"),
    ]
    rows = journeys.sessions[["minute", "places", "taken", "waiting"]].to_numpy().tolist()
    assert rows == [[1440, 2, 1, 0], [2880, 2, 2, 1], [4320, 2, 1, 0]]


def test_weekly_places_fall_on_working_days_at_ten() -> None:
    """Five places a week are one at 10:00 each working day; two a week are on the third and the fifth day."""
    start, days = "2026-03-30", 14  # Good Friday is day 4, Easter Monday day 7
    daily = make([session("s", minutes(1)), end()], [listed()], start=start, days=days, diaries=[
        {"name": "list", "places": [{"number": 5}]}])  # fmt: skip
    held = run(daily).sessions
    assert [(m // DAY, m % DAY) for m in held["minute"]] == [(d, 600) for d in (0, 1, 2, 3, 8, 9, 10, 11)]
    two = daily.change({"diaries.list": 2})
    assert (run(two).sessions["minute"] // DAY).tolist() == [2, 8, 11]


def test_choice_by_attribute_and_by_luck() -> None:
    """A way with ``when`` is open to those who have the attribute; the rest go by their own luck."""
    stages = [
        {
            "kind": "choice",
            "name": "c",
            "then": [
                {"to": "left", "p": 0.25},
                {"to": "right", "when": {"plan": ["yes"]}},
                {"to": "out", "when": {"plan": ["no"]}},
            ],
        },
        end("left"),
        end("right"),
        end(),
    ]
    plan = make(
        stages,
        [
            listed(*range(200), name="a", attributes={"plan": "yes"}),
            listed(*range(200), name="b", attributes={"plan": "no"}),
        ],
    )
    cases = run(plan).cases
    assert set(cases.loc[cases["demand"] == "a", "outcome"]) == {"left", "right"}
    assert set(cases.loc[cases["demand"] == "b", "outcome"]) == {"left", "out"}
    for stream in ("a", "b"):
        u = Luck(1, 0).uniforms(np.arange(200), name_key(stream), "c.route")
        went = cases[cases["demand"] == stream].set_index("case")["outcome"]
        assert [went[f"{stream}.{k}"] == "left" for k in range(200)] == (u < 0.25).tolist()


def test_full_room() -> None:
    """One person and one chair: the third is turned away, and the chair is free again later."""
    plan = make([work("s", minutes(300), room=1, if_full="lost"), end(), end("lost")], [listed(0, 10, 20, 310)])
    assert story(run(plan)) == [
        (0, "d.0", "arrive", "s"),
        (0, "d.0", "start", "s"),
        (10, "d.1", "arrive", "s"),
        (20, "d.2", "arrive", "s"),
        (20, "d.2", "full", "s"),
        (20, "d.2", "exit", "lost"),
        (300, "d.0", "end", "s"),
        (300, "d.0", "exit", "out"),
        (300, "d.1", "start", "s"),
        (310, "d.3", "arrive", "s"),
        (600, "d.1", "end", "s"),
        (600, "d.1", "exit", "out"),
        (600, "d.3", "start", "s"),
        (900, "d.3", "end", "s"),
        (900, "d.3", "exit", "out"),
    ]
