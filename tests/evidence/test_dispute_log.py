"""The dispute log and counts of open cases: read strictly, placed where they stand, and run from there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import sendsim
from sendsim import cli_opening
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.plan_files import dump_json, dump_plan, load_plan, plan_from
from sendsim.caseload.send import PATHWAY
from sendsim.errors import SendsimError
from sendsim.evidence.dispute_log import COLUMNS, TRIGGERS, check_log, read_log, sample_text, write_template_xlsx
from sendsim.evidence.england import england
from sendsim.evidence.house_stages import HOUSE_STAGES, pathway_stage, stream_for
from sendsim.evidence.openings import opening_from_counts, opening_from_log
from tests.two_engines import runner

TODAY = date(2026, 9, 1)


@pytest.fixture(scope="module")
def plan():
    return sendsim.baseline("Rutland")


@pytest.fixture
def sample(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(sample_text(), encoding="utf-8")
    return path


def write(tmp_path, *rows: dict[str, str], heads=tuple(COLUMNS), bom=False, end="\n"):
    """Write a log of these rows, each laid over a sound one."""
    sound = {
        "case_ref": "A-1",
        "opened_date": "2026-03-02",
        "trigger": "refuse_assess",
        "route": "mediation",
        "decision_letter_date": "2026-03-02",
        "mediation_requested_date": "2026-04-01",
        "outcome": "ongoing",
    }
    lines = [",".join(heads)]
    for i, row in enumerate(rows):
        cells = {**sound, "case_ref": f"A-{i + 1}", **row}
        lines.append(",".join(cells.get(h.strip().lower(), "") for h in heads))
    path = tmp_path / "log.csv"
    path.write_bytes((("\ufeff" if bom else "") + end.join(lines) + end).encode())
    return path


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            {"outcome": "agreed_ful", "outcome_date": "2026-05-01"},
            "line 2, column outcome: 'agreed_ful' is not known. Did",
        ),
        ({"trigger": ""}, "line 2, column trigger: nothing stands there; give one of: refuse_assess"),
        ({"opened_date": "02/03/2026"}, "column opened_date: '02/03/2026' is not a date: write it as 2026-09-01."),
        ({"opened_date": "2026-02-30"}, "column opened_date: '2026-02-30' is not a date"),
        ({"outcome_date": "2026-05-01"}, "column outcome_date: '2026-05-01' is given, but the outcome is 'ongoing'"),
        ({"outcome": "conceded"}, "column outcome_date: nothing stands there; give the date, since the outcome"),
        ({"mediation_held_date": "2026-03-20"}, "'2026-03-20' is before mediation_requested_date (2026-04-01)"),
        ({"certificate_type": "deemed"}, "column certificate_date: nothing stands there; give the date of the cert"),
        ({"certificate_date": "2026-05-05"}, "column certificate_type: nothing stands there; say how"),
        ({"certificate_type": "held", "certificate_date": "2026-05-05"}, "column mediation_held_date: nothing"),
        ({"mode": "online"}, "column mode: 'online' is given, but no mediation_held_date"),
        ({"case_ref": "Jo Smith"}, "column case_ref: 'Jo Smith' use up to 20 letters"),
        ({"case_ref": "A123456789012"}, "looks like a UPN or an NHS number"),
        ({"la_code": "999"}, "column la_code: '999' is not the code of one of the 153"),
        ({"provider_cost": "£300"}, "column provider_cost: '£300' is not a number of 0 or more"),
    ],
)
def test_a_row_that_makes_no_sense_is_told_by_line_column_value_and_mend(tmp_path, row, says):
    with pytest.raises(SendsimError) as error:
        read_log(write(tmp_path, row))
    assert says in str(error.value) and "\n" not in str(error.value)


def test_every_problem_is_listed_and_sound_rows_are_kept(tmp_path):
    path = write(tmp_path, {}, {"trigger": "x"}, {"case_ref": "A-1"}, {"outcome": "?"}, {})
    log, problems = check_log(path)
    assert [p.line for p in problems] == [3, 4, 5]
    assert "is on line 2 too" in str(problems[1])
    assert [r.case_ref for r in log.rows] == ["A-1", "A-5"]
    with pytest.raises(SendsimError, match=r"\(2 more: sendsim log check lists them\)"):
        read_log(path)


@pytest.mark.parametrize(
    ("heads", "says"),
    [
        (("case_ref", "opened_date", "trigger", "route", "outcome"), "line 1: column outcome_date is missing; add it."),
        (("case_ref", "opened_date", "triger", "route", "outcome", "outcome_date"), "Is it called 'triger'"),
        ((*COLUMNS, "route"), "column route is there twice"),
        ((*COLUMNS, "Child name"), "column Child name: looks like personal data"),
        ((*COLUMNS, "DOB"), "looks like personal data"),
    ],
)
def test_headings_that_cannot_be_used(tmp_path, heads, says):
    with pytest.raises(SendsimError, match=says.replace("(", r"\(")):
        read_log(write(tmp_path, {}, heads=heads))


def test_headings_in_any_case_order_and_file_form_and_unknown_ones_noted(tmp_path):
    heads = (*(c.upper() for c in reversed(COLUMNS)), "team")
    log = read_log(write(tmp_path, {}, heads=heads, bom=True, end="\r\n"))
    assert log.rows[0].case_ref == "A-1" and "team" in log.notes[0]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"PK\x03\x04\x00\x00", "not a CSV file"),
        (b"", "column case_ref is missing"),
        (",".join(COLUMNS).encode(), "holds no disagreements"),
        (b"case_ref,opened_date,trigger,route,outcome,outcome_date\nA,b,c,d,e,f,g\n", "7 cells stand under 6 headings"),
    ],
)
def test_files_that_are_no_log(tmp_path, data, says):
    path = tmp_path / "log.csv"
    path.write_bytes(data)
    with pytest.raises(SendsimError, match=says):
        read_log(path)


def test_the_sample_is_sound_and_the_workbook_offers_the_words(sample, tmp_path):
    from openpyxl import load_workbook

    assert len(read_log(sample).rows) == 60
    write_template_xlsx(tmp_path / "t.xlsx", rows=5)
    sheet = load_workbook(tmp_path / "t.xlsx")["Dispute log"]
    assert [c.value for c in sheet[1]] == list(COLUMNS)
    lists = [v.formula1 for v in sheet.data_validations.dataValidation if v.type == "list"]
    assert f'"{",".join(TRIGGERS)}"' in lists and all(len(v) <= 257 for v in lists)


# -- where open cases stand


def test_every_house_stage_and_trigger_has_its_place_or_says_so(plan):
    found = 0
    for stage in HOUSE_STAGES:
        try:
            found += pathway_stage(PATHWAY, stage.name) in PATHWAY.names
        except SendsimError as error:
            assert "has no counterpart" in str(error)
    assert found >= 11
    assert all(stream_for(plan, t).name for t in TRIGGERS)
    with pytest.raises(SendsimError, match="Did you mean 'waiting_hearing'"):
        pathway_stage(PATHWAY, "waiting_hearings")


@pytest.mark.parametrize(
    ("row", "stage", "days", "before"),
    [
        ({}, "mediation_arranging", 153, 30),
        ({"mediation_held_date": "2026-04-20"}, "mediation_carried_out_tell", 134, 49),
        ({"mediation_requested_date": ""}, "deciding", 183, 0),
        ({"route": "drs", "mediation_requested_date": ""}, "drs_arranging", 183, 0),
        ({"route": "informal", "mediation_requested_date": ""}, "early_talk", 183, 0),
        ({"route": "appeal"}, "mediation_arranging", 153, 30),
        (
            {"route": "appeal", "certificate_type": "declined", "certificate_date": "2026-08-20"},
            "registration",
            12,
            171,
        ),
        ({"route": "appeal", "certificate_type": "deemed", "certificate_date": "2026-07-20"}, "la_response", 22, 161),
        (
            {"route": "appeal", "certificate_type": "deemed", "certificate_date": "2026-05-01"},
            "hearing_two_members",
            60,
            123,
        ),
    ],
)
def test_an_open_row_stands_where_its_dates_say(plan, tmp_path, row, stage, days, before):
    opened = opening_from_log(plan, read_log(write(tmp_path, row)), TODAY)
    (group,) = opened.opening
    assert (group.stage, group.demand, group.ages, group.before_days) == (stage, "refuse_to_assess", (days,), before)
    assert opened.start == TODAY


def test_a_run_from_a_log_begins_with_its_open_cases_at_their_true_ages(plan, sample, tmp_path):
    log = read_log(sample)
    still_open = [r for r in log.rows if r.is_open(TODAY)]
    opened = opening_from_log(plan, log, TODAY)
    path = tmp_path / "plan.yaml"
    path.write_text(dump_plan(opened), encoding="utf-8")
    journeys = runner(compile_plan(load_plan(path)))(1, 0)
    there = journeys.cases[journeys.cases["opened"] < 0]
    assert sorted(there["opened"] // 1440) == sorted((r.opened - TODAY).days for r in still_open)
    assert any("dispute log log.csv" in note for note in opened.notes)


def test_only_what_was_known_on_the_day_counts(plan, sample):
    """Starting a year earlier takes other cases, and none that began later."""
    log, early = read_log(sample), date(2026, 1, 5)
    opened = opening_from_log(plan, log, early)
    assert sum(len(o.ages) for o in opened.opening) == sum(r.is_open(early) for r in log.rows)
    oldest = max(early - timedelta(days=a + o.before_days) for o in opened.opening for a in o.ages)
    assert oldest < early


@pytest.mark.parametrize(
    ("on", "says"),
    [(date(2024, 1, 1), "no disagreement open"), (date(2027, 6, 1), "more than six months after the last date")],
)
def test_a_day_the_log_does_not_cover(plan, sample, on, says):
    with pytest.raises(SendsimError, match=says):
        opening_from_log(plan, read_log(sample), on)


def test_cases_the_plan_has_no_place_for_stop_it_until_they_are_left_out(plan, tmp_path):
    bare = plan.model_copy(update={"demand": tuple(d for d in plan.demand if d.name != "sen_support")})
    support = {
        "trigger": "sen_support",
        "route": "informal",
        "decision_letter_date": "",
        "mediation_requested_date": "",
    }
    log = read_log(write(tmp_path, {}, support))
    with pytest.raises(SendsimError, match=r"line 3: trigger 'sen_support' has no stream .* \(--leave-out informal\)"):
        opening_from_log(bare, log, TODAY)
    opened = opening_from_log(bare, log, TODAY, ["informal"])
    assert sum(len(o.ages) for o in opened.opening) == 1 and "Left out" in opened.notes[-1]
    with pytest.raises(SendsimError, match="Did you mean 'informal'"):
        opening_from_log(bare, log, TODAY, ["informel"])


# -- counts by stage and age


def counts(tmp_path, *lines: str):
    path = tmp_path / "counts.csv"
    path.write_text("\n".join(["stage,trigger,youngest_weeks,oldest_weeks,weeks_before,cases", *lines]) + "\n")
    return path


def test_counts_are_spread_between_their_ages(plan, tmp_path):
    opened = opening_from_counts(plan, counts(tmp_path, "waiting_hearing,placement_I,0,40,9,8"), TODAY)
    (group,) = opened.opening
    assert group.stage == "hearing" and group.demand == "placement_only" and group.before_days == 63
    assert group.ages == tuple(280 - 35 * (i + 0.5) for i in range(8))
    journeys = runner(compile_plan(opened))(1, 0)
    assert (journeys.cases["opened"] < 0).sum() == 8


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("waiting_haering,placement_I,0,40,9,8", "line 2, column stage: 'waiting_haering' is not known. Did you mean"),
        ("hearing,placement,0,40,9,8", "line 2, column trigger: 'placement' is not known. Did you mean"),
        ("hearing,placement_I,40,4,9,8", "column oldest_weeks: '4' is below youngest_weeks (40)"),
        ("hearing,placement_I,0,40,9,2.5", "column cases: '2.5' is not a whole number"),
        ("hearing,placement_I,0,40,9,", "column cases: nothing stands there"),
        ("hearing,placement_I,0,40,9,0", "holds no open cases"),
    ],
)
def test_counts_that_make_no_sense(plan, tmp_path, line, says):
    with pytest.raises(SendsimError) as error:
        opening_from_counts(plan, counts(tmp_path, line), TODAY)
    assert says in str(error.value)


def test_an_opening_after_the_end_of_the_plan_is_refused(plan, tmp_path):
    with pytest.raises(SendsimError, match="is not before the plan's end"):
        opening_from_counts(plan, counts(tmp_path, "hearing,placement_I,0,40,9,8"), date(2040, 1, 1))


# -- what a file says of families


def test_open_cases_have_exactly_what_the_log_says_of_them(plan, sample):
    """Every open row of the sample, one by one: its age band, need, help and so on, in the plan's words."""
    log = read_log(sample)
    opened = opening_from_log(plan, log, TODAY)
    cases = runner(compile_plan(opened))(1, 0).cases
    there = cases[cases["case"].str.startswith("opening")]
    names = ["opened", "age_band", "need", "representation", "request_source", "plan_status", "phase_transfer", "body"]
    wider = {"16_to_19": "16_to_25", "20_to_25": "16_to_25"}
    bodies = {"la": "authority", "school": "setting", "icb": "health", "social_care": "social care"}
    said = []
    for r in (r for r in log.rows if r.is_open(TODAY)):
        phase, status = {"y": "yes", "n": "no"}.get(r.phase_transfer), {"no_plan": "no plan"}.get(r.plan_status, "plan")
        help_ = "" if r.representation == "not_recorded" else r.representation
        asked = "" if r.request_source == "not_recorded" else r.request_source
        body = bodies.get(r.party_against)
        need = "" if r.need == "not_recorded" else r.need
        row = ((r.opened - TODAY).days * 1440, wider.get(r.age_band, r.age_band), need, help_, asked, status)
        said.append((*row, phase, body))
    found = sorted(there[names].astype(str).to_numpy().tolist())
    assert len(found) == len(said) > 10
    left = [list(row) for row in found]
    for row in said:  # each row of the log is one case that agrees in all that is said; the rest was drawn
        match = next(c for c in left if all(not want or c[i] == str(want) for i, want in enumerate(row)))
        left.remove(match)
    assert "is stated: age band of" in opened.notes[-1]
    assert not any(o.attributes.keys() & {"case_ref", "officer_hours", "mode"} for o in opened.opening)


