"""Results on disk: tidy tables and a run record from which the same bytes can be made again.

A folder is written whole or not at all: everything goes to a temporary folder beside it, which is renamed
at the end.
"""

from __future__ import annotations

import errno
import json
import platform
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from sendsim.caseload.plan_files import written
from sendsim.errors import OutputError
from sendsim.planning.equality import equality_view
from sendsim.planning.parameters import parameters
from sendsim.planning.replicate import Results, summarise

LIBRARIES = ("numpy", "pandas", "scipy", "simpy", "holidays")


def run_record(results: Results, seconds: float) -> dict[str, Any]:
    """Return what is needed to make the same tables again, and how long they took."""
    return {
        "sendsim": version("sendsim"),
        "plan": results.plan.name,
        "plan_sha256": results.plan.fingerprint,
        "seed": results.seed,
        "replications": results.replications,
        "engine": results.engine,
        "seconds": round(seconds, 3),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "again": (
            f"sendsim simulate {'plan.json' if results.plan.areas else 'plan.yaml'} "
            f"--replications {results.replications} --seed {results.seed} --out FOLDER"
            + (" --journeys" if results.logs else "")
        ),
    }


def check_out_folder(out: Path) -> None:
    """Refuse, before any work, a folder that results could not go to."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputError(f"--out {out} already holds something: name a new or an empty folder.")
    parent = out.absolute().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir():
        raise OutputError(f"--out {out} cannot be made, because {parent} is not a folder: name another folder.")


def write_results(results: Results, out: Path, seconds: float) -> None:
    """Write the tables, the plan and the run record to the folder ``out``.

    Tables: runs.csv, summary.csv, open_by_week.csv, waits.csv, figures.csv (each number of the plan with its
    evidence), parameters.csv (every parameter the results rest on, with its evidence), equality.csv (measures by
    group, small numbers withheld) and one for each further table of the results; with logs also events.csv, cases.csv,
    capacity.csv and sessions.csv.

    Raises
    ------
    OutputError
        If the folder is in use, or the disk is full or cannot be written to; nothing is left behind.
    """
    check_out_folder(out)
    tables = {
        "runs": results.runs,
        "summary": summarise(results),
        "open_by_week": results.weekly,
        "waits": results.waits,
        "figures": pd.DataFrame(results.plan.figures()),
        "parameters": parameters(results.plan),
        **{name: table for name, table in results.tables.items() if name != "groups"},
        "equality": equality_view(results),
    }
    if results.logs:
        for name in ("events", "cases", "capacity", "sessions"):
            tables[name] = pd.concat([getattr(log, name) for log in results.logs], ignore_index=True)
    temporary: Path | None = None
    try:
        out.absolute().parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".sendsim-", dir=out.absolute().parent))
        for name, table in tables.items():
            table.to_csv(temporary / f"{name}.csv", index=False, lineterminator="\n")
        name, text = written(results.plan)
        (temporary / name).write_text(text, encoding="utf-8", newline="\n")
        record = json.dumps(run_record(results, seconds), indent=2) + "\n"
        (temporary / "run.json").write_text(record, encoding="utf-8", newline="\n")
        if out.exists():
            out.rmdir()
        temporary.rename(out)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise OutputError(f"--out {out}: the disk is full; free some space or name another disk.") from None
        raise OutputError(f"--out {out} cannot be written ({error.strerror}): name another folder.") from None
    finally:
        if temporary is not None and temporary.exists():
            shutil.rmtree(temporary, ignore_errors=True)
