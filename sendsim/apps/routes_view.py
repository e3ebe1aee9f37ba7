"""What the route page says: a finding as blocks of writing, answers in words, and the files to take away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from sendsim.apps.controls.documents import (
    MAY_LINK_TO,
    Block,
    details,
    heading,
    links,
    paragraph,
    points,
    terms,
)
from sendsim.law.citation import Citation
from sendsim.law.clock_answer import LAW_READ_TO, words
from sendsim.law.comparison import COMPARISON
from sendsim.law.facts import Facts
from sendsim.law.finding import STATUS_WORDS, Finding, Findings, NamedDate, Status
from sendsim.law.finding_text import beside_lines, citation_words
from sendsim.law.legislation import resolve
from sendsim.law.misconceptions import MISCONCEPTIONS
from sendsim.law.questions import QUESTIONS, Answer, Answers, Kind, Question, keep_asked, question
from sendsim.law.route_vocabulary import FORCE_WORDS
from sendsim.law.routes import route

NOT_KNOWN = "Not known"
NONE_OF_THESE = "None of these, or not known"
TODAY = "today"
"""The name of the one question that is not among the finder's: the day on which limits are judged."""
TODAY_TEXT = "On which day are the time limits to be judged?"

SHORT = {
    "over_school_age": "the answer on compulsory school age",
    "has_plan": "the answer on the plan",
    "asking": "who is asking",
    "age": "the age",
    "stage": "where things stand",
    "decision": "the decision",
    "notice_sent": "the day the decision was sent",
    "certificate": "the day of the certificate",
    "mediation_asked": "the day mediation was asked for",
    "appeal_lodged": "the day of the appeal",
    "tribunal_decision_sent": "the day of the Tribunal's decision",
    "discrimination_act": "the day it happened",
    "governors_decided": "the day of the governors' decision",
    "la_complaint_made": "the day of the complaint to the council",
    "social_care_stage_2_reply": "the day of the stage 2 answer",
    "known_since": "the day since when the problem is known",
    "today": "the day on which limits are judged",
}
"""What a message calls a fact, for people who never see its name in a file."""


def plain_error(message: str) -> str:
    """Put a message about facts in the words of the page: no field names, no codes, no ISO dates."""
    said = message.replace("give a date that exists, as YYYY-MM-DD", "give a day, month and year that exist")
    for asked in QUESTIONS:
        for option in asked.options:
            said = said.replace(f"'{option.value}'", f"\u201c{option.label}\u201d")
    said = re.sub(r"\b\d{4}-\d{2}-\d{2}\b", lambda found: _day_in_words(found[0]), said)
    for name in sorted(SHORT, key=len, reverse=True):
        said = re.sub(rf"(?<![\w']){name}(?= is\b| \(|:|,|$)", SHORT[name], said)
    return said[:1].upper() + said[1:]


