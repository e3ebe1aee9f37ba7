"""The three models in sendsim's own vocabulary, and what is known of them exactly.

a  M/M/1: one server, load 0.9, a mean service of 60 minutes.
b  M/M/c with reneging (Erlang A): 20 servers, 22 arrivals an hour, a mean service of an hour, a mean patience of two.
c  The SEND pathway's main line: requests, of which 35 % are disputed; disagreement resolution and mediation with queues
   (a certificate after 30 days of waiting for mediation), appeal, fixed times of registration and response, a list for
   hearings on working days that concession may empty, a decision. Round numbers that load the queues, not calibrated.
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_files import plan_from

LOAD, SERVERS, RATE, PATIENCE = 0.9, 20, 22.0, 2.0
LOCAL, NATIONAL = 2_000, 150_000
"""Requests a year."""
HOURS_A_YEAR = 24 * 365.25


def _plan(name: str, days: int, stages: list[dict[str, Any]], per_year: float, **more: Any) -> Plan:
    start = date(2027, 1, 4)
    return plan_from(
        {
            "name": name,
            "start": start,
            "end": start + timedelta(days=days),
            "pathway": {"name": name, "start": stages[0]["name"], "stages": stages, "clocks": more.pop("clocks", [])},
            "demand": [{"name": "cases", "per_year": {"value": per_year}, "calendar": "always"}],
            **more,
        }
    )


def _team(name: str, number: float) -> dict[str, Any]:
    return {"name": name, "staff": [{"number": {"value": number}}], "calendar": "always"}


def mm1(customers: int) -> Plan:
    """Return model a with about that many customers (150,000 at most: a plan lasts twenty years)."""
    stage = {
        "kind": "activity",
        "name": "service",
        "team": "server",
        "takes": {"law": "exponential", "mean": 1, "unit": "hours"},
        "then": [{"to": "served"}],
    }
    days = math.ceil(customers / LOAD / 24)
    return _plan(
        "mm1", days, [stage, {"kind": "end", "name": "served"}], LOAD * HOURS_A_YEAR, teams=[_team("server", 1)]
    )


def erlang_a(customers: int) -> Plan:
    """Return model b with about that many customers."""
    stage = {
        "kind": "activity",
        "name": "service",
        "team": "servers",
        "takes": {"law": "exponential", "mean": 1, "unit": "hours"},
        "departures": [{"name": "reneges", "to": "left", "per_week": 7 * 24 / PATIENCE}],
        "then": [{"to": "served"}],
    }
    ends = [{"kind": "end", "name": "served"}, {"kind": "end", "name": "left"}]
    days = math.ceil(customers / RATE / 24)
    return _plan("erlang-a", days, [stage, *ends], RATE * HOURS_A_YEAR, teams=[_team("servers", SERVERS)])


P_DISPUTE, P_DRS, P_DRS_SETTLES, P_MEDIATION, P_AGREES, P_APPEAL = 0.35, 0.15, 0.5, 0.4, 0.55, 0.6
DRS_DAYS, DRS_SD, MEDIATION_DAYS, MEDIATION_SD = 3.0, 2.0, 4.0, 2.5
CERTIFICATE_DAYS, REGISTRATION_DAYS, RESPONSE_DAYS, DECISION_DAYS, HEARING_HOURS = 30, 10, 30, 10, 6
CONCEDED_PER_WEEK, PLACES_PER_WEEK = 0.02, 4.5
"""Places a week, facilitators and mediators are those of a local authority; they grow with the requests."""
C_ENDS = ("no_dispute", "settled", "agreed", "no_appeal", "conceded", "decided")


def send(requests_a_year: float, years: float) -> Plan:
    """Return model c."""
    scale = requests_a_year / LOCAL

    def fixed(days: float, unit: str = "days") -> dict[str, Any]:
        return {"law": "fixed", "value": days, "unit": unit}

    def lognormal(mean: float, sd: float) -> dict[str, Any]:
        return {"law": "lognormal", "mean": mean, "sd": sd, "unit": "days"}

    stages = [
        {"kind": "choice", "name": "request", "then": [{"to": "dispute", "p": P_DISPUTE}, {"to": "no_dispute"}]},
        {"kind": "choice", "name": "dispute", "then": [{"to": "drs", "p": P_DRS}, {"to": "advice"}]},
        {
            "kind": "activity",
            "name": "drs",
            "team": "facilitators",
            "takes": lognormal(DRS_DAYS, DRS_SD),
            "then": [{"to": "settled", "p": P_DRS_SETTLES}, {"to": "advice"}],
        },
        {"kind": "choice", "name": "advice", "then": [{"to": "mediation", "p": P_MEDIATION}, {"to": "consider"}]},
        {
            "kind": "activity",
            "name": "mediation",
            "team": "mediators",
            "takes": lognormal(MEDIATION_DAYS, MEDIATION_SD),
            "then": [{"to": "agreed", "p": P_AGREES}, {"to": "consider"}],
        },
        {"kind": "choice", "name": "consider", "then": [{"to": "registration", "p": P_APPEAL}, {"to": "no_appeal"}]},
        {"kind": "wait", "name": "registration", "takes": fixed(REGISTRATION_DAYS), "then": [{"to": "response"}]},
        {"kind": "wait", "name": "response", "takes": fixed(RESPONSE_DAYS), "then": [{"to": "hearing"}]},
        {
            "kind": "session",
            "name": "hearing",
            "diary": "hearings",
            "takes": fixed(HEARING_HOURS, "hours"),
            "departures": [{"name": "concedes", "to": "conceded", "per_week": CONCEDED_PER_WEEK}],
            "then": [{"to": "decision"}],
        },
        {"kind": "wait", "name": "decision", "takes": fixed(DECISION_DAYS), "then": [{"to": "decided"}]},
        *({"kind": "end", "name": name} for name in C_ENDS),
    ]
    clock = {
        "name": "certificate",
        "starts_on": ["mediation"],
        "stops_on": ["mediation"],
        "counting": "days",
        "amount": CERTIFICATE_DAYS,
        "then": [{"to": "consider"}],
    }
    return _plan(
        "send-main-line",
        round(years * 365.25),
        stages,
        requests_a_year,
        clocks=[clock],
        teams=[_team("facilitators", max(1, round(scale))), _team("mediators", max(1, round(3 * scale)))],
        diaries=[{"name": "hearings", "places": [{"number": {"value": PLACES_PER_WEEK * scale}}]}],
    )


def mm1_wait() -> tuple[float, float]:
    """Return the exact mean wait in the queue, in service times, and the asymptotic variance of its average.

    Gross, Shortle, Thompson and Harris, Fundamentals of Queueing Theory, 4th ed., section 2.2; the variance is Whitt's,
    Planning queueing simulations, Management Science 35 (1989), 1341-1366.
    """
    r = LOAD
    return r / (1 - r), r * (2 + 5 * r - 4 * r**2 + r**3) / (1 - r) ** 4


def erlang_a_leaves() -> float:
    """Return the exact share that reneges, from the birth and death balance of the number in the system."""
    weights, total, left, n = 1.0, 0.0, 0.0, 0
    while weights > 1e-12 or n < SERVERS + RATE:
        total += weights
        left += weights * max(0, n - SERVERS) / PATIENCE
        n += 1
        weights *= RATE / (min(n, SERVERS) + max(0, n - SERVERS) / PATIENCE)
    return left / total / RATE
