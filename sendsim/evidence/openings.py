"""A plan that starts on any date from the cases open then: from a dispute log, or from counts by stage, age and group.

The opening replaces the plan's own; nothing is added to what the user holds. Cases that the pathway or the plan has no
place for stop the work, unless their route is left out by name, and then the plan's notes say how many were left out.

What the file says of families (age band, need, who helps ...) is stated of the cases, and only what it does not say is
drawn. Nothing else of a row is taken over: where it stands, since when and for how long before. In a plan of several
areas each case belongs to the area that its row names; an area that the file never names keeps the opening it has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from sendsim.caseload.figure import Figure
from sendsim.caseload.plan import Opening, Plan
from sendsim.caseload.plan_files import plan_from
from sendsim.errors import SendsimError, unknown_name
from sendsim.evidence.dispute_log import ROUTES, Dispute, Log, personal, read_log
from sendsim.evidence.house_stages import Place, pathway_stage, place_of, stream_for
from sendsim.evidence.house_words import SAID, Words, stated_note
from sendsim.evidence.strict_csv import FileError, Problem, first_of, read_sheet

COUNT_COLUMNS: dict[str, str] = {
    "stage": "Where they are: a stage of the list in docs/dispute-log.md, or of the pathway",
    "trigger": "What they are about: a trigger of the dispute log, or a stream of the plan",
    "youngest_weeks": "Weeks at this stage of the newest case",
    "oldest_weeks": "Weeks at this stage of the oldest case",
    "weeks_before": "Weeks a case had been open, on average, before it came to this stage",
    "cases": "How many",
    "area": "The area of a plan of several, by its name or code",
}
"""The columns of a file of counts by stage and age, and what each holds; a column more for each group that is known
(:data:`sendsim.evidence.house_words.SAID`, or an attribute of the plan)."""
COUNT_NEEDED = ("stage", "trigger", "youngest_weeks", "oldest_weeks", "cases")


def start_from(
    plan: Plan, opening: Sequence[Opening] | Mapping[str, Sequence[Opening]], on: date, notes: Iterable[str] = ()
) -> Plan:
    """Return ``plan`` starting on a date with an opening caseload in place of its own.

    Parameters
    ----------
    plan : Plan
    opening : sequence of Opening, or mapping of area to sequence
        The cases; by area where the plan is of several. An area that is not named keeps its own, and a note says so.
    on : date
    notes : iterable of str
        Added to the plan's.

    Raises
    ------
    SendsimError
        If the plan would end before it starts, or openings are by area where the plan has none, or the reverse.
    """
    if plan.end <= on:
        raise SendsimError(
            f"--on {on} is not before the plan's end, {plan.end}: give an earlier day or a plan that ends later."
        )
    data = {f: getattr(plan, f) for f in type(plan).model_fields} | {"start": on}
    if not isinstance(opening, Mapping):
        if plan.areas:
            raise SendsimError("a plan of several areas has an opening for each: say which area each case belongs to.")
        return plan_from(data | {"opening": tuple(opening), "notes": (*plan.notes, *notes)})
    for name in opening:
        if name not in [area.name for area in plan.areas]:
            raise unknown_name("area", name, [area.name for area in plan.areas])
    own = [area.name for area in plan.areas if area.name not in opening]
    more = [f"{_some(own)} {'keeps' if len(own) == 1 else 'keep'} the opening of the plan."] if own else []
    areas = tuple(
        area.model_copy(update={"opening": tuple(opening[area.name])}) if area.name in opening else area
        for area in plan.areas
    )
    return plan_from(data | {"areas": areas, "notes": (*plan.notes, *notes, *more)})


def _some(names: Sequence[str], most: int = 12) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more areas" if len(names) > most else "")


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
    words, reached = Words(plan), dict[str, set[str]]()
    places: list[tuple[str, Place, dict[str, str]]] = []
    named, out = dict[str, None](), Counter[str]()
    for dispute in log.rows:
        if plan.areas:
            named[_area(words, log, dispute)] = None
        if not dispute.is_open(on):
            continue
        if dispute.route in leave_out:
            out[dispute.route] += 1
            continue
        try:
            place = place_of(plan, dispute, on, reached)
        except SendsimError as error:
            raise SendsimError(f"{log.path} {error} (--leave-out {dispute.route})") from None
        places.append((_area(words, log, dispute), place, _stated(words, log, dispute)))
    if not places:
        raise SendsimError(f"{log.path} has no disagreement open on {on}: check the day.")
    notes = [f"Opening caseload: {len(places)} disagreements open on {on}, from the dispute log {log.path.name}."]
    if out:
        said = ", ".join(f"{n} {route}" for route, n in sorted(out.items()))
        notes.append(f"Left out of the opening caseload, because this plan does not model them: {said}.")
    why = f"counted in the dispute log {log.path.name}, open on {on}"
    by_area = {
        area: _grouped([(place, of) for a, place, of in places if a == area], on, why) for area in named or {"": None}
    }
    notes.insert(1, stated_note(o for opening in by_area.values() for o in opening))
    return start_from(plan, by_area if plan.areas else by_area[""], on, notes)


def _area(words: Words, log: Log, dispute: Dispute) -> str:
    try:
        return words.area(dispute.area, dispute.la_code if words.areas else "")
    except SendsimError as error:
        column, value = ("area", dispute.area) if dispute.area else ("la_code", dispute.la_code)
        problem = Problem(dispute.line, column, value, str(error))
        raise FileError(f"{log.path} {problem}") from None


def _stated(words: Words, log: Log, dispute: Dispute) -> dict[str, str]:
    """Return what a row says of its family, in the plan's words."""
    out = {}
    for column in SAID:
        word = getattr(dispute, column)
        try:
            found = words.attribute(column, word)
        except SendsimError as error:
            raise FileError(f"{log.path} {Problem(dispute.line, column, word, str(error))}") from None
        if found is not None:
            out[found[0]] = found[1]
    return out


