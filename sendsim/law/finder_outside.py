"""The finder's rules for R14, R15, R20, R24 to R27 and R29.

Kept here: schools go to the Tribunal and colleges to the County Court; the Ombudsman may not look at what
could be appealed, nor into a school; courts expect an appeal to be used where there is one.
"""

from __future__ import annotations

from datetime import timedelta

from sendsim.law import finder_dates as dates
from sendsim.law.clock_answer import words
from sendsim.law.facts import (
    HEALTH_BODIES,
    SCHOOLS,
    SOCIAL_CARE_BODIES,
    Against,
    Asking,
    Facts,
    Topic,
    Tried,
)
from sendsim.law.finder_complaints import against_a_setting_alone
from sendsim.law.finder_parts import about_only, against_la, finding, is_past, open_for_family
from sendsim.law.finding import Finding, Status
from sendsim.law.standing import is_family

_NOT_SCHOOLS = frozenset({Against.COLLEGE, Against.EARLY_YEARS, Against.LA}) | SOCIAL_CARE_BODIES
_STATE_SCHOOLS = frozenset({Against.MAINTAINED_SCHOOL, Against.ACADEMY})
_NO_STANDING = "It is for the disabled child or young person and their parent."
_TWELVE_WEEKS = timedelta(weeks=12)
_LONGEST_HOLIDAY = timedelta(weeks=8)


def _discrimination_in_issue(facts: Facts) -> bool:
    """Say whether a disability claim is in view: named, or a disabled pupil was excluded or suspended."""
    if Topic.DISCRIMINATION in facts.about:
        return True
    return facts.disability is True and bool(facts.about & {Topic.PERMANENT_EXCLUSION, Topic.SUSPENSION})


def _claim_misfit(facts: Facts) -> str:
    """Return why no disability claim is in view, or an empty string."""
    if not is_family(facts):
        return _NO_STANDING
    if facts.disability is False:
        return "It is about disability, and these facts say that there is none."
    if not _discrimination_in_issue(facts):
        return "Disability discrimination is not part of this disagreement."
    return ""


def school_discrimination(facts: Facts) -> Finding:
    """R14: against a school, within six months starting with the day of the act."""
    misfit = _claim_misfit(facts)
    if misfit:
        return finding("R14", Status.NOT_FOR_THIS, misfit)
    if facts.against and not facts.against & SCHOOLS:
        return finding(
            "R14",
            Status.NOT_FOR_THIS,
            "It is against a school's responsible body; claims against colleges, private nurseries and"
            " council services go to the County Court.",
        )
    if Topic.ADMISSION in facts.about and facts.schools and facts.schools <= _STATE_SCHOOLS:
        others = facts.about - {Topic.ADMISSION, Topic.DISCRIMINATION}
        if not others:
            return finding(
                "R14",
                Status.NOT_FOR_THIS,
                "Admission decisions of maintained schools and academies go to an admission appeal panel.",
            )
    found = dates.discrimination(facts)
    if found and is_past(found[0], facts):
        return finding(
            "R14",
            Status.CLOSED,
            f"The six months ended on {words(found[0].day)}; the Tribunal may be asked to let a late claim in.",
            dates=found,
        )
    reasons = ["No mediation and no certificate are needed.", "It can bring orders, but never money."]
    if not facts.against:
        reasons.append("It applies if the body is a school.")
    return open_for_family("R14", facts, *reasons, dates=found)


def county_court(facts: Facts) -> Finding:
    """R15: against a college, a private nursery or the council as a provider of services."""
    misfit = _claim_misfit(facts)
    if misfit:
        return finding("R15", Status.NOT_FOR_THIS, misfit)
    if facts.against and not facts.against & _NOT_SCHOOLS:
        return finding("R15", Status.NOT_FOR_THIS, "Claims against schools go to the First-tier Tribunal.")
    found = dates.county_court(facts)
    if found and is_past(found[0], facts):
        return finding(
            "R15",
            Status.CLOSED,
            f"The six months ended on {words(found[0].day)}; a court may allow more time where that is fair.",
            dates=found,
        )
    reasons = ["The County Court hears claims against colleges, private nurseries and council services."]
    if not facts.against:
        reasons.append("It applies if the body is one of those.")
    return finding("R15", Status.OPEN, *reasons, dates=found)


def _ombudsman_subject(facts: Facts) -> bool:
    """Say whether something is in issue that can be kept apart from a right of appeal."""
    care = facts.care_in_issue or bool(facts.against & SOCIAL_CARE_BODIES)
    return care or bool(facts.about & {Topic.DELAY, Topic.NOT_DELIVERED, Topic.HANDLING, Topic.TRANSPORT})


