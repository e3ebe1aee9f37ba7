"""Parameters before the Tribunal: talk, disagreement resolution, advice and mediation, and who gives up.

Published counts fix how many go on, mediate and appeal. Disagreement resolution has no published figure at all, of
volume, cost or outcome: each of its numbers is an assumption.
"""

from __future__ import annotations

from sendsim.caseload.figure import Figure
from sendsim.evidence.figures import national_default
from sendsim.evidence.flows import (
    APPEALS_UNMEDIATED_PLAN,
    GOES_ON_PLAN,
    MEDIATES_PLACEMENT,
    TALK_SETTLES,
    TALK_SHARE,
    Flows,
)
from sendsim.evidence.given import NOTHING, a_week, around, share, weeks, working_days

SEN2 = "SEN2 and courts' counts of this authority, 2024; see docs/baseline.md for the arithmetic"
DRS = "an assumption: no volume, outcome, time or cost of disagreement resolution by itself has been published"
DECISION_MAKER_ATTENDS, FULL_UNDECIDED = 0.85, 0.2


def parameters(flows: Flows) -> dict[str, Figure]:
    """Return the parameters of the early part, of mediation and of reasons to leave."""
    return {**_talk_and_leaving(), **_drs(), **_going_on(flows), **_mediation(flows), **_other_mediation()}


def _talk_and_leaving() -> dict[str, Figure]:
    return {
        "merit_slope": Figure(
            value=0.5,
            low=0.0,
            high=1.5,
            unit="log odds for one standard deviation",
            basis="assumed",
            source="how much a stronger case leans to settlement, concession and success; 0: merit makes no difference",
        ),
        "withdrawn_merit_slope": Figure(
            value=-0.5,
            low=-1.5,
            high=0.0,
            unit="log hazard for one standard deviation",
            basis="assumed",
            source="how much less a stronger case is withdrawn; 0: merit makes no difference",
        ),
        "early_talk_share": share(TALK_SHARE, 0.1, 0.6, "share of families offered and taking an early talk"),
        "early_talk_settles": share(TALK_SETTLES, 0.1, 0.5, "share of early talks that settle it"),
        "gave_up_per_week": a_week(0.002, 0.0, 0.01, "about one family in ten a year; nothing is published"),
        "moved_away_per_week": a_week(
            0.0005, 0.0, 0.001, "about one family in forty a year moves to another authority; nothing is published"
        ),
    }


def _drs() -> dict[str, Figure]:
    return {
        "drs_offer": share(
            0.01, 0.0, 0.3, f"{DRS}; share of families to whom it is suggested: about two a year in a typical authority"
        ),
        "drs_beside_offer": share(
            0.01, 0.0, 0.3, f"{DRS}; share of appeals in which it is suggested beside the appeal"
        ),
        "family_consents": share(0.8, 0.0, 1.0, f"{DRS}; share of families asked who agree to it"),
        **{
            f"{party}_consents": share(
                0.6,
                0.0,
                1.0,
                f"{DRS}; of those asked once the family agrees, so that about half go ahead",
            )
            for party in ("authority", "setting", "health_body")
        },
        "drs_agreement": share(0.6, 0.3, 0.8, DRS),
        "drs_agreement_made_order": share(
            0.8,
            0.3,
            1.0,
            f"{DRS}; of agreements beside an appeal, those made an order by consent; on the others it is withdrawn",
        ),
        "drs_kept": share(0.8, 0.5, 0.95, f"{DRS}; an agreement binds in honour only"),
        "drs_arranging_weeks": weeks(4.0, 2, 8, DRS),
        "drs_carrying_out_weeks": weeks(6.0, 2, 14, DRS),
    }


