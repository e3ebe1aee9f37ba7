"""Calibration of the national model on published series, and validation on years not used, with a rolling origin.

For each origin (the end of a calendar year) the model of England starts a year earlier. Values of its seven knobs are
drawn by Latin hypercube, each set is run once, and the objective is the root mean square of log(simulated / published)
over every value published for a period that had ended by the origin. The best sets are kept, several rather than one
(rejection: approximate Bayesian computation). Each is run again with fresh luck and with growth of the year to come
drawn from the growths of appeals seen up to the origin; the 5th and 95th percentiles are set against what was
published for that year. Nothing published after the origin enters its fit. What does come from later is said in
:data:`LEAKS`.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from importlib import resources
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import qmc

from sendsim.caseload.send import PATHWAY
from sendsim.evidence.national import MEASURES, Published, published
from sendsim.planning.national import KNOBS, SAMPLE, national_plan, simulate

ORIGINS = (2020, 2021, 2022, 2023, 2024)
DRAWS, KEEP, AGAIN = 200, 20, 4
GROWTHS = 5
"""Years of growth that the growth of the year to come is drawn from."""
LEAKS = (
    "The pathway, its times and its unfitted shares are the baseline's, which rest on evidence of 2023 and 2024 for "
    "every origin; so are the flows of the first year before scaling.",
    "The counting of mediations changed between 2022 and 2023 (person-level return); the series is used as it stands.",
    "The ranges that the seven numbers are drawn from were set by people who knew the whole series.",
    "Seven numbers are fitted to as few as four published values: sets that fit alike can differ, which is why several "
    "are kept.",
)


def draw_knobs(n: int, seed: int) -> list[dict[str, float]]:
    """Draw ``n`` sets of knobs by Latin hypercube (the same for a seed)."""
    unit = qmc.LatinHypercube(len(KNOBS), rng=np.random.default_rng(seed)).random(n)
    sets = []
    for row in unit:
        values = {}
        for knob, u in zip(KNOBS, row, strict=True):
            low, high = (np.log(knob.low), np.log(knob.high)) if knob.log else (knob.low, knob.high)
            x = low + u * (high - low)
            values[knob.name] = round(float(np.exp(x) if knob.log else x), 4)
        sets.append(values)
    return sets


def objective(simulated: list[float], known: tuple[Published, ...]) -> float:
    """Return the root mean square of log(simulated / published); a simulated nought counts as one case of the model."""
    logs = [np.log(max(s, SAMPLE) / p.value) for s, p in zip(simulated, known, strict=True)]
    return float(np.sqrt(np.mean(np.square(logs))))


def published_appeals() -> dict[int, float]:
    """Return the appeals registered in England in each year, as published."""
    return {p.first.year: p.value for p in published() if p.measure == "appeals"}


def growths_before(origin: int) -> np.ndarray:
    """Return the last yearly growths of registered appeals (log) that were known at the end of ``origin``."""
    a = published_appeals()
    years = [y for y in sorted(a) if y <= origin and y - 1 in a][-GROWTHS:]
    return np.array([np.log(a[y] / a[y - 1]) for y in years])


def split(origin: int) -> tuple[tuple[Published, ...], tuple[Published, ...]]:
    """Return what was published for periods within the model that ended by the origin, and after it."""
    start, end, now = date(origin - 1, 1, 1), date(origin + 1, 12, 31), date(origin, 12, 31)
    inside = [p for p in published() if p.first >= start and p.last <= end]
    return tuple(p for p in inside if p.last <= now), tuple(p for p in inside if p.last > now)


def _run(job: tuple[int, dict[str, float], float, int, int]) -> list[float]:
    origin, knobs, growth, seed, replication = job
    known, held = split(origin)
    plan = national_plan(origin - 1, published_appeals()[origin - 1], knobs, growth)
    return simulate(plan, known + held, seed, replication)


def calibrate(
    origin: int,
    draws: int = DRAWS,
    keep: int = KEEP,
    seed: int = 1,
    map_: Callable[..., Any] = map,
) -> dict[str, Any]:
    """Fit the national model up to an origin and predict the year after it.

    Returns a dict: origin, draws, accepted (knobs and objective of each set kept) and values (one dict a published
    value: measure, label, published, source, seen, held_out, p05, p50, p95, last_year).

    Parameters
    ----------
    origin : int
        The last year whose publications are used.
    draws, keep : int
        Sets drawn, and sets kept.
    seed : int
    map_ : callable
        A ``map`` to run with, for example a process pool's.
    """
    known, held = split(origin)
    sets = draw_knobs(draws, seed)
    past = growths_before(origin)
    middle = float(np.exp(past.mean()) - 1)
    first = list(map_(_run, [(origin, k, middle, seed, r) for r, k in enumerate(sets)]))
    scores = [objective(values[: len(known)], known) for values in first]
    best = np.argsort(scores, kind="stable")[:keep]
    chance = np.random.default_rng([seed, origin])
    growth = np.exp(chance.normal(past.mean(), past.std(ddof=1), (len(best), AGAIN))) - 1
    jobs = [
        (origin, sets[b], float(growth[i, j]), seed + 1, i * AGAIN + j)
        for i, b in enumerate(best)
        for j in range(AGAIN)
    ]
    again = np.array(list(map_(_run, jobs)))
    values = []
    for i, p in enumerate(known + held):
        p05, p50, p95 = np.percentile(again[:, i], [5, 50, 95])
        values.append(
            {
                "measure": p.measure,
                "label": p.label,
                "published": p.value,
                "source": p.source,
                "seen": p.seen,
                "held_out": p in held,
                "p05": float(p05),
                "p50": float(p50),
                "p95": float(p95),
                "last_year": _before(p),
            }
        )
    accepted = [{**sets[b], "objective": round(scores[b], 4)} for b in best]
    return {"origin": origin, "draws": draws, "accepted": accepted, "values": values}


def _before(p: Published) -> float | None:
    """Return the same measure's value a year earlier, if one was published; None if not."""
    year = date(p.first.year - 1, p.first.month, p.first.day)
    return next((q.value for q in published() if q.measure == p.measure and q.first == year), None)


