"""How long families wait: the share of waits of each length, with a statutory limit where there is one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from sendsim.charts.chart import CHANGED, LIMIT, TODAY, Chart, empty, new_figure
from sendsim.charts.quick import Canvas, nice_ticks

Floats = npt.NDArray[np.float64]


def wait_distribution(
    table: pd.DataFrame,
    limit: float | None = None,
    limit_label: str = "",
    changed: pd.DataFrame | None = None,
    *,
    title: str = "Waits",
) -> Chart:
    """Draw the distribution of a wait.

    Parameters
    ----------
    table : DataFrame
        weeks_from, weeks_to, share (of 1); the last row may be open-ended (weeks_to infinite).
    limit : float, optional
        A limit in weeks, drawn as a line with ``limit_label``.
    changed : DataFrame, optional
        The same for the changed plan.
    """
    if table.empty or table["share"].sum() == 0:
        return empty(title, "No family reached the end of this wait in the period.", ["Weeks", "Share, today"])
    alt, caption = _words(table, limit, changed, title)
    return Chart(
        lambda: _figure(table, limit, limit_label, changed),
        title,
        alt,
        caption,
        lambda: _twin(table, changed),
        lambda: _quick(table, limit, limit_label, changed, title),
    )


def _figure(table: pd.DataFrame, limit: float | None, limit_label: str, changed: pd.DataFrame | None) -> Figure:
    width, left, top = _shape(table, changed)
    figure = new_figure()
    axes = figure.add_subplot()
    bar = width * (0.42 if changed is not None else 0.86)
    axes.bar(left + width * 0.07, table["share"] * 100, bar, align="edge", color=TODAY, label="today")
    if changed is not None:
        axes.bar(
            left + width * 0.51,
            changed["share"] * 100,
            bar,
            align="edge",
            facecolor="white",
            edgecolor=CHANGED,
            hatch="///",
            label="changed",
        )
        axes.legend(frameon=False, loc="upper right")
    axes.set_ylim(0, top * 1.3)
    if limit is not None:
        axes.axvline(limit, color=LIMIT, linewidth=2, linestyle="--")
        axes.text(limit + width * 0.15, top * 1.2, limit_label, color=LIMIT, va="center", fontsize=11)
    ticks = left[:: max(1, len(left) // 8)]
    axes.set_xticks(ticks, [f"{t:.0f}" for t in ticks])
    axes.set_xlabel(_under(left))
    axes.set_ylabel("% of families")
    return figure


def _shape(table: pd.DataFrame, changed: pd.DataFrame | None) -> tuple[float, Floats, float]:
    """Return the width of a bar in weeks, where the bars begin, and the greatest share in per cent."""
    width = float(table["weeks_to"].iloc[0] - table["weeks_from"].iloc[0])
    top = max(float(t["share"].max()) for t in (table, changed) if t is not None) * 100
    return width, table["weeks_from"].to_numpy(float), top


def _under(left: Floats) -> str:
    return f"Weeks (the last bar: {left[-1]:.0f} or more)"


def _quick(table: pd.DataFrame, limit: float | None, limit_label: str, changed: pd.DataFrame | None, title: str) -> str:
    """Write the same picture as SVG at once."""
    width, left, top = _shape(table, changed)
    canvas = Canvas(288, (left[0], left[-1] + width), (0, top * 1.3))
    canvas.y_axis(nice_ticks(top * 1.3), "% of families", grid=False)
    bar = width * (0.42 if changed is not None else 0.86)
    for t, colour, offset in ((table, TODAY, 0.07), (changed, CHANGED, 0.51)):
        if t is None:
            continue
        for at, share in zip(left.tolist(), t["share"].tolist(), strict=True):
            x = at + width * offset
            canvas.box(x, x + bar, 0, share * 100, colour, hatched=t is changed)
    canvas.x_axis([(t, f"{t:.0f}") for t in left[:: max(1, len(left) // 8)].tolist()], _under(left))
    if changed is not None:
        canvas.legend(canvas.left + canvas.wide, 30 if limit is not None else 8, TODAY)
    if limit is not None:
        canvas.mark(limit, limit, 0, top * 1.3, LIMIT, 2, dashed=True)
        canvas.words((canvas.px(limit) + 5, canvas.py(top * 1.23)), limit_label, LIMIT, size=11)
    return canvas.svg(title)


def _twin(table: pd.DataFrame, changed: pd.DataFrame | None) -> pd.DataFrame:
    """Return a row a bar."""
    ends = zip(table["weeks_from"].tolist(), table["weeks_to"].tolist(), strict=True)
    labels = [f"{a:.0f} to under {b:.0f}" if np.isfinite(b) else f"{a:.0f} or more" for a, b in ends]
    twin = {"Weeks": labels, "% of families, today": (table["share"].to_numpy(float) * 100).round(1)}
    if changed is not None:
        twin["% of families, changed"] = (changed["share"].to_numpy(float) * 100).round(1)
    return pd.DataFrame(twin)


def share_over(table: pd.DataFrame, weeks: float) -> float:
    """Return the share of waits longer than ``weeks``, taking waits as spread evenly within their bar."""
    low, high = table["weeks_from"].to_numpy(float), table["weeks_to"].to_numpy(float)
    ends = np.where(np.isfinite(high), high, low + 1)
    part = np.where(np.isfinite(high), np.clip((ends - weeks) / (ends - low), 0, 1), low >= weeks)
    return float(np.sum(part * table["share"].to_numpy(float)))


def median_weeks(table: pd.DataFrame) -> float:
    """Return the weeks by which half of waits are over, taking waits as spread evenly within their bar."""
    share = table["share"].to_numpy(float)
    total = np.cumsum(share)
    i = int(np.searchsorted(total, 0.5))
    before = total[i - 1] if i else 0.0
    low, high = float(table["weeks_from"].iloc[i]), float(table["weeks_to"].iloc[i])
    if not np.isfinite(high):
        return low
    return float(low + (high - low) * (0.5 - before) / share[i])


def _words(table: pd.DataFrame, limit: float | None, changed: pd.DataFrame | None, title: str) -> tuple[str, str]:
    def said(t: pd.DataFrame) -> str:
        half = f"half wait less than {median_weeks(t):.1f} weeks"
        return half if limit is None else f"{half} and {share_over(t, limit):.0%} wait past the limit"

    text = f"With today's settings {said(table)}"
    if changed is not None and changed["share"].sum() > 0:
        text += f"; with the change {said(changed)}"
    return f"Bar chart, {title.lower()}: share of families by weeks waited. {text}.", f"{text}."
