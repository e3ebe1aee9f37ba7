"""The bare dates of every time limit: dates in, dates out, no words.

The clocks explain these dates; the caseload model calls them directly. Each rule is written once, here.
Figures are those in force today; older figures are in ``dated.py`` and may be passed in. Nothing here
checks its input: a caller hands it dates that make sense.

Abbreviations in the sources: SENDR = Special Educational Needs and Disability Regulations 2014; HESC = the
First-tier Tribunal's Rules 2008.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum

from sendsim.law.calendar import (
    ONE_DAY,
    add_days,
    add_months,
    add_tribunal_days,
    add_tribunal_working_days,
    add_weeks,
    add_working_days,
    is_disregarded_by_tribunal,
    is_working_day,
    subtract_working_days,
    tribunal_relief,
    working_day_on_or_after,
)

DECIDE_WEEKS = 6
ADVICE_WEEKS = 6
NOT_ISSUE_WEEKS = 16
FINAL_PLAN_WEEKS = 20
COMMENT_DAYS = 15
CONSULTATION_DAYS = 15
REASSESSMENT_ANSWER_DAYS = 15
REASSESSMENT_PLAN_WEEKS = 14
REVIEW_PAPERS_WEEKS = 2
REVIEW_REPORT_WEEKS = 2
REVIEW_DECISION_WEEKS = 4
AMENDED_PLAN_WEEKS = 8
REVIEW_TOTAL_WEEKS = 12
POST_16_MOVE_MONTHS = 5
CLOSURE_WEEKS = 4

CONTACT_MONTHS = 2
CERTIFICATE_WORKING_DAYS = 3
TELL_ICB_WORKING_DAYS = 3
ARRANGE_MEDIATION_DAYS = 30
MEDIATION_NOTICE_WORKING_DAYS = 5

APPEAL_MONTHS = 2
APPEAL_CERTIFICATE_MONTHS = 1
REGISTRATION_WORKING_DAYS = 10
RESPONSE_WORKING_DAYS = 30
ATTENDANCE_WEEKS = 3
EVIDENCE_WEEKS = 4
BUNDLE_WORKING_DAYS = 10
DECISION_WORKING_DAYS = 10
AFTER_DECISION_DAYS = 28
UPPER_TRIBUNAL_MONTHS = 1

TELL_WEEKS = 2
NO_PLAN_WEEKS = 10
PLAN_AFTER_ASSESSMENT_WEEKS = 14
ORDERED_DRAFT_WEEKS = 5
ORDERED_FINAL_WEEKS = 11
CONTENTS_WEEKS = 5
PLACEMENT_WEEKS = 2
RECONSIDER_WEEKS = 2
OTHER_AGREED_WEEKS = 2
ICB_TELLS_LA_WEEKS = 1
RECOMMENDATION_WEEKS = 5

DISCRIMINATION_MONTHS = 6
CONCILIATION_MONTHS = 3

SECTION_26_BRING_MONTHS = 12
STAGE_1_WORKING_DAYS = 10
STAGE_1_LONGEST_WORKING_DAYS = 20
STAGE_2_WORKING_DAYS = 25
STAGE_2_LONGEST_WORKING_DAYS = 65
PANEL_REQUEST_WORKING_DAYS = 20
PANEL_MEETS_WORKING_DAYS = 30
PANEL_REPORT_WORKING_DAYS = 5
PANEL_REPLY_WORKING_DAYS = 15

LA_STAGE_1_WORKING_DAYS = 10
LA_STAGE_2_WORKING_DAYS = 20
COMPLAINT_MONTHS = 12
ACKNOWLEDGE_WORKING_DAYS = 3
NHS_ANSWER_MONTHS = 6
LGSCO_ANSWER_WEEKS = 12
SCHOOL_COMPLAINT_MONTHS = 3
COUNTY_COURT_MONTHS = 6
JUDICIAL_REVIEW_MONTHS = 3
PRE_ACTION_DAYS = 14
EXCLUSION_SCHOOL_DAYS = 15


class Delivery(StrEnum):
    """How a request reached the authority."""

    BY_HAND = "by-hand"
    SIGNED_FOR = "signed-for"
    FIRST_CLASS = "first-class"
    EMAIL = "email"


def received_on(how: Delivery, day: date, *, after_5pm: bool = False) -> date:
    """Return the day on which something counts as received.

    ``day`` is the day it was handed in, signed for, posted or emailed. By hand and by email: that day, or
    the next working day after 5 pm or on a non-working day. Signed-for post: the day of the signature.
    First-class post: the next working day after posting. A support charity's working rule, not a
    regulation.
    """
    if how is Delivery.SIGNED_FOR:
        return day
    if how is Delivery.FIRST_CLASS or after_5pm:
        return add_working_days(day, 1)
    return working_day_on_or_after(day)


# --- the EHC process -----------------------------------------------------------------------------------


def assessment_decision_by(received: date) -> date:
    """Six weeks from receipt to say whether an assessment will be made. SENDR reg 5."""
    return add_weeks(received, DECIDE_WEEKS)


def advice_by(requested: date) -> date:
    """Six weeks for those asked to give advice. SENDR reg 8."""
    return add_weeks(requested, ADVICE_WEEKS)


def refusal_to_issue_by(received: date) -> date:
    """Sixteen weeks from receipt to say that no plan will be made. SENDR reg 10(1)."""
    return add_weeks(received, NOT_ISSUE_WEEKS)


def final_plan_by(received: date) -> date:
    """Twenty weeks from receipt to send the final plan. SENDR reg 13(2)."""
    return add_weeks(received, FINAL_PLAN_WEEKS)


def comments_until(served: date) -> date:
    """Fifteen days beginning with the day a draft is served; the last of them. SENDR reg 13(1)."""
    return add_days(served, COMMENT_DAYS - 1)


def consultation_reply_by(asked: date) -> date:
    """Fifteen days for a school to answer a consultation: practice of the Code of Practice."""
    return add_days(asked, CONSULTATION_DAYS)


def reassessment_answer_by(received: date) -> date:
    """Fifteen days to answer a request for reassessment. SENDR reg 25."""
    return add_days(received, REASSESSMENT_ANSWER_DAYS)


def reassessed_plan_by(notified: date) -> date:
    """Fourteen weeks from telling the family that it will reassess. SENDR reg 27(2)."""
    return add_weeks(notified, REASSESSMENT_PLAN_WEEKS)


def closure_window(closes: date, reopens: date) -> tuple[date, date] | None:
    """Return the first and last day on which asking a closed school for advice excuses lateness.

    The window opens one week before a closure of at least four weeks and shuts one week before reopening;
    ``None`` where the closure is shorter. SENDR reg 10(4)(a) and (b).
    """
    if reopens - closes < timedelta(weeks=CLOSURE_WEEKS):
        return None
    return add_weeks(closes, -1), add_weeks(reopens, -1)


def closure_excuses(asked: date, closes: date, reopens: date) -> bool:
    """Say whether advice asked for on ``asked`` falls in the closure window."""
    window = closure_window(closes, reopens)
    return window is not None and window[0] <= asked <= window[1]


def absence_excuses(away_from: date, back_on: date, weeks: int = CLOSURE_WEEKS) -> bool:
    """Say whether an absence from the area is long enough: four weeks (reg 10(4)), or two (reg 44(3))."""
    return back_on - away_from >= timedelta(weeks=weeks)


# --- reviews and transfers -----------------------------------------------------------------------------


def review_papers_by(meeting: date) -> date:
    """Two weeks before the meeting. SENDR reg 20(4)."""
    return add_weeks(meeting, -REVIEW_PAPERS_WEEKS)


def review_report_by(meeting: date) -> date:
    """Two weeks after the meeting. SENDR reg 20."""
    return add_weeks(meeting, REVIEW_REPORT_WEEKS)


def review_decision_by(meeting: date) -> date:
    """Four weeks after the meeting: keep, amend or end, with the amendments. SENDR regs 20(10), 22(2)."""
    return add_weeks(meeting, REVIEW_DECISION_WEEKS)


def amended_plan_by(meeting: date, notice_sent: date | None = None) -> date:
    """Eight weeks from the amendment notice, and never more than twelve from the meeting. SENDR reg 22(3)."""
    longest = add_weeks(meeting, REVIEW_TOTAL_WEEKS)
    return longest if notice_sent is None else min(longest, add_weeks(notice_sent, AMENDED_PLAN_WEEKS))


def phase_transfer_date(year: int, *, post_16: bool = False) -> date:
    """The date *before* which the plan must be reviewed and amended: 15 February or 31 March. SENDR reg
    18."""
    return date(year, 3, 31) if post_16 else date(year, 2, 15)


def phase_transfer_by(year: int, *, post_16: bool = False) -> date:
    """The last day before that date."""
    return phase_transfer_date(year, post_16=post_16) - ONE_DAY


def post_16_move_by(starts: date) -> date:
    """Five months before a move between post-16 settings. SENDR reg 18."""
    return add_months(starts, -POST_16_MOVE_MONTHS)


# --- mediation -----------------------------------------------------------------------------------------


def adviser_contact_by(sent: date) -> date:
    """Two months from the notice being sent. SENDR reg 33."""
    return add_months(sent, CONTACT_MONTHS)


def certificate_by(told: date) -> date:
    """Three working days after the adviser is told, or mediation ends. SENDR regs 34(1), 39."""
    return add_working_days(told, CERTIFICATE_WORKING_DAYS)


def icb_told_by(la_told: date) -> date:
    """Three working days for the authority to tell the health commissioner the issues. SENDR reg 35."""
    return add_working_days(la_told, TELL_ICB_WORKING_DAYS)


def mediation_by(told: date) -> date:
    """Thirty calendar days to arrange mediation. SENDR reg 36 (reg 35 for health alone)."""
    return add_days(told, ARRANGE_MEDIATION_DAYS)


def mediation_notice_by(meeting: date) -> date:
    """The last day that leaves five working days before the meeting. SENDR reg 37."""
    return subtract_working_days(meeting, MEDIATION_NOTICE_WORKING_DAYS)


# --- the Tribunal --------------------------------------------------------------------------------------


def two_month_limb(sent: date, months: int = APPEAL_MONTHS) -> date:
    """Two months from the notice being sent, before any relief. HESC rule 20(1)(c)(i)."""
    return add_months(sent, months)


def certificate_limb(certificate: date) -> date:
    """One month from the certificate's issue, before any relief. HESC rule 20(1)(c)(ii)."""
    return add_months(certificate, APPEAL_CERTIFICATE_MONTHS)


