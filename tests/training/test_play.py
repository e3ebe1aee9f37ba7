"""Playing: pure steps, runs by name, resume and back, consequences over time, scores and debrief."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendsim.law.clocks import ask
from sendsim.training.debrief import best_run, debrief, debrief_text
from sendsim.training.explore import every_path, explore
from sendsim.training.findings import RunError
from sendsim.training.play import back, choices_now, decide, ended, new_run, replay, run_from_dict, start, step
from sendsim.training.scenario import load_scenario
from sendsim.training.scene import scene
from sendsim.training.score import score
from sendsim.training.state import resolve_date, span_end

BEST = ["in-time", "in-limit", "later-of-two", "not-here", "reread", "two-weeks"]
WORST = ["school-days", "session-first", "sixty-days", "extend", "wait", "order"]


def play(scenario, choices):
    run = new_run(scenario)
    for choice in choices:
        run = decide(scenario, run, choice)
    return run


def test_statutory_dates_come_from_the_law(sample):
    state = replay(sample, play(sample, BEST))[-1].state
    answer = ask("appeal", notice_sent="2026-04-20", certificate=state.dates["certificate"])
    assert resolve_date(sample, state, "deadline.appeal") == answer.date
    assert str(answer.date) == "2026-07-16"


def test_a_limit_is_not_listed_before_the_day_it_rests_on():
    found = load_scenario("a-school-for-september")
    run = new_run(found)
    assert "order" not in {line.name for line in scene(found, run).dates}
    run = play(found, ["this-week", "name-and-right", "ready-early"])
    assert "order" in {line.name for line in scene(found, run).dates}


def test_a_date_is_not_there_before_it_is_marked(sample):
    state = start(sample, next(iter(sample.roles))).state
    assert resolve_date(sample, state, "date.certificate") is None
    names = [line.name for line in scene(sample, new_run(sample)).dates]
    assert "certificate" not in names and "appeal" in names


def test_choices_move_clock_trust_hours_cost_and_support(sample):
    best = replay(sample, play(sample, BEST))[-1].state
    worst = replay(sample, play(sample, WORST))[-1].state
    assert best.meters["trust"] > worst.meters["trust"]
    assert best.meters["support"] > worst.meters["support"]
    assert worst.meters["cost"] > best.meters["cost"] == 0
    assert worst.meters["hours"] > 0 and worst.today > best.today


def test_an_event_says_which_choice_it_follows_from(sample):
    shown = scene(sample, play(sample, WORST[:2]))
    assert len(shown.followed) == 1
    assert "session first" in shown.followed[0].because


def test_feedback_explains_and_cites(sample):
    shown = scene(sample, play(sample, ["school-days"]))
    assert shown.answered is not None
    assert shown.answered.grade == "breach" and shown.answered.why == ("SENDR2014 reg 5",)
    assert "calendar weeks" in shown.answered.feedback


def test_a_scene_gives_no_grade_away_before_the_choice(sample):
    shown = json.dumps(scene(sample, new_run(sample)).to_dict())
    assert "breach" not in shown.lower() and '"grade"' not in shown


def test_resume_gives_the_same_state(sample):
    run = play(sample, BEST[:4])
    kept = json.loads(json.dumps(run.to_dict()))
    assert run_from_dict(sample, kept) == run
    assert replay(sample, run_from_dict(sample, kept)) == replay(sample, run)


def test_back_is_review_and_leaves_the_first_run_alone(sample):
    run = play(sample, BEST[:3])
    assert [d.choice for d in back(run).decisions] == BEST[:2]
    assert len(run.decisions) == 3
    assert back(run, 99).decisions == ()
    other = decide(sample, back(run), "sixty-days")
    assert other.decisions[-1].choice == "sixty-days"


def test_a_run_of_another_text_is_refused(sample):
    kept = play(sample, BEST[:2]).to_dict()
    for spoilt in (
        {**kept, "hash": "0" * 64},
        {**kept, "scenario": "other"},
        {**kept, "role": "judge"},
        {**kept, "decisions": [["phone", "nonsense"]]},
        {**kept, "decisions": [["support", "later-of-two"]]},
        {**kept, "decisions": "phone"},
        {**kept, "decisions": [["phone"]]},
        {**kept, "decisions": [["phone", "in-time"]] * 500},
        [],
        None,
    ):
        with pytest.raises(RunError) as caught:
            run_from_dict(sample, spoilt)
        assert "\n" not in str(caught.value)


def test_a_wrong_choice_is_answered_with_near_misses(sample):
    with pytest.raises(RunError, match="in-time"):
        decide(sample, new_run(sample), "in-tme")
    with pytest.raises(RunError, match="after the end"):
        decide(sample, play(sample, BEST), "in-time")


def test_endings_differ_with_what_was_done(sample):
    assert ended(sample, play(sample, BEST))
    assert replay(sample, play(sample, BEST))[-1].state.beat == "assessed"
    assert replay(sample, play(sample, WORST))[-1].state.beat == "dragging"


def test_scores_count_chances_by_principle_and_law(sample):
    best, worst = score(sample, play(sample, BEST)), score(sample, play(sample, WORST))
    for tally in (*best.principles, *best.law):
        assert len(tally.taken) == tally.chances - len(tally.missed) and tally.broken == ()
    assert all(not tally.taken for tally in worst.law if tally.id == "SENDR2014")
    assert set(worst.mistakes) == {"M3", "M32", "M7", "M12", "M21", "M29"}
    assert best.grades == {"best": 6, "acceptable": 0, "weak": 0, "breach": 0}


def test_debrief_sets_the_path_beside_the_better_one(sample):
    report = debrief(sample, play(sample, WORST))
    assert len(report.turns) == 6 and all(turn.better for turn in report.turns)
    assert sum(ending.reached for ending in report.endings) == 1
    assert report.questions and report.best_meters["trust"] > report.meters["trust"]
    assert all(not turn.better for turn in debrief(sample, play(sample, BEST)).turns)
    text = debrief_text(report)
    assert "Mistake M21" in text and "not advice" in text and "To talk about" in text
    json.dumps(report.to_dict())


def test_the_best_run_is_the_best(sample):
    assert [d.choice for d in best_run(sample, new_run(sample)).decisions] == BEST


def test_spans():
    from datetime import date

    friday = date(2026, 4, 2)
    assert span_end(friday, "1 working day") == date(2026, 4, 7)
    assert span_end(friday, "2 weeks") == date(2026, 4, 16)
    assert span_end(friday, "1 day") == date(2026, 4, 3)
    with pytest.raises(RunError):
        span_end(friday, "soon")


def test_exploring_counts_what_walking_counts(sample):
    role = next(iter(sample.roles))
    found = explore(sample)
    paths = list(every_path(sample, role))
    assert found.ahead is not None and found.ahead.paths == len(paths)
    assert not found.errors and not found.capped
    assert found.endings == {path[-1].state.beat for path in paths}


def test_a_cap_is_said(sample):
    assert explore(sample, cap=10).capped


@settings(max_examples=60, deadline=None)
@given(picks=st.lists(st.integers(0, 5), max_size=12))
def test_same_list_same_result(picks):
    """Any walk gives the same states when replayed, and steps do not change what they are given."""
    from sendsim.training.scenario import load_scenario

    scenario = load_scenario("refusal-to-assess")
    run = new_run(scenario)
    for pick in picks:
        state = replay(scenario, run)[-1].state
        options = choices_now(scenario, state)
        if not options:
            break
        before = (dict(state.meters), dict(state.dates), state.today, state.beat)
        choice = options[pick % len(options)].id
        assert step(scenario, state, choice) == step(scenario, state, choice)
        assert before == (dict(state.meters), dict(state.dates), state.today, state.beat)
        run = decide(scenario, run, choice)
    assert replay(scenario, run) == replay(scenario, run_from_dict(scenario, run.to_dict()))
