"""How hard a text is to read: the Flesch-Kincaid grade, with syllables counted by rule, offline.

The grade is that of American schools; a reader's age is about five years more. It is a rough guide, and long
words that the field cannot do without are counted as if they had three syllables.
"""

from __future__ import annotations

import re

from sendsim.training.words import PLACEHOLDER, plain

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_SENTENCE = re.compile(r"(?<=[.!?:])[\s\"”’']+|\n{2,}")
_VOWELS = re.compile(r"[aeiouy]+")
FIELD_WORDS = re.compile(
    r"^(mediat\w+|tribunal\w*|certificate\w*|disagreement\w*|resolution|authorit\w+|education\w*|provision\w*|assessment\w*|"
    r"information|independen\w+|ombudsman|regulation\w*|recommendation\w*|discrimination|psychologist\w*|facilitat\w+|"
    r"occupational|therap\w+|residential|representative\w*|disabilit\w+|special|authority|complaint\w*|facilitator\w*)$",
    re.IGNORECASE,
)


def syllables(word: str) -> int:
    """Count the syllables of an English word, by rule."""
    text = word.lower().replace("’", "'").split("'")[0]
    if len(text) <= 3:
        return 1
    bare = re.sub(r"(?:[^laeiouy]es|[^aeiouytd]ed|[^laeiouy]e)$", lambda m: m[0][0], text)
    return max(1, len(_VOWELS.findall(bare)))


def sentences(text: str) -> list[str]:
    """Part Markdown into sentences, placeholders counted as one short word."""
    bare = PLACEHOLDER.sub("Monday", plain(text))
    return [part.strip() for part in _SENTENCE.split(bare) if _WORD.search(part)]


def words_of(text: str) -> list[str]:
    """Return the words of a text."""
    return _WORD.findall(text)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a Markdown text; 0 where there are no words."""
    parts = sentences(text)
    found = [word for part in parts for word in words_of(part)]
    if not found:
        return 0.0
    total = sum(min(3, syllables(word)) if FIELD_WORDS.match(word) else syllables(word) for word in found)
    return round(0.39 * len(found) / len(parts) + 11.8 * total / len(found) - 15.59, 1)
