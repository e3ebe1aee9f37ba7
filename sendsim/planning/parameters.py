"""Every parameter of a plan in one table: value, range, unit, whether published, inferred or assumed, and the source.

Besides the figures of the plan itself it holds the numbers written in its pathway (times, shares, statutory limits) and
the unit costs, so that nothing the results rest on is left out. It goes with every folder of results and every report.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from sendsim.caseload.limits import amount_of, unit_of
from sendsim.caseload.pathway import Clock, Stage
from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_change import CHANGED
from sendsim.caseload.plan_parts import OPENING_DAYS
from sendsim.caseload.send import PATHWAY
from sendsim.evidence.written import Range, range_of_people, range_of_time
from sendsim.planning.unit_costs import costs_of

COLUMNS = ("parameter", "value", "low", "high", "unit", "basis", "source", "part")
PARTS = ("plan", "pathway", "law", "costs", "sets")
GENERAL = "from general knowledge, primary text not read"


def parameters(plan: Plan) -> pd.DataFrame:
    """Return every parameter: parameter, value, low, high, unit, basis, source, part (one of :data:`PARTS`).

    ``basis`` is published, inferred or assumed. ``low`` and ``high`` are missing where no range is known; none is
    missing in a packaged plan. Limits of the law have no range: both ends are the limit.
    """
    rows: list[dict[str, Any]] = []
    for f in plan.figures():
        rows.append(
            {
                "parameter": f["figure"],
                **{k: f[k] for k in ("value", "low", "high", "unit", "basis", "source")},
                "part": "plan",
            }
        )
    rows += _of_openings(plan)
    for stage in plan.pathway.stages:
        rows += _of_stage(stage)
    rows += [_of_clock(clock) for clock in plan.pathway.clocks]
    for cost in costs_of(plan):
        figure = cost.figure
        rows.append(
            {
                "parameter": f"costs.{cost.name}",
                "value": figure.value,
                "low": figure.low,
                "high": figure.high,
                "unit": figure.unit,
                "basis": figure.basis,
                "source": f"{figure.source}; {_prices(cost.price_year)}evidence grade {cost.grade}",
                "part": "costs",
            }
        )
    for chosen in plan.sets:
        of = f"{chosen.source}; replications take the sets in turn"
        rows += [
            _row(f"sets.{chosen.name}.{place}", x, "times the number", "inferred", of, "sets")
            for place, x in chosen.factors.items()
        ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    if plan.pathway != PATHWAY and plan.pathway.name == PATHWAY.name:
        _mark_changed(table)
    return table


def _mark_changed(table: pd.DataFrame) -> None:
    """Mark the numbers of the packaged pathway that this plan has changed."""
    packaged = {r["parameter"]: r["value"] for s in PATHWAY.stages for r in _of_stage(s)}
    packaged |= {f"clock.{c.name}": float(amount_of(c.counting, c.amount)) for c in PATHWAY.clocks}
    changed = [n in packaged and packaged[n] != v for n, v in zip(table["parameter"], table["value"], strict=True)]
    table.loc[changed, ["basis", "source"]] = ("assumed", CHANGED)


def _prices(year: str) -> str:
    return f"prices of {year}, " if year.isdigit() else ""


def _row(
    name: str, value: float, unit: str, basis: str, source: str, part: str, ends: Range | None = None
) -> dict[str, Any]:
    low, high, why = ends or (None, None, "")
    source = f"{source}; range: {why}" if why else source
    return dict(zip(COLUMNS, (name, float(value), low, high, unit, basis, source, part), strict=True))


def _of_openings(plan: Plan) -> list[dict[str, Any]]:
    """Return the days of open cases that are given as a count; days listed case by case are data, not parameters."""
    places = [(o.stage, o.demand) for o in plan.opening]
    rows = []
    for o in plan.opening:
        if o.ages_days or places.count((o.stage, o.demand)) > 1:
            continue
        for field in OPENING_DAYS:
            days = getattr(o, field)
            if days:
                ends = (days / 2, days * 1.5, "a half to one and a half times as long")
                where = f"opening.{o.stage}.{o.demand}.{field}"
                rows.append(_row(where, days, "days", o.count.basis, o.count.source, "plan", ends))
    return rows


def _of_stage(stage: Stage) -> list[dict[str, Any]]:
    """Return the numbers written in a stage itself; names of parameters of the plan are not repeated."""
    why = "written in the pathway"
    cites = getattr(stage, "cites", ())
    source = f"{why}; the stage rests on {', '.join(cites)}" if cites else why
    rows = []
    takes = getattr(stage, "takes", None)
    if takes is not None:
        for field, value in takes.model_dump().items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                name = f"pathway.{stage.name}.takes.{field}"
                of = f"{source} ({takes.law} law)"
                rows.append(_row(name, value, takes.unit, "assumed", of, "pathway", range_of_time(stage, field)))
    for team, people in getattr(stage, "uses", {}).items():
        name, ends = f"pathway.{stage.name}.uses.{team}", range_of_people(stage, team)
        rows.append(_row(name, people, "people a case", "assumed", source, "pathway", ends))
    for way in getattr(stage, "then", ()):
        if isinstance(way.p, int | float):
            rows.append(_row(f"pathway.{stage.name}.to.{way.to}", way.p, "share", "assumed", source, "pathway"))
    for leaving in getattr(stage, "departures", ()):
        if isinstance(leaving.per_week, int | float):
            name = f"pathway.{stage.name}.leaves.{leaving.name}"
            rows.append(_row(name, leaving.per_week, "per week", "assumed", source, "pathway"))
    return rows


def _of_clock(clock: Clock) -> dict[str, Any]:
    """Return a statutory limit; ``gk`` in a citation marks what was taken from general knowledge."""
    cites = ", ".join(clock.cites) or "no citation given"
    text = cites.replace(" gk", f" ({GENERAL})")
    basis = "published" if clock.cites and " gk" not in cites else "assumed"
    packaged = next((c for c in PATHWAY.clocks if c.name == clock.name), clock)
    limit = amount_of(packaged.counting, packaged.amount)
    ends = (limit, limit, "none, for a limit is not an estimate")
    number = amount_of(clock.counting, clock.amount)
    return _row(f"clock.{clock.name}", number, unit_of(clock.counting), basis, f"law: {text}", "law", ends)
