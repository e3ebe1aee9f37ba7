"""A scenario in another language: ``NAME.cy.yaml`` beside ``NAME.yaml`` gives the words, and only the words.

Each text has an id that says where it stands (``beats.phone.in-time.feedback``) and carries the fingerprint of the
English words it was made from, so that a text that has changed since is known. Dates, grades and the way of the story
stay those of the scenario; the law stays in English, and pages mark it so. A translation with a gap is never played.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from sendsim.errors import OutputError, SendsimError, unknown_name
from sendsim.law.output import write_text
from sendsim.training import yaml_text
from sendsim.training.look import Place
from sendsim.training.model import Scenario, Version
from sendsim.training.parts import Line, Name, Part
from sendsim.training.scenario import Loaded, translation_language, validated
from sendsim.training.yaml_text import Document

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language as web pages name it: ``cy``, ``pl``, ``zh-Hant``."""
LAW_LANGUAGE = "en-GB"
"""The language of the law, of the glossary and of dates worked out, whichever the story's is."""

Print = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
Words = Annotated[str, StringConstraints(max_length=6000)]


class Translated(Part):
    """One text: where it stands, the fingerprint of the English it was made from, and the words, if there are any."""

    id: Line
    of: Print
    text: Words


class Translation(Part):
    """The words of one scenario in one language."""

    sendsim_translation: Literal[1]
    scenario: Name
    version: Version
    language: Annotated[str, StringConstraints(pattern=rf"^{LANGUAGE.pattern}$")]
    texts: tuple[Translated, ...] = Field(min_length=1)


