"""Who does the work of many replications: this thread, threads, processes, or an executor that is handed over.

The unit of work is one replication; a task is a short range of them. Tasks are handed out a few ahead of the one
that is due, so what is held in memory is bounded by the number of workers, and results come back in order, so
nothing depends on who was quick.

Threads serve the fast engine, whose kernels let go of the interpreter's lock; processes (spawned, for forking after
threads have begun is unsafe) serve SimPy. Any :class:`concurrent.futures.Executor` will do instead, such as
``dask.distributed.Client(...).get_executor(pure=False)``.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sendsim.caseload.compiled import Compiled, compile_plan
from sendsim.caseload.engines import Run, engine_for
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.measures import all_tables
from sendsim.caseload.plan import Plan
from sendsim.errors import PlanError, SendsimError

Piece = tuple[int, dict[str, Any], Journeys | None]
"""A replication's number, its tables, and its journeys if they were asked for."""
LISTEN = 0.2
"""Seconds after which somebody waiting for a worker looks whether to stop."""
LONGEST_TASK = 8
"""Most replications in one task."""


def one_replication(compiled: Compiled, run: Run, seed: int, replication: int, keep_logs: bool) -> Piece:
    """Run one replication on an engine and measure it."""
    journeys = run(seed, replication)
    return replication, all_tables(compiled, journeys), journeys if keep_logs else None


@lru_cache(maxsize=4)
def _ready(plan: str, engine: str) -> tuple[Compiled, Run]:
    """Compile a plan (as JSON) once in a worker, however many tasks of it come."""
    compiled = compile_plan(Plan.model_validate_json(plan))
    return compiled, engine_for(compiled, engine)[1]


def in_worker(plan: str, engine: str, seed: int, replications: range, keep_logs: bool) -> list[Piece]:
    """Run a range of replications of a plan given as JSON: what a process or a cluster's worker does."""
    compiled, run = _ready(plan, engine)
    return [one_replication(compiled, run, seed, r, keep_logs) for r in replications]


def pieces(
    compiled: Compiled,
    engine: str,
    run: Run,
    seed: int,
    replications: int,
    workers: int = 1,
    executor: Executor | None = None,
    keep_logs: bool = False,
) -> Generator[list[Piece], None, None]:
    """Yield the pieces of replications 0 to ``replications`` - 1 in order, and now and then an empty list.

    An empty list is a chance to stop: closing the iterator cancels what has not begun and ends own workers.

    Parameters
    ----------
    engine, run : str and callable
        As :func:`sendsim.caseload.engines.engine_for` gives them.
    workers : int
        Threads (fast engine) or processes (SimPy); how many tasks an ``executor`` is given at a time is twice that.
    executor : concurrent.futures.Executor, optional
        Somebody else's workers; it is not shut down.

    Raises
    ------
    SendsimError
        If a process ended without an answer (killed, or out of memory).
    """
    if workers == 1 and executor is None:
        for r in range(replications):
            yield [one_replication(compiled, run, seed, r, keep_logs)]
        return
    size = min(LONGEST_TASK, max(1, replications // (workers * 4)))
    ranges = deque(range(a, min(a + size, replications)) for a in range(0, replications, size))
    threads = executor is None and engine == "fast"
    plan = "" if threads else compiled.plan.model_dump_json(by_alias=True)

    def here(replications: range) -> list[Piece]:
        return [one_replication(compiled, run, seed, r, keep_logs) for r in replications]

    def submit(pool: Executor, part: range) -> Future[list[Piece]]:
        if threads:
            return pool.submit(here, part)
        return pool.submit(in_worker, plan, engine, seed, part, keep_logs)

    with _pool(workers, executor, threads) as pool:
        yield from in_order(pool, ranges, submit, 2 * workers)


def in_order(
    pool: Executor,
    ranges: deque[range],
    submit: Callable[[Executor, range], Future[list[Piece]]],
    ahead: int,
) -> Iterator[list[Piece]]:
    """Yield the results of ``ranges`` in their order, never handing out more than ``ahead`` of them at once."""
    going: deque[Future[list[Piece]]] = deque()
    try:
        while ranges or going:
            while ranges and len(going) < ahead:
                going.append(submit(pool, ranges.popleft()))
            if not going[0].done() and not wait([going[0]], timeout=LISTEN).done:
                yield []
                continue
            yield going.popleft().result()
    except BrokenExecutor:
        raise SendsimError(
            "a worker process ended before its answer (it was killed, or memory ran out): use fewer workers."
        ) from None
    finally:
        for future in going:
            future.cancel()


@contextmanager
def _pool(workers: int, executor: Executor | None, threads: bool) -> Iterator[Executor]:
    """Give the executor handed over, or make one and end it afterwards."""
    if executor is not None:
        yield executor
        return
    if threads:
        own: Executor = ThreadPoolExecutor(workers, "replications")
    else:
        own = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    try:
        yield own
    finally:
        own.shutdown(wait=True, cancel_futures=True)


@contextmanager
def dask_executor(address: str) -> Iterator[tuple[Executor, int]]:
    """Connect to a Dask scheduler; give an executor on it and the number of its threads.

    Work of a worker that dies is done again by another, so nothing is lost.

    Raises
    ------
    PlanError
        If Dask is not installed, nobody answers at ``address`` or the cluster has no workers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise PlanError("--dask needs Dask, which is not installed: install the extra, sendsim[dask].") from None
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise PlanError(
            f"--dask {address!r} cannot be reached ({type(error).__name__}): give a scheduler's address, "
            "such as tcp://127.0.0.1:8786."
        ) from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise PlanError(f"--dask {address!r} has no workers: start some (dask worker {address}) and try again.")
        yield client.get_executor(pure=False, retries=3), threads
