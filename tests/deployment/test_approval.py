"""A process is killed while it approves somebody: all of it is there, or nothing."""

import json
import pytest
from tests.deployment.processes import buildout
from tests.deployment.processes import ROOT
from tests.deployment.processes import run


DEPLOYMENT = ROOT / "tests" / "deployment"
#: Point of death → whether the person is a member afterwards.
POINTS = {"before": False, "zodb-voted": False, "records-kept": True, "both-kept": True}


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    directory = tmp_path_factory.mktemp("approval")
    buildout("development.cfg", directory)
    created = run(directory / "bin" / "create-site")
    assert created.returncode == 0, created.stderr
    program = directory / "bin" / "instance"
    added = run(program, "run", DEPLOYMENT / "add_groups.py")
    assert added.returncode == 0, added.stderr
    return program


def approve(instance, *arguments):
    return run(instance, "run", DEPLOYMENT / "approve.py", "approve", *arguments)


def test_it_is_whole_or_nothing(instance):
    requests = {}
    for point in POINTS:
        died = approve(instance, point)
        assert "Killed" in died.stderr
        requests[point] = died.stdout.split()[-1]
    looked = approve(instance, "look", *requests.values())
    assert looked.returncode == 0, looked.stderr
    lines = looked.stdout.splitlines()[-len(POINTS) :]
    for (point, whole), line in zip(POINTS.items(), lines, strict=True):
        there = json.loads(line)
        assert there.pop("account") == there.pop("decided"), point
        assert there == {
            "state": "approved" if whole else "pending",
            "settled": True,
            "member": whole,
            "way_in": whole,
            "notes": 0,
        }, point
