"""What planners ask of one replication's journeys: tidy numbers, one row a measure and group.

Open cases stay in every count. A mean wait is over the cases that reached its end within the run; beside it stand
the Kaplan-Meier median, in which open cases are censored, and the share that reached it. Times are weeks of seven
days, school weeks are five school days; shares run from 0 to 1.

What answers a what-if at once (:func:`brief_tables`) has a compiled twin, :mod:`sendsim.caseload.fast_measures`, equal
to the last bit: therefore whole minutes and days are added up, and divided once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sendsim.caseload import tables
from sendsim.caseload.area_measures import by_area
from sendsim.caseload.compiled import Compiled
from sendsim.caseload.groups import by_group
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.milestones import APPEALS, DEEMED, MILESTONES, WAITS
from sendsim.caseload.spells import REACHED, Ints, Seen, Spells, first_of, median_weeks
from sendsim.caseload.stays import staffed_days, team_stays
from sendsim.caseload.terms import SCHOOL_WEEK, school_days_until
from sendsim.caseload.working_time import DAY, NEVER

WEEK = 7 * DAY


@dataclass(frozen=True)
class Measure:
    """A measure's plain title and unit."""

    name: str
    title: str
    unit: str


def _of_milestones() -> list[Measure]:
    out = []
    for m in MILESTONES:
        out += [
            Measure(f"weeks_to_{m.name}", f"Average weeks to {m.title}, of those who came to it", "weeks"),
            Measure(f"median_weeks_to_{m.name}", f"Half come within, of those who go on, to {m.title}", "weeks"),
            Measure(f"share_to_{m.name}", f"Share of new disagreements that came to {m.title}", "share"),
        ]
    return out


MEASURES: dict[str, Measure] = {
    m.name: m
    for m in (
        Measure("arrived", "New disagreements in the whole period", "cases"),
        Measure("open_at_start", "Open at the start", "cases"),
        Measure("open_at_end", "Open at the end", "cases"),
        Measure("settled_at_start", "Settled at the start, and may come back", "cases"),
        Measure("settled_at_end", "Settled at the end, and may come back", "cases"),
        Measure("came_back", "Disagreements that came back within the period", "cases"),
        Measure("open_over_a_year", "Open for more than a year at the end", "cases"),
        Measure("ended", "Disagreements that ended, by how", "cases"),
        Measure("weeks_to_end", "Average weeks from start of a disagreement to its end", "weeks"),
        Measure("median_weeks_to_end", "Half of disagreements end within (open cases counted)", "weeks"),
        Measure("weeks_to_mediation", "Average weeks from asking for mediation to the meeting", "weeks"),
        Measure("median_weeks_to_mediation", "Half of those who go on meet within, from asking for mediation", "weeks"),
        Measure("mediations", "Mediation meetings held in the whole period", "meetings"),
        Measure("deemed_certificates", "Certificates because mediation was not arranged in time", "certificates"),
        Measure("in_time", "Share met in time", "share"),
        Measure("clock_running", "Not yet due at the end", "cases"),
        Measure("moved_by_clock", "Moved on because the time had passed", "cases"),
        Measure("appeals", "Appeals lodged in the whole period", "appeals"),
        Measure("weeks_to_hearing", "Average weeks from lodging an appeal to the hearing", "weeks"),
        Measure("median_weeks_to_hearing", "Half of those who go on are heard within, from lodging", "weeks"),
        Measure("hearings", "Hearings held in the whole period", "hearings"),
        Measure("waiting_for_hearing", "Waiting for a hearing at the end", "cases"),
        *_of_milestones(),
        Measure("school_weeks", "School weeks from the decision to support in place, average child", "school weeks"),
        Measure(
            "school_weeks_so_far", "School weeks so far in disagreements still open, average child", "school weeks"
        ),
        Measure(
            "school_weeks_in_all", "School weeks lived with a disagreement in the period, all children", "school weeks"
        ),
        Measure("queue_weeks", "Average weeks from joining the queue to the start of work", "weeks"),
        Measure("utilisation", "Share of time on duty spent working", "share"),
        Measure("caseload", "Average number in hand or waiting", "cases"),
        Measure("held", "Average number of open cases held", "cases"),
        Measure("unallocated", "Average number waiting to be given out", "cases"),
        Measure("places_used", "Share of places used", "share"),
        Measure("cleared_share_weeks", "Weeks until this share of the cases open at the start was over", "weeks"),
    )
}


