"""The cases of one replication, drawn up in compiled code: those of :func:`sendsim.caseload.cases.list_cases`.

What only the plan decides is laid out once. A plan whose streams do not all come at random is left to
:func:`~sendsim.caseload.cases.list_cases`, which is the specification.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from sendsim.caseload.areas import stream_name
from sendsim.caseload.arrivals import BLOCK, steps_of, year_factors
from sendsim.caseload.cases import MAX_CASES, CaseList, list_cases, opening_cases, origins_of
from sendsim.caseload.compiled import Compiled
from sendsim.caseload.fast_arrivals import draw
from sendsim.caseload.fast_luck import CompiledLuck
from sendsim.caseload.fast_program import Floats, Ints, Program
from sendsim.caseload.fast_tools import APART, COMPILE, Scratch, next_open, uniform
from sendsim.caseload.luck import name_key
from sendsim.caseload.mix import MERIT_LEVELS
from sendsim.caseload.working_time import DAY

ARRIVAL, MERIT = name_key("arrival"), name_key("merit")
LOW = 2**32 - 1
TOGETHER = 256
"""So many cases' luck is drawn at once."""
# Entries of ``cursor``: where drawing stands.
BEGUN, STREAM, UPTO, COUNT, CAME, ROOM = range(6)
N_CURSOR = 6


class Streams(NamedTuple):
    """The streams of a plan, one after another: a stream of each area, in the order of the plan's streams."""

    first: Ints  # where the steps of each stream's rate begin, and behind the last
    rates: Floats  # of each step: cases a day
    from_day: Floats  # of each step: the day from which it holds; behind a stream's last step, the end of the run
    year: Ints  # of each step: which calendar year of the run
    word: Ints  # of each origin: what its luck is counted by
    demand: Any  # of each origin: its place among the plan's streams
    office: Any  # of each stream: whether its cases come in office hours
    days: Ints  # the office's days, see :class:`sendsim.caseload.fast_program.Program`
    shape: Ints
    end: int
    digit: int  # half the bits of a minute of the run
    upto: Floats  # (level of a mixed attribute, stream of the plan): the share up to there
    levels: Ints  # where the levels of each mixed attribute begin in ``upto``, and behind the last
    last: Any  # (mixed attribute, stream of the plan): its last level
    weight: Any  # (mixed attribute, stream of the plan): what a level counts in the number of a kind
    purpose: Ints  # of each mixed attribute: what its luck is for
    merit: int  # the levels of merit, or 0 where it does not count
    kind: Any  # of each stream of the plan: its first kind
    opening: int  # cases open at the start
    block: int  # the most arrivals of a stream that are drawn at once


class Drawn(NamedTuple):
    """The columns of the cases that are drawn up, a value a case, and scratch."""

    origin: Any
    numbers: Any
    joined: Any
    kind: Any
    gaps: Floats  # between the arrivals that are drawn together, stream by stream
    many: Ints  # of each stream: how many of them
    upto: Floats  # of each step: the cases expected up to its end
    origins: Any  # of each arrival, stream by stream: its origin, number and minute; one stream's stand as they shall
    number: Any
    minute: Any
    order: Ints  # minute << 32 | place as they stand stream by stream
    buckets: Ints
    cursor: Ints
    mark: Floats  # one number: how many cases are expected up to the last of the stream's gaps
    luck: Ints  # number, word, purpose and place of the cases whose luck is drawn together
    u: Floats  # which it is


@njit(**APART)
def expect(t: Streams, factors: Any, d: Drawn) -> int:
    """Fill in the cases expected up to the end of each step; return how many arrive at most, but for a rare chance."""
    most = 0
    for j in range(len(t.first) - 1):
        cumulative = 0.0
        for i in range(t.first[j], t.first[j + 1]):
            rate = t.rates[i] * factors[t.year[i]] if len(factors) > 0 else t.rates[i]
            cumulative += rate * (t.from_day[i + j + 1] - t.from_day[i + j])
            d.upto[i] = cumulative
        if cumulative > 0:
            most += int(cumulative + 6 * np.sqrt(cumulative + 1) + 16)
    return most


