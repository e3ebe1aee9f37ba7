"""The record of learning: what it says, its code, its HTML and its tagged PDF, and how it is checked."""

from __future__ import annotations

import json
import re
import zlib
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest
from typer.testing import CliRunner

from sendsim.cli import app
from sendsim.training.attempt import result_of, walk
from sendsim.training.document import Bullets, Document, Heading, Para, Table, data_text, to_html
from sendsim.training.document_pdf import to_pdf
from sendsim.training.interface import texts
from sendsim.training.play import new_run
from sendsim.training.progress import Progress, ProgressError
from sendsim.training.progress_file import proved, read_progress, write_progress
from sendsim.training.record import check_record, code_of, read_record, record, record_data

BEST = ("in-time", "in-limit", "later-of-two", "not-here", "reread", "two-weeks")
DAY = date(2026, 11, 24)
T = texts()


@pytest.fixture
def progress(tmp_path):
    times = [datetime(2026, 11, 24, 9, tzinfo=UTC)]

    def now():
        times[0] += timedelta(seconds=1)
        return times[0]

    return Progress(tmp_path / "learning.sqlite3", now)


@pytest.fixture
def heron(progress):
    return progress.open("Copper Heron")


def finish(progress, learner, scenario, choices=BEST):
    attempt = progress.begin(learner, new_run(scenario))
    for choice in choices:
        if choice == "back":
            attempt = progress.enter(learner, attempt, "back", walk(scenario, attempt).run.decisions[-1].beat)
        else:
            attempt = progress.enter(learner, attempt, "decide", walk(scenario, attempt).beat, choice)
    return progress.finish(learner, attempt, result_of(scenario, walk(scenario, attempt)))


@pytest.fixture
def attempts(progress, heron, sample):
    finish(progress, heron, sample, ("school-days", "back", *BEST))
    return progress.attempts(heron)


@pytest.fixture
def known(sample):
    return {sample.id: sample}


def words(html):
    found = []

    class Reader(HTMLParser):
        def handle_data(self, data):
            found.append(data)

    Reader().feed(html)
    return " ".join(" ".join(found).split())


def streams(pdf):
    """Return every stream of a PDF, unpacked."""
    out = []
    for found in re.finditer(rb"<<([^\n]*) /Length (\d+)>>\nstream\n", pdf):
        data = pdf[found.end() : found.end() + int(found[2])]
        out.append(zlib.decompress(data) if b"FlateDecode" in found[1] else data)
    return out


# -- what it says


def test_it_says_what_was_done_when_and_in_which_text(attempts, sample):
    html = to_html(record(T, "Copper Heron", attempts, DAY))
    said = words(html)
    for text in (
        "Made-up name: Copper Heron",
        sample.title,
        f"Version {sample.version}",
        "law as at 30 June 2026",
        sample.hash[:12],
        "finished on 24 November 2026",
        "Ending reached: An assessment begins",
        "5 best, 0 acceptable, 0 weak, 1 in breach",
        "Line for a log of professional development",
        "not an accreditation",
        "It cannot show who made the decisions",
    ):
        assert text in said, text
    assert (
        '<script type="application/json">' in html
        and html.count("<script") == 1
        and "http" not in re.sub(r"http-equiv", "", html.split("<script")[0])
    )
    assert "Chances taken" in said and "By principle" in said and "By law" in said


def test_nothing_finished_gives_no_record(progress, heron, sample):
    progress.begin(heron, new_run(sample))
    with pytest.raises(ProgressError, match="finish a scenario first"):
        record(T, "Copper Heron", progress.attempts(heron), DAY)


def test_the_same_record_gives_the_same_bytes_and_another_another_code(attempts):
    made = record(T, "Copper Heron", attempts, DAY)
    assert to_pdf(made) == to_pdf(record(T, "Copper Heron", attempts, DAY)) and to_html(made) == to_html(made)
    code = code_of(record_data("Copper Heron", attempts, DAY))
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}", code)
    assert code != code_of(record_data("Copper Herom", attempts, DAY))
    assert code != code_of(record_data("Copper Heron", attempts, date(2026, 11, 25)))


def test_text_of_a_person_or_a_file_is_never_markup(attempts):
    made = Document(
        "<b>&", (Para("<script>x</script>"), Table("<i>", ("<u>",), (("</td>",),))), data=data_text("</script>")
    )
    html = to_html(made)
    assert "<script>x" not in html and "<i>" not in html and "</td></th>" not in html and html.count("</script>") == 1


# -- checking


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_a_record_is_checked_from_either_file(attempts, known, form):
    made = record(T, "Copper Heron", attempts, DAY)
    text = to_html(made) if form == "html" else to_pdf(made).decode("utf-8", errors="replace")
    data = read_record(text, "record")
    code = code_of(data)
    assert f"Code: {code}" in words(to_html(made))
    found = check_record(T, data, known, code, code.lower().replace("-", " "))
    assert found.sound and found.name == "Copper Heron" and found.made_on == DAY
    assert found.lines[0] == f"The code {code} fits." and "follow from the decisions" in found.lines[1]


def test_a_changed_score_is_found_without_the_code(attempts, known):
    data = read_record(to_html(record(T, "Copper Heron", attempts, DAY)))
    data["scenarios"][0]["result"]["grades"]["best"] = 6
    found = check_record(T, data, known, code_of(data))
    assert not found.sound and "do not follow" in found.lines[0]


def test_a_changed_name_is_found_by_the_code(attempts, known):
    data = read_record(to_html(record(T, "Copper Heron", attempts, DAY)))
    code = code_of(data)
    data["name"] = "Another"
    found = check_record(T, data, known, code_of(data), code)
    assert not found.sound and "does not fit" in found.lines[0]


