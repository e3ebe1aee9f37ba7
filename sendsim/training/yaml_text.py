"""Reading YAML that nobody vouches for: plain data with a line number for everything, and limits on everything.

Only the events of the parser are used; nothing is ever constructed but dicts, lists, text, whole numbers,
decimals, true, false and nothing. Tags, anchors, aliases and merge keys are refused, so a file can neither run
anything nor grow. It is YAML 1.2: ``no`` is a word and ``1:30`` is text. A date is text as well, quoted or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from sendsim.training.findings import Finding, ScenarioError

MAX_BYTES = 300_000
"""The longest file that is read; a scenario of eight decisions has about 30,000."""
MAX_DEPTH = 12
MAX_NODES = 20_000
MAX_TEXT = 12_000
"""The longest single text, in characters."""

Path_: TypeAlias = tuple[str | int, ...]

_INT = re.compile(r"[-+]?[0-9]{1,15}")
_FLOAT = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_HIDDEN = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file as plain data, with the line of every key and value, its text, and dates without quotes."""

    file: str
    data: Any
    lines: dict[Path_, int]
    text: str = field(repr=False, default="")
    bare_dates: tuple[Path_, ...] = ()

    def line(self, *path: str | int) -> int:
        """Return the line of ``path``, or of the nearest part of it that exists."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1


def read_text(path: Path, name: str | None = None) -> str:
    """Read a file of text in UTF-8 that is no longer than ``MAX_BYTES``, or raise one located error."""
    name = name or str(path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise ScenarioError(
            Finding(name, 1, "SS001", f"cannot be read ({reason})", "name a file that exists")
        ) from None
    if len(raw) > MAX_BYTES:
        raise ScenarioError(
            Finding(name, 1, "SS002", f"is longer than {MAX_BYTES:,} bytes", "cut it, or part it into two scenarios")
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ScenarioError(Finding(name, line, "SS001", "is not text in UTF-8", "save it as UTF-8")) from None


def parse(text: str, file: str = "scenario.yaml") -> Document:
    """Turn YAML text into plain data with line numbers, or raise one located ``ScenarioError``."""
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise ScenarioError(
            Finding(file, 1, "SS002", f"is longer than {MAX_BYTES:,} bytes", "cut it, or part it into two scenarios")
        )
    hidden = _HIDDEN.search(text)
    if hidden:
        line = text.count("\n", 0, hidden.start()) + 1
        raise ScenarioError(
            Finding(file, line, "SS001", f"holds the hidden character U+{ord(hidden[0]):04X}", "delete that character")
        )
    builder = _Builder(file)
    try:
        data = builder.document(_events(text))
    except ScenarioError:
        raise
    except YAMLError as error:
        raise ScenarioError(_syntax(error, file)) from None
    except (ValueError, RecursionError, IndexError, AttributeError, TypeError, KeyError, AssertionError):
        raise ScenarioError(
            Finding(file, builder.line, "SS001", "cannot be read as YAML", "compare the line with the file format")
        ) from None
    return Document(file, data, builder.lines, text, tuple(builder.bare_dates))


def load(path: Path, name: str | None = None) -> Document:
    """Read and parse a file."""
    name = name or str(path)
    return parse(read_text(path, name), name)


def _events(text: str) -> Iterator[Any]:
    """Return the parser's events, lazily, so that a limit can stop it early."""
    reader = YAML(typ="safe", pure=True)
    events: Iterator[Any] = reader.parse(text)
    return events


