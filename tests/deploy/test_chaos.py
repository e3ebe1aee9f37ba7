"""A room in which things die: the server, kernels and connections are killed at seeded moments, and nothing is lost.

People vote and change their minds over real websockets. What a page has called kept is committed and must be there;
what was on its way may be. Whoever loses a page opens it again with the same code and the key that a browser keeps, and
must find the same seat, the same vote, and the answer that counts. At the end every vote is counted exactly.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClientError
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError

from sendsim.training.migrations import prepare
from sendsim.training.store import Store
from tests.browser.room_client import RoomClient
from tests.running import Running, begin, free_port, join, lead, move, vote

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills kernels as Linux forks them")
PEOPLE = 10
SEED = 20261125
VOTES = 2
CHANGES = 3
"""So many answers everybody gives to each vote."""
KERNELS, DROPS = 2, 3
"""Deaths of a kernel and of a connection in each vote; the server dies once in each."""
PATIENCE = 4.0
"""After so many seconds without an answer a person opens the page again."""
MOST_TRIES = 30
LOST = (AssertionError, HTTPClientError, OSError, StreamClosedError, WebSocketClosedError)


class Room:
    """The server, which may be another one soon, and what everybody was told."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.where = folder, str(folder / "rooms.sqlite3")
        prepare(self.where)
        self.server = Running(folder, self.where, people=PEOPLE, port=free_port()).ready()
        self.store = Store(self.where)
        self.id = self.store.find(self.server.code).id
        self.code = self.server.code
        self.up = asyncio.Event()
        self.up.set()
        self.told = 0
        self.deaths: list[str] = []
        self.rejoined = 0

    async def restart(self) -> None:
        """Kill the server as a power cut does, and go on with the same room."""
        self.up.clear()
        await asyncio.to_thread(self.server.kill)
        again = Running(self.folder, self.where, "--resume", people=PEOPLE, port=self.server.port)
        self.server = await asyncio.to_thread(again.ready)
        assert self.server.code == self.code
        self.up.set()


class Person:
    """One participant: what they were told is kept, and what is on its way."""

    def __init__(self, room: Room, number: int) -> None:
        self.room, self.name = room, f"Quiet Hare {number}"
        self.client: RoomClient | None = None
        self.kept: dict[int, str] = {}
        self.sent: dict[int, list[str]] = {}
        self.keys: dict[str, str] = {}

    async def join(self) -> None:
        self.client = await join(self.room.server.root, self.room.code, self.name)
        self.keys = dict(self.client.kept)

    async def vote(self, ballot: int, choice: str) -> None:
        """Vote until the page says that the answer is kept, whatever dies meanwhile."""
        for tries in range(MOST_TRIES):
            try:
                if self.client is None:  # the page may have been given a kernel that is dead: it is opened once more
                    await self.room.up.wait()
                    await asyncio.wait_for(self._come_back(ballot), PATIENCE * (2 + tries))
                assert self.client is not None
                self.sent.setdefault(ballot, []).append(choice)
                await vote(self.client, ballot, choice, PATIENCE)
            except LOST:
                await self.leave()
                continue
            self.kept[ballot] = choice
            self.sent[ballot] = []
            self.room.told += 1
            return
        raise RuntimeError(f"{self.name} could not vote: {self.client and self.client.view}")

    async def _come_back(self, ballot: int) -> None:
        self.client = client = RoomClient(self.room.server.root)
        client.kept = dict(self.keys)
        await client.open(self.room.code)
        await client.until(lambda: client.view["kind"] not in ("loading", "room_code"), PATIENCE * 5)
        # From here on a difference is a fault of the room and not of the network: it ends the test.
        shown = (client.view["kind"], client.view.get("name"), client.view.get("ballot"))
        if shown != ("room_vote", self.name, ballot):
            raise RuntimeError(f"{self.name} came back to {shown}")
        mine = client.live.get("mine")
        may = {self.kept.get(ballot), *self.sent.get(ballot, [])}
        if (mine["id"] if mine else None) not in may:
            raise RuntimeError(f"{self.name} finds {mine}, and was told {self.kept.get(ballot)}")
        self.room.rejoined += 1

    async def leave(self) -> None:
        """Close the page; its kernel is told so, if the server is there."""
        gone, self.client = self.client, None
        if gone is not None:
            with contextlib.suppress(*LOST):
                await gone.leave()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.store.close()
    made.server.end()


