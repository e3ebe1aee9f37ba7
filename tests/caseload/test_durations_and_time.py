"""Quantile tables keep the mean and the spread of their laws; working time adds up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from scipy import stats

from sendsim.caseload.durations import Duration, QuantileTable, quantile_table
from sendsim.caseload.working_time import NEVER, OFFICE_MINUTES, even_spread, working_time
from sendsim.errors import PlanError
from sendsim.law.calendar import is_working_day

LAWS: list[tuple[dict[str, Any], float, float]] = [
    ({"law": "exponential", "mean": 30}, 30, 30),
    ({"law": "gamma", "mean": 30, "sd": 10}, 30, 10),
    ({"law": "gamma", "mean": 30, "sd": 45}, 30, 45),
    ({"law": "lognormal", "mean": 30, "sd": 20}, 30, 20),
    ({"law": "lognormal", "mean": 30, "sd": 60}, 30, 60),
    ({"law": "normal", "mean": 30, "sd": 3}, 30, 3),
    (
        {"law": "triangular", "low": 5, "mode": 12, "high": 30},
        47 / 3,
        float(np.sqrt((25 + 144 + 900 - 60 - 150 - 360) / 18)),
    ),
    ({"law": "uniform", "low": 5, "high": 30}, 17.5, 25 / float(np.sqrt(12))),
    ({"law": "beta", "mean": 30, "sd": 12, "low": 5, "high": 80}, 30, 12),
]


LAW: TypeAdapter[Duration] = TypeAdapter(Duration)
TABLES: dict[str, QuantileTable] = {}


def table_of(law: dict[str, Any]) -> QuantileTable:
    """Return the table of a law, in minutes of a day of 1,440; each is made once."""
    key = repr(law)
    if key not in TABLES:
        TABLES[key] = quantile_table(LAW.validate_python(law), float, 1440)
    return TABLES[key]


@pytest.mark.parametrize(("law", "mean", "sd"), LAWS, ids=lambda v: v["law"] if isinstance(v, dict) else None)
def test_mean_and_sd_to_a_thousandth(law: dict[str, Any], mean: float, sd: float) -> None:
    """Mean and sd of the table, linear between its points, agree with those asked for to 0.1 %."""
    table = table_of(law)
    p, q = np.array(table.probabilities), np.array(table.minutes) / 1440
    got = np.sum(np.diff(p) * (q[:-1] + q[1:]) / 2)
    square = np.sum(np.diff(p) * (q[:-1] ** 2 + q[:-1] * q[1:] + q[1:] ** 2) / 3)
    assert got == pytest.approx(mean, rel=1e-3)
    assert np.sqrt(square - got**2) == pytest.approx(sd, rel=1e-3)


def test_normal_with_a_least_value() -> None:
    """Values below the least are raised to it: the mean is that of max(X, least)."""
    table = table_of({"law": "normal", "mean": 1, "sd": 1, "least": 0})
    p, q = np.array(table.probabilities), np.array(table.minutes) / 1440
    exact = stats.norm.cdf(1) + stats.norm.pdf(1)
    assert np.sum(np.diff(p) * (q[:-1] + q[1:]) / 2) == pytest.approx(exact, rel=1e-3)


@settings(deadline=None)
@given(st.sampled_from([law for law, _, _ in LAWS]), st.floats(1e-9, 1 - 1e-9), st.floats(1e-9, 1 - 1e-9))
def test_quantiles_rise_and_invert(law: dict[str, Any], u: float, v: float) -> None:
    """More luck never means less time; the probability of a quantile is what it was asked for."""
    table = table_of(law)
    low, high = sorted((u, v))
    assert 1 <= table.at(low) <= table.at(high)
    p = table.probability_of
    assert p(table.at(u) - 1) - 1e-9 <= u <= p(table.at(u) + 1) + 1e-9


@settings(deadline=None)
@given(st.sampled_from([law for law, _, _ in LAWS]), st.floats(1e-9, 1 - 1e-9), st.floats(0, 200_000))
def test_what_remains_of_a_stay(law: dict[str, Any], u: float, elapsed: float) -> None:
    """At least a minute remains, and elapsed and remaining are within the law (or the stay is over at once)."""
    table = table_of(law)
    left = table.remaining(u, elapsed)
    assert left >= 1
    assert left == 1 or elapsed + left <= table.minutes[-1] + 2


@pytest.mark.parametrize(
    ("law", "words"),
    [
        ({"law": "exponential", "mean": 0}, "mean of a duration is 0"),
        ({"law": "gamma", "mean": 5, "sd": -1}, "sd of a duration is -1"),
        ({"law": "fixed", "value": -2}, "is negative"),
        ({"law": "uniform", "low": 5, "high": 5}, "high must be above low"),
        ({"law": "uniform", "low": -5, "high": 5}, "cannot be negative"),
        ({"law": "triangular", "low": 5, "mode": 2, "high": 9}, "low <= mode <= high"),
        ({"law": "beta", "mean": 5, "sd": 50, "high": 10}, "does not exist"),
        ({"law": "beta", "mean": 5, "sd": 1, "low": 10, "high": 10}, "high must be above low"),
    ],
)
def test_impossible_laws(law: dict[str, Any], words: str) -> None:
    """An impossible law is refused in one sentence."""
    with pytest.raises(PlanError, match=words) as error:
        table_of(law)
    assert "\n" not in str(error.value)


START = date(2026, 3, 30)
DAYS = 400
OFFICE = working_time("office", START, DAYS)
ALWAYS = working_time("always", START, DAYS)
BOTH = st.sampled_from([OFFICE, ALWAYS])
MINUTE = st.integers(-300_000, DAYS * 1440)
WORK = st.integers(1, 60_000)


@given(BOTH, MINUTE, WORK)
def test_work_added_is_work_done(calendar, minute: int, work: int) -> None:
    """After adding ``work`` minutes exactly that many have been worked, and not a minute sooner."""
    done = calendar.add(minute, work)
    assert calendar.worked(done) - calendar.worked(minute) == work
    assert calendar.worked(done - 1) - calendar.worked(minute) == work - 1


@given(BOTH, MINUTE, MINUTE, WORK, WORK)
def test_working_time_rises(calendar, a: int, b: int, work: int, more: int) -> None:
    """Later is never less worked; begun later or longer is never done sooner; two pieces are one."""
    a, b = sorted((a, b))
    assert calendar.worked(a) <= calendar.worked(b)
    assert calendar.add(a, work) <= calendar.add(b, work)
    assert calendar.add(a, work) < calendar.add(a, work + more)
    assert calendar.add(calendar.add(a, work), more) == calendar.add(a, work + more)


@given(MINUTE)
def test_office_is_open_when_it_should_be(minute: int) -> None:
    """Open from 09:00 to 16:24 on working days of the law; the next opening is the first open minute."""
    day, within = divmod(minute, 1440)
    assert OFFICE.is_open(minute) == (is_working_day(START + timedelta(days=day)) and 540 <= within < 984)
    opens = OFFICE.next_open(minute)
    assert OFFICE.is_open(opens)
    assert opens >= minute
    assert OFFICE.worked(opens) == OFFICE.worked(minute)
    assert OFFICE.worked(minute + 1) - OFFICE.worked(minute) == int(OFFICE.is_open(minute))


def test_a_week_and_beyond_the_tables() -> None:
    """A full week holds 37 hours; work that does not fit into the tables is never done."""
    monday = 14 * 1440
    assert OFFICE.worked(monday + 7 * 1440) - OFFICE.worked(monday) == 37 * 60 == 5 * OFFICE_MINUTES
    assert OFFICE.add(0, 10**9) == NEVER
    assert OFFICE.next_open(10**8) == NEVER


@settings(max_examples=200)
@given(st.floats(0, 30), st.integers(1, 600))
def test_even_spread(per_day: float, days: int) -> None:
    """The running total is never a whole one away from the even line, and days differ by at most one."""
    shares = even_spread(per_day, days)
    assert np.abs(np.cumsum(shares) - per_day * np.arange(1, days + 1)).max() < 1 + 1e-6
    assert max(shares) - min(shares) <= 1
