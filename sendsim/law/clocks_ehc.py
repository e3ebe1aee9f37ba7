"""Clocks of the EHC process: request to final plan, draft comments, consultation, reassessment, ending a
plan.

Sources: Special Educational Needs and Disability Regulations 2014, regs 5, 8, 10, 13, 22, 25, 27 and 31;
Children and Families Act 2014 s.45; Code of Practice 9.83. All count calendar days and weeks, without
relief.
"""

from __future__ import annotations

from datetime import date

from sendsim.law import limits as bare
from sendsim.law.citation import Citation
from sendsim.law.clock_answer import ClockAnswer, Limit, fixed_limit, words
from sendsim.law.clock_build import MONTH_RULE, compose, compose_send, on_day, relief_steps, tribunal_limit
from sendsim.law.dated import APPEALS, EHC_PROCESS
from sendsim.law.given import DateLike, ImpossibleFactError, day, kind, not_before, optional_day

REG_10_4 = Citation("SENDR2014", "reg 10(4)", "read", "the only reasons that excuse lateness")
ABSENCE = Citation("SENDR2014", "reg 10(4)(d)", "general_knowledge", "absence from the area")
EXCUSES = (
    "A limit may give way only where meeting it was impractical because advice was asked of a school or"
    " early years setting around a closure of four weeks or more, because of exceptional personal"
    " circumstances, or because of an absence from the area of four weeks or more; the step is then due as"
    " soon as practicable. Shortage of staff or a high number of cases is no such reason."
)


def ehc(
    request: DateLike,
    *,
    advice_asked: DateLike | None = None,
    closes: DateLike | None = None,
    reopens: DateLike | None = None,
    personal_circumstances: bool = False,
    away_from: DateLike | None = None,
    back_on: DateLike | None = None,
    law_on: DateLike | None = None,
) -> ClockAnswer:
    """From the receipt of a request for an EHC assessment to the final plan: 6, 16 and 20 weeks.

    Parameters
    ----------
    request:
        The day on which the authority received the request (or became responsible).
    advice_asked, closes, reopens:
        When a head was asked for advice, and the first day and the reopening day of a closure, to test
        the closure exception; give all three.
    personal_circumstances:
        True where exceptional personal circumstances are claimed.
    away_from, back_on:
        An absence from the area; give both.
    law_on:
        The date whose law applies; the day of receipt where not given.

    Returns
    -------
    ClockAnswer
        Principal date: the final plan. Regs 5(1), 8, 10(1), 13(2), with the exceptions of reg 10(4).
    """
    received = day("request", request)
    asked = optional_day("advice_asked", advice_asked)
    closing, reopening = optional_day("closes", closes), optional_day("reopens", reopens)
    leaving, back = optional_day("away_from", away_from), optional_day("back_on", back_on)
    law = on_day(law_on, received)
    excused, excuse_steps = _excuses(received, asked, closing, reopening, leaving, back, personal_circumstances)
    dates = (
        fixed_limit(
            "decision_to_assess",
            "tell the family whether it will assess",
            bare.assessment_decision_by(received),
        ),
        fixed_limit("refusal_to_issue", "tell the family if there will be no plan", bare.refusal_to_issue_by(received)),
        fixed_limit("final_plan", "send the final plan", bare.final_plan_by(received)),
    )
    warnings = [EXCUSES]
    if excused:
        warnings.append(
            "An exception may apply: it excuses lateness only where the limit was impractical because of"
            " it, and the authority has to show that."
        )
    return compose_send(
        "ehc",
        "EHC assessment and plan",
        dates,
        principal="final_plan",
        rule=EHC_PROCESS,
        law_on=law,
        start=received,
        steps=(
            f"The request was received on {words(received)}; that day is not counted.",
            f"Six weeks to decide whether to assess: {words(dates[0].date)}.",
            "Those asked for advice have six weeks from being asked.",
            f"Sixteen weeks to say that there will be no plan: {words(dates[1].date)}.",
            f"Twenty weeks to send the final plan: {words(dates[2].date)}.",
            *excuse_steps,
        ),
        citations=(
            Citation("SENDR2014", "reg 5(1)", "read", "six weeks to decide whether to assess"),
            Citation("SENDR2014", "reg 8", "read", "six weeks for advice"),
            Citation("SENDR2014", "reg 10(1)", "read", "sixteen weeks to refuse a plan"),
            Citation("SENDR2014", "reg 13(2)", "read", "twenty weeks for the final plan"),
            Citation("SENDR2014", "reg 13(3)", "read", "the same exceptions for the final plan"),
            REG_10_4,
            ABSENCE,
        ),
        warnings=warnings,
    )


