"""The table of ``sendsim deadlines``: which clock, which options, what each option means. Data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact a command takes: the clock's parameter, the name on the command line, and its meaning.

    ``form`` is ``date``, ``text``, ``flag``, ``argument``, ``dates`` (may be repeated) or ``spans``
    (first and last day joined by a colon, may be repeated).
    """

    parameter: str
    option: str
    help: str
    form: str = "date"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand: the clock's name, what it answers, and its facts."""

    name: str
    help: str
    facts: tuple[Fact, ...]


def _date(parameter: str, option: str, help_: str) -> Fact:
    """Describe a date that has to be given."""
    return Fact(parameter, option, help_, "date", True)


def _maybe(parameter: str, option: str, help_: str) -> Fact:
    """Describe a date that may be left out."""
    return Fact(parameter, option, help_)


def _flag(parameter: str, option: str, help_: str) -> Fact:
    """Describe a yes-or-no fact."""
    return Fact(parameter, option, help_, "flag")


LAW_ON = _maybe("law_on", "--law-on", "Apply the law of this day.")
NOTICE = _date("notice_sent", "--notice-sent", "The day the written notice was sent.")
MAYBE_NOTICE = _maybe("notice_sent", "--notice-sent", "The day the written notice was sent.")
KINDS = "assess, make-plan, contents, placement, contents-and-placement, keep, keep-and-amend"

