"""The thirty routes as data: complete, honest about force, and true to the exclusions of the law."""

from __future__ import annotations

import pytest

from sendsim.errors import UnknownNameError
from sendsim.law.legislation import resolve
from sendsim.law.routes import (
    APPEAL_IDS,
    CERTIFICATE_APPEAL_IDS,
    FORCE_WORDS,
    MEDIATION_IDS,
    ROUTES,
    Body,
    Force,
    How,
    Part,
    Who,
    all_routes,
    how_beside,
    route,
)

EVERY = [f"R{number:02}" for number in range(30)]


def test_thirty_routes_in_order() -> None:
    assert list(ROUTES) == EVERY


@pytest.mark.parametrize("key", EVERY)
def test_every_part_is_filled(key: str) -> None:
    item = route(key)
    for text in (
        item.name,
        item.summary,
        item.who_note,
        item.commissioned_by,
        item.paid_by,
        item.independence,
    ):
        assert text.strip()
    assert item.outcome
    assert item.time_note
    assert item.who
    assert item.about
    assert item.against
    assert item.can
    assert item.cannot
    assert item.basis
    for citation in item.basis:
        assert resolve(citation)
    for beside in item.beside:
        assert beside.other in ROUTES
        assert beside.other != key
    for other in item.needs_first:
        assert other in ROUTES


def test_three_levels_of_force_are_not_merged() -> None:
    by_force = {force: {item.id for item in all_routes() if item.force is force} for force in Force}
    assert by_force[Force.STATUTORY_AGREEMENT] == set(MEDIATION_IDS)
    assert set(APPEAL_IDS) | {"R14", "R15", "R27", "R28"} <= by_force[Force.ORDER]
    assert {"R01", "R13", "R16", "R17", "R18", "R19", "R20", "R21", "R22", "R23", "R24"} == by_force[Force.MORAL]
    assert by_force[Force.NONE] == {"R00", "R02", "R26"}
    assert set(FORCE_WORDS) == set(Force)


def test_disagreement_resolution_is_everybodys_choice_and_mediation_is_not_the_authoritys() -> None:
    drs = route("R01").consent
    assert {drs.family, drs.la, drs.setting, drs.icb} == {Part.CHOICE}
    assert route("R03").consent.la is Part.MUST_TAKE_PART
    assert route("R04").consent.icb is Part.MUST_TAKE_PART
    assert route("R04").consent.la is Part.NOT_A_PARTY
    assert route("R05").consent.la is route("R05").consent.icb is Part.MUST_TAKE_PART
    for key in MEDIATION_IDS:
        assert route(key).consent.family is Part.CHOICE


def test_certificate_comes_first_except_for_placement_alone() -> None:
    for key in CERTIFICATE_APPEAL_IDS:
        assert route(key).needs_first == ("R02",)
    assert route("R09").needs_first == ()
    assert route("R14").needs_first == ()


def test_refusal_to_assess_cannot_be_extended() -> None:
    assert how_beside("R06", "R13") is None
    for key in ("R07", "R08", "R09", "R10", "R11", "R12"):
        beside = how_beside(key, "R13")
        assert beside is not None
        assert beside.how is How.PART_OF


def test_how_beside_reads_both_ways() -> None:
    first = how_beside("R06", "R02")
    after = how_beside("R02", "R06")
    assert first is not None
    assert after is not None
    assert (first.how, after.how) == (How.FIRST, How.AFTER)
    back = how_beside("R20", "R19")
    assert back is not None
    assert back.how is How.FIRST


def test_drs_gives_no_certificate_and_money_is_not_awarded_against_schools() -> None:
    assert any("certificate" in line for line in route("R01").cannot)
    assert any("money" in line for line in route("R14").cannot)
    assert Body.COLLEGE not in route("R14").against
    assert Body.COLLEGE in route("R15").against


def test_schools_have_no_appeal() -> None:
    for key in APPEAL_IDS:
        assert Who.PUBLIC_BODY not in route(key).who
        assert Who.ANYONE not in route(key).who


def test_independence_bar_names_employment() -> None:
    for key in ("R01", "R02", "R03", "R04", "R05"):
        assert "employed" in route(key).independence


def test_unknown_route_is_suggested() -> None:
    with pytest.raises(UnknownNameError, match="R08"):
        route("R8")
