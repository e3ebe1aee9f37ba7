"""Checking the facts that a clock is given: dates, their order and their years.

Each error is one sentence that names the field, the value and how to mend it. Dates may be given as
``date`` objects or as text ``YYYY-MM-DD``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias, TypeVar

from sendsim.errors import SendsimError, unknown_name

DateLike: TypeAlias = date | str
"""A ``date``, or text written ``YYYY-MM-DD``."""

FIRST_YEAR, LAST_YEAR = 2014, 2035
"""The years that the clocks answer for: Part 3 of the 2014 Act, and as far as bank holidays are
foreseeable."""

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")

Kind = TypeVar("Kind", bound=StrEnum)


class ImpossibleFactError(SendsimError):
    """Facts that cannot all be true, such as a certificate dated before the notice."""


class DateRangeError(SendsimError):
    """A date outside the years that the clocks answer for."""


class LawNotAvailableError(SendsimError):
    """The law on that date is not held here: the rule had not begun, or its older figures were not read."""


def day(field: str, value: DateLike) -> date:
    """Return ``value`` as a date in the supported years.

    Raises
    ------
    ImpossibleFactError
        If it is not a date of the calendar written ``YYYY-MM-DD``.
    DateRangeError
        If its year lies outside 2014 to 2035.
    """
    found = _read(field, value)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise DateRangeError(
            f"{field} {found} is outside the years {FIRST_YEAR} to {LAST_YEAR}; give a date in those years."
        )
    return found


def optional_day(field: str, value: DateLike | None) -> date | None:
    """Return ``value`` as a date in the supported years, or ``None`` where it was not given."""
    return None if value is None else day(field, value)


def _read(field: str, value: DateLike) -> date:
    """Turn one value into a date or say what is wrong with it."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _ISO.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise ImpossibleFactError(f"{field} {value!r} is not a date; write it as YYYY-MM-DD, for example 2026-03-14.")


def year(field: str, value: int | str) -> int:
    """Return ``value`` (a number, or its four digits as text) if it is a supported year, else raise an
    error."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}", value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not FIRST_YEAR <= value <= LAST_YEAR:
        raise DateRangeError(
            f"{field} {value!r} is outside the years {FIRST_YEAR} to {LAST_YEAR}; give a year in that range."
        )
    return value


def not_before(later_field: str, later: date, earlier_field: str, earlier: date) -> None:
    """Refuse facts in which ``later`` comes before ``earlier``."""
    if later < earlier:
        raise ImpossibleFactError(
            f"{later_field} {later} is before {earlier_field} {earlier}, which cannot be;"
            " check both dates and correct one."
        )


def kind(field: str, value: str, kinds: type[Kind]) -> Kind:
    """Return the member of ``kinds`` that ``value`` names, or an error that lists near misses."""
    try:
        return kinds(str(value).strip().lower().replace("_", "-"))
    except ValueError:
        raise unknown_name(field, str(value), names(kinds)) from None


def names(kinds: Iterable[StrEnum]) -> tuple[str, ...]:
    """Return the values of an enumeration, in its order."""
    return tuple(member.value for member in kinds)
