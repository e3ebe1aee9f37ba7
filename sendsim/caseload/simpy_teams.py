"""Teams on the SimPy engine: queues, work in hand, interruption, changes of capacity and shared caseloads."""

from __future__ import annotations

from heapq import heappop

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.simpy_base import CAPACITY, END, Case, Run, Turn
from sendsim.caseload.simpy_stages import Stage, TeamState

SHARE = 2**20  # shared work is counted in this many parts of a minute, so that it stays in whole numbers


class TeamsRun(Run):
    """What happens at teams; each method is one thing that happens to a case or a team."""

    def __init__(self, compiled: Compiled, seed: int, replication: int) -> None:
        super().__init__(compiled, seed, replication)
        self.work_done = (self._work_done,)

    def _join_team(self, case: Case, stage: Stage, joined: int | None) -> None:
        team = stage.team
        case.remaining = None
        if team.work == "shared":
            self._join_shared(case, stage)
            return
        if team.busy < team.on_duty and team.waiting == 0 and (team.always or team.calendar.is_open(self._now)):
            self._start_work(case, stage)
            return
        if stage.room is not None and stage.waiting >= stage.room:
            there_already = case.number < self.people.opening and case.joined < 0
            if not there_already:
                self.note(case.row + stage.full)
                self._enter(case, case.stages[stage.if_full])
                return
        self._queue_for(case, stage)
        if team.work == "interruptible":
            self._interrupt_for(case, team)
        self._serve(team)
        if case.state == "queueing" and stage.leaves:
            self._schedule_departure(case, stage)

    def _queue_for(self, case: Case, stage: Stage) -> None:
        team = stage.team
        case.state = "queueing"
        team.waiting += 1
        stage.waiting += 1
        self._join_queue(team.queue, team.waiting, self._entry(case, team.rule))
        self.changed[team.place] = team

    def _serve(self, team: TeamState) -> None:
        """Start work on those who wait, while somebody is free and the office is open."""
        queue, now = team.queue, self._now
        while queue and team.busy < team.on_duty:
            _, _, _, moves, case = queue[0]
            if case.moves != moves:
                heappop(queue)
                continue
            if not (team.always or team.calendar.is_open(now)):
                opens = team.calendar.next_open(now)
                if team.opening < opens:
                    team.opening = opens
                    self._later(opens, CAPACITY, team.place, 1, self._serve, team)
                return
            heappop(queue)
            team.waiting -= 1
            case.stage.waiting -= 1
            self._start_work(case, case.stage)

    def _start_work(self, case: Case, stage: Stage) -> None:
        team, now = stage.team, self._now
        team.busy += 1
        case.moves += 1
        case.state = "working"
        self._expect_nothing(case)
        resumed = case.remaining is not None
        work = case.remaining if case.remaining is not None else stage.fixed or self._takes(case, stage)
        case.remaining = None
        ends = now + work if team.always else team.calendar.add(now, work)
        if team.may_stop:
            case.begun = now
            team.hand[case.number] = (case, team.calendar.worked(now) + work)
        self.note(case.row + (stage.resumes if resumed else stage.starts))
        self.changed[team.place] = team
        if stage.stops and not resumed:
            self._stop_clocks(case, stage)
        self._at(ends, END, self.work_done, case, stage)

    def _work_done(self, turn: Turn) -> None:
        """A piece of work ends: the case moves on, and whoever was busy turns to the next."""
        case, stage = turn.case, turn.what
        team = stage.team
        case.pending = None
        team.busy -= 1
        if team.may_stop:
            del team.hand[case.number]
        self.note(case.row + stage.ends)
        self.changed[team.place] = team
        self._enter(case, self._way_out(case, stage))
        if team.queue:
            self._serve(team)

    def _interrupt_for(self, case: Case, team: TeamState) -> None:
        """Put aside work in hand of worse priority, if nobody is free and the newcomer can then be served.

        It is one piece of work, or more where capacity has dropped below the work in hand.
        """
        needed = team.busy - team.on_duty + 1
        if needed < 1 or needed > len(team.hand):
            return
        priority = self.priority
        hand = sorted(team.hand.values(), key=lambda pair: (priority[pair[0].kind], pair[0].joined, pair[0].number))
        worst = hand[-needed:]
        if priority[worst[0][0].kind] <= priority[case.kind]:
            return
        for other, until in reversed(worst):
            self._put_back(other, max(1, until - team.calendar.worked(self._now)))

    def _drop(self, team: TeamState) -> None:
        """Put the work that was begun last back in the queue, where fewer are on duty than are at work."""
        beyond = team.busy - team.on_duty
        if team.on_drop == "finish" or beyond <= 0:
            return
        hand = sorted(team.hand.values(), key=lambda pair: (pair[0].begun, pair[0].number))
        for case, until in reversed(hand[-beyond:]):
            left = max(1, until - team.calendar.worked(self._now))
            self._put_back(case, left if team.on_drop == "put_aside" else self._takes(case, case.stage))

    def _put_back(self, case: Case, remaining: int) -> None:
        """Work in hand goes back to the queue, with so many minutes still to be done."""
        stage = case.stage
        stage.team.busy -= 1
        del stage.team.hand[case.number]
        case.moves += 1
        self._expect_nothing(case)
        case.remaining = remaining
        self.note(case.row + stage.interrupts)
        self._queue_for(case, stage)

    def _next_capacity(self, team: TeamState, position: int) -> None:
        """See that the next change of the number on duty comes."""
        changes = self.c.capacity[team.place]
        if position >= len(changes):
            return
        minute = changes[position][0]
        if minute <= self._now:
            self._change_capacity(team, position)
        else:
            self._later(minute, CAPACITY, team.place, 0, self._change_capacity, team, position)

    def _change_capacity(self, team: TeamState, position: int) -> None:
        """The number on duty changes."""
        self._advance_shared(team)
        team.on_duty = self.c.capacity[team.place][position][1]
        self.changed[team.place] = team
        if team.work == "shared":
            self._plan_shared(team)
        else:
            self._drop(team)
            self._serve(team)
        self._next_capacity(team, position + 1)

    # -- shared caseloads

    def _join_shared(self, case: Case, stage: Stage) -> None:
        team = stage.team
        self._advance_shared(team)
        case.moves += 1
        case.state = "working"
        team.busy += 1
        team.hand[case.number] = (case, self._takes(case, stage) * SHARE)
        self.note(case.row + stage.starts)
        self.changed[team.place] = team
        self._stop_clocks(case, stage)
        self._plan_shared(team)

    def _advance_shared(self, team: TeamState) -> None:
        """Take off each case in hand its share of the time worked since the last change."""
        worked = team.calendar.worked(self._now)
        passed, team.last = worked - team.last, worked
        if team.work != "shared" or not team.hand or passed <= 0:
            return
        n = len(team.hand)
        part = passed * SHARE if n <= team.on_duty else passed * team.on_duty * SHARE // n
        team.hand = {k: (case, max(0, left - part)) for k, (case, left) in team.hand.items()}

    def _plan_shared(self, team: TeamState) -> None:
        """Schedule the next case in hand to be finished at the present rate."""
        if team.planned is not None:
            self._call_off(team.planned)
            team.planned = None
        if not team.hand or team.on_duty == 0:
            return
        case, left = min(team.hand.values(), key=lambda pair: (pair[1], pair[0].number))
        n, capacity = len(team.hand), team.on_duty
        minutes = -(-left // SHARE) if n <= capacity else -(-left * n // (capacity * SHARE))
        ends = team.calendar.add(self._now, max(minutes, 0))
        team.planned = self._later(ends, END, case.number, 0, self._shared_done, team, case)

    def _shared_done(self, team: TeamState, case: Case) -> None:
        team.planned = None
        self._advance_shared(team)
        stage = case.stage
        del team.hand[case.number]
        team.busy -= 1
        self.note(case.row + stage.ends)
        self.changed[team.place] = team
        self._enter(case, self._way_out(case, stage))
        self._plan_shared(team)
