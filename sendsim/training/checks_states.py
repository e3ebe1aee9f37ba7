"""Checks by exploring states: what is never reached, where the story stops or goes round, dates that cannot be."""

from __future__ import annotations

from sendsim.law.clocks import CLOCKS
from sendsim.training.explore import conditions, explore, inner
from sendsim.training.look import Look
from sendsim.training.parts import METERS
from sendsim.training.reading import words_of
from sendsim.training.state import clock_facts
from sendsim.training.words import plain

FEWEST, MOST = 4, 8
"""How many decisions a path should have."""
WORDS_A_MINUTE = 180
"""A careful reading speed."""
MOST_OF_SHORTEST = 3.0
"""How many times the shortest path's minutes a scenario may say that it takes."""
THINKING_MINUTES = 1.0
"""Time to weigh one decision."""


def check_clocks(look: Look) -> bool:
    """Note deadlines whose clock or facts are not known (SS207); say whether all are."""
    fine = True
    for name, deadline in look.scenario.deadlines.items():
        place = ("deadlines", name)
        if deadline.clock not in CLOCKS:
            look.add(
                "SS207", (*place, "clock"), f"asks the clock {deadline.clock!r}", "use a name of 'sendsim deadlines'"
            )
            fine = False
            continue
        needs = clock_facts(deadline.clock)
        for fact in sorted(set(deadline.facts) - set(needs)):
            look.add("SS207", (*place, "facts", fact), f"gives {fact!r}", f"this clock takes: {', '.join(needs)}")
            fine = False
        for fact in (key for key, must in needs.items() if must and key not in deadline.facts):
            look.add("SS207", (*place, "facts"), f"lacks the fact {fact!r}", f"add '{fact}:' with a date or word")
            fine = False
    return fine


def check_meters(look: Look) -> None:
    """Note amounts that no meter can hold (SS208): added in one go, or asked for by a condition."""
    effects = [((*place, "does", "add"), choice.does) for place, _, choice in look.choices()]
    effects += [(("events", n, "does", "add"), event.does) for n, event in enumerate(look.scenario.events)]
    for place, effect in effects:
        for name, change in effect.add.items():
            low, high = METERS[name][1:]
            if abs(change) > high - low:
                look.add(
                    "SS208", (*place, name), f"adds {change} to {name}, which runs from {low} to {high}", "add less"
                )
    for place, condition in conditions(look.scenario):
        for part in inner(condition):
            for name, limit in (*part.at_least.items(), *part.at_most.items()):
                low, high = METERS[name][1:]
                if not low <= limit <= high:
                    look.add("SS208", place, f"asks for {limit} of {name} ({low} to {high})", "mend the limit")


def check_states(look: Look) -> None:
    """Explore every state and note what is wrong with the story as a whole."""
    scenario = look.scenario
    found = look.exploration = explore(scenario)
    for place, error in found.errors.items():
        code = "SS103" if "leads nowhere" in error else "SS104" if "back to itself" in error else "SS205"
        message, _, mend = error.rstrip(".").partition(": ")
        look.add(code, place, f"cannot be played: {message}", mend or "mend the dates or the order of the story")
    if found.capped:
        look.add("SS108", ("beats",), f"has more than {found.states:,} states", "use fewer conditions and events")
        return
    for name in scenario.beats:
        if name not in found.beats:
            look.add("SS102", ("beats", name), f"beat {name!r} can never be reached", "lead to it or delete it")
            if scenario.beats[name].end is not None:
                look.add("SS105", ("beats", name), f"ending {name!r} is never reached", "lead to it or delete it")
    for place, beat, choice in look.choices():
        if beat in found.beats and f"{beat}.{choice.id}" not in found.choices:
            look.add("SS102", place, f"choice {choice.id!r} is never open", "mend its condition or delete it")
    for name in sorted(found.stuck):
        look.add(
            "SS103", ("beats", name), f"no choice is open at {name!r} in some state", "leave one choice without when"
        )
    for name in sorted(found.loops):
        look.add("SS104", ("beats", name), f"the story can come back to {name!r} for ever", "lead on to another beat")
    if len(scenario.endings) < 2:
        look.add("SS105", ("beats",), f"has {len(scenario.endings)} ending", "give it two endings or more")
    for place, truths in found.truths.items():
        reached = place[0] != "beats" or place[1] in found.beats
        if reached and len(truths) == 1 and place[0] != "deadlines":
            word = "always" if truths == {True} else "never"
            look.add("SS204", place, f"condition {word} holds", "mend or delete it")
    for number, event in enumerate(scenario.events):
        if event.does.takes or event.does.until:
            look.add("SS206", ("events", number), f"event {event.id!r} moves the calendar", "delete takes and until")
        if event.id not in found.events:
            look.add("SS206", ("events", number), f"event {event.id!r} can never happen", "mend when, after or on")
    _length(look)


def _length(look: Look) -> None:
    """Note a story that is too short, too long, or takes another time than it says."""
    found = look.exploration
    if found is None or found.ahead is None or not found.ahead.paths:
        return
    ahead = found.ahead
    if ahead.fewest < FEWEST or ahead.most > MOST:
        look.add(
            "SS106",
            ("beats",),
            f"paths have {ahead.fewest} to {ahead.most} decisions",
            f"keep every path at {FEWEST} to {MOST}",
        )
    minutes = reading_minutes(look, ahead.most)
    shortest = reading_minutes(look, ahead.fewest)
    if look.scenario.minutes > MOST_OF_SHORTEST * shortest:
        look.add(
            "SS107",
            ("minutes",),
            f"minutes is {look.scenario.minutes}, but the shortest path takes about {shortest:.0f}",
            "write fewer minutes, or bring short and long paths nearer to each other",
        )
    if not 0.5 * minutes <= look.scenario.minutes <= 2.0 * minutes:
        look.add(
            "SS107",
            ("minutes",),
            f"minutes is {look.scenario.minutes}, but reading and deciding take about {minutes:.0f}",
            f"write 'minutes: {max(5, round(minutes / 5) * 5)}'",
        )


def reading_minutes(look: Look, decisions: int) -> float:
    """Return about how long a path of so many decisions takes: its words read once, the feedback to what is chosen,
    and time to think."""
    texts = list(look.texts())
    story = sum(len(words_of(plain(text.text))) for text in texts if text.kind != "feedback")
    said = sum(len(words_of(plain(text.text))) for text in texts if text.kind == "feedback")
    share = decisions / max(1, sum(1 for _ in look.choices()))
    share_of_beats = min(1.0, decisions / max(1, len(look.scenario.decisions)))
    return (story * share_of_beats + said * share) / WORDS_A_MINUTE + THINKING_MINUTES * decisions