def _going_on(flows: Flows) -> dict[str, Figure]:
    return {
        "goes_on_refusal": around(flows.goes_on_refusal, 0.2, SEN2),
        "goes_on_plan": share(GOES_ON_PLAN, 0.5, 0.95),
        "complains_elsewhere": share(0.2, 0.05, 0.5, f"of families without a decision to appeal; {NOTHING}"),
        "goes_on_health": share(0.5, 0.2, 0.8),
        "goes_on_social_care": share(0.5, 0.2, 0.8),
        "complains_provision": share(0.5, 0.2, 0.8),
        "claims_discrimination": share(0.5, 0.2, 0.8),
        "weeks_to_contact": weeks(4.0, 2, 6, "within the two-month window"),
        "weeks_to_decide_placement": weeks(
            2.5, 1, 4, "so that the appeal can be prepared inside two months of the notice"
        ),
        "mediates_refusal": around(flows.mediates_refusal, 0.2, SEN2),
        "mediates_plan": around(flows.mediates_plan, 0.3, SEN2),
        "mediates_placement": share(
            MEDIATES_PLACEMENT, 0.0, 0.3, f"no certificate is needed, and mediation is still a right; {NOTHING}"
        ),
        "appeals_mediated_refusal": around(flows.appeals_mediated_refusal, 0.2, SEN2),
        "appeals_mediated_plan": around(flows.appeals_mediated_plan, 0.3, SEN2),
        "appeals_all_mediated_refusal": around(
            flows.appeals_all_mediated_refusal, 0.2, f"{SEN2}; of all who mediated, whatever was agreed"
        ),
        "appeals_all_mediated_plan": around(
            flows.appeals_all_mediated_plan, 0.3, f"{SEN2}; of all who mediated, whatever was agreed"
        ),
        "appeals_unmediated_refusal": around(flows.appeals_unmediated_refusal, 0.3, SEN2, "assumed"),
        "appeals_unmediated_plan": share(APPEALS_UNMEDIATED_PLAN, 0.5, 0.95),
        "asks_for_more_time": share(0.2, 0.0, 0.5, f"of families out of time; {NOTHING}"),
        "more_time_given": share(0.6, 0.3, 0.9),
        "late_application_weeks": weeks(2.0, 1, 6),
    }


def _mediation(flows: Flows) -> dict[str, Figure]:
    full, part = (national_default(f"mediation_outcome_{x}") for x in ("full_agreement", "partial_or_other_actions"))
    present = (full.value - (1 - DECISION_MAKER_ATTENDS) * FULL_UNDECIDED) / DECISION_MAKER_ATTENDS
    return {
        "mediation_effect": Figure(
            value=0.5,
            low=0.0,
            high=1.0,
            unit="share",
            basis="assumed",
            source="how much of the difference in appeals between families who mediate and families who decline is "
            "mediation's doing. 0: no causal effect, those who mediate would have gone on as seldom without it, and "
            "those brought to it go on as often as before. 1: all of it. Cullen and others (2019) found 13.6 points "
            "(10.2 to 17.0) between the two, by observation and not by experiment",
        ),
        "persuaded_share": share(
            0.0, 0.0, 0.5, "a policy that is off: of families not minded to mediate, those brought to it"
        ),
        "decision_maker_attends": share(DECISION_MAKER_ATTENDS, 0.5, 1.0, f"families report absences; {NOTHING}"),
        "mediation_full_agreement": share(
            present,
            0.36,
            0.55,
            f"{full.source}; {full.value:.0%} of all mediations, of which {FULL_UNDECIDED:.0%} of those without "
            "somebody who can decide are assumed",
            "inferred",
        ),
        "mediation_full_agreement_undecided": share(FULL_UNDECIDED, 0.0, 0.4),
        "mediation_part_agreement": share(
            part.value / (1 - full.value),
            0.7,
            0.95,
            f"{part.source}; {part.value:.0%} of all mediations over the {1 - full.value:.0%} without full agreement",
            "inferred",
        ),
        "mediation_beside_offer": share(
            0.01, 0.0, 0.2, f"share of appeals in which mediation is held while the appeal waits; {NOTHING}"
        ),
        "mediation_arranging_weeks": weeks(2.6, 1, 6, "so that request to meeting takes about the 30 days allowed"),
        "mediation_cancelled_share": share(
            0.1, 0.0, 0.3, "one case with two cancellations seen; no count is published"
        ),
        "mediation_rebooking_weeks": weeks(2.0, 1, 4),
        "leaves_at_30_days": share(0.3, 0.0, 1.0, "families who then take the certificate instead"),
        "certificate_days": working_days(3.0, 1, 5, "the limit itself, reg 34"),
    }


def _other_mediation() -> dict[str, Figure]:
    return {
        "mediates_health": share(0.3, 0.0, 0.8),
        "mediates_social_care": share(0.3, 0.0, 0.8),
        "mediation_agreement_health": share(0.5, 0.2, 0.8),
        "mediation_agreement_social_care": share(0.5, 0.2, 0.8),
        "complains_after_mediation": share(0.25, 0.05, 0.5),
        "icb_told_days": working_days(3.0, 1, 10, "the limit itself, reg 35"),
        "icb_tells_weeks": weeks(0.8, 0.2, 2, "one week allowed, reg 42(4)"),
        "carrying_out_other_weeks": weeks(2.0, 1, 8, "two weeks allowed, reg 42(3)"),
    }
