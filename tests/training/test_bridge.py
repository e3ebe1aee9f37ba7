"""From a room's choices to a plan: what moves, which way, how far; and what the model makes of it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from sendsim.training.bridge import POLICIES, best_leanings, leanings, shares, stance, value_at
from sendsim.training.catalogue import catalogue
from sendsim.training.matter import Matter
from sendsim.training.play import Decision
from sendsim.training.room import Ballot
from sendsim.training.store_records import Answer, Seat

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
MATTER = Matter(catalogue()["refusal-to-assess"].scenario)
SEATS = [Seat(n, 1, f"Hare {n}", "school", 1, AT) for n in range(10)]


def votes_along_the_best_path(pick: int) -> tuple[list[Ballot], list[Answer]]:
    """Ten people vote on each question of the best path; ``pick`` is 1 for the best answer, -1 for the worst."""
    path: tuple[Decision, ...] = ()
    ballots, answers = [], []
    while choices := MATTER.choices(path):
        ordered = sorted(choices, key=lambda item: item.grade.points)
        ballot = Ballot(len(ballots) + 1, path, MATTER.beat(path), 1, False)
        ballots.append(ballot)
        chosen = ordered[-1 if pick > 0 else 0].id
        answers += [Answer(ballot.number, seat.id, chosen, AT) for seat in SEATS]
        path = (*path, Decision(MATTER.beat(path), ordered[-1].id))
    return ballots, answers


def test_every_policy_stands_on_behaviours_that_scenarios_can_show_and_on_a_number_of_the_plan() -> None:
    from sendsim.evidence.baseline import baseline

    plan = baseline("Kirklees")
    for policy in POLICIES:
        figure = plan.parameters[policy.place]
        assert figure.low is not None and figure.high is not None
        assert figure.low <= figure.value <= figure.high and figure.low < figure.high
        choices = [
            choice
            for item in catalogue().values()
            for beat in item.scenario.beats.values()
            for choice in (beat.ask.choices if beat.ask else ())
        ]
        assert {stance(policy, choice) for choice in choices} == {-1, 0, 1}, policy.place


def test_good_choices_lean_up_bad_ones_down_and_few_votes_not_at_all() -> None:
    ballots, answers = votes_along_the_best_path(1)
    good = shares(leanings(MATTER, ballots, answers, SEATS))
    bad = shares(leanings(MATTER, ballots, votes_along_the_best_path(-1)[1], SEATS))
    assert good and good.keys() == bad.keys()
    assert all(good[place] > bad[place] for place in good)
    assert good == shares(best_leanings(MATTER, ballots)), "a room that always chose best is the best path"
    assert leanings(MATTER, ballots, answers, SEATS[:4]) == ()
    half = [a if a.seat % 2 else b for a, b in zip(answers, votes_along_the_best_path(-1)[1], strict=True)]
    mixed = shares(leanings(MATTER, ballots, half, SEATS))
    assert all(mixed[place] == pytest.approx((good[place] + bad[place]) / 2) for place in mixed)


def test_a_share_moves_a_number_to_the_ends_of_its_range_and_no_further() -> None:
    at = lambda share, place: value_at(share, place, 5.0, 2.0, 14.0)  # noqa: E731
    assert [at(share, "carrying_out_weeks") for share in (-1, -0.5, 0, 0.5, 1)] == [14.0, 9.5, 5.0, 3.5, 2.0]
    assert [at(share, "early_talk_share") for share in (-1, 0, 1)] == [2.0, 5.0, 14.0]
    for share, place in ((1.01, "early_talk_share"), (0.5, "made_up")):
        with pytest.raises(ValueError, match="give -1 to 1"):
            at(share, place)


def ask(question: dict[str, object]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sendsim.apps.follow"]
    return subprocess.run(command, input=json.dumps(question), capture_output=True, text=True, check=False)


def test_the_model_answers_in_a_process_of_its_own_with_paired_differences() -> None:
    told = ask({"authority": "Kirklees", "room": {"carrying_out_weeks": -1.0}, "best": {}, "replications": 2})
    assert told.returncode == 0, told.stderr
    answer = json.loads(told.stdout)
    (policy,) = answer["policies"]
    assert (policy["today"], policy["changed"], policy["basis"]) == (5.0, 14.0, "assumed")
    room = {row["title"]: row for row in answer["room"]}
    support = next(row for title, row in room.items() if title.startswith("Half come within") and "support" in title)
    assert support["difference"] > 1, "nine weeks longer to carry out makes support come later"
    assert all(row["difference"] == 0 for row in answer["best"]), "a plan in which nothing changed differs by nothing"
    assert any(title.startswith("A year, hours") for title in room) and any("family hours" in title for title in room)


def test_what_cannot_be_answered_is_said_in_one_sentence() -> None:
    told = ask({"authority": "Kirkless", "room": {}, "best": {}})
    assert told.returncode == 2 and "Kirklees" in told.stderr and "Traceback" not in told.stderr
