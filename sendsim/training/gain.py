"""How much more is right after than before: the paired difference, with its interval, never a mark of success.

A pair is one aim, asked for before with one question and after with another. The difference of the two shares of
right answers has the interval of Newcombe (1998), "Improved confidence intervals for the difference between binomial
proportions based on paired data", Statistics in Medicine 17:2635-2650, method 10: Wilson's (1927) score intervals of
the two shares, joined with the correlation of the pairs. It can be used from one pair on and never leaves -1 to 1.

It is a change, not an effect: there is nobody who did not learn in between to compare with, and a second test is
easier than a first for having taken the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from sendsim.training.attempt import Attempt
from sendsim.training.bank import Bank, Form, questions
from sendsim.training.model import Scenario

Z95 = 1.959963984540054
"""The 97.5 % point of the normal distribution: for 95 % intervals."""
CEILING = 0.8
"""From this share right before, a test has little room left to show a change (design of the tests, 6.3)."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One aim: whether it was answered well (best or acceptable) before and after."""

    aim: str
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class Gain:
    """The change over ``n`` pairs: how many were right before and after, how many were gained and lost, and the
    difference of shares (-1 to 1) with the ends of its 95 % interval."""

    n: int
    before: int
    after: int
    gained: int
    lost: int
    difference: float
    low: float
    high: float

    @property
    def near_ceiling(self) -> bool:
        """Whether so much was right before that little room was left."""
        return self.before >= CEILING * self.n


