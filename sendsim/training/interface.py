"""The words of the interface: one catalogue a language, so that another language is one more file.

``interface/en-GB.json`` holds every word of the learner's pages, records and handouts that is not a scenario's own or
the law's. A language may only be offered when its file has every key with the same values in braces; the tests hold
that. Words that count have one entry for each plural of the language (``.one``, ``.other`` and so on).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from sendsim.errors import unknown_name

FOLDER = Path(__file__).resolve().parent / "interface"
USUAL = "en-GB"
"""The language of the interface unless told."""
_VALUE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language. Call it with a key and the values in braces."""

    language: str
    words: Mapping[str, str] = field(hash=False)

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of ``key`` with its values filled in; a key or value that is missing is a ``KeyError``."""
        return _VALUE.sub(lambda found: str(values[found[1]]), self.words[key])

    def count(self, key: str, number: int, /, **values: object) -> str:
        """Return the text of ``key`` in the plural that ``number`` asks for; ``{n}`` is the number."""
        return self(f"{key}.{plural(self.language, number)}", n=number, **values)

    def day(self, day: date) -> str:
        """Write a day, such as ``24 November 2026``."""
        return f"{day.day} {self(f'month.{day.month}')} {day.year}"


def plural(language: str, number: int) -> str:
    """Return the kind of plural (as in Unicode's rules) that a language uses for a whole number."""
    if language.startswith("cy"):
        return {0: "zero", 1: "one", 2: "two", 3: "few", 6: "many"}.get(number, "other")
    return "one" if number == 1 else "other"


def values_in(text: str) -> frozenset[str]:
    """Return the names in braces of a text."""
    return frozenset(_VALUE.findall(text))


def languages() -> tuple[str, ...]:
    """Return the languages that there are."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@lru_cache(maxsize=8)
def texts(language: str = USUAL, *more: str) -> Texts:
    """Return the words of a language, or say which there are.

    ``more`` names further catalogues beside it, such as ``room`` for ``interface_room/en-GB.json``.
    """
    if language not in languages():
        raise unknown_name("language", language, languages())
    words: dict[str, str] = {}
    for folder in (FOLDER, *(FOLDER.with_name(f"interface_{name}") for name in more)):
        words |= json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))
    return Texts(language, words)
