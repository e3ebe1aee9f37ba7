"""What the trainer's page and the projector show of a live room, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sendsim.apps import room_views as views
from sendsim.apps.learn_scene import answer_view
from sendsim.training.bank import forms
from sendsim.training.catalogue import Listed
from sendsim.training.interface import Texts
from sendsim.training.matter import Matter
from sendsim.training.room import Phase, RoomState, moves_now
from sendsim.training.room_gain import RoomGain
from sendsim.training.scene import text_at
from sendsim.training.store_records import Answer, Own, Parked, RoomRecord, Seat
from sendsim.training.tally import LEAST, favourite, most_missed, split, standing, waiting_for
from sendsim.training.words import to_html

View = dict[str, Any]
AWAY = timedelta(minutes=1)
SHOWN = (Phase.HOLD, Phase.REVEAL, Phase.DISCUSS, Phase.FEEDBACK)
"""Where the trainer sees the split: not while the vote is open, so that nobody is talked into an answer."""
HEADINGS = {
    Phase.READ: "room.question",
    Phase.HOLD: "room.closed",
    Phase.REVEAL: "room.split",
    Phase.DISCUSS: "room.discuss",
}


def scenarios(t: Texts, listed: Mapping[str, Listed]) -> list[View]:
    """Return what a room may work on: the scenarios, then the question sets in two forms each."""
    sets = [
        {
            "id": made.id,
            "title": t("trainer.set", title=made.title, letter=letter.upper()),
            "minutes": made.minutes,
            "roles": [[role.value, t(f"role.{role}")] for role in made.roles],
        }
        for _, letter, made in forms().values()
    ]
    return [
        {
            "id": item.scenario.id,
            "title": item.scenario.title,
            "minutes": item.scenario.minutes,
            "roles": [[role.value, t(f"role.{role}")] for role in item.scenario.roles],
        }
        for item in listed.values()
    ] + sets


def learned(t: Texts, gains: Sequence[RoomGain]) -> list[View]:
    """Return what changed between the two forms of a question set, with its interval, over all aims and by aim."""

    def points(value: float) -> str:
        return f"{100 * value:.0f}"

    return [
        {
            "line": t(
                "learned.line",
                title=gain.title,
                people=gain.people,
                before=points(gain.before),
                after=points(gain.after),
                difference=points(gain.difference),
                low=points(gain.low),
                high=points(gain.high),
            ),
            "title": gain.title,
            "rows": [
                [
                    aim,
                    item.n,
                    *map(points, (item.before / item.n, item.after / item.n, item.difference)),
                    f"{points(item.low)} to {points(item.high)}",
                ]
                for aim, item in gain.aims
            ],
        }
        for gain in gains
    ]


def heading(t: Texts, state: RoomState, number: int) -> str:
    """Return the heading of a step."""
    if state.phase is Phase.LOBBY:
        return t("trainer.lobby")
    if state.phase is Phase.VOTE:
        again = state.ballot is not None and state.ballot.round > 1
        return t("room.vote_again" if again else "room.vote", n=number)
    if state.phase in HEADINGS:
        return t(HEADINGS[state.phase], n=number)
    words = t(f"phase.{state.phase.value}")
    if state.phase is Phase.FEEDBACK:
        return f"{t('room.question', n=number)}: {words}"
    return words[:1].upper() + words[1:]


def question(t: Texts, state: RoomState, here: Matter, answers: Sequence[Answer], seats: Sequence[Seat]) -> View:
    """Return the question in hand with the split (once the vote is closed) and the notes for the trainer."""
    if not here.choices(state.path):
        return {"scene": None, "split": None, "notes": [], "favourite": ""}
    ballot = state.ballot
    moment = views.moment_of(here, state.path)
    choices = here.choices(state.path)
    named = views.letters(choices)
    notes = [
        answer_view(t, here.scenario, moment.state, moment.state.beat, item) | {"letter": named[item.id]}
        for item in choices
    ]
    shown = ballot is not None and state.phase in SHOWN
    found = split(ballot, list(named), answers, seats) if ballot is not None and shown else None
    return {
        "scene": views.scene_part(t, here, state.path),
        "split": views.split_part(t, here, state, ballot, answers, seats) if ballot is not None and shown else None,
        "notes": notes,
        "favourite": favourite(list(named), found) if found is not None and found.shown else "",
    }


def missed(t: Texts, state: RoomState, here: Matter, answers: Sequence[Answer], seats: Sequence[Seat]) -> list[View]:
    """Return the questions most missed, each with its good answers and their rules."""
    rows = []
    for item in most_missed(here, state.here, answers, seats):
        words = t("trainer.missed_row", title=here.scenario.beats[item.beat].title, good=item.good, n=item.answered)
        rows.append({"words": words, "good": views.feedback_part(t, here, item.path, "")[1]})
    return rows


def end_parts(t: Texts, state: RoomState, here: Matter, answers: Sequence[Answer], seats: Sequence[Seat]) -> View:
    """Return the look back: the room's way, what was missed most, what to talk about."""
    end = here.scenario.beats[here.beat(state.path)].end
    moment = views.moment_of(here, state.path)
    return {
        "path": views.way(here, state.path),
        "ending": to_html(text_at(here.scenario, moment.state, end.summary)) if end else "",
        "missed": missed(t, state, here, answers, seats),
        "questions": [*(end.questions if end else ()), *here.scenario.debrief.questions],
    }


