"""The written threat model names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_line_of_the_threat_model_names_tests_that_exist() -> None:
    lines = [
        line for line in (ROOT / "docs/threat-model.md").read_text(encoding="utf-8").splitlines() if line[:1] == "|"
    ]
    assert len(lines) > 12
    for line in lines[2:]:
        named = re.findall(r"`(tests/\S+\.py)::(\w+)`", line.split("|")[3])
        assert named, f"no test is named: {line[:80]}"
        for file, test in named:
            assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file} has no {test}"
