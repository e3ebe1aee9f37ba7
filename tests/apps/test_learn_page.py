"""The page of self-paced learning without a browser: what it keeps, what it shows, what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sendsim.apps.learn import LearnPage
from sendsim.training.attempt import walk
from sendsim.training.catalogue import catalogue, listed
from sendsim.training.model import Scenario
from sendsim.training.progress import Progress

SCENARIO = "refusal-to-assess"
BEST = ("in-time", "in-limit", "later-of-two", "not-here", "reread", "two-weeks")


class Browser:
    """What a browser does, without one."""

    def __init__(self, progress: Progress) -> None:
        self.page = LearnPage(progress)
        self.remembered = ""
        self.files: list[tuple[str, bytes]] = []
        self.page.player.send = self._receive  # type: ignore[method-assign]

    def _receive(self, content: dict[str, Any], buffers: list[bytes]) -> None:
        self.files.append((content["name"], buffers[0]))

    @property
    def view(self) -> dict[str, Any]:
        return self.page.player.view

    def send(self, **content: Any) -> None:
        player = self.page.player
        player._on_browser_message(player, {"turn": player.turn, **content}, [])
        self.remembered = "" if self.view.get("forget") else self.view.get("name") or self.remembered

    def hello(self, name: str | None = None) -> Browser:
        self.send(event="hello", name=self.remembered if name is None else name)
        return self

    def act(self, act: str, **values: Any) -> dict[str, Any]:
        self.send(event="act", act=act, **values)
        return self.view

    def begin(self, name: str = "Copper Heron") -> Browser:
        self.act("begin", name=name)
        return self

    def start(self) -> Browser:
        self.act("start", scenario=SCENARIO, role="mediation_adviser")
        return self

    def choose(self, choice: str) -> dict[str, Any]:
        return self.act("choose", attempt=self.view["attempt"], beat=self.view["beat"], choice=choice)

    def play(self, *choices: str) -> Browser:
        for choice in choices:
            self.choose(choice)
            self.act("next")
        return self


@pytest.fixture
def time() -> list[datetime]:
    return [datetime(2026, 11, 24, 9, tzinfo=UTC)]


@pytest.fixture
def progress(tmp_path: Path, time: list[datetime]) -> Progress:
    def now() -> datetime:
        time[0] += timedelta(seconds=1)
        return time[0]

    return Progress(tmp_path / "learning.sqlite3", now)


@pytest.fixture
def browser(progress: Progress) -> Browser:
    return Browser(progress).hello("").begin()


def test_nothing_is_written_before_a_name_is_chosen(tmp_path: Path) -> None:
    browser = Browser(Progress(tmp_path / "none" / "learning.sqlite3")).hello("")
    assert browser.view["kind"] == "welcome" and browser.view["suggested"]
    assert not (tmp_path / "none").exists()


def test_a_whole_scenario_then_its_debrief(browser: Browser, progress: Progress) -> None:
    assert browser.view["kind"] == "catalogue" and len(browser.view["scenarios"]) == len(catalogue())
    assert browser.act("intro", scenario=SCENARIO)["kind"] == "intro"
    browser.start()
    assert browser.view["kind"] == "scene" and "grade" not in json.dumps(browser.view["choices"])
    view = browser.choose("in-time")
    assert view["kind"] == "feedback" and view["answered"]["grade"] == "best" and view["answered"]["why"]["sums"]
    assert [row["here"] for row in view["path"]] == [True]
    browser.act("next")
    browser.play(*BEST[1:])
    view = browser.view
    assert view["kind"] == "end" and len(view["turns"]) == 6 and view["score"]["principles"] and view["score"]["law"]
    assert all(row["taken"] <= row["of"] for table in view["score"].values() for row in table)
    view = browser.act("progress")
    assert (
        view["score"]["scenarios"] == 1
        and view["due"] == []
        and "Finished on 24 November 2026" in view["attempts"][0]["lines"][0]
    )
    assert "Finished" in browser.act("catalogue")["scenarios"][0]["state"]


@pytest.mark.parametrize("decisions", range(7))
@pytest.mark.parametrize("where", ["scene", "feedback"])
def test_a_dead_kernel_loses_nothing(progress: Progress, decisions: int, where: str) -> None:
    first = Browser(progress).hello("").begin().start()
    first.play(*BEST[:decisions])
    if where == "feedback" and decisions < 6:
        first.choose(BEST[decisions])
    expected, remembered = dict(first.view), first.remembered
    del first  # the kernel is gone, with all it knew
    second = Browser(Progress(progress.path))
    second.hello(remembered)
    assert second.view == expected


def test_back_and_again_with_the_first_answer_kept(browser: Browser) -> None:
    browser.start().choose("school-days")
    view = browser.act("back")
    assert view["kind"] == "scene" and view["beat"] == "phone" and "school weeks" in view["first"]
    view = browser.choose("in-time")
    assert "Breach" in view["note"] and "stays in your score" in view["note"]
    assert [answer["first"] for answer in view["path"][0]["answers"]] == [True, False]
    browser.act("next")
    browser.play(*BEST[1:])
    assert "1 in breach" in browser.view["grades"]
    assert browser.view["next_words"] == "1 question comes back for practice tomorrow."
    assert browser.act("back")["kind"] == "scene"


def test_an_act_for_an_earlier_view_is_dropped(browser: Browser, progress: Progress) -> None:
    browser.start()
    turn, attempt = browser.page.player.turn, browser.view["attempt"]
    for _ in range(3):  # an impatient person presses three times
        browser.send(event="act", act="choose", turn=turn, attempt=attempt, beat="phone", choice="in-time")
    assert len(progress.attempt(browser.page.learner, attempt).entries) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"choice": "no-such"},
        {"choice": ["in-time"]},
        {"choice": None},
        {"beat": "letter", "choice": "in-time"},
        {"beat": {}, "choice": "in-time"},
    ],
)
def test_what_a_browser_makes_up_is_refused(browser: Browser, progress: Progress, values: dict[str, Any]) -> None:
    browser.start()
    attempt = browser.view["attempt"]
    view = browser.act("choose", **{"attempt": attempt, "beat": "phone", **values})
    assert view["kind"] == "scene" and view["error"]["text"]
    assert progress.attempt(browser.page.learner, attempt).entries == ()


@pytest.mark.parametrize(
    "act", ["no_such", "__init__", "start", "go_on", "choose", "intro", "load", "practise", "back"]
)
def test_any_act_with_nothing_in_it_is_survived(browser: Browser, act: str) -> None:
    browser.act(act)
    assert browser.view["kind"] != "loading"


@pytest.mark.parametrize("number", [None, "1", 1.0, True, {}, [], -1, 2**70])
def test_an_attempt_that_is_no_number_is_told(browser: Browser, number: Any) -> None:
    browser.start()
    assert "not kept here" in browser.act("go_on", attempt=number)["error"]["text"]


@pytest.mark.parametrize("name", ["x", "me@example.org", "<b>", "x" * 500])
def test_a_name_that_a_browser_makes_up_is_no_name(progress: Progress, name: str) -> None:
    browser = Browser(progress).hello(name)
    assert browser.view["kind"] == "welcome" and not browser.view["error"]


def test_feedback_that_waits_for_the_debrief(progress: Progress) -> None:
    known = catalogue()[SCENARIO]
    waits = listed(Scenario.model_validate({**known.scenario.model_dump(), "feedback": "debrief"}))
    browser = Browser(progress)
    browser.page = LearnPage(progress, listed={SCENARIO: waits})
    browser.hello("").begin().start()
    for choice in BEST[:-1]:
        assert browser.choose(choice)["kind"] == "scene"
    view = browser.choose(BEST[-1])
    assert view["kind"] == "end" and view["turns"][0]["made"]["html"]


def test_the_page_brings_no_model_and_no_number_library() -> None:
    code = "import sys; from sendsim.apps.learn import LearnPage; LearnPage(); print(sorted(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for name in ("pandas", "numpy", "matplotlib", "fontTools", "simpy", "sendsim.caseload", "sendsim.planning"):
        assert f"'{name}'" not in found, name


def test_nothing_happens_before_a_name_is_given(progress: Progress) -> None:
    browser = Browser(progress).hello("")
    for act in ("catalogue", "start", "delete", "save", "progress"):
        assert browser.act(act, scenario=SCENARIO)["kind"] == "welcome"
    assert browser.files == []


def test_nobody_opens_the_attempt_of_somebody_else(browser: Browser, progress: Progress) -> None:
    number = browser.start().view["attempt"]
    other = Browser(progress).hello("").begin("Silver Wren")
    assert "not kept here" in other.act("go_on", attempt=number)["error"]["text"]
    other.begin()  # a message out of order changes nobody's attempt
    assert len(progress.attempts(progress.find("Silver Wren"))) == 0


def test_two_windows_of_one_learner(browser: Browser, progress: Progress) -> None:
    browser.start()
    other = Browser(progress).hello("Copper Heron")
    assert other.view["beat"] == "phone"
    browser.play("in-time")
    view = other.choose("school-days")
    assert view["kind"] == "scene" and view["beat"] == "certificate" and "another window" in view["error"]["text"]


def test_a_name_that_will_not_do_is_told_at_its_box(progress: Progress) -> None:
    browser = Browser(progress).hello("")
    view = browser.act("begin", name="me@example.org")
    assert view["kind"] == "welcome" and view["error"]["field"] == "name" and view["typed"] == "me@example.org"


def test_delete_and_leave(browser: Browser, progress: Progress) -> None:
    browser.start().play(BEST[0])
    assert browser.act("leave")["forget"] and progress.find("Copper Heron")
    browser.begin()
    assert browser.view["kind"] == "scene", "back where it was left"
    assert browser.act("delete_ask")["kind"] == "delete_ask"
    view = browser.act("delete")
    assert view["kind"] == "welcome" and view["forget"] and "deleted" in view["status"]
    assert progress.find("Copper Heron") is None and b"Copper" not in progress.path.read_bytes()
    assert browser.hello("Copper Heron").view["kind"] == "welcome"


def test_deleted_in_another_window(browser: Browser, progress: Progress) -> None:
    browser.start()
    progress.forget(browser.page.learner)
    assert browser.choose("in-time")["error"]
    assert browser.hello().view["kind"] == "welcome"


def test_files(browser: Browser, progress: Progress, tmp_path: Path) -> None:
    browser.start().play(*BEST)
    browser.act("save")
    name, data = browser.files[0]
    assert name == "sendsim-progress.json" and b"two-weeks" in data
    other = Browser(Progress(tmp_path / "other.sqlite3")).hello("").begin("Silver Wren")
    view = other.act("load", name=name, text=data.decode())
    assert view["status"] == f"1 attempt was loaded from {name}." and view["score"]["scenarios"] == 1
    view = other.act("load", name="bad.json", text="{")
    assert view["error"]["field"] == "file" and "bad.json, line 1" in view["error"]["text"]
    assert "too large" in other.act("load", name="big.json", text="", large=True)["error"]["text"]


def test_a_forged_file_cannot_break_the_page(browser: Browser, progress: Progress) -> None:
    browser.start().play(*BEST[:2])
    browser.act("save")
    data = json.loads(browser.files[0][1])
    data["attempts"][0]["began"] = "2020-01-01T00:00:00+00:00"
    data["attempts"][0]["entries"][1][1] = "nowhere"
    for act in ("progress", "catalogue"):
        browser.act("load", name="x.json", text=json.dumps(data))
        assert browser.act(act)["kind"] == act, "an attempt that cannot be replayed is shown and not opened"


def test_missed_questions_come_back(browser: Browser, progress: Progress, time: list[datetime]) -> None:
    browser.start().play("school-days", *BEST[1:])
    assert browser.act("practise_next")["kind"] == "progress", "nothing is due today"
    time[0] += timedelta(days=1, minutes=1)
    assert browser.act("catalogue")["due"] == 1
    view = browser.act("practise_next")
    assert view["kind"] == "scene" and view["practise"] and view["beat"] == "phone"
    view = browser.act("practise", attempt=view["attempt"], beat="phone", choice="no-such")
    assert view["error"]
    view = browser.act("practise", attempt=view["attempt"], beat="phone", choice="in-time")
    assert view["kind"] == "feedback" and view["note"] == "It comes back on 2 December 2026." and not view["more"]
    assert "1 in breach" in " ".join(browser.act("progress")["attempts"][0]["lines"]), "practice leaves the score"
    attempt = progress.attempts(browser.page.learner)[0]
    assert walk(catalogue()[SCENARIO].scenario, attempt).beat in catalogue()[SCENARIO].scenario.endings


def test_how_the_page_looks_is_kept(browser: Browser, progress: Progress) -> None:
    browser.send(event="settings", name="large", on=True)
    browser.send(event="settings", name="evil", on=True)
    browser.send(event="settings", name="easy", on="yes")
    assert Browser(progress).hello("Copper Heron").page.player.settings == {"large": True}


def test_a_progress_file_that_is_broken_is_told_on_the_page(tmp_path: Path) -> None:
    path = tmp_path / "learning.sqlite3"
    path.write_text("no database" * 500)
    view = Browser(Progress(path)).hello("Copper Heron").view
    assert view["kind"] == "welcome" and "move the file away" in view["error"]["text"]


def sit(browser: Browser, good: int) -> dict[str, Any]:
    """Answer the questions of a test that stands on the page, the first ``good`` of them well."""
    done = 0
    while browser.view["kind"] == "test":
        view = browser.view
        bank = browser.page.banks["being-open"]
        choices = bank.question(view["beat"]).choices
        wanted = next(c.id for c in choices if c.grade.good is (done < good))
        browser.act("test_choose", attempt=view["attempt"], beat=view["beat"], choice=wanted)
        done += 1
    return browser.view


def test_a_test_before_and_one_after_show_the_change(
    browser: Browser, progress: Progress, time: list[datetime], tmp_path: Path
) -> None:
    view = browser.act("tests")
    assert len(view["banks"]) == 11 and not view["lines"] and {row["act"] for row in view["banks"]} == {"new"}
    view = browser.act("test_start", bank="being-open")
    first = view["beat"]
    assert (view["n"], view["of"]) == (1, 5) and "grade" not in json.dumps(view)
    again = Browser(progress).hello("Copper Heron")
    assert again.view["kind"] == "test" and again.view["beat"] == first, "a dead kernel loses nothing"
    assert "grade" not in json.dumps(sit(browser, 2)) and browser.view["kind"] == "test_done"
    assert next(r for r in browser.act("tests")["banks"] if r["id"] == "being-open")["act"] == "between"
    assert browser.act("gain", bank="being-open")["kind"] == "tests", "nothing is explained before both are done"
    time[0] += timedelta(days=30)
    assert browser.act("test_start", bank="being-open")["beat"] != first
    view = sit(browser, 4)
    assert view["kind"] == "gain" and view["lines"][0] == "Answered well before: 2 of 5. Answered well after: 4 of 5."
    assert view["lines"][1].startswith("Change: +40 in 100") and len(view["rows"]) == 5
    explained = [*view["before"], *view["after"]]
    assert len(explained) == 10 and all(item["made"]["why"]["rules"] for item in explained)
    assert sum(bool(item["better"]) for item in explained) == 4
    assert browser.act("test_start", bank="being-open")["kind"] == "tests", "both are done once"
    assert view["lines"][0] in browser.act("progress")["gain"] and not browser.view["attempts"], (
        "no scenario was played"
    )
    browser.act("save")
    other = Browser(Progress(tmp_path / "other.sqlite3")).hello("").begin("Silver Wren")
    assert other.act("load", name="x.json", text=browser.files[0][1].decode())["gain"] == browser.view["gain"]
    browser.act("delete")
    assert browser.begin().act("tests")["lines"] == [] and browser.act("progress")["gain"] == []


@pytest.mark.parametrize("bank", ["none", "", None, 7, {}])
def test_a_subject_that_a_browser_makes_up_is_no_subject(browser: Browser, bank: Any) -> None:
    assert browser.act("test_start", bank=bank)["kind"] == "tests"
    assert browser.act("gain", bank=bank)["kind"] == "tests"


def test_a_made_up_answer_to_a_test_is_refused(browser: Browser) -> None:
    view = browser.act("test_start", bank="being-open")
    assert browser.act("test_choose", beat=view["beat"], choice="no-such")["error"]
    assert browser.act("test_choose", beat="elsewhere", choice="no-such")["error"]
    browser.start()
    assert browser.act("test_choose", beat="phone", choice="in-time")["error"], "a scenario is no test"
