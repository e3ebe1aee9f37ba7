"""``sendsim log`` and ``sendsim opening``: start a plan on any date from the cases that are open then.

From a dispute log, from counts by stage, age and group, or, only if asked for, from a steady state; by area where the
plan is of several. An error is one line with
exit code 2; a file is written whole or not at all.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sendsim.cli_plan import write_new
from sendsim.errors import OutputError, SendsimError

if TYPE_CHECKING:
    from sendsim.caseload.plan import Plan

log = typer.Typer(help="The dispute log: an open format, one row a disagreement, no personal data.")
opening = typer.Typer(help="Give a plan the cases that are open when it starts.")

FILE = typer.Argument(help="A dispute log, a CSV file (see: sendsim log template).")
PLAN = typer.Option("--plan", help="The plan to start from these cases, a YAML file.")
DAY = typer.Option("--on", help="The first day of the run, as 2026-09-01.")
NEW = typer.Option(help="The new plan file.")
MOST_SHOWN = 50


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SendsimError(f"--on {text!r} is not a date: write it as 2026-09-01.") from None


def _check_out(plan: Plan, out: Path) -> None:
    """Refuse a file that could not be written, before any work."""
    if plan.areas and out.suffix != ".json":
        raise OutputError(f"--out {out}: a plan of several areas is kept as JSON; let the name end in .json.")
    if out.exists():
        raise OutputError(f"--out {out} already exists: name a new file.")


def _save(plan: Plan, out: Path) -> None:
    from sendsim.caseload.plan_files import dump_json, dump_plan

    _check_out(plan, out)
    write_new(out, dump_json(plan) if out.suffix == ".json" else dump_plan(plan))
    cases = sum(len(o.ages) for o in plan.openings)
    typer.echo(f"Plan with {cases} cases open on {plan.start} written to {out}.")


@log.command()
def template(
    out: Annotated[Path, typer.Option(help="The new file: .csv, or .xlsx with drop-down lists.")],
) -> None:
    """Write an empty dispute log to fill in."""
    from sendsim.evidence.dispute_log import template_csv, write_template_xlsx

    if out.suffix == ".csv":
        write_new(out, template_csv())
    elif out.suffix == ".xlsx":
        if out.exists():
            raise OutputError(f"--out {out} already exists: name a new file.")
        try:
            write_template_xlsx(out)
        except OSError as error:
            out.unlink(missing_ok=True)
            raise OutputError(f"--out {out} cannot be written ({error.strerror}): name another file.") from None
    else:
        raise OutputError(f"--out {out} ends in {out.suffix or 'nothing'}: let it end in .csv or .xlsx.")
    typer.echo(f"Empty dispute log written to {out}; docs/dispute-log.md says what each column holds.")


@log.command()
def sample(out: Annotated[Path, typer.Option(help="The new CSV file.")]) -> None:
    """Write a sample log of sixty made-up disagreements."""
    from sendsim.evidence.dispute_log import sample_text

    write_new(out, sample_text())
    typer.echo(f"Sample of made-up disagreements written to {out}.")


@log.command()
def check(file: Annotated[Path, FILE]) -> None:
    """Read a log and say what is wrong with it, line by line; nothing is mended in silence."""
    from sendsim.evidence.dispute_log import check_log

    found, problems = check_log(file)
    for note in found.notes:
        typer.echo(f"Note: {note}")
    for problem in problems[:MOST_SHOWN]:
        typer.echo(f"{file} {problem}", err=True)
    if len(problems) > MOST_SHOWN:
        typer.echo(f"... and {len(problems) - MOST_SHOWN} more.", err=True)
    still = sum(r.outcome == "ongoing" for r in found.rows)
    typer.echo(f"{len(found.rows)} disagreements read, {still} of them ongoing; {len(problems)} problems.")
    if problems:
        raise typer.Exit(2)


@log.command("opening")
def opening_from_log(
    file: Annotated[Path, FILE],
    plan: Annotated[Path, PLAN],
    on: Annotated[str, DAY],
    out: Annotated[Path, NEW],
    leave_out: Annotated[
        list[str] | None, typer.Option(help="A route that the plan does not model; may be given again.")
    ] = None,
) -> None:
    """Write a plan that starts on a day with the disagreements of the log that were open then."""
    from sendsim.caseload.plan_files import load_plan
    from sendsim.evidence.dispute_log import read_log
    from sendsim.evidence.openings import opening_from_log as make

    read = read_log(file)
    for note in read.notes:
        typer.echo(f"Note: {note}", err=True)
    _save(make(load_plan(plan), read, _day(on), leave_out or ()), out)


@opening.command("template")
def counts_template(out: Annotated[Path, typer.Option(help="The new CSV file.")]) -> None:
    """Write an empty file of counts by stage, age and group, and list the stages and triggers it may name."""
    from sendsim.evidence.house_stages import HOUSE_STAGES, TRIGGER_STREAMS
    from sendsim.evidence.openings import counts_template as text

    write_new(out, text())
    typer.echo(f"Empty file written to {out}. Stages it may name:")
    for stage in HOUSE_STAGES:
        typer.echo(f"  {stage.name:20} {stage.title}")
    typer.echo(f"Triggers it may name: {', '.join(TRIGGER_STREAMS)}; or a stream of the plan.")
    typer.echo("Groups (age_band and the columns after it) and the area may be left empty, or their columns left out.")


@opening.command()
def counts(
    file: Annotated[Path, typer.Argument(help="A CSV file of counts by stage, age and group (see: opening template).")],
    plan: Annotated[Path, PLAN],
    on: Annotated[str, DAY],
    out: Annotated[Path, NEW],
) -> None:
    """Write a plan that starts on a day with these open cases."""
    from sendsim.caseload.plan_files import load_plan
    from sendsim.evidence.openings import opening_from_counts

    _save(opening_from_counts(load_plan(plan), file, _day(on)), out)


@opening.command()
def steady(
    plan: Annotated[Path, typer.Argument(help="The plan, a YAML file.")],
    out: Annotated[Path, NEW],
    warm_up: Annotated[int, typer.Option(help="Weeks to run from empty.")] = 520,
    replications: Annotated[int, typer.Option(help="Runs to average over.")] = 10,
    seed: Annotated[int, typer.Option(help="The same seed gives the same opening.")] = 1,
    welch: Annotated[
        Path | None, typer.Option(help="Also write open cases by week (Welch's plot) to this CSV.")
    ] = None,
) -> None:
    """Write a plan whose opening is the caseload that its own demand and capacity lead to.

    It is refused where the caseload only grows.
    """
    from sendsim.caseload.plan_files import load_plan
    from sendsim.planning.steady import steady_state

    loaded = load_plan(plan)
    _check_out(loaded, out)
    found = steady_state(loaded, warm_up, replications, seed)
    typer.echo(found.sentence())
    if welch is not None:
        write_new(welch, found.welch.to_csv(index=False, lineterminator="\n", float_format="%.6g"))
    _save(found.plan, out)
