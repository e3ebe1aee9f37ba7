"""The report of a plan: one accessible HTML page, and each log and table beside it as CSV.

It stands above planning and charts: it asks the one for tables and the other for pictures.
"""

from __future__ import annotations

import errno
import shutil
import tempfile
from pathlib import Path

import pandas as pd

from sendsim import charts
from sendsim.caseload.balance import balance_notes, load_warnings
from sendsim.caseload.measures import MEASURES
from sendsim.caseload.plan import Plan
from sendsim.caseload.plan_files import written
from sendsim.errors import OutputError, SendsimError
from sendsim.planning import pictures
from sendsim.planning.area_view import FIRST, SHOWN, area_rows, area_view, ranked, unit_of
from sendsim.planning.chapters import chapter_map, chapters, overview
from sendsim.planning.costs import cost_lines
from sendsim.planning.equality import LEAST, WITHHELD, equality_rows, equality_view, unknown_characteristics
from sendsim.planning.gap import gap_sentences, recurring_gap
from sendsim.planning.logs import EMPTY, assumptions_log, data_log, decisions_log
from sendsim.planning.page import Picture, Section, html_page
from sendsim.planning.parameters import parameters
from sendsim.planning.record import check_out_folder
from sendsim.planning.replicate import Results, summarise
from sendsim.planning.stress import check_details, stress_des

BY_GROUP = ("arrived", "open_at_end", "weeks_to_first_meeting", "weeks_to_support", "share_to_support", "school_weeks")


