"""From an author's text to what is shown: placeholders filled in, Markdown made safe.

HTML in a text is shown as text, never obeyed; links lead to web or mail addresses only; a picture must be a
file beside the scenario and have alternative text, else its text is shown instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sendsim.law.citation import MARK_WORDS, Citation
from sendsim.law.legislation import resolve
from sendsim.training.law_refs import reference

PLACEHOLDER = re.compile(r"\{([^{}\n]{1,80})\}")
_LINK = re.compile(r"^(https?://|mailto:|#)", re.IGNORECASE)
_PICTURE = re.compile(r"^[a-z0-9][a-z0-9_-]*\.(png|svg|jpg|jpeg|webp)$")


def fill(text: str, value: Callable[[str], str]) -> str:
    """Replace each ``{name}`` in ``text`` by ``value(name)``."""
    return PLACEHOLDER.sub(lambda found: value(found[1].strip()), text)


def placeholders(text: str) -> tuple[str, ...]:
    """Return the names in braces, in order."""
    return tuple(found[1].strip() for found in PLACEHOLDER.finditer(text))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Return the one Markdown parser: no HTML, no guessing of links, tables allowed."""
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False, "maxNesting": 20})
    return parser.enable("table")


@lru_cache(maxsize=8192)
def to_html(text: str) -> str:
    """Turn Markdown into safe HTML."""
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        for child in token.children or ():
            _make_safe(child)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h4"
    html: str = parser.renderer.render(tokens, parser.options, {})
    return html


def _make_safe(token: Token) -> None:
    """Take away a link or picture that leads somewhere it should not."""
    if token.type == "link_open":
        if not _LINK.match(str(token.attrGet("href") or "")):
            token.attrSet("href", "#")
        token.attrSet("rel", "noopener noreferrer")
    if token.type == "image" and not (_PICTURE.match(str(token.attrGet("src") or "")) and token.content.strip()):
        token.type, token.tag, token.children = "text", "", None
        token.content = token.content.strip() or "(picture without a description)"


def pictures(text: str) -> tuple[tuple[str, str], ...]:
    """Return source and alternative text of every picture in a Markdown text."""
    return tuple(
        (str(child.attrGet("src") or ""), child.content.strip())
        for token in _parser().parse(text)
        for child in token.children or ()
        if child.type == "image"
    )


def empty_headers(text: str) -> tuple[int, ...]:
    """Return which columns (from 1) of the tables in a Markdown text have nothing in their header."""
    found: list[int] = []
    column = 0
    tokens = _parser().parse(text)
    for token, after in pairwise(tokens):
        if token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            column += 1
            if not (after.type == "inline" and after.content.strip()):
                found.append(column)
    return tuple(found)


def plain(text: str) -> str:
    """Return Markdown as plain text, for reading age and text output."""
    parts = []
    for token in _parser().parse(text):
        if token.type == "inline":
            parts.append("".join(_plain_of(child) for child in token.children or ()))
        elif token.type in {"fence", "code_block"}:
            parts.append(token.content.strip())
    return "\n\n".join(part for part in parts if part)


def _plain_of(token: Token) -> str:
    """Return the text of one piece."""
    return " " if token.type in {"softbreak", "hardbreak"} else token.content


def citation_text(text: str | Citation) -> str:
    """Write a citation for a reader: full title, place in it, and how sure the reading is."""
    citation = reference(text) if isinstance(text, str) else text
    source = resolve(citation)
    words = f"{source.title}, {citation.provision}" if citation.provision else source.title
    if citation.source.startswith("CASE:"):
        words = f"{source.title} {source.reference}"
    mark = MARK_WORDS[citation.mark]
    return f"{words} ({mark})" if mark else words


def citation_html(text: str) -> str:
    """Write a citation as HTML with a link to its source."""
    return (
        f'<a href="{escape(resolve(reference(text)).url)}" rel="noopener noreferrer">{escape(citation_text(text))}</a>'
    )


def listed(items: Iterable[str]) -> str:
    """Join words: ``a, b and c``."""
    words = list(items)
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)
