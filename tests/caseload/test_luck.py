"""The luck of each case: the published generator, uniform, independent, and nobody else's business."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from small import DAY, end, listed, make, minutes, people, run, wait, work

from sendsim.caseload.journeys import Journeys
from sendsim.caseload.luck import Luck, check_distinct, name_key, philox
from sendsim.caseload.plan import Plan
from sendsim.errors import PlanError


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
    ],
)
def test_known_answers_of_philox(counter: str, key: str, expected: str) -> None:
    """The three published test vectors of Philox4x32-10."""
    words = [np.array([int(w, 16)], dtype=np.uint64) for w in counter.split()]
    first, second = (int(w, 16) for w in key.split())
    got = philox((words[0], words[1], words[2], words[3]), (first, second))
    assert [f"{int(word[0]):08x}" for word in got] == expected.split()


N = 200_000


def draws(seed: int = 1, replication: int = 0, stream: str = "d", purpose: str = "p", visit: int = 0) -> np.ndarray:
    return Luck(seed, replication).uniforms(np.arange(N), name_key(stream), purpose, visit)


def test_uniform() -> None:
    """200,000 cases of one purpose: inside (0, 1), uniform by Kolmogorov and Smirnov, and no serial correlation."""
    u = draws()
    assert u.min() > 0
    assert u.max() < 1
    assert stats.kstest(u, "uniform").pvalue > 1e-3
    for lag in (1, 2, 7):
        assert abs(np.corrcoef(u[:-lag], u[lag:])[0, 1]) < 4 / np.sqrt(N)


@pytest.mark.parametrize(
    "other",
    [{"seed": 2}, {"replication": 1}, {"stream": "e"}, {"purpose": "q"}, {"visit": 1}],
    ids=lambda d: next(iter(d)),
)
def test_independent(other: dict[str, Any]) -> None:
    """Another seed, replication, stream, purpose or visit has luck without correlation (4 SE), jointly uniform."""
    a, b = draws(), draws(**other)
    assert abs(np.corrcoef(a, b)[0, 1]) < 4 / np.sqrt(N)
    cells = np.bincount((a * 20).astype(int) * 20 + (b * 20).astype(int), minlength=400)
    assert stats.chisquare(cells).pvalue > 1e-3


def test_luck_does_not_depend_on_who_else_asks() -> None:
    """One case alone has the same number as within any crowd, in any order."""
    luck, u = Luck(5, 3), Luck(5, 3).uniforms(np.arange(50), name_key("d"), "p")
    for k in (0, 17, 49):
        assert luck.uniforms(np.array([k]), name_key("d"), "p")[0] == u[k]
    assert (luck.uniforms(np.arange(50)[::-1], name_key("d"), "p")[::-1] == u).all()


def test_names_that_would_share_their_luck_are_refused() -> None:
    """Two names with the same 32-bit key are refused; the same name twice is not."""
    assert name_key("plumless") == name_key("buckeroo")
    with pytest.raises(PlanError, match="would share their luck"):
        check_distinct(["plumless", "buckeroo"], "purposes")
    check_distinct(["a", "a"], "purposes")


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_seed_out_of_range(seed: int) -> None:
    """A seed that does not fit the key is refused in one sentence."""
    with pytest.raises(PlanError, match=f"seed {seed} is out of range"):
        Luck(seed, 0)


# -- worlds: the same families in two plans


def office(mediators: float = 1, extra: bool = True) -> Plan:
    """Return a small service: a wait, mediation by a team, and a second team for those who are not agreed."""
    law = {"law": "gamma", "mean": 600, "sd": 500, "unit": "minutes"}
    agreed = [{"to": "out", "p": 0.6}, {"to": "appeal"}]
    stages = [
        wait("advice", {"law": "triangular", "low": 1, "mode": 2, "high": 9, "unit": "days"}, "mediation"),
        {**work("mediation", law, team="mediators"), "then": agreed},
        work("appeal", {"law": "lognormal", "mean": 900, "sd": 900, "unit": "minutes"}, team="judges"),
        end(),
    ]
    demand = [
        {"name": "d", "per_year": 600, "calendar": "always"},
        listed(*([20 * DAY] if extra else []), name="extra"),
    ]
    return make(stages, demand, [people(mediators, "mediators"), people(1, "judges")], days=200)


def lived(journeys: Journeys) -> pd.DataFrame:
    """Return what each case drew: arrival, minutes at work on each stage, and whether it went to appeal."""
    events = journeys.events.astype({"event": str, "stage": str, "case": str})
    table = pd.DataFrame({"arrive": events[events["event"] == "arrive"].set_index("case")["minute"]})
    for stage in ("mediation", "appeal"):
        here = events[events["stage"] == stage].set_index("case")
        table[stage] = here.loc[here["event"] == "end", "minute"] - here.loc[here["event"] == "start", "minute"]
    advice = events[events["stage"] == "advice"].set_index("case")
    table["advice"] = advice.loc[advice["event"] == "end", "minute"] - advice.loc[advice["event"] == "arrive", "minute"]
    return table


def same_where_both_known(a: pd.DataFrame, b: pd.DataFrame) -> None:
    shared = a.index.intersection(b.index)
    assert len(shared) > 200
    a, b = a.loc[shared], b.loc[shared]
    both = a.notna() & b.notna()
    assert (a.where(both).fillna(-1) == b.where(both).fillna(-1)).all().all()
    assert both["mediation"].sum() > 100


def test_without_one_case_nobody_else_s_luck_changes() -> None:
    """A case fewer: every other family arrives, stays and works as before; only waits in queues may differ."""
    full, without = run(office()), run(office(extra=False))
    assert set(full.cases["case"]) - set(without.cases["case"]) == {"extra.0"}
    same_where_both_known(lived(full), lived(without))


def test_another_mediator_changes_nobody_s_luck() -> None:
    """With one more mediator every family has the same arrival, durations and outcome of mediation."""
    one, two = run(office(1)), run(office(2))
    assert one.cases["case"].tolist() == two.cases["case"].tolist()
    same_where_both_known(lived(one), lived(two))


@pytest.mark.parametrize("gone", range(5))
def test_first_come_without_one_case_nobody_waits_longer(gone: int) -> None:
    """In one queue in order of arrival, a case fewer never makes another start later."""
    law = {"law": "exponential", "mean": 280, "unit": "minutes"}
    rng = np.random.default_rng(gone)
    at = float(rng.integers(0, 20 * DAY))

    def starts(extra: bool) -> pd.Series:
        demand = [
            {"name": "d", "per_year": 365.25 * 9, "calendar": "always"},
            listed(*([at] if extra else []), name="x"),
        ]
        events = run(make([work("s", law), end()], demand, [people(2)]), seed=gone).events
        chosen = events[events["event"] == "start"]
        return pd.Series(chosen["minute"].to_numpy(), index=chosen["case"].astype(str))

    full, without = starts(True).drop("x.0"), starts(False)
    assert len(full) > 150
    assert (without.reindex(full.index) <= full).all()


def test_replications_and_seeds_differ_and_repeat() -> None:
    """The same seed and replication give the same tables; another of either gives others."""
    a, b = run(office(), 1, 0), run(office(), 1, 0)
    pd.testing.assert_frame_equal(a.events, b.events)
    pd.testing.assert_frame_equal(a.cases, b.cases)
    pd.testing.assert_frame_equal(a.capacity, b.capacity)
    for other in (run(office(), 1, 1), run(office(), 2, 0)):
        assert other.cases["opened"].tolist() != a.cases["opened"].tolist()


def test_a_longer_mean_gives_the_same_case_a_longer_stay() -> None:
    """One uniform, one quantity: with a mean twice as long every stay is twice as long, to the minute's rounding."""

    def stays(mean: float) -> np.ndarray:
        plan = make(
            [wait("s", {"law": "gamma", "mean": mean, "sd": mean, "unit": "days"}), end()], [listed(*range(300))]
        )
        cases = run(plan).cases
        return (cases["closed"] - cases["opened"]).astype("float").to_numpy()

    once, twice = stays(1), stays(2)
    assert np.nanmax(np.abs(twice - 2 * once)) <= 1.5


def test_fixed_minutes_are_themselves() -> None:
    """A fixed time needs no luck."""
    cases = run(make([wait("s", minutes(77)), end()], [listed(0, 5)])).cases
    assert (cases["closed"] - cases["opened"]).tolist() == [77, 77]