def _day_in_words(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return " ".join(str(int(part)) for part in reversed(text.split("-")))
    return f"{day.day} {day:%B %Y}"


# -- answers


def answer_in_words(asked: Question, answer: Answer) -> str:
    """Write an answer as it was offered."""
    labels = {option.value: option.label for option in asked.options}
    if asked.kind is Kind.CHECKBOXES:
        return "; ".join(labels[item] for item in answer) or NONE_OF_THESE
    if not answer or not isinstance(answer, str):
        return NOT_KNOWN if asked.kind is not Kind.DATE else "None, or not known"
    return _day_in_words(answer) if asked.kind is Kind.DATE else labels.get(answer, answer)


def answer_rows(answers: Answers, today: date) -> list[tuple[str, str, str]]:
    """Return name, question and answer of each answer given, and the day on which limits are judged."""
    rows = [
        (name, question(name).text, answer_in_words(question(name), given))
        for name, given in keep_asked(answers).items()
    ]
    return [*rows, (TODAY, TODAY_TEXT, _day_in_words(today.isoformat()))]


def answers_of(facts: Facts) -> dict[str, Answer]:
    """Return the answers that would give ``facts``; what the facts leave open is left out."""
    answers: dict[str, Answer] = {}
    for asked in QUESTIONS:
        value = getattr(facts, asked.id)
        if value is None or value == frozenset():
            continue
        if isinstance(value, frozenset):
            answers[asked.id] = tuple(option.value for option in asked.options if option.value in value)
        elif isinstance(value, bool):
            answers[asked.id] = "yes" if value else "no"
        else:
            answers[asked.id] = value.isoformat() if isinstance(value, date) else str(value)
    return keep_asked(answers)


def answers_as_yaml(answers: Answers, today: date) -> str:
    """Write answers as a file that this page and ``sendsim routes --facts`` can open; unknown facts are left out."""
    lines = ["# The facts of one disagreement, saved by sendsim. It holds no names."]
    for name, given in keep_asked(answers).items():
        if given and isinstance(given, str):
            lines.append(f"{name}: {given}")
        elif given:
            lines.append(f"{name}: [{', '.join(given)}]")
    return "\n".join([*lines, f"today: {today.isoformat()}", ""])


# -- findings


def law_links(citations: Iterable[Citation]) -> Block:
    """Return citations in full, each with the address of its source where there is one."""
    items = []
    for citation in citations:
        address = resolve(citation).url
        parts = urlsplit(address)
        fits = parts.scheme == "https" and (parts.hostname or "").endswith(MAY_LINK_TO)
        items.append((citation_words(citation), address if fits else ""))
    return links(*items)


def date_words(named: NamedDate) -> str:
    """Write a date in words, with its hour and the day to work to where that is another."""
    time = f", {named.answer.time}" if named.answer.time else ""
    safe = f" To be safe: {words(named.safe_day)}." if named.safe_day != named.day else ""
    return f"{words(named.day)}{time}.{safe}"


def _dates(findings: Findings) -> list[Block]:
    blocks = [heading("Dates", 3)]
    if not findings.dates:
        return [*blocks, paragraph("No date follows from these facts.")]
    for named in findings.dates:
        blocks += [
            terms((named.label, date_words(named))),
            details(
                f"How {words(named.day)} is worked out",
                points(*named.answer.steps),
                *(paragraph(f"Please note: {warning}", "note") for warning in named.answer.warnings),
                law_links(named.answer.citations),
            ),
        ]
    return blocks


def _route(item: Finding) -> list[Block]:
    blocks = [heading(item.route.name, 4, item.route_id), points(*item.reasons)]
    if item.first:
        first = "; ".join(f"{route(key).name} ({key})" for key in item.first)
        blocks.append(paragraph(f"First: {first}."))
    if item.dates:
        blocks.append(terms(*((named.label, date_words(named)) for named in item.dates)))
    blocks += [paragraph(f"Please note: {warning}", "note") for warning in item.warnings]
    beside = [f"{line}." for line in beside_lines(item)]
    blocks.append(
        details(
            f"What {item.route.name[:1].lower() + item.route.name[1:]} can and cannot do",
            terms(
                ("It can", "; ".join(item.route.can) + "."),
                ("It cannot", "; ".join(item.route.cannot) + "."),
                ("Force", FORCE_WORDS[item.route.force]),
                ("Time", item.route.time_note),
                *((("Beside it", " ".join(beside)),) if beside else ()),
            ),
            law_links(item.citations),
        )
    )
    return blocks


def findings_blocks(findings: Findings, finished: bool) -> list[Block]:
    """Return the whole answer: dates, routes by status in order of number, who can help. No route is ranked."""
    blocks = [
        heading("Routes for this disagreement", 2),
        paragraph(findings.disclaimer, "inset"),
        paragraph(f"Whose right it is: {findings.holder_reason}"),
    ]
    if not finished:
        blocks.append(paragraph("Some questions are still open, so this may change as you answer them.", "note"))
    blocks += [paragraph(f"Please note: {warning}", "note") for warning in findings.warnings]
    if findings.none_fit:
        blocks.append(paragraph(findings.none_fit_text, "inset"))
    blocks += _dates(findings)
    for status in (Status.OPEN, Status.NEEDED_FIRST, Status.OPEN_LATER, Status.CLOSED):
        group = findings.with_status(status)
        if group:
            blocks.append(heading(STATUS_WORDS[status], 3, f"({len(group)})"))
            for item in group:
                blocks += _route(item)
    rest = findings.with_status(Status.NOT_FOR_THIS)
    if rest:
        lines = (f"{item.route.name} ({item.route_id}): {item.reasons[0]}" for item in rest)
        blocks += [
            heading(STATUS_WORDS[Status.NOT_FOR_THIS], 3, f"({len(rest)})"),
            details("Show these routes and why", points(*lines)),
        ]
    blocks += [heading("Who can help", 3), terms(*((helper.name, helper.how) for helper in findings.helpers))]
    if not findings.none_fit:
        blocks.append(paragraph(findings.none_fit_text))
    blocks.append(paragraph(f"The law as read to about {LAW_READ_TO}. No lawyer has signed it off yet.", "note"))
    return blocks


# -- what does not depend on the answers


def comparison_table() -> tuple[list[str], list[list[str]]]:
    """Return disagreement resolution and mediation side by side, point by point."""
    return (
        ["Question", "Disagreement resolution", "Mediation"],
        [[point.question, point.drs, point.mediation] for point in COMPARISON],
    )


def misconception_blocks() -> list[Block]:
    """Return the common mistakes, each with what is right and the law."""
    blocks: list[Block] = []
    for item in MISCONCEPTIONS:
        blocks += [
            heading(f"\u201c{item.mistake.rstrip('.')}\u201d", 4, item.id),
            paragraph(item.correct),
            details(f"The law on {item.id}", law_links(item.basis)),
        ]
    return blocks
