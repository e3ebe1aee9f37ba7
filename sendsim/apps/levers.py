"""What a manager can change on the planner's page: each lever and the numbers of the plan it moves.

A lever whose number a plan does not have is not shown for it (:func:`levers_of`), nor one whose number differs from
area to area: a plan of several areas shows what its areas share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sendsim.caseload.figure import Figure
from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_change import Value
from sendsim.evidence.flows import step_of
from sendsim.planning.policies import AS_IT_IS, policies_of, policy_changes


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


EVERY_STREAM = "demand.*.growth_per_year"

LEVERS: tuple[Lever, ...] = (
    Lever("sen_officers", "Staff", "SEN officers", "posts", "Their time for early talks.",
          ("teams.sen_officers",)),
    Lever("tribunal_officers", "Staff", "Tribunal officers", "posts", "They write the authority's responses.",
          ("teams.tribunal_officers",)),
    Lever("decision_makers", "Staff", "Decision-makers", "posts", "Officers who may settle at a mediation.",
          ("teams.decision_makers",)),
    Lever("mediators", "Staff", "Mediators", "posts", "Full-time equivalents on duty for this authority.",
          ("teams.mediators",)),
    Lever("mediation_advisers", "Staff", "Mediation advisers", "posts",
          "They give information and certificates.", ("teams.mediation_advisers",)),
    Lever("drs_facilitators", "Staff", "Disagreement resolution facilitators", "posts",
          "Independent of every local authority.", ("teams.drs_facilitators",)),
    Lever("complaints_officers", "Staff", "Complaints officers", "posts", "They answer complaints to the authority.",
          ("teams.complaints_officers",)),
    Lever("hearing_places", "Tribunal", "Hearing places", "a week",
          "This authority's share of the Tribunal's hearings.", ("diaries.hearings",)),
    Lever("judges", "Tribunal", "Judges", "posts", "This authority's share of the Tribunal's judges.",
          ("teams.judges",)),
    Lever("specialist_members", "Tribunal", "Specialist members", "posts",
          "This authority's share; one or two sit with a judge.", ("teams.specialist_members",)),
    Lever("early_concession", "Policies", "Conceded before the response", "% of appeals",
          "The authority looks again and agrees before it responds.", ("early_concession",), True, 60.0),
    Lever("early_talk", "Policies", "Early talk taken up", "% of families",
          "A talk soon after the decision.", ("early_talk_share",), True, 100.0),
    Lever("drs_offer", "Policies", "Disagreement resolution suggested", "% of families",
          "It goes ahead only if every party agrees.", ("drs_offer",), True, 60.0),
    Lever("drs_consent_family", "Policies", "Disagreement resolution: families who agree", "% of those asked",
          "Each party may say no; nothing is published.", ("family_consents",), True, 100.0),
    Lever("drs_consent", "Policies", "Disagreement resolution: other parties who agree", "% of those asked",
          "The authority, the setting or the health body, once the family agrees; nothing is published.",
          ("authority_consents", "setting_consents", "health_body_consents"), True, 100.0),
    Lever("mediation_date", "Policies", "Weeks to find a date for mediation", "weeks",
          "Before a mediator's diary is asked; the law allows 30 days in all.",
          ("mediation_arranging_weeks",), step=0.1),
    Lever("carrying_out", "Policies", "Weeks to carry out what was agreed or ordered", "weeks",
          "An order to amend a plan allows five weeks.", ("carrying_out_weeks",), step=0.1),
    Lever("growth", "Demand", "Growth in disagreements", "% a year",
          "0 keeps the level of 2024. Appeals in England grew by 10 to 55% a year from 2019 to 2024.",
          (EVERY_STREAM,), True, 50.0),
    Lever("rate_uncertainty", "Demand", "Uncertainty of each year's number of disagreements", "% (variation)",
          "One year is not like another beyond chance; it widens every interval.", ("rate_uncertainty",), True, 50.0),
)  # fmt: skip


def places_in(lever: Lever, plan: Plan) -> tuple[str, ...]:
    """Return the places of ``plan`` that a lever moves; none if the plan does not have them."""
    if lever.places == (EVERY_STREAM,):
        return tuple(EVERY_STREAM.replace("*", d.name) for d in plan.demand)
    there = all(_figure(plan, p) is not None for p in lever.places)
    return lever.places if there and not any(_differs(plan, p) for p in lever.places) else ()


def _differs(plan: Plan, place: str) -> bool:
    """Say whether some area has a number of its own at ``place``, so that the plan's number is not everybody's."""
    room, _, name = place.partition(".")
    own = {"teams": "teams", "diaries": "diaries"}.get(room, "parameters")
    return any((name or room) in getattr(area, own) for area in plan.areas)


def levers_of(plan: Plan) -> tuple[Lever, ...]:
    """Return the levers whose numbers ``plan`` has."""
    return tuple(lever for lever in LEVERS if places_in(lever, plan))


def _figure(plan: Plan, place: str) -> Figure | None:
    """Return the figure at ``place`` in ``plan``, or None if there is none."""
    room, _, rest = place.partition(".")
    if not rest:
        own = getattr(plan, room, None)
        return own if isinstance(own, Figure) else plan.parameters.get(room)
    name, _, what = rest.partition(".")
    if room == "demand":
        stream = next((d for d in plan.demand if d.name == name), None)
        found = getattr(stream, what or "per_year", None)
        return found if isinstance(found, Figure) else None
    team = next((t for t in plan.teams if t.name == name), None) if room == "teams" else None
    diary = next((d for d in plan.diaries if d.name == name), None) if room == "diaries" else None
    steps = team.staff if team is not None else diary.places if diary is not None else ()
    return steps[0].number if steps else None


def value_in(plan: Plan, place: str) -> float:
    """Return the number at ``place`` in ``plan``; KeyError if it has none."""
    found = _figure(plan, place)
    if found is None:
        raise KeyError(place)
    return found.value


def shown(lever: Lever, plan: Plan) -> float:
    """Return the lever's value in ``plan`` as the page shows it."""
    value = value_in(plan, places_in(lever, plan)[0])
    return round(value * 100, 6) if lever.percent else value


