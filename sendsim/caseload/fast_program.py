"""A compiled plan as plain arrays: what the fast engine reads, and where each thing stands in them.

Nothing of SEND is written here: the arrays hold what :mod:`sendsim.caseload.compiled` worked out. A stage kind
of the vocabulary has one number in :data:`KINDS`; a kind without a number cannot be run by the fast engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from sendsim.caseload.compiled import Compiled, Step, Ways
from sendsim.caseload.durations import GRID, QuantileTable
from sendsim.caseload.limits import RULES
from sendsim.caseload.luck import name_key
from sendsim.caseload.plan_parts import QueueRule
from sendsim.caseload.working_time import DAY, WorkingTime

if TYPE_CHECKING:
    from datetime import date

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

KINDS = {"wait": 0, "activity": 1, "session": 2, "choice": 3, "end": 4, "allocation": 5}
WAIT, ACTIVITY, SESSION, CHOICE, END, ALLOCATION = range(6)
QUEUES = {name: i for i, name in enumerate(get_args(QueueRule))}
FIRST_COME, OLDEST_FIRST, PRIORITY, STATUTORY_DATE_FIRST, PHASE_TRANSFER_FIRST = range(5)
WORK = {"one_at_a_time": 0, "interruptible": 1, "shared": 2}
ONE_AT_A_TIME, INTERRUPTIBLE, SHARED = range(3)
ON_DROP = {"finish": 0, "put_aside": 1, "start_again": 2}
FINISH, PUT_ASIDE, START_AGAIN = range(3)

# Columns of ``stages``.
(
    S_KIND,
    S_PLACE,
    S_ROOM,
    S_IF_FULL,
    S_OFFICE,
    S_TABLE,
    S_LENGTH,
    S_TAKES,
    S_ROUTE,
    S_DEPARTURES,
    S_DEPARTURES_END,
    S_STARTS,
    S_STARTS_END,
    S_STOPS,
    S_STOPS_END,
    S_DETAIL,
    S_QUEUE,
    S_USES,
    S_USES_END,
    S_NOTICE,
    S_FREES,
    S_FREES_END,
    S_HOLDS,
    S_HOLDS_END,
    S_WAYS,
    S_PLAIN,
    S_WAY,
    S_NEXT,
) = range(28)
N_STAGE = 28
# Columns of ``departures``.
D_TO, D_TABLE, D_LENGTH, D_PURPOSE, D_DETAIL, D_RATIOS = range(6)
# Columns of ``clocks``.
C_PURPOSE, C_DETAIL = range(2)
# Columns of ``teams`` (teams first, then diaries, which queue alike).
(
    T_QUEUE,
    T_WORK,
    T_OFFICE,
    T_FIRST,
    T_LAST,
    T_DETAIL,
    T_ENTRIES,
    T_ENTRIES_END,
    T_STAFF,
    T_STAFF_END,
    T_ON_DROP,
    T_CEILINGS,
    T_CEILINGS_END,
    T_HELD_BIT,
    T_HELD_QUEUE,
) = range(15)
N_TEAM = 15
# Columns of ``entries``: the queues of each diary, and whom a case of the queue takes.
N_QUEUE, N_USES, N_USES_END = range(3)
# Columns of ``uses``.
U_TEAM, U_PEOPLE = range(2)


class Program(NamedTuple):
    """The arrays. Ranges are [first, end) into the array named."""

    end: int
    stages: Ints
    departures: Ints
    clocks: Ints
    links: Ints  # clocks started and stopped by stages
    ways: Any  # for each set of ways out and each kind of case: the first in ways_to and ways_p, or -1
    clock_ways: Ints  # for each area and clock: its set of ways out
    ways_to: Ints
    ways_p: Floats  # cumulative; the last of each set is 1
    grid: Floats
    lines: Floats  # quantile tables, one after another: minutes, and the slope from each point on
    teams: Ints
    changes: Ints  # (minute, number) of capacities, then (minute, places) of sessions
    office: Ints  # for each day: minutes worked before it, and whether it is worked
    office_shape: Ints  # first day, minute of opening, minutes a day
    by_notice: Ints  # for each clock and day: the minute a limit passes, by the day of the notice alone
    by_start: Ints  # the same, by the day the clock started alone
    first_day: int
    priority: Ints  # of each kind of case
    phase: Ints  # of each kind of case
    merit: Ints  # level of each kind of case
    ratios: Floats  # hazards of departures by level of merit, as multiples of their mean
    entries: Ints
    uses: Ints
    staff: Ints  # the teams that staff diaries
    n_queues: int  # one for each team and diary, each stage of a staffed diary, and each team with a caseload
    ceilings: Ints  # (minute, open cases that a team may hold)
    held: Ints  # teams whose places stages give back, or hold at the start


@lru_cache(maxsize=256)
def limit_by_day(counting: str, amount: int, start: date, first: int, last: int) -> tuple[Ints, Ints]:
    """Return the minute after a limit's last day for each day from ``first`` to ``last``, by notice and by start.

    Every limit of the law here is the later of a limb counted from the notice and a limb counted from the start
    of the clock, so the two tables hold all of it: the limit is the larger of the two (held by a test). The
    other limb is counted from long before, where it cannot be the later one.
    """
    rule, long_ago = RULES[counting], start + timedelta(days=first - 3 * 366)

    def minutes(notice: date, began: date) -> int:
        return ((rule(notice, began, amount) - start).days + 1) * DAY

    days = [start + timedelta(days=d) for d in range(first, last + 1)]
    return (
        np.array([minutes(day, long_ago) for day in days], np.int64),
        np.array([minutes(long_ago, day) for day in days], np.int64),
    )


def details_of(c: Compiled) -> list[str]:
    """Return the words that the log's detail codes stand for."""
    names = [
        "",
        *(s.name for s in c.steps),
        *(t.name for t in c.teams),
        *(d.name for d in c.diaries),
        *(k.clock.name for k in c.limits),
    ]
    return names + [name for _, name in _departures(c)]