def _grouped(places: list[tuple[Place, dict[str, str]]], on: date, why: str) -> list[Opening]:
    """Return openings of cases at the same stage that had been open as long before it and of which the same is said."""
    groups: dict[tuple[str, str, int, tuple[tuple[str, str], ...]], list[float]] = defaultdict(list)
    for p, of in places:
        key = (p.stage, p.demand, (p.since - p.opened).days, tuple(of.items()))
        groups[key].append(float((on - p.since).days))
    return [
        Opening(
            stage=stage,
            demand=demand,
            ages_days=tuple(sorted(ages, reverse=True)),
            count=Figure(value=len(ages), unit="cases", basis="inferred", source=why),
            before_days=before,
            attributes=dict(of),
        )
        for (stage, demand, before, of), ages in sorted(groups.items())
    ]


def opening_from_text(plan: Plan, name: str, text: str, on: date) -> Plan:
    """Return ``plan`` starting on a day with the cases of a CSV file that has been read: a dispute log, or counts.

    Parameters
    ----------
    plan : Plan
    name, text : str
        The file's name and what it holds; a column ``case_ref`` makes it a log.
    on : date

    Raises
    ------
    SendsimError
        As :func:`opening_from_log` and :func:`opening_from_counts` do.
    """
    heads = [head.strip(' "\ufeff').casefold() for head in text.split("\n", 1)[0].rstrip("\r").split(",")]
    if "case_ref" in heads:
        return opening_from_log(plan, read_log(name, text), on)
    return opening_from_counts(plan, name, on, text)


def opening_from_counts(plan: Plan, path: str | Path, on: date, content: str | None = None) -> Plan:
    """Return ``plan`` starting on a day with open cases given as counts by stage and age.

    Each row's cases are spread evenly between its youngest and oldest. A row with no cases says that there are none,
    which counts where the plan is of several areas: that area then starts empty. ``content`` is what the file holds, if
    it has been read already.

    Raises
    ------
    FileError
        At the first mistake: one sentence naming line, column, value and mend.
    """
    words = Words(plan)
    groups = words.columns
    needed = (*COUNT_NEEDED, "area") if plan.areas else COUNT_NEEDED
    sheet = read_sheet(path, (*COUNT_COLUMNS, *groups), needed, personal, content)
    problems: list[Problem] = []
    by_area: dict[str, list[Opening]] = {}
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
        area = ""
        try:
            area = words.area(row.text("area"))
        except SendsimError as error:
            row.wrong("area", str(error))
        known: dict[str, str] = {}
        for column in groups:
            try:
                found = words.attribute(column, row.text(column))
            except SendsimError as error:
                row.wrong(column, str(error))
                continue
            if found is not None:
                known[found[0]] = found[1]
        problems += row.problems
        if row.problems:
            continue
        opening = by_area.setdefault(area, [])
        if not cases or low is None or high is None:
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
                attributes=known,
            )
        )
    first_of(sheet.path, problems)
    every = [o for opening in by_area.values() for o in opening]
    if not every:
        raise SendsimError(f"{sheet.path} holds no open cases: write a row for each stage and age.")
    total = sum(round(o.count.value) for o in every)
    notes = [f"Opening caseload: {total} cases open on {on}, counted by the user.", stated_note(every)]
    return start_from(plan, by_area if plan.areas else every, on, notes)


def _because(error: SendsimError) -> str:
    """Return an error about a name as the end of a sentence that has already given the name."""
    text = str(error)
    return (
        "is not known." + text.split("is not known.", 1)[1] if "is not known." in text else f"cannot be placed: {text}"
    )


def counts_template() -> str:
    """Return an empty file of counts: the headings, as CSV text. Area and groups may be left empty, or out."""
    return ",".join((*COUNT_COLUMNS, *SAID)) + "\n"
