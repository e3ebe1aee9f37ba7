"""Many replications of one plan: the unit of work is one replication, and only its measures are kept.

Replication r of seed s is the same whatever the number of workers, so results are equal to the last bit
for one worker and for many.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd
from scipy import stats

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.engines import engine_for
from sendsim.caseload.hooks import Hooks
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.measures import BRIEF
from sendsim.caseload.milestones import WAITS
from sendsim.caseload.plan import Plan
from sendsim.errors import PlanError, SendsimError
from sendsim.planning.fold import FOLDED, KEPT, Fold
from sendsim.planning.workers import Piece, pieces

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
    tables  the other tables by name: quantities and clearance a row a replication; survival, monthly, ageing,
            clocks, transitions, links and groups as means over replications (see :mod:`sendsim.planning.fold`)
    logs    each replication's journeys, only if they were asked for
    engine  which engine ran them
    """

    plan: Plan
    seed: int
    replications: int
    runs: pd.DataFrame
    weekly: pd.DataFrame
    waits: pd.DataFrame
    tables: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    logs: tuple[Journeys, ...] = field(default=(), repr=False)
    engine: str = "simpy"

    @cached_property
    def values(self) -> dict[tuple[str, str], np.ndarray]:
        """For each (measure, group) its value in each replication, in order; NaN where it never occurred."""
        numbers = self.runs["replication"].to_numpy()
        column = np.searchsorted(np.unique(numbers), numbers)
        (measure, measures), (group, groups) = (pd.factorize(self.runs[name]) for name in ("measure", "group"))
        row, found = pd.factorize(measure * len(groups) + group)  # in the order in which they come
        table = np.full((len(found), self.replications), np.nan)
        table[row, column] = self.runs["value"].to_numpy(float)
        names, of = measures.tolist(), groups.tolist()
        keys = [(names[key // len(of)], of[key % len(of)]) for key in found.tolist()]
        return dict(zip(keys, table, strict=True))

    @cached_property
    def intervals(self) -> dict[tuple[str, str], tuple[float, float, float, int]]:
        """For each (measure, group) its mean, ends of its 95 % interval, and in how many replications it occurred."""
        rows = np.array(list(self.values.values())).reshape(-1, self.replications)
        return dict(zip(self.values, mean_intervals(rows), strict=True))

    @cached_property
    def bands(self) -> pd.DataFrame:
        """The open cases week by week: date, and percentiles 5, 25, 50, 75 and 95 over replications."""
        weeks = self.weekly["week"].to_numpy()
        wide = self.weekly["open"].to_numpy(float)[np.argsort(weeks, kind="stable")].reshape(-1, self.replications)
        bands = np.percentile(wide, [5, 25, 50, 75, 95], axis=1)
        dates = np.datetime64(self.plan.start, "us") + np.unique(weeks) * np.timedelta64(7, "D")
        return pd.DataFrame({"date": dates, **dict(zip(("p05", "p25", "p50", "p75", "p95"), bands, strict=True))})

    @cached_property
    def shares(self) -> dict[str, pd.DataFrame]:
        """The distribution of each wait over all replications: weeks_from, weeks_to, share."""
        which, names = pd.factorize(self.waits["wait"])
        bars = self.waits[["weeks_from", "weeks_to", "cases"]].to_numpy(float)
        found = {str(name): _shares(*bars[which == i].T) for i, name in enumerate(names.tolist())}
        return {name: _shares(*np.empty((3, 0))) for name in WAITS if name not in found} | found


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
    log_to: Callable[[Journeys], None] | None = None,
    engine: str = "auto",
    hooks: Hooks | None = None,
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
        Threads (fast engine) or processes (SimPy) to use; 1 runs here.
    executor : concurrent.futures.Executor, optional
        Use this one instead, for example a cluster's; ``workers`` then says how many it has.
    progress : callable, optional
        Called after each replication (or each share of them, with workers).
    should_stop : callable, optional
        Asked between replications; if it says True the work ends with :class:`StoppedError`.
    keep_logs : bool
        Keep each replication's events and cases too (memory grows with them).
    log_to : callable, optional
        Given each replication's journeys in order, which are then let go (see :mod:`sendsim.planning.parquet`).
    engine : {"auto", "fast", "simpy"}
        ``auto`` takes the fast engine if it is installed and the plan allows. The results are the same.
    hooks : dict, optional
        Functions that make choices, on SimPy and in this process only (see :mod:`sendsim.caseload.hooks`).

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
    if hooks and (workers > 1 or executor is not None):
        raise PlanError("hooks run in this process only: leave workers at 1 and give no executor.")
    chosen, run, _ = engine_for(compiled, engine, hooks)
    collector = Collector(plan, seed, chosen, keep_logs, log_to)
    logs = keep_logs or log_to is not None
    source = pieces(compiled, chosen, run, seed, replications, workers, executor, logs)
    if progress:
        progress(0, replications)
    while True:
        if should_stop is not None and should_stop():
            source.close()
            raise StoppedError("stopped before the end: no results were kept.")
        got = next(source, None)
        if got is None:
            break
        for piece in got:
            collector.add(piece)
        if progress and got:
            progress(collector.seen, replications)
    return collector.results()


class Collector:
    """Puts the measures of replications together, in order of replication, whatever order they come in.

    Pieces may hold every table, or only those of a quick answer (:data:`sendsim.caseload.measures.BRIEF`).

    Small tables are kept a row a replication (for paired differences); the rest are folded into sums at once, so
    memory does not grow with them.
    """

    def __init__(
        self,
        plan: Plan,
        seed: int,
        engine: str = "simpy",
        keep_logs: bool = True,
        log_to: Callable[[Journeys], None] | None = None,
    ) -> None:
        self.plan, self.seed, self.engine, self.seen = plan, seed, engine, 0
        self._keep_logs, self._log_to = keep_logs, log_to
        self._early: dict[int, Piece] = {}
        self._kept: dict[str, list[dict[str, np.ndarray]]] = {name: [] for name in KEPT}
        self._folds = {name: Fold(*how) for name, how in FOLDED.items()}
        self._logs: list[Journeys] = []
        self._next = 0

    def add(self, piece: Piece) -> None:
        """Take the measures of one replication."""
        self.seen += 1
        self._early[piece[0]] = piece
        while self._next in self._early:
            _, tables, log = self._early.pop(self._next)
            for name, parts in self._kept.items():
                if name in tables:
                    parts.append(_slim(tables[name], parts[-1] if parts else {}))
            for name, fold in self._folds.items():
                if name in tables:
                    fold.add(tables[name])
            if log is not None and self._log_to is not None:
                self._log_to(log)
            if log is not None and self._keep_logs:
                self._logs.append(log)
            self._next += 1

    @property
    def in_order(self) -> int:
        """How many replications are there from the first on without a gap: those of :meth:`results`."""
        return self._next

    def results(self) -> Results:
        """Return what was put together."""
        kept = {
            name: pd.DataFrame({c: np.concatenate([part[c] for part in parts]) for c in parts[0]})
            for name, parts in self._kept.items()
            if parts
        }
        rest = {name: table for name, table in kept.items() if name not in BRIEF}
        rest |= {name: fold.table() for name, fold in self._folds.items() if fold.replications}
        return Results(
            self.plan,
            self.seed,
            self._next,
            kept["runs"],
            kept["weekly"],
            kept["waits"],
            rest,
            tuple(self._logs),
            self.engine,
        )


def _slim(table: pd.DataFrame | dict[str, np.ndarray], before: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the columns of a table; one that is equal to the replication's before is shared with it."""
    out = {}
    for name, values in table.items():
        column = np.asarray(values)
        old = before.get(str(name))
        same = old is not None and column.dtype == old.dtype and np.array_equal(column, old)
        out[str(name)] = old if same and old is not None else column.copy()
    return out


def collect(plan: Plan, seed: int, pieces: list[Piece], engine: str = "simpy") -> Results:
    """Put the measures of replications together."""
    collector = Collector(plan, seed, engine)
    for piece in pieces:
        collector.add(piece)
    return collector.results()


def first_of(results: Results, replications: int) -> Results:
    """Return the quick tables of the first ``replications``, to set beside results that have only so many yet."""
    if replications >= results.replications:
        return results
    parts = {name: getattr(results, name) for name in BRIEF}
    parts = {name: table[table["replication"] < replications] for name, table in parts.items()}
    return replace(results, replications=replications, tables={}, logs=(), **parts)


def mean_interval(values: np.ndarray, level: float = 0.95) -> tuple[float, float, float]:
    """Return the mean and its interval by Student's t (run-to-run variation only).

    With fewer than two values the ends of the interval are missing (NaN).
    """
    n = len(values)
    mean = float(np.mean(values)) if n else float("nan")
    if n < 2:
        return mean, float("nan"), float("nan")
    half = float(_students_t(level, n - 1) * np.std(values, ddof=1) / np.sqrt(n))
    return mean, mean - half, mean + half


def mean_intervals(rows: np.ndarray, level: float = 0.95) -> list[tuple[float, float, float, int]]:
    """Return :func:`mean_interval` of each row's values that are not NaN, to the last bit, and how many these are."""
    number = (~np.isnan(rows)).sum(axis=1)
    n = rows.shape[1]
    whole = rows[number == n]
    ends = np.full((3, len(rows)), np.nan)
    if n > 1 and len(whole):
        mean, half = whole.mean(axis=1), _students_t(level, n - 1) * whole.std(axis=1, ddof=1) / np.sqrt(n)
        ends[:, number == n] = mean, mean - half, mean + half
    out = list(zip(*ends.tolist(), number.tolist(), strict=True))
    for i in np.flatnonzero((number < n) | (n < 2)).tolist():
        out[i] = (*mean_interval(rows[i][~np.isnan(rows[i])], level), out[i][3])
    return out


@lru_cache(maxsize=1024)
def _students_t(level: float, degrees: int) -> float:
    return float(stats.t.ppf(0.5 + level / 2, degrees))


def summarise(results: Results) -> pd.DataFrame:
    """Return mean and 95 % interval of each measure over replications.

    Columns: measure, group, mean, low, high, replications. The interval is of the mean, from run to run.
    """
    rows = [(*key, *interval) for key, interval in results.intervals.items()]
    return pd.DataFrame(rows, columns=["measure", "group", "mean", "low", "high", "replications"])


def _shares(low: np.ndarray, high: np.ndarray, cases: np.ndarray) -> pd.DataFrame:
    """Return the distribution of a wait from its bars in each replication."""
    edges, bins = np.unique(low, return_inverse=True)
    total = np.bincount(bins, cases, len(edges)) if len(cases) else np.empty(0)
    upper = np.full(len(edges), np.nan)
    upper[bins] = high
    share = total / total.sum() if total.sum() else 0.0 * total
    return pd.DataFrame({"weeks_from": edges, "weeks_to": upper, "share": share})
