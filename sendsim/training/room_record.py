"""What a participant takes away from a live room: their own answers with the feedback, as a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sendsim.law.clock_answer import NOT_ADVICE
from sendsim.training.document import Block, Document, Heading, Para
from sendsim.training.interface import Texts
from sendsim.training.matter import Matter
from sendsim.training.room import RoomState
from sendsim.training.scene import answered, text_at
from sendsim.training.store_records import Answer
from sendsim.training.tally import last_ballots
from sendsim.training.words import citation_text, plain


def own_record(
    t: Texts, state: RoomState, here: Matter, name: str, answers: Mapping[int, Answer], now: datetime
) -> Document:
    """Return the answers of one participant, question by question, with feedback and law."""
    scenario = here.scenario
    law = t.day(date.fromisoformat(scenario.law_as_at))
    blocks: list[Block] = [
        Para(t("record.for", name=name)),
        Para(t("record.made", day=t.day(now.astimezone().date()))),
        Para(f"{scenario.title}. {t('intro.version_text', version=scenario.version, day=law)}."),
    ]
    for number, ballot in enumerate(last_ballots(state.here), 1):
        before = here.moments(ballot.path)[-1].state
        blocks.append(Heading(t("room.path_row", n=number, title=scenario.beats[ballot.beat].title)))
        ask = scenario.beats[ballot.beat].ask
        blocks.append(Para(plain(text_at(scenario, before, ask.prompt if ask else ""))))
        votes = [item.number for item in state.here if item.path == ballot.path and item.number in answers]
        choice = next((c for c in here.choices(ballot.path) if votes and c.id == answers[votes[-1]].choice), None)
        if choice is None:
            blocks.append(Para(t("room.closed_none"), "note"))
            continue
        item = answered(scenario, before, ballot.beat, choice)
        blocks += [Para(plain(item.text), "strong"), Para(f"{t(f'grade.{item.grade}')}. {plain(item.feedback)}")]
        blocks += [Para(t("why.law", law="; ".join(citation_text(text) for text in item.why)))] if item.why else []
    blocks.append(Para(NOT_ADVICE, "note"))
    return Document(t("room.record_title"), tuple(blocks), t.language)
