"""Regulations, procedure rules, codes and guidance that govern SEND disagreements in England.

Beware of pages marked "as made": the SEND Regulations as first made in 2014 had other figures, changed from
23 March 2015. Numbers in this package are those of the amended text.
"""

from __future__ import annotations

from datetime import date

from sendsim.law.citation import Mark
from sendsim.law.enactment import Source, SourceKind, SourceStatus

_BASE = "https://www.legislation.gov.uk/uksi/"


def _si(
    key: str,
    title: str,
    reference: str,
    where: str,
    does_here: str,
    *,
    kind: SourceKind = SourceKind.REGULATIONS,
    status: SourceStatus = SourceStatus.IN_FORCE,
    from_date: date | None = None,
    until: date | None = None,
    successor: str | None = None,
    extent: str = "England",
    note: str = "",
    mark: Mark = "read",
) -> Source:
    """Build the entry of a statutory instrument; ``where`` is the tail of its statute-book address."""
    return Source(
        key,
        kind,
        title,
        reference,
        does_here,
        status,
        _BASE + where,
        from_date,
        until,
        successor,
        extent,
        note,
        mark,
    )


def _guidance(
    key: str,
    title: str,
    reference: str,
    url: str,
    does_here: str,
    *,
    kind: SourceKind = SourceKind.GUIDANCE,
    status: SourceStatus = SourceStatus.CURRENT,
    from_date: date | None = None,
    note: str = "",
    mark: Mark = "read",
) -> Source:
    """Build the entry of a code, a piece of guidance or a standard."""
    return Source(key, kind, title, reference, does_here, status, url, from_date, note=note, mark=mark)


