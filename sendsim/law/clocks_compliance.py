"""Clocks of doing what was ordered, agreed, conceded or recommended.

Sources: Special Educational Needs and Disability Regulations 2014, reg 42 (agreements), reg 44 (orders)
and reg 45 (unopposed appeals), the last two as amended on 23 March 2015 by SI 2015/359; the 2017
Regulations on recommendations, reg 7. Calendar weeks without relief: August counts.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sendsim.law import limits as bare
from sendsim.law.citation import Citation
from sendsim.law.clock_answer import ClockAnswer, Limit, fixed_limit, words
from sendsim.law.clock_build import compose_send, on_day
from sendsim.law.dated import CONCESSIONS, MEDIATION, ORDERS, RECOMMENDATIONS, Rule
from sendsim.law.given import (
    DateLike,
    ImpossibleFactError,
    LawNotAvailableError,
    day,
    kind,
    not_before,
    optional_day,
)


class OrderKind(StrEnum):
    """What the Tribunal ordered."""

    ASSESS = "assess"
    MAKE_PLAN = "make-plan"
    CONTENTS = "contents"
    PLACEMENT = "placement"
    CONTENTS_AND_PLACEMENT = "contents-and-placement"
    KEEP = "keep"
    KEEP_AND_AMEND = "keep-and-amend"
    CEASE = "cease"
    RECONSIDER = "reconsider"
    OTHER = "other"
    HEALTH_ONLY = "health-only"


class AgreementKind(StrEnum):
    """What was agreed at mediation."""

    ASSESS = "assess"
    MAKE_PLAN = "make-plan"
    CONTENTS = "contents"
    PLACEMENT = "placement"
    CONTENTS_AND_PLACEMENT = "contents-and-placement"
    KEEP = "keep"
    KEEP_AND_AMEND = "keep-and-amend"
    OTHER = "other"
    HEALTH_ONLY = "health-only"


class ConcessionKind(StrEnum):
    """What the authority conceded before its response."""

    ASSESS = "assess"
    MAKE_PLAN = "make-plan"
    CONTENTS = "contents"
    PLACEMENT = "placement"
    CONTENTS_AND_PLACEMENT = "contents-and-placement"
    KEEP = "keep"
    KEEP_AND_AMEND = "keep-and-amend"


_PRINCIPAL = {
    "assess": "tell",
    "make-plan": "final_plan",
    "contents": "amended_plan",
    "placement": "named_placement",
    "contents-and-placement": "named_placement",
    "keep": "keep",
    "keep-and-amend": "keep",
    "cease": "cease",
    "reconsider": "reconsider",
    "other": "reconsider",
}

LATE_REASONS = (
    "A limit may give way only where meeting it was impractical because of exceptional personal"
    " circumstances, an absence from the area of two weeks or more, or the reasons that excuse a late"
    " plan; busy offices and school holidays are no such reason."
)
BOTH_CHANGED = (
    "Where Sections B or F and Section I are both changed it is unclear whether Section I is due in two"
    " weeks, as the text reads, or with the rest in five; the earlier date is shown for it."
)
REG_44 = Citation("SENDR2014", "reg 44(2)", "read", "periods for orders")
REG_44_3 = Citation("SENDR2014", "reg 44(3)", "read", "reasons that excuse lateness; seen in part")
REG_42_2 = Citation("SENDR2014", "reg 42(2)", "read", "agreed matters that could be appealed: as if ordered")
REG_42_5 = Citation("SENDR2014", "reg 42(5)", "read", "the parties may write other periods into the agreement")
REG_45 = Citation("SENDR2014", "reg 45", "read", "periods where an appeal is not opposed")
REG_7 = Citation("RECS2017", "reg 7", "general_knowledge", "five weeks to answer; number of the regulation not seen")


def _plan_limits(which: str, start: date, rule: Rule, law: date) -> tuple[Limit, ...]:
    """Return the dates that reg 44 or 45 sets for one kind, with the figures of the law on ``law``."""

    def due(name: str, what: str, figure: str) -> Limit:
        return fixed_limit(name, what, bare.weeks_after(start, rule.figure(figure, law)))

    at_once = Limit("keep", "keep the plan in force, at once", start, start)
    if which == "assess":
        return _assessment_limits(start, rule, law)
    if which == "make-plan":
        return (
            due("draft_plan", "send a draft plan", "draft"),
            due("final_plan", "send the final plan", "final"),
        )
    if which == "contents":
        return (due("amended_plan", "send the amended plan", "contents"),)
    if which == "placement":
        return (due("named_placement", "send the plan with Section I amended", "placement"),)
    if which == "keep":
        return (at_once,)
    if which == "keep-and-amend":
        return (at_once, due("amended_plan", "send the amended plan", "contents"))
    if which == "cease":
        return (Limit("cease", "cease to maintain the plan, at once", start, start),)
    if which in {"reconsider", "other"}:
        return (due("reconsider", "think again, and send a draft plan or a refusal", "reconsider"),)
    return (
        due("named_placement", "send the plan with Section I amended", "placement"),
        due("amended_plan", "send the plan with Sections B and F amended", "contents"),
    )


def _assessment_limits(start: date, rule: Rule, law: date) -> tuple[Limit, ...]:
    """Return the dates of an ordered or conceded assessment, older law included as far as it is held."""
    figures = rule.on(law).figures
    named = (
        ("tell", "tell", "tell the family that it will assess or reassess"),
        ("tell", "start", "start the assessment or reassessment"),
        ("tell", "carry_out", "carry out the assessment or reassessment"),
        ("no_plan", "no_plan", "tell the family if there will be no plan"),
        ("final_plan", "plan_after_assessment", "send the final plan, if there is to be one"),
    )
    return tuple(
        fixed_limit(name, what, bare.weeks_after(start, figures[figure]))
        for name, figure, what in named
        if figure in figures
    )


def order(
    order_kind: str, made: DateLike, *, directed: DateLike | None = None, law_on: DateLike | None = None
) -> ClockAnswer:
    """Carrying out an order of the Tribunal. Reg 44(2), or the date that the Tribunal itself set.

    Parameters
    ----------
    order_kind:
        ``assess`` (or reassess), ``make-plan``, ``contents``, ``placement``, ``contents-and-placement``,
        ``keep``, ``keep-and-amend``, ``cease``, ``reconsider``; ``other`` is answered as ``reconsider``
        and ``health-only`` as a recommendation, each with a warning.
    made:
        The day of the order.
    directed:
        The date set in the Tribunal's own directions, where there is one; it governs.
    law_on:
        The date whose law applies; ``made`` where not given. Before 23 March 2015 only one figure is held.
    """
    which = kind("KIND", order_kind, OrderKind)
    start = day("from", made)
    set_by = optional_day("directed", directed)
    if which is OrderKind.HEALTH_ONLY:
        return _ordered_health(start, law_on)
    law = on_day(law_on, start)
    dates = _plan_limits(which.value, start, ORDERS, law)
    reasons = _limit_steps(dates, start)
    name = _PRINCIPAL[which.value]
    if set_by is not None:
        not_before("directed", set_by, "from", start)
        dates = tuple(fixed_limit(d.name, d.what, set_by) if d.name == name else d for d in dates)
    return compose_send(
        "order",
        "Carrying out an order of the Tribunal",
        dates,
        principal=name,
        rule=ORDERS,
        law_on=law,
        start=start,
        steps=(
            f"The order was made on {words(start)}; that day is not counted.",
            *reasons,
            f"The Tribunal set {words(set_by)} itself, and that governs." if set_by else "",
        ),
        citations=(REG_44, REG_44_3, *_order_citations(which)),
        warnings=(
            LATE_REASONS if which not in {OrderKind.KEEP, OrderKind.CEASE} else "",
            BOTH_CHANGED if which is OrderKind.CONTENTS_AND_PLACEMENT else "",
            "Regulation 44 has no other kind of order but one to reconsider, which is what is answered"
            " here; read the order itself."
            if which is OrderKind.OTHER
            else "",
            "A direction of the Tribunal may set another period: read the order." if set_by is None else "",
        ),
    )


def _order_citations(which: OrderKind) -> tuple[Citation, ...]:
    """Return the citations that only some kinds need."""
    if which in {OrderKind.RECONSIDER, OrderKind.OTHER}:
        return (Citation("SENDR2014", "reg 44(2)", "general_knowledge", "two weeks to reconsider; text not seen"),)
    return ()


def _limit_steps(dates: tuple[Limit, ...], start: date) -> tuple[str, ...]:
    """Write each date of a kind as a sentence."""
    steps = []
    for limit in dates:
        weeks = (limit.date - start).days // 7
        span = "1 week" if weeks == 1 else f"{weeks} weeks"
        count = "At once" if weeks == 0 else f"Within {span}, by {words(limit.date)}"
        steps.append(f"{count}: {limit.what.removesuffix(', at once')}.")
    return tuple(steps)


def _ordered_health(start: date, law_on: DateLike | None) -> ClockAnswer:
    """Answer ``order health-only``: the Tribunal recommends on health and cannot order."""
    return _recommendation("order", start, law_on, "The Tribunal cannot order health provision; it recommends.")


def agreement(
    agreement_kind: str, made: DateLike, *, agreed: DateLike | None = None, law_on: DateLike | None = None
) -> ClockAnswer:
    """Carrying out a mediation agreement. Reg 42: as if ordered, or two weeks, or as the parties wrote.

    Parameters
    ----------
    agreement_kind:
        ``assess``, ``make-plan``, ``contents``, ``placement``, ``contents-and-placement``, ``keep``,
        ``keep-and-amend`` (matters that could be appealed), ``other`` (any other matter: two weeks) or
        ``health-only`` (the authority was no party: the commissioner tells it within one week).
    made:
        The date of the agreement.
    agreed:
        The date that the parties wrote into the agreement, where they did; it governs.
    law_on:
        The date whose law applies; ``made`` where not given.
    """
    which = kind("KIND", agreement_kind, AgreementKind)
    start = day("from", made)
    written = optional_day("agreed", agreed)
    law = on_day(law_on, start)
    appealable = which not in {AgreementKind.OTHER, AgreementKind.HEALTH_ONLY}
    dates, name, citations = _agreement_parts(which, start, law)
    reasons = _limit_steps(dates, start)
    if written is not None:
        not_before("agreed", written, "from", start)
        target = "carry_out" if which is AgreementKind.HEALTH_ONLY else name
        dates = tuple(fixed_limit(d.name, d.what, written) if d.name == target else d for d in dates)
        # A period the parties wrote for the agreement leaves the commissioner's week to tell the authority
        # alone.
    return compose_send(
        "agreement",
        "Carrying out a mediation agreement",
        dates,
        principal=name,
        rule=ORDERS if appealable else MEDIATION,
        law_on=law,
        start=start,
        steps=(
            f"The agreement is dated {words(start)}; that day is not counted.",
            "What could have been appealed is due as if the Tribunal had ordered it."
            if appealable
            else "This could not have been appealed, so the agreement is due in two weeks.",
            *reasons,
            f"The parties wrote {words(written)} into the agreement, and that governs." if written else "",
        ),
        citations=(*citations, REG_42_5),
        warnings=(
            "" if written else "The parties may have written other periods into the agreement: read it.",
            BOTH_CHANGED if which is AgreementKind.CONTENTS_AND_PLACEMENT else "",
            "It binds the bodies that were parties; a school that was no party is not bound.",
        ),
    )


def _agreement_parts(
    which: AgreementKind, start: date, law: date
) -> tuple[tuple[Limit, ...], str, tuple[Citation, ...]]:
    """Return the dates, the principal name and the citations of one kind of agreement."""
    if which not in {AgreementKind.OTHER, AgreementKind.HEALTH_ONLY}:
        return _plan_limits(which.value, start, ORDERS, law), _PRINCIPAL[which.value], (REG_42_2, REG_44)
    two_weeks = fixed_limit("carry_out", "carry out the agreement", bare.weeks_after(start, bare.OTHER_AGREED_WEEKS))
    reg_42_3 = Citation("SENDR2014", "reg 42(3)", "read", "other matters: two weeks from the agreement")
    if which is AgreementKind.OTHER:
        return (two_weeks,), "carry_out", (reg_42_3,)
    one_week = fixed_limit(
        "tell_authority",
        "the commissioner tells the authority",
        bare.weeks_after(start, bare.ICB_TELLS_LA_WEEKS),
    )
    reg_42_4 = Citation("SENDR2014", "reg 42(4)", "read", "authority no party: told within one week")
    return (one_week, two_weeks), "tell_authority", (reg_42_4, reg_42_3)


def concession(
    concession_kind: str,
    notified: DateLike,
    *,
    response_sent: DateLike | None = None,
    law_on: DateLike | None = None,
) -> ClockAnswer:
    """Doing what the authority conceded before its response. Reg 45.

    Parameters
    ----------
    concession_kind:
        ``assess``, ``make-plan``, ``contents``, ``placement``, ``contents-and-placement``, ``keep`` or
        ``keep-and-amend``.
    notified:
        The day on which the authority told the Tribunal that it will not oppose the appeal.
    response_sent:
        The day of its response, where it has sent one; reg 45 is for concessions before it.
    law_on:
        The date whose law applies; ``notified`` where not given.
    """
    which = kind("KIND", concession_kind, ConcessionKind)
    start = day("from", notified)
    answered = optional_day("response_sent", response_sent)
    if answered is not None and answered < start:
        raise ImpossibleFactError(
            f"response_sent {answered} is before from {start}, and regulation 45 is for concessions before"
            " the response; use the order that the Tribunal makes instead."
        )
    law = on_day(law_on, start)
    dates = _concession_limits(which, start, law)
    name = "amended_plan" if which is ConcessionKind.CONTENTS_AND_PLACEMENT else _PRINCIPAL[which.value]
    return compose_send(
        "concession",
        "Doing what was conceded before the response",
        dates,
        principal=name,
        rule=CONCESSIONS,
        law_on=law,
        start=start,
        steps=(
            f"The authority told the Tribunal on {words(start)} that it does not oppose; that day is not counted.",
            *_limit_steps(dates, start),
        ),
        citations=(REG_45,),
        warnings=(
            LATE_REASONS if which is not ConcessionKind.KEEP else "",
            "Five weeks for both is a support service's reading of the regulation."
            if which is ConcessionKind.CONTENTS_AND_PLACEMENT
            else "",
            "The Tribunal need not make an order; a family and an authority may agree an earlier date in writing.",
        ),
    )


def _concession_limits(which: ConcessionKind, start: date, law: date) -> tuple[Limit, ...]:
    """Return the dates of reg 45; where Sections B, F and I are all conceded they are due together."""
    if which is ConcessionKind.CONTENTS_AND_PLACEMENT:
        last = bare.weeks_after(start, CONCESSIONS.figure("contents", law))
        return (fixed_limit("amended_plan", "send the plan with Sections B, F and I amended", last),)
    return _plan_limits(which.value, start, CONCESSIONS, law)


def recommendation(dated: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Answering a recommendation on health or social care: five weeks. 2017 Regulations, reg 7.

    ``dated`` is the date of the recommendation. Principal date: the written answer, with steps or reasons.
    """
    return _recommendation("recommendation", day("dated", dated), law_on, "")


def _recommendation(clock: str, start: date, law_on: DateLike | None, first_warning: str) -> ClockAnswer:
    """Answer the clock of recommendations, under its own name or as ``order health-only``."""
    last = bare.recommendation_reply_by(start)
    law = on_day(law_on, start)
    if law < RECOMMENDATIONS.effective_from:
        raise LawNotAvailableError(
            f"law_on {law} (the day of the facts, unless given) is not covered: recommendations are held"
            f" here from {RECOMMENDATIONS.effective_from}, and the figures of the trials before then are"
            " not; give a later date."
        )
    return compose_send(
        clock,
        "Answering a recommendation on health or social care",
        (fixed_limit("reply", "answer in writing, with steps or reasons", last),),
        principal="reply",
        rule=RECOMMENDATIONS,
        law_on=law,
        start=start,
        steps=(f"The recommendation is dated {words(start)}.", f"Five weeks on is {words(last)}."),
        citations=(REG_7,),
        warnings=(
            first_warning,
            "A recommendation does not bind, but it has to be answered in writing, with reasons where it is refused.",
        ),
    )
