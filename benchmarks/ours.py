"""The three models on our engines: what is counted, from the journeys' arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.engine_simpy import run_simpy
from sendsim.caseload.engines import Run, engine_for
from sendsim.caseload.journeys import EVENT_CODES, EVENTS, Journeys


def engine(compiled: Compiled, name: str) -> Run:
    """Return an engine's run; the fast one is compiled or loaded by then."""
    if name == "simpy":
        return lambda seed, replication: run_simpy(compiled, seed, replication)
    run = engine_for(compiled, "fast")[1]
    run(1, 0)
    return run


def counts(compiled: Compiled, journeys: Journeys) -> dict[str, Any]:
    """Return how many cases ended in each way and were open at the end, when each ended, and the rows of the log."""
    outcome = journeys.case_arrays.outcome
    found = {s.name: int((outcome == s.index).sum()) for s in compiled.steps if s.kind == "end"}
    found["open"] = int((outcome < 0).sum())
    named = {name: n for name, n in found.items() if n}
    return {"counts": named, "closed": journeys.case_arrays.closed, "rows": len(journeys.arrays.minute)}


def wait_and_left(compiled: Compiled, journeys: Journeys) -> dict[str, float]:
    """Return customers served, their mean wait in hours, and the share that left."""
    a = journeys.arrays
    joined = np.full(len(journeys.case_arrays.opened), -1)
    joins, starts = a.event == EVENT_CODES["join"], a.event == EVENT_CODES["start"]
    service = a.stage == compiled.stage_index["service"]
    joined[a.case[joins & service]] = a.minute[joins & service]
    waits = a.minute[starts] - joined[a.case[starts]]
    left = int((a.event == EVENT_CODES["leave"]).sum())
    return {"served": len(waits), "wait": float(waits.mean() / 60), "left": left / max(1, left + len(waits))}


def rows(compiled: Compiled, journeys: Journeys) -> list[tuple[int, int, str, str]]:
    """Return the log as (minute, case, event, stage), sorted: what two engines must agree on."""
    a, names = journeys.arrays, [s.name for s in compiled.steps]
    events = [EVENTS[e] for e in a.event.tolist()]
    return sorted(zip(a.minute.tolist(), a.case.tolist(), events, [names[s] for s in a.stage.tolist()], strict=True))
