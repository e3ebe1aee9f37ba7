"""What is loaded once for all pages of a server that forks its kernels: see :mod:`sendsim.apps.forked`.

Nothing here may leave a thread of Python behind or open a file that a page writes to: the copies would share it.
"""

from __future__ import annotations


def room() -> None:
    """Load what the pages of a live room need, with every scenario."""
    import sendsim.apps.facilitator
    import sendsim.apps.room  # noqa: F401
    from sendsim.training.matter import warm

    warm()


def pages() -> None:
    """Load what the pages of the home page's list need, with the planner's engine and its first plan made ready."""
    import sendsim.apps.explain
    import sendsim.apps.home
    import sendsim.apps.learn
    import sendsim.apps.planner
    import sendsim.apps.routes  # noqa: F401
    from sendsim.apps import stored
    from sendsim.apps.runner import Runner
    from sendsim.evidence.baseline import baseline
    from sendsim.training.matter import warm

    warm()
    Runner().rehearse(baseline(stored.FIRST_AUTHORITY))
