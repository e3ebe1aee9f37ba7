"""How time and memory grow: model c on the fast engine from 1,000 to 10 million cases, a fresh process each."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)

_CODE = """
import json, time
from benchmarks.harness import peak_mb
from benchmarks import models as m
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.engines import engine_for
from sendsim.caseload.engine_fast import FastRun
from sendsim.caseload.fast_state import N_LOG
cases = {cases}
years = min(10.0, max(1.0, cases / 20_000))
compiled = compile_plan(m.send(cases / years, years))
engine_for(compile_plan(m.send(2000, 1)), "fast")[1](1, 0)
engine = FastRun(compiled)
times = []
for turn in range({rounds}):
    began = time.process_time()
    people, state = engine.run(1, turn)
    times.append(time.process_time() - began)
peak = peak_mb()
print(json.dumps([len(people), int(state.sizes[N_LOG]), min(times), peak]))
"""


@dataclass
class Size:
    """One line of the table. The least of the rounds is given: the first also makes the arrays."""

    cases: int
    rows: int
    cpu_ms: float
    ns_per_row: float
    peak_mb: float


def curve(most: int, rounds: int = 3) -> list[Size]:
    """Measure sizes up to ``most``."""
    out = []
    for cases in SIZES:
        if cases > most:
            break
        code = _CODE.format(cases=cases, rounds=rounds)
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        n, rows, seconds, peak = json.loads(done.stdout.splitlines()[-1])
        out.append(Size(n, rows, seconds * 1e3, seconds * 1e9 / rows, peak))
    return out
