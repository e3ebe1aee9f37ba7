"""Our Voila application: which addresses exist, what is sent with each page, and how kernels end."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import logging
import os
import signal
import sys
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
from sendsim.apps.pages import HOME, available
from sendsim.apps.serve import ADDRESS, CONTENT_SECURITY_POLICY, ENV_CULL, ENV_FOLDER, ENV_TRACEBACKS

# JupyterLab's settings checker compiles its schemas with `new Function`.
NEEDS_EVALUATE = True
HEARTBEAT_SCRIPT = b"window.voila_heartbeat()"
REAP_MS = 15_000
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget")
"""The only browser extensions that our pages need; whatever else is installed stays out of them."""


def security_policy(port: int) -> str:
    """Return the Content Security Policy for a server on ``port``."""
    digest = base64.b64encode(hashlib.sha256(HEARTBEAT_SCRIPT).digest()).decode("ascii")
    return CONTENT_SECURITY_POLICY.format(
        host=ADDRESS, port=port, heartbeat=digest, evaluate="'unsafe-eval' " if NEEDS_EVALUATE else ""
    )


class PageHandler(TornadoVoilaHandler):
    """One page: a notebook at an address of its own."""

    async def get(self, path: str | None = None) -> None:
        """Send the page. Making the token sets its cookie, without which a closing page cannot end its kernel."""
        _ = self.xsrf_token
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
    def make(cls, *, port: int, folder: Path) -> SendsimServer:
        """Return a server of the notebooks in ``folder`` on ``port``, ready to run."""
        debug = os.environ.get(ENV_TRACEBACKS) == "1"
        cull = int(os.environ.get(ENV_CULL, "300"))
        config = Config()
        config.Voila.ip = ADDRESS
        config.Voila.port = port
        config.Voila.port_retries = 0
        config.Voila.open_browser = False
        extra = os.environ.get(ENV_FOLDER)
        config.Voila.root_dir = os.path.commonpath([folder, Path(extra).resolve()]) if extra else str(folder)
        config.Voila.config_file_paths = []
        config.Voila.tornado_settings = {
            "headers": {
                "Content-Security-Policy": security_policy(port),
                "Referrer-Policy": "same-origin",
                "X-Content-Type-Options": "nosniff",
            },
            "default_handler_class": NotFoundHandler,
            "xsrf_cookies": True,
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
        config.VoilaConfiguration.resources = {"sendsim": {"home": "./", "tracebacks": debug}}
        config.VoilaConfiguration.extension_allowlist = list(EXTENSIONS)
        config.VoilaExecutor.timeout = 120
        config.MappingKernelManager.cull_idle_timeout = cull
        config.MappingKernelManager.cull_interval = max(1, min(60, cull // 2))
        config.MappingKernelManager.cull_connected = False
        config.KernelManager.autorestart = False
        if sys.platform != "win32":
            config.KernelManager.transport = "ipc"
        os.environ[ENV_OURS] = "1"
        app = cls(config=config, log_level=logging.INFO if debug else logging.ERROR)
        app.initialize([])
        app.folder = folder
        for name in ("ServerApp", "tornado.access", "tornado.application"):
            logging.getLogger(name).setLevel(logging.INFO if debug else logging.CRITICAL)
        return app

    folder: Path

    def notebooks(self) -> dict[str, Path]:
        """Return the address of each page with its notebook."""
        found = {HOME.name: self.folder / HOME.notebook}
        found |= {page.name: self.folder / page.notebook for page in available(self.folder)}
        extra = os.environ.get(ENV_FOLDER)
        if extra:
            found |= {path.stem: path for path in sorted(Path(extra).glob("*.ipynb"))}
        return found

    def init_handlers(self) -> list[Any]:
        """Return the addresses of Voila without its listing, contents and files, and with ours in front."""
        unwanted = ("/voila/tree", "/voila/render", "/voila/api/contents", "/voila/files", "/login", "/logout")
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
            addresses = (self.server_url,) if name == HOME.name else (url_path_join(self.server_url, "/" + name),)
            pages += [(address, PageHandler, settings) for address in addresses]
        return pages + kept

    def run(self, ready: Callable[[], None]) -> None:
        """Serve until Ctrl+C or a request to end, calling ``ready()`` once pages can be asked for."""
        loop = tornado.ioloop.IOLoop.current()
        loop.add_callback(ready)
        loop.add_callback(self._start_reaping)
        for name in ("SIGINT", "SIGBREAK", "SIGHUP"):
            if hasattr(signal, name):
                with contextlib.suppress(ValueError, OSError):
                    signal.signal(getattr(signal, name), self._handle_signal_stop)
        self.start()

    def _start_reaping(self) -> None:
        self._reaper = tornado.ioloop.PeriodicCallback(self._reap, REAP_MS)
        self._reaper.start()

    async def _reap(self) -> None:
        """Strike off kernels that have ended by themselves, so that their pages are told."""
        for kernel_id in list(self.kernel_manager.list_kernel_ids()):
            with contextlib.suppress(Exception):
                kernel = self.kernel_manager.get_kernel(kernel_id)
                if not await kernel.is_alive():
                    await self.kernel_manager.shutdown_kernel(kernel_id, now=True)

    def stop(self) -> None:
        """End every kernel, whatever it is doing, then leave."""
        with contextlib.suppress(Exception):
            asyncio.run(self.kernel_manager.shutdown_all(now=True))
        super().stop()
