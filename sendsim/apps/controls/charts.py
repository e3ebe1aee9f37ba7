"""The chart panel: a picture, what it shows in words, the same figures as a table, and downloads of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import traitlets

from sendsim.apps.controls.base import Control, plain_text, script, styles
from sendsim.apps.controls.tables import TableTraits, clean_columns, clean_rows

__all__ = ["ChartPanel"]

FILE_KINDS = {"png": "image/png", "svg": "image/svg+xml"}
_SVG_START = re.compile(r"\s*(<\?xml[^>]*>\s*)?(<!DOCTYPE[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s/>]", re.DOTALL)


class ChartPanel(TableTraits, Control):
    """A figure with a heading, a picture with alt text, a caption that states the finding, and a table twin.

    The picture is an SVG text (``svg``; with ``quick`` it is for the screen and a file is asked for), or PNG bytes
    (``png``) where there is no SVG. ``svg_narrow`` is the same chart drawn for a narrow screen, used under 40em. The
    picture is loaded as an image, so scripts in it never run. CSV comes from the table; PNG and SVG come from the
    traits, or from ``on_request`` when the person asks for one that is not there:

    >>> panel = ChartPanel(title="Open cases", caption="Cases grow by a third.", files=("csv", "svg", "png"))
    >>> panel.on_request("png", lambda: figure_to_png())  # doctest: +SKIP
    """

    _esm = script("table", "chart")
    _css = styles("forms", "details", "table", "chart")

    title = traitlets.Unicode("", help="The heading.").tag(sync=True)
    level = traitlets.Int(3, min=2, max=6, help="The level of the heading.").tag(sync=True)
    svg = traitlets.Unicode("", help="The picture as SVG.").tag(sync=True)
    svg_narrow = traitlets.Unicode("", help="The picture as SVG for a narrow screen, if there is one.").tag(sync=True)
    png = traitlets.Bytes(b"", help="The picture as PNG, used when there is no SVG.").tag(sync=True)
    quick = traitlets.Bool(False, help="Whether svg was drawn for the screen: a file is then asked for.").tag(sync=True)
    alt = traitlets.Unicode("", help="The picture in a sentence, for those who do not see it.").tag(sync=True)
    caption = traitlets.Unicode("", help="What the picture shows: the finding.").tag(sync=True)
    note = traitlets.Unicode("", help="Source, interval and what is assumed; set small.").tag(sync=True)
    table_caption = traitlets.Unicode("", help="The caption of the table; made from the title when empty.").tag(
        sync=True
    )
    files = traitlets.Tuple(("csv",), help="What can be downloaded: csv, png, svg.").tag(sync=True)
    busy = traitlets.Bool(False, help="Whether the picture is out of date and being drawn again.").tag(sync=True)

    def __init__(self, *, columns: Sequence[Any] = (), rows: Iterable[Iterable[Any]] = (), **kwargs: Any) -> None:
        self._makers: dict[str, Callable[[], bytes | str]] = {}
        clean = clean_columns(columns) if columns else []
        kwargs.setdefault("file_name", kwargs.get("title") or "chart")
        super().__init__(columns=clean, **kwargs)
        self.rows = clean_rows(rows, len(clean))

    @traitlets.validate("svg", "svg_narrow")
    def _valid_svg(self, proposal: Any) -> str:
        text = proposal["value"]
        if text and not _SVG_START.match(text):
            raise traitlets.TraitError(f"{proposal['trait'].name} must be the text of an SVG picture.")
        return text

    @traitlets.validate("png")
    def _valid_png(self, proposal: Any) -> bytes:
        data = proposal["value"]
        if data and not data.startswith(b"\x89PNG\r\n\x1a\n"):
            raise traitlets.TraitError("png must be the bytes of a PNG picture.")
        return data

    @traitlets.validate("files")
    def _valid_files(self, proposal: Any) -> tuple[str, ...]:
        kinds = tuple(proposal["value"])
        for kind in kinds:
            if kind not in ("csv", *FILE_KINDS):
                raise traitlets.TraitError(f"files may hold csv, png and svg, not {kind!r}.")
        return kinds

    def on_request(self, kind: str, maker: Callable[[], bytes | str]) -> None:
        """Call ``maker()`` for the bytes when a person asks for the picture as ``kind``, "png" or "svg"."""
        if kind not in FILE_KINDS:
            raise traitlets.TraitError(f"A picture can be asked for as png or svg, not {kind!r}.")
        self._makers[kind] = maker
        if kind not in self.files:
            self.files = (*self.files, kind)

    def show(
        self,
        *,
        svg: str = "",
        png: bytes = b"",
        svg_narrow: str = "",
        alt: str = "",
        caption: str = "",
        columns: Sequence[Any] | None = None,
        rows: Iterable[Iterable[Any]] = (),
        **others: Any,
    ) -> None:
        """Change the picture, its words and its table in one step."""
        with self.hold_sync():
            self.svg, self.svg_narrow, self.png = svg, svg_narrow, png
            self.alt, self.caption = plain_text(alt), plain_text(caption)
            for name, value in others.items():
                if not self.has_trait(name):
                    raise traitlets.TraitError(f"A chart panel has no {name!r}.")
                setattr(self, name, value)
            if columns is not None:
                self.set_table(columns, rows)
            self.busy = False

    def _heard(self, event: str, content: dict[str, Any]) -> None:
        kind = content.get("kind")
        if event != "request" or not isinstance(kind, str) or kind not in FILE_KINDS:
            return
        maker = self._makers.get(kind)
        reply = {"event": "file", "kind": kind, "type": FILE_KINDS[kind], "name": f"{self.file_name}.{kind}"}
        if maker is None:
            self.send({**reply, "problem": f"There is no {kind.upper()} of this chart to download."})
            return
        try:
            data = maker()
        except Exception:
            self.send({**reply, "problem": f"The {kind.upper()} could not be made. Try again, or take the CSV."})
            raise
        self.send(reply, buffers=[data.encode() if isinstance(data, str) else data])
