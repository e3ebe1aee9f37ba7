"""What a participant sees in a live room, as plain data; every text is safe HTML made here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sendsim.apps.learn_scene import answer_view
from sendsim.training.bank import PREFIX
from sendsim.training.interface import Texts
from sendsim.training.matter import Matter, Path
from sendsim.training.model import Choice
from sendsim.training.play import Moment
from sendsim.training.room import Ballot, Phase, RoomState
from sendsim.training.scene import scene_of, text_at
from sendsim.training.store_records import Answer, Seat
from sendsim.training.tally import OTHERS, WORK, Split, last_ballots, shift, split
from sendsim.training.words import to_html

View = dict[str, Any]


def letter(index: int) -> str:
    """Return the letter by which an answer is called in the room."""
    return chr(65 + index)


def letters(choices: Sequence[Choice]) -> dict[str, str]:
    """Return the letter of each choice."""
    return {item.id: letter(index) for index, item in enumerate(choices)}


def moment_of(here: Matter, path: Path) -> Moment:
    """Return the moment to which a path leads."""
    return here.moments(path)[-1]


def scene_part(t: Texts, here: Matter, path: Path) -> View:
    """Return the story at the end of a path: what is told, the question, its answers by letter, the dates."""
    moment = moment_of(here, path)
    shown = scene_of(here.scenario, moment, len(path)).to_dict()
    ask = here.scenario.beats[moment.state.beat].ask
    acting = (ask.acting if ask else None) or moment.state.role
    test = here.scenario.id.startswith(PREFIX)  # a test has no part to take and no story to add up
    meters = [m | {"of": 10 if m["name"] in ("trust", "support") else 0} for m in shown["meters"]]
    return {
        "today_words": shown["today_words"],
        "heading": shown["passages"][0]["title"],
        "passages": shown["passages"],
        "followed": shown["followed"],
        "prompt": shown["prompt"],
        "hint": shown["hint"],
        "acting": "" if test else t(f"role.{acting}"),
        "choices": [item | {"letter": letter(index)} for index, item in enumerate(shown["choices"])],
        "dates": shown["dates"],
        "meters": [] if test else meters,
        "path": [],
    }


def choice_html(here: Matter, path: Path, choice: Choice) -> str:
    """Return an answer's text as it stands at the end of a path."""
    return to_html(text_at(here.scenario, moment_of(here, path).state, choice.text))


def split_part(
    t: Texts,
    here: Matter,
    state: RoomState,
    ballot: Ballot,
    answers: Sequence[Answer],
    seats: Sequence[Seat],
    mine: str = "",
) -> View:
    """Return how the room split on a vote, with the first vote beside the second; nothing below five answers."""
    choices = here.choices(ballot.path)
    ids = [item.id for item in choices]
    found = split(ballot, ids, answers, seats)
    whole = sum(found.counts.values()) or 1
    first = next((item for item in reversed(state.here) if item.path == ballot.path and item.round == 1), ballot)
    before = split(first, ids, answers, seats) if ballot.round > 1 else None
    moved = shift(first, ballot, answers, seats) if before else None
    rows = [
        {
            "id": item.id,
            "letter": letter(index),
            "html": choice_html(here, ballot.path, item),
            "n": found.counts.get(item.id, 0),
            "share": round(100 * found.counts.get(item.id, 0) / whole),
            "before": before.counts.get(item.id, 0) if before else 0,
        }
        for index, item in enumerate(choices)
    ]
    return {
        "number": question_number(state, ballot.path),
        "shown": found.shown,
        "answered": found.answered,
        "there": found.there,
        "desks": found.by_desks,
        "rows": rows if found.shown else [],
        "roles": role_columns(t, found),
        "before": bool(before and before.shown),
        "shift": {"changed": moved.changed, "both": moved.both} if moved else None,
        "mine": mine,
    }


def role_columns(t: Texts, found: Split) -> list[View]:
    """Return the counts by role, named."""
    return [
        {"name": t("split.others") if name == OTHERS else t(f"work.{name}"), "counts": dict(counts)}
        for name, counts in found.roles.items()
    ]


def question_number(state: RoomState, path: Path) -> int:
    """Return which question of the room this is: the order in which questions came to a vote."""
    order = list(dict.fromkeys(item.path for item in state.here))
    return order.index(path) + 1 if path in order else len(order) + 1


def timer_part(state: RoomState, now: datetime) -> View | None:
    """Return the time that is left, or ``None`` where no timer runs."""
    if state.until is None:
        return None
    return {"left": max(0, round((state.until - now).total_seconds())), "until": state.until.isoformat()}


