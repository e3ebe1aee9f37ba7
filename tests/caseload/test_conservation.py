"""Over random small pathways: nobody is lost, nobody is counted twice, nobody does more than they can."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_plans import STRUCTURES, plans
from small import DAY, run

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.measures import measure
from sendsim.caseload.plan import Plan


@pytest.mark.parametrize("structure", STRUCTURES)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(data=st.data(), seed=st.integers(0, 2**32 - 1))
def test_conservation(structure: str, data: st.DataObject, seed: int) -> None:
    """Whatever the pathway, and whatever must bind in it: the two engines are equal, and a run adds up."""
    adds_up(data.draw(plans(structure)), seed)


def adds_up(plan: Plan, seed: int) -> None:
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
    most_there = {team.name: max(n for _, n in of) for team, of in zip(compiled.teams, compiled.capacity, strict=True)}
    assert all(used <= most_there[team] for (team, _), used in by_day.items())

    # what is settled is not open, and the identity of the measures holds
    rests = {stage.name for stage in plan.pathway.stages if stage.kind == "wait" and stage.settled}
    stands = events[events["event"] == "join"].groupby("case", observed=True)["stage"].last()
    settled = set(stands.index[stands.isin(rests)])
    assert set(cases.loc[cases["outcome"] == "settled", "case"]) == settled
    found = measure(compiled, journeys).set_index("measure")["value"]
    assert found.get("settled_at_end", 0.0) == len(settled)
    ended = float(np.sum(found.get("ended", 0.0)))
    came = found["arrived"] + found["open_at_start"] + found.get("settled_at_start", 0.0)
    assert came == ended + (cases["outcome"] == "open").sum() + found.get("settled_at_end", 0.0)
    assert found["open_at_end"] == (cases["outcome"] == "open").sum()
    assert (journeys.sessions["waiting"] >= 0).all()

    # caseloads: never more given out than the posts may hold, and nobody waits while they may hold one more
    for i, team in enumerate(compiled.teams):
        table = capacity[capacity["team"] == team.name]
        if not compiled.ceilings[i] or team.caseload is None or not len(table):
            continue
        assert (table[["held", "unallocated"]] >= 0).all().all()
        held_at_start = sum(
            len(o.ages)
            for steps, of_area in zip(compiled.steps_of, compiled.layout.opening, strict=True)
            for o in of_area
            if i in steps[compiled.stage_index[o.stage]].holds
        )
        posts = max(staff.number.value for staff in team.staff)
        assert table["held"].max() <= max(team.caseload.value * posts, held_at_start)
        if not team.availability:
            last_step = max(((s.from_date or plan.start) - plan.start).days for s in team.staff) * DAY
            late = table[table["minute"] >= last_step]
            full = late["held"] + 1 > team.caseload.value * team.staff[-1].number.value
            assert (full | (late["unallocated"] == 0)).all()
        assert table["held"].iloc[-1] + table["unallocated"].iloc[-1] <= is_open.sum()

    # the same again
    again = run(plan, seed)
    pd.testing.assert_frame_equal(events, again.events)
    pd.testing.assert_frame_equal(cases, again.cases)
