"""Published figures and the plans made from them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import sendsim
from sendsim.caseload.balance import load_warnings
from sendsim.caseload.load import diary_load
from sendsim.errors import SendsimError, UnknownNameError
from sendsim.evidence.figures import MEASURES, authorities, figure, find_authority, national_default, series, source
from sendsim.evidence.flows import read_counts, work_out_flows
from sendsim.planning.replicate import replicate, summarise

SHARED = Path(__file__).resolve().parents[3] / "shared" / "evidence"


@pytest.mark.parametrize(
    ("authority", "measure", "value"),
    [
        ("Kent", "appeals_registered", 1559),
        ("England", "appeals_registered", 22276),
        ("England", "requests_refused", 38889),
        ("Kirklees", "requests_received", 771),
        ("Knowsley", "mediation_refusal_to_assess", None),
    ],
)
def test_figures_are_as_published(authority, measure, value):
    """Values as printed in the DfE release of June 2025 and the courts' table, calendar 2024."""
    found = figure(authority, measure, "2024")
    assert found is not None and found.basis == "published" and "2024" in found.source
    if value is not None:
        assert found.value == value


def test_all_153_authorities_and_every_source_resolves():
    table = authorities()
    assert len(table) == 153 and table["la_code"].is_unique and (table["region"] != "").all()
    for measure in MEASURES:
        for key in set(series("England", measure)["source_key"]):
            assert source(key).publisher


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("886", "Kent"),
        ("kent county council", "Kent"),
        ("St Helens", "St. Helens"),
        ("Bristol", "Bristol, City of"),
        ("Hammersmith & Fulham", "Hammersmith and Fulham"),
        ("dorset", "Dorset"),
    ],
)
def test_authorities_are_found_as_people_write_them(given, name):
    assert find_authority(given).name == name


def test_unknown_and_abolished_authorities():
    with pytest.raises(UnknownNameError, match=r"'Kentt'.*'Kent'"):
        find_authority("Kentt")
    with pytest.raises(UnknownNameError, match="Kingston upon Hull"):
        find_authority("Hull")
    with pytest.raises(SendsimError, match="no longer exists"):
        find_authority("Cumbria")


def test_every_authority_has_a_plan_whose_numbers_all_name_their_evidence():
    for code in authorities()["la_code"]:
        plan = sendsim.baseline(code)
        figures = plan.figures()
        assert len(figures) > 40
        assert all(row["source"] and row["basis"] in ("published", "inferred", "assumed") for row in figures)
    kent = {row["figure"]: row for row in sendsim.baseline("Kent").figures()}
    assert kent["demand.refuse_to_assess.per_year"]["basis"] == "published"
    assert kent["parameters.mediates_refusal"]["basis"] == "inferred"
    assert kent["parameters.drs_offer"]["basis"] == "assumed"


@pytest.mark.parametrize("name", ["Kirklees", "Rutland", "Wigan"])
def test_the_model_gives_back_the_published_flows(name):
    """Appeals and mediations a year in the run against calendar 2024: within 4 standard errors plus 12 % for
    those who run out of time or leave for disagreement resolution on the way, which the sums leave out."""
    counts = read_counts(find_authority(name).code)
    flows = work_out_flows(counts)
    table = summarise(replicate(sendsim.baseline(name), 6, seed=4)).set_index(["measure", "group"])
    for measure, wanted in (("appeals", flows.appeals), ("mediations", flows.mediations)):
        row = table.loc[(measure, "")]
        error = (row["high"] - row["low"]) / 2 / 2.57 / 3  # t(5) 97.5 % is 2.57; three years
        assert abs(row["mean"] / 3 - wanted) < 4 * error + 0.12 * wanted + 0.5


def test_national_defaults_carry_their_evidence():
    assert national_default("drs_cases").basis == "assumed"
    assert national_default("in_favour_of_appellant_given_decided").basis == "published"


def test_changed_numbers_become_assumptions_and_equal_ones_do_not():
    plan = sendsim.baseline("Kent")
    changed = plan.change({"early_concession": 0.2})
    assert changed.parameters["early_concession"].basis == "assumed"
    assert plan.change({"early_concession": plan.parameters["early_concession"].value}).fingerprint == plan.fingerprint
    with pytest.raises(UnknownNameError, match="early_concession"):
        plan.change({"early_concesion": 0.2})
    with pytest.raises(SendsimError, match="from 0 to 1"):
        plan.change({"early_concession": 1.2})
    with pytest.raises(SendsimError, match="cannot be negative"):
        plan.change({"teams.mediators": -1})


@pytest.mark.skipif(not SHARED.exists(), reason="the folder of published tables is not beside this checkout")
def test_packaged_tables_equal_the_published_ones():
    given = pd.read_csv(SHARED / "la_figures.csv", dtype=str, keep_default_na=False)
    data = Path(sendsim.__file__).parent / "evidence" / "data" / "la_figures.csv"
    packaged = pd.read_csv(data, dtype=str, keep_default_na=False)
    keys = list(packaged.columns)
    both = [t[keys].sort_values(keys).reset_index(drop=True) for t in (given, packaged)]
    pd.testing.assert_frame_equal(*both)


@pytest.mark.parametrize("authority", ["Kent", "Windsor and Maidenhead", "Essex"])
def test_a_list_for_the_papers_is_as_large_as_the_refusals_of_its_authority_ask_for(authority):
    """These refuse to assess far more often than to issue a plan, or have many appeals; the list does not grow on."""
    plan = sendsim.baseline(authority)
    assert diary_load(plan)["papers"] < 1.3  # those beyond 1 leave before their turn
    assert not [warning for warning in load_warnings(plan) if "papers" in warning]
