"""Progress: kept decision by decision, come back to, taken away, loaded again, deleted to the last byte."""

from __future__ import annotations

import json
import sqlite3
import threading
from datetime import UTC, datetime, timedelta

import pytest

from sendsim.training.attempt import first_decisions, first_score, result_of, walk
from sendsim.training.findings import RunError
from sendsim.training.play import new_run
from sendsim.training.practice import INTERVALS, Advice, advise, items, standing
from sendsim.training.progress import MovedOnError, Progress, ProgressError, check_name, suggest_name
from sendsim.training.progress_file import read_progress, write_progress

BEST = ("in-time", "in-limit", "later-of-two", "not-here", "reread", "two-weeks")


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def progress(tmp_path, clock):
    return Progress(tmp_path / "deep" / "learning.sqlite3", clock)


@pytest.fixture
def heron(progress):
    return progress.open("Copper Heron")


def play(progress, learner, scenario, choices, attempt=None):
    attempt = attempt or progress.begin(learner, new_run(scenario))
    for choice in choices:
        attempt = progress.enter(learner, attempt, "decide", walk(scenario, attempt).beat, choice)
    found = walk(scenario, attempt)
    if scenario.beats[found.beat].end is not None:
        attempt = progress.finish(learner, attempt, result_of(scenario, found))
    return attempt


# -- names


def test_a_name_is_found_again_without_regard_to_capitals_or_spaces(progress, heron):
    assert progress.open("  copper   HERON ") == heron
    assert progress.find("Copper Heron") == heron and progress.find("Another") is None


@pytest.mark.parametrize("name", ["Ŵyn o'r Cwm", "Jean-Luc", "鷺鷺", "A. B."])
def test_names_that_will_do(name):
    assert check_name(name) == name


def test_a_suggested_name_will_do():
    for _ in range(50):  # suggestions are drawn afresh each time
        name = suggest_name()
        assert check_name(name) == name


@pytest.mark.parametrize(
    "name", ["", " ", "x", "x" * 41, "someone@example.org", "07700 900123", "<b>x</b>", None, 7, "a\x00b", "-x", "a;b"]
)
def test_names_that_will_not(name):
    with pytest.raises(ProgressError, match="made-up name"):
        check_name(name)


# -- attempts


def test_every_decision_is_there_for_the_next_reader(progress, heron, sample):
    attempt = play(progress, heron, sample, BEST[:3])
    other = Progress(progress.path)  # as after a kernel has died
    again = other.attempt(other.find("copper heron"), attempt.id)
    assert again == attempt
    assert walk(sample, again).beat == "therapy" and again.ended is None


def test_going_back_keeps_the_first_answer_for_the_score(progress, heron, sample):
    attempt = play(progress, heron, sample, ("school-days",))
    attempt = progress.enter(heron, attempt, "back", "phone")
    assert walk(sample, attempt).beat == "phone"
    attempt = play(progress, heron, sample, BEST, attempt)
    found = walk(sample, attempt)
    assert [item.choice for item in first_decisions(found)] == ["school-days", *BEST[1:]]
    assert [item.choice for item in found.run.decisions] == list(BEST)
    assert found.went_back and found.tried["phone"] == 2
    assert first_score(sample, found).grades["breach"] == 1
    assert attempt.result["grades"]["breach"] == 1 and attempt.ended is not None


def test_back_before_the_beginning_is_refused(progress, heron, sample):
    attempt = progress.enter(heron, progress.begin(heron, new_run(sample)), "back", "phone")
    with pytest.raises(RunError, match="before the beginning"):
        walk(sample, attempt)


def test_another_window_cannot_make_a_decision_twice(progress, heron, sample):
    attempt = progress.begin(heron, new_run(sample))
    progress.enter(heron, attempt, "decide", "phone", "in-time")
    with pytest.raises(MovedOnError, match="another window"):
        progress.enter(heron, attempt, "decide", "phone", "school-days")
    assert len(progress.attempt(heron, attempt.id).entries) == 1


def test_nobody_reads_the_attempt_of_somebody_else(progress, heron, sample):
    attempt = play(progress, heron, sample, BEST[:1])
    other = progress.open("Silver Wren")
    with pytest.raises(ProgressError, match="not kept here"):
        progress.attempt(other, attempt.id)
    with pytest.raises(ProgressError):
        progress.enter(other, attempt, "decide", "certificate", "in-limit")
    assert progress.attempts(other) == ()


