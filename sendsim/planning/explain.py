"""Any simulated family's journey as a dated story: what happened, who acted, which rule, what luck decided, the cost.

The story is read from the engine's own events of one replication; nothing is made up for it. What luck decided is
worked out again from the family's own luck, which is a pure function of seed, replication and case, so the same
family can be followed in a changed plan: same family, same luck, one thing changed.

The families are simulated. No story is that of a real child.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from sendsim.caseload.cases import CaseList, list_cases
from sendsim.caseload.compiled import Compiled, Step, compile_plan
from sendsim.caseload.engines import engine_for
from sendsim.caseload.journeys import Journeys
from sendsim.caseload.luck import Luck
from sendsim.caseload.plan import Plan
from sendsim.caseload.terms import school_weeks
from sendsim.caseload.working_time import NEVER
from sendsim.errors import PlanError, did_you_mean
from sendsim.planning.unit_costs import costs_of

COLUMNS = ("when", "what happened", "who acted", "rule", "what luck decided", "cost")


def in_words(when: datetime) -> str:
    """Return a date as people write it, for example 3 May 2027."""
    return f"{when.day} {when:%B %Y}"


@dataclass(frozen=True)
class Story:
    """One family's journey.

    Attributes
    ----------
    case : str
        The family's label: its stream of demand and its number within it, the same in every plan.
    about : str
        What the disagreement is about.
    began, ended : datetime
        ``ended`` is None while it is still open at the end of the run.
    outcome : str
        How it ended, in words.
    steps : DataFrame
        when, what happened, who acted, rule, what luck decided, cost: one row an event worth telling.
    costs : DataFrame
        payer, unit, amount.
    school_weeks : float
        School weeks between its beginning and its end (or the end of the run).
    minutes : tuple
        (minute, event, stage) of every event, for comparing two stories.
    """

    case: str
    about: str
    began: datetime
    ended: datetime | None
    outcome: str
    steps: pd.DataFrame
    costs: pd.DataFrame
    school_weeks: float
    minutes: tuple[tuple[int, str, str], ...]

    def sentences(self) -> list[str]:
        """Return the whole journey in a few sentences."""
        began = in_words(self.began)
        span = (
            " and was still open when the run ended" if self.ended is None else f" and ended on {in_words(self.ended)}"
        )
        money = self.costs[(self.costs["unit"] == "pounds") & (self.costs["payer"] != "family money")]["amount"].sum()
        hours = self.costs[self.costs["payer"] == "family hours"]["amount"].sum()
        return [
            f"The disagreement was about: {self.about}. It began on {began}{span}: {self.outcome}.",
            f"It took {self.school_weeks:.0f} school weeks, about {money:,.0f} pounds of public money and about "
            f"{hours:,.0f} hours of the family's time (unit costs are published, inferred or assumed as the table of "
            "parameters says).",
        ]


class Stories:
    """The families of one replication of a plan, ready to be told about.

    Parameters
    ----------
    plan : Plan
    seed : int
    replication : int
    """

    def __init__(self, plan: Plan, seed: int = 1, replication: int = 0) -> None:
        if replication < 0:
            raise PlanError(f"replication is {replication}: give 0 or more.")
        self.plan, self.costs = plan, costs_of(plan)
        self.compiled: Compiled = compile_plan(plan)
        self.journeys: Journeys = engine_for(self.compiled)[1](seed, replication)
        self.people: CaseList = list_cases(self.compiled, Luck(seed, replication))
        self._numbers = {row.label: row.number for row in self.people.rows}

    @property
    def families(self) -> pd.DataFrame:
        """Every family: case, about, began (datetime), outcome (title), weeks."""
        cases = self.journeys.cases
        ends = cases["closed"].fillna(self.journeys.end_minute).astype("int64")
        return pd.DataFrame(
            {
                "case": cases["case"],
                "about": [self._about(d) for d in cases["demand"]],
                "began": [self.journeys.when(m) for m in cases["opened"]],
                "outcome": [self._ended(o) for o in cases["outcome"]],
                "weeks": (ends - cases["opened"]) / (7 * 1440),
            }
        )

    def _about(self, demand: str) -> str:
        found = next(d for d in self.plan.demand if d.name == demand)
        return found.title or found.name

    def _title(self, stage: str) -> str:
        return self.plan.pathway.stage(stage).title or stage

    def _ended(self, outcome: str) -> str:
        return {"open": "still open", "settled": "settled, and may come back"}.get(outcome) or self._title(outcome)

    def story(self, case: str) -> Story:
        """Tell the story of one family.

        Raises
        ------
        PlanError
            If there is no such family in this replication (near misses are suggested).
        """
        if case not in self._numbers:
            hint = did_you_mean(case, self._numbers) or f" For example {next(iter(self._numbers), 'none')!r}."
            raise PlanError(f"case {case!r} is not in this replication.{hint}")
        row = self.journeys.cases.iloc[self._numbers[case]]
        events = self.journeys.events
        mine = events[events["case"] == case]
        found = [
            (int(m), str(e), str(s), str(d))
            for m, e, s, d in zip(mine["minute"], mine["event"], mine["stage"], mine["detail"], strict=True)
        ]
        open_still = bool(pd.isna(row["closed"]))
        until = self.journeys.end_minute if open_still else int(row["closed"])
        bill = self._bill(found)
        weeks = school_weeks(self.plan.start, self.plan.days, row["opened"], until)  # type: ignore[arg-type]
        return Story(
            case=case,
            about=self._about(row["demand"]),
            began=self.journeys.when(int(row["opened"])),
            ended=None if open_still else self.journeys.when(until),
            outcome=self._ended(row["outcome"]),
            steps=pd.DataFrame(self._rows(case, found), columns=list(COLUMNS)),
            costs=pd.DataFrame(bill, columns=["payer", "unit", "amount"]),
            school_weeks=float(weeks),
            minutes=tuple((m, e, s) for m, e, s, _ in found),
        )

    # -- the rows of a story

    def _rows(self, case: str, found: list[tuple[int, str, str, str]]) -> list[tuple[object, ...]]:
        rows: list[tuple[object, ...]] = []
        visits: Counter[str] = Counter()
        for i, (minute, event, stage, detail) in enumerate(found):
            if event == "join":
                visits[stage] += 1
            what, who = self._what(event, stage, detail)
            if not what:
                continue
            then = next((s for _, e, s, _ in found[i + 1 :] if e == "join"), "")
            luck = self._luck(case, event, stage, detail, visits[stage] - 1, then)
            rule = ", ".join(self._rule(event, stage, detail))
            rows.append((self.journeys.when(minute), what, who, rule, luck, self._cost(event, stage)))
        return rows

    def _what(self, event: str, stage: str, detail: str) -> tuple[str, str]:
        """Return what an event means in words and who acted; nothing for events that need no telling."""
        step = self.compiled.steps[self.compiled.stage_index[stage]]
        title = self._title(stage)
        team = self._team(step)
        if event == "open_at_start":
            return f"Already open when the run began, at: {title}", "nobody"
        if event == "join":
            words = {
                "wait": (f"Waiting begins: {title}", "the family and others"),
                "activity": (f"Joins the queue of {team}: {title}", team),
                "allocation": (f"Waits until {team} can take the case on: {title}", team),
                "session": (f"Waits for a place in {team}: {title}", team),
                "choice": (title, "the family or the authority"),
                "end": ("", ""),
            }
            return words.get(step.kind, (title, ""))
        clock = next((c for c in self.plan.pathway.clocks if c.name == detail), None)
        named = (clock.title or clock.name) if clock is not None else detail
        return {
            "start": (f"Begins: {title}", team),
            "resume": (f"Taken up again: {title}", team),
            "interrupt": (f"Put aside (a more urgent case, or fewer people): {title}", team),
            "end": (f"Over: {title}", team),
            "full": (f"No room: {title}", team),
            "leave": (f"Leaves while waiting: {detail}", "the family or the authority"),
            "clock_expired": (f"Time passed: {named}", "the law"),
            "clock_stopped": (f"In time: {named}", "the law"),
            "exit": (f"Ends: {title}", "the family and the authority"),
        }.get(event, ("", ""))

    def _team(self, step: Step) -> str:
        if step.kind in ("activity", "allocation"):
            team = self.compiled.teams[step.place]
            return team.title or team.name
        if step.kind == "session":
            diary = self.compiled.diaries[step.place]
            return diary.title or diary.name
        return "the family and others"

    def _rule(self, event: str, stage: str, detail: str) -> tuple[str, ...]:
        if event.startswith("clock"):
            return next((c.cites for c in self.plan.pathway.clocks if c.name == detail), ())
        found = self.plan.pathway.stage(stage)
        if event == "leave":
            return next((d.cites for d in getattr(found, "departures", ()) if d.name == detail), ())
        return found.cites

    def _luck(self, case: str, event: str, stage: str, detail: str, visit: int, then: str) -> str:
        """Say what the family's own luck decided at an event: the way it went, or how long something took."""
        number = self._numbers[case]
        step = self.compiled.steps[self.compiled.stage_index[stage]]
        kind = self.people.rows[number].kind
        if event in ("join", "end") and (step.kind == "choice") == (event == "join"):
            ways = step.ways[kind]
            if len(ways) > 1:
                share = [c - b for (_, c), b in zip(ways, [0.0, *(c for _, c in ways)], strict=False)]
                of = {self.compiled.steps[t].name: s for (t, _), s in zip(ways, share, strict=True) if t >= 0}
                if then in of:
                    return f"this way, as {of[then]:.0%} of such families: {self._title(then)}"
        before = number < self.people.opening and event == "join" and visit == 0  # its time had begun before the run
        if (
            event in ("start", "join")
            and not before
            and step.table is not None
            and (step.kind == "wait") == (event == "join")
        ):
            u = self.people.uniform(number, f"{stage}.takes", max(visit, 0))
            if len(step.table.minutes) > 1:
                return f"how long, if not cut short: longer than for {u:.0%} of such cases"
        return "when: a small chance each week of waiting" if event == "leave" else ""

    def _cost(self, event: str, stage: str) -> str:
        kind = {"start": "starts", "join": "joins", "exit": "ends"}.get(event)
        if kind is None:
            return ""
        lines = [c for c in self.costs if c.covers(kind, stage)]
        return "; ".join(
            f"{c.figure.value:,.0f} {'hours' if c.payer == 'family hours' else 'pounds'} ({c.payer}, {c.figure.basis})"
            for c in lines
        )

    def _bill(self, found: list[tuple[int, str, str, str]]) -> list[tuple[str, str, float]]:
        """Return the family's bill by payer; hours of a team's work are those between start and end."""
        total: dict[tuple[str, str], float] = {}
        begun: dict[str, int] = {}
        for minute, event, stage, _ in found:
            step = self.compiled.steps[self.compiled.stage_index[stage]]
            counted: list[tuple[str, str, float]] = []
            kind = {"start": "starts", "join": "joins", "exit": "ends"}.get(event)
            if kind:
                counted.append((kind, stage, 1.0))
            if step.kind == "activity":
                if event in ("start", "resume"):
                    begun[stage] = minute
                elif event in ("end", "interrupt") and stage in begun:
                    worked = step.calendar.worked(minute) - step.calendar.worked(begun.pop(stage))
                    counted.append(("hours", self.compiled.teams[step.place].name, worked / 60))
            for what, name, number in counted:
                for cost in self.costs:
                    if cost.covers(what, name):
                        key = (cost.payer, "hours" if cost.payer == "family hours" else "pounds")
                        total[key] = total.get(key, 0.0) + number * cost.figure.value
        return [(payer, unit, amount) for (payer, unit), amount in total.items()]


