"""What every check works with: the scenario, its lines, every text in it, and a place to put findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from sendsim.training.codes import CODES
from sendsim.training.explore import Exploration
from sendsim.training.findings import Finding, Severity, allowed
from sendsim.training.model import Choice, Scenario
from sendsim.training.scenario import Loaded

Place = tuple[str | int, ...]
Kind = Literal["story", "voice", "paper", "choice", "feedback", "question", "short"]


class Text(NamedTuple):
    """One text of a scenario: where it stands, what it says, what kind it is."""

    place: Place
    text: str
    kind: Kind


@dataclass(slots=True)
class Look:
    """One scenario being checked."""

    loaded: Loaded
    today: date
    real_names: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    exploration: Exploration | None = None

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.loaded.scenario

    def add(self, code: str, place: Place, message: str, mend: str, severity: Severity = "error") -> None:
        """Note a finding, unless a remark on its line or the line above allows it with a reason."""
        if code not in CODES:
            raise KeyError(code)
        line = self.loaded.line(*place)
        if allowed(self.loaded.document.text, line, code):
            return
        finding = Finding(self.loaded.document.file, line, code, message, mend, severity)
        if finding not in self.findings:
            self.findings.append(finding)

    def choices(self) -> Iterator[tuple[Place, str, Choice]]:
        """Yield every choice with its place and beat."""
        for name, beat in self.scenario.beats.items():
            for number, choice in enumerate(beat.ask.choices if beat.ask else ()):
                yield ("beats", name, "ask", "choices", number), name, choice

    def texts(self) -> Iterator[Text]:
        """Yield every text that somebody may read."""
        scenario = self.scenario
        yield Text(("title",), scenario.title, "short")
        yield Text(("summary",), scenario.summary, "story")
        yield Text(("place", "about"), scenario.place.about, "short")
        for role, prose in scenario.roles.items():
            yield Text(("roles", role.value), prose, "story")
        for number, aim in enumerate(scenario.objectives):
            yield Text(("objectives", number, "text"), aim.text, "short")
        for key, paper in scenario.papers.items():
            yield Text(("papers", key, "text"), paper.text, "paper")
        for name, beat in scenario.beats.items():
            yield from self._beat_texts(name)
            if beat.end is not None:
                yield Text(("beats", name, "end", "summary"), beat.end.summary, "story")
                for number, line in enumerate(beat.end.questions):
                    yield Text(("beats", name, "end", "questions", number), line, "question")
        for number, event in enumerate(scenario.events):
            yield Text(("events", number, "say"), event.say, "story")
        for number, line in enumerate(scenario.debrief.questions):
            yield Text(("debrief", "questions", number), line, "question")

    def _beat_texts(self, name: str) -> Iterator[Text]:
        """Yield the texts of one beat but its ending's."""
        beat = self.scenario.beats[name]
        here: Place = ("beats", name)
        yield Text((*here, "title"), beat.title, "short")
        if beat.say:
            yield Text((*here, "say"), beat.say, "story")
        for number, voice in enumerate(beat.voices):
            yield Text((*here, "voices", number, "says"), voice.says, "voice")
        for number, also in enumerate(beat.also):
            if also.say:
                yield Text((*here, "also", number, "say"), also.say, "story")
            for other, voice in enumerate(also.voices):
                yield Text((*here, "also", number, "voices", other, "says"), voice.says, "voice")
        if beat.ask is not None:
            yield Text((*here, "ask", "prompt"), beat.ask.prompt, "question")
            if beat.ask.hint:
                yield Text((*here, "ask", "hint"), beat.ask.hint, "question")
            for number, choice in enumerate(beat.ask.choices):
                place = (*here, "ask", "choices", number)
                yield Text((*place, "text"), choice.text, "choice")
                yield Text((*place, "feedback"), choice.feedback, "feedback")
