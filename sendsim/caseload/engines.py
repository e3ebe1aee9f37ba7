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
from sendsim.caseload.parameter_sets import plan_of
from sendsim.errors import PlanError, unknown_name

EngineName = Literal["auto", "fast", "simpy"]
ENGINES: tuple[str, ...] = get_args(EngineName)
Run = Callable[[int, int], Journeys]
"""Runs one replication: ``run(seed, replication)``."""


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
        None if is_ready() else "the fast engine has not been compiled yet: run `sendsim warm` once (a minute at most)."
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
        return _in_turn(compiled, engine)
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
    from sendsim.caseload.fast_cache import mark_ready, use_folder

    use_folder()
    from sendsim.caseload.engine_fast import FastRun  # here, for Numba takes most of a second to load

    fast = FastRun(compiled)

    def run(seed: int, replication: int) -> Journeys:
        journeys = fast.journeys(seed, replication)
        if not is_marked:
            mark_ready()
        return journeys

    is_marked = not_ready() is None
    return "fast", run, None


def _in_turn(compiled: Compiled, engine: str) -> tuple[str, Run, str | None]:
    """Return a run that compiles each parameter set once and gives a replication to the set whose turn it is."""
    plan = compiled.plan

    @lru_cache(maxsize=len(plan.sets))
    def of(turn: int) -> tuple[str, Run, str | None]:
        return engine_for(compile_plan(plan_of(plan, turn)), engine)

    def run(seed: int, replication: int) -> Journeys:
        return of(replication % len(plan.sets))[1](seed, replication)

    name, _, notice = of(0)
    return name, run, notice