@dataclass(frozen=True)
class Replay:
    """The same family in two plans.

    ``parted`` is when and where the two journeys first differ, or None if they never do.
    """

    today: Story
    changed: Story
    parted: tuple[datetime, str] | None

    def sentences(self) -> list[str]:
        """Say what the change did for this family."""
        if self.parted is None:
            return ["For this family nothing differs: the change did not touch its journey."]
        when, where = self.parted
        out = [f"The two journeys part on {in_words(when)}: {where}."]
        if self.today.outcome != self.changed.outcome:
            out.append(f"Today it ends so: {self.today.outcome}. With the change: {self.changed.outcome}.")
        else:
            out.append(f"It ends the same way in both: {self.today.outcome}.")
        gap = self.changed.school_weeks - self.today.school_weeks
        more = "more" if gap > 0 else "fewer"
        out.append(
            "It takes as many school weeks." if abs(gap) < 0.05 else f"It takes {abs(gap):.1f} {more} school weeks."
        )
        return out


def replay(today: Stories, changed: Stories, case: str) -> Replay:
    """Follow the same family, with the same luck, in two plans.

    Raises
    ------
    PlanError
        If the family is not in both (a change of demand can add or remove families).
    """
    a, b = today.story(case), changed.story(case)
    parted = None
    for one, two in zip([*a.minutes, None], [*b.minutes, None], strict=False):
        if one != two:
            first = min((x for x in (one, two) if x is not None), key=lambda x: x[0], default=(NEVER, "", ""))
            if first[0] < NEVER:
                parted = (today.journeys.when(first[0]), today._title(first[2]))
            break
    return Replay(a, b, parted)
