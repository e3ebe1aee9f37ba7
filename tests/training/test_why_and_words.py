"""Why a choice is judged as it is, the catalogue of scenarios, and the one catalogue of interface words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import sendsim
from sendsim.errors import SendsimError
from sendsim.law.clock_answer import NOT_ADVICE
from sendsim.law.route_vocabulary import Group
from sendsim.training.catalogue import catalogue, listed
from sendsim.training.debrief import ILLUSTRATIVE
from sendsim.training.explore import every_path, explore
from sendsim.training.interface import FOLDER, languages, plural, texts, values_in
from sendsim.training.parts import GRADE_WORDS, METERS, ROLE_WORDS
from sendsim.training.plan_tests import play_choices
from sendsim.training.play import replay
from sendsim.training.progress import BadNameError, check_name
from sendsim.training.state import State
from sendsim.training.why import rule, why, within

ROOT = Path(sendsim.__file__).parent
SCRIPTS = sorted((ROOT / "apps/controls/assets").glob("player*.js"))
PYTHON = [
    *sorted((ROOT / "apps").glob("learn*.py")),
    *(ROOT / name for name in ("apps/export.py", "training/record.py", "training/handout.py", "cli_record.py")),
]
FAMILIES = (
    "grade.",
    "role.",
    "meter.",
    "difficulty.",
    "month.",
    "dates.",
    "filter.",
    "settings.",
    "marks.",
    "topic.",
    "name.",
)
OPENED = {
    *(f"handout.say_{n}" for n in range(1, 6)),
    "handout.fit_all",
    "handout.fit_some",
    "file.open",
    "file.hint",
    "check.open",
    "check.hint",
}
"""Keys of which the ending is worked out."""
PLURAL = re.compile(r"\.(zero|one|two|few|many|other)$")


# -- why


def test_a_date_comes_with_its_sum(sample):
    moment = replay(sample, play_choices(sample, None, ("in-time", "in-limit", "sixty-days")))[-1]
    found = why(sample, moment.before, sample.choice("support", "sixty-days"))
    (appeal,) = [item for item in found.sums if item.name == "appeal"]
    assert appeal.day.isoformat() == "2026-07-16" and appeal.time == "5 pm"
    assert any("one calendar month on" in step for step in appeal.steps)
    assert found.rules[0].url.startswith("https://www.legislation.gov.uk/")
    assert "In fact: They are two calendar months" in " ".join(found.rules[0].says), "the mistake made comes first"


def reached(scenario) -> dict[str, State]:
    """Return, for every choice of a scenario, a state in which a learner meets it."""
    wanted, found = explore(scenario).choices, {}
    for role in scenario.roles:
        for path in every_path(scenario, role):
            for moment in path:
                if moment.decision is not None:
                    found.setdefault(f"{moment.decision.beat}.{moment.decision.choice}", moment.before)
            if wanted <= set(found):
                return found
    return found


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_choice_of_every_scenario_has_a_rule_that_says_something(name):
    scenario = catalogue()[name].scenario
    states = reached(scenario)
    for place, beat in scenario.beats.items():
        for choice in beat.ask.choices if beat.ask else ():
            found = why(scenario, states[f"{place}.{choice.id}"], choice)
            assert found.rules, (place, choice.id)
            for given in found.rules:
                assert given.cite and (given.says or given.about), (place, choice.id)


def test_places_inside_one_another():
    assert within(("A", "s.51"), ("A", "s.51(2)(a)")) and within(("A", "s.51"), ("A", "s.51"))
    assert not within(("A", "s.5"), ("A", "s.51")) and not within(("A", "s.1"), ("B", "s.1"))
    assert not within(("A", ""), ("A", "s.1"))


def test_a_reading_from_general_knowledge_says_so():
    assert "general knowledge" in rule("~SENDR2014 reg 5").mark or rule("HESC2008 r.12(1)").mark


# -- the catalogue


def test_difficulty_is_a_count(sample):
    item = listed(sample)
    assert (item.good, item.choices, item.difficulty) == (10, 18, "gentle")
    assert item.topics == ("mediation", "appeal") and item.roles[0].value == "mediation_adviser"
    assert {item.difficulty for item in catalogue().values()} >= {"gentle", "demanding"}


# -- the words of the interface


def keys_used() -> set[str]:
    found: set[str] = set()
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"""\b(?:t|say)(?:\.count)?\(\s*"([a-z_.]+)"[,)]""", text))
        found |= set(re.findall(r"""(?:actButton\(ctx, |\[)"([a-z_]+\.[a-z_]+)",""", text))
        found |= set(re.findall(r'\|\| "([a-z_]+\.[a-z_]+)"', text))  # words used where a view brings none of its own
        found |= {key for pair in re.findall(r'\? "([a-z_]+\.[a-z_]+)" : "([a-z_]+\.[a-z_]+)"', text) for key in pair}
    for path in PYTHON:
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"""\b(?:t|say)(?:\.count)?\(\s*"([a-z_.]+)"[,)]""", text))
        found |= set(
            re.findall(r"""\b(?:key|word) = "([a-z_.]+)" if""", text) + re.findall(r'else "([a-z]+\.[a-z_]+)"', text)
        )
    return found


def test_every_word_asked_for_is_there_and_none_is_left_over():
    known = {PLURAL.sub("", key) if PLURAL.search(key) else key for key in texts().words}
    used = {key for key in keys_used() if not key.endswith(".")}
    assert (used | OPENED) - known == set()
    assert {key for key in known - used - OPENED if not key.startswith(FAMILIES)} == set()


def test_words_of_grades_roles_and_meters_are_those_of_the_format():
    t = texts()
    assert {grade: t(f"grade.{grade}") for grade in GRADE_WORDS} == GRADE_WORDS
    assert {role: t(f"role.{role}") for role in ROLE_WORDS} == ROLE_WORDS
    assert {name: t(f"meter.{name}") for name in METERS} == {name: label for name, (label, _, _) in METERS.items()}


def test_words_shared_with_the_law_and_the_debrief_are_the_same():
    t = texts()
    assert t("notice") == NOT_ADVICE and t("meters.note") == ILLUSTRATIVE
    assert {t(f"topic.{group.name.lower()}").casefold() for group in Group} == {
        group.value.casefold() for group in Group
    }
    for name, key in (("", "name.length"), ("a@bcd", "name.reach"), ("a;b", "name.letters")):
        with pytest.raises(BadNameError) as caught:
            check_name(name)
        assert caught.value.key == key and str(caught.value) == t(key)


def test_every_language_has_every_word_with_the_same_values():
    usual = texts().words
    for language in languages():
        words = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
        plain = {key: text for key, text in words.items() if not PLURAL.search(key)}
        assert set(plain) == {key for key in usual if not PLURAL.search(key)}, language
        for key, text in plain.items():
            assert values_in(text) == values_in(usual[key]), (language, key)
        kinds = {plural(language, number) for number in range(0, 30)}
        for stem in {PLURAL.sub("", key) for key in usual if PLURAL.search(key)}:
            assert {f"{stem}.{kind}" for kind in kinds} <= set(words), (language, stem)
            assert values_in(words[f"{stem}.other"]) == values_in(usual[f"{stem}.other"])


def test_plurals_and_missing_words():
    t = texts()
    assert t.count("catalogue.shown", 1) == "1 scenario shown." and t.count("catalogue.shown", 0).startswith(
        "0 scenarios"
    )
    assert [plural("cy", n) for n in (0, 1, 2, 3, 6, 7)] == ["zero", "one", "two", "few", "many", "other"]
    with pytest.raises(KeyError):
        t("no.such.key")
    with pytest.raises(SendsimError, match="language 'cy' is not known"):
        texts("cy")


def test_no_view_writes_words_of_its_own():
    """Every word that a script shows comes from the catalogue: no text node is written out in a script."""
    for path in SCRIPTS:
        text = re.sub(r"//.*|/\*[\s\S]*?\*/", "", path.read_text(encoding="utf-8"))
        literals = re.findall(r'"([A-Z][a-z]+ [a-z][^"]*)"', text)
        assert literals == [], (path.name, literals)
