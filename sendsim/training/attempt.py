"""One learner's attempt at a scenario: a log of decisions, steps back and later practice, all by name.

The log only grows. Where the learner stands, what was answered first and what was tried later all come from
reading it. The first answer to each question is the one that is scored; going back to try again never changes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sendsim.training.findings import RunError
from sendsim.training.model import Scenario
from sendsim.training.parts import ROLE_WORDS
from sendsim.training.play import MAX_DECISIONS, Decision, Moment, Run, new_run, start, step
from sendsim.training.score import Score, score_moments

Kind = Literal["decide", "back", "practise"]
KINDS: tuple[str, ...] = get_args(Kind)
"""What an entry of the log can be."""

MAX_ENTRIES = 4 * MAX_DECISIONS
"""The longest log of one attempt; nobody comes near it by playing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    ``decide`` is a choice made at a beat, ``back`` takes the last decision back (and names the beat gone back
    to), ``practise`` is an answer to a question that came back on a later day. ``at`` is in UTC.
    """

    kind: Kind
    beat: str
    choice: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt: which scenario in which text (version and hash), in which role, and its log.

    ``result`` is what the record shows. It is kept with the attempt, because a run cannot be replayed once the
    scenario's text has changed.
    """

    id: int
    scenario: str
    version: str
    hash: str
    role: str
    began: datetime
    ended: datetime | None = None
    entries: tuple[Entry, ...] = ()
    result: Mapping[str, Any] | None = None

    def fits(self, scenario: Scenario) -> bool:
        """Say whether the attempt belongs to this very text of the scenario."""
        return self.scenario == scenario.id and self.hash == scenario.hash


@dataclass(frozen=True, slots=True)
class Walk:
    """What a log comes to.

    ``run`` and ``moments`` are the path that stands now; ``firsts`` are the moments of the first answer to each
    question, whether the path still holds it or not; ``tried`` counts the answers given to each question.
    """

    run: Run
    moments: tuple[Moment, ...]
    firsts: tuple[Moment, ...]
    tried: Mapping[str, int]

    @property
    def beat(self) -> str:
        """The beat at which the learner stands."""
        return self.moments[-1].state.beat

    @property
    def went_back(self) -> bool:
        """Whether the path that stands differs from the first answers."""
        path = [item.decision for item in self.moments[1:]]
        return path != [item.decision for item in self.firsts]


def walk(scenario: Scenario, attempt: Attempt) -> Walk:
    """Replay a log.

    Raises
    ------
    RunError
        If the attempt belongs to another text of the scenario, or an entry does not follow from those before it.
    """
    if not attempt.fits(scenario):
        raise RunError(
            f"The attempt belongs to version {attempt.version!r} of {attempt.scenario!r}, whose text has changed since:"
            " start again."
        )
    run = new_run(scenario, attempt.role)
    moments = [start(scenario, run.role)]
    firsts: list[Moment] = []
    tried: dict[str, int] = {}
    for number, entry in enumerate(attempt.entries, 1):
        if entry.kind == "practise":
            continue
        if entry.kind == "back":
            if len(moments) == 1:
                raise RunError(f"entry {number} of the attempt goes back before the beginning: start again.")
            moments.pop()
            continue
        here = moments[-1].state
        if entry.beat != here.beat:
            raise RunError(f"entry {number} is made at {entry.beat!r}, but the attempt stands at {here.beat!r}.")
        moments.append(step(scenario, here, entry.choice))
        if entry.beat not in tried:
            firsts.append(moments[-1])
        tried[entry.beat] = tried.get(entry.beat, 0) + 1
    decisions = tuple(item.decision for item in moments if item.decision is not None)
    path = Run(run.scenario, run.version, run.hash, run.role, decisions)
    return Walk(path, tuple(moments), tuple(firsts), tried)


def first_score(scenario: Scenario, found: Walk) -> Score:
    """Score the first answers of a walk, by principle and by source of law."""
    return score_moments(scenario, found.firsts)


def result_of(scenario: Scenario, found: Walk) -> dict[str, Any]:
    """Return what the record shows of an attempt, as plain values: names, dates of the text, ending and counts."""
    score = first_score(scenario, found)
    beat = scenario.beats[found.beat]
    return {
        "title": scenario.title,
        "version": scenario.version,
        "law_as_at": scenario.law_as_at,
        "minutes": scenario.minutes,
        "role": ROLE_WORDS[found.run.role],
        "ending": beat.title if beat.end is not None else "",
        "decisions": [[item.beat, item.choice] for item in first_decisions(found)],
        "grades": dict(score.grades),
        "principles": [[t.id, t.name, len(t.taken), len(t.missed), len(t.broken)] for t in score.principles],
        "law": [[t.id, t.name, len(t.taken), len(t.missed)] for t in score.law],
    }


def first_decisions(found: Walk) -> tuple[Decision, ...]:
    """Return the first answers by name, in the order in which they were given."""
    return tuple(item.decision for item in found.firsts if item.decision is not None)
