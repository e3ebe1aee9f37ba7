"""A record of learning: which scenarios were finished, when, in which text, with what score; as HTML and PDF.

It carries a code worked out from everything it says, and the decisions themselves. Whoever has the file can check
that nothing was changed since it was made and that the scores follow from the decisions. It cannot show who sat at the
keyboard, and it is no accreditation; it says both.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sendsim.law.clock_answer import NOT_ADVICE
from sendsim.training.attempt import Attempt, Entry, result_of, walk
from sendsim.training.document import Block, Bullets, Document, Heading, Para, Table, data_text
from sendsim.training.findings import RunError
from sendsim.training.interface import Texts
from sendsim.training.model import Scenario
from sendsim.training.practice import first_results, standing
from sendsim.training.progress import ProgressError, check_name

FORMAT = 1
"""The version of the record's data."""
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The letters of a code: none that is taken for another."""
_FOUND = re.compile(r'\{"made_on":.{1,2000000}?"sendsim_record":\d+\}', re.DOTALL)
_KEYS = ("made_on", "name", "scenarios", "sendsim_record")
_ROW = ("began", "ended", "hash", "log", "result", "role", "scenario")


def record_data(name: str, attempts: Sequence[Attempt], day: date) -> dict[str, Any]:
    """Return what a record holds, as plain values: the first finished attempt at each scenario, with its decisions."""
    rows = []
    for item in first_results(attempts):
        rows.append(
            {
                "scenario": item.scenario,
                "hash": item.hash,
                "role": item.role,
                "began": _day(item.began),
                "ended": _day(item.ended or item.began),
                "result": dict(item.result or {}),
                "log": [[e.kind, e.beat, e.choice] for e in item.entries if e.kind != "practise"],
            }
        )
    return {"sendsim_record": FORMAT, "name": name, "made_on": day.isoformat(), "scenarios": rows}


def _day(at: datetime) -> str:
    return at.astimezone().date().isoformat()


def code_of(data: Mapping[str, Any]) -> str:
    """Return the code of a record: 20 letters in fours, worked out from all that it holds."""
    number = int.from_bytes(hashlib.sha256(data_text(data).encode("ascii")).digest()[:13], "big") >> 4
    letters = "".join(_LETTERS[(number >> (5 * place)) & 31] for place in reversed(range(20)))
    return "-".join(letters[n : n + 4] for n in range(0, 20, 4))


def record(t: Texts, name: str, attempts: Sequence[Attempt], day: date) -> Document:
    """Return the record as a document.

    Raises
    ------
    ProgressError
        If no scenario is finished yet.
    """
    data = record_data(name, attempts, day)
    if not data["scenarios"]:
        raise ProgressError(t("score.nothing"))
    return document_of(t, data, attempts)


def document_of(t: Texts, data: Mapping[str, Any], attempts: Sequence[Attempt]) -> Document:
    """Return the document that says what the data of a record holds."""
    code = code_of(data)
    when = t.day(date.fromisoformat(data["made_on"]))
    blocks: list[Block] = [
        Para(t("record.for", name=data["name"])),
        Para(t("record.made", day=when)),
        Para(t("record.code", code=code), "strong"),
        Para(t("record.how_to_check")),
        Heading(t("record.finished")),
    ]
    for row in data["scenarios"]:
        blocks += _scenario_blocks(t, row)
    stand = standing(attempts)
    blocks += [Heading(t("score.heading")), Para(t("score.first"))]
    for caption, first, counts in (
        (t("score.principles"), t("score.principle"), stand.principles),
        (t("score.law"), t("score.source"), stand.law),
    ):
        rows = tuple((c.name, t("score.of", n=c.taken, of=c.chances)) for c in counts if c.chances)
        blocks.append(Table(caption, (first, t("score.taken")), rows, (3, 1)))
    blocks += [Heading(t("record.limits")), Bullets((t("record.not_who"), t("record.not_accredited"), NOT_ADVICE))]
    about = t("record.foot", code=code)
    return Document(t("record.title"), tuple(blocks), t.language, about, data_text(data))


def _scenario_blocks(t: Texts, row: Mapping[str, Any]) -> list[Block]:
    """Say in a few lines what was done in one scenario, and one line for a log of professional development."""
    result = row["result"]
    ended, law = t.day(date.fromisoformat(row["ended"])), t.day(date.fromisoformat(result["law_as_at"]))
    minutes = t.count("minutes", result["minutes"])
    values = {"title": result["title"], "day": ended, "version": result["version"], "law": law, "minutes": minutes}
    return [
        Heading(result["title"], 3),
        Para(t("record.dates", began=t.day(date.fromisoformat(row["began"])), ended=ended)),
        Para(t("record.text", version=result["version"], law=law, minutes=minutes, fingerprint=row["hash"][:12])),
        Para(t("record.part", role=result["role"], ending=result["ending"])),
        Para(t("grades.line", **result["grades"])),
        Para(t("record.cpd", **values), "note"),
    ]


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a record found: its name, day and code, a sentence for each scenario, and whether all fits."""

    name: str
    made_on: date
    code: str
    lines: tuple[str, ...]
    sound: bool


