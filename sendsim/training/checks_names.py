"""Checks of names: whatever is named (beat, flag, date, deadline, person, paper, case, choice) exists and is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sendsim.errors import did_you_mean
from sendsim.training.explore import conditions, inner
from sendsim.training.look import Look, Place
from sendsim.training.model import ways
from sendsim.training.parts import Effect
from sendsim.training.words import placeholders


def check_names(look: Look) -> None:
    """Note dates without quotes (SS010) and names that are doubled (SS008), unknown (SS101, SS201), unused (SS202) or
    half used (SS203)."""
    _ids(look)
    check_quotes(look)
    _ways_on(look)
    used = _Used(look)
    used.gather()
    used.report()


def _ids(look: Look) -> None:
    """Ids are given once, and the id is the name of the file."""
    scenario = look.scenario
    for name, beat in scenario.beats.items():
        for key, count in Counter(c.id for c in (beat.ask.choices if beat.ask else ())).items():
            if count > 1:
                look.add("SS008", ("beats", name), f"choice {key!r} stands twice in {name!r}", "rename one of them")
    for what, ids in (("events", scenario.events), ("objectives", scenario.objectives)):
        for key, count in Counter(item.id for item in ids).items():
            if count > 1:
                look.add("SS008", (what,), f"{key!r} stands twice under {what}", "rename one of them")
    path = look.loaded.path
    if path is not None and path.stem != scenario.id:
        look.add("SS009", ("id",), f"id {scenario.id!r} is not the file's name", f"write 'id: {path.stem}'")


def check_quotes(look: Look) -> None:
    """Note dates without quotes: this reader keeps them as text, many others make something else of them."""
    for place in look.loaded.document.bare_dates:
        look.add("SS010", place, "is a date without quotes", "put it in quotes")


def _ways_on(look: Look) -> None:
    """Every way on leads to a beat."""
    scenario = look.scenario
    targets: list[tuple[Place, str]] = [(("start", "beat"), scenario.start.beat)]
    for name, beat in scenario.beats.items():
        targets += [(("beats", name, "next"), way.to) for way in ways(beat.next)]
    targets += [((*place, "next"), way.to) for place, _, choice in look.choices() for way in ways(choice.next)]
    for place, to in targets:
        if to not in scenario.beats:
            hint = did_you_mean(to, scenario.beats).strip()
            look.add("SS101", place, f"goes on to {to!r}, which is not a beat", hint.rstrip("?") or "name a beat")


class _Used:
    """What is declared, and where it is named."""

    def __init__(self, look: Look) -> None:
        self.look = look
        scenario = look.scenario
        self.declared: dict[str, set[str]] = {
            "flags": set(scenario.flags),
            "dates": set(scenario.dates),
            "deadlines": set(scenario.deadlines),
            "people": set(scenario.people),
            "papers": set(scenario.papers),
            "cases": set(scenario.cases),
            "beats": set(scenario.beats),
            "choices": {f"{beat}.{choice.id}" for _, beat, choice in look.choices()},
        }
        self.used: dict[str, set[str]] = {kind: set() for kind in self.declared}
        self.flags_set: set[str] = set()
        self.flags_read: set[str] = set()
        self.marked: set[str] = set()

    def name(self, kind: str, name: str, place: Place) -> None:
        """Note that something is named."""
        self.used[kind].add(name)
        if name not in self.declared[kind]:
            hint = did_you_mean(name, self.declared[kind]).strip().rstrip("?")
            one = kind[:-1] if kind != "people" else "person"
            self.look.add(
                "SS201", place, f"names the {one} {name!r}, which is not declared", hint or f"add it to {kind}"
            )

    def date(self, ref: str, place: Place) -> None:
        """Note a date by name."""
        kind, _, rest = ref.partition(".")
        if kind in {"date", "deadline"}:
            self.name(f"{kind}s", rest.partition(".")[0], place)

    def gather(self) -> None:
        """Go through the scenario."""
        look, scenario = self.look, self.look.scenario
        for text in look.texts():
            for name in placeholders(text.text):
                self.placeholder(name, text.place)
        for name, beat in scenario.beats.items():
            for voices in (beat.voices, *(also.voices for also in beat.also)):
                for voice in voices:
                    self.name("people", voice.who, ("beats", name, "voices"))
            for paper in beat.papers:
                self.name("papers", paper, ("beats", name, "papers"))
        for key, sheet in scenario.papers.items():
            if sheet.day:
                self.date(sheet.day, ("papers", key, "day"))
        for key, deadline in scenario.deadlines.items():
            if deadline.watch:
                self.used["deadlines"].add(key)
            for fact, value in deadline.facts.items():
                if isinstance(value, str) and value.startswith(("date.", "deadline.")):
                    self.date(value, ("deadlines", key, "facts", fact))
        for key, facts in scenario.cases.items():
            for fact, known in facts.items():
                if isinstance(known, str) and known.startswith(("date.", "deadline.")):
                    self.date(known, ("cases", key, fact))
        for place, condition in conditions(scenario):
            for part in inner(condition):
                self.flags_read |= set(part.flags)
                for name in part.flags:
                    self.name("flags", name, place)
                for name in part.visited:
                    self.name("beats", name, place)
                for ref in part.chose:
                    self.name("choices", ref, place)
                for ref in (*part.passed, *part.not_passed):
                    self.date(ref, place)
        for place, effect in self.effects():
            self.effect(place, effect)
        for place, _, choice in look.choices():
            for claim in choice.says.dates if choice.says else ():
                self.name("deadlines", claim.deadline, (*place, "says"))
                for day in filter(None, (claim.last_day, claim.in_time)):
                    self.date(day, (*place, "says"))
            for route in choice.says.routes if choice.says else ():
                self.name("cases", route.case, (*place, "says"))
        for number, event in enumerate(scenario.events):
            for ref in event.because:
                self.name("choices" if "." in ref else "beats", ref, ("events", number, "because"))
            if event.on:
                self.date(event.on, ("events", number, "on"))

    def placeholder(self, name: str, place: Place) -> None:
        """Note what a text fills in."""
        kind, _, rest = name.partition(".")
        if kind == "person":
            self.name("people", rest, place)
        elif kind in {"date", "deadline"}:
            self.date(name, place)
        elif name not in {"today", "place"}:
            self.look.add(
                "SS201", place, f"has the placeholder {{{name}}}", "use today, date.x, deadline.x, person.x or place"
            )

    def effects(self) -> Iterator[tuple[Place, Effect]]:
        """Yield every effect."""
        for place, _, choice in self.look.choices():
            yield (*place, "does"), choice.does
        for number, event in enumerate(self.look.scenario.events):
            yield ("events", number, "does"), event.does

    def effect(self, place: Place, effect: Effect) -> None:
        """Note what an effect names."""
        self.flags_set |= set(effect.set)
        for name in effect.set:
            self.name("flags", name, place)
        for name, ref in effect.mark.items():
            self.name("dates", name, place)
            self.marked.add(name)
            if ref != "then":
                self.date(ref, place)
        if effect.until:
            self.date(effect.until, place)

    def report(self) -> None:
        """Note what is declared and never used, or half used."""
        for kind in ("people", "papers", "dates", "deadlines", "cases"):
            for name in sorted(self.declared[kind] - self.used[kind] - self._spare(kind)):
                code = "SS602" if kind == "people" else "SS202"
                self.look.add(
                    code, (kind, name), f"{name!r} is declared under {kind} and never used", "use or delete it"
                )
        for name in sorted(self.declared["flags"]):
            read, set_ = name in self.flags_read, name in self.flags_set
            if not (read and set_):
                what = "never used" if not (read or set_) else "set and never read" if set_ else "read and never set"
                self.look.add(
                    "SS203", ("flags", name), f"flag {name!r} is {what}", "use it in a condition and a choice"
                )
        for name, entry in self.look.scenario.dates.items():
            if entry.day is None and name not in self.marked:
                self.look.add(
                    "SS203", ("dates", name), f"date {name!r} has no day and no choice marks it", "add 'day:'"
                )

    def _spare(self, kind: str) -> set[str]:
        """Return names that count as used without being named."""
        if kind == "people":
            papers = self.look.scenario.papers.values()
            heads = " ".join(f"{paper.sender or ''} {paper.to or ''}" for paper in papers)
            said = " ".join(text.text for text in self.look.texts())
            return {key for key, one in self.look.scenario.people.items() if one.name in heads or one.name in said}
        return self.marked if kind == "dates" else set()
