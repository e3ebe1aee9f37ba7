"""The home page: what sendsim is, and the way to each person's page."""

from __future__ import annotations

import os

import ipywidgets as widgets

from sendsim.apps.controls import Headline, LinkList
from sendsim.apps.controls.heartbeat import ENV_OURS
from sendsim.apps.layout import page, stack
from sendsim.apps.pages import Page, available

__all__ = ["home"]

WHAT = (
    "Families and local authorities in England sometimes disagree about support for a child or young person with "
    "special educational needs or disabilities (SEND). There are several ways to settle it: talking early, "
    "disagreement resolution, mediation, an appeal to the Tribunal. sendsim shows how long each takes, how they feed "
    "into one another, and what changes when staffing or practice changes."
)
FIGURES = (
    "Every figure says where it comes from. Published: taken from an official release, with its period. Inferred: "
    "worked out from published figures. Assumed: our judgement, which you can change.",
    "Results are what a model expects, with the range that chance alone would give. They are not a "
    "forecast of any one case.",
)
PRIVACY = (
    "sendsim runs on this computer. It needs no personal data, asks for none and sends nothing anywhere. "
    "Do not type in the name or details of a real child or family.",
)


def address(target: Page) -> str:
    """Return the link to a page: its short address under our own server, its notebook elsewhere."""
    return target.name if os.environ.get(ENV_OURS) == "1" else target.notebook


def home() -> widgets.Widget:
    """Return the home page."""
    links = [
        {"title": item.title, "text": item.text, "about": item.audience, "href": address(item)} for item in available()
    ]
    parts: list[widgets.Widget] = [Headline("", WHAT)]
    if links:
        parts += [stack(Headline("Choose what you want to do"), LinkList(label="Pages", level=3, links=links))]
    parts += [Headline("About the figures", FIGURES), Headline("Your data", PRIVACY)]
    return page(*parts)
