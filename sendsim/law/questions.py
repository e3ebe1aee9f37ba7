"""The finder's questions, one at a time.

Answers are kept by question name, never by position, as text (a tuple of texts for checkboxes); an empty
answer means "not known". ``next_question`` is a pure function of the answers so far; changing an earlier
answer drops those later ones that are no longer asked. The questions themselves are in
``question_list.py``.
"""

from __future__ import annotations

from datetime import date

from sendsim.errors import unknown_name
from sendsim.law.facts import Facts, FactsError
from sendsim.law.facts_file import facts_from_mapping, read_date
from sendsim.law.question_list import QUESTIONS
from sendsim.law.question_shape import UNKNOWN, Answer, Answers, Kind, Option, Question

__all__ = [
    "QUESTIONS",
    "UNKNOWN",
    "Answer",
    "Answers",
    "Kind",
    "Option",
    "Question",
    "check_answer",
    "facts_from",
    "give_answer",
    "keep_asked",
    "next_question",
    "question",
]

_BY_ID = {question.id: question for question in QUESTIONS}


def question(name: str) -> Question:
    """Return the question called ``name``."""
    try:
        return _BY_ID[name]
    except KeyError:
        raise unknown_name("Question", name, _BY_ID) from None


def check_answer(name: str, value: Answer, answers: Answers | None = None) -> Answer:
    """Return ``value`` in its tidy form, or raise an error that says what may be answered."""
    asked = question(name)
    allowed = [option.value for option in asked.options_for(answers or {})]
    if asked.kind is Kind.CHECKBOXES:
        given = (value,) if isinstance(value, str) else tuple(value)
        wrong = [item for item in given if item and item not in allowed]
        if wrong:
            raise FactsError(f"{name} is {wrong[0]!r}, which is not one of: {', '.join(allowed)}.")
        return tuple(item for item in allowed if item in given)
    if not isinstance(value, str):
        raise FactsError(f"{name} takes one answer, not {len(value)}.")
    value = value.strip()
    if value == UNKNOWN:
        if asked.required:
            raise FactsError(f"{name} is empty: choose one of: {', '.join(allowed)}.")
        return UNKNOWN
    if asked.kind is Kind.DATE:
        return read_date(name, value).isoformat()
    if asked.kind is Kind.NUMBER:
        if not (value.isascii() and value.isdigit() and len(value) <= 2 and int(value) <= 25):
            raise FactsError(f"{name} is {value[:20]!r}: give a whole number from 0 to 25.")
        return str(int(value))
    if value not in allowed:
        raise FactsError(f"{name} is {value[:40]!r}, which is not one of: {', '.join(allowed)}.")
    return value


def keep_asked(answers: Answers) -> dict[str, Answer]:
    """Return the answers to questions that are still asked, in order, and that still fit their options."""
    kept: dict[str, Answer] = {}
    for asked in QUESTIONS:
        if asked.id in answers and asked.when(kept):
            value = answers[asked.id]
            if asked.options and isinstance(value, str) and value != UNKNOWN:
                allowed = {option.value for option in asked.options_for(kept)}
                if value not in allowed:
                    continue
            kept[asked.id] = value
    return kept


def next_question(answers: Answers) -> Question | None:
    """Return the first question still to be asked, or ``None`` when all are answered."""
    kept = keep_asked(answers)
    for asked in QUESTIONS:
        if asked.id not in kept and asked.when(kept):
            return asked
    return None


def give_answer(answers: Answers, name: str, value: Answer) -> dict[str, Answer]:
    """Return the answers with one given or changed; those no longer asked are dropped."""
    return keep_asked({**answers, name: check_answer(name, value, answers)})


def facts_from(answers: Answers, today: date | None = None) -> Facts:
    """Build the facts that the answers give; ``today`` is the day on which limits are judged."""
    given: dict[str, object] = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in keep_asked(answers).items()
        if value not in (UNKNOWN, ())
    }
    if today is not None:
        given["today"] = today
    return facts_from_mapping(given)
