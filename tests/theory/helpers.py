"""Common ground of the theory tests: small plans in model units, and the acceptance rule.

Runs last 7,000 days. A case of theory states its rates per unit of time; ``units`` units are spread over the
7,000 days, so that a mean service is always some hundred minutes and whole-minute time costs nothing.

Warm-up and the far end: runs start empty. Measures per case take the cases that arrive after the first tenth
and before the last twentieth of the run; measures over time leave out the first tenth.

Acceptance rule: independent replications at fixed seeds; a test fails if the estimate is more than four
standard errors from the exact value, and also if the standard error is above a stated share of the value, so
that a lazy test cannot pass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_files import plan_from
from tests.two_engines import runner

DAY = 1440
START = pd.Timestamp("2026-01-01")
DAYS = 7000
SEED = 20260101


@dataclass(frozen=True)
class Scale:
    """Model units laid over the run."""

    units: float
    days: int = DAYS

    @property
    def unit(self) -> float:
        """Days in one unit."""
        return self.days / self.units

    @property
    def minutes(self) -> float:
        """Minutes in one unit."""
        return self.unit * DAY

    def per_year(self, rate: float) -> float:
        """Turn a rate per unit into cases per year."""
        return rate / self.unit * 365.25

    def per_week(self, rate: float) -> float:
        """Turn a hazard per unit into a hazard per week."""
        return rate / self.unit * 7

    def exponential(self, mean: float) -> dict[str, Any]:
        """Return an exponential law with ``mean`` in units."""
        assert mean * self.minutes > 90, "whole minutes would show: give fewer units"
        return {"law": "exponential", "mean": mean * self.unit, "unit": "days"}

    def law(self, law: str, **parameters: float) -> dict[str, Any]:
        """Return a law with every parameter in units."""
        return {"law": law, "unit": "days", **{k: v * self.unit for k, v in parameters.items()}}


def date_after(days: int) -> str:
    """Return the ISO date ``days`` days after the start."""
    return (START + pd.Timedelta(days=days)).date().isoformat()


def activity(name: str, takes: dict[str, Any], to: Any = "out", team: str = "team", **more: Any) -> dict[str, Any]:
    """Return an activity stage as plain data."""
    then = [{"to": to}] if isinstance(to, str) else to
    return {"kind": "activity", "name": name, "team": team, "takes": takes, "then": then, **more}


def end(name: str = "out") -> dict[str, Any]:
    """Return an end stage as plain data."""
    return {"kind": "end", "name": name}


def team(name: str = "team", staff: float = 1, **more: Any) -> dict[str, Any]:
    """Return a team that never sleeps as plain data."""
    return {"name": name, "staff": [{"number": staff}], "calendar": "always", **more}


def demand(name: str = "d", **more: Any) -> dict[str, Any]:
    """Return a stream that arrives at any hour as plain data."""
    return {"name": name, "calendar": "always", **more}


def plan_of(
    stages: list[dict[str, Any]],
    demands: list[dict[str, Any]],
    teams: list[dict[str, Any]] | None = None,
    days: int = DAYS,
    **more: Any,
) -> Plan:
    """Make a plan out of plain data."""
    return plan_from(
        {
            "name": "theory",
            "start": date_after(0),
            "end": date_after(days),
            "pathway": {"name": "theory", "start": stages[0]["name"], "stages": stages},
            "demand": demands,
            "teams": teams or [],
            **more,
        }
    )


def simple(scale: Scale, rate: float, takes: dict[str, Any], staff: int = 1, **more: Any) -> Plan:
    """Make a plan with one stream, one stage and one team."""
    return plan_of(
        [activity("s", takes, **more), end()],
        [demand(per_year=scale.per_year(rate))],
        [team(staff=staff)],
        scale.days,
    )


def replicate(plan: Plan, n: int, *measures: Callable[[Journeys], Any], seed: int = SEED) -> list[np.ndarray]:
    """Run ``n`` replications; return one array of values a measure."""
    run = runner(compile_plan(plan))
    rows = []
    for replication in range(n):
        journeys = run(seed, replication)
        rows.append([measure(journeys) for measure in measures])
    return [np.array(column, dtype=float) for column in zip(*rows, strict=True)]


def accept(values: np.ndarray, exact: float, share: float, errors: float = 4.0) -> None:
    """Apply the acceptance rule to independent values: within ``errors`` SEs, and the SE at most ``share``."""
    n = len(values)
    assert n >= 5, "too few independent values for a standard error"
    mean, se = float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(n))
    assert se <= share * abs(exact), f"lazy test: SE {se:.4g} is above {share:.1%} of {exact:.6g}"
    assert abs(mean - exact) <= errors * se, (
        f"{mean:.6g} is {abs(mean - exact) / se:.1f} SE from {exact:.6g} (SE {se:.3g})"
    )


def first(events: pd.DataFrame, event: str, stage: str | None = None) -> pd.Series:
    """Return each case's first minute of ``event`` (at ``stage``), by case."""
    keep = events["event"] == event
    if stage is not None:
        keep &= events["stage"] == stage
    chosen = events.loc[keep, ["case", "minute"]]
    return pd.Series(chosen["minute"].to_numpy(), index=chosen["case"].cat.codes).groupby(level=0).first()


def counted(journeys: Journeys) -> pd.DataFrame:
    """Return the cases that arrive within the counted part of the run, by code, with start and exit minutes."""
    events = journeys.events
    table = pd.DataFrame({"arrive": first(events, "arrive")})
    table["start"] = first(events, "start")
    table["exit"] = first(events, "exit")
    demand_of = journeys.cases.set_index("case")["demand"]
    table["demand"] = demand_of.loc[events["case"].cat.categories[table.index]].to_numpy()
    last = journeys.end_minute
    table = table[(table["arrive"] >= 0.1 * last) & (table["arrive"] < 0.95 * last)]
    return table


def waits(journeys: Journeys, stream: str | None = None) -> np.ndarray:
    """Return the minutes that counted cases waited for their first service; all of them must have started."""
    table = counted(journeys)
    if stream is not None:
        table = table[table["demand"] == stream]
    assert table["start"].notna().all(), "a counted case has not started: the run is too short"
    return (table["start"] - table["arrive"]).to_numpy(dtype=float)


def times_in_system(journeys: Journeys, stream: str | None = None) -> np.ndarray:
    """Return the minutes from arrival to exit of counted cases; all of them must have left."""
    table = counted(journeys)
    if stream is not None:
        table = table[table["demand"] == stream]
    assert table["exit"].notna().all(), "a counted case has not left: the run is too short"
    return (table["exit"] - table["arrive"]).to_numpy(dtype=float)


def over_time(journeys: Journeys, value: Callable[[pd.DataFrame], pd.Series], place: str = "team") -> float:
    """Return the time-weighted mean of ``value`` of the capacity table, the first tenth of the run left out."""
    table = journeys.capacity[journeys.capacity["team"] == place]
    begin, last = int(0.1 * journeys.end_minute), journeys.end_minute
    minutes = np.append(table["minute"].to_numpy(), last).clip(begin, last)
    return float(np.sum(np.diff(minutes) * value(table).to_numpy(dtype=float)) / (last - begin))
