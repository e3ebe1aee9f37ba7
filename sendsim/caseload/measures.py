"""What planners ask of one replication's journeys: tidy numbers, one row a measure and group.

Open cases stay in every count. A wait is measured over the cases that reached its end within the run; how
many were still waiting is reported beside it. Times are weeks of seven days; shares run from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.working_time import DAY

WEEK = 7 * DAY


@dataclass(frozen=True)
class Measure:
    """A measure's plain title and unit."""

    name: str
    title: str
    unit: str


MEASURES: dict[str, Measure] = {
    m.name: m
    for m in (
        Measure("arrived", "New disagreements in the whole period", "cases"),
        Measure("open_at_start", "Open at the start", "cases"),
        Measure("open_at_end", "Open at the end", "cases"),
        Measure("ended", "Disagreements that ended, by how", "cases"),
        Measure("weeks_to_end", "Average weeks from start of a disagreement to its end", "weeks"),
        Measure("weeks_to_mediation", "Average weeks from asking for mediation to the meeting", "weeks"),
        Measure("mediations", "Mediation meetings held in the whole period", "meetings"),
        Measure("in_time", "Share met in time", "share"),
        Measure("appeals", "Appeals lodged in the whole period", "appeals"),
        Measure("weeks_to_hearing", "Average weeks from lodging an appeal to the hearing", "weeks"),
        Measure("hearings", "Hearings held in the whole period", "hearings"),
        Measure("waiting_for_hearing", "Waiting for a hearing at the end", "cases"),
        Measure("utilisation", "Share of time on duty spent working", "share"),
        Measure("places_used", "Share of places used", "share"),
    )
}

WAITS: dict[str, tuple[tuple[str, str], tuple[str, str], float, int]] = {
    # name: (stage and event at the beginning, at the end, width of a bin in weeks, number of bins)
    "mediation": (("mediation_arranging", "join"), ("mediation", "start"), 1.0, 16),
    "hearing": (("registration", "join"), ("hearing", "start"), 6.0, 18),
}


def weeks_between(journeys: Journeys, begin: tuple[str, str], end: tuple[str, str]) -> npt.NDArray[np.float64]:
    """Return the weeks from a case's first ``begin`` to its first ``end`` (each a stage and an event).

    Cases that began before the run are left out, for their beginning was not seen; so are those that have
    not reached the end.
    """
    events = journeys.events
    first = _first(events, *begin)
    last = _first(events, *end)
    both = pd.concat([first.rename("begin"), last.rename("end")], axis=1, join="inner")
    both = both[both["end"] >= both["begin"]]
    return ((both["end"] - both["begin"]) / WEEK).to_numpy(dtype=float)


def _first(events: pd.DataFrame, stage: str, event: str) -> pd.Series:
    rows = events[(events["stage"] == stage) & (events["event"] == event)]
    at_start = events.loc[events["event"] == "open_at_start", ["case", "stage"]]
    if event == "join" and len(at_start):
        rows = rows[~rows["case"].isin(at_start.loc[at_start["stage"] == stage, "case"])]
    return rows.drop_duplicates("case").set_index(rows.drop_duplicates("case")["case"].astype(str))["minute"]


