"""Every case's luck, as a pure function.

A random quantity of a case depends on the seed, the replication, the case, the purpose (for example
"mediation_meeting.takes") and the visit, and on nothing else: not on the order of events, not on the
other cases, not on the number of workers. So the same family has the same luck in every what-if, and
plans are compared in pairs.

The generator is Philox4x32-10: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
1, 2, 3", SC11 (2011). The key is (seed, replication) and the counter is (case number within its stream,
stream, purpose, visit); the first output word gives the uniform.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sendsim.errors import PlanError

U64 = npt.NDArray[np.uint64]
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
MAX_SEED = 2**32 - 1


def philox(counter: tuple[U64, U64, U64, U64], key: tuple[int, int]) -> tuple[U64, U64, U64, U64]:
    """Apply Philox4x32-10 to arrays of 32-bit words held in 64-bit integers.

    Parameters
    ----------
    counter : tuple of four arrays
        The counter words; they broadcast together.
    key : tuple of two int
        The key words.
    """
    c0, c1, c2, c3 = (np.asarray(word, dtype=np.uint64) for word in counter)
    k0, k1 = key
    for _ in range(10):
        p0, p1 = _M0 * c0, _M1 * c2
        c0, c2 = (p1 >> _32) ^ c1, (p0 >> _32) ^ c3
        c0 ^= np.uint64(k0)
        c2 ^= np.uint64(k1)
        p0 &= _LOW
        p1 &= _LOW
        c1, c3 = p1, p0
        k0, k1 = (k0 + _W0) & 0xFFFFFFFF, (k1 + _W1) & 0xFFFFFFFF
    return c0, c1, c2, c3


Rounds = tuple[tuple[int, int], ...]


def rounds_of(key: tuple[int, int]) -> Rounds:
    """Return the key words of the ten rounds."""
    return tuple(((key[0] + i * _W0) & 0xFFFFFFFF, (key[1] + i * _W1) & 0xFFFFFFFF) for i in range(10))


def uniform_of(number: int, stream: int, purpose: int, visit: int, rounds: Rounds) -> float:
    """Return one uniform number in (0, 1): that of :meth:`Luck.uniforms`, of one counter and without an array."""
    c0, c1, c2, c3 = number, stream, purpose, visit
    for k0, k1 in rounds:
        p0 = 0xD2511F53 * c0
        p1 = 0xCD9E8D57 * c2
        c0 = (p1 >> 32) ^ c1 ^ k0
        c2 = (p0 >> 32) ^ c3 ^ k1
        c1 = p1 & 0xFFFFFFFF
        c3 = p0 & 0xFFFFFFFF
    return (c0 + 0.5) * 2.0**-32


@cache
def name_key(name: str) -> int:
    """Turn the name of a purpose or a stream into its 32-bit counter word."""
    return zlib.crc32(name.encode())


def check_distinct(names: Iterable[str], what: str) -> None:
    """Refuse two names that share a counter word, for they would share their luck."""
    seen: dict[int, str] = {}
    for name in names:
        other = seen.setdefault(name_key(name), name)
        if other != name:
            raise PlanError(f"{what} {name!r} and {other!r} would share their luck: rename one of them.")


class Luck:
    """The luck of all cases of one replication.

    Parameters
    ----------
    seed : int
        0 to 2**32 - 1.
    replication : int
        0 to 2**32 - 1.
    """

    def __init__(self, seed: int, replication: int) -> None:
        if not 0 <= seed <= MAX_SEED:
            raise PlanError(f"seed {seed} is out of range: give a whole number from 0 to {MAX_SEED}.")
        self.key = (seed, replication)

    def uniforms(
        self,
        numbers: npt.NDArray[np.signedinteger[Any]],
        streams: npt.NDArray[np.int64] | int,
        purpose: str,
        visit: int = 0,
    ) -> npt.NDArray[np.float64]:
        """Return one uniform number in (0, 1) for each case.

        Parameters
        ----------
        numbers, streams : integer arrays
            The number of each case within its stream, and the stream's counter word.
        purpose : str
            What the luck is for.
        visit : int
            How often the case has needed it before.
        """
        words = philox(
            (
                np.asarray(numbers).astype(np.uint64),
                np.asarray(streams).astype(np.uint64),
                np.full(1, name_key(purpose), dtype=np.uint64),
                np.full(1, visit, dtype=np.uint64),
            ),
            self.key,
        )
        return (words[0].astype(np.float64) + 0.5) * 2.0**-32
