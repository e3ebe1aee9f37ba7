"""Who does what in a SEND disagreement: the core of each role, its standard, and what commonly goes wrong.

Sources are named on each role; those marked as general knowledge were not read in the primary text. The
common failings are for training: they are about what is done, never about kinds of people.
"""

from __future__ import annotations

from dataclasses import dataclass

from sendsim.errors import unknown_name
from sendsim.law.citation import Citation
from sendsim.law.refs import cites


@dataclass(frozen=True, slots=True)
class Role:
    """One role: what it is for, what it rests on, what commonly goes wrong in it."""

    id: str
    name: str
    core: str
    basis: tuple[Citation, ...]
    common_failing: str
    note: str = ""


ROLES: tuple[Role, ...] = (
    Role(
        "drs-facilitator",
        "Disagreement resolution facilitator",
        "Brings people together and keeps it safe; decides nothing and gives no advice.",
        cites("CFA2014 s.57", "CODE2015 11.6-11.10"),
        "acts as an officer of the authority would, or gives a view on who is right",
        "Not employed by a local authority, an integrated care board or NHS England. No national register is known of.",
    ),
    Role(
        "mediator",
        "Mediator",
        "Neutral: sets the agenda, holds private sessions, writes up the agreement, finds out what the child thinks.",
        cites("SENDR2014 reg 40", "MEDSTANDARDS"),
        "pushes for a settlement, or leaves its terms vague",
        "On the joint register of the College of Mediators and the Civil Mediation Council.",
    ),
    Role(
        "mediation-adviser",
        "Mediation adviser",
        "Tells the family about mediation, notes its choice, issues the certificate.",
        cites("CFA2014 s.56(2)-(3)", "SENDR2014 regs 33-34", "SENDR2014 reg 39"),
        "presses the family to mediate, holds a certificate back, or says placement cases cannot mediate",
    ),
    Role(
        "iass",
        "Information, advice and support service (IASS, SENDIASS)",
        "Impartial, free, confidential, at arm's length; may support the family at mediation and Tribunal.",
        cites("CFA2014 s.32", "CODE2015 2.8", "IASSTANDARDS"),
        "is treated as part of the authority's own team",
    ),
    Role(
        "key-worker",
        "Key worker",
        "One contact who ties things together and helps the family through.",
        cites("~CODE2015 2.21"),
        "becomes a gatekeeper",
    ),
    Role(
        "parent",
        "Parent",
        "Brings the appeal until compulsory school age ends; their views count at every age.",
        cites("CFA2014 s.51", "EA1996 s.576"),
        "is not told when formal standing passes to the young person",
    ),
    Role(
        "young-person",
        "Young person",
        "Holds the rights after compulsory school age, from the last Friday in June.",
        cites("~CFA2014 s.83(2)", "~EA1996 s.8", "CASE:HillingdonvWW"),
        "letters still go to the parents",
    ),
    Role(
        "representative",
        "Representative of a young person who lacks capacity",
        "Acts in the young person's best interests for the decision in question.",
        cites("CFA2014 s.80", "~SENDR2014 reg 64", "CASE:Ryan", "~MCA2005 s.1"),
        "a diagnosis is taken to mean a lack of capacity",
    ),
    Role(
        "child",
        "Child",
        "Their views are sought; they have no appeal of their own.",
        cites("CFA2014 s.19", "CODE2015 ch.1"),
        "only adults are heard",
    ),
    Role(
        "advocate",
        "Advocate or supporter",
        "Speaks for, or beside, the family or the child.",
        cites("SENDR2014 reg 38(1)(b)", "CA1989 s.26A", "CASE:Kumar"),
        "is kept out of the room",
    ),
    Role(
        "la-officer",
        "SEN officer with authority",
        "Can agree a placement and its cost in the room or by telephone.",
        cites("~SENDR2014 reg 37"),
        "has to take it to a panel afterwards",
    ),
    Role(
        "icb",
        "Integrated care board, with its designated clinical or medical officer",
        "Commissions Section G, mediates, answers recommendations; the officer links and assures.",
        cites("~CFA2014 s.42(3)", "~CODE2015 3.45"),
        "does not answer the Tribunal",
    ),
    Role(
        "dsco",
        "Designated social care officer",
        "Links social care with the EHC process and looks to the quality of care advice and Section H.",
        cites("~CODE2015 ch.3"),
        "is absent from mediation",
        "Recommended, not required by law.",
    ),
    Role(
        "senco",
        "SEN co-ordinator (SENCO)",
        "Runs the school's SEN support, gives evidence, takes part in disagreement resolution.",
        cites("CFA2014 s.66", "CFA2014 s.67"),
        "promises money that is the authority's to give",
    ),
    Role(
        "judge",
        "Tribunal judge",
        "Law, management of the case, reasons.",
        cites("~HESC2008 r.2", "TCEA2007 s.22"),
        "",
    ),
    Role(
        "specialist-member",
        "Specialist member of the Tribunal",
        "Brings expertise in SEN, health or care to the panel.",
        cites("?PANELCOMP"),
        "",
        "Two-member panels have been usual since about 2015; later changes were not verified.",
    ),
    Role(
        "registrar",
        "Registrar",
        "Makes routine directions by delegation from the judges.",
        cites("~HESC2008 r.4"),
        "",
    ),
    Role(
        "ombudsman-investigator",
        "Ombudsman's investigator",
        "Looks for fault, what harm it did, and how to put it right.",
        cites("LGA1974 s.26", "~HSCA1993 s.3"),
        "",
    ),
)
"""Every role."""


def role(key: str) -> Role:
    """Return the role whose id is ``key``."""
    for item in ROLES:
        if item.id == key:
            return item
    raise unknown_name("Role", key, [item.id for item in ROLES])
