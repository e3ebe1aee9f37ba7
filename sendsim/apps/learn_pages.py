"""What the learner sees round the scenarios: the welcome, the catalogue, the way in, and the progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sendsim.law.legislation import resolve
from sendsim.law.principles import PRINCIPLES
from sendsim.training.attempt import Attempt, walk
from sendsim.training.catalogue import Listed
from sendsim.training.findings import RunError
from sendsim.training.interface import Texts
from sendsim.training.model import Scenario
from sendsim.training.practice import Advice, Count, Item, Standing, first_results
from sendsim.training.record import Checked
from sendsim.training.scene import text_at
from sendsim.training.state import begin
from sendsim.training.words import to_html

View = dict[str, Any]


def local_day(at: datetime) -> date:
    """Return the day of a time, on this computer's calendar."""
    return at.astimezone().date()


def shown_file(path: Path) -> str:
    """Write a path with ~ for the home folder, so that no real name stands on the screen."""
    try:
        return f"~/{path.resolve().relative_to(Path.home()).as_posix()}"
    except (ValueError, RuntimeError):
        return str(path)


def welcome_view(suggested: str, file: Path, typed: str = "") -> View:
    """Return the first view: choose a made-up name."""
    return {"kind": "welcome", "suggested": suggested, "typed": typed, "file": shown_file(file)}


def _times(listed: Sequence[Listed]) -> list[int]:
    return sorted({item.scenario.minutes for item in listed})


def filters(t: Texts, listed: Sequence[Listed]) -> list[View]:
    """Return the boxes that narrow the catalogue; each offers only what some scenario has."""
    roles = sorted({(role.value, t(f"role.{role}")) for item in listed for role in item.roles}, key=lambda r: r[1])
    topics = sorted({topic for item in listed for topic in item.topics})
    levels = [level for level in ("gentle", "middling", "demanding") if level in {item.difficulty for item in listed}]
    found = {
        "roles": [list(role) for role in roles],
        "topics": [[topic, t(f"topic.{topic}")] for topic in topics],
        "times": [[str(n), t("filter.up_to", n=n)] for n in _times(listed)],
        "levels": [[level, t(f"difficulty.{level}")] for level in levels],
    }
    return [{"name": name, "options": options} for name, options in found.items()]


def answered_so_far(scenario: Scenario, attempt: Attempt) -> int:
    """Return how many questions an attempt has answered on the path that stands."""
    return len(walk(scenario, attempt).run.decisions)


def _row(t: Texts, item: Listed, attempts: Sequence[Attempt], times: Sequence[int]) -> View:
    """Return one scenario of the catalogue with how the learner stands in it."""
    scenario = item.scenario
    mine = [a for a in attempts if a.scenario == scenario.id]
    running = next((a for a in reversed(mine) if a.ended is None and a.fits(scenario) and a.entries), None)
    finished = [a for a in mine if a.ended is not None]
    stale = [a for a in mine if a.ended is None and not a.fits(scenario)]
    state = []
    if finished and finished[0].ended is not None:
        state.append(t("card.done", day=t.day(local_day(finished[0].ended))))
    if running is not None:
        state.append(t.count("card.begun", answered_so_far(scenario, running)))
    if stale and running is None and not finished:
        state.append(t("card.changed"))
    level = t("difficulty.count", word=t(f"difficulty.{item.difficulty}"), good=item.good, all=item.choices)
    return {
        "id": scenario.id,
        "title": scenario.title,
        "html": to_html(scenario.summary),
        "roles": [role.value for role in item.roles],
        "topics": list(item.topics),
        "times": [str(n) for n in times if scenario.minutes <= n],
        "levels": [item.difficulty],
        "facts": [
            [t("card.time"), t.count("minutes", scenario.minutes)],
            [t("card.level"), level],
            [t("card.roles"), "; ".join(t(f"role.{role}") for role in item.roles)],
            [t("card.topics"), "; ".join(t(f"topic.{topic}") for topic in item.topics)],
        ],
        "state": " ".join(state) or t("card.new"),
        "attempt": running.id if running else None,
        "begun": bool(running or finished),
    }


def catalogue_view(t: Texts, listed: Mapping[str, Listed], attempts: Sequence[Attempt], due: int) -> View:
    """Return the catalogue: what to go on with, what to practise, and every scenario."""
    times = _times(list(listed.values()))
    rows = [_row(t, item, attempts, times) for item in listed.values()]
    running = {row["attempt"]: row["title"] for row in rows if row["attempt"] is not None}
    last = max((a for a in attempts if a.id in running), key=lambda a: a.entries[-1].at, default=None)
    resume = None
    if last is not None:
        number = answered_so_far(listed[last.scenario].scenario, last)
        words = t.count("resume.words", number, title=running[last.id])
        resume = {"attempt": last.id, "title": running[last.id], "words": words}
    return {
        "kind": "catalogue",
        "filters": filters(t, list(listed.values())),
        "scenarios": rows,
        "resume": resume,
        "due": due,
    }


