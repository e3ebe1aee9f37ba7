"""``sendsim workshop``: a live room on one machine, from the store to the link that people scan.

It binds to this computer only, unless told to serve the local network. Nothing but the two pages of the room is served:
no planner, no files, no listing.
"""

from __future__ import annotations

import io
import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sendsim.apps.facilitator import ENV_ADDRESS
from sendsim.apps.forked import can_fork
from sendsim.apps.pages import notebooks_folder
from sendsim.apps.serve import ADDRESS, USUAL_PORT, Setup, build, check_port
from sendsim.errors import SendsimError
from sendsim.training.migrations import prepare
from sendsim.training.store import Store
from sendsim.training.store_records import RETENTION_DAYS, RoomRecord
from sendsim.training.store_tables import ENV_STORE, usual_store

PAGES = {"": "room.ipynb", "facilitator": "facilitator.ipynb"}
MOST_PEOPLE = 200
MARGIN = 6
"""Places beyond those expected: a page that is loaded again may come before the old one has gone."""


@dataclass(frozen=True)
class Workshop:
    """How a workshop is started.

    Attributes
    ----------
    people : int
        How many are expected: so many kernels are made ready, and a few more may come.
    port : int
        Where it listens; 0 for any free port.
    lan : bool
        Whether other computers of the local network can reach it.
    host : str or None
        The name or address of this computer in links; found out unless told.
    certfile, keyfile : Path or None
        For HTTPS.
    base_url : str
        The path under which it is served.
    public_url : str or None
        The address of a proxy in front, as people see it.
    store : str or None
        A file or a URL; the usual one unless told.
    keep_days : int
        After how many days the room is deleted.
    resume : bool
        Whether to go on with the newest room that has not ended, with a new key.
    beside : bool
        Whether to open no room: it serves those that other servers opened in the same store.
    """

    people: int = 30
    port: int = USUAL_PORT
    lan: bool = False
    host: str | None = None
    certfile: Path | None = None
    keyfile: Path | None = None
    base_url: str = "/"
    public_url: str | None = None
    store: str | None = None
    keep_days: int = RETENTION_DAYS
    resume: bool = False
    beside: bool = False

    def checked(self) -> Workshop:
        """Return the workshop, or raise a ``SendsimError`` that names what cannot be used."""
        if not 1 <= self.people <= MOST_PEOPLE:
            raise SendsimError(f"people is {self.people}: give a number from 1 to {MOST_PEOPLE}.")
        if bool(self.certfile) != bool(self.keyfile):
            raise SendsimError("certfile and keyfile belong together: give both, or neither.")
        if self.resume and self.beside:
            raise SendsimError("resume and beside exclude each other: a server beside another leads no room.")
        if not (self.base_url.startswith("/") and self.base_url.endswith("/")):
            raise SendsimError(f"base_url is {self.base_url!r}: begin and end it with a slash, such as /room/.")
        if self.public_url is not None:
            parts = urlsplit(self.public_url)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise SendsimError(
                    f"public_url is {self.public_url!r}: give the whole address, such as https://training.example.org/room/."
                )
            if (parts.path or "/").rstrip("/") + "/" != self.base_url:
                raise SendsimError(
                    f"public_url ends in {parts.path or '/'!r}, base_url is {self.base_url!r}: let both name one path."
                )
        return self

    def address(self, port: int) -> str:
        """Return the address at which people reach the room."""
        if self.public_url is not None:
            return self.public_url.rstrip("/") + "/"
        host = self.host or (lan_address() if self.lan else ADDRESS)
        return f"{'https' if self.certfile else 'http'}://{host}:{port}{self.base_url}"

    def setup(self, port: int) -> Setup:
        """Return how its server is set up."""
        return Setup(
            port,
            notebooks_folder(),
            ip="0.0.0.0" if self.lan else ADDRESS,
            pages=PAGES,
            base_url=self.base_url,
            certfile=self.certfile,
            keyfile=self.keyfile,
            proxied=self.public_url is not None,
            pools={"room.ipynb": self.people, "facilitator.ipynb": 1},
            most_kernels=self.people + MARGIN,
            always=frozenset({"facilitator.ipynb"}),
            fork="room" if can_fork() else "",
            encrypted=self.address(port).startswith("https:"),
        )


def lan_address() -> str:
    """Return this computer's address on the local network, or that of this computer alone where there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: it only chooses the way
            return str(probe.getsockname()[0])
        except OSError:
            return ADDRESS


def open_room(workshop: Workshop, store: Store) -> tuple[RoomRecord, str]:
    """Return the room of a workshop and its key: a new one, or the newest that has not ended."""
    if workshop.resume:
        going = next((room for room in store.rooms() if room.ended is None), None)
        if going is None:
            raise SendsimError("There is no room to resume: start without --resume.")
        return going, store.new_secret(going.id)
    return store.open_room(seats=workshop.people + MARGIN, retention_days=workshop.keep_days)


def words(workshop: Workshop, room: RoomRecord, key: str, where: str, unfinished: str = "") -> str:
    """Return what is printed when a workshop starts."""
    import segno

    link = f"{where}?code={room.code}"
    picture = io.StringIO()
    segno.make(link, error="m").terminal(out=picture, compact=True)
    lines = [
        f"sendsim workshop is at {where} (Ctrl+C ends it)",
        f"Code of the room: {room.code}",
        f"Link for participants: {link}",
        picture.getvalue().rstrip("\n"),
        f"Your own link, which leads the room; keep it to yourself: {where}facilitator#key={key}",
        f"Everything is deleted {room.retention_days} days after the last step, or at once on your page.",
    ]
    if not workshop.lan and workshop.public_url is None:
        lines.append("Only this computer can reach it. For others on the local network start it with --lan.")
    elif workshop.certfile is None and not where.startswith("https:"):
        lines.append(
            "It is not encrypted: others on this network could read along. For HTTPS give --certfile and --keyfile."
        )
    if unfinished:
        lines.append(f"An earlier room, {unfinished}, has not ended: --resume goes on with it.")
    return "\n".join(lines)


def start(workshop: Workshop, open_browser: bool = True, say: Callable[[str], None] = print) -> int:
    """Start a workshop, serve it until it is stopped, and return an exit code.

    Raises
    ------
    SendsimError
        If something given cannot be used, the port is busy, or the store cannot be opened.
    """
    workshop.checked()
    setup = workshop.setup(check_port(workshop.port, "0.0.0.0" if workshop.lan else ADDRESS))
    from sendsim.apps.server_app import certificate

    certificate(setup)  # said before anything is made
    where = workshop.address(setup.port)
    os.environ[ENV_STORE] = place = workshop.store or usual_store()
    os.environ[ENV_ADDRESS] = where
    prepare(place)
    store = Store(place)
    store.purge()
    going = next((room.code for room in store.rooms() if room.ended is None), "")
    opened = None if workshop.beside else open_room(workshop, store)
    app = build(setup)

    def ready() -> None:
        if opened is None:
            say(
                f"sendsim workshop is at {where} (Ctrl+C ends it)\n"
                "It opened no room: people join here with the codes of the rooms in this store."
            )
            return
        room, key = opened
        say(words(workshop, room, key, where, "" if workshop.resume else going))
        if open_browser:
            link = f"{where}facilitator#key={key}"
            threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()

    app.every_hour(store.purge)
    app.run(ready)
    store.close()
    return 0
