"""What loading costs: wall seconds and peak memory of fresh processes, the least of three."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass

RUN = "import sendsim; sendsim.replicate(sendsim.baseline('Rutland'), 1, engine='{}')"
WAYS = {
    "python alone": "pass",
    "import sendsim": "import sendsim",
    "sendsim.baseline": "import sendsim; sendsim.baseline('Kirklees')",
    "a first replication, SimPy": RUN.format("simpy"),
    "a first replication, fast, compiled before": RUN.format("fast"),
    "the planner's page": "from sendsim.apps.planner import build; build()",
}


@dataclass
class Start:
    """One way of starting."""

    what: str
    wall_s: float
    modules: int
    peak_mb: float


def starts() -> list[Start]:
    """Measure each way of starting."""
    out = []
    for what, code in WAYS.items():
        best, peak, modules = float("inf"), 0.0, 0
        for _ in range(3):
            tail = "; import sys; n = len(sys.modules); from benchmarks.harness import peak_mb; print(n, peak_mb())"
            began = time.perf_counter()
            done = subprocess.run([sys.executable, "-c", code + tail], check=True, capture_output=True, text=True)
            best = min(best, time.perf_counter() - began)
            number, size = done.stdout.split()[-2:]
            modules, peak = int(number), float(size)
        out.append(Start(what, best, modules, peak))
    return out
