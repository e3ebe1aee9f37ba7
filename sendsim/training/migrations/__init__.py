"""How the tables of the live room came to be, step by step (Alembic); ``prepare`` brings a store up to date."""

from __future__ import annotations

import os
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from sendsim.training.store_tables import StoreError, open_engine, shown

LOCK = 7_305_021
"""Held on PostgreSQL while tables are made, so that two servers that start together take turns."""


def config() -> Config:
    """Return Alembic's settings; the connection is handed over by ``prepare``."""
    found = Config()
    found.set_main_option("script_location", str(Path(__file__).resolve().parent).replace("%", "%%"))
    return found


def prepare(where: str) -> None:
    """Make the tables of a store, or bring them up to date. Run it before any page is served.

    Raises
    ------
    StoreError
        If the store cannot be reached or was made by a later sendsim.
    """
    engine = open_engine(where)
    local = engine.url.get_backend_name() == "sqlite"
    try:
        if local:
            Path(str(engine.url.database)).parent.mkdir(parents=True, exist_ok=True)
        with engine.connect().execution_options(sendsim_write=True) as connection, connection.begin():
            if not local:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            settings = config()
            settings.attributes["connection"] = connection
            command.upgrade(settings, "head")
        if local and os.name == "posix":
            Path(str(engine.url.database)).chmod(0o600)
    except CommandError:
        raise StoreError(
            f"store {shown(where)!r} was made by a later sendsim: use that version, or name another store."
        ) from None
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(
            f"store {shown(where)!r} cannot be opened ({reason(error)}): free it or name another."
        ) from None
    finally:
        engine.dispose()


def reason(error: Exception) -> str:
    """Return the first line of what a database says, without SQL."""
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0][:200]
