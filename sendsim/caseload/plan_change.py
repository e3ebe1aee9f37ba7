"""A copy of a plan with other numbers or policies: every place of a plan that can be changed, by its name.

The names are those that the table of parameters prints, so whatever stands there can be changed on the command line,
on a page and in Python alike::

    parameters.NAME or NAME              a parameter
    teams.NAME, diaries.NAME             posts, or places a week, from the start of the run
    teams.NAME.2027-09-01                the step that begins on that date
    teams.NAME.queue, diaries.NAME.queue and any other field of one number or word
    demand.NAME                          cases a year (demand.NAME.growth_per_year for growth)
    demand.NAME.monthly.MONTH            the weight of a month (january to december)
    demand.NAME.mix.ATTRIBUTE.LEVEL      a share; the other levels keep their proportions
    departures.NAME                      1 on, 0 off: whether families may leave for that reason
    pathway.STAGE.takes.FIELD            a number of a time written in the pathway
    pathway.STAGE.to.TARGET              a share written in the pathway
    pathway.STAGE.uses.TEAM              people of a team that one case takes for a session
    pathway.STAGE.leaves.NAME            a rate written in the pathway
    clock.NAME                           a statutory limit (for a what-if about the law)
    opening.STAGE.DEMAND                 cases open at the start, where they are given as a count
    opening.STAGE.DEMAND.FIELD           their days there (youngest_days, oldest_days) and before (before_days)
    costs.NAME                           a unit cost
    areas.NAME.PART.KEY                  an area's own number (PART: demand, teams, diaries or parameters)
    areas.NAME.opening.STAGE.DEMAND      cases open at the start in an area, where they are given as a count
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sendsim.caseload.figure import Figure, Model
from sendsim.caseload.limits import OWN_AMOUNT
from sendsim.caseload.plan import Diary, Opening, Plan, Staff, Team
from sendsim.caseload.plan_parts import MONTHS, OPENING_DAYS
from sendsim.errors import PlanError, unknown_name

Value = float | str
"""A number, or the name of a policy (for example of a queue rule)."""

ROOMS = ("parameters", "teams", "diaries", "demand", "departures", "pathway", "clock", "opening", "costs", "areas")
CHANGED = "changed by the user"


def changed(plan: Plan, changes: Mapping[str, Value], name: str | None = None) -> Plan:
    """Return a copy of ``plan`` with each place of ``changes`` set.

    A number equal to the present one leaves the figure and its evidence untouched.

    Raises
    ------
    UnknownNameError
        If a place does not exist; near misses are suggested.
    PlanError
        If a value is of the wrong kind, or the changed plan is not valid.
    """
    data: dict[str, Any] = {f: getattr(plan, f) for f in type(plan).model_fields}
    for place, value in changes.items():
        room, _, rest = place.partition(".")
        if not rest:
            if room in data and isinstance(data[room], Figure):
                data[room] = data[room].with_value(_number(value, place))
                continue
            room, rest = "parameters", place
        if room not in _HOW:
            raise unknown_name("place", room, ROOMS)
        _HOW[room](data, rest, value, place)
    if name:
        data["name"] = name
    from sendsim.caseload.plan_files import plan_from

    return plan_from({f: plain(v, getattr(plan, f)) for f, v in data.items()})


def plain(value: Any, before: Any = None) -> Any:
    """Turn models into plain data, so that a changed plan is validated like a new one.

    What stands in ``before`` too, the very same, was validated then and is left as it is.
    """
    if value is before and value is not None:
        return value
    if isinstance(value, Model):
        return value.model_dump(by_alias=True)
    if isinstance(value, tuple):
        kept = {id(v) for v in before} if isinstance(before, tuple) else set()
        return [v if id(v) in kept else plain(v) for v in value]
    if isinstance(value, dict):
        known = before if isinstance(before, dict) else {}
        return {k: plain(v, known.get(k)) for k, v in value.items()}
    return value


def _number(value: Value, place: str) -> float:
    if isinstance(value, str):
        raise PlanError(f"{place} is {value!r}: give a number.")
    return float(value)


def _item(items: tuple[Any, ...], kind: str, name: str) -> int:
    """Return where the item called ``name`` stands."""
    at = next((i for i, item in enumerate(items) if item.name == name), None)
    if at is None:
        raise unknown_name(kind, name, [item.name for item in items])
    return at


def _put(items: tuple[Any, ...], at: int, update: dict[str, Any]) -> tuple[Any, ...]:
    return (*items[:at], items[at].model_copy(update=update), *items[at + 1 :])


def _field(item: Model, field: str, value: Value, place: str) -> dict[str, Any]:
    """Return the update of one field that holds a figure, a number or a word."""
    known = [f for f in type(item).model_fields if f not in ("name", "title") and _is_single(item, f)]
    if field not in known:
        raise unknown_name("field", field, known)
    old = getattr(item, field)
    if isinstance(old, str):
        if not isinstance(value, str):
            raise PlanError(f"{place} is {value:g}: give a word, as {old!r} is now.")
        return {field: value}
    number = _number(value, place)
    if isinstance(old, Figure):
        return {field: old.with_value(number)}
    return {field: number if old is not None else Figure(value=number, basis="assumed", source=CHANGED)}


def _is_single(item: Model, field: str) -> bool:
    old = getattr(item, field)
    if old is None:
        return "Figure" in str(type(item).model_fields[field].annotation)
    return isinstance(old, Figure | str | int | float)


def _parameter(data: dict[str, Any], name: str, value: Value, place: str) -> None:
    old = data["parameters"]
    if name not in old:
        raise unknown_name("parameter", name, old)
    data["parameters"] = {**old, name: old[name].with_value(_number(value, place))}


def _capacity(room: str, data: dict[str, Any], rest: str, value: Value, place: str) -> None:
    who, _, what = rest.partition(".")
    items = data[room]
    at = _item(items, room, who)
    item: Team | Diary = items[at]
    steps: tuple[Staff, ...] = item.staff if isinstance(item, Team) else item.places
    into = "staff" if isinstance(item, Team) else "places"
    dated = next((i for i, s in enumerate(steps) if s.from_date and s.from_date.isoformat() == what), None)
    if what and dated is None:
        data[room] = _put(items, at, _field(item, what, value, place))
        return
    if not steps:
        raise PlanError(f"diary {who!r} has listed sessions: change its sessions instead.")
    number = _number(value, place)
    if number < 0:
        raise PlanError(f"{place} is {number:g}: capacity cannot be negative, give 0 or more.")
    if dated is not None:
        step = steps[dated].model_copy(update={"number": steps[dated].number.with_value(number)})
        data[room] = _put(items, at, {into: (*steps[:dated], step, *steps[dated + 1 :])})
    elif len(steps) > 1 or steps[0].number.value != number:
        data[room] = _put(items, at, {into: (Staff(number=steps[0].number.with_value(number)),)})


def _teams(data: dict[str, Any], rest: str, value: Value, place: str) -> None:
    _capacity("teams", data, rest, value, place)


def _diaries(data: dict[str, Any], rest: str, value: Value, place: str) -> None:
    _capacity("diaries", data, rest, value, place)


def _demand(data: dict[str, Any], rest: str, value: Value, place: str) -> None:
    who, _, what = rest.partition(".")
    items = data["demand"]
    at = _item(items, "demand", who)
    if what.startswith("monthly."):
        season, month = items[at].monthly, what[8:]
        if season is None:
            raise PlanError(f"{place}: the stream {who!r} has no season, so no month has a weight of its own.")
        if month not in MONTHS:
            raise unknown_name("month", month, MONTHS)
        weight = _number(value, place)
        if weight < 0:
            raise PlanError(f"{place} is {weight:g}: give a weight of 0 or more.")
        data["demand"] = _put(items, at, {"monthly": season.with_weight(month, weight, CHANGED)})
        return
    if not what.startswith("mix."):
        data["demand"] = _put(items, at, _field(items[at], what or "per_year", value, place))
        return
    attribute, _, level = what[4:].partition(".")
    mix, share = items[at].mix, _number(value, place)
    if attribute not in mix:
        raise unknown_name("mixed attribute", attribute, mix)
    levels = mix[attribute]
    if level not in levels:
        raise unknown_name("level", level, levels)
    if not 0 <= share <= 1:
        raise PlanError(f"{place} is {share:g}: give a share from 0 to 1.")
    rest_now = 1 - levels[level].value
    if rest_now <= 0 and share < 1:
        raise PlanError(f"{place}: every case has {level!r} now, so no other level could take the rest.")
    scale = (1 - share) / rest_now if rest_now > 0 else 0.0
    new = {k: f.with_value(share if k == level else f.value * scale) for k, f in levels.items()}
    if share != levels[level].value:
        data["demand"] = _put(items, at, {"mix": {**mix, attribute: new}})


def _departure(data: dict[str, Any], name: str, value: Value, place: str) -> None:
    known = dict.fromkeys(d.name for s in data["pathway"].stages for d in getattr(s, "departures", ()))
    if name not in known:
        raise unknown_name("departure", name, known)
    if value not in (0, 1):
        raise PlanError(f"{place} is {value!r}: give 1 (on) or 0 (off).")
    off = [n for n in data["switched_off"] if n != name]
    data["switched_off"] = tuple(off if value == 1 else [*off, name])


def _pathway(data: dict[str, Any], rest: str, value: Value, place: str) -> None:
    pathway = data["pathway"]
    name, _, what = rest.partition(".")
    kind, _, which = what.partition(".")
    at = _item(pathway.stages, "stage", name)
    stage, number = pathway.stages[at], _number(value, place)
    if kind == "takes" and getattr(stage, "takes", None) is not None:
        numbers = [f for f, v in stage.takes if isinstance(v, int | float) and not isinstance(v, bool)]
        if which not in numbers:
            raise unknown_name(f"number of {stage.name}.takes,", which, numbers)
        update = {"takes": stage.takes.model_copy(update={which: number})}
    elif kind == "uses" and getattr(stage, "uses", None):
        if which not in stage.uses:
            raise unknown_name(f"team of {stage.name}.uses,", which, stage.uses)
        if not number.is_integer() or number < 1:
            raise PlanError(f"{place} is {number:g}: give a whole number of 1 or more.")
        update = {"uses": {**stage.uses, which: int(number)}}
    elif kind in ("to", "leaves"):
        into, key, share = ("then", "to", "p") if kind == "to" else ("departures", "name", "per_week")
        ways = getattr(stage, into, ())
        numbers = [str(getattr(w, key)) for w in ways if isinstance(getattr(w, share), int | float)]
        if which not in numbers:
            raise unknown_name(f"number of {stage.name}.{kind},", which, numbers)
        new = tuple(w.model_copy(update={share: number}) if str(getattr(w, key)) == which else w for w in ways)
        update = {into: new}
    else:
        raise unknown_name("part of a stage", kind, ("takes", "to", "leaves", "uses"))
    data["pathway"] = pathway.model_copy(update={"stages": _put(pathway.stages, at, update)})


def _clock(data: dict[str, Any], name: str, value: Value, place: str) -> None:
    pathway = data["pathway"]
    at = _item(pathway.clocks, "clock", name)
    number, least = _number(value, place), int(pathway.clocks[at].counting in OWN_AMOUNT)
    if not number.is_integer() or number < least:
        raise PlanError(f"{place} is {number:g}: give a whole number of {least} or more.")
    data["pathway"] = pathway.model_copy(update={"clocks": _put(pathway.clocks, at, {"amount": int(number)})})


def _opening(data: dict[str, Any], rest: str, value: Value, place: str) -> None:
    data["opening"] = _opened(data["opening"], rest, value, place)


def _opened(openings: tuple[Opening, ...], rest: str, value: Value, place: str) -> tuple[Opening, ...]:
    """Return the openings with another count, or other days, at one stage of one stream."""
    stage, _, which = rest.partition(".")
    demand, _, field = which.partition(".")
    here = [i for i, o in enumerate(openings) if (o.stage, o.demand) == (stage, demand)]
    if not here:
        raise unknown_name("opening", rest, dict.fromkeys(f"{o.stage}.{o.demand}" for o in openings))
    opening = openings[here[0]]
    if len(here) > 1 or opening.ages_days:
        raise PlanError(
            f"{place} is given by groups, or by the age of each case: change the opening in the plan's file instead."
        )
    if field and field not in OPENING_DAYS:
        raise unknown_name("field", field, OPENING_DAYS)
    if not field:
        return _put(openings, here[0], {"count": opening.count.with_value(_cases(value, place))})
    source = f"{CHANGED} ({field}); {opening.count.source}"
    known = opening.count.model_copy(update={"basis": "assumed", "source": source})
    return _put(openings, here[0], {field: _number(value, place), "count": known})


def _cases(value: Value, place: str) -> float:
    """Return a whole number of cases."""
    number = _number(value, place)
    if not number.is_integer() or number < 0:
        raise PlanError(f"{place} is {number:g}: cases are whole, so give a whole number of 0 or more.")
    return number


def _cost(data: dict[str, Any], name: str, value: Value, place: str) -> None:
    number = _number(value, place)
    if number < 0:
        raise PlanError(f"{place} is {number:g}: a cost cannot be negative, give 0 or more.")
    data["costs"] = {**data["costs"], name: Figure(value=number, basis="assumed", source=CHANGED)}


def _area(data: dict[str, Any], rest: str, value: Value, place: str) -> None:
    areas = data["areas"]
    at = next((i for i, area in enumerate(areas) if rest.startswith(f"{area.name}.")), None)
    if at is None:
        raise unknown_name("area", rest.partition(".")[0], [area.name for area in areas])
    part, _, key = rest[len(areas[at].name) + 1 :].partition(".")
    if part == "opening":
        data["areas"] = _put(areas, at, {part: _opened(areas[at].opening, key, value, place)})
        return
    parts = ("demand", "teams", "diaries", "parameters", "opening")
    if part not in parts:
        raise unknown_name("part of an area", part, parts)
    numbers: dict[str, Figure] = getattr(areas[at], part)
    if key not in numbers:
        raise unknown_name(f"{part} of the area,", key, numbers)
    data["areas"] = _put(areas, at, {part: {**numbers, key: numbers[key].with_value(_number(value, place))}})


_HOW = {
    "parameters": _parameter,
    "teams": _teams,
    "diaries": _diaries,
    "demand": _demand,
    "departures": _departure,
    "pathway": _pathway,
    "clock": _clock,
    "opening": _opening,
    "costs": _cost,
    "areas": _area,
}
