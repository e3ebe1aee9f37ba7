"""Model c by hand in C, compiled with cc if there is one: the limit, with an equal log.

``twin.c`` has the fast engine's algorithm, an event list. ``twin_join.c`` knows the start of work when a case joins a
first-come queue, and writes its log case by case or, at the cost that is then seen, in order of time.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import models as m
from sendsim.caseload.cases import CaseList, list_cases
from sendsim.caseload.compiled import Compiled
from sendsim.caseload.durations import GRID, QuantileTable
from sendsim.caseload.fast_tools import PARTS
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.luck import Luck, name_key

DAY = 1440
ROUTES = ("request", "dispute", "drs", "advice", "mediation", "consider")
TAKES = ("drs.takes", "mediation.takes", "hearing.concedes")
EVENT_LIST, BY_CASE, IN_ORDER = (
    "C, event list",
    "C, start known at join, log by case",
    "C, start known at join, in order",
)
VERSIONS = {EVENT_LIST: ("twin.c",), BY_CASE: ("twin_join.c",), IN_ORDER: ("twin_join.c", "-DIN_ORDER")}
"""The versions by name: a source, and how it is compiled."""
INTS, DOUBLES = ctypes.POINTER(ctypes.c_int64), ctypes.POINTER(ctypes.c_double)
INTS_32, BYTES = ctypes.POINTER(ctypes.c_int32), ctypes.POINTER(ctypes.c_uint8)
COUNTS = ("n", "end", "grid_size", "n_sessions", "certificate_days", "registration", "response", "decision", "hearing")


class _Run(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int64) for name in COUNTS),
        *((name, INTS) for name in ("joined", "number", "sessions")),
        *((name, DOUBLES) for name in ("grid", "drs", "mediation", "concedes", "p")),
        ("guide", INTS_32),
        ("purpose", ctypes.POINTER(ctypes.c_uint32)),
        *((name, ctypes.c_uint32) for name in ("stream", "seed", "replication")),
        ("servers", ctypes.c_int64 * 2),
        ("n_capacity", ctypes.c_int64),
        *((name, INTS_32) for name in ("log", "capacity", "held")),
        *((name, INTS * 2) for name in ("pool", "today", "unsorted", "late")),
        ("queue", INTS * 3),
        *((name, INTS) for name in ("due", "clock")),
        ("days", INTS_32 * 2),
        *((name, INTS_32) for name in ("parts", "next", "heard")),
        *((name, BYTES) for name in ("state", "stage")),
    )


@dataclass(frozen=True)
class Written:
    """What a run wrote down: views of arrays that the next run writes over."""

    log: np.ndarray
    """Rows of minute, case, event, stage."""
    capacity: np.ndarray
    """Rows of minute, team, busy, queue: the last of each minute."""
    sessions: np.ndarray
    """Rows of minute, taken, waiting."""
    stage: np.ndarray
    """The stage where each case is at the end."""


def has_cc() -> bool:
    """Say whether there is a C compiler."""
    return shutil.which("cc") is not None


@cache
def _library(version: str) -> Any:
    source, *flags = VERSIONS[version]
    library = Path(tempfile.mkdtemp(prefix="sendsim-twin-")) / "twin.so"
    where = str(Path(__file__).with_name(source))
    subprocess.run(
        ["cc", "-O3", "-march=native", "-shared", "-fPIC", *flags, where, "-o", str(library), "-lm"], check=True
    )
    loaded = ctypes.CDLL(str(library))
    loaded.run.restype = ctypes.c_int64
    return loaded


def _lines(table: QuantileTable) -> np.ndarray:
    """Return a table's minutes, and the slope from each point on."""
    minutes = np.array(table.minutes)
    return np.stack([minutes, np.append(np.diff(minutes) / np.diff(GRID), 0.0)], axis=1)


