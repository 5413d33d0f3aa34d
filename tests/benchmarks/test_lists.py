"""The benchmark of lists runs; how fast they were is not judged here."""

import subprocess
import sys
from pathlib import Path


PROGRAM = Path(__file__).parents[2] / "tools" / "benchmarks" / "lists.py"
SECONDS = 3600


def test_each_request_is_answered_as_it_must_be(tmp_path):
    size = ("--size", "60", "--topics", "60", "--seconds", "0", "--rounds", "1")
    command = [sys.executable, PROGRAM, *size, "--data", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("| topics,")]
    assert len(lines) == 2
