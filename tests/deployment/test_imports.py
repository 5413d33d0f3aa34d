"""A process is killed while it imports alerts: what is there of them goes again."""

import json
from tests.deployment.processes import buildout, ROOT, run


SCRIPT = ROOT / "tests" / "deployment" / "import_alerts.py"


def test_nothing_stays_of_an_import_that_was_killed(tmp_path, seeds):
    seeds.plant(tmp_path / "var")
    buildout("production.cfg", tmp_path, hosts="127.0.0.1")
    instance = tmp_path / "bin" / "instance"
    assert "Killed" in run(instance, "run", SCRIPT, "die").stderr
    looked = run(instance, "run", SCRIPT, "look")
    assert looked.returncode == 0, looked.stderr
    before, alive, after = json.loads(looked.stdout.splitlines()[-1])
    assert before == [20, 20, 1]
    # Somebody may still be at work on it.
    assert alive == before
    assert after == [0, 0, 0]
