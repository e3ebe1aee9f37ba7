"""A reference to the law: which source, where in it, and how sure the reading is.

Every rule in ``sendsim.law`` carries citations, so that a lawyer can put the rule and its
source side by side. ``source`` is a key of ``legislation.py`` (for example ``SENDR2014`` or ``HESC2008``);
a decided case has the key ``CASE:<short name>`` and a rule of good administration ``LAW_CASE``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Mark: TypeAlias = Literal["read", "general_knowledge", "uncertain"]
"""How sure the reading is: the text was read; known but its text was not read; known with less than
confidence and to be verified."""

MARKS: tuple[Mark, ...] = ("read", "general_knowledge", "uncertain")

MARK_WORDS: dict[Mark, str] = {
    "read": "",
    "general_knowledge": "from general knowledge; the primary text was not read",
    "uncertain": "from general knowledge, and less than certain: check it before relying on it",
}
"""What each mark says to a reader."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One reference to the law.

    Parameters
    ----------
    source:
        Key of an Act, a set of Rules or Regulations, a code or a case.
    provision:
        Where in the source, for example ``"reg 33"`` or ``"s.51(2)(a)"``.
    mark:
        How sure the reading is (see ``Mark``).
    note:
        What the reference supports, in a few plain words; may be empty.
    """

    source: str
    provision: str = ""
    mark: Mark = "read"
    note: str = ""

    @property
    def key(self) -> str:
        """The key of the source, under the name that ``legislation.resolve`` asks for."""
        return self.source

    def to_dict(self) -> dict[str, str]:
        """Return the four fields as strings, for JSON."""
        return {"source": self.source, "provision": self.provision, "mark": self.mark, "note": self.note}

    def __str__(self) -> str:
        """Write the reference in one line, its mark in plain words."""
        text = f"{self.source} {self.provision}".strip()
        words = MARK_WORDS[self.mark]
        return f"{text} ({words})" if words else text