def pathway_mark() -> str:
    """Return a short mark of the present pathway, to tell whether stored results belong to it."""
    return hashlib.sha256(json.dumps(PATHWAY.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()[:16]


def run_backtest(
    origins: tuple[int, ...] = ORIGINS,
    draws: int = DRAWS,
    keep: int = KEEP,
    seed: int = 1,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """Calibrate and predict at every origin; takes minutes. The result does not depend on ``workers``."""
    out: dict[str, Any] = {"pathway": pathway_mark(), "seed": seed, "origins": []}
    if workers == 1:
        for origin in origins:
            out["origins"].append(calibrate(origin, draws, keep, seed))
            if progress:
                progress(origin)
        return out
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        for origin in origins:
            out["origins"].append(calibrate(origin, draws, keep, seed, lambda f, jobs: pool.map(f, jobs, chunksize=8)))
            if progress:
                progress(origin)
    return out


def stored_backtest() -> dict[str, Any]:
    """Return the back-test that comes with the package (see docs/backtest.md)."""
    place = resources.files("sendsim.planning").joinpath("data", "backtest.json")
    found: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return found


def is_current(result: dict[str, Any]) -> bool:
    """Say whether a back-test was made with the present pathway."""
    return bool(result["pathway"] == pathway_mark())


def past_values(result: dict[str, Any]) -> pd.DataFrame:
    """Return one row a published value and origin.

    Columns: origin, measure, title, period, published, p05, p50, p95, held_out, inside, error (p50 / published - 1),
    last_year_error (of saying "as last year"), source, seen.
    """
    rows = []
    for origin in result["origins"]:
        for v in origin["values"]:
            last = v["last_year"]
            rows.append(
                {
                    "origin": origin["origin"],
                    "measure": v["measure"],
                    "title": MEASURES[v["measure"]],
                    "period": v["label"],
                    "published": v["published"],
                    "p05": v["p05"],
                    "p50": v["p50"],
                    "p95": v["p95"],
                    "held_out": v["held_out"],
                    "inside": v["p05"] <= v["published"] <= v["p95"],
                    "error": v["p50"] / v["published"] - 1,
                    "last_year_error": last / v["published"] - 1 if last else float("nan"),
                    "source": v["source"],
                    "seen": v["seen"],
                }
            )
    return pd.DataFrame(rows)


def coverage(table: pd.DataFrame) -> pd.DataFrame:
    """Return by measure, and in all, how many held-out values the intervals held.

    Columns: title, held, of, share, width (of the interval, as a share of the published value), error and
    last_year_error (means of their absolute sizes, the second where a value a year earlier was published).
    """
    held = table[table["held_out"]]
    rows = []
    for title, part in [*held.groupby("title", sort=False), ("All", held)]:
        n, inside = len(part), int(part["inside"].sum())
        errors = (float(part["error"].abs().mean()), float(part["last_year_error"].abs().mean()))
        width = float(((part["p95"] - part["p05"]) / part["published"]).mean())
        rows.append((title, inside, n, inside / n if n else float("nan"), width, *errors))
    return pd.DataFrame(rows, columns=["title", "held", "of", "share", "width", "error", "last_year_error"])


def accepted_sets(result: dict[str, Any], origin: int | None = None) -> pd.DataFrame:
    """Return the sets of knobs kept at an origin (the last if left out), best first, with their objective."""
    found = result["origins"][-1] if origin is None else next(o for o in result["origins"] if o["origin"] == origin)
    return pd.DataFrame(found["accepted"])
