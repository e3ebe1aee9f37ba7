"""Memory of each participant and time to join, for rooms of 10, 30 and 60: ``sendsim workshop`` beside plain Voila.

    python -m benchmarks.room --people 10 30 60 --out docs/room.json

Both serve the same notebook of the participant's page on the same machine in the same run, one after the other. *Plain
Voila* is ``voila room.ipynb`` as it comes: a new kernel for each visitor, no pool. Everybody opens the page at the same
moment, over HTTP and a real websocket, as a page does (without a browser, which would cost the machine more than the
server). The time to join is from asking for the page to the first view drawn from the store. Memory is PSS: shared
pages are split among those who share them, so the sum is what the machine really holds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from sendsim.apps.pages import notebooks_folder
from sendsim.training.migrations import prepare
from sendsim.training.store import Store
from tests.browser.room_client import RoomClient


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def memory(process: subprocess.Popen[bytes]) -> float:
    """Return the PSS of a server and all its processes, in MiB."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    total = 0
    for item in family:
        try:
            total += item.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return total / 2**20


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + 90
    while time.monotonic() < limit and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


async def join_all(root: str, code: str, people: int) -> list[float]:
    """Open everybody's page at once and return the seconds that each waited for the first view."""

    async def one(number: int) -> float:
        began = time.perf_counter()
        client = RoomClient(root)
        clients.append(client)
        await client.open(code)
        await client.until(lambda: client.view["kind"] == "room_join", 300)
        waited = time.perf_counter() - began
        await client.act("join", name=f"Quiet Hare {number}", work="other")
        await client.until(lambda: client.view["kind"] == "room_wait", 300)
        return waited

    clients: list[RoomClient] = []
    waits = list(await asyncio.gather(*(one(number) for number in range(people))))
    await asyncio.sleep(3)
    measured.append(memory(running[0]))
    for client in clients:
        client.close()
    return waits


running: list[subprocess.Popen[bytes]] = []
measured: list[float] = []


def measure(kind: str, people: int, folder: Path) -> dict[str, Any]:
    """Start one server, let everybody in, and return what was measured."""
    where, port = str(folder / f"{kind}-{people}.sqlite3"), free_port()
    prepare(where)
    store = Store(where)
    environ = os.environ | {"SENDSIM_STORE": where, "PYTHONUNBUFFERED": "1"}
    log = folder / f"{kind}-{people}.log"
    if kind == "workshop":
        command = [sys.executable, "-m", "sendsim", "workshop", "--people", str(people), "--port", str(port)]
        command.append("--no-browser")
    else:
        room, _ = store.open_room(seats=people)
        command = [sys.executable, "-m", "voila", str(notebooks_folder() / "room.ipynb"), "--no-browser"]
        command += [f"--port={port}", "--KernelManager.transport=ipc", "--template=lab"]
    began = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environ, cwd=folder, stdout=out, stderr=out, start_new_session=True)
    running[:], measured[:] = [process], []
    try:
        wait_for_port(port, process)
        if kind == "workshop":
            while "Everything is deleted" not in log.read_text(errors="replace"):
                time.sleep(0.1)
            code = re.search(r"Code of the room: (\S+)", log.read_text(errors="replace"))[1]  # type: ignore[index]
            forked = 0
            while forked < people + 2 and time.perf_counter() - began < 180:
                children = psutil.Process(process.pid).children(recursive=True)
                forked = sum("sendsim.apps.forked" in " ".join(child.cmdline()) for child in children)
                time.sleep(0.2)
            time.sleep(3)
        else:
            code = room.code
        ready, idle = time.perf_counter() - began, memory(process)
        waits = asyncio.run(join_all(f"http://127.0.0.1:{port}/", code, people))
        whole = measured[0]
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)
        store.close()
    return {
        "server": kind,
        "people": people,
        "ready_seconds": round(ready, 1),
        "join_median_seconds": round(statistics.median(waits), 2),
        "join_worst_seconds": round(max(waits), 2),
        "server_mib_before": round(idle),
        "all_mib": round(whole),
        "mib_a_person": round(whole / people, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[10, 30, 60])
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for people in given.people:
            for kind in ("workshop", "voila"):
                rows.append(measure(kind, people, Path(folder)))
                print(json.dumps(rows[-1]), flush=True)
    about = {"cpus": os.cpu_count(), "memory_gib": round(psutil.virtual_memory().total / 2**30)}
    about |= {"system": platform.system(), "python": platform.python_version(), "load_before": os.getloadavg()[0]}
    if given.out:
        given.out.write_text(json.dumps({"machine": about, "rows": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
