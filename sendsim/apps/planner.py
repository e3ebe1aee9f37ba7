"""The planner's page: choose an authority, change what a manager controls, see what happens to families' waits.

Nothing is computed when the page loads: the first authority's baseline comes with the package. After that,
replications run in threads, so the page listens while it works, and the newest question wins. What a lever changes on
the page goes to the browser as one message.
"""

from __future__ import annotations

import time
from typing import Any

import ipywidgets as widgets

from sendsim.apps import planner_view as view
from sendsim.apps import stored
from sendsim.apps.controls import (
    Button,
    ChartPanel,
    Control,
    DataTable,
    ErrorSummary,
    Headline,
    NumberSlider,
    Panels,
    Progress,
    Select,
    Status,
    Together,
    table_of,
)
from sendsim.apps.layout import columns, page, row, stack
from sendsim.apps.levers import Lever, changed_plan, levers_of, range_of, shown
from sendsim.apps.planner_more import MorePanels, fill_picture
from sendsim.apps.planner_own import OwnPlan
from sendsim.apps.runner import Later, Runner
from sendsim.caseload.plan import Plan
from sendsim.charts import Chart, endings, open_cases_fan, wait_distribution
from sendsim.errors import SendsimError
from sendsim.evidence.baseline import baseline
from sendsim.evidence.figures import authorities
from sendsim.planning.accepted import with_accepted_sets
from sendsim.planning.compare import paired
from sendsim.planning.policies import AS_IT_IS, Policy, policies_of
from sendsim.planning.replicate import Results, first_of

TELL = 0.3
"""Seconds before the page says that work goes on, and between words on how far it has come: what is answered sooner
needs none, and each word takes time from the answer."""
TWINS = 0.05
"""Seconds after a changed plan's answer before the tables behind its charts follow: it need not wait for them."""

OWN, SETS = "own", "sets"
"""Whether runs use the plan's own numbers, or the accepted sets of the national calibration in turn."""


