"""Stories: what the engine did, told; and the same family in two plans."""

from __future__ import annotations

import pytest

import sendsim
from sendsim.errors import SendsimError
from sendsim.planning.explain import Stories, replay


@pytest.fixture(scope="module")
def stories():
    return Stories(sendsim.baseline("Rutland"), 1, 0)


def test_every_family_has_a_story_that_agrees_with_the_tables(stories):
    families = stories.families
    for case, outcome in zip(families["case"], families["outcome"], strict=True):
        story = stories.story(case)
        assert story.outcome == outcome
        assert (story.ended is None) == (outcome == "still open")
        assert story.steps["when"].is_monotonic_increasing and len(story.steps)
        assert (story.costs["amount"] >= 0).all() and story.school_weeks >= 0
        assert len(story.sentences()) == 2


def test_what_luck_decided_is_what_happened(stories):
    """Where a way is said to have been taken, the next event is at that stage."""
    told = 0
    for case in stories.families["case"]:
        for luck in stories.story(case).steps["what luck decided"]:
            if luck.startswith("this way"):
                told += 1
                share = int(luck.split("as ")[1].split("%")[0])
                assert 0 <= share <= 100
    assert told > 50


def test_steps_name_a_rule_and_who_acted(stories):
    case = stories.families.query("outcome.str.contains('Agreed')")["case"].iloc[0]
    steps = stories.story(case).steps
    assert (steps["rule"].str.len() > 0).mean() > 0.5 and (steps["who acted"] != "").all()


def test_the_same_plan_replayed_differs_in_nothing(stories):
    again = Stories(stories.plan.model_copy(update={"name": "again"}), 1, 0)
    for case in stories.families["case"]:
        found = replay(stories, again, case)
        assert found.parted is None and found.today.minutes == found.changed.minutes


def test_one_thing_changed_for_the_same_family(stories):
    """With every early talk settling, families who talk early part from today's journey there; others do not."""
    changed = Stories(stories.plan.change({"early_talk_settles": 1.0, "early_talk_share": 0.3}), 1, 0)
    parted = 0
    for case in stories.families["case"]:
        if case.startswith("opening"):
            continue
        found = replay(stories, changed, case)
        talked = any("Talk with the SEN officer" in w for w in found.today.steps["what happened"])
        if talked and found.parted is not None and found.changed.outcome == "Settled by early talk":
            parted += 1
            assert any("part on" in s for s in found.sentences())
    assert parted > 0


def test_an_unknown_family_is_told_in_one_sentence(stories):
    with pytest.raises(SendsimError, match=r"case 'nobody' is not in this replication\. "):
        stories.story("nobody")
    with pytest.raises(SendsimError, match="replication is -1"):
        Stories(stories.plan, 1, -1)