class TranslatedScenario(Scenario):
    """A scenario whose words are in another language; its hash is that of these words."""

    language: str = LAW_LANGUAGE  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Source:
    """One text of a scenario that is translated: its id, its place in the file, its words."""

    id: str
    place: Place
    text: str

    @property
    def print(self) -> str:
        """The fingerprint of the words: it changes with any of them."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()[:12]


def sources(scenario: Scenario) -> dict[str, Source]:
    """Return every text that a translation gives, by id, in the order of a scenario file.

    Names of people and of the place stay as they are, and so does what only the author reads.
    """
    found: dict[str, Source] = {}
    data = scenario.model_dump(mode="json")

    def add(place: Place) -> None:
        value: Any = data
        names: list[str] = []
        for step in place:
            value = value[step]
            names.append(
                value["id"] if isinstance(step, int) and isinstance(value, dict) and "id" in value else str(step)
            )
        if value:
            key = ".".join(
                name for step, name in zip(place, names, strict=True) if step not in _LEFT_OUT or step == place[1]
            )
            found[key] = Source(key, place, str(value))

    for top in ("title", "summary"):
        add((top,))
    for number in range(len(scenario.objectives)):
        add(("objectives", number, "text"))
    for role in scenario.roles:
        add(("roles", role.value))
    add(("place", "about"))
    for kind, field in (("people", "who"), ("dates", "what"), ("deadlines", "what")):
        for name in data[kind]:
            add((kind, name, field))
    for name in scenario.papers:
        for field in ("title", "sender", "to", "text"):
            add(("papers", name, field))
    for name in scenario.beats:
        for place in _beat(scenario, name):
            add(place)
    for number in range(len(scenario.events)):
        add(("events", number, "say"))
    for number in range(len(scenario.debrief.questions)):
        add(("debrief", "questions", number))
    return found


_LEFT_OUT = ("ask", "choices")
"""Steps of a place that an id leaves out; a beat of that name is kept."""


def _beat(scenario: Scenario, name: str) -> list[Place]:
    """Return the places of the texts of one beat."""
    beat, here = scenario.beats[name], ("beats", name)
    places: list[Place] = [(*here, "title"), (*here, "say")]
    places += [(*here, "voices", n, "says") for n in range(len(beat.voices))]
    for number, also in enumerate(beat.also):
        places.append((*here, "also", number, "say"))
        places += [(*here, "also", number, "voices", n, "says") for n in range(len(also.voices))]
    if beat.ask is not None:
        places += [(*here, "ask", "prompt"), (*here, "ask", "hint")]
        for number in range(len(beat.ask.choices)):
            places += [(*here, "ask", "choices", number, field) for field in ("text", "feedback")]
    if beat.end is not None:
        places.append((*here, "end", "summary"))
        places += [(*here, "end", "questions", n) for n in range(len(beat.end.questions))]
    return places


def translation_path(path: Path, language: str) -> Path:
    """Return where the translation of a scenario file lies."""
    return path.with_name(f"{path.stem}.{language}.yaml")


def translations(path: Path) -> dict[str, Path]:
    """Return the translations beside a scenario file, by language."""
    found = {translation_language(item): item for item in sorted(path.parent.glob(f"{path.stem}.*.yaml"))}
    return {language: item for language, item in found.items() if language}


def load_translation(path: Path) -> tuple[Translation, Document]:
    """Load a translation, or raise a ``ScenarioError`` that names file, line and mend."""
    document = yaml_text.load(path, path.name)
    return validated(document, Translation, "sendsim_translation: 1"), document


def in_language(loaded: Loaded, language: str) -> Scenario:
    """Return a scenario in a language; as it is, in its own.

    Raises
    ------
    SendsimError
        If there is no such translation beside its file, or if it has a gap or an older text: nobody is shown half a
        story.
    """
    scenario = loaded.scenario
    if language in ("", scenario.language):
        return scenario
    known = translations(loaded.path) if loaded.path is not None else {}
    if language not in known:
        raise unknown_name("--language", language, [scenario.language, *known])
    words = {item.id: item for item in load_translation(known[language])[0].texts}
    data = scenario.model_dump(mode="json")
    for key, source in sources(scenario).items():
        made = words.get(key)
        if made is None or not made.text.strip() or made.of != source.print:
            what = "is older than its text" if made is not None and made.text.strip() else "is missing"
            raise SendsimError(
                f"{known[language].name}: the translation of {key} {what}: see 'sendsim scenarios check"
                f" {scenario.id}' for all that is to do."
            )
        holder: Any = data
        for step in source.place[:-1]:
            holder = holder[step]
        holder[source.place[-1]] = made.text
    return TranslatedScenario.model_validate_json(json.dumps(data | {"language": language}))


def reading_aid(language: str) -> str:
    """Return the sentence that says what a translation is worth, and what stays in English."""
    return (
        f"The words of this story are a translation ({language}), to help with reading. The law of England, the dates"
        f" and the terms are in English ({LAW_LANGUAGE}), and the English text is the one that counts."
    )


def skeleton(scenario: Scenario, language: str) -> str:
    """Return the text of a translation still to be made: every text with its English above it."""
    lines = [
        f"# {scenario.title}: the words in another language. Write each below its English; keep what stands in braces.",
        f"# What is left to do: sendsim scenarios check {scenario.id}. Names of people and places stay as they are.",
        "sendsim_translation: 1",
        f"scenario: {scenario.id}",
        f"version: {scenario.version}",
        f"language: {language}",
        "texts:",
    ]
    for source in sources(scenario).values():
        lines += [f"  # {line}".rstrip() for line in source.text.rstrip("\n").split("\n")]
        lines += [f"  - id: {source.id}", f'    of: "{source.print}"', '    text: ""']
    return "\n".join(lines) + "\n"


def write_skeleton(loaded: Loaded, language: str) -> Path:
    """Write a translation still to be made beside a scenario's file; refuse to overwrite one."""
    if not LANGUAGE.fullmatch(language) or language == loaded.scenario.language:
        raise SendsimError(f"--language {language!r} is not a language to translate into: write it as in 'cy'.")
    if loaded.path is None:
        raise SendsimError("a scenario without a file cannot be translated: save it first.")
    path = translation_path(loaded.path, language)
    if path.exists():
        raise OutputError(f"{str(path)!r} already exists: 'sendsim scenarios check' says what is left to do in it.")
    return write_text(path, skeleton(loaded.scenario, language))
