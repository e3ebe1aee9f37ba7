"""Every worked date of the law notes, exactly: appeals, Tribunal acts, SEND Regulations, complaints,
scenarios."""

from __future__ import annotations

from datetime import date

import pytest

from sendsim.law.clocks import ask

D = date.fromisoformat


def raw(answer_raw: object) -> list[str]:
    return [day.isoformat() for day in answer_raw.values()]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sent", "certificate", "limbs", "deadline"),
    [
        pytest.param("2026-01-14", "2026-01-20", ["2026-03-14", "2026-02-20"], "2026-03-16", id="T1"),
        pytest.param("2026-02-02", "2026-03-27", ["2026-04-02", "2026-04-27"], "2026-04-27", id="T2"),
        pytest.param("2026-02-03", "2026-02-10", ["2026-04-03", "2026-03-10"], "2026-04-07", id="T3"),
        pytest.param("2025-11-28", "2026-01-30", ["2026-01-28", "2026-02-28"], "2026-03-02", id="T5"),
        pytest.param("2026-06-12", "2026-06-19", ["2026-08-12", "2026-07-19"], "2026-09-01", id="T6"),
        pytest.param("2026-05-31", "2026-06-05", ["2026-07-31", "2026-07-05"], "2026-07-31", id="T8"),
        pytest.param("2025-10-01", "2025-11-29", ["2025-12-01", "2025-12-29"], "2026-01-02", id="T10"),
        pytest.param("2026-10-24", "2026-11-02", ["2026-12-24", "2026-12-02"], "2026-12-24", id="T12"),
        pytest.param("2026-04-20", "2026-06-16", ["2026-06-20", "2026-07-16"], "2026-07-16", id="S2"),
        pytest.param("2026-11-04", "2026-12-14", ["2027-01-04", "2027-01-14"], "2027-01-14", id="T26"),
    ],
)
def test_appeals(sent: str, certificate: str, limbs: list[str], deadline: str) -> None:
    answer = ask("appeal", sent, certificate)
    assert raw(answer.raw) == limbs
    assert answer.date == D(deadline)
    assert answer.safe_date == D(deadline)
    assert answer.time == "5 pm"


def test_t6_contact_date_gets_no_relief() -> None:
    assert ask("certificate-contact", "2026-06-12").date == D("2026-08-12")


def test_t13_section_i_alone_needs_no_certificate() -> None:
    answer = ask("appeal", "2026-02-13", section_i_only=True)
    assert answer.date == answer.safe_date == D("2026-04-13")
    assert raw(answer.raw) == ["2026-04-13"]


def test_t14_unneeded_certificate_is_safe_early_and_arguable_late() -> None:
    answer = ask("appeal", "2026-02-13", "2026-04-10", section_i_only=True)
    assert answer.date == answer.safe_date == D("2026-04-13")
    assert raw(answer.raw) == ["2026-04-13", "2026-05-10"]
    late = answer.limit("appeal_if_certificate_counts")
    assert (late.date, late.arguable) == (D("2026-05-11"), True)
    assert "unclear" in answer.warnings[0]


def test_t16_response_leaves_august_out() -> None:
    answer = ask("la-response", "2026-06-29")
    assert answer.date == D("2026-09-08")
    assert answer.raw["without_relief"] == D("2026-08-10")


def test_t19_discrimination_claim_gets_no_august_relief() -> None:
    answer = ask("discrimination", "2026-02-12")
    assert answer.date == answer.safe_date == D("2026-08-11")


def test_t20_recommendation() -> None:
    assert ask("recommendation", "2026-04-01").date == D("2026-05-06")


@pytest.mark.parametrize(
    ("request_", "six", "sixteen", "twenty", "safe_six"),
    [
        pytest.param("2026-03-09", "2026-04-20", "2026-06-29", "2026-07-27", "2026-04-20", id="T21"),
        pytest.param("2026-07-20", "2026-08-31", "2026-11-09", "2026-12-07", "2026-08-28", id="T22"),
    ],
)
def test_ehc(request_: str, six: str, sixteen: str, twenty: str, safe_six: str) -> None:
    answer = ask("ehc", request_)
    assert raw(answer.raw) == [six, sixteen, twenty]
    assert answer.date == D(twenty)
    assert answer.limit("decision_to_assess").safe_date == D(safe_six)


def test_t22_closure_excuses_only_in_its_window() -> None:
    inside = ask("ehc", "2026-07-20", advice_asked="2026-07-22", closes="2026-07-23", reopens="2026-09-02")
    outside = ask("ehc", "2026-07-20", advice_asked="2026-08-28", closes="2026-07-23", reopens="2026-09-02")
    assert any("may apply" in step for step in inside.steps)
    assert any("exception may apply" in text for text in inside.warnings)
    assert any("outside it" in step for step in outside.steps)
    assert not any("exception may apply" in text for text in outside.warnings)