def _departures(c: Compiled) -> list[tuple[int, str]]:
    """Return (stage, name) of every departure of the pathway, in order."""
    return [(i, d.name) for i, s in enumerate(c.plan.pathway.stages) for d in getattr(s, "departures", ())]


def program_of(c: Compiled, earliest_day: int) -> Program:
    """Lay a compiled plan out as arrays; ``earliest_day`` is the first day on which an open case was opened."""
    if "steps" not in c.laid:
        c.laid["steps"] = _lay_steps(c)
    if (by_day := f"limits from {earliest_day}") not in c.laid:
        c.laid[by_day] = _lay_limits(c, earliest_day)
    steps: LaidSteps = c.laid["steps"]
    n_teams = len(c.teams)
    teams, changes = _teams(c, _first_details(c))
    entries: list[tuple[int, int, int]] = []
    staff: list[int] = []
    ceilings: list[tuple[int, int]] = []
    for i, team in enumerate(teams):
        first, second = len(entries), len(staff)
        if i >= n_teams:
            entries += steps.entries_of[i - n_teams]
            staff += c.staffed_by[i - n_teams]
        third, bit, line, on_drop = len(ceilings), 0, -1, 0
        if i < n_teams:
            ceilings += c.ceilings[i]
            on_drop = ON_DROP[c.teams[i].on_drop]
        if i in steps.list_of:
            bit, line = steps.bits[c.layout.team_of[i]], steps.list_of[i]
        of_caseload = (on_drop, third, len(ceilings), bit, line)
        teams[i] = (*team, first, len(entries), second, len(staff), *of_caseload)
    return Program(
        end=c.end,
        **steps.arrays,
        **c.laid[by_day],
        grid=np.array(GRID, float),
        teams=_table(teams, N_TEAM),
        changes=_table(changes, 2),
        first_day=earliest_day,
        entries=_table(entries, 3),
        staff=np.array(staff or [0], np.int64),
        ceilings=_table(ceilings, 2),
    )


def _lay_limits(c: Compiled, earliest_day: int) -> dict[str, Any]:
    """Lay out the days on which the office works, and when each limit passes by day."""
    days = c.end // DAY
    limits = [limit_by_day(x.clock.counting, x.clock.amount, c.plan.start, earliest_day, days) for x in c.limits]
    shape = (len(limits), days - earliest_day + 1)
    return {
        "office": _days(c.office),
        "office_shape": np.array([c.office._first_day, c.office.opens, c.office.minutes_per_day], np.int64),
        "by_notice": np.array([n for n, _ in limits], np.int64).reshape(shape),
        "by_start": np.array([s for _, s in limits], np.int64).reshape(shape),
    }


class LaidSteps(NamedTuple):
    """What of a program follows from kinds, steps and clocks alone: its arrays, and where queues and caseloads stand.

    ``entries_of``: the queues of each diary. ``list_of``: the line for each team with a caseload; ``bits``: the bit of
    a case that holds a place of it, by the plan's team.
    """

    arrays: dict[str, Any]
    entries_of: list[list[tuple[int, int, int]]]
    list_of: dict[int, int]
    bits: dict[int, int]


