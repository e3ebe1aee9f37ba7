"""Disagreements that are settled and come back, worked by hand: events, limits, counts and measures by episode."""

from __future__ import annotations

from small import DAY, by, choice, clock, end, listed, make, minutes, people, run, story, to, wait, work

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.measures import all_tables, measure
from sendsim.caseload.spells import Seen

WEEK = 7 * DAY


def coming_back(at: tuple[float, ...] = (0,), days: int = 100, **more):
    """A talk of a day settles it; three weeks on the family is back with a new notice, and so on."""
    return make(
        [
            choice("notice_sent", to("early_talk"), notice=True),
            work("early_talk", minutes(DAY), "outcome"),
            choice("outcome", [{"to": "settled_early", "p": 0.999999}, {"to": "out"}]),
            wait("settled_early", minutes(3 * WEEK), "notice_sent", settled=True),
            end(),
        ],
        [listed(*at)],
        [people(9)],
        clocks=[clock(starts_on=["notice_sent"], stops_on=["settled_early"], amount=0)],
        days=days,
        **more,
    )


def test_limits_count_from_the_new_notice() -> None:
    """A limit of no days from a notice at noon passes that night, each time; the talk is not over by then."""
    journeys = run(coming_back((720,), days=30))
    assert [row for row in story(journeys) if row[2] in ("join", "clock_expired", "end")] == [
        (DAY, "d.0", "clock_expired", "early_talk"),
        (720 + DAY, "d.0", "end", "early_talk"),
        (720 + DAY + 3 * WEEK, "d.0", "end", "settled_early"),
        (DAY + DAY + 3 * WEEK, "d.0", "clock_expired", "early_talk"),
        (720 + 2 * DAY + 3 * WEEK, "d.0", "end", "early_talk"),
    ]


def test_oldest_first_counts_from_the_new_notice() -> None:
    """At a team of one, a case that came back at noon of day 2 is younger than one that came that morning."""
    plan = make(
        [
            choice("s", by("a", back="quick", new="t", first="t"), notice=True),
            wait("quick", minutes(2 * DAY), "again", settled=True),
            choice("again", to("t"), notice=True),
            work("t", minutes(3 * DAY)),
            end(),
        ],
        [
            listed(0, name="first", attributes={"a": "first"}),
            listed(720, name="back", attributes={"a": "back"}),
            listed(2 * DAY + 500, name="new", attributes={"a": "new"}),
        ],
        [people(1, queue="oldest_first")],
    )
    assert [c for _, c, e, s in story(run(plan)) if (e, s) == ("start", "t")] == ["first.0", "new.0", "back.0"]


def test_counts_and_measures_are_by_episode() -> None:
    """Cases on day 0 and day 14. At the end of week 4 the first is in its second episode, settled again."""
    plan = coming_back((0, 14 * DAY), days=28)
    compiled, journeys = compile_plan(plan), run(plan)
    assert journeys.cases[["outcome", "stage"]].to_numpy().tolist() == [["settled", "settled_early"]] * 2
    assert journeys.cases["closed"].isna().all()
    seen = Seen(compiled, journeys)
    assert seen.of_case.tolist() == [0, 0, 1]
    assert seen.opened.tolist() == [0, 22 * DAY, 14 * DAY]
    assert seen.closed.tolist() == [DAY, 23 * DAY, 15 * DAY]
    found = measure(compiled, journeys, seen).set_index(["measure", "group"])["value"]
    assert found["arrived", ""] == 2 and found["open_at_end", ""] == 0 and found["settled_at_end", ""] == 2
    assert found["came_back", ""] == 1
    assert found["weeks_to_end", ""] == 1 / 7  # three episodes of a day each, not one of weeks
    assert found["share_to_first_meeting", ""] == 1
    tables = all_tables(compiled, journeys)
    assert tables["weekly"]["open"].tolist() == [1, 0, 1, 0, 0]
    links = tables["links"][["source", "target", "cases"]].to_numpy().tolist()
    assert links == [["Began", "Early talk", 3], ["Early talk", "Settled", 3]]


def test_an_episode_closed_by_a_further_notice_is_not_called_settled() -> None:
    """Refused after two days and refused again at once: the first episode ended in a new notice, the second ended."""
    plan = make(
        [
            choice("n", to("t"), notice=True),
            wait("t", minutes(2 * DAY), "again"),
            choice("again", to("u"), notice=True),
            wait("u", minutes(DAY), "out"),
            end(),
        ],
        [listed(0)],
        days=14,
    )
    links = all_tables(compile_plan(plan), run(plan))["links"][["source", "target", "cases"]].to_numpy().tolist()
    assert sorted(links) == [["Began", "A new notice followed", 1], ["Began", "Ended", 1]]


def test_open_and_settled_at_the_start() -> None:
    """Of two cases at the start, one is settled and comes back after a week with a new notice; nobody is lost."""
    plan = make(
        [
            choice("n", to("t"), notice=True),
            wait("t", minutes(90 * DAY), "out"),
            wait("rest", minutes(3 * WEEK), "n", settled=True),
            end(),
        ],
        [listed()],
        opening=[
            {"stage": "t", "demand": "d", "ages_days": [10]},
            {"stage": "rest", "demand": "d", "ages_days": [14], "before_days": 5},
        ],
        days=28,
    )
    compiled, journeys = compile_plan(plan), run(plan)
    seen = Seen(compiled, journeys)
    assert seen.of_case.tolist() == [0, 1, 1]
    assert seen.opened.tolist() == [-10 * DAY, -19 * DAY, 7 * DAY]
    found = measure(compiled, journeys, seen).set_index(["measure", "group"])["value"]
    assert [found[m, ""] for m in ("open_at_start", "settled_at_start", "open_at_end", "settled_at_end")] == [
        1,
        1,
        2,
        0,
    ]
    assert all_tables(compiled, journeys)["weekly"]["open"].tolist() == [1, 2, 2, 2, 2]


def test_a_choice_or_an_end_after_a_settled_wait_is_no_new_episode() -> None:
    """The family does not come back: one episode, over when it was settled; the case is closed later."""
    plan = make(
        [
            wait("s", minutes(DAY), "rest"),
            wait("rest", minutes(WEEK), "c", settled=True),
            choice("c", to("out")),
            end(),
        ],
        [listed(0)],
    )
    compiled, journeys = compile_plan(plan), run(plan)
    seen = Seen(compiled, journeys)
    assert (seen.closed.tolist(), journeys.cases["closed"].tolist()) == ([DAY], [8 * DAY])
    found = measure(compiled, journeys, seen).set_index(["measure", "group"])["value"]
    assert (found["ended", "out"], found["came_back", ""], found["weeks_to_end", ""]) == (1, 0, 1 / 7)
