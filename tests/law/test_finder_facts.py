"""Facts: closed words, dates either way, and impossible facts named in one sentence."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendsim.errors import SendsimError
from sendsim.law.facts import DATE_FIELDS, FIELD_NAMES, Asking, Facts
from sendsim.law.facts_file import (
    FLAG_FIELDS,
    SET_FIELDS,
    WORD_FIELDS,
    facts_from_mapping,
    load_facts,
    parse_facts,
)
from sendsim.law.finder import Status, find
from sendsim.law.finding_text import findings_as_text

IMPOSSIBLE: list[tuple[dict[str, Any], list[str]]] = [
    (
        {"notice_sent": "2026-02-20", "certificate": "2026-02-02"},
        ["certificate", "2026-02-02", "notice_sent"],
    ),
    ({"age": 30}, ["age", "30", "0 to 25"]),
    ({"age": -1}, ["age", "-1"]),
    ({"age": 8.5}, ["age", "8.5"]),
    ({"age": True}, ["age", "True"]),
    ({"decision": "cease", "has_plan": "no"}, ["decision", "cease", "has_plan"]),
    ({"stage": "ceasing", "has_plan": "no"}, ["stage", "has_plan"]),
    ({"decision": "refusal_to_assess", "has_plan": "yes"}, ["decision", "has_plan"]),
    ({"stage": "sen_support", "has_plan": "yes"}, ["stage", "has_plan"]),
    ({"asking": "young_person", "age": 9}, ["asking", "9"]),
    ({"asking": "child", "age": 19}, ["asking", "19"]),
    ({"asking": "young_person", "over_school_age": "no"}, ["asking", "over_school_age"]),
    ({"asking": "child", "over_school_age": "yes"}, ["asking", "over_school_age"]),
    ({"age": 12, "over_school_age": "yes"}, ["over_school_age", "12"]),
    ({"age": 18, "over_school_age": "no"}, ["over_school_age", "18"]),
    ({"decision": "none", "notice_sent": "2026-02-20"}, ["notice_sent", "decision"]),
    ({"notice_sent": "2026-02-20", "today": "2026-02-01"}, ["notice_sent", "today"]),
    ({"notice_sent": "2012-02-20"}, ["notice_sent", "2014-09-01"]),
    ({"today": "2050-02-20"}, ["today", "2035-12-31"]),
    ({"notice_sent": "2026-02-30"}, ["notice_sent", "2026-02-30"]),
    ({"notice_sent": "20 Feb 2026"}, ["notice_sent", "YYYY-MM-DD"]),
    ({"appeal_lodged": "2026-03-01", "tribunal_decision_sent": "2026-02-01"}, ["tribunal_decision_sent"]),
    ({"has_plan": "perhaps"}, ["has_plan", "yes or no"]),
    ({"about": ["delays"]}, ["about", "delays", "delay"]),
    ({"about": 3}, ["about", "3"]),
    ({"asking": "mum"}, ["asking", "mum", "parent"]),
    ({"notice_snet": "2026-02-20"}, ["notice_snet", "notice_sent"]),
]


@pytest.mark.parametrize(("given_facts", "named"), IMPOSSIBLE)
def test_impossible_facts_name_the_field(given_facts: dict[str, Any], named: list[str]) -> None:
    with pytest.raises(SendsimError) as caught:
        facts_from_mapping({"asking": "parent"} | given_facts)
    message = str(caught.value)
    assert "\n" not in message
    for word in named:
        assert word in message


def test_who_is_asking_is_needed() -> None:
    with pytest.raises(SendsimError, match="asking is missing"):
        facts_from_mapping({"age": 3})


def test_dates_quoted_or_not_and_words_in_any_dress() -> None:
    one = parse_facts(
        "asking: Parent\nnotice_sent: 2026-02-20\nabout: delay\nhas_plan: yes\nstage: sen support\n".replace(
            "has_plan: yes\n", ""
        )
    )
    two = parse_facts("asking: parent\nnotice_sent: '2026-02-20'\nabout: [delay]\nstage: SEN-support\n")
    assert one == two
    assert one.notice_sent == date(2026, 2, 20)


@pytest.mark.parametrize(
    "text",
    [
        "asking: parent\nasking: child\n",
        "asking: [",
        "- asking",
        "just words",
        "",
        "asking: &a [*a]",
        "? [1, 2]\n: 3\n",
        "asking: !!python/object:os.system ls",
        "asking: parent\nage: 99999999999999999999999999",
        "asking: parent\nnotice_sent: 2026-02-20 10:30:00",
        "asking: parent\x00",
        "a" * 500 + ": 1",
    ],
)
def test_unreadable_text_is_one_sentence(text: str) -> None:
    with pytest.raises(SendsimError) as caught:
        parse_facts(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SendsimError, match="cannot be read"):
        load_facts(tmp_path / "none.yaml")
    with pytest.raises(SendsimError, match="cannot be read"):
        load_facts(tmp_path)
    binary = tmp_path / "b.yaml"
    binary.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(SendsimError, match="UTF-8"):
        load_facts(binary)
    big = tmp_path / "big.yaml"
    big.write_text("a" * 300_000)
    with pytest.raises(SendsimError, match="bytes"):
        load_facts(big)
    good = tmp_path / "good.yaml"
    good.write_text("\ufeffasking: parent\r\nage: 8\r\n", encoding="utf-8")
    assert load_facts(good) == Facts(asking=Asking.PARENT, age=8)


WORDS = {name: st.sampled_from([word.value for word in words]) for name, words in WORD_FIELDS.items()}
SETS = {
    name: st.lists(st.sampled_from([word.value for word in words]), max_size=4) for name, words in SET_FIELDS.items()
}
FLAGS = {name: st.booleans() for name in FLAG_FIELDS}
DATES = {name: st.dates(date(2014, 6, 1), date(2036, 3, 1)) for name in DATE_FIELDS}
PLAUSIBLE = st.fixed_dictionaries(
    {"asking": WORDS["asking"]},
    optional={
        **{name: value for name, value in WORDS.items() if name != "asking"},
        **SETS,
        **FLAGS,
        **DATES,
        "age": st.integers(-1, 27),
    },
)
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.lists(st.text(max_size=5))
)
STEERING = ("avoid", "should not", "waste", "pointless", "winning")


@settings(max_examples=400, deadline=None)
@given(PLAUSIBLE)
def test_any_facts_give_an_answer_or_a_plain_refusal(given_facts: dict[str, Any]) -> None:
    try:
        answer = find(facts_from_mapping(given_facts))
    except SendsimError as error:
        assert "\n" not in str(error)
        return
    assert len(answer.findings) == 30
    assert all(item.status in Status for item in answer.findings)
    assert all(item.reasons for item in answer.findings)
    text = findings_as_text(answer).casefold()
    for word in STEERING:
        assert word not in text
    for item in answer.findings:
        if item.status is Status.NEEDED_FIRST:
            assert item.first


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.one_of(st.sampled_from(FIELD_NAMES), st.text(max_size=8)), JUNK, max_size=6))
def test_junk_never_escapes(given_facts: dict[str, Any]) -> None:
    try:
        find(facts_from_mapping(given_facts))
    except SendsimError as error:
        assert "\n" not in str(error)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(SendsimError):
        parse_facts(text)
