"""What a plan refuses when it is loaded: each in one clear sentence that names the field, the value and the mend."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sendsim.caseload.durations import check_law
from sendsim.caseload.pathway import Activity, Allocation, Session, parameters_by_place
from sendsim.caseload.plan_parts import PHASE_TRANSFER
from sendsim.caseload.reach import ways_met
from sendsim.errors import SendsimError, did_you_mean

MOST_MERIT = 10.0
"""The strongest log hazard ratio of a departure for one standard deviation of merit."""

MOST_CASELOADS = 60
"""The most teams to which cases may be given out."""

if TYPE_CHECKING:
    from sendsim.caseload.plan import Plan


def check_plan(plan: Plan) -> None:
    """Raise ValueError, with one sentence, if the parts of ``plan`` do not hold together."""
    _dates_and_names(plan)
    _people(plan)
    _areas(plan)
    _stated(plan)
    _durations_exist(plan)
    _probabilities_add_up(plan)
    for area in plan.areas:
        if area.parameters:
            parameters = {**plan.parameters, **area.parameters}
            own = plan.model_copy(update={"parameters": parameters, "areas": (), "opening": area.opening})
            used = frozenset(area.parameters)
            try:
                _durations_exist(own, used)
                _probabilities_add_up(own, used)
            except ValueError as error:
                raise ValueError(f"area {area.name!r}: {error}") from None


def _dates_and_names(plan: Plan) -> None:
    if plan.end <= plan.start:
        raise ValueError(f"end {plan.end} is not after start {plan.start}: give a later end")
    if plan.end > plan.start + timedelta(days=366 * 20):
        raise ValueError(f"end {plan.end} is more than twenty years after the start: give an earlier end")
    if plan.rate_uncertainty.value < 0:
        raise ValueError(f"rate_uncertainty is {plan.rate_uncertainty.value:g}: give 0 or more")
    for kind, items in (("demand", plan.demand), ("team", plan.teams), ("diary", plan.diaries)):
        names = [item.name for item in items]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"{kind} {name!r} is defined twice: rename one of them")
    teams, diaries = [t.name for t in plan.teams], [d.name for d in plan.diaries]
    stages, streams = plan.pathway.names, [d.name for d in plan.demand]
    departures = [d.name for s in plan.pathway.stages for d in getattr(s, "departures", ())]
    for stage in plan.pathway.stages:
        if isinstance(stage, Activity | Allocation) and stage.team not in teams:
            raise ValueError(
                f"stage {stage.name!r} needs team {stage.team!r}, which the plan does not have."
                f"{did_you_mean(stage.team, teams)}"
            )
        if (
            isinstance(stage, Activity)
            and stage.room is not None
            and plan.teams[teams.index(stage.team)].work == "shared"
        ):
            raise ValueError(
                f"room of stage {stage.name!r} is {stage.room}, but the work of team {stage.team!r} is 'shared', "
                "so nobody waits there: leave room and if_full out, or change the team's work"
            )
        if isinstance(stage, Session) and stage.diary not in diaries:
            raise ValueError(
                f"stage {stage.name!r} needs diary {stage.diary!r}, which the plan does not have."
                f"{did_you_mean(stage.diary, diaries)}"
            )
    for d in plan.demand:
        if d.start is not None and d.start not in stages:
            raise ValueError(f"demand {d.name!r} starts at unknown stage {d.start!r}.{did_you_mean(d.start, stages)}")
    for o in plan.opening:
        if o.stage not in stages:
            raise ValueError(f"opening names unknown stage {o.stage!r}.{did_you_mean(o.stage, stages)}")
        if o.demand not in streams:
            raise ValueError(f"opening names unknown demand {o.demand!r}.{did_you_mean(o.demand, streams)}")
    for name in plan.switched_off:
        if name not in departures:
            raise ValueError(f"switched_off names unknown departure {name!r}.{did_you_mean(name, departures)}")


def _people(plan: Plan) -> None:
    """Hold teams, the diaries they staff and the people that sessions use together."""
    teams, diaries = {t.name: t for t in plan.teams}, {d.name: d for d in plan.diaries}
    staffing: dict[str, str] = {}
    if len(plan.allocated) > MOST_CASELOADS:
        raise ValueError(f"{len(plan.allocated)} teams are given cases to hold: give them to {MOST_CASELOADS} at most")
    for diary in plan.diaries:
        for name in diary.staffed_by:
            if name not in teams:
                raise ValueError(
                    f"diary {diary.name!r} is staffed by {name!r}, a team the plan does not have."
                    f"{did_you_mean(name, teams)}"
                )
            if teams[name].work != "one_at_a_time":
                raise ValueError(
                    f"work of team {name!r} is {teams[name].work!r}, but it staffs diary {diary.name!r}: leave work out"
                )
            staffing[name] = diary.name
    for stage in plan.pathway.stages:
        if isinstance(stage, Allocation) and teams[stage.team].caseload is None:
            raise ValueError(
                f"stage {stage.name!r} gives cases to team {stage.team!r}, which has no caseload: say how many open "
                "cases one post may hold"
            )
        if isinstance(stage, Activity) and stage.team in staffing:
            raise ValueError(
                f"team {stage.team!r} does stage {stage.name!r} and staffs diary {staffing[stage.team]!r}: a team "
                "does one of the two, so make two teams of it"
            )
        if not isinstance(stage, Session):
            continue
        staff = diaries[stage.diary].staffed_by
        for name in stage.uses:
            if name not in staff:
                raise ValueError(
                    f"stage {stage.name!r} uses {name!r}, which does not staff diary {stage.diary!r}: add it to the "
                    f"diary's staffed_by, or take it out of uses.{did_you_mean(name, staff)}"
                )
        if staff and not stage.uses:
            raise ValueError(
                f"stage {stage.name!r} uses nobody, but diary {stage.diary!r} is staffed by {', '.join(staff)}: say "
                "under uses how many of them one case takes"
            )
    streams = [(*d.attributes, *d.mix) for d in plan.demand]
    queues = [(t.name, t.queue) for t in plan.teams] + [(d.name, d.queue) for d in plan.diaries]
    for name, queue in queues:
        if queue == "phase_transfer_first" and not any(PHASE_TRANSFER in names for names in streams):
            raise ValueError(
                f"queue of {name!r} is 'phase_transfer_first', but no demand says which cases are: give it the "
                f"attribute {PHASE_TRANSFER} ('yes' or another word)"
            )


def _areas(plan: Plan) -> None:
    names, teams, diaries = [a.name for a in plan.areas], [t.name for t in plan.teams], [d.name for d in plan.diaries]
    for name in plan.shared:
        if name not in (*teams, *diaries):
            raise ValueError(
                f"shared names {name!r}, which is no team and no diary.{did_you_mean(name, (*teams, *diaries))}"
            )
    for diary in plan.diaries:
        alone = [team for team in diary.staffed_by if team not in plan.shared]
        if plan.areas and diary.name in plan.shared and alone:
            raise ValueError(f"diary {diary.name!r} is shared but its team {alone[0]!r} is not: add it to shared")
    if not plan.areas:
        return
    if plan.opening:
        raise ValueError("opening belongs to no area: move each open case to the opening of its area")
    if "area" in plan.pathway.asked or any("area" in (*d.attributes, *d.mix) for d in plan.demand):
        raise ValueError("'area' is known of every case of a plan with areas: name the attribute otherwise")
    for area in plan.areas:
        if names.count(area.name) > 1:
            raise ValueError(f"area {area.name!r} is defined twice: rename one of them")
        streams = [d.name for d in plan.demand]
        known = {"demand": streams, "teams": teams, "diaries": diaries, "parameters": list(plan.parameters)}
        for part, of_plan in known.items():
            for name, figure in getattr(area, part).items():
                if name not in of_plan:
                    raise ValueError(
                        f"area {area.name!r} names {name!r} under {part}, which the plan does not have."
                        f"{did_you_mean(name, of_plan)}"
                    )
                if part in ("teams", "diaries") and name in plan.shared:
                    raise ValueError(f"area {area.name!r} has its own {name!r}, which is shared: give its number once")
                if part != "parameters" and figure.value < 0:
                    raise ValueError(f"{part}.{name} of area {area.name!r} is {figure.value:g}: give 0 or more")
        for o in area.opening:
            if o.stage not in plan.pathway.names or o.demand not in streams:
                raise ValueError(
                    f"opening of area {area.name!r} names {o.stage!r} and {o.demand!r}: give a stage of the pathway "
                    "and a stream of demand"
                )


def _stated(plan: Plan) -> None:
    """Hold what is stated of cases open at the start against the words that the plan has for it."""
    if not any(o.attributes for o in plan.openings):
        return
    words = known_levels(plan)
    for o in plan.openings:
        for name, level in o.attributes.items():
            if name == "area" and plan.areas:
                raise ValueError(f"opening at {o.stage!r} states 'area', which every case has already: leave it out")
            if name in words and level not in words[name]:
                raise ValueError(
                    f"opening at {o.stage!r} says {name} {level!r}, which the plan has no word for: use one of "
                    f"{', '.join(map(repr, words[name]))}.{did_you_mean(level, words[name])}"
                )


def known_levels(plan: Plan) -> dict[str, list[str]]:
    """Return the levels of each attribute that the plan's streams or its pathway name, in their order."""
    out: dict[str, dict[str, None]] = {}
    for d in plan.demand:
        for name, level in d.attributes.items():
            out.setdefault(name, {})[level] = None
        for name, levels in d.mix.items():
            out.setdefault(name, {}).update(dict.fromkeys(levels))
    for place in (*plan.pathway.stages, *plan.pathway.clocks):
        for way in getattr(place, "then", ()):
            for name, values in way.when.items():
                out.setdefault(name, {}).update(dict.fromkeys(values))
    return {name: list(levels) for name, levels in out.items()}


