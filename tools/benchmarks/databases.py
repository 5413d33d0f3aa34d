"""Runs a program on SQLite and on PostgreSQL, and prints both results side by side."""

import json
import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import ExitStack
from mailboxes import cell, run, say_load
from pathlib import Path
from report import markdown
from sides import ROOT
from typing import Any


sys.path.append(str(ROOT))
from tests.deployment.postgresql import postgresql


UNITS = "Median / p95 (processor time) in milliseconds; ratios are without a unit\n"


def parser_for(about: str) -> ArgumentParser:
    """The options of such a benchmark, for which sizes are to be added."""
    parser = ArgumentParser(description=about)
    parser.add_argument("--seconds", type=float, default=2, help="for each case")
    parser.add_argument("--quick", action="store_true", help="only whether it runs")
    parser.add_argument("--on", default="sqlite,postgresql")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--json", type=Path, help="also write the results there")
    return parser


def measure(chosen: Namespace, program: str, home: Path, size: Sequence[Any]) -> None:
    """Run ``program HOME *size [address]`` on each database, and print what it found.

    ``home`` is of SQLite and may be used again; that of PostgreSQL is made anew, because
    its content would know nothing of a new database.
    """
    sys.argv[1:] = []
    found = {}
    with ExitStack() as stack:
        if "sqlite" in chosen.on:
            found["SQLite"] = run(sys.executable, program, home, *size)
            say_load("SQLite")
        if "postgresql" in chosen.on:
            server = stack.enter_context(postgresql())
            place = f"host={server.socket}&port={server.port}"
            address = f"postgresql+psycopg2://cug@/cug?{place}"
            scratch = home.with_name(f"{home.name}-postgresql")
            shutil.rmtree(scratch, ignore_errors=True)
            found["PostgreSQL"] = run(sys.executable, program, scratch, *size, address)
            say_load("PostgreSQL")
    names = dict.fromkeys(name for cases in found.values() for name in cases)
    lines = [
        [name, *(cell(cases.get(name)) for cases in found.values())] for name in names
    ]
    print(f"{os.cpu_count()} CPUs\n{UNITS}\n{markdown(('Work', *found), lines)}")
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1))
