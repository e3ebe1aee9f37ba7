"""Checks of the teaching: feedback that explains, fair choices, and a chance to show every principle and aim."""

from __future__ import annotations

import re
from collections import Counter

from sendsim.law.principles import BEHAVIOURS, PRINCIPLES
from sendsim.training.look import Look, Place
from sendsim.training.model import Choice
from sendsim.training.parts import Grade
from sendsim.training.reading import words_of
from sendsim.training.score import principle_ids
from sendsim.training.words import plain

FEWEST_WORDS = 12
"""Feedback with fewer words than that cannot explain."""
_ONLY_VERDICT = re.compile(r"^(well done|correct|right|wrong|good|yes|no|incorrect)[.!, ]", re.IGNORECASE)


def check_teaching(look: Look) -> None:
    """Note SS301 to SS306."""
    check_answers(look)
    _chances(look)


def check_answers(look: Look) -> None:
    """Note SS301, SS302, SS303, SS305 and SS306: what any set of questions must hold to, story or test."""
    for place, _, choice in look.choices():
        _feedback(look, place, choice)
        _marks(look, place, choice)
    for name, beat in look.scenario.beats.items():
        if beat.ask is None:
            continue
        grades = [choice.grade for choice in beat.ask.choices]
        if Grade.BEST not in grades:
            look.add("SS302", ("beats", name, "ask"), f"no choice at {name!r} is best", "grade one 'best'")
        if all(grade.good for grade in grades):
            look.add(
                "SS302", ("beats", name, "ask"), f"every choice at {name!r} is good", "add one that is weak or a breach"
            )
        if beat.ask.hint:
            _hint(look, name, beat.ask.hint, beat.ask.choices)
    _pattern(look)


def _feedback(look: Look, place: Place, choice: Choice) -> None:
    """Feedback explains and does not only judge."""
    said = words_of(plain(choice.feedback))
    if len(said) < FEWEST_WORDS:
        look.add(
            "SS301",
            (*place, "feedback"),
            f"feedback of {choice.id!r} has {len(said)} words",
            f"say why, in {FEWEST_WORDS} words or more",
        )
    elif _ONLY_VERDICT.match(choice.feedback) and len(said) < 20:
        look.add("SS301", (*place, "feedback"), f"feedback of {choice.id!r} mostly judges", "say what follows and why")


def _marks(look: Look, place: Place, choice: Choice) -> None:
    """A choice honours or breaks a principle, by marks that exist and fit its grade."""
    for kind, marks, good in (("honours", choice.honours, True), ("breaks", choice.breaks, False)):
        for mark in marks:
            known = mark in {item.id for item in PRINCIPLES} or mark in BEHAVIOURS
            if not known:
                look.add("SS408", (*place, kind), f"names {mark!r}", "use P1 to P4 or a behaviour such as P2.g1")
            elif mark in BEHAVIOURS and BEHAVIOURS[mark].good is not good:
                word = "good" if good else "poor"
                look.add("SS305", (*place, kind), f"{kind} {mark!r}", f"use a {word} behaviour, or the other list")
    if not choice.honours and not choice.breaks:
        look.add("SS305", place, f"choice {choice.id!r} marks no principle", "add honours or breaks")
    elif choice.grade is Grade.BEST and choice.breaks:
        look.add(
            "SS305", (*place, "grade"), f"choice {choice.id!r} is best and breaks a principle", "mend one of the two"
        )
    elif not choice.grade.good and not choice.breaks and not choice.mistakes:
        look.add(
            "SS305",
            (*place, "grade"),
            f"choice {choice.id!r} is {choice.grade} and breaks nothing",
            "say what it breaks",
        )


def _hint(look: Look, name: str, hint: str, choices: tuple[Choice, ...]) -> None:
    """A hint does not repeat the words that only the best choice has."""
    best = {w.lower() for c in choices if c.grade is Grade.BEST for w in words_of(plain(c.text)) if len(w) > 5}
    rest = {w.lower() for c in choices if c.grade is not Grade.BEST for w in words_of(plain(c.text))}
    told = {w.lower() for w in words_of(plain(hint))} & (best - rest)
    if len(told) >= 2:
        look.add(
            "SS306", ("beats", name, "ask", "hint"), f"hint uses {', '.join(sorted(told))}", "ask a question instead"
        )


def _pattern(look: Look) -> None:
    """The best choice cannot be guessed from its place or length."""
    asks = [(name, beat.ask) for name, beat in look.scenario.beats.items() if beat.ask is not None]
    if len(asks) < 4:
        return
    places: Counter[int] = Counter()
    longest = 0
    for _, ask in asks:
        first = next((n for n, c in enumerate(ask.choices) if c.grade is Grade.BEST), None)
        if first is None:
            continue
        places[first] += 1
        lengths = [len(plain(c.text)) for c in ask.choices]
        longest += lengths[first] == max(lengths)
    if places and max(places.values()) > 0.75 * len(asks):
        at = max(places, key=lambda key: places[key]) + 1
        look.add(
            "SS303", ("beats",), f"the best choice nearly always stands at place {at}", "change the order of choices"
        )
    if longest > 0.75 * len(asks):
        look.add("SS303", ("beats",), "the best choice is nearly always the longest", "write the others as fully")


def _chances(look: Look) -> None:
    """Every principle that an objective names has a good and a poor choice; every path has a chance at some of each."""
    honoured: set[str] = set()
    broken: set[str] = set()
    for _, _, choice in look.choices():
        honoured |= principle_ids(choice.honours)
        broken |= principle_ids(choice.breaks)
    for number, aim in enumerate(look.scenario.objectives):
        for key in aim.principles:
            place: Place = ("objectives", number, "principles")
            if key not in {item.id for item in PRINCIPLES}:
                look.add("SS408", place, f"names the principle {key!r}", "use P1, P2, P3 or P4")
            elif key not in honoured or key not in broken:
                which = "honours" if key not in honoured else "breaks"
                look.add("SS304", place, f"no choice {which} {key}", f"give {key} a good and a poor choice")
    ahead = look.exploration.ahead if look.exploration else None
    wanted = {key for aim in look.scenario.objectives for key in aim.principles}
    for key in sorted(wanted & honoured & broken):
        if ahead is not None and ahead.paths and not ahead.chances.get(key, 0):
            look.add("SS304", ("objectives",), f"some path has no chance to show {key}", "give every path one")
    for item in PRINCIPLES:
        if item.id not in wanted:
            look.add("SS304", ("objectives",), f"no objective serves {item.id}", "add it to an objective, with choices")
