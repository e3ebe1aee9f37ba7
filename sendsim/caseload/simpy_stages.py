"""What the SimPy engine keeps of stages, teams, diaries and clocks while it runs: looked up once, before the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sendsim.caseload.compiled import Compiled, Limit, Step
from sendsim.caseload.simpy_log import CompactLog, event_at
from sendsim.caseload.simpy_luck import Draws

if TYPE_CHECKING:
    from sendsim.caseload.simpy_base import Case, Turn

Entry = tuple[int, int, int, int, "Case"]
"""A place in a queue: rank, minute and case number (its order), the case's moves when it joined, and the case."""


class TeamState:
    """A team while it runs: who is on duty, who is being worked on, who waits."""

    __slots__ = (
        *("always", "booked", "booked_on", "busy", "calendar", "ceiling", "hand", "held", "last", "may_stop"),
        *(
            "on_drop",
            "on_duty",
            "opening",
            "place",
            "planned",
            "queue",
            "rule",
            "unallocated",
            "waiting",
            "waiting_list",
            "word",
            "work",
        ),
    )

    def __init__(self, compiled: Compiled, place: int, word: int) -> None:
        team = compiled.teams[place]
        self.place, self.word, self.calendar = place, word, compiled.calendars[place]
        self.always = self.calendar.name == "always"
        self.rule, self.work, self.on_drop = team.queue, team.work, team.on_drop
        self.may_stop = team.work == "interruptible" or team.on_drop != "finish"  # work in hand, before it is done
        self.on_duty = self.busy = self.waiting = self.last = 0
        self.opening = -1
        self.planned: Turn | None = None  # shared: the end of the next piece of work
        self.queue: list[Entry] = []
        self.hand: dict[int, tuple[Case, int]] = {}  # shared: parts left; otherwise the working minute of the end
        self.held = self.ceiling = self.unallocated = 0  # open cases held, how many may be, and who waits for a place
        self.waiting_list: list[Entry] = []
        self.booked = 0  # people taken by the sessions of the day ``booked_on``
        self.booked_on = -1


class ListState:
    """A diary while it runs: who is listed."""

    __slots__ = ("listed", "place", "queue", "rule", "word")

    def __init__(self, compiled: Compiled, place: int, word: int) -> None:
        self.place, self.word, self.rule = place, word, compiled.diaries[place].queue
        self.queue: list[Entry] = []
        self.listed = 0


class Stage:
    """A stage as one area has it: its step, the rows of the log it writes, the luck it asks for, and who waits there.

    ``fixed`` is its time in minutes where that is always the same, and ``only`` the stage to which it leads where that
    is always the same. ``counted``: visits matter, since it asks for luck.
    ``marks``: something happens as a case joins it, beside joining (clocks, notices, places given back).
    ``sends_on``: a choice or an end at which nothing else happens.
    """

    __slots__ = (
        *(
            "always",
            "arrives",
            "bits",
            "calendar",
            "counted",
            "ends",
            "exits",
            "fixed",
            "full",
            "if_full",
            "index",
            "interrupts",
        ),
        *(
            "is_choice",
            "joins",
            "kind",
            "leaves",
            "list",
            "marks",
            "only",
            "resumes",
            "room",
            "route",
            "sends_on",
            "starts",
            "step",
        ),
        *("stops", "table", "takes", "team", "waiting", "ways"),
    )

    def __init__(self, step: Step, luck: dict[str, int], log: CompactLog, only: int | None) -> None:
        self.step, self.index, self.kind, self.table, self.ways = step, step.index, step.kind, step.table, step.ways
        self.calendar, self.always = step.calendar, step.calendar.name == "always"
        self.room, self.if_full, self.stops, self.waiting = step.room, step.if_full, step.stops, 0
        self.fixed = step.table.at(0.5) if step.table is not None and len(step.table.minutes) == 1 else 0
        self.takes = luck.get(f"{step.name}.takes", -1)
        self.route = luck.get(f"{step.name}.route", -1)
        self.leaves = [
            (luck[f"{step.name}.{d.name}"], d, event_at("leave", step.index, log.word(d.name))) for d in step.departures
        ]
        self.only, self.is_choice = only, step.kind == "choice"
        branches = only is None and step.kind != "end"
        self.counted = branches or bool(self.leaves) or (self.table is not None and not self.fixed)
        stops_on_joining = step.stops and step.kind in ("wait", "choice", "end")
        self.marks = bool(step.notice or step.frees or step.starts or stops_on_joining)
        self.sends_on = self.kind in ("choice", "end") and not self.marks
        self.team: TeamState = None  # type: ignore[assignment]  # set for activities and allocations
        self.list: ListState = None  # type: ignore[assignment]  # set for sessions
        self.arrives, self.exits = event_at("arrive", self.index), event_at("exit", self.index, log.word(step.name))
        self.bits = event_at("arrive", self.index) - event_at("arrive", 0)
        self.joins, self.full = event_at("join", self.index), event_at("full", self.index)
        self.in_hands_of(0)

    def in_hands_of(self, word: int) -> None:
        """Set the rows that name who does the work."""
        self.starts, self.resumes = event_at("start", self.index, word), event_at("resume", self.index, word)
        self.interrupts, self.ends = event_at("interrupt", self.index, word), event_at("end", self.index, word)


