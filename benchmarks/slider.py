"""From letting go of a lever to the new picture and table, in a real browser: headless Chromium on our own server.

The page is the planner's, with its first authority (the median one), three years and as many replications as the page
runs. A lever is moved by its keys; the clock starts in the browser when the key goes up, and stops in the browser when
the picture has been loaded and the table has changed, and the next frame is drawn.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass

_WATCH = """
() => {
  window.slider = { started: 0, done: null };
  const picture = document.querySelectorAll('img.sendsim-picture')[0];
  const finish = () => requestAnimationFrame(() => { window.slider.done = performance.now() - window.slider.started; });
  let seen = { picture: false, table: false };
  window.begin = (value) => {
    seen = { picture: false, table: false };
    window.slider = { started: performance.now(), done: null };
    const name = (r) => r.closest('.govuk-form-group').textContent;
    const range = [...document.querySelectorAll('input[type=range]')].find((r) => name(r).startsWith('Mediators'));
    range.value = value;
    range.dispatchEvent(new Event('input', { bubbles: true }));
    range.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const check = () => { if (seen.picture && seen.table && window.slider.done === null) finish(); };
  picture.addEventListener('load', () => { seen.picture = true; check(); });
  new MutationObserver((list) => {
    if (list.some((m) => (m.target.textContent || '').includes('Difference'))) { seen.table = true; check(); }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}
"""


@dataclass
class Answer:
    """The answers to a lever: how many were asked for, and how long they took."""

    what: str
    moves: int
    median_ms: float
    p95_ms: float


def _wait_for(address: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def _chromium() -> str:
    """Return where Chromium is.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    raise FileNotFoundError(
        "the slider is measured in Chromium, which is not installed here: install it or name others."
    )


def answers(moves: int = 30, port: int = 8899) -> list[Answer]:
    """Move the lever ``moves`` times, each after the last answer; return the median and the 95th percentile."""
    from playwright.sync_api import sync_playwright

    command = [sys.executable, "-m", "sendsim", "--no-browser", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        home = f"http://127.0.0.1:{port}/"
        _wait_for(home, 300)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": 1280, "height": 2400})
            page.goto(f"{home}voila/render/planner.ipynb")
            page.get_by_role("heading", name="Kirklees today").wait_for(timeout=300_000)
            page.evaluate(_WATCH)
            slider = page.get_by_role("slider", name="Mediators")
            top, step = float(slider.get_attribute("max") or 1), float(slider.get_attribute("step") or 1)
            values = [round(top - step * (i % max(1, int(top / step / 2))), 6) for i in range(moves + 3)]
            times = []
            for value in values:
                page.evaluate("value => window.begin(value)", value)
                page.wait_for_function("() => window.slider.done !== null", timeout=120_000, polling=10)
                times.append(float(page.evaluate("() => window.slider.done")))
                page.wait_for_timeout(1500)
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=60)
    times = sorted(times[3:])
    p95 = times[min(len(times) - 1, round(0.95 * (len(times) - 1)))]
    return [Answer("lever to picture and table", len(times), statistics.median(times), p95)]
