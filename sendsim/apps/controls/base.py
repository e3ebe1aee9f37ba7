"""What every control shares: its assets, a stable name in the page, and a guard on what a browser sends.

A browser can send any value for any trait of any widget, so the guard works by permission. Each
control lists the traits a browser may change; everything else that arrives is dropped. Each allowed
value goes through :meth:`Control.check`, which returns it cleaned or raises :class:`RefusedError`. A refused
value changes nothing: the control keeps what it had, says why in its ``error`` trait (where it has
one) and sends the kept value back to the browser.

The scripts and styles are plain files in ``assets/``. A control's script is ``dom.js`` followed by its own
parts, joined into one ES module; nothing is built and nothing is fetched from anywhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, ClassVar

import anywidget
import traitlets

__all__ = ["Control", "RefusedError", "script", "styles"]

MAX_TEXT = 20_000
"""The longest text accepted for any one trait shown to a person."""


class RefusedError(ValueError):
    """A value sent by a browser cannot be used; the message is fit to show beside the control."""


@cache
def _asset(name: str) -> str:
    return resources.files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


def script(*parts: str) -> str:
    """Join ``dom.js`` and the named parts into the text of one ES module."""
    return "\n".join(_asset(f"{part}.js") for part in ("dom", *parts))


def styles(*parts: str) -> str:
    """Join ``base.css`` and the named parts into the text of one style sheet."""
    return "\n".join(_asset(f"{part}.css") for part in ("base", *parts))


class Control(anywidget.AnyWidget):
    """The common base of the accessible controls."""

    _esm: ClassVar[Any] = "export default { render() {} };"
    _css: ClassVar[Any] = ""
    _from_browser: ClassVar[frozenset[str]] = frozenset()
    """The traits that a browser may change."""

    dom_id = traitlets.Unicode(help="Names the control in the page, so that an error summary can find it.").tag(
        sync=True
    )
    hidden = traitlets.Bool(False, help="Whether the control is taken out of the page.").tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("dom_id", f"sendsim-{secrets.token_hex(4)}")
        super().__init__(**kwargs)
        self.on_msg(self._on_browser_message)

    # -- what a browser sends ---------------------------------------------------------------------

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take in the state a browser sent: only permitted traits, and only values that pass :meth:`check`."""
        accepted: dict[str, Any] = {}
        refused: list[str] = []
        for name, value in sync_data.items():
            if name not in self._from_browser:
                if name in self.keys:
                    refused.append(name)
                continue
            try:
                accepted[name] = self.check(name, value)
            except RefusedError as problem:
                refused.append(name)
                self._say_refused(name, str(problem))
        if accepted:
            super().set_state(accepted)
            self._say_accepted(accepted)
        if refused:
            self.send_state(refused)

    def check(self, name: str, value: Any) -> Any:
        """Return ``value`` made fit for trait ``name``, or raise :class:`RefusedError`."""
        raise RefusedError(f"{name} cannot be changed from the page.")

    def _say_refused(self, name: str, message: str) -> None:
        if self.has_trait("error"):
            self.error = message

    def _say_accepted(self, accepted: dict[str, Any]) -> None:
        if self.has_trait("error") and self.error:
            self.error = ""

    def _on_browser_message(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if isinstance(content, dict) and isinstance(content.get("event"), str):
            self._heard(content["event"], content)

    def _heard(self, event: str, content: dict[str, Any]) -> None:
        """Act on a custom message from the browser; the base control knows none."""


def plain_text(value: Any, what: str = "text") -> str:
    """Return ``value`` as text of a sane length, or raise a trait error."""
    if not isinstance(value, str):
        raise traitlets.TraitError(f"{what} must be text, not {type(value).__name__}.")
    if len(value) > MAX_TEXT:
        raise traitlets.TraitError(f"{what} is longer than {MAX_TEXT} characters.")
    return value


def plain_texts(values: Iterable[Any], what: str = "text") -> list[str]:
    """Return every one of ``values`` as text of a sane length, or raise a trait error."""
    return [plain_text(value, what) for value in values]
