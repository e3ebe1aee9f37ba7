"""A plan of one's own on the planner's page: a plan's file, or the cases that are open, from which the plan starts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import ipywidgets as widgets

from sendsim.apps.controls import Button, OpenFile, Select
from sendsim.apps.layout import stack
from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_files import plan_of_text
from sendsim.errors import SendsimError
from sendsim.evidence.openings import opening_from_text

MOST = 5_000_000
"""The largest file taken, in characters: the plan of England, 153 authorities, has three million."""
TODAY, FIRST = "today", "first"


class OwnPlan:
    """The box that opens files, and what was opened.

    Parameters
    ----------
    current : function
        Returns the plan that the page shows; cases that are opened take the place of its own.
    use : function
        Given a plan that was opened, shows it; None goes back to the authority that is chosen.
    """

    def __init__(self, current: Callable[[], Plan], use: Callable[[Plan | None], object]) -> None:
        self._current, self._use = current, use
        self.plan: Plan | None = None
        self.open = OpenFile(
            label="Open a plan or open cases",
            hint="A plan (.yaml or .json), or a dispute log or counts of open cases (.csv), which then take the place "
            "of the plan's own. The file is read, not kept.",
            accept=".yaml,.yml,.json,.csv",
            limit=MOST,
        )
        self.open.on_open(self._opened)
        self.day = Select(
            [(TODAY, "Today"), (FIRST, "The first day of the plan")],
            label="Day on which the cases are open",
            hint="For a log or counts: the plan starts on it.",
        )
        self.back = Button(label="Back to the authority chosen", kind="secondary")
        self.back.on_click(self.leave)
        self.widget: widgets.Box = stack(self.open, self.day)

    def leave(self) -> None:
        """Go back to the plan of the authority that is chosen."""
        self.forget()
        self._use(None)

    def forget(self) -> None:
        """Let go of what was opened."""
        self.plan = None
        self.widget.children = (self.open, self.day)

    def _opened(self, name: str, text: str) -> None:
        name = Path(name).name or "the file"
        kind = Path(name).suffix.casefold()
        if kind == ".csv":
            current = self._current()
            on = date.today() if self.day.value == TODAY else current.start
            plan = opening_from_text(current, name, text, on)
        elif kind in (".yaml", ".yml", ".json"):
            plan = plan_of_text(name, text)
        else:
            raise SendsimError(f"{name} is none of .yaml, .json and .csv: open a plan, a dispute log or counts.")
        before, self.plan = self.plan, plan
        try:
            self._use(plan)
        except SendsimError:
            self.plan = before
            raise
        self.widget.children = (self.open, self.day, self.back)
