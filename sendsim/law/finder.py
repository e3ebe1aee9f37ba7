"""The finder: the facts of one disagreement in, every route with its status, reasons and dates out.

It informs and does not advise. It never ranks routes and never tells anybody to leave one alone: for each
route it says whether it is open, needs something first, may open later, is closed, or is not for this
disagreement, and why. The rules are in ``finder_early``, ``finder_appeals``, ``finder_complaints`` and
``finder_outside``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sendsim.law import finder_appeals, finder_complaints, finder_early, finder_outside
from sendsim.law.clock_answer import words
from sendsim.law.facts import Against, Facts, FactsError
from sendsim.law.facts_file import facts_from_mapping, load_facts, parse_facts
from sendsim.law.finder_parts import finding
from sendsim.law.finding import STATUS_WORDS, Finding, Findings, Helper, NamedDate, Status
from sendsim.law.helpers import NONE_FIT_TEXT, helpers_for
from sendsim.law.routes import APPEAL_IDS, ROUTES
from sendsim.law.standing import Holder, holder, standing_reason

__all__ = [
    "RULES",
    "STATUS_WORDS",
    "Facts",
    "FactsError",
    "Finding",
    "Findings",
    "Helper",
    "Holder",
    "NamedDate",
    "Status",
    "facts_from_mapping",
    "find",
    "load_facts",
    "parse_facts",
]

DISCLAIMER = (
    "This is information about the law of England, for training and planning. It is not legal advice, and it"
    " knows only the facts it was given."
)
"""What every answer carries."""

RULES: dict[str, Callable[[Facts], Finding]] = {
    "R00": finder_early.talking,
    "R01": finder_early.disagreement_resolution,
    "R02": finder_early.adviser_contact,
    "R03": finder_early.mediation_education_care,
    "R04": finder_early.mediation_health,
    "R05": finder_early.mediation_mixed,
    **{route_id: partial(finder_appeals.appeal, route_id) for route_id in APPEAL_IDS},
    "R13": finder_appeals.extended_appeal,
    "R14": finder_outside.school_discrimination,
    "R15": finder_outside.county_court,
    "R16": finder_complaints.maintained_school,
    "R17": finder_complaints.academy_or_independent,
    "R18": finder_complaints.college,
    "R19": finder_complaints.local_authority,
    "R20": finder_outside.lgsco,
    "R21": finder_complaints.section_26,
    "R22": finder_complaints.adult_social_care,
    "R23": finder_complaints.nhs,
    "R24": finder_outside.phso,
    "R25": finder_outside.secretary_of_state,
    "R26": finder_outside.ofsted,
    "R27": finder_outside.judicial_review,
    "R28": finder_appeals.after_decision,
    "R29": finder_outside.exclusion,
}
"""The rule that judges each route."""

_LIVE = frozenset({Status.OPEN, Status.NEEDED_FIRST, Status.OPEN_LATER})


def find(facts: Facts) -> Findings:
    """Judge every route on ``facts``; the answer holds all of them, in order of number."""
    found = tuple(_judge(route_id, facts) for route_id in ROUTES)
    none_fit = not any(item.status in _LIVE for item in found if item.route_id != "R00")
    return Findings(
        facts=facts,
        holder=holder(facts),
        holder_reason=standing_reason(facts),
        findings=found,
        helpers=helpers_for(facts),
        none_fit=none_fit,
        none_fit_text=NONE_FIT_TEXT,
        warnings=_warnings(facts),
        disclaimer=DISCLAIMER,
    )


def _judge(route_id: str, facts: Facts) -> Finding:
    """Judge one route: the country and the day's law first, then the route's own rule."""
    if facts.in_england is False:
        return finding(
            route_id,
            Status.NOT_FOR_THIS,
            "These are routes of English law; Wales, Scotland and Northern Ireland have their own.",
        )
    day = facts.law_day
    if day is not None and not ROUTES[route_id].in_force_on(day):
        return finding(route_id, Status.NOT_FOR_THIS, f"It was not in force on {words(day)}.")
    return RULES[route_id](facts)


def _warnings(facts: Facts) -> tuple[str, ...]:
    """Return what the reader should know about the answer as a whole."""
    notes = []
    if facts.today is None:
        notes.append("No day was given as today, so nothing is called too late; compare the dates with the calendar.")
    if facts.has_appealable_decision and facts.notice_sent is None:
        notes.append("The day on which the decision was sent is not given, so its limits cannot be worked out.")
    if facts.law_on is not None and facts.today is not None and facts.law_on != facts.today:
        notes.append("The routes are those of the chosen day's law; which dates are past is judged by today.")
    if Against.COLLEGE in facts.against and facts.age is not None and facts.age < 14:
        notes.append("A college is named for a child under 14: check the age or the body.")
    return tuple(notes)
