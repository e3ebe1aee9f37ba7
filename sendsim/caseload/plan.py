"""A Plan: what a planner edits and saves. Demand, teams, diaries, parameters and the opening caseload.

A plan changes numbers and policies, never the engine. Its parts are in :mod:`sendsim.caseload.plan_parts`; what it
refuses, in :mod:`sendsim.caseload.plan_checks`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from pydantic import Field, model_validator

from sendsim.caseload.durations import Quantity
from sendsim.caseload.figure import Figure, Growing
from sendsim.caseload.mix import asked_of, possible
from sendsim.caseload.parameter_sets import ParameterSet
from sendsim.caseload.pathway import Allocation, Pathway
from sendsim.caseload.plan_checks import check_plan
from sendsim.caseload.plan_parts import PHASE_TRANSFER, Area, Demand, Diary, Opening, Season, Staff, Team
from sendsim.caseload.reach import reachable
from sendsim.errors import unknown_name

__all__ = ["Area", "Demand", "Diary", "Opening", "Plan", "Season", "Staff", "Team"]


class Plan(Growing):
    """Everything a run needs, and nothing it has to look up. Frozen; :meth:`change` makes another.

    ``rate_uncertainty`` is how far a year's demand may be off: the coefficient of variation of one factor for each
    calendar year, which every stream shares (see :func:`sendsim.caseload.arrivals.year_factors`).

    ``areas`` makes one plan of many: every team and diary exists once in each area, with the area's own number, save
    those named in ``shared``, which all areas share (for example the Tribunal's). A case belongs to an area and queues
    there. See :mod:`sendsim.caseload.areas`.

    ``costs`` replaces unit costs by name (see ``sendsim.planning.unit_costs``); it prices what happened and never
    changes what happens. ``sets`` are parameter sets that replications take in turn (see
    :mod:`sendsim.caseload.parameter_sets`).
    """

    later: ClassVar[tuple[str, ...]] = ("rate_uncertainty", "sets", "areas", "shared")
    name: str
    start: date
    end: date
    pathway: Pathway
    authority: str = ""
    demand: tuple[Demand, ...]
    teams: tuple[Team, ...] = ()
    diaries: tuple[Diary, ...] = ()
    parameters: dict[str, Figure] = Field(default_factory=dict)
    switched_off: tuple[str, ...] = ()
    costs: dict[str, Figure] = Field(default_factory=dict)
    opening: tuple[Opening, ...] = ()
    rate_uncertainty: Figure = Figure(value=0, unit="coefficient of variation of the yearly rate")
    sets: tuple[ParameterSet, ...] = ()
    areas: tuple[Area, ...] = ()
    shared: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """Days from the start (inclusive) to the end (exclusive)."""
        return (self.end - self.start).days

    def value(self, quantity: Quantity) -> float:
        """Return the number for ``quantity``: itself, or the parameter of that name."""
        if isinstance(quantity, str):
            if quantity not in self.parameters:
                raise unknown_name("parameter", quantity, self.parameters)
            return self.parameters[quantity].value
        return float(quantity)

    @property
    def asked(self) -> frozenset[str]:
        """The attributes on which anything in a run depends: ways out that ask for them, and queue rules."""
        rules = {t.queue for t in self.teams} | {d.queue for d in self.diaries}
        by_rule = "phase_transfer_first" in rules
        return self.pathway.asked | (frozenset({PHASE_TRANSFER}) if by_rule else frozenset())

    @property
    def openings(self) -> tuple[Opening, ...]:
        """The cases open at the start, of the plan or of all its areas."""
        return (*self.opening, *(o for area in self.areas for o in area.opening))

    def possible(self, demand: Demand) -> list[dict[str, str]]:
        """Return each combination of attributes on which a run depends that some case of ``demand`` may have."""
        asked = self.asked
        given = {
            frozenset((name, level) for name, level in o.attributes.items() if name in asked)
            for o in self.openings
            if o.attributes and o.demand == demand.name
        }
        return possible(demand.attributes, demand.mix, asked, [dict(known) for known in sorted(given, key=sorted)])

    @property
    def allocated(self) -> tuple[str, ...]:
        """The names of the teams to which the pathway gives cases out, in the order of the plan."""
        names = {s.team for s in self.pathway.stages if isinstance(s, Allocation)}
        return tuple(t.name for t in self.teams if t.name in names)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything that decides what happens (not the name, the notes or the unit costs)."""
        data = self.model_dump(mode="json", exclude={"name", "notes", "costs"})
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()

    def figures(self) -> list[dict[str, Any]]:
        """Return every number of the plan with its unit and evidence: one dict a figure."""
        rows: list[dict[str, Any]] = []

        def add(place: str, figure: Figure) -> None:
            rows.append({"figure": place, **figure.model_dump()})

        for d in self.demand:
            add(f"demand.{d.name}.per_year", d.per_year)
            add(f"demand.{d.name}.growth_per_year", d.growth_per_year)
            for month, figure in (d.monthly.figures if d.monthly else {}).items():
                add(f"demand.{d.name}.monthly.{month}", figure)
            for name, levels in d.mix.items():
                for level, share in levels.items():
                    add(f"demand.{d.name}.mix.{name}.{level}", share)
        for t in self.teams:
            for s in t.staff:
                add(f"teams.{t.name}" + (f".{s.from_date}" if s.from_date else ""), s.number)
            for name, figure in {**t.availability, **({"caseload": t.caseload} if t.caseload else {})}.items():
                add(f"teams.{t.name}.{name}", figure)
        if self.rate_uncertainty.value:
            add("rate_uncertainty", self.rate_uncertainty)
        for di in self.diaries:
            for s in di.places:
                add(f"diaries.{di.name}" + (f".{s.from_date}" if s.from_date else ""), s.number)
        for name, figure in self.parameters.items():
            add(f"parameters.{name}", figure)
        for area in self.areas:
            for part in ("demand", "teams", "diaries", "parameters"):
                for name, figure in getattr(area, part).items():
                    add(f"areas.{area.name}.{part}.{name}", figure)
        groups: dict[str, list[Opening]] = {}
        for before, opening in (("", self.opening), *((f"areas.{a.name}.", a.opening) for a in self.areas)):
            for o in opening:
                groups.setdefault(f"{before}opening.{o.stage}.{o.demand}", []).append(o)
        for place, same in groups.items():
            add(place, same[0].count.model_copy(update={"value": float(sum(len(o.ages) for o in same))}))
        return rows

    def change(self, changes: Mapping[str, float | str], name: str | None = None) -> Plan:
        """Return a copy with other numbers or policies; the places are those of :mod:`sendsim.caseload.plan_change`.

        A number equal to the present one leaves the figure and its evidence untouched.

        Raises
        ------
        UnknownNameError
            If a place does not exist; near misses are suggested.
        PlanError
            If a value is of the wrong kind, or the changed plan is not valid.
        """
        from sendsim.caseload.plan_change import changed

        return changed(self, changes, name)

    @model_validator(mode="after")
    def _holds_together(self) -> Plan:
        check_plan(self)
        return self

    def beginnings(self, demand: Demand) -> tuple[str, ...]:
        """Return the names of the stages at which cases of ``demand`` begin or are open at the start."""
        open_at = dict.fromkeys(o.stage for o in self.openings if o.demand == demand.name)
        return (demand.start or self.pathway.start, *open_at)

    def known_of(self, demand: Demand) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Return :meth:`possible` as pairs of attribute and level, of the attributes that routes may ask for alone."""
        asked = self.asked
        return tuple(asked_of(attributes, asked) for attributes in self.possible(demand))

    def reachable(self, demand: Demand) -> set[str]:
        """Return the names of the stages and clocks that a case of ``demand`` may come to."""
        return reachable(self.pathway, self.beginnings(demand), self.known_of(demand))
