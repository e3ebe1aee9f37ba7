"""The planner's page with a clock in its kernel: it notes when an answer gets how far (see :mod:`benchmarks.slider`).

It is the page itself; what is timed is wrapped from outside, so nothing of the clock is in the product.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from sendsim.apps import planner, runner

NOTES = "SENDSIM_BENCHMARK_NOTES"
"""Where the notes go: a line of JSON an event, [seconds since 1970, what]."""


def note(what: str) -> None:
    """Write down that something happens now."""
    now = time.time()
    with Path(os.environ[NOTES]).open("a", encoding="utf-8") as file:
        file.write(json.dumps([now, what]) + "\n")


def _noted(owner: Any, name: str, before: str, after: str) -> None:
    """Have a function noted as it begins, as it ends, or both; an empty word notes nothing."""
    function: Callable[..., Any] = getattr(owner, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if before:
            note(before)
        try:
            return function(*args, **kwargs)
        finally:
            if after:
                note(after)

    setattr(owner, name, wrapped)


def build() -> widgets.Widget:
    """Return the planner's page, noted."""
    _noted(planner.Planner, "_lever_moved", "heard", "")
    _noted(runner.Runner, "start", "asked", "")
    _noted(runner, "_prepare", "", "ready")
    _noted(runner.Collector, "results", "run", "")
    _noted(planner.Planner, "_changed_soon", "", "told")
    return planner.build()
