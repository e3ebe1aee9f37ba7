"""Every time limit by name: the index of the clocks.

``CLOCKS`` maps a name to its clock; ``ask(name, ...)`` calls it. Each clock is a pure function: facts in,
a ``ClockAnswer`` out (see ``clock_answer.py``). The modules ``clocks_*.py`` hold them by subject; the
bare dates, for those who need dates alone and many of them, are in ``limits.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sendsim.errors import unknown_name
from sendsim.law import dated
from sendsim.law.clock_answer import ClockAnswer, Limit
from sendsim.law.clocks_appeal import appeal
from sendsim.law.clocks_complaints import (
    la_complaint,
    lgsco,
    lgsco_answer,
    nhs_answer,
    nhs_complaint,
    phso,
    post_16_complaint,
    school_complaint,
)
from sendsim.law.clocks_compliance import agreement, concession, order, recommendation
from sendsim.law.clocks_court import exclusion_panel, judicial_review, pre_action
from sendsim.law.clocks_discrimination import county_court, discrimination
from sendsim.law.clocks_ehc import (
    advice,
    cease,
    draft_comments,
    ehc,
    reassessment,
    receipt,
    school_consultation,
)
from sendsim.law.clocks_mediation import (
    certificate,
    certificate_after_mediation,
    certificate_contact,
    certificate_deemed,
    mediation,
    mediation_notice,
)
from sendsim.law.clocks_review import phase_transfer, post_16_move, review
from sendsim.law.clocks_social_care import (
    section_26_bring,
    section_26_panel,
    section_26_stage_1,
    section_26_stage_2,
)
from sendsim.law.clocks_tribunal import (
    after_decision,
    attendance_form,
    bundle,
    decision,
    la_response,
    registration,
    upper_tribunal,
)
from sendsim.law.dated import Proposal, Rule, proposals

__all__ = [
    "CLOCKS",
    "Clock",
    "ClockAnswer",
    "Limit",
    "advice",
    "after_decision",
    "agreement",
    "appeal",
    "ask",
    "attendance_form",
    "bundle",
    "cease",
    "certificate",
    "certificate_after_mediation",
    "certificate_contact",
    "certificate_deemed",
    "clock",
    "concession",
    "county_court",
    "decision",
    "discrimination",
    "draft_comments",
    "ehc",
    "exclusion_panel",
    "judicial_review",
    "la_complaint",
    "la_response",
    "lgsco",
    "lgsco_answer",
    "mediation",
    "mediation_notice",
    "nhs_answer",
    "nhs_complaint",
    "order",
    "phase_transfer",
    "phso",
    "post_16_complaint",
    "post_16_move",
    "pre_action",
    "reassessment",
    "receipt",
    "recommendation",
    "registration",
    "review",
    "school_complaint",
    "school_consultation",
    "section_26_bring",
    "section_26_panel",
    "section_26_stage_1",
    "section_26_stage_2",
    "upper_tribunal",
]


@dataclass(frozen=True, slots=True)
class Clock:
    """One entry of the index: its name, subject, function and the dated rule behind it."""

    name: str
    subject: str
    function: Callable[..., ClockAnswer]
    rule: Rule

    @property
    def summary(self) -> str:
        """What the clock answers: the first paragraph of its function's description."""
        return " ".join((self.function.__doc__ or "").strip().split("\n\n")[0].split())

    @property
    def effective_from(self) -> date:
        """The first day of the law held here."""
        return self.rule.effective_from

    @property
    def effective_to(self) -> date | None:
        """The last day of the law held here; ``None`` while it lasts."""
        return self.rule.effective_to

    def proposals(self, *, include: bool = False) -> tuple[Proposal, ...]:
        """Return what is proposed about this clock and is not law; nothing unless ``include`` is true."""
        return proposals(self.name, include=include)


def _clock(function: Callable[..., ClockAnswer], subject: str, rule: Rule) -> Clock:
    """Build an entry; the name is the function's, with hyphens."""
    return Clock(function.__name__.replace("_", "-"), subject, function, rule)


