"""The project's files agree with each other and keep to the rules of the house."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_conda_environment_equals_pyproject():
    """environment.yml asks for the same packages and versions as pyproject.toml."""
    data = YAML(typ="safe").load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = {d.replace(" ", "") for d in data["dependencies"] if isinstance(d, str)}
    wanted = {d.replace(" ", "") for d in PROJECT["dependencies"]}
    assert conda - {"pip"} == wanted | {"python" + PROJECT["requires-python"]}
    assert data["dependencies"][-1] == {"pip": ["--no-deps -e ."]}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_lock_pins_everything_with_hashes_and_no_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text and "--index" not in text
    pins = re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)
    assert len(pins) > 50
    blocks = re.split(r"^(?=[A-Za-z0-9_.-]+==)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    core = {re.split(r"[><=]", d)[0].lower().replace("_", "-").replace(".", "-") for d in PROJECT["dependencies"]}
    assert core <= {p.lower().replace("_", "-").replace(".", "-") for p in pins}


def test_citation_and_project_have_one_version():
    cff = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["version"] == PROJECT["version"]


MAY_IMPORT = {
    "errors": set(),
    "law": {"errors"},
    "caseload": {"errors", "law"},
    "evidence": {"errors", "law", "caseload"},
    "planning": {"errors", "law", "caseload", "evidence"},
    "charts": set(),
    "training": {"errors", "law"},
    "apps": {"errors", "law", "caseload", "evidence", "planning", "charts", "training"},
}


def test_imports_point_down():
    """A room may import only the rooms below it (README, architecture)."""
    broken = []
    for path in sorted((ROOT / "sendsim").rglob("*.py")):
        parts = path.relative_to(ROOT / "sendsim").with_suffix("").parts
        room = parts[0]
        if room not in MAY_IMPORT:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            for name in names:
                bits = name.split(".")
                if bits[0] == "sendsim" and len(bits) > 1 and bits[1] not in MAY_IMPORT[room] | {room}:
                    broken.append(f"{'/'.join(parts)} imports {name}")
    assert broken == []


def test_notebooks_hold_no_output():
    notebooks = list((ROOT / "notebooks").glob("*.ipynb"))
    assert notebooks
    for path in notebooks:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                assert cell["outputs"] == [] and cell["execution_count"] is None, path.name
