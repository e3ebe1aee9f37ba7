"""What a set of scenarios exercises: every route, every misconception, every principle and behaviour, every role.

A route counts as exercised by a scenario only where some choice says something about it on the facts of a case,
for then its grade has been held against the law module (see ``checks_law.py``). What a scenario merely lists
is not enough. A misconception counts where a choice makes it. Nothing is kept by hand: all of it is read from
the scenarios.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sendsim.law.misconceptions import MISCONCEPTIONS
from sendsim.law.principles import BEHAVIOURS, PRINCIPLES
from sendsim.law.routes import ROUTES
from sendsim.training.model import Choice, Scenario
from sendsim.training.parts import ROLE_WORDS, Role
from sendsim.training.score import principle_ids

__all__ = ["Coverage", "coverage", "coverage_text"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """For each thing that is taught, the ids of the scenarios that exercise it, in order; none if none does."""

    scenarios: tuple[Scenario, ...]
    routes: dict[str, tuple[str, ...]]
    misconceptions: dict[str, tuple[str, ...]]
    honoured: dict[str, tuple[str, ...]]
    broken: dict[str, tuple[str, ...]]
    behaviours: dict[str, tuple[str, ...]]
    roles: dict[Role, tuple[str, ...]]

    def gaps(self) -> tuple[str, ...]:
        """Return what no scenario exercises; a principle has to be honoured in one place and broken in another."""
        parts = (self.routes, self.misconceptions, self.behaviours, self.honoured, self.broken)
        words = ("route", "misconception", "behaviour", "honoured principle", "broken principle")
        found = [
            f"{word} {key}" for word, part in zip(words, parts, strict=True) for key, ids in part.items() if not ids
        ]
        return (*found, *(f"role {role.value}" for role, ids in self.roles.items() if not ids))


def choices_of(scenario: Scenario) -> Iterator[tuple[Role, Choice]]:
    """Yield every choice of a scenario with the role in which it is made."""
    first = next(iter(scenario.roles))
    for beat in scenario.beats.values():
        if beat.ask is not None:
            for choice in beat.ask.choices:
                yield beat.ask.acting or first, choice


def claimed_routes(scenario: Scenario) -> frozenset[str]:
    """Return the routes about which some choice of a scenario says something that the law module judges."""
    return frozenset(
        claim.route for _, choice in choices_of(scenario) for claim in (choice.says.routes if choice.says else ())
    )


def coverage(scenarios: Sequence[Scenario]) -> Coverage:
    """Read from scenarios what each of them exercises."""
    marks = {item.id: _Marks(item) for item in scenarios}

    def where(key: str, part: str) -> tuple[str, ...]:
        return tuple(name for name, found in marks.items() if key in getattr(found, part))

    return Coverage(
        tuple(scenarios),
        {key: where(key, "routes") for key in ROUTES},
        {item.id: where(item.id, "mistakes") for item in MISCONCEPTIONS},
        {item.id: where(item.id, "honoured") for item in PRINCIPLES},
        {item.id: where(item.id, "broken") for item in PRINCIPLES},
        {key: where(key, "behaviours") for key in BEHAVIOURS},
        {role: where(role, "roles") for role in Role},
    )


class _Marks:
    """What one scenario exercises."""

    def __init__(self, scenario: Scenario) -> None:
        made = tuple(choices_of(scenario))
        self.routes = claimed_routes(scenario)
        self.roles = frozenset(role for role, _ in made)
        self.mistakes = frozenset(key for _, choice in made for key in choice.mistakes)
        self.behaviours = frozenset(key for _, choice in made for key in (*choice.honours, *choice.breaks))
        self.honoured = frozenset(key for _, choice in made for key in principle_ids(choice.honours))
        self.broken = frozenset(key for _, choice in made for key in principle_ids(choice.breaks))


def coverage_text(scenarios: Sequence[Scenario]) -> str:
    """Write the coverage as Markdown: the scenarios, then routes, misconceptions, principles and roles."""
    found = coverage(scenarios)
    decisions = sum(len(item.decisions) for item in scenarios)
    choices = sum(1 for item in scenarios for _ in choices_of(item))
    endings = sum(len(item.endings) for item in scenarios)
    lines = [
        "# What the scenarios exercise",
        "",
        "Written by `sendsim scenarios coverage` from the scenarios themselves; a test holds it equal to them.",
        "A route is listed where a choice says something about it on the facts of a case, so that its grade was held",
        "against the law module. A mistake is listed where a choice makes it. People and places are fictional; no",
        "scenario is about a live case.",
        "",
        f"{len(scenarios)} scenarios, {decisions} decisions, {choices} choices, {endings} endings.",
        "",
        "| Scenario | Title | Decisions | Endings | You act as |",
        "|---|---|---|---|---|",
    ]
    for item in scenarios:
        acts = dict.fromkeys(ROLE_WORDS[role] for role, _ in choices_of(item))
        lines.append(
            f"| `{item.id}` | {item.title} | {len(item.decisions)} | {len(item.endings)} | {', '.join(acts)} |"
        )
    lines += ["", "## Routes", "", "| Route | | Scenarios |", "|---|---|---|"]
    lines += [f"| {key} | {ROUTES[key].name} | {_ids(ids)} |" for key, ids in found.routes.items()]
    lines += ["", "## Mistakes", "", "| Mistake | What is said | Scenarios |", "|---|---|---|"]
    lines += [f"| {item.id} | {item.mistake} | {_ids(found.misconceptions[item.id])} |" for item in MISCONCEPTIONS]
    lines += ["", "## Principles", "", "| Behaviour | What is seen or heard | Scenarios |", "|---|---|---|"]
    for principle in PRINCIPLES:
        everywhere = len(set(found.honoured[principle.id]) & set(found.broken[principle.id]))
        lines.append(f"| **{principle.id}** | **{principle.name}** | honoured and broken in {everywhere} |")
        lines += [f"| {one.id} | {one.text} | {_ids(found.behaviours[one.id])} |" for one in principle.behaviours]
    return "\n".join(lines) + "\n"


def _ids(ids: tuple[str, ...]) -> str:
    """Write ids as a list, or say that there is none."""
    return ", ".join(f"`{item}`" for item in ids) if ids else "none"
