"""A plan turned into what engines read: indexes, whole minutes and tables. Nothing is looked up after this."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sendsim.caseload.areas import Layout, lay_out, stream_name
from sendsim.caseload.durations import QuantileTable, exponential_table, minutes_per, quantile_table
from sendsim.caseload.held import places_held
from sendsim.caseload.limits import BY_NOTICE, RULES
from sendsim.caseload.luck import check_distinct
from sendsim.caseload.mix import (
    MERIT_LEVELS,
    Kind,
    MixTables,
    admits,
    asked_of,
    hazard_ratios,
    mix_tables,
    profiles,
    tilted,
)
from sendsim.caseload.pathway import (
    Activity,
    Allocation,
    Choice,
    Clock,
    Departure,
    End,
    Session,
    To,
    Wait,
    parameters_by_place,
)
from sendsim.caseload.plan import Demand, Diary, Plan, Team
from sendsim.caseload.plan_parts import PHASE_TRANSFER
from sendsim.caseload.schedules import capacity_of, ceilings_of, sessions_of
from sendsim.caseload.working_time import CALENDARS, DAY, WorkingTime, working_time

WEEK = 7 * DAY

MOST_KNOWN = 2**13
"""Dates of a limit that are remembered at once."""

Ways = tuple[tuple[int, float], ...]
"""Targets with cumulative probabilities; the last is 1. Target -1 means the case stays (clocks only)."""


@dataclass(frozen=True)
class Leaving:
    """A departure that is switched on: its target, its mean hazard per minute and the minutes until it comes.

    Where merit moves the hazard, ``ratios`` holds each level's hazard as a multiple of the mean; otherwise it is empty.
    """

    name: str
    to: int
    per_minute: float
    table: QuantileTable
    ratios: tuple[float, ...] = ()

    def ratio(self, level: int) -> float:
        """Return the hazard at a level of merit as a multiple of the mean hazard."""
        return self.ratios[level] if self.ratios else 1.0


@dataclass(frozen=True)
class Step:
    """One stage, ready to run."""

    index: int
    name: str
    kind: str
    table: QuantileTable | None
    calendar: WorkingTime
    departures: tuple[Leaving, ...]
    ways: tuple[Ways, ...]  # one for each kind of case
    row: int = 0  # the stage's row among those of all areas
    place: int = -1  # index of the team or diary
    room: int | None = None
    if_full: int = -1
    starts: tuple[int, ...] = ()
    stops: tuple[int, ...] = ()
    route: str = ""
    uses: tuple[tuple[int, int], ...] = ()  # (team, people one case takes)
    settled: bool = False
    notice: bool = False
    frees: tuple[int, ...] = ()  # teams whose place is given back here
    holds: tuple[int, ...] = ()  # teams of whose places a case that stands here at the start holds one


@dataclass
class Limit:
    """One clock, ready to run; remembers the last minutes it has worked out, by day."""

    index: int
    clock: Clock
    start: date

    def __post_init__(self) -> None:
        self._known: dict[int, int] = {}
        self._by_notice = self.clock.counting in BY_NOTICE

    def expires(self, notice: int, started: int) -> int:
        """Return the first minute at which the limit has passed: midnight after the last day in time."""
        key = started // DAY
        if self._by_notice:
            key += notice // DAY * 2**16  # runs, and what came before them, are shorter than 2**15 days
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            noticed, began = (self.start + timedelta(days=minute // DAY) for minute in (notice, started))
            last = RULES[self.clock.counting](noticed, began, self.clock.amount)
            found = self._known[key] = ((last - self.start).days + 1) * DAY
        return found


@dataclass(frozen=True)
class Compiled:
    """A plan, ready to run.

    ``teams`` and ``diaries`` are places: those of each area, and those that areas share (see
    :mod:`sendsim.caseload.areas`). ``capacity`` holds, for each team, (minute, number on duty) in order, and
    ``ceilings`` (minute, open cases it may hold), empty where cases are not given out to it; ``sessions``, for each
    diary, (minute, places) in order, places being -1 where only people limit them. ``staffed_by`` holds the teams of
    each diary. In ``laid`` an engine keeps what it made of the kinds, steps and limits alone: plans that have the very
    same share it (:mod:`sendsim.caseload.compiled_anew`).
    """

    plan: Plan
    end: int
    kinds: tuple[Kind, ...]
    layout: Layout
    steps_of: tuple[tuple[Step, ...], ...]  # the stages as each area has them
    limits: tuple[Limit, ...]
    limit_ways_of: tuple[tuple[tuple[Ways, ...], ...], ...]  # for each area, clock and kind of case
    teams: tuple[Team, ...]
    calendars: tuple[WorkingTime, ...]
    capacity: tuple[tuple[tuple[int, int], ...], ...]
    ceilings: tuple[tuple[tuple[int, int], ...], ...]
    diaries: tuple[Diary, ...]
    sessions: tuple[tuple[tuple[int, int], ...], ...]
    staffed_by: tuple[tuple[int, ...], ...]
    start_at: tuple[int, ...]  # the stage at which each stream begins
    office: WorkingTime
    laid: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The stages as the first area has them: their names and kinds are those of every area."""
        return self.steps_of[0]

    @cached_property
    def stage_index(self) -> dict[str, int]:
        """The index of each stage by name."""
        return {step.name: step.index for step in self.steps}

    @cached_property
    def mixes(self) -> MixTables:
        """The mixed attributes of all streams, and how kinds of case are numbered by them."""
        return mix_tables(
            [d.mix for d in self.plan.demand], [d.attributes for d in self.plan.demand], self.plan.asked, self.kinds
        )

    @cached_property
    def kind_at(self) -> dict[tuple[int, tuple[tuple[str, str], ...]], int]:
        """The kind of least merit of each stream and combination of what routes ask for."""
        asked = self.plan.asked
        return {(k.stream, asked_of(k.attributes, asked)): i for i, k in enumerate(self.kinds) if k.merit == 0}

    @cached_property
    def phase(self) -> tuple[int, ...]:
        """For each kind of case, its rank by ``phase_transfer_first``: 0 for phase transfers, 1 for the others."""
        return tuple(int(kind.attributes.get(PHASE_TRANSFER) != "yes") for kind in self.kinds)

    @cached_property
    def staff(self) -> frozenset[int]:
        """The teams that staff diaries."""
        return frozenset(team for teams in self.staffed_by for team in teams)


