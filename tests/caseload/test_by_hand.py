"""Runs worked by hand: every minute, case, event and stage as it must be."""

from __future__ import annotations

import numpy as np
import pytest
from small import DAY, end, listed, make, minutes, people, run, session, story, to, wait, work

from sendsim.caseload.durations import exponential_table
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


# -- priorities, interruption, sharing


def test_interruption_and_resumption() -> None:
    """The urgent case stops the other, whose last 200 minutes are done afterwards."""
    plan = make(
        [work("s", minutes(300)), end()],
        [listed(0, name="usual", priority=1), listed(100, name="urgent", priority=0)],
        [people(work="interruptible", queue="priority")],
    )
    assert story(run(plan)) == [
        (0, "usual.0", "arrive", "s"),
        (0, "usual.0", "start", "s"),
        (100, "urgent.0", "arrive", "s"),
        (100, "usual.0", "interrupt", "s"),
        (100, "urgent.0", "start", "s"),
        (400, "urgent.0", "end", "s"),
        (400, "urgent.0", "exit", "out"),
        (400, "usual.0", "resume", "s"),
        (600, "usual.0", "end", "s"),
        (600, "usual.0", "exit", "out"),
    ]


def test_interruption_after_capacity_has_dropped() -> None:
    """Two at work, one post left: an urgent case puts both aside and is served; nobody idles, nobody of worse
    priority is served before it.
    """
    staff = [{"number": 2}, {"from": "2026-01-06", "number": 1}]
    plan = make(
        [work("s", minutes(2000)), end()],
        [listed(0, 1, name="usual", priority=1), listed(1500, name="urgent", priority=0)],
        [{"name": "team", "staff": staff, "calendar": "always", "work": "interruptible", "queue": "priority"}],
    )
    assert [row for row in story(run(plan)) if row[2] != "arrive"] == [
        (0, "usual.0", "start", "s"),
        (1, "usual.1", "start", "s"),
        (1500, "usual.1", "interrupt", "s"),
        (1500, "usual.0", "interrupt", "s"),
        (1500, "urgent.0", "start", "s"),
        (3500, "urgent.0", "end", "s"),
        (3500, "urgent.0", "exit", "out"),
        (3500, "usual.0", "resume", "s"),
        (4000, "usual.0", "end", "s"),
        (4000, "usual.0", "exit", "out"),
        (4000, "usual.1", "resume", "s"),
        (4501, "usual.1", "end", "s"),
        (4501, "usual.1", "exit", "out"),
    ]


def test_no_interruption_that_helps_nobody() -> None:
    """Where a newcomer could not be served even so, work in hand goes on."""
    staff = [{"number": 1}, {"from": "2026-01-06", "number": 0}]
    plan = make(
        [work("s", minutes(2000)), end()],
        [listed(0, name="usual", priority=1), listed(1500, name="urgent", priority=0)],
        [{"name": "team", "staff": staff, "calendar": "always", "work": "interruptible", "queue": "priority"}],
    )
    assert [row[:3] for row in story(run(plan))] == [
        (0, "usual.0", "arrive"),
        (0, "usual.0", "start"),
        (1500, "urgent.0", "arrive"),
        (2000, "usual.0", "end"),
        (2000, "usual.0", "exit"),
    ]


def test_queue_rules() -> None:
    """Whom a freed person turns to: first to join, oldest, or of best priority."""

    def order(rule: str) -> list[str]:
        stages = [wait("w", minutes(50), "s"), work("s", minutes(300)), end()]
        demand = [
            listed(0, name="busy", start="s"),
            listed(1, name="old", priority=2),  # joins the queue at 51
            listed(20, name="direct", start="s", priority=1),  # joins at 20
            listed(30, name="urgent", start="s", priority=0),  # joins at 30
        ]
        events = run(make(stages, demand, [people(queue=rule)])).events
        return [case.split(".")[0] for case in events.loc[events["event"] == "start", "case"]][1:]

    assert order("first_come") == ["direct", "urgent", "old"]
    assert order("oldest_first") == ["old", "direct", "urgent"]
    assert order("priority") == ["urgent", "direct", "old"]


def test_shared_time() -> None:
    """Two cases of 600 minutes share one person from minute 300: the first ends at 900, the second at 1200."""
    plan = make([work("s", minutes(600)), end()], [listed(0, 300)], [people(work="shared")])
    assert [row for row in story(run(plan)) if row[2] in ("start", "end")] == [
        (0, "d.0", "start", "s"),
        (300, "d.1", "start", "s"),
        (900, "d.0", "end", "s"),
        (1200, "d.1", "end", "s"),
    ]


