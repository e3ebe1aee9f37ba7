"""Policies chosen by name rather than by number: reasons to leave, whom to turn to first, the effect of mediation.

Each option says what it changes in a plan, in the places of :mod:`sendsim.caseload.plan_change`; the first option of
each policy is the plan as it stands. A policy whose subject a plan does not have is not offered for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_change import Value
from sendsim.caseload.plan_parts import PHASE_TRANSFER, QueueRule
from sendsim.errors import unknown_name

AS_IT_IS = "as_it_is"


@dataclass(frozen=True)
class Option:
    """One way to have it: its name, its words, and the changes it makes to a plan."""

    name: str
    title: str
    changes: Callable[[Plan], dict[str, Value]]


@dataclass(frozen=True)
class Policy:
    """A policy: its name, what is chosen, a sentence of help, and the options a plan has."""

    name: str
    title: str
    hint: str
    options: Callable[[Plan], tuple[Option, ...]]


def _none(_plan: Plan) -> dict[str, Value]:
    return {}


def departures(plan: Plan) -> dict[str, str]:
    """Return the reasons to leave while waiting, in the pathway's order: name and words."""
    names = dict.fromkeys(d.name for s in plan.pathway.stages for d in getattr(s, "departures", ()))
    return {name: name.replace("_", " ") for name in names}


def _leaving(plan: Plan) -> tuple[Option, ...]:
    names = departures(plan)
    if not names:
        return ()

    def off(*which: str) -> Callable[[Plan], dict[str, Value]]:
        return lambda _plan: {f"departures.{n}": 0 for n in which}

    on = [n for n in names if n not in plan.switched_off]
    return (
        Option(AS_IT_IS, "As in the plan", _none),
        *(Option(f"no_{n}", f"Nobody leaves because: {names[n]}", off(n)) for n in on),
        *((Option("nobody", "Nobody leaves while waiting", off(*on)),) if len(on) > 1 else ()),
    )


RULES: dict[str, str] = {
    "first_come": "Who joined the queue first",
    "oldest_first": "Whose disagreement is oldest",
    "priority": "Priority of the matter, then order of joining",
    "statutory_date_first": "Whose statutory date comes first",
    "phase_transfer_first": "Phase transfer first, then order of joining",
}
"""The queue rules in plain words."""


def _order(plan: Plan) -> tuple[Option, ...]:
    def every(rule: str) -> Callable[[Plan], dict[str, Value]]:
        def changes(plan: Plan) -> dict[str, Value]:
            teams = {f"teams.{t.name}.queue": rule for t in plan.teams if t.work == "one_at_a_time"}
            return {**teams, **{f"diaries.{d.name}.queue": rule for d in plan.diaries}}

        return changes

    streams = plan.demand
    known_of = {a for d in streams for a in (*d.attributes, *d.mix)}
    unfit = {"priority"} if len({d.priority for d in streams}) < 2 else set()
    unfit |= {"phase_transfer_first"} if PHASE_TRANSFER not in known_of else set()
    known = [r for r in get_args(QueueRule) if r in RULES and r not in unfit]
    return (Option(AS_IT_IS, "As in the plan", _none), *(Option(r, RULES[r], every(r)) for r in known))


def _effect(plan: Plan) -> tuple[Option, ...]:
    if "mediation_effect" not in plan.parameters:
        return ()
    return (
        Option(AS_IT_IS, "As in the plan", _none),
        Option("none", "No effect: families who mediate differ beforehand", lambda _plan: {"mediation_effect": 0.0}),
        Option("full", "All of the difference is mediation's effect", lambda _plan: {"mediation_effect": 1.0}),
    )


POLICIES: tuple[Policy, ...] = (
    Policy(
        "mediation_effect",
        "Effect of mediation on going on to appeal",
        "Families who mediate appeal less often; how much of that mediation causes is not known.",
        _effect,
    ),
    Policy("leaving", "Reasons to leave while waiting", "Each can be switched off, to see what it does.", _leaving),
    Policy("order", "Whom teams and diaries turn to first", "One rule for every team and diary.", _order),
)


def policies_of(plan: Plan) -> tuple[Policy, ...]:
    """Return the policies that a plan has a choice of."""
    return tuple(p for p in POLICIES if len(p.options(plan)) > 1)


def policy_changes(plan: Plan, policy: str, option: str) -> dict[str, Value]:
    """Return what an option of a policy changes in a plan.

    Raises
    ------
    UnknownNameError
        If there is no such policy or option for this plan.
    """
    found = next((p for p in POLICIES if p.name == policy), None)
    if found is None:
        raise unknown_name("policy", policy, [p.name for p in POLICIES])
    options = {o.name: o for o in found.options(plan)}
    if option not in options:
        raise unknown_name(f"option of {policy}", option, options)
    return options[option].changes(plan)
