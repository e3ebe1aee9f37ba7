"""Ranges of the numbers that are written in the pathway itself: spreads of times, hours of work, people in a room.

Nothing is published on any of them, so each range is an assumption by its kind, and each end of it is a number that the
pathway takes. They stand in the table of parameters beside the ranges of the plan's own figures.
"""

from __future__ import annotations

from sendsim.caseload.durations import Beta, Fixed, Triangular, Uniform
from sendsim.caseload.pathway import Session, Stage
from sendsim.caseload.send import PATHWAY
from sendsim.caseload.send_proposed import PROPOSED

Range = tuple[float, float, str]
"""Least, greatest, and why."""

NOTHING = "nothing is published"
SPREAD = f"a half to one and a half times as much; {NOTHING} on how much it varies"
HOURS = f"a half to one and a half times as much; {NOTHING} on the hours it takes"

# Longest times that come from a limit of the law, in weeks: how short and how long the months themselves can be.
LONGEST: dict[str, Range] = {
    "deciding": (8.4, 8.9, "two months are 59 to 62 days"),
    "deciding_placement": (3.5, 5.0, f"what of the two months is left for preparing; {NOTHING}"),
    "preparing_appeal": (4.0, 4.4, "a month is 28 to 31 days"),
    "preparing_section_i": (4.0, 4.4, "a month is 28 to 31 days"),
    "asking_again": (3.5, 4.0, "28 days, to the last of them or some days before"),
}
# Times that a rule or a practice sets.
SET: dict[str, Range] = {
    "bundle_sent": (10.0, 10.0, "what directions ask for, not an estimate"),
    "pre_action_letter": (7.0, 28.0, "usually 14 days; shorter where it is urgent, longer where it is agreed"),
}
PEOPLE: dict[str, Range] = {
    "judges": (1, 1, "a panel has one judge, whatever its size"),
    "specialist_members": (1, 2, "panels are of two or of three"),
    "mediators": (1, 2, f"some mediations have two; {NOTHING}"),
    "decision_makers": (1, 2, f"one, or a colleague beside; {NOTHING}"),
    "icb_representatives": (1, 2, f"one, or a colleague beside; {NOTHING}"),
    "social_care_representatives": (1, 2, f"one, or a colleague beside; {NOTHING}"),
}


def packaged(stage: Stage) -> Stage | None:
    """Return the stage of that name in the packaged pathways, today's first; None if they have none."""
    return next((p.stage(stage.name) for p in (PATHWAY, PROPOSED) if stage.name in p.names), None)


def range_of_time(stage: Stage, field: str) -> Range | None:
    """Return the range of one number of a packaged stage's time; None if it is not a number written there.

    The range is that of the packaged number, whatever a plan has put in its place.
    """
    of = packaged(stage)
    takes = getattr(of, "takes", None)
    value = getattr(takes, field, None)
    if of is None or not isinstance(value, int | float):
        return None
    if field == "sd":
        return _about(value, SPREAD)
    if isinstance(takes, Triangular):
        low, mode, high = (float(x) for x in (takes.low, takes.mode, takes.high))
        least, most, why = _about(value, HOURS)
        within = {"low": (0.0, mode), "mode": (low, high), "high": (mode, float("inf"))}[field]
        return max(least, within[0]), min(most, within[1]), why
    if isinstance(takes, Beta):
        return (0.0, max(2 * value, 0.3), f"the soonest; {NOTHING}") if field == "low" else LONGEST[of.name]
    if isinstance(takes, Uniform):
        return value / 2, value * 2, f"the soonest; {NOTHING}"
    if isinstance(takes, Fixed):
        return SET.get(of.name) or (value / 2, value * 2, f"half as long to twice as long; {NOTHING}")
    return None


def range_of_people(stage: Stage, team: str) -> Range | None:
    """Return the range of the people of a team that one case of a packaged session takes."""
    of = packaged(stage)
    return PEOPLE[team] if isinstance(of, Session) and team in of.uses else None


def _about(value: float, why: str) -> Range:
    return value / 2, value * 1.5, why