def mine_part(here: Matter, ballot: Ballot, answer: Answer | None) -> View | None:
    """Return the answer that is kept, by letter."""
    if answer is None:
        return None
    return {"id": answer.choice, "letter": letters(here.choices(ballot.path)).get(answer.choice, "?")}


def feedback_part(t: Texts, here: Matter, path: Path, chosen: str) -> tuple[View | None, list[View]]:
    """Return the feedback on an answer, and the good answers beside it."""
    moment = moment_of(here, path)
    beat = moment.state.beat
    made: View | None = None
    good = []
    for item in here.choices(path):
        if item.id == chosen:
            made = answer_view(t, here.scenario, moment.state, beat, item)
        elif item.grade.good:
            good.append(answer_view(t, here.scenario, moment.state, beat, item))
    return made, good


def law_part(t: Texts, here: Matter, state: RoomState) -> list[View]:
    """Return the good answers with the rules they rest on, once the trainer shows the law."""
    if not state.law_shown or not here.choices(state.path):
        return []
    named = letters(here.choices(state.path))
    moment = moment_of(here, state.path)
    return [
        answer_view(t, here.scenario, moment.state, moment.state.beat, item) | {"letter": named[item.id]}
        for item in here.choices(state.path)
        if item.grade.good
    ]


def inside(t: Texts, state: RoomState, here: Matter, seat: Seat, answers: Mapping[int, Answer]) -> View:
    """Return what every view on a question holds."""
    ballot = state.ballot
    given = answers.get(ballot.number) if ballot else None
    mine = mine_part(here, ballot, given) if ballot else None
    return {
        "title": here.scenario.title,
        "number": question_number(state, state.path),
        "scene": scene_part(t, here, state.path),
        "ballot": ballot.number if ballot else 0,
        "round": ballot.round if ballot else 1,
        "desk_vote": bool(ballot and ballot.desks),
        "mine": mine["letter"] if mine else "",
        "law": law_part(t, here, state),
        **foot(state, seat),
    }


def foot(state: RoomState, seat: Seat) -> View:
    """Return what stands under every view inside a room."""
    return {"foot": True, "desks": state.desks, "desk": seat.desk, "name": seat.name, "nav": []}


def own_answers(t: Texts, state: RoomState, here: Matter, answers: Mapping[int, Answer]) -> list[View]:
    """Return a participant's own answers, question by question, with the feedback on the last."""
    rows = []
    for number, ballot in enumerate(last_ballots(state.here), 1):
        names = letters(here.choices(ballot.path))
        votes = [item for item in state.here if item.path == ballot.path and item.beat]
        given = [answers[item.number].choice for item in votes if item.number in answers]
        shown = [names.get(choice, "?") for choice in given] or [t("room.none")]
        title = here.scenario.beats[ballot.beat].title
        changed = len(shown) > 1 and shown[0] != shown[-1]
        words = t(
            "room.mine_again" if changed else "room.mine_row", n=number, title=title, first=shown[0], second=shown[-1]
        )
        made = feedback_part(t, here, ballot.path, given[-1])[0] if given else None
        rows.append({"n": number, "words": words, "feedback": made})
    return rows


def way(here: Matter, path: Path) -> list[View]:
    """Return the way that the room took: each question and the answer with which it went on."""
    rows = []
    for index, decision in enumerate(path):
        choice = here.scenario.choice(decision.beat, decision.choice)
        title = here.scenario.beats[decision.beat].title
        rows.append({"title": title, "html": choice_html(here, path[:index], choice)})
    return rows


def debrief_view(t: Texts, state: RoomState, here: Matter | None, seat: Seat, answers: Mapping[int, Answer]) -> View:
    """Return the look back: the way of the room, one's own answers, questions to talk about, the form."""
    view: View = {"kind": "room_debrief", "ended": state.phase is Phase.ENDED, "path": [], "ending": "", "mine": []}
    view |= {"questions": [], **foot(state, seat), "desks": 0}
    if here is None:
        return view
    end = here.scenario.beats[here.beat(state.path)].end
    moment = moment_of(here, state.path)
    return view | {
        "path": way(here, state.path),
        "ending": to_html(text_at(here.scenario, moment.state, end.summary)) if end else "",
        "mine": own_answers(t, state, here, answers),
        "questions": [*(end.questions if end else ()), *here.scenario.debrief.questions],
    }


def join_view(t: Texts, suggested: str, days: int) -> View:
    """Return the page before joining: what is kept, and the form."""
    work = [[name, t(f"work.{name}")] for name in WORK]
    return {"kind": "room_join", "suggested": suggested, "days": days, "work": work, "nav": []}
