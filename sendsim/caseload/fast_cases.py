"""The cases of one replication, drawn up in compiled code: those of :func:`sendsim.caseload.cases.list_cases`.

What only the plan decides is laid out once. A plan whose streams do not all come at random, and a stream so large that
it is drawn in blocks, are left to :func:`~sendsim.caseload.cases.list_cases`, which is the specification.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from sendsim.caseload.areas import stream_name
from sendsim.caseload.arrivals import BLOCK, steps_of, year_factors
from sendsim.caseload.cases import MAX_CASES, CaseList, list_cases, opening_cases
from sendsim.caseload.compiled import Compiled
from sendsim.caseload.fast_event_list import MINUTE_BITS
from sendsim.caseload.fast_luck import CompiledLuck
from sendsim.caseload.fast_program import Floats, Ints, Program
from sendsim.caseload.fast_tools import APART, COMPILE, Scratch, next_open, uniform
from sendsim.caseload.luck import name_key
from sendsim.caseload.mix import MERIT_LEVELS
from sendsim.caseload.working_time import DAY

ARRIVAL, MERIT = name_key("arrival"), name_key("merit")
TOO_FEW = -1
COLUMNS = ("stream", "opened", "joined", "stage", "kind", "numbers", "streams", "area")
LOW = 2**32 - 1
BITS = 12
BUCKETS = 2**BITS


class Streams(NamedTuple):
    """The streams of a plan, one after another: a stream of each area, in the order of the plan's streams."""

    first: Ints  # where the steps of each stream's rate begin, and behind the last
    rates: Floats  # of each step: cases a day
    from_day: Floats  # of each step: the day from which it holds; behind a stream's last step, the end of the run
    year: Ints  # of each step: which calendar year of the run
    word: Ints  # of each stream: what its luck is counted by
    demand: Any  # of each stream: its place among the plan's
    area: Any
    office: Any  # of each stream: whether its cases come in office hours
    begins: Any  # of each stream: the stage where its cases begin
    days: Ints  # the office's days, see :class:`sendsim.caseload.fast_program.Program`
    shape: Ints
    end: int
    upto: Floats  # (level of a mixed attribute, stream of the plan): the share up to there
    levels: Ints  # where the levels of each mixed attribute begin in ``upto``, and behind the last
    last: Any  # (mixed attribute, stream of the plan): its last level
    weight: Any  # (mixed attribute, stream of the plan): what a level counts in the number of a kind
    purpose: Ints  # of each mixed attribute: what its luck is for
    kind: Any  # of each stream of the plan: its first kind
    opening: Ints  # the columns of the cases open at the start
    block: int  # the most arrivals of a stream that are drawn at once
    most: int  # the most cases


class Drawn(NamedTuple):
    """The columns of the cases that are drawn up, a value a case, and scratch."""

    stream: Any
    opened: Ints
    joined: Ints
    stage: Any
    kind: Any
    numbers: Ints
    streams: Ints
    area: Any
    gaps: Floats  # between the arrivals, stream by stream
    many: Ints  # of each stream: how many gaps
    upto: Floats  # of each step: the cases expected up to its end
    order: Ints  # minute << 32 | place as they stand stream by stream
    other: Ints  # scratch of as many
    which: Ints  # stream << 32 | number in the stream, as they stand stream by stream
    buckets: Ints


@njit(**APART)
def draw_gaps(t: Streams, factors: Any, d: Drawn, seed: int, replication: int) -> int:
    """Draw the luck of the gaps between the arrivals of all streams, as many as are surely enough; return how many.

    ``upto`` of the scratch is filled with the cases expected up to the end of each step, and ``many`` with how many
    gaps of each stream were drawn. If there is no room for them only their number is returned.
    """
    total = 0
    for j in range(len(t.word)):
        cumulative = 0.0
        for i in range(t.first[j], t.first[j + 1]):
            rate = t.rates[i] * factors[t.year[i]] if len(factors) > 0 else t.rates[i]
            cumulative += rate * (t.from_day[i + j + 1] - t.from_day[i + j])
            d.upto[i] = cumulative
        many = 0
        if cumulative > 0:
            many = min(int(cumulative * 1.1 + 6 * np.sqrt(cumulative + 1) + 16), t.block)
        d.many[j] = many
        if total + many <= len(d.gaps):
            for k in range(many):
                d.gaps[total + k] = -uniform(k, t.word[j], ARRIVAL, 0, seed, replication)
        total += many
    return total


