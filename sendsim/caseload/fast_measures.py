"""The measures of a replication in compiled code that lets go of the interpreter's lock, from the engine's own arrays.

:mod:`sendsim.caseload.measures` says what is measured, and is the specification: each number here is equal to its, to
the last bit (held by tests). Its NumPy needs the lock and a pass over the log for each question; here what is asked
about of the log is laid out case by case, and each case is gone through once. The distributions are worked out in
:mod:`sendsim.caseload.fast_spells`, teams and diaries in :mod:`sendsim.caseload.fast_places`.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from sendsim.caseload.fast_asked import (
    APPEAL,
    AT_CASES,
    AT_CLOCKS,
    AT_COUNTS,
    AT_ENDED,
    AT_OPEN,
    AT_QUEUES,
    AT_SCHOOL,
    BEGIN,
    BEGUN,
    DEEM,
    EPISODES,
    EXIT,
    EXPIRED,
    HAD,
    HAD_NOT,
    IN_ALL,
    IN_EPISODE,
    JOIN,
    LEAVE,
    LEFT_AT,
    MET,
    MINUTES,
    MISSED,
    MOVED,
    N_APPEALS,
    N_DEEMED,
    N_MILESTONES,
    N_OPENING,
    N_REACHED,
    N_WAITS,
    NET,
    NOTICE,
    NUMBER,
    OF_EPISODE,
    OPEN,
    OVER_A_YEAR,
    QUEUES,
    REACH,
    REACHED_AT,
    RUNNING,
    SETTLED,
    SINCE,
    STARTED,
    STARTS,
    STILL_DAYS,
    STOPPED,
    SUPPORT,
    SUPPORTED,
    SUPPORTED_DAYS,
    TURN,
    WAITED,
    Asked,
    Found,
)
from sendsim.caseload.fast_places import places
from sendsim.caseload.fast_program import Program
from sendsim.caseload.fast_spells import cleared, distributions
from sendsim.caseload.fast_state import E_JOIN, N_LOG, STAGE, State, opened
from sendsim.caseload.fast_tools import APART, COMPILE, DAY
from sendsim.caseload.spells import WEEK
from sendsim.caseload.terms import SCHOOL_WEEK
from sendsim.caseload.working_time import NEVER

# An event in ``events``: from the right its minute, what is asked of it, and the clock or the stage that it is about.
WHAT_SHIFT, ABOUT_SHIFT = 24, 48
LOW = 2**24 - 1
OF_MILESTONES = (1 << N_MILESTONES) - 1
OF_WAITS = ((1 << 3 * N_WAITS) - 1) << BEGIN
OF_CLOCKS = 1 << STARTED | 1 << STOPPED | 1 << EXPIRED


@njit(**COMPILE)
def stage_of(a: Asked, s: State, i: int) -> int:
    """Return the stage of a row of the log, by its place in the pathway."""
    stage = s.log[2, i]
    return stage if stage < a.steps else stage % a.steps  # from the rows of areas to stages


@njit(**APART)
def by_case(a: Asked, s: State, f: Found) -> int:
    """Lay the log out case by case, with what is asked of each event; return of how many episodes there must be room.

    A further episode begins with a notice, or after a settled wait.
    """
    rows, n, turns = s.sizes[N_LOG], len(s.slot), 0
    for case in range(n + 1):
        f.first[case] = 0
    for i in range(rows):
        f.first[s.log[1, i] + 1] += 1
    for case in range(n):
        f.first[case + 1] += f.first[case]
    for i in range(rows):
        case, about = s.log[1, i], stage_of(a, s, i)
        what = np.int64(a.what[s.events[i] * a.steps + about])
        if what & (1 << SETTLED | 1 << NOTICE):
            turns += 1
        if what & OF_CLOCKS:
            about = s.log[3, i] - a.clock_word
            if what & (1 << STOPPED):
                f.clocks[about, MET] += 1
            elif what & (1 << EXPIRED):
                f.clocks[about, MISSED] += 1
                # Where the case is sent is the next row.
                if i + 1 < rows and s.log[1, i + 1] == case and s.events[i + 1] == E_JOIN:
                    f.clocks[about, MOVED] += a.sent_to[about, stage_of(a, s, i + 1)]
        f.events[f.first[case]] = about << ABOUT_SHIFT | what << WHAT_SHIFT | s.log[0, i]
        f.first[case] += 1
    return n + turns


@njit(**COMPILE)
def school_day(a: Asked, minute: int) -> int:
    """Return the school days before the day of a minute: the twin of :func:`terms.school_days_until`."""
    return a.school[min(max(minute // DAY + a.look_back, 0), len(a.school) - 1)]


@njit(**COMPILE)
def spell(f: Found, subject: int, end: int, begin: int, reached: int, left: int) -> None:
    """Note how long an episode took to a moment, or to where it left or the run ended."""
    if reached <= left and reached < NEVER:
        f.spells[subject, f.tally[subject, HAD]] = reached - begin
        f.tally[subject, HAD] += 1
        f.tally[subject, MINUTES] += reached - begin
    else:
        f.tally[subject, HAD_NOT] += 1
        f.spells[subject, f.spells.shape[1] - f.tally[subject, HAD_NOT]] = min(left, end) - begin


@njit(**COMPILE)
def week_from(minute: int) -> int:
    """Return the first week at whose beginning ``minute`` has come."""
    return max(0, -(-minute // WEEK))


@njit(**COMPILE)
def note_episode(a: Asked, f: Found, end: int, opened: int, closed: int, opening: bool) -> None:
    """Count an episode that has been gone through, and forget its moments."""
    c, still = f.counts, closed >= NEVER
    c[EPISODES] += 1
    spell(f, np.int64(0), end, opened, closed, np.int64(NEVER))  # literals would have it compiled once more
    if week_from(opened) < len(f.open):
        f.open[week_from(opened)] += 1
    if not still and week_from(closed) < len(f.open):
        f.open[week_from(closed)] -= 1
    if still:
        c[OPEN] += 1
        c[OVER_A_YEAR] += end - opened > 52 * WEEK
        for k in range(len(f.clocks)):
            f.clocks[k, RUNNING] += f.clocks[k, IN_EPISODE] == c[EPISODES] and f.clocks[k, NET] > 0
    if opening and closed > 0:
        f.cleared[c[N_OPENING]] = closed
        c[N_OPENING] += 1
    until, begun = school_day(a, min(closed, end)), school_day(a, opened)
    c[IN_ALL] += until - school_day(a, max(opened, 0))
    if f.now[SUPPORT, REACHED_AT] < NEVER:
        c[SUPPORTED] += 1
        c[SUPPORTED_DAYS] += until - begun
    if still:
        c[STILL_DAYS] += until - begun
    for k in range(N_MILESTONES):
        if not opening:
            spell(f, 1 + N_WAITS + k, end, opened, f.now[k, REACHED_AT], closed)
        f.now[k, REACHED_AT] = NEVER
    for k in range(N_WAITS):
        w = f.now[N_MILESTONES + k]
        if w[BEGUN] < NEVER:
            spell(f, 1 + k, end, w[BEGUN], w[REACHED_AT], w[LEFT_AT])
            w[BEGUN], w[REACHED_AT], w[LEFT_AT] = NEVER, NEVER, NEVER


@njit(**COMPILE)
def note_wait(f: Found, what: int, minute: int, k: int) -> None:
    """Note whether an event is the beginning of a wait, its end, or the moment at which the case leaves it."""
    w = f.now[N_MILESTONES + k]
    if what & (1 << (REACH + k)):
        f.counts[N_REACHED + k] += 1
    if w[BEGUN] >= NEVER:
        if what & (1 << (BEGIN + k)):
            w[BEGUN] = minute
    elif what & (1 << (REACH + k)):
        w[REACHED_AT] = min(w[REACHED_AT], minute)
    elif what & (1 << (LEAVE + k)):
        w[LEFT_AT] = min(w[LEFT_AT], minute)


@njit(**COMPILE)
def note_event(a: Asked, f: Found, what: int, minute: int, about: int) -> None:
    """Note what an event is to its episode; events come in order of time, so the least minute is the first."""
    episode = f.counts[EPISODES] + 1
    if what & OF_MILESTONES:
        for k in range(N_MILESTONES):
            if what & (1 << k):
                f.now[k, REACHED_AT] = min(f.now[k, REACHED_AT], minute)
    if what & OF_WAITS:
        for k in range(N_WAITS):
            note_wait(f, what, minute, k)
    if what & OF_CLOCKS:
        c = f.clocks[about]
        if c[IN_EPISODE] != episode:
            c[IN_EPISODE], c[NET] = episode, 0
        c[NET] += 1 if what & (1 << STARTED) else -1
    elif what & (1 << QUEUES | 1 << STARTS):
        q = f.queues[a.queue_of[about]]
        if what & (1 << QUEUES):
            if q[OF_EPISODE] != episode:
                q[OF_EPISODE], q[SINCE] = episode, minute
        elif q[OF_EPISODE] == episode and q[SINCE] >= 0:  # the first start counts
            q[NUMBER] += 1
            q[WAITED] += minute - q[SINCE]
            q[SINCE] = -1
    if what & (1 << APPEAL | 1 << DEEM):
        f.counts[N_APPEALS if what & (1 << APPEAL) else N_DEEMED] += 1


@njit(**COMPILE)
def through_case(a: Asked, s: State, f: Found, end: int, case: int) -> bool:
    """Go through the events of a case, episode by episode; say whether it is open at the end.

    Where an episode begins and is over is the twin of :func:`sendsim.caseload.episodes.episodes_of`.
    """
    at, last = f.first[case - 1] if case > 0 else 0, f.first[case]
    stood = opening = case < s.opening  # whether the join where it stood is still to come; whether the first episode
    begun, over, ended = opened(s, case), NEVER, NEVER
    noticed, after_settled = False, False
    while True:
        event = f.events[at] if at < last else 0
        minute, what, about = event & LOW, event >> WHAT_SHIFT & LOW, event >> ABOUT_SHIFT
        settled, notice, turn = what & (1 << SETTLED) != 0, what & (1 << NOTICE) != 0, what & (1 << TURN) != 0
        here = stood and what & (1 << JOIN) != 0
        again = turn and not settled and (after_settled or (notice and (noticed or (case < s.opening and not here))))
        if again or at == last:
            note_episode(a, f, end, begun, min(over, minute if again else ended), opening)
            if at == last:
                return ended >= NEVER
            begun, over, opening = minute, NEVER, False
        if turn:
            noticed, after_settled = noticed or notice, settled
            if settled:
                over = min(over, minute)
        if here:
            stood = False
        else:
            note_event(a, f, what, minute, about)
        if what & (1 << EXIT):
            ended = minute
            f.ended[about] += 1
        at += 1


@njit(**APART)
def of_cases(a: Asked, s: State, f: Found, end: int) -> None:
    """Go through all cases, and write down what is counted of them."""
    n, settled_at_start, settled_at_end, waiting, v, c = len(s.slot), 0, 0, 0, f.values, f.counts
    for k in range(len(f.now)):
        f.now[k, BEGUN] = f.now[k, REACHED_AT] = f.now[k, LEFT_AT] = NEVER
    for case in range(n):
        before = c[OPEN]
        still = through_case(a, s, f, end, case)
        if case < s.opening and a.what[E_JOIN * a.steps + s.coming.stage[s.coming.origin[case]]] & (1 << SETTLED):
            settled_at_start += 1
        if still:
            stage = s.cases[s.slot[case], STAGE] % a.steps
            if a.what[E_JOIN * a.steps + stage] & (1 << SETTLED):
                settled_at_end += 1
            if c[OPEN] > before and a.heard_at[stage]:
                waiting += 1
    at = a.at[AT_CASES]
    v[at], v[at + 1] = n - s.opening, s.opening - settled_at_start
    v[at + 2], v[at + 3], v[at + 4] = settled_at_start, settled_at_end, c[EPISODES] - n
    at = a.at[AT_OPEN]
    v[at], v[at + 1] = c[OPEN], c[OVER_A_YEAR]
    for i in range(len(a.ends)):
        v[a.at[AT_ENDED] + i] = f.ended[a.ends[i]]
    at = a.at[AT_COUNTS]
    v[at], v[at + 1], v[at + 2] = c[N_APPEALS], c[N_DEEMED], waiting
    at = a.at[AT_SCHOOL]
    v[at] = c[IN_ALL] / SCHOOL_WEEK
    if c[SUPPORTED] > 0:
        v[at + 1] = c[SUPPORTED_DAYS] / (SCHOOL_WEEK * c[SUPPORTED])
    if c[OPEN] > 0:
        v[at + 2] = c[STILL_DAYS] / (SCHOOL_WEEK * c[OPEN])
    for k in range(len(f.clocks)):
        at, met, missed = a.at[AT_CLOCKS] + 3 * k, f.clocks[k, MET], f.clocks[k, MISSED]
        if met + missed > 0:
            v[at] = met / (met + missed)
        v[at + 1] = f.clocks[k, RUNNING]
        if f.clocks[k, MOVED] > 0:
            v[at + 2] = f.clocks[k, MOVED]
    for q in range(len(f.queues)):
        if f.queues[q, NUMBER] > 0:
            v[a.at[AT_QUEUES] + q] = f.queues[q, WAITED] / (f.queues[q, NUMBER] * WEEK)
    for week in range(1, len(f.open)):
        f.open[week] += f.open[week - 1]


@njit(**APART)
def measure(p: Program, s: State, a: Asked, f: Found) -> int:
    """Measure what the engine wrote down; return of how many episodes there must be room.

    If there is less room nothing is measured: the caller makes it larger and asks again.
    """
    episodes = by_case(a, s, f)
    if episodes <= f.spells.shape[1]:
        of_cases(a, s, f, p.end)
        distributions(a, f)
        cleared(a, f)
        places(p, s, a, f)
    return episodes
