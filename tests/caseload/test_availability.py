"""Who is there by date (leave, holidays, turnover, training), and demand that differs from year to year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from small import DAY, end, listed, make, minutes, people, run, wait, work

from sendsim.caseload.arrivals import year_factors
from sendsim.caseload.cases import list_cases
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.luck import Luck
from sendsim.caseload.schedules import filled, present
from sendsim.caseload.terms import in_holidays
from sendsim.errors import PlanError
from sendsim.law.calendar import is_working_day


def posts(number: float, days: int = 365, **more: Any):
    team = {"name": "team", "staff": [{"number": number}], "calendar": "office", **more}
    return make([work("s", minutes(1)), end()], [listed()], [team], days=days)


def on_duty(plan) -> list[int]:
    """The number on duty on each working day."""
    changes = compile_plan(plan).capacity[0]
    at = np.array([minute for minute, _ in changes])
    days = [d for d in range(plan.days) if is_working_day(plan.start + timedelta(days=d))]
    return [changes[int(np.searchsorted(at, d * DAY, "right")) - 1][1] for d in days]


def test_leave_is_spread_evenly() -> None:
    """Five posts with a tenth on leave are 4.5: four and five people by turns."""
    assert on_duty(posts(5, days=14, leave=0.1)) == [4, 5, 4, 5, 4, 5, 4, 5, 4, 5]


def test_holidays_and_august() -> None:
    """Ten posts: all in term, half in school holidays, two in August; the totals over the year are exact."""
    plan = posts(10, term_time=0.5, august=0.2)
    days = [plan.start + timedelta(days=d) for d in range(365)]
    working = [d for d in days if is_working_day(d)]
    expected = [2 if d.month == 8 else 5 if in_holidays(d) else 10 for d in working]
    assert on_duty(plan) == expected
    assert date(2026, 7, 23) in working and expected[working.index(date(2026, 7, 23))] == 5


def test_turnover_and_training_by_simulation() -> None:
    """The expected productive share is the long-run average of one post simulated leaver by leaver."""
    team = compile_plan(
        posts(1, turnover_per_year=0.4, weeks_to_replace=20, training_weeks=26, training_share=0.5)
    ).teams[0]
    rng = np.random.default_rng(3)
    stays, gap, training = rng.exponential(1 / 0.4, 200_000), 20 * 7 / 365.25, 26 * 7 / 365.25
    productive = stays - 0.5 * np.minimum(stays, training)
    ratio = productive.sum() / (stays + gap).sum()
    error = np.std(productive - ratio * (stays + gap)) / np.sqrt(len(stays)) / (stays + gap).mean()
    assert abs(filled(team) - ratio) < 4 * error
    assert present(team, date(2026, 3, 3)) == filled(team)


def test_the_total_of_the_days_is_that_of_the_posts() -> None:
    """Over a year no more than one person-day is lost or won by rounding, and steps with dates stay."""
    team = {"staff": [{"number": 7}, {"from": "2026-06-01", "number": 3}], "leave": 0.13, "term_time": 0.7}
    plan = posts(1, **team)
    compiled = compile_plan(plan).teams[0]
    working = [d for d in (plan.start + timedelta(days=i) for i in range(365)) if is_working_day(d)]
    wanted = sum((7 if d < date(2026, 6, 1) else 3) * present(compiled, d) for d in working)
    assert abs(sum(on_duty(plan)) - wanted) < 2


@pytest.mark.parametrize(
    ("caseload", "posts", "held"),
    [(2.5, 1, 2), (1.75, 2, 3), (2.6, 1, 2), (0.4, 2, 0), (0.29, 100, 29)],  # 0.29 x 100 is 28.999999999999996 here
)
def test_a_caseload_is_rounded_down(caseload: float, posts: int, held: int) -> None:
    """Of forty cases on one day, those are given out whom caseload x posts covers whole; the others wait."""
    give = {"kind": "allocation", "name": "give", "team": "team", "then": [{"to": "rest"}]}
    plan = make([give, wait("rest", minutes(90 * DAY)), end()], [listed(*[0] * 40)], [people(posts, caseload=caseload)])
    journeys = run(plan)
    assert (journeys.cases["stage"] == "rest").sum() == held
    if held:
        assert journeys.capacity[["held", "unallocated"]].iloc[-1].tolist() == [held, 40 - held]


def test_the_caseload_follows_who_is_there() -> None:
    """Two posts of ten cases hold 20, and 10 in August when half are there."""
    team = people(2, caseload=10, august=0.5)
    stages = [{"kind": "allocation", "name": "a", "team": "team", "then": [{"to": "out"}]}, end()]
    (ceilings,) = compile_plan(make(stages, [listed()], [team], start="2026-07-25", days=60)).ceilings
    assert ceilings == ((0, 20), (7 * DAY, 10), (38 * DAY, 20))


@pytest.mark.parametrize("field", ["leave", "term_time", "august", "training_share"])
def test_shares_are_shares(field: str) -> None:
    with pytest.raises(PlanError, match=f"{field} of team 'team' is 1.2: give a share from 0 to 1"):
        posts(1, **{field: 1.2})


def test_a_team_with_all_its_people_is_as_it_was() -> None:
    """Figures at which nobody is missing leave capacity untouched; where none is given, none is written."""
    plain = posts(3)
    assert compile_plan(posts(3, august=1, leave=0)).capacity == compile_plan(plain).capacity == (((0, 3),),)
    assert set(plain.teams[0].model_dump()) == {"name", "title", "staff", "calendar", "queue", "work"}
    assert posts(3).change({"teams.team.leave": 0.2}).teams[0].leave.value == 0.2


# -- demand that differs from year to year


def years(cv: float, pattern: str = "poisson", name: str = "d"):
    streams = [{"name": n, "per_year": 400, "pattern": pattern, "calendar": "always"} for n in (name, "other")]
    return make([wait("s", minutes(1)), end()], streams, start="2026-01-01", days=365, rate_uncertainty=cv)


def counts(cv: float, replications: int = 300) -> np.ndarray:
    compiled = compile_plan(years(cv))
    out = []
    for r in range(replications):
        stream = list_cases(compiled, Luck(5, r)).stream
        out.append(np.bincount(stream, minlength=2))
    return np.array(out, float)


def test_a_year_varies_as_asked_and_streams_vary_together() -> None:
    """Variance of a count: mean + (cv mean)^2; covariance of two streams: (cv mean)^2. Within four standard errors."""
    mean, cv, n = 400 * 365 / 365.25, 0.2, 300
    found = counts(cv, n)
    assert abs(found.mean() - mean) < 4 * cv * mean / np.sqrt(n)
    variance = mean + (cv * mean) ** 2
    assert abs(found.var(axis=0, ddof=1).mean() - variance) < 4 * variance * np.sqrt(2.5 / n)
    assert abs(np.cov(found.T)[0, 1] - (cv * mean) ** 2) < 4 * (cv * mean) ** 2 * np.sqrt(2.5 / n)
    plain = counts(0, n)
    assert abs(plain.var(axis=0, ddof=1).mean() - mean) < 4 * mean * np.sqrt(2 / n)


def test_the_factors_have_mean_one_and_belong_to_the_year() -> None:
    plan = years(0.3)
    factors = np.array([list(year_factors(plan, Luck(1, r)).values()) for r in range(2000)])
    assert abs(factors.mean() - 1) < 4 * 0.3 / np.sqrt(factors.size)
    assert abs(factors.std() - 0.3) < 0.02
    later = make([wait("s", minutes(1)), end()], [listed()], start="2026-09-01", days=300, rate_uncertainty=0.3)
    one, other = year_factors(plan, Luck(1, 0)), year_factors(later, Luck(1, 0))
    assert one[2026] == other[2026]


def test_both_engines_and_a_regular_stream_follow_the_year() -> None:
    """A regular stream has exactly the year's rate; its cases are the same on both engines (held by ``run``)."""
    plan = make(
        [wait("s", minutes(1)), end()],
        [{"name": "d", "per_year": 365.25, "pattern": "regular", "calendar": "always"}],
        start="2025-12-22",
        days=40,
        rate_uncertainty=0.5,
    )
    factors = year_factors(plan, Luck(1, 0))
    opened = run(plan).cases["opened"].to_numpy() / DAY
    assert abs((opened < 10).sum() - 10 * factors[2025]) <= 1
    assert abs((opened >= 10).sum() - 30 * factors[2026]) <= 1


def test_a_negative_uncertainty_is_refused() -> None:
    with pytest.raises(PlanError, match=r"rate_uncertainty is -0\.1"):
        years(-0.1)
