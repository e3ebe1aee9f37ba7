"""Long work on a page: replications in threads, so that the page still listens; the newest question wins.

A question is answered three times over, each time better. First *soon*: after :data:`SOON` seconds, with as many
replications as are done by then (a local plan has them all). Then with every replication, with a picture on the way
when their number has doubled and :data:`AGAIN` seconds have passed. Last come the further tables that only the closer
looks need, if one of these is open.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, partial

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.compiled_anew import compile_changed
from sendsim.caseload.engines import Run, brief_run, engine_for
from sendsim.caseload.plan import Plan
from sendsim.planning.replicate import Collector, Results
from sendsim.planning.workers import Piece, one_replication

SOON = 0.3
"""Seconds after which a first picture is shown, if there are replications enough for an interval.

A local plan has all of its replications by then, and drawing twice would only make the whole answer late.
"""
AGAIN = 1.0
"""Seconds after a picture before another that is not yet the whole answer: each takes time from the runs."""
HAND_OVER = 0.02
"""Seconds for which a thread keeps what is done before it hands it over: each time it has to wait for the page."""
FEWEST = 4
"""Replications below which no picture is shown."""

THREADS = min(2, os.cpu_count() or 1)

Progress = Callable[[int, int], None]
Answer = Callable[[Results], None]


@cache
def _threads() -> ThreadPoolExecutor:
    """The threads that all pages of one process share."""
    return ThreadPoolExecutor(THREADS, "sendsim-page")


def _prepare(plan: Plan, before: Compiled | None) -> tuple[Compiled, str, Run, str | None]:
    compiled = compile_changed(plan, before)
    return compiled, *engine_for(compiled)


def _brief(compiled: Compiled, run: Run, seed: int, replication: int) -> Piece:
    return replication, brief_run(compiled, run)(seed, replication), None


class Runner:
    """Answers questions one at a time; starting a new one drops the old, whose answers are never delivered."""

    def __init__(self) -> None:
        self._turn = 0
        self.notice: str | None = None
        """Why the last work ran on the slower engine, if it did."""
        self._before: Compiled | None = None  # the plan compiled last: the next most often differs little
        self._tasks: set[asyncio.Task[None]] = set()
        self._drawing = threading.Lock()

    def get_ready(self, plan: Plan) -> None:
        """Load the engine and what a plan asks of it while the page is read, so that the first question need not wait.

        Without a running event loop there is no page, and nothing is done. What goes wrong here goes wrong again, and
        is told, when the question comes.
        """
        with contextlib.suppress(RuntimeError):
            asyncio.get_running_loop().run_in_executor(_threads(), self.rehearse, plan)

    def rehearse(self, plan: Plan) -> None:
        """Load the engine and what ``plan`` asks of it, at once."""
        with contextlib.suppress(Exception):
            self._before, _, run, _ = _prepare(plan, self._before)
            _brief(self._before, run, 0, 0)
        gc.freeze()  # what stays with the page is not looked through for garbage in the middle of an answer

    def stop(self) -> None:
        """Drop the work going on, if any."""
        self._turn += 1

    def start(
        self,
        plan: Plan,
        seed: int,
        replications: int,
        progress: Progress,
        done: Answer,
        failed: Callable[[Exception], None],
        soon: Answer | None = None,
        further: Callable[[], bool] = lambda: True,
    ) -> None:
        """Run ``plan`` and hand the results to ``done``, unless newer work or :meth:`stop` comes first.

        ``soon``, if given, gets results with fewer replications or without the further tables, once or more before;
        then ``further`` is asked whether those tables are wanted, and ``done`` is called only if they are.
        Without a running event loop (in a test or a script) the work is done before returning.
        """
        self._turn += 1
        ready = _threads().submit(
            _prepare, plan, self._before
        )  # at once: the page still has things to tell the browser
        work = self._work(self._turn, ready, plan, seed, replications, progress, done, failed, soon, further)
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
        ready: Future[tuple[Compiled, str, Run, str | None]],
        plan: Plan,
        seed: int,
        replications: int,
        progress: Progress,
        done: Answer,
        failed: Callable[[Exception], None],
        soon: Answer | None,
        further: Callable[[], bool],
    ) -> None:
        try:
            loop = asyncio.get_running_loop()
            compiled, engine, run, self.notice = await asyncio.wrap_future(ready)
            self._before = compiled
            if soon is not None:
                due_at, shown = loop.time() + SOON, 0
                collector = Collector(plan, seed, engine)
                async for pieces in self._each(turn, partial(_brief, compiled, run, seed), replications):
                    for piece in pieces:
                        collector.add(piece)
                    progress(collector.seen, replications)
                    whole = collector.seen == replications
                    due = loop.time() >= due_at and collector.in_order >= max(FEWEST, 2 * shown)
                    if whole or due:
                        shown = collector.in_order
                        with self._drawing:
                            soon(collector.results())
                        due_at = loop.time() + AGAIN
                if turn != self._turn or not further():
                    return
            full = Collector(plan, seed, engine)
            work = partial(one_replication, compiled, run, seed, keep_logs=False)
            async for pieces in self._each(turn, work, replications):
                for piece in pieces:
                    full.add(piece)
                if soon is None:
                    progress(full.seen, replications)
            if turn == self._turn:
                done(full.results())
        except _DroppedError:
            return
        except Exception as error:  # the page must say so rather than go quiet
            if turn == self._turn:
                failed(error)

    async def _each(self, turn: int, work: Callable[[int], Piece], replications: int) -> AsyncIterator[list[Piece]]:
        """Yield the pieces that have come meanwhile, until newer work comes; each thread goes on by itself."""
        loop, come = asyncio.get_running_loop(), asyncio.Queue[list[Piece] | Exception]()
        numbers = iter(range(replications))  # of both threads: whoever is free takes the next

        def go_on() -> None:
            try:
                pieces, told = [], time.monotonic()
                for number in numbers:
                    with self._drawing:  # a picture is drawn: it would take many times as long beside the runs
                        pass
                    if turn != self._turn:
                        raise _DroppedError
                    pieces.append(work(number))
                    if time.monotonic() - told > HAND_OVER:
                        _tell(loop, come, pieces)
                        pieces, told = [], time.monotonic()
                _tell(loop, come, pieces)
            except Exception as error:
                for _ in numbers:  # the other thread need not go on
                    pass
                _tell(loop, come, error)

        for _ in range(THREADS):
            loop.run_in_executor(_threads(), go_on)
        missing = replications
        while missing:
            pieces = await come.get()
            if turn != self._turn:
                raise _DroppedError
            if isinstance(pieces, Exception):
                raise pieces
            missing -= len(pieces)
            if pieces:
                yield pieces


class Later:
    """A call that is to come on the page's event loop; a newer one takes its place. Without a loop it comes at once."""

    def __init__(self, call: Callable[..., None]) -> None:
        self._call = call
        self._handle: asyncio.TimerHandle | None = None

    def start(self, seconds: float, *arguments: object) -> None:
        """Call it with ``arguments`` in so many seconds; with 0 at once."""
        self.cancel()
        with contextlib.suppress(RuntimeError):  # no loop
            loop = asyncio.get_running_loop()
            if seconds > 0:
                self._handle = loop.call_later(seconds, self._call, *arguments)
                return
        self._call(*arguments)

    def cancel(self) -> None:
        """Let it not come, if it has not come yet."""
        if self._handle is not None:
            self._handle.cancel()
        self._handle = None


def _tell(
    loop: asyncio.AbstractEventLoop, come: asyncio.Queue[list[Piece] | Exception], what: list[Piece] | Exception
) -> None:
    """Hand something over from a thread, if the page is still there."""
    with contextlib.suppress(RuntimeError):  # its loop is closed
        loop.call_soon_threadsafe(come.put_nowait, what)


class _DroppedError(Exception):
    """Newer work came."""
