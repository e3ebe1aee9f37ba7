"""``sendsim workshop``: start a live room, and look after the rooms that are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sendsim.errors import SendsimError

HELP = """A live room: people join from their own devices with a short code, and you pace a scenario for them.

It starts everything on this computer and prints a link for participants, with a picture to scan, and a link for
you. Only this computer can reach it unless you give --lan. No account and no personal data is needed.

Examples:

\b
  sendsim workshop --lan                     a room for this network
  sendsim workshop --lan --certfile c.pem --keyfile k.pem
                                             the same, encrypted
  sendsim workshop --resume                  go on with a room after the computer was restarted
  sendsim workshop rooms                     the rooms that are kept, and until when
  sendsim workshop delete bado-kemi          delete a room with all its data
"""

workshop = typer.Typer(help=HELP, rich_markup_mode=None, no_args_is_help=False)
Place = Annotated[str | None, typer.Option("--store", help="A file, or a URL of PostgreSQL, that keeps the rooms.")]


@workshop.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    people: Annotated[int, typer.Option(help="How many are expected; so many pages are made ready.")] = 30,
    lan: Annotated[bool, typer.Option("--lan", help="Let other computers of the local network in.")] = False,
    port: Annotated[int, typer.Option(help="Port on this computer; 0 finds a free one.")] = 8866,
    host: Annotated[str | None, typer.Option(help="This computer's name or address in links.")] = None,
    certfile: Annotated[Path | None, typer.Option(help="A certificate in PEM form, for HTTPS.")] = None,
    keyfile: Annotated[Path | None, typer.Option(help="The key of the certificate.")] = None,
    base_url: Annotated[str, typer.Option(help="The path under which it is served, such as /room/.")] = "/",
    public_url: Annotated[str | None, typer.Option(help="The address of a proxy in front, as people see it.")] = None,
    store: Place = None,
    keep_days: Annotated[int, typer.Option(help="Days after which everything about the room is deleted.")] = 30,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the newest room, with a new link for you.")
    ] = False,
    beside: Annotated[
        bool, typer.Option("--beside", help="Open no room: serve those that other servers opened in this store.")
    ] = False,
    browser: Annotated[bool, typer.Option(help="Open your own page in a browser.")] = True,
) -> None:
    """Start a room if no command is given."""
    if context.invoked_subcommand is not None:
        return
    from sendsim.apps.workshop import Workshop, start

    given = Workshop(people, port, lan, host, certfile, keyfile, base_url, public_url, store, keep_days, resume, beside)
    raise typer.Exit(start(given, open_browser=browser, say=lambda text: print(text, flush=True)))


@workshop.command("prepare")
def prepare_store(store: Place = None) -> None:
    """Make the tables of a store, or bring them up to date. Starting a room does it by itself."""
    from sendsim.training.migrations import prepare
    from sendsim.training.store_tables import shown, usual_store

    place = store or usual_store()
    prepare(place)
    typer.echo(f"The store {shown(place)} is ready.")


@workshop.command("rooms")
def rooms(store: Place = None) -> None:
    """List the rooms that are kept, the newest first."""
    from sendsim.training.store import Store

    found = Store(store).rooms()
    for room in found:
        ended = "has ended" if room.ended else "has not ended"
        typer.echo(
            f"{room.code}  opened {room.made:%Y-%m-%d %H:%M} UTC, {ended}, kept until {room.keep_until:%Y-%m-%d}"
        )
    if not found:
        typer.echo("No room is kept.")


@workshop.command("purge")
def purge(store: Place = None) -> None:
    """Delete every room whose time is over. Starting a room does it by itself."""
    from sendsim.training.store import Store

    number = Store(store).purge()
    typer.echo(f"{number} room{'' if number == 1 else 's'} deleted.")


@workshop.command("delete")
def delete(
    code: Annotated[str, typer.Argument(help="The code of the room.")],
    store: Place = None,
) -> None:
    """Delete a room with all its data at once, down to the bytes of the file."""
    from sendsim.training.store import Store
    from sendsim.training.store_records import tidy_code

    kept = Store(store)
    found = next((room for room in kept.rooms() if room.code == tidy_code(code)), None)
    if found is None:
        raise SendsimError(f"code {code[:40]!r} is that of no room here: see sendsim workshop rooms.")
    kept.delete(found.id)
    typer.echo(f"The room {found.code} and all its data were deleted.")
