"""A scenario as a SCORM 1.2 package: the file that plays by itself, with a manifest, for a council's learning platform.

The platform keeps the learner's place (``cmi.suspend_data``), each first answer (``cmi.interactions``), and at the end
"completed" with the number of good first answers as the raw score of all. It is never told "passed" or "failed".
SCORM 1.2 gives ``suspend_data`` 4,096 characters; how long it can become is worked out before a package is written.

Source: ADL, SCORM 1.2 Content Aggregation Model and Run-Time Environment (2001).
"""

from __future__ import annotations

import io
import json
import zipfile
from xml.sax.saxutils import escape, quoteattr

from sendsim.apps.export import MOST_NODES, export_html
from sendsim.errors import SendsimError
from sendsim.training.explore import every_path
from sendsim.training.interface import Texts
from sendsim.training.model import Scenario
from sendsim.training.parts import Role

MOST_SUSPENDED = 4096
"""The most characters that SCORM 1.2 keeps of a learner's place."""
_SCHEMAS = (
    "http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd"
    " http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd"
)
_DAY = (1980, 1, 1, 0, 0, 0)
"""The day of every file in a package, so that the same scenario gives the same bytes."""


def manifest(scenario: Scenario) -> str:
    """Return ``imsmanifest.xml``: one organisation with one item, which is the one file."""
    name, title = f"sendsim-{scenario.id}", escape(scenario.title)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier={quoteattr(name)} version={quoteattr(scenario.version)}
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="{_SCHEMAS}">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="{name}-org">
    <organization identifier="{name}-org">
      <title>{title}</title>
      <item identifier="{name}-item" identifierref="{name}-page" isvisible="true"><title>{title}</title></item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="{name}-page" type="webcontent" adlcp:scormtype="sco" href="index.html">
      <file href="index.html"/>
    </resource>
  </resources>
</manifest>
"""


def longest_suspended(scenario: Scenario, role: Role) -> int:
    """Return how many characters a learner's place can take at most, whatever they do and however often they go back.

    A place holds the path that stands, a first answer to every question and how often each was answered; going back
    never makes it longer. Every point of play is counted as if its number had as many digits as there can be, and four
    digits are allowed for how often.
    """

    def size(choice: str) -> int:
        return len(json.dumps([MOST_NODES, choice], separators=(",", ":"))) + 1

    path, firsts = 0, dict.fromkeys(scenario.decisions, 0)
    for moments in every_path(scenario, role, MOST_NODES):
        made = [moment.decision for moment in moments if moment.decision is not None]
        path = max(path, sum(size(item.choice) for item in made))
        for item in made:
            firsts[item.beat] = max(firsts[item.beat], size(item.choice))
    tried = sum(len(json.dumps(beat)) + 6 for beat in firsts)
    frame = len(f'{scenario.hash[:8]} {{"view":"feedback","path":[],"firsts":[],"tried":{{}}}}')
    return frame + path + sum(firsts.values()) + tried


def export_scorm(t: Texts, scenario: Scenario, role: Role) -> bytes:
    """Return the package as the bytes of a zip file.

    Raises
    ------
    SendsimError
        If there are too many points of play for one file, or a learner's place could outgrow SCORM 1.2.
    """
    most = longest_suspended(scenario, role)
    if most > MOST_SUSPENDED:
        raise SendsimError(
            f"{scenario.id!r} may need {most} characters for a learner's place and SCORM 1.2 keeps {MOST_SUSPENDED}:"
            " shorten the names of its choices, or export it as HTML."
        )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (
            ("imsmanifest.xml", manifest(scenario)),
            ("index.html", export_html(t, scenario, role, platform=True)),
        ):
            package.writestr(zipfile.ZipInfo(name, _DAY), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return kept.getvalue()
