"""The server and the page round the controls: what is sent, what is asked for, and how kernels end."""

from __future__ import annotations

import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.browser.conftest import FORKED, Site, close
from tests.browser.helpers import Visit, assert_accessible, assert_clean_console, assert_no_sideways_scroll, tree

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]


def ask(address: str) -> tuple[int, dict[str, str], str]:
    """Return the status, headers and text of an answer."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=30) as reply:
            return reply.status, dict(reply.headers), reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


def test_home(open_page: Open) -> None:
    visit = open_page("home")
    assert_accessible(visit.page)
    seen = tree(visit.page)
    for role in ("banner", "main", "contentinfo"):
        assert [r for r, _ in seen].count(role) == 1, role
    assert visit.page.locator("text=Loading...").count() == 0
    assert visit.page.title().endswith("- sendsim")
    assert visit.page.evaluate("document.documentElement.lang") == "en-GB"
    assert_clean_console(visit)


def test_the_terminal_stays_quiet(open_page: Open, site: Site) -> None:
    open_page("home")
    assert "websocket" not in site.log()


def test_home_reflows(open_page: Open) -> None:
    assert_no_sideways_scroll(open_page("home", width=320, height=256).page)


def test_skip_link_goes_to_main(open_page: Open) -> None:
    page = open_page("home").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_content_security_policy(open_page: Open, site: Site) -> None:
    page = open_page("home").page
    reply = page.reload()
    assert reply is not None
    text = reply.text()
    page.wait_for_selector("body[data-state=ready]")
    policy = dict(part.strip().partition(" ")[::2] for part in reply.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert "'unsafe-inline'" not in policy["script-src"]
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert "http://" not in text.replace("http://www.w3.org", "") and "https://" not in text.replace(
        "https://cdnjs", ""
    )
    ran = page.evaluate(
        """async () => {
            const script = document.createElement("script");
            script.textContent = "window.injected = true";
            document.body.append(script);
            try { await fetch("http://127.0.0.1:9/"); } catch { window.blocked = true; }
            return [window.injected === true, window.blocked === true];
        }"""
    )
    assert ran == [False, True]


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "voila/tree/",
        "voila/render/home.ipynb",
        "voila/api/contents/",
        "voila/files/x.py",
        "api/kernels",
        "api/contents",
        "home.ipynb",
    ],
)
def test_nothing_else_is_served(site: Site, path: str) -> None:
    status, headers, text = ask(site.root + path)
    assert status == 404
    assert "Content-Security-Policy" in headers
    assert "Page not found" in text and "jsdelivr" not in text and 'lang="en-GB"' in text


def test_not_found_page_is_accessible(site: Site, open_page: Open) -> None:
    page = open_page("home").page
    page.goto(site.root + "nothing")
    assert_accessible(page)
    page.get_by_role("link", name="Go to the home page").click()
    page.wait_for_selector("body[data-state=ready]")


def test_a_crash_is_told_plainly(open_page: Open, site: Site) -> None:
    visit = open_page("crash", crashed=True)
    assert visit.page.get_by_role("heading", name="This page has stopped working").is_visible()
    assert visit.page.get_by_text("ValueError").first.is_visible()  # the tests turn tracebacks on
    with pytest.raises(AssertionError, match="crashed"):
        from tests.browser.helpers import prove_content

        prove_content(visit.page)
    assert site.wait_for_kernels(0) == 0, "a page that has stopped needs no kernel"


def test_closing_and_reloading_free_the_kernel(open_page: Open, site: Site) -> None:
    site.wait_for_kernels(0)
    page = open_page("gallery").page
    assert site.wait_for_kernels(1) == 1
    page.reload()
    page.wait_for_selector("body[data-state=ready]", timeout=60_000)
    assert site.wait_for_kernels(1) == 1
    close(page)
    assert site.wait_for_kernels(0) == 0


def test_a_kernel_without_beats_ends_itself_and_the_page_is_told(open_page: Open, site: Site) -> None:
    site.wait_for_kernels(0)
    page = open_page("gallery").page
    page.wait_for_selector("[data-beats]", state="attached")
    time.sleep(6)  # longer than the limit: a page that beats keeps its kernel
    assert site.kernels() == 1
    page.evaluate("for (let i = 1; i < 10000; i++) clearInterval(i)")  # a page that hangs: no beat, no closing message
    assert site.wait_for_kernels(0, 15) == 0


def test_lost_server_is_told(open_page: Open, site: Site, tmp_path: Path, browser: object) -> None:
    other = Site(tmp_path)
    try:
        page = browser.new_page()  # type: ignore[attr-defined]
        page.goto(other.root, timeout=60_000)
        page.wait_for_selector("body[data-state=ready]", timeout=60_000)
        assert other.kernels() == 1
        assert other.end() == []
        for _ in range(2):  # the page looks now, rather than in a quarter of a minute
            page.evaluate("dispatchEvent(new Event('online'))")
            page.wait_for_timeout(300)
        page.get_by_role("alert").filter(has_text="Connection lost").wait_for(timeout=40_000)
        page.close()
    finally:
        other.end()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kernels are forked on Linux only")
def test_pages_open_without_the_process_that_forks(tmp_path: Path) -> None:
    """While it loads, and after it has gone, kernels are started anew; between, a kernel is a copy of it."""
    other = Site(tmp_path)

    def commands() -> list[str]:
        return [" ".join(kernel.cmdline()) for kernel in other.kernel_processes()]

    try:
        assert ask(other.root)[0] == 200
        assert "ipykernel_launcher" in commands()[0]
        limit = time.monotonic() + 60
        while not any(FORKED in command for command in commands()):
            assert time.monotonic() < limit, "no kernel was forked within a minute"
            time.sleep(2.0)
            assert ask(other.root)[0] == 200
        (forking,) = [p for p in psutil.Process(other.process.pid).children() if FORKED in " ".join(p.cmdline())]
        before = sum("ipykernel_launcher" in command for command in commands())
        forking.kill()  # and a page is asked for at once, while it may be half gone
        status, _, _ = ask(other.root)
        assert status == 200, other.log()[-6000:]
        assert sum("ipykernel_launcher" in command for command in commands()) == before + 1
    finally:
        assert other.end() == []


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals between processes")
def test_no_orphans(site: Site, tmp_path: Path, sig: int) -> None:
    other = Site(tmp_path)
    # Start two pages and do not wait for them: ending during a start is the hard case.
    import threading

    for name in ("home", "gallery"):
        threading.Thread(target=lambda name=name: ask_quietly(other.address(name)), daemon=True).start()
    time.sleep(2.0)
    assert other.kernels() >= 1
    assert other.end(sig) == []
    assert other.process.returncode == 0, other.log()[-2000:]


def ask_quietly(address: str) -> None:
    """Ask for a page whose server may go away meanwhile."""
    try:
        ask(address)
    except Exception:
        return
