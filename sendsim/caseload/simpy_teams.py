"""Teams on the SimPy engine: queues, work in hand, interruption, changes of capacity and shared caseloads."""

from __future__ import annotations

import heapq

from sendsim.caseload.compiled import Step
from sendsim.caseload.simpy_base import CAPACITY, END, Case, Run

SHARE = 2**20  # shared work is counted in this many parts of a minute, so that it stays in whole numbers


class TeamsRun(Run):
    """What happens at teams; each method is one thing that happens to a case or a team."""

    def _join_team(self, case: Case, step: Step) -> None:
        team, state = self.c.teams[step.place], self.teams[step.place]
        case.remaining = None
        if team.work == "shared":
            self._join_shared(case, step)
            return
        free = state.busy < state.on_duty and state.waiting == 0 and step.calendar.is_open(self.now)
        there_already = case.number < self.people.opening and case.joined < 0
        full = step.room is not None and not free and self.stage_waiting[step.row] >= step.room
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
        self.stage_waiting[step.row] += 1
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
            self._start_work(case, case.steps[case.stage])

    def _start_work(self, case: Case, step: Step) -> None:
        state, now = self.teams[step.place], self.now
        state.waiting -= 1
        state.busy += 1
        self.stage_waiting[step.row] -= 1
        case.turn += 1
        case.state = "working"
        resumed = case.remaining is not None
        work = case.remaining if case.remaining is not None else self._takes(case, step)
        case.remaining = None
        ends = step.calendar.add(now, work)
        case.begun = now
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
            self._queue_for(other, other.steps[other.stage])

    def _drop(self, place: int) -> None:
        """Put the work that was begun last back in the queue, where fewer are on duty than are at work."""
        team, state = self.c.teams[place], self.teams[place]
        beyond = state.busy - state.on_duty
        if team.on_drop == "finish" or beyond <= 0:
            return
        hand = sorted(state.hand.values(), key=lambda pair: (pair[0].begun, pair[0].number))
        for case, until in reversed(hand[-beyond:]):
            step = case.steps[case.stage]
            state.busy -= 1
            del state.hand[case.number]
            case.turn += 1
            left = max(1, until - step.calendar.worked(self.now))
            case.remaining = left if team.on_drop == "put_aside" else self._takes(case, step)
            self._note(case, "interrupt", case.stage, team.name)
            self._queue_for(case, step)

    def _next_capacity(self, place: int, position: int, changes: tuple[tuple[int, int], ...]) -> None:
        """See that the next change of the number on duty comes."""
        if position >= len(changes):
            return
        minute = changes[position][0]
        if minute <= self.now:
            self._change_capacity(place, position, changes)
        else:
            self._at(minute, CAPACITY, place, 0, self._change_capacity, place, position, changes)

    def _change_capacity(self, place: int, position: int, changes: tuple[tuple[int, int], ...]) -> None:
        """The number on duty changes."""
        self._advance_shared(place)
        self.teams[place].on_duty = changes[position][1]
        self._note_team(place)
        if self.c.teams[place].work == "shared":
            self._plan_shared(place)
        else:
            self._drop(place)
            self._serve(place)
        self._next_capacity(place, position + 1, changes)

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
        step = case.steps[case.stage]
        del state.hand[case.number]
        state.busy -= 1
        self._note(case, "end", step.index, self.c.teams[place].name)
        self._note_team(place)
        self._leave_by(case, step)
        self._plan_shared(place)
