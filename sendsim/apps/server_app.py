"""Our Voila application: which addresses exist, what is sent with each page, and how kernels end."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import logging
import os
import re
import shutil
import signal
import ssl
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tornado.ioloop
import tornado.web
from jupyter_server.utils import url_path_join
from traitlets.config import Config
from voila.app import Voila
from voila.handler import BaseVoilaHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler

from sendsim.apps.controls.heartbeat import ENV_OURS
from sendsim.apps.headers import EVERYWHERE, Nobody, SafeHeaders, xsrf_cookie
from sendsim.apps.pages import HOME, available
from sendsim.apps.serve import CONTENT_SECURITY_POLICY, ENV_CULL, ENV_FOLDER, ENV_TRACEBACKS, Setup
from sendsim.errors import SendsimError

# JupyterLab's settings checker compiles its schemas with `new Function`.
NEEDS_EVALUATE = True
HEARTBEAT_SCRIPT = b"window.voila_heartbeat()"
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")
REAP_MS = 15_000
SPARE = 2
"""So many kernels stand ready for those who come later than the room was made ready for."""
KEPT_PLACES = 4
ENV_UNMET = "SENDSIM_UNMET_SECONDS"
"""How long a kernel waits for the page that it was given to; a minute unless told."""
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget")
"""The only browser extensions that our pages need; whatever else is installed stays out of them."""


def security_policy(host: str) -> str:
    """Return the Content Security Policy for pages that were asked for at ``host`` (a name with its port).

    Where the name is none that can stand in a header, websockets are left to ``'self'``, as newer browsers read it.
    """
    digest = base64.b64encode(hashlib.sha256(HEARTBEAT_SCRIPT).digest()).decode("ascii")
    sockets = f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
    return CONTENT_SECURITY_POLICY.format(
        sockets=sockets, heartbeat=digest, evaluate="'unsafe-eval' " if NEEDS_EVALUATE else ""
    )


class PageHandler(TornadoVoilaHandler):
    """One page: a notebook at an address of its own."""

    async def get(self, path: str | None = None) -> None:
        """Send the page. Making the token sets its cookie, without which a closing page cannot end its kernel."""
        _ = self.xsrf_token
        server: SendsimServer = self.settings["sendsim_server"]
        self.set_header("Content-Security-Policy", security_policy(self.request.host))
        if not server.has_room(str(self.notebook_path)):
            self.set_status(503)
            self.set_header("Retry-After", "15")
            self.set_header("Refresh", "15")
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(self.render_template("full.html", most=server.setup.most_kernels, base_url=self.base_url))
            return
        await super().get(None)


class EndKernelHandler(VoilaShutdownKernelHandler):
    """A page says that it is being left: its kernel ends. Both Voila's script and ours say so."""

    async def post(self, kernel_id: str) -> None:
        """End the kernel, if it has not ended yet."""
        if kernel_id in self.kernel_manager:
            await super().post(kernel_id)
        else:
            self.set_status(204)


class NotFoundHandler(BaseVoilaHandler):
    """Every address that does not exist."""

    async def prepare(self) -> None:
        """Say so, in our own words."""
        await super().prepare()
        raise tornado.web.HTTPError(404)


