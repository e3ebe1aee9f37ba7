"""A trainer's workshop under JupyterHub: what the hub starts for each trainer, in place of a notebook server.

Trainers log in at the hub, with whatever it logs people in with. Participants need no account: they come by link or
code to the trainer's server, as to any workshop. Nothing but the pages of a room is served: no files, no terminal, no
notebook. ``lead`` asks the hub who has come, and hands the key of the room to the trainer whose server it is and to
nobody else.

``deploy/jupyterhub_config.py`` starts it with ``python -m sendsim.apps.hub``.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import platformdirs
import tornado.web
from jupyterhub.services.auth import HubOAuth, HubOAuthCallbackHandler, HubOAuthenticated

from sendsim.apps.facilitator import ENV_ADDRESS
from sendsim.apps.serve import build
from sendsim.apps.workshop import MARGIN, Workshop
from sendsim.errors import SendsimError
from sendsim.training.migrations import prepare
from sendsim.training.store import Store
from sendsim.training.store_records import GoneError, RoomRecord
from sendsim.training.store_tables import ENV_STORE

ENV_PEOPLE = "SENDSIM_PEOPLE"
"""For how many people each workshop is made ready; 30 unless told."""
SECRETS = ("JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN")
"""By these a server speaks to its hub; no kernel is told them."""


@dataclass
class Leader:
    """The room that a trainer leads at this server.

    Its number is kept in a file of the trainer's, so that a server that is started again goes on with the same room;
    its key is kept in memory alone.
    """

    store: Store
    people: int
    file: Path
    key: str = ""
    room: int = 0

    def lead(self) -> str:
        """Return the key of the room in hand: the one before, unless it has ended or was deleted, else a new one."""
        going = self._going()
        if going is None:
            record, self.key = self.store.open_room(seats=self.people + MARGIN)
            self.room = record.id
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.write_text(json.dumps({"room": record.id, "code": record.code}), encoding="utf-8")
        elif not self.key:
            self.key, self.room = self.store.new_secret(going.id), going.id
        return self.key

    def _going(self) -> RoomRecord | None:
        try:
            kept = json.loads(self.file.read_text(encoding="utf-8"))
            found = self.store.room(int(kept["room"]))
        except (OSError, ValueError, KeyError, TypeError, GoneError):
            return None
        # a store that was made anew may have given the number to somebody else's room: then the code differs
        return found if found.ended is None and found.code == kept["code"] else None


class LeadHandler(HubOAuthenticated, tornado.web.RequestHandler):
    """``lead``: the trainer whose server this is gets the key of the room."""

    leader: Leader
    base_url: str

    @tornado.web.authenticated
    def get(self) -> None:
        """Send the trainer to their page, with the key in the part of the address that goes to no server."""
        if self.current_user["name"] != os.environ["JUPYTERHUB_USER"]:
            raise tornado.web.HTTPError(403)
        self.set_header("Cache-Control", "no-store")
        self.redirect(f"{self.base_url}facilitator#key={self.leader.lead()}")


def place(environment: Any) -> tuple[str, int, str]:
    """Return where the hub wants this server: address, port and path.

    Raises
    ------
    SendsimError
        If it was not started by a hub.
    """
    parts = urlsplit(environment.get("JUPYTERHUB_SERVICE_URL", ""))
    prefix = environment.get("JUPYTERHUB_SERVICE_PREFIX", "")
    if not parts.port or not prefix or "JUPYTERHUB_USER" not in environment:
        raise SendsimError("sendsim.apps.hub is started by JupyterHub; to lead a room from here use sendsim workshop.")
    return parts.hostname or "127.0.0.1", parts.port, prefix


def start(environment: Any = os.environ) -> int:
    """Serve a trainer's workshop until the hub ends it, and return an exit code."""
    ip, port, prefix = place(environment)
    where = environment.get(ENV_STORE)
    if not where:
        raise SendsimError(
            "SENDSIM_STORE is not set: name the PostgreSQL store of the rooms in the hub's configuration."
        )
    public = environment.get("JUPYTERHUB_PUBLIC_URL", "")
    if not public:
        raise SendsimError("JupyterHub.public_url is not set: give the address at which people reach the hub.")
    people = int(environment.get(ENV_PEOPLE, "30"))
    workshop = Workshop(people=people, port=port, base_url=prefix, public_url=public, store=where).checked()
    hub = HubOAuth.instance()
    if not (hub.api_token and hub.oauth_client_id):  # read now, for they are taken away next
        raise SendsimError("The hub has given this server no token: start it from the hub.")
    for name in SECRETS:
        os.environ.pop(name, None)
    os.environ[ENV_ADDRESS] = workshop.address(port)
    prepare(where)
    store = Store(where)
    store.purge()
    file = Path(platformdirs.user_data_dir("sendsim", "sendsim")) / "hub-room.json"
    lead = type("Lead", (LeadHandler,), {"leader": Leader(store, people, file), "base_url": prefix})
    handlers = {"lead": lead, "oauth_callback": HubOAuthCallbackHandler}
    app = build(replace(workshop.setup(port), ip=ip, handlers=handlers))
    app.every_hour(store.purge)
    app.run(lambda: print(f"The workshop of {environment['JUPYTERHUB_USER']} is ready.", flush=True))
    store.close()
    return 0


if __name__ == "__main__":
    import sys

    try:
        sys.exit(start())
    except SendsimError as error:
        sys.exit(str(error))
