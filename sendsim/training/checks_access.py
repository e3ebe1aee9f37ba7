"""Checks of access: nothing that shuts a reader out, whether a picture, a table, a colour, HTML or a time limit."""

from __future__ import annotations

import re
from pathlib import Path

from sendsim.training.look import Look, Text
from sendsim.training.words import empty_headers, pictures

_COLOURS = "red|green|orange|blue|yellow|purple|pink|grey|amber"
_SENSES = re.compile(
    rf"\b((marked|shown|highlighted|written|printed|coloured) in ({_COLOURS})|in ({_COLOURS})(?= ?[.,;:])"
    rf"|the ({_COLOURS}) (one|button|box|line|text|link|area|words)|on the (left|right)(?! (hand|arm|foot|leg|ear|eye))"
    rf"|click (here|the|on))\b",
    re.I,
)
_NUMBER = r"(?:\d+|one|two|three|five|ten|fifteen|twenty|thirty|sixty)"
_HURRY = re.compile(
    rf"\b(you have {_NUMBER}[- ](second|minute)s? (to (choose|answer|decide)|for this)"
    rf"|(answer|choose|decide) (with)?in {_NUMBER}[- ](second|minute)s?|against the clock|before the timer|time is up"
    r"|as fast as you can|countdown)\b",
    re.I,
)
_HTML = re.compile(r"<\s*/?\s*[a-zA-Z!]")
_SUFFIXES = (".png", ".svg", ".jpg", ".jpeg", ".webp")


def check_access(look: Look) -> None:
    """Note SS701 to SS705."""
    for text in look.texts():
        found = _SENSES.search(text.text)
        if found:
            look.add("SS702", text.place, f"says {found[0]!r}", "name the thing instead")
        if _HTML.search(text.text):
            look.add("SS703", text.place, "holds HTML", "use Markdown; HTML is shown as text")
        _pictures(look, text)
        for number in empty_headers(text.text):
            look.add("SS704", text.place, f"column {number} of a table has no header", "write what the column holds")
        hurry = _HURRY.search(text.text) if text.kind != "voice" else None
        if hurry:
            look.add("SS705", text.place, f"says {hurry[0]!r}", "let everybody take the time they need")


def _pictures(look: Look, text: Text) -> None:
    """Pictures lie beside the scenario and have alternative text."""
    for source, alternative in pictures(text.text):
        if not alternative:
            look.add(
                "SS701", text.place, f"picture {source!r} has no alternative text", "write ![what it shows](file.png)"
            )
        folder = look.loaded.path.parent if look.loaded.path else Path()
        if not source.endswith(_SUFFIXES) or "/" in source or not (folder / source).is_file():
            look.add(
                "SS701", text.place, f"picture {source!r} is not beside the scenario", "put the file in its folder"
            )