Columns = dict[str, npt.NDArray[Any]]
"""A table as its columns: made in a moment, where a frame takes longer than what it holds took to work out."""


def measure(compiled: Compiled, journeys: Journeys, seen: Seen | None = None) -> pd.DataFrame:
    """Return every measure of one replication: columns replication, measure, group, value."""
    return pd.DataFrame(_measures(compiled, journeys, seen or Seen(compiled, journeys)))


def _measures(compiled: Compiled, journeys: Journeys, seen: Seen) -> Columns:
    cases, pathway, asked = journeys.case_arrays, compiled.plan.pathway, seen.asked
    rows: list[tuple[str, str, float]] = []
    is_open = seen.closed >= NEVER
    age = journeys.end_minute - seen.opened
    rows += case_rows(journeys, seen)
    rows.append(("open_at_end", "", float(is_open.sum())))
    rows.append(("open_over_a_year", "", float((is_open & (age > 52 * WEEK)).sum())))
    counts = np.bincount(cases.outcome[cases.outcome >= 0], minlength=len(asked.stages))
    rows += [("ended", asked.stages[i], float(counts[i])) for i in np.flatnonzero(asked.ends).tolist()]
    lengths = Spells(
        np.arange(seen.n),
        np.where(is_open, age, seen.closed - seen.opened),
        np.where(is_open, 2, REACHED).astype(np.int8),
        age,
    )
    rows += _means("end", lengths)
    for wait, count in (("mediation", "mediations"), ("hearing", "hearings")):
        spells = seen.wait(WAITS[wait])
        if spells is None:
            continue
        rows += _means(wait, spells)
        rows.append((count, "", float(len(seen.moments((WAITS[wait].end,))))))
    for name, moment in (("appeals", APPEALS), ("deemed_certificates", DEEMED)):
        if moment.stages(pathway):
            rows.append((name, "", float(len(seen.moments((moment,))))))
    heard_at = WAITS["hearing"].end.stages(pathway)
    if heard_at:
        standing = np.bincount(cases.stage[seen.of_case[is_open]], minlength=len(asked.stages))
        rows.append(("waiting_for_hearing", "", float(sum(standing[compiled.stage_index[s]] for s in heard_at))))
    for milestone in MILESTONES:
        if any(m.stages(pathway) for m in milestone.moments):
            rows += milestone_rows(milestone.name, seen.milestone(milestone))
    rows += school_rows(compiled, journeys, seen)
    for clock, met, missed, running, moved in tables.clock_rows(seen):
        if met + missed:
            rows.append(("in_time", clock, met / (met + missed)))
        rows.append(("clock_running", clock, float(running)))
        if moved:
            rows.append(("moved_by_clock", clock, float(moved)))
    rows += _queues(seen)
    rows += _places(compiled, journeys)
    rows += [("cleared_share_weeks", f"{share:.0%}", week) for share, week in tables.clearance_rows(seen)]
    names, groups, values = zip(*((m, g, v) for m, g, v in rows if v == v), strict=True)
    return {
        "replication": np.full(len(values), journeys.replication),
        "measure": np.array(names, dtype=object),
        "group": np.array(groups, dtype=object),
        "value": np.array(values, float),
    }


def case_rows(journeys: Journeys, seen: Seen) -> list[tuple[str, str, float]]:
    """Return how many cases came, were open at the start and, where a plan has settled waits, are settled.

    Arrived + open at the start + settled at the start = ended + open at the end + settled at the end.
    """
    cases, is_settled = journeys.case_arrays, seen.asked.settled
    stood = seen.stage[seen.at("open_at_start")]
    settled = int(is_settled[stood].sum())
    rows = [
        ("arrived", "", float(len(cases.opened) - len(stood))),
        ("open_at_start", "", float(len(stood) - settled)),
    ]
    if seen.asked.come_back:
        rows.append(("settled_at_start", "", float(settled)))
        rows.append(("settled_at_end", "", float(is_settled[cases.stage[cases.outcome < 0]].sum())))
        rows.append(("came_back", "", float(seen.n - len(cases.opened))))
    return rows


def _means(name: str, spells: Spells) -> list[tuple[str, str, float]]:
    return [
        (f"weeks_to_{name}", "", spells.mean_reached()),
        (f"median_weeks_to_{name}", "", median_weeks(spells)),
    ]


