"""Playing a scenario: a run is a list of decisions by name, pinned to the scenario's content.

``step`` is a pure function: a scenario, a state and a choice in; the next state and what happened out. There is
no clock of the computer, no chance and no memory. Resume, back and audit all come from replaying the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sendsim.errors import did_you_mean
from sendsim.training.findings import RunError
from sendsim.training.model import Choice, Event, Scenario, ways
from sendsim.training.parts import ROLE_WORDS, Role
from sendsim.training.state import Chosen, State, apply, begin, holds, resolve_date, span_end

MAX_DECISIONS = 200
"""The longest run; no scenario comes near it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision by name."""

    beat: str
    choice: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run: which scenario (with version and content hash), in which role, and the decisions so far."""

    scenario: str
    version: str
    hash: str
    role: Role
    decisions: tuple[Decision, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the run as plain values, to be kept anywhere; it holds nothing about the learner."""
        return {
            "scenario": self.scenario,
            "version": self.version,
            "hash": self.hash,
            "role": self.role.value,
            "decisions": [[item.beat, item.choice] for item in self.decisions],
        }


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that followed: an event of the story or a time limit that ran out, with the choice it follows from."""

    kind: Literal["event", "deadline"]
    name: str
    day: date
    because: Chosen | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of a replay: the decision, the state it led to, the beats told on the way, and what happened."""

    state: State
    told: tuple[str, ...]
    decision: Decision | None = None
    before: State | None = None
    happened: tuple[Happening, ...] = ()


def new_run(scenario: Scenario, role: Role | str | None = None) -> Run:
    """Start a run; without a role the scenario's first."""
    wanted = next(iter(scenario.roles)) if role is None else role
    for known in scenario.roles:
        if known == wanted:
            return Run(scenario.id, scenario.version, scenario.hash, known)
    names = ", ".join(scenario.roles)
    raise RunError(f"role {str(wanted)!r} is not offered by {scenario.id!r}: use one of {names}.")


def run_from_dict(scenario: Scenario, data: object) -> Run:
    """Read a kept run back and prove that it fits this scenario as it is now."""
    if not isinstance(data, Mapping):
        raise RunError("The saved run is not a list of names and values: start again.")
    decisions = data.get("decisions", [])
    if not isinstance(decisions, list) or len(decisions) > MAX_DECISIONS:
        raise RunError(f"decisions of the saved run are not a list of at most {MAX_DECISIONS} pairs: start again.")
    if data.get("scenario") != scenario.id or data.get("hash") != scenario.hash:
        raise RunError(
            f"The saved run belongs to {str(data.get('scenario'))[:60]!r} version {str(data.get('version'))[:20]!r},"
            f" not to this text of {scenario.id!r} version {scenario.version!r}: start anew."
        )
    run = new_run(scenario, str(data.get("role")))
    for item in decisions:
        if not (isinstance(item, list | tuple) and len(item) == 2 and all(isinstance(part, str) for part in item)):
            raise RunError("decisions of the saved run must be pairs of beat and choice: start again.")
        run = replace(run, decisions=(*run.decisions, Decision(*item)))
    replay(scenario, run)
    return run


def choices_now(scenario: Scenario, state: State) -> tuple[Choice, ...]:
    """Return the choices that are open in this state."""
    ask = scenario.beats[state.beat].ask
    return tuple(item for item in (ask.choices if ask else ()) if holds(scenario, state, item.when))


def start(scenario: Scenario, role: Role) -> Moment:
    """Return the first moment of a run."""
    return _arrive(scenario, begin(scenario, role), scenario.start.beat, None, None)


def step(scenario: Scenario, state: State, choice_id: str) -> Moment:
    """Make one decision: the pure function that everything rests on."""
    ask = scenario.beats[state.beat].ask
    if ask is None:
        raise RunError(f"choice {choice_id!r} comes after the end at {state.beat!r}: go back or start again.")
    choice = next((item for item in choices_now(scenario, state) if item.id == choice_id), None)
    if choice is None:
        known = [item.id for item in choices_now(scenario, state)]
        hint = did_you_mean(choice_id, known)
        raise RunError(
            f"choice {choice_id!r} is not open at {state.beat!r}.{hint} Use one of: {', '.join(known) or 'none'}."
        )
    decided = replace(state, chosen=(*state.chosen, Chosen(state.beat, choice.id, state.today)))
    after = apply(scenario, decided, choice.does)
    goal = next((way.to for way in ways(choice.next) if holds(scenario, after, way.when)), None)
    if goal is None:
        raise RunError(f"choice {choice_id!r} at {state.beat!r} leads nowhere: add a last next without when.")
    return _arrive(scenario, after, goal, Decision(state.beat, choice.id), state)


def _arrive(scenario: Scenario, state: State, beat: str, decision: Decision | None, before: State | None) -> Moment:
    """Let what is due happen, then go to a beat and on through beats that ask nothing."""
    state, happened = _due(scenario, state)
    told: list[str] = []
    goal: str | None = beat
    while goal is not None:
        if goal not in scenario.beats:
            raise RunError(f"beat {goal!r} does not exist: name a beat of {scenario.id!r}.")
        if goal in told:
            raise RunError(f"beat {goal!r} leads back to itself without a question: add a question or an end.")
        told.append(goal)
        state = replace(state, beat=goal, visited=state.visited | {goal})
        found = scenario.beats[goal]
        if found.next is None:
            break
        goal = next((way.to for way in ways(found.next) if holds(scenario, state, way.when)), None)
        if goal is None:
            raise RunError(f"beat {state.beat!r} leads nowhere: add a last next without when.")
    return Moment(state, tuple(told), decision, before, happened)


def _due(scenario: Scenario, state: State) -> tuple[State, tuple[Happening, ...]]:
    """Fire every event that is due, each once, and note every watched limit that has run out undone."""
    happened: list[Happening] = []
    again = True
    while again:
        again = False
        for event in scenario.events:
            cause = _cause(state, event)
            if event.id in state.fired or not _is_due(scenario, state, event, cause):
                continue
            state = apply(scenario, replace(state, fired=state.fired | {event.id}), event.does)
            happened.append(Happening("event", event.id, _event_day(scenario, state, event, cause), cause))
            again = True
    for name, deadline in scenario.deadlines.items():
        if not deadline.watch or name in state.missed:
            continue
        last = resolve_date(scenario, state, f"deadline.{name}")
        if last is not None and last < state.today and not (deadline.done and holds(scenario, state, deadline.done)):
            state = replace(state, missed=state.missed | {name})
            happened.append(Happening("deadline", name, last))
    return state, tuple(sorted(happened, key=lambda item: item.day))


def _cause(state: State, event: Event) -> Chosen | None:
    """Return the decision that an event follows from: the latest of those it names."""
    for item in reversed(state.chosen):
        if item.ref in event.because or item.beat in event.because:
            return item
    return None


def _is_due(scenario: Scenario, state: State, event: Event, cause: Chosen | None) -> bool:
    """Say whether an event fires now."""
    if event.because and cause is None:
        return False
    if not holds(scenario, state, event.when):
        return False
    if event.on is not None:
        day = resolve_date(scenario, state, event.on)
        if day is None or day > state.today:
            return False
    return event.after is None or cause is None or span_end(cause.day, event.after) <= state.today


def _event_day(scenario: Scenario, state: State, event: Event, cause: Chosen | None) -> date:
    """Return the day on which an event happened."""
    if event.on is not None:
        return resolve_date(scenario, state, event.on) or state.today
    if event.after is not None and cause is not None:
        return span_end(cause.day, event.after)
    return state.today


def replay(scenario: Scenario, run: Run) -> tuple[Moment, ...]:
    """Replay a run: the first moment, then one for each decision."""
    if run.hash != scenario.hash:
        raise RunError(f"The run belongs to another text of {run.scenario!r}: start it anew.")
    moments = [start(scenario, run.role)]
    for decision in run.decisions:
        here = moments[-1].state
        if decision.beat != here.beat:
            raise RunError(f"decision {decision.beat!r} does not follow here, at {here.beat!r}: start the run anew.")
        moments.append(step(scenario, here, decision.choice))
    return tuple(moments)


def decide(scenario: Scenario, run: Run, choice_id: str) -> Run:
    """Return the run with one more decision, made where it stands."""
    here = replay(scenario, run)[-1].state
    step(scenario, here, choice_id)
    return replace(run, decisions=(*run.decisions, Decision(here.beat, choice_id)))


def back(run: Run, decisions: int = 1) -> Run:
    """Return the run without its last decisions; the run that was stays what it was."""
    keep = max(0, len(run.decisions) - max(0, decisions))
    return replace(run, decisions=run.decisions[:keep])


def ended(scenario: Scenario, run: Run) -> bool:
    """Say whether a run has reached an ending."""
    return scenario.beats[replay(scenario, run)[-1].state.beat].end is not None


def role_words(role: Role) -> str:
    """Return a role in words."""
    return ROLE_WORDS[role]
