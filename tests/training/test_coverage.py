"""The set of scenarios as a whole: every route, misconception, principle and role, read from the files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sendsim.cli import app
from sendsim.law.calendar import is_working_day
from sendsim.law.misconceptions import MISCONCEPTIONS
from sendsim.law.principles import BEHAVIOURS, PRINCIPLES
from sendsim.law.routes import ROUTES
from sendsim.law.standing import last_friday_in_june
from sendsim.training.coverage import choices_of, claimed_routes, coverage, coverage_text
from sendsim.training.explore import every_path
from sendsim.training.parts import Grade, Role
from sendsim.training.scenario import load_file, load_scenario, scenario_files

SHIPPED = tuple(load_file(path).scenario for path in scenario_files())
FOUND = coverage(SHIPPED)
DOCS = Path(__file__).resolve().parents[2] / "docs" / "scenarios.md"
runner = CliRunner()


def test_there_are_fifteen_scenarios_each_with_its_tests():
    assert len(SHIPPED) == 15
    assert all(path.with_name(f"{path.stem}.plan.yaml").is_file() for path in scenario_files())


def test_nothing_is_left_out():
    assert FOUND.gaps() == ()


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_is_listed_and_held_against_the_law_module(route):
    listed = {item.id for item in SHIPPED if route in item.routes}
    assert listed & set(FOUND.routes[route]), f"no scenario lists {route} and claims something about it"


@pytest.mark.parametrize("number", range(1, 36))
def test_every_misconception_is_made_by_some_choice_that_is_less_than_good(number):
    key = f"M{number}"
    assert key in {item.id for item in MISCONCEPTIONS}
    made = [choice for item in SHIPPED for _, choice in choices_of(item) if key in choice.mistakes]
    assert made and not any(choice.grade.good for choice in made)


@pytest.mark.parametrize("scenario", SHIPPED, ids=lambda item: item.id)
def test_every_scenario_gives_a_good_and_a_poor_choice_for_every_principle(scenario):
    for principle in PRINCIPLES:
        assert scenario.id in FOUND.honoured[principle.id]
        assert scenario.id in FOUND.broken[principle.id]


@pytest.mark.parametrize("scenario", SHIPPED, ids=lambda item: item.id)
def test_every_scenario_exercises_what_it_lists(scenario):
    """A route that a scenario lists is one that it claims something about, or that a clock or citation of it serves."""
    unclaimed = set(scenario.routes) - claimed_routes(scenario)
    clocks = {deadline.clock for deadline in scenario.deadlines.values()}
    served = {key for key in unclaimed if set(ROUTES[key].clocks) & clocks}
    cited = {text.lstrip("~?") for _, choice in choices_of(scenario) for text in choice.why}
    served |= {key for key in unclaimed if cited & {f"{c.source} {c.provision}".strip() for c in ROUTES[key].basis}}
    assert unclaimed == served


def test_every_behaviour_and_every_role_is_met():
    assert all(FOUND.behaviours[key] for key in BEHAVIOURS)
    assert all(FOUND.roles[role] for role in Role)


def test_all_four_grades_are_used_in_every_scenario():
    for item in SHIPPED:
        assert {choice.grade for _, choice in choices_of(item)} == set(Grade), item.id


def test_ids_and_titles_are_told_apart():
    assert len({item.id for item in SHIPPED}) == len({item.title for item in SHIPPED}) == len(SHIPPED)


def test_the_end_of_school_age_in_the_story_is_that_of_the_law_module():
    day = load_scenario("whose-college").dates["leaves"].day
    assert date.fromisoformat(str(day)) == last_friday_in_june(2026)


def test_a_gap_is_named():
    gaps = coverage(SHIPPED[:1]).gaps()
    assert "route R06" in gaps and any(text.startswith("misconception M") for text in gaps)
    assert "none" in coverage_text(SHIPPED[:1])


def test_the_page_of_the_documentation_is_what_the_files_say(tmp_path):
    assert DOCS.read_text(encoding="utf-8") == coverage_text(SHIPPED)
    out = tmp_path / "scenarios.md"
    assert runner.invoke(app, ["scenarios", "coverage", "--out", str(out)]).exit_code == 0
    assert out.read_text(encoding="utf-8") == coverage_text(SHIPPED)
    assert runner.invoke(app, ["scenarios", "coverage"]).output == coverage_text(SHIPPED)


@pytest.mark.parametrize("scenario", SHIPPED, ids=lambda item: item.id)
def test_nobody_in_an_office_decides_anything_on_a_holiday(scenario):
    """Decisions fall on working days, on every path; a family's own telephone call may not."""
    offenders = {
        (moment.state.beat, moment.state.today.isoformat())
        for role in scenario.roles
        for path in every_path(scenario, role, 20_000)
        for moment in path
        if scenario.beats[moment.state.beat].ask is not None and not is_working_day(moment.state.today)
    }
    assert offenders == set()
