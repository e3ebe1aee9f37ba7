"""Real-browser tests: how to write one.

Each test module is marked ``pytest.mark.browser``. They need Chromium: the one named by ``SENDSIM_CHROMIUM``, else one
that is installed (Chromium, Chrome or Edge). Without one they are skipped with the reason, unless ``CI`` is set: then
they fail. A test asks for these fixtures:

``site``
    Our real server, started once for all tests by ``sendsim.apps.serve`` in a process group of its own, with the
    notebooks of ``tests/browser/pages`` besides the product's pages. ``site.address("planner")`` is the address of a
    page; ``site.kernels()`` counts live kernels; ``site.log()`` is what it printed.
``open_page``
    ``open_page("planner")`` opens a page in a window taller than its content, waits for it to be ready within a hard
    limit and proves that it is there: its h1 and main landmark in the browser's accessibility tree, no crashed cell,
    no traceback. ``width``, ``height`` and any option of a Playwright context may be given, and ``h1="Plan a
    caseload"`` to check the title. Each call gives a ``Visit``, whose ``page`` is the Playwright page.

and these helpers, all in :mod:`tests.browser.helpers`: ``assert_accessible(page)`` (axe: nothing violated, nothing left
undecided), ``assert_clean_console(visit)`` (no error, no address of another host, no answer of 400 or more),
``assert_no_sideways_scroll(page)``, ``assert_nothing_cut(page)``, ``tree(page)`` (roles and names as assistive
technology gets them).

To look at a page by hand, save ``visit.page.screenshot(path=..., full_page=True)``.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.browser.helpers import READY_SECONDS, Visit, prove_content

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install -e .[test])")
from playwright.sync_api import Browser, Page, sync_playwright

PAGES = Path(__file__).parent / "pages"
BEAT_SECONDS = 0.5
LIMIT_SECONDS = 4.0
START_SECONDS = 60
FORKED = "sendsim.apps.forked"
"""What the command of a forked kernel says, and of the process that forks (Linux)."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> dict[str, Any] | None:
    """Return how to launch a Chromium that is installed here, or None."""
    named = os.environ.get("SENDSIM_CHROMIUM")
    if named:
        return {"executable_path": named}
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        path = shutil.which(name)
        if path:
            return {"executable_path": path}
    folders = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
    places = {
        "chrome": [Path(folder) / "Google/Chrome/Application/chrome.exe" for folder in folders if folder]
        + [Path("/Applications/Google Chrome.app")],
        "msedge": [Path(folder) / "Microsoft/Edge/Application/msedge.exe" for folder in folders if folder]
        + [Path("/Applications/Microsoft Edge.app")],
    }
    for channel, paths in places.items():
        if any(path.exists() for path in paths):
            return {"channel": channel}
    return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Launch one browser for all tests."""
    launch = find_chromium()
    if launch is None:
        reason = "no Chromium found: install Chromium or Chrome, or name one in SENDSIM_CHROMIUM"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(args=ARGUMENTS, timeout=60_000, **launch)
        yield running
        running.close()


class Site:
    """A running server and what can be asked of it."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self._log = folder / "server.log"
        self.learning = folder / "learning.sqlite3"
        environ = os.environ | {
            "SENDSIM_NOTEBOOKS": str(PAGES),
            "SENDSIM_TRACEBACKS": "1",
            "SENDSIM_BEAT_SECONDS": str(BEAT_SECONDS),
            "SENDSIM_BEAT_LIMIT_SECONDS": str(LIMIT_SECONDS),
            "SENDSIM_CULL_SECONDS": "600",
            "SENDSIM_LEARNING": str(self.learning),
            "PYTHONUNBUFFERED": "1",
            **environment,
        }
        code = "import sys; from sendsim.apps.serve import serve; sys.exit(serve(port=0, open_browser=False))"
        group: dict[str, Any] = (
            {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined, unused-ignore]
            if sys.platform == "win32"
            else {"start_new_session": True}
        )
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", code], env=environ, cwd=folder, stdout=log, stderr=subprocess.STDOUT, **group
            )
        self.root = self._wait()

    def _wait(self) -> str:
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit and self.process.poll() is None:
            for line in self.log().splitlines():
                if line.startswith("sendsim is at "):
                    return line.split()[3]
            time.sleep(0.1)
        self.end()
        raise AssertionError(f"The server did not start:\n{self.log()[-3000:]}")

    def log(self) -> str:
        """Return what the server printed."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def address(self, name: str = "home") -> str:
        """Return the address of a page."""
        return self.root if name == "home" else self.root + name

    def kernel_processes(self) -> list[psutil.Process]:
        """Return the live kernels of this server."""
        found = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            try:
                started, forked = (word in " ".join(child.cmdline()) for word in ("ipykernel_launcher", FORKED))
                forked = forked and child.ppid() != self.process.pid  # else it is the one that forks
                alive = child.status() != psutil.STATUS_ZOMBIE and (started or forked)
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
            if alive:
                found.append(child)
        return found

    def kernels(self) -> int:
        """Count the live kernels of this server."""
        return len(self.kernel_processes())

    def wait_for_kernels(self, count: int, seconds: float = 20.0) -> int:
        """Wait until there are ``count`` kernels or time is up, and return how many there are."""
        limit = time.monotonic() + seconds
        while (now := self.kernels()) != count and time.monotonic() < limit:
            time.sleep(0.1)
        return now

    def end(self, sig: int = signal.SIGTERM, seconds: float = 15.0) -> list[psutil.Process]:
        """Ask the server to end, and return the processes that it left behind (which are then ended too)."""
        if self.process.poll() is not None:
            return []
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(sig)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
            family.append(psutil.Process())  # counts as a failure to end
        _, left = psutil.wait_procs([process for process in family if process.pid != os.getpid()], timeout=5)
        for process in left:
            process.kill()
        return left


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run the real server for all tests."""
    running = Site(tmp_path_factory.mktemp("site"))
    yield running
    running.end()


def close(page: Page) -> None:
    """Close a page as a person does, so that it can tell its kernel."""
    if not page.is_closed():
        with page.expect_event("close", timeout=5000):
            page.close(run_before_unload=True)


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Visit]]:
    """Open pages with proof of their content; they are closed, and their kernels end, after the test."""
    contexts = []

    def open_one(
        name: str = "home",
        *,
        h1: str | None = None,
        width: int = 1280,
        height: int = 4000,
        crashed: bool = False,
        **options: Any,
    ) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        visit = Visit(page, site.root)
        page.goto(site.address(name), timeout=READY_SECONDS * 1000)
        try:
            page.wait_for_selector("body[data-state=ready]", timeout=READY_SECONDS * 1000)
        except Exception:
            pytest.fail(f"{name} was not ready.\n{visit.messages}\n{site.log()[-3000:]}")
        if not crashed:
            prove_content(page, h1)
        return visit

    yield open_one
    for context in contexts:
        for page in context.pages:
            close(page)
    if contexts:
        site.wait_for_kernels(0, 10)  # closing a context cuts off the pages' last messages
    for context in contexts:
        context.close()