COMMANDS: tuple[Command, ...] = (
    Command(
        "receipt",
        "The day on which a request counts as received.",
        (
            Fact("how", "HOW", "by-hand, signed-for, first-class or email.", "argument", True),
            _date("on", "--on", "The day it was handed in, signed for, posted or emailed."),
            _flag("after_5pm", "--after-5pm", "It arrived after 5 pm."),
        ),
    ),
    Command(
        "ehc",
        "From a request for an assessment to the final plan: 6, 16 and 20 weeks.",
        (
            _date("request", "--request", "The day the request was received."),
            _maybe("advice_asked", "--advice-asked", "The day advice was asked of a school."),
            _maybe("closes", "--closes", "The first day of that school's closure."),
            _maybe("reopens", "--reopens", "The day it opens again."),
            _flag(
                "personal_circumstances",
                "--personal-circumstances",
                "Exceptional personal circumstances are claimed.",
            ),
            _maybe("away_from", "--away-from", "The first day of an absence from the area."),
            _maybe("back_on", "--back-on", "The day of return."),
        ),
    ),
    Command(
        "advice",
        "Professional advice for an assessment: six weeks.",
        (_date("requested", "--requested", "The day the advice was asked for."),),
    ),
    Command(
        "draft-comments",
        "Comments on a draft plan: at least 15 days beginning with service.",
        (_date("served", "--served", "The day the draft was served."),),
    ),
    Command(
        "school-consultation",
        "A school's answer to a consultation: 15 days (practice).",
        (_date("asked", "--asked", "The day the school was asked."),),
    ),
    Command(
        "reassessment",
        "A request to reassess: 15 days, then 14 weeks.",
        (
            _date("request", "--request", "The day the request was received."),
            _maybe("notified", "--notified", "The day the family was told that it will be done."),
        ),
    ),
    Command(
        "cease",
        "How long a plan has to be kept after a decision to end it.",
        (NOTICE, _maybe("certificate", "--certificate", "The day the mediation certificate was issued.")),
    ),
    Command(
        "review",
        "An annual review: papers, report, decision, final plan.",
        (
            _date("meeting", "--meeting", "The day of the review meeting."),
            _maybe("notice_sent", "--notice-sent", "The day the amendment notice was sent."),
        ),
    ),
    Command(
        "phase-transfer",
        "When a plan has to be final before a move between phases.",
        (
            Fact("year_of_transfer", "--year", "The calendar year of the move.", "text", True),
            _flag("post_16", "--post-16", "From secondary school to a post-16 setting."),
        ),
    ),
    Command(
        "post-16-move",
        "The same for a move between post-16 settings: five months before.",
        (_date("starts", "--starts", "The day of the move."),),
    ),
    Command("certificate-contact", "Contacting the mediation adviser: two months from the notice.", (NOTICE,)),
    Command(
        "certificate",
        "The certificate where mediation is not wanted: three working days.",
        (_date("told", "--told", "The day the adviser was told."), MAYBE_NOTICE),
    ),
    Command(
        "mediation",
        "Arranging mediation: thirty days.",
        (
            _date("la_told", "--la-told", "The day the authority was told that the family wants mediation."),
            MAYBE_NOTICE,
            _maybe("adviser_told", "--adviser-told", "The day the adviser was told, if another day."),
            Fact("health", "--health", "Health among the issues: none, mixed or only.", "text"),
            _maybe("icb_told", "--icb-told", "The day the health commissioner was told."),
        ),
    ),
    Command(
        "mediation-notice",
        "Telling the family the date and place: five working days before.",
        (_date("meeting", "--meeting", "The day of the mediation."),),
    ),
    Command(
        "certificate-after-mediation",
        "The certificate after mediation: three working days.",
        (_date("concluded", "--concluded", "The day mediation ended."),),
    ),
    Command(
        "certificate-deemed",
        "The certificate where mediation cannot be arranged in time.",
        (
            _date("adviser_told", "--adviser-told", "The day the authority told the adviser so."),
            _maybe("la_told", "--la-told", "The day the authority was told that mediation is wanted."),
        ),
    ),
    Command(
        "appeal",
        "The last day to appeal to the Tribunal.",
        (
            NOTICE,
            _maybe("certificate", "--certificate", "The day the mediation certificate was issued."),
            _flag("section_i_only", "--section-i-only", "Only Section I (placement) is appealed."),
            _maybe("notice_dated", "--notice-dated", "The date printed on the notice, if another day."),
            _flag("evidence_of_sending", "--evidence-of-sending", "There is evidence of the day of sending."),
        ),
    ),
    Command(
        "registration",
        "Registration of an appeal: ten working days, a target.",
        (_date("lodged", "--lodged", "The day the Tribunal received the appeal."),),
    ),
    Command(
        "la-response",
        "The response to an appeal: thirty working days.",
        (
            _date("received", "--received", "The day the appeal was received."),
            _flag("discrimination", "--discrimination", "It is a discrimination claim."),
            _maybe("fixed", "--fixed", "The date the Tribunal fixed, which governs."),
        ),
    ),
    Command(
        "attendance-form",
        "The attendance form: three weeks after the response.",
        (_date("response", "--response", "The day the response was due."),),
    ),
    Command(
        "bundle",
        "Evidence and bundle before a hearing.",
        (_date("hearing", "--hearing", "The day of the hearing."),),
    ),
    Command(
        "decision",
        "The Tribunal's decision: usually ten working days.",
        (_date("hearing", "--hearing", "The last day of the hearing."),),
    ),
    Command(
        "after-decision",
        "Asking for set aside, review or permission to appeal: 28 days.",
        (
            _date("sent", "--sent", "The day the decision was sent."),
            _flag("discrimination", "--discrimination", "It is a discrimination claim."),
        ),
    ),
    Command(
        "upper-tribunal",
        "Asking the Upper Tribunal for permission: one month.",
        (_date("refused", "--refused", "The day the refusal was sent."),),
    ),
    Command(
        "order",
        "Carrying out an order of the Tribunal.",
        (
            Fact(
                "order_kind",
                "KIND",
                f"{KINDS}, cease, reconsider, other or health-only.",
                "argument",
                True,
            ),
            _date("made", "--from", "The day of the order."),
            _maybe("directed", "--directed", "A date the Tribunal itself set, which governs."),
        ),
    ),
    Command(
        "agreement",
        "Carrying out a mediation agreement.",
        (
            Fact("agreement_kind", "KIND", f"{KINDS}, other or health-only.", "argument", True),
            _date("made", "--from", "The date of the agreement."),
            _maybe("agreed", "--agreed", "A date the parties wrote into it, which governs."),
        ),
    ),
    Command(
        "concession",
        "Doing what the authority conceded before its response.",
        (
            Fact("concession_kind", "KIND", f"{KINDS}.", "argument", True),
            _date("notified", "--from", "The day the authority told the Tribunal."),
            _maybe("response_sent", "--response-sent", "The day of its response, if it has sent one."),
        ),
    ),
    Command(
        "recommendation",
        "Answering a recommendation on health or social care: five weeks.",
        (_date("dated", "--dated", "The date of the recommendation."),),
    ),
    Command(
        "discrimination",
        "A discrimination claim against a school: six months starting with the act.",
        (
            _date("act", "--act", "The day of the conduct."),
            _maybe("until", "--until", "The last day of conduct that went on."),
            _maybe("conciliation", "--conciliation", "The day it was referred to conciliation."),
        ),
    ),
    Command(
        "county-court",
        "An equality claim in the County Court: six months less a day.",
        (_date("act", "--act", "The day of the conduct."),),
    ),
    Command(
        "section-26-bring",
        "A complaint about children's social care: one year.",
        (_date("happened", "--happened", "The day of the matter."),),
    ),
    Command(
        "section-26-stage-1",
        "Stage 1: ten working days, ten more at most.",
        (_date("received", "--received", "The day the complaint was received."),),
    ),
    Command(
        "section-26-stage-2",
        "Stage 2: 25 working days, 65 at most.",
        (_date("started", "--started", "The day stage 2 began."),),
    ),
    Command(
        "section-26-panel",
        "Stage 3: ask in 20 working days, panel in 30, report in 5, answer in 15.",
        (
            _date("reply", "--reply", "The day the stage 2 answer was received."),
            _maybe("requested", "--requested", "The day the panel was asked for."),
            _maybe("met", "--met", "The day the panel met."),
            _maybe("reported", "--reported", "The day the panel reported."),
        ),
    ),
    Command(
        "nhs-complaint",
        "A complaint about health or adult care: twelve months.",
        (
            _date("happened", "--happened", "The day of the matter."),
            _maybe("known", "--known", "The later day on which it came to notice."),
        ),
    ),
    Command(
        "nhs-answer",
        "The answer to it: three working days, then six months.",
        (_date("received", "--received", "The day the complaint was received."),),
    ),
    Command(
        "lgsco",
        "The Local Government and Social Care Ombudsman: twelve months.",
        (_date("aware", "--aware", "The day the person first knew."),),
    ),
    Command(
        "lgsco-answer",
        "When the Ombudsman takes up what a council has not answered.",
        (_date("complained", "--complained", "The day of the complaint to the council."),),
    ),
    Command(
        "la-complaint",
        "A complaint to a council, in time for the Ombudsman.",
        (_date("aware", "--aware", "The day the person first knew."),),
    ),
    Command(
        "phso",
        "The Parliamentary and Health Service Ombudsman: twelve months.",
        (_date("aware", "--aware", "The day the person first knew."),),
    ),
    Command(
        "school-complaint",
        "A complaint to a school: its own policy, about three months.",
        (
            _date("happened", "--happened", "The day of the matter."),
            Fact("school", "--school", "maintained, academy or independent.", "text"),
        ),
    ),
    Command(
        "post-16-complaint",
        "A complaint about a college to the Department: twelve months.",
        (_date("happened", "--happened", "The day of the matter."),),
    ),
    Command(
        "judicial-review",
        "Judicial review: promptly, and three months at the latest.",
        (_date("arose", "--arose", "The day the ground first arose."),),
    ),
    Command(
        "pre-action",
        "The answer to a letter before claim: usually fourteen days.",
        (_date("letter_sent", "--letter-sent", "The day of the letter."),),
    ),
    Command(
        "exclusion-panel",
        "A review of a permanent exclusion: fifteen school days.",
        (
            _date("notified", "--notified", "The day the governors' decision was notified."),
            Fact("terms", "--term", "First and last day of a term, joined by a colon; repeat it.", "spans"),
            Fact("closed", "--closed", "A day in term without school; repeat it.", "dates"),
        ),
    ),
)
"""Every subcommand that asks one clock."""
