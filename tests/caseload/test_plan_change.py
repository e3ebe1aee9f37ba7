"""Changing a plan by the names that the table of parameters prints: every number, and policies by their word."""

from __future__ import annotations

import pandas as pd
import pytest

import sendsim
from sendsim.errors import SendsimError
from sendsim.planning.costs import cost_lines
from sendsim.planning.logs import decisions_log
from sendsim.planning.parameters import parameters
from sendsim.planning.replicate import replicate


@pytest.fixture(scope="module")
def plan():
    return sendsim.baseline("Rutland")


BATCHES = 12


def test_every_parameter_listed_can_be_changed_by_its_name(plan):
    """Each number of the table of parameters moves when it is changed, and then counts as assumed by the user.

    Several are changed at once, and all the others stay as they are: no name moves another's number. What is counted
    in whole days or cases moves by one, whatever the packaged figures are. Shares of one mix move one another, so they
    are changed in different batches.
    """
    table = parameters(plan).set_index("parameter")
    table = table[table["value"].notna()]
    assert table.index.is_unique
    whole = (table["part"] == "law") | table.index.str.startswith("opening.") | table.index.str.contains(".uses.")
    new = table["value"].mul(0.999).where(table["value"] != 0, 0.001).mask(whole, table["value"] + 1)
    mix = pd.Series(table.index.str.extract(r"^(demand\..*\.mix\.[^.]*)", expand=False), table.index)
    assert table.index[whole].size and mix.notna().sum() > BATCHES  # the packaged plan has some of each
    for k in range(BATCHES):
        chosen = table.index[k::BATCHES]
        of_mix = mix[k::BATCHES].dropna()
        assert of_mix.is_unique, "two shares of one mix in a batch"
        after = parameters(plan.change(new[chosen].to_dict())).set_index("parameter").reindex(table.index)
        moved = after.loc[chosen]
        assert moved["value"].to_dict() == pytest.approx(new[chosen].to_dict())
        wrong = moved[(moved["basis"] != "assumed") | ~moved["source"].str.startswith("changed by the user")]
        assert wrong.empty, wrong.index.tolist()
        others = table.index[~table.index.isin(chosen) & ~mix.isin(of_mix)]
        assert after.loc[others, "value"].to_dict() == table.loc[others, "value"].to_dict()


def test_changes_are_in_the_decisions_log(plan):
    changed = plan.change({"costs.legal_appeal": 900, "pathway.early_talk.takes.mode": 2.5, "early_concession": 0.2})
    said = decisions_log(changed)["decision"].tolist()
    for place in ("costs.legal_appeal", "pathway.early_talk.takes.mode", "parameters.early_concession"):
        assert f"{place} changed" in said


def test_policies_are_changed_by_their_word(plan):
    changed = plan.change(
        {"teams.mediators.queue": "oldest_first", "departures.conceded": 0, "diaries.hearings.queue": "priority"}
    )
    assert next(t for t in changed.teams if t.name == "mediators").queue == "oldest_first"
    assert next(d for d in changed.diaries if d.name == "hearings").queue == "priority"
    assert changed.switched_off == ("conceded",)
    assert changed.change({"departures.conceded": 1}).switched_off == ()


def test_a_unit_cost_prices_what_happened_and_changes_nothing_else(plan):
    dearer = plan.change({"costs.legal_appeal": 2000})
    assert dearer.fingerprint == plan.fingerprint
    before, after = (cost_lines(replicate(p, 2, 1)).set_index("name") for p in (plan, dearer))
    assert after.loc["legal_appeal", "a_year"] == pytest.approx(before.loc["legal_appeal", "a_year"] * 2000 / 860)
    free = cost_lines(replicate(plan.change({"costs.legal_appeal": 0}), 2, 1)).set_index("name")
    assert free.loc["legal_appeal", "a_year"] == 0
    assert free.loc["legal_appeal", "quantity"] == before.loc["legal_appeal", "quantity"]


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        ("teams.mediator", 2, "Did you mean 'mediators'"),
        ("teams.mediators.queue", "oldest", "Input should be|input should be"),
        ("teams.mediators.queue", 3, "give a word"),
        ("teams.mediators", "many", "give a number"),
        ("teams.mediators.quue", "oldest_first", "Did you mean 'queue'"),
        ("departures.concede", 0, "Did you mean 'conceded'"),
        ("departures.conceded", 0.5, r"give 1 \(on\) or 0 \(off\)"),
        ("pathway.early_talk.takes.mod", 2, "Did you mean 'mode'"),
        ("pathway.early_talk.times.mode", 2, "Did you mean 'takes'"),
        ("clock.mediation_30_days", 2.5, "whole number"),
        ("clock.appeal_limit", 0, "whole number of 1 or more"),
        ("pathway.hearing.uses.judges", 0.5, "whole number of 1 or more"),
        ("pathway.hearing.uses.judge", 1, "Did you mean 'judges'"),
        ("demand.contents.monthly.augst", 1, "Did you mean 'august'"),
        ("demand.contents.monthly.august", -1, "weight of 0 or more"),
        ("demand.provision.monthly.august", 1, "provision"),
        ("opening.hearing.contents.oldest_day", 9, "Did you mean 'oldest_days'"),
        ("opening.hearing.content", 3, "Did you mean 'hearing.contents'"),
        ("costs.legal_appeal", -1, "cannot be negative"),
        ("demand.contents.mix.need", 0.5, "is not known"),
        ("clocks.contact_limit", 1, "Did you mean 'clock'"),
    ],
)
def test_what_cannot_be_changed_is_told_in_one_sentence(plan, place, value, words):
    with pytest.raises(SendsimError, match=words) as error:
        plan.change({place: value})
    assert "\n" not in str(error.value)


def test_an_unknown_unit_cost_is_refused_before_anything_is_priced(plan):
    with pytest.raises(SendsimError, match=r"Did you mean 'legal_appeal'"):
        parameters(plan.change({"costs.legal_apeal": 5}))


def test_a_share_of_a_mix_leaves_the_others_their_proportions():
    from tests.caseload.small import end, make

    plan = make([end()], [{"name": "d", "mix": {"need": {"a": 0.5, "b": 0.3, "c": 0.2}}}])
    levels = plan.change({"demand.d.mix.need.a": 0.2}).demand[0].mix["need"]
    assert {k: round(f.value, 9) for k, f in levels.items()} == {"a": 0.2, "b": 0.48, "c": 0.32}
