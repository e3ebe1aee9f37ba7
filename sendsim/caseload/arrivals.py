"""When cases arrive: exact for any rate that changes by date, without thinning.

The cumulative rate of a stream is piecewise linear in time. A Poisson stream is the unit-rate stream of
the cases' own exponential gaps, mapped back through the inverse of the cumulative rate (Cinlar 1975), so
case number k stays case number k when the rate changes. Looking the rate up at the previous arrival, a
fault of some published models, cannot happen here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from sendsim.caseload.luck import Luck, name_key, rounds_of, uniform_of
from sendsim.caseload.plan import Demand, Plan
from sendsim.caseload.working_time import DAY

FloatArray = npt.NDArray[np.float64]


@lru_cache(maxsize=64)
def _months(start: date, days: int) -> tuple[int, ...]:
    """Return day 0 and the first day of each month after it."""
    return (0, *(d for d in range(1, days + 1) if (start + timedelta(days=d)).day == 1))


@dataclass(frozen=True)
class Steps:
    """The rate of a stream over a run as steps, cut at each new year: what every replication asks again.

    ``edges`` are the days at which it changes, with the run's last day at the end; ``rates`` are the cases per day of
    each step, and ``year`` says which calendar year of the run it lies in.
    """

    demand: Demand
    edges: FloatArray
    rates: FloatArray
    year: npt.NDArray[np.int64]


BLOCK = 65_536
"""Arrivals worked out at once: a stream of millions would otherwise hold a dozen arrays of all of them."""
MOST_STREAMS = 8192
_KNOWN: dict[tuple[int, date, int], Steps] = {}
"""Steps worked out before, with their stream, so that its identity stays its own."""


def steps_of(demand: Demand, start: date, days: int) -> Steps:
    """Return the steps of a stream's rate over a run of ``days`` days from ``start``."""
    key = (id(demand), start, days)
    found = _KNOWN.get(key)
    if found is None or found.demand is not demand:
        if len(_KNOWN) >= MOST_STREAMS:
            _KNOWN.clear()
        found = _KNOWN[key] = _cut_by_year(demand, start, days)
    return found


def _cut_by_year(demand: Demand, start: date, days: int) -> Steps:
    edges, rates = rate_steps(demand, start, days)
    last = start + timedelta(days=days)
    begins = [max((date(year, 1, 1) - start).days, 0) for year in range(start.year, last.year + 1)]
    cuts = np.unique(np.concatenate([edges, begins]).astype(float))
    cuts = cuts[cuts < days]
    at = np.searchsorted(edges, cuts, "right") - 1
    level = np.where(at >= 0, rates[np.maximum(at, 0)], 0.0)
    return Steps(demand, np.append(cuts, days), level, np.searchsorted(begins, cuts, "right") - 1)


