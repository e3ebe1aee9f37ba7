"""The questions: one at a time, changeable, complete, and small enough for a link."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendsim.errors import SendsimError
from sendsim.law.facts import FIELD_NAMES, Asking, Decision, Facts
from sendsim.law.finder import Status, find
from sendsim.law.legislation import resolve
from sendsim.law.questions import (
    QUESTIONS,
    Answer,
    Kind,
    Question,
    facts_from,
    give_answer,
    keep_asked,
    next_question,
    question,
)
from sendsim.law.share import decode, encode


def test_every_fact_but_the_days_has_a_question() -> None:
    assert {item.id for item in QUESTIONS} == set(FIELD_NAMES) - {"law_on", "today"}


def test_every_question_says_why_it_is_asked() -> None:
    for item in QUESTIONS:
        assert item.text.endswith("?")
        assert item.help
        assert item.reason
        assert item.basis
        for citation in item.basis:
            assert resolve(citation)
        if item.kind in {Kind.RADIOS, Kind.CHECKBOXES, Kind.YES_NO}:
            assert len(item.options) >= 2
            assert len({option.value for option in item.options}) == len(item.options)
        else:
            assert not item.options


def _answers(item: Question, answers: dict[str, Answer]) -> st.SearchStrategy[Answer]:
    values = [option.value for option in item.options_for(answers)]
    if item.kind is Kind.CHECKBOXES:
        return st.lists(st.sampled_from(values), max_size=4).map(tuple)
    if item.kind is Kind.DATE:
        return st.one_of(st.just(""), st.dates(date(2025, 1, 1), date(2026, 6, 30)).map(date.isoformat))
    if item.kind is Kind.NUMBER:
        return st.one_of(st.just(""), st.integers(0, 25).map(str))
    return st.sampled_from(values if item.required else [*values, ""])


@st.composite
def interviews(draw: Any) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for _ in range(len(QUESTIONS) + 1):
        asked = next_question(answers)
        if asked is None:
            return answers
        answers = give_answer(answers, asked.id, draw(_answers(asked, answers)))
        assert asked.id in answers
    raise AssertionError("the questions do not end")


@settings(max_examples=150, deadline=None)
@given(interviews())
def test_any_interview_ends_shares_and_gives_an_answer(answers: dict[str, Answer]) -> None:
    assert decode(encode(answers)) == answers
    assert len(encode(answers)) < 2000
    try:
        found = find(facts_from(answers, date(2026, 7, 1)))
    except SendsimError as error:
        assert "\n" not in str(error)
        return
    assert len(found.findings) == 30


@settings(max_examples=100, deadline=None)
@given(interviews(), st.data())
def test_a_changed_answer_drops_what_is_no_longer_asked(answers: dict[str, Answer], data: Any) -> None:
    asked = data.draw(st.sampled_from([question(name) for name in answers]))
    before = {name: value for name, value in answers.items() if name != asked.id}
    changed = give_answer(answers, asked.id, data.draw(_answers(asked, before)))
    assert keep_asked(changed) == changed
    seen: dict[str, Answer] = {}
    for item in QUESTIONS:
        if item.id in changed:
            assert item.when(seen)
            seen[item.id] = changed[item.id]
    assert decode(encode(changed)) == changed


def test_the_order_in_which_answers_were_given_does_not_matter() -> None:
    one: dict[str, Answer] = {"asking": "parent", "about": ("delay",), "in_england": "yes"}
    two: dict[str, Answer] = dict(reversed(one.items()))
    assert encode(one) == encode(two)
    assert next_question(one) == next_question(two)


def test_a_walk_to_an_appeal() -> None:
    answers: dict[str, Answer] = {}
    told: dict[str, Answer] = {
        "in_england": "yes",
        "asking": "parent",
        "age": "8",
        "about": ("decision_or_plan",),
        "against": ("local_authority",),
        "has_plan": "no",
        "stage": "assessment",
        "decision": "refusal_to_assess",
        "notice_sent": "2026-04-20",
        "certificate": "2026-06-16",
        "appeal_lodged": "",
        "tried": (),
    }
    asked = []
    while (item := next_question(answers)) is not None:
        asked.append(item.id)
        answers = give_answer(answers, item.id, told[item.id])
    assert asked == list(told)
    facts = facts_from(answers, date(2026, 7, 1))
    assert facts.decision is Decision.REFUSAL_TO_ASSESS
    assert facts.asking is Asking.PARENT
    found = find(facts).by_id("R06")
    assert found.status is Status.OPEN
    assert found.dates[0].day == date(2026, 7, 16)


def test_options_follow_the_plan() -> None:
    no_plan = question("decision").options_for({"has_plan": "no"})
    assert Decision.CEASE not in {option.value for option in no_plan}
    plan = question("decision").options_for({"has_plan": "yes"})
    assert Decision.REFUSAL_TO_ASSESS not in {option.value for option in plan}
    assert len(question("decision").options_for({})) == 7


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("asking", "mum"),
        ("asking", ""),
        ("age", "30"),
        ("age", "eight"),
        ("age", "٣"),
        ("notice_sent", "2026-02-30"),
        ("about", ("nothing",)),
        ("has_plan", "maybe"),
        ("has_plan", ("yes",)),
        ("name", "Maya"),
    ],
)
def test_wrong_answers_are_refused(name: str, value: Answer) -> None:
    with pytest.raises(SendsimError) as caught:
        give_answer({}, name, value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v=2&asking=parent",
        "v=1&asking=mum",
        "v=1&name=Maya",
        "v=1&asking=parent&asking=child",
        "v=1&asking=parent&about=delay.nonsense",
        "v=1&asking=%ff",
        "nonsense",
        "v=1&" + "a" * 5000,
        "v=1&asking=parent&notice_sent=yesterday",
        "v=1" + "&asking=parent" * 100,
    ],
)
def test_links_that_hold_anything_else_are_refused(text: str) -> None:
    with pytest.raises(SendsimError) as caught:
        decode(text)
    assert "\n" not in str(caught.value)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_link_is_read_or_refused(text: str) -> None:
    for given_text in (text, f"v=1&{text}"):
        try:
            decode(given_text)
        except SendsimError as error:
            assert "\n" not in str(error)


def test_a_leading_hash_is_welcome() -> None:
    assert decode("#v=1&asking=parent") == {"asking": "parent"}


def test_facts_without_answers_say_what_is_missing() -> None:
    with pytest.raises(SendsimError, match="asking"):
        facts_from({})
    assert facts_from({"asking": "other"}) == Facts(asking=Asking.OTHER)
