"""Checking a bank of questions: by the checks of scenarios where they apply, and by what makes two forms comparable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sendsim.training.bank import (
    AIMS,
    FORMS,
    GROUPS,
    QUESTIONS,
    SUBJECTS,
    Bank,
    group_routes,
    load_bank,
    loaded_story,
    questions,
)
from sendsim.training.checks_access import check_access
from sendsim.training.checks_law import check_law
from sendsim.training.checks_names import check_names
from sendsim.training.checks_people import check_people
from sendsim.training.checks_states import check_clocks
from sendsim.training.checks_teaching import check_answers
from sendsim.training.checks_words import check_words
from sendsim.training.explore import explore
from sendsim.training.findings import Finding, ScenarioError
from sendsim.training.look import Look
from sendsim.training.score import principle_ids
from sendsim.training.words import plain
from sendsim.training.yaml_text import Document

__all__ = ["check_bank", "check_bank_file"]

_STOP = {"SS008", "SS101", "SS201", "SS207"}
_OF_STORIES = {"SS602", "SS603"}
"""Codes about parts that a bank has not, such as a list of people."""


def check_bank(
    bank: Bank, document: Document, path: Path | None, today: date, real_names: Sequence[str] = ()
) -> list[Finding]:
    """Check a bank; return every finding, in order of line."""
    whole = Look(loaded_story(bank, document, path), today, tuple(name for name in real_names if name.strip()))
    shape_fine = _shape(whole, bank)
    check_names(whole)
    clocks_fine = check_clocks(whole)
    check_answers(whole)
    check_words(whole)
    check_people(whole)
    check_access(whole)
    _subject(whole, bank)
    found = whole.findings
    if shape_fine and clocks_fine and not any(item.code in _STOP for item in found):
        for form in FORMS:
            look = Look(loaded_story(bank, document, path, form), today)
            for place, error in explore(look.scenario).errors.items():
                message, _, mend = error.rstrip(".").partition(": ")
                look.add("SS205", place, f"cannot be asked: {message}", mend or "mend the dates")
            if not look.findings:
                check_law(look)
            found = [*found, *look.findings]
    return sorted({item for item in found if item.code not in _OF_STORIES})


def check_bank_file(path: Path, today: date, real_names: Sequence[str] = ()) -> list[Finding]:
    """Check the file of a bank; return every finding, in order of line."""
    try:
        bank, document = load_bank(path)
    except ScenarioError as error:
        return list(error.findings)
    return check_bank(bank, document, path, today, real_names)


def _shape(look: Look, bank: Bank) -> bool:
    """Ten questions, five aims, one question for each aim in each form, none asked twice; say whether all holds."""
    before = len(look.findings)
    if len(bank.items) != QUESTIONS or len(bank.aims) != AIMS:
        look.add(
            "SS307",
            ("items",),
            f"has {len(bank.items)} questions on {len(bank.aims)} aims",
            f"write {QUESTIONS} questions on {AIMS} aims",
        )
    known = {item.id for item in bank.aims}
    for item in bank.items:
        if item.aim not in known:
            look.add("SS307", ("beats", item.id, "aim"), f"serves the aim {item.aim!r}, which is not listed", "list it")
    for aim in bank.aims:
        for form in FORMS:
            count = sum(item.aim == aim.id and item.form == form for item in bank.items)
            if count != 1:
                look.add(
                    "SS307", ("aims",), f"aim {aim.id!r} has {count} questions in form {form}", "give each form one"
                )
    fine = len(look.findings) == before
    said: dict[str, str] = {}
    for item in bank.items:
        words = _bare(f"{item.say or ''} {item.prompt}")
        if words in said:
            look.add(
                "SS308",
                ("beats", item.id, "prompt"),
                f"asks what {said[words]!r} asks",
                "ask for the aim in another way",
            )
        said[words] = item.id
    for form in FORMS:
        asked = questions(bank, form)
        places = Counter(next((n for n, c in enumerate(item.choices) if c.grade.good), -1) for item in asked)
        if len(asked) == AIMS and max(places.values()) == AIMS:
            look.add("SS308", ("items",), f"every right answer of form {form} stands in one place", "change the order")
    return fine


def _subject(look: Look, bank: Bank) -> None:
    """Every question serves the bank's subject: its principle is honoured or broken, or a route of its group is met."""
    if bank.subject not in SUBJECTS:
        look.add(
            "SS309", ("subject",), f"the subject {bank.subject!r} is not known", f"use one of {', '.join(SUBJECTS)}"
        )
        return
    own = set(group_routes(bank.subject))
    for item in bank.items:
        if bank.subject in GROUPS:
            if not own & set(item.routes):
                look.add(
                    "SS309", ("beats", item.id, "routes"), f"names no route of {bank.subject!r}", "name one it is about"
                )
        elif not all(
            bank.subject in principle_ids(choice.honours) | principle_ids(choice.breaks)
            for choice in item.choices
            if choice.grade.value in ("best", "breach")
        ):
            look.add(
                "SS309",
                ("beats", item.id),
                f"does not turn on {bank.subject}",
                "let best and breach mark the principle",
            )


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", plain(text).lower()))