def _first_details(c: Compiled) -> dict[str, int]:
    """Return the first code of each sort of word in the log (see :func:`details_of`)."""
    first = {"stage": 1, "team": 1 + len(c.steps)}
    first["diary"] = first["team"] + len(c.teams)
    first["clock"] = first["diary"] + len(c.diaries)
    first["departure"] = first["clock"] + len(c.limits)
    return first


def _lay_steps(c: Compiled) -> LaidSteps:
    tables: list[Floats] = []
    offsets: dict[int, int] = {}  # by the table itself: equal laws share theirs
    laid = 0

    def place(table: QuantileTable) -> tuple[int, int]:
        nonlocal laid
        if id(table) not in offsets:
            offsets[id(table)] = laid
            tables.append(table.lines)
            laid += len(table.minutes)
        return offsets[id(table)], len(table.minutes)

    n_teams, n_diaries, details = len(c.teams), len(c.diaries), _first_details(c)
    links: list[int] = []
    departures: list[tuple[int, ...]] = []
    ways: list[npt.NDArray[np.int32]] = []
    ways_to: list[int] = []
    ways_p: list[float] = []
    ratios: list[float] = []
    laid_ratios: dict[tuple[float, ...], int] = {}

    ways_of: dict[int, int] = {}  # by the ways themselves: areas that do not differ share theirs
    code_of = {key: details["departure"] + i for i, key in enumerate(_departures(c))}
    departures_of: dict[int, tuple[int, int]] = {}
    links_of: dict[int, tuple[int, int, int]] = {}

    def lay_options(options: Ways) -> int:
        first = len(ways_to) if options else -1
        ways_to.extend([target for target, _ in options])
        ways_p.extend([p for _, p in options])
        return first

    def lay_ways(of_kinds: tuple[Ways, ...]) -> int:
        if id(of_kinds) in ways_of:
            return ways_of[id(of_kinds)]
        n = len(of_kinds)
        if of_kinds and of_kinds.count(of_kinds[0]) == n:  # most stages have the same ways out for all kinds
            row = np.full(n, lay_options(of_kinds[0]), np.int32)
        else:
            which = list(map(id, of_kinds))
            first = {key: lay_options(options) for key, options in dict(zip(which, of_kinds, strict=True)).items()}
            row = np.fromiter(map(first.__getitem__, which), np.int32, n)
        ways_of[id(of_kinds)] = len(ways)
        ways.append(row)
        return len(ways) - 1

    def lay_departures(step: Step) -> tuple[int, int]:
        if id(step.departures) not in departures_of or not step.departures:
            first = len(departures)
            for leaving in step.departures:
                purpose, code = name_key(f"{step.name}.{leaving.name}"), code_of[step.index, leaving.name]
                of_law = place(leaving.table)
                departures.append((leaving.to, *of_law, purpose, code, lay_ratios(leaving.ratios)))
            departures_of[id(step.departures)] = (first, len(departures))
        return departures_of[id(step.departures)]

    def lay_links(step: Step) -> tuple[int, int, int]:
        if step.index not in links_of:
            first = len(links)
            links.extend((*step.starts, *step.stops))
            links_of[step.index] = (first, first + len(step.starts), len(links))
        return links_of[step.index]

    def lay_ratios(of_levels: tuple[float, ...]) -> int:
        if not of_levels:
            return -1
        if of_levels not in laid_ratios:
            laid_ratios[of_levels] = len(ratios)
            ratios.extend(of_levels)
        return laid_ratios[of_levels]

    def lay_held(of_teams: tuple[int, ...]) -> tuple[int, int]:
        first = len(held)
        held.extend(of_teams)
        return first, len(held)

    def lay_uses(step: Step) -> tuple[int, int]:
        first = len(uses)
        uses.extend(step.uses)
        if step.kind == "session" and queue_of(step) not in [queue for queue, _, _ in entries_of[step.place]]:
            entries_of[step.place].append((queue_of(step), first, len(uses)))
        return first, len(uses)

    def lay_step(step: Step) -> tuple[int, ...]:
        table = place(step.table) if step.table is not None else (-1, 0)
        starts, stops, stops_end = lay_links(step)
        return (
            KINDS[step.kind],
            n_teams + step.place if step.kind == "session" else step.place,
            -1 if step.room is None else step.room,
            step.if_full,
            int(step.calendar.name == "office"),
            *table,
            name_key(f"{step.name}.takes"),
            name_key(f"{step.name}.route"),
            *lay_departures(step),
            starts,
            stops,
            stops,
            stops_end,
            details["stage"] + step.index,
            queue_of(step),
            *lay_uses(step),
            int(step.notice),
            *lay_held(step.frees),
            *lay_held(step.holds),
            lay_ways(step.ways),
            int(step.kind in ("choice", "end") and not (step.notice or step.frees or step.starts or step.stops)),
        )

    staffed: dict[tuple[int, int], int] = {}
    for of_area in c.steps_of:
        for s in of_area:
            if s.uses:
                staffed.setdefault((s.place, s.index), len(staffed))
    uses: list[tuple[int, int]] = []
    held: list[int] = []
    allocated = [i for i, ceilings in enumerate(c.ceilings) if ceilings]
    bits = {base: i for i, base in enumerate(dict.fromkeys(c.layout.team_of[i] for i in allocated))}
    list_of = {team: n_teams + n_diaries + len(staffed) + i for i, team in enumerate(allocated)}
    entries_of: list[list[tuple[int, int, int]]] = [[] for _ in c.diaries]

    def queue_of(step: Step) -> int:
        """Return the queue of a stage: its place's, its own in a staffed diary, or its team's line for a caseload."""
        if step.kind == "allocation":
            return list_of[step.place]
        if step.uses:
            return n_teams + n_diaries + staffed[step.place, step.index]
        return n_teams + step.place if step.kind == "session" else step.place

    stages = [lay_step(step) for of_area in c.steps_of for step in of_area]
    clocks = [(name_key(f"{x.clock.name}.route"), details["clock"] + k) for k, x in enumerate(c.limits)]
    clock_ways = [[lay_ways(of_kinds) for of_kinds in of_area] for of_area in c.limit_ways_of]
    shape = (len(ways), max(len(c.kinds), 1))
    all_ways = np.array(ways, np.int32).reshape(shape) if c.plan.demand else np.zeros(shape, np.int32)
    to, upto = np.array(ways_to or [0], np.int64), np.array(ways_p or [0.0])
    arrays = {
        "stages": _with_ways(_table(stages, S_WAY), all_ways, to, upto),
        "departures": _table(departures, 6),
        "clocks": _table(clocks, 2),
        "links": np.array(links or [0], np.int64),
        "ways": all_ways,
        "clock_ways": np.array(clock_ways, np.int64).reshape(len(c.steps_of), len(c.limits)),
        "ways_to": to,
        "ways_p": upto,
        "lines": np.concatenate(tables or [np.zeros((1, 2))]),
        "priority": np.array([c.plan.demand[k.stream].priority for k in c.kinds] or [0], np.int64),
        "phase": np.array(c.phase or [0], np.int64),
        "merit": np.array([k.merit for k in c.kinds] or [0], np.int64),
        "ratios": np.array(ratios or [1.0]),
        "uses": _table(uses, 2),
        "n_queues": n_teams + n_diaries + len(staffed) + len(allocated),
        "held": np.array(held or [0], np.int64),
    }
    return LaidSteps(arrays, entries_of, list_of, bits)


