"""Caseloads on the SimPy engine: cases that wait for somebody who may hold one more, and the places they give back."""

from __future__ import annotations

from heapq import heappop

from sendsim.caseload.simpy_base import CAPACITY, Case
from sendsim.caseload.simpy_sessions import SessionsRun
from sendsim.caseload.simpy_stages import Stage, TeamState

GIVE_OUT, CEILING = 2, 3  # index of the event among those of the kind CAPACITY


class CaseloadsRun(SessionsRun):
    """What happens to the places of a team's caseload.

    Cases are given out by an event of their own in the same minute, one at a time, so that everything an event
    causes is over before the next case moves on.
    """

    def _join_allocation(self, case: Case, stage: Stage, joined: int | None) -> None:
        team = stage.team
        if team.place in case.holds:
            self._given_out(case, stage)
            return
        case.state = "queueing"
        team.unallocated += 1
        stage.waiting += 1
        self._join_queue(team.waiting_list, team.unallocated, self._entry(case, team.rule))
        self.changed[team.place] = team
        self._later(self._now, CAPACITY, team.place, GIVE_OUT, self._give_out, team)
        if stage.leaves:
            self._schedule_departure(case, stage)

    def _give_out(self, team: TeamState) -> None:
        """The first in line is given to the team, if it may hold one more."""
        while team.waiting_list and team.held < team.ceiling:
            _, _, _, moves, case = heappop(team.waiting_list)
            if case.moves != moves:
                continue
            stage = case.stage
            team.unallocated -= 1
            stage.waiting -= 1
            team.held += 1
            case.holds += (team.place,)
            case.moves += 1
            case.state = "waiting"
            self._expect_nothing(case)
            self.changed[team.place] = team
            self._later(self._now, CAPACITY, team.place, GIVE_OUT, self._give_out, team)
            self._given_out(case, stage)
            return

    def _given_out(self, case: Case, stage: Stage) -> None:
        self.note(case.row + stage.starts)
        self._stop_clocks(case, stage)
        self.note(case.row + stage.ends)
        self._enter(case, self._way_out(case, stage))

    def _give_back(self, case: Case, team: TeamState) -> None:
        """The case has come far enough: its place is free for the next in line."""
        if team.place in case.holds:
            case.holds = tuple(place for place in case.holds if place != team.place)
            team.held -= 1
            self.changed[team.place] = team
            self._later(self._now, CAPACITY, team.place, GIVE_OUT, self._give_out, team)

    def _next_ceiling(self, team: TeamState, position: int) -> None:
        """The number of cases that a team may hold changes; nothing that is held is taken away."""
        ceilings = self.c.ceilings[team.place]
        if position >= len(ceilings):
            return
        minute, may_hold = ceilings[position]
        if minute > self._now:
            self._later(minute, CAPACITY, team.place, CEILING, self._next_ceiling, team, position)
            return
        team.ceiling = may_hold
        self._later(self._now, CAPACITY, team.place, GIVE_OUT, self._give_out, team)
        self._next_ceiling(team, position + 1)
