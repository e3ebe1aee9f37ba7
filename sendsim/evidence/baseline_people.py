"""Teams and diaries of an authority's baseline: how many people today's flows take, since none of it is published.

Each team is as large as the hours of its work ask for at three quarters of time on duty. Bodies of the whole country
(the Tribunal, the Ombudsman) are there with this authority's share, and never with less than lets their work be done.
"""

from __future__ import annotations

import math

from sendsim.caseload.figure import Figure
from sendsim.caseload.plan import Diary, Staff, Team
from sendsim.caseload.plan_parts import QueueRule
from sendsim.evidence.baseline_demand import CLAIMS_PER_PLAN, LIST_WEEKS, PAPER_WEEKS, PER_PLAN, listed
from sendsim.evidence.baseline_tribunal import (
    ADJOURNED_SHARE,
    CLAIM_SETTLES,
    DECIDED_SHARE,
    EARLY_CONCESSION,
    JUDICIAL_ADR_SHARE,
    POSTPONED_PER_WEEK,
    WEEKS_TO_HEARING,
    leaving_rates,
)
from sendsim.evidence.flows import ASSESS_OF_REFUSALS, TALK_SHARE, WEEKS_A_YEAR, Counts, Flows, enough, tidy

DAYS_A_YEAR = 252
HOURS_A_YEAR = DAYS_A_YEAR * 7.4  # working days of a year times the hours of a standard day
TARGET_UTILISATION = 0.75
PRODUCTIVE = 0.82
"""Productive share of a post, about what :data:`AVAILABILITY` leaves; teams are sized by it."""
LEAST_POSTS = 0.2  # a day a week
LEAST_PLACES = 0.25  # a month


def _who(value: float, low: float, high: float, unit: str, why: str) -> Figure:
    return Figure(value=value, low=low, high=high, unit=unit, basis="assumed", source=f"{why}; nothing is published")


AVAILABILITY: dict[str, Figure] = {
    "leave": _who(0.13, 0.08, 0.2, "share of working time", "about 25 days' leave and 8 days' sickness or training"),
    "august": _who(0.8, 0.5, 1.0, "share on duty", "much leave is taken in August"),
    "turnover_per_year": _who(0.15, 0.05, 0.35, "leavers a year for each post", "officers change often"),
    "weeks_to_replace": _who(10.0, 4.0, 26.0, "weeks", "notice, advertising and checks, less the notice worked"),
    "training_weeks": _who(8.0, 2.0, 26.0, "weeks", "short inductions are reported"),
    "training_share": _who(0.5, 0.2, 0.9, "share of a full post", "a newcomer's first weeks"),
}
"""Who is there: leave, August, leavers, empty posts and newcomers, for every team that is more than on call."""
CASELOADS: dict[str, dict[str, Figure]] = {
    "sen_officers": {
        "caseload": _who(170.0, 60.0, 250.0, "open cases a post", "Surrey's officers held 170 to 230 children each")
    },
    "tribunal_officers": {
        "caseload": _who(60.0, 25.0, 100.0, "open appeals a post", "open appeals an officer can run")
    },
}


def people(
    name: str,
    title: str,
    posts: float,
    why: str,
    queue: QueueRule = "first_come",
    more: dict[str, Figure] | None = None,
) -> Team:
    """Return a team of so many posts, with a range of half to twice as many; ``more`` says who is there and holds what.

    What is in hand when fewer are on duty is finished first.
    """
    low, high = round(posts * 0.5, 2), round(posts * 2, 2)
    unit = "full-time equivalents"
    number = Figure(value=round(posts, 2), low=low, high=high, unit=unit, basis="assumed", source=why)
    given = {"name": name, "title": title, "staff": (Staff(number=number),), "queue": queue, "on_drop": "finish"}
    return Team.model_validate(given | (more or {}))


