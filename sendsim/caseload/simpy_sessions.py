"""Diaries on the SimPy engine: lists, sessions and the people they take."""

from __future__ import annotations

import heapq

from sendsim.caseload.compiled import Step
from sendsim.caseload.simpy_base import END, SESSION, Case
from sendsim.caseload.simpy_teams import TeamsRun
from sendsim.caseload.working_time import DAY


class SessionsRun(TeamsRun):
    """What happens in diaries."""

    def _join_list(self, case: Case, step: Step) -> None:
        case.state = "queueing"
        self.listed[step.place] += 1
        self.stage_waiting[step.row] += 1
        key = self._queue_key(case, self.c.diaries[step.place].queue)
        heapq.heappush(self.lists[step.place], (key, case, case.turn))
        self._schedule_departure(case, step)

    def _free_people(self, team: int) -> int:
        """Return how many people of a team are on duty today and not yet taken by one of today's sessions."""
        state, today = self.teams[team], self.now // DAY
        if state.booked_on != today:
            state.booked_on, state.booked = today, 0
        return max(0, state.on_duty - state.booked)

    def _session(self, place: int, position: int) -> None:
        """A session is held: it takes those listed while it has places and their people; what it does not take is lost.

        A case whose people are not all there is passed over, and stays in its place in the list.
        """
        sessions = self.c.sessions[place]
        if position + 1 < len(sessions):
            self._at(sessions[position + 1][0], SESSION, place, 0, self._session, place, position + 1)
        waiting, places, taken = self.lists[place], sessions[position][1], 0
        free = {team: self._free_people(team) for team in self.c.staffed_by[place]}
        used = dict.fromkeys(free, 0)
        passed_over = []
        while waiting and (taken < places or places < 0):
            entry = heapq.heappop(waiting)
            _, case, turn = entry
            if case.turn != turn or case.state != "queueing":
                continue
            step = case.steps[case.stage]
            if any(used[team] + people > free[team] for team, people in step.uses):
                passed_over.append(entry)
                continue
            taken += 1
            for team, people in step.uses:
                used[team] += people
                self.teams[team].booked += people
            self.listed[place] -= 1
            self.stage_waiting[step.row] -= 1
            case.turn += 1
            case.state = "working"
            self._note(case, "start", step.index, self.c.diaries[place].name)
            self._stop_clocks(case, step)
            ends = self.now + self._takes(case, step)
            self._at(ends, END, case.number, 0, self._over, case, step, case.turn)
        for entry in passed_over:
            heapq.heappush(waiting, entry)
        self.log.sessions.append((self.now, place, places, taken, self.listed[place]))
        self.log.staffing += [(self.now, place, team, free[team], used[team]) for team in free]