@njit(**APART)
def draw_gaps(t: Streams, factors: Any, d: Drawn, seed: int, replication: int) -> int:
    """Draw the luck of the gaps between arrivals of as many streams as there is room for; return how many gaps.

    A stream is drawn in blocks, as :func:`sendsim.caseload.arrivals.arrival_minutes` draws it: mostly one, with a tenth
    more gaps than are expected. A block that is surely followed by another is the last of those drawn together.
    """
    if not d.cursor[BEGUN]:
        d.cursor[BEGUN], d.cursor[ROOM] = 1, expect(t, factors, d)
        if d.cursor[ROOM] > len(d.minute):
            return 0
    j, count, mark, drawn = d.cursor[STREAM], d.cursor[COUNT], d.mark[0], 0
    while j < len(d.many):
        total, many = d.upto[t.first[j + 1] - 1], 0
        if total > 0 and mark <= total:
            many = min(int((total - mark) * 1.1 + 6 * np.sqrt(total + 1) + 16), t.block)
        if drawn + many > len(d.gaps):
            break
        d.many[j] = many
        for k in range(many):
            d.gaps[drawn + k] = -uniform(count + k, t.word[j], ARRIVAL, 0, seed, replication)
        drawn += many
        j += 1
        count, mark = 0, 0.0
        if many == t.block:
            break
    d.cursor[UPTO] = j
    return drawn


@njit(**COMPILE)
def minute_at(t: Streams, d: Drawn, j: int, i: int, mark: float) -> int:
    """Return the minute at which the expected number of cases of a stream comes to ``mark``, in step ``i``."""
    right, left = d.upto[i], d.upto[i - 1] if i > t.first[j] else 0.0
    share = (mark - left) / (right - left) if right > left else 1.0
    day = t.from_day[i + j] + share * (t.from_day[i + j + 1] - t.from_day[i + j])
    return int(min(np.floor(day * DAY), t.from_day[t.first[j + 1] + j] * DAY - 1))


@njit(**COMPILE)
def block_of(t: Streams, d: Drawn, j: int, at: int, before: float) -> float:
    """Write down the arrivals of a block of a stream, whose gaps begin at ``at``; return where the last ends."""
    first_day, opens, length = t.shape[0], t.shape[1], t.shape[2]
    i, last, came, begins, office = t.first[j], t.first[j + 1] - 1, d.cursor[CAME], d.cursor[COUNT], t.office[j]
    total, sum_of_gaps, mark = d.upto[last], 0.0, before
    for k in range(d.many[j]):
        sum_of_gaps -= d.gaps[at + k]
        mark = sum_of_gaps + before
        if mark >= total:
            break
        while i < last and d.upto[i] < mark:
            i += 1
        comes = minute_at(t, d, j, i, mark)
        if office:
            comes = next_open(True, comes, t.days, first_day, opens, length)
            if comes >= t.end:
                continue
        if came == len(d.minute):
            d.cursor[ROOM] = 2 * came
            break
        d.origins[came], d.number[came], d.minute[came] = j, begins + k, comes
        came += 1
    d.cursor[CAME] = came
    return mark


@njit(**COMPILE)
def put_in_order(t: Streams, d: Drawn) -> None:
    """Put the arrivals of several streams in order, digit by digit; those of one minute stay as they stand."""
    came, buckets, size = d.cursor[CAME], d.buckets, 1 << t.digit
    for b in range(2 * size):
        buckets[b] = 0
    for i in range(came):
        buckets[d.minute[i] & (size - 1)] += 1
        buckets[size + (d.minute[i] >> t.digit)] += 1
    below = 0
    for b in range(2 * size):
        number = buckets[b]
        buckets[b] = below if b < size else below - came
        below += number
    for i in range(came):
        whole: Any = np.int64(d.minute[i])
        b = whole & (size - 1)
        d.order[buckets[b]] = whole << 32 | i
        buckets[b] += 1
    for i in range(came):
        minute, place = d.order[i] >> 32, d.order[i] & LOW
        b = size + (minute >> t.digit)
        k = t.opening + buckets[b]
        buckets[b] += 1
        d.origin[k], d.numbers[k], d.joined[k] = d.origins[place], d.number[place], minute