def test_t23_draft_comments_begin_with_service() -> None:
    assert ask("draft-comments", "2026-09-10").date == D("2026-09-24")


def test_t25_and_s15_phase_transfer() -> None:
    child = ask("phase-transfer", 2026)
    assert child.raw["before"] == D("2026-02-15")
    assert (child.date, child.safe_date) == (D("2026-02-14"), D("2026-02-13"))
    college = ask("phase-transfer", 2026, post_16=True)
    assert college.raw["before"] == D("2026-03-31")
    assert college.date == D("2026-03-30")


def test_s15_review_gives_twelve_weeks_that_do_not_help() -> None:
    answer = ask("review", "2026-02-03")
    assert answer.limit("final_plan").date == D("2026-04-28")
    assert answer.date == D("2026-03-03")


def test_t26_mediation_that_cannot_be_arranged() -> None:
    arrange = ask("mediation", "2026-11-13", notice_sent="2026-11-04")
    assert (arrange.date, arrange.safe_date) == (D("2026-12-13"), D("2026-12-11"))
    deemed = ask("certificate-deemed", "2026-12-09", la_told="2026-11-13")
    assert deemed.date == D("2026-12-14")


def test_t30_panel_over_easter_and_may_holidays() -> None:
    answer = ask("section-26-panel", "2026-03-27")
    assert answer.date == D("2026-04-28")
    assert answer.limit("panel_meets").date == D("2026-06-11")


def test_s2_refusal_to_assess() -> None:
    assert ask("ehc", "2026-03-09").limit("decision_to_assess").date == D("2026-04-20")
    assert ask("certificate", "2026-06-12", notice_sent="2026-04-20").date == D("2026-06-17")
    conceded = ask("concession", "assess", "2026-08-03")
    assert raw(conceded.raw) == ["2026-08-17", "2026-10-12", "2026-11-09"]


def test_s6_health_mediation() -> None:
    answer = ask("mediation", "2026-03-02", health="only", icb_told="2026-03-05")
    assert answer.limit("tell_icb").date == D("2026-03-05")
    assert answer.date == D("2026-04-04")
    told = ask("agreement", "health-only", "2026-04-01")
    assert told.limit("tell_authority").date == D("2026-04-08")


def test_s10_late_plan() -> None:
    assert ask("ehc", "2026-03-09").date == D("2026-07-27")
    assert ask("lgsco-answer", "2026-07-28").date == D("2026-10-20")


def test_s13_caller() -> None:
    assert ask("appeal", "2026-05-31").date == D("2026-07-31")


def test_ipsea_worked_months() -> None:
    answer = ask("appeal", "2025-10-01", "2025-11-29")
    assert answer.raw == {
        "two_months": D("2025-12-01"),
        "one_month_from_certificate": D("2025-12-29"),
    }


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("assess", {"tell": 2, "no_plan": 10, "final_plan": 14}),
        ("make-plan", {"draft_plan": 5, "final_plan": 11}),
        ("contents", {"amended_plan": 5}),
        ("placement", {"named_placement": 2}),
        ("contents-and-placement", {"named_placement": 2, "amended_plan": 5}),
        ("keep", {"keep": 0}),
        ("keep-and-amend", {"keep": 0, "amended_plan": 5}),
        ("cease", {"cease": 0}),
        ("reconsider", {"reconsider": 2}),
        ("other", {"reconsider": 2}),
        ("health-only", {"reply": 5}),
    ],
)
def test_orders(kind: str, expected: dict[str, int]) -> None:
    made = D("2026-07-22")
    answer = ask("order", kind, made)
    assert {name: (day - made).days / 7 for name, day in answer.raw.items()} == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("assess", {"tell": 2, "no_plan": 10, "final_plan": 14}),
        ("make-plan", {"draft_plan": 5, "final_plan": 11}),
        ("contents", {"amended_plan": 5}),
        ("placement", {"named_placement": 2}),
        ("keep", {"keep": 0}),
        ("other", {"carry_out": 2}),
        ("health-only", {"tell_authority": 1, "carry_out": 2}),
    ],
)
def test_agreements(kind: str, expected: dict[str, int]) -> None:
    made = D("2026-03-05")
    answer = ask("agreement", kind, made)
    assert {name: (day - made).days / 7 for name, day in answer.raw.items()} == expected


def test_concession_of_contents_and_placement_is_five_weeks_together() -> None:
    assert ask("concession", "contents-and-placement", "2026-03-05").date == D("2026-04-09")
    assert ask("concession", "placement", "2026-03-05").date == D("2026-03-19")


def test_dates_that_are_agreed_or_directed_govern() -> None:
    assert ask("agreement", "contents", "2026-03-05", agreed="2026-05-01").date == D("2026-05-01")
    assert ask("order", "contents", "2026-03-05", directed="2026-03-20").date == D("2026-03-20")
    fixed = ask("la-response", "2026-06-29", fixed="2026-08-12")
    assert fixed.date == D("2026-08-12")
