"""The assumptions, decisions and data logs of a plan, made from the plan itself.

The AQuA Book (HM Treasury, 10 June 2025) asks for the three. What only people can say (who made an assumption, who
signed it off, until when the data may be used) has a column of its own that stays visibly empty until it is filled in.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from sendsim.caseload.figure import BASIS_TEXT
from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_change import CHANGED
from sendsim.planning.parameters import parameters

EMPTY = "NOT FILLED IN"
"""What stands where a person has still to say something."""


def assumptions_log(plan: Plan) -> pd.DataFrame:
    """Return every assumption: parameter, value, range, unit, why, part, and who made it and signed it off.

    How large its effect is comes from a sensitivity run, which is not part of a plan, so it stays empty here.
    """
    table = parameters(plan)
    table = table[table["basis"] == "assumed"]
    return pd.DataFrame(
        {
            "assumption": table["parameter"],
            "value": table["value"],
            "range": [_range(a, b) for a, b in zip(table["low"], table["high"], strict=True)],
            "unit": table["unit"],
            "why": table["source"],
            "part": table["part"],
            "effect on the answer": EMPTY,
            "made by": EMPTY,
            "signed off by": EMPTY,
        }
    ).reset_index(drop=True)


def _range(low: Any, high: Any) -> str:
    return "no range known" if pd.isna(low) or pd.isna(high) else f"{low:g} to {high:g}"


def decisions_log(plan: Plan) -> pd.DataFrame:
    """Return the choices of modelling in a plan: decision, chosen, alternatives, and by whom and when."""
    rows: list[tuple[str, str, str]] = [
        ("Period", f"{plan.start} to {plan.end} (the last day not included)", "any dates up to twenty years apart"),
        ("Pathway", plan.pathway.name, "a pathway of one's own in the plan file"),
    ]
    for team in plan.teams:
        name = team.title or team.name
        rows.append((f"Whom {name} turn to first", team.queue, "first_come, oldest_first, priority"))
        rows.append((f"How {name} work", team.work, "one_at_a_time, interruptible, shared"))
        rows.append((f"When {name} work", team.calendar, "office (37 hours, working days) or always"))
    for diary in plan.diaries:
        rows.append(
            (f"Order of listing in {diary.title or diary.name}", diary.queue, "first_come, oldest_first, priority")
        )
    for demand in plan.demand:
        rows.append((f"How {demand.title or demand.name} arrive", demand.pattern, "poisson, regular, listed"))
    rows.append(
        (
            "Reasons to leave that are switched off",
            ", ".join(plan.switched_off) or "none",
            ", ".join(dict.fromkeys(d.name for s in plan.pathway.stages for d in getattr(s, "departures", ())))
            or "none",
        )
    )
    rows.append(
        (
            "Sets of numbers that replications take in turn",
            f"{len(plan.sets)} ({plan.sets[0].source})" if plan.sets else "none: one value for each number",
            "none; the sets that the national calibration accepted",
        )
    )
    for figure in parameters(plan).to_dict("records"):
        if str(figure["source"]).startswith(CHANGED):
            rows.append(
                (f"{figure['parameter']} changed", f"{figure['value']:g} {figure['unit']}", "the baseline's figure")
            )
    table = pd.DataFrame(rows, columns=["decision", "chosen", "alternatives"])
    return table.assign(why=EMPTY, **{"decided by": EMPTY, "date": EMPTY})


def data_log(plan: Plan) -> pd.DataFrame:
    """Return every source that figures were taken or worked out from: source, basis, what it means, used for.

    Known problems with an authority's figures are in the plan's notes, which reports print beside this table.
    """
    table = parameters(plan)
    table = table[(table["basis"] != "assumed") & (table["part"] != "law")]
    rows = []
    for (basis, source), part in table.groupby(["basis", "source"], sort=False):
        used = ", ".join(part["parameter"])
        rows.append((source, basis, BASIS_TEXT[str(basis)], used))
    out = pd.DataFrame(rows, columns=["source", "basis", "meaning", "used for"])
    return out.assign(**{"quality checked by": EMPTY, "use until": EMPTY})
