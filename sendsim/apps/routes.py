"""The route page: one question at a time, then which routes are open, until when, and what each can do.

The page keeps the answers while it is open and nowhere else. They hold closed words, an age in years and dates; no
names are asked.
"""

from __future__ import annotations

from datetime import date

import ipywidgets as widgets

from sendsim.apps import routes_view as view
from sendsim.apps.controls import (
    AnswerList,
    Button,
    DataTable,
    Document,
    ErrorSummary,
    Headline,
    OpenFile,
    PageLink,
    Panels,
    PrintButton,
    QuestionForm,
    SaveFile,
    Status,
)
from sendsim.apps.layout import beside, page, row, stack
from sendsim.errors import SendsimError
from sendsim.law.facts_file import parse_facts, read_date
from sendsim.law.finder import find
from sendsim.law.finding import Findings
from sendsim.law.ics import ics_text
from sendsim.law.questions import (
    UNKNOWN,
    Answer,
    Kind,
    Question,
    facts_from,
    give_answer,
    keep_asked,
    next_question,
    question,
)
from sendsim.law.share import decode, encode

FORM_KIND = {Kind.YES_NO: "radios", Kind.RADIOS: "radios", Kind.CHECKBOXES: "checkboxes", Kind.DATE: "date"}
DO_NOT_KNOW = {Kind.DATE: "No such day, or not known", Kind.CHECKBOXES: "None of these, or not known"}


