"""The facts of one disagreement, as far as they are known, checked for sense.

Everything but who is asking may be left out; what is not known is ``None`` or an empty set. There are no
names, no birth dates, nothing that points to a person. A fact that cannot be true (a certificate dated before
the decision, a plan that is both absent and ended) is refused in one sentence that names the field.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from sendsim.errors import SendsimError


class FactsError(SendsimError):
    """A fact that cannot be used; the message names the field, the value and how to mend it."""


class Asking(StrEnum):
    """Who is asking."""

    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    CHILD = "child"
    REPRESENTATIVE = "representative"
    SETTING = "setting"
    LA = "local_authority"
    HEALTH = "health_body"
    OTHER = "other"


class Stage(StrEnum):
    """Where things stand."""

    SEN_SUPPORT = "sen_support"
    ASSESSMENT = "assessment"
    DRAFT = "draft_plan"
    PLAN = "plan"
    REVIEW = "review"
    REASSESSMENT = "reassessment"
    CEASING = "ceasing"


class Decision(StrEnum):
    """The authority's decision, if there is one that can be appealed."""

    NONE = "none"
    REFUSAL_TO_ASSESS = "refusal_to_assess"
    REFUSAL_TO_ISSUE = "refusal_to_issue"
    PLAN_FINALISED = "plan_finalised"
    REFUSAL_TO_REASSESS = "refusal_to_reassess"
    NO_AMENDMENT = "no_amendment"
    CEASE = "cease"


