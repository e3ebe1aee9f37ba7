"""The question bank: ten questions a subject, in two forms that ask for the same aims with different questions.

A subject is one of the four principles or one group of routes. Each of its five aims has one question in form A and
one in form B, so that a test before and a test after share no question. A bank is not played by code of its own: a
form *is* a scenario whose beats are its questions (``story``), so dates, citations, grades, checks, logs and files are
those of scenarios. The banks are in ``scenarios/bank``; their JSON Schema lies beside them.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import Field

from sendsim.law.principles import PRINCIPLES
from sendsim.law.route_vocabulary import Group
from sendsim.law.routes import ROUTES
from sendsim.training import yaml_text
from sendsim.training.findings import Finding, ScenarioError
from sendsim.training.model import Answer, Ask, Beat, Choice, Debrief, End, Scenario, Start, Version
from sendsim.training.parts import (
    DateEntry,
    Day,
    Deadline,
    Effect,
    Line,
    Name,
    Objective,
    Part,
    Person,
    Place,
    Prose,
    Review,
    Role,
)
from sendsim.training.scenario import Loaded, scenarios_folder, validated
from sendsim.training.yaml_text import Document

Form = Literal["a", "b"]
FORMS: tuple[Form, ...] = get_args(Form)
"""The two forms of a test."""
PREFIX = "bank-"
"""How the id of a form begins; no scenario's does."""
QUESTIONS, AIMS = 10, 5
"""How many questions and aims a bank has."""
GROUPS: dict[str, Group] = {item.name.lower(): item for item in Group}
"""The groups of routes by the name that a bank's subject gives."""
SUBJECTS: tuple[str, ...] = (*(item.id for item in PRINCIPLES), *GROUPS)
"""Every subject that has a bank: the principles, then the groups of routes."""


class BankChoice(Answer):
    """One answer of a question: as in a scenario, without consequences; ``why`` may be left to the question."""


class Question(Part):
    """One question: the aim it serves, the form it stands in, a few lines of a case, and its answers."""

    id: Name
    aim: Name
    form: Form
    say: Prose | None = None
    prompt: Prose
    why: tuple[Line, ...] = ()
    routes: tuple[Line, ...] = ()
    choices: tuple[BankChoice, ...] = Field(min_length=3, max_length=5)


class Aim(Part):
    """What two questions, one in each form, ask for."""

    id: Name
    text: Line


class Bank(Part):
    """Ten questions on one subject, with the dates and cases they rest on."""

    sendsim_bank: Literal[1]
    id: Name
    version: Version
    title: Line
    about: Prose
    subject: Line
    language: Literal["en-GB"] = "en-GB"
    law_as_at: Day
    review_by: Day
    reviewed_by: tuple[Review, ...] = ()
    today: Day
    dates: dict[Name, DateEntry] = Field(default_factory=dict)
    deadlines: dict[Name, Deadline] = Field(default_factory=dict)
    cases: dict[Name, dict[str, str | bool | int | tuple[str, ...]]] = Field(default_factory=dict)
    aims: tuple[Aim, ...] = Field(min_length=1)
    items: tuple[Question, ...] = Field(min_length=1)

    def aim(self, name: str) -> Aim:
        """Return an aim by name; ``KeyError`` where there is none."""
        for item in self.aims:
            if item.id == name:
                return item
        raise KeyError(name)

    def question(self, name: str) -> Question:
        """Return a question by name; ``KeyError`` where there is none."""
        for item in self.items:
            if item.id == name:
                return item
        raise KeyError(name)


def group_routes(subject: str) -> tuple[str, ...]:
    """Return the routes of a group, none for a principle."""
    return tuple(key for key, item in ROUTES.items() if subject in GROUPS and item.group is GROUPS[subject])


def questions(bank: Bank, form: Form | None = None) -> tuple[Question, ...]:
    """Return the questions of a form, in the order of the aims; all of them, in the order of the file, if no form."""
    if form is None:
        return bank.items
    order = [item.id for item in bank.aims]
    chosen = [item for item in bank.items if item.form == form and item.aim in order]
    return tuple(sorted(chosen, key=lambda item: order.index(item.aim)))


