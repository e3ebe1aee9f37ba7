"""The command line: the same functions for people who do not open a notebook.

Exit codes: 0 done, 2 something given cannot be used (one line says what and how to mend it), 130 stopped.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sendsim.cli_handout import handout
from sendsim.cli_law import deadlines
from sendsim.cli_opening import log, opening
from sendsim.cli_plan import backtest, explain, parameters, report, write_new
from sendsim.cli_record import record
from sendsim.cli_routes import law, routes
from sendsim.cli_scenarios import scenarios
from sendsim.cli_workshop import workshop
from sendsim.errors import SendsimError

if TYPE_CHECKING:
    from sendsim.planning.replicate import Results

HELP = """How disagreements about SEND are resolved in England: training and simulation.

With no command, sendsim starts on this computer only and opens its home page in your browser.
It needs no network and asks for no personal data.

Examples:

\b
  sendsim                                    open the home page
  sendsim baseline Kent --out kent.yaml      write a starting plan for an authority
  sendsim simulate kent.yaml --out results   run it and write tables
  sendsim report kent.yaml --out report      parameters, logs, results and pictures
  sendsim log opening log.csv --plan kent.yaml --on 2026-09-01 --out from-today.yaml
                                             start from the cases that are open
  sendsim explain kent.yaml                  follow one simulated family
  sendsim backtest                           how well past years were predicted
  sendsim deadlines appeal --notice-sent 2026-01-14 --certificate 2026-01-20
                                             the last day to appeal, and why
  sendsim routes --facts case.yaml           which routes are open, and until when
  sendsim scenarios list                     the training scenarios
  sendsim handout refusal-to-assess --out paper
                                             a facilitator's guide and a participants' sheet
  sendsim record record.pdf                  check a record of learning
  sendsim workshop --lan                     a live room that people join from their own devices

It informs; it does not advise on a live case.
"""

AREAS_SHOWN = 40
"""Areas whose table is printed."""

app = typer.Typer(
    help=HELP, rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False, no_args_is_help=False
)


app.add_typer(deadlines, name="deadlines")
app.add_typer(law, name="law")
app.add_typer(log, name="log")
app.add_typer(opening, name="opening")
app.command("routes")(routes)
app.command("parameters")(parameters)
app.command("report")(report)
app.command("explain")(explain)
app.command("backtest")(backtest)
app.command("record")(record)
app.command("handout")(handout)
app.add_typer(scenarios, name="scenarios")
app.add_typer(workshop, name="workshop")


def _version(asked: bool) -> None:
    if asked:
        from sendsim import __version__

        typer.echo(f"sendsim {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def home(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Port on this computer; 0 finds a free one.")] = 8866,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Open the home page if no command is given."""
    if context.invoked_subcommand is None:
        from sendsim.apps.serve import serve

        raise typer.Exit(serve(port=port, open_browser=browser))


@app.command()
def simulate(
    plan: Annotated[Path, typer.Argument(help="The plan, a YAML file (see: sendsim baseline).")],
    out: Annotated[Path, typer.Option(help="A new folder for the tables and the run record.")],
    replications: Annotated[int, typer.Option(help="How many times to run the plan with new luck.")] = 20,
    seed: Annotated[int, typer.Option(help="The same seed gives the same tables.")] = 1,
    workers: Annotated[int, typer.Option(help="Threads (fast engine) or processes (SimPy) to use.")] = 1,
    journeys: Annotated[bool, typer.Option(help="Also write every event and every case.")] = False,
    logs: Annotated[
        Path | None, typer.Option(help="A new folder for every event as Parquet, a file a replication (extra parquet).")
    ] = None,
    dask: Annotated[
        str, typer.Option(help="Run on a Dask cluster: its scheduler's address, such as tcp://host:8786 (extra dask).")
    ] = "",
    calibrated: Annotated[
        bool, typer.Option("--calibrated", help="Let runs take the accepted sets of the national calibration in turn.")
    ] = False,
    engine: Annotated[str, typer.Option(help="auto, fast or simpy; all give the same tables.")] = "auto",
) -> None:
    """Run a plan without a browser and write tidy tables with a run record.

    Ctrl+C stops it and leaves nothing behind.
    """
    from sendsim.caseload.balance import load_warnings
    from sendsim.caseload.compiled import compile_plan
    from sendsim.caseload.engines import engine_for
    from sendsim.caseload.plan_files import load_plan
    from sendsim.planning.accepted import with_accepted_sets
    from sendsim.planning.parquet import LogFolder
    from sendsim.planning.record import check_out_folder, write_results
    from sendsim.planning.replicate import replicate
    from sendsim.planning.unit_costs import costs_of
    from sendsim.planning.workers import dask_executor

    check_out_folder(out)
    loaded = load_plan(plan)
    if calibrated:
        loaded = with_accepted_sets(loaded)
    costs_of(loaded)
    for warning in load_warnings(loaded):
        typer.echo(f"Note: {warning}", err=True)
    _, _, notice = engine_for(compile_plan(loaded), engine)
    if engine == "auto" and notice:
        typer.echo(f"Note: run on SimPy, because {notice}", err=True)
    began = time.perf_counter()
    try:
        with ExitStack() as held:
            executor = None
            if dask:
                executor, workers = held.enter_context(dask_executor(dask))
            log_to = held.enter_context(LogFolder(logs)).add if logs is not None else None
            with _Bar() as bar:
                results = replicate(
                    loaded,
                    replications,
                    seed,
                    workers=workers,
                    executor=executor,
                    progress=bar.show,
                    keep_logs=journeys,
                    log_to=log_to,
                    engine=engine,
                )
            write_results(results, out, time.perf_counter() - began)
    except KeyboardInterrupt:
        typer.echo("sendsim: stopped; nothing was written.", err=True)
        raise typer.Exit(130) from None
    typer.echo(f"{replications} replications of {loaded.name!r} written to {out}.")
    if loaded.areas:
        _show_areas(results)


