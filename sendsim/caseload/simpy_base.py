"""What the parts of the SimPy engine share: turns in a total order, the state of cases and teams, and the log.

Simultaneous events happen by (minute, kind, case), with kinds in this order:

0 clocks that expire, 1 capacity changes and offices opening, 2 work and waits that end, 3 arrivals,
4 sessions of a diary, 5 departures while waiting.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import simpy

from sendsim.caseload.cases import CaseRow, list_cases
from sendsim.caseload.compiled import Compiled, Step
from sendsim.caseload.journeys import EVENT_CODES, RawLog
from sendsim.caseload.limits import LATEST_DAY
from sendsim.caseload.luck import Luck
from sendsim.caseload.working_time import DAY, NEVER

CLOCK, CAPACITY, END, ARRIVAL, SESSION, DEPARTURE = range(6)


class Turn(simpy.Event):
    """An event that takes its turn by (minute, kind, case, index).

    SimPy orders events of one minute by priority, so the rest of the key is packed into the priority. Like
    SimPy's own Timeout it is triggered from the start, which needs two of SimPy's private fields.
    """

    def __init__(
        self, env: simpy.Environment, minute: int, key: tuple[int, int, int], action: Callable[[Any], None]
    ) -> None:
        self.env = env
        self.callbacks = [action]
        self._ok = True
        self._value = None
        kind, case, index = key
        env.schedule(self, priority=(kind << 40) + (case << 12) + index + 2, delay=minute - env.now)  # type: ignore[arg-type]


class Case:
    """One family's disagreement while it runs. ``turn`` goes up with every move, so stale events are known."""

    __slots__ = (
        "area",
        "begun",
        "clocks",
        "holds",
        "joined",
        "kind",
        "notice",
        "number",
        "passed",
        "priority",
        "remaining",
        "stage",
        "state",
        "steps",
        "turn",
        "visits",
    )

    def __init__(self, row: CaseRow, priority: int, steps: tuple[Step, ...]) -> None:
        self.number, self.kind, self.area, self.priority = row.number, row.kind, row.area, priority
        self.steps = steps  # the stages as the case's area has them
        opened = row.opened
        self.notice = opened  # the last notice: limits and ages are counted from it
        self.stage, self.state, self.turn, self.joined = -1, "new", 0, opened
        self.remaining: int | None = None
        self.begun = opened  # when the work in hand was taken up
        self.holds: set[int] = set()  # the teams of whose caseload it holds a place
        self.visits: dict[int, int] = {}
        self.clocks: dict[int, int] = {}
        self.passed: dict[int, int] = {}  # how often each clock has passed and was judged, less one


class TeamState:
    """A team while it runs: who is on duty, who is being worked on, who waits."""

    __slots__ = (
        *("booked", "booked_on", "busy", "ceiling", "hand", "held", "last", "on_duty", "opening", "queue"),
        *("unallocated", "version", "waiting", "waiting_list"),
    )

    def __init__(self) -> None:
        self.on_duty = self.busy = self.waiting = self.last = self.version = 0
        self.opening = -1
        self.queue: list[tuple[Any, Case, int]] = []
        self.hand: dict[int, tuple[Case, int]] = {}  # shared: parts left; otherwise the working minute of the end
        self.held = self.ceiling = self.unallocated = 0  # open cases held, how many may be, and who waits for a place
        self.waiting_list: list[tuple[Any, Case, int]] = []
        self.booked = 0  # people taken by the sessions of the day ``booked_on``
        self.booked_on = -1


class Run:
    """The state of one replication of a compiled plan, and what every part does with it."""

    def __init__(self, compiled: Compiled, seed: int, replication: int) -> None:
        self.c, self.env = compiled, simpy.Environment()
        self.people = list_cases(compiled, Luck(seed, replication))
        self.cases = [
            Case(row, compiled.plan.demand[row.stream].priority, compiled.steps_of[row.area])
            for row in self.people.rows
        ]
        self.teams = [TeamState() for _ in compiled.teams]
        self.lists: list[list[tuple[Any, Case, int]]] = [[] for _ in compiled.diaries]
        self.listed = [0 for _ in compiled.diaries]
        self.stage_waiting = [0 for steps in compiled.steps_of for _ in steps]
        self.log = RawLog()

    @property
    def now(self) -> int:
        """The minute it is."""
        return int(self.env.now)

    def _u(self, case: Case, purpose: str, visit: int) -> float:
        return self.people.uniform(case.number, purpose, visit)

    def _at(self, minute: int, kind: int, case: int, index: int, action: Callable[..., None], *args: Any) -> None:
        """Schedule ``action`` for its turn at ``minute``, unless the run is over by then."""
        if minute < self.c.end:
            Turn(self.env, max(minute, self.now), (kind, case, index), lambda _: action(*args))

    def _note(self, case: Case, event: str, stage: int, detail: str = "") -> None:
        self.log.add(self.now, case.number, EVENT_CODES[event], stage, detail)

    def _note_team(self, place: int) -> None:
        state = self.teams[place]
        self.log.capacity.append(
            (self.now, place, state.on_duty, state.busy, state.waiting, state.held, state.unallocated)
        )

    def _takes(self, case: Case, step: Step) -> int:
        assert step.table is not None
        return step.table.at(self._u(case, f"{step.name}.takes", case.visits[step.index]))

    def _queue_key(self, case: Case, rule: str) -> tuple[int, int, int]:
        """Return what a queue or a list is ordered by: rank, minute, case."""
        if rule == "oldest_first":
            return (0, case.notice, case.number)
        rank = 0
        if rule == "priority":
            rank = case.priority
        elif rule == "phase_transfer_first":
            rank = self.c.phase[case.kind]
        elif rule == "statutory_date_first":
            days = [min(max(expires // DAY, 0), LATEST_DAY) for expires in case.clocks.values()]
            rank = min(days, default=LATEST_DAY + 1)
        return (rank, case.joined, case.number)

    def _over(self, case: Case, step: Step, turn: int) -> None:
        """A wait or a session ends, unless the case has left it."""
        if case.turn == turn:
            self._note(case, "end", step.index)
            self._leave_by(case, step)

    # -- what every part asks of the run (see engine_simpy.py)

    def _enter(self, case: Case, stage: int, joined: int | None = None) -> None:
        raise NotImplementedError

    def _leave_by(self, case: Case, step: Step) -> None:
        raise NotImplementedError

    def _stop_clocks(self, case: Case, step: Step) -> None:
        raise NotImplementedError

    def _schedule_departure(self, case: Case, step: Step, before: int = NEVER) -> bool:
        raise NotImplementedError
