"""The checker: each code has a text that fails; the sample passes all."""

# ruff: noqa: E501  (each pair is a piece of a scenario as it stands in the file)

from __future__ import annotations

from pathlib import Path

import pytest

from sendsim.training.check import check_file
from sendsim.training.codes import CODES
from tests.training.conftest import SAMPLE, TODAY

# code, what is replaced in the sample, by what. The sample itself is the passing example of each.
FAILING = [
    ("SS001", "sendsim: 1\n", "sendsim: [1\n"),
    ("SS002", "summary: |", "extra: [" + "[" * 20 + "]" * 20 + "]\nsummary: |"),
    ("SS003", "version: 1.0.0", "version: &v 1.0.0"),
    ("SS004", "minutes: 15", "minutes: 15\nminutes: 15"),
    ("SS005", "minutes: 15", "minutes: 15\nmood: calm"),
    ("SS006", "minutes: 15\n", ""),
    ("SS007", "minutes: 15", "minutes: lots"),
    ("SS008", "- id: ask-la", "- id: in-time"),
    ("SS009", "id: refusal-to-assess", "id: refusal"),
    ("SS101", "          next: support\n", "          next: suport\n"),
    ("SS102", "  dragging:\n", "  island:\n    title: Nowhere\n    next: dragging\n  dragging:\n"),
    ("SS103", "next: [{when: {flags: {heard-routes: true}}, to: lodged}, {to: late}]", "next: [{when: {flags: {heard-routes: true}}, to: lodged}]"),
    ("SS104", "more.\n    next: lodged\n", "more.\n    next: late\n"),
    ("SS105", "next: [{when: {flags: {fair-start: true}}, to: assessed}, {to: dragging}]", "next: assessed"),
    ("SS106", "          next: certificate\n", "          next: concession\n"),
    ("SS107", "minutes: 15", "minutes: 120"),
    ("SS201", "papers: [therapist]", "papers: [therapy-note]"),
    ("SS201", "{date.notice} in her", "{date.letter} in her"),
    ("SS202", "papers:\n  refusal:", "papers:\n  spare:\n    title: Spare\n    kind: note\n    text: Nobody opens it.\n  refusal:"),
    ("SS203", "does: {set: {fair-start: true}, add", "does: {add"),
    ("SS204", "also:\n      - when: {at_most: {trust: 3}}", "also:\n      - when: {at_most: {trust: 10}}"),
    ("SS205", "{date.notice} in her", "{date.certificate} in her"),
    ("SS205", "takes: 2 weeks}", "until: date.request}"),
    ("SS206", "because: [certificate.session-first]", "because: [certificate.session-first]\n    on: date.conceded\n    when: {visited: [phone], none: [{visited: [phone]}]}"),
    ("SS207", "facts: {told: date.call, notice_sent: date.notice}", "facts: {asked: date.call, notice_sent: date.notice}"),
    ("SS207", "clock: certificate\n", "clock: certifikate\n"),
    ("SS301", "            Honest, and no harm done. But the letter and the request are both dated. She could have known at once, and the council is one\n            more call in her week.", "            Right."),
    ("SS302", "grade: best\n          feedback: |\n            Six weeks", "grade: acceptable\n          feedback: |\n            Six weeks"),
    ("SS304", "principles: [P3, P4]}", "principles: [P3]}"),
    ("SS305", "honours: [P2.g2]\n", "honours: [P2.b2]\n"),
    ("SS306", "hint: Two limits run beside each other. Which of them counts?", "hint: One month from the certificate, and by what hour of the afternoon?"),
    ("SS401", "why: [SENDR2014 reg 5]", "why: [SENDR2015 reg 5]"),
    ("SS402", "why: [SENDR2014 reg 5]", "why: [SENDR2014]"),
    ("SS403", "why: [SENDR2014 reg 5]", "why: [SENDR2014 reg 999]"),
    ("SS404", "          why: [SENDR2014 reg 5]\n          honours: [P2.g2]", "          honours: [P2.g2]"),
    ("SS405", "says: {dates: [{deadline: decide, in_time: date.notice}]}", "says: {dates: [{deadline: decide, in_time: date.call}]}"),
    ("SS405", "{case: refusal, route: R06, usable: true}", "{case: refusal, route: R08, usable: true}"),
    ("SS406", "honours: [P2.g2]\n", "honours: [P2.g2]\n          mistakes: [M7]\n"),
    ("SS406", "text: Say it was in time, by", "text: You must mediate. Say it was in time, by"),
    ("SS407", "{date.notice} in her", "20 April in her"),
    ("SS408", "routes: [R02", "routes: [R77, R02"),
    ("SS409", 'review_by: "2027-06-30"', 'review_by: "2026-06-30"'),
    ("SS409", 'law_as_at: "2026-06-30"', 'law_as_at: "2027-06-30"'),
    ("SS410", "why: [CFA2014 s.36, CODE2015 11.1]\n          honours: [P1.g5", "why: [ISSR2010, CODE2015 11.1]\n          honours: [P1.g5"),
    ("SS501", "  Tobias is six. His mother", "  Notwithstanding the aforementioned considerations, the authority's determination necessarily presupposes comprehensive multidisciplinary consideration of educational circumstances. His mother"),
    ("SS502", "She has been crying.", "She has been crying " + "and crying " * 40 + "."),
    ("SS503", "He needs to be seen on his own", "The XQZT says he needs to be seen on his own"),
    ("SS504", "She has been crying.", "She is a difficult parent. She has been crying."),
    ("SS602", "people:\n", "people:\n  spare: {name: Mr Nobody, who: a stranger}\n"),
    ("SS701", "Groups have not helped.", "Groups have not helped. ![](chart.png)"),
    ("SS702", "She has been crying.", "Look at the box on the left. She has been crying."),
    ("SS703", "She has been crying.", "<b>She</b> has been crying."),
]  # fmt: skip


