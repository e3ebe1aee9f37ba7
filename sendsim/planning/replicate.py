"""Many replications of one plan: the unit of work is one replication, and only its measures are kept.

Replication r of seed s is the same whatever the number of workers, so results are equal to the last bit
for one worker and for many.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats

from sendsim.caseload.compiled import Compiled, compile_plan
from sendsim.caseload.engines import Run, engine_for
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.measures import measure, open_by_week, wait_counts
from sendsim.caseload.plan import Plan
from sendsim.errors import PlanError, SendsimError

Progress = Callable[[int, int], None]
"""Called with (replications done, replications asked for)."""


class StoppedError(SendsimError):
    """The user stopped the work; nothing was written."""


@dataclass(frozen=True)
class Results:
    """What replications of a plan gave.

    runs    replication, measure, group, value
    weekly  replication, week, open
    waits   replication, wait, weeks_from, weeks_to, cases
    logs    each replication's journeys, only if they were asked for
    engine  which engine ran them
    """

    plan: Plan
    seed: int
    replications: int
    runs: pd.DataFrame
    weekly: pd.DataFrame
    waits: pd.DataFrame
    logs: tuple[Journeys, ...] = field(default=(), repr=False)
    engine: str = "simpy"


Piece = tuple[int, pd.DataFrame, pd.DataFrame, pd.DataFrame, Journeys | None]


def one_replication(compiled: Compiled, run: Run, seed: int, replication: int, keep_logs: bool) -> Piece:
    """Run one replication on an engine and measure it."""
    journeys = run(seed, replication)
    return (
        replication,
        measure(compiled, journeys),
        open_by_week(journeys),
        wait_counts(compiled, journeys),
        journeys if keep_logs else None,
    )


def _in_worker(plan: Plan, engine: str, seed: int, replications: range, keep_logs: bool) -> list[Piece]:
    compiled = compile_plan(plan)
    _, run, _ = engine_for(compiled, engine)
    return [one_replication(compiled, run, seed, r, keep_logs) for r in replications]


def replicate(
    plan: Plan,
    replications: int = 20,
    seed: int = 1,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
    keep_logs: bool = False,
    engine: str = "auto",
) -> Results:
    """Run ``replications`` of ``plan`` and keep the measures.

    Parameters
    ----------
    plan : Plan
    replications : int
        At least 1.
    seed : int
        0 to 2**32 - 1. The same seed gives the same families the same luck in every plan.
    workers : int
        Processes to use (spawned); 1 runs here.
    executor : concurrent.futures.Executor, optional
        Use this one instead, for example a cluster's.
    progress : callable, optional
        Called after each replication (or each share of them, with workers).
    should_stop : callable, optional
        Asked between replications; if it says True the work ends with :class:`StoppedError`.
    keep_logs : bool
        Keep each replication's events and cases too (memory grows with them).
    engine : {"auto", "fast", "simpy"}
        ``auto`` takes the fast engine if it is installed and the plan allows. The results are the same.

    Raises
    ------
    PlanError
        If the plan cannot be run or the numbers are out of range.
    StoppedError
        If ``should_stop`` said so.
    """
    if replications < 1:
        raise PlanError(f"replications is {replications}: give 1 or more.")
    if workers < 1:
        raise PlanError(f"workers is {workers}: give 1 or more.")
    compiled = compile_plan(plan)
    chosen, run, _ = engine_for(compiled, engine)
    pieces: list[Piece] = []
    if workers == 1 and executor is None:
        source: Iterator[list[Piece]] = (
            [one_replication(compiled, run, seed, r, keep_logs)] for r in range(replications)
        )
    else:
        source = _share_out(plan, chosen, replications, seed, workers, executor, keep_logs)
    if progress:
        progress(0, replications)
    while True:
        if should_stop is not None and should_stop():
            source.close()  # type: ignore[attr-defined]
            raise StoppedError("stopped before the end: no results were kept.")
        try:
            pieces += next(source)
        except StopIteration:
            break
        if progress:
            progress(len(pieces), replications)
    return collect(plan, seed, pieces, chosen)


def collect(plan: Plan, seed: int, pieces: list[Piece], engine: str = "simpy") -> Results:
    """Put the measures of replications together, in order of replication."""
    pieces = sorted(pieces, key=lambda piece: piece[0])
    runs = pd.concat([piece[1] for piece in pieces], ignore_index=True)
    weekly = pd.concat([piece[2] for piece in pieces], ignore_index=True)
    waits = pd.concat([piece[3] for piece in pieces], ignore_index=True)
    logs = tuple(piece[4] for piece in pieces if piece[4] is not None)
    return Results(plan, seed, len(pieces), runs, weekly, waits, logs, engine)


def _share_out(
    plan: Plan, engine: str, replications: int, seed: int, workers: int, executor: Executor | None, keep_logs: bool
) -> Iterator[list[Piece]]:
    size = max(1, replications // (workers * 4))
    ranges = [range(a, min(a + size, replications)) for a in range(0, replications, size)]
    own = executor is None
    pool = executor or ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    futures: set[Future[list[Piece]]] = {pool.submit(_in_worker, plan, engine, seed, r, keep_logs) for r in ranges}
    try:
        while futures:
            done, futures = wait(futures, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    finally:
        for future in futures:
            future.cancel()
        if own:
            pool.shutdown(wait=True, cancel_futures=True)


def mean_interval(values: np.ndarray, level: float = 0.95) -> tuple[float, float, float]:
    """Return the mean and its interval by Student's t (run-to-run variation only).

    With fewer than two values the ends of the interval are missing (NaN).
    """
    n = len(values)
    mean = float(np.mean(values)) if n else float("nan")
    if n < 2:
        return mean, float("nan"), float("nan")
    half = float(stats.t.ppf(0.5 + level / 2, n - 1) * np.std(values, ddof=1) / np.sqrt(n))
    return mean, mean - half, mean + half


def summarise(results: Results) -> pd.DataFrame:
    """Return mean and 95 % interval of each measure over replications.

    Columns: measure, group, mean, low, high, replications. The interval is of the mean, from run to run.
    """
    rows = []
    for (name, group), values in results.runs.groupby(["measure", "group"], sort=False)["value"]:
        mean, low, high = mean_interval(values.to_numpy(float))
        rows.append((name, group, mean, low, high, len(values)))
    return pd.DataFrame(rows, columns=["measure", "group", "mean", "low", "high", "replications"])


def open_bands(results: Results) -> pd.DataFrame:
    """Return the open cases week by week: date, and percentiles 5, 25, 50, 75 and 95 over replications."""
    wide = results.weekly.pivot_table(index="week", columns="replication", values="open")
    bands = np.percentile(wide.to_numpy(float), [5, 25, 50, 75, 95], axis=1)
    dates = pd.to_datetime(results.plan.start) + pd.to_timedelta(wide.index.to_numpy() * 7, unit="D")
    table = pd.DataFrame(bands.T, columns=["p05", "p25", "p50", "p75", "p95"])
    table.insert(0, "date", dates)
    return table


def wait_shares(results: Results, wait_name: str) -> pd.DataFrame:
    """Return the distribution of a wait over all replications: weeks_from, weeks_to, share."""
    rows = results.waits[results.waits["wait"] == wait_name]
    table = pd.DataFrame(rows.groupby(["weeks_from", "weeks_to"], as_index=False)["cases"].sum())
    total = table["cases"].sum()
    table["share"] = table["cases"] / total if total else 0.0
    return table.drop(columns="cases")