def compile_plan(plan: Plan) -> Compiled:
    """Turn a plan into what engines read.

    Raises
    ------
    PlanError
        If a law has impossible parameters or two names would share their luck.
    """
    pathway, days = plan.pathway, plan.days
    kinds = _kinds(plan)
    check_distinct(_purposes(plan), "purposes")
    layout = lay_out(plan)
    check_distinct([stream_name(area, d.name) for area in layout.names for d in plan.demand], "demand streams")
    maker = StepMaker(plan, layout, kinds)
    base = [maker.step(0, i, plan) for i in range(len(pathway.stages))]
    base_ways = [maker.limit_ways(k, plan) for k in range(len(pathway.clocks))]
    used = parameters_by_place(pathway)
    areas = range(len(layout.names))
    return Compiled(
        plan=plan,
        end=days * DAY,
        kinds=kinds,
        layout=layout,
        steps_of=tuple(
            tuple(
                maker.step(a, i) if layout.own[a] & used[i] else replace(step, **maker.places(a, i))
                for i, step in enumerate(base)
            )
            for a in areas
        ),
        limits=tuple(Limit(k, c, plan.start) for k, c in enumerate(pathway.clocks)),
        limit_ways_of=tuple(
            tuple(
                maker.limit_ways(k, layout.plans[a]) if layout.own[a] & used[len(base) + k] else ways
                for k, ways in enumerate(base_ways)
            )
            for a in areas
        ),
        teams=layout.teams,
        calendars=tuple(maker.clocks[t.calendar] for t in layout.teams),
        capacity=tuple(capacity_of(plan, t) for t in layout.teams),
        ceilings=ceilings_by_team(plan, layout),
        diaries=layout.diaries,
        sessions=tuple(sessions_of(plan, d) for d in layout.diaries),
        staffed_by=staff_of(layout),
        start_at=tuple(maker.where[d.start or pathway.start] for d in plan.demand),
        office=maker.clocks["office"],
    )


