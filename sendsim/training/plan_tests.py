"""Author's tests: ``NAME.plan.yaml`` beside a scenario says which choices lead where, and what holds there.

Each test names a role (or none), the choices to make, and what to expect: the beat, the day, a date, a meter's
bounds, flags, words that are shown, time limits that were missed. Tests are data; nothing is run but the
engine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from sendsim.errors import SendsimError
from sendsim.training import yaml_text
from sendsim.training.findings import Finding, ScenarioError
from sendsim.training.model import Scenario
from sendsim.training.parts import DateRef, Day, Line, Meter, Name, Part, Role
from sendsim.training.play import Moment, Run, decide, new_run, replay
from sendsim.training.scene import scene_of
from sendsim.training.score import score_moments
from sendsim.training.state import resolve_date


class Expect(Part):
    """What should hold after the choices of a test."""

    beat: Name | None = None
    ended: bool | None = None
    today: Day | None = None
    dates: dict[DateRef, Day] = Field(default_factory=dict)
    at_least: dict[Meter, int] = Field(default_factory=dict)
    at_most: dict[Meter, int] = Field(default_factory=dict)
    flags: dict[Name, bool] = Field(default_factory=dict)
    missed: tuple[Name, ...] | None = None
    events: tuple[Name, ...] = ()
    shows: tuple[Line, ...] = ()
    score: dict[str, Line] = Field(default_factory=dict)


class PlanTest(Part):
    """One test: choices by name (``choice`` or ``beat.choice``), then what to expect."""

    name: Line
    role: Role | None = None
    choose: tuple[Line, ...] = ()
    expect: Expect


class PlanFile(Part):
    """The tests of one scenario."""

    scenario: Name
    tests: tuple[PlanTest, ...] = Field(min_length=2)


@dataclass(frozen=True, slots=True)
class PlanLoaded:
    """A plan with its lines."""

    plan: PlanFile
    document: yaml_text.Document


def plan_path(path: Path) -> Path:
    """Return where the plan of a scenario file lies."""
    return path.with_name(f"{path.stem}.plan.yaml")


def load_plan_file(path: Path) -> PlanLoaded:
    """Load a plan, or raise a located error."""
    document = yaml_text.load(path, path.name)
    try:
        return PlanLoaded(PlanFile.model_validate_json(json.dumps(document.data)), document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        message = f"{where or 'the file'}: {first['msg'].lower()}"
        finding = Finding(path.name, document.line(*first["loc"]), "SS801", message, "compare with another plan file")
        raise ScenarioError(finding) from None


def run_plan(scenario: Scenario, loaded: PlanLoaded) -> list[Finding]:
    """Play every test of a plan and return what failed."""
    found: list[Finding] = []
    for number, test in enumerate(loaded.plan.tests):
        line = loaded.document.line("tests", number)
        try:
            problems = failures(scenario, test)
        except SendsimError as error:
            problems = [str(error).rstrip(".")]
        found += [
            Finding(loaded.document.file, line, "SS802", f"test {test.name!r}: {text}", "mend the test or the scenario")
            for text in problems
        ]
    return found


def play_choices(scenario: Scenario, role: Role | None, choices: tuple[str, ...]) -> Run:
    """Make choices by name; ``beat.choice`` also says where each is made."""
    run = new_run(scenario, role)
    for given in choices:
        beat, dot, choice = given.rpartition(".")
        here = replay(scenario, run)[-1].state.beat
        if dot and beat != here:
            raise SendsimError(f"choice {given!r} is made at {here!r}: mend the order of choices.")
        run = decide(scenario, run, choice)
    return run


def failures(scenario: Scenario, test: PlanTest) -> list[str]:
    """Play one test and return what is not as expected."""
    moments = replay(scenario, play_choices(scenario, test.role, test.choose))
    state, want = moments[-1].state, test.expect
    ended = scenario.beats[state.beat].end is not None
    wrong: list[str] = []

    def compare(what: str, expected: object, got: object) -> None:
        if expected is not None and expected != got:
            wrong.append(f"{what} should be {expected!r} and is {got!r}")

    compare("beat", want.beat, state.beat)
    compare("ended", want.ended, ended)
    compare("today", want.today, state.today.isoformat())
    for ref, day in want.dates.items():
        compare(ref, day, str(resolve_date(scenario, state, ref)))
    for name, on in want.flags.items():
        compare(f"flag {name}", on, name in state.flags)
    for name, least in want.at_least.items():
        if state.meters[name] < least:
            wrong.append(f"{name} should be at least {least} and is {state.meters[name]}")
    for name, most in want.at_most.items():
        if state.meters[name] > most:
            wrong.append(f"{name} should be at most {most} and is {state.meters[name]}")
    if want.missed is not None:
        compare("missed limits", sorted(want.missed), sorted(state.missed))
    for name in want.events:
        if name not in state.fired:
            wrong.append(f"event {name!r} should have happened")
    shown = json.dumps(scene_of(scenario, moments[-1]).to_dict(), ensure_ascii=False)
    wrong += [f"{text!r} should be shown" for text in want.shows if text not in shown]
    wrong += _score_failures(scenario, moments, want)
    return wrong


def _score_failures(scenario: Scenario, moments: tuple[Moment, ...], want: Expect) -> list[str]:
    """Compare scores written as ``P4: 3 of 4``."""
    tallies = {item.id: str(item).partition(": ")[2] for item in score_moments(scenario, moments).principles}
    return [
        f"score of {key} should be {text!r} and is {tallies.get(key)!r}"
        for key, text in want.score.items()
        if tallies.get(key) != text
    ]
