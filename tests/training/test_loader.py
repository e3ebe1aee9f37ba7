"""The loader reads what nobody vouches for: one located error, nothing run, nothing grown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sendsim.training import yaml_text
from sendsim.training.findings import ScenarioError
from sendsim.training.model import Scenario, schema, schema_text
from sendsim.training.scenario import load_file, load_text, scenario_files, scenarios_folder


def only_error(text: str) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        load_text(text)
    return caught.value


def test_schema_file_is_made_from_the_models():
    assert (scenarios_folder() / "schema.json").read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("path", scenario_files(), ids=lambda p: p.stem)
def test_every_scenario_fits_the_published_schema(path):
    data = yaml_text.load(path).data
    assert list(Draft202012Validator(schema()).iter_errors(data)) == []


def test_loads_with_lines_and_a_hash_that_ignores_layout(sample_text):
    loaded = load_text(sample_text)
    assert loaded.scenario.id == "refusal-to-assess"
    lines = sample_text.splitlines()
    assert lines[loaded.line("beats", "support", "ask", "choices", 1, "grade") - 1].strip() == "grade: breach"
    again = load_text("# a remark\n\n" + sample_text)
    assert again.scenario.hash == loaded.scenario.hash
    changed = load_text(sample_text.replace("Tobias is six.", "Tobias is six years old."))
    assert changed.scenario.hash != loaded.scenario.hash


def test_models_are_frozen(sample):
    with pytest.raises(ValueError):
        sample.title = "Other"


def test_yaml_1_2_words_stay_words():
    data = yaml_text.parse("a: no\nb: 1:30\nc: 2026-03-09\nd: +1\ne: 1.5\nf: ~\ng: true\nh: 'true'").data
    assert data == {"a": "no", "b": "1:30", "c": "2026-03-09", "d": 1, "e": 1.5, "f": None, "g": True, "h": "true"}


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)

HOSTILE = {
    "alias bomb": (BOMB, "SS003", 1),
    "cycle": ("x: 1\na: &a\n  b: *a\n", "SS003", 2),
    "tag that runs": ("x: 1\ny: !!python/object/apply:os.system ['echo pwned']\n", "SS003", 2),
    "merge key": ("a:\n  <<: {b: 1}\n", "SS003", 2),
    "list as a name": ("? [a, b]\n: c\n", "SS003", 1),
    "deep flow": ("[" * 100_000, "SS002", 1),
    "deep block": ("\n".join("  " * n + "a:" for n in range(60)), "SS002", None),
    "long": ("a: " + "x" * 10_000_000, "SS002", 1),
    "long text": ("a: '" + "x" * 20_000 + "'", "SS002", 1),
    "many": ("a: [" + "1," * 30_000 + "1]", "SS002", 1),
    "doubled": ("sendsim: 1\nsendsim: 1\n", "SS004", 2),
    "two documents": ("a: 1\n---\nb: 2\n", "SS001", None),
    "old YAML": ("%YAML 1.1\n---\na: no\n", "SS001", None),
    "hidden direction": ("a: 1\nb: \u202eabc\n", "SS001", 2),
    "null byte": ("a: \x00\n", "SS001", 1),
    "tab": ("a:\n\tb: 1\n", "SS001", 2),
    "open bracket": ("a: [1, 2\nb: 3\n", "SS001", 2),
    "a list": ("- a\n- b\n", "SS001", 1),
    "nothing": ("", "SS001", 1),
    "a word": ("hello", "SS001", 1),
    "half a character": ("a: \ud800", "SS001", 1),
}


WORK = {"long": 0, "hidden direction": 0, "null byte": 0, "alias bomb": 8, "cycle": 8, "deep flow": 20}
WORK["many"] = yaml_text.MAX_NODES + 10
"""How many pieces of YAML may be read before a file is refused; 60 unless told. One that is too long is not read."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_give_one_located_error_after_bounded_work(name, monkeypatch):
    text, code, line = HOSTILE[name]
    read = []
    real = yaml_text._events

    def counted(given):
        for event in real(given):
            read.append(event)
            yield event

    monkeypatch.setattr(yaml_text, "_events", counted)
    error = only_error(text)
    most = WORK.get(name, 60)
    assert len(read) <= most, f"{len(read)} pieces of YAML were read before it was refused"
    assert error.findings[0].code == code
    assert line is None or error.findings[0].line == line
    assert "\n" not in str(error) and len(str(error)) < 400


def test_a_long_file_is_refused_without_being_read(tmp_path):
    path = tmp_path / "long.yaml"
    with path.open("wb") as stream:
        stream.truncate(10_000_000)
    with pytest.raises(ScenarioError, match="SS002"):
        load_file(path)


