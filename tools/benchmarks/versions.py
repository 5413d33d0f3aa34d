"""Compares the messages of two checkouts; see docs/performance.md.

``versions.py BEFORE AFTER`` runs ``mailbox_ours.py`` of both in turn, each with its own
code and data, and prints the medians of their processor times and how many times the
first the second takes. What else the machine does falls on both alike.
"""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory


SIZE = ("3000", "600", "1000")
#: Of what ``mailbox_ours.py`` measures: median, 95th percentile, processor time.
CPU = 2


def run(checkout: Path, data: Path, seconds: str) -> dict[str, float]:
    """Milliseconds of processor time by case."""
    folder = checkout / "tools" / "benchmarks"
    sources = (checkout / "src").glob("cites.*")
    path = os.pathsep.join(map(str, (*sources, folder)))
    done = subprocess.run(
        [sys.executable, folder / "mailbox_ours.py", data, *SIZE, seconds],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"},
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    found = json.loads(done.stdout.splitlines()[-1])
    return {name: sides["ours"][CPU] for name, sides in found.items()}


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("checkouts", type=Path, nargs=2, metavar="CHECKOUT")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", default="1", help="for each case in a round")
    chosen = parser.parse_args()
    turns: list[tuple[dict, dict]] = []
    with TemporaryDirectory(prefix="cug-versions-") as folder:
        data = [Path(folder) / name for name in ("before", "after")]
        for checkout, place in zip(chosen.checkouts, data, strict=True):
            run(checkout, place, "0")  # builds the data
        for _ in range(chosen.rounds):
            pair = zip(chosen.checkouts, data, strict=True)
            turns.append(tuple(run(*one, chosen.seconds) for one in pair))
    print("| Work | Before, ms | After, ms | After : before |")
    print("| --- | --: | --: | --: |")
    for name in turns[0][0]:
        before, after = ([turn[side][name] for turn in turns] for side in (0, 1))
        ratio = median(new / old for old, new in zip(before, after, strict=True))
        print(f"| {name} | {median(before):.2f} | {median(after):.2f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