@njit(**COMPILE)
def minute_at(t: Streams, d: Drawn, j: int, i: int, mark: float) -> int:
    """Return the minute at which the expected number of cases of a stream comes to ``mark``, in step ``i``."""
    right, left = d.upto[i], d.upto[i - 1] if i > t.first[j] else 0.0
    share = (mark - left) / (right - left) if right > left else 1.0
    day = t.from_day[i + j] + share * (t.from_day[i + j + 1] - t.from_day[i + j])
    return int(min(np.floor(day * DAY), t.from_day[t.first[j + 1] + j] * DAY - 1))


@njit(**COMPILE)
def arrivals(t: Streams, d: Drawn) -> int:
    """Write the minutes of all arrivals, stream by stream; return how many, or ``TOO_FEW`` if the gaps do not reach."""
    first_day, opens, length, at, came = t.shape[0], t.shape[1], t.shape[2], 0, 0
    for j in range(len(t.word)):
        i, last, mark, number = t.first[j], t.first[j + 1] - 1, 0.0, 0
        total = d.upto[last]
        for k in range(at, at + d.many[j]):
            mark -= d.gaps[k]
            if mark >= total:
                break
            while i < last and d.upto[i] < mark:
                i += 1
            minute = minute_at(t, d, j, i, mark)
            if t.office[j]:
                minute = next_open(True, minute, t.days, first_day, opens, length)
            if minute < t.end:
                d.order[came], d.which[came] = minute << 32 | came, j << 32 | number
                number += 1
                came += 1
        if d.many[j] > 0 and mark <= total:
            return TOO_FEW
        at += d.many[j]
    return came


@njit(**COMPILE)
def put_in_order(d: Drawn, n: int) -> None:
    """Sort the arrivals by minute; those of one minute stay as they stand."""
    for shift in range(32, 32 + MINUTE_BITS, BITS):
        for b in range(BUCKETS):
            d.buckets[b] = 0
        for i in range(n):
            d.buckets[d.order[i] >> shift & (BUCKETS - 1)] += 1
        below = 0
        for b in range(BUCKETS):
            number = d.buckets[b]
            d.buckets[b] = below
            below += number
        for i in range(n):
            b = d.order[i] >> shift & (BUCKETS - 1)
            d.other[d.buckets[b]] = d.order[i]
            d.buckets[b] += 1
        for i in range(n):
            d.order[i] = d.other[i]


@njit(**APART)
def draw_cases(t: Streams, d: Drawn, seed: int, replication: int, merit_levels: int) -> int:
    """Draw up the cases from the gaps between them; return how many arrive, or ``TOO_FEW`` if the gaps do not reach."""
    n, came = len(t.opening), arrivals(t, d)
    if came < 0 or n + came > t.most:
        return TOO_FEW
    put_in_order(d, came)
    for k in range(n):
        row = t.opening[k]
        d.stream[k], d.opened[k], d.joined[k], d.stage[k] = row[0], row[1], row[2], row[3]
        d.numbers[k], d.streams[k], d.area[k] = row[4], row[5], row[6]
    for i in range(came):
        k, which = n + i, d.which[d.order[i] & LOW]
        j = which >> 32
        d.stream[k], d.area[k], d.streams[k], d.numbers[k] = t.demand[j], t.area[j], t.word[j], which & LOW
        d.opened[k] = d.joined[k] = d.order[i] >> 32
        d.stage[k] = t.begins[j]
    for k in range(n + came):
        stream, number, word = d.stream[k], d.numbers[k], d.streams[k]
        kind = t.kind[stream]
        for m in range(len(t.purpose)):
            if t.weight[m, stream] != 0:
                u, level = uniform(number, word, t.purpose[m], 0, seed, replication), 0
                for i in range(t.levels[m], t.levels[m + 1]):
                    level += t.upto[i, stream] <= u
                kind += t.weight[m, stream] * min(level, t.last[m, stream])
        if merit_levels > 0:
            kind += int(uniform(number, word, MERIT, 0, seed, replication) * merit_levels)
        d.kind[k] = kind
    return came


