"""The finder's rules for R16 to R19 and R21 to R23: complaints to the body itself.

A complaint does not decide what could be appealed; it is for what was done, not done, late or badly handled.
"""

from __future__ import annotations

from sendsim.law import finder_dates as dates
from sendsim.law.clock_answer import words
from sendsim.law.facts import (
    HEALTH_BODIES,
    SETTINGS,
    SOCIAL_CARE_BODIES,
    Against,
    Asking,
    Facts,
    Topic,
    Tried,
)
from sendsim.law.finder_parts import (
    SETTING_TOPICS,
    about_only,
    against_la,
    finding,
    is_past,
)
from sendsim.law.finding import Finding, Status
from sendsim.law.standing import is_family

_OWN_ROUTE = (Topic.DECISION, Topic.ADMISSION, Topic.PERMANENT_EXCLUSION)
_OWN_ROUTE_REASON = "Decisions about plans, admission and permanent exclusion have routes of their own."
_BODIES_ASKING = frozenset({Asking.SETTING, Asking.LA, Asking.HEALTH})
ADULT = 18


def _setting_complaint(route_id: str, facts: Facts, bodies: frozenset[Against], kind: str, done: Tried) -> Finding:
    """Judge a complaint to a school or college of one of the kinds in ``bodies``."""
    if about_only(facts, *_OWN_ROUTE):
        return finding(route_id, Status.NOT_FOR_THIS, _OWN_ROUTE_REASON)
    if not facts.against & bodies:
        if facts.against or not (not facts.about or facts.about & SETTING_TOPICS):
            return finding(route_id, Status.NOT_FOR_THIS, f"It is for {kind}; none is on the other side here.")
        condition = f"It applies if the setting is {kind}."
    else:
        condition = "The setting's own procedure says how and by when."
    if done in facts.tried:
        return finding(route_id, Status.CLOSED, "The procedure has been used to its end.")
    return finding(
        route_id,
        Status.OPEN,
        condition,
        "It may run beside disagreement resolution.",
        dates=dates.school_complaint(facts),
    )


def maintained_school(facts: Facts) -> Finding:
    """R16: anyone may complain to a maintained school or nursery school."""
    if facts.asking is Asking.SETTING:
        return finding("R16", Status.NOT_FOR_THIS, "A setting does not complain to itself.")
    kind = "a maintained school or nursery school"
    return _setting_complaint("R16", facts, frozenset({Against.MAINTAINED_SCHOOL}), kind, Tried.SCHOOL_COMPLAINT)


def academy_or_independent(facts: Facts) -> Finding:
    """R17: parents of pupils at an academy, free school, independent or non-maintained special school."""
    if not is_family(facts):
        return finding("R17", Status.NOT_FOR_THIS, "The standards give it to parents of pupils at the school.")
    kind = "an academy, free school, independent or non-maintained special school"
    bodies = frozenset({Against.ACADEMY, Against.INDEPENDENT_SCHOOL})
    found = _setting_complaint("R17", facts, bodies, kind, Tried.SCHOOL_COMPLAINT)
    if found.status is Status.OPEN and facts.asking is not Asking.PARENT:
        extra = "The standards speak of parents; the school's procedure says whether a pupil may complain alone."
        return finding("R17", Status.OPEN, *found.reasons, extra, dates=found.dates)
    return found


def college(facts: Facts) -> Finding:
    """R18: a student, or a parent with the student's consent; the Department after the college."""
    if not is_family(facts):
        return finding("R18", Status.NOT_FOR_THIS, "It is for the student, or a parent with the student's consent.")
    kind = "a college or specialist post-16 provider"
    if Tried.COLLEGE_COMPLAINT in facts.tried and Against.COLLEGE in facts.against:
        found = dates.post_16_complaint(facts)
        if found and is_past(found[0], facts):
            return finding(
                "R18",
                Status.CLOSED,
                f"The Department's twelve months ended on {words(found[0].day)}.",
                dates=found,
            )
        return finding(
            "R18",
            Status.OPEN,
            "The college has given its answer; the Department for Education may now be asked to look at it.",
            dates=found,
        )
    return _setting_complaint("R18", facts, frozenset({Against.COLLEGE}), kind, Tried.COLLEGE_COMPLAINT)


def local_authority(facts: Facts) -> Finding:
    """R19: delay, provision not delivered, handling; never the merits of a decision that can be appealed."""
    if facts.asking is Asking.LA:
        return finding("R19", Status.NOT_FOR_THIS, "An authority does not complain to itself.")
    if about_only(facts, Topic.DECISION):
        return finding(
            "R19",
            Status.NOT_FOR_THIS,
            "A complaint does not decide what can be appealed. It is open for delay, for provision not"
            " delivered and for poor handling.",
        )
    if not (against_la(facts) or Topic.NOT_DELIVERED in facts.about or Topic.DELAY in facts.about):
        return finding("R19", Status.NOT_FOR_THIS, "The local authority is not on the other side here.")
    if Tried.LA_COMPLAINT in facts.tried:
        return finding("R19", Status.CLOSED, "The council has given its last answer; the Ombudsman comes next.")
    reasons = ["It is for delay, provision in the plan not delivered, poor communication or faults in a review."]
    if facts.la_complaint_made is not None:
        reasons = [f"A complaint was made on {words(facts.la_complaint_made)} and is running."]
    return finding("R19", Status.OPEN, *reasons, dates=dates.la_complaint(facts))


