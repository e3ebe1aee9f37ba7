"""One test body, two engines: a run on SimPy, held equal row for row to the same run on the fast engine.

Every hand-worked run, every theory case and every random pathway goes through here, so each of them is also a
test of the fast engine and of its compiled measures. Where Numba is not installed only the SimPy engine is run.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

import numpy as np
import pandas as pd

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.engine_simpy import run_simpy
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.measures import Columns, brief_tables

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
            expected = run_simpy(compiled, seed, replication)
            assert_equal(expected, journeys)
            assert_same(brief_tables(compiled, expected), fast.brief(seed, replication))
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


def assert_same(expected: dict[str, Columns], found: dict[str, Columns]) -> None:
    """Hold brief tables equal: every column, every line in the same order, every number to the last bit."""
    assert list(expected) == list(found)
    for name, columns in expected.items():
        assert list(columns) == list(found[name]), name
        for column, values in columns.items():
            other = np.asarray(found[name][column])
            assert values.dtype == other.dtype, (name, column)
            if values.tolist() != other.tolist():  # spelt out only where it fails
                pd.testing.assert_frame_equal(pd.DataFrame(columns), pd.DataFrame(found[name]), check_exact=True)
