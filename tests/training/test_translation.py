"""A scenario in another language: a made-up one, so that no real language is got wrong."""

from __future__ import annotations

import codecs
import json
import re

import pytest
from typer.testing import CliRunner

from sendsim.cli import app
from sendsim.training.check import check_file
from sendsim.training.look import Look
from sendsim.training.scenario import load_file, scenario_files
from sendsim.training.translation import in_language, sources
from tests.training.conftest import SAMPLE, TODAY

runner = CliRunner()


def run(*args):
    return runner.invoke(app, ["scenarios", *map(str, args)])


def said(text: str) -> str:
    """Return a text in the made-up language: letters changed, what stands in braces kept."""
    parts = re.split(r"(\{[^{}]*\})", text)
    return "".join(part if part.startswith("{") else codecs.encode(part, "rot13") for part in parts)


@pytest.fixture
def made(folder):
    """A whole translation beside the sample, made from the skeleton that the command writes."""
    assert run("translate", folder / SAMPLE.name, "--language", "qaa").exit_code == 0
    path = folder / "refusal-to-assess.qaa.yaml"
    text = path.read_text(encoding="utf-8")
    for source in sources(load_file(SAMPLE).scenario).values():
        empty = f'- id: {source.id}\n    of: "{source.print}"\n    text: ""'
        assert text.count(empty) == 1
        text = text.replace(empty, empty[:-2] + json.dumps(said(source.text)))
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", scenario_files(), ids=lambda p: p.stem)
def test_every_text_that_a_learner_reads_has_an_id_of_its_own(path):
    loaded = load_file(path)
    found = sources(loaded.scenario)
    places = {item.place for item in found.values()}
    assert len(places) == len(found)
    assert {text.place for text in Look(loaded, TODAY).texts()} <= places
    assert all("{" not in key and len(key) <= 200 for key in found)


def test_a_skeleton_holds_the_english_and_is_all_to_do(folder):
    path = folder / SAMPLE.name
    assert run("translate", path, "--language", "qaa").exit_code == 0
    text = (folder / "refusal-to-assess.qaa.yaml").read_text(encoding="utf-8")
    assert "# A request for assessment is refused\n  - id: title\n" in text
    found = check_file(path, TODAY)
    assert {item.code for item in found} == {"SS803"} and len(found) == len(sources(load_file(path).scenario))
    lines = text.splitlines()
    assert all(item.file == "refusal-to-assess.qaa.yaml" and "- id:" in lines[item.line - 1] for item in found)
    again = run("translate", path, "--language", "qaa")
    assert again.exit_code == 2 and "already exists" in again.output
    for wrong in ("en-GB", "Welsh", "../x"):
        assert run("translate", path, "--language", wrong).exit_code == 2


def test_a_whole_translation_is_shown_and_the_law_stays_english(folder, made):
    path = folder / SAMPLE.name
    assert check_file(path, TODAY) == []
    assert run("check", *sorted(folder.glob("*.yaml")), "--today", "2026-11-24").exit_code == 0
    plain = run("preview", path, "--choose", "in-time").output
    told = run("preview", path, "--choose", "in-time", "--language", "qaa").output
    law = next(line for line in plain.splitlines() if line.startswith("Law: "))
    assert law in told and "a translation (qaa)" in told and "are in English (en-GB)" in told
    feedback = load_file(SAMPLE).scenario.choice("phone", "in-time").feedback
    assert said(feedback.split("{")[0]).split("\n")[0] in told
    shown = json.loads(run("preview", path, "--language", "qaa", "--json").output)
    assert shown["language"] == "qaa" and shown["law_language"] == "en-GB"
    english = json.loads(run("preview", path, "--json").output)
    assert shown["scene"]["title"] == said(english["scene"]["title"])
    assert shown["scene"]["dates"][0]["day"] == english["scene"]["dates"][0]["day"]


def test_the_exported_page_marks_the_language_of_the_story_and_of_the_law(folder, made):
    out = folder / "page.html"
    assert run("export", folder / SAMPLE.name, "--language", "qaa", "--out", out).exit_code == 0
    html = out.read_text(encoding="utf-8")
    title = load_file(SAMPLE).scenario.title
    assert f'<h1 class="sendsim-title" lang="qaa">{said(title)}</h1>' in html
    assert '<p class="sendsim-lead" lang="en-GB">The words of this story are a translation (qaa)' in html
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)[1])
    assert data["contentLanguage"] == "qaa" and data["language"] == "en-GB" and title not in data["title"]
    assert 'lawLang: "en-GB"' in html
    english = folder / "english.html"
    assert run("export", folder / SAMPLE.name, "--out", english).exit_code == 0
    usual = json.loads(re.search(r'id="data">(.*?)</script>', english.read_text(encoding="utf-8"), re.S)[1])
    assert data["law"] == usual["law"] and "a translation" not in english.read_text(encoding="utf-8")
    grades = [{key: edge["grade"] for key, edge in node["edges"].items()} for node in data["nodes"]]
    assert grades == [{key: edge["grade"] for key, edge in node["edges"].items()} for node in usual["nodes"]]


def test_missing_left_over_older_and_differing_texts_are_found_where_they_stand(folder, made):
    path = folder / SAMPLE.name
    lines = made.read_text(encoding="utf-8").splitlines()
    whole = "\n".join(line for line in lines if not line.startswith("  #")) + "\n"

    def found(old, new):
        assert old in whole
        made.write_text(whole.replace(old, new, 1), encoding="utf-8")
        items = check_file(path, TODAY)
        lines = made.read_text(encoding="utf-8").count("\n") + 1
        assert all(item.file == made.name and 1 <= item.line <= lines for item in items)
        return [item.code for item in items]

    assert found("id: beats.phone.in-time.text", "id: beats.phone.no-such.text") == ["SS803", "SS804"]
    assert sorted(set(found("id: beats.phone.in-time.text", "id: title"))) == ["SS008", "SS803", "SS805"]
    assert found("{date.notice}", "{date.call}") == ["SS806"]
    assert found("{date.notice}", "<b>{date.notice}</b>") == ["SS806"]
    assert found("language: qaa", "language: qab") == ["SS807"]
    assert found("scenario: refusal-to-assess", "scenario: whose-college") == ["SS807"]
    assert found("scenario: refusal-to-assess", "scenario: whose-college # sendsim: allow SS807 renamed soon") == []
    assert found("sendsim_translation: 1", "sendsim_translation: 2") == ["SS007"]
    made.write_text(whole, encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("She has been crying.", "She is tired.", 1), encoding="utf-8")
    [older] = check_file(path, TODAY)
    assert older.code == "SS805" and older.file == made.name and "of: " in older.mend
    refused = run("preview", path, "--language", "qaa")
    assert refused.exit_code == 2 and "is older than its text" in refused.output
    assert len(refused.output.strip().splitlines()) == 1
    assert run("preview", path).exit_code == 0


def test_a_language_that_is_not_there_is_said(folder, made):
    refused = run("export", folder / SAMPLE.name, "--language", "cy")
    assert refused.exit_code == 2 and "qaa" in refused.output
    loaded = load_file(folder / SAMPLE.name)
    assert in_language(loaded, "en-GB") is loaded.scenario
    assert in_language(loaded, "qaa").hash != loaded.scenario.hash
    assert run("check", made).exit_code == 2
