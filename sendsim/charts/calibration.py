"""How well the model told years it had not seen: intervals against what was published."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd

from sendsim.charts.chart import CHANGED, INK, STYLE, TODAY, Chart, empty, new_figure


def calibration(table: pd.DataFrame, *, title: str = "Predicted and published") -> Chart:
    """Draw each held-out value's 90 % interval relative to what was published (the line at 100).

    Parameters
    ----------
    table : DataFrame
        title, period, origin, published, p05, p50, p95, inside (bool): held-out values only.
    """
    if table.empty:
        return empty(title, "No year was held out.", ["Value", "Published"])
    t = table.iloc[::-1].reset_index(drop=True)
    y = np.arange(len(t))
    low, mid, high = (t[c].to_numpy(float) / t["published"].to_numpy(float) * 100 for c in ("p05", "p50", "p95"))
    inside = t["inside"].to_numpy(bool)
    with mpl.rc_context(STYLE):
        figure = new_figure(0.34 * len(t) + 1.5)
        axes = figure.add_subplot()
        axes.axvline(100, color=INK, linewidth=1.5)
        for at, a, m, b, ok in zip(y, low, mid, high, inside, strict=True):
            colour = TODAY if ok else CHANGED
            axes.plot([a, b], [at, at], color=colour, linewidth=3, linestyle="-" if ok else (0, (2, 1)))
            axes.plot(m, at, "o" if ok else "X", color=colour, markersize=7)
        axes.set_yticks(y, [f"{a} {b}" for a, b in zip(t["title"], t["period"], strict=True)], fontsize=9)
        axes.set_xlabel("Predicted, as % of what was published (line: 100)")
        axes.plot([], [], "o-", color=TODAY, label="interval holds the published value")
        axes.plot([], [], "X", color=CHANGED, linestyle=(0, (2, 1)), label="interval misses it")
        axes.legend(frameon=False, fontsize=9, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
        axes.tick_params(axis="y", length=0)
    held, n = int(inside.sum()), len(t)
    missed = t[~inside]
    said = "; ".join(f"{a} {b}" for a, b in zip(missed["title"], missed["period"], strict=True)) or "none"
    caption = f"The 90% intervals held {held} of {n} published values of years not used in the fit. Missed: {said}."
    alt = f"Chart of intervals against published values, one line a value. {caption}"
    twin = pd.DataFrame(
        {
            "Value": table["title"],
            "Period": table["period"],
            "Fitted up to": table["origin"],
            "Published": table["published"].round(0),
            "Predicted, middle": table["p50"].round(0),
            "90% interval": [f"{a:,.0f} to {b:,.0f}" for a, b in zip(table["p05"], table["p95"], strict=True)],
            "Held": ["yes" if ok else "no" for ok in table["inside"]],
        }
    )
    return Chart(figure, title, alt, caption, twin)
