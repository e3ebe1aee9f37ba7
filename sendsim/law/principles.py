"""The four principles of resolving disagreements, as behaviours that somebody in the room could see.

The principles are those of SEND Code of Practice chapter 11 (paragraph 11.1), put in our own words. Each is
broken down into things a person does or says, good and poor, with an id (``P1.g1``, ``P1.b1``) that
training can score. They apply to officers, schools, mediators, advisers and families alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from sendsim.errors import unknown_name
from sendsim.law.citation import Citation
from sendsim.law.refs import cites


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Something that can be seen or heard, and that honours (``good``) or strains a principle."""

    id: str
    good: bool
    text: str


@dataclass(frozen=True, slots=True)
class Principle:
    """One of the four principles, its behaviours and the law it hangs on."""

    id: str
    name: str
    text: str
    good: tuple[Behaviour, ...]
    poor: tuple[Behaviour, ...]
    basis: tuple[Citation, ...]

    @property
    def behaviours(self) -> tuple[Behaviour, ...]:
        """All behaviours, good ones first."""
        return (*self.good, *self.poor)


def _principle(
    key: str, name: str, text: str, good: tuple[str, ...], poor: tuple[str, ...], basis: tuple[Citation, ...]
) -> Principle:
    """Build a principle, numbering its behaviours."""
    return Principle(
        key,
        name,
        text,
        tuple(Behaviour(f"{key}.g{n}", True, line) for n, line in enumerate(good, 1)),
        tuple(Behaviour(f"{key}.b{n}", False, line) for n, line in enumerate(poor, 1)),
        basis,
    )


PRINCIPLES: tuple[Principle, ...] = (
    _principle(
        "P1",
        "Decide together, around the person",
        "Providers, parents and the child or young person make decisions jointly; what the family and the"
        " young person think is heard before the decision, not after.",
        (
            "asks for the child's or young person's views before the meeting and brings them in",
            "invites the young person in their own right",
            "drafts the options together with the family",
            "asks what a good week would look like for the child",
            "changes something because of what the family said, and says so",
        ),
        (
            "comes with the decision already written",
            "quotes the panel's minutes in place of reasons",
            "talks about the parent as if they were not in the room",
            "has nothing to say about what the child wants",
        ),
        cites("CFA2014 s.19", "CODE2015 11.1", "SENDR2014 reg 38"),
    ),
    _principle(
        "P2",
        "Be open: where we are, what you know, why we decided",
        "Everybody knows what stage things have reached, the family's knowledge is used, and reasons are given.",
        (
            "gives a dated map of the steps still to come",
            "names one officer to ask",
            "ties the reasons to the test in the law",
            "shares the evidence before mediation",
            "owns up to a mistake early",
        ),
        (
            "gives “the panel said no” as the whole reason",
            "lets a statutory date pass in silence",
            "springs new evidence in the room",
            "tells a family the wrong time limit",
        ),
        cites(
            "CODE2015 11.1",
            "SENDR2014 reg 5",
            "SENDR2014 reg 10",
            "~SENDR2014 reg 14",
            "SENDR2014 regs 20-22",
            "SENDR2014 regs 31-32",
            "CASE:Devon",
        ),
    ),
    _principle(
        "P3",
        "Inform, and support people to take part",
        "Families and young people get the information and, where they need it, the support to take part in"
        " decisions and complaints, from public or voluntary bodies.",
        (
            "offers the information, advice and support service in the letter and again by phone",
            "arranges an interpreter or another way to communicate",
            "finds the child an advocate",
            "puts the decision in plain language",
            "offers breaks and a pace that people can manage",
        ),
        (
            "steers the family towards one route",
            "discourages them from bringing a supporter",
            "says that advice is not needed",
            "presses them to mediate",
        ),
        cites("CODE2015 11.1", "CFA2014 s.32", "CA1989 s.26A", "CASE:Kumar"),
    ),
    _principle(
        "P4",
        "Make every route known",
        "Disagreement resolution, mediation, complaints in education, health and care, and appeal are all"
        " made known, through the authority and its information, advice and support service.",
        (
            "sets out disagreement resolution, mediation, complaints and appeal in each notice",
            "has all four on the Local Offer",
            "says correctly what each route cannot do",
            "lists the routes without ranking them",
        ),
        (
            "mentions disagreement resolution only",
            "says that mediation is compulsory",
            "leaves the right of appeal out",
        ),
        cites("CODE2015 11.1", "CFA2014 s.52", "~CFA2014 s.57(8)", "SENDR2014 reg 32", "SENDR2014 Sch.2"),
    ),
)
"""The four principles."""

BEHAVIOURS: dict[str, Behaviour] = {
    behaviour.id: behaviour for principle in PRINCIPLES for behaviour in principle.behaviours
}
"""Every behaviour by its id."""


def principle(key: str) -> Principle:
    """Return the principle whose id is ``key`` (``P1`` to ``P4``)."""
    for item in PRINCIPLES:
        if item.id == key:
            return item
    raise unknown_name("Principle", key, [item.id for item in PRINCIPLES])


def behaviour(key: str) -> Behaviour:
    """Return the behaviour whose id is ``key``, such as ``P2.g3``."""
    try:
        return BEHAVIOURS[key]
    except KeyError:
        raise unknown_name("Behaviour", key, BEHAVIOURS) from None
