"""Checks of the words: readable, explained, respectful, with no real people and nothing that shuts a reader out."""

from __future__ import annotations

import re
from pathlib import Path

from sendsim.training.glossary import GLOSSARY
from sendsim.training.look import Look, Text
from sendsim.training.reading import grade, sentences, words_of
from sendsim.training.words import PLACEHOLDER, pictures, plain

HARDEST: dict[str, float] = {"story": 9.0, "voice": 9.0, "paper": 9.0, "choice": 12.0, "feedback": 11.0}
"""The highest reading grade of each kind of text; our own numbers."""
SHORTEST = 40
"""Texts with fewer words are too short to be graded."""
LONGEST_SENTENCE = 38
"""The longest sentence, in words."""

_ABBREVIATION = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]+[a-z0-9]*\b|\b[A-Z]{2,}[0-9]*\b")
_SAFE_CAPITALS = re.compile(r"^([A-Z][0-9]{0,2}|[IVX]+|R\d\d|M\d{1,2}|P[1-4]|OK|AM|PM|Mc[A-Z].*|Mac[A-Z].*|[HJ][12])$")
_POINTED = re.compile(
    r"\b(pushy|difficult|sharp-elbowed|demanding|hysterical|aggressive|awkward|vexatious|heartless|jobsworth|faceless) "
    r"(parent|mother|father|mum|dad|family|families|officer|council|caseworker|SENCO)s?\b"
    r"|\b(we|they|you|she|he|parents?|the council|the family) (won|win|beat|defeated|lost the case)\b"
    r"|\bwinning\b|\bbattles?\b",
    re.IGNORECASE,
)
_SENSES = re.compile(
    r"\b(in (red|green|orange|blue)|the (red|green|orange|blue) (one|button|box|line)"
    r"|on the (left|right)|click (here|the))\b",
    re.I,
)
_HTML = re.compile(r"<\s*/?\s*[a-zA-Z!]")
_SUFFIXES = (".png", ".svg", ".jpg", ".jpeg", ".webp")


def check_words(look: Look) -> None:
    """Note SS501 to SS504, SS601 and SS701 to SS703."""
    names = _names(look)
    for text in look.texts():
        _reading(look, text)
        _abbreviations(look, text, names)
        found = _POINTED.search(text.text)
        if found:
            look.add("SS504", text.place, f"says {found[0]!r}", "say what was done, without a label or a contest")
        found = _SENSES.search(text.text)
        if found:
            look.add("SS702", text.place, f"says {found[0]!r}", "name the thing instead")
        if _HTML.search(text.text):
            look.add("SS703", text.place, "holds HTML", "use Markdown; HTML is shown as text")
        _pictures(look, text)
        _real(look, text.text, text.place)
    for key, person in look.scenario.people.items():
        _real(look, person.name, ("people", key))
    _real(look, look.scenario.place.name, ("place", "name"))


def _names(look: Look) -> set[str]:
    """Return the capital words that are names of the story."""
    scenario = look.scenario
    said = " ".join([scenario.place.name, *(person.name for person in scenario.people.values())])
    return set(re.findall(r"\w+", said))


def _reading(look: Look, text: Text) -> None:
    """Note text that is hard to read and sentences that are very long."""
    for sentence in sentences(text.text):
        count = len(words_of(sentence))
        if count > LONGEST_SENTENCE:
            start = " ".join(sentence.split()[:6])
            look.add(
                "SS502", text.place, f"has a sentence of {count} words, '{start} ...'", "part it into two or three"
            )
    hardest = HARDEST.get(text.kind)
    if hardest is None or len(words_of(plain(text.text))) < SHORTEST:
        return
    found = grade(text.text)
    if found > hardest:
        look.add(
            "SS501", text.place, f"has the reading grade {found} (limit {hardest:g})", "use shorter sentences and words"
        )


def _abbreviations(look: Look, text: Text, names: set[str]) -> None:
    """Note abbreviations that nobody explains."""
    bare = PLACEHOLDER.sub(" ", plain(text.text))
    for word in dict.fromkeys(_ABBREVIATION.findall(bare)):
        single = word[:-1] if word.endswith("s") else word
        if word in GLOSSARY or single in GLOSSARY or word in names or _SAFE_CAPITALS.match(word):
            continue
        look.add("SS503", text.place, f"uses {word!r}", "write it in full, or add it to the glossary")


def _pictures(look: Look, text: Text) -> None:
    """Pictures lie beside the scenario and have alternative text."""
    for source, alternative in pictures(text.text):
        if not alternative:
            look.add(
                "SS701", text.place, f"picture {source!r} has no alternative text", "write ![what it shows](file.png)"
            )
        folder = look.loaded.path.parent if look.loaded.path else Path()
        if not source.endswith(_SUFFIXES) or "/" in source or not (folder / source).is_file():
            look.add(
                "SS701", text.place, f"picture {source!r} is not beside the scenario", "put the file in its folder"
            )


def _real(look: Look, text: str, place: tuple[str | int, ...]) -> None:
    """Note names on the list of real people and places; the list is empty unless a user gives one."""
    for name in look.real_names:
        if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
            look.add("SS601", place, f"names {name!r}, which is on the list of real people", "use a made-up name")
