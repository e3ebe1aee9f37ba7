"""The vocabulary in which a pathway is told: a closed list of stage kinds, as frozen data.

A pathway is a tuple of stages and a tuple of clocks. Nothing here runs; the engines read it.

Kinds
-----
Wait      time passes; the case may leave for a named reason before it is over
Activity  a member of a team works on the case for a time; the case queues until one is free
Session   the case takes a place in a dated diary, for example a hearing list, and the people it needs that day
Allocation  the case waits until a team may hold one more open case, and holds a place until it is further on
Choice    the case goes one way or another at once
End       the disagreement ends here
Clock     a limit that runs beside the stages; when it passes, the case is moved or the breach is noted

A pathway loads from YAML (:func:`sendsim.caseload.plan.load_plan`), so a planner can add a route, and any
textbook queue runs through the same engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import Field, model_validator

from sendsim.caseload.durations import Duration, Quantity
from sendsim.caseload.figure import Growing, Model
from sendsim.caseload.limits import Counting
from sendsim.caseload.working_time import CalendarName
from sendsim.errors import did_you_mean


class To(Model):
    """One way out of a stage.

    Attributes
    ----------
    to : str or None
        The next stage. ``None`` is for clocks only: the case stays where it is.
    p : number, name of a parameter, or None
        The probability. At most one way out may have none; it takes the rest.
    when : dict
        Attributes that the case must have for this way to be open, for example ``{"plan": ("none",)}``.
    merit : number, name of a parameter, or None
        How much the case's latent merit moves the probability, in log odds for one standard deviation (see
        :mod:`sendsim.caseload.mix`). ``p`` stays the share over all families.
    cites : tuple of str
        The rule or evidence behind it.
    """

    to: str | None
    p: Quantity | None = None
    merit: Quantity | None = None
    when: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    cites: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _merit_moves_p(self) -> To:
        if self.merit is not None and self.p is None:
            raise ValueError(f"the way to {self.to!r} has merit but no p: merit moves a probability, so give p")
        return self


class Departure(Growing):
    """A named reason for leaving while waiting: a constant hazard per week that a plan can switch off.

    ``merit`` is how much the case's latent merit moves the hazard: the log hazard ratio for one standard deviation
    (proportional hazards; Cox 1972, J. R. Stat. Soc. B 34, 187-220). ``per_week`` stays the mean hazard over all
    families as they begin to wait; those still waiting later are those who leave less.
    """

    later: ClassVar[tuple[str, ...]] = ("merit",)
    name: str
    to: str
    per_week: Quantity
    merit: Quantity | None = None
    cites: tuple[str, ...] = ()


class _Stage(Growing):
    name: str
    title: str = ""
    cites: tuple[str, ...] = ()


class Wait(_Stage):
    """Time passes. ``takes`` is counted in ``calendar``.

    ``settled``: the disagreement is settled, and the family may come back to it. The episode is over when the case
    joins such a wait, and the case does not count as open while it is there.
    """

    later: ClassVar[tuple[str, ...]] = ("settled",)
    kind: Literal["wait"] = "wait"
    takes: Duration
    calendar: CalendarName = "always"
    settled: bool = False
    departures: tuple[Departure, ...] = ()
    then: tuple[To, ...]


class Activity(_Stage):
    """A unit of ``team`` works on the case for ``takes`` of the team's working time.

    ``room`` limits how many may wait for this stage; a case that finds it full goes to ``if_full``.
    """

    kind: Literal["activity"] = "activity"
    team: str
    takes: Duration
    departures: tuple[Departure, ...] = ()
    room: int | None = Field(default=None, ge=0)
    if_full: str | None = None
    then: tuple[To, ...]

    @model_validator(mode="after")
    def _somewhere_to_go(self) -> Activity:
        if (self.room is None) != (self.if_full is None):
            raise ValueError("room and if_full go together: give both or neither")
        return self


class Session(_Stage):
    """The case takes the next free place in ``diary`` and is dealt with on that day.

    ``uses`` says how many people of each team that staffs the diary one case takes for the day, for example
    ``{"judges": 1, "specialist_members": 2}`` for a panel of three. Cases are taken in the order of the diary's queue;
    one whose people are not all there is passed over that time.
    """

    later: ClassVar[tuple[str, ...]] = ("uses",)
    kind: Literal["session"] = "session"
    diary: str
    uses: dict[str, Annotated[int, Field(ge=1, le=1000)]] = Field(default_factory=dict)
    takes: Duration
    departures: tuple[Departure, ...] = ()
    then: tuple[To, ...]


class Allocation(_Stage):
    """The case is given to a member of ``team``, who may hold :attr:`Team.caseload` open cases for each post.

    It waits, in the order of the team's queue rule, until the team holds fewer cases than its posts may, then holds a
    place and moves on at once. It gives the place back when it comes to a stage of ``until`` (of any allocation to that
    team) or ends; then the next in line is served. A case that holds a place already moves on at once.
    """

    kind: Literal["allocation"] = "allocation"
    team: str
    until: tuple[str, ...] = ()
    departures: tuple[Departure, ...] = ()
    then: tuple[To, ...]


class Choice(_Stage):
    """The case goes one way or another at once.

    ``notice``: a decision notice is sent here. From here the case's limits are counted, and it ranks by age in
    ``oldest_first``, from now; until its first notice both count from the day the case was opened.
    """

    later: ClassVar[tuple[str, ...]] = ("notice",)
    kind: Literal["choice"] = "choice"
    notice: bool = False
    then: tuple[To, ...]


class End(_Stage):
    """The disagreement ends here; ``route`` says by which route."""

    kind: Literal["end"] = "end"
    route: str = ""


Stage = Annotated[Wait | Activity | Session | Allocation | Choice | End, Field(discriminator="kind")]


class Clock(Model):
    """A statutory limit.

    It starts when a case joins a stage of ``starts_on``. It stops when a stage of ``stops_on`` begins: when work starts
    there (Activity, Session), when the case is given out (Allocation), or on arrival (other kinds). If the last day in
    time passes first, the expiry is noted, and a case that is waiting follows ``then`` (no ways out, or ``to: null``:
    it stays).
    """

    name: str
    title: str = ""
    starts_on: tuple[str, ...]
    stops_on: tuple[str, ...]
    counting: Counting
    amount: int = Field(default=0, ge=0)
    then: tuple[To, ...] = ()
    cites: tuple[str, ...] = ()


def parameters_of(stage: Stage | Clock) -> frozenset[str]:
    """Return the names of the parameters that a stage's or a clock's times, ways out and departures use."""
    takes = getattr(stage, "takes", None)
    quantities = [v for name, v in takes if name not in ("law", "unit")] if takes is not None else []
    quantities += [q for way in getattr(stage, "then", ()) for q in (way.p, way.merit)]
    quantities += [q for d in getattr(stage, "departures", ()) for q in (d.per_week, d.merit)]
    return frozenset(q for q in quantities if isinstance(q, str))


class Pathway(Model):
    """Stages and clocks; cases begin at ``start`` unless their demand says otherwise."""

    name: str
    start: str
    stages: tuple[Stage, ...]
    clocks: tuple[Clock, ...] = ()

    def stage(self, name: str) -> Stage:
        """Return the stage called ``name``; KeyError if there is none."""
        return next(stage for stage in self.stages if stage.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the stages, in order."""
        return tuple(stage.name for stage in self.stages)

    @property
    def asked(self) -> frozenset[str]:
        """The attributes that some way out asks for with ``when``."""
        return _asked(self)

    def targets(self, stage: Stage) -> Iterator[str]:
        """Yield every stage that ``stage`` can lead to, by its ways out, its departures and its room."""
        for way in getattr(stage, "then", ()):
            if way.to is not None:
                yield way.to
        for departure in getattr(stage, "departures", ()):
            yield departure.to
        if isinstance(stage, Activity) and stage.if_full is not None:
            yield stage.if_full

    @model_validator(mode="after")
    def _holds_together(self) -> Pathway:
        _check(self)
        return self

    def _every_name_exists(self) -> None:
        names = self.names
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"stage {name!r} is defined twice: rename one of them")

        def must_exist(name: str, where: str) -> None:
            if name not in names:
                raise ValueError(f"{where} names stage {name!r}, which does not exist.{did_you_mean(name, names)}")

        must_exist(self.start, "start")
        for stage in self.stages:
            if not isinstance(stage, End) and not stage.then:
                raise ValueError(f"stage {stage.name!r} has no way out: add at least one under then")
            for way in getattr(stage, "then", ()):
                if way.to is None:
                    raise ValueError(f"a way out of stage {stage.name!r} has no target: only clocks may stay")
            for target in (*self.targets(stage), *getattr(stage, "until", ())):
                must_exist(target, f"stage {stage.name!r}")
        for clock in self.clocks:
            for name in (*clock.starts_on, *clock.stops_on, *(w.to for w in clock.then if w.to is not None)):
                must_exist(name, f"clock {clock.name!r}")

    def _every_case_can_end(self) -> None:
        ends = {stage.name for stage in self.stages if isinstance(stage, End)}
        can_end = set(ends)
        while True:
            more = {s.name for s in self.stages if s.name not in can_end and can_end & set(self.targets(s))}
            if not more:
                break
            can_end |= more
        for name in self.names:
            if name not in can_end:
                raise ValueError(f"no end can be reached from stage {name!r}: give it a way to an end")


