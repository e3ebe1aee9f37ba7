"""Folding: the same means as from all the rows, and no memory that grows with replications."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pandas as pd
import pytest

import sendsim
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.engines import engine_for
from sendsim.planning.fold import Fold, interval
from sendsim.planning.replicate import Collector, replicate
from sendsim.planning.workers import one_replication


def test_mean_and_interval_are_those_of_the_rows():
    """Values 1..5: mean 3, sd 1.5811, Student's half width 1.9632 (t(4) = 2.7764)."""
    fold = Fold(["k"], ["v"], False)
    for v in (1.0, 2, 3, 4, 5):
        fold.add(pd.DataFrame({"k": ["a"], "v": [v]}))
    table = fold.table()
    assert table.loc[0, "v"] == 3 and table.loc[0, "v_sd"] == pytest.approx(1.5811, abs=1e-4)
    low, high = interval(table, "v")
    assert (low[0], high[0]) == pytest.approx((3 - 1.9632, 3 + 1.9632), abs=1e-4)


def test_a_missing_key_is_zero_for_counts_and_unknown_for_shares():
    parts = [pd.DataFrame({"k": ["a"], "v": [4.0]}), pd.DataFrame({"k": ["b"], "v": [np.nan]})]
    count, share = Fold(["k"], ["v"], True), Fold(["k"], ["v"], False)
    for part in parts:
        count.add(part)
        share.add(part)
    assert count.table().set_index("k")["v"].to_dict() == {"a": 2, "b": 0}
    assert share.table().set_index("k").loc["a", "v"] == 4
    assert np.isnan(share.table().set_index("k").loc["b", "v"])


def test_order_of_arrival_does_not_matter():
    plan = sendsim.baseline("Rutland")
    compiled = compile_plan(plan)
    pieces = [one_replication(compiled, engine_for(compiled)[1], 1, r, False) for r in range(4)]
    first, other = Collector(plan, 1), Collector(plan, 1)
    for piece in pieces:
        first.add(piece)
    for piece in pieces[::-1]:
        other.add(piece)
    a, b = first.results(), other.results()
    pd.testing.assert_frame_equal(a.runs, b.runs)
    for name in a.tables:
        pd.testing.assert_frame_equal(a.tables[name], b.tables[name])


def test_tables_do_not_depend_on_the_number_of_workers():
    plan = sendsim.baseline("Rutland")
    one, two = replicate(plan, 5, 3), replicate(plan, 5, 3, workers=2)
    for name in one.tables:
        pd.testing.assert_frame_equal(one.tables[name], two.tables[name])


def test_memory_does_not_grow_with_the_folded_tables():
    """Of one more replication only its few small tables are kept: under 10 kB."""
    plan = sendsim.baseline("Rutland")
    compiled = compile_plan(plan)
    piece = one_replication(compiled, engine_for(compiled)[1], 1, 0, False)
    collector = Collector(plan, 1)
    for r in range(5):
        collector.add((r, {k: v.copy() for k, v in piece[1].items()}, None))
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for r in range(5, 105):
            collector.add((r, {k: v.copy() for k, v in piece[1].items()}, None))
        grown = (tracemalloc.get_traced_memory()[0] - before) / 100
    finally:
        tracemalloc.stop()
    assert grown < 10_000, f"{grown:,.0f} bytes a replication"
