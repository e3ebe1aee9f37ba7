"""Open cases over time: the middle run and the bands that hold half and nine tenths of runs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import matplotlib as mpl
import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sendsim.charts.chart import CHANGED, TODAY, Chart, empty, new_figure
from sendsim.charts.quick import Canvas, nice_ticks

COLUMNS = ("p05", "p25", "p50", "p75", "p95")


def open_cases_fan(table: pd.DataFrame, changed: pd.DataFrame | None = None, *, title: str = "Open cases") -> Chart:
    """Draw a fan chart.

    Parameters
    ----------
    table : DataFrame
        One row a week: date, p05, p25, p50, p75, p95 (cases; percentiles over replications).
    changed : DataFrame, optional
        The same for the changed plan, drawn dashed and hatched with its own label.
    """
    if table.empty:
        return empty(title, "There are no weeks to show.", ["Date", "Middle run, today"])
    first, last = ({c: float(table[c].iloc[i]) for c in COLUMNS} for i in (0, -1))
    at = f"{table['date'].iloc[-1]:%B %Y}"
    said = (
        f"Today's settings: {first['p50']:,.0f} open at the start, {last['p50']:,.0f} in {at} in the middle run, "
        f"between {last['p05']:,.0f} and {last['p95']:,.0f} in 9 of 10 runs."
    )
    caption = f"With today's settings {last['p50']:,.0f} are open in {at}"
    if changed is not None:
        end = {c: float(changed[c].iloc[-1]) for c in COLUMNS}
        said += (
            f" Changed settings: {end['p50']:,.0f} in {at}, between {end['p05']:,.0f} and {end['p95']:,.0f} "
            "in 9 of 10 runs."
        )
        caption += f"; with the change, {end['p50']:,.0f}"
    alt = f"Line chart of open cases by week, with bands for half and for nine tenths of runs. {said}"
    return Chart(
        lambda: _figure(table, changed),
        title,
        alt,
        f"{caption} (middle of the runs).",
        lambda: _twin(table, changed),
        lambda: _quick(table, changed, title),
    )


def _top(table: pd.DataFrame, changed: pd.DataFrame | None) -> float:
    return max(float(t["p95"].max()) for t in (table, changed) if t is not None)


def _figure(table: pd.DataFrame, changed: pd.DataFrame | None) -> Figure:
    figure = new_figure()
    axes = figure.add_subplot()
    _fan(axes, table, TODAY, dashed=False)
    if changed is not None:
        _fan(axes, changed, CHANGED, dashed=True)
    axes.set_ylabel("Open cases")
    top = _top(table, changed)
    axes.set_ylim(0, max(1.0, top * 1.15))
    axes.set_xlim(table["date"].iloc[0], table["date"].iloc[-1] + pd.Timedelta(days=150))
    for name, colour, t, height in _ends(table, changed, top):
        axes.text(t["date"].iloc[-1] + pd.Timedelta(days=8), height, name, color=colour, va="center")
    axes.xaxis.set_major_locator(mdates.MonthLocator(bymonth=(1, 7)))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%b %Y"))
    axes.grid(axis="y", color="#b1b4b6", linewidth=0.6)
    return figure


def _quick(table: pd.DataFrame, changed: pd.DataFrame | None, title: str) -> str:
    """Write the same picture as SVG at once."""
    first, last = table["date"].iloc[0], table["date"].iloc[-1]
    begin, end = first.date(), last.date() + dt.timedelta(days=150)
    top = _top(table, changed)
    canvas = Canvas(288, (0, (end - begin).days), (0, max(1.0, top * 1.15)), bottom=28)
    canvas.y_axis(nice_ticks(max(1.0, top * 1.15)), "Open cases")
    months = [dt.date(year, month, 1) for year in range(begin.year, end.year + 1) for month in (1, 7)]
    shown = [((m - begin).days, f"{m:%b %Y}") for m in months if begin <= m <= end]
    canvas.x_axis(shown[:: -(-len(shown) // 7) or 1])
    for t, colour in ((table, TODAY), (changed, CHANGED)):
        if t is None:
            continue
        x = ((t["date"].to_numpy() - first.to_datetime64()) // np.timedelta64(1, "D")).tolist()
        p05, p25, p50, p75, p95 = (t[c].tolist() for c in COLUMNS)
        canvas.band(x, p05, p95, colour, 0.14)
        canvas.band(x, p25, p75, colour, 0.28)
        canvas.line(x, p50, colour, dashed=t is changed)
    for name, colour, _, height in _ends(table, changed, top):
        canvas.words((canvas.px((last - first).days + 8), canvas.py(height)), name, colour)
    return canvas.svg(title)


def _fan(axes: mpl.axes.Axes, t: pd.DataFrame, colour: str, *, dashed: bool) -> None:
    hatch = "///" if dashed else None
    axes.fill_between(t["date"], t["p05"], t["p95"], color=colour, alpha=0.14, linewidth=0)
    axes.fill_between(
        t["date"], t["p25"], t["p75"], facecolor=colour, alpha=0.28, linewidth=0, hatch=hatch, edgecolor="white"
    )
    axes.plot(t["date"], t["p50"], color=colour, linewidth=2.2, linestyle="--" if dashed else "-")


def _ends(table: pd.DataFrame, changed: pd.DataFrame | None, top: float) -> list[tuple[str, str, pd.DataFrame, float]]:
    """Return the name of each line, its colour, its table and the height to write it at, at the right-hand end.

    Names are moved apart where the lines end close together.
    """
    ends = [("today", TODAY, table)] if changed is None else [("today", TODAY, table), ("changed", CHANGED, changed)]
    heights = [float(t["p50"].iloc[-1]) for _, _, t in ends]
    least = 0.08 * max(1.0, top)
    if len(ends) == 2 and abs(heights[0] - heights[1]) < least:
        middle, up = sum(heights) / 2, 1 if heights[0] >= heights[1] else -1
        heights = [middle + up * least / 2, middle - up * least / 2]
    return [(name, colour, t, height) for (name, colour, t), height in zip(ends, heights, strict=True)]


def _twin(table: pd.DataFrame, changed: pd.DataFrame | None) -> pd.DataFrame:
    """Return a row a quarter (thirteen weeks) and the last week."""

    def named(t: pd.DataFrame, which: str) -> dict[str, list[Any]]:
        keep = sorted({*range(0, len(t), 13), len(t) - 1})
        p05, p25, p50, p75, p95 = (t[c].to_numpy()[keep].tolist() for c in COLUMNS)
        return {
            "Week beginning": [day.date() for day in t["date"].iloc[keep].tolist()],
            f"Middle run, {which}": [round(v) for v in p50],
            f"Half of runs, {which}": [f"{a:,.0f} to {b:,.0f}" for a, b in zip(p25, p75, strict=True)],
            f"9 in 10 runs, {which}": [f"{a:,.0f} to {b:,.0f}" for a, b in zip(p05, p95, strict=True)],
        }

    columns = named(table, "today")
    if changed is not None:
        beside = named(changed, "changed")
        if beside["Week beginning"] != columns["Week beginning"]:  # runs of unequal length
            return pd.DataFrame(columns).merge(pd.DataFrame(beside), on="Week beginning")
        columns |= beside
    return pd.DataFrame(columns)
