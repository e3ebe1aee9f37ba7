"""Replications and paired comparison, from outside."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import sendsim
from sendsim.errors import PlanError
from sendsim.planning.compare import compare
from sendsim.planning.replicate import StoppedError, mean_interval, mean_intervals, replicate


@pytest.fixture(scope="module")
def today():
    return sendsim.baseline("Rutland")


def test_equal_plans_differ_by_exactly_zero(today):
    """The same numbers under another name: every difference and both its ends are exactly 0."""
    same = today.model_copy(update={"name": "another name"})
    table = compare(today, same, replications=4, seed=7).table
    assert len(table) > 20
    assert (table[["difference", "low", "high"]].fillna(0) == 0).all().all()
    assert (table["today"] == table["changed"]).all()


def test_more_mediators_shorten_the_wait_and_pairing_narrows_the_interval():
    """The sign is as expected, and the paired interval is narrower than that of unrelated runs."""
    today = sendsim.baseline("Kirklees")
    now = today.teams[3].staff[0].number.value
    result = compare(today, today.change({"teams.mediators": now * 2}), replications=8, seed=3)
    row = result.table.set_index(["measure", "group"]).loc[("weeks_to_mediation", "")]
    assert row["difference"] < 0 and row["high"] < 0
    a = result.today.runs.query("measure == 'weeks_to_mediation'")["value"].to_numpy()
    b = result.changed.runs.query("measure == 'weeks_to_mediation'")["value"].to_numpy()
    assert row["difference"] == pytest.approx((b - a).mean())
    # Arrivals and talks come before mediation: a change downstream does not move them at all.
    for measure in ("arrived", "open_at_start"):
        assert result.table.set_index("measure").loc[measure, "difference"] == 0


def test_results_do_not_depend_on_the_number_of_workers(today):
    one = replicate(today, 4, seed=5, workers=1)
    two = replicate(today, 4, seed=5, workers=2)
    for name in ("runs", "weekly", "waits"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))


def test_progress_is_told_and_work_can_be_stopped(today):
    told: list[tuple[int, int]] = []
    replicate(today, 3, progress=lambda done, of: told.append((done, of)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    with pytest.raises(StoppedError):
        replicate(today, 50, should_stop=lambda: len(told) > 3)


def test_impossible_requests_are_refused(today):
    with pytest.raises(PlanError, match="replications is 0"):
        replicate(today, 0)
    with pytest.raises(PlanError, match="seed -1 is out of range"):
        replicate(today, 1, seed=-1)


def test_intervals_of_many_measures_are_those_of_each():
    """To the last bit; a value that never occurred in a replication is left out of its row alone."""
    rows = np.random.default_rng(5).lognormal(3, 2, (40, 30))
    rows[3, 4], rows[5, :29], rows[6] = np.nan, np.nan, np.nan
    for several in (rows, rows[:, :1]):
        for row, (*found, number) in zip(several, mean_intervals(several), strict=True):
            known = row[~np.isnan(row)]
            assert number == len(known)
            np.testing.assert_array_equal(found, mean_interval(known))


def test_interval_is_students_t():
    """Against the textbook: values 1..5 have mean 3, sd 1.5811, t(4) 2.7764, half width 1.9632."""
    mean, low, high = mean_interval(np.array([1.0, 2, 3, 4, 5]))
    assert (mean, low, high) == pytest.approx((3, 3 - 1.9632, 3 + 1.9632), abs=1e-4)
