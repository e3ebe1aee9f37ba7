"""Which room a trainer leads at a hub, and whether the files of the deployment agree with each other and the code."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from sendsim.errors import SendsimError
from sendsim.training.migrations import prepare
from sendsim.training.store import Store

pytest.importorskip("jupyterhub", reason="the extra hub is not installed")
if sys.platform == "win32":
    pytest.skip("JupyterHub does not run on Windows", allow_module_level=True)
from sendsim.apps.hub import Leader, place, start

ROOT = Path(__file__).parents[2]


def store_at(path: Path) -> Store:
    prepare(str(path))
    return Store(str(path))


def test_a_trainer_goes_on_with_their_own_room_and_no_other(tmp_path: Path) -> None:
    store = store_at(tmp_path / "rooms.sqlite3")
    jo, sam = (Leader(store, 5, tmp_path / name / "room.json") for name in ("jo", "sam"))
    keys = jo.lead(), sam.lead()
    rooms = [store.room_of(key) for key in keys]
    assert rooms[0] is not None and rooms[1] is not None and rooms[0].id != rooms[1].id
    assert jo.lead() == keys[0], "a second window is led to the same room by the same key"
    assert keys[0] not in jo.file.read_text(), "the key is not written down"
    again = Leader(store, 5, jo.file)  # the server was started again
    key = again.lead()
    assert store.room_of(key) == rooms[0] and store.room_of(keys[0]) is None, "the same room by a new key"
    store.add_move(rooms[0].id, 1, "end", {}, 0, ended=True)
    after = store.room_of(again.lead())
    assert after is not None and after.id not in {room.id for room in rooms if room}, "a room that has ended is left"
    store.delete(after.id)
    assert store.room_of(again.lead()) is not None, "and one that was deleted"
    store.close()


def test_the_number_of_a_room_in_another_store_opens_nothing(tmp_path: Path) -> None:
    old, new = store_at(tmp_path / "old.sqlite3"), store_at(tmp_path / "new.sqlite3")
    leader = Leader(old, 5, tmp_path / "room.json")
    leader.lead()
    theirs, secret = new.open_room()  # has the same number there
    mine = new.room_of(Leader(new, 5, leader.file).lead())
    assert mine is not None and mine.id != theirs.id and new.room_of(secret) == theirs
    old.close()
    new.close()


def test_what_a_hub_must_say_is_asked_for_in_one_sentence() -> None:
    with pytest.raises(SendsimError, match="is started by JupyterHub"):
        place({})
    told = {
        "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:7/user/jo/",
        "JUPYTERHUB_SERVICE_PREFIX": "/user/jo/",
        "JUPYTERHUB_USER": "jo",
    }
    assert place(told) == ("127.0.0.1", 7, "/user/jo/")
    with pytest.raises(SendsimError, match="SENDSIM_STORE is not set"):
        start(told)
    with pytest.raises(SendsimError, match=r"JupyterHub\.public_url is not set"):
        start(told | {"SENDSIM_STORE": "rooms.sqlite3"})


def test_the_files_of_the_deployment_agree() -> None:
    values = YAML(typ="safe").load((ROOT / "deploy/values.yaml").read_text(encoding="utf-8"))
    image = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8")
    config = (ROOT / "deploy/jupyterhub_config.py").read_text(encoding="utf-8")
    server = values["singleuser"]
    module = server["cmd"][-1]
    assert importlib.util.find_spec(module) is not None
    assert str(server["cmd"]).replace("'", '"') in image and f'"{module}"' in config
    assert server["defaultUrl"] == "/lead" and 'default_url = "/lead"' in config
    assert server["extraEnv"]["SENDSIM_STORE"]["valueFrom"]["secretKeyRef"] == {"name": "sendsim-store", "key": "url"}
    assert server["networkPolicy"]["egress"][0]["ports"][0]["port"] == 5432
    for copied in re.findall(r"^COPY (.+) \S+$", image, re.MULTILINE):
        for name in copied.split():
            assert (ROOT / name).exists(), f"the image wants {name}"
    docs = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
    for name in set(re.findall(r"SENDSIM_[A-Z_]+", docs)):
        assert name in config, f"the docs name {name}, which the configuration does not read"
