"""The page of self-paced learning: it takes what a person does, keeps it, and draws what follows.

Everything shown comes from the file of progress: a decision is written first and drawn afterwards, so a closed tab or
a dead kernel loses nothing. The browser remembers the made-up name, and the file remembers where its owner was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets

from sendsim.apps import learn_pages as pages
from sendsim.apps import learn_scene as scenes
from sendsim.apps import learn_tests as tests
from sendsim.apps.controls import ScenePlayer
from sendsim.apps.layout import page
from sendsim.errors import SendsimError
from sendsim.training.attempt import Attempt, Walk, result_of, walk
from sendsim.training.bank import PREFIX, Bank, banks, forms
from sendsim.training.catalogue import Listed, catalogue
from sendsim.training.document import to_html
from sendsim.training.gain import Sitting, paired_gain
from sendsim.training.glossary import GLOSSARY
from sendsim.training.interface import Texts, texts
from sendsim.training.model import Scenario
from sendsim.training.play import choices_now, new_run, step
from sendsim.training.practice import Item, advise, items, standing
from sendsim.training.progress import BadNameError, Learner, MovedOnError, Progress, ProgressError, suggest_name
from sendsim.training.progress_file import MAX_FILE, proved, read_progress, write_progress
from sendsim.training.record import check_record, code_of, read_record, record

View = dict[str, Any]


class SaidError(SendsimError):
    """Something that cannot be done, told in the words of the interface."""


def problem(t: Texts, error: SendsimError, field: str = "") -> View:
    """Return what a view says of an error: the text, the field it belongs to, and whether it is the interface's own."""
    own = isinstance(error, SaidError | BadNameError)
    return {"text": t(error.key) if isinstance(error, BadNameError) else str(error), "field": field, "own": own}


