"""The shape of the finder's questions, and the conditions under which each is asked.

A condition is a pure function of the answers so far: closed words, an age and dates, by question name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sendsim.law.citation import Citation
from sendsim.law.facts import Asking, Decision, Section, Topic, Tried

Answer = str | tuple[str, ...]
Answers = Mapping[str, Answer]

UNKNOWN = ""
"""The answer "not known" to any question but who is asking."""


class Kind(StrEnum):
    """How a question is answered."""

    RADIOS = "radios"
    CHECKBOXES = "checkboxes"
    DATE = "date"
    YES_NO = "yes-no"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose, and whether it supposes a plan (``True``), none (``False``) or neither."""

    value: str
    label: str
    needs_plan: bool | None = None


def always(_: Answers) -> bool:
    """Ask in every case."""
    return True


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is asked, how, when, and why the law makes it matter."""

    id: str
    text: str
    kind: Kind
    help: str
    reason: str
    basis: tuple[Citation, ...]
    options: tuple[Option, ...] = ()
    when: Callable[[Answers], bool] = always
    required: bool = False

    def options_for(self, answers: Answers) -> tuple[Option, ...]:
        """Return the options that fit the answers so far (those about a plan only where there may be one)."""
        plan = {"yes": True, "no": False}.get(text_of(answers, "has_plan"))
        return tuple(
            option for option in self.options if None in {plan, option.needs_plan} or option.needs_plan == plan
        )


def text_of(answers: Answers, name: str) -> str:
    """Return the answer to a question with one answer, or an empty text."""
    value = answers.get(name, UNKNOWN)
    return value if isinstance(value, str) else UNKNOWN


def chosen(answers: Answers, name: str) -> frozenset[str]:
    """Return the boxes ticked."""
    value = answers.get(name, ())
    return frozenset((value,)) if isinstance(value, str) and value else frozenset(value)


_FAMILY = frozenset({Asking.PARENT, Asking.YOUNG_PERSON, Asking.CHILD, Asking.REPRESENTATIVE})


def family_asks(answers: Answers) -> bool:
    """Say whether the family itself asks."""
    return text_of(answers, "asking") in _FAMILY


def age_of(answers: Answers) -> int | None:
    """Return the age given, or ``None``."""
    text = text_of(answers, "age")
    return int(text) if text.isascii() and text.isdigit() else None


def near_sixteen(answers: Answers) -> bool:
    """Ask about school age where age leaves it open."""
    return text_of(answers, "asking") in {Asking.PARENT, Asking.REPRESENTATIVE} and age_of(answers) in {
        None,
        15,
        16,
    }


def may_be_over(answers: Answers) -> bool:
    """Ask about capacity where the young person may hold the right."""
    age = age_of(answers)
    return family_asks(answers) and text_of(answers, "asking") != Asking.CHILD and (age is None or age >= 15)


def decision_asked(answers: Answers) -> bool:
    """Ask for a decision where the subject can be one."""
    topics = {
        Topic.DECISION,
        Topic.HEALTH,
        Topic.SOCIAL_CARE,
        Topic.DELAY,
        Topic.NOT_DELIVERED,
        Topic.HANDLING,
    }
    return bool(chosen(answers, "about") & topics) or not chosen(answers, "about")


def decided(answers: Answers) -> bool:
    """Say whether there is a decision that can be appealed."""
    return text_of(answers, "decision") not in {UNKNOWN, Decision.NONE}


def sections_asked(answers: Answers) -> bool:
    """Ask for sections where a plan is in dispute."""
    return text_of(answers, "decision") in {Decision.PLAN_FINALISED, Decision.NO_AMENDMENT}


def no_certificate(answers: Answers) -> bool:
    """Say whether there is a decision and no certificate."""
    return decided(answers) and not text_of(answers, "certificate")


def wants_mediation(answers: Answers) -> bool:
    """Say whether mediation is wanted."""
    return text_of(answers, "wants_mediation") == "yes"


def lodged(answers: Answers) -> bool:
    """Say whether an appeal is lodged."""
    return bool(text_of(answers, "appeal_lodged"))


def recommended(answers: Answers) -> bool:
    """Ask about recommendations once the Tribunal has decided on health or care."""
    return bool(text_of(answers, "tribunal_decision_sent")) and health_or_care(answers)


def health_or_care(answers: Answers) -> bool:
    """Say whether health or social care is in issue."""
    sections = {Section.C, Section.D, Section.G, Section.H1, Section.H2}
    topics = {Topic.HEALTH, Topic.SOCIAL_CARE}
    return bool(chosen(answers, "about") & topics) or bool(chosen(answers, "sections") & sections)


def disability_asked(answers: Answers) -> bool:
    """Ask about disability where a claim may be in view."""
    topics = {Topic.DISCRIMINATION, Topic.PERMANENT_EXCLUSION, Topic.SUSPENSION}
    return bool(chosen(answers, "about") & topics)


def act_asked(answers: Answers) -> bool:
    """Ask for the day of the act unless there is no disability."""
    return disability_asked(answers) and text_of(answers, "disability") != "no"


def excluded(answers: Answers) -> bool:
    """Say whether there is a permanent exclusion."""
    return Topic.PERMANENT_EXCLUSION in chosen(answers, "about")


def la_matter(answers: Answers) -> bool:
    """Say whether the council may still be complained to."""
    topics = {Topic.DELAY, Topic.NOT_DELIVERED, Topic.HANDLING, Topic.TRANSPORT, Topic.UNLAWFUL_ACT}
    return bool(chosen(answers, "about") & topics) and Tried.LA_COMPLAINT not in chosen(answers, "tried")


def care_matter(answers: Answers) -> bool:
    """Say whether social care is in issue."""
    care = {Section.D, Section.H1, Section.H2}
    return Topic.SOCIAL_CARE in chosen(answers, "about") or bool(chosen(answers, "sections") & care)


def known_since_asked(answers: Answers) -> bool:
    """Ask since when, unless a decision or a claim alone is in issue."""
    decision_only = chosen(answers, "about") <= {
        Topic.DECISION,
        Topic.DISCRIMINATION,
        Topic.PERMANENT_EXCLUSION,
    }
    return bool(chosen(answers, "about")) and not decision_only