REGULATIONS: tuple[Source, ...] = (
    _si(
        "SENDR2014",
        "The Special Educational Needs and Disability Regulations 2014",
        "SI 2014/1530",
        "2014/1530",
        "Every clock of the EHC process, of mediation (regulations 32 to 42), of obeying orders (44) and of"
        " giving way before the response (45); who may represent a young person who lacks capacity (64).",
        from_date=date(2014, 9, 1),
        note="Amended by SI 2015/359 from 23 March 2015 and since; the coronavirus changes lapsed on"
        " 25 September 2020. Regulation numbers 35 to 37 are from general knowledge.",
    ),
    _si(
        "SENDAMEND2015",
        "The Special Educational Needs and Disability (Amendment) Regulations 2015",
        "SI 2015/359",
        "2015/359",
        "Changed the 2014 Regulations: among others, two weeks instead of four to start an assessment that"
        " the Tribunal has ordered.",
        from_date=date(2015, 3, 23),
    ),
    _si(
        "SENDCV2020",
        "The Special Educational Needs and Disability (Coronavirus) (Amendment) Regulations 2020",
        "SI 2020/471",
        "2020/471",
        "For some months of 2020 let time limits slip where the pandemic made them impractical.",
        status=SourceStatus.LAPSED,
        from_date=date(2020, 5, 1),
        until=date(2020, 9, 25),
        note="The SI number and its opening date are from general knowledge.",
        mark="general_knowledge",
    ),
    _si(
        "RECS2017",
        "The Special Educational Needs and Disability (First-tier Tribunal Recommendations Power) Regulations 2017",
        "SI 2017/1306",
        "2017/1306",
        "Lets the Tribunal recommend, not order, health and social care provision in an appeal with a live"
        " education ground; the bodies answer within five weeks.",
        from_date=date(2018, 4, 3),
        note="For decisions and plans from that date; kept for good after the national trial ended on 31 August 2021.",
    ),
    _si(
        "DETAINED2015",
        "The Special Educational Needs and Disability (Detained Persons) Regulations 2015",
        "SI 2015/62",
        "2015/62",
        "Adapts assessments, plans, mediation and appeals for children and young people in custody.",
        from_date=date(2015, 4, 1),
        note="Commencement date from general knowledge.",
    ),
    _si(
        "HESC2008",
        "The Tribunal Procedure (First-tier Tribunal) (Health, Education and Social Care Chamber) Rules 2008",
        "SI 2008/2699 (L. 16)",
        "2008/2699",
        "How the First-tier Tribunal works: rule 20 the time to appeal, rule 12 how time is counted, rule 5"
        " more time, rules 44 to 49 what may follow a decision.",
        kind=SourceKind.RULES,
        from_date=date(2008, 11, 3),
        extent="England (SEN cases)",
        note="Often amended: rule 20(1)(c) gained the certificate limb; the August and Christmas relief of"
        " rule 12(3) was kept for SEN cases only from 21 July 2020.",
    ),
    _si(
        "UTR2008",
        "The Tribunal Procedure (Upper Tribunal) Rules 2008",
        "SI 2008/2698 (L. 15)",
        "2008/2698",
        "How an appeal on a point of law is taken to the Upper Tribunal.",
        kind=SourceKind.RULES,
        from_date=date(2008, 11, 3),
        extent="United Kingdom (in part)",
        note="Its rule 12 counts time differently; it is not copied for the First-tier Tribunal.",
    ),
    _si(
        "CPR54",
        "Civil Procedure Rules 1998, Part 54",
        "SI 1998/3132 (L. 17)",
        "1998/3132",
        "How judicial review is brought: promptly, and within three months at the latest.",
        kind=SourceKind.RULES,
        extent="England and Wales",
        note="Detail of time from general knowledge.",
    ),
    _si(
        "CA1989REP2006",
        "The Children Act 1989 Representations Procedure (England) Regulations 2006",
        "SI 2006/1738",
        "2006/1738",
        "The three stages of a complaint about children's social care, with their limits in working days.",
        from_date=date(2006, 9, 1),
    ),
    _si(
        "LASSNHS2009",
        "The Local Authority Social Services and National Health Service Complaints (England) Regulations 2009",
        "SI 2009/309",
        "2009/309",
        "One set of rules for complaints about the NHS and about adult social care. It does not cover what"
        " falls under section 26 of the Children Act 1989.",
        from_date=date(2009, 4, 1),
        note="Integrated care boards and NHS England have been put in place of the earlier bodies.",
    ),
    _si(
        "ISSR2010",
        "The Education (Independent School Standards) (England) Regulations 2010",
        "SI 2010/1997",
        "2010/1997",
        "The earlier standards for independent schools, complaints among them.",
        status=SourceStatus.REPLACED,
        from_date=date(2010, 9, 1),
        until=date(2015, 1, 5),
        successor="ISSR2014",
        note="Replaced on 5 January 2015; the clause that revoked it was not read. Some older guides cite it.",
    ),
    _si(
        "ISSR2014",
        "The Education (Independent School Standards) Regulations 2014",
        "SI 2014/3283",
        "2014/3283",
        "Part 7 of the Schedule (paragraph 33) sets the complaints procedure of independent schools, and of"
        " academies through their agreements: informal, written, then a panel of three with one member from"
        " outside.",
        from_date=date(2015, 1, 5),
    ),
    _si(
        "EXCL2012",
        "The School Discipline (Pupil Exclusions and Reviews) (England) Regulations 2012",
        "SI 2012/1033",
        "2012/1033",
        "Governors' consideration of an exclusion and the independent review panel, with an SEN expert if"
        " the parent asks.",
        from_date=date(2012, 9, 1),
        mark="general_knowledge",
    ),
    _si(
        "EIPC2007",
        "The Education (Investigation of Parents' Complaints) (England) Regulations 2007",
        "SI 2007/1089",
        "2007/1089",
        "Which complaints from parents Ofsted may look into, and after what.",
        mark="general_knowledge",
    ),
)
"""Every set of Regulations and Rules."""

