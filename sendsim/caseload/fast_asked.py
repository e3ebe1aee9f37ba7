"""What the compiled measures read of a plan, and what they write: the twin of :mod:`sendsim.caseload.questions`.

The compiled measures write each number of the table ``runs`` to a place of its own. Here those places are laid out, in
the order in which :mod:`sendsim.caseload.measures` lists them, with the names and groups that every replication shares.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.fast_program import Floats, Ints
from sendsim.caseload.journeys import EVENT_CODES
from sendsim.caseload.milestones import APPEALS, DEEMED, MILESTONES, WAITS, Moment
from sendsim.caseload.questions import Questions, What, questions_of, what_of
from sendsim.caseload.spells import WEEK
from sendsim.caseload.tables import CLEARED
from sendsim.caseload.terms import school_days_before
from sendsim.caseload.working_time import LOOK_BACK_DAYS

N_MILESTONES, N_WAITS = len(MILESTONES), len(WAITS)
SUPPORT = [m.name for m in MILESTONES].index("support")
# What is asked of an event, as bits: milestones, then the beginnings and the ends of waits and where they are left.
BEGIN, REACH, LEAVE = N_MILESTONES, N_MILESTONES + N_WAITS, N_MILESTONES + 2 * N_WAITS
APPEAL = N_MILESTONES + 3 * N_WAITS
DEEM, QUEUES, STARTS, JOIN, TURN, SETTLED, NOTICE, EXIT, STARTED, STOPPED, EXPIRED = range(APPEAL + 1, APPEAL + 12)
# Parts of ``at``: where in ``values`` the numbers of each subject begin.
(
    AT_CASES,
    AT_OPEN,
    AT_ENDED,
    AT_END,
    AT_WAITS,
    AT_COUNTS,
    AT_MILESTONES,
    AT_SCHOOL,
    AT_CLOCKS,
    AT_QUEUES,
    AT_USE,
    AT_CASELOAD,
    AT_HELD,
    AT_DIARIES,
    AT_CLEARED,
) = range(15)
N_AT = 15


class Asked(NamedTuple):
    """What is asked of every replication of a plan."""

    steps: int  # stages of the pathway
    clock_word: int  # the log's detail of the first clock
    what: Any  # of each code, event x stages + stage: the bits of all that asks about it
    queue_of: Any  # of each stage: its place among those with a queue, or -1
    ends: Ints  # the stages that are ends
    heard_at: Any  # of each stage: whether those who stand there wait for a hearing
    sent_to: Any  # (clock, stage): whether the clock that has passed sends a case there
    school: Ints  # school days before each day
    look_back: int  # days of that table before the start
    edges: Floats  # (wait, bin): weeks from which a bin begins, infinite behind the last
    at: Ints
    staffs: Any  # of each team: whether it staffs diaries
    shares: Floats  # of the cases open at the start: those whose clearance is told


class Found(NamedTuple):
    """What is found in a replication, and scratch."""

    first: Any  # of each case: where its events end in ``events``
    events: Ints  # the events case by case: what each is about, what is asked of it and its minute
    spells: Any  # (subject, episode): minutes of those that reached the moment, from behind of those that did not
    tally: Ints  # (subject, ...): see the columns below
    clocks: Ints  # (clock, ...)
    queues: Ints  # (stage with a queue, ...)
    now: Ints  # (milestone or wait, ...): of the episode that is looked at
    teams: Ints  # (team, ...)
    diaries: Ints  # (diary, ...)
    ended: Ints  # of each stage: how many cases ended there
    cleared: Ints  # when the episodes open at the start were over
    counts: Ints  # see the entries below
    sorting: Any  # scratch: as many as a row of ``spells``
    buckets: Ints  # scratch
    open: Ints  # of each week: open cases at its beginning
    bins: Ints  # (wait, bin): how many waits
    values: Floats  # the numbers of the table ``runs``; NaN where there is none


# Columns of ``tally``: the subjects are the end, then waits, then milestones.
HAD, HAD_NOT, MINUTES = range(3)
# Columns of ``clocks``.
MET, MISSED, MOVED, RUNNING, NET, IN_EPISODE = range(6)
# Columns of ``queues``.
NUMBER, WAITED, SINCE, OF_EPISODE = range(4)
# Columns of ``now``.
BEGUN, REACHED_AT, LEFT_AT = range(3)
# Columns of ``teams``.
T_SINCE, T_WORKED, T_DUTY, T_BUSY, T_QUEUE, T_HELD, T_WAIT, USED, OFFERED, LOAD, HELD, UNALLOCATED, ON_DAY = range(13)
N_OF_TEAM = 13
# Columns of ``diaries``.
PLACES, FILLED = range(2)
# Entries of ``counts``.
(
    EPISODES,
    OPEN,
    OVER_A_YEAR,
    IN_ALL,
    SUPPORTED,
    SUPPORTED_DAYS,
    STILL_DAYS,
    N_OPENING,
    N_APPEALS,
    N_DEEMED,
    N_REACHED,
) = range(11)
N_COUNTS = 11 + N_WAITS
WIDEST = max(wait.bins for wait in WAITS.values())
BUCKETS = 2**11


@dataclass(frozen=True)
class Lines:
    """The lines of the table ``runs`` that a plan can have: measure, group, and whether it has them at all."""

    measures: npt.NDArray[np.object_]
    groups: npt.NDArray[np.object_]
    asked: npt.NDArray[np.bool_]
    at: Ints
    """Where the lines of each subject begin."""


def lines_of(compiled: Compiled, asked: Questions) -> Lines:
    """Lay out the lines of the table ``runs``."""
    pathway = compiled.plan.pathway
    lines: list[tuple[str, str, bool]] = []
    at: list[int] = []

    def subject(*of: tuple[str, str, bool]) -> None:
        at.append(len(lines))
        lines.extend(of)

    def spells(name: str, there: bool) -> list[tuple[str, str, bool]]:
        return [(f"weeks_to_{name}", "", there), (f"median_weeks_to_{name}", "", there)]

    subject(
        *[(name, "", True) for name in ("arrived", "open_at_start")],
        *[(name, "", asked.come_back) for name in ("settled_at_start", "settled_at_end", "came_back")],
    )
    subject(*[(name, "", True) for name in ("open_at_end", "open_over_a_year")])
    subject(*[("ended", asked.stages[i], True) for i in np.flatnonzero(asked.ends)])
    subject(*spells("end", True))
    of_waits = [
        [*spells(wait, wait in asked.outside), (count, "", wait in asked.outside)]
        for wait, count in (("mediation", "mediations"), ("hearing", "hearings"))
    ]
    subject(*[line for of in of_waits for line in of])
    subject(
        ("appeals", "", bool(APPEALS.stages(pathway))),
        ("deemed_certificates", "", bool(DEEMED.stages(pathway))),
        ("waiting_for_hearing", "", bool(WAITS["hearing"].end.stages(pathway))),
    )
    of_milestones = [
        [*spells(m.name, there), (f"share_to_{m.name}", "", there)]
        for m in MILESTONES
        for there in [any(x.stages(pathway) for x in m.moments)]
    ]
    subject(*[line for of in of_milestones for line in of])
    subject(*[(name, "", True) for name in ("school_weeks_in_all", "school_weeks", "school_weeks_so_far")])
    subject(*[(what, clock, True) for clock in asked.clocks for what in ("in_time", "clock_running", "moved_by_clock")])
    subject(*[("queue_weeks", name, True) for name in asked.queues])
    names = [team.name for team in compiled.teams]
    subject(*[("utilisation", name, True) for name in names])
    subject(*[("caseload", name, i not in compiled.staff) for i, name in enumerate(names)])
    held = [[(what, n, bool(compiled.ceilings[i])) for what in ("held", "unallocated")] for i, n in enumerate(names)]
    subject(*[line for of in held for line in of])
    subject(*[("places_used", diary.name, True) for diary in compiled.diaries])
    subject(*[("cleared_share_weeks", f"{share:.0%}", True) for share in CLEARED])
    measures, groups, there = zip(*lines, strict=True)
    return Lines(
        np.array(measures, dtype=object), np.array(groups, dtype=object), np.array(there), np.array(at, np.int64)
    )


def asked_of_plan(compiled: Compiled, clock_word: int, lines: Lines) -> Asked:
    """Return what is asked of every replication of a plan; ``clock_word`` is the log's detail of its first clock."""
    pathway, asked = compiled.plan.pathway, questions_of(compiled.plan.pathway)
    edges = np.full((N_WAITS, WIDEST + 1), np.inf)
    for i, wait in enumerate(WAITS.values()):
        edges[i, : wait.bins] = np.arange(wait.bins) * wait.width
    heard_at = set(WAITS["hearing"].end.stages(pathway))
    return Asked(
        steps=len(asked.stages),
        clock_word=clock_word,
        what=_bits(compiled, asked),
        queue_of=asked.queue_of.astype(np.int32),
        ends=np.flatnonzero(asked.ends),
        heard_at=np.array([name in heard_at for name in asked.stages], bool),
        sent_to=asked.sent_to,
        school=school_days_before(compiled.plan.start, compiled.plan.days).astype(np.int64),
        look_back=LOOK_BACK_DAYS,
        edges=edges,
        at=lines.at,
        staffs=np.array([i in compiled.staff for i in range(len(compiled.teams))], bool),
        shares=np.array(CLEARED, float),
    )