def codes(path: Path, **more) -> set[str]:
    return {finding.code for finding in check_file(path, TODAY, **more)}


def test_the_sample_passes_everything():
    assert check_file(SAMPLE, TODAY) == []


@pytest.mark.parametrize(("code", "old", "new"), FAILING, ids=lambda v: str(v)[:18])
def test_each_code_has_a_failing_example(folder, code, old, new):
    path = folder / SAMPLE.name
    text = path.read_text(encoding="utf-8")
    assert old in text, "the sample has changed: mend this example"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = [item for item in check_file(path, TODAY) if item.code == code]
    assert found, f"no {code} among {[str(f) for f in check_file(path, TODAY)]}"
    lines = path.read_text(encoding="utf-8").count("\n") + 1
    for item in found:
        assert 1 <= item.line <= lines and item.message and item.mend and "\n" not in str(item)


def test_every_code_has_an_example_here():
    elsewhere = {"SS108", "SS303", "SS601", "SS801", "SS802"}
    assert {code for code, _, _ in FAILING} | elsewhere == set(CODES)


def test_a_missing_or_failing_plan(folder):
    plan = folder / "refusal-to-assess.plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("beat: assessed", "beat: dragging"), encoding="utf-8")
    found = check_file(folder / SAMPLE.name, TODAY)
    assert [item.code for item in found] == ["SS802"] and found[0].file == plan.name and found[0].line == 3
    plan.write_text(text.replace("in-limit", "in-limits"), encoding="utf-8")
    assert codes(folder / SAMPLE.name) == {"SS802"}
    plan.write_text("scenario: x\ntests: 3\n", encoding="utf-8")
    assert codes(folder / SAMPLE.name) == {"SS801"}
    plan.unlink()
    assert codes(folder / SAMPLE.name) == {"SS801"}


def test_real_names_are_looked_for_only_if_given(folder):
    assert codes(folder / SAMPLE.name) == set()
    assert codes(folder / SAMPLE.name, real_names=["Hale"]) == {"SS601"}
    assert codes(folder / SAMPLE.name, real_names=["Hal"]) == set()


def test_the_same_place_of_every_best_choice_is_noticed(folder):
    path = folder / SAMPLE.name
    text = path.read_text(encoding="utf-8")
    for old in ("text: Say it was in time, by", "text: Say in two sentences"):
        text = text.replace(
            old, old + " and then go on to say a good many more things that make this the longest by far, so that", 1
        )
    path.write_text(text, encoding="utf-8")
    assert "SS303" in codes(path)


def test_too_many_states_are_said(folder, monkeypatch):
    from sendsim.training import checks_states
    from sendsim.training.explore import explore

    monkeypatch.setattr(checks_states, "explore", lambda scenario: explore(scenario, cap=5))
    assert "SS108" in codes(folder / SAMPLE.name)


def test_a_remark_with_a_reason_allows_a_finding(folder):
    path = folder / SAMPLE.name
    text = path.read_text(encoding="utf-8").replace(
        "minutes: 15", "# sendsim: allow SS107 a long workshop\nminutes: 120"
    )
    path.write_text(text, encoding="utf-8")
    assert codes(path) == set()
    path.write_text(text.replace(" a long workshop", ""), encoding="utf-8")
    assert codes(path) == {"SS107"}
