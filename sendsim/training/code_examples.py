"""One failing and one passing example of every code: what the documentation shows and what the tests run.

``passing`` is a piece of a shipped file as it stands; with ``failing`` in its place the checker finds the code. Where a
code needs more than one piece (``of`` is ``words``) both are told in words, and the tests hold it in a test of its own.
"""

# ruff: noqa: E501  (pieces of files as they stand)

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sendsim.errors import unknown_name
from sendsim.training.codes import CODES

FILES = {
    "scenario": "scenarios/refusal-to-assess.yaml",
    "bank": "scenarios/bank/appeal-routes.yaml",
    "plan": "scenarios/refusal-to-assess.plan.yaml",
}
"""The file that an example is a piece of."""


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of a file that passes, and what fails in its place; in words where ``of`` is ``words``."""

    code: str
    passing: str
    failing: str
    of: Literal["scenario", "bank", "plan", "words"] = "scenario"


EXAMPLES: tuple[Example, ...] = (
    Example("SS001", "sendsim: 1\n", "sendsim: [1\n"),
    Example("SS002", "summary: |", "extra: [[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]\nsummary: |"),
    Example("SS003", "version: 1.0.0", "version: &v 1.0.0"),
    Example("SS004", "minutes: 15", "minutes: 15\nminutes: 15"),
    Example("SS005", "minutes: 15", "minutes: 15\nmood: calm"),
    Example("SS006", "minutes: 15\n", ""),
    Example("SS007", "minutes: 15", "minutes: lots"),
    Example("SS008", "- id: ask-la", "- id: in-time"),
    Example("SS009", "id: refusal-to-assess", "id: refusal"),
    Example("SS010", 'law_as_at: "2026-06-30"', "law_as_at: 2026-06-30"),
    Example("SS101", "          next: support\n", "          next: suport\n"),
    Example("SS102", "  dragging:\n", "  island:\n    title: Nowhere\n    next: dragging\n  dragging:\n"),
    Example(
        "SS103",
        "next: [{when: {flags: {heard-routes: true}}, to: lodged}, {to: late}]",
        "next: [{when: {flags: {heard-routes: true}}, to: lodged}]",
    ),
    Example("SS104", "more.\n    next: lodged\n", "more.\n    next: late\n"),
    Example("SS105", "next: [{when: {flags: {fair-start: true}}, to: assessed}, {to: dragging}]", "next: assessed"),
    Example("SS106", "          next: certificate\n", "          next: concession\n"),
    Example("SS107", "minutes: 15", "minutes: 120"),
    Example(
        "SS108",
        "Choices that differ in a few marked dates and flags: a few hundred states.",
        "Twenty choices that each mark a date of their own: more than 50,000 states, so the checker says that it has not seen them all.",
        "words",
    ),
    Example("SS201", "papers: [therapist]", "papers: [therapy-note]"),
    Example("SS201", "{date.notice} in her", "{date.letter} in her"),
    Example(
        "SS202",
        "papers:\n  refusal:",
        "papers:\n  spare:\n    title: Spare\n    kind: note\n    text: Nobody opens it.\n  refusal:",
    ),
    Example("SS203", "does: {set: {fair-start: true}, add", "does: {add"),
    Example("SS204", "also:\n      - when: {at_most: {trust: 3}}", "also:\n      - when: {at_most: {trust: 10}}"),
    Example("SS205", "{date.notice} in her", "{date.certificate} in her"),
    Example("SS205", "takes: 2 weeks}", "until: date.request}"),
    Example(
        "SS206",
        "because: [certificate.session-first]",
        "because: [certificate.session-first]\n    on: date.conceded\n    when: {visited: [phone], none: [{visited: [phone]}]}",
    ),
    Example(
        "SS207",
        "facts: {told: date.call, notice_sent: date.notice}",
        "facts: {asked: date.call, notice_sent: date.notice}",
    ),
    Example("SS207", "clock: certificate\n", "clock: certifikate\n"),
    Example("SS208", "add: {trust: 1, hours: 1}", "add: {trust: 12, hours: 1}"),
    Example("SS208", "also:\n      - when: {at_most: {trust: 3}}", "also:\n      - when: {at_most: {trust: 30}}"),
    Example(
        "SS301",
        "            Honest, and no harm done. But the letter and the request are both dated. She could have known at once, and the council is one\n            more call in her week.",
        "            Right.",
    ),
    Example(
        "SS302",
        "grade: best\n          feedback: |\n            Six weeks",
        "grade: acceptable\n          feedback: |\n            Six weeks",
    ),
    Example(
        "SS303",
        "The best choice is now the first and now the third, and sometimes the shortest.",
        "At every question the best choice is the longest, or stands first: it can be guessed without reading.",
        "words",
    ),
    Example("SS304", "principles: [P3, P4]}", "principles: [P3]}"),
    Example("SS305", "honours: [P2.g2]\n", "honours: [P2.b2]\n"),
    Example(
        "SS306",
        "hint: Two limits run beside each other. Which of them counts?",
        "hint: One month from the certificate, and by what hour of the afternoon?",
    ),
    Example("SS307", "    aim: what\n    form: b", "    aim: what\n    form: a", "bank"),
    Example(
        "SS308",
        "The two questions of an aim tell different cases; the right answers of a form stand at different places.",
        "Both questions of an aim have the same words, or every right answer of a form stands first.",
        "words",
    ),
    Example("SS309", "routes: [R07, R08]", "routes: [R01]", "bank"),
    Example("SS401", "why: [SENDR2014 reg 5]", "why: [SENDR2015 reg 5]"),
    Example("SS402", "why: [SENDR2014 reg 5]", "why: [SENDR2014]"),
    Example("SS403", "why: [SENDR2014 reg 5]", "why: [SENDR2014 reg 999]"),
    Example("SS404", "          why: [SENDR2014 reg 5]\n          honours: [P2.g2]", "          honours: [P2.g2]"),
    Example(
        "SS405",
        "says: {dates: [{deadline: decide, in_time: date.notice}]}",
        "says: {dates: [{deadline: decide, in_time: date.call}]}",
    ),
    Example("SS405", "{case: refusal, route: R06, usable: true}", "{case: refusal, route: R08, usable: true}"),
    Example("SS406", "honours: [P2.g2]\n", "honours: [P2.g2]\n          mistakes: [M7]\n"),
    Example("SS406", "text: Say it was in time, by", "text: You must mediate. Say it was in time, by"),
    Example("SS407", "{date.notice} in her", "20 April in her"),
    Example("SS408", "routes: [R02", "routes: [R77, R02"),
    Example("SS409", 'review_by: "2027-06-30"', 'review_by: "2026-06-30"'),
    Example("SS409", 'law_as_at: "2026-06-30"', 'law_as_at: "2027-06-30"'),
    Example(
        "SS410",
        "why: [CFA2014 s.36, CODE2015 11.1]\n          honours: [P1.g5",
        "why: [ISSR2010, CODE2015 11.1]\n          honours: [P1.g5",
    ),
    Example("SS411", "She has been crying.", "Her appeal must be sent within two months. She has been crying."),
    Example(
        "SS501",
        "  Tobias is six. His mother",
        "  Notwithstanding the aforementioned considerations, the authority's determination necessarily presupposes comprehensive multidisciplinary consideration of educational circumstances. His mother",
    ),
    Example(
        "SS502",
        "She has been crying.",
        "She has been crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying and crying .",
    ),
    Example("SS503", "He needs to be seen on his own", "The XQZT says he needs to be seen on his own"),
    Example("SS504", "She has been crying.", "She is a difficult parent. She has been crying."),
    Example("SS505", "She has been crying.", "She has read the local offer. She has been crying."),
    Example("SS506", "She has been crying.", "She says they have moved the goalposts. She has been crying."),
    Example("SS507", "She has been crying.", "If a parent rings, she waits. She has been crying."),
    Example("SS507", "She has been crying.", "The mums at the gate know. She has been crying."),
    Example(
        "SS601",
        "No name of the story is on the list given with --real-names.",
        "The list holds the line 'Hale', and the story has a Ms Hale.",
        "words",
    ),
    Example("SS602", "people:\n", "people:\n  spare: {name: Mr Nobody, who: a stranger}\n"),
    Example("SS603", "She has been crying.", "Mrs Nobody rang too. She has been crying."),
    Example("SS604", "Groups have not helped.", "Groups have not helped. ![Tobias at school](tobias.jpg)"),
    Example("SS605", "people:\n", "people:\n  other: {name: Ms Hale, who: a single mother on benefits}\n"),
    Example("SS701", "Groups have not helped.", "Groups have not helped. ![](chart.png)"),
    Example("SS702", "She has been crying.", "Look at the box on the left. She has been crying."),
    Example("SS703", "She has been crying.", "<b>She</b> has been crying."),
    Example(
        "SS704",
        "Groups have not helped.",
        "Groups have not helped.\n\n      | Week | |\n      |---|---|\n      | 1 | 2 |\n\n      So:",
    ),
    Example("SS705", "She has been crying.", "You have two minutes to decide. She has been crying."),
    Example(
        "SS801",
        "NAME.plan.yaml lies beside NAME.yaml, with its tests.",
        "There is no such file, or it cannot be read as a list of tests.",
        "words",
    ),
    Example("SS802", "beat: assessed", "beat: dragging", "plan"),
    Example(
        "SS803",
        "NAME.cy.yaml gives words for every id that 'sendsim scenarios translate NAME --language cy' writes.",
        "An id is not in the file, or its text is still empty.",
        "words",
    ),
    Example(
        "SS804",
        "Every id of NAME.cy.yaml is that of a text of NAME.yaml.",
        "A choice has been taken out of the scenario, and its translated words are still in the file.",
        "words",
    ),
    Example(
        "SS805",
        "The fingerprint 'of' beside each translated text is that of the English words as they are now.",
        "The English feedback has been written anew since it was translated.",
        "words",
    ),
    Example(
        "SS806",
        "A text with {deadline.appeal} and its translation with {deadline.appeal}, wherever it stands in the sentence.",
        "The translation types the day, or names {date.notice} in its place.",
        "words",
    ),
    Example(
        "SS807",
        "refusal-to-assess.cy.yaml holds 'scenario: refusal-to-assess' and 'language: cy'.",
        "It holds 'language: pl'.",
        "words",
    ),
)
"""Every code has at least one."""

FAMILIES = {
    "SS0": "Shape",
    "SS1": "Graph",
    "SS2": "State and dates",
    "SS3": "Teaching",
    "SS4": "Law",
    "SS5": "Language",
    "SS6": "People",
    "SS7": "Access",
    "SS8": "Author's tests and translations",
}
"""The families of codes."""


def code_text(code: str) -> str:
    """Return one code with its meaning and its examples, as Markdown; ``SendsimError`` where there is none."""
    if code not in CODES:
        raise unknown_name("Code", code, CODES)
    lines = [f"### {code}", "", CODES[code]]
    for item in (example for example in EXAMPLES if example.code == code):
        lines += ["", *_shown(item)]
    return "\n".join(lines) + "\n"


def codes_text() -> str:
    """Return the page of the documentation: every code with its meaning and its examples, as Markdown."""
    lines = [
        "# What the checker finds",
        "",
        "Written by `sendsim scenarios codes` from the examples that the tests run. A code keeps its meaning for ever. Each finding names file, line",
        "and mend. A remark `# sendsim: allow SS501 reason` on the line or the one above it accepts a finding, with its reason.",
        "An example is a piece of a shipped file that passes, and what fails in its place.",
    ]
    family = ""
    for code in CODES:
        if code[:3] != family:
            family = code[:3]
            lines += ["", f"## {family}: {FAMILIES[family]}"]
        lines += ["", code_text(code).rstrip("\n")]
    return "\n".join(lines) + "\n"


def _shown(item: Example) -> list[str]:
    """Return one example as lines of Markdown."""
    if item.of == "words":
        return [f"Passes: {item.passing}", "", f"Fails: {item.failing}"]
    place = f"Passes (`{FILES[item.of]}`):"
    return [place, "", *_code(item.passing), "", "Fails:", "", *_code(item.failing)]


def _code(text: str) -> list[str]:
    """Return a piece of YAML as a block; a long line is cut where a reader has seen enough."""
    body = text.strip("\n") or "(the line is left out)"
    return ["```yaml", *(line if len(line) <= 160 else line[:157] + "..." for line in body.split("\n")), "```"]