def test_a_changed_text_is_told_and_its_result_stays(progress, heron, sample):
    attempt = play(progress, heron, sample, BEST)
    changed = sample.model_copy(update={"title": "Another title"})
    object.__setattr__(changed, "__dict__", {k: v for k, v in changed.__dict__.items() if k != "hash"})
    assert not attempt.fits(changed)
    with pytest.raises(RunError, match="text has changed"):
        walk(changed, attempt)
    assert attempt.result["version"] == sample.version and attempt.result["title"] == sample.title
    assert items({sample.id: changed}, [attempt]) == () and standing([attempt]).scenarios == 1


def test_many_pages_at_once_lose_nothing(tmp_path, sample):
    path = tmp_path / "learning.sqlite3"
    errors = []

    def one(number):
        try:
            mine = Progress(path)
            play(mine, mine.open(f"Heron {number}"), sample, BEST)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(12)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert errors == []
    whole = Progress(path)
    assert all(len(whole.attempts(whole.open(f"Heron {n}"))[0].entries) == 6 for n in range(12))


# -- forgetting


def test_forgetting_leaves_no_byte_of_it(progress, heron, sample):
    play(progress, heron, sample, BEST)
    progress.set_place(heron, {"view": "scene"})
    kept = progress.open("Silver Wren")
    play(progress, kept, sample, BEST[:2])
    assert b"Copper Heron" in b"".join(path.read_bytes() for path in progress.path.parent.iterdir())
    assert progress.forget(heron) == 1
    whole = b"".join(path.read_bytes() for path in progress.path.parent.iterdir())
    assert b"Copper Heron" not in whole and b"copper heron" not in whole
    assert b"reread" not in whole  # a choice that only the one who is forgotten had made
    assert progress.find("Copper Heron") is None
    assert len(progress.attempts(kept)[0].entries) == 2
    with pytest.raises(ProgressError, match="deleted"):
        progress.begin(heron, new_run(sample))


def test_place_and_settings_are_kept(progress, heron):
    progress.set_place(heron, {"view": "scene", "attempt": 3})
    progress.set_settings(heron, {"size": "large"})
    found = progress.find("copper heron")
    assert found.place == {"view": "scene", "attempt": 3} and found.settings == {"size": "large"}


# -- the database itself


def test_a_file_that_is_no_database_is_told_with_its_path(tmp_path):
    path = tmp_path / "learning.sqlite3"
    path.write_text("nothing of the kind, but long enough to be looked at\n" * 50)
    with pytest.raises(ProgressError, match=r"learning\.sqlite3.*move the file away"):
        Progress(path).open("Copper Heron")
    assert path.read_text().startswith("nothing")


def test_a_file_of_a_later_version_is_left_alone(progress, heron):
    with sqlite3.connect(progress.path) as file:
        file.execute("PRAGMA user_version = 9")
    with pytest.raises(ProgressError, match="format 9"):
        Progress(progress.path).find("Copper Heron")


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ProgressError, match="cannot be kept"):
        Progress(tmp_path / "file" / "learning.sqlite3").open("Copper Heron")


def test_only_the_owner_may_read_it(progress, heron):
    assert progress.path.stat().st_mode & 0o077 == 0


# -- the file to take away


def test_a_file_goes_round(progress, heron, sample, tmp_path, clock):
    play(progress, heron, sample, BEST)
    play(progress, heron, sample, BEST[:2])
    text = write_progress(heron, progress.attempts(heron))
    read = read_progress(text)
    elsewhere = Progress(tmp_path / "other.sqlite3", clock)
    wren = elsewhere.open("Silver Wren")
    assert elsewhere.merge(wren, read.attempts) == 2
    assert elsewhere.merge(wren, read.attempts) == 0, "loading twice changes nothing"
    assert read.name == "Copper Heron"
    assert [a.entries for a in elsewhere.attempts(wren)] == [a.entries for a in progress.attempts(heron)]
    assert [a.result for a in elsewhere.attempts(wren)] == [a.result for a in progress.attempts(heron)]


def test_the_longer_of_two_stays(progress, heron, sample, tmp_path):
    attempt = play(progress, heron, sample, BEST[:2])
    early = read_progress(write_progress(heron, progress.attempts(heron)))
    play(progress, heron, sample, BEST[2:], attempt)
    late = read_progress(write_progress(heron, progress.attempts(heron)))
    assert progress.merge(heron, early.attempts) == 0 and progress.attempts(heron)[0].ended
    other = Progress(tmp_path / "other.sqlite3")
    wren = other.open("Silver Wren")
    other.merge(wren, early.attempts)
    assert other.merge(wren, late.attempts) == 1 and len(other.attempts(wren)) == 1