def test_shared_time_of_two_and_a_change_of_capacity() -> None:
    """Two on duty serve two at full speed; from day 1 one is left.

    Cases of 2000 minutes at 0 and 1: by 1440 they have 560 and 561 left, at half speed from there: the first
    ends at 1440 + 1120 = 2560, the second, with 1 left, at 2561.
    """
    staff = [{"number": 2}, {"from": "2026-01-06", "number": 1}]
    team = {"name": "team", "staff": staff, "calendar": "always", "work": "shared"}
    plan = make([work("s", minutes(2000)), end()], [listed(0, 1)], [team])
    ends = [row for row in story(run(plan)) if row[2] == "end"]
    assert ends == [(2560, "d.0", "end", "s"), (2561, "d.1", "end", "s")]


# -- capacity


def test_work_in_hand_is_finished_when_capacity_drops() -> None:
    """Two at work until 2000 and 3000; one post goes on day 1. The next case starts at 3000, not at 2000."""
    staff = [{"number": 2}, {"from": "2026-01-06", "number": 1}]
    stages = [work("a", minutes(2000)), work("b", minutes(3000)), work("c", minutes(10)), end()]
    demand = [listed(0, name="a"), listed(0, name="b", start="b"), listed(100, name="c", start="c")]
    journeys = run(make(stages, demand, [{"name": "team", "staff": staff, "calendar": "always"}]))
    assert [row for row in story(journeys) if row[2] in ("start", "end")] == [
        (0, "a.0", "start", "a"),
        (0, "b.0", "start", "b"),
        (2000, "a.0", "end", "a"),
        (3000, "b.0", "end", "b"),
        (3000, "c.0", "start", "c"),
        (3010, "c.0", "end", "c"),
    ]
    at_drop = journeys.capacity[journeys.capacity["minute"] == DAY].iloc[0]
    assert (at_drop["on_duty"], at_drop["busy"]) == (1, 2)


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 2, 0]])
def test_staff_in_any_order_of_dates(order: list[int]) -> None:
    """Steps may be written in any order, and the last one before the start is in force at the start."""
    steps = [
        {"from": "2024-01-01", "number": 3},
        {"from": "2025-06-01", "number": 2},
        {"from": "2026-01-10", "number": 5},
    ]
    team = {"name": "team", "staff": [steps[k] for k in order], "calendar": "always"}
    capacity = run(make([work("s", minutes(1)), end()], [listed()], [team])).capacity
    assert capacity[["minute", "on_duty"]].to_numpy().tolist() == [[0, 2], [5 * DAY, 5]]


def test_nobody_before_the_first_date() -> None:
    """A team whose first date is day 2 does nothing before it."""
    team = {"name": "team", "staff": [{"from": "2026-01-07", "number": 1}], "calendar": "always"}
    rows = story(run(make([work("s", minutes(5)), end()], [listed(0)], [team])))
    assert rows[1] == (2 * DAY, "d.0", "start", "s")


def test_fractional_staff() -> None:
    """1.5 posts are 1, 2, 1, 2 ... by day; in an office, by working day."""
    plan = make([work("s", minutes(1)), end()], [listed()], [people(1.5)], days=6)
    assert run(plan).capacity["on_duty"].tolist() == [1, 2, 1, 2, 1, 2]
    office = make(
        [work("s", minutes(1)), end()], [listed()], [people(1.5, calendar="office")], start="2026-01-08", days=7
    )
    assert run(office).capacity[["minute", "on_duty"]].to_numpy().tolist() == [
        [0, 1],
        [1 * DAY, 2],
        [4 * DAY, 1],
        [5 * DAY, 2],
        [6 * DAY, 1],
    ]


@pytest.mark.parametrize(
    ("start", "ends_on"),
    [("2026-04-09", 4), ("2026-04-02", 5)],  # Friday to Monday; Thursday to Tuesday over Easter
)
def test_office_hours(start: str, ends_on: int) -> None:
    """Six hours begun at 15:24 on the last day before a break: one hour that day, five after it, to 14:00."""
    day = 1 if start == "2026-04-09" else 0
    begun = day * DAY + 15 * 60 + 24
    plan = make([work("s", minutes(360)), end()], [listed(begun)], [people(calendar="office")], start=start)
    assert story(run(plan)) == [
        (begun, "d.0", "arrive", "s"),
        (begun, "d.0", "start", "s"),
        (ends_on * DAY + 14 * 60, "d.0", "end", "s"),
        (ends_on * DAY + 14 * 60, "d.0", "exit", "out"),
    ]


