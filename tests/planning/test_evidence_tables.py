"""Parameters, logs, STRESS-DES, costs, gap and the equality view: complete, sourced, plain about gaps."""

from __future__ import annotations

import re

import numpy as np
import pytest

import sendsim
from sendsim.errors import SendsimError
from sendsim.planning.chapters import WHOLE, chapter_map, chapters, overview
from sendsim.planning.compare import compare
from sendsim.planning.costs import cost_by_payer, cost_difference, cost_lines
from sendsim.planning.equality import LEAST, equality_rows, equality_view, unknown_characteristics
from sendsim.planning.gap import gap_sentences, recurring_gap
from sendsim.planning.logs import EMPTY, assumptions_log, data_log, decisions_log
from sendsim.planning.parameters import parameters
from sendsim.planning.pictures import clearance_dates, map_stages, map_ways, route_table, school_by_month
from sendsim.planning.replicate import replicate
from sendsim.planning.stress import DETAILS, stress_des
from sendsim.planning.unit_costs import FAMILY_PAYERS, PUBLIC_PAYERS, UNIT_COSTS


@pytest.fixture(scope="module")
def plan():
    return sendsim.baseline("Kirklees")


@pytest.fixture(scope="module")
def results(plan):
    return replicate(plan, 6, 1)


# -- parameters and logs


def test_every_number_of_the_plan_and_of_its_pathway_is_a_parameter(plan):
    table = parameters(plan)
    names = set(table["parameter"])
    assert {f["figure"] for f in plan.figures()} <= names
    assert {f"clock.{c.name}" for c in plan.pathway.clocks} <= names
    assert {f"costs.{c.name}" for c in UNIT_COSTS} <= names
    for stage in plan.pathway.stages:
        takes = getattr(stage, "takes", None)
        for field, value in takes.model_dump().items() if takes is not None else ():
            if isinstance(value, int | float):
                assert f"pathway.{stage.name}.takes.{field}" in names


def test_each_parameter_has_a_unit_a_basis_and_a_source(plan):
    table = parameters(plan)
    assert set(table["basis"]) <= {"published", "inferred", "assumed"}
    assert (table["source"].str.len() > 3).all() and (table["unit"].str.len() > 0).all()
    assert not table["parameter"].duplicated().any()


def test_logs_are_made_from_the_plan_and_leave_visibly_empty_what_only_people_know(plan):
    table = parameters(plan)
    log = assumptions_log(plan)
    assert len(log) == (table["basis"] == "assumed").sum() and set(log["signed off by"]) == {EMPTY}
    assert EMPTY in set(data_log(plan)["use until"])
    changed = decisions_log(plan.change({"early_concession": 0.2}))
    assert changed["decision"].str.contains("early_concession changed").sum() == 1
    assert len(changed) == len(decisions_log(plan)) + 1


# -- STRESS-DES


def test_the_statement_has_all_its_items_and_tells_every_stage(plan):
    items = stress_des(plan, 20, 1)
    numbers = [i.number for i in items]
    wanted = "1.1 1.2 1.3 2.1 2.2 2.3 2.4 2.5.1 2.5.2 2.5.3 2.5.4 2.5.5 3.1 3.2 3.3 3.4 4.1 4.2 4.3 5.1 5.2 5.3 5.4 6.1"
    assert numbers[:24] == wanted.split()
    logic = " ".join(next(i for i in items if i.number == "2.2").answer)
    assert all(f"({s.name})" in logic for s in plan.pathway.stages)


def test_what_a_person_says_is_used_and_the_rest_stays_empty(plan):
    items = {i.number: i for i in stress_des(plan, None, None, {"question": "How many mediators?"})}
    assert "How many mediators?" in items["1.1"].answer[0]
    assert items["1.3"].is_empty and items["4.3"].is_empty and not items["2.2"].is_empty
    full = stress_des(plan, 5, 1, dict.fromkeys(DETAILS, "said"))
    assert not any(i.is_empty for i in full)
    with pytest.raises(SendsimError, match=r"'questoin' is not known\. Did you mean 'question'"):
        stress_des(plan, details={"questoin": "x"})


