"""Two servers on one PostgreSQL: one room, people on both, every answer counted once."""

from __future__ import annotations

import asyncio
import multiprocessing
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sendsim.training.migrations import prepare
from sendsim.training.store import Store
from sendsim.training.store_tables import HEAD
from tests.browser.room_client import RoomClient
from tests.running import Running, begin, join, lead, move, vote

psycopg = pytest.importorskip("psycopg", reason="the extra postgres is not installed")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="PostgreSQL is started here as on Linux and macOS")
EACH = 3
AT_ONCE = 6
GOOD = "in-time"


@pytest.fixture
def two(empty_postgres: str, tmp_path: Path) -> Iterator[tuple[Running, Running]]:
    """Two servers that start together on a store without tables: one with a room, one beside it."""
    first = Running(tmp_path, empty_postgres, people=EACH)
    second = Running(tmp_path, empty_postgres, "--beside", people=EACH)
    try:
        yield first.ready(), second.ready()
    finally:
        first.end()
        second.end()


def _prepare(where: str, together: Any, told: Any) -> None:
    """Make the tables at the same moment as others do, and say how it went."""
    together.wait(60)
    try:
        prepare(where)
        told.put("made")
    except Exception as error:
        told.put(repr(error))


def test_servers_that_start_at_the_same_moment_make_the_tables_once(empty_postgres: str) -> None:
    own = multiprocessing.get_context("fork")
    together, told = own.Barrier(AT_ONCE), own.Queue()
    servers = [own.Process(target=_prepare, args=(empty_postgres, together, told)) for _ in range(AT_ONCE)]
    for server in servers:
        server.start()
    assert [told.get(timeout=90) for _ in servers] == ["made"] * AT_ONCE
    for server in servers:
        server.join(30)
    with psycopg.connect(empty_postgres) as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]


def test_a_room_on_two_servers_counts_every_answer_once(two: tuple[Running, Running], empty_postgres: str) -> None:
    first, second = two
    assert first.code and not second.code, "the one beside it opens no room of its own"
    assert first.key not in second.log()
    store = Store(empty_postgres)
    assert [room.code for room in store.rooms()] == [first.code]
    room = store.find(first.code).id

    async def session() -> list[dict[str, object]]:
        trainer = await lead(second.root, first.key)  # the trainer's key opens the room on either
        await begin(trainer)
        places = zip((first,) * EACH + (second,) * EACH, range(2 * EACH), strict=True)
        people: list[RoomClient] = list(
            await asyncio.gather(*(join(s.root, first.code, f"Quiet Hare {n}") for s, n in places))
        )
        await move(trainer, "vote", "vote")
        choices = await _choices(people[0])
        bad = next(item for item in choices if item != GOOD)

        async def decide(client: RoomClient, number: int) -> None:
            for choice in (bad, GOOD, bad) if number % 3 == 0 else (bad, GOOD):  # changes of mind, all at once
                await vote(client, 1, choice)
                await vote(client, 1, choice)

        await asyncio.gather(*(decide(client, number) for number, client in enumerate(people)))
        told = {item.seat: item.choice for item in store.answers(room, 1)}
        assert sorted(told.values()) == sorted([bad] * 2 + [GOOD] * (2 * EACH - 2))
        assert {item.changes for item in store.answers(room, 1)} == {1, 2}, "the same answer again is no change"
        gone = people[0]  # moves from one server to the other, as a balancer may send them
        gone.close()
        again = RoomClient(second.root)
        again.kept = gone.kept
        await again.open(first.code)
        await again.until(lambda: again.view["kind"] == "room_vote" and again.view["name"] == gone.view["name"])
        assert again.live["mine"]["id"] == bad
        await vote(again, 1, GOOD)
        await move(trainer, "hold", "hold")
        await move(trainer, "reveal", "reveal")
        shown = []
        for client in (people[1], people[EACH + 1], again):  # both servers show the same
            await client.shows("room_reveal")
            shown.append(client.view["split"])
        for client in (trainer, again, *people[1:]):
            client.close()
        return [{row["id"]: row["n"] for row in split["rows"]} for split in shown]

    counts = asyncio.run(session())
    given = [item.choice for item in store.answers(room, 1)]
    assert (given.count(GOOD), len(given), len(store.seats(room))) == (2 * EACH - 1, 2 * EACH, 2 * EACH)
    assert all(count[GOOD] == 2 * EACH - 1 and sum(count.values()) == 2 * EACH for count in counts)
    store.close()


async def _choices(client: RoomClient) -> list[str]:
    await client.shows("room_vote")
    return [item["id"] for item in client.view["scene"]["choices"]]
