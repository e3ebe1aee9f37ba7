"""What the readable engine writes down: a whole number an event, not an object.

A row of the log is one integer: the case, the event, the stage and the detail, each in its own bits, so that writing
it is one addition and one append. The minute stands once before all rows of a minute. A row so takes 8 bytes, and a
minute in which something happens 8 more.
"""

from __future__ import annotations

from array import array
from struct import Struct

import numpy as np
import numpy.typing as npt

from sendsim.caseload.cases import MAX_CASES
from sendsim.caseload.journeys import CAPACITY, EVENT_CODES, EVENTS, EventArrays, WholeLog
from sendsim.errors import PlanError

WORD_BITS, STAGE_BITS, EVENT_BITS = 20, 14, 4
CASE_BITS = MAX_CASES.bit_length()
STAGE_AT = WORD_BITS
EVENT_AT = STAGE_AT + STAGE_BITS
CASE_AT = EVENT_AT + EVENT_BITS
assert CASE_AT + CASE_BITS <= 63 and len(EVENTS) <= 2**EVENT_BITS

CAPACITY_ROW, SESSION_ROW = Struct(f"{len(CAPACITY)}i").pack, Struct("5i").pack
"""Make a row of a table of its numbers: quicker than giving them to an array one by one."""

Ints = npt.NDArray[np.int64]


def event_at(event: str, stage: int, word: int = 0) -> int:
    """Return what a row says of ``event`` at a stage, with a word of detail; the case's bits are added to it."""
    return EVENT_CODES[event] << EVENT_AT | stage << STAGE_AT | word


class CompactLog:
    """The log of one replication.

    ``rows`` takes a row an event and, before the events of a minute, -1 - minute. ``capacity``, ``sessions`` and
    ``staffing`` take the columns of those tables row by row.
    """

    def __init__(self, stages: int) -> None:
        if stages > 2**STAGE_BITS:
            raise PlanError(f"the pathway has {stages} stages: {2**STAGE_BITS} is the most that can be run.")
        self.rows = array("q", [-1])  # minute 0
        self.capacity, self.sessions, self.staffing = array("i"), array("i"), array("i")
        self._words = {"": 0}

    def word(self, text: str) -> int:
        """Return the code of a word of detail."""
        return self._words.setdefault(text, len(self._words))

    def whole(self) -> WholeLog:
        """Return what was written down as arrays."""
        rows = np.frombuffer(self.rows, np.int64)
        marks = np.flatnonzero(rows < 0)
        minute = np.repeat((-1 - rows[marks]).astype(np.int32), np.diff(marks, append=len(rows)) - 1)
        written = np.ones(len(rows), bool)
        written[marks] = False
        rows = rows[written]
        del self.rows[:]  # let go of what is copied
        case, event, stage, detail = (
            (rows >> at & (2**bits - 1)).astype(np.int32)
            for at, bits in ((CASE_AT, CASE_BITS), (EVENT_AT, EVENT_BITS), (STAGE_AT, STAGE_BITS), (0, WORD_BITS))
        )
        return WholeLog(
            EventArrays(minute, case, event, stage, detail, tuple(self._words)),
            _table(self.capacity, len(CAPACITY)),
            _table(self.sessions),
            _table(self.staffing),
        )


def _table(numbers: array[int], columns: int = 5) -> Ints:
    found = np.array(numbers, np.int64).reshape(-1, columns)
    del numbers[:]
    return found


def stages_at_end(events: EventArrays, cases: int) -> Ints:
    """Return the stage that each case joined last."""
    joins = events.event == EVENT_CODES["join"]
    stage = np.full(cases, -1, np.int64)
    stage[events.case[joins]] = events.stage[joins]  # the last of a case is written last and stays
    return stage
