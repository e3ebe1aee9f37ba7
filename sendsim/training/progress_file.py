"""A learner's progress as a file of their own: to take away, to keep, and to load again here or elsewhere.

The file is JSON. It holds the decisions by name with their times, never more about a person than the made-up
name. A file that cannot be used is refused whole, with the place in it and what to do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sendsim.errors import SendsimError, did_you_mean
from sendsim.training.attempt import KINDS, MAX_ENTRIES, Attempt, Entry, result_of, walk
from sendsim.training.findings import RunError
from sendsim.training.model import Scenario
from sendsim.training.parts import Role
from sendsim.training.progress import Learner, ProgressError, check_name

FORMAT = 1
"""The version of the file."""
MAX_FILE = 2_000_000
"""The largest file that is read, in characters."""
MAX_ATTEMPTS = 1_000

_ATTEMPT = ("scenario", "version", "hash", "role", "began", "ended", "entries", "result")
_RESULT = {
    "title": str,
    "version": str,
    "law_as_at": str,
    "minutes": int,
    "role": str,
    "ending": str,
    "decisions": list,
    "grades": dict,
    "principles": list,
    "law": list,
}


@dataclass(frozen=True, slots=True)
class ProgressFile:
    """What a file holds: the name it was saved under and the attempts."""

    name: str
    attempts: tuple[Attempt, ...]


class _BadPlaceError(Exception):
    """Something wrong at a place in the file."""


def write_progress(learner: Learner, attempts: tuple[Attempt, ...]) -> str:
    """Write a learner's progress as the text of a file."""
    data = {
        "sendsim_progress": FORMAT,
        "name": learner.name,
        "attempts": [
            {
                "scenario": item.scenario,
                "version": item.version,
                "hash": item.hash,
                "role": item.role,
                "began": _time(item.began),
                "ended": _time(item.ended) if item.ended else None,
                "entries": [[e.kind, e.beat, e.choice, _time(e.at)] for e in item.entries],
                "result": dict(item.result) if item.result is not None else None,
            }
            for item in attempts
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read_progress(text: str, file: str = "progress.json") -> ProgressFile:
    """Read a file of progress.

    Raises
    ------
    ProgressError
        In one sentence: the file, the place in it, what is wrong and what to do. Nothing of a bad file is taken.
    """
    if len(text) > MAX_FILE:
        raise ProgressError(f"{file} is too large to be progress saved by sendsim: choose another file.")
    try:
        data = json.loads(text.removeprefix("\ufeff"), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise ProgressError(
            f"{file}, line {error.lineno}, column {error.colno}: this is not progress saved by sendsim"
            f" ({error.msg.lower()}): choose another file, or save it again."
        ) from None
    except (ValueError, RecursionError):
        raise ProgressError(f"{file} is not progress saved by sendsim: choose another file.") from None
    try:
        return _file(data)
    except _BadPlaceError as problem:
        raise ProgressError(f"{file}, {problem}: choose another file, or save it again.") from None


def proved(attempts: Iterable[Attempt], scenarios: Mapping[str, Scenario]) -> tuple[Attempt, ...]:
    """Return attempts with results that follow from their decisions, whatever a file says.

    Attempts at a text that is here are replayed; one that cannot be played so is left out. Attempts at another text
    cannot be replayed and stay as they are.
    """
    found = []
    for item in attempts:
        scenario = scenarios.get(item.scenario)
        if scenario is None or not item.fits(scenario):
            found.append(item)
            continue
        try:
            where = walk(scenario, item)
        except RunError:
            continue
        ended = scenario.beats[where.beat].end is not None
        if item.ended is not None and not ended:  # after the end the learner went back: the end was still reached
            ended = any(entry.kind == "back" for entry in item.entries)
        result = result_of(scenario, where) if ended else None
        last = max((entry.at for entry in item.entries), default=item.began)
        found.append(
            replace(item, version=scenario.version, result=result, ended=(item.ended or last) if ended else None)
        )
    return tuple(found)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _file(data: Any) -> ProgressFile:
    if not isinstance(data, dict) or "sendsim_progress" not in data:
        raise _BadPlaceError(
            "at the beginning: 'sendsim_progress' is missing, so this is not progress saved by sendsim"
        )
    if data["sendsim_progress"] != FORMAT:
        raise _BadPlaceError(f"sendsim_progress is {_shown(data['sendsim_progress'])}, and this sendsim reads {FORMAT}")
    try:
        name = check_name(data.get("name"))
    except SendsimError:
        raise _BadPlaceError(f"name is {_shown(data.get('name'))}, which is not a name that can be used") from None
    attempts = data.get("attempts")
    if not isinstance(attempts, list) or len(attempts) > MAX_ATTEMPTS:
        raise _BadPlaceError(f"attempts is not a list of at most {MAX_ATTEMPTS}")
    return ProgressFile(name, tuple(_attempt(item, f"attempts[{n}]") for n, item in enumerate(attempts)))


def _attempt(data: Any, place: str) -> Attempt:
    if not isinstance(data, dict):
        raise _BadPlaceError(f"{place} is {_shown(data)}, not names and values")
    for key in data:
        if key not in _ATTEMPT:
            raise _BadPlaceError(
                f"{place}.{str(key)[:40]} is not a known name.{did_you_mean(str(key), _ATTEMPT)}".rstrip(".")
            )
    for key in ("scenario", "version", "hash", "role"):
        value = data.get(key)
        if not isinstance(value, str) or not 1 <= len(value) <= 80:
            raise _BadPlaceError(f"{place}.{key} is {_shown(value)}, not a short text")
    if data["role"] not in {role.value for role in Role}:
        raise _BadPlaceError(f"{place}.role is {_shown(data['role'])}, which is no role")
    entries = data.get("entries")
    if not isinstance(entries, list) or len(entries) > MAX_ENTRIES:
        raise _BadPlaceError(f"{place}.entries is not a list of at most {MAX_ENTRIES}")
    ended = data.get("ended")
    return Attempt(
        id=0,
        scenario=data["scenario"],
        version=data["version"],
        hash=data["hash"],
        role=data["role"],
        began=_when(data.get("began"), f"{place}.began"),
        ended=None if ended is None else _when(ended, f"{place}.ended"),
        entries=tuple(_entry(item, f"{place}.entries[{n}]") for n, item in enumerate(entries)),
        result=_result(data.get("result"), f"{place}.result"),
    )


def _entry(data: Any, place: str) -> Entry:
    if not (isinstance(data, list) and len(data) == 4 and all(isinstance(v, str) and len(v) <= 80 for v in data)):
        raise _BadPlaceError(f"{place} is {_shown(data)}, not four short texts (kind, beat, choice, time)")
    kind, beat, choice, at = data
    if kind not in KINDS:
        raise _BadPlaceError(f"{place} is of kind {kind!r}; use {', '.join(KINDS)}")
    return Entry(kind, beat, choice, _when(at, f"{place}[3]"))


def _when(value: Any, place: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise _BadPlaceError(f"{place} is {_shown(value)}, not a time such as 2026-11-24T10:00:00+00:00") from None
    if found.tzinfo is None or not 2000 <= found.year <= 2200:
        raise _BadPlaceError(f"{place} is {_shown(value)}, not a time with its zone")
    return found.astimezone(UTC)


def _result(data: Any, place: str) -> dict[str, Any] | None:
    """Read a result: known names, right kinds, whole numbers that are not below nought."""
    if data is None:
        return None
    if not isinstance(data, dict) or set(data) != set(_RESULT):
        raise _BadPlaceError(f"{place} does not hold {', '.join(_RESULT)}")
    for key, kind in _RESULT.items():
        if not isinstance(data[key], kind) or isinstance(data[key], bool):
            raise _BadPlaceError(f"{place}.{key} is {_shown(data[key])}")
        if isinstance(data[key], str) and len(data[key]) > 300:
            raise _BadPlaceError(f"{place}.{key} is too long")
    _rows(data["decisions"], (str, str), f"{place}.decisions")
    _rows(list(map(list, data["grades"].items())), (str, int), f"{place}.grades")
    _rows(data["principles"], (str, str, int, int, int), f"{place}.principles")
    _rows(data["law"], (str, str, int, int), f"{place}.law")
    return data


def _rows(rows: list[Any], kinds: tuple[type, ...], place: str) -> None:
    for number, row in enumerate(rows):
        fits = isinstance(row, list) and len(row) == len(kinds) and len(rows) <= MAX_ENTRIES
        if not fits or not all(_is(value, kind) for value, kind in zip(row, kinds, strict=True)):
            raise _BadPlaceError(f"{place}[{number}] is {_shown(row)}")


def _is(value: Any, kind: type) -> bool:
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000
    return isinstance(value, str) and len(value) <= 300


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 50 else text[:47] + "..."
