"""The planner's further panels: routes, waits, use, age, cost, groups, gap, past years and the process map.

Each panel is closed at first and is drawn when somebody opens it, so the page stays quick. While open it is drawn again
with every new result.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import pandas as pd

from sendsim import charts
from sendsim.apps.controls import ChartPanel, DataTable, Headline, Panels, Select, table_of
from sendsim.apps.layout import stack
from sendsim.caseload.balance import balance_notes
from sendsim.planning import pictures
from sendsim.planning.area_view import FIRST, SHOWN, area_rows, area_view, ranked, shown_of, unit_of
from sendsim.planning.backtest import LEAKS, accepted_sets, coverage, is_current, past_values, stored_backtest
from sendsim.planning.chapters import chapter_map, chapters, overview
from sendsim.planning.costs import cost_difference, cost_lines
from sendsim.planning.equality import LEAST, WITHHELD, equality_rows, unknown_characteristics
from sendsim.planning.gap import gap_sentences, recurring_gap
from sendsim.planning.logs import EMPTY
from sendsim.planning.national import KNOBS
from sendsim.planning.parameters import parameters
from sendsim.planning.replicate import Results

AREAS = "Areas of the plan"
BY_GROUP = ("arrived", "open_at_end", "weeks_to_first_meeting", "weeks_to_support", "share_to_support", "school_weeks")
FILES = ("csv", "svg", "png")


def fill(panel: ChartPanel, chart: charts.Chart) -> None:
    """Put a chart with its words and its table into a panel."""
    with panel.hold_sync():
        fill_picture(panel, chart)
        panel.set_table(*table_of(chart.table))


def fill_picture(panel: ChartPanel, chart: charts.Chart) -> None:
    """Put a chart with its words into a panel, but not yet its table."""
    panel.show(svg=chart.for_page(), quick=chart.quick is not None, alt=chart.alt, caption=chart.caption)
    panel.on_request("png", chart.png)
    panel.on_request("svg", chart.svg)


def fill_table(table: DataTable, frame: pd.DataFrame, decimals: int = 1, percent: tuple[str, ...] = ()) -> None:
    """Put a frame into a table, its numbers with so many decimals and shares of 1 in ``percent`` as percentages."""
    formats: dict[str, dict[str, Any]] = {
        str(c): {"kind": "number", "decimals": decimals} for c in frame.select_dtypes("float").columns
    }
    formats |= {name: {"kind": "percent", "decimals": 0} for name in percent}
    table.set_table(*table_of(frame, **formats))


def _panel(title: str) -> ChartPanel:
    name = title.lower().replace(" ", "-").replace(",", "")
    return ChartPanel(title=title, table_caption=f"{title}: the figures", files=FILES, file_name=name)


class MorePanels:
    """The panels and what they show."""

    def __init__(self, ask: Callable[[], None]) -> None:
        self._ask = ask
        self._owed = False
        self.today: Results | None = None
        self.changed: Results | None = None
        self.routes = _panel("Routes today")
        self.routes_changed = _panel("Routes changed")
        self.mediation = _panel("Still waiting for mediation")
        self.hearing = _panel("Still waiting for a hearing")
        self.use = _panel("How busy each team is today")
        self.ageing = _panel("Age of open disagreements today")
        self.cost = _panel("What it costs a year today")
        self.cost_words = Headline(level=3)
        self.cost_lines = DataTable(caption="Costs line by line, a year, today", download=True)
        self.gap_words = Headline(level=3)
        self.gap = DataTable(caption="Recurring gap and one-off backlog", download=True)
        self.cleared = DataTable(caption="When the cases open at the start are over", download=True)
        self.group_words = Headline(level=3)
        self.groups = DataTable(caption="By group, today", download=True)
        self.areas = _panel("Areas ranked, today")
        self.area_measure = Select(
            [(s.measure, s.title) for s in SHOWN],
            value=FIRST,
            label="Measure",
            hint="Which measure areas are ranked by.",
        )
        self.area_measure.observe(self._measure_chosen, "value")
        self.area_words = Headline(level=3)
        self.area_table = DataTable(caption="By area, today", download=True)
        self.past = _panel("Past years predicted")
        self.past_words = Headline(level=3)
        self.past_cover = DataTable(caption="How many published values the intervals held", download=True)
        self.past_sets = DataTable(caption="Sets of calibrated numbers kept", download=True)
        self.map = _panel("Process map")
        self.map_part = Select(
            [("", "All parts, one line each")], label="Part of the pathway", hint="Each part has a map of its own."
        )
        self.map_part.observe(self._part_chosen, "value")
        self.parameters = DataTable(caption="Every parameter and its evidence", download=True)
        parts: tuple[tuple[str, Callable[[], None], widgets.Widget], ...] = (
            ("Routes families take", self._routes, stack(self.routes, self.routes_changed)),
            ("Waits, open cases counted", self._waits, stack(self.mediation, self.hearing)),
            ("How busy teams are", self._use, stack(self.use)),
            ("Age of open disagreements", self._ageing, stack(self.ageing)),
            ("Gap and backlog", self._gap, stack(self.gap_words, self.gap, self.cleared)),
            ("Costs", self._cost, stack(self.cost, self.cost_words, self.cost_lines)),
            ("Groups of families", self._groups, stack(self.group_words, self.groups)),
            (AREAS, self._areas, stack(self.area_words, self.area_measure, self.areas, self.area_table)),
            (
                "How well past years were predicted",
                self._past,
                stack(self.past, self.past_words, self.past_cover, self.past_sets),
            ),
            ("How the model works", self._map, stack(self.map_part, self.map)),
            ("Every parameter", self._parameters, stack(self.parameters)),
        )
        self.widget = Panels([(title, body) for title, _, body in parts], level=3)
        self._sections = tuple(self.widget.children)
        self._area_section = self._sections[[title for title, _, _ in parts].index(AREAS)]
        self._show_sections(False)
        self._draw: dict[Any, Callable[[], None]] = {}
        for heading, (_, draw, _) in zip(self.widget.headings, parts, strict=True):
            self._draw[heading] = draw
            heading.observe(self._opened, "expanded")

    def show(self, today: Results, changed: Results | None) -> None:
        """Take new results; panels that are open are drawn again."""
        self.today, self.changed, self._owed = today, changed, False
        self._show_sections(bool(today.plan.areas))
        for heading, draw in self._draw.items():
            if heading.expanded:
                draw()

    @property
    def is_open(self) -> bool:
        """Whether somebody looks closer."""
        return any(heading.expanded for heading in self._draw)

    def owe(self) -> None:
        """Note that there are newer results whose further tables were not worked out, for nobody looks at them.

        They are asked for when a panel is opened, and come by :meth:`show`.
        """
        self._owed = True

    def _show_sections(self, with_areas: bool) -> None:
        """Put the panels on the page; that of the areas only where the plan has some."""
        there = tuple(s for s in self._sections if with_areas or s is not self._area_section)
        if there != tuple(self.widget.children):
            self.widget.children = there

    def _opened(self, change: Any) -> None:
        if change["new"] and self._owed:
            self._ask()
        elif change["new"] and self.today is not None:
            self._draw[change["owner"]]()

    # -- one method a panel

    def _routes(self) -> None:
        assert self.today is not None
        fill(self.routes, charts.route_sankey(pictures.route_table(self.today), title=self.routes.title))
        if self.changed is None:
            nothing = "Move a lever to see the routes of a changed plan here."
            fill(self.routes_changed, charts.nothing(self.routes_changed.title, nothing, ["From", "To", "A year"]))
        else:
            table = pictures.route_table(self.changed)
            fill(self.routes_changed, charts.route_sankey(table, title=self.routes_changed.title))

    def _waits(self) -> None:
        assert self.today is not None
        for panel, wait in ((self.mediation, "mediation"), (self.hearing, "hearing")):
            limit, words = pictures.statutory_line(self.today.plan, wait)
            other = pictures.survival_table(self.changed, wait) if self.changed is not None else None
            table = pictures.survival_table(self.today, wait)
            fill(panel, charts.wait_survival(table, limit, words, other, title=panel.title))

    def _use(self) -> None:
        assert self.today is not None
        school = pictures.school_by_month(self.today.plan)
        fill(self.use, charts.use_heat_map(pictures.use_by_month(self.today), school, title=self.use.title))

    def _ageing(self) -> None:
        assert self.today is not None
        fill(self.ageing, charts.ageing(pictures.ageing_table(self.today), title=self.ageing.title))

    def _gap(self) -> None:
        assert self.today is not None
        table = recurring_gap(self.today.plan, self.today)
        self.gap_words.say("", [*gap_sentences(table), *balance_notes(self.today.plan)])
        shown = table[["title", "unit", "load", "available", "offered", "gap", "backlog", "backlog_work", "relief"]]
        names = ("Team or diary", "Unit", "Load", "Available a week", "Asked for a week", "Short a week")
        fill_table(
            self.gap, shown.round(2).set_axis([*names, "Backlog, cases", "Backlog, units", "Relief a week"], axis=1)
        )
        dates = pictures.clearance_dates(self.today)
        rows = [
            [f"{s:.0%} of them over", *(str(d) if d is not None else "not in the period" for d in days), f"{w:.0%}"]
            for s, *days, w in dates.itertuples(index=False)
        ]
        of_dates = (
            "Of the open cases",
            "1 run in 10 by",
            "Half of runs by",
            "9 runs in 10 by",
            "Runs in which it is so at all",
        )
        self.cleared.set_table([{"label": h} for h in of_dates], rows)

    def _cost(self) -> None:
        assert self.today is not None
        fill(self.cost, charts.cost_waterfall(pictures.waterfall_table(self.today), title=self.cost.title))
        words = ["Every line keeps the prices of its evidence's year. Families' hours are never turned into money."]
        if self.changed is not None:
            for row in cost_difference(self.today, self.changed).to_dict("records"):
                if abs(row["difference"]) >= 0.5:
                    words.append(
                        f"With the change, {row['payer']}: {row['difference']:+,.0f} {row['unit']} a year "
                        f"(95% interval {row['low']:+,.0f} to {row['high']:+,.0f}, run to run)."
                    )
        self.cost_words.say("", words)
        lines = cost_lines(self.today)
        lines["counted"] = ["yes" if c else "no" for c in lines["counted"]]
        shown = lines[
            ["line", "payer", "quantity", "unit_cost", "a_year", "unit", "price_year", "basis", "grade", "counted"]
        ]
        heads = ["Line", "Payer", "Number a year", "Unit cost", "A year", "Unit", "Prices of", "Evidence", "Grade"]
        fill_table(self.cost_lines, shown.round(1).set_axis([*heads, "In this model"], axis=1))

    def _groups(self) -> None:
        assert self.today is not None
        heads, rows = equality_rows(self.today, BY_GROUP)
        unknown = ", ".join(n.replace("_", " ") for n in unknown_characteristics(self.today))
        words = [
            f"Figures that rest on fewer than {LEAST} cases are withheld, and the next smallest if one stands alone."
        ]
        if unknown:
            words.append(f"{unknown}: {EMPTY}. This plan knows nothing of them.")
        self.group_words.say("", words)
        self.groups.set_table([{"label": h} for h in heads], rows)

    def _areas(self) -> None:
        assert self.today is not None
        there = [(s.measure, s.title) for s in shown_of(area_view(self.today))]
        if not there:
            return
        if [measure for measure, _ in there] != self.area_measure.options:
            self.area_measure.set_options(there)
        measure = self.area_measure.value
        titles, unit = dict(there), unit_of(measure)
        chart = charts.area_dots(
            ranked(self.today, measure), titles[measure], unit, title=self.areas.title, withheld=WITHHELD
        )
        fill(self.areas, chart)
        words = "Areas differ in how many families they have: read a count beside the new disagreements."
        self.area_words.say("", [words, f"Figures that rest on fewer than {LEAST} cases are withheld, as for groups."])
        heads, rows = area_rows(self.today)
        self.area_table.set_table([{"label": h} for h in heads], rows)

    def _measure_chosen(self, _change: Any) -> None:
        if self.today is not None:
            self._areas()

    def _past(self) -> None:
        result = stored_backtest()
        table = past_values(result)
        fill(self.past, charts.calibration(table[table["held_out"]], title=self.past.title))
        note = [] if is_current(result) else ["Made with an earlier pathway: run sendsim backtest --again to renew it."]
        self.past_words.say("", [*note, "This is the model of England, not of one authority.", *LEAKS])
        shares = ("Share", "Width of interval", "Average error", "Error of 'as last year'")
        fill_table(self.past_cover, coverage(table).set_axis(["Value", "Held", "Of", *shares], axis=1), 0, shares)
        names = {k.name: k.title for k in KNOBS}
        fill_table(self.past_sets, accepted_sets(result).rename(columns={**names, "objective": "Objective"}), 2)

    def _map(self) -> None:
        assert self.today is not None
        plan = self.today.plan
        parts = [("", "All parts, one line each"), *((c, c) for c in chapters(plan.pathway))]
        if [value for value, _ in parts] != self.map_part.options:
            self.map_part.set_options(parts)
        part = self.map_part.value
        stages, ways = chapter_map(plan, part) if part else overview(plan)
        fill(self.map, charts.process_map(stages, ways, title=self.map.title))

    def _part_chosen(self, _change: Any) -> None:
        if self.today is not None:
            self._map()

    def _parameters(self) -> None:
        assert self.today is not None
        table = parameters(self.today.plan)
        table["parameter"] = table["parameter"].str.replace("_", " ").str.replace(".", ": ")
        fill_table(self.parameters, table.set_axis([c.capitalize() for c in table.columns], axis=1))