def prepare(
    compiled: Compiled, seed: int, replication: int, version: str = EVENT_LIST
) -> tuple[CaseList, Callable[[], Written]]:
    """Return the cases, and a function that runs them and returns what was written down."""
    library, people = _library(version), list_cases(compiled, Luck(seed, replication))
    steps = {s.name: s for s in compiled.steps}
    n, days, sessions = len(people), compiled.end // DAY + 1, compiled.sessions[0]
    keep: dict[str, Any] = {
        "joined": people.joined.astype(np.int64),
        "number": people.numbers.astype(np.int64),
        "sessions": np.array(sessions, np.int64).reshape(-1),
        "grid": np.array(GRID),
        "drs": _lines(steps["drs"].table),
        "mediation": _lines(steps["mediation"].table),
        "concedes": _lines(steps["hearing"].departures[0].table),
        "p": np.array([m.P_DISPUTE, m.P_DRS, m.P_DRS_SETTLES, m.P_MEDIATION, m.P_AGREES, m.P_APPEAL]),
        "guide": np.searchsorted(GRID, np.arange(PARTS + 1) / PARTS, side="right").astype(np.int32),
        "purpose": np.array([name_key(p) for p in (*(f"{s}.route" for s in ROUTES), *TAKES)], np.uint32),
        "log": np.empty((40 * n + 64, 4), np.int32),
        "capacity": np.empty((6 * n + 64, 4), np.int32),
        "held": np.empty((len(sessions) + 1, 3), np.int32),
        "pool": [np.empty(16 * n + 8 * days + 64, np.int64) for _ in range(2)],
        **{name: [np.empty(8 * n + 64, np.int64) for _ in range(2)] for name in ("today", "unsorted", "late")},
        "queue": [np.empty(n + 1, np.int64) for _ in range(3)],
        "due": np.empty(n, np.int64),
        "clock": np.empty(n, np.int64),
        "days": [np.empty(days, np.int32) for _ in range(2)],
        "parts": np.empty(DAY + 2, np.int32),
        "next": np.empty(2 * n, np.int32),
        "heard": np.empty(max(n, days), np.int32),
        "state": np.empty(n, np.uint8),
        "stage": np.empty(n, np.uint8),
    }
    run = _Run(
        n=n,
        end=compiled.end,
        grid_size=len(GRID),
        n_sessions=len(sessions),
        certificate_days=m.CERTIFICATE_DAYS,
        registration=m.REGISTRATION_DAYS * DAY,
        response=m.RESPONSE_DAYS * DAY,
        decision=m.DECISION_DAYS * DAY,
        hearing=m.HEARING_HOURS * 60,
        stream=name_key("cases"),
        seed=seed,
        replication=replication,
        servers=(ctypes.c_int64 * 2)(*(c[0][1] for c in compiled.capacity)),
    )
    kinds = dict(_Run._fields_)
    for name, array in keep.items():
        kind = kinds[name]
        if isinstance(array, list):
            setattr(run, name, kind(*(one.ctypes.data_as(kind._type_) for one in array)))
        else:
            setattr(run, name, array.ctypes.data_as(kind))

    def go() -> Written:
        rows = library.run(ctypes.byref(run))
        return Written(
            keep["log"][:rows], keep["capacity"][: run.n_capacity], keep["held"][: len(sessions)], keep["stage"]
        )

    return people, go


def hold_equal(version: str, found: Written, journeys: Journeys) -> None:
    """Hold what C wrote down equal to a run of model c on one of our engines.

    Raises
    ------
    AssertionError
        If a row differs. The log by case and the changes of teams are compared sorted, the rest as it stands.
    """
    a = journeys.arrays
    log = np.stack([a.minute, a.case, a.event, a.stage], axis=1)
    capacity = journeys.capacity_rows[:, [0, 1, 3, 4]]
    pairs = {
        "log": (_sorted(found.log), _sorted(log)) if version == BY_CASE else (found.log, log),
        "capacity": (_sorted(found.capacity), _sorted(capacity)),
        "sessions": (found.sessions, journeys.session_rows[:, [0, 3, 4]]),
        "stage": (found.stage, journeys.case_arrays.stage),
    }
    for name, (one, other) in pairs.items():
        if not np.array_equal(one, other):
            raise AssertionError(f"{version} and the fast engine differ: {name}")


def _sorted(rows: np.ndarray) -> np.ndarray:
    return rows[np.lexsort(rows.T[::-1])]
