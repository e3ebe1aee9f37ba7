"""Checks of the law: citations resolve, grades agree with the law module, dates are named and not typed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from sendsim.errors import SendsimError
from sendsim.law.facts_file import facts_from_mapping
from sendsim.law.finder import find
from sendsim.law.finding import Finding as RouteFinding
from sendsim.law.finding import Status
from sendsim.law.legislation import SOURCES
from sendsim.law.misconceptions import MISCONCEPTIONS
from sendsim.law.routes import ROUTES
from sendsim.training.explore import every_path
from sendsim.training.law_refs import problem, reference
from sendsim.training.look import Look, Place
from sendsim.training.model import Choice, Scenario
from sendsim.training.parts import DateClaim, Grade, RouteClaim
from sendsim.training.state import State, resolve_date

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
TYPED_DATE = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b")
MISTAKEN: dict[str, re.Pattern[str]] = {
    "M2": re.compile(r"\b(DRS|disagreement resolution) (has to|must) (come|be tried|be used) first\b", re.I),
    "M3": re.compile(r"\b(must|have to|has to|need to) (try |go to )?mediat(e|ion)\b", re.I),
    "M7": re.compile(r"\b(60|sixty|30|thirty) days to appeal\b|\bappeal within (60|sixty|30|thirty) days\b", re.I),
    "M12": re.compile(r"\bby midnight\b", re.I),
    "M25": re.compile(r"\bappeal (against )?(the )?(delay|lateness)\b", re.I),
    "M27": re.compile(r"\bplan (ends|stops) (today|on the date of the letter)\b", re.I),
}
"""Wording of known mistakes that has no place in a good choice."""
_NUMBER = "(?:[0-9]+|one|two|three|four|five|six|eight|ten|twelve|fifteen|twenty|thirty|sixty)"
TYPED_PERIOD = re.compile(
    rf"\b(?:(?:limit|deadline|time to \w+) (?:is|of)|(?:must|has to|have to) (?:\w+ ){{1,3}}(?:in|within)"
    rf"|no later than) {_NUMBER} (?:working |school |calendar )?(?:day|week|month)s?\b",
    re.I,
)
"""A time limit written as a number. A choice or its feedback may tell one, since it cites its law; people may get one
wrong in what they say; everywhere else it is a clock of the law module that gives the day."""
_LIVE = {Status.OPEN, Status.NEEDED_FIRST}


def check_law(look: Look) -> None:
    """Note SS401 to SS411."""
    scenario = look.scenario
    for place, _, choice in look.choices():
        _citations(look, place, choice)
        _mistakes(look, place, choice)
    for number, name in enumerate(scenario.routes):
        if name not in ROUTES:
            look.add("SS408", ("routes", number), f"names the route {name!r}", "use R00 to R29")
    for text in look.texts():
        found = TYPED_DATE.search(text.text)
        if found:
            look.add(
                "SS407", text.place, f"types the date {found[0]!r}", "declare it and write {date.x} or {deadline.x}"
            )
        period = TYPED_PERIOD.search(text.text) if text.kind not in ("choice", "feedback", "voice") else None
        if period:
            look.add(
                "SS411",
                text.place,
                f"types the time limit {period[0]!r}",
                "declare a deadline with its clock and write {deadline.x}",
            )
    if scenario.law_as_at > look.today.isoformat():
        look.add(
            "SS409", ("law_as_at",), f"law_as_at {scenario.law_as_at} is in the future", "write the day it was checked"
        )
    if scenario.review_by < look.today.isoformat():
        look.add("SS409", ("review_by",), f"review_by {scenario.review_by} has passed", "read it against the law again")
    for field, day in (
        ("law_as_at", scenario.law_as_at),
        ("review_by", scenario.review_by),
        ("start", scenario.start.day),
    ):
        if _day(day) is None:
            look.add("SS007", (field,), f"{field} {day} is not a day of the calendar", "mend the date")
    _claims(look)


def _day(text: str) -> date | None:
    """Return a date, or ``None`` where it does not exist."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _citations(look: Look, place: Place, choice: Choice) -> None:
    """Every choice cites a place that resolves and was in force."""
    if not choice.why:
        look.add(
            "SS404", (*place, "why"), f"choice {choice.id!r} has no citation", "add 'why:' with the law it rests on"
        )
    for number, text in enumerate(choice.why):
        here = (*place, "why", number)
        wrong = problem(text)
        if wrong is not None:
            look.add(wrong[0], here, wrong[1], wrong[2])
            continue
        source = SOURCES[reference(text).source]
        day = _day(look.scenario.law_as_at)
        if choice.grade is Grade.BEST and day is not None and not source.in_force_on(day) and not choice.says:
            look.add(
                "SS410", here, f"{source.key} was not in force on {day}", "cite the law that was, or write ~ and say so"
            )


