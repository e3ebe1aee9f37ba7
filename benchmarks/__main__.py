"""Measure, print and save: ``python -m benchmarks [SUBJECT ...] [--quick] [--out FOLDER]``.

Subjects: queues (models a and b), send (model c), scaling, what-if, start-up, slider (needs Chromium); england and
caseload (SimPy's time and memory for whole caseloads) are long, and only when named. ``--quick`` takes fewer rounds and
smaller sizes. Tables go to FOLDER as CSV and Markdown.
"""

from __future__ import annotations

import argparse
import platform
from pathlib import Path
from typing import Any

from benchmarks import caseload, engines, models, scaling, slider, start_up, what_if
from benchmarks.harness import save, table_of

LONG = ("england", "caseload")
USUAL = ("queues", "send", "scaling", "what-if", "start-up", "slider")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument(
        "subjects", nargs="*", choices=[*USUAL, *LONG, []], help="what to measure (all but the long ones)"
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds, smaller sizes")
    parser.add_argument("--out", type=Path, default=Path("benchmark-results"), help="a folder for the tables")
    parser.add_argument("--replications", type=int, default=100, help="of England")
    given = parser.parse_args()
    quick, rounds = given.quick, 3 if given.quick else 5
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")

    def tell(name: str, lines: list[Any]) -> None:
        save(name, table_of(lines), given.out)

    for subject in given.subjects or USUAL:
        if subject == "queues":
            n, slow = (20_000, 5_000) if quick else (100_000, 20_000)
            tell("queues", engines.queues("a", n, rounds, slow) + engines.queues("b", n, rounds, slow))
        elif subject == "send":
            tell("send-local", engines.send("local", models.LOCAL, 2 if quick else 10, rounds))
            tell("send-national", engines.send("national", models.NATIONAL, 0.2 if quick else 1, 3))
        elif subject == "scaling":
            tell("scaling", scaling.curve(100_000 if quick else 10_000_000))
        elif subject == "what-if":
            tell("what-if", what_if.local())
        elif subject == "start-up":
            tell("start-up", start_up.starts())
        elif subject == "slider":
            tell("slider", slider.answers(10 if quick else 30))
            tell("slider-ways", slider.ways(10 if quick else 20))
        elif subject == "england":
            tell("england", what_if.england(given.replications))
        elif subject == "caseload":
            tell("caseload", caseload.run())
            tell("caseload-memory", caseload.memory())


if __name__ == "__main__":
    main()
