"""Exploring every state a scenario can reach, not only its graph.

Two points of play count as the same state if nothing that the scenario can read differs: the beat, the day, the
flags, the marked dates, what has fired, and those meters and earlier choices that some condition mentions.
Exploration stops at a cap and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sendsim.errors import SendsimError
from sendsim.training.model import Scenario
from sendsim.training.parts import Condition, Role
from sendsim.training.play import Moment, choices_now, start, step
from sendsim.training.scene import scene_of
from sendsim.training.score import principle_ids
from sendsim.training.state import State, holds

CAP = 50_000
"""How many states are explored before giving up."""
MAX_STEPS = 60
"""The longest path that is followed; more decisions than that mean a loop."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What lies ahead of a state: paths, decisions and days to an ending, chances per principle."""

    paths: int
    fewest: int
    most: int
    chances: Mapping[str, int]


@dataclass(slots=True)
class Exploration:
    """What can happen in a scenario."""

    states: int = 0
    capped: bool = False
    beats: set[str] = field(default_factory=set)
    choices: set[str] = field(default_factory=set)
    endings: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    truths: dict[tuple[str | int, ...], set[bool]] = field(default_factory=dict)
    errors: dict[tuple[str | int, ...], str] = field(default_factory=dict)
    stuck: set[str] = field(default_factory=set)
    loops: set[str] = field(default_factory=set)
    longest_days: int = 0
    ahead: Ahead | None = None


def conditions(scenario: Scenario) -> Iterator[tuple[tuple[str | int, ...], Condition]]:
    """Yield every condition of a scenario with its place in the file."""
    for name, beat in scenario.beats.items():
        for number, also in enumerate(beat.also):
            yield ("beats", name, "also", number, "when"), also.when
        yield from _nexts(("beats", name, "next"), beat.next)
        for number, choice in enumerate(beat.ask.choices if beat.ask else ()):
            here = ("beats", name, "ask", "choices", number)
            if choice.when is not None:
                yield (*here, "when"), choice.when
            yield from _nexts((*here, "next"), choice.next)
    for number, event in enumerate(scenario.events):
        if event.when != Condition():
            yield ("events", number, "when"), event.when
    for name, deadline in scenario.deadlines.items():
        if deadline.done is not None:
            yield ("deadlines", name, "done"), deadline.done


def _nexts(place: tuple[str | int, ...], found: Any) -> Iterator[tuple[tuple[str | int, ...], Condition]]:
    """Yield the conditions of ways on."""
    if isinstance(found, tuple):
        for number, way in enumerate(found):
            if way.when is not None:
                yield (*place, number, "when"), way.when


def inner(condition: Condition) -> Iterator[Condition]:
    """Yield a condition and every condition inside it."""
    yield condition
    for part in (*condition.any, *condition.none):
        yield from inner(part)


