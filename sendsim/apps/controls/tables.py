"""Tables: what a table may hold, how it is cleaned on the way in, and the control that shows one."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import Any

import traitlets

from sendsim.apps.controls.base import Control, plain_text, script, styles

__all__ = ["DataTable", "clean_columns", "clean_rows", "table_of"]

KINDS = ("text", "number", "percent", "date")
Cell = str | int | float | bool | None


def clean_columns(columns: Iterable[Any]) -> list[dict[str, Any]]:
    """Return ``columns`` as dictionaries of label, kind and decimals.

    A column may be given as its label alone (text), or as a dictionary with ``label`` and, if wanted,
    ``kind`` ("text", "number", "percent" for a share of 1, or "date") and ``decimals``.
    """
    out: list[dict[str, Any]] = []
    for column in columns:
        given = {"label": column} if isinstance(column, str) else dict(column)
        kind = given.get("kind", "text")
        if kind not in KINDS:
            raise traitlets.TraitError(f"kind of a column must be one of {', '.join(KINDS)}, not {kind!r}.")
        decimals = given.get("decimals", 0)
        if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= 6:
            raise traitlets.TraitError(f"decimals of a column must be 0 to 6, not {decimals!r}.")
        out.append({"label": plain_text(given.get("label"), "label"), "kind": kind, "decimals": decimals})
    if not out:
        raise traitlets.TraitError("A table needs at least one column.")
    return out


def clean_cell(value: Any) -> Cell:
    """Return ``value`` as something that can be sent to a page: text, a finite number or None."""
    if value is None or isinstance(value, str):
        return value
    if type(value).__name__ in ("NAType", "NaTType"):  # pandas says not known
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if hasattr(value, "item"):  # a numpy scalar
        return clean_cell(value.item())
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value)


def clean_rows(rows: Iterable[Iterable[Any]], width: int) -> list[list[Cell]]:
    """Return ``rows`` as lists of clean cells, each as long as the table is wide."""
    out = []
    for number, row in enumerate(rows, 1):
        cells = [clean_cell(value) for value in row]
        if len(cells) != width:
            raise traitlets.TraitError(f"Row {number} has {len(cells)} cells where the table has {width} columns.")
        out.append(cells)
    return out


def table_of(frame: Any, **formats: dict[str, Any]) -> tuple[list[dict[str, Any]], list[list[Cell]]]:
    """Return the columns and rows of a pandas frame, without its index.

    ``formats`` gives, by column name, what :func:`clean_columns` takes; a numeric column that is not named
    is shown as a number, with one decimal unless all are whole.
    """
    columns = []
    for name in frame.columns:
        series = frame[name]
        guess: dict[str, Any] = {"label": str(name)}
        if series.dtype.kind in "iu":
            guess |= {"kind": "number"}
        elif series.dtype.kind == "f":
            numbers = series.to_numpy()
            numbers = numbers[numbers == numbers]
            whole = bool((numbers == numbers.round()).all())  # no number at all counts as whole, infinity too
            guess |= {"kind": "number", "decimals": 0 if whole else 1}
        elif series.dtype.kind == "M":
            guess |= {"kind": "date"}
        columns.append(guess | formats.get(str(name), {}))
    rows = zip(*(frame[name].tolist() for name in frame.columns), strict=True)
    return clean_columns(columns), clean_rows(rows, len(columns))


class TableTraits(traitlets.HasTraits):
    """The traits of a control that shows a table."""

    columns: Any = traitlets.List(help="The columns: label, kind and decimals of each.").tag(sync=True)
    rows: Any = traitlets.List(help="The rows: text, numbers or None.").tag(sync=True)
    row_header = traitlets.Bool(True, help="Whether the first cell of a row names the row.").tag(sync=True)
    missing = traitlets.Unicode("not known", help="What is shown where there is no value.").tag(sync=True)
    file_name = traitlets.Unicode("table", help="The name of downloaded files, without its ending.").tag(sync=True)

    @traitlets.validate("columns")
    def _valid_columns(self, proposal: Any) -> list[dict[str, Any]]:
        return clean_columns(proposal["value"]) if proposal["value"] else []

    @traitlets.validate("rows")
    def _valid_rows(self, proposal: Any) -> list[list[Cell]]:
        return clean_rows(proposal["value"], len(self.columns))

    @traitlets.validate("file_name")
    def _valid_file_name(self, proposal: Any) -> str:
        kept = "".join(c if c.isalnum() or c in "-_" else "-" for c in proposal["value"]).strip("-")
        return kept[:80] or "table"

    def set_table(self, columns: Sequence[Any], rows: Iterable[Iterable[Any]]) -> None:
        """Change the columns and the rows together."""
        clean = clean_columns(columns)
        cells = clean_rows(rows, len(clean))
        hold = getattr(self, "hold_sync", None)
        if hold is None:  # pragma: no cover - a control always has it
            self.columns, self.rows = clean, cells
            return
        with hold():
            self.rows = []
            self.columns = clean
            self.rows = cells


class DataTable(TableTraits, Control):
    """A table with a caption, row and column headers, and figures lined up on the right.

    >>> table = DataTable(caption="Open cases", columns=["Month", {"label": "Cases", "kind": "number"}],
    ...                   rows=[["January", 12], ["February", None]])
    """

    _esm = script("table", "datatable")
    _css = styles("forms", "details", "table")

    caption = traitlets.Unicode("", help="What the table shows.").tag(sync=True)
    download = traitlets.Bool(False, help="Whether the table can be downloaded as CSV.").tag(sync=True)

    def __init__(self, *, columns: Sequence[Any] = (), rows: Iterable[Iterable[Any]] = (), **kwargs: Any) -> None:
        clean = clean_columns(columns) if columns else []
        super().__init__(columns=clean, **kwargs)
        self.rows = clean_rows(rows, len(clean))
