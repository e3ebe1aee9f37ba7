"""The back-test as a page of text (docs/backtest.md), written from the result itself, misses included."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sendsim.planning.backtest import AGAIN, GROWTHS, KEEP, LEAKS, coverage, past_values
from sendsim.planning.national import KNOBS, SAMPLE

HEAD = """\
# How well past years were predicted

Written by `sendsim backtest --docs` from its own result; nothing is left out. This is the model of England at one in
{sample}, not that of an authority.

**The 90 % intervals held {held} of {of} published values of years not used ({share:.0%}; a well-calibrated model would
hold about 90 %).** The middle prediction was off by {error:.0%} on average; saying "as last year" would have been off
by {last:.0%}. On average an interval was {width:.0%} as wide as the value it was for.
{verdict}

## How it is done

For each origin the model starts a year before. {draws} sets of seven numbers are drawn (Latin hypercube) and run once.
The objective is the root mean square of log(simulated / published) over every value published for a period that had
ended by the origin. The best {keep} sets are kept and each is run {again} more times with fresh luck; growth of the
year to come is drawn from the last {growths} yearly growths of registered appeals known at the origin. The interval is
the 5th to 95th percentile of those runs. The origin then rolls on by a year.

What an interval holds: run-to-run luck (of a model one in {sample} the size, so somewhat too wide), the several sets
kept, and growth. What it does not hold: another structure of the pathway, and errors of the published figures.

Limits to keep in mind:
"""


def as_text(result: dict[str, Any]) -> str:
    """Return the page as Markdown."""
    table = past_values(result)
    held = table[table["held_out"]]
    cover = coverage(table)
    every = cover.iloc[-1]
    head = HEAD.format(
        sample=SAMPLE,
        held=every["held"],
        of=every["of"],
        share=every["share"],
        error=every["error"],
        last=every["last_year_error"],
        width=every["width"],
        verdict=_verdict(every["share"]),
        draws=result["origins"][0]["draws"],
        keep=KEEP,
        again=AGAIN,
        growths=GROWTHS,
    )
    made = f"Made with the pathway marked {result['pathway']}; `sendsim backtest` says if the present one is another."
    lines = [
        *head.splitlines(),
        "",
        *(f"- {text}" for text in LEAKS),
        f"- {made}",
        *([f"- **{result['note']}**"] if result.get("note") else []),
        "",
        "## Held-out years",
        "",
        *_rows(held),
        "",
        "## Coverage",
        "",
        '| Value | Held | Of | Share | Width | Average error | Error of "as last year" |',
        "|---|---|---|---|---|---|---|",
        *(
            f"| {r['title']} | {r['held']} | {r['of']} | {r['share']:.0%} | {r['width']:.0%} | {r['error']:.0%} "
            f"| {_share(r['last_year_error'])} |"
            for r in cover.to_dict("records")
        ),
        "",
        "## Misses",
        "",
        *(_misses(held) or ["None."]),
        "",
        "## Years used in the fit",
        "",
        *_rows(table[~table["held_out"]]),
        "",
        f"## The {KEEP} sets kept at the last origin",
        "",
        *_sets(result),
    ]
    return "\n".join(lines) + "\n"


def _verdict(share: float) -> str:
    """Say in a sentence what a coverage means."""
    if share > 0.95:
        return "More were held than on average should be: the intervals may be wider than they need be."
    if share < 0.8:
        return "Fewer were held than should be: the intervals are too narrow, and must not be relied on."
    return "That is about as many as should be."


def _share(value: float) -> str:
    return "not known" if pd.isna(value) else f"{value:.0%}"


def _rows(table: pd.DataFrame) -> list[str]:
    heads = "| Fitted up to | Value | Period | Published | Predicted (5 to 95 %) | Held | Source |"
    out = [heads, "|---|---|---|---|---|---|---|"]
    for r in table.to_dict("records"):
        interval = f"{r['p50']:,.0f} ({r['p05']:,.0f} to {r['p95']:,.0f})"
        yes = "yes" if r["inside"] else "**no**"
        source = f"{r['source']} ({r['seen'].replace('_', ' ')})"
        out.append(
            f"| {r['origin']} | {r['title']} | {r['period']} | {r['published']:,.0f} | {interval} | {yes} | {source} |"
        )
    return out


def _misses(held: pd.DataFrame) -> list[str]:
    out = []
    for r in held[~held["inside"]].to_dict("records"):
        way = "under" if r["p95"] < r["published"] else "over"
        out.append(
            f"- {r['title']}, {r['period']} (fitted up to {r['origin']}): predicted {r['p05']:,.0f} to "
            f"{r['p95']:,.0f}, published {r['published']:,.0f}. The model was {way}."
        )
    return out


def _sets(result: dict[str, Any]) -> list[str]:
    accepted = pd.DataFrame(result["origins"][-1]["accepted"])
    out = ["| Number | What it is | Drawn from | Lowest kept | Middle | Highest kept |", "|---|---|---|---|---|---|"]
    for knob in KNOBS:
        x = accepted[knob.name]
        out.append(
            f"| {knob.name} | {knob.title} | {knob.low:g} to {knob.high:g} "
            f"| {x.min():.2f} | {x.median():.2f} | {x.max():.2f} |"
        )
    best, worst = accepted["objective"].min(), accepted["objective"].max()
    said = (
        f"Objective of the sets kept: {best:.3f} to {worst:.3f}. Where the kept range is nearly as wide as the range "
        "drawn from, the published values do not settle that number."
    )
    return [*out, "", said]