class _Explorer:
    """Walks every path, remembering states it has seen."""

    def __init__(self, scenario: Scenario, cap: int) -> None:
        self.scenario = scenario
        self.cap = cap
        self.found = Exploration()
        self.memo: dict[Any, Ahead] = {}
        self.known = dict(conditions(scenario))
        parts = [part for condition in self.known.values() for part in inner(condition)]
        self.meters = {name for part in parts for name in (*part.at_least, *part.at_most)}
        causes = {name for event in scenario.events for name in event.because}
        self.refs = {ref for part in parts for ref in part.chose} | causes
        self.seen_beats = {name for part in parts for name in part.visited}
        self.timed = {name for event in scenario.events if event.after for name in event.because}

    def key(self, state: State) -> Any:
        """Return what makes a state different from others."""
        made = tuple(
            (item.ref, item.day if {item.ref, item.beat} & self.timed else None)
            for item in state.chosen
            if {item.ref, item.beat} & self.refs
        )
        return (
            state.beat,
            state.today,
            state.flags,
            tuple(sorted(state.dates.items())),
            state.fired,
            state.missed,
            tuple(state.meters[name] for name in sorted(self.meters)),
            made,
            state.visited & self.seen_beats,
        )

    def note(self, place: tuple[str | int, ...], error: Exception) -> None:
        """Keep the first error of a place."""
        self.found.errors.setdefault(place, str(error))

    def visit(self, moment: Moment, depth: int, trail: frozenset[Any]) -> Ahead:
        """Explore from one moment; return what lies ahead."""
        state, found = moment.state, self.found
        found.beats.update(moment.told)
        key = self.key(state)
        if key in self.memo:
            return self.memo[key]
        nothing = Ahead(0, 0, 0, {})
        if key in trail or depth > MAX_STEPS:
            found.loops.add(state.beat)
            return nothing
        if found.states >= self.cap:
            found.capped = True
            return nothing
        found.states += 1
        found.events.update(state.fired)
        found.longest_days = max(found.longest_days, (state.today - self.scenario.first_day).days)
        self.look(moment)
        beat = self.scenario.beats[state.beat]
        if beat.end is not None:
            found.endings.add(state.beat)
            return self.memo.setdefault(key, Ahead(1, 0, 0, {}))
        return self.memo.setdefault(key, self.choose(state, depth, trail | {key}))

    def look(self, moment: Moment) -> None:
        """Show the scene, as a learner would see it, and see which conditions hold."""
        state = moment.state
        try:
            scene_of(self.scenario, moment)
        except (SendsimError, KeyError) as error:
            self.note(("beats", state.beat), error)
        for place, condition in self.known.items():
            if place[0] == "beats" and place[1] not in moment.told:
                continue
            try:
                self.found.truths.setdefault(place, set()).add(holds(self.scenario, state, condition))
            except SendsimError as error:
                self.note(place, error)

    def choose(self, state: State, depth: int, trail: frozenset[Any]) -> Ahead:
        """Try every open choice."""
        try:
            options = choices_now(self.scenario, state)
        except SendsimError:
            options = ()
        ask = self.scenario.beats[state.beat].ask
        if not options:
            self.found.stuck.add(state.beat)
            return Ahead(0, 0, 0, {})
        ids = [item.id for item in (ask.choices if ask else ())]
        here = {key for item in options for key in principle_ids(item.honours + item.breaks)}
        aheads = []
        for choice in options:
            self.found.choices.add(f"{state.beat}.{choice.id}")
            try:
                aheads.append(self.visit(step(self.scenario, state, choice.id), depth + 1, trail))
            except SendsimError as error:
                self.note(("beats", state.beat, "ask", "choices", ids.index(choice.id)), error)
        live = [item for item in aheads if item.paths]
        if not live:
            return Ahead(0, 0, 0, {})
        names = {"P1", "P2", "P3", "P4"}
        return Ahead(
            sum(item.paths for item in live),
            1 + min(item.fewest for item in live),
            1 + max(item.most for item in live),
            {name: (name in here) + min(item.chances.get(name, 0) for item in live) for name in names},
        )


def explore(scenario: Scenario, role: Role | None = None, cap: int = CAP) -> Exploration:
    """Explore a scenario in one role, or in each of its roles together."""
    explorer = _Explorer(scenario, cap)
    for one in [role] if role is not None else list(scenario.roles):
        explorer.memo.clear()
        try:
            ahead = explorer.visit(start(scenario, one), 0, frozenset())
            explorer.found.ahead = _together(explorer.found.ahead, ahead)
        except (SendsimError, KeyError) as error:
            explorer.note(("start",), error)
    return explorer.found


def _together(one: Ahead | None, other: Ahead) -> Ahead:
    """Return what lies ahead in two roles: every path of both, the fewest and the most, the fewest chances."""
    if one is None or not one.paths:
        return other
    if not other.paths:
        return one
    return Ahead(
        one.paths + other.paths,
        min(one.fewest, other.fewest),
        max(one.most, other.most),
        {name: min(count, other.chances.get(name, 0)) for name, count in one.chances.items()},
    )


def every_path(scenario: Scenario, role: Role, limit: int = 1_000_000) -> Iterator[tuple[Moment, ...]]:
    """Yield every path of a scenario from its start to an ending, as moments; each state is worked out once."""
    trail = [start(scenario, role)]
    count = 0

    def walk() -> Iterator[tuple[Moment, ...]]:
        nonlocal count
        state = trail[-1].state
        if scenario.beats[state.beat].end is not None or len(trail) > MAX_STEPS:
            count += 1
            yield tuple(trail)
            return
        for choice in choices_now(scenario, state):
            if count >= limit:
                return
            trail.append(step(scenario, state, choice.id))
            yield from walk()
            trail.pop()

    yield from walk()
