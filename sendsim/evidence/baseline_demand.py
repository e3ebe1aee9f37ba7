"""Streams of new disagreements of an authority, what is known of each family, and the cases open at the start.

Refusals are published counts. Disputes about a plan are worked back from appeals and mediations. What begins without a
decision (support in a setting, health, social care, provision that comes late) has no published count and is assumed;
claims of discrimination share out England's count by plans held.
"""

from __future__ import annotations

import math

from sendsim.caseload.figure import Figure, assumed
from sendsim.caseload.plan import Demand, Opening, Season
from sendsim.evidence.baseline_tribunal import (
    DECIDED_SHARE,
    EARLY_CONCESSION,
    PAPER_SHARE,
    THREE_MEMBER_SHARE,
    leaving_rates,
)
from sendsim.evidence.figures import figure
from sendsim.evidence.flows import (
    APPEALS_UNMEDIATED_PLAN,
    ASSESS_OF_REFUSALS,
    BOTH_SHARE,
    FULL_YEARS_DATA,
    GOES_ON_PLAN,
    OTHER_DECISIONS_SHARE,
    PLACEMENT_ONLY_SHARE,
    TALK_SETTLES,
    TALK_SHARE,
    WEEKS_A_YEAR,
    YEAR,
    Counts,
    Flows,
)

SEASON = Season(
    weights=(1.12, 1.10, 1.09, 1.06, 1.15, 1.13, 1.0, 0.89, 0.76, 0.83, 0.86, 1.02),
    spread=0.2,  # 337 appeals in 12 months: about 28 a month, of which the square root is a fifth
    basis="inferred",
    source="Devon's appeals by month 2018 to 2021 (337 appeals), smoothed over three months and moved two months back, "
    "from appeal to decision; one authority, and others may differ",
)
TRANSFER_SEASON = Season(
    weights=(1.2, 1.9, 1.6, 1.1, 1.0, 0.9, 0.8, 0.6, 0.6, 0.7, 0.7, 0.9),
    spread=0.4,
    source="plans of children who change phase are final by 15 February or 31 March (SENDR reg 18); the size of the "
    "peak is assumed",
)
"""The same where placements are disputed."""
CLAIMS_PER_PLAN = 360 / 638745  # claims registered 2023/24 over plans held in England, January 2025
CLAIMS_SHARE = 0.5
PER_PLAN = {"sen_support": 0.010, "setting": 0.003, "health": 0.002, "social_care": 0.0015, "provision": 0.005}
"""Disagreements without a decision a year for each plan in force: assumed."""


def _mix(shares: dict[str, float], why: str) -> dict[str, Figure]:
    return {level: assumed(value, "share", why, 0.0, 1.0) for level, value in shares.items()}


AGES = {"under_5": 0.12, "5_to_10": 0.40, "11_to_15": 0.34, "16_to_25": 0.14}
FAMILY = {"represented": 0.25, "supported": 0.30, "neither": 0.45}
REQUESTED = {"school": 0.65, "family": 0.33, "other": 0.02}
TRANSFER = {"yes": 0.4, "no": 0.6}
WHY_AGES = "ages of children and young people in dispute are not published; near those of plans in force"
WHY_FAMILY = "the share with a lawyer or with SENDIASS or a charity beside them is not published"
WHY_REQUESTED = "near SEN2's sources of requests for assessment, rounded; not published for those in dispute"
WHY_TRANSFER = "placement disputes at a change of phase: no share is published"


def of_each_family(stream: str) -> dict[str, dict[str, Figure]]:
    """Return what differs from family to family in a stream: age, help, source of the request, phase transfer."""
    mix = {"age_band": _mix(AGES, WHY_AGES), "representation": _mix(FAMILY, WHY_FAMILY)}
    if stream.startswith("refuse"):
        mix["request_source"] = _mix(REQUESTED, WHY_REQUESTED)
    if stream in ("placement_only", "contents_and_placement"):
        mix["phase_transfer"] = _mix(TRANSFER, WHY_TRANSFER)
    return mix


