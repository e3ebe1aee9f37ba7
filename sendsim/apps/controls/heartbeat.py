"""The beat between a page and its kernel, so that neither waits for ever on one that has gone.

The page beats every twenty seconds. Under our own server a kernel that has heard a page and then hears no
beat for ``limit`` minutes ends itself; a kernel that no page has reached yet waits, and so does a kernel that is
not ours (JupyterLab, plain Jupyter): there the kernel belongs to its user.

Beats queue up while a kernel is busy. So a kernel that finds its last beat too old first lets the queue
be read, for a little longer than one beat, and only ends when nothing came.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import traitlets

from sendsim.apps.controls.base import Control, script, styles

__all__ = ["ENV_OURS", "Heartbeat"]

ENV_OURS = "SENDSIM_SERVER"
"""Set to "1" in the kernels of our own server, and only there."""
ENV_EVERY = "SENDSIM_BEAT_SECONDS"
ENV_LIMIT = "SENDSIM_BEAT_LIMIT_SECONDS"


def _seconds(name: str, usual: float) -> float:
    try:
        return max(0.2, float(os.environ[name]))
    except (KeyError, ValueError):
        return usual


def end_kernel() -> None:
    """End the kernel that this code runs in: in good order if it can, at once if that takes over two seconds."""
    ipython = sys.modules.get("IPython")
    kernel = getattr(ipython.get_ipython(), "kernel", None) if ipython is not None else None
    if kernel is None:
        return
    last_resort = threading.Timer(2.0, os._exit, (0,))
    last_resort.daemon = True
    last_resort.start()
    kernel.io_loop.add_callback(kernel.io_loop.stop)


class Heartbeat(Control):
    """The widget that beats. It shows nothing; :func:`sendsim.apps.layout.page` puts one on every page."""

    _esm = script("heartbeat")
    _css = styles()

    every = traitlets.Float(20.0, help="Seconds between beats.").tag(sync=True)

    def __init__(self, *, limit: float | None = None, on_lost: Callable[[], object] = end_kernel, **kwargs: Any):
        kwargs.setdefault("every", _seconds(ENV_EVERY, 20.0))
        super().__init__(**kwargs)
        self.limit = limit if limit is not None else _seconds(ENV_LIMIT, 15 * 60.0)
        self._on_lost = on_lost
        self._last: float | None = None
        self._watch: asyncio.TimerHandle | None = None

    @property
    def watching(self) -> bool:
        """Return whether the kernel will end itself when the beats stop."""
        return self._watch is not None

    def _heard(self, event: str, content: dict[str, Any]) -> None:
        if event != "beat":
            return
        self._last = time.monotonic()
        self.send({"event": "beat", "n": content.get("n") if isinstance(content.get("n"), int) else 0})
        if self._watch is None and os.environ.get(ENV_OURS) == "1":
            self._look_again(self.limit, self._look)

    def _look_again(self, after: float, look: Callable[[], None]) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            loop = asyncio.get_event_loop_policy().get_event_loop()
        self._watch = loop.call_later(after, look)

    def _look(self) -> None:
        silent = time.monotonic() - (self._last or 0.0)
        if silent < self.limit:
            self._look_again(self.limit - silent + 0.1, self._look)
        else:  # perhaps we were busy: let the queued beats be read before judging
            self._look_again(self.every * 1.5, self._judge)

    def _judge(self) -> None:
        if time.monotonic() - (self._last or 0.0) < self.limit:
            self._look()
        else:
            self._watch = None
            self._on_lost()