def test_a_file_says_what_the_plan_has_no_word_for(plan, tmp_path):
    bands = {"young": {"value": 0.5}, "older": {"value": 0.5}}
    data = plan.model_dump(by_alias=True)
    data["demand"][0]["mix"]["age_band"] = bands
    data["demand"] = data["demand"][:1]
    data["opening"] = []
    own = plan_from(data)
    row = {"age_band": "5_to_10"}
    with pytest.raises(
        SendsimError, match=r"line 2, column age_band: '5_to_10' has no counterpart .* young, older, or"
    ):
        opening_from_log(own, read_log(write(tmp_path, row)), TODAY)
    (group,) = opening_from_log(plan, read_log(write(tmp_path, row)), TODAY).opening
    assert group.attributes == {"age_band": "5_to_10"}


HEADS = "stage,trigger,youngest_weeks,oldest_weeks,weeks_before,cases"


def grouped(tmp_path, heads: str, *lines: str):
    path = tmp_path / "grouped.csv"
    path.write_text("\n".join([f"{HEADS},{heads}", *lines]) + "\n")
    return path


def test_counts_by_group_give_cases_of_exactly_these_groups(plan, tmp_path):
    path = grouped(
        tmp_path,
        "age_band,representation,need,phase_transfer",
        "hearing,placement_I,0,40,9,3,20_to_25,represented,ASD,yes",
        "hearing,placement_I,0,40,9,2,,,,y",
        "hearing,placement_I,0,40,9,4,under_5,not_recorded,not_recorded,n",
    )
    opened = opening_from_counts(plan, path, TODAY)
    assert [o.attributes for o in opened.opening] == [
        {"age_band": "16_to_25", "need": "ASD", "representation": "represented", "phase_transfer": "yes"},
        {"phase_transfer": "yes"},
        {"age_band": "under_5", "phase_transfer": "no"},
    ]
    cases = runner(compile_plan(opened))(1, 0).cases.iloc[:9]
    assert cases["phase_transfer"].tolist() == ["yes"] * 5 + ["no"] * 4
    assert cases["age_band"].tolist()[:3] + cases["age_band"].tolist()[5:] == ["16_to_25"] * 3 + ["under_5"] * 4
    assert set(cases["age_band"].tolist()[3:5]) <= {"under_5", "5_to_10", "11_to_15", "16_to_25"}
    assert "of these 9 cases is stated: age band of 7, need of 3" in opened.notes[-1].lower()


