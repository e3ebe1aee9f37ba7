"""From a file to a scenario: load one, list them all, and say in one located sentence what is wrong."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from pydantic import ValidationError

from sendsim.errors import SendsimError, did_you_mean, unknown_name
from sendsim.training import model, parts, yaml_text
from sendsim.training.findings import Finding, ScenarioError
from sendsim.training.model import Scenario
from sendsim.training.yaml_text import Document

__all__ = [
    "Loaded",
    "find_scenario",
    "is_plan",
    "load_file",
    "load_scenario",
    "load_text",
    "scenario_files",
    "scenarios_folder",
    "translation_language",
    "validated",
]

_TRANSLATION = re.compile(r"\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.yaml$")
_Shape = TypeVar("_Shape", bound=parts.Part)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario with the file it came from, so that a finding can name its line."""

    scenario: Scenario
    document: Document
    path: Path | None = None

    def line(self, *path: str | int) -> int:
        """Return the line of a part of the file."""
        return self.document.line(*path)


def scenarios_folder() -> Path:
    """Return the folder of our scenarios: inside an installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / "scenarios", here.parent.parent / "scenarios"):
        if folder.is_dir():
            return folder
    raise SendsimError("The scenarios of sendsim are missing; install it again.")


def scenario_files(folder: Path | None = None) -> tuple[Path, ...]:
    """Return the files of a folder that hold scenarios, by name; plans and translations are left out."""
    where = folder or scenarios_folder()
    return tuple(sorted(p for p in where.glob("*.yaml") if not is_plan(p) and not translation_language(p)))


def is_plan(path: str | Path) -> bool:
    """Say whether a file holds an author's tests (``NAME.plan.yaml``) and not a scenario."""
    return str(path).endswith(".plan.yaml")


def translation_language(path: str | Path) -> str:
    """Return the language of a file of translated words (``NAME.cy.yaml``); nothing if it holds something else."""
    found = _TRANSLATION.search(Path(path).name)
    return found[1] if found else ""


def find_scenario(name: str, folder: Path | None = None) -> Path:
    """Return the file of the scenario called ``name``: an id, or the path of a file."""
    given = Path(name)
    if given.suffix in {".yaml", ".yml"}:
        return given
    known = {path.stem: path for path in scenario_files(folder)}
    if name not in known:
        raise unknown_name("Scenario", name, known)
    return known[name]


def load_scenario(name: str | Path, folder: Path | None = None) -> Scenario:
    """Load a scenario by its id or file, or raise a ``ScenarioError`` that names file, line and mend."""
    return load_file(find_scenario(str(name), folder)).scenario


def load_file(path: str | Path) -> Loaded:
    """Load a scenario file and keep where everything stands in it."""
    path = Path(path)
    document = yaml_text.load(path, path.name)
    return Loaded(_validate(document), document, path)


def load_text(text: str, file: str = "scenario.yaml") -> Loaded:
    """Load a scenario from text."""
    document = yaml_text.parse(text, file)
    return Loaded(_validate(document), document)


def validated(document: Document, shape: type[_Shape], first: str, *homes: ModuleType) -> _Shape:
    """Turn plain data into a model, or raise every shape problem with its line.

    ``first`` is how a file of this kind begins; ``homes`` are the modules whose models give the names it may hold.
    """
    if not isinstance(document.data, dict):
        raise ScenarioError(
            Finding(document.file, 1, "SS001", "is not a list of names and values", f"start with '{first}'")
        )
    try:
        return shape.model_validate_json(json.dumps(document.data))
    except ValidationError as error:
        known = _known_names(shape, homes)
        all_ = error.errors(include_url=False, include_input=True)
        raise ScenarioError(sorted({_finding(document, item, known) for item in all_})) from None
    except (ValueError, RecursionError):
        raise ScenarioError(
            Finding(document.file, 1, "SS001", "holds text that is not Unicode", "delete the broken characters")
        ) from None