def _show_areas(results: Results) -> None:
    """Print what each area meets, tab by tab; the rest of many areas is in the file."""
    from sendsim.planning.area_view import area_rows
    from sendsim.planning.equality import LEAST

    heads, rows = area_rows(results)
    for cells in [heads, *rows[:AREAS_SHOWN]]:
        typer.echo("\t".join(cells))
    if len(rows) > AREAS_SHOWN:
        typer.echo(f"... and {len(rows) - AREAS_SHOWN} more areas in areas.csv.")
    typer.echo(f"Averages over runs; a figure that rests on fewer than {LEAST} cases is withheld here.")


@app.command()
def warm() -> None:
    """Compile the fast engine now, once, so that nobody waits for it later (about two minutes)."""
    from sendsim.caseload.engines import has_fast

    if not has_fast():
        typer.echo("The fast engine is not installed; there is nothing to compile.")
        return
    from sendsim.planning.warm import warm as compile_now

    typer.echo(f"The fast engine is ready ({compile_now():.1f} s).")


@app.command()
def baseline(
    authority: Annotated[str, typer.Argument(help="A local authority: its name or three-digit code; or England.")],
    out: Annotated[Path | None, typer.Option(help="Write the plan to this new file instead of the screen.")] = None,
    sharing: Annotated[
        list[str] | None,
        typer.Option(help="Another authority that shares one Tribunal with it; may be given again."),
    ] = None,
    proposed: Annotated[
        bool, typer.Option("--proposed", help="Follow what the White Paper of 2026 proposes for disputes: not law.")
    ] = False,
) -> None:
    """Write the starting plan of a local authority; every number in it says where it comes from.

    England is all 153 authorities with their own people, sharing one Tribunal; its plan is a .json file.
    """
    from sendsim.caseload.plan_files import dump_json, dump_plan, named_pathway
    from sendsim.evidence.baseline import baseline as make
    from sendsim.evidence.england import england

    everybody = authority.strip().casefold() in ("england", "eng")
    if everybody and sharing:
        raise SendsimError("England is every authority already: leave --sharing out.")
    if (everybody or sharing) and out is not None and out.suffix != ".json":
        raise SendsimError(f"--out {out}: a plan of several authorities is kept as JSON; let the name end in .json.")
    pathway = named_pathway("send-proposed-2026" if proposed else "send")
    if everybody or sharing:
        plan = england([] if everybody else [authority, *(sharing or ())], pathway)
    else:
        plan = make(authority, pathway)
    if out is None:
        typer.echo(dump_json(plan) if plan.areas else dump_plan(plan), nl=False)
        return
    write_new(out, dump_json(plan) if out.suffix == ".json" else dump_plan(plan))
    typer.echo(f"{plan.name} written to {out}.")


@app.command()
def figures(
    plan: Annotated[Path, typer.Argument(help="A plan, a YAML file.")],
) -> None:
    """List every number of a plan with its unit, whether it is published, inferred or assumed, and its source."""
    from sendsim.caseload.plan_files import load_plan

    for row in load_plan(plan).figures():
        typer.echo(f"{row['figure']}\t{row['value']:g}\t{row['unit']}\t{row['basis']}\t{row['source']}")


class _Bar:
    """Progress on the terminal; silent where the output is not one."""

    def __init__(self) -> None:
        self.on = sys.stderr.isatty()

    def __enter__(self) -> _Bar:
        return self

    def show(self, done: int, of: int) -> None:
        """Show how many replications are done."""
        if self.on:
            typer.echo(f"\r{done} of {of} replications (Ctrl+C stops)", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        if self.on:
            typer.echo("", err=True)


UsageError: Any = typer.BadParameter.__base__  # the parser's own error, whichever parser typer brings


def main() -> None:
    """Run the command line; turn every expected error into one line and exit code 2."""
    try:
        code = app(standalone_mode=False)
    except SendsimError as error:
        typer.echo(f"sendsim: {error}", err=True)
        sys.exit(2)
    except UsageError as error:
        typer.echo(_usage_line(error), err=True)
        sys.exit(2)
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader of a pipe has gone, as with `| head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        if error.errno != errno.ENOSPC:
            raise
        typer.echo("sendsim: the disk is full; free some space and try again.", err=True)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


def _usage_line(error: Any) -> str:
    """Say in one line what cannot be parsed and where the help is; a command alone gets its help."""
    message = error.format_message()
    if "Usage:" in message:
        return message
    path = error.ctx.command_path if error.ctx is not None else "sendsim"
    said = " ".join(message.split()).rstrip(".?").split(", unable to parse")[0]
    said = said.replace("Input should be a valid integer", "give a whole number")
    for name in getattr(getattr(error, "param", None), "opts", []):
        if name in sys.argv[1:-1]:
            said = said.replace(f"'{name}'", f"'{name} {sys.argv[sys.argv.index(name) + 1]}'")
    return f"sendsim: {said}; see: {path} --help"
