"""Which engine runs a plan: the fast one where it is installed and compiled, else SimPy.

Both give the same journeys, row for row, so the choice changes nothing but the time it takes.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Literal, get_args

from sendsim.caseload.compiled import Compiled, compile_plan
from sendsim.caseload.engine_simpy import run_simpy
from sendsim.caseload.hooks import Hooks, check_hooks, run_hooked
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.measures import Columns, brief_tables
from sendsim.caseload.parameter_sets import plan_of
from sendsim.errors import PlanError, unknown_name

EngineName = Literal["auto", "fast", "simpy"]
ENGINES: tuple[str, ...] = get_args(EngineName)
Run = Callable[[int, int], Journeys]
"""Runs one replication: ``run(seed, replication)``."""
Tables = dict[str, Columns]


def has_fast() -> bool:
    """Say whether the fast engine is installed (the extra ``fast``, which brings Numba)."""
    return importlib.util.find_spec("numba") is not None


def why_not_fast() -> str | None:
    """Return why the fast engine cannot run here, in one sentence, or None if it can.

    There is no plan that it cannot run: what a plan may hold (twenty years, 2**24 cases) fits its arrays.
    """
    if not has_fast():
        return "the fast engine is not installed: install the extra, sendsim[fast], for the same results sooner."
    return None


def not_ready() -> str | None:
    """Return why ``auto`` had better not wait for the fast engine, or None if it is compiled already."""
    from sendsim.caseload.fast_cache import is_ready

    return (
        None
        if is_ready()
        else "the fast engine has not been compiled yet: run `sendsim warm` once (about two minutes)."
    )


def engine_for(compiled: Compiled, engine: str = "auto", hooks: Hooks | None = None) -> tuple[str, Run, str | None]:
    """Return the engine's name, its run, and a notice if ``auto`` fell back to SimPy.

    Where the plan carries parameter sets, the run takes the set whose turn it is at each replication.
    ``hooks`` are functions that make choices (:mod:`sendsim.caseload.hooks`); only SimPy can ask them.

    Raises
    ------
    UnknownNameError
        If there is no such engine, or a hook's stage does not exist.
    PlanError
        If ``fast`` is asked for and cannot run here, or a hook has no place.
    """
    if engine not in ENGINES:
        raise unknown_name("engine", engine, ENGINES)
    if compiled.plan.sets:
        if hooks:
            raise PlanError("hooks cannot go with a plan of parameter sets: take one set's plan.")
        in_turn = _InTurn(compiled, engine)
        _, name, _, notice = in_turn.of(0)
        return name, in_turn, notice
    reason = None if engine == "simpy" else why_not_fast()
    if hooks:
        check_hooks(compiled, hooks)
        reason = f"a Python function makes the choice {next(iter(hooks))!r}, which only the SimPy engine can ask."
        if engine == "fast":
            raise PlanError(f"engine 'fast' cannot be used: {reason}")
        return "simpy", partial(run_hooked, compiled, hooks), reason if engine == "auto" else None
    if engine == "fast" and reason is not None:
        raise PlanError(f"engine 'fast' cannot be used: {reason}")
    if engine == "auto" and reason is None:
        reason = not_ready()
    if engine == "simpy" or reason is not None:
        return "simpy", lambda seed, replication: run_simpy(compiled, seed, replication), reason
    return "fast", _Fast(compiled), None


class _Fast:
    """A plan on the fast engine: called, it returns journeys."""

    def __init__(self, compiled: Compiled) -> None:
        from sendsim.caseload.fast_cache import use_folder

        use_folder()
        from sendsim.caseload.engine_fast import FastRun  # here, for Numba takes most of a second to load

        self._run = FastRun(compiled)
        self._is_ready = not_ready() is None

    def __call__(self, seed: int, replication: int) -> Journeys:
        """Run one replication."""
        journeys = self._run.journeys(seed, replication)
        if not self._is_ready:
            self.brief(seed, replication)
        return journeys

    def brief(self, seed: int, replication: int) -> Tables:
        """Run one replication and return its brief tables."""
        tables = self._run.brief(seed, replication)
        if not self._is_ready:  # now every part has been compiled
            from sendsim.caseload.fast_cache import mark_ready

            mark_ready()
            self._is_ready = True
        return tables


def brief_run(compiled: Compiled, run: Run) -> Callable[[int, int], Tables]:
    """Return what runs a replication and returns the tables of :func:`sendsim.caseload.measures.brief_tables`.

    ``run`` is as :func:`engine_for` gives it. On the fast engine the measures are compiled too, and let other threads
    go on; they are the same to the last bit.
    """
    if isinstance(run, _Fast | _InTurn):
        return run.brief
    return lambda seed, replication: brief_tables(compiled, run(seed, replication))


class _InTurn:
    """A plan of parameter sets: compiles each set once, and gives a replication to the set whose turn it is."""

    def __init__(self, compiled: Compiled, engine: str) -> None:
        plan = self._plan = compiled.plan

        @lru_cache(maxsize=len(plan.sets))
        def of(turn: int) -> tuple[Compiled, str, Run, str | None]:
            of_set = compile_plan(plan_of(plan, turn))
            return of_set, *engine_for(of_set, engine)

        self.of = of

    def _turn(self, replication: int) -> tuple[Compiled, Run]:
        of_set, _, run, _ = self.of(replication % len(self._plan.sets))
        return of_set, run

    def __call__(self, seed: int, replication: int) -> Journeys:
        """Run one replication."""
        return self._turn(replication)[1](seed, replication)

    def brief(self, seed: int, replication: int) -> Tables:
        """Run one replication and return its brief tables."""
        return brief_run(*self._turn(replication))(seed, replication)
