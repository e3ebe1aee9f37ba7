"""The tests before and after: the list of subjects, one question at a time, and the change between the two.

Nothing is said about an answer until both tests are done, so that the second can show what was learnt and not what was
remembered of the first. A test is an attempt like any other: each answer is kept before the next question is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sendsim.apps.learn_scene import answer_view
from sendsim.training.attempt import Attempt, Walk, walk
from sendsim.training.bank import Bank, Form, questions
from sendsim.training.gain import Gain, Pair, Sitting, paired_gain, pairs_of, sitting
from sendsim.training.interface import Texts
from sendsim.training.model import Scenario
from sendsim.training.scene import text_at
from sendsim.training.words import to_html

View = dict[str, Any]
Forms = Mapping[str, tuple[str, Form, Scenario]]


def sittings(banks: Mapping[str, Bank], forms: Forms, attempts: Sequence[Attempt], learner: int) -> dict[str, Sitting]:
    """Return how a learner stands with every bank. The number of the learner says which form comes first in which."""
    return {name: sitting(bank, forms, attempts, learner + n) for n, (name, bank) in enumerate(banks.items())}


def all_pairs(banks: Mapping[str, Bank], stand: Mapping[str, Sitting]) -> tuple[Pair, ...]:
    """Return the pairs of every bank of which both tests are done."""
    return tuple(
        pair
        for name, item in stand.items()
        if item.first is not None and item.second is not None
        for pair in pairs_of(banks[name], item.first, item.second)
    )


def gain_lines(t: Texts, found: Gain | None) -> list[str]:
    """Say in sentences how much changed, with the interval, and how far the sentence can be relied on."""
    if found is None:
        return []
    said = [
        t("gain.counts", before=found.before, after=found.after, n=found.n),
        t(
            "gain.interval",
            change=signed(found.difference),
            low=signed(found.low),
            high=signed(found.high),
            gained=found.gained,
            lost=found.lost,
        ),
    ]
    if found.near_ceiling:
        said.append(t("gain.ceiling"))
    return [*said, t("gain.change")]


def signed(share: float) -> str:
    """Write a difference of shares in points of a hundred, with its sign: ``+20``, ``0``, ``-5``."""
    points = round(100 * share)
    return f"+{points}" if points > 0 else f"\N{MINUS SIGN}{-points}" if points < 0 else "0"


def tests_view(t: Texts, banks: Mapping[str, Bank], stand: Mapping[str, Sitting]) -> View:
    """Return the list of subjects with what can be done in each, and the change over all of them."""
    rows = []
    for name, item in stand.items():
        bank = banks[name]
        state = "whole" if item.whole else "between" if item.first else "new"
        done = len(item.running.entries) if item.running else 0
        words = t("tests.whole") if item.whole else t("tests.between") if item.first else t("tests.new")
        rows.append(
            {
                "id": name,
                "title": bank.title,
                "html": to_html(bank.about),
                "state": t.count("tests.running", done) if done else words,
                "act": "gain" if item.whole else "go_on" if item.running else state,
                "attempt": item.running.id if item.running else 0,
            }
        )
    return {"kind": "tests", "banks": rows, "lines": gain_lines(t, paired_gain(all_pairs(banks, stand)))}


def test_view(scenario: Scenario, bank: Bank, attempt: Attempt, found: Walk) -> View:
    """Return the question at which a test stands."""
    state = found.moments[-1].state
    item = bank.question(state.beat)
    return {
        "kind": "test",
        "attempt": attempt.id,
        "beat": item.id,
        "scenario_title": bank.title,
        "n": len(found.run.decisions) + 1,
        "of": len(questions(bank, item.form)),
        "html": to_html(text_at(scenario, state, item.say)),
        "prompt": to_html(text_at(scenario, state, item.prompt)),
        "choices": [{"id": c.id, "html": to_html(text_at(scenario, state, c.text))} for c in item.choices],
        "hint": "",
        "acting": "",
        "test": True,
        "practise": False,
        "can_go_back": False,
    }


def done_view(bank: Bank) -> View:
    """Return what is shown after the test before: that it is kept, and what to do until the one after."""
    return {"kind": "test_done", "bank": bank.id, "scenario_title": bank.title}


def gain_view(t: Texts, bank: Bank, forms: Forms, item: Sitting) -> View:
    """Return the change between both tests of a bank: the counts, each aim, and every answer explained."""
    if item.first is None or item.second is None:
        raise ValueError(f"the tests of {bank.id!r} are not both done")
    pairs = pairs_of(bank, item.first, item.second)
    rows = [
        {"aim": bank.aim(p.aim).text, "words": t("gain.pair", before=_word(t, p.before), after=_word(t, p.after))}
        for p in pairs
    ]
    return {
        "kind": "gain",
        "bank": bank.id,
        "scenario_title": bank.title,
        "lines": gain_lines(t, paired_gain(pairs)),
        "rows": rows,
        "before": answers_view(t, forms, bank, item.first),
        "after": answers_view(t, forms, bank, item.second),
        "notice": t("notice"),
    }


def _word(t: Texts, good: bool) -> str:
    return t("gain.good") if good else t("gain.not_yet")


def answers_view(t: Texts, forms: Forms, bank: Bank, attempt: Attempt) -> list[View]:
    """Return every answer of a finished test with its grade, reasons and law, and the best one beside it."""
    scenario = forms[attempt.scenario][2]
    shown = []
    for moment in walk(scenario, attempt).firsts:
        if moment.decision is None or moment.before is None:
            continue
        beat = moment.decision.beat
        made = scenario.choice(beat, moment.decision.choice)
        ask = scenario.beats[beat].ask
        better = [c for c in (ask.choices if ask else ()) if c.grade.points > made.grade.points and c.grade.good]
        say = text_at(scenario, moment.before, bank.question(beat).say)
        prompt = text_at(scenario, moment.before, ask.prompt if ask else "")
        shown.append(
            {
                "title": scenario.beats[beat].title,
                "html": to_html(say),
                "prompt": to_html(prompt),
                "made": answer_view(t, scenario, moment.before, beat, made),
                "better": [answer_view(t, scenario, moment.before, beat, c) for c in better],
            }
        )
    return shown
