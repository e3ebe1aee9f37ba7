"""England's published series, for calibration and back-testing: appeals, mediations, outcomes and open cases.

Sources: the tables ``ehcp_annual``, ``tribunal_annual`` and ``tribunal_quarterly`` of ``sendsim/evidence/data``. Each
value keeps its source key and how it was seen (``seen`` in the source itself, ``derived`` from it, or second-hand).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import pandas as pd


@dataclass(frozen=True)
class Published:
    """One published national value over a period (or on a day, where both ends are the same)."""

    measure: str
    label: str
    first: date
    last: date
    value: float
    source: str
    seen: str


MEASURES: dict[str, str] = {
    "appeals": "Appeals registered in the year",
    "mediations": "Mediations in the year",
    "outcomes": "Appeals ended in the school year",
    "decided": "Appeals decided at a hearing in the school year",
    "open": "Appeals open on the day",
}


@cache
def published() -> tuple[Published, ...]:
    """Return every national value used, oldest first."""

    def table(name: str) -> pd.DataFrame:
        with resources.files("sendsim.evidence").joinpath("data", f"{name}.csv").open(encoding="utf-8") as file:
            return pd.read_csv(file, dtype=str, keep_default_na=False)

    found: list[Published] = []

    def add(measure: str, label: str, first: date, last: date, row: pd.Series) -> None:
        found.append(Published(measure, label, first, last, float(row["value"]), row["source_key"], row["seen"]))

    for _, row in table("ehcp_annual").iterrows():
        name = {"hmcts_appeals_registered": "appeals", "mediation_cases_total": "mediations"}.get(row["measure"])
        if name:
            year = int(row["calendar_year"])
            add(name, str(year), date(year, 1, 1), date(year, 12, 31), row)
    for _, row in table("tribunal_annual").iterrows():
        name = {"outcomes_total": "outcomes", "decided_at_hearing": "decided"}.get(row["measure"])
        if name:
            year = int(row["academic_year"][:4])
            add(name, row["academic_year"], date(year, 9, 1), date(year + 1, 8, 31), row)
    for _, row in table("tribunal_quarterly").iterrows():
        if row["measure"] == "open_caseload":
            day = date.fromisoformat(row["period"])
            add("open", row["period"], day, day, row)
    return tuple(sorted(found, key=lambda p: (p.last, p.measure)))
