"""A finder's answer as plain text, and as plain data for JSON."""

from __future__ import annotations

from typing import Any

from sendsim.law.citation import MARK_WORDS, Citation
from sendsim.law.clock_answer import words
from sendsim.law.finding import STATUS_WORDS, Finding, Findings, NamedDate, Status
from sendsim.law.legislation import resolve
from sendsim.law.route_vocabulary import FORCE_WORDS, How
from sendsim.law.routes import route

_HOW_MANY: dict[How, str] = {
    How.TOGETHER: "may run at the same time",
    How.FIRST: "first",
    How.PART_OF: "in the same case",
    How.SEPARATE_MATTERS: "only for matters that can be kept separate",
    How.AFTER: "afterwards",
}
_SHOWN_IN_FULL = (Status.OPEN, Status.NEEDED_FIRST, Status.OPEN_LATER, Status.CLOSED)


def citation_words(citation: Citation) -> str:
    """Write a citation with its source's full title, its place, and its mark in words."""
    found = resolve(citation)
    place = f", {citation.provision}" if citation.provision else ""
    mark = MARK_WORDS[citation.mark]
    return f"{found.title}{place}" + (f" [{mark}]" if mark else "")


def _date_line(named: NamedDate) -> str:
    """Write one date, with the safe day where it differs."""
    line = f"{named.label}: {words(named.day)}"
    if named.safe_day != named.day:
        line += f" (safe day: {words(named.safe_day)})"
    return line


def beside_lines(item: Finding) -> list[str]:
    """Say how other routes stand to this one, those alike together."""
    by_how: dict[How, list[str]] = {}
    for beside in item.route.beside:
        by_how.setdefault(beside.how, []).append(beside.other)
    return [f"{', '.join(sorted(others))} {_HOW_MANY[how]}" for how, others in by_how.items()]


def _finding_lines(item: Finding) -> list[str]:
    """Write one finding."""
    lines = [f"  {item.route_id}  {item.route.name}"]
    lines += [f"        {reason}" for reason in item.reasons]
    if item.first:
        lines.append(f"        First: {'; '.join(f'{key} {route(key).name}' for key in item.first)}.")
    lines += [f"        Date: {_date_line(named)}" for named in item.dates]
    if item.status in {Status.OPEN, Status.NEEDED_FIRST}:
        lines.append(f"        It can: {'; '.join(item.route.can)}.")
        lines.append(f"        It cannot: {'; '.join(item.route.cannot)}.")
        lines.append(f"        Force: {FORCE_WORDS[item.route.force]}")
        lines.append(f"        Time: {item.route.time_note}")
        lines += [f"        Beside it: {line}." for line in beside_lines(item)]
        lines.append(f"        Law: {'; '.join(str(citation) for citation in item.citations)}.")
    lines += [f"        Note: {warning}" for warning in item.warnings]
    return lines


def findings_as_text(findings: Findings) -> str:
    """Write the whole answer as plain text: by status, in order of number, no ranking."""
    lines = [findings.disclaimer, "", f"Whose right it is: {findings.holder_reason}"]
    lines += [f"Note: {warning}" for warning in findings.warnings]
    for status in _SHOWN_IN_FULL:
        group = findings.with_status(status)
        if group:
            lines += ["", f"{STATUS_WORDS[status]}:"]
            for item in group:
                lines += _finding_lines(item)
    rest = findings.with_status(Status.NOT_FOR_THIS)
    if rest:
        lines += ["", f"{STATUS_WORDS[Status.NOT_FOR_THIS]}:"]
        lines += [f"  {item.route_id}  {item.route.name}: {item.reasons[0]}" for item in rest]
    lines += ["", "Who can help:"]
    lines += [f"  {helper.name}: {helper.how}" for helper in findings.helpers]
    lines += ["", findings.none_fit_text]
    return "\n".join(lines)


def _citation_dict(citation: Citation) -> dict[str, str]:
    """Return a citation as data, with the title and address of its source."""
    found = resolve(citation)
    return {**citation.to_dict(), "title": found.title, "url": found.url}


def finding_as_dict(item: Finding) -> dict[str, Any]:
    """Return one finding as plain data."""
    return {
        "id": item.route_id,
        "name": item.route.name,
        "status": item.status.value,
        "reasons": list(item.reasons),
        "first": list(item.first),
        "dates": [{"label": named.label, **named.answer.to_dict()} for named in item.dates],
        "can": list(item.route.can),
        "cannot": list(item.route.cannot),
        "force": item.route.force.value,
        "time": item.route.time_note,
        "beside": [{"route": b.other, "how": b.how.value, "note": b.note} for b in item.route.beside],
        "warnings": list(item.warnings),
        "citations": [_citation_dict(citation) for citation in item.citations],
    }


def findings_as_dict(findings: Findings) -> dict[str, Any]:
    """Return the whole answer as plain data."""
    return {
        "disclaimer": findings.disclaimer,
        "holder": findings.holder.value,
        "holder_reason": findings.holder_reason,
        "warnings": list(findings.warnings),
        "none_fit": findings.none_fit,
        "none_fit_text": findings.none_fit_text,
        "routes": [finding_as_dict(item) for item in findings.findings],
        "helpers": [{"id": h.id, "name": h.name, "how": h.how} for h in findings.helpers],
    }
