"""Disagreement resolution and mediation side by side, point by point.

They are two processes in law, often taken for one. In short: disagreement resolution is wide, early and
without legal force by design; mediation is narrower, comes with a decision or a plan, and binds the public
body. Sources: Children and Families Act 2014 ss.52 to 57; SEND Regulations 2014 regs 32 to 42; Code chapter
11.
"""

from __future__ import annotations

from dataclasses import dataclass

from sendsim.law.citation import Citation
from sendsim.law.refs import cites


@dataclass(frozen=True, slots=True)
class Point:
    """One point of comparison: the question, and the answer for each process."""

    id: str
    question: str
    drs: str
    mediation: str
    basis: tuple[Citation, ...]


COMPARISON: tuple[Point, ...] = (
    Point(
        "statute",
        "Where is it in the law?",
        "Section 57 of the 2014 Act; Code 11.6 to 11.10.",
        "Sections 52 to 56 of the 2014 Act; regulations 32 to 42; Code from 11.13.",
        cites(
            "CFA2014 s.57",
            "CODE2015 11.6-11.10",
            "CFA2014 ss.52-56",
            "SENDR2014 regs 32-42",
            "~CODE2015 11.13",
        ),
    ),
    Point(
        "trigger",
        "When can it be used?",
        "For any disagreement of its four types, at any time, best early.",
        "After a decision that can be appealed, or when a plan is made, changed or replaced.",
        cites("CFA2014 s.57", "CFA2014 s.52"),
    ),
    Point(
        "covered",
        "Whom does it cover?",
        "Every child and young person with SEN, with a plan or without.",
        "Those in the EHC decision process or with a plan.",
        cites("CFA2014 s.57", "CODE2015 11.6-11.10", "CFA2014 s.52"),
    ),
    Point(
        "subject",
        "What can it be about?",
        "What a setting provides, how SEN duties are done, health and care during EHC processes, and"
        " differences between the authority and a health commissioner.",
        "The decision or the plan: education, health and social care.",
        cites("CFA2014 s.57", "CFA2014 ss.52-54"),
    ),
    Point(
        "other-side",
        "Who is usually the other side?",
        "A school, nursery or college; also the authority or the health commissioner.",
        "The authority; for health, the integrated care board.",
        cites("CFA2014 s.57", "CFA2014 ss.53-54"),
    ),
    Point(
        "refusal",
        "Can the other side say no?",
        "Yes: everybody has to agree to it.",
        "The authority and the health commissioner cannot, once the family asks. The family can.",
        cites("CFA2014 s.57", "CFA2014 ss.53-54", "CASE:Kumar"),
    ),
    Point(
        "contact",
        "Must the family get in touch with it?",
        "Never.",
        "Contact with the adviser comes before most appeals, but not for placement alone or a discrimination claim.",
        cites("CFA2014 s.55", "SENDR2014 reg 33"),
    ),
    Point(
        "certificate",
        "Does it lead to a certificate?",
        "Never.",
        "Yes, within three working days.",
        cites("CFA2014 s.55", "SENDR2014 reg 34", "SENDR2014 reg 39"),
    ),
    Point(
        "clock",
        "What time limits does it have?",
        "None.",
        "Two months to make contact, three working days for a certificate, 30 days to arrange the meeting,"
        " three working days after it.",
        cites("SENDR2014 reg 33", "SENDR2014 reg 34", "~SENDR2014 regs 35-36", "SENDR2014 reg 39"),
    ),
    Point(
        "appeal-time",
        "What does it do to the time to appeal?",
        "Nothing.",
        "The certificate opens a second limit of one month; the later of the two counts.",
        cites("HESC2008 r.20(1)(c)"),
    ),
    Point(
        "pays",
        "Who arranges and pays?",
        "The authority, which may recharge a setting.",
        "The authority, or the integrated care board for health alone; the family's expenses can be claimed.",
        cites("CFA2014 s.57", "CFA2014 s.56(1)(g)", "SENDR2014 reg 41"),
    ),
    Point(
        "practitioner",
        "Who runs it?",
        "An independent facilitator, in practice usually a mediator.",
        "An accredited SEND mediator, who is not the adviser.",
        cites("CFA2014 s.57", "SENDR2014 reg 40", "MEDSTANDARDS"),
    ),
    Point(
        "independence",
        "Who may not run it?",
        "Anybody employed by any local authority in England, an integrated care board or NHS England.",
        "The mediator: anybody employed by a local authority in England, and for health also by an"
        " integrated care board or NHS England. The adviser: all three.",
        cites("CFA2014 s.57", "CFA2014 s.54", "CFA2014 s.56(2)-(3)"),
    ),
    Point(
        "authority",
        "Must those attending be able to decide?",
        "It is wanted, but no law says so.",
        "Yes: somebody who can settle the issues.",
        cites("~SENDR2014 reg 37"),
    ),
    Point(
        "supporter",
        "May the family bring a supporter?",
        "If those present agree.",
        "Yes, one of their own choosing, a lawyer included.",
        cites("SENDR2014 reg 38", "CASE:Kumar"),
    ),
    Point(
        "child",
        "How is the child heard?",
        "As good practice, and under section 19.",
        "The mediator takes reasonable steps to learn the child's views.",
        cites("CFA2014 s.19", "SENDR2014 reg 38"),
    ),
    Point(
        "outcome",
        "What comes out of it?",
        "A written agreement that is not legally binding.",
        "A written agreement with a timetable in law.",
        cites("CFA2014 s.57", "SENDR2014 reg 42"),
    ),
    Point(
        "broken",
        "What if the agreement is not kept?",
        "A complaint, then the Ombudsman or the Department as the body allows; or meet again.",
        "A complaint, the Ombudsman, judicial review; an appeal if there is still time.",
        cites("CFA2014 s.57", "SENDR2014 reg 42", "LGA1974 s.26"),
    ),
    Point(
        "confidential",
        "Is it confidential?",
        "Yes, by the agreement people sign.",
        "Yes; the certificate says only that mediation was considered or held.",
        cites("CODE2015 11.6-11.10", "~SENDR2014 reg 39"),
    ),
    Point(
        "evidence",
        "Can it be used as evidence in the Tribunal?",
        "It is not used.",
        "What was said is not evidence; documents that were open anyway are.",
        cites("~CODE2015 ch.11"),
    ),
)
"""Every point of comparison."""

IN_SHORT = (
    "Disagreement resolution is wide, early and without legal force by design; mediation is narrower, comes"
    " with a decision or a plan, and binds the public body alone."
)
"""The difference in one sentence."""
