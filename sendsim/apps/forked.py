"""Kernels by fork: one process loads everything that the pages need, and each page's kernel is a copy of it.

A copy shares the memory of what was loaded until it changes it, and is there in a fraction of the time that loading
takes. Linux only: elsewhere kernels are started anew, as Jupyter does. The process that forks has no thread of Python,
no socket of ZeroMQ and no event loop. It ends, and its kernels with it, when the server is gone.

What is loaded is told in :mod:`sendsim.apps.preload`.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from sendsim.apps import preload

NAME = "sendsim-fork"
LOADED = b"loaded"
MOST = 1_000_000
"""The longest order, in bytes."""


def can_fork() -> bool:
    """Say whether kernels can be forked here."""
    return sys.platform.startswith("linux")


class ForkServer:
    """The process that forks, as seen from the server.

    Parameters
    ----------
    what:
        The name of the function of :mod:`sendsim.apps.preload` that loads what the pages need.
    patient:
        Whether a page waits until that is done (a room makes its kernels ready beforehand). Otherwise the pages that
        are asked for meanwhile get kernels started anew.
    """

    def __init__(self, what: str, patient: bool) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket = ours
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sendsim.apps.forked", str(theirs.fileno()), what],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        ours.settimeout(60)
        self._patient, self._loaded, self._gone = patient, False, False

    def fork(self, arguments: list[str], environment: dict[str, str], folder: str) -> int | None:
        """Start a kernel and return its process id.

        ``None`` if none can be forked: not everything is loaded yet, or the process that forks has ended or does not
        answer. It is not asked again then, for a late answer would be taken for that to another order.
        """
        order = json.dumps({"arguments": arguments, "environment": environment, "folder": folder}).encode()
        try:
            if self._gone or not self._has_loaded():
                return None
            self._socket.send(order)
            return int(self._socket.recv(100))
        except (OSError, ValueError):  # it may have ended at any moment, with the order half read
            self._gone = True
            return None

    def _has_loaded(self) -> bool:
        if not self._loaded and (self._patient or select.select([self._socket], [], [], 0)[0]):
            self._loaded = self._socket.recv(100) == LOADED
            self._gone = not self._loaded
        return self._loaded

    def end(self) -> None:
        """End the process that forks, and every kernel that is left."""
        self._socket.close()
        if not self._loaded or self._gone:  # nothing has been forked, or it does not answer
            self.process.kill()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


_SERVER: list[ForkServer] = []


def start_forking(what: str, patient: bool) -> ForkServer:
    """Start the process that forks and have Jupyter take kernels from it; see :class:`ForkServer`."""
    _SERVER[:] = [ForkServer(what, patient)]
    KernelProvisionerFactory.provisioners[NAME] = EntryPoint(
        NAME, "sendsim.apps.forked:ForkProvisioner", KernelProvisionerFactory.GROUP_NAME
    )
    os.environ[KernelProvisionerFactory.default_provisioner_name_env] = NAME
    return _SERVER[0]


class Forked:
    """A forked kernel, with as much of ``subprocess.Popen`` as Jupyter uses. It is reaped by the process that forks."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._gone = False

    def poll(self) -> int | None:
        """Return ``None`` while the kernel runs."""
        if not self._gone:
            try:
                os.kill(self.pid, 0)
            except ProcessLookupError:
                self._gone = True
        return 0 if self._gone else None

    def wait(self, timeout: float | None = None) -> int:
        """Return 0; Jupyter waits by polling and asks only afterwards."""
        return 0

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the kernel."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)


class ForkProvisioner(LocalProvisioner):
    """Starts kernels by fork; in all else as Jupyter starts local ones."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start a kernel. ``cmd`` is ``python -m ipykernel_launcher`` with its arguments."""
        at = cmd.index("ipykernel_launcher") + 1
        environment = {key: str(value) for key, value in (kwargs.get("env") or os.environ).items()}
        pid = _SERVER[0].fork(cmd[at:], environment, str(kwargs.get("cwd") or Path.cwd()))
        if pid is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = Forked(pid)  # type: ignore[assignment]
        self.pid = self.pgid = pid
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info


# -- the process that forks


def _load(what: str) -> None:
    """Load what the pages need, once for all of them."""
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # read as ipykernel loads: a kernel ends when this process is gone
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # no page needs a debugger: a third of a bare kernel
    import tornado.platform.asyncio
    import tornado.queues  # noqa: F401

    getattr(preload, what)()
    gc.collect()
    gc.freeze()


def _be_kernel(order: dict[str, Any]) -> None:
    """Become a kernel; never returns."""
    os.setsid()
    os.chdir(order["folder"])
    parent = os.environ["JPY_PARENT_PID"]
    os.environ.clear()
    os.environ.update(order["environment"])
    os.environ["JPY_PARENT_PID"] = parent
    from ipykernel.kernelapp import IPKernelApp

    ours = ["--IPKernelApp.extra_extensions=ipywidgets", "--HistoryManager.enabled=False"]
    IPKernelApp.launch_instance([*order["arguments"], *ours])


def main(handle: int, what: str) -> None:
    """Load what is named ``what``, then fork a kernel for each order until the server is gone."""
    orders = socket.socket(fileno=handle)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system reaps
    _load(what)
    orders.send(LOADED)
    children: list[int] = []
    while order := orders.recv(MOST):
        pid = os.fork()
        if pid == 0:
            orders.close()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            try:
                _be_kernel(json.loads(order))
            finally:
                os._exit(0)
        children.append(pid)
        orders.send(str(pid).encode())
    for pid in children:
        try:
            if os.getpgid(pid) == pid:  # still ours: each kernel leads a group of its own
                os.killpg(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
