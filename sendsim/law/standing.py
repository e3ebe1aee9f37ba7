"""Whose right it is: the parent's, the young person's, or a representative's.

Until compulsory school age ends the parent holds the right of appeal; after that the young person does, and
an alternative person where the young person lacks capacity for the decision. Compulsory school age ends on
the last Friday in June of the school year in which the child turns 16. Sources: Children and Families Act
2014 ss.51, 80 and 83(2) (the subsection from general knowledge); Education Act 1996 s.8; Hillingdon v WW
[2016] UKUT 253 (AAC); Mental Capacity Act 2005.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from sendsim.law.facts import Asking, Facts
from sendsim.law.refs import cites

FRIDAY = 4
STANDING_BASIS = cites("CFA2014 s.51", "~CFA2014 s.83(2)", "CFA2014 s.80", "~EA1996 s.8", "CASE:HillingdonvWW")
"""What the rules of standing rest on."""


class Holder(StrEnum):
    """Who holds the right."""

    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    REPRESENTATIVE = "representative"
    PARENT_OR_YOUNG_PERSON = "parent_or_young_person"


def last_friday_in_june(year: int) -> date:
    """Return the day on which compulsory school age ends for those who turn 16 in that school year."""
    day = date(year, 6, 30)
    return day - timedelta(days=(day.weekday() - FRIDAY) % 7)


def school_age_ended(facts: Facts) -> bool | None:
    """Say whether compulsory school age has ended, or ``None`` where the facts leave it open.

    It depends on the school year of the sixteenth birthday, which the facts do not hold: at 15 and 16 the
    answer can be either, except that nobody of 16 is under it between the last Friday in June and the end
    of August, and nobody of 15 is over it outside those weeks.
    """
    if facts.over_school_age is not None:
        return facts.over_school_age
    if facts.age is None:
        return {Asking.YOUNG_PERSON: True, Asking.CHILD: False}.get(facts.asking)
    if facts.age <= 14:
        return False
    if facts.age >= 17:
        return True
    if facts.asking is Asking.YOUNG_PERSON:
        return True
    if facts.asking is Asking.CHILD:
        return False
    if facts.today is None:
        return None
    summer = last_friday_in_june(facts.today.year) <= facts.today <= date(facts.today.year, 8, 31)
    if facts.age == 16:
        return True if summer else None
    return None if summer else False


def holder(facts: Facts) -> Holder:
    """Return who holds the right of appeal and of claim."""
    ended = school_age_ended(facts)
    if ended is False:
        return Holder.PARENT
    if facts.asking is Asking.REPRESENTATIVE or facts.lacks_capacity:
        return Holder.REPRESENTATIVE if ended else Holder.PARENT_OR_YOUNG_PERSON
    return Holder.YOUNG_PERSON if ended else Holder.PARENT_OR_YOUNG_PERSON


def standing_reason(facts: Facts) -> str:
    """Say in one sentence whose right it is, for this asker."""
    held = holder(facts)
    if held is Holder.PARENT:
        if facts.asking is Asking.CHILD:
            return "A parent brings it for you; your views count and should be asked for."
        if facts.asking is Asking.REPRESENTATIVE:
            return "The parent brings it; somebody may represent the parent."
        return "The right is the parent's until compulsory school age ends."
    if held is Holder.YOUNG_PERSON:
        if facts.asking is Asking.PARENT:
            return "The right is now the young person's own: they bring it, and a parent may help if they wish."
        return "The right is the young person's own; a parent or supporter may help."
    if held is Holder.REPRESENTATIVE:
        return (
            "An alternative person acts where the young person lacks capacity for this decision; capacity is"
            " presumed and judged for each decision."
        )
    return (
        "The right is the parent's until compulsory school age ends (the last Friday in June of the school"
        " year of the sixteenth birthday) and the young person's own after that."
    )


def is_family(facts: Facts) -> bool:
    """Say whether the asker is the family: parent, child, young person or representative."""
    return facts.asking in {Asking.PARENT, Asking.CHILD, Asking.YOUNG_PERSON, Asking.REPRESENTATIVE}
