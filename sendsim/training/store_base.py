"""The ground of the store: one connection, whole transactions, sentences instead of errors, and bytes overwritten."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, Row, select, text, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from sendsim.training.progress import utc_now
from sendsim.training.store_records import GoneError, RoomRecord, Seat
from sendsim.training.store_tables import HEAD, ROOM, SEAT, StoreError, open_engine, shown, usual_store


class Transactions:
    """A store that can be read and written; its tables must be there (``migrations.prepare``).

    Parameters
    ----------
    where:
        A file or a URL; the usual one unless told.
    now:
        Tells the time, in UTC; for tests.
    """

    def __init__(self, where: str | None = None, now: Any = utc_now) -> None:
        self.where = where or usual_store()
        self.now = now
        self._engine = open_engine(self.where)
        self._local = self._engine.url.get_backend_name() == "sqlite"
        with self._reading() as db:
            found = db.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if found != HEAD:
            raise StoreError(
                f"store {shown(self.where)!r} has tables of version {found}, and this sendsim reads {HEAD}: "
                "run sendsim workshop prepare, or name another store."
            )

    def close(self) -> None:
        """Let go of the store."""
        self._engine.dispose()

    def _wipe(self) -> None:
        """Leave nothing of what was deleted in the file or its log."""
        try:
            if not self._local:
                with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
                    db.exec_driver_sql("VACUUM")
                return
            raw = self._engine.raw_connection()
            try:
                _empty_log(raw.cursor())
                raw.cursor().execute("VACUUM")
                _empty_log(raw.cursor())
            finally:
                raw.close()
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise self._trouble(error) from None

    @staticmethod
    def _room(db: Connection, which: Any, lock: bool = False) -> RoomRecord:
        asked = select(ROOM).where(which)
        row = db.execute(asked.with_for_update() if lock else asked).first()
        if row is None:
            raise GoneError("This room and all its data were deleted.")
        return record_of(row)

    @staticmethod
    def _seat(db: Connection, which: Any) -> Seat:
        row = db.execute(select(SEAT).where(which)).first()
        if row is None:
            raise GoneError("This seat and its answers were deleted: join again.")
        return seat_of(row)

    @staticmethod
    def _bump(db: Connection, room: int, column: str) -> None:
        db.execute(update(ROOM).where(ROOM.c.id == room).values({column: ROOM.c[column] + 1}))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as db:
                yield db
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise self._trouble(error) from None

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._engine.connect().execution_options(sendsim_write=True) as db, db.begin():
                yield db
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise self._trouble(error) from None

    def _trouble(self, error: Exception) -> StoreError:
        said = str(getattr(error, "orig", None) or error).strip().splitlines()[0][:200]
        mend = "run sendsim workshop prepare first" if "alembic_version" in said else "try again"
        return StoreError(f"store {shown(self.where)!r} cannot be read or written ({said}): {mend}.")


def _empty_log(cursor: Any) -> None:
    """Write the log back to the file and cut it to nothing, waiting for readers that are in the middle of a page."""
    for _ in range(50):
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            return
        time.sleep(0.1)
    raise sqlite3.OperationalError("another program holds the file")


def record_of(row: Row[Any]) -> RoomRecord:
    """Return a room from its row."""
    return RoomRecord(row.id, row.code, row.made, row.ended, row.seats, row.retention_days, row.keep_until)


def seat_of(row: Row[Any]) -> Seat:
    """Return a participant from its row."""
    return Seat(row.id, row.room, row.name, row.role, row.desk, row.seen.astimezone(UTC))
