"""The luck of many cases at once, compiled: :meth:`sendsim.caseload.luck.Luck.uniforms` to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from sendsim.caseload.fast_tools import APART, uniform
from sendsim.caseload.luck import Luck, name_key


@njit(**APART)
def fill(numbers: Any, streams: Any, purpose: int, visit: int, seed: int, replication: int, out: Any) -> None:
    """Write each case's uniform number into ``out``; ``streams`` holds one word for all, or one a case."""
    each = len(streams) > 1
    for i in range(len(numbers)):
        out[i] = uniform(numbers[i], streams[i if each else 0], purpose, visit, seed, replication)


class CompiledLuck(Luck):
    """The same luck, drawn without NumPy's many passes over the array."""

    def uniforms(
        self,
        numbers: npt.NDArray[np.signedinteger[Any]],
        streams: npt.NDArray[np.int64] | int,
        purpose: str,
        visit: int = 0,
    ) -> npt.NDArray[np.float64]:
        """Return one uniform number in (0, 1) for each case; see :class:`sendsim.caseload.luck.Luck`."""
        flat = np.ascontiguousarray(numbers, np.int64)
        words = np.ascontiguousarray(np.atleast_1d(streams), np.int64)
        out = np.empty(len(flat))
        fill(flat, words, name_key(purpose), visit, *self.key, out)
        return out
