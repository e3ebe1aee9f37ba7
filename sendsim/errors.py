"""The one family of errors that a user may see.

Every message is a single sentence that names the field, the value given and how to mend it.
The command line prints the message and ends with exit code 2; the pages show it in place.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class SendsimError(ValueError):
    """Something the user gave cannot be used; the message says what and how to mend it."""


class PlanError(SendsimError):
    """A plan or pathway that cannot be run as written."""


class UnknownNameError(SendsimError):
    """A name (authority, stage, parameter ...) that does not exist, with near misses suggested."""


class OutputError(SendsimError):
    """Results could not be written; nothing half-written is left behind."""


def suggest(word: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return up to ``limit`` of ``known`` that look like ``word``, best first, ignoring case."""
    by_fold: dict[str, str] = {}
    for name in known:
        by_fold.setdefault(name.casefold(), name)
    hits = difflib.get_close_matches(word.casefold(), by_fold, n=limit, cutoff=0.6)
    return [by_fold[hit] for hit in hits]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean ...?" for the near misses of ``word``, or an empty string."""
    hits = suggest(word, known)
    return f" Did you mean {' or '.join(repr(hit) for hit in hits)}?" if hits else ""


def unknown_name(kind: str, given: str, known: Iterable[str]) -> UnknownNameError:
    """Build the error for a name that is not in ``known``."""
    names = list(known)
    hint = did_you_mean(given, names)
    if not hint and len(names) <= 12:
        hint = f" Use one of: {', '.join(names)}."
    return UnknownNameError(f"{kind} {given!r} is not known.{hint}")