def _bits(compiled: Compiled, asked: Questions) -> npt.NDArray[np.uint32]:
    """Return of each code the bits of all that asks about it."""
    pathway, names = compiled.plan.pathway, asked.stages
    out = np.zeros(len(EVENT_CODES) * len(names), np.uint32)

    def mark(bit: int, what: What) -> None:
        out[asked.table(what)[: len(out)]] |= np.uint32(1 << bit)

    def moments(bit: int, *of: Moment) -> None:
        mark(bit, what_of(of, pathway))

    def named(flags: npt.NDArray[np.bool_]) -> tuple[str, ...]:
        return tuple(name for name, flag in zip(names, flags.tolist(), strict=True) if flag)

    for i, milestone in enumerate(MILESTONES):
        moments(i, *milestone.moments)
    for i, wait in enumerate(WAITS.values()):
        if wait.name in asked.outside:
            moments(BEGIN + i, wait.begin)
            moments(REACH + i, wait.end)
            mark(LEAVE + i, (("join", asked.outside[wait.name]),))
    moments(APPEAL, APPEALS)
    moments(DEEM, DEEMED)
    joins: Callable[[int, tuple[str, ...]], None] = lambda bit, stages: mark(bit, (("join", stages),))  # noqa: E731
    joins(QUEUES, asked.queues)
    joins(JOIN, names)
    joins(TURN, named(asked.turns))
    joins(SETTLED, named(asked.settled))
    joins(NOTICE, named(asked.notices))
    mark(STARTS, (("start", asked.queues),))
    mark(EXIT, (("exit", names),))
    for bit, what in ((STARTED, "started"), (STOPPED, "stopped"), (EXPIRED, "expired")):
        mark(bit, ((f"clock_{what}", names),))
    return out


