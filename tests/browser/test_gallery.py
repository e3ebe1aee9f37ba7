"""Every control, by keyboard and as assistive technology gets it, on one page."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.browser.helpers import (
    TEXT_SPACING,
    Visit,
    assert_accessible,
    assert_clean_console,
    assert_no_sideways_scroll,
    assert_nothing_cut,
    tree,
)

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]


def known(visit: Visit, words: str) -> None:
    """Wait until Python has told the page that it knows ``words``."""
    visit.page.get_by_text(words).wait_for()


def test_accessible_in_each_state(open_page: Open) -> None:
    visit = open_page("gallery", h1="Every control")
    page = visit.page
    assert_accessible(page)
    seen = tree(page)
    for role, name in (
        ("slider", "Mediators"),
        ("textbox", "Mediators: exact number, full-time staff"),
        ("combobox", "Local authority"),
        ("button", "Run again"),
        ("button", "Staff"),
        ("navigation", "Related pages"),
        ("region", "A wide table"),
    ):
        assert any(r == role and n == name for r, n in seen), (role, name)
    page.get_by_text("Show these figures as a table").click()
    page.get_by_role("button", name="Demand").click()
    box = page.get_by_role("textbox", name="Mediators")
    box.fill("99")
    box.press("Enter")
    page.get_by_text("Mediators must be between 0 and 20.").wait_for()
    page.get_by_role("button", name="Put back").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    page.get_by_role("button", name="Start long work").click()
    page.get_by_role("progressbar", name="Simulating").wait_for()
    assert_accessible(page)
    assert_clean_console(visit)


def test_slider_by_keyboard(open_page: Open) -> None:
    visit = open_page("gallery")
    slider = visit.page.get_by_role("slider", name="Mediators")
    slider.focus()
    for key, value in (("ArrowRight", "4.5"), ("ArrowLeft", "4"), ("End", "20"), ("Home", "0"), ("PageUp", "2")):
        slider.press(key)
        known(visit, f"mediators={value} preview={value} ")
    assert slider.get_attribute("aria-valuetext") == "2.0 full-time staff"
    assert visit.page.get_by_role("textbox", name="Mediators").input_value() == "2.0"
    assert visit.page.evaluate("document.activeElement.type") == "range"


def test_number_box_refuses_in_words(open_page: Open) -> None:
    visit = open_page("gallery")
    box = visit.page.get_by_role("textbox", name="Mediators")
    for typed, words in (
        ("21", "Mediators must be between 0 and 20."),
        ("four", "Mediators must be a number, like 4.0."),
        ("4.3", "Mediators must be in steps of 0.5 from 0."),
    ):
        box.fill(typed)
        box.press("Tab")
        visit.page.get_by_text(words).wait_for()
        assert box.get_attribute("aria-invalid") == "true"
    known(visit, "mediators=4 ")
    box.fill("7.5")
    box.press("Enter")
    known(visit, "mediators=7.5 ")
    assert box.get_attribute("aria-invalid") is None


def test_what_a_browser_must_not_send_is_put_back(open_page: Open) -> None:
    visit = open_page("gallery")
    slider = visit.page.get_by_role("slider", name="Mediators")
    # A page that was tampered with: the native limit is lifted and an impossible value committed.
    slider.evaluate("node => { node.max = 500; node.value = 400; node.dispatchEvent(new Event('change')); }")
    visit.page.get_by_text("Mediators must be between 0 and 20.").wait_for()
    visit.page.wait_for_function("document.querySelector('input[type=range]').value === '4'")
    known(visit, "mediators=4 ")


def test_select_button_and_status_by_keyboard(open_page: Open) -> None:
    visit = open_page("gallery")
    page = visit.page
    page.get_by_role("combobox", name="Local authority").focus()
    page.keyboard.press("ArrowDown")
    known(visit, "area=Surrey")
    page.get_by_role("button", name="Run again").focus()
    page.keyboard.press("Enter")
    known(visit, "clicks=1 ")
    status = page.get_by_role("status").filter(has_text="Run again was pressed, 1 times")
    status.wait_for()
    page.keyboard.press("Space")
    known(visit, "clicks=2 ")
    page.get_by_role("button", name="Not now").press("Enter")
    known(visit, "clicks=2 ")


def test_presses_made_on_one_sight_count_once(open_page: Open) -> None:
    visit = open_page("gallery")
    visit.page.get_by_role("button", name="Run again").evaluate("node => { node.click(); node.click(); node.click(); }")
    known(visit, "clicks=1 ")
    time.sleep(0.5)
    known(visit, "clicks=1 ")


def test_panels_open_without_python(open_page: Open) -> None:
    page = open_page("gallery").page
    demand = page.get_by_role("button", name="Demand")
    hidden = page.get_by_text("Nothing to set here yet.")
    assert demand.get_attribute("aria-expanded") == "false" and not hidden.is_visible()
    demand.press("Enter")
    assert demand.get_attribute("aria-expanded") == "true" and hidden.is_visible()
    demand.press("Space")
    assert not hidden.is_visible()


def test_error_summary_takes_focus_and_leads_to_the_field(open_page: Open) -> None:
    page = open_page("gallery").page
    page.get_by_role("button", name="Put back").click()
    page.wait_for_function("document.activeElement.classList.contains('govuk-error-summary')")
    page.get_by_role("link", name="Mediators must be between 0 and 20.").press("Enter")
    assert page.evaluate("document.activeElement.type") == "range"


def test_progress_can_be_stopped_and_keeps_focus(open_page: Open) -> None:
    visit = open_page("gallery")
    page = visit.page
    page.get_by_role("button", name="Start long work").click()
    page.get_by_role("progressbar", name="Simulating").wait_for()
    page.get_by_role("status").filter(has_text="Simulating: ").wait_for(state="attached")
    page.get_by_role("button", name="Stop simulating").press("Enter")
    known(visit, "stops=1 ")
    assert page.evaluate("document.activeElement.tagName") != "BODY"


def test_downloads_hold_the_right_bytes(open_page: Open) -> None:
    visit = open_page("gallery")
    page = visit.page
    got = {}
    for label in (
        "Download table (CSV) for Open cases",
        "Download picture (SVG) for Open cases",
        "Download picture (PNG) for Open cases",
    ):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=label).press("Enter")
        got[waiting.value.suggested_filename] = waiting.value.path().read_bytes()
    assert set(got) == {"open-cases.csv", "open-cases.svg", "open-cases.png"}
    lines = got["open-cases.csv"].decode("utf-8").split("\r\n")
    assert lines[0] == "\ufeffMonth,Open cases,In time,Change"
    assert lines[1] == "September,1234,0.875,"
    assert lines[2] == "October,1244,0.865,-1.25"
    assert lines[6].startswith("'=2+3,")
    assert got["open-cases.svg"].startswith(b"<svg") and got["open-cases.png"].startswith(b"\x89PNG")
    known(visit, "png=1")
    assert_clean_console(visit)


def test_table_twin(open_page: Open) -> None:
    page = open_page("gallery").page
    page.locator("summary").press("Enter")
    table = page.get_by_role("table", name="Open cases")
    assert table.locator("thead th[scope=col]").all_inner_texts() == ["Month", "Open cases", "In time", "Change"]
    first = table.locator("tbody tr").nth(0)
    assert first.locator("th[scope=row]").inner_text() == "September"
    assert first.locator("td").all_inner_texts() == ["1,234", "87.5%", "not known"]
    assert table.locator("tbody tr").nth(1).locator("td").all_inner_texts()[2] == "\u22121.3"


def test_markup_is_shown_as_written(open_page: Open) -> None:
    page = open_page("gallery").page
    assert page.get_by_text("A paragraph with <b>markup</b> & signs, shown as written.").is_visible()


def test_tab_reaches_every_control_in_order_and_focus_shows(open_page: Open) -> None:
    page = open_page("gallery", height=900).page
    stops, invisible = [], []
    for _ in range(60):
        page.keyboard.press("Tab")
        spot = page.evaluate(
            """() => {
                const node = document.activeElement;
                if (node === document.body) return null;
                const style = getComputedStyle(node);
                const box = node.getBoundingClientRect();
                const down = Math.min(box.height / 2, innerHeight - 1);
                const top = document.elementFromPoint(box.x + box.width / 2, box.y + down);
                return {name: (node.getAttribute("aria-label") || node.textContent || node.id).trim().slice(0, 40),
                    tag: node.tagName, type: node.type || "",
                    width: parseFloat(style.outlineWidth), style: style.outlineStyle,
                    high: box.height, wide: box.width,
                    covered: !top || !(node === top || node.contains(top) || top.contains(node))};
            }"""
        )
        if spot is None:
            break
        stops.append(spot)
        if spot["style"] == "none" or spot["width"] < 3 or spot["covered"]:
            invisible.append(spot)
    assert not invisible, invisible
    small = [spot for spot in stops if spot["high"] < 24 or spot["wide"] < 24]
    assert not small, small
    for spot in stops:
        if spot["tag"] in ("BUTTON", "SELECT", "INPUT", "SUMMARY"):
            assert spot["high"] >= 43.9, spot
    names = [spot["name"] for spot in stops]
    order = [
        "Skip to main content",
        "sendsim",
        "Staff",
        "Mediators: exact number, full-time staff",
        "Demand",
        "Run again",
        "Put back",
        "Not now",
        "Show these figures as a table",
        "Start long work",
        "Home",
    ]
    places = [next(i for i, name in enumerate(names) if name.startswith(wanted)) for wanted in order]
    assert places == sorted(places), names


def test_reflow(open_page: Open) -> None:
    page = open_page("gallery", width=320).page
    page.locator("summary").click()
    for spacing in (False, True):
        if spacing:
            page.add_style_tag(content=TEXT_SPACING)
        for width, height in ((320, 4000), (320, 256), (768, 1024)):
            page.set_viewport_size({"width": width, "height": height})
            assert_no_sideways_scroll(page)
            assert_nothing_cut(page)


def test_two_columns_become_one(open_page: Open) -> None:
    page = open_page("gallery").page

    def places(width: int) -> list[dict[str, float]]:
        page.set_viewport_size({"width": width, "height": 4000})
        boxes = [page.get_by_role("heading", name=name, exact=True).bounding_box() for name in ("Levers", "Results")]
        return [dict(box) for box in boxes if box]

    levers, results = places(1280)
    assert results["x"] > levers["x"] + 250 and abs(results["y"] - levers["y"]) < 5
    levers, results = places(600)
    assert results["x"] == levers["x"] and results["y"] > levers["y"] + 250


def test_preferences(open_page: Open) -> None:
    visit = open_page("gallery")
    page = visit.page
    for preference in ({"reduced_motion": "reduce"}, {"forced_colors": "active"}, {"color_scheme": "dark"}):
        page.emulate_media(**preference)  # type: ignore[arg-type]
        assert page.evaluate("document.getAnimations().length") == 0
        assert len(page.screenshot()) > 20_000
    assert_clean_console(visit)


def test_print(open_page: Open) -> None:
    page = open_page("gallery").page
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Run again").is_visible()
    assert page.get_by_role("heading", name="Open cases").is_visible()