def story(bank: Bank, form: Form | None = None) -> Scenario:
    """Return a form as a scenario: one beat a question, then an end. Without a form all questions, to be checked.

    What a scenario must have and a test has not (people, a place, a role) is filled with words that no page shows.
    """
    asked = questions(bank, form)
    aims = {item.id: item.text for item in bank.aims}
    beats: dict[str, Beat] = {}
    for item, after in zip(asked, [*(other.id for other in asked[1:]), "done"], strict=True):
        choices = tuple(
            Choice(**{**dict(choice), "why": choice.why or item.why}, does=Effect(), next=after)
            for choice in item.choices
        )
        beats[item.id] = Beat(
            title=aims.get(item.aim, item.aim), say=item.say, ask=Ask(prompt=item.prompt, choices=choices)
        )
    beats["done"] = Beat(title=bank.title, end=End(outcome="done", summary=bank.about))
    routes = tuple(dict.fromkeys(key for item in asked for key in item.routes)) or group_routes(bank.subject)
    return Scenario(
        sendsim=1,
        id=f"{PREFIX}{bank.id}-{form}" if form else bank.id,
        version=bank.version,
        title=bank.title,
        summary=bank.about,
        language=bank.language,
        law_as_at=bank.law_as_at,
        review_by=bank.review_by,
        reviewed_by=bank.reviewed_by,
        minutes=5,
        feedback="debrief",
        routes=routes or ("R01",),
        objectives=tuple(Objective(id=item.id, text=item.text, principles=("P1",)) for item in bank.aims),
        roles={Role.SEN_OFFICER: bank.about},
        place=Place(name="Test", about=bank.title),
        people={"learner": Person(name="Learner", who="answers")},
        dates=bank.dates,
        deadlines={name: item.model_copy(update={"watch": False}) for name, item in bank.deadlines.items()},
        cases=bank.cases,
        start=Start(beat=asked[0].id, day=bank.today, trust=5, support=5),
        beats=beats,
        debrief=Debrief(questions=tuple(aims.values()) * 2),
    )


def bank_folder() -> Path:
    """Return the folder of our banks."""
    return scenarios_folder() / "bank"


def bank_files(folder: Path | None = None) -> tuple[Path, ...]:
    """Return the files of a folder that hold banks, in the order of ``SUBJECTS`` where their names say so."""
    return tuple(sorted((folder or bank_folder()).glob("*.yaml")))


def is_bank(path: Path) -> bool:
    """Say whether a file holds a bank and not a scenario, by its first name."""
    try:
        text = yaml_text.read_text(path, path.name)
    except ScenarioError:
        return False
    return re.search(r"^sendsim_bank\s*:", text, re.MULTILINE) is not None


def load_bank(path: Path) -> tuple[Bank, Document]:
    """Load a bank and where everything stands in its file, or raise a ``ScenarioError`` with file, line and mend."""
    document = yaml_text.load(path, path.name)
    return _whole(document), document


def parse_bank(text: str, file: str = "bank.yaml") -> tuple[Bank, Document]:
    """Load a bank from text."""
    document = yaml_text.parse(text, file)
    return _whole(document), document


def _whole(document: Document) -> Bank:
    bank = validated(document, Bank, "sendsim_bank: 1", sys.modules[__name__])
    ids = [item.id for item in bank.items]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        line = document.line("items", ids.index(twice))
        raise ScenarioError(
            Finding(document.file, line, "SS008", f"question {twice!r} stands twice", "rename one of them")
        )
    return bank


def loaded_story(bank: Bank, document: Document, path: Path | None, form: Form | None = None) -> Loaded:
    """Return a bank as a loaded scenario: what is found in it has the line of the bank's own file."""
    lines = {place: line for place, line in document.lines.items() if place[:1] != ("items",)}
    for number, item in enumerate(bank.items):
        for place, line in document.lines.items():
            if place[:2] == ("items", number):
                lines[("beats", item.id, *_inside(place[2:]))] = line
    return Loaded(story(bank, form), Document(document.file, document.data, lines, document.text), path)


def _inside(rest: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return where a part of a question stands in its beat."""
    return ("ask", *rest) if rest[:1] in {("prompt",), ("choices",)} else rest


def schema_text() -> str:
    """Return the JSON Schema as the text of ``scenarios/bank/schema.json``."""
    found: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Bank.model_json_schema(),
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


@lru_cache(maxsize=1)
def banks() -> dict[str, Bank]:
    """Return every bank that comes with sendsim, by id, in the order of their subjects."""
    found = [load_bank(path)[0] for path in bank_files()]
    return {item.id: item for item in sorted(found, key=lambda item: SUBJECTS.index(item.subject))}


@lru_cache(maxsize=1)
def forms() -> dict[str, tuple[str, Form, Scenario]]:
    """Return every form by its id: the bank, the letter and the scenario it is."""
    return {made.id: (name, form, made) for name, form, made in _forms()}


def _forms() -> Iterator[tuple[str, Form, Scenario]]:
    for bank in banks().values():
        for form in FORMS:
            yield bank.id, form, story(bank, form)