def appeal_by(
    sent: date, certificate: date | None = None, *, section_i_only: bool = False, months: int = APPEAL_MONTHS
) -> date:
    """The last day to appeal: the later limb first, then the relief of rule 12.

    For Section I alone no certificate is needed, and one that was obtained is left out of the count (the
    reading that cannot make a family late). ``months`` is for a what-if about the limb from the notice.
    """
    last = two_month_limb(sent, months)
    if certificate is not None and not section_i_only:
        last = max(last, certificate_limb(certificate))
    return tribunal_relief(last)


def registered_by(lodged: date) -> date:
    """Ten working days: the target for registering an appeal (practice)."""
    return add_working_days(lodged, REGISTRATION_WORKING_DAYS)


def response_by(received: date, *, relief: bool = True) -> date:
    """Thirty working days to respond; August and Christmas are left out where ``relief``. HESC rules 21,
    12."""
    count = add_tribunal_working_days if relief else add_working_days
    return count(received, RESPONSE_WORKING_DAYS)


def attendance_form_by(response: date) -> date:
    """Three weeks after the response: an older pattern of directions."""
    return add_weeks(response, ATTENDANCE_WEEKS)


def evidence_by(hearing: date) -> date:
    """Four weeks before the hearing: an older pattern of directions."""
    return add_weeks(hearing, -EVIDENCE_WEEKS)


