"""The live room as a pure function: what the facilitator did, move by move, gives where the room is.

Each question goes round: read, vote, hold, reveal, discuss, and perhaps vote again; then feedback, and on. The store
keeps the moves (``store.py``); ``replay`` folds them. There is no clock and no chance in here, and nothing of a
participant: who answered what is counted in ``tally.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sendsim.errors import SendsimError
from sendsim.training.findings import RunError
from sendsim.training.matter import Matter, Path, Subject, matter_of
from sendsim.training.play import MAX_DECISIONS, Decision
from sendsim.training.store_records import Move

MOST_DESKS, MOST_MINUTES = 12, 60


class Phase(StrEnum):
    """Where a room is."""

    LOBBY = "lobby"
    READ = "read"
    VOTE = "vote"
    HOLD = "hold"
    REVEAL = "reveal"
    DISCUSS = "discuss"
    FEEDBACK = "feedback"
    OWN = "own"
    DEBRIEF = "debrief"
    ENDED = "ended"


class MoveError(SendsimError):
    """A move that the room cannot make now; the message says which it can."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote: its number, the question (the path that leads to it), first or second round, alone or by tables.

    What is done at one's own pace has a number as well; its ``beat`` is empty.
    """

    number: int
    path: Path
    beat: str
    round: int
    desks: bool
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class RoomState:
    """Where a room is and how it is set.

    ``path`` leads to the question in hand; ``ballots`` are all votes so far, the last one in hand unless the room is
    still reading, and those from ``first`` on are about the present subject. ``until`` is when the timer runs out, if
    one was set. ``nudges`` counts reminders to the vote in hand.
    """

    moves: int = 0
    phase: Phase = Phase.LOBBY
    subject: Subject | None = None
    path: Path = ()
    ballots: tuple[Ballot, ...] = ()
    first: int = 0
    own_pace: bool = False
    desks: int = 0
    names_hidden: bool = False
    law_shown: bool = False
    until: datetime | None = None
    nudges: int = 0

    @property
    def ballot(self) -> Ballot | None:
        """The vote on the question in hand, or ``None`` while it is only read."""
        last = self.here[-1] if self.here else None
        return last if last is not None and last.path == self.path and self.phase is not Phase.READ else None

    @property
    def here(self) -> tuple[Ballot, ...]:
        """The votes about the present subject."""
        return self.ballots[self.first :]

    @property
    def open_ballot(self) -> int:
        """The number of the vote that takes answers now; 0 for none. At one's own pace none is needed."""
        return self.ballots[-1].number if self.phase is Phase.VOTE else 0

    @property
    def asked(self) -> int:
        """How many questions have come to a vote."""
        return len({item.path for item in self.here})


VOTED = (Phase.HOLD, Phase.REVEAL, Phase.DISCUSS)
AT_A_QUESTION = (Phase.READ, Phase.VOTE, *VOTED, Phase.FEEDBACK)

MAY: Mapping[str, tuple[Phase, ...]] = {
    "choose": (Phase.LOBBY, Phase.DEBRIEF),
    "pace": (Phase.LOBBY,),
    "start": (Phase.LOBBY,),
    "vote": (Phase.READ, *VOTED),
    "hold": (Phase.VOTE,),
    "reveal": (Phase.HOLD,),
    "discuss": (Phase.REVEAL,),
    "feedback": VOTED,
    "go_on": (Phase.REVEAL, Phase.DISCUSS, Phase.FEEDBACK),
    "jump": (*AT_A_QUESTION, Phase.DEBRIEF),
    "desks": tuple(phase for phase in Phase if phase not in (Phase.VOTE, Phase.HOLD, Phase.ENDED)),
    "names": tuple(phase for phase in Phase if phase is not Phase.ENDED),
    "law": (*AT_A_QUESTION, Phase.DEBRIEF),
    "timer": (*AT_A_QUESTION, Phase.OWN),
    "nudge": (Phase.VOTE,),
    "debrief": (*AT_A_QUESTION, Phase.OWN),
    "end": tuple(phase for phase in Phase if phase is not Phase.ENDED),
}
"""In which phases each move can be made."""


def moves_now(state: RoomState) -> tuple[str, ...]:
    """Return the moves that a room can make now."""
    return tuple(kind for kind in MAY if _may(state, kind))


def _may(state: RoomState, kind: str) -> bool:
    if state.phase not in MAY[kind]:
        return False
    if kind == "start":
        return state.subject is not None
    if kind == "jump":
        return state.subject is not None and not state.own_pace
    if kind == "vote" and state.phase is not Phase.READ:
        ballot = state.ballot
        return ballot is not None and (state.phase is Phase.HOLD or ballot.round == 1)
    return True


def step(state: RoomState, move: Move) -> RoomState:
    """Make one move: the pure function on which the room rests.

    Raises
    ------
    MoveError
        If the room cannot make this move now, or its values cannot be used.
    """
    if move.kind not in MAY:
        raise MoveError(f"move {move.kind!r} is not known: use one of {', '.join(MAY)}.")
    if not _may(state, move.kind):
        raise MoveError(
            f"move {move.kind!r} cannot be made while the room is at {state.phase.value!r}:"
            f" use one of {', '.join(moves_now(state)) or 'none'}."
        )
    try:
        after = _STEPS[move.kind](state, move)
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, SendsimError):
            raise
        raise MoveError(f"move {move.kind!r} came with values that cannot be used: make it again.") from None
    return replace(after, moves=state.moves + 1)