PERCENT_STEPS = (1.0, 0.5, 0.1, 0.01, 0.000001)
"""Steps on the page, the widest first: whole per cent, unless today's value lies between two."""


def range_of(lever: Lever, plan: Plan) -> tuple[float, float, float]:
    """Return least, greatest and step for the page."""
    value = shown(lever, plan)
    widest = PERCENT_STEPS if lever.percent else (lever.step or step_of(value), *PERCENT_STEPS[1:])
    fits = (step for step in widest if abs(value / step - round(value / step)) < 1e-7)
    step = next(fits, PERCENT_STEPS[-1])  # the widest on which today's value stands
    if lever.percent:
        return 0.0, lever.most or 100.0, step
    return 0.0, round(max(4, round(3 * value / step)) * step, 2), step


def changes_of(
    plan: Plan, settings: Mapping[str, float], policies: Mapping[str, str] | None = None
) -> dict[str, Value]:
    """Return the changes that levers and policies, set as on the page, make to ``plan``.

    An untouched lever or policy changes nothing; a lever or policy left out counts as untouched.
    """
    changes: dict[str, Value] = {}
    for lever in levers_of(plan):
        setting = settings.get(lever.name)
        if setting is None or setting == shown(lever, plan):
            continue
        value = setting / 100 if lever.percent else setting
        changes |= dict.fromkeys(places_in(lever, plan), value)
    for policy in policies_of(plan):
        changes |= policy_changes(plan, policy.name, (policies or {}).get(policy.name, AS_IT_IS))
    return changes


def changed_plan(plan: Plan, settings: Mapping[str, float], policies: Mapping[str, str] | None = None) -> Plan:
    """Return ``plan`` with levers and policies set as on the page; itself if nothing is changed."""
    changes = changes_of(plan, settings, policies)
    return plan.change(changes, name=f"{plan.authority} changed") if changes else plan
