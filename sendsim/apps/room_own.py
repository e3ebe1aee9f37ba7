"""A live room at one's own pace: the scenes of the learning page, with every decision kept in the room's store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sendsim.apps import learn_scene as scenes
from sendsim.training.attempt import Attempt, Entry, Walk, walk
from sendsim.training.findings import RunError
from sendsim.training.interface import Texts
from sendsim.training.matter import Matter
from sendsim.training.play import step
from sendsim.training.progress import utc_now
from sendsim.training.store import Store
from sendsim.training.store_records import MovedError, Own, Seat


def attempt_of(here: Matter, entries: tuple[Own, ...]) -> Attempt:
    """Return what a seat did at its own pace as an attempt."""
    log = tuple(Entry("back" if e.kind == "back" else "decide", e.beat, e.choice, e.at) for e in entries)
    subject = here.subject
    began = entries[0].at if entries else None
    return Attempt(1, subject.scenario, subject.version, subject.hash, subject.role, began or utc_now(), None, log)


class OwnPace:
    """One participant's way through the scenario."""

    def __init__(self, t: Texts, store: Store, here: Matter, seat: Seat, ballot: int) -> None:
        self.t, self.store, self.here, self.seat, self.ballot = t, store, here, seat, ballot
        self.feedback = False

    def _now(self) -> tuple[Attempt, Walk]:
        attempt = attempt_of(self.here, self.store.own(self.seat.room, self.ballot, self.seat.id))
        return attempt, walk(self.here.scenario, attempt)

    def view(self) -> dict[str, Any]:
        """Return the scene, the feedback or the end, wherever the participant is."""
        attempt, found = self._now()
        scenario = self.here.scenario
        if self.feedback and found.run.decisions:
            view = scenes.feedback_view(self.t, scenario, attempt, found)
        elif scenario.beats[found.beat].end is not None:
            view = scenes.end_view(self.t, scenario, attempt, found) | {"alone": True, "room": True, "next_words": ""}
        else:
            view = scenes.scene_view(self.t, scenario, attempt, found)
        return view | {"name": self.seat.name, "nav": []}

    def choose(self, values: Mapping[str, Any]) -> None:
        """Make a decision and show its feedback."""
        attempt, found = self._now()
        beat, choice = str(values.get("beat")), str(values.get("choice"))
        if beat != found.beat:
            raise MovedError(self.t("scene.moved"))
        try:
            step(self.here.scenario, found.moments[-1].state, choice)
        except RunError:
            raise MovedError(self.t("scene.choose")) from None
        self.store.enter(self.seat, self.ballot, len(attempt.entries), "decide", beat, choice)
        self.feedback = self.here.scenario.feedback == "immediate"

    def next(self, _values: Mapping[str, Any]) -> None:
        """Go on from the feedback."""
        self.feedback = False

    def back(self, _values: Mapping[str, Any]) -> None:
        """Take the last decision back; the first answer stays the one that counts."""
        attempt, found = self._now()
        if found.run.decisions:
            beat = found.run.decisions[-1].beat
            self.store.enter(self.seat, self.ballot, len(attempt.entries), "back", beat, "")
        self.feedback = False
