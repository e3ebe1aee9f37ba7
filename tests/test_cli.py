"""The command line from outside: a real process, its exit code, its words and its files."""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest


def sendsim(*words, **kwargs):
    return subprocess.run(
        [sys.executable, "-m", "sendsim", *map(str, words)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        **kwargs,
    )


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    path = tmp_path_factory.mktemp("plan") / "rutland.yaml"
    done = sendsim("baseline", "Rutland", "--out", path)
    assert done.returncode == 0, done.stderr
    return path


def test_help_reads_like_a_short_manual():
    text = sendsim("--help").stdout
    for word in ("simulate", "baseline", "figures", "does not advise", "Examples"):
        assert word in text


def test_simulate_writes_tables_and_a_record_that_makes_the_same_bytes(plan, tmp_path):
    first, again = tmp_path / "first", tmp_path / "again"
    done = sendsim("simulate", plan, "--replications", 2, "--seed", 9, "--out", first)
    assert done.returncode == 0, done.stderr
    record = json.loads((first / "run.json").read_text())
    assert {"sendsim", "seed", "plan_sha256", "engine", "seconds", "replications"} <= set(record)
    done = sendsim(
        "simulate",
        first / "plan.yaml",
        "--replications",
        record["replications"],
        "--seed",
        record["seed"],
        "--out",
        again,
    )
    assert done.returncode == 0, done.stderr
    for table in ("runs", "summary", "open_by_week", "waits", "figures"):
        assert (first / f"{table}.csv").read_bytes() == (again / f"{table}.csv").read_bytes()
    assert json.loads((again / "run.json").read_text())["plan_sha256"] == record["plan_sha256"]


def test_journeys_hold_every_case(plan, tmp_path):
    out = tmp_path / "out"
    assert sendsim("simulate", plan, "--replications", 1, "--journeys", "--out", out).returncode == 0
    cases, events = pd.read_csv(out / "cases.csv"), pd.read_csv(out / "events.csv")
    assert set(events["case"]) == set(cases["case"])
    assert (events["event"] == "exit").sum() == (cases["outcome"] != "open").sum()


GOOD = """\
name: one desk
start: 2026-01-05
end: 2026-02-05
pathway:
  name: one desk
  start: desk
  stages:
    - kind: activity
      name: desk
      team: staff
      takes: {law: fixed, value: 1, unit: hours}
      then: [{to: done, p: 0.5}, {to: gone}]
    - {kind: end, name: done}
    - {kind: end, name: gone}
demand:
  - {name: people, per_year: 100}
teams:
  - {name: staff, staff: [{number: 1}]}
"""


def test_simulate_shows_what_each_area_meets(tmp_path):
    areas = "areas: [{name: North}, {name: East}, {name: South, demand: {people: 25}}]\n"
    (tmp_path / "two.yaml").write_text(GOOD + areas)
    done = sendsim("simulate", tmp_path / "two.yaml", "--replications", 2, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    said, heads, north, east, south, why = done.stdout.splitlines()
    assert "written to" in said and heads.split("\t")[:2] == ["Area", "New"]
    assert south.startswith("South\tunder 5, withheld\t") and "withheld here" in why
    new = {row.split("\t")[1] for row in (north, east)}
    assert "under 5, withheld" in new and len(new) == 2  # else South's could be worked out from a total
    assert (tmp_path / "out" / "areas.csv").exists()


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (GOOD.replace("p: 0.5", "p: 1.5"), ["1.5", "from 0 to 1"]),
        (GOOD.replace("number: 1}", "number: -2}"), ["-2", "cannot be negative"]),
        (GOOD.replace("per_year: 100", "per_yaer: 100"), ["per_yaer", "per_year"]),
        (GOOD.replace("team: staff", "team: stuff"), ["stuff", "staff"]),
        (GOOD.replace("to: done", "to: doen"), ["doen", "done"]),
        (GOOD.replace("law: fixed", "law: fixt"), ["fixt"]),
        (GOOD.replace("end: 2026-02-05", "end: 2025-02-05"), ["2025-02-05", "later end"]),
        ("name: [unclosed", ["line"]),
        ("just words", ["a plan must be"]),
        ("a: &a [x, x]\nb: &b [*a, *a]\n", ["name"]),
    ],
)
def test_a_bad_plan_gives_one_sentence_and_nothing_else(bad, says, tmp_path):
    path, out = tmp_path / "bad.yaml", tmp_path / "out"
    path.write_text(bad)
    done = sendsim("simulate", path, "--out", out)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr
    for words in says:
        assert words in done.stderr
    assert list(tmp_path.iterdir()) == [path]


