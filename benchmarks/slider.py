"""From letting go of a lever to the new picture and table, in a real browser: headless Chromium on our own server.

The page is the planner's, with its first authority (the median one), three years and 30 replications. The clock starts
in the browser when the lever tells that it was let go, and stops in the browser when the picture has been loaded, the
table has changed and the next frame is drawn: once for the first picture, which may rest on fewer replications, and
once for the answer of all of them, which is what the page says when it has told that 30 of 30 runs are done.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass

from sendsim.apps.stored import REPLICATIONS

_WATCH = """
() => {
  window.slider = { started: 0, first: null, done: null };
  const picture = document.querySelectorAll('img.sendsim-picture')[0];
  const nothing = () => ({ picture: false, table: false });
  let seen = nothing(), whole = null;
  window.begin = (value) => {
    seen = nothing();
    whole = null;
    window.slider = { started: performance.now(), first: null, done: null };
    window.answered = new Promise((tell) => { window.slider.tell = tell; });
    const name = (r) => r.closest('.govuk-form-group').textContent;
    const range = [...document.querySelectorAll('input[type=range]')].find((r) => name(r).startsWith('Mediators'));
    range.value = value;
    range.dispatchEvent(new Event('input', { bubbles: true }));
    range.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const note = (what) => {
    const of = window.slider;
    const tell = (which) => requestAnimationFrame(() => {
      of[which] ??= performance.now() - of.started;
      if (which === 'done') of.tell();
    });
    seen[what] = true;
    if (seen.picture && seen.table) tell('first');
    if (whole) {
      whole[what] = true;
      if (whole.picture && whole.table) tell('done');
    }
  };
  picture.addEventListener('load', () => note('picture'));
  new MutationObserver((list) => {
    const text = (m) => m.target.textContent || '';
    if (list.some((m) => text(m).includes('RUNS of RUNS runs of the changed plan'))) whole ??= nothing();
    if (list.some((m) => text(m).includes('Difference'))) note('table');
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
    """Move the lever ``moves`` times, each after the last answer; return the median and the 95th percentile.

    The first row is of the first picture and table, the second of those of all replications.
    """
    from playwright.sync_api import sync_playwright

    command = [sys.executable, "-m", "sendsim", "--no-browser", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        home = f"http://127.0.0.1:{port}/"
        _wait_for(home, 300)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": 1280, "height": 2400})
            page.goto(f"{home}planner")
            page.get_by_role("heading", name="Kirklees today").wait_for(timeout=300_000)
            page.evaluate(_WATCH.replace("RUNS", str(REPLICATIONS)))
            slider = page.get_by_role("slider", name="Mediators")
            top, step = float(slider.get_attribute("max") or 1), float(slider.get_attribute("step") or 1)
            values = [round(top - step * (i % max(1, int(top / step / 2))), 6) for i in range(moves + 3)]
            times: dict[str, list[float]] = {"first": [], "done": []}
            for value in values:
                page.evaluate("value => window.begin(value)", value)
                page.evaluate("() => window.answered")  # asking again and again would take time from the page
                for what, of in times.items():
                    of.append(float(page.evaluate("what => window.slider[what]", what)))
                page.wait_for_timeout(1500)
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=60)
    names = {"first": "lever to first picture and table", "done": f"lever to those of {REPLICATIONS} replications"}
    return [_answer(names[what], of[3:]) for what, of in times.items()]


def _answer(what: str, times: list[float]) -> Answer:
    times = sorted(times)
    p95 = times[min(len(times) - 1, round(0.95 * (len(times) - 1)))]
    return Answer(what, len(times), statistics.median(times), p95)
