"""The planner's page as a new user meets it: by mouse, by keyboard alone, on a narrow screen, and by its files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

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


@pytest.fixture
def planner(open_page: Open) -> Visit:
    visit = open_page("planner", h1="Plan a caseload")
    visit.page.get_by_role("heading", name="Kirklees today").wait_for(timeout=30_000)
    return visit


def test_the_baseline_is_there_at_once_with_every_chart_and_its_words(planner: Visit) -> None:
    page = planner.page
    assert not page.get_by_role("progressbar").is_visible()  # nothing is computed at the start
    for title in ("Open disagreements", "Wait for mediation", "Wait for a hearing", "How disagreements end"):
        region = page.get_by_role("region", name=title, exact=True)
        alt = region.get_by_role("img").get_attribute("alt")
        assert alt is not None and re.search(r"\d", alt), title
        drawn = region.get_by_role("img").evaluate("node => node.complete && node.naturalWidth > 100")
        assert drawn, title
    assert_clean_console(planner)


def test_no_axe_finding_before_and_after_a_change(planner: Visit) -> None:
    page = planner.page
    assert_accessible(page)
    page.get_by_text("Show these figures as a table").first.click()
    page.get_by_role("button", name="Where the numbers come from").click()
    assert_accessible(page)
    names = [name for role, name in tree(page) if role == "slider"]
    assert len(names) == 17 and all(names) and len(set(names)) == 17


def test_a_slider_moved_by_keyboard_changes_the_chart_the_table_and_the_words(planner: Visit) -> None:
    page = planner.page
    region = page.get_by_role("region", name="Wait for mediation", exact=True)
    before = region.get_by_role("img").get_attribute("alt")
    slider = page.get_by_role("slider", name="Mediators")
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.get_by_role("heading", name="What the change does").wait_for(timeout=90_000)
    page.wait_for_function(
        "before => [...document.querySelectorAll('img')].every(i => i.alt !== before)", arg=before, timeout=30_000
    )
    assert page.get_by_text(re.compile(r"The wait for mediation falls by .* weeks")).count() == 1
    page.get_by_role("columnheader", name="Difference", exact=True).first.wait_for(timeout=30_000)
    assert "today" in (region.get_by_role("img").get_attribute("alt") or "")
    # A first picture may rest on fewer runs: axe is to judge the page when the last one stands.
    page.get_by_text("The charts and tables now show the change").first.wait_for(timeout=60_000)
    # The next answer changes the table cell by cell, its words are read out though they are the same, and the tables
    # behind the charts follow.
    page.evaluate(
        """() => {
            const tables = [...document.querySelectorAll('table')];
            const cell = tables.find((t) => t.caption.textContent.includes('measure by measure')).querySelector('td');
            const spoken = [...document.querySelectorAll('[role=status]')];
            const words = spoken.find((region) => region.textContent.includes('now show'));
            window.next = { cell, said: [] };
            const hear = () => window.next.said.push(words.textContent);
            new MutationObserver(hear).observe(words, { childList: true, characterData: true, subtree: true });
        }"""
    )
    page.keyboard.press("ArrowRight")
    page.wait_for_function("window.next.said.some((words) => words.includes('30 of 30 runs'))", timeout=60_000)
    assert page.evaluate("window.next.cell.isConnected")
    region.get_by_text("Show these figures as a table").click()
    region.get_by_role("columnheader", name="% of families, changed").wait_for(timeout=20_000)
    shown = region.get_by_role("row").nth(1).get_by_role("cell").all_inner_texts()
    assert len(shown) == 2 and shown[0] != shown[1]
    slider.focus()
    # The work did not take the focus away, and the page is still sound.
    assert page.evaluate("document.activeElement.getAttribute('type')") == "range"
    assert_accessible(page)
    # Back to today's settings: the comparison goes away at once.
    page.get_by_role("button", name="Back to today's settings").press("Enter")
    page.get_by_role("heading", name="What the change does").wait_for(state="detached", timeout=20_000)
    assert_clean_console(planner)


def test_another_authority(planner: Visit) -> None:
    page = planner.page
    page.get_by_role("combobox", name="Local authority").select_option(label="Rutland")
    page.get_by_role("heading", name="Rutland today").wait_for(timeout=90_000)
    assert page.get_by_text(re.compile("In Rutland, about")).count() == 1


def test_downloads(planner: Visit) -> None:
    page = planner.page
    region = page.get_by_role("region", name="Open disagreements", exact=True)
    for kind, start in (("CSV", b"\xef\xbb\xbf"), ("SVG", b"<?xml"), ("PNG", b"\x89PNG")):
        with page.expect_download(timeout=30_000) as waiting:
            region.get_by_role("button", name=re.compile(rf"\({kind}\)")).click()
        assert waiting.value.suggested_filename == f"open-disagreements.{kind.lower()}"
        data = waiting.value.path().read_bytes()
        assert data.startswith(start), (kind, data[:40])
        if kind == "CSV":
            assert b"Week beginning" in data and data.count(b"\n") > 10


TWO_AREAS = """\
name: two desks
start: 2026-01-05
end: 2027-01-05
pathway:
  name: one desk
  start: desk
  stages:
    - kind: activity
      name: desk
      team: staff
      takes: {law: fixed, value: 1, unit: hours}
      then: [{to: settled, p: 0.5}, {to: gone}]
    - {kind: end, name: settled}
    - {kind: end, name: gone}