def _with_ways(stages: Ints, ways: npt.NDArray[np.int32], ways_to: Ints, ways_p: Floats) -> Ints:
    """Add to each stage where its ways out begin, if all kinds have the same, and where all its cases go; else -1."""
    of_all = np.where((ways == ways[:, :1]).all(axis=1), ways[:, 0], -1)[stages[:, S_WAYS]]
    goes = np.where((of_all >= 0) & (ways_p[of_all] >= 1.0), ways_to[of_all], -1)
    return np.column_stack([stages, of_all, goes]).astype(np.int64)


def _teams(c: Compiled, details: dict[str, int]) -> tuple[list[tuple[int, ...]], list[tuple[int, int]]]:
    """Lay out teams, then diaries, and when their capacity or their sessions come."""
    teams: list[tuple[int, ...]] = []
    changes: list[tuple[int, int]] = []
    for i, team in enumerate(c.teams):
        first = len(changes)
        changes.extend(c.capacity[i])
        office = int(c.calendars[i].name == "office")
        teams.append((QUEUES[team.queue], WORK[team.work], office, first, len(changes), details["team"] + i))
    for i, diary in enumerate(c.diaries):
        first = len(changes)
        changes.extend(c.sessions[i])
        teams.append((QUEUES[diary.queue], 0, 0, first, len(changes), details["diary"] + i))
    return teams, changes


def _days(calendar: WorkingTime) -> Ints:
    """Return minutes worked before each day and whether it is worked; the last row is the end of the table."""
    worked, is_open = calendar.tables
    return np.column_stack([worked, np.append(is_open, False)]).astype(np.int64)


def _table(rows: Sequence[tuple[int, ...]], columns: int) -> Ints:
    return np.array(rows, np.int64).reshape(len(rows), columns)
