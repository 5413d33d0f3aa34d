"""The benchmark runs and its answers are right; how fast they were is not judged here."""

import json
import subprocess
import sys
from pathlib import Path


ROOT = Path(__file__).parents[2]
DATA = ROOT / "var" / "bench" / "smoke"
#: Where nothing is kept from an earlier run and the machine is busy.
SECONDS = 3600


def test_both_sides_answer_each_request(tmp_path):
    report = tmp_path / "report.json"
    program = [sys.executable, ROOT / "tools" / "benchmarks" / "run.py", "--quick"]
    command = [*program, "--data", DATA, "--json", report]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    (result,) = json.loads(report.read_text())
    cells = [row[side] for row in result["rows"] for side in ("ours", "stock")]
    assert len(cells) >= 2 * 8
    assert all(cell["requests"] for cell in cells)
    # Two may add to one folder at once: a conflict that stays one is told, not judged.
    reads = [row for row in result["rows"] if "POST" not in row["case"]]
    assert not any(row[side]["failed"] for row in reads for side in ("ours", "stock"))
    assert result["woken"] and not any(result["woken"].values())