async def _kill(room: Room, people: list[Person], what: str, chance: random.Random) -> None:
    """Let one thing die."""
    if what == "server":
        await room.restart()
    elif what == "kernel" and (kernels := room.server.kernels()):
        with contextlib.suppress(ProcessLookupError):
            chance.choice(kernels).send_signal(signal.SIGKILL)
    elif what == "connection" and (there := [person for person in people if person.client is not None]):
        socket = chance.choice(there).client._socket  # type: ignore[union-attr]
        if socket is not None:
            socket.stream.close() if getattr(socket, "stream", None) is not None else socket.close()
    room.deaths.append(what)


async def _lead_again(room: Room) -> RoomClient:
    """Open the trainer's page by the link that counts now, again if its kernel is dead."""
    for tries in range(MOST_TRIES):
        with contextlib.suppress(*LOST):
            return await asyncio.wait_for(lead(room.server.root, room.server.key), PATIENCE * (2 + tries))
    raise RuntimeError("the trainer could not come back")


async def _session(room: Room) -> tuple[dict[str, dict[int, str]], list[str]]:
    chance = random.Random(SEED)
    trainer = await lead(room.server.root, room.server.key)
    await begin(trainer)
    people = [Person(room, number) for number in range(PEOPLE)]
    await asyncio.gather(*(person.join() for person in people))
    choices: list[str] = []
    for ballot in range(1, VOTES + 1):
        await move(trainer, "vote", "vote")
        if not choices:
            first = people[0].client
            assert first is not None
            await first.shows("room_vote")
            choices = [item["id"] for item in first.view["scene"]["choices"]]
        deaths = ["server"] + ["kernel"] * KERNELS + ["connection"] * DROPS
        chance.shuffle(deaths)
        before = room.told
        moments = sorted(chance.sample(range(1, PEOPLE * CHANGES - PEOPLE), len(deaths)))
        plans = [[chance.choice(choices) for _ in range(CHANGES)] for _ in people]

        async def kill_all(moments: list[int] = moments, deaths: list[str] = deaths, before: int = before) -> None:
            for moment, what in zip(moments, deaths, strict=True):
                while room.told - before < moment:  # when so many answers have been kept
                    await asyncio.sleep(0.01)
                await _kill(room, people, what, chance)

        async def decide(person: Person, plan: list[str], ballot: int = ballot) -> None:
            for choice in plan:
                await person.vote(ballot, choice)

        await asyncio.gather(kill_all(), *(decide(p, plan) for p, plan in zip(people, plans, strict=True)))
        assert [person.kept[ballot] for person in people] == [plan[-1] for plan in plans]
        trainer.close()
        trainer = await _lead_again(room)
        assert trainer.view["phase"] == "vote", "where the room was"
        await move(trainer, "hold", "hold")
        if ballot < VOTES:
            await move(trainer, "reveal", "reveal")
            await move(trainer, "discuss", "discuss")
    trainer.close()
    for person in people:
        await person.leave()
    return {person.name: person.kept for person in people}, choices


def test_no_kept_answer_is_lost_whatever_dies(room: Room) -> None:
    kept, choices = asyncio.run(_session(room))
    assert room.deaths.count("server") == VOTES and len(room.deaths) == VOTES * (1 + KERNELS + DROPS)
    assert room.rejoined >= PEOPLE, "everybody lost a page at least once"
    seats = {seat.id: seat.name for seat in room.store.seats(room.id)}
    assert sorted(seats.values()) == sorted(kept), "everybody has one seat: nobody joined anew"
    for ballot in range(1, VOTES + 1):
        found = {seats[item.seat]: item.choice for item in room.store.answers(room.id, ballot)}
        assert found == {name: told[ballot] for name, told in kept.items()}
        assert set(found.values()) <= set(choices)
