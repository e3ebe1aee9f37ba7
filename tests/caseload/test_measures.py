"""Measures by hand: what is counted, when, and what happens to open cases."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from small import DAY, end, listed, make, minutes, people, run, session, to, wait, work

import sendsim
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.measures import MEASURES, all_tables
from sendsim.caseload.milestones import DEEMED, LANDMARKS, MILESTONES, WAITS, clock_of, limit_weeks, on_the_way
from sendsim.caseload.send import PATHWAY
from sendsim.caseload.spells import LEFT, OPEN, REACHED, WEEK, Seen, Spells, curves, median_weeks
from sendsim.caseload.tables import months_of
from sendsim.caseload.terms import is_school_day, school_weeks


def tables(plan, seed=1):
    compiled = compile_plan(plan)
    return all_tables(compiled, run(plan, seed))


def value(runs: pd.DataFrame, measure: str, group: str = "") -> float:
    return float(runs[(runs["measure"] == measure) & (runs["group"] == group)]["value"].iloc[0])


# -- milestones meet the pathway


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.name)
def test_every_milestone_meets_a_stage_of_the_send_pathway(milestone):
    for moment in milestone.moments:
        assert moment.stages(PATHWAY), f"{milestone.name}: no stage fits {moment.patterns}"


def test_waits_landmarks_and_clocks_meet_the_send_pathway():
    for w in WAITS.values():
        assert w.begin.stages(PATHWAY) and w.end.stages(PATHWAY), w.name
    assert DEEMED.stages(PATHWAY)
    assert sum(bool(m.stages(PATHWAY)) for _, m in LANDMARKS) >= 6
    clock = clock_of(PATHWAY, WAITS["mediation"])
    assert clock is not None and limit_weeks(clock) == pytest.approx(30 / 7)
    inside = on_the_way(PATHWAY, WAITS["mediation"].begin.stages(PATHWAY), WAITS["mediation"].end.stages(PATHWAY))
    assert "mediation_arranging" in inside and not inside & set(DEEMED.stages(PATHWAY))


# -- Kaplan-Meier


def spells(reached=(), left=(), still=(), end=100.0) -> Spells:
    weeks = np.array([*reached, *left, *still], float)
    how = np.array([REACHED] * len(reached) + [LEFT] * len(left) + [OPEN] * len(still), np.int8)
    minutes, of_all = np.round(weeks * WEEK).astype(np.int64), round(end * WEEK)
    return Spells(np.arange(len(weeks)), minutes, how, np.where(how == OPEN, minutes, of_all))


def test_kaplan_meier_against_the_textbook():
    """Remission under 6-MP (Freireich and others 1963, Blood 21, 699-716), as worked in every textbook."""
    exact = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    drug = spells(exact, still=censored)
    table = curves(drug, np.array([5.9, 6, 7, 10, 13, 16, 22, 23])).set_index("week")
    expected = [1, 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert table["waiting"].to_numpy() == pytest.approx(expected, abs=5e-4)
    assert median_weeks(drug) == 23


def test_those_who_left_never_reach_it_and_open_ones_are_censored():
    """Two of four had it, one left: 2 of 3 who stayed to the end, and the open one counts until it is censored."""
    table = curves(spells([1, 3], left=[2], still=[2.5]), np.array([0.0, 1, 2, 3])).set_index("week")
    assert table["waiting"].tolist() == pytest.approx([1, 0.75, 0.5, 0])
    # At 3 the risk set of `reached` is the one who had it then and the one who left: 0.75 x 1/2.
    assert table.loc[3, "reached"] == pytest.approx(1 - 0.75 * 0.5)
    # Had nobody left: at 3 only one is at risk.
    assert table.loc[3, "if_stayed"] == 0
    assert table.loc[1, "if_stayed"] == 0.75


def test_half_never_reached_has_no_median():
    assert np.isnan(median_weeks(spells([1], still=[1, 2, 3])))
    assert np.isnan(median_weeks(spells()))


# -- by hand


def plan_with_clock(**more):
    """Mediation takes 3 or 9 days to come; after 5 days a family is sent elsewhere with a certificate."""
    stages = [
        wait("mediation_arranging", minutes(3 * DAY), "mediation"),
        {**wait("slow", minutes(9 * DAY), "mediation"), "name": "mediation_arranging_slow"},
        work("mediation", minutes(120), "agreed_mediation"),
        wait("certificate_deemed", minutes(DAY), "out"),
        end("agreed_mediation"),
        end(),
    ]
    clock = {
        "name": "limit",
        "starts_on": ["mediation_arranging", "mediation_arranging_slow"],
        "stops_on": ["mediation"],
        "counting": "days",
        "amount": 5,
        "then": to("certificate_deemed"),
    }
    demand = [listed(0, 60, name="quick"), listed(0, 27.5 * DAY, name="slow", start="mediation_arranging_slow")]
    return make(stages, demand, clocks=[clock], **more)


def test_clocks_deemed_certificates_and_waits_by_hand():
    """Two meet after 3 days; one is sent on when day 5 has passed; one began two days and a half before the end."""
    out = tables(plan_with_clock())
    runs = out["runs"]
    assert out["clocks"][["met", "missed", "running", "moved"]].iloc[0].tolist() == [2, 1, 1, 1]
    assert value(runs, "in_time", "limit") == pytest.approx(2 / 3)
    assert (value(runs, "deemed_certificates"), value(runs, "moved_by_clock", "limit")) == (1, 1)
    assert value(runs, "weeks_to_mediation") == pytest.approx((3 + 3 + 60 / DAY) / 2 / 7, abs=0.01)
    assert (value(runs, "open_at_end"), value(runs, "clock_running", "limit")) == (1, 1)
    curve = out["survival"].query("of == 'mediation'").set_index("week")
    # The open one is censored after two days and a half: of the three left, two meet and one goes elsewhere.
    assert curve.loc[1, "reached"] == pytest.approx(2 / 3)
    assert curve.loc[1, "waiting"] == 0


def test_teams_and_diaries_by_month():
    """One person, one case of 15 days from the start of a 31-day January, then nothing: use is 15/31."""
    plan = make([work("s", minutes(15 * DAY)), end()], [listed(0)], start="2026-01-01", days=59)
    month = tables(plan)["monthly"].set_index("month")
    assert month.loc["2026-01-01", "use"] == pytest.approx(15 / 31)
    assert month.loc["2026-01-01", "caseload"] == pytest.approx(15 / 31)
    assert month.loc["2026-02-01", "use"] == 0


def test_monthly_use_adds_up_to_the_whole():
    plan = sendsim.baseline("Rutland")
    out = tables(plan)
    month = out["monthly"].query("kind == 'team' and name == 'mediation_advisers'")
    spans = np.diff([d.toordinal() for d in months_of(plan.start, plan.end)])
    assert np.average(month["caseload"], weights=spans) == pytest.approx(
        value(out["runs"], "caseload", "mediation_advisers")
    )


def test_ageing_holds_every_open_case_and_links_every_new_one():
    out = tables(sendsim.baseline("Kirklees"))
    runs = out["runs"]
    assert out["ageing"]["cases"].sum() == value(runs, "open_at_end")
    began = out["links"].query("source == 'Began'")["cases"].sum()
    ended = out["links"][out["links"]["target"].str.startswith(("Ended", "Still", "Settled", "A new notice"))][
        "cases"
    ].sum()
    assert began == ended == value(runs, "arrived") + value(runs, "came_back")
    into = out["transitions"].groupby("target")["cases"].sum()
    quantities = out["quantities"].query("kind == 'joins'").set_index("name")["value"]
    assert into.to_dict() == quantities.to_dict()


def test_hours_worked_are_use_times_time_on_duty():
    plan = make([work("s", minutes(300)), end()], [listed(0, 100)])
    assert tables(plan)["quantities"].query("kind == 'hours'")["value"].item() == 10.0


def test_groups_add_up_to_the_whole():
    out = tables(sendsim.baseline("Kirklees"))
    groups, runs = out["groups"], out["runs"]
    assert groups.query("by == 'trigger' and measure == 'arrived'")["value"].sum() == value(runs, "arrived")
    ends = groups.query("by == 'trigger' and measure == 'ended'")["value"].sum()
    assert ends == runs[runs["measure"] == "ended"]["value"].sum()


def test_further_columns_of_the_cases_become_groups():
    """A pathway that gives each case an age band is measured by age band without a change here."""
    plan = plan_with_clock()
    compiled, journeys = compile_plan(plan), run(plan)
    journeys.cases["age_band"] = ["5 to 10", "11 to 15", "5 to 10", None][: len(journeys.cases)]
    groups = all_tables(compiled, journeys)["groups"]
    assert set(groups.query("by == 'age_band'")["level"]) == {"5 to 10", "11 to 15", "not recorded"}


def test_clearance_of_the_opening_caseload():
    opening = [{"stage": "s", "demand": "d", "ages_days": [1, 2]}]
    plan = make([work("s", minutes(7 * DAY)), end()], [listed()], opening=opening)
    cleared = tables(plan)["clearance"].set_index("share")["week"]
    assert cleared.tolist() == pytest.approx([1, 2, 2])


def test_a_plan_without_cases_or_ends_it_knows_gives_tables():
    out = tables(make([session("s", minutes(10)), end()], [listed()], diaries=[{"name": "list", "sessions": [[1, 1]]}]))
    assert value(out["runs"], "arrived") == 0 and out["survival"].empty
    out = tables(make([work("s", minutes(10)), end()], [listed(0)], [people()]))
    assert value(out["runs"], "ended", "out") == 1


def test_every_measure_has_a_title_and_a_unit():
    runs = tables(sendsim.baseline("Kirklees"))["runs"]
    assert set(runs["measure"]) <= set(MEASURES)


# -- school weeks


@pytest.mark.parametrize("year", range(2020, 2032))
def test_a_school_year_has_the_days_it_must(year):
    days = sum(is_school_day(date.fromordinal(date(year, 9, 1).toordinal() + i)) for i in range(365))
    assert 190 <= days <= 195


def test_school_weeks_by_hand():
    """From Monday 1 June 2026 to Monday 15 June are two school weeks; August has none; Christmas day is none."""
    start = date(2026, 6, 1)
    at = np.array([0, 61, -3]) * DAY
    until = np.array([14, 91, 0]) * DAY
    assert school_weeks(start, 365, at, until).tolist() == pytest.approx([2.0, 0.0, 0.0])
    assert not is_school_day(date(2026, 12, 25)) and not is_school_day(date(2026, 8, 12))
    assert not is_school_day(date(2026, 4, 6)) and not is_school_day(date(2026, 5, 27))


def test_seen_leaves_out_what_began_before_the_run():
    opening = [{"stage": "mediation_arranging", "demand": "quick", "ages_days": [1]}]
    plan = plan_with_clock(opening=opening)
    seen = Seen(compile_plan(plan), run(plan))
    spell = seen.wait(WAITS["mediation"])
    assert spell is not None and not seen.opening[spell.case].any()


def test_survival_is_scipy_s_kaplan_meier_to_the_last_bit() -> None:
    from scipy import stats

    from sendsim.caseload.spells import survival

    rng = np.random.default_rng(3)
    for exact, censored in (
        (rng.integers(1, 9, 40).astype(float), rng.integers(1, 12, 25).astype(float)),  # many ties
        (rng.exponential(3, 50), np.empty(0)),
        (np.array([2.0]), np.array([1.0, 2.0, 3.0])),
    ):
        times, share = survival(exact, censored)
        theirs = stats.ecdf(stats.CensoredData(uncensored=exact, right=censored)).sf
        falls = np.isin(theirs.quantiles, exact)  # theirs holds the times of censoring too, where nothing falls
        np.testing.assert_array_equal(times, theirs.quantiles[falls])
        np.testing.assert_array_equal(share, theirs.probabilities[falls])


def test_queues_looked_at_in_parts_are_those_looked_at_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large plans are looked at a few stages at a time; the mean is from the first joining to the first start after."""
    from sendsim.caseload import measures

    plan = sendsim.baseline("Rutland")
    compiled, journeys = compile_plan(plan), run(plan)
    seen = Seen(compiled, journeys)
    whole = measures._queues(seen)
    events = journeys.events.assign(case=seen.case, stage=journeys.events["stage"].astype(str))
    events = events[
        ~np.isin(np.arange(len(events)), seen.at("join")) | np.isin(np.arange(len(events)), seen.rows("join"))
    ]
    for name, weeks in [(name, weeks) for _, name, weeks in whole][::5]:
        here = events[events["stage"] == name]
        joined = here[here["event"] == "join"].groupby("case")["minute"].min()
        starts = here[here["event"] == "start"].join(joined.rename("since"), on="case", how="inner")
        begun = starts[starts["minute"] >= starts["since"]].groupby("case")["minute"].min()
        assert weeks == pytest.approx((begun - joined).dropna().mean() / (7 * DAY), rel=1e-12)
    monkeypatch.setattr(measures, "MOST_AT_ONCE", 3 * seen.n)
    assert measures._queues(seen) == whole
