"""Reading a CSV file that somebody filled in: every mistake is told with line, column, value and mend, none is guessed.

Headings may be in any order and any case, the file may begin with a byte order mark, end its lines as Windows does
and hold quoted commas. A needed column that is missing stops the reading; an unknown one is noted. Cells are kept as
text until a parser of this module has understood them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sendsim.errors import SendsimError, did_you_mean

MAX_BYTES = 50_000_000
MOST_ROWS = 200_000


class FileError(SendsimError):
    """A file that cannot be used; the message names line, column, value and mend."""


@dataclass(frozen=True)
class Problem:
    """One mistake: the line of the file (headings are line 1), the column, what stands there and how to mend it."""

    line: int
    column: str
    value: str
    mend: str

    def __str__(self) -> str:
        what = f"{self.value!r}" if self.value else "nothing stands there"
        return f"line {self.line}, column {self.column}: {what}{'' if self.value else ';'} {self.mend}"


@dataclass
class Row:
    """One line of the file, by column, and the mistakes found in it."""

    line: int
    cells: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, column: str, mend: str) -> None:
        """Note a mistake in a column."""
        self.problems.append(Problem(self.line, column, self.cells.get(column, ""), mend))

    def text(self, column: str) -> str:
        """Return the cell without spaces around it ('' if empty or absent)."""
        return self.cells.get(column, "")

    def word(self, column: str, known: Sequence[str], needed: bool = False) -> str:
        """Return one of ``known`` words, or '' where it is empty or wrong."""
        given = self.text(column)
        if not given:
            if needed:
                self.wrong(column, f"give one of: {', '.join(known)}.")
            return ""
        found = next((k for k in known if k.casefold() == given.casefold()), "")
        if not found:
            hint = did_you_mean(given, known).strip() or f"Use one of: {', '.join(known)}."
            self.wrong(column, f"is not known. {hint}")
        return found

    def day(self, column: str, needed: bool = False) -> date | None:
        """Return a date written as 2026-09-01."""
        given = self.text(column)
        if not given:
            if needed:
                self.wrong(column, "give a date as 2026-09-01.")
            return None
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", given):
                raise ValueError
            return date.fromisoformat(given)
        except ValueError:
            self.wrong(column, "is not a date: write it as 2026-09-01.")
            return None

    def number(self, column: str, needed: bool = False, whole: bool = False) -> float | None:
        """Return a number of 0 or more, without currency signs or thousands separators."""
        given = self.text(column)
        if not given:
            if needed:
                self.wrong(column, "give a number of 0 or more.")
            return None
        kind = "whole number" if whole else "number"
        if not re.fullmatch(r"\d+" if whole else r"\d+(\.\d+)?", given):
            self.wrong(column, f"is not a {kind} of 0 or more: write only digits{'' if whole else ' and a point'}.")
            return None
        return float(given)


@dataclass(frozen=True)
class Sheet:
    """What was read: the rows, and notes on what was passed over."""

    path: Path
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def read_sheet(
    path: str | Path,
    columns: Sequence[str],
    needed: Sequence[str],
    refused: Callable[[str], str | None] | None = None,
    content: str | None = None,
) -> Sheet:
    """Read a CSV file by its headings.

    Parameters
    ----------
    path : str or Path
    columns, needed : sequences of str
        The columns known, and those that must be there.
    refused : callable, optional
        Given a heading that is not known, returns why a file with it is refused, or None.
    content : str, optional
        What the file holds, if it has been read already; ``path`` is then only its name.

    Raises
    ------
    FileError
        If it cannot be read, is not a CSV file, lacks a needed column, has one twice or has one that is refused.
    """
    path = Path(path)
    try:
        data = path.read_bytes()[: MAX_BYTES + 1] if content is None else content.encode()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise FileError(f"{path} cannot be read ({error.strerror}): check the name and the permissions.") from None
    except UnicodeDecodeError:
        raise FileError(f"{path} is not text in UTF-8: save it as 'CSV UTF-8'.") from None
    if len(data) > MAX_BYTES:
        raise FileError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB: split it by year.")
    if "\0" in text:
        raise FileError(f"{path} is not a CSV file (a spreadsheet, perhaps): save it as 'CSV UTF-8'.")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        headings = [h.strip() for h in next(reader, [])]
        names = _match(path, headings, columns, needed, refused)
        rows = []
        for cells in reader:
            if not any(c.strip() for c in cells):
                continue
            if len(cells) > len(headings):
                raise FileError(
                    f"{path} line {reader.line_num}: {len(cells)} cells stand under {len(headings)} headings; "
                    "put cells that hold a comma in quotes."
                )
            known = {n: c.strip() for n, c in zip(names, cells, strict=False) if n is not None}
            rows.append(Row(reader.line_num, known))
            if len(rows) > MOST_ROWS:
                raise FileError(f"{path} has more than {MOST_ROWS:,} rows: split it by year.")
    except csv.Error as error:
        raise FileError(f"{path} line {reader.line_num}: {error}; close the quotes there.") from None
    unknown = [h for h, n in zip(headings, names, strict=True) if n is None and h]
    notes = (f"Passed over, since the format has no such column: {', '.join(unknown)}.",) if unknown else ()
    return Sheet(path, tuple(rows), notes)


def _match(
    path: Path,
    headings: list[str],
    columns: Sequence[str],
    needed: Sequence[str],
    refused: Callable[[str], str | None] | None,
) -> list[str | None]:
    """Return the column that each heading stands for."""
    folded = {c.casefold(): c for c in columns}
    names = [folded.get(re.sub(r"[\s-]+", "_", h).casefold()) for h in headings]
    for heading, name in zip(headings, names, strict=True):
        why = refused(heading) if refused is not None and name is None else None
        if why:
            raise FileError(f"{path} line 1, column {heading}: {why}")
    for name in names:
        if name is not None and names.count(name) > 1:
            raise FileError(f"{path} line 1: column {name} is there twice; remove one of them.")
    spare = [h for h, n in zip(headings, names, strict=True) if n is None and h]
    for column in needed:
        if column not in names:
            hint = did_you_mean(column, spare).replace("Did you mean", "Is it called").strip()
            raise FileError(f"{path} line 1: column {column} is missing; add it. {hint}".strip())
    return names


def first_of(path: Path, problems: Iterable[Problem]) -> None:
    """Raise the first of ``problems`` as an error, and say how many more there are; nothing if there are none."""
    found = list(problems)
    if found:
        more = f" ({len(found) - 1} more: sendsim log check lists them)" if len(found) > 1 else ""
        raise FileError(f"{path} {found[0]}{more}")
