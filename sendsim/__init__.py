"""sendsim: how disagreements about SEND are resolved in England, for training and planning.

The names below are loaded when first used, so that ``import sendsim`` stays light.

baseline(authority)      a Plan for a real authority, each number with its evidence
load_plan(path)          a Plan from a YAML file
replicate(plan, ...)     many replications of a plan
compare(today, changed)  paired differences between two plans, with intervals
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sendsim.caseload.plan import Plan as Plan
    from sendsim.caseload.plan_files import load_plan as load_plan
    from sendsim.evidence.baseline import baseline as baseline
    from sendsim.planning.compare import compare as compare
    from sendsim.planning.replicate import replicate as replicate

try:
    __version__ = version("sendsim")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+unknown"

_WHERE = {
    "Plan": "sendsim.caseload.plan",
    "load_plan": "sendsim.caseload.plan_files",
    "baseline": "sendsim.evidence.baseline",
    "compare": "sendsim.planning.compare",
    "replicate": "sendsim.planning.replicate",
}
__all__ = ["Plan", "__version__", "baseline", "compare", "load_plan", "replicate"]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'sendsim' has no attribute {name!r}")
