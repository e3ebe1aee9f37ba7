"""An accessible HTML page made of sections: words, tables and pictures, in one file that needs no network.

One h1, headings in order, a table of contents, captions and header cells on every table, alt text on every picture
and its figures beside it as a table. No script.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

import pandas as pd


@dataclass(frozen=True)
class Picture:
    """A picture for a page: SVG text, alt text, the finding in a sentence, and the same figures as a table."""

    title: str
    svg: str
    alt: str
    caption: str
    table: pd.DataFrame


@dataclass(frozen=True)
class Section:
    """One section: heading, paragraphs, then tables (caption, table) and pictures."""

    title: str
    text: Sequence[str] = ()
    tables: Sequence[tuple[str, pd.DataFrame]] = ()
    pictures: Sequence[Picture] = field(default_factory=tuple)


STYLE = """
body{font:1.06rem/1.5 Arial,"Liberation Sans",sans-serif;color:#0b0c0c;max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:2rem;line-height:1.2}h2{font-size:1.5rem;margin-top:2.5rem}h3{font-size:1.19rem}
a{color:#1d70b8}a:focus,summary:focus,div:focus{outline:3px solid #0b0c0c;background:#fd0}
table{border-collapse:collapse;margin:1rem 0}caption{text-align:left;font-weight:bold;padding:.4rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .8rem .35rem 0;border-bottom:1px solid #b1b4b6}
td.n{text-align:right}.scroll{overflow-x:auto}img{max-width:100%;height:auto}.empty{border-left:5px solid #942514;
padding-left:.6rem;font-weight:bold}@media print{a{color:#0b0c0c}}
"""


def html_page(title: str, lead: Sequence[str], sections: Iterable[Section]) -> str:
    """Return the page as HTML text."""
    sections = list(sections)
    contents = "".join(f'<li><a href="#s{i}">{escape(s.title)}</a></li>' for i, s in enumerate(sections))
    body = "".join(_section(i, s) for i, s in enumerate(sections))
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width,initial-scale=1"><title>{escape(title)}</title><style>{STYLE}</style></head>\n'
        f"<body><main><h1>{escape(title)}</h1>{_paragraphs(lead)}"
        f'<nav aria-label="Contents"><h2>Contents</h2><ol>{contents}</ol></nav>\n{body}</main></body></html>\n'
    )


def _paragraphs(text: Sequence[str]) -> str:
    from sendsim.planning.logs import EMPTY

    return "".join(f"<p{' class=empty' if EMPTY in t else ''}>{escape(t)}</p>" for t in text)


def _section(i: int, section: Section) -> str:
    tables = "".join(html_table(caption, table) for caption, table in section.tables)
    pictures = "".join(_picture(p) for p in section.pictures)
    return (
        f'<section><h2 id="s{i}">{escape(section.title)}</h2>{_paragraphs(section.text)}{pictures}{tables}</section>\n'
    )


def _picture(picture: Picture) -> str:
    data = base64.b64encode(picture.svg.encode()).decode()
    return (
        f"<h3>{escape(picture.title)}</h3><p>{escape(picture.caption)}</p>"
        f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(picture.alt)}">'
        f"<details><summary>{escape(picture.title)}: the figures</summary>"
        f"{html_table(f'{picture.title}: the figures', picture.table)}</details>"
    )


def html_table(caption: str, table: pd.DataFrame) -> str:
    """Return a table with a caption, column headers and a header cell in each row."""
    heads = "".join(f'<th scope="col">{escape(str(c))}</th>' for c in table.columns)
    rows = []
    for row in table.itertuples(index=False, name=None):
        cells = [_cell(v) for v in row]
        first = f'<th scope="row">{cells[0][0]}</th>' if cells else ""
        rows.append(f"<tr>{first}{''.join(f'<td{c}>{t}</td>' for t, c in cells[1:])}</tr>")
    body = "".join(rows) or f'<tr><td colspan="{max(1, len(table.columns))}">Nothing to show.</td></tr>'
    label = escape(caption)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table><caption>{label}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(value: object) -> tuple[str, str]:
    """Return the text of a cell and its class."""
    if isinstance(value, bool):
        return ("yes" if value else "no"), ""
    if isinstance(value, int | float):
        if value != value:
            return "not known", ""
        return (
            f"{value:,}" if isinstance(value, int) else f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
        ), " class=n"
    return escape(str(value)), ""
