"""Parameters of complaints: settings, the authority and the Ombudsman, social care, and health.

Only the Ombudsman's share upheld is published. The rest are assumptions with wide ranges.
"""

from __future__ import annotations

from sendsim.caseload.figure import Figure
from sendsim.evidence.given import NOTHING, national, share, weeks, working_days


def parameters() -> dict[str, Figure]:
    """Return the parameters of complaints."""
    return {
        "setting_stage_weeks": weeks(4.0, 2, 8, "a school's own procedure with clear times"),
        "setting_panel_weeks": weeks(6.0, 3, 10),
        "setting_settles": share(0.4, 0.2, 0.7),
        "setting_goes_on": share(0.3, 0.1, 0.6),
        "setting_goes_on_to_government": share(0.15, 0.02, 0.4),
        "government_weeks": weeks(16.0, 6, 30),
        "government_acts": share(0.1, 0.02, 0.3),
        "la_complaint_settles": share(0.45, 0.2, 0.7),
        "la_complaint_goes_on": share(0.35, 0.1, 0.6),
        "goes_to_ombudsman": share(0.3, 0.1, 0.6),
        "lgsco_complaint_upheld": national("lgsco_complaint_upheld"),
        "ombudsman_weeks": weeks(20.0, 10, 40, f"draft, comments and decision; {NOTHING} for these complaints alone"),
        "remedy_weeks": weeks(6.0, 4, 13, "usually asked for within one to three months"),
        "section_26_settles": share(0.5, 0.3, 0.8),
        "section_26_goes_on": share(0.3, 0.1, 0.6),
        "section_26_asking_weeks": weeks(2.5, 1, 4, "20 working days allowed"),
        "panel_report_days": working_days(5.0, 3, 10, "the limit itself"),
        "nhs_acknowledge_days": working_days(3.0, 1, 10, "the limit itself, reg 13"),
        "nhs_weeks": weeks(13.0, 5, 26, "an aim of six months"),
        "nhs_settles": share(0.5, 0.3, 0.8),
        "goes_to_health_ombudsman": share(0.2, 0.05, 0.5),
        "health_ombudsman_weeks": weeks(40.0, 20, 80),
        "health_ombudsman_upholds": share(0.3, 0.1, 0.6),
    }
