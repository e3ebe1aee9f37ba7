"""What the clocks do beyond the worked dates: relief, month ends, older law, doubts, impossible facts."""

from __future__ import annotations

import inspect
from datetime import date, timedelta

import pytest

from sendsim.errors import SendsimError, UnknownNameError
from sendsim.law import clocks, limits
from sendsim.law.calendar import is_working_day
from sendsim.law.citation import MARKS
from sendsim.law.clock_text import answer_as_text
from sendsim.law.clocks import CLOCKS, ask
from sendsim.law.dated import PROPOSALS, RULES, LawStatus, proposals
from sendsim.law.given import DateRangeError, ImpossibleFactError, LawNotAvailableError
from sendsim.law.legislation import SOURCES, resolve

D = date.fromisoformat

PLAIN = {
    "receipt": ("email", "2026-03-07"),
    "phase-transfer": (2026,),
    "order": ("assess", "2026-03-05"),
    "agreement": ("make-plan", "2026-03-05"),
    "concession": ("contents", "2026-03-05"),
}
SPECIAL = [
    ("appeal", ("2026-02-13", "2026-04-10"), {"section_i_only": True}),
    ("appeal", ("2026-02-13",), {"notice_dated": "2026-02-10", "evidence_of_sending": True}),
    ("mediation", ("2026-07-20",), {"health": "mixed", "adviser_told": "2026-07-18"}),
    ("mediation", ("2026-07-20",), {"health": "only"}),
    ("certificate", ("2026-07-20",), {"notice_sent": "2026-02-02"}),
    ("discrimination", ("2026-02-02",), {"conciliation": "2026-03-02"}),
    ("discrimination", ("2019-02-20",), {}),
    ("decision", ("2026-07-29",), {}),
    ("upper-tribunal", ("2026-07-20",), {}),
    ("bundle", ("2025-05-01",), {}),
    ("school-complaint", ("2014-10-01",), {"school": "academy"}),
    ("school-complaint", ("2026-10-01",), {"school": "independent"}),
    ("order", ("other", "2026-03-05"), {}),
    ("order", ("health-only", "2026-03-05"), {}),
    ("order", ("assess", "2015-01-05"), {}),
    ("concession", ("contents", "2015-01-05"), {}),
    ("agreement", ("health-only", "2026-03-05"), {}),
    ("ehc", ("2020-03-09",), {"personal_circumstances": True}),
    ("la-response", ("2026-06-29",), {"discrimination": True}),
]
EVERY = [(name, PLAIN.get(name, ("2026-03-05",)), {}) for name in CLOCKS] + SPECIAL


@pytest.mark.parametrize(("name", "facts", "more"), EVERY)
def test_every_answer_is_whole(name: str, facts: tuple[object, ...], more: dict[str, object]) -> None:
    answer = ask(name, *facts, **more)
    assert answer.safe_date <= answer.date
    assert is_working_day(answer.safe_date)
    assert answer.steps and answer.citations and answer.raw
    assert answer.date in {limit.date for limit in answer.dates}
    for citation in answer.citations:
        assert citation.mark in MARKS
        assert resolve(citation).key in SOURCES
    for sentence in (*answer.steps, *answer.warnings):
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert sentence.endswith((".", "?"))
    data = answer.to_dict()
    assert {"date", "safe_date", "raw", "steps", "citations", "warnings"} <= data.keys()
    text = answer_as_text(answer)
    assert "not advice on a case" in text
    assert all(len(line) <= 110 for line in text.splitlines())


@pytest.mark.parametrize("name", CLOCKS)
def test_every_clock_says_what_it_answers_and_since_when(name: str) -> None:
    entry = clocks.clock(name)
    assert entry.summary
    assert entry.effective_from >= date(2014, 1, 1)
    assert entry.effective_to is None
    assert "law_on" in inspect.signature(entry.function).parameters


def test_marks_are_shown() -> None:
    text = answer_as_text(ask("section-26-stage-1", "2026-03-05"))
    assert "from general knowledge" in text


# --- counting --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "day", "late", "expected"),
    [
        ("by-hand", "2026-03-06", False, "2026-03-06"),
        ("by-hand", "2026-03-06", True, "2026-03-09"),
        ("by-hand", "2026-03-07", False, "2026-03-09"),
        ("email", "2026-03-06", False, "2026-03-06"),
        ("email", "2026-04-03", False, "2026-04-07"),
        ("email", "2026-04-02", True, "2026-04-07"),
        ("first-class", "2026-03-06", False, "2026-03-09"),
        ("signed-for", "2026-03-07", True, "2026-03-07"),
    ],
)
def test_receipt(how: str, day: str, late: bool, expected: str) -> None:
    assert ask("receipt", how, day, after_5pm=late).date == D(expected)


