"""The parts of a pathway for people: the chapters of ``send.py``, and maps of one chapter or of all of them.

The chapters are not listed here. They are the tuples of stages in ``sendsim/caseload/send.py``, in the order in which
the file tells them, so the map and the file cannot part. A pathway of somebody's own is one chapter.
"""

from __future__ import annotations

import pandas as pd

from sendsim.caseload import send
from sendsim.caseload.pathway import Pathway
from sendsim.caseload.plan import Plan
from sendsim.errors import unknown_name
from sendsim.planning.pictures import map_stages, map_ways

WHOLE = "The whole pathway"
OTHER = "Stages of its own"
COLUMNS = ["name", "kind", "title", "who", "clocks"]


def chapters(pathway: Pathway) -> dict[str, tuple[str, ...]]:
    """Return the names of the stages of each chapter, every stage once, in the pathway's order within it."""
    left = dict.fromkeys(pathway.names)
    out: dict[str, tuple[str, ...]] = {}
    for name, part in vars(send).items():
        if not (name.isupper() and isinstance(part, tuple) and part and all(hasattr(s, "kind") for s in part)):
            continue
        here = tuple(s.name for s in part if s.name in left)
        if here:
            out[name.replace("_", " ").capitalize()] = here
            for stage in here:
                del left[stage]
    if not out:
        return {WHOLE: pathway.names}
    return {**out, OTHER: tuple(left)} if left else out


def overview(plan: Plan) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the map of the chapters: a row a chapter, and a row for each pair of chapters that a way joins."""
    parts = chapters(plan.pathway)
    chapter_of = {stage: chapter for chapter, stages in parts.items() for stage in stages}
    stages, ways = map_stages(plan), map_ways(plan)
    rows = []
    for chapter, names in parts.items():
        mine = stages[stages["name"].isin(names)]
        who = [w for w in dict.fromkeys(mine["who"]) if w]
        limits = int((mine["clocks"] != "").sum())
        said = f"{len(names)} stages" + (f", {limits} with a statutory limit" if limits else "")
        rows.append((chapter, "chapter", chapter, said, ", ".join(who)))
    ways = ways.assign(source=ways["source"].map(chapter_of), target=ways["target"].map(chapter_of))
    ways = ways[ways["source"] != ways["target"]]
    count = ways.groupby(["source", "target", "how"], sort=False).size().rename("n").reset_index()
    count["label"] = [f"{n} ways" if n > 1 else "1 way" for n in count["n"]]
    table = pd.DataFrame(rows, columns=["name", "kind", "title", "clocks", "who"])[COLUMNS]
    return table, count[["source", "target", "how", "label"]]


def chapter_map(plan: Plan, chapter: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the map of one chapter; where it leads to another, that stage stands below, marked ``elsewhere``.

    Raises
    ------
    UnknownNameError
        If the pathway has no such chapter.
    """
    parts = chapters(plan.pathway)
    if chapter not in parts:
        raise unknown_name("chapter", chapter, parts)
    chapter_of = {stage: c for c, stages in parts.items() for stage in stages}
    stages, ways = map_stages(plan), map_ways(plan)
    ways = ways[ways["source"].isin(parts[chapter])].reset_index(drop=True)
    mine = stages[stages["name"].isin(parts[chapter])]
    beyond = stages[stages["name"].isin(ways["target"]) & ~stages["name"].isin(parts[chapter])].copy()
    beyond["title"] = [f"{t} ({chapter_of[n]})" for n, t in zip(beyond["name"], beyond["title"], strict=True)]
    beyond["kind"], beyond["who"], beyond["clocks"] = "elsewhere", "", ""
    return pd.concat([mine, beyond], ignore_index=True)[COLUMNS], ways
