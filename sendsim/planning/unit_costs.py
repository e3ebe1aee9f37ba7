"""What things cost and who pays: unit costs as figures with price year, evidence grade and payer.

A cost is a quantity counted in the model times a unit cost. Families' hours and families' money are kept apart from
public money and from each other, and nothing is paid for by two lines: an authority's work on an appeal is costed by
the appeal (as the studies did), not by the hours that the model's tribunal officers are busy.

Evidence grades: A measured in a published study or contract; B worked out from published totals; C our assumption.
Sources: the packaged table ``proposed_defaults.csv`` and, where named, public reports by councils.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from sendsim.caseload.figure import Figure
from sendsim.caseload.plan import Plan
from sendsim.errors import unknown_name
from sendsim.evidence.figures import national_default

PUBLIC_PAYERS = ("officer time", "provider", "legal", "remedies", "courts")
"""Parts of the public bill, in the order in which a waterfall shows them."""
FAMILY_PAYERS = ("family hours", "family money")
"""Shown apart from the public bill and from each other; hours are not turned into money."""

GRADES = {
    "A": "measured in a published study or taken from a published contract",
    "B": "worked out from published totals",
    "C": "our assumption: nothing published was found",
}


@dataclass(frozen=True)
class UnitCost:
    """One line of the bill.

    Attributes
    ----------
    name, title : str
        Short name, and what it pays for in plain words.
    payer : str
        One of :data:`PUBLIC_PAYERS` or :data:`FAMILY_PAYERS`.
    kind : str
        What is counted: hours, starts, joins, ends or leaves (see :func:`sendsim.caseload.tables.quantities`).
    patterns, but_not : tuple of str
        Shell-style patterns over the names of teams, stages, ends or departures.
    figure : Figure
        Pounds (or hours, for family hours) for each one counted.
    price_year : str
        The year whose prices it is in.
    grade : {"A", "B", "C"}
    """

    name: str
    title: str
    payer: str
    kind: str
    patterns: tuple[str, ...]
    figure: Figure
    price_year: str
    grade: str
    but_not: tuple[str, ...] = ()

    def covers(self, kind: str, name: str) -> bool:
        """Say whether a quantity is paid for by this line."""
        return (
            kind == self.kind
            and any(fnmatchcase(name, p) for p in self.patterns)
            and not any(fnmatchcase(name, p) for p in self.but_not)
        )


def _gbp(parameter: str, per: str, less: str = "") -> Figure:
    """Return a packaged cost, less another one if named (what a hearing adds to an appeal settled before it)."""
    figure = national_default(parameter)
    if not less:
        return figure.model_copy(update={"unit": f"pounds {per}"})
    other = national_default(less)
    low = None if figure.low is None or other.low is None else max(figure.low - other.low, 0.0)
    high = None if figure.high is None or other.high is None else max(figure.high - other.high, 0.0)
    why = f"{figure.source}; less {other.value:,.0f} for an appeal that ends before a hearing"
    update = {"value": figure.value - other.value, "low": low, "high": high, "unit": f"pounds {per}", "source": why}
    return figure.model_copy(update=update)


def _assumed(value: float, low: float, high: float, unit: str, why: str) -> Figure:
    return Figure(value=value, low=low, high=high, unit=unit, basis="assumed", source=why)


def _family_money() -> Figure:
    fee, share = national_default("family_cost_if_represented"), national_default("share_families_represented")
    return Figure(
        value=fee.value * share.value,
        low=0.0,
        high=7575.0,
        unit="pounds an appeal",
        basis="assumed",
        source=f"{fee.value:,.0f} for a represented family (CEDAR interviews 2014 to 2017, from 280 to 55,000) times "
        f"{share.value:.0%} of families represented, which is assumed; experts' reports are not in it",
    )


HEARING = ("*hearing*",)
NOT_HEARING = ("*telephone*", "*attend*", "*prepar*")
MEETING = ("mediation", "mediation_meeting*", "mediation_session*")
OF_HEALTH = ("mediation_meeting_health*",)
COMPLAINT = ("complaint_setting_1", "complaint_la_1", "section_26_stage_1", "complaint_nhs")
NOTHING = "nothing is published"
OFFICER_HOUR = "37.5 an hour: 300 for 8 hours of an officer's time on a mediation, itself assumed"

UNIT_COSTS: tuple[UnitCost, ...] = (
    UnitCost(
        "officer_hour_talk",
        "Early talks: an SEN officer's hour",
        "officer time",
        "hours",
        ("sen_officers*",),
        _assumed(37.5, 25, 60, "pounds an hour", OFFICER_HOUR),
        "2024",
        "C",
    ),
    UnitCost(
        "officers_mediation",
        "Mediation: the authority's own time",
        "officer time",
        "starts",
        MEETING,
        _gbp("la_staff_cost_per_mediation", "a mediation"),
        "2024",
        "C",
        OF_HEALTH,
    ),
    UnitCost(
        "commissioner_mediation",
        "Mediation about health: the commissioner's own time",
        "officer time",
        "starts",
        OF_HEALTH,
        _assumed(300, 150, 500, "pounds a mediation", f"as for the authority's; {NOTHING}"),
        "2024",
        "C",
    ),
    UnitCost(
        "officers_drs",
        "Disagreement resolution: the authority's own time",
        "officer time",
        "starts",
        ("drs_meeting*",),
        _assumed(300, 150, 500, "pounds a meeting", "as for a mediation; nothing is published"),
        "2024",
        "C",
    ),
    UnitCost(
        "officers_appeal",
        "Appeals: the authority's own time, whether heard or not",
        "officer time",
        "joins",
        ("registration*",),
        _gbp("la_cost_appeal_settled_before_hearing", "an appeal"),
        "2024",
        "B",
    ),
    UnitCost(
        "officers_hearing",
        "Hearings: what attending one adds",
        "officer time",
        "starts",
        HEARING,
        _gbp("la_cost_appeal_heard", "a hearing", "la_cost_appeal_settled_before_hearing"),
        "2024",
        "B",
        (*NOT_HEARING, "claim*"),
    ),
    UnitCost(
        "provider_mediation",
        "Mediation: the provider's fee",
        "provider",
        "starts",
        MEETING,
        _gbp("mediation_provider_fee_full_case", "a mediation"),
        "2025",
        "A",
    ),
    UnitCost(
        "provider_certificate",
        "Certificates and information calls: the provider's fee",
        "provider",
        "starts",
        ("mediation_adviser*",),
        _gbp("mediation_certificate_fee", "a call"),
        "2025",
        "A",
    ),
    UnitCost(
        "provider_drs",
        "Disagreement resolution: the provider's fee",
        "provider",
        "starts",
        ("drs_meeting*",),
        _assumed(300, 250, 1200, "pounds a meeting", "as for a mediation; no price or volume was found"),
        "2025",
        "C",
    ),
    UnitCost(
        "legal_appeal",
        "Outside lawyers and counsel for the authority",
        "legal",
        "joins",
        ("registration*",),
        Figure(
            value=860,
            low=0,
            high=2500,
            unit="pounds an appeal",
            basis="inferred",
            source="Bournemouth, Christchurch and Poole's own total of 109,892 over 128 appeals from March 2023 (press "
            "report); one authority, and practice differs widely",
        ),
        "2024",
        "B",
    ),
    UnitCost(
        "remedies_ombudsman",
        "Payments that the Ombudsman recommends",
        "remedies",
        "joins",
        ("ombudsman_upheld*", "lgsco_upheld*"),
        _gbp("lgsco_remedy", "a complaint upheld"),
        "2025",
        "B",
    ),
    UnitCost(
        "courts_hearing",
        "The Tribunal: a hearing",
        "courts",
        "starts",
        HEARING,
        _gbp("tribunal_cost_per_hearing", "a hearing"),
        "2022",
        "B",
        NOT_HEARING,
    ),
    UnitCost(
        "family_hours_talk",
        "Families: a talk or a meeting about disagreement resolution",
        "family hours",
        "starts",
        ("early_talk*", "drs_meeting*"),
        _assumed(4, 2, 10, "hours a meeting", "the meeting, getting ready and getting there; nothing is published"),
        "not money",
        "C",
    ),
    UnitCost(
        "family_hours_mediation",
        "Families: a mediation",
        "family hours",
        "starts",
        MEETING,
        _assumed(10, 5, 25, "hours a mediation", "2.5 hours' meeting and getting ready; nothing is published"),
        "not money",
        "C",
    ),
    UnitCost(
        "family_hours_appeal",
        "Families: making an appeal",
        "family hours",
        "joins",
        ("registration*",),
        _assumed(50, 20, 150, "hours an appeal", "forms, evidence, reports, letters; nothing is published"),
        "not money",
        "C",
    ),
    UnitCost(
        "family_hours_hearing",
        "Families: a hearing",
        "family hours",
        "starts",
        HEARING,
        _assumed(20, 8, 40, "hours a hearing", "the day, the bundle and witnesses; nothing is published"),
        "not money",
        "C",
        NOT_HEARING,
    ),
    UnitCost(
        "family_money_appeal",
        "Families: lawyers and advice",
        "family money",
        "joins",
        ("registration*",),
        _family_money(),
        "2017",
        "C",
    ),
    UnitCost(
        "officer_hour_complaint",
        "Complaints: a complaints officer's hour",
        "officer time",
        "hours",
        ("complaints_officers*",),
        _assumed(37.5, 25, 60, "pounds an hour", f"as an SEN officer's hour; {NOTHING}"),
        "2024",
        "C",
    ),
    UnitCost(
        "officers_complaint_elsewhere",
        "Complaints to settings and health bodies: their own time",
        "officer time",
        "joins",
        ("complaint_setting_1", "complaint_setting_2", "complaint_nhs"),
        _assumed(250, 100, 800, "pounds a stage", f"about seven hours; {NOTHING}"),
        "2024",
        "C",
    ),
    UnitCost(
        "officers_claim",
        "Claims of discrimination: the school's own time",
        "officer time",
        "joins",
        ("claim_made*",),
        _assumed(4300, 2000, 8000, "pounds a claim", f"as for an appeal settled before a hearing, 2016; {NOTHING}"),
        "2016",
        "C",
    ),
    UnitCost(
        "independent_social_care",
        "Social care complaints: independent people at stages 2 and 3",
        "provider",
        "starts",
        ("section_26_stage_2", "section_26_panel"),
        _assumed(1500, 600, 4000, "pounds a stage", f"fees of investigators and panel members; {NOTHING}"),
        "2024",
        "C",
    ),
    UnitCost(
        "legal_before_review",
        "Answering a letter before judicial review",
        "legal",
        "joins",
        ("pre_action_letter*",),
        _assumed(800, 300, 2500, "pounds a letter", NOTHING),
        "2024",
        "C",
    ),
    UnitCost(
        "legal_review",
        "Judicial review: both sides' lawyers, where the public pays",
        "legal",
        "joins",
        ("judicial_review",),
        _assumed(20000, 8000, 60000, "pounds a case", NOTHING),
        "2024",
        "C",
    ),
    UnitCost(
        "remedies_section_26",
        "Payments after a social care complaint reaches stage 2",
        "remedies",
        "joins",
        ("section_26_stage_2",),
        _assumed(200, 0, 1000, "pounds a complaint", NOTHING),
        "2024",
        "C",
    ),
    UnitCost(
        "courts_papers",
        "The Tribunal: a decision on the papers",
        "courts",
        "starts",
        ("papers*",),
        _assumed(930, 400, 1500, "pounds a decision", "a third of a hearing, as half a judge's day to one and a half"),
        "2022",
        "C",
    ),
    UnitCost(
        "courts_judicial_adr",
        "The Tribunal: a judge's session to help parties settle",
        "courts",
        "starts",
        ("judicial_adr*",),
        _assumed(560, 300, 900, "pounds a session", "a fifth of a hearing, as 0.3 of a judge's day to one and a half"),
        "2022",
        "C",
    ),
    UnitCost(
        "courts_beyond",
        "The Upper Tribunal or the High Court: a case",
        "courts",
        "joins",
        ("upper_tribunal", "judicial_review"),
        _assumed(5000, 2000, 15000, "pounds a case", NOTHING),
        "2024",
        "C",
    ),
    UnitCost(
        "ombudsman_case",
        "The Ombudsman: an investigation",
        "courts",
        "joins",
        ("ombudsman", "ombudsman_health"),
        _assumed(
            1500, 700, 3000, "pounds an investigation", f"budgets over decisions, from general knowledge; {NOTHING}"
        ),
        "2024",
        "C",
    ),
    UnitCost(
        "family_hours_complaint",
        "Families: a complaint",
        "family hours",
        "joins",
        COMPLAINT,
        _assumed(10, 4, 40, "hours a complaint", NOTHING),
        "not money",
        "C",
    ),
    UnitCost(
        "family_hours_ombudsman",
        "Families: going to an Ombudsman or a panel",
        "family hours",
        "joins",
        ("ombudsman", "ombudsman_health", "section_26_panel", "complaint_setting_2"),
        _assumed(8, 3, 30, "hours a case", NOTHING),
        "not money",
        "C",
    ),
    UnitCost(
        "family_hours_claim",
        "Families: making a claim of discrimination",
        "family hours",
        "joins",
        ("claim_made*",),
        _assumed(40, 15, 120, "hours a claim", f"near an appeal; {NOTHING}"),
        "not money",
        "C",
    ),
    UnitCost(
        "family_money_claim",
        "Families: lawyers and advice for a claim",
        "family money",
        "joins",
        ("claim_made*",),
        _family_money().model_copy(update={"unit": "pounds a claim"}),
        "2017",
        "C",
    ),
)
"""The lines of the bill."""


def costs_of(plan: Plan) -> tuple[UnitCost, ...]:
    """Return the lines of the bill with the unit costs of ``plan`` in place of the packaged ones.

    A replaced line keeps its unit and price year and is graded C, as an assumption of whoever set it.

    Raises
    ------
    UnknownNameError
        If the plan names a unit cost that there is not; near misses are suggested.
    """
    known = [c.name for c in UNIT_COSTS]
    for name in plan.costs:
        if name not in known:
            raise unknown_name("unit cost", name, known)
    return tuple(
        replace(c, figure=plan.costs[c.name].model_copy(update={"unit": c.figure.unit}), grade="C")
        if c.name in plan.costs and plan.costs[c.name].value != c.figure.value
        else c
        for c in UNIT_COSTS
    )
