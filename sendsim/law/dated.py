"""Dated law: which version of a rule applied on a date, and the figures it held.

A rule is a chain of versions, each with the first and last day on which it applied. ``Rule.on`` picks the
version for a day and says plainly when the law of that day is not held here. What the government has
announced but Parliament has not passed is kept apart as proposals, changes no date, and is shown only when
asked for.

Sources of the two changes that matter: SI 2015/359 (in force 23 March 2015) replaced the figures of
regulations 44 and 45; the amendment of rule 12(3) on 21 July 2020 took discrimination claims out of the
relief for August and Christmas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sendsim.law import limits
from sendsim.law.calendar import ONE_DAY
from sendsim.law.citation import Citation
from sendsim.law.given import FIRST_YEAR, LawNotAvailableError

SUPPORTED_FROM = date(FIRST_YEAR, 1, 1)
PART_3_FROM = date(2014, 9, 1)
SENDR_AMENDED = date(2015, 3, 23)
RULE_12_AMENDED = date(2020, 7, 21)
ISSR2014_FROM = date(2015, 1, 5)
RECOMMENDATIONS_FROM = date(2018, 4, 3)
PANDEMIC_FROM, PANDEMIC_TO = date(2020, 5, 1), date(2020, 9, 25)


class LawStatus(StrEnum):
    """Whether a text is law or only proposed."""

    LAW = "law"
    PROPOSED = "proposed, not law"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a rule.

    ``effective_to`` is its last day, ``None`` while it lasts. ``figures`` holds its numbers by name (weeks,
    days or months, as the name says); a name that is missing was not read. ``citations`` are those of this
    version only.
    """

    effective_from: date
    effective_to: date | None = None
    figures: Mapping[str, int] = field(default_factory=dict, hash=False)
    citations: tuple[Citation, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of law through time: its versions, oldest first, without gaps."""

    key: str
    title: str
    versions: tuple[Version, ...]

    @property
    def effective_from(self) -> date:
        """The first day of the oldest version held here."""
        return self.versions[0].effective_from

    @property
    def effective_to(self) -> date | None:
        """The last day of the newest version, ``None`` while it lasts."""
        return self.versions[-1].effective_to

    def on(self, law_on: date) -> Version:
        """Return the version that applied on ``law_on``.

        Raises
        ------
        LawNotAvailableError
            If the rule had not begun, or had ended, on that day.
        """
        for version in self.versions:
            if version.effective_from <= law_on and (version.effective_to is None or law_on <= version.effective_to):
                return version
        raise LawNotAvailableError(
            f"law_on {law_on} (the day of the facts, unless given) is not covered: {self.title} is held"
            f" here from {self.effective_from}; give a date from then."
        )

    def figure(self, name: str, law_on: date) -> int:
        """Return one figure as it stood on ``law_on``, or say that the older figure is not held here."""
        version = self.on(law_on)
        if name in version.figures:
            return version.figures[name]
        later = next(v for v in self.versions if name in v.figures)
        raise LawNotAvailableError(
            f"law_on {law_on}: the figure of {self.title} for {name.replace('_', ' ')} before"
            f" {later.effective_from} was not read and is not held here; give a date from then."
        )


def simple(key: str, title: str, effective_from: date = SUPPORTED_FROM) -> Rule:
    """Build a rule that has had one version throughout."""
    return Rule(key, title, (Version(effective_from),))


def until(day: date) -> date:
    """Return the last day of a version whose successor began on ``day``."""
    return day - ONE_DAY


EHC_PROCESS = simple("ehc", "the EHC process", PART_3_FROM)
MEDIATION = simple("mediation", "mediation under the 2014 Act", PART_3_FROM)
APPEALS = simple("appeal", "the time to appeal", PART_3_FROM)
TRIBUNAL_PRACTICE = simple("tribunal", "the Tribunal's timetable")
SECTION_26 = simple("section-26", "the section 26 procedure")
HEALTH_AND_ADULT_CARE = simple("nhs", "the health and adult care complaints procedure")
OMBUDSMEN = simple("ombudsmen", "the Ombudsmen's time limits")
SCHOOLS_AND_COLLEGES = simple("school", "complaints to schools and colleges")
COURTS = simple("courts", "the courts' time limits")
EXCLUSION = simple("exclusion", "review of permanent exclusion")

ORDERS = Rule(
    "orders",
    "regulation 44 (compliance with orders)",
    (
        Version(
            PART_3_FROM,
            until(SENDR_AMENDED),
            {"start": 4},
            (
                Citation(
                    "SENDR2014",
                    "reg 44 (as made)",
                    "uncertain",
                    "four weeks to start an ordered assessment, known only from older support pages",
                ),
            ),
            "The Regulations as first made gave four weeks to start an ordered assessment.",
        ),
        Version(
            SENDR_AMENDED,
            None,
            {
                "tell": limits.TELL_WEEKS,
                "no_plan": limits.NO_PLAN_WEEKS,
                "plan_after_assessment": limits.PLAN_AFTER_ASSESSMENT_WEEKS,
                "draft": limits.ORDERED_DRAFT_WEEKS,
                "final": limits.ORDERED_FINAL_WEEKS,
                "contents": limits.CONTENTS_WEEKS,
                "placement": limits.PLACEMENT_WEEKS,
                "reconsider": limits.RECONSIDER_WEEKS,
            },
            (Citation("SENDAMEND2015", "", "read", "the figures since 23 March 2015"),),
        ),
    ),
)

CONCESSIONS = Rule(
    "concessions",
    "regulation 45 (unopposed appeals)",
    (
        Version(
            PART_3_FROM,
            until(SENDR_AMENDED),
            {"carry_out": 4, "contents": 4, "placement": 2},
            (Citation("SENDR2014", "reg 45 (as made)", "read", "read as a support service quotes it"),),
            "The Regulations as first made gave four weeks, and two weeks for placement.",
        ),
        Version(
            SENDR_AMENDED,
            None,
            {
                "tell": limits.TELL_WEEKS,
                "no_plan": limits.NO_PLAN_WEEKS,
                "plan_after_assessment": limits.PLAN_AFTER_ASSESSMENT_WEEKS,
                "draft": limits.ORDERED_DRAFT_WEEKS,
                "final": limits.ORDERED_FINAL_WEEKS,
                "contents": limits.CONTENTS_WEEKS,
                "placement": limits.PLACEMENT_WEEKS,
            },
            (Citation("SENDAMEND2015", "reg 8", "read", "the figures since 23 March 2015"),),
        ),
    ),
)

RECOMMENDATIONS = simple("recommendations", "the 2017 Regulations on recommendations", RECOMMENDATIONS_FROM)

RULE_12_FOR_CLAIMS = Rule(
    "rule-12-claims",
    "rule 12(3) for discrimination claims",
    (
        Version(SUPPORTED_FROM, until(RULE_12_AMENDED), {"relief": 1}),
        Version(RULE_12_AMENDED, None, {"relief": 0}),
    ),
)

INDEPENDENT_SCHOOLS = Rule(
    "independent-schools",
    "the independent school standards",
    (
        Version(
            SUPPORTED_FROM,
            until(ISSR2014_FROM),
            {},
            (Citation("ISSR2010", "Sch.1", "general_knowledge", "complaints procedure, until 4 January 2015"),),
        ),
        Version(ISSR2014_FROM, None, {}, (Citation("ISSR2014", "Sch. para.33", "read", "complaints procedure"),)),
    ),
)

RULES: tuple[Rule, ...] = (
    EHC_PROCESS,
    MEDIATION,
    APPEALS,
    TRIBUNAL_PRACTICE,
    ORDERS,
    CONCESSIONS,
    RECOMMENDATIONS,
    RULE_12_FOR_CLAIMS,
    INDEPENDENT_SCHOOLS,
    SECTION_26,
    HEALTH_AND_ADULT_CARE,
    OMBUDSMEN,
    SCHOOLS_AND_COLLEGES,
    COURTS,
    EXCLUSION,
)
"""Every dated rule, for the page a lawyer signs."""


def send_regs_warnings(start: date, end: date, law_on: date) -> tuple[str, ...]:
    """Say what is unsure about a limit of the SEND Regulations that ran from ``start`` to ``end``."""
    found: list[str] = []
    if law_on < SENDR_AMENDED:
        found.append(
            "The Regulations were amended on 23 March 2015; the text before that day was read only in"
            " part, so check this figure."
        )
    if start <= PANDEMIC_TO and end >= PANDEMIC_FROM:
        found.append(
            "From 1 May to 25 September 2020 temporary rules let some of these limits give way where the"
            " pandemic made them impractical; they are not counted here."
        )
    return tuple(found)


def pandemic_citations(start: date, end: date) -> tuple[Citation, ...]:
    """Return the citation of the temporary rules of 2020 where a limit ran through them."""
    if start <= PANDEMIC_TO and end >= PANDEMIC_FROM:
        return (Citation("SENDCV2020", "", "general_knowledge", "temporary rules of 2020"),)
    return ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something announced that is not law: which clocks it would touch, and what it would do."""

    title: str
    text: str
    clocks: tuple[str, ...]
    published: date
    source: str
    status: LawStatus = LawStatus.PROPOSED


PROPOSALS: tuple[Proposal, ...] = (
    Proposal(
        "The Tribunal's powers on placement",
        "The Tribunal would decide who is eligible and for which package; on placement it would send the"
        " matter back and would not name a school. No time limit has been published.",
        ("appeal", "order"),
        date(2026, 2, 23),
        "WHITEPAPER2026",
    ),
    Proposal(
        "Mediation strengthened",
        "Mediation would be strengthened and disagreement resolution encouraged. No time limit has been published.",
        ("mediation", "certificate"),
        date(2026, 2, 23),
        "WHITEPAPER2026",
    ),
    Proposal(
        "School-written support plans",
        "Schools would write a plan for each child with SEND, without appeal, and EHC plans would be for"
        " the most complex needs, from about 2029 to 2030.",
        ("ehc", "review", "appeal"),
        date(2026, 2, 23),
        "WHITEPAPER2026",
    ),
)
"""Proposals that would touch a clock. None of them changes a date here."""


def proposals(clock: str | None = None, *, include: bool = False) -> tuple[Proposal, ...]:
    """Return the proposals that would touch ``clock`` (or all of them); none unless ``include`` is true."""
    if not include:
        return ()
    return tuple(item for item in PROPOSALS if clock is None or clock in item.clocks)
