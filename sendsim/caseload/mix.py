"""What is known of each family: attributes shared by a stream, attributes drawn from a mix, and one latent merit.

A stream of demand may give an attribute to all of its cases (``attributes``) or draw it case by case from shares
(``mix``). A pathway's routes ask for attributes with ``when``. Families whose ways out are alike are one *kind*: a
stream, the levels of the mixed attributes that some route asks for, and a level of merit. Engines choose ways by kind.

Merit is one standard normal score a case: how strong its ground is. It stands behind every way out that names a slope
(``To.merit``), so concession, agreement and decision lean the same way for the same family. The score is cut into
:data:`MERIT_LEVELS` equally likely levels, so that both engines read the same table. A slope is in log odds for each
standard deviation, as in logistic regression (McCullagh and Nelder 1989, chapter 4); the intercept is solved so that
the mean over all levels is the share the plan gives. Merit may also move a hazard of leaving (``Departure.merit``), as
a log hazard ratio; the ratios over the levels then have mean 1, so the plan's rate is the mean hazard as families begin
to wait.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from sendsim.caseload.figure import Figure

MERIT_LEVELS = 32
MERIT_SCORES = tuple(NormalDist().inv_cdf((i + 0.5) / MERIT_LEVELS) for i in range(MERIT_LEVELS))
"""The score of each level of merit, in standard deviations, weakest first."""

Mix = Mapping[str, Mapping[str, Figure]]


@dataclass(frozen=True)
class Kind:
    """Families whose ways out are alike.

    Attributes
    ----------
    stream : int
        Index of the stream of demand.
    attributes : dict
        Levels of everything the stream gives to all, and of the mixed attributes that routes ask for.
    merit : int
        Level of merit; 0 where no route depends on it.
    share : float
        Share of the stream's new cases; 0 for a kind that only cases open at the start belong to.
    """

    stream: int
    attributes: dict[str, str]
    merit: int
    share: float


def admits(when: Mapping[str, tuple[str, ...]], attributes: Mapping[str, str]) -> bool:
    """Say whether a case with ``attributes`` meets the condition ``when``."""
    return all(attributes.get(name) in values for name, values in when.items())


def profiles(attributes: Mapping[str, str], mix: Mix, asked: Collection[str]) -> list[tuple[dict[str, str], float]]:
    """Return every combination of levels that routes may ask for, with its share; levels are independent.

    Parameters
    ----------
    attributes : mapping
        What every case of the stream has.
    mix : mapping
        Shares of the levels of each mixed attribute.
    asked : collection of str
        The attributes that some route asks for; other mixed attributes make no difference to the ways out.
    """
    names = [name for name in mix if name in asked]
    out = []
    for levels in product(*(mix[name].items() for name in names)):
        of_case = {**attributes, **{name: level for name, (level, _) in zip(names, levels, strict=True)}}
        out.append((of_case, math.prod(share.value for _, share in levels)))
    return out


def asked_of(attributes: Mapping[str, str], asked: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return those of a case's attributes that routes may ask for, in the order of their names."""
    return tuple(sorted((name, level) for name, level in attributes.items() if name in asked))


def possible(
    attributes: Mapping[str, str], mix: Mix, asked: Collection[str], given: Iterable[Mapping[str, str]]
) -> list[dict[str, str]]:
    """Return each combination that some case of a stream may have: by the stream's shares, or because it is stated.

    Parameters
    ----------
    attributes, mix, asked
        As for :func:`profiles`.
    given : iterable of mappings
        What is stated of cases open at the start; what is not stated of them is drawn.
    """
    out = {asked_of(a, asked): a for a, share in profiles(attributes, mix, asked) if share > 0}
    for known in given:
        rest = {name: levels for name, levels in mix.items() if name not in known}
        for a, share in profiles({**attributes, **known}, rest, asked):
            if share > 0:
                out.setdefault(asked_of(a, asked), a)
    return list(out.values())


