"""A scenario as one file: it plays from a disk, agrees with the learning page, asks nothing of anybody."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from sendsim.apps.export import MOST_NODES, export_html, table
from sendsim.apps.learn import LearnPage
from sendsim.errors import SendsimError
from sendsim.training.catalogue import catalogue
from sendsim.training.interface import Texts, texts
from sendsim.training.progress import Progress
from tests.browser import bars
from tests.browser.helpers import Visit, assert_accessible, assert_no_sideways_scroll, prove_content

pytestmark = pytest.mark.browser
ALL = [item.scenario for item in catalogue().values()]


@cache
def exported(name: str) -> str:
    scenario = catalogue()[name].scenario
    return export_html(texts(), scenario, next(iter(scenario.roles)))


def write(folder: Path, scenario: Any) -> Path:
    path = folder / f"{scenario.id}.html"
    path.write_text(exported(scenario.id), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 4000}, locale="en-GB", offline=True)
    yield context.new_page()
    context.close()


def kind(page: Page) -> str:
    return str(page.locator("[data-kind]").get_attribute("data-kind"))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def lines(page: Page) -> list[str]:
    """Return what the main part of a view says, line by line, without the words that only the learning page has."""
    text = page.locator(".sendsim-player-body").inner_text()
    leave = ("All scenarios", "Your progress", "comes back for practice", "come back for practice", "No question needs")
    return [line.strip() for line in text.splitlines() if line.strip() and not any(word in line for word in leave)]


class Twin:
    """The learning page's Python beside the file: it says what each view should hold."""

    def __init__(self, path: Path) -> None:
        self.page = LearnPage(Progress(path))
        self.act("begin", name="Twin Heron")

    def act(self, act: str, **values: Any) -> dict[str, Any]:
        player = self.page.player
        player._on_browser_message(player, {"event": "act", "act": act, "turn": player.turn, **values}, [])
        return dict(player.view)


@pytest.mark.parametrize("scenario", ALL, ids=lambda item: item.id)
def test_the_file_shows_what_the_page_shows(page: Page, tmp_path: Path, scenario: Any) -> None:
    """Two walks by chance, with steps back: the file and the page's Python show the same at every step."""
    page.goto(write(tmp_path, scenario).as_uri())
    for seed in range(2):
        walk_beside(page, Twin(tmp_path / f"learning{seed}.sqlite3"), scenario, random.Random(seed))
        press(page, "Try again from the start")


def walk_beside(page: Page, twin: Twin, scenario: Any, luck: random.Random) -> None:
    """Walk from the beginning to an end by chance, and hold each view of the file against what Python says of it."""
    press(page, "Start")
    view = twin.act("start", scenario=scenario.id, role=next(iter(scenario.roles)).value)
    for _ in range(30):
        mine = page.evaluate("document.querySelector('[data-kind]').dataset.kind")
        assert mine == view["kind"]
        said = " ".join(lines(page))
        if view["kind"] == "end":
            break
        if view["kind"] == "feedback":
            for text in (view["answered"]["grade_words"], view["note"]):
                assert text in said
            if luck.random() < 0.25:
                press(page, "Go back and try again")
                view = twin.act("back")
            else:
                press(page, "Go on")
                view = twin.act("next")
            continue
        assert view["today_words"] in said and view["acting"] in said
        for item in view["dates"]:
            assert f"{item['what']} ({texts()('dates.' + item['standing'])})" in said
        choice = luck.choice(view["choices"])["id"]
        page.locator(f"input[type=radio][value={choice}]").check()
        press(page, "Answer")
        view = twin.act("choose", attempt=view["attempt"], beat=view["beat"], choice=choice)
    said = " ".join(lines(page))
    assert view["kind"] == "end" and view["grades"] in said
    for table_ in view["score"].values():
        rows = page.locator(".sendsim-counts tbody tr").all_inner_texts()
        for row in table_:
            assert any(row["name"] in text and f"{row['taken']} of {row['of']}" in text for text in rows), row
    for path in view["path"]:
        assert path["title"] in said
    for wrong, right in view["mistakes"]:
        assert f"\u201c{wrong}\u201d In fact: {right}" in said
    for text in (*view["missed"], *view["questions"], view["notice"]):
        assert text in said
    assert len(view["turns"]) == page.locator("h4", has_text="").count()


def test_it_plays_offline_by_keyboard_and_comes_back(page: Page, tmp_path: Path) -> None:
    visit = Visit(page, "file:")
    path = write(tmp_path, catalogue()["refusal-to-assess"].scenario)
    page.goto(path.as_uri())
    prove_content(page)
    assert_accessible(page)
    page.get_by_role("button", name="Start", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The call")).to_be_focused()
    assert_accessible(page)
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your answer")).to_be_focused()
    assert_accessible(page)
    page.reload()
    expect(page.get_by_role("heading", name="Your answer")).to_be_visible()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert_no_sideways_scroll(page)
    assert page.locator("button", has_text="All scenarios").count() == 0, "nothing is offered that is not there"
    assert not visit.messages and not visit.refused


def test_every_word_of_the_file_is_from_the_catalogue(page: Page, tmp_path: Path) -> None:
    """In a language in which every word of the interface stands in marks, no word of the scripts shows without them."""
    scenario = catalogue()["refusal-to-assess"].scenario
    marked = Texts("en-XA", {key: f"\u27e6{text}\u27e7" for key, text in texts().words.items()})
    path = tmp_path / "marked.html"
    path.write_text(export_html(marked, scenario, next(iter(scenario.roles)), platform=True), encoding="utf-8")
    page.goto(path.as_uri())
    page.get_by_role("button", name="Start").click()
    for choice in ("in-time", "in-limit", "later-of-two", "not-here", "reread", "two-weeks"):
        page.locator(f"input[type=radio][value={choice}]").check()
        assert bars.unmarked(page) == []
        page.get_by_role("button", name="Answer").click()
        page.wait_for_selector("[data-kind=feedback]")
        assert bars.unmarked(page) == []
        page.get_by_role("button", name="Go on").click()
    page.wait_for_selector("[data-kind=end]")
    assert bars.unmarked(page) == []


def test_a_kept_log_that_does_not_fit_is_left_alone(page: Page, tmp_path: Path) -> None:
    path = write(tmp_path, catalogue()["refusal-to-assess"].scenario)
    page.goto(path.as_uri())
    for bad in (
        "{",
        "7",
        '{"path":[[5,"x"]],"firsts":[]}',
        '{"path":[],"firsts":[[0,"none"]]}',
        '{"path":[[0,"x"]],"firsts":[]}',
    ):
        page.evaluate(
            "bad => { const key = Object.keys(localStorage).find((k) => k.startsWith('sendsim ref'));"
            " localStorage[key] = bad; }",
            bad,
        )
        page.reload()
        expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()


def test_nothing_else_can_run_and_too_much_is_refused(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = ALL[0]
    page.goto(write(tmp_path, scenario).as_uri())
    ran = page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.body.append(s); return window.ran; }"
    )
    assert ran is None
    assert len(table(texts(), scenario, next(iter(scenario.roles)))["nodes"]) < MOST_NODES
    monkeypatch.setattr("sendsim.apps.export.MOST_NODES", 10)
    with pytest.raises(SendsimError, match="too many for one file"):
        export_html(texts(), scenario, next(iter(scenario.roles)))