def lgsco(facts: Facts) -> Finding:
    """R20: fault by the council, after its own answer, and never what could be appealed."""
    if facts.asking in {Asking.LA, Asking.SETTING, Asking.HEALTH}:
        return finding("R20", Status.NOT_FOR_THIS, "It is for people affected, not for public bodies or settings.")
    if facts.recommendation_refused and facts.care_in_issue:
        return finding(
            "R20",
            Status.OPEN,
            "A social care recommendation was refused: the Ombudsman may be asked without a local complaint first.",
        )
    if against_a_setting_alone(facts) and not facts.about & {Topic.DELAY, Topic.NOT_DELIVERED}:
        return finding("R20", Status.NOT_FOR_THIS, "The Ombudsman does not look into the inside running of a school.")
    if not _ombudsman_subject(facts):
        if facts.has_appealable_decision or Topic.DECISION in facts.about:
            return finding(
                "R20",
                Status.NOT_FOR_THIS,
                "The law bars the Ombudsman from what was or could be before the Tribunal. Delay before the"
                " decision, or provision not delivered, can be kept apart from it.",
            )
        return finding("R20", Status.NOT_FOR_THIS, "Nothing here is about fault by the council.")
    bar = (
        ("Only what can be kept apart from the decision that can be appealed.",)
        if facts.has_appealable_decision
        else ()
    )
    found = dates.lgsco(facts)
    if found and is_past(found[0], facts):
        return finding(
            "R20",
            Status.CLOSED,
            f"The twelve months ended on {words(found[0].day)}; the Ombudsman may still take it for good reason.",
            *bar,
            dates=found,
        )
    if facts.tried & {Tried.LA_COMPLAINT, Tried.SOCIAL_CARE_COMPLAINT}:
        return finding("R20", Status.OPEN, "The council has given its last answer.", *bar, dates=found)
    waited = (
        facts.today is not None
        and facts.la_complaint_made is not None
        and facts.today >= facts.la_complaint_made + _TWELVE_WEEKS
    )
    if waited:
        return finding(
            "R20",
            Status.OPEN,
            "About twelve weeks have passed without the council's last answer.",
            *bar,
            dates=found,
        )
    first = ("R21",) if facts.care_in_issue and not facts.about & {Topic.DELAY, Topic.NOT_DELIVERED} else ("R19",)
    return finding(
        "R20",
        Status.NEEDED_FIRST,
        "The council's own answer comes first, or about twelve weeks without one.",
        *bar,
        first=first,
        dates=(*found, *dates.lgsco_answer(facts)),
    )


def phso(facts: Facts) -> Finding:
    """R24: fault in the NHS, after its own answer."""
    if facts.asking in {Asking.LA, Asking.SETTING, Asking.HEALTH}:
        return finding("R24", Status.NOT_FOR_THIS, "It is for patients and those who act for them.")
    if not (facts.health_in_issue or facts.against & HEALTH_BODIES):
        return finding("R24", Status.NOT_FOR_THIS, "Health is not part of this disagreement.")
    if facts.recommendation_refused:
        return finding(
            "R24",
            Status.OPEN,
            "A health recommendation was refused: the Ombudsman may be asked without a local complaint first.",
        )
    found = dates.phso(facts)
    if found and is_past(found[0], facts):
        return finding(
            "R24",
            Status.CLOSED,
            f"The twelve months ended on {words(found[0].day)}; the Ombudsman may still take it for good reason.",
            dates=found,
        )
    if Tried.NHS_COMPLAINT in facts.tried:
        return finding("R24", Status.OPEN, "The NHS has given its last answer.", dates=found)
    return finding("R24", Status.NEEDED_FIRST, "The NHS body's own answer comes first.", first=("R23",), dates=found)


def secretary_of_state(facts: Facts) -> Finding:
    """R25: unreasonable conduct or a duty not met, after local routes; not academies, not what can be
    appealed."""
    if facts.against and not facts.against & {Against.LA, Against.MAINTAINED_SCHOOL}:
        return finding(
            "R25",
            Status.NOT_FOR_THIS,
            "It is about councils and maintained schools; academies are looked at through their funding agreements.",
        )
    if about_only(facts, Topic.DECISION):
        return finding("R25", Status.NOT_FOR_THIS, "What can be appealed is normally declined.")
    duties = {
        Topic.UNLAWFUL_ACT,
        Topic.NOT_DELIVERED,
        Topic.DELAY,
        Topic.SEN_DUTIES,
        Topic.SETTING_PROVISION,
        Topic.HANDLING,
        Topic.TRANSPORT,
    }
    if not facts.about & duties:
        return finding("R25", Status.NOT_FOR_THIS, "Nothing here is about a duty or about unreasonable conduct.")
    if Tried.SECRETARY_OF_STATE in facts.tried:
        return finding("R25", Status.CLOSED, "It has been used.")
    if facts.tried & {Tried.LA_COMPLAINT, Tried.SCHOOL_COMPLAINT}:
        return finding("R25", Status.OPEN, "Local routes have been used; there is no fixed time limit.")
    return finding("R25", Status.NEEDED_FIRST, "Local complaint routes come first.", first=_local(facts))


