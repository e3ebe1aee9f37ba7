"""One hand-made family on the SEND pathway, so that each limit can be read off its journey day by day.

The family begins at a stage on a date; times and ways out are set by the test; both engines run it and must agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import sendsim
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.durations import Fixed
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.pathway import Pathway
from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_files import plan_from
from tests.two_engines import runner

DAY = 1440
BEFORE = 3
"""Days from the start of the run to the family's first day."""


@cache
def template() -> Plan:
    """Return a baseline whose people, places and parameters are changed at will."""
    return sendsim.baseline("Rutland")


@dataclass(frozen=True)
class Journey:
    """What happened to the one family, by date."""

    rows: tuple[tuple[date, str, str, str], ...]
    """date, event, stage, detail."""
    outcome: str

    def on(self, event: str, stage: str) -> date:
        """Return the date of the first such event at a stage."""
        return next(d for d, e, s, _ in self.rows if (e, s) == (event, stage))

    def stages(self) -> list[str]:
        """Return the stages in the order in which the family came to them."""
        return [s for _, e, s, _ in self.rows if e == "join"]

    def started(self, clock: str) -> date:
        """Return the day a clock started."""
        return next(d for d, e, _, name in self.rows if (e, name) == ("clock_started", clock))

    def last_day(self, clock: str) -> date:
        """Return the last day in time of a clock that passed: it passes at midnight after that day."""
        return next(d for d, e, _, name in self.rows if (e, name) == ("clock_expired", clock)) - timedelta(days=1)

    def met(self, clock: str) -> bool:
        """Say whether a clock was stopped in time."""
        return any((e, name) == ("clock_stopped", clock) for _, e, _, name in self.rows)


def with_times(pathway: Pathway, days: dict[str, float]) -> Pathway:
    """Return the pathway with fixed times, in days, at some stages."""
    unknown = set(days) - set(pathway.names)
    assert not unknown, unknown
    stages = tuple(
        s.model_copy(update={"takes": Fixed(value=days[s.name], unit="days")}) if s.name in days else s
        for s in pathway.stages
    )
    return pathway.model_copy(update={"stages": stages})


def plan_for(
    trigger: str, first: date, start: str | None, days: dict[str, float], changes: dict[str, float], run_days: int
) -> Plan:
    """Return the plan of one family: people and places for all, nobody leaves unless asked to."""
    base = template()
    stream = next(d for d in base.demand if d.name == trigger)
    demand = stream.model_copy(
        update={
            "pattern": "listed",
            "listed_days": (BEFORE + 1 / 3,),
            "calendar": "always",
            "start": start or stream.start,
            "monthly": None,
            "mix": {},
            "attributes": {"phase_transfer": "no"} | stream.attributes,
        }
    )
    leaving = {f"{d.name}": d for s in base.pathway.stages for d in getattr(s, "departures", ())}
    begin = first - timedelta(days=BEFORE)
    plan = base.model_copy(
        update={
            "start": begin,
            "end": begin + timedelta(days=run_days),
            "pathway": with_times(base.pathway, days),
            "demand": (demand,),
            "opening": (),
            "switched_off": tuple(leaving),
        }
    )
    ample: dict[str, Any] = {f"teams.{t.name}": 5 for t in plan.teams}
    ample |= {f"diaries.{d.name}": 25 for d in plan.diaries if d.places}
    quiet = {"early_talk_share": 0, "drs_offer": 0, "merit_slope": 0, "drs_beside_offer": 0, "early_concession": 0}
    plan = plan.model_copy(update={"rate_uncertainty": plan.rate_uncertainty.with_value(0)})
    quiet |= {"returns_after_review": 0, "refused_after_assessment": 0}
    return plan_from(plan.change(ample | quiet | changes).model_dump(by_alias=True))


def follow(
    trigger: str,
    first: date,
    *,
    start: str | None = None,
    days: dict[str, float] | None = None,
    run_days: int = 700,
    **changes: float,
) -> Journey:
    """Follow one family on both engines.

    Parameters
    ----------
    trigger : str
        The stream of demand.
    first : date
        The day it begins, at 08:00.
    start : str, optional
        The stage at which it begins, if not the stream's own.
    days : dict
        Fixed times at stages, in days of the stage's calendar.
    run_days : int
    **changes : float
        Parameters, or places with ``__`` for a dot.
    """
    plan = plan_for(trigger, first, start, days or {}, {k.replace("__", "."): v for k, v in changes.items()}, run_days)
    journeys: Journeys = runner(compile_plan(plan))(1, 0)
    events = journeys.events
    rows = tuple(
        (plan.start + timedelta(days=int(m) // DAY), str(e), str(s), str(d))
        for m, e, s, d in zip(events["minute"], events["event"], events["stage"], events["detail"], strict=True)
    )
    return Journey(rows, str(journeys.cases["outcome"].iloc[0]))
