"""Checks of the people: made up, listed, without photographs, and told without a label that stands for a group."""

from __future__ import annotations

import re

from sendsim.training.look import Look, Text
from sendsim.training.words import pictures, plain

_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Lady|Councillor|Judge)\.? ([A-Z][a-z]+(?:-[A-Z][a-z]+)?)"
)
_PHOTO_FILE = re.compile(r"\.(jpe?g|webp)$", re.IGNORECASE)
_PHOTO_WORDS = re.compile(
    r"\b(photo(graph)?s?|(picture|image|portrait) of (a |the )?(child|children|boy|girl|pupils?))\b", re.IGNORECASE
)
_LABELS = re.compile(
    r"\b(single|unmarried|teenage|young|working-class|middle-class|immigrant|foreign|refugee|traveller|gypsy|black|asian"
    r"|white|eastern european|muslim|christian|jewish|uneducated|articulate|unemployed) "
    r"(mother|mum|father|dad|parent|family|couple)s?\b"
    r"|\b(on benefits|council estate|broken home|wheelchair-bound|confined to a wheelchair|suffers? from|victim of"
    r"|high-functioning|low-functioning|hard to reach|typical (parent|mother|father|officer|teacher))\b",
    re.IGNORECASE,
)


def check_people(look: Look) -> None:
    """Note SS601 and SS603 to SS605 (SS602, a person who never appears, is noted with the other names)."""
    scenario = look.scenario
    known = " ".join([scenario.place.name, *(person.name for person in scenario.people.values())])
    listed = set(re.findall(r"\w+", known))
    for text in look.texts():
        _real(look, text.text, text.place)
        _unlisted(look, text, listed)
        _photographs(look, text)
    for key, person in scenario.people.items():
        _real(look, person.name, ("people", key))
        _label(look, person.who, ("people", key))
    _real(look, scenario.place.name, ("place", "name"))
    _label(look, scenario.place.about, ("place", "about"))
    for role, prose in scenario.roles.items():
        _label(look, prose, ("roles", role.value))


def _real(look: Look, text: str, place: tuple[str | int, ...]) -> None:
    """Note names on the list of real people and places; the list is empty unless a user gives one."""
    for name in look.real_names:
        if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
            look.add("SS601", place, f"names {name!r}, which is on the list of real people", "use a made-up name")


def _unlisted(look: Look, text: Text, listed: set[str]) -> None:
    """Note somebody with a title who is not among the people: only those on the list are known to be made up."""
    for found in _TITLED.finditer(plain(text.text)):
        if not set(re.findall(r"\w+", found[1])) <= listed:
            look.add("SS603", text.place, f"names {found[0]!r}, who is not listed", "add the person under 'people:'")


def _photographs(look: Look, text: Text) -> None:
    """Note photographs: nobody's face belongs in a training file."""
    mend = "use a drawing or a diagram as .svg or .png"
    for source, alternative in pictures(text.text):
        if _PHOTO_FILE.search(source) or _PHOTO_WORDS.search(alternative):
            look.add("SS604", text.place, f"shows the photograph {source!r}", mend)


def _label(look: Look, text: str, place: tuple[str | int, ...]) -> None:
    """Ask for a second reader where somebody is described by a label that may stand for a group."""
    found = _LABELS.search(text)
    if found:
        look.add(
            "SS605",
            place,
            f"describes somebody as {found[0]!r}",
            "say what matters to the story, or have a second person read it and allow it with the reason",
            "warning",
        )
