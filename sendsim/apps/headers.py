"""What is sent with every answer of the server, whatever makes it: headers that keep browsers careful, and few cookies.

Pages get their headers from Tornado's settings; files, redirects and websockets do not, so they are seen to here.
"""

from __future__ import annotations

from typing import Any

import tornado.httputil
import tornado.web
from jupyter_server.auth.identity import IdentityProvider, User

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""Sent with pages and files alike. Where we are is told to no other site, and a guess at a file's kind is not made."""
FILES_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""The Content Security Policy of whatever has none of its own: opened by itself, it may load and run nothing."""


class SafeHeaders(tornado.web.OutputTransform):
    """Adds the headers that an answer lacks."""

    def __init__(self, request: tornado.httputil.HTTPServerRequest) -> None:
        pass

    def transform_first_chunk(
        self, status_code: int, headers: tornado.httputil.HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, tornado.httputil.HTTPHeaders, bytes]:
        """Return the answer with its headers made whole."""
        for name, value in {**EVERYWHERE, "Content-Security-Policy": FILES_POLICY}.items():
            if name not in headers:
                headers[name] = value
        return status_code, headers, chunk


class Nobody(IdentityProvider):
    """Nobody logs in: everybody is a visitor, and no cookie is set to know one again.

    What a person may do follows from the key that their page has, never from who the browser says it is.
    """

    @property
    def auth_enabled(self) -> bool:
        """Return that there is no log-in."""
        return False

    def get_user(self, handler: Any) -> User:
        """Return a visitor; a token in an address or a header is not looked at."""
        return User("visitor")

    def get_handlers(self) -> list[tuple[str, object]]:
        """Return no address to log in or out."""
        return []


def xsrf_cookie(base_url: str, encrypted: bool) -> dict[str, Any]:
    """Return how the one cookie is set: the token against forged requests, which our own script reads.

    It is of no use to another site (``SameSite``), goes when the browser is closed, and where people come by HTTPS it
    never travels without.
    """
    kept = {"path": base_url, "samesite": "Strict", "expires_days": None}
    return kept | ({"secure": True} if encrypted else {})
