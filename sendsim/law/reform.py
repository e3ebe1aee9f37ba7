"""Recent changes, and changes that are proposed but are not law.

What is proposed is off unless somebody asks for it: ``changes()`` returns what is in force,
``changes(proposed=True)`` adds the rest, each labelled. Nothing here alters a clock or a route. Coverage
ends at about June 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sendsim.law.citation import Citation
from sendsim.law.refs import cites

COVERED_UNTIL = date(2026, 6, 30)
"""Nothing published after about this date is covered."""


class ReformStatus(StrEnum):
    """Where a change stands."""

    IN_FORCE = "in force"
    PRACTICE = "practice"
    ANNOUNCED = "announced"
    PROPOSED = "proposed, not law"
    NOT_ENACTED = "not enacted"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what it is, where it stands, since when, and how sure we are."""

    id: str
    title: str
    text: str
    status: ReformStatus
    on: date | None
    confidence: str
    basis: tuple[Citation, ...] = ()

    @property
    def is_law_or_practice(self) -> bool:
        """Say whether it is in force or in use now."""
        return self.status in {ReformStatus.IN_FORCE, ReformStatus.PRACTICE}


CHANGES: tuple[Change, ...] = (
    Change(
        "extended-appeals",
        "Extended appeals made permanent",
        "The power to recommend health and social care stays, after the national trial.",
        ReformStatus.IN_FORCE,
        date(2021, 9, 1),
        "high",
        cites("RECS2017"),
    ),
    Change(
        "bundles-2025",
        "Practice direction on bundles",
        "A new practice direction governs the papers for hearings listed after 15 July 2025.",
        ReformStatus.IN_FORCE,
        date(2025, 7, 15),
        "high",
        cites("PDBUNDLES2025"),
    ),
    Change(
        "registration-2026",
        "New registration letter",
        "From April 2026 the Tribunal's letter asks that evidence not be sent in piece by piece, and is"
        " firmer on sanctions.",
        ReformStatus.PRACTICE,
        date(2026, 4, 1),
        "medium",
    ),
    Change(
        "phase-transfer-2026",
        "Placement appeals on phase transfer in 2026",
        "A hearing date is given only once the bundle is in and the case is ready.",
        ReformStatus.PRACTICE,
        None,
        "high",
    ),
    Change(
        "online-appeal-form",
        "Online appeal form",
        "The courts service has published code that models the appeal form; whether it is live is not known.",
        ReformStatus.ANNOUNCED,
        None,
        "medium",
    ),
    Change(
        "two-member-panels",
        "Two-member panels and decisions on paper",
        "Usual since about 2015; refusal-to-assess appeals are often decided on paper.",
        ReformStatus.PRACTICE,
        None,
        "medium for today",
        cites("?PANELCOMP"),
    ),
    Change(
        "heard-together",
        "An appeal and a discrimination claim heard together",
        "Possible on request. A reform named consolidated mediation was looked for and not found.",
        ReformStatus.PRACTICE,
        None,
        "low on the reform, high on the request",
    ),
    Change(
        "mediator-standards",
        "Revised standards for SEND mediators",
        "Revised after a consultation in early 2024; the date of effect was not seen.",
        ReformStatus.ANNOUNCED,
        None,
        "medium",
        cites("MEDSTANDARDS"),
    ),
    Change(
        "white-paper-2026",
        "White Paper and consultation on SEND reform",
        "Published on 23 February 2026; the consultation closed on 18 May 2026.",
        ReformStatus.PROPOSED,
        date(2026, 2, 23),
        "high",
        cites("WHITEPAPER2026"),
    ),
    Change(
        "isp",
        "Individual Support Plans and layers of support",
        "Schools would write a plan for each child with SEND; EHC plans would be for the most complex needs,"
        " tied to national packages, from about 2029 to 2030.",
        ReformStatus.PROPOSED,
        date(2026, 2, 23),
        "high that it was proposed",
        cites("WHITEPAPER2026"),
    ),
    Change(
        "disputes-2026",
        "Disputes under the proposals",
        "School complaint panels would have an independent SEND specialist; disagreement resolution would be"
        " encouraged and mediation strengthened; the Tribunal would decide eligibility and package but not"
        " name a school, and there would be no appeal on a school-written plan.",
        ReformStatus.PROPOSED,
        date(2026, 2, 23),
        "medium-high on the proposal, low on detail",
        cites("WHITEPAPER2026"),
    ),
    Change(
        "bill-2026",
        "Education for All Bill",
        "Announced in the King's Speech of 13 May 2026; not introduced on any page seen.",
        ReformStatus.ANNOUNCED,
        date(2026, 5, 13),
        "high to June 2026; unknown after",
        cites("EFABILL2026"),
    ),
    Change(
        "schools-act-2026",
        "Children's Wellbeing and Schools Act 2026",
        "Named as law by one source; any effect on these routes was not seen.",
        ReformStatus.ANNOUNCED,
        None,
        "low",
        cites("?CWSA2026"),
    ),
    Change(
        "compulsory-mediation-2022",
        "Compulsory mediation (2022 Green Paper)",
        "Proposed in 2022 and never enacted; the 2026 wording is to strengthen mediation.",
        ReformStatus.NOT_ENACTED,
        date(2022, 3, 29),
        "medium",
        cites("GREENPAPER2022"),
    ),
)
"""Every change looked at, in force or not."""


def changes(*, proposed: bool = False) -> tuple[Change, ...]:
    """Return what is in force or in use; with ``proposed=True`` everything, each with its status."""
    return tuple(change for change in CHANGES if proposed or change.is_law_or_practice)
