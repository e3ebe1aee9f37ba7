"""The planner's further panels and the page of one family, without a browser."""

from __future__ import annotations

import pytest

from sendsim.apps.explain import Explain
from sendsim.apps.planner import Planner


def test_panels_are_drawn_when_opened_and_not_before():
    page = Planner()
    assert page.more.routes.svg == "" and page.more.parameters.rows == []
    for heading in page.more.widget.headings:
        heading.expanded = True
    more = page.more
    for panel in (more.routes, more.mediation, more.hearing, more.use, more.ageing, more.cost, more.past, more.map):
        assert "<svg" in panel.svg and panel.alt and panel.caption and panel.rows, panel.title
    for table in (
        more.gap,
        more.cleared,
        more.groups,
        more.cost_lines,
        more.past_cover,
        more.past_sets,
        more.parameters,
    ):
        assert table.rows, table.caption
    before = more.mediation.svg
    page.sliders["mediators"].value = 0.75
    assert more.mediation.svg != before and "with the change" in more.mediation.caption


def test_a_closer_look_at_a_change_is_worked_out_when_somebody_looks():
    page = Planner("Rutland")
    page.policies["leaving"].value = "nobody"
    assert page.changed is not None and page.difference.text and not page.changed.tables
    waits = next(h for h in page.more.widget.headings if h.title.startswith("Waits"))
    waits.expanded = True
    assert page.changed.tables and "with the change" in page.more.hearing.caption and not page.progress.running
    page._reset()
    assert "with the change" not in page.more.hearing.caption


def test_the_words_speak_of_nobody_as_winning():
    page = Planner()
    for heading in page.more.widget.headings:
        heading.expanded = True
    said = " ".join(str(w.alt) + str(w.rows) for w in (page.more.routes, page.more.cost, page.more.ageing)).lower()
    assert not any(word in said for word in ("win ", "won ", "lost ", "success"))


@pytest.fixture(scope="module")
def explain():
    return Explain()


def test_a_family_is_shown_at_once_with_its_dates_rules_and_costs(explain):
    assert "The disagreement was about" in explain.summary.text[0]
    assert explain.steps.rows and any("CFA" in str(row) for row in explain.steps.rows)
    assert explain.changed_part.layout.display == "none"


def test_the_same_family_with_one_thing_changed(explain):
    explain.change.value = "lever:early_talk"
    assert "Early talk" in explain.amount.label
    explain.amount.value = 100
    explain._replay()
    assert explain.changed_part.layout.display == "" and explain.again.text and explain.again_steps.rows


@pytest.mark.parametrize(
    ("key", "value"),
    [("policy:leaving:nobody", None), ("number:parameters.appeal_allowed", 0.0), ("lever:mediators", 0.5)],
)
def test_any_lever_policy_or_number_can_be_the_one_thing_changed(explain, key, value):
    explain.change.value = key
    assert (explain.amount.layout.display == "none") == (value is None)
    if value is not None:
        explain.amount.value = value
    explain._replay()
    assert explain.again.text and not explain.errors.errors


def test_nothing_to_change_is_told_in_place(explain):
    explain.change.value = "nothing"
    explain._replay()
    assert "choose what to change first" in str(explain.errors.errors)


def test_another_authority_has_its_own_families():
    page = Explain()
    page.choose.value = (
        page.choose.options[0] if page.choose.value != page.choose.options[0] else page.choose.options[1]
    )
    assert page.plan.authority in page.summary.heading and page.steps.rows