class Section(StrEnum):
    """Sections of a plan that the family disagrees with."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    G = "G"
    H1 = "H1"
    H2 = "H2"
    I = "I"  # noqa: E741
    J = "J"


class Topic(StrEnum):
    """What the disagreement is about."""

    SETTING_PROVISION = "setting_provision"
    SEN_DUTIES = "sen_duties"
    DECISION = "decision_or_plan"
    HEALTH = "health"
    SOCIAL_CARE = "social_care"
    DELAY = "delay"
    NOT_DELIVERED = "not_delivered"
    HANDLING = "handling"
    DISCRIMINATION = "discrimination"
    PERMANENT_EXCLUSION = "permanent_exclusion"
    SUSPENSION = "suspension"
    ADMISSION = "admission"
    TRANSPORT = "transport"
    WHOLE_SCHOOL = "whole_school"
    UNLAWFUL_ACT = "unlawful_act_or_policy"
    OTHER = "something_else"


class Against(StrEnum):
    """The body on the other side."""

    LA = "local_authority"
    MAINTAINED_SCHOOL = "maintained_school"
    ACADEMY = "academy"
    INDEPENDENT_SCHOOL = "independent_school"
    COLLEGE = "college"
    EARLY_YEARS = "early_years"
    ICB = "integrated_care_board"
    NHS_PROVIDER = "nhs_provider"
    CHILDREN_SOCIAL_CARE = "children_social_care"
    ADULT_SOCIAL_CARE = "adult_social_care"


class Tried(StrEnum):
    """What has been tried, to the end."""

    TALKING = "talking"
    DRS = "disagreement_resolution"
    MEDIATION = "mediation"
    SCHOOL_COMPLAINT = "school_complaint"
    COLLEGE_COMPLAINT = "college_complaint"
    LA_COMPLAINT = "la_complaint"
    SOCIAL_CARE_COMPLAINT = "social_care_complaint"
    NHS_COMPLAINT = "nhs_complaint"
    SECRETARY_OF_STATE = "secretary_of_state"


SCHOOLS = frozenset({Against.MAINTAINED_SCHOOL, Against.ACADEMY, Against.INDEPENDENT_SCHOOL})
SETTINGS = SCHOOLS | {Against.COLLEGE, Against.EARLY_YEARS}
HEALTH_BODIES = frozenset({Against.ICB, Against.NHS_PROVIDER})
SOCIAL_CARE_BODIES = frozenset({Against.CHILDREN_SOCIAL_CARE, Against.ADULT_SOCIAL_CARE})
HEALTH_SECTIONS = frozenset({Section.C, Section.G})
CARE_SECTIONS = frozenset({Section.D, Section.H1, Section.H2})
EDUCATION_SECTIONS = frozenset({Section.B, Section.F})

FIRST_DAY = date(2014, 9, 1)
LAST_DAY = date(2035, 12, 31)
"""The days the rules here speak of: the 2014 Act's Part 3 began on the first; after the last nothing is
promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One disagreement as it stands.

    ``over_school_age`` says whether compulsory school age has ended (last Friday in June of the school year
    of the sixteenth birthday). ``today`` is the day on which limits are judged as past or to come; without
    it nothing is called too late. ``law_on`` is the day whose law is asked for; without it, that of
    ``today``.
    """

    asking: Asking
    age: int | None = None
    over_school_age: bool | None = None
    lacks_capacity: bool | None = None
    in_england: bool | None = None
    has_plan: bool | None = None
    stage: Stage | None = None
    about: frozenset[Topic] = frozenset()
    against: frozenset[Against] = frozenset()
    decision: Decision | None = None
    sections: frozenset[Section] = frozenset()
    notice_sent: date | None = None
    certificate: date | None = None
    wants_mediation: bool | None = None
    mediation_asked: date | None = None
    appeal_lodged: date | None = None
    tribunal_decision_sent: date | None = None
    recommendation_refused: bool | None = None
    disability: bool | None = None
    discrimination_act: date | None = None
    governors_decided: date | None = None
    tried: frozenset[Tried] = frozenset()
    la_complaint_made: date | None = None
    social_care_stage_2_reply: date | None = None
    known_since: date | None = None
    law_on: date | None = None
    today: date | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be true."""
        _check_age(self)
        _check_plan(self)
        _check_dates(self)

    @property
    def law_day(self) -> date | None:
        """The day whose law applies."""
        return self.law_on or self.today

    @property
    def schools(self) -> frozenset[Against]:
        """The schools among the bodies on the other side."""
        return self.against & SCHOOLS

    @property
    def section_i_only(self) -> bool:
        """Say whether the placement is the only part of the plan in dispute that the Tribunal can decide."""
        return Section.I in self.sections and not self.sections & EDUCATION_SECTIONS

    @property
    def health_in_issue(self) -> bool:
        """Say whether health provision is part of the disagreement."""
        return Topic.HEALTH in self.about or bool(self.sections & HEALTH_SECTIONS)

    @property
    def care_in_issue(self) -> bool:
        """Say whether social care provision is part of the disagreement."""
        return Topic.SOCIAL_CARE in self.about or bool(self.sections & CARE_SECTIONS)

    @property
    def has_appealable_decision(self) -> bool:
        """Say whether a decision is on the table that carries a right of appeal."""
        return self.decision is not None and self.decision is not Decision.NONE


FIELD_NAMES: tuple[str, ...] = tuple(field.name for field in fields(Facts))
DATE_FIELDS: tuple[str, ...] = (
    "notice_sent",
    "certificate",
    "mediation_asked",
    "appeal_lodged",
    "tribunal_decision_sent",
    "discrimination_act",
    "governors_decided",
    "la_complaint_made",
    "social_care_stage_2_reply",
    "known_since",
    "law_on",
    "today",
)
_NOT_EVENTS = {"law_on", "today"}


