"""What a log or a list says of families, in the words of a plan: age band, need, who helps, who asked, and the like.

Only what a plan can use is taken over: groups, never dates, references, hours, costs or anything that would tell one
child from another. Where a plan knows an attribute by wider groups (ages 16 to 25 for 16 to 19), the wider one is
taken; where it has no word at all for what is said, the case is refused, for it would not have what was said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sendsim.caseload.plan import Opening, Plan
from sendsim.caseload.plan_checks import known_levels
from sendsim.errors import SendsimError, did_you_mean
from sendsim.evidence.dispute_log import WORDS


@dataclass(frozen=True)
class Said:
    """One column: the attribute of a plan that it speaks of, and the plan's words for its words, best first.

    A word without an entry stands for itself; one with no word at all says nothing.
    """

    attribute: str
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


SAID: dict[str, Said] = {
    "age_band": Said("age_band", {"16_to_19": ("16_to_19", "16_to_25"), "20_to_25": ("20_to_25", "16_to_25")}),
    "need": Said("need", {"not_recorded": ()}),
    "representation": Said("representation", {"not_recorded": ()}),
    "request_source": Said("request_source", {"not_recorded": ()}),
    "plan_status": Said("plan_status", {"no_plan": ("no plan", "no_plan")}),
    "phase_transfer": Said("phase_transfer", {"y": ("yes",), "n": ("no",)}),
    "party_against": Said(
        "body",
        {"la": ("authority",), "school": ("setting",), "icb": ("health",), "social_care": ("social care",)},
    ),
}
"""The columns of a log, or of counts, that say something of families which a plan may know."""


class Words:
    """The words of one plan, to read what columns say of families and which area they belong to."""

    def __init__(self, plan: Plan) -> None:
        self.levels = known_levels(plan)
        self.areas = {area.name.casefold(): area.name for area in plan.areas}
        self.areas |= {area.code.casefold(): area.name for area in plan.areas if area.code}
        self._names = [area.name for area in plan.areas]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that counts by group may have: those of a log, and the plan's own attributes."""
        own = [name for name in self.levels if name not in {said.attribute for said in SAID.values()}]
        return tuple(dict.fromkeys([*SAID, *(name for name in own if name != "trigger")]))

    def attribute(self, column: str, word: str) -> tuple[str, str] | None:
        """Return the attribute that a column speaks of and its level; None if it says nothing.

        Raises
        ------
        SendsimError
            If the plan, or where it does not know the attribute the log, has no such word: the end of a sentence that
            has already named column and word.
        """
        said = SAID.get(column, Said(column))
        known = self.levels.get(said.attribute)
        given = word.casefold()
        if not given:
            return None
        if known is None:
            own = [w for w in WORDS.get(column, (word,)) if w.casefold() == given]
            if not own:
                raise SendsimError(f"is not known. Use one of: {', '.join(WORDS[column])}.")
            levels = said.words.get(own[0], (own[0],))
            return (said.attribute, levels[0]) if levels else None
        folded = {level.casefold(): level for level in known}
        if given in said.words and not said.words[given]:
            return None
        for candidate in (given, *said.words.get(given, ())):
            if candidate.casefold() in folded:
                return said.attribute, folded[candidate.casefold()]
        raise SendsimError(
            f"has no counterpart among the plan's words for {said.attribute}: use one of {', '.join(known)}, or leave "
            f"it empty so that it is drawn.{did_you_mean(word, known)}"
        )

    def area(self, *given: str) -> str:
        """Return the plan's area for the first word given: a name or a code; '' where the plan has none.

        Raises
        ------
        SendsimError
            If the plan is of several areas and the word names none of them, or it has none and one is named: the end of
            a sentence that has already named the column.
        """
        word = next((w for w in given if w), "")
        if not self.areas:
            if given and given[0]:
                raise SendsimError("names an area, but the plan has none: leave the column empty.")
            return ""
        if not word:
            raise SendsimError("give the area, for the plan is of several: its name or its code.")
        found = self.areas.get(word.casefold())
        if found is None:
            known = self._names if len(self._names) <= 12 else []
            hint = did_you_mean(word, self._names) or (f" Use one of: {', '.join(known)}." if known else "")
            raise SendsimError(f"is no area of the plan.{hint}")
        return found


def stated_note(opening: Iterable[Opening]) -> str:
    """Say of how many cases open at the start each attribute is stated."""
    total, counts = 0, dict[str, int]()
    for o in opening:
        n = len(o.ages)
        total += n
        for name in o.attributes:
            counts[name] = counts.get(name, 0) + n
    if not counts:
        return "Nothing is stated of the families of these cases: what a plan knows of families is drawn."
    said = ", ".join(f"{name.replace('_', ' ')} of {n}" for name, n in sorted(counts.items()))
    return f"Of these {total} cases is stated: {said}. What is not stated is drawn, as for new cases."
