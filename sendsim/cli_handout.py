"""``sendsim handout``: paper for a room, from a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sendsim.errors import OutputError, SendsimError
from sendsim.law.output import write_bytes, write_text
from sendsim.training.document import to_html
from sendsim.training.interface import texts
from sendsim.training.scenario import load_scenario

FORMS = ("html", "pdf", "both")


def handout(
    scenario: Annotated[str, typer.Argument(help="A scenario's id (see: sendsim scenarios list) or its file.")],
    out: Annotated[Path, typer.Option(help="The folder to write to; made if it is not there.")] = Path(),
    role: Annotated[str, typer.Option(help="The part to take; the scenario's first if left out.")] = "",
    form: Annotated[str, typer.Option("--as", help="html, pdf or both.")] = "both",
) -> None:
    """Write a facilitator's guide (timings, answer key, debrief) and a participants' sheet."""
    from sendsim.training.document_pdf import to_pdf
    from sendsim.training.handout import guide, sheet

    if form not in FORMS:
        raise SendsimError(f"--as {form!r} is not known: use one of {', '.join(FORMS)}.")
    found = load_scenario(scenario)
    known = {item.value: item for item in found.roles}
    if role and role not in known:
        raise SendsimError(f"--role {role!r} is not offered by {found.id!r}: use one of {', '.join(known)}.")
    part = known[role] if role else next(iter(found.roles))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"--out {str(out)!r} cannot be made ({error.strerror}): name another folder.") from None
    for name, made in (("facilitator", guide(texts(), found, part)), ("participants", sheet(texts(), found, part))):
        stem = f"{found.id}-{name}"
        if form != "pdf":
            typer.echo(f"Wrote {write_text(out / f'{stem}.html', to_html(made))}")
        if form != "html":
            typer.echo(f"Wrote {write_bytes(out / f'{stem}.pdf', to_pdf(made))}")
