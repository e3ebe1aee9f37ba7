"""Extreme and directional cases of the SEND pathway, and worlds: what a lever does not touch stays as it was.

One authority, one replication or a few; the same families with the same luck in both plans.
"""

from __future__ import annotations

import pytest

import sendsim
from sendsim.apps.levers import levers_of, places_in, value_in
from sendsim.caseload.compiled import compile_plan
from sendsim.caseload.engines import engine_for
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.pathway import Activity, Allocation, Session
from sendsim.caseload.plan import Plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return sendsim.baseline("Rutland")


def run(plan: Plan) -> Journeys:
    return engine_for(compile_plan(plan))[1](3, 0)


def joins(journeys: Journeys, *stages: str) -> int:
    events = journeys.events
    return int((events["stage"].isin(stages) & (events["event"] == "join")).sum())


def starts(journeys: Journeys, *stages: str) -> int:
    events = journeys.events
    return int((events["stage"].isin(stages) & (events["event"] == "start")).sum())


@pytest.fixture(scope="module")
def today(plan) -> Journeys:
    return run(plan)


def balanced(journeys: Journeys) -> bool:
    """Arrived and open at the start are ended, settled or open: every case is in the table once."""
    cases = journeys.cases
    still = cases["outcome"].isin(("open", "settled"))
    return bool((cases["closed"].isna() == still).all() and cases["case"].is_unique)


MEETINGS = ("mediation", "mediation_meeting_undecided", "mediation_meeting_persuaded")


def test_no_mediators_means_deemed_certificates_and_no_mediation(plan, today):
    without = run(plan.change({"teams.mediators": 0, "leaves_at_30_days": 1}))
    assert starts(today, *MEETINGS) > 0 and starts(without, *MEETINGS) == 0
    assert joins(without, "certificate_deemed") > joins(today, "certificate_deemed")
    assert balanced(without) and balanced(today)


def test_no_tribunal_days_means_no_order(plan, today):
    without = run(plan.change({f"diaries.{d}": 0 for d in ("hearings", "relisted", "papers", "judicial_adr")}))
    assert joins(today, "order_made") > 0
    assert joins(without, "order_made") == 0
    assert (without.cases["outcome"] == "open").sum() > (today.cases["outcome"] == "open").sum()
    assert balanced(without)


def test_no_judges_is_as_no_hearing(plan):
    assert joins(run(plan.change({"teams.judges": 0})), "order_made") == 0


def test_everyone_consents_or_nobody_does(plan):
    offered = plan.change({"drs_offer": 1, "drs_agreement": 1, "drs_kept": 1, "early_talk_share": 0})
    parties = [f"{party}_consents" for party in ("family", "authority", "setting", "health_body")]
    everyone = run(offered.change({**dict.fromkeys(parties, 1), "gave_up_per_week": 0, "moved_away_per_week": 0}))
    new = everyone.cases[~everyone.cases["case"].str.startswith("opening")]
    assert (new["outcome"] == "agreed_drs").mean() > 0.8
    assert joins(everyone, "adviser_contacted") == 0
    nobody = run(offered.change(dict.fromkeys(parties, 0)))
    assert joins(nobody, "drs_meeting", "drs_meeting_beside") == 0 and joins(nobody, "drs_consent") > 0


def test_nobody_leaves_where_every_reason_is_switched_off(plan):
    names = tuple(dict.fromkeys(d.name for s in plan.pathway.stages for d in getattr(s, "departures", ())))
    assert {"gave_up", "moved_away", "conceded", "agreed", "withdrawn", "postponed"} == set(names)
    stays = run(plan.model_copy(update={"switched_off": names}))
    assert not (stays.events["event"] == "leave").any()


def test_early_concession_of_all_empties_the_lists(plan):
    conceded = run(plan.change({"early_concession": 1}))
    assert joins(conceded, "la_response") == sum(o.stage == "la_response" and len(o.ages) for o in plan.opening)


# -- the effect of mediation


def appeals_among(journeys: Journeys, certificates: tuple[str, ...]) -> tuple[int, int]:
    """Return families who came to a certificate of these, and those of them who went on to appeal."""
    events = journeys.events[journeys.events["event"] == "join"]
    came = set(events.loc[events["stage"].isin(certificates), "case"])
    on = set(events.loc[events["stage"] == "preparing_appeal", "case"])
    return len(came), len(came & on)


@pytest.fixture(scope="module")
def larger() -> Plan:
    """A plan with enough families: refusals of Kirklees alone, without places to wait for."""
    return sendsim.baseline("Kirklees").change({"gave_up_per_week": 0, "moved_away_per_week": 0})


