"""What a chart is: a figure, its words and its table twin; and the look that all charts share.

Charts take tidy tables and know nothing of models. They are drawn with matplotlib's own objects, never
with pyplot, so nothing is shared between pages.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

INK, TODAY, CHANGED, LIMIT, PALE = "#0b0c0c", "#1d70b8", "#912b88", "#942514", "#f3f2f1"
"""Text; today's plan; the changed plan; limits; background: each at least 4.5:1 against white but the last."""

STYLE: Any = {
    "font.family": "DejaVu Sans",  # ships with matplotlib, so pictures are the same on every machine
    "font.size": 12,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "sendsim",
    "hatch.linewidth": 1.2,
}


@dataclass(frozen=True)
class Chart:
    """A finished chart.

    Attributes
    ----------
    source : matplotlib Figure, or a function that draws one
        A function is called when the figure is first asked for.
    title, alt, caption : str
        The heading, the text for those who do not see the picture, and the finding in one sentence.
    twin : DataFrame, or a function that makes one
        The same numbers under column names for people; a function is called when the table is first asked for.
    quick : function or None
        Writes the same picture as a small SVG text at once, for a page (see :mod:`sendsim.charts.quick`).
    """

    source: Figure | Callable[[], Figure]
    title: str
    alt: str
    caption: str
    twin: pd.DataFrame | Callable[[], pd.DataFrame]
    quick: Callable[[], str] | None = None

    @cached_property
    def table(self) -> pd.DataFrame:
        """The same numbers under column names for people."""
        return self.twin if isinstance(self.twin, pd.DataFrame) else self.twin()

    @cached_property
    def figure(self) -> Figure:
        """The figure, laid out once and kept so: each later drawing is then the same."""
        with mpl.rc_context(STYLE):
            figure = self.source if isinstance(self.source, Figure) else self.source()
            figure.draw_without_rendering()
            figure.set_layout_engine("none")
        return figure

    def for_page(self) -> str:
        """Return the picture as SVG text for a page: the quick one, where there is one."""
        return self.quick() if self.quick is not None else self.svg()

    def svg(self) -> str:
        """Return the picture as SVG text: real text inside, the same bytes each time."""
        out = io.StringIO()
        with mpl.rc_context(STYLE):
            self.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": "sendsim", "Title": self.title})
        # A browser has narrower, plainer letters of its own; measured with DejaVu Sans, they always fit.
        return out.getvalue().replace("'DejaVu Sans'", "Arial, 'Liberation Sans', sans-serif")

    def png(self, dpi: int = 150) -> bytes:
        """Return the picture as PNG bytes."""
        out = io.BytesIO()
        with mpl.rc_context(STYLE):
            FigureCanvasAgg(self.figure)
            self.figure.savefig(out, format="png", dpi=dpi, metadata={"Software": "sendsim"})
        return out.getvalue()


def new_figure(height: float = 4.0) -> Figure:
    """Return an empty figure 7.5 inches wide in the shared style."""
    return Figure(figsize=(7.5, height), layout="constrained", facecolor="white")


def empty(title: str, what: str, columns: list[str]) -> Chart:
    """Return the chart of nothing: it says so instead of drawing empty axes."""
    with mpl.rc_context(STYLE):
        figure = new_figure(1.6)
        figure.text(0.5, 0.5, what, ha="center", va="center")
    return Chart(figure, title, what, what, pd.DataFrame(columns=columns))