@pytest.mark.parametrize(
    ("sent", "limb"),
    [
        ("2023-12-31", "2024-02-29"),
        ("2024-12-31", "2025-02-28"),
        ("2024-12-29", "2025-02-28"),
        ("2026-07-31", "2026-09-30"),
        ("2027-12-29", "2028-02-29"),
    ],
)
def test_two_months_end_on_the_same_day_or_the_last(sent: str, limb: str) -> None:
    assert limits.two_month_limb(D(sent)) == D(limb)


def test_certificate_limb_on_a_leap_day() -> None:
    assert limits.certificate_limb(D("2024-01-31")) == D("2024-02-29")


def test_one_off_bank_holidays_count() -> None:
    assert ask("certificate", "2022-09-16").date == D("2022-09-22")
    assert ask("certificate", "2023-05-05").date == D("2023-05-11")


def test_relief_at_new_year_lands_after_the_holiday() -> None:
    assert limits.appeal_by(D("2026-11-01")) == D("2027-01-04")
    assert limits.appeal_by(D("2026-10-25")) == D("2027-01-04")


@pytest.mark.parametrize(
    ("sent", "expected"),
    [("2026-07-15", "2026-09-14"), ("2026-03-02", "2026-03-30"), ("2026-12-14", "2027-01-19")],
)
def test_after_decision_leaves_days_out(sent: str, expected: str) -> None:
    assert ask("after-decision", sent).date == D(expected)


def test_after_decision_in_a_discrimination_claim_leaves_none_out() -> None:
    assert ask("after-decision", "2026-07-15", discrimination=True).date == D("2026-08-12")
    assert ask("after-decision", "2019-07-15", discrimination=True).date > D("2019-08-31")


def test_response_in_a_discrimination_claim() -> None:
    assert ask("la-response", "2026-06-29", discrimination=True).date == D("2026-08-10")
    assert ask("la-response", "2019-07-01", discrimination=True).date > D("2019-08-31")


def test_decision_target_across_august_is_marked() -> None:
    answer = ask("decision", "2026-07-29")
    assert answer.date == D("2026-08-12")
    assert answer.limit("decision_with_relief").arguable
    assert any("unclear" in text for text in answer.warnings)
    assert len(ask("decision", "2026-03-02").dates) == 1


def test_upper_tribunal_takes_the_earlier_reading() -> None:
    answer = ask("upper-tribunal", "2026-07-20")
    assert answer.date == D("2026-08-20")
    assert answer.limit("permission_with_relief").arguable


# --- doubts ----------------------------------------------------------------------------------------------


def test_discrimination_on_a_weekend_is_not_rolled() -> None:
    answer = ask("discrimination", "2026-02-02")
    assert (answer.date, answer.safe_date) == (D("2026-08-01"), D("2026-07-31"))
    assert answer.limit("claim_next_working_day").date == D("2026-08-03")


def test_discrimination_relief_before_21_july_2020() -> None:
    assert ask("discrimination", "2019-02-20").date == D("2019-09-02")
    assert ask("discrimination", "2020-02-20").date == D("2020-08-19")
    assert any("while this time was running" in text for text in ask("discrimination", "2020-02-20").warnings)
    assert ask("discrimination", "2020-02-20", law_on="2020-07-20").date == D("2020-09-01")


def test_conciliation_adds_three_months_only_in_time() -> None:
    assert ask("discrimination", "2026-02-12", conciliation="2026-05-01").date == D("2026-11-11")
    late = ask("discrimination", "2026-02-12", conciliation="2026-08-12")
    assert late.date == D("2026-08-11")
    assert any("adds no time" in text for text in late.warnings)


def test_continuing_conduct_counts_from_its_end() -> None:
    assert ask("discrimination", "2026-01-05", until="2026-02-12").date == D("2026-08-11")


def test_sent_and_printed_dates() -> None:
    unproved = ask("appeal", "2026-02-13", "2026-02-16", notice_dated="2026-02-10")
    assert unproved.date == unproved.safe_date == D("2026-04-10")
    proved = ask("appeal", "2026-02-13", "2026-02-16", notice_dated="2026-02-10", evidence_of_sending=True)
    assert (proved.date, proved.safe_date) == (D("2026-04-13"), D("2026-04-10"))
    assert proved.raw["two_months_from_printed_date"] == D("2026-04-10")
    assert any("differ" in text for text in proved.warnings)