def teams_of(flows: Flows, counts: Counts) -> tuple[Team, ...]:
    """Return the teams of an authority and its share of national ones."""
    disputes = counts.refused + counts.not_issued + flows.disputes_about_plans
    others = {name: rate * counts.plans for name, rate in PER_PLAN.items()}
    talks = TALK_SHARE * (disputes + sum(others.values()))
    other_mediations = 0.15 * (others["health"] + others["social_care"])
    answered = flows.appeals * (1 - EARLY_CONCESSION)
    la_complaints = 0.5 * others["provision"] + 0.02 * flows.appeals
    care_complaints = 0.4 * others["social_care"]
    to_ombudsman = 0.1 * (la_complaints + care_complaints)
    judges = math.ceil(flows.appeals / DAYS_A_YEAR) + 3.0

    def team(name: str, title: str, hours: float, what: str, queue: QueueRule = "first_come") -> Team:
        posts = max(LEAST_POSTS, enough(hours / (HOURS_A_YEAR * TARGET_UTILISATION * PRODUCTIVE)))
        why = f"not published: {what}, at {TARGET_UTILISATION:.0%} of time on duty used"
        return people(name, title, posts, why, queue, AVAILABILITY | CASELOADS.get(name, {}))

    return (
        team("sen_officers", "SEN officers, for early talk", talks * 7 / 3, "enough for the early talks"),
        team("drs_facilitators", "Disagreement resolution facilitators", 0.05 * talks * 6.3, "on call"),
        # All have two months from their notice, so the oldest is the one whose date is nearest.
        team(
            "mediation_advisers",
            "Mediation advisers",
            flows.advised * 0.92,
            "enough for the families advised",
            "oldest_first",
        ),
        people(
            "mediators",
            "Mediators",
            max(
                LEAST_POSTS,
                enough((flows.mediations + other_mediations) / (DAYS_A_YEAR * TARGET_UTILISATION * PRODUCTIVE)),
            ),
            "not published: a mediation a day for each, with its preparation and writing up, enough for the mediations "
            f"held at {TARGET_UTILISATION:.0%} of days used",
            more=AVAILABILITY,
        ),
        people(
            "decision_makers",
            "Officers who may decide for the authority at a mediation, on call",
            max(1.0, math.ceil(2 * (flows.mediations + other_mediations) / DAYS_A_YEAR)),
            "not published: enough to be free on any day, so that absence is a matter of the share who take part",
        ),
        people("icb_representatives", "Health commissioner's representatives", 1.0, "not published: one, on call"),
        people("social_care_representatives", "Social care's representatives", 1.0, "not published: one, on call"),
        team(
            "tribunal_officers",
            "Tribunal officers",
            answered * (22 + 0.5 * 7.7 + 0.85 * 6 + 0.7 * 33),
            "enough for responses (22 hours), working documents, bundles and hearings (33 hours)",
            "statutory_date_first",
        ),
        team(
            "tribunal_registrars",
            "Tribunal registrars, this authority's share",
            flows.appeals * 1.8,
            "1.8 hours an appeal",
        ),
        team(
            "complaints_officers",
            "Complaints officers",
            la_complaints * (5 + 0.35 * 9.5) + care_complaints * (7 + 0.3 * 50),
            "enough for the complaints assumed",
            "statutory_date_first",
        ),
        team(
            "lgsco_investigators",
            "The Ombudsman's investigators, this authority's share",
            to_ombudsman * 21,
            "enough for the complaints assumed, 21 hours each",
        ),
        people(
            "judges",
            "Tribunal judges who may sit for this authority on a day",
            judges,
            "not published by authority: enough that places, not people, are short; the Tribunal's people are national",
        ),
        people(
            "specialist_members",
            "Specialist members who may sit for this authority on a day",
            2 * judges,
            "two for each judge, for panels of three",
        ),
    )


def _papers(flows: Flows, counts: Counts) -> float:
    """Return appeals a year that are still there when the papers are read.

    They wait fewer weeks than for a hearing, so fewer end before; and an authority that refuses to assess more often
    than to issue a plan has more of them than England's share of refusals says.
    """
    refusals = counts.refused + counts.not_issued
    of_refusals = counts.refused / refusals if refusals else ASSESS_OF_REFUSALS
    weeks = WEEKS_TO_HEARING - LIST_WEEKS + PAPER_WEEKS
    still_there = math.exp(-sum(leaving_rates()) * weeks)
    return listed(flows)["papers"] * of_refusals / ASSESS_OF_REFUSALS * still_there


def diaries_of(flows: Flows, counts: Counts) -> tuple[Diary, ...]:
    """Return the diary of mediation and the lists of the Tribunal, with this authority's share of its places."""
    lists = listed(flows)
    keeps = DECIDED_SHARE / (1 - EARLY_CONCESSION)
    heard = keeps * (lists["hearing"] + lists["hearing_two_members"])
    claims = CLAIMS_PER_PLAN * counts.plans * (1 - CLAIM_SETTLES)
    postponed = LIST_WEEKS * POSTPONED_PER_WEEK
    again = heard * (ADJOURNED_SHARE + postponed)
    pace = (
        "appeals registered (courts, 2024) times the share decided at a hearing (66.7 %, MoJ 2023/24), "
        "over the weeks of a year: hearings keep pace with appeals, and the queue stays as long as it is"
    )

    def diary(name: str, title: str, a_year: float, least: float, why: str, queue: QueueRule = "first_come") -> Diary:
        places = max(least, tidy(a_year / WEEKS_A_YEAR))
        number = Figure(
            value=places,
            low=round(places * 0.5, 2),
            high=round(places * 2, 2),
            unit="places per week",
            basis="inferred",
            source=why,
        )
        panel = ("judges", "specialist_members")
        return Diary(name=name, title=title, places=(Staff(number=number),), queue=queue, staffed_by=panel)

    return (
        Diary(
            name="mediation_sessions",
            title="The mediation diary: any working day on which the people it needs are there",
            queue="statutory_date_first",
            staffed_by=("mediators", "decision_makers", "icb_representatives", "social_care_representatives"),
        ),
        diary(
            "hearings",
            "Hearing places for this authority's appeals and claims",
            heard * (1 - postponed) + claims,
            0.05,
            pace,
            "phase_transfer_first",
        ),
        diary(
            "relisted",
            "Places kept for hearings that were postponed or adjourned",
            again * 1.3,
            LEAST_PLACES,
            "assumed shares postponed and adjourned, and a third more: such hearings are listed by date, not "
            "at the end of the list",
        ),
        diary(
            "papers",
            "Places for decisions on the papers",
            _papers(flows, counts) * 1.1,
            LEAST_PLACES,
            "appeals on refusal to assess (courts, 2024, split as this authority's refusals are in SEN2), less those "
            "that end in the weeks before, and a tenth more; the share decided on the papers is assumed",
        ),
        diary(
            "judicial_adr",
            "A judge's sessions to help parties settle",
            heard * JUDICIAL_ADR_SHARE * 2,
            LEAST_PLACES,
            "twice the share of appeals assumed to have one, so that it does not hold up a hearing",
        ),
    )
