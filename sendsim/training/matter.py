"""What a room works on: a scenario, or a form of the question bank, pinned to its text and asked about by path.

A path is a tuple of decisions by name. Everything a room shows follows from replaying it (``play.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sendsim.errors import unknown_name
from sendsim.training.bank import PREFIX, forms
from sendsim.training.catalogue import catalogue
from sendsim.training.findings import RunError
from sendsim.training.model import Choice, Scenario
from sendsim.training.play import Decision, Moment, Run, choices_now, new_run, replay
from sendsim.training.scenario import load_scenario

Path = tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """Which scenario a room works on: its name, the text (version and hash) and the part that the room takes."""

    scenario: str
    version: str
    hash: str
    role: str

    def to_dict(self) -> dict[str, Any]:
        """Return the subject as plain values."""
        return {"scenario": self.scenario, "version": self.version, "hash": self.hash, "role": self.role}


@dataclass(frozen=True, slots=True)
class Target:
    """A question to which a room may jump: its beat and title, and the path that leads there."""

    beat: str
    title: str
    path: Path


class Matter:
    """A scenario in one role, asked about by path."""

    def __init__(self, scenario: Scenario, role: str | None = None) -> None:
        self.scenario = scenario
        self._new = new_run(scenario, role)
        self.subject = Subject(scenario.id, scenario.version, scenario.hash, self._new.role.value)
        self._replayed = lru_cache(maxsize=64)(self._replay)

    def run(self, path: Path) -> Run:
        """Return the path as a run."""
        new = self._new
        return Run(new.scenario, new.version, new.hash, new.role, path)

    def _replay(self, path: Path) -> tuple[Moment, ...]:
        return replay(self.scenario, self.run(path))

    def moments(self, path: Path) -> tuple[Moment, ...]:
        """Replay a path, or raise a ``RunError`` if it does not follow."""
        return self._replayed(path)

    def beat(self, path: Path) -> str:
        """Return the beat to which a path leads."""
        return self.moments(path)[-1].state.beat

    def choices(self, path: Path) -> tuple[Choice, ...]:
        """Return the choices that are open at the end of a path; none where the story has ended."""
        return choices_now(self.scenario, self.moments(path)[-1].state)

    def targets(self, path: Path) -> tuple[Target, ...]:
        """Return where a room may jump: back along its path, or on along the best answers from here."""
        whole = self._to_the_end(path)
        found = []
        for number in range(len(whole) + 1):
            part = whole[:number]
            if self.choices(part):
                beat = self.beat(part)
                found.append(Target(beat, self.scenario.beats[beat].title, part))
        return tuple(found)

    def _to_the_end(self, path: Path) -> Path:
        """Return a path that goes on with the best answer to each question that is left."""
        while self.choices(path) and len(path) < 60:
            pick = max(self.choices(path), key=lambda item: item.grade.points)
            path = (*path, Decision(self.beat(path), pick.id))
        return path


def matter_of(subject: Subject) -> Matter:
    """Return the matter of a subject.

    Raises
    ------
    RunError
        If the scenario's text is no longer the one on which the room works.
    SendsimError
        If there is no such scenario.
    """
    found = _matter(subject.scenario, subject.role)
    if found.subject.hash != subject.hash:
        raise RunError(
            f"The text of {subject.scenario!r} has changed since the room began (version {subject.version!r}):"
            " end this room and open another."
        )
    return found


@lru_cache(maxsize=128)
def _matter(scenario: str, role: str) -> Matter:
    if scenario.startswith(PREFIX):
        if scenario not in forms():
            raise unknown_name("Question set", scenario, forms())
        return Matter(forms()[scenario][2], role)
    loaded = catalogue() if catalogue.cache_info().currsize else {}
    return Matter(loaded[scenario].scenario if scenario in loaded else load_scenario(scenario), role)


def warm() -> None:
    """Load and replay every scenario once, so that those who come later find the law's calendars worked out."""
    for scenario in (*(item.scenario for item in catalogue().values()), *(made for _, _, made in forms().values())):
        for role in scenario.roles:
            _matter(scenario.id, role.value).targets(())
