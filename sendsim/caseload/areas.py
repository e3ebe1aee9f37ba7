"""Plans of several areas, laid out compactly: where each area's teams and diaries stand, and which numbers are its own.

A plan without areas is a plan of one area that shares everything. Teams that are not shared stand once for each area,
one after another. Stages exist once in the pathway, and an area has a row of its own for each, in which places differ;
times, ways out and departures are the plan's own objects, except where the area has parameters of its own for that
stage. So an area costs a row of numbers a stage.
"""

from __future__ import annotations

from dataclasses import dataclass

from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_parts import Demand, Diary, Opening, Staff, Team


@dataclass(frozen=True)
class Layout:
    """The places of a plan, and what each area has of them.

    ``teams`` and ``diaries`` are the places; ``team_of`` and ``diary_of`` give the plan's team or diary of each.
    ``team_at`` and ``diary_at`` give, for each area, the place of each of the plan's teams and diaries by name.
    ``plans`` holds the plan with each area's parameters, and ``own`` the names of those.
    """

    names: tuple[str, ...]
    teams: tuple[Team, ...]
    team_of: tuple[int, ...]
    team_at: tuple[dict[str, int], ...]
    diaries: tuple[Diary, ...]
    diary_of: tuple[int, ...]
    diary_at: tuple[dict[str, int], ...]
    plans: tuple[Plan, ...]
    own: tuple[frozenset[str], ...]
    demand: tuple[tuple[Demand, ...], ...]
    opening: tuple[tuple[Opening, ...], ...]


def place_name(area: str, name: str) -> str:
    """Return the name of an area's own team or diary."""
    return f"{area}: {name}"


def stream_name(area: str, stream: str) -> str:
    """Return the label of an area's stream of cases; it also counts their luck."""
    return f"{stream}@{area}" if area else stream


def demand_of_areas(plan: Plan) -> tuple[tuple[Demand, ...], ...]:
    """Return the streams of demand of each area, with its own yearly numbers; of the plan, if it has no areas."""
    if not plan.areas:
        return (plan.demand,)
    return tuple(
        tuple(d.model_copy(update={"per_year": a.demand[d.name]}) if d.name in a.demand else d for d in plan.demand)
        for a in plan.areas
    )


def lay_out(plan: Plan) -> Layout:
    """Lay out the places of a plan."""
    if not plan.areas:
        return Layout(
            ("",),
            plan.teams,
            tuple(range(len(plan.teams))),
            ({t.name: i for i, t in enumerate(plan.teams)},),
            plan.diaries,
            tuple(range(len(plan.diaries))),
            ({d.name: i for i, d in enumerate(plan.diaries)},),
            (plan,),
            (frozenset(),),
            demand_of_areas(plan),
            (plan.opening,),
        )
    teams: list[Team] = []
    team_of: list[int] = []
    team_at: list[dict[str, int]] = [{} for _ in plan.areas]
    for i, team in enumerate(plan.teams):
        for a, area in enumerate(plan.areas):
            if a == 0 or team.name not in plan.shared:
                staff = (Staff(number=area.teams[team.name]),) if team.name in area.teams else team.staff
                name = team.name if team.name in plan.shared else place_name(area.name, team.name)
                teams.append(team.model_copy(update={"name": name, "staff": staff}))
                team_of.append(i)
            team_at[a][team.name] = len(teams) - 1
    diaries: list[Diary] = []
    diary_of: list[int] = []
    diary_at: list[dict[str, int]] = [{} for _ in plan.areas]
    for i, diary in enumerate(plan.diaries):
        for a, area in enumerate(plan.areas):
            if a == 0 or diary.name not in plan.shared:
                update: dict[str, object] = {"staffed_by": tuple(teams[team_at[a][t]].name for t in diary.staffed_by)}
                if diary.name in area.diaries:
                    update |= {"places": (Staff(number=area.diaries[diary.name]),), "sessions": ()}
                if diary.name not in plan.shared:
                    update["name"] = place_name(area.name, diary.name)
                diaries.append(diary.model_copy(update=update))
                diary_of.append(i)
            diary_at[a][diary.name] = len(diaries) - 1
    return Layout(
        tuple(area.name for area in plan.areas),
        tuple(teams),
        tuple(team_of),
        tuple(team_at),
        tuple(diaries),
        tuple(diary_of),
        tuple(diary_at),
        tuple(
            plan.model_copy(update={"parameters": {**plan.parameters, **a.parameters}}) if a.parameters else plan
            for a in plan.areas
        ),
        tuple(frozenset(a.parameters) for a in plan.areas),
        demand_of_areas(plan),
        tuple(a.opening for a in plan.areas),
    )
