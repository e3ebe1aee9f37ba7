"""A room's results to take away: tables as CSV and Excel, and a report as a document. No name is in any of them.

A vote of fewer than five people is said to be too small and not counted. In tables an answer that one or two chose is
put together with all others so small. Text that a spreadsheet would run as a formula is made plain.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sendsim.law.clock_answer import NOT_ADVICE
from sendsim.training.document import Block, Bullets, Document, Heading, Para, Table
from sendsim.training.interface import Texts
from sendsim.training.matter import Matter
from sendsim.training.room import Ballot, RoomState
from sendsim.training.room_gain import RoomGain, room_gains
from sendsim.training.scene import answered, text_at
from sendsim.training.store_records import Answer, Own, Parked, RoomRecord, Seat
from sendsim.training.tally import LEAST, most_missed, shift, split
from sendsim.training.words import citation_text, plain

SMALL = 2
"""In exports an answer with so few votes stands together with others."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
VOTES_HEAD = ("question", "title", "round", "answer", "text", "grade", "votes", "share_percent", "answered", "there")
TOO_FEW = "fewer than five answered: not counted"


@dataclass(frozen=True, slots=True)
class RoomData:
    """Everything about a room that results are made from."""

    record: RoomRecord
    state: RoomState
    here: Matter
    answers: Sequence[Answer]
    seats: Sequence[Seat]
    own: Sequence[Own] = ()
    parked: Sequence[Parked] = ()
    forms: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def gains(self) -> tuple[RoomGain, ...]:
        """What the room learned, where both forms of a question bank were used."""
        return room_gains(self.state.ballots, self.answers, self.own)


def safe_cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value


def votes_table(data: RoomData) -> list[tuple[object, ...]]:
    """Return the votes on the present subject, a row an answer."""
    rows: list[tuple[object, ...]] = []
    order = list(dict.fromkeys(item.path for item in data.state.here if item.beat))
    for ballot in data.state.here:
        if ballot.beat:
            rows += _ballot_rows(data, ballot, order.index(ballot.path) + 1)
    return rows


def _ballot_rows(data: RoomData, ballot: Ballot, number: int) -> list[tuple[object, ...]]:
    choices = data.here.choices(ballot.path)
    found = split(ballot, [item.id for item in choices], data.answers, data.seats)
    title = data.here.scenario.beats[ballot.beat].title
    first = (number, title, ballot.round)
    last = (found.answered, found.there)
    if not found.shown:
        return [(*first, "", TOO_FEW, "", "", "", *last)]
    state = data.here.moments(ballot.path)[-1].state
    whole = sum(found.counts.values())
    rows: list[tuple[object, ...]] = []
    others = 0
    for index, item in enumerate(choices):
        votes = found.counts[item.id]
        if votes <= SMALL:
            others += votes
            continue
        text = plain(text_at(data.here.scenario, state, item.text))
        share = round(100 * votes / whole, 1)
        rows.append((*first, chr(65 + index), text, item.grade.value, votes, share, *last))
    if others:
        rows.append(
            (*first, "", "all answers that one or two chose", "", others, round(100 * others / whole, 1), *last)
        )
    return rows


def tables(t: Texts, data: RoomData) -> dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]]:
    """Return every table by its name, with its head: votes, questions for later, feedback, learning."""
    found: dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]] = {"votes": (VOTES_HEAD, votes_table(data))}
    found["questions"] = (("question", "settled"), [(p.text, "yes" if p.settled else "no") for p in data.parked])
    found["feedback"] = (("question", "1", "2", "3", "4", "5"), _form_rows(t, data.forms))
    head = ("bank", "aim", "people", "before_percent", "after_percent", "difference", "low", "high")
    found["learning"] = (head, [row for gain in data.gains for row in _gain_rows(gain)])
    return found


def _form_rows(t: Texts, forms: Mapping[int, Mapping[str, Any]]) -> list[tuple[object, ...]]:
    if len(forms) < LEAST:
        return []
    return [
        (t(f"room.form_{name}"), *(sum(form.get(name) == n for form in forms.values()) for n in range(1, 6)))
        for name in ("useful", "sure")
    ]


def _gain_rows(gain: RoomGain) -> list[tuple[object, ...]]:
    def points(*values: float) -> tuple[float, ...]:
        return tuple(round(100 * value, 1) for value in values)

    whole = points(gain.before, gain.after, gain.difference, gain.low, gain.high)
    rows: list[tuple[object, ...]] = [(gain.title, "all aims", gain.people, *whole)]
    for aim, item in gain.aims:
        shares = points(item.before / item.n, item.after / item.n, item.difference, item.low, item.high)
        rows.append((gain.title, aim, item.n, *shares))
    return rows