def spoil(text, change):
    data = json.loads(text)
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.pop("sendsim_progress"), "at the beginning"),
        (lambda d: d.update(sendsim_progress=2), "this sendsim reads 1"),
        (lambda d: d.update(name="a@b"), "name is 'a@b'"),
        (lambda d: d.update(attempts={}), "attempts is not a list"),
        (lambda d: d["attempts"].append(3), r"attempts\[1\] is 3"),
        (lambda d: d["attempts"][0].update(rol="x"), r"attempts\[0\]\.rol is not a known name. Did you mean 'role'"),
        (lambda d: d["attempts"][0].update(role="king"), "no role"),
        (lambda d: d["attempts"][0].update(hash=None), r"attempts\[0\]\.hash"),
        (lambda d: d["attempts"][0].update(began="yesterday"), r"began is 'yesterday'"),
        (lambda d: d["attempts"][0].update(began="2026-01-01T00:00:00"), "with its zone"),
        (lambda d: d["attempts"][0]["entries"][2].pop(), r"entries\[2\] is"),
        (lambda d: d["attempts"][0]["entries"][2].__setitem__(0, "cheat"), r"entries\[2\] is of kind 'cheat'"),
        (lambda d: d["attempts"][0].update(entries=[["back", "a", "b", "2026-01-01T00:00:00Z"]] * 999), "at most"),
        (lambda d: d["attempts"][0]["result"].pop("law"), r"result does not hold"),
        (lambda d: d["attempts"][0]["result"].update(minutes=True), r"result\.minutes is True"),
        (lambda d: d["attempts"][0]["result"]["principles"][0].__setitem__(2, -1), r"principles\[0\]"),
        (lambda d: d["attempts"][0]["result"]["principles"][0].append("<b>"), r"principles\[0\]"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(progress, heron, sample, change, said):
    play(progress, heron, sample, BEST)
    text = write_progress(heron, progress.attempts(heron))
    with pytest.raises(ProgressError, match=said) as caught:
        read_progress(spoil(text, change), "mine.json")
    assert str(caught.value).startswith("mine.json, ") and "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "[", "{}", "null", "[[[[", '{"a": NaN}', "[" * 100_000, "x" * 3_000_000])
def test_what_is_no_progress_at_all(text):
    with pytest.raises(ProgressError, match=r"^mine\.json"):
        read_progress(text, "mine.json")


# -- practice


def test_missed_questions_return_after_a_day_then_later(progress, heron, sample, clock):
    attempt = play(progress, heron, sample, ("school-days", *BEST[1:]))
    known = {sample.id: sample}
    (item,) = items(known, progress.attempts(heron))
    assert item.beat == "phone" and not item.is_due(clock.time)
    for number, days in enumerate(INTERVALS):
        (item,) = items(known, progress.attempts(heron))
        assert item.good == number and not item.done
        clock.time += timedelta(days=days)
        assert item.is_due(clock.time)
        attempt = progress.enter(heron, attempt, "practise", "phone", "in-time")
        assert walk(sample, attempt).beat == sample.endings[0] or walk(sample, attempt).run.decisions
    (item,) = items(known, progress.attempts(heron))
    assert item.done and not item.is_due(clock.time + timedelta(days=9999))


def test_a_wrong_answer_in_practice_starts_the_question_again(progress, heron, sample, clock):
    attempt = play(progress, heron, sample, ("school-days", *BEST[1:]))
    for choice in ("in-time", "in-time", "school-days"):
        attempt = progress.enter(heron, attempt, "practise", "phone", choice)
    (item,) = items({sample.id: sample}, progress.attempts(heron))
    assert item.good == 0 and item.due == attempt.entries[-1].at + timedelta(days=1)


def test_a_second_attempt_counts_as_practice_and_never_as_the_score(progress, heron, sample):
    play(progress, heron, sample, ("school-days", *BEST[1:]))
    before = standing(progress.attempts(heron))
    play(progress, heron, sample, BEST)
    assert standing(progress.attempts(heron)) == before
    (item,) = items({sample.id: sample}, progress.attempts(heron))
    assert item.good == 1


def test_advice_names_the_weakest_and_a_scenario_for_it(progress, heron, sample):
    known = {sample.id: sample}
    assert advise(known, ()) == Advice("", "", sample.id)
    play(progress, heron, sample, ("school-days", *BEST[1:]))
    assert advise(known, progress.attempts(heron)) == Advice("P2", "SENDR2014", sample.id)
    wren = progress.open("Silver Wren")
    play(progress, wren, sample, BEST)
    assert advise(known, progress.attempts(wren)) == Advice("", "", ""), "nothing went wrong and nothing is left"
