"""What each area meets, to be looked at: by hand, with small numbers withheld, and in the report."""

from __future__ import annotations

import pytest

from sendsim.planning.area_view import area_rows, area_view, ranked
from sendsim.planning.equality import WITHHELD
from sendsim.planning.replicate import replicate
from sendsim.report import write_report
from tests.caseload.small import end, listed, make, minutes, wait

WEEK = 7 * 1440


@pytest.fixture(scope="module")
def results():
    """One case a day for eight days in every area; six were open at the start in North and East, two in West."""
    opened = {"stage": "order_carried_out", "demand": "d"}
    plan = make(
        [wait("order_carried_out", minutes(WEEK), "settled"), end("settled")],
        [listed(*range(0, 8 * 1440, 1440))],
        days=30,
        areas=[
            {"name": "North", "opening": [{**opened, "ages_days": [1.0] * 6}]},
            {"name": "East", "opening": [{**opened, "ages_days": [2.0] * 7}]},
            {"name": "South"},
            {"name": "West", "opening": [{**opened, "ages_days": [1.0] * 2}]},
        ],
    )
    return replicate(plan, 3, 1)


def test_each_area_has_its_row_in_order_and_small_counts_are_withheld(results):
    """Two in West are withheld, and so are the fewest of the others, or a total would tell; none in South is 0."""
    heads, rows = area_rows(results)
    at = {h: i for i, h in enumerate(heads)}
    assert [row[0] for row in rows] == ["North", "East", "South", "West"]
    assert [row[at["New"]] for row in rows] == ["8"] * 4
    assert [row[at["Open at the start"]] for row in rows] == [WITHHELD, "7", "0", WITHHELD]
    assert [row[at["Open at the end"]] for row in rows] == ["0"] * 4
    view = area_view(results).set_index(["area", "measure"])
    hidden = view.loc[("West", "open_at_start")]
    assert bool(hidden["withheld"]) and hidden[["value", "low", "high", "cases"]].isna().all()


def test_the_ranked_measure_is_that_of_the_table_with_its_interval(results):
    table = ranked(results, "weeks_to_support").set_index("area")
    assert table["value"].to_dict() == pytest.approx(dict.fromkeys(("North", "East", "South", "West"), 1.0))
    assert (table["low"] == table["value"]).all()  # listed arrivals and fixed times: every run is the same
    assert not table["withheld"].any()


def test_a_plan_without_areas_has_none():
    alone = replicate(make([end()], [listed(0)]), 2, 1)
    assert area_view(alone).empty and area_rows(alone)[1] == []


def test_the_report_shows_areas_ranked_and_as_a_table(results, tmp_path):
    write_report(results.plan, results, tmp_path / "report")
    page = (tmp_path / "report" / "report.html").read_text()
    assert "Weeks to support in place, of those who came to it, by area" in page and "Dot plot of weeks" in page
    assert WITHHELD in page and "The areas share nothing." in page
    assert "15 cases are open at the start" in page and "They belong to 3 of 4 areas" in page
    text = (tmp_path / "report" / "areas.csv").read_text()
    assert text.startswith("area,measure,group,value,low,high,cases,withheld\n")
    assert "West,open_at_start,,,,,,True" in text
