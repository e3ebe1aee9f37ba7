"""The public bill by payer as a waterfall; families' hours and money in the words and the table, apart."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd

from sendsim.charts.chart import CHANGED, INK, STYLE, TODAY, Chart, empty, new_figure


def cost_waterfall(table: pd.DataFrame, *, title: str = "What it costs a year") -> Chart:
    """Draw the parts of the public bill adding up to the whole.

    Parameters
    ----------
    table : DataFrame
        payer, part (``public``, ``total`` or ``family``), unit (pounds or hours), a_year, cost_low, cost_high (range of
        the unit costs), price_years, grade (evidence), counted (whether the pathway has anything to pay for).
    """
    public = table[table["part"] == "public"]
    if public.empty:
        return empty(title, "There are no costs to show.", ["Payer", "A year"])
    whole = table[table["part"] == "total"].iloc[0]
    names = [*public["payer"], whole["payer"]]
    values = np.array([*public["a_year"], whole["a_year"]], float) / 1000
    bottom = np.append(np.cumsum([0.0, *values[:-2]]), 0.0)
    with mpl.rc_context(STYLE):
        figure = new_figure(4.4)
        axes = figure.add_subplot()
        x = np.arange(len(names))
        axes.bar(x[:-1], values[:-1], 0.62, bottom=bottom[:-1], color=TODAY)
        axes.bar(x[-1:], values[-1:], 0.62, facecolor="white", edgecolor=CHANGED, hatch="///")
        low, high = float(whole["cost_low"]) / 1000, float(whole["cost_high"]) / 1000
        error = [[max(values[-1] - low, 0)], [max(high - values[-1], 0)]]
        axes.errorbar(x[-1:], values[-1:], yerr=error, color=INK, capsize=5, fmt="none")
        for i in range(len(names) - 1):
            axes.plot([x[i] + 0.31, x[i + 1] - 0.31], [bottom[i] + values[i]] * 2, color=INK, linewidth=0.8)
        counted = [*public["counted"], True]
        tops = [*(bottom + values)[:-1].tolist(), max(float(values[-1]), high)]
        for at, top, v, is_counted in zip(x.tolist(), tops, values, counted, strict=True):
            text = _thousands(v) if is_counted else "not in\nthis model"
            axes.text(at, top, text, ha="center", va="bottom", fontsize=10)
        axes.set_xticks(
            x, [str(n).replace(" in all", "\nin all").replace(" time", "\ntime") for n in names], fontsize=11
        )
        axes.set_ylabel("Thousand pounds a year")
        axes.set_ylim(0, max(1.0, high, values.max()) * 1.16)
        axes.tick_params(axis="x", length=0)
    said = "; ".join(
        f"{p} {_thousands(v)}" if ok else f"{p} not in this model"
        for p, v, ok in zip(public["payer"], values, public["counted"], strict=False)
    )
    family = table[table["part"] == "family"]
    apart = "; ".join(
        f"{p} {v:,.0f} {u}" for p, v, u in zip(family["payer"], family["a_year"], family["unit"], strict=True)
    )
    caption = (
        f"About {_thousands(values[-1])} of public money a year, between {_thousands(low)} and {_thousands(high)} at "
        f"the ends of the unit costs' ranges. Families, apart: {apart}."
    )
    alt = f"Waterfall chart of public money a year by payer: {said}. {caption}"
    twin = pd.DataFrame(
        {
            "Payer": table["payer"],
            "Unit": table["unit"],
            "A year": table["a_year"].round(0),
            "Range of unit costs": [
                f"{a:,.0f} to {b:,.0f}" for a, b in zip(table["cost_low"], table["cost_high"], strict=True)
            ],
            "Prices of": table["price_years"],
            "Weakest evidence": table["grade"],
            "In this model": ["yes" if c else "no" for c in table["counted"]],
        }
    )
    return Chart(figure, title, alt, caption, twin)


def _thousands(value: float) -> str:
    return f"£{value:,.0f}k" if value >= 10 else f"£{value:,.1f}k"
