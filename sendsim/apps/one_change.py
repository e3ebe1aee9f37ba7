"""One thing to change in a plan, out of everything that can be: what a list offers, and what a choice of it does.

A key is ``lever:NAME``, ``policy:NAME:OPTION`` or ``number:PLACE`` (any number of the plan or written in its pathway).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sendsim.apps.levers import changed_plan, levers_of, range_of, shown
from sendsim.caseload.plan import Plan
from sendsim.evidence.flows import step_of
from sendsim.planning.parameters import parameters
from sendsim.planning.policies import AS_IT_IS, policies_of, policy_changes

NOTHING = "nothing"


@dataclass(frozen=True)
class Dial:
    """The slider that a change needs: its words and numbers."""

    label: str
    hint: str
    low: float
    high: float
    step: float
    value: float


def offered(plan: Plan) -> dict[str, list[tuple[str, str]]]:
    """Return every change on offer, by heading: key and words.

    Demand is left out of the levers, for it changes which families there are, not what becomes of one.
    """
    out = {
        "": [(NOTHING, "Nothing")],
        "What a manager controls": [(f"lever:{v.name}", v.label) for v in levers_of(plan) if v.group != "Demand"],
    }
    for policy in policies_of(plan):
        out[policy.title] = [
            (f"policy:{policy.name}:{o.name}", o.title) for o in policy.options(plan) if o.name != AS_IT_IS
        ]
    numbers = _numbers(plan)
    words = {
        "plan": "Any number of the plan",
        "pathway": "Any number written in the pathway",
        "law": "A limit of the law",
    }
    for part, title in words.items():
        rows = numbers[numbers["part"] == part]
        if len(rows):
            out[title] = [(f"number:{p}", _plain(p)) for p in rows["parameter"]]
    return out


def _numbers(plan: Plan) -> pd.DataFrame:
    table = parameters(plan)
    place = table["parameter"]
    keep = table["value"].notna() & ~place.str.startswith(("costs.", "demand.", "opening."))
    return table[keep].reset_index(drop=True)


def _plain(place: str) -> str:
    room, _, rest = place.partition(".")
    words = (rest if room in ("parameters", "pathway", "clock") else place).replace(".", ": ").replace("_", " ")
    return words[:1].upper() + words[1:]


def dial(plan: Plan, key: str) -> Dial | None:
    """Return the slider for a change, or None for one that is a choice by itself."""
    kind, _, name = key.partition(":")
    if kind == "lever":
        lever = next(v for v in levers_of(plan) if v.name == name)
        low, high, step = range_of(lever, plan)
        now = shown(lever, plan)
        return Dial(f"{lever.label} ({lever.unit})", f"Today {now:g}. {lever.hint}", low, high, step, now)
    if kind == "number":
        row = _numbers(plan).set_index("parameter").loc[name]
        now, unit = float(str(row["value"])), str(row["unit"])
        if unit == "share" and now <= 1:
            low, high, step = 0.0, 1.0, 0.001
        elif row["part"] == "law" or ".uses." in name:
            low, high, step = float(".uses." in name), max(4.0, 3 * now), 1.0
        else:
            step = 0.001 if 0 < now < 0.05 else step_of(now)
            low, high = 0.0, max(4 * step, round(3 * now / step) * step)
        at = min(
            round(round(now / step) * step, 6), high
        )  # a slider stands on its steps; the hint has the exact number
        return Dial(f"{_plain(name)} ({unit})", f"Today {now:g}: {row['basis']}.", low, round(high, 6), step, at)
    return None


def plan_with(plan: Plan, key: str, amount: float) -> Plan:
    """Return ``plan`` with the one thing changed.

    Raises
    ------
    SendsimError
        If the changed plan is not valid, in one sentence.
    """
    kind, _, name = key.partition(":")
    if kind == "lever":
        return changed_plan(plan, {name: amount})
    if kind == "policy":
        policy, _, option = name.partition(":")
        return plan.change(policy_changes(plan, policy, option))
    return plan.change({name: amount})
