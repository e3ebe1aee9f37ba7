"""A published model through the pathway vocabulary: the treatment centre of Nelson (2013), exercise 13.

Patients are triaged; 12 % go to stabilisation and a cubicle of their own, the others to registration and
examination, and 60 % of those to a cubicle. The day has 18 hours of arrivals (rates below, as distributed with
the open model treat-sim 3.0.0, MIT licence) and is watched for 19 hours. An hour is two days here.

Reference means are those of 50 runs of treat-sim 3.0.0 with their 95 % half-widths, made once by us. That model
thins its arrivals with the rate at the previous arrival, so the comparison draws the arrivals that way, too, and
feeds them as a list.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from helpers import DAY, SEED, activity, demand, end, first, plan_of, team

from sendsim.caseload.arrivals import expected_arrivals
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.plan import Plan
from tests.two_engines import runner

pytestmark = pytest.mark.theory

HOUR = 2.0  # days
MINUTE = HOUR / 60
IN_SIXTY_DAYS = (142, 168, 530, 626, 888, 1576, 1884, 1084, 988, 722, 696, 1732, 1082, 690, 318, 244, 132, 126)
RATES = tuple(patients / 60 for patients in IN_SIXTY_DAYS)
STAGES = ("triage", "registration", "examination", "cubicle", "stabilisation", "trauma_cubicle")
BASE = {"triage": 1, "registration": 1, "examination": 3, "cubicle": 1, "stabilisation": 2, "trauma_cubicle": 1}


def centre(staff: dict[str, int] | None = None, **arrivals: Any) -> Plan:
    """Return the treatment centre, with more staff if asked, and its own hourly rates unless others are given."""

    def takes(law: str, **parameters: float) -> dict[str, Any]:
        return {"law": law, "unit": "days", **{k: v * MINUTE for k, v in parameters.items()}}

    def stage(name: str, law: dict[str, Any], then: Any) -> dict[str, Any]:
        return activity(name, law, then, team=name)

    examined = [{"to": "cubicle", "p": 0.6}, {"to": "out"}]
    stages = [
        stage("triage", takes("exponential", mean=3), [{"to": "stabilisation", "p": 0.12}, {"to": "registration"}]),
        stage("registration", takes("lognormal", mean=5, sd=math.sqrt(2)), "examination"),
        stage("examination", takes("normal", mean=16, sd=math.sqrt(3), least=0.5), examined),
        stage("cubicle", takes("lognormal", mean=13.3, sd=math.sqrt(2)), "out"),
        stage("stabilisation", takes("exponential", mean=90), "trauma_cubicle"),
        stage("trauma_cubicle", takes("lognormal", mean=30, sd=2), "out"),
        end(),
    ]
    hourly = [(i * HOUR, rate / HOUR) for i, rate in enumerate(RATES)] + [(18 * HOUR, 0.0)]
    numbers = {**BASE, **(staff or {})}
    return plan_of(
        stages,
        [demand(**(arrivals or {"rates": hourly}))],
        [team(name, number) for name, number in numbers.items()],
        days=int(19 * HOUR),
    )


def stage_waits(journeys: Journeys) -> dict[str, float]:
    """Return the mean wait at each stage, in model minutes, of those whose work there has begun."""
    out = {}
    for name in STAGES:
        join, start = first(journeys.events, "join", name), first(journeys.events, "start", name)
        out[name] = float((start - join.reindex(start.index)).mean()) / (MINUTE * DAY)
    return out


def at(journeys: Journeys, *stages: str) -> list[tuple[Any, ...]]:
    """Return everything that happened at some stages, in order, without its running number."""
    events = journeys.events[journeys.events["stage"].isin(stages)]
    return list(events[["minute", "case", "event", "stage", "detail"]].itertuples(index=False, name=None))


def test_expected_arrivals() -> None:
    """The hourly rates bring 227.13 patients, and 200 runs agree within four standard errors, hour by hour."""
    plan = centre()
    assert expected_arrivals(plan.demand[0], plan.start, plan.days) == pytest.approx(227.13, abs=0.005)
    compiled = compile_plan(plan_of([end()], [plan.demand[0].model_dump(exclude_none=True)], days=plan.days))
    run, counts = runner(compiled), []
    for replication in range(200):
        events = run(SEED, replication).events
        hour = events.loc[events["event"] == "arrive", "minute"].to_numpy() // (HOUR * DAY)
        counts.append(np.bincount(hour.astype(int), minlength=19))
    means = np.mean(counts, axis=0)
    assert means[18] == 0
    for mean, rate in zip(means, RATES, strict=False):
        assert abs(mean - rate) <= 4 * math.sqrt(rate / 200)


@pytest.mark.parametrize(
    ("more", "untouched", "relieved"),
    [
        ({"examination": 4}, ("triage", "registration", "stabilisation", "trauma_cubicle"), "examination"),
        ({"cubicle": 2}, ("triage", "registration", "examination", "stabilisation", "trauma_cubicle"), "cubicle"),
        ({"registration": 2}, ("triage", "stabilisation", "trauma_cubicle"), "registration"),
        (
            {"trauma_cubicle": 2},
            ("triage", "registration", "examination", "cubicle", "stabilisation"),
            "trauma_cubicle",
        ),
    ],
)
def test_what_is_upstream_of_a_change_does_not_move(
    more: dict[str, int], untouched: tuple[str, ...], relieved: str
) -> None:
    """More room at one stage leaves every event upstream, and on the other branch, identical to the last minute."""
    base, changed = runner(compile_plan(centre())), runner(compile_plan(centre(more)))
    before = after = 0.0
    for replication in range(5):
        a, b = base(SEED, replication), changed(SEED, replication)
        assert at(a, *untouched) == at(b, *untouched)
        before, after = before + stage_waits(a)[relieved], after + stage_waits(b)[relieved]
    assert after < before


def test_more_triage_moves_the_queue_on() -> None:
    """A second triage bay nearly empties triage and lengthens registration and stabilisation, as published."""
    base, changed = runner(compile_plan(centre())), runner(compile_plan(centre({"triage": 2})))
    a = [stage_waits(base(SEED, r)) for r in range(10)]
    b = [stage_waits(changed(SEED, r)) for r in range(10)]
    for x, y in zip(a, b, strict=True):
        assert y["triage"] < x["triage"] / 5
        assert y["registration"] > x["registration"]
    assert np.mean([y["stabilisation"] for y in b]) > np.mean([x["stabilisation"] for x in a])


def thinned_arrivals(seed: int) -> list[float]:
    """Return arrival times in days by the published thinning, which keeps the rate of the previous arrival."""
    rng, now, out = np.random.default_rng(seed), 0.0, []
    while True:
        rate = RATES[int(now // 60) % 18]
        while True:
            now += rng.exponential(60 / max(RATES))
            if rng.random() < rate / max(RATES):
                break
        if now >= 19 * 60:
            return out
        out.append(now * MINUTE)


PUBLISHED = {  # mean and 95 % half-width over 50 runs
    "triage": (35.24, 6.02),
    "registration": (105.57, 6.36),
    "examination": (25.55, 2.58),
    "cubicle": (136.66, 7.05),
    "stabilisation": (151.68, 20.61),
    "throughput": (162.16, 2.24),
}


def test_means_of_the_published_model() -> None:
    """Fed with arrivals of the published kind, 150 runs agree with the 50 published ones in every mean.

    Four standard errors of the difference; our own standard error is at most 7 % of each value.
    """
    rows = []
    for run in range(150):
        plan = centre(pattern="listed", listed_days=thinned_arrivals(run))
        journeys = runner(compile_plan(plan))(SEED, run)
        throughput = float((journeys.cases["outcome"] == "out").sum())
        rows.append({**stage_waits(journeys), "throughput": throughput})
    for name, (mean, half) in PUBLISHED.items():
        values = np.array([row[name] for row in rows])
        ours = values.std(ddof=1) / math.sqrt(len(values))
        both = math.hypot(ours, half / 2.0096)  # t with 49 degrees of freedom
        assert ours <= 0.07 * mean, name
        assert abs(values.mean() - mean) <= 4 * both, f"{name}: {values.mean():.2f} against {mean} +- {half}"


def test_hours_are_in_order() -> None:
    """The arrivals of the published kind are sorted and within the day: the list we feed is what we think it is."""
    times = thinned_arrivals(1)
    assert all(a < b for a, b in pairwise(times))
    assert times[0] >= 0
    assert times[-1] < 19 * HOUR
