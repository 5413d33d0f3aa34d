"""The benchmark of the audit trail runs on both databases."""

import json
import subprocess
import sys
from pathlib import Path


PROGRAM = Path(__file__).parent / "trail.py"
SECONDS = 600


def test_each_database_does_each_work(tmp_path):
    report = tmp_path / "report.json"
    command = [sys.executable, PROGRAM, "--quick", "--data", tmp_path, "--json", report]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(report.read_text())
    assert set(found) == {"SQLite", "PostgreSQL"}
    assert set(found["SQLite"]) == set(found["PostgreSQL"])
    for work in ("trail, first page, JSON", "message, ratio", "1,000 as CSV"):
        assert all(time > 0 for time in found["SQLite"][work]), work