def _excuses(
    received: date,
    asked: date | None,
    closing: date | None,
    reopening: date | None,
    leaving: date | None,
    back: date | None,
    personal: bool,
) -> tuple[bool, tuple[str, ...]]:
    """Test the exceptions of reg 10(4); return whether one may apply and the reasoning."""
    steps: list[str] = []
    excused = personal
    if personal:
        steps.append("Exceptional personal circumstances are claimed: that is one of the listed reasons.")
    if asked or closing or reopening:
        if not (asked and closing and reopening):
            raise ImpossibleFactError(
                f"advice_asked {asked}, closes {closing} and reopens {reopening} belong together; give all three dates."
            )
        not_before("reopens", reopening, "closes", closing)
        not_before("advice_asked", asked, "request", received)
        window = bare.closure_window(closing, reopening)
        if window is None:
            steps.append("The closure is shorter than four weeks, so it excuses nothing.")
        else:
            inside = window[0] <= asked <= window[1]
            excused = excused or inside
            verdict = "inside it, so the closure exception may apply" if inside else "outside it, so it does not apply"
            steps.append(
                f"The closure window runs from {words(window[0])} to {words(window[1])}; advice was asked"
                f" for on {words(asked)}, {verdict}."
            )
    if leaving or back:
        if not (leaving and back):
            raise ImpossibleFactError(f"away_from {leaving} and back_on {back} belong together; give both dates.")
        not_before("back_on", back, "away_from", leaving)
        long_enough = bare.absence_excuses(leaving, back)
        excused = excused or long_enough
        steps.append(
            "The absence lasted four weeks or more, so that exception may apply."
            if long_enough
            else "The absence was shorter than four weeks, so it excuses nothing."
        )
    return excused, tuple(steps)