@njit(**COMPILE)
def draw_kinds(t: Streams, d: Drawn, seed: int, replication: int) -> None:
    """Find the kind of each case: that of its stream, and what the luck of its attributes and its merit add to it."""
    n, mixes = t.opening + d.cursor[CAME], len(t.purpose)
    number, word, purpose, who = d.luck[0], d.luck[1], d.luck[2], d.luck[3]
    for i in range(n):
        d.kind[i] = t.kind[t.demand[d.origin[i]]]
    for m in range(mixes + (t.merit > 0)):
        for first in range(0, n, TOGETHER):
            some = 0
            for i in range(first, min(first + TOGETHER, n)):
                origin = d.origin[i]
                number[some], word[some], who[some] = d.numbers[i], t.word[origin], i
                purpose[some] = t.purpose[m] if m < mixes else MERIT
                some += m == mixes or t.weight[m, t.demand[origin]] != 0
            draw(number, word, purpose, some, seed, replication, d.u)
            for j in range(some):
                stream, level = t.demand[d.origin[who[j]]], 0
                if m == mixes:
                    d.kind[who[j]] += int(d.u[j] * t.merit)
                    continue
                for i in range(t.levels[m], t.levels[m + 1]):
                    level += t.upto[i, stream] <= d.u[j]
                d.kind[who[j]] += t.weight[m, stream] * min(level, t.last[m, stream])


@njit(**APART)
def arrivals(t: Streams, d: Drawn, seed: int, replication: int) -> bool:
    """Write down the arrivals of the gaps that were drawn together, stream by stream; say whether they were the last.

    Where they do not reach the end of a stream, its next block comes next, and what was drawn of later streams is drawn
    again. If there is no room for all, ``ROOM`` says how much is needed.
    """
    at = 0
    for j in range(d.cursor[STREAM], d.cursor[UPTO]):
        d.mark[0] = block_of(t, d, j, at, d.mark[0])
        if d.cursor[ROOM] > len(d.minute):
            return True
        if d.many[j] > 0 and d.mark[0] <= d.upto[t.first[j + 1] - 1]:
            d.cursor[COUNT] += d.many[j]
            return False
        at += d.many[j]
        d.cursor[STREAM], d.cursor[COUNT], d.mark[0] = j + 1, 0, 0.0
    if d.cursor[STREAM] < len(d.many):
        return False
    if len(d.many) > 1:
        put_in_order(t, d)
    draw_kinds(t, d, seed, replication)
    return True


