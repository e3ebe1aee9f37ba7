"""One station against exact queueing theory.

Exact values: M/M/1 and M/M/c by Erlang C; Pollaczek and Khinchine for M/G/1; birth-and-death balance for
loss and shared systems; Erlang A (Palm) for impatience; Cobham for priorities. Every test holds the
acceptance rule of ``helpers``: four standard errors, and the standard error at most the stated share.
"""

from __future__ import annotations

import pytest
from helpers import (
    Scale,
    accept,
    activity,
    counted,
    demand,
    end,
    over_time,
    plan_of,
    replicate,
    simple,
    team,
    times_in_system,
    waits,
)

pytestmark = pytest.mark.theory


def test_mm1_wait() -> None:
    """M/M/1, rates 5 and 8: mean wait 5 / (8 * 3) = 0.208333. SE at most 2 %."""
    scale = Scale(5000)
    plan = simple(scale, 5, scale.exponential(1 / 8))
    (wait,) = replicate(plan, 8, lambda j: waits(j).mean() / scale.minutes)
    accept(wait, 5 / 24, 0.02)


def test_mm1_queue_length() -> None:
    """M/M/1, rates 0.75 and 1: 2.25 wait on average, weighted by time. SE at most 4 %."""
    scale = Scale(30_000)
    plan = simple(scale, 0.75, scale.exponential(1))
    (queue,) = replicate(plan, 8, lambda j: over_time(j, lambda c: c["queue"]))
    accept(queue, 2.25, 0.04)


def test_mm1_heavy() -> None:
    """M/M/1, rates 0.9 and 1: time in system 1 / (1 - 0.9) = 10. SE at most 5 %."""
    scale = Scale(40_000)
    plan = simple(scale, 0.9, scale.exponential(1))
    (time,) = replicate(plan, 10, lambda j: times_in_system(j).mean() / scale.minutes)
    accept(time, 10, 0.05)


@pytest.mark.parametrize(
    ("gap", "service", "staff", "wait", "queue"),
    [
        (10, 3, 2, 0.069054, 0.006905),
        (6, 4, 2, 0.5, 0.083333),
        (4, 3, 1, 9, 2.25),
        (5.5, 5, 3, 0.171715, 0.031221),
        (8, 4, 1, 4, 0.5),
        (4, 10, 4, 2.132378, 0.533095),
    ],
)
def test_mms_set(gap: float, service: float, staff: int, wait: float, queue: float) -> None:
    """M/M/s: mean wait and, measured on its own, mean number waiting. SE at most 5 %."""
    scale = Scale(30_000 * gap)
    plan = simple(scale, 1 / gap, scale.exponential(service), staff)
    got_wait, got_queue = replicate(
        plan, 6, lambda j: waits(j).mean() / scale.minutes, lambda j: over_time(j, lambda c: c["queue"])
    )
    accept(got_wait, wait, 0.05)
    accept(got_queue, queue, 0.05)


def test_mms_with_plenty_of_staff() -> None:
    """Mean gap 60, mean service 10, 15 servers: the exact wait is below 1e-15, so nobody may wait at all."""
    scale = Scale(30_000 * 60)
    plan = simple(scale, 1 / 60, {"law": "exponential", "mean": 10 * scale.unit, "unit": "days"}, 15)
    most, queue = replicate(plan, 1, lambda j: waits(j).max(), lambda j: over_time(j, lambda c: c["queue"]))
    assert most[0] == 0
    assert queue[0] == 0


def test_mm20_heavy() -> None:
    """M/M/20 at load 0.9: P(wait) 0.550769, mean wait 0.275385, P(wait > 1) 0.074538. SE at most 2, 6 and 10 %."""
    scale = Scale(3500)
    plan = simple(scale, 18, scale.exponential(1), 20)
    some, mean, long = replicate(
        plan,
        10,
        lambda j: (waits(j) > 0).mean(),
        lambda j: waits(j).mean() / scale.minutes,
        lambda j: (waits(j) > scale.minutes).mean(),
    )
    accept(some, 0.550769, 0.02)
    accept(mean, 0.275385, 0.06)
    accept(long, 0.074538, 0.10)


