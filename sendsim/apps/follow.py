"""What follows in an authority if its officers chose as a room did: run apart from every page, in a process of its own.

``python -m sendsim.apps.follow`` reads one question as JSON from its input and writes the answer as JSON. It compares
three plans on the same families with the same luck: today's, the room's and that of the best answers to the same
questions.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from sendsim.caseload.measures import MEASURES
from sendsim.caseload.plan import Plan
from sendsim.errors import SendsimError
from sendsim.evidence.baseline import baseline
from sendsim.planning.compare import paired
from sendsim.planning.costs import cost_difference
from sendsim.planning.replicate import Results, mean_interval, replicate
from sendsim.training.bridge import POLICIES, value_at

REPLICATIONS, SEED, MOST_REPLICATIONS = 20, 1, 200
SHOWN = (
    "median_weeks_to_first_meeting",
    "weeks_to_decision",
    "median_weeks_to_support",
    "share_to_support",
    "school_weeks",
    "open_at_end",
    "appeals",
)
"""Waits and support in place first; fewer appeals by themselves are no success."""
OFFICERS = ("sen_officers", "tribunal_officers", "decision_makers", "complaints_officers")
TITLES = {item.place: item.title for item in POLICIES}


def changed(plan: Plan, shares: Mapping[str, float]) -> tuple[Plan, list[dict[str, Any]]]:
    """Return a plan with its policies moved by shares, and each policy with its number today and changed."""
    changes: dict[str, float] = {}
    told = []
    for place, share in shares.items():
        figure = plan.parameters[place]
        low = figure.low if figure.low is not None else figure.value
        high = figure.high if figure.high is not None else figure.value
        value = round(value_at(share, place, figure.value, low, high), 6)
        changes[place] = value
        row = {"place": place, "title": TITLES[place], "share": share, "unit": figure.unit, "basis": figure.basis}
        told.append(row | {"today": figure.value, "changed": value, "low": low, "high": high})
    return (plan.change(changes) if changes else plan), told


def rows(today: Results, other: Results) -> list[dict[str, Any]]:
    """Return the differences that are shown: measures, hours of officers, and money by payer, with 95 % intervals."""
    table = paired(today, other)
    found = []
    for name in SHOWN:
        part = table[(table["measure"] == name) & (table["group"] == "")]
        for row in part.to_dict("records"):
            found.append(_row(MEASURES[name].title, MEASURES[name].unit, row))
    before, after = officer_hours(today), officer_hours(other)
    mean, low, high = mean_interval(after - before)
    hours = {"today": before.mean(), "changed": after.mean(), "difference": mean, "low": low, "high": high}
    found.append(_row("A year, hours that the authority's officers work on it", "hours", hours))
    for row in cost_difference(today, other).to_dict("records"):
        found.append(_row(f"A year, {row['payer']}", row["unit"], row))
    return found


def officer_hours(results: Results) -> np.ndarray:
    """Return the hours a year that the authority's own teams work on disagreements, in each replication."""
    quantities = results.tables["quantities"]
    mine = quantities[(quantities["kind"] == "hours") & quantities["name"].isin(OFFICERS)]
    each = mine.groupby("replication")["value"].sum().reindex(range(results.replications), fill_value=0.0)
    return each.to_numpy(float) * 365.25 / results.plan.days


def _row(title: str, unit: str, row: Mapping[Any, Any]) -> dict[str, Any]:
    numbers = {key: float(row[key]) for key in ("today", "changed", "difference", "low", "high")}
    return {"title": title, "unit": unit, **{k: v if v == v else None for k, v in numbers.items()}}


def follow(question: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a question: ``authority``, ``room`` and ``best`` (place to share), perhaps ``replications`` and ``seed``.

    Raises
    ------
    SendsimError
        If the authority is not known or a share is out of bounds.
    """
    number = int(question.get("replications", REPLICATIONS))
    if not 2 <= number <= MOST_REPLICATIONS:
        raise SendsimError(f"replications is {number}: give 2 to {MOST_REPLICATIONS}.")
    seed = int(question.get("seed", SEED))
    plan = baseline(str(question["authority"]))
    room, policies = changed(plan, question["room"])
    best, best_policies = changed(plan, question["best"])
    results = [replicate(item, number, seed) for item in (plan, room, best)]
    return {
        "authority": plan.authority,
        "years": round(plan.days / 365.25, 1),
        "replications": number,
        "policies": policies,
        "best_policies": best_policies,
        "room": rows(results[0], results[1]),
        "best": rows(results[0], results[2]),
        "against_best": rows(results[2], results[1]),
    }


def main() -> int:
    """Answer the question on the input; a sentence on the error output and exit code 2 where it cannot be."""
    try:
        print(json.dumps(follow(json.load(sys.stdin)), allow_nan=False))
    except (SendsimError, ValueError, KeyError) as error:
        print(str(error), file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
