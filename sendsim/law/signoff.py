"""Rule and reference side by side, as one HTML page that a lawyer can sign.

Every clock, route, misconception and source is a row: the rule in plain words, the law behind it, how sure
the reading is, from when to when it holds, and empty cells for who checked it and when. The page stands
alone: no script, no picture, nothing fetched. All text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from sendsim.law.citation import MARK_WORDS, MARKS, Citation, Mark
from sendsim.law.clock_answer import LAW_READ_TO, NOT_ADVICE
from sendsim.law.comparison import COMPARISON
from sendsim.law.legislation import ALL_SOURCES, resolve
from sendsim.law.misconceptions import MISCONCEPTIONS
from sendsim.law.output import write_text
from sendsim.law.principles import PRINCIPLES
from sendsim.law.reform import CHANGES
from sendsim.law.routes import FORCE_WORDS, all_routes
from sendsim.law.signoff_clocks import clock_rows

COLUMNS = ("Rule", "What it says", "Law", "How sure", "In effect", "Checked by", "Date")
"""The columns of every table; the last two are left for the lawyer."""

_STYLE = """
body { font-family: system-ui, sans-serif; line-height: 1.45; margin: 1.5rem auto; max-width: 90rem;
  padding: 0 1rem; color: #111; background: #fff; }
table { border-collapse: collapse; width: 100%; margin: 0 0 2rem; }
caption { text-align: left; font-weight: 700; padding: .4rem 0; }
th, td { border: 1px solid #555; padding: .35rem .5rem; text-align: left; vertical-align: top; }
thead th { background: #eee; }
td.sign { min-width: 7rem; }
ul { margin: 0; padding-left: 1.1rem; }
@media print {
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  body { max-width: none; margin: 0; }
}
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One rule to be signed off."""

    name: str
    says: tuple[str, ...]
    law: tuple[Citation, ...]
    mark: Mark = "read"
    period: str = ""
    link: str = ""


def weakest(citations: Iterable[Citation], own: Mark = "read") -> Mark:
    """Return the least sure of the marks: a rule is as sure as the weakest text it rests on."""
    return max((own, *(citation.mark for citation in citations)), key=MARKS.index)


def period_words(start: date | None, end: date | None, last: str = "until") -> str:
    """Write a period in words."""
    begun = f"from {start.day} {start:%B %Y}" if start else "not dated"
    return f"{begun} {last} {end.day} {end:%B %Y}" if end else begun


def _route_rows() -> list[Row]:
    """Return one row for each route."""
    rows = []
    for item in all_routes():
        consent = item.consent
        says = (
            item.summary,
            f"Who: {item.who_note}",
            f"About: {'; '.join(item.about)}.",
            f"Against: {'; '.join(body.value for body in item.against)}.",
            f"Taking part: family, {consent.family.value}; authority, {consent.la.value}; setting,"
            f" {consent.setting.value}; health commissioner, {consent.icb.value}. {consent.note}".strip(),
            f"Arranged by: {item.commissioned_by}. Cost: {item.paid_by}.",
            f"Independence: {item.independence}",
            f"Force: {item.force.value}. {FORCE_WORDS[item.force]} {item.outcome}",
            f"It can: {'; '.join(item.can)}.",
            f"It cannot: {'; '.join(item.cannot)}.",
            f"Time: {item.time_note}",
            *(f"Note: {warning}" for warning in item.warnings),
        )
        rows.append(
            Row(
                f"{item.id} {item.name}",
                says,
                item.basis,
                item.mark,
                period_words(item.effective_from, item.effective_until),
            )
        )
    return rows


def _misconception_rows() -> list[Row]:
    """Return one row for each misconception."""
    return [
        Row(
            item.id,
            (f"Mistake: {item.mistake}", f"Right: {item.correct}"),
            item.basis,
            period=f"answered by {', '.join(f'{tie.kind} {tie.name}' for tie in item.ties)}",
        )
        for item in MISCONCEPTIONS
    ]


def _comparison_rows() -> list[Row]:
    """Return one row for each point of the comparison."""
    return [
        Row(
            point.question,
            (f"Disagreement resolution: {point.drs}", f"Mediation: {point.mediation}"),
            point.basis,
        )
        for point in COMPARISON
    ]


def _principle_rows() -> list[Row]:
    """Return one row for each principle."""
    return [
        Row(
            f"{item.id} {item.name}",
            (
                item.text,
                f"Good: {'; '.join(line.text for line in item.good)}.",
                f"Poor: {'; '.join(line.text for line in item.poor)}.",
            ),
            item.basis,
        )
        for item in PRINCIPLES
    ]


def _source_rows() -> list[Row]:
    """Return one row for each source of law."""
    rows = []
    for item in ALL_SOURCES:
        says = [
            item.title,
            item.reference,
            item.does_here,
            f"Status: {item.status.value}. Extent: {item.extent}.",
        ]
        if item.successor:
            says.append(f"Replaced by: {resolve(item.successor).title}.")
        if item.note:
            says.append(f"Note: {item.note}")
        period = period_words(item.from_date, item.until, "to before") if item.from_date else ""
        rows.append(Row(item.key, tuple(says), (), item.mark, period, item.url))
    return rows


def _change_rows() -> list[Row]:
    """Return one row for each recent or proposed change."""
    return [
        Row(
            item.title,
            (item.text, f"Status: {item.status.value}. Confidence: {item.confidence}."),
            item.basis,
            period=period_words(item.on, None) if item.on else "",
        )
        for item in CHANGES
    ]


def _law_cell(row: Row) -> str:
    """Write the citations of a row, each with a link to its source."""
    if row.link:
        return f'<a href="{escape(row.link, quote=True)}">{escape(row.link)}</a>'
    if not row.law:
        return "None given"
    items = []
    for citation in row.law:
        found = resolve(citation)
        place = f", {citation.provision}" if citation.provision else ""
        note = f": {citation.note}" if citation.note else ""
        mark = f" [{MARK_WORDS[citation.mark]}]" if MARK_WORDS[citation.mark] else ""
        items.append(
            f'<li><a href="{escape(found.url, quote=True)}">{escape(found.title)}</a>'
            f"{escape(place)}{escape(note)}{escape(mark)}</li>"
        )
    return f"<ul>{''.join(items)}</ul>"


def _table(anchor: str, title: str, rows: Sequence[Row]) -> str:
    """Write one section with its table."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in COLUMNS)
    body = []
    for row in rows:
        mark = MARK_WORDS[weakest(row.law, row.mark)] or "a text was read"
        says = "".join(f"<li>{escape(line)}</li>" for line in row.says)
        body.append(
            f'<tr><th scope="row">{escape(row.name)}</th><td><ul>{says}</ul></td><td>{_law_cell(row)}</td>'
            f"<td>{escape(mark)}</td><td>{escape(row.period or 'not dated')}</td>"
            '<td class="sign"></td><td class="sign"></td></tr>'
        )
    return (
        f'<section aria-labelledby="{anchor}">\n<h2 id="{anchor}">{escape(title)}</h2>\n<table>\n'
        f"<caption>{escape(title)}: {len(rows)} rules beside their law</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{chr(10).join(body)}\n</tbody>\n</table>\n</section>"
    )


def sections() -> tuple[tuple[str, str, tuple[Row, ...]], ...]:
    """Return every section: its anchor, its title and its rows."""
    clocks = tuple(Row(name, says, law, period=period) for name, says, law, period in clock_rows())
    return (
        ("clocks", "Time limits", clocks),
        ("routes", "Routes", tuple(_route_rows())),
        ("comparison", "Disagreement resolution and mediation", tuple(_comparison_rows())),
        ("principles", "The four principles", tuple(_principle_rows())),
        ("misconceptions", "Common mistakes", tuple(_misconception_rows())),
        ("changes", "Recent changes and proposals", tuple(_change_rows())),
        ("sources", "Sources of law", tuple(_source_rows())),
    )


def signoff_html() -> str:
    """Return the whole page."""
    parts = sections()
    links = "".join(f'<li><a href="#{anchor}">{escape(title)}</a></li>' for anchor, title, _ in parts)
    tables = "\n".join(_table(anchor, title, rows) for anchor, title, rows in parts)
    title = "SEND disagreements in England: rules beside their law, for sign-off"
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n"
        f"<p>{escape(NOT_ADVICE)} The newest text read is from about {escape(LAW_READ_TO)}.</p>\n"
        "<p>Each row sets a rule beside the law it rests on. A rule is marked as its least sure text is."
        " The last two columns are for the person who checks it.</p>\n"
        f'<nav aria-label="Sections"><ul>{links}</ul></nav>\n{tables}\n</main>\n</body>\n</html>\n'
    )


def write_signoff_html(path: str | Path) -> Path:
    """Write the page to ``path``, whole or not at all."""
    return write_text(path, signoff_html())
