"""Scores: counts of chances, never a percentage. By principle, by source of law, and by grade.

A principle has a chance at a decision where at least one open choice honours or breaks it. The chance is
*taken* if the choice made honours it and does not break it, *broken* if it breaks it, else *missed*. A source
of law has a chance where a best choice rests on it; it is taken by a choice graded best or acceptable.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sendsim.law.legislation import resolve
from sendsim.law.principles import PRINCIPLES
from sendsim.law.refs import cite
from sendsim.training.model import Choice, Scenario
from sendsim.training.parts import GRADE_WORDS, Grade
from sendsim.training.play import Moment, Run, choices_now, replay


@dataclass(frozen=True, slots=True)
class Tally:
    """Chances to show one thing, and what became of them; ``at`` names the beats."""

    id: str
    name: str
    taken: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    @property
    def chances(self) -> int:
        """How many chances there were."""
        return len(self.taken) + len(self.missed) + len(self.broken)

    def __str__(self) -> str:
        """Write the tally as ``P4: 3 of 4``."""
        return f"{self.id}: {len(self.taken)} of {self.chances}"

    def to_dict(self) -> dict[str, Any]:
        """Return the tally as plain values."""
        return {
            "id": self.id,
            "name": self.name,
            "taken": list(self.taken),
            "missed": list(self.missed),
            "broken": list(self.broken),
            "chances": self.chances,
        }


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a run: tallies by principle and by source of law, and how many choices had each grade."""

    principles: tuple[Tally, ...]
    law: tuple[Tally, ...]
    grades: dict[str, int] = field(hash=False)
    mistakes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the score as plain values."""
        return {
            "principles": [item.to_dict() for item in self.principles],
            "law": [item.to_dict() for item in self.law],
            "grades": dict(self.grades),
            "grade_words": {grade.value: GRADE_WORDS[grade] for grade in Grade},
            "mistakes": list(self.mistakes),
        }


def principle_ids(marks: tuple[str, ...]) -> frozenset[str]:
    """Return the principles behind marks such as ``P2`` or ``P2.g1``."""
    return frozenset(mark.partition(".")[0] for mark in marks)


def law_keys(why: tuple[str, ...]) -> frozenset[str]:
    """Return the sources behind citations."""
    return frozenset(cite(text).source for text in why)


def score(scenario: Scenario, run: Run) -> Score:
    """Score a run, finished or not."""
    return score_moments(scenario, replay(scenario, run))


def score_moments(scenario: Scenario, moments: tuple[Moment, ...]) -> Score:
    """Score a replay."""
    made: list[tuple[str, Choice, tuple[Choice, ...]]] = []
    for moment in moments:
        if moment.decision is not None and moment.before is not None:
            beat = moment.decision.beat
            made.append((beat, scenario.choice(beat, moment.decision.choice), choices_now(scenario, moment.before)))
    grades = {grade.value: sum(choice.grade is grade for _, choice, _ in made) for grade in Grade}
    mistakes = tuple(dict.fromkeys(key for _, choice, _ in made for key in choice.mistakes))
    return Score(tuple(_principle(item.id, item.name, made) for item in PRINCIPLES), _law(made), grades, mistakes)


def _principle(key: str, name: str, made: list[tuple[str, Choice, tuple[Choice, ...]]]) -> Tally:
    """Count the chances of one principle."""
    taken, missed, broken = [], [], []
    for beat, choice, options in made:
        if not any(key in principle_ids(item.honours + item.breaks) for item in options):
            continue
        if key in principle_ids(choice.breaks):
            broken.append(beat)
        elif key in principle_ids(choice.honours):
            taken.append(beat)
        else:
            missed.append(beat)
    return Tally(key, name, tuple(taken), tuple(missed), tuple(broken))


def _law(made: list[tuple[str, Choice, tuple[Choice, ...]]]) -> tuple[Tally, ...]:
    """Count the chances of every source of law that came up."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for beat, choice, options in made:
        for key in sorted({key for item in options if item.grade is Grade.BEST for key in law_keys(item.why)}):
            taken, missed = found.setdefault(key, ([], []))
            (taken if choice.grade.good else missed).append(beat)
    return tuple(
        Tally(key, resolve(key).title, tuple(taken), tuple(missed)) for key, (taken, missed) in sorted(found.items())
    )
