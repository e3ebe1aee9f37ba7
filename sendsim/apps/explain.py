"""The page that follows one simulated family: its story, and the same family with one thing changed."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from sendsim.apps import stored
from sendsim.apps.controls import Button, DataTable, ErrorSummary, Headline, NumberSlider, Select, Status, table_of
from sendsim.apps.layout import page, stack
from sendsim.apps.one_change import NOTHING, dial, offered, plan_with
from sendsim.caseload.plan import Plan
from sendsim.errors import SendsimError
from sendsim.evidence.baseline import baseline
from sendsim.evidence.figures import authorities
from sendsim.planning.explain import Replay, Stories, Story, replay

A_GROUP = 6
"""Families offered for each way of ending."""
NOTE = (
    "Every family here is simulated; none is real. What luck decided is worked out from the family's own luck, which "
    "is the same in every plan, so a changed plan shows the same family again."
)


class Explain:
    """The page and what it remembers."""

    def __init__(self, authority: str = stored.FIRST_AUTHORITY) -> None:
        names = authorities()
        by_region = {
            str(region): [(str(r.la_code), str(r.la_name)) for r in part.sort_values("la_name").itertuples()]
            for region, part in names.groupby("region")
        }
        code = str(names.loc[names["la_name"] == authority, "la_code"].iloc[0])
        self.plan: Plan = baseline(authority)
        self.stories = Stories(self.plan, stored.SEED, 0)
        self._other: tuple[str, Stories] | None = None
        self.choose = Select(by_region, value=code, label="Local authority", hint="All 153 in England, by region.")
        self.family = Select(self._families(), label="Family", hint="By how its disagreement ended.")
        self.change = Select(
            offered(self.plan), value=NOTHING, label="Change one thing", hint="The family's luck stays the same."
        )
        self.amount = NumberSlider(label="New value", min=0, max=1, value=0, hint="Choose what to change first.")
        self.amount.layout.display = "none"
        self.replay_button = Button(label="Follow the family again")
        self.errors, self.status = ErrorSummary(), Status()
        self.summary = Headline(level=2, lead=True)
        self.steps = DataTable(caption="What happened", download=True)
        self.bill = DataTable(caption="What it cost", download=True)
        self.again = Headline(level=2)
        self.again_steps = DataTable(caption="What happens with the change", download=True)
        self.changed_part = stack(self.again, self.again_steps)
        self.changed_part.layout.display = "none"
        self.widget: widgets.Widget = page(
            self.errors,
            Headline("", NOTE),
            self.choose,
            self.family,
            self.summary,
            self.steps,
            self.bill,
            Headline("The same family, the same luck, one thing changed", level=2),
            self.change,
            self.amount,
            self.replay_button,
            self.status,
            self.changed_part,
        )
        self.choose.observe(self._authority_chosen, "value")
        self.family.observe(self._family_chosen, "value")
        self.change.observe(self._change_chosen, "value")
        self.replay_button.on_click(self._replay)
        self._show()

    def _families(self) -> dict[str, list[tuple[str, str]]]:
        """Return a few families for each way of ending, by label and in words."""
        out: dict[str, list[tuple[str, str]]] = {}
        for row in self.stories.families.itertuples():
            group = out.setdefault(str(row.outcome)[:1].upper() + str(row.outcome)[1:], [])
            if len(group) < A_GROUP and not str(row.case).startswith("opening"):
                group.append((str(row.case), f"{row.about}, began {row.began:%B %Y}, {row.weeks:.0f} weeks"))
        return {k: v for k, v in sorted(out.items()) if v}

    def _authority_chosen(self, _change: Any) -> None:
        try:
            self.plan = baseline(self.choose.value)
        except SendsimError as error:
            self.errors.show((self.choose, str(error)))
            return
        self.errors.clear()
        self.status.say("Running one replication.")
        self.stories, self._other = Stories(self.plan, stored.SEED, 0), None
        self.family.set_options(self._families())
        self.change.set_options(offered(self.plan))
        self._change_chosen(None)
        self._show()
        self.status.say(f"Showing families of {self.plan.authority}.")

    def _family_chosen(self, _change: Any) -> None:
        self._show()

    def _change_chosen(self, _change: Any) -> None:
        self.changed_part.layout.display = "none"
        found = dial(self.plan, self.change.value)
        self.amount.layout.display = "none" if found is None else ""
        if found is not None:
            self.amount.label, self.amount.hint = found.label, found.hint
            self.amount.set_range(found.low, found.high, found.value, found.step)

    def _show(self) -> None:
        story = self.stories.story(self.family.value)
        self.summary.say(f"A family in {self.plan.authority}", story.sentences())
        _fill(self.steps, story)
        columns, rows = table_of(story.costs.set_axis(["Payer", "Unit", "Amount"], axis=1))
        self.bill.set_table(columns, rows)
        self.changed_part.layout.display = "none"

    def _replay(self) -> None:
        if self.change.value == NOTHING:
            self.errors.show((self.change, "Change one thing: choose what to change first."))
            return
        try:
            plan = plan_with(self.plan, self.change.value, float(self.amount.value))
            if self._other is None or self._other[0] != plan.fingerprint:
                self._other = (plan.fingerprint, Stories(plan, stored.SEED, 0))
            found: Replay = replay(self.stories, self._other[1], self.family.value)
        except SendsimError as error:
            self.errors.show(str(error))
            return
        self.errors.clear()
        self.again.say("With the change", found.sentences())
        _fill(self.again_steps, found.changed)
        self.changed_part.layout.display = ""
        self.status.say("The story with the change is below.")


def _fill(table: DataTable, story: Story) -> None:
    """Put a story into a table: dates in words, the rest as it is."""
    rows = [
        [f"{when.day} {when:%b %Y}, {when:%H:%M}", *(str(x) for x in rest)]
        for when, *rest in story.steps.itertuples(index=False)
    ]
    heads = ("When", "What happened", "Who acted", "Rule", "What luck decided", "Cost")
    table.set_table([{"label": h} for h in heads], rows)


def build(authority: str = stored.FIRST_AUTHORITY) -> widgets.Widget:
    """Return the page, showing a family of ``authority``."""
    return Explain(authority).widget
