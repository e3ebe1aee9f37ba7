"""The page of one family and the planner's further panels, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.helpers import Visit, assert_accessible, assert_clean_console, assert_no_sideways_scroll

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]


@pytest.fixture
def story(open_page: Open) -> Visit:
    visit = open_page("explain", h1="Follow one family")
    visit.page.get_by_role("heading", name="A family in Kirklees").wait_for(timeout=60_000)
    return visit


def test_a_story_is_there_and_accessible(story: Visit) -> None:
    page = story.page
    page.get_by_role("table", name="What happened").wait_for(timeout=20_000)
    assert_accessible(page)
    assert_clean_console(story)


def test_the_same_family_again_by_keyboard(story: Visit) -> None:
    page = story.page
    page.get_by_role("combobox", name="Change one thing").select_option(label="Early talk taken up")
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Follow the family again").press("Enter")
    page.get_by_role("heading", name="With the change").wait_for(timeout=60_000)
    assert_accessible(page)


def test_a_narrow_screen(open_page: Open) -> None:
    page = open_page("explain", width=320, height=800).page
    page.get_by_role("heading", name="A family in Kirklees").wait_for(timeout=60_000)
    assert_no_sideways_scroll(page)


def test_the_planners_panels_open_with_pictures_words_and_no_axe_finding(open_page: Open) -> None:
    page = open_page("planner", h1="Plan a caseload").page
    page.get_by_role("heading", name="Kirklees today").wait_for(timeout=30_000)
    for name, title in (
        ("Routes families take", "Routes today"),
        ("Waits, open cases counted", "Still waiting for mediation"),
        ("How busy teams are", "How busy each team is today"),
        ("Age of open disagreements", "Age of open disagreements today"),
        ("Costs", "What it costs a year today"),
        ("How well past years were predicted", "Past years predicted"),
        ("How the model works", "Process map"),
    ):
        page.get_by_role("button", name=name, exact=True).click()
        picture = page.get_by_role("region", name=title, exact=True).get_by_role("img")
        picture.wait_for(timeout=60_000)
        assert any(c.isdigit() for c in picture.get_attribute("alt") or ""), title
    page.get_by_role("button", name="Groups of families", exact=True).click()
    page.get_by_role("table", name="By group, today").wait_for(timeout=30_000)
    assert_accessible(page)
