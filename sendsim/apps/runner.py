"""Long work on a page: one replication at a time, so that the page still listens; the newest question wins."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.engines import engine_for
from sendsim.caseload.plan import Plan
from sendsim.planning.replicate import Results, collect
from sendsim.planning.workers import Piece, one_replication


class Runner:
    """Runs plans in slices of one replication on the page's own event loop.

    Starting new work drops the old: its results are never delivered.
    """

    def __init__(self) -> None:
        self._turn = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def stop(self) -> None:
        """Drop the work going on, if any."""
        self._turn += 1

    def start(
        self,
        plan: Plan,
        seed: int,
        replications: int,
        progress: Callable[[int, int], None],
        done: Callable[[Results], None],
        failed: Callable[[Exception], None],
        delay: float = 0.0,
    ) -> None:
        """Run ``plan`` and hand the results to ``done``, unless newer work or :meth:`stop` comes first.

        ``delay`` seconds are waited before the start, so that a dragged slider does not set off a run at
        each step. Without a running event loop (in a test or a script) the work is done before returning.
        """
        self._turn += 1
        work = self._work(self._turn, plan, seed, replications, progress, done, failed, delay)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            asyncio.run(work)
            return
        task = loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(
        self,
        turn: int,
        plan: Plan,
        seed: int,
        replications: int,
        progress: Callable[[int, int], None],
        done: Callable[[Results], None],
        failed: Callable[[Exception], None],
        delay: float,
    ) -> None:
        await asyncio.sleep(delay)
        pieces: list[Piece] = []
        try:
            if turn != self._turn:
                return
            compiled = compile_plan(plan)
            engine, run, _ = engine_for(compiled)
            for replication in range(replications):
                pieces.append(one_replication(compiled, run, seed, replication, False))
                progress(len(pieces), replications)
                await asyncio.sleep(0.002)
                if turn != self._turn:
                    return
            done(collect(plan, seed, pieces, engine))
        except Exception as error:  # the page must say so rather than go quiet
            failed(error)