class LearnPage:
    """The page and whom it is open for.

    Parameters
    ----------
    progress:
        The file of progress; the usual one unless told.
    words:
        The words of the interface; English unless told.
    listed:
        The scenarios; those that come with sendsim unless told.
    """

    def __init__(
        self, progress: Progress | None = None, words: Texts | None = None, listed: Mapping[str, Listed] | None = None
    ) -> None:
        self.t = words or texts()
        self.progress = progress or Progress()
        self.listed = listed or catalogue()
        self.scenarios: dict[str, Scenario] = {name: item.scenario for name, item in self.listed.items()}
        self.banks: dict[str, Bank] = banks()
        self.forms = forms()
        self.learner: Learner | None = None
        self.player = ScenePlayer(texts=dict(self.t.words), language=self.t.language, terms=GLOSSARY)
        self.player.on_act(self.act)
        self.player.on_hello(self.hello)
        self.player.on_setting(self.set)
        self.widget: widgets.Widget = page(self.player)
        self._acts = {name.removeprefix("_do_"): getattr(self, name) for name in dir(self) if name.startswith("_do_")}

    # -- who is here

    def hello(self, name: str) -> None:
        """Open the page: where its owner was, if the browser remembers a name that is kept here."""
        try:
            if self.learner is None and name:
                self.learner = self.progress.find(name)
        except BadNameError:
            pass  # the browser remembers something that never was a name here
        except ProgressError as error:
            self._show(self._welcome(), problem(self.t, error, "name"))
            return
        self._come_back()

    def act(self, name: str, values: Mapping[str, Any]) -> None:
        """Do what a person asks; what cannot be done is said on the page, and nothing is lost."""
        todo = self._acts.get(name)
        if todo is None or (self.learner is None and name != "begin"):
            self._come_back()
            return
        try:
            todo(values)
        except MovedOnError:
            self._come_back({"text": self.t("scene.moved"), "field": "", "own": True})
        except SendsimError as error:
            self._show({**self.player.view}, problem(self.t, error))

    def set(self, name: str, on: bool) -> None:
        """Set how the page looks, and keep it for one who has a name."""
        self.player.settings = {**self.player.settings, name: on}
        if self.learner is not None:
            self.progress.set_settings(self.learner, self.player.settings)

    def _do_begin(self, values: Mapping[str, Any]) -> None:
        typed = values.get("name")
        try:
            self.learner = self.progress.open(typed if isinstance(typed, str) else "")
        except ProgressError as error:
            view = self._welcome() | {"typed": typed if isinstance(typed, str) else ""}
            self._show(view, problem(self.t, error, "name"))
            return
        if self.player.settings and not self.learner.settings:
            self.progress.set_settings(self.learner, self.player.settings)
        self._come_back()

    def _do_leave(self, _values: Mapping[str, Any]) -> None:
        self.learner = None
        self.player.settings = {}
        self._show({**self._welcome(), "forget": True, "status": self.t("welcome.left")})

    def _do_delete_ask(self, _values: Mapping[str, Any]) -> None:
        self._show({"kind": "delete_ask"})

    def _do_delete(self, _values: Mapping[str, Any]) -> None:
        self.progress.forget(self._who)
        self.learner = None
        self.player.settings = {}
        self._show({**self._welcome(), "forget": True, "status": self.t("delete.gone")})

    @property
    def _who(self) -> Learner:
        if self.learner is None:
            raise SaidError(self.t("welcome.heading"))
        return self.learner

    def _welcome(self) -> View:
        return pages.welcome_view(suggest_name(), self.progress.path)

    def _come_back(self, error: View | None = None) -> None:
        """Show where the learner was: as kept in the file, never as remembered by this kernel."""
        if self.learner is None:
            self._show(self._welcome(), error)
            return
        found = self.progress.find(self.learner.name)
        if found is None:
            self.learner = None
            self._show({**self._welcome(), "forget": True}, error)
            return
        self.learner = found
        if not self.player.settings:
            self.player.settings = dict(found.settings)
        place = found.place
        try:
            if place.get("view") in ("scene", "feedback", "end"):
                attempt = self.progress.attempt(found, place.get("attempt"))
                self._show_attempt(attempt, place["view"] == "feedback", error)
                return
            if place.get("view") == "test":
                self._show_test(self.progress.attempt(found, place.get("attempt")), error)
                return
            if place.get("view") in ("intro", "progress", "words", "tests", "gain"):
                self._acts[f"{place['view']}"](place)
                return
        except (SendsimError, KeyError):
            pass  # the scenario has changed or gone: the catalogue says so
        self._show(self._catalogue(), error)

    def _show(self, view: View, error: View | None = None) -> None:
        """Draw a view and keep where the learner is."""
        name = self.learner.name if self.learner is not None else ""
        if self.learner is not None and view["kind"] != "delete_ask":
            place = {"view": view["kind"]}
            place |= {key: view[key] for key in ("attempt", "scenario", "bank") if key in view}
            if view.get("practise"):
                place = {"view": "progress"}
            self.progress.set_place(self.learner, place)
        self.player.draw({**view, "name": name, "error": error})

    # -- round the scenarios

    def _attempts(self) -> tuple[Attempt, ...]:
        """Return the attempts at scenarios; tests are attempts as well, and are counted by themselves."""
        return tuple(item for item in self.progress.attempts(self._who) if not item.scenario.startswith(PREFIX))

    def _sittings(self) -> dict[str, Sitting]:
        return tests.sittings(self.banks, self.forms, self.progress.attempts(self._who), self._who.id)

    def _waiting(self) -> tuple[Item, ...]:
        return items(self.scenarios, self._attempts())

    def _due(self) -> list[Item]:
        now = self.progress.now()
        return [item for item in self._waiting() if item.is_due(now)]

    def _catalogue(self) -> View:
        return pages.catalogue_view(self.t, self.listed, self._attempts(), len(self._due()))

    def _do_catalogue(self, _values: Mapping[str, Any]) -> None:
        self._show(self._catalogue())

    def _do_words(self, _values: Mapping[str, Any]) -> None:
        self._show({"kind": "words"})

    def _do_progress(self, _values: Mapping[str, Any]) -> None:
        self._show(self._progress_view())

    def _progress_view(self) -> View:
        attempts = self._attempts()
        shown = pages.progress_view(
            self.t,
            self.listed,
            attempts,
            self._waiting(),
            standing(attempts),
            advise(self.scenarios, attempts),
            self.progress.now(),
            self.progress.path,
        )
        pairs = tests.all_pairs(self.banks, self._sittings())
        return {**shown, "gain": tests.gain_lines(self.t, paired_gain(pairs))}

    def _do_save(self, _values: Mapping[str, Any]) -> None:
        text = write_progress(self._who, self.progress.attempts(self._who))
        self.player.hand_over("sendsim-progress.json", "application/json", text.encode())

    def _do_load(self, values: Mapping[str, Any]) -> None:
        name = str(values.get("name") or "file")[:80]
        text = values.get("text")
        try:
            if values.get("large") or not isinstance(text, str) or len(text) > MAX_FILE:
                raise SaidError(self.t("file.large", file=name))
            known = self.scenarios | {key: made for key, (_, _, made) in self.forms.items()}
            attempts = proved(read_progress(text, name).attempts, known)
            number = self.progress.merge(self._who, attempts)
        except SendsimError as error:
            self._show(self._progress_view(), problem(self.t, error, "file"))
            return
        self._show({**self._progress_view(), "status": self.t.count("file.loaded", number, file=name)})

    def _do_record(self, values: Mapping[str, Any]) -> None:
        name = self._who.name
        made = record(self.t, name, self._attempts(), pages.local_day(self.progress.now()))
        if values.get("as") == "pdf":
            from sendsim.training.document_pdf import to_pdf  # brings a font library: only where it is asked for

            self.player.hand_over("record-of-learning.pdf", "application/pdf", to_pdf(made))
        else:
            self.player.hand_over("record-of-learning.html", "text/html", to_html(made).encode())

    def _do_check(self, values: Mapping[str, Any]) -> None:
        name = str(values.get("name") or "file")[:80]
        text = values.get("text")
        try:
            if values.get("large") or not isinstance(text, str):
                raise SaidError(self.t("file.large", file=name))
            data = read_record(text, name)
        except SendsimError as error:
            self._show(self._progress_view(), problem(self.t, error, "check"))
            return
        found = check_record(self.t, data, self.scenarios, code_of(data))
        checked = pages.checked_view(self.t, found)
        self._show({**self._progress_view(), "checked": checked, "status": checked["verdict"]})

    # -- inside a scenario

    def _scenario(self, values: Mapping[str, Any]) -> Scenario:
        found = self.scenarios.get(str(values.get("scenario")))
        if found is None:
            raise SaidError(self.t("card.changed"))
        return found

    def _do_intro(self, values: Mapping[str, Any]) -> None:
        self._show(pages.intro_view(self.t, self._scenario(values)))

    def _do_start(self, values: Mapping[str, Any]) -> None:
        scenario = self._scenario(values)
        run = new_run(scenario, str(values.get("role")))
        self._show_attempt(self.progress.begin(self._who, run))

    def _do_go_on(self, values: Mapping[str, Any]) -> None:
        self._show_attempt(self.progress.attempt(self._who, values.get("attempt")))

    def _here(self) -> tuple[Scenario, Attempt, Walk]:
        """Return the attempt of the view on the page, as the file has it now."""
        attempt = self.progress.attempt(self._who, self.player.view.get("attempt"))
        scenario = self.scenarios.get(attempt.scenario)
        if scenario is None or not attempt.fits(scenario):
            raise SaidError(self.t("card.changed"))
        return scenario, attempt, walk(scenario, attempt)

    def _show_attempt(self, attempt: Attempt, feedback: bool = False, error: View | None = None) -> None:
        """Show where an attempt stands: its last feedback, its scene or its end."""
        scenario = self.scenarios.get(attempt.scenario)
        if scenario is None or not attempt.fits(scenario):
            raise SaidError(self.t("card.changed"))
        found = walk(scenario, attempt)
        if feedback and found.run.decisions:
            self._show(scenes.feedback_view(self.t, scenario, attempt, found), error)
        elif scenario.beats[found.beat].end is not None:
            self._show(scenes.end_view(self.t, scenario, attempt, found), error)
        else:
            self._show(scenes.scene_view(self.t, scenario, attempt, found), error)

    def _do_choose(self, values: Mapping[str, Any]) -> None:
        scenario, attempt, found = self._here()
        attempt = self._decide(scenario, attempt, found, values)
        self._show_attempt(attempt, feedback=scenario.feedback == "immediate")

    def _decide(self, scenario: Scenario, attempt: Attempt, found: Walk, values: Mapping[str, Any]) -> Attempt:
        """Keep a decision, and the result if the story ends with it."""
        beat, choice = str(values.get("beat")), str(values.get("choice"))
        if beat != found.beat:
            raise MovedOnError(self.t("scene.moved"))
        step(scenario, found.moments[-1].state, choice)  # refuse what is not open before anything is written
        attempt = self.progress.enter(self._who, attempt, "decide", beat, choice)
        found = walk(scenario, attempt)
        if scenario.beats[found.beat].end is not None:
            attempt = self.progress.finish(self._who, attempt, result_of(scenario, found))
        return attempt

    def _do_next(self, _values: Mapping[str, Any]) -> None:
        _, attempt, _ = self._here()
        self._show_attempt(attempt)

    def _do_back(self, _values: Mapping[str, Any]) -> None:
        _, attempt, found = self._here()
        if found.run.decisions:
            attempt = self.progress.enter(self._who, attempt, "back", found.run.decisions[-1].beat)
        self._show_attempt(attempt)

    # -- questions that come back

    def _do_practise_next(self, _values: Mapping[str, Any]) -> None:
        due = self._due()
        if not due:
            self._show(self._progress_view())
            return
        self._show(scenes.practise_view(self.t, self.scenarios[due[0].scenario], due[0]))

    def _do_practise(self, values: Mapping[str, Any]) -> None:
        item = next(
            (i for i in self._due() if i.attempt == values.get("attempt") and i.beat == values.get("beat")), None
        )
        if item is None or item.missed.before is None:
            self._show(self._progress_view())
            return
        scenario = self.scenarios[item.scenario]
        choice = str(values.get("choice"))
        if choice not in {option.id for option in choices_now(scenario, item.missed.before)}:
            raise SaidError(self.t("scene.choose"))
        attempt = self.progress.attempt(self._who, item.attempt)
        self.progress.enter(self._who, attempt, "practise", item.beat, choice)
        now = next(i for i in self._waiting() if i.scenario == item.scenario and i.beat == item.beat)
        note = (
            self.t("practise.done")
            if now.done
            else self.t("practise.returns", day=self.t.day(pages.local_day(now.due)))
        )
        answer = scenario.choice(item.beat, choice)
        self._show(scenes.practised_view(self.t, scenario, now, answer, note, bool(self._due())))

    # -- tests before and after

    def _do_tests(self, _values: Mapping[str, Any]) -> None:
        self._show(tests.tests_view(self.t, self.banks, self._sittings()))

    def _do_test_start(self, values: Mapping[str, Any]) -> None:
        stand = self._sittings().get(str(values.get("bank")))
        if stand is None or stand.whole:
            self._do_tests(values)
            return
        form = next(made for name, letter, made in self.forms.values() if (name, letter) == (stand.bank, stand.form))
        self._show_test(stand.running or self.progress.begin(self._who, new_run(form)))

    def _do_test_go_on(self, values: Mapping[str, Any]) -> None:
        self._show_test(self.progress.attempt(self._who, values.get("attempt")))

    def _show_test(self, attempt: Attempt, error: View | None = None) -> None:
        """Show where a test stands: its next question, or what follows its last."""
        name, _, form = self.forms.get(attempt.scenario, ("", "a", None))
        if form is None or not attempt.fits(form):
            raise SaidError(self.t("tests.changed"))
        found = walk(form, attempt)
        if form.beats[found.beat].end is None:
            self._show(tests.test_view(form, self.banks[name], attempt, found), error)
        elif self._sittings()[name].whole:
            self._do_gain({"bank": name})
        else:
            self._show(tests.done_view(self.banks[name]), error)

    def _do_test_choose(self, values: Mapping[str, Any]) -> None:
        attempt = self.progress.attempt(self._who, self.player.view.get("attempt"))
        _, _, form = self.forms.get(attempt.scenario, ("", "a", None))
        if form is None or not attempt.fits(form):
            raise SaidError(self.t("tests.changed"))
        self._show_test(self._decide(form, attempt, walk(form, attempt), values))

    def _do_gain(self, values: Mapping[str, Any]) -> None:
        stand = self._sittings().get(str(values.get("bank")))
        if stand is None or not stand.whole:
            self._do_tests(values)
            return
        self._show(tests.gain_view(self.t, self.banks[stand.bank], self.forms, stand))


def build() -> widgets.Widget:
    """Return the page."""
    return LearnPage().widget
