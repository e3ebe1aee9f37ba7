"""Small plans for runs that can be worked by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_files import plan_from
from tests.two_engines import runner

DAY = 1440


def minutes(value: float) -> dict[str, Any]:
    """Return a fixed time in minutes."""
    return {"law": "fixed", "value": value, "unit": "minutes"}


def to(*names: str) -> list[dict[str, Any]]:
    return [{"to": name} for name in names]


def wait(name: str, takes: dict[str, Any], target: str = "out", **more: Any) -> dict[str, Any]:
    return {"kind": "wait", "name": name, "takes": takes, "then": to(target), **more}


def work(name: str, takes: dict[str, Any], target: str = "out", team: str = "team", **more: Any) -> dict[str, Any]:
    return {"kind": "activity", "name": name, "team": team, "takes": takes, "then": to(target), **more}


def session(name: str, takes: dict[str, Any], target: str = "out", diary: str = "list", **more: Any) -> dict[str, Any]:
    return {"kind": "session", "name": name, "diary": diary, "takes": takes, "then": to(target), **more}


def by(attribute: str, **ways: str) -> list[dict[str, Any]]:
    """Return ways out by level of an attribute: ``by("a", x="here", y="there")``."""
    return [{"to": target, "when": {attribute: [level]}} for level, target in ways.items()]


def choice(name: str, then: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"kind": "choice", "name": name, "then": then, **more}


def end(name: str = "out") -> dict[str, Any]:
    return {"kind": "end", "name": name}


def listed(*at: float, name: str = "d", **more: Any) -> dict[str, Any]:
    """Return a stream that arrives at exactly these minutes."""
    days = [minute / DAY for minute in at]
    return {"name": name, "pattern": "listed", "listed_days": days, "calendar": "always", **more}


def people(number: float = 1, name: str = "team", **more: Any) -> dict[str, Any]:
    return {"name": name, "staff": [{"number": number}], "calendar": "always", **more}


def clock(then: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    """Return a limit that starts at stage ``s``, counts two days and stops at stage ``stop``."""
    return {
        "name": "limit",
        "starts_on": ["s"],
        "stops_on": ["stop"],
        "counting": "days",
        "amount": 2,
        "then": then or [],
        **more,
    }


def make(
    stages: list[dict[str, Any]],
    demand: list[dict[str, Any]],
    teams: list[dict[str, Any]] | None = None,
    start: str = "2026-01-05",
    days: int = 30,
    clocks: list[dict[str, Any]] | None = None,
    **more: Any,
) -> Plan:
    stop = (pd.Timestamp(start) + pd.Timedelta(days=days)).date().isoformat()
    return plan_from(
        {
            "name": "by hand",
            "start": start,
            "end": stop,
            "pathway": {"name": "by hand", "start": stages[0]["name"], "stages": stages, "clocks": clocks or []},
            "demand": demand,
            "teams": teams if teams is not None else [people()],
            **more,
        }
    )


def run(plan: Plan, seed: int = 1, replication: int = 0) -> Journeys:
    return runner(compile_plan(plan))(seed, replication)


def story(journeys: Journeys, *, joins: bool = False) -> list[tuple[int, str, str, str]]:
    """Return (minute, case, event, stage) of every event, in order; joins only if asked."""
    events = journeys.events
    if not joins:
        events = events[events["event"] != "join"]
    return list(events[["minute", "case", "event", "stage"]].itertuples(index=False, name=None))
