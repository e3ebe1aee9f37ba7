"""What the store of live rooms gives back, what it says when it cannot, and the codes by which a room is found."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sendsim.training.store_tables import StoreError

CONSONANTS, VOWELS, SYLLABLES = "bdfghjklmnprstvz", "aeiou", 4
"""Codes are read out: four syllables, 80 to the power of 4 of them, some 41 million."""
UNFIT = ("nazi", "niga", "kike", "kaka", "puta", "rape", "dike", "homo", "dago", "pedo", "tito", "sado", "gobi")
"""Codes that hold one of these are not given."""
WRONG_LIMIT, WRONG_WINDOW = 30, timedelta(minutes=1)
"""So many wrong codes a minute, over all rooms and servers of a store. At that rate one room's code would be found
after more than a year on average; a room is open for hours."""
RETENTION_DAYS, MOST_DAYS = 30, 365
MOST_SEATS = 200
MOST_PARKED, MOST_TEXT = 200, 280
MOST_CHANGES = 50


class CodeError(StoreError):
    """A code that opens no room."""


class FullError(StoreError):
    """The room has no seat left."""


class MovedError(StoreError):
    """The room has moved on: show it as it is now."""


class ClosedError(StoreError):
    """An answer to a ballot that is closed; nothing is written."""


class GoneError(StoreError):
    """The room or the seat was deleted."""


@dataclass(frozen=True, slots=True)
class RoomRecord:
    """A room as kept: its code, how many may join, and until when it is kept."""

    id: int
    code: str
    made: datetime
    ended: datetime | None
    seats: int
    retention_days: int
    keep_until: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that the facilitator did."""

    number: int
    kind: str
    value: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Seat:
    """A participant: the made-up name, what they work as, the table they sit at, when last seen."""

    id: int
    room: int
    name: str
    role: str
    desk: int
    seen: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """The last answer of a seat to a ballot; ``changes`` counts changes of mind."""

    ballot: int
    seat: int
    choice: str
    at: datetime
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Own:
    """One entry made at a participant's own pace."""

    seat: int
    ballot: int
    number: int
    kind: str
    beat: str
    choice: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Parked:
    """A question put aside."""

    id: int
    text: str
    settled: bool


def hashed(secret: str) -> str:
    """Return what is kept of a secret. Secrets are 128 bits of chance, so a plain hash cannot be tried through."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_code() -> str:
    """Return a code by chance, such as ``bado-kemi``."""
    while True:
        parts = [secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(SYLLABLES)]
        code = "".join(parts)
        if not any(word in code for word in UNFIT):
            return f"{code[:4]}-{code[4:]}"


def tidy_code(given: object) -> str:
    """Return a code as kept, however it was typed: ``BADO KEMI`` is ``bado-kemi``. Empty if it cannot be a code."""
    if not isinstance(given, str) or len(given) > 40:
        return ""
    letters = "".join(letter for letter in given.lower() if letter.isalpha())
    whole = len(letters) == 2 * SYLLABLES and letters.isascii()
    return f"{letters[:4]}-{letters[4:]}" if whole else ""
