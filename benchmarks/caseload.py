"""How long whole caseloads take on the readable engine, and what memory they need.

Measured: a median authority (the middle one by requests for assessment), three years, 1, 30 and 90 replications, so
that it shows whether memory grows with replications kept; the same with no Tribunal hearings and with four times the
demand, so that it shows whether it grows with open cases; and England by authority, three years, one replication.
Each is run in a process of its own, whose peak memory is its own.

    python -m benchmarks.caseload            all of it (some minutes)
    python -m benchmarks.caseload NAME       one of it, in this process
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict, dataclass

from benchmarks.harness import markdown, peak_mb, table_of
from sendsim.caseload.plan import Plan

MEDIAN = "Kirklees"


@dataclass(frozen=True)
class Row:
    """What one run took: seconds with measures (CPU, and by the clock), events a second of CPU, peak memory."""

    what: str
    engine: str
    replications: int
    cpu_s: float
    seconds: float
    events: int
    events_per_cpu_s: float
    peak_mb: float
    open_at_end: float


@dataclass(frozen=True)
class Held:
    """What one replication held: cases, those open at the end, events, and kilobytes at most and when it was done."""

    what: str
    cases: int
    open_at_end: int
    events: int
    most_kb: float
    left_kb: float


def _median() -> Plan:
    import sendsim

    return sendsim.baseline(MEDIAN)


def _without_hearings() -> Plan:
    plan = _median()
    return plan.change({f"diaries.{d.name}": 0.0 for d in plan.diaries if d.places})


def _four_times() -> Plan:
    plan = _median()
    return plan.change({f"demand.{d.name}": 4 * d.per_year.value for d in plan.demand})


def _england() -> Plan:
    from sendsim.evidence.england import england

    return england()


RUNS: dict[str, tuple[str, Callable[[], Plan], int]] = {
    "median-1": (f"{MEDIAN}, 3 years", _median, 1),
    "median-30": (f"{MEDIAN}, 3 years", _median, 30),
    "median-90": (f"{MEDIAN}, 3 years", _median, 90),
    "no-hearings": (f"{MEDIAN}, 3 years, no places in any diary", _without_hearings, 1),
    "england": ("England by authority, 3 years", _england, 1),
    "four-times": (f"{MEDIAN}, 3 years, four times the demand", _four_times, 1),
}
"""What is run: its words, its plan and its replications."""


def one(name: str, engine: str = "simpy") -> Row:
    """Run one of :data:`RUNS` in this process."""
    from sendsim.caseload.journeys import Journeys
    from sendsim.planning.replicate import replicate

    words, make, replications = RUNS[name]
    plan, events = make(), 0

    def count(journeys: Journeys) -> None:
        nonlocal events
        events += len(journeys.arrays.minute)

    began, cpu = time.perf_counter(), time.process_time()
    results = replicate(plan, replications, 1, engine=engine, log_to=count)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    still = results.runs[results.runs["measure"] == "open_at_end"]["value"].mean()
    return Row(words, engine, replications, cpu, seconds, events, events / cpu, peak_mb(), float(still))


def memory() -> list[Held]:
    """Say what one replication holds as it grows longer, and as more cases are open."""
    plan = _median()

    def years(n: int) -> Plan:
        return plan.model_copy(update={"end": plan.start.replace(year=plan.start.year + n)})

    return [
        *(_held(f"{MEDIAN}, {n} year{'s' if n > 1 else ''}", years(n)) for n in (1, 3, 9)),
        _held(f"{MEDIAN}, 3 years, no places in any diary", _without_hearings()),
    ]


def _held(words: str, plan: Plan) -> Held:
    from sendsim.caseload.compiled import compile_plan
    from sendsim.caseload.engine_simpy import run_simpy

    compiled = compile_plan(plan)
    run_simpy(compiled, 1, 1)  # what is worked out once
    gc.collect()
    tracemalloc.start()
    journeys = run_simpy(compiled, 1, 0)
    _, most = tracemalloc.get_traced_memory()
    gc.collect()
    left, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    still = int((journeys.case_arrays.outcome < 0).sum())
    cases, events = len(journeys.case_arrays.opened), len(journeys.arrays.minute)
    return Held(words, cases, still, events, most / 1024, left / 1024)


def run() -> list[Row]:
    """Run everything, each in a process of its own."""
    rows = []
    for name in RUNS:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.caseload", name], capture_output=True, text=True, check=True
        )
        rows.append(Row(**json.loads(done.stdout)))
    return rows


if __name__ == "__main__":
    if sys.argv[1:] == ["memory"]:
        print(markdown(table_of(memory())))
    elif len(sys.argv) > 1:
        print(json.dumps(asdict(one(sys.argv[1]))))
    else:
        print(markdown(table_of(run())))