T = TypeVar("T")
MOST_PATHWAYS = 64


def once_for_a_pathway(find: Callable[[Pathway], T]) -> Callable[[Pathway], T]:
    """Let ``find`` look through a pathway once: every replication asks again, and a plan's changes leave it the same.

    Pathways are told apart by identity, for comparing two takes longer than most of what is found in them.
    """
    known: dict[int, tuple[Pathway, T]] = {}  # the pathway is kept, so that its identity stays its own

    @wraps(find)
    def found(pathway: Pathway) -> T:
        of = known.get(id(pathway))
        if of is None or of[0] is not pathway:
            if len(known) >= MOST_PATHWAYS:
                known.clear()
            of = known[id(pathway)] = pathway, find(pathway)
        return of[1]

    return found


@once_for_a_pathway  # a plan that is changed is checked again, and its pathway is most often the same
def _check(pathway: Pathway) -> None:
    pathway._every_name_exists()
    pathway._every_case_can_end()


@dataclass(frozen=True)
class WaysOn:
    """Where a case may go from a stage: ways out with their conditions, of the stage and of the clocks that run there.

    ``clocks`` are the clocks that start at the stage.
    """

    clocks: tuple[str, ...]
    to: tuple[tuple[str, dict[str, tuple[str, ...]]], ...]