def found_in(asked: Asked, compiled: Compiled, scratch: Any, cases: int, events: int, episodes: int) -> Found:
    """Return where the measures of one replication are written.

    Parameters
    ----------
    scratch : callable
        Returns an array by name, shape and type that this thread keeps from replication to replication.
    cases, events, episodes : int
        Of how many there is room.
    """
    subjects, teams, diaries = 1 + N_WAITS + N_MILESTONES, len(compiled.teams), len(compiled.diaries)
    clocks, queues = len(asked.sent_to), int(asked.queue_of.max(initial=-1)) + 1
    size = int(asked.at[AT_CLEARED]) + len(asked.shares)
    return Found(
        first=scratch("measures.first", (cases + 1,), np.int32),
        events=scratch("measures.events", (events,), np.int64),
        spells=scratch("measures.spells", (subjects, episodes), np.int32),
        tally=np.zeros((subjects, 3), np.int64),
        clocks=np.zeros((clocks, 6), np.int64),
        queues=np.zeros((queues, 4), np.int64),
        now=np.zeros((N_MILESTONES + N_WAITS, 3), np.int64),
        teams=np.zeros((teams, N_OF_TEAM), np.int64),
        diaries=np.zeros((diaries, 2), np.int64),
        ended=np.zeros(asked.steps, np.int64),
        cleared=np.empty(cases, np.int64),
        counts=np.zeros(N_COUNTS, np.int64),
        sorting=scratch("measures.sorting", (episodes,), np.int32),
        buckets=np.empty(BUCKETS, np.int64),
        open=np.zeros(compiled.end // WEEK + 1, np.int64),
        bins=np.zeros((N_WAITS, WIDEST), np.int64),
        values=np.full(size, np.nan),
    )
