"""A scenario as one HTML file that plays by itself: no server, no network, no account, nothing to install.

Every path is played here, once, and what each shows is written down; the page only walks from one to the next with the
same player as the learning page. So there is no second engine that could disagree. Equal parts are written once.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from sendsim.apps.controls.base import script, styles
from sendsim.apps.controls.player import PLAYER_SCRIPTS
from sendsim.apps.learn_pages import intro_view
from sendsim.apps.learn_scene import answer_view
from sendsim.errors import SendsimError
from sendsim.law.clock_answer import words
from sendsim.law.legislation import resolve
from sendsim.law.misconceptions import misconception
from sendsim.law.principles import PRINCIPLES
from sendsim.training.glossary import GLOSSARY
from sendsim.training.interface import Texts
from sendsim.training.model import Scenario
from sendsim.training.parts import Grade, Role
from sendsim.training.play import Moment, choices_now, start, step
from sendsim.training.scene import scene_of
from sendsim.training.score import score_moments
from sendsim.training.translation import LAW_LANGUAGE, reading_aid

MOST_NODES = 6_000
"""The most points of play that a file may hold; a scenario with more paths is refused."""
_KEPT = ("passages", "followed", "prompt", "hint", "choices", "today_words", "dates", "ending")


class _Pool:
    """Values written once each; ``put`` returns the place of a value."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._known: dict[str, int] = {}

    def put(self, value: Any) -> int:
        """Return the place of a value, adding it if it is new."""
        key = json.dumps(value, sort_keys=True, ensure_ascii=False)
        if key not in self._known:
            self._known[key] = len(self.values)
            self.values.append(value)
        return self._known[key]


def table(t: Texts, scenario: Scenario, role: Role) -> dict[str, Any]:
    """Return every point of play of a scenario in a role, and every answer from each to the next, as plain values.

    Raises
    ------
    SendsimError
        If there are more than ``MOST_NODES`` of them.
    """
    pool = _Pool()
    nodes: list[dict[str, Any]] = []

    def add(moment: Moment) -> int:
        if len(nodes) >= MOST_NODES:
            raise SendsimError(
                f"{scenario.id!r} has more than {MOST_NODES} points of play, too many for one file: play it on the"
                " learning page."
            )
        index = len(nodes)
        nodes.append(_node(t, scenario, moment, pool))
        for choice in choices_now(scenario, moment.state):
            after = step(scenario, moment.state, choice.id)
            nodes[index]["edges"][choice.id] = {**_edge(t, scenario, after, pool), "to": add(after)}
        return index

    add(start(scenario, role))
    return {
        "nodes": nodes,
        "pool": pool.values,
        "beats": {name: beat.title for name, beat in scenario.beats.items()},
        "endings": [[name, scenario.beats[name].title] for name in scenario.endings],
        "principles": [[item.id, item.name] for item in PRINCIPLES],
        "law": {
            key: resolve(key).title for key in sorted({k for n in nodes for e in n["edges"].values() for k in e["law"]})
        },
        "questions": list(scenario.debrief.questions),
        "immediate": scenario.feedback == "immediate",
    }


def _node(t: Texts, scenario: Scenario, moment: Moment, pool: _Pool) -> dict[str, Any]:
    """Return one point of play: what is told, asked and known there."""
    shown = scene_of(scenario, moment, 0).to_dict()
    beat = scenario.beats[moment.state.beat]
    meters = [m | {"of": 10 if m["name"] in ("trust", "support") else 0} for m in shown["meters"]]
    acting = (beat.ask.acting if beat.ask else None) or moment.state.role
    missed = [
        f"{scenario.deadlines[item.name].what}: {words(item.day)}"
        for item in moment.happened
        if item.kind == "deadline"
    ]
    return {
        "beat": moment.state.beat,
        "ended": beat.end is not None,
        "view": {key: pool.put(shown[key]) for key in _KEPT}
        | {"meters": pool.put(meters), "acting": pool.put(t(f"role.{acting}"))},
        "missed": missed,
        "questions": list(beat.end.questions) if beat.end else [],
        "edges": {},
    }


