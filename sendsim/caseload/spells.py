"""How long cases take from one moment to another, with open cases censored and Kaplan-Meier curves.

A spell begins at a moment within the run and is *reached* (the moment it waits for came), *left* (the case went
another way) or *open* (the run ended first: censored, never dropped). Three curves are drawn from them, each a
Kaplan-Meier estimate on censored data (:func:`survival`):

waiting    the share neither reached nor left by a week; only open spells are censored
reached    the share of all that have come to the moment by a week. Spells that left are kept at risk to the end
           of the run: they never come to it. With the end of the run as the only censoring this is the
           cumulative incidence (Fine and Gray 1999, J. Am. Stat. Assoc. 94, 496-509, section 3.2)
if_stayed  the share not reached, with spells that left censored when they left: it answers "had nobody left", and
           holds only if those who left were like those who stayed
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.episodes import episodes_of
from sendsim.caseload.journeys import EVENT_CODES, Journeys
from sendsim.caseload.milestones import Milestone, Moment, WaitFor
from sendsim.caseload.questions import STOOD, What, questions_of, what_of
from sendsim.caseload.working_time import DAY, NEVER

WEEK = 7 * DAY
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
REACHED, LEFT, OPEN = 0, 1, 2


@dataclass(frozen=True)
class Spells:
    """Spells of episodes: ``case`` (which episode), ``minutes``, ``how`` and the minutes to the end of the run."""

    case: Ints
    minutes: Ints
    how: npt.NDArray[np.int8]
    to_the_end: Ints

    @cached_property
    def weeks(self) -> Floats:
        """The weeks that each lasted."""
        return self.minutes / WEEK

    @cached_property
    def possible(self) -> Floats:
        """The weeks from the beginning of each to the end of the run."""
        return self.to_the_end / WEEK

    def of(self, keep: npt.NDArray[np.bool_]) -> Spells:
        """Return the spells of the cases for which ``keep`` (one an episode) is true."""
        chosen = keep[self.case]
        return Spells(self.case[chosen], self.minutes[chosen], self.how[chosen], self.to_the_end[chosen])

    def mean_reached(self) -> float:
        """Return the mean weeks of those that reached the moment; NaN if none did.

        Whole minutes are added up and divided once, so that it makes no difference in which order.
        """
        got = self.minutes[self.how == REACHED]
        return int(got.sum()) / (len(got) * WEEK) if len(got) else float("nan")


Where = Ints
"""Positions in the list of events, rising."""


def first_of(of: Ints, values: Ints, number: int) -> Ints:
    """Return for each of ``number`` things the first of the ``values`` that are ``of`` it, or NEVER."""
    out = np.full(number, NEVER, np.int64)
    out[of[::-1]] = values[::-1]  # backwards: the first is written last and stays
    return out


class Seen:
    """One replication's events as plain arrays, in which the first of something is quickly found.

    Every kind of event at every stage has a code, so that one look at a table finds all events that a question is
    about. A case open at the start joins its stage at minute 0 in the log, though it joined before: such joins are no
    beginning, and have a code of their own.

    A case that comes back after its disagreement was settled has several episodes (:mod:`sendsim.caseload.episodes`).
    ``case`` is the episode of each event and ``row`` its row in the cases table; ``opened``, ``closed`` and ``opening``
    have a value an episode, and ``of_case`` is the row of each episode.
    """

    def __init__(self, compiled: Compiled, journeys: Journeys) -> None:
        a = journeys.arrays
        self.compiled, self.end = compiled, journeys.end_minute
        self.asked = questions_of(compiled.plan.pathway)
        self.minute, self.row, self.event, self.stage = a.minute, a.case, a.event, a.stage
        self.detail, self.words = a.detail, a.words
        n, stages = len(journeys.case_arrays.opened), len(self.asked.stages)
        opening = np.zeros(n, bool)
        opening[self.row[self.at("open_at_start")]] = True
        joins = self.at("join")
        of_them = joins[opening[self.row[joins]]]
        stood = first_of(self.row[of_them], of_them, n)
        self._codes = self.event * stages + self.stage
        unseen = stood[stood < NEVER]
        self._codes[unseen] = STOOD * stages + self.stage[unseen]
        self._flags = self.asked.flags.take(self._codes)
        found = episodes_of(journeys, self.asked, opening, joins, stood)
        self.n, self.of_case, self.case = len(found.row), found.row, found.of_event
        self.opened, self.closed, self.opening = found.opened, found.closed, found.opening
        self._found: dict[What, Where] = {}
        self._spells_of: dict[str, Spells] = {}

    def at(self, event: str) -> Where:
        """Return where ``event`` happened, joins that were not seen included."""
        return np.flatnonzero(self.event == EVENT_CODES[event])

    def rows(self, event: str, stages: tuple[str, ...] | None = None) -> Where:
        """Return where ``event`` happened at one of ``stages`` (None: anywhere), without joins that were not seen."""
        return self._where(((event, self.asked.stages if stages is None else stages),))

    def moments(self, moments: tuple[Moment, ...]) -> Where:
        """Return where one of ``moments`` happened."""
        return self._where(what_of(moments, self.compiled.plan.pathway))

    def _where(self, what: What) -> Where:
        if what not in self._found:
            bit = self.asked.bits.get(what)
            here = self.asked.table(what).take(self._codes) if bit is None else (self._flags & bit) != 0
            self._found[what] = np.flatnonzero(here)
        return self._found[what]

    def of_clocks(self, event: str) -> tuple[Where, Ints]:
        """Return where an event of clocks happened, and which of the pathway's clocks it is about."""
        at = self.rows(event)
        return at, self._clock_of_word[self.detail[at]]

    @cached_property
    def _clock_of_word(self) -> Ints:
        index = {name: i for i, name in enumerate(self.asked.clocks)}
        return np.array([index.get(word, -1) for word in self.words], np.int64)

    def details(self, found: Where) -> list[str]:
        """Return the details of the events ``found``."""
        return [self.words[i] for i in self.detail[found].tolist()]

    def first(self, found: Where, after: Where | None = None) -> Ints:
        """Return the minute of each episode's first event among ``found``, or NEVER.

        ``after`` (a value an episode) are places in the list of events: only what stands behind them counts.
        """
        if after is not None:
            found = found[found > after[self.case[found]]]
        return first_of(self.case[found], self.minute[found], self.n)

    def _spells(self, case: Ints, begin: Ints, reached: Ints, left: Ints) -> Spells:
        """Return the spells of some episodes; for each, when it began, reached the moment and left (or NEVER)."""
        until = np.minimum(reached, left)
        how = (reached > left).astype(np.int8)  # REACHED or LEFT
        still = until >= NEVER
        how[still], until[still] = OPEN, self.end
        return Spells(case, until - begin, how, self.end - begin)

    def milestone(self, milestone: Milestone) -> Spells:
        """Return spells from the beginning of each episode that began in the run to ``milestone``.

        A case that ended without it has left.
        """
        if milestone.name not in self._spells_of:
            new = np.flatnonzero(~self.opening)
            reached = self.first(self.moments(milestone.moments))
            self._spells_of[milestone.name] = self._spells(new, self.opened[new], reached[new], self.closed[new])
        return self._spells_of[milestone.name]

    def wait(self, wait: WaitFor) -> Spells | None:
        """Return the spells of a wait that began in the run; None if the pathway has no such wait."""
        outside = self.asked.outside.get(wait.name)
        if outside is None:
            return None
        if wait.name not in self._spells_of:
            found = self.moments((wait.begin,))
            begin = first_of(self.case[found], found, self.n)
            reached = self.first(self.moments((wait.end,)), begin)
            left = self.first(self.rows("join", outside), begin)
            case = np.flatnonzero(begin < NEVER)
            begun = self.minute[begin[case]].astype(np.int64)
            self._spells_of[wait.name] = self._spells(case, begun, reached[case], left[case])
        return self._spells_of[wait.name]


