"""Measures lists of topics beside stock Plone; see docs/performance.md.

Each side works in a process of its own, one after the other, in whole requests but for
the socket.
"""

import os
import sys
from argparse import ArgumentParser
from mailboxes import run
from pathlib import Path
from report import markdown
from sides import ROOT, STOCK_PYTHON


HEAD = ("Work", "Portal", "Stock Plone", "Ratio")


def line(name: str, ours: list[float], stock: list[float] | None) -> list[str]:
    shown = [_cell(ours), _cell(stock) if stock else ""]
    return [name, *shown, f"{stock[0] / ours[0]:.1f}" if stock else ""]


def _cell(times: list[float]) -> str:
    return "{:.1f} / {:.1f} ({:.1f})".format(*times)


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--topics", type=int, default=10_000)
    parser.add_argument("--comments", type=int, default=10, help="of each topic")
    parser.add_argument("--seconds", type=float, default=3, help="for each case")
    parser.add_argument("--quick", action="store_true", help="only whether it runs")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "bench")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.topics, chosen.comments, chosen.seconds = 60, 3, 0
    size = (chosen.topics, chosen.comments)
    asked = (*size, chosen.seconds)
    home = chosen.data / "topics-{}-{}".format(*size)
    found = [
        run(python, program, home.with_name(f"{home.name}-{side}"), *asked)
        for side, python, program in (
            ("ours", sys.executable, "topics_ours.py"),
            ("stock", STOCK_PYTHON, "topics_stock.py"),
        )
    ]
    load = os.getloadavg()[0]
    words = "{:,} CPUs, load {:.1f}; {:,} topics with {:,} comments each"
    print(words.format(os.cpu_count(), load, *size))
    print("Median / 95th percentile by the clock (median processor time), ms\n")
    ours, stock = found
    print(markdown(HEAD, [line(name, ours[name], stock.get(name)) for name in ours]))


if __name__ == "__main__":
    main()