@pytest.mark.parametrize("raw", [b"a: \xff\xfe\n", b"sendsim: 1\nid: caf\xe9\n"])
def test_bytes_that_are_not_utf_8(tmp_path, raw):
    path = tmp_path / "bad.yaml"
    path.write_bytes(raw)
    with pytest.raises(ScenarioError, match="UTF-8"):
        load_file(path)


def test_a_missing_file_is_one_sentence():
    with pytest.raises(ScenarioError, match="cannot be read"):
        load_file(Path("nowhere.yaml"))


WRONG_TYPES = [
    ("version: 1.0.0", "version: 1.0", "SS007", "version"),
    ("minutes: 15", "minutes: soon", "SS007", "minutes"),
    ("minutes: 15", "minutes: true", "SS007", "minutes"),
    ("minutes: 15", "minutes: 900", "SS007", "minutes"),
    ("title: A request for assessment is refused", "title: [a]", "SS007", "title"),
    ("title: A request for assessment is refused", "titel: A request", "SS005", "did you mean 'title'"),
    ("id: refusal-to-assess", "id: Refusal To Assess", "SS007", "lower-case"),
    ('law_as_at: "2026-06-30"', "law_as_at: 30 June 2026", "SS007", "YYYY-MM-DD"),
    ("grade: weak", "grade: wicked", "SS007", "best"),
    ("          feedback: |\n", "          feedbak: |\n", "SS005", "feedback"),
    ("takes: 4 weeks", "takes: four weeks", "SS007", "5 working days"),
    ("add: {trust: 1, hours: 1}", "add: {trust: many}", "SS007", "trust"),
    ("add: {trust: 1, hours: 1}", "add: {mood: 1}", "SS007", "mood"),
    ("start: {beat: phone,", "start: {", "SS006", "beat"),
    ("sendsim: 1", "sendsim: 2", "SS007", "sendsim"),
]


@pytest.mark.parametrize(("old", "new", "code", "words"), WRONG_TYPES, ids=lambda v: str(v)[:24])
def test_wrong_types_name_field_and_line(sample_text, old, new, code, words):
    assert old in sample_text
    error = only_error(sample_text.replace(old, new, 1))
    finding = next(item for item in error.findings if item.code == code)
    assert words in str(finding)
    spoilt = sample_text.replace(old, new, 1).splitlines()
    assert 1 <= finding.line <= len(spoilt)


def test_script_in_markdown_is_shown_and_never_obeyed():
    from sendsim.training.words import to_html

    html = to_html(
        "<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) [b](https://example.org)"
        " ![](https://example.org/x.png) ![map](map.png) ![far](//evil/x.png)\n\n| a |\n|---|\n| <b>x</b> |\n\n# Big"
    )
    assert (
        "<script" not in html and "<img src=x" not in html and "javascript:" not in html.replace("[a](javascript:", "")
    )
    assert 'href="https://example.org"' in html
    assert '<img src="map.png" alt="map"' in html and "evil" not in html and "<h1" not in html


leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30)
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_fuzz_any_text_loads_or_gives_one_error(text):
    try:
        load_text(text)
    except ScenarioError as error:
        assert error.findings and "\n" not in str(error)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="[]{}:-?&*!|>'\"%@`#,\n abc1~<", max_size=120))
def test_fuzz_yaml_punctuation(text):
    try:
        load_text(text)
    except ScenarioError as error:
        assert 1 <= error.findings[0].line <= text.count("\n") + 2


@settings(max_examples=150, deadline=None)
@given(trees)
def test_fuzz_trees_as_json(tree):
    """JSON is YAML: any tree is refused with findings, or is a mapping that lacks things."""
    try:
        load_text(json.dumps(tree))
    except ScenarioError as error:
        assert error.findings


FIELDS = sorted(Scenario.model_fields)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(FIELDS), value=trees)
def test_fuzz_one_field_of_a_good_scenario(sample_text, field, value):
    """Any value in place of a field loads, or gives errors whose lines lie in the file."""
    data = yaml_text.parse(sample_text).data
    data[field] = value
    text = json.dumps(data, indent=1)
    try:
        load_text(text)
    except ScenarioError as error:
        assert all(1 <= item.line <= text.count("\n") + 1 for item in error.findings)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 20_000), length=st.integers(1, 60), extra=st.text(max_size=20))
def test_fuzz_damage_a_good_scenario(sample_text, cut, length, extra):
    """A damaged file loads or is refused in one located line; it never crashes."""
    at = cut % len(sample_text)
    try:
        load_text(sample_text[:at] + extra + sample_text[at + length :])
    except ScenarioError as error:
        assert error.findings[0].line >= 1
