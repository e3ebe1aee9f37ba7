"""How a page is laid out: stacks, rows, and two columns that become one on a narrow screen.

These are plain ipywidgets boxes with our classes on them; the order in the page is the order of the
arguments, which is also the order of the Tab key and of a screen reader.
"""

from __future__ import annotations

import ipywidgets as widgets

from sendsim.apps.controls.heartbeat import Heartbeat

__all__ = ["beside", "columns", "page", "row", "stack"]


def _box(children: tuple[widgets.Widget, ...], *classes: str) -> widgets.Box:
    box = widgets.VBox(list(children))
    for name in ("sendsim", "sendsim-layout", *classes):
        box.add_class(name)
    return box


def stack(*children: widgets.Widget) -> widgets.Box:
    """Put ``children`` one under another."""
    return _box(children, "sendsim-stack")


def row(*children: widgets.Widget) -> widgets.Box:
    """Put ``children`` side by side, going on to a new line where there is no room."""
    return _box(children, "sendsim-row")


def columns(left: widgets.Widget, right: widgets.Widget) -> widgets.Box:
    """Put ``left`` (levers) beside ``right`` (results) on a wide screen, and above it on a narrow one."""
    return _box((left, right), "sendsim-columns")


def beside(main: widgets.Widget, side: widgets.Widget) -> widgets.Box:
    """Put ``side`` beside ``main`` on a wide screen, and below it on a narrow one."""
    return _box((main, side), "sendsim-beside")


def page(*children: widgets.Widget) -> widgets.Box:
    """Return a whole page: ``children`` one under another, and the heartbeat that tells of a lost connection."""
    return _box((*children, Heartbeat()), "sendsim-stack", "sendsim-page")
