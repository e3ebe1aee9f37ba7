"""A running workshop, attacked from outside: by plain HTTP, by websocket, and by participants who make things up.

``docs/threat-model.md`` names these tests line by line. One server serves them all, set up as behind an HTTPS proxy
under a path of its own.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import stat
import struct
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from sendsim.apps.workshop import Workshop
from sendsim.errors import SendsimError
from sendsim.training.migrations import prepare
from sendsim.training.store import Store
from sendsim.training.store_records import WRONG_LIMIT, CodeError
from tests.browser.room_client import RoomClient
from tests.running import Running, begin, join, lead, move, vote

BASE, PROXY = "/room/", "https://training.example.org/room/"
KERNEL = re.compile(r'"kernelId": "([0-9a-f-]{36})"')
TOKEN = "0123456789abcdef0123456789abcdef"
"""A token against forged requests, as a browser holds it: in its cookie and in what its page sends."""
EVIL = "https://evil.example"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("security")
    prepare(store := str(folder / "rooms.sqlite3"))
    running = Running(folder, store, "--base-url", BASE, "--public-url", PROXY, people=3).ready()
    assert running.root == PROXY
    running.root = f"http://127.0.0.1:{running.port}{BASE}"
    yield running
    running.end()


@pytest.fixture(autouse=True)
def leave(server: Running) -> Iterator[None]:
    """After each test the pages that it opened are left, so that the room does not fill up."""
    yield
    while RoomClient.opened:
        end = f"voila/api/shutdown/{RoomClient.opened.pop()}"
        form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"_xsrf={TOKEN}"}
        assert ask(server, end, "POST", f"_xsrf={TOKEN}", **form)[0] == 204


def ask(
    server: Running, path: str, method: str = "GET", body: str | None = None, **headers: str
) -> tuple[int, http.client.HTTPMessage, str]:
    """Ask for exactly this path: nothing is tidied on the way."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    line.request(method, path if path.startswith("/") else BASE + path, body=body, headers=headers)
    answer = line.getresponse()
    text = answer.read().decode("utf-8", "replace")
    line.close()
    RoomClient.opened += KERNEL.findall(text)
    return answer.status, answer.headers, text


def kernel_of(page: str) -> str:
    found = KERNEL.search(page)
    assert found is not None, page[:500]
    return found[1]


class Listening(RoomClient):
    """A participant who writes down every byte that their browser is sent."""

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.heard = ""

    def _heard(self, comm: str, data: dict[str, Any]) -> None:
        self.heard += json.dumps(data)
        super()._heard(comm, data)


def test_every_kind_of_answer_has_its_headers_and_sets_no_cookie_but_one(server: Running) -> None:
    _, _, page = ask(server, "")
    script = re.search(r'src="([^"]+sendsim\.js[^"]*)"', page)
    assert script is not None
    kinds = {"": 200, "facilitator": 200, "nothing": 404, script[1]: 200, f"api/kernels/{kernel_of(page)}": 200}
    for path, status in kinds.items():
        got, headers, _ = ask(server, path)
        assert got == status, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "same-origin", path
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy, path
        assert "unsafe-inline" not in policy.partition("style-src")[0], path
        for cookie in headers.get_all("Set-Cookie") or []:
            name = cookie.partition("=")[0]
            assert name == "_xsrf", "the browser is not marked by a cookie that knows it again"
            assert {"SameSite=Strict", "Secure", f"Path={BASE}"} <= set(cookie.split("; ")), cookie
            assert "expires" not in cookie.lower(), cookie


def test_cookies_are_for_https_alone_wherever_people_come_by_https() -> None:
    assert not Workshop().setup(1).encrypted
    assert Workshop(certfile=Path("c"), keyfile=Path("k")).setup(1).encrypted
    assert Workshop(public_url="https://training.example.org/").setup(1).encrypted


def test_a_workshop_that_cannot_be_as_it_is_told_is_refused_before_anything_is_made() -> None:
    for given, said in (
        (Workshop(resume=True, beside=True), "a server beside another leads no room"),
        (Workshop(certfile=Path("c")), "give both, or neither"),
        (Workshop(public_url="training.example.org"), "give the whole address"),
        (Workshop(public_url="https://training.example.org/room/"), "let both name one path"),
        (Workshop(people=0), "give a number from 1"),
    ):
        with pytest.raises(SendsimError, match=said):
            given.checked()


@pytest.mark.parametrize(
    "path",
    [
        "room.ipynb",
        "facilitator.ipynb",
        "home",
        "planner",
        "notebooks/room.ipynb",
        "voila/render/room.ipynb",
        "voila/tree/",
        "voila/files/room.ipynb",
        "files/room.ipynb",
        "api/kernels",
        "api/sessions",
        "api/contents/room.ipynb",
        "api/terminals",
        "terminals/1",
        "login",
        "voila/static/..%2f..%2f..%2fetc%2fpasswd",
        "voila/static/../../../../../../../../etc/passwd",
        "voila/templates/sendsim/static/../../../../../apps/room.py",
        "voila/templates/sendsim/index.html.j2",
        "voila/templates/sendsim/static/..%2findex.html.j2",
        "voila/labextensions/..%2f..%2f..%2fetc%2fpasswd",
        "/room.ipynb",
        "/etc/passwd",
        "/",
    ],
)
def test_no_source_no_listing_and_no_file_of_the_computer_is_served(server: Running, path: str) -> None:
    status, _, text = ask(server, path)
    assert status >= 400, f"{path} is served"
    for inside in ("root:", "import ", "nbformat", "{%", "Traceback", str(Path(__file__).parents[2])):
        assert inside not in text, f"{path} shows {inside!r}"


