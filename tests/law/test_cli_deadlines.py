"""``sendsim deadlines``: every subcommand, text and JSON, and errors in one line with exit code 2."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from sendsim.cli_law import deadlines
from sendsim.cli_law_commands import COMMANDS, LAW_ON
from sendsim.law.clocks import CLOCKS

runner = CliRunner()

MUST_EXIST = [
    ("appeal --notice-sent 2026-01-14", "2026-03-16"),
    ("appeal --notice-sent 2026-01-14 --certificate 2026-01-20", "2026-03-16"),
    ("appeal --notice-sent 2026-02-13 --section-i-only", "2026-04-13"),
    ("certificate --told 2026-06-12", "2026-06-17"),
    ("certificate-contact --notice-sent 2026-06-12", "2026-08-12"),
    ("mediation --la-told 2026-11-13", "2026-12-13"),
    ("la-response --received 2026-06-29", "2026-09-08"),
    ("after-decision --sent 2026-03-02", "2026-03-30"),
    ("discrimination --act 2026-02-12", "2026-08-11"),
    ("ehc --request 2026-03-09", "2026-07-27"),
    ("review --meeting 2026-02-03", "2026-03-03"),
    ("phase-transfer --year 2026", "2026-02-14"),
    ("phase-transfer --year 2026 --post-16", "2026-03-30"),
    ("recommendation --dated 2026-04-01", "2026-05-06"),
    ("section-26-panel --reply 2026-03-27", "2026-04-28"),
    *(
        (f"order {kind} --from 2026-03-05", None)
        for kind in ("assess", "make-plan", "contents", "placement", "keep", "other", "health-only")
    ),
    *(
        (f"agreement {kind} --from 2026-03-05", None)
        for kind in ("assess", "make-plan", "contents", "placement", "keep", "other", "health-only")
    ),
]


@pytest.mark.parametrize(("line", "expected"), MUST_EXIST)
def test_json(line: str, expected: str | None) -> None:
    result = runner.invoke(deadlines, [*line.split(), "--json"])
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert {"date", "safe_date", "raw", "steps", "citations", "warnings", "dates"} <= data.keys()
    if expected:
        assert data["date"] == expected


@pytest.mark.parametrize(("line", "expected"), MUST_EXIST)
def test_text(line: str, expected: str | None) -> None:
    result = runner.invoke(deadlines, line.split())
    assert result.exit_code == 0, result.output
    assert "How it is worked out" in result.stdout
    assert "The law" in result.stdout
    assert "not advice on a case" in result.stdout


def test_text_names_the_date_in_words_and_the_hour() -> None:
    result = runner.invoke(deadlines, ["appeal", "--notice-sent", "2026-01-14"])
    assert "Monday 16 March 2026, 5 pm: appeal to the Tribunal" in result.stdout


def test_text_shows_a_safe_date_where_it_differs() -> None:
    result = runner.invoke(deadlines, ["mediation", "--la-told", "2026-11-13"])
    assert "To be safe: Friday 11 December 2026" in result.stdout


def test_text_shows_a_safe_date_for_each_of_several_dates() -> None:
    result = runner.invoke(deadlines, ["ehc", "--request", "2026-07-20"])
    assert "to be safe, Friday 28 August 2026" in " ".join(result.stdout.split())


def test_every_clock_has_a_command_that_takes_all_its_facts() -> None:
    assert {command.name for command in COMMANDS} == set(CLOCKS)
    for command in COMMANDS:
        wanted = set(inspect.signature(CLOCKS[command.name].function).parameters)
        assert {fact.parameter for fact in (*command.facts, LAW_ON)} == wanted, command.name


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("appeal", "--notice-sent is missing"),
        ("appeal --notice-sent 2026-02-30", "--notice-sent '2026-02-30' is not a date"),
        ("appeal --notice-sent 2026-02-13 --certificate 2026-02-12", "certificate 2026-02-12 is before"),
        ("appeal --notice-sent 2013-02-13", "2014 to 2035"),
        ("order asess --from 2026-03-05", "Did you mean 'assess'"),
        ("order --from 2026-03-05", "KIND is missing"),
        ("order make-plan --from 2015-01-05", "was not read"),
        ("phase-transfer --year soon", "2014 to 2035"),
        ("recommendation --dated 2016-01-05", "2018-04-03"),
        ("exclusion-panel --notified 2026-03-20 --term 2026-01-05", "two dates"),
    ],
)
def test_errors_are_one_line_with_exit_code_2(line: str, part: str) -> None:
    result = runner.invoke(deadlines, line.split())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert part in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_law_on() -> None:
    line = "order assess --from 2026-03-05 --law-on 2015-01-01 --json"
    assert json.loads(runner.invoke(deadlines, line.split()).stdout)["date"] == "2026-04-02"


def test_exclusion_terms() -> None:
    line = (
        "exclusion-panel --notified 2026-03-20 --term 2026-02-23:2026-03-27 --term 2026-04-13:2026-05-22"
        " --closed 2026-03-23 --json"
    )
    assert json.loads(runner.invoke(deadlines, line.split()).stdout)["date"] == "2026-04-27"


def test_list_keeps_proposals_apart() -> None:
    plain = runner.invoke(deadlines, ["list"])
    assert plain.exit_code == 0 and "proposed" not in plain.stdout
    shown = runner.invoke(deadlines, ["list", "--proposed"])
    assert "proposed, not law" in shown.stdout
    data = json.loads(runner.invoke(deadlines, ["list", "--json"]).stdout)
    assert {row["name"] for row in data["clocks"]} == set(CLOCKS)
    assert all(not row["proposed"] for row in data["clocks"])


def test_in_a_process_of_its_own() -> None:
    code = "from sendsim.cli_law import deadlines; deadlines()"
    good = subprocess.run(
        [sys.executable, "-c", code, "appeal", "--notice-sent", "2026-01-14", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert good.returncode == 0 and json.loads(good.stdout)["date"] == "2026-03-16"
    bad = subprocess.run(
        [sys.executable, "-c", code, "appeal", "--notice-sent", "tomorrow"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert bad.returncode == 2 and bad.stdout == ""
    assert "Traceback" not in bad.stderr and len(bad.stderr.strip().splitlines()) == 1


def test_rules_load_only_when_asked() -> None:
    code = "import sys, sendsim.cli_law; print('sendsim.law.clocks' in sys.modules, 'holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