def console(t: Texts, state: RoomState, record: RoomRecord, here: Matter | None) -> View:
    """Return what the trainer's page holds in every step."""
    number = views.question_number(state, state.path)
    chosen = ""
    if here is not None:
        pace = t("trainer.pace_own" if state.own_pace else "trainer.pace_room")
        chosen = t("trainer.chosen", title=here.scenario.title, role=t(f"role.{here.subject.role}"), pace=pace)
    targets = here.targets(state.path) if here is not None and "jump" in moves_now(state) else ()
    return {
        "kind": "trainer",
        "phase": state.phase.value,
        "heading": heading(t, state, number),
        "code": record.code,
        "subject": state.subject.to_dict() if state.subject else None,
        "own": state.own_pace,
        "chosen": chosen,
        "may": list(moves_now(state)),
        "desks": state.desks,
        "names_hidden": state.names_hidden,
        "law_shown": state.law_shown,
        "timed": state.until is not None,
        "targets": [[str(n), f"{n + 1}. {item.title}"] for n, item in enumerate(targets)],
        "at": str(next((n for n, item in enumerate(targets) if item.path == state.path), 0)),
        "days": record.retention_days,
        "until": t.day(record.keep_until.astimezone().date()),
        "scene": None,
        "path": [],
        "missed": [],
        "learned": [],
        "follows": False,
        "questions": [],
        "saves": ["csv", "xlsx", "pdf"] if state.here else [],
        "stay": True,
    }


def answered_line(t: Texts, state: RoomState, answers: Sequence[Answer], seats: Sequence[Seat]) -> str:
    """Say how many have answered the vote in hand."""
    ballot = state.ballot
    if ballot is None or state.phase is not Phase.VOTE:
        return ""
    votes = standing(ballot, answers, seats)
    if ballot.desks:
        return t("trainer.answered_desks", n=len(votes), of=len({seat.desk for seat in seats}))
    return t("trainer.answered", n=len(votes), of=len(seats))


def people(
    t: Texts,
    state: RoomState,
    answers: Sequence[Answer],
    seats: Sequence[Seat],
    own: Sequence[Own],
    here: Matter | None,
    now: datetime,
) -> View:
    """Return who is here: made-up names with whether they have answered, never what."""
    ballot = state.ballot if state.phase is Phase.VOTE else None
    waiting = {seat.id for seat in waiting_for(ballot, answers, seats)} if ballot is not None else set()
    rows = []
    for seat in seats:
        notes = []
        if state.desks:
            notes.append(t("trainer.desk", n=seat.desk))
        if ballot is not None:
            notes.append(t("trainer.waiting") if seat.id in waiting else t("trainer.done"))
        if state.phase is Phase.OWN and here is not None:
            notes.append(own_line(t, here, [item for item in own if item.seat == seat.id]))
        if now - seat.seen > AWAY:
            notes.append(t("trainer.away"))
        rows.append({"name": seat.name, "note": "; ".join(notes)})
    return {"n": len(seats), "hidden": state.names_hidden, "list": [] if state.names_hidden else rows}


def own_line(t: Texts, here: Matter, entries: Sequence[Own]) -> str:
    """Say how far somebody is at their own pace."""
    from sendsim.apps.room_own import attempt_of
    from sendsim.training.attempt import walk

    found = walk(here.scenario, attempt_of(here, tuple(entries)))
    if here.scenario.beats[found.beat].end is not None:
        return t("trainer.finished")
    return t.count("trainer.so_far", len(found.run.decisions))


def forms_part(t: Texts, given: Mapping[int, Mapping[str, Any]]) -> View:
    """Return the feedback on the session: counts and words of at least five people, without names."""
    if len(given) < LEAST:
        return {"n": len(given), "rows": None, "words": []}
    rows = [
        {
            "question": t(f"room.form_{name}"),
            "counts": [sum(f.get(name) == n for f in given.values()) for n in range(1, 6)],
        }
        for name in ("useful", "sure")
    ]
    words = sorted(str(form[key]) for form in given.values() for key in ("keep", "better") if form.get(key))
    return {"n": len(given), "rows": rows, "words": words}


def parked_part(parked: Sequence[Parked]) -> list[View]:
    """Return the questions for later."""
    return [{"id": item.id, "text": item.text, "settled": item.settled} for item in parked]


def projector(
    t: Texts,
    state: RoomState,
    record: RoomRecord,
    here: Matter | None,
    answers: Sequence[Answer],
    seats: Sequence[Seat],
) -> View:
    """Return what the projector shows: large, without names, without the answers' grades until the law is shown."""
    number = views.question_number(state, state.path)
    view: View = {
        "kind": "projector",
        "phase": state.phase.value,
        "heading": heading(t, state, number),
        "code": record.code,
    }
    view |= {"scene": None, "split": None, "law": [], "questions": [], "stay": False}
    if state.phase is Phase.LOBBY:
        view["heading"] = t("projector.join")
    if here is None or state.phase in (Phase.LOBBY, Phase.OWN, Phase.ENDED):
        return view
    if state.phase is Phase.DEBRIEF:
        end = here.scenario.beats[here.beat(state.path)].end
        return view | {"questions": [*(end.questions if end else ()), *here.scenario.debrief.questions]}
    ballot = state.ballot
    shown = ballot is not None and state.phase in (Phase.REVEAL, Phase.DISCUSS, Phase.FEEDBACK)
    return view | {
        "scene": views.scene_part(t, here, state.path),
        "split": views.split_part(t, here, state, ballot, answers, seats) if ballot is not None and shown else None,
        "law": views.law_part(t, here, state),
    }
