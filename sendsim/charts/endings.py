"""How disagreements end: a bar for each ending, with its interval and its number."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sendsim.charts.chart import CHANGED, INK, TODAY, Chart, empty, new_figure
from sendsim.charts.quick import Canvas, nice_ticks

MOST = 14
"""Endings drawn: the most common. All are in the table."""


def endings(table: pd.DataFrame, *, title: str = "How disagreements end") -> Chart:
    """Draw endings a year.

    Parameters
    ----------
    table : DataFrame
        ending, today_low, today, today_high and, if there is a changed plan, changed_low, changed,
        changed_high (cases a year; the interval is of the mean, 95 %).
    """
    if table.empty:
        return empty(title, "No disagreement ended in the period.", ["Ending", "A year, today"])
    whole = table.fillna(0)
    both = "changed" in whole
    t = _fewer(whole, both)
    often = np.argsort(-whole["today"].to_numpy(float), kind="stable")[:5]
    order = [{c: whole[c].iat[i] for c in ("ending", "today", *(("changed",) if both else ()))} for i in often]
    said = "; ".join(
        f"{r['ending'][0].lower()}{r['ending'][1:]} {r['today']:,.0f}"
        + (f" today and {r['changed']:,.0f} changed" if both else "")
        for r in order
    )
    drawn = "" if len(t) == len(whole) else f" The {len(t)} most common of {len(whole)} are drawn."
    alt = f"Bar chart of how disagreements end, cases a year.{drawn} The five most common: {said}."
    top = order[0]
    caption = f"Most often: {top['ending'][0].lower()}{top['ending'][1:]} ({top['today']:,.0f} a year today)."
    return Chart(
        lambda: _figure(t, both), title, alt, caption, lambda: _twin(whole, both), lambda: _quick(t, both, title)
    )


def _twin(whole: pd.DataFrame, both: bool) -> pd.DataFrame:
    """Return a row an ending."""
    twin: dict[str, Any] = {"Ending": whole["ending"].tolist()}
    for which in ("today", "changed") if both else ("today",):
        twin[f"A year, {which}"] = whole[which].to_numpy(float).round(1)
        ends = zip(whole[f"{which}_low"].tolist(), whole[f"{which}_high"].tolist(), strict=True)
        twin[f"95% interval, {which}"] = [f"{a:,.1f} to {b:,.1f}" for a, b in ends]
    return pd.DataFrame(twin)


def _size(t: pd.DataFrame, both: bool) -> tuple[float, float]:
    """Return the height in inches and the greatest number on the axis."""
    most = max(float(t[c].max()) for c in (("today", "changed") if both else ("today",)))
    return 0.62 * len(t) + 0.9 if both else 0.42 * len(t) + 0.9, max(1.0, most * 1.18)


def _figure(t: pd.DataFrame, both: bool) -> Figure:
    height, most = _size(t, both)
    y = np.arange(len(t))[::-1].astype(float)
    figure = new_figure(height)
    axes = figure.add_subplot()
    _bars(axes, y + (0.2 if both else 0), t, "today", both)
    if both:
        _bars(axes, y - 0.2, t, "changed", both)
        axes.legend(frameon=False, loc="lower right")
    axes.set_yticks(y, [_wrapped(e) for e in t["ending"]], fontsize=11)
    axes.set_xlabel("Cases a year")
    axes.set_xlim(0, most)
    axes.tick_params(axis="y", length=0)
    return figure


def _quick(t: pd.DataFrame, both: bool, title: str) -> str:
    """Write the same picture as SVG at once."""
    height, most = _size(t, both)
    n = len(t)
    above = 44 if both else 10  # room for the legend, which would cover bars anywhere else
    canvas = Canvas(height * 72 + above, (0, most), (-0.6, n - 0.4), left=190, top=above)
    canvas.y_axis((), grid=False)
    half = 0.18 if both else 0.3
    for which, colour, offset in (("today", TODAY, 0.2 if both else 0.0), ("changed", CHANGED, -0.2)):
        if which not in t:
            continue
        rows = zip(*(t[c].tolist() for c in (which, f"{which}_low", f"{which}_high")), strict=True)
        for i, (value, low, high) in enumerate(rows):
            at = n - 1 - i + offset
            canvas.box(0, value, at - half, at + half, colour, hatched=which == "changed")
            canvas.mark(low, high, at, at, INK)
            canvas.words((canvas.px(max(value, high)) + 5, canvas.py(at)), f"{value:,.0f}", size=10)
    for i, ending in enumerate(t["ending"].tolist()):
        canvas.words((canvas.left - 7, canvas.py(n - 1 - i)), _wrapped(ending), anchor="end", size=11)
    canvas.x_axis([(v, f"{v:,.10g}") for v in nice_ticks(most)], "Cases a year")
    if both:
        canvas.legend(canvas.left + canvas.wide, 4, TODAY)
    return canvas.svg(title)


def _fewer(t: pd.DataFrame, both: bool) -> pd.DataFrame:
    """Return the endings that are drawn: all, or the most common where there are many; the table keeps all."""
    if len(t) <= MOST:
        return t
    size = np.max([t[c].to_numpy(float) for c in (("today", "changed") if both else ("today",))], axis=0)
    kept = np.sort(np.argsort(-size, kind="stable")[:MOST])
    return t.take(kept).reset_index(drop=True)


def _bars(axes: mpl.axes.Axes, y: np.ndarray, t: pd.DataFrame, which: str, both: bool) -> None:
    value = t[which].to_numpy(float)
    error = np.vstack([value - t[f"{which}_low"], t[f"{which}_high"] - value]).clip(min=0)
    look: dict[str, Any] = (
        {"color": TODAY} if which == "today" else {"facecolor": "white", "edgecolor": CHANGED, "hatch": "///"}
    )
    axes.barh(y, value, 0.36 if both else 0.6, xerr=error, ecolor=INK, capsize=2.5, label=which, **look)
    for at, v, e in zip(y, value, error[1], strict=True):
        axes.text(v + e, at, f"  {v:,.0f}", va="center", fontsize=10)


def _wrapped(text: str, width: int = 34) -> str:
    out, line = [], ""
    for word in text.split():
        if len(line) + len(word) > width and line:
            out.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*out, line])
