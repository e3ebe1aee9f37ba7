"""Controls for one question at a time: the question itself, and the answers given so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from sendsim.apps.controls.base import Control, plain_text, script, styles

__all__ = ["AnswerList", "QuestionForm"]

KINDS = ("radios", "checkboxes", "date", "number")
MAX_CHOSEN = 60
Given = str | tuple[str, ...]


class QuestionForm(Control):
    """One question with its answers and a Continue button; its heading is the question.

    ``kind`` is ``radios`` (one choice), ``checkboxes`` (any number), ``date`` (day, month and year in boxes) or
    ``number`` (a whole number). ``choices`` are pairs of value and label. The answer goes to the callback as text, a
    date as ``YYYY-MM-DD`` (or as it was typed, where the boxes hold no date), and as a tuple for checkboxes; an
    empty answer means that the person does not know. The callback may raise :class:`RefusedError` or set ``error``.
    """

    _esm = script("question")
    _css = styles("forms", "details", "question")

    name = traitlets.Unicode("", help="Names the question; comes back with the answer.").tag(sync=True)
    kind = traitlets.Enum(KINDS, "radios", help="How it is answered.").tag(sync=True)
    text = traitlets.Unicode("", help="The question.").tag(sync=True)
    level = traitlets.Int(2, min=2, max=6, help="The level of its heading.").tag(sync=True)
    hint = traitlets.Unicode("", help="Help in a sentence.").tag(sync=True)
    why = traitlets.Unicode("", help="Why it is asked; shown on request.").tag(sync=True)
    choices: Any = traitlets.List(help="Value and label of each choice.").tag(sync=True)
    value: Any = traitlets.List(traitlets.Unicode(), help="What is chosen or written as it is shown.").tag(sync=True)
    unknown = traitlets.Unicode("", help="Words for not knowing; empty where an answer is needed.").tag(sync=True)
    submit = traitlets.Unicode("Continue", help="The words on the button.").tag(sync=True)
    error = traitlets.Unicode("", help="What is wrong with the last answer, if anything.").tag(sync=True)
    asked = traitlets.Int(0, help="Goes up with each question asked.").tag(sync=True)
    refused = traitlets.Int(0, help="Goes up with each answer that was refused.").tag(sync=True)
    focus = traitlets.Bool(False, help="Whether the question takes focus when it is asked.").tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        self._callbacks: list[Callable[[str, Given], object]] = []
        super().__init__(**kwargs)

    def on_answer(self, callback: Callable[[str, Given], object]) -> None:
        """Call ``callback(name, answer)`` for each answer."""
        self._callbacks.append(callback)

    def ask(self, name: str, text: str, *, value: Given = "", focus: bool = True, **traits: Any) -> None:
        """Ask a question; ``traits`` are those above. ``value`` is the answer given before, if any."""
        with self.hold_sync():
            for trait, usual in (("kind", "radios"), ("hint", ""), ("why", ""), ("choices", []), ("unknown", "")):
                setattr(self, trait, traits.pop(trait, usual))
            for trait, other in traits.items():
                setattr(self, trait, other)
            self.name, self.text, self.error = plain_text(name), plain_text(text), ""
            self.value = [value] if isinstance(value, str) else list(value)
            self.focus = focus
            self.asked += 1
            self.hidden = False

    def refuse(self, why: str) -> None:
        """Say what is wrong with the answer and put focus back on it."""
        with self.hold_sync():
            self.error = plain_text(why)
            self.refused += 1

    def _heard(self, event: str, content: dict[str, Any]) -> None:
        if event != "answer" or content.get("asked") != self.asked or self.hidden:
            return
        given = content.get("value")
        if not isinstance(given, list) or len(given) > MAX_CHOSEN or not all(isinstance(g, str) for g in given):
            return
        texts = tuple(text[:200] for text in given)
        if self.kind == "radios" and not texts and not content.get("skip"):
            self.refuse("Choose an answer" + (f", or press \u201c{self.unknown}\u201d." if self.unknown else "."))
            return
        answer: Given = texts if self.kind == "checkboxes" else (texts[0] if texts else "")
        for callback in tuple(self._callbacks):
            callback(self.name, answer)


class AnswerList(Control):
    """Questions and the answers given, each with a button to change it.

    ``rows`` are dictionaries with ``name``, ``question`` and ``answer``.
    """

    _esm = script("answers")
    _css = styles("forms", "details", "question")

    heading = traitlets.Unicode("Your answers", help="The heading.").tag(sync=True)
    level = traitlets.Int(2, min=2, max=6, help="The level of the heading.").tag(sync=True)
    change = traitlets.Unicode("Change", help="The word on each button.").tag(sync=True)
    rows: Any = traitlets.List(help="The questions and answers.").tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        self._callbacks: list[Callable[[str], object]] = []
        super().__init__(**kwargs)

    def on_change(self, callback: Callable[[str], object]) -> None:
        """Call ``callback(name)`` when the person wants to change an answer."""
        self._callbacks.append(callback)

    def set_rows(self, rows: list[tuple[str, str, str]]) -> None:
        """Show rows of name, question and answer."""
        self.rows = [
            {"name": plain_text(name), "question": plain_text(question), "answer": plain_text(answer)}
            for name, question, answer in rows
        ]

    def _heard(self, event: str, content: dict[str, Any]) -> None:
        if event == "change" and content.get("name") in [row["name"] for row in self.rows]:
            for callback in tuple(self._callbacks):
                callback(content["name"])