def measure(compiled: Compiled, journeys: Journeys) -> pd.DataFrame:
    """Return every measure of one replication: columns replication, measure, group, value."""
    cases, events = journeys.cases, journeys.events
    stages = set(compiled.stage_index)
    rows: list[tuple[str, str, float]] = []
    opening = int((events["event"] == "open_at_start").sum())
    rows.append(("arrived", "", len(cases) - opening))
    rows.append(("open_at_start", "", opening))
    rows.append(("open_at_end", "", int((cases["outcome"] == "open").sum())))
    counts = cases["outcome"].value_counts()
    ends = [s.name for s in compiled.steps if s.kind == "end"]
    rows += [("ended", end, int(counts.get(end, 0))) for end in ends]
    closed = cases[cases["outcome"] != "open"]
    if len(closed):
        rows.append(("weeks_to_end", "", float(((closed["closed"] - closed["opened"]) / WEEK).mean())))
    for wait, count in (("mediation", "mediations"), ("hearing", "hearings")):
        begin, end, _, _ = WAITS[wait]
        if begin[0] not in stages or end[0] not in stages:
            continue
        weeks = weeks_between(journeys, begin, end)
        if len(weeks):
            rows.append((f"weeks_to_{wait}", "", float(weeks.mean())))
        rows.append((count, "", int(((events["stage"] == end[0]) & (events["event"] == end[1])).sum())))
    if "registration" in stages:
        lodged = (events["stage"] == "registration") & (events["event"] == "join")
        at_start = (events["stage"] == "registration") & (events["event"] == "open_at_start")
        rows.append(("appeals", "", int(lodged.sum() - at_start.sum())))
    if "hearing" in stages:
        still = (cases["outcome"] == "open") & (cases["stage"] == "hearing")
        rows.append(("waiting_for_hearing", "", int(still.sum())))
    rows += _in_time(compiled, events)
    rows += _utilisation(compiled, journeys)
    for diary, held in journeys.sessions.groupby("diary", observed=True):
        if held["places"].sum():
            rows.append(("places_used", str(diary), float(held["taken"].sum() / held["places"].sum())))
    table = pd.DataFrame(rows, columns=["measure", "group", "value"])
    table.insert(0, "replication", journeys.replication)
    table["value"] = table["value"].astype(float)
    return table


def _in_time(compiled: Compiled, events: pd.DataFrame) -> list[tuple[str, str, float]]:
    met = events.loc[events["event"] == "clock_stopped", "detail"].value_counts()
    passed = events.loc[events["event"] == "clock_expired", "detail"].value_counts()
    out = []
    for limit in compiled.limits:
        name = limit.clock.name
        total = int(met.get(name, 0)) + int(passed.get(name, 0))
        if total:
            out.append(("in_time", name, int(met.get(name, 0)) / total))
    return out


def _utilisation(compiled: Compiled, journeys: Journeys) -> list[tuple[str, str, float]]:
    """Return the share of working time on duty spent working; those finishing work in hand count as on duty."""
    out = []
    for i, team in enumerate(compiled.teams):
        rows = journeys.capacity[journeys.capacity["team"] == team.name]
        worked = [compiled.calendars[i].worked(m) for m in [*rows["minute"].tolist(), journeys.end_minute]]
        spans = np.diff(np.array(worked, dtype=float))
        busy, duty = rows["busy"].to_numpy(float), rows["on_duty"].to_numpy(float)
        if team.work == "shared":
            busy = np.minimum(busy, duty)
        offered = float(np.sum(np.maximum(duty, busy) * spans))
        if offered > 0:
            out.append(("utilisation", team.name, float(np.sum(busy * spans)) / offered))
    return out


def open_by_week(journeys: Journeys) -> pd.DataFrame:
    """Return the number of open cases at the start of each week: replication, week, open."""
    weeks = np.arange(0, journeys.end_minute // WEEK + 1)
    opened = np.sort(journeys.cases["opened"].to_numpy(np.int64))
    closed = np.sort(journeys.cases["closed"].dropna().to_numpy(np.int64))
    minutes = weeks * WEEK
    count = np.searchsorted(opened, minutes, "right") - np.searchsorted(closed, minutes, "right")
    return pd.DataFrame({"replication": journeys.replication, "week": weeks, "open": count})


def wait_counts(compiled: Compiled, journeys: Journeys) -> pd.DataFrame:
    """Return how many waits fell in each bin: replication, wait, weeks_from, weeks_to, cases.

    The last bin of each wait is open-ended (``weeks_to`` is infinite).
    """
    tables = []
    for name, (begin, end, width, bins) in WAITS.items():
        if begin[0] not in compiled.stage_index or end[0] not in compiled.stage_index:
            continue
        edges = np.append(np.arange(bins) * width, np.inf)
        counts = np.histogram(weeks_between(journeys, begin, end), edges)[0]
        tables.append(pd.DataFrame({"wait": name, "weeks_from": edges[:-1], "weeks_to": edges[1:], "cases": counts}))
    if not tables:
        return pd.DataFrame(columns=["replication", "wait", "weeks_from", "weeks_to", "cases"])
    table = pd.concat(tables, ignore_index=True)
    table.insert(0, "replication", journeys.replication)
    return table
