"""``sendsim routes`` and ``sendsim law``: the finder, and the rules laid out for a lawyer, on the command
line.

Errors are one line on standard error with exit code 2; nothing is left half-written.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from sendsim.errors import SendsimError
from sendsim.law.facts_file import load_facts, read_date, with_today
from sendsim.law.finder import find
from sendsim.law.finding_text import findings_as_dict, findings_as_text
from sendsim.law.ics import write_ics
from sendsim.law.legislation import ALL_SOURCES
from sendsim.law.routes import all_routes
from sendsim.law.signoff import write_signoff_html

_Result = TypeVar("_Result")

law = typer.Typer(help="The law as data: print it for sign-off, list routes and legislation.", no_args_is_help=True)


def _or_exit(work: Callable[[], _Result]) -> _Result:
    """Do ``work``; turn an expected error into one line and exit code 2."""
    try:
        return work()
    except SendsimError as error:
        typer.echo(f"Error: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(2) from None


def routes(
    facts: Annotated[Path, typer.Option("--facts", help="A YAML file with the facts of one disagreement.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")] = False,
    today: Annotated[
        str, typer.Option(help="Judge limits as on this day (YYYY-MM-DD); the real day if left out.")
    ] = "",
    ics: Annotated[Path | None, typer.Option(help="Also write the dates to this calendar file.")] = None,
) -> None:
    """Say for one disagreement which routes are open, closed, or need something first, and why."""

    def work() -> str:
        given = load_facts(facts)
        day = read_date("--today", today) if today else None
        findings = find(with_today(given, day or date.today()))
        text = json.dumps(findings_as_dict(findings), indent=2, ensure_ascii=False) if as_json else ""
        text = text or findings_as_text(findings)
        if ics is not None:
            write_ics(findings, ics)
        return text

    typer.echo(_or_exit(work))


@law.command("print")
def print_law(
    out: Annotated[Path, typer.Option("--out", help="The HTML file to write.")] = Path("sendsim-law.html"),
) -> None:
    """Write every rule beside its reference as an HTML page that a lawyer can sign off."""
    written = _or_exit(lambda: write_signoff_html(out))
    typer.echo(f"Wrote {written}")


@law.command("routes")
def list_routes() -> None:
    """List the thirty routes with the force of their outcome."""
    for item in all_routes():
        typer.echo(f"{item.id}  {item.name} [{item.force.value}]")


@law.command("legislation")
def list_legislation() -> None:
    """List every source of law with its status and address."""
    for item in ALL_SOURCES:
        typer.echo(f"{item.key}: {item.title} ({item.reference}); {item.status.value}; {item.url}")
