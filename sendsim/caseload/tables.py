"""Tidy tables of one replication, by month, stage, clock and route: what the figures of a report are made from.

Every table is small and of a size that does not depend on the number of cases, so keeping the tables of many
replications costs little. All come from the journeys by counting; nothing is sampled.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pandas as pd

from sendsim.caseload.compiled import Compiled
from sendsim.caseload.journeys import EVENT_CODES, Journeys
from sendsim.caseload.milestones import LANDMARKS, MILESTONES, WAITS
from sendsim.caseload.spells import Seen, curves
from sendsim.caseload.stays import staffed_days, team_stays, worked_until
from sendsim.caseload.working_time import DAY, NEVER

WEEK = 7 * DAY
AGES_WEEKS = (0, 4, 13, 26, 52, np.inf)
"""Edges of the age bands of open cases, in weeks since the disagreement began."""
GRID = np.concatenate([np.arange(56) / 7, np.arange(8.0, 105.0)])
"""Weeks at which survival curves are kept: each day of the first eight weeks, then each week to two years."""
CLEARED = (0.5, 0.9, 1.0)
"""Shares of the cases open at the start whose clearance date is kept."""


def months_of(start: date, end: date) -> list[date]:
    """Return ``start``, the first of each later month before ``end``, and ``end``."""
    out = [start]
    while True:
        last = out[-1]
        following = date(last.year + last.month // 12, last.month % 12 + 1, 1)
        if following >= end:
            return [*out, end]
        out.append(following)


def survival(compiled: Compiled, seen: Seen) -> pd.DataFrame:
    """Return survival curves by week: of, week, waiting, reached, if_stayed (see :mod:`sendsim.caseload.spells`)."""
    parts = []
    for wait in WAITS.values():
        spells = seen.wait(wait)
        if spells is not None and len(spells.case):
            parts.append(curves(spells, GRID).assign(of=wait.name))
    for milestone in MILESTONES:
        if any(m.stages(compiled.plan.pathway) for m in milestone.moments):
            spells = seen.milestone(milestone)
            if len(spells.case):
                parts.append(curves(spells, GRID).assign(of=milestone.name))
    columns = ["of", "week", "waiting", "reached", "if_stayed"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def monthly(compiled: Compiled, journeys: Journeys) -> pd.DataFrame:
    """Return teams and diaries by month: kind, name, month (its first day in the run), use, caseload, waiting.

    ``use`` is the share of time on duty spent working (of places taken, for a diary; of people taken on session days,
    for a team that staffs diaries), missing where there was none.
    ``caseload`` is the mean number in hand or waiting, and ``waiting`` of those the mean number waiting, over all
    the month's time; for a diary both are those listed after its sessions. Rows of the kind ``held`` are of teams to
    which cases are given out: the mean number held or waiting for a place, and of those the mean number waiting.
    """
    dates = months_of(compiled.plan.start, compiled.plan.end)
    edges = np.array([(d - compiled.plan.start).days * DAY for d in dates], np.int64)
    rows: list[tuple[str, str, date, float, float, float]] = []
    all_stays, staffed = team_stays(compiled, journeys), staffed_days(compiled, journeys)
    for i, team in enumerate(compiled.teams):
        stays = all_stays.of(i)
        at = stays.begin
        cuts = np.unique(np.concatenate([at, edges[:-1]]))
        held = np.searchsorted(at, cuts, "right") - 1
        # before the first note: the appended 0
        busy, duty, queue, working = (
            np.append(v, 0.0)[held] for v in (stays.busy, stays.duty, stays.queue, stays.working)
        )
        spans = np.diff(np.append(cuts, edges[-1])).astype(float)
        worked = np.diff(worked_until(compiled.calendars[i], np.append(cuts, edges[-1]))).astype(float)
        month = np.searchsorted(edges, cuts, "right") - 1

        def total(values: np.ndarray, month: np.ndarray = month) -> np.ndarray:
            return np.bincount(month, values, len(dates) - 1)

        length = total(spans)
        if compiled.ceilings[i]:
            held_cases, waits_for = (
                total(np.append(v, 0.0)[held] * spans) / length for v in (stays.held, stays.unallocated)
            )
            values = zip(np.full(len(length), np.nan), held_cases + waits_for, waits_for, strict=True)
            rows += [("held", team.name, d, *v) for d, v in zip(dates, values, strict=False)]
        offered, used = total(np.maximum(duty, working) * worked), total(working * worked)
        if i in compiled.staff:
            days = staffed.of(i)
            of_day = np.searchsorted(edges, days.day * DAY, "right") - 1
            used, offered = (np.bincount(of_day, v, len(dates) - 1) for v in (days.used, days.available))
        share = np.divide(used, offered, out=np.full(len(used), np.nan), where=offered > 0)
        load, waits = total((busy + queue) * spans) / length, total(queue * spans) / length
        rows += [("team", team.name, d, *v) for d, v in zip(dates, zip(share, load, waits, strict=True), strict=False)]
    for j, diary in enumerate(compiled.diaries):
        held_on = journeys.session_rows[journeys.session_rows[:, 1] == j]
        if not len(held_on):
            continue
        month = np.searchsorted(edges, held_on[:, 0], "right") - 1
        places, taken = (np.bincount(month, held_on[:, c], len(dates) - 1) for c in (2, 3))
        number = np.bincount(month, minlength=len(dates) - 1)
        waiting = np.bincount(month, held_on[:, 4], len(dates) - 1)
        mean = np.divide(waiting, number, out=np.full(len(number), np.nan), where=number > 0)
        share = np.divide(taken, places, out=np.full(len(places), np.nan), where=places > 0)
        values = zip(share, mean, mean, strict=True)
        rows += [("diary", diary.name, d, *v) for d, v in zip(dates, values, strict=False)]
    table = pd.DataFrame(rows, columns=["kind", "name", "month", "use", "caseload", "waiting"])
    return table.assign(month=table["month"].map(lambda d: d.isoformat()))


def ageing(compiled: Compiled, journeys: Journeys, seen: Seen) -> pd.DataFrame:
    """Return open cases at the end by stage and age: stage, age_from, age_to (weeks since they began), cases."""
    cases, names = journeys.case_arrays, [s.name for s in compiled.steps]
    is_open = seen.closed >= NEVER
    edges = np.array(AGES_WEEKS, float)
    bands = len(edges) - 1
    ages = (journeys.end_minute - seen.opened[is_open]) / WEEK
    band = np.searchsorted(edges, ages, "right") - 1
    counts = np.bincount(cases.stage[seen.of_case[is_open]] * bands + band, minlength=len(names) * bands).reshape(
        -1, bands
    )
    found = [(names[i], j) for i, j in zip(*np.nonzero(counts), strict=True)]
    found.sort()
    stage_of = compiled.stage_index
    return pd.DataFrame(
        {
            "stage": np.array([name for name, _ in found], dtype=object),
            "age_from": np.array([edges[j] for _, j in found], float),
            "age_to": np.array([edges[j + 1] for _, j in found], float),
            "cases": np.array([counts[stage_of[name], j] for name, j in found], np.int64),
        }
    )


def clocks(seen: Seen) -> pd.DataFrame:
    """Return :func:`clock_rows` as a table: clock, met, missed, running, moved."""
    return pd.DataFrame(clock_rows(seen), columns=["clock", "met", "missed", "running", "moved"])


def clock_rows(seen: Seen) -> list[tuple[str, int, int, int, int]]:
    """Return each statutory clock's dates: its name, met, missed, running (at the end, not yet due), moved.

    ``moved`` are those missed whose case the clock then sent elsewhere, for example to a deemed certificate.
    """
    names = seen.asked.clocks
    started, stopped, expired = (seen.of_clocks(f"clock_{what}") for what in ("started", "stopped", "expired"))
    met, missed = (np.bincount(clock, minlength=len(names)) for _, clock in (stopped, expired))
    followed = expired[0] + 1 < len(seen.event)
    at, clock = expired[0][followed] + 1, expired[1][followed]
    joined = (seen.event[at] == EVENT_CODES["join"]) & (seen.case[at] == seen.case[at - 1])
    moved = np.bincount(clock[joined & seen.asked.sent_to[clock, seen.stage[at]]], minlength=len(names))
    still = seen.closed >= NEVER
    place, wide = np.cumsum(still) - 1, int(still.sum())
    running = np.zeros(len(names) * wide, np.int64)
    for (at, clock), sign in ((started, 1), (stopped, -1), (expired, -1)):
        case = seen.case[at]
        here = still[case]
        running += sign * np.bincount(clock[here] * wide + place[case[here]], minlength=len(running))
    number = (running.reshape(len(names), wide) > 0).sum(axis=1)
    return list(zip(names, met.tolist(), missed.tolist(), number.tolist(), moved.tolist(), strict=True))


def transitions(compiled: Compiled, seen: Seen) -> pd.DataFrame:
    """Return how many cases went from stage to stage: source, target, cases. A run begins from no stage ('')."""
    at = seen.rows("join")
    order = at[np.argsort(seen.row[at], kind="stable")]
    case, stage = seen.row[order], seen.stage[order]
    first = np.append(True, case[1:] != case[:-1]) if len(case) else np.empty(0, bool)
    source = np.where(first, -1, np.roll(stage, 1))
    # A case open at the start came from the stage where it stood.
    stood = np.full(seen.n, -1)
    at_start = seen.at("open_at_start")
    stood[seen.row[at_start]] = seen.stage[at_start]
    source = np.where(first, stood[case], source)
    names = [*(s.name for s in compiled.steps), ""]
    width = len(names) + 1
    counts = np.bincount((source + 1) * width + stage, minlength=width * width)
    flat = np.flatnonzero(counts)
    pairs, cases = (flat // width - 1, flat % width), counts[flat]
    return pd.DataFrame(
        {"source": [names[i] for i in pairs[0]], "target": [names[i] for i in pairs[1]], "cases": cases}
    )


def links(compiled: Compiled, journeys: Journeys, seen: Seen) -> pd.DataFrame:
    """Return the routes of the disagreements that began in the run: source, target, cases.

    Nodes are 'Began', the landmarks a case came to in the order of :data:`LANDMARKS`, and the route by which it
    ended, 'Settled' (the family may come back), 'A new notice followed' (the disagreement goes on about another
    decision) or 'Still open'. A landmark reached twice is counted once.
    """
    pathway = compiled.plan.pathway
    keep = ~seen.opening
    came = {
        name: seen.first(seen.rows(m.event, m.stages(pathway))) < NEVER for name, m in LANDMARKS if m.stages(pathway)
    }
    words = np.array([*(_ended(s.route) for s in compiled.steps), _ended("open")], dtype=object)
    last = words[journeys.case_arrays.outcome][seen.of_case]  # -1, open, is the last of them
    ended = journeys.case_arrays.closed[seen.of_case]
    over = (seen.closed < NEVER) & (seen.closed != ended)  # the episode was over before the case was
    last[over] = "A new notice followed"
    settled = tuple(s.name for s in compiled.steps if s.settled)
    last[over & (seen.first(seen.rows("join", settled)) == seen.closed)] = "Settled"
    at = np.full(seen.n, "Began", dtype=object)
    found: dict[tuple[str, str], int] = {}

    def count(source: np.ndarray, target: np.ndarray) -> None:
        for pair, n in Counter(zip(source.tolist(), target.tolist(), strict=True)).items():
            found[pair] = found.get(pair, 0) + n

    for name, here in came.items():
        here = here & keep
        if here.any():
            count(at[here], np.full(int(here.sum()), name, dtype=object))
            at[here] = name
    if keep.any():
        count(at[keep], last[keep])
    return pd.DataFrame([(*k, n) for k, n in found.items()], columns=["source", "target", "cases"])


def _ended(route: str) -> str:
    return "Still open" if route == "open" else f"Ended: {route}" if route else "Ended"


def quantities(compiled: Compiled, journeys: Journeys, seen: Seen) -> pd.DataFrame:
    """Return what costs are counted by: kind, name, value.

    Kinds: ``hours`` worked (by team; a working day for each person whom a session takes), ``starts`` (work and
    sessions begun, by stage), ``joins`` (by stage, without cases that stood there at the start), ``ends`` (by end) and
    ``leaves`` (by the name of the departure).
    """
    rows: list[tuple[str, str, float]] = []
    stays, staffed = team_stays(compiled, journeys), staffed_days(compiled, journeys)
    by_work, by_sessions = stays.total(stays.working * stays.worked), staffed.total(staffed.used)
    for i, team in enumerate(compiled.teams):
        minutes = by_sessions[i] * compiled.calendars[i].minutes_per_day if i in compiled.staff else by_work[i]
        rows.append(("hours", team.name, float(minutes) / 60))
    names = [s.name for s in compiled.steps]
    for kind, event in (("starts", "start"), ("joins", "join"), ("ends", "exit")):
        counts = np.bincount(seen.stage[seen.rows(event)], minlength=len(names))
        rows += [(kind, name, float(n)) for name, n in zip(names, counts, strict=True) if n]
    left = Counter(seen.details(seen.rows("leave")))
    rows += [("leaves", name, float(left[name])) for name in sorted(left)]
    return pd.DataFrame(rows, columns=["kind", "name", "value"])


def clearance(seen: Seen) -> pd.DataFrame:
    """Return :func:`clearance_rows` as a table: share, week."""
    return pd.DataFrame(clearance_rows(seen), columns=["share", "week"])


def clearance_rows(seen: Seen) -> list[tuple[float, float]]:
    """Return by which week each share of the cases open at the start was over (NaN: not within the run)."""
    closed = np.sort(seen.closed[seen.opening & (seen.closed > 0)])  # without those settled already
    rows = []
    for share in CLEARED:
        k = int(np.ceil(share * len(closed))) - 1
        week = float("nan") if k < 0 or closed[k] >= NEVER else float(closed[k]) / WEEK
        rows.append((share, week))
    return rows
