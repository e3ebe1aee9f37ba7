"""How long whole caseloads take on the readable engine, and what memory they need.

Measured: a median authority (the middle one by requests for assessment), three years, 1, 30 and 90 replications, so
that it shows whether memory grows with replications kept; the same with no Tribunal hearings and with four times the
demand, so that it shows whether it grows with open cases; and England by authority, three years, one replication.
Each is run in a process of its own, whose peak memory is its own.

    python -m benchmarks.caseload            all of it (some minutes)
    python -m benchmarks.caseload NAME       one of it, in this process
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from benchmarks.harness import markdown, table_of
from sendsim.caseload.plan import Plan

MEDIAN = "Kirklees"


@dataclass(frozen=True)
class Row:
    """What one run took: seconds with measures, events a second, peak memory, and open cases at the end."""

    what: str
    engine: str
    replications: int
    seconds: float
    events: int
    events_per_second: float
    peak_mb: float
    open_at_end: float


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
        events += len(journeys.events)

    began = time.perf_counter()
    results = replicate(plan, replications, 1, engine=engine, log_to=count)
    seconds = time.perf_counter() - began
    still = results.runs[results.runs["measure"] == "open_at_end"]["value"].mean()
    unit = 1024 if sys.platform != "darwin" else 1024**2  # kilobytes, but bytes on macOS
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return Row(words, engine, replications, seconds, events, events / seconds, peak, float(still))


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
    if len(sys.argv) > 1:
        print(json.dumps(asdict(one(sys.argv[1]))))
    else:
        print(markdown(table_of(run())))
