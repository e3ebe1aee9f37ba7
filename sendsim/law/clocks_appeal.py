"""The time to appeal to the First-tier Tribunal in a SEN case.

Later of two limbs first, then relief, then 5 pm. Sources: Tribunal Procedure (First-tier Tribunal)
(Health, Education and Social Care Chamber) Rules 2008, rules 12 and 20(1)(c); Children and Families Act
2014 ss.51 and 55.
"""

from __future__ import annotations

from datetime import date

from sendsim.law import limits as bare
from sendsim.law.calendar import tribunal_relief
from sendsim.law.citation import Citation
from sendsim.law.clock_answer import FIVE_PM, ClockAnswer, Limit, words
from sendsim.law.clock_build import (
    EXTENSION,
    FIVE_PM_STEP,
    MONTH_RULE,
    RULE_12_1,
    compose,
    on_day,
    relief_citations,
    relief_steps,
    tribunal_limit,
)
from sendsim.law.dated import APPEALS
from sendsim.law.given import DateLike, day, not_before, optional_day

TWO_MONTHS = Citation("HESC2008", "r.20(1)(c)(i)", "read", "two months from the notice being sent")
ONE_MONTH = Citation("HESC2008", "r.20(1)(c)(ii)", "read", "one month from the certificate, if later")
SECTION_I_ALONE = Citation("CFA2014", "s.55(2)", "general_knowledge", "no certificate for Section I alone")

LATE_CASE = Citation("CASE:CMvSurrey", "", "read", "a refusal of more time was set aside; only the opening was read")

UNNEEDED_CERTIFICATE = (
    "It is unclear whether a certificate that was not needed gives more time. The earlier date is safe;"
    " the later one can only be argued."
)
SENT_OR_DATED = (
    "The law counts from the day the notice was sent; the Tribunal's form asks for the date printed on it."
    " They differ here: keep proof of both, and rely on the later one only with evidence."
)
ROLLED_INTO_RELIEF = (
    "The next working day itself falls in August or from 25 December to 1 January. It could be argued that"
    " the time is then longer still; work to the earlier date."
)
LATE = "After the date the Tribunal can be asked for more time, with reasons; a judge decides."


def appeal(
    notice_sent: DateLike,
    certificate: DateLike | None = None,
    *,
    section_i_only: bool = False,
    notice_dated: DateLike | None = None,
    evidence_of_sending: bool = False,
    law_on: DateLike | None = None,
) -> ClockAnswer:
    """The last day to appeal: later of two months and one month, then the relief of rule 12, by 5 pm.

    Parameters
    ----------
    notice_sent:
        The day on which written notice of the decision was sent.
    certificate:
        The day on which the mediation certificate was issued.
    section_i_only:
        True where only Section I (placement) is appealed; no certificate is needed then.
    notice_dated:
        The date printed on the notice, where it is another day.
    evidence_of_sending:
        True where there is evidence of the day of sending; without it the earlier of the two days is used.
    law_on:
        The date whose law applies; the day of sending where not given.

    Returns
    -------
    ClockAnswer
        ``raw`` holds ``two_months`` and, with a certificate, ``one_month_from_certificate``.

    Raises
    ------
    ImpossibleFactError
        If the certificate comes before the notice.
    """
    sent = day("notice_sent", notice_sent)
    issued = optional_day("certificate", certificate)
    printed = optional_day("notice_dated", notice_dated)
    if issued is not None:
        not_before("certificate", issued, "notice_sent", sent)
    start = sent
    if printed is not None:
        start = max(sent, printed) if evidence_of_sending else min(sent, printed)
    limb = bare.two_month_limb(start)
    raw = {"two_months": limb}
    steps = [
        _start_step(sent, printed, start),
        f"Two calendar months from {words(start)} end on {words(limb)}.",
    ]
    warnings: list[str] = []
    if printed is not None and printed != sent:
        raw["two_months_from_sending"] = bare.two_month_limb(sent)
        raw["two_months_from_printed_date"] = bare.two_month_limb(printed)
        warnings.append(SENT_OR_DATED)
    citations = [TWO_MONTHS]
    winner = limb
    if issued is not None:
        month = bare.certificate_limb(issued)
        raw["one_month_from_certificate"] = month
        steps.append(f"The certificate was issued on {words(issued)}; one calendar month on is {words(month)}.")
        citations.append(ONE_MONTH)
        if not section_i_only:
            winner = max(limb, month)
            steps.append(f"The later of the two counts: {words(winner)}.")
    if section_i_only:
        citations.append(SECTION_I_ALONE)
        steps.append("Only Section I is appealed: no certificate is needed and only the two months are counted.")
        warnings.append("If Section B or F is appealed as well, a certificate is needed first.")
    elif issued is None:
        warnings.append(
            "No certificate is given: one is needed before this appeal, and one issued later may give a later date."
        )
    last = bare.appeal_by(start, issued, section_i_only=section_i_only)
    steps.extend((*relief_steps(winner, last), FIVE_PM_STEP))
    citations.extend((*relief_citations(winner), RULE_12_1, MONTH_RULE, EXTENSION, LATE_CASE))
    # With proof of sending the later count is the law's; the earlier one is still the day to work to.
    earliest = start if printed is None else min(sent, printed)
    safe = bare.appeal_by(earliest, issued, section_i_only=section_i_only)
    dates = [Limit("appeal", "appeal to the Tribunal", last, safe, FIVE_PM)]
    arguable = _arguable(issued, last) if section_i_only else None
    if arguable is not None:
        dates.append(
            tribunal_limit(
                "appeal_if_certificate_counts",
                "appeal, if a certificate that was not needed counts",
                arguable,
                arguable=True,
            )
        )
        warnings.insert(0, UNNEEDED_CERTIFICATE)
    chained = tribunal_relief(last)
    if chained > last:
        # The time ended before the period of relief; only the roll to a working day reached into it.
        dates.append(
            tribunal_limit(
                "appeal_if_relief_applies_again",
                "appeal, if the relief applies again",
                chained,
                arguable=True,
            )
        )
        warnings.append(ROLLED_INTO_RELIEF)
    warnings.append(LATE)
    return compose(
        "appeal",
        "Appeal to the First-tier Tribunal",
        dates,
        principal="appeal",
        rule=APPEALS,
        law_on=on_day(law_on, sent),
        steps=steps,
        citations=citations,
        warnings=warnings,
        raw=raw,
    )


def _start_step(sent: date, printed: date | None, start: date) -> str:
    """Say from which day the two months run."""
    if printed is None or printed == sent:
        return f"Written notice of the decision was sent on {words(sent)}; that day is not counted."
    return (
        f"Written notice was sent on {words(sent)} and bears the date {words(printed)}; the count here"
        f" starts from {words(start)}."
    )


def _arguable(issued: date | None, last: date) -> date | None:
    """Return the later date that an unneeded certificate would give, or ``None`` where it gives none."""
    if issued is None:
        return None
    later = tribunal_relief(bare.certificate_limb(issued))
    return later if later > last else None
