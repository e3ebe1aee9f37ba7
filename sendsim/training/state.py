"""Where a story stands: the day, the meters, what has been said and done. Everything is worked out from decisions.

Statutory dates are never stored or typed: a deadline is a clock of ``sendsim.law`` with facts from the state,
asked anew whenever it is needed.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sendsim.errors import SendsimError
from sendsim.law.calendar import add_working_days
from sendsim.law.clock_answer import ClockAnswer, words
from sendsim.law.clocks import ask, clock
from sendsim.training.findings import RunError
from sendsim.training.model import Scenario
from sendsim.training.parts import METERS, Condition, Deadline, Effect, Role

_REF = re.compile(r"^(today|(date|deadline)\.[a-z].*)$")
_SPAN = re.compile(r"^([0-9]{1,3}) (working )?(day|week)s?$")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A decision and the day it was made."""

    beat: str
    choice: str
    day: date

    @property
    def ref(self) -> str:
        """The decision by name: ``beat.choice``."""
        return f"{self.beat}.{self.choice}"


@dataclass(frozen=True, slots=True)
class State:
    """Where a story stands."""

    beat: str
    today: date
    meters: Mapping[str, int]
    role: Role
    flags: frozenset[str] = frozenset()
    dates: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    chosen: tuple[Chosen, ...] = ()
    visited: frozenset[str] = frozenset()
    fired: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()

    def day_of(self, ref: str) -> date | None:
        """Return the day on which a decision (``beat.choice`` or ``beat``) was made, the latest if several."""
        for item in reversed(self.chosen):
            if ref in {item.ref, item.beat}:
                return item.day
        return None


def begin(scenario: Scenario, role: Role) -> State:
    """Return the state before anything has happened."""
    meters = {"trust": scenario.start.trust, "support": scenario.start.support, "hours": 0, "cost": 0}
    given = {name: date.fromisoformat(item.day) for name, item in scenario.dates.items() if item.day is not None}
    return State(scenario.start.beat, scenario.first_day, MappingProxyType(meters), role, dates=MappingProxyType(given))


def span_end(day: date, span: str) -> date:
    """Return the day ``span`` after ``day``; working days skip weekends and bank holidays."""
    found = _SPAN.match(span)
    if found is None:
        raise RunError(f"takes {span!r} is not a length of time: write '3 days', '5 working days' or '2 weeks'.")
    number = int(found[1]) * (7 if found[3] == "week" else 1)
    if not found[2]:
        return day + timedelta(days=number)
    return add_working_days(day, number)


@lru_cache(maxsize=20_000)
def _asked(name: str, facts: tuple[tuple[str, Any], ...]) -> ClockAnswer:
    """Ask a clock; the same question is worked out once."""
    return ask(name, **dict(facts))


@lru_cache(maxsize=200)
def clock_facts(name: str) -> Mapping[str, bool]:
    """Return the facts that a clock takes, and whether each must be given."""
    signature = inspect.signature(clock(name).function)
    return MappingProxyType({p.name: p.default is inspect.Parameter.empty for p in signature.parameters.values()})


def answer(scenario: Scenario, state: State, name: str, depth: int = 0) -> ClockAnswer | None:
    """Ask the clock behind a deadline; ``None`` while a fact it needs has not happened yet.

    Raises
    ------
    SendsimError
        If the facts are impossible, such as a certificate dated before the notice.
    """
    if depth > 8:
        raise RunError(f"deadline {name!r} is worked out from itself: break the circle of facts.")
    deadline = scenario.deadlines[name]
    needs = clock_facts(deadline.clock)
    facts: dict[str, Any] = {}
    for key, given in deadline.facts.items():
        value: Any = given
        if isinstance(given, str) and _REF.match(given):
            value = resolve_date(scenario, state, given, depth + 1)
            if value is None:
                if needs.get(key, True):
                    return None
                continue
        facts[key] = value
    try:
        return _asked(deadline.clock, tuple(sorted(facts.items())))
    except TypeError:
        raise RunError(
            f"deadline {name!r} gives the clock {deadline.clock!r} facts it cannot use: give {', '.join(needs)}."
        ) from None


