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
from sendsim.caseload.milestones import Milestone, Moment, WaitFor, on_the_way
from sendsim.caseload.working_time import DAY, NEVER

WEEK = 7 * DAY
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
REACHED, LEFT, OPEN = 0, 1, 2


@dataclass(frozen=True)
class Spells:
    """Spells of episodes: ``case`` (which episode), ``weeks``, ``how`` and the weeks to the end of the run."""

    case: Ints
    weeks: Floats
    how: npt.NDArray[np.int8]
    possible: Floats

    def of(self, keep: npt.NDArray[np.bool_]) -> Spells:
        """Return the spells of the cases for which ``keep`` (one an episode) is true."""
        chosen = keep[self.case]
        return Spells(self.case[chosen], self.weeks[chosen], self.how[chosen], self.possible[chosen])

    def mean_reached(self) -> float:
        """Return the mean weeks of those that reached the moment; NaN if none did."""
        got = self.weeks[self.how == REACHED]
        return float(got.mean()) if len(got) else float("nan")


Where = Ints
"""Positions in the list of events, rising."""


class Seen:
    """One replication's events as plain arrays, in which the first of something is quickly found.

    Events are found by an index over (event, stage), made once, so that asking for one kind of event does not go
    through all of them. A case open at the start joins its stage at minute 0 in the log, though it joined before: such
    joins are no beginning, and are left out.

    A case that comes back after its disagreement was settled has several episodes (:mod:`sendsim.caseload.episodes`).
    ``case`` is the episode of each event and ``row`` its row in the cases table; ``opened``, ``closed`` and ``opening``
    have a value an episode, and ``of_case`` is the row of each episode.
    """

    def __init__(self, compiled: Compiled, journeys: Journeys) -> None:
        a = journeys.arrays
        self.compiled, self.end = compiled, journeys.end_minute
        self.minute, self.row, self.event, self.stage = a.minute, a.case, a.event, a.stage
        self._details, self._words = a.detail, a.words
        self._n_stages = len(compiled.steps)
        codes = (self.event * self._n_stages + self.stage).astype(np.int32)
        if len(EVENT_CODES) * self._n_stages < 2**15:
            codes = codes.astype(np.int16)  # NumPy sorts these in linear time
        self._order = np.argsort(codes, kind="stable")
        edges = np.bincount(codes, minlength=len(EVENT_CODES) * self._n_stages)
        self._edges = np.concatenate([[0], np.cumsum(edges)])
        n = len(journeys.case_arrays.opened)
        opening = np.zeros(n, bool)
        opening[self.row[self.at("open_at_start")]] = True
        self.not_seen = np.zeros(len(self.minute), bool)
        joins = self.at("join")
        joins = joins[opening[self.row[joins]]]
        first = np.full(n, -1, np.int64)
        first[self.row[joins[::-1]]] = joins[::-1]
        self.not_seen[first[first >= 0]] = True
        found = episodes_of(compiled, journeys, opening)
        self.n, self.of_case, self.case = len(found.row), found.row, found.of_event
        self.opened, self.closed, self.opening = found.opened, found.closed, found.opening

    def at(self, event: str, stages: tuple[str, ...] | None = None) -> Where:
        """Return where ``event`` happened at one of ``stages`` (None: anywhere), joins that were not seen included."""
        base = EVENT_CODES[event] * self._n_stages
        if stages is None:
            return np.flatnonzero(self.event == EVENT_CODES[event])
        index = [base + self.compiled.stage_index[s] for s in stages]
        parts = [self._order[self._edges[i] : self._edges[i + 1]] for i in index]
        if len(parts) == 1:
            return parts[0]
        return _merged(parts) if parts else np.empty(0, np.int64)

    def rows(self, event: str, stages: tuple[str, ...] | None = None) -> Where:
        """Return where ``event`` happened at one of ``stages`` (None: anywhere), without joins that were not seen."""
        found = self.at(event, stages)
        return found[~self.not_seen[found]] if event == "join" else found

    def about(self, found: Where, word: str) -> Where:
        """Return those of ``found`` whose detail is ``word``."""
        codes = self._codes.get(word, ())
        details = self._details[found]
        return found[details == codes[0]] if len(codes) == 1 else found[np.isin(details, codes)]

    @cached_property
    def _codes(self) -> dict[str, list[int]]:
        codes: dict[str, list[int]] = {}
        for i, word in enumerate(self._words):
            codes.setdefault(word, []).append(i)
        return codes

    def details(self, found: Where) -> list[str]:
        """Return the details of the events ``found``."""
        return [self._words[i] for i in self._details[found].tolist()]

    def first(self, found: Where, after: Ints | None = None) -> Ints:
        """Return the minute of each episode's first event among ``found`` (not before ``after``), or NEVER."""
        out = np.full(self.n, NEVER, np.int64)
        case, minute = self.case[found], self.minute[found]
        if after is not None:
            keep = minute >= after[case]
            case, minute = case[keep], minute[keep]
        out[case[::-1]] = minute[::-1]  # backwards: the first event is written last and stays
        return out

    def moments(self, moments: tuple[Moment, ...]) -> Where:
        """Return where one of ``moments`` happened."""
        pathway = self.compiled.plan.pathway
        parts = [self.rows(m.event, m.stages(pathway)) for m in moments]
        return parts[0] if len(parts) == 1 else _merged(parts)

    def _spells(self, begin: Ints, reached: Ints, left: Ints) -> Spells:
        case = np.flatnonzero(begin < NEVER)
        b, r, x = begin[case], reached[case], left[case]
        how = np.where((r <= x) & (r < NEVER), REACHED, np.where(x < NEVER, LEFT, OPEN)).astype(np.int8)
        until = np.where(how == REACHED, r, np.where(how == LEFT, x, self.end))
        return Spells(case, (until - b) / WEEK, how, (self.end - b) / WEEK)

    def milestone(self, milestone: Milestone) -> Spells:
        """Return spells from the beginning of each episode that began in the run to ``milestone``.

        A case that ended without it has left.
        """
        if milestone.name not in self._spells_of:
            begin = np.where(self.opening, NEVER, self.opened)
            reached = self.first(self.moments(milestone.moments))
            self._spells_of[milestone.name] = self._spells(begin, reached, self.closed)
        return self._spells_of[milestone.name]

    def wait(self, wait: WaitFor) -> Spells | None:
        """Return the spells of a wait that began in the run; None if the pathway has no such wait."""
        pathway = self.compiled.plan.pathway
        starts, ends = wait.begin.stages(pathway), wait.end.stages(pathway)
        if not starts or not ends:
            return None
        if wait.name not in self._spells_of:
            begin = self.first(self.rows(wait.begin.event, starts))
            reached = self.first(self.rows(wait.end.event, ends), begin)
            left = self.first(self.rows("join", self._outside(wait)), begin)
            self._spells_of[wait.name] = self._spells(begin, reached, left)
        return self._spells_of[wait.name]

    def _outside(self, wait: WaitFor) -> tuple[str, ...]:
        """Return the stages where a case has left a wait; worked out once for a compiled plan."""
        known: dict[str, tuple[str, ...]] = self.compiled.__dict__.setdefault("outside_of_waits", {})
        if wait.name not in known:
            pathway = self.compiled.plan.pathway
            inside = on_the_way(pathway, wait.begin.stages(pathway), wait.end.stages(pathway))
            known[wait.name] = tuple(s for s in pathway.names if s not in inside)
        return known[wait.name]

    @cached_property
    def _spells_of(self) -> dict[str, Spells]:
        return {}


def _merged(parts: list[Where]) -> Where:
    """Return sorted lists of positions as one, still sorted (a stable sort goes along the runs it finds)."""
    return np.sort(np.concatenate(parts), kind="stable")


def survival(exact: Floats, censored: Floats) -> tuple[Floats, Floats]:
    """Return the Kaplan-Meier survival function: its times and the share that survives each.

    It is :func:`scipy.stats.ecdf` on right-censored data to the last bit (held by a test), without the checks that make
    up nine tenths of its time: it is asked for sixty times a replication.
    """
    if not len(censored):
        times, counts = np.unique(exact, return_counts=True)
        return times, 1 - np.cumsum(counts) / len(exact)
    weeks = np.concatenate([exact, censored])
    order = np.argsort(weeks)
    weeks = weeks[order]
    died = np.cumsum(order < len(exact))
    last = np.flatnonzero(np.append(weeks[1:] != weeks[:-1], True))
    first = np.concatenate([[0], last[:-1] + 1])
    at_risk, deaths = len(weeks) - first, np.diff(died[last], prepend=0)
    return weeks[last], np.cumprod((at_risk - deaths) / at_risk)


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
