"""The live room: which moves it takes, that replaying them gives where it is, and that counts give nobody away."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sendsim.training.findings import RunError
from sendsim.training.matter import Matter, Subject, matter_of
from sendsim.training.play import Decision, ended
from sendsim.training.room import MAY, Ballot, MoveError, Phase, RoomState, matter, moves_now, replay, step, value_of
from sendsim.training.scenario import load_scenario
from sendsim.training.store_records import Answer, Move, Seat
from sendsim.training.tally import (
    LEAST,
    OTHERS,
    favourite,
    most_missed,
    shift,
    split,
    standing,
    waiting_for,
)

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
MATTER = Matter(load_scenario("refusal-to-assess"))
BEST = ("in-time", "in-limit", "later-of-two", "not-here", "reread", "two-weeks")


def made(*moves: str | tuple[str, dict[str, Any]]) -> RoomState:
    """Return a room after some moves; a scenario is chosen first."""
    told = [("choose", MATTER.subject.to_dict()), *((m, {}) if isinstance(m, str) else m for m in moves)]
    return replay(Move(number, kind, value, AT) for number, (kind, value) in enumerate(told, 1))


def test_a_question_goes_round_and_the_room_goes_on_by_name() -> None:
    state = made("start")
    assert (state.phase, state.open_ballot, state.ballot) == (Phase.READ, 0, None)
    state = made("start", "vote")
    assert (state.phase, state.open_ballot) == (Phase.VOTE, 1)
    state = made("start", "vote", "hold", "vote")
    assert (state.open_ballot, len(state.ballots)) == (1, 1), "opened again, it is the same vote"
    state = made("start", "vote", "hold", "reveal", "discuss", "vote")
    assert state.ballot == Ballot(2, (), "phone", 2, False, MATTER.subject)
    with pytest.raises(MoveError, match="cannot be made while the room is at 'discuss'"):
        made("start", "vote", "hold", "reveal", "discuss", "vote", "hold", "reveal", "discuss", "vote")
    state = made("start", "vote", "hold", "feedback", ("go_on", {"choice": BEST[0]}))
    assert (state.phase, state.path, state.ballot) == (Phase.READ, (Decision("phone", BEST[0]),), None)
    with pytest.raises(MoveError, match="is not one of this question"):
        made("start", "vote", "hold", "feedback", ("go_on", {"choice": "made-up"}))


def test_the_best_path_ends_in_the_debrief_and_its_run_is_one_of_play() -> None:
    moves: list[Any] = ["start"]
    for choice in BEST:
        moves += ["vote", "hold", "reveal", "feedback", ("go_on", {"choice": choice})]
    state = made(*moves)
    assert (state.phase, state.asked) == (Phase.DEBRIEF, len(BEST))
    assert ended(MATTER.scenario, MATTER.run(state.path))
    assert "vote" not in moves_now(state) and "choose" in moves_now(state)


def test_a_room_jumps_along_its_path_or_on_by_the_best_answers() -> None:
    targets = MATTER.targets((Decision("phone", BEST[0]),))
    assert next(item.beat for item in targets) == "phone" and len(targets) == len(BEST)
    last = targets[-1]
    state = made("start", ("jump", {"path": [[d.beat, d.choice] for d in last.path]}))
    assert (state.phase, state.path) == (Phase.READ, last.path)
    for path in ([["phone", "made-up"]], [["nowhere", "in-time"]], "all", [[1]]):
        with pytest.raises(MoveError):
            made("start", ("jump", {"path": path}))


def test_a_room_is_pinned_to_the_text_of_its_scenario() -> None:
    told = MATTER.subject.to_dict() | {"hash": "0" * 64}
    with pytest.raises(RunError, match="has changed since the room began"):
        replay([Move(1, "choose", told, AT)])
    assert matter_of(MATTER.subject).subject == MATTER.subject
    with pytest.raises(MoveError, match="choose one first"):
        matter(RoomState())


def test_settings_do_not_disturb_a_vote() -> None:
    state = made(
        ("desks", {"count": 4}), "start", "vote", ("names", {"hidden": True}), ("timer", {"minutes": 3}), "nudge"
    )
    assert (state.phase, state.desks, state.names_hidden, state.nudges) == (Phase.VOTE, 4, True, 1)
    assert state.until == AT + timedelta(minutes=3) and state.ballot is not None and state.ballot.desks
    with pytest.raises(MoveError, match="'desks' cannot be made while the room is at 'vote'"):
        step(state, Move(9, "desks", {"count": 0}, AT))
    for kind, value in (
        ("timer", {"minutes": 61}),
        ("timer", {"minutes": True}),
        ("names", {"hidden": 1}),
        ("law", {}),
    ):
        with pytest.raises(MoveError):
            step(state, Move(9, kind, value, AT))
    assert value_of("timer", {"minutes": 3, "turn": 7, "secret": "x"}) == {"minutes": 3}


class Rooms(RuleBasedStateMachine):
    """Any moves in any order, with right values and wrong ones."""

    def __init__(self) -> None:
        super().__init__()
        self.state = RoomState()
        self.moves: list[Move] = []

    def _try(self, kind: str, value: dict[str, Any]) -> None:
        move = Move(len(self.moves) + 1, kind, value, AT + timedelta(minutes=len(self.moves)))
        before = self.state
        try:
            self.state = step(self.state, move)
        except MoveError:
            assert self.state is before
            return
        assert kind in moves_now(before)
        self.moves.append(move)

    @rule(kind=st.sampled_from([k for k in MAY if k not in ("choose", "go_on", "jump")]), number=st.integers(-1, 13))
    def any_move(self, kind: str, number: int) -> None:
        flag = number % 2 == 0
        self._try(kind, {"count": number, "minutes": number, "own": flag, "hidden": flag, "shown": flag})

    @rule()
    def choose(self) -> None:
        self._try("choose", MATTER.subject.to_dict())

    @precondition(lambda self: self.state.subject is not None)
    @rule(number=st.integers(0, 5))
    def go_on(self, number: int) -> None:
        choices = [item.id for item in MATTER.choices(self.state.path)] + ["made-up"]
        self._try("go_on", {"choice": choices[number % len(choices)]})

    @precondition(lambda self: self.state.subject is not None)
    @rule(number=st.integers(0, 9))
    def jump(self, number: int) -> None:
        targets = MATTER.targets(self.state.path)
        self._try("jump", {"path": [[d.beat, d.choice] for d in targets[number % len(targets)].path]})

    @invariant()
    def replaying_gives_where_it_is(self) -> None:
        assert replay(self.moves) == self.state
        assert self.state.moves == len(self.moves)

    @invariant()
    def votes_are_sound(self) -> None:
        state = self.state
        assert [item.number for item in state.ballots] == list(range(1, len(state.ballots) + 1))
        assert bool(state.open_ballot) == (state.phase is Phase.VOTE)
        assert all(item.round in (1, 2) for item in state.ballots)
        MATTER.moments(state.path)
        if state.phase in (Phase.VOTE, Phase.HOLD, Phase.REVEAL, Phase.DISCUSS):
            assert state.ballot is not None and state.ballot.path == state.path
        if state.phase is Phase.ENDED:
            assert moves_now(state) == ()


Rooms.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestRooms = Rooms.TestCase


# -- counting

BALLOT, SECOND = Ballot(1, (), "phone", 1, False), Ballot(2, (), "phone", 2, False)
CHOICES = [item.id for item in MATTER.choices(())]
GOOD = next(item.id for item in MATTER.choices(()) if item.grade.good)
BAD = next(item.id for item in MATTER.choices(()) if not item.grade.good)


def seat(number: int, role: str = "school", desk: int = 1) -> Seat:
    return Seat(number, 1, f"Hare {number}", role, desk, AT)


def vote(number: int, choice: str, ballot: int = 1, second: int = 0) -> Answer:
    return Answer(ballot, number, choice, AT + timedelta(seconds=second), 0)


def test_no_count_is_shown_below_five() -> None:
    seats = [seat(n) for n in range(30)]
    four = split(BALLOT, CHOICES, [vote(n, GOOD) for n in range(LEAST - 1)], seats)
    assert (four.answered, four.there, four.shown, four.counts, four.roles) == (4, 30, False, {}, {})
    five = split(BALLOT, CHOICES, [vote(n, GOOD) for n in range(LEAST)], seats)
    assert five.shown and five.counts[GOOD] == 5 and list(five.counts) == CHOICES
    assert favourite(CHOICES, five) == GOOD and favourite(CHOICES, four) == CHOICES[0]


def test_no_role_can_be_told_from_a_small_number() -> None:
    seats = [seat(n, "school") for n in range(8)] + [seat(n, "family") for n in range(8, 14)] + [seat(14, "mediator")]
    answers = [vote(n, GOOD if n % 2 else BAD) for n in range(15)]
    assert split(BALLOT, CHOICES, answers, seats).roles == {}, "the one mediator would be told by taking away"
    fourteen = split(BALLOT, CHOICES, answers[:14], seats[:14])
    assert {name: sum(counts.values()) for name, counts in fourteen.roles.items()} == {"school": 8, "family": 6}
    mixed = [*seats, *(seat(n, ("authority", "other")[n % 2]) for n in range(15, 19))]
    together = split(BALLOT, CHOICES, [vote(n, GOOD) for n in range(19)], mixed)
    assert {name: sum(counts.values()) for name, counts in together.roles.items()} == {
        "school": 8,
        "family": 6,
        OTHERS: 5,
    }
    assert split(BALLOT, CHOICES, [vote(n, GOOD) for n in range(8)], seats[:8]).roles == {}, (
        "one role alone is no split"
    )


def test_counts_always_add_up_and_never_show_a_small_group() -> None:
    luck = random.Random(7)
    for _ in range(200):
        seats = [seat(n, luck.choice(["school", "family", "authority", "other"])) for n in range(luck.randrange(1, 40))]
        answers = [vote(s.id, luck.choice(CHOICES)) for s in seats if luck.random() < 0.8]
        found = split(BALLOT, CHOICES, answers, seats)
        assert sum(found.counts.values()) in (0, found.answered)
        for counts in found.roles.values():
            assert sum(counts.values()) >= LEAST
        if found.roles:
            for choice in CHOICES:
                assert sum(counts[choice] for counts in found.roles.values()) == found.counts[choice]


def test_a_table_decides_together_and_the_last_word_counts() -> None:
    ballot = Ballot(1, (), "phone", 1, True)
    seats = [seat(n, desk=n % 3 + 1) for n in range(12)]
    answers = [vote(0, BAD, second=1), vote(3, GOOD, second=2), vote(1, BAD, second=3)]
    assert standing(ballot, answers, seats) == {1: GOOD, 2: BAD}
    found = split(ballot, CHOICES, answers, seats)
    assert (found.answered, found.there, found.counts[GOOD], found.counts[BAD], found.roles) == (2, 3, 1, 1, {})
    assert {item.desk for item in waiting_for(ballot, answers, seats)} == {3}


def test_the_shift_counts_who_voted_both_times() -> None:
    seats = [seat(n) for n in range(10)]
    first = [vote(n, BAD) for n in range(8)]
    again = [vote(n, GOOD if n < 5 else BAD, ballot=2) for n in range(1, 10)]
    found = shift(BALLOT, SECOND, [*first, *again], seats)
    assert found is not None and (found.changed, found.both) == (4, 7)
    assert shift(BALLOT, SECOND, [*first[:4], *again], seats) is None


def test_most_missed_is_taken_from_the_last_vote_on_each_question() -> None:
    seats = [seat(n) for n in range(6)]
    later = Ballot(3, (Decision("phone", BEST[0]),), "the-letter", 1, False)
    choices = [item.id for item in MATTER.choices(later.path)]
    wrong = next(item.id for item in MATTER.choices(later.path) if not item.grade.good)
    answers = [vote(n, BAD) for n in range(6)] + [vote(n, GOOD if n else BAD, ballot=2) for n in range(6)]
    answers += [vote(n, wrong, ballot=3) for n in range(6)]
    assert wrong in choices
    found = most_missed(MATTER, [BALLOT, SECOND, later], answers, seats)
    assert [(item.good, item.answered) for item in found] == [(0, 6), (5, 6)]
    assert most_missed(MATTER, [BALLOT, SECOND, later], answers, seats[:4]) == ()


def test_subjects_say_which_text() -> None:
    assert Subject(**MATTER.subject.to_dict()) == MATTER.subject
