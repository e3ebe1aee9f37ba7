"""A changed plan compiled from the plan it was made of: only what the change has moved is worked out again.

A lever moves a number or two. What it leaves alone stays the very same object in the changed plan
(:mod:`sendsim.caseload.plan_change`), so what has moved is found by identity, and each step whose numbers have not
moved is taken over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sendsim.caseload.areas import lay_out
from sendsim.caseload.compiled import Compiled, StepMaker, ceilings_by_team, compile_plan, staff_of
from sendsim.caseload.pathway import merits_of, parameters_by_place
from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_parts import Demand, Diary, Team
from sendsim.caseload.schedules import capacity_of, sessions_of


def compile_changed(plan: Plan, before: Compiled | None) -> Compiled:
    """Turn a plan into what engines read, as :func:`sendsim.caseload.compiled.compile_plan` does.

    Parameters
    ----------
    plan : Plan
    before : Compiled or None
        A plan that was compiled before. The less ``plan`` differs from it, the quicker; what comes out is the same.

    Raises
    ------
    PlanError
        As compile_plan does.
    """
    if before is None or not _same_cases_and_places(plan, before.plan):
        return compile_plan(plan)
    moved = {name for name, figure in plan.parameters.items() if figure is not before.plan.parameters.get(name)}
    if moved & merits_of(plan.pathway):  # merit may come to count, or no longer: the kinds of case are others
        return compile_plan(plan)
    layout, stages = lay_out(plan), len(before.steps)
    touched = {i for i, names in enumerate(parameters_by_place(plan.pathway)) if names & moved}
    steps_of, limit_ways_of, laid = before.steps_of, before.limit_ways_of, before.laid
    if touched:
        maker, laid = StepMaker(plan, layout, before.kinds), {}
        steps_of = tuple(
            tuple(maker.step(a, i) if i in touched else step for i, step in enumerate(steps))
            for a, steps in enumerate(before.steps_of)
        )
        limit_ways_of = tuple(
            tuple(
                maker.limit_ways(k, layout.plans[a]) if stages + k in touched else ways for k, ways in enumerate(limits)
            )
            for a, limits in enumerate(before.limit_ways_of)
        )
    teams = zip(layout.teams, before.teams, before.capacity, strict=True)
    diaries = zip(layout.diaries, before.diaries, before.sessions, strict=True)
    return replace(
        before,
        plan=plan,
        layout=layout,
        steps_of=steps_of,
        limit_ways_of=limit_ways_of,
        teams=layout.teams,
        capacity=tuple(known if team is old else capacity_of(plan, team) for team, old, known in teams),
        ceilings=ceilings_by_team(plan, layout),
        diaries=layout.diaries,
        sessions=tuple(known if diary is old else sessions_of(plan, diary) for diary, old, known in diaries),
        staffed_by=staff_of(layout),
        laid=laid,
    )


def _same_cases_and_places(plan: Plan, old: Plan) -> bool:
    """Say whether two plans have the same pathway, dates, kinds of case and places, whatever their numbers."""
    return (
        plan.pathway is old.pathway
        and (plan.start, plan.end, plan.switched_off, plan.shared) == (old.start, old.end, old.switched_off, old.shared)
        and _are_the_same(plan.areas, old.areas)
        and _are_the_same(plan.opening, old.opening)
        and [_cases(d) for d in plan.demand] == [_cases(d) for d in old.demand]
        and [_place(t) for t in plan.teams] == [_place(t) for t in old.teams]
        and [_place(d) for d in plan.diaries] == [_place(d) for d in old.diaries]
        and plan.asked == old.asked
    )


def _are_the_same(some: Sequence[object], others: Sequence[object]) -> bool:
    return len(some) == len(others) and all(a is b for a, b in zip(some, others, strict=True))


def _cases(demand: Demand) -> tuple[object, ...]:
    """Return what decides which kinds of case a stream has and where they begin."""
    return demand.name, demand.start, demand.priority, demand.attributes, demand.mix


def _place(place: Team | Diary) -> tuple[object, ...]:
    """Return what decides how steps stand to a team or a diary."""
    if isinstance(place, Diary):
        return place.name, place.staffed_by
    return place.name, place.calendar, place.caseload is None
