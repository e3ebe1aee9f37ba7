"""What the White Paper of 23 February 2026 proposes for disputes, told as changes of the pathway. It is not law.

Off unless asked for (``pathway: send-proposed-2026`` in a plan, or ``baseline(..., pathway=PROPOSED)``). The facts are
those of :mod:`sendsim.law.reform`, which covers what was published to about June 2026; the text of the consultation
itself was not read, so details are uncertain. Four proposals are in it:

- a school's complaint panel on SEND has a specialist who is independent of the school and its trust;
- disagreement resolution is encouraged;
- mediation is strengthened (read here as: somebody who can decide takes part more often);
- on a placement the Tribunal reviews and sends back to the authority, and has no power to name a school.

Not in it: plans written by schools and layers of support, whose effect on demand nobody has published.
"""

from __future__ import annotations

from sendsim.caseload.durations import Gamma
from sendsim.caseload.pathway import Choice, End, Pathway, Stage, Wait
from sendsim.caseload.send import PATHWAY, PLACEMENT, way
from sendsim.law.reform import CHANGES, ReformStatus

PROPOSAL = next(c for c in CHANGES if c.id == "disputes-2026")
"""The proposal: its date, status and how sure we are."""
NAME = "send-proposed-2026"
CITES = (f"White Paper of {PROPOSAL.on}: {PROPOSAL.status}",)


def _told(name: str, title: str) -> dict[str, object]:
    found = PATHWAY.stage(name)
    return {"title": f"{title} (proposed, not law)", "cites": (*found.cites, *CITES)}


def _proposed_stages() -> dict[str, Stage]:
    """Return the stages that differ from the law as it stands, by name."""

    def with_way(name: str, old: str, new: str, title: str) -> Stage:
        found = PATHWAY.stage(name)
        ways = tuple(
            w.model_copy(update={"p": new, "cites": (*w.cites, *CITES)}) if w.p == old else w
            for w in getattr(found, "then", ())
        )
        assert any(w.p == new for w in ways)
        return found.model_copy(update={"then": ways, **_told(name, title)})

    order = PATHWAY.stage("order_carried_out")
    sent_back = way("placement_sent_back", None, PLACEMENT, *CITES)
    kept = tuple(w for w in getattr(order, "then", ()) if w.when != sent_back.when)
    return {
        "next_step": with_way(
            "next_step",
            "drs_offer",
            "drs_offer_proposed",
            "Choosing what to do next; disagreement resolution is encouraged",
        ),
        "decision_maker": with_way(
            "decision_maker",
            "decision_maker_attends",
            "decision_maker_attends_proposed",
            "Will somebody who can decide take part for the authority? Mediation is strengthened",
        ),
        "complaint_setting_2": PATHWAY.stage("complaint_setting_2").model_copy(
            update=_told(
                "complaint_setting_2", "A panel with a SEND specialist independent of the school and its trust"
            )
        ),
        "complaint_setting_2_answered": with_way(
            "complaint_setting_2_answered", "setting_settles", "setting_settles_specialist", "The panel's findings"
        ),
        "order_carried_out": order.model_copy(update={"then": (*kept, sent_back)}),
    }


ADDED: tuple[Stage, ...] = (
    Wait(
        name="placement_sent_back",
        title="The placement is sent back to the authority, which decides again (proposed, not law)",
        takes=Gamma(mean="sent_back_weeks", sd=1.5, unit="weeks"),
        cites=CITES,
        then=(way("placement_decided_again", None, (), *CITES),),
    ),
    Choice(
        name="placement_decided_again",
        title="The authority decides the placement again (proposed, not law)",
        cites=CITES,
        then=(
            way("order_carried_out_placement", "placement_changes_proposed", (), *CITES),
            way("placement_kept", None, (), *CITES),
        ),
    ),
    End(
        name="placement_kept",
        title="Sent back, and the authority kept its placement (proposed, not law)",
        route="tribunal",
    ),
)


def _proposed() -> Pathway:
    assert PROPOSAL.status is ReformStatus.PROPOSED
    changed = _proposed_stages()
    stages = tuple(changed.get(s.name, s) for s in PATHWAY.stages)
    return Pathway(
        name=f"SEND disputes as proposed on {PROPOSAL.on}: not law",
        start=PATHWAY.start,
        stages=(*stages, *ADDED),
        clocks=PATHWAY.clocks,
    )


PROPOSED = _proposed()
"""The pathway with what is proposed in it."""
