"""The fast engine: the same journeys as :mod:`sendsim.caseload.engine_simpy`, row for row, compiled with Numba.

It needs the extra ``fast``. What it reads is in :mod:`sendsim.caseload.fast_program`, the compiled loop in
:mod:`sendsim.caseload.fast_kernel`, and its small tools in :mod:`sendsim.caseload.fast_tools`.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sendsim.caseload import fast_state as k
from sendsim.caseload.cases import CaseList
from sendsim.caseload.compiled import Compiled
from sendsim.caseload.fast_arrivals import BLOCK, Ahead, Coming, nothing_ahead
from sendsim.caseload.fast_brief import Brief
from sendsim.caseload.fast_cases import Cases
from sendsim.caseload.fast_event_list import MINUTE_BITS, new_list
from sendsim.caseload.fast_kernel import run
from sendsim.caseload.fast_opening import Opening
from sendsim.caseload.fast_program import Ints, Program, details_of, program_of
from sendsim.caseload.journeys import EventArrays, Journeys, WholeLog
from sendsim.caseload.measures import Columns
from sendsim.caseload.working_time import DAY


@dataclass
class Room:
    """How large the arrays of a run were, so that the next replication begins with enough."""

    slots: int = 0
    events: int = 0
    log: int = 0
    capacity: int = 0
    queues: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    def enlarge(self, full: int, sizes: Ints) -> None:
        """Make the array that was full larger."""
        if full == k.FULL_LOG:
            self.log = 2 * self.log
        elif full == k.FULL_EVENTS:
            self.events *= 2
        elif full == k.FULL_SLOTS:
            self.slots *= 2
        elif full == k.FULL_CAPACITY:
            self.capacity *= 2
        else:
            self.queues = self.queues.copy()
            self.queues[sizes[k.FULL_AT]] *= 4


class FastRun:
    """A compiled plan on the fast engine; run as many replications as you like, in several threads if you like."""

    def __init__(self, compiled: Compiled) -> None:
        assert compiled.end < 2**MINUTE_BITS, "ask sendsim.caseload.engines whether the plan can be run"
        self.c = compiled
        groups = [g for of_area in compiled.layout.opening for g in of_area]
        opened = [-round((g.before_days + age) * DAY) for g in groups for age in g.ages]
        self.program: Program = program_of(compiled, min([0, *opened]) // DAY)
        self.words = tuple(details_of(compiled))
        self._most_on_duty = max([1, *(number for changes in compiled.capacity for _, number in changes)])
        self._kept = threading.local()
        self._places = np.zeros((len(compiled.teams) + len(compiled.diaries), k.N_PLACE), np.int64)
        self._places[:, [k.OPENING, k.HAND, k.PLANNED, k.NOTED_AT, k.BOOKED_ON]] = -1
        held = [len(of_diary) for of_diary in compiled.sessions]
        self._held = sum(held) + 1
        self._staffings = sum(n * len(staff) for n, staff in zip(held, compiled.staffed_by, strict=True))
        self.room = Room(queues=np.full(self.program.n_queues, 256, np.int64))
        self._cases = Cases(compiled, self.program, self._scratch)
        self._opening = Opening(compiled, self.program, self._cases.opening)
        self._brief = Brief(compiled, self.program)

    def run(self, seed: int, replication: int) -> tuple[CaseList, k.State]:
        """Run one replication; return its cases and what was written down.

        What was written down stands in arrays that the thread's next run writes over.
        """
        people = self._cases.draw(seed, replication)
        return people, self.run_cases(people, seed, replication)

    def run_cases(self, people: CaseList, seed: int, replication: int) -> k.State:
        """Run a list of cases that was drawn up before."""
        state = self._run(people, seed, replication)
        still = np.flatnonzero(state.slot >= 0)
        state.last[still] = state.cases[state.slot[still], k.STAGE]
        return state

    def _run(self, people: CaseList, seed: int, replication: int) -> k.State:
        """Run a list of cases; ``last`` then knows of those that have ended alone."""
        n = len(people)
        room = replace(self.room)  # a copy: other threads run other replications
        room.log = max(room.log, 32 * n + 1024)
        room.slots = max(room.slots, people.opening + 1024)
        room.events = max(room.events, 4 * room.slots)
        room.capacity = max(room.capacity, 6 * n + 1024)
        while True:
            state = self._state(people, seed, replication, room)
            run(self.program, state, len(self.c.teams))
            if not state.sizes[k.FULL]:
                self.room = room
                return state
            room.enlarge(int(state.sizes[k.FULL]), state.sizes)

    def _state(self, people: CaseList, seed: int, replication: int, room: Room) -> k.State:
        """Return the state at the start."""
        c, n, slots = self.c, len(people), room.slots
        free = self._scratch("free", (slots,), np.int32)
        free[:] = np.arange(slots - 1, -1, -1)
        lists = np.zeros((len(room.queues), 3), np.int64)
        lists[:, k.FIRST], lists[:, k.ROOM] = np.cumsum(room.queues) - room.queues, room.queues
        sizes = np.zeros(k.N_SIZES, np.int64)
        sizes[k.N_FREE] = slots
        return k.State(
            coming=self._coming(people),
            slot=self._scratch("slot", (n,), np.int32),
            last=self._scratch("last", (n,), np.int32),
            closed=self._scratch("closed", (n,), np.int32),
            cases=self._scratch("cases", (slots, k.N_CASE), np.int64),
            visits=self._scratch("visits", (slots, len(c.steps)), np.int16),
            running=self._scratch("running", (slots, len(c.limits)), np.int32, -1),
            passed=self._scratch("passed", (slots, len(c.limits)), np.int16),
            free=free,
            places=self._places.copy(),
            waiting=np.zeros(len(c.steps) * len(c.steps_of), np.int64),
            coming_events=new_list(c.end, room.events, self._scratch),
            lists=lists,
            queues=np.empty(room.queues.sum(), np.int64),
            ahead=self._ahead(),
            log=self._scratch("log", (4, room.log), np.int32),
            events=self._scratch("events", (room.log,), np.int8),
            capacity=self._scratch("capacity", (room.capacity, 7), np.int32),
            sessions=np.empty((self._held, 5), np.int32),
            staffing=np.empty((self._staffings, 5), np.int32),
            worst=np.empty(self._most_on_duty + 1, np.int64),
            sizes=sizes,
            seed=seed,
            replication=replication,
            opening=people.opening,
        )

    def _coming(self, people: CaseList) -> Coming:
        """Return the cases as they begin, and what is left of the waits of those open at the start."""
        p, o = people, people.origins
        columns = (p.origin, p.numbers, p.joined, p.kind, p.opened_before)
        return Coming(*columns, self._opening.remaining(*p.key), o.area, o.stage, o.word)

    def _scratch(self, name: str, shape: tuple[int, ...], dtype: Any, fill: int | None = None) -> Any:
        """Return an array of this thread that is kept from run to run: fresh memory costs more than it is used for."""
        kept: dict[str, Any] = self._kept.__dict__
        size = math.prod(shape)
        if name not in kept or len(kept[name]) < size or len(kept[name]) > 4 * size + 4096:
            kept[name] = np.empty(size + size // 8, dtype)  # the next replication may need a little more
        array = kept[name][:size].reshape(shape)
        if fill is not None:
            array[:] = fill
        return array

    def _ahead(self) -> Ahead:
        """Return this thread's block of cases that come next, of which nothing is known yet."""
        kept = self._kept.__dict__
        if "ahead" not in kept:
            kept["ahead"] = nothing_ahead()
        ahead: Ahead = kept["ahead"]
        ahead.begins[0] = -BLOCK
        return ahead

    def brief(self, seed: int, replication: int) -> dict[str, Columns]:
        """Run one replication and return the tables of :func:`sendsim.caseload.measures.brief_tables`."""
        people = self._cases.draw(seed, replication)
        return self._brief.tables(self._run(people, seed, replication), self._scratch)

    def journeys(self, seed: int, replication: int) -> Journeys:
        """Run one replication and return its journeys as tables."""
        people, s = self.run(seed, replication)
        sizes = s.sizes
        sessions = s.sessions[: sizes[k.N_SESSIONS]].copy()
        sessions[:, 1] -= len(self.c.teams)
        staffing = s.staffing[: sizes[k.N_STAFFING]].astype(np.int64)
        staffing[:, 1] -= len(self.c.teams)
        minute, case, stage, detail = (column[: sizes[k.N_LOG]].astype(np.int32) for column in s.log)
        event = s.events[: sizes[k.N_LOG]].astype(np.int32)
        if len(self.c.steps_of) > 1:
            stage %= len(self.c.steps)  # from rows to stages
        whole = WholeLog(
            EventArrays(minute, case, event, stage, detail, self.words),
            s.capacity[: sizes[k.N_CAPACITY]].astype(np.int64),
            sessions.astype(np.int64),
            staffing,
        )
        last = s.last % len(self.c.steps) if len(self.c.steps_of) > 1 else s.last
        return Journeys(self.c, people, whole, last, s.closed)