def _durations_exist(plan: Plan, used: frozenset[str] | None = None) -> None:
    """Check the times of all stages, or of those that use one of the parameters ``used``."""
    for stage, names in zip(plan.pathway.stages, parameters_by_place(plan.pathway), strict=False):
        if used is not None and not used & names:
            continue
        takes = getattr(stage, "takes", None)
        if takes is not None:
            try:
                check_law(takes, plan.value)
            except SendsimError as error:
                raise ValueError(f"takes of stage {stage.name!r}: {error}") from None


def _probabilities_add_up(plan: Plan, used: frozenset[str] | None = None) -> None:
    """Check the ways out of all stages, or of those that use one of the parameters ``used``."""
    met = ways_met(plan.pathway)(tuple((d.name, plan.beginnings(d), plan.known_of(d)) for d in plan.demand))
    places = (*plan.pathway.stages, *plan.pathway.clocks)
    for stage, names, of_streams in zip(places, parameters_by_place(plan.pathway), met, strict=True):
        if used is not None and not used & names:
            continue
        ways = getattr(stage, "then", ())
        for departure in getattr(stage, "departures", ()):
            if plan.value(departure.per_week) < 0:
                raise ValueError(f"{departure.name!r} at stage {stage.name!r} has a negative rate: give 0 or more")
            if departure.merit is not None and abs(plan.value(departure.merit)) > MOST_MERIT:
                raise ValueError(
                    f"merit of {departure.name!r} at stage {stage.name!r} is {plan.value(departure.merit):g}: give a "
                    f"log hazard ratio between -{MOST_MERIT:g} and {MOST_MERIT:g}"
                )
        for stream, which in of_streams:
            open_ways = [ways[i] for i in which]
            if sum(w.merit is not None for w in open_ways) > 1:
                raise ValueError(
                    f"two ways out of stage {stage.name!r} have merit for {stream!r}: let one of them take the rest"
                )
            for way in open_ways:
                if way.merit is not None:
                    plan.value(way.merit)
            total, rest = 0.0, 0
            for way in open_ways:
                if way.p is None:
                    rest += 1
                    continue
                p = plan.value(way.p)
                if not 0 <= p <= 1:
                    raise ValueError(
                        f"the probability {way.p!r} at stage {stage.name!r} is {p:g}: give a number from 0 to 1"
                    )
                total += p
            if total > 1 + 1e-9:
                raise ValueError(
                    f"the probabilities out of stage {stage.name!r} add up to {total:g} for {stream!r}: "
                    "bring them to 1 or less"
                )
            if rest > 1 or (rest == 0 and abs(total - 1) > 1e-9):
                raise ValueError(
                    f"the ways out of stage {stage.name!r} for {stream!r} must add up to 1, or exactly one "
                    "must have no p and take the rest"
                )
