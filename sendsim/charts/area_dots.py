"""Areas ranked by one measure: a dot with its interval for each, the greatest first."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sendsim.charts.chart import INK, TODAY, Chart, empty, new_figure
from sendsim.charts.quick import Canvas, nice_ticks

MOST = 30
"""Areas drawn: where there are more, as many from both ends of the ranking. All are in the table."""


def area_dots(table: pd.DataFrame, measure: str, unit: str, *, title: str, withheld: str = "withheld") -> Chart:
    """Draw one measure of each area.

    Parameters
    ----------
    table : DataFrame
        area, value (missing where there is none), low, high (the interval is of the mean, 95 %) and withheld (True
        where the figure is not shown).
    measure, unit : str
        What is drawn, in plain words, and its unit: "share" is drawn in per cent.
    title : str
        The heading.
    withheld : str
        What the table says where a figure is withheld.
    """
    heads = ["Area", f"{measure} ({'%' if unit == 'share' else unit})", "95% interval"]
    hidden = table["withheld"].to_numpy(bool)
    known = table[~hidden & table["value"].notna().to_numpy()]
    if known.empty:
        return empty(title, "No area has a figure that can be shown.", heads)
    scale = 100.0 if unit == "share" else 1.0
    ranked = known.sort_values(["value", "area"], ascending=[False, True], kind="stable", ignore_index=True)
    ranked[["value", "low", "high"]] *= scale
    half = MOST // 2
    drawn = ranked if len(ranked) <= MOST else pd.concat([ranked.head(half), ranked.tail(half)], ignore_index=True)
    named = "%" if unit == "share" else f" {unit}"
    top, last = ranked.iloc[0], ranked.iloc[-1]
    middle = float(ranked["value"].median())
    said = f"from {_text(last['value'])}{named} in {last['area']} to {_text(top['value'])}{named} in {top['area']}"
    some = "" if len(drawn) == len(ranked) else f" The {half} greatest and the {half} least of {len(ranked)} are drawn."
    left_out = f" {hidden.sum()} withheld." if hidden.any() else ""
    alt = (
        f"Dot plot of {measure[0].lower()}{measure[1:]}, by area, greatest first.{some} It ranges {said}; half of the "
        f"areas are above {_text(middle)}{named}.{left_out}"
    )
    ends = (ranked[column].tolist() for column in ("area", "value", "low", "high"))
    rows = [(str(area), _text(v), _interval(a, b)) for area, v, a, b in zip(*ends, strict=True)]
    rows += [(area, withheld, "") for area in sorted(table.loc[hidden, "area"])]
    rows += [(area, "none", "") for area in sorted(table.loc[~hidden & table["value"].isna().to_numpy(), "area"])]
    axis = f"{measure}, {'%' if unit == 'share' else unit}"
    return Chart(
        lambda: _figure(drawn, axis, len(drawn) < len(ranked)),
        title,
        alt,
        f"By area, {said}.",
        pd.DataFrame(rows, columns=heads),
        lambda: _quick(drawn, axis, title, len(drawn) < len(ranked)),
    )


def _text(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}"


def _interval(low: float, high: float) -> str:
    return "not known" if np.isnan(low) or np.isnan(high) else f"{_text(low)} to {_text(high)}"


def _places(n: int, gap: bool) -> np.ndarray:
    """Return the height of each dot, the first at the top; a place is left free where areas are left out."""
    y = np.arange(n)[::-1].astype(float)
    return np.where(np.arange(n) < n - n // 2, y + 1, y) if gap else y


def _ends(t: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    value = t["value"].to_numpy(float)
    low, high = (np.where(np.isnan(e), value, e) for e in (t["low"].to_numpy(float), t["high"].to_numpy(float)))
    return np.maximum(low, 0), high


def _figure(t: pd.DataFrame, axis: str, gap: bool) -> Figure:
    y, (low, high), value = _places(len(t), gap), _ends(t), t["value"].to_numpy(float)
    figure = new_figure(0.27 * (len(t) + gap) + 0.9)
    axes = figure.add_subplot()
    axes.hlines(y, low, high, color=INK, linewidth=1.2)
    axes.plot(value, y, "o", color=TODAY, markersize=7)
    for at, v, end in zip(y, value, high, strict=True):
        axes.text(max(v, end), at, f"  {_text(v)}", va="center", fontsize=10)
    if gap:
        axes.text(0, y[len(t) - len(t) // 2] + 1, " others between", va="center", fontsize=10)
    axes.set_yticks(y, t["area"].tolist(), fontsize=10)
    axes.set_ylim(-0.8, y[0] + 0.8)
    axes.set_xlim(0, max(1.0, float(high.max()) * 1.15))
    axes.set_xlabel(axis)
    axes.tick_params(axis="y", length=0)
    return figure


def _quick(t: pd.DataFrame, axis: str, title: str, gap: bool) -> str:
    """Write the same picture as SVG at once."""
    y, (low, high), value = _places(len(t), gap), _ends(t), t["value"].to_numpy(float)
    most = max(1.0, float(high.max()) * 1.15)
    rows = len(t) + int(gap)
    canvas = Canvas(19 * rows + 66, (0, most), (-0.8, y[0] + 0.8), left=190)
    canvas.y_axis((), grid=False)
    for area, at, v, a, b in zip(t["area"].tolist(), y, value, low, high, strict=True):
        canvas.mark(a, b, at, at, INK)
        canvas.dot(v, at, TODAY)
        canvas.words((canvas.px(max(v, b)) + 7, canvas.py(at)), _text(v), size=10)
        canvas.words((canvas.left - 7, canvas.py(at)), str(area), anchor="end", size=10)
    if gap:
        at = y[len(t) - len(t) // 2] + 1
        canvas.words((canvas.left + 5, canvas.py(at)), "others between", size=10)
    canvas.x_axis([(v, f"{v:,.10g}") for v in nice_ticks(most)], axis)
    return canvas.svg(title)
