"""Measures the audit trail on both databases; see docs/trail.md, “What it costs”."""

import json
import os
import shutil
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from mailboxes import cell, run, say_load
from pathlib import Path
from report import markdown
from sides import ROOT


sys.path.append(str(ROOT))
from tests.deployment.postgresql import postgresql


PROGRAM = "trail_ours.py"


def measure(chosen) -> dict[str, dict]:
    size = (chosen.events, chosen.exported, chosen.seconds)
    found = {}
    with ExitStack() as stack:
        if "sqlite" in chosen.on:
            home = chosen.data / "trail-sqlite"
            shutil.rmtree(home, ignore_errors=True)
            found["SQLite"] = run(sys.executable, PROGRAM, home, *size)
            say_load("SQLite")
        if "postgresql" in chosen.on:
            server = stack.enter_context(postgresql())
            place = f"host={server.socket}&port={server.port}"
            address = f"postgresql+psycopg2://cug@/cug?{place}"
            home = chosen.data / "trail-postgresql"
            shutil.rmtree(home, ignore_errors=True)
            found["PostgreSQL"] = run(sys.executable, PROGRAM, home, *size, address)
            say_load("PostgreSQL")
    return found


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--exported", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=2, help="for each case")
    parser.add_argument("--quick", action="store_true", help="only whether it runs")
    parser.add_argument("--on", default="sqlite,postgresql")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--json", type=Path, help="also write the results there")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.events, chosen.exported, chosen.seconds = 2000, 1000, 0
    sys.argv[1:] = []
    found = measure(chosen)
    print(f"{os.cpu_count()} CPUs; {chosen.events:,} events")
    names = dict.fromkeys(name for cases in found.values() for name in cases)
    lines = [
        [name, *(cell(cases.get(name)) for cases in found.values())] for name in names
    ]
    print("Median / p95 (processor time) in milliseconds; ratios are without a unit\n")
    print(markdown(("Work", *found), lines))
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
