"""How long cases take from one moment to another, with open cases censored and Kaplan-Meier curves.

A spell begins at a moment within the run and is *reached* (the moment it waits for came), *left* (the case went
another way) or *open* (the run ended first: censored, never dropped). Three curves are drawn from them, each a
Kaplan-Meier estimate by :func:`scipy.stats.ecdf` on censored data:

waiting    the share neither reached nor left by a week; only open spells are censored
reached    the share of all that have come to the moment by a week. Spells that left are kept at risk to the end
           of the run: they never come to it. With the end of the run as the only censoring this is the
           cumulative incidence (Fine and Gray 1999, J. Am. Stat. Assoc. 94, 496-509, section 3.2)
if_stayed  the share not reached, with spells that left censored when they left: it answers "had nobody left", and
           holds only if those who left were like those who stayed
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.journeys import EVENT_CODES, Journeys
from sendsim.caseload.milestones import Milestone, Moment, WaitFor, on_the_way
from sendsim.caseload.working_time import DAY, NEVER

WEEK = 7 * DAY
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
REACHED, LEFT, OPEN = 0, 1, 2


@dataclass(frozen=True)
class Spells:
    """Spells of cases: ``case`` (row of the cases table), ``weeks``, ``how`` and the weeks to the end of the run."""

    case: Ints
    weeks: Floats
    how: npt.NDArray[np.int8]
    possible: Floats

    def of(self, keep: npt.NDArray[np.bool_]) -> Spells:
        """Return the spells of the cases for which ``keep`` (one a row of the cases table) is true."""
        chosen = keep[self.case]
        return Spells(self.case[chosen], self.weeks[chosen], self.how[chosen], self.possible[chosen])

    def mean_reached(self) -> float:
        """Return the mean weeks of those that reached the moment; NaN if none did."""
        got = self.weeks[self.how == REACHED]
        return float(got.mean()) if len(got) else float("nan")


class Seen:
    """One replication's events as plain arrays, in which the first of something is quickly found."""

    def __init__(self, compiled: Compiled, journeys: Journeys) -> None:
        events = journeys.events
        self.compiled, self.end = compiled, journeys.end_minute
        self.n = len(journeys.cases)
        self.minute = events["minute"].to_numpy(np.int64)
        self.case = np.asarray(events["case"].cat.codes, np.int64) if len(events) else np.empty(0, np.int64)
        self.event = np.asarray(events["event"].cat.codes, np.int64)
        self.stage = np.asarray(events["stage"].cat.codes, np.int64)
        self.detail = np.asarray(events["detail"].astype(object), object)
        self.opened = journeys.cases["opened"].to_numpy(np.int64)
        self.closed = journeys.cases["closed"].fillna(NEVER).to_numpy(np.int64)
        at_start = self.event == EVENT_CODES["open_at_start"]
        self.opening = np.zeros(self.n, bool)
        self.opening[self.case[at_start]] = True
        # A case open at the start joins its stage at minute 0 in the log, though it joined before: not a beginning.
        joins = np.flatnonzero(self.event == EVENT_CODES["join"])
        first_join = joins[np.unique(self.case[joins], return_index=True)[1]]
        self.not_seen = np.zeros(len(self.minute), bool)
        self.not_seen[first_join[self.opening[self.case[first_join]]]] = True

    def rows(self, event: str, stages: tuple[str, ...]) -> npt.NDArray[np.bool_]:
        """Return which events are ``event`` at one of ``stages``, without joins that were not seen."""
        index = [self.compiled.stage_index[s] for s in stages]
        return (self.event == EVENT_CODES[event]) & np.isin(self.stage, index) & ~self.not_seen

    def first(self, rows: npt.NDArray[np.bool_], after: Ints | None = None) -> Ints:
        """Return the minute of each case's first event among ``rows`` (not before ``after``), or NEVER."""
        out = np.full(self.n, NEVER, np.int64)
        at = np.flatnonzero(rows)
        if after is not None:
            at = at[self.minute[at] >= after[self.case[at]]]
        case, first = np.unique(self.case[at], return_index=True)
        out[case] = self.minute[at[first]]
        return out

    def moments(self, moments: tuple[Moment, ...]) -> npt.NDArray[np.bool_]:
        """Return which events are one of ``moments``."""
        out = np.zeros(len(self.minute), bool)
        for m in moments:
            out |= self.rows(m.event, m.stages(self.compiled.plan.pathway))
        return out

    def _spells(self, begin: Ints, reached: Ints, left: Ints) -> Spells:
        case = np.flatnonzero(begin < NEVER)
        b, r, x = begin[case], reached[case], left[case]
        how = np.where((r <= x) & (r < NEVER), REACHED, np.where(x < NEVER, LEFT, OPEN)).astype(np.int8)
        until = np.where(how == REACHED, r, np.where(how == LEFT, x, self.end))
        return Spells(case, (until - b) / WEEK, how, (self.end - b) / WEEK)

    def milestone(self, milestone: Milestone) -> Spells:
        """Return spells from the beginning of each disagreement that began in the run to ``milestone``.

        A case that ended without it has left.
        """
        begin = np.where(self.opening, NEVER, self.opened)
        return self._spells(begin, self.first(self.moments(milestone.moments)), self.closed)

    def wait(self, wait: WaitFor) -> Spells | None:
        """Return the spells of a wait that began in the run; None if the pathway has no such wait."""
        pathway = self.compiled.plan.pathway
        starts, ends = wait.begin.stages(pathway), wait.end.stages(pathway)
        if not starts or not ends:
            return None
        begin = self.first(self.rows(wait.begin.event, starts))
        reached = self.first(self.rows(wait.end.event, ends), begin)
        inside = on_the_way(pathway, starts, ends)
        outside = tuple(s for s in pathway.names if s not in inside)
        return self._spells(begin, reached, self.first(self.rows("join", outside), begin))


def _km(exact: Floats, censored: Floats, grid: Floats) -> Floats:
    """Return the Kaplan-Meier survival on ``grid``."""
    if len(exact) == 0:
        return np.ones(len(grid))
    return np.asarray(stats.ecdf(stats.CensoredData(uncensored=exact, right=censored)).sf.evaluate(grid))


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
    survival = stats.ecdf(stats.CensoredData(uncensored=exact, right=spells.weeks[spells.how != REACHED])).sf
    below = np.flatnonzero(survival.probabilities <= 0.5)
    return float(survival.quantiles[below[0]]) if len(below) else float("nan")
