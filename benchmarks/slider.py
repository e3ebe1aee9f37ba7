"""From letting go of a lever to the new picture and table, in a real browser: headless Chromium on our own server.

The page is the planner's, with its first authority (the median one), three years and 30 replications. The clock starts
in the browser when the lever tells that it was let go, and stops in the browser when the picture has been loaded, the
table has changed and the next frame is drawn: once for the first picture, which may rest on fewer replications, and
once for the answer of all of them, which is what the page says when it has told that 30 of 30 runs are done.

The way of the whole answer is broken down as well (:func:`ways`): the browser notes when it sends and what it receives,
the kernel how far it is (:mod:`benchmarks.slider_page`), both by the clock of the machine.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.slider_page import NOTES
from sendsim.apps.serve import ENV_FOLDER
from sendsim.apps.stored import REPLICATIONS

_SOCKETS = """
(() => {
  window.sockets = [];
  const note = (what, data) => {
    const bytes = data.byteLength ?? data.length;
    window.sockets.push([what, performance.timeOrigin + performance.now(), bytes]);
  };
  window.WebSocket = class extends window.WebSocket {
    constructor(...how) {
      super(...how);
      this.addEventListener('message', (event) => note('received', event.data));
    }
    send(data) {
      note('sent', data);
      super.send(data);
    }
  };
})();
"""

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
  const table = (m) => m.target.closest?.('table') ?? m.target.querySelector?.('table');
  new MutationObserver((list) => {
    const text = (m) => m.target.textContent || '';
    if (list.some((m) => text(m).includes('RUNS of RUNS runs of the changed plan'))) whole ??= nothing();
    if (list.some((m) => table(m)?.caption?.textContent.includes('measure by measure'))) note('table');
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}
"""


READ = 8
"""Seconds for which the page is read before the first move."""


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


@contextmanager
def _server(port: int, folder: Path) -> Iterator[str]:
    """Serve our pages, and the notebooks of ``folder``; give the address."""
    command = [sys.executable, "-m", "sendsim", "--no-browser", "--port", str(port)]
    there = {ENV_FOLDER: str(folder), NOTES: str(folder / "notes")}
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **there}
    )
    try:
        home = f"http://127.0.0.1:{port}/"
        _wait_for(home, 300)
        yield home
    finally:
        server.terminate()
        server.wait(timeout=60)


def _moves(address: str, moves: int, rest: float = 1.5) -> list[dict[str, Any]]:
    """Move the lever ``moves`` times, each ``rest`` seconds after the last answer; return what the browser noted."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 2400})
        page.add_init_script(_SOCKETS)
        page.goto(address)
        page.get_by_role("heading", name="Kirklees today").wait_for(timeout=300_000)
        page.evaluate(_WATCH.replace("RUNS", str(REPLICATIONS)))
        page.wait_for_timeout(READ * 1000)
        slider = page.get_by_role("slider", name="Mediators")
        top, step = float(slider.get_attribute("max") or 1), float(slider.get_attribute("step") or 1)
        values = [round(top - step * (i % max(1, int(top / step / 2))), 6) for i in range(moves)]
        noted = []
        for value in values:
            page.evaluate("value => { window.sockets.length = 0; window.begin(value); }", value)
            page.evaluate("() => window.answered")  # asking again and again would take time from the page
            noted.append(
                page.evaluate(
                    "() => ({ ...window.slider, tell: null, sockets: [...window.sockets],"
                    " began: performance.timeOrigin + window.slider.started })"
                )
            )
            page.wait_for_timeout(rest * 1000)
        browser.close()
    return noted


def answers(moves: int = 30, port: int = 8899) -> list[Answer]:
    """Move the lever, each time after the last answer; return the median and the 95th percentile.

    The rows are of the first picture and table, of those of all replications, and of those of the first move after the
    page was opened and read for ``READ`` seconds. Three moves come before those that count.
    """
    with tempfile.TemporaryDirectory() as folder, _server(port, Path(folder)) as home:
        noted = _moves(f"{home}planner", moves + 3)
    return [
        _answer("lever to first picture and table", [of["first"] for of in noted[3:]]),
        _answer(f"lever to those of {REPLICATIONS} replications", [of["done"] for of in noted[3:]]),
        _answer("the same, first move on the page", [noted[0]["done"]]),
    ]


@dataclass
class Way:
    """A stretch of the way from lever to picture, and how long it took in the median."""

    stretch: str
    median_ms: float


STRETCHES = {
    "sent": "browser: let go, to message sent",
    "heard": "to the lever's value in the kernel",
    "asked": "the changed plan, and telling the page that work begins",
    "ready": "compiling it, and laying it out for the engine",
    "run": f"{REPLICATIONS} replications, run and measured",
    "told": "results, words, tables and charts, to the message sent",
    "received": "to the last message in the browser",
    "done": "browser: to picture loaded, table changed, next frame",
}


def ways(moves: int = 20, port: int = 8898) -> list[Way]:
    """Return the stretches of the way to the answer of all replications, in order; their sum is about the whole."""
    with tempfile.TemporaryDirectory() as folder:
        notebook = _NOTEBOOK.replace("ROOT", json.dumps(json.dumps(str(Path(__file__).parents[1])))[1:-1])
        (Path(folder) / "timed.ipynb").write_text(notebook, encoding="utf-8")
        with _server(port, Path(folder)) as home:
            noted = _moves(f"{home}timed", moves + 3)[3:]
        lines = (Path(folder) / "notes").read_text(encoding="utf-8").splitlines()
    kernel = [(what, at * 1000) for at, what in map(json.loads, lines)]
    each: dict[str, list[float]] = {name: [] for name in STRETCHES}
    messages, kilobytes = [], []
    for of in noted:
        end = of["began"] + of["done"]
        came = [(at, size) for what, at, size in of["sockets"] if what == "received" and at <= end]
        times = dict(event for event in kernel if of["began"] <= event[1] <= end)  # the last of each
        times["sent"] = next(at for what, at, _ in of["sockets"] if what == "sent" and at >= of["began"])
        times |= {"received": max(at for at, _ in came), "done": end}
        before = of["began"]
        for name, taken in each.items():
            taken.append(times[name] - before)
            before = times[name]
        messages.append(len(came))
        kilobytes.append(sum(size for _, size in came) / 1000)
    found = [Way(STRETCHES[name], statistics.median(taken)) for name, taken in each.items()]
    print(f"messages to the browser: {statistics.median(messages):g}, {statistics.median(kilobytes):.0f} kB")
    return found


_NOTEBOOK = """{"cells": [{"cell_type": "code", "execution_count": null, "id": "page", "metadata": {}, "outputs": [],
"source": "import sys\\nsys.path.insert(0, ROOT)\\nfrom benchmarks.slider_page import build\\n\\nbuild()"}],
"metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "title": "Timed",
"sendsim": {"lang": "en-GB", "title": "Timed", "lead": "The planner's page with a clock in its kernel."}},
"nbformat": 4, "nbformat_minor": 5}
"""


def _answer(what: str, times: list[float]) -> Answer:
    times = sorted(times)
    p95 = times[min(len(times) - 1, round(0.95 * (len(times) - 1)))]
    return Answer(what, len(times), statistics.median(times), p95)
