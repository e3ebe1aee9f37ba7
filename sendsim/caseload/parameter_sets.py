"""Sets of numbers that fit what is known about equally well, carried into the runs of a plan instead of one of them.

Where published values do not settle a number, choosing one value hides what is not known. A plan may carry several
sets; replication r is then run with set r modulo their number, so the spread of results holds both luck and what the
fit leaves open. A set multiplies numbers of the plan, so what a planner changes stays changed in each of them. The
same replication has the same set in every plan that carries the same sets, so differences stay paired.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import model_validator

from sendsim.caseload.figure import Model

if TYPE_CHECKING:
    from sendsim.caseload.plan import Plan

MOST_SHARE = 0.98
"""A share is not multiplied above this, so that the other ways out stay open."""


class ParameterSet(Model):
    """One set: by place (as :mod:`sendsim.caseload.plan_change` names them), what its number is multiplied by.

    ``source`` says what the set was fitted to.
    """

    name: str
    factors: dict[str, float]
    source: str = ""

    @model_validator(mode="after")
    def _not_negative(self) -> ParameterSet:
        for place, factor in self.factors.items():
            if factor < 0:
                raise ValueError(f"factor of {place!r} in set {self.name!r} is {factor:g}: give 0 or more")
        return self


def plan_of(plan: Plan, replication: int) -> Plan:
    """Return the plan that a replication runs: with its set applied, or itself where there are no sets.

    Raises
    ------
    UnknownNameError
        If a set names a place that the plan does not have.
    """
    if not plan.sets:
        return plan
    chosen = plan.sets[replication % len(plan.sets)]
    now = {str(f["figure"]): (float(f["value"]), str(f["unit"])) for f in plan.figures()}
    changes: dict[str, float | str] = {}
    for place, factor in chosen.factors.items():
        if place not in now:
            plan.change({place: 1.0})  # tells in one sentence what is not known
            continue
        value, unit = now[place]
        changes[place] = min(value * factor, max(value, MOST_SHARE)) if unit == "share" else value * factor
    bare = plan.model_copy(update={"sets": ()})
    return bare.change(changes)
