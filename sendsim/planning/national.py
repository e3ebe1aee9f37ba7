"""A model of England at a reduced scale, for calibration: one Tribunal, all refusals and plan disputes, one in fifty.

It takes the pathway and the assumptions of a baseline plan, England's flows of calendar 2024 as the starting level,
and seven knobs. Teams are made large enough not to hold anything up, since nothing national is published on them: what
is tested is demand, mediation, the Tribunal's capacity and the reasons to leave while an appeal waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.engines import engine_for
from sendsim.caseload.milestones import APPEALS, WAITS, Moment, on_the_way
from sendsim.caseload.plan import Plan, Staff
from sendsim.caseload.spells import Seen, first_of
from sendsim.caseload.working_time import DAY
from sendsim.evidence.baseline import baseline
from sendsim.evidence.flows import read_counts, work_out_flows
from sendsim.evidence.national import Published

SAMPLE = 50
"""The model holds one in this many of England's cases; results are multiplied up."""
TEMPLATE = "Kirklees"
"""The baseline plan whose assumptions are taken: the middle authority by requests for assessment in 2024."""
ENDS_WITHOUT_DECISION = Moment("join", ("concession_carried_out*", "consent_order*", "withdrawn*", "conceded*"))
DECIDED = Moment("end", ("tribunal_decision*", "paper_decision*"))


@dataclass(frozen=True)
class Knob:
    """One calibrated number: its name, what it does, and the range it is drawn from (evenly, or evenly in its log)."""

    name: str
    title: str
    low: float
    high: float
    log: bool = False


KNOBS: tuple[Knob, ...] = (
    Knob("level", "Disagreements in the first year, next to what its published appeals suggest", 0.7, 1.4, True),
    Knob("growth", "Growth of disagreements from the first year to the second", 0.0, 0.6),
    Knob("mediates", "Share of families who mediate, next to 2024", 0.25, 1.5, True),
    Knob("places", "Hearing places in the first year, next to two thirds of its appeals", 0.5, 1.3, True),
    Knob("places_growth", "Growth of hearing places a year", 0.0, 0.5),
    Knob("leaving", "Rate of concession, agreement and withdrawal while waiting, next to the baseline", 0.4, 2.5, True),
    Knob("open", "Appeals open at the start, next to 40 weeks' worth of appeals", 0.3, 1.3, True),
)
APPEALS_2024 = 22276.0


