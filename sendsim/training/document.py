"""A document for paper: headings, paragraphs, lists and tables as data, written as HTML here and as PDF next door.

The HTML is one file with its style inside, no script that runs and nothing fetched. It is the accessible master: it
can be made larger, restyled and read aloud. The PDF (``document_pdf.py``) is tagged and has the same text in the same
order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

STYLE = """
body{font:1.0625rem/1.5 Arial,"Liberation Sans",sans-serif;color:#16191d;background:#fff;max-width:44rem;margin:0 auto;
padding:1rem;overflow-wrap:break-word}
h1{font-size:1.75rem;line-height:1.2}h2{font-size:1.3rem;margin:2rem 0 .5rem}
h3{font-size:1.0625rem;margin:1.25rem 0 .25rem}
p,li{max-width:66ch}table{border-collapse:collapse;width:100%;margin:1rem 0}
caption{text-align:left;font-weight:bold;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;
border-bottom:1px solid #6b747b;font-weight:normal}
thead th{font-weight:bold}.note{border-left:4px solid #6b747b;padding-left:.75rem}.strong{font-weight:bold}
@media print{body{max-width:none;padding:0;font-size:11pt}h2,h3{break-after:avoid}tr,li{break-inside:avoid}
.new-page{break-before:page}}
"""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; ``new_page`` begins a page on paper."""

    text: str
    level: int = 2
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; ``kind`` may be ``note`` or ``strong``."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points; ``mark`` may be ``number`` or ``letter``."""

    items: tuple[str, ...]
    mark: Literal["point", "number", "letter"] = "point"

    def label(self, index: int) -> str:
        """Return what stands before the item at ``index``."""
        return {"point": "\u2022", "number": f"{index + 1}.", "letter": f"{chr(65 + index % 26)}."}[self.mark]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption, column headers and a header in each row; ``widths`` are shares of the width."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()

    @property
    def shares(self) -> tuple[float, ...]:
        """The share of the width that each column has; they add up to 1."""
        widths = self.widths or (1.0,) * len(self.head)
        return tuple(width / sum(widths) for width in widths)


Block = Heading | Para | Bullets | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. ``data`` is attached for machines (as JSON); ``about`` stands at the foot of each PDF page."""

    title: str
    blocks: tuple[Block, ...]
    language: str = "en-GB"
    about: str = ""
    data: str = ""


def data_text(data: object) -> str:
    """Write plain values as ASCII JSON that may stand inside HTML and inside a PDF."""
    text = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("&", "\\u0026")


def to_html(document: Document) -> str:
    """Write a document as one HTML file."""
    body = "".join(_html(block) for block in document.blocks)
    data = f'<script type="application/json">{document.data}</script>' if document.data else ""
    foot = f"<footer><p>{escape(document.about)}</p></footer>" if document.about else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(document.title)}</title><style>{STYLE}</style></head>\n"
        f"<body><main><h1>{escape(document.title)}</h1>\n{body}</main>{foot}{data}</body></html>\n"
    )


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        style = ' class="new-page"' if block.new_page else ""
        return f"<h{block.level}{style}>{escape(block.text)}</h{block.level}>\n"
    if isinstance(block, Para):
        style = f' class="{block.kind}"' if block.kind else ""
        return f"<p{style}>{escape(block.text)}</p>\n"
    if isinstance(block, Bullets):
        tag, kind = {"point": ("ul", ""), "number": ("ol", ""), "letter": ("ol", ' type="A"')}[block.mark]
        return f"<{tag}{kind}>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</{tag}>\n"
    return _html_table(block)


def _html_table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in table.head)
    rows = "".join(f"<tr>{_html_row(row)}</tr>" for row in table.rows)
    caption = f"<caption>{escape(table.caption)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>\n"


def _html_row(row: Iterable[str]) -> str:
    first, *rest = row
    return f'<th scope="row">{escape(first)}</th>' + "".join(f"<td>{escape(text)}</td>" for text in rest)
