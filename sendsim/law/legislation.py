"""Every source of law the package cites: title, what it does here, status, link.

``resolve`` turns a citation (or a key) into its source, so that a page can show the full title and link and
a test can prove that nothing is cited that is not listed. ``SEED_LIST`` sets the project's starting list of
Acts and Regulations beside the correct titles: some titles were short of a word, and one set had
been replaced.
"""

from __future__ import annotations

from datetime import date

from sendsim.errors import unknown_name
from sendsim.law.citation import Citation
from sendsim.law.enactment import Reading, SeedItem, Source, SourceKind, SourceStatus
from sendsim.law.legislation_acts import ACTS
from sendsim.law.legislation_cases import CASES
from sendsim.law.legislation_rules import GUIDANCE, REGULATIONS

__all__ = [
    "FURTHER_READING",
    "MISSING_FROM_SEED",
    "SEED_LIST",
    "SOURCES",
    "Reading",
    "SeedItem",
    "Source",
    "SourceKind",
    "SourceStatus",
    "in_force",
    "resolve",
    "source",
]


ALL_SOURCES: tuple[Source, ...] = (*ACTS, *REGULATIONS, *GUIDANCE, *CASES)
SOURCES: dict[str, Source] = {item.key: item for item in ALL_SOURCES}
"""Every source by its key."""


def source(key: str) -> Source:
    """Return the source whose key is ``key``, or raise an error that suggests near misses."""
    try:
        return SOURCES[key]
    except KeyError:
        raise unknown_name("Source of law", key, SOURCES) from None


def resolve(citation: Citation | str) -> Source:
    """Return the source that a citation (or a bare key) points to."""
    return source(citation if isinstance(citation, str) else citation.source)


def in_force(day: date) -> tuple[Source, ...]:
    """Return the sources that could be relied on on ``day``; proposals are never among them."""
    return tuple(item for item in ALL_SOURCES if item.in_force_on(day))


SEED_LIST: tuple[SeedItem, ...] = (
    SeedItem(
        "legislation",
        "The Children and Families Act 2014",
        "CFA2014",
        ("s.51", "s.52", "s.53", "s.54", "s.55", "s.56", "s.57", "s.60"),
        "The title is right. The list leaves out sections that disputes turn on.",
        ("s.19", "s.32", "s.36", "s.37", "s.42", "s.44", "s.45", "s.80", "s.83"),
    ),
    SeedItem("legislation", "The Children Act 1989", "CA1989", ("s.26",), "", ("s.17", "s.26A")),
    SeedItem("legislation", "The Education Act 1996", "EA1996", ("s.496", "s.497"), ""),
    SeedItem("legislation", "The Tribunals, Courts and Enforcement Act 2007", "TCEA2007", (), "", ("s.9", "s.11")),
    SeedItem("legislation", "The Equality Act 2010", "EQA2010", (), "", ("Part 6 ch.1", "Sch.17")),
    SeedItem(
        "legislation",
        "The Legal Aid, Sentencing and Punishment of Offenders Act 2012",
        "LASPO2012",
        (),
        "",
        ("s.10", "Sch.1 Pt.1"),
    ),
    SeedItem(
        "regulations",
        "The Special Educational Needs Regulations 2014",
        "SENDR2014",
        (),
        "The title is incomplete: the words “and Disability” are missing.",
        ("regs 32-45",),
    ),
    SeedItem(
        "regulations",
        "The Children Act 1989 Representations Procedure Regulations 2006",
        "CA1989REP2006",
        (),
        "The title is incomplete: the word “(England)” is missing.",
    ),
    SeedItem(
        "regulations",
        "The Tribunal Procedure (First-tier Tribunal) (Health, Education and Social Care Chamber) Rules 2008",
        "HESC2008",
        (),
        "The title is right. They have been amended often: see rules 12(3) and 20(1)(c).",
        ("r.12", "r.20"),
    ),
    SeedItem(
        "regulations",
        "The Local Authority Social Services and National Health Service Complaints Regulations 2009",
        "LASSNHS2009",
        (),
        "The title is incomplete: the word “(England)” is missing.",
    ),
    SeedItem(
        "regulations",
        "The Education (Independent School Standards) Regulations 2010",
        "ISSR2010",
        (),
        "The title is incomplete (the word “(England)” is missing) and the Regulations were replaced on 5"
        " January 2015 by those of 2014.",
    ),
)
"""The project's starting list, item by item, with what to put right."""

MISSING_FROM_SEED: tuple[str, ...] = (
    "RECS2017",
    "DETAINED2015",
    "EA2002",
    "EA2005",
    "LGA1974",
    "MCA2005",
    "EXCL2012",
    "CPR54",
    "CODE2015",
    "ISSR2014",
    "SENDAMEND2015",
)
"""Sources the starting list lacks and the rules here need."""

FURTHER_READING: tuple[Reading, ...] = (
    Reading(
        "Mediation fact sheet 1: routes for disagreement resolution",
        "Department for Education, hosted by KIDS",
        "https://www.kids.org.uk/",
    ),
    Reading(
        "Mediation fact sheet 2: SEND disagreement resolution services",
        "Department for Education, hosted by KIDS",
        "https://www.kids.org.uk/",
    ),
    Reading("SEND mediation", "Collis Mediation Ltd", "https://www.collismediationltd.com/"),
)
"""Further reading that the starting material names; none of it was seen, and no rule here rests on it."""