@pytest.mark.parametrize(
    ("heads", "line", "says"),
    [
        ("age_band", "hearing,placement_I,0,40,9,3,5_to_11", "column age_band: '5_to_11' has no counterpart"),
        ("need", "hearing,placement_I,0,40,9,3,autism", "column need: 'autism' is not known. Use one of: ASD"),
        ("area", "hearing,placement_I,0,40,9,3,Kent", "column area: 'Kent' names an area, but the plan has none"),
        ("pupil_name", "hearing,placement_I,0,40,9,3,x", "looks like personal data"),
    ],
)
def test_groups_that_make_no_sense(plan, tmp_path, heads, line, says):
    with pytest.raises(SendsimError) as error:
        opening_from_counts(plan, grouped(tmp_path, heads, line), TODAY)
    assert says in str(error.value)


# -- plans of several areas


@pytest.fixture(scope="module")
def three():
    return england(["Rutland", "Hartlepool", "City of London"])


def test_counts_by_area_go_to_each_area_and_an_area_that_is_not_named_keeps_its_own(three, tmp_path):
    path = grouped(
        tmp_path,
        "area,age_band",
        "hearing,placement_I,0,40,9,3,rutland,under_5",
        "hearing,placement_I,0,40,9,0,201,",
    )
    opened = opening_from_counts(three, path, TODAY)
    of = {area.name: area.opening for area in opened.areas}
    (group,) = of["Rutland"]
    assert (len(group.ages), group.attributes) == (3, {"age_band": "under_5"})
    assert of["City of London"] == () and of["Hartlepool"] == three.areas[1].opening != ()
    assert opened.notes[-1] == "Hartlepool keeps the opening of the plan." and opened.start == TODAY
    cases = runner(compile_plan(opened))(1, 0).cases
    before = cases[cases["case"].str.startswith("opening")]
    assert before["area"].value_counts().to_dict()["Rutland"] == 3 and "City of London" not in set(before["area"])
    assert set(before.loc[before["area"] == "Rutland", "age_band"]) == {"under_5"}