# -- costs


def test_every_cost_has_payer_price_year_grade_and_source():
    for cost in UNIT_COSTS:
        assert cost.payer in (*PUBLIC_PAYERS, *FAMILY_PAYERS) and cost.grade in "ABC"
        assert re.fullmatch(r"\d{4}|not money", cost.price_year) and cost.figure.source
        assert cost.figure.low is not None and cost.figure.high is not None
        assert cost.figure.low <= cost.figure.value <= cost.figure.high, cost.name
        if cost.grade == "C":
            assert cost.figure.basis == "assumed", cost.name


def test_every_cost_meets_the_send_pathway_or_says_it_does_not(results):
    lines = cost_lines(results)
    missing = set(lines.loc[~lines["counted"], "payer"])
    assert missing <= {"remedies"}
    assert (lines.loc[~lines["counted"], "a_year"] == 0).all()


def test_a_line_is_quantity_times_unit_cost_and_payers_add_up(plan, results):
    lines = cost_lines(results).set_index("name")
    lodged = results.runs.query("measure == 'appeals'")["value"].mean() / (plan.days / 365.25)
    assert lines.loc["legal_appeal", "a_year"] == pytest.approx(lodged * 860)
    payers = cost_by_payer(results).set_index("payer")
    public = payers.loc[[p for p in PUBLIC_PAYERS if p in payers.index], "a_year"].sum()
    assert payers.loc["public money in all", "a_year"] == pytest.approx(public)
    assert set(FAMILY_PAYERS) <= set(payers.index) and payers.loc["family hours", "unit"] == "hours"


def test_nothing_is_paid_for_by_two_lines_of_one_payer(results):
    """Two lines of a payer may count the same stage only if one adds to the other (a hearing to an appeal)."""
    q = results.tables["quantities"][["kind", "name"]].drop_duplicates()
    for kind, name in q.itertuples(index=False):
        payers = [c.payer for c in UNIT_COSTS if c.covers(kind, name)]
        assert len(payers) == len(set(payers)), (kind, name)


def test_cost_differences_are_paired(plan):
    same = compare(plan, plan.model_copy(update={"name": "x"}), replications=3)
    assert (cost_difference(same.today, same.changed)[["difference", "low", "high"]] == 0).all().all()


# -- gap and clearance


def test_gap_by_hand():
    """Ten hours of work a day for one person of 7.4 hours on working days: the gap is what is left over."""
    from sendsim.caseload.plan_files import plan_from

    day = {"law": "fixed", "value": 10, "unit": "hours"}
    plan = plan_from(
        {
            "name": "gap",
            "start": "2026-01-05",
            "end": "2027-01-04",
            "pathway": {
                "name": "gap",
                "start": "s",
                "stages": [
                    {"kind": "activity", "name": "s", "team": "t", "takes": day, "then": [{"to": "out"}]},
                    {"kind": "end", "name": "out"},
                ],
            },
            "demand": [{"name": "d", "per_year": 365.25, "pattern": "regular", "calendar": "always"}],
            "teams": [{"name": "t", "staff": [{"number": 1}]}],
            "opening": [{"stage": "s", "demand": "d", "ages_days": [1.0] * 30}],
        }
    )
    row = recurring_gap(plan, target_weeks=4, recover_weeks=10).iloc[0]
    assert row["offered"] == pytest.approx(70, rel=0.01)
    assert row["available"] == pytest.approx(253 * 7.4 / 52, rel=0.01)
    assert row["gap"] == pytest.approx(row["offered"] - row["available"])
    assert row["target_queue"] == pytest.approx(7 * 4 / 4, rel=0.01)  # demand a week times a quarter of the target
    assert row["backlog"] == pytest.approx(23, abs=0.1)
    assert row["relief"] == pytest.approx(row["gap"] + 230 / 10, rel=0.01)
    assert any("a week short" in s for s in gap_sentences(recurring_gap(plan)))