def test_mediation_doubts_are_said() -> None:
    answer = ask("mediation", "2026-11-13", adviser_told="2026-11-10")
    assert answer.date == D("2026-12-13")
    assert answer.safe_date == D("2026-12-10")
    assert sum("unclear" in text for text in answer.warnings) == 2


def test_late_contact_is_noticed() -> None:
    assert any("unclear" in text for text in ask("certificate", "2026-05-01", notice_sent="2026-02-02").warnings)
    assert not ask("certificate", "2026-03-01", notice_sent="2026-02-02").warnings


def test_both_changed_is_said() -> None:
    assert any("unclear" in text for text in ask("order", "contents-and-placement", "2026-03-05").warnings)


def test_who_signs_is_said() -> None:
    assert any("55(5)" in text for text in ask("certificate-after-mediation", "2026-03-05").warnings)


def test_review_never_passes_twelve_weeks() -> None:
    early = ask("review", "2026-02-03", notice_sent="2026-02-10")
    assert early.limit("final_plan").date == D("2026-04-07")
    late = ask("review", "2026-02-03", notice_sent="2026-03-20")
    assert late.limit("final_plan").date == D("2026-04-28")
    assert late.warnings


# --- dated law -------------------------------------------------------------------------------------------


def test_orders_before_the_2015_amendment() -> None:
    assert ask("order", "assess", "2015-01-05").date == D("2015-02-02")
    assert ask("order", "assess", "2015-03-23").date == D("2015-04-06")
    with pytest.raises(LawNotAvailableError, match="was not read"):
        ask("order", "make-plan", "2015-03-22")


def test_concessions_before_the_2015_amendment() -> None:
    assert ask("concession", "contents", "2015-03-22").date == D("2015-04-19")
    assert ask("concession", "contents", "2015-03-23").date == D("2015-04-27")
    with pytest.raises(LawNotAvailableError):
        ask("concession", "make-plan", "2015-01-05")


def test_law_on_picks_the_version() -> None:
    old = ask("order", "assess", "2026-03-05", law_on="2015-01-01")
    assert old.date == D("2026-04-02")
    assert old.effective_to == D("2015-03-22")


def test_school_standards_changed_on_5_january_2015() -> None:
    def sources(day: str) -> set[str]:
        return {item.source for item in ask("school-complaint", day, school="academy").citations}

    assert "ISSR2010" in sources("2015-01-04")
    assert "ISSR2014" in sources("2015-01-05")
    assert "ISSR2010" not in sources("2015-01-05")


def test_recommendations_begin_in_april_2018() -> None:
    with pytest.raises(LawNotAvailableError, match="2018-04-03"):
        ask("recommendation", "2018-04-02")
    assert ask("recommendation", "2018-04-03").date == D("2018-05-08")


def test_part_3_begins_in_september_2014() -> None:
    with pytest.raises(LawNotAvailableError, match="2014-09-01"):
        ask("ehc", "2014-08-31")
    assert ask("ehc", "2014-09-01").date == D("2015-01-19")


def test_pandemic_rules_are_mentioned() -> None:
    assert any("2020" in text for text in ask("ehc", "2020-02-03").warnings)
    assert not any("2020" in text for text in ask("ehc", "2021-02-01").warnings)


def test_proposals_are_off_and_change_nothing() -> None:
    assert proposals() == ()
    assert CLOCKS["appeal"].proposals() == ()
    shown = CLOCKS["appeal"].proposals(include=True)
    assert shown and all(item.status is LawStatus.PROPOSED for item in shown)
    assert {name for item in PROPOSALS for name in item.clocks} <= set(CLOCKS)
    assert {item.source for item in PROPOSALS} <= set(SOURCES)


def test_versions_have_no_gaps() -> None:
    for rule in RULES:
        for older, newer in zip(rule.versions, rule.versions[1:], strict=False):
            assert older.effective_to is not None
            assert older.effective_to + timedelta(days=1) == newer.effective_from


