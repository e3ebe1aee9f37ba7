"""Where cases can come to on a pathway, and which ways out are open to some of them there.

It follows from the pathway and from what is known of cases, not from any number of a plan, so it is worked out once for
all plans that a lever makes of one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from sendsim.caseload.mix import admits
from sendsim.caseload.pathway import Pathway, once_for_a_pathway, ways_on

Case = tuple[tuple[str, str], ...]
"""What routes may ask of a case: pairs of attribute and level."""
Stream = tuple[str, tuple[str, ...], tuple[Case, ...]]
"""A stream of demand: its name, the stages at which its cases begin, and what may be known of them."""
Met = tuple[tuple[tuple[str, tuple[int, ...]], ...], ...]
"""For each stage, then each clock: the sets of ways out (by index) that are open to some case, and a stream of it."""


def reachable(pathway: Pathway, begin: tuple[str, ...], cases: tuple[Case, ...]) -> set[str]:
    """Return the names of the stages and clocks that one of ``cases`` may come to."""
    reached: set[str] = set()
    left, known, onward = list(begin), [dict(case) for case in cases], ways_on(pathway)
    while left:
        name = left.pop()
        if name in reached:
            continue
        reached.add(name)
        reached.update(onward[name].clocks)
        left += [to for to, when in onward[name].to if to not in reached and any(admits(when, a) for a in known)]
    return reached


@once_for_a_pathway
def returned_to(pathway: Pathway) -> frozenset[str]:
    """Return the names of the stages to which a case may return, once it has gone on from them.

    A limit counts as ways on from the stages where it starts; so a stage that a case came to while a limit ran may
    be missing, and one that it came to before any limit ran is not.
    """
    place, onward = {name: i for i, name in enumerate(pathway.names)}, ways_on(pathway)
    ways = [(place[name], place[to]) for name in pathway.names for to, _ in onward[name].to]
    leaves, comes = np.array(ways, int).reshape(-1, 2).T
    graph = coo_array((np.ones(len(ways)), (leaves, comes)), shape=(len(place), len(place)))
    _, circle = connected_components(graph, connection="strong")
    stages_in = np.bincount(circle)
    of_itself = set(leaves[leaves == comes].tolist())
    return frozenset(name for name, i in place.items() if stages_in[circle[i]] > 1 or i in of_itself)


@once_for_a_pathway
def ways_met(pathway: Pathway) -> Callable[[tuple[Stream, ...]], Met]:
    """Return a function of the streams of demand that finds the sets of ways out which their cases meet."""

    @lru_cache(maxsize=16)
    def of(streams: tuple[Stream, ...]) -> Met:
        reached = {name: reachable(pathway, begin, cases) for name, begin, cases in streams}
        known = [(name, dict(case)) for name, _, cases in streams for case in cases]
        out = []
        for place in (*pathway.stages, *pathway.clocks):
            ways, met = getattr(place, "then", ()), dict[tuple[int, ...], str]()
            for stream, attributes in known if ways else ():
                if place.name in reached[stream]:
                    which = tuple(i for i, w in enumerate(ways) if not w.when or admits(w.when, attributes))
                    met.setdefault(which, stream)
            out.append(tuple((stream, which) for which, stream in met.items()))
        return tuple(out)

    return of