ALL: tuple[Clock, ...] = (
    _clock(receipt, "EHC process", dated.EHC_PROCESS),
    _clock(ehc, "EHC process", dated.EHC_PROCESS),
    _clock(advice, "EHC process", dated.EHC_PROCESS),
    _clock(draft_comments, "EHC process", dated.EHC_PROCESS),
    _clock(school_consultation, "EHC process", dated.EHC_PROCESS),
    _clock(reassessment, "EHC process", dated.EHC_PROCESS),
    _clock(review, "Reviews and moves", dated.EHC_PROCESS),
    _clock(phase_transfer, "Reviews and moves", dated.EHC_PROCESS),
    _clock(post_16_move, "Reviews and moves", dated.EHC_PROCESS),
    _clock(cease, "EHC process", dated.APPEALS),
    _clock(certificate_contact, "Mediation", dated.MEDIATION),
    _clock(certificate, "Mediation", dated.MEDIATION),
    _clock(mediation, "Mediation", dated.MEDIATION),
    _clock(mediation_notice, "Mediation", dated.MEDIATION),
    _clock(certificate_after_mediation, "Mediation", dated.MEDIATION),
    _clock(certificate_deemed, "Mediation", dated.MEDIATION),
    _clock(agreement, "Orders and agreements", dated.ORDERS),
    _clock(appeal, "Tribunal", dated.APPEALS),
    _clock(registration, "Tribunal", dated.TRIBUNAL_PRACTICE),
    _clock(la_response, "Tribunal", dated.TRIBUNAL_PRACTICE),
    _clock(attendance_form, "Tribunal", dated.TRIBUNAL_PRACTICE),
    _clock(bundle, "Tribunal", dated.TRIBUNAL_PRACTICE),
    _clock(decision, "Tribunal", dated.TRIBUNAL_PRACTICE),
    _clock(after_decision, "Tribunal", dated.TRIBUNAL_PRACTICE),
    _clock(upper_tribunal, "Tribunal", dated.TRIBUNAL_PRACTICE),
    _clock(order, "Orders and agreements", dated.ORDERS),
    _clock(concession, "Orders and agreements", dated.CONCESSIONS),
    _clock(recommendation, "Orders and agreements", dated.RECOMMENDATIONS),
    _clock(discrimination, "Equality", dated.RULE_12_FOR_CLAIMS),
    _clock(county_court, "Equality", dated.COURTS),
    _clock(section_26_bring, "Complaints", dated.SECTION_26),
    _clock(section_26_stage_1, "Complaints", dated.SECTION_26),
    _clock(section_26_stage_2, "Complaints", dated.SECTION_26),
    _clock(section_26_panel, "Complaints", dated.SECTION_26),
    _clock(nhs_complaint, "Complaints", dated.HEALTH_AND_ADULT_CARE),
    _clock(nhs_answer, "Complaints", dated.HEALTH_AND_ADULT_CARE),
    _clock(lgsco, "Complaints", dated.OMBUDSMEN),
    _clock(lgsco_answer, "Complaints", dated.OMBUDSMEN),
    _clock(la_complaint, "Complaints", dated.OMBUDSMEN),
    _clock(phso, "Complaints", dated.OMBUDSMEN),
    _clock(school_complaint, "Complaints", dated.SCHOOLS_AND_COLLEGES),
    _clock(post_16_complaint, "Complaints", dated.SCHOOLS_AND_COLLEGES),
    _clock(judicial_review, "Courts and exclusion", dated.COURTS),
    _clock(pre_action, "Courts and exclusion", dated.COURTS),
    _clock(exclusion_panel, "Courts and exclusion", dated.EXCLUSION),
)

CLOCKS: dict[str, Clock] = {entry.name: entry for entry in ALL}
"""Every clock by its name."""


def clock(name: str) -> Clock:
    """Return the clock called ``name``, or raise an error that suggests near misses."""
    try:
        return CLOCKS[name]
    except KeyError:
        raise unknown_name("Clock", name, CLOCKS) from None


def ask(name: str, *facts: Any, **more: Any) -> ClockAnswer:
    """Ask the clock called ``name``: ``ask("appeal", "2026-01-14", certificate="2026-01-20")``."""
    return clock(name).function(*facts, **more)
