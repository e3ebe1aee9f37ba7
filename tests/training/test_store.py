"""The store of live rooms: nothing answered is lost, nothing deleted is left, nobody gets in by guessing."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from sendsim.training.migrations import config, prepare
from sendsim.training.progress import BadNameError
from sendsim.training.store import Store
from sendsim.training.store_records import (
    UNFIT,
    WRONG_LIMIT,
    ClosedError,
    CodeError,
    FullError,
    GoneError,
    MovedError,
    new_code,
    tidy_code,
)
from sendsim.training.store_tables import HEAD, METADATA, StoreError, open_engine

START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(params=["sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store with its tables, in each kind of database."""
    sqlite = request.param == "sqlite"
    place = str(tmp_path / "rooms.sqlite3") if sqlite else request.getfixturevalue("empty_postgres")
    prepare(place)
    return place


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    made = Store(where, now=Clock())
    yield made
    made.close()


def test_tables_are_made_by_migrations_alone_and_are_those_of_the_code(where: str) -> None:
    prepare(where)  # a second time changes nothing
    engine = open_engine(where)
    with engine.connect() as db:
        found = compare_metadata(MigrationContext.configure(db), METADATA)
    engine.dispose()
    assert found == []
    assert ScriptDirectory.from_config(config()).get_heads() == [HEAD]


def test_a_store_without_tables_or_that_is_none_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="run sendsim workshop prepare first"):
        Store(str(tmp_path / "new.sqlite3"))
    (tmp_path / "text.sqlite3").write_text("not a database, but long enough to be looked at as one" * 10)
    with pytest.raises(StoreError, match=r"cannot be opened \(file is not a database\)"):
        prepare(str(tmp_path / "text.sqlite3"))
    with pytest.raises(StoreError, match="is mysql: give a file, or a URL of PostgreSQL"):
        open_engine("mysql://somebody:secret@host/rooms")
    with pytest.raises(StoreError) as told:
        prepare("postgresql://somebody:hush@127.0.0.1:9/rooms")
    assert "hush" not in str(told.value)


def test_codes_can_be_read_out_and_typed_in_any_way() -> None:
    codes = {new_code() for _ in range(2000)}
    assert len(codes) > 1990
    assert all(not any(word in code.replace("-", "") for word in UNFIT) for code in codes)
    assert {tidy_code(given) for given in ("bado-kemi", " BADO kemi ", "Badokemi", "bado–kemi")} == {"bado-kemi"}
    assert {tidy_code(given) for given in ("", "bado", None, 7, "bado-kemi-x", "bádokemi", "x" * 10_000)} == {""}


