"""The server behind ``sendsim``: our pages, by Voila, on this computer only.

It serves the pages in :mod:`sendsim.apps.pages` and nothing else: no listing of files, no contents, no code. Each
visitor gets a kernel of their own. A kernel ends when its page is closed; should that message be lost, it ends
when its page has been gone for a few minutes, or by its own heartbeat (see :mod:`sendsim.apps.controls.heartbeat`).
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sendsim.apps.pages import HOME, find_page, notebooks_folder
from sendsim.errors import SendsimError

__all__ = ["CONTENT_SECURITY_POLICY", "Setup", "build", "serve"]

ADDRESS = "127.0.0.1"
USUAL_PORT = 8866

# What a page may load and run. There is no script in our pages, so none is allowed but files of this server and
# the controls' own modules, which anywidget loads from blob: addresses. The one hash is the line by which Voila
# keeps a slow page's connection open. Styles are set by Jupyter's scripts, hence 'unsafe-inline' for styles.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' blob: {evaluate}'sha256-{heartbeat}'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'{sockets}",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

ENV_FOLDER = "SENDSIM_NOTEBOOKS"
"""Another folder of notebooks to serve besides ours; used by the tests."""
ENV_TRACEBACKS = "SENDSIM_TRACEBACKS"
ENV_CULL = "SENDSIM_CULL_SECONDS"
"""How long a kernel without a page is kept; five minutes unless told."""


@dataclass(frozen=True)
class Setup:
    """How a server is set up.

    Attributes
    ----------
    port, ip : int, str
        Where it listens; on this computer only unless told.
    folder : Path
        The folder of the notebooks.
    pages : mapping or None
        Address of each page and the file name of its notebook; the address ``""`` is the front page. ``None`` for the
        pages of the register.
    base_url : str
        The path under which everything is served, with a slash at both ends.
    certfile, keyfile : Path or None
        A certificate and its key, for HTTPS.
    proxied : bool
        Whether a proxy in front says in ``X-Forwarded`` headers who asks and how.
    pools : mapping
        For a notebook, how many kernels are made ready before anybody comes.
    most_kernels : int
        How many pages may be open at once; 0 for as many as come.
    always : frozenset of str
        Notebooks for which there are a few places more, so that whoever leads a full room still gets in.
    fork : str
        What is loaded in the process from which kernels are forked, by its name in :mod:`sendsim.apps.preload`
        (Linux only); empty if each kernel is started anew.
    encrypted : bool
        Whether people come by HTTPS, to this server or to a proxy in front: then cookies travel by HTTPS alone.
    handlers : mapping
        Further addresses, each with the Tornado handler that answers it.
    """

    port: int
    folder: Path
    ip: str = ADDRESS
    pages: Mapping[str, str] | None = None
    base_url: str = "/"
    certfile: Path | None = None
    keyfile: Path | None = None
    proxied: bool = False
    pools: Mapping[str, int] = field(default_factory=dict)
    most_kernels: int = 0
    always: frozenset[str] = frozenset()
    fork: str = ""
    encrypted: bool = False
    handlers: Mapping[str, type] = field(default_factory=dict)


def template_folder() -> Path:
    """Return the Jupyter data folder inside the package, which holds our Voila template."""
    return Path(__file__).resolve().parent / "jupyter"


def check_port(port: int, ip: str = ADDRESS) -> int:
    """Return a port that is free on this computer: ``port``, or any if it is 0."""
    if isinstance(port, bool) or not isinstance(port, int) or not 0 <= port <= 65535:
        raise SendsimError(f"port {port!r} is not a port: use a whole number from 1 to 65535, or 0 for any free one.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":  # else a port just left counts as busy for a minute
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ip, port))
        except OSError:
            raise SendsimError(
                f"port {port} is busy (perhaps sendsim is already running): open http://{ADDRESS}:{port}/ or give "
                "another with --port, or --port 0 for any free one."
            ) from None
        return int(probe.getsockname()[1])


def build(setup: Setup) -> Any:
    """Return the server application, ready to start, without starting it."""
    data = str(template_folder())
    known = os.environ.get("JUPYTER_PATH", "")
    if data not in known.split(os.pathsep):
        os.environ["JUPYTER_PATH"] = data + (os.pathsep + known if known else "")
    from sendsim.apps.server_app import SendsimServer  # after JUPYTER_PATH is set: Voila reads it as it loads

    return SendsimServer.make(setup)


def serve(page: str | None = None, port: int = USUAL_PORT, open_browser: bool = True) -> int:
    """Serve our pages until stopped, and return an exit code.

    ``page`` is the page to open in the browser (home unless told), ``port`` where on this computer, 0 for any free
    port. Raises :class:`~sendsim.errors.SendsimError` if the page is not known or the port is busy.
    """
    from sendsim.apps.forked import can_fork  # Jupyter's parts: whoever asks for help need not load them

    target = find_page(page) if page else HOME
    free = check_port(port)
    app = build(Setup(free, notebooks_folder(), fork="pages" if can_fork() else ""))
    address = f"http://{ADDRESS}:{free}/" + ("" if target is HOME else target.name)

    warming = warm_up()

    def ready() -> None:
        print(f"sendsim is at {address} (Ctrl+C ends it)", flush=True)
        if warming is not None:
            print("The fast engine is being compiled, once; until then the model runs on the slower one.", flush=True)
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    try:
        app.run(ready)
    finally:
        if warming is not None:
            warming.terminate()
    return 0


def warm_up() -> subprocess.Popen[bytes] | None:
    """Begin to compile the fast engine in a process of its own, if it is installed and was not compiled before."""
    from sendsim.caseload.engines import not_ready, why_not_fast

    if why_not_fast() is not None or not_ready() is None:
        return None
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", "sendsim", "warm"], stdin=quiet, stdout=quiet, stderr=quiet)