def milestone_rows(name: str, spells: Spells) -> list[tuple[str, str, float]]:
    """Return mean, Kaplan-Meier median and share reached of a milestone."""
    if not len(spells.case):
        return []
    return [*_means(name, spells), (f"share_to_{name}", "", float((spells.how == REACHED).mean()))]


def school_rows(compiled: Compiled, journeys: Journeys, seen: Seen) -> list[tuple[str, str, float]]:
    """Return school weeks: to support in place, so far in open cases, and in all within the period."""
    now = journeys.end_minute
    supported = seen.first(seen.moments(next(m for m in MILESTONES if m.name == "support").moments)) <= now
    begun, in_the_run, until = (
        school_days_until(compiled.plan.start, compiled.plan.days, minutes)
        for minutes in (seen.opened, np.maximum(seen.opened, 0), np.minimum(seen.closed, now))
    )
    whole, inside = until - begun, until - in_the_run  # whole school days: added up first, and divided once
    out = [("school_weeks_in_all", "", float(inside.sum() / SCHOOL_WEEK))]
    for name, of in (("school_weeks", supported), ("school_weeks_so_far", seen.closed > now)):
        if of.any():
            out.append((name, "", float(whole[of].sum() / (SCHOOL_WEEK * np.count_nonzero(of)))))
    return out


MOST_AT_ONCE = 2**20
"""How many (episode, stage) are looked at together at most, so that memory does not grow with the stages."""


