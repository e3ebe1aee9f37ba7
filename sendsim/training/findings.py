"""What is wrong with a scenario: a code, a place, one sentence, and how to mend it.

Codes are stable: ``SS0..`` shape, ``SS1..`` graph, ``SS2..`` state and dates, ``SS3..`` teaching, ``SS4..``
law, ``SS5..`` language, ``SS6..`` people, ``SS7..`` access, ``SS8..`` tests and translation. See ``codes.py``
for what each means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sendsim.errors import SendsimError

_ALLOW = re.compile(r"#\s*sendsim:\s*allow\s+(SS\d{3})\s+\S")

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend in a scenario: where (file, line), what (code, message), how (mend)."""

    file: str
    line: int
    code: str
    message: str
    mend: str
    severity: Severity = "error"

    def __str__(self) -> str:
        """Write the finding in one line: ``file:line: code message; mend``."""
        return f"{self.file}:{self.line}: {self.code} {self.message}; {self.mend}."

    def to_dict(self) -> dict[str, str | int]:
        """Return the finding as plain values, for JSON."""
        return {
            "file": self.file,
            "line": self.line,
            "code": self.code,
            "message": self.message,
            "mend": self.mend,
            "severity": self.severity,
        }


def allowed(text: str, line: int, code: str) -> bool:
    """Say whether a remark ``# sendsim: allow CODE reason`` on a line, or the line above it, allows a code."""
    near = text.splitlines()[max(0, line - 2) : line]
    return any(found[1] == code for part in near for found in _ALLOW.finditer(part))


class ScenarioError(SendsimError):
    """A scenario that cannot be used; ``findings`` holds every reason, the message the first."""

    def __init__(self, findings: Finding | list[Finding]) -> None:
        self.findings = [findings] if isinstance(findings, Finding) else list(findings)
        more = len(self.findings) - 1
        super().__init__(f"{self.findings[0]}" + (f" (And {more} more.)" if more else ""))


class RunError(SendsimError):
    """A decision or a saved run that does not fit its scenario."""