def load_details(path: Path) -> dict[str, str]:
    """Read what only a person can say from a YAML file of names and words.

    Raises
    ------
    SendsimError
        If the file cannot be read or is not names and words.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SendsimError(f"--details {path} cannot be read ({error.strerror}): check its name.") from None
    except (YAMLError, UnicodeDecodeError, ValueError):
        raise SendsimError(f"--details {path} is not YAML text: write one NAME: words a line.") from None
    if not isinstance(data, dict):
        raise SendsimError(f"--details {path} is not a list of names: write one NAME: words a line.")
    return check_details({str(k): v for k, v in data.items()})


def write_report(plan: Plan, results: Results | None, out: Path, details: dict[str, str] | None = None) -> int:
    """Write the report to a new folder and return how many items of it are still empty.

    Files: report.html, plan.yaml (or plan.json), parameters.csv, assumptions.csv, decisions.csv, data.csv, stress.csv,
    and with results summary.csv, costs.csv, equality.csv (small numbers withheld) and gap.csv; for a plan of several
    areas areas.csv too (small numbers withheld).

    Raises
    ------
    OutputError
        If the folder is in use or cannot be written to; nothing is left behind.
    """
    check_out_folder(out)
    items = stress_des(plan, results.replications if results else None, results.seed if results else None, details)
    stress = pd.DataFrame([(i.number, i.title, " ".join(i.answer)) for i in items], columns=["item", "title", "answer"])
    tables = {
        "parameters": parameters(plan),
        "assumptions": assumptions_log(plan),
        "decisions": decisions_log(plan),
        "data": data_log(plan),
        "stress": stress,
    }
    sections = [Section("Process map", ("Drawn from the pathway that ran.",), (), _maps(plan))]
    if results is not None:
        tables |= {
            "summary": summarise(results),
            "costs": cost_lines(results),
            "equality": equality_view(results),
            "gap": recurring_gap(plan, results),
        }
        if plan.areas:
            tables["areas"] = area_view(results)
        sections = [*_result_sections(plan, results, tables), *sections]
    sections += [Section(f"STRESS-DES {i.number}: {i.title}", i.answer) for i in items]
    sections += [
        Section("Assumptions log", (), (("Assumptions", tables["assumptions"]),)),
        Section("Decisions log", (), (("Decisions", tables["decisions"]),)),
        Section("Data log", plan.notes, (("Sources", tables["data"]),)),
        Section("Parameters", (), (("Every parameter", tables["parameters"]),)),
    ]
    empty = sum(i.is_empty for i in items)
    lead = [
        "Made by sendsim from the plan itself. It informs planning; it does not advise on a live case.",
        f"{empty} items of this report are still to be filled in by a person; each says {EMPTY}.",
    ]
    files = {f"{name}.csv": table.to_csv(index=False, lineterminator="\n") for name, table in tables.items()}
    files |= {**dict([written(plan)]), "report.html": html_page(f"Report: {plan.name}", lead, sections)}
    _write_folder(files, out)
    return empty


def _write_folder(files: dict[str, str], out: Path) -> None:
    temporary: Path | None = None
    try:
        out.absolute().parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".sendsim-", dir=out.absolute().parent))
        for name, text in files.items():
            (temporary / name).write_text(text, encoding="utf-8", newline="\n")
        if out.exists():
            out.rmdir()
        temporary.rename(out)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise OutputError(f"--out {out}: the disk is full; free some space or name another disk.") from None
        raise OutputError(f"--out {out} cannot be written ({error.strerror}): name another folder.") from None
    finally:
        if temporary is not None and temporary.exists():
            shutil.rmtree(temporary, ignore_errors=True)


def _picture(chart: charts.Chart) -> Picture:
    return Picture(chart.title, chart.svg(), chart.alt, chart.caption, chart.table)


def _maps(plan: Plan) -> tuple[Picture, ...]:
    """Return the map of the parts of the pathway, and one of each part."""
    parts = [("The parts of the pathway", overview(plan))]
    parts += [(part, chapter_map(plan, part)) for part in chapters(plan.pathway)]
    return tuple(_picture(charts.process_map(stages, ways, title=title)) for title, (stages, ways) in parts)


def _area_section(results: Results) -> Section:
    """Return what each area meets: two measures ranked, and the table."""
    heads, rows = area_rows(results)
    titles = {s.measure: s.title for s in SHOWN}
    dots = tuple(
        _picture(charts.area_dots(table, titles[m], unit_of(m), title=f"{titles[m]}, by area", withheld=WITHHELD))
        for m in (FIRST, "open_at_end")
        if (table := ranked(results, m))["value"].notna().any()
    )
    names = pictures.titles(results.plan)
    shared = "; ".join(names.get(name, name) for name in results.plan.shared)
    words = (
        f"Areas differ in how many families they have: read a count beside the new disagreements. "
        f"{f'All areas share: {shared}.' if shared else 'The areas share nothing.'}",
        f"Figures that rest on fewer than {LEAST} cases are withheld, as in the equality view.",
    )
    return Section("By area", words, (("By area", pd.DataFrame(rows, columns=heads)),), dots)


def _result_sections(plan: Plan, results: Results, tables: dict[str, pd.DataFrame]) -> list[Section]:
    limit, words = pictures.statutory_line(plan, "mediation")
    mediation, hearing = (pictures.survival_table(results, wait) for wait in ("mediation", "hearing"))
    names = pictures.titles(plan)
    summary = tables["summary"].copy()
    summary.insert(0, "what", [MEASURES[m].title for m in summary["measure"]])
    summary.insert(1, "of", [names.get(g, g) for g in summary["group"]])
    summary.insert(2, "unit", [MEASURES[m].unit for m in summary["measure"]])
    heads, rows = equality_rows(results, BY_GROUP)
    unknown = unknown_characteristics(results)
    missing = [f"{name.replace('_', ' ')}: {EMPTY} (this plan knows nothing of it)" for name in unknown]
    rule = (
        f"Figures that rest on fewer than {LEAST} cases, on average over replications, are withheld; where that leaves "
        "one withheld count in a table, the next smallest is withheld too."
    )
    return [
        Section(
            "Gap and backlog",
            (*gap_sentences(tables["gap"]), *balance_notes(plan), *load_warnings(plan)),
            (("Recurring gap and one-off backlog", tables["gap"].drop(columns=["name"])),),
        ),
        Section(
            "Waits and routes",
            (),
            (("When the cases open at the start are over", pictures.clearance_dates(results)),),
            (
                _picture(charts.open_cases_fan(results.bands)),
                _picture(charts.wait_survival(mediation, limit, words, title="Wait for mediation")),
                _picture(charts.wait_survival(hearing, title="Wait for a hearing")),
                _picture(charts.route_sankey(pictures.route_table(results))),
                _picture(charts.ageing(pictures.ageing_table(results))),
                _picture(charts.use_heat_map(pictures.use_by_month(results), pictures.school_by_month(plan))),
            ),
        ),
        *((_area_section(results),) if plan.areas else ()),
        Section(
            "Costs",
            ("Prices of several years are added as they stand; families' hours are not turned into money.",),
            (("Costs line by line, a year", tables["costs"]),),
            (_picture(charts.cost_waterfall(pictures.waterfall_table(results))),),
        ),
        Section("Equality view", (rule, *missing), (("By group", pd.DataFrame(rows, columns=heads)),)),
        Section(
            "Every measure",
            ("Intervals are of the mean over replications, 95 %, run-to-run variation only.",),
            (("Measures", summary.drop(columns=["measure", "group"])),),
        ),
    ]
