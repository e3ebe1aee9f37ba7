"""The readable engine, on SimPy: the specification of what a run means.

Time is a whole number of minutes since 00:00 on the start date. Simultaneous events happen in a total
order, (minute, kind, case), with kinds in this order:

0 clocks that expire, 1 capacity changes and offices opening, 2 work and waits that end, 3 arrivals,
4 sessions of a diary, 5 departures while waiting.

A clock expires at 00:00 after its last day, before anything else of the day that then begins: an act in the last
minute of the last day is in time, and one a minute later is late. The answer does not depend on the order in
which SimPy was told of things. What an event causes at once (a queue served, a choice made) happens
within it. Each method of :class:`SimpyRun` is one thing that happens to a case.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any

import simpy

from sendsim.caseload.cases import list_cases
from sendsim.caseload.compiled import Compiled, Step
from sendsim.caseload.journeys import EVENT_CODES, Journeys, RawLog, journeys_from
from sendsim.caseload.luck import Luck
from sendsim.caseload.working_time import NEVER

CLOCK, CAPACITY, END, ARRIVAL, SESSION, DEPARTURE = range(6)
SHARE = 2**20  # shared work is counted in this many parts of a minute, so that it stays in whole numbers


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
        "clocks",
        "joined",
        "kind",
        "number",
        "opened",
        "passed",
        "priority",
        "remaining",
        "stage",
        "state",
        "turn",
        "visits",
    )

    def __init__(self, number: int, kind: int, priority: int, opened: int) -> None:
        self.number, self.kind, self.priority, self.opened = number, kind, priority, opened
        self.stage, self.state, self.turn, self.joined = -1, "new", 0, opened
        self.remaining: int | None = None
        self.visits: dict[int, int] = {}
        self.clocks: dict[int, int] = {}
        self.passed: dict[int, int] = {}  # how often each clock has passed and was judged, less one


class TeamState:
    """A team while it runs: who is on duty, who is being worked on, who waits."""

    __slots__ = ("busy", "hand", "last", "on_duty", "opening", "queue", "version", "waiting")

    def __init__(self) -> None:
        self.on_duty = self.busy = self.waiting = self.last = self.version = 0
        self.opening = -1
        self.queue: list[tuple[Any, Case, int]] = []
        self.hand: dict[int, tuple[Case, int]] = {}  # shared: parts left; otherwise the working minute of the end


class SimpyRun:
    """One replication of a compiled plan."""

    def __init__(self, compiled: Compiled, seed: int, replication: int) -> None:
        self.c, self.env = compiled, simpy.Environment()
        self.people = list_cases(compiled, Luck(seed, replication))
        self.cases = [
            Case(row.number, row.kind, compiled.plan.demand[row.stream].priority, row.opened)
            for row in self.people.rows
        ]
        self.teams = [TeamState() for _ in compiled.teams]
        self.lists: list[list[tuple[Any, Case, int]]] = [[] for _ in compiled.diaries]
        self.listed = [0 for _ in compiled.diaries]
        self.stage_waiting = [0 for _ in compiled.steps]
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

    # -- the run

    def run(self) -> Journeys:
        """Run to the end of the plan and return the journeys."""
        for place, sessions in enumerate(self.c.sessions):
            if sessions:
                self._at(sessions[0][0], SESSION, place, 0, self._session, place, 0)
        rows = self.people.rows
        for row in rows[: self.people.opening]:
            self._note(self.cases[row.number], "open_at_start", row.stage)
            self._enter(self.cases[row.number], row.stage, joined=row.joined)
        for place, changes in enumerate(self.c.capacity):  # after the opening cases, so that their queues are whole
            self._next_capacity(place, 0, changes)
        if len(rows) > self.people.opening:
            first = rows[self.people.opening]
            self._at(first.joined, ARRIVAL, first.number, 0, self._arrive, first.number)
        self.env.run(until=self.c.end)
        return journeys_from(self.c, self.people, self.log, [case.stage for case in self.cases])

    def _arrive(self, number: int) -> None:
        """A new case arrives, and the next one is due."""
        rows = self.people.rows
        if number + 1 < len(rows):
            self._at(rows[number + 1].joined, ARRIVAL, number + 1, 0, self._arrive, number + 1)
        self._note(self.cases[number], "arrive", rows[number].stage)
        self._enter(self.cases[number], rows[number].stage)

    def _enter(self, case: Case, stage: int, joined: int | None = None) -> None:
        """The case joins a stage: a queue, a list, a wait, a choice or an end."""
        step = self.c.steps[stage]
        now = self.now
        case.turn += 1
        case.stage, case.joined = stage, now if joined is None else joined
        case.visits[stage] = case.visits.get(stage, -1) + 1
        self._note(case, "join", stage)
        for k in step.starts:
            self._start_clock(case, k)
        if step.kind in ("wait", "choice", "end"):
            self._stop_clocks(case, step)
        if step.kind == "choice":
            self._leave_by(case, step)
        elif step.kind == "end":
            case.state = "closed"
            case.clocks.clear()
            self._note(case, "exit", stage, step.name)
        elif step.kind == "wait":
            self._wait(case, step, joined)
        elif step.kind == "activity":
            self._join_team(case, step)
        else:
            self._join_list(case, step)

    def _leave_by(self, case: Case, step: Step) -> None:
        """The case takes one of the ways out of a stage."""
        ways = step.ways[case.kind]
        u = self._u(case, f"{step.name}.route", case.visits[step.index]) if len(ways) > 1 else 0.0
        for target, cumulative in ways:
            if u < cumulative:
                self._enter(case, target)
                return
        self._enter(case, ways[-1][0])

    def _takes(self, case: Case, step: Step) -> int:
        assert step.table is not None
        return step.table.at(self._u(case, f"{step.name}.takes", case.visits[step.index]))

    # -- waiting

    def _wait(self, case: Case, step: Step, joined: int | None) -> None:
        """Time passes, unless a named reason to leave comes first."""
        assert step.table is not None
        case.state = "waiting"
        if joined is not None and joined < 0:
            elapsed = step.calendar.worked(0) - step.calendar.worked(joined)
            u = self._u(case, f"{step.name}.takes", case.visits[step.index])
            minutes = step.table.remaining(u, elapsed)
        else:
            minutes = self._takes(case, step)
        ends = step.calendar.add(self.now, minutes)
        if not self._schedule_departure(case, step, before=ends):
            self._at(ends, END, case.number, 0, self._wait_over, case, step, case.turn)

    def _wait_over(self, case: Case, step: Step, turn: int) -> None:
        if case.turn == turn:
            self._note(case, "end", step.index)
            self._leave_by(case, step)

    def _schedule_departure(self, case: Case, step: Step, before: int = NEVER) -> bool:
        """Find the first departure, if one comes before ``before``, and schedule it."""
        first: tuple[int, int] | None = None
        for i, leaving in enumerate(step.departures):
            u = self._u(case, f"{step.name}.{leaving.name}", case.visits[step.index])
            minute = self.now + leaving.table.at(u)
            if minute < before and (first is None or minute < first[0]):
                first = (minute, i)
        if first is None:
            return False
        minute, i = first
        self._at(minute, DEPARTURE, case.number, i, self._depart, case, step, i, case.turn)
        return True

    def _depart(self, case: Case, step: Step, i: int, turn: int) -> None:
        """The case leaves for a named reason while it waits."""
        if case.turn != turn or case.state == "working":
            return
        self._stop_waiting(case, step)
        self._note(case, "leave", step.index, step.departures[i].name)
        self._enter(case, step.departures[i].to)

    def _stop_waiting(self, case: Case, step: Step) -> None:
        if case.state == "queueing":
            self.stage_waiting[step.index] -= 1
            if step.kind == "activity":
                self.teams[step.place].waiting -= 1
                self._note_team(step.place)
            else:
                self.listed[step.place] -= 1

    def _queue_key(self, case: Case, rule: str) -> tuple[int, int, int]:
        if rule == "priority":
            return (case.priority, case.joined, case.number)
        return (0, case.opened if rule == "oldest_first" else case.joined, case.number)

    # -- teams

    def _join_team(self, case: Case, step: Step) -> None:
        team, state = self.c.teams[step.place], self.teams[step.place]
        case.remaining = None
        if team.work == "shared":
            self._join_shared(case, step)
            return
        free = state.busy < state.on_duty and state.waiting == 0 and step.calendar.is_open(self.now)
        there_already = case.number < self.people.opening and case.joined < 0
        full = step.room is not None and not free and self.stage_waiting[step.index] >= step.room
        if full and not there_already:
            self._note(case, "full", step.index)
            self._enter(case, step.if_full)
            return
        self._queue_for(case, step)
        if team.work == "interruptible":
            self._interrupt_for(case, step)
        self._serve(step.place)
        if case.state == "queueing":
            self._schedule_departure(case, step)

    def _queue_for(self, case: Case, step: Step) -> None:
        state = self.teams[step.place]
        case.state = "queueing"
        state.waiting += 1
        self.stage_waiting[step.index] += 1
        heapq.heappush(state.queue, (self._queue_key(case, self.c.teams[step.place].queue), case, case.turn))
        self._note_team(step.place)

    def _serve(self, place: int) -> None:
        """Start work on those who wait, while somebody is free and the office is open."""
        state, calendar, now = self.teams[place], self.c.calendars[place], self.now
        while state.queue and state.busy < state.on_duty:
            _, case, turn = state.queue[0]
            if case.turn != turn or case.state != "queueing":
                heapq.heappop(state.queue)
                continue
            if not calendar.is_open(now):
                opens = calendar.next_open(now)
                if state.opening < opens:
                    state.opening = opens
                    self._at(opens, CAPACITY, place, 1, self._serve, place)
                return
            heapq.heappop(state.queue)
            self._start_work(case, self.c.steps[case.stage])

    def _start_work(self, case: Case, step: Step) -> None:
        state, now = self.teams[step.place], self.now
        state.waiting -= 1
        state.busy += 1
        self.stage_waiting[step.index] -= 1
        case.turn += 1
        case.state = "working"
        resumed = case.remaining is not None
        work = case.remaining if case.remaining is not None else self._takes(case, step)
        case.remaining = None
        ends = step.calendar.add(now, work)
        state.hand[case.number] = (case, step.calendar.worked(now) + work)
        self._note(case, "resume" if resumed else "start", step.index, self.c.teams[step.place].name)
        self._note_team(step.place)
        if not resumed:
            self._stop_clocks(case, step)
        self._at(ends, END, case.number, 0, self._work_done, case, step, case.turn)

    def _work_done(self, case: Case, step: Step, turn: int) -> None:
        """A piece of work ends: the case moves on, and whoever was busy turns to the next."""
        if case.turn != turn:
            return
        state = self.teams[step.place]
        state.busy -= 1
        del state.hand[case.number]
        self._note(case, "end", step.index, self.c.teams[step.place].name)
        self._note_team(step.place)
        self._leave_by(case, step)
        self._serve(step.place)

    def _interrupt_for(self, case: Case, step: Step) -> None:
        """Put aside work in hand of worse priority, if nobody is free and the newcomer can then be served.

        It is one piece of work, or more where capacity has dropped below the work in hand.
        """
        state = self.teams[step.place]
        needed = state.busy - state.on_duty + 1
        if needed < 1 or needed > len(state.hand):
            return
        hand = sorted(state.hand.values(), key=lambda pair: (pair[0].priority, pair[0].joined, pair[0].number))
        worst = hand[-needed:]
        if worst[0][0].priority <= case.priority:
            return
        for other, until in reversed(worst):
            state.busy -= 1
            del state.hand[other.number]
            other.turn += 1
            other.remaining = max(1, until - step.calendar.worked(self.now))
            self._note(other, "interrupt", other.stage, self.c.teams[step.place].name)
            self._queue_for(other, self.c.steps[other.stage])

    def _next_capacity(self, place: int, position: int, changes: tuple[tuple[int, int], ...]) -> None:
        """The number on duty changes; work in hand is finished even when it falls."""
        if position >= len(changes):
            return
        minute = changes[position][0]
        if minute <= self.now:
            self._change_capacity(place, position, changes)
        else:
            self._at(minute, CAPACITY, place, 0, self._change_capacity, place, position, changes)

    def _change_capacity(self, place: int, position: int, changes: tuple[tuple[int, int], ...]) -> None:
        self._advance_shared(place)
        self.teams[place].on_duty = changes[position][1]
        self._note_team(place)
        if self.c.teams[place].work == "shared":
            self._plan_shared(place)
        else:
            self._serve(place)
        self._next_capacity(place, position + 1, changes)

    def _note_team(self, place: int) -> None:
        state = self.teams[place]
        self.log.capacity.append((self.now, place, state.on_duty, state.busy, state.waiting))

    # -- shared caseloads

    def _join_shared(self, case: Case, step: Step) -> None:
        self._advance_shared(step.place)
        state = self.teams[step.place]
        case.turn += 1
        case.state = "working"
        state.busy += 1
        state.hand[case.number] = (case, self._takes(case, step) * SHARE)
        self._note(case, "start", step.index, self.c.teams[step.place].name)
        self._note_team(step.place)
        self._stop_clocks(case, step)
        self._plan_shared(step.place)

    def _advance_shared(self, place: int) -> None:
        """Take off each case in hand its share of the time worked since the last change."""
        state = self.teams[place]
        worked = self.c.calendars[place].worked(self.now)
        passed, state.last = worked - state.last, worked
        if self.c.teams[place].work != "shared" or not state.hand or passed <= 0:
            return
        part = passed * SHARE if len(state.hand) <= state.on_duty else passed * state.on_duty * SHARE // len(state.hand)
        state.hand = {k: (case, max(0, left - part)) for k, (case, left) in state.hand.items()}

    def _plan_shared(self, place: int) -> None:
        """Schedule the next case in hand to be finished at the present rate."""
        state = self.teams[place]
        state.version += 1
        if not state.hand or state.on_duty == 0:
            return
        case, left = min(state.hand.values(), key=lambda pair: (pair[1], pair[0].number))
        n, capacity = len(state.hand), state.on_duty
        minutes = -(-left // SHARE) if n <= capacity else -(-left * n // (capacity * SHARE))
        ends = self.c.calendars[place].add(self.now, max(minutes, 0))
        self._at(ends, END, case.number, 0, self._shared_done, place, case, state.version)

    def _shared_done(self, place: int, case: Case, version: int) -> None:
        state = self.teams[place]
        if state.version != version:
            return
        self._advance_shared(place)
        step = self.c.steps[case.stage]
        del state.hand[case.number]
        state.busy -= 1
        self._note(case, "end", step.index, self.c.teams[place].name)
        self._note_team(place)
        self._leave_by(case, step)
        self._plan_shared(place)

    # -- diaries

    def _join_list(self, case: Case, step: Step) -> None:
        case.state = "queueing"
        self.listed[step.place] += 1
        self.stage_waiting[step.index] += 1
        key = self._queue_key(case, self.c.diaries[step.place].queue)
        heapq.heappush(self.lists[step.place], (key, case, case.turn))
        self._schedule_departure(case, step)

    def _session(self, place: int, position: int) -> None:
        """A session is held: it takes as many of those listed as it has places; the rest of its places are lost."""
        sessions = self.c.sessions[place]
        if position + 1 < len(sessions):
            self._at(sessions[position + 1][0], SESSION, place, 0, self._session, place, position + 1)
        waiting, places, taken = self.lists[place], sessions[position][1], 0
        while waiting and taken < places:
            _, case, turn = heapq.heappop(waiting)
            if case.turn != turn or case.state != "queueing":
                continue
            taken += 1
            step = self.c.steps[case.stage]
            self.listed[place] -= 1
            self.stage_waiting[step.index] -= 1
            case.turn += 1
            case.state = "working"
            self._note(case, "start", step.index, self.c.diaries[place].name)
            self._stop_clocks(case, step)
            ends = self.now + self._takes(case, step)
            self._at(ends, END, case.number, 0, self._wait_over, case, step, case.turn)
        self.log.sessions.append((self.now, place, places, taken, self.listed[place]))

    # -- clocks

    def _start_clock(self, case: Case, k: int) -> None:
        if k in case.clocks:
            return
        started = min(case.joined, self.now)
        expires = self.c.limits[k].expires(case.opened, started)
        case.clocks[k] = expires
        self._note(case, "clock_started", case.stage, self.c.limits[k].clock.name)
        self._at(expires, CLOCK, case.number, k, self._expire, case, k, expires)

    def _stop_clocks(self, case: Case, step: Step) -> None:
        for k in step.stops:
            if case.clocks.pop(k, None) is not None:
                self._note(case, "clock_stopped", step.index, self.c.limits[k].clock.name)

    def _expire(self, case: Case, k: int, expires: int) -> None:
        """A limit passes: it is noted, and a case that is waiting goes where the clock says."""
        if case.clocks.get(k) != expires:
            return
        del case.clocks[k]
        limit = self.c.limits[k]
        self._note(case, "clock_expired", case.stage, limit.clock.name)
        ways = limit.ways[case.kind]
        if not ways or case.state == "working":
            return
        case.passed[k] = case.passed.get(k, -1) + 1
        u = self._u(case, f"{limit.clock.name}.route", case.passed[k]) if len(ways) > 1 else 0.0
        target = next(t for t, cumulative in ways if u < cumulative)
        if target >= 0:
            self._stop_waiting(case, self.c.steps[case.stage])
            self._enter(case, target)


def run_simpy(compiled: Compiled, seed: int, replication: int) -> Journeys:
    """Run one replication of a compiled plan on SimPy.

    Parameters
    ----------
    compiled : Compiled
    seed : int
        0 to 2**32 - 1; the same seed gives every family the same luck in every plan.
    replication : int
        Counted from 0.
    """
    return SimpyRun(compiled, seed, replication).run()
