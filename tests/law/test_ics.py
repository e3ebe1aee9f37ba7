"""The calendar file: right days, right form, the same from one download to the next."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from sendsim.errors import OutputError
from sendsim.law.finder import Findings, facts_from_mapping, find
from sendsim.law.ics import coming, ics_text, write_ics

STAMP = datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=1)))


def findings() -> Findings:
    return find(
        facts_from_mapping(
            {
                "asking": "parent",
                "decision": "refusal_to_assess",
                "notice_sent": "2026-06-12",
                "certificate": "2026-06-19",
                "about": ["decision_or_plan", "delay"],
                "known_since": "2026-03-01",
                "today": "2026-07-01",
            }
        )
    )


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_form() -> None:
    text = ics_text(findings(), STAMP)
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == len(coming(findings()))
    assert "DTSTAMP:20261124T090000Z" in text
    for needed in ("VERSION:2.0", "PRODID:", "UID:", "SUMMARY:"):
        assert needed in text


def test_all_day_events_end_on_the_next_day_and_start_on_the_safe_day() -> None:
    found = findings()
    lines = unfolded(ics_text(found, STAMP))
    starts = [line.split(":")[1] for line in lines if line.startswith("DTSTART;VALUE=DATE:")]
    ends = [line.split(":")[1] for line in lines if line.startswith("DTEND;VALUE=DATE:")]
    assert starts == [f"{named.safe_day:%Y%m%d}" for named in coming(found)]
    for start, end in zip(starts, ends, strict=True):
        first = datetime.strptime(start, "%Y%m%d")
        assert datetime.strptime(end, "%Y%m%d") - first == timedelta(days=1)


def test_appeal_of_the_summer_is_on_the_first_of_september() -> None:
    appeal = next(named for named in findings().dates if named.clock == "appeal")
    assert appeal.day.isoformat() == "2026-09-01"


def test_text_is_escaped_and_identifiers_stay() -> None:
    text = ics_text(findings(), STAMP)
    assert text == ics_text(findings(), STAMP)
    ids = re.findall(r"UID:(\S+)", text)
    assert len(ids) == len(set(ids))
    for line in unfolded(text):
        if line.startswith(("SUMMARY:", "DESCRIPTION:")):
            assert not re.search(r"(?<!\\)[,;]", line.split(":", 1)[1])


def test_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = write_ics(findings(), tmp_path / "dates.ics", STAMP)
    assert target.read_bytes().decode() == ics_text(findings(), STAMP)
    with pytest.raises(OutputError):
        write_ics(findings(), tmp_path / "nowhere" / "dates.ics")
    with pytest.raises(OutputError):
        write_ics(findings(), tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == ["dates.ics"]


def test_no_dates_gives_an_empty_calendar() -> None:
    text = ics_text(find(facts_from_mapping({"asking": "parent"})), STAMP)
    assert "VEVENT" not in text


def test_dates_that_are_over_are_left_out() -> None:
    over = set(findings().dates) - set(coming(findings()))
    assert {named.clock for named in over} == {"judicial-review"}
