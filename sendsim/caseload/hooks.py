"""Judgement in Python: a choice that a function makes, on the readable engine only.

The vocabulary is closed, so that a pathway can be drawn, checked and compiled. Where a research question needs a rule
that it cannot tell (a choice that depends on how long a family has waited, say), a function may take the place of one
stage's probabilities:

>>> def third_visit_goes_on(case: CaseSeen) -> str:  # doctest: +SKIP
...     return "appeal" if case.visit >= 2 else "talk_again"
>>> sendsim.replicate(plan, hooks={"what_next": third_visit_goes_on})  # doctest: +SKIP

A hook chooses among the ways out that the pathway tells, so what is drawn stays true and every case can end. It is an
argument of a run and never part of a plan's file; results with hooks are not reproduced from the plan alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sendsim.caseload.compiled import Compiled, Step
from sendsim.caseload.engine_simpy import SimpyRun
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.simpy_base import Case
from sendsim.caseload.simpy_stages import Stage
from sendsim.caseload.working_time import DAY
from sendsim.errors import PlanError, unknown_name


@dataclass(frozen=True)
class CaseSeen:
    """What a hook sees of a case.

    Attributes
    ----------
    label : str
        The family's name for good.
    demand : str
        The stream it came from.
    attributes : dict
        What is known of it: the stream's attributes and those drawn case by case.
    today : date
    open_days : float
        Days since its disagreement began.
    visit : int
        How often it has been at this stage before.
    """

    label: str
    demand: str
    attributes: Mapping[str, str]
    today: date
    open_days: float
    visit: int
    _uniform: Callable[[str], float] = field(repr=False)

    def luck(self, purpose: str) -> float:
        """Return the case's own uniform number in (0, 1) for ``purpose``: the same in every what-if."""
        return self._uniform(purpose)


Hook = Callable[[CaseSeen], str]
Hooks = Mapping[str, Hook]
"""For the name of a choice, the function that makes it."""


def check_hooks(compiled: Compiled, hooks: Hooks) -> None:
    """Refuse hooks of stages that do not exist or are no choices.

    Raises
    ------
    UnknownNameError
        If there is no such stage.
    PlanError
        If the stage is of another kind, or the hook cannot be called.
    """
    choices = {step.name: step for step in compiled.steps}
    for name, hook in hooks.items():
        if name not in choices:
            raise unknown_name("stage", name, choices)
        if choices[name].kind != "choice":
            raise PlanError(
                f"the hook of stage {name!r} has no place: the stage is a {choices[name].kind}, not a choice."
            )
        if not callable(hook):
            raise PlanError(f"the hook of stage {name!r} is {hook!r}: give a function of one case.")


class HookedRun(SimpyRun):
    """One replication in which functions make some of the choices."""

    def __init__(self, compiled: Compiled, seed: int, replication: int, hooks: Hooks) -> None:
        super().__init__(compiled, seed, replication)
        self._hooks = hooks
        for stage in (stage for stages in self.stages for stage in stages if stage.step.name in hooks):
            stage.counted, stage.sends_on = True, False

    def _way_out(self, case: Case, stage: Stage) -> Stage:
        step = stage.step
        hook = self._hooks.get(step.name)
        if hook is None:
            return super()._way_out(case, stage)
        names = {self.c.steps[target].name: target for target, _ in step.ways[case.kind]}
        target = hook(self._seen(case, step))
        if target not in names:
            raise PlanError(
                f"the hook of stage {step.name!r} answered {target!r}: give one of {', '.join(map(repr, names))}."
            )
        return case.stages[names[target]]

    def _seen(self, case: Case, step: Step) -> CaseSeen:
        row, plan, visit = self.people.rows[case.number], self.c.plan, case.visits[step.index]
        drawn = {name: str(column[case.number]) for name, column in self.people.known.items()}

        def uniform(purpose: str) -> float:
            return self.draws.one(case.number, f"hook.{step.name}.{purpose}", visit)

        return CaseSeen(
            label=row.label,
            demand=plan.demand[row.stream].name,
            attributes={**plan.demand[row.stream].attributes, **drawn},
            today=plan.start + timedelta(days=self._now // DAY),
            open_days=(self._now - row.opened) / DAY,
            visit=visit,
            _uniform=uniform,
        )


def run_hooked(compiled: Compiled, hooks: Hooks, seed: int, replication: int) -> Journeys:
    """Run one replication on SimPy with hooks; :func:`check_hooks` says beforehand what would be wrong."""
    return HookedRun(compiled, seed, replication, hooks).journeys()
