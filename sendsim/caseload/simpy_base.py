"""What the parts of the SimPy engine share: turns in a total order, the state of cases, and the log.

Simultaneous events happen by (minute, kind, case), with kinds in this order:

0 clocks that expire, 1 capacity changes and offices opening, 2 work and waits that end, 3 arrivals,
4 sessions of a diary, 5 departures while waiting.

What is kept grows with the cases that are open: a case is made when it arrives and let go when it ends, an event that
is not to come any more is called off and let go, and what is written down of either is a row of the compact log.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from heapq import heapify, heappop, heappush
from typing import Any

import numpy as np
import simpy

from sendsim.caseload.cases import list_cases
from sendsim.caseload.compiled import Compiled
from sendsim.caseload.limits import LATEST_DAY
from sendsim.caseload.luck import Luck
from sendsim.caseload.simpy_arrivals import ENDED, Arrivals, passed
from sendsim.caseload.simpy_log import CAPACITY_ROW, CASE_AT, CompactLog
from sendsim.caseload.simpy_luck import BLOCK, Block, Draws
from sendsim.caseload.simpy_stages import ClockState, Entry, Stage, TeamState, clocks_of, stages_of
from sendsim.caseload.working_time import DAY, NEVER

CASE_BITS = 12  # of an event's key, below the case's: which of the case's events
CLOCK, CAPACITY, END, ARRIVAL, SESSION, DEPARTURE = ((kind << 40) + 2 for kind in range(6))
"""Kinds of event, as the upper part of their key; SimPy keeps 0 and 1 for itself."""
NO_CLOCKS: dict[int, Any] = {}
"""The clocks of a case for which none has run; never changed."""
LET_GO = 512
"""Called-off events, or stale places in a queue, that may stand before the list is gone through for them."""


class Turn(simpy.Event):
    """An event that takes its turn by (minute, kind, case, index).

    Like SimPy's own Timeout it is triggered from the start, which needs two of SimPy's private fields. ``case`` and
    ``what`` tell the callback whose event it is and what it is about. An event without callbacks is called off.
    What an event needs is set by those who make it; ``index`` is the minute at which a limit passes.
    """

    __slots__ = ("callbacks", "case", "index", "what")
    case: Any
    what: Any
    index: int
    _ok, _value = True, None
    __init__ = object.__init__


class Case:
    """One family's disagreement while it is open. ``moves`` counts its moves, so that stale places in queues are known.

    ``pending`` is the one event that its present stay waits for (its end, or a departure before it), ``clocks`` the
    events of the limits that run for it.
    """

    __slots__ = (
        *("area", "begun", "block", "clocks", "holds", "joined", "kind", "moves", "notice", "number", "pending"),
        *("place", "remaining", "row", "stage", "stages", "state", "visits"),
    )

    def __init__(
        self,
        number: int,
        opened: int,
        joined: int,
        stage: Stage,
        kind: int,
        area: int,
        stages: list[Stage],
        block: Block,
        place: int,
    ) -> None:
        self.number = number
        self.kind = kind
        self.area = area
        self.stages = stages  # the stages as its area has them
        self.block, self.place = block, place  # where its luck stands
        self.row = number << CASE_AT
        self.notice = opened  # the last notice: limits and ages are counted from it
        self.stage = stage
        self.state = "new"
        self.moves = 0
        self.joined = joined
        self.begun = opened  # when the work in hand was taken up
        self.remaining: int | None = None  # of work that was put aside
        self.pending: Turn | None = None
        self.holds: tuple[int, ...] = ()  # the teams of whose caseload it holds a place
        self.visits: dict[int, int] = {}  # by stage, and by -1 - clock how often it has passed and was judged; less one
        self.clocks: dict[int, Turn] = NO_CLOCKS


class Run(simpy.Environment):
    """One replication of a compiled plan: its state, and what every part does with it.

    It is a SimPy environment whose step marks each new minute in the log. Arrivals stand beside SimPy's event list,
    for they are known in their order.
    """

    _now: int
    _queue: list[tuple[int, int, int, Turn]]  # type: ignore[assignment]

    def __init__(self, compiled: Compiled, seed: int, replication: int) -> None:
        super().__init__()
        self.c = compiled
        self.end = compiled.end
        self.people = list_cases(compiled, Luck(seed, replication))
        self.draws, self.log = Draws(self.people), CompactLog(len(compiled.steps))
        self.note = self.log.rows.append
        self.stages, self.teams, self.lists = stages_of(compiled, self.draws, self.log)
        self.clocks: list[ClockState] = clocks_of(compiled, self.draws, self.log)
        self.priority = [compiled.plan.demand[kind.stream].priority for kind in compiled.kinds]
        self.changed: dict[int, TeamState] = {}  # by place, teams to be noted at the end of the minute
        self.called_off = 0
        self.over = (self._over,)

    def _opening(self) -> Iterator[Case]:
        """Yield the cases that are open at the start."""
        p = self.people
        for first in range(0, p.opening, BLOCK):
            cases = np.arange(first, min(first + BLOCK, p.opening))
            columns = (c[cases].tolist() for c in (p.opened, p.joined, p.stage, p.kind, p.area))
            block = self.draws.block(cases)
            for place, (opened, joined, stage, kind, area) in enumerate(zip(*columns, strict=True)):
                own = self.stages[area]
                yield Case(first + place, opened, joined, own[stage], kind, area, own, block, place)

    # -- events in their order

    def _follow(self) -> None:
        """Let every new case arrive, and before it whatever takes its turn first; then the rest, to the end."""
        over = self.timeout(self.end)
        queue, step, write = self._queue, self.step, self.log.rows.extend
        for coming in Arrivals(self.people, self.stages, self.draws):
            rows, begin, place = coming.rows, 0, 0
            for number, minute, end, stage, kind, area in zip(*coming.of_case, strict=True):
                due = (minute, ARRIVAL + (number << CASE_BITS))
                while queue[0] < due:
                    step()
                if self.changed and minute != self._now:
                    self._note_teams()
                self._now = minute
                write(rows[begin:end])
                if stage != ENDED:
                    own = self.stages[area]
                    case = Case(number, minute, minute, own[stage], kind, area, own, coming.block, place)
                    if coming.may_return:
                        case.visits = passed(rows[begin:end])
                    place += 1
                    self.draws.begun += 1
                    self._enter(case, case.stage)
                begin = end
        self.run(until=over)

    def step(self) -> None:
        """Process the next event."""
        minute, _, _, turn = heappop(self._queue)
        callbacks, turn.callbacks = turn.callbacks, None  # type: ignore[assignment]
        if not callbacks:  # it was called off
            return
        if minute != self._now:
            if self.changed:
                self._note_teams()
            self._now = minute
            self.note(-1 - minute)
        for callback in callbacks:
            callback(turn)

    def _at(self, minute: int, key: int, callbacks: tuple[Callable[[Any], None], ...], case: Case, what: Any) -> None:
        """Schedule what the case's stay waits for, unless the run is over by then."""
        if minute < self.end:
            case.pending = turn = Turn()
            turn.callbacks, turn.case, turn.what = callbacks, case, what
            heappush(self._queue, (minute, key + (case.number << CASE_BITS), next(self._eid), turn))

    def _later(
        self, minute: int, kind: int, place: int, index: int, action: Callable[..., None], *args: Any
    ) -> Turn | None:
        """Schedule ``action`` of a team or a diary for its turn at ``minute``, unless the run is over by then."""
        if minute >= self.end:
            return None
        turn = Turn()
        turn.callbacks = (lambda _: action(*args),)
        heappush(self._queue, (max(minute, self._now), kind + (place << CASE_BITS) + index, next(self._eid), turn))
        return turn

    def _expect_nothing(self, case: Case) -> None:
        """What the case's stay waits for is not to come."""
        if case.pending is not None:
            self._call_off(case.pending)
            case.pending = None

    def _call_off(self, turn: Turn) -> None:
        """Let an event that may still stand in the list come to nothing."""
        turn.case = None
        if not turn.callbacks:
            return
        turn.callbacks = ()  # type: ignore[assignment]
        self.called_off += 1
        if self.called_off > LET_GO and 2 * self.called_off > len(self._queue):
            self._queue[:] = [entry for entry in self._queue if entry[3].callbacks != ()]
            heapify(self._queue)
            self.called_off = 0

    # -- what is written down

    def _note_teams(self) -> None:
        """Write down how each team that changed in the minute stands at its end."""
        write, now = self.log.capacity.frombytes, self._now
        for place, t in self.changed.items():
            write(CAPACITY_ROW(now, place, t.on_duty, t.busy, t.waiting, t.held, t.unallocated))
        self.changed.clear()

    # -- luck, times and order

    def _u(self, case: Case, purpose: int, visit: int) -> float:
        """Return the case's uniform number for a purpose (by number) and visit."""
        if visit == 0:
            column: array[float] | None = case.block.columns[purpose]
            if column is not None:
                return column[case.place]
        return self.draws.uniform(case, purpose, visit)

    def _takes(self, case: Case, stage: Stage) -> int:
        """Return the minutes that a stay takes."""
        if stage.fixed:
            return stage.fixed
        assert stage.table is not None
        return stage.table.at(self._u(case, stage.takes, case.visits[stage.index]))

    def _entry(self, case: Case, rule: str) -> Entry:
        """Return the case's place in a queue or a list: it is ordered by rank, minute, case."""
        number = case.number
        if rule == "first_come":
            return (0, case.joined, number, case.moves, case)
        if rule == "oldest_first":
            return (0, case.notice, number, case.moves, case)
        if rule == "priority":
            rank = self.priority[case.kind]
        elif rule == "phase_transfer_first":
            rank = self.c.phase[case.kind]
        else:  # statutory_date_first
            days = [min(max(turn.index // DAY, 0), LATEST_DAY) for turn in case.clocks.values()]
            rank = min(days, default=LATEST_DAY + 1)
        return (rank, case.joined, number, case.moves, case)

    def _join_queue(self, queue: list[Entry], waiting: int, entry: Entry) -> None:
        """Put a case into a queue of so many who wait; those who have left it are let go when they are most of it."""
        heappush(queue, entry)
        if len(queue) > 2 * waiting + LET_GO:
            queue[:] = [entry for entry in queue if entry[4].moves == entry[3]]
            heapify(queue)

    def _over(self, turn: Turn) -> None:
        """A wait or a session ends."""
        case, stage = turn.case, turn.what
        case.pending = None
        self.note(case.row + stage.ends)
        self._enter(case, self._way_out(case, stage))

    # -- what every part asks of the run (see engine_simpy.py)

    def _enter(self, case: Case, stage: Stage, joined: int | None = None) -> None:
        raise NotImplementedError

    def _way_out(self, case: Case, stage: Stage) -> Stage:
        raise NotImplementedError

    def _stop_clocks(self, case: Case, stage: Stage) -> None:
        raise NotImplementedError

    def _schedule_departure(self, case: Case, stage: Stage, before: int = NEVER) -> bool:
        raise NotImplementedError