def test_where_the_two_forms_disagree_it_is_said(plan, results):
    table = recurring_gap(plan, results)
    hearing = table[table["kind"] == "diary"].iloc[0]
    if not hearing["agrees"]:
        assert any("in the simulation" in s for s in gap_sentences(table))
    assert (table["simulated_gap"].abs() < table["available"]).all()


def test_clearance_is_a_distribution(results):
    table = clearance_dates(results)
    known = table.dropna()
    assert (known["early"] <= known["middle"]).all() and (known["middle"] <= known["late"]).all()
    assert table["within"].between(0, 1).all()


# -- the equality view


def test_small_numbers_are_withheld_and_never_stand_alone(results):
    view, raw = equality_view(results), results.tables["groups"]
    hidden = view["withheld"].to_numpy()
    assert hidden.any() and view.loc[hidden, ["value", "low", "high", "cases"]].isna().all().all()
    small = (raw["cases"] < LEAST) & ~((raw["cases"] == 0) & raw["measure"].isin(("arrived", "open_at_end", "ended")))
    assert hidden[small.to_numpy()].all()
    counts = view[view["measure"].isin(("arrived", "open_at_end", "ended"))]
    for key, part in counts.groupby(["by", "measure", "group"]):
        shown_others = (~part["withheld"] & (part["value"] > 0)).any()
        assert part["withheld"].sum() != 1 or not shown_others, key


def test_withheld_is_a_word_not_a_nought(results):
    _, rows = equality_rows(results, ("open_at_end", "weeks_to_support"))
    assert any("withheld" in cell for row in rows for cell in row)


def test_what_the_plan_does_not_know_is_named(results):
    assert {"age_band", "need"} - set(results.tables["groups"]["by"]) <= set(unknown_characteristics(results))


# -- tables for pictures


def test_the_map_holds_every_stage_and_way_of_the_pathway(plan):
    stages, ways = map_stages(plan), map_ways(plan)
    assert stages["name"].tolist() == list(plan.pathway.names)
    for stage in plan.pathway.stages:
        assert set(plan.pathway.targets(stage)) <= set(ways.loc[ways["source"] == stage.name, "target"])
    assert set(ways["target"]) <= set(plan.pathway.names)


def test_the_maps_of_the_parts_hold_every_stage_and_way_once(plan):
    """Chapters are those of send.py; together their maps are the whole map, and the overview joins them."""
    parts = chapters(plan.pathway)
    assert sorted(n for names in parts.values() for n in names) == sorted(plan.pathway.names)
    assert {"Mediation", "Tribunal", "Ends"} <= set(parts) and max(len(n) for n in parts.values()) < 60
    ways = sum(len(chapter_map(plan, part)[1]) for part in parts)
    assert ways == len(map_ways(plan))
    stages, joined = overview(plan)
    assert stages["name"].tolist() == list(parts)
    assert set(joined["source"]) | set(joined["target"]) <= set(parts) and (joined["source"] != joined["target"]).all()
    inside, _ = chapter_map(plan, "Mediation")
    assert inside.loc[inside["kind"] != "elsewhere", "name"].tolist() == list(parts["Mediation"])
    with pytest.raises(SendsimError, match="Did you mean 'Mediation'"):
        chapter_map(plan, "mediation")


def test_a_pathway_of_ones_own_is_one_part():
    from tests.caseload.small import end, make, minutes, wait

    assert chapters(make([wait("a", minutes(5)), end()], [{"name": "d"}], []).pathway) == {WHOLE: ("a", "out")}


def test_routes_a_year_begin_with_the_new_cases(plan, results):
    began = route_table(results).query("source == 'Began'")["cases"].sum()
    came = results.runs[results.runs["measure"].isin(("arrived", "came_back"))]
    arrived = came.groupby("replication")["value"].sum().mean()
    assert began == pytest.approx(arrived / (plan.days / 365.25))


def test_school_by_month_has_no_school_in_august(plan):
    weeks = school_by_month(plan).set_index("month")["weeks"]
    assert weeks[8] == 0 and 36 < weeks.sum() < 40
    assert np.isfinite(weeks).all()
