"""The planner's further charts: words and table say what is drawn, and nothing is told by colour alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sendsim.charts import (
    ageing,
    area_dots,
    cost_waterfall,
    process_map,
    route_sankey,
    use_heat_map,
    wait_survival,
    welch,
)
from sendsim.charts.survival import at_week

CURVE = pd.DataFrame({"week": [0.0, 1, 2, 3], "waiting": [1.0, 0.6, 0.3, 0.1], "reached": [0.0, 0.3, 0.5, 0.6]})
AGES = pd.DataFrame(
    {
        "stage": ["Hearing", "Hearing", "Talk"],
        "age_from": [0.0, 52, 0],
        "age_to": [4.0, np.inf, 4],
        "cases": [2.0, 3, 1],
    }
)
FLOWS = pd.DataFrame(
    {"source": ["Began", "Began", "Talk"], "target": ["Talk", "Ended: none", "Ended: talk"], "cases": [60.0, 40, 60]}
)
BILL = pd.DataFrame(
    {
        "payer": ["officer time", "remedies", "public money in all", "family hours"],
        "part": ["public", "public", "total", "family"],
        "unit": ["pounds", "pounds", "pounds", "hours"],
        "a_year": [50_000.0, 0, 50_000, 700],
        "cost_low": [40_000.0, 0, 40_000, 300],
        "cost_high": [70_000.0, 0, 70_000, 900],
        "price_years": ["2024"] * 4,
        "grade": ["C"] * 4,
        "counted": [True, False, True, True],
    }
)
USE = pd.DataFrame({"name": ["Mediators"] * 12, "month": range(1, 13), "use": [m / 20 for m in range(1, 13)]})
SCHOOL = pd.DataFrame({"month": range(1, 13), "weeks": [3.0] * 7 + [0.0] + [4.0] * 4})
STAGES = pd.DataFrame(
    {
        "name": ["a", "b", "out"],
        "kind": ["wait", "activity", "end"],
        "title": ["Waiting", "Working", "Over"],
        "who": ["", "Mediators", ""],
        "clocks": ["30 days", "", ""],
    }
)
WAYS = pd.DataFrame(
    [
        ("a", "b", "way", "60%"),
        ("a", "out", "leaves", "gave up"),
        ("b", "out", "way", ""),
        ("b", "a", "clock", "passed"),
    ],
    columns=["source", "target", "how", "label"],
)
WARM = pd.DataFrame({"week": range(60), "open": [min(w, 20.0) for w in range(60)]})
WARM = WARM.assign(low=WARM["open"] - 1, high=WARM["open"] + 1, smoothed=WARM["open"].rolling(5, center=True).mean())
AREAS = pd.DataFrame(
    {
        "area": [f"Area {i:02}" for i in range(41)],
        "value": [np.nan, *np.linspace(0.1, 0.9, 40)],
        "low": [np.nan, *np.linspace(0.05, 0.8, 39), np.nan],
        "high": [np.nan, *np.linspace(0.2, 1.0, 39), np.nan],
        "withheld": [True, *[False] * 40],
    }
)
DRAW = {
    "areas": lambda: area_dots(AREAS, "Share who came to support", "share", title="By area", withheld="under 5"),
    "welch": lambda: welch(WARM),
    "survival": lambda: wait_survival(CURVE, 2, "limit", CURVE),
    "ageing": lambda: ageing(AGES),
    "sankey": lambda: route_sankey(FLOWS),
    "waterfall": lambda: cost_waterfall(BILL),
    "heat": lambda: use_heat_map(USE, SCHOOL),
    "map": lambda: process_map(STAGES, WAYS),
}


@pytest.mark.parametrize("name", DRAW)
def test_the_same_picture_each_time_with_words_a_caption_and_a_table(name):
    first, second = DRAW[name](), DRAW[name]()
    assert first.svg() == second.svg() and first.png().startswith(b"\x89PNG")
    assert any(c.isdigit() for c in first.alt) and first.caption and len(first.table)


def test_survival_says_the_share_at_the_limit():
    chart = wait_survival(CURVE, 2, "30 days", title="Wait for mediation")
    assert "30% are still waiting at the limit" in chart.caption and "60% reach it" in chart.caption
    assert at_week(CURVE, 1.9) == 0.6 and at_week(CURVE, 2) == 0.3
    assert dict(zip(chart.table["Week"], chart.table["% still waiting, today"], strict=True))["2"] == 30


def test_a_changed_survival_curve_differs_by_dashes_and_by_name():
    lines = wait_survival(CURVE, None, "", CURVE).figure.axes[0].get_lines()
    assert [line.get_linestyle() for line in lines[:2]] == ["-", "--"]


def test_ageing_tells_bands_by_hatching_and_counts_the_old_ones():
    chart = ageing(AGES)
    assert "6 are open at the end, 3 of them for more than a year" in chart.caption
    assert len({p.get_hatch() for p in chart.figure.axes[0].patches}) > 1
    assert chart.table.set_index("Stage").loc["Hearing", "All"] == 5


def test_heat_map_cells_hold_their_numbers_and_school_weeks():
    chart = use_heat_map(USE, SCHOOL)
    drawn = [t.get_text() for t in chart.figure.axes[0].texts]
    assert "60" in drawn and "0.0" in drawn
    assert "December" in chart.caption and chart.table.iloc[-1]["Aug"] == 0


def test_sankey_flows_are_kept_and_named():
    chart = route_sankey(FLOWS)
    assert chart.table["A year"].sum() == 160 and "Of 100 disagreements" in chart.caption
    assert "ended: talk 60" in chart.caption


def test_waterfall_shows_families_apart_and_names_what_is_missing():
    chart = cost_waterfall(BILL)
    assert "Families, apart: family hours 700 hours" in chart.caption
    assert "remedies not in this model" in chart.alt and "£50k" in chart.caption
    assert "£40k" in chart.caption and "£70k" in chart.caption


def test_process_map_lists_every_way_with_its_condition():
    chart = process_map(STAGES, WAYS)
    assert chart.table["Leads to"].tolist() == ["Working (60%); Over (gave up)", "Over; Waiting (passed)", ""]
    assert {"-", "--", ":"} >= {p.get_linestyle() for p in chart.figure.axes[0].patches}


def test_areas_are_ranked_both_ends_drawn_and_all_in_the_table():
    """41 areas: one is withheld, the 15 greatest and the 15 least are drawn, the quick picture shows the same."""
    chart = DRAW["areas"]()
    assert chart.table["Area"].tolist() == [f"Area {i:02}" for i in range(40, 0, -1)] + ["Area 00"]
    assert chart.table.iloc[0].tolist() == ["Area 40", "90.0", "not known"]
    assert chart.table.iloc[-1].tolist() == ["Area 00", "under 5", ""]
    drawn = [t.get_text() for t in chart.figure.axes[0].get_yticklabels()]
    assert drawn == [f"Area {i:02}" for i in (*range(40, 25, -1), *range(15, 0, -1))]
    quick = chart.for_page()
    assert all(area in quick for area in drawn) and "Area 20" not in quick and "others between" in quick
    assert quick.count("<circle") == 30
    assert "15 greatest and the 15 least of 40 are drawn" in chart.alt and "1 withheld" in chart.alt
    assert "from 10.0% in Area 01 to 90.0% in Area 40" in chart.caption
    none = pd.DataFrame({"area": ["Area 99"], "value": np.nan, "low": np.nan, "high": np.nan, "withheld": False})
    few = area_dots(pd.concat([AREAS.iloc[:4], none]), "Weeks", "weeks", title="t")
    assert few.table.iloc[-1].tolist() == ["Area 99", "none", ""]
    assert "drawn" not in few.alt and few.for_page().count("<circle") == 3


def test_nothing_to_show_is_said():
    assert "No area has a figure" in area_dots(AREAS.iloc[:1], "Weeks", "weeks", title="t").alt
    assert "No family began" in wait_survival(CURVE.iloc[:0]).alt
    assert "No disagreement is open" in ageing(AGES.iloc[:0]).alt
    assert "No disagreement began" in route_sankey(FLOWS.iloc[:0]).alt
    assert "no teams" in use_heat_map(USE.iloc[:0], SCHOOL).alt
    assert "no costs" in cost_waterfall(BILL.iloc[:0]).alt
    assert "no stages" in process_map(STAGES.iloc[:0], WAYS.iloc[:0]).alt
