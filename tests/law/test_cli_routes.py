"""The command line: the finder and the page for sign-off; errors are one line and exit code 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from sendsim.cli_routes import law, routes

app = typer.Typer()
app.command("routes")(routes)
app.add_typer(law, name="law")
RUN = CliRunner()

FACTS = """asking: parent
age: 10
decision: plan_finalised
sections: [B, F]
notice_sent: 2026-02-02
certificate: 2026-03-27
"""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS)
    return path


def test_text(facts: Path) -> None:
    result = RUN.invoke(app, ["routes", "--facts", str(facts), "--today", "2026-04-01"])
    assert result.exit_code == 0
    assert "Monday 27 April 2026" in result.stdout
    assert "not legal advice" in result.stdout


def test_json(facts: Path) -> None:
    result = RUN.invoke(app, ["routes", "--facts", str(facts), "--today", "2026-04-01", "--json"])
    data = json.loads(result.stdout)
    by_id = {item["id"]: item for item in data["routes"]}
    assert by_id["R08"]["status"] == "open"
    assert by_id["R08"]["dates"][0]["date"] == "2026-04-27"
    assert by_id["R08"]["citations"][0]["url"].startswith("https://www.legislation.gov.uk/")


def test_today_changes_the_answer(facts: Path) -> None:
    result = RUN.invoke(app, ["routes", "--facts", str(facts), "--today", "2026-06-01", "--json"])
    by_id = {item["id"]: item for item in json.loads(result.stdout)["routes"]}
    assert by_id["R08"]["status"] == "closed"


def test_calendar(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "dates.ics"
    result = RUN.invoke(app, ["routes", "--facts", str(facts), "--today", "2026-04-01", "--ics", str(out)])
    assert result.exit_code == 0
    assert out.read_text().startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    "text",
    [
        "asking: parent\ncertificate: 2026-01-01\nnotice_sent: 2026-02-01\n",
        "asking: [",
        "asking: mum",
        "age: 3",
    ],
)
def test_errors_are_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    result = RUN.invoke(app, ["routes", "--facts", str(path)])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stderr.startswith("Error: ")


def test_missing_file_and_bad_day(facts: Path, tmp_path: Path) -> None:
    missing = RUN.invoke(app, ["routes", "--facts", str(tmp_path / "none.yaml")])
    assert missing.exit_code == 2
    bad = RUN.invoke(app, ["routes", "--facts", str(facts), "--today", "tomorrow"])
    assert bad.exit_code == 2
    assert "--today" in bad.stderr


def test_an_unwritable_calendar_says_nothing_on_standard_output(facts: Path, tmp_path: Path) -> None:
    result = RUN.invoke(app, ["routes", "--facts", str(facts), "--ics", str(tmp_path / "no" / "d.ics")])
    assert result.exit_code == 2
    assert result.stdout == ""


def test_print_law(tmp_path: Path) -> None:
    out = tmp_path / "law.html"
    result = RUN.invoke(app, ["law", "print", "--out", str(out)])
    assert result.exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    bad = RUN.invoke(app, ["law", "print", "--out", str(tmp_path)])
    assert bad.exit_code == 2
    assert len(bad.stderr.strip().splitlines()) == 1


def test_listings() -> None:
    listed = RUN.invoke(app, ["law", "routes"])
    assert len(listed.stdout.strip().splitlines()) == 30
    sources = RUN.invoke(app, ["law", "legislation"])
    assert "ISSR2010" in sources.stdout
    assert "replaced" in sources.stdout
