"""Tables of many replications folded into means as they come, so that memory does not grow with replications.

A fold keeps, for each key of a table, the number of replications, the sum and the sum of squares of each value
column. Its table holds the keys and, for each value column, its mean and its standard deviation over replications
(``NAME_sd``), and ``replications`` (the number with a value). Replications are added in their order, so the result is
the same to the last bit for any number of workers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

KEPT = ("runs", "weekly", "waits", "quantities", "clearance")
"""Tables kept a row a replication: small, and needed for paired differences or whole distributions."""

FOLDED: dict[str, tuple[tuple[str, ...], tuple[str, ...], bool]] = {
    # name: (keys, values, whether a key missing from a replication counts as 0)
    "survival": (("of", "week"), ("waiting", "reached", "if_stayed"), False),
    "monthly": (("kind", "name", "month"), ("use", "caseload", "waiting"), False),
    "ageing": (("stage", "age_from", "age_to"), ("cases",), True),
    "clocks": (("clock",), ("met", "missed", "running", "moved"), True),
    "transitions": (("source", "target"), ("cases",), True),
    "links": (("source", "target"), ("cases",), True),
    "groups": (("by", "level", "measure", "group"), ("value", "cases"), False),
    "areas": (("area", "measure", "group"), ("value", "cases"), False),
}


class Fold:
    """One table folded over replications.

    Parameters
    ----------
    keys, values : sequences of str
        The columns that name a row, and those averaged.
    missing_is_zero : bool
        Whether a key that a replication does not have counts as 0 there (counts do; shares and times do not).
    """

    def __init__(self, keys: Sequence[str], values: Sequence[str], missing_is_zero: bool) -> None:
        self.keys, self.values, self.missing_is_zero = list(keys), list(values), missing_is_zero
        self._where: dict[tuple[object, ...], int] = {}
        self._sums = np.zeros((3, 0, len(self.values)))  # number, sum, sum of squares
        self.replications = 0

    def add(self, table: pd.DataFrame) -> None:
        """Take the table of one more replication."""
        self.replications += 1
        if table.empty:
            return
        names = zip(*(table[k].tolist() for k in self.keys), strict=True)
        at = [self._where.setdefault(name, len(self._where)) for name in names]
        short = len(self._where) - self._sums.shape[1]
        if short > 0:
            self._sums = np.concatenate([self._sums, np.zeros((3, short, len(self.values)))], axis=1)
        x = table[self.values].to_numpy(float)
        known = ~np.isnan(x)
        x = np.where(known, x, 0.0)
        for i, part in enumerate((known.astype(float), x, x * x)):
            np.add.at(self._sums[i], at, part)

    def table(self) -> pd.DataFrame:
        """Return the keys, the mean and the standard deviation of each value, and how many replications had one."""
        n, total, squares = self._sums
        if self.missing_is_zero:
            n = np.full_like(n, self.replications)
        mean = np.divide(total, n, out=np.full_like(total, np.nan), where=n > 0)
        spread = np.maximum(squares - n * np.nan_to_num(mean) ** 2, 0.0)
        sd = np.sqrt(np.divide(spread, n - 1, out=np.full_like(total, np.nan), where=n > 1))
        out = pd.DataFrame(list(self._where), columns=self.keys)
        for i, name in enumerate(self.values):
            out[name] = mean[:, i] if len(out) else []
            out[f"{name}_sd"] = sd[:, i] if len(out) else []
        out["replications"] = n[:, 0].astype(int) if len(out) else []
        return out


def interval(table: pd.DataFrame, value: str, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the interval of the mean of ``value`` in a folded table, by Student's t.

    It shows run-to-run variation only; it is missing (NaN) where fewer than two replications had a value.
    """
    n = table["replications"].to_numpy(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        half = stats.t.ppf(0.5 + level / 2, np.maximum(n - 1, 1)) * table[f"{value}_sd"].to_numpy(float) / np.sqrt(n)
    half = np.where(n > 1, half, np.nan)
    mean = table[value].to_numpy(float)
    return mean - half, mean + half
