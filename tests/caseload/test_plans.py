"""Plans that cannot be run are refused in one sentence; plans that can are written and read back equal."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from small import end, listed, make, minutes, people, session, wait, work

from sendsim.caseload.balance import load_warnings
from sendsim.caseload.load import diary_load, offered_load
from sendsim.caseload.plan_files import MAX_BYTES, dump_plan, load_plan, plan_from
from sendsim.errors import PlanError, SendsimError


def good() -> dict[str, Any]:
    return {
        "name": "good",
        "start": "2026-01-01",
        "end": "2027-01-01",
        "parameters": {"share": {"value": 0.4, "basis": "published", "source": "a table"}},
        "pathway": {
            "name": "good",
            "start": "advice",
            "stages": [
                {**wait("advice", minutes(60)), "then": [{"to": "meeting", "p": "share"}, {"to": "out"}]},
                work("meeting", {"law": "gamma", "mean": 3, "sd": 2, "unit": "hours"}, "hearing"),
                session("hearing", minutes(180)),
                end(),
            ],
            "clocks": [
                {"name": "limit", "starts_on": ["advice"], "stops_on": ["out"], "counting": "days", "amount": 9}
            ],
        },
        "demand": [{"name": "d", "per_year": 100}],
        "teams": [{"name": "team", "staff": [{"number": 1}, {"from": "2026-06-01", "number": 1.5}]}],
        "diaries": [{"name": "list", "places": [{"number": 3}]}],
        "opening": [{"stage": "advice", "demand": "d", "count": 4, "oldest_days": 20}],
    }


def put(data: Any, path: str, value: Any) -> Any:
    """Return a copy of ``data`` with ``value`` at a dotted path."""
    data = copy.deepcopy(data)
    *way, last = path.split(".")
    at = data
    for part in way:
        at = at[int(part)] if isinstance(at, list) else at[part]
    at[int(last) if isinstance(at, list) else last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("pathway.stages.0.then.0.p", 1.5, "give a number from 0 to 1"),
        ("pathway.stages.0.then", [{"to": "out", "p": 0.7}, {"to": "meeting", "p": 0.6}], "add up to 1.3"),
        ("pathway.stages.0.then", [{"to": "out", "p": 0.7}], "must add up to 1"),
        ("pathway.stages.0.then.0.p", "shore", "Did you mean 'share'?"),
        ("pathway.stages.0.then.0.merit", "shore", "Did you mean 'share'?"),
        ("pathway.stages.0.then.1.to", "uot", "Did you mean 'out'?"),
        ("pathway.stages.1.team", "taem", "Did you mean 'team'?"),
        ("pathway.stages.2.diary", "lists", "Did you mean 'list'?"),
        ("pathway.stages.2.then", [{"to": "hearing"}], "no end can be reached"),
        ("pathway.stages.2.then", [], "no way out"),
        ("pathway.stages.2.name", "meeting", "defined twice"),
        ("pathway.stages.1.room", 2, "room and if_full go together"),
        ("pathway.clocks.0.starts_on", ["advise"], "Did you mean 'advice'?"),
        ("teams.0.staff.0.number", -1, "capacity cannot be negative"),
        ("teams.0.work", "interruptible", "set queue to 'priority'"),
        ("teams.0.staf", [], "Did you mean 'staff'"),
        ("demand.0.per_year", -5, "give 0 or more"),
        ("demand.0.per_yaer", 5, "Did you mean 'per_year'"),
        ("demand.0.per_year", "many", "per_year"),
        ("demand.0.per_year", float("nan"), "finite"),
        ("demand.0.monthly", [1, 2], "twelve weights"),
        ("demand.0.rates", [[3, 1], [2, 1]], "rising days"),
        ("demand.0.listed_days", [-1], "count days from 0"),
        ("demand.0.start", "advise", "Did you mean 'advice'?"),
        ("opening.0.stage", "advise", "Did you mean 'advice'?"),
        ("opening.0.count", -3, "cannot be negative"),
        ("opening.0.youngest_days", 50, "oldest_days is below youngest_days"),
        ("diaries.0.sessions", [[1, 1]], "either places"),
        ("switched_off", ["gives_up"], "unknown departure"),
        ("start", "2027-06-01", "is not after start"),
        ("end", "2060-01-01", "more than twenty years"),
        ("end", "soon", "end is 'soon'"),
    ],
)
def test_mistakes(path: str, value: Any, words: str) -> None:
    """Each mistake gives one line that says what is wrong, in the planner's words."""
    with pytest.raises(SendsimError) as error:
        plan_from(put(good(), path, value))
    message = str(error.value)
    assert words in message
    assert "\n" not in message
    assert "pydantic" not in message
    assert "?." not in message
    assert message.endswith((".", "?"))


def test_rates_beyond_their_cycle() -> None:
    """A rate after the end of its cycle would overlap the next turn."""
    with pytest.raises(SendsimError, match="in a cycle of 5 days"):
        make([end()], [{"name": "d", "rates": [[0, 1], [7, 2]], "cycle_days": 5}])


@pytest.mark.parametrize("key", ["name", "start", "end", "pathway", "demand"])
def test_missing_fields(key: str) -> None:
    """A missing field is named."""
    data = good()
    del data[key]
    with pytest.raises(SendsimError, match=f"{key} is missing: add it"):
        plan_from(data)


