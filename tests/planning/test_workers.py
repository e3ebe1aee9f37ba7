"""Replications by threads, processes, an executor and a real cluster: nothing lost, nothing different."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sendsim
from sendsim.errors import OutputError, PlanError, SendsimError
from sendsim.planning.parquet import LogFolder
from sendsim.planning.record import write_results
from sendsim.planning.replicate import Results, StoppedError, replicate
from sendsim.planning.workers import dask_executor, in_order
from tests.two_engines import HAS_NUMBA, TABLES

N, SEED = 7, 5
needs_dask = pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="Dask is not installed")
needs_arrow = pytest.mark.skipif(importlib.util.find_spec("pyarrow") is None, reason="pyarrow is not installed")


@pytest.fixture(scope="module")
def plan():
    return sendsim.baseline("Rutland")


@pytest.fixture(scope="module")
def alone(plan) -> Results:
    return replicate(plan, N, SEED)


def written(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder but the record of the run, which holds the seconds it took."""
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.suffix != ".json"
    }


def assert_same_bytes(one: Results, other: Results, tmp_path: Path) -> None:
    write_results(one, tmp_path / "one", 0.0)
    write_results(other, tmp_path / "other", 0.0)
    assert written(tmp_path / "one") == written(tmp_path / "other")
    assert len(written(tmp_path / "one")) > 12


class Watched(ThreadPoolExecutor):
    """Threads that count how many tasks have been handed over and not yet answered."""

    most = now = 0

    def submit(self, *args: Any, **kwargs: Any) -> Future[Any]:
        self.now += 1
        self.most = max(self.most, self.now)
        future = super().submit(*args, **kwargs)
        future.add_done_callback(lambda _: setattr(self, "now", self.now - 1))
        return future


def test_an_executor_that_is_handed_over_gives_the_same_bytes_and_holds_few_tasks(plan, alone, tmp_path):
    with Watched(2) as pool:
        assert_same_bytes(alone, replicate(plan, N, SEED, workers=2, executor=pool), tmp_path)
        assert pool.most <= 4
        assert pool.submit(int, "3").result() == 3  # it is not ours to end


@pytest.mark.skipif(not HAS_NUMBA, reason="Numba is not installed")
def test_threads_of_the_fast_engine_and_processes_of_simpy_give_the_same_bytes(plan, alone, tmp_path):
    assert_same_bytes(alone, replicate(plan, N, SEED, workers=3, engine="fast"), tmp_path)
    (tmp_path / "simpy").mkdir()
    assert_same_bytes(alone, replicate(plan, N, SEED, workers=2, engine="simpy"), tmp_path / "simpy")


def test_work_of_others_can_be_stopped(plan):
    told: list[int] = []
    with ThreadPoolExecutor(2) as pool, pytest.raises(StoppedError):
        replicate(
            plan, 500, executor=pool, progress=lambda done, of: told.append(done), should_stop=lambda: len(told) > 2
        )
    assert max(told) < 500


def test_a_process_that_is_killed_is_one_sentence():
    def submit(pool: Any, part: range) -> Future[Any]:
        return pool.submit(os._exit, 1)

    with ProcessPoolExecutor(1) as pool, pytest.raises(SendsimError, match="worker process ended before its answer"):
        list(in_order(pool, deque([range(1)]), submit, 1))


@needs_arrow
def test_logs_hold_every_event_one_file_a_replication(plan, tmp_path):
    with LogFolder(tmp_path / "logs") as logs:
        results = replicate(plan, 3, SEED, keep_logs=True, log_to=logs.add)
    for name in ("events", "cases", "capacity", "sessions"):
        files = sorted(p.name for p in (tmp_path / "logs" / name).iterdir())
        assert files == [f"replication-0000{i}.parquet" for i in range(3)]
        back = pd.read_parquet(tmp_path / "logs" / name)
        assert len(back) == sum(len(getattr(log, name)) for log in results.logs)
    events = pd.read_parquet(tmp_path / "logs/events/replication-00002.parquet").sort_values("seq", ignore_index=True)
    for column in ("minute", "case", "event", "stage", "detail"):
        assert events[column].tolist() == results.logs[2].events[column].tolist()
    with pytest.raises(OutputError, match="already holds something"):
        LogFolder(tmp_path / "logs")


@needs_arrow
def test_logs_are_whole_or_absent(plan, tmp_path):
    def stop_after_two() -> bool:
        return logs.written >= 2

    with pytest.raises(StoppedError), LogFolder(tmp_path / "logs") as logs:
        replicate(plan, 5, log_to=logs.add, should_stop=stop_after_two)
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_installed_is_said(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(PlanError, match=r"sendsim\[parquet\]"):
        LogFolder(tmp_path / "logs")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(PlanError, match=r"sendsim\[dask\]"), dask_executor("tcp://127.0.0.1:1"):
        pass


@needs_dask
@needs_arrow
def test_on_a_cluster_whose_worker_is_killed_half_way_nothing_is_lost(plan, alone, tmp_path):
    """Two real workers, one killed when half is done: the same bytes as one worker; and so from the command line."""
    from distributed import Client, LocalCluster

    settings = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with LocalCluster(**settings) as cluster, Client(cluster) as client:  # type: ignore[no-untyped-call]
        pids = client.run(os.getpid)
        assert len(set(pids.values())) == 2
        killed: list[int] = []

        def progress(done: int, of: int) -> None:
            if done >= of // 2 and not killed:
                killed.append(next(iter(pids.values())))
                os.kill(killed[0], signal.SIGKILL if os.name != "nt" else signal.SIGTERM)

        with dask_executor(cluster.scheduler_address) as (executor, threads):
            assert threads == 2
            results = replicate(plan, N, SEED, workers=threads, executor=executor, progress=progress)
        assert killed
        assert_same_bytes(alone, results, tmp_path)

        with LogFolder(tmp_path / "logs") as log:
            replicate(plan, N, SEED, log_to=log.add)
        words = ["simulate", str(tmp_path / "one" / "plan.yaml"), "--replications", str(N), "--seed", str(SEED)]
        words += ["--dask", cluster.scheduler_address, "--out", str(tmp_path / "there")]
        done = subprocess.run(
            [sys.executable, "-m", "sendsim", *words, "--logs", str(tmp_path / "there-logs")],
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        assert written(tmp_path / "there") == written(tmp_path / "one")
        logs = written(tmp_path / "logs")
        assert logs == written(tmp_path / "there-logs") and len(logs) == len(TABLES) * N
