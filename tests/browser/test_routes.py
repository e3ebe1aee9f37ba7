"""The route page as people meet it: by keyboard alone, by link, by file, on paper and on a narrow screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sendsim.law.facts_file import load_facts
from tests.browser.helpers import (
    TEXT_SPACING,
    Visit,
    assert_accessible,
    assert_clean_console,
    assert_no_sideways_scroll,
    tree,
)

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
CODE = (
    "v=1&in_england=yes&asking=parent&age=9&about=decision_or_plan&against=local_authority&has_plan=no"
    "&stage=assessment&decision=refusal_to_assess&notice_sent=2026-10-14&certificate=2026-11-02&appeal_lodged=&tried="
)


def asked(page: Page, words: str) -> None:
    """Wait until a question is on the page and has focus."""
    title = page.get_by_role("heading", name=words)
    expect(title).to_be_visible(timeout=15_000)
    expect(title).to_be_focused()


def shown(page: Page) -> None:
    """Wait until the routes are on the page."""
    expect(page.get_by_role("heading", name="Routes for this disagreement")).to_be_visible(timeout=20_000)


@pytest.fixture
def result(open_page: Open) -> Visit:
    visit = open_page("routes#" + CODE, h1="Find the routes")
    shown(visit.page)
    return visit


def test_a_whole_path_by_keyboard_only(open_page: Open) -> None:
    visit = open_page("routes", h1="Find the routes")
    page, keys = visit.page, visit.page.keyboard
    assert_accessible(page)
    expect(page.get_by_role("heading", name="Is this about England?")).to_be_visible()
    for _ in range(3):  # the skip link, the name in the top, the first answer
        keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")  # as in any form
    asked(page, "Who is asking?")
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    keys.press("Enter")
    asked(page, "How old is the child or young person?")
    keys.press("Tab")
    keys.type("30")
    keys.press("Enter")
    page.get_by_role("alert").filter(has_text="0 to 25").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    assert_accessible(page)
    keys.press("Control+a")
    keys.type("9")
    keys.press("Enter")
    asked(page, "What is the disagreement about?")
    page.get_by_role("button", name="Show routes now").focus()
    keys.press("Enter")
    shown(page)
    expect(page.get_by_role("heading", name="Routes for this disagreement")).to_be_focused()
    page.get_by_role("button", name="Change Who is asking?").focus()
    keys.press("Enter")
    asked(page, "Who is asking?")
    assert page.get_by_role("radio", name="A parent or carer").is_checked()
    assert_clean_console(visit)


def test_a_shared_link_shows_the_same_routes_to_somebody_else(result: Visit, open_page: Open) -> None:
    page = result.page
    assert_accessible(page)
    names = [name for role, name in tree(page) if role == "heading"]
    assert any(name.startswith("Open now") for name in names) and "Who can help" in names
    expect(page.get_by_text("Monday 14 December 2026, 5 pm.").first).to_be_visible()
    link = page.get_by_label("Link to these answers").input_value()
    assert link.endswith("#" + CODE)
    words = page.locator(".sendsim-document").first.inner_text()
    other = open_page("routes#" + link.split("#")[1]).page
    shown(other)
    assert other.locator(".sendsim-document").first.inner_text() == words
    assert_clean_console(result)


def test_changing_an_answer_changes_the_routes_and_the_link(result: Visit) -> None:
    page = result.page
    page.get_by_role("button", name="Change What has the authority decided").click()
    asked(page, "What has the authority decided, in writing?")
    page.get_by_label("Nothing yet", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    shown(page)
    page.wait_for_url(re.compile("decision=none"))
    assert "certificate" not in page.url
    page.get_by_role("button", name="Back").click()
    asked(page, "What has been tried, to the end?")


def test_a_link_that_cannot_be_used_is_told_in_one_sentence(open_page: Open) -> None:
    page = open_page("routes#v=1&name=Alex").page
    page.get_by_role("alert").filter(has_text="The link does not hold answers that can be used.").wait_for()
    expect(page.get_by_role("heading", name="Is this about England?")).to_be_visible()
    assert_accessible(page)


def test_files(result: Visit, tmp_path: Path) -> None:
    page = result.page
    with page.expect_download() as download:
        page.get_by_role("button", name="Save answers (file)").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert load_facts(path).notice_sent is not None and path.name == "disagreement.yaml"
    with page.expect_download() as download:
        page.get_by_role("button", name="Save dates (calendar)").click()
    calendar = Path(download.value.path()).read_bytes().decode()
    assert calendar.startswith("BEGIN:VCALENDAR\r\n") and "DTSTART;VALUE=DATE:20261214" in calendar
    page.get_by_role("button", name="Start again").click()
    asked(page, "Is this about England?")
    page.get_by_label("Open saved answers").set_input_files(path)
    shown(page)
    bad = tmp_path / "bad.yaml"
    bad.write_text("asking: nobody\n")
    page.get_by_label("Open saved answers").set_input_files(bad)
    page.get_by_role("alert").filter(has_text="nobody").wait_for()
    shown(page)
    assert_clean_console(result)


def test_on_paper_the_result_is_whole_and_the_controls_are_gone(result: Visit) -> None:
    page = result.page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".sendsim-document").first.locator("details:not([open])").count() == 0
    assert page.get_by_text("Monday 14 December 2026, 5 pm.").first.is_visible()
    assert not page.get_by_role("button", name="Print").is_visible()
    assert not page.get_by_label("Open saved answers").is_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".sendsim-document").first.locator("details[open]").count() == 0


def test_comparison_and_misconceptions(open_page: Open) -> None:
    page = open_page("routes").page
    page.get_by_role("button", name="Disagreement resolution and mediation compared").click()
    page.get_by_role("table", name="Disagreement resolution and mediation, point by point").wait_for()
    page.get_by_role("button", name="Common mistakes, put right").click()
    expect(page.get_by_role("heading", name="M35")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("code", ["", "#" + CODE])
def test_narrow_and_spaced(open_page: Open, code: str) -> None:
    page = open_page("routes" + code, width=320, height=256).page
    if code:
        shown(page)
    assert_no_sideways_scroll(page)
    page.add_style_tag(content=TEXT_SPACING)
    assert_no_sideways_scroll(page)
