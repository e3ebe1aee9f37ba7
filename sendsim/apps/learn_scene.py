"""What the learner sees inside a scenario: the scene, the feedback, the end and a question that came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sendsim.law.principles import PRINCIPLES
from sendsim.training.attempt import Attempt, Walk, first_score
from sendsim.training.debrief import DebriefReport, debrief
from sendsim.training.interface import Texts
from sendsim.training.model import Choice, Scenario
from sendsim.training.parts import Role
from sendsim.training.play import Moment
from sendsim.training.practice import Item
from sendsim.training.scene import answered, scene_of, text_at
from sendsim.training.score import Score, Tally
from sendsim.training.state import State
from sendsim.training.why import why
from sendsim.training.words import to_html

View = dict[str, Any]


def behaviours(marks: tuple[str, ...]) -> list[str]:
    """Return marks such as ``P2`` or ``P2.b4`` in words: the principle, and what somebody does."""
    found = []
    for mark in marks:
        principle = next(item for item in PRINCIPLES if item.id == mark.partition(".")[0])
        seen = next((item.text for item in principle.behaviours if item.id == mark), "")
        found.append(f"{principle.name} ({seen})" if seen else principle.name)
    return found


def answer_view(t: Texts, scenario: Scenario, before: State, beat: str, choice: Choice) -> View:
    """Return an answer with its grade in words, its feedback, its marks and why."""
    item = answered(scenario, before, beat, choice)
    return {
        "text": to_html(item.text),
        "grade": item.grade,
        "grade_words": t(f"grade.{item.grade}"),
        "html": to_html(item.feedback),
        "day": item.day,
        "marks": {"honours": behaviours(choice.honours), "breaks": behaviours(choice.breaks)},
        "why": why(scenario, before, choice).to_dict(),
    }


def _chosen(scenario: Scenario, moment: Moment) -> tuple[str, Choice, State]:
    """Return beat, choice and the state before of a moment that has a decision."""
    if moment.decision is None or moment.before is None:
        raise ValueError("this moment has no decision")
    return moment.decision.beat, scenario.choice(moment.decision.beat, moment.decision.choice), moment.before


def path_view(t: Texts, scenario: Scenario, found: Walk, here: str = "") -> list[View]:
    """Return the path taken, question by question: the first answer and the one that stands, and where one is now.

    ``here`` is the beat where one is; the one at which the walk stands unless told.
    """
    here = here or found.beat
    stands = {moment.decision.beat: moment for moment in found.moments if moment.decision is not None}
    rows: list[View] = []
    for first in found.firsts:
        beat, choice, before = _chosen(scenario, first)
        answers = [(True, choice, before)]
        if beat in stands:
            _, other, then = _chosen(scenario, stands[beat])
            answers += [(False, other, then)] if other.id != choice.id else []
        shown = [
            {"first": is_first, "html": to_html(text_at(scenario, at, c.text)), "grade_words": t(f"grade.{c.grade}")}
            for is_first, c, at in answers
        ]
        left = beat not in stands and beat != here
        rows.append({"title": scenario.beats[beat].title, "left": left, "here": beat == here, "answers": shown})
    if not any(row["here"] for row in rows):
        rows.append({"title": scenario.beats[here].title, "left": False, "here": True, "answers": []})
    return rows


def _beside(scenario: Scenario, shown: Mapping[str, Any]) -> View:
    """Return what stands beside every view of a scenario: its name, the dates and the meters."""
    meters = [m | {"of": 10 if m["name"] in ("trust", "support") else 0} for m in shown["meters"]]
    return {
        "scenario": scenario.id,
        "scenario_title": scenario.title,
        "today_words": shown["today_words"],
        "dates": shown["dates"],
        "meters": meters,
    }


def scene_view(t: Texts, scenario: Scenario, attempt: Attempt, found: Walk) -> View:
    """Return the scene at which an attempt stands."""
    moment = found.moments[-1]
    scene = scene_of(scenario, moment, len(found.run.decisions))
    shown = scene.to_dict()
    ask = scenario.beats[scene.beat].ask
    acting = (ask.acting if ask else None) or found.run.role
    first = next((m for m in found.firsts if m.decision is not None and m.decision.beat == scene.beat), None)
    kept = text_at(scenario, _chosen(scenario, first)[2], _chosen(scenario, first)[1].text) if first else ""
    return {
        "kind": "scene",
        **_beside(scenario, shown),
        "attempt": attempt.id,
        "beat": scene.beat,
        "passages": shown["passages"],
        "followed": shown["followed"],
        "prompt": shown["prompt"],
        "hint": shown["hint"],
        "choices": shown["choices"],
        "acting": t(f"role.{acting}"),
        "first": to_html(kept) if kept else "",
        "can_go_back": bool(found.run.decisions),
        "path": path_view(t, scenario, found),
        "practise": False,
    }


def feedback_view(t: Texts, scenario: Scenario, attempt: Attempt, found: Walk) -> View:
    """Return the feedback on the last decision of an attempt."""
    moment = found.moments[-1]
    beat, choice, before = _chosen(scenario, moment)
    first = next(m for m in found.firsts if m.decision is not None and m.decision.beat == beat)
    _, first_choice, _ = _chosen(scenario, first)
    later = found.tried[beat] > 1
    shown = scene_of(scenario, Moment(before, ()), 0).to_dict()
    ask = scenario.beats[beat].ask
    return {
        "kind": "feedback",
        **_beside(scenario, shown),
        "attempt": attempt.id,
        "prompt": to_html(text_at(scenario, before, ask.prompt if ask else "")),
        "answered": answer_view(t, scenario, before, beat, choice),
        "note": t("feedback.later", grade=t(f"grade.{first_choice.grade}")) if later else t("feedback.first"),
        "path": path_view(t, scenario, found, beat),
        "practise": False,
    }


def tally_view(item: Tally) -> View:
    """Return a tally as a row of the score."""
    return {"name": item.name, "taken": len(item.taken), "of": item.chances, "missed": len(item.missed)} | {
        "broken": len(item.broken)
    }


def score_view(score: Score) -> View:
    """Return a score as two tables; what had no chance is left out."""
    return {
        "principles": [tally_view(item) for item in score.principles if item.chances],
        "law": [tally_view(item) for item in score.law if item.chances],
    }


def end_view(t: Texts, scenario: Scenario, attempt: Attempt, found: Walk) -> View:
    """Return the end of a scenario with its debrief; the score is that of the first answers."""
    moment = found.moments[-1]
    shown = scene_of(scenario, moment, len(found.run.decisions)).to_dict()
    report: DebriefReport = debrief(scenario, found.run)
    score = first_score(scenario, found)
    wrong = sum(score.grades[grade] for grade in ("weak", "breach"))
    turns = []
    for at, told in zip(found.moments[1:], report.turns, strict=True):
        beat, choice, before = _chosen(scenario, at)
        better = [answer_view(t, scenario, before, beat, scenario.choice(beat, item.choice)) for item in told.better]
        turns.append({"title": told.title, "made": answer_view(t, scenario, before, beat, choice), "better": better})
    return {
        "kind": "end",
        **_beside(scenario, shown),
        "attempt": attempt.id,
        "title": shown["passages"][0]["title"],
        "passages": shown["passages"],
        "followed": shown["followed"],
        "ending": shown["ending"],
        "score": score_view(score),
        "grades": t("grades.line", **score.grades),
        "turns": turns,
        "mistakes": [[told, right] for _, told, right in report.mistakes],
        "missed": list(report.missed),
        "endings": [{"title": item.title, "reached": item.reached} for item in report.endings],
        "questions": list(report.questions),
        "notice": t("notice"),
        "next_words": t.count("end.returns", wrong) if wrong else t("end.returns_none"),
        "path": path_view(t, scenario, found),
    }


def practise_view(t: Texts, scenario: Scenario, item: Item) -> View:
    """Return a question that came back, as it was asked the first time."""
    _, _, before = _chosen(scenario, item.missed)
    shown = scene_of(scenario, Moment(before, (item.beat,)), 0).to_dict()
    ask = scenario.beats[item.beat].ask
    acting: Role = (ask.acting if ask else None) or before.role
    return {
        "kind": "scene",
        **_beside(scenario, shown),
        "attempt": item.attempt,
        "beat": item.beat,
        "passages": shown["passages"],
        "followed": [],
        "prompt": shown["prompt"],
        "hint": shown["hint"],
        "choices": shown["choices"],
        "acting": t(f"role.{acting}"),
        "first": "",
        "can_go_back": False,
        "path": [],
        "practise": True,
    }


def practised_view(t: Texts, scenario: Scenario, item: Item, choice: Choice, note: str, more: bool) -> View:
    """Return the feedback on a question that came back; ``note`` says when it comes again."""
    beat, _, before = _chosen(scenario, item.missed)
    shown = scene_of(scenario, Moment(before, ()), 0).to_dict()
    ask = scenario.beats[beat].ask
    return {
        "kind": "feedback",
        **_beside(scenario, shown),
        "attempt": item.attempt,
        "prompt": to_html(text_at(scenario, before, ask.prompt if ask else "")),
        "answered": answer_view(t, scenario, before, beat, choice),
        "note": note,
        "path": [],
        "practise": True,
        "more": more,
    }
