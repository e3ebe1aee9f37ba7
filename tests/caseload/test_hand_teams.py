"""Teams worked by hand: priorities, interruption, sharing and changes of capacity."""

from __future__ import annotations

import pytest
from small import DAY, end, listed, make, minutes, people, run, story, wait, work

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


@pytest.mark.parametrize(
    ("left", "then"),
    [
        (1, [(1440, "usual.0", "interrupt"), (3100, "urgent.0", "end"), (3100, "usual.0", "resume")]),
        (
            0,
            [
                (1440, "usual.0", "interrupt"),
                (1440, "urgent.0", "interrupt"),
                (4320, "urgent.0", "resume"),
                (4320, "usual.0", "resume"),
                (5980, "urgent.0", "end"),
            ],
        ),
    ],
)
def test_what_was_begun_last_is_put_aside_first_though_it_joined_first(
    left: int, then: list[tuple[int, str, str]]
) -> None:
    """The usual case joins at 10 and the urgent one at 20, but the urgent one is begun at 100 and the usual one at 200.

    At 1440 one post stays, or none; two are back at 4320. What is put aside goes by when it was begun, not by when it
    joined: the usual case first. What is taken up again goes by the queue's rule: the urgent case first.
    """
    staff = [{"number": 2}, {"from": "2026-01-06", "number": left}, {"from": "2026-01-08", "number": 2}]
    plan = make(
        [work("s", minutes(3000)), work("a", minutes(100)), work("b", minutes(200)), end()],
        [
            listed(0, name="one", start="a"),
            listed(0, name="two", start="b"),
            listed(10, name="usual", priority=1),
            listed(20, name="urgent", priority=0),
        ],
        [{"name": "team", "staff": staff, "calendar": "always", "queue": "priority", "on_drop": "put_aside"}],
    )
    told = [row[:3] for row in story(run(plan)) if row[3] == "s" and row[2] != "arrive"]
    last = (4860, "usual.0", "end") if left else (6080, "usual.0", "end")
    assert told == [(100, "urgent.0", "start"), (200, "usual.0", "start"), *then, last]


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
