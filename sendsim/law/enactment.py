"""The vocabulary of ``legislation.py``: one source of law, or one case, and where it stands.

Data only. An entry says what a source is called in full, what it does in a SEND disagreement, whether it
is in force, and where to read it. The ``mark`` tells how far the entry was checked:

- ``read``: supported by at least one text that was read;
- ``general_knowledge``: stated with confidence, primary text not on screen;
- ``uncertain``: to be verified before anybody relies on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sendsim.law.citation import Mark


class SourceKind(StrEnum):
    """What sort of source it is."""

    ACT = "act"
    REGULATIONS = "regulations"
    RULES = "rules"
    CODE = "statutory code"
    GUIDANCE = "guidance"
    STANDARD = "professional standard"
    CASE = "case"
    PROPOSAL = "proposal"


class SourceStatus(StrEnum):
    """Whether the source can be relied on today."""

    IN_FORCE = "in force"
    REPLACED = "replaced"
    LAPSED = "lapsed"
    DECIDED = "decided"
    CURRENT = "current"
    PROPOSED = "proposed, not law"


@dataclass(frozen=True, slots=True)
class Source:
    """One Act, set of Regulations, code, guidance document or case.

    ``key`` is what citations use. ``from_date`` is when it came into force (or was decided); ``until``
    is the first day on which it no longer applied, and ``successor`` the key of what replaced it.
    """

    key: str
    kind: SourceKind
    title: str
    reference: str
    does_here: str
    status: SourceStatus
    url: str
    from_date: date | None = None
    until: date | None = None
    successor: str | None = None
    extent: str = "England"
    note: str = ""
    mark: Mark = "read"

    def in_force_on(self, day: date) -> bool:
        """Say whether the source could be relied on as law (or guidance, or authority) on ``day``."""
        if self.status is SourceStatus.PROPOSED:
            return False
        if self.from_date is not None and day < self.from_date:
            return False
        return self.until is None or day < self.until


@dataclass(frozen=True, slots=True)
class SeedItem:
    """One line of the project's starting list of legislation, beside its correct form.

    ``list_name`` is ``legislation`` or ``regulations``; ``as_listed`` is the title as the list gives it;
    ``provisions`` are the sections it names; ``correction`` says in plain words what is wrong or missing,
    or is empty where the title is right as it stands.
    """

    list_name: str
    as_listed: str
    key: str
    provisions: tuple[str, ...]
    correction: str
    also_needed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Something to read that no rule rests on: its title, who publishes it, and where to look."""

    title: str
    publisher: str
    url: str
    mark: Mark = "uncertain"
