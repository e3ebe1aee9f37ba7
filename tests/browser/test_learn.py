"""The page of self-paced learning as people meet it: by keyboard alone, with a dying kernel, with files, on paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sendsim.training.catalogue import catalogue
from tests.browser.conftest import Site
from tests.browser.helpers import (
    Visit,
    assert_accessible,
    assert_clean_console,
    assert_no_sideways_scroll,
    prove_content,
    tree,
)

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
TITLE = "A request for assessment is refused"
BEST = ("in-time", "in-limit", "later-of-two", "not-here", "reread", "two-weeks")


def at(page: Page, kind: str) -> None:
    """Wait for a view, and for focus on its heading."""
    page.wait_for_selector(f"[data-kind={kind}]")
    expect(page.locator("[data-focus]")).to_be_focused()


def begin(page: Page, name: str) -> None:
    """Choose a made-up name."""
    page.get_by_label("Made-up name").fill(name)
    page.get_by_role("button", name="Begin or go on").click()
    page.wait_for_selector("[data-kind]:not([data-kind=welcome])")


def start(page: Page) -> None:
    """Open the scenario and start it."""
    page.get_by_role("button", name=f"Open {TITLE}").click()
    at(page, "intro")
    page.get_by_role("button", name="Start").click()
    at(page, "scene")


def choose(page: Page, choice: str) -> None:
    """Choose an answer by name and send it."""
    page.locator(f"input[type=radio][value={choice}]").check()
    page.get_by_role("button", name="Answer", exact=True).click()
    at(page, "feedback")


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Go on", exact=True).click()
    page.wait_for_selector("[data-kind=scene], [data-kind=end]")
    expect(page.locator("[data-focus]")).to_be_focused()


def tab_to(page: Page, name: str, role: str = "", most: int = 40) -> None:
    """Press Tab until focus is on something whose text or label begins with ``name``."""
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(() => { const n = document.activeElement; return [n.getAttribute('type') || n.tagName.toLowerCase(),"
            " (n.labels && n.labels[0] ? n.labels[0] : n).textContent.trim()]; })()"
        )
        if found[1].startswith(name) and (not role or found[0] == role):
            return
    raise AssertionError(f"Tab never reached {name!r}")


def test_a_whole_scenario_by_keyboard_only(open_page: Open) -> None:
    visit = open_page("learn", h1="Learn with scenarios")
    page, keys = visit.page, visit.page.keyboard
    assert_accessible(page)
    tab_to(page, "Made-up name", "text")
    keys.press("Control+a")
    keys.type("Keyboard Heron")
    keys.press("Enter")
    at(page, "catalogue")
    assert_accessible(page)
    tab_to(page, f"Open {TITLE}")
    keys.press("Enter")
    at(page, "intro")
    assert_accessible(page)
    tab_to(page, "Start")
    keys.press("Space")
    at(page, "scene")
    tab_to(page, "Answer", "submit")
    keys.press("Enter")  # without an answer
    summary = page.locator("[data-errors]")
    expect(summary).to_be_focused()
    assert_accessible(page)
    assert page.title().startswith("Error: The call")
    keys.press("Tab")
    keys.press("Enter")  # the link in the summary puts focus in the field
    assert page.evaluate("document.activeElement.type") == "radio"
    asks = [beat for beat in catalogue()["refusal-to-assess"].scenario.beats.values() if beat.ask]
    for number, choice in enumerate(BEST):
        if number:
            at(page, "scene")
            page.keyboard.press("Tab")
            while page.evaluate("document.activeElement.type") != "radio":  # one stop for the whole group
                page.keyboard.press("Tab")
        keys.press("Space")
        place = [item.id for item in asks[number].ask.choices].index(choice)
        for _ in range(place):
            keys.press("ArrowDown")
        assert page.evaluate("document.activeElement.value") == choice
        keys.press("Tab")
        assert page.evaluate("document.activeElement.type") != "radio"
        keys.press("Shift+Tab")
        keys.press("Enter")  # as in any form
        at(page, "feedback")
        if number == 0:
            tab_to(page, "Why: the rules and the dates")
            keys.press("Enter")
            expect(
                page.get_by_text("Six weeks to decide whether to assess: Monday 20 April 2026.").first
            ).to_be_visible()
            assert_accessible(page)
        tab_to(page, "Go on")
        keys.press("Enter")
        page.wait_for_selector("[data-kind=scene], [data-kind=end]")
    at(page, "end")
    assert_accessible(page)
    assert page.title().startswith("The end: An assessment begins")
    expect(page.get_by_text("Your first answers: 6 best, 0 acceptable, 0 weak, 0 in breach.")).to_be_visible()
    expect(page.get_by_role("table", name="By principle")).to_be_visible()
    expect(page.get_by_role("table", name="By law")).to_be_visible()
    tab_to(page, "Your progress", most=90)
    keys.press("Enter")
    at(page, "progress")
    assert_accessible(page)
    assert_clean_console(visit)


def test_a_kernel_killed_in_the_middle_loses_nothing(open_page: Open, site: Site) -> None:
    site.wait_for_kernels(0)
    visit = open_page("learn")
    page = visit.page
    begin(page, "Patient Otter")
    start(page)
    for choice in BEST[:2]:
        choose(page, choice)
        go_on(page)
    page.locator("input[type=radio][value=later-of-two]").check()
    assert site.kernels() == 1
    site.kernel_processes()[0].kill()  # in the middle of a question, an answer marked and not yet sent
    assert site.wait_for_kernels(0) == 0
    page.get_by_role("button", name="Answer", exact=True).click()
    page.get_by_role("alert").filter(has_text="Every answer you have given is kept").first.wait_for(timeout=30_000)
    page.reload(timeout=60_000)
    page.wait_for_selector("body[data-state=ready]", timeout=60_000)
    expect(page.get_by_role("heading", name="At the information service")).to_be_visible()
    assert page.locator("input[type=radio][value=later-of-two]").is_checked(), "what was marked is still marked"
    expect(page.locator(".sendsim-path > li")).to_have_count(3)
    page.get_by_role("button", name="Answer", exact=True).click()
    at(page, "feedback")
    site.kernel_processes()[0].kill()  # and again, on the feedback
    site.wait_for_kernels(0)
    page.reload(timeout=60_000)
    page.wait_for_selector("body[data-state=ready]", timeout=60_000)
    expect(page.get_by_role("heading", name="Your answer")).to_be_visible()
    go_on(page)
    for choice in BEST[3:]:
        choose(page, choice)
        go_on(page)
    expect(page.get_by_text("Your first answers: 6 best")).to_be_visible()


def test_a_closed_tab_is_come_back_to_and_leaving_is_leaving(open_page: Open) -> None:
    page = open_page("learn").page
    begin(page, "Quiet Wren")
    start(page)
    choose(page, "school-days")
    other = page.context.new_page()
    page.close()
    other.goto(page.url)
    other.wait_for_selector("body[data-state=ready]", timeout=60_000)
    expect(other.get_by_role("heading", name="Your answer")).to_be_visible()
    other.get_by_role("button", name="Leave").click()
    at(other, "welcome")
    other.reload()
    other.wait_for_selector("body[data-state=ready]", timeout=60_000)
    expect(other.get_by_role("heading", name="Choose a made-up name")).to_be_visible()


def test_try_again_hint_glossary_and_path(open_page: Open) -> None:
    visit = open_page("learn")
    page = visit.page
    begin(page, "Silver Plover")
    start(page)
    hint = page.get_by_text("Which rule counts school days, and which does not?")
    expect(hint).not_to_be_visible()
    page.locator("summary", has_text="Hint").click()
    expect(hint).to_be_visible()
    choose(page, "school-days")
    page.get_by_role("button", name="Go back and try again").click()
    at(page, "scene")
    expect(page.get_by_text("Your first answer stays in your score")).to_be_visible()
    word = page.locator(".sendsim-term").first
    assert word.get_attribute("aria-expanded") == "false"
    word.press("Enter")
    assert word.get_attribute("aria-expanded") == "true"
    expect(page.locator(".sendsim-meaning:not([hidden])")).to_be_visible()
    assert_accessible(page)
    choose(page, "in-time")
    page.locator("summary", has_text="Your path so far").click()
    path = page.locator(".sendsim-path").inner_text()
    assert "First answer: Tell her six weeks" in path and "Then: Say it was in time" in path and "you are here" in path
    assert_accessible(page)
    assert_clean_console(visit)


def test_the_catalogue_narrows(open_page: Open) -> None:
    page = open_page("learn").page
    begin(page, "Early Hare")
    every = page.locator(".sendsim-cards > li:visible").count()
    page.get_by_label("Role").select_option("decision_maker")
    status = page.get_by_role("status").filter(has_text="shown")
    shown = page.locator(".sendsim-cards > li:visible").count()
    assert 0 < shown < every and status.inner_text().startswith(f"{shown} scenario")
    page.get_by_label("Difficulty").select_option("gentle")
    if page.locator(".sendsim-cards > li:visible").count() == 0:
        expect(page.get_by_text("No scenario fits all of these")).to_be_visible()
    assert_accessible(page)


def test_files_and_deletion(open_page: Open, tmp_path: Path) -> None:
    visit = open_page("learn")
    page = visit.page
    begin(page, "Amber Marten")
    start(page)
    choose(page, "school-days")
    page.get_by_role("button", name="Your progress").click()
    at(page, "progress")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save your progress (file)").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert json.loads(path.read_text())["attempts"][0]["entries"][0][2] == "school-days"
    page.get_by_role("button", name="Delete everything about me").click()
    at(page, "delete_ask")
    assert_accessible(page)
    page.get_by_role("button", name="Yes, delete everything").click()
    at(page, "welcome")
    expect(page.get_by_role("status").filter(has_text="has been deleted")).to_be_visible()
    assert page.evaluate("localStorage.getItem('sendsim-learner')") is None
    assert_accessible(page)
    begin(page, "Amber Marten")
    page.get_by_role("button", name="Your progress").click()
    at(page, "progress")
    expect(page.get_by_text("None yet.")).to_be_visible()
    bad = tmp_path / "bad.json"
    bad.write_text('{"sendsim_progress": 1,\n "name": }')
    page.get_by_label("Load saved progress").set_input_files(bad)
    page.locator("[data-errors]").filter(has_text="bad.json, line 2, column 10").wait_for()
    assert_accessible(page)
    page.get_by_label("Load saved progress").set_input_files(path)
    page.get_by_role("status").filter(has_text="1 attempt was loaded").wait_for()
    expect(page.get_by_role("button", name=f"Go on {TITLE}")).to_be_visible()
    assert_clean_console(visit)


def test_a_record_is_saved_and_checked(open_page: Open, tmp_path: Path) -> None:
    visit = open_page("learn")
    page = visit.page
    begin(page, "Russet Swift")
    start(page)
    for choice in BEST:
        choose(page, choice)
        go_on(page)
    page.get_by_role("button", name="Your progress").first.click()
    at(page, "progress")
    for form, kind in (("PDF", "pdf"), ("HTML", "html")):
        with page.expect_download(timeout=30_000) as download:
            page.get_by_role("button", name=f"Save the record ({form})").click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        assert path.name == f"record-of-learning.{kind}"
        page.get_by_label("Check a record of learning").set_input_files(path)
        page.get_by_role("status").filter(has_text="Nothing speaks against it").wait_for()
        assert "follow from the decisions" in page.locator(".sendsim-p-inset").inner_text()
        assert_accessible(page)
    page.goto((tmp_path / "record-of-learning.html").as_uri())
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 256})
    assert_no_sideways_scroll(page)


def test_a_name_that_will_not_do(open_page: Open) -> None:
    page = open_page("learn").page
    begin_box = page.get_by_label("Made-up name")
    begin_box.fill("me@example.org")
    page.get_by_role("button", name="Begin or go on").click()
    expect(page.locator("[data-errors]")).to_be_focused()
    assert page.title().startswith("Error: ") and begin_box.get_attribute("aria-invalid") == "true"
    assert_accessible(page)


@pytest.mark.parametrize("setting", ["", "Large print", "Wider spacing on cream"])
def test_narrow(open_page: Open, setting: str) -> None:
    page = open_page("learn", width=320, height=256).page
    if setting:
        page.locator("summary", has_text="How this page looks").click()
        page.get_by_label(setting).check()
    begin(page, f"Narrow Swift {len(setting)}")
    for view in ("catalogue", "intro", "scene"):
        assert_no_sideways_scroll(page)
        assert_accessible(page)
        page.set_viewport_size({"width": 320, "height": 256})
        if view == "catalogue":
            page.get_by_role("button", name=f"Open {TITLE}").click()
            at(page, "intro")
        elif view == "intro":
            page.get_by_role("button", name="Start").click()
            at(page, "scene")
    for choice in BEST:
        choose(page, choice)
        assert_no_sideways_scroll(page)
        go_on(page)
        assert_no_sideways_scroll(page)
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 256})
    page.get_by_role("button", name="Your progress").first.click()
    at(page, "progress")
    assert_no_sideways_scroll(page)
    if setting:
        page.reload(timeout=60_000)
        page.wait_for_selector("body[data-state=ready]", timeout=60_000)
        assert page.locator(".sendsim-large, .sendsim-easy").count() == 1, "how the page looks is kept"


def test_on_paper_all_is_open_and_no_button_is_left(open_page: Open) -> None:
    page = open_page("learn").page
    begin(page, "Paper Rowan")
    start(page)
    choose(page, "school-days")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".sendsim-player-body details:not([open])").count() == 0
    assert page.get_by_text("From the receipt of a request for an EHC assessment").first.is_visible()
    assert page.locator(".sendsim-player button:visible").count() == 0
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".sendsim-player-body details[open]").count() == 0


def test_home_leads_here(open_page: Open) -> None:
    page = open_page("home").page
    page.get_by_role("link", name="Learn with scenarios").click()
    page.wait_for_selector("body[data-state=ready]", timeout=60_000)
    prove_content(page, "Learn with scenarios")
    assert ("textbox", "Made-up name") in tree(page)
