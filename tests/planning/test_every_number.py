"""No number that a run rests on is outside the table of parameters: the plan is walked to its last leaf.

What a run reads is the compiled plan, which is made from the plan and its pathway alone. Every number found there has a
row with the same value, a range, a unit, a basis and a source; every end of a range is a number the pathway takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import sendsim
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.durations import check_law
from sendsim.caseload.figure import Figure, Model
from sendsim.caseload.limits import OWN_AMOUNT
from sendsim.caseload.plan_parts import MONTHS
from sendsim.caseload.send_proposed import PROPOSED
from sendsim.planning.accepted import with_accepted_sets
from sendsim.planning.parameters import parameters

NEUTRAL = {"leave": 0, "turnover_per_year": 0, "weeks_to_replace": 0, "training_weeks": 0, "training_share": 1}
"""Figures at which nobody is missing: they are not used, so they are not parameters."""
RANKS = ("priority",)
"""Numbers that order cases and measure nothing."""


def leaves(part: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield every number of a plan with where it stands; items are known by their names."""
    if isinstance(part, Figure):
        yield path, part.value
    elif isinstance(part, Model):
        for field in type(part).model_fields:
            yield from leaves(getattr(part, field), (*path, field))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from leaves(value, (*path, str(key)))
    elif isinstance(part, tuple):
        for i, value in enumerate(part):
            named = next((getattr(value, f) for f in ("name", "to") if getattr(value, f, None) is not None), str(i))
            yield from leaves(value, (*path, named))
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield path, float(part)


def where(plan: Any, path: tuple[str, ...]) -> str | None:
    """Return the name that the table gives to a place of the plan; None for what is no parameter."""
    match path:
        case (_, _, "priority") | ("demand", _, "monthly", "spread"):
            return None  # a rank; the width of a range that the table shows as its ends
        case ("demand", stream, "monthly", "weights", i):
            return f"demand.{stream}.monthly.{MONTHS[int(i)]}"
        case ("teams", name, "staff", _, "number") | ("diaries", name, "places", _, "number"):
            return f"{path[0]}.{name}"
        case ("teams", _, field) if field in NEUTRAL:
            return ".".join(path)
        case ("pathway", "stages", stage, "takes" | "uses", *_):
            return ".".join(("pathway", stage, *path[3:]))
        case ("pathway", "stages", stage, "then", to, "p"):
            return f"pathway.{stage}.to.{to}"
        case ("pathway", "stages", stage, "departures", name, "per_week"):
            return f"pathway.{stage}.leaves.{name}"
        case ("pathway", "clocks", clock, "amount"):
            return f"clock.{clock}"
        case ("opening", i, field):
            o = plan.opening[int(i)]
            return f"opening.{o.stage}.{o.demand}" + ("" if field == "count" else f".{field}")
        case ("sets", name, "factors", place):
            return f"sets.{name}.{place}"
        case _:
            return ".".join(path)


@pytest.fixture(scope="module", params=["today", "proposed"])
def plan(request):
    if request.param == "proposed":
        return sendsim.baseline("Rutland", PROPOSED)
    return with_accepted_sets(sendsim.baseline("Kirklees"))


def test_no_number_of_a_run_is_outside_the_table(plan):
    compiled = compile_plan(plan).plan
    table = parameters(compiled).set_index("parameter")
    seen: set[str] = set()
    for path, value in leaves(compiled):
        place = where(compiled, path)
        unused = path[0] == "teams" and NEUTRAL.get(path[-1]) == value
        no_days = path[0] == "opening" and path[-1].endswith("_days") and value == 0
        if place is None or unused or no_days:
            continue
        own = next((OWN_AMOUNT.get(c.counting) for c in compiled.pathway.clocks if place == f"clock.{c.name}"), None)
        assert place in table.index, (path, value)
        assert table.loc[place, "value"] == (value or (own[0] if own else 0.0)), place
        seen.add(place)
    assert len(seen) > 600
    assert {p for p in table.index if not p.startswith("costs.")} == seen


def test_every_row_has_a_value_a_range_a_unit_and_a_source(plan):
    table = parameters(plan)
    table = table[table["part"] != "sets"]  # each set is a draw by itself, and its range is that of all sets
    assert table[["value", "low", "high"]].notna().all().all()
    odd = table[(table["low"] > table["value"]) | (table["high"] < table["value"])]
    assert odd.empty, odd["parameter"].tolist()
    assert (table["unit"].str.len() > 0).all() and (table["source"].str.len() > 3).all()
    assumed = table[table["basis"] == "assumed"]
    point = assumed[(assumed["low"] == assumed["high"]) & (assumed["part"] != "law")]
    kept = point["parameter"].str.contains(r"\.uses\.judges|bundle_sent|opening\.") | (point["value"] == 0)
    assert kept.all(), point.loc[~kept, "parameter"].tolist()


def test_each_end_of_a_range_written_in_the_pathway_is_a_time_it_takes(plan):
    table = parameters(plan).set_index("parameter")
    rows = table[table.index.str.contains(r"^pathway\..*\.takes\.")]
    assert len(rows) > 150
    for name, row in rows.iterrows():
        _, stage, _, field = str(name).split(".")
        for end in (row["low"], row["high"]):
            takes = plan.pathway.stage(stage).takes.model_copy(update={field: float(end)})
            check_law(takes, plan.value)