def wilson(right: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Return Wilson's (1927) score interval of a share, as its two ends in 0 to 1."""
    if not 0 <= right <= n or n < 1:
        raise ValueError(f"{right} of {n} is no share: give 0 <= right <= n and n >= 1.")
    share, square = right / n, z * z
    middle = (2 * right + square) / (2 * (n + square))
    half = z * sqrt(square + 4 * n * share * (1 - share)) / (2 * (n + square))
    return max(0.0, middle - half), min(1.0, middle + half)


def paired_gain(pairs: Iterable[Pair]) -> Gain | None:
    """Return the change over pairs, or ``None`` where there is none (see the module for the formula's source)."""
    found = tuple(pairs)
    n = len(found)
    if n == 0:
        return None
    both = sum(item.before and item.after for item in found)
    gained = sum(item.after and not item.before for item in found)
    lost = sum(item.before and not item.after for item in found)
    neither = n - both - gained - lost
    low, high = newcombe(both, gained, lost, neither)
    return Gain(n, both + lost, both + gained, gained, lost, (gained - lost) / n, low, high)


def newcombe(both: int, gained: int, lost: int, neither: int, z: float = Z95) -> tuple[float, float]:
    """Return the interval of the paired difference (after less before), Newcombe's method 10.

    ``both`` pairs are right twice, ``gained`` only after, ``lost`` only before, ``neither`` never.
    """
    n = both + gained + lost + neither
    after, before = (both + gained) / n, (both + lost) / n
    after_low, after_high = wilson(both + gained, n, z)
    before_low, before_high = wilson(both + lost, n, z)
    margins = (both + gained) * (lost + neither) * (both + lost) * (gained + neither)
    product = float(both * neither - gained * lost)
    if product > 0:  # the correction for small numbers that makes it method 10 and not 9
        product = max(product - n / 2, 0.0)
    phi = product / sqrt(margins) if margins else 0.0
    down, up = after - after_low, after_high - after
    other_down, other_up = before - before_low, before_high - before
    difference = after - before
    below = sqrt(max(0.0, down * down - 2 * phi * down * other_up + other_up * other_up))
    above = sqrt(max(0.0, up * up - 2 * phi * up * other_down + other_down * other_down))
    return max(-1.0, difference - below), min(1.0, difference + above)


FEWEST = 5
"""Of fewer learners nothing is told, so that no count can be read as one person's."""


@dataclass(frozen=True, slots=True)
class GroupGain:
    """The change of a group in one bank: each aim over the learners, and the mean of the learners' own differences.

    The learner is the unit: ``mean`` is the mean difference of shares (-1 to 1) and ``low`` to ``high`` its 95 %
    interval by Student's t over learners, cut at -1 and 1.
    """

    bank: str
    learners: int
    aims: tuple[tuple[str, Gain], ...]
    mean: float
    low: float
    high: float


def group_gain(bank: Bank, of_learners: Sequence[Sequence[Pair]]) -> GroupGain | None:
    """Return the change of a group from each learner's pairs, or ``None`` where there are fewer than ``FEWEST``."""
    if len(of_learners) < FEWEST:
        return None
    from scipy.stats import t  # a large library, and only trainers ask

    own = [sum(item.after - item.before for item in pairs) / len(pairs) for pairs in of_learners]
    n, middle = len(own), fmean(own)
    half = float(t.ppf(0.975, n - 1)) * stdev(own) / sqrt(n)
    aims = []
    for aim in bank.aims:
        found = paired_gain(item for pairs in of_learners for item in pairs if item.aim == aim.id)
        if found is not None:
            aims.append((aim.text, found))
    return GroupGain(bank.title, n, tuple(aims), middle, max(-1.0, middle - half), min(1.0, middle + half))


@dataclass(frozen=True, slots=True)
class Sitting:
    """How a learner stands with one bank: the test before, the one after, one that is running, and what comes next.

    ``first`` and ``second`` are finished; ``form`` is the form to sit next, or that of the one that is running.
    """

    bank: str
    form: Form
    first: Attempt | None = None
    second: Attempt | None = None
    running: Attempt | None = None

    @property
    def whole(self) -> bool:
        """Whether both tests have been taken, so that there is a change to show."""
        return self.first is not None and self.second is not None


def sitting(
    bank: Bank, known: Mapping[str, tuple[str, Form, Scenario]], attempts: Iterable[Attempt], turn: int
) -> Sitting:
    """Return how a learner stands with a bank, from their attempts in order of time.

    The first form finished is the test before; the other one, finished later, is the test after. An even ``turn``
    begins with form A and an odd one with B, so that over many learners and banks no form is always the earlier one.
    Attempts at another text of the bank are left out.
    """
    first = second = None
    first_form: Form = "b" if turn % 2 else "a"
    left: dict[Form, Attempt] = {}
    for item in attempts:
        if item.scenario not in known:
            continue
        name, form, scenario = known[item.scenario]
        if name != bank.id or not item.fits(scenario):
            continue
        if item.ended is None:
            left[form] = item
        elif first is None:
            first, first_form = item, form
        elif second is None and form != first_form:
            second = item
    following = first_form if first is None else _other(first_form)
    running = None if second is not None else left.get(following)
    return Sitting(bank.id, following, first, second, running)


def _other(form: Form) -> Form:
    return "b" if form == "a" else "a"


def pairs_of(bank: Bank, first: Attempt, second: Attempt) -> tuple[Pair, ...]:
    """Return the pairs of two finished tests, in the order of the aims."""
    grades = {**_good(bank, first), **_good(bank, second)}
    by_form = {form: {item.aim: item.id for item in questions(bank, form)} for form in ("a", "b")}
    forms: tuple[Form, Form] = ("a", "b") if any(e.beat in by_form["a"].values() for e in first.entries) else ("b", "a")
    return tuple(
        Pair(aim.id, grades[by_form[forms[0]][aim.id]], grades[by_form[forms[1]][aim.id]]) for aim in bank.aims
    )


def _good(bank: Bank, attempt: Attempt) -> dict[str, bool]:
    """Return for each question of an attempt whether its first answer was a good one."""
    found: dict[str, bool] = {}
    for entry in attempt.entries:
        if entry.kind == "decide" and entry.beat not in found:
            choices = bank.question(entry.beat).choices
            found[entry.beat] = next(item.grade.good for item in choices if item.id == entry.choice)
    return found
