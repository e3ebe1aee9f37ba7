"""Compile the fast engine ahead of time: at installation, or when a server starts."""

from __future__ import annotations

import time

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.engines import engine_for
from sendsim.evidence.baseline import baseline


def warm() -> float:
    """Run one small plan on the fast engine, which compiles it or loads it from disk; return the seconds taken."""
    began = time.perf_counter()
    _, run, _ = engine_for(compile_plan(baseline("Rutland")), "fast")
    run(1, 0)
    return time.perf_counter() - began
