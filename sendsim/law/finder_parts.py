"""Small parts the finder's rules share: building a finding, telling past from future, common questions of
fact."""

from __future__ import annotations

from sendsim.law.citation import Citation
from sendsim.law.clock_answer import words
from sendsim.law.facts import Against, Asking, Decision, Facts, Section, Stage, Topic
from sendsim.law.finding import Finding, NamedDate, Status
from sendsim.law.routes import route
from sendsim.law.standing import is_family, standing_reason

LA_TOPICS = frozenset({Topic.DELAY, Topic.NOT_DELIVERED, Topic.HANDLING, Topic.UNLAWFUL_ACT, Topic.TRANSPORT})
SETTING_TOPICS = frozenset({Topic.SETTING_PROVISION, Topic.SEN_DUTIES, Topic.DISCRIMINATION, Topic.SUSPENSION})
DECISION_TOPICS = frozenset({Topic.DECISION, Topic.HEALTH, Topic.SOCIAL_CARE, Topic.DELAY})
EHC_PROCESS = frozenset({Stage.ASSESSMENT, Stage.DRAFT, Stage.REVIEW, Stage.REASSESSMENT})
PUBLIC_BODIES = frozenset({Asking.LA, Asking.HEALTH})


def finding(
    route_id: str,
    status: Status,
    *reasons: str,
    first: tuple[str, ...] = (),
    dates: tuple[NamedDate, ...] = (),
    warnings: tuple[str, ...] = (),
    citations: tuple[Citation, ...] = (),
) -> Finding:
    """Build the finding on a route; its own warnings and citations are added."""
    item = route(route_id)
    shown = status in {Status.OPEN, Status.NEEDED_FIRST}
    return Finding(
        route=item,
        status=status,
        reasons=reasons,
        first=first,
        dates=dates,
        warnings=tuple(dict.fromkeys((*warnings, *(item.warnings if shown else ())))),
        citations=tuple(dict.fromkeys((*citations, *item.basis))),
    )


def is_past(named: NamedDate, facts: Facts) -> bool:
    """Say whether a limit is over on every reading of the law, as far as the facts tell what day it is."""
    return facts.today is not None and facts.today > named.last_arguable_day


def doubt(found: tuple[NamedDate, ...], facts: Facts) -> tuple[str, ...]:
    """Return a warning where the last day has gone and only a later reading of the law is left."""
    return tuple(
        f"{words(named.day)} has gone; on another reading of the law there is time until"
        f" {words(named.last_arguable_day)}, and more time can be asked for."
        for named in found
        if facts.today is not None and named.day < facts.today <= named.last_arguable_day
    )


def no_standing(facts: Facts) -> str | None:
    """Return why the asker cannot bring a family's right, or ``None`` where the asker is the family."""
    if is_family(facts):
        return None
    if facts.asking is Asking.SETTING:
        return "A school or college has no such right: it is the parent's or the young person's."
    return "The right is the parent's or the young person's; others may support them."


def decision_is_likely(facts: Facts) -> bool:
    """Say whether a decision that can be appealed may yet come, on these facts."""
    if facts.decision is Decision.NONE or facts.decision is None:
        return not facts.about or bool(facts.about & DECISION_TOPICS) or facts.stage in EHC_PROCESS
    return False


def not_decided_reason(facts: Facts) -> str:
    """Say why nothing can be appealed or mediated yet."""
    start = "No decision that can be appealed has been given in these facts."
    if Topic.DELAY in facts.about:
        return start + " Lateness by itself cannot be appealed; complaint, Ombudsman and court deal with it."
    return start


def other_than_health(facts: Facts) -> bool:
    """Say whether anything but health provision is in issue in the decision or the plan."""
    if facts.decision not in {Decision.PLAN_FINALISED, Decision.NO_AMENDMENT}:
        return True
    if facts.sections:
        return bool(facts.sections - {Section.C, Section.G})
    return facts.about != {Topic.HEALTH}


def against_la(facts: Facts) -> bool:
    """Say whether the disagreement is with the local authority, by body or by subject."""
    if Against.LA in facts.against:
        return True
    return bool(facts.about & LA_TOPICS) and not facts.against


def about_only(facts: Facts, *topics: Topic) -> bool:
    """Say whether the disagreement is about these topics and nothing else."""
    return bool(facts.about) and facts.about <= frozenset(topics)


def open_for_family(
    route_id: str,
    facts: Facts,
    *reasons: str,
    dates: tuple[NamedDate, ...] = (),
    warnings: tuple[str, ...] = (),
) -> Finding:
    """Build an open finding that says whose right it is."""
    notes = (*warnings, *doubt(dates, facts))
    return finding(route_id, Status.OPEN, *reasons, standing_reason(facts), dates=dates, warnings=notes)