class Cases:
    """Draws up the cases of the replications of a plan."""

    def __init__(self, compiled: Compiled, program: Program, scratch: Scratch) -> None:
        plan, layout, tables = compiled.plan, compiled.layout, compiled.mixes
        self._compiled, self._scratch, self._names = compiled, scratch, dict[int, str]()
        self.opening, self._stated = opening_cases(compiled, self._names)
        """The cases open at the start, see :func:`sendsim.caseload.cases.opening_cases`."""
        self._is_stated = any(not plan.asked.isdisjoint(attributes) for _, _, attributes in self._stated)
        self._origins, self._origin = origins_of(compiled, self.opening)
        streams = [(a, of_area[i]) for i in range(len(plan.demand)) for a, of_area in enumerate(layout.demand)]
        self._at_random = all(d.pattern == "poisson" for d in plan.demand)
        labels = [stream_name(layout.names[a], d.name) for a, d in streams]
        self._names |= {name_key(label): label for label in labels}
        steps = [steps_of(d, plan.start, plan.days) for _, d in streams] if self._at_random else []
        mixes = list(tables.asked.values())
        of_streams = np.zeros((0, len(plan.demand)))
        self._streams = Streams(
            first=np.cumsum([0, *(len(s.rates) for s in steps)]),
            rates=np.concatenate([np.empty(0), *(s.rates for s in steps)]),
            from_day=np.concatenate([np.empty(0), *(s.edges for s in steps)]),
            year=np.concatenate([np.empty(0, np.int64), *(s.year for s in steps)]),
            word=self._origins.word,
            demand=self._origins.stream,
            office=np.array([d.calendar == "office" for _, d in streams], bool),
            days=program.office,
            shape=program.office_shape,
            end=compiled.end,
            digit=(compiled.end.bit_length() + 1) // 2,
            upto=np.ascontiguousarray(np.concatenate([of_streams, *(mix.upto.T[:-1] for mix in mixes)])),
            levels=np.cumsum([0, *(mix.upto.shape[1] - 1 for mix in mixes)]),
            last=np.array([mix.last for mix in mixes], np.int32).reshape(len(mixes), len(plan.demand)),
            weight=np.array([mix.weight for mix in mixes], np.int32).reshape(len(mixes), len(plan.demand)),
            purpose=np.array([name_key(f"mix.{name}") for name in tables.asked], np.int64),
            merit=MERIT_LEVELS if tables.merit else 0,
            kind=tables.first,
            opening=len(self.opening),
            block=BLOCK,
        )
        self._opened = self.opening[:, 1].copy()
        self._many = len(streams)
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
        factors = np.array(list(year_factors(plan, luck).values()) if plan.rate_uncertainty.value > 0 else (), float)
        done = False
        while not done:
            most = self._most  # another thread may change it
            d = self._room(most)
            while not done and d.cursor[ROOM] <= most:
                gaps = d.gaps[: draw_gaps(t, factors, d, seed, replication)]
                if d.cursor[ROOM] <= most:
                    np.log1p(gaps, out=gaps)  # NumPy's own, which is not everywhere the C library's to the last bit
                    done = arrivals(t, d, seed, replication)
            if d.cursor[ROOM] > most:
                done, self._most = False, int(d.cursor[ROOM]) + int(d.cursor[ROOM]) // 16
        n = t.opening + int(d.cursor[CAME])
        if n > MAX_CASES:
            return list_cases(self._compiled, luck)  # which refuses them
        people = CaseList(
            self._compiled,
            luck,
            self._origins,
            origin=d.origin[:n],
            numbers=d.numbers[:n],
            joined=d.joined[:n],
            opened_before=self._opened,
            names=self._names,
            stated=self._stated,
        )
        if not self._is_stated:
            people.kind = d.kind[:n]
        return people

    def _room(self, most: int) -> Drawn:
        """Return the columns for as many arrivals, which the list of cases keeps, and scratch."""
        opening, kept, several = self._streams.opening, self._scratch, self._many > 1
        origin, numbers, joined, kind = (np.empty(opening + most, np.int32) for _ in range(4))
        origin[:opening], numbers[:opening], joined[:opening] = self._origin, self.opening[:, 4], self.opening[:, 2]
        size = most if several else 0
        return Drawn(
            origin=origin,
            numbers=numbers,
            joined=joined,
            kind=kind,
            gaps=kept("cases.gaps", (self._streams.block,), np.float64),
            many=kept("cases.many", (self._many,), np.int64),
            upto=kept("cases.upto", self._streams.rates.shape, np.float64),
            origins=kept("cases.origins", (size,), np.int32) if several else origin[opening:],
            number=kept("cases.number", (size,), np.int32) if several else numbers[opening:],
            minute=kept("cases.minute", (size,), np.int32) if several else joined[opening:],
            order=kept("cases.order", (size,), np.int64),
            buckets=kept("cases.buckets", (2 << self._streams.digit,), np.int64),
            cursor=np.zeros(N_CURSOR, np.int64),
            mark=np.zeros(1),
            luck=kept("cases.luck", (4, TOGETHER), np.int64),
            u=kept("cases.u", (TOGETHER,), np.float64),
        )
