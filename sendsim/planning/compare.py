"""Today against a changed plan, in pairs: the same families, the same luck, one thing different.

Replication r of both plans shares its luck, so the difference in each replication is a paired difference
and its interval is far narrower than that of two unrelated runs. Two plans that differ in nothing differ
by exactly zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sendsim.caseload.plan import Plan
from sendsim.errors import PlanError
from sendsim.planning.replicate import Progress, Results, mean_intervals, replicate


@dataclass(frozen=True)
class Comparison:
    """Two plans side by side.

    ``table`` has one row a measure and group: today, changed, difference (changed less today), low and high
    (95 % interval of the paired difference, run-to-run variation only), replications.
    """

    today: Results
    changed: Results
    table: pd.DataFrame


def paired(today: Results, changed: Results) -> pd.DataFrame:
    """Return the paired differences between two sets of results.

    Raises
    ------
    PlanError
        If the two did not share seed and replications, so that pairing would mean nothing.
    """
    if (today.seed, today.replications) != (changed.seed, changed.replications):
        raise PlanError("the two sets of results do not share their seed and replications: run them alike.")
    keys = [*today.values, *(key for key in changed.values if key not in today.values)]
    nothing = np.full(today.replications, np.nan)
    a, b = (np.array([of.values.get(key, nothing) for key in keys]) for of in (today, changed))
    differences = mean_intervals((b - a).reshape(len(keys), today.replications))
    never = (float("nan"),)
    rows = [
        (*key, today.intervals.get(key, never)[0], changed.intervals.get(key, never)[0], *difference)
        for key, difference in zip(keys, differences, strict=True)
    ]
    return pd.DataFrame(
        rows, columns=["measure", "group", "today", "changed", "difference", "low", "high", "replications"]
    )


def compare(
    today: Plan,
    changed: Plan,
    replications: int = 20,
    seed: int = 1,
    *,
    workers: int = 1,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Comparison:
    """Run both plans on the same luck and return the differences with their intervals.

    Parameters and errors are those of :func:`sendsim.planning.replicate.replicate`.
    """

    def at(offset: int) -> Progress | None:
        return None if progress is None else lambda done, of: progress(offset + done, 2 * of)

    first = replicate(today, replications, seed, workers=workers, progress=at(0), should_stop=should_stop)
    second = replicate(changed, replications, seed, workers=workers, progress=at(replications), should_stop=should_stop)
    return Comparison(first, second, paired(first, second))
