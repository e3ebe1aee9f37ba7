"""Plans as YAML files: read with one clear sentence for each mistake, written so that they read back equal."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from sendsim.caseload.pathway import Pathway
from sendsim.caseload.plan import Plan
from sendsim.errors import PlanError, SendsimError, did_you_mean, unknown_name

MAX_BYTES = 2_000_000
MAX_JSON_BYTES = 40_000_000
"""A plan of many areas is kept as JSON, which is read many times as quickly as YAML."""
MAX_PARTS = 500_000


def plan_from(data: Any) -> Plan:
    """Make a plan from plain data (nested dicts and lists, as YAML gives).

    Raises
    ------
    PlanError
        One sentence naming the field, the value and the mend.
    """
    if not isinstance(data, dict):
        raise PlanError("a plan must be a list of named fields (name, start, end, pathway, demand ...).")
    if isinstance(data.get("pathway"), str):
        data = {**data, "pathway": named_pathway(data["pathway"])}
    try:
        return Plan.model_validate(data)
    except ValidationError as error:
        raise PlanError(first_problem(error)) from None


PATHWAYS = ("send", "send-proposed-2026")
"""Pathways that a plan may name instead of writing them out: the law as it stands, and what is proposed."""


def named_pathway(name: str) -> Pathway:
    """Return a pathway by its name.

    Raises
    ------
    UnknownNameError
        If there is none; near misses are suggested.
    """
    if name == "send":
        from sendsim.caseload.send import PATHWAY

        return PATHWAY
    if name == "send-proposed-2026":
        from sendsim.caseload.send_proposed import PROPOSED

        return PROPOSED
    raise unknown_name("pathway", name, PATHWAYS)


def load_plan(path: str | Path) -> Plan:
    """Read a plan from a YAML file, or a JSON file (``.json``).

    ``pathway: send`` stands for the SEND dispute pathway, ``send-proposed-2026`` for it with what is proposed and is
    not law.

    Raises
    ------
    PlanError
        If the file cannot be read, is not YAML, or does not make a plan.
    """
    path = Path(path)
    as_json = path.suffix == ".json"
    most = MAX_JSON_BYTES if as_json else MAX_BYTES
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise PlanError(f"{path} is larger than {most // 1_000_000} MB: a plan is a small text file.")
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise PlanError(f"{path} cannot be read ({error.strerror}): check the name and the permissions.") from None
    except UnicodeDecodeError:
        raise PlanError(f"{path} is not a text file in UTF-8: save it as plain YAML text.") from None
    return plan_of_text(path, text)


def plan_of_text(path: str | Path, text: str) -> Plan:
    """Make a plan from the text of a file: JSON if its name ends in ``.json``, otherwise YAML.

    Raises
    ------
    PlanError
        As :func:`load_plan` does.
    """
    as_json = Path(path).suffix == ".json"
    try:
        data = json.loads(text) if as_json else YAML(typ="safe", pure=True).load(text)
    except json.JSONDecodeError as error:
        raise PlanError(f"{path} at line {error.lineno}: {error.msg}; mend the JSON there.") from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "it is not valid YAML"
        raise PlanError(f"{path}{where}: {problem}; mend the YAML there.") from None
    except (RecursionError, ValueError) as error:
        problem = "it is nested too deeply" if isinstance(error, RecursionError) else str(error).splitlines()[0]
        raise PlanError(f"{path} is not a usable {'JSON' if as_json else 'YAML'} file: {problem}.") from None
    if not as_json and _too_many(data):
        raise PlanError(f"{path} unfolds to more than {MAX_PARTS:,} entries: write it out without aliases (&, *).")
    try:
        return plan_from(data)
    except SendsimError as error:
        raise PlanError(f"{path}: {error}") from None


def _too_many(data: Any) -> bool:
    """Say whether plain data has more than ``MAX_PARTS`` entries once its aliases are followed."""
    waiting, seen = [data], 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if isinstance(part, dict):
            waiting += part.values()
        elif isinstance(part, list | tuple | set):
            waiting += part
        if seen + len(waiting) > MAX_PARTS:
            return True
    return False


def dump_plan(plan: Plan) -> str:
    """Return the plan as YAML text that reads back as an equal plan."""
    data = _data(plan)
    out = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = 110
    yaml.dump(data, out)
    return out.getvalue()


def dump_json(plan: Plan) -> str:
    """Return the plan as JSON text that reads back as an equal plan."""
    return json.dumps(_data(plan), indent=1, ensure_ascii=False) + "\n"


def written(plan: Plan) -> tuple[str, str]:
    """Return the file name and the text with which results keep a plan: YAML, or JSON if it has areas."""
    return ("plan.json", dump_json(plan)) if plan.areas else ("plan.yaml", dump_plan(plan))


def _data(plan: Plan) -> dict[str, Any]:
    data: dict[str, Any] = plan.model_dump(mode="json", by_alias=True, exclude_none=True)
    name = next((n for n in PATHWAYS if plan.pathway == named_pathway(n)), None)
    if name is not None:
        data["pathway"] = name
    return data


def first_problem(error: ValidationError) -> str:
    """Turn pydantic's report into one sentence: the field, the value, the mend."""
    problem = error.errors(include_url=False)[0]
    loc = problem["loc"]
    kinds = (
        "wait",
        "activity",
        "session",
        "allocation",
        "choice",
        "end",
    )  # named after a stage's place: not the planner's words
    parts = [str(p) for i, p in enumerate(loc) if not (p in kinds and i and isinstance(loc[i - 1], int))]
    field = ".".join(parts) or "the plan"
    value, kind = problem.get("input"), problem["type"]
    if kind == "extra_forbidden":
        return f"{field} is not a known field.{did_you_mean(parts[-1], _known_fields())}"
    if kind == "missing":
        return f"{field} is missing: add it."
    if kind == "value_error":
        message = str(problem["ctx"]["error"])
        message = message if message.endswith((".", "?")) else f"{message}."
        return message if field == "the plan" else f"{field}: {message}"
    shown = value if isinstance(value, str | int | float | bool | None) else type(value).__name__
    message = problem["msg"][0].lower() + problem["msg"][1:]
    return f"{field} is {shown!r}: {message}."


def _known_fields() -> set[str]:
    from sendsim.caseload import durations, figure, pathway, plan, plan_parts

    models = [
        m
        for module in (plan, plan_parts, pathway, durations, figure)
        for m in vars(module).values()
        if isinstance(m, type) and issubclass(m, figure.Model)
    ]
    return {field.alias or name for m in models for name, field in m.model_fields.items()}
