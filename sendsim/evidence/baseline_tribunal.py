"""Parameters of appeals, of claims to the Tribunal and of carrying out what was agreed, conceded or ordered."""

from __future__ import annotations

import math

from sendsim.caseload.figure import Figure
from sendsim.evidence.given import NOTHING, a_week, national, share, weeks

DECIDED_SHARE = 0.667
WEEKS_TO_HEARING = 40.0
EARLY_CONCESSION = 0.08
PAPER_SHARE = 0.4
THREE_MEMBER_SHARE = 0.5
JUDICIAL_ADR_SHARE = 0.1
ADJOURNED_SHARE, POSTPONED_PER_WEEK = 0.08, 0.004
CLAIM_SETTLES = 0.4


def leaving_rates() -> tuple[float, float, float]:
    """Return weekly rates of concession, agreement and withdrawal that leave two thirds of appeals to be decided."""
    total = -math.log(DECIDED_SHARE / (1 - EARLY_CONCESSION)) / WEEKS_TO_HEARING
    return 0.6 * total, 0.15 * total, 0.25 * total


def parameters() -> dict[str, Figure]:
    """Return the parameters of the Tribunal and of carrying out."""
    return {**_waiting(), **_hearing(), **_after(), **_carrying_out(), **_claims()}


def _waiting() -> dict[str, Figure]:
    conceded, agreed, withdrawn = leaving_rates()
    why = (
        "a third of appeals end before a decision (MoJ 2023/24); their split between concession, agreement and "
        f"withdrawal and the wait of {WEEKS_TO_HEARING:.0f} weeks are assumed"
    )

    def rate(value: float) -> Figure:
        return a_week(value, round(value / 2, 5), round(value * 2, 5), why, "inferred")

    return {
        "weeks_to_appeal": weeks(2.2, 1, 4, "inside one month of the certificate"),
        "registration_weeks": national("lodging_to_registration"),
        "early_concession": share(EARLY_CONCESSION, 0.0, 0.3, "share of appeals conceded before the response"),
        "conceded_per_week": rate(conceded),
        "agreed_per_week": rate(agreed),
        "withdrawn_per_week": rate(withdrawn),
        "evidence_weeks": weeks(5.0, 3, 10, f"directions leave some weeks after the response; {NOTHING}"),
    }


def _hearing() -> dict[str, Figure]:
    return {
        "paper_share": share(
            PAPER_SHARE, 0.1, 0.8, "of appeals on refusal to assess: often on the papers, no share is published"
        ),
        "judicial_adr_share": share(JUDICIAL_ADR_SHARE, 0.0, 0.4),
        "judicial_adr_agreement": share(0.5, 0.2, 0.8),
        "three_member_share": share(
            THREE_MEMBER_SHARE, 0.0, 1.0, "of hearings about a plan: two members are usual, three on request"
        ),
        "postponed_per_week": a_week(
            POSTPONED_PER_WEEK,
            0.001,
            0.04,
            "about one hearing in ten over the wait; 77 % of listed hearings in 2018/19 under over-listing, and "
            "nothing recent",
        ),
        "postponed_weeks": weeks(6.0, 2, 16),
        "adjourned_share": share(ADJOURNED_SHARE, 0.02, 0.2),
        "adjourned_weeks": weeks(8.0, 4, 20),
        "decision_weeks": Figure(
            value=2.0,
            low=1,
            high=4,
            unit="weeks",
            basis="published",
            source="usually within 10 working days of the hearing (practice)",
        ),
        "appeal_allowed": national("in_favour_of_appellant_given_decided"),
    }