def test_loss_with_one_place_to_wait() -> None:
    """M/M/2/3, rates 3 and 4: 0.762340 in the system, 0.0493601 turned away. SE at most 1 and 3 %."""
    scale = Scale(8000)
    plan = simple_with_room(scale)
    number, lost = replicate(
        plan,
        8,
        lambda j: over_time(j, lambda c: c["busy"] + c["queue"]),
        lambda j: (j.cases["outcome"] == "lost").mean(),
    )
    accept(number, 0.762340, 0.01)
    accept(lost, 0.0493601, 0.03)


def simple_with_room(scale: Scale):
    return plan_of(
        [activity("s", scale.exponential(1 / 4), room=1, if_full="lost"), end(), end("lost")],
        [demand(per_year=scale.per_year(3))],
        [team(staff=2)],
    )


def test_loss_with_two_classes() -> None:
    """One pump, no queue; cars (75 %, mean 8) and motorcycles (25 %, mean 3) at 0.15: 0.503106 busy. SE at most 1 %.

    The mixture has offered load 0.15 * 6.75 = 1.0125; the loss formula depends on its mean only.
    """
    scale = Scale(60_000)
    full = {"room": 0, "if_full": "lost"}
    plan = plan_of(
        [
            activity("car", scale.exponential(8), **full),
            activity("cycle", scale.exponential(3), **full),
            end(),
            end("lost"),
        ],
        [
            demand("cars", per_year=scale.per_year(0.75 * 0.15)),
            demand("cycles", per_year=scale.per_year(0.25 * 0.15), start="cycle"),
        ],
        [team()],
    )
    (busy,) = replicate(plan, 8, lambda j: over_time(j, lambda c: c["busy"]))
    accept(busy, 0.503106, 0.01)


def test_erlang_a() -> None:
    """M/M/10+M, rates 12 and 1, patience 0.5: P(wait) 0.850385, P(abandon) 0.195656, mean wait of all 0.391312,
    utilisation 0.965213. SE at most 1, 3, 3 and 1 %.
    """
    scale = Scale(2500)
    plan = plan_of(
        [
            activity(
                "s", scale.exponential(1), departures=[{"name": "gone", "to": "away", "per_week": scale.per_week(0.5)}]
            ),
            end(),
            end("away"),
        ],
        [demand(per_year=scale.per_year(12))],
        [team(staff=10)],
    )

    def wait_of_all(j):
        table = counted(j)
        return (table["start"].fillna(table["exit"]) - table["arrive"]).mean() / scale.minutes

    def some_wait(j):
        table = counted(j)
        return ((table["start"].fillna(table["exit"]) - table["arrive"]) > 0).mean()

    some, gone, mean, used = replicate(
        plan,
        8,
        some_wait,
        lambda j: counted(j)["start"].isna().mean(),
        wait_of_all,
        lambda j: over_time(j, lambda c: c["busy"]) / 10,
    )
    accept(some, 0.850385, 0.01)
    accept(gone, 0.195656, 0.03)
    accept(mean, 0.391312, 0.03)
    accept(used, 0.965213, 0.01)


def test_mg1_with_a_heavy_tail() -> None:
    """M/G/1, lognormal of mean 1 and sd 2, rate 0.7: Pollaczek and Khinchine give 5.833333. SE at most 6 %."""
    scale = Scale(45_000)
    plan = simple(scale, 0.7, scale.law("lognormal", mean=1, sd=2))
    (wait,) = replicate(plan, 12, lambda j: waits(j).mean() / scale.minutes)
    accept(wait, 0.7 * 5 / (2 * 0.3), 0.06)


def test_md1() -> None:
    """M/D/1, rate 0.5, service 1: mean wait 0.5. SE at most 2 %."""
    scale = Scale(40_000)
    plan = simple(scale, 0.5, scale.law("fixed", value=1))
    (wait,) = replicate(plan, 8, lambda j: waits(j).mean() / scale.minutes)
    accept(wait, 0.5, 0.02)


