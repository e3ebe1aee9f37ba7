"""The tables of the live room, and how a database is opened: SQLite with a write-ahead log, or PostgreSQL by URL.

``migrations/`` makes and changes these tables; a test holds that both say the same. Times are kept as text in UTC,
which reads and sorts the same in both databases.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from sendsim.errors import SendsimError

ENV_STORE = "SENDSIM_STORE"
"""Names the store of live rooms: a file, or a URL such as ``postgresql+psycopg://...``."""
HEAD = "0001"
"""The version of the tables that this sendsim reads; the newest of ``migrations/versions``."""
WAIT_SECONDS = 15.0
"""How long a write waits for another."""


class StoreError(SendsimError):
    """The store of live rooms cannot be opened, read or written; the message says what to do."""


class Moment(TypeDecorator[datetime]):
    """A time in UTC, to the millisecond, as text."""

    impl = String(29)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        """Write a time."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="milliseconds")

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        """Read a time."""
        return None if value is None else datetime.fromisoformat(value)


METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

ROOM = Table(
    "room",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("code", String(20), nullable=False),
    Column("secret_hash", String(64), nullable=False),
    Column("made", Moment, nullable=False),
    Column("ended", Moment),
    Column("seats", Integer, nullable=False),
    Column("retention_days", Integer, nullable=False),
    Column("keep_until", Moment, nullable=False),
    Column("open_ballot", Integer, nullable=False, default=0),
    Column("turn", Integer, nullable=False, default=0),
    Column("count", Integer, nullable=False, default=0),
    UniqueConstraint("code"),
    UniqueConstraint("secret_hash"),
)
"""A room. ``open_ballot`` is the ballot that takes answers now (0 for none); ``turn`` goes up with all that
participants see, ``count`` with all that the facilitator sees."""

MOVE = Table(
    "move",
    METADATA,
    Column("room", ForeignKey("room.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("value", JSON, nullable=False),
    Column("at", Moment, nullable=False),
)
"""What the facilitator did, in order; the state of a room is what replaying it gives (see ``room.py``)."""

SEAT = Table(
    "seat",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("room", ForeignKey("room.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(40), nullable=False),
    Column("key", String(80), nullable=False),
    Column("role", String(20), nullable=False),
    Column("desk", Integer, nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("joined", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    UniqueConstraint("room", "key"),
    UniqueConstraint("token_hash"),
)
"""A participant under a made-up name; ``desk`` is the table (small group) at which they sit."""

ANSWER = Table(
    "answer",
    METADATA,
    Column("room", ForeignKey("room.id", ondelete="CASCADE"), primary_key=True),
    Column("ballot", Integer, primary_key=True, autoincrement=False),
    Column("seat", ForeignKey("seat.id", ondelete="CASCADE"), primary_key=True),
    Column("change", Integer, primary_key=True, autoincrement=False),
    Column("choice", String(60), nullable=False),
    Column("at", Moment, nullable=False),
)
"""Answers; a change of mind is a new row with the next ``change``, so the database itself decides what came last."""

OWN = Table(
    "own",
    METADATA,
    Column("seat", ForeignKey("seat.id", ondelete="CASCADE"), primary_key=True),
    Column("ballot", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("beat", String(60), nullable=False),
    Column("choice", String(60), nullable=False),
    Column("at", Moment, nullable=False),
)
"""What a participant did at their own pace: entries of an attempt (see ``attempt.py``), or answers to a test."""

PARKED = Table(
    "parked",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("room", ForeignKey("room.id", ondelete="CASCADE"), nullable=False),
    Column("seat", ForeignKey("seat.id", ondelete="CASCADE")),
    Column("text", Text, nullable=False),
    Column("settled", Integer, nullable=False, default=0),
    Column("at", Moment, nullable=False),
)
"""Questions put aside for later; those of the facilitator have no seat."""

FORM = Table(
    "form",
    METADATA,
    Column("seat", ForeignKey("seat.id", ondelete="CASCADE"), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("at", Moment, nullable=False),
)
"""The feedback form, one a seat."""

WRONG = Table(
    "wrong_code",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
)
"""Codes tried that open no room, so that guessing is slowed for every server on one store."""

Index("ix_move_room", MOVE.c.room)
Index("ix_seat_room", SEAT.c.room)
Index("ix_parked_room", PARKED.c.room)
Index("ix_wrong_code_at", WRONG.c.at)


def usual_store() -> str:
    """Return the store of this user: what ``SENDSIM_STORE`` names, else a file in the user's data folder."""
    named = os.environ.get(ENV_STORE)
    return named or str(Path(platformdirs.user_data_dir("sendsim", "sendsim")) / "rooms.sqlite3")


def open_engine(where: str) -> Engine:
    """Return an engine for a file or a URL; nothing is made and nothing read yet.

    Raises
    ------
    StoreError
        If the URL is of no kind that can be used here.
    """
    try:
        url = make_url(where if "://" in where else f"sqlite:///{Path(where).expanduser().resolve()}")
        kind = url.get_backend_name()
        if kind not in ("sqlite", "postgresql"):
            raise StoreError(f"store {shown(where)!r} is {kind}: give a file, or a URL of PostgreSQL.")
        if kind == "sqlite":
            if not url.database or url.database == ":memory:":
                raise StoreError("store names no file: give one, such as rooms.sqlite3.")
            engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS}, pool_size=1, max_overflow=4)
            event.listen(engine, "connect", _set_up_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        return create_engine(url, pool_size=1, max_overflow=4, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(
            f"store {shown(where)!r} is neither a file nor a URL: write postgresql://name@host/database."
        ) from None
    except ImportError:
        raise StoreError("store is on PostgreSQL, whose driver is missing: install sendsim[postgres].") from None


def shown(where: str) -> str:
    """Write a store without its password."""
    if "://" not in where:
        return where
    try:
        return make_url(where).render_as_string(hide_password=True)
    except ArgumentError:
        return where.partition("://")[0] + "://..."


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """Set a new connection up: our own transactions, deleted bytes overwritten, every commit on the disk."""
    connection.isolation_level = None
    for pragma in ("foreign_keys = ON", "secure_delete = ON", "synchronous = FULL", "journal_mode = WAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; one that will write takes its turn at once, so that two never deadlock."""
    writes = connection.get_execution_options().get("sendsim_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