def _validate(document: Document) -> Scenario:
    """Turn plain data into a scenario."""
    return validated(document, Scenario, "sendsim: 1", model)


def _finding(document: Document, error: Any, names: tuple[list[str], list[str]]) -> Finding:
    """Put one complaint of the models into a sentence with its line."""
    loc = tuple(part for part in error["loc"] if not _is_model_word(part, document.data, error["loc"]))
    where = ".".join(str(part) for part in loc) or "the file"
    line = document.line(*loc)
    kind, given = error["type"], _shown(error.get("input"))
    if kind == "missing":
        return Finding(document.file, line, "SS006", f"{where} is missing", f"add '{loc[-1]}:' here")
    if kind == "extra_forbidden":
        known = names[1] if loc[:-1] else names[0]
        hint = did_you_mean(str(loc[-1]), known).strip().rstrip("?").replace("Did you mean", "did you mean")
        mend = f"{hint}? " if hint else ""
        return Finding(document.file, line, "SS005", f"{where} is not a known name", f"{mend}mend or delete it".strip())
    message = str(error["msg"]).removeprefix("Value error, ").rstrip(".")
    message = message[:1].lower() + message[1:]
    if kind == "string_type":
        return Finding(document.file, line, "SS007", f"{where} is {given}, which is not text", "put it in quotes")
    if kind in {"literal_error", "enum"}:
        expected = str(error.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
        words = [word.strip(" '") for word in expected.split(",")]
        hint = did_you_mean(str(error.get("input")), words).strip()
        return Finding(
            document.file, line, "SS007", f"{where} is {given}", f"{hint} use one of: {', '.join(words)}".strip()
        )
    if kind == "string_pattern_mismatch":
        return Finding(document.file, line, "SS007", f"{where} is {given}", _pattern_words(error))
    return Finding(document.file, line, "SS007", f"{where} is {given}: {message}", "mend the value")


def _is_model_word(part: object, data: Any, loc: tuple[Any, ...]) -> bool:
    """Say whether a step of pydantic's path names a type or a key's check, and not a place in the file."""
    return isinstance(part, str) and (
        part in {"[key]", "str"} or part.startswith(("tuple[", "function-", "constrained-"))
    )


def _pattern_words(error: Any) -> str:
    """Say in plain words what a pattern asks for."""
    pattern = str(error.get("ctx", {}).get("pattern", ""))
    words = {
        r"^[a-z][a-z0-9-]*$": "use lower-case letters, digits and hyphens, beginning with a letter",
        r"^\d{4}-\d{2}-\d{2}$": "write the date as YYYY-MM-DD",
        r"^[0-9a-f]{12}$": "write the English text's fingerprint, in quotes, as 'sendsim scenarios check' gives it",
        r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "write the language as in 'cy'",
        r"^\d+\.\d+\.\d+$": "write a version such as 1.0.0, in quotes if need be",
        r"^[0-9]{1,3} (working )?(day|week)s?$": "write '3 days', '5 working days' or '2 weeks'",
        r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$": "write beat.choice",
    }
    return words.get(pattern, "write today, date.NAME, deadline.NAME or deadline.NAME.PART")


def _shown(value: object) -> str:
    """Show a value briefly."""
    if isinstance(value, dict | list | tuple):
        return "a list of names and values" if isinstance(value, dict) else "a list"
    if value is None:
        return "empty"
    text = repr(value)
    return text if len(text) <= 50 else text[:47] + "..."


def _known_names(shape: type[parts.Part], homes: tuple[ModuleType, ...]) -> tuple[list[str], list[str]]:
    """Return the names known at the top of a file, and those that any part of it knows; enough for a near miss."""
    inner: set[str] = set()
    for module in (*homes, parts):
        for item in vars(module).values():
            if isinstance(item, type) and issubclass(item, parts.Part):
                inner |= set(item.model_fields)
    return sorted(shape.model_fields), sorted(inner)
