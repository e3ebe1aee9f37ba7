"""``sendsim scenarios gain``: what changed in a group between the test before and the test after, from saved progress.

Only counts over at least five learners are told, never a person's. Errors are one line with exit code 2.
"""

from __future__ import annotations

from pathlib import Path

from sendsim.errors import OutputError
from sendsim.training.bank import banks, forms
from sendsim.training.gain import FEWEST, Gain, GroupGain, group_gain, pairs_of, sitting
from sendsim.training.progress_file import proved, read_progress


def gain_text(paths: list[Path]) -> str:
    """Return the change of a group in every bank, as text; each file is one learner's saved progress.

    Raises
    ------
    SendsimError
        If a file cannot be read; it names the file and what to do.
    """
    known = forms()
    scenarios = {name: made for name, (_, _, made) in known.items()}
    learners = [proved(read_progress(_read(path), path.name).attempts, scenarios) for path in paths]
    lines = [f"{len(learners)} files of saved progress. A subject is told from {FEWEST} learners on.", ""]
    for bank in banks().values():
        stands = [sitting(bank, known, attempts, 0) for attempts in learners]
        both = [(item.first, item.second) for item in stands if item.first and item.second]
        found = group_gain(bank, [pairs_of(bank, first, second) for first, second in both])
        lines += _told(found) if found else [f"{bank.title}: fewer than {FEWEST} learners took both tests."]
    return (
        "\n".join(
            [*lines, "", "A change between two tests, not proof of an effect: nobody who did not learn is compared."]
        )
        + "\n"
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise OutputError(f"{str(path)!r} cannot be read: name files of saved progress.") from None


def _told(found: GroupGain) -> list[str]:
    head = (
        f"{found.bank}: {found.learners} learners, mean change {100 * found.mean:+.0f} in 100"
        f" (95 % interval {100 * found.low:+.0f} to {100 * found.high:+.0f}, t over learners)"
    )
    return [head, *(f"  {aim}: {_aim(item)}" for aim, item in found.aims)]


def _aim(item: Gain) -> str:
    ceiling = "; little room was left" if item.near_ceiling else ""
    return (
        f"well before {item.before} of {item.n}, after {item.after} of {item.n}; change"
        f" {100 * item.difference:+.0f} ({100 * item.low:+.0f} to {100 * item.high:+.0f}){ceiling}"
    )
