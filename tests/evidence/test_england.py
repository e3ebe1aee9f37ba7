"""England by authority: each with its own numbers, one Tribunal for all, tables by area."""

from __future__ import annotations

import pytest

import sendsim
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.engines import engine_for
from sendsim.caseload.measures import all_tables
from sendsim.caseload.plan_files import dump_json, load_plan
from sendsim.errors import SendsimError
from sendsim.evidence.england import SHARED, england
from sendsim.planning.parameters import parameters
from sendsim.planning.replicate import replicate

THREE = ("Rutland", "Hartlepool", "City of London")


@pytest.fixture(scope="module")
def plan():
    return england(THREE)


@pytest.fixture(scope="module")
def run(plan):
    compiled = compile_plan(plan)
    journeys = engine_for(compiled)[1](1, 0)
    return journeys, all_tables(compiled, journeys)


def test_each_area_has_its_authoritys_own_numbers(plan):
    for area in plan.areas:
        own = sendsim.baseline(area.code)
        assert area.name == own.authority
        assert {n: f.value for n, f in area.demand.items()} == {d.name: d.per_year.value for d in own.demand}
        assert all(area.teams[t.name].value == t.staff[0].number.value for t in own.teams if t.name not in SHARED)
        there = {**plan.parameters, **area.parameters}
        assert {n: f.value for n, f in there.items()} == {n: f.value for n, f in own.parameters.items()}
        assert area.opening == own.opening


def test_the_tribunal_is_there_once_as_large_as_all_shares(plan):
    own = [sendsim.baseline(name) for name in THREE]
    assert "hearings" in plan.shared
    for kind, steps in (("diaries", "places"), ("teams", "staff")):
        for item in getattr(plan, kind):
            if item.name not in plan.shared or not getattr(item, steps):
                continue
            each = [next(x for x in getattr(p, kind) if x.name == item.name) for p in own]
            total = sum(getattr(x, steps)[0].number.value for x in each)
            assert getattr(item, steps)[0].number.value == pytest.approx(total, abs=0.01)


def test_tables_by_area_add_up_to_the_whole(plan, run):
    journeys, tables = run
    areas, runs = tables["areas"], tables["runs"].set_index(["measure", "group"])["value"]
    for measure in ("arrived", "open_at_start", "open_at_end", "appeals"):
        assert areas.loc[areas["measure"] == measure, "value"].sum() == runs[measure, ""]
    ended = areas.loc[areas["measure"] == "ended", "value"].sum()
    assert ended == (journeys.cases["outcome"] != "open").sum()
    assert set(areas["area"]) == {a.name for a in plan.areas}
    for wait in ("hearing", "first_meeting"):
        part = areas[areas["measure"] == f"weeks_to_{wait}"]
        mean = (part["value"] * part["cases"]).sum() / part["cases"].sum()
        assert mean == pytest.approx(runs[f"weeks_to_{wait}", ""])
    assert {"utilisation"} <= set(tables["runs"]["measure"])
    assert any(str(g).startswith("Rutland: ") for g in tables["runs"]["group"])


def test_a_family_waits_behind_those_of_other_authorities(plan):
    """Without the others' appeals, the same shared list is no longer full: waits of the one that is left fall."""
    alone = plan.model_copy(
        update={
            "areas": tuple(
                a if a.name == "Hartlepool" else a.model_copy(update={"demand": _nobody(a.demand), "opening": ()})
                for a in plan.areas
            )
        }
    )
    waits = [
        replicate(p, 3, 1)
        .tables["areas"]
        .query("area == 'Hartlepool' and measure == 'weeks_to_hearing'")["value"]
        .iloc[0]
        for p in (plan, alone)
    ]
    assert waits[1] < waits[0]


def _nobody(demand):
    return {name: figure.model_copy(update={"value": 0.0}) for name, figure in demand.items()}


def test_results_of_areas_are_written_and_read_back(plan, tmp_path):
    from sendsim.planning.record import write_results

    results = replicate(plan, 2, 1)
    write_results(results, tmp_path / "out", 1.0)
    assert load_plan(tmp_path / "out" / "plan.json") == plan
    text = (tmp_path / "out" / "areas.csv").read_text()
    assert text.startswith("area,measure,group,value,value_sd") and "Rutland" in text
    assert "plan.json" in (tmp_path / "out" / "run.json").read_text()
    names = set(parameters(plan)["parameter"])
    assert "areas.Rutland.teams.mediators" in names and not parameters(plan)["parameter"].duplicated().any()
    assert dump_json(plan).count("\n") > 100


@pytest.mark.parametrize(
    ("names", "says"), [(("Kent",), "shares the Tribunal with nobody"), (("Kent", "Leds"), "'Leeds'")]
)
def test_names_that_do_not_do(names, says):
    with pytest.raises(SendsimError, match=says):
        england(names)


def test_one_opening_does_not_do_for_several_areas(plan):
    from datetime import date

    from sendsim.evidence.openings import start_from

    with pytest.raises(SendsimError, match="say which area each case belongs to"):
        start_from(plan, (), date(2027, 6, 1))
    with pytest.raises(SendsimError, match="Did you mean 'Rutland'"):
        start_from(plan, {"Rutlan": ()}, date(2027, 6, 1))


def test_json_that_is_none(tmp_path):
    path = tmp_path / "x.json"
    path.write_text('{\n"name": ')
    with pytest.raises(SendsimError, match="at line 2: Expecting value"):
        load_plan(path)
