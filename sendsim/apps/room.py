"""The participant's page of a live room: it joins by code, votes, follows the room and takes its seat again.

The page holds nothing that is not in the store: an answer is written first and shown as kept afterwards, and a page
that is loaded again, or whose kernel died, finds its seat by a key that the browser keeps. It asks the store about once
a second whether the room has moved. It imports no model and no plotting library: thirty
of these pages run on one laptop.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import ipywidgets as widgets

from sendsim.apps import room_views as views
from sendsim.apps.controls.room_player import Opened, RoomPlayer
from sendsim.apps.layout import page
from sendsim.apps.live_page import LivePage
from sendsim.apps.room_own import OwnPace
from sendsim.errors import SendsimError
from sendsim.training.document import to_html
from sendsim.training.glossary import GLOSSARY
from sendsim.training.interface import Texts, texts
from sendsim.training.matter import Matter, matter_of
from sendsim.training.progress import BadNameError, suggest_name
from sendsim.training.room import Phase, RoomState, replay
from sendsim.training.room_record import own_record
from sendsim.training.store import Store
from sendsim.training.store_records import CodeError, GoneError, RoomRecord, Seat
from sendsim.training.store_tables import StoreError
from sendsim.training.tally import WORK

View = dict[str, Any]
SEEN_SECONDS = 20.0
MOST_WRONG, WRONG_SECONDS = 5, 60.0


class RoomPage(LivePage):
    """The page and whose seat it is.

    Parameters
    ----------
    store:
        The store of rooms; the usual one unless told, opened when a browser arrives.
    words:
        The words of the interface; English unless told.
    """

    def __init__(self, store: Store | None = None, words: Texts | None = None) -> None:
        self.t = words or texts("en-GB", "room")
        super().__init__(store)
        self.record: RoomRecord | None = None
        self.seat: Seat | None = None
        self.state = RoomState()
        self._stamp: tuple[int, int] | None = None
        self._seen = 0.0
        self._wrong: list[float] = []
        self._leaving = False
        self._own: OwnPace | None = None
        self.player = RoomPlayer(texts=dict(self.t.words), language=self.t.language, terms=GLOSSARY)
        self.player.on_open(self.open)
        self.player.on_act(self.act)
        self.player.on_setting(self.set)
        self.widget: widgets.Widget = page(self.player)
        self._acts = {name.removeprefix("_do_"): getattr(self, name) for name in dir(self) if name.startswith("_do_")}

    # -- coming in

    def open(self, opened: Opened) -> None:
        """A browser has opened the page: take its seat again, or ask for the code or the name."""
        try:
            self.seat = self.store.rejoin(opened.kept.get("sendsim-room"))
            code = parse_qs(opened.search.removeprefix("?")).get("code", [""])[0]
            if self.seat is not None:
                self.record = self.store.room(self.seat.room)
                if code and self.record.ended is not None and code != self.record.code:
                    self.seat = self.record = None  # another session, on a device that took part before
            if self.seat is None and code:
                self._find(code)
        except SendsimError as error:
            self._draw(self._code_view(), self._problem(error, "code"))
            return
        finally:
            self._begin_watching()
        self.refresh(force=True)

    def poll(self) -> None:
        """Look whether the room has moved; a store that does not answer just now is asked again."""
        if self.seat is None:
            return
        try:
            now = time.monotonic()
            if now - self._seen > SEEN_SECONDS:
                self._seen = now
                self.store.seen(self.seat.id)
            if (stamp := self.store.stamp(self.seat.room)) != self._stamp:
                moved = self._stamp is None or stamp[0] != self._stamp[0]
                at_a_table = self.state.phase is Phase.VOTE and self.state.desks > 0
                if moved or at_a_table:
                    self._renew()
                self._stamp = stamp
        except GoneError:
            self._gone()
        except StoreError:
            self._stamp = None  # whatever was missed is asked for again

    def act(self, name: str, values: Mapping[str, Any]) -> None:
        """Do what a person asks; what cannot be done is said on the page, and nothing is lost."""
        todo = self._acts.get(name)
        if todo is None or (self.seat is None and name not in ("find", "join", "other_code")):
            self.refresh(force=True)
            return
        try:
            todo(values)
        except GoneError:
            self._gone()
        except SendsimError as error:
            field = {"find": "code", "join": "name", "park": "park"}.get(name, "")
            self._draw(dict(self.player.view), self._problem(error, field))

    def set(self, name: str, on: bool) -> None:
        """Set how the page looks."""
        self.player.settings = {**self.player.settings, name: on}

    def _problem(self, error: SendsimError, field: str = "") -> View:
        text = self.t(error.key) if isinstance(error, BadNameError) else str(error)
        return {"text": text, "field": field, "own": True}

    def _find(self, code: object) -> None:
        now = time.monotonic()
        self._wrong = [at for at in self._wrong if now - at < WRONG_SECONDS]
        if len(self._wrong) >= MOST_WRONG:
            raise CodeError(self.t("room.many"))
        try:
            self.record = self.store.find(code)
        except CodeError:
            self._wrong.append(now)
            raise

    def _do_find(self, values: Mapping[str, Any]) -> None:
        self._find(values.get("code"))
        self.refresh(force=True)

    def _do_other_code(self, _values: Mapping[str, Any]) -> None:
        self.seat = self.record = None
        self._draw({**self._code_view(), "keep": {"sendsim-room": ""}})

    def _do_join(self, values: Mapping[str, Any]) -> None:
        if self.record is None:
            raise CodeError(self.t("room.code_hint"))
        work = values.get("work")
        role = work if isinstance(work, str) and work in WORK else "other"
        self.seat, token = self.store.join(self.record.id, values.get("name"), role, replay_desks(self._read()))
        self.refresh(force=True, keep={"sendsim-room": token})

    # -- inside

    def _read(self) -> RoomState:
        """Return where the room is now."""
        if self.record is None:
            return RoomState()
        self.state = replay(self.store.moves(self.record.id))
        return self.state

    def _matter(self) -> Matter | None:
        return matter_of(self.state.subject) if self.state.subject is not None else None

    def refresh(self, force: bool = False, keep: Mapping[str, str] | None = None) -> None:
        """Show where the room is; a view that is shown already stays as it is."""
        try:
            self._renew(force, keep)
        except GoneError:
            self._gone()
        except SendsimError as error:
            self._draw(dict(self.player.view), self._problem(error))

    def _renew(self, force: bool = False, keep: Mapping[str, str] | None = None) -> None:
        if self.seat is not None:
            stamp = self.store.stamp(self.seat.room)
            self.seat = self.store.seat(self.seat.id)
            self._read()
            self._stamp = stamp  # what moves after this is seen at the next look
        view, live = self._view()
        if keep:
            view["keep"] = dict(keep)
        self._leaving = False
        shown = {key: value for key, value in self.player.view.items() if key not in ("error", "keep", "status")}
        with self.player.hold_sync():
            self.player.live = live
            if force or shown != {key: value for key, value in view.items() if key != "keep"}:
                self._draw(view)

    def _view(self) -> tuple[View, View]:
        """Return the view of the phase, and what changes while it stays."""
        if self.seat is None:
            if self.record is None:
                return self._code_view(), {}
            return views.join_view(self.t, suggest_name(), self.record.retention_days), {}
        state, here, seat = self.state, self._matter(), self.seat
        live = {"timer": views.timer_part(state, self.store.now()), "nudge": state.nudges}
        if state.phase is Phase.OWN and here is not None:
            return self._pace(here).view(), live
        answers = self.store.answers_of(seat)
        if state.phase in (Phase.DEBRIEF, Phase.ENDED):
            return views.debrief_view(self.t, state, here, seat, answers), live
        if state.phase is Phase.LOBBY or here is None:
            return {"kind": "room_wait", **views.foot(state, seat)}, live
        view = views.inside(self.t, state, here, seat, answers) | {"kind": f"room_{state.phase.value}"}
        ballot = state.ballot
        if state.phase is Phase.VOTE and ballot is not None:
            view["mine"] = ""
            live["mine"] = views.mine_part(here, ballot, self._standing(ballot.number, ballot.desks))
        elif state.phase in (Phase.REVEAL, Phase.DISCUSS) and ballot is not None:
            given = answers.get(ballot.number)
            all_answers, seats = self.store.answers(seat.room), self.store.seats(seat.room)
            mine = given.choice if given else ""
            view["split"] = views.split_part(self.t, here, state, ballot, all_answers, seats, mine)
        elif state.phase is Phase.FEEDBACK and ballot is not None:
            given = self._standing(ballot.number, ballot.desks)
            made, good = views.feedback_part(self.t, here, state.path, given.choice if given else "")
            view |= {"answered": made, "good": good}
        return view, live

    def _standing(self, ballot: int, desks: bool) -> Any:
        """Return the answer that counts for this seat: its own, or the last one of its table."""
        if self.seat is None:
            return None
        if not desks:
            return self.store.answers_of(self.seat).get(ballot)
        table = {item.id for item in self.store.seats(self.seat.room) if item.desk == self.seat.desk}
        given = [item for item in self.store.answers(self.seat.room, ballot) if item.seat in table]
        return max(given, key=lambda item: (item.at, item.seat), default=None)

    def _code_view(self) -> View:
        return {"kind": "room_code", "typed": "", "nav": []}

    def _gone(self) -> None:
        was_seat = self.seat is not None and self.record is not None
        self.seat = self.record = None
        self._draw({"kind": "room_gone", "seat": was_seat and self._leaving, "nav": [], "keep": {"sendsim-room": ""}})

    def _draw(self, view: View, error: View | None = None) -> None:
        self.player.draw({**view, "error": error})

    # -- what a participant does

    def _do_vote(self, values: Mapping[str, Any]) -> None:
        here, state = self._matter(), self._read()
        ballot, choice = state.ballot, values.get("choice")
        if here is None or ballot is None or state.phase is not Phase.VOTE or values.get("ballot") != ballot.number:
            self.refresh(force=True)
            return
        names = views.letters(here.choices(ballot.path))
        if not isinstance(choice, str) or choice not in names or self.seat is None:
            raise StoreError(self.t("scene.choose"))
        self.store.answer(self.seat, ballot.number, choice)  # on the disk before the page says so
        mine = views.mine_part(here, ballot, self._standing(ballot.number, ballot.desks))
        self.player.live = {**self.player.live, "mine": mine}
        self.player.say(self.t("room.kept", letter=names[choice]))

    def _do_park(self, values: Mapping[str, Any]) -> None:
        if self.seat is not None:
            self.store.park(self.seat.room, values.get("text"), self.seat)
            self._draw({**self.player.view, "status": self.t("room.park_done"), "stay": True})

    def _do_desk(self, values: Mapping[str, Any]) -> None:
        desk = values.get("desk")
        state = self._read()
        if self.seat is not None and isinstance(desk, int) and not isinstance(desk, bool) and 1 <= desk <= state.desks:
            self.seat = self.store.sit_at(self.seat, desk)
        self.refresh(force=True)

    def _do_form(self, values: Mapping[str, Any]) -> None:
        told = {key: values.get(key) for key in ("useful", "sure")}
        if self.seat is None or not all(value in (1, 2, 3, 4, 5) for value in told.values()):
            raise StoreError(self.t("room.form_choose"))
        words = {key: str(values.get(key) or "")[:500].strip() for key in ("keep", "better")}
        self.store.fill_form(self.seat, told | words)
        self.player.say(self.t("room.form_done"))

    def _do_record(self, _values: Mapping[str, Any]) -> None:
        here = self._matter()
        if here is None or self.seat is None:
            raise StoreError(self.t("room.closed_none"))
        rows = own_record(self.t, self.state, here, self.seat.name, self.store.answers_of(self.seat), self.store.now())
        self.player.hand_over("my-answers.html", "text/html", to_html(rows).encode())

    def _do_leave_ask(self, _values: Mapping[str, Any]) -> None:
        self._draw({"kind": "room_leave", "nav": [], "name": self.seat.name if self.seat else ""})

    def _do_stay(self, _values: Mapping[str, Any]) -> None:
        self.refresh(force=True)

    def _do_leave(self, _values: Mapping[str, Any]) -> None:
        if self.seat is not None:
            self._leaving = True
            self.store.forget(self.seat)
        self._gone()

    # -- at one's own pace

    def _pace(self, here: Matter) -> OwnPace:
        if self.seat is None:
            raise StoreError(self.t("room.code_hint"))
        ballot = self.state.ballots[-1].number
        if self._own is None or (self._own.seat.id, self._own.ballot) != (self.seat.id, ballot):
            self._own = OwnPace(self.t, self.store, here, self.seat, ballot)
        return self._own

    def _own_act(self, act: str, values: Mapping[str, Any]) -> None:
        self._read()
        here = self._matter()
        if self.state.phase is not Phase.OWN or here is None:
            self.refresh(force=True)
            return
        pace = self._pace(here)
        getattr(pace, act)(values)
        self._draw(pace.view())

    def _do_choose(self, values: Mapping[str, Any]) -> None:
        self._own_act("choose", values)

    def _do_next(self, values: Mapping[str, Any]) -> None:
        self._own_act("next", values)

    def _do_back(self, values: Mapping[str, Any]) -> None:
        self._own_act("back", values)


def replay_desks(state: RoomState) -> int:
    """Return over how many tables those who join are spread."""
    return state.desks or 6


def build() -> widgets.Widget:
    """Return the participant's page."""
    return RoomPage().widget
