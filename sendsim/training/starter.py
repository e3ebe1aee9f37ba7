"""A new scenario to begin from: small, whole and playable; the checker says what its author has to add."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from sendsim.errors import OutputError, SendsimError
from sendsim.law.output import write_text

_TEXT = """\
# A scenario of sendsim. See CONTRIBUTING.md, "Add a scenario"; check it with: sendsim scenarios check {id}.yaml
sendsim: 1
id: {id}
version: 0.1.0
title: {title}
summary: Say in two sentences what happens and who the learner is.
law_as_at: "{today}"
review_by: "{review}"
minutes: 10
routes: [R01]
objectives:
  - {{id: aim, text: Say what the learner will be able to do, principles: [P1, P2, P3, P4]}}
roles:
  sen_officer: You are the SEN officer. Say what you know at the start.
place: {{name: Westmere, about: A county council that does not exist}}
people:
  parent: {{name: Ms Arden, who: a parent}}
dates:
  notice: {{what: The letter was sent, day: "{start}"}}
deadlines:
  contact:
    what: Contact with the mediation adviser
    clock: certificate-contact
    facts: {{notice_sent: date.notice}}
    watch: false
papers:
  letter:
    title: The letter
    kind: letter
    sender: Westmere SEN team
    to: Ms Arden
    day: date.notice
    text: Write the letter here.
start: {{beat: opening, day: "{start}", trust: 5, support: 5}}
beats:
  opening:
    title: The opening
    say: It is {{today}}. Tell what happens.
    voices:
      - {{who: parent, says: Let her say what matters to her.}}
    papers: [letter]
    ask:
      prompt: What do you do?
      choices:
        - id: good-way
          text: Describe the best choice.
          grade: best
          feedback: Explain why this is the best choice, what follows from it, and which rule it rests on.
          why: [CODE2015 11.1]
          honours: [P1.g1, P2.g1, P3.g1, P4.g4]
          does: {{takes: 1 working day, add: {{trust: 1, hours: 1}}}}
          next: good
        - id: poor-way
          text: Describe a choice that many would make and that goes wrong.
          grade: weak
          feedback: Explain what is likely to follow, which rule it forgets, and what would have been better.
          why: [CODE2015 11.1]
          breaks: [P1.b2, P2.b1, P3.b1, P4.b1]
          does: {{takes: 2 weeks, add: {{trust: -1, hours: 2}}}}
          next: poor
  good:
    title: A good ending
    end: {{outcome: agreed, summary: Say what became of it.}}
  poor:
    title: A poorer ending
    end: {{outcome: stuck, summary: Say what became of it.}}
debrief:
  questions:
    - What changed what the family could do?
    - What would you say differently tomorrow?
"""
_PLAN = """\
# The author's tests of {id}: play choices by name and say what should hold.
scenario: {id}
tests:
  - name: the good way
    choose: [opening.good-way]
    expect: {{beat: good, ended: true, at_least: {{trust: 6}}}}
  - name: the poor way
    choose: [opening.poor-way]
    expect: {{beat: poor, ended: true, at_most: {{trust: 4}}}}
"""


def new_scenario(name: str, folder: Path, today: date) -> tuple[Path, Path]:
    """Write a starter scenario and its tests to ``folder``; refuse to overwrite anything."""
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,59}", name):
        raise SendsimError(f"name {name!r} is not usable: use lower-case letters, digits and hyphens.")
    paths = folder / f"{name}.yaml", folder / f"{name}.plan.yaml"
    for path in paths:
        if path.exists():
            raise OutputError(f"{str(path)!r} already exists: use another name or folder.")
    words = {
        "id": name,
        "title": name.replace("-", " ").capitalize(),
        "today": today.isoformat(),
        "review": (today + timedelta(days=365)).isoformat(),
        "start": today.isoformat(),
    }
    write_text(paths[0], _TEXT.format(**words))
    write_text(paths[1], _PLAN.format(**words))
    return paths
