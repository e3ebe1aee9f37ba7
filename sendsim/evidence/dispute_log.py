"""The dispute log: an open CSV format, one row a disagreement, without personal data, and its strict reader.

Authorities often do not record how disagreements end, and no format for it is published. This one asks for dates and
words from short lists, so that counts, waits and an opening caseload can be made from it. ``docs/dispute-log.md``
describes each column. A row that does not make sense is refused, never mended in silence: the message names line,
column, value and mend. Columns that look like personal data are refused altogether.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from importlib import resources
from itertools import pairwise
from pathlib import Path

from sendsim.evidence.figures import authorities
from sendsim.evidence.strict_csv import FileError, Problem, Row, first_of, read_sheet

TRIGGERS = (
    "refuse_assess",
    "refuse_issue",
    "contents_BF",
    "placement_I",
    "contents_BFI",
    "refuse_reassess",
    "not_amend",
    "cease",
    "sen_support",
    "provision_failure",
    "process",
)
ROUTES = ("informal", "drs", "complaint", "mediation", "appeal", "discrimination", "lgsco")
AGAINST = ("la", "school", "icb", "social_care")
CERTIFICATES = ("held", "declined", "deemed", "not_needed")
OUTCOMES = (
    "agreed_full",
    "agreed_part",
    "not_agreed",
    "withdrawn",
    "conceded",
    "consent",
    "decided_family",
    "decided_la",
    "ongoing",
)
MODES = ("online", "in_person")
AGE_BANDS = ("under_5", "5_to_10", "11_to_15", "16_to_19", "20_to_25")
HELP = ("represented", "supported", "neither", "not_recorded")
REQUESTS = ("school", "family", "other", "not_recorded")
PLANS = ("plan", "no_plan")
NEEDS = ("ASD", "SEMH", "SLCN", "SPLD", "MLD", "SLD", "PMLD", "HI", "VI", "MSI", "PD", "DS", "OTH", "not_recorded")

COLUMNS: dict[str, str] = {
    "case_ref": "A made-up reference: letters, digits, dashes; never a name, an NHS number or a UPN",
    "la_code": "The authority's three-digit code",
    "opened_date": "When the disagreement began: the notice of the decision, or when dissatisfaction was voiced",
    "trigger": "What it is about",
    "age_band": "The child's age then",
    "need": "Primary need",
    "route": "The route it is on now, or ended by",
    "party_against": "Whose decision or service it is about",
    "decision_letter_date": "The date of the notice, where there was one",
    "certificate_date": "The date of the mediation certificate",
    "certificate_type": "How the certificate came about",
    "mediation_requested_date": "When the family asked for mediation",
    "mediation_held_date": "When the meeting took place",
    "mode": "How it was held",
    "la_decision_maker_present": "Whether somebody with authority to settle was there (y or n)",
    "outcome": "How it ended, or ongoing",
    "outcome_date": "When it ended (or the order, agreement or concession was carried out)",
    "next_route": "The route the family took next, if any",
    "officer_hours": "The authority's own hours",
    "provider_cost": "Pounds paid to the provider",
    "external_legal_cost": "Pounds paid to outside lawyers",
    "representation": "Who helps the family: a lawyer (represented), SENDIASS or a charity (supported), neither",
    "request_source": "Who asked for the assessment",
    "plan_status": "Whether the child or young person had a plan then",
    "phase_transfer": "Whether it is about a change of phase of education (y or n)",
    "area": "The area of a plan of several, by its name or code; la_code does where areas are authorities",
}
"""The columns in their order, and what each holds."""
NEEDED = ("case_ref", "opened_date", "trigger", "route", "outcome", "outcome_date")
WORDS: dict[str, tuple[str, ...]] = {
    "trigger": TRIGGERS,
    "age_band": AGE_BANDS,
    "need": NEEDS,
    "route": ROUTES,
    "party_against": AGAINST,
    "certificate_type": CERTIFICATES,
    "mode": MODES,
    "la_decision_maker_present": ("y", "n"),
    "outcome": OUTCOMES,
    "next_route": ROUTES,
    "representation": HELP,
    "request_source": REQUESTS,
    "plan_status": PLANS,
    "phase_transfer": ("y", "n"),
}
"""The words allowed in each column that holds words."""
PERSONAL = re.compile(
    r"(^|_)(name|forename|surname|dob|birth|birthday|upn|uln|nhs|address|postcode|email|e_mail|phone|telephone|mobile|"
    r"parent|mother|father|child|pupil|gender|sex|ethnicity)(_|$)"
)


@dataclass(frozen=True)
class Dispute:
    """One disagreement of the log; a date that was not given is None, a word that was not given is ''."""

    line: int
    case_ref: str
    la_code: str
    opened: date
    trigger: str
    age_band: str
    need: str
    route: str
    party_against: str
    letter: date | None
    certificate: date | None
    certificate_type: str
    requested: date | None
    held: date | None
    mode: str
    decision_maker: str
    outcome: str
    ended: date | None
    next_route: str
    officer_hours: float | None
    provider_cost: float | None
    legal_cost: float | None
    representation: str = ""
    request_source: str = ""
    plan_status: str = ""
    phase_transfer: str = ""
    area: str = ""

    def is_open(self, on: date) -> bool:
        """Say whether it was open at the beginning of a day."""
        return self.opened < on and (self.ended is None or self.ended >= on)


@dataclass(frozen=True)
class Log:
    """A dispute log: its rows in the order of the file, and notes on what was passed over."""

    path: Path
    rows: tuple[Dispute, ...]
    notes: tuple[str, ...]


def personal(heading: str) -> str | None:
    """Return why a file with a column of this heading is refused, or None."""
    folded = re.sub(r"[\s-]+", "_", heading).casefold()
    if PERSONAL.search(folded):
        return "looks like personal data, which the file must not hold; remove the column."
    return None


def check_log(path: str | Path, content: str | None = None) -> tuple[Log, tuple[Problem, ...]]:
    """Read a log and return its sound rows and every problem of the others.

    ``content`` is what the file holds, if it has been read already.

    Raises
    ------
    FileError
        If the file cannot be read at all, or its headings cannot be used.
    """
    sheet = read_sheet(path, tuple(COLUMNS), NEEDED, personal, content)
    codes = set(authorities()["la_code"])
    seen: dict[str, int] = {}
    rows, problems = [], []
    for row in sheet.rows:
        dispute = _dispute(row, codes, seen)
        problems += row.problems
        if dispute is not None:
            rows.append(dispute)
    return Log(sheet.path, tuple(rows), sheet.notes), tuple(problems)


def read_log(path: str | Path, content: str | None = None) -> Log:
    """Read a log in which everything is sound.

    ``content`` is what the file holds, if it has been read already.

    Raises
    ------
    FileError
        At the first mistake: one sentence naming line, column, value and mend.
    """
    log, problems = check_log(path, content)
    first_of(log.path, problems)
    if not log.rows:
        raise FileError(f"{log.path} holds no disagreements: write one a row under the headings.")
    return log


def _dispute(row: Row, codes: set[str], seen: dict[str, int]) -> Dispute | None:
    """Return a row as a disagreement; None, with the row's problems noted, if it is not sound."""
    reference = row.text("case_ref")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}", reference):
        row.wrong("case_ref", "use up to 20 letters, digits and dashes.")
    elif re.fullmatch(r"[A-Za-z]\d{11}[A-Za-z0-9]|\d{10}", reference):
        row.wrong("case_ref", "looks like a UPN or an NHS number: make up a reference of your own.")
    elif reference.casefold() in seen:
        row.wrong("case_ref", f"is on line {seen[reference.casefold()]} too: write each disagreement once.")
    seen.setdefault(reference.casefold(), row.line)
    if row.text("la_code") and row.text("la_code") not in codes:
        row.wrong("la_code", "is not the code of one of the 153 authorities.")
    opened = row.day("opened_date", needed=True)
    words = {c: row.word(c, known, c in NEEDED) for c, known in WORDS.items()}
    days = {
        c: row.day(c)
        for c in (
            "decision_letter_date",
            "certificate_date",
            "mediation_requested_date",
            "mediation_held_date",
            "outcome_date",
        )
    }
    numbers = {c: row.number(c) for c in ("officer_hours", "provider_cost", "external_legal_cost")}
    if not row.problems:
        _agrees(row, opened, words, days)
    if row.problems or opened is None:
        return None
    return Dispute(
        row.line,
        reference,
        row.text("la_code"),
        opened,
        words["trigger"],
        words["age_band"],
        words["need"],
        words["route"],
        words["party_against"],
        days["decision_letter_date"],
        days["certificate_date"],
        words["certificate_type"],
        days["mediation_requested_date"],
        days["mediation_held_date"],
        words["mode"],
        words["la_decision_maker_present"],
        words["outcome"],
        days["outcome_date"],
        words["next_route"],
        numbers["officer_hours"],
        numbers["provider_cost"],
        numbers["external_legal_cost"],
        words["representation"],
        words["request_source"],
        words["plan_status"],
        words["phase_transfer"],
        row.text("area"),
    )


