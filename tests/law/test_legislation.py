"""Every source cited is listed with its correct title, status and address."""

from __future__ import annotations

import re
from datetime import date

import pytest

from sendsim.errors import UnknownNameError
from sendsim.law.citation import MARKS, Citation
from sendsim.law.legislation import (
    ALL_SOURCES,
    MISSING_FROM_SEED,
    SEED_LIST,
    SOURCES,
    SourceKind,
    SourceStatus,
    in_force,
    resolve,
    source,
)

REQUIRED = [
    "CFA2014",
    "SENDR2014",
    "HESC2008",
    "CODE2015",
    "EQA2010",
    "EA1996",
    "CA1989",
    "TCEA2007",
    "LASPO2012",
    "CA1989REP2006",
    "LASSNHS2009",
    "ISSR2010",
    "ISSR2014",
    "RECS2017",
    "DETAINED2015",
    "EA2002",
    "EA2005",
    "LGA1974",
    "MCA2005",
    "EXCL2012",
    "CPR54",
    "HSCA1993",
    "UTR2008",
    "SENDAMEND2015",
    "BFDA1971",
    "CASE:Kumar",
    "CASE:Devon",
    "CASE:CMvSurrey",
    "CASE:HillingdonvWW",
    "CASE:Ryan",
    "CASE:Dodds",
    "CASE:Milburn",
    "CASE:ER",
]


def test_required_keys_are_there_and_keys_are_unique() -> None:
    assert set(REQUIRED) <= set(SOURCES)
    assert len(SOURCES) == len(ALL_SOURCES)


@pytest.mark.parametrize("key", list(SOURCES))
def test_every_source_is_whole(key: str) -> None:
    item = source(key)
    assert item.title
    assert item.reference
    assert item.does_here.endswith(".")
    assert item.mark in MARKS
    assert item.url.startswith("https://")
    if item.kind in {SourceKind.ACT, SourceKind.REGULATIONS, SourceKind.RULES}:
        assert item.url.startswith("https://www.legislation.gov.uk/uk")
        if item.kind is not SourceKind.ACT:
            number = re.search(r"(\d{4})/(\d+)", item.reference)
            assert number
            assert item.url.endswith(f"uksi/{number[1]}/{number[2]}")
    if item.status is SourceStatus.REPLACED:
        assert item.until is not None
        assert item.successor in SOURCES


def test_seed_list_matches_the_correct_titles() -> None:
    assert [item.key for item in SEED_LIST if item.list_name == "legislation"] == [
        "CFA2014",
        "CA1989",
        "EA1996",
        "TCEA2007",
        "EQA2010",
        "LASPO2012",
    ]
    assert [item.key for item in SEED_LIST if item.list_name == "regulations"] == [
        "SENDR2014",
        "CA1989REP2006",
        "HESC2008",
        "LASSNHS2009",
        "ISSR2010",
    ]
    for item in SEED_LIST:
        listed = item.as_listed.removeprefix("The ")
        correct = resolve(item.key).title.removeprefix("The ")
        if listed != correct:
            assert item.correction, item.key
    wrong = {item.key for item in SEED_LIST if "incomplete" in item.correction}
    assert wrong == {"SENDR2014", "CA1989REP2006", "LASSNHS2009", "ISSR2010"}


def test_the_replaced_one() -> None:
    old = source("ISSR2010")
    assert old.successor == "ISSR2014"
    assert old.in_force_on(date(2015, 1, 4))
    assert not old.in_force_on(date(2015, 1, 5))
    assert source("ISSR2014").in_force_on(date(2015, 1, 5))


def test_missing_ones_are_listed_and_not_in_the_seed() -> None:
    seeded = {item.key for item in SEED_LIST}
    for key in MISSING_FROM_SEED:
        assert key in SOURCES
        assert key not in seeded


def test_proposals_are_never_in_force() -> None:
    keys = {item.key for item in in_force(date(2026, 11, 1))}
    assert "CFA2014" in keys
    assert not keys & {"WHITEPAPER2026", "EFABILL2026", "GREENPAPER2022", "ISSR2010", "SENDCV2020"}


def test_resolve_and_near_misses() -> None:
    assert resolve(Citation("HESC2008", "r.20")).title.startswith("The Tribunal Procedure")
    with pytest.raises(UnknownNameError, match="SENDR2014"):
        resolve("SENDR201")
