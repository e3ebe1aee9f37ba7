"""Several controls that change at once: one message to the browser, and the page changes once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from sendsim.apps.controls.base import Control, script

__all__ = ["Together"]


class Together(Control):
    """Carries what changes in several controls to the browser as one message; nothing of it is seen.

    Each control would send a message of its own, and the browser would lay the page out for each of them. What goes
    this way must be text and numbers (no bytes). Put it on the page; until the browser says that it is there, every
    control sends for itself.

    >>> together = Together()
    >>> with together.hold(panel, table, status):  # doctest: +SKIP
    ...     panel.show(svg=picture)
    ...     status.say("Done.")
    """

    _esm = script("together")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(hidden=True, **kwargs)
        self._is_there = False

    @contextmanager
    def hold(self, *controls: Control) -> Iterator[None]:
        """Hold back what ``controls`` have to tell the browser until the end, then send it all at once."""
        with ExitStack() as held:
            for control in controls:
                held.enter_context(control.hold_sync())
            yield
            if not self._is_there:
                return
            states: list[tuple[str, dict[str, Any]]] = []
            for control in controls:
                if control._states_to_send:
                    states.append((control.model_id, control.get_state(control._states_to_send)))
                    control._states_to_send.clear()
            if states:
                self.send({"event": "states", "states": states})

    def _heard(self, event: str, content: dict[str, Any]) -> None:
        self._is_there |= event == "ready"
