"""How things are measured: CPU time, rounds that take turns, medians; memory and first calls in a fresh process."""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Line:
    """One line of the table."""

    model: str
    engine: str
    cases: int
    rows: int | None
    cpu_ms: float
    cases_per_s: float
    rows_per_s: float | None
    times_simpy: float | None
    first_call_s: float | None = None
    peak_mb: float | None = None
    checked: str = ""


@dataclass
class Subject:
    """One engine on one model.

    ``run`` does one whole run, draws included, and returns its CPU seconds if it measured them itself (R does), else
    None. ``checked`` says what its answers were held equal to, before it is timed.
    """

    model: str
    engine: str
    cases: int
    rows: int | None
    run: Callable[[int], float | None]
    checked: str
    child: str = ""
    """An expression for a process of its own, for peak memory and the first call."""


def take_turns(subjects: list[Subject], rounds: int) -> list[Line]:
    """Time the subjects one after another, ``rounds`` times round; return medians, and ratios to idiomatic SimPy.

    What is in memory by then is left out of garbage collection, or it would weigh on those who make many objects.
    """
    gc.collect()
    gc.freeze()
    times: dict[int, list[float]] = {i: [] for i in range(len(subjects))}
    for turn in range(rounds):
        for i, subject in enumerate(subjects):
            began = time.process_time()
            own = subject.run(turn)
            times[i].append(own if own is not None else time.process_time() - began)
    gc.unfreeze()
    middle = [statistics.median(times[i]) for i in range(len(subjects))]
    base = next((m for m, s in zip(middle, subjects, strict=True) if s.engine == "SimPy, idiomatic"), None)
    return [
        Line(
            s.model,
            s.engine,
            s.cases,
            s.rows,
            cpu_ms=m * 1e3,
            cases_per_s=s.cases / m,
            rows_per_s=s.rows / m if s.rows else None,
            times_simpy=base / m if base else None,
            checked=s.checked,
        )
        for s, m in zip(subjects, middle, strict=True)
    ]


def peak_mb() -> float:
    """Return the most memory this process has held.

    On Linux from its own status: the usage that the system reports also counts the process that started this one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


_CHILD = """
import json, time
from benchmarks import models as m
from benchmarks.harness import peak_mb
{imports}
began = time.perf_counter(); {run}
first = time.perf_counter() - began
print(json.dumps([first, peak_mb()]))
"""


def in_a_process(imports: str, run: str, timeout: float = 1800) -> tuple[float, float]:
    """Return the seconds of the first call and the peak memory in MB of a fresh process."""
    code = _CHILD.format(imports=imports, run=run)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=timeout)
    first, peak = json.loads(done.stdout.splitlines()[-1])
    return first, peak


def table_of(lines: list[Any]) -> pd.DataFrame:
    """Return lines as a table."""
    import pandas as pd  # not before: processes whose memory is measured load this module

    return pd.DataFrame([asdict(line) for line in lines])


def save(name: str, table: pd.DataFrame, folder: Path) -> None:
    """Write a table as CSV and Markdown, and print it."""
    folder.mkdir(parents=True, exist_ok=True)
    table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", float_format="%.6g")
    text = markdown(table)
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
    print(f"\n## {name}\n\n{text}")


def markdown(table: pd.DataFrame) -> str:
    """Return a table as Markdown with numbers to three figures."""

    def cell(value: Any) -> str:
        if value is None or value != value:
            return ""
        if isinstance(value, float):
            return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
        return f"{value:,}" if isinstance(value, int) else str(value)

    head = "| " + " | ".join(c.replace("_", " ") for c in table.columns) + " |"
    rule = "|" + "|".join("---" if table[c].dtype == object else "---:" for c in table.columns) + "|"
    body = ["| " + " | ".join(cell(v) for v in row) + " |" for row in table.itertuples(index=False)]
    return "\n".join([head, rule, *body]) + "\n"
