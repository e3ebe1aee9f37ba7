"""Paper for a room: the guide holds every grade, reason and date, the sheet holds none that gives an answer away."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from typer.testing import CliRunner

from sendsim.cli import app
from sendsim.training.catalogue import catalogue
from sendsim.training.document import Table, to_html
from sendsim.training.document_pdf import to_pdf
from sendsim.training.handout import beside, best_moments, guide, minutes_each, sheet
from sendsim.training.interface import texts
from sendsim.training.parts import GRADE_WORDS
from sendsim.training.words import plain

T = texts()
ALL = [item.scenario for item in catalogue().values()]


def words(html):
    found = []

    class Reader(HTMLParser):
        def handle_data(self, data):
            found.append(data)

    Reader().feed(re.sub(r"<style>[^<]*</style>", "", html))
    return " ".join(" ".join(found).split())


@pytest.mark.parametrize("scenario", ALL, ids=lambda item: item.id)
def test_the_guide_holds_every_scene_and_every_answer(scenario):
    for role in scenario.roles:
        said = words(to_html(guide(T, scenario, role)))
        reached = {beat for moment in best_moments(scenario, role) for beat in moment.told} | set(
            beside(scenario, role)
        )
        assert reached == set(scenario.beats), "every scene is on the path or beside it"
        for beat in scenario.beats.values():
            assert " ".join(beat.title.split()) in said
        for item in scenario.debrief.questions:
            assert " ".join(item.split()) in said
        assert "{" not in said


@pytest.mark.parametrize("scenario", ALL, ids=lambda item: item.id)
def test_the_sheet_gives_nothing_away(scenario):
    for role in scenario.roles:
        made = sheet(T, scenario, role)
        said = words(to_html(made))
        for word in GRADE_WORDS.values():
            assert word not in said
        for moment in best_moments(scenario, role):
            ask = scenario.beats[moment.state.beat].ask
            for choice in ask.choices if ask else ():
                start = " ".join(re.split(r"[{]", plain(choice.feedback))[0].split())[:60]
                assert not start or start not in said, "no feedback on the sheet"
        assert "{" not in said and to_pdf(made).startswith(b"%PDF")


def test_timings_add_up(sample):
    role = next(iter(sample.roles))
    table = next(b for b in guide(T, sample, role).blocks if isinstance(b, Table) and b.head[1] == "Minutes")
    minutes = [int(row[1]) for row in table.rows]
    assert sum(minutes[:-1]) == minutes[-1] == minutes_each(sample, 6)[1]


def test_the_key_says_why_with_law_mistake_and_date(sample):
    said = words(to_html(guide(T, sample, next(iter(sample.roles)))))
    for text in (
        "Best choice",
        "Breach of the law or of a principle",
        "The later of the two counts: Thursday 16 July 2026.",
        "M7. Often said",
        "Law: The Special Educational Needs and Disability Regulations 2014, reg 5.",
        "Goes on to: At the information service (16 June 2026).",
        "Nobody outside this project has reviewed this scenario yet.",
    ):
        assert text in said, text


def test_the_command(tmp_path):
    runner = CliRunner()
    result = runner.invoke(app, ["handout", "refusal-to-assess", "--out", str(tmp_path / "new")])
    assert result.exit_code == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} == {
        f"refusal-to-assess-{who}.{kind}" for who in ("facilitator", "participants") for kind in ("html", "pdf")
    }
    for bad, said in (
        (["nothing"], "is not known"),
        (["refusal-to-assess", "--role", "king"], "not offered"),
        (["refusal-to-assess", "--as", "doc"], "--as 'doc'"),
    ):
        result = runner.invoke(app, ["handout", *bad, "--out", str(tmp_path)])
        assert result.exit_code != 0 and said in str(result.exception)
