"""One test body, two engines: a run on SimPy, held equal row for row to the same run on the fast engine.

Every hand-worked run, every theory case and every random pathway goes through here, so each of them is also a
test of the fast engine. Where Numba is not installed only the SimPy engine is run.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

import pandas as pd

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.engine_simpy import run_simpy
from sendsim.caseload.journeys import Journeys

HAS_NUMBA = importlib.util.find_spec("numba") is not None
TABLES = ("events", "cases", "capacity", "sessions", "staffing")


def runner(compiled: Compiled) -> Callable[[int, int], Journeys]:
    """Return ``run(seed, replication)``.

    Its first run is made on both engines and held equal; later ones, of theory cases, on the fast one.
    """
    if not HAS_NUMBA:
        return lambda seed, replication: run_simpy(compiled, seed, replication)
    from sendsim.caseload.fast_cache import use_folder

    use_folder()
    from sendsim.caseload.engine_fast import FastRun

    fast = FastRun(compiled)

    held = False

    def run(seed: int, replication: int) -> Journeys:
        nonlocal held
        journeys = fast.journeys(seed, replication)
        if not held:
            assert_equal(run_simpy(compiled, seed, replication), journeys)
            held = True
        return journeys

    return run


def assert_equal(one: Journeys, other: Journeys) -> None:
    """Hold two runs equal: every table, every row, every column, in the same order."""
    assert (one.start, one.end_minute, one.seed, one.replication) == (
        other.start,
        other.end_minute,
        other.seed,
        other.replication,
    )
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), obj=name)