def intro_view(t: Texts, scenario: Scenario) -> View:
    """Return the way into a scenario: what it is about, its text's version and law date, its people, the parts."""
    roles = [
        {"value": role.value, "html": to_html(text_at(scenario, begin(scenario, role), text))}
        for role, text in scenario.roles.items()
    ]
    who = "; ".join(
        f"{item.name} ({item.role}, {t.day(date.fromisoformat(item.on_date))})" for item in scenario.reviewed_by
    )
    return {
        "kind": "intro",
        "scenario": scenario.id,
        "title": scenario.title,
        "summary": to_html(scenario.summary),
        "minutes": scenario.minutes,
        "place": f"{scenario.place.name}: {scenario.place.about}",
        "version": scenario.version,
        "law_as_at": t.day(date.fromisoformat(scenario.law_as_at)),
        "review": t("intro.reviewed", who=who) if who else t("intro.unreviewed"),
        "aims": [item.text for item in scenario.objectives],
        "people": [[person.name, person.who] for person in scenario.people.values()],
        "roles": roles,
    }


def count_view(item: Count) -> View:
    """Return a count as a row of the score."""
    return {"name": item.name, "taken": item.taken, "of": item.chances, "missed": item.missed, "broken": item.broken}


def advice_lines(t: Texts, advice: Advice, listed: Mapping[str, Listed]) -> list[str]:
    """Say in sentences what to practise next."""
    names = {item.id: item.name for item in PRINCIPLES}
    said = []
    if advice.principle:
        said.append(t("progress.principle", name=names[advice.principle]))
    if advice.law:
        said.append(t("progress.law", name=resolve(advice.law).title))
    if advice.scenario:
        key = "progress.scenario" if advice.principle else "progress.any"
        said.append(t(key, title=listed[advice.scenario].scenario.title))
    return said or [t("progress.well")]


def attempt_lines(t: Texts, scenario: Scenario | None, attempt: Attempt, first: bool) -> list[str]:
    """Say in sentences how one attempt stands: dates, version, ending and score."""
    said = []
    if attempt.ended is not None and attempt.result is not None:
        day = t.day(local_day(attempt.ended))
        said.append(t("progress.ended", day=day, version=attempt.version, ending=attempt.result["ending"]))
        said.append(t("grades.line", **attempt.result["grades"]) if first else t("progress.later"))
    else:
        said.append(t("progress.began", day=t.day(local_day(attempt.began)), version=attempt.version))
    if scenario is None or not attempt.fits(scenario):
        said.append(t("progress.changed"))
    return said


def progress_view(
    t: Texts,
    listed: Mapping[str, Listed],
    attempts: Sequence[Attempt],
    waiting: Sequence[Item],
    stand: Standing,
    advice: Advice,
    now: datetime,
    file: Path,
) -> View:
    """Return the learner's progress: what next, what comes back, the score, each attempt, files and deletion."""
    known = {name: item.scenario for name, item in listed.items()}
    firsts = {item.id for item in first_results(attempts)}
    due = [item for item in waiting if item.is_due(now)]
    later = [item for item in waiting if not item.done and not item.is_due(now)]
    suggest = listed.get(advice.scenario)
    rows = []
    for item in attempts:
        scenario = known.get(item.scenario)
        title = scenario.title if scenario else (item.result or {}).get("title", item.scenario)
        open_ = item.ended is None and scenario is not None and item.fits(scenario) and _sound(scenario, item)
        rows.append(
            {"id": item.id, "title": title, "lines": attempt_lines(t, scenario, item, item.id in firsts), "open": open_}
        )
    return {
        "kind": "progress",
        "advice": advice_lines(t, advice, listed),
        "suggest": {"id": advice.scenario, "title": suggest.scenario.title} if suggest else None,
        "due": [{"title": item.title} for item in due],
        "later": [t("practise.on", title=item.title, day=t.day(local_day(item.due))) for item in later],
        "score": {
            "scenarios": stand.scenarios,
            "principles": [count_view(item) for item in stand.principles if item.chances],
            "law": [count_view(item) for item in stand.law if item.chances],
        },
        "attempts": rows,
        "record": bool(firsts),
        "file": shown_file(file),
    }


def checked_view(t: Texts, found: Checked) -> View:
    """Return what checking a record found."""
    return {
        "verdict": t("check.sound") if found.sound else t("check.unsound"),
        "lines": [
            t("check.heading", name=found.name, day=t.day(found.made_on)),
            t("check.code", code=found.code),
            *found.lines,
            t("record.not_who"),
        ],
    }


def _sound(scenario: Scenario, attempt: Attempt) -> bool:
    try:
        walk(scenario, attempt)
    except RunError:
        return False
    return True
