"""The Acts of Parliament that govern SEND disagreements in England.

Addresses are those of legislation.gov.uk, the public statute book. Sources for status and corrections: the
Acts' own pages and explanatory notes where read; an entry marked ``general_knowledge`` was not read.
"""

from __future__ import annotations

from datetime import date

from sendsim.law.citation import Mark
from sendsim.law.enactment import Source, SourceKind, SourceStatus

_BASE = "https://www.legislation.gov.uk/ukpga/"


def _act(
    key: str,
    title: str,
    reference: str,
    where: str,
    does_here: str,
    *,
    from_date: date | None = None,
    extent: str = "England and Wales",
    note: str = "",
    mark: Mark = "read",
) -> Source:
    """Build the entry of an Act in force; ``where`` is the tail of its statute-book address."""
    return Source(
        key=key,
        kind=SourceKind.ACT,
        title=title,
        reference=reference,
        does_here=does_here,
        status=SourceStatus.IN_FORCE,
        url=_BASE + where,
        from_date=from_date,
        extent=extent,
        note=note,
        mark=mark,
    )


ACTS: tuple[Source, ...] = (
    _act(
        "CFA2014",
        "Children and Families Act 2014",
        "2014 c. 6",
        "2014/6",
        "Part 3 is the frame of the SEND system. Section 51 gives the right of appeal; 52 to 54 the right to"
        " mediation (53 where health is in issue, 54 for education and social care); 55 the certificate; 56"
        " the rules on mediation and the adviser's independence; 57 disagreement resolution; 60 claims by"
        " disabled young people in their own name. Sections 19, 32, 36, 37, 42, 44, 45, 66, 67, 80 and 83"
        " supply the duties and definitions that disputes turn on.",
        from_date=date(2014, 9, 1),
        extent="England (Part 3)",
        note="Health names were updated on 1 July 2022: integrated care boards for clinical commissioning"
        " groups, NHS England for the NHS Commissioning Board. Sections 58 and 59 (pilots for children's own"
        " appeals and claims) are believed to be spent; that was not verified.",
    ),
    _act(
        "CA1989",
        "Children Act 1989",
        "1989 c. 41",
        "1989/41",
        "Section 26 makes councils hear representations about children's social care, in three stages;"
        " section 26A adds advocacy; section 17 and Part 3 are the support that is usually in dispute.",
        from_date=date(1991, 10, 14),
        extent="England (as it now applies, after Wales took its own course)",
    ),
    _act(
        "EA1996",
        "Education Act 1996",
        "1996 c. 56",
        "1996/56",
        "Section 496 lets the Secretary of State act when a body behaves unreasonably, section 497 when it"
        " fails in a duty; section 576 says who counts as a parent and section 8 when compulsory school age"
        " ends. Section 332B was the earlier disagreement resolution duty, now section 57 of the 2014 Act.",
        from_date=date(1996, 11, 1),
        note="Academies are outside sections 496 and 497: their funding agreements are used instead.",
        mark="general_knowledge",
    ),
    _act(
        "TCEA2007",
        "Tribunals, Courts and Enforcement Act 2007",
        "2007 c. 15",
        "2007/15",
        "Creates the First-tier Tribunal and the Upper Tribunal; section 9 allows review, section 11 appeal"
        " on a point of law, section 22 the making of procedure rules.",
        from_date=date(2008, 11, 3),
        extent="United Kingdom (in part)",
    ),
    _act(
        "EQA2010",
        "Equality Act 2010",
        "2010 c. 15",
        "2010/15",
        "The duties not to discriminate against disabled people. Part 6 chapter 1 covers schools; Schedule"
        " 17 sends school claims to the First-tier Tribunal with six months to bring them and no power to"
        " award money; sections 114 and 118 take other claims to the County Court.",
        from_date=date(2010, 10, 1),
        extent="England and Wales, and Scotland",
        note="Schedule 17 paragraph 3 was altered by section 60 of the Children and Families Act 2014.",
    ),
    _act(
        "LASPO2012",
        "Legal Aid, Sentencing and Punishment of Offenders Act 2012",
        "2012 c. 10",
        "2012/10",
        "Sets what legal aid covers: SEN, discrimination and judicial review, subject to means and merits."
        " For the Tribunal it pays for preparation and experts; it does not pay for somebody to speak at the"
        " hearing unless exceptional funding is given (section 10).",
        from_date=date(2013, 4, 1),
        note="Paragraph numbers in Schedule 1 are from general knowledge; check current financial limits.",
    ),
    _act(
        "EA2002",
        "Education Act 2002",
        "2002 c. 32",
        "2002/32",
        "Section 29 makes governing bodies of maintained schools and nurseries keep and publish a complaints"
        " procedure; section 51A is the power to exclude and the review that follows.",
        note="Section 29 was seen through government guidance.",
    ),
    _act(
        "EA2005",
        "Education Act 2005",
        "2005 c. 18",
        "2005/18",
        "Sections 11A to 11C let Ofsted look into complaints about a school as a whole, not put right one"
        " child's case.",
    ),
    _act(
        "LGA1974",
        "Local Government Act 1974",
        "1974 c. 7",
        "1974/7",
        "Part 3 sets up the Local Government and Social Care Ombudsman: what it may look into (sections 24A"
        " to 26D and 34), the twelve months (26B), and the bar on matters that carry a right of appeal to a"
        " tribunal (26(6)(a)).",
        extent="England (the ombudsman provisions)",
    ),
    _act(
        "MCA2005",
        "Mental Capacity Act 2005",
        "2005 c. 9",
        "2005/9",
        "Capacity is presumed and is judged one decision at a time; it decides whether a young person acts"
        " alone or through a representative (with section 80 of the 2014 Act).",
        from_date=date(2007, 10, 1),
        mark="general_knowledge",
    ),
    _act(
        "HSCA1993",
        "Health Service Commissioners Act 1993",
        "1993 c. 46",
        "1993/46",
        "The Parliamentary and Health Service Ombudsman's powers over the NHS, and its time limit.",
        extent="England (as it now applies)",
        mark="general_knowledge",
    ),
    _act(
        "BFDA1971",
        "Banking and Financial Dealings Act 1971",
        "1971 c. 80",
        "1971/80",
        "Says which days are bank holidays, and so which days are not working days in the Tribunal.",
        extent="United Kingdom",
        mark="general_knowledge",
    ),
    _act(
        "SCA1981",
        "Senior Courts Act 1981",
        "1981 c. 54",
        "1981/54",
        "Section 31 is the basis of judicial review in the High Court.",
        mark="general_knowledge",
    ),
    _act(
        "EQA2006",
        "Equality Act 2006",
        "2006 c. 3",
        "2006/3",
        "Lets the Equality and Human Rights Commission arrange conciliation (section 27), which gives a"
        " discrimination claim three more months.",
        extent="England and Wales, and Scotland",
        mark="general_knowledge",
    ),
    _act(
        "HCA2022",
        "Health and Care Act 2022",
        "2022 c. 31",
        "2022/31",
        "Created integrated care boards; from 1 July 2022 they took over the health duties in Part 3.",
        from_date=date(2022, 7, 1),
        mark="general_knowledge",
    ),
    _act(
        "AA2010",
        "Academies Act 2010",
        "2010 c. 32",
        "2010/32",
        "The basis of academies and their funding agreements, through which the Department for Education"
        " looks at complaints about them.",
        mark="general_knowledge",
    ),
    _act(
        "CWSA2026",
        "Children's Wellbeing and Schools Act 2026",
        "2026",
        "2026",
        "Named as already law by one source; any effect on the routes here was not seen.",
        note="Confidence is low: nothing in this package rests on it.",
        mark="uncertain",
    ),
)
"""Every Act, with what it does in a SEND disagreement."""
