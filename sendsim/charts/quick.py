"""A chart as a small SVG text, written by hand: what a page shows while somebody moves a lever.

The browser draws it. It takes a thousandth of a second, where a matplotlib figure takes two tenths; every picture that
is exported is still drawn by matplotlib (:meth:`sendsim.charts.chart.Chart.svg`). The look is the same: size, colours,
hatching and words, and nothing is told by colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from sendsim.charts.chart import CHANGED, INK

WIDTH = 540.0
"""Points, as a figure of 7.5 inches."""
SIZE = 12.0
FONT = "Arial, 'Liberation Sans', sans-serif"
GRID = "#b1b4b6"
HATCH = "hatch"

Number = float | int
Floats = npt.NDArray[np.float64]
Values = TypeVar("Values", float, Floats)


def nice_ticks(top: float, most: int = 6) -> list[float]:
    """Return round numbers from 0 to at most ``top``: steps of 1, 2, 2.5 or 5 times a power of ten."""
    if top <= 0:
        return [0.0]
    scale = 10.0 ** math.floor(math.log10(top / most))
    step = next(s * scale for s in (1, 2, 2.5, 5, 10, 20) if top / (s * scale) <= most)
    return [i * step for i in range(int(top / step) + 1)]


class Canvas:
    """One pair of axes to draw on, in data units.

    Parameters
    ----------
    height : float
        Points.
    x, y : pairs of numbers
        The least and the greatest value of each axis.
    left, right, top, bottom : float
        Margins in points.
    """

    def __init__(
        self,
        height: float,
        x: tuple[float, float],
        y: tuple[float, float],
        *,
        left: float = 58,
        right: float = 14,
        top: float = 10,
        bottom: float = 46,
    ) -> None:
        self.height, self.left, self.top = height, left, top
        self.wide, self.high = WIDTH - left - right, height - top - bottom
        self._x, self._y = x, y
        self._parts: list[str] = []

    def px(self, value: Values) -> Values:
        """Return where a value of the x axis stands, or where several do, in points from the left."""
        low, high = self._x
        return self.left + (value - low) / (high - low) * self.wide

    def py(self, value: Values) -> Values:
        """Return where a value of the y axis stands, or where several do, in points from the top."""
        low, high = self._y
        return self.top + self.high - (value - low) / (high - low) * self.high

    def _path(self, x: Sequence[Number], y: Sequence[Number]) -> str:
        points = np.empty((len(x), 2))
        points[:, 0], points[:, 1] = self.px(np.asarray(x, float)), self.py(np.asarray(y, float))
        return " ".join(["%.1f,%.1f"] * len(x)) % tuple(points.ravel().tolist())  # one by one takes half as long again

    def band(
        self, x: Sequence[Number], low: Sequence[Number], high: Sequence[Number], colour: str, opacity: float
    ) -> None:
        """Fill between two lines."""
        points = self._path([*x, *reversed(x)], [*high, *reversed(low)])
        self._parts.append(f'<polygon points="{points}" fill="{colour}" fill-opacity="{opacity}"/>')

    def line(self, x: Sequence[Number], y: Sequence[Number], colour: str, dashed: bool = False) -> None:
        """Draw a line."""
        dash = ' stroke-dasharray="8 4"' if dashed else ""
        points = self._path(x, y)
        self._parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.2"{dash}/>')

    def box(self, x0: Number, x1: Number, y0: Number, y1: Number, colour: str, hatched: bool = False) -> None:
        """Draw a bar between two corners, filled or hatched."""
        a, b = sorted((self.px(x0), self.px(x1)))
        c, d = sorted((self.py(y0), self.py(y1)))
        fill = f'url(#{HATCH})" stroke="{colour}' if hatched else colour
        self._parts.append(f'<rect x="{a:.1f}" y="{c:.1f}" width="{b - a:.1f}" height="{d - c:.1f}" fill="{fill}"/>')

    def dot(self, x: Number, y: Number, colour: str, radius: float = 4.5) -> None:
        """Draw a dot."""
        self._parts.append(f'<circle cx="{self.px(x):.1f}" cy="{self.py(y):.1f}" r="{radius:g}" fill="{colour}"/>')

    def mark(
        self, x0: Number, x1: Number, y0: Number, y1: Number, colour: str, width: float = 1, dashed: bool = False
    ) -> None:
        """Draw a straight line between two points."""
        dash = ' stroke-dasharray="6 4"' if dashed else ""
        self._parts.append(
            f'<line x1="{self.px(x0):.1f}" y1="{self.py(y0):.1f}" x2="{self.px(x1):.1f}" y2="{self.py(y1):.1f}" '
            f'stroke="{colour}" stroke-width="{width}"{dash}/>'
        )

    def words(
        self, at: tuple[float, float], text: str, colour: str = INK, anchor: str = "start", size: float = SIZE
    ) -> None:
        """Write text at a point given in points; its middle is at that height."""
        x, y = at
        lines = text.split("\n")
        y += size * 0.35 - (len(lines) - 1) * size * 0.55
        for i, line in enumerate(lines):
            self._parts.append(
                f'<text x="{x:.1f}" y="{y + i * size * 1.1:.1f}" fill="{colour}" text-anchor="{anchor}" '
                f'font-size="{size:g}">{escape(line)}</text>'
            )

    def x_axis(self, ticks: Iterable[tuple[Number, str]], label: str = "") -> None:
        """Draw the lower axis with its marks."""
        floor = self.top + self.high
        self._parts.append(f'<path d="M{self.left} {floor}h{self.wide}" stroke="{INK}"/>')
        for value, text in ticks:
            x = self.px(value)
            self._parts.append(f'<path d="M{x:.1f} {floor}v4" stroke="{INK}"/>')
            self.words((x, floor + 14), text, anchor="middle")
        if label:
            self.words((self.left + self.wide / 2, floor + 34), label, anchor="middle")

    def y_axis(self, ticks: Iterable[Number], label: str = "", grid: bool = True) -> None:
        """Draw the left axis with its marks, and faint lines across."""
        self._parts.append(f'<path d="M{self.left} {self.top}v{self.high}" stroke="{INK}"/>')
        for value in ticks:
            y = self.py(value)
            if grid and value:
                self._parts.append(f'<path d="M{self.left} {y:.1f}h{self.wide}" stroke="{GRID}" stroke-width="0.6"/>')
            self.words((self.left - 6, y), f"{value:,.10g}", anchor="end")
        if label:
            x, y = 12, self.top + self.high / 2
            self._parts.append(
                f'<text x="{x}" y="{y:.1f}" fill="{INK}" text-anchor="middle" font-size="{SIZE:g}" '
                f'transform="rotate(-90 {x} {y:.1f})">{escape(label)}</text>'
            )

    def legend(self, right: float, top: float, today: str) -> None:
        """Say which bars are today's and which are the changed plan's."""
        x = right - 78
        self._parts.append(f'<rect x="{x}" y="{top}" width="20" height="10" fill="{today}"/>')
        self.words((x + 26, top + 5), "today")
        self._parts.append(
            f'<rect x="{x}" y="{top + 18}" width="20" height="10" fill="url(#{HATCH})" stroke="{CHANGED}"/>'
        )
        self.words((x + 26, top + 23), "changed")

    def svg(self, title: str) -> str:
        """Return the picture."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}pt" height="{self.height:g}pt" '
            f'viewBox="0 0 {WIDTH:g} {self.height:g}" font-family="{FONT}"><title>{escape(title)}</title>'
            f'<defs><pattern id="{HATCH}" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
            f'<path d="M0 0v6" stroke="{CHANGED}" stroke-width="2.4"/></pattern></defs>'
            f'<rect width="100%" height="100%" fill="#fff"/>{"".join(self._parts)}</svg>'
        )
