"""The compiled tools of the fast engine against what they are the twins of, where the answer could differ."""

from __future__ import annotations

import numpy as np
import pytest

from sendsim.caseload.durations import GRID, exponential_table
from sendsim.caseload.luck import Luck, name_key

pytest.importorskip("numba")


@pytest.fixture(autouse=True)
def _the_folder_of_compiled_code() -> None:
    """Code that was compiled from other sources is never picked up: ask before the engine's modules are loaded."""
    from sendsim.caseload.fast_cache import use_folder

    use_folder()


def test_luck_is_that_of_the_specification() -> None:
    """Of every visit, seed and replication, up to the largest words that there are."""
    from sendsim.caseload.fast_tools import uniform

    stream, name = name_key("requests"), "meeting.takes"
    for seed, replication, visit in [(0, 0, 0), (1, 7, 3), (2**32 - 1, 2**32 - 1, 2**15)]:
        luck = Luck(seed, replication)
        for number in (0, 1, 2**24 - 1):
            expected = luck.uniforms(np.array([number]), stream, name, visit)[0]
            assert uniform(number, stream, name_key(name), visit, seed, replication) == expected


def test_times_are_found_in_every_part_of_the_grid() -> None:
    """At each point of the grid, beside it, half way on, and where each part of the guide begins: no other minute."""
    from sendsim.caseload.fast_tools import PARTS, quantile

    table = exponential_table(1e9)  # so long that each point has minutes of its own
    ends, between = np.arange(PARTS) / PARTS, (GRID[:-1] + GRID[1:]) / 2
    chances = np.concatenate([GRID, np.nextafter(GRID, 0), np.nextafter(GRID, 1), between, ends, np.nextafter(ends, 1)])
    least, most = 0.5 * 2.0**-32, GRID[-1]
    for u in chances[(chances >= least) & (chances <= most)].tolist():
        assert quantile(GRID, table.lines, 0, len(GRID), u, 1.0) == table.at(u), u
