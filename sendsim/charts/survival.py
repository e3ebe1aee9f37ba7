"""How long families wait, with open cases counted: the share still waiting, week by week, and the statutory limit."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd

from sendsim.charts.chart import CHANGED, LIMIT, STYLE, TODAY, Chart, empty, new_figure


def wait_survival(
    table: pd.DataFrame,
    limit: float | None = None,
    limit_label: str = "",
    changed: pd.DataFrame | None = None,
    *,
    title: str = "Still waiting",
) -> Chart:
    """Draw Kaplan-Meier curves of a wait.

    Parameters
    ----------
    table : DataFrame
        week, waiting (share neither reached nor left), reached (share that reached it), from 0 to 1.
    limit : float, optional
        The statutory limit in weeks, drawn as a line with ``limit_label``.
    changed : DataFrame, optional
        The same for the changed plan.
    """
    if table.empty:
        return empty(title, "No family began this wait in the period.", ["Week", "% still waiting, today"])
    sets = [("today", table, TODAY, "-")] + ([("changed", changed, CHANGED, "--")] if changed is not None else [])
    last = max(_shown(t) for _, t, _, _ in sets)
    last = max(last, 1.3 * limit if limit is not None else 0.0)
    with mpl.rc_context(STYLE):
        figure = new_figure()
        axes = figure.add_subplot()
        for name, t, colour, line in sets:
            axes.step(
                t["week"], t["waiting"] * 100, where="post", color=colour, linestyle=line, linewidth=2.2, label=name
            )
        if limit is not None:
            axes.axvline(limit, color=LIMIT, linewidth=2, linestyle=":")
            axes.text(limit + last * 0.012, 101, limit_label, color=LIMIT, va="bottom", fontsize=11)
        axes.set_xlim(0, last)
        axes.set_ylim(0, 112)
        axes.set_yticks(range(0, 101, 25))
        axes.set_xlabel("Weeks since the wait began")
        axes.set_ylabel("% still waiting")
        axes.grid(axis="y", color="#b1b4b6", linewidth=0.6)
        if changed is not None:
            axes.legend(frameon=False, loc="upper right", bbox_to_anchor=(1, 0.92))
    said = "; ".join(f"with {_whose(name)} {_words(t, limit)}" for name, t, _, _ in sets)
    alt = f"Line chart, {title.lower()}: share of families still waiting by week, open cases counted. {_cap(said)}."
    every = table["week"].to_numpy(float)
    step = max(1, round(min(last, every[-1]) / 14))
    wanted = [*np.arange(0, min(last, every[-1]) + 1, step), *([limit] if limit is not None else [])]
    keep = np.unique([max(int(np.searchsorted(every, w + 1e-5, "right")) - 1, 0) for w in wanted])
    twin = pd.DataFrame({"Week": [f"{w:.0f}" if abs(w - round(w)) < 1e-4 else f"{w:.1f}" for w in every[keep]]})
    for name, t, _, _ in sets:
        twin[f"% still waiting, {name}"] = (t["waiting"].to_numpy(float)[keep] * 100).round(1)
        twin[f"% that reached it, {name}"] = (t["reached"].to_numpy(float)[keep] * 100).round(1)
    return Chart(figure, title, alt, f"{_cap(said)}.", twin)


def at_week(table: pd.DataFrame, week: float, column: str = "waiting") -> float:
    """Return the value of a step curve at a week."""
    i = int(np.searchsorted(table["week"].to_numpy(float), week + 1e-5, "right")) - 1
    return float(table[column].iloc[max(i, 0)])


def _shown(t: pd.DataFrame) -> float:
    """Return the week by which nearly nobody waits, or the last one."""
    low = t[t["waiting"] < 0.01]
    return float(low["week"].iloc[0] if len(low) else t["week"].iloc[-1]) + 1


def _whose(name: str) -> str:
    return "today's settings" if name == "today" else "the change"


def _cap(text: str) -> str:
    return text[0].upper() + text[1:]


def _words(t: pd.DataFrame, limit: float | None) -> str:
    half = t[t["waiting"] <= 0.5]
    text = f"half wait no longer than {half['week'].iloc[0]:.1f} weeks" if len(half) else "under half are done waiting"
    if limit is not None:
        text += f" and {at_week(t, limit):.0%} are still waiting at the limit"
    return f"{text}; {t['reached'].iloc[-1]:.0%} reach it in the end"
