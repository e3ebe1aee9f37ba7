"""What measures ask of a run's events, by index, worked out once for a pathway: every replication asks the same."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sendsim.caseload.journeys import EVENTS
from sendsim.caseload.milestones import APPEALS, DEEMED, MILESTONES, WAITS, Moment, on_the_way
from sendsim.caseload.pathway import Choice, Clock, End, Pathway, Wait, once_for_a_pathway

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
What = tuple[tuple[str, tuple[str, ...]], ...]
"""Events at stages, by name."""
STOOD = len(EVENTS)
"""The code, beside those of :data:`sendsim.caseload.journeys.EVENTS`, of a join that the run did not see: see
:class:`sendsim.caseload.spells.Seen`."""


@dataclass(frozen=True)
class Questions:
    """What the stages of a pathway are to the measures; arrays have a value a stage, in the pathway's order.

    Attributes
    ----------
    ends, settled, notices : arrays of bool
        Whether a stage is an end, a settled wait, a choice at which a new notice is sent.
    turns : array of bool
        Whether an episode may begin or be over at a stage: see :mod:`sendsim.caseload.episodes`.
    come_back : bool
        Whether a case can have more than one episode, or a settled one.
    queues : tuple of str
        The stages with a queue: those of a team and those of a diary.
    queue_of : array of int
        The place among ``queues``, or -1.
    outside : dict
        The stages where a case has left each wait that the pathway has.
    clocks : tuple of str
        The names of the clocks.
    sent_to : array of bool (clock, stage)
        Whether a clock that has passed sends a case to a stage.
    bits : dict
        What is asked of every log, and the bit of ``flags`` that says so.
    flags : array of int
        For each code, event x stages + stage, the bits of all that asks about it: one look for all of them.
    """

    stages: tuple[str, ...]
    ends: Flags
    settled: Flags
    notices: Flags
    turns: Flags
    come_back: bool
    queues: tuple[str, ...]
    queue_of: Ints
    outside: dict[str, tuple[str, ...]]
    clocks: tuple[str, ...]
    sent_to: Flags
    bits: dict[What, np.uint32]
    flags: npt.NDArray[np.uint32]
    _tables: dict[What, Flags] = field(default_factory=dict, repr=False)

    def table(self, what: What) -> Flags:
        """Return for each code, event x stages + stage, whether it is asked about."""
        if what not in self._tables:
            self._tables[what] = _table(what, self.stages)
        return self._tables[what]


@once_for_a_pathway
def questions_of(pathway: Pathway) -> Questions:
    """Return what measures ask of the events of a pathway."""
    stages, names = pathway.stages, pathway.names
    queues = tuple(s.name for s in stages if s.kind in ("activity", "session"))
    outside = {name: left for name in WAITS if (left := _outside(pathway, name)) is not None}
    always = _always_asked(pathway, queues, tuple(outside.values()))
    bits = {what: np.uint32(1 << i) for i, what in enumerate(always)}
    flags = np.zeros((STOOD + 1) * len(names), np.uint32)
    for what, bit in bits.items():
        flags[_table(what, names)] |= bit
    ends = np.array([isinstance(s, End) for s in stages], bool)
    settled = np.array([isinstance(s, Wait) and s.settled for s in stages], bool)
    choices = np.array([isinstance(s, Choice) for s in stages], bool)
    notices = np.array([isinstance(s, Choice) and s.notice for s in stages], bool)
    with_queue = np.array([name in queues for name in names], bool)
    return Questions(
        stages=names,
        ends=ends,
        settled=settled,
        notices=notices,
        turns=settled | notices | ~(choices | ends),
        come_back=bool((settled | notices).any()),
        queues=queues,
        queue_of=np.where(with_queue, np.cumsum(with_queue) - 1, -1),
        outside=outside,
        clocks=tuple(c.name for c in pathway.clocks),
        sent_to=np.array([_sent_to(c, pathway) for c in pathway.clocks], bool).reshape(-1, len(stages)),
        bits=bits,
        flags=flags,
    )


def _always_asked(pathway: Pathway, queues: tuple[str, ...], outside: tuple[tuple[str, ...], ...]) -> tuple[What, ...]:
    """Return what :mod:`sendsim.caseload.measures` asks of every log, at most 32 things."""
    moments = [m.moments for m in MILESTONES] + [(m,) for w in WAITS.values() for m in (w.begin, w.end)]
    moments += [(APPEALS,), (DEEMED,)]
    asked: list[What] = [what_of(of, pathway) for of in moments]
    asked += [(("join", stages),) for stages in (queues, *outside)]
    asked += [(("start", queues),)]
    asked += [((event, pathway.names),) for event in ("clock_started", "clock_stopped", "clock_expired")]
    return tuple(dict.fromkeys(asked))


def what_of(moments: tuple[Moment, ...], pathway: Pathway) -> What:
    """Return the events and stages of moments."""
    return tuple((m.event, m.stages(pathway)) for m in moments)


def _table(what: What, names: tuple[str, ...]) -> Flags:
    table = np.zeros((STOOD + 1, len(names)), bool)
    for event, stages in what:
        wanted = set(stages)
        table[EVENTS.index(event)] |= [name in wanted for name in names]
    return table.ravel()


def _outside(pathway: Pathway, name: str) -> tuple[str, ...] | None:
    """Return the stages where a case has left a wait; None if the pathway has no such wait."""
    begin, end = WAITS[name].begin.stages(pathway), WAITS[name].end.stages(pathway)
    if not begin or not end:
        return None
    inside = on_the_way(pathway, begin, end)
    return tuple(s for s in pathway.names if s not in inside)


def _sent_to(clock: Clock, pathway: Pathway) -> list[bool]:
    targets = {w.to for w in clock.then if w.to is not None}
    return [name in targets for name in pathway.names]