def _after() -> dict[str, Figure]:
    return {
        "remitted_share": share(
            0.1, 0.0, 0.3, f"of orders on refusals to issue: sent back to the authority; {NOTHING}"
        ),
        "reconsider_weeks": weeks(
            1.8, 0.5, 5, "two weeks to reconsider (reg 44); how long it really takes is not published"
        ),
        "refused_after_reconsidering": share(0.2, 0.05, 0.5),
        "keep_and_amend_share": share(
            0.3, 0.0, 0.8, f"of orders on ceasing a plan: kept and amended, not kept as it is; {NOTHING}"
        ),
        "extended_share": share(0.15, 0.05, 0.3, "of orders on the contents of a plan; no share is published"),
        "recommendation_weeks": weeks(
            4.0, 2, 8, "five weeks allowed (2017 Regulations); how long it takes is not published"
        ),
        "recommendation_refused_share": share(0.2, 0.05, 0.5),
        "complains_of_recommendation": share(0.3, 0.05, 0.6),
        "order_rest_weeks": weeks(1.5, 0.5, 6, "what is left of the five weeks of reg 44"),
        "asks_again_share": share(0.1, 0.02, 0.3, "of appeals dismissed"),
        "asking_again_weeks": weeks(2.5, 1, 3.5, "inside 28 days"),
        "set_aside_share": share(0.1, 0.0, 0.3),
        "permission_share": share(0.2, 0.05, 0.4),
        "upper_tribunal_weeks": weeks(40.0, 20, 80),
        "upper_tribunal_allows": share(0.4, 0.2, 0.7),
    }


def _carrying_out() -> dict[str, Figure]:
    slow = "how long it really takes is not published"
    return {
        "carrying_out_weeks": weeks(5.0, 2, 14, f"five weeks to amend (reg 44); {slow}"),
        "carrying_out_placement_weeks": weeks(2.0, 1, 8, f"two weeks to amend section I (reg 44); {slow}"),
        "carrying_out_tell_weeks": weeks(1.5, 0.5, 4, f"two weeks to say it will assess (reg 44); {slow}"),
        "carrying_out_assessment_weeks": weeks(8.0, 5, 20, f"14 weeks in all to the final plan (reg 44); {slow}"),
        "carrying_out_draft_weeks": weeks(4.0, 2, 10, f"five weeks to the draft (reg 44); {slow}"),
        "carrying_out_plan_weeks": weeks(5.0, 3, 12, f"six weeks from draft to final plan (reg 44); {slow}"),
        "carrying_out_keep_weeks": weeks(0.2, 0.05, 1, "at once (reg 44)"),
        "refused_after_assessment": share(
            0.15,
            0.03,
            0.3,
            "of ordered or agreed assessments: 5 % of all assessments end without a plan, more of these",
        ),
        "returns_after_review": share(0.05, 0.0, 0.2, f"of settled disagreements about a plan; {NOTHING}"),
        "weeks_to_next_review": weeks(40.0, 20, 52, "plans are reviewed every twelve months (CFA s44)"),
        "acts_on_breach": share(
            0.15, 0.0, 0.5, f"of families whose order or agreement is not carried out in time; {NOTHING}"
        ),
        "judicial_review_share": share(
            0.05, 0.0, 0.2, "of those: a letter before judicial review rather than a complaint"
        ),
        "pre_action_settles": share(0.9, 0.6, 0.98),
        "judicial_review_weeks": weeks(26.0, 10, 60),
    }


def _claims() -> dict[str, Figure]:
    return {
        "conciliation_share": share(
            0.01,
            0.0,
            0.1,
            f"of families who claim: referred to conciliation that the equality commission arranges; {NOTHING}",
        ),
        "conciliation_weeks": weeks(10.0, 4, 20),
        "conciliation_settles": share(0.5, 0.2, 0.8),
        "asks_late_claim": share(0.2, 0.0, 0.5, f"of families whose time to claim has run out; {NOTHING}"),
        "late_claim_admitted": share(0.3, 0.1, 0.6),
        "weeks_to_claim": weeks(14.0, 4, 24, "within six months"),
        "claim_response_weeks": weeks(6.0, 5, 9, "30 working days"),
        "claim_settles": share(CLAIM_SETTLES, 0.2, 0.7),
        "claim_upheld_share": share(0.5, 0.3, 0.8),
        "claim_remedy_weeks": weeks(8.0, 2, 26),
    }
