"""The one place where stages as people name them in their own records meet the stages of a pathway.

A local authority's log or list says "waiting for a hearing"; a pathway says ``hearing``. Each house stage here names
the pathway stages it may stand for, by patterns in order of preference, so a deeper pathway with more stages of the
same kind needs no change. What a log does not record (an appeal's registration, for example) is inferred from the
days that have passed; those inferences are assumptions and stand in :data:`APPEAL_BY_DAYS`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from sendsim.caseload.pathway import Pathway
from sendsim.caseload.plan import Demand, Plan
from sendsim.errors import SendsimError, unknown_name
from sendsim.evidence.dispute_log import Dispute


@dataclass(frozen=True)
class HouseStage:
    """A stage as people name it: its name, what it means, and the pathway stages it may stand for."""

    name: str
    title: str
    patterns: tuple[str, ...]


HOUSE_STAGES: tuple[HouseStage, ...] = (
    HouseStage("talking", "Talking with the SEN officer or the school", ("early_talk", "*next_steps*", "*talk*")),
    HouseStage("drs", "Disagreement resolution being arranged", ("drs_arranging", "drs_meeting", "drs_*")),
    HouseStage("deciding", "Decision sent, the family is making up its mind", ("deciding",)),
    HouseStage("mediation_advice", "With the mediation adviser", ("mediation_adviser", "mediation_advis*")),
    HouseStage("mediation_arranging", "Mediation asked for, no date yet", ("mediation_arranging", "mediation_arrang*")),
    HouseStage("mediation_agreed", "Mediation agreement being carried out", ("mediation_carried_out*", "*agreement*")),
    HouseStage(
        "preparing_appeal", "Certificate issued, appeal being prepared", ("preparing_appeal", "preparing_section_i")
    ),
    HouseStage("appeal_lodged", "Appeal lodged, not yet registered", ("registration",)),
    HouseStage("la_response", "Appeal registered, the authority's response not yet sent", ("la_response",)),
    HouseStage(
        "waiting_hearing",
        "Waiting for a hearing or a decision on paper",
        ("hearing", "hearing_two_members", "*hearing*"),
    ),
    HouseStage("decision_awaited", "Heard, decision not yet given", ("tribunal_decision", "*_decision")),
    HouseStage("order", "Order being carried out", ("order_carried_out*", "order_*")),
    HouseStage("complaint_school", "Complaint to the school or college", ("complaint_setting_1", "complaint_setting*")),
    HouseStage("complaint_la", "Complaint to the authority", ("complaint_la_1", "complaint_la*")),
    HouseStage("complaint_health", "Complaint to the health service", ("complaint_nhs", "complaint_nhs*")),
    HouseStage("complaint_care", "Representations about social care", ("section_26_stage_1", "section_26*")),
    HouseStage("ombudsman", "With the Local Government and Social Care Ombudsman", ("lgsco", "lgsco*", "ombudsman*")),
    HouseStage("discrimination", "Discrimination claim being prepared or waiting", ("preparing_claim", "*claim*")),
)
"""Stages as a log or a list may name them."""

NOT_PLACES = ("end", "choice")
"""Kinds of stage at which no case stays, so none can be open there."""

TRIGGER_STREAMS: dict[str, tuple[str, ...]] = {
    "refuse_assess": ("refuse_to_assess",),
    "refuse_issue": ("refuse_to_issue",),
    "contents_BF": ("contents",),
    "placement_I": ("placement_only",),
    "contents_BFI": ("contents_and_placement", "contents"),
    "refuse_reassess": ("refuse_to_reassess", "cease_or_not_amend"),
    "not_amend": ("not_amend", "cease_or_not_amend"),
    "cease": ("cease", "cease_or_not_amend"),
    "sen_support": ("sen_support",),
    "provision_failure": ("provision", "sen_support"),
    "process": ("provision", "sen_support"),
}
"""The stream of demand that each trigger of a log belongs to, in order of preference."""

APPEAL_BY_DAYS: tuple[tuple[int, str], ...] = ((21, "appeal_lodged"), (63, "la_response"))
"""An open appeal of a log is taken to be at the first of these whose days have not passed since the later of the
certificate, the notice and the beginning; else it waits for a hearing. Assumed: registration within three weeks, the
response within the six weeks (30 working days) after it."""


@dataclass(frozen=True)
class Place:
    """Where a case stands: the pathway stage, the stream, the day it came there, and the house stage it stood for."""

    house: str
    stage: str
    demand: str
    since: date
    opened: date


def pathway_stage(pathway: Pathway, name: str, reached: Collection[str] = ()) -> str:
    """Return the pathway stage for a house stage, or for a pathway stage's own name.

    ``reached`` are the stages that the stream may come to (:meth:`Plan.reachable`): an order about a placement is not
    carried out where one to assess is. If none of the stage's counterparts is among them, any will do.

    Raises
    ------
    UnknownNameError
        If the name is neither.
    SendsimError
        If this pathway has no stage for it.
    """
    places = [s.name for s in pathway.stages if s.kind not in NOT_PLACES]
    if name in places:
        return name
    house = next((h for h in HOUSE_STAGES if h.name == name), None)
    if house is None:
        raise unknown_name("stage", name, [*(h.name for h in HOUSE_STAGES), *places])
    for among in ([p for p in places if p in reached], places):
        for pattern in house.patterns:
            for place in among:
                if fnmatchcase(place, pattern):
                    return place
    raise SendsimError(
        f"stage {name!r} ({house.title}) has no counterpart in the pathway {pathway.name!r}: leave those cases out."
    )


def stream_for(plan: Plan, trigger: str) -> Demand:
    """Return the stream of demand for a trigger of a log, or for a stream's own name.

    Raises
    ------
    UnknownNameError
        If the name is neither a trigger nor a stream.
    SendsimError
        If the plan has no stream for it.
    """
    streams = {d.name: d for d in plan.demand}
    if trigger in streams:
        return streams[trigger]
    if trigger not in TRIGGER_STREAMS:
        raise unknown_name("trigger", trigger, [*TRIGGER_STREAMS, *streams])
    for name in TRIGGER_STREAMS[trigger]:
        if name in streams:
            return streams[name]
        for d in plan.demand:
            if d.attributes.get("trigger") == name:
                return d
    raise SendsimError(f"trigger {trigger!r} has no stream of demand in the plan {plan.name!r}: leave those cases out.")


def house_stage(dispute: Dispute, on: date) -> tuple[str, date]:
    """Return where an open disagreement of a log stands on a day, as a house stage, and since when.

    Only dates before the day count, so the same log gives the opening of any day it covers.
    """

    def by_then(day: date | None) -> date | None:
        return day if day is not None and day < on else None

    letter, certificate = by_then(dispute.letter), by_then(dispute.certificate)
    requested, held = by_then(dispute.requested), by_then(dispute.held)
    begun = max(d for d in (dispute.opened, letter) if d is not None)
    if dispute.route == "appeal":
        if requested is not None and held is None and certificate is None:
            return "mediation_arranging", requested
        since = max(d for d in (begun, certificate) if d is not None)
        upto = 0
        for days, name in APPEAL_BY_DAYS:
            if (on - since).days <= days:
                return name, date.fromordinal(since.toordinal() + upto)
            upto = days
        return "waiting_hearing", date.fromordinal(since.toordinal() + upto)
    if dispute.route == "mediation":
        if held is not None:
            return "mediation_agreed", held
        if requested is not None:
            return "mediation_arranging", requested
        return ("preparing_appeal", certificate) if certificate is not None else ("deciding", begun)
    if dispute.route == "complaint":
        of = {"school": "complaint_school", "icb": "complaint_health", "social_care": "complaint_care"}
        return of.get(dispute.party_against, "complaint_la"), begun
    of = {"informal": "talking", "drs": "drs", "lgsco": "ombudsman", "discrimination": "discrimination"}
    return of[dispute.route], begun


def place_of(plan: Plan, dispute: Dispute, on: date, reached: dict[str, set[str]] | None = None) -> Place:
    """Return where an open disagreement of a log stands in a plan's pathway.

    ``reached`` remembers what each stream may come to, for one plan, from one dispute to the next.

    Raises
    ------
    SendsimError
        If the pathway has no stage, or the plan no stream, for it; the message names the line of the log.
    """
    house, since = house_stage(dispute, on)
    try:
        demand = stream_for(plan, dispute.trigger)
        reached = {} if reached is None else reached
        if demand.name not in reached:
            reached[demand.name] = plan.reachable(demand)
        stage = pathway_stage(plan.pathway, house, reached[demand.name])
    except SendsimError as error:
        raise SendsimError(f"line {dispute.line}: {error}") from None
    return Place(house, stage, demand.name, since, dispute.opened)
