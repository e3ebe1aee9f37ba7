"""England as one plan: 153 authorities with their own people, families and open cases, sharing one Tribunal.

Each authority is an area of the plan, with the numbers of its own baseline (:mod:`sendsim.evidence.baseline`). What is
national (the Tribunal's judges, specialist members, registrars and lists, the Ombudsman's investigators) is there once,
as large as the authorities' shares together, and a family queues there behind families of every other authority.

A number that most authorities have alike stands in the plan; an area names only what differs. The reduced model of
England that is calibrated (``sendsim.planning.national``) is another one: it has no authorities.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sendsim.caseload.figure import Figure
from sendsim.caseload.pathway import Pathway
from sendsim.caseload.plan import Area, Diary, Plan, Staff, Team
from sendsim.caseload.send import PATHWAY
from sendsim.caseload.send_proposed import PROPOSED
from sendsim.errors import SendsimError
from sendsim.evidence.baseline import NOT_LAW, baseline
from sendsim.evidence.figures import authorities, find_authority

SHARED = (
    "judges",
    "specialist_members",
    "tribunal_registrars",
    "lgsco_investigators",
    "hearings",
    "relisted",
    "papers",
    "judicial_adr",
)
"""Teams and diaries that the whole country has once."""


def england(only: Sequence[str] = (), pathway: Pathway = PATHWAY) -> Plan:
    """Return the plan of England by authority, from 1 January 2027 for three years.

    Parameters
    ----------
    only : sequence of str
        Names or codes of the authorities to take (all 153 if left out); the shared Tribunal is then as large as their
        shares.
    pathway : Pathway
        The law as it stands, unless what is proposed is given.

    Raises
    ------
    UnknownNameError
        If there is no such authority.
    SendsimError
        If fewer than two are named.
    """
    if only and len(only) < 2:
        raise SendsimError(f"{only[0]!r} alone shares the Tribunal with nobody: name two authorities or more.")
    codes = [find_authority(name).code for name in only] or authorities()["la_code"].tolist()
    plans = [baseline(code, pathway) for code in codes]
    first = plans[0]
    common = _most_common(plans)
    areas = tuple(
        Area(
            name=plan.authority,
            code=code,
            demand={d.name: d.per_year for d in plan.demand},
            teams={t.name: t.staff[0].number for t in plan.teams if t.name not in SHARED},
            diaries={d.name: d.places[0].number for d in plan.diaries if d.places and d.name not in SHARED},
            parameters={k: f for k, f in plan.parameters.items() if f.value != common[k].value},
            opening=plan.opening,
        )
        for code, plan in zip(codes, plans, strict=True)
    )
    there = [*(t.name for t in first.teams), *(d.name for d in first.diaries)]
    n = len(areas)
    name = f"{n} authorities sharing one Tribunal" if only else "England by authority"
    is_proposed = pathway == PROPOSED
    return Plan(
        name=f"{name}, as proposed (not law)" if is_proposed else name,
        start=first.start,
        end=first.end,
        authority="England" if not only else f"{n} authorities",
        pathway=first.pathway,
        demand=first.demand,
        teams=tuple(_team(t, [p.teams[i] for p in plans]) for i, t in enumerate(first.teams)),
        diaries=tuple(_diary(d, [p.diaries[i] for p in plans]) for i, d in enumerate(first.diaries)),
        parameters=common,
        areas=areas,
        shared=tuple(name for name in SHARED if name in there),
        notes=(
            *((NOT_LAW,) if is_proposed else ()),
            "Figures are for calendar 2024; demand is held at that level until you change it.",
            f"{n} authorities, each with its own people. What is national (the Tribunal) is there once, as large as "
            "the authorities' shares together.",
            "Staff numbers are not published: they are set so that each authority's demand can be met.",
        ),
    )


def _most_common(plans: list[Plan]) -> dict[str, Figure]:
    """Return each parameter with the value that most authorities have (the first of them, if several)."""
    out = {}
    for name in plans[0].parameters:
        figures = [p.parameters[name] for p in plans]
        value = Counter(f.value for f in figures).most_common(1)[0][0]
        out[name] = next(f for f in figures if f.value == value)
    return out


def _summed(numbers: list[Figure]) -> Figure:
    """Return the authorities' shares together."""

    def total(ends: list[float | None]) -> float | None:
        known = [e for e in ends if e is not None]
        return round(sum(known), 2) if len(known) == len(ends) else None

    source = f"the shares of {len(numbers)} authorities together; each: {numbers[0].source}"
    update = {"value": round(sum(n.value for n in numbers), 2), "source": source}
    return numbers[0].model_copy(
        update={**update, "low": total([n.low for n in numbers]), "high": total([n.high for n in numbers])}
    )


def _team(team: Team, each: list[Team]) -> Team:
    """Return a shared team with everybody's posts; any other is replaced by each area's own."""
    if team.name not in SHARED:
        return team
    return team.model_copy(update={"staff": (Staff(number=_summed([t.staff[0].number for t in each])),)})


def _diary(diary: Diary, each: list[Diary]) -> Diary:
    if diary.name not in SHARED or not diary.places:
        return diary
    return diary.model_copy(update={"places": (Staff(number=_summed([d.places[0].number for d in each])),)})
