"""Clocks of annual reviews and of moves between phases of education.

Sources: Special Educational Needs and Disability Regulations 2014, regs 18, 20 and 22; R (L, M and P) v
Devon County Council [2022] EWHC 493 (Admin). All count calendar days and weeks, without relief.
"""

from __future__ import annotations

from datetime import date

from sendsim.law import limits as bare
from sendsim.law.citation import Citation
from sendsim.law.clock_answer import ClockAnswer, fixed_limit, words
from sendsim.law.clock_build import MONTH_RULE, compose_send, on_day
from sendsim.law.dated import EHC_PROCESS
from sendsim.law.given import DateLike, ImpossibleFactError, day, not_before, optional_day, year

DEVON = Citation("CASE:Devon", "", "read", "four weeks from the meeting, then eight: twelve in all")


def review(meeting: DateLike, *, notice_sent: DateLike | None = None, law_on: DateLike | None = None) -> ClockAnswer:
    """An annual review: papers, report, decision with amendments, final plan. Regs 20 and 22; Devon.

    Parameters
    ----------
    meeting:
        The day of the review meeting.
    notice_sent:
        The day on which the notice with the proposed amendments was sent, where it was.
    law_on:
        The date whose law applies; the day of the meeting where not given.

    Returns
    -------
    ClockAnswer
        Principal date: the decision, four weeks after the meeting.
    """
    met = day("meeting", meeting)
    sent = optional_day("notice_sent", notice_sent)
    if sent is not None:
        not_before("notice_sent", sent, "meeting", met)
    decision = bare.review_decision_by(met)
    dates = (
        fixed_limit("papers", "send out advice and papers before the meeting", bare.review_papers_by(met)),
        fixed_limit("report", "send the report of the meeting", bare.review_report_by(met)),
        fixed_limit("decision", "decide to keep, amend or end the plan, and send any amendments", decision),
        fixed_limit("final_plan", "send the final amended plan", bare.amended_plan_by(met, sent)),
    )
    late = sent is not None and sent > decision
    return compose_send(
        "review",
        "Annual review",
        dates,
        principal="decision",
        rule=EHC_PROCESS,
        law_on=on_day(law_on, met),
        start=met,
        steps=(
            f"The meeting is on {words(met)}.",
            f"Papers go out two weeks before: {words(dates[0].date)}.",
            f"The report follows within two weeks: {words(dates[1].date)}.",
            f"The decision, with the proposed amendments themselves, is due within four weeks: {words(decision)}.",
            _final_step(dates[3].date, sent),
        ),
        citations=(
            Citation("SENDR2014", "reg 20(4)", "general_knowledge", "papers two weeks before"),
            Citation("SENDR2014", "reg 20", "read", "report two weeks after"),
            Citation("SENDR2014", "reg 20(10)", "read", "decision in four weeks"),
            Citation("SENDR2014", "reg 22(2)", "read", "the amendments go with the decision"),
            Citation("SENDR2014", "reg 22(3)-(4)", "read", "eight weeks from the amendment notice"),
            DEVON,
        ),
        warnings=(
            "The amendment notice went out after the four weeks; the twelve weeks from the meeting still hold."
            if late
            else "",
        ),
    )


def _final_step(final: date, sent: date | None) -> str:
    """Say how the last date of a review was found."""
    if sent is None:
        return f"The final plan is due eight weeks after the amendment notice, so by {words(final)} at the latest."
    return (
        f"The amendment notice was sent on {words(sent)}; eight weeks on, and never more than twelve weeks"
        f" from the meeting, is {words(final)}."
    )


def phase_transfer(
    year_of_transfer: int | str, *, post_16: bool = False, law_on: DateLike | None = None
) -> ClockAnswer:
    """When the plan has to be final before a move between phases. Reg 18.

    ``year_of_transfer`` is the calendar year of the move; ``post_16`` is true for a move from secondary
    school to a
    post-16 setting (before 31 March), false for every other phase (before 15 February). Principal date:
    the last day
    before that date. ``law_on`` defaults to that day.
    """
    chosen = year("year", year_of_transfer)
    statutory = bare.phase_transfer_date(chosen, post_16=post_16)
    last = bare.phase_transfer_by(chosen, post_16=post_16)
    limit = fixed_limit("final_plan", "review, amend and send the final plan", last)
    return compose_send(
        "phase-transfer",
        "Move between phases of education",
        (limit,),
        principal="final_plan",
        rule=EHC_PROCESS,
        law_on=on_day(law_on, last),
        start=last,
        raw={"before": statutory},
        steps=(
            f"The plan has to be reviewed and amended before {words(statutory)} in the year of the move.",
            f"Before that day means by {words(last)} at the latest.",
            "The review meeting has to be early enough for this, in practice in the autumn.",
        ),
        citations=(Citation("SENDR2014", "reg 18", "read", "15 February, or 31 March into post-16"),),
        warnings=(
            f"The rule says before {statutory.day} {statutory:%B}; read strictly the last day is {last.day} {last:%B}.",
            "The usual twelve weeks after a review do not put this date off.",
        ),
    )


def post_16_move(starts: DateLike, *, law_on: DateLike | None = None) -> ClockAnswer:
    """When the plan has to be final before a move between post-16 settings: five months. Reg 18.

    ``starts`` is the day of the move. Principal date: five months before it.
    """
    start = day("starts", starts)
    last = bare.post_16_move_by(start)
    limit = fixed_limit("final_plan", "review, amend and send the final plan", last)
    law = on_day(law_on, last)
    if law < EHC_PROCESS.effective_from and law_on is None:
        raise ImpossibleFactError(
            f"starts {start} puts the limit at {last}, before the rule began on {EHC_PROCESS.effective_from};"
            " give a later move."
        )
    return compose_send(
        "post-16-move",
        "Move between post-16 settings",
        (limit,),
        principal="final_plan",
        rule=EHC_PROCESS,
        law_on=law,
        start=last,
        steps=(f"The move is on {words(start)}.", f"Five months before is {words(last)}."),
        citations=(Citation("SENDR2014", "reg 18", "read", "five months before the move"), MONTH_RULE),
    )