class ClockState:
    """A clock while it runs: its limit, the rows it writes, the luck of its ways out, and those ways by area."""

    __slots__ = ("expires", "index", "limit", "route", "starts", "stops", "ways_of")

    def __init__(self, compiled: Compiled, limit: Limit, word: int, route: int) -> None:
        self.index, self.limit, self.route = limit.index, limit, route
        self.starts, self.stops, self.expires = (
            event_at(event, 0, word) for event in ("clock_started", "clock_stopped", "clock_expired")
        )  # the stage is added
        self.ways_of = [ways[limit.index] for ways in compiled.limit_ways_of]


def stages_of(
    compiled: Compiled, draws: Draws, log: CompactLog
) -> tuple[list[list[Stage]], list[TeamState], list[ListState]]:
    """Return the stages of each area, the teams and the diaries, tied to one another."""
    luck: dict[str, int] = {}
    for stage in compiled.plan.pathway.stages:
        for purpose in ("takes", "route", *(d.name for d in getattr(stage, "departures", ()))):
            luck[f"{stage.name}.{purpose}"] = draws.purpose(f"{stage.name}.{purpose}")
    teams = [TeamState(compiled, i, log.word(team.name)) for i, team in enumerate(compiled.teams)]
    lists = [ListState(compiled, i, log.word(diary.name)) for i, diary in enumerate(compiled.diaries)]
    only: dict[int, int | None] = {}  # by the ways themselves, which areas share

    def stage_of(step: Step) -> Stage:
        if id(step.ways) not in only:
            ways = {id(of_kind): of_kind for of_kind in step.ways}.values()
            targets = {target for of_kind in ways for target, _ in of_kind}
            only[id(step.ways)] = targets.pop() if len(targets) == 1 else None
        return _placed(Stage(step, luck, log, only[id(step.ways)]), teams, lists)

    return [[stage_of(step) for step in steps] for steps in compiled.steps_of], teams, lists


def _placed(stage: Stage, teams: list[TeamState], lists: list[ListState]) -> Stage:
    """Give a stage its team or its diary."""
    if stage.kind in ("activity", "allocation"):
        stage.team = teams[stage.step.place]
        stage.in_hands_of(stage.team.word)
    elif stage.kind == "session":
        stage.list = lists[stage.step.place]
        stage.starts = event_at("start", stage.index, stage.list.word)
    return stage


def clocks_of(compiled: Compiled, draws: Draws, log: CompactLog) -> list[ClockState]:
    """Return the clocks."""
    return [
        ClockState(compiled, limit, log.word(limit.clock.name), draws.purpose(f"{limit.clock.name}.route"))
        for limit in compiled.limits
    ]