class Cases:
    """Draws up the cases of the replications of a plan."""

    def __init__(self, compiled: Compiled, program: Program, scratch: Scratch) -> None:
        plan, layout, tables = compiled.plan, compiled.layout, compiled.mixes
        self._compiled, self._scratch, self._names = compiled, scratch, dict[int, str]()
        opening, self._stated = opening_cases(compiled, self._names)
        self._is_stated = any(not plan.asked.isdisjoint(attributes) for _, _, attributes in self._stated)
        streams = [(i, a, d[i]) for i in range(len(plan.demand)) for a, d in enumerate(layout.demand)]
        self._at_random = all(d.pattern == "poisson" for d in plan.demand)
        labels = [stream_name(layout.names[a], d.name) for _, a, d in streams]
        self._names |= {name_key(label): label for label in labels}
        steps = [steps_of(d, plan.start, plan.days) for _, _, d in streams] if self._at_random else []
        mixes = list(tables.asked.values())
        of_streams = np.zeros((0, len(plan.demand)))
        self._streams = Streams(
            first=np.cumsum([0, *(len(s.rates) for s in steps)]),
            rates=np.concatenate([np.empty(0), *(s.rates for s in steps)]),
            from_day=np.concatenate([np.empty(0), *(s.edges for s in steps)]),
            year=np.concatenate([np.empty(0, np.int64), *(s.year for s in steps)]),
            word=np.array([name_key(label) for label in labels], np.int64),
            demand=np.array([i for i, _, _ in streams], np.int32),
            area=np.array([a for _, a, _ in streams], np.int32),
            office=np.array([d.calendar == "office" for _, _, d in streams], bool),
            begins=np.array([compiled.start_at[i] for i, _, _ in streams], np.int32),
            days=program.office,
            shape=program.office_shape,
            end=compiled.end,
            upto=np.ascontiguousarray(np.concatenate([of_streams, *(mix.upto.T[:-1] for mix in mixes)])),
            levels=np.cumsum([0, *(mix.upto.shape[1] - 1 for mix in mixes)]),
            last=np.array([mix.last for mix in mixes], np.int32).reshape(len(mixes), len(plan.demand)),
            weight=np.array([mix.weight for mix in mixes], np.int32).reshape(len(mixes), len(plan.demand)),
            purpose=np.array([name_key(f"mix.{name}") for name in tables.asked], np.int64),
            kind=tables.first,
            opening=opening,
            block=BLOCK,
            most=MAX_CASES,
        )
        self.opening: Ints = opening
        """The columns of the cases open at the start."""
        self._most = 0

    def draw(self, seed: int, replication: int) -> CaseList:
        """Return the cases of a replication.

        Raises
        ------
        PlanError
            If there would be more than :data:`sendsim.caseload.cases.MAX_CASES`.
        """
        luck, plan, t = CompiledLuck(seed, replication), self._compiled.plan, self._streams
        if not self._at_random:
            return list_cases(self._compiled, luck)
        factors = year_factors(plan, luck).values() if plan.rate_uncertainty.value > 0 else ()
        by_year = np.array(list(factors), float)
        while True:
            most = self._most  # another thread may change it
            drawn = self._room(most)
            needed = draw_gaps(t, by_year, drawn, seed, replication)
            if needed <= most:
                break
            self._most = needed + needed // 4
        gaps = drawn.gaps[:needed]
        np.log1p(gaps, out=gaps)  # NumPy's own, which is not everywhere the C library's to the last bit
        came = draw_cases(t, drawn, seed, replication, MERIT_LEVELS if self._compiled.mixes.merit else 0)
        if came < 0:
            return list_cases(self._compiled, luck)
        n = len(t.opening) + came
        columns = {name: getattr(drawn, name)[:n] for name in COLUMNS}
        kind = columns.pop("kind")
        people = CaseList(self._compiled, len(t.opening), luck, names=self._names, stated=self._stated, **columns)
        if not self._is_stated:
            people.kind = kind
        return people

    def _room(self, most: int) -> Drawn:
        """Return the columns for as many arrivals, which the list of cases keeps, and scratch."""
        n, kept = len(self._streams.opening) + most, self._scratch
        return Drawn(
            stream=np.empty(n, np.int32),
            opened=np.empty(n, np.int64),
            joined=np.empty(n, np.int64),
            stage=np.empty(n, np.int32),
            kind=np.empty(n, np.int32),
            numbers=np.empty(n, np.int64),
            streams=np.empty(n, np.int64),
            area=np.empty(n, np.int32),
            gaps=kept("cases.gaps", (most,), np.float64),
            many=np.empty(len(self._streams.word), np.int64),
            upto=np.empty(len(self._streams.rates), np.float64),
            order=kept("cases.order", (most,), np.int64),
            other=kept("cases.other", (most,), np.int64),
            which=kept("cases.which", (most,), np.int64),
            buckets=np.empty(BUCKETS, np.int64),
        )
