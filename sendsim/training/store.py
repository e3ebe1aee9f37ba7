"""The store of live rooms: what a trainer's and the participants' pages share, on SQLite or PostgreSQL.

Every page runs in a process of its own and meets the others only here. Each method is one transaction: what is
written is written whole and is on the disk when the method returns, so a page may say so. Pages ask for
:meth:`Store.stamp` about once a second and read more only when it has moved.

No name, address or account is kept: a made-up name, a role, decisions and their times. ``delete`` takes a room away
down to the bytes of the file; ``purge`` does so for every room whose time to be kept is over.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from sendsim.training.progress import check_name
from sendsim.training.store_base import Transactions, record_of, seat_of
from sendsim.training.store_records import (
    MOST_CHANGES,
    MOST_DAYS,
    MOST_PARKED,
    MOST_SEATS,
    MOST_TEXT,
    RETENTION_DAYS,
    WRONG_LIMIT,
    WRONG_WINDOW,
    Answer,
    ClosedError,
    CodeError,
    FullError,
    GoneError,
    Move,
    MovedError,
    Own,
    Parked,
    RoomRecord,
    Seat,
    hashed,
    new_code,
    tidy_code,
)
from sendsim.training.store_tables import ANSWER, FORM, MOVE, OWN, PARKED, ROOM, SEAT, WRONG, StoreError

__all__ = ["Store", "check_days"]


class Store(Transactions):
    """The store of live rooms."""

    # -- rooms

    def open_room(self, seats: int = 60, retention_days: int = RETENTION_DAYS) -> tuple[RoomRecord, str]:
        """Open a room and return it with the facilitator's secret, which is kept only as a hash.

        Raises
        ------
        StoreError
            If ``seats`` or ``retention_days`` are out of bounds.
        """
        if not 1 <= seats <= MOST_SEATS:
            raise StoreError(f"seats is {seats}: give a number from 1 to {MOST_SEATS}.")
        check_days(retention_days)
        secret = secrets.token_urlsafe(16)
        now = self.now()
        row = {"made": now, "seats": seats, "retention_days": retention_days, "open_ballot": 0, "turn": 0, "count": 0}
        row |= {"keep_until": now + timedelta(days=retention_days), "secret_hash": hashed(secret)}
        for _ in range(20):
            try:
                with self._writing() as db:
                    made = db.execute(insert(ROOM).values(code=new_code(), **row)).inserted_primary_key
                    return self._room(db, ROOM.c.id == (made[0] if made else 0)), secret
            except IntegrityError:
                continue  # that code is in use
        raise StoreError("no code is free in this store: delete old rooms first.")

    def rooms(self) -> tuple[RoomRecord, ...]:
        """Return all rooms, the newest first."""
        with self._reading() as db:
            return tuple(record_of(row) for row in db.execute(select(ROOM).order_by(ROOM.c.id.desc())))

    def room(self, room: int) -> RoomRecord:
        """Return a room by its number, or raise a ``GoneError``."""
        with self._reading() as db:
            return self._room(db, ROOM.c.id == room)

    def room_of(self, secret: object) -> RoomRecord | None:
        """Return the room that a facilitator's secret opens, or ``None``."""
        if not isinstance(secret, str) or not 16 <= len(secret) <= 64:
            return None
        with self._reading() as db:
            row = db.execute(select(ROOM).where(ROOM.c.secret_hash == hashed(secret))).first()
            return record_of(row) if row else None

    def new_secret(self, room: int) -> str:
        """Give a room another secret, in place of one that was lost; the old one opens nothing any more."""
        secret = secrets.token_urlsafe(16)
        with self._writing() as db:
            self._room(db, ROOM.c.id == room)
            db.execute(update(ROOM).where(ROOM.c.id == room).values(secret_hash=hashed(secret)))
        return secret

    def find(self, given: object) -> RoomRecord:
        """Return the room with a code.

        Raises
        ------
        CodeError
            If there is none, or too many wrong codes were tried of late; then the code is not even looked at.
        """
        now = self.now()
        with self._writing() as db:
            db.execute(delete(WRONG).where(WRONG.c.at <= now - WRONG_WINDOW))
            tried = db.execute(select(func.count()).select_from(WRONG)).scalar_one()
            row = None
            if tried < WRONG_LIMIT:
                code = tidy_code(given)
                row = db.execute(select(ROOM).where(ROOM.c.code == code)).first() if code else None
                if row is None:
                    db.execute(insert(WRONG).values(at=now))
        if tried >= WRONG_LIMIT:
            raise CodeError("Too many wrong codes have been tried just now. Wait a minute, then enter the code again.")
        if row is None:
            raise CodeError("No room has this code. Check it with your trainer and enter it again.")
        return record_of(row)

    def set_retention(self, room: int, days: int) -> RoomRecord:
        """Set for how many days a room is kept, counted from now."""
        check_days(days)
        with self._writing() as db:
            until = self.now() + timedelta(days=days)
            db.execute(update(ROOM).where(ROOM.c.id == room).values(retention_days=days, keep_until=until))
            self._bump(db, room, "count")
            return self._room(db, ROOM.c.id == room)

    def delete(self, room: int) -> None:
        """Delete a room with all its data at once, down to the bytes of the file."""
        with self._writing() as db:
            db.execute(delete(ROOM).where(ROOM.c.id == room))
        self._wipe()

    def purge(self) -> int:
        """Delete every room whose time is over, and return how many went."""
        with self._writing() as db:
            gone = db.execute(delete(ROOM).where(ROOM.c.keep_until <= self.now())).rowcount
        if gone:
            self._wipe()
        return int(gone)

    # -- moves of the facilitator

    def moves(self, room: int) -> tuple[Move, ...]:
        """Return all moves in order."""
        with self._reading() as db:
            rows = db.execute(select(MOVE).where(MOVE.c.room == room).order_by(MOVE.c.number))
            return tuple(Move(row.number, row.kind, row.value, row.at) for row in rows)

    def add_move(
        self, room: int, number: int, kind: str, value: Mapping[str, Any], open_ballot: int, ended: bool = False
    ) -> Move:
        """Add move ``number``; ``open_ballot`` is the ballot that takes answers afterwards (0 for none).

        Raises
        ------
        MovedError
            If another window has moved the room meanwhile; nothing is written then.
        """
        now = self.now()
        try:
            with self._writing() as db:
                record = self._room(db, ROOM.c.id == room, lock=True)
                last = db.execute(select(func.max(MOVE.c.number)).where(MOVE.c.room == room)).scalar()
                if (last or 0) != number - 1:
                    raise MovedError("The room has moved on in another window. It is shown as it is now.")
                db.execute(insert(MOVE).values(room=room, number=number, kind=kind, value=dict(value), at=now))
                until = now + timedelta(days=record.retention_days)
                change: dict[str, Any] = {"open_ballot": open_ballot, "keep_until": until}
                if ended and record.ended is None:
                    change["ended"] = now
                db.execute(update(ROOM).where(ROOM.c.id == room).values(**change))
                self._bump(db, room, "turn")
        except IntegrityError:
            raise MovedError("The room has moved on in another window. It is shown as it is now.") from None
        return Move(number, kind, dict(value), now)

    def stamp(self, room: int) -> tuple[int, int]:
        """Return what goes up with all that participants see, and with all that the facilitator sees."""
        with self._reading() as db:
            row = db.execute(select(ROOM.c.turn, ROOM.c.count).where(ROOM.c.id == room)).first()
            if row is None:
                raise GoneError("This room and all its data were deleted.")
            return int(row[0]), int(row[1])

    # -- seats

    def join(self, room: int, name: object, role: str, desks: int = 6) -> tuple[Seat, str]:
        """Give a seat under a made-up name and return it with its token, which is kept only as a hash.

        Raises
        ------
        StoreError
            If the name will not do or is taken, the room is full (``FullError``) or has ended.
        """
        tidy = check_name(name)
        token = secrets.token_urlsafe(16)
        now = self.now()
        try:
            with self._writing() as db:
                record = self._room(db, ROOM.c.id == room, lock=True)
                if record.ended is not None:
                    raise StoreError("This room has ended, so nobody can join it any more.")
                taken = db.execute(select(func.count()).select_from(SEAT).where(SEAT.c.room == room)).scalar_one()
                if taken >= record.seats:
                    raise FullError(
                        f"All {record.seats} seats of this room are taken: ask your trainer, or share a screen."
                    )
                row = {"room": room, "name": tidy, "key": tidy.casefold(), "role": role, "joined": now, "seen": now}
                row |= {"desk": taken % max(1, desks) + 1, "token_hash": hashed(token)}
                made = db.execute(insert(SEAT).values(**row)).inserted_primary_key
                self._bump(db, room, "count")
                return self._seat(db, SEAT.c.id == (made[0] if made else 0)), token
        except IntegrityError:
            raise StoreError("Somebody in this room has this name already: choose another.") from None

    def rejoin(self, token: object) -> Seat | None:
        """Return the seat that a token holds, or ``None``."""
        if not isinstance(token, str) or not 16 <= len(token) <= 64:
            return None
        with self._reading() as db:
            row = db.execute(select(SEAT).where(SEAT.c.token_hash == hashed(token))).first()
            return seat_of(row) if row else None

    def seats(self, room: int) -> tuple[Seat, ...]:
        """Return all participants in the order in which they joined."""
        with self._reading() as db:
            return tuple(
                seat_of(row) for row in db.execute(select(SEAT).where(SEAT.c.room == room).order_by(SEAT.c.id))
            )

    def seat(self, seat: int) -> Seat:
        """Return a participant, or raise a ``GoneError``."""
        with self._reading() as db:
            return self._seat(db, SEAT.c.id == seat)

    def sit_at(self, seat: Seat, desk: int) -> Seat:
        """Move a participant to another table."""
        with self._writing() as db:
            db.execute(update(SEAT).where(SEAT.c.id == seat.id).values(desk=desk))
            self._bump(db, seat.room, "turn")
            return self._seat(db, SEAT.c.id == seat.id)

    def seen(self, seat: int) -> None:
        """Note that a participant's page is there."""
        with self._writing() as db:
            db.execute(update(SEAT).where(SEAT.c.id == seat).values(seen=self.now()))

    def forget(self, seat: Seat) -> None:
        """Take a participant away with all that they answered or wrote."""
        with self._writing() as db:
            db.execute(delete(SEAT).where(SEAT.c.id == seat.id))
            self._bump(db, seat.room, "turn")
        self._wipe()

    # -- answers

    def answer(self, seat: Seat, ballot: int, choice: str) -> Answer:
        """Keep an answer to the ballot that is open; the same answer again changes nothing.

        Raises
        ------
        ClosedError
            If that ballot takes no answers (any more).
        """
        now = self.now()
        with self._writing() as db:
            self._seat(db, SEAT.c.id == seat.id)
            open_now = db.execute(select(ROOM.c.open_ballot).where(ROOM.c.id == seat.room).with_for_update()).scalar()
            if not ballot or open_now != ballot:
                raise ClosedError("This vote is closed, so your last answer before it stays.")
            mine = (ANSWER.c.room == seat.room) & (ANSWER.c.ballot == ballot) & (ANSWER.c.seat == seat.id)
            last = db.execute(select(ANSWER).where(mine).order_by(ANSWER.c.change.desc()).limit(1)).first()
            if last is not None and last.choice == choice:
                return Answer(ballot, seat.id, choice, last.at, last.change)
            change = 0 if last is None else last.change + 1
            if change > MOST_CHANGES:
                raise ClosedError("You have changed this answer very often; the last one stays.")
            row = {"room": seat.room, "ballot": ballot, "seat": seat.id, "change": change, "choice": choice, "at": now}
            db.execute(insert(ANSWER).values(**row))
            self._bump(db, seat.room, "count")
        return Answer(ballot, seat.id, choice, now, change)

    def answers(self, room: int, ballot: int | None = None) -> tuple[Answer, ...]:
        """Return the last answer of every seat to every ballot, or to one."""
        wanted = ANSWER.c.room == room
        if ballot is not None:
            wanted &= ANSWER.c.ballot == ballot
        with self._reading() as db:
            rows = db.execute(select(ANSWER).where(wanted).order_by(ANSWER.c.ballot, ANSWER.c.seat, ANSWER.c.change))
            last = {
                (row.ballot, row.seat): Answer(row.ballot, row.seat, row.choice, row.at, row.change) for row in rows
            }
        return tuple(last.values())

    def answers_of(self, seat: Seat) -> dict[int, Answer]:
        """Return a participant's own answers by ballot."""
        with self._reading() as db:
            rows = db.execute(select(ANSWER).where(ANSWER.c.seat == seat.id).order_by(ANSWER.c.ballot, ANSWER.c.change))
            return {row.ballot: Answer(row.ballot, seat.id, row.choice, row.at, row.change) for row in rows}

    # -- at one's own pace

    def enter(self, seat: Seat, ballot: int, number: int, kind: str, beat: str, choice: str) -> Own:
        """Add entry ``number`` (from 0) to what a participant does at their own pace."""
        now = self.now()
        row = {"seat": seat.id, "ballot": ballot, "number": number, "kind": kind, "beat": beat, "choice": choice}
        try:
            with self._writing() as db:
                self._seat(db, SEAT.c.id == seat.id)
                db.execute(insert(OWN).values(at=now, **row))
                self._bump(db, seat.room, "count")
        except IntegrityError:
            raise MovedError("This has moved on in another window. It is shown as it is now.") from None
        return Own(seat.id, ballot, number, kind, beat, choice, now)

    def own(self, room: int, ballot: int, seat: int | None = None) -> tuple[Own, ...]:
        """Return what was done at one's own pace, by seat and in order."""
        wanted = (SEAT.c.room == room) & (OWN.c.seat == SEAT.c.id) & (OWN.c.ballot == ballot)
        if seat is not None:
            wanted &= OWN.c.seat == seat
        with self._reading() as db:
            rows = db.execute(select(OWN).where(wanted).order_by(OWN.c.seat, OWN.c.number))
            return tuple(Own(r.seat, r.ballot, r.number, r.kind, r.beat, r.choice, r.at) for r in rows)

    # -- questions put aside, and the form

    def park(self, room: int, words: object, seat: Seat | None = None) -> None:
        """Put a question aside."""
        said = " ".join(words.split()) if isinstance(words, str) else ""
        if not 3 <= len(said) <= MOST_TEXT:
            raise StoreError(f"Write the question in 3 to {MOST_TEXT} characters.")
        with self._writing() as db:
            self._room(db, ROOM.c.id == room)
            number = db.execute(select(func.count()).select_from(PARKED).where(PARKED.c.room == room)).scalar_one()
            if number >= MOST_PARKED:
                raise StoreError(f"{MOST_PARKED} questions are put aside already: settle some first.")
            row = {"room": room, "seat": seat.id if seat else None, "text": said, "settled": 0, "at": self.now()}
            db.execute(insert(PARKED).values(**row))
            self._bump(db, room, "count")

    def parked(self, room: int) -> tuple[Parked, ...]:
        """Return the questions put aside, oldest first."""
        with self._reading() as db:
            rows = db.execute(select(PARKED).where(PARKED.c.room == room).order_by(PARKED.c.id))
            return tuple(Parked(row.id, row.text, bool(row.settled)) for row in rows)

    def settle(self, room: int, parked: int, settled: bool = True) -> None:
        """Mark a question as settled, or as open again."""
        with self._writing() as db:
            mine = (PARKED.c.id == parked) & (PARKED.c.room == room)
            db.execute(update(PARKED).where(mine).values(settled=int(settled)))
            self._bump(db, room, "count")

    def unpark(self, room: int, parked: int) -> None:
        """Delete a question that was put aside."""
        with self._writing() as db:
            db.execute(delete(PARKED).where((PARKED.c.id == parked) & (PARKED.c.room == room)))
            self._bump(db, room, "count")

    def fill_form(self, seat: Seat, value: Mapping[str, Any]) -> None:
        """Keep a participant's feedback on the session; a second one takes the place of the first."""
        with self._writing() as db:
            self._seat(db, SEAT.c.id == seat.id)
            db.execute(delete(FORM).where(FORM.c.seat == seat.id))
            db.execute(insert(FORM).values(seat=seat.id, value=dict(value), at=self.now()))
            self._bump(db, seat.room, "count")

    def forms(self, room: int) -> dict[int, Mapping[str, Any]]:
        """Return the feedback on the session, by seat."""
        with self._reading() as db:
            rows = db.execute(select(FORM).join(SEAT, SEAT.c.id == FORM.c.seat).where(SEAT.c.room == room))
            return {row.seat: row.value for row in rows}


def check_days(days: object) -> int:
    """Return for how many days a room is kept, or say what will do."""
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        raise StoreError(f"retention is {str(days)[:20]!r}: give a whole number of days from 1 to {MOST_DAYS}.")
    return days
