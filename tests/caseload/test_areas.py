"""Plans of several areas: own teams and numbers, shared diaries, and England's size."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from small import DAY, end, listed, make, minutes, people, run, session, story, to, wait, work

from sendsim.caseload.cases import list_cases
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.load import offered_load
from sendsim.caseload.luck import Luck
from sendsim.caseload.measures import brief_tables, measure
from sendsim.caseload.plan import Opening, Plan
from sendsim.errors import PlanError, UnknownNameError
from tests.two_engines import assert_same


def figures(**values: float) -> dict[str, Any]:
    return {name: {"value": value} for name, value in values.items()}


def test_each_area_has_its_own_team_and_all_share_the_diary() -> None:
    """Two cases in each area at once: each area has its own team; one hearing a day is shared, in order of joining."""
    plan = make(
        [work("t", minutes(600), "h", team="officers"), session("h", minutes(60)), end()],
        [listed(0, 0)],
        [people(1, "officers")],
        diaries=[{"name": "list", "sessions": [[1, 1], [2, 1], [3, 1], [4, 1]]}],
        areas=[{"name": "North"}, {"name": "South", "teams": figures(officers=2)}],
        shared=["list"],
    )
    journeys = run(plan)
    assert [row for row in story(journeys) if row[2] == "start"] == [
        (0, "d@North.0", "start", "t"),
        (0, "d@South.0", "start", "t"),
        (0, "d@South.1", "start", "t"),
        (600, "d@North.1", "start", "t"),
        (DAY, "d@North.0", "start", "h"),
        (2 * DAY, "d@South.0", "start", "h"),
        (3 * DAY, "d@South.1", "start", "h"),
        (4 * DAY, "d@North.1", "start", "h"),
    ]
    assert journeys.cases["area"].tolist() == ["North", "North", "South", "South"]
    assert set(journeys.capacity["team"]) == {"North: officers", "South: officers"}
    found = measure(compile_plan(plan), journeys).set_index(["measure", "group"])["value"]
    assert found["utilisation", "North: officers"] == pytest.approx(1200 / (30 * DAY))
    assert found["utilisation", "South: officers"] == pytest.approx(600 / (30 * DAY))


def test_an_area_has_its_own_parameters_where_it_gives_them() -> None:
    """Waits of one and of three days, ways out and rates of leaving differ where they are given, and nowhere else."""
    plan = make(
        [
            wait("s", {"law": "fixed", "value": "days", "unit": "days"}, "c"),
            {"kind": "choice", "name": "c", "then": [{"to": "won", "p": "share"}, {"to": "out"}]},
            end("won"),
            end(),
        ],
        [listed(0)],
        parameters=figures(days=1, share=0.0),
        areas=[
            {"name": "A"},
            {"name": "B", "parameters": figures(days=3)},
            {"name": "C", "parameters": figures(share=1)},
        ],
    )
    cases = run(plan).cases
    assert cases[["area", "closed", "outcome"]].to_numpy().tolist() == [
        ["A", DAY, "out"],
        ["B", 3 * DAY, "out"],
        ["C", DAY, "won"],
    ]
    steps = compile_plan(plan).steps_of
    assert steps[0][1].ways is steps[1][1].ways and steps[0][0].table is steps[2][0].table  # equal, so one


def national(areas: int, days: int, hearings: float, per_year: float) -> Plan:
    """Areas with officers of their own and one Tribunal diary, staffed by judges and members; clocks and departures."""
    departures = [{"name": "agreed", "to": "out", "per_week": 0.05, "merit": 0.5}]
    return make(
        [
            {
                "kind": "choice",
                "name": "notice",
                "notice": True,
                "then": [{"to": "give", "p": "goes_on"}, {"to": "rest"}],
            },
            {"kind": "allocation", "name": "give", "team": "officers", "until": ["hearing"], "then": to("response")},
            work(
                "response",
                {"law": "exponential", "mean": 8, "unit": "hours"},
                "hearing",
                team="officers",
                departures=departures,
            ),
            session("hearing", minutes(300), "rest", uses={"judges": 1, "members": 2}, departures=departures),
            wait("rest", {"law": "gamma", "mean": 20, "sd": 9, "unit": "weeks"}, "again", settled=True),
            {"kind": "choice", "name": "again", "then": [{"to": "notice", "p": 0.3}, {"to": "out"}]},
            end(),
        ],
        [
            {"name": name, "per_year": per_year, "priority": i}
            for i, name in enumerate(("refusal", "contents", "placement"))
        ],
        [
            people(2, "officers", caseload=15, calendar="office", queue="oldest_first"),
            people(hearings, "judges", calendar="office"),
            people(2 * hearings, "members", calendar="office", leave=0.1),
        ],
        diaries=[{"name": "list", "staffed_by": ["judges", "members"], "queue": "statutory_date_first"}],
        clocks=[
            {
                "name": "limit",
                "starts_on": ["response"],
                "stops_on": ["hearing"],
                "counting": "working_days",
                "amount": 30,
                "then": [],
            }
        ],
        parameters=figures(goes_on=0.6),
        days=days,
        areas=[
            {
                "name": f"Area {i}",
                "demand": figures(refusal=per_year * (0.5 + i / areas)),
                "teams": figures(officers=1 + i % 3),
                "parameters": figures(goes_on=0.3 + 0.5 * i / areas) if i % 2 else {},
                "opening": [{"stage": "response", "demand": "contents", "ages_days": [3, 40]}],
            }
            for i in range(areas)
        ],
        shared=["judges", "members", "list"],
    )


def test_a_small_country_is_equal_on_both_engines() -> None:
    """Seven areas with every feature; ``run`` holds the engines equal, event by event."""
    plan = national(7, 200, 1.4, 60)
    journeys = run(plan)
    is_open = journeys.cases["outcome"].isin(["open", "settled"])
    assert is_open.any() and (~is_open).any()
    assert journeys.cases["area"].nunique() == 7
    assert (journeys.staffing["used"] <= journeys.staffing["available"]).all()
    load = offered_load(plan)
    assert set(load) == {"judges", "members", *(f"Area {i}: officers" for i in range(7))}
    assert all(0 < value < 5 for value in load.values())


def test_every_number_of_an_area_can_be_changed_by_the_name_it_has_in_the_list() -> None:
    plan = national(3, 30, 1, 60)
    names = [str(f["figure"]) for f in plan.figures() if str(f["figure"]).startswith("areas.")]
    assert len(names) == 3 * 2 + 1 + 3
    for name in names:
        if ".opening." in name:  # their ages are listed
            with pytest.raises(PlanError, match="given by groups, or by the age of each case"):
                plan.change({name: 5})
            continue
        changed = {str(f["figure"]): f["value"] for f in plan.change({name: 0.5}).figures()}
        assert changed[name] == 0.5, name
    counted = plan.areas[0].model_copy(update={"opening": (Opening(stage="response", demand="refusal", count=4),)})
    counted = plan.model_copy(update={"areas": (counted, *plan.areas[1:])})
    more = counted.change({"areas.Area 0.opening.response.refusal": 6})
    assert len(more.areas[0].opening[0].ages) == 6 and more.areas[1:] == plan.areas[1:]
    with pytest.raises(UnknownNameError, match="Area 9"):
        plan.change({"areas.Area 9.teams.officers": 1})


def test_one_area_is_the_plan_itself() -> None:
    """A plan of one area gives the journeys of the plan without areas, with the area's luck for its label."""
    areas = {"areas": [{"name": "X"}], "shared": ["team"]}
    stages, demand = [work("s", minutes(700)), end()], [listed(*range(0, 5000, 500))]
    one, plain = run(make(stages, demand, **areas)), run(make(stages, demand))
    columns = ["minute", "event", "stage"]
    assert one.events[columns].equals(plain.events[columns])