def _agrees(row: Row, opened: date | None, words: dict[str, str], days: dict[str, date | None]) -> None:
    """Note where the parts of a row contradict each other."""
    order = ("opened_date", "mediation_requested_date", "mediation_held_date", "outcome_date")
    dated = {**days, "opened_date": opened}
    known = [(c, d) for c in order if (d := dated[c]) is not None]
    for (before, a), (after, b) in pairwise(known):
        if b < a:
            row.wrong(after, f"is before {before} ({a.isoformat()}): mend one of the two.")
    ongoing = words["outcome"] == "ongoing"
    if ongoing and days["outcome_date"] is not None:
        row.wrong("outcome_date", "is given, but the outcome is 'ongoing': remove the date or say how it ended.")
    if not ongoing and days["outcome_date"] is None:
        row.wrong("outcome_date", f"give the date, since the outcome is {words['outcome']!r}, or write 'ongoing'.")
    dated_type = words["certificate_type"] in ("held", "declined", "deemed")
    if days["certificate_date"] is not None and not dated_type:
        row.wrong("certificate_type", "say how the certificate came about (held, declined or deemed).")
    if dated_type and days["certificate_date"] is None:
        row.wrong("certificate_date", f"give the date of the certificate ({words['certificate_type']}).")
    if words["certificate_type"] == "held" and days["mediation_held_date"] is None:
        row.wrong("mediation_held_date", "give the date of the meeting, since the certificate says it was held.")
    if words["mode"] and days["mediation_held_date"] is None:
        row.wrong("mode", "is given, but no mediation_held_date: give the date or remove the mode.")


