"""The court and tribunal decisions that the rules here rest on.

Keys begin ``CASE:``. What each decision settles is given in our own words. Links go to the
National Archives' Find Case Law service or to BAILII, both public.
"""

from __future__ import annotations

from sendsim.law.citation import Mark
from sendsim.law.enactment import Source, SourceKind, SourceStatus


def _case(
    short: str, title: str, reference: str, url: str, settles: str, *, note: str = "", mark: Mark = "read"
) -> Source:
    """Build the entry of one decision."""
    return Source(
        key=f"CASE:{short}",
        kind=SourceKind.CASE,
        title=title,
        reference=reference,
        does_here=settles,
        status=SourceStatus.DECIDED,
        url=url,
        extent="England and Wales",
        note=note,
        mark=mark,
    )


CASES: tuple[Source, ...] = (
    _case(
        "Kumar",
        "R (Kumar) v London Borough of Hillingdon",
        "[2020] EWHC 3326 (Admin)",
        "https://www.bailii.org/ew/cases/EWHC/Admin/2020/3326.html",
        "A family may bring the supporter of its choice to mediation, a lawyer included, and the authority"
        " may neither decline to mediate for that reason nor put a meeting of its own in the way.",
    ),
    _case(
        "Devon",
        "R (L, M and P) v Devon County Council",
        "[2022] EWHC 493 (Admin)",
        "https://www.bailii.org/ew/cases/EWHC/Admin/2022/493.html",
        "After a review meeting the authority has four weeks to decide and to send any proposed changes,"
        " then eight weeks to finish: twelve in all.",
    ),
    _case(
        "CMvSurrey",
        "CM v Surrey County Council (SEN)",
        "[2014] UKUT 4 (AAC)",
        "https://www.bailii.org/uk/cases/UKUT/AAC/2014/4.html",
        "A refusal of more time was set aside where the appeal was some weeks late and the authority's"
        " letter had described the limit wrongly.",
        note="Only the opening of the judgment was read.",
    ),
    _case(
        "HillingdonvWW",
        "London Borough of Hillingdon v WW",
        "[2016] UKUT 253 (AAC)",
        "https://www.bailii.org/uk/cases/UKUT/AAC/2016/253.html",
        "After compulsory school age the right of appeal is the young person's own.",
    ),
    _case(
        "Ryan",
        "London Borough of Hillingdon v SS and others (Ryan)",
        "[2016] UKUT 254 (AAC)",
        "https://www.bailii.org/uk/cases/UKUT/AAC/2016/254.html",
        "How an alternative person acts for a young person who lacks capacity for the decision.",
        note="The parties' names are from general knowledge.",
        mark="general_knowledge",
    ),
    _case(
        "Dodds",
        "Dodds v Walker",
        "[1981] 1 WLR 1027 (HL)",
        "https://www.bailii.org/uk/cases/UKHL/1981/4.html",
        "A month runs to the same date in the later month, or to that month's last day if it has none.",
        mark="general_knowledge",
    ),
    _case(
        "Milburn",
        "R (Milburn) v Local Government and Social Care Ombudsman",
        "[2023] EWCA Civ 207",
        "https://www.bailii.org/ew/cases/EWCA/Civ/2023/207.html",
        "The Ombudsman may not look into what could be appealed, or what cannot be parted from it.",
    ),
    _case(
        "ER",
        "R (ER) v Commissioner for Local Administration in England",
        "[2014] EWCA Civ 1407",
        "https://www.bailii.org/ew/cases/EWCA/Civ/2014/1407.html",
        "The bar on matters with a right of appeal also covers the authority's conduct of the appeal.",
    ),
)
"""Every decision cited."""
