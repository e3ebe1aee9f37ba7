"""How busy each team is by month of the year, beside the school weeks of the month."""

from __future__ import annotations

import calendar

import matplotlib as mpl
import numpy as np
import pandas as pd

from sendsim.charts.chart import INK, STYLE, Chart, empty, new_figure
from sendsim.charts.endings import _wrapped

MONTHS = [calendar.month_abbr[m] for m in range(1, 13)]


def use_heat_map(table: pd.DataFrame, school: pd.DataFrame, *, title: str = "How busy each team is") -> Chart:
    """Draw the use of teams and diaries by month of the year; each cell holds its number.

    Parameters
    ----------
    table : DataFrame
        name (in plain words), month (1 to 12), use (share of time on duty spent working, or of places taken).
    school : DataFrame
        month (1 to 12), weeks: school weeks in the month, shown as a row of their own.
    """
    wide = table.pivot_table(index="name", columns="month", values="use", sort=False).reindex(columns=range(1, 13))
    if wide.empty or wide.isna().all().all():
        return empty(title, "There are no teams to show.", ["Team", *MONTHS])
    weeks = school.set_index("month")["weeks"].reindex(range(1, 13)).to_numpy(float)
    values = wide.to_numpy(float)
    with mpl.rc_context(STYLE):
        figure = new_figure(0.5 * len(wide) + 1.5)
        axes = figure.add_subplot()
        axes.imshow(values, cmap="Blues", vmin=0, vmax=1.8, aspect="auto")
        for (i, j), v in np.ndenumerate(values):
            axes.text(j, i, "-" if np.isnan(v) else f"{v * 100:.0f}", ha="center", va="center", fontsize=11, color=INK)
        for j, w in enumerate(weeks):
            axes.text(j, len(wide), f"{w:.1f}", ha="center", va="center", fontsize=10, style="italic")
        axes.set_ylim(len(wide) + 0.5, -0.5)
        axes.set_yticks(
            range(len(wide) + 1), [*(_wrapped(str(n), 26) for n in wide.index), "School weeks"], fontsize=10
        )
        axes.set_xticks(range(12), MONTHS, fontsize=10)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        for side in axes.spines.values():
            side.set_visible(False)
        axes.axhline(len(wide) - 0.5, color=INK, linewidth=1)
    i, j = divmod(int(np.nanargmax(values)), 12)
    name, month, most = wide.index[i], j + 1, float(values[i, j])
    said = "; ".join(f"{n} {np.nanmean(row):.0%} on average" for n, row in zip(wide.index, values, strict=True))
    caption = f"Busiest: {name} in {calendar.month_name[month]}, {most:.0%} of time on duty or of places."
    alt = f"Table drawn as a heat map: % used by team and month of the year, with school weeks below. {said}. {caption}"
    twin = pd.DataFrame({"Team": wide.index})
    for j, m in enumerate(MONTHS):
        twin[m] = (values[:, j] * 100).round(0)
    twin.loc[len(twin)] = ["School weeks in the month", *weeks.round(1)]
    return Chart(figure, title, alt, caption, twin)
