"""Short writing of citations for the data files: ``cites("CFA2014 s.57", "~CODE2015 11.13")``.

Each text is the source's key, a space, and the place in it. A leading ``~`` marks general knowledge (the
primary text was not read), a leading ``?`` marks a point to verify before relying on it. Keys are
those of ``legislation.py``.
"""

from __future__ import annotations

from sendsim.law.citation import Citation, Mark

_MARKS: dict[str, Mark] = {"~": "general_knowledge", "?": "uncertain"}


def cite(text: str) -> Citation:
    """Build one citation from its short form."""
    mark: Mark = _MARKS.get(text[0], "read")
    key, _, where = text.lstrip("~?").partition(" ")
    return Citation(key, where, mark)


def cites(*texts: str) -> tuple[Citation, ...]:
    """Build several citations from their short forms."""
    return tuple(cite(text) for text in texts)