def ceilings_by_team(plan: Plan, layout: Layout) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return, for each team, (minute, open cases it may hold); empty where cases are not given out to it."""
    allocated = {i for i, team in enumerate(plan.teams) if team.name in plan.allocated}
    return tuple(
        ceilings_of(plan, t) if of in allocated else () for of, t in zip(layout.team_of, layout.teams, strict=True)
    )


def staff_of(layout: Layout) -> tuple[tuple[int, ...], ...]:
    """Return the teams of each diary."""
    place_of = {t.name: i for i, t in enumerate(layout.teams)}
    return tuple(tuple(place_of[t] for t in d.staffed_by) for d in layout.diaries)


class StepMaker:
    """Makes the steps of a plan from the stages of its pathway, one at a time."""

    def __init__(self, plan: Plan, layout: Layout, kinds: tuple[Kind, ...]) -> None:
        self.plan, self.layout, self.kinds, self.pathway = plan, layout, kinds, plan.pathway
        self.where = {name: i for i, name in enumerate(plan.pathway.names)}
        self.clocks = {name: working_time(name, plan.start, plan.days) for name in CALENDARS}
        self._held = {name: places_held(plan, name) for name in plan.allocated}
        self._of_team = {t.name: t for t in plan.teams}

    def places(self, a: int, i: int) -> dict[str, Any]:
        """Return what differs between areas: the stage's row, its place and the teams it has to do with."""
        stage, at, place = self.pathway.stages[i], self.layout.team_at[a], -1
        uses: tuple[tuple[int, int], ...] = ()
        if isinstance(stage, Activity | Allocation):
            place = at[stage.team]
        elif isinstance(stage, Session):
            place = self.layout.diary_at[a][stage.diary]
            uses = tuple((at[t], n) for t, n in stage.uses.items())
        held = self._held.items()
        frees = tuple(at[t] for t, of in held if isinstance(stage, End) or stage.name in of.until)
        holds = tuple(at[t] for t, of in held if stage.name in of.inside)
        return {"row": a * len(self.pathway.stages) + i, "place": place, "uses": uses, "frees": frees, "holds": holds}

    def step(self, a: int, i: int, plan: Plan | None = None) -> Step:
        """Make stage ``i`` of area ``a``, with the numbers of ``plan``; with the area's own unless told."""
        plan = self.layout.plans[a] if plan is None else plan
        stage, where, pathway = self.pathway.stages[i], self.where, self.pathway
        calendar = self.clocks["always"]
        if isinstance(stage, Wait):
            calendar = self.clocks[stage.calendar]
        elif isinstance(stage, Activity | Allocation):
            calendar = self.clocks[self._of_team[stage.team].calendar]
        table = None
        if isinstance(stage, Wait | Activity | Session):
            unit = minutes_per(stage.takes.unit, calendar.minutes_per_day, calendar.days_per_week)
            table = quantile_table(stage.takes, plan.value, unit)
        departures = tuple(
            Leaving(d.name, where[d.to], rate / WEEK, exponential_table(WEEK / rate), _ratios(plan, d))
            for d in getattr(stage, "departures", ())
            if d.name not in plan.switched_off and (rate := plan.value(d.per_week)) > 0
        )
        full = isinstance(stage, Activity) and stage.if_full is not None
        return Step(
            index=i,
            name=stage.name,
            kind=stage.kind,
            table=table,
            calendar=calendar,
            departures=departures,
            ways=_ways_by_kind(plan, getattr(stage, "then", ()), where, self.kinds),
            room=stage.room if isinstance(stage, Activity) else None,
            if_full=where[stage.if_full] if full else -1,  # type: ignore[union-attr,index]
            starts=tuple(k for k, c in enumerate(pathway.clocks) if stage.name in c.starts_on),
            stops=tuple(k for k, c in enumerate(pathway.clocks) if stage.name in c.stops_on),
            route=stage.route if isinstance(stage, End) else "",
            settled=isinstance(stage, Wait) and stage.settled,
            notice=isinstance(stage, Choice) and stage.notice,
            **self.places(a, i),
        )

    def limit_ways(self, k: int, plan: Plan) -> tuple[Ways, ...]:
        """Return the ways out of clock ``k`` for each kind of case, with the numbers of ``plan``."""
        return _ways_by_kind(plan, self.pathway.clocks[k].then, self.where, self.kinds)


