"""The three models as a SimPy programmer writes them: a process a case, Resource, and ``|`` for reneging.

Model c takes the luck of sendsim's cases, drawn a column at a time with NumPy within the time that is measured, so that
its answers must be equal to those of our engines, case by case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import simpy

from benchmarks import models as m
from sendsim.caseload.cases import list_cases
from sendsim.caseload.compiled import Compiled
from sendsim.caseload.luck import Luck

Events = Iterator[Any]
DAY = 1440


def mm1(customers: int, seed: int) -> dict[str, float]:
    """Return customers served and their mean wait in service times."""
    rng = np.random.default_rng(seed)
    gaps = rng.exponential(1 / m.LOAD, customers).tolist()
    work = rng.exponential(1.0, customers).tolist()
    env = simpy.Environment()
    server = simpy.Resource(env, 1)
    waits: list[float] = []

    def customer(takes: float) -> Events:
        came = env.now
        with server.request() as turn:
            yield turn
            waits.append(env.now - came)
            yield env.timeout(takes)

    def source() -> Events:
        for gap, takes in zip(gaps, work, strict=True):
            yield env.timeout(gap)
            env.process(customer(takes))

    env.process(source())
    env.run()
    return {"served": len(waits), "wait": float(np.mean(waits))}


def erlang_a(customers: int, seed: int) -> dict[str, float]:
    """Return how many were served and what share left."""
    rng = np.random.default_rng(seed)
    draws = (1 / m.RATE, 1.0, m.PATIENCE)
    gaps, work, patience = (rng.exponential(mean, customers).tolist() for mean in draws)
    env = simpy.Environment()
    servers = simpy.Resource(env, m.SERVERS)
    left = 0

    def customer(takes: float, stays: float) -> Events:
        nonlocal left
        with servers.request() as turn:
            got = yield turn | env.timeout(stays)
            if turn not in got:
                left += 1
                return
            yield env.timeout(takes)

    def source() -> Events:
        for gap, takes, stays in zip(gaps, work, patience, strict=True):
            yield env.timeout(gap)
            env.process(customer(takes, stays))

    env.process(source())
    env.run()
    return {"served": customers - left, "left": left / customers}


def send(compiled: Compiled, seed: int, replication: int) -> dict[str, Any]:
    """Return the counts of endings, when each case ended (-1: open), and the log: (minute, case, event, stage)."""
    people = list_cases(compiled, Luck(seed, replication))
    steps = {s.name: s for s in compiled.steps}
    n = len(people)

    def uniforms(purpose: str) -> np.ndarray:
        return people.luck.uniforms(people.numbers, people.streams, purpose)

    def goes(stage: str, p: float) -> list[bool]:
        return (uniforms(f"{stage}.route") < p).tolist()

    def minutes(table: Any, purpose: str) -> list[int]:
        drawn = np.interp(uniforms(purpose), table.probabilities, table.minutes)
        return np.maximum(1, np.round(drawn)).astype(int).tolist()

    disputes, to_drs = goes("request", m.P_DISPUTE), goes("dispute", m.P_DRS)
    settles, to_mediation = goes("drs", m.P_DRS_SETTLES), goes("advice", m.P_MEDIATION)
    agrees, appeals = goes("mediation", m.P_AGREES), goes("consider", m.P_APPEAL)
    drs_takes = minutes(steps["drs"].table, "drs.takes")
    mediation_takes = minutes(steps["mediation"].table, "mediation.takes")
    concedes = minutes(steps["hearing"].departures[0].table, "hearing.concedes")

    env = simpy.Environment()
    facilitators, mediators = (simpy.Resource(env, c[0][1]) for c in compiled.capacity)
    hearing_list: list[simpy.Event] = []
    outcome = [""] * n
    closed = [-1] * n

    log: list[tuple[int, int, str, str]] = []

    def note(i: int, event: str, stage: str) -> None:
        log.append((env.now, i, event, stage))

    def end(i: int, how: str) -> None:
        note(i, "join", how)
        note(i, "exit", how)
        outcome[i], closed[i] = how, env.now

    def rest(i: int, stage: str, minutes: int) -> Events:
        note(i, "join", stage)
        yield env.timeout(minutes)
        note(i, "end", stage)

    def case(i: int) -> Events:
        note(i, "arrive", "request")
        note(i, "join", "request")
        if not disputes[i]:
            return end(i, "no_dispute")
        note(i, "join", "dispute")
        if to_drs[i]:
            note(i, "join", "drs")
            with facilitators.request() as turn:
                yield turn
                note(i, "start", "drs")
                yield env.timeout(drs_takes[i])
                note(i, "end", "drs")
            if settles[i]:
                return end(i, "settled")
        note(i, "join", "advice")
        if to_mediation[i]:
            note(i, "join", "mediation")
            note(i, "clock_started", "mediation")
            # The certificate comes at midnight after the thirtieth day.
            limit = (env.now // DAY + m.CERTIFICATE_DAYS + 1) * DAY - env.now
            with mediators.request() as turn:
                got = yield turn | env.timeout(limit)
                if turn in got:
                    note(i, "start", "mediation")
                    note(i, "clock_stopped", "mediation")
                    yield env.timeout(mediation_takes[i])
                    note(i, "end", "mediation")
                    if agrees[i]:
                        return end(i, "agreed")
                else:
                    note(i, "clock_expired", "mediation")
        note(i, "join", "consider")
        if not appeals[i]:
            return end(i, "no_appeal")
        yield from rest(i, "registration", m.REGISTRATION_DAYS * DAY)
        yield from rest(i, "response", m.RESPONSE_DAYS * DAY)
        note(i, "join", "hearing")
        place = env.event()
        hearing_list.append(place)
        yield place | env.timeout(concedes[i])
        if not place.triggered:  # a place given in the very minute of the concession is taken
            hearing_list.remove(place)
            note(i, "leave", "hearing")
            return end(i, "conceded")
        note(i, "start", "hearing")
        yield env.timeout(m.HEARING_HOURS * 60)
        note(i, "end", "hearing")
        yield from rest(i, "decision", m.DECISION_DAYS * DAY)
        return end(i, "decided")

    def hearings() -> Events:
        for minute, places in compiled.sessions[0]:
            yield env.timeout(minute - env.now)
            for _ in range(min(places, len(hearing_list))):
                hearing_list.pop(0).succeed()

    def source() -> Events:
        for i, minute in enumerate(people.joined.tolist()):
            yield env.timeout(minute - env.now)
            env.process(case(i))

    env.process(source())
    env.process(hearings())
    env.run(until=compiled.end)
    counts = Counter(how or "open" for how in outcome)
    return {"counts": dict(counts), "closed": np.array(closed), "log": log, "rows": len(log)}
