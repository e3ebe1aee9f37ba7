"""The register of pages: what each is called, whom it is for and which notebook holds it.

The home page lists what is here, and the server serves what is here, so a page that does not exist yet is
neither linked nor reachable. To add one, write its notebook and add a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sendsim.errors import SendsimError, unknown_name

__all__ = ["HOME", "PAGES", "Page", "available", "find_page", "notebooks_folder"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the product."""

    name: str
    """Its address and the name of its notebook, without the ending."""
    title: str
    """What its link says."""
    text: str
    """What a person can do there, in a sentence."""
    audience: str
    """Whom it is for."""

    @property
    def notebook(self) -> str:
        """Return the file name of its notebook."""
        return f"{self.name}.ipynb"


HOME = Page("home", "sendsim", "Where each kind of user finds their page.", "Everybody")

PAGES: tuple[Page, ...] = (
    Page(
        "routes",
        "Find the routes",
        "Answer a few questions about a disagreement and see which routes are open, until when, and what each can do.",
        "For everybody who helps families or works with them, and for families",
    ),
    Page(
        "learn",
        "Learn with scenarios",
        "Work through made-up disagreements at your own pace, see what follows from each decision, and read why.",
        "For SEN officers, school staff, mediators and advisers",
    ),
    Page(
        "planner",
        "Plan a caseload",
        "Choose a local authority, change staffing and policies, and see what happens to families' waits.",
        "For planners and managers in local authorities and mediation services",
    ),
    Page(
        "explain",
        "Follow one family",
        "Read a simulated family's journey as a dated story, and see it again with one thing changed.",
        "For everybody who wants to see how the model works",
    ),
)


def notebooks_folder() -> Path:
    """Return the folder of our notebooks: inside an installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / "notebooks", here.parent.parent / "notebooks"):
        if (folder / HOME.notebook).is_file():
            return folder
    raise SendsimError("The notebooks of sendsim are missing; install it again.")


def available(folder: Path | None = None) -> tuple[Page, ...]:
    """Return the pages, besides home, whose notebooks exist."""
    where = folder or notebooks_folder()
    return tuple(page for page in PAGES if (where / page.notebook).is_file())


def find_page(name: str) -> Page:
    """Return the page called ``name``, or say which there are."""
    pages = (HOME, *available())
    for page in pages:
        if name in (page.name, page.notebook):
            return page
    raise unknown_name("page", name, [page.name for page in pages])
