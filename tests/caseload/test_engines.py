"""Which engine runs, what it says when it cannot, and that both know every kind of stage."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from small import end, listed, make, minutes, wait

from sendsim.caseload import engines
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.fast_program import KINDS
from sendsim.caseload.limits import COUNTING_NAMES
from sendsim.caseload.pathway import Stage
from sendsim.errors import PlanError, UnknownNameError
from tests.two_engines import HAS_NUMBA, assert_equal

pytestmark = pytest.mark.skipif(not HAS_NUMBA, reason="Numba is not installed")


def plan(days: int = 30):
    return compile_plan(make([wait("s", minutes(90)), end()], [listed(720)], days=days))


def test_both_engines_know_every_kind_of_stage() -> None:
    kinds = {get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(get_args(Stage)[0])}
    assert kinds == set(KINDS)


def test_auto_takes_the_fast_engine_only_when_it_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "not_ready", lambda: "not compiled yet.")
    name, _, notice = engines.engine_for(plan())
    assert (name, notice) == ("simpy", "not compiled yet.")
    monkeypatch.setattr(engines, "not_ready", lambda: None)
    name, run, notice = engines.engine_for(plan())
    assert (name, notice) == ("fast", None)
    _, other, _ = engines.engine_for(plan(), "simpy")
    assert_equal(run(1, 0), other(1, 0))


def test_ready_is_noted_when_the_measures_are_compiled_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for the fast engine by name waits for all of it once, so that no page waits for the rest."""
    from sendsim.caseload import fast_cache
    from sendsim.caseload.engine_fast import FastRun

    happened: list[str] = []
    brief = FastRun.brief
    monkeypatch.setattr(FastRun, "brief", lambda *given: happened.append("measured") or brief(*given))
    monkeypatch.setattr(fast_cache, "mark_ready", lambda: happened.append("ready"))
    monkeypatch.setattr(engines, "not_ready", lambda: "not compiled yet.")
    run = engines.engine_for(plan(), "fast")[1]
    run(1, 0)
    run(1, 1)
    assert happened == ["measured", "ready"]


def test_what_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownNameError):
        engines.engine_for(plan(), "quick")
    monkeypatch.setattr(engines, "has_fast", lambda: False)
    with pytest.raises(PlanError, match=r"sendsim\[fast\]"):
        engines.engine_for(plan(), "fast")
    name, _, notice = engines.engine_for(plan())
    assert name == "simpy" and notice is not None and "not installed" in notice


def test_one_compiled_run_serves_every_plan() -> None:
    """`sendsim warm` compiles all there is: a plan with areas, a mix, a staffed diary and a caseload adds nothing."""
    from small import people, run, session, work

    from sendsim.caseload.fast_cache import use_folder

    use_folder()
    from sendsim.caseload.fast_cases import arrivals, draw_gaps
    from sendsim.caseload.fast_kernel import run as compiled
    from sendsim.caseload.fast_measures import measure
    from sendsim.caseload.fast_opening import left_of

    often = {"name": "often", "per_year": 200}
    run(make([wait("s", minutes(90)), end()], [often]))
    stages = [
        {"kind": "allocation", "name": "a", "team": "team", "then": [{"to": "w"}]},
        work("w", minutes(90), "h"),
        session("h", minutes(60), uses={"judges": 1}),
        end(),
    ]
    diaries = [{"name": "list", "staffed_by": ["judges"]}]
    areas = [{"name": "A"}, {"name": "B", "teams": {"team": {"value": 2}}}]
    teams = [people(1, caseload=1), people(1, "judges")]
    run(make(stages, [listed(0, 5)], teams, diaries=diaries, areas=areas))
    often["mix"] = {"age": {"young": {"value": 0.3}, "older": {"value": 0.7}}}
    stages[0]["then"] = [{"to": "w", "when": {"age": ["young"]}}, {"to": "h", "when": {"age": ["older"]}}]
    run(make(stages, [often], teams, diaries=diaries, areas=areas))
    assert [len(part.signatures) for part in (compiled, measure, draw_gaps, arrivals, left_of)] == [1] * 5


def test_sendsim_is_light_without_the_fast_engine() -> None:
    """``import sendsim`` loads none of the heavy libraries, and what runs plans does not load Numba."""
    alone = "import sys, sendsim; print(sorted({'numba', 'numpy', 'pandas', 'matplotlib', 'scipy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", alone], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    code = "import sys, sendsim, sendsim.caseload.engines, sendsim.planning.replicate; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("counting", COUNTING_NAMES)
def test_every_limit_is_the_later_of_two_limbs(counting: str) -> None:
    """The fast engine's tables give the law's own day, for any notice and any start."""
    from datetime import date, timedelta

    from sendsim.caseload.fast_program import limit_by_day
    from sendsim.caseload.limits import BY_NOTICE, RULES

    start, first, last = date(2026, 1, 5), -120, 500
    by_notice, by_start = limit_by_day(counting, 2, start, first, last)
    for notice in range(first, last, 13):
        for began in (notice, notice + 1, notice + 29, notice + 62, notice + 100):
            if began > last:
                continue
            days = (start + timedelta(days=notice), start + timedelta(days=began))
            law = ((RULES[counting](*days, 2) - start).days + 1) * 1440
            assert law == max(by_notice[notice - first], by_start[began - first]), (counting, days)
            if counting not in BY_NOTICE:  # then the readable engine remembers it by the start alone
                assert RULES[counting](days[1], days[1], 2) == RULES[counting](*days, 2), (counting, days)


def test_only_this_installations_old_code_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled code of an older version goes; that of another installation on the same machine stays."""
    from sendsim.caseload import fast_cache

    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    fast_cache.folder.cache_clear()
    try:
        own = fast_cache.folder()
        older, elsewhere = own.with_name(own.name[:-16] + "0" * 16), tmp_path / f"compiled-{'0' * 12}-{'0' * 16}"
        older.mkdir(parents=True)
        elsewhere.mkdir()
        fast_cache.mark_ready()
        assert fast_cache.is_ready()
        assert {p.name for p in tmp_path.iterdir()} == {own.name, elsewhere.name}
    finally:
        fast_cache.folder.cache_clear()
