"""Measures messages beside stock Plone and plain SQL; see docs/performance.md.

Each side works in a process of its own, one after the other, in whole requests but for
the socket: what is compared is taken in turn, within seconds.
"""

import json
import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from instance import environment
from pathlib import Path
from report import markdown
from sides import HERE, ROOT, STOCK_PYTHON


sys.path.append(str(ROOT))
from tests.deployment.postgresql import postgresql


HEAD = ("Work", "SQLite", "plain SQL", "PostgreSQL", "plain SQL", "Stock Plone")
SIDES = (
    ("sqlite", "ours"),
    ("sqlite", "floor"),
    ("postgresql", "ours"),
    ("postgresql", "floor"),
    ("stock", "stock"),
)


def run(python: Path | str, program: str, *arguments: object) -> dict:
    command = [python, HERE / program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment())
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


def measure(chosen) -> dict[str, dict]:
    size = (chosen.messages, chosen.members, chosen.mailbox, chosen.seconds)
    name = f"mailboxes-{chosen.messages}-{chosen.members}-{chosen.mailbox}"
    found = {}
    with ExitStack() as stack:
        home = chosen.data / name
        found["sqlite"] = run(sys.executable, "mailbox_ours.py", home, *size)
        say_load("SQLite")
        if "postgresql" in chosen.also:
            server = stack.enter_context(postgresql())
            place = f"host={server.socket}&port={server.port}"
            address = f"postgresql+psycopg2://cug@/cug?{place}"
            # Its content would know nothing of a new database.
            scratch = chosen.data / "mailboxes-postgresql"
            shutil.rmtree(scratch, ignore_errors=True)
            ours = (sys.executable, "mailbox_ours.py", scratch, *size, address)
            found["postgresql"] = run(*ours)
            say_load("PostgreSQL")
        if "stock" in chosen.also:
            home = chosen.data / f"mailboxes-stock-{chosen.mailbox}"
            about = (chosen.members, chosen.mailbox, chosen.seconds)
            found["stock"] = run(STOCK_PYTHON, "mailbox_stock.py", home, *about)
            say_load("stock Plone")
    return found


def say_load(side: str) -> None:
    """What else the machine did: times by the clock are to be read with it."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"Load after {side} (1, 5, 15 minutes): {load}", flush=True)


def table(found: dict[str, dict]) -> str:
    names = dict.fromkeys(name for cases in found.values() for name in cases)
    lines = []
    for name in names:
        cells = [found.get(one, {}).get(name, {}).get(side) for one, side in SIDES]
        lines.append([name, *map(cell, cells)])
    return markdown(HEAD, lines)


def cell(measured: list[float] | None) -> str:
    if measured is None:
        return ""
    median, p95, cpu = (f"{one:.2f}" if one < 1 else f"{one:.1f}" for one in measured)
    return f"{median} / {p95} ({cpu})"


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--mailbox", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=3, help="for each case")
    parser.add_argument("--quick", action="store_true", help="only whether it runs")
    parser.add_argument("--also", default="postgresql,stock")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--json", type=Path, help="also write the results there")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.messages, chosen.members, chosen.mailbox = 300, 60, 100
        chosen.seconds = 0
    sys.argv[1:] = []
    found = measure(chosen)
    sizes = (os.cpu_count(), chosen.messages, chosen.members, chosen.mailbox)
    print("{:,} CPUs; {:,} messages, {:,} members, a mailbox of {:,}".format(*sizes))
    print(f"Median / p95 (processor time) in milliseconds\n\n{table(found)}")
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