def test_england_is_laid_out_compactly_and_runs_on_the_fast_engine() -> None:
    """153 areas share one diary: equal ways and times are one object, arrays grow by rows, and no case is lost."""
    pytest.importorskip("numba")
    from sendsim.caseload.fast_cache import use_folder

    use_folder()
    from sendsim.caseload.engine_fast import FastRun

    compiled = compile_plan(national(153, 365, 30, 60))
    assert len({id(steps[5].ways) for steps in compiled.steps_of}) == 1
    assert len({id(steps[2].table) for steps in compiled.steps_of}) == 1
    fast = FastRun(compiled)
    assert len(fast.program.stages) == 153 * len(compiled.steps)
    assert len(fast.program.ways) < len(compiled.steps) + len(compiled.limits) + 153
    journeys = fast.journeys(1, 0)
    n = len(list_cases(compiled, Luck(1, 0)))
    assert n > 25_000 and len(journeys.case_arrays.opened) == n
    assert np.bincount(fast.run(1, 0)[0].area, minlength=153).min() > 50
    ended = (journeys.case_arrays.outcome >= 0).sum()
    assert 0 < ended < n
    assert (journeys.staffing_rows[:, 4] <= journeys.staffing_rows[:, 3]).all()
    assert_same(brief_tables(compiled, journeys), fast.brief(1, 0))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"shared": ["nobody"]}, "shared names 'nobody'"),
        ({"areas": [{"name": "A"}, {"name": "A"}]}, "area 'A' is defined twice"),
        ({"areas": [{"name": "A", "teams": {"teem": {"value": 1}}}]}, "names 'teem' under teams"),
        ({"areas": [{"name": "A", "teams": {"team": {"value": 1}}}], "shared": ["team"]}, "which is shared"),
        ({"areas": [{"name": "A", "demand": {"d": {"value": -1}}}]}, "give 0 or more"),
        ({"areas": [{"name": "A", "parameters": {"p": {"value": 2}}}]}, "area 'A': the probability 'p'"),
        (
            {"areas": [{"name": "A"}], "opening": [{"stage": "s", "demand": "d", "ages_days": [1]}]},
            "opening belongs to no area",
        ),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, Any], problem: str) -> None:
    stages = [
        work("s", minutes(1), "c"),
        {"kind": "choice", "name": "c", "then": [{"to": "out", "p": "p"}, {"to": "s"}]},
    ]
    with pytest.raises(PlanError, match=problem):
        make([*stages, end()], [listed(0)], parameters=figures(p=0.5), **change)
