"""Queues that more join than can be served: warned about where they only grow, not where those who leave balance it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from small import DAY, end, make, minutes, people, run, session, work

import sendsim
from sendsim.caseload.balance import balance_notes, balances, load_warnings
from sendsim.caseload.load import offered_load
from sendsim.caseload.plan import Plan

A_DAY = 365.25
"""One case a day."""


def daily(per_week: float, days: int = 400, stages: list[dict[str, Any]] | None = None, **more: Any) -> Plan:
    """Return a plan in which two join a list each day, one of whom can be heard, and those who wait may leave."""
    leaves = [{"name": "agreed", "to": "gone", "per_week": per_week}] if per_week else []
    heard = session("s", minutes(60), "after" if stages else "out", departures=leaves)
    return make(
        [heard, *(stages or []), end(), end("gone")],
        [{"name": "d", "per_year": 2 * A_DAY, "pattern": "regular", "calendar": "always"}],
        days=days,
        diaries=[{"name": "list", "sessions": [[0.5, 1]], "cycle_days": 1}],
        **more,
    )


def test_the_balance_is_that_of_the_fluid_model_and_of_both_engines() -> None:
    """At ln 2 over the hazard half have left. 600 who joined once it was reached: share and wait within 4 SE."""
    plan = daily(0.35)
    (found,) = balances(plan)
    assert (found.kind, found.name, found.load) == ("diary", "list", pytest.approx(2, rel=0.01))
    assert found.weeks == pytest.approx(math.log(found.load) / 0.35) and found.share == pytest.approx(0.5, rel=0.01)
    assert found.is_level and load_warnings(plan) == []
    (note,) = balance_notes(plan)
    assert note.startswith(
        "list: 2.00 times as many join as can be served, and those who leave while they wait balance"
    )
    assert "at a wait of about 2 weeks: about 50% have left" in note
    journeys = run(plan)
    events = journeys.events
    at = {e: events[events["event"] == e].set_index("case")["minute"] for e in ("join", "start", "leave")}
    joined = journeys.cases.set_index("case")["opened"]
    later = joined[(joined > 60 * DAY) & (joined < 360 * DAY)].index
    left = later.isin(at["leave"].index)
    assert abs(left.mean() - 0.5) < 4 * 0.5 / np.sqrt(len(later))
    served = later[later.isin(at["start"].index)]
    waits = (at["start"][served].to_numpy(float) - joined[served].to_numpy(float)) / (7 * DAY)
    spread = waits.std() * math.sqrt(2 / 0.35 * 7 / len(waits))  # waits near one another are alike: few are independent
    assert abs(waits.mean() - found.weeks) < 4 * spread


def test_nobody_leaves_so_it_is_warned_about() -> None:
    (warning,) = load_warnings(daily(0))
    assert warning.startswith("Diary 'list' is asked for 2.00 times the places it has over the run (load 2.00)")
    assert "no steady level" in warning and balance_notes(daily(0)) == []


def test_too_few_leave_within_the_run_so_it_is_warned_about_in_other_words() -> None:
    """The balance lies at ln 2 / 0.004 = 173 weeks; after 57 weeks from empty the wait still grows."""
    (warning,) = load_warnings(daily(0.004))
    assert "those who leave its list do not balance that within the run" in warning
    assert "still grows by about" in warning and balance_notes(daily(0.004)) == []


def test_a_list_that_starts_at_its_balance_is_not_warned_about() -> None:
    """Of two a day, (2 - 1) / hazard wait where the flows balance: the run starts there instead of from empty."""
    hazard = 0.004
    waiting = round(7 / hazard)
    opening = [{"stage": "s", "demand": "d", "count": waiting, "oldest_days": 7 * math.log(2) / hazard}]
    plan = daily(hazard, opening=opening)
    (found,) = balances(plan)
    assert found.is_level and abs(found.grows) < 0.5 and load_warnings(plan) == []


def test_those_who_leave_do_not_come_to_the_stage_behind() -> None:
    """All would ask the team behind for 1.4 of its time; the half who are heard ask for 0.7, so there is no warning."""
    takes = 0.7 * DAY
    plan = daily(0.35, stages=[work("after", minutes(takes))], teams=[people(1)])
    assert offered_load(plan)["team"] == pytest.approx(1.4, rel=0.01)
    assert [b.name for b in balances(plan)] == ["list"] and load_warnings(plan) == []
    alone = daily(0, stages=[work("after", minutes(takes))], teams=[people(1)])
    assert len(load_warnings(alone)) == 2


def test_a_baseline_is_not_called_overloaded_and_one_with_few_hearings_is() -> None:
    """More join the list for hearings than are heard, for many appeals end otherwise; a tenth of the places is few."""
    plan = sendsim.baseline("Kirklees")
    found = {b.name: b for b in balances(plan)}
    assert found["hearings"].load > 1.1 and all(b.is_level for b in found.values())
    places = next(d for d in plan.diaries if d.name == "hearings").places[0].number.value
    warned = load_warnings(plan.change({"diaries.hearings": places / 10}))
    assert any(text.startswith("Diary 'hearings' is asked for") for text in warned)
