"""What tests of several folders share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import free_port


def _program(name: str) -> str | None:
    """Return a program of PostgreSQL: on the path, or where Debian keeps it."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(kept[-1]) if kept else None)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Run a PostgreSQL of our own where its programs are installed, and give its URL.

    Its data lie in a folder of their own, it listens to this computer alone, and it runs as a user without rights.
    """
    pytest.importorskip("psycopg", reason="the extra postgres is not installed")
    initdb, control = _program("initdb"), _program("pg_ctl")
    if initdb is None or control is None or sys.platform == "win32":
        reason = "PostgreSQL is not installed: install it (apt-get install postgresql) to test the store on it"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="sendsim-"))
    user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        if not shutil.which("runuser"):
            pytest.skip("PostgreSQL does not run as root, and there is no runuser to run it as somebody else")
        user = ["runuser", "-u", "nobody", "--"]
        shutil.chown(folder, "nobody")
    data, port = folder / "data", free_port()
    made = [*user, initdb, "-D", data, "-A", "trust", "-U", "sendsim", "--no-sync"]
    subprocess.run(made, check=True, capture_output=True, cwd=folder)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    start = [*user, control, "-D", data, "-o", options, "-l", folder / "log", "-w", "start"]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    yield f"postgresql://sendsim@127.0.0.1:{port}/postgres"
    stop = [*user, control, "-D", data, "-m", "immediate", "stop"]
    subprocess.run(stop, check=False, stdout=subprocess.DEVNULL, cwd=folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty_postgres(postgres: str) -> Iterator[str]:
    """Our own PostgreSQL without a table, and left so."""
    from sendsim.training.store_tables import METADATA, open_engine

    yield postgres
    engine = open_engine(postgres)
    with engine.begin() as db:
        METADATA.drop_all(db)
        db.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    engine.dispose()
