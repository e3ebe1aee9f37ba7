"""Baseline results kept ready, so that a page shows a picture at once.

One authority's results come with the package; the others are kept in the user's own cache folder after they
have been worked out once. A result is used only if it was made from exactly the same plan by the same
version; otherwise it is worked out again. Nothing personal is in them.
"""

from __future__ import annotations

import contextlib
import gzip
import json
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd
import platformdirs

from sendsim import __version__
from sendsim.caseload.plan import Plan
from sendsim.caseload.visits import expected_cases
from sendsim.planning.replicate import Results

SEED, REPLICATIONS = 1, 30
MANY_CASES, FEWER_REPLICATIONS = 50_000, 10
"""A plan of more cases than that is run fewer times: England's intervals are narrow, and each run takes seconds."""
TABLES = ("runs", "weekly", "waits")
SHAPE = 2
"""Goes up when what is stored changes, so that older files are not read."""
FIRST_AUTHORITY = "Kirklees"
"""Shown first; its results come with the package. The middle authority by requests for assessment in 2024 (771)."""


def _packaged() -> Any:
    return resources.files("sendsim.apps").joinpath("data", "first_baseline.json.gz")


def _cached(plan: Plan) -> Path:
    return (
        Path(platformdirs.user_cache_dir("sendsim")) / f"baseline-{__version__}-{SHAPE}-{plan.fingerprint[:24]}.json.gz"
    )


def to_bytes(results: Results) -> bytes:
    """Pack results (not logs) into bytes that are the same each time."""
    data = {
        "version": __version__,
        "shape": SHAPE,
        "plan": results.plan.fingerprint,
        "seed": results.seed,
        "replications": results.replications,
        **{name: getattr(results, name).to_dict("list") for name in TABLES},
        "tables": {name: _rounded(table).to_dict("list") for name, table in results.tables.items()},
    }
    return gzip.compress(json.dumps(data, separators=(",", ":")).encode(), mtime=0)


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its averages to six decimal places, which keeps the file small."""
    return table.round(6)


def from_bytes(packed: bytes, plan: Plan) -> Results | None:
    """Unpack results if this version made them from ``plan``, as many as a page shows; else return None."""
    data = json.loads(gzip.decompress(packed))
    made = (data["version"], data.get("shape"), data["plan"], data["seed"], data["replications"])
    if made != (__version__, SHAPE, plan.fingerprint, SEED, REPLICATIONS):
        return None
    runs, weekly, waits = (pd.DataFrame(data[name]) for name in TABLES)
    tables = {name: pd.DataFrame(table) for name, table in data["tables"].items()}
    return Results(plan, data["seed"], data["replications"], runs, weekly, waits, tables)


def replications_of(plan: Plan) -> int:
    """Return how often the page runs a plan."""
    return FEWER_REPLICATIONS if expected_cases(plan) > MANY_CASES else REPLICATIONS


def find(plan: Plan) -> Results | None:
    """Return stored results of ``plan``, or None."""
    for place in (_packaged(), _cached(plan)):
        with contextlib.suppress(OSError, ValueError, KeyError, EOFError):
            found = from_bytes(place.read_bytes(), plan)
            if found is not None:
                return found
    return None


def keep(results: Results) -> None:
    """Keep results in the user's cache folder; a folder that cannot be written to is no error."""
    with contextlib.suppress(OSError):
        place = _cached(results.plan)
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_suffix(".part")
        temporary.write_bytes(to_bytes(results))
        temporary.replace(place)


def renew(folder: Path) -> None:
    """Work the first authority's results out again and write them to ``folder`` (for maintainers)."""
    from sendsim.evidence.baseline import baseline
    from sendsim.planning.replicate import replicate

    folder.mkdir(parents=True, exist_ok=True)
    results = replicate(baseline(FIRST_AUTHORITY), REPLICATIONS, SEED)
    (folder / "first_baseline.json.gz").write_bytes(to_bytes(results))


if __name__ == "__main__":
    renew(Path(__file__).parent / "data")
