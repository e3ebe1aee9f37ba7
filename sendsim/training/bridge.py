"""Room decides, caseload follows: from the room's choices to named changes of a plan, as plain data.

A choice is marked by its author with the behaviours of the four principles that it honours or breaks. A few policies of
a caseload are what such behaviour comes to when every officer of an authority shows it. For each policy the votes of
the room are weighed: those that honour it less those that break it, as a share of all votes on questions where it was
at stake. At 0 the policy stays as it is today; at 1 it stands at the good end of its own range in the plan, at -1 at
the other end; in between in proportion. That proportion is an assumption, and so are most of the ranges.

This module knows no model: it gives ``{place: share}``, and ``value_at`` turns a share into a number of a plan that
somebody else holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sendsim.training.matter import Matter, Path
from sendsim.training.model import Choice
from sendsim.training.room import Ballot
from sendsim.training.store_records import Answer, Seat
from sendsim.training.tally import LEAST, last_ballots, people_behind, standing


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy: its place in a plan, its good end, what it is, and the behaviours that come to it."""

    place: str
    good: Literal["high", "low"]
    title: str
    honours: frozenset[str]
    breaks: frozenset[str]


POLICIES: tuple[Policy, ...] = (
    Policy(
        "early_talk_share",
        "high",
        "Families offered and taking an early talk",
        frozenset({"P1.g1", "P1.g2", "P1.g3", "P1.g4", "P1.g5"}),
        frozenset({"P1.b1", "P1.b2", "P1.b3", "P1.b4"}),
    ),
    Policy(
        "early_concession",
        "high",
        "Appeals in which the authority looks again and puts right before it responds",
        frozenset({"P2.g3", "P2.g5"}),
        frozenset({"P2.b1", "P1.b2"}),
    ),
    Policy(
        "carrying_out_weeks",
        "low",
        "Weeks to carry out what was agreed or ordered about a plan",
        frozenset({"P2.g1", "P2.g2"}),
        frozenset({"P2.b2"}),
    ),
    Policy(
        "drs_offer",
        "high",
        "Families who come to disagreement resolution because they were told of it",
        frozenset({"P4.g1", "P4.g2", "P4.g3", "P4.g4"}),
        frozenset({"P4.b2", "P4.b3", "P3.b1", "P3.b4"}),
    ),
)
"""What a room's choices may come to. ``place`` is a name that ``Plan.change`` takes."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """How the room leaned on one policy: ``share`` from -1 to 1, over ``votes`` votes on ``questions`` questions."""

    place: str
    title: str
    share: float
    votes: int
    questions: int


def stance(policy: Policy, choice: Choice) -> int:
    """Return 1 for a choice that honours what a policy stands for, -1 for one that breaks it (breaking weighs more)."""
    if policy.breaks & set(choice.breaks):
        return -1
    return 1 if policy.honours & set(choice.honours) else 0


def leanings(
    here: Matter, ballots: Iterable[Ballot], answers: Sequence[Answer], seats: Sequence[Seat]
) -> tuple[Leaning, ...]:
    """Return how the room leaned on each policy that was at stake, from the last vote on each question.

    Votes of fewer than five people are left out, as everywhere.
    """
    votes: dict[Path, list[Choice]] = {}
    for ballot in last_ballots(ballots):
        given = standing(ballot, answers, seats)
        if people_behind(ballot, given, seats) >= LEAST:
            known = {item.id: item for item in here.choices(ballot.path)}
            votes[ballot.path] = [known[choice] for choice in given.values() if choice in known]
    return _weigh(here, votes)


def best_leanings(here: Matter, ballots: Iterable[Ballot]) -> tuple[Leaning, ...]:
    """Return how a room would have leaned that gave a best answer to each of the same questions."""
    votes = {}
    for ballot in last_ballots(ballots):
        choices = here.choices(ballot.path)
        votes[ballot.path] = [max(choices, key=lambda item: item.grade.points)]
    return _weigh(here, votes)


def _weigh(here: Matter, votes: dict[Path, list[Choice]]) -> tuple[Leaning, ...]:
    found = []
    for policy in POLICIES:
        at_stake = [
            given
            for path, given in votes.items()
            if given and any(stance(policy, option) for option in here.choices(path))
        ]
        total = sum(len(given) for given in at_stake)
        if total:
            weight = sum(stance(policy, choice) for given in at_stake for choice in given)
            found.append(Leaning(policy.place, policy.title, weight / total, total, len(at_stake)))
    return tuple(found)


def shares(found: Iterable[Leaning]) -> dict[str, float]:
    """Return leanings as plain data: place to share."""
    return {item.place: item.share for item in found}


def value_at(share: float, place: str, today: float, low: float, high: float) -> float:
    """Return the number at which a policy stands for a share from -1 to 1, between the ends of its range.

    Raises
    ------
    ValueError
        If the share is out of bounds, or the place is that of no policy.
    """
    policy = next((item for item in POLICIES if item.place == place), None)
    if policy is None or not -1 <= share <= 1:
        raise ValueError(f"share {share!r} of {place!r}: give -1 to 1, and the place of a policy.")
    good, bad = (high, low) if policy.good == "high" else (low, high)
    end = good if share >= 0 else bad
    return today + abs(share) * (end - today)
