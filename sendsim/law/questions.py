"""The finder's questions, one at a time, as data.

Answers are kept by question name, never by position, as text (a tuple of texts for checkboxes); an empty
answer means "not known". ``next_question`` is a pure function of the answers so far; changing an earlier
answer drops those later ones that are no longer asked. No question asks for anything personal: closed
words, an age in years, and the dates of letters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sendsim.errors import unknown_name
from sendsim.law.citation import Citation
from sendsim.law.facts import Asking, Decision, Facts, FactsError, Section, Stage, Topic, Tried
from sendsim.law.facts_file import facts_from_mapping, read_date
from sendsim.law.refs import cites

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


def _always(_: Answers) -> bool:
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
    when: Callable[[Answers], bool] = _always
    required: bool = False

    def options_for(self, answers: Answers) -> tuple[Option, ...]:
        """Return the options that fit the answers so far (those about a plan only where there may be one)."""
        plan = {"yes": True, "no": False}.get(_text(answers, "has_plan"))
        return tuple(
            option
            for option in self.options
            if None in {plan, option.needs_plan} or option.needs_plan == plan
        )


def _text(answers: Answers, name: str) -> str:
    """Return the answer to a question with one answer, or an empty text."""
    value = answers.get(name, UNKNOWN)
    return value if isinstance(value, str) else UNKNOWN


def _chosen(answers: Answers, name: str) -> frozenset[str]:
    """Return the boxes ticked."""
    value = answers.get(name, ())
    return frozenset((value,)) if isinstance(value, str) and value else frozenset(value)


_FAMILY = frozenset({Asking.PARENT, Asking.YOUNG_PERSON, Asking.CHILD, Asking.REPRESENTATIVE})


def _family(answers: Answers) -> bool:
    return _text(answers, "asking") in _FAMILY


def _age(answers: Answers) -> int | None:
    text = _text(answers, "age")
    return int(text) if text.isascii() and text.isdigit() else None


def _near_sixteen(answers: Answers) -> bool:
    return _text(answers, "asking") in {Asking.PARENT, Asking.REPRESENTATIVE} and _age(answers) in {
        None,
        15,
        16,
    }


def _may_be_over(answers: Answers) -> bool:
    age = _age(answers)
    return _family(answers) and _text(answers, "asking") != Asking.CHILD and (age is None or age >= 15)


def _decision_asked(answers: Answers) -> bool:
    topics = {
        Topic.DECISION,
        Topic.HEALTH,
        Topic.SOCIAL_CARE,
        Topic.DELAY,
        Topic.NOT_DELIVERED,
        Topic.HANDLING,
    }
    return bool(_chosen(answers, "about") & topics) or not _chosen(answers, "about")


def _decided(answers: Answers) -> bool:
    return _text(answers, "decision") not in {UNKNOWN, Decision.NONE}


def _sections_asked(answers: Answers) -> bool:
    return _text(answers, "decision") in {Decision.PLAN_FINALISED, Decision.NO_AMENDMENT}


def _no_certificate(answers: Answers) -> bool:
    return _decided(answers) and not _text(answers, "certificate")


def _wants(answers: Answers) -> bool:
    return _text(answers, "wants_mediation") == "yes"


def _lodged(answers: Answers) -> bool:
    return bool(_text(answers, "appeal_lodged"))


def _recommended(answers: Answers) -> bool:
    return bool(_text(answers, "tribunal_decision_sent")) and _health_or_care(answers)


def _health_or_care(answers: Answers) -> bool:
    sections = {Section.C, Section.D, Section.G, Section.H1, Section.H2}
    topics = {Topic.HEALTH, Topic.SOCIAL_CARE}
    return bool(_chosen(answers, "about") & topics) or bool(_chosen(answers, "sections") & sections)


def _disability_asked(answers: Answers) -> bool:
    topics = {Topic.DISCRIMINATION, Topic.PERMANENT_EXCLUSION, Topic.SUSPENSION}
    return bool(_chosen(answers, "about") & topics)


def _act_asked(answers: Answers) -> bool:
    return _disability_asked(answers) and _text(answers, "disability") != "no"


def _excluded(answers: Answers) -> bool:
    return Topic.PERMANENT_EXCLUSION in _chosen(answers, "about")


def _la_matter(answers: Answers) -> bool:
    topics = {Topic.DELAY, Topic.NOT_DELIVERED, Topic.HANDLING, Topic.TRANSPORT, Topic.UNLAWFUL_ACT}
    return bool(_chosen(answers, "about") & topics) and Tried.LA_COMPLAINT not in _chosen(answers, "tried")


def _care_matter(answers: Answers) -> bool:
    care = {Section.D, Section.H1, Section.H2}
    return Topic.SOCIAL_CARE in _chosen(answers, "about") or bool(_chosen(answers, "sections") & care)


def _known_since_asked(answers: Answers) -> bool:
    decision_only = _chosen(answers, "about") <= {
        Topic.DECISION,
        Topic.DISCRIMINATION,
        Topic.PERMANENT_EXCLUSION,
    }
    return bool(_chosen(answers, "about")) and not decision_only


YES_NO: tuple[Option, ...] = (Option("yes", "Yes"), Option("no", "No"))

QUESTIONS: tuple[Question, ...] = (
    Question(
        "in_england",
        "Is this about England?",
        Kind.YES_NO,
        "The authority responsible for the child or young person is an English council.",
        "These routes are those of English law; the other nations have their own.",
        cites("CFA2014 s.51"),
        YES_NO,
    ),
    Question(
        "asking",
        "Who is asking?",
        Kind.RADIOS,
        "If you help a family, answer as the family would.",
        "Most routes belong to the parent or the young person; some are open to anybody.",
        cites("CFA2014 s.51", "CFA2014 s.57"),
        (
            Option(Asking.PARENT, "A parent or carer"),
            Option(Asking.YOUNG_PERSON, "A young person over compulsory school age"),
            Option(Asking.CHILD, "A child"),
            Option(Asking.REPRESENTATIVE, "Somebody acting for a young person who lacks capacity"),
            Option(Asking.SETTING, "A nursery, school or college"),
            Option(Asking.LA, "A local authority"),
            Option(Asking.HEALTH, "A health body"),
            Option(Asking.OTHER, "Somebody else"),
        ),
        required=True,
    ),
    Question(
        "age",
        "How old is the child or young person?",
        Kind.NUMBER,
        "Whole years, 0 to 25.",
        "Whose right it is depends on age, and so do some complaint routes.",
        cites("CFA2014 s.51", "~CFA2014 s.83(2)"),
    ),
    Question(
        "over_school_age",
        "Has compulsory school age ended?",
        Kind.YES_NO,
        "It ends on the last Friday in June of the school year in which the sixteenth birthday falls.",
        "From that day the right of appeal is the young person's own.",
        cites("~EA1996 s.8", "~CFA2014 s.83(2)", "CASE:HillingdonvWW"),
        YES_NO,
        _near_sixteen,
    ),
    Question(
        "lacks_capacity",
        "Does the young person lack capacity for this decision?",
        Kind.YES_NO,
        "Capacity is presumed. A diagnosis does not settle it; it is judged for each decision.",
        "An alternative person acts where capacity is lacking.",
        cites("CFA2014 s.80", "~MCA2005 s.1"),
        YES_NO,
        _may_be_over,
    ),
    Question(
        "about",
        "What is the disagreement about?",
        Kind.CHECKBOXES,
        "Choose all that apply.",
        "Each route covers some subjects and not others.",
        cites("CFA2014 s.51", "CFA2014 s.57"),
        (
            Option(Topic.SETTING_PROVISION, "What a nursery, school or college provides"),
            Option(Topic.SEN_DUTIES, "How duties about special educational needs are carried out"),
            Option(Topic.DECISION, "A decision about an assessment or a plan, or what the plan says"),
            Option(Topic.HEALTH, "Health provision"),
            Option(Topic.SOCIAL_CARE, "Social care provision"),
            Option(Topic.DELAY, "Delay"),
            Option(Topic.NOT_DELIVERED, "Provision in the plan that is not delivered"),
            Option(Topic.HANDLING, "How the council handled things"),
            Option(Topic.DISCRIMINATION, "Disability discrimination"),
            Option(Topic.PERMANENT_EXCLUSION, "A permanent exclusion"),
            Option(Topic.SUSPENSION, "A suspension"),
            Option(Topic.ADMISSION, "Admission to a school"),
            Option(Topic.TRANSPORT, "Transport"),
            Option(Topic.WHOLE_SCHOOL, "A school or provider as a whole"),
            Option(Topic.UNLAWFUL_ACT, "An act or policy that may be unlawful"),
            Option(Topic.OTHER, "Something else"),
        ),
    ),
    Question(
        "against",
        "Who is on the other side?",
        Kind.CHECKBOXES,
        "Choose all that apply.",
        "Who the body is decides which complaint, claim or court it is.",
        cites("EQA2010 ss.84-89", "EA2002 s.29", "ISSR2014"),
        (
            Option("local_authority", "The local authority"),
            Option("maintained_school", "A maintained school or nursery school"),
            Option("academy", "An academy or free school"),
            Option("independent_school", "An independent or non-maintained special school"),
            Option("college", "A college or post-16 provider"),
            Option("early_years", "A private or voluntary early years provider"),
            Option("integrated_care_board", "An integrated care board"),
            Option("nhs_provider", "An NHS provider"),
            Option("children_social_care", "Children's social care"),
            Option("adult_social_care", "Adult social care"),
        ),
    ),
    Question(
        "has_plan",
        "Is there an EHC plan?",
        Kind.YES_NO,
        "Choose Yes if one is in force, even if it is to end.",
        "Disagreement resolution needs no plan; some appeals do.",
        cites("CFA2014 s.37", "CFA2014 s.57"),
        YES_NO,
    ),
    Question(
        "stage",
        "Where do things stand?",
        Kind.RADIOS,
        "The stage of the EHC process, if there is one.",
        "Health and care come within disagreement resolution only while an EHC process is going on.",
        cites("CFA2014 s.57", "CODE2015 11.6-11.10"),
        (
            Option(Stage.SEN_SUPPORT, "SEN support, no assessment", False),
            Option(Stage.ASSESSMENT, "An assessment was asked for or is going on", False),
            Option(Stage.DRAFT, "A draft plan is out"),
            Option(Stage.PLAN, "There is a plan and no review is going on", True),
            Option(Stage.REVIEW, "A review is going on", True),
            Option(Stage.REASSESSMENT, "A reassessment was asked for or is going on", True),
            Option(Stage.CEASING, "The plan is to end", True),
        ),
    ),
    Question(
        "decision",
        "What has the authority decided, in writing?",
        Kind.RADIOS,
        "The latest decision that you disagree with.",
        "Without a decision there is nothing to appeal.",
        cites("CFA2014 s.51(2)"),
        (
            Option(Decision.NONE, "Nothing yet"),
            Option(Decision.REFUSAL_TO_ASSESS, "Not to assess", False),
            Option(Decision.REFUSAL_TO_ISSUE, "Not to issue a plan after an assessment", False),
            Option(Decision.PLAN_FINALISED, "A final plan: new, changed or replaced", True),
            Option(Decision.REFUSAL_TO_REASSESS, "Not to reassess", True),
            Option(Decision.NO_AMENDMENT, "To leave the plan as it is", True),
            Option(Decision.CEASE, "To end the plan", True),
        ),
        _decision_asked,
    ),
    Question(
        "sections",
        "Which sections of the plan are in dispute?",
        Kind.CHECKBOXES,
        "B is needs, F is special educational provision, I is the placement.",
        "The Tribunal decides on B, F and I; for I alone no certificate is needed.",
        cites("CFA2014 s.51(2)(c)", "CFA2014 s.55", "RECS2017"),
        (
            Option(Section.A, "A: views and hopes"),
            Option(Section.B, "B: special educational needs"),
            Option(Section.C, "C: health needs"),
            Option(Section.D, "D: social care needs"),
            Option(Section.E, "E: outcomes"),
            Option(Section.F, "F: special educational provision"),
            Option(Section.G, "G: health provision"),
            Option(Section.H1, "H1: social care under the Act of 1970"),
            Option(Section.H2, "H2: other social care"),
            Option(Section.I, "I: the placement"),
            Option(Section.J, "J: personal budget"),
        ),
        _sections_asked,
    ),
    Question(
        "notice_sent",
        "On which day was the decision sent?",
        Kind.DATE,
        "The day the letter or email was sent; it is usually the date on it.",
        "Time runs from the day it was sent.",
        cites("HESC2008 r.20(1)(c)", "SENDR2014 reg 33"),
        when=_decided,
    ),
    Question(
        "certificate",
        "On which day was the mediation certificate issued?",
        Kind.DATE,
        "Leave empty if there is none.",
        "Most appeals need it, and it opens a limit of one month.",
        cites("CFA2014 s.55", "HESC2008 r.20(1)(c)"),
        when=_decided,
    ),
    Question(
        "wants_mediation",
        "Is mediation wanted?",
        Kind.YES_NO,
        "It is a free choice; saying no still earns the certificate.",
        "If it is, the authority or the health commissioner must arrange it.",
        cites("CFA2014 s.52", "SENDR2014 reg 33"),
        YES_NO,
        _no_certificate,
    ),
    Question(
        "mediation_asked",
        "On which day was the authority told that mediation is wanted?",
        Kind.DATE,
        "Leave empty if it has not been told.",
        "The 30 days to arrange it run from then.",
        cites("~SENDR2014 reg 36"),
        when=_wants,
    ),
    Question(
        "appeal_lodged",
        "On which day was an appeal lodged?",
        Kind.DATE,
        "Leave empty if there is none.",
        "Once an appeal is running other steps follow.",
        cites("HESC2008 r.20"),
        when=_decided,
    ),
    Question(
        "tribunal_decision_sent",
        "On which day did the Tribunal send its decision?",
        Kind.DATE,
        "Leave empty if it has not decided.",
        "There are 28 days to ask for what may follow.",
        cites("~HESC2008 rr.44-49"),
        when=_lodged,
    ),
    Question(
        "recommendation_refused",
        "Has a health or social care recommendation been refused?",
        Kind.YES_NO,
        "Say yes also if there was no answer in five weeks.",
        "After a refusal the ombudsman may be asked at once.",
        cites("RECS2017"),
        YES_NO,
        _recommended,
    ),
    Question(
        "disability",
        "Is the child or young person disabled?",
        Kind.YES_NO,
        "A long-term condition with a substantial effect on daily life; a diagnosis is not needed.",
        "Claims of disability discrimination are for disabled people.",
        cites("~EQA2010 s.6"),
        YES_NO,
        _disability_asked,
    ),
    Question(
        "discrimination_act",
        "On which day did it happen, or end if it went on?",
        Kind.DATE,
        "The day of the act; for something that went on, its last day.",
        "A claim has six months, starting with that day.",
        cites("EQA2010 Sch.17 Pt.2"),
        when=_act_asked,
    ),
    Question(
        "governors_decided",
        "On which day did the governors tell you of their decision on the exclusion?",
        Kind.DATE,
        "Leave empty if they have not decided.",
        "There are 15 school days to ask for a review panel.",
        cites("~EXCL2012"),
        when=_excluded,
    ),
    Question(
        "tried",
        "What has been tried, to the end?",
        Kind.CHECKBOXES,
        "A complaint is at its end when the body has given its last answer.",
        "The ombudsmen wait for the body's own answer.",
        cites("LGA1974 s.26", "~HSCA1993 s.4"),
        (
            Option(Tried.TALKING, "Talking it through"),
            Option(Tried.DRS, "Disagreement resolution"),
            Option(Tried.MEDIATION, "Mediation"),
            Option(Tried.SCHOOL_COMPLAINT, "Complaint to the school"),
            Option(Tried.COLLEGE_COMPLAINT, "Complaint to the college"),
            Option(Tried.LA_COMPLAINT, "Complaint to the council"),
            Option(Tried.SOCIAL_CARE_COMPLAINT, "Complaint about social care"),
            Option(Tried.NHS_COMPLAINT, "Complaint about the NHS"),
            Option(Tried.SECRETARY_OF_STATE, "Complaint to the Secretary of State"),
        ),
    ),
    Question(
        "la_complaint_made",
        "On which day was a complaint made to the council?",
        Kind.DATE,
        "Leave empty if none was made.",
        "After about twelve weeks without an answer the Ombudsman may step in.",
        cites("LGA1974 s.26"),
        when=_la_matter,
    ),
    Question(
        "social_care_stage_2_reply",
        "On which day did the stage 2 answer on social care come?",
        Kind.DATE,
        "Leave empty if there is none.",
        "A panel may be asked for within 20 working days.",
        cites("CA1989REP2006", "GTBC2006"),
        when=_care_matter,
    ),
    Question(
        "known_since",
        "Since when has the family known of the problem?",
        Kind.DATE,
        "The day is enough as you remember it.",
        "Complaints and ombudsmen have time limits that run from then.",
        cites("LGA1974 s.26B", "~LASSNHS2009 reg 12"),
        when=_known_since_asked,
    ),
)
"""Every question, in the order in which it may be asked."""

_BY_ID = {question.id: question for question in QUESTIONS}


def question(name: str) -> Question:
    """Return the question called ``name``."""
    try:
        return _BY_ID[name]
    except KeyError:
        raise unknown_name("Question", name, _BY_ID) from None


def check_answer(name: str, value: Answer, answers: Answers | None = None) -> Answer:
    """Return ``value`` in its tidy form, or raise an error that says what may be answered."""
    asked = question(name)
    allowed = [option.value for option in asked.options_for(answers or {})]
    if asked.kind is Kind.CHECKBOXES:
        given = (value,) if isinstance(value, str) else tuple(value)
        wrong = [item for item in given if item and item not in allowed]
        if wrong:
            raise FactsError(f"{name} is {wrong[0]!r}, which is not one of: {', '.join(allowed)}.")
        return tuple(item for item in allowed if item in given)
    if not isinstance(value, str):
        raise FactsError(f"{name} takes one answer, not {len(value)}.")
    value = value.strip()
    if value == UNKNOWN:
        if asked.required:
            raise FactsError(f"{name} is empty: choose one of: {', '.join(allowed)}.")
        return UNKNOWN
    if asked.kind is Kind.DATE:
        return read_date(name, value).isoformat()
    if asked.kind is Kind.NUMBER:
        if not (value.isascii() and value.isdigit() and len(value) <= 2 and int(value) <= 25):
            raise FactsError(f"{name} is {value[:20]!r}: give a whole number from 0 to 25.")
        return str(int(value))
    if value not in allowed:
        raise FactsError(f"{name} is {value[:40]!r}, which is not one of: {', '.join(allowed)}.")
    return value


def keep_asked(answers: Answers) -> dict[str, Answer]:
    """Return the answers to questions that are still asked, in order, and that still fit their options."""
    kept: dict[str, Answer] = {}
    for asked in QUESTIONS:
        if asked.id in answers and asked.when(kept):
            value = answers[asked.id]
            if asked.options and isinstance(value, str) and value != UNKNOWN:
                allowed = {option.value for option in asked.options_for(kept)}
                if value not in allowed:
                    continue
            kept[asked.id] = value
    return kept


def next_question(answers: Answers) -> Question | None:
    """Return the first question still to be asked, or ``None`` when all are answered."""
    kept = keep_asked(answers)
    for asked in QUESTIONS:
        if asked.id not in kept and asked.when(kept):
            return asked
    return None


def give_answer(answers: Answers, name: str, value: Answer) -> dict[str, Answer]:
    """Return the answers with one given or changed; those no longer asked are dropped."""
    return keep_asked({**answers, name: check_answer(name, value, answers)})


def facts_from(answers: Answers, today: date | None = None) -> Facts:
    """Build the facts that the answers give; ``today`` is the day on which limits are judged."""
    given: dict[str, object] = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in keep_asked(answers).items()
        if value not in (UNKNOWN, ())
    }
    if today is not None:
        given["today"] = today
    return facts_from_mapping(given)
