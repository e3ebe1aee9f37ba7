"""The dates of a finding as an iCalendar file (RFC 5545): one all-day event a date.

Written by hand because so little is needed: text escaped, lines folded at 75 octets, CRLF endings, and
identifiers that stay the same from one download to the next, so that a calendar updates its events and does
not double them. Where the law leaves doubt the event is on the safe day, and the text says what the last
day may be.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sendsim.law.finding import Findings, NamedDate
from sendsim.law.output import write_text

_OCTETS = 75


def _escape(text: str) -> str:
    """Escape a text value (RFC 5545, 3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _fold(line: str) -> str:
    """Fold a content line at 75 octets without cutting a character in two (RFC 5545, 3.1)."""
    parts: list[str] = []
    current, size, room = "", 0, _OCTETS
    for character in line:
        width = len(character.encode("utf-8"))
        if size + width > room:
            parts.append(current)
            current, size, room = "", 0, _OCTETS - 1
        current += character
        size += width
    return "\r\n ".join([*parts, current])


def _event(named: NamedDate, stamp: str) -> list[str]:
    """Return the lines of one all-day event."""
    day: date = named.safe_day
    mark = hashlib.sha256(f"{named.clock}|{named.label}|{named.day}".encode()).hexdigest()[:24]
    told = [f"Last day: {named.day:%d %B %Y}."]
    if named.safe_day != named.day:
        told.append(f"Safe day: {named.safe_day:%d %B %Y}.")
    told += [*named.answer.steps, *(f"Note: {warning}" for warning in named.answer.warnings)]
    told.append("Information, not legal advice.")
    return [
        "BEGIN:VEVENT",
        f"UID:{mark}@sendsim",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escape(named.label)}",
        f"DESCRIPTION:{_escape(chr(10).join(told))}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def coming(findings: Findings) -> tuple[NamedDate, ...]:
    """Return the dates that are not over on every reading of the law; all of them where no today was
    given."""
    today = findings.facts.today
    return tuple(named for named in findings.dates if today is None or today <= named.last_arguable_day)


def ics_text(findings: Findings, stamped: datetime | None = None) -> str:
    """Return the dates as iCalendar text; ``stamped`` is the moment of writing (now, if left out)."""
    moment = (stamped or datetime.now(UTC)).astimezone(UTC)
    stamp = f"{moment:%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//sendsim//law//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    for named in coming(findings):
        lines += _event(named, stamp)
    lines.append("END:VCALENDAR")
    return "".join(_fold(line) + "\r\n" for line in lines)


def write_ics(findings: Findings, path: str | Path, stamped: datetime | None = None) -> Path:
    """Write the dates to ``path``, whole or not at all."""
    return write_text(path, ics_text(findings, stamped))
