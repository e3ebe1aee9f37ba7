"""What the participant's and the trainer's page of a live room share: the store, and the watch over it."""

from __future__ import annotations

import asyncio
import os

from sendsim.training.store import Store

ENV_POLL = "SENDSIM_POLL_SECONDS"


def poll_seconds() -> float:
    """Return how often a page asks whether its room has moved; once a second unless told."""
    try:
        return max(0.05, float(os.environ.get(ENV_POLL, "1")))
    except ValueError:
        return 1.0


class LivePage:
    """A page that opens the store at its first use and asks it again and again.

    Parameters
    ----------
    store:
        The store of rooms; the usual one unless told.
    """

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self._task: asyncio.Task[None] | None = None

    @property
    def store(self) -> Store:
        """The store, opened at its first use."""
        if self._store is None:
            self._store = Store()
        return self._store

    def poll(self) -> None:
        """Look whether the room has moved."""
        raise NotImplementedError

    def _begin_watching(self) -> None:
        if self._task is not None:
            return
        try:
            self._task = asyncio.get_running_loop().create_task(self._watch())
        except RuntimeError:
            self._task = None  # no loop: a test asks by itself

    async def _watch(self) -> None:
        pause = poll_seconds()
        while True:
            await asyncio.sleep(pause)
            self.poll()
