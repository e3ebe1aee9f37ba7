"""Where learners' progress is kept: one SQLite file on this computer, under a name that the learner makes up.

There is no account and no password. What is kept about a person is the made-up name, the decisions with their
times, and how the page is set. ``forget`` takes all of it away, down to the bytes of the file.

Every decision is written before the next scene is shown, so a page that is closed or a kernel that dies loses
nothing.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs

from sendsim.errors import SendsimError
from sendsim.training.attempt import MAX_ENTRIES, Attempt, Entry, Kind
from sendsim.training.interface import texts
from sendsim.training.play import Run

ENV_FILE = "SENDSIM_LEARNING"
"""Names another file for progress than the usual one of this user."""
FORMAT = 1
"""The version of the tables."""
WAIT_SECONDS = 5.0
"""How long to wait for another page that is writing."""

_TABLES = """
CREATE TABLE learner (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, made TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '{}', settings TEXT NOT NULL DEFAULT '{}');
CREATE TABLE attempt (
  id INTEGER PRIMARY KEY AUTOINCREMENT, learner INTEGER NOT NULL REFERENCES learner(id) ON DELETE CASCADE,
  scenario TEXT NOT NULL, version TEXT NOT NULL, hash TEXT NOT NULL, role TEXT NOT NULL,
  began TEXT NOT NULL, ended TEXT, result TEXT);
