"""``sendsim parameters``, ``report`` and ``explain`` from outside."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from tests.test_cli import sendsim


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    path = tmp_path_factory.mktemp("plan") / "rutland.yaml"
    assert sendsim("baseline", "Rutland", "--out", path).returncode == 0
    return path


def test_parameters_on_the_screen_and_in_a_file(plan, tmp_path):
    done = sendsim("parameters", plan)
    assert done.returncode == 0 and done.stdout.startswith("parameter\tvalue\tlow\thigh\tunit\tbasis\tsource")
    out = tmp_path / "p.csv"
    assert sendsim("parameters", plan, "--out", out).returncode == 0
    assert len(pd.read_csv(out)) == len(done.stdout.strip().splitlines()) - 1
    again = sendsim("parameters", plan, "--out", out)
    assert again.returncode == 2 and "already exists" in again.stderr


class Page(HTMLParser):
    """Counts what an accessible page must have."""

    def __init__(self) -> None:
        super().__init__()
        self.count: dict[str, int] = {}
        self.images: list[dict[str, str | None]] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count[tag] = self.count.get(tag, 0) + 1
        if tag == "img":
            self.images.append(dict(attrs))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


def test_report_holds_logs_results_and_pictures_with_words(plan, tmp_path):
    details = tmp_path / "details.yaml"
    details.write_text("question: How many mediators by 2028?\n")
    out = tmp_path / "report"
    done = sendsim("report", plan, "--out", out, "--replications", 2, "--details", details)
    assert done.returncode == 0, done.stderr
    names = {p.name for p in out.iterdir()}
    wanted = {
        "report.html",
        "plan.yaml",
        "parameters.csv",
        "assumptions.csv",
        "decisions.csv",
        "data.csv",
        "stress.csv",
    }
    assert wanted | {"summary.csv", "costs.csv", "equality.csv", "gap.csv"} == names
    text = (out / "report.html").read_text()
    assert "How many mediators by 2028?" in text and "NOT FILLED IN" in text
    page = Page()
    page.feed(text)
    assert page.count["h1"] == 1 and page.count["caption"] == page.count["table"]
    assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
    assert len(page.images) >= 8 and all(re.search(r"\d", i["alt"] or "") for i in page.images)
    assert "http" not in re.sub(r"base64,[^\"]*", "", text).replace("https://explore-education", "")
    assert str(tmp_path) not in text


def test_report_without_a_run_leaves_results_out(plan, tmp_path):
    out = tmp_path / "report"
    assert sendsim("report", plan, "--out", out, "--replications", 0).returncode == 0
    assert not (out / "summary.csv").exists() and "made without a run" in (out / "stress.csv").read_text()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--details", "bad.yaml"), "'questoin' is not known"),
        (("--details", "none.yaml"), "cannot be read"),
        (("--replications", "-1"), "give 0 or more"),
    ],
)
def test_a_bad_report_request_is_one_sentence(plan, tmp_path, words, says):
    (tmp_path / "bad.yaml").write_text("questoin: x\n")
    done = sendsim("report", plan, "--out", tmp_path / "out", *words, cwd=tmp_path)
    assert done.returncode == 2 and says in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_explain_lists_families_tells_one_and_replays_it(plan):
    listed = sendsim("explain", plan)
    assert listed.returncode == 0 and "case\tabout\tbegan\toutcome" in listed.stdout
    case = next(line.split("\t")[0] for line in listed.stdout.splitlines() if "still open" not in line and "." in line)
    told = sendsim("explain", plan, "--case", case, "--change", "early_concession=0.9")
    assert told.returncode == 0, told.stderr
    assert "The disagreement was about" in told.stdout and "the same luck" in told.stdout


@pytest.mark.parametrize(
    "words", [("--case", "nobody"), ("--case", "x", "--change", "oops"), ("--replication", "-2"), ("--seed", "-1")]
)
def test_a_bad_question_is_one_sentence(plan, words):
    done = sendsim("explain", plan, *words)
    assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1


def test_backtest_prints_intervals_published_values_and_coverage(tmp_path):
    done = sendsim("backtest", "--docs", tmp_path / "b.md", "--out", tmp_path / "b.json")
    assert done.returncode == 0, done.stderr
    assert "origin\theld_out\ttitle\tperiod\tpublished\tp05\tp50\tp95\tinside" in done.stdout
    assert "title\theld\tof\tshare" in done.stdout and "\nAll\t" in done.stdout
    assert (tmp_path / "b.md").read_text().startswith("# How well") and (tmp_path / "b.json").exists()
    assert sendsim("backtest", "--again", "--draws", "3").returncode == 2


def test_a_log_is_written_checked_and_opened_from(plan, tmp_path):
    log, out = tmp_path / "log.csv", tmp_path / "opened.yaml"
    assert sendsim("log", "sample", "--out", log).returncode == 0
    done = sendsim("log", "opening", log, "--plan", plan, "--on", "2026-09-01", "--out", out)
    assert done.returncode == 0 and "open on 2026-09-01" in done.stdout
    assert "start: 2026-09-01" in out.read_text().replace("'", "")
    log.write_text(log.read_text().replace("declined", "decline", 1))
    bad = sendsim("log", "check", log)
    assert bad.returncode == 2 and "column certificate_type: 'decline' is not known." in bad.stderr
    assert bad.stdout.startswith("59 disagreements read, ")
