"""The fast engine's one compiled loop: the same events, in the same order, as the SimPy engine.

Read it beside :mod:`sendsim.caseload.engine_simpy`; each part is the twin of the method with its name there. What
happens at teams is in :mod:`sendsim.caseload.fast_teams`, in diaries in :mod:`sendsim.caseload.fast_sessions`, to the
places of a caseload in :mod:`sendsim.caseload.fast_caseloads`, and what changes in :mod:`sendsim.caseload.fast_state`.

A part that would send a case on returns the stage, and the loop sends it; so each part stands in the compiled
loop once. Where an array is full the loop stops and says which (:data:`FULL_LOG` and so on); the caller makes
it larger and runs again, and the outcome is the same.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from sendsim.caseload import fast_program as at
from sendsim.caseload.fast_arrivals import way
from sendsim.caseload.fast_caseloads import (
    give_back,
    give_out,
    given_out,
    hold_at_start,
    holds,
    join_allocation,
    next_ceiling,
)
from sendsim.caseload.fast_event_list import (
    CASE_BITS,
    CASE_SHIFT,
    INDEX_BITS,
    KIND_SHIFT,
    LAST_KEY,
    MINUTE_SHIFT,
    first,
    is_over,
    take,
)
from sendsim.caseload.fast_program import Program
from sendsim.caseload.fast_queues import queue_for, schedule_departure, start_clocks, stop_clocks, stop_waiting
from sendsim.caseload.fast_sessions import session
from sendsim.caseload.fast_state import (
    AREA,
    ARRIVAL,
    BASE,
    BUSY,
    CEILING_AT,
    CLOCK,
    DEPARTURE,
    DUE,
    E_CLOCK_EXPIRED,
    E_END,
    E_EXIT,
    E_FULL,
    E_JOIN,
    E_LEAVE,
    E_OPEN,
    ENDS,
    FULL,
    GIVE_OUT,
    HELD,
    ID,
    JOINED,
    LEAVES,
    LEAVES_BY,
    MANY,
    NEXT_CEILING,
    NOTICE,
    NOW,
    ON_DUTY,
    PLANNED,
    POSITION,
    QUEUED,
    QUEUEING,
    REMAINING,
    STAGE,
    STATE,
    STREAM,
    WAITING,
    WORKING,
    State,
    arrive,
    begin_days,
    close_case,
    fetch_coming,
    leave_by,
    luck,
    note,
    note_team,
    open_case,
    schedule,
    takes,
)
from sendsim.caseload.fast_teams import (
    advance_shared,
    interrupt_for,
    join_shared,
    next_capacity,
    plan_shared,
    put_down,
    serve,
)
from sendsim.caseload.fast_tools import APART, COMPILE, add_work, is_open
from sendsim.caseload.working_time import NEVER


@njit(**COMPILE)
def wait(p: Program, s: State, case: int, stage: int, since: int) -> None:
    """Time passes, unless a named reason to leave comes first."""
    row, st = s.cases[case], p.stages[stage]
    row[STATE] = WAITING
    office = st[at.S_OFFICE] == 1
    first_day, opens, length = p.office_shape[0], p.office_shape[1], p.office_shape[2]
    minutes = row[REMAINING] if since < 0 else takes(p, s, case, stage)
    row[REMAINING] = -1
    ends = add_work(office, s.sizes[NOW], minutes, p.office, first_day, opens, length)
    if not schedule_departure(p, s, case, stage, ends):
        row[DUE] = schedule(p, s, ends, ENDS, row[ID], 0)


@njit(**COMPILE)
def enter(p: Program, s: State, case: int, stage: int, since: int) -> int:
    """The case joins a stage; return the stage it goes on to at once, or -1 (see the loop for -2 and -3).

    ``since`` is the minute it joined, before now only for cases open at the start.
    """
    row = s.cases[case]
    s.visits[case, stage] += 1
    stage += row[BASE]  # from its place in the pathway to the row of the case's area
    st = p.stages[stage]
    row[DUE], row[LEAVES] = -1, -1
    row[STAGE], row[JOINED] = stage, since
    note(s, case, E_JOIN, stage, 0)
    if st[at.S_NOTICE] == 1:
        row[NOTICE] = since
    give_back(p, s, case, stage)
    start_clocks(p, s, case, stage)
    kind = st[at.S_KIND]
    if kind == at.WAIT or kind == at.CHOICE or kind == at.END:
        stop_clocks(p, s, case, stage)
    if kind == at.CHOICE:
        return leave_by(p, s, case, stage)
    if kind == at.END:
        note(s, case, E_EXIT, stage, st[at.S_DETAIL])
        close_case(s, case, stage)
        return -1
    if kind == at.WAIT:
        wait(p, s, case, stage, since)
        return -1
    if kind == at.SESSION:
        queue_for(p, s, case, stage)
        schedule_departure(p, s, case, stage, NEVER)
        return -1
    if kind == at.ALLOCATION:
        if holds(p, s, case, st[at.S_PLACE]):
            given_out(p, s, case, stage)
            return leave_by(p, s, case, stage)
        join_allocation(p, s, case, stage)
        schedule_departure(p, s, case, stage, NEVER)
        return -1
    team = st[at.S_PLACE]
    row[REMAINING] = -1
    if p.teams[team, at.T_WORK] == at.SHARED:
        join_shared(p, s, case, stage)
        return -3
    t = s.places[team]
    first_day, opens, length = p.office_shape[0], p.office_shape[1], p.office_shape[2]
    office = p.teams[team, at.T_OFFICE] == 1
    free = t[BUSY] < t[ON_DUTY] and t[QUEUED] == 0
    free = free and is_open(office, s.sizes[NOW], p.office, first_day, opens, length)
    there_already = row[ID] < s.opening and since < 0
    if st[at.S_ROOM] >= 0 and not free and s.waiting[stage] >= st[at.S_ROOM] and not there_already:
        note(s, case, E_FULL, stage, 0)
        return st[at.S_IF_FULL]
    queue_for(p, s, case, stage)
    note_team(s, team)
    if p.teams[team, at.T_WORK] == at.INTERRUPTIBLE:
        interrupt_for(p, s, case, stage)
    return -2


@njit(**COMPILE)
def expire(p: Program, s: State, case: int, k: int) -> int:
    """A limit passes: it is noted, and a case that is waiting goes where the clock says; return the stage."""
    s.running[case, k] = -1
    row = s.cases[case]
    note(s, case, E_CLOCK_EXPIRED, row[STAGE], p.clocks[k, at.C_DETAIL])
    at_way = p.ways[p.clock_ways[row[AREA], k], row[STREAM]]
    if at_way < 0 or row[STATE] == WORKING:
        return -1
    s.passed[case, k] += 1
    u = 0.0 if p.ways_p[at_way] >= 1.0 else luck(s, case, p.clocks[k, at.C_PURPOSE], s.passed[case, k])
    target = way(p, at_way, u)
    if target >= 0:
        stop_waiting(p, s, case, row[STAGE])
    return target


@njit(**APART)
def run(p: Program, s: State, n_teams: int) -> None:
    """Run to the end of the plan, or until an array is full."""
    n, n_places, steps, c, e = len(s.slot), len(s.places), s.visits.shape[1], s.coming, s.coming_events
    low, many = (1 << CASE_BITS) - 1, len(s.cases) >= MANY
    for place in range(n_teams, n_places):
        s.places[place, POSITION] = p.teams[place, at.T_FIRST]
        if p.teams[place, at.T_FIRST] < p.teams[place, at.T_LAST]:
            schedule(p, s, p.changes[p.teams[place, at.T_FIRST], 0], HELD, place, 0)
    coming = s.opening  # arrivals are in order already: the next one is held against the next event
    arriving = 0  # the opening cases first, then the teams, then time begins
    starting = -n_teams
    while s.sizes[FULL] == 0:
        case, stage, since = -1, -1, s.sizes[NOW]
        team, shared = -1, -1  # whom to serve, or whose caseload to plan, when the case has moved on
        if arriving < s.opening:
            case = open_case(s, arriving, steps)
            if case < 0:
                break
            stage, since = c.stage[c.origin[arriving]], np.int64(c.joined[arriving])
            note(s, case, E_OPEN, stage, 0)
            hold_at_start(p, s, case, stage + s.cases[case, BASE])
            arriving += 1
        elif starting < 0:
            place = starting + n_teams
            starting += 1
            s.places[place, POSITION] = p.teams[place, at.T_FIRST]
            s.places[place, CEILING_AT] = p.teams[place, at.T_CEILINGS]
            changed = next_capacity(p, s, place)
            next_ceiling(p, s, place)
            if changed:
                if p.teams[place, at.T_WORK] == at.SHARED:
                    shared = place
                else:
                    team = place
        else:
            key = LAST_KEY
            if coming < n:
                key = (int(c.joined[coming]) << MINUTE_SHIFT) | (ARRIVAL << KIND_SHIFT) | (coming << CASE_SHIFT)
            minute = min(key >> MINUTE_SHIFT, p.end - 1)
            if is_over(e, minute):
                begin_days(s, minute)
            event = first(e)
            if event < key:
                take(e, event)
                if many:
                    fetch_coming(s)
                key = event
            elif coming == n:
                break
            else:
                coming += 1
            now = key >> MINUTE_SHIFT
            s.sizes[NOW], since = now, now
            kind, who, index = (key >> KIND_SHIFT) & 7, (key >> CASE_SHIFT) & low, key & ((1 << INDEX_BITS) - 1)
            if kind == ENDS:
                case = s.slot[who]
                if case < 0 or s.cases[case, DUE] != key:
                    continue
                here = s.cases[case, STAGE]
                s.cases[case, DUE] = -1
                place = p.stages[here, at.S_PLACE]
                if p.stages[here, at.S_KIND] == at.ACTIVITY:
                    if p.teams[place, at.T_WORK] == at.SHARED:
                        advance_shared(p, s, place)
                        shared = place
                        s.places[place, PLANNED] = -1
                    else:
                        team = place
                    put_down(s, place, case)
                    note(s, case, E_END, here, p.teams[place, at.T_DETAIL])
                    note_team(s, place)
                else:
                    note(s, case, E_END, here, 0)
                stage = leave_by(p, s, case, here)
            elif kind == ARRIVAL:
                stage = arrive(p, s, who, steps)
                if stage < 0:
                    continue
                case = open_case(s, who, steps)
                if case < 0:
                    break
                i = who - s.ahead.begins[0]
                for j in range(s.ahead.passes[i]):
                    s.visits[case, s.ahead.through[i, j]] = 0
            elif kind == HELD:
                session(p, s, who)
            elif kind == CLOCK:
                case = s.slot[who]
                if case < 0 or s.running[case, index] != now:
                    continue
                stage = expire(p, s, case, index)
            elif kind == DEPARTURE:
                case = s.slot[who]
                if case < 0 or s.cases[case, LEAVES] != key or s.cases[case, STATE] == WORKING:
                    continue
                here = s.cases[case, STAGE]
                stop_waiting(p, s, case, here)
                leaving = p.departures[s.cases[case, LEAVES_BY]]
                note(s, case, E_LEAVE, here, leaving[at.D_DETAIL])
                stage = leaving[at.D_TO]
            elif index == 1:
                team = who
            elif index == GIVE_OUT:
                case = give_out(p, s, who)
                if case >= 0:
                    here = s.cases[case, STAGE]
                    given_out(p, s, case, here)
                    stage = leave_by(p, s, case, here)
            elif index == NEXT_CEILING:
                next_ceiling(p, s, who)
            elif next_capacity(p, s, who):
                if p.teams[who, at.T_WORK] == at.SHARED:
                    shared = who
                else:
                    team = who
        last = -1
        while stage >= 0:
            last = stage + s.cases[case, BASE]
            stage = enter(p, s, case, stage, since)
            since = s.sizes[NOW]
        # -2: the case waits for a team, which is served before the one whose member has just become free.
        joined = p.stages[last, at.S_PLACE] if stage < -1 else -1
        for turn in range(2):
            place = joined if turn == 0 and stage == -2 else (team if turn == 1 else -1)
            if place >= 0:
                serve(p, s, place)
            if turn == 0 and stage == -2 and s.cases[case, STATE] == QUEUEING:
                schedule_departure(p, s, case, last, NEVER)
            place = joined if turn == 0 and stage == -3 else (shared if turn == 1 else -1)
            if place >= 0:
                plan_shared(p, s, place)
