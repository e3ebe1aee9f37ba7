"""Checks of the translations beside a scenario: nothing missing, nothing left over, nothing older than its text."""

from __future__ import annotations

import re
from collections import Counter

from sendsim.training.findings import Finding, ScenarioError, allowed
from sendsim.training.scenario import Loaded
from sendsim.training.translation import Source, Translated, load_translation, sources, translations
from sendsim.training.words import pictures, placeholders
from sendsim.training.yaml_text import Document

_HTML = re.compile(r"<\s*/?\s*[a-zA-Z!]")


def check_translations(loaded: Loaded) -> list[Finding]:
    """Return SS803 to SS807, and what is wrong with the shape of a file, for every translation beside a scenario."""
    found: list[Finding] = []
    for language, path in (translations(loaded.path) if loaded.path is not None else {}).items():
        try:
            translation, document = load_translation(path)
        except ScenarioError as error:
            found += error.findings
            continue
        noted: list[Finding] = []
        if (translation.scenario, translation.language) != (loaded.scenario.id, language):
            noted.append(
                Finding(
                    path.name,
                    document.line("scenario"),
                    "SS807",
                    f"holds {translation.scenario!r} in {translation.language!r}",
                    f"write 'scenario: {loaded.scenario.id}' and 'language: {language}', or rename the file",
                )
            )
        noted += _texts(document, translation.texts, sources(loaded.scenario))
        found += [item for item in noted if not allowed(document.text, item.line, item.code)]
    return sorted(found)


def _texts(document: Document, made: tuple[Translated, ...], wanted: dict[str, Source]) -> list[Finding]:
    """Hold each translated text against the text that the scenario has now."""
    found: list[Finding] = []

    def add(number: int | None, code: str, message: str, mend: str) -> None:
        line = document.line("texts") if number is None else document.line("texts", number)
        found.append(Finding(document.file, line, code, message, mend))

    times = Counter(item.id for item in made)
    for number, item in enumerate(made):
        current = wanted.get(item.id)
        if times[item.id] > 1:
            add(number, "SS008", f"{item.id!r} stands {times[item.id]} times", "keep one of them")
        if current is None:
            add(
                number, "SS804", f"translates {item.id!r}, which the scenario does not have", "delete it or mend its id"
            )
        elif not item.text.strip():
            add(number, "SS803", f"{item.id!r} has no words yet", "write them below the English")
        elif item.of != current.print:
            add(
                number,
                "SS805",
                f"{item.id!r} was made from older words than '{_start(current.text)}'",
                f"read both, then write 'of: \"{current.print}\"'",
            )
        elif (wrong := _differs(current.text, item.text)) is not None:
            add(number, "SS806", f"{item.id!r} {wrong}", "keep what stands in braces, and every picture; use no HTML")
    for key, source in wanted.items():
        if key not in times:
            add(
                None,
                "SS803",
                f"lacks {key!r}, '{_start(source.text)}'",
                f"add it with 'of: \"{source.print}\"'",
            )
    return found


def _start(text: str) -> str:
    """Return the first words of a text."""
    words = text.split()
    return " ".join(words[:6]) + (" ..." if len(words) > 6 else "")


def _differs(source: str, made: str) -> str | None:
    """Say how a translation differs from its text in what is not words, or ``None``."""
    lost = sorted(set(placeholders(source)) - set(placeholders(made)))
    more = sorted(set(placeholders(made)) - set(placeholders(source)))
    if lost or more:
        return f"lacks {{{lost[0]}}}" if lost else f"has {{{more[0]}}}, which its text has not"
    if [file for file, _ in pictures(source)] != [file for file, _ in pictures(made)]:
        return "shows other pictures than its text"
    if any(not alternative for _, alternative in pictures(made)):
        return "has a picture without alternative text"
    return "holds HTML" if _HTML.search(made) else None
