"""The question bank and what it measures: whole banks, checks that can fail, comparable forms, an honest interval."""

# ruff: noqa: E501  (pieces of a bank as they stand in the file)

from __future__ import annotations

import itertools
import json
import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from sendsim.cli import app
from sendsim.law.clocks import ask
from sendsim.law.routes import ROUTES
from sendsim.training import yaml_text
from sendsim.training.attempt import Attempt, Entry
from sendsim.training.bank import (
    FORMS,
    PREFIX,
    SUBJECTS,
    bank_files,
    bank_folder,
    banks,
    forms,
    is_bank,
    parse_bank,
    questions,
    schema_text,
    story,
)
from sendsim.training.checks_bank import check_bank, check_bank_file
from sendsim.training.findings import ScenarioError
from sendsim.training.gain import Pair, newcombe, paired_gain, pairs_of, sitting, wilson
from sendsim.training.parts import Grade
from sendsim.training.play import choices_now, start, step
from sendsim.training.progress import Progress
from sendsim.training.progress_file import write_progress
from sendsim.training.scenario import scenario_files
from sendsim.training.scene import text_at
from tests.training.conftest import TODAY

BANKS = banks()
SAMPLE = bank_folder() / "appeal-routes.yaml"


# -- the banks that come with sendsim


def test_every_principle_and_every_group_of_routes_has_ten_questions():
    assert [item.subject for item in BANKS.values()] == list(SUBJECTS)
    assert all(len(item.items) == 10 for item in BANKS.values())
    assert {key for bank in BANKS.values() for item in bank.items for key in item.routes} == set(ROUTES)


