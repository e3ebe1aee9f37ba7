"""A clock's answer as plain text for a lay reader: the date, the dates, the reasoning, the doubts and the
law."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from sendsim.law.citation import MARK_WORDS, Citation
from sendsim.law.clock_answer import LAW_READ_TO, NOT_ADVICE, ClockAnswer, Limit, words
from sendsim.law.legislation import resolve

WIDTH = 92


def answer_as_text(answer: ClockAnswer) -> str:
    """Write one answer as lines of plain text, each no wider than a small terminal."""
    main = next(limit for limit in answer.dates if limit.date == answer.date and not limit.arguable)
    lines = [answer.title, "", _line(main)]
    if answer.safe_date != answer.date:
        lines.append(f"To be safe: {words(answer.safe_date)}")
    if len(answer.dates) > 1:
        lines += ["", "All dates", *_bullets(_line(limit) + _act_by(limit) for limit in answer.dates)]
    lines += ["", "How it is worked out", *_numbered(answer.steps)]
    if answer.warnings:
        lines += ["", "Please note", *_bullets(answer.warnings)]
    lines += ["", "The law", *_bullets(citation_as_text(item) for item in answer.citations)]
    lines += [
        "",
        NOT_ADVICE,
        f"Law as read to about {LAW_READ_TO}; the law applied is that of {words(answer.law_on)}.",
    ]
    return "\n".join(lines)


def citation_as_text(citation: Citation) -> str:
    """Write one reference in full: title, place, what it supports, and its mark."""
    text = ", ".join(part for part in (resolve(citation).title, citation.provision) if part)
    extra = "; ".join(part for part in (citation.note, MARK_WORDS[citation.mark]) if part)
    return f"{text} ({extra})" if extra else text


def _line(limit: Limit) -> str:
    """Write one date with what it is for."""
    time = f", {limit.time}" if limit.time else ""
    doubt = " (arguable only)" if limit.arguable else ""
    return f"{words(limit.date)}{time}: {limit.what}{doubt}"


def _act_by(limit: Limit) -> str:
    """Add the safe date where it is another day."""
    return "" if limit.safe_date == limit.date else f" (to be safe, {words(limit.safe_date)})"


def _bullets(items: Iterable[str]) -> list[str]:
    """Write items as wrapped bullet points."""
    return [textwrap.fill(item, WIDTH, initial_indent="  - ", subsequent_indent="    ") for item in items]


def _numbered(items: Iterable[str]) -> list[str]:
    """Write items as wrapped numbered lines."""
    return [
        textwrap.fill(item, WIDTH, initial_indent=f"  {number}. ", subsequent_indent="     ")
        for number, item in enumerate(items, 1)
    ]
