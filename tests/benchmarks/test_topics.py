"""The benchmark of topics runs, on both sides."""

import subprocess
import sys
from pathlib import Path


PROGRAM = Path(__file__).parents[2] / "tools" / "benchmarks" / "topics.py"
SECONDS = 3600


def test_both_sides_are_asked_for_the_list(tmp_path):
    command = [sys.executable, PROGRAM, "--quick", "--data", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line for line in done.stdout.splitlines() if "list of topics" in line]
    ((_start, _name, ours, stock, ratio, _end),) = (line.split("|") for line in lines)
    assert ours.strip() and stock.strip() and float(ratio) > 0