def replay(moves: Iterable[Move]) -> RoomState:
    """Return where a room is after its moves."""
    state = RoomState()
    for move in moves:
        state = step(state, move)
    return state


def matter(state: RoomState) -> Matter:
    """Return what the room works on, or raise a ``MoveError`` if nothing is chosen yet."""
    if state.subject is None:
        raise MoveError("No scenario is chosen yet: choose one first.")
    return matter_of(state.subject)


# -- the moves, one by one


def _choose(state: RoomState, move: Move) -> RoomState:
    subject = Subject(**{key: str(move.value[key]) for key in ("scenario", "version", "hash", "role")})
    matter_of(subject)
    return replace(
        state, phase=Phase.LOBBY, subject=subject, path=(), first=len(state.ballots), until=None, law_shown=False
    )


def _pace(state: RoomState, move: Move) -> RoomState:
    return replace(state, own_pace=_flag(move, "own"))


def _start(state: RoomState, _move: Move) -> RoomState:
    if not state.own_pace:
        return replace(state, phase=Phase.READ)
    ballot = Ballot(len(state.ballots) + 1, (), "", 1, False, state.subject)
    return replace(state, phase=Phase.OWN, ballots=(*state.ballots, ballot))


def _vote(state: RoomState, _move: Move) -> RoomState:
    if state.phase is Phase.HOLD:  # open the same vote again
        return replace(state, phase=Phase.VOTE, until=None)
    before = state.ballot
    round_ = 1 if before is None or state.phase is Phase.READ else before.round + 1
    number = len(state.ballots) + 1
    ballot = Ballot(number, state.path, matter(state).beat(state.path), round_, state.desks > 0, state.subject)
    return replace(state, phase=Phase.VOTE, ballots=(*state.ballots, ballot), nudges=0, until=None)


def _to(phase: Phase) -> Callable[[RoomState, Move], RoomState]:
    return lambda state, _move: replace(state, phase=phase, until=None)


def _go_on(state: RoomState, move: Move) -> RoomState:
    choice = str(move.value["choice"])
    here = matter(state)
    if choice not in {item.id for item in here.choices(state.path)}:
        raise MoveError(f"choice {choice[:60]!r} is not one of this question: choose one of its answers.")
    path = (*state.path, Decision(here.beat(state.path), choice))
    phase = Phase.READ if here.choices(path) else Phase.DEBRIEF
    return replace(state, phase=phase, path=path, law_shown=False, until=None)


def _jump(state: RoomState, move: Move) -> RoomState:
    given = move.value["path"]
    if not isinstance(given, list) or len(given) > MAX_DECISIONS:
        raise ValueError("path")
    path = tuple(Decision(str(beat), str(choice)) for beat, choice in given)
    try:
        asks = bool(matter(state).choices(path))
    except RunError as error:
        raise MoveError(str(error)) from None
    if not asks:
        raise MoveError("That is not a question: jump to one of those in the list.")
    return replace(state, phase=Phase.READ, path=path, law_shown=False, until=None)


def _desks(state: RoomState, move: Move) -> RoomState:
    return replace(state, desks=_whole(move, "count", 0, MOST_DESKS))


def _names(state: RoomState, move: Move) -> RoomState:
    return replace(state, names_hidden=_flag(move, "hidden"))


def _law(state: RoomState, move: Move) -> RoomState:
    return replace(state, law_shown=_flag(move, "shown"))


def _timer(state: RoomState, move: Move) -> RoomState:
    minutes = _whole(move, "minutes", 0, MOST_MINUTES)
    return replace(state, until=move.at + timedelta(minutes=minutes) if minutes else None)


def _nudge(state: RoomState, _move: Move) -> RoomState:
    return replace(state, nudges=state.nudges + 1)


def _flag(move: Move, name: str) -> bool:
    value = move.value[name]
    if not isinstance(value, bool):
        raise ValueError(name)
    return value


def _whole(move: Move, name: str, least: int, most: int) -> int:
    value = move.value[name]
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise MoveError(f"{name} is {str(value)[:20]!r}: give a whole number from {least} to {most}.")
    return value


_STEPS: Mapping[str, Callable[[RoomState, Move], RoomState]] = {
    "choose": _choose,
    "pace": _pace,
    "start": _start,
    "vote": _vote,
    "hold": _to(Phase.HOLD),
    "reveal": _to(Phase.REVEAL),
    "discuss": _to(Phase.DISCUSS),
    "feedback": _to(Phase.FEEDBACK),
    "go_on": _go_on,
    "jump": _jump,
    "desks": _desks,
    "names": _names,
    "law": _law,
    "timer": _timer,
    "nudge": _nudge,
    "debrief": _to(Phase.DEBRIEF),
    "end": _to(Phase.ENDED),
}


def value_of(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return of what a page sent only what belongs to a move, so that nothing else is kept."""
    wanted = {
        "choose": ("scenario", "version", "hash", "role"),
        "pace": ("own",),
        "go_on": ("choice",),
        "jump": ("path",),
        "desks": ("count",),
        "names": ("hidden",),
        "law": ("shown",),
        "timer": ("minutes",),
    }.get(kind, ())
    return {name: given[name] for name in wanted if name in given}
