"""What is proposed for disputes: off by default, dated, labelled, loaded by name, and run like any pathway."""

from __future__ import annotations

from datetime import date

import pytest

import sendsim
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.plan_files import dump_plan, load_plan, plan_from
from sendsim.caseload.send import PATHWAY
from sendsim.caseload.send_proposed import ADDED, PROPOSAL, PROPOSED
from sendsim.errors import SendsimError
from tests.two_engines import runner


@pytest.fixture(scope="module")
def plan():
    return sendsim.baseline("Rutland", PROPOSED)


def test_it_is_off_by_default():
    today = sendsim.baseline("Rutland")
    assert today.pathway == PATHWAY and not any("propos" in name for name in today.parameters)
    assert not any("propos" in (s.title + s.name) for s in PATHWAY.stages)


def test_everything_proposed_is_dated_and_labelled(plan):
    assert PROPOSAL.on == date(2026, 2, 23) and "not law" in PROPOSED.name and "2026-02-23" in PROPOSED.name
    assert "not law" in plan.name and "not law" in plan.notes[0]
    for name in PROPOSED.names:
        new = PROPOSED.stage(name)
        if name not in PATHWAY.names:
            assert "proposed, not law" in new.title
        elif new != PATHWAY.stage(name) and name != "order_carried_out":
            assert "proposed, not law" in new.title and any("White Paper" in c for c in new.cites)
    assert PROPOSED.clocks == PATHWAY.clocks


def test_a_plan_names_it_and_reads_back_equal(plan, tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(dump_plan(plan), encoding="utf-8")
    assert "pathway: send-proposed-2026" in file.read_text(encoding="utf-8")
    assert load_plan(file) == plan
    with pytest.raises(SendsimError, match="Did you mean 'send-proposed-2026'"):
        plan_from({"pathway": "send-proposed-2025"})


def test_the_command_line_writes_it_only_if_asked():
    from typer.testing import CliRunner

    from sendsim.cli import app

    told = CliRunner().invoke(app, ["baseline", "Rutland", "--proposed"])
    assert told.exit_code == 0 and "pathway: send-proposed-2026" in told.output and "not law" in told.output
    plain = CliRunner().invoke(app, ["baseline", "Rutland"])
    assert "pathway: send\n" in plain.output and "propos" not in plain.output


def test_the_tribunal_sends_placements_back_and_names_no_school():
    """Of placements alone that are allowed, none is ordered at once; some authorities keep theirs."""
    sure = sendsim.baseline("Kirklees", PROPOSED).change({"placement_changes_proposed": 0})
    journeys = runner(compile_plan(sure))(1, 0)
    sent = set(journeys.events.query("stage == 'placement_sent_back' and event == 'join'")["case"])
    assert sent
    ended = journeys.cases.set_index("case").loc[sorted(sent), "outcome"]
    assert set(ended) <= {"placement_kept", "open"}
    assert {s.name for s in ADDED} <= set(PROPOSED.names)