@pytest.mark.parametrize("path", bank_files(), ids=lambda p: p.stem)
def test_every_bank_passes_every_check_and_fits_its_schema(path):
    assert check_bank_file(path, TODAY) == []
    schema = json.loads((bank_folder() / "schema.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(yaml_text.load(path).data)) == []


def test_the_schema_beside_them_is_made_from_the_models():
    assert (bank_folder() / "schema.json").read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("bank", BANKS.values(), ids=lambda item: item.id)
def test_two_forms_ask_for_the_same_aims_with_different_questions(bank):
    a, b = (questions(bank, form) for form in FORMS)
    assert [item.aim for item in a] == [item.aim for item in b] == [item.id for item in bank.aims]
    assert not {(item.say, item.prompt) for item in a} & {(item.say, item.prompt) for item in b}
    assert not {c.text for item in a for c in item.choices} & {c.text for item in b for c in item.choices}
    for item in bank.items:
        assert sum(choice.grade is Grade.BEST for choice in item.choices) == 1
        assert any(choice.grade is Grade.BREACH for choice in item.choices)


@pytest.mark.parametrize("name", sorted(forms()))
def test_every_form_can_be_answered_in_every_way(name):
    """Each answer of each question is reachable, every text fills in, and any path ends."""
    scenario = forms()[name][2]
    moment = start(scenario, next(iter(scenario.roles)))
    asked = []
    while scenario.beats[moment.state.beat].end is None:
        asked.append(moment.state.beat)
        after = None
        for choice in choices_now(scenario, moment.state):
            for text in (choice.text, choice.feedback):
                assert "{" not in text_at(scenario, moment.state, text)
            after = step(scenario, moment.state, choice.id)
        moment = after
    assert len(asked) == 5


def test_no_scenario_could_be_taken_for_a_form():
    assert not any(path.stem.startswith(PREFIX) for path in scenario_files())


def test_dates_come_from_the_law():
    bank = BANKS["appeal-routes"]
    scenario = story(bank, "a")
    state = start(scenario, next(iter(scenario.roles))).state
    choice = next(c for c in bank.question("when-a").choices if c.grade is Grade.BEST)
    day = ask("appeal", notice_sent="2026-03-04", certificate="2026-04-15").date
    assert f"{day.day} {day:%B %Y}" in text_at(scenario, state, choice.text)


# -- checks that can fail

FAILING = [
    ("SS001", "sendsim_bank: 1\n", "sendsim_bank: [1\n"),
    ("SS003", "version: 1.0.0", "version: &v 1.0.0"),
    ("SS005", "subject: appeal", "subjct: appeal"),
    ("SS006", 'today: "2026-07-01"\n', ""),
    ("SS007", "form: a", "form: c"),
    ("SS008", "- id: what-b\n", "- id: what-a\n"),
    ("SS009", "id: appeal-routes", "id: appeals"),
    ("SS201", "notice_sent: date.notice-a,", "notice_sent: date.letter,"),
    ("SS202", "dates:\n", 'dates:\n  spare: {what: Never named, day: "2026-01-05"}\n'),
    ("SS205", 'certificate-a: {what: The certificate was issued, day: "2026-04-15"}', 'certificate-a: {what: The certificate was issued, day: "2026-01-15"}'),
    ("SS207", "clock: cease", "clock: ceasing"),
    ("SS302", "grade: best", "grade: weak"),
    ("SS307", "    aim: what\n    form: b", "    aim: what\n    form: a"),
    ("SS307", "    aim: what\n    form: b", "    aim: whatever\n    form: b"),
    ("SS309", "routes: [R07, R08]", "routes: [R01]"),
    ("SS309", "subject: appeal", "subject: P2"),
    ("SS309", "subject: appeal", "subject: appeals"),
    ("SS401", "why: [HESC2008 r.20(1)(c)", "why: [HESC2009 r.20(1)(c)"),
    ("SS405", "last_day: date.sixty}", "last_day: deadline.appeal-a}"),
    ("SS405", "{case: refused, route: R13, usable: false}", "{case: refused, route: R13, usable: true}"),
    ("SS407", "which is sixty days", "or 3 May, which is sixty days"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new"), FAILING, ids=lambda v: str(v)[:24])
def test_a_spoilt_bank_is_found_out(tmp_path, code, old, new):
    text = SAMPLE.read_text(encoding="utf-8")
    assert old in text, "the bank has changed: mend this example"
    path = tmp_path / SAMPLE.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = [item for item in check_bank_file(path, TODAY) if item.code == code]
    assert found, [str(item) for item in check_bank_file(path, TODAY)]
    lines = text.count("\n") + 2
    assert all(1 <= item.line <= lines and "\n" not in str(item) for item in found)


def test_equal_questions_and_one_place_for_every_right_answer_are_found_out():
    bank, document = parse_bank(SAMPLE.read_text(encoding="utf-8"), SAMPLE.name)
    same = [item if item.id != "when-b" else item.model_copy(update={"say": bank.question("when-a").say, "prompt": bank.question("when-a").prompt}) for item in bank.items]  # fmt: skip
    spoilt = bank.model_copy(update={"items": tuple(same)})
    assert "SS308" in {item.code for item in check_bank(spoilt, document, SAMPLE, TODAY)}
    first = [
        item.model_copy(update={"choices": tuple(sorted(item.choices, key=lambda c: not c.grade.good))})
        for item in bank.items
    ]
    spoilt = bank.model_copy(update={"items": tuple(first)})
    assert "SS308" in {item.code for item in check_bank(spoilt, document, SAMPLE, TODAY)}


def test_the_command_checks_banks_beside_scenarios(tmp_path):
    runner = CliRunner()
    path = tmp_path / SAMPLE.name
    path.write_text(SAMPLE.read_text(encoding="utf-8").replace("grade: best", "grade: weak", 1), encoding="utf-8")
    assert is_bank(path) and not is_bank(scenario_files()[0])
    result = runner.invoke(app, ["scenarios", "check", str(path), "--today", "2026-11-24"])
    assert result.exit_code == 1 and "SS302" in result.output and f"{SAMPLE.name}:" in result.output
    assert json.loads(runner.invoke(app, ["scenarios", "schema", "--bank"]).output)["title"] == "Bank"


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 30_000), length=st.integers(1, 80), extra=st.text(max_size=20))
def test_fuzz_a_damaged_bank_is_one_located_error_or_findings(cut, length, extra):
    text = SAMPLE.read_text(encoding="utf-8")
    at = cut % len(text)
    spoilt = text[:at] + extra + text[at + length :]
    try:
        bank, document = parse_bank(spoilt, SAMPLE.name)
    except ScenarioError as error:
        assert error.findings[0].line >= 1 and "\n" not in str(error)
    else:
        assert all(item.line >= 1 for item in check_bank(bank, document, None, TODAY))


# -- the change between two tests


def test_wilson_against_published_values():
    """Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for right, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)):  # fmt: skip
        assert wilson(right, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("shares", [(0.4, 0.4, 0.1, 0.1), (0.25, 0.25, 0.25, 0.25), (0.6, 0.3, 0.05, 0.05)])
@pytest.mark.parametrize("n", [10, 25])
def test_the_interval_holds_the_truth_as_often_as_it_says(shares, n):
    """Exact coverage, by adding up every table that can happen: never far under 95 %, as Newcombe found."""
    both, gained, lost, neither = shares
    truth, held = gained - lost, 0.0
    for e, f, g in itertools.product(range(n + 1), repeat=3):
        h = n - e - f - g
        if h < 0:
            continue
        ways = math.factorial(n) // math.prod(math.factorial(k) for k in (e, f, g, h))
        low, high = newcombe(e, f, g, h)
        held += (low <= truth <= high) * ways * both**e * gained**f * lost**g * neither**h
    assert 0.92 <= held <= 1.0


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60))
def test_the_change_and_its_interval_are_consistent(answers):
    found = paired_gain(Pair(str(n), before, after) for n, (before, after) in enumerate(answers))
    if not answers:
        assert found is None
        return
    assert found.n == len(answers) and found.after - found.before == found.gained - found.lost
    assert -1 <= found.low <= found.difference <= found.high <= 1 and found.low < found.high
    turned = paired_gain(Pair(str(n), after, before) for n, (before, after) in enumerate(answers))
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))


def done(bank, form, wanted, at, ended=True):
    """Return a finished test in which the aims at ``wanted`` are answered well."""
    scenario = story(bank, form)
    entries = []
    for n, item in enumerate(questions(bank, form)):
        choice = next(c for c in item.choices if (c.grade is Grade.BEST) is (n in wanted))
        entries.append(Entry("decide", item.id, choice.id, at + timedelta(minutes=n)))
    last = at + timedelta(minutes=9)
    return Attempt(0, scenario.id, bank.version, scenario.hash, "sen_officer", at, last if ended else None, tuple(entries))  # fmt: skip


AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_before_and_after_are_paired_by_aim_whichever_form_came_first():
    bank = BANKS["being-open"]
    known = forms()
    first, second = done(bank, "b", {0, 1}, AT), done(bank, "a", {1, 2, 3}, AT + timedelta(days=20))
    stand = sitting(bank, known, [first, second], 0)
    assert stand.whole and (stand.first, stand.second) == (first, second)
    assert [(p.before, p.after) for p in pairs_of(bank, first, second)] == [
        (True, False),
        (True, True),
        (False, True),
        (False, True),
        (False, False),
    ]
    found = paired_gain(pairs_of(bank, first, second))
    assert (found.before, found.after, found.gained, found.lost, found.difference) == (2, 3, 2, 1, pytest.approx(0.2))


def test_what_comes_next_follows_from_what_was_done():
    bank, known = BANKS["being-open"], forms()
    assert sitting(bank, known, [], 0).form == "a" and sitting(bank, known, [], 1).form == "b"
    half = done(bank, "a", {0}, AT, ended=False)
    assert sitting(bank, known, [half], 0).running == half
    one = done(bank, "a", {0}, AT)
    again = done(bank, "a", {0, 1, 2}, AT + timedelta(days=1))
    stand = sitting(bank, known, [one, again], 1)
    assert stand.first == one and stand.second is None and stand.form == "b", "the same form twice is no test after"
    stale = done(bank, "b", {0}, AT)
    stale = Attempt(0, stale.scenario, "0.9.0", "0" * 64, stale.role, stale.began, stale.ended, stale.entries)
    assert sitting(bank, known, [one, stale], 0).second is None


def test_the_change_of_a_group_tells_no_person(tmp_path):
    """Six learners, 2 then 4 of 5 right but for one who falls from 2 to 1: the mean and its t interval by hand."""
    bank = BANKS["being-open"]
    files = []
    for n in range(6):
        progress = Progress(tmp_path / f"{n}.sqlite3")
        learner = progress.open(f"Copper Heron {n}")
        after = {0, 1, 2, 3} if n else {4}
        tests = (done(bank, "a", {0, 1}, AT), done(bank, "b", after, AT + timedelta(days=9)))
        progress.merge(learner, tests)
        files.append(tmp_path / f"{n}.json")
        files[-1].write_text(write_progress(learner, progress.attempts(learner)), encoding="utf-8")
    result = CliRunner().invoke(app, ["scenarios", "gain", *map(str, files)])
    assert result.exit_code == 0, result.output
    # differences: five times 2/5 and once -1/5; mean 0.3, sd 0.2449, t(5) 2.5706, half 0.2571
    assert f"{bank.title}: 6 learners, mean change +30 in 100 (95 % interval +4 to +56" in result.output
    assert f"{bank.aims[0].text}: well before 6 of 6, after 5 of 6; change -17" in result.output
    assert "Heron" not in result.output
    few = CliRunner().invoke(app, ["scenarios", "gain", *map(str, files[:4])])
    assert "mean change" not in few.output and "fewer than 5" in few.output
    bad = CliRunner().invoke(app, ["scenarios", "gain", "nowhere.json"])
    assert bad.exit_code == 2 and "nowhere.json" in bad.output and "Traceback" not in bad.output