def part_of(found: ClockAnswer, part: str | None, deadline: Deadline) -> date:
    """Return one date of an answer: the principal one, ``safe``, or a named part."""
    part = part or deadline.part
    if part is None:
        return found.date
    if part == "safe":
        return found.safe_date
    for limit in found.dates:
        if limit.name == part:
            return limit.date
    if part in found.raw:
        return found.raw[part]
    known = sorted({"safe", *(limit.name for limit in found.dates), *found.raw})
    raise RunError(f"part {part!r} is not a date of the clock {found.clock!r}: use one of {', '.join(known)}.")


def resolve_date(scenario: Scenario, state: State, ref: str, depth: int = 0) -> date | None:
    """Return the date that a name stands for, or ``None`` while it has not been set."""
    if ref == "today":
        return state.today
    kind, _, rest = ref.partition(".")
    name, _, part = rest.partition(".")
    if kind == "date":
        if name not in scenario.dates:
            raise RunError(f"date {name!r} is not declared: add it under dates.")
        return state.dates.get(name)
    if name not in scenario.deadlines:
        raise RunError(f"deadline {name!r} is not declared: add it under deadlines.")
    found = answer(scenario, state, name, depth)
    return None if found is None else part_of(found, part or None, scenario.deadlines[name])


def holds(scenario: Scenario, state: State, condition: Condition | None) -> bool:
    """Say whether a condition holds now."""
    if condition is None:
        return True
    made = {item.ref for item in state.chosen}
    checks = (
        all(state.meters[name] >= least for name, least in condition.at_least.items()),
        all(state.meters[name] <= most for name, most in condition.at_most.items()),
        all((name in state.flags) is wanted for name, wanted in condition.flags.items()),
        all(ref in made for ref in condition.chose),
        all(name in state.visited for name in condition.visited),
        not condition.role or state.role in condition.role,
    )
    return (
        all(checks)
        and all(_passed(scenario, state, ref) for ref in condition.passed)
        and not any(_passed(scenario, state, ref) for ref in condition.not_passed)
        and (not condition.any or any(holds(scenario, state, part) for part in condition.any))
        and not any(holds(scenario, state, part) for part in condition.none)
    )


def _passed(scenario: Scenario, state: State, ref: str) -> bool:
    """Say whether a date lies before today."""
    found = resolve_date(scenario, state, ref)
    return found is not None and found < state.today


def apply(scenario: Scenario, state: State, effect: Effect) -> State:
    """Return the state after an effect: dates are marked, meters and flags move, then time passes."""
    dates = dict(state.dates)
    for name, ref in effect.mark.items():
        if ref == "then":
            continue
        found = resolve_date(scenario, state, ref)
        if found is None:
            raise RunError(f"mark {name!r} reads {ref!r} before it is set: set it earlier, or mark today.")
        dates[name] = found
    meters = dict(state.meters)
    for name, change in effect.add.items():
        _, low, high = METERS[name]
        meters[name] = min(high, max(low, meters[name] + change))
    flags = set(state.flags)
    for name, on in effect.set.items():
        (flags.add if on else flags.discard)(name)
    after = replace(state, dates=MappingProxyType(dates), meters=MappingProxyType(meters), flags=frozenset(flags))
    today = span_end(after.today, effect.takes) if effect.takes else after.today
    if effect.until is not None:
        goal = resolve_date(scenario, after, effect.until)
        if goal is None:
            raise RunError(f"until {effect.until!r} is read before it is set: set it earlier.")
        if goal < today:
            raise RunError(f"until {effect.until!r} is {goal}, before {today}: time cannot go back; mend the dates.")
        today = goal
    later = {name: today for name, ref in effect.mark.items() if ref == "then"}
    return replace(after, today=today, dates=MappingProxyType({**after.dates, **later}))


def value_of(scenario: Scenario, state: State, name: str) -> str:
    """Return what a placeholder stands for now; dates in words."""
    if name == "today" or name.startswith(("date.", "deadline.")):
        found = resolve_date(scenario, state, name)
        if found is None:
            raise RunError(f"placeholder {{{name}}} is read before it is set: set the date earlier.")
        return words(found)
    kind, _, rest = name.partition(".")
    if kind == "person" and rest in scenario.people:
        return scenario.people[rest].name
    if name == "place":
        return scenario.place.name
    raise RunError(f"placeholder {{{name}}} is not known: use today, date.x, deadline.x, person.x or place.")


def safe_answer(scenario: Scenario, state: State, name: str) -> ClockAnswer | None:
    """Ask a deadline's clock; ``None`` as well where the facts are impossible."""
    try:
        return answer(scenario, state, name)
    except SendsimError:
        return None
