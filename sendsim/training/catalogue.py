"""The catalogue of scenarios: what each is about, for whom, how long it takes and how demanding it is.

Difficulty is counted, never felt: of all choices that a scenario offers, how many are good ones (best or
acceptable). The fewer, the more easily a guess goes wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sendsim.law.routes import route
from sendsim.training.model import Scenario
from sendsim.training.parts import Role
from sendsim.training.scenario import load_file, scenario_files

Difficulty = Literal["gentle", "middling", "demanding"]
GENTLE, DEMANDING = 0.55, 0.45
"""From this share of good choices a scenario is gentle; under this share it is demanding."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the catalogue. ``good`` of ``choices`` are good ones; ``topics`` are the names
    of groups of routes (see ``sendsim.law.route_vocabulary.Group``), in lower case."""

    scenario: Scenario
    roles: tuple[Role, ...]
    topics: tuple[str, ...]
    good: int
    choices: int

    @property
    def difficulty(self) -> Difficulty:
        """How demanding the scenario is, in a word."""
        share = self.good / self.choices
        return "gentle" if share >= GENTLE else "demanding" if share < DEMANDING else "middling"


def listed(scenario: Scenario) -> Listed:
    """Return what the catalogue says of a scenario."""
    asks = [beat.ask for beat in scenario.beats.values() if beat.ask is not None]
    roles = dict.fromkeys([*scenario.roles, *(ask.acting for ask in asks if ask.acting is not None)])
    topics = dict.fromkeys(route(key).group.name.lower() for key in scenario.routes)
    grades = [choice.grade for ask in asks for choice in ask.choices]
    return Listed(scenario, tuple(roles), tuple(topics), sum(grade.good for grade in grades), len(grades))


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Listed]:
    """Return every scenario that comes with sendsim, by id, in the order of their titles."""
    found = [listed(load_file(path).scenario) for path in scenario_files()]
    return {item.scenario.id: item for item in sorted(found, key=lambda item: item.scenario.title)}
