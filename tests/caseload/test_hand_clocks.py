"""Clocks and simultaneous events worked by hand."""

from __future__ import annotations

from datetime import date

import pytest
from small import DAY, clock, end, listed, make, minutes, run, session, story, to, wait, work

from sendsim.caseload.limits import RULES

# -- clocks: two days from noon of day 0 end with day 2, so the limit has passed at 00:00 of day 3


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


def test_limits_that_a_rule_of_the_law_counts_can_be_changed_for_a_what_if():
    """Three months to appeal about a placement: sent 1 April 2026, to 1 July; 14 days after a decision, to 15 April."""
    assert RULES["appeal_section_i"](date(2026, 4, 1), date(2026, 4, 1), 3) == date(2026, 7, 1)
    assert RULES["appeal_section_i"](date(2026, 4, 1), date(2026, 4, 1), 0) == date(2026, 6, 1)
    assert RULES["after_decision"](date(2020, 1, 1), date(2026, 4, 1), 14) == date(2026, 4, 15)
    assert RULES["bundle"](date(2020, 1, 1), date(2026, 4, 1), 5) == date(2026, 4, 22)
    assert RULES["claim_after_conciliation"](date(2026, 2, 12), date(2026, 5, 1), 12) == date(2027, 2, 11)
