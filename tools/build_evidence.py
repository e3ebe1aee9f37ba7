"""Make the packaged tables of sendsim/evidence/data from a folder of published figures.

For maintainers: ``python tools/build_evidence.py FOLDER``, where FOLDER holds la_figures.csv, the annual
tables, proposed_defaults.csv and sources.csv. The raw releases themselves are not packaged.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pandas as pd

DATA = Path(__file__).resolve().parent.parent / "sendsim" / "evidence" / "data"
WHOLE = (
    "ehcp_annual",
    "tribunal_annual",
    "tribunal_quarterly",
    "drs_mediation_evidence",
    "proposed_defaults",
    "la_distribution",
    "sources",
)


def build(folder: Path) -> None:
    """Write the tables."""
    DATA.mkdir(parents=True, exist_ok=True)
    table = pd.read_csv(folder / "la_figures.csv", dtype=str, keep_default_na=False)
    names = table[["la_code", "la_name", "region"]].drop_duplicates("la_code", keep="last").sort_values("la_code")
    latest = set(table.loc[(table["period"] == "2025") & (table["measure"] == "plans_active"), "la_code"])
    names["present"] = names["la_code"].isin(latest).map({True: "yes", False: "no"})
    names.to_csv(DATA / "authorities.csv", index=False, lineterminator="\n")
    figures = table.drop(columns=["la_name", "region"]).sort_values(["measure", "la_code", "period"])
    figures.to_csv(DATA / "la_figures.csv", index=False, lineterminator="\n")
    for name in WHOLE:
        shutil.copyfile(folder / f"{name}.csv", DATA / f"{name}.csv")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