def advice(requested: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Six weeks for a professional to supply advice, from the day it was asked for. Reg 8.

    ``requested`` is the day the advice was asked for. Principal date: the advice.
    """
    asked = day("requested", requested)
    limit = fixed_limit("advice", "supply the advice", bare.advice_by(asked))
    return compose_send(
        "advice",
        "Professional advice for an assessment",
        (limit,),
        principal="advice",
        rule=EHC_PROCESS,
        law_on=on_day(law_on, asked),
        start=asked,
        steps=(f"Advice was asked for on {words(asked)}.", f"Six weeks on is {words(limit.date)}."),
        citations=(Citation("SENDR2014", "reg 8", "read", "six weeks, with exceptions such as a missed appointment"),),
        warnings=("A missed appointment, and the reasons of regulation 10(4), may excuse lateness.",),
    )


def draft_comments(served: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """The shortest time the family has to comment on a draft: 15 days beginning with service. Regs 13(1),
    22(2)(c).

    ``served`` is the day on which the draft was served: it is day 1. Principal date: the last day to comment.
    """
    start = day("served", served)
    limit = fixed_limit("comments", "comment on the draft", bare.comments_until(start))
    return compose_send(
        "draft-comments",
        "Comments on a draft plan or proposed amendments",
        (limit,),
        principal="comments",
        rule=EHC_PROCESS,
        law_on=on_day(law_on, start),
        start=start,
        steps=(
            f"The draft was served on {words(start)}; the period begins with that day, so it is day 1.",
            f"Day 15 is {words(limit.date)}, and that day is included.",
        ),
        citations=(
            Citation("SENDR2014", "reg 13(1)", "read", "at least 15 days beginning with service"),
            Citation("SENDR2014", "reg 22(2)(c)", "read", "the same for amendments"),
        ),
        warnings=("Fifteen days is the least; an authority may allow longer.",),
    )


def school_consultation(asked: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """Fifteen calendar days for a school or college to answer a consultation. Code 9.83 (practice).

    ``asked`` is the day the school was consulted. Principal date: the reply.
    """
    start = day("asked", asked)
    limit = fixed_limit("reply", "answer the consultation", bare.consultation_reply_by(start))
    return compose_send(
        "school-consultation",
        "A school's answer to a consultation",
        (limit,),
        principal="reply",
        rule=EHC_PROCESS,
        law_on=on_day(law_on, start),
        start=start,
        steps=(f"The school was asked on {words(start)}.", f"Fifteen days on is {words(limit.date)}."),
        citations=(Citation("CODE2015", "9.83", "general_knowledge", "practice, not a limit in Regulations"),),
        warnings=("This is practice under the Code, not a limit in Regulations.",),
    )


def reassessment(request: DateLike, *, notified: DateLike | None = None, law_on: DateLike | None = None) -> ClockAnswer:
    """A request to reassess: answer in 15 days, then a final plan in 14 weeks from saying yes. Regs 25,
    27(2).

    ``request`` is the day of receipt; ``notified`` the day the family was told that it will be done (taken as
    the last day allowed where not given). Principal date: the answer.
    """
    received = day("request", request)
    told = optional_day("notified", notified)
    answer_by = bare.reassessment_answer_by(received)
    if told is not None:
        not_before("notified", told, "request", received)
    start = told or answer_by
    dates = (
        fixed_limit("answer", "say whether it will reassess", answer_by),
        fixed_limit("final_plan", "send the final plan if it reassesses", bare.reassessed_plan_by(start)),
    )
    assumed = "" if told else "The 14 weeks are counted here from the last day for the answer."
    return compose_send(
        "reassessment",
        "Reassessment",
        dates,
        principal="answer",
        rule=EHC_PROCESS,
        law_on=on_day(law_on, received),
        start=received,
        steps=(
            f"The request was received on {words(received)}; fifteen days on is {words(answer_by)}.",
            f"Fourteen weeks from {words(start)} is {words(dates[1].date)}.",
            assumed,
        ),
        citations=(
            Citation("SENDR2014", "reg 25", "general_knowledge", "fifteen days to answer"),
            Citation("SENDR2014", "reg 27(2)", "read", "fourteen weeks from notification"),
            Citation("SENDR2014", "reg 27(3)", "read", "exceptions of the same family"),
        ),
        warnings=(EXCUSES,),
    )


def cease(notice_sent: DateLike, *, certificate: DateLike | None = None, law_on: DateLike | None = None) -> ClockAnswer:
    """How long a plan has to be kept after a decision to end it, where nobody has appealed yet. CFA
    s.45(4), reg 31.

    ``notice_sent`` is when the decision was sent, ``certificate`` when a mediation certificate was
    issued. Principal date: the last day to appeal, until which the plan has to be kept at least.
    """
    sent = day("notice_sent", notice_sent)
    issued = optional_day("certificate", certificate)
    if issued is not None:
        not_before("certificate", issued, "notice_sent", sent)
    raw = {"two_months": bare.two_month_limb(sent)}
    if issued is not None:
        raw["one_month_from_certificate"] = bare.certificate_limb(issued)
    last = bare.appeal_by(sent, issued)
    limit: Limit = tribunal_limit("keep_plan_until", "keep the plan until at least the end of", last)
    return compose(
        "cease",
        "Keeping the plan after a decision to end it",
        (limit,),
        principal="keep_plan_until",
        rule=APPEALS,
        law_on=on_day(law_on, sent),
        raw=raw,
        steps=(
            f"The decision was sent on {words(sent)}.",
            f"The time to appeal is the later of {' and '.join(words(value) for value in raw.values())}."
            if issued
            else f"The time to appeal is two months: {words(raw['two_months'])}.",
            *relief_steps(max(raw.values()), last),
            "Until that time has passed, and while an appeal is open, the plan stays in force.",
        ),
        citations=(
            Citation("CFA2014", "s.45(4)", "general_knowledge", "the plan stays until the appeal is over"),
            Citation("SENDR2014", "reg 31", "read", "consult before ending a plan"),
            Citation("HESC2008", "r.20(1)(c)", "read", "time to appeal"),
            MONTH_RULE,
        ),
        warnings=(
            "If an appeal is lodged the plan stays until the appeal is finally decided, whatever this date.",
            "" if issued else "A later certificate moves this date.",
            "The authority has to consult before it decides to end a plan.",
        ),
    )


def receipt(how: str, on: DateLike, *, after_5pm: bool = False, law_on: DateLike | None = None) -> ClockAnswer:
    """The day on which a request counts as received, by how it was sent.

    ``how`` is ``by-hand``, ``signed-for``, ``first-class`` or ``email``; ``on`` is the day it was handed
    in, signed for, posted or emailed. A support charity's working rule. Principal date: the day of
    receipt.
    """
    way = kind("how", how, bare.Delivery)
    start = day("on", on)
    found = bare.received_on(way, start, after_5pm=after_5pm)
    reason = {
        bare.Delivery.SIGNED_FOR: "Signed-for post counts on the day of the signature.",
        bare.Delivery.FIRST_CLASS: "First-class post counts on the next working day after posting.",
        bare.Delivery.BY_HAND: "By hand counts the same day, or on the next working day if after 5 pm or on a"
        " non-working day.",
        bare.Delivery.EMAIL: "Email counts on the day it is sent, or on the next working day if after 5 pm or"
        " on a non-working day.",
    }[way]
    return compose(
        "receipt",
        "When a request counts as received",
        (Limit("received", "counts as received", found, found),),
        principal="received",
        rule=EHC_PROCESS,
        law_on=on_day(law_on, start),
        steps=(f"It was sent or handed over on {words(start)}.", reason, f"It counts on {words(found)}."),
        citations=(Citation("SENDR2014", "reg 5(1)", "read", "time runs from receipt"),),
        warnings=("This is a support charity's working rule, not a regulation; keep proof of sending.",),
    )