class SendsimServer(Voila):
    """Voila with our pages, headers and manners."""

    @classmethod
    def make(cls, setup: Setup) -> SendsimServer:
        """Return a server set up so, ready to run."""
        folder = setup.folder
        debug = os.environ.get(ENV_TRACEBACKS) == "1"
        cull = int(os.environ.get(ENV_CULL, "300"))
        config = Config()
        config.Voila.ip = setup.ip
        config.Voila.port = setup.port
        config.Voila.base_url = setup.base_url
        config.Voila.port_retries = 0
        config.Voila.open_browser = False
        extra = os.environ.get(ENV_FOLDER)
        config.Voila.root_dir = os.path.commonpath([folder, Path(extra).resolve()]) if extra else str(folder)
        config.Voila.config_file_paths = []
        config.Voila.identity_provider_class = Nobody
        config.Voila.tornado_settings = {
            "headers": {
                "Content-Security-Policy": security_policy(f"{setup.ip}:{setup.port}"),
                **EVERYWHERE,
            },
            "default_handler_class": NotFoundHandler,
            "xsrf_cookies": True,
            "xsrf_cookie_kwargs": xsrf_cookie(setup.base_url, setup.encrypted),
            # No pings: with the timeout that Tornado asks for (not over the interval) Jupyter Server closed every
            # connection at its first ping, half a minute after opening. Our heartbeat keeps it in use instead.
            "ws_ping_interval": 0,
            "ws_ping_timeout": 0,
        }
        config.VoilaConfiguration.template = "sendsim"
        config.VoilaConfiguration.theme = "light"
        config.VoilaConfiguration.allow_template_override = "NO"
        config.VoilaConfiguration.allow_theme_override = "NO"
        config.VoilaConfiguration.strip_sources = True
        config.VoilaConfiguration.show_tracebacks = debug
        config.VoilaConfiguration.file_allowlist = []
        config.VoilaConfiguration.resources = {"sendsim": {"home": setup.base_url, "tracebacks": debug}}
        config.VoilaConfiguration.extension_allowlist = list(EXTENSIONS)
        config.VoilaExecutor.timeout = 120
        if setup.pools:  # idle culling would end a pool's kernels as they are taken: the heartbeat ends them
            config.VoilaConfiguration.preheat_kernel = True
            pools = {"default": {"pool_size": 0}, **{name: {"pool_size": n} for name, n in setup.pools.items()}}
            config.VoilaKernelManager.kernel_pools_config = pools
            config.VoilaKernelManager.fill_delay = 0.5
        else:
            config.MappingKernelManager.cull_idle_timeout = cull
            config.MappingKernelManager.cull_interval = max(1, min(60, cull // 2))
            config.MappingKernelManager.cull_connected = False
        config.KernelManager.autorestart = False
        if sys.platform != "win32":
            config.KernelManager.transport = "ipc"
        os.environ[ENV_OURS] = "1"
        app = cls(config=config, log_level=logging.INFO if debug else logging.ERROR)
        app.initialize([])
        app.setup = setup
        for name in ("ServerApp", "tornado.access", "tornado.application"):
            logging.getLogger(name).setLevel(logging.INFO if debug else logging.CRITICAL)
        return app

    setup: Setup

    def has_room(self, notebook: str) -> bool:
        """Say whether one more page may be opened, and see to it that a pool is no larger than it is needed."""
        pools: dict[str, list[Any]] = getattr(self.kernel_manager, "_pools", {})
        ready = sum(len(pool) for pool in pools.values())
        taken = max(0, len(self.kernel_manager.list_kernel_ids()) - len(self._pooled()))
        most = self.setup.most_kernels + (KEPT_PLACES if notebook in self.setup.always else 0)
        if self.setup.most_kernels and taken >= most:
            return False
        size = self.setup.pools.get(notebook, 0)
        if ready and size:
            rest = most - taken - 1 if self.setup.most_kernels else size
            wanted = max(0, min(rest, max(SPARE, size - taken - 1)))
            self.kernel_manager.kernel_pools_config = {
                **self.kernel_manager.kernel_pools_config,
                notebook: {"pool_size": wanted},
            }
        return True

    def notebooks(self) -> dict[str, Path]:
        """Return the address of each page with its notebook; the front page has the address ``""``."""
        folder = self.setup.folder
        if self.setup.pages is not None:
            found = {name: folder / notebook for name, notebook in self.setup.pages.items()}
        else:
            found = {"": folder / HOME.notebook}
            found |= {page.name: folder / page.notebook for page in available(folder)}
        extra = os.environ.get(ENV_FOLDER)
        if extra:
            found |= {path.stem: path for path in sorted(Path(extra).glob("*.ipynb"))}
        return found

    def init_handlers(self) -> list[Any]:
        """Return the addresses of Voila without its listing, contents and files, and with ours in front."""
        unwanted = ("/voila/tree", "/voila/render", "/voila/api/contents", "/voila/files", "/login", "/logout")
        self.app.settings["sendsim_server"] = self
        self.app.add_transform(SafeHeaders)
        self.app.settings["default_handler_args"] = {"voila_configuration": self.voila_configuration}
        kept = []
        for handler in super().init_handlers():
            pattern = handler[0]
            if pattern == self.server_url or any(word in pattern for word in unwanted):
                continue
            if handler[1] is VoilaShutdownKernelHandler:
                handler = (pattern, EndKernelHandler)
            kept.append(handler)
        pages = []
        for name, notebook in self.notebooks().items():
            settings = {
                "notebook_path": os.path.relpath(notebook.resolve(), self.root_dir),
                "template_paths": self.template_paths,
                "config": self.config,
                "voila_configuration": self.voila_configuration,
            }
            address = url_path_join(self.server_url, "/" + name) if name else self.server_url
            pages.append((address, PageHandler, settings))
        more = [(url_path_join(self.server_url, "/" + name), kind) for name, kind in self.setup.handlers.items()]
        return pages + more + kept

    def listen(self) -> None:
        """Listen where the set-up says, with HTTPS if it names a certificate, until told to stop."""
        self.app.listen(self.port, self.ip, ssl_options=certificate(self.setup), xheaders=self.setup.proxied)
        self.ioloop = tornado.ioloop.IOLoop.current()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            pass
        finally:
            self.stop()

    def run(self, ready: Callable[[], None]) -> None:
        """Serve until Ctrl+C or a request to end, calling ``ready()`` once pages can be asked for."""
        loop = tornado.ioloop.IOLoop.current()
        forks = None
        if self.setup.fork:
            from sendsim.apps.forked import start_forking

            forks = start_forking(self.setup.fork, patient=bool(self.setup.pools))
        loop.add_callback(ready)
        loop.add_callback(self._start_reaping)
        for name in ("SIGINT", "SIGBREAK", "SIGHUP"):
            if hasattr(signal, name):
                with contextlib.suppress(ValueError, OSError):
                    signal.signal(getattr(signal, name), self._handle_signal_stop)
        try:
            self.start()
        finally:
            if forks is not None:
                forks.end()

    def every_hour(self, task: Callable[[], object]) -> None:
        """Do something every hour while the server runs."""
        self._hourly = tornado.ioloop.PeriodicCallback(lambda: self._quietly(task), 3_600_000)
        tornado.ioloop.IOLoop.current().add_callback(self._hourly.start)

    @staticmethod
    def _quietly(task: Callable[[], object]) -> None:
        with contextlib.suppress(SendsimError):
            task()

    def _start_reaping(self) -> None:
        self._met: set[str] = set()
        self._unmet: dict[str, float] = {}
        self._patience = float(os.environ.get(ENV_UNMET, "60"))
        self._reaper = tornado.ioloop.PeriodicCallback(self._reap, min(REAP_MS, self._patience * 500))
        self._reaper.start()

    async def _reap(self) -> None:
        """Strike off kernels that have ended by themselves, so that their pages are told."""
        for kernel_id in list(self.kernel_manager.list_kernel_ids()):
            with contextlib.suppress(Exception):
                kernel = self.kernel_manager.get_kernel(kernel_id)
                if not await kernel.is_alive() or self._never_met(kernel_id):
                    await self.kernel_manager.shutdown_kernel(kernel_id, now=True)

    def _never_met(self, kernel_id: str) -> bool:
        """Say whether a kernel was given to a page that has not connected to it in good time.

        So it is with a page that was fetched without a browser (previews of links do so): nothing beats for it, and it
        would hold its place for ever. Kernels of a pool wait for their page; one that has met its page has a heartbeat.
        """
        if not self.setup.pools or kernel_id in self._met or kernel_id in self._pooled():
            return False
        if self.kernel_manager._kernel_connections.get(kernel_id, 0):
            self._met.add(kernel_id)
            self._unmet.pop(kernel_id, None)
            return False
        return time.monotonic() - self._unmet.setdefault(kernel_id, time.monotonic()) > self._patience

    def _pooled(self) -> set[str]:
        """Return the kernels that wait in a pool."""
        pools: dict[str, list[Any]] = getattr(self.kernel_manager, "_pools", {})
        ready = [task for pool in pools.values() for task in pool if _is_made(task)]
        return {task.result()["kernel_id"] for task in ready}

    def stop(self) -> None:
        """End every kernel, whatever it is doing, then leave."""
        with contextlib.suppress(Exception):
            asyncio.run(self.kernel_manager.shutdown_all(now=True))
        # Kernels that are just ending take their own files away while the folder of all is being removed.
        with contextlib.suppress(Exception):
            super().stop()
        shutil.rmtree(self.connection_dir, ignore_errors=True)


def _is_made(task: Any) -> bool:
    """Say whether a kernel of a pool has been started."""
    return bool(task.done() and not task.cancelled() and task.exception() is None)


def certificate(setup: Setup) -> ssl.SSLContext | None:
    """Return what HTTPS needs, or ``None`` for HTTP.

    Raises
    ------
    SendsimError
        If the certificate and the key cannot be read or do not belong together.
    """
    if setup.certfile is None:
        return None
    found = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        found.load_cert_chain(setup.certfile, setup.keyfile)
    except (OSError, ssl.SSLError) as error:
        raise SendsimError(
            f"certfile {str(setup.certfile)!r} and its key cannot be used ({error}): give a certificate in PEM form"
            " with --certfile and its key with --keyfile."
        ) from None
    return found