def _mistakes(look: Look, place: Place, choice: Choice) -> None:
    """Mistakes are known, and only choices that are less than good make them."""
    known = {item.id for item in MISCONCEPTIONS}
    for key in choice.mistakes:
        if key not in known:
            look.add("SS408", (*place, "mistakes"), f"names the mistake {key!r}", "use M1 to M35")
    if choice.grade.good and choice.mistakes:
        look.add(
            "SS406",
            place,
            f"choice {choice.id!r} is {choice.grade} and makes {choice.mistakes[0]}",
            "mend grade or mistakes",
        )
    if choice.grade.good:
        for key, pattern in MISTAKEN.items():
            if pattern.search(choice.text):
                look.add("SS406", (*place, "text"), f"choice {choice.id!r} words the mistake {key}", "say it rightly")


def _claims(look: Look) -> None:
    """Hold what each choice says about dates and routes against the law module, in every state where it is open."""
    claiming = [(place, beat, choice) for place, beat, choice in look.choices() if choice.says is not None]
    if not claiming:
        return
    states = _states_at(look, {beat for _, beat, _ in claiming})
    for place, beat, choice in claiming:
        verdicts: set[bool] = set()
        for state in states.get(beat, []):
            try:
                verdicts.add(agrees(look.scenario, state, choice))
            except (SendsimError, KeyError) as error:
                look.add(
                    "SS405", (*place, "says"), f"cannot be held against the law: {str(error).rstrip('.')}", "mend it"
                )
                return
        if choice.grade.good and False in verdicts:
            look.add(
                "SS405",
                (*place, "grade"),
                f"choice {choice.id!r} is {choice.grade} and the law module disagrees",
                "mend one",
            )
        if not choice.grade.good and True in verdicts:
            look.add(
                "SS405",
                (*place, "grade"),
                f"choice {choice.id!r} is {choice.grade} and the law module agrees",
                "mend one",
            )


def _states_at(look: Look, beats: set[str], limit: int = 400) -> dict[str, list[State]]:
    """Return different states at the beats of interest, by walking paths."""
    found: dict[str, dict[Any, State]] = {beat: {} for beat in beats}
    try:
        for role in look.scenario.roles:
            for path in every_path(look.scenario, role, limit * 10):
                for moment in path:
                    if (name := moment.state.beat) in beats and len(found[name]) < limit:
                        dates = tuple(sorted(moment.state.dates.items()))
                        found[name].setdefault((moment.state.today, dates), moment.state)
    except SendsimError:
        pass
    return {name: list(states.values()) for name, states in found.items()}


def agrees(scenario: Scenario, state: State, choice: Choice) -> bool:
    """Say whether everything that a choice claims about dates and routes is what the law module answers."""
    if choice.says is None:
        return True
    return all(_date_true(scenario, state, claim) for claim in choice.says.dates) and all(
        _route_true(scenario, state, claim) for claim in choice.says.routes
    )


def _date_true(scenario: Scenario, state: State, claim: DateClaim) -> bool:
    """Hold one claim about a date against its clock."""
    right = resolve_date(scenario, state, f"deadline.{claim.deadline}")
    if right is None:
        raise KeyError(f"deadline {claim.deadline!r} is not running yet")
    if claim.last_day is not None and resolve_date(scenario, state, claim.last_day) != right:
        return False
    if claim.in_time is not None:
        day = resolve_date(scenario, state, claim.in_time)
        return day is not None and day <= right
    return True


def case_findings(scenario: Scenario, state: State, case: str) -> dict[str, RouteFinding]:
    """Ask the finder about one of the scenario's cases; dates may be named."""
    facts: dict[str, Any] = {}
    for key, value in scenario.cases[case].items():
        if isinstance(value, str) and (value == "today" or value.startswith(("date.", "deadline."))):
            facts[key] = resolve_date(scenario, state, value)
        else:
            facts[key] = list(value) if isinstance(value, tuple) else value
    found = facts_from_mapping(facts)
    return {item.route_id: item for item in find(replace(found, today=found.today or state.today)).findings}


def _route_true(scenario: Scenario, state: State, claim: RouteClaim) -> bool:
    """Hold one claim about a route against the finder."""
    status = case_findings(scenario, state, claim.case)[claim.route].status
    if claim.status is not None and status.value != claim.status:
        return False
    return claim.usable is None or (status in _LIVE) is claim.usable
