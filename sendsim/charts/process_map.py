"""The process map: every stage of a pathway in its order, with arrows along the side, drawn from the pathway itself."""

from __future__ import annotations

from textwrap import shorten

import matplotlib as mpl
import pandas as pd
from matplotlib.patches import FancyArrowPatch

from sendsim.charts.chart import INK, LIMIT, STYLE, TODAY, Chart, empty, new_figure

MARKS = {"wait": "o", "activity": "s", "session": "D", "choice": "^", "end": "X", "chapter": "s", "elsewhere": ">"}
WORDS = {
    "wait": "time passes",
    "activity": "work by a team",
    "session": "a place in a diary",
    "choice": "one way or another",
    "end": "the disagreement ends",
    "chapter": "a part of the pathway",
    "elsewhere": "goes on in another part",
}


def process_map(stages: pd.DataFrame, ways: pd.DataFrame, *, title: str = "Process map") -> Chart:
    """Draw a pathway: one row a stage, arrows on the left down to the next stages, arrows on the right back up.

    Parameters
    ----------
    stages : DataFrame
        name, kind (of stage, or ``chapter`` for a part of a pathway, or ``elsewhere`` for a stage of another part),
        title, who (team or diary, or empty), clocks (words on statutory limits, or empty), in order.
    ways : DataFrame
        source, target, how (``way``, ``leaves`` while waiting, or ``clock``), label (the condition, in words).
    """
    if stages.empty:
        return empty(title, "The pathway has no stages.", ["Stage", "Kind", "Leads to"])
    row = {n: -i for i, n in enumerate(stages["name"])}
    n = len(row)
    with mpl.rc_context(STYLE):
        figure = new_figure(0.33 * n + 1.2)
        axes = figure.add_subplot()
        for source, target, how in zip(ways["source"], ways["target"], ways["how"], strict=True):
            if source in row and target in row:
                _arrow(axes, row[source], row[target], how, n)
        for name, kind, text, who, clocks in stages[["name", "kind", "title", "who", "clocks"]].itertuples(index=False):
            y = row[name]
            axes.plot(0, y, MARKS.get(kind, "o"), color=TODAY, markersize=8, zorder=3)
            small = shorten(
                "; ".join(x for x in ((clocks, who) if kind == "chapter" else (who, clocks)) if x),
                92,
                placeholder=" ...",
            )
            axes.text(0.5, y + (0.14 if small else 0), shorten(text or name, 80), va="center", fontsize=9.5)
            if small:
                axes.text(0.5, y - 0.26, small, va="center", fontsize=7.5, color=LIMIT)
        for kind in dict.fromkeys(stages["kind"]):
            axes.plot([], [], MARKS.get(kind, "o"), color=TODAY, label=f"{kind}: {WORDS.get(kind, kind)}")
        axes.plot([], [], "-", color=INK, label="goes on to")
        axes.plot([], [], "--", color=INK, label="leaves while waiting")
        axes.plot([], [], ":", color=LIMIT, label="a statutory limit passes")
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, fontsize=8, frameon=False)
        axes.set_xlim(-4.2, 10)
        axes.set_ylim(-n + 0.4, 0.7)
        axes.set_axis_off()
    kinds = stages["kind"].value_counts(sort=False)
    said = ", ".join(f"{k} {v}" for k, v in kinds.items())
    caption = f"{n} stages ({said}) and {len(ways)} ways between them."
    titles = dict(zip(stages["name"], stages["title"], strict=True))
    leads: dict[str, list[str]] = {}
    for source, target, text in zip(ways["source"], ways["target"], ways["label"], strict=True):
        leads.setdefault(source, []).append((titles.get(target) or target) + (f" ({text})" if text else ""))
    twin = pd.DataFrame(
        {
            "Stage": [t or x for t, x in zip(stages["title"], stages["name"], strict=True)],
            "Kind": [WORDS.get(k, k) for k in stages["kind"]],
            "Who": stages["who"],
            "Limits": stages["clocks"],
            "Leads to": ["; ".join(leads.get(x, [])) for x in stages["name"]],
        }
    )
    alt = f"Process map drawn from the pathway: {caption} The table beside it lists each stage and where it leads."
    return Chart(figure, title, alt, caption, twin)


def _arrow(axes: mpl.axes.Axes, y0: int, y1: int, how: str, n: int) -> None:
    """Draw an arc on the left from row to row; longer arcs go further out."""
    if y0 == y1:
        return
    bend = min(0.75, 0.28 + 0.9 * 3.6 / max(abs(y1 - y0), 3.6) - 0.3)
    style = {"way": "-", "leaves": "--", "clock": ":"}.get(how, "-")
    axes.add_patch(
        FancyArrowPatch(
            (-0.22, y0),
            (-0.22, y1),
            connectionstyle=f"arc3,rad={bend if y1 < y0 else -bend}",
            arrowstyle="-|>",
            mutation_scale=8,
            linestyle=style,
            linewidth=0.9,
            color=LIMIT if how == "clock" else INK,
            alpha=0.75,
            zorder=1,
        )
    )