@once_for_a_pathway
def ways_on(pathway: Pathway) -> dict[str, WaysOn]:
    """Return where cases may go on to from each stage."""
    started: dict[str, list[Clock]] = {name: [] for name in pathway.names}
    for clock in pathway.clocks:
        for name in clock.starts_on:
            started[name].append(clock)
    out = {}
    for stage in pathway.stages:
        ways = [*getattr(stage, "then", ()), *(w for clock in started[stage.name] for w in clock.then)]
        to = [(w.to, dict(w.when)) for w in ways if w.to is not None]
        to += [(d.to, {}) for d in getattr(stage, "departures", ())]
        if isinstance(stage, Activity) and stage.if_full is not None:
            to.append((stage.if_full, {}))
        out[stage.name] = WaysOn(tuple(c.name for c in started[stage.name]), tuple(to))
    return out


@once_for_a_pathway
def parameters_by_place(pathway: Pathway) -> tuple[frozenset[str], ...]:
    """Return :func:`parameters_of` of each stage, then of each clock."""
    return tuple(parameters_of(place) for place in (*pathway.stages, *pathway.clocks))


@once_for_a_pathway
def merits_of(pathway: Pathway) -> frozenset[str]:
    """Return the names of the parameters that say how merit moves ways out and departures."""
    moved = [w.merit for s in (*pathway.stages, *pathway.clocks) for w in getattr(s, "then", ())]
    moved += [d.merit for s in pathway.stages for d in getattr(s, "departures", ())]
    return frozenset(m for m in moved if isinstance(m, str))


@once_for_a_pathway
def _asked(pathway: Pathway) -> frozenset[str]:
    ways = [w for s in (*pathway.stages, *pathway.clocks) for w in getattr(s, "then", ())]
    return frozenset(name for way in ways for name in way.when)