def bundle_by(hearing: date, working_days: int = BUNDLE_WORKING_DAYS) -> date:
    """Ten working days before the hearing: common in directions."""
    return subtract_working_days(hearing, working_days)


def bundle_directed_by(evidence: date, working_days: int = BUNDLE_WORKING_DAYS) -> date:
    """The bundle's date in the older pattern of directions, counted from the date for evidence.

    Evidence four weeks and the bundle ten working days before the hearing. The Tribunal fixes the date, so no relief
    for August or Christmas (HESC rule 12(4)).
    """
    return bundle_by(add_weeks(evidence, EVIDENCE_WEEKS), working_days)


def decision_by(hearing: date, *, relief: bool = False) -> date:
    """Ten working days after the hearing: the usual time for the decision (practice)."""
    count = add_tribunal_working_days if relief else add_working_days
    return count(hearing, DECISION_WORKING_DAYS)


def after_decision_by(sent: date, *, relief: bool = True, days: int = AFTER_DECISION_DAYS) -> date:
    """28 days to ask for set aside, review or permission to appeal. HESC rules 45 to 47, 12(2), 12(3)(b)."""
    last = add_tribunal_days(sent, days) if relief else add_days(sent, days)
    return working_day_on_or_after(last)


def upper_tribunal_by(refused: date) -> date:
    """One month to ask the Upper Tribunal itself, moved only off a non-working day."""
    return working_day_on_or_after(add_months(refused, UPPER_TRIBUNAL_MONTHS))


