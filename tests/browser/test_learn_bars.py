"""The accessibility bars of the learning page, A1 to A16, on every view; A17 is for people (docs/accessibility.md).

One walk visits every view and measures each bar there; then there is one test a bar, so that a failure names it. A
second walk does so in a made-up language, in which every word of the interface stands in marks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import sendsim
from sendsim.training.attempt import result_of, walk
from sendsim.training.bank import banks, questions, story
from sendsim.training.catalogue import catalogue
from sendsim.training.parts import Grade
from sendsim.training.play import choices_now, new_run
from sendsim.training.practice import items
from sendsim.training.progress import Progress
from tests.browser import bars
from tests.browser.conftest import Site, close
from tests.browser.helpers import TEXT_SPACING, Visit, assert_accessible, prove_content, tree

pytestmark = pytest.mark.browser
Found = dict[str, list[str]]
BEST = ("in-time", "in-limit", "later-of-two", "not-here", "reread", "two-weeks")
SCRIPTS = sorted((Path(sendsim.__file__).parent / "apps/controls/assets").glob("player*.js"))
WAYS = ["All scenarios", "Your progress", "Tests before and after", "Words explained", "Leave"]
VIEWS = {
    "welcome",
    "welcome with an error",
    "catalogue",
    "intro",
    "scene",
    "scene with an error",
    "feedback",
    "second scene",
    "end",
    "progress",
    "practice",
    "practised",
    "words",
    "tests",
    "test",
    "test done",
    "gain",
    "delete",
    "print",
}


def prepare(site: Site, name: str) -> int:
    """Put a learner into the file who missed questions two days ago; return how many choices the first to come has."""
    times = [datetime.now(UTC) - timedelta(days=2)]

    def now() -> datetime:
        times[0] += timedelta(seconds=1)
        return times[0]

    progress = Progress(site.learning, now)
    scenario = catalogue()["placement-alone"].scenario
    learner = progress.open(name)
    attempt = progress.begin(learner, new_run(scenario))
    while scenario.beats[walk(scenario, attempt).beat].ask is not None:
        here = walk(scenario, attempt)
        worst = min(choices_now(scenario, here.moments[-1].state), key=lambda choice: choice.grade.points)
        attempt = progress.enter(learner, attempt, "decide", here.beat, worst.id)
    progress.finish(learner, attempt, result_of(scenario, walk(scenario, attempt)))
    for form in ("a", "b"):  # both tests of one subject, so that there is a change to show
        made = story(banks()["being-open"], form)
        attempt = progress.begin(learner, new_run(made))
        for item in questions(banks()["being-open"], form):
            best = next(choice.id for choice in item.choices if choice.grade is Grade.BEST)
            attempt = progress.enter(learner, attempt, "decide", item.id, best)
        progress.finish(learner, attempt, result_of(made, walk(made, attempt)))
    progress.set_place(learner, {"view": "catalogue"})
    first = items({scenario.id: scenario}, progress.attempts(learner))[0]
    assert first.missed.before is not None
    return len(choices_now(scenario, first.missed.before))


class Walk:
    """Visits every view and measures."""

    def __init__(self, visit: Visit, marked: bool) -> None:
        self.page, self.visit, self.marked = visit.page, visit, marked
        self.found: Found = defaultdict(list)
        self.seen: list[str] = []
        self.titles: dict[str, str] = {}

    def note(self, bar: str, view: str, wrong: list[str]) -> None:
        self.found[bar] += [f"{view}: {text}" for text in wrong]

    def kind(self, kind: str) -> None:
        """Wait for a view; focus must be in it, never on the body (A4)."""
        self.page.wait_for_selector(f"[data-kind={kind}]")
        self.page.wait_for_timeout(100)
        where = self.page.evaluate("document.activeElement.tagName")
        self.note("A4", kind, ["focus is on the body"] if where == "BODY" else [])

    def measure(self, view: str, radios: int = 0, opened: int = 1000) -> None:
        """Measure every bar that can be measured on a view, with its notes opened: all, or the first ``opened``."""
        page = self.page
        self.seen.append(view)
        focused = page.evaluate_handle("document.activeElement")
        page.evaluate(
            "n => [...document.querySelectorAll('.sendsim-player-body details')].slice(0, n)"
            ".forEach((d) => { d.open = true; })",
            opened,
        )
        try:
            assert_accessible(page)
        except AssertionError as error:
            self.note("A1", view, [str(error)[:600]])
        prove_content(page)
        roles = [role for role, _ in tree(page)]
        self.note(
            "A2", view, [] if roles.count("radio") == radios else [f"{roles.count('radio')} radios, not {radios}"]
        )
        self.note("A5", view, bars.focus_ring(page))
        self.note("A6", view, bars.targets(page))
        self.note("A7", view, bars.contrast(page))
        self.note("A11", view, bars.names(page))
        self.note("A12", view, bars.language(page))
        if self.titles.get(page.title(), view) != view:
            self.note("A12", view, [f"has the title of {self.titles[page.title()]}"])
        self.titles[page.title()] = view
        self.note("A14", view, self.ways())
        if self.marked:
            self.note("words", view, bars.unmarked(page))
        self.narrow(view)
        page.evaluate("document.querySelectorAll('.sendsim-player-body details').forEach((n) => { n.open = false; })")
        focused.evaluate("n => n.focus()")

    def ways(self) -> list[str]:
        """Return what is wrong with the ways about: the same five, in the same order, in every view (3.2.3, 3.2.6)."""
        labels = self.page.locator(".sendsim-player-top nav button").all_inner_texts()
        plain = [label.strip("\u27e6\u27e7") for label in labels]
        return [] if plain in ([], WAYS) else [str(plain)]

    def narrow(self, view: str) -> None:
        """Measure at 320 pixels (which is 1280 at 400 %), then with text spacing."""
        page = self.page
        page.set_viewport_size({"width": 320, "height": 800})
        self.note("A8", view, bars.cut(page))
        spaced = page.add_style_tag(content=TEXT_SPACING)
        self.note("A8", view + ", spaced", bars.cut(page))
        spaced.evaluate("n => n.remove()")
        page.set_viewport_size({"width": 1280, "height": 4000})

    def press(self, label: str) -> None:
        """Press a button by the beginning of its words."""
        self.page.locator("button:visible").filter(has_text=re.compile("^\u27e6?" + re.escape(label))).first.click()

    def choose(self, choice: str) -> None:
        self.page.locator(f"input[type=radio][value={choice}]").check()
        self.press("Answer")
        self.kind("feedback")

    def go(self, name: str, practice: int) -> None:
        """Go through every view."""
        page = self.page
        page.wait_for_selector("[data-kind=welcome]")
        self.measure("welcome")
        box = page.locator("[data-field=name]")
        box.fill("a@b")
        self.press("Begin or go on")
        page.wait_for_selector("[data-errors]")
        self.kind("welcome")
        self.measure("welcome with an error")
        page.locator("[data-field=name]").fill(name)
        self.press("Begin or go on")
        self.kind("catalogue")
        self.measure("catalogue")
        page.locator("button[class*=govuk]", has_text="As required, but how much is that?").first.click()
        self.kind("intro")
        self.measure("intro")
        self.press("All scenarios")
        self.kind("catalogue")
        page.locator("button[class*=govuk]", has_text="A request for assessment is refused").first.click()
        self.kind("intro")
        self.press("Start")
        self.kind("scene")
        self.measure("scene", radios=3)
        self.press("Answer")
        page.wait_for_selector("[data-errors]")
        self.measure("scene with an error", radios=3)
        for number, choice in enumerate(BEST):
            self.choose(choice)
            if number == 0:
                self.measure("feedback")
            self.press("Go on")
            page.wait_for_selector("[data-kind=scene], [data-kind=end]")
            if number == 0:
                self.kind("scene")
                self.measure("second scene", radios=3)
        self.kind("end")
        self.measure("end")
        self.press("Your progress")
        self.kind("progress")
        self.measure("progress")
        self.press("Practise now")
        self.kind("scene")
        self.measure("practice", radios=practice)
        page.locator("input[type=radio]").first.check()
        self.press("Answer")
        self.kind("feedback")
        self.measure("practised")
        self.press("Words explained")
        self.kind("words")
        self.measure("words")
        self.press("Tests before and after")
        self.kind("tests")
        self.measure("tests")
        self.press("Take the test before")
        self.kind("test")
        self.measure("test", radios=3)
        for number in range(5):
            page.locator("input[type=radio]").first.check()
            self.press("Answer")
            page.wait_for_selector(f"[data-kind=test] h2:has-text('{number + 2} of'), [data-kind=test_done]")
        self.kind("test_done")
        self.measure("test done")
        self.press("Tests before and after")
        self.kind("tests")
        self.press("See what changed")
        self.kind("gain")
        self.measure("gain", opened=2)  # ten answers are explained in the same way
        self.press("Your progress")
        self.kind("progress")
        self.press("Delete everything")
        self.kind("delete_ask")
        self.measure("delete")
        self.press("No, keep it")
        self.kind("progress")
        self.printed()

    def printed(self) -> None:
        page = self.page
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        self.seen.append("print")
        try:
            assert_accessible(page)
        except AssertionError as error:
            self.note("A1", "print", [str(error)[:600]])
        page.emulate_media(media="screen")
        page.evaluate("dispatchEvent(new Event('afterprint'))")


def open_for(browser: Browser, site: Site, page_name: str, **options: object) -> Visit:
    context = browser.new_context(viewport={"width": 1280, "height": 4000}, locale="en-GB", **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(15_000)
    visit = Visit(page, site.root)
    page.goto(site.address(page_name), timeout=60_000)
    page.wait_for_selector("body[data-state=ready]", timeout=60_000)
    return visit


def walked_on(browser: Browser, site: Site, page_name: str, name: str) -> Iterator[Walk]:
    practice = prepare(site, name)
    visit = open_for(browser, site, page_name, reduced_motion="reduce")
    found = Walk(visit, page_name != "learn")
    found.go(name, practice)
    found.note("A9", "progress", bars.moving(visit.page))
    found.found["A15"] = [*visit.messages, *visit.elsewhere, *visit.refused]
    yield found
    close(visit.page)
    visit.page.context.close()


@pytest.fixture(scope="module")
def walked(browser: Browser, site: Site) -> Iterator[Walk]:
    yield from walked_on(browser, site, "learn", "Bars Heron")


@pytest.fixture(scope="module")
def marked(browser: Browser, site: Site) -> Iterator[Walk]:
    yield from walked_on(browser, site, "learn_marked", "Marked Heron")


BARS = ["A1", "A2", "A4", "A5", "A6", "A7", "A8", "A9", "A11", "A12", "A14", "A15"]


@pytest.mark.parametrize("bar", BARS)
def test_bar(walked: Walk, bar: str) -> None:
    assert set(walked.seen) == VIEWS
    assert not walked.found[bar], "\n".join(walked.found[bar])


@pytest.mark.parametrize("bar", ["A1", "A8", "A12", "words"])
def test_bar_in_another_language(marked: Walk, bar: str) -> None:
    assert set(marked.seen) == VIEWS
    assert not marked.found[bar], "\n".join(dict.fromkeys(marked.found[bar]))


def test_the_bars_can_fail(browser: Browser, site: Site) -> None:
    """Each measurement finds a fault that is put there for it."""
    visit = open_for(browser, site, "learn_marked")
    page = visit.page
    page.evaluate(
        """() => {
            const body = document.querySelector(".sendsim-player-body");
            body.insertAdjacentHTML("afterbegin", `
              <p style="color: #999">pale</p><button style="width: 20px; height: 20px">x</button><button></button>
              <button aria-label="something else" style="transition: color 1s">Go</button>
              <p style="width: 3000px">wide</p>
              <p style="width: 1em; height: 1em; overflow: hidden">a text that is cut</p>
              <span class="sendsim-story" lang="fr">oui</span>`);
            document.querySelector(".sendsim-player").prepend(document.querySelector(".sendsim-player .govuk-button"));
        }"""
    )
    assert any("pale" in text for text in bars.contrast(page))
    assert any("20 by 20" in text for text in bars.targets(page))
    assert len(bars.names(page)) >= 2
    assert any("wide" in text for text in bars.cut(page)) and any("cut:" in t or "a text" in t for t in bars.cut(page))
    assert bars.moving(page) and bars.unmarked(page) and bars.language(page)
    page.add_style_tag(content=".sendsim.sendsim-player :focus-visible { outline: none !important; }")
    assert any(text.startswith("ring") for text in bars.focus_ring(page))
    close(page)
    page.context.close()


def test_a9_forced_colours(browser: Browser, site: Site) -> None:
    visit = open_for(browser, site, "learn", forced_colors="active")
    page = visit.page
    page.locator("[data-field=name]").fill("Forced Wren")
    page.get_by_role("button", name="Begin or go on").click()
    page.get_by_role("button", name="Open A request for assessment is refused").click()
    page.get_by_role("button", name="Start").click()
    page.locator("input[type=radio]").first.check()
    page.get_by_role("button", name="Answer", exact=True).click()
    page.wait_for_selector("[data-kind=feedback]")
    tag = page.locator(".sendsim-tag")
    assert tag.inner_text().startswith("Breach")
    assert tag.evaluate("n => parseFloat(getComputedStyle(n).borderTopWidth)") >= 2, (
        "the grade has an edge without colour"
    )
    close(page)
    page.context.close()


def test_a10_a_count_is_said_where_focus_stays(browser: Browser, site: Site) -> None:
    visit = open_for(browser, site, "learn")
    page: Page = visit.page
    page.locator("[data-field=name]").fill("Status Wren")
    page.get_by_role("button", name="Begin or go on").click()
    page.wait_for_selector("[data-kind=catalogue]")
    before = [name for role, name in tree(page) if role == "status"]
    box = page.get_by_label("Role")
    box.focus()
    page.keyboard.press("ArrowDown")
    expect(box).to_be_focused()
    said = page.get_by_role("status").filter(has_text="shown")
    assert "5 scenarios" not in said.inner_text() or len(catalogue()) != 5
    assert [role for role, _ in tree(page)].count("status") == len(before) >= 2, "the live nodes were there before"
    close(page)
    page.context.close()


def test_a13_nothing_runs_out_of_time() -> None:
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        assert "setInterval" not in text
        assert text.count("setTimeout(") == (1 if path.name == "player.js" else 0), "only the wait for an answer"


def test_a14_a_name_is_not_asked_for_twice_and_may_be_pasted(browser: Browser, site: Site) -> None:
    visit = open_for(browser, site, "learn")
    page = visit.page
    box = page.locator("[data-field=name]")
    assert len(box.input_value()) > 3, "there is nothing to think up or remember"
    box.fill("Once Wren")
    page.get_by_role("button", name="Begin or go on").click()
    page.wait_for_selector("[data-kind=catalogue]")
    page.reload(timeout=60_000)
    page.wait_for_selector("[data-kind=catalogue]", timeout=60_000)
    expect(page.get_by_text("You are Once Wren")).to_be_visible()
    close(page)
    page.context.close()
