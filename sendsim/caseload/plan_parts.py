"""The parts of a plan: streams of new cases, teams and who is on duty, diaries, and the cases open at the start.

Every number is a :class:`~sendsim.caseload.figure.Figure` that says whether it is published, inferred or assumed.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from sendsim.caseload.figure import Basis, Figure, Growing, Model
from sendsim.caseload.working_time import CalendarName

CASE_COLUMNS = frozenset({"replication", "case", "demand", "opened", "closed", "outcome", "route", "stage", "merit"})
"""What the table of cases holds of every case; a mixed attribute needs another name."""
LONGEST_LEVEL = 40
"""Letters of the name of a group that an open case is said to belong to."""


MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


class Season(Model):
    """Weights of the months, January first; their mean is taken as 1. A bare list of twelve numbers will do.

    ``spread`` is how far each weight may be off either way, as a part of itself; none if that is not known.
    """

    weights: tuple[float, ...]
    spread: float | None = Field(default=None, ge=0, le=1)
    basis: Basis = "assumed"
    source: str = "given in the plan"

    @model_validator(mode="before")
    @classmethod
    def _bare_list(cls, data: Any) -> Any:
        return {"weights": data} if isinstance(data, list | tuple) else data

    @model_validator(mode="after")
    def _twelve(self) -> Season:
        if len(self.weights) != 12 or min(self.weights) < 0 or sum(self.weights) == 0:
            raise ValueError("monthly needs twelve weights of 0 or more, January first")
        return self

    @property
    def figures(self) -> dict[str, Figure]:
        """The weight of each month with its range and evidence."""
        known = {} if self.spread is None else {"low": 1 - self.spread, "high": 1 + self.spread}
        return {
            month: Figure(
                value=w,
                unit="weight of the month",
                basis=self.basis,
                source=self.source,
                **{end: round(w * part, 4) for end, part in known.items()},
            )
            for month, w in zip(MONTHS, self.weights, strict=True)
        }

    def with_weight(self, month: str, weight: float, source: str) -> Season:
        """Return a copy with another weight in one month, marked as assumed, its old source kept in the text."""
        new = tuple(weight if m == month else w for m, w in zip(MONTHS, self.weights, strict=True))
        if new == self.weights:
            return self
        update = {"weights": new, "basis": "assumed", "source": f"{source} ({month}); {self.source}"}
        return self.model_copy(update=update)


class Demand(Model):
    """A stream of new cases.

    Attributes
    ----------
    per_year : Figure
        Cases per year of 365.25 days at the start of the run.
    growth_per_year : Figure
        Growth of the rate per year, as a share (0.1 is 10 % a year), in steps each calendar year of the run.
    monthly : Season or None
        Seasonal weights.
    pattern : {"poisson", "regular", "listed"}
        Random arrivals; arrivals evenly spaced in the rate; or exactly those in ``listed_days``.
    rates : tuple of (from_day, per_day)
        Instead of ``per_year``: a rate that changes by day (fractions allowed), from day 0 of the run,
        repeated every ``cycle_days`` if given.
    listed_days : tuple of float
        Arrival times in days from the start, for ``pattern: listed``.
    attributes : dict
        What is known of every case of the stream; routes may ask for it with ``when``.
    mix : dict
        Attributes that differ from case to case: for each, the share of each level. Drawn independently.
    priority : int
        Lower is sooner, in teams and diaries whose queue rule is ``priority``.
    start : str or None
        The stage at which the stream begins, if not the pathway's own.
    calendar : {"office", "always"}
        Whether cases arrive only in office hours (others are moved to the next opening).
    """

    name: str
    title: str = ""
    per_year: Figure = Figure(value=0, unit="per year")
    growth_per_year: Figure = Figure(value=0, unit="share per year")
    monthly: Season | None = None
    pattern: Literal["poisson", "regular", "listed"] = "poisson"
    rates: tuple[tuple[float, float], ...] = ()
    cycle_days: float | None = Field(default=None, gt=0)
    listed_days: tuple[float, ...] = ()
    attributes: dict[str, str] = Field(default_factory=dict)
    mix: dict[str, dict[str, Figure]] = Field(default_factory=dict)
    priority: int = Field(default=0, ge=0, le=1000)
    start: str | None = None
    calendar: CalendarName = "office"

    @model_validator(mode="after")
    def _sensible(self) -> Demand:
        if self.per_year.value < 0:
            raise ValueError(f"per_year is {self.per_year.value:g}: give 0 or more")
        if self.growth_per_year.value <= -1:
            raise ValueError(f"growth_per_year is {self.growth_per_year.value:g}: give a share above -1")
        if any(rate < 0 for _, rate in self.rates) or list(self.rates) != sorted(self.rates):
            raise ValueError("rates need rising days and rates of 0 or more")
        if self.rates and self.rates[0][0] < 0:
            raise ValueError(f"rates begin on day {self.rates[0][0]:g}: count days from 0, the start of the run")
        if self.rates and self.cycle_days is not None and self.rates[-1][0] >= self.cycle_days:
            raise ValueError(
                f"rates reach day {self.rates[-1][0]:g} in a cycle of {self.cycle_days:g} days: keep them below it"
            )
        for name, levels in self.mix.items():
            if name in self.attributes or name in CASE_COLUMNS:
                raise ValueError(f"mix names {name!r}, which every case already has: choose another name")
            shares = [share.value for share in levels.values()]
            if not shares or min(shares) < 0 or abs(sum(shares) - 1) > 1e-6:
                raise ValueError(
                    f"the shares of {name!r} in mix add up to {sum(shares):g}: bring them to 1, none below 0"
                )
        if any(day < 0 for day in self.listed_days):
            raise ValueError(f"listed_days begin on day {min(self.listed_days):g}: count days from 0, the start")
        return self


class Staff(Model):
    """How many are on duty from a date (the start of the run if no date is given)."""

    from_date: date | None = Field(default=None, alias="from")
    number: Figure

    @model_validator(mode="after")
    def _not_negative(self) -> Staff:
        if self.number.value < 0:
            raise ValueError(f"number is {self.number.value:g}: capacity cannot be negative, give 0 or more")
        return self


PHASE_TRANSFER = "phase_transfer"
"""The attribute that ``phase_transfer_first`` asks for; its level ``yes`` goes first."""

QueueRule = Literal["first_come", "oldest_first", "priority", "statutory_date_first", "phase_transfer_first"]
"""Who is next, in a team's queue and in a diary's list.

