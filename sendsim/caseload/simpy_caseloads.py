"""Caseloads on the SimPy engine: cases that wait for somebody who may hold one more, and the places they give back."""

from __future__ import annotations

import heapq

from sendsim.caseload.compiled import Step
from sendsim.caseload.simpy_base import CAPACITY, Case
from sendsim.caseload.simpy_sessions import SessionsRun

GIVE_OUT, CEILING = 2, 3  # index of the event among those of the kind CAPACITY


class CaseloadsRun(SessionsRun):
    """What happens to the places of a team's caseload.

    Cases are given out by an event of their own in the same minute, one at a time, so that everything an event
    causes is over before the next case moves on.
    """

    def _join_allocation(self, case: Case, step: Step) -> None:
        place = step.place
        if place in case.holds:
            self._given_out(case, step)
            return
        state = self.teams[place]
        case.state = "queueing"
        state.unallocated += 1
        self.stage_waiting[step.row] += 1
        heapq.heappush(state.waiting_list, (self._queue_key(case, self.c.teams[place].queue), case, case.turn))
        self._note_team(place)
        self._at(self.now, CAPACITY, place, GIVE_OUT, self._give_out, place)
        self._schedule_departure(case, step)

    def _give_out(self, place: int) -> None:
        """The first in line is given to the team, if it may hold one more."""
        state = self.teams[place]
        while state.waiting_list and state.held < state.ceiling:
            _, case, turn = heapq.heappop(state.waiting_list)
            if case.turn != turn or case.state != "queueing":
                continue
            step = case.steps[case.stage]
            state.unallocated -= 1
            self.stage_waiting[step.row] -= 1
            state.held += 1
            case.holds.add(place)
            case.turn += 1
            case.state = "waiting"
            self._note_team(place)
            self._at(self.now, CAPACITY, place, GIVE_OUT, self._give_out, place)
            self._given_out(case, step)
            return

    def _given_out(self, case: Case, step: Step) -> None:
        self._note(case, "start", step.index, self.c.teams[step.place].name)
        self._stop_clocks(case, step)
        self._note(case, "end", step.index, self.c.teams[step.place].name)
        self._leave_by(case, step)

    def _give_back(self, case: Case, place: int) -> None:
        """The case has come far enough: its place is free for the next in line."""
        if place in case.holds:
            case.holds.remove(place)
            self.teams[place].held -= 1
            self._note_team(place)
            self._at(self.now, CAPACITY, place, GIVE_OUT, self._give_out, place)

    def _next_ceiling(self, place: int, position: int) -> None:
        """The number of cases that a team may hold changes; nothing that is held is taken away."""
        ceilings = self.c.ceilings[place]
        if position >= len(ceilings):
            return
        minute, may_hold = ceilings[position]
        if minute > self.now:
            self._at(minute, CAPACITY, place, CEILING, self._next_ceiling, place, position)
            return
        self.teams[place].ceiling = may_hold
        self._at(self.now, CAPACITY, place, GIVE_OUT, self._give_out, place)
        self._next_ceiling(place, position + 1)
