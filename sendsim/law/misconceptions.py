"""Thirty-five common mistakes about SEND disagreements, each with what is right and the rule that answers it.

``ties`` name what in this package gives the answer: a clock, a route, a point of the comparison, a source
of law, a change that is proposed, or a role. A test proves that each exists.
"""

from __future__ import annotations

from dataclasses import dataclass

from sendsim.errors import unknown_name
from sendsim.law.citation import Citation
from sendsim.law.refs import cites


@dataclass(frozen=True, slots=True)
class Tie:
    """A pointer to the rule that answers: ``kind`` is clock, route, comparison, source, reform or role."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Misconception:
    """One mistake, what is right, the law, and the rule that answers it."""

    id: str
    mistake: str
    correct: str
    basis: tuple[Citation, ...]
    ties: tuple[Tie, ...]


def _m(number: int, mistake: str, correct: str, basis: tuple[str, ...], *ties: str) -> Misconception:
    """Build one entry; ties are written ``kind:name``."""
    pairs = (tie.partition(":") for tie in ties)
    return Misconception(
        f"M{number}", mistake, correct, cites(*basis), tuple(Tie(kind, name) for kind, _, name in pairs)
    )


MISCONCEPTIONS: tuple[Misconception, ...] = (
    _m(
        1,
        "Disagreement resolution is another name for mediation.",
        "They are two processes in law, with different triggers, parties and force.",
        ("CFA2014 s.57", "CFA2014 ss.52-56"),
        "comparison:statute",
        "route:R01",
        "route:R03",
    ),
    _m(
        2,
        "Disagreement resolution has to be tried before anything else.",
        "It is voluntary for everybody and never stands in the way of another route.",
        ("CFA2014 s.57",),
        "route:R01",
        "comparison:contact",
    ),
    _m(
        3,
        "Families have to mediate.",
        "Only the contact with the adviser is asked for, and not where placement alone is appealed.",
        ("CFA2014 s.55", "SENDR2014 reg 33"),
        "route:R02",
        "clock:certificate-contact",
    ),
    _m(
        4,
        "Families who disagree about placement alone cannot mediate.",
        "They can; what they do not need is a certificate.",
        ("CFA2014 s.52",),
        "route:R03",
        "route:R09",
    ),
    _m(
        5,
        "An appeal about placement alone needs a certificate.",
        "It needs none.",
        ("~CFA2014 s.55(2)",),
        "route:R09",
    ),
    _m(
        6,
        "Adding Section F to a placement appeal changes nothing.",
        "It does: Sections B or F with I need a certificate first.",
        ("CFA2014 s.55",),
        "route:R08",
        "route:R02",
    ),
    _m(
        7,
        "The limits are 60 days and 30 days.",
        "They are two calendar months and one calendar month.",
        ("HESC2008 r.20(1)(c)", "~CASE:Dodds"),
        "clock:appeal",
    ),
    _m(
        8,
        "Of the two limits the earlier one counts.",
        "The later one counts.",
        ("HESC2008 r.20(1)(c)(ii)",),
        "clock:appeal",
    ),
    _m(
        9,
        "August is left out when the time to appeal is counted.",
        "It is counted; only a limit that ends in August moves.",
        ("HESC2008 r.12(3)(a)",),
        "clock:appeal",
    ),
    _m(
        10,
        "The two months for contacting the adviser move for August as well.",
        "The SEND Regulations give no such relief.",
        ("SENDR2014 reg 33",),
        "clock:certificate-contact",
    ),
    _m(
        11,
        "Discrimination claims get the August relief.",
        "Not since 21 July 2020.",
        ("HESC2008 r.12(3)",),
        "clock:discrimination",
    ),
    _m(
        12,
        "Anything in by midnight is in time.",
        "The Tribunal's day ends at 5 pm.",
        ("~HESC2008 r.12(1)",),
        "clock:appeal",
    ),
    _m(
        13,
        "The authority may decline to mediate, or ask for a meeting of its own first.",
        "Once the family asks, it must arrange mediation and take part.",
        ("CFA2014 ss.53-54", "CASE:Kumar"),
        "comparison:refusal",
        "route:R03",
        "clock:mediation",
    ),
    _m(
        14,
        "Lawyers are kept out of mediation.",
        "The family may bring one supporter of its choice, a lawyer included.",
        ("SENDR2014 reg 38(1)(b)", "CASE:Kumar"),
        "comparison:supporter",
    ),
    _m(
        15,
        "An officer may listen at mediation and leave the decision to a later panel.",
        "Somebody who can settle the issues has to be there.",
        ("~SENDR2014 reg 37",),
        "comparison:authority",
        "role:la-officer",
    ),
    _m(
        16,
        "Any SEN specialist may facilitate, even one from the council next door.",
        "Nobody employed by a local authority in England, a health commissioner or NHS England may.",
        ("CFA2014 s.57",),
        "comparison:independence",
        "role:drs-facilitator",
    ),
    _m(
        17,
        "A service that the council pays for cannot be independent.",
        "Paying for it is what the law expects; being employed is the bar.",
        ("CFA2014 s.57", "CODE2015 11.6"),
        "route:R01",
        "comparison:independence",
    ),
    _m(
        18,
        "A disagreement resolution agreement can be enforced like an order.",
        "It rests on good faith; the duties beneath it remain.",
        ("CFA2014 s.57",),
        "comparison:outcome",
        "route:R01",
    ),
    _m(
        19,
        "A mediation agreement is a matter of good will.",
        "It has a timetable in regulation that binds the public body.",
        ("SENDR2014 reg 42",),
        "clock:agreement",
        "comparison:outcome",
    ),
    _m(
        20,
        "The Tribunal can order health treatment or short breaks.",
        "It can recommend them; the bodies answer within five weeks.",
        ("~RECS2017 reg 7",),
        "clock:recommendation",
        "route:R13",
    ),
    _m(
        21,
        "An appeal against a refusal to assess can take in health and care.",
        "That appeal is left out of the power to recommend.",
        ("RECS2017", "CFA2014 s.51(2)(b)-(f)"),
        "route:R06",
        "route:R13",
    ),
    _m(
        22,
        "Health or care alone can be taken to the Tribunal.",
        "A live education ground is needed; otherwise there are mediation and complaints.",
        ("RECS2017",),
        "route:R13",
        "route:R04",
    ),
    _m(
        23,
        "The Ombudsman can decide the placement.",
        "The law bars the Ombudsman from what could be appealed.",
        ("LGA1974 s.26(6)(a)", "CASE:Milburn"),
        "route:R20",
    ),
    _m(
        24,
        "The local government Ombudsman can look into a school.",
        "Not into how a school is run inside.",
        ("LGA1974 s.26",),
        "route:R20",
        "route:R16",
    ),
    _m(
        25,
        "When no plan has come by twenty weeks, appeal.",
        "Without a decision there is no appeal: complaint, Ombudsman and court deal with delay.",
        ("CFA2014 s.51",),
        "clock:ehc",
        "route:R19",
        "route:R20",
        "route:R27",
    ),
    _m(
        26,
        "A parent appeals for a seventeen-year-old.",
        "The right is the young person's; a parent may help.",
        ("CFA2014 s.51", "~CFA2014 s.83", "CASE:HillingdonvWW"),
        "role:young-person",
        "route:R08",
    ),
    _m(
        27,
        "A plan ends on the day the letter says.",
        "It stays until the time to appeal is over or the appeal is decided.",
        ("CFA2014 s.45",),
        "route:R12",
    ),
    _m(
        28,
        "The twelve weeks after a review begin when the notice is sent.",
        "Four weeks from the meeting for the decision and proposed changes, then eight.",
        ("CASE:Devon", "SENDR2014 reg 22"),
        "clock:review",
    ),
    _m(
        29,
        "The authority has four weeks to begin an assessment that was ordered.",
        "Two weeks, since the change of 2015.",
        ("SENDR2014 reg 44", "SENDAMEND2015 reg 8"),
        "clock:order",
    ),
    _m(
        30,
        "August is left out when an order is being obeyed.",
        "It is counted.",
        ("SENDR2014 reg 44",),
        "clock:order",
    ),
    _m(
        31,
        "The Tribunal may award money for discrimination.",
        "Not against schools.",
        ("EQA2010 Sch.17 para.5",),
        "route:R14",
    ),
    _m(
        32,
        "Turning mediation down counts against a family at the Tribunal.",
        "It is a free choice and nothing is read into it.",
        ("CODE2015 ch.11",),
        "route:R02",
        "comparison:evidence",
    ),
    _m(
        33,
        "Complaints about independent schools go by the Regulations of 2010.",
        "Those of 2014 replaced them on 5 January 2015.",
        ("ISSR2014", "ISSR2010"),
        "source:ISSR2014",
        "route:R17",
    ),
    _m(
        34,
        "The White Paper has changed the law.",
        "It proposes; the 2014 Act is the law.",
        ("WHITEPAPER2026", "CFA2014"),
        "reform:white-paper-2026",
        "source:CFA2014",
    ),
    _m(
        35,
        "A school can appeal.",
        "Only the parent or the young person can.",
        ("CFA2014 s.51",),
        "route:R06",
        "route:R08",
    ),
)
"""M1 to M35."""


def misconception(key: str) -> Misconception:
    """Return the misconception whose id is ``key``, such as ``M9``."""
    for item in MISCONCEPTIONS:
        if item.id == key:
            return item
    raise unknown_name("Misconception", key, [item.id for item in MISCONCEPTIONS])
