"""What a user waits for: a local what-if of 100 replications, and England for ten years 100 times, on two cores."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

LOCAL = "sendsim.baseline('Kirklees')"

_CODE = """
import gc, json, time
from benchmarks.harness import peak_mb
import sendsim
from benchmarks import models as m
from concurrent.futures import ThreadPoolExecutor
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.engines import brief_run, engine_for
plan = {plan}
compiled = compile_plan(plan)
brief_run(compiled, engine_for(compiled, "fast")[1])(1, 0)
gc.collect()
gc.freeze()  # as the kernels of pages do
began, busy = time.perf_counter(), time.process_time()
compiled = compile_plan(plan)
brief = brief_run(compiled, engine_for(compiled, "fast")[1])
with ThreadPoolExecutor({workers}) as pool:
    tables = list(pool.map(lambda r: brief(1, r), range({replications})))
wall, cpu = time.perf_counter() - began, time.process_time() - busy
cases = sum(t["runs"]["value"][t["runs"]["measure"] == "arrived"].sum() for t in tables)
print(json.dumps([int(cases), wall, cpu, peak_mb()]))
"""


@dataclass
class Job:
    """One job: replications, new cases in all, seconds on the clock and of CPU, peak memory."""

    job: str
    replications: int
    workers: int
    cases: int
    wall_s: float
    cpu_s: float
    peak_mb: float


def job(name: str, plan: str, replications: int, workers: int = 2) -> Job:
    """Run a job in a fresh process whose engine is loaded before the clock starts."""
    code = _CODE.format(plan=plan, replications=replications, workers=workers)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    cases, wall, cpu, peak = json.loads(done.stdout.splitlines()[-1])
    return Job(name, replications, workers, cases, wall, cpu, peak)


def local() -> list[Job]:
    """Measure the local what-if: Kirklees, three years, 100 replications, every measure of the page's first answer."""
    return [job("Kirklees, three years, what-if", LOCAL, 100, workers) for workers in (1, 2)]


_ENGLAND = """
import json, time
import numpy as np
from concurrent.futures import ThreadPoolExecutor
from benchmarks import models as m
from benchmarks.harness import peak_mb
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.engines import engine_for
from sendsim.caseload.engine_fast import FastRun
engine_for(compile_plan(m.send(2000, 1)), "fast")[1](1, 0)
began, busy = time.perf_counter(), time.process_time()
engine = FastRun(compile_plan(m.send(m.NATIONAL, 10)))

def one(r):
    people, state = engine.run(1, r)
    return len(people), np.bincount(state.last)

with ThreadPoolExecutor(2) as pool:
    cases = sum(n for n, _ in pool.map(one, range({replications})))
print(json.dumps([cases, time.perf_counter() - began, time.process_time() - busy, peak_mb()]))
"""


def england(replications: int) -> list[Job]:
    """Measure model c at England's size for ten years: endings and open cases of each replication, on two threads."""
    code = _ENGLAND.format(replications=replications)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    cases, wall, cpu, peak = json.loads(done.stdout.splitlines()[-1])
    return [Job("England, ten years, model c", replications, 2, cases, wall, cpu, peak)]