def sample_text() -> str:
    """Return the sample log that comes with the package, as CSV text. Every disagreement in it is made up."""
    place = resources.files("sendsim.evidence").joinpath("data", "dispute_log_sample.csv")
    return place.read_text(encoding="utf-8")


def template_csv() -> str:
    """Return an empty log: the headings, as CSV text."""
    return ",".join(COLUMNS) + "\n"


def write_template_xlsx(path: Path, rows: int = 2000) -> None:
    """Write an empty log as a workbook with drop-down lists, dates and a sheet that explains each column.

    It is to be saved as "CSV UTF-8" for reading.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    log = book.active
    assert log is not None
    log.title = "Dispute log"
    help_ = book.create_sheet("What each column holds")
    help_.append(["Column", "What it holds", "Words allowed", "Needed"])
    for i, (column, text) in enumerate(COLUMNS.items(), start=1):
        letter = get_column_letter(i)
        cell = log.cell(1, i, column)
        cell.font = Font(bold=True)
        log.column_dimensions[letter].width = max(12, len(column) + 2)
        help_.append([column, text, ", ".join(WORDS.get(column, ())), "yes" if column in NEEDED else ""])
        where = f"{letter}2:{letter}{rows + 1}"
        if column in WORDS:
            allowed = DataValidation(type="list", formula1=f'"{",".join(WORDS[column])}"', allow_blank=True)
            allowed.showErrorMessage, allowed.error = True, f"Choose one of the words of the list for {column}."
        elif column.endswith("_date"):
            allowed = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
            allowed.showErrorMessage, allowed.error = True, "Give a date, for example 2026-09-01."
            for row in range(2, rows + 2):
                log.cell(row, i).number_format = "yyyy-mm-dd"
        else:
            continue
        allowed.add(where)
        log.add_data_validation(allowed)
    log.freeze_panes = "A2"
    for cell in help_[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCD", (26, 70, 70, 8), strict=True):
        help_.column_dimensions[letter].width = width
    for line in help_.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    book.save(path)
