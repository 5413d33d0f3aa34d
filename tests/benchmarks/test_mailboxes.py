"""The messages' benchmark runs on both databases and beside stock Plone."""

import json
import subprocess
import sys
from pathlib import Path


PROGRAM = Path(__file__).parents[2] / "tools" / "benchmarks" / "mailboxes.py"
SECONDS = 3600


def test_each_side_does_each_work(tmp_path):
    report = tmp_path / "report.json"
    command = [sys.executable, PROGRAM, "--quick", "--data", tmp_path, "--json", report]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(report.read_text())
    for side in ("sqlite", "postgresql", "stock"):
        for work in ("send to 50", "inbox, JSON", "search, JSON", "health view"):
            assert work in found[side], (side, work)
    assert set(found["sqlite"]) == set(found["postgresql"])
