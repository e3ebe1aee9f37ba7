"""Engines side by side: models a, b and c, each held to an equal answer before it is timed, in one interleaved run."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from benchmarks import c_twin, models, other_peers, ours, simpy_models

if other_peers.installed("cimba"):  # before our kernels: it adds to Numba's typing, and must be the first to do so
    from benchmarks import cimba_models
from benchmarks.harness import Line, Subject, in_a_process, take_turns
from sendsim.caseload.compiled import Compiled, compile_plan

EXACT = "exact theory"


def _hold(engine: str, found: float, exact: float, standard_error: float) -> str:
    """Hold an average to an exact value within four standard errors."""
    if not abs(found - exact) <= 4 * standard_error:
        raise AssertionError(f"{engine}: {found:.4f} is not {exact:.4f} within 4 x {standard_error:.4f}")
    return f"{found:.4g}, {EXACT} {exact:.4g}"


def _theory(model: str, customers: int) -> tuple[str, float, float]:
    """Return what is measured of a model, its exact value and a standard error of an average over the customers."""
    if model == "a":
        exact, variance = models.mm1_wait()
        return "wait", exact, math.sqrt(variance / customers)
    exact = models.erlang_a_leaves()
    return "left", exact, math.sqrt(5 * exact / customers)  # abandonments come in bunches: five times binomial


def queues(model: str, customers: int, rounds: int, slow_customers: int) -> list[Line]:
    """Measure model a or b."""
    name, exact, _ = _theory(model, customers)
    compiled = compile_plan(models.mm1(customers) if model == "a" else models.erlang_a(customers))
    subjects: list[Subject] = []

    def peer(engine: str, run: Callable[[int, int], dict[str, float]], n: int, own_time: bool = False) -> None:
        found = run(n, 1)
        said = _hold(engine, found[name], exact, _theory(model, n)[2])

        def timed(turn: int) -> float | None:
            got = run(n, turn + 2)
            return got["seconds"] if own_time else None

        subjects.append(Subject(model, engine, n, None, timed, said))

    idiomatic = simpy_models.mm1 if model == "a" else simpy_models.erlang_a
    peer("SimPy, idiomatic", idiomatic, customers)
    for engine in ("simpy", "fast"):
        run = ours.engine(compiled, engine)
        journeys = run(1, 0)
        found = ours.wait_and_left(compiled, journeys)
        said = _hold(engine, found[name], exact, _theory(model, customers)[2])
        cases, rows = len(journeys.case_arrays.opened), len(journeys.arrays.minute)

        def timed(turn: int, run: Any = run) -> None:
            run(1, turn + 1)

        subjects.append(Subject(model, f"sendsim, {engine}", cases, rows, timed, said))
    if other_peers.installed("ciw"):
        peer("Ciw", other_peers.ciw_mm1 if model == "a" else other_peers.ciw_erlang_a, slow_customers)
    if other_peers.installed("salabim"):
        slow = max(1000, slow_customers // 2)
        peer("salabim", other_peers.salabim_mm1 if model == "a" else other_peers.salabim_erlang_a, slow)
    if other_peers.has_simmer():
        peer("simmer (R)", lambda n, seed: other_peers.simmer(model, n, seed), customers, own_time=True)
    if other_peers.installed("cimba"):
        peer("cimba", cimba_models.mm1 if model == "a" else cimba_models.erlang_a, customers)
    return _per_case(take_turns(subjects, rounds))


def _per_case(lines: list[Line]) -> list[Line]:
    """Take ratios by cases a second, since slow peers are given fewer customers."""
    base = next(line.cases_per_s for line in lines if line.engine == "SimPy, idiomatic")
    for line in lines:
        line.times_simpy = line.cases_per_s / base
    return lines


def send(size: str, requests: float, years: float, rounds: int) -> list[Line]:
    """Measure model c; SimPy, our engines and C share their luck and must give equal logs."""
    compiled = compile_plan(models.send(requests, years))
    model = f"c {size}"
    fast = ours.engine(compiled, "fast")
    journeys = fast(1, 0)
    answer = ours.counts(compiled, journeys)
    cases, rows = len(answer["closed"]), answer["rows"]
    idiomatic = simpy_models.send(compiled, 1, 0)
    if sorted(idiomatic["log"]) != ours.rows(compiled, journeys) or idiomatic["counts"] != answer["counts"]:
        raise AssertionError("idiomatic SimPy and the fast engine differ")
    readable = ours.engine(compiled, "simpy")
    if ours.rows(compiled, readable(1, 0)) != ours.rows(compiled, journeys):
        raise AssertionError("our two engines differ")
    equal = f"equal log, {rows:,} rows"
    subjects = [
        Subject(model, "SimPy, idiomatic", cases, rows, _no_time(lambda t: simpy_models.send(compiled, 1, t)), equal),
        Subject(model, "sendsim, simpy", cases, rows, _no_time(lambda t: readable(1, t)), equal),
        *_fast_subjects(compiled, model, cases, rows, equal),
    ]
    if c_twin.has_cc():
        for version in c_twin.VERSIONS:
            _, go = c_twin.prepare(compiled, 1, 0, version)
            c_twin.hold_equal(version, go(), journeys)
            timed = _no_time(lambda t, go=go: go())  # type: ignore[misc]
            subjects.append(Subject(model, f"{version}, without arrivals", cases, rows, timed, equal))
    if other_peers.installed("cimba"):
        found = cimba_models.send(compiled, 1)
        for name, n in found.items():
            ours_n = answer["counts"].get(name, 0)
            if abs(n - ours_n) > 4 * math.sqrt(4 * max(ours_n, 25)):
                raise AssertionError(f"cimba: {name} is {n}, ours is {ours_n}")
        said = "endings within 4 standard errors of ours"
        timed = _no_time(lambda t: cimba_models.send(compiled, t + 1))
        subjects.append(Subject(model, "cimba (counts only)", cases, None, timed, said))
    lines = take_turns(subjects, rounds)
    _memory(lines, requests, years)
    return lines


def _fast_subjects(compiled: Compiled, model: str, cases: int, rows: int, equal: str) -> list[Subject]:
    from sendsim.caseload.cases import list_cases
    from sendsim.caseload.engine_fast import FastRun
    from sendsim.caseload.luck import Luck

    engine = FastRun(compiled)
    engine.run(1, 0)
    people = list_cases(compiled, Luck(1, 0))
    return [
        Subject(model, "sendsim, fast", cases, rows, _no_time(lambda t: engine.run(1, t)), equal),
        Subject(
            model,
            "sendsim, fast, without arrivals",
            cases,
            rows,
            _no_time(lambda t: engine.run_cases(people, 1, 0)),
            equal,
        ),
    ]


def _no_time(run: Callable[[int], Any]) -> Callable[[int], float | None]:
    def timed(turn: int) -> float | None:
        run(turn)
        return None

    return timed


def _memory(lines: list[Line], requests: float, years: float) -> None:
    """Add the first call and the peak memory of a fresh process."""
    plan = f"from sendsim.caseload.compiled import compile_plan; c = compile_plan(m.send({requests}, {years}))"
    runs = {
        "SimPy, idiomatic": ("from benchmarks import simpy_models", "simpy_models.send(c, 1, 0)"),
        "sendsim, simpy": ("from benchmarks import ours", "ours.engine(c, 'simpy')(1, 0)"),
        "sendsim, fast": ("from sendsim.caseload.engines import engine_for", "engine_for(c, 'fast')[1](1, 0)"),
        "cimba (counts only)": ("from benchmarks import cimba_models", "cimba_models.send(c, 1)"),
    }
    for line in lines:
        if line.engine in runs:
            imports, run = runs[line.engine]
            line.first_call_s, line.peak_mb = in_a_process(f"{plan}\n{imports}", run)
