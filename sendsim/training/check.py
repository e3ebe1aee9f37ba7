"""Checking a scenario: shape, graph and states, teaching, law, language, people, access, its author's tests and its
translations.

It explores states and not only the graph, so it finds what no path can reach and dates that only some path
makes impossible. The codes are in ``codes.py``. A remark ``# sendsim: allow SS501 reason`` on the line or the
one above it accepts a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sendsim.training.checks_access import check_access
from sendsim.training.checks_law import check_law
from sendsim.training.checks_names import check_names
from sendsim.training.checks_people import check_people
from sendsim.training.checks_states import check_clocks, check_meters, check_states
from sendsim.training.checks_teaching import check_teaching
from sendsim.training.checks_translation import check_translations
from sendsim.training.checks_words import check_words
from sendsim.training.findings import Finding, ScenarioError
from sendsim.training.look import Look
from sendsim.training.plan_tests import load_plan_file, plan_path, run_plan
from sendsim.training.scenario import Loaded, load_file

__all__ = ["check_file", "check_loaded"]

_NAMES = {"SS008", "SS101", "SS201", "SS207"}
"""Codes that make exploring pointless until they are mended."""


def check_loaded(loaded: Loaded, today: date, real_names: Sequence[str] = ()) -> Look:
    """Check a scenario that could be loaded; the answer holds findings and what exploring found."""
    look = Look(loaded, today, tuple(name for name in real_names if name.strip()))
    check_names(look)
    clocks_fine = check_clocks(look)
    check_meters(look)
    if clocks_fine and not any(finding.code in _NAMES for finding in look.findings):
        check_states(look)
        check_law(look)
    check_teaching(look)
    check_words(look)
    check_people(look)
    check_access(look)
    look.findings.sort()
    return look


def check_file(path: Path, today: date, real_names: Sequence[str] = (), plans: bool = True) -> list[Finding]:
    """Check a scenario file with what lies beside it (translations, the author's tests); return every finding."""
    try:
        loaded = load_file(path)
    except ScenarioError as error:
        return list(error.findings)
    findings = list(check_loaded(loaded, today, real_names).findings)
    findings += check_translations(loaded)
    if not plans:
        return findings
    plan = plan_path(path)
    if not plan.is_file():
        return [*findings, Finding(path.name, 1, "SS801", "has no author's tests", f"add {plan.name} beside it")]
    try:
        tests = load_plan_file(plan)
    except ScenarioError as error:
        return [*findings, *error.findings]
    if any(finding.code in _NAMES for finding in findings):
        return findings
    return [*findings, *run_plan(loaded.scenario, tests)]