def upper_tribunal_latest(refused: date) -> date:
    """The same month with August and Christmas left out as the Upper Tribunal's rule 12(3) may allow."""
    raw = add_months(refused, UPPER_TRIBUNAL_MONTHS)
    last = add_tribunal_days(refused, (raw - refused).days)
    while is_disregarded_by_tribunal(last) or not is_working_day(last):
        last += ONE_DAY
    return last


# --- complying -----------------------------------------------------------------------------------------


def weeks_after(start: date, weeks: int) -> date:
    """Plain weeks from an order, an agreement, a concession or a recommendation. SENDR regs 42, 44, 45."""
    return add_weeks(start, weeks)


def recommendation_reply_by(dated: date) -> date:
    """Five weeks to answer a recommendation on health or social care. 2017 Regulations, reg 7."""
    return add_weeks(dated, RECOMMENDATION_WEEKS)


# --- claims and complaints -----------------------------------------------------------------------------


def months_starting_with(day: date, months: int) -> date:
    """The last day of a period of months that starts with ``day`` (the start day is counted)."""
    return add_months(day, months) - ONE_DAY


def discrimination_by(act: date, *, conciliation: bool = False) -> date:
    """Six months starting with the act, three more after conciliation. Equality Act 2010 Sch. 17."""
    extra = CONCILIATION_MONTHS if conciliation else 0
    return months_starting_with(act, DISCRIMINATION_MONTHS + extra)


def months_after(start: date, months: int) -> date:
    """Calendar months after an event, by the corresponding date."""
    return add_months(start, months)


def working_days_after(start: date, days: int) -> date:
    """Working days after an event."""
    return add_working_days(start, days)


def school_days_after(
    start: date, days: int, terms: Sequence[tuple[date, date]], closed: Collection[date] = ()
) -> date | None:
    """Count school days after ``start``: working days inside a term on which the school is not closed.

    ``terms`` are pairs of first and last day, half-term breaks left out by giving half terms. ``None``
    where the terms end before the count does.
    """
    if not terms:
        return None
    end = max(last for _, last in terms)
    day = start
    while days > 0:
        day += ONE_DAY
        if day > end:
            return None
        if is_working_day(day) and day not in closed and any(a <= day <= b for a, b in terms):
            days -= 1
    return day


def exclusion_panel_by(
    notified: date, terms: Sequence[tuple[date, date]], closed: Collection[date] = ()
) -> date | None:
    """Fifteen school days to ask for an independent review panel. SI 2012/1033."""
    return school_days_after(notified, EXCLUSION_SCHOOL_DAYS, terms, closed)
