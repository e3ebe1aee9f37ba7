"""The screens of the live room: the learner's screen with views of its own, and parts that change while one reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import traitlets

from sendsim.apps.controls.base import script, styles
from sendsim.apps.controls.player import PLAYER_SCRIPTS, ScenePlayer

__all__ = ["Opened", "RoomPlayer", "TrainerPlayer"]

KEYS = ("sendsim-room", "sendsim-trainer")
"""What a browser may keep: the key to a seat, and the key to a room."""
MOST = 300
ROOM_SCRIPTS = (*PLAYER_SCRIPTS[:-1], "table", "room-parts", "room-views", PLAYER_SCRIPTS[-1])
TRAINER_SCRIPTS = (*PLAYER_SCRIPTS[:-1], "table", "room-parts", "trainer-views", PLAYER_SCRIPTS[-1])


@dataclass(frozen=True, slots=True)
class Opened:
    """What a browser says when a page opens: the ends of its address, and the keys that it keeps."""

    search: str = ""
    hash: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)


class RoomPlayer(ScenePlayer):
    """The participant's screen.

    ``live`` holds what changes while a view stays: how much time is left, which answer is kept. It never moves focus.
    """

    _esm = script(*ROOM_SCRIPTS)
    _css = styles("forms", "details", "question", "player", "table", "room")

    live: Any = traitlets.Dict(help="What changes while a view stays.").tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        self._opened: Callable[[Opened], object] | None = None
        super().__init__(**kwargs)

    def on_open(self, callback: Callable[[Opened], object]) -> None:
        """Call ``callback(opened)`` when a page opens."""
        self._opened = callback

    def say(self, text: str) -> None:
        """Have a sentence read out, in answer to an act; the view stays."""
        self.send({"event": "said", "text": text})

    def _heard(self, event: str, content: dict[str, Any]) -> None:
        if event != "hello":
            super()._heard(event, content)
            return
        if self._opened is None:
            return
        kept = content.get("kept")
        keys = {key: _short(kept.get(key)) for key in KEYS} if isinstance(kept, dict) else {}
        self._opened(Opened(_short(content.get("search")), _short(content.get("hash")), keys))


class TrainerPlayer(RoomPlayer):
    """The facilitator's screen and the projector's."""

    _esm = script(*TRAINER_SCRIPTS)


def _short(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= MOST else ""
