"""``sendsim workshop`` under a path of its own, with HTTPS, and full."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(sys.platform == "win32", reason="ends the server by a signal"),
    pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate"),
]


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workshop for one person under /room/, with a certificate of our own; gives what it printed."""
    folder = tmp_path_factory.mktemp("secure")
    cert, key = folder / "c.pem", folder / "k.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*command, "-keyout", key, "-out", cert], check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"https://127.0.0.1:{port}/room/"
    given = ["--people", "1", "--port", str(port), "--certfile", cert, "--keyfile", key, "--base-url", "/room/"]
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "sendsim", "workshop", *given, "--public-url", address, "--no-browser"],
            env=os.environ
            | {
                "SENDSIM_STORE": str(folder / "rooms.sqlite3"),
                "PYTHONUNBUFFERED": "1",
                "SENDSIM_UNMET_SECONDS": "12",
            },
            cwd=folder,
            stdout=out,
            stderr=out,
        )
    limit = time.monotonic() + 60
    while "Everything is deleted" not in log.read_text() and time.monotonic() < limit and process.poll() is None:
        time.sleep(0.1)
    yield log.read_text()
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def get(address: str) -> tuple[int, str, dict[str, str]]:
    """Ask for a page without a browser."""
    trusting = ssl._create_unverified_context()
    try:
        with urllib.request.urlopen(address, timeout=60, context=trusting) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode(), dict(refused.headers)


def test_a_room_under_a_path_with_https(secure: str, browser: Browser) -> None:
    link = re.search(r"Link for participants: (\S+)", secure)
    assert link is not None and link[1].startswith("https://127.0.0.1:") and "/room/?code=" in link[1]
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    sockets: list[str] = []
    page.on("websocket", lambda opened: sockets.append(opened.url))
    page.goto(link[1])
    page.get_by_role("button", name="Join the room").click()
    page.wait_for_selector("[data-kind=room_wait]")
    assert sockets and all(address.startswith("wss://127.0.0.1:") and "/room/" in address for address in sockets)
    assert page.locator(".sendsim-name").evaluate("node => node.href").endswith("/room/")
    page.reload()
    page.wait_for_selector("[data-kind=room_wait]")  # the seat is found again, over HTTPS too
    context.close()


def test_a_full_machine_says_so_and_still_lets_the_trainer_in(secure: str) -> None:
    root = re.search(r"workshop is at (\S+)", secure)[1]  # type: ignore[index]
    told = [get(root) for _ in range(9)]  # one person and six places more; each asks for a page and goes
    full = [answer for answer in told if answer[0] == 503]
    assert full and all(status in (200, 503) for status, _, _ in told)
    _, page, headers = full[0]
    assert "The room is full" in page and "Traceback" not in page and headers["Retry-After"] == "15"
    assert get(root + "facilitator")[0] == 200
    limit = time.monotonic() + 60
    while get(root)[0] == 503 and time.monotonic() < limit:
        time.sleep(1)
    assert get(root)[0] == 200, "kernels whose page never came have given their places back"
    assert get(root.replace("/room/", "/"))[0] == 404
    for hidden in ("voila/files/room.ipynb", "api/contents", "voila/tree", "planner", "home"):
        assert get(root + hidden)[0] in (403, 404), hidden
