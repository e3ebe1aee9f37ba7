"""The answers as a short text for a link, and back.

The text holds closed words, an age in years and dates, nothing else; anything it does not know is refused
on the way in, so a link cannot carry what was not asked. It goes after the ``#`` of an address, which
browsers do not send to any server.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from sendsim.law.facts import FactsError
from sendsim.law.questions import QUESTIONS, Answer, Answers, Kind, check_answer, keep_asked, question

VERSION = "1"
MAX_LENGTH = 4000


def encode(answers: Answers) -> str:
    """Write the answers as ``v=1&asking=parent&...``, in the order of the questions."""
    kept = keep_asked(answers)
    pairs = [("v", VERSION)]
    for asked in QUESTIONS:
        if asked.id in kept:
            value = check_answer(asked.id, kept[asked.id], kept)
            pairs.append((asked.id, value if isinstance(value, str) else ".".join(value)))
    return urlencode(pairs)


def decode(text: str) -> dict[str, Answer]:
    """Read the answers back; raise an error in one sentence for anything that is not an answer."""
    text = text.lstrip("#?")
    if len(text) > MAX_LENGTH:
        raise FactsError(f"The link holds {len(text):,} characters, more than answers need: ask for a new link.")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), errors="strict", max_num_fields=60)
    except (ValueError, UnicodeError):
        raise FactsError("The link cannot be read: ask for a new one.") from None
    answers: dict[str, Answer] = {}
    version = ""
    for name, value in pairs:
        if name == "v" and not version:
            version = value
            continue
        asked = question(name)
        if name in answers:
            raise FactsError(f"The link answers {name!r} twice: ask for a new one.")
        if asked.kind is Kind.CHECKBOXES:
            answers[name] = tuple(item for item in value.split(".") if item)
        else:
            answers[name] = value
    if version != VERSION:
        raise FactsError("The link is of another version: answer the questions again.")
    checked: dict[str, Answer] = {}
    for asked in QUESTIONS:
        if asked.id in answers:
            checked[asked.id] = check_answer(asked.id, answers[asked.id], checked)
    return keep_asked(checked)
