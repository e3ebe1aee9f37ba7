"""Welch's plot: open cases from an empty start, week by week, so that the length of a warm-up can be judged by eye."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd

from sendsim.charts.chart import CHANGED, STYLE, TODAY, Chart, empty, new_figure


def welch(table: pd.DataFrame, *, title: str = "Warm-up from empty") -> Chart:
    """Draw the mean of the open cases by week and its moving average.

    Parameters
    ----------
    table : DataFrame
        week, open, low, high, smoothed (as :class:`sendsim.planning.steady.Steady` holds it).
    """
    if table.empty:
        return empty(title, "There are no weeks to show.", ["Week", "Open cases"])
    with mpl.rc_context(STYLE):
        figure = new_figure()
        axes = figure.add_subplot()
        axes.fill_between(table["week"], table["low"], table["high"], color=TODAY, alpha=0.2, linewidth=0)
        axes.plot(table["week"], table["open"], color=TODAY, linewidth=1, label="average of the runs")
        axes.plot(
            table["week"], table["smoothed"], color=CHANGED, linewidth=2.2, linestyle="--", label="moving average"
        )
        axes.set_xlabel("Weeks from an empty start")
        axes.set_ylabel("Open cases")
        axes.set_ylim(0)
        axes.legend(frameon=False, loc="lower right")
        axes.grid(axis="y", color="#b1b4b6", linewidth=0.6)
    smooth = table.dropna(subset=["smoothed"])
    last = float(smooth["smoothed"].iloc[-1])
    near = smooth[smooth["smoothed"] >= 0.95 * last]
    reached = int(near["week"].iloc[0])
    caption = f"From empty, the average comes within 5% of its last level ({last:,.0f} open) after {reached} weeks."
    alt = f"Line chart of open cases by week from an empty start, with a moving average. {caption}"
    keep = table.iloc[sorted({*range(0, len(table), 13), len(table) - 1})]
    twin = pd.DataFrame(
        {
            "Week": keep["week"],
            "Open, average": keep["open"].round(1),
            "95% interval of the average": [
                f"{a:,.1f} to {b:,.1f}" for a, b in zip(keep["low"], keep["high"], strict=True)
            ],
            "Moving average": keep["smoothed"].round(1),
        }
    )
    return Chart(figure, title, alt, caption, twin)
