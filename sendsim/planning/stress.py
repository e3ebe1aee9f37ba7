"""The STRESS-DES statement of a plan, written from the model object; what it cannot know stays visibly empty.

STRESS: Monks, Currie, Onggo, Robinson, Kunc and Taylor, "Strengthening the reporting of empirical simulation studies",
Journal of Simulation 13(1), 55-67 (2019): 20 items for discrete-event models, of which item 2.5 has five parts. The
words of the items are ours. Items that only a person can answer may be given by name; see :data:`DETAILS`.
"""

from __future__ import annotations

import os
import platform
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version

from sendsim.caseload.measures import MEASURES
from sendsim.caseload.pathway import Activity, Allocation, Choice, End, Session, Stage, To, Wait
from sendsim.caseload.plan import Plan
from sendsim.errors import unknown_name
from sendsim.evidence.house_words import stated_note
from sendsim.planning.logs import EMPTY
from sendsim.planning.parameters import parameters

DETAILS: dict[str, str] = {
    "question": "The question, and the decision it serves",
    "commissioner": "Commissioner",
    "analyst": "Analyst",
    "assurer": "Assurer",
    "approver": "Approver",
    "must_not_be_used_for": "What the analysis must not be used for, besides individual cases and legal advice",
    "scenarios": "The scenarios compared, and why these",
    "experiment": "What was varied, and over what range",
    "preprocessing": "How the user's own data were prepared",
    "validation": "Who looked at the model for face validity, when, and what they said",
    "peer_review": "Peer review",
    "use_until": "The date after which the analysis must not be used",
}
"""What only a person can say: name in the details file, and the words of the item."""


