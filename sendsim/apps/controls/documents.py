"""A piece of writing made of blocks: headings, paragraphs, lists, terms, notes that open, and links."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import traitlets

from sendsim.apps.controls.base import Control, plain_text, script, styles

__all__ = ["Block", "Document", "details", "heading", "links", "paragraph", "points", "terms"]

Block = dict[str, Any]
MAY_LINK_TO = (".gov.uk", ".nhs.uk", ".judiciary.uk", ".parliament.uk", ".org.uk")
"""Where links in a text may lead: public bodies and services of the United Kingdom. Nothing is loaded from there."""


def heading(text: str, level: int = 2, mark: str = "") -> Block:
    """Return a heading; ``mark`` is a short word set beside it, such as a status."""
    return {"kind": "heading", "text": plain_text(text), "level": level, "mark": plain_text(mark)}


def paragraph(text: str, style: str = "") -> Block:
    """Return a paragraph; ``style`` may be ``lead``, ``note`` or ``inset``."""
    if style not in ("", "lead", "note", "inset"):
        raise traitlets.TraitError(f"{style!r} is no style of a paragraph.")
    return {"kind": "paragraph", "text": plain_text(text), "style": style}


def points(*items: str) -> Block:
    """Return a list of points."""
    return {"kind": "points", "items": [plain_text(item) for item in items]}


def terms(*pairs: tuple[str, str]) -> Block:
    """Return terms with their explanations."""
    return {"kind": "terms", "items": [[plain_text(term), plain_text(text)] for term, text in pairs]}


def links(*items: tuple[str, str]) -> Block:
    """Return a list of texts, each with an address or an empty one."""
    for _, address in items:
        parts = urlsplit(address)
        host = parts.hostname or ""
        if address and (parts.scheme != "https" or not host.endswith(MAY_LINK_TO) or parts.username is not None):
            raise traitlets.TraitError(f"A text may not link to {address!r}.")
    return {"kind": "links", "items": [[plain_text(text), address] for text, address in items]}


def details(summary: str, *blocks: Block) -> Block:
    """Return blocks under a summary that opens and closes."""
    return {"kind": "details", "summary": plain_text(summary), "blocks": list(blocks)}


class Document(Control):
    """Writing on the page. All of it is text: markup is shown as written, never obeyed."""

    _esm = script("document")
    _css = styles("details", "document")

    blocks: Any = traitlets.List(help="The blocks, in order.").tag(sync=True)
    shown = traitlets.Int(0, help="Goes up each time the first heading is to take focus.").tag(sync=True)

    def show(self, *blocks: Block, focus: bool = False) -> None:
        """Show ``blocks``; ``focus`` moves focus to the first heading, so that it is read out."""
        with self.hold_sync():
            self.blocks = list(blocks)
            self.shown += int(focus)