def two_classes(scale: Scale, rates: tuple[float, ...], mean: float, work: str):
    return plan_of(
        [activity("s", scale.exponential(mean)), end()],
        [demand(f"class{k}", per_year=scale.per_year(r), priority=k) for k, r in enumerate(rates)],
        [team(queue="priority", work=work)],
    )


def test_preemptive_resume() -> None:
    """Rates 3 and 4 over 10, the first class interrupts the second, whose work is resumed.

    With s = 1/10 the time in system of class 1 is s / (1 - 0.3) = 1/7; of class 2, with R = 7 * 2 s^2 / 2,
    it is (s (1 - 0.7) + R) / ((1 - 0.3)(1 - 0.7)) = 10/21. SE at most 2 and 3 %.
    """
    scale = Scale(4500)
    plan = two_classes(scale, (3, 4), 1 / 10, "interruptible")
    urgent, other = replicate(
        plan,
        8,
        lambda j: times_in_system(j, "class0").mean() / scale.minutes,
        lambda j: times_in_system(j, "class1").mean() / scale.minutes,
    )
    accept(urgent, 1 / 7, 0.02)
    accept(other, 10 / 21, 0.03)


def test_three_priorities_without_interruption() -> None:
    """Cobham: rates 2, 3, 3 over 10. Waits R / ((1 - S before)(1 - S with)), R = 0.08. SE at most 4 %."""
    scale = Scale(4000)
    plan = two_classes(scale, (2, 3, 3), 1 / 10, "one_at_a_time")
    got = replicate(plan, 8, *(lambda j, k=k: waits(j, f"class{k}").mean() / scale.minutes for k in range(3)))
    for values, exact in zip(got, (0.08 / 0.8, 0.08 / (0.8 * 0.5), 0.08 / (0.5 * 0.2)), strict=True):
        accept(values, exact, 0.04)


def test_unstable_trap() -> None:
    """Two classes at 5 each over 10, no interruption: load 1. Class 0 still has a mean wait, 0.2; class 1 has none.

    Class 0: R / (1 - 0.5) with R = 10 * 2 / 100 / 2 = 0.1, for the server is always busy in the limit. SE at most
    2 %. For class 1 no number is right: the plan must be warned about, and its waits must grow with the run.
    """
    from sendsim.caseload.balance import load_warnings
    from sendsim.caseload.load import offered_load

    scale = Scale(3500)
    plan = two_classes(scale, (5, 5), 1 / 10, "one_at_a_time")

    def first_class(j):
        table = counted(j)
        table = table[table["demand"] == "class0"]
        return (table["start"] - table["arrive"]).mean() / scale.minutes

    (wait,) = replicate(plan, 8, first_class)
    accept(wait, 0.2, 0.02)
    assert offered_load(plan)["team"] == pytest.approx(1, rel=1e-3)
    (warning,) = load_warnings(plan)
    assert "'team'" in warning
    assert "load 1.00" in warning


def test_shared_work_by_three() -> None:
    """Shared work, 3 on duty, rates 10 and 12: P(0..4 in hand) as in M/M/3. SE at most 1, 1, 2, 4 and 8 %."""
    scale = Scale(2500)
    plan = plan_of(
        [activity("s", scale.exponential(1 / 12)), end()],
        [demand(per_year=scale.per_year(10))],
        [team(staff=3, work="shared")],
    )
    got = replicate(plan, 8, *(lambda j, n=n: over_time(j, lambda c: c["busy"] == n) for n in range(5)))
    exact = (0.43213, 0.36011, 0.15005, 0.04168, 0.01158)
    for values, value, share in zip(got, exact, (0.01, 0.01, 0.02, 0.04, 0.08), strict=True):
        accept(values, value, share)


def test_shared_work_does_not_care_about_the_law() -> None:
    """Sharing by one is insensitive: lognormal work (cv 2) at load 0.6 has time in system 1 / 0.4. SE at most 4 %."""
    scale = Scale(30_000)
    plan = plan_of(
        [activity("s", scale.law("lognormal", mean=1, sd=2)), end()],
        [demand(per_year=scale.per_year(0.6))],
        [team(work="shared")],
    )
    (time,) = replicate(plan, 8, lambda j: times_in_system(j).mean() / scale.minutes)
    accept(time, 2.5, 0.04)
