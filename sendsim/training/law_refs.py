"""The register of references: every place in the law that a rule of ``sendsim.law`` rests on, and how sure the
reading is.

A scenario cites by the short form (``SENDR2014 reg 33``). A place the register knows carries the register's
mark, so a scenario cannot make a reading look surer than the law module says. A place it does not know needs a
mark of its own (``~``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sendsim.law.citation import MARKS, Citation
from sendsim.law.comparison import COMPARISON
from sendsim.law.legislation import SOURCES
from sendsim.law.misconceptions import MISCONCEPTIONS
from sendsim.law.principles import PRINCIPLES
from sendsim.law.reform import CHANGES
from sendsim.law.refs import cite
from sendsim.law.roles import ROLES
from sendsim.law.routes import all_routes
from sendsim.law.signoff_clocks import clock_rows


def _all() -> Iterator[Citation]:
    """Yield every citation of the law module."""
    holders: tuple[Any, ...] = (*COMPARISON, *MISCONCEPTIONS, *PRINCIPLES, *ROLES, *all_routes(), *CHANGES)
    for holder in holders:
        yield from holder.basis
    for row in clock_rows():
        yield from row[2]


@lru_cache(maxsize=1)
def register() -> dict[tuple[str, str], Citation]:
    """Return every known place with its surest reading."""
    found: dict[tuple[str, str], Citation] = {}
    for citation in _all():
        key = (citation.source, citation.provision)
        if key not in found or MARKS.index(citation.mark) < MARKS.index(found[key].mark):
            found[key] = citation
    return found


def reference(text: str) -> Citation:
    """Return the citation behind a short form, with the register's mark where the author gave none."""
    given = cite(text.strip() or "?")
    known = register().get((given.source, given.provision))
    return known if known is not None and given.mark == "read" else given


def problem(text: str) -> tuple[str, str, str] | None:
    """Return code, message and mend for a short form that does not resolve, or ``None``."""
    given = cite(text.strip() or "?")
    if given.source not in SOURCES:
        return "SS401", f"cites {text!r}, whose source is not listed", "use a key of 'sendsim law legislation'"
    whole = given.source.startswith("CASE:") or (given.source, "") in register()
    if not given.provision and not whole:
        return "SS402", f"cites {text!r} without the place in it", "add the section, regulation, rule or paragraph"
    if given.mark == "read" and given.provision and (given.source, given.provision) not in register():
        return (
            "SS403",
            f"cites {text!r}, a place on which no rule of the law module rests",
            "cite a place that 'sendsim law print' shows, or write ~ before it to mark general knowledge",
        )
    return None
