"""From a real authority to a calibrated starting Plan, in which every number knows its evidence.

Published figures of the authority (calendar 2024) fix the flows: refusals to assess and to issue, mediations,
appeals after mediation, and appeals registered by the courts. The SEN2 return sees only part of the appeals
(it follows requests and assessments, not reviews), so appeals are sized by the courts' count and only their
split uses SEN2. What is not published is inferred or assumed, and says so. The arithmetic is in the functions
below; each figure's ``source`` repeats it in words.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sendsim.caseload.figure import Basis, Figure, assumed
from sendsim.caseload.plan import Demand, Diary, Opening, Plan, Staff, Team
from sendsim.caseload.send import PATHWAY
from sendsim.errors import UnknownNameError
from sendsim.evidence.figures import figure, find_authority, national_default, notes_for

YEAR = "2024"
START, END = date(2027, 1, 1), date(2030, 1, 1)
WEEKS_A_YEAR = 365.25 / 7
HOURS_A_YEAR = 252 * 7.4  # working days of a year times the hours of a standard day
FULL_YEARS_DATA = f"calendar {YEAR}"

# Assumptions of the pathway's early part; none has a published figure.
TALK_SHARE, TALK_SETTLES = 0.3, 0.25
APPEALS_UNMEDIATED_REFUSAL, APPEALS_UNMEDIATED_PLAN = 0.6, 0.8
GOES_ON_PLAN = 0.8
PLACEMENT_ONLY_SHARE, CEASE_SHARE = 0.27, 0.085
TARGET_UTILISATION = 0.75
WEEKS_TO_HEARING = 40.0
DECIDED_SHARE = 0.667
EARLY_CONCESSION = 0.08

# England, calendar 2024: appeals by type in the courts' count over those the SEN2 return sees.
COURTS_OVER_SEN2 = (0.27 + 0.085) * 22276 / (4655 + 1445)
SHRINK = 20.0  # mediations' worth of weight given to England's rate in an authority's own


@dataclass(frozen=True)
class Counts:
    """An authority's published counts for calendar 2024 (missing ones filled from England's rates, and named)."""

    refused: float
    not_issued: float
    appeals: float
    mediated_refusal: float
    mediated_plan: float
    appeals_refusal_sen2: float
    after_mediation_refusal: float
    after_mediation_plan: float
    plans: float
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Flows:
    """Yearly flows and probabilities worked out from the counts: what the parameters of the plan need."""

    goes_on_refusal: float
    mediates_refusal: float
    appeals_mediated_refusal: float
    appeals_unmediated_refusal: float
    mediates_plan: float
    appeals_mediated_plan: float
    contents: float
    placement_only: float
    cease: float
    advised: float
    mediations: float
    appeals: float


def read_counts(authority: str) -> Counts:
    """Read an authority's counts; what it did not report is England's rate times its own base."""
    missing: list[str] = []

    def count(measure: str, base: float = 0.0, england_rate: float = 0.0) -> float:
        found = figure(authority, measure, YEAR)
        if found is not None:
            return found.value
        missing.append(measure)
        return base * england_rate

    plans = count("plans_active", 4000.0, 1.0) if figure(authority, "plans_active", YEAR) else _latest(authority)
    refused = count("requests_refused", plans, 38889 / 638745)
    not_issued = count("assessments_plan_refused", plans, 6404 / 638745)
    refusals = refused + not_issued
    return Counts(
        refused=refused,
        not_issued=not_issued,
        appeals=count("appeals_registered", plans, 22276 / 638745),
        mediated_refusal=count("mediation_refusal_to_assess", refused, 10507 / 38889)
        + count("mediation_refusal_to_issue", not_issued, 2124 / 6404),
        mediated_plan=count("mediation_other", plans, 1862 / 638745),
        appeals_refusal_sen2=count("tribunal_refusal_to_assess", refusals, 4655 / 45293)
        + count("tribunal_refusal_to_issue", not_issued, 1445 / 6404),
        after_mediation_refusal=count("tribunal_after_mediation_refusal_to_assess")
        + count("tribunal_after_mediation_refusal_to_issue"),
        after_mediation_plan=count("tribunal_after_mediation_other"),
        plans=plans,
        missing=tuple(missing),
    )


def _latest(authority: str) -> float:
    found = figure(authority, "plans_active")
    return found.value if found is not None else 4000.0


def work_out_flows(c: Counts) -> Flows:
    """Solve the early part of the pathway for the probabilities that give back the published counts.

    Of refusals, a share ``mediated / refusals`` mediates and ``appeals / refusals`` appeals. Families who reach
    the adviser either mediate or take a certificate, of whom an assumed share appeals; that fixes how many
    reach the adviser. Plan disputes are sized backwards from the appeals and mediations they give rise to.
    """
    refusals = max(c.refused + c.not_issued, 1.0)
    appeals = c.appeals
    appeals_refusal = min(COURTS_OVER_SEN2 * c.appeals_refusal_sen2, 0.8 * appeals)
    appeals_plan = appeals - appeals_refusal

    mediated = min(c.mediated_refusal, 0.9 * refusals)
    after = COURTS_OVER_SEN2 * (c.after_mediation_refusal + SHRINK * 1948 / 12631) / (c.mediated_refusal + SHRINK)
    after = min(after, 0.5, appeals_refusal / mediated if mediated else 0.5)
    unmediated = max(appeals_refusal - mediated * after, 0.0)
    kept = (1 - TALK_SHARE * TALK_SETTLES) * refusals
    declined = min(unmediated / APPEALS_UNMEDIATED_REFUSAL, max(0.98 * kept - mediated, 1e-9))
    appeals_unmediated = min(unmediated / declined, 0.98) if declined > 0 else APPEALS_UNMEDIATED_REFUSAL
    reach_adviser = mediated + declined

    settle = 1 - TALK_SHARE * TALK_SETTLES
    placement_appeals = PLACEMENT_ONLY_SHARE * appeals_plan
    advised_appeals = appeals_plan - placement_appeals
    after_plan = min((c.after_mediation_plan + SHRINK * 701 / 1862) / (c.mediated_plan + SHRINK), 0.8)
    mediated_plan = min(c.mediated_plan, 2 * advised_appeals)
    declined_plan = max(advised_appeals - mediated_plan * after_plan, 0.1 * advised_appeals) / APPEALS_UNMEDIATED_PLAN
    advised_plan = mediated_plan + declined_plan
    disputes = advised_plan / (settle * GOES_ON_PLAN)
    full = national_default("mediation_outcome_full_agreement").value
    return Flows(
        goes_on_refusal=min(reach_adviser / kept, 0.98),
        mediates_refusal=mediated / reach_adviser if reach_adviser > 0 else 0.0,
        appeals_mediated_refusal=min(after / (1 - full), 0.98),
        appeals_unmediated_refusal=appeals_unmediated,
        mediates_plan=mediated_plan / advised_plan if advised_plan > 0 else 0.0,
        appeals_mediated_plan=min(after_plan / (1 - full), 0.98),
        contents=disputes * (1 - CEASE_SHARE),
        placement_only=placement_appeals / (settle * GOES_ON_PLAN),
        cease=disputes * CEASE_SHARE,
        advised=reach_adviser + advised_plan,
        mediations=mediated + mediated_plan,
        appeals=appeals,
    )


def baseline(authority: str) -> Plan:
    """Return the starting Plan of a local authority, from 1 January 2027 for three years.

    Parameters
    ----------
    authority : str
        Name or three-digit code, for example ``"Kent"`` or ``"886"``.

    Raises
    ------
    UnknownNameError
        If there is no such authority (near misses are suggested), or it is England: the national model of
        153 authorities sharing one Tribunal is not there yet.
    """
    found = find_authority(authority)
    if found.code == "ENG":
        raise UnknownNameError("authority 'England' has no plan of its own yet: name one local authority.")
    counts = read_counts(found.code)
    flows = work_out_flows(counts)
    return Plan(
        name=f"{found.name} today",
        start=START,
        end=END,
        authority=found.name,
        pathway=PATHWAY,
        demand=_demand(found.code, counts, flows),
        teams=_teams(flows, counts),
        diaries=(_hearings(flows),),
        parameters=_parameters(flows),
        opening=_opening(flows),
        notes=_notes(found.code, counts),
    )


def _published(code: str, measure: str, value: float) -> Figure:
    found = figure(code, measure, YEAR)
    if found is not None:
        return found.model_copy(update={"unit": "per year"})
    return Figure(
        value=_round(value),
        unit="per year",
        basis="inferred",
        source=f"{measure} not published for this authority: England's rate per plan held, {FULL_YEARS_DATA}",
    )


def _demand(code: str, counts: Counts, flows: Flows) -> tuple[Demand, ...]:
    growth = Figure(
        value=0.0,
        unit="share per year",
        low=0.0,
        high=0.25,
        basis="assumed",
        source="held at the 2024 level; registered appeals in England grew by 10 to 55 % a year in 2019 to 2024",
    )
    backwards = (
        "worked back from appeals registered (courts, 2024) and mediations (SEN2, 2024), with the share of "
        f"families who go on ({GOES_ON_PLAN:.0%}) and of unmediated families who appeal "
        f"({APPEALS_UNMEDIATED_PLAN:.0%}) assumed"
    )

    def inferred(value: float, why: str) -> Figure:
        return Figure(value=_round(value), unit="per year", basis="inferred", source=why)

    def stream(name: str, title: str, per_year: Figure) -> Demand:
        return Demand(name=name, title=title, per_year=per_year, growth_per_year=growth, attributes={"trigger": name})

    return (
        stream("refuse_to_assess", "Refusal to assess", _published(code, "requests_refused", counts.refused)),
        stream(
            "refuse_to_issue",
            "Refusal to issue a plan",
            _published(code, "assessments_plan_refused", counts.not_issued),
        ),
        stream("contents", "Contents of a plan", inferred(flows.contents, backwards)),
        stream(
            "placement_only",
            "Placement only (section I)",
            inferred(
                flows.placement_only, f"{backwards}; {PLACEMENT_ONLY_SHARE:.0%} of plan appeals assumed section I"
            ),
        ),
        stream(
            "cease_or_not_amend",
            "Ceasing a plan or not amending it",
            inferred(flows.cease, f"{backwards}; {CEASE_SHARE:.1%} of plan appeals, from the courts' types of appeal"),
        ),
        stream(
            "sen_support",
            "Support without a plan",
            assumed(
                _round(0.01 * counts.plans),
                "per year",
                "one disagreement a year for each 100 plans in force; nothing is published",
                low=_round(0.002 * counts.plans),
                high=_round(0.05 * counts.plans),
            ),
        ),
    )


def _teams(flows: Flows, counts: Counts) -> tuple[Team, ...]:
    talks = TALK_SHARE * (
        counts.refused + counts.not_issued + flows.contents + flows.placement_only + flows.cease + 0.01 * counts.plans
    )

    def team(name: str, title: str, hours: float, what: str) -> Team:
        needed = hours / (HOURS_A_YEAR * TARGET_UTILISATION)
        posts = max(0.2, tidy(needed, math.ceil))
        why = f"not published: {what}, at {TARGET_UTILISATION:.0%} of time on duty used"
        number = Figure(value=round(posts, 2), unit="full-time equivalents", basis="assumed", source=why)
        return Team(name=name, title=title, staff=(Staff(number=number),))

    return (
        team("sen_officers", "SEN officers, for early talk", talks * 7 / 3, "enough for the early talks"),
        team("drs_facilitators", "Disagreement resolution facilitators", 0.05 * talks * 6.3, "on call"),
        team("mediation_advisers", "Mediation advisers", flows.advised * 0.92, "enough for the families advised"),
        team("mediators", "Mediators", flows.mediations * 6, "enough for the mediations held, 6 hours each"),
        team("tribunal_officers", "Tribunal officers", flows.appeals * 22, "enough for responses, 22 hours each"),
    )


def _hearings(flows: Flows) -> Diary:
    per_week = DECIDED_SHARE * flows.appeals / WEEKS_A_YEAR
    number = Figure(
        value=max(0.05, tidy(per_week)),
        unit="places per week",
        basis="inferred",
        source="appeals registered (courts, 2024) times the share decided at a hearing (66.7 %, MoJ 2023/24), "
        "over the weeks of a year: hearings keep pace with appeals, and the queue stays as long as it is",
    )
    return Diary(name="hearings", title="Hearing places for this authority's appeals", places=(Staff(number=number),))


def _leaving_rates() -> tuple[float, float, float]:
    """Return weekly rates of concession, agreement and withdrawal that leave two thirds of appeals to be decided."""
    total = -math.log(DECIDED_SHARE / (1 - EARLY_CONCESSION)) / WEEKS_TO_HEARING
    return 0.6 * total, 0.15 * total, 0.25 * total


def _parameters(flows: Flows) -> dict[str, Figure]:
    def share(value: float, source: str, basis: Basis = "inferred") -> Figure:
        return Figure(value=round(value, 4), unit="share", basis=basis, source=source)

    sen2 = "SEN2 and courts' counts of this authority, 2024; see docs/baseline.md for the arithmetic"
    conceded, agreed, withdrawn = _leaving_rates()
    leaving = (
        "a third of appeals end before a decision (MoJ 2023/24); their split between concession, agreement and "
        f"withdrawal and the wait of {WEEKS_TO_HEARING:.0f} weeks are assumed"
    )

    def rate(value: float) -> Figure:
        return Figure(value=round(value, 5), unit="per week", basis="inferred", source=leaving)

    def weeks(value: float, why: str, low: float, high: float, basis: Basis = "assumed") -> Figure:
        return Figure(value=value, unit="weeks", low=low, high=high, basis=basis, source=why)

    full = national_default("mediation_outcome_full_agreement")
    return {
        "early_talk_share": assumed(
            TALK_SHARE, "share", "share of families offered and taking an early talk", 0.1, 0.6
        ),
        "early_talk_settles": assumed(TALK_SETTLES, "share", "share of early talks that settle it", 0.1, 0.5),
        "drs_offer": assumed(
            0.01, "share", "gives about two disagreement resolution cases a year in a typical authority", 0.0, 0.3
        ),
        "all_parties_consent": assumed(0.5, "share", "every party must agree; nothing is published", 0.3, 0.8),
        "drs_agreement": assumed(0.6, "share", "nothing is published", 0.3, 0.8),
        "drs_arranging_weeks": weeks(4.0, "nothing is published", 2, 8),
        "complains_elsewhere": assumed(0.2, "share", "nothing is published", 0.05, 0.5),
        "goes_on_refusal": share(flows.goes_on_refusal, sen2),
        "goes_on_plan": assumed(GOES_ON_PLAN, "share", "nothing is published", 0.5, 0.95),
        "weeks_to_contact": weeks(4.0, "within the two-month window", 2, 6),
        "mediates_refusal": share(flows.mediates_refusal, sen2),
        "mediates_plan": share(flows.mediates_plan, sen2),
        "mediation_full_agreement": full,
        "mediation_arranging_weeks": weeks(2.6, "so that request to meeting takes about the 30 days allowed", 1, 6),
        "leaves_at_30_days": assumed(0.3, "share", "families who then take the certificate instead", 0.0, 1.0),
        "appeals_mediated_refusal": share(flows.appeals_mediated_refusal, sen2),
        "appeals_mediated_plan": share(flows.appeals_mediated_plan, sen2),
        "appeals_unmediated_refusal": share(flows.appeals_unmediated_refusal, sen2, "assumed"),
        "appeals_unmediated_plan": assumed(APPEALS_UNMEDIATED_PLAN, "share", "nothing is published", 0.5, 0.95),
        "certificate_days": Figure(
            value=3.0, unit="working days", low=1, high=5, basis="assumed", source="the limit itself, reg 34"
        ),
        "weeks_to_appeal": weeks(2.2, "inside one month of the certificate", 1, 4),
        "registration_weeks": national_default("lodging_to_registration"),
        "early_concession": assumed(
            EARLY_CONCESSION, "share", "share of appeals conceded before the response; not published", 0.0, 0.3
        ),
        "conceded_per_week": rate(conceded),
        "agreed_per_week": rate(agreed),
        "withdrawn_per_week": rate(withdrawn),
        "decision_weeks": Figure(
            value=2.0,
            unit="weeks",
            basis="published",
            source="usually within 10 working days of the hearing (practice)",
        ),
        "appeal_allowed": national_default("in_favour_of_appellant_given_decided"),
        "carrying_out_weeks": weeks(
            5.0, "five weeks to amend (reg 44); how long it really takes is not published", 2, 14
        ),
    }


def _opening(flows: Flows) -> tuple[Opening, ...]:
    """Return the open cases at the start: each flow times its mean stay (Little's law), ages spread evenly."""
    a_week = flows.appeals / WEEKS_A_YEAR
    rate = sum(_leaving_rates())
    waiting = a_week * (1 - EARLY_CONCESSION) * (1 - math.exp(-rate * 36)) / rate
    refusal_share = 0.355
    by_stream = (("refuse_to_assess", refusal_share), ("contents", 1 - refusal_share - 0.17), ("placement_only", 0.17))
    stages = (
        ("mediation_arranging", flows.mediations / WEEKS_A_YEAR * 3, 4.0, 35.0),
        ("registration", a_week * 3, 3.0, 60.0),
        ("la_response", a_week * (1 - EARLY_CONCESSION), 1.0, 80.0),
        ("hearing", waiting, 36.0, 90.0),
        ("order_carried_out", a_week * DECIDED_SHARE * 5, 5.0, 380.0),
    )
    why = "inferred: the yearly flow times the mean stay at this stage; replace it with your own open cases"
    out = []
    for stage, total, weeks, before in stages:
        for stream, share in by_stream:
            if stage == "mediation_arranging" and stream == "placement_only":
                continue
            number = Figure(value=float(round(total * share)), unit="cases", basis="inferred", source=why)
            out.append(Opening(stage=stage, demand=stream, count=number, oldest_days=weeks * 7, before_days=before))
    return tuple(out)


def _notes(authority: str, counts: Counts) -> tuple[str, ...]:
    notes = [
        "Figures are for calendar 2024; demand is held at that level until you change it.",
        "The Tribunal is one national body: hearing places here are this authority's share of its hearings.",
        "Staff numbers are not published: they are set so that today's demand can be met. Put in your own.",
    ]
    problem = notes_for(authority)
    if problem:
        notes.append(f"Known problem with this authority's figures: {problem}.")
    if counts.missing:
        notes.append("Not published for this authority, England's rate used: " + ", ".join(counts.missing) + ".")
    return tuple(notes)


def step_of(value: float) -> float:
    """Return the size of step in which a number of posts or places is sensibly changed."""
    return 0.05 if value < 2 else 0.25 if value < 10 else 0.5


def tidy(value: float, to_whole: Callable[[float], int] = round) -> float:
    """Return ``value`` on a whole number of its steps."""
    step = step_of(value)
    return round(to_whole(value / step) * step, 2)


def _round(value: float) -> float:
    return round(value, 1)
