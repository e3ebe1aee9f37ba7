"""The shape of a scenario as text: an outline, Mermaid, or Graphviz. The YAML is the master, this is output.

Grades are told by words and by the kind of line: no colour is needed to read them.
"""

from __future__ import annotations

from collections.abc import Iterator

from sendsim.training.model import Scenario, ways
from sendsim.training.parts import Grade
from sendsim.training.words import PLACEHOLDER, plain

_MERMAID = {Grade.BEST: "==>", Grade.ACCEPTABLE: "-->", Grade.WEAK: "-.->", Grade.BREACH: "--x"}
_DOT = {Grade.BEST: "bold", Grade.ACCEPTABLE: "solid", Grade.WEAK: "dashed", Grade.BREACH: "dotted"}


def _edges(scenario: Scenario) -> Iterator[tuple[str, str, str, Grade | None, bool]]:
    """Yield every way: from, to, by which choice, its grade, and whether it has a condition."""
    for name, beat in scenario.beats.items():
        for way in ways(beat.next):
            yield name, way.to, "", None, way.when is not None
        for choice in beat.ask.choices if beat.ask else ():
            for way in ways(choice.next):
                yield name, way.to, choice.id, choice.grade, way.when is not None or choice.when is not None


def outline(scenario: Scenario) -> str:
    """Write the scenario as a list: each beat, its choices with their grades, and where each leads."""
    lines = [
        f"{scenario.title} ({scenario.id} {scenario.version})",
        f"Starts at {scenario.start.beat}, {scenario.start.day}",
    ]
    for name, beat in scenario.beats.items():
        kind = "ending" if beat.end else "question" if beat.ask else "passage"
        lines += ["", f"{name} ({kind}): {beat.title}"]
        for number, choice in enumerate(beat.ask.choices if beat.ask else (), 1):
            text = PLACEHOLDER.sub(lambda found: f"[{found[1]}]", plain(choice.text))
            goals = " or ".join(way.to for way in ways(choice.next))
            lines.append(f"  {number}. [{choice.grade.value}] {choice.id}: {text} -> {goals}")
        lines += [f"  goes on to {way.to}{' if a condition holds' if way.when else ''}" for way in ways(beat.next)]
    for event in scenario.events:
        after = f" after {event.after}" if event.after else ""
        lines += ["", f"event {event.id}: because of {', '.join(event.because) or 'the calendar'}{after}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Make a text safe inside double quotes."""
    return PLACEHOLDER.sub("", text).replace("\\", "").replace('"', "'").replace("\n", " ")


def mermaid(scenario: Scenario) -> str:
    """Write the graph as Mermaid text."""
    ids = {name: f"b{number}" for number, name in enumerate(scenario.beats)}
    lines = ["flowchart TD"]
    for name, beat in scenario.beats.items():
        title = _quoted(f"{beat.title}")
        lines.append(f'  {ids[name]}(["{title}"])' if beat.end else f'  {ids[name]}["{title}"]')
    for start, goal, choice, grade, conditional in _edges(scenario):
        arrow = _MERMAID[grade] if grade else "-->"
        label = f"{choice}: {grade.value}" if grade else "goes on"
        label += " (if)" if conditional else ""
        lines.append(f'  {ids[start]} {arrow}|"{label}"| {ids.get(goal, goal)}')
    return "\n".join(lines) + "\n"


def dot(scenario: Scenario) -> str:
    """Write the graph for Graphviz."""
    lines = ["digraph scenario {", "  rankdir=TB; node [shape=box];"]
    for name, beat in scenario.beats.items():
        shape = "ellipse" if beat.end else "box"
        lines.append(f'  "{name}" [label="{_quoted(beat.title)}", shape={shape}];')
    for start, goal, choice, grade, conditional in _edges(scenario):
        label = f"{choice}: {grade.value}" if grade else ""
        label += " (if)" if conditional else ""
        lines.append(f'  "{start}" -> "{goal}" [label="{label}", style={_DOT[grade] if grade else "solid"}];')
    return "\n".join([*lines, "}"]) + "\n"


def as_text(scenario: Scenario, kind: str) -> str:
    """Return the graph in one of the kinds ``outline``, ``mermaid`` or ``dot``."""
    return {"outline": outline, "mermaid": mermaid, "dot": dot}[kind](scenario)