def test_a_log_of_several_areas_is_read_by_code_or_by_name(three, tmp_path):
    rows = ({"la_code": "857"}, {"area": "Hartlepool", "la_code": "857"}, {"la_code": "805", "need": "ASD"})
    opened = opening_from_log(three, read_log(write(tmp_path, *rows)), TODAY)
    assert [(a.name, sum(len(o.ages) for o in a.opening)) for a in opened.areas[:2]] == [
        ("Rutland", 1),
        ("Hartlepool", 2),
    ]
    assert {o.attributes.get("need") for o in opened.areas[1].opening} == {None, "ASD"}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({}, "line 2, column la_code: nothing stands there; give the area, for the plan is of several"),
        ({"la_code": "330"}, "column la_code: '330' is no area of the plan. Use one of: Rutland, Hartlepool"),
        ({"area": "Rutlnd"}, "column area: 'Rutlnd' is no area of the plan. Did you mean 'Rutland'?"),
    ],
)
def test_a_row_that_belongs_to_no_area(three, tmp_path, row, says):
    with pytest.raises(SendsimError) as error:
        opening_from_log(three, read_log(write(tmp_path, row)), TODAY)
    assert says in str(error.value)


def test_counts_for_several_areas_need_the_column(three, tmp_path):
    with pytest.raises(SendsimError, match="column area is missing"):
        opening_from_counts(three, counts(tmp_path, "hearing,placement_I,0,40,9,8"), TODAY)


def test_the_command_keeps_a_plan_of_several_areas_as_json(three, tmp_path, capsys):
    plan, out = tmp_path / "three.json", tmp_path / "opened.json"
    plan.write_text(dump_json(three))
    path = grouped(tmp_path, "area", "hearing,placement_I,0,40,9,3,Rutland", "hearing,placement_I,0,40,9,4,Hartlepool")
    with pytest.raises(SendsimError, match=r"let the name end in \.json"):
        cli_opening.counts(path, plan, "2026-09-01", tmp_path / "opened.yaml")
    with pytest.raises(SendsimError, match=r"let the name end in \.json"):  # before any run
        cli_opening.steady(plan, tmp_path / "opened.yaml")
    assert not (tmp_path / "opened.yaml").exists()
    cli_opening.counts(path, plan, "2026-09-01", out)
    own = sum(len(o.ages) for o in three.areas[2].opening)
    assert f"Plan with {7 + own} cases open on 2026-09-01 written to" in capsys.readouterr().out
    assert [sum(len(o.ages) for o in a.opening) for a in load_plan(out).areas] == [3, 4, own]