def test_without_a_causal_effect_bringing_families_to_mediation_stops_no_appeal(larger):
    """At 0, a family persuaded to mediate appeals just if it would have without: the same families, by their luck."""

    def share(**changes: float) -> float:
        journeys = run(larger.change({"mediates_refusal": 0, "mediates_plan": 0, "merit_slope": 0, **changes}))
        came, on = appeals_among(
            journeys,
            (
                "certificate_declined",
                "certificate_after_persuaded",
                "certificate_after_mediation",
                "certificate_after_part",
            ),
        )
        agreed = joins(journeys, "mediation_carried_out")
        return on / (came + agreed)

    declined = share(persuaded_share=0)
    no_effect = share(persuaded_share=1, mediation_effect=0, leaves_at_30_days=0)
    full = share(persuaded_share=1, mediation_effect=1, leaves_at_30_days=0)
    error = 3 * (declined * (1 - declined) / 300) ** 0.5
    assert abs(no_effect - declined) < error
    assert full < declined - error


# -- worlds


@pytest.fixture(scope="module")
def straight(plan) -> Plan:
    """The plan without ways back to the beginning, so that there is a before and an after."""
    return plan.change(
        {
            "returns_after_review": 0,
            "refused_after_assessment": 0,
            "refused_after_reconsidering": 0,
            "drs_beside_offer": 0,
        }
    )


@pytest.fixture(scope="module")
def as_it_is(straight) -> Journeys:
    return run(straight)


def open_ways(plan: Plan, ways: tuple) -> set[str]:
    """Return where the ways lead that some family may take."""
    return {w.to for w in ways if w.to is not None and (w.p is None or plan.value(w.p) > 0)}


def touched_stages(plan: Plan, places: tuple[str, ...]) -> set[str]:
    """Return the stages and clock targets that read one of these numbers."""
    parameters = {p for p in places if "." not in p}
    teams = {p.split(".")[1] for p in places if p.startswith("teams.")}
    diaries = {p.split(".")[1] for p in places if p.startswith("diaries.")}
    diaries |= {d.name for d in plan.diaries if teams & set(d.staffed_by)}
    out: set[str] = set()
    for stage in plan.pathway.stages:
        text = stage.model_dump_json()
        if any(f'"{p}"' in text for p in parameters):
            out.add(stage.name)
        if isinstance(stage, Activity | Allocation) and stage.team in teams:
            out.add(stage.name)
        if isinstance(stage, Session) and stage.diary in diaries:
            out.add(stage.name)
    for clock in plan.pathway.clocks:
        if any(f'"{p}"' in clock.model_dump_json() for p in parameters):
            out |= open_ways(plan, clock.then)
    return out


def downstream(plan: Plan, touched: set[str]) -> set[str]:
    """Return all that a change at some stages may reach: what follows, and who waits for the same people."""
    ahead = set(touched)
    of_diary = {d.name: {d.name, *d.staffed_by} for d in plan.diaries}

    def people(stage: object) -> set[str]:
        if isinstance(stage, Activity | Allocation):
            return {stage.team}
        return of_diary[stage.diary] if isinstance(stage, Session) else set()

    while True:
        more = set(ahead)
        for stage in plan.pathway.stages:
            if stage.name in ahead:
                more |= open_ways(plan, getattr(stage, "then", ()))
                more |= {d.to for d in getattr(stage, "departures", ())}
                for clock in plan.pathway.clocks:
                    if stage.name in (*clock.starts_on, *clock.stops_on):
                        more |= open_ways(plan, clock.then)
        busy = set().union(*(people(s) for s in plan.pathway.stages if s.name in more))
        more |= {s.name for s in plan.pathway.stages if people(s) & busy}
        if more == ahead:
            return ahead
        ahead = more


def lever_names() -> list[str]:
    return [lever.name for lever in levers_of(sendsim.baseline("Rutland"))]


UNTOUCHED_AT_LEAST = {"hearing_places": 40, "judges": 40, "specialist_members": 40, "carrying_out": 20}
"""Levers with much before them, and how many stages must then be seen unchanged."""


@pytest.mark.parametrize("name", lever_names())
def test_a_lever_leaves_what_lies_before_it_and_everyones_luck_alone(straight, as_it_is, name):
    """Every event at a stage that the lever cannot reach is the same, minute for minute; so are all arrivals."""
    lever = next(x for x in levers_of(straight) if x.name == name)
    places = places_in(lever, straight)
    now = {p: value_in(straight, p) for p in places}
    changes = {p: min(1.5 * x, (1 + x) / 2) if lever.percent else 1.5 * x for p, x in now.items()}
    changes |= {p: 0.05 for p, x in now.items() if x == 0}
    changed = run(straight.change(changes))
    if name in ("growth", "rate_uncertainty"):  # more families, the same ones first
        a, b = (dict(j.cases.groupby("demand")["case"].apply(set)) for j in (as_it_is, changed))
        assert all(a[d] <= b[d] or b[d] <= a[d] for d in a)
        return
    reach = downstream(straight, touched_stages(straight, places))
    before = [s for s in straight.pathway.names if s not in reach]
    assert len(before) >= UNTOUCHED_AT_LEAST.get(name, 0)
    columns = ["minute", "case", "event", "stage"]
    one, other = (
        j.events[j.events["stage"].isin(before) & ~j.events["event"].str.startswith("clock")][columns]
        for j in (as_it_is, changed)
    )
    assert one.to_numpy().tolist() == other.to_numpy().tolist()
    assert as_it_is.cases["opened"].tolist() == changed.cases["opened"].tolist()
