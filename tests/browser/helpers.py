"""What real-browser tests check of any page; see the module text of ``conftest.py``."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request, Response

READY_SECONDS = 60
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Voila brings JupyterLab's parts in one version and ipywidgets asks for another; both work together, and the module
# loader says so on every page. Nothing else may be said.
KNOWN_NOISE = re.compile(r"(Unsatisfied version|No satisfying version) .*(@jupyterlab/|@jupyter-widgets/)", re.DOTALL)

TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""


class Visit:
    """A page that was opened, with all that its console, its requests and its answers said."""

    def __init__(self, page: Page, root: str) -> None:
        self.page = page
        self.root = root
        self.messages: list[str] = []
        self.elsewhere: list[str] = []
        self.refused: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.messages.append(f"error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("websocket", lambda socket: self._address(socket.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not KNOWN_NOISE.search(message.text):
            self.messages.append(f"{message.type}: {message.text}")

    def _address(self, url: str) -> None:
        ours = (self.root, self.root.replace("http:", "ws:"), "blob:" + self.root, "data:", "about:")
        if not url.startswith(ours):
            self.elsewhere.append(url)

    def _request(self, request: Request) -> None:
        self._address(request.url)

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.refused.append(f"{response.status} {response.url}")


def tree(page: Page) -> list[tuple[str, str]]:
    """Return the role and name of everything in the browser's accessibility tree."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        (str(node.get("role", {}).get("value", "")), str(node.get("name", {}).get("value", "")))
        for node in nodes
        if not node.get("ignored")
    ]


def prove_content(page: Page, h1: str | None = None) -> None:
    """Check that the page is really there: one h1, a main landmark, no crash, no traceback."""
    crashed = page.locator("[data-crashed]")
    assert crashed.count() == 0, f"a cell crashed: {crashed.first.inner_text()}"
    assert page.locator("[data-stderr]").count() == 0, page.locator("[data-stderr]").first.inner_text()
    assert "Traceback (most recent call last)" not in page.inner_text("body")
    titles = [node.inner_text() for node in page.locator("h1").all()]
    assert len(titles) == 1 and titles[0].strip(), titles
    if h1 is not None:
        assert titles == [h1]
    seen = tree(page)
    assert ("heading", titles[0]) in seen
    assert [role for role, _ in seen].count("main") == 1
    main = page.locator("main").inner_text()
    assert len(main) > 40, f"main is all but empty: {main!r}"
    assert page.evaluate("document.documentElement.lang").startswith(("en", "cy"))
    assert page.title().strip() and ".ipynb" not in page.title()


@cache
def axe_source() -> str:
    """Return the script of axe-core that comes with axe-playwright-python."""
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def assert_accessible(page: Page) -> None:
    """Run axe-core over the whole page: nothing violated and nothing left undecided, with no rule switched off.

    Grow the window to the content first: axe does not judge the contrast of what is scrolled out of sight.
    """
    height = page.evaluate("document.documentElement.scrollHeight")
    size = page.viewport_size or {"width": 1280, "height": 0}
    if size["height"] < height:
        page.set_viewport_size({"width": size["width"], "height": height + 50})
    # What a page does when something changes its size (tables that scroll by keyboard) is done by the next frame.
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"
    )
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(axe_source())
    result = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations', 'incomplete']})",
        AXE_TAGS,
    )
    _judge_again_unclipped(page, result)
    found = [
        f"{kind} {rule['id']} ({rule['impact']}): {rule['help']}\n    "
        + "\n    ".join(
            f"{node['target']} {node['html'][:200]} {node['failureSummary'][:300]}" for node in rule["nodes"][:5]
        )
        for kind in ("violations", "incomplete")
        for rule in result[kind]
    ]
    assert not found, "\n".join(found)
    assert len(result["passes"]) > 10, "axe judged next to nothing"


def _judge_again_unclipped(page: Page, result: dict[str, Any]) -> None:
    """Judge the contrast of what a wide table hides to the side again, with the table laid open.

    axe cannot judge what is scrolled out of sight and says so as "incomplete". Only that rule, only inside our
    scrolling frames, and only by judging it in full view.
    """
    rules = [rule for rule in result["incomplete"] if rule["id"] == "color-contrast"]
    inside = [_in_scroller(page, [node["target"][0] for node in rule["nodes"]]) for rule in rules]
    if not any(map(any, inside)):
        return
    opened = page.add_style_tag(
        content=".sendsim-scroller { max-height: none !important; overflow: visible !important; } "
        ".sendsim-scroller table { table-layout: fixed; width: 100% !important; min-width: 0 !important; } "
        ".sendsim-scroller :is(th, td) { overflow-wrap: anywhere; white-space: normal !important; }"
    )
    size = page.viewport_size
    if size:
        height = page.evaluate("document.documentElement.scrollHeight") + 50
        page.set_viewport_size({"width": size["width"], "height": height})
    again = page.evaluate(
        "axe.run({include: [['.sendsim-scroller']]}, {runOnly: {type: 'rule', values: ['color-contrast']}, "
        "resultTypes: ['violations', 'incomplete']})"  # to name each of thousands of cells that pass takes a minute
    )
    opened.evaluate("node => node.remove()")
    if size:
        page.set_viewport_size(size)
    for rule, clipped in zip(rules, inside, strict=True):
        rule["nodes"] = [node for node, is_clipped in zip(rule["nodes"], clipped, strict=True) if not is_clipped]
    result["incomplete"] = [rule for rule in result["incomplete"] if rule["nodes"]] + again["incomplete"]
    result["violations"] += again["violations"]


def _in_scroller(page: Page, selectors: list[str]) -> list[bool]:
    found: list[bool] = page.evaluate(
        "all => all.map(s => Boolean(document.querySelector(s)?.closest('.sendsim-scroller')))", selectors
    )
    return found


def assert_clean_console(visit: Visit) -> None:
    """Check that nothing went wrong out of sight: no console error, no other host, no refused request."""
    assert not visit.messages, "\n".join(visit.messages)
    assert not visit.elsewhere, visit.elsewhere
    assert not visit.refused, visit.refused


def assert_no_sideways_scroll(page: Page) -> None:
    """Check that the page is no wider than the window."""
    wide = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll("body *")]
                .filter((node) => node.getBoundingClientRect().right > width + 1)
                .slice(0, 5).map((node) => node.outerHTML.slice(0, 160));
        }"""
    )
    assert not wide, "\n".join(wide)


def assert_nothing_cut(page: Page) -> None:
    """Check that no text is cut off by a box too small for it (WCAG 1.4.12)."""
    cut = page.evaluate(
        """() => [...document.querySelectorAll("main :is(button, label, p, h1, h2, h3, li, a)")]
            .filter((node) => {
                const style = getComputedStyle(node);
                if (!node.offsetParent || style.overflow === "visible" || style.clipPath !== "none") return false;
                return node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1;
            }).slice(0, 5).map((node) => node.outerHTML.slice(0, 160))"""
    )
    assert not cut, "\n".join(cut)