# --- impossible facts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "facts", "more", "error", "field"),
    [
        ("appeal", ("2026-01-14", "2026-01-13"), {}, ImpossibleFactError, "certificate"),
        ("appeal", ("14/01/2026",), {}, ImpossibleFactError, "notice_sent"),
        ("appeal", ("2026-02-30",), {}, ImpossibleFactError, "notice_sent"),
        ("appeal", ("20260214",), {}, ImpossibleFactError, "notice_sent"),
        ("appeal", ("2013-12-31",), {}, DateRangeError, "notice_sent"),
        ("appeal", ("2036-01-01",), {}, DateRangeError, "notice_sent"),
        ("appeal", ("2026-02-13",), {"law_on": "1999-01-01"}, DateRangeError, "law_on"),
        ("phase-transfer", (2036,), {}, DateRangeError, "year"),
        ("phase-transfer", ("next",), {}, DateRangeError, "year"),
        ("certificate", ("2026-02-13",), {"notice_sent": "2026-02-14"}, ImpossibleFactError, "told"),
        (
            "certificate-deemed",
            ("2026-02-13",),
            {"la_told": "2026-02-14"},
            ImpossibleFactError,
            "adviser_told",
        ),
        ("mediation", ("2026-02-13",), {"notice_sent": "2026-02-14"}, ImpossibleFactError, "la_told"),
        ("mediation", ("2026-02-13",), {"icb_told": "2026-02-12"}, ImpossibleFactError, "icb_told"),
        ("mediation", ("2026-02-13",), {"health": "onyl"}, UnknownNameError, "health"),
        ("review", ("2026-02-13",), {"notice_sent": "2026-02-12"}, ImpossibleFactError, "notice_sent"),
        ("reassessment", ("2026-02-13",), {"notified": "2026-02-12"}, ImpossibleFactError, "notified"),
        ("discrimination", ("2026-02-13",), {"until": "2026-02-12"}, ImpossibleFactError, "until"),
        ("la-response", ("2026-02-13",), {"fixed": "2026-02-12"}, ImpossibleFactError, "fixed"),
        ("order", ("asses", "2026-02-13"), {}, UnknownNameError, "KIND"),
        ("order", ("assess", "2026-02-13"), {"directed": "2026-02-12"}, ImpossibleFactError, "directed"),
        (
            "concession",
            ("assess", "2026-02-13"),
            {"response_sent": "2026-02-12"},
            ImpossibleFactError,
            "response_sent",
        ),
        ("section-26-panel", ("2026-02-13",), {"requested": "2026-02-12"}, ImpossibleFactError, "requested"),
        ("nhs-complaint", ("2026-02-13",), {"known": "2026-02-12"}, ImpossibleFactError, "known"),
        ("ehc", ("2026-07-20",), {"closes": "2026-07-23"}, ImpossibleFactError, "closes"),
        ("ehc", ("2026-07-20",), {"away_from": "2026-07-23"}, ImpossibleFactError, "away_from"),
        ("exclusion-panel", ("2026-03-20", [("2026-03-27", "2026-01-05")]), {}, ImpossibleFactError, "terms"),
        ("exclusion-panel", ("2026-03-20", [("2026-01-05", "2026-03-27")]), {}, ImpossibleFactError, "terms"),
    ],
)
def test_impossible_facts(
    name: str,
    facts: tuple[object, ...],
    more: dict[str, object],
    error: type[SendsimError],
    field: str,
) -> None:
    with pytest.raises(error, match=field) as caught:
        ask(name, *facts, **more)
    assert "\n" not in str(caught.value)


def test_unknown_clock() -> None:
    with pytest.raises(UnknownNameError, match="appeal"):
        ask("apeal", "2026-01-14")


# --- exclusion -------------------------------------------------------------------------------------------


def test_exclusion_by_term_dates_and_without() -> None:
    terms = [("2026-02-23", "2026-03-27"), ("2026-04-13", "2026-05-22")]
    assert ask("exclusion-panel", "2026-03-20", terms).date == D("2026-04-24")
    assert ask("exclusion-panel", "2026-03-20", terms, ["2026-03-23"]).date == D("2026-04-27")
    without = ask("exclusion-panel", "2026-03-20")
    assert without.date == D("2026-04-14")
    assert any("term dates" in text for text in without.warnings)


def test_a_roll_that_lands_in_the_relief_is_said() -> None:
    july = ask("appeal", "2027-05-31")
    assert july.raw["two_months"] == D("2027-07-31")
    assert july.date == D("2027-08-02")
    assert july.limit("appeal_if_relief_applies_again").date == D("2027-09-01")
    christmas = ask("appeal", "2016-10-24")
    assert christmas.date == D("2016-12-28")
    assert any("argued" in text for text in christmas.warnings)


def test_what_is_due_at_once_is_due_even_on_a_weekend() -> None:
    answer = ask("order", "keep", "2026-03-07")
    assert answer.date == answer.safe_date == D("2026-03-07")
    assert any("At once" in step for step in answer.steps)
