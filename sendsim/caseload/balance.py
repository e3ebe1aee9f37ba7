"""Queues that ask for more than there is: which only grow, and which those who leave them bring into balance.

Where nobody leaves a queue, a load of 1 or more has no steady level. Where waiting families may leave for a reason of
their own (a concession, an agreement, a withdrawal), a queue always has one: it grows until those who leave make up for
what cannot be served (for exponential patience: Garnett, Mandelbaum and Reiman, "Designing a call center with
impatient customers", Manufacturing & Service Operations Management 4, 2002). What matters then is how long the wait
becomes and how many leave before their turn. Both come from the fluid model of a queue with abandonment (Whitt, "Fluid
models for multiserver queues with abandonments", Operations Research 54, 2006), first come first served:

    asked(w)         work a minute that still waits at wait w: sum of rate x work x exp(-hazard x w)
    balance          the wait w at which asked(w) = what can be done
    the wait         grows by 1 - (what can be done) / asked(w) each minute, from that of the cases open at the start

Classes are the kinds of case at each stage of the team or diary, each with its hazard. Chance is left out, so a queue
at a load just under 1 shows no wait here though it has one. Rates and capacity are means over the run. Those who leave
one queue no longer come to the stages behind it: the flows are worked out again with the waits found, up to
:data:`ROUNDS` times.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from sendsim.caseload.compiled import Step, compile_plan
from sendsim.caseload.load import capacity_of_diary, capacity_of_team, diary_loads, team_loads
from sendsim.caseload.plan import Plan
from sendsim.caseload.visits import FloatArray, Flows, Place, Waited, flows_of, hazards_of
from sendsim.caseload.working_time import DAY

WARN_FROM = 0.995  # what shows as 1.00
WEEK = 7 * DAY
YEAR = 365.25 * DAY
LONGEST = 20 * YEAR
ROUNDS = 3
SETTLED_WEEKS = 2.6
"""A wait that grows by less than this in the last year of the run (a twentieth of the time) counts as level."""


@dataclass(frozen=True)
class Balance:
    """A team or diary that more join than it can serve.

    Attributes
    ----------
    kind : {"team", "diary"}
    name, title : str
    load : float
        Work that joins over the run, as a share of what can be done.
    weeks : float
        The wait at which those who leave make up for the rest; infinite if it is never reached.
    share : float
        The share of the work that has left before its turn at that wait.
    grows : float
        Weeks a year by which the wait still grows at the end of the run.
    """

    kind: str
    name: str
    title: str
    load: float
    weeks: float
    share: float
    grows: float

    @property
    def is_level(self) -> bool:
        """Whether the queue has come to its balance by the end of the run."""
        return np.isfinite(self.weeks) and self.grows <= SETTLED_WEEKS


@dataclass(frozen=True)
class _Queue:
    """The work that joins a team or a diary: rates by class, their hazards a minute, what is done, what waits."""

    rate: FloatArray
    hazard: FloatArray
    done: float
    at_start: float

    def asked(self, wait: float) -> float:
        return float(np.sum(self.rate * np.exp(-self.hazard * wait)))

    def balance(self) -> float:
        """Return the wait at which as much leaves as cannot be done: 0 if all can, infinite if it never does."""
        if self.asked(0.0) <= self.done:
            return 0.0
        leaving = self.hazard > 0
        if float(self.rate[~leaving].sum()) >= self.done or not leaving.any():
            return float("inf")
        most = 1.0 / float(self.hazard[leaving].min())
        while self.asked(most) > self.done:
            most *= 2
        return float(brentq(lambda w: self.asked(w) - self.done, 0.0, most))

    def first_wait(self, most: float) -> float:
        """Return the wait that the cases open at the start stand for, at most ``most``."""

        def standing(wait: float) -> float:
            with np.errstate(divide="ignore", invalid="ignore"):
                whole = np.where(self.hazard > 0, -np.expm1(-self.hazard * wait) / self.hazard, wait)
            return float(np.sum(self.rate * whole))

        if self.at_start <= 0:
            return 0.0
        return most if standing(most) <= self.at_start else brentq(lambda w: standing(w) - self.at_start, 0.0, most)

    def at_end(self, minutes: int) -> tuple[float, float]:
        """Return the wait after so many minutes, and by how much it then grows a minute."""
        greatest = float(self.hazard.max(initial=0.0))
        step = min(WEEK, 0.2 / greatest) if greatest > 0 else float(WEEK)
        wait, growth = self.first_wait(LONGEST), 0.0
        for _ in range(int(minutes / step)):
            asked = self.asked(wait)
            growth = 1 - self.done / asked if asked > 0 else -1.0
            wait = max(wait + step * growth, 0.0)
        return wait, growth if wait > 0 else 0.0


def balances(plan: Plan) -> list[Balance]:
    """Return each team and diary that more join than it can serve, teams first.

    Raises
    ------
    PlanError
        If the plan cannot be compiled.
    """
    compiled = compile_plan(plan)
    flows = flows_of(compiled)
    found = _found(flows)
    waits: dict[Place, float] = {}
    for _ in range(ROUNDS):
        if not any(np.isfinite(balance.weeks) for _, balance, _ in found):  # nobody leaves, so nothing else changes
            break
        before, waits = waits, {place: wait for place, _, wait in found}
        if before and all(abs(waits[p] - before.get(p, 0.0)) <= 0.02 * waits[p] for p in waits):
            break
        flows = flows_of(compiled, _waits(waits))
        found = _found(flows)
    return [balance for _, balance, _ in found]


def load_warnings(plan: Plan) -> list[str]:
    """Return one plain sentence for each team or diary whose queue has no level within the run; an empty list if none.

    Raises
    ------
    PlanError
        If the plan cannot be compiled.
    """
    return [_warning(b) for b in balances(plan) if not b.is_level]


def balance_notes(plan: Plan) -> list[str]:
    """Return one plain sentence for each team or diary that more join than it can serve, held level by those who leave.

    Raises
    ------
    PlanError
        If the plan cannot be compiled.
    """
    return [
        f"{b.title}: {b.load:.2f} times as many join as can be served, and those who leave while they wait balance it, "
        f"at a wait of about {b.weeks:,.0f} weeks: about {b.share:.0%} have left before their turn (a calculation "
        "without chance)."
        for b in balances(plan)
        if b.is_level
    ]


def _warning(b: Balance) -> str:
    kind, what, line = ("Team", "working time", "queue") if b.kind == "team" else ("Diary", "places", "list")
    times = "endless times" if np.isinf(b.load) else f"{b.load:.2f} times"
    asked = f"{kind} {b.name!r} is asked for {times} the {what} it has over the run (load {b.load:.2f})"
    if np.isinf(b.weeks):
        return (
            f"{asked}: its {line} has no steady level and grows with the length of the run, so read its waits as a "
            "trend."
        )
    return (
        f"{asked}: those who leave its {line} do not balance that within the run, at whose end the wait still grows by "
        f"about {b.grows:,.0f} weeks a year, so read its waits as a trend."
    )


def _found(flows: Flows) -> list[tuple[Place, Balance, float]]:
    """Return the overloaded places: kind and index, their balance, and the wait in minutes to which the run comes."""
    out = []
    for (kind, i), title, load, queue in _queues(flows):
        if load < WARN_FROM:
            continue
        name = (flows.compiled.teams if kind == "team" else flows.compiled.diaries)[i].name
        level = queue.balance()
        wait, growth = queue.at_end(flows.compiled.end)
        share = max(0.0, 1 - 1 / load) if load > 0 else 0.0
        balance = Balance(kind, name, title, load, level / WEEK, share, growth * YEAR / WEEK)
        out.append(((kind, i), balance, min(level, wait)))
    return out


def _queues(flows: Flows) -> Iterator[tuple[Place, str, float, _Queue]]:
    """Give each team and each diary with its title, its load and its queue."""
    compiled = flows.compiled
    teams = team_loads(flows)
    for i, (team, load) in enumerate(zip(compiled.teams, teams, strict=True)):
        queue = _queue(flows, ("team", i), capacity_of_team(compiled, i))
        yield ("team", i), team.title or team.name, load, queue
    for i, (diary, load) in enumerate(zip(compiled.diaries, diary_loads(flows), strict=True)):
        place, places = ("diary", i), capacity_of_diary(compiled, i)
        if places is None:  # no limit but people: the list is that of the team it is shortest of
            place = ("team", max(compiled.staffed_by[i], key=lambda t: teams[t]))
            places = capacity_of_team(compiled, place[1])
        yield ("diary", i), diary.title or diary.name, load, _queue(flows, place, places)


def _queue(flows: Flows, place: Place, capacity: float) -> _Queue:
    """Return the queue of the stages that take something of a team or a diary."""
    compiled = flows.compiled
    levels = np.array([kind.merit for kind in compiled.kinds])
    rates, hazards, at_start = [np.zeros(1)], [np.zeros(1)], 0.0
    for area, step, each in flows.taken.get(place, ()):
        joins = np.bincount(levels, flows.of_area[area][:, step.index], levels.max() + 1)
        rates.append(joins * each / compiled.end)
        hazards.append(hazards_of(step, int(levels.max()) + 1))
        at_start += each * sum(len(o.ages) for o in compiled.layout.opening[area] if o.stage == step.name)
    return _Queue(np.concatenate(rates), np.concatenate(hazards), capacity / compiled.end, at_start)


def _waits(waits: dict[Place, float]) -> Waited:
    """Return the wait, in minutes, at each stage: that of its team, or the longest of its diary and its people."""

    def of(step: Step) -> float:
        if step.kind == "activity":
            return waits.get(("team", step.place), 0.0)
        if step.kind == "session":
            people = [waits.get(("team", team), 0.0) for team, _ in step.uses]
            return max([waits.get(("diary", step.place), 0.0), *people])
        return 0.0

    return of
