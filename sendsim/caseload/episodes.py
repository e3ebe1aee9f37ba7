"""Episodes: the stretches in which a case is a live disagreement. Most cases have one; a case that comes back has more.

An episode begins when a case arrives (or stands open at the start). It is over when the case joins a wait that is
settled, when the case ends, or when a further notice is sent (``Choice.notice``). After a settled wait the next
episode begins with the first notice, or with the first stage that takes time; a choice or an end after a settled wait
belongs to no new episode. Milestones, waits and ages are counted by episode.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sendsim.caseload.journeys import Journeys
from sendsim.caseload.questions import Questions
from sendsim.caseload.working_time import NEVER

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Episodes:
    """Episodes in the order of their cases' rows.

    ``row`` is the row of the cases table of each episode, ``opened`` and ``closed`` its minutes (``NEVER`` while open),
    ``opening`` whether it was open at the start; ``of_event`` gives the episode of each event.
    """

    row: Ints
    opened: Ints
    closed: Ints
    opening: Flags
    of_event: Ints


def _may_come_back(asked: Questions, case: Ints, stage: Ints, opening: Flags) -> Flags:
    """Say of which cases more than the first episode is to be looked for, from all joins."""
    marked = (asked.settled | asked.notices)[stage]
    case, settled = case[marked], asked.settled[stage[marked]]
    may = (np.bincount(case[~settled], minlength=len(opening)) + opening) > 1  # a second notice
    may[case[settled]] = True
    return may


def episodes_of(journeys: Journeys, asked: Questions, opening: Flags, joins: Ints, stood: Ints) -> Episodes:
    """Return the episodes of one replication.

    Parameters
    ----------
    opening : array of bool
        Which cases were open at the start.
    joins : array of int
        Where cases join a stage, in the list of events.
    stood : array of int
        Of each case that was open at the start, where it joins the stage at which it stood.
    """
    a, cases = journeys.arrays, journeys.case_arrays
    n, ended = len(cases.opened), np.where(cases.closed < 0, NEVER, cases.closed)
    case, stage = a.case[joins], a.stage[joins]
    if not asked.come_back:
        return Episodes(np.arange(n), cases.opened, ended, opening, a.case)
    # The joins at which an episode may begin or be over, case by case.
    chosen = np.flatnonzero(asked.turns[stage] & _may_come_back(asked, case, stage, opening)[case])
    chosen = chosen[np.argsort(case[chosen], kind="stable")]
    at, case, stage = joins[chosen], case[chosen], stage[chosen]
    settled, notice = asked.settled[stage], asked.notices[stage]
    same = np.append(False, case[1:] == case[:-1])[: len(case)]  # the same case as the turn before
    after_settled = same & np.append(False, settled[:-1])[: len(case)]
    notices: Ints = np.cumsum(notice) - notice
    first = np.maximum.accumulate(np.where(same, 0, np.arange(len(case))))
    noticed = (notices > notices[first]) | (opening[case] & (at != stood[case]))
    again = ~settled & (after_settled | (notice & noticed))
    # Cases' episodes stand one after another: a turn belongs to its case's first episode or to a later one.
    of_turn = case + np.cumsum(again)
    more = np.bincount(case[again], minlength=n)
    last = np.arange(n) + np.cumsum(more)
    opened, closed, at_start = (np.empty(n + more.sum(), kind) for kind in (np.int64, np.int64, bool))
    opened[last - more], opened[of_turn[again]] = cases.opened, a.minute[at[again]]
    at_start[:], closed[:] = False, NEVER
    at_start[last - more] = opening
    closed[of_turn[again] - 1] = a.minute[at[again]]
    over = np.flatnonzero(settled)[::-1]  # backwards: the first settled wait of an episode is written last and stays
    closed[of_turn[over]] = a.minute[at[over]]
    closed[last] = np.minimum(closed[last], ended)
    of_event = (last - more)[a.case]
    several = np.flatnonzero((more > 0)[a.case])
    length = len(a.case)
    begun = case[again].astype(np.int64) * length + at[again]
    cases_of = a.case[several].astype(np.int64)
    of_event[several] = cases_of + np.searchsorted(begun, cases_of * length + several, "right")
    return Episodes(np.repeat(np.arange(n), more + 1), opened, closed, at_start, of_event)
