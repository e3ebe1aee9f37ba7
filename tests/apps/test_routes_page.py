"""The route page without a browser: its answers, its words, its files and what it refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import traitlets

from sendsim.apps.controls import Document, PageLink, QuestionForm
from sendsim.apps.controls.documents import details, heading, links
from sendsim.apps.routes import RoutePage
from sendsim.apps.routes_view import answers_of, misconception_blocks, plain_error
from sendsim.errors import SendsimError
from sendsim.law.facts_file import load_facts
from sendsim.law.finder import find
from sendsim.law.misconceptions import MISCONCEPTIONS
from sendsim.law.questions import QUESTIONS, facts_from, question
from sendsim.law.routes import ROUTES

TODAY = date(2026, 3, 2)
FAMILY = {
    "in_england": "yes",
    "asking": "parent",
    "age": "9",
    "about": ("decision_or_plan",),
    "against": ("local_authority",),
    "has_plan": "no",
    "stage": "assessment",
    "decision": "refusal_to_assess",
    "notice_sent": "2026-01-14",
    "certificate": "2026-02-20",
    "appeal_lodged": "",
    "tried": (),
}


def say(page: RoutePage, name: str, value: object) -> None:
    """Answer the question that is on the page as a browser does."""
    assert page.form.name == name, f"asked {page.form.name}, not {name}"
    given = list(value) if isinstance(value, tuple) else ([value] if value else [])
    content = {"event": "answer", "asked": page.form.asked, "value": given, "skip": not given}
    page.form._on_browser_message(page.form, content, [])


def filled() -> RoutePage:
    page = RoutePage(TODAY)
    for name, value in FAMILY.items():
        say(page, name, value)
    return page


def text_of(blocks: object) -> str:
    """Return every text in blocks."""
    if isinstance(blocks, str):
        return blocks
    if isinstance(blocks, dict):
        return " ".join(text_of(value) for value in blocks.values())
    return " ".join(text_of(item) for item in blocks) if isinstance(blocks, list | tuple) else ""


def test_one_question_at_a_time_leads_to_the_routes() -> None:
    page = filled()
    assert page.showing and page.form.hidden
    said = text_of(page.result.blocks)
    assert "Friday 20 March 2026, 5 pm." in said  # the later of two months and one month after the certificate
    for status in ("Open now", "Appeal: refusal to assess", "It can", "It cannot", "Who can help", "not legal advice"):
        assert status in said, status
    assert all(route.name in said for route in ROUTES.values()), "every route is on the page, whatever its status"
    assert page.dates._make().count("BEGIN:VEVENT") == len(page.findings().dates) > 0


def test_an_answer_can_be_changed_and_what_it_rules_out_is_dropped() -> None:
    page = filled()
    page.list._on_browser_message(page.list, {"event": "change", "name": "decision"}, [])
    assert page.form.name == "decision" and page.form.value == ["refusal_to_assess"] and not page.showing
    say(page, "decision", "none")
    assert "notice_sent" not in page.answers and "certificate" not in page.answers
    assert page.showing
    page.list._on_browser_message(page.list, {"event": "change", "name": "today"}, [])
    say(page, "today", "2026-05-01")
    assert page.today == date(2026, 5, 1)


def test_back_goes_one_question_at_a_time() -> None:
    page = filled()
    page.back.click()
    assert page.form.name == "tried"
    page.back.click()
    assert page.form.name == "appeal_lodged"
    page.again.click()
    assert page.answers == {} and page.form.name == QUESTIONS[0].id


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("age", "30", "whole number from 0 to 25"),
        ("certificate", "2026-01-01", "the certificate comes after the decision"),
        ("notice_sent", "2026-13-45", "is '45 13 2026': give a day, month and year that exist."),
        ("notice_sent", "2031-01-01", "give a date that has passed"),
        ("asking", "child", "but the age is 20"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words_and_nothing_is_lost(name: str, value: str, words: str) -> None:
    page = filled()
    if name == "asking":
        page.answers = {**page.answers, "age": "20"}
    before = dict(page.answers)
    page._change(name)
    say(page, name, value)
    assert words in page.form.error and page.answers == before and page.form.name == name
    assert "notice_sent" not in page.form.error and "\n" not in page.form.error


def test_nothing_chosen_is_not_an_answer() -> None:
    page = RoutePage(TODAY)
    content = {"event": "answer", "asked": page.form.asked, "value": []}
    page.form._on_browser_message(page.form, content, [])
    assert page.form.error.startswith("Choose an answer") and page.form.name == "in_england"
    page.form._on_browser_message(page.form, {**content, "asked": page.form.asked - 1, "value": ["yes"]}, [])
    assert page.answers == {}, "an answer to a question that is no longer asked is not heard"


def test_the_saved_file_gives_the_same_routes(tmp_path: Path) -> None:
    page = filled()
    path = tmp_path / "disagreement.yaml"
    path.write_text(page.save._make(), encoding="utf-8")
    facts = load_facts(path)
    assert facts == facts_from(page.answers, TODAY)
    assert find(facts).findings == page.findings().findings
    other = RoutePage(date(2030, 1, 1))
    other._open_file("disagreement.yaml", path.read_text(encoding="utf-8"))
    assert other.today == TODAY and other.showing
    assert {k: v for k, v in page.answers.items() if v} == other.answers == answers_of(facts)


@pytest.mark.parametrize("text", ["{", "asking: nobody", "- 1", "asking: parent\nage: 40", "name: Alex"])
def test_a_file_that_does_not_fit_changes_nothing(text: str) -> None:
    page = filled()
    before = dict(page.answers)
    page.open._on_browser_message(page.open, {"event": "file", "name": "x.yaml", "text": text}, [])
    assert page.open.error and "\n" not in page.open.error and page.answers == before
    with pytest.raises(SendsimError):
        page._open_file("x.yaml", text)


def test_the_link_gives_the_same_answers() -> None:
    page = filled()
    other = RoutePage(TODAY)
    other.link._on_browser_message(other.link, {"event": "code", "code": page.link.code}, [])
    assert other.answers == page.answers and other.showing
    other.link._on_browser_message(other.link, {"event": "code", "code": "v=1&name=Alex"}, [])
    assert other.errors.errors and other.answers == page.answers


def test_messages_use_the_page_s_words() -> None:
    assert plain_error("certificate is 2026-01-01, before notice_sent (2026-01-14): x.") == (
        "The day of the certificate is 1 January 2026, before the day the decision was sent (14 January 2026): x."
    )
    assert "\u201cNot to assess\u201d" in plain_error("decision is 'refusal_to_assess' but has_plan is yes: mend one.")


def test_every_question_can_be_asked_by_the_form() -> None:
    page = RoutePage(TODAY)
    for asked in QUESTIONS:
        page._ask(asked)
        assert page.form.text == asked.text and page.form.kind in ("radios", "checkboxes", "date", "number")
        assert bool(page.form.choices) == bool(question(asked.id).options)


def test_every_misconception_is_on_the_page() -> None:
    said = text_of(misconception_blocks())
    assert all(item.id in said and item.correct in said for item in MISCONCEPTIONS)


def test_writing_may_link_only_to_public_bodies_by_https() -> None:
    links(("Act", "https://www.legislation.gov.uk/ukpga/2014/6"), ("no address", ""))
    for address in ("http://www.gov.uk/", "javascript:alert(1)", "https://example.com/", "https://evil@www.gov.uk/"):
        with pytest.raises(traitlets.TraitError):
            links(("x", address))
    document = Document()
    document.show(heading("A"), details("B", heading("C", 3)), focus=True)
    assert document.shown == 1 and len(document.blocks) == 2


def test_a_browser_may_not_set_what_is_shown() -> None:
    form, link = QuestionForm(), PageLink()
    form.set_state({"text": "hijacked", "choices": [["a", "b"]]})
    link.set_state({"code": "v=9"})
    assert form.text == "" and form.choices == [] and link.code == ""
    for value in (["x"] * 100, "yes", [1], None):
        form._on_browser_message(form, {"event": "answer", "asked": form.asked, "value": value}, [])