class Planner:
    """The page and what it remembers: today's plan and results, and the changed ones."""

    def __init__(self, authority: str = stored.FIRST_AUTHORITY) -> None:
        self.runner = Runner()
        self.today: Results | None = None
        self._asked = 0  # replications of the run going on
        self._awaited = False  # whether the main charts wait for it
        self._telling = Later(self._tell_begun)  # that it goes on, if it is not done by then
        self._twins = Later(self._draw_twins)
        self._whole = False  # whether today's results are all there
        self._told: Results | None = None  # those that the headline tells of
        self.changed: Results | None = None
        self.plan: Plan = baseline(authority)
        self._setting = False
        self._build(authority)
        self._show_authority()

    # -- what is on the page

    def _build(self, authority: str) -> None:
        names = authorities()
        by_region = {
            str(region): [(str(r.la_code), str(r.la_name)) for r in part.sort_values("la_name").itertuples()]
            for region, part in names.groupby("region")
        }
        code = str(names.loc[names["la_name"] == authority, "la_code"].iloc[0])
        self.choose = Select(by_region, value=code, label="Local authority", hint="All 153 in England, by region.")
        self.choose.observe(self._authority_chosen, "value")
        self.own = OwnPlan(lambda: self.plan, self._own_opened)
        self.numbers = Select(
            [(OWN, "The plan's own, one value each"), (SETS, "Several calibrated sets, taken in turn")],
            label="Numbers that are calibrated",
            hint="With several sets the intervals hold what the calibration leaves open.",
        )
        self.numbers.observe(self._numbers_chosen, "value")
        self.reset = Button(label="Back to today's settings", kind="secondary")
        self.reset.on_click(self._reset)
        self.progress = Progress(label="Running the model")
        self.progress.on_stop(self._stop)
        self.status = Status()
        self.together = Together()
        self.errors = ErrorSummary()
        self.headline = Headline(level=2, lead=True)
        self.difference = Headline(level=2)
        files = ("csv", "svg", "png")
        self.fan = ChartPanel(
            title="Open disagreements",
            table_caption="Open disagreements: the figures",
            files=files,
            file_name="open-disagreements",
        )
        self.mediation = ChartPanel(
            title="Wait for mediation",
            table_caption="Wait for mediation: the figures",
            files=files,
            file_name="wait-for-mediation",
        )
        self.hearing = ChartPanel(
            title="Wait for a hearing",
            table_caption="Wait for a hearing: the figures",
            files=files,
            file_name="wait-for-hearing",
        )
        self.endings = ChartPanel(
            title="How disagreements end",
            table_caption="How disagreements end: the figures",
            files=files,
            file_name="how-they-end",
        )
        self.table = DataTable(caption="Today and changed, measure by measure", download=True)
        self.evidence = DataTable(caption="Every number of today's plan and its evidence", download=True)
        self.notes = Headline(level=3)
        self.more = MorePanels(self._look_closer)
        self.panels = stack()
        self._put_levers()
        self.widget: widgets.Widget = page(
            self.errors,
            self.together,
            columns(
                stack(
                    self.choose,
                    Panels([("Your own plan or open cases", self.own.widget)], level=2),
                    Headline("What you can change", level=2),
                    self.panels,
                    self.reset,
                ),
                stack(
                    self.headline,
                    self.difference,
                    row(self.progress, self.status),
                    self.fan,
                    self.mediation,
                    self.hearing,
                    self.endings,
                    Headline("Today against changed", level=2),
                    self.table,
                    Headline("Look closer", level=2),
                    self.more.widget,
                    Panels([("Where the numbers come from", stack(self.notes, self.evidence))], level=2),
                ),
            ),
        )

    def _put_levers(self) -> None:
        """Put the levers and policies that the plan has on the page."""
        self.levers = levers_of(self.plan)
        self.sliders = {lever.name: self._slider(lever) for lever in self.levers}
        self.policies = {policy.name: self._policy(policy) for policy in policies_of(self.plan)}
        groups = dict.fromkeys(lever.group for lever in self.levers)
        panels: list[tuple[str, widgets.Widget]] = [
            (group, stack(*(self.sliders[v.name] for v in self.levers if v.group == group))) for group in groups
        ]
        panels.append(("What the model takes for granted", stack(self.numbers, *self.policies.values())))
        self.panels.children = (Panels(panels, opened=range(min(3, len(panels))), level=3),)

    def _slider(self, lever: Lever) -> NumberSlider:
        low, high, step = range_of(lever, self.plan)
        slider = NumberSlider(
            label=lever.label,
            unit=lever.unit,
            hint="Of all areas of the plan together." if self.plan.areas else lever.hint,
            min=low,
            max=high,
            step=step,
            value=shown(lever, self.plan),
        )
        slider.observe(self._lever_moved, "value")
        return slider

    def _policy(self, policy: Policy) -> Select:
        options = [(o.name, o.title) for o in policy.options(self.plan)]
        select = Select(options, value=AS_IT_IS, label=policy.title, hint=policy.hint)
        select.observe(self._lever_moved, "value")
        return select

    # -- what a person does

    def _authority_chosen(self, change: Any) -> None:
        self.own.forget()
        self._numbers_chosen(change)

    def _own_opened(self, plan: Plan | None) -> None:
        """Show a plan that was opened, or, for None, the authority chosen."""
        self._take(plan if plan is not None else baseline(self.choose.value))

    def _numbers_chosen(self, _change: Any) -> None:
        try:
            self._take(self.own.plan or baseline(self.choose.value))
        except SendsimError as error:
            self.errors.show((self.choose, str(error)))

    def _take(self, plan: Plan) -> None:
        """Let ``plan`` be today's, with levers and policies as they are in it.

        Raises
        ------
        SendsimError
            If it cannot take the sets of numbers that are asked for; the page stays as it is.
        """
        plan = with_accepted_sets(plan) if self.numbers.value == SETS else plan
        shape, self.plan = self._shape(self.plan), plan
        self.errors.clear()
        self.runner.stop()
        self._end()
        if self._shape(plan) != shape:
            self._put_levers()
        self._setting = True
        for lever in self.levers:
            low, high, step = range_of(lever, self.plan)
            self.sliders[lever.name].set_range(low, high, shown(lever, self.plan), step)
        for select in self.policies.values():
            select.value = AS_IT_IS
        self._setting = False
        self._show_authority()

    @staticmethod
    def _shape(plan: Plan) -> tuple[Any, ...]:
        """Return what decides which levers and policies are on the page."""
        policies = [(p.name, [(o.name, o.title) for o in p.options(plan)]) for p in policies_of(plan)]
        return bool(plan.areas), [lever.name for lever in levers_of(plan)], policies

    def _show_authority(self) -> None:
        """Show today's results: at once if they are stored, else after running them."""
        self.changed = None
        columns_, rows = view.evidence_rows(self.plan)
        self.evidence.set_table(columns_, rows)
        self.notes.say("", self.plan.notes)
        found = stored.find(self.plan) if self.own.plan is None else None
        if found is not None:
            self.today, self._whole = found, True
            self._draw()
            self.runner.get_ready(self.plan)
            self.status.say(f"Showing {view.where(self.plan)} today.")
            return
        self._whole = False
        what = f"today's settings for {view.where(self.plan)}"
        self._run(self.plan, self._today_ready, what, self._today_soon, always=True)

    def _today_soon(self, results: Results) -> None:
        """Show today's plan as soon as there is something to show; changes to it wait until all of it is there."""
        self.today = results
        self._draw_answer()

    def _today_ready(self, results: Results) -> None:
        if self.own.plan is None:  # what is made from a person's own file is not kept
            stored.keep(results)
        self.today, self._whole = results, True
        self._draw()
        self._end()
        self.status.say(f"Showing {view.where(self.plan)} today.")
        if self._settings_changed():
            self._lever_moved(None)

    def _settings_changed(self) -> bool:
        return self._changed_plan() is not self.plan

    def _changed_plan(self) -> Plan:
        settings = {name: float(slider.value) for name, slider in self.sliders.items()}
        return changed_plan(self.plan, settings, {name: select.value for name, select in self.policies.items()})

    def _lever_moved(self, _change: Any) -> None:
        if self._setting or self.today is None or self.today.plan is not self.plan or not self._whole:
            return
        try:
            plan = self._changed_plan()
        except SendsimError as error:
            self.errors.show(str(error))
            return
        self.errors.clear()
        if plan is self.plan:
            self.runner.stop()
            self._end()
            self.changed = None
            self._draw()
            self.status.say("Back to today's settings.")
            return
        self._run(plan, self._changed_ready, "the changed plan", self._changed_soon)

    def _changed_soon(self, results: Results) -> None:
        """Show a changed plan as soon as there is something to show, beside as many runs of today's."""
        self.changed = results
        with self.together.hold(*self._answer):
            self._draw_answer()
            if results.replications < self._asked:
                return
            slower = f" It took longer: {self.runner.notice}" if self.runner.notice else ""
            runs = f"{results.replications} of {self._asked} runs of the changed plan"
            self.status.say(f"The charts and tables now show the change: {runs}.{slower}")
            if not self.more.is_open:
                self.more.owe()
                self._end()

    def _look_closer(self) -> None:
        """Work out the further tables of the changed plan, for a panel that was opened after its answer."""
        if self.changed is not None:  # else today's results are on their way, and are shown when they come
            self._run(self.changed.plan, self._changed_ready, "the changed plan for a closer look")

    def _changed_ready(self, results: Results) -> None:
        assert self.today is not None
        self.changed = results
        self.more.show(self.today, results)
        self._end()

    def _reset(self) -> None:
        self._setting = True
        for lever in self.levers:
            self.sliders[lever.name].value = shown(lever, self.plan)
        for select in self.policies.values():
            select.value = AS_IT_IS
        self._setting = False
        self._lever_moved(None)

    def _stop(self) -> None:
        self.runner.stop()
        self._mark_old(False)
        self._end("Stopped.")
        self.status.say("Stopped. The charts show the last finished results.")

    # -- running and drawing

    def _run(self, plan: Plan, done: Any, what: str, soon: Any = None, always: bool = False) -> None:
        """Run a plan; the further tables are worked out ``always``, or if one of their panels is open.

        With ``always``, what is shown meanwhile is of another plan, and the page says so at once.
        """
        self._asked, told = stored.replications_of(plan), time.monotonic()
        self._awaited = soon is not None
        self._telling.start(0 if always else TELL, what)

        def progress(finished: int, of: int) -> None:
            nonlocal told
            if finished < of and time.monotonic() - told >= TELL:  # each word to the browser takes time from the runs
                told = time.monotonic()
                self.progress.update(finished, f"{finished} of {of} runs of {what}")

        more = self.more
        self.runner.start(
            plan, stored.SEED, self._asked, progress, done, self._failed, soon, lambda: always or more.is_open
        )

    def _tell_begun(self, what: str) -> None:
        """Say on the page that work goes on, and that the charts do not show it yet, if they do not."""
        with self.together.hold(*self._answer):
            if self._awaited:
                self._mark_old(True)
                self.status.say("")  # what it said of the charts is no longer so
            self.progress.begin(self._asked, f"Running {what}")

    def _mark_old(self, is_old: bool) -> None:
        for panel in self._panels():
            panel.busy = is_old

    def _end(self, text: str = "") -> None:
        """Say that no work goes on any more."""
        self._telling.cancel()
        self.progress.end(text)

    def _failed(self, error: Exception) -> None:
        self._end()
        self._mark_old(False)
        text = str(error) if isinstance(error, SendsimError) else "The model could not be run with these settings."
        self.errors.show(text)

    def _panels(self) -> tuple[ChartPanel, ...]:
        return (self.fan, self.mediation, self.hearing, self.endings)

    @property
    def _answer(self) -> tuple[Control, ...]:
        """What a lever changes on the page, in the order in which the browser hears of it: what is read out last."""
        return (*self._panels(), self.table, self.headline, self.difference, self.progress, self.status)

    def _draw(self) -> None:
        """Put results on the page: today's, and the changed plan's beside them."""
        assert self.today is not None
        self._draw_answer()
        self.more.show(self.today, self.changed)

    def _draw_answer(self) -> None:
        """Put the main charts, the table and the sentences on the page."""
        assert self.today is not None
        self._awaited = False
        changed = self.changed
        today = self.today if changed is None else first_of(self.today, changed.replications)
        where = view.where(today.plan)
        if today is not self._told:
            self._told = today
            self.headline.say(f"{where} today", view.headline(today))
        differences = None if changed is None else paired(today, changed)
        if differences is None:
            self.difference.say("", [])
        else:
            self.difference.say("What the change does", view.difference_sentences(differences))
        bands = changed.bands if changed is not None else None
        charts = [open_cases_fan(today.bands, bands, title=f"Open disagreements in {where}")]
        for panel, name, limit, label in (
            (self.mediation, "mediation", view.THIRTY_DAYS, "30 days: the time allowed to arrange it"),
            (self.hearing, "hearing", None, ""),
        ):
            other = changed.shares[name] if changed is not None else None
            charts.append(wait_distribution(today.shares[name], limit, label, other, title=panel.title))
        charts.append(endings(view.endings(today, changed)))
        for panel, chart in zip(self._panels(), charts, strict=True):
            fill_picture(panel, chart)
        self._twins.start(0 if changed is None else TWINS, charts)
        self.table.set_table(*view.comparison_rows(today, differences))

    def _draw_twins(self, charts: list[Chart]) -> None:
        """Put the tables of the main charts on the page."""
        with self.together.hold(*self._panels()):
            for panel, chart in zip(self._panels(), charts, strict=True):
                panel.set_table(*table_of(chart.table))


def build(authority: str = stored.FIRST_AUTHORITY) -> widgets.Widget:
    """Return the planner's page, showing ``authority``."""
    return Planner(authority).widget
