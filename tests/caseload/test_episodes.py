"""Episodes found by arrays against a walk through the same events, one after another, as the definition is worded."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from small import DAY, choice, end, listed, make, minutes, to, wait

from sendsim.caseload.episodes import episodes_of
from sendsim.caseload.journeys import EVENT_CODES, EventArrays
from sendsim.caseload.questions import questions_of
from sendsim.caseload.working_time import NEVER

PATHWAY = make(
    [
        choice("sent", to("rest"), notice=True),
        choice("asked", to("rest")),
        wait("rest", minutes(DAY), settled=True),
        wait("talk", minutes(DAY), "asked"),
        end(),
    ],
    [listed(0, start="sent"), listed(0, name="other", start="talk")],
).pathway
STAGES = PATHWAY.stages
CASES = 4


def walked(log: list[tuple[int, str, int]], opening: set[int]) -> list[tuple[int, int, bool, list[int]]]:
    """Return the episodes, case by case: when each begins and is over, whether open at the start, its events."""
    of_case: list[list[dict[str, Any]]] = [
        [{"begun": 0, "over": NEVER, "opening": case in opening, "events": []}] for case in range(CASES)
    ]
    noticed, joined = [case in opening for case in range(CASES)], [False] * CASES
    for minute, (case, event, at) in enumerate(log):
        here, stage = of_case[case], STAGES[at]
        if event == "join":
            notice, settled = getattr(stage, "notice", False), getattr(stage, "settled", False)
            if here[-1]["over"] < NEVER:
                again = not settled and (notice or stage.kind not in ("choice", "end"))
            else:
                again = notice and noticed[case] and joined[case]
            if again:
                here[-1]["over"] = min(here[-1]["over"], minute)
                here.append({"begun": minute, "over": NEVER, "opening": False, "events": []})
            if settled:
                here[-1]["over"] = min(here[-1]["over"], minute)
            joined[case], noticed[case] = True, noticed[case] or notice
        here[-1]["events"].append(minute)
    return [(e["begun"], e["over"], e["opening"], e["events"]) for case in of_case for e in case]


@given(
    log=st.lists(
        st.tuples(st.integers(0, CASES - 1), st.sampled_from(["join", "join", "end"]), st.integers(0, len(STAGES) - 1)),
        max_size=40,
    ),
    opening=st.sets(st.integers(0, CASES - 1)),
)
def test_episodes_are_those_of_a_walk_through_the_events(log: list[tuple[int, str, int]], opening: set[int]) -> None:
    case, event, stage = (np.array([row[i] for row in log]) for i in range(3))
    case, stage, code = case.astype(int), stage.astype(int), np.array([EVENT_CODES[e] for e in event], int)
    arrays = EventArrays(np.arange(len(log)), case, code, stage, np.zeros(len(log), int), ("",))
    cases = SimpleNamespace(opened=np.zeros(CASES, int), closed=np.full(CASES, -1))
    joins = np.flatnonzero(code == EVENT_CODES["join"])
    stood = np.full(CASES, NEVER)
    for i in joins[::-1]:
        if case[i] in opening:
            stood[case[i]] = i
    at_start = np.isin(np.arange(CASES), list(opening))
    found = episodes_of(
        SimpleNamespace(arrays=arrays, case_arrays=cases),  # type: ignore[arg-type]
        questions_of(PATHWAY),
        at_start,
        joins,
        stood,
    )
    events = [np.flatnonzero(found.of_event == i).tolist() for i in range(len(found.row))]
    by_array = list(zip(found.opened.tolist(), found.closed.tolist(), found.opening.tolist(), events, strict=True))
    assert by_array == walked(log, opening)
