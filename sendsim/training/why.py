"""Why a choice is judged as it is: each rule cited, in a sentence or two of the law module, and the dates worked out.

Nothing here is written by a scenario's author. What a rule says comes from the clocks, principles, routes and
put-right mistakes of ``sendsim.law`` that rest on the same place; a date comes with its sum from the clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from sendsim.law.citation import MARK_WORDS, Citation
from sendsim.law.clock_answer import words
from sendsim.law.legislation import resolve
from sendsim.law.misconceptions import MISCONCEPTIONS
from sendsim.law.principles import PRINCIPLES
from sendsim.law.routes import all_routes
from sendsim.law.signoff_clocks import clock_rows
from sendsim.training.law_refs import reference
from sendsim.training.model import Choice, Scenario
from sendsim.training.state import State, apply, part_of, safe_answer
from sendsim.training.words import citation_text, placeholders

Place = tuple[str, str]
MOST = 2
"""The most sentences shown of what the law module says at one place."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One place in the law: its full name, a link, how sure the reading is, what the source is for, what it says."""

    cite: str
    url: str
    mark: str
    about: str
    says: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the rule as plain values."""
        return {"cite": self.cite, "url": self.url, "mark": self.mark, "about": self.about, "says": list(self.says)}


@dataclass(frozen=True, slots=True)
class Sum:
    """A date worked out: what it is the date of, the day and hour, the steps, what is unclear, and the law."""

    name: str
    what: str
    day: date
    time: str
    steps: tuple[str, ...]
    warnings: tuple[str, ...]
    law: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the sum as plain values, the day in words."""
        return {
            "name": self.name,
            "what": self.what,
            "day": words(self.day),
            "time": self.time,
            "steps": list(self.steps),
            "warnings": list(self.warnings),
            "law": list(self.law),
        }


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons behind one choice: the rules it cites and the dates it turns on."""

    rules: tuple[Rule, ...]
    sums: tuple[Sum, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the reasons as plain values."""
        return {"rules": [item.to_dict() for item in self.rules], "sums": [item.to_dict() for item in self.sums]}


def within(one: Place, other: Place) -> bool:
    """Say whether two places are the same, or one is a paragraph of the other."""
    if one[0] != other[0]:
        return False
    short, long = sorted((one[1], other[1]), key=len)
    return short == long or (bool(short) and long.startswith(short + "("))


class Told(NamedTuple):
    """A sentence of the law module and a place it rests on; ``key`` names the clock or mistake it comes from."""

    source: str
    provision: str
    kind: Literal["clock", "principle", "mistake", "route"]
    key: str
    text: str

    def rests_on(self, place: Place) -> bool:
        """Say whether the sentence rests on a place, or on a paragraph inside or round it."""
        return within((self.source, self.provision), place)


@lru_cache(maxsize=1)
def _told() -> tuple[Told, ...]:
    """Return every sentence of the law module with the place it rests on."""
    found: list[tuple[Iterable[Citation], Any, str, str]] = []
    found += [(law, "clock", name.partition(" ")[0], says[0]) for name, says, law, _ in clock_rows()]
    found += [(item.basis, "principle", item.id, f"{item.name}: {item.text}") for item in PRINCIPLES]
    found += [
        (m.basis, "mistake", m.id, f"Often said: \u201c{m.mistake}\u201d In fact: {m.correct}") for m in MISCONCEPTIONS
    ]
    found += [(item.basis, "route", item.id, f"{item.name}: {item.summary}") for item in all_routes()]
    return tuple(Told(c.source, c.provision, kind, key, text) for law, kind, key, text in found for c in law)


def rule(text: str, mistakes: Collection[str] = (), near: Collection[str] = ()) -> Rule:
    """Return the rule behind a short form such as ``SENDR2014 reg 34(1)``.

    What puts right one of ``mistakes`` comes first, then the clocks and routes named in ``near``
    (those of the scenario).
    """
    found = reference(text)
    place = (found.source, found.provision)
    source = resolve(found)

    def order(item: Told) -> int:
        if item.kind == "mistake" and item.key in mistakes:
            return 0
        if item.kind == "clock":
            return 1 if item.key in near else 5
        if item.kind == "route":
            return 3 if item.key in near else 6
        return 2 if item.kind == "principle" else 4

    fits = sorted((item for item in _told() if item.rests_on(place)), key=order)
    says = tuple(dict.fromkeys(item.text for item in fits))[:MOST]
    return Rule(citation_text(replace(found, mark="read")), source.url, MARK_WORDS[found.mark], source.does_here, says)


def sums(scenario: Scenario, before: State, choice: Choice) -> tuple[Sum, ...]:
    """Return the dates that a choice turns on, worked out as they stood once it was made, earliest first.

    Those it names (in its text, its feedback or its claims), and those that rest on a place it cites.
    """
    named = {ref.partition(".")[2] for text in (choice.text, choice.feedback) for ref in placeholders(text)}
    named |= {claim.deadline for claim in (choice.says.dates if choice.says else ())}
    cited = {(found.source, found.provision) for found in map(reference, choice.why)}
    used = {ref.partition(".")[0] for ref in named}
    after = replace(apply(scenario, before, choice.does), today=before.today)
    found_sums = []
    for name, deadline in scenario.deadlines.items():
        found = safe_answer(scenario, after, name)
        if found is None:
            continue
        if name in used or any(within(place, (c.source, c.provision)) for place in cited for c in found.citations):
            law = tuple(dict.fromkeys(citation_text(item) for item in found.citations))
            day = part_of(found, None, deadline)
            found_sums.append(Sum(name, deadline.what, day, found.time or "", found.steps, found.warnings, law))
    return tuple(sorted(found_sums, key=lambda item: (item.day, item.name)))


def why(scenario: Scenario, before: State, choice: Choice) -> Why:
    """Return the reasons behind a choice made in the state ``before``."""
    near = {*scenario.routes, *(item.clock for item in scenario.deadlines.values())}
    rules = tuple(rule(text, choice.mistakes, near) for text in choice.why)
    return Why(rules, sums(scenario, before, choice))