@dataclass(frozen=True)
class MixTable:
    """One mixed attribute over all streams of demand, to draw many cases at once.

    ``upto`` holds, for each stream, the cumulative shares of its levels (infinite beyond them; a stream that does not
    draw it has one level: what it gives to all its cases, or "not recorded"), ``names`` their names, ``last`` the last
    of them, and ``weight`` what a level counts in the number of a kind, where some route asks for the attribute.
    """

    upto: npt.NDArray[np.float64]
    names: npt.NDArray[np.object_]
    last: npt.NDArray[np.int32]
    weight: npt.NDArray[np.int32]

    def levels(self, u: npt.NDArray[np.float64], stream: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Return the level of each case by its uniform number ``u`` and its stream."""
        code = np.zeros(len(u), np.int32)
        for column in self.upto.T[:-1]:
            code += column[stream] <= u
        return np.minimum(code, self.last[stream])


@dataclass(frozen=True)
class MixTables:
    """How the kinds of case are numbered: by stream, then by levels of what routes ask for, then by level of merit.

    ``first`` is the first kind of each stream; ``mixes`` holds every mixed attribute, ``asked`` those that routes ask
    for; ``merit`` says whether kinds differ in it.
    """

    first: npt.NDArray[np.int32]
    mixes: dict[str, MixTable]
    asked: dict[str, MixTable]
    merit: bool


def mix_tables(
    mixes: Sequence[Mix], attributes: Sequence[Mapping[str, str]], asked: Collection[str], kinds: Sequence[Kind]
) -> MixTables:
    """Lay out the mixes of all streams of demand; ``kinds`` are numbered as :func:`profiles` orders them.

    ``attributes`` is what each stream gives to all of its cases.
    """
    merit = any(kind.merit for kind in kinds)
    of_stream = [kind.stream for kind in kinds]
    names = dict.fromkeys(name for mix in mixes for name in mix)
    widest = {name: max(len(mix.get(name, ())) for mix in mixes) for name in names}
    tables: dict[str, MixTable] = {}
    for name, width in widest.items():
        upto = np.full((len(mixes), width), np.inf)
        words = np.array([[of.get(name, "not recorded")] * width for of in attributes], dtype=object)
        last, weight = np.zeros(len(mixes), np.int32), np.zeros(len(mixes), np.int32)
        for i, mix in enumerate(mixes):
            if name in mix:
                n = len(mix[name])
                upto[i, :n] = np.cumsum([share.value for share in mix[name].values()])
                words[i, :n], last[i] = list(mix[name]), n - 1
                after = list(mix)[list(mix).index(name) + 1 :]
                if name in asked:
                    weight[i] = math.prod(len(mix[other]) for other in after if other in asked)
        tables[name] = MixTable(upto, words, last, weight * np.int32(MERIT_LEVELS if merit else 1))
    first = np.array([of_stream.index(i) for i in range(len(mixes))], np.int32)
    return MixTables(first, tables, {name: t for name, t in tables.items() if name in asked}, merit)


@lru_cache(maxsize=1024)
def hazard_ratios(slope: float) -> tuple[float, ...]:
    """Return the ratio of a hazard at each level of merit to its mean over all levels; their mean is 1.

    Parameters
    ----------
    slope : float
        Log hazard ratio for one standard deviation of merit.
    """
    if slope == 0:
        return (1.0,) * MERIT_LEVELS
    raw = [math.exp(slope * z) for z in MERIT_SCORES]
    mean = sum(raw) / MERIT_LEVELS
    return tuple(r / mean for r in raw)


@lru_cache(maxsize=4096)
def tilted(p: float, slope: float) -> tuple[float, ...]:
    """Return the probability at each level of merit; their mean is ``p``.

    Parameters
    ----------
    p : float
        The share over all families, 0 to 1.
    slope : float
        Change of the log odds for one standard deviation of merit.
    """
    if slope == 0 or not 0 < p < 1:
        return (p,) * MERIT_LEVELS

    def at(intercept: float) -> tuple[float, ...]:
        return tuple(1 / (1 + math.exp(-(intercept + slope * z))) for z in MERIT_SCORES)

    reach = abs(math.log(p / (1 - p))) + 3 * abs(slope) + 1
    return at(brentq(lambda a: sum(at(a)) / MERIT_LEVELS - p, -reach, reach, xtol=1e-13))