class RoutePage:
    """The page and what it remembers: the answers, the day, the question asked and whether routes are shown."""

    def __init__(self, today: date | None = None) -> None:
        self.answers: dict[str, Answer] = {}
        self.today = today or date.today()
        self.current: str | None = None
        self.showing = False
        self._build()
        self._ask_next(focus=False)

    # -- what is on the page

    def _build(self) -> None:
        self.errors = ErrorSummary()
        self.form = QuestionForm()
        self.form.on_answer(self._answered)
        self.back = Button(label="Back", kind="secondary")
        self.back.on_click(self._go_back)
        self.show_now = Button(label="Show routes now", kind="secondary")
        self.show_now.on_click(self.show_routes)
        self.go_on = Button(label="Go on with the questions")
        self.go_on.on_click(self._ask_next)
        self.again = Button(label="Start again", kind="secondary")
        self.again.on_click(self._start_again)
        self.status = Status(visible=False)
        self.list = AnswerList(heading="Your answers")
        self.list.on_change(self._change)
        self.result = Document()
        self.link = PageLink(
            label="Link to these answers",
            hint="Whoever opens it sees the same answers, judged on the day they open it. The answers are in the link "
            "itself and on no server.",
        )
        self.link.on_code(self._open_code)
        self.save = SaveFile(
            lambda: view.answers_as_yaml(self.answers, self.today),
            label="Save answers (file)",
            file_name="disagreement.yaml",
            media_type="application/yaml",
        )
        self.dates = SaveFile(
            self._calendar, label="Save dates (calendar)", file_name="send-dates.ics", media_type="text/calendar"
        )
        self.open = OpenFile(label="Open saved answers", hint="A file saved by this page.", accept=".yaml,.yml")
        self.open.on_open(self._open_file)
        comparison = DataTable(caption="Disagreement resolution and mediation, point by point", download=True)
        comparison.set_table(*view.comparison_table())
        mistakes = Document()
        mistakes.show(*view.misconception_blocks())
        self.tools = stack(
            Headline("Keep or share", level=2), self.link, row(self.save, self.dates, PrintButton()), self.open
        )
        self.tools.add_class("sendsim-no-print")
        more = Panels(
            [("Disagreement resolution and mediation compared", comparison), ("Common mistakes, put right", mistakes)],
            level=3,
        )
        steps = row(self.go_on, self.back, self.show_now, self.again)
        about = stack(Headline("More about the law", level=2), more)
        for part in (steps, about):
            part.add_class("sendsim-no-print")
        self.widget: widgets.Widget = page(
            self.errors,
            self.status,
            beside(stack(self.form, steps, self.result), stack(self.list, self.tools)),
            about,
        )

    # -- asking

    def _ask_next(self, focus: bool = True) -> None:
        """Ask the next open question, or show the routes when there is none."""
        following = next_question(self.answers)
        if following is None:
            self.show_routes(focus=focus)
        else:
            self._ask(following, focus)

    def _ask(self, asked: Question, focus: bool = True) -> None:
        self.current, self.showing = asked.id, False
        given = self.answers.get(asked.id, UNKNOWN)
        law = "; ".join(str(citation) for citation in asked.basis)
        options = [(option.value, option.label) for option in asked.options_for(self.answers)]
        self.form.ask(
            asked.id,
            asked.text,
            kind=FORM_KIND.get(asked.kind, "number"),
            hint=asked.help,
            why=f"{asked.reason} ({law})",
            choices=options,
            value=given,
            unknown="" if asked.required else DO_NOT_KNOW.get(asked.kind, "I do not know"),
            focus=focus,
        )
        self.result.show()
        self._draw()

    def _ask_day(self) -> None:
        self.current, self.showing = view.TODAY, False
        self.form.ask(
            view.TODAY,
            view.TODAY_TEXT,
            kind="date",
            hint="Usually today. Another day shows what would have been open then.",
            value=self.today.isoformat(),
        )
        self.result.show()
        self._draw()

    def _answered(self, name: str, given: Answer) -> None:
        """Take an answer in; one that cannot be, or that contradicts another, is refused and nothing is lost."""
        self.errors.clear()
        try:
            if name == view.TODAY:
                day = read_date(view.TODAY, given)
                answers = self.answers
            else:
                day = self.today
                answers = give_answer(self.answers, name, given)
            if answers.get("asking"):
                facts_from(answers, day)
        except SendsimError as error:
            self.form.refuse(view.plain_error(str(error)))
            return
        self.answers, self.today = answers, day
        self._ask_next()

    def _change(self, name: str) -> None:
        if name == view.TODAY:
            self._ask_day()
        else:
            self._ask(question(name))

    def _go_back(self) -> None:
        """Go to the question before this one, or to the last one from the routes."""
        asked = list(keep_asked(self.answers))
        if self.current in asked:
            asked = asked[: asked.index(self.current)]
        if asked:
            self._ask(question(asked[-1]))

    def _start_again(self) -> None:
        self.answers = {}
        self.errors.clear()
        self._ask_next()

    # -- routes

    def findings(self) -> Findings:
        """Judge every route on the answers so far."""
        return find(facts_from(self.answers, self.today))

    def show_routes(self, focus: bool = True) -> None:
        """Show the routes on the answers given so far."""
        try:
            findings = self.findings()
        except SendsimError as error:
            self.errors.show(view.plain_error(str(error)))
            return
        self.current, self.showing = None, True
        self.form.hidden = True
        self.result.show(*view.findings_blocks(findings, next_question(self.answers) is None), focus=focus)
        self._draw()

    def _draw(self) -> None:
        """Bring everything round the question up to date."""
        rows = view.answer_rows(self.answers, self.today)
        self.list.set_rows(rows if self.answers else [])
        known = bool(self.answers.get("asking"))
        self.back.hidden = not self.answers
        self.again.hidden = not self.answers
        self.go_on.hidden = not self.showing or next_question(self.answers) is None
        self.show_now.hidden = self.showing or not known
        self.save.hidden = self.dates.hidden = self.link.hidden = not known
        self.link.put(encode(self.answers) if self.answers else "")

    def _calendar(self) -> str:
        findings = self.findings()
        if not findings.dates:
            raise SendsimError("No date follows from these facts, so there is nothing to put in a calendar.")
        return ics_text(findings)

    # -- what comes from outside

    def _open_code(self, code: str) -> None:
        """Take the answers from a link."""
        if not code:
            self._start_again()
            return
        try:
            answers = decode(code)
            if answers.get("asking"):
                facts_from(answers, self.today)
        except SendsimError as error:
            self.errors.show("The link does not hold answers that can be used. " + view.plain_error(str(error)))
            self.link.put(encode(self.answers) if self.answers else "")
            return
        self.errors.clear()
        self.answers = answers
        self.status.say("The answers in the link were opened.")
        self._ask_next(focus=False)

    def _open_file(self, name: str, text: str) -> None:
        """Take the answers from a file; an error is shown at the file box and nothing changes."""
        try:
            facts = parse_facts(text, name)
            answers = view.answers_of(facts)
            facts_from(answers, facts.today or self.today)
        except SendsimError as error:
            raise SendsimError(view.plain_error(str(error))) from None
        self.errors.clear()
        self.answers = answers
        self.today = facts.today or self.today
        self.status.say(f"The answers in {name} were opened.")
        self.show_routes()


def build(today: date | None = None) -> widgets.Widget:
    """Return the route page; ``today`` is the day on which limits are judged, the real one unless told."""
    return RoutePage(today).widget