def test_the_good_plan_of_these_tests_runs(tmp_path):
    path = tmp_path / "good.yaml"
    path.write_text(GOOD)
    assert sendsim("simulate", path, "--replications", 1, "--out", tmp_path / "out").returncode == 0


@pytest.mark.parametrize(
    "words",
    [("baseline", "Kentt"), ("baseline", "England", "--out", "e.yaml"), ("simulate", "missing.yaml", "--out", "x")],
)
def test_other_bad_input_ends_with_two(words, tmp_path):
    done = sendsim(*words, cwd=tmp_path)
    assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1
    if "Kentt" in words:
        assert "'Kent'" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_unreadable_and_binary_files(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_bytes(bytes(range(256)) * 20)
    done = sendsim("simulate", path, "--out", tmp_path / "out")
    assert done.returncode == 2 and "UTF-8" in done.stderr


def test_a_full_folder_is_left_alone(plan, tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    done = sendsim("simulate", plan, "--out", tmp_path)
    assert done.returncode == 2 and "already holds something" in done.stderr
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_a_full_disk_leaves_nothing_half_written(tmp_path, monkeypatch):
    """The error that a full disk raises becomes one sentence, and the temporary folder is gone."""
    import errno

    import sendsim as package
    from sendsim.errors import OutputError
    from sendsim.planning import record

    results = package.replicate(package.baseline("Rutland"), 1)

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", full)
    with pytest.raises(OutputError, match="disk is full"):
        record.write_results(results, tmp_path / "out", 1.0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C cannot be sent to one process in this way on Windows")
def test_stopping_leaves_nothing_behind(plan, tmp_path):
    """Stopped as a user stops it: when the line on the screen says that some replications are done."""
    import pty  # not on Windows

    out = tmp_path / "out"
    screen, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "sendsim", "simulate", str(plan), "--replications", "5000", "--out", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        # Where the tests themselves run in the background, Ctrl+C is switched off for what they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    os.close(theirs)
    try:
        told = read_screen(screen, until=r"[1-9]\d* of 5000 replications \(Ctrl\+C stops\)", seconds=120)
        process.send_signal(signal.SIGINT)
        told += read_screen(screen, until="nothing was written", seconds=60)
        code = process.wait(timeout=30)
        with contextlib.suppress(OSError):  # nobody writes any more: the end
            while more := os.read(screen, 4096):
                told += more.decode()
    finally:
        process.kill()
        os.close(screen)
    assert code == 130 and "Traceback" not in told
    assert list(tmp_path.iterdir()) == []


def read_screen(screen: int, until: str, seconds: float) -> str:
    """Return what a process has written to its screen, as soon as the words are there; fail if they do not come."""
    told, limit = "", time.monotonic() + seconds
    while not re.search(until, told):
        left = limit - time.monotonic()
        assert left > 0 and select.select([screen], [], [], left)[0], f"{until!r} did not come; it said {told!r}"
        told += os.read(screen, 4096).decode()
    return told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["deadlines", "appeal", "--foo", "3"], "No such option: --foo; see: "),
        (["deadlines", "apeal"], "No such command 'apeal'. Did you mean 'appeal'; see: "),
        (["simulate", "x.yaml", "--out", "y", "--replications", "z"], "'--replications z': give a whole number; see: "),
        (["simulate", "x.yaml"], "Missing option '--out'; see: "),
    ],
)
def test_a_slip_in_the_command_is_one_line_with_the_way_to_the_help(words, said, tmp_path):
    done = sendsim(*words, cwd=tmp_path)
    assert done.returncode == 2 and done.stdout == ""
    line = done.stderr.strip()
    assert said in line and "\n" not in line and line.endswith("--help")


def test_a_command_without_words_shows_its_help():
    assert "appeal" in sendsim("deadlines").stderr