def _local(facts: Facts) -> tuple[str, ...]:
    """Return the local complaint that comes before the Secretary of State."""
    return ("R16",) if Against.MAINTAINED_SCHOOL in facts.against and not against_la(facts) else ("R19",)


def ofsted(facts: Facts) -> Finding:
    """R26: the school or provider as a whole; never one child's remedy."""
    if Topic.WHOLE_SCHOOL not in facts.about:
        return finding(
            "R26",
            Status.NOT_FOR_THIS,
            "It is about a school as a whole; it cannot put one child's case right.",
        )
    if facts.against and not facts.against & (_STATE_SCHOOLS | {Against.EARLY_YEARS}):
        return finding("R26", Status.NOT_FOR_THIS, "It is about state schools and early years providers.")
    return finding("R26", Status.OPEN, "It may inform or bring forward an inspection; it puts no single case right.")


def judicial_review(facts: Facts) -> Finding:
    """R27: unlawful acts and failures of public bodies, quickly, where no appeal would do."""
    if facts.asking in {Asking.LA, Asking.HEALTH}:
        return finding("R27", Status.NOT_FOR_THIS, "Here it is considered for families; a body takes its own advice.")
    private = {Against.INDEPENDENT_SCHOOL, Against.COLLEGE, Against.EARLY_YEARS}
    if facts.against and facts.against <= private:
        return finding("R27", Status.NOT_FOR_THIS, "It is against public bodies.")
    failings = facts.about & {Topic.UNLAWFUL_ACT, Topic.NOT_DELIVERED, Topic.DELAY}
    if facts.recommendation_refused:
        return finding("R27", Status.OPEN, "A refusal to follow a recommendation can be looked at by the court.")
    if not failings:
        if facts.has_appealable_decision or Topic.DECISION in facts.about:
            return finding("R27", Status.NOT_FOR_THIS, "Where an appeal can decide the point, the court expects that.")
        return finding("R27", Status.NOT_FOR_THIS, "Nothing here is about an unlawful act or a failure to act.")
    found = dates.judicial_review(facts)
    if found and is_past(found[0], facts) and failings == {Topic.UNLAWFUL_ACT}:
        return finding(
            "R27",
            Status.CLOSED,
            f"Three months ended on {words(found[0].day)}; a court may allow more time, and a failure that"
            " goes on keeps running.",
            dates=found,
        )
    gone = (
        ("Three months from the start have gone; a failure that goes on keeps running, but speed counts.",)
        if found and is_past(found[0], facts)
        else ()
    )
    return finding(
        "R27",
        Status.OPEN,
        "The court's permission is needed, and a letter before claim comes first.",
        "Legal aid may be there in the child's name.",
        *gone,
        dates=found,
    )


def exclusion(facts: Facts) -> Finding:
    """R29: permanent exclusion from a maintained school or academy."""
    if Topic.PERMANENT_EXCLUSION not in facts.about:
        reason = (
            "The panel does not deal with suspensions; governors may still look at some."
            if Topic.SUSPENSION in facts.about
            else "There is no permanent exclusion here."
        )
        return finding("R29", Status.NOT_FOR_THIS, reason)
    if not is_family(facts):
        return finding("R29", Status.NOT_FOR_THIS, "It is for the parent, or the pupil from 18.")
    if facts.against and not facts.against & _STATE_SCHOOLS:
        return finding("R29", Status.NOT_FOR_THIS, "It is for maintained schools and academies.")
    found = dates.exclusion_panel(facts)
    passed = facts.today is not None and bool(found) and facts.today > found[0].day
    if passed and facts.today is not None and facts.today > found[0].day + _LONGEST_HOLIDAY:
        return finding(
            "R29",
            Status.CLOSED,
            f"Fifteen working days ended on {words(found[0].day)}, and no school holiday is long enough to"
            " make up for the time since.",
            dates=found,
        )
    reasons = ["A discrimination claim can be brought as well; one does not rule out the other."]
    if passed:
        reasons.insert(0, "Fifteen working days have gone; days of school holiday do not count, so check the terms.")
    if facts.governors_decided is None:
        reasons.insert(0, "The governors consider it first; their notice starts the time to ask for a panel.")
    if facts.asking in {Asking.CHILD, Asking.YOUNG_PERSON}:
        reasons.append("The parent brings it until the pupil is 18.")
    return finding("R29", Status.OPEN, *reasons, dates=found)
