"""The debrief: the learner's path beside the better ones, its score, the other endings, what to talk about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sendsim.law.clock_answer import NOT_ADVICE, words
from sendsim.law.misconceptions import misconception
from sendsim.training.model import Scenario
from sendsim.training.parts import METERS, ROLE_WORDS, Grade
from sendsim.training.play import Decision, Moment, Run, choices_now, replay, step
from sendsim.training.scene import Answered, answered, text_at
from sendsim.training.score import Score, score_moments
from sendsim.training.words import citation_text, plain

ILLUSTRATIVE = (
    "Hours, pounds, trust and support are the author's illustration of how choices add up."
    " They are not published figures."
)
"""Said wherever meters are shown."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One decision of a run beside the better choices that were open."""

    title: str
    prompt: str
    made: Answered
    better: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending of the scenario."""

    beat: str
    title: str
    outcome: str
    reached: bool


@dataclass(frozen=True, slots=True)
class DebriefReport:
    """Everything for afterwards."""

    scenario: str
    title: str
    version: str
    law_as_at: str
    role: str
    turns: tuple[Turn, ...]
    score: Score
    meters: dict[str, int]
    best_meters: dict[str, int]
    days: int
    best_days: int
    summary: str
    endings: tuple[Ending, ...]
    mistakes: tuple[tuple[str, str, str], ...]
    missed: tuple[str, ...]
    questions: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the debrief as plain values, for JSON."""
        return {
            "scenario": self.scenario,
            "title": self.title,
            "version": self.version,
            "law_as_at": self.law_as_at,
            "role": self.role,
            "turns": [
                {"title": t.title, "prompt": t.prompt, "made": _plain(t.made), "better": [_plain(b) for b in t.better]}
                for t in self.turns
            ],
            "score": self.score.to_dict(),
            "meters": self.meters,
            "best_meters": self.best_meters,
            "days": self.days,
            "best_days": self.best_days,
            "summary": self.summary,
            "endings": [
                {"beat": e.beat, "title": e.title, "outcome": e.outcome, "reached": e.reached} for e in self.endings
            ],
            "mistakes": [{"id": key, "mistake": wrong, "correct": right} for key, wrong, right in self.mistakes],
            "missed_dates": list(self.missed),
            "questions": list(self.questions),
            "notice": NOT_ADVICE,
            "illustrative": ILLUSTRATIVE,
        }


def _plain(item: Answered) -> dict[str, Any]:
    """Return one answer as plain values."""
    return {
        "choice": item.choice,
        "text": item.text,
        "grade": item.grade,
        "feedback": item.feedback,
        "why": [citation_text(text) for text in item.why],
        "day": item.day,
    }


def best_run(scenario: Scenario, run: Run) -> Run:
    """Return the run in the same role that takes the first best choice at every decision."""
    best = replace(run, decisions=())
    state = replay(scenario, best)[-1].state
    while scenario.beats[state.beat].ask is not None and len(best.decisions) < 60:
        options = choices_now(scenario, state)
        pick = max(options, key=lambda item: item.grade.points)
        best = replace(best, decisions=(*best.decisions, Decision(state.beat, pick.id)))
        state = step(scenario, state, pick.id).state
    return best


def debrief(scenario: Scenario, run: Run) -> DebriefReport:
    """Return the debrief of a run, finished or not."""
    moments = replay(scenario, run)
    best = replay(scenario, best_run(scenario, run))
    last, model = moments[-1].state, best[-1].state
    found = score_moments(scenario, moments)
    beat = scenario.beats[last.beat]
    return DebriefReport(
        scenario=scenario.id,
        title=scenario.title,
        version=scenario.version,
        law_as_at=scenario.law_as_at,
        role=ROLE_WORDS[run.role],
        turns=tuple(_turn(scenario, moment) for moment in moments[1:]),
        score=found,
        meters=dict(last.meters),
        best_meters=dict(model.meters),
        days=(last.today - scenario.first_day).days,
        best_days=(model.today - scenario.first_day).days,
        summary=text_at(scenario, last, beat.end.summary) if beat.end else "The run is not finished.",
        endings=tuple(
            Ending(name, scenario.beats[name].title, end.outcome, name == last.beat)
            for name in scenario.endings
            if (end := scenario.beats[name].end) is not None
        ),
        mistakes=tuple((key, misconception(key).mistake, misconception(key).correct) for key in found.mistakes),
        missed=tuple(
            f"{scenario.deadlines[item.name].what}: {words(item.day)}"
            for moment in moments
            for item in moment.happened
            if item.kind == "deadline"
        ),
        questions=(*(beat.end.questions if beat.end else ()), *scenario.debrief.questions),
    )


def _turn(scenario: Scenario, moment: Moment) -> Turn:
    """Return one decision beside the better ones that were open."""
    decision, before = moment.decision, moment.before
    if decision is None or before is None:
        raise ValueError("a turn needs a decision")
    made = scenario.choice(decision.beat, decision.choice)
    beat = scenario.beats[decision.beat]
    better = [
        item
        for item in choices_now(scenario, before)
        if item.id != made.id and item.grade.points > made.grade.points and item.grade.good
    ]
    return Turn(
        beat.title,
        text_at(scenario, before, beat.ask.prompt if beat.ask else ""),
        answered(scenario, before, decision.beat, made),
        tuple(answered(scenario, before, decision.beat, item) for item in better),
    )


def debrief_text(report: DebriefReport) -> str:
    """Write the debrief as plain text."""
    grades = ", ".join(f"{report.score.grades[grade.value]} {grade.value}" for grade in Grade)
    lines = [
        f"{report.title} (version {report.version}, law as at {report.law_as_at})",
        f"You took the part of: {report.role}",
        "",
    ]
    lines += ["How it ended", plain(report.summary), ""]
    for number, turn in enumerate(report.turns, 1):
        lines += [f"{number}. {turn.title} - {turn.made.day}", f"   You chose: {plain(turn.made.text)}"]
        lines += [f"   {turn.made.grade_words}. {plain(turn.made.feedback)}"]
        lines += [f"   Law: {'; '.join(citation_text(text) for text in turn.made.why)}"] if turn.made.why else []
        for item in turn.better:
            lines += [f"   Better ({item.grade}): {plain(item.text)}", f"      {plain(item.feedback)}"]
    lines += ["", "Principles (chances taken)"]
    for tally in report.score.principles:
        broken = f", {len(tally.broken)} broken" if tally.broken else ""
        lines.append(f"   {tally}{broken} - {tally.name}")
    lines += ["", "Law (chances taken)"]
    lines += [f"   {len(item.taken)} of {item.chances} - {item.name}" for item in report.score.law]
    lines += ["", f"Grades: {grades}"]
    for key, wrong, right in report.mistakes:
        lines.append(f"Mistake {key}: {wrong} What is right: {right}")
    lines += [f"Time limit passed: {item}" for item in report.missed]
    lines += ["", f"Days taken: {report.days} (best path {report.best_days})"]
    for name, value in report.meters.items():
        lines.append(f"{METERS[name][0]}: {value} (best path {report.best_meters[name]})")
    lines += [ILLUSTRATIVE, "", "How it could have ended"]
    lines += [f"   {'*' if item.reached else '-'} {item.title}" for item in report.endings]
    lines += ["", "To talk about"]
    lines += [f"   - {question}" for question in report.questions]
    return "\n".join([*lines, "", NOT_ADVICE]) + "\n"
