"""The benchmarks of the audit trail and of permits run on both databases."""

import json
import pytest
import subprocess
import sys
from pathlib import Path


FOLDER = Path(__file__).parents[2] / "tools" / "benchmarks"
SECONDS = 3600
WORKS = {
    "permits.py": (
        *("health view", "look-up, JSON", "statistics, JSON", "search: a genus"),
    ),
    "trail.py": ("trail, first page, JSON", "message, ratio", "1,000 as CSV"),
}


@pytest.mark.parametrize("program", WORKS)
def test_each_database_does_each_work(program, tmp_path):
    report = tmp_path / "report.json"
    options = ["--quick", "--data", tmp_path, "--json", report]
    command = [sys.executable, FOLDER / program, *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(report.read_text())
    assert set(found) == {"SQLite", "PostgreSQL"}
    assert set(found["SQLite"]) == set(found["PostgreSQL"])
    for work in WORKS[program]:
        assert all(time > 0 for time in found["SQLite"][work]), work