def test_a_page_tells_neither_its_source_nor_where_it_lies(server: Running) -> None:
    for path in ("", "facilitator"):
        _, _, page = ask(server, path)
        for inside in ("import sendsim", "from sendsim", "build()", str(Path(__file__).parents[2]), server.key):
            assert inside not in page, f"{path or 'the front page'} shows {inside!r}"


def test_a_kernel_is_ended_only_by_a_page_of_this_server(server: Running) -> None:
    _, headers, page = ask(server, "")
    kernel = kernel_of(page)
    token = (headers.get_all("Set-Cookie") or [""])[0].partition(";")[0].partition("=")[2]
    end = f"voila/api/shutdown/{kernel}"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert ask(server, end, "POST", "", **form)[0] == 403
    assert ask(server, end, "POST", f"_xsrf={token}", **form)[0] == 403, "another site knows no cookie"
    assert ask(server, end, "POST", "_xsrf=made-up", Cookie=f"_xsrf={token}", **form)[0] == 403
    for method in ("DELETE", "POST", "PUT", "PATCH"):
        assert ask(server, f"api/kernels/{kernel}", method, "{}", Cookie=f"_xsrf={token}")[0] in (403, 405), method
    assert ask(server, f"api/kernels/{kernel}")[0] == 200, "it still runs"
    assert ask(server, end, "POST", f"_xsrf={token}", Cookie=f"_xsrf={token}", **form)[0] == 204
    assert ask(server, f"api/kernels/{kernel}")[0] == 404


def test_a_page_of_another_site_cannot_speak_to_a_kernel(server: Running) -> None:
    _, _, page = ask(server, "")
    kernel = kernel_of(page)
    root = server.root.replace("http", "ws", 1)

    async def connects(address: str, origin: str) -> bool:
        try:
            socket = await websocket_connect(HTTPRequest(root + address, headers={"Origin": origin}))
        except HTTPClientError as error:
            assert error.code == 403, error
            return False
        socket.close()
        return True

    async def all_tried() -> list[bool]:
        channel = f"api/kernels/{kernel}/channels"
        own = f"http://127.0.0.1:{server.port}"
        other = uuid.uuid4()
        return [
            await connects(channel, EVIL),
            await connects(channel, own.replace(str(server.port), "1")),
            await connects(channel, "null"),
            await connects(f"voila/query/{kernel}", EVIL),
            await connects(channel, own),
            await _exists(f"{root}api/kernels/{other}/channels"),
        ]

    async def _exists(address: str) -> bool:
        try:
            (await websocket_connect(address)).close()
        except HTTPClientError as error:
            return error.code != 404
        return True

    assert asyncio.run(all_tried()) == [False, False, False, False, True, False]


