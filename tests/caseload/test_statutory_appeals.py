"""Decisions that can be appealed: each limit day by day, on single families, on both engines.

Dates are worked by hand in the law's vectors (two months from notice or one month from certificate, whichever is
later; relief for August and Christmas; no relief in the SEND Regulations).
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from statutory import follow

from sendsim.law import limits as law

LONG = 300
DECLINES = {"goes_on_refusal": 1, "goes_on_plan": 1, "mediates_refusal": 0, "mediates_plan": 0, "persuaded_share": 0}
APPEALS = {
    f"appeals_{who}_{what}": 1 for who in ("mediated", "unmediated", "all_mediated") for what in ("refusal", "plan")
}
CERTIFICATE = ("refuse_to_assess", "refuse_to_issue", "contents", "contents_and_placement", "refuse_to_reassess",
               "not_amend", "cease")  # fmt: skip


def appealing(trigger: str, sent: date, certificate: date, **more: float):
    """Follow a family that declines mediation, has its certificate on a day and is slow to appeal."""
    days = {"deciding": (certificate - sent).days, "certificate_declined": 0.1, "preparing_appeal": LONG}
    return follow(trigger, sent, days=days, **(DECLINES | APPEALS | {"asks_for_more_time": 0} | more))


@pytest.mark.parametrize(
    ("sent", "certificate", "last"),
    [
        (date(2026, 1, 14), date(2026, 1, 20), date(2026, 3, 16)),  # two months wins; a Saturday rolls
        (date(2026, 2, 2), date(2026, 3, 27), date(2026, 4, 27)),  # the certificate's month is later
        (date(2026, 2, 3), date(2026, 2, 10), date(2026, 4, 7)),  # Good Friday, weekend, Easter Monday
        (date(2026, 6, 12), date(2026, 6, 19), date(2026, 9, 1)),  # ends in August
        (date(2026, 10, 24), date(2026, 11, 2), date(2026, 12, 24)),  # 24 December is outside the window
    ],
)
def test_two_months_from_notice_or_one_from_certificate(sent, certificate, last):
    journey = appealing("refuse_to_assess", sent, certificate)
    assert journey.started("appeal_limit") == certificate
    assert journey.last_day("appeal_limit") == last
    assert journey.outcome == "out_of_time"


@pytest.mark.parametrize("trigger", CERTIFICATE)
def test_every_decision_but_placement_alone_needs_the_adviser_within_two_months(trigger):
    """Sent 12 June 2026: the last day to contact the adviser is 12 August, which August does not move."""
    late = follow(trigger, date(2026, 6, 12), days={"deciding": LONG}, **(DECLINES | {"asks_for_more_time": 0}))
    assert late.last_day("contact_limit") == date(2026, 8, 12)
    assert late.outcome == "out_of_time"
    journey = appealing(trigger, date(2026, 6, 12), date(2026, 6, 19))
    assert journey.met("contact_limit") and journey.met("certificate_3_days")
    assert journey.last_day("appeal_limit") == date(2026, 9, 1)


def test_out_of_time_a_family_may_ask_for_more():
    """A judge who gives more time lets the appeal be registered."""
    days = {"deciding": LONG, "late_application": 7}
    journey = follow(
        "contents", date(2026, 1, 14), days=days, **(DECLINES | {"asks_for_more_time": 1, "more_time_given": 1})
    )
    assert journey.on("join", "registration") == date(2026, 3, 15) + timedelta(days=7)
    refused = follow(
        "contents", date(2026, 1, 14), days=days, **(DECLINES | {"asks_for_more_time": 1, "more_time_given": 0})
    )
    assert refused.outcome == "out_of_time"


def test_the_certificate_is_due_in_three_working_days():
    """Told on Thursday 2 April 2026: Good Friday, the weekend and Easter Monday do not count."""
    days = {"deciding": 20, "certificate_declined": 9}
    journey = follow("refuse_to_issue", date(2026, 3, 13), days=days, **(DECLINES | APPEALS))
    assert journey.started("certificate_3_days") == date(2026, 4, 2)
    assert journey.last_day("certificate_3_days") == date(2026, 4, 9)


@pytest.mark.parametrize("mediates", [0, 1])
def test_placement_alone_has_two_months_and_needs_no_certificate(mediates):
    """Sent Friday 13 February 2026: Monday 13 April, whether or not the family mediates on the way."""
    days = {"deciding_placement": 10, "preparing_section_i": LONG, "mediation_arranging": 20}
    journey = follow(
        "placement_only",
        date(2026, 2, 13),
        days=days,
        mediates_placement=mediates,
        mediation_full_agreement=0,
        mediation_cancelled_share=0,
        decision_maker_attends=1,
        **(DECLINES | APPEALS | {"asks_for_more_time": 0}),
    )
    assert ("mediation" in journey.stages()) == bool(mediates)
    assert "mediation_adviser" not in journey.stages()
    assert journey.last_day("appeal_limit_placement") == date(2026, 4, 13)
    assert journey.outcome == "out_of_time"


# -- mediation


def mediating(trigger: str, first: date, days: dict[str, float], **more: float):
    """Follow a family that asks for mediation."""
    takes = {"mediates_refusal": 1, "mediates_plan": 1, "goes_on_refusal": 1, "goes_on_plan": 1}
    quiet = {"mediation_cancelled_share": 0, "decision_maker_attends": 1}
    return follow(trigger, first, days=days, **(takes | quiet | APPEALS | more))


def test_thirty_days_then_a_certificate_as_if_mediation_had_been_held():
    """Told on Friday 13 November 2026: arrange by Sunday 13 December; the certificate opens one month more."""
    days = {"deciding": 9, "mediation_arranging": 90, "certificate_deemed": 0.5, "preparing_appeal": LONG}
    journey = mediating("refuse_to_assess", date(2026, 11, 4), days, leaves_at_30_days=1, asks_for_more_time=0)
    assert journey.started("mediation_30_days") == date(2026, 11, 13)
    assert journey.last_day("mediation_30_days") == date(2026, 12, 13)
    assert journey.on("join", "certificate_deemed") == date(2026, 12, 14)
    assert journey.started("appeal_limit") == date(2026, 12, 14)
    assert journey.last_day("appeal_limit") == date(2027, 1, 14)


def test_a_cancelled_date_leaves_the_thirty_days_running():
    days = {"deciding": 9, "mediation_arranging": 20, "mediation_cancelled": 15}
    journey = mediating("contents", date(2026, 3, 2), days, mediation_cancelled_share=1, leaves_at_30_days=0)
    assert journey.last_day("mediation_30_days") == journey.started("mediation_30_days") + timedelta(days=30)
    assert journey.on("start", "mediation") > journey.last_day("mediation_30_days")


def test_without_anybody_who_can_decide_another_meeting_is_held():
    journey = mediating("contents", date(2026, 3, 2), {}, decision_maker_attends=0)
    assert "mediation_meeting_undecided" in journey.stages() and "mediation" not in journey.stages()


# -- carrying out: agreement (reg 42), order (reg 44), concession before the response (reg 45), consent

PERIODS = {
    "refuse_to_assess": {"tell_2_weeks": 2, "no_plan_10_weeks": 10, "assessed_plan_14_weeks": 14},
    "refuse_to_reassess": {"tell_2_weeks": 2, "no_plan_10_weeks": 10, "assessed_plan_14_weeks": 14},
    "refuse_to_issue": {"draft_5_weeks": 5, "plan_11_weeks": 11},
    "contents": {"order_5_weeks": 5},
    "contents_and_placement": {"order_5_weeks": 5},
    "not_amend": {"order_5_weeks": 5},
    "placement_only": {"placement_2_weeks": 2},
    "cease": {"keep_at_once": 0},
}
PARTS = ("tell", "assess", "draft", "plan", "contents", "placement", "keep")
SOURCES = {
    "mediation_carried_out": "agreed_mediation",
    "order_carried_out": "decided_order",  # or, where a plan is kept, decided_order_kept
    "concession_carried_out": "conceded",
    "consent_order": "agreed_while_waiting",
}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("trigger", PERIODS)
def test_each_kind_of_order_has_its_own_time(source, trigger):
    """From Monday 20 July 2026: plain weeks; August counts."""
    first = date(2026, 7, 20)
    slow = {f"{source}_{part}": LONG for part in PARTS}
    journey = follow(trigger, first, start=source, days=slow, acts_on_breach=0)
    for clock, weeks in PERIODS[trigger].items():
        assert journey.last_day(clock) == first + timedelta(weeks=weeks)
    quick = follow(trigger, first, start=source, days={f"{source}_{part}": 0.1 for part in PARTS})
    kept = (source, trigger) == ("order_carried_out", "cease")
    assert quick.outcome == ("decided_order_kept" if kept else SOURCES[source])
    assert all(quick.met(clock) for clock in PERIODS[trigger])


def test_a_matter_sent_back_is_reconsidered_in_two_weeks():
    """From Monday 20 July 2026: a draft by 3 August, or a new refusal that opens two months again."""
    first, go = date(2026, 7, 20), {"start": "order_made", "remitted_share": 1}
    made = follow("refuse_to_issue", first, days={"order_reconsidered": 7}, refused_after_reconsidering=0, **go)
    assert made.outcome == "decided_order_reconsidered" and made.met("reconsider_2_weeks")
    refused = follow(
        "refuse_to_issue", first, days={"order_reconsidered": 7, "deciding": LONG}, refused_after_reconsidering=1,
        goes_on_refusal=1, asks_for_more_time=0, **go,
    )  # fmt: skip
    assert refused.met("reconsider_2_weeks") and refused.last_day("contact_limit") == date(2026, 9, 27)


@pytest.mark.parametrize("amend", [0, 1])
def test_a_plan_that_was_to_cease_is_kept_or_kept_and_amended(amend):
    journey = follow("cease", date(2026, 7, 20), start="order_made", keep_and_amend_share=amend,
                     days={"order_keep_amend": 0.1, "order_keep_amend_rest": 20})  # fmt: skip
    assert journey.outcome == ("decided_order_kept_amended" if amend else "decided_order_kept")
    assert journey.met("keep_at_once") or not amend
    assert journey.met("order_5_weeks") == bool(amend)


def test_a_breach_may_be_taken_up():
    """Five weeks from 2 March 2026 pass on 6 April; the family complains the day after."""
    days = {"order_carried_out_contents": LONG}
    journey = follow(
        "contents", date(2026, 3, 2), start="order_carried_out", days=days, acts_on_breach=1, judicial_review_share=0
    )
    assert journey.on("join", "complaint_la_1") == date(2026, 4, 7)
    journey = follow(
        "contents", date(2026, 3, 2), start="order_carried_out", days=days, acts_on_breach=1, judicial_review_share=1,
        pre_action_settles=1,
    )  # fmt: skip
    assert journey.outcome == "settled_pre_action"
    assert journey.on("join", "settled_pre_action") == date(2026, 4, 7) + timedelta(days=14)


def test_refused_after_the_assessment_a_family_has_two_months_again():
    """Told, assessed and refused: the new notice starts a new two months; the ten weeks were kept."""
    first, days = date(2026, 3, 2), {"order_carried_out_tell": 7, "order_carried_out_assess": 35, "deciding": LONG}
    go = {"refused_after_assessment": 1, "goes_on_refusal": 1, "asks_for_more_time": 0}
    journey = follow("refuse_to_assess", first, start="order_carried_out", days=days, **go)
    assert journey.met("no_plan_10_weeks")
    assert journey.started("contact_limit") == date(2026, 4, 13)
    assert journey.last_day("contact_limit") == date(2026, 6, 13)


def test_a_later_review_may_bring_the_family_back():
    """Settled for 280 days, then a new notice whose two months count from its own day."""
    days = {"order_carried_out_contents": 7, "settled_until_review": 280, "deciding": LONG}
    go = {"returns_after_review": 1, "goes_on_plan": 1, "asks_for_more_time": 0}
    journey = follow("contents", date(2026, 3, 2), start="order_carried_out", days=days, **go)
    again = date(2026, 3, 9) + timedelta(days=280)
    assert journey.on("join", "notice_sent_again") == again == date(2026, 12, 14)
    assert journey.last_day("contact_limit") == date(2027, 2, 14)


def test_a_family_whose_first_plan_was_refused_does_not_come_back_refused_a_plan():
    """It has a plan now: what it may dispute later is counted in the streams about plans."""
    journey = follow("refuse_to_issue", date(2026, 3, 2), start="order_carried_out", returns_after_review=1)
    assert journey.outcome == "decided_order" and "settled_until_review" not in journey.stages()


# -- the Tribunal


def test_the_response_has_thirty_working_days_and_august_does_not_count():
    journey = follow("contents", date(2026, 6, 29), start="la_response", teams__tribunal_officers=0)
    assert journey.last_day("la_response_30_days") == date(2026, 9, 8)


def test_the_bundle_is_there_ten_working_days_before_any_hearing():
    journey = follow("contents", date(2026, 3, 2), start="bundle", judicial_adr_share=0, three_member_share=1)
    sent, heard = journey.on("join", "bundle_sent"), journey.on("start", "hearing")
    assert sent <= law.bundle_by(heard)


def test_the_decision_and_what_can_be_asked_after_it():
    """A decision is looked for in ten working days; after it 28 days, in which August does not count."""
    days = {"tribunal_decision": 60}
    journey = follow("contents", date(2026, 7, 6), start="tribunal_decision", days=days, appeal_allowed=0)
    assert journey.last_day("decision_10_days") == date(2026, 7, 20)
    slow = follow("contents", date(2026, 7, 20), start="asking_again", days={"asking_again": 90})
    assert slow.last_day("ask_again_28_days") == date(2026, 9, 17)
    assert slow.outcome == "decision_upheld"
    again = follow("contents", date(2026, 7, 1), start="asking_again", days={"asking_again": 20}, set_aside_share=1)
    assert again.met("ask_again_28_days") and "panel" in again.stages()


def test_a_recommendation_is_answered_in_five_weeks_while_the_order_runs():
    """Dated Wednesday 1 April 2026: Wednesday 6 May for both."""
    days = {"recommendation_reply": 60}
    journey = follow("contents", date(2026, 4, 1), start="recommendation_reply", days=days, acts_on_breach=0)
    assert journey.last_day("recommendation_5_weeks") == date(2026, 5, 6)
    assert journey.last_day("order_5_weeks") == date(2026, 5, 6)


@pytest.mark.parametrize("trigger", ["refuse_to_assess", "refuse_to_issue", "cease", "placement_only"])
def test_no_recommendation_is_made_where_the_plan_is_not_amended(trigger):
    journey = follow(trigger, date(2026, 4, 1), start="order_made", extended_share=1)
    assert "recommendation_reply" not in journey.stages()


def test_appeals_by_type_go_their_own_way():
    """The working document is for contents; the papers are for refusals to assess."""
    contents = follow("contents", date(2026, 3, 2), start="registration", judicial_adr_share=0, paper_share=1)
    assert "working_document" in contents.stages() and "papers" not in contents.stages()
    assess = follow("refuse_to_assess", date(2026, 3, 2), start="registration", paper_share=1)
    assert "papers" in assess.stages() and "working_document" not in assess.stages()
    cease = follow("cease", date(2026, 3, 2), start="registration", judicial_adr_share=0, three_member_share=1)
    assert "hearing_two_members" in cease.stages() and "working_document" not in cease.stages()