def test_an_older_text_is_told_and_is_no_fault(attempts):
    data = read_record(to_html(record(T, "Copper Heron", attempts, DAY)))
    found = check_record(T, data, {}, code_of(data))
    assert found.sound and "could not be replayed" in found.lines[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        '{"made_on":"x","sendsim_record":1}',
        '{"made_on":"2026-11-24","name":"A B","scenarios":[{}],"sendsim_record":1}',
        '{"made_on":"2026-11-24","name":"A B","scenarios":7,"sendsim_record":1}',
        '{"made_on":"2026-11-24","name":"a@b.c","scenarios":[],"sendsim_record":1}',
        '{"made_on":"' + "[" * 50_000 + '","sendsim_record":1}',
    ],
)
def test_what_is_no_record_is_told(text):
    with pytest.raises(ProgressError, match=r"^x\.pdf holds"):
        read_record(text, "x.pdf")


def test_a_loaded_file_cannot_bring_a_score_of_its_own(progress, heron, attempts, known):
    data = json.loads(write_progress(heron, attempts))
    data["attempts"][0]["result"]["grades"] = {"best": 99, "acceptable": 0, "weak": 0, "breach": 0}
    data["attempts"].append(
        dict(
            data["attempts"][0],
            began="2020-01-01T00:00:00+00:00",
            entries=[["back", "a", "", "2020-01-01T00:00:00+00:00"]],
        )
    )
    (kept,) = proved(read_progress(json.dumps(data)).attempts, known)
    assert kept.result == attempts[0].result
    half = dict(json.loads(write_progress(heron, attempts))["attempts"][0])
    half["entries"] = half["entries"][:1]
    data["attempts"] = [half]
    (kept,) = proved(read_progress(json.dumps(data)).attempts, known)
    assert kept.result is None and kept.ended is None, "an end that was never reached is not believed"


# -- the command line


def test_the_command(tmp_path, attempts):
    runner = CliRunner()
    made = record(T, "Copper Heron", attempts, DAY)
    (tmp_path / "record.pdf").write_bytes(to_pdf(made))
    code = code_of(record_data("Copper Heron", attempts, DAY))
    result = runner.invoke(app, ["record", str(tmp_path / "record.pdf"), "--code", code])
    assert result.exit_code == 0 and "Nothing speaks against it" in result.output and code in result.output
    result = runner.invoke(app, ["record", str(tmp_path / "record.pdf"), "--code", "0000"])
    assert result.exit_code == 1 and "do not rely on it" in result.output
    result = runner.invoke(app, ["record", str(tmp_path / "none.pdf")])
    assert result.exit_code != 0 and "cannot be read" in str(result.exception)


# -- the PDF itself


def test_the_pdf_is_whole_and_tagged(attempts):
    pdf = to_pdf(record(T, "Copper Heron", attempts, DAY))
    assert pdf.startswith(b"%PDF-1.7") and pdf.endswith(b"%%EOF\n")
    start = int(re.search(rb"startxref\n(\d+)", pdf)[1])
    places = re.findall(rb"(\d{10}) 00000 n", pdf[start:])
    for number, place in enumerate(places, 1):
        assert pdf[int(place) :].startswith(f"{number} 0 obj".encode())
    for mark in (
        b"/Marked true",
        b"/StructTreeRoot",
        b"/ParentTree",
        b"/Lang",
        b"/DisplayDocTitle true",
        b"/ToUnicode",
    ):
        assert mark in pdf
    for kind in (
        b"/S /H1",
        b"/S /H2",
        b"/S /H3",
        b"/S /P",
        b"/S /L ",
        b"/S /LBody",
        b"/S /Table",
        b"/S /TH",
        b"/S /TD",
    ):
        assert kind in pdf, kind
    assert b"/Scope /Column" in pdf and b"/Scope /Row" in pdf
    drawn = b"\n".join(streams(pdf))
    marks = [int(n) for n in re.findall(rb"MCID (\d+)>> BDC", drawn)]
    assert len(marks) == len(re.findall(rb"/Type /MCR", pdf)), "every piece of text belongs to an element"
    begun = len(re.findall(rb"BDC|BMC", drawn))
    assert begun == len(re.findall(rb"EMC", drawn))


def test_the_text_of_the_pdf_can_be_read_back():
    said = "Ŵyn o’r Cwm “reg 34(1)” – 5 pm; 鷺"
    pdf = to_pdf(Document("Title", (Para(said), Bullets(("one", "two"), "letter"))))
    parts = streams(pdf)
    letters = {}
    drawn = ""
    for part in parts:
        for glyph, code in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", part):
            letters[glyph] = bytes.fromhex(code.decode()).decode("utf-16-be")
    for part in parts:
        for text in re.findall(rb"<([0-9A-F]+)> Tj", part):
            drawn += "".join(letters[text[n : n + 4]] for n in range(0, len(text), 4)) + " "
    assert said.replace("鷺", "\ufffd") in drawn, "a letter that the typeface lacks is shown as such, not left out"


def test_long_things_stay_on_the_page():
    rows = tuple((f"row {n}", "word " * 30) for n in range(60))
    pdf = to_pdf(
        Document(
            "Long", (Para("x" * 5000), Para("word " * 3000), Heading("New", 2, True), Table("T", ("a", "b"), rows))
        )
    )
    pages = pdf.count(b"/Type /Page ")
    assert pages > 6 and pdf.count(b"/StructParents") == pages
    for part in streams(pdf):
        for x, y in re.findall(rb"1 0 0 1 (-?[\d.]+) (-?[\d.]+) Tm", part):
            assert 30 <= float(x) < 560 and 30 <= float(y) < 800
