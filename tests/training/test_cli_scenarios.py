"""The commands: list, new, check, graph, preview, schema; errors in one line, exit code 2, no traceback."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from sendsim.cli import app
from tests.training.conftest import SAMPLE

runner = CliRunner()


def run(*args):
    return runner.invoke(app, ["scenarios", *map(str, args)])


def test_list():
    assert "refusal-to-assess" in run("list").output
    assert json.loads(run("list", "--json").output)[0]["hash"]


def test_check_all_shipped_scenarios():
    result = run("check", "--today", "2026-11-24")
    assert result.exit_code == 0 and "Nothing to mend" in result.output


def test_check_says_file_line_and_mend(folder):
    path = folder / SAMPLE.name
    path.write_text(path.read_text(encoding="utf-8").replace("minutes: 15", "minutes: 100"), encoding="utf-8")
    result = run("check", path, "--today", "2026-11-24")
    assert result.exit_code == 1
    assert f"{SAMPLE.name}:" in result.output and "SS107" in result.output and "2 to mend" in result.output
    assert json.loads(run("check", path, "--json").output)[0]["code"] == "SS107"


def test_check_as_sarif_names_rule_file_line_and_mend(folder, monkeypatch):
    monkeypatch.chdir(folder)
    path = folder / SAMPLE.name
    path.write_text(path.read_text(encoding="utf-8").replace("minutes: 15", "minutes: 100"), encoding="utf-8")
    result = run("check", path, "--today", "2026-11-24", "--sarif")
    told = json.loads(result.output)
    assert result.exit_code == 1 and told["version"] == "2.1.0" and len(told["runs"]) == 1
    [one] = [item for item in told["runs"][0]["results"] if "reading and deciding" in item["message"]["text"]]
    rule = told["runs"][0]["tool"]["driver"]["rules"][one["ruleIndex"]]
    where = one["locations"][0]["physicalLocation"]
    assert (
        one["ruleId"] == rule["id"] == "SS107"
        and one["level"] == "error"
        and "write 'minutes:" in one["message"]["text"]
    )
    assert where["artifactLocation"]["uri"] == SAMPLE.name
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[where["region"]["startLine"] - 1] == "minutes: 100"
    assert (
        json.loads(run("check", "whose-college", "--today", "2026-11-24", "--sarif").output)["runs"][0]["results"] == []
    )
    assert run("check", path, "--sarif", "--json").exit_code == 2


def test_check_passes_over_plans_so_that_a_glob_may_be_given(folder):
    files = sorted(folder.glob("*.yaml"))
    assert len(files) == 2
    result = run("check", *files, "--today", "2026-11-24")
    assert result.exit_code == 0 and "Nothing to mend" in result.output


def test_check_still_runs_the_tests_of_a_plan_that_is_passed_over(folder):
    plan = folder / "refusal-to-assess.plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("beat: assessed", "beat: phone"), encoding="utf-8")
    result = run("check", *sorted(folder.glob("*.yaml")), "--today", "2026-11-24")
    assert result.exit_code == 1 and "SS802" in result.output and "1 to mend" in result.output


@pytest.mark.parametrize("kind", ["outline", "mermaid", "dot"])
def test_graph(kind):
    result = run("graph", "refusal-to-assess", "--as", kind)
    assert result.exit_code == 0 and "breach" in result.output


def test_preview_plays_from_any_point_and_debriefs_at_the_end():
    assert "Ms Hale rings" in run("preview", "refusal-to-assess").output
    picks = "in-time,in-limit,later-of-two,not-here,reread,two-weeks"
    assert "To talk about" in run("preview", "refusal-to-assess", "--choose", picks).output
    assert json.loads(run("preview", "refusal-to-assess", "--choose", picks, "--json").output)["debrief"]["turns"]


def test_new_writes_a_playable_scenario_and_overwrites_nothing(tmp_path):
    assert run("new", "my-story", "--folder", tmp_path).exit_code == 0
    assert run("new", "my-story", "--folder", tmp_path).exit_code == 2
    shown = run("preview", tmp_path / "my-story.yaml", "--choose", "good-way")
    assert shown.exit_code == 0 and "To talk about" in shown.output
    checked = run("check", tmp_path / "my-story.yaml")
    assert checked.exit_code == 1 and "SS106" in checked.output and "SS8" not in checked.output


def test_schema(tmp_path):
    assert json.loads(run("schema").output)["title"] == "Scenario"
    assert run("schema", "--out", tmp_path / "s.json").exit_code == 0


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("preview", "refusal-to-asess"), "refusal-to-assess"),
        (("preview", "refusal-to-assess", "--choose", "nope"), "nope"),
        (("preview", "refusal-to-assess", "--role", "judge"), "--role"),
        (("preview", "nowhere.yaml"), "nowhere.yaml"),
        (("graph", "refusal-to-assess", "--as", "png"), "outline"),
        (("check", "nope"), "nope"),
        (("check", "refusal-to-assess.plan.yaml"), "holds the tests"),
        (("check", "--today", "soon"), "--today"),
        (("check", "--real-names", "nowhere.txt"), "--real-names"),
        (("new", "My Story"), "lower-case"),
    ],
)
def test_errors_are_one_line_with_exit_code_2(args, words):
    result = run(*args)
    assert result.exit_code == 2 and words in result.output
    assert "Traceback" not in result.output and len(result.output.strip().splitlines()) == 1


def test_a_broken_file_in_a_real_process(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("sendsim: 1\nid: [", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "sendsim", "scenarios", "preview", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and done.stderr.startswith("Error: bad.yaml:2: SS001") and done.stdout == ""
