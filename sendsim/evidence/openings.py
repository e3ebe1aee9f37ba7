"""A plan that starts on any date from the cases open then: from a dispute log, or from counts by stage and age.

The opening replaces the plan's own; nothing is added to what the user holds. Cases that the pathway or the plan has no
place for stop the work, unless their route is left out by name, and then the plan's notes say how many were left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from sendsim.caseload.figure import Figure
from sendsim.caseload.plan import Opening, Plan
from sendsim.caseload.plan_files import plan_from
from sendsim.errors import SendsimError, unknown_name
from sendsim.evidence.dispute_log import ROUTES, Log
from sendsim.evidence.house_stages import Place, pathway_stage, place_of, stream_for
from sendsim.evidence.strict_csv import Problem, first_of, read_sheet

COUNT_COLUMNS: dict[str, str] = {
    "stage": "Where they are: a stage of the list in docs/dispute-log.md, or of the pathway",
    "trigger": "What they are about: a trigger of the dispute log, or a stream of the plan",
    "youngest_weeks": "Weeks at this stage of the newest case",
    "oldest_weeks": "Weeks at this stage of the oldest case",
    "weeks_before": "Weeks a case had been open, on average, before it came to this stage",
    "cases": "How many",
}
"""The columns of a file of counts by stage and age, and what each holds."""
COUNT_NEEDED = ("stage", "trigger", "youngest_weeks", "oldest_weeks", "cases")


def start_from(plan: Plan, opening: Sequence[Opening], on: date, notes: Iterable[str] = ()) -> Plan:
    """Return ``plan`` starting on a date with an opening caseload in place of its own.

    Raises
    ------
    SendsimError
        If the plan would end before it starts, or is of several areas.
    """
    if plan.areas:
        raise SendsimError("a plan of several areas has an opening for each: start the plan of one authority.")
    if plan.end <= on:
        raise SendsimError(
            f"--on {on} is not before the plan's end, {plan.end}: give an earlier day or a plan that ends later."
        )
    data = {f: getattr(plan, f) for f in type(plan).model_fields}
    data |= {"start": on, "opening": tuple(opening), "notes": (*plan.notes, *notes)}
    return plan_from(data)


def opening_from_log(plan: Plan, log: Log, on: date, leave_out: Sequence[str] = ()) -> Plan:
    """Return ``plan`` starting on a day with the disagreements of a log that were open then.

    Parameters
    ----------
    plan : Plan
    log : Log
    on : date
        The first day of the run; only what the log dates before it counts.
    leave_out : sequence of str
        Routes whose open disagreements are left out, because the plan does not model them.

    Raises
    ------
    SendsimError
        If nothing was open, if the day lies after all that the log knows, or if a case has no place in the plan.
    """
    for route in leave_out:
        if route not in ROUTES:
            raise unknown_name("route", route, ROUTES)
    last = max(d for r in log.rows for d in (r.opened, r.ended, r.certificate, r.held, r.requested) if d is not None)
    if (on - last).days > 183:
        raise SendsimError(
            f"--on {on} is more than six months after the last date in {log.path}, {last}: what has happened since "
            "is not in it; give an earlier day or a newer log."
        )
    places, out = [], Counter[str]()
    reached: dict[str, set[str]] = {}
    for dispute in log.rows:
        if not dispute.is_open(on):
            continue
        if dispute.route in leave_out:
            out[dispute.route] += 1
            continue
        try:
            places.append(place_of(plan, dispute, on, reached))
        except SendsimError as error:
            raise SendsimError(f"{log.path} {error} (--leave-out {dispute.route})") from None
    if not places:
        raise SendsimError(f"{log.path} has no disagreement open on {on}: check the day.")
    notes = [f"Opening caseload: {len(places)} disagreements open on {on}, from the dispute log {log.path.name}."]
    if out:
        said = ", ".join(f"{n} {route}" for route, n in sorted(out.items()))
        notes.append(f"Left out of the opening caseload, because this plan does not model them: {said}.")
    why = f"counted in the dispute log {log.path.name}, open on {on}"
    return start_from(plan, _grouped(places, on, why), on, notes)


def _grouped(places: list[Place], on: date, why: str) -> list[Opening]:
    """Return openings of cases that stand at the same stage and had been open as long before it."""
    groups: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    for p in places:
        groups[p.stage, p.demand, (p.since - p.opened).days].append(float((on - p.since).days))
    return [
        Opening(
            stage=stage,
            demand=demand,
            ages_days=tuple(sorted(ages, reverse=True)),
            count=Figure(value=len(ages), unit="cases", basis="inferred", source=why),
            before_days=before,
        )
        for (stage, demand, before), ages in sorted(groups.items())
    ]


def opening_from_counts(plan: Plan, path: str | Path, on: date) -> Plan:
    """Return ``plan`` starting on a day with open cases given as counts by stage and age.

    Each row's cases are spread evenly between its youngest and oldest.

    Raises
    ------
    FileError
        At the first mistake: one sentence naming line, column, value and mend.
    """
    sheet = read_sheet(path, tuple(COUNT_COLUMNS), COUNT_NEEDED)
    problems: list[Problem] = []
    opening: list[Opening] = []
    for row in sheet.rows:
        low, high = row.number("youngest_weeks", True), row.number("oldest_weeks", True)
        before, cases = row.number("weeks_before"), row.number("cases", True, whole=True)
        stage = demand = ""
        reached: set[str] = set()
        try:
            stream = stream_for(plan, row.text("trigger"))
            demand, reached = stream.name, plan.reachable(stream)
        except SendsimError as error:
            row.wrong("trigger", _because(error))
        try:
            stage = pathway_stage(plan.pathway, row.text("stage"), reached)
        except SendsimError as error:
            row.wrong("stage", _because(error))
        if low is not None and high is not None and high < low:
            row.wrong("oldest_weeks", f"is below youngest_weeks ({low:g}): exchange the two.")
        problems += row.problems
        if row.problems or not cases or low is None or high is None:
            continue
        opening.append(
            Opening(
                stage=stage,
                demand=demand,
                count=Figure(
                    value=cases,
                    unit="cases",
                    basis="inferred",
                    source=f"counted by the user, {sheet.path.name} line {row.line}, open on {on}",
                ),
                youngest_days=low * 7,
                oldest_days=high * 7,
                before_days=(before or 0.0) * 7,
            )
        )
    first_of(sheet.path, problems)
    if not opening:
        raise SendsimError(f"{sheet.path} holds no open cases: write a row for each stage and age.")
    total = sum(round(o.count.value) for o in opening)
    return start_from(plan, opening, on, [f"Opening caseload: {total} cases open on {on}, counted by the user."])


def _because(error: SendsimError) -> str:
    """Return an error about a name as the end of a sentence that has already given the name."""
    text = str(error)
    return (
        "is not known." + text.split("is not known.", 1)[1] if "is not known." in text else f"cannot be placed: {text}"
    )


def counts_template() -> str:
    """Return an empty file of counts: the headings, as CSV text."""
    return ",".join(COUNT_COLUMNS) + "\n"
