"""``sendsim workshop`` as a process of its own, and the people in it without browsers: for tests from outside."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.browser.room_client import RoomClient

START_SECONDS = 120
"""A machine that does other work starts slowly."""
SCENARIO = "refusal-to-assess"


def free_port() -> int:
    """Return a port that is free just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A workshop that runs: its address, the code of its room and the trainer's key, as it prints them."""

    def __init__(self, folder: Path, store: str, *words: str, port: int | None = None, people: int = 2) -> None:
        self.folder, self.store, self.port = folder, store, port or free_port()
        self._log = folder / f"workshop-{self.port}-{time.monotonic_ns()}.log"
        command = [sys.executable, "-m", "sendsim", "workshop", "--people", str(people), "--port", str(self.port)]
        environ = os.environ | {"SENDSIM_STORE": store, "PYTHONUNBUFFERED": "1", "SENDSIM_POLL_SECONDS": "0.3"}
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--no-browser", *words],
                env=environ,
                cwd=folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def ready(self) -> Running:
        """Wait until it says where it is."""
        limit = time.monotonic() + START_SECONDS
        while "Ctrl+C ends it" not in self.log() and time.monotonic() < limit and self.process.poll() is None:
            time.sleep(0.1)
        time.sleep(0.1)
        told = self.log()
        self.root = self._told(r"sendsim workshop is at (\S+)")
        self.code = self._told(r"Code of the room: (\S+)") if "Code of the room" in told else ""
        self.key = self._told(r"#key=(\S+)") if "#key=" in told else ""
        return self

    def _told(self, pattern: str) -> str:
        found = re.search(pattern, self.log())
        assert found is not None, f"the workshop did not start:\n{self.log()[-3000:]}"
        return found[1]

    def log(self) -> str:
        """Return what it printed."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def kernels(self) -> list[psutil.Process]:
        """Return the kernels that it forked (Linux)."""
        found = []
        with contextlib.suppress(psutil.NoSuchProcess):
            for forker in psutil.Process(self.process.pid).children():
                found += [item for item in forker.children() if item.status() != psutil.STATUS_ZOMBIE]
        return found

    def kill(self) -> None:
        """End it as a power cut does, and wait until its kernels have ended too, as they do by themselves."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        self.process.wait(10)
        limit = time.monotonic() + 20
        while any(map(_lives, family)) and time.monotonic() < limit:
            time.sleep(0.05)
        assert not any(map(_lives, family)), "a kernel outlived its server"

    def end(self) -> None:
        """End it in good order, and whatever it leaves."""
        if self.process.poll() is not None:
            return
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        for process in (*family, psutil.Process(self.process.pid)) if self.process.poll() is None else family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


def _lives(process: psutil.Process) -> bool:
    """Say whether a process runs; one that only waits to be reaped does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def lead(root: str, key: str) -> RoomClient:
    """Open the trainer's page with its key."""
    trainer = RoomClient(root)
    await trainer.connect("facilitator")
    await trainer._custom({"event": "hello", "name": "", "search": "", "hash": f"#key={key}", "kept": {}})
    await trainer.shows("trainer")
    return trainer


async def begin(trainer: RoomClient) -> None:
    """Choose a scenario and begin it."""
    await trainer.act("choose", scenario=SCENARIO, role="mediation_adviser", own=False)
    await trainer.until(lambda: "start" in trainer.view.get("may", ()))
    await move(trainer, "start", "read")


async def move(trainer: RoomClient, kind: str, phase: str) -> None:
    """Make one move and wait until the room is there."""
    await trainer.act("move", kind=kind)
    await trainer.until(lambda: trainer.view.get("phase") == phase)


async def join(root: str, code: str, name: str, work: str = "school") -> RoomClient:
    """Join a room from the link, as a person does."""
    client = RoomClient(root)
    await client.open(code)
    await client.shows("room_join")
    await client.act("join", name=name, work=work)
    await client.until(lambda: client.view["kind"].startswith("room_") and client.view.get("name") == name)
    return client


async def vote(client: RoomClient, ballot: int, choice: str, seconds: float = 60) -> None:
    """Vote and wait until the page says that the answer is kept."""
    await client.until(lambda: client.view["kind"] == "room_vote" and client.view["ballot"] == ballot, seconds)
    heard = len(client.said)
    await client.act("vote", ballot=ballot, choice=choice)
    await client.until(lambda: len(client.said) > heard, seconds)
