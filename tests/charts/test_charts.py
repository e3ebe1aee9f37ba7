"""Charts: the words and the table say what is drawn, and the picture is the same each time."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest

from sendsim.charts import endings, open_cases_fan, wait_distribution
from sendsim.charts.chart import CHANGED, LIMIT, TODAY
from sendsim.charts.waits import median_weeks, share_over


def fan(scale: float = 1.0) -> pd.DataFrame:
    weeks = pd.date_range("2027-01-01", periods=60, freq="7D")
    return pd.DataFrame(
        {"date": weeks, **{p: (100 + i * 10) * scale for i, p in enumerate(("p05", "p25", "p50", "p75", "p95"))}}
    )


WAITS = pd.DataFrame({"weeks_from": [0.0, 1, 2], "weeks_to": [1.0, 2, np.inf], "share": [0.25, 0.5, 0.25]})


def test_fan_words_and_table_hold_the_numbers_drawn():
    chart = open_cases_fan(fan(), fan(2))
    for number in ("120", "100", "140", "240", "200", "280"):
        assert number in chart.alt
    assert list(chart.table["Middle run, today"].unique()) == [120]
    assert chart.table["9 in 10 runs, changed"].iloc[0] == "200 to 280"
    assert "120" in chart.caption and "240" in chart.caption


def test_wait_words():
    """A quarter wait under a week, half one to two, a quarter longer: the middle is 1.5 weeks."""
    assert median_weeks(WAITS) == pytest.approx(1.5)
    assert share_over(WAITS, 1.5) == pytest.approx(0.5)
    chart = wait_distribution(WAITS, 1.5, "limit", title="Wait for mediation")
    assert "1.5 weeks" in chart.caption and "50%" in chart.caption
    assert list(chart.table["% of families, today"]) == [25, 50, 25]
    assert chart.table["Weeks"].iloc[-1] == "2 or more"


def test_endings_table_is_what_is_drawn():
    table = pd.DataFrame(
        {"ending": ["Agreed", "Decided"], "today_low": [1.0, 8], "today": [2.0, 9], "today_high": [3.0, 10]}
    )
    chart = endings(table)
    widths = sorted(p.get_width() for p in chart.figure.axes[0].patches)
    assert widths == [2, 9] and list(chart.table["A year, today"]) == [2, 9]
    assert chart.alt.index("decided 9") < chart.alt.index("agreed 2")


@pytest.mark.parametrize(
    "chart", [lambda: open_cases_fan(fan(), fan(1.1)), lambda: wait_distribution(WAITS, 1, "x", WAITS)]
)
def test_pictures_are_the_same_each_time_and_use_no_shared_state(chart):
    first, second = chart(), chart()
    assert first.svg() == first.svg() == second.svg()
    assert first.png().startswith(b"\x89PNG")
    assert "matplotlib.pyplot" not in sys.modules


def test_nothing_to_show_is_said():
    assert "no weeks" in open_cases_fan(fan().iloc[:0]).alt
    assert "No family" in wait_distribution(WAITS.assign(share=0.0)).alt
    assert "No disagreement" in endings(pd.DataFrame(columns=["ending", "today_low", "today", "today_high"])).alt


@pytest.mark.parametrize("colour", [TODAY, CHANGED, LIMIT])
def test_colours_stand_out_from_white(colour):
    """At least 4.5 to 1 (WCAG 1.4.3), by the definition of relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("chart", "words", "shapes"),
    [
        (lambda: open_cases_fan(fan(), fan(1.3)), ["today", "changed", "Open cases", "Jan 2027"], ["polyline", 2]),
        (lambda: wait_distribution(WAITS, 1, "the <limit>", WAITS), ["the <limit>", "% of families"], ["rect", 3 + 3]),
    ],
)
def test_the_quick_picture_is_sound_svg_with_the_same_words_and_shapes(chart, words, shapes):
    """It is what the page shows while a lever moves; nothing in it is told by colour alone."""
    from xml.etree import ElementTree

    root = ElementTree.fromstring(chart().for_page())
    said = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert all(word in said for word in words), said
    name, least = shapes
    assert len(list(root.iter("{http://www.w3.org/2000/svg}" + name))) >= least
    assert "url(#hatch)" in chart().for_page() or "stroke-dasharray" in chart().for_page()
    assert chart().svg().startswith("<?xml") and len(chart().for_page()) < len(chart().svg()) / 2


def test_round_numbers_on_an_axis():
    from sendsim.charts.quick import nice_ticks

    assert nice_ticks(137) == [0, 25, 50, 75, 100, 125]
    assert nice_ticks(0.9) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8])
    assert nice_ticks(5200)[-1] == 5000 and len(nice_ticks(5200)) <= 7
    assert nice_ticks(0) == [0]