def rate_steps(demand: Demand, start: date, days: int) -> tuple[FloatArray, FloatArray]:
    """Return the rate of ``demand`` as steps: days at which it changes, and cases per day from there on."""
    if demand.rates:
        edges, rates = [d for d, _ in demand.rates], [r for _, r in demand.rates]
        if edges[0] > 0:
            edges, rates = [0.0, *edges], [0.0, *rates]
        if demand.cycle_days:
            turns = int(days // demand.cycle_days) + 1
            edges = [e + k * demand.cycle_days for k in range(turns) for e in edges]
            rates = rates * turns
        return np.array(edges), np.array(rates, dtype=float)
    daily = demand.per_year.value / 365.25
    if demand.monthly is None and demand.growth_per_year.value == 0:
        return np.array([0.0]), np.array([daily])
    weights = np.array(demand.monthly.weights if demand.monthly else (1.0,) * 12)
    weights = weights / weights.mean()
    changes = _months(start, days)
    rates = []
    for d in changes:
        day = start + timedelta(days=d)
        rates.append(daily * weights[day.month - 1] * (1 + demand.growth_per_year.value) ** (day.year - start.year))
    return np.array(changes, dtype=float), np.array(rates)


def expected_arrivals(demand: Demand, start: date, days: int) -> float:
    """Return the expected number of cases of ``demand`` over ``days`` days."""
    edges, rates = rate_steps(demand, start, days)
    widths = np.diff(np.append(np.minimum(edges, days), days))
    return float(np.sum(rates * widths))


def year_factors(plan: Plan, luck: Luck) -> dict[int, float]:
    """Return the factor of each calendar year of a run by which the rate of every stream is multiplied.

    One lognormal number with mean 1 a year and replication, with the coefficient of variation
    ``plan.rate_uncertainty``; Poisson arrivals then vary around that year's rate, so that counts of a year are
    overdispersed and streams rise and fall together. The number is a function of seed, replication and year only.
    """
    return _year_factors(luck.key, plan.rate_uncertainty.value, plan.start.year, plan.end.year)


@lru_cache(maxsize=64)
def _year_factors(key: tuple[int, int], uncertainty: float, first: int, last: int) -> dict[int, float]:
    word, rounds, sigma2 = name_key("year"), rounds_of(key), math.log1p(uncertainty**2)
    years = range(first, last + 1)
    scores = [NormalDist().inv_cdf(uniform_of(year, word, word, 0, rounds)) for year in years]
    return {year: math.exp(math.sqrt(sigma2) * z - sigma2 / 2) for year, z in zip(years, scores, strict=True)}


def arrival_minutes(plan: Plan, demand: Demand, luck: Luck, label: str | None = None) -> npt.NDArray[np.int64]:
    """Return the arrival minutes of the cases of one stream, in order; the case number is the position.

    ``label`` names the stream for its luck, if not by its own name.
    """
    if demand.pattern == "listed":
        times = np.sort(np.array(demand.listed_days, dtype=float))
        return np.round(times[times < plan.days] * DAY).astype(np.int64)
    steps = steps_of(demand, plan.start, plan.days)
    edges, rates = steps.edges, steps.rates
    if plan.rate_uncertainty.value > 0:
        rates = rates * np.array(list(year_factors(plan, luck).values()))[steps.year]
    cumulative = np.zeros(len(edges))
    np.cumsum(rates * (edges[1:] - edges[:-1]), out=cumulative[1:])
    total = float(cumulative[-1])
    if demand.pattern == "regular":
        marks = np.arange(1, int(np.floor(total + 1e-9)) + 1, dtype=float)
        return _minutes(cumulative, edges, marks)
    stream, parts, count, have = name_key(label or demand.name), [np.empty(0, np.int64)], 0, 0.0
    while have <= total and total > 0:
        block = min(int((total - have) * 1.1 + 6 * np.sqrt(total + 1) + 16), BLOCK)
        gaps = luck.uniforms(np.arange(count, count + block), stream, "arrival")
        np.log1p(np.negative(gaps, out=gaps), out=gaps)
        marks = np.cumsum(np.negative(gaps, out=gaps), out=gaps)
        marks += have
        have, count = float(marks[-1]), count + block
        parts.append(_minutes(cumulative, edges, marks if have < total else marks[marks < total]))
    return np.concatenate(parts)


def _minutes(cumulative: FloatArray, edges: FloatArray, marks: FloatArray) -> npt.NDArray[np.int64]:
    """Return the minutes at which a cumulative rate comes to ``marks``, within the run."""
    days = _inverse(cumulative, edges, marks)
    return np.minimum(np.floor(days * DAY), edges[-1] * DAY - 1).astype(np.int64)


def _inverse(cumulative: FloatArray, edges: FloatArray, marks: FloatArray) -> FloatArray:
    """Invert a cumulative rate, which is flat where nothing arrives."""
    at = np.clip(np.searchsorted(cumulative, marks, side="left"), 1, len(edges) - 1)
    left, right = cumulative[at - 1], cumulative[at]
    share = np.divide(marks - left, right - left, out=np.ones_like(marks), where=right > left)
    inverse: FloatArray = edges[at - 1] + share * (edges[at] - edges[at - 1])
    return inverse
