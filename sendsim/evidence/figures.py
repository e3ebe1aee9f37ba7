"""The packaged published figures of 153 local authorities and England, each with its period and source.

Read once from the package's own tables; nothing is fetched. A figure that was not published is None, never 0.

Sources: the tables of ``sendsim/evidence/data``; ``sources.csv`` names each publication. Contains public
sector information licensed under the Open Government Licence v3.0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import pandas as pd

from sendsim.caseload.figure import Basis, Figure
from sendsim.errors import SendsimError, UnknownNameError, suggest, unknown_name

ENGLAND = "ENG"

MEASURES: dict[str, tuple[str, str, str]] = {
    # name: (plain title, unit, what it counts)
    "appeals_registered": ("Appeals registered", "appeals", "by the First-tier Tribunal, courts' count"),
    "plans_active": ("Plans in force", "plans", "on the January census day"),
    "requests_received": ("Requests for assessment", "requests", "received in the year"),
    "requests_agreed": ("Decisions to assess", "requests", "requests agreed"),
    "requests_refused": ("Refusals to assess", "requests", "decided not to assess"),
    "requests_withdrawn": ("Requests withdrawn", "requests", "withdrawn or ceased before a decision"),
    "request_outcomes_within_6_weeks": ("Decided within 6 weeks", "requests", "of requests decided"),
    "request_outcomes_over_6_weeks": ("Decided after 6 weeks", "requests", "of requests decided"),
    "assessments_completed": ("Assessments completed", "assessments", "in the year"),
    "assessments_plan_issued": ("Decisions to issue a plan", "assessments", "after assessment"),
    "assessments_plan_refused": ("Refusals to issue a plan", "assessments", "after assessment"),
    "plans_issued_excl_exceptions": ("New plans, exceptions left out", "plans", "issued in the year"),
    "plans_issued_within_20_weeks_excl_exceptions": ("New plans within 20 weeks", "plans", "exceptions left out"),
    "plans_issued_over_1_year_excl_exceptions": ("New plans after a year", "plans", "exceptions left out"),
    "mediation_refusal_to_assess": ("Mediations after refusal to assess", "mediations", "SEN2 flag"),
    "mediation_refusal_to_issue": ("Mediations after refusal to issue", "mediations", "SEN2 flag"),
    "mediation_other": ("Mediations about a plan", "mediations", "SEN2 flag; reviews are mostly not caught"),
    "tribunal_refusal_to_assess": ("Tribunals after refusal to assess", "appeals", "SEN2 flag"),
    "tribunal_refusal_to_issue": ("Tribunals after refusal to issue", "appeals", "SEN2 flag"),
    "tribunal_other": ("Tribunals about a plan", "appeals", "SEN2 flag; reviews are mostly not caught"),
    "tribunal_after_mediation_refusal_to_assess": ("... after mediation, refusal to assess", "appeals", "SEN2 flag"),
    "tribunal_after_mediation_refusal_to_issue": ("... after mediation, refusal to issue", "appeals", "SEN2 flag"),
    "tribunal_after_mediation_other": ("... after mediation, about a plan", "appeals", "SEN2 flag"),
    "annual_review_meetings": ("Annual review meetings", "meetings", "recorded"),
    "annual_review_amend": ("Reviews that amend a plan", "reviews", "recorded outcomes"),
    "annual_review_cease": ("Reviews that cease a plan", "reviews", "recorded outcomes"),
    "annual_review_maintain": ("Reviews that keep a plan", "reviews", "recorded outcomes"),
}

_BASIS: dict[str, Basis] = {"evidence": "published", "inferred": "inferred", "assumption": "assumed"}

KNOWN_PROBLEMS: dict[str, str] = {
    "Hackney": "no person-level return for 2023 and 2024",
    "Peterborough": "no person-level return for 2023 and 2024",
    **dict.fromkeys(
        ("Blackpool", "Reading", "Waltham Forest", "Surrey", "Redbridge", "Hertfordshire", "Plymouth"),
        "annual review figures of the 2025 release are flagged by the publisher",
    ),
}


@dataclass(frozen=True)
class Authority:
    """A local authority: its three-digit code (``ENG`` for England), name and region."""

    code: str
    name: str
    region: str


@dataclass(frozen=True)
class Source:
    """A publication."""

    key: str
    publisher: str
    title: str
    date: str

    def __str__(self) -> str:
        return f"{self.publisher}, {self.title} ({self.date})"


@cache
def _table(name: str) -> pd.DataFrame:
    with resources.files("sendsim.evidence").joinpath("data", f"{name}.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file, dtype=str, keep_default_na=False)


def authorities() -> pd.DataFrame:
    """Return the 153 present authorities: la_code, la_name, region."""
    table = _table("authorities")
    keep = (table["present"] == "yes") & table["la_code"].str.fullmatch(r"\d{3}")
    return table.loc[keep, ["la_code", "la_name", "region"]].reset_index(drop=True)


def _folded(name: str) -> str:
    text = re.sub(r"[^a-z0-9 ]", "", name.casefold().replace("&", " and ").replace("-", " "))
    filler = r"\b(county|city|borough|metropolitan|london|royal|district|council|of|the|upon|and)\b"
    return " ".join(re.sub(filler, " ", text).split()) or " ".join(text.split())


def find_authority(name_or_code: str) -> Authority:
    """Find an authority by name or three-digit code, or England.

    Case, punctuation and words such as "County Council" do not matter.

    Raises
    ------
    UnknownNameError
        If there is none; near misses are suggested.
    SendsimError
        If the authority was abolished, or the name fits several.
    """
    return _authority(str(name_or_code).strip())


@lru_cache(maxsize=1024)
def _authority(given: str) -> Authority:
    if given.casefold() in ("eng", "england"):
        return Authority(ENGLAND, "England", "England")
    table = _table("authorities")
    table = table[table["la_code"].str.fullmatch(r"\d{3}")]
    hits = table[(table["la_code"] == given) | (table["la_name"].str.casefold() == given.casefold())]
    if hits.empty and _folded(given):
        hits = table[table["la_name"].map(_folded) == _folded(given)]
    present = hits[hits["present"] == "yes"]
    if len(present) == 1:
        row = present.iloc[0]
        return Authority(row["la_code"], row["la_name"], row["region"])
    if len(present) > 1:
        raise SendsimError(f"authority {given!r} fits {' and '.join(present['la_name'])}: give the full name.")
    if len(hits):
        raise SendsimError(f"authority {given!r} no longer exists: name one of the authorities that followed it.")
    names = list(authorities()["la_name"])
    inside = [name for name in names if given and given.casefold() in name.casefold()]
    near = list(dict.fromkeys([*inside, *suggest(given, names)]))[:4]
    hint = f" Did you mean {' or '.join(repr(name) for name in near)}?" if near else " Give its name or code."
    raise UnknownNameError(f"authority {given!r} is not known.{hint}")


@cache
def source(key: str) -> Source:
    """Return the publication behind a source key; several keys may be joined by ``+``.

    Raises
    ------
    UnknownNameError
        If a key is not in ``sources.csv``.
    """
    table = _table("sources").drop_duplicates(_table("sources").columns[0]).set_index(_table("sources").columns[0])
    found = []
    for part in key.split("+"):
        if part not in table.index:
            raise unknown_name("source", part, list(table.index))
        row = table.loc[part]
        found.append(Source(part, str(row.iloc[0]), str(row.iloc[1]), str(row.iloc[2])))
    if len(found) == 1:
        return found[0]
    return Source(key, "; ".join(str(s) for s in found), "", "")


@cache
def _published() -> dict[tuple[str, str], pd.DataFrame]:
    """Return the series of each authority and measure: period, value, source_key, oldest first."""
    table = _table("la_figures")
    table = table.assign(value=pd.to_numeric(table["value"], errors="coerce")).dropna(subset=["value"])
    table = table.sort_values("period", kind="stable")
    columns = ["period", "value", "source_key"]
    of = table.groupby(["la_code", "measure"])
    return {(str(code), str(measure)): part[columns].reset_index(drop=True) for (code, measure), part in of}


def series(authority: str, measure: str) -> pd.DataFrame:
    """Return every published value of a measure: period, value, source_key, oldest first.

    ``authority`` is a name or a code, or England.
    """
    return _series(authority, measure).copy()


def _series(authority: str, measure: str) -> pd.DataFrame:
    if measure not in MEASURES:
        raise unknown_name("measure", measure, MEASURES)
    found = _published().get((find_authority(authority).code, measure))
    return pd.DataFrame({"period": [], "value": [], "source_key": []}) if found is None else found


def figure(authority: str, measure: str, period: str | None = None) -> Figure | None:
    """Return one published figure with its source, or None where it was not published.

    Parameters
    ----------
    authority : str
        Name or code.
    measure : str
        One of :data:`MEASURES`.
    period : str, optional
        The year; the latest if left out.
    """
    rows = _series(authority, measure)
    if period is not None:
        rows = rows[rows["period"] == str(period)]
    if rows.empty:
        return None
    row = rows.iloc[-1]
    title, unit, what = MEASURES[measure]
    when = f"January {row['period']}" if measure == "plans_active" else f"calendar {row['period']}"
    return Figure(
        value=float(row["value"]),
        unit=unit,
        basis="published",
        source=f"{title} ({what}), {when}: {source(row['source_key'])}",
    )


def national_default(parameter: str) -> Figure:
    """Return a national default of ``proposed_defaults.csv`` with its range and evidence.

    Raises
    ------
    UnknownNameError
        If there is no such parameter.
    """
    rows = _defaults()
    if parameter not in rows:
        raise unknown_name("parameter", parameter, rows)
    row = rows[parameter]
    return Figure(
        value=float(row["value_calibration_2023_24"]),
        unit="share" if row["unit"] == "probability" else row["unit"],
        low=float(row["low"]) if row["low"] else None,
        high=float(row["high"]) if row["high"] else None,
        basis=_BASIS[row["basis"]],
        source=row["rationale"] or "national figure, 2023 and 2024",
    )


@cache
def _defaults() -> dict[str, dict[Any, Any]]:
    return {str(row["parameter"]): row for row in _table("proposed_defaults").to_dict("records")}


def notes_for(authority: str) -> str:
    """Return what is known to be wrong with an authority's published figures, or an empty string."""
    return KNOWN_PROBLEMS.get(find_authority(authority).name, "")
