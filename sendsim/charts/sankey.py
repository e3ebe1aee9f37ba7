"""The routes families take, from the beginning of a disagreement to how it ended, as bands of the width of the flow."""

from __future__ import annotations

from collections import defaultdict

import matplotlib as mpl
import pandas as pd
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from sendsim.charts.chart import CHANGED, INK, STYLE, TODAY, Chart, empty, new_figure
from sendsim.charts.endings import _wrapped

GREY = "#505a5f"
LEAST = 0.004
"""Flows under this share of all are left out of the picture and kept in the table."""


def route_sankey(table: pd.DataFrame, *, title: str = "The routes disagreements take") -> Chart:
    """Draw routes as bands from left to right.

    Parameters
    ----------
    table : DataFrame
        source, target, cases (a year). Each case passes from a node to the next; the flows have no loops. A node that
        nothing leaves is drawn at the right.
    """
    flows = table[table["cases"] > 0].reset_index(drop=True)
    if flows.empty:
        return empty(title, "No disagreement began in the period.", ["From", "To", "A year"])
    layer = _layers(flows)
    into, out = flows.groupby("target")["cases"].sum(), flows.groupby("source")["cases"].sum()
    size = {n: float(max(into.get(n, 0.0), out.get(n, 0.0))) for n in layer}
    first = max(size[n] for n in layer if layer[n] == 0)
    columns: dict[int, list[str]] = defaultdict(list)
    for node in sorted(layer, key=lambda n: -size[n]):
        columns[layer[node]].append(node)
    gap, top = 0.17 * first, 0.0
    place: dict[str, float] = {}
    for i in sorted(columns):
        y = 0.0 if i in (0, max(columns)) else -0.22 * first * (i % 2 + 1) * 0.6
        for node in columns[i]:
            place[node] = y
            y -= size[node] + (gap if i != max(columns) else 0.06 * first)
        top = min(top, y)
    with mpl.rc_context(STYLE):
        figure = new_figure(5.6)
        axes = figure.add_subplot()
        used_out, used_in = dict.fromkeys(layer, 0.0), dict.fromkeys(layer, 0.0)
        each: list[tuple[str, str, float]] = [
            (str(a), str(b), float(n)) for a, b, n in zip(flows["source"], flows["target"], flows["cases"], strict=True)
        ]
        for a, b, width in sorted(each, key=lambda r: (layer[r[0]], -place[r[1]], r[1])):
            y0, y1 = place[a] - used_out[a], place[b] - used_in[b]
            used_out[a] += width
            used_in[b] += width
            if width < LEAST * first:
                continue
            colour = GREY if layer[b] == max(columns) else TODAY
            _band(axes, layer[a] + 0.07, y0, layer[b] - 0.07, y1, width, colour)
        for node, x in layer.items():
            axes.add_patch(Rectangle((x - 0.07, place[node] - size[node]), 0.14, size[node], color=CHANGED, zorder=3))
            last = x == max(columns)
            axes.text(
                x + (0.12 if last else 0.0),
                place[node] - size[node] / 2 if last else place[node] + 0.015 * first,
                f"{_wrapped(node, 15)}\n{size[node]:,.0f}" if not last else f"{_wrapped(node, 20)}: {size[node]:,.0f}",
                ha="left" if last else "center",
                va="center" if last else "bottom",
                fontsize=9,
                zorder=4,
                color=INK,
            )
        axes.set_xlim(-0.35, max(columns) + 2.1)
        axes.set_ylim(top, 0.2 * first)
        axes.set_axis_off()
    ended = into[[n for n in layer if layer[n] == max(columns)]].sort_values(ascending=False)
    said = "; ".join(f"{str(n)[0].lower()}{str(n)[1:]} {v:,.0f}" for n, v in ended.items())
    steps = "; ".join(
        f"{n} {size[n]:,.0f}" for n in sorted(layer, key=lambda n: layer[n]) if 0 < layer[n] < max(columns)
    )
    caption = f"Of {first:,.0f} disagreements a year that begin: {said}."
    alt = f"Flow chart of routes, cases a year. Steps reached: {steps}. {caption}"
    twin = flows.sort_values("cases", ascending=False).rename(columns={"source": "From", "target": "To"})
    twin = pd.DataFrame({"From": twin["From"], "To": twin["To"], "A year": twin["cases"].round(1)})
    return Chart(figure, title, alt, caption, twin.reset_index(drop=True))


def _layers(flows: pd.DataFrame) -> dict[str, int]:
    """Return each node's column: one more than the latest of its sources; nodes that nothing leaves come last."""
    nodes = list(dict.fromkeys([*flows["source"], *flows["target"]]))
    layer = dict.fromkeys(nodes, 0)
    for _ in nodes:
        for a, b in zip(flows["source"], flows["target"], strict=True):
            layer[b] = max(layer[b], min(layer[a] + 1, len(nodes)))
    sources, last = set(flows["source"]), max(layer.values())
    return {n: (i if n in sources else last) for n, i in layer.items()}


def _band(axes: mpl.axes.Axes, x0: float, y0: float, x1: float, y1: float, width: float, colour: str) -> None:
    middle = (x0 + x1) / 2
    points = [(x0, y0), (middle, y0), (middle, y1), (x1, y1), (x1, y1 - width)]
    points += [(middle, y1 - width), (middle, y0 - width), (x0, y0 - width), (x0, y0)]
    codes = [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4, Path.LINETO]
    codes += [Path.CURVE4, Path.CURVE4, Path.CURVE4, Path.CLOSEPOLY]
    axes.add_patch(
        PathPatch(Path(points, codes), facecolor=colour, alpha=0.32, edgecolor=colour, linewidth=0.4, zorder=1)
    )
