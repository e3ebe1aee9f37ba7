"""What a manager can change on the planner's page: each lever and the numbers of the plan it moves."""

from __future__ import annotations

from dataclasses import dataclass

from sendsim.caseload.plan import Plan
from sendsim.evidence.baseline import step_of


@dataclass(frozen=True)
class Lever:
    """One lever.

    Attributes
    ----------
    name : str
        Short name, unique.
    group : str
        The heading it stands under.
    label, unit, hint : str
        In plain words, for the page.
    places : tuple of str
        What it moves in the plan, in the form :meth:`sendsim.caseload.plan.Plan.change` takes.
    percent : bool
        Whether the page shows a share of 1 as a percentage.
    most : float or None
        The greatest value on the page; None for three times today's.
    step : float or None
        The step on the page; None for one that suits the size of the number.
    """

    name: str
    group: str
    label: str
    unit: str
    hint: str
    places: tuple[str, ...]
    percent: bool = False
    most: float | None = None
    step: float | None = None


STREAMS = ("refuse_to_assess", "refuse_to_issue", "contents", "placement_only", "cease_or_not_amend", "sen_support")

LEVERS: tuple[Lever, ...] = (
    Lever("mediators", "Staff", "Mediators", "posts", "Full-time equivalents on duty for this authority.",
          ("teams.mediators",)),
    Lever("mediation_advisers", "Staff", "Mediation advisers", "posts",
          "They give information and certificates.", ("teams.mediation_advisers",)),
    Lever("tribunal_officers", "Staff", "Tribunal officers", "posts", "They write the authority's responses.",
          ("teams.tribunal_officers",)),
    Lever("sen_officers", "Staff", "SEN officers", "posts", "Their time for early talks.",
          ("teams.sen_officers",)),
    Lever("drs_facilitators", "Staff", "Disagreement resolution facilitators", "posts",
          "Independent of every local authority.", ("teams.drs_facilitators",)),
    Lever("hearing_places", "Tribunal", "Hearing places", "a week",
          "This authority's share of the Tribunal's hearings.", ("diaries.hearings",)),
    Lever("early_concession", "Policies", "Conceded before the response", "% of appeals",
          "The authority looks again and agrees before it responds.", ("early_concession",), True, 60.0),
    Lever("drs_offer", "Policies", "Disagreement resolution taken up", "% of families",
          "It goes ahead only if every party agrees.", ("drs_offer",), True, 60.0),
    Lever("early_talk", "Policies", "Early talk taken up", "% of families",
          "A talk soon after the decision.", ("early_talk_share",), True, 100.0),
    Lever("mediation_date", "Policies", "Weeks to find a date for mediation", "weeks",
          "Before a mediator's diary is asked; the law allows 30 days in all.",
          ("mediation_arranging_weeks",), step=0.1),
    Lever("carrying_out", "Policies", "Weeks to carry out what was agreed or ordered", "weeks",
          "An order to amend a plan allows five weeks.", ("carrying_out_weeks",), step=0.1),
    Lever("growth", "Demand", "Growth in disagreements", "% a year",
          "0 keeps the level of 2024. Appeals in England grew by 10 to 55% a year from 2019 to 2024.",
          tuple(f"demand.{name}.growth_per_year" for name in STREAMS), True, 50.0),
)  # fmt: skip


def value_in(plan: Plan, place: str) -> float:
    """Return the number at ``place`` in ``plan``."""
    room, _, rest = place.partition(".")
    if not rest:
        return plan.parameters[room].value
    name, _, _ = rest.partition(".")
    if room == "teams":
        return next(t for t in plan.teams if t.name == name).staff[0].number.value
    if room == "diaries":
        return next(d for d in plan.diaries if d.name == name).places[0].number.value
    return next(d for d in plan.demand if d.name == name).growth_per_year.value


def shown(lever: Lever, plan: Plan) -> float:
    """Return the lever's value in ``plan`` as the page shows it."""
    value = value_in(plan, lever.places[0])
    return round(value * 100, 6) if lever.percent else value


def range_of(lever: Lever, plan: Plan) -> tuple[float, float, float]:
    """Return least, greatest and step for the page."""
    if lever.percent:
        return 0.0, lever.most or 100.0, 1.0
    value = shown(lever, plan)
    step = lever.step or step_of(value)
    return 0.0, round(max(4, round(3 * value / step)) * step, 2), step


def changed_plan(plan: Plan, settings: dict[str, float]) -> Plan:
    """Return ``plan`` with the levers set as on the page; an untouched lever changes nothing."""
    changes: dict[str, float] = {}
    for lever in LEVERS:
        if settings[lever.name] == shown(lever, plan):
            continue
        value = settings[lever.name] / 100 if lever.percent else settings[lever.name]
        changes |= dict.fromkeys(lever.places, value)
    return plan.change(changes, name=f"{plan.authority} changed") if changes else plan