def _syntax(error: YAMLError, file: str) -> Finding:
    """Put the parser's complaint in one sentence."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else 1
    problem = " ".join(str(getattr(error, "problem", None) or "something unexpected").split())
    return Finding(
        file,
        line,
        "SS001",
        f"is not YAML here: {problem[:120]}",
        "check the indentation, and put text that holds ': ' or '#' in quotes or a block after |",
    )


class _Builder:
    """Builds plain data from events, keeping lines and limits."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path_, int] = {}
        self.bare_dates: list[Path_] = []
        self.nodes = 0
        self.line = 1

    def stop(self, code: str, message: str, mend: str) -> ScenarioError:
        """Build the located error for where the builder stands."""
        return ScenarioError(Finding(self.file, self.line, code, message, mend))

    def document(self, events: Iterator[Any]) -> Any:
        """Read the one document of a stream."""
        data: Any = None
        seen = 0
        for event in events:
            kind = type(event).__name__
            self._place(event)
            if kind == "DocumentStartEvent":
                seen += 1
                if seen > 1:
                    raise self.stop("SS001", "holds a second document", "keep one scenario a file and delete '---'")
                if event.version not in (None, (1, 2)):
                    raise self.stop("SS001", "asks for another version of YAML", "delete the %YAML line")
                data = self.value(next(events), events, ())
        return data

    def _place(self, event: Any) -> None:
        if event.start_mark is not None:
            self.line = event.start_mark.line + 1

    def value(self, event: Any, events: Iterator[Any], path: Path_) -> Any:
        """Read one value of any kind."""
        self._place(event)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.stop("SS002", f"holds more than {MAX_NODES:,} values", "part it into two scenarios")
        if len(path) > MAX_DEPTH:
            raise self.stop("SS002", f"is nested more than {MAX_DEPTH} deep", "bring the lists nearer the margin")
        kind = type(event).__name__
        if kind == "AliasEvent" or event.anchor is not None:
            raise self.stop("SS003", "uses an anchor (&) or an alias (*)", "write the text out where it belongs")
        if getattr(event, "tag", None) is not None:
            raise self.stop("SS003", "uses a tag (!)", "delete the tag: a scenario is plain text and numbers")
        self.lines.setdefault(path, self.line)
        if kind == "MappingStartEvent":
            return self.mapping(events, path)
        if kind == "SequenceStartEvent":
            return self.sequence(events, path)
        if event.style is None and _DATE.fullmatch(event.value):
            self.bare_dates.append(path)
        return self.scalar(event)

    def mapping(self, events: Iterator[Any], path: Path_) -> dict[str, Any]:
        """Read names and values."""
        result: dict[str, Any] = {}
        for event in events:
            if type(event).__name__ == "MappingEndEvent":
                break
            self._place(event)
            here = self.line
            key = self.key(event)
            if key in result:
                raise self.stop("SS004", f"gives {key!r} twice", "keep one of the two")
            self.lines[(*path, key)] = here
            result[key] = self.value(next(events), events, (*path, key))
        return result

    def key(self, event: Any) -> str:
        """Read a name: plain text of at most 80 characters."""
        self.nodes += 1
        if type(event).__name__ != "ScalarEvent" or event.anchor is not None or getattr(event, "tag", None) is not None:
            raise self.stop("SS003", "uses something else than a word as a name", "write one 'name: value' a line")
        key: str = event.value
        if key == "<<":
            raise self.stop("SS003", "uses a merge key (<<)", "write the values out where they belong")
        if len(key) > 80:
            raise self.stop("SS002", f"has a name of {len(key)} characters", "put the text after the colon")
        return key

    def sequence(self, events: Iterator[Any], path: Path_) -> list[Any]:
        """Read a list."""
        result: list[Any] = []
        for event in events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            result.append(self.value(event, events, (*path, len(result))))
        return result

    def scalar(self, event: Any) -> Any:
        """Read one text, number or truth value by the core rules of YAML 1.2."""
        text: str = event.value
        if len(text) > MAX_TEXT:
            raise self.stop("SS002", f"has a text of {len(text):,} characters", f"keep each under {MAX_TEXT:,}")
        if event.style is not None:
            return text
        if text in _NULL:
            return None
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        if _INT.fullmatch(text):
            return int(text)
        return float(text) if _FLOAT.fullmatch(text) else text
