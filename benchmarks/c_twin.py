"""Model c by hand in C (``twin.c``), compiled with cc if there is one: the limit, with an equal log."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import models as m
from sendsim.caseload.cases import CaseList, list_cases
from sendsim.caseload.compiled import Compiled
from sendsim.caseload.durations import GRID
from sendsim.caseload.luck import Luck, name_key

DAY = 1440
ROUTES = ("request", "dispute", "drs", "advice", "mediation", "consider")
INTS, DOUBLES = ctypes.POINTER(ctypes.c_int64), ctypes.POINTER(ctypes.c_double)
COUNTS = ("n", "end", "grid_size", "n_sessions", "certificate_days", "registration", "response", "decision", "hearing")


class _Run(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int64) for name in COUNTS),
        *((name, INTS) for name in ("joined", "number", "sessions")),
        *((name, DOUBLES) for name in ("grid", "drs", "mediation", "concedes", "p")),
        ("purpose", ctypes.POINTER(ctypes.c_uint32)),
        *((name, ctypes.c_uint32) for name in ("stream", "seed", "replication")),
        ("servers", ctypes.c_int64 * 2),
        ("log", ctypes.POINTER(ctypes.c_int32)),
        *((name, INTS) for name in ("pool", "today", "unsorted", "late")),
        ("queue", INTS * 3),
        *((name, INTS) for name in ("due", "clock", "counts")),
        *((name, ctypes.POINTER(ctypes.c_int32)) for name in ("days", "parts")),
        *((name, ctypes.POINTER(ctypes.c_uint8)) for name in ("state", "stage")),
    )


def has_cc() -> bool:
    """Say whether there is a C compiler."""
    return shutil.which("cc") is not None


@cache
def _library() -> Any:
    folder = Path(tempfile.mkdtemp(prefix="sendsim-twin-"))
    source = Path(__file__).with_name("twin.c")
    subprocess.run(
        ["cc", "-O3", "-march=native", "-shared", "-fPIC", str(source), "-o", str(folder / "twin.so"), "-lm"],
        check=True,
    )
    library = ctypes.CDLL(str(folder / "twin.so"))
    library.run.restype = ctypes.c_int64
    return library


def prepare(compiled: Compiled, seed: int, replication: int) -> tuple[CaseList, Callable[[], np.ndarray]]:
    """Return the cases, and a function that runs them and returns the log (rows of minute, case, event, stage)."""
    library, people = _library(), list_cases(compiled, Luck(seed, replication))
    steps = {s.name: s for s in compiled.steps}
    n, days = len(people), compiled.end // DAY + 1
    keep: dict[str, Any] = {
        "joined": people.joined.astype(np.int64),
        "number": people.numbers.astype(np.int64),
        "sessions": np.array(compiled.sessions[0], np.int64).reshape(-1),
        "grid": np.array(GRID),
        "drs": np.array(steps["drs"].table.minutes),
        "mediation": np.array(steps["mediation"].table.minutes),
        "concedes": np.array(steps["hearing"].departures[0].table.minutes),
        "p": np.array([m.P_DISPUTE, m.P_DRS, m.P_DRS_SETTLES, m.P_MEDIATION, m.P_AGREES, m.P_APPEAL]),
        "purpose": np.array(
            [name_key(f"{s}.route") for s in ROUTES]
            + [name_key(p) for p in ("drs.takes", "mediation.takes", "hearing.concedes")],
            np.uint32,
        ),
        "log": np.empty((40 * n + 64, 4), np.int32),
        "pool": np.empty(16 * n + 8 * days + 64, np.int64),
        "today": np.empty(8 * n + 64, np.int64),
        "unsorted": np.empty(8 * n + 64, np.int64),
        "late": np.empty(8 * n + 64, np.int64),
        "due": np.empty(n, np.int64),
        "clock": np.empty(n, np.int64),
        "counts": np.zeros(16, np.int64),
        "days": np.empty(days, np.int32),
        "parts": np.empty(DAY + 2, np.int32),
        "state": np.empty(n, np.uint8),
        "stage": np.empty(n, np.uint8),
    }
    queues = [np.empty(n + 1, np.int64) for _ in range(3)]
    run = _Run(
        n=n,
        end=compiled.end,
        grid_size=len(GRID),
        n_sessions=len(compiled.sessions[0]),
        certificate_days=m.CERTIFICATE_DAYS,
        registration=m.REGISTRATION_DAYS * DAY,
        response=m.RESPONSE_DAYS * DAY,
        decision=m.DECISION_DAYS * DAY,
        hearing=m.HEARING_HOURS * 60,
        stream=name_key("cases"),
        seed=seed,
        replication=replication,
        servers=(ctypes.c_int64 * 2)(*(c[0][1] for c in compiled.capacity)),
        queue=(INTS * 3)(*(q.ctypes.data_as(INTS) for q in queues)),
    )
    for name, array in keep.items():
        kind = dict(_Run._fields_)[name]
        setattr(run, name, array.ctypes.data_as(kind))

    def go() -> np.ndarray:
        rows = library.run(ctypes.byref(run))
        assert queues and rows <= len(keep["log"])
        return keep["log"][:rows]

    return people, go