def survival(exact: Floats, censored: Floats) -> tuple[Floats, Floats]:
    """Return the Kaplan-Meier survival function: the times at which it falls, and the share that survives each.

    It is :func:`scipy.stats.ecdf` on right-censored data to the last bit (held by a test), without the checks that make
    up nine tenths of its time: it is asked for sixty times a replication.
    """
    exact = np.sort(exact)
    n = len(exact)
    last = np.flatnonzero(np.append(exact[1:] != exact[:-1], True)[:n])  # of those that share a time
    times, fallen = exact[last], last + 1
    if not len(censored):
        return times, 1 - fallen / n
    before = np.append(0, fallen[:-1])[: len(fallen)]
    at_risk = n - before + len(censored) - np.searchsorted(np.sort(censored), times, "left")
    return times, np.cumprod((at_risk - (fallen - before)) / at_risk)


def _km(exact: Floats, censored: Floats, grid: Floats) -> Floats:
    """Return the Kaplan-Meier survival on ``grid``."""
    if len(exact) == 0:
        return np.ones(len(grid))
    times, share = survival(exact, censored)
    before = np.searchsorted(times, grid, "right")
    return np.concatenate([[1.0], share])[before]


def curves(spells: Spells, grid: Floats) -> pd.DataFrame:
    """Return the three curves on ``grid`` (weeks): week, waiting, reached, if_stayed."""
    w, how = spells.weeks, spells.how
    never = np.concatenate([w[how == OPEN], spells.possible[how == LEFT]])
    return pd.DataFrame(
        {
            "week": grid,
            "waiting": _km(w[how != OPEN], w[how == OPEN], grid),
            "reached": 1 - _km(w[how == REACHED], never, grid),
            "if_stayed": _km(w[how == REACHED], w[how != REACHED], grid),
        }
    )


def median_weeks(spells: Spells) -> float:
    """Return the Kaplan-Meier median wait of those still waiting (by ``if_stayed``); NaN if under half reached it."""
    exact = spells.weeks[spells.how == REACHED]
    if len(exact) == 0:
        return float("nan")
    times, share = survival(exact, spells.weeks[spells.how != REACHED])
    below = np.flatnonzero(share <= 0.5)
    return float(times[below[0]]) if len(below) else float("nan")
