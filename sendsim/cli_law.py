"""``sendsim deadlines``: every time limit of SEND law on the command line, one subcommand a clock.

The commands are built from the table in ``cli_law_commands.py``. Plain text by default; ``--json`` prints
one JSON object. An error is one line on standard error with exit code 2. The rules themselves are
imported only when a command runs.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Annotated, Any

import typer

from sendsim.cli_law_commands import COMMANDS, LAW_ON, Command, Fact
from sendsim.errors import SendsimError

deadlines = typer.Typer(
    help="Time limits in SEND law: the date, how it is worked out, and the law. Dates are YYYY-MM-DD.",
    no_args_is_help=True,
)
"""The ``deadlines`` command group."""


def _or_exit(work: Callable[[], str]) -> None:
    """Print what ``work`` returns; turn an expected error into one line and exit code 2."""
    try:
        text = work()
    except SendsimError as error:
        typer.echo(f"Error: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(2) from None
    typer.echo(text)


def _span(text: str) -> tuple[str, str]:
    """Split ``2026-01-05:2026-02-13`` into its two days."""
    first, colon, last = text.partition(":")
    if not colon:
        raise SendsimError(f"--term {text!r} is not two dates; write it as 2026-01-05:2026-02-13.")
    return first, last


def _given(command: Command, values: dict[str, Any]) -> dict[str, Any]:
    """Turn what was typed into the clock's arguments; say which required fact is missing."""
    facts: dict[str, Any] = {}
    for fact in (*command.facts, LAW_ON):
        value = values.get(fact.parameter)
        if value is None or value is False or value == []:
            if fact.required:
                raise SendsimError(f"{fact.option} is missing; give it: {fact.help}")
            continue
        facts[fact.parameter] = [_span(item) for item in value] if fact.form == "spans" else value
    return facts


def _answer(command: Command, values: dict[str, Any], as_json: bool) -> str:
    """Ask the clock and write its answer."""
    from sendsim.law.clock_text import answer_as_text
    from sendsim.law.clocks import ask

    facts = _given(command, values)
    try:
        answer = ask(command.name, **facts)
    except SendsimError as error:
        raise SendsimError(_with_option_names(str(error), command)) from error
    if as_json:
        return json.dumps(answer.to_dict(), indent=2, ensure_ascii=False)
    return answer_as_text(answer)


def _with_option_names(message: str, command: Command) -> str:
    """Name the command line's options in an error, where the rules name their own parameters."""
    for fact in (*command.facts, LAW_ON):
        if "_" in fact.parameter and fact.option.startswith("--"):
            message = message.replace(fact.parameter, fact.option)
    return message


def _annotation(fact: Fact) -> tuple[Any, Any]:
    """Return the type and the default of one fact for the command line."""
    text = f"{fact.help} (required)" if fact.required else fact.help
    if fact.form == "argument":
        return Annotated[str | None, typer.Argument(metavar=fact.option, help=text, show_default=False)], None
    if fact.form == "flag":
        return Annotated[bool, typer.Option(fact.option, help=text)], False
    if fact.form in {"dates", "spans"}:
        return Annotated[list[str] | None, typer.Option(fact.option, help=text, show_default=False)], None
    return Annotated[
        str | None,
        typer.Option(fact.option, help=text, metavar="TEXT" if fact.form == "text" else "DATE", show_default=False),
    ], None


def _build(command: Command) -> Callable[..., None]:
    """Build the function behind one subcommand, with a signature that the command line can read."""

    def run(**values: Any) -> None:
        as_json = bool(values.pop("as_json", False))
        _or_exit(lambda: _answer(command, values, as_json))

    as_json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
    parameters = []
    for fact in (*command.facts, LAW_ON):
        kind, default = _annotation(fact)
        parameters.append((fact.parameter, kind, default))
    parameters.append(("as_json", as_json, False))
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)
            for name, kind, default in parameters
        ]
    )
    run.__annotations__ = {name: kind for name, kind, _ in parameters}
    run.__name__ = command.name.replace("-", "_")
    return run


for _command in COMMANDS:
    deadlines.command(_command.name, help=_command.help)(_build(_command))


@deadlines.command("list")
def list_clocks(
    proposed: Annotated[bool, typer.Option("--proposed", help="Also show what is proposed and is not law.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List every clock with the first day of the law held here."""

    def work() -> str:
        from sendsim.law.clocks import CLOCKS

        rows: list[dict[str, Any]] = [
            {
                "name": entry.name,
                "subject": entry.subject,
                "answers": entry.summary,
                "effective_from": entry.effective_from.isoformat(),
                "effective_to": entry.effective_to.isoformat() if entry.effective_to else None,
                "proposed": [
                    {"title": item.title, "text": item.text, "status": item.status.value}
                    for item in entry.proposals(include=proposed)
                ],
            }
            for entry in CLOCKS.values()
        ]
        if as_json:
            return json.dumps({"clocks": rows}, indent=2, ensure_ascii=False)
        lines = []
        for row in rows:
            lines.append(f"{row['name']}: {row['answers']} (law held from {row['effective_from']})")
            lines.extend(f"  {item['status']}: {item['title']}. {item['text']}" for item in row["proposed"])
        return "\n".join(lines)

    _or_exit(work)
