"""What is stated of cases open at the start: each case has exactly that, and only what is missing is drawn."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import by, choice, end, listed, make, minutes, people, run, story, wait, work

from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.groups import by_group, groupings
from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_files import dump_json, dump_plan, load_plan
from sendsim.caseload.spells import Seen
from sendsim.errors import PlanError

MIX = {
    "age": {"young": {"value": 0.3}, "older": {"value": 0.7}},
    "help": {"lawyer": {"value": 0.2}, "none": {"value": 0.8}},
}


def opened(ages: int, demand: str = "d", **attributes: str) -> dict[str, Any]:
    more = {"attributes": attributes} if attributes else {}
    return {"stage": "s", "demand": demand, "ages_days": [float(i + 1) for i in range(ages)], **more}


def fork(opening: list[dict[str, Any]], merit: float = 0.0, **more: Any) -> Plan:
    """Return a plan in which young cases end at ``early`` or ``tribunal``, and older ones at ``later``."""
    return make(
        [
            wait("s", minutes(60), "c"),
            choice(
                "c",
                [
                    {"to": "early", "when": {"age": ["young"]}, "p": 0.5, "merit": merit},
                    {"to": "tribunal", "when": {"age": ["young"]}},
                    {"to": "later", "when": {"age": ["older"]}},
                ],
            ),
            *(end(name) for name in ("early", "tribunal", "later")),
        ],
        [listed(*range(0, 2000, 50), mix=MIX)],
        opening=opening,
        **more,
    )


@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["", "young", "older"]), st.sampled_from(["", "lawyer"]))))
@settings(max_examples=25, deadline=None)
def test_open_cases_have_exactly_what_is_stated_and_the_rest_is_what_would_have_been_drawn(groups) -> None:
    """Both engines are held equal by ``run``; every case's other attributes are those it has if nothing is stated."""
    stated = [{k: v for k, v in (("age", age), ("help", support)) if v} for _, age, support in groups]
    plan = fork([opened(n, **of) for (n, *_), of in zip(groups, stated, strict=True)], merit=1.0)
    plain = run(fork([opened(n) for n, *_ in groups], merit=1.0)).cases
    cases = run(plan).cases
    wanted = [of for (n, *_), of in zip(groups, stated, strict=True) for _ in range(n)]
    assert len(cases) == len(wanted) + 40
    for name in MIX:
        expected = [of.get(name, drawn) for of, drawn in zip(wanted, plain[name], strict=False)]
        assert cases[name].tolist() == [*expected, *plain[name][len(wanted) :]]
    assert cases["merit"].tolist() == plain["merit"].tolist()
    assert ((cases["age"] == "older") == (cases["outcome"] == "later")).all()


def test_a_queue_takes_what_is_stated_against_what_the_stream_gives() -> None:
    """Of five in the queue the two said to be phase transfers go first, though the stream's new cases are not."""
    plan = make(
        [work("s", minutes(100)), end()],
        [listed(500, attributes={"phase_transfer": "no"}), listed(name="e", attributes={"phase_transfer": "yes"})],
        [people(queue="phase_transfer_first")],
        opening=[opened(3), opened(2, phase_transfer="yes")],
    )
    starts = [case for _, case, event, _ in story(run(plan)) if event == "start"]
    cases = run(plan).cases.set_index("case")["phase_transfer"]
    assert [cases[case] for case in starts] == ["yes", "yes", "no", "no", "no", "no"]


def test_a_level_of_another_stream_opens_its_ways_to_open_cases_alone() -> None:
    """Stream ``d`` has only older cases; two open ones are young, one each from both ways that only they may take."""
    plan = fork([opened(40, age="young"), opened(2)])
    older = listed(0, 10, attributes={"age": "older"}, mix={"help": MIX["help"]})
    data = plan.model_dump(by_alias=True) | {"demand": [older, listed(name="e", attributes={"age": "young"})]}
    plan = Plan.model_validate(data)
    cases = run(plan).cases
    outcome = Counter(zip(cases["age"], cases["outcome"], strict=True))
    assert set(outcome) == {("young", "early"), ("young", "tribunal"), ("older", "later")}
    assert outcome["older", "later"] == 4
    assert [k.share for k in compile_plan(plan).kinds] == [1.0, 0.0, 1.0]


