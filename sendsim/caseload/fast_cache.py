"""Where the fast engine's compiled code is kept, and whether it is there yet.

Compiling takes about two minutes, so it is done once, at installation (``sendsim warm``), and kept in the
user's cache folder. The folder's name holds a fingerprint of where sendsim is installed, then one of the engine's
source and of what compiled it, so code of another version is never picked up, and installations that stand side by
side leave each other's alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

import platformdirs

SOURCES = (
    *("fast_tools", "fast_event_list", "fast_program", "fast_arrivals", "fast_state"),
    *("fast_queues", "fast_teams", "fast_sessions"),
    *("fast_caseloads", "fast_kernel", "fast_luck"),
    *("fast_asked", "fast_measures", "fast_spells", "fast_places", "fast_cases", "fast_opening", "milestones", "terms"),
    *("journeys", "durations", "limits", "working_time"),
)


@cache
def folder() -> Path:
    """Return the folder of the compiled code (``NUMBA_CACHE_DIR`` if that is set)."""
    here = Path(__file__).parent
    mark = hashlib.sha256(f"{sys.version}|{version('numba')}".encode())
    for name in SOURCES:
        mark.update((here / f"{name}.py").read_bytes())
    base = os.environ.get("NUMBA_CACHE_DIR") or platformdirs.user_cache_dir("sendsim")
    return Path(base) / f"{_prefix()}{mark.hexdigest()[:16]}"


def _prefix() -> str:
    """Return how the names of this installation's folders begin."""
    return f"compiled-{hashlib.sha256(str(Path(__file__).parent).encode()).hexdigest()[:12]}-"


def use_folder() -> None:
    """Let Numba keep its compiled code in our folder; call it before the engine's modules are loaded."""
    from numba import config

    config.CACHE_DIR = str(folder())  # type: ignore[attr-defined, unused-ignore]


def is_ready() -> bool:
    """Say whether the engine has been compiled here already."""
    return (folder() / "ready").is_file()


def mark_ready() -> None:
    """Note that the engine has been compiled, and let go of what other versions of this installation left."""
    with contextlib.suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        (folder() / "ready").write_text("", encoding="utf-8")
        for other in folder().parent.glob(f"{_prefix()}*"):
            if other != folder():
                shutil.rmtree(other, ignore_errors=True)
