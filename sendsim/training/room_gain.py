"""What a room learned: the same aims asked before and after with the two forms of a question bank.

A pair is one person and one aim. By aim the interval is Newcombe's for paired shares (``gain.py``), over people; over
all aims it is a percentile bootstrap over people (2,000 draws with a fixed seed), since the answers of one person hang
together. It is a change, not an effect: nobody who did not take part is compared with.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sendsim.training.bank import Bank, banks, forms, questions
from sendsim.training.gain import Gain, Pair, paired_gain
from sendsim.training.room import Ballot
from sendsim.training.store_records import Answer, Own
from sendsim.training.tally import LEAST

DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class RoomGain:
    """The change in one bank: its title, how many took both tests, the mean shares of good answers before and after,
    the mean difference with its 95 % interval, and the change by aim (those that five or more answered both times)."""

    title: str
    people: int
    before: float
    after: float
    difference: float
    low: float
    high: float
    aims: tuple[tuple[str, Gain], ...]


def room_gains(ballots: Sequence[Ballot], answers: Sequence[Answer], own: Iterable[Own]) -> tuple[RoomGain, ...]:
    """Return the change in every bank of which five or more people took both forms, the one begun first as before."""
    own_entries = tuple(own)
    found = []
    for bank in banks().values():
        begun = _forms_begun(bank, ballots)
        if len(begun) < 2:
            continue
        good = [_good(bank, form, ballots, answers, own_entries) for form in begun]
        made = _gain(bank, begun, good)
        if made is not None:
            found.append(made)
    return tuple(found)


def _forms_begun(bank: Bank, ballots: Iterable[Ballot]) -> list[str]:
    """Return the ids of the bank's forms in the order in which the room began them."""
    order = dict.fromkeys(item.subject.scenario for item in ballots if item.subject is not None)
    return [name for name in order if name in forms() and forms()[name][0] == bank.id]


def _good(
    bank: Bank, form: str, ballots: Iterable[Ballot], answers: Iterable[Answer], own: Iterable[Own]
) -> dict[int, dict[str, bool]]:
    """Return for each person and aim whether the first answer was a good one."""
    letter = forms()[form][1]
    aim = {item.id: item.aim for item in questions(bank, letter)}
    grades = {(item.id, choice.id): choice.grade.good for item in questions(bank, letter) for choice in item.choices}
    firsts = {b.number: b for b in ballots if b.subject is not None and b.subject.scenario == form and b.round == 1}
    found: dict[int, dict[str, bool]] = {}
    for answer in answers:
        ballot = firsts.get(answer.ballot)
        if ballot is not None and not ballot.desks and (ballot.beat, answer.choice) in grades:
            found.setdefault(answer.seat, {}).setdefault(aim[ballot.beat], grades[ballot.beat, answer.choice])
    for entry in own:
        if entry.ballot in firsts and entry.kind == "decide" and (entry.beat, entry.choice) in grades:
            found.setdefault(entry.seat, {}).setdefault(aim[entry.beat], grades[entry.beat, entry.choice])
    return found


def _gain(bank: Bank, begun: Sequence[str], good: Sequence[dict[int, dict[str, bool]]]) -> RoomGain | None:
    before, after = good[0], good[1]
    people = sorted(seat for seat in before.keys() & after.keys() if before[seat].keys() & after[seat].keys())
    if len(people) < LEAST:
        return None
    shares = []
    for seat in people:
        aims = before[seat].keys() & after[seat].keys()
        shares.append((sum(before[seat][a] for a in aims) / len(aims), sum(after[seat][a] for a in aims) / len(aims)))
    differences = [late - early for early, late in shares]
    low, high = _bootstrap(differences)
    by_aim = []
    for aim in bank.aims:
        pairs = [
            Pair(aim.id, before[seat][aim.id], after[seat][aim.id])
            for seat in people
            if aim.id in before[seat] and aim.id in after[seat]
        ]
        change = paired_gain(pairs)
        if change is not None and change.n >= LEAST:
            by_aim.append((aim.text, change))
    n = len(people)
    means = (sum(early for early, _ in shares) / n, sum(late for _, late in shares) / n)
    return RoomGain(bank.title, n, *means, sum(differences) / n, low, high, tuple(by_aim))


def _bootstrap(values: Sequence[float]) -> tuple[float, float]:
    """Return the 2.5 % and 97.5 % points of the mean over draws of as many people with replacement."""
    luck = random.Random(2026)
    n = len(values)
    means = sorted(sum(luck.choices(values, k=n)) / n for _ in range(DRAWS))
    return means[round(0.025 * (DRAWS - 1))], means[round(0.975 * (DRAWS - 1))]
