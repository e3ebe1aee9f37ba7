"""Controls that tell a person something: a headline, a status line, progress and an error summary."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import traitlets

from sendsim.apps.controls.base import Control, plain_text, plain_texts, script, styles

__all__ = ["ErrorSummary", "Headline", "Progress", "Status"]


class Headline(Control):
    """A heading with paragraphs of plain text under it. Markup in the text is shown as written, never obeyed."""

    _esm = script("headline")
    _css = styles()

    heading = traitlets.Unicode("", help="The heading; left out when empty.").tag(sync=True)
    level = traitlets.Int(2, min=2, max=6, help="The level of the heading.").tag(sync=True)
    text = traitlets.List(traitlets.Unicode(), help="The paragraphs.").tag(sync=True)
    lead = traitlets.Bool(False, help="Whether the first paragraph is set larger.").tag(sync=True)
    kind = traitlets.Enum(("plain", "inset", "warning"), "plain", help="How the block is set.").tag(sync=True)

    def __init__(self, heading: str = "", text: str | Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(heading=heading, text=_paragraphs(text), **kwargs)

    def say(self, heading: str, text: str | Iterable[str] = ()) -> None:
        """Change the heading and the paragraphs together."""
        with self.hold_sync():
            self.heading = plain_text(heading)
            self.text = _paragraphs(text)


def _paragraphs(text: str | Iterable[str]) -> list[str]:
    return plain_texts([text] if isinstance(text, str) else text)


class Status(Control):
    """A polite live region: what is said here is shown, and read out when the reader is next quiet.

    Use one a page. Saying the same words twice reads them twice.
    """

    _esm = script("status")
    _css = styles()

    text = traitlets.Unicode("", help="What was said last.").tag(sync=True)
    visible = traitlets.Bool(True, help="Whether it is shown as well as read out.").tag(sync=True)
    said = traitlets.Int(0, help="How many times something was said.").tag(sync=True)

    def say(self, text: str) -> None:
        """Show ``text`` and have it read out."""
        with self.hold_sync():
            self.text = plain_text(text)
            self.said += 1


class Progress(Control):
    """How far long work has come, in a bar and in words, with a Stop button.

    It shows itself while ``running``. What it says is read out at the start, at the end and in between at
    most every five seconds. The kernel hears the Stop button only while it is free to listen, so do
    the work in a thread, or in slices of an ``asyncio`` task.

    >>> progress = Progress(label="Simulating")
    >>> progress.on_stop(lambda: work.cancel())  # doctest: +SKIP
    >>> progress.begin(maximum=200)
    >>> progress.update(50, "50 of 200 futures")
    >>> progress.end("Stopped after 50 futures.")
    """

    _esm = script("progress")
    _css = styles("forms")

    label = traitlets.Unicode("Working", help="What is being done.").tag(sync=True)
    value = traitlets.Float(0.0, help="How much is done.").tag(sync=True)
    maximum = traitlets.Float(0.0, help="How much there is to do; 0 when that is not known.").tag(sync=True)
    text = traitlets.Unicode("", help="The same in words.").tag(sync=True)
    running = traitlets.Bool(False, help="Whether work is going on.").tag(sync=True)
    stoppable = traitlets.Bool(True, help="Whether there is a Stop button.").tag(sync=True)
    run = traitlets.Int(0, help="Numbers the pieces of work, so that a late Stop ends no later work.").tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        self._callbacks: list[Callable[[], object]] = []
        super().__init__(**kwargs)

    def on_stop(self, callback: Callable[[], object]) -> None:
        """Call ``callback()`` when the person presses Stop."""
        self._callbacks.append(callback)

    def begin(self, maximum: float = 0.0, text: str = "") -> None:
        """Show the bar, empty; ``maximum`` of 0 means that nobody knows how much there is to do."""
        with self.hold_sync():
            self.value, self.maximum, self.text = 0.0, max(0.0, maximum), text
            self.run += 1
            self.running = True

    def update(self, value: float, text: str | None = None) -> None:
        """Say how much is done."""
        with self.hold_sync():
            self.value = min(max(0.0, value), self.maximum) if self.maximum else max(0.0, value)
            if text is not None:
                self.text = text

    def end(self, text: str = "") -> None:
        """Hide the bar; ``text`` stays and is read out."""
        with self.hold_sync():
            self.text = text
            self.running = False

    def _heard(self, event: str, content: dict[str, Any]) -> None:
        if event == "stop" and self.running and content.get("run") == self.run:
            for callback in tuple(self._callbacks):
                callback()


class ErrorSummary(Control):
    """What must be put right, at the top of a page, with a link to each field. It takes focus when shown."""

    _esm = script("errors")
    _css = styles("forms")

    title = traitlets.Unicode("There is a problem", help="The heading.").tag(sync=True)
    level = traitlets.Int(2, min=2, max=6, help="The level of the heading.").tag(sync=True)
    errors: Any = traitlets.List(help="Each error: its text and the name of its field in the page.").tag(sync=True)
    shown = traitlets.Int(0, help="How many times a summary was shown.").tag(sync=True)

    def show(self, *errors: str | tuple[Control, str]) -> None:
        """List ``errors``, each a text or a ``(control, text)`` pair, and move focus to the list."""
        listed = []
        for error in errors:
            control, text = (None, error) if isinstance(error, str) else error
            listed.append({"text": plain_text(text), "field": control.dom_id if control is not None else ""})
        with self.hold_sync():
            self.errors = listed
            self.shown += 1

    def clear(self) -> None:
        """Take the summary away."""
        self.errors = []
