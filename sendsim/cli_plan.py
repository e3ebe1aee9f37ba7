"""``sendsim parameters``, ``report``, ``explain`` and ``backtest``: what stands behind a plan, on the command line.

An error is one line with exit code 2; a folder or a file is written whole or not at all.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sendsim.errors import OutputError, SendsimError

if TYPE_CHECKING:
    import pandas as pd

PLAN = typer.Argument(help="A plan, a YAML file (see: sendsim baseline).")


def _show(table: pd.DataFrame) -> None:
    """Print a table as tab-separated text."""
    typer.echo(table.to_csv(sep="\t", index=False, lineterminator="\n", float_format="%.6g"), nl=False)


def write_new(out: Path, text: str) -> None:
    """Write a new file, whole or not at all."""
    try:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise OutputError(f"--out {out} already exists: name a new file.") from None
    except OSError as error:
        out.unlink(missing_ok=True)
        raise OutputError(f"--out {out} cannot be written ({error.strerror}): name another file.") from None


def parameters(
    plan: Annotated[Path, PLAN],
    out: Annotated[Path | None, typer.Option(help="Write a CSV file instead of the screen.")] = None,
) -> None:
    """List every parameter: value, range, unit, whether published, inferred or assumed, and its source."""
    from sendsim.caseload.plan_files import load_plan
    from sendsim.planning.parameters import parameters as table_of

    table = table_of(load_plan(plan))
    if out is None:
        _show(table)
        return
    write_new(out, table.to_csv(index=False, lineterminator="\n"))
    typer.echo(f"{len(table)} parameters written to {out}.")


def report(
    plan: Annotated[Path, PLAN],
    out: Annotated[Path, typer.Option(help="A new folder for the report, its logs and its tables.")],
    replications: Annotated[int, typer.Option(help="Replications to run; 0 writes the logs without results.")] = 20,
    seed: Annotated[int, typer.Option(help="The same seed gives the same report.")] = 1,
    details: Annotated[
        Path | None, typer.Option(help="A YAML file with what only a person can say (question, commissioner ...).")
    ] = None,
) -> None:
    """Write a report: STRESS-DES, assumptions, decisions and data logs, parameters, results and pictures.

    What nobody has filled in yet stays visibly empty.
    """
    from sendsim.caseload.plan_files import load_plan
    from sendsim.planning.replicate import replicate
    from sendsim.report import load_details, write_report

    if replications < 0:
        raise SendsimError(f"--replications is {replications}: give 0 or more.")
    loaded, said = load_plan(plan), load_details(details) if details is not None else {}
    results = replicate(loaded, replications, seed) if replications else None
    empty = write_report(loaded, results, out, said)
    typer.echo(f"Report written to {out / 'report.html'}; {empty} items still wait for somebody to fill them in.")


def explain(
    plan: Annotated[Path, PLAN],
    case: Annotated[str, typer.Option(help="The family's label; without it, families are listed.")] = "",
    replication: Annotated[int, typer.Option(help="Which replication, counted from 0.")] = 0,
    seed: Annotated[int, typer.Option(help="The seed of the run.")] = 1,
    change: Annotated[
        list[str] | None, typer.Option(help="Replay with PLACE=VALUE changed; places as in sendsim parameters.")
    ] = None,
) -> None:
    """Tell one simulated family's journey: what happened, who acted, which rule, what luck decided, what it cost."""
    from sendsim.caseload.plan_files import load_plan
    from sendsim.planning.explain import Stories, replay

    loaded = load_plan(plan)
    changes = dict(_change(text) for text in change or [])
    stories = Stories(loaded, seed, replication)
    if not case:
        families = stories.families
        _show(families.head(40).assign(weeks=families["weeks"].round(1)))
        if len(families) > 40:
            typer.echo(f"... and {len(families) - 40} more. Give one with --case.")
        return
    story = stories.story(case)
    typer.echo("\n".join([f"A simulated family: {case}", *story.sentences(), ""]))
    _show(story.steps)
    typer.echo("")
    _show(story.costs)
    if changes:
        other = replay(stories, Stories(loaded.change(changes), seed, replication), case)
        typer.echo("\n".join(["", "The same family, the same luck, with " + ", ".join(change or []), ""]))
        typer.echo("\n".join(other.sentences()))
        typer.echo("")
        _show(other.changed.steps)


def backtest(
    again: Annotated[bool, typer.Option("--again", help="Work it out again (several minutes).")] = False,
    draws: Annotated[int, typer.Option(help="With --again: sets of numbers drawn at each origin.")] = 200,
    workers: Annotated[int, typer.Option(help="With --again: processes to use.")] = 1,
    seed: Annotated[int, typer.Option(help="With --again: the seed.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Also write the result to this new JSON file.")] = None,
    docs: Annotated[Path | None, typer.Option(help="Also write it as a page of text to this new file.")] = None,
) -> None:
    """Set predicted intervals against published values of years not used, with the coverage; misses included.

    Without --again the result that comes with sendsim is shown.
    """
    import json

    from sendsim.planning import backtest as past
    from sendsim.planning.backtest_text import as_text

    if draws < past.KEEP:
        raise SendsimError(f"--draws is {draws}: give {past.KEEP} or more, for that many sets are kept.")
    if workers < 1:
        raise SendsimError(f"--workers is {workers}: give 1 or more.")
    if again:

        def told(origin: int) -> None:
            typer.echo(f"Fitted up to {origin}.", err=True)

        result = past.run_backtest(draws=draws, seed=seed, workers=workers, progress=told)
    else:
        result = past.stored_backtest()
    table = past.past_values(result)
    shown = table[["origin", "held_out", "title", "period", "published", "p05", "p50", "p95", "inside"]]
    _show(shown.sort_values(["held_out", "origin"], kind="stable"))
    typer.echo("")
    _show(past.coverage(table))
    if not past.is_current(result):
        typer.echo("Note: made with an earlier pathway; --again renews it.", err=True)
    if out is not None:
        write_new(out, json.dumps(result, indent=1) + "\n")
    if docs is not None:
        write_new(docs, as_text(result))


def _change(text: str) -> tuple[str, float | str]:
    """Read PLACE=VALUE; a value that is not a number is a word, for example a queue rule."""
    place, equals, value = (part.strip() for part in text.partition("="))
    if not (place and equals and value):
        raise SendsimError(f"--change {text!r} is not PLACE=VALUE: write it as early_concession=0.4.")
    try:
        return place, float(value)
    except ValueError:
        return place, value
