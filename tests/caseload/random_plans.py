"""Random small pathways: free draws over the whole vocabulary, beside structures in which its rules must bind.

A free draw seldom makes a rule matter: a queue is short, a limit far off, a place free. So each plan also holds one or
two *structures*, each a short pathway with teams and cases of its own, so crowded that the order in which people are
served, dropped, passed over or given a place shows in the log. Their numbers and policies are drawn, and the free part
may lead into them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from hypothesis import strategies as st
from small import by, choice, end, make, people, session, to, wait, work

from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_parts import QueueRule

HOURS = st.sampled_from([0.5, 3, 20, 24, 100])
RULES = st.sampled_from(get_args(QueueRule))


MIX = {
    "age": {"young": {"value": 0.3}, "older": {"value": 0.7}},
    "phase_transfer": {"yes": {"value": 0.2}, "no": {"value": 0.8}},
}


@st.composite
def laws(draw: st.DrawFn) -> dict[str, Any]:
    mean = draw(HOURS)
    return draw(
        st.sampled_from(
            [
                {"law": "fixed", "value": mean, "unit": "hours"},
                {"law": "fixed", "value": 1, "unit": "days"},
                {"law": "exponential", "mean": "mean", "unit": "hours"},
                {"law": "exponential", "mean": mean, "unit": "hours"},
                {"law": "lognormal", "mean": mean, "sd": 2 * mean, "unit": "hours"},
            ]
        )
    )


def law(name: str, mean: float | str, unit: str = "hours") -> dict[str, Any]:
    return {"law": name, "value" if name == "fixed" else "mean": mean, "unit": unit}


def stream(name: str, start: str, per_year: float, **more: Any) -> dict[str, Any]:
    return {"name": name, "start": start, "per_year": per_year, "calendar": "always", "mix": MIX, **more}


# -- structures: each returns the parts that it adds to a plan; the first stage is where the free part may lead


def crew(draw: st.DrawFn) -> dict[str, Any]:
    """Four are at work and others wait when two or three posts go; later most come back."""
    posts = [4, draw(st.integers(1, 2)), 3]
    dates = [None, draw(st.sampled_from(["2026-01-09", "2026-01-14"])), "2026-01-22"]
    return {
        "stages": [work("desk", law(draw(st.sampled_from(["fixed", "exponential"])), 50), "out", "crew")],
        "demand": [stream("desk_work", "desk", 600), stream("desk_first", "desk", 300, priority=2)],
        "teams": [
            {
                "name": "crew",
                "staff": [{"from": day, "number": n} for day, n in zip(dates, posts, strict=True)],
                "calendar": draw(st.sampled_from(["always", "office"])),
                "queue": draw(st.sampled_from(["priority", "phase_transfer_first", "first_come"])),
                "on_drop": draw(st.sampled_from(["put_aside", "start_again", "finish"])),
            }
        ],
    }


def panels(draw: st.DrawFn) -> dict[str, Any]:
    """Two diaries of one day draw on the same few people; in one of them cases need more people or fewer."""
    short = draw(st.sampled_from([{"bench": 1}, {"bench": 1, "wings": 1}]))
    return {
        "stages": [
            choice("sort", [{"to": "panel", "p": 0.4}, {"to": "paper", "p": 0.3}, {"to": "short"}]),
            session("panel", law("exponential", 5), diary="morning", uses={"bench": 1, "wings": 2}),
            session("paper", law("fixed", 2), diary="morning", uses={"bench": 1}),
            session("short", law("fixed", 1), diary="afternoon", uses=short),
        ],
        "demand": [stream("papers", "sort", draw(st.sampled_from([700, 1000])))],
        "teams": [people(2, "bench"), people(draw(st.sampled_from([2, 3.5])), "wings")],
        "diaries": [
            {"name": "morning", "staffed_by": ["bench", "wings"], "queue": draw(RULES)},
            {
                "name": "afternoon",
                "staffed_by": ["wings", "bench"],
                "sessions": [[0.6, 3]],
                "cycle_days": 1,
                "queue": draw(RULES),
            },
        ],
    }


def limits(draw: st.DrawFn) -> dict[str, Any]:
    """A near limit and a far one run at once, of different beginnings; notices are sent again; one clerk answers."""
    then = draw(st.sampled_from([[], [{"to": "late", "p": "late"}, {"to": None}]]))
    both = {"stops_on": ["reply"], "then": then}
    near = {"name": "near", "starts_on": ["thinking"], "counting": "days", "amount": draw(st.integers(3, 9))}
    far = {"name": "far", "starts_on": ["gathering"], "counting": draw(st.sampled_from(["appeal", "appeal_section_i"]))}
    return {
        "stages": [
            wait("thinking", law("exponential", 3, "days"), "sent"),
            choice("sent", [{"to": "asking", "p": 0.7}, {"to": "reply"}], notice=True),
            wait("asking", law("exponential", 2, "days"), "gathering"),
            wait("gathering", law("exponential", 1, "days"), "reply"),
            {
                **work("reply", law("exponential", 12), team="clerks"),
                "then": [{"to": "sent", "p": 0.3}, {"to": "out"}],
            },
        ],
        "demand": [stream("thinkers", "thinking", 400), stream("senders", "sent", 200)],
        "teams": [
            people(
                1, "clerks", queue=draw(st.sampled_from(["statutory_date_first"] * 3 + ["oldest_first", "priority"]))
            )
        ],
        "clocks": [near | both, far | both],
        "opening": [{"stage": "thinking", "demand": "thinkers", "ages_days": [4, 30, 58, 62, 90]}],
    }


def keepers(draw: st.DrawFn) -> dict[str, Any]:
    """A caseload that binds, and is not a whole number."""
    leaves = [{"name": "leaves_line", "to": "other", "per_week": 0.3, "merit": 0.8}]
    return {
        "stages": [
            {"kind": "allocation", "name": "give", "team": "keepers", "until": ["closing"], "then": to("keep")}
            | draw(st.sampled_from([{}, {"departures": leaves}])),
            wait("keep", law("exponential", 2, "days"), "closing"),
            choice("closing", [{"to": "give", "p": 0.2}, {"to": "out"}]),
        ],
        "demand": [stream("given", "give", 450)],
        "teams": [
            people(1, "keepers", caseload=draw(st.sampled_from([1.5, 1.75, 2.6])), queue=draw(RULES))
            | {"staff": [{"number": draw(st.integers(1, 2))}, {"from": "2026-01-15", "number": 1}]}
            | {"leave": draw(st.sampled_from([0, 0.2]))}
        ],
        "opening": [
            {"stage": "keep", "demand": "given", "ages_days": [1, 5]},
            {"stage": "keep", "demand": "given", "ages_days": [2], "attributes": {"phase_transfer": "yes"}},
        ],
    }


def visits(draw: st.DrawFn) -> dict[str, Any]:
    """Times, ways out, rates of leaving (moved by merit) and what a limit does are parameters; settled waits."""
    leaves = [{"name": "leaves_visit", "to": "other", "per_week": "leaving", "merit": draw(st.sampled_from([0, 1.5]))}]
    return {
        "stages": [
            wait("visit", law("exponential", "mean"), "after", departures=leaves),
            choice("after", [{"to": "rest", "p": "share", "merit": 1.0}, {"to": "out"}]),
            wait("rest", law("exponential", 6, "days"), "return", settled=True),
            choice("return", by("age", young="visit", older="out"), notice=draw(st.booleans())),
        ],
        "demand": [stream("visitors", "visit", 500)],
        "teams": [],
        "clocks": [
            {
                "name": "visit_limit",
                "starts_on": ["visit"],
                "stops_on": ["after"],
                "counting": "days",
                "amount": 1,
                "then": [{"to": "late", "p": "late"}, {"to": None}],
            }
        ],
    }


STRUCTURES: dict[str, Callable[[st.DrawFn], dict[str, Any]]] = {
    f.__name__: f for f in (crew, panels, limits, keepers, visits)
}


@st.composite
def plans(draw: st.DrawFn, structure: str) -> Plan:
    """A pathway of one to five stages, leading on or back, with every feature drawn, beside one or two structures."""
    chosen = [structure, *draw(st.sampled_from([[], *([name] for name in STRUCTURES if name != structure)]))]
    added = [STRUCTURES[name](draw) for name in chosen]
    parts: dict[str, list[Any]] = {
        part: [item for structure in added for item in structure.get(part, [])]
        for part in ("stages", "demand", "teams", "diaries", "clocks", "opening")
    }
    entries = [structure["stages"][0]["name"] for structure in added]
    n = draw(st.integers(1, 5))
    names = [f"s{i}" for i in range(n)]
    stages: list[dict[str, Any]] = []
    for i, name in enumerate(names):
        ahead = draw(st.sampled_from([*names[i + 1 :], "out", *entries]))
        back = draw(st.sampled_from([*names, "out", "other"]))
        kind = draw(st.sampled_from(["wait", "activity", "session", "choice", "allocation"]))
        stage: dict[str, Any] = {"kind": kind, "name": name}
        stage["then"] = [{"to": back, "p": draw(st.sampled_from([0.1, 0.4]))}, {"to": ahead}]
        if kind == "choice":
            stage["then"] = draw(
                st.sampled_from(
                    [
                        [{"to": "other", "p": 0.3, "merit": 1.5}, {"to": ahead}],
                        [{"to": "other", "when": {"age": ["young"]}}, {"to": ahead, "when": {"age": ["older"]}}],
                    ]
                )
            )
            stage["notice"] = draw(st.booleans())
        else:
            if kind != "allocation":
                stage["takes"] = draw(laws())
            if draw(st.booleans()):
                leaves = {"name": "leaves", "to": "other", "per_week": draw(st.sampled_from([0.1, 2]))}
                stage["departures"] = [leaves | draw(st.sampled_from([{}, {"merit": 0.8}]))]
        if kind == "activity":
            stage["team"] = draw(st.sampled_from(["a", "b", "c"]))
            if stage["team"] != "c" and draw(st.booleans()):
                stage |= {"room": draw(st.integers(0, 3)), "if_full": "other"}
        elif kind == "allocation":
            stage["team"] = draw(st.sampled_from(["a", "judges"]))
            stage["until"] = draw(st.sampled_from([[], [names[-1]], [names[0]]]))
        elif kind == "session":
            stage["diary"] = draw(st.sampled_from(["list", "staffed"]))
            if stage["diary"] == "staffed":
                stage["uses"] = draw(st.sampled_from([{"judges": 1}, {"members": 1}, {"judges": 1, "members": 2}]))
        elif kind == "wait":
            stage["settled"] = draw(st.booleans())
            stage["calendar"] = draw(st.sampled_from(["always", "office"]))
        stages.append(stage)
    rule = draw(RULES)
    teams = [
        {
            "name": "a",
            "staff": [{"number": draw(st.integers(0, 3))}, {"from": "2026-01-15", "number": draw(st.integers(0, 2))}],
            "calendar": draw(st.sampled_from(["always", "office"])),
            "queue": rule,
            "on_drop": draw(st.sampled_from(["finish", "put_aside", "start_again"])),
            "caseload": draw(st.sampled_from([1, 2.5, 30])),
            "leave": draw(st.sampled_from([0, 0.3])),
        },
        people(2, "b", queue="priority", work="interruptible", calendar="office", leave=draw(st.sampled_from([0, 0.4])))
        | {"on_drop": draw(st.sampled_from(["finish", "put_aside", "start_again"]))},
        people(draw(st.integers(1, 3)), "c", work="shared", calendar="office"),
        people(draw(st.sampled_from([0.5, 1, 3])), "judges", caseload=4, queue=draw(RULES)),
        people(draw(st.sampled_from([1, 2, 4.5])), "members", calendar="office"),
    ]
    clocks = []
    if draw(st.booleans()):
        then = draw(st.sampled_from([[], [{"to": None}], [{"to": "late", "p": 0.5}, {"to": None}]]))
        counting = draw(st.sampled_from(["days", "working_days"]))
        clocks = [
            {
                "name": "limit",
                "starts_on": [names[0]],
                "stops_on": [names[-1]],
                "counting": counting,
                "amount": 3,
                "then": then,
            }
        ]
    known = draw(st.sampled_from([{}, {"attributes": {"age": "older", "need": "ASD"}}]))
    opening = [{"stage": draw(st.sampled_from(names)), "demand": "urgent", "ages_days": [0, 3, 40], **known}]
    times = {"places": [{"number": 8}]} if draw(st.booleans()) else {}
    tied = {"name": "tied", "pattern": "listed", "listed_days": [1, 1, 1, 2, 2, 5, 9], "mix": MIX}  # on whole days
    where: dict[str, Any] = {"opening": [*(opening if draw(st.booleans()) else []), *parts["opening"]]}
    # two areas with teams and numbers of their own; one of them has the open cases
    if structure == "visits" or draw(st.booleans()):
        differs = st.sampled_from(
            [
                {"mean": 30, "share": 0.9, "leaving": 2.5, "late": 0.95},
                {"leaving": 3, "late": 0.95},
                {"mean": 5, "share": 0.8},
            ]
        )
        own = {name: {"value": value} for name, value in draw(differs).items()}
        south = {"teams": {"b": {"value": 3}}, "demand": {"usual": {"value": 200}}, "parameters": own}
        alike = draw(st.sampled_from([["judges", "members", "staffed"], ["a", "judges", "members"]]))
        if "panels" in chosen and draw(st.booleans()):
            alike = [*alike, "bench", "wings", "morning"]
        open_in = draw(st.sampled_from([0, 1]))
        areas: list[dict[str, Any]] = [{"name": "North"}, {"name": "South", **south}]
        areas[open_in] |= where
        where = {"areas": areas, "shared": alike}
    return make(
        [*stages, *parts["stages"], end(), end("other"), end("late")],
        [
            {"name": "usual", "per_year": draw(st.sampled_from([60, 400])), "priority": 1, "mix": MIX},
            {"name": "urgent", "per_year": 120, "calendar": "always", "mix": MIX},
            {**tied, "calendar": draw(st.sampled_from(["always", "office"]))},
            *parts["demand"],
        ],
        [*teams, *parts["teams"]],
        days=24,
        clocks=[*clocks, *parts["clocks"]],
        rate_uncertainty=draw(st.sampled_from([0, 0.3])),
        parameters={name: {"value": x} for name, x in (("mean", 20), ("share", 0.3), ("leaving", 0.5), ("late", 0.3))},
        **where,
        diaries=[
            {"name": "list", "places": [{"number": draw(st.sampled_from([0.7, 5, 12]))}], "queue": draw(RULES)},
            {"name": "staffed", "staffed_by": ["judges", "members"], "queue": draw(RULES), **times},
            *parts["diaries"],
        ],
    )
