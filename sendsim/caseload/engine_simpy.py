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
team's caseload in :mod:`sendsim.caseload.simpy_caseloads`. The first choices of the cases that arrive are made by
the same rules for many at once (:mod:`sendsim.caseload.simpy_arrivals`).

A stay of a case puts one event into SimPy's list, and a callback follows it: a generator a case, and conditions of
several events, cost several times as much.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappush

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.simpy_base import CASE_BITS, CLOCK, DEPARTURE, END, NO_CLOCKS, Case, Turn
from sendsim.caseload.simpy_caseloads import CaseloadsRun
from sendsim.caseload.simpy_log import event_at, stages_at_end
from sendsim.caseload.simpy_stages import Stage
from sendsim.caseload.working_time import NEVER


class SimpyRun(CaseloadsRun):
    """One replication of a compiled plan: the run itself, moving on, waiting, leaving and clocks."""

    def __init__(self, compiled: Compiled, seed: int, replication: int) -> None:
        super().__init__(compiled, seed, replication)
        self.departs, self.expires = (self._depart,), (self._expire,)
        self.begins: dict[str, Callable[[Case, Stage, int | None], None]] = {
            "wait": self._wait,
            "activity": self._join_team,
            "session": self._join_list,
            "allocation": self._join_allocation,
            "end": self._close,
        }

    def journeys(self) -> Journeys:
        """Run to the end of the plan and return the journeys."""
        for diary in self.lists:
            self._next_session(diary, 0)
        for case in self._opening():
            self._stand_open(case)
        for team in self.teams:  # after the opening cases, so that their queues are whole
            self._next_capacity(team, 0)
            self._next_ceiling(team, 0)
        self._follow()
        self._note_teams()
        self._queue.clear()  # the cases that are still open go with their events
        whole = self.log.whole()
        return Journeys(self.c, self.people, whole, stages_at_end(whole.events, len(self.people)))

    def _stand_open(self, case: Case) -> None:
        """A case that is open at the start stands where it stands."""
        self.note(case.row + event_at("open_at_start", case.stage.index))
        for team in case.stage.step.holds:
            case.holds += (team,)
            self.teams[team].held += 1
        self._enter(case, case.stage, joined=case.joined)

    def _enter(self, case: Case, stage: Stage, joined: int | None = None) -> None:
        """The case joins a stage; it follows choices at once, to a queue, a list, a wait or an end."""
        while True:
            self.note(case.row + stage.joins)
            case.stage = stage
            case.joined = self._now if joined is None else joined
            if stage.counted:
                case.visits[stage.index] = case.visits.get(stage.index, -1) + 1
            if stage.marks:
                self._mark_joining(case, stage)
            if not stage.is_choice:
                break
            stage, joined = self._way_out(case, stage), None
        case.moves += 1
        self.begins[stage.kind](case, stage, joined)

    def _mark_joining(self, case: Case, stage: Stage) -> None:
        """A notice is sent, places are given back, limits start and stop, as the stage says."""
        if stage.step.notice:
            case.notice = case.joined
        for team in stage.step.frees:
            self._give_back(case, self.teams[team])
        for k in stage.step.starts:
            self._start_clock(case, k)
        if stage.kind in ("wait", "choice", "end"):
            self._stop_clocks(case, stage)

    def _way_out(self, case: Case, stage: Stage) -> Stage:
        """Return the stage that the case comes to by one of the ways out of a stage."""
        if stage.only is not None:
            return case.stages[stage.only]
        ways = stage.ways[case.kind]
        if len(ways) > 1:
            u = self._u(case, stage.route, case.visits[stage.index])
            for target, cumulative in ways:
                if u < cumulative:
                    return case.stages[target]
        return case.stages[ways[-1][0]]

    def _close(self, case: Case, stage: Stage, joined: int | None) -> None:
        """The disagreement ends: what was kept of the case goes, save its rows in the log."""
        case.state = "closed"
        if case.clocks:
            for turn in case.clocks.values():
                self._call_off(turn)
            case.clocks.clear()
        block = case.block
        block.open -= 1
        if block.open == block.few:
            block.let_go()
        self.note(case.row + stage.exits)

    # -- waiting

    def _wait(self, case: Case, stage: Stage, joined: int | None) -> None:
        """Time passes, unless a named reason to leave comes first."""
        case.state = "waiting"
        if joined is not None and joined < 0:
            assert stage.table is not None
            elapsed = stage.calendar.worked(0) - stage.calendar.worked(joined)
            u = 0.0 if stage.fixed else self._u(case, stage.takes, case.visits[stage.index])
            minutes = stage.table.remaining(u, elapsed)
        else:
            minutes = stage.fixed or self._takes(case, stage)
        ends = self._now + minutes if stage.always else stage.calendar.add(self._now, minutes)
        if not (stage.leaves and self._schedule_departure(case, stage, before=ends)):
            self._at(ends, END, self.over, case, stage)

    def _schedule_departure(self, case: Case, stage: Stage, before: int = NEVER) -> bool:
        """Find the first departure, if one comes before ``before``, and schedule it."""
        level, visit, first = self.c.kinds[case.kind].merit, case.visits[stage.index], -1
        for i, (purpose, leaving, _) in enumerate(stage.leaves):
            ratio = leaving.ratios[level] if leaving.ratios else 1.0
            minute = self._now + leaving.table.at(self._u(case, purpose, visit), ratio)
            if minute < before:
                before, first = minute, i
        if first >= 0:
            self._at(before, DEPARTURE + first, self.departs, case, first)
        return first >= 0

    def _depart(self, turn: Turn) -> None:
        """The case leaves for a named reason while it waits."""
        case, i = turn.case, turn.what
        case.pending, stage = None, case.stage
        _, leaving, row = stage.leaves[i]
        self._stop_waiting(case, stage)
        self.note(case.row + row)
        self._enter(case, case.stages[leaving.to])

    def _stop_waiting(self, case: Case, stage: Stage) -> None:
        if case.state != "queueing":
            return
        stage.waiting -= 1
        if stage.kind == "session":
            stage.list.listed -= 1
            return
        if stage.kind == "activity":
            stage.team.waiting -= 1
        else:
            stage.team.unallocated -= 1
        self.changed[stage.team.place] = stage.team

    # -- clocks

    def _start_clock(self, case: Case, k: int) -> None:
        if k in case.clocks:
            return
        if case.clocks is NO_CLOCKS:
            case.clocks = {}
        clock = self.clocks[k]
        expires = clock.limit.expires(case.notice, min(case.joined, self._now))
        case.clocks[k] = turn = Turn()
        turn.case, turn.what, turn.index = case, clock, expires
        turn.callbacks = self.expires if expires < self.end else ()
        self.note(case.row + clock.starts + case.stage.bits)
        if expires < self.end:
            heappush(
                self._queue, (max(expires, self._now), CLOCK + (case.number << CASE_BITS) + k, next(self._eid), turn)
            )

    def _stop_clocks(self, case: Case, stage: Stage) -> None:
        for k in stage.stops:
            turn = case.clocks.pop(k, None)
            if turn is not None:
                self._call_off(turn)
                self.note(case.row + self.clocks[k].stops + stage.bits)

    def _expire(self, turn: Turn) -> None:
        """A limit passes: it is noted, and a case that is waiting goes where the clock says."""
        case, clock = turn.case, turn.what
        del case.clocks[clock.index]
        self.note(case.row + clock.expires + case.stage.bits)
        ways = clock.ways_of[case.area][case.kind]
        if not ways or case.state == "working":
            return
        target = ways[0][0]
        if len(ways) > 1:
            visit = case.visits[-1 - clock.index] = case.visits.get(-1 - clock.index, -1) + 1
            u = self._u(case, clock.route, visit)
            target = next(t for t, cumulative in ways if u < cumulative)
        if target >= 0:
            self._stop_waiting(case, case.stage)
            self._expect_nothing(case)
            self._enter(case, case.stages[target])


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
    return SimpyRun(compiled, seed, replication).journeys()
