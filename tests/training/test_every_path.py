"""Every path of every scenario, walked; and what the best and the worst path of each is told afterwards, word for word.

The files of ``golden`` hold the debriefs. Where a text has been changed on purpose, write them anew with
``SENDSIM_GOLDEN=write`` in the environment and read the difference before it is committed.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from sendsim.apps.export_scorm import MOST_SUSPENDED, longest_suspended
from sendsim.training.catalogue import catalogue
from sendsim.training.debrief import debrief, debrief_text
from sendsim.training.explore import every_path
from sendsim.training.parts import METERS, Grade
from sendsim.training.play import choices_now, decide, ended, new_run, replay
from sendsim.training.score import score_moments

GOLDEN = Path(__file__).parent / "golden"
ALL = [item.scenario for item in catalogue().values()]


@pytest.mark.parametrize("scenario", ALL, ids=lambda item: item.id)
def test_every_path_ends_with_scores_within_bounds(scenario):
    endings, chosen = set(), set()
    for role in scenario.roles:
        for path in every_path(scenario, role, 20_000):
            state = path[-1].state
            made = [moment.decision for moment in path if moment.decision is not None]
            assert scenario.beats[state.beat].end is not None and 4 <= len(made) <= 8
            assert all(earlier.state.today <= later.state.today for earlier, later in itertools.pairwise(path))
            for name, value in state.meters.items():
                assert METERS[name][1] <= value <= METERS[name][2], name
            found = score_moments(scenario, path)
            assert sum(found.grades.values()) == len(made)
            for tally in (*found.principles, *found.law):
                assert 0 <= len(tally.taken) <= tally.chances <= len(made)
            assert all(tally.chances for tally in found.principles), "each path has a chance at each principle"
            endings.add(state.beat)
            chosen |= {(item.beat, item.choice) for item in made}
    assert endings == set(scenario.endings) and len(endings) >= 2
    assert chosen == {(name, c.id) for name in scenario.decisions for c in scenario.beats[name].ask.choices}


@pytest.mark.parametrize("scenario", ALL, ids=lambda item: item.id)
def test_a_learners_place_fits_what_scorm_keeps(scenario):
    for role in scenario.roles:
        assert 100 < longest_suspended(scenario, role) < MOST_SUSPENDED


def run_by(scenario, wanted):
    """Return the run that takes the best, or the worst, choice everywhere; the first of several."""
    run = new_run(scenario)
    while not ended(scenario, run):
        options = choices_now(scenario, replay(scenario, run)[-1].state)
        sign = 1 if wanted is Grade.BEST else -1
        run = decide(scenario, run, max(options, key=lambda choice: sign * choice.grade.points).id)
    return run


@pytest.mark.parametrize("wanted", [Grade.BEST, Grade.BREACH], ids=["best", "worst"])
@pytest.mark.parametrize("scenario", ALL, ids=lambda item: item.id)
def test_golden_debriefs(scenario, wanted):
    text = debrief_text(debrief(scenario, run_by(scenario, wanted)))
    path = GOLDEN / f"{scenario.id}.{'best' if wanted is Grade.BEST else 'worst'}.txt"
    if os.environ.get("SENDSIM_GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
    assert ("Better (best)" in text) is (wanted is Grade.BREACH)


def test_no_debrief_is_left_over():
    assert {path.name for path in GOLDEN.iterdir()} == {
        f"{item.id}.{end}.txt" for item in ALL for end in ("best", "worst")
    }