def test_nothing_is_run_through_the_channel_of_a_kernel(server: Running, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    code = f"open({str(mark)!r}, 'w').write('ran')"
    forbidden = {
        "execute_request": {"code": code, "silent": False, "store_history": True, "user_expressions": {"a": code}},
        "complete_request": {"code": "import o", "cursor_pos": 8},
        "inspect_request": {"code": "open", "cursor_pos": 4, "detail_level": 1},
        "history_request": {"hist_access_type": "tail", "n": 10, "output": True, "raw": True},
        "is_complete_request": {"code": code},
        "input_reply": {"value": code},
        "debug_request": {"type": "request", "seq": 1, "command": "evaluate", "arguments": {"expression": code}},
        "usage_request": {},
        "create_subshell_request": {},
    }

    async def try_all() -> set[str]:
        client = RoomClient(server.root)
        await client.open(server.code)
        await client.shows("room_join")
        assert client._socket is not None
        asked: dict[str, str] = {}
        for channel in ("shell", "control", "stdin"):
            for kind, content in forbidden.items():
                header = {"msg_id": uuid.uuid4().hex, "username": "", "session": client.session, "msg_type": kind}
                header |= {"version": "5.3", "date": "2026-11-25T09:00:00Z"}
                asked[header["msg_id"]] = kind
                told = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": channel}
                await client._socket.write_message(json.dumps(told | {"buffers": []}))

        # the same once more in the protocol that Jupyter's own pages speak
        path = (
            f"{server.root.replace('http', 'ws', 1)}api/kernels/{client.kernel}/channels?session_id={uuid.uuid4().hex}"
        )
        packed = await websocket_connect(path, subprotocols=["v1.kernel.websocket.jupyter.org"])
        header = {"msg_id": uuid.uuid4().hex, "username": "", "session": "s", "msg_type": "execute_request"}
        asked[header["msg_id"]] = "execute_request (v1)"
        parts = [b"shell", *(json.dumps(part).encode() for part in (header, {}, {}, forbidden["execute_request"]))]
        places = [8 * (len(parts) + 2)]
        for part in parts:
            places.append(places[-1] + len(part))
        packed_parts = struct.pack(f"<{len(places) + 1}Q", len(places), *places) + b"".join(parts)
        await packed.write_message(packed_parts, binary=True)

        await client.act("join", name="Curious Cat", work="school")  # answered after all of those
        await client.shows("room_wait")
        answered = {asked[parent] for parent in client.parents if parent in asked}
        packed.close()
        client.close()
        return answered

    assert asyncio.run(try_all()) == set()
    assert not mark.exists()


def test_a_participant_learns_nothing_of_others_and_has_no_power(server: Running) -> None:
    store = Store(server.store)
    room = store.find(server.code).id

    async def session() -> tuple[str, str, int]:
        trainer = await lead(server.root, server.key)
        await begin(trainer)
        one = await join(server.root, server.code, "Quiet Hare", "family")
        other = Listening(server.root)
        await other.open(server.code)
        await other.shows("room_join")
        await other.act("join", name="Nosy Parker", work="school")
        await other.until(lambda: other.view.get("name") == "Nosy Parker")
        await move(trainer, "vote", "vote")
        await vote(one, 1, "in-time")
        await other.until(lambda: other.view["kind"] == "room_vote")
        before = len(store.moves(room))
        for act in ("move", "delete", "retain", "save", "key", "choose_scenario", "people", "__class__"):
            await other.act(act, kind="end", key="x" * 22, days=1, seat=1)
        for hash_ in ("", "#key=" + "x" * 22, "#key=" + server.code):  # and the trainer's page without the key
            guess = RoomClient(server.root)
            await guess.connect("facilitator")
            await guess._custom({"event": "hello", "name": "", "search": "", "hash": hash_, "kept": dict(other.kept)})
            await guess.shows("trainer_key")
            await guess.act("move", kind="end")
            await guess.act("delete")
            await guess.until(lambda: guess.view["kind"] == "trainer_key" and guess.turn > 1)  # noqa: B023
            guess.close()
        assert len(store.moves(room)) == before and store.room(room).ended is None
        await move(trainer, "hold", "hold")
        await move(trainer, "reveal", "reveal")
        await other.shows("room_reveal")
        for client in (trainer, one, other):
            client.close()
        return other.heard, str(other.view.get("split")), before

    heard, split, _ = asyncio.run(session())
    answers = {item.choice for item in store.answers(room)}
    assert answers == {"in-time"}
    assert "Quiet Hare" not in heard, "no name of another reaches a participant"
    assert server.key not in heard, "nor does the key"
    assert '"shown": true' not in json.dumps(split) and "'shown': True" not in split, (
        "one answer is not shown as a count"
    )
    store.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at sockets as Linux names them")
def test_only_this_computer_is_listened_to_and_no_other_user_of_it_reaches_a_kernel(server: Running) -> None:
    assert (Workshop().setup(1).ip, Workshop(lan=True).setup(1).ip) == ("127.0.0.1", "0.0.0.0")
    _, _, page = ask(server, "")
    assert kernel_of(page)
    process = psutil.Process(server.process.pid)
    family = [process, *process.children(recursive=True)]
    listening = {p: [c.laddr for c in p.net_connections("inet") if c.status == psutil.CONN_LISTEN] for p in family}
    assert [(place.ip, place.port) for place in listening[process]] == [("127.0.0.1", server.port)]
    # Each kernel has a port for the output of its own subprocesses, which takes text that begins with a secret.
    assert {place.ip for places in listening.values() for place in places} == {"127.0.0.1"}
    paths = {str(c.laddr) for p in family for c in p.net_connections("unix") if "-ipc-" in str(c.laddr)}
    assert paths, "kernels are spoken to through files"
    for path in paths:
        assert not Path(path).parent.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), path
    assert not Path(server.store).stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)


def test_the_key_is_told_once_and_is_in_no_log_and_no_store(server: Running) -> None:
    for path in (f"facilitator?key={server.key}", f"?key={server.key}", f"nothing?key={server.key}"):
        ask(server, path, Referer=f"{server.root}facilitator?key={server.key}")  # as somebody may mistype it
    log = server.log()
    assert log.count(server.key) == 1, "in the link for the trainer, and nowhere else"
    assert all(server.key.encode() not in part.read_bytes() for part in server.folder.glob("rooms.sqlite3*"))


def test_guessing_a_code_stops_at_the_limit_of_the_store_on_any_page(server: Running) -> None:
    store = Store(server.store)
    for _ in range(WRONG_LIMIT):
        with pytest.raises(CodeError):
            store.find("bado-bado" if server.code != "bado-bado" else "kemi-kemi")

    async def try_the_right_one() -> str:
        client = RoomClient(server.root)
        await client.open(server.code)
        await client.until(lambda: bool(client.view.get("error")))
        client.close()
        return str(client.view["error"]["text"])

    assert "Too many wrong codes" in asyncio.run(try_the_right_one())
    store.close()
