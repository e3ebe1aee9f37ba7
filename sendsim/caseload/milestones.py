"""What planners ask about, tied to the stages of a pathway: meetings, agreement, a decision, support in place.

The pathway says what its stages are; it does not say which of them is "a meeting". This table does, once, by
patterns over stage names, so that a deeper pathway with more stages of the same kind is measured without change. A
question whose patterns meet no stage is left out of the tables; for the SEND pathway a test holds that each one meets
at least one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from sendsim.caseload.pathway import Choice, Clock, Pathway, once_for_a_pathway


@dataclass(frozen=True)
class Moment:
    """An event at the stages whose names fit a pattern.

    Attributes
    ----------
    event : str
        ``join``, ``start`` (work or a session begins), ``end`` or ``exit``.
    patterns : tuple of str
        Shell-style patterns over stage names.
    but_not : tuple of str
        Patterns of stages left out.
    kinds : tuple of str
        Kinds of stage it may be; empty for any.
    """

    event: str
    patterns: tuple[str, ...]
    but_not: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def stages(self, pathway: Pathway) -> tuple[str, ...]:
        """Return the names of the stages it speaks of, in the order of the pathway."""
        known = _stages_known(pathway)
        if self not in known:
            known[self] = _stages(self, tuple((s.name, s.kind) for s in pathway.stages))
        return known[self]


@once_for_a_pathway
def _stages_known(_pathway: Pathway) -> dict[Moment, tuple[str, ...]]:
    return {}


def _stages(moment: Moment, stages: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(
        name
        for name, kind in stages
        if any(fnmatchcase(name, p) for p in moment.patterns)
        and not any(fnmatchcase(name, p) for p in moment.but_not)
        and (not moment.kinds or kind in moment.kinds)
    )


AT_WORK = ("activity", "session")


@dataclass(frozen=True)
class Milestone:
    """Something a family may come to, counted from the beginning of its disagreement."""

    name: str
    title: str
    moments: tuple[Moment, ...]


MILESTONES: tuple[Milestone, ...] = (
    Milestone(
        "first_meeting",
        "first meeting (a talk, disagreement resolution, mediation or a hearing)",
        (
            Moment(
                "start",
                ("*talk*", "*meeting*", "mediation*", "*hearing*", "judicial_adr*", "section_26_panel*"),
                ("*advis*", "*arrang*", "*prepar*", "*response*", "*writing*", "*bundle*"),
                AT_WORK,
            ),
        ),
    ),
    Milestone(
        "agreement",
        "agreement or concession",
        (
            Moment(
                "join",
                ("settled*", "agreed*", "conceded*", "complaint_settled*", "claim_settled*"),
                ("*part*",),
                ("end",),
            ),
            Moment(
                "join",
                (
                    "mediation_carried_out*",
                    "concession_carried_out*",
                    "consent_order*",
                    "drs_carried_out*",
                    "agreement_*",
                ),
            ),
        ),
    ),
    Milestone(
        "decision",
        "the Tribunal's decision",
        (Moment("end", ("tribunal_decision*", "paper_decision*", "claim_decision*")),),
    ),
    Milestone(
        "support",
        "support in place, as agreed or ordered",
        (
            Moment(
                "exit",
                (
                    "settled*",
                    "agreed*",
                    "conceded*",
                    "decided_order*",
                    "remedied*",
                    "complaint_settled*",
                    "claim_settled*",
                ),
                ("*part*",),
                ("end",),
            ),
        ),
    ),
)


@dataclass(frozen=True)
class WaitFor:
    """A wait inside the pathway: from one moment to another.

    ``width`` (weeks) and ``bins`` say how its distribution is counted.
    """

    name: str
    title: str
    begin: Moment
    end: Moment
    width: float
    bins: int


WAITS: dict[str, WaitFor] = {
    w.name: w
    for w in (
        WaitFor(
            "mediation",
            "from asking for mediation to the meeting",
            Moment("join", ("mediation_arranging*",)),
            # One held beside an appeal is another matter: its time is the appeal's own.
            Moment("start", ("mediation", "mediation_meeting*", "mediation_session*"), ("*_beside",), AT_WORK),
            1.0,
            16,
        ),
        WaitFor(
            "hearing",
            "from lodging an appeal to the hearing",
            Moment("join", ("registration*",)),
            Moment("start", ("*hearing*",), ("*telephone*", "*attend*", "*prepar*"), ("session",)),
            6.0,
            18,
        ),
    )
}

APPEALS = Moment("join", ("registration*",))
DEEMED = Moment("join", ("*deemed*",))

LANDMARKS: tuple[tuple[str, Moment], ...] = (
    ("Early talk", Moment("join", ("*early_talk*", "way_forward*"), (), ("activity", "session", "wait"))),
    ("Disagreement resolution", Moment("join", ("drs_arranging*", "drs_meeting*"))),
    ("Complaint", Moment("join", ("*complaint*", "*ombudsman*", "section_26*"), (), ("activity", "session", "wait"))),
    ("Mediation adviser", Moment("join", ("mediation_adviser*",))),
    ("Mediation", Moment("start", ("mediation", "mediation_meeting*", "mediation_session*"), (), AT_WORK)),
    ("Certificate, no mediation", Moment("join", ("certificate_declined*", "certificate_deemed*"))),
    ("Appeal", APPEALS),
    ("Hearing", WAITS["hearing"].end),
)
"""The steps of the picture of routes, in the order in which they are drawn."""


def on_the_way(pathway: Pathway, begin: tuple[str, ...], end: tuple[str, ...]) -> set[str]:
    """Return the stages a case may be at while it waits from ``begin`` to ``end``; at any other it has left.

    A further notice is the beginning of another episode, so no way leads through one.
    """
    notices = {s.name for s in pathway.stages if isinstance(s, Choice) and s.notice}
    leads: dict[str, set[str]] = {s.name: set(pathway.targets(s)) - notices for s in pathway.stages}
    for clock in pathway.clocks:
        targets = {w.to for w in clock.then if w.to is not None}
        for name in clock.starts_on:
            leads[name] |= targets
    ahead, queue = set(begin), list(begin)
    while queue:
        name = queue.pop()
        for target in leads[name] - ahead if name not in end else ():
            ahead.add(target)
            queue.append(target)
    reaches = set(end)
    while True:
        more = {n for n, targets in leads.items() if n in ahead and n not in reaches and targets & reaches}
        if not more:
            return (reaches & ahead) | set(begin)
        reaches |= more


def clock_of(pathway: Pathway, wait: WaitFor) -> Clock | None:
    """Return the statutory clock that runs beside a wait: it starts where the wait begins and stops where it ends."""
    begin, end = set(wait.begin.stages(pathway)), set(wait.end.stages(pathway))
    fits = [c for c in pathway.clocks if begin & set(c.starts_on) and end & set(c.stops_on)]
    return fits[0] if fits else None


def limit_weeks(clock: Clock | None) -> float | None:
    """Return a clock's limit in weeks, or None if it does not count days, weeks or months."""
    if clock is None:
        return None
    each = {"days": 1 / 7, "weeks": 1.0, "months": 365.25 / 12 / 7, "working_days": 1 / 5}
    return clock.amount * each[clock.counting] if clock.counting in each else None