STREAMS: dict[str, tuple[str, str, str, str]] = {
    # name: (title, plan status, body complained of, stage at which it begins)
    "refuse_to_assess": ("Refusal to assess", "no plan", "authority", "notice_sent"),
    "refuse_to_issue": ("Refusal to issue a plan", "no plan", "authority", "notice_sent"),
    "contents": ("Contents of a plan", "plan", "authority", "notice_sent"),
    "placement_only": ("Placement only (section I)", "plan", "authority", "notice_sent_placement"),
    "contents_and_placement": ("Contents and placement", "plan", "authority", "notice_sent"),
    "refuse_to_reassess": ("Refusal to reassess", "plan", "authority", "notice_sent"),
    "not_amend": ("Not amending a plan", "plan", "authority", "notice_sent"),
    "cease": ("Ceasing a plan", "plan", "authority", "notice_sent"),
    "sen_support": ("Support without a plan", "no plan", "setting", "concern_raised"),
    "setting": ("What a setting provides", "plan", "setting", "concern_raised"),
    "health": ("Health in the plan", "plan", "health", "concern_raised_health"),
    "social_care": ("Social care", "plan", "social care", "concern_raised_social_care"),
    "discrimination": ("Disability discrimination by a school", "either", "setting", "treated_unfairly"),
    "provision": ("Support late or not delivered", "plan", "authority", "failure_noticed"),
}


def demand_of(code: str, counts: Counts, flows: Flows) -> tuple[Demand, ...]:
    """Return the streams of new disagreements of an authority."""
    growth = Figure(
        value=0.0,
        unit="share per year",
        low=0.0,
        high=0.25,
        basis="assumed",
        source="held at the 2024 level; registered appeals in England grew by 10 to 55 % a year in 2019 to 2024",
    )
    out = []
    for name, (title, plan_status, body, start) in STREAMS.items():
        transfer = name in ("placement_only", "contents_and_placement")
        seasonal = start in ("notice_sent", "notice_sent_placement")
        out.append(
            Demand(
                name=name,
                title=title,
                per_year=a_year(name, code, counts, flows),
                growth_per_year=growth,
                monthly=TRANSFER_SEASON if transfer else SEASON if seasonal else None,
                attributes={"trigger": name, "plan_status": plan_status, "body": body}
                | ({} if transfer else {"phase_transfer": "no"}),
                mix=of_each_family(name),
                start=start,
            )
        )
    return tuple(out)


def a_year(name: str, code: str, counts: Counts, flows: Flows) -> Figure:
    """Return the yearly number of one stream with its evidence."""
    backwards = (
        "worked back from appeals registered (courts, 2024) and mediations (SEN2, 2024), with the share of "
        f"families who go on ({GOES_ON_PLAN:.0%}) and of unmediated families who appeal "
        f"({APPEALS_UNMEDIATED_PLAN:.0%}) assumed"
    )
    splits = {
        "contents": f"{1 - BOTH_SHARE:.0%} of disputes about contents assumed without the placement",
        "contents_and_placement": f"{BOTH_SHARE:.0%} of disputes about contents assumed with the placement",
        "placement_only": f"{PLACEMENT_ONLY_SHARE:.0%} of plan appeals assumed section I",
    }
    if name == "refuse_to_assess":
        return _published(code, "requests_refused", counts.refused)
    if name == "refuse_to_issue":
        return _published(code, "assessments_plan_refused", counts.not_issued)
    if name in PER_PLAN:
        rate = PER_PLAN[name]
        value = _round(rate * counts.plans)
        why = f"{rate * 1000:g} disagreements a year for each 1,000 plans in force; nothing is published"
        return assumed(value, "per year", why, low=_round(value / 5), high=_round(value * 5))
    if name == "discrimination":
        settled = 1 - TALK_SHARE * TALK_SETTLES
        value = CLAIMS_PER_PLAN * counts.plans / settled / CLAIMS_SHARE
        why = f"England's 360 claims of 2023/24 shared out by plans held; that {CLAIMS_SHARE:.0%} go on is assumed"
        return _a_year(value, 0.3, why)
    of_type = splits.get(
        name, f"{OTHER_DECISIONS_SHARE:.1%} of plan appeals, from the courts' types of appeal, split by assumption"
    )
    return _a_year(getattr(flows, name), 0.3, f"{backwards}; {of_type}")


def _a_year(value: float, spread: float, why: str) -> Figure:
    low, high = _round(value * (1 - spread)), _round(value * (1 + spread))
    return Figure(value=_round(value), low=low, high=high, unit="per year", basis="inferred", source=why)