def national_plan(first_year: int, appeals_first_year: float, knobs: Mapping[str, float], next_growth: float) -> Plan:
    """Return the plan of England for three years from 1 January of ``first_year``.

    Parameters
    ----------
    first_year : int
    appeals_first_year : float
        Appeals registered in that year, as published: the level from which ``level`` is counted.
    knobs : mapping
        A value for each of :data:`KNOBS`.
    next_growth : float
        Growth of disagreements from the second year to the third, which nothing published before it tells.
    """
    plan = baseline(TEMPLATE)
    counts = read_counts("ENG")
    flows = work_out_flows(counts)
    own = read_counts(TEMPLATE).appeals
    ratio = APPEALS_2024 / own
    then = appeals_first_year / APPEALS_2024 * knobs["level"]
    steps = (1.0, 1 + knobs["growth"], (1 + knobs["growth"]) * (1 + next_growth))
    start, end = date(first_year, 1, 1), date(first_year + 3, 1, 1)
    year_days = [(date(first_year + i, 1, 1) - start).days for i in range(3)]
    published = {"refuse_to_assess": counts.refused, "refuse_to_issue": counts.not_issued}
    demand = []
    for d in plan.demand:
        of_plans = float(getattr(flows, d.name, d.per_year.value * ratio))
        a_year = published.get(d.name, of_plans)
        daily = a_year / SAMPLE / 365.25 * then
        rates = tuple((float(day), daily * step) for day, step in zip(year_days, steps, strict=True))
        demand.append(d.model_copy(update={"rates": rates}))
    a_week = appeals_first_year / SAMPLE / (365.25 / 7)
    diaries = []
    all_places = sum(d.places[0].number.value for d in plan.diaries if d.places)
    for diary in plan.diaries:
        if not diary.places:  # no limit but people, and those are ample
            diaries.append(diary)
            continue
        part = diary.places[0].number.value / all_places  # the Tribunal's lists keep their proportions
        places = tuple(
            Staff.model_validate(
                {
                    "from": date(first_year + i, 1, 1),
                    "number": a_week * 2 / 3 * part * knobs["places"] * (1 + knobs["places_growth"]) ** i,
                }
            )
            for i in range(3)
        )
        diaries.append(diary.model_copy(update={"places": places}))
    values = {f.name: getattr(flows, f.name) for f in fields(flows) if f.name in plan.parameters}
    for name in ("mediates_refusal", "mediates_plan"):
        values[name] = min(values[name] * knobs["mediates"], 0.98)
    for name in ("conceded_per_week", "agreed_per_week", "withdrawn_per_week"):
        values[name] = plan.parameters[name].value * knobs["leaving"]
    parameters = {k: f.with_value(values[k], "calibrated") if k in values else f for k, f in plan.parameters.items()}
    teams = tuple(
        t.model_copy(update={"staff": (Staff.model_validate({"number": _ample(t.staff[0].number.value, ratio)}),)})
        for t in plan.teams
    )
    opening = []
    for o in plan.opening:
        number = o.count.value * (APPEALS_2024 / own) / SAMPLE * appeals_first_year / APPEALS_2024 * knobs["open"]
        opening.append(o.model_copy(update={"count": o.count.model_copy(update={"value": float(round(number))})}))
    return plan.model_copy(
        update={
            "name": f"England from {first_year}, one in {SAMPLE}",
            "authority": "England",
            "start": start,
            "end": end,
            "demand": tuple(demand),
            "teams": teams,
            "diaries": tuple(diaries),
            "parameters": parameters,
            "opening": tuple(opening),
            "rate_uncertainty": plan.rate_uncertainty.with_value(0.0, "the level of each year is a knob of its own"),
            "notes": (),
        }
    )


def _ample(number: float, ratio: float) -> float:
    return float(np.ceil(number * ratio / SAMPLE * 2 + 1))


def simulate(plan: Plan, wanted: tuple[Published, ...], seed: int, replication: int) -> list[float]:
    """Run one replication and return what it says of each published value, multiplied up to England."""
    compiled = compile_plan(plan)
    journeys = engine_for(compiled)[1](seed, replication)
    seen = Seen(compiled, journeys)
    pathway = plan.pathway
    lodged_at = APPEALS.stages(pathway)
    lodged = seen.rows("end", lodged_at)
    registered, since = seen.first(lodged), first_of(seen.case[lodged], lodged, seen.n)
    after = on_the_way(pathway, lodged_at, DECIDED.stages(pathway))
    stood = [compiled.stage_index[s] for s in after]
    at_start = seen.at("open_at_start")
    at_start = at_start[np.isin(seen.stage[at_start], stood)]  # open at the start, its appeal already made
    registered[seen.case[at_start]] = since[seen.case[at_start]] = -1
    decided = seen.first(seen.rows(DECIDED.event, DECIDED.stages(pathway)))
    otherwise = seen.first(seen.rows("join", ENDS_WITHOUT_DECISION.stages(pathway)), since)
    over = np.minimum(decided, otherwise)
    meeting = WAITS["mediation"].end
    met = seen.minute[seen.rows(meeting.event, meeting.stages(pathway))]
    out = []
    for p in wanted:
        a, b = (p.first - plan.start).days * DAY, ((p.last - plan.start).days + 1) * DAY
        if p.measure == "open":
            number = int(((registered < b) & (over >= b)).sum())
        else:
            minutes = {"appeals": registered, "mediations": met, "outcomes": over, "decided": decided}[p.measure]
            number = int(((minutes >= a) & (minutes < b)).sum())
        out.append(float(number * SAMPLE))
    return out