def to_csv(t: Texts, data: RoomData) -> bytes:
    """Return the votes as CSV, with a mark by which Excel reads accents."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(VOTES_HEAD)
    writer.writerows([safe_cell(cell) for cell in row] for row in votes_table(data))
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(t: Texts, data: RoomData) -> bytes:
    """Return all tables as an Excel file, a sheet each."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.active)
    for name, (head, rows) in tables(t, data).items():
        sheet = book.create_sheet(name)
        sheet.append(list(head))
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append([safe_cell(cell) for cell in row])
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def report(t: Texts, data: RoomData, now: datetime) -> Document:
    """Return the report on a room: its way, how it decided, what was missed most with the rules, what it learned."""
    scenario = data.here.scenario
    blocks: list[Block] = [
        Para(t("report.made", day=t.day(now.astimezone().date()), version=scenario.version)),
        Para(t("report.people", n=len(data.seats))),
        Para(t("report.counts"), "note"),
        *_way_blocks(t, data),
        Heading(t("report.votes")),
    ]
    rows = votes_table(data)
    for key in dict.fromkeys((row[0], row[1], row[2]) for row in rows):
        mine = [row for row in rows if row[:3] == key]
        caption = t("report.vote", n=key[0], title=key[1], round=key[2], answered=mine[0][8], there=mine[0][9])
        lines = tuple((f"{r[3]} {r[4]}".strip(), str(r[6]), f"{r[7]} %" if r[7] != "" else "") for r in mine)
        blocks.append(Table(caption, (t("split.answer"), t("split.votes"), t("split.share")), lines, (5, 1, 1)))
    blocks += [*_shift_blocks(t, data), *_missed_blocks(t, data), *_learning_blocks(t, data.gains)]
    if data.parked:
        blocks += [Heading(t("trainer.parked")), Bullets(tuple(item.text for item in data.parked))]
    forms = _form_rows(t, data.forms)
    if forms:
        head = (t("feedback.asked"), *(t(f"room.scale_{n}") for n in range(1, 6)))
        lines5 = tuple(tuple(str(cell) for cell in row) for row in forms)
        blocks += [Heading(t("room.form")), Table(t("trainer.forms"), head, lines5, (4, 1, 1, 1, 1, 1))]
    blocks.append(Para(NOT_ADVICE, "note"))
    return Document(t("report.title", title=scenario.title), tuple(blocks), t.language)


def _way_blocks(t: Texts, data: RoomData) -> list[Block]:
    if not data.state.path:
        return []
    lines = []
    for index, decision in enumerate(data.state.path):
        state = data.here.moments(data.state.path[:index])[-1].state
        choice = data.here.scenario.choice(decision.beat, decision.choice)
        title = data.here.scenario.beats[decision.beat].title
        lines.append(f"{title}: {plain(text_at(data.here.scenario, state, choice.text))}")
    return [Heading(t("room.path")), Bullets(tuple(lines), "number")]


def _shift_blocks(t: Texts, data: RoomData) -> list[Block]:
    lines = []
    for second in data.state.here:
        first = next((b for b in data.state.here if b.path == second.path and b.round == 1), None)
        found = shift(first, second, data.answers, data.seats) if first is not None and second.round == 2 else None
        if found is not None:
            title = data.here.scenario.beats[second.beat].title
            lines.append(f"{title}: {t('split.shift', both=found.both, changed=found.changed)}")
    return [Heading(t("report.shift")), Bullets(tuple(lines))] if lines else []


def _missed_blocks(t: Texts, data: RoomData) -> list[Block]:
    blocks: list[Block] = [Heading(t("trainer.missed"))]
    found = most_missed(data.here, data.state.here, data.answers, data.seats)
    if not found:
        return [*blocks, Para(t("trainer.missed_none"))]
    for item in found:
        scenario = data.here.scenario
        words = t("trainer.missed_row", title=scenario.beats[item.beat].title, good=item.good, n=item.answered)
        blocks.append(Heading(words, 3))
        state = data.here.moments(item.path)[-1].state
        for choice in data.here.choices(item.path):
            if choice.grade.good:
                told = answered(scenario, state, item.beat, choice)
                blocks.append(Para(f"{t(f'grade.{told.grade}')}: {plain(told.text)} {plain(told.feedback)}"))
                law = "; ".join(citation_text(text) for text in told.why)
                blocks += [Para(t("why.law", law=law), "note")] if law else []
    return blocks


def _learning_blocks(t: Texts, gains: Sequence[RoomGain]) -> list[Block]:
    blocks: list[Block] = []
    for gain in gains:
        head = tuple(t(f"learned.{name}") for name in ("aim", "people", "before", "after", "difference", "interval"))
        rows = tuple(
            (str(r[1]), str(r[2]), f"{r[3]} %", f"{r[4]} %", f"{r[5]}", f"{r[6]} to {r[7]}") for r in _gain_rows(gain)
        )
        blocks += [
            Heading(t("learned.heading")),
            Table(gain.title, head, rows, (4, 1, 1, 1, 1, 2)),
            Para(t("learned.note"), "note"),
        ]
    return blocks