def _check_age(facts: Facts) -> None:
    """Refuse an age, standing or age flag that does not fit the others."""
    age = facts.age
    if age is not None:
        if isinstance(age, bool) or not isinstance(age, int):
            raise FactsError(f"age is {age!r}: give a whole number from 0 to 25.")
        if not 0 <= age <= 25:
            raise FactsError(f"age is {age}: these routes are for people from 0 to 25; give an age in that range.")
        if facts.over_school_age is True and age < 15:
            raise FactsError(f"over_school_age is yes but age is {age}: it cannot end before 15; mend one of them.")
        if facts.over_school_age is False and age > 16:
            raise FactsError(f"over_school_age is no but age is {age}: it has ended by 17; mend one of them.")
        if facts.asking is Asking.YOUNG_PERSON and age < 15:
            raise FactsError(f"asking is 'young_person' but age is {age}: use 'child', or mend the age.")
        if facts.asking is Asking.CHILD and age > 16:
            raise FactsError(f"asking is 'child' but age is {age}: use 'young_person', or mend the age.")
    if facts.asking is Asking.YOUNG_PERSON and facts.over_school_age is False:
        raise FactsError("asking is 'young_person' but over_school_age is no: use 'child' until it has ended.")
    if facts.asking is Asking.CHILD and facts.over_school_age is True:
        raise FactsError("asking is 'child' but over_school_age is yes: use 'young_person' once it has ended.")


_NEEDS_PLAN = frozenset({Decision.PLAN_FINALISED, Decision.REFUSAL_TO_REASSESS, Decision.NO_AMENDMENT, Decision.CEASE})
_NEEDS_NO_PLAN = frozenset({Decision.REFUSAL_TO_ASSESS, Decision.REFUSAL_TO_ISSUE})
_STAGE_NEEDS_PLAN = frozenset({Stage.PLAN, Stage.REVIEW, Stage.REASSESSMENT, Stage.CEASING})
_STAGE_NEEDS_NO_PLAN = frozenset({Stage.SEN_SUPPORT, Stage.ASSESSMENT})


def _check_plan(facts: Facts) -> None:
    """Refuse a decision or stage that does not fit with having, or not having, a plan."""
    if facts.has_plan is False and facts.decision in _NEEDS_PLAN:
        raise FactsError(
            f"decision is '{facts.decision}' but has_plan is no: that decision is about a plan that exists; mend one."
        )
    if facts.has_plan is True and facts.decision in _NEEDS_NO_PLAN:
        raise FactsError(
            f"decision is '{facts.decision}' but has_plan is yes: that decision means there is no plan; mend one."
        )
    if facts.has_plan is False and facts.stage in _STAGE_NEEDS_PLAN:
        raise FactsError(f"stage is '{facts.stage}' but has_plan is no: that stage needs a plan; mend one of them.")
    if facts.has_plan is True and facts.stage in _STAGE_NEEDS_NO_PLAN:
        raise FactsError(f"stage is '{facts.stage}' but has_plan is yes: that stage comes before a plan; mend one.")


_AFTER: tuple[tuple[str, str, str], ...] = (
    ("certificate", "notice_sent", "the certificate comes after the decision"),
    ("mediation_asked", "notice_sent", "mediation is asked for after the decision"),
    ("appeal_lodged", "notice_sent", "an appeal comes after the decision"),
    ("tribunal_decision_sent", "appeal_lodged", "the Tribunal decides after the appeal"),
    ("tribunal_decision_sent", "notice_sent", "the Tribunal decides after the authority has"),
)


def _check_dates(facts: Facts) -> None:
    """Refuse dates out of range, in the future, or in an order that cannot be."""
    for name in DATE_FIELDS:
        day = getattr(facts, name)
        if day is None:
            continue
        if not FIRST_DAY <= day <= LAST_DAY:
            raise FactsError(f"{name} is {day}: give a date from {FIRST_DAY} to {LAST_DAY}.")
        if facts.today is not None and name not in _NOT_EVENTS and day > facts.today:
            raise FactsError(f"{name} is {day}, after today ({facts.today}): give a date that has passed.")
    for later, earlier, why in _AFTER:
        first, second = getattr(facts, earlier), getattr(facts, later)
        if first is not None and second is not None and second < first:
            raise FactsError(f"{later} is {second}, before {earlier} ({first}): {why}; mend one of the two dates.")
    if facts.decision is Decision.NONE:
        for name in ("notice_sent", "certificate", "mediation_asked", "appeal_lodged"):
            if getattr(facts, name) is not None:
                raise FactsError(
                    f"{name} is {getattr(facts, name)} but decision is 'none': say which decision, or leave"
                    " the date out."
                )
