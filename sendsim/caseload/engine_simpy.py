"""The readable engine, on SimPy: the specification of what a run means.

Time is a whole number of minutes since 00:00 on the start date. Simultaneous events happen in a total
order, (minute, kind, case), with kinds in this order:

0 clocks that expire, 1 capacity changes and offices opening, 2 work and waits that end, 3 arrivals,
4 sessions of a diary, 5 departures while waiting.

A clock expires at 00:00 after its last day, before anything else of the day that then begins: an act in the last
minute of the last day is in time, and one a minute later is late. The answer does not depend on the order in
which SimPy was told of things. What an event causes at once (a queue served, a choice made) happens
within it. Each method of :class:`SimpyRun` is one thing that happens to a case; what happens at teams is in
:mod:`sendsim.caseload.simpy_teams`, in diaries in :mod:`sendsim.caseload.simpy_sessions`, and to the places of a
team's caseload in :mod:`sendsim.caseload.simpy_caseloads`.
"""

from __future__ import annotations

from sendsim.caseload.compiled import Compiled, Step
from sendsim.caseload.journeys import Journeys, journeys_from
from sendsim.caseload.simpy_base import ARRIVAL, CLOCK, DEPARTURE, END, SESSION, Case
from sendsim.caseload.simpy_caseloads import CaseloadsRun
from sendsim.caseload.working_time import NEVER


class SimpyRun(CaseloadsRun):
    """One replication of a compiled plan: the run itself, moving on, waiting, leaving and clocks."""

    def run(self) -> Journeys:
        """Run to the end of the plan and return the journeys."""
        for place, sessions in enumerate(self.c.sessions):
            if sessions:
                self._at(sessions[0][0], SESSION, place, 0, self._session, place, 0)
        rows = self.people.rows
        for row in rows[: self.people.opening]:
            self._note(self.cases[row.number], "open_at_start", row.stage)
            for team in self.c.steps_of[row.area][row.stage].holds:
                self.cases[row.number].holds.add(team)
                self.teams[team].held += 1
            self._enter(self.cases[row.number], row.stage, joined=row.joined)
        for place, changes in enumerate(self.c.capacity):  # after the opening cases, so that their queues are whole
            self._next_capacity(place, 0, changes)
            self._next_ceiling(place, 0)
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
        step = case.steps[stage]
        now = self.now
        case.turn += 1
        case.stage, case.joined = stage, now if joined is None else joined
        case.visits[stage] = case.visits.get(stage, -1) + 1
        self._note(case, "join", stage)
        if step.notice:
            case.notice = case.joined
        for team in step.frees:
            self._give_back(case, team)
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
        elif step.kind == "allocation":
            self._join_allocation(case, step)
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
            self._at(ends, END, case.number, 0, self._over, case, step, case.turn)

    def _schedule_departure(self, case: Case, step: Step, before: int = NEVER) -> bool:
        """Find the first departure, if one comes before ``before``, and schedule it."""
        first: tuple[int, int] | None = None
        for i, leaving in enumerate(step.departures):
            u = self._u(case, f"{step.name}.{leaving.name}", case.visits[step.index])
            minute = self.now + leaving.table.at(u, leaving.ratio(self.c.kinds[case.kind].merit))
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
            self.stage_waiting[step.row] -= 1
            if step.kind == "activity":
                self.teams[step.place].waiting -= 1
                self._note_team(step.place)
            elif step.kind == "allocation":
                self.teams[step.place].unallocated -= 1
                self._note_team(step.place)
            else:
                self.listed[step.place] -= 1

    # -- clocks

    def _start_clock(self, case: Case, k: int) -> None:
        if k in case.clocks:
            return
        started = min(case.joined, self.now)
        expires = self.c.limits[k].expires(case.notice, started)
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
        ways = self.c.limit_ways_of[case.area][k][case.kind]
        if not ways or case.state == "working":
            return
        case.passed[k] = case.passed.get(k, -1) + 1
        u = self._u(case, f"{limit.clock.name}.route", case.passed[k]) if len(ways) > 1 else 0.0
        target = next(t for t, cumulative in ways if u < cumulative)
        if target >= 0:
            self._stop_waiting(case, case.steps[case.stage])
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
