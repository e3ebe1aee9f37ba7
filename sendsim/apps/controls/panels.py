"""Panels that open and close, and lists of links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import ipywidgets as widgets
import traitlets

from sendsim.apps.controls.base import Control, RefusedError, plain_text, script, styles

__all__ = ["Disclosure", "LinkList", "Panels"]

_SAFE_HREF = re.compile(r"(?!//)(?![A-Za-z][A-Za-z0-9+.-]*:)[A-Za-z0-9._~/#?=&%-]+")


class Disclosure(Control):
    """The heading of one panel: a button that opens and closes what follows it, in the browser alone."""

    _esm = script("disclosure")
    _css = styles("forms")
    _from_browser = frozenset({"expanded"})

    title = traitlets.Unicode("", help="The words on the button.").tag(sync=True)
    level = traitlets.Int(3, min=2, max=6, help="The level of the heading round the button.").tag(sync=True)
    expanded = traitlets.Bool(False, help="Whether the panel is open.").tag(sync=True)

    def check(self, name: str, value: Any) -> bool:
        """Return ``value`` if it is true or false."""
        if not isinstance(value, bool):
            raise RefusedError("A panel is open or closed.")
        return value


class Panels(widgets.VBox):
    """A group of panels, each with a heading that opens and closes it.

    >>> levers = Panels([("Staff", widgets.VBox()), ("Policies", widgets.VBox())], opened=[0])
    """

    def __init__(
        self,
        panels: Sequence[tuple[str, widgets.Widget]],
        *,
        opened: Iterable[int] = (),
        level: int = 3,
        **kwargs: Any,
    ) -> None:
        wanted = set(opened)
        self.headings = [
            Disclosure(title=title, level=level, expanded=number in wanted) for number, (title, _) in enumerate(panels)
        ]
        sections = []
        for heading, (_, content) in zip(self.headings, panels, strict=True):
            body = widgets.VBox([content])
            body.add_class("sendsim-panel-body")
            section = widgets.VBox([heading, body])
            section.add_class("sendsim-panel")
            sections.append(section)
        super().__init__(sections, **kwargs)
        self.add_class("sendsim")
        self.add_class("sendsim-panels")


class LinkList(Control):
    """A named list of links to our own pages, each with a heading and a sentence.

    ``links`` holds dictionaries with ``title``, ``text``, ``href`` and, if wanted, ``about`` (for whom). A link
    may only lead to another of our own pages, so ``href`` is always relative.
    """

    _esm = script("links")
    _css = styles("links")

    label = traitlets.Unicode("Pages", help="The name of the list, for screen readers.").tag(sync=True)
    level = traitlets.Int(2, min=2, max=6, help="The level of the headings.").tag(sync=True)
    links: Any = traitlets.List(help="The links.").tag(sync=True)

    @traitlets.validate("links")
    def _valid_links(self, proposal: Any) -> list[dict[str, str]]:
        out = []
        for link in proposal["value"]:
            href = link.get("href", "")
            if not _SAFE_HREF.fullmatch(href):
                raise traitlets.TraitError(f"A link must lead to one of our own pages, not {href!r}.")
            out.append({key: plain_text(link.get(key, ""), key) for key in ("title", "text", "about")} | {"href": href})
        return out