def social_care_is_childrens(facts: Facts) -> bool | None:
    """Say whether a social care matter is about children's services; ``None`` where it can be either."""
    if Against.CHILDREN_SOCIAL_CARE in facts.against:
        return True
    if Against.ADULT_SOCIAL_CARE in facts.against:
        return False
    if facts.age is None:
        return None
    return facts.age < ADULT


def _care(facts: Facts) -> bool:
    """Say whether social care is part of the disagreement."""
    return facts.care_in_issue or bool(facts.against & SOCIAL_CARE_BODIES)


def section_26(facts: Facts) -> Finding:
    """R21: three stages of representations about children's social care."""
    if facts.asking in _BODIES_ASKING:
        return finding("R21", Status.NOT_FOR_THIS, "It is for the child, the parent or others close to the child.")
    if not _care(facts):
        return finding("R21", Status.NOT_FOR_THIS, "Social care is not part of this disagreement.")
    if social_care_is_childrens(facts) is False:
        return finding("R21", Status.NOT_FOR_THIS, "It is for children's social care; adult social care has its own.")
    if Tried.SOCIAL_CARE_COMPLAINT in facts.tried:
        return finding("R21", Status.CLOSED, "The three stages are finished; the Ombudsman comes next.")
    stage_3 = dates.section_26_panel(facts)
    if stage_3:
        if is_past(stage_3[0], facts):
            return finding(
                "R21",
                Status.CLOSED,
                f"The time to ask for a panel ended on {words(stage_3[0].day)}; the Ombudsman may be asked.",
                dates=stage_3,
            )
        return finding("R21", Status.OPEN, "Stage 2 has been answered; a panel may be asked for.", dates=stage_3)
    bring = dates.section_26_bring(facts)
    if bring and is_past(bring[0], facts):
        return finding(
            "R21",
            Status.CLOSED,
            f"The year ended on {words(bring[0].day)}; the council may still take it up if that is fair.",
            dates=bring,
        )
    return finding(
        "R21",
        Status.OPEN,
        "It covers support under Part 3 of the Children Act 1989, short breaks among it.",
        "The child can have an advocate.",
        dates=bring,
    )


def adult_social_care(facts: Facts) -> Finding:
    """R22: social care at 18 and over."""
    if facts.asking in _BODIES_ASKING:
        return finding("R22", Status.NOT_FOR_THIS, "It is for the adult who uses the service, or a representative.")
    if not _care(facts):
        return finding("R22", Status.NOT_FOR_THIS, "Social care is not part of this disagreement.")
    if social_care_is_childrens(facts) is True:
        return finding("R22", Status.NOT_FOR_THIS, "It is for adult social care; children's social care has its own.")
    condition = () if social_care_is_childrens(facts) is False else ("It applies from the age of 18.",)
    return _nhs_style("R22", facts, Tried.SOCIAL_CARE_COMPLAINT, *condition)


def nhs(facts: Facts) -> Finding:
    """R23: NHS care or commissioning."""
    if facts.asking in _BODIES_ASKING:
        return finding("R23", Status.NOT_FOR_THIS, "It is for the patient, a parent or a representative.")
    if not (facts.health_in_issue or facts.against & HEALTH_BODIES):
        return finding("R23", Status.NOT_FOR_THIS, "Health is not part of this disagreement.")
    return _nhs_style("R23", facts, Tried.NHS_COMPLAINT, "It goes to the provider or to the commissioner.")


def _nhs_style(route_id: str, facts: Facts, done: Tried, *reasons: str) -> Finding:
    """Judge a complaint under the 2009 Regulations."""
    if done in facts.tried:
        return finding(route_id, Status.CLOSED, "The body has given its last answer; an ombudsman comes next.")
    found = dates.nhs_complaint(facts)
    if found and is_past(found[0], facts):
        return finding(
            route_id,
            Status.CLOSED,
            f"The twelve months ended on {words(found[0].day)}; the body may still look into it for good reason.",
            dates=found,
        )
    return finding(route_id, Status.OPEN, *(reasons or ("The body has to look into it and answer.",)), dates=found)


def against_a_setting_alone(facts: Facts) -> bool:
    """Say whether only schools, colleges or early years providers are on the other side."""
    return bool(facts.against) and facts.against <= SETTINGS
