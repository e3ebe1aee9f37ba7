"""Where the places of a team's caseload are given back, and who holds one as the run begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sendsim.caseload.pathway import Allocation
from sendsim.caseload.plan import Plan


@dataclass(frozen=True)
class Held:
    """The stages of one team's caseload.

    ``until``: the place is given back on coming here. ``inside``: a case that stands here at the start holds a place,
    for it can only have come here by an allocation to the team.
    """

    until: frozenset[str]
    inside: frozenset[str]


def places_held(plan: Plan, team: str) -> Held:
    """Return the stages of the caseload of ``team``.

    A stage is inside if it can be reached from an allocation to the team without coming to a stage of ``until``, and
    cannot be reached from where cases begin without an allocation. A stage that can be reached both ways is taken as
    outside: a plan whose open cases hold places there gives their stage an allocation of its own.
    """
    given = [s for s in plan.pathway.stages if isinstance(s, Allocation) and s.team == team]
    until = frozenset(name for s in given for name in s.until)
    at = frozenset(s.name for s in given)
    leads: dict[str, set[str]] = {s.name: set(plan.pathway.targets(s)) for s in plan.pathway.stages}
    for clock in plan.pathway.clocks:
        for name in clock.starts_on:
            leads[name] |= {w.to for w in clock.then if w.to is not None}

    def reached(begin: Iterable[str], stop: frozenset[str]) -> set[str]:
        out: set[str] = set()
        queue = [name for name in begin if name not in stop]
        while queue:
            name = queue.pop()
            if name not in out:
                out.add(name)
                queue += [target for target in leads[name] if target not in stop]
        return out

    after = {w.to for s in given for w in s.then if w.to is not None}
    without = reached({d.start or plan.pathway.start for d in plan.demand} | {plan.pathway.start}, at)
    return Held(until, frozenset(reached(after, until | at) - without))
