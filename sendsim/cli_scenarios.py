"""``sendsim scenarios``: begin, check, translate, draw, preview, list and count up the training scenarios.

Errors are one line on standard error with exit code 2. ``check`` ends with exit code 1 where it found
something to mend.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from sendsim import __version__
from sendsim.cli_gain import gain_text
from sendsim.errors import OutputError, SendsimError
from sendsim.law.facts_file import read_date
from sendsim.law.output import write_bytes, write_text
from sendsim.training.bank import bank_files, is_bank
from sendsim.training.bank import schema_text as bank_schema_text
from sendsim.training.check import check_file
from sendsim.training.checks_bank import check_bank_file
from sendsim.training.code_examples import code_text, codes_text
from sendsim.training.coverage import coverage_text
from sendsim.training.debrief import debrief, debrief_text
from sendsim.training.findings import Finding
from sendsim.training.graph import as_text
from sendsim.training.model import Scenario, schema_text
from sendsim.training.parts import ROLE_WORDS
from sendsim.training.plan_tests import play_choices
from sendsim.training.play import Run, replay
from sendsim.training.progress_file import proved, read_progress
from sendsim.training.sarif import sarif_text
from sendsim.training.scenario import (
    find_scenario,
    is_plan,
    load_file,
    load_scenario,
    scenario_files,
    translation_language,
)
from sendsim.training.scene import Scene, scene_of
from sendsim.training.starter import new_scenario
from sendsim.training.translation import LAW_LANGUAGE, in_language, reading_aid, write_skeleton
from sendsim.training.words import citation_text, plain
from sendsim.training.xapi import HOME, statements

_Result = TypeVar("_Result")

scenarios = typer.Typer(
    help="Training scenarios: begin one, check it, see its shape, preview it, list them.", no_args_is_help=True
)

NameArgument = Annotated[str, typer.Argument(help="A scenario's id (see: sendsim scenarios list) or its file.")]


LanguageOption = Annotated[
    str, typer.Option(help="The language of a translation beside the scenario, such as cy; its own if left out.")
]


def _or_exit(work: Callable[[], _Result]) -> _Result:
    """Do ``work``; turn an expected error into one line and exit code 2."""
    try:
        return work()
    except SendsimError as error:
        typer.echo(f"Error: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(2) from None


@scenarios.command("list")
def list_scenarios(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")] = False,
) -> None:
    """List the scenarios with their roles, routes and reading time."""

    def work() -> str:
        found = [load_file(path).scenario for path in scenario_files()]
        if as_json:
            return json.dumps([_summary(item) for item in found], indent=2, ensure_ascii=False)
        return "\n".join(
            f"{item.id}  {item.title} ({item.minutes} minutes; routes {', '.join(item.routes)})" for item in found
        )

    typer.echo(_or_exit(work))


def _summary(item: Scenario) -> dict[str, object]:
    """Return what a list shows of a scenario."""
    return {
        "id": item.id,
        "title": item.title,
        "version": item.version,
        "hash": item.hash,
        "minutes": item.minutes,
        "routes": list(item.routes),
        "roles": [ROLE_WORDS[role] for role in item.roles],
        "law_as_at": item.law_as_at,
    }


@scenarios.command("new")
def new(
    name: Annotated[str, typer.Argument(help="The new scenario's id: lower-case words joined by hyphens.")],
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(),
) -> None:
    """Write a small playable scenario and its tests to begin from."""
    for path in _or_exit(lambda: new_scenario(name, folder, date.today())):
        typer.echo(f"Wrote {path}")


@scenarios.command("translate")
def translate(
    name: NameArgument,
    language: Annotated[str, typer.Option(help="The language to translate into, such as cy.")],
) -> None:
    """Write a translation still to be made beside a scenario: every text with its English above it."""
    typer.echo(f"Wrote {_or_exit(lambda: write_skeleton(load_file(find_scenario(name)), language))}")


@scenarios.command("check")
def check(
    files: Annotated[list[str] | None, typer.Argument(help="Ids or files; all scenarios if left out.")] = None,
    today: Annotated[str, typer.Option(help="Check as on this day (YYYY-MM-DD); the real day if left out.")] = "",
    real_names: Annotated[
        Path | None,
        typer.Option(help="A text file of real people and places to look for, one a line; none if left out."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")] = False,
    as_sarif: Annotated[
        bool, typer.Option("--sarif", help="Write SARIF 2.1.0, which editors and code hosts show beside the line.")
    ] = False,
) -> None:
    """Check scenarios (with their authors' tests and translations) and banks of questions.

    Files of tests (NAME.plan.yaml) and translations (NAME.cy.yaml) are passed over, so that *.yaml may be given;
    they are checked with their scenarios.
    """

    def work() -> list[tuple[str, Finding]]:
        if as_json and as_sarif:
            raise SendsimError("--json and --sarif write different texts: give one of them.")
        day = read_date("--today", today) if today else date.today()
        names = _names(real_names)
        paths = _to_check(files)
        return [(_place(path, item), item) for path in paths for item in _check_one(path, day, names)]

    placed = _or_exit(work)
    found = [item for _, item in placed]
    if as_json:
        typer.echo(json.dumps([item.to_dict() for item in found], indent=2, ensure_ascii=False))
    elif as_sarif:
        typer.echo(sarif_text(placed, __version__))
    else:
        for item in found:
            typer.echo(str(item))
        typer.echo(f"{len(found)} to mend." if found else "Nothing to mend.")
    if found:
        raise typer.Exit(1)


def _place(path: Path, item: Finding) -> str:
    """Return where the file of a finding lies, from the folder in which one is, as a SARIF file names it."""
    file = path.with_name(item.file).resolve()
    return file.relative_to(Path.cwd()).as_posix() if file.is_relative_to(Path.cwd()) else file.as_uri()


def _check_one(path: Path, day: date, names: tuple[str, ...]) -> list[Finding]:
    """Check a scenario or a bank of questions, whichever the file holds."""
    return check_bank_file(path, day, names) if is_bank(path) else check_file(path, day, names)


def _to_check(given: list[str] | None) -> list[Path]:
    """Return the scenarios and banks to check: those given without their plans and translations, or all."""
    if not given:
        return [*scenario_files(), *bank_files()]
    chosen = [item for item in given if not is_plan(item) and not translation_language(item)]
    if not chosen:
        what = "the tests" if is_plan(given[0]) else "a translation"
        raise SendsimError(f"{given[0]!r} holds {what} of a scenario: name the scenario, and it is checked with it.")
    return [find_scenario(item) for item in chosen]


def _names(path: Path | None) -> tuple[str, ...]:
    """Read the list of real names."""
    if path is None:
        return ()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise OutputError(f"--real-names {str(path)!r} cannot be read: name a text file in UTF-8.") from None
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@scenarios.command("gain")
def gain(files: Annotated[list[Path], typer.Argument(help="Files of saved progress, one a learner.")]) -> None:
    """Say what changed in a group between the tests before and after, from at least five learners on."""
    typer.echo(_or_exit(lambda: gain_text(files)), nl=False)


@scenarios.command("codes")
def codes(
    code: Annotated[str, typer.Argument(help="A code such as SS405; all if left out.")] = "",
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of the screen.")] = None,
) -> None:
    """Say what each code of the checker means, with a failing and a passing example, as Markdown."""

    def work() -> str:
        text = code_text(code) if code else codes_text()
        return text if out is None else f"Wrote {write_text(out, text)}\n"

    typer.echo(_or_exit(work), nl=False)


@scenarios.command("coverage")
def coverage(
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of the screen.")] = None,
) -> None:
    """Say which routes, mistakes and principles the scenarios exercise, as Markdown."""

    def work() -> str:
        text = coverage_text([load_file(path).scenario for path in scenario_files()])
        return text if out is None else f"Wrote {write_text(out, text)}\n"

    typer.echo(_or_exit(work), nl=False)


@scenarios.command("graph")
def graph(
    name: NameArgument,
    kind: Annotated[str, typer.Option("--as", help="outline, mermaid or dot.")] = "outline",
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of the screen.")] = None,
) -> None:
    """Show the shape of a scenario: an outline, or text for Mermaid or Graphviz."""

    def work() -> str:
        if kind not in {"outline", "mermaid", "dot"}:
            raise SendsimError(f"--as {kind!r} is not known: use outline, mermaid or dot.")
        text = as_text(load_scenario(name), kind)
        if out is None:
            return text
        return f"Wrote {write_text(out, text)}\n"

    typer.echo(_or_exit(work), nl=False)


@scenarios.command("preview")
def preview(
    name: NameArgument,
    choose: Annotated[str, typer.Option(help="Choices so far, by name, joined by commas.")] = "",
    role: Annotated[str, typer.Option(help="The role to take; the scenario's first if left out.")] = "",
    language: LanguageOption = "",
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")] = False,
) -> None:
    """Show a scenario as a learner sees it after some choices; at an ending, with the debrief."""

    def work() -> str:
        scenario = in_language(load_file(find_scenario(name)), language)
        picks = tuple(item.strip() for item in choose.split(",") if item.strip())
        run = _run(scenario, role, picks)
        moment = replay(scenario, run)[-1]
        scene = scene_of(scenario, moment, len(run.decisions))
        if as_json:
            report = debrief(scenario, run).to_dict() if scene.ended else None
            told = {"language": scenario.language, "law_language": LAW_LANGUAGE}
            return json.dumps(told | {"scene": scene.to_dict(), "debrief": report}, indent=2, ensure_ascii=False)
        aid = "" if scenario.language == LAW_LANGUAGE else reading_aid(scenario.language) + "\n\n"
        return aid + scene_text(scene) + ("\n" + debrief_text(debrief(scenario, run)) if scene.ended else "")

    typer.echo(_or_exit(work), nl=False)


def _run(scenario: Scenario, role: str, picks: tuple[str, ...]) -> Run:
    """Make choices by name in a role given as a word."""
    known = {item.value: item for item in scenario.roles}
    if role and role not in known:
        raise SendsimError(f"--role {role!r} is not offered by {scenario.id!r}: use one of {', '.join(known)}.")
    return play_choices(scenario, known[role] if role else None, picks)


def scene_text(scene: Scene) -> str:
    """Write a scene as plain text."""
    lines: list[str] = []
    if scene.answered is not None:
        lines += [f"{scene.answered.grade_words}. {plain(scene.answered.feedback)}"]
        lines += [f"Law: {'; '.join(citation_text(text) for text in scene.answered.why)}", ""]
    for item in scene.followed:
        lines += [f"{item.day}: {plain(item.text)}", *([f"  {plain(item.because)}"] if item.because else []), ""]
    for passage in scene.passages:
        lines += [passage.title, "=" * len(passage.title), *([plain(passage.text), ""] if passage.text else [""])]
        for spoken in passage.spoken:
            lines += [f"{spoken.name} ({spoken.who}): {plain(spoken.text)}", ""]
        for paper in passage.papers:
            lines += [f"[{paper.title}, {paper.day or 'not dated'}]", plain(paper.text), ""]
    if scene.prompt:
        lines += [f"As {scene.acting}: {plain(scene.prompt)}"]
        lines += [f"  {choice.id}: {plain(choice.text)}" for choice in scene.choices]
    if scene.ended:
        lines += [plain(scene.ending)]
    lines += ["", "Dates", *(f"  {line.day_words}: {line.what} ({line.standing})" for line in scene.dates)]
    return "\n".join(lines) + "\n"


@scenarios.command("export")
def export(
    name: NameArgument,
    out: Annotated[Path | None, typer.Option(help="The file to write; named after the scenario if left out.")] = None,
    role: Annotated[str, typer.Option(help="The role to play; the scenario's first if left out.")] = "",
    scorm: Annotated[bool, typer.Option("--scorm", help="A SCORM 1.2 package for a learning platform.")] = False,
    xapi: Annotated[
        Path | None,
        typer.Option(help="A file of saved progress: write its attempts at this scenario as xAPI statements."),
    ] = None,
    language: LanguageOption = "",
    home: Annotated[str, typer.Option(help="With --xapi: the web address that the made-up names belong to.")] = HOME,
) -> None:
    """Write a scenario as one HTML file that plays by itself, as a SCORM package, or a learner's xAPI statements."""

    def work() -> str:
        from sendsim.training.interface import languages, texts

        if scorm and xapi is not None:
            raise SendsimError("--scorm and --xapi write different files: give one of them.")
        loaded = load_file(find_scenario(name))
        scenario = loaded.scenario
        if xapi is not None:
            if language:
                raise SendsimError("--xapi and --language do not go together: statements are of the scenario as it is.")
            told = _statements(scenario, xapi, home)
            path = write_text(out or Path(f"{scenario.id}.xapi.json"), json.dumps(told, indent=1, ensure_ascii=False))
            return f"Wrote {path} ({len(told)} statements)"
        scenario = in_language(loaded, language)
        words = texts(language) if language in languages() else texts()
        stem = f"{scenario.id}.{language}" if language else scenario.id
        chosen = _run(scenario, role, ()).role
        if scorm:
            from sendsim.apps.export_scorm import export_scorm

            data = export_scorm(words, scenario, chosen)
            return f"Wrote {write_bytes(out or Path(f'{stem}.zip'), data)} ({len(data) // 1000} kB)"
        from sendsim.apps.export import export_html

        html = export_html(words, scenario, chosen)
        return f"Wrote {write_text(out or Path(f'{stem}.html'), html)} ({len(html.encode()) // 1000} kB)"

    typer.echo(_or_exit(work))


def _statements(scenario: Scenario, path: Path, home: str) -> list[dict[str, object]]:
    """Read saved progress and return the statements of every attempt at this text of the scenario."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise OutputError(f"--xapi {str(path)!r} cannot be read: name a file of saved progress.") from None
    saved = read_progress(text, path.name)
    fitting = [item for item in saved.attempts if item.fits(scenario)]
    if not fitting:
        raise SendsimError(f"{path.name} holds no attempt at this text of {scenario.id!r}: choose another scenario.")
    proved_ones = proved(fitting, {scenario.id: scenario})
    return [told for item in proved_ones for told in statements(scenario, item, saved.name, home)]


@scenarios.command("schema")
def schema(
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of the screen.")] = None,
    bank: Annotated[bool, typer.Option("--bank", help="That of a bank of questions and not of a scenario.")] = False,
) -> None:
    """Write the JSON Schema of the scenario format, or of that of the question banks, for editors."""
    text = bank_schema_text() if bank else schema_text()
    typer.echo(text if out is None else f"Wrote {_or_exit(lambda: write_text(out, text))}\n", nl=False)
