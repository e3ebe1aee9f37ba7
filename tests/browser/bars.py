"""The accessibility bars as measurements: each takes a page and returns what is wrong, in words."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

MOST_STOPS = 250
CONTROLS = {"button", "link", "textbox", "radio", "checkbox", "combobox"}
GROUPS = {"table", "navigation", "radiogroup"}


@cache
def _source() -> str:
    return Path(__file__).with_name("bars.js").read_text(encoding="utf-8")


def _call(page: Page, what: str) -> Any:
    if not page.evaluate("typeof window.sendsimBars === 'object'"):
        page.evaluate(_source())
    return page.evaluate(f"window.sendsimBars.{what}")


def contrast(page: Page) -> list[str]:
    """A7: text 4.5 to 1 (large 3 to 1), edges of fields and buttons 3 to 1; worked out here, not by axe."""
    return list(_call(page, "contrast()"))


def targets(page: Page) -> list[str]:
    """A6: every target 24 by 24 at least; answers and main buttons 44 high."""
    return list(_call(page, "targets()"))


def language(page: Page) -> list[str]:
    """A12: the page, the interface and every run of a story say in which language they are."""
    return list(_call(page, "language()"))


def unmarked(page: Page) -> list[str]:
    """In the made-up language: what neither stands in marks nor is marked as a story's."""
    return list(_call(page, "unmarked()"))


def cut(page: Page) -> list[str]:
    """A8: what is wider than the window, and text that is cut."""
    return list(_call(page, "cut()"))


def moving(page: Page) -> list[str]:
    """A9: what still moves."""
    return list(_call(page, "moving()"))


def names(page: Page) -> list[str]:
    """A11: every control has a name, and it contains what is seen on it."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    bad = []
    for node in nodes:
        role = str(node.get("role", {}).get("value", ""))
        focusable = any(item["name"] == "focusable" for item in node.get("properties", []))
        named = str(node.get("name", {}).get("value", "")).strip()
        if not node.get("ignored") and not named and (role in GROUPS or (role in CONTROLS and focusable)):
            bad.append(f"a {role} without a name")
    return bad + list(_call(page, "labels()"))


def focus_ring(page: Page) -> list[str]:
    """A3 and A5: Tab goes through everything in the order of the source; each stop shows its ring and is in view."""
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0); window.lastStop = null")
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    bad: list[str] = []
    for number in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at = _call(page, f"stop({str(number == 0).lower()})")
        if at.get("end") or at["again"]:
            break
        if at["ring"] < 2 or at["contrast"] < 3:
            bad.append(f"ring of {at['ring']} px, {at['contrast']:.1f} to 1: {at['what']}")
        if not at["later"]:
            bad.append(f"out of order: {at['what']}")
        if at["covered"] or not at["inside"]:
            bad.append(f"covered or out of view: {at['what']}")
    else:
        bad.append("Tab never came to an end")
    page.evaluate("document.querySelectorAll('[data-stopped]').forEach((n) => delete n.dataset.stopped)")
    return bad