def test_office_opens_for_those_who_wait() -> None:
    """Arrivals of the night and of Good Friday are begun when the office opens on Tuesday; it shuts at 16:24."""
    opens = 5 * DAY + 9 * 60
    team = people(calendar="office")
    plan = make([work("s", minutes(444)), end()], [listed(17 * 60, DAY + 600)], [team], start="2026-04-02")
    assert [row for row in story(run(plan)) if row[2] in ("start", "end")] == [
        (opens, "d.0", "start", "s"),
        (opens + 444, "d.0", "end", "s"),
        (opens + DAY, "d.1", "start", "s"),
        (opens + DAY + 444, "d.1", "end", "s"),
    ]


def test_arrivals_in_office_hours() -> None:
    """A stream with office hours has its night and holiday arrivals moved to the next opening."""
    plan = make([end()], [listed(0, 600, 17 * 60, DAY, calendar="office")], start="2026-04-02")
    opens = 5 * DAY + 540
    assert [row[0] for row in story(run(plan)) if row[2] == "arrive"] == [540, 600, opens, opens]


# -- clocks: two days from noon of day 0 end with day 2, so the limit has passed at 00:00 of day 3


def clock(then: list[dict] | None = None, **more) -> dict:
    return {
        "name": "limit",
        "starts_on": ["s"],
        "stops_on": ["stop"],
        "counting": "days",
        "amount": 2,
        "then": then or [],
        **more,
    }


def test_clock_moves_a_waiting_case() -> None:
    """A case that waits when the limit passes goes where the clock says."""
    plan = make(
        [wait("s", minutes(9 * DAY), "stop"), end("stop"), end("late")], [listed(720)], clocks=[clock(to("late"))]
    )
    assert story(run(plan), joins=True) == [
        (720, "d.0", "arrive", "s"),
        (720, "d.0", "join", "s"),
        (720, "d.0", "clock_started", "s"),
        (3 * DAY, "d.0", "clock_expired", "s"),
        (3 * DAY, "d.0", "join", "late"),
        (3 * DAY, "d.0", "exit", "late"),
    ]


@pytest.mark.parametrize("then", [[], [{"to": None}]])
def test_clock_that_only_notes_the_breach(then: list[dict]) -> None:
    """Without a way out, or with an empty one, the breach is noted and the case stays."""
    plan = make([wait("s", minutes(9 * DAY), "stop"), end("stop")], [listed(720)], clocks=[clock(then)])
    assert story(run(plan)) == [
        (720, "d.0", "arrive", "s"),
        (720, "d.0", "clock_started", "s"),
        (3 * DAY, "d.0", "clock_expired", "s"),
        (9 * DAY + 720, "d.0", "end", "s"),
        (9 * DAY + 720, "d.0", "exit", "stop"),
    ]


@pytest.mark.parametrize(("freed", "kept"), [(3 * DAY - 1, True), (3 * DAY + 1, False)])
def test_clock_stops_when_work_begins(freed: int, kept: bool) -> None:
    """Work that begins in the last minute of the last day is in time; a minute after midnight it is too late."""
    stages = [
        {"kind": "choice", "name": "s", "then": to("stop")},
        work("stop", minutes(5)),
        work("other", minutes(freed)),
        end(),
        end("late"),
    ]
    demand = [listed(0, name="before", start="other"), listed(720)]
    rows = [row for row in story(run(make(stages, demand, clocks=[clock(to("late"))]))) if row[1] == "d.0"]
    if kept:
        assert rows[1:] == [
            (720, "d.0", "clock_started", "s"),
            (freed, "d.0", "start", "stop"),
            (freed, "d.0", "clock_stopped", "stop"),
            (freed + 5, "d.0", "end", "stop"),
            (freed + 5, "d.0", "exit", "out"),
        ]
    else:
        assert rows[1:] == [
            (720, "d.0", "clock_started", "s"),
            (3 * DAY, "d.0", "clock_expired", "stop"),
            (3 * DAY, "d.0", "exit", "late"),
        ]


def test_clock_does_not_move_a_case_in_hand() -> None:
    """A case that is being worked on when the limit passes stays with its work; the breach is noted."""
    plan = make(
        [work("s", minutes(9 * DAY), "stop"), end("stop"), end("late")], [listed(720)], clocks=[clock(to("late"))]
    )
    assert [row[2:] for row in story(run(plan))][2:] == [
        ("start", "s"),
        ("clock_expired", "s"),
        ("end", "s"),
        ("exit", "stop"),
    ]


