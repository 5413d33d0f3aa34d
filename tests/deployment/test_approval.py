"""A process is killed while it approves somebody: all of it is there, or nothing."""

import json
from tests.deployment.processes import buildout, ROOT, run


DEPLOYMENT = ROOT / "tests" / "deployment"
#: Point of death → whether the person is a member afterwards.
POINTS = {"before": False, "voted": False, "content-kept": True, "both-kept": True}


def build(profile, directory, **settings):
    buildout(profile, directory, **settings)
    return directory / "bin" / "instance"


def approve(instance, *arguments):
    return run(instance, "run", DEPLOYMENT / "approve.py", "approve", *arguments)


def killed(instance, point):
    """The id of a request that was being approved."""
    died = approve(instance, point)
    assert "Killed" in died.stderr
    return died.stdout.split()[-1]


def look(instance, *requests):
    """What there is of each after the next start."""
    looked = approve(instance, "look", *requests)
    assert looked.returncode == 0, looked.stderr
    return [json.loads(line) for line in looked.stdout.splitlines()[-len(requests) :]]


def assert_whole_or_nothing(there, whole, point):
    assert there.pop("account") == there.pop("decided"), point
    assert there == {
        "state": "approved" if whole else "pending",
        "settled": True,
        "member": whole,
        "way_in": whole,
        "notes": 0,
    }, point


def assert_each_point(instance):
    requests = [killed(instance, point) for point in POINTS]
    found = look(instance, *requests)
    for (point, whole), there in zip(POINTS.items(), found, strict=True):
        assert_whole_or_nothing(there, whole, point)


def test_on_sqlite(tmp_path, seeds):
    seeds.plant(tmp_path / "var")
    assert_each_point(build("development.cfg", tmp_path))


def test_on_postgresql(tmp_path, seeds):
    with seeds.planted(tmp_path / "var") as server:
        place = {"database_host": server.socket, "database_port": server.port}
        assert_each_point(build("postgresql.cfg", tmp_path, hosts="127.0.0.1", **place))
