"""The checker: each code has a text that fails; the sample passes all."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from sendsim.cli import app
from sendsim.training import yaml_text
from sendsim.training.check import check_file, check_loaded
from sendsim.training.checks_bank import check_bank_file
from sendsim.training.code_examples import EXAMPLES, FILES, codes_text
from sendsim.training.codes import CODES
from sendsim.training.findings import ScenarioError
from sendsim.training.scenario import load_text, scenarios_folder
from tests.training.conftest import SAMPLE, TODAY


def codes(path: Path, **more) -> set[str]:
    return {finding.code for finding in check_file(path, TODAY, **more)}


def test_the_sample_passes_everything():
    assert check_file(SAMPLE, TODAY) == []


@pytest.mark.parametrize(
    "example", [e for e in EXAMPLES if e.of != "words"], ids=lambda e: f"{e.code} {e.failing[:18]}"
)
def test_each_code_has_a_passing_and_a_failing_example(folder, example):
    """The file as it stands passes (see the tests of all files); with the failing piece in place the code is found."""
    place = scenarios_folder().parent / FILES[example.of]
    path = folder / place.name
    text = place.read_text(encoding="utf-8")
    assert example.passing in text, "the file has changed: mend this example"
    path.write_text(text.replace(example.passing, example.failing, 1), encoding="utf-8")
    checked = path if example.of != "plan" else folder / SAMPLE.name
    all_found = check_bank_file(path, TODAY) if example.of == "bank" else check_file(checked, TODAY)
    found = [item for item in all_found if item.code == example.code]
    assert found, f"no {example.code} among {[str(item) for item in all_found]}"
    lines = path.read_text(encoding="utf-8").count("\n") + 1
    for item in found:
        assert 1 <= item.line <= lines and item.message and item.mend and "\n" not in str(item)


def test_every_code_has_an_example_and_the_page_shows_them():
    assert {item.code for item in EXAMPLES} == set(CODES)
    in_words = {item.code for item in EXAMPLES if item.of == "words"}
    assert in_words == {"SS108", "SS303", "SS308", "SS601", "SS801", "SS803", "SS804", "SS805", "SS806", "SS807"}, (
        "each has a test of its own"
    )
    docs = scenarios_folder().parent / "docs" / "scenario-codes.md"
    assert docs.read_text(encoding="utf-8") == codes_text()
    assert CliRunner().invoke(app, ["scenarios", "codes"]).output == codes_text()
    one = CliRunner().invoke(app, ["scenarios", "codes", "SS405"]).output
    assert "### SS405" in one and "SS404" not in one
    assert CliRunner().invoke(app, ["scenarios", "codes", "SS999"]).exit_code == 2


def test_a_missing_or_failing_plan(folder):
    plan = folder / "refusal-to-assess.plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("beat: assessed", "beat: dragging"), encoding="utf-8")
    found = check_file(folder / SAMPLE.name, TODAY)
    assert [item.code for item in found] == ["SS802"] and found[0].file == plan.name and found[0].line == 3
    plan.write_text(text.replace("in-limit", "in-limits"), encoding="utf-8")
    assert codes(folder / SAMPLE.name) == {"SS802"}
    plan.write_text("scenario: x\ntests: 3\n", encoding="utf-8")
    assert codes(folder / SAMPLE.name) == {"SS801"}
    plan.unlink()
    assert codes(folder / SAMPLE.name) == {"SS801"}


def test_real_names_are_looked_for_only_if_given(folder):
    assert codes(folder / SAMPLE.name) == set()
    assert codes(folder / SAMPLE.name, real_names=["Hale"]) == {"SS601"}
    assert codes(folder / SAMPLE.name, real_names=["Hal"]) == set()


def test_the_same_place_of_every_best_choice_is_noticed(folder):
    path = folder / SAMPLE.name
    text = path.read_text(encoding="utf-8")
    for old in ("text: Say it was in time, by", "text: Say in two sentences"):
        text = text.replace(
            old, old + " and then go on to say a good many more things that make this the longest by far, so that", 1
        )
    path.write_text(text, encoding="utf-8")
    assert "SS303" in codes(path)


def test_best_choices_that_stand_first_everywhere_are_noticed(folder):
    path = folder / SAMPLE.name
    data = yaml_text.load(path).data
    for beat in data["beats"].values():
        if "ask" in beat:
            beat["ask"]["choices"].sort(key=lambda choice: choice["grade"] != "best")
    found = [item for item in check_loaded(load_text(json.dumps(data)), TODAY).findings if item.code == "SS303"]
    assert [item.message for item in found] == ["the best choice nearly always stands at place 1"]


@pytest.mark.parametrize(
    "text",
    [
        "You may appeal within two months.",
        "The mother and the SENCO talk. She writes a note.",
        "She turns to the man on the right hand side.",
        "Parents rang. He said that no mediator was free.",
        "A book stands in red covers.",
        "The Local Offer, an annual review and the SENCO.",
        "They must meet within a reasonable time.",
    ],
)
def test_checks_of_words_leave_plain_words_alone(sample_text, text):
    story = sample_text.replace("She has been crying.", text, 1)
    assert story != sample_text
    kept = {"SS411", "SS505", "SS506", "SS507", "SS603", "SS604", "SS605", "SS702", "SS704", "SS705"}
    assert [str(f) for f in check_loaded(load_text(story), TODAY).findings if f.code in kept] == []


def test_a_letter_to_a_family_reads_more_easily_than_one_to_an_officer(sample_text):
    data = yaml_text.parse(sample_text).data
    middling = (
        "The authority considered what everybody had written about Tobias. It gave most weight to the report of the"
        " school and to what his mother said at the meeting in January. "
    ) * 2
    for to, expected in ((data["people"]["hale"]["name"], {"SS501"}), ("the panel", set())):
        data["papers"]["refusal"] |= {"text": middling, "to": to}
        found = check_loaded(load_text(json.dumps(data)), TODAY).findings
        assert {f.code for f in found if f.code == "SS501"} == expected, [str(f) for f in found]


def test_too_many_states_are_said(folder, monkeypatch):
    from sendsim.training import checks_states
    from sendsim.training.explore import explore

    monkeypatch.setattr(checks_states, "explore", lambda scenario: explore(scenario, cap=5))
    assert "SS108" in codes(folder / SAMPLE.name)


def test_a_remark_with_a_reason_allows_a_finding(folder):
    path = folder / SAMPLE.name
    text = path.read_text(encoding="utf-8").replace(
        "minutes: 15", "# sendsim: allow SS107 a long workshop\nminutes: 120"
    )
    path.write_text(text, encoding="utf-8")
    assert codes(path) == set()
    path.write_text(text.replace(" a long workshop", ""), encoding="utf-8")
    assert codes(path) == {"SS107"}


SCENARIO_TEXT = SAMPLE.read_text(encoding="utf-8")
NAMES = sorted(
    set(
        re.findall(
            r"\b(?:to|next|beat|certificate|visited|flags|deadline|case|who|clock): \[?([a-z][a-z-]+)", SCENARIO_TEXT
        )
    )
    | {"date.notice", "date.certificate", "deadline.appeal", "fair-start", "today", "R06", "P2.g1", "trust", "3 days"}
)
PLACES = [
    found.span() for name in NAMES for found in re.finditer(rf"(?<![a-z-]){re.escape(name)}(?![a-z-])", SCENARIO_TEXT)
]


@settings(max_examples=40, deadline=None)
@given(swaps=st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(NAMES)), min_size=1, max_size=3))
def test_fuzz_names_that_lead_elsewhere(swaps):
    """A story in which any name stands where another did (so it may go round, stop or ask the impossible) is loaded and
    checked, or refused: every finding is located, and nothing crashes or goes on for ever."""
    text = SCENARIO_TEXT
    for (begin, end), name in sorted(swaps, reverse=True):
        text = text[:begin] + name + text[end:]
    try:
        look = check_loaded(load_text(text), TODAY)
    except ScenarioError as error:
        found = error.findings
    else:
        found = look.findings
    assert all(1 <= item.line <= text.count("\n") + 1 and item.mend and "\n" not in str(item) for item in found)
