"""Facts from a mapping or a YAML file: closed words, dates as YYYY-MM-DD, quoted or not.

YAML 1.2 in the plain sense: ``yes`` is a word, not a truth value; both words and ``true`` are accepted. An
unknown key or word is answered with near misses; a repeated key or a file that cannot be read with one
sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import YAMLError

from sendsim.errors import did_you_mean
from sendsim.law.facts import (
    DATE_FIELDS,
    FIELD_NAMES,
    Against,
    Asking,
    Decision,
    Facts,
    FactsError,
    Section,
    Stage,
    Topic,
    Tried,
)

_Word = TypeVar("_Word", bound=StrEnum)

WORD_FIELDS: dict[str, type[StrEnum]] = {"asking": Asking, "stage": Stage, "decision": Decision}
SET_FIELDS: dict[str, type[StrEnum]] = {
    "about": Topic,
    "against": Against,
    "sections": Section,
    "tried": Tried,
}
FLAG_FIELDS: tuple[str, ...] = (
    "over_school_age",
    "lacks_capacity",
    "in_england",
    "has_plan",
    "wants_mediation",
    "recommendation_refused",
    "disability",
)
_YES = frozenset({"yes", "y", "true"})
_NO = frozenset({"no", "n", "false"})
_MAX_BYTES = 200_000


def _shown(value: object) -> str:
    """Show a value briefly in a message."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _word(name: str, value: object, words: type[_Word]) -> _Word:
    """Read one of a closed list of words."""
    known = [word.value for word in words]
    if isinstance(value, str):
        text = value.strip()
        for word in words:
            if word.value.casefold() == text.casefold().replace(" ", "_").replace("-", "_"):
                return word
    hint = did_you_mean(value, known) if isinstance(value, str) else ""
    raise FactsError(f"{name} is {_shown(value)}, which is not known.{hint} Use one of: {', '.join(known)}.")


def _words(name: str, value: object, words: type[_Word]) -> frozenset[_Word]:
    """Read a list of closed words; one word alone is a list of one."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple | set | frozenset):
        raise FactsError(f"{name} is {_shown(value)}: give a list of words.")
    return frozenset(_word(name, item, words) for item in value)


def _flag(name: str, value: object) -> bool:
    """Read yes or no."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().casefold() in _YES | _NO:
        return value.strip().casefold() in _YES
    raise FactsError(f"{name} is {_shown(value)}: say yes or no.")


def read_date(name: str, value: object) -> date:
    """Read a date: a date, or text as YYYY-MM-DD."""
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second) != (0, 0, 0):
            raise FactsError(f"{name} is {_shown(str(value))}: give a date alone, as YYYY-MM-DD.")
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and len(value.strip()) == 10:
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise FactsError(f"{name} is {_shown(value)}: give a date that exists, as YYYY-MM-DD.")


def _age(value: object) -> int:
    """Read an age in whole years."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value.strip()) <= 3:
        value = int(value.strip())
    if isinstance(value, bool) or not isinstance(value, int):
        raise FactsError(f"age is {_shown(value)}: give a whole number from 0 to 25.")
    return value


def _read(name: str, value: object) -> Any:
    """Read the value of one field."""
    if name in WORD_FIELDS:
        return _word(name, value, WORD_FIELDS[name])
    if name in SET_FIELDS:
        return _words(name, value, SET_FIELDS[name])
    if name in FLAG_FIELDS:
        return _flag(name, value)
    if name in DATE_FIELDS:
        return read_date(name, value)
    return _age(value)


def facts_from_mapping(given: Mapping[str, object]) -> Facts:
    """Build facts from names and values; empty values count as not known."""
    if not isinstance(given, Mapping):
        raise FactsError("The facts are not a list of names and values: write one 'name: value' a line.")
    read: dict[str, Any] = {}
    for name, value in given.items():
        if name not in FIELD_NAMES:
            raise FactsError(f"Fact {_shown(name)} is not known.{did_you_mean(str(name), FIELD_NAMES)}")
        if value is None:
            continue
        read[name] = _read(name, value)
    if "asking" not in read:
        raise FactsError(f"asking is missing: say who is asking, one of: {', '.join(Asking)}.")
    return Facts(**read)


def parse_facts(text: str, where: str = "The facts") -> Facts:
    """Build facts from YAML text; ``where`` names the text in messages."""
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    try:
        given = reader.load(text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise FactsError(f"{where} gives the same name twice (line {line}): keep one of the two.") from None
    except (YAMLError, ValueError, TypeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f" (line {mark.line + 1})" if mark is not None else ""
        raise FactsError(f"{where} cannot be read as YAML{place}: write one 'name: value' a line.") from None
    if not isinstance(given, Mapping):
        raise FactsError(f"{where} is not a list of names and values: write one 'name: value' a line.")
    return facts_from_mapping(given)


def load_facts(path: str | Path) -> Facts:
    """Read facts from a YAML file."""
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FactsError(f"{str(path)!r} cannot be read ({error.strerror or 'no reason given'}).") from None
    if len(raw) > _MAX_BYTES:
        raise FactsError(f"{str(path)!r} is {len(raw):,} bytes long: a file of facts is a few lines.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FactsError(f"{str(path)!r} is not a text file in UTF-8: save it as UTF-8.") from None
    return parse_facts(text, repr(str(path)))


def with_today(facts: Facts, today: date) -> Facts:
    """Return the facts with ``today`` filled in where it was not given."""
    return facts if facts.today is not None else replace(facts, today=today)
