"""Departures and the opening caseload worked by hand."""

from __future__ import annotations

import numpy as np
from small import DAY, clock, end, listed, make, minutes, people, run, story, to, wait, work

from sendsim.caseload.durations import exponential_table
from sendsim.caseload.luck import Luck, name_key

# -- departures


def leaver(off: bool = False):
    departures = [{"name": "gives_up", "to": "gone", "per_week": 2}, {"name": "moves", "to": "away", "per_week": 1}]
    return make(
        [wait("s", minutes(5 * DAY), departures=departures), end(), end("gone"), end("away")],
        [listed(*range(0, 3000, 10))],
        switched_off=["gives_up"] if off else [],
    )


def test_departures_follow_each_case_s_luck() -> None:
    """The first reason to come before the wait is over takes the case; switched off, it never does."""
    luck, number = Luck(1, 0), np.arange(300)
    when = np.array(
        [
            [exponential_table(7 * DAY / rate).at(u) for u in luck.uniforms(number, name_key("d"), f"s.{reason}")]
            for reason, rate in (("gives_up", 2), ("moves", 1))
        ]
    )
    assert abs(when[0].mean() - 7 * DAY / 2) < 4 * when[0].std() / np.sqrt(300)
    for off in (False, True):
        both = np.where([[off], [False]], np.inf, when)
        expected = np.where(both.min(axis=0) >= 5 * DAY, "out", np.where(both[0] <= both[1], "gone", "away"))
        journeys = run(leaver(off))
        assert journeys.cases["outcome"].tolist() == expected.tolist()
        stays = journeys.cases["closed"].to_numpy(dtype=float) - journeys.cases["opened"].to_numpy()
        assert stays.tolist() == np.minimum(both.min(axis=0), 5 * DAY).tolist()
    assert "gone" not in set(run(leaver(True)).cases["outcome"])
    details = run(leaver()).events.query("event == 'leave'")["detail"]
    assert set(details) == {"gives_up", "moves"}


def test_departures_from_a_queue_only_while_waiting() -> None:
    """Those who leave a queue never start; those who have started never leave."""
    departures = [{"name": "gives_up", "to": "gone", "per_week": 3}]
    plan = make([work("s", minutes(700), departures=departures), end(), end("gone")], [listed(*range(0, 9000, 300))])
    events = run(plan).events
    started = set(events.loc[events["event"] == "start", "case"])
    left = set(events.loc[events["event"] == "leave", "case"])
    assert left
    assert started
    assert not started & left


# -- the opening caseload


def test_opening_queue_is_served_in_its_own_order() -> None:
    """The case longest in the queue is served first at minute 0, in whatever order the groups are written."""
    plan = make(
        [work("s", minutes(100)), end()],
        [listed(5)],
        opening=[
            {"stage": "s", "demand": "d", "ages_days": [2, 4]},
            {"stage": "s", "demand": "d", "ages_days": [9, 1]},
        ],
    )
    journeys = run(plan)
    starts = [row[:2] for row in story(journeys) if row[2] == "start"]
    opened = journeys.cases.set_index("case")["opened"]
    assert [opened[case] for _, case in starts] == [-9 * DAY, -4 * DAY, -2 * DAY, -DAY, 5]
    assert [minute for minute, _ in starts] == [0, 100, 200, 300, 400]


def test_opening_before_days_and_oldest_first() -> None:
    """``before_days`` counts towards the age of a case, which ``oldest_first`` looks at."""
    plan = make(
        [work("s", minutes(100)), end()],
        [listed()],
        [people(queue="oldest_first")],
        opening=[
            {"stage": "s", "demand": "d", "ages_days": [5]},
            {"stage": "s", "demand": "d", "ages_days": [1], "before_days": 30},
        ],
    )
    journeys = run(plan)
    opened = journeys.cases.set_index("case")["opened"]
    starts = [row[1] for row in story(journeys) if row[2] == "start"]
    assert [opened[case] for case in starts] == [-31 * DAY, -5 * DAY]


def test_opening_waits_go_on_where_they_are() -> None:
    """A fixed wait of ten days has six to go after four; one overdue ends at once."""
    plan = make(
        [wait("s", {"law": "fixed", "value": 10, "unit": "days"}), end()],
        [listed()],
        opening=[{"stage": "s", "demand": "d", "ages_days": [4, 10, 12]}],
    )
    ends = [row[0] for row in story(run(plan)) if row[2] == "end"]
    assert ends == [1, 1, 6 * DAY]


def test_opening_waits_are_drawn_from_what_is_left_of_the_law() -> None:
    """A uniform wait of 0 to 10 days that has lasted 4 is uniform from 4 to 10, by the case's own luck."""
    plan = make(
        [wait("s", {"law": "uniform", "low": 0, "high": 10, "unit": "days"}), end()],
        [listed()],
        opening=[{"stage": "s", "demand": "d", "ages_days": [4] * 50}],
    )
    journeys = run(plan)
    closed = journeys.cases["closed"].to_numpy(dtype=float)
    u = Luck(1, 0).uniforms(np.arange(50), name_key("opening.s.d"), "s.takes")
    assert np.abs(closed - 6 * u * DAY).max() <= 2


def test_opening_work_is_counted_in_working_time() -> None:
    """Ten working days of waiting, begun on Monday of the week before: half are over at the start."""
    plan = make(
        [wait("s", {"law": "fixed", "value": 10, "unit": "days"}, calendar="office"), end()],
        [listed()],
        start="2026-01-19",
        opening=[{"stage": "s", "demand": "d", "ages_days": [7]}],
    )
    assert [row[0] for row in story(run(plan)) if row[2] == "end"] == [4 * DAY + 540 + 444]


def test_opening_clock_that_has_passed() -> None:
    """A case older than its limit is noted as late at minute 0, and moved."""
    plan = make(
        [wait("s", minutes(90 * DAY), "stop"), end("stop"), end("late")],
        [listed()],
        clocks=[clock(to("late"))],
        opening=[{"stage": "s", "demand": "d", "ages_days": [5, 1]}],
    )
    assert [row for row in story(run(plan)) if row[2] in ("clock_expired", "exit")] == [
        (0, "opening.s.d.0", "clock_expired", "s"),
        (0, "opening.s.d.0", "exit", "late"),
        (2 * DAY, "opening.s.d.1", "clock_expired", "s"),
        (2 * DAY, "opening.s.d.1", "exit", "late"),
    ]


def test_opening_cases_are_not_turned_away() -> None:
    """Cases that wait already keep their places, even above the room there is; newcomers find it full."""
    plan = make(
        [work("s", minutes(100), room=1, if_full="lost"), end(), end("lost")],
        [listed(5)],
        opening=[{"stage": "s", "demand": "d", "ages_days": [3, 2, 1]}],
    )
    cases = run(plan).cases.set_index("case")["outcome"]
    assert cases.tolist() == ["out", "out", "out", "lost"]
