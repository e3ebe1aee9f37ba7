"""A Plan: what a planner edits and saves. Demand, teams, diaries, parameters and the opening caseload.

A plan changes numbers and policies, never the engine. Every number in it is a
:class:`~sendsim.caseload.figure.Figure` that says whether it is published, inferred or assumed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal

from pydantic import Field, model_validator

from sendsim.caseload.durations import Quantity, check_law
from sendsim.caseload.figure import Figure, Model
from sendsim.caseload.mix import admits, profiles
from sendsim.caseload.pathway import Activity, Pathway, Session
from sendsim.caseload.working_time import CalendarName
from sendsim.errors import SendsimError, did_you_mean, unknown_name

CASE_COLUMNS = frozenset({"replication", "case", "demand", "opened", "closed", "outcome", "route", "stage", "merit"})
"""What the table of cases holds of every case; a mixed attribute needs another name."""


class Demand(Model):
    """A stream of new cases.

    Attributes
    ----------
    per_year : Figure
        Cases per year of 365.25 days at the start of the run.
    growth_per_year : Figure
        Growth of the rate per year, as a share (0.1 is 10 % a year), in steps each calendar year of the run.
    monthly : tuple of 12 floats or None
        Seasonal weights, January first; their mean is taken as 1.
    pattern : {"poisson", "regular", "listed"}
        Random arrivals; arrivals evenly spaced in the rate; or exactly those in ``listed_days``.
    rates : tuple of (from_day, per_day)
        Instead of ``per_year``: a rate that changes by day (fractions allowed), from day 0 of the run,
        repeated every ``cycle_days`` if given.
    listed_days : tuple of float
        Arrival times in days from the start, for ``pattern: listed``.
    attributes : dict
        What is known of every case of the stream; routes may ask for it with ``when``.
    mix : dict
        Attributes that differ from case to case: for each, the share of each level. Drawn independently.
    priority : int
        Lower is sooner, in teams and diaries whose queue rule is ``priority``.
    start : str or None
        The stage at which the stream begins, if not the pathway's own.
    calendar : {"office", "always"}
        Whether cases arrive only in office hours (others are moved to the next opening).
    """

    name: str
    title: str = ""
    per_year: Figure = Figure(value=0, unit="per year")
    growth_per_year: Figure = Figure(value=0, unit="share per year")
    monthly: tuple[float, ...] | None = None
    pattern: Literal["poisson", "regular", "listed"] = "poisson"
    rates: tuple[tuple[float, float], ...] = ()
    cycle_days: float | None = Field(default=None, gt=0)
    listed_days: tuple[float, ...] = ()
    attributes: dict[str, str] = Field(default_factory=dict)
    mix: dict[str, dict[str, Figure]] = Field(default_factory=dict)
    priority: int = Field(default=0, ge=0, le=1000)
    start: str | None = None
    calendar: CalendarName = "office"

    @model_validator(mode="after")
    def _sensible(self) -> Demand:
        if self.per_year.value < 0:
            raise ValueError(f"per_year is {self.per_year.value:g}: give 0 or more")
        if self.growth_per_year.value <= -1:
            raise ValueError(f"growth_per_year is {self.growth_per_year.value:g}: give a share above -1")
        if self.monthly is not None and (len(self.monthly) != 12 or min(self.monthly) < 0 or sum(self.monthly) == 0):
            raise ValueError("monthly needs twelve weights of 0 or more, January first")
        if any(rate < 0 for _, rate in self.rates) or list(self.rates) != sorted(self.rates):
            raise ValueError("rates need rising days and rates of 0 or more")
        if self.rates and self.rates[0][0] < 0:
            raise ValueError(f"rates begin on day {self.rates[0][0]:g}: count days from 0, the start of the run")
        if self.rates and self.cycle_days is not None and self.rates[-1][0] >= self.cycle_days:
            raise ValueError(
                f"rates reach day {self.rates[-1][0]:g} in a cycle of {self.cycle_days:g} days: keep them below it"
            )
        for name, levels in self.mix.items():
            if name in self.attributes or name in CASE_COLUMNS:
                raise ValueError(f"mix names {name!r}, which every case already has: choose another name")
            shares = [share.value for share in levels.values()]
            if not shares or min(shares) < 0 or abs(sum(shares) - 1) > 1e-6:
                raise ValueError(
                    f"the shares of {name!r} in mix add up to {sum(shares):g}: bring them to 1, none below 0"
                )
        if any(day < 0 for day in self.listed_days):
            raise ValueError(f"listed_days begin on day {min(self.listed_days):g}: count days from 0, the start")
        return self


class Staff(Model):
    """How many are on duty from a date (the start of the run if no date is given)."""

    from_date: date | None = Field(default=None, alias="from")
    number: Figure

    @model_validator(mode="after")
    def _not_negative(self) -> Staff:
        if self.number.value < 0:
            raise ValueError(f"number is {self.number.value:g}: capacity cannot be negative, give 0 or more")
        return self


QueueRule = Literal["first_come", "oldest_first", "priority"]


class Team(Model):
    """People who do activities.

    ``staff`` may be fractional: 3.6 posts are 3 or 4 people on duty by day, spread evenly over working days.
    When capacity drops, work in hand is finished before the post falls away.

    ``queue``: ``first_come`` (order of joining), ``oldest_first`` (longest-open case first) or ``priority``
    (the demand's priority, then order of joining). ``work``: ``one_at_a_time``; ``interruptible`` (a case of
    better priority stops the work in hand, which is later resumed); or ``shared`` (every case that joins is in
    hand at once and they share the time of those on duty, as in a caseload).
    """

    name: str
    title: str = ""
    staff: tuple[Staff, ...]
    calendar: CalendarName = "office"
    queue: QueueRule = "first_come"
    work: Literal["one_at_a_time", "interruptible", "shared"] = "one_at_a_time"

    @model_validator(mode="after")
    def _interrupts_by_priority(self) -> Team:
        if self.work == "interruptible" and self.queue != "priority":
            raise ValueError(f"work is 'interruptible' but queue is {self.queue!r}: set queue to 'priority'")
        return self


class Diary(Model):
    """Dated sessions with a number of places; a place not taken on its day is lost.

    Give either ``places`` (a number per week from a date, spread evenly over working days at 10:00) or
    ``sessions`` (day from the start, places), repeated every ``cycle_days`` if given.
    """

    name: str
    title: str = ""
    places: tuple[Staff, ...] = ()
    sessions: tuple[tuple[float, int], ...] = ()
    cycle_days: float | None = Field(default=None, gt=0)
    queue: QueueRule = "first_come"

    @model_validator(mode="after")
    def _one_way(self) -> Diary:
        if bool(self.places) == bool(self.sessions):
            raise ValueError("give either places (per week) or sessions, not both and not neither")
        return self


class Opening(Model):
    """Cases already open on the start date: how many, where they are and how long they have been there.

    ``ages_days`` lists each case's days at ``stage``; or ``count`` cases are spread evenly between
    ``youngest_days`` and ``oldest_days``. ``before_days`` is how long a case had been open before it got there.
    """

    stage: str
    demand: str
    ages_days: tuple[float, ...] = ()
    count: Figure = Figure(value=0, unit="cases")
    youngest_days: float = Field(default=0, ge=0)
    oldest_days: float = Field(default=0, ge=0)
    before_days: float = Field(default=0, ge=0)

    @property
    def ages(self) -> tuple[float, ...]:
        """Days that each case has been at the stage, oldest first."""
        if self.ages_days:
            return tuple(sorted(self.ages_days, reverse=True))
        n = round(self.count.value)
        span = self.oldest_days - self.youngest_days
        return tuple(self.oldest_days - span * (i + 0.5) / n for i in range(n))

    @model_validator(mode="after")
    def _sensible(self) -> Opening:
        if self.count.value < 0 or any(age < 0 for age in self.ages_days):
            raise ValueError("counts and ages of open cases cannot be negative")
        if self.ages_days and self.count.value not in (0, len(self.ages_days)):
            raise ValueError("give either ages_days or count, not both")
        if self.oldest_days < self.youngest_days:
            raise ValueError("oldest_days is below youngest_days")
        return self


class Plan(Model):
    """Everything a run needs, and nothing it has to look up. Frozen; :meth:`change` makes another.

    ``costs`` replaces unit costs by name (see ``sendsim.planning.unit_costs``); it prices what happened and never
    changes what happens.
    """

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
            for name, levels in d.mix.items():
                for level, share in levels.items():
                    add(f"demand.{d.name}.mix.{name}.{level}", share)
        for t in self.teams:
            for s in t.staff:
                add(f"teams.{t.name}" + (f".{s.from_date}" if s.from_date else ""), s.number)
        for di in self.diaries:
            for s in di.places:
                add(f"diaries.{di.name}" + (f".{s.from_date}" if s.from_date else ""), s.number)
        for name, figure in self.parameters.items():
            add(f"parameters.{name}", figure)
        groups: dict[str, list[Opening]] = {}
        for o in self.opening:
            groups.setdefault(f"opening.{o.stage}.{o.demand}", []).append(o)
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
        if self.end <= self.start:
            raise ValueError(f"end {self.end} is not after start {self.start}: give a later end")
        if self.end > self.start + timedelta(days=366 * 20):
            raise ValueError(f"end {self.end} is more than twenty years after the start: give an earlier end")
        for kind, items in (("demand", self.demand), ("team", self.teams), ("diary", self.diaries)):
            names = [item.name for item in items]
            for name in names:
                if names.count(name) > 1:
                    raise ValueError(f"{kind} {name!r} is defined twice: rename one of them")
        teams, diaries = [t.name for t in self.teams], [d.name for d in self.diaries]
        stages, streams = self.pathway.names, [d.name for d in self.demand]
        departures = [d.name for s in self.pathway.stages for d in getattr(s, "departures", ())]
        for stage in self.pathway.stages:
            if isinstance(stage, Activity) and stage.team not in teams:
                raise ValueError(
                    f"stage {stage.name!r} needs team {stage.team!r}, which the plan does not have."
                    f"{did_you_mean(stage.team, teams)}"
                )
            if (
                isinstance(stage, Activity)
                and stage.room is not None
                and self.teams[teams.index(stage.team)].work == "shared"
            ):
                raise ValueError(
                    f"room of stage {stage.name!r} is {stage.room}, but the work of team {stage.team!r} is 'shared', "
                    "so nobody waits there: leave room and if_full out, or change the team's work"
                )
            if isinstance(stage, Session) and stage.diary not in diaries:
                raise ValueError(
                    f"stage {stage.name!r} needs diary {stage.diary!r}, which the plan does not have."
                    f"{did_you_mean(stage.diary, diaries)}"
                )
        for d in self.demand:
            if d.start is not None and d.start not in stages:
                raise ValueError(
                    f"demand {d.name!r} starts at unknown stage {d.start!r}.{did_you_mean(d.start, stages)}"
                )
        for o in self.opening:
            if o.stage not in stages:
                raise ValueError(f"opening names unknown stage {o.stage!r}.{did_you_mean(o.stage, stages)}")
            if o.demand not in streams:
                raise ValueError(f"opening names unknown demand {o.demand!r}.{did_you_mean(o.demand, streams)}")
        for name in self.switched_off:
            if name not in departures:
                raise ValueError(f"switched_off names unknown departure {name!r}.{did_you_mean(name, departures)}")
        self._durations_exist()
        self._probabilities_add_up()
        return self

    def _durations_exist(self) -> None:
        for stage in self.pathway.stages:
            takes = getattr(stage, "takes", None)
            if takes is not None:
                try:
                    check_law(takes, self.value)
                except SendsimError as error:
                    raise ValueError(f"takes of stage {stage.name!r}: {error}") from None

    def reachable(self, demand: Demand) -> set[str]:
        """Return the names of the stages and clocks that a case of ``demand`` may come to."""
        begin = [demand.start or self.pathway.start, *(o.stage for o in self.opening if o.demand == demand.name)]
        reached: set[str] = set()
        possible = [a for a, share in profiles(demand.attributes, demand.mix, self.pathway.asked) if share > 0]
        while begin:
            name = begin.pop()
            if name in reached:
                continue
            reached.add(name)
            stage = self.pathway.stage(name)
            ways = list(getattr(stage, "then", ()))
            for clock in self.pathway.clocks:
                if name in clock.starts_on:
                    reached.add(clock.name)
                    ways += clock.then
            begin += [w.to for w in ways if w.to is not None and any(admits(w.when, a) for a in possible)]
            begin += [d.to for d in getattr(stage, "departures", ())]
            if isinstance(stage, Activity) and stage.if_full is not None:
                begin.append(stage.if_full)
        return reached

    def _probabilities_add_up(self) -> None:
        reached = {demand.name: self.reachable(demand) for demand in self.demand}
        asked = self.pathway.asked
        of_streams = [(d, a) for d in self.demand for a, share in profiles(d.attributes, d.mix, asked) if share > 0]
        for stage in (*self.pathway.stages, *self.pathway.clocks):
            ways = getattr(stage, "then", ())
            for departure in getattr(stage, "departures", ()):
                if self.value(departure.per_week) < 0:
                    raise ValueError(f"{departure.name!r} at stage {stage.name!r} has a negative rate: give 0 or more")
            if not ways:
                continue
            for demand, attributes in of_streams:
                if stage.name not in reached[demand.name]:
                    continue
                open_ways = [w for w in ways if admits(w.when, attributes)]
                if sum(w.merit is not None for w in open_ways) > 1:
                    raise ValueError(
                        f"two ways out of stage {stage.name!r} have merit for {demand.name!r}: let one of them take "
                        "the rest"
                    )
                for way in open_ways:
                    if way.merit is not None:
                        self.value(way.merit)
                total, rest = 0.0, 0
                for way in open_ways:
                    if way.p is None:
                        rest += 1
                        continue
                    p = self.value(way.p)
                    if not 0 <= p <= 1:
                        raise ValueError(
                            f"the probability {way.p!r} at stage {stage.name!r} is {p:g}: give a number from 0 to 1"
                        )
                    total += p
                if total > 1 + 1e-9:
                    raise ValueError(
                        f"the probabilities out of stage {stage.name!r} add up to {total:g} for {demand.name!r}: "
                        "bring them to 1 or less"
                    )
                if rest > 1 or (rest == 0 and abs(total - 1) > 1e-9):
                    raise ValueError(
                        f"the ways out of stage {stage.name!r} for {demand.name!r} must add up to 1, or exactly one "
                        "must have no p and take the rest"
                    )
