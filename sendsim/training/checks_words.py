"""Checks of the words: readable, explained, plain, and respectful of everybody."""

from __future__ import annotations

import re

from sendsim.training.glossary import GLOSSARY
from sendsim.training.look import Look, Text
from sendsim.training.parts import Paper
from sendsim.training.reading import grade, sentences, words_of
from sendsim.training.words import PLACEHOLDER, plain

HARDEST: dict[str, float] = {"story": 9.0, "voice": 9.0, "paper": 9.0, "choice": 12.0, "feedback": 11.0}
"""The highest reading grade of each kind of text; our own numbers."""
HARDEST_LETTER = 7.0
"""The highest reading grade of a paper to a family; our own number."""
SHORTEST = 40
"""Texts with fewer words are too short to be graded."""
LONGEST_SENTENCE = 38
"""The longest sentence, in words."""

LINKED = frozenset(key for key in GLOSSARY if len(key) > 4 or key in {"IASS", "LGSCO", "PHSO"}) - {
    "Tribunal",
    "Ombudsman",
}
"""Terms that are no other word in small letters ('send', 'he', 'an ombudsman' are)."""
_FAMILY = re.compile(
    r"\b(mother|father|parent|carer|student|years old|grand\w+|sister|brother|guardian)\b", re.IGNORECASE
)
_TERMS = re.compile(
    r"\b(?:" + "|".join(re.escape(key) for key in sorted(GLOSSARY, key=len, reverse=True) if key in LINKED) + r")\b",
    re.I,
)
_ABBREVIATION = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]+[a-z0-9]*\b|\b[A-Z]{2,}[0-9]*\b")
_SAFE_CAPITALS = re.compile(r"^([A-Z][0-9]{0,2}|[IVX]+|R\d\d|M\d{1,2}|P[1-4]|OK|AM|PM|Mc[A-Z].*|Mac[A-Z].*|[HJ][12])$")
_POINTED = re.compile(
    r"\b(pushy|difficult|sharp-elbowed|demanding|hysterical|aggressive|awkward|vexatious|heartless|jobsworth|faceless) "
    r"(parent|mother|father|mum|dad|family|families|officer|council|caseworker|SENCO)s?\b"
    r"|\b(we|they|you|she|he|parents?|the council|the family) (won|win|beat|defeated|lost the case)\b"
    r"|\bwinning\b|\bbattles?\b",
    re.IGNORECASE,
)
_IDIOMS = re.compile(
    r"\b(kick(s|ed|ing)? the can|move(d|s)? the goalposts|the ball is in|touch base|level playing field"
    r"|think outside the box|low-hanging fruit|at the end of the day|bite the bullet"
    r"|hit the ground running|elephant in the room|back to square one|jump(ed|s|ing)? through hoops"
    r"|on the same page|up in the air|the tip of the iceberg|a can of worms|go(ing)? forward"
    r"|cut(s|ting)? corners|pass(es|ed|ing)? the buck|barking up the wrong tree"
    r"|beat(ing)? about the bush|sit(ting)? on the fence|a piece of cake|spill the beans|by the book"
    r"|read between the lines|red tape|skating on thin ice|in a nutshell)\b",
    re.IGNORECASE,
)
"""Sayings that a reader takes word by word who has learnt English later, or who is autistic."""
_GENDERED = re.compile(
    r"\b(a|any|every|each|no|some) (parent|carer|SENCO|officer|caseworker|mediator|facilitator|teacher)\b"
    r"[^.!?\n]*?\b(she|he|herself|himself)\b"
    r"|\b(mums|mothers|dads|fathers)\b(?! and (dads|fathers|mums|mothers))|\b(chairman|chairwoman|manned|housewife)\b",
    re.IGNORECASE,
)


def check_words(look: Look) -> None:
    """Note SS501 to SS507."""
    names = _names(look)
    for text in look.texts():
        _reading(look, text)
        _abbreviations(look, text, names)
        _unlinked(look, text)
        for code, pattern, mend in (
            ("SS504", _POINTED, "say what was done, without a label or a contest"),
            ("SS506", _IDIOMS, "say plainly what is meant"),
            ("SS507", _GENDERED, "write 'they', 'parents' or the person's name"),
        ):
            found = pattern.search(text.text)
            if found:
                look.add(code, text.place, f"says {' '.join(found[0].split())!r}", mend)
    for key, entry in look.scenario.papers.items():
        _letter(look, key, entry)


def _letter(look: Look, key: str, entry: Paper) -> None:
    """A paper to somebody of the story who is no officer reads more easily still."""
    families = [person.name for person in look.scenario.people.values() if _FAMILY.search(person.who)]
    if entry.to is None or not any(name in entry.to for name in families):
        return
    found = grade(entry.text) if len(words_of(plain(entry.text))) >= SHORTEST else 0.0
    if HARDEST_LETTER < found <= HARDEST["paper"]:
        look.add(
            "SS501",
            ("papers", key, "text"),
            f"is a paper to a family with the reading grade {found} (limit {HARDEST_LETTER:g})",
            "use shorter sentences and words",
        )


def _unlinked(look: Look, text: Text) -> None:
    """Note a term of the glossary that is written otherwise, so that no page can explain it."""
    for found in _TERMS.finditer(PLACEHOLDER.sub(" ", plain(text.text))):
        word = found[0]
        if word not in GLOSSARY and word[:1].lower() + word[1:] not in GLOSSARY:
            term = next(key for key in GLOSSARY if key.lower() == word.lower())
            look.add("SS505", text.place, f"writes {word!r}, which no page can explain", f"write {term!r}")


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
