"""Every route of redress, R00 to R29: the index.

A route is data: who may use it, about what, against whom, whose choice it is, who pays, what stands behind
its outcome, what it cannot do, which clocks apply and what may run beside it. Whether a route is open to
somebody is the business of ``finder.py``. Routes are listed by number; the order is not a ranking.
"""

from __future__ import annotations

from sendsim.errors import unknown_name
from sendsim.law.route_vocabulary import (
    FORCE_WORDS,
    Beside,
    Body,
    Consent,
    Force,
    Group,
    How,
    Part,
    Route,
    Who,
)
from sendsim.law.routes_appeals import APPEAL_ROUTES
from sendsim.law.routes_complaints import COMPLAINT_ROUTES
from sendsim.law.routes_early import APPEAL_IDS, CERTIFICATE_APPEAL_IDS, EARLY_ROUTES, MEDIATION_IDS
from sendsim.law.routes_outside import OUTSIDE_ROUTES

__all__ = [
    "APPEAL_IDS",
    "CERTIFICATE_APPEAL_IDS",
    "FORCE_WORDS",
    "MEDIATION_IDS",
    "ROUTES",
    "Beside",
    "Body",
    "Consent",
    "Force",
    "Group",
    "How",
    "Part",
    "Route",
    "Who",
    "all_routes",
    "how_beside",
    "route",
]

ROUTES: dict[str, Route] = {
    item.id: item
    for item in sorted((*EARLY_ROUTES, *APPEAL_ROUTES, *COMPLAINT_ROUTES, *OUTSIDE_ROUTES), key=lambda route: route.id)
}
"""Every route by its id, in order of number."""

_MIRROR = {How.FIRST: How.AFTER, How.AFTER: How.FIRST}


def all_routes() -> tuple[Route, ...]:
    """Return every route in order of number."""
    return tuple(ROUTES.values())


def route(key: str) -> Route:
    """Return the route whose id is ``key``, or raise an error that suggests near misses."""
    try:
        return ROUTES[key]
    except KeyError:
        raise unknown_name("Route", key, ROUTES) from None


def how_beside(first: str, second: str) -> Beside | None:
    """Return how ``second`` stands to ``first``, whichever of the two the data was written on, or
    ``None``."""
    for beside in route(first).beside:
        if beside.other == second:
            return beside
    for beside in route(second).beside:
        if beside.other == first:
            return Beside(second, _MIRROR.get(beside.how, beside.how), beside.note)
    return None
