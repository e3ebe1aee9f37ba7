"""Findings as SARIF 2.1.0, the format in which editors and code hosts show what a checker found beside the line.

The source of the shape is the OASIS standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sendsim.training.codes import CODES
from sendsim.training.findings import Finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(findings: Sequence[tuple[str, Finding]], version: str) -> dict[str, Any]:
    """Return findings as a SARIF log; each comes with the place of its file, relative to where the checker ran."""
    used = sorted({item.code for _, item in findings})
    rules = [{"id": code, "shortDescription": {"text": CODES[code]}} for code in used]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "sendsim scenarios check", "version": version, "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(place, item, used.index(item.code)) for place, item in findings],
            }
        ],
    }


def sarif_text(findings: Sequence[tuple[str, Finding]], version: str) -> str:
    """Return findings as the text of a SARIF file."""
    return json.dumps(sarif(findings, version), indent=2, ensure_ascii=False)


def _result(place: str, item: Finding, rule: int) -> dict[str, Any]:
    location = {"artifactLocation": {"uri": place}, "region": {"startLine": item.line}}
    return {
        "ruleId": item.code,
        "ruleIndex": rule,
        "level": item.severity,
        "message": {"text": f"{item.message}; {item.mend}."},
        "locations": [{"physicalLocation": location}],
    }
