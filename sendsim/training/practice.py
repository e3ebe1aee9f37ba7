"""What comes back: questions that went wrong the first time return later, and what to practise next.

A question returns one day, one week, four weeks and twelve weeks after it was last answered. Each good answer
takes it a step further, any other takes it back to the first; after four good answers in a row it is done.
Everything is read from the logs of attempts; nothing else is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sendsim.training.attempt import Attempt, Entry, walk
from sendsim.training.findings import RunError
from sendsim.training.model import Scenario
from sendsim.training.parts import Grade
from sendsim.training.play import Moment
from sendsim.training.score import law_keys, principle_ids

INTERVALS = (1, 7, 28, 84)
"""Days until a question returns, by how many good answers in a row it has had."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question to practise: where it stands, in which attempt it was missed, and when it is due.

    ``good`` counts good answers in a row since it was missed; ``before`` is the moment at which it was asked.
    """

    scenario: str
    beat: str
    title: str
    attempt: int
    good: int
    due: datetime
    missed: Moment

    @property
    def done(self) -> bool:
        """Whether it has been answered well often enough."""
        return self.good >= len(INTERVALS)

    def is_due(self, now: datetime) -> bool:
        """Say whether it is time to ask it again."""
        return not self.done and self.due <= now


def items(scenarios: Mapping[str, Scenario], attempts: Sequence[Attempt]) -> tuple[Item, ...]:
    """Return every question that went wrong in the first attempt at each scenario's present text, soonest first.

    A question goes wrong with a choice graded weak or breach. Attempts at an older text are left out: their
    questions may not exist any more.
    """
    found: list[Item] = []
    for name, scenario in scenarios.items():
        mine = [item for item in attempts if item.fits(scenario)]
        if mine:
            found += _items_of(scenario, name, mine)
    return tuple(sorted(found, key=lambda item: (item.due, item.scenario, item.beat)))


def _items_of(scenario: Scenario, name: str, attempts: Sequence[Attempt]) -> list[Item]:
    try:
        first = walk(scenario, attempts[0])
    except RunError:
        return []
    found = []
    for moment in first.firsts:
        decision = moment.decision
        if decision is None or scenario.choice(decision.beat, decision.choice).grade.good:
            continue
        when = next(e.at for e in attempts[0].entries if e.kind == "decide" and e.beat == decision.beat)
        good, last = 0, when
        for entry in _later(decision.beat, attempts):
            if entry.at <= when:
                continue
            good = good + 1 if _is_good(scenario, entry) else 0
            last = entry.at
        due = last + timedelta(days=INTERVALS[min(good, len(INTERVALS) - 1)])
        title = scenario.beats[decision.beat].title
        found.append(Item(name, decision.beat, title, attempts[0].id, good, due, moment))
    return found


def _later(beat: str, attempts: Sequence[Attempt]) -> list[Entry]:
    """Return later answers to a question: practice, and the first answer in each further attempt."""
    later: list[Entry] = []
    for number, attempt in enumerate(attempts):
        here = [e for e in attempt.entries if e.beat == beat]
        later += [e for e in here if e.kind == "practise"]
        if number:
            later += [e for e in here if e.kind == "decide"][:1]
    return sorted(later, key=lambda e: e.at)


def _is_good(scenario: Scenario, entry: Entry) -> bool:
    try:
        return scenario.choice(entry.beat, entry.choice).grade.good
    except KeyError:
        return False


@dataclass(frozen=True, slots=True)
class Count:
    """Chances taken, missed and broken, of one principle or one source of law, over several scenarios."""

    id: str
    name: str
    taken: int = 0
    missed: int = 0
    broken: int = 0

    @property
    def chances(self) -> int:
        """How many chances there were."""
        return self.taken + self.missed + self.broken


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands: counts by principle and by law, of the first attempt at each scenario."""

    principles: tuple[Count, ...]
    law: tuple[Count, ...]
    scenarios: int


def first_results(attempts: Iterable[Attempt]) -> tuple[Attempt, ...]:
    """Return the first finished attempt at each scenario, in order of time."""
    found: dict[str, Attempt] = {}
    for item in attempts:
        if item.result is not None and item.ended is not None:
            found.setdefault(item.scenario, item)
    return tuple(found.values())


def standing(attempts: Iterable[Attempt]) -> Standing:
    """Add up the first finished attempt at each scenario."""
    chosen = first_results(attempts)
    principles: dict[str, Count] = {}
    law: dict[str, Count] = {}
    for item in chosen:
        result = item.result or {}
        for key, name, taken, missed, broken in result.get("principles", ()):
            known = principles.get(key, Count(key, name))
            principles[key] = Count(key, name, known.taken + taken, known.missed + missed, known.broken + broken)
        for key, name, taken, missed in result.get("law", ()):
            known = law.get(key, Count(key, name))
            law[key] = Count(key, name, known.taken + taken, known.missed + missed)
    order = sorted(law.values(), key=lambda c: (c.taken - c.chances, c.name))
    return Standing(tuple(principles.values()), tuple(order), len(chosen))


@dataclass(frozen=True, slots=True)
class Advice:
    """What to practise next.

    ``principle`` and ``law`` are the ids that come up most in questions that went wrong and are not yet done, or
    empty where none did; ``scenario`` is one not yet finished that serves the principle, else the one with most such
    questions, or empty where there is nothing left.
    """

    principle: str
    law: str
    scenario: str


def advise(scenarios: Mapping[str, Scenario], attempts: Sequence[Attempt]) -> Advice:
    """Say what to practise next, from the questions that went wrong."""
    open_items = [item for item in items(scenarios, attempts) if not item.done]
    principles: Counter[str] = Counter()
    law: Counter[str] = Counter()
    for item in open_items:
        beat = scenarios[item.scenario].beats[item.beat]
        for choice in beat.ask.choices if beat.ask else ():
            if choice.grade is Grade.BEST:
                principles.update(principle_ids(choice.honours))
                law.update(law_keys(choice.why))
    finished = {item.scenario for item in first_results(attempts)}
    wanted = _most(principles)
    rest = [name for name in scenarios if name not in finished]
    most = Counter(item.scenario for item in open_items)
    best = max(rest, key=lambda name: sum(wanted in aim.principles for aim in scenarios[name].objectives), default="")
    return Advice(wanted, _most(law), best or _most(most))


def _most(counts: Counter[str]) -> str:
    """Return what was counted most, the first by name of several; empty where nothing was counted."""
    return min(counts, key=lambda key: (-counts[key], key), default="")