def read_record(text: str, file: str = "record") -> dict[str, Any]:
    """Find the data of a record in the text of its HTML or PDF file.

    Raises
    ------
    ProgressError
        If there is none, or it is not whole.
    """
    found = _FOUND.search(text)
    if found is None:
        raise ProgressError(f"{file} holds no record of learning made by sendsim: choose its HTML or PDF file.")
    try:
        data = json.loads(found[0])
        _whole(data)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ProgressError(f"{file} holds a record that is not whole: ask for the file again.") from None
    return dict(data)


def _whole(data: Any) -> None:
    """Prove that the data has the shape of a record."""
    if tuple(sorted(data)) != _KEYS or data["sendsim_record"] != FORMAT or not isinstance(data["scenarios"], list):
        raise ValueError("keys")
    check_name(data["name"])
    date.fromisoformat(data["made_on"])
    for row in data["scenarios"]:
        if tuple(sorted(row)) != _ROW or len(row["log"]) > 1000:
            raise ValueError("row")
        for key in ("began", "ended"):
            date.fromisoformat(row[key])
        if not all(isinstance(row[key], str) for key in ("hash", "role", "scenario")):
            raise ValueError("row")
        if not all(len(entry) == 3 and all(isinstance(part, str) for part in entry) for entry in row["log"]):
            raise ValueError("log")
        if not isinstance(row["result"]["title"], str):
            raise ValueError("title")


def check_record(
    t: Texts, data: Mapping[str, Any], scenarios: Mapping[str, Scenario], code: str, given: str = ""
) -> Checked:
    """Check a record: replay every decision and compare; ``given`` is the code on the paper, if one was typed.

    ``code`` is the code that the data gives now (see ``code_of``).
    """
    lines, sound = [], True
    if given:
        same = _plain(given) == _plain(code)
        sound = same
        lines.append(t("check.code_fits", code=code) if same else t("check.code_differs", code=code))
    for row in data["scenarios"]:
        said, good = _replayed(t, row, scenarios.get(row["scenario"]))
        lines.append(said)
        sound = sound and good
    return Checked(data["name"], date.fromisoformat(data["made_on"]), code, tuple(lines), sound)


def _plain(code: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", code.upper()).replace("O", "0").replace("I", "1").replace("L", "1")


def _replayed(t: Texts, row: Mapping[str, Any], scenario: Scenario | None) -> tuple[str, bool]:
    """Replay one scenario of a record and say whether its result follows."""
    title = row["result"]["title"]
    if scenario is None or scenario.hash != row["hash"]:
        return t("check.not_here", title=title), True
    at = datetime(2000, 1, 1, tzinfo=UTC)
    entries = tuple(Entry(kind, beat, choice, at) for kind, beat, choice in row["log"] if kind in ("decide", "back"))
    attempt = Attempt(0, row["scenario"], scenario.version, row["hash"], row["role"], at, None, entries)
    try:
        agrees = result_of(scenario, walk(scenario, attempt)) == row["result"]
    except (RunError, KeyError):
        agrees = False
    return (t("check.agrees", title=title), True) if agrees else (t("check.disagrees", title=title), False)