first_come            order of joining
oldest_first          longest since the notice (the opening, until there is one), then case number
priority              the demand's priority, then order of joining
statutory_date_first  the earliest expiry among the limits running for the case when it joins (no limit: last), then
                      order of joining; limits that pass more than 22 years after the start count alike
phase_transfer_first  cases whose attribute ``phase_transfer`` is ``yes``, then the others; each in order of joining
"""


class Team(Growing):
    """People who do activities, or who staff diaries (:attr:`Diary.staffed_by`); a team does one of the two.

    ``staff`` may be fractional: 3.6 posts are 3 or 4 people on duty by day, spread evenly over working days.

    ``queue``: see :data:`QueueRule`. ``work``: ``one_at_a_time``; ``interruptible`` (a case of better priority
    stops the work in hand, which is later resumed); or ``shared`` (every case that joins is in hand at once and
    they share the time of those on duty, as in a caseload).

    Attributes
    ----------
    on_drop : {"finish", "put_aside", "start_again"}
        What happens to work in hand when fewer are on duty than are at work: it is finished before the post falls away;
        or the work that was begun last goes back to the queue, to be resumed with what was left, or from its beginning.
    caseload : Figure or None
        Open cases that one post may hold (see :class:`~sendsim.caseload.pathway.Allocation`). The team may hold the
        product with its posts on that date, rounded down; places already held are never taken away.
    leave : Figure
        Share of working time on leave or off sick.
    term_time, august : Figure or None
        Share of posts on duty outside school terms (terms as in :mod:`sendsim.caseload.terms`), and in August, where
        it takes the place of ``term_time``; none: as in term.
    turnover_per_year, weeks_to_replace, training_weeks, training_share : Figure
        Leavers a year for each post filled, the weeks a post then stands empty, and for how long a newcomer does which
        share of a full post. They make the expected share of a post that is productive:
        :func:`sendsim.caseload.schedules.filled`.
    """

    later: ClassVar[tuple[str, ...]] = (
        *("on_drop", "caseload", "leave", "term_time", "august"),
        *("turnover_per_year", "weeks_to_replace", "training_weeks", "training_share"),
    )
    name: str
    title: str = ""
    staff: tuple[Staff, ...]
    calendar: CalendarName = "office"
    queue: QueueRule = "first_come"
    work: Literal["one_at_a_time", "interruptible", "shared"] = "one_at_a_time"
    on_drop: Literal["finish", "put_aside", "start_again"] = "finish"
    caseload: Figure | None = None
    leave: Figure = Figure(value=0, unit="share of working time")
    term_time: Figure | None = None
    august: Figure | None = None
    turnover_per_year: Figure = Figure(value=0, unit="leavers a year for each post")
    weeks_to_replace: Figure = Figure(value=0, unit="weeks")
    training_weeks: Figure = Figure(value=0, unit="weeks")
    training_share: Figure = Figure(value=1, unit="share of a full post")

    @property
    def availability(self) -> dict[str, Figure]:
        """The figures of who is there, by name, without those at which nobody is missing."""
        whole = {"leave": 0.0, "term_time": 1.0, "august": 1.0, "turnover_per_year": 0.0, "weeks_to_replace": 0.0}
        whole |= {"training_weeks": 0.0, "training_share": 1.0}
        given = {name: getattr(self, name) for name in whole}
        return {name: f for name, f in given.items() if f is not None and f.value != whole[name]}

    @model_validator(mode="after")
    def _availability_is_possible(self) -> Team:
        for name, figure in self.availability.items():
            share = name in ("leave", "term_time", "august", "training_share")
            if figure.value < 0 or (share and figure.value > 1):
                bounds = "a share from 0 to 1" if share else "0 or more"
                raise ValueError(f"{name} of team {self.name!r} is {figure.value:g}: give {bounds}")
        if self.caseload is not None and self.caseload.value <= 0:
            raise ValueError(f"caseload of team {self.name!r} is {self.caseload.value:g}: give a number above 0")
        if self.work == "shared" and self.on_drop != "finish":
            raise ValueError(
                f"on_drop of team {self.name!r} is {self.on_drop!r}, but its work is 'shared', so nothing is put "
                "aside: leave on_drop out"
            )
        return self

    @model_validator(mode="after")
    def _interrupts_by_priority(self) -> Team:
        if self.work == "interruptible" and self.queue != "priority":
            raise ValueError(f"work is 'interruptible' but queue is {self.queue!r}: set queue to 'priority'")
        return self


class Diary(Growing):
    """Dated sessions with a number of places; a place not taken on its day is lost.

    Give either ``places`` (a number per week from a date, spread evenly over working days at 10:00) or
    ``sessions`` (day from the start, places), repeated every ``cycle_days`` if given.

    ``staffed_by`` names teams. The people of such a team who are on duty on a day are its stock for that day's
    sessions, of all the diaries it staffs; each case takes from it what its stage ``uses``. Places then only say when
    sessions are held and how many cases they take at most; without places there is a session every working day, with
    no limit but people.
    """

    later: ClassVar[tuple[str, ...]] = ("staffed_by",)
    name: str
    title: str = ""
    places: tuple[Staff, ...] = ()
    sessions: tuple[tuple[float, int], ...] = ()
    cycle_days: float | None = Field(default=None, gt=0)
    queue: QueueRule = "first_come"
    staffed_by: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Diary:
        if (self.places and self.sessions) or not (self.places or self.sessions or self.staffed_by):
            raise ValueError("give either places (per week) or sessions, not both and not neither")
        if len(set(self.staffed_by)) < len(self.staffed_by):
            raise ValueError(f"staffed_by of diary {self.name!r} names a team twice: name each once")
        return self


OPENING_DAYS = ("youngest_days", "oldest_days", "before_days")
"""The days of a group of open cases that is given as a count."""


class Opening(Growing):
    """Cases already open on the start date: how many, where they are and how long they have been there.

    ``ages_days`` lists each case's days at ``stage``; or ``count`` cases are spread evenly between
    ``youngest_days`` and ``oldest_days``. ``before_days`` is how long a case had been open before it got there.

    ``attributes`` is what is known of all of them: each case has exactly these, in place of what its stream gives or
    draws; what is not stated is drawn as for a new case. They are groups (an age band, who helps the family), never
    what would tell one child from another.
    """

    later: ClassVar[tuple[str, ...]] = ("attributes",)
    stage: str
    demand: str
    ages_days: tuple[float, ...] = ()
    count: Figure = Figure(value=0, unit="cases")
    youngest_days: float = Field(default=0, ge=0)
    oldest_days: float = Field(default=0, ge=0)
    before_days: float = Field(default=0, ge=0)
    attributes: dict[str, str] = Field(default_factory=dict)

    @property
    def ages(self) -> tuple[float, ...]:
        """Days that each case has been at the stage, oldest first."""
        if self.ages_days:
            return tuple(sorted(self.ages_days, reverse=True))
        n = round(self.count.value)
        span = self.oldest_days - self.youngest_days
        return tuple(self.oldest_days - span * (i + 0.5) / n for i in range(n))

    @model_validator(mode="after")
    def _sensible(self) -> Opening:
        if self.count.value < 0 or any(age < 0 for age in self.ages_days):
            raise ValueError("counts and ages of open cases cannot be negative")
        if not self.count.value.is_integer():
            raise ValueError(f"count is {self.count.value:g}: cases are whole, so give a whole number")
        if self.ages_days and self.count.value not in (0, len(self.ages_days)):
            raise ValueError("give either ages_days or count, not both")
        if self.oldest_days < self.youngest_days:
            raise ValueError("oldest_days is below youngest_days")
        for name, level in self.attributes.items():
            if name in CASE_COLUMNS:
                raise ValueError(f"attributes names {name!r}, which every case already has: leave it out")
            if not 0 < len(level) <= LONGEST_LEVEL or level == "not recorded":
                raise ValueError(
                    f"{name!r} in attributes is {level[:60]!r}: name a group in 1 to {LONGEST_LEVEL} letters, or leave "
                    "it out so that it is drawn"
                )
        return self


class Area(Model):
    """One local area of a plan that covers several: its own numbers, where they differ from the plan's.

    Attributes
    ----------
    demand : dict
        Cases a year by stream; a stream that is not named has the plan's own rate in this area.
    teams, diaries : dict
        Posts by team, and places a week by diary, from the start of the run; those not named have the plan's own.
    parameters : dict
        Parameters that differ here.
    opening : tuple of Opening
        The area's cases open at the start.
    """

    name: str
    code: str = ""
    demand: dict[str, Figure] = Field(default_factory=dict)
    teams: dict[str, Figure] = Field(default_factory=dict)
    diaries: dict[str, Figure] = Field(default_factory=dict)
    parameters: dict[str, Figure] = Field(default_factory=dict)
    opening: tuple[Opening, ...] = ()
