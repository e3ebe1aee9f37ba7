"""The learner's screen: one widget that draws everything a learner reads and does, view by view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import traitlets

from sendsim.apps.controls.base import Control, script, styles

__all__ = ["ScenePlayer"]

MAX_NAME = 40
PLAYER_SCRIPTS = ("player-text", "player-parts", "player-forms", "player-views", "player")
"""The parts of the player's script, in order."""


class ScenePlayer(Control):
    """Shows one view and tells Python what a person does with it.

    A view is plain data: ``kind`` names it, the rest is text or safe HTML made in Python, of which the page copies
    nothing but plain elements. ``draw`` shows a view and moves focus to its heading, or to what is wrong. The callback
    of ``on_act`` gets the name of the act and what came with it; it must answer with ``draw`` or ``hand_over``. An act
    that was meant for an earlier view is dropped, so pressing twice does nothing twice.
    """

    _esm = script(*PLAYER_SCRIPTS)
    _css = styles("forms", "details", "question", "player")

    view: Any = traitlets.Dict({"kind": "loading"}, help="What is shown.").tag(sync=True)
    turn = traitlets.Int(0, help="Goes up with each view.").tag(sync=True)
    settings: Any = traitlets.Dict(help="How the page is set: large, easy, still.").tag(sync=True)
    texts: Any = traitlets.Dict(help="The words of the interface.").tag(sync=True)
    language = traitlets.Unicode("en-GB", help="The language of the interface.").tag(sync=True)
    content_language = traitlets.Unicode("en-GB", help="The language of stories and law.").tag(sync=True)
    terms: Any = traitlets.Dict(help="The glossary: terms and their meaning.").tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        self._act: Callable[[str, Mapping[str, Any]], object] | None = None
        self._hello: Callable[[str], object] | None = None
        self._set: Callable[[str, bool], object] | None = None
        super().__init__(**kwargs)

    def on_act(self, callback: Callable[[str, Mapping[str, Any]], object]) -> None:
        """Call ``callback(act, values)`` for each act."""
        self._act = callback

    def on_hello(self, callback: Callable[[str], object]) -> None:
        """Call ``callback(name)`` when a page opens, with the name its browser remembers or an empty text."""
        self._hello = callback

    def on_setting(self, callback: Callable[[str, bool], object]) -> None:
        """Call ``callback(name, on)`` when a person sets how the page looks."""
        self._set = callback

    def draw(self, view: Mapping[str, Any]) -> None:
        """Show a view."""
        with self.hold_sync():
            self.view = dict(view)
            self.turn += 1

    def hand_over(self, name: str, media_type: str, data: bytes) -> None:
        """Give the person a file; the view stays."""
        self.send({"event": "file", "name": name, "type": media_type}, [data])

    def _heard(self, event: str, content: dict[str, Any]) -> None:
        if event == "hello" and self._hello is not None and isinstance(content.get("name"), str):
            self._hello(content["name"][: MAX_NAME + 1])
        elif event == "settings" and self._set is not None:
            name, on = content.get("name"), content.get("on")
            if name in ("large", "easy", "still") and isinstance(on, bool):
                self._set(name, on)
        elif event == "act" and self._act is not None and content.get("turn") == self.turn:
            act = content.get("act")
            if isinstance(act, str):
                self._act(act, {k: v for k, v in content.items() if k not in ("event", "act", "turn")})
