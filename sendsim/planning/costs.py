"""Costs by payer: quantities of each replication times unit costs, with intervals and with the range of the unit costs.

Nothing is discounted or re-priced: each line keeps the price year of its evidence, so a total adds prices of several
years and says so. Families' hours are never turned into money.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sendsim.planning.replicate import Results, mean_interval
from sendsim.planning.unit_costs import PUBLIC_PAYERS, UnitCost, costs_of


def line_quantity(results: Results, cost: UnitCost) -> np.ndarray:
    """Return how many times a line is paid for a year, in each replication."""
    years = results.plan.days / 365.25
    q = results.tables["quantities"]
    mine = [cost.covers(k, n) for k, n in zip(q["kind"], q["name"], strict=True)]
    each = q[mine].groupby("replication")["value"].sum().reindex(range(results.replications), fill_value=0.0)
    return each.to_numpy(float) / years


def line_values(results: Results, cost: UnitCost) -> np.ndarray:
    """Return one line of the bill a year for each replication (pounds, or hours)."""
    return line_quantity(results, cost) * cost.figure.value


def is_in_pathway(results: Results, cost: UnitCost) -> bool:
    """Say whether anything that a line pays for exists in the plan (if not, its nought is no finding)."""
    plan = results.plan
    if cost.kind == "hours":
        return any(cost.covers("hours", t.name) for t in plan.teams)
    if cost.kind == "leaves":
        names = [d.name for s in plan.pathway.stages for d in getattr(s, "departures", ())]
    else:
        names = list(plan.pathway.names)
    return any(cost.covers(cost.kind, n) for n in names)


def cost_lines(results: Results, costs: tuple[UnitCost, ...] | None = None) -> pd.DataFrame:
    """Return the bill a year, line by line (all the lines of the plan, if ``costs`` is left out).

    Columns: payer, line (title), name, unit (pounds or hours), quantity (a year), unit_cost, a_year (mean), low and
    high (95 % interval from run to run), cost_low and cost_high (the mean at the ends of the unit cost's range),
    price_year, basis, grade, source, counted (whether the pathway has anything that the line pays for).
    """
    rows = []
    for cost in costs_of(results.plan) if costs is None else costs:
        figure, quantities = cost.figure, line_quantity(results, cost)
        quantity = float(quantities.mean())
        mean, low, high = mean_interval(quantities * figure.value)
        rows.append(
            {
                "payer": cost.payer,
                "line": cost.title,
                "name": cost.name,
                "unit": "hours" if cost.payer == "family hours" else "pounds",
                "quantity": quantity,
                "unit_cost": figure.value,
                "a_year": mean,
                "low": low,
                "high": high,
                "cost_low": quantity * figure.low if figure.low is not None else np.nan,
                "cost_high": quantity * figure.high if figure.high is not None else np.nan,
                "price_year": cost.price_year,
                "basis": figure.basis,
                "grade": cost.grade,
                "source": figure.source,
                "counted": is_in_pathway(results, cost),
            }
        )
    return pd.DataFrame(rows)


def cost_by_payer(results: Results) -> pd.DataFrame:
    """Return the bill a year by payer: payer, unit, a_year, low, high, cost_low, cost_high, price_years, worst_grade.

    The payers of public money come first, then 'public money in all', then families' hours and families' money.
    """
    years: dict[str, list[UnitCost]] = {}
    for cost in costs_of(results.plan):
        years.setdefault(cost.payer, []).append(cost)

    def row(payer: str, group: list[UnitCost]) -> dict[str, object]:
        values = np.sum([line_values(results, c) for c in group], axis=0)
        mean, low, high = mean_interval(values)
        part = cost_lines(results, tuple(group))
        return {
            "payer": payer,
            "unit": "hours" if payer == "family hours" else "pounds",
            "a_year": mean,
            "low": low,
            "high": high,
            "cost_low": part["cost_low"].fillna(part["a_year"]).sum(),
            "cost_high": part["cost_high"].fillna(part["a_year"]).sum(),
            "price_years": ", ".join(sorted({c.price_year for c in group})),
            "worst_grade": max(c.grade for c in group),
            "counted": bool(part["counted"].any()),
        }

    public = [p for p in PUBLIC_PAYERS if p in years]
    rows = [row(p, years[p]) for p in public]
    rows.append(row("public money in all", [c for p in public for c in years[p]]))
    rows += [row(p, years[p]) for p in years if p not in public]
    return pd.DataFrame(rows)


def cost_difference(today: Results, changed: Results) -> pd.DataFrame:
    """Return paired differences a year by payer: payer, unit, today, changed, difference, low, high.

    Both results must share seed and replications, as :func:`sendsim.planning.compare.compare` makes them. Each is
    priced by the unit costs of its own plan.
    """
    rows = []
    lines = {id(r): costs_of(r.plan) for r in (today, changed)}
    for payer in dict.fromkeys(c.payer for c in lines[id(today)]):
        a, b = (np.sum([line_values(r, c) for c in lines[id(r)] if c.payer == payer], axis=0) for r in (today, changed))
        mean, low, high = mean_interval(b - a)
        unit = "hours" if payer == "family hours" else "pounds"
        rows.append((payer, unit, float(a.mean()), float(b.mean()), mean, low, high))
    return pd.DataFrame(rows, columns=["payer", "unit", "today", "changed", "difference", "low", "high"])