def _queues(seen: Seen) -> list[tuple[str, str, float]]:
    """Return the mean weeks from joining each stage of a team or a diary to the first start of work there."""
    names, n = seen.asked.queues, seen.n
    joins, starts = (
        (at, seen.case[at], seen.asked.queue_of[seen.stage[at]])
        for at in (seen.rows("join", names), seen.rows("start", names))
    )
    together = max(1, min(len(names), MOST_AT_ONCE // max(n, 1)))
    number, minutes = np.zeros(len(names)), np.zeros(len(names))
    for first in range(0, len(names), together):
        # A cell is an episode at a stage.
        (joined, joined_in), (begun, begun_in) = (_cells(rows, first, together) for rows in (joins, starts))
        since = first_of(joined_in, joined, n * together)
        later = begun > since[begun_in]
        begun, begun_in = begun[later], begun_in[later]
        leads = np.arange(len(begun)) == first_of(begun_in, np.arange(len(begun)), n * together)[begun_in]
        begun, begun_in = begun[leads], begun_in[leads]
        stage = first + begun_in % together
        number += np.bincount(stage, minlength=len(names))
        minutes += np.bincount(stage, seen.minute[begun] - seen.minute[since[begun_in]], len(names))
    return [("queue_weeks", names[i], float(minutes[i] / (number[i] * WEEK))) for i in np.flatnonzero(number).tolist()]


def _cells(rows: tuple[Ints, Ints, Ints], first: int, together: int) -> tuple[Ints, Ints]:
    """Return places and cells of those of ``rows`` (place, episode, stage) at ``together`` stages from ``first``."""
    at, episode, stage = rows
    here = (stage >= first) & (stage < first + together)
    return at[here], episode[here] * together + (stage[here] - first)


def _places(compiled: Compiled, journeys: Journeys) -> list[tuple[str, str, float]]:
    """Return the use and the mean caseload of teams, and the share of places used of diaries.

    Those finishing work in hand when capacity has fallen count as on duty. The use of a team that staffs diaries is of
    its people on session days.
    """
    stays, days = team_stays(compiled, journeys), staffed_days(compiled, journeys)
    spans, whole = stays.end - stays.begin, journeys.end_minute
    used, offered = (
        stays.total(people * stays.worked) for people in (stays.working, np.maximum(stays.duty, stays.working))
    )
    load, held, unallocated = (
        stays.total(cases * spans) / whole for cases in (stays.busy + stays.queue, stays.held, stays.unallocated)
    )
    taken, available = days.total(days.used), days.total(days.available)
    use, in_hand, held_by = [], [], []
    for i, team in enumerate(compiled.teams):
        if compiled.ceilings[i]:
            held_by += [("held", team.name, float(held[i])), ("unallocated", team.name, float(unallocated[i]))]
        if i in compiled.staff:
            if available[i] > 0:
                use.append(("utilisation", team.name, float(taken[i] / available[i])))
            continue
        if offered[i] > 0:
            use.append(("utilisation", team.name, float(used[i] / offered[i])))
        in_hand.append(("caseload", team.name, float(load[i])))
    _, diary, places, filled, _ = journeys.session_rows.T
    places, filled = (np.bincount(diary, number, len(compiled.diaries)) for number in (places, filled))
    of_diaries = [
        ("places_used", d.name, float(filled[i] / places[i]))
        for i, d in enumerate(compiled.diaries)
        if places[i] > 0  # -1: no limit but people
    ]
    return use + in_hand + held_by + of_diaries


def open_by_week(compiled: Compiled, journeys: Journeys, seen: Seen | None = None) -> pd.DataFrame:
    """Return the number of open cases at the start of each week, without those settled: replication, week, open."""
    return pd.DataFrame(_open_by_week(journeys, seen or Seen(compiled, journeys)))


def _open_by_week(journeys: Journeys, seen: Seen) -> Columns:
    weeks = np.arange(0, journeys.end_minute // WEEK + 1)
    opened, closed = np.sort(seen.opened), np.sort(seen.closed)
    minutes = weeks * WEEK
    count = np.searchsorted(opened, minutes, "right") - np.searchsorted(closed, minutes, "right")
    return {"replication": np.full(len(weeks), journeys.replication), "week": weeks, "open": count}


def _wait_counts(journeys: Journeys, seen: Seen) -> Columns:
    """Return how many waits fell in each bin: replication, wait, weeks_from, weeks_to, cases.

    Only waits whose end was reached are counted. The last bin of each wait is open-ended (``weeks_to`` is infinite).
    """
    found = [(wait, spells) for wait in WAITS.values() if (spells := seen.wait(wait)) is not None]
    if not found:
        return {name: np.empty(0) for name in ("replication", "wait", "weeks_from", "weeks_to", "cases")}
    edges = [np.append(np.arange(wait.bins) * wait.width, np.inf) for wait, _ in found]
    reached = [np.sort(spells.weeks[spells.how == REACHED]) for _, spells in found]
    counts = [np.diff(np.searchsorted(weeks, e, "left")) for weeks, e in zip(reached, edges, strict=True)]
    bins = [wait.bins for wait, _ in found]
    return {
        "replication": np.full(sum(bins), journeys.replication),
        "wait": np.repeat(np.array([wait.name for wait, _ in found], dtype=object), bins),
        "weeks_from": np.concatenate([e[:-1] for e in edges]),
        "weeks_to": np.concatenate([e[1:] for e in edges]),
        "cases": np.concatenate(counts),
    }


BRIEF = ("runs", "weekly", "waits")
"""The tables that answer a what-if at once: measures, open cases by week, and how waits are spread."""


def brief_tables(compiled: Compiled, journeys: Journeys, seen: Seen | None = None) -> dict[str, Columns]:
    """Return the tables named in :data:`BRIEF` as columns: those of :func:`all_tables`, in a tenth of the time."""
    seen = seen or Seen(compiled, journeys)
    return {
        "runs": _measures(compiled, journeys, seen),
        "weekly": _open_by_week(journeys, seen),
        "waits": _wait_counts(journeys, seen),
    }


def all_tables(compiled: Compiled, journeys: Journeys) -> dict[str, pd.DataFrame]:
    """Return every table of one replication by name, each with a ``replication`` column.

    runs, weekly and waits (this module); survival, monthly, ageing, clocks, transitions, links, quantities and
    clearance (:mod:`sendsim.caseload.tables`); groups (:mod:`sendsim.caseload.groups`); for a plan of several areas
    also areas (:mod:`sendsim.caseload.area_measures`).
    """
    seen = Seen(compiled, journeys)
    out = {
        **{name: pd.DataFrame(columns) for name, columns in brief_tables(compiled, journeys, seen).items()},
        "survival": tables.survival(compiled, seen),
        "monthly": tables.monthly(compiled, journeys),
        "ageing": tables.ageing(compiled, journeys, seen),
        "clocks": tables.clocks(seen),
        "transitions": tables.transitions(compiled, seen),
        "links": tables.links(compiled, journeys, seen),
        "quantities": tables.quantities(compiled, journeys, seen),
        "clearance": tables.clearance(seen),
        "groups": by_group(compiled, journeys, seen),
    }
    if compiled.plan.areas:
        out["areas"] = by_area(compiled, journeys, seen)
    for table in out.values():
        if "replication" not in table:
            table.insert(0, "replication", journeys.replication)
    return out
