"""Counting a room's votes: by choice and by role, the shift from first to second vote, and what was missed most.

A count is given only when at least five people have answered, and by role only when every role shown has five, so that
nobody's answer can be told from a small number. The number is ours: in a small
room a count of one or two is a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sendsim.training.matter import Matter, Path
from sendsim.training.room import Ballot
from sendsim.training.store_records import Answer, Seat

LEAST = 5
"""The fewest answers of which a count is shown."""

WORK: Mapping[str, str] = {
    "authority": "Local authority",
    "school": "School, college or nursery",
    "health_care": "Health or social care",
    "mediator": "Mediator, facilitator or adviser",
    "family": "Parent, carer or young person",
    "other": "Something else, or not said",
}
"""What a participant may say they are; asked once, used only for counts."""
OTHERS = "others"
"""Stands for all roles that are too few to be shown by themselves."""


@dataclass(frozen=True, slots=True)
class Split:
    """How a room split on one vote.

    ``answered`` of ``there`` have answered (tables, where tables decide). ``counts`` holds every choice in the order
    of the question, or is empty while fewer than five people have answered; ``roles`` the same for each role, or is
    empty.
    """

    answered: int
    there: int
    counts: Mapping[str, int]
    roles: Mapping[str, Mapping[str, int]]
    by_desks: bool = False

    @property
    def shown(self) -> bool:
        """Whether there are counts to show."""
        return bool(self.counts)


@dataclass(frozen=True, slots=True)
class Shift:
    """What a second vote changed among those who voted both times: how many changed, of how many."""

    changed: int
    both: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A question with how many answered it well, from the last vote on it."""

    beat: str
    path: Path
    good: int
    answered: int


def standing(ballot: Ballot, answers: Iterable[Answer], seats: Sequence[Seat]) -> dict[int, str]:
    """Return what counts in a vote: the answer of each seat, or the last answer given at each table."""
    mine = [item for item in answers if item.ballot == ballot.number]
    if not ballot.desks:
        present = {seat.id for seat in seats}
        return {item.seat: item.choice for item in mine if item.seat in present}
    desk = {seat.id: seat.desk for seat in seats}
    ordered = sorted((item for item in mine if item.seat in desk), key=lambda item: (item.at, item.seat))
    return {desk[item.seat]: item.choice for item in ordered}


def people_behind(ballot: Ballot, votes: Mapping[int, str], seats: Sequence[Seat]) -> int:
    """Return how many people stand behind the votes of a ballot."""
    return sum(seat.desk in votes for seat in seats) if ballot.desks else len(votes)


def split(ballot: Ballot, choices: Sequence[str], answers: Iterable[Answer], seats: Sequence[Seat]) -> Split:
    """Count a vote by choice and by role."""
    votes = standing(ballot, answers, seats)
    there = len({seat.desk for seat in seats}) if ballot.desks else len(seats)
    if people_behind(ballot, votes, seats) < LEAST:
        return Split(len(votes), there, {}, {}, ballot.desks)
    roles = {} if ballot.desks else _by_role(choices, votes, seats)
    return Split(len(votes), there, _counts(choices, votes.values()), roles, ballot.desks)


def _counts(choices: Sequence[str], given: Iterable[str]) -> dict[str, int]:
    found = Counter(given)
    return {choice: found[choice] for choice in choices}


def _by_role(choices: Sequence[str], votes: Mapping[int, str], seats: Sequence[Seat]) -> dict[str, dict[str, int]]:
    """Count by role; roles of fewer than five go together, and if even they are too few there is no count by role."""
    role = {seat.id: seat.role for seat in seats}
    size = Counter(role[seat] for seat in votes)
    groups: dict[str, list[str]] = {name: [] for name in WORK if size[name] >= LEAST}
    rest: list[str] = []
    for seat, choice in votes.items():
        groups.get(role[seat], rest).append(choice)
    if rest:
        groups[OTHERS] = rest
    if len(groups) < 2 or any(len(given) < LEAST for given in groups.values()):
        return {}
    return {name: _counts(choices, given) for name, given in groups.items()}


def shift(first: Ballot, second: Ballot, answers: Sequence[Answer], seats: Sequence[Seat]) -> Shift | None:
    """Return what a second vote changed, or ``None`` where fewer than five voted both times."""
    if first.desks != second.desks:
        return None
    before, after = standing(first, answers, seats), standing(second, answers, seats)
    both = before.keys() & after.keys()
    if people_behind(first, {key: before[key] for key in both}, seats) < LEAST:
        return None
    return Shift(sum(before[key] != after[key] for key in both), len(both))


def favourite(choices: Sequence[str], found: Split) -> str:
    """Return the choice with most votes, the first of several; the first of all where there is no count."""
    return max(choices, key=lambda choice: (found.counts.get(choice, 0), -list(choices).index(choice)))


def waiting_for(ballot: Ballot, answers: Iterable[Answer], seats: Sequence[Seat]) -> tuple[Seat, ...]:
    """Return who has not answered yet (nobody at a table that has)."""
    votes = standing(ballot, answers, seats)
    return tuple(seat for seat in seats if (seat.desk if ballot.desks else seat.id) not in votes)


def last_ballots(ballots: Iterable[Ballot]) -> tuple[Ballot, ...]:
    """Return the last vote on each question, in the order in which the questions came."""
    found: dict[Path, Ballot] = {}
    for item in ballots:
        if item.beat:
            found[item.path] = item
    return tuple(found.values())


def most_missed(
    here: Matter, ballots: Iterable[Ballot], answers: Sequence[Answer], seats: Sequence[Seat]
) -> tuple[Missed, ...]:
    """Return the questions that were not answered well by all, worst first; only those that five or more answered."""
    found = []
    for ballot in last_ballots(ballots):
        votes = standing(ballot, answers, seats)
        if people_behind(ballot, votes, seats) < LEAST:
            continue
        grades = {choice.id: choice.grade for choice in here.choices(ballot.path)}
        good = sum(choice in grades and grades[choice].good for choice in votes.values())
        if good < len(votes):
            found.append(Missed(ballot.beat, ballot.path, good, len(votes)))
    return tuple(sorted(found, key=lambda item: item.good / item.answered))
