"""Diaries on the SimPy engine: lists, sessions and the people they take."""

from __future__ import annotations

from heapq import heappop, heappush

from sendsim.caseload.simpy_base import END, SESSION, Case
from sendsim.caseload.simpy_log import SESSION_ROW
from sendsim.caseload.simpy_stages import Entry, ListState, Stage
from sendsim.caseload.simpy_teams import TeamsRun
from sendsim.caseload.working_time import DAY


class SessionsRun(TeamsRun):
    """What happens in diaries."""

    def _join_list(self, case: Case, stage: Stage, joined: int | None) -> None:
        diary = stage.list
        case.state = "queueing"
        diary.listed += 1
        stage.waiting += 1
        self._join_queue(diary.queue, diary.listed, self._entry(case, diary.rule))
        if stage.leaves:
            self._schedule_departure(case, stage)

    def _free_people(self, team: int) -> int:
        """Return how many people of a team are on duty today and not yet taken by one of today's sessions."""
        state, today = self.teams[team], self._now // DAY
        if state.booked_on != today:
            state.booked_on, state.booked = today, 0
        return max(0, state.on_duty - state.booked)

    def _next_session(self, diary: ListState, position: int) -> None:
        """See that the next session of a diary comes."""
        sessions = self.c.sessions[diary.place]
        if position < len(sessions):
            self._later(sessions[position][0], SESSION, diary.place, 0, self._session, diary, position)

    def _session(self, diary: ListState, position: int) -> None:
        """A session is held: it takes those listed while it has places and their people; what it does not take is lost.

        A case whose people are not all there is passed over, and stays in its place in the list.
        """
        self._next_session(diary, position + 1)
        waiting, places, taken = diary.queue, self.c.sessions[diary.place][position][1], 0
        staff = self.c.staffed_by[diary.place]
        free = {team: self._free_people(team) for team in staff}
        used = dict.fromkeys(staff, 0)
        passed_over: list[Entry] = []
        while waiting and (taken < places or places < 0):
            entry = heappop(waiting)
            _, _, _, moves, case = entry
            if case.moves != moves:
                continue
            stage = case.stage
            uses = stage.step.uses
            if uses and any(used[team] + people > free[team] for team, people in uses):
                passed_over.append(entry)
                continue
            taken += 1
            for team, people in uses:
                used[team] += people
                self.teams[team].booked += people
            diary.listed -= 1
            stage.waiting -= 1
            case.moves += 1
            case.state = "working"
            self._expect_nothing(case)
            self.note(case.row + stage.starts)
            self._stop_clocks(case, stage)
            self._at(self._now + (stage.fixed or self._takes(case, stage)), END, self.over, case, stage)
        for entry in passed_over:
            heappush(waiting, entry)
        self.log.sessions.frombytes(SESSION_ROW(self._now, diary.place, places, taken, diary.listed))
        for team, there in free.items():
            self.log.staffing.extend((self._now, diary.place, team, there, used[team]))
