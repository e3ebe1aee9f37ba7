"""Open cases by where they stand and how long ago their disagreement began."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd

from sendsim.charts.chart import INK, STYLE, TODAY, Chart, empty, new_figure
from sendsim.charts.endings import _wrapped

HATCHES = ("", "...", "///", "xxx", "")
SHADES = ("#ffffff", "#d2e2f1", "#8eb8dc", "#5694ca", TODAY)

MOST = 14
"""Stages drawn; the rest are one bar in the picture and rows of their own in the table."""


def ageing(table: pd.DataFrame, *, title: str = "How old open disagreements are") -> Chart:
    """Draw open cases by stage, split by age; bands differ by shade, by hatching and by their order.

    Parameters
    ----------
    table : DataFrame
        stage (in plain words), age_from, age_to (weeks since the disagreement began; the last may be infinite), cases
        (mean number at the end of the run).
    """
    if table.empty or table["cases"].sum() == 0:
        return empty(title, "No disagreement is open at the end.", ["Stage", "Open"])
    t = table.copy()
    t["band"] = [_band(a, b) for a, b in zip(t["age_from"], t["age_to"], strict=True)]
    bands = list(dict.fromkeys(t.sort_values("age_from")["band"]))
    wide = (
        t.pivot_table(index="stage", columns="band", values="cases", aggfunc="sum").reindex(columns=bands).fillna(0.0)
    )
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False).index]
    whole = wide
    rest = wide[(wide.sum(axis=1) < 0.5) | (np.arange(len(wide)) >= MOST)]
    if len(rest):
        under = ", under 1 each" if rest.sum(axis=1).max() < 0.5 else ""
        wide = pd.concat([wide.drop(rest.index), rest.sum().to_frame(f"Other stages{under}").T])
    y = np.arange(len(wide))[::-1]
    with mpl.rc_context(STYLE):
        figure = new_figure(0.46 * len(wide) + 1.6)
        axes = figure.add_subplot()
        left = np.zeros(len(wide))
        for i, band in enumerate(bands):
            value = wide[band].to_numpy(float)
            axes.barh(
                y, value, 0.66, left=left, facecolor=SHADES[i % 5], edgecolor=INK, hatch=HATCHES[i % 5], label=band
            )
            left += value
        for at, n in zip(y, left, strict=True):
            axes.text(n, at, f"  {n:,.0f}" if n >= 0.5 else "  under 1", va="center", fontsize=10)
        axes.set_yticks(y, [_wrapped(str(s)) for s in wide.index], fontsize=10)
        axes.set_xlim(0, float(left.max()) * 1.15)
        axes.set_xlabel("Open cases at the end (average of runs)")
        axes.legend(title="Open for", frameon=False, fontsize=10, loc="lower right")
        axes.tick_params(axis="y", length=0)
    totals = wide.sum(axis=1)
    over = float(t[t["age_from"] >= 52]["cases"].sum())
    said = "; ".join(f"{s} {n:,.0f}" for s, n in totals.head(4).items())
    caption = f"{t['cases'].sum():,.0f} are open at the end, {over:,.0f} of them for more than a year."
    alt = f"Stacked bar chart of open disagreements by stage and age. Most stand at: {said}. {caption}"
    twin = whole.round(1).rename_axis("Stage").reset_index()
    twin["All"] = whole.sum(axis=1).round(1).to_numpy()
    return Chart(figure, title, alt, caption, twin)


def _band(low: float, high: float) -> str:
    if not np.isfinite(high):
        return f"{low:.0f} weeks or more"
    return f"{low:.0f} to under {high:.0f} weeks"