def _published(code: str, measure: str, value: float) -> Figure:
    found = figure(code, measure, YEAR)
    if found is not None:
        return found.model_copy(update={"unit": "per year", "low": found.value, "high": found.value})
    return Figure(
        value=_round(value),
        low=_round(value * 0.5),
        high=_round(value * 1.5),
        unit="per year",
        basis="inferred",
        source=f"{measure} not published for this authority: England's rate per plan held, {FULL_YEARS_DATA}",
    )


LIST_WEEKS, PAPER_WEEKS = 31.0, 8.0
"""Weeks in the list for a hearing and for the papers, of the 40 and the 14 from lodging to deciding."""


def listed(flows: Flows) -> dict[str, float]:
    """Return appeals a year that come to each list: for the papers, before three members and before two."""
    here = flows.appeals * (1 - EARLY_CONCESSION)
    assess = flows.appeals_refusal * (1 - EARLY_CONCESSION) * ASSESS_OF_REFUSALS
    other_plan = (flows.appeals - flows.appeals_refusal) * (1 - EARLY_CONCESSION) * OTHER_DECISIONS_SHARE
    papers = assess * PAPER_SHARE
    three = (here - flows.appeals_refusal * (1 - EARLY_CONCESSION) - other_plan) * THREE_MEMBER_SHARE
    return {"papers": papers, "hearing": three, "hearing_two_members": here - papers - three}


def opening_of(flows: Flows) -> tuple[Opening, ...]:
    """Return the open cases at the start: each flow times its mean stay (Little's law), ages spread evenly."""
    a_week = flows.appeals / WEEKS_A_YEAR
    refusal = flows.appeals_refusal / flows.appeals if flows.appeals else 0.0
    rate = sum(leaving_rates())
    plan_parts = {
        "contents": 0.73 * (1 - BOTH_SHARE),
        "contents_and_placement": 0.73 * BOTH_SHARE,
        "placement_only": 0.27,
    }
    everyone = {"refuse_to_assess": refusal} | {k: v * (1 - refusal) for k, v in plan_parts.items()}
    without_placement = {k: v for k, v in everyone.items() if k != "placement_only"}
    heard = {k: v / WEEKS_A_YEAR for k, v in listed(flows).items()}

    def stays(weeks: float) -> float:
        return (1 - math.exp(-rate * weeks)) / rate

    decided = a_week * DECIDED_SHARE
    stages: tuple[tuple[str, float, float, float, dict[str, float]], ...] = (
        ("mediation_arranging", flows.mediations / WEEKS_A_YEAR * 3, 4.0, 35.0, without_placement),
        ("registration", a_week * 3, 3.0, 60.0, everyone),
        ("la_response", a_week * (1 - EARLY_CONCESSION), 1.0, 80.0, everyone),
        ("evidence", a_week * (1 - EARLY_CONCESSION) * 5, 5.0, 100.0, everyone),
        ("papers", heard["papers"] * stays(PAPER_WEEKS), PAPER_WEEKS, 90.0, {"refuse_to_assess": 1.0}),
        ("hearing", heard["hearing"] * stays(LIST_WEEKS), LIST_WEEKS, 150.0, plan_parts),
        ("hearing_two_members", heard["hearing_two_members"] * stays(LIST_WEEKS), LIST_WEEKS, 150.0, everyone),
        ("order_carried_out_assess", decided * refusal * 8, 8.0, 380.0, {"refuse_to_assess": 1.0}),
        (
            "order_carried_out_contents",
            decided * (1 - refusal) * 0.73 * 5,
            5.0,
            380.0,
            {"contents": 0.45, "contents_and_placement": 0.55},
        ),
    )
    why = "inferred: the yearly flow times the mean stay at this stage; replace it with your own open cases"
    out = []
    for stage, total, weeks, before, shares in stages:
        whole = sum(shares.values())
        for stream, part in shares.items():
            count = float(round(total * part / whole))
            low, high = float(round(count * 0.5)), float(round(count * 1.5))
            number = Figure(value=count, low=low, high=high, unit="cases", basis="inferred", source=why)
            out.append(Opening(stage=stage, demand=stream, count=number, oldest_days=weeks * 7, before_days=before))
    return tuple(out)


def _round(value: float) -> float:
    return round(value, 1)