def test_clock_frees_the_place_in_the_queue() -> None:
    """A case moved by its clock leaves the queue: the next in line is served, and the count of the queue falls."""
    stages = [work("s", minutes(5 * DAY), room=2, if_full="lost"), end(), end("stop"), end("late"), end("lost")]
    plan = make(stages, [listed(0, 720, 3 * DAY + 10)], clocks=[clock(to("late"))])
    journeys = run(plan)
    assert (
        journeys.cases["outcome"].tolist() == ["out", "late", "out"] or journeys.cases["outcome"].tolist()[1] == "late"
    )
    starts = [row[:2] for row in story(journeys) if row[2] == "start"]
    assert starts == [(0, "d.0"), (5 * DAY, "d.2")]
    after = journeys.capacity[journeys.capacity["minute"] == 3 * DAY].iloc[-1]
    assert after["queue"] == 0


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


# -- simultaneous events


def test_order_within_a_minute() -> None:
    """At minute 1440: a clock runs out, staff come, a wait ends, a case arrives, then a session is held.

    So the case whose wait ends is served before the one that arrives, and the one that arrives for the session still
    gets its place.
    """
    stages = [
        wait("w", minutes(DAY), "s"),
        work("s", minutes(10)),
        session("stop", minutes(10)),
        wait("late_wait", minutes(9 * DAY)),
        end(),
        end("late"),
    ]
    demand = [
        listed(DAY, name="arrives", start="s"),
        listed(0, name="waits"),
        listed(DAY, name="hearing", start="stop"),
        listed(0, name="limit", start="late_wait"),
    ]
    staff = [{"number": 0}, {"from": "2026-01-06", "number": 1}]
    plan = make(
        stages,
        demand,
        [{"name": "team", "staff": staff, "calendar": "always"}],
        diaries=[{"name": "list", "sessions": [[1, 1]]}],
        clocks=[clock(to("late"), starts_on=["stop", "late_wait"], amount=0)],
    )
    rows = [row for row in story(run(plan)) if row[0] == DAY]
    assert rows == [
        (DAY, "limit.0", "clock_expired", "late_wait"),
        (DAY, "limit.0", "exit", "late"),
        (DAY, "waits.0", "end", "w"),
        (DAY, "waits.0", "start", "s"),
        (DAY, "arrives.0", "arrive", "s"),
        (DAY, "hearing.0", "arrive", "stop"),
        (DAY, "hearing.0", "clock_started", "stop"),
        (DAY, "hearing.0", "start", "stop"),
        (DAY, "hearing.0", "clock_stopped", "stop"),
    ]


@pytest.mark.parametrize(("minute", "in_time"), [(DAY - 1, True), (DAY, False)])
def test_the_last_minute_of_the_last_day_is_in_time_and_the_next_is_late(minute: int, in_time: bool) -> None:
    """A limit of no days, started on day 0, is met by an act at 23:59 and missed by one at 00:00."""
    plan = make(
        [wait("w", minutes(minute), "act"), {"kind": "choice", "name": "act", "then": to("out")}, end(), end("late")],
        [listed(0)],
        clocks=[clock(to("late"), starts_on=["w"], stops_on=["act"], amount=0)],
    )
    journeys = run(plan)
    assert journeys.cases["outcome"].tolist() == ["out" if in_time else "late"]


def test_a_limit_that_passes_twice_is_judged_twice_with_fresh_luck() -> None:
    """Where the limit passes on each of two visits, half the families leave each time, and not the same half."""
    stages = [
        wait("w", minutes(3 * DAY), "again"),
        wait("again", minutes(3 * DAY)),
        end(),
        end("late"),
    ]
    limit = clock(
        [{"to": "late", "p": 0.5}, {"to": None}], starts_on=["w", "again"], stops_on=["again_never"], amount=0
    )
    limit["stops_on"] = ["out"]
    journeys = run(make(stages, [listed(*range(400))], clocks=[limit]))
    passed = journeys.events[journeys.events["event"] == "clock_expired"].groupby("case", observed=True).size()
    left = (journeys.cases["outcome"] == "late").mean()
    assert set(passed) == {1, 2}
    assert abs(left - 0.75) < 4 * (0.75 * 0.25 / 400) ** 0.5