def test_measures_by_group_count_open_cases_under_what_is_stated() -> None:
    """Need is known of three open cases alone; age band of all; ``not recorded`` is said of the others."""
    plan = make(
        [wait("s", minutes(60 * 1440)), end()],
        [listed(5, 6, attributes={"plan_status": "plan"})],
        opening=[opened(3, need="ASD"), opened(2, plan_status="plan"), opened(1)],
    )
    compiled, journeys = compile_plan(plan), run(plan)
    of = groupings(compiled, journeys.cases)
    assert Counter(of["need"]) == {"ASD": 3, "not recorded": 5} and Counter(of["plan_status"]) == {"plan": 8}
    table = by_group(compiled, journeys, Seen(compiled, journeys))
    still = table[table["measure"] == "open_at_end"].set_index(["by", "level"])["value"]
    assert still["need", "ASD"] == 3 and still["need", "not recorded"] == 5


def test_areas_have_stated_cases_of_their_own() -> None:
    areas = [{"name": "A", "opening": [opened(2, age="young")]}, {"name": "B", "opening": [opened(3, age="older")]}]
    plan = fork([])
    cases = run(Plan.model_validate(plan.model_dump(by_alias=True) | {"areas": areas})).cases
    before = cases[cases["case"].str.startswith("opening")]
    assert before[["area", "age"]].to_numpy().tolist() == [["A", "young"]] * 2 + [["B", "older"]] * 3


def test_a_plan_file_keeps_what_is_stated_and_a_plan_without_it_keeps_its_text(tmp_path) -> None:
    plan = fork([opened(2, age="young", help="lawyer"), opened(1)])
    for name, text in (("plan.yaml", dump_plan(plan)), ("plan.json", dump_json(plan))):
        (tmp_path / name).write_text(text)
        assert load_plan(tmp_path / name) == plan
    assert dump_plan(plan).count("attributes:") == 2  # the stream's, and the one group's
    assert plan.fingerprint != fork([opened(2), opened(1)]).fingerprint


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"age": "yuong"}, "which the plan has no word for: use one of 'young', 'older'. Did you mean 'young'?"),
        ({"case": "A-1"}, "names 'case', which every case already has"),
        ({"need": ""}, "name a group in 1 to 40 letters"),
        ({"need": "not recorded"}, "leave it out so that it is drawn"),
        ({"need": "x" * 41}, "in 1 to 40 letters"),
        ({"age": 7}, "attributes.age is 7"),
    ],
)
def test_what_cannot_be_stated_is_told_in_one_sentence(attributes: Any, words: str) -> None:
    with pytest.raises(PlanError) as error:
        fork([opened(1) | {"attributes": attributes}])
    assert words in str(error.value) and "\n" not in str(error.value)


def test_a_stage_without_a_way_out_for_open_cases_is_refused() -> None:
    """New cases are all older; what is stated of the open one leaves it nowhere to go."""
    older = {"levels": {"older": {"value": 1}}, "other": {"young": {"value": 0}, "older": {"value": 1}}}
    stages = [wait("s", minutes(60), "c"), choice("c", by("age", older="out")), end()]
    demand = [listed(0, mix={"age": older["other"]})]
    make(stages, demand, opening=[opened(1)])
    with pytest.raises(PlanError, match="must add up to 1"):
        make(stages, demand, opening=[opened(1, age="young")])


@pytest.mark.parametrize("value", [0.001, 2.5, -1])
def test_cases_are_whole(value: float) -> None:
    plan = make([wait("s", minutes(5)), end()], [listed()], opening=[{"stage": "s", "demand": "d", "count": 4}])
    with pytest.raises(PlanError, match=r"opening\.s\.d is .*: cases are whole, so give a whole number of 0 or more"):
        plan.change({"opening.s.d": value})
    assert len(plan.change({"opening.s.d": 7}).opening[0].ages) == 7
    with pytest.raises(PlanError, match=r"cases are whole|cannot be negative"):
        make([wait("s", minutes(5)), end()], [listed()], opening=[{"stage": "s", "demand": "d", "count": value}])