def test_guessing_a_code_is_slowed_for_everybody_on_the_store_and_lets_go(where: str) -> None:
    clock = Clock()
    one, other = Store(where, now=clock), Store(where, now=clock)
    room, _ = one.open_room()
    assert other.find(room.code.upper()).id == room.id
    for _ in range(WRONG_LIMIT // 2):
        for store in (one, other):  # two kernels, or two servers: the count is in the store
            with pytest.raises(CodeError, match="No room has this code"):
                store.find("bado-bado" if room.code != "bado-bado" else "kemi-kemi")
    with pytest.raises(CodeError, match="Wait a minute"):
        other.find(room.code)  # the right code is not even looked at, so guessing on is no use
    clock.at += timedelta(seconds=61)
    assert one.find(room.code).id == room.id
    one.close()
    other.close()


def test_secrets_and_tokens_open_one_thing_each_and_are_not_kept(store: Store, where: str) -> None:
    room, secret = store.open_room()
    seat, token = store.join(room.id, "Copper Heron", "school")
    assert store.room_of(secret) == room and store.rejoin(token) == seat
    for wrong in ("", token, secret[:-1], None, {"a": 1}, "x" * 1000):
        assert store.room_of(wrong) is None
        assert store.rejoin(wrong if wrong != token else secret) is None
    if "://" not in where:
        kept = b"".join(path.read_bytes() for path in Path(where).parent.iterdir())
        assert room.code.encode() in kept and secret.encode() not in kept and token.encode() not in kept
        assert Path(where).stat().st_mode & 0o077 == 0 or sys.platform == "win32"
    newer = store.new_secret(room.id)
    assert store.room_of(secret) is None and store.room_of(newer) == room


def test_joining_asks_for_a_free_made_up_name_and_a_seat(store: Store) -> None:
    room, _ = store.open_room(seats=2)
    store.join(room.id, "Copper Heron", "school")
    with pytest.raises(StoreError, match="has this name already"):
        store.join(room.id, "copper  HERON", "school")
    with pytest.raises(BadNameError):
        store.join(room.id, "me@example.org", "school")
    second, _ = store.join(room.id, "Amber Wren", "mediator")
    with pytest.raises(FullError, match="All 2 seats"):
        store.join(room.id, "Quiet Otter", "school")
    store.forget(second)
    third, _ = store.join(room.id, "Quiet Otter", "school")
    assert [seat.name for seat in store.seats(room.id)] == ["Copper Heron", "Quiet Otter"]
    store.add_move(room.id, 1, "end", {}, 0, ended=True)
    store.forget(third)
    with pytest.raises(StoreError, match="has ended"):
        store.join(room.id, "Late Hare", "school")


def test_an_answer_counts_once_changes_until_closed_and_never_after(store: Store) -> None:
    room, _ = store.open_room()
    seat, _ = store.join(room.id, "Copper Heron", "school")
    with pytest.raises(ClosedError):
        store.answer(seat, 1, "a")
    store.add_move(room.id, 1, "open", {}, 1)
    for choice in ("a", "a", "b", "b", "a"):  # a click that is sent twice counts once
        store.answer(seat, 1, choice)
    with pytest.raises(ClosedError):
        store.answer(seat, 2, "a")
    store.add_move(room.id, 2, "hold", {}, 0)
    with pytest.raises(ClosedError, match="your last answer before it stays"):
        store.answer(seat, 1, "b")
    (only,) = store.answers(room.id)
    assert (only.choice, only.changes) == ("a", 2)
    assert store.answers_of(seat) == {1: only}
    with pytest.raises(MovedError):  # a second window of the facilitator that has not heard
        store.add_move(room.id, 2, "reveal", {}, 0)
    assert [move.kind for move in store.moves(room.id)] == ["open", "hold"]


def test_thirty_at_once_are_counted_exactly(where: str) -> None:
    setter = Store(where)
    room, _ = setter.open_room()
    setter.add_move(room.id, 1, "open", {}, 1)
    failed: list[Exception] = []

    def take_part(number: int) -> None:
        try:
            store = Store(where)
            seat, _ = store.join(room.id, f"Bright Hare {number}", "school")
            for choice in ("a", "b", "ab"[number % 2]):
                store.answer(seat, 1, choice)
            store.close()
        except Exception as error:
            failed.append(error)

    crowd = [threading.Thread(target=take_part, args=(number,)) for number in range(30)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert failed == []
    given = [answer.choice for answer in setter.answers(room.id, 1)]
    assert (given.count("a"), given.count("b")) == (15, 15)
    setter.close()


def test_what_is_kept_survives_a_kill_at_any_moment(tmp_path: Path) -> None:
    where = str(tmp_path / "rooms.sqlite3")
    prepare(where)
    store = Store(where)
    room, _ = store.open_room()
    store.add_move(room.id, 1, "open", {}, 1)
    code = (
        "import itertools, sys; from sendsim.training.store import Store\n"
        f"store = Store({where!r})\n"
        "for n in itertools.count():\n"
        f"    seat, _ = store.join({room.id}, f'Bright Hare {{n}}', 'school')\n"
        "    store.answer(seat, 1, 'a'); print(seat.id, flush=True)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    told = [int(child.stdout.readline()) for _ in range(20)]
    child.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    told += [int(line) for line in child.communicate()[0].split()]
    assert {answer.seat for answer in store.answers(room.id, 1)} >= set(told)
    assert len(told) >= 20
    store.close()


def test_deletion_goes_to_the_last_byte(tmp_path: Path) -> None:
    where = str(tmp_path / "rooms.sqlite3")
    prepare(where)
    store = Store(where)
    room, _ = store.open_room()
    reader = Store(where)  # as the page of a participant that is still open
    reader.stamp(room.id)
    seat, _ = store.join(room.id, "Zanzibarian Quetzal", "school")
    store.park(room.id, "Xylophones for everybody?", seat)
    store.fill_form(seat, {"kept": "a marmalade thought"})
    store.enter(seat, 1, 0, "decide", "call", "zebra-crossing")
    words = (b"Quetzal", b"Xylophones", b"marmalade", b"zebra-crossing", room.code.encode())
    held = lambda: b"".join(path.read_bytes() for path in tmp_path.iterdir())  # noqa: E731
    assert all(word in held() for word in words)
    store.forget(seat)
    assert all(word not in held() for word in words[:4]) and words[4] in held()
    store.delete(room.id)
    assert words[4] not in held()
    with pytest.raises(GoneError):
        reader.stamp(room.id)
    assert store.rooms() == ()
    reader.close()
    store.close()


def test_a_room_goes_when_the_time_set_by_the_trainer_is_over(where: str) -> None:
    clock = Clock()
    store = Store(where, now=clock)
    usual, _ = store.open_room()
    assert usual.keep_until == START + timedelta(days=30)
    short, _ = store.open_room(retention_days=1)
    store.join(short.id, "Copper Heron", "school")
    clock.at += timedelta(hours=23)
    store.add_move(short.id, 1, "open", {}, 1)  # time is counted from the last thing done
    clock.at += timedelta(hours=23)
    assert store.purge() == 0
    clock.at += timedelta(hours=2)
    assert store.purge() == 1
    assert [room.id for room in store.rooms()] == [usual.id]
    assert store.set_retention(usual.id, 90).keep_until == clock.at + timedelta(days=90)
    for days in (0, 366, -1, True, "7"):
        with pytest.raises(StoreError, match="give a whole number of days from 1 to 365"):
            store.set_retention(usual.id, days)  # type: ignore[arg-type]
    store.close()


def test_questions_put_aside_and_forms_stay_in_their_room(store: Store) -> None:
    (one, _), (other, _) = store.open_room(), store.open_room()
    seat, _ = store.join(one.id, "Copper Heron", "school")
    before = store.stamp(one.id)
    store.park(one.id, "  Who   pays? ", seat)
    assert store.stamp(one.id) == (before[0], before[1] + 1)  # only the facilitator's page has news
    (question,) = store.parked(one.id)
    assert (question.text, question.settled) == ("Who pays?", False)
    store.settle(other.id, question.id)
    store.unpark(other.id, question.id)
    assert store.parked(one.id) == (question,) and store.parked(other.id) == ()
    store.settle(one.id, question.id)
    assert store.parked(one.id)[0].settled
    for words in ("", "ab", "x" * 281, None):
        with pytest.raises(StoreError, match="3 to 280 characters"):
            store.park(one.id, words)
    store.fill_form(seat, {"useful": 4})
    store.fill_form(seat, {"useful": 5})
    assert store.forms(one.id) == {seat.id: {"useful": 5}} and store.forms(other.id) == {}
