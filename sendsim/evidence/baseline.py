"""From a real authority to a calibrated starting Plan, in which every number knows its evidence.

What is published of the authority fixes the flows (:mod:`sendsim.evidence.flows`); demand, people and parameters are
each a module of their own (``baseline_demand``, ``baseline_people``, ``baseline_early``, ``baseline_tribunal``,
``baseline_complaints``). What is not published is inferred or assumed, and says so; each figure's ``source`` repeats
the arithmetic in words.
"""

from __future__ import annotations

from datetime import date

from sendsim.caseload.figure import Figure
from sendsim.caseload.pathway import Pathway
from sendsim.caseload.plan import Plan
from sendsim.caseload.send import PATHWAY
from sendsim.caseload.send_proposed import PROPOSAL, PROPOSED
from sendsim.errors import UnknownNameError
from sendsim.evidence import baseline_complaints, baseline_early, baseline_tribunal
from sendsim.evidence.baseline_demand import demand_of, opening_of
from sendsim.evidence.baseline_people import diaries_of, teams_of
from sendsim.evidence.figures import find_authority, notes_for
from sendsim.evidence.flows import Counts, Flows, read_counts, work_out_flows
from sendsim.evidence.given import share, weeks

START, END = date(2027, 1, 1), date(2030, 1, 1)


def baseline(authority: str, pathway: Pathway = PATHWAY) -> Plan:
    """Return the starting Plan of a local authority, from 1 January 2027 for three years.

    Parameters
    ----------
    authority : str
        Name or three-digit code, for example ``"Kent"`` or ``"886"``.
    pathway : Pathway
        The law as it stands, unless what is proposed is given (``sendsim.caseload.send_proposed.PROPOSED``).

    Raises
    ------
    UnknownNameError
        If there is no such authority (near misses are suggested), or it is England, which is 153
        authorities that share one Tribunal (:func:`sendsim.evidence.england.england`).
    """
    found = find_authority(authority)
    if found.code == "ENG":
        raise UnknownNameError("authority 'England' is 153 authorities: name one, or use sendsim.evidence.england.")
    counts = read_counts(found.code)
    flows = work_out_flows(counts)
    is_proposed = pathway == PROPOSED
    return Plan(
        name=f"{found.name}, as proposed (not law)" if is_proposed else f"{found.name} today",
        start=START,
        end=END,
        authority=found.name,
        pathway=pathway,
        demand=demand_of(found.code, counts, flows),
        teams=teams_of(flows, counts),
        diaries=diaries_of(flows, counts),
        parameters=parameters_of(flows) | (proposed_parameters() if is_proposed else {}),
        opening=opening_of(flows),
        rate_uncertainty=Figure(
            value=0.1,
            low=0.0,
            high=0.3,
            unit="coefficient of variation of the yearly rate",
            basis="assumed",
            source="one year's level is the large uncertainty: authorities' appeals grew between 0 and 120 % in 2024; "
            "within a year arrivals were Poisson (Devon 2018 to 2021: variance over mean about 1.1)",
        ),
        notes=((NOT_LAW,) if is_proposed else ()) + _notes(found.code, counts),
    )


def parameters_of(flows: Flows) -> dict[str, Figure]:
    """Return every parameter of the pathway with its evidence."""
    return {
        **baseline_early.parameters(flows),
        **baseline_tribunal.parameters(),
        **baseline_complaints.parameters(),
    }


NOT_LAW = (
    f"This plan follows the White Paper of {PROPOSAL.on}, which is {PROPOSAL.status}; how sure the proposal is: "
    f"{PROPOSAL.confidence}. Each of its numbers is an assumption."
)


def proposed_parameters() -> dict[str, Figure]:
    """Return the numbers of what is proposed: assumptions with wide ranges, for nothing has been tried."""
    why = f"proposed on {PROPOSAL.on} and not law; an assumption with nothing behind it but the proposal's aim"
    return {
        "drs_offer_proposed": share(0.1, 0.01, 0.5, why),
        "decision_maker_attends_proposed": share(0.95, 0.85, 1.0, why),
        "setting_settles_specialist": share(0.5, 0.4, 0.8, why),
        "sent_back_weeks": weeks(6.0, 2, 12, why),
        "placement_changes_proposed": share(0.6, 0.2, 0.95, why),
    }


def _notes(authority: str, counts: Counts) -> tuple[str, ...]:
    notes = [
        "Figures are for calendar 2024; demand is held at that level until you change it.",
        "The Tribunal is one national body: hearing places here are this authority's share of its hearings.",
        "Staff numbers are not published: they are set so that today's demand can be met. Put in your own.",
        "Nothing is published on disagreement resolution by itself: each of its numbers is an assumption.",
    ]
    problem = notes_for(authority)
    if problem:
        notes.append(f"Known problem with this authority's figures: {problem}.")
    if counts.missing:
        notes.append("Not published for this authority, England's rate used: " + ", ".join(counts.missing) + ".")
    return tuple(notes)
