"""A learner's decisions as xAPI statements, for a learning record store that wants them.

One statement a decision (answered), one for the beginning (initialized) and one for the end (completed, with the
number of good first answers as raw score). The actor is the made-up name on an account of ``home``; nothing else about
a person goes in. The same log gives the same statements with the same ids, so sending it twice adds nothing.

Source: ADL, Experience API 1.0.3 (Part Two, Data); verbs of ADL's vocabulary; interaction types as in its 4.1.4.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from sendsim.errors import SendsimError
from sendsim.training.attempt import Attempt, Entry, walk
from sendsim.training.model import Scenario
from sendsim.training.parts import Grade
from sendsim.training.scene import text_at
from sendsim.training.state import State
from sendsim.training.words import plain

VERBS = {name: f"http://adlnet.gov/expapi/verbs/{name}" for name in ("initialized", "answered", "completed")}
"""The verbs that are used, by name."""
HOME = "https://sendsim.invalid"
"""Where made-up names belong unless told; a name that can lead nowhere (RFC 2606)."""
MEDIA = "http://adlnet.gov/expapi/activities/"


def statements(scenario: Scenario, attempt: Attempt, name: str, home: str = HOME) -> list[dict[str, Any]]:
    """Return an attempt as xAPI statements, in order of time.

    Raises
    ------
    SendsimError
        If ``home`` is no web address, or the attempt does not belong to this text of the scenario.
    """
    if urlsplit(home).scheme not in {"http", "https"} or not urlsplit(home).netloc:
        raise SendsimError(f"--home {home!r} is no web address: write one such as https://learning.example.org.")
    return list(_told(scenario, attempt, name, home.rstrip("/")))


def _told(scenario: Scenario, attempt: Attempt, name: str, home: str) -> Iterator[dict[str, Any]]:
    found = walk(scenario, attempt)
    whole = f"{home}/scenarios/{scenario.id}/{scenario.version}"
    registration = uuid5(NAMESPACE_URL, f"{whole}/{name}/{_time(attempt.began)}")
    activity = {
        "objectType": "Activity",
        "id": whole,
        "definition": {
            "type": MEDIA + "simulation",
            "name": {scenario.language: scenario.title},
            "description": {scenario.language: " ".join(plain(scenario.summary).split())},
        },
    }

    def statement(part: str, verb: str, thing: dict[str, Any], at: datetime, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = {"registration": str(registration), "language": scenario.language}
        if thing is not activity:
            context["contextActivities"] = {"parent": [{"objectType": "Activity", "id": whole}]}
        context["extensions"] = {f"{home}/xapi/content-hash": scenario.hash}
        return {
            "id": str(_id(registration, part)),
            "actor": {"objectType": "Agent", "account": {"homePage": home, "name": name}},
            "verb": {"id": VERBS[verb], "display": {"en-GB": verb}},
            "object": thing,
            "context": context,
            "timestamp": _time(at),
            **more,
        }

    yield statement("begin", "initialized", activity, attempt.began)
    befores = _befores(scenario, attempt)
    answered: set[str] = set()
    for number, entry in enumerate(attempt.entries):
        if entry.kind == "back":
            continue
        choice = scenario.choice(entry.beat, entry.choice)
        result = {
            "response": choice.id,
            "success": choice.grade.good,
            "extensions": {
                f"{home}/xapi/grade": choice.grade.value,
                f"{home}/xapi/first-answer": entry.beat not in answered,
                f"{home}/xapi/practice": entry.kind == "practise",
            },
        }
        answered.add(entry.beat)
        thing = _question(scenario, entry, befores[entry.beat], f"{whole}/{entry.beat}")
        yield statement(str(number), "answered", thing, entry.at, result=result)
    if attempt.ended is not None:
        firsts = [item.decision for item in found.firsts if item.decision is not None]
        good = sum(scenario.choice(item.beat, item.choice).grade.good for item in firsts)
        result = {"completion": True}
        if firsts:
            result["score"] = {"raw": good, "min": 0, "max": len(firsts), "scaled": round(good / len(firsts), 4)}
        yield statement("end", "completed", activity, attempt.ended, result=result)


def _befores(scenario: Scenario, attempt: Attempt) -> dict[str, State]:
    """Return for each question a state in which it was asked, to fill in its texts."""
    found: dict[str, State] = {}
    for moment in walk(scenario, attempt).firsts:
        if moment.decision is not None and moment.before is not None:
            found[moment.decision.beat] = moment.before
    return found


def _question(scenario: Scenario, entry: Entry, before: State, iri: str) -> dict[str, Any]:
    ask = scenario.beats[entry.beat].ask
    choices = ask.choices if ask else ()

    def said(text: str) -> dict[str, str]:
        return {scenario.language: " ".join(plain(text_at(scenario, before, text)).split())}

    return {
        "objectType": "Activity",
        "id": iri,
        "definition": {
            "type": MEDIA + "cmi.interaction",
            "interactionType": "choice",
            "name": {scenario.language: scenario.beats[entry.beat].title},
            "description": said(ask.prompt if ask else ""),
            "choices": [{"id": item.id, "description": said(item.text)} for item in choices],
            "correctResponsesPattern": [item.id for item in choices if item.grade is Grade.BEST],
        },
    }


def _id(registration: UUID, part: str) -> UUID:
    return uuid5(registration, part)


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
