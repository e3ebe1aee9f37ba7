"""How long things take: probability laws as data, and the quantile tables the engines read.

A duration is drawn by inverse transform: one uniform number of the case gives one duration, so a longer
mean always gives the same family a longer stay. Each law is turned once into a table of quantiles, dense
in both tails; the engines only interpolate in that table. The mean and standard deviation of the table
agree with the law's to 0.1 % (held by tests).

Parameters may be numbers, or the name of a parameter of the plan.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field
from scipy import stats

from sendsim.caseload.figure import Model
from sendsim.errors import PlanError

Quantity = float | str
"""A number, or the name of a parameter in the plan."""

Unit = Literal["minutes", "hours", "days", "weeks"]
Resolve = Callable[[Quantity], float]
FloatArray = npt.NDArray[np.float64]

# The grid of probabilities: even in the normal deviate, so that each tail keeps about as many points as the
# middle. The last point is beyond what a 32-bit uniform can reach.
GRID: FloatArray = stats.norm.cdf(np.linspace(-6.4, 6.4, 4097))
_PROBABILITIES = tuple(GRID.tolist())
_UNIT_EXPONENTIAL: FloatArray = stats.expon.ppf(GRID)


class _Law(Model):
    unit: Unit = "days"

    def _frozen(self, value: Resolve) -> object:
        raise NotImplementedError


class Fixed(_Law):
    """Always the same time."""

    law: Literal["fixed"] = "fixed"
    value: Quantity


class Exponential(_Law):
    """Exponential with the given mean."""

    law: Literal["exponential"] = "exponential"
    mean: Quantity

    def _frozen(self, value: Resolve) -> object:
        return stats.expon(scale=_positive("mean", value(self.mean)))


class Gamma(_Law):
    """Gamma with the given mean and standard deviation."""

    law: Literal["gamma"] = "gamma"
    mean: Quantity
    sd: Quantity

    def _frozen(self, value: Resolve) -> object:
        mean, sd = _positive("mean", value(self.mean)), _positive("sd", value(self.sd))
        return stats.gamma((mean / sd) ** 2, scale=sd**2 / mean)


class Lognormal(_Law):
    """Lognormal with the given mean and standard deviation (of the time itself, not of its logarithm)."""

    law: Literal["lognormal"] = "lognormal"
    mean: Quantity
    sd: Quantity

    def _frozen(self, value: Resolve) -> object:
        mean, sd = _positive("mean", value(self.mean)), _positive("sd", value(self.sd))
        sigma2 = np.log1p((sd / mean) ** 2)
        return stats.lognorm(np.sqrt(sigma2), scale=mean * np.exp(-sigma2 / 2))


class Normal(_Law):
    """Normal with the given mean and standard deviation, and no value below ``least``."""

    law: Literal["normal"] = "normal"
    mean: Quantity
    sd: Quantity
    least: Quantity = 0.0

    def _frozen(self, value: Resolve) -> object:
        return stats.norm(value(self.mean), _positive("sd", value(self.sd)))


class Triangular(_Law):
    """Triangular between ``low`` and ``high`` with its peak at ``mode``."""

    law: Literal["triangular"] = "triangular"
    low: Quantity
    mode: Quantity
    high: Quantity

    def _frozen(self, value: Resolve) -> object:
        low, mode, high = value(self.low), value(self.mode), value(self.high)
        if not low <= mode <= high or low == high:
            raise PlanError(f"triangular law {low}, {mode}, {high}: give low <= mode <= high with low below high.")
        return stats.triang((mode - low) / (high - low), loc=low, scale=high - low)


class Uniform(_Law):
    """Equally likely anywhere between ``low`` and ``high``."""

    law: Literal["uniform"] = "uniform"
    low: Quantity
    high: Quantity

    def _frozen(self, value: Resolve) -> object:
        low, high = value(self.low), value(self.high)
        if high <= low:
            raise PlanError(f"uniform law from {low} to {high}: high must be above low.")
        return stats.uniform(low, high - low)


class Beta(_Law):
    """Beta between ``low`` and ``high`` with the given mean and standard deviation."""

    law: Literal["beta"] = "beta"
    mean: Quantity
    sd: Quantity
    low: Quantity = 0.0
    high: Quantity

    def _frozen(self, value: Resolve) -> object:
        low, high = value(self.low), value(self.high)
        if high <= low:
            raise PlanError(f"beta law from {low} to {high}: high must be above low.")
        mean, sd = (value(self.mean) - low) / (high - low), _positive("sd", value(self.sd)) / (high - low)
        size = mean * (1 - mean) / sd**2 - 1
        if not 0 < mean < 1 or size <= 0:
            raise PlanError(
                f"beta law with mean {value(self.mean)} and sd {value(self.sd)} between {low} and {high} "
                "does not exist: bring the mean inside the range and make the sd smaller."
            )
        return stats.beta(mean * size, (1 - mean) * size, loc=low, scale=high - low)


Duration = Annotated[
    Fixed | Exponential | Gamma | Lognormal | Normal | Triangular | Uniform | Beta, Field(discriminator="law")
]


def _positive(name: str, value: float) -> float:
    if value <= 0:
        raise PlanError(f"{name} of a duration is {value:g}: give a number above 0.")
    return value


@dataclass(frozen=True)
class QuantileTable:
    """Quantiles of a duration in minutes of its calendar: what an engine needs and nothing more.

    ``probabilities`` rise strictly from 0 to 1; ``minutes`` never fall. Between points the table is linear.
    """

    probabilities: tuple[float, ...]
    minutes: tuple[float, ...]

    def at(self, u: float, speed: float = 1.0) -> int:
        """Return the whole minutes, at least 1, that the uniform ``u`` in (0, 1) gives, ``speed`` times as fast."""
        p, q = self.probabilities, self.minutes
        if len(q) == 1:
            return max(1, round(q[0] / speed))
        i = bisect_right(p, u, 1, len(p) - 1)
        below, left = q[i - 1], p[i - 1]
        minutes = round((below + (u - left) * ((q[i] - below) / (p[i] - left))) / speed)
        return minutes if minutes > 1 else 1

    def probability_of(self, minutes: float) -> float:
        """Return the probability of a duration of at most ``minutes`` (the inverse of :meth:`at`)."""
        q = self.minutes
        if len(q) == 1:
            return 0.0 if minutes < q[0] else 1.0
        return float(np.interp(minutes, *self._arrays, left=0.0, right=1.0))

    @cached_property
    def lines(self) -> FloatArray:
        """The table as the straight lines between its points: a row a point, its minutes and the slope from it on."""
        rows = np.zeros((len(self.minutes), 2))
        rows[:, 0] = self.minutes
        rows[:-1, 1] = np.diff(rows[:, 0]) / np.diff(self.probabilities)
        return rows

    @cached_property
    def _arrays(self) -> tuple[FloatArray, FloatArray]:
        return np.array(self.minutes), np.array(self.probabilities)

    def remaining(self, u: float, elapsed: float) -> int:
        """Return the minutes still to go for a stay that has already lasted ``elapsed`` minutes.

        The uniform is squeezed into the part of the law beyond ``elapsed``; a stay older than the law allows
        ends within the next minute.
        """
        done = self.probability_of(elapsed)
        if done >= 1.0:
            return 1
        if len(self.minutes) == 1:
            return max(1, round(self.minutes[0] - elapsed))
        within = min(done + u * (1.0 - done), self.probabilities[-1])
        return max(1, self.at(within) - round(elapsed))


def minutes_per(unit: Unit, minutes_per_day: int, days_per_week: int) -> int:
    """Return the minutes in one ``unit`` of a calendar with that many minutes a day and days a week."""
    return {"minutes": 1, "hours": 60, "days": minutes_per_day, "weeks": minutes_per_day * days_per_week}[unit]


def quantile_table(duration: Duration, value: Resolve, minutes_in_unit: float) -> QuantileTable:
    """Turn a law into its quantile table in minutes.

    Parameters
    ----------
    duration : Duration
        The law.
    value : callable
        Gives the number for a quantity (itself, or a parameter of the plan).
    minutes_in_unit : float
        Minutes of the calendar in one unit of the law.

    Raises
    ------
    PlanError
        If the parameters do not make a law, or the law gives negative times.
    """
    return _table(type(duration), _resolved(duration, value), duration.unit, minutes_in_unit)


def check_law(duration: Duration, value: Resolve) -> None:
    """Raise :class:`PlanError` if a law has unknown or impossible parameters, or gives negative times."""
    _table(type(duration), _resolved(duration, value), duration.unit, 1.0)


def _resolved(duration: Duration, value: Resolve) -> tuple[tuple[str, float], ...]:
    return tuple((name, value(quantity)) for name, quantity in duration if name not in ("law", "unit"))


@lru_cache(maxsize=512)
def _table(
    kind: type[_Law], parameters: tuple[tuple[str, float], ...], unit: Unit, minutes_in_unit: float
) -> QuantileTable:
    """Return the table of a law whose parameters are numbers; a law met before keeps its table."""
    duration: Any = kind(unit=unit, **dict(parameters))

    def value(quantity: Quantity) -> float:
        return float(quantity)

    if isinstance(duration, Fixed):
        fixed = value(duration.value)
        if fixed < 0:
            raise PlanError(f"a fixed time of {fixed:g} {duration.unit} is negative: give 0 or more.")
        return QuantileTable((0.0,), (fixed * minutes_in_unit,))
    if minutes_in_unit != 1.0:
        quantiles = np.array(_table(kind, parameters, unit, 1.0).minutes)
        return QuantileTable(_PROBABILITIES, tuple((quantiles * minutes_in_unit).tolist()))
    law = duration._frozen(value)
    quantiles = law.ppf(GRID)
    if isinstance(duration, Normal):
        quantiles = np.maximum(quantiles, value(duration.least))
    if quantiles[0] < 0:
        raise PlanError(f"the {duration.law} law reaches below 0 {duration.unit}: times cannot be negative.")
    return QuantileTable(_PROBABILITIES, tuple((quantiles * minutes_in_unit).tolist()))


@lru_cache(maxsize=512)
def exponential_table(mean_minutes: float) -> QuantileTable:
    """Return the quantile table of an exponential time with the given mean: a constant hazard."""
    return QuantileTable(_PROBABILITIES, tuple((_UNIT_EXPONENTIAL * mean_minutes).tolist()))
