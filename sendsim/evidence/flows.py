"""From an authority's published counts to yearly flows and the probabilities that give the counts back.

Published figures of calendar 2024 fix the flows: refusals to assess and to issue, mediations, appeals after mediation,
and appeals registered by the courts. The SEN2 return sees only part of the appeals (it follows requests and
assessments, not reviews), so appeals are sized by the courts' count and only their split uses SEN2.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from sendsim.evidence.figures import figure, national_default

YEAR = "2024"
FULL_YEARS_DATA = f"calendar {YEAR}"
WEEKS_A_YEAR = 365.25 / 7

# Assumptions of the pathway's early part; none has a published figure.
TALK_SHARE, TALK_SETTLES = 0.3, 0.25
APPEALS_UNMEDIATED_REFUSAL, APPEALS_UNMEDIATED_PLAN = 0.6, 0.8
GOES_ON_PLAN = 0.8
MEDIATES_PLACEMENT = 0.1
# Kinds of dispute about a plan. Courts' types of appeal put 5.5 of every 64.5 plan appeals with ceasing, reassessing
# and not amending; the other splits are assumed.
PLACEMENT_ONLY_SHARE, OTHER_DECISIONS_SHARE = 0.27, 0.085
BOTH_SHARE = 0.55
"""Of appeals about contents, those that dispute the placement as well (assumed)."""
OTHER_DECISIONS = {"cease": 0.4, "refuse_to_reassess": 0.25, "not_amend": 0.35}

# England, calendar 2024: appeals by type in the courts' count over those the SEN2 return sees.
COURTS_OVER_SEN2 = (0.27 + 0.085) * 22276 / (4655 + 1445)
ASSESS_OF_REFUSALS = 0.27 / (0.27 + 0.085)
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
    """Yearly flows and probabilities worked out from the counts: what the parameters of the plan need.

    Flows of disputes bear the name of their stream of demand; probabilities that of their parameter.
    """

    goes_on_refusal: float
    mediates_refusal: float
    appeals_mediated_refusal: float
    appeals_unmediated_refusal: float
    appeals_all_mediated_refusal: float
    mediates_plan: float
    appeals_mediated_plan: float
    appeals_all_mediated_plan: float
    contents: float
    contents_and_placement: float
    placement_only: float
    refuse_to_reassess: float
    not_amend: float
    cease: float
    advised: float
    mediations: float
    appeals: float
    appeals_refusal: float

    @property
    def disputes_about_plans(self) -> float:
        """Disputes a year about a plan, of all kinds."""
        kinds = (self.contents, self.contents_and_placement, self.placement_only)
        return sum(kinds) + self.refuse_to_reassess + self.not_amend + self.cease


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
    settle = 1 - TALK_SHARE * TALK_SETTLES
    kept = settle * refusals
    declined = min(unmediated / APPEALS_UNMEDIATED_REFUSAL, max(0.98 * kept - mediated, 1e-9))
    appeals_unmediated = min(unmediated / declined, 0.98) if declined > 0 else APPEALS_UNMEDIATED_REFUSAL
    reach_adviser = mediated + declined

    placement_appeals = PLACEMENT_ONLY_SHARE * appeals_plan
    advised_appeals = appeals_plan - placement_appeals
    after_plan = min((c.after_mediation_plan + SHRINK * 701 / 1862) / (c.mediated_plan + SHRINK), 0.8)
    placement = placement_appeals / (1 - MEDIATES_PLACEMENT * (1 - after_plan))  # those who go on about placement
    mediated_plan = min(max(c.mediated_plan - MEDIATES_PLACEMENT * placement, 0.0), 2 * advised_appeals)
    declined_plan = max(advised_appeals - mediated_plan * after_plan, 0.1 * advised_appeals) / APPEALS_UNMEDIATED_PLAN
    advised_plan = mediated_plan + declined_plan
    disputes = advised_plan / (settle * GOES_ON_PLAN)
    amending = disputes * (1 - OTHER_DECISIONS_SHARE)
    full = national_default("mediation_outcome_full_agreement").value
    return Flows(
        goes_on_refusal=min(reach_adviser / kept, 0.98),
        mediates_refusal=mediated / reach_adviser if reach_adviser > 0 else 0.0,
        appeals_mediated_refusal=min(after / (1 - full), 0.98),
        appeals_unmediated_refusal=appeals_unmediated,
        appeals_all_mediated_refusal=after,
        mediates_plan=mediated_plan / advised_plan if advised_plan > 0 else 0.0,
        appeals_mediated_plan=min(after_plan / (1 - full), 0.98),
        appeals_all_mediated_plan=after_plan,
        contents=amending * (1 - BOTH_SHARE),
        contents_and_placement=amending * BOTH_SHARE,
        placement_only=placement / (settle * GOES_ON_PLAN),
        **{name: disputes * OTHER_DECISIONS_SHARE * share for name, share in OTHER_DECISIONS.items()},
        advised=reach_adviser + advised_plan,
        mediations=mediated + mediated_plan + MEDIATES_PLACEMENT * placement,
        appeals=appeals,
        appeals_refusal=appeals_refusal,
    )


def step_of(value: float) -> float:
    """Return the size of step in which a number of posts or places is sensibly changed."""
    return 0.05 if value < 2 else 0.25 if value < 10 else 0.5


def tidy(value: float, to_whole: Callable[[float], int] = round) -> float:
    """Return ``value`` on a whole number of its steps."""
    step = step_of(value)
    return round(to_whole(value / step) * step, 2)


def enough(value: float) -> float:
    """Return ``value`` rounded up to a whole number of its steps."""
    return tidy(value, math.ceil)
