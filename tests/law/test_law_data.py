"""Principles, comparison, roles, reform and misconceptions: whole, tied to rules, cited."""

from __future__ import annotations

import pytest

from sendsim.errors import SendsimError
from sendsim.law.clocks import CLOCKS
from sendsim.law.comparison import COMPARISON, IN_SHORT
from sendsim.law.legislation import SOURCES, resolve
from sendsim.law.misconceptions import MISCONCEPTIONS, Tie, misconception
from sendsim.law.principles import BEHAVIOURS, PRINCIPLES, behaviour, principle
from sendsim.law.reform import CHANGES, ReformStatus, changes
from sendsim.law.roles import ROLES, role
from sendsim.law.routes import ROUTES, all_routes
from sendsim.law.signoff_clocks import _SPECIAL, clock_rows, examples


def known(tie: Tie) -> bool:
    names = {
        "clock": set(CLOCKS),
        "route": set(ROUTES),
        "comparison": {point.id for point in COMPARISON},
        "source": set(SOURCES),
        "reform": {change.id for change in CHANGES},
        "role": {item.id for item in ROLES},
    }
    return tie.name in names[tie.kind]


def test_thirty_five_misconceptions() -> None:
    assert [item.id for item in MISCONCEPTIONS] == [f"M{number}" for number in range(1, 36)]


@pytest.mark.parametrize("item", MISCONCEPTIONS, ids=lambda item: item.id)
def test_each_is_tied_to_the_rule_that_answers_it(item) -> None:  # type: ignore[no-untyped-def]
    assert item.mistake.endswith(".")
    assert item.correct.endswith(".")
    assert item.ties
    for tie in item.ties:
        assert known(tie), tie
    for citation in item.basis:
        assert resolve(citation)


def test_every_citation_of_a_clock_resolves() -> None:
    for name, _, law, period in clock_rows():
        assert law, name
        assert period
        for citation in law:
            assert resolve(citation)


def test_every_kind_of_example_of_a_clock_is_answered() -> None:
    refused = {
        entry.name: len(_SPECIAL[entry.name]) - len(examples(entry))
        for entry in CLOCKS.values()
        if entry.name in _SPECIAL
    }
    assert {name for name, missing in refused.items() if missing} == {"concession"}
    assert all(examples(entry) for entry in CLOCKS.values())


def test_every_clock_a_route_names_exists() -> None:
    for item in all_routes():
        assert set(item.clocks) <= set(CLOCKS), item.id


def test_four_principles_with_scorable_behaviours() -> None:
    assert [item.id for item in PRINCIPLES] == ["P1", "P2", "P3", "P4"]
    for item in PRINCIPLES:
        assert len(item.good) >= 4
        assert len(item.poor) >= 3
        assert all(b.id.startswith(f"{item.id}.g") and b.good for b in item.good)
        assert all(b.id.startswith(f"{item.id}.b") and not b.good for b in item.poor)
        for citation in item.basis:
            assert resolve(citation)
    assert behaviour("P1.g1") is BEHAVIOURS["P1.g1"]
    assert principle("P4").id == "P4"


def test_comparison_covers_every_point() -> None:
    assert len(COMPARISON) == 20
    assert len({point.id for point in COMPARISON}) == 20
    for point in COMPARISON:
        assert point.drs != point.mediation
        for citation in point.basis:
            assert resolve(citation)
    assert "binds" in IN_SHORT


def test_roles_are_cited() -> None:
    assert len(ROLES) == 18
    for item in ROLES:
        for citation in item.basis:
            assert resolve(citation)


def test_proposed_changes_are_off_by_default() -> None:
    assert all(item.is_law_or_practice for item in changes())
    more = changes(proposed=True)
    assert {item.status for item in more} >= {ReformStatus.PROPOSED, ReformStatus.ANNOUNCED}
    assert len(more) == len(CHANGES) > len(changes())
    for item in CHANGES:
        for citation in item.basis:
            assert resolve(citation)


@pytest.mark.parametrize("look", [misconception, behaviour, principle, role])
def test_unknown_names_are_one_sentence(look) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SendsimError):
        look("nobody")