def _edge(t: Texts, scenario: Scenario, after: Moment, pool: _Pool) -> dict[str, Any]:
    """Return one answer: its feedback, better ones that were open, and what it adds to the score."""
    before, decision = after.before, after.decision
    if before is None or decision is None:
        raise ValueError("an answer needs a decision")
    made = scenario.choice(decision.beat, decision.choice)
    better = [c for c in choices_now(scenario, before) if c.grade.good and c.grade.points > made.grade.points]
    score = score_moments(scenario, (after,))
    return {
        "answer": pool.put(answer_view(t, scenario, before, decision.beat, made)),
        "better": [pool.put(answer_view(t, scenario, before, decision.beat, item)) for item in better],
        "grade": made.grade.value,
        "good": made.grade.good,
        "letter": letter_of(scenario, decision.beat, decision.choice),
        "principles": {
            item.id: "taken" if item.taken else "broken" if item.broken else "missed"
            for item in score.principles
            if item.chances
        },
        "law": {item.id: "taken" if item.taken else "missed" for item in score.law},
        "mistakes": [[misconception(key).mistake, misconception(key).correct] for key in made.mistakes],
    }


def letter_of(scenario: Scenario, beat: str, choice: str) -> str:
    """Return the letter of a choice, ``a`` for the first in the file: how a platform is told of it."""
    ask = scenario.beats[beat].ask
    ids = [item.id for item in (ask.choices if ask else ())]
    return "abcdefghijklmnopqrstuvwxyz"[ids.index(choice)]


def export_html(t: Texts, scenario: Scenario, role: Role, platform: bool = False) -> str:
    """Return the file: the table, the player, its styles and words, and a policy that lets nothing else run.

    With ``platform`` it also looks for a learning platform's SCORM 1.2 API and keeps answers and result there.
    """
    keys = {
        key: text
        for key, text in t.words.items()
        if not key.startswith(("handout.", "record.", "check.", "month.", "tests.", "gain."))
    }
    data = {
        "id": scenario.id,
        "hash": scenario.hash,
        "title": scenario.title,
        "texts": keys,
        "language": t.language,
        "contentLanguage": scenario.language,
        "terms": GLOSSARY,
        "grades": [grade.value for grade in Grade],
        "intro": intro_view(t, scenario) | {"alone": True, "roles": _role(t, scenario, role)},
        **table(t, scenario, role),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    code = script(*PLAYER_SCRIPTS).replace("export default { render };", "")
    code += (script_named("player-scorm") if platform else "") + script_named("player-alone")
    digest = base64.b64encode(hashlib.sha256(code.encode("utf-8")).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
    )
    law = t("intro.version_text", version=scenario.version, day=t.day(date.fromisoformat(scenario.law_as_at)))
    foot = f"sendsim. {law}. {t('notice')}"
    aid = "" if scenario.language == LAW_LANGUAGE else reading_aid(scenario.language)
    lead = f'<p class="sendsim-lead" lang="{LAW_LANGUAGE}">{escape(aid)}</p>' if aid else ""
    return f"""<!DOCTYPE html>
<html lang="{escape(t.language)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">
<title>{escape(scenario.title)}</title>
<link rel="icon" href="data:,">
<style>{_page_styles()}
{styles("forms", "details", "question", "player")}</style></head>
<body class="sendsim-body"><a class="sendsim-skip" href="#content">{escape(t("alone.skip"))}</a>
<main id="content" class="sendsim-width" tabindex="-1">
<h1 class="sendsim-title" lang="{scenario.language}">{escape(scenario.title)}</h1>
<p class="sendsim-lead" data-lead>{escape(t("alone.lead"))}</p>
{lead}<noscript><p>{escape(t("alone.noscript"))}</p></noscript>
<div id="player"></div></main>
<footer class="sendsim-foot"><div class="sendsim-width"><p>{escape(foot)}</p></div></footer>
<script type="application/json" id="data">{text}</script>
<script type="module">{code}</script></body></html>
"""


def _role(t: Texts, scenario: Scenario, role: Role) -> list[dict[str, str]]:
    """Return the one part that the file is played in."""
    found: list[dict[str, str]] = intro_view(t, scenario)["roles"]
    return [item for item in found if item["value"] == role.value]


def script_named(name: str) -> str:
    """Return one of the scripts that take the place of Python."""
    return (Path(__file__).parent / "controls" / "assets" / f"{name}.js").read_text(encoding="utf-8")


def _page_styles() -> str:
    """Return the styles of the page round the player."""
    folder = Path(__file__).parent / "jupyter" / "voila" / "templates" / "sendsim" / "static"
    return (folder / "sendsim.css").read_text(encoding="utf-8")
