"""The accepted sets of the national calibration, as a choice for a planner's runs: several, never one.

The back-test keeps the sets of seven national numbers that fit best at its last origin. Six of them say something
about an authority's plan and are carried into it as factors; one does not, and why is said here.

leaving        carried: multiplies the rates at which appeals are conceded, agreed or withdrawn while they wait
mediates       carried: multiplies the shares of families who mediate
places, places_growth
               carried as one factor on the places of the Tribunal's lists: the model's places in the last year for
               each appeal then, next to those of a baseline for each of its appeals
level, growth  carried as one factor on disagreements a year: the model's disagreements in the last year next to what
               that year's published appeals suggest. It multiplies only streams whose number was worked back from
               appeals: what is published for the authority itself (refusals) is known. Growth is in it as far as
               it had come; growth to come is not estimated, and stays the planner's lever
open           not carried: it says how many appeals were open a year before the last origin
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sendsim.caseload.parameter_sets import ParameterSet
from sendsim.caseload.plan import Plan
from sendsim.caseload.send import DECISIONS
from sendsim.evidence.baseline import baseline
from sendsim.evidence.flows import WEEKS_A_YEAR, read_counts
from sendsim.planning.backtest import is_current, published_appeals, stored_backtest
from sendsim.planning.national import TEMPLATE

LEAVING = ("conceded_per_week", "agreed_per_week", "withdrawn_per_week")
MEDIATES = ("mediates_refusal", "mediates_plan")
LISTS = ("hearings", "relisted", "papers", "judicial_adr")


def accepted_parameter_sets(plan: Plan, result: dict[str, Any] | None = None) -> tuple[ParameterSet, ...]:
    """Return the sets kept at the last origin of a back-test (the packaged one if left out) as factors on ``plan``.

    Best first. Places that the plan does not have are left out.
    """
    found = result or stored_backtest()
    last = found["origins"][-1]
    origin, appeals = int(last["origin"]), published_appeals()
    # The national plan has two thirds of a place for each appeal of its first year, times its knobs.
    before = appeals[origin - 1] / appeals[origin]
    each = 2 / 3 * before / _places_an_appeal()
    lists = [d.name for d in plan.diaries if d.places and d.name in LISTS]
    worked_back = [
        d.name for d in plan.demand if d.attributes.get("trigger") in DECISIONS and d.per_year.basis == "inferred"
    ]
    source = f"national calibration on values published up to {origin}: one of {len(last['accepted'])} sets kept"
    if not is_current(found):
        source += ", made with an earlier pathway"
    sets = []
    for i, knobs in enumerate(last["accepted"], start=1):
        factors = {f"parameters.{n}": knobs["leaving"] for n in LEAVING if n in plan.parameters}
        factors |= {f"parameters.{n}": knobs["mediates"] for n in MEDIATES if n in plan.parameters}
        factors |= {f"diaries.{n}": knobs["places"] * (1 + knobs["places_growth"]) * each for n in lists}
        level = knobs["level"] * (1 + knobs["growth"]) * before
        factors |= {f"demand.{n}.per_year": level for n in worked_back}
        rounded = {place: round(factor, 4) for place, factor in factors.items()}
        sets.append(ParameterSet(name=f"accepted {i}", factors=rounded, source=source))
    return tuple(sets)


@cache
def _places_an_appeal() -> float:
    """Return how many places of the Tribunal's lists a baseline has for each of its appeals."""
    plan = baseline(TEMPLATE)
    a_week = sum(d.places[0].number.value for d in plan.diaries if d.places and d.name in LISTS)
    return a_week * WEEKS_A_YEAR / read_counts(TEMPLATE).appeals


def with_accepted_sets(plan: Plan, result: dict[str, Any] | None = None) -> Plan:
    """Return ``plan`` carrying the accepted sets, in place of any it carried."""
    sets = accepted_parameter_sets(plan, result)
    note = (
        f"Runs take {len(sets)} calibrated sets of numbers in turn, so intervals hold what the calibration leaves open "
        "as well as luck."
    )
    return plan.model_copy(update={"sets": sets, "notes": (*plan.notes, note)})