BOMB = "name: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"n{i}: &{chr(97 + i)} [{', '.join(['*' + chr(96 + i)] * 9)}]\n" for i in range(1, 12)
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00\x01binary", "not a text file in UTF-8"),
        (b"name: [1, 2", "mend the YAML there"),
        (b"name: a\nname: b\n", "mend the YAML there"),
        (b"!!python/object/apply:os.system ['true']", "mend the YAML there"),
        (b"", "a plan must be"),
        (b"- 1\n- 2\n", "a plan must be"),
        (b"just words", "a plan must be"),
        (b"#" * (MAX_BYTES + 1), "is larger than 2 MB"),
        (BOMB.encode(), "without aliases"),
        (b"name: &a [*a]\n", "without aliases"),
        (b"name: " + b"[" * 20_000, "not a usable YAML file"),
        (b"name: a\x00b\n", "mend the YAML there"),
    ],
    ids=["binary", "broken", "twice", "tag", "empty", "list", "words", "huge", "bomb", "loop", "deep", "nul"],
)
def test_hostile_files(tmp_path: Path, content: bytes, words: str) -> None:
    """A file that is no plan is refused in one line, at once, naming the file."""
    path = tmp_path / "plan.yaml"
    path.write_bytes(content)
    with pytest.raises(SendsimError) as error:
        load_plan(path)
    assert words in str(error.value)
    assert "\n" not in str(error.value)
    assert str(path) in str(error.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file and a directory are refused in one line."""
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(SendsimError, match="cannot be read"):
            load_plan(path)


def test_round_trip(tmp_path: Path) -> None:
    """A plan written and read back is equal, byte for byte the second time; evidence and dates survive."""
    plan = plan_from(good())
    path = tmp_path / "plan.yaml"
    path.write_text(dump_plan(plan), encoding="utf-8")
    again = load_plan(path)
    assert again == plan
    assert again.fingerprint == plan.fingerprint
    assert dump_plan(again) == dump_plan(plan)
    assert again.parameters["share"].source == "a table"
    path.write_text("\ufeff" + dump_plan(plan), encoding="utf-8")  # as some editors save
    assert load_plan(path) == plan


# -- load


def test_load_by_hand() -> None:
    """100 cases, of whom 40 % meet for three hours; after each meeting half meet again.

    Visits of the meeting: 40 a hundred cases, times 1 / (1 - 0.5) with a loop of one half, is 80; 80 meetings of 3
    hours are 240 hours. Two people always on duty for 30 days have 1440 hours: load 1/6.
    """
    meeting = {**work("meeting", {"law": "fixed", "value": 3, "unit": "hours"})}
    meeting["then"] = [{"to": "meeting", "p": 0.5}, {"to": "out"}]
    choice = {"kind": "choice", "name": "c", "then": [{"to": "meeting", "p": 0.4}, {"to": "out"}]}
    plan = make([choice, meeting, end()], [listed(*range(100))], [people(2)])
    assert offered_load(plan)["team"] == pytest.approx(240 / 1440)
    assert load_warnings(plan) == []


def test_load_counts_departures_from_waits() -> None:
    """Of a wait of one week with a hazard of 1 a week, exp(-1) come through to the team, whatever the calendar."""
    for calendar, unit in (("always", "weeks"), ("office", "weeks")):
        takes = {"law": "fixed", "value": 1, "unit": unit}
        departures = [{"name": "gives_up", "to": "out", "per_week": 1}]
        stages = [wait("w", takes, "s", calendar=calendar, departures=departures), work("s", minutes(432)), end()]
        load = offered_load(make(stages, [listed(*range(100))]))["team"]
        assert load == pytest.approx(0.36788 * 100 * 432 / 43200, rel=1e-4)


def test_load_warnings_are_plain_sentences() -> None:
    """A team over its time, a team without people and a diary over its places are each named, with the load."""
    stages = [
        work("a", minutes(864), "b", team="busy"),
        work("b", minutes(10), "c", team="nobody"),
        session("c", minutes(60)),
        end(),
    ]
    plan = make(
        stages,
        [listed(*range(60))],
        [people(1, "busy"), people(0, "nobody")],
        diaries=[{"name": "list", "sessions": [[day, 2] for day in range(1, 21)]}],
    )
    assert offered_load(plan) == {"busy": pytest.approx(1.2), "nobody": float("inf")}
    assert diary_load(plan) == {"list": pytest.approx(1.5)}
    busy, nobody, places = load_warnings(plan)
    assert busy.startswith("Team 'busy' is asked for 1.20 times the working time it has")
    assert "'nobody'" in nobody
    assert places.startswith("Diary 'list' is asked for 1.50 times the places")
    assert all(text.endswith(".") and "\n" not in text for text in (busy, nobody, places))


@pytest.mark.parametrize(
    ("takes", "said"),
    [
        ({"law": "gamma", "mean": -2, "sd": 1}, "takes of stage 's': mean of a duration is -2"),
        ({"law": "gamma", "mean": "no_such", "sd": 1}, "takes of stage 's': "),
        ({"law": "normal", "mean": 1, "sd": 1, "least": -9}, "takes of stage 's': the normal law reaches below 0"),
    ],
)
def test_an_impossible_duration_is_found_at_loading_and_names_its_stage(takes, said) -> None:
    with pytest.raises(PlanError) as caught:
        make([wait("s", takes), end()], [listed(0)])
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_room_in_a_shared_caseload_is_refused() -> None:
    stages = [work("s", minutes(10), room=2, if_full="out"), end()]
    with pytest.raises(PlanError, match="room of stage 's' is 2, but the work of team 'team' is 'shared'"):
        make(stages, [listed(0)], [people(1, work="shared")])