GUIDANCE: tuple[Source, ...] = (
    _guidance(
        "CODE2015",
        "Special educational needs and disability code of practice: 0 to 25 years",
        "January 2015, DFE-00205-2013",
        "https://www.gov.uk/government/publications/send-code-of-practice-0-to-25",
        "Statutory guidance under section 77 of the 2014 Act. Chapter 11 is about resolving disagreements,"
        " chapter 2 about information, advice and support.",
        kind=SourceKind.CODE,
        from_date=date(2015, 1, 1),
        note="A draft revision is part of the 2026 proposals; no new Code was seen in force.",
    ),
    _guidance(
        "GTBC2006",
        "Getting the Best from Complaints: social care complaints and representations",
        "Department for Education and Skills, 2006",
        "https://www.gov.uk/government/publications/childrens-social-care-getting-the-best-from-complaints",
        "Statutory guidance on the three stages of section 26.",
    ),
    _guidance(
        "LGSCOCODE",
        "Local Government and Social Care Ombudsman: Complaint Handling Code",
        "LGSCO, 2024",
        "https://www.lgo.org.uk/information-centre/information-for-organisations-we-investigate",
        "What a council's own complaints procedure should look like: stage 1 in ten working days, stage 2 in twenty.",
        mark="general_knowledge",
    ),
    _guidance(
        "PAPJR",
        "Pre-Action Protocol for Judicial Review",
        "Ministry of Justice",
        "https://www.justice.gov.uk/courts/procedure-rules/civil/protocol/prot_jrv",
        "The letter that comes before judicial review, with usually fourteen days to answer.",
        mark="general_knowledge",
    ),
    _guidance(
        "PDBUNDLES2025",
        "Practice Direction No 1 of 2025: bundles in SEND cases",
        "Health, Education and Social Care Chamber, 2025",
        "https://www.judiciary.uk/guidance-and-resources/",
        "How the papers for a hearing are put together, for hearings listed after 15 July 2025.",
        from_date=date(2025, 7, 15),
    ),
    _guidance(
        "PANELCOMP",
        "Practice Statement: composition of tribunals in SEN and disability discrimination in schools cases",
        "Senior President of Tribunals",
        "https://www.judiciary.uk/guidance-and-resources/",
        "How many members hear a case: two by default since about 2015, three where asked for.",
        note="Later changes were not verified.",
        mark="uncertain",
    ),
    _guidance(
        "DFESCHOOLCOMP",
        "Best practice guidance for school complaints procedures",
        "Department for Education",
        "https://www.gov.uk/government/publications/school-complaints-procedures",
        "What a maintained school's procedure should hold; usually three months to complain.",
        mark="general_knowledge",
    ),
    _guidance(
        "DFEACADEMYCOMP",
        "Complain about a school: academies and free schools",
        "Department for Education",
        "https://www.gov.uk/complain-about-school",
        "How the Department looks at complaints about academies once the academy's own panel has finished.",
    ),
    _guidance(
        "DFEPOST16",
        "Complaints about post-16 providers",
        "Department for Education",
        "https://www.gov.uk/complain-further-education-apprenticeship",
        "How the Department looks at complaints about colleges once the college has finished. It took over"
        " from the Education and Skills Funding Agency.",
        note="The agency closed on 31 March 2025; the pages read still named it.",
    ),
    _guidance(
        "MEDSTANDARDS",
        "Professional Standards for SEND Mediators",
        "College of Mediators and Civil Mediation Council, May 2018; version 1.1, November 2018",
        "https://civilmediation.org/",
        "What is expected of an accredited SEND mediator on the joint register.",
        kind=SourceKind.STANDARD,
        from_date=date(2018, 5, 1),
        note="Revised after a consultation in early 2024; when the revision took effect was not seen.",
    ),
    _guidance(
        "IASSTANDARDS",
        "Minimum Standards for SEND Information, Advice and Support Services",
        "Information, Advice and Support Services Network",
        "https://councilfordisabledchildren.org.uk/information-advice-and-support-services-network",
        "What a family can expect of its impartial local service.",
        kind=SourceKind.STANDARD,
    ),
    _guidance(
        "WHITEPAPER2026",
        "Every Child Achieving and Thriving (schools White Paper), with the consultation SEND reform:"
        " putting children and young people first",
        "Department for Education, 23 February 2026",
        "https://www.gov.uk/government/consultations",
        "Proposes changes to support, plans and disputes. It is not law.",
        kind=SourceKind.PROPOSAL,
        status=SourceStatus.PROPOSED,
        from_date=date(2026, 2, 23),
        note="The consultation closed on 18 May 2026. The consultation text itself was not read.",
    ),
    _guidance(
        "EFABILL2026",
        "Education for All Bill",
        "announced in the King's Speech, 13 May 2026",
        "https://bills.parliament.uk/",
        "Announced as the vehicle of reform. Not introduced on any page seen; not law.",
        kind=SourceKind.PROPOSAL,
        status=SourceStatus.PROPOSED,
        from_date=date(2026, 5, 13),
        note="What happened after about June 2026 is not covered.",
    ),
    _guidance(
        "GREENPAPER2022",
        "SEND Review: right support, right place, right time",
        "Department for Education, March 2022",
        "https://www.gov.uk/government/consultations/send-review-right-support-right-place-right-time",
        "Proposed compulsory mediation, among other things. That was never enacted.",
        kind=SourceKind.PROPOSAL,
        status=SourceStatus.PROPOSED,
        from_date=date(2022, 3, 29),
        note="The date in March is from general knowledge.",
    ),
)
"""Codes, guidance, standards, and proposals that are not law."""