def _purposes(plan: Plan) -> list[str]:
    names = ["arrival", "merit", "year", *dict.fromkeys(f"mix.{name}" for d in plan.demand for name in d.mix)]
    for stage in plan.pathway.stages:
        if not isinstance(stage, End):
            names += [f"{stage.name}.takes", f"{stage.name}.route"]
        names += [f"{stage.name}.{d.name}" for d in getattr(stage, "departures", ())]
    return names + [f"{c.name}.route" for c in plan.pathway.clocks]


def _kinds(plan: Plan) -> tuple[Kind, ...]:
    """Return the kinds of case: by stream, then by levels of what routes ask for, then by level of merit.

    After the combinations of a stream's new cases come those that only cases open at the start have.
    """
    places = (*plan.pathway.stages, *plan.pathway.clocks)
    slopes = [w.merit for s in places for w in getattr(s, "then", ())]
    slopes += [d.merit for s in places for d in getattr(s, "departures", ()) if d.name not in plan.switched_off]
    levels = MERIT_LEVELS if any(m is not None and plan.value(m) != 0 for m in slopes) else 1
    return tuple(
        Kind(stream, attributes, level, share / levels)
        for stream, d in enumerate(plan.demand)
        for attributes, share in _combinations(plan, d)
        for level in range(levels)
    )


def _combinations(plan: Plan, demand: Demand) -> list[tuple[dict[str, str], float]]:
    """Return the combinations of attributes of new cases with their shares, then those of open cases only."""
    asked = plan.asked
    new = profiles(demand.attributes, demand.mix, asked)
    of_new = {asked_of(attributes, asked) for attributes, _ in new}
    return new + [(a, 0.0) for a in plan.possible(demand) if asked_of(a, asked) not in of_new]


def _ratios(plan: Plan, departure: Departure) -> tuple[float, ...]:
    slope = 0.0 if departure.merit is None else plan.value(departure.merit)
    return hazard_ratios(slope) if slope else ()


def _ways_by_kind(plan: Plan, then: tuple[To, ...], where: dict[str, int], kinds: tuple[Kind, ...]) -> tuple[Ways, ...]:
    """Return the ways out for each kind; kinds for which they are equal share one table."""
    if not any(w.when or w.merit is not None for w in then):
        return (_ways(plan, list(then), where, 0),) * len(kinds)
    levels = (
        kinds[-1].merit + 1 if kinds else 1
    )  # kinds that differ in merit alone stand together, in the order of its levels
    known: dict[tuple[int, ...], tuple[Ways, ...]] = {}
    out: list[Ways] = []
    for kind in kinds[::levels]:
        which = tuple(i for i, w in enumerate(then) if admits(w.when, kind.attributes))
        if which not in known:
            ways = [then[i] for i in which]
            leans = any(w.merit is not None for w in ways)
            each = [_ways(plan, ways, where, level) for level in range(levels if leans else 1)]
            known[which] = tuple(each) if leans else (each[0],) * levels
        out += known[which]
    return tuple(out)


def _ways(plan: Plan, open_ways: list[To], where: dict[str, int], level: int) -> Ways:
    """Return targets with cumulative probabilities: those with a p in order, then the one that takes the rest.

    Where merit moves one way out, the others keep their proportions to one another.
    """
    with_p = [(w, plan.value(w.p)) for w in open_ways if w.p is not None]
    moved = next(((w, p, plan.value(w.merit)) for w, p in with_p if w.merit is not None), None)
    if moved is not None and moved[2] != 0 and 0 < moved[1] < 1:
        way, p, slope = moved
        new = tilted(p, slope)[level]
        with_p = [(w, new if w is way else q * (1 - new) / (1 - p)) for w, q in with_p]
    total, ways = 0.0, []
    for w, p in with_p:
        total += p
        ways.append((-1 if w.to is None else where[w.to], total))
    rest = next((w for w in open_ways if w.p is None), None)
    if rest is not None:
        ways.append((-1 if rest.to is None else where[rest.to], 1.0))
    elif ways:
        ways[-1] = (ways[-1][0], 1.0)
    return tuple(ways)
