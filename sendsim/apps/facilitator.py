"""The trainer's page of a live room: it paces the room, and shows how the room decides. With ``?projector=1`` in its
address it is the projector's page, which shows and changes nothing.

Only the room's key opens it. The key comes in the part of the link that browsers do not send to servers, is kept by the
trainer's browser, and only its hash is in the store.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import ipywidgets as widgets

from sendsim.apps import facilitator_views as views
from sendsim.apps.controls.room_player import Opened, TrainerPlayer
from sendsim.apps.layout import page
from sendsim.apps.live_page import LivePage
from sendsim.apps.room_views import timer_part
from sendsim.errors import SendsimError
from sendsim.training.bank import forms
from sendsim.training.bridge import best_leanings, leanings, shares
from sendsim.training.catalogue import catalogue
from sendsim.training.glossary import GLOSSARY
from sendsim.training.interface import Texts, texts
from sendsim.training.matter import Matter, matter_of
from sendsim.training.play import new_run
from sendsim.training.room import MAY, MoveError, Phase, RoomState, replay, step, value_of
from sendsim.training.room_export import RoomData, report, to_csv, to_xlsx
from sendsim.training.store import Store
from sendsim.training.store_records import GoneError, Move, MovedError, RoomRecord
from sendsim.training.store_tables import StoreError

View = dict[str, Any]
ENV_ADDRESS = "SENDSIM_ADDRESS"
"""The address at which participants reach the room, as the server knows it."""
FOLLOW_SECONDS = 600.0
PEOPLE_SECONDS = 10.0
"""How often those who went quiet are looked for."""


class FacilitatorPage(LivePage):
    """The page and the room whose key it has.

    Parameters
    ----------
    store:
        The store of rooms; the usual one unless told, opened when a browser arrives.
    words:
        The words of the interface; English unless told.
    """

    def __init__(self, store: Store | None = None, words: Texts | None = None) -> None:
        self.t = words or texts("en-GB", "room", "trainer")
        super().__init__(store)
        self.record: RoomRecord | None = None
        self.state = RoomState()
        self.projects = False
        self._stamp: tuple[int, int] | None = None
        self._looked = 0.0
        self._follows: View | None = None
        self._asked: asyncio.Task[None] | None = None
        self.ask = ask_worker
        self.player = TrainerPlayer(texts=dict(self.t.words), language=self.t.language, terms=GLOSSARY)
        self.player.on_open(self.open)
        self.player.on_act(self.act)
        self.player.on_setting(self.set)
        self.widget: widgets.Widget = page(self.player)
        self._acts = {name.removeprefix("_do_"): getattr(self, name) for name in dir(self) if name.startswith("_do_")}

    # -- the key

    def open(self, opened: Opened) -> None:
        """A browser has opened the page: take the key from the link, else the one that the browser keeps."""
        self.projects = parse_qs(opened.search.removeprefix("?")).get("projector", [""])[0] == "1"
        given = parse_qs(opened.hash.removeprefix("#")).get("key", [""])[0]
        try:
            for key in (given, opened.kept.get("sendsim-trainer", "")):
                if self.record is None and key:
                    self.record = self.store.room_of(key)
                    if self.record is not None:
                        self.refresh(force=True, keep={"sendsim-trainer": key})
            if self.record is None:
                wrong = {"text": self.t("trainer.key_wrong"), "field": "key", "own": True} if given else None
                self._draw(self._key_view(), wrong)
        except SendsimError as error:
            self._draw(self._key_view(), self._problem(error))
        self._begin_watching()

    def poll(self) -> None:
        """Look whether the room has moved or somebody has answered."""
        if self.record is None:
            return
        try:
            now = time.monotonic()
            stamp = self.store.stamp(self.record.id)
            if stamp == self._stamp and now - self._looked < PEOPLE_SECONDS:
                return
            if self._stamp is None or stamp[0] != self._stamp[0]:
                self.refresh()
            else:
                self.player.live = self._live(self._matter())
            self._stamp, self._looked = stamp, now
        except GoneError:
            self._gone()
        except StoreError:
            self._stamp = None  # whatever was missed is asked for again

    def act(self, name: str, values: Mapping[str, Any]) -> None:
        """Do what the trainer asks; without the key nothing is done, and the projector changes nothing."""
        todo = self._acts.get(name)
        if todo is None or (self.record is None and name != "key") or (self.projects and name != "key"):
            self.refresh(force=True)
            return
        try:
            todo(values)
        except GoneError:
            self._gone()
        except MovedError as error:
            self.refresh(force=True)
            self._draw(dict(self.player.view), self._problem(error))
        except SendsimError as error:
            field = {"key": "key", "park": "park", "retain": "days"}.get(name, "")
            if name == "move":
                field = {"timer": "minutes", "desks": "desks"}.get(str(values.get("kind")), "")
            self._draw(dict(self.player.view), self._problem(error, field))

    def set(self, name: str, on: bool) -> None:
        """Set how the page looks."""
        self.player.settings = {**self.player.settings, name: on}

    @staticmethod
    def _problem(error: SendsimError, field: str = "") -> View:
        return {"text": str(error), "field": field, "own": True}

    def _do_key(self, values: Mapping[str, Any]) -> None:
        key = str(values.get("key") or "").strip()
        key = key.partition("key=")[2] or key
        self.record = self.store.room_of(key)
        if self.record is None:
            raise StoreError(self.t("trainer.key_wrong"))
        self.refresh(force=True, keep={"sendsim-trainer": key})

    def _do_lock(self, _values: Mapping[str, Any]) -> None:
        self.record = None
        self._draw({**self._key_view(), "keep": {"sendsim-trainer": ""}, "status": self.t("trainer.locked")})

    def _key_view(self) -> View:
        return {"kind": "trainer_key", "nav": []}

    # -- the room

    @property
    def _room(self) -> RoomRecord:
        if self.record is None:
            raise StoreError(self.t("trainer.key_wrong"))
        return self.record

    def _matter(self) -> Matter | None:
        return matter_of(self.state.subject) if self.state.subject is not None else None

    def _move(self, kind: str, value: Mapping[str, Any]) -> None:
        """Make one move: proved first, then written, then shown."""
        move = Move(self.state.moves + 1, kind, value, self.store.now())
        after = step(self.state, move)
        ended = after.phase is Phase.ENDED
        self.store.add_move(self._room.id, move.number, kind, value, after.open_ballot, ended)
        self.refresh(force=True)

    def refresh(self, force: bool = False, keep: Mapping[str, str] | None = None) -> None:
        """Show where the room is; a view that is shown already stays as it is."""
        if self.record is None:
            self._draw(self._key_view())
            return
        try:
            self._stamp = self.store.stamp(self.record.id)
            self.record = self.store.room(self.record.id)
            self.state = replay(self.store.moves(self.record.id))
            here = self._matter()
            view = self._view(here)
            live = self._live(here)
        except GoneError:
            self._gone()
            return
        if keep:
            view["keep"] = dict(keep)
        drawn = {key: value for key, value in self.player.view.items() if key not in ("error", "keep", "status")}
        with self.player.hold_sync():
            self.player.live = live
            if force or drawn != {key: value for key, value in view.items() if key != "keep"}:
                self._draw(view)

    def _view(self, here: Matter | None) -> View:
        room, state = self._room, self.state
        answers, seats = self.store.answers(room.id), self.store.seats(room.id)
        where = address()
        join = {"address": where, "link": f"{where}?code={room.code}", "qr": qr(f"{where}?code={room.code}")}
        if self.projects:
            return views.projector(self.t, state, room, here, answers, seats) | join | {"nav": []}
        view = views.console(self.t, state, room, here) | join
        view |= {"nav": [["trainer.lock", "lock"]], "nav_label": "trainer.nav"}
        view["scenarios"] = views.scenarios(self.t, catalogue()) if "choose" in view["may"] else []
        if here is not None and state.phase not in (Phase.LOBBY, Phase.OWN, Phase.DEBRIEF, Phase.ENDED):
            view |= views.question(self.t, state, here, answers, seats)
        if here is not None and state.phase in (Phase.DEBRIEF, Phase.ENDED):
            view |= views.end_parts(self.t, state, here, answers, seats)
            view["learned"] = views.learned(self.t, self._data(here).gains)
            view["follows"] = bool(leanings(here, state.here, answers, seats))
        return view

    def _live(self, here: Matter | None) -> View:
        room, state, now = self._room, self.state, self.store.now()
        answers, seats = self.store.answers(room.id), self.store.seats(room.id)
        live: View = {"timer": timer_part(state, now), "answered": views.answered_line(self.t, state, answers, seats)}
        if self.projects:
            return live
        own = self.store.own(room.id, state.ballots[-1].number) if state.phase is Phase.OWN else ()
        return live | {
            "people": views.people(self.t, state, answers, seats, own, here, now),
            "parked": views.parked_part(self.store.parked(room.id)),
            "forms": views.forms_part(self.t, self.store.forms(room.id)),
            "follow": self._follows,
        }

    def _data(self, here: Matter) -> RoomData:
        """Return everything that results are made from."""
        room, store = self._room, self.store
        own = [item for ballot in self.state.ballots if not ballot.beat for item in store.own(room.id, ballot.number)]
        return RoomData(
            room,
            self.state,
            here,
            store.answers(room.id),
            store.seats(room.id),
            own,
            store.parked(room.id),
            store.forms(room.id),
        )

    def _gone(self) -> None:
        self.record = None
        self._draw({"kind": "trainer_gone", "nav": [], "keep": {"sendsim-trainer": ""}})

    def _draw(self, view: View, error: View | None = None) -> None:
        self.player.draw({**view, "error": error})

    # -- what the trainer does

    def _do_move(self, values: Mapping[str, Any]) -> None:
        kind = str(values.get("kind"))
        if kind not in MAY or kind in ("choose", "pace", "jump"):
            raise MoveError(f"move {kind[:20]!r} is not known here.")
        self._move(kind, value_of(kind, values))
        if kind == "nudge":
            self.player.say(self.t("trainer.nudged"))

    def _do_choose(self, values: Mapping[str, Any]) -> None:
        name = str(values.get("scenario"))
        known = {key: item.scenario for key, item in catalogue().items()} | {
            key: made[2] for key, made in forms().items()
        }
        if name not in known:
            raise MoveError(self.t("card.changed"))
        run = new_run(known[name], str(values.get("role")))
        told = {"scenario": run.scenario, "version": run.version, "hash": run.hash, "role": run.role.value}
        own = values.get("own") is True
        self._move("choose", told)
        if own != self.state.own_pace:
            self._move("pace", {"own": own})

    def _do_jump(self, values: Mapping[str, Any]) -> None:
        here = self._matter()
        targets = here.targets(self.state.path) if here is not None else ()
        to = str(values.get("to"))
        if not to.isdecimal() or int(to) >= len(targets):
            raise MoveError("That is not a question: jump to one of those in the list.")
        self._move("jump", {"path": [[item.beat, item.choice] for item in targets[int(to)].path]})

    def _do_park(self, values: Mapping[str, Any]) -> None:
        self.store.park(self._room.id, values.get("text"))
        self._draw({**self.player.view, "stay": True})
        self._renew()

    def _do_settle(self, values: Mapping[str, Any]) -> None:
        self.store.settle(self._room.id, _number(values), values.get("settled") is True)
        self._renew()

    def _do_unpark(self, values: Mapping[str, Any]) -> None:
        self.store.unpark(self._room.id, _number(values))
        self._renew()

    def _renew(self) -> None:
        self.player.live = self._live(self._matter())
        self.player.say("")

    def _do_retain(self, values: Mapping[str, Any]) -> None:
        days = values.get("days")
        self.record = self.store.set_retention(self._room.id, days)  # type: ignore[arg-type]
        self.refresh(force=True)

    def _do_save(self, values: Mapping[str, Any]) -> None:
        here = self._matter()
        if here is None:
            raise MoveError(self.t("trainer.not_chosen"))
        data = self._data(here)
        if values.get("as") == "pdf":
            from sendsim.training.document_pdf import to_pdf  # brings a font library: only where it is asked for

            made = to_pdf(report(self.t, data, self.store.now()))
            self.player.hand_over("room.pdf", "application/pdf", made)
        elif values.get("as") == "xlsx":
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            self.player.hand_over("room.xlsx", kind, to_xlsx(self.t, data))
        else:
            self.player.hand_over("room.csv", "text/csv", to_csv(self.t, data))

    def _do_follow(self, values: Mapping[str, Any]) -> None:
        """Ask, in a process of its own, what follows in an authority if its officers chose as this room did."""
        here = self._matter()
        answers, seats = self.store.answers(self._room.id), self.store.seats(self._room.id)
        lean = leanings(here, self.state.here, answers, seats) if here is not None else ()
        if here is None or not lean:
            raise MoveError(self.t("follow.none"))
        question = {"authority": str(values.get("authority") or "").strip()[:60], "room": shares(lean)}
        question["best"] = shares(best_leanings(here, self.state.here))
        if self._asked is not None:
            self._asked.cancel()
        self._follows = {"state": "working"}
        work = self._wait_for(question)
        try:
            self._asked = asyncio.get_running_loop().create_task(work)
        except RuntimeError:
            asyncio.run(work)
        self._renew()

    async def _wait_for(self, question: Mapping[str, Any]) -> None:
        try:
            self._follows = {"state": "done", "answer": await self.ask(question)}
        except SendsimError as error:
            self._follows = {"state": "failed", "text": str(error)}
        self.player.live = {**self.player.live, "follow": self._follows}

    def _do_ask(self, values: Mapping[str, Any]) -> None:
        what = values.get("what")
        if what in ("end", "delete"):
            self._draw({"kind": f"trainer_{what}", "nav": []})

    def _do_stay(self, _values: Mapping[str, Any]) -> None:
        self.refresh(force=True)

    def _do_delete(self, _values: Mapping[str, Any]) -> None:
        self.store.delete(self._room.id)
        self._gone()


def _number(values: Mapping[str, Any]) -> int:
    value = values.get("id")
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31 else 0


async def ask_worker(question: Mapping[str, Any]) -> dict[str, Any]:
    """Run the model in a process of its own and return its answer; it ends with the task that waits for it.

    Raises
    ------
    SendsimError
        If the question cannot be answered; the message says why.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sendsim.apps.follow", stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        told, problem = await asyncio.wait_for(process.communicate(json.dumps(question).encode()), FOLLOW_SECONDS)
    except (TimeoutError, asyncio.CancelledError) as error:
        process.kill()
        if isinstance(error, asyncio.CancelledError):
            raise
        raise SendsimError(
            "The model took too long and was stopped: try again when the computer is less busy."
        ) from None
    if process.returncode == 2:
        raise SendsimError(problem.decode(errors="replace").strip()[:300] or "The question could not be answered.")
    if process.returncode != 0:
        raise SendsimError("The model stopped before it had an answer: try again.")
    return dict(json.loads(told))


def address() -> str:
    """Return the address at which participants reach the room."""
    return os.environ.get(ENV_ADDRESS, "http://127.0.0.1:8866/")


def qr(link: str) -> str:
    """Return a link as a picture to scan: an SVG in a data address."""
    import segno

    return segno.make(link, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")


def build() -> widgets.Widget:
    """Return the trainer's page."""
    return FacilitatorPage().widget
