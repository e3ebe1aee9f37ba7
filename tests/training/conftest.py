"""What the tests of scenarios share."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sendsim.training.scenario import load_file, scenarios_folder

TODAY = date(2026, 11, 24)
SAMPLE = scenarios_folder() / "refusal-to-assess.yaml"


@pytest.fixture(scope="session")
def sample_text() -> str:
    return SAMPLE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def sample():
    return load_file(SAMPLE).scenario


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the sample and its tests, to be spoiled."""
    for path in (SAMPLE, SAMPLE.with_name("refusal-to-assess.plan.yaml")):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path