CREATE TABLE entry (
  attempt INTEGER NOT NULL REFERENCES attempt(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  kind TEXT NOT NULL, beat TEXT NOT NULL, choice TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (attempt, number)) WITHOUT ROWID;
CREATE INDEX attempt_of ON attempt(learner, id);
"""
_NAME = re.compile(r"^[^\W_](?:[^\W_]|[ '’.-])*$")
_FIRST = ("Copper", "Silver", "Amber", "Quiet", "Bright", "Early", "Green", "Russet", "Northern", "Western", "Little")
_SECOND = ("Heron", "Plover", "Curlew", "Wren", "Otter", "Hare", "Marten", "Swift", "Lapwing", "Rowan", "Willow")


class ProgressError(SendsimError):
    """Progress that cannot be kept, found or read; the message says what to do."""


class BadNameError(ProgressError):
    """A name that will not do; ``key`` names the sentence in the catalogue of interface words."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(texts()(key))


class MovedOnError(ProgressError):
    """The attempt has moved on elsewhere, as in another window: show it as it is now."""


@dataclass(frozen=True, slots=True)
class Learner:
    """A learner by the made-up name; ``place`` says where they left off, ``settings`` how the page is set."""

    id: int
    name: str
    made: datetime
    place: Mapping[str, Any]
    settings: Mapping[str, Any]


def usual_file() -> Path:
    """Return the file that keeps progress: the one in ``SENDSIM_LEARNING``, else in this user's data folder."""
    named = os.environ.get(ENV_FILE)
    return Path(named) if named else Path(platformdirs.user_data_dir("sendsim", "sendsim")) / "learning.sqlite3"


def check_name(given: object) -> str:
    """Return a made-up name in tidy form, or raise a ``BadNameError`` that says what will do.

    2 to 40 letters, digits, spaces, hyphens, points and apostrophes. Addresses and long numbers are refused, so
    that nobody leaves a real way to reach them.
    """
    text = " ".join(unicodedata.normalize("NFC", given).split()) if isinstance(given, str) else ""
    if not 2 <= len(text) <= 40:
        raise BadNameError("name.length")
    if "@" in text or sum(letter.isdigit() for letter in text) > 5:
        raise BadNameError("name.reach")
    if not _NAME.match(text):
        raise BadNameError("name.letters")
    return text


def suggest_name() -> str:
    """Return a made-up name such as ``Copper Heron 27``, by chance."""
    return f"{secrets.choice(_FIRST)} {secrets.choice(_SECOND)} {secrets.randbelow(90) + 10}"


def _key(name: str) -> str:
    """Return a name as it is compared: without regard to capitals."""
    return unicodedata.normalize("NFKC", name).casefold()


def utc_now() -> datetime:
    """Return the time now, in UTC and whole milliseconds."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


class Progress:
    """The file of progress. Each call opens it, does one thing whole and closes it.

    Parameters
    ----------
    path:
        The file; made if it is not there. The usual one unless told.
    now:
        Tells the time, in UTC; for tests.

    Every method raises a ``ProgressError`` where the file cannot be read or written.
    """

    def __init__(self, path: Path | None = None, now: Callable[[], datetime] = utc_now) -> None:
        self.path = path or usual_file()
        self.now = now
        self._made = False

    # -- learners

    def find(self, name: str) -> Learner | None:
        """Return the learner called ``name``, without regard to capitals, or ``None``."""
        with self._open() as file:
            row = file.execute("SELECT * FROM learner WHERE key = ?", (_key(check_name(name)),)).fetchone()
            return _learner(row) if row else None

    def open(self, name: str) -> Learner:
        """Return the learner called ``name``; a new one is made."""
        tidy = check_name(name)
        with self._open(write=True) as file:
            file.execute(
                "INSERT INTO learner (key, name, made) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING",
                (_key(tidy), tidy, _text(self.now())),
            )
            return _learner(file.execute("SELECT * FROM learner WHERE key = ?", (_key(tidy),)).fetchone())

    def forget(self, learner: Learner) -> int:
        """Delete everything about a learner and return how many attempts went. The bytes are overwritten too."""
        with self._open(write=True) as file:
            gone = file.execute("SELECT COUNT(*) FROM attempt WHERE learner = ?", (learner.id,)).fetchone()[0]
            file.execute("DELETE FROM learner WHERE id = ?", (learner.id,))
        with self._open() as file:  # what the write-ahead log still holds goes as well
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            file.execute("VACUUM")
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return int(gone)

    def set_place(self, learner: Learner, place: Mapping[str, Any]) -> None:
        """Keep where the learner is, to come back to."""
        self._keep(learner, "place", place)

    def set_settings(self, learner: Learner, settings: Mapping[str, Any]) -> None:
        """Keep how the learner has set the page."""
        self._keep(learner, "settings", settings)

    def _keep(self, learner: Learner, column: str, value: Mapping[str, Any]) -> None:
        with self._open(write=True) as file:
            file.execute(f"UPDATE learner SET {column} = ? WHERE id = ?", (json.dumps(dict(value)), learner.id))

    # -- attempts

    def attempts(self, learner: Learner) -> tuple[Attempt, ...]:
        """Return all attempts of a learner, oldest first."""
        with self._open() as file:
            rows = file.execute("SELECT * FROM attempt WHERE learner = ? ORDER BY began, id", (learner.id,)).fetchall()
            return tuple(_attempt(file, row) for row in rows)

    def attempt(self, learner: Learner, number: object) -> Attempt:
        """Return one attempt of this learner by its number; nobody else's can be had."""
        with self._open() as file:
            return self._one(file, learner, number)

    def _one(self, file: sqlite3.Connection, learner: Learner, number: object) -> Attempt:
        whole = isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**63
        find = "SELECT * FROM attempt WHERE id = ? AND learner = ?"
        row = file.execute(find, (number, learner.id)).fetchone() if whole else None
        if row is None:
            raise ProgressError("This attempt is not kept here any more: choose a scenario again.")
        return _attempt(file, row)

    def begin(self, learner: Learner, run: Run) -> Attempt:
        """Begin an attempt in the role of ``run``; its decisions, if any, are entered as made now."""
        at = _text(self.now())
        with self._open(write=True) as file:
            self._still_there(file, learner)
            made = file.execute(
                "INSERT INTO attempt (learner, scenario, version, hash, role, began) VALUES (?, ?, ?, ?, ?, ?)",
                (learner.id, run.scenario, run.version, run.hash, run.role.value, at),
            ).lastrowid
            for number, item in enumerate(run.decisions):
                _enter(file, made, number, ("decide", item.beat, item.choice, at))
            return self._one(file, learner, made)

    def enter(self, learner: Learner, attempt: Attempt, kind: Kind, beat: str, choice: str = "") -> Attempt:
        """Add one entry to an attempt as it was last read, and return it as it is now.

        Raises
        ------
        MovedOnError
            If another page has added to the attempt meanwhile; nothing is written then.
        """
        with self._open(write=True) as file:
            known = self._one(file, learner, attempt.id)
            if len(known.entries) != len(attempt.entries):
                raise MovedOnError("This scenario has moved on in another window. It is shown as it is now.")
            if len(known.entries) >= MAX_ENTRIES:
                raise ProgressError("This attempt has grown too long to go on: begin the scenario anew.")
            _enter(file, attempt.id, len(known.entries), (kind, beat, choice, _text(self.now())))
            return self._one(file, learner, attempt.id)

    def finish(self, learner: Learner, attempt: Attempt, result: Mapping[str, Any]) -> Attempt:
        """Keep the result of an attempt that has reached an ending; the day of the first ending stays."""
        with self._open(write=True) as file:
            self._one(file, learner, attempt.id)
            file.execute(
                "UPDATE attempt SET result = ?, ended = COALESCE(ended, ?) WHERE id = ?",
                (json.dumps(dict(result), ensure_ascii=False), _text(self.now()), attempt.id),
            )
            return self._one(file, learner, attempt.id)

    def merge(self, learner: Learner, attempts: tuple[Attempt, ...]) -> int:
        """Add attempts from a file and return how many were new or longer. One begun at the same time is the same."""
        changed = 0
        with self._open(write=True) as file:
            self._still_there(file, learner)
            for item in attempts:
                same = (learner.id, item.scenario, item.hash, _text(item.began))
                row = file.execute(
                    "SELECT * FROM attempt WHERE learner = ? AND scenario = ? AND hash = ? AND began = ?", same
                ).fetchone()
                if row is not None:
                    if len(_attempt(file, row).entries) >= len(item.entries):
                        continue
                    file.execute("DELETE FROM attempt WHERE id = ?", (row["id"],))
                result = json.dumps(dict(item.result), ensure_ascii=False) if item.result is not None else None
                made = file.execute(
                    "INSERT INTO attempt (learner, scenario, hash, began, version, role, ended, result)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (*same, item.version, item.role, _text(item.ended) if item.ended else None, result),
                ).lastrowid
                for number, entry in enumerate(item.entries):
                    _enter(file, made, number, (entry.kind, entry.beat, entry.choice, _text(entry.at)))
                changed += 1
        return changed

    @staticmethod
    def _still_there(file: sqlite3.Connection, learner: Learner) -> None:
        if file.execute("SELECT 1 FROM learner WHERE id = ?", (learner.id,)).fetchone() is None:
            raise ProgressError("This name and its progress were deleted: enter a made-up name to begin again.")

    # -- the file

    @contextmanager
    def _open(self, write: bool = False) -> Iterator[sqlite3.Connection]:
        """Open the file for one piece of work; what is written is written whole or not at all."""
        try:
            if not self._made:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            file = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise ProgressError(
                f"Progress cannot be kept in {str(self.path)!r} ({error}): free it or name another."
            ) from None
        try:
            file.row_factory = sqlite3.Row
            file.execute("PRAGMA foreign_keys = ON")
            file.execute("PRAGMA secure_delete = ON")
            self._prepare(file)
            if write:
                file.execute("BEGIN IMMEDIATE")
            yield file
            if write:
                file.execute("COMMIT")
        except sqlite3.Error as error:
            raise ProgressError(
                f"Progress in {str(self.path)!r} cannot be read or written ({error}): try again; if it stays so,"
                " move the file away and begin anew."
            ) from None
        finally:
            file.close()  # takes back what was not committed

    def _prepare(self, file: sqlite3.Connection) -> None:
        """Make the tables the first time, and refuse a file of a later sendsim."""
        if self._made and self.path.exists():
            return
        if file.execute("PRAGMA user_version").fetchone()[0] == 0:
            file.execute("PRAGMA journal_mode = WAL")
            file.execute("BEGIN IMMEDIATE")
            if file.execute("PRAGMA user_version").fetchone()[0] == 0:
                for statement in _TABLES.split(";\n"):
                    file.execute(statement)
                file.execute(f"PRAGMA user_version = {FORMAT}")
            file.execute("COMMIT")
            if os.name == "posix":
                self.path.chmod(0o600)
        found = file.execute("PRAGMA user_version").fetchone()[0]
        if found != FORMAT:
            raise ProgressError(
                f"Progress in {str(self.path)!r} was written by another version of sendsim (format {found}): use that"
                " version, or move the file away and begin anew."
            )
        self._made = True


def _enter(file: sqlite3.Connection, attempt: int | None, number: int, entry: tuple[str, str, str, str]) -> None:
    file.execute(
        "INSERT INTO entry (attempt, number, kind, beat, choice, at) VALUES (?, ?, ?, ?, ?, ?)",
        (attempt, number, *entry),
    )


def _text(at: datetime) -> str:
    """Write a time as kept: UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _learner(row: sqlite3.Row) -> Learner:
    made = datetime.fromisoformat(row["made"])
    return Learner(row["id"], row["name"], made, json.loads(row["place"]), json.loads(row["settings"]))


def _attempt(file: sqlite3.Connection, row: sqlite3.Row) -> Attempt:
    entries = file.execute("SELECT * FROM entry WHERE attempt = ? ORDER BY number", (row["id"],)).fetchall()
    return Attempt(
        id=row["id"],
        scenario=row["scenario"],
        version=row["version"],
        hash=row["hash"],
        role=row["role"],
        began=datetime.fromisoformat(row["began"]),
        ended=datetime.fromisoformat(row["ended"]) if row["ended"] else None,
        entries=tuple(Entry(e["kind"], e["beat"], e["choice"], datetime.fromisoformat(e["at"])) for e in entries),
        result=json.loads(row["result"]) if row["result"] else None,
    )
