"""JupyterHub with our own configuration: a trainer logs in and leads, participants come without an account."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, ProxyHandler, Request, build_opener

import psutil
import pytest

from sendsim.training.store import Store
from tests.running import START_SECONDS, begin, free_port, join, lead, move, vote

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="JupyterHub and its kernels are tried on Linux"
)
CONFIG = Path(__file__).parents[2] / "deploy" / "jupyterhub_config.py"
PASSWORD = "correct horse battery"


class KeepFragment(HTTPRedirectHandler):
    """Follows redirects as a browser does, and writes down where they lead."""

    def __init__(self) -> None:
        self.went: list[str] = []

    def redirect_request(self, request, handle, code, message, headers, target):  # type: ignore[no-untyped-def]
        self.went.append(target)
        return super().redirect_request(request, handle, code, message, headers, target)


class Browser:
    """A person's browser, without scripts."""

    def __init__(self, root: str) -> None:
        self.root, self.jar, self.redirects = root, CookieJar(), KeepFragment()
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(self.jar), self.redirects)

    def get(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, final address and text."""
        body = urlencode(data).encode() if data is not None else None
        request = Request(self.root + path, data=body, headers={"Sec-Fetch-Mode": "navigate"})
        try:
            with self._opener.open(request, timeout=START_SECONDS) as reply:
                return reply.status, reply.url, reply.read().decode("utf-8", "replace")
        except HTTPError as error:
            return error.code, error.url, error.read().decode("utf-8", "replace")

    def log_in(self, name: str, password: str = PASSWORD, then: str = "/hub/spawn") -> tuple[int, str, str]:
        """Fill the hub's form in."""
        _, _, page = self.get("hub/login")
        token = re.search(r'name="_xsrf" value="([^"]*)"', page)
        assert token is not None, page[:2000]
        said = {"username": name, "password": password, "_xsrf": token[1]}
        return self.get("hub/login?" + urlencode({"next": then}), said)


class Hub:
    """A hub that runs with our configuration, on ports and folders of its own."""

    def __init__(self, folder: Path, store: str) -> None:
        self.root = f"http://127.0.0.1:{free_port()}/"
        self.log_file = folder / "hub.log"
        environ = os.environ | {
            "SENDSIM_STORE": store,
            "SENDSIM_PUBLIC_URL": self.root,
            "SENDSIM_BIND_URL": self.root,
            "SENDSIM_PROXY_API": f"http://127.0.0.1:{free_port()}",
            "SENDSIM_HUB_PORT": str(free_port()),
            "SENDSIM_HOMES": str(folder / "homes"),
            "SENDSIM_TRAINERS": "jo,sam",
            "SENDSIM_HUB_PASSWORD": PASSWORD,
            "SENDSIM_PEOPLE": "2",
            "SENDSIM_POLL_SECONDS": "0.3",
        }
        for name in [key for key in environ if key.startswith("JUPYTERHUB_")]:
            del environ[name]
        with self.log_file.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)],
                cwd=folder,
                env=environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit and self.process.poll() is None:
            with contextlib.suppress(URLError, ConnectionError, OSError):
                if Browser(self.root).get("hub/health")[0] == 200:
                    return
            time.sleep(0.3)
        self.end()
        raise AssertionError(f"The hub did not start:\n{self.log()[-3000:]}")

    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self) -> None:
        if self.process.poll() is not None:
            return
        family = self.family()
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(15)
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def hub(empty_postgres: str, tmp_path: Path) -> Iterator[Hub]:
    pytest.importorskip("jupyterhub", reason="the extra hub is not installed")
    if not shutil.which("configurable-http-proxy"):
        reason = "configurable-http-proxy is not installed: npm install --global configurable-http-proxy"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    running = Hub(tmp_path, empty_postgres)
    yield running
    running.end()


def test_a_trainer_leads_and_participants_come_through_the_hub(hub: Hub, empty_postgres: str) -> None:
    assert Browser(hub.root).log_in("jo", "wrong")[0] == 403
    assert Browser(hub.root).log_in("eve")[0] == 403, "nobody but the trainers who are named"
    trainer = Browser(hub.root)
    limit = time.monotonic() + START_SECONDS
    _, address, page = trainer.log_in("jo")
    while urlsplit(address).path != "/user/jo/facilitator" and time.monotonic() < limit:
        time.sleep(0.5)  # the hub's waiting page asks again by a script
        _, address, page = trainer.get("user/jo/lead")
    assert "kernelId" in page, (trainer.redirects.went, page[:1000], hub.log()[-3000:])
    went = [item for item in trainer.redirects.went if "#key=" in item]
    key = went[-1].partition("#key=")[2]
    server = hub.root + "user/jo/"

    known = [cookie for cookie in trainer.jar if cookie.name.startswith("jupyterhub-")]
    assert known, "the hub and the workshop know the trainer again by cookies"
    for cookie in known:
        assert cookie.has_nonstandard_attr("HttpOnly") and cookie.get_nonstandard_attr("SameSite") == "Lax", cookie

    store = Store(empty_postgres)
    room = store.room_of(key)
    assert room is not None and [item.code for item in store.rooms()] == [room.code]
    assert trainer.get("user/jo/lead")[0] == 200
    assert [item for item in trainer.redirects.went if "#key=" in item][-1].endswith(key), "the same room, the same key"

    stranger = Browser(hub.root)
    _, address, page = stranger.get("user/jo/lead")
    assert urlsplit(address).path == "/hub/login" and key not in page, "without log-in the hub asks who it is"
    _, address, _ = stranger.get(f"user/jo/?code={room.code}")
    assert urlsplit(address).path == "/user/jo/", "a participant needs no account"
    for path in ("tree", "lab", "api/contents", "api/terminals", "api/kernels", "files/hub-room.json", "voila/files/x"):
        assert trainer.get(f"user/jo/{path}")[0] == 404, f"{path} is served"

    async def session() -> dict[str, int]:
        leading = await lead(server, key)
        assert leading.view["link"] == f"{server}?code={room.code}", "the link for participants goes through the hub"
        await begin(leading)
        people = await asyncio.gather(*(join(server, room.code, f"Quiet Hare {n}") for n in range(2)))
        await move(leading, "vote", "vote")
        await asyncio.gather(*(vote(client, 1, "in-time") for client in people))
        for client in (leading, *people):
            client.close()
        return {client.view["name"]: client.view["ballot"] for client in people}

    assert asyncio.run(session()) == {"Quiet Hare 0": 1, "Quiet Hare 1": 1}
    assert [item.choice for item in store.answers(room.id)] == ["in-time"] * 2
    store.close()
    kernels = [p for p in hub.family() if "sendsim.apps.forked" in " ".join(p.cmdline())]
    assert len(kernels) > 3
    servers = [p for p in hub.family() if "sendsim.apps.hub" in " ".join(p.cmdline())]
    token = servers[0].environ()["JUPYTERHUB_API_TOKEN"]
    assert all(token not in str(process.environ()) for process in kernels), "no kernel can speak to the hub"
    other = Browser(hub.root)
    assert other.log_in("sam", then="/hub/home")[0] == 200
    status, _, page = other.get("user/jo/lead")
    assert status == 403 and key not in page and key not in str(other.redirects.went), (
        "nor does another trainer lead it"
    )
    assert key not in hub.log()
