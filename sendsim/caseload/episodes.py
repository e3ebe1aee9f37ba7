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

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.journeys import EVENT_CODES, Journeys
from sendsim.caseload.working_time import NEVER

Ints = npt.NDArray[np.int64]
JOIN = EVENT_CODES["join"]


@dataclass(frozen=True)
class Episodes:
    """Episodes in the order of their cases' rows.

    ``row`` is the row of the cases table of each episode, ``opened`` and ``closed`` its minutes (``NEVER`` while open),
    ``opening`` whether it was open at the start; ``of_event`` gives the episode of each event.
    """

    row: Ints
    opened: Ints
    closed: Ints
    opening: npt.NDArray[np.bool_]
    of_event: Ints


def _with_more(compiled: Compiled, journeys: Journeys, opening: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Say which cases may have more than one episode or a settled one; the others need not be gone through."""
    a = journeys.arrays
    joins = np.flatnonzero(a.event == JOIN)
    case, stage = a.case[joins], a.stage[joins]
    settled, notice = (np.array([getattr(s, what) for s in compiled.steps], bool) for what in ("settled", "notice"))
    notices = np.bincount(case[notice[stage]], minlength=len(opening))
    odd = (notices + opening) > 1
    odd[case[settled[stage]]] = True
    return odd


def episodes_of(compiled: Compiled, journeys: Journeys, opening: npt.NDArray[np.bool_]) -> Episodes:
    """Return the episodes of one replication; ``opening`` says which cases were open at the start."""
    a, cases = journeys.arrays, journeys.case_arrays
    case, event, stage, minute = a.case, a.event, a.stage, a.minute
    opened, ended = cases.opened, np.where(cases.closed < 0, NEVER, cases.closed)
    n = len(opened)
    if not any(step.settled or step.notice for step in compiled.steps):
        return Episodes(np.arange(n), opened, ended, opening, case)
    odd = _with_more(compiled, journeys, opening)
    at = np.flatnonzero(odd[case])
    lasts = [step.kind not in ("choice", "end") for step in compiled.steps]
    rows, begun, over, at_start = list(range(n)), opened.tolist(), [NEVER] * n, opening.tolist()
    present, noticed, joined = list(range(n)), opening.tolist(), [False] * n
    of_event = case.copy()
    steps = compiled.steps
    of_them = (at, *(column[at] for column in (case, event, stage, minute)))
    for i, who, what, where, now in zip(*(column.tolist() for column in of_them), strict=True):
        if what == JOIN:
            step, episode = steps[where], present[who]
            settled = over[episode] < NEVER
            if settled and not step.settled and (step.notice or lasts[where]):
                again = True
            else:
                again = not settled and step.notice and noticed[who] and joined[who]
            if again:
                over[episode] = min(over[episode], now)
                present[who] = len(rows)
                rows.append(who)
                begun.append(now)
                over.append(NEVER)
                at_start.append(False)
            joined[who] = True
            noticed[who] |= step.notice
            if step.settled:
                over[present[who]] = min(over[present[who]], now)
        of_event[i] = present[who]
    last = np.array(present, np.int64)
    closed = np.array(over, np.int64)
    closed[last] = np.minimum(closed[last], ended)
    order = np.argsort(np.array(rows), kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return Episodes(
        np.array(rows, np.int64)[order],
        np.array(begun, np.int64)[order],
        closed[order],
        np.array(at_start, bool)[order],
        rank[of_event],
    )
