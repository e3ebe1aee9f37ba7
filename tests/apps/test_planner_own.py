"""A plan of one's own on the planner's page, and the areas of a plan of several, without a browser."""

from __future__ import annotations

import pytest

import sendsim
from sendsim.apps import stored
from sendsim.apps.levers import levers_of
from sendsim.apps.planner import Planner
from sendsim.caseload.plan_files import dump_json
from sendsim.evidence.england import england
from sendsim.planning.equality import WITHHELD

COUNTS = """\
stage,trigger,youngest_weeks,oldest_weeks,weeks_before,cases,age_band
waiting_hearing,placement_I,0,40,9,8,under_5
talking,contents_BF,0,4,0,3,
"""


def give(page: Planner, name: str, text: str) -> None:
    """Open a file on the page as a browser does."""
    page.own.open._heard("file", {"name": name, "text": text})


@pytest.fixture
def kept(monkeypatch) -> list[object]:
    """What the page puts into the folder of results; it makes few runs."""
    found: list[object] = []
    monkeypatch.setattr(stored, "REPLICATIONS", 4)
    monkeypatch.setattr(stored, "keep", found.append)
    return found


def test_counts_take_the_place_of_the_plans_own_cases_and_nothing_of_them_is_kept(kept):
    page = Planner("Rutland")
    kept.clear()
    page.own.day.value = "first"
    give(page, "counts.csv", COUNTS)
    assert page.own.open.error == ""
    assert [(o.demand, len(o.ages), o.attributes) for o in page.plan.opening] == [
        ("placement_only", 8, {"age_band": "under_5"}),
        ("contents", 3, {}),
    ]
    assert page.today is not None and page.today.plan is page.plan and "Rutland" in page.headline.heading
    assert any("8" in note and "age band of" in note for note in page.notes.text)
    page.sliders["mediators"].value = page.sliders["mediators"].max
    assert page.changed is not None and page.changed.plan.opening == page.plan.opening
    assert kept == [] and page.own.back in page.own.widget.children
    page.choose.value = "805"  # another authority: what was opened is let go
    assert page.plan == sendsim.baseline("Hartlepool") and page.own.back not in page.own.widget.children
    assert page.changed is None and page.sliders["mediators"].value == page.plan.teams[3].staff[0].number.value


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (
            "counts.csv",
            COUNTS.replace("talking", "tallking"),
            "counts.csv line 3, column stage: 'tallking' is not known.",
        ),
        ("log.csv", "case_ref,opened_date\n", "log.csv line 1: column trigger is missing"),
        ("plan.yaml", "name: x\n", "plan.yaml: "),
        ("plan.json", "{", "plan.json at line 1"),
        ("plan.docx", "x", "is none of .yaml, .json and .csv"),
    ],
)
def test_a_file_that_does_not_do_leaves_the_page_as_it_is(name, text, says):
    page = Planner()
    plan, shown = page.plan, page.fan.alt
    give(page, name, text)
    assert says in page.own.open.error and "\n" not in page.own.open.error
    assert page.plan is plan and page.fan.alt == shown and page.own.plan is None


def test_a_plan_of_several_areas_shows_what_they_share_and_a_table_by_area(kept):
    plan = england(["Rutland", "City of London", "Hartlepool"])
    page = Planner()
    kept.clear()
    before = set(page.sliders)
    assert page.more._area_section not in page.more.widget.children
    give(page, "three.json", dump_json(plan))
    assert page.own.open.error == "" and page.plan == plan and kept == []
    assert set(page.sliders) == {lever.name for lever in levers_of(plan)} < before
    assert "hearing_places" in page.sliders and "mediators" not in page.sliders  # each area has its own
    assert page.more._area_section in page.more.widget.children
    for heading in page.more.widget.headings:
        heading.expanded = True
    table = page.more.area_table
    heads = [c["label"] for c in table.columns]
    assert [row[0] for row in table.rows] == [a.name for a in plan.areas] and heads[:2] == ["Area", "New"]
    assert WITHHELD in {cell for row in table.rows for cell in row}  # few in the smallest come to a hearing
    assert "Dot plot of weeks to support in place" in page.more.areas.alt and len(page.more.areas.rows) == 3
    page.more.area_measure.value = "open_at_end"
    assert "Dot plot of open at the end" in page.more.areas.alt
    page.sliders["hearing_places"].value *= 2
    assert page.changed is not None and page.changed.plan.areas == plan.areas
    page.own.back.click()
    assert not page.plan.areas and set(page.sliders) == before and page.own.plan is None
    assert page.more._area_section not in page.more.widget.children
