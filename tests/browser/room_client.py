"""A participant without a browser: it loads the page, opens the websocket of its kernel and speaks as a page does."""

from __future__ import annotations

import asyncio
import html
import json
import re
import uuid
from typing import Any, ClassVar

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

AsyncHTTPClient.configure(None, max_clients=500)  # else only ten pages would be asked for at a time


class RoomClient:
    """One scripted participant; ``opened`` names the kernel of every page that any of them has opened."""

    opened: ClassVar[list[str]] = []

    def __init__(self, root: str) -> None:
        self.root = root
        self.session = uuid.uuid4().hex
        self.view: dict[str, Any] = {"kind": "loading"}
        self.live: dict[str, Any] = {}
        self.turn = -1
        self.model = ""
        self.kept: dict[str, str] = {}
        self.said: list[str] = []
        self.kernel = ""
        self.parents: set[str] = set()
        self._changed = asyncio.Event()
        self._socket: WebSocketClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None

    async def open(self, code: str) -> None:
        """Load the page and say hello with the code of the link."""
        await self.connect()
        hello = {"event": "hello", "name": "", "search": f"?code={code}", "hash": "", "kept": self.kept}
        await self._custom(hello)

    async def connect(self, path: str = "") -> None:
        """Load a page, open its websocket and find the widget that draws it."""
        answer = await AsyncHTTPClient().fetch(HTTPRequest(self.root + path, connect_timeout=300, request_timeout=300))
        page = answer.body.decode()
        found = re.search(r'id="jupyter-config-data" type="application/json">(.*?)</script>', page, re.DOTALL)
        assert found is not None, page[:500]
        self.kernel = kernel = json.loads(html.unescape(found[1]))["kernelId"]
        self.opened.append(kernel)
        base = self.root.replace("http", "ws", 1)
        self._socket = await websocket_connect(f"{base}api/kernels/{kernel}/channels?session_id={self.session}")
        self._reader = asyncio.create_task(self._read())
        control = uuid.uuid4().hex
        await self._send(
            "comm_open",
            {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}},
            {"version": "1.0.0"},
        )
        await self._send("comm_msg", {"comm_id": control, "data": {"method": "request_states"}})
        await self.until(lambda: bool(self.model))

    async def _send(self, kind: str, content: dict[str, Any], metadata: dict[str, Any] | None = None) -> None:
        assert self._socket is not None
        header = {"msg_id": uuid.uuid4().hex, "username": "", "session": self.session, "msg_type": kind}
        header |= {"version": "5.3", "date": "2026-11-25T09:00:00Z"}
        message = {"header": header, "parent_header": {}, "metadata": metadata or {}, "content": content}
        await self._socket.write_message(json.dumps(message | {"channel": "shell", "buffers": []}))

    async def _custom(self, content: dict[str, Any]) -> None:
        await self._send("comm_msg", {"comm_id": self.model, "data": {"method": "custom", "content": content}})

    async def act(self, act: str, **values: Any) -> None:
        """Do what a person does on the view that is shown."""
        await self._custom({"event": "act", "act": act, "turn": self.turn, **values})

    async def _read(self) -> None:
        assert self._socket is not None
        while (told := await self._socket.read_message()) is not None:
            if isinstance(told, bytes):
                continue
            message = json.loads(told)
            self.parents.add(message["parent_header"].get("msg_id", ""))
            if message["header"]["msg_type"] == "comm_msg":
                self._heard(message["content"]["comm_id"], message["content"]["data"])
                self._changed.set()

    def _heard(self, comm: str, data: dict[str, Any]) -> None:
        for model, item in (data.get("states") or {}).items():
            state = item.get("state", {})
            if "turn" in state and "live" in state:
                self.model = model
                self._take(state)
        if comm == self.model and data.get("method") == "update":
            self._take(data["state"])
        if comm == self.model and data.get("method") == "custom" and data["content"].get("event") == "said":
            self.said.append(data["content"]["text"])

    def _take(self, state: dict[str, Any]) -> None:
        self.turn = state.get("turn", self.turn)
        self.live = state.get("live", self.live)
        if "view" in state:
            self.view = state["view"]
            self.kept.update(self.view.get("keep") or {})

    async def until(self, holds: Any, seconds: float = 60) -> None:
        """Wait until something holds of what the page was told."""

        async def wait() -> None:
            while not holds():
                self._changed.clear()
                await self._changed.wait()

        try:
            await asyncio.wait_for(wait(), seconds)
        except TimeoutError:
            raise AssertionError(f"waited in vain; shown is {str(self.view)[:300]}, {self.live}, {self.said}") from None

    async def shows(self, kind: str) -> None:
        """Wait for a view."""
        await self.until(lambda: self.view["kind"] == kind)

    def close(self) -> None:
        """Cut the connection, as a device that goes out of reach."""
        if self._reader is not None:
            self._reader.cancel()
        if self._socket is not None:
            self._socket.close()

    async def leave(self) -> None:
        """Leave the page as a browser does: it tells the server that its kernel can end."""
        self.close()
        if self.kernel:
            token = uuid.uuid4().hex
            await AsyncHTTPClient().fetch(
                f"{self.root}voila/api/shutdown/{self.kernel}",
                method="POST",
                body=f"_xsrf={token}",
                headers={"Cookie": f"_xsrf={token}", "Content-Type": "application/x-www-form-urlencoded"},
            )
