"""Rates that change, capacity by date, diaries: exact times where they are exact, theory where they are not."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from helpers import DAY, SEED, Scale, accept, activity, date_after, demand, end, first, plan_of

from sendsim.caseload.arrivals import expected_arrivals
from sendsim.caseload.compiled import compile_plan
from tests.two_engines import runner

pytestmark = pytest.mark.theory


def test_infinite_server_with_a_seasonal_rate() -> None:
    """Eick, Massey and Whitt: rate 10 + 5 sin(2 pi t / 52) a week, exponential stay of mean 5 weeks.

    The mean number in the system at weeks 0, 13, 26 and 39 of a steady cycle is 38.935, 68.315, 61.065 and
    31.685; it peaks at 71.398, 4.498 weeks after the rate. The rate is a step a day, and ten times as high, so
    that the noise is a third; a first cycle of ten mean stays is left out, and cycles ten mean stays apart count
    as independent. SE at most 1 %; the amplitude (21.398) at 2 % and the lag at 3 %.
    """
    cycles, week, times = 16, 7.0, 10
    cycle = 52 * week
    days = np.arange(int(cycle))
    # the mean of the rate over each day, per day
    phase = 2 * np.pi / cycle
    rates = times * (10 + 5 * (np.cos(phase * days) - np.cos(phase * (days + 1))) / phase) / week
    plan = plan_of(
        [
            {
                "kind": "wait",
                "name": "stay",
                "takes": {"law": "exponential", "mean": 5, "unit": "weeks"},
                "then": [{"to": "out"}],
            },
            end(),
        ],
        [demand(rates=list(zip(days.tolist(), rates.tolist(), strict=True)), cycle_days=cycle)],
        days=int(cycles * cycle),
    )
    run = runner(compile_plan(plan))
    at: dict[int, list[float]] = {0: [], 13: [], 26: [], 39: []}
    curves = []
    for replication in range(3):
        events = run(SEED, replication).events
        come = np.sort(events.loc[events["event"] == "arrive", "minute"].to_numpy())
        gone = np.sort(events.loc[events["event"] == "exit", "minute"].to_numpy())
        for turn in range(1, cycles):
            minutes = (turn * cycle + np.arange(364)) * DAY
            number = (np.searchsorted(come, minutes) - np.searchsorted(gone, minutes)) / times
            curves.append(number)
            for t, seen in at.items():
                seen.append(number[int(t * week)])
    for t, exact in {0: 38.935, 13: 68.315, 26: 61.065, 39: 31.685}.items():
        accept(np.array(at[t]), exact, 0.01)
    waves = np.array([2 * np.mean(c * np.exp(-1j * phase * days)) for c in curves])
    # the phase of the mean wave is known; turn every wave by it, and the two parts are amplitude and lag
    lag = math.atan(2 * math.pi / 52 * 5)
    turned = waves * np.exp(1j * (lag + math.pi / 2))
    accept(turned.real, 71.398 - 50, 0.02)
    shift = (lag - np.angle(turned)) * 52 / (2 * np.pi)
    accept(shift, 4.498, 0.03)


def test_arrivals_in_each_interval() -> None:
    """Banks et al.: mean gaps of 15, 12, 7, 5, 8, 10, 15, 20, 20 minutes in nine hours; an hour is a day here.

    Expected 4, 5, 8.571, 12, 7.5, 6, 4, 3, 3; 53.071 in all (exactly, before any run). SE at most 2 %.
    """
    gaps = [15, 12, 7, 5, 8, 10, 15, 20, 20]
    expected = [4, 5, 8.571, 12, 7.5, 6, 4, 3, 3]
    turns = 700
    plan = plan_of(
        [end()],
        [demand(rates=[(float(i), 60 / gap) for i, gap in enumerate(gaps)], cycle_days=9)],
        days=9 * turns,
    )
    assert expected_arrivals(plan.demand[0], plan.start, plan.days) / turns == pytest.approx(53.0714286, abs=1e-6)
    run, runs = runner(compile_plan(plan)), []
    for replication in range(3):
        events = run(SEED, replication).events
        day = events.loc[events["event"] == "arrive", "minute"].to_numpy() // DAY
        runs.append(np.bincount(day, minlength=9 * turns).reshape(turns, 9))
    counts = np.concatenate(runs)
    for values, exact in zip(counts.T, expected, strict=True):
        accept(values, exact, 0.02)
    accept(counts.sum(axis=1), 53.071, 0.01)


def test_sharp_change_of_rate() -> None:
    """Rates 3, 3, 60, 60, 3: the third interval receives 60, within 0.6 at 3,000 runs.

    A rate looked up at the previous arrival would give 42.5 there. Neighbours are held to the same rule.
    """
    turns, counts = 1000, []
    plan = plan_of([end()], [demand(rates=[(0, 3), (1, 3), (2, 60), (3, 60), (4, 3)], cycle_days=5)], days=5 * turns)
    run = runner(compile_plan(plan))
    for replication in range(3):
        events = run(SEED, replication).events
        day = events.loc[events["event"] == "arrive", "minute"].to_numpy() // DAY
        counts.append(np.bincount(day, minlength=5 * turns).reshape(turns, 5))
    counts = np.concatenate(counts)
    assert counts[:, 2].mean() == pytest.approx(60, abs=0.6)
    for values, exact in zip(counts.T, (3, 3, 60, 60, 3), strict=True):
        accept(values, exact, 0.015)


def test_rate_of_zero_brings_nobody() -> None:
    """An interval with rate 0 receives nobody, and the run ends."""
    plan = plan_of([end()], [demand(rates=[(0, 0), (1, 40), (2, 0)], cycle_days=4)], days=400)
    events = runner(compile_plan(plan))(SEED, 0).events
    day = events.loc[events["event"] == "arrive", "minute"].to_numpy() // DAY
    assert set(day % 4) == {1}
    assert len(day) == pytest.approx(4000, abs=4 * math.sqrt(4000))


def test_capacity_changes_to_the_minute() -> None:
    """Capacity 1, 2, 3 from 8, 16 and 24 in a period of 24, run to 49: changes at 0 ... 48 to 3, 1, 2, 3, 1, 2, 3."""
    times, numbers = [0, 8, 16, 24, 32, 40, 48], [3, 1, 2, 3, 1, 2, 3]
    staff = [{"from": date_after(t), "number": n} for t, n in zip(times, numbers, strict=True)]
    plan = plan_of(
        [activity("s", {"law": "fixed", "value": 1, "unit": "days"}), end()],
        [demand(per_year=0)],
        [{"name": "team", "staff": staff, "calendar": "always"}],
        days=49,
    )
    capacity = runner(compile_plan(plan))(SEED, 0).capacity
    assert capacity["minute"].tolist() == [t * DAY for t in times]
    assert capacity["on_duty"].tolist() == numbers


def test_slotted_sessions() -> None:
    """Slots at 1.5, 2.3, 2.8 of 2, 5 and 3 places, cycle 2.8, rate 5, run to 7: work starts only at
    1.5, 2.3, 2.8, 4.3, 5.1 and 5.6, and each slot takes the fewer of its places and those who wait.
    """
    unit = 10  # days
    plan = plan_of(
        [
            {
                "kind": "session",
                "name": "s",
                "diary": "list",
                "takes": {"law": "fixed", "value": 0.2 * unit, "unit": "days"},
                "then": [{"to": "out"}],
            },
            end(),
        ],
        [demand(per_year=5 / unit * 365.25)],
        days=7 * unit,
        diaries=[{"name": "list", "sessions": [(15, 2), (23, 5), (28, 3)], "cycle_days": 28}],
    )
    run = runner(compile_plan(plan))
    slots = [1.5, 2.3, 2.8, 4.3, 5.1, 5.6]
    seen: set[float] = set()
    for replication in range(20):
        journeys = run(SEED, replication)
        arrive, start = first(journeys.events, "arrive"), first(journeys.events, "start")
        waiting = 0
        before = -1
        for slot, places in zip(slots, [2, 5, 3] * 2, strict=True):
            minute = round(slot * unit * DAY)
            waiting += int(((arrive > before) & (arrive <= minute)).sum())
            taken = int((start == minute).sum())
            assert taken == min(waiting, places)
            waiting, before = waiting - taken, minute
        seen |= set((start / DAY / unit).round(6))
        ends = first(journeys.events, "end")
        assert ((ends - start.reindex(ends.index)) == round(0.2 * unit * DAY)).all()
    assert sorted(seen) == slots


def test_regular_arrivals_with_a_changing_gap() -> None:
    """Gaps of 0.5 to hour 12, 0.25 to 14, 0.75 to 20, 1.5 to 24: 42 arrive in the day, at the hours below."""
    plan = plan_of(
        [end()],
        [demand(pattern="regular", rates=[(0, 2), (12, 4), (14, 1 / 0.75), (20, 1 / 1.5)])],
        days=24,
    )
    minutes = first(runner(compile_plan(plan))(SEED, 0).events, "arrive").to_numpy()
    by_hand = [0.5 * k for k in range(1, 25)] + [12 + 0.25 * k for k in range(1, 9)]
    by_hand += [14 + 0.75 * k for k in range(1, 9)] + [20 + 1.5 * k for k in range(1, 3)]
    assert len(by_hand) == 42
    assert np.abs(minutes - np.array(by_hand) * DAY).max() <= 1


def test_stock_is_kept_by_a_closed_form_without_queues() -> None:
    """M/G/infinity: lognormal stays of mean 3 and sd 4 at rate 50 leave 150 in the system, Poisson. SE at most 1 %."""
    scale = Scale(3000)
    plan = plan_of(
        [
            {"kind": "wait", "name": "stay", "takes": scale.law("lognormal", mean=3, sd=4), "then": [{"to": "out"}]},
            end(),
        ],
        [demand(per_year=scale.per_year(50))],
    )
    events = runner(compile_plan(plan))(SEED, 0).events
    come = np.sort(events.loc[events["event"] == "arrive", "minute"].to_numpy())
    gone = np.sort(events.loc[events["event"] == "exit", "minute"].to_numpy())
    minutes = np.arange(300, 3000, 30) * scale.minutes  # ten mean stays apart
    number = pd.Series(np.searchsorted(come, minutes) - np.searchsorted(gone, minutes))
    accept(number.to_numpy(), 150, 0.01)
    # Poisson: the variance is the mean. The SE of a variance of 90 values is about 150 * sqrt(2 / 89).
    assert abs(number.var() - 150) <= 4 * 150 * math.sqrt(2 / 89)
