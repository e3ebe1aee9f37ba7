"""``sendsim record``: check a record of learning from its HTML or PDF file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sendsim.errors import OutputError
from sendsim.training.catalogue import catalogue
from sendsim.training.interface import texts
from sendsim.training.record import check_record, code_of, read_record

MAX_BYTES = 20_000_000


def record(
    file: Annotated[Path, typer.Argument(help="The record's HTML or PDF file.")],
    code: Annotated[str, typer.Option(help="The code on the record, to compare.")] = "",
) -> None:
    """Check a record of learning: is it as it was made, and do its scores follow from its decisions?

    Exit code 1 if something does not fit. It cannot show who sat at the keyboard.
    """
    try:
        if file.stat().st_size > MAX_BYTES:
            raise OutputError(f"{str(file)!r} is too large to be a record of learning: choose another file.")
        text = file.read_bytes().decode("utf-8", errors="replace")
    except OSError as error:
        raise OutputError(
            f"{str(file)!r} cannot be read ({error.strerror}): name a record's HTML or PDF file."
        ) from None
    t = texts()
    data = read_record(text, file.name)
    found = check_record(t, data, {name: item.scenario for name, item in catalogue().items()}, code_of(data), code)
    typer.echo(t("check.heading", name=found.name, day=t.day(found.made_on)))
    typer.echo(t("check.code", code=found.code))
    for line in found.lines:
        typer.echo(f"- {line}")
    typer.echo(t("check.sound") if found.sound else t("check.unsound"))
    typer.echo(t("record.not_who"))
    if not found.sound:
        raise typer.Exit(1)