demand: [{name: people, per_year: 100}]
teams: [{name: staff, staff: [{number: 1}]}]
areas: [{name: North}, {name: South, demand: {people: 40}}]
"""


def test_a_plan_of_ones_own_with_its_areas(planner: Visit, tmp_path: Path) -> None:
    """A file is opened by its labelled box; a bad one is told there; areas have a chart, a choice and a table."""
    page = planner.page
    page.set_default_timeout(90_000)  # it runs a plan that is not kept ready, on a machine that may be busy
    (tmp_path / "bad.yaml").write_text("name: x\n")
    (tmp_path / "two.yaml").write_text(TWO_AREAS)
    assert page.get_by_role("button", name="Areas of the plan").count() == 0
    page.get_by_role("button", name="Your own plan or open cases").press("Enter")
    box = page.get_by_label("Open a plan or open cases")
    box.set_input_files(tmp_path / "bad.yaml")
    page.get_by_text(re.compile("bad.yaml: .* is missing")).wait_for()
    assert_accessible(page)
    box.set_input_files(tmp_path / "two.yaml")
    page.get_by_role("heading", name="two desks today").wait_for()
    assert {name for role, name in tree(page) if role == "slider"} == {
        "Growth in disagreements",
        "Uncertainty of each year's number of disagreements",
    }
    page.get_by_role("button", name="Areas of the plan").press("Enter")
    region = page.get_by_role("region", name="Areas ranked, today", exact=True)
    page.get_by_role("combobox", name="Measure", exact=True).select_option(
        label="New disagreements in the whole period"
    )
    page.wait_for_function(
        "[...document.querySelectorAll('img')].some(i => i.alt.includes('new disagreements in the'))"
    )
    assert "North" in (region.get_by_role("img").get_attribute("alt") or "")
    table = page.get_by_role("table", name="By area, today")
    assert [
        table.get_by_role("rowheader", name=n).or_(table.get_by_role("cell", name=n)).count()
        for n in ("North", "South")
    ] == [1, 1]
    assert_accessible(page)
    page.get_by_role("button", name="Back to the authority chosen").press("Enter")
    page.get_by_role("heading", name="Kirklees today").wait_for()
    page.get_by_role("button", name="Areas of the plan").wait_for(state="detached")
    assert_clean_console(planner)


@pytest.mark.parametrize(("width", "height"), [(320, 800), (320, 256)])
def test_narrow_and_zoomed(open_page: Open, width: int, height: int) -> None:
    page = open_page("planner", width=width, height=height).page
    page.get_by_role("heading", name="Kirklees today").wait_for(timeout=30_000)
    assert_no_sideways_scroll(page)
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }", TEXT_SPACING
    )
    assert_no_sideways_scroll(page)
