"""Over random small pathways: nobody is lost, nobody is counted twice, nobody does more than they can."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small import DAY, end, make, people, run

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.measures import measure
from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_parts import QueueRule

HOURS = st.sampled_from([0.5, 3, 20, 24, 100])
RULES = st.sampled_from(get_args(QueueRule))


@st.composite
def laws(draw: st.DrawFn) -> dict[str, Any]:
    mean = draw(HOURS)
    return draw(
        st.sampled_from(
            [
                {"law": "fixed", "value": mean, "unit": "hours"},
                {"law": "fixed", "value": 1, "unit": "days"},
                {"law": "exponential", "mean": "mean", "unit": "hours"},
                {"law": "exponential", "mean": mean, "unit": "hours"},
                {"law": "lognormal", "mean": mean, "sd": 2 * mean, "unit": "hours"},
            ]
        )
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A pathway of one to five stages, leading on or back, with every feature drawn."""
    n = draw(st.integers(1, 5))
    names = [f"s{i}" for i in range(n)]
    stages: list[dict[str, Any]] = []
    for i, name in enumerate(names):
        ahead = draw(st.sampled_from([*names[i + 1 :], "out"]))
        back = draw(st.sampled_from([*names, "out", "other"]))
        kind = draw(st.sampled_from(["wait", "activity", "session", "choice", "allocation"]))
        stage: dict[str, Any] = {"kind": kind, "name": name}
        stage["then"] = [{"to": back, "p": draw(st.sampled_from([0.1, 0.4]))}, {"to": ahead}]
        if kind == "choice":
            stage["then"] = draw(
                st.sampled_from(
                    [
                        [{"to": "other", "p": 0.3, "merit": 1.5}, {"to": ahead}],
                        [{"to": "other", "when": {"age": ["young"]}}, {"to": ahead, "when": {"age": ["older"]}}],
                    ]
                )
            )
            stage["notice"] = draw(st.booleans())
        else:
            if kind != "allocation":
                stage["takes"] = draw(laws())
            if draw(st.booleans()):
                leaves = {"name": "leaves", "to": "other", "per_week": draw(st.sampled_from([0.1, 2]))}
                stage["departures"] = [leaves | draw(st.sampled_from([{}, {"merit": 0.8}]))]
        if kind == "activity":
            stage["team"] = draw(st.sampled_from(["a", "b", "c"]))
            if stage["team"] != "c" and draw(st.booleans()):
                stage |= {"room": draw(st.integers(0, 3)), "if_full": "other"}
        elif kind == "allocation":
            stage["team"] = draw(st.sampled_from(["a", "judges"]))
            stage["until"] = draw(st.sampled_from([[], [names[-1]], [names[0]]]))
        elif kind == "session":
            stage["diary"] = draw(st.sampled_from(["list", "staffed"]))
            if stage["diary"] == "staffed":
                stage["uses"] = draw(st.sampled_from([{"judges": 1}, {"members": 1}, {"judges": 1, "members": 2}]))
        elif kind == "wait":
            stage["settled"] = draw(st.booleans())
            stage["calendar"] = draw(st.sampled_from(["always", "office"]))
        stages.append(stage)
    rule = draw(RULES)
    teams = [
        {
            "name": "a",
            "staff": [{"number": draw(st.integers(0, 3))}, {"from": "2026-01-15", "number": draw(st.integers(0, 2))}],
            "calendar": draw(st.sampled_from(["always", "office"])),
            "queue": rule,
            "on_drop": draw(st.sampled_from(["finish", "put_aside", "start_again"])),
            "caseload": draw(st.sampled_from([1, 2.5, 30])),
            "leave": draw(st.sampled_from([0, 0.3])),
        },
        people(2, "b", queue="priority", work="interruptible", calendar="office", leave=draw(st.sampled_from([0, 0.4])))
        | {"on_drop": draw(st.sampled_from(["finish", "put_aside", "start_again"]))},
        people(draw(st.integers(1, 3)), "c", work="shared", calendar="office"),
        people(draw(st.sampled_from([0.5, 1, 3])), "judges", caseload=4, queue=draw(RULES)),
        people(draw(st.sampled_from([1, 2, 4.5])), "members", calendar="office"),
    ]
    clocks = []
    if draw(st.booleans()):
        then = draw(st.sampled_from([[], [{"to": None}], [{"to": "late", "p": 0.5}, {"to": None}]]))
        counting = draw(st.sampled_from(["days", "working_days"]))
        clocks = [
            {
                "name": "limit",
                "starts_on": [names[0]],
                "stops_on": [names[-1]],
                "counting": counting,
                "amount": 3,
                "then": then,
            }
        ]
    opening = [{"stage": draw(st.sampled_from(names)), "demand": "urgent", "ages_days": [0, 3, 40]}]
    mix = {
        "age": {"young": {"value": 0.3}, "older": {"value": 0.7}},
        "phase_transfer": {"yes": {"value": 0.2}, "no": {"value": 0.8}},
    }
    times = {"places": [{"number": 8}]} if draw(st.booleans()) else {}
    tied = {"name": "tied", "pattern": "listed", "listed_days": [1, 1, 1, 2, 2, 5, 9], "mix": mix}  # on whole days
    where: dict[str, Any] = {"opening": opening if draw(st.booleans()) else []}
    if draw(st.booleans()):  # two areas with teams of their own; one has numbers, the other open cases of its own
        own = {"teams": {"b": {"value": 3}}, "demand": {"usual": {"value": 300}}, "parameters": {"mean": {"value": 30}}}
        where = {
            "areas": [{"name": "North", **where}, {"name": "South", **own}],
            "shared": draw(st.sampled_from([["judges", "members", "staffed"], ["a", "judges", "members"]])),
        }
    return make(
        [*stages, end(), end("other"), end("late")],
        [
            {"name": "usual", "per_year": draw(st.sampled_from([100, 900])), "priority": 1, "mix": mix},
            {"name": "urgent", "per_year": 200, "calendar": "always", "mix": mix},
            {**tied, "calendar": draw(st.sampled_from(["always", "office"]))},
        ],
        teams,
        clocks=clocks,
        rate_uncertainty=draw(st.sampled_from([0, 0.3])),
        parameters={"mean": {"value": 20}},
        **where,
        diaries=[
            {"name": "list", "places": [{"number": draw(st.sampled_from([0.7, 5, 12]))}], "queue": draw(RULES)},
            {"name": "staffed", "staffed_by": ["judges", "members"], "queue": draw(RULES), **times},
        ],
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(plans(), st.integers(0, 2**32 - 1))
def test_conservation(plan: Plan, seed: int) -> None:
    """Arrived and opening cases are closed or open; teams and diaries give no more than they have; runs repeat."""
    journeys = run(plan, seed)
    events, cases, capacity = journeys.events, journeys.cases, journeys.capacity
    count = events["event"].value_counts()
    last = plan.days * DAY

    # everyone comes once, and goes at most once
    came = events[events["event"].isin(["arrive", "open_at_start"])]["case"]
    gone = events[events["event"] == "exit"].set_index("case")
    assert came.is_unique
    assert gone.index.is_unique
    assert set(came) == set(cases["case"])
    is_open = cases["outcome"].isin(["open", "settled"])
    assert count["arrive"] + count["open_at_start"] == (~is_open).sum() + is_open.sum() == len(cases)
    assert set(cases.loc[~is_open, "case"]) == set(gone.index)
    compiled = compile_plan(plan)
    groups = [group for of_area in compiled.layout.opening for group in of_area]
    assert count["open_at_start"] == sum(len(group.ages) for group in groups)
    closed = cases[~is_open].set_index("case")
    assert (gone.loc[closed.index, "minute"] == closed["closed"].astype(int)).all()
    assert (closed["closed"] >= closed["opened"]).all()

    # time never runs back, and stays within the run
    minutes = events["minute"].to_numpy()
    assert (np.diff(minutes) >= 0).all()
    assert ((minutes >= 0) & (minutes < last)).all()

    # nothing follows an exit, and work is paired
    after = events.groupby("case", observed=True)["event"].last()
    assert (after[closed["outcome"].index] == "exit").all()
    in_hand = count["start"] + count["resume"] - count["end"] - count["interrupt"]
    waits = [stage.name for stage in plan.pathway.stages if stage.kind == "wait"]
    in_hand += ((events["event"] == "end") & events["stage"].isin(waits)).sum()  # waits end but do not start
    assert 0 <= in_hand <= is_open.sum()

    # teams: busy within their number, except in a shared caseload; utilisation within 0 and 1
    for team in compiled.teams:
        table = capacity[capacity["team"] == team.name]
        assert (table[["busy", "queue"]] >= 0).all().all()
        if team.work == "shared":
            continue
        if team.on_drop == "finish":  # then work in hand may outlast the post
            assert (table["busy"] <= table["on_duty"].cummax()).all()
            continue
        assert (table["busy"] <= table["on_duty"]).all()
        spans = np.diff(np.append(table["minute"], last))
        offered = float((spans * table["on_duty"]).sum())
        used = float((spans * table["busy"]).sum())
        assert 0 <= used <= offered
    held = journeys.sessions
    assert ((held["taken"] <= held["places"]) | (held["places"] == -1)).all()
    assert journeys.staffing["used"].between(0, journeys.staffing["available"]).all()
    by_day = journeys.staffing.groupby(["team", journeys.staffing["minute"] // DAY], observed=True)["used"].sum()
    assert all(used <= {"judges": 3, "members": 5}[team.split(": ")[-1]] for (team, _), used in by_day.items())

    # what is settled is not open, and the identity of the measures holds
    found = measure(compiled, journeys).set_index("measure")["value"]
    ended = float(np.sum(found.get("ended", 0.0)))
    came = found["arrived"] + found["open_at_start"] + found.get("settled_at_start", 0.0)
    assert came == ended + (cases["outcome"] == "open").sum() + found.get("settled_at_end", 0.0)
    assert found["open_at_end"] == (cases["outcome"] == "open").sum()
    assert (journeys.sessions["waiting"] >= 0).all()

    # caseloads: never more given out than may be held; places are held by open cases only
    for i, ceilings in enumerate(compiled.ceilings):
        if ceilings:
            table = capacity[capacity["team"] == compiled.teams[i].name]
            assert (table[["held", "unallocated"]] >= 0).all().all()
            most = max(may_hold for _, may_hold in ceilings)
            stood = [
                steps[compiled.stage_index[o.stage]]
                for steps, of_area in zip(compiled.steps_of, compiled.layout.opening, strict=True)
                for o in of_area
            ]
            opening_held = sum(i in step.holds for step in stood) * 3
            assert table["held"].max() <= max(most, opening_held)
            if len(table):
                assert table["held"].iloc[-1] + table["unallocated"].iloc[-1] <= is_open.sum()

    # the same again
    again = run(plan, seed)
    pd.testing.assert_frame_equal(events, again.events)
    pd.testing.assert_frame_equal(cases, again.cases)