@dataclass(frozen=True)
class Item:
    """One item of the statement: its number, its words, and the answer in paragraphs (empty where unknown)."""

    number: str
    title: str
    answer: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether some of it has still to be filled in by a person."""
        return any(EMPTY in text for text in self.answer)


def check_details(details: dict[str, str]) -> dict[str, str]:
    """Return ``details`` if every name is one of :data:`DETAILS` and every value is text.

    Raises
    ------
    UnknownNameError
        If a name is not known (near misses are suggested) or a value is not text.
    """
    for name, text in details.items():
        if name not in DETAILS:
            raise unknown_name("detail", str(name), DETAILS)
        if not isinstance(text, str):
            raise unknown_name(f"the value of detail {name!r},", repr(text), ["words in quotes"])
    return details


def stress_des(
    plan: Plan,
    replications: int | None = None,
    seed: int | None = None,
    details: dict[str, str] | None = None,
) -> tuple[Item, ...]:
    """Return the statement of a plan, item by item.

    Parameters
    ----------
    plan : Plan
    replications, seed : int, optional
        Of the run reported; left visibly empty if there was none.
    details : dict, optional
        What only a person can say; see :data:`DETAILS`.
    """
    said = check_details(details or {})

    def told(name: str) -> str:
        return f"{DETAILS[name]}: {said.get(name) or EMPTY}"

    table = parameters(plan)
    basis = Counter(table["basis"])
    pathway = plan.pathway
    return (
        Item("1.1", "Purpose of the model", (told("question"), told("must_not_be_used_for"), PURPOSE)),
        Item(
            "1.2",
            "Model outputs",
            (f"{len(MEASURES)} measures: " + "; ".join(m.title for m in MEASURES.values()) + ".",),
        ),
        Item("1.3", "Aims of experimentation", (told("scenarios"), told("experiment"))),
        Item("2.1", "Overview of the base model", (_overview(plan), "The process map is drawn from the same object.")),
        Item("2.2", "Logic of the base model", tuple(_tell(s, plan) for s in pathway.stages)),
        Item("2.3", "Logic of scenarios", (told("scenarios"), SCENARIO)),
        Item("2.4", "Algorithms", ALGORITHMS),
        Item("2.5.1", "Entities", tuple(_stream(plan, i) for i in range(len(plan.demand)))),
        Item("2.5.2", "Activities", tuple(_tell(s, plan) for s in pathway.stages if isinstance(s, Activity | Session))),
        Item("2.5.3", "Resources", tuple(_resources(plan))),
        Item("2.5.4", "Queues", (*_queues(plan), TIES)),
        Item("2.5.5", "Entry and exit points", (_entries(plan),)),
        Item(
            "3.1", "Data sources", tuple(dict.fromkeys(table.loc[table["basis"] == "published", "source"])) or (EMPTY,)
        ),
        Item("3.2", "Preparing the data", (told("preprocessing"), *plan.notes)),
        Item(
            "3.3",
            "Input parameters",
            (
                f"{len(table)} parameters: {basis['published']} published, {basis['inferred']} inferred, "
                f"{basis['assumed']} assumed; the table is parameters.csv.",
            ),
        ),
        Item("3.4", "Assumptions", (f"{basis['assumed']} assumptions, listed in assumptions.csv.",)),
        Item("4.1", "Initial conditions", tuple(_opening(plan))),
        Item(
            "4.2",
            "Run length",
            (f"{plan.days} days, {plan.start} to {plan.end}; no warm-up is cut off the results.",),
        ),
        Item("4.3", "Estimation", (_estimation(replications, seed), *_sets(plan))),
        Item("5.1", "Software", (f"sendsim {version('sendsim')}, Python {platform.python_version()}.", *_libraries())),
        Item("5.2", "Random sampling", (RANDOM,)),
        Item("5.3", "Execution of the model", (EXECUTION, TIES)),
        Item("5.4", "System", (f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors.",)),
        Item("6.1", "Sharing", ("MIT licence; run.json and plan.yaml make the same tables again.",)),
        Item(
            "AQuA",
            "Roles, review and sunset date",
            tuple(
                told(n)
                for n in ("commissioner", "analyst", "assurer", "approver", "validation", "peer_review", "use_until")
            ),
        ),
    )


PURPOSE = (
    "sendsim is for planning and training: flows, waits and people needed in SEND disagreements. It does not advise on "
    "a live case, judge named staff or give legal advice."
)
SCENARIO = (
    "A scenario is the same plan with other numbers or policies. It is run on the same families' luck, so differences "
    "are paired, replication by replication."
)
ALGORITHMS = (
    "Arrivals: the inverse of the cumulative rate (Cinlar 1975), no thinning.",
    "Probabilities of ways out: the case's own uniform number for the stage and visit.",
    "Times: inverse transform from a table of 4,097 quantiles.",
    "Departures while waiting: a constant hazard for each named reason; the earliest counts.",
    "Statutory limits: the counting rules of sendsim.law, to the day.",
)
TIES = (
    "Simultaneous events happen by (minute, kind, case): capacity changes, then work that ends, arrivals, sessions, "
    "clocks that expire, departures."
)
RANDOM = (
    "Philox4x32-10 (Salmon and others 2011), keyed by seed and replication, counted by case, stream, purpose and "
    "visit: each family's luck is its own and the same in every scenario, whatever the number of workers."
)
EXECUTION = (
    "Event by event in whole minutes on SimPy, with one clock for all cases; every case is in the tables, open or not."
)


def _libraries() -> list[str]:
    return [f"{name} {version(name)}" for name in ("numpy", "pandas", "scipy", "simpy", "holidays")]


def _overview(plan: Plan) -> str:
    kinds = Counter(s.kind for s in plan.pathway.stages)
    parts = ", ".join(f"{n} {kind} stages" for kind, n in kinds.items())
    return (
        f"{plan.pathway.name}: {parts}, {len(plan.pathway.clocks)} statutory clocks, {len(plan.teams)} teams and "
        f"{len(plan.diaries)} diaries; cases begin at {plan.pathway.start!r}."
    )


def _tell(stage: Stage, plan: Plan) -> str:
    """Say in a sentence what happens at a stage, with its rule."""
    title = stage.title or stage.name
    cites = f" [{', '.join(stage.cites)}]" if stage.cites else ""
    if isinstance(stage, End):
        return f"{title} ({stage.name}): the disagreement ends{f', route {stage.route}' if stage.route else ''}.{cites}"
    if isinstance(stage, Wait):
        settled = " (settled: the family may come back)" if stage.settled else ""
        what = f"waits{settled}; {_time(stage, plan)}, counted on the {stage.calendar} calendar"
    elif isinstance(stage, Activity):
        what = f"work by {stage.team}; {_time(stage, plan)}"
    elif isinstance(stage, Session):
        takes = ", ".join(f"{n} of {team}" for team, n in stage.uses.items())
        what = f"a place in the diary {stage.diary}{f', with {takes}' if takes else ''}; {_time(stage, plan)}"
    elif isinstance(stage, Allocation):
        what = f"waits until {stage.team} may hold one more open case, and holds a place"
    else:
        assert isinstance(stage, Choice)
        what = "a notice is sent, then one way or another at once" if stage.notice else "one way or another at once"
    ways = "; ".join(_way(w, plan) for w in stage.then)
    leaves = "".join(
        f" May leave: {d.name} to {d.to} at {plan.value(d.per_week):g} a week."
        for d in getattr(stage, "departures", ())
        if d.name not in plan.switched_off
    )
    return f"{title} ({stage.name}): {what}. Then {ways}.{leaves}{cites}"


def _way(way: To, plan: Plan) -> str:
    text = f"to {way.to}"
    if isinstance(way.p, str):
        text += f" with probability {way.p} = {plan.value(way.p):g}"
    elif way.p is not None:
        text += f" with probability {way.p:g}"
    if way.when:
        text += " if " + ", ".join(f"{name} is {' or '.join(values)}" for name, values in way.when.items())
    return text


def _time(stage: Wait | Activity | Session, plan: Plan) -> str:
    fields = {k: v for k, v in stage.takes.model_dump().items() if k not in ("law", "unit") and v is not None}
    said = ", ".join(
        f"{k} {plan.value(v):g}" if isinstance(v, str) and v in plan.parameters else f"{k} {v}"
        for k, v in fields.items()
    )
    return f"{stage.takes.law}, {said} {stage.takes.unit}"


def _stream(plan: Plan, i: int) -> str:
    d = plan.demand[i]
    growth = f", growing by {d.growth_per_year.value:.0%} a year" if d.growth_per_year.value else ""
    known = ", ".join(f"{k} {v}" for k, v in d.attributes.items()) or "nothing further known of a case"
    rate = f"{d.per_year.value:g} {d.per_year.unit}, {d.pattern}{growth}"
    return f"{d.title or d.name} ({d.name}): {rate}; {known}."


def _resources(plan: Plan) -> list[str]:
    out = []
    for team in plan.teams:
        numbers = ", ".join(f"{s.number.value:g} from {s.from_date or plan.start}" for s in team.staff)
        out.append(f"{team.title or team.name}: {numbers}; {team.calendar} hours; {team.work}.")
    for diary in plan.diaries:
        numbers = ", ".join(f"{s.number.value:g} a week from {s.from_date or plan.start}" for s in diary.places)
        out.append(
            f"{diary.title or diary.name}: {numbers or 'listed sessions'}; a place not taken on its day is lost."
        )
    return out or [EMPTY]


def _queues(plan: Plan) -> list[str]:
    teams = [f"{team.title or team.name}: {team.queue}." for team in plan.teams]
    return teams + [f"{diary.title or diary.name}: {diary.queue}." for diary in plan.diaries]


def _entries(plan: Plan) -> str:
    begin = ", ".join(dict.fromkeys(d.start or plan.pathway.start for d in plan.demand))
    ends = ", ".join(s.name for s in plan.pathway.stages if isinstance(s, End))
    return f"Cases begin at {begin}; they end at {ends}, or are still open at the end of the run and counted as such."


def _opening(plan: Plan) -> list[str]:
    if not plan.openings:
        return ["The run starts empty: no open cases were given."]
    counts = Counter[tuple[str, str, str]]()
    for o in plan.openings:
        counts[o.demand, o.stage, o.count.basis] += len(o.ages)
    groups = [f"{n} of {demand} at {stage} ({basis})" for (demand, stage, basis), n in counts.items() if n]
    said = [f"{counts.total()} cases are open at the start, with their ages: {'; '.join(groups)}."]
    if plan.areas:
        there = sum(any(o.ages for o in area.opening) for area in plan.areas)
        said.append(f"They belong to {there} of {len(plan.areas)} areas; the table by area says how many to each.")
    return [*said, stated_note(plan.openings)]


def _sets(plan: Plan) -> list[str]:
    if not plan.sets:
        return ["One value for each number; what a fit leaves open is not in the intervals."]
    return [
        f"Replications take {len(plan.sets)} parameter sets in turn ({plan.sets[0].source}), so the spread holds what "
        "the fit leaves open as well as luck; each set's factors are in parameters.csv."
    ]


def _estimation(replications: int | None, seed: int | None) -> str:
    if replications is None or seed is None:
        return f"Replications and seed: {EMPTY} (this report was made without a run)"
    return (
        f"{replications} replications, seed {seed}. Intervals are Student's t at 95 % over replications: run-to-run "
        "variation only. The number of replications was set by the user; no precision rule was applied."
    )
